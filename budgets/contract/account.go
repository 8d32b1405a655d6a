package contract

import "ipsplan/budgets"

// Account is a contract in one draw. Slices by quarter have as many entries as the ledger has quarters.
type Account struct {
	Rows                    []RowAccount
	Ladders, Blocks, TopUps [][]budgets.Cents // paid, each by quarter
	// LadderCut and BlockCut are what the cap on the contract took of them, LadderVerification what verification took of ladders.
	LadderCut, LadderVerification, BlockCut budgets.Cents
	// Reached[event] is the number of outcomes in the whole ledger, claimed or not; Additional[event] those of them that would not have happened anyway, 0 where that is not known.
	Reached    [Events]int
	Additional [Events]float64

	// By quarter.
	Receipts, Cost, Claim, Fees      []budgets.Cents // received; carried; claimed by the provider; due
	Draws, ProviderPaid, FeesPaid    []budgets.Cents // ProviderPaid includes its part of receipts
	Principal, Return                []budgets.Cents
	ToInvestor, ToPayer, ToProvider  []budgets.Cents // the surplus
	Closing, UnpaidFees, UnpaidClaim []budgets.Cents // at the quarter's end
	Recycled, Peak                   budgets.Cents
	// CaseloadWeeks are the person-weeks that the run-off's cost is for; 0 in the plan's years.
	CaseloadWeeks []int
}

// RowAccount is what became of the outcomes of a row.
type RowAccount struct {
	ByYear []Fate // of the outcome's week, over the ledger's years
	// Earned is what is paid by the quarter in which it was earned, Paid by the quarter in which it is.
	Earned, Paid []budgets.Cents
}

// Fate is what became of the value of outcomes.
type Fate struct {
	Outcomes, Counted                                     int // of the row's event and hours; of them, counted by the row
	Value                                                 budgets.Cents
	Window, Evidence, Minimum, Deadweight                 budgets.Cents
	PersonCap, YearCap, RowCap, ContractCap, Verification budgets.Cents
	Paid                                                  budgets.Cents
}
