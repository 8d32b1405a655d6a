package contract

import (
	"math"
	"slices"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// weeksRoom is a power of two that is more than the weeks of the longest plan and its run-off, so that what is masked to it needs no check as an index.
const weeksRoom = 1 << 10

const _ = uint(weeksRoom - 1 - model.MaxYears*model.WeeksPerYear - model.RunOffWeeks)

const runOffQuarters = model.RunOffWeeks / model.WeeksPerQuarter

// Settler settles draws of one contract. It is not safe for use by several goroutines. After its first draws it allocates nothing.
type Settler struct {
	terms    *Terms
	horizon  int    // quarters of the plan
	quarters int    // of the ledger
	counts   []bool // by service, whether its people count
	// engagedTo is the week before which people who count have engaged.
	engagedTo int
	// onCard are the events of rows and ladders, rowsOf and laddersOf the positions of each event's.
	onCard            [Events]bool
	rowsOf, laddersOf [Events][]int
	spanOf            []*[weeksRoom]uint8 // by row and week
	orderMatters      bool                // see [Terms.orderMatters]

	blocks [][]budgets.Cents // by block with amounts by year and quarter of the plan; nil for the others
	fees   []budgets.Cents   // by quarter of the ledger
	fixed  []budgets.Cents   // the provider's fee, by quarter of the plan; nil without one
	growth float64           // of the balance under the return cap, in a quarter; 0 without one
	// plannedToCome[quarter] is the planned cost of all later quarters, the run-off's apart.
	plannedToCome []budgets.Cents
	plannedCost   []budgets.Cents // carried, by quarter of the ledger

	values   values
	evidence evidence
	reached  [Events][]outcome
	joining  [weeksRoom]int32 // people who count, less those leaving, by week; scratch
	turns    []turn           // scratch
	ends     []int            // by week; scratch
	card     card
	account  Account
	carried  Carried
}

// NewSettler prepares the settling of a contract, which must be valid ([Terms.Validate]) for the plan. planned[line][quarter] is the plan's own cost, of the plan's quarters.
func NewSettler(terms *Terms, plan *budgets.Plan, planned [][]budgets.Cents) *Settler {
	horizon := plan.Years * model.QuartersPerYear
	s := &Settler{
		terms: terms.Prepared(plan, new(quantity.Preparer)), horizon: horizon, orderMatters: terms.orderMatters(),
		quarters: horizon + runOffQuarters + (terms.longestLag()+model.WeeksPerQuarter-1)/model.WeeksPerQuarter,
	}
	if s.engagedTo = terms.EngagedTo; s.engagedTo == 0 {
		s.engagedTo = s.end()
	}
	for i := range plan.Services {
		s.counts = append(s.counts, terms.CountsService(i))
	}
	for i := range terms.Rows {
		event := terms.Rows[i].Event
		s.onCard[event] = true
		s.rowsOf[event] = append(s.rowsOf[event], i)
	}
	for i := range terms.Ladders {
		event := terms.Ladders[i].Event
		s.onCard[event] = true
		s.laddersOf[event] = append(s.laddersOf[event], i)
	}
	for i := range terms.Blocks {
		s.blocks = append(s.blocks, byQuarter(terms.Blocks[i].PerYear, plan.Years))
	}
	if limit := terms.Investor.ReturnCap; limit != nil {
		s.growth = math.Pow(1+*limit, 1.0/model.QuartersPerYear)
	}
	s.fixed = byQuarter(terms.Provider.Fee, plan.Years)
	s.fees = make([]budgets.Cents, s.quarters)
	for i := range terms.Fees {
		f := &terms.Fees[i]
		s.fees[f.Quarter] += f.Once
		for q, x := range byQuarter(f.PerYear, plan.Years) {
			s.fees[q] += x
		}
	}
	s.plan(planned)
	s.values, s.evidence = newValues(s.terms), newEvidence(plan.Services)
	s.card = newCard(s.terms, s.years())
	for i := range terms.Rows {
		spans, of := terms.Rows[i].spans(s.end())
		s.card.rows[i].spans, s.spanOf = spans, append(s.spanOf, of)
	}
	s.account = newAccount(s.terms, s.quarters, s.years())
	return s
}

// Quarters is the length of the ledger.
func (s *Settler) Quarters() int { return s.quarters }

// end is the week after the run-off.
func (s *Settler) end() int { return (s.horizon + runOffQuarters) * model.WeeksPerQuarter }

// years is the number of years that the ledger begins.
func (s *Settler) years() int {
	return (s.quarters + model.QuartersPerYear - 1) / model.QuartersPerYear
}

func (t *Terms) longestLag() int {
	longest := 0
	for i := range t.Rows {
		longest = max(longest, t.Rows[i].Lag)
	}
	for i := range t.Ladders {
		longest = max(longest, t.Ladders[i].Lag)
	}
	return longest
}

// Prepared are the terms with their uncertain quantities prepared for many draws (see [quantity.Prepared]) and tied to those that they are correlated with. Several settlers of
// them share what they work out of them, and settle as they do with the terms themselves.
func (t *Terms) Prepared(plan *budgets.Plan, by *quantity.Preparer) *Terms {
	correlation, _ := quantity.Correlate(plan.Correlations) // the budget's Validate says what is wrong with them
	prepare := func(q quantity.Quantity) quantity.Quantity {
		q = q.Prepared(by)
		q.Correlation = correlation.Of(q.Name)
		return q
	}
	fast := *t
	fast.Rows = slices.Clone(t.Rows)
	for i := range fast.Rows {
		price := &fast.Rows[i].Price
		*price = price.Prepared(by)
		price.Correlation = correlation.Of(price.Name)
	}
	fast.CostShare, fast.RunOffCost = prepare(t.CostShare), prepare(t.RunOffCost)
	for e := range fast.Evidenced {
		fast.Evidenced[e] = prepare(t.Evidenced[e])
		if rate := t.Comparison.Rate[e]; rate != nil {
			fast.Comparison.Rate[e] = new(prepare(*rate))
		}
	}
	if ratio := t.Comparison.RiskRatio; ratio != nil {
		fast.Comparison.RiskRatio = new(prepare(*ratio))
	}
	return &fast
}

// inYear is the entry of a year in a slice that goes on with its last.
func inYear[T any](byYear []T, year int) T { return byYear[min(year, len(byYear)-1)] }

// byQuarter splits amounts by year into the quarters of so many years, by differences of the cumulatively rounded amount; nil for none.
func byQuarter(perYear []budgets.Cents, years int) []budgets.Cents {
	if perYear == nil {
		return nil
	}
	var split []budgets.Cents
	for y := range years {
		reached := budgets.Cents(0)
		for q := range model.QuartersPerYear {
			now := budgets.Round(float64(inYear(perYear, y)) * float64(q+1) / model.QuartersPerYear)
			split = append(split, now-reached)
			reached = now
		}
	}
	return split
}

// plan works out the planned cost still to come.
func (s *Settler) plan(planned [][]budgets.Cents) {
	s.plannedToCome, s.plannedCost = make([]budgets.Cents, s.quarters), make([]budgets.Cents, s.quarters)
	share := s.terms.CostShare.Mean()
	toCome := budgets.Cents(0)
	for q := s.quarters - 1; q >= 0; q-- {
		s.plannedToCome[q] = toCome
		toCome += s.fees[q]
		if q >= s.horizon {
			continue
		}
		for _, line := range s.terms.Lines {
			s.plannedCost[q] += budgets.Round(float64(planned[line][q]) * share)
		}
		toCome += s.claim(s.plannedCost[q], q)
	}
}

// claim is what the provider claims in a quarter of the plan in which it has the cost.
func (s *Settler) claim(cost budgets.Cents, quarter int) budgets.Cents {
	if s.fixed != nil {
		cost = s.fixed[quarter]
	}
	return s.atNoRisk(cost)
}

// atNoRisk is the part of an amount that does not depend on receipts.
func (s *Settler) atNoRisk(base budgets.Cents) budgets.Cents {
	return base - budgets.Round(float64(base)*s.terms.Provider.RiskShare)
}

// Settle settles a draw: its outcomes, its cost, and its random address ([model.Simulator.DrawAddress]). With luckOnly uncertain quantities stand at their means; what is
// evidenced is decided all the same. The account is valid until the next call.
func (s *Settler) Settle(o *Outcomes, l *budgets.Ledger, at quantity.Address, luckOnly bool) *Account {
	s.account.clear()
	s.values.draw(s.terms, budgets.StandingIn(at, luckOnly))
	s.card.begin(len(o.people), s.terms, s.values.prices)
	s.evidence.begin(at)
	s.count(o.people)
	s.carry(l)
	s.price(o.people)
	s.receive()
	s.flow()
	s.compare()
	return &s.account
}

// carry works out the cost that the contract carries, and what the provider claims of it.
func (s *Settler) carry(l *budgets.Ledger) {
	a := &s.account
	for q := range s.horizon {
		for _, line := range s.terms.Lines {
			a.Cost[q] += budgets.Round(float64(l.Cost[line][q]) * s.values.costShare)
		}
		a.Claim[q] = s.claim(a.Cost[q], q)
	}
	for q := s.horizon; q < s.horizon+runOffQuarters; q++ {
		a.Cost[q] = budgets.Round(float64(100*s.values.runOffCost) * float64(a.CaseloadWeeks[q]) / model.WeeksPerQuarter)
		if s.fixed == nil {
			a.Claim[q] = s.atNoRisk(a.Cost[q])
		}
	}
	copy(a.Fees, s.fees)
}

// receive adds up what comes in each quarter.
func (s *Settler) receive() {
	a := &s.account
	add := func(row []budgets.Cents) {
		for q, x := range row {
			a.Receipts[q] += x
		}
	}
	for i := range a.Rows {
		add(a.Rows[i].Paid)
	}
	for _, rows := range [...][][]budgets.Cents{a.Ladders, a.Blocks, a.TopUps} {
		for _, row := range rows {
			add(row)
		}
	}
}

// compare works out how many outcomes would not have happened anyway.
func (s *Settler) compare() {
	a, v := &s.account, &s.values
	for e := range a.Reached {
		n := float64(a.Reached[e])
		switch {
		case s.terms.Comparison.Rate[e] != nil:
			a.Additional[e] = n - float64(v.anyway[e]*float64(a.Reached[Engagement]))
		case s.terms.Comparison.RiskRatio != nil && Event(e) != Engagement:
			a.Additional[e] = n - n/v.riskRatio
		}
	}
}
