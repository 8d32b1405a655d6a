package study_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

// TestCompareTurnedRound: what one scenario has more than the other, the other has less than it, in every measure, to the last bit.
func TestCompareTurnedRound(t *testing.T) {
	asked := draws(100)
	asked.Uncertainty = "all"
	two := []*scenarios.Scenario{load(t, "croatia"), load(t, "croatia", "services.zagreb.specialists=3")}
	compared := func() *study.Comparison {
		results, err := study.Compare(context.Background(), two, asked)
		if err != nil {
			t.Fatal(err)
		}
		return results.Scenarios[1].Compare
	}
	there := compared()
	slices.Reverse(two)
	back := compared()
	differ := 0
	for i, section := range []study.Section[study.Gains]{there.Differences.People, there.Differences.Staff, there.Differences.Money} {
		opposite := []study.Section[study.Gains]{back.Differences.People, back.Differences.Staff, back.Differences.Money}[i]
		for _, m := range section {
			other, _ := opposite.Get(m.Name)
			g, o := m.Value.Total, other.Total
			if g.Mean != 0 {
				differ++
			}
			if g.Mean != -o.Mean || g.Higher != o.Lower || g.Lower != o.Higher || math.Abs(g.SD-o.SD) > 1e-12*g.SD {
				t.Errorf("%s: %+v one way, %+v the other", m.Name, g, o)
			}
		}
	}
	if differ < 10 {
		t.Errorf("only %d measures differ between two specialists and three", differ)
	}
}

// TestAnotherSeedAgrees: other random numbers give the same figures but for the error that is stated with them.
func TestAnotherSeedAgrees(t *testing.T) {
	other := draws(4000)
	other.Seed = 2
	one, two := project(t, draws(4000), load(t, "croatia")).Scenarios[0], project(t, other, load(t, "croatia")).Scenarios[0]
	compared := 0
	for _, sections := range [][2]study.Section[study.Stats]{{one.People, two.People}, {one.Staff, two.Staff}, {one.Money, two.Money}} {
		for _, m := range sections[0] {
			theirs, _ := sections[1].Get(m.Name)
			a, b := m.Value.Total, theirs.Total
			if a.Mean == b.Mean && a.SD > 0 {
				t.Errorf("%s: the same mean, %v, under two seeds", m.Name, a.Mean)
			}
			// Six standard errors: a false alarm in 500 million, for some thirty measures.
			if within := 6*math.Hypot(a.MCSE, b.MCSE) + 1e-9*math.Abs(a.Mean); math.Abs(a.Mean-b.Mean) > within {
				t.Errorf("%s: %v under one seed, %v under another, and they should be within %v", m.Name, a.Mean, b.Mean, within)
			}
			compared++
		}
	}
	if compared < 15 {
		t.Errorf("only %d measures compared", compared)
	}
}

// TestDriversFollowTheirInputs: what is made far more uncertain than all else comes first, with the sign of its effect.
func TestDriversFollowTheirInputs(t *testing.T) {
	for setting, want := range map[string]struct {
		path string
		sign float64
	}{
		"referrals.factor={mean=1, sd=0.9, assumed=\"a test\"}":                               {"referrals.factor", 1},
		"pathway.job_start.rate={values=[0.5, 0.5], low=0.01, high=0.99, assumed=\"a test\"}": {"pathway.job_start.rate", 1},
		"staff.turnover={low=0, best=0.1, high=30, assumed=\"a test\"}":                       {"staff.turnover", -1},
	} {
		drivers := project(t, draws(1000), load(t, "croatia", setting)).Scenarios[0].Drivers
		if len(drivers) < 3 || drivers[0].Path != want.path || drivers[0].Correlation*want.sign < 0.3 {
			t.Errorf("%s: the strongest inputs are %+v", setting, drivers[:min(len(drivers), 3)])
		}
		for i := 1; i < len(drivers); i++ {
			if math.Abs(drivers[i].Correlation) > math.Abs(drivers[i-1].Correlation) {
				t.Errorf("%s: %+v stands before %+v", setting, drivers[i-1], drivers[i])
			}
		}
	}
}

// TestCSVWritesNumbersInFull: millions too, without a power of ten.
func TestCSVWritesNumbersInFull(t *testing.T) {
	var out strings.Builder
	results := &study.Results{Scenarios: []*study.Result{study.Plan(load(t, "france"))}}
	if err := results.WriteCSV(&out, "."); err != nil {
		t.Fatal(err)
	}
	if want := "france,planned,total_cost,total,value,7645720\n"; !strings.Contains(out.String(), want) {
		t.Errorf("no row %q in\n%s", want, out.String())
	}
}

// TestCSVWithDecimalComma: semicolons between cells, and commas in numbers that stand alone or in words; a semicolon within a cell is quoted.
func TestCSVWithDecimalComma(t *testing.T) {
	s := load(t, "croatia", "services.zagreb.specialists=2.5") // 59,750 for 2 of them in the first year
	for _, test := range []struct {
		decimal string
		r       *study.Result
		want    string
	}{
		{",", study.Plan(s), "scenario;section;measure;period;statistic;value\n"},
		{",", study.Plan(s), "croatia;planned;staff_cost;year_1;value;74687,5\n"},
		{",", study.Show(s), "inputs;services.zagreb.specialists;total;value;2,5\n"},
		{".", study.Show(s), "inputs,services.zagreb.specialists,total,value,2.5\n"},
		{",", study.Show(load(t, "croatia", "staff.turnover={low=0.05, best=0.1, high=0.3, assumed=\"a; test\"}")), ";value;0,1 (lowest 0,05, highest 0,3)\n"},
		{",", study.Show(load(t, "croatia", "staff.turnover={low=0.05, best=0.1, high=0.3, assumed=\"a; test\"}")), ";reason;\"a; test\"\n"},
	} {
		var out strings.Builder
		results := &study.Results{Scenarios: []*study.Result{test.r}}
		if err := results.WriteCSV(&out, test.decimal); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), test.want) {
			t.Errorf("no %q in\n%s", test.want, out.String())
		}
	}
}
