package budgets_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Prices of nothing cost nothing, and higher prices never cost less, of any line by any quarter of a year.
func TestCostsFollowPrices(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 0))
	raised := 0
	for range 200 {
		s := newSample(random)
		happened := s.happens()
		priced := func(times float64) [][]budgets.Cents {
			plan := *s.Plan
			plan.Lines = slices.Clone(plan.Lines)
			for i := range plan.Lines {
				l := &plan.Lines[i]
				l.Amount.Years = slices.Clone(l.Amount.Years)
				for y, amount := range l.Amount.Years {
					l.Amount.Years[y] = quantity.Certain(times * amount.Mean())
				}
			}
			return budgets.NewPricer(&plan).Price(happened, quantity.Root(1), true).Cost
		}
		free, usual, dear := priced(0), priced(1), priced(2.5)
		for i := range usual {
			var usualSoFar, dearSoFar budgets.Cents // what builds up over a year is rounded cumulatively
			for q := range usual[i] {
				if q%model.QuartersPerYear == 0 {
					usualSoFar, dearSoFar = 0, 0
				}
				usualSoFar += usual[i][q]
				dearSoFar += dear[i][q]
				if free[i][q] != 0 {
					t.Errorf("line %d, quarter %d: %v at a price of nothing", i, q, free[i][q])
				}
				if dearSoFar < usualSoFar {
					t.Errorf("line %d, quarter %d: %v so far, and at more than twice the price %v", i, q, usualSoFar, dearSoFar)
				}
				if dearSoFar > usualSoFar {
					raised++
				}
			}
		}
	}
	if raised < 1000 {
		t.Errorf("higher prices raised only %d costs", raised)
	}
}
