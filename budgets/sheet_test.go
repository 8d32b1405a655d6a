package budgets_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ipsplan/budgets"
)

// sheet is a sheet of two years with three inputs and one row that is worked out.
func sheet(per budgets.Period, e budgets.Expression) *budgets.Sheet {
	return &budgets.Sheet{Years: 2, Rows: []budgets.Row{
		{Name: "result", Per: per, Formula: e},
		{Name: "one", Per: budgets.Single, Input: []float64{7}},
		{Name: "year", Per: budgets.ByYear, Input: []float64{10, 20}},
		{Name: "quarter", Per: budgets.ByQuarter, Input: []float64{1, 2, 8, 4, 5, 8, 7, 3}},
	}}
}

func TestExpressions(t *testing.T) {
	type (
		ref = budgets.Ref
		c   = budgets.Constant
	)
	one, year, quarter := ref{Row: "one"}, ref{Row: "year"}, ref{Row: "quarter"}
	for _, test := range []struct {
		name string
		per  budgets.Period
		e    budgets.Expression
		want []float64
	}{
		{"a single cell is the same everywhere", budgets.ByYear, one, []float64{7, 7}},
		{"a year seen from its quarters", budgets.ByQuarter, year, []float64{10, 10, 10, 10, 20, 20, 20, 20}},
		{"the year before", budgets.ByYear, ref{"year", -1}, []float64{0, 10}},
		{"three quarters before", budgets.ByQuarter, ref{"quarter", -3}, []float64{0, 0, 0, 1, 2, 8, 4, 5}},
		{"sum of the year, by year", budgets.ByYear, budgets.SumOfYear{Row: "quarter"}, []float64{15, 23}},
		{"sum of the year, by quarter", budgets.ByQuarter, budgets.SumOfYear{Row: "quarter"}, []float64{15, 15, 15, 15, 23, 23, 23, 23}},
		{"total", budgets.Single, budgets.Total{Row: "quarter"}, []float64{38}},
		{"highest", budgets.Single, budgets.Highest{Row: "quarter"}, []float64{8}},
		{"first highest", budgets.Single, budgets.FirstHighest{Row: "quarter"}, []float64{2}},
		{"plus", budgets.ByYear, budgets.Plus{year, one, c(1)}, []float64{18, 28}},
		{"plus of none", budgets.Single, budgets.Plus{}, []float64{0}},
		{"times", budgets.ByYear, budgets.Times{year, one, c(2)}, []float64{140, 280}},
		{"minus and over", budgets.ByYear, budgets.Over{budgets.Minus{year, c(1)}, c(4)}, []float64{2.25, 4.75}},
		{"power", budgets.ByYear, budgets.Power{c(2), budgets.Minus{budgets.Over{year, c(10)}, c(3)}}, []float64{0.25, 0.5}},
		{"min and max", budgets.ByQuarter, budgets.Max{budgets.Min{quarter, c(5), one}, c(2)}, []float64{2, 2, 5, 4, 5, 5, 5, 3}},
		{"three quarters before, as a row says", budgets.ByQuarter, budgets.Earlier{Row: "quarter", By: budgets.Minus{one, c(4)}}, []float64{0, 0, 0, 1, 2, 8, 4, 5}},
		{"no quarter before", budgets.ByQuarter, budgets.Earlier{Row: "quarter", By: c(0)}, []float64{1, 2, 8, 4, 5, 8, 7, 3}},
		{"last", budgets.ByYear, budgets.Last{Row: "quarter"}, []float64{3, 3}},
		{"root", budgets.ByYear, budgets.Root{Of: budgets.Times{year, year}, Degree: 2}, []float64{10, 20}},
		{"rounded down", budgets.ByYear, budgets.RoundedDown{Of: budgets.Over{year, c(6)}}, []float64{1, 3}},
		{"rounded down, of what noise has left", budgets.Single, budgets.RoundedDown{Of: c(3.9999995)}, []float64{4}},
		{"rounded", budgets.ByYear, budgets.Rounded{budgets.Over{year, c(4)}}, []float64{3, 5}},
		{"if less", budgets.ByYear, budgets.If{year, budgets.Less, c(20), c(1), c(0)}, []float64{1, 0}},
		{"if less or equal", budgets.ByYear, budgets.If{year, budgets.LessOrEqual, c(20), c(1), c(0)}, []float64{1, 1}},
		{"if equal", budgets.ByYear, budgets.If{year, budgets.Equal, c(20), c(1), c(0)}, []float64{0, 1}},
		{"the other branch is not looked at", budgets.ByYear, budgets.If{year, budgets.Equal, c(0), ref{Row: "nowhere"}, c(3)}, []float64{3, 3}},
		{"a row may rest on its own past", budgets.ByYear, budgets.Plus{ref{"result", -1}, year}, []float64{10, 30}},
	} {
		values, err := sheet(test.per, test.e).Evaluate()
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if got := values.Of("result"); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, not %v", test.name, got, test.want)
		}
	}
}

