package budgets_test

import (
	"testing"

	"ipsplan/budgets"
)

// contracted is a source whose money is told: planned, 250 cents.
func contracted() budgets.Source {
	s := always(1, 0)
	s.Arrives, s.Told = nil, most(250)
	return s
}

// A year costs 1.00 a quarter. The first source has 2.50 to give: 1.00, 1.00, 0.50, nothing; the second pays the rest with the quarter. Of the 2.50, told to arrive as
// 1.20, 0.30 and 2.00 at the beginning of quarters 0, 1 and 3, the last is cut to 1.00.
//
//	need, costs paid   q0  1.00 − 1.20         = −0.20
//	                   q1  0.80 − 0.30         =  0.50
//	                   q2  1.50                =  1.50
//	                   q3  2.50 − 1.00 − 0.50  =  1.00  (0.50 from the second source at the end of q2)
func TestMoneyThatIsTold(t *testing.T) {
	p := funded(plan(1, line(budgets.PerYear, 4)), contracted(), always(1, 0))
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	pricer := budgets.NewPricer(p)
	pricer.Price(uneventful(p), somewhere, false)
	pricer.Tell(0, 250, []budgets.Cents{120, 30, 0, 200})
	f := pricer.Fund(0, budgets.HopedFor)
	wantRow(t, "told", f.Paid[0][0], 100, 100, 50, 0)
	wantRow(t, "the next source", f.Paid[1][0], 0, 0, 50, 100)
	c := pricer.Cash(0, budgets.HopedFor)
	wantRow(t, "advances", c.Advances, 120, 30, 0, 100)
	wantRow(t, "need", c.Need, -20, 50, 150, 100)

	// Of what is told to arrive later than the plan's quarters, 1.00 is paid and comes after.
	pricer.Price(uneventful(p), somewhere, false)
	pricer.Tell(0, 250, []budgets.Cents{120, 30, 0, 0})
	if after := pricer.Cash(0, budgets.HopedFor).After; after != 100 {
		t.Errorf("after the plan come %d", after)
	}

	// In the next draw nothing is told.
	pricer.Price(uneventful(p), somewhere, false)
	wantRow(t, "untold", pricer.Fund(0, budgets.HopedFor).Paid[0][0], 0, 0, 0, 0)
}

// In planned funding the source has what the plan says, at the beginning of each quarter.
func TestToldMoneyOnTheSheet(t *testing.T) {
	p := funded(plan(1, line(budgets.PerYear, 4)), contracted())
	values, err := p.Sheet(0).Evaluate()
	if err != nil {
		t.Fatal(err)
	}
	for row, want := range map[string][]float64{"funding.A.quarter": {100, 100, 50, 0}, "cash.advances": {100, 100, 50, 0}, "total.gap.quarter": {0, 0, 50, 100}} {
		for q, x := range values.Of(row) {
			if x != want[q] {
				t.Errorf("%s in quarter %d: %v, not %v", row, q, x, want[q])
			}
		}
	}
}
