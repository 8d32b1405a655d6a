package budgets

// Ledger is what one draw costs, in cents.
type Ledger struct {
	// Cost[line][quarter] is the cost; Saved[line][quarter] is what vacancies saved, which is not part of it.
	Cost, Saved [][]Cents
}

// Funding is who pays a draw's cost under one option.
type Funding struct {
	// Came[source] says whether each source came in the option, also where the cascade is without it.
	Came []bool
	// Paid[source][line][quarter] and Gap[line][quarter]; Paid of all sources and Gap add up to Ledger.Cost.
	Paid [][][]Cents
	Gap  [][]Cents
	// Surplus[source][year] is what a source that came offered by year and did not pay.
	Surplus [][]Cents
}

// NoQuarter stands where something happens in no quarter.
const NoQuarter = -1

// Cash is when a draw's money moves under one option, by quarter of the plan.
type Cash struct {
	Costs    []Cents // cost less what is paid in kind
	Advances []Cents // received at the quarter's beginning
	Receipts []Cents // received at its end
	After    Cents   // received after the plan's last quarter
	Need     []Cents // as the package comment defines it; negative if there is money in hand
	Bridge   []Cents // Need less the gap so far

	PeakNeed, PeakBridge               Cents
	PeakNeedQuarter, PeakBridgeQuarter int // NoQuarter where the peak is 0
}