func TestWhatIsWrongWithASheet(t *testing.T) {
	for _, c := range []struct {
		wrong string
		per   budgets.Period
		e     budgets.Expression
	}{
		{"result rests on itself", budgets.Single, budgets.Ref{Row: "result"}},
		{"result rests on itself", budgets.ByYear, budgets.Total{Row: "result"}},
		{`result refers to "nowhere", which is not there`, budgets.Single, budgets.Ref{Row: "nowhere"}},
		{`"nowhere" is not there`, budgets.Single, budgets.Total{Row: "nowhere"}},
		{"result refers to quarter, whose periods are shorter", budgets.ByYear, budgets.Ref{Row: "quarter"}},
		{"result refers to year, whose periods are shorter", budgets.Single, budgets.Ref{Row: "year"}},
		{"result adds up the quarters of a year", budgets.Single, budgets.SumOfYear{Row: "quarter"}},
		{"result adds up the quarters of a year", budgets.ByYear, budgets.SumOfYear{Row: "year"}},
	} {
		if _, err := sheet(c.per, c.e).Evaluate(); err == nil || !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%v, not %q", err, c.wrong)
		}
	}
	twice := sheet(budgets.Single, budgets.Constant(1))
	twice.Rows[1].Name = "result"
	if _, err := twice.Evaluate(); err == nil || !strings.Contains(err.Error(), `two rows are called "result"`) {
		t.Error(err)
	}
}

func TestWithReplacesARow(t *testing.T) {
	s := sheet(budgets.ByYear, budgets.Ref{Row: "year"})
	values, err := s.With("year", []float64{1, 2}).Evaluate()
	if err != nil || !slices.Equal(values.Of("result"), []float64{1, 2}) {
		t.Error(values.Of("result"), err)
	}
	values, err = s.With("result", []float64{5, 6}).Evaluate()
	if err != nil || !slices.Equal(values.Of("result"), []float64{5, 6}) {
		t.Error(values.Of("result"), err)
	}
	if values, _ = s.Evaluate(); !slices.Equal(values.Of("result"), []float64{10, 20}) {
		t.Errorf("the sheet itself has changed: %v", values.Of("result"))
	}
	values, err = s.WithFormula("year", budgets.Times{budgets.Ref{Row: "one"}, budgets.Constant(2)}).Evaluate()
	if err != nil || !slices.Equal(values.Of("result"), []float64{14, 14}) {
		t.Error(values.Of("result"), err)
	}
	if values, _ = s.Evaluate(); !slices.Equal(values.Of("result"), []float64{10, 20}) {
		t.Errorf("the sheet itself has changed: %v", values.Of("result"))
	}
	for name, replace := range map[string]func(){
		"no row to work out": func() { s.WithFormula("nowhere", budgets.Constant(1)) },
		"no such row":        func() { s.With("nowhere", nil) },
		"too few periods":    func() { s.With("year", []float64{1}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error(name + " is taken")
				}
			}()
			replace()
		}()
	}
}

func TestEveryRowCanBeFollowed(t *testing.T) {
	labels := map[string]string{}
	for seed := range uint64(300) {
		p := newSample(rand.New(rand.NewPCG(seed, 23))).Plan
		clear(labels)
		for i := range p.Services {
			p.Services[i].Name = "at " + p.Services[i].Key
		}
		for _, r := range p.Sheet(0).Rows {
			if r.Section == "" || r.Label == "" || r.Unit == "" {
				t.Fatalf("seed %d: %+v", seed, r)
			}
			if (r.Formula == nil) != (len(r.Input) > 0) || r.Formula == nil && r.Source == "" {
				t.Fatalf("seed %d: %s is neither an input with a source nor worked out", seed, r.Name)
			}
			if other, twice := labels[r.Label]; twice {
				t.Fatalf("seed %d: %s and %s are both %q", seed, other, r.Name, r.Label)
			}
			labels[r.Label] = r.Name
		}
	}
}
