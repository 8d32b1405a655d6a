package study

import (
	"errors"
	"math"
	"strings"
	"testing"

	"ipsplan/scenarios"
)

func TestParseTarget(t *testing.T) {
	for text, want := range map[string]string{
		"people.job_starts.total.mean >= 60":                    "people.job_starts.total.mean >= 60",
		"people . job_starts.year_1.p10<1_000":                  "people.job_starts.year_1.p10 < 1000",
		" chance(people.job_starts.total≥60)≥80% ":              "chance(people.job_starts.total >= 60) >= 0.8",
		"chance( money.gap.total == 0 ) > 0.5":                  "chance(money.gap.total = 0) > 0.5",
		`funding."National government".total.mean<=-1.5`:        `funding."National government".total.mean <= -1.5`,
		"chance.of.total.mean > 1":                              "chance.of.total.mean > 1", // a section may be called so
		"cohort.job_within_weeks_52.year_1.mean >= 50 %":        "cohort.job_within_weeks_52.year_1.mean >= 0.5",
		`chance(funding."Grant (or ESCF)".year_2 > 0) <= 0.125`: `chance(funding."Grant (or ESCF)".year_2 > 0) <= 0.125`,
	} {
		target, err := ParseTarget(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if target.String() != want {
			t.Errorf("%s: read as %s, not %s", text, target, want)
		}
	}
}

func TestParseTargetFaults(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "character 1: here an expression should begin",
		"   ":                         "character 4: here an expression should begin",
		">= 60":                       "character 1: here an expression should begin",
		"people.job_starts.total":     "character 1: has too few names, 3, and section.measure.period.statistic are 4 or more",
		"people..total.mean > 1":      "character 8: here a name should stand",
		"people.job_starts.total.":    "character 25: here a name should stand",
		"a.b.c.d":                     "character 8: here a comparison should stand",
		"a.b.c.d > ":                  `character 11: here a number should stand, not ""`,
		"a.b.c.d > many":              `character 11: here a number should stand, not "many"`,
		"a.b.c.d > 60 people":         `character 14: "people" is more than a target`,
		"a.b.c.d = 60":                "character 9: a figure that is simulated is never met exactly",
		"chance(a.b > 1) > 0.5":       "character 8: has too few names, 2, and section.measure.period are 3 or more",
		"chance(a.b.c > 1 > 0.5":      "character 18: here the bracket of chance( should close",
		"chance(a.b.c) > 0.5":         "character 13: here a comparison should stand",
		"chance(a.b.c > 1) > 80":      "character 18: a chance is between 0 and 1, not 80; write 0.8 or 80%",
		`a."b.c.d > 1`:                "character 3: here a name should stand",
		"people.job starts.total > 1": "character 1: has too few names, 2,",
	} {
		_, err := ParseTarget(text)
		var at *ExpressionError
		if !errors.As(err, &at) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, not %s", text, err, want)
		}
	}
	if _, err := ParseExpression("a.b.c.d > 1"); err == nil || err.Error() != `character 9: "> 1" is more than an expression, which ends before it; leave it out` {
		t.Errorf("a target taken for an expression: %v", err)
	}
}

