package budgets_test

import (
	"math/rand/v2"
	"testing"

	"ipsplan/budgets"
)

// Prices of nothing cost nothing, and higher prices never cost less, in any line and quarter.
func TestCostsFollowPrices(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 0))
	raised := 0
	for range 200 {
		s := newSample(random)
		priced := func(change func(budgets.Cents) budgets.Cents) [][]budgets.Cents {
			plan := s.plan
			plan.Lines = append([]budgets.Line{}, plan.Lines...)
			for i := range plan.Lines {
				var amounts []budgets.Cents
				for _, x := range plan.Lines[i].Amount {
					amounts = append(amounts, change(x))
				}
				plan.Lines[i].Amount = amounts
			}
			l := budgets.NewPricer(&plan).Price(s.quarters, somewhere, false)
			for _, paid := range l.Paid {
				for i := range paid {
					for q := range paid[i] {
						if paid[i][q] > l.Cost[i][q] {
							t.Fatalf("line %d, quarter %d: %v is paid for what costs %v", i, q, paid[i][q], l.Cost[i][q])
						}
					}
				}
			}
			return l.Cost
		}
		free := priced(func(budgets.Cents) budgets.Cents { return 0 })
		usual := priced(func(x budgets.Cents) budgets.Cents { return x })
		dear := priced(func(x budgets.Cents) budgets.Cents { return 2*x + 1000 })
		for i := range usual {
			for q := range usual[i] {
				if free[i][q] != 0 {
					t.Errorf("line %d, quarter %d: %v at a price of nothing", i, q, free[i][q])
				}
				if dear[i][q] < usual[i][q] {
					t.Errorf("line %d, quarter %d: %v, and at more than twice the price %v", i, q, usual[i][q], dear[i][q])
				}
				if dear[i][q] > usual[i][q] {
					raised++
				}
			}
		}
	}
	if raised < 1000 {
		t.Errorf("higher prices raised only %d costs", raised)
	}
}
