package contract

import "ipsplan/budgets"

// SettlePlan takes the money of the plan's own arithmetic through the waterfall, as the sheet does: what comes after the plan is one sum in the quarter after its last. The account has one quarter more than the plan.
func (s *Settler) SettlePlan(p *Planned) *Account {
	short, terms := *s, *s.terms
	short.terms, short.quarters = &terms, s.horizon+1
	fold := func(row []budgets.Cents) []budgets.Cents {
		return append(append([]budgets.Cents{}, row[:s.horizon]...), budgets.Sum(row[s.horizon:]))
	}
	if schedule := terms.Investor.Schedule; len(schedule) > s.horizon {
		terms.Investor.Schedule = fold(schedule)
	}
	short.fees = fold(s.fees)
	short.plannedToCome = append([]budgets.Cents{}, s.plannedToCome[:s.horizon+1]...)
	short.plannedToCome[s.horizon] = 0
	short.account = newAccount(&terms, short.quarters, s.years())
	a := &short.account
	a.Receipts, a.Cost, a.Fees = fold(p.Receipts), fold(p.Cost), short.fees
	for q := range s.horizon {
		a.Claim[q] = s.claim(p.Cost[q], q)
	}
	a.Claim = append(a.Claim, make([]budgets.Cents, runOffQuarters)...) // there is no run-off at planned figures
	short.flow()
	return a
}

// OrderMatters says whether the settler takes outcomes in their order.
func (s *Settler) OrderMatters() bool { return s.orderMatters }

// TakeInOrder makes the settler take outcomes in their order, whether or not it matters.
func (s *Settler) TakeInOrder() { s.orderMatters = true }