// TestNamesOfExpressions: an expression may name what a run's CSV has, and nothing else; before anything is simulated.
func TestNamesOfExpressions(t *testing.T) {
	s, err := scenarios.Load("croatia", scenarios.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"people.job_starts.total.mean":                                "",
		"people.job_starts.year_2.chance":                             "",
		"staff.in_post_mean.year_1.p90":                               "",
		"planned.total_cost.total.value":                              "",
		"cohort.sustained_within_weeks_52.year_1.mean":                "",
		"per_outcome.cost_per_job_starts.total.mean":                  "",
		"beyond_horizon.job_starts.total.sd":                          "",
		"chance(beyond_horizon.job_starts.total > 3)":                 "",
		`chance(funding."National government".year_1 > 0)`:            "",
		"poeple.job_starts.total.mean":                                `character 1: "poeple" is not a section of these results; did you mean people?`,
		"folk.job_starts.total.mean":                                  `character 1: "folk" is not a section of these results; there are published, planned, people, staff, money`,
		"people.job_start.total.mean":                                 `character 8: "job_start" is not a measure of these results; did you mean job_starts? there are referrals,`,
		"people.job_starts.year_3.mean":                               `character 19: "year_3" is not a period of these results; did you mean year_1? there are year_1, year_2, total`,
		"people.job_starts.total.median":                              `character 25: "median" is not a statistic of these results; `,
		"people.gave_up.total.chance":                                 `character 22: "chance" is not a statistic`,
		"chance(cohort.engaged.year_1 > 3)":                           "",
		"chance(planned.job_starts.total > 3)":                        "character 8: planned.job_starts.total is one figure in all draws, and so has no chance; write its statistic, planned.job_starts.total.value,",
		"chance(per_outcome.cost_per_job_starts.total > 3)":           "character 8: per_outcome.cost_per_job_starts.total is one figure",
		"chance(people.job_startss.total >= 60)":                      `character 15: "job_startss"`,
		"doubts.job_starts.total.luck":                                "",
		"compare_people.job_starts.total.mean":                        `character 1: "compare_people" is not a section`,
		`funding."National goverment".total.mean`:                     `character 9: "National goverment" is not a measure of these results; did you mean National government?`,
		"chance(people.job_starts.year_1 >= 60)":                      "",
		"people.waiting_end.total.p50_error":                          "",
		"chance(staff.in_post_mean.total < 1.5)":                      "",
		"chance(money.gap.total > 50000)":                             "",
		"published.job_starts.total.value":                            "",
		"published.sustainments_13w.year_2.mean":                      `character 35: "mean" is not a statistic of these results; there are value`,
		`chance(funding."Grant (private organisations or ESCF)".t>0)`: `character 56: "t" is not a period of these results; there are year_1, year_2, total`,
	} {
		e, err := ParseExpression(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		switch err := e.Check(Projecting{}, s, Asked{Settings: Settings{Uncertainty: uncertaintyAll}}); {
		case want == "" && err != nil:
			t.Errorf("%s: %v", text, err)
		case want != "" && (err == nil || !strings.HasPrefix(err.Error(), "croatia: "+want)):
			t.Errorf("%s: %v, not %s", text, err, want)
		}
	}
}

func TestMet(t *testing.T) {
	for op, want := range map[string][3]bool{"<": {true, false, false}, "<=": {true, true, false}, ">": {false, false, true}, ">=": {false, true, true}} {
		target := &Target{Op: op, Number: 10}
		if got := [3]bool{target.Met(9), target.Met(10), target.Met(11)}; got != want {
			t.Errorf("9, 10 and 11 %s 10: %v, not %v", op, got, want)
		}
	}
}

// TestSurely: 1.645 standard errors from the target are 95 % by the normal law, and on the target is as sure as a coin. A reading without error is sure.
func TestSurely(t *testing.T) {
	target := &Target{Op: ">=", Number: 10}
	err, none := 2.0, 0.0
	for _, example := range []struct{ value, want float64 }{{10 + 2*1.644854, 0.95}, {10 - 2*1.644854, 0.95}, {10, 0.5}, {1000, 0.999999}} {
		if sure := target.surely(Reading{Value: example.value, Error: &err}); math.Abs(*sure-example.want) > 1e-6 {
			t.Errorf("%v: sure to %v, not %v", example.value, *sure, example.want)
		}
	}
	if sure := target.surely(Reading{Value: 9, Error: &none}); *sure != 1 {
		t.Errorf("exact: sure to %v", *sure)
	}
	if sure := target.surely(Reading{Value: 9}); sure != nil {
		t.Errorf("error not known, but sure to %v", *sure)
	}
	// 80 of 100: √(0.8·0.2/100) = 0.04. None of 96: as 2 of 100, √(0.02·0.98/100) = 0.014.
	if r := chanceReading(0.8, 100); math.Abs(*r.Error-0.04) > 1e-12 {
		t.Errorf("error %v, not 0.04", *r.Error)
	}
	if r := chanceReading(0, 96); math.Abs(*r.Error-0.014) > 1e-12 || r.Value != 0 {
		t.Errorf("%v ± %v, not 0 ± 0.014", r.Value, *r.Error)
	}
}

// TestMetWithinNoise: a capped return that is a little less in whole cents reaches its cap; a real miss does not.
func TestMetWithinNoise(t *testing.T) {
	for _, c := range []struct {
		x    float64
		op   string
		want bool
	}{{0.049999999, ">=", true}, {0.0499999, ">=", false}, {0.050000001, "<=", true}, {0.0500001, "<=", false}, {0.049999999, ">", false}, {0.05, ">", false}, {0.05, "<", false}} {
		if got := (&Target{Op: c.op, Number: 0.05}).Met(c.x); got != c.want {
			t.Errorf("%v %s 0.05: %t", c.x, c.op, got)
		}
	}
}
