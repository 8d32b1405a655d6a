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

func newAccount(t *Terms, quarters, years int) Account {
	row := func() []budgets.Cents { return make([]budgets.Cents, quarters) }
	rows := func(n int) (all [][]budgets.Cents) {
		for range n {
			all = append(all, row())
		}
		return all
	}
	a := Account{Ladders: rows(len(t.Ladders)), Blocks: rows(len(t.Blocks)), TopUps: rows(len(t.TopUps)), CaseloadWeeks: make([]int, quarters)}
	for range t.Rows {
		a.Rows = append(a.Rows, RowAccount{make([]Fate, years), row(), row()})
	}
	for _, slice := range a.byQuarter() {
		*slice = row()
	}
	return a
}

// byQuarter are the amounts by quarter of the contract as a whole.
func (a *Account) byQuarter() [15]*[]budgets.Cents {
	return [...]*[]budgets.Cents{
		&a.Receipts, &a.Cost, &a.Claim, &a.Fees, &a.Draws, &a.ProviderPaid, &a.FeesPaid, &a.Principal, &a.Return,
		&a.ToInvestor, &a.ToPayer, &a.ToProvider, &a.Closing, &a.UnpaidFees, &a.UnpaidClaim,
	}
}

// clear makes room for the next draw.
func (a *Account) clear() {
	for i := range a.Rows {
		r := &a.Rows[i]
		clear(r.ByYear)
		clear(r.Earned)
		clear(r.Paid)
	}
	for _, rows := range [...][][]budgets.Cents{a.Ladders, a.Blocks, a.TopUps} {
		for _, row := range rows {
			clear(row)
		}
	}
	for _, slice := range a.byQuarter() {
		clear(*slice)
	}
	clear(a.CaseloadWeeks)
	a.LadderCut, a.LadderVerification, a.BlockCut, a.Recycled, a.Peak = 0, 0, 0, 0, 0
	a.Reached, a.Additional = [Events]int{}, [Events]float64{}
}

// Total is the fate of all of a row's outcomes.
func (r *RowAccount) Total() Fate {
	var all Fate
	for i := range r.ByYear {
		all.Add(&r.ByYear[i])
	}
	return all
}

// Add adds the fate of other outcomes.
func (f *Fate) Add(other *Fate) {
	f.Outcomes += other.Outcomes
	f.Counted += other.Counted
	f.Value += other.Value
	f.Window += other.Window
	f.Evidence += other.Evidence
	f.Minimum += other.Minimum
	f.Deadweight += other.Deadweight
	f.PersonCap += other.PersonCap
	f.YearCap += other.YearCap
	f.RowCap += other.RowCap
	f.ContractCap += other.ContractCap
	f.Verification += other.Verification
	f.Paid += other.Paid
}
