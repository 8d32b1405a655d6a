package budgets_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// tied is a plan of two lines per year of up to 400 million, so that a quarter costs 10^10 cents × the number at which its line stands.
func tied(pairs ...quantity.RankCorrelation) *budgets.Plan {
	even := func(name string) budgets.Line {
		l := line(budgets.PerYear)
		l.Amount = quantity.Series{Name: name, Years: []quantity.Distribution{quantity.Uniform{High: 4e8}}}
		return l
	}
	p := plan(1, even("wages"), even("rent"))
	p.Correlations = pairs
	return p
}

func between(a, b string, rank float64) quantity.RankCorrelation {
	return quantity.RankCorrelation{Between: [2]string{a, b}, Rank: rank}
}

// people is a simulator of a plan that has only an uncertain job-start rate, tied as the budget is.
func people(t *testing.T, pairs ...quantity.RankCorrelation) *model.Simulator {
	t.Helper()
	weeks := quantity.ExactWeeks
	rate := func(d quantity.Distribution) quantity.Series {
		return quantity.Series{Name: "jobs", Years: []quantity.Distribution{d}}
	}
	s, err := model.NewSimulator(&model.Plan{
		Years:    1,
		Caseload: model.Caseload{Limit: []int{20}, Ramp: model.LinearRamp(0)},
		Staffing: model.Staffing{Recruitment: weeks(0), Vacancy: weeks(1)},
		Demand:   model.Demand{Volume: rate(quantity.Certain(1))},
		Pathway: model.Pathway{
			Engage: rate(quantity.Certain(1)), JobStart: rate(quantity.Uniform{High: 1}), Sustain: rate(quantity.Certain(1)),
			ToJob: weeks(1), ToExit: weeks(1), Support: weeks(13),
		},
		Correlations: pairs,
	}, 5, model.LuckAndIgnorance)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A unit cost is drawn where the simulator says that its name stands, and moves with the job-start rate as closely as was asked; what no correlation
// names stands where it stood. With luckOnly the cost is the mean.
func TestCostsMoveWithPeople(t *testing.T) {
	const draws = 40_000
	alone := budgets.NewPricer(tied())
	for _, rank := range []float64{-0.6, 0.3, 0.8} {
		s, pricer := people(t, between("wages", "jobs", rank)), budgets.NewPricer(tied(between("jobs", "wages", rank)))
		var jobs, wages []float64
		for draw := range draws {
			at := s.DrawAddress(draw)
			l, before := pricer.Price(nothing(), at, false), alone.Price(nothing(), at, false)
			stands := float64(l.Cost[0][0]) / 1e10
			if want := s.Standing(draw, "wages"); math.Abs(stands-want) > 1e-9 {
				t.Fatalf("draw %d: wages stand at %g, and the simulator has %g", draw, stands, want)
			}
			if !slices.Equal(l.Cost[1], before.Cost[1]) || slices.Equal(l.Cost[0], before.Cost[0]) {
				t.Fatalf("draw %d: rent %v, without the correlation %v; wages %v and %v", draw, l.Cost[1], before.Cost[1], l.Cost[0], before.Cost[0])
			}
			jobs, wages = append(jobs, s.Standing(draw, "jobs")), append(wages, stands)
		}
		// Of uniform numbers the plain correlation is that of ranks, with an error below 1/√n.
		if got := correlationOf(jobs, wages); math.Abs(got-rank) > 4.5/math.Sqrt(draws) {
			t.Errorf("asked for %g, got %.4f", rank, got)
		}
		if l := pricer.Price(nothing(), s.DrawAddress(0), true); l.Cost[0][0] != 5_000_000_000 {
			t.Errorf("at the mean wages cost %d", l.Cost[0][0])
		}
	}
}

// nothing is what happens in the quarters of the year.
func nothing() [][]model.Counts { return [][]model.Counts{make([]model.Counts, model.QuartersPerYear)} }

func correlationOf(x, y []float64) float64 {
	var sx, sy, sxx, syy, sxy float64
	for i := range x {
		sx, sy, sxx, syy, sxy = sx+x[i], sy+y[i], sxx+x[i]*x[i], syy+y[i]*y[i], sxy+x[i]*y[i]
	}
	n := float64(len(x))
	return (sxy - sx*sy/n) / math.Sqrt((sxx-sx*sx/n)*(syy-sy*sy/n))
}

func TestImpossibleCorrelationsAreRefused(t *testing.T) {
	p := tied(between("jobs", "wages", 0.9), between("jobs", "rent", 0.9), between("rent", "wages", -0.9))
	if err := p.Validate(); err == nil || !strings.Contains(err.Error(), "jobs, rent, wages cannot all be correlated") {
		t.Errorf("got %v", err)
	}
}

func TestCorrelatedPricesAllocateNothing(t *testing.T) {
	p := tied(between("jobs", "wages", 0.5), between("jobs", "rent", 0.2))
	pricer, quarters, draw := budgets.NewPricer(p), nothing(), uint64(0)
	price := func() { pricer.Price(quarters, somewhere.At(draw), false); draw++ }
	price()
	if allocated := testing.AllocsPerRun(200, price); allocated > 0 {
		t.Errorf("a draw allocates %g times", allocated)
	}
}
