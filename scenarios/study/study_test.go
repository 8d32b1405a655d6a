package study_test

import (
	"context"
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

func load(t *testing.T, expression string, settings ...string) *scenarios.Scenario {
	t.Helper()
	s, err := scenarios.Load(expression, scenarios.Options{Settings: settings})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func overlay(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "overlay.toml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func project(t *testing.T, asked study.Asked, all ...*scenarios.Scenario) *study.Results {
	t.Helper()
	if asked.Uncertainty == "" {
		asked.Uncertainty = "all"
	}
	results, err := study.Project(context.Background(), all, asked)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

func draws(n int) study.Asked { return study.Asked{Settings: study.Settings{Replications: n, Seed: 1}} }

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance {
		t.Errorf("%s: %v, not %v", what, got, want)
	}
}

// TestPortfolioAddsUp: a sum's mean is the sum of the means, over the years that all scenarios have, whatever depends on what.
func TestPortfolioAddsUp(t *testing.T) {
	croatia, denmark := load(t, "croatia"), load(t, "denmark")
	results := project(t, draws(300), croatia, denmark)
	p := results.Portfolio
	if p == nil || p.Years != 2 {
		t.Fatalf("portfolio: %+v", p)
	}
	for _, measure := range []string{"referrals", "engagements", "job_starts", "sustainments_13w", "caseload_mean", "waiting_end"} {
		sum, _ := p.People.Get(measure)
		a, _ := results.Scenarios[0].People.Get(measure)
		b, _ := results.Scenarios[1].People.Get(measure)
		for y := range 2 {
			near(t, measure, sum.ByYear[y].Mean, a.ByYear[y].Mean+b.ByYear[y].Mean, 1e-6)
		}
		want := sum.ByYear[0].Mean + sum.ByYear[1].Mean
		switch measure {
		case "caseload_mean":
			want /= 2 // the mean over the two years
		case "waiting_end":
			want = sum.ByYear[1].Mean // the last year's
		}
		near(t, measure+" in all", sum.Total.Mean, want, 1e-6)
	}
	// Independent countries: variances add up, but for chance. With 300 draws the sd of the sum is known within some 4 %.
	a, _ := results.Scenarios[0].People.Get("job_starts")
	b, _ := results.Scenarios[1].People.Get("job_starts")
	sum, _ := p.People.Get("job_starts")
	near(t, "sd of the sum", sum.ByYear[1].SD, math.Hypot(a.ByYear[1].SD, b.ByYear[1].SD), 0.2*sum.ByYear[1].SD)
	published, _ := p.Published.Get("job_starts")
	near(t, "published job starts of both", published.Total, 60+284, 0)
}

// TestVariantsAreNotAddedUp: two variants of one plan share their people and are no portfolio.
func TestVariantsAreNotAddedUp(t *testing.T) {
	results := project(t, draws(20), load(t, "croatia"), load(t, "croatia", "services.zagreb.specialists=3"))
	if results.Portfolio != nil {
		t.Error("two variants of one plan were added up")
	}
	// Common random numbers: the same people are referred.
	a, _ := results.Scenarios[0].People.Get("referrals")
	b, _ := results.Scenarios[1].People.Get("referrals")
	near(t, "referrals of the variant", b.Total.Mean, a.Total.Mean, 0)
}

// TestWorkersChangeNothing: the same bytes with any number of workers.
func TestWorkersChangeNothing(t *testing.T) {
	var first []byte
	for _, workers := range []int{1, 2, 7} {
		asked := draws(257) // not a multiple of what a worker takes at a time
		asked.Workers = workers
		results := project(t, asked, load(t, "france"), load(t, "croatia"))
		encoded, err := json.Marshal(results)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = encoded
		} else if string(encoded) != string(first) {
			t.Errorf("%d workers give other figures than 1", workers)
		}
	}
}

// TestEveryForm runs a scenario with every way to write an uncertain number, and with correlations: the same bytes with any number of workers,
// whether people are simulated or expected.
func TestEveryForm(t *testing.T) {
	const path = "../testdata/small.toml+../testdata/forms.toml"
	for _, uncertainty := range study.Uncertainties() {
		var first []byte
		for _, workers := range []int{1, 3} {
			asked := draws(200)
			asked.Workers, asked.Uncertainty = workers, uncertainty
			encoded, err := json.Marshal(project(t, asked, load(t, path)))
			if err != nil {
				t.Fatal(err)
			}
			if first != nil && string(encoded) != string(first) {
				t.Errorf("%s: %d workers give other figures than 1", uncertainty, workers)
			}
			first = encoded
		}
	}
}

// TestCorrelationWidensJobStarts: where engagement and job starts move together, job starts vary more, and where against each other, less; the
// people who are referred stay the same.
func TestCorrelationWidensJobStarts(t *testing.T) {
	sd := func(rank string) (jobStarts, referrals float64) {
		t.Helper()
		over := overlay(t, "[correlation.a]\nbetween = [\"pathway.engage.rate\", \"pathway.job_start.rate\"]\nrank = { value = "+rank+", low = -1, high = 1, assumed = \"a guess\" }\n")
		people := project(t, draws(1500), load(t, "croatia+"+over)).Scenarios[0].People
		starts, _ := people.Get("job_starts")
		came, _ := people.Get("referrals")
		return starts.Total.SD, came.Total.SD
	}
	against, same := sd("-0.8")
	none, same2 := sd("0")
	together, same3 := sd("0.8")
	if !(against < 0.97*none && none < 0.97*together) {
		t.Errorf("the standard deviations of job starts are %.2f, %.2f and %.2f", against, none, together)
	}
	if same != same2 || same2 != same3 {
		t.Errorf("referrals vary with a correlation of rates: %v, %v, %v", same, same2, same3)
	}
}

// TestMoreDrawsAgree: a longer run, whose first draws are those of the shorter one, lies within the shorter one's error.
func TestMoreDrawsAgree(t *testing.T) {
	few, many := project(t, draws(1000), load(t, "croatia")), project(t, draws(4000), load(t, "croatia"))
	for _, measure := range []string{"referrals", "engagements", "job_starts", "sustainments_13w"} {
		a, _ := few.Scenarios[0].People.Get(measure)
		b, _ := many.Scenarios[0].People.Get(measure)
		// The difference has the error of the few less that of the many; five of them are a false alarm in two million.
		near(t, measure, a.Total.Mean, b.Total.Mean, 5*a.Total.MCSE)
	}
}

// TestPrecision: every headline error is as small as asked for, and the number of draws says so.
func TestPrecision(t *testing.T) {
	asked := study.Asked{Settings: study.Settings{Seed: 1, Precision: 0.03}}
	results := project(t, asked, load(t, "croatia"))
	if n := results.Settings.Replications; n < 1000 || n%1000 != 0 {
		t.Errorf("%d draws were made", n)
	}
	for _, measure := range []string{"referrals", "engagements", "job_starts", "sustainments_13w"} {
		stats, _ := results.Scenarios[0].People.Get(measure)
		for _, s := range append(stats.ByYear, stats.Total) {
			if s.MCSE > 0.03*s.Mean && s.MCSE > 0.01 {
				t.Errorf("%s: mean %v with error %v", measure, s.Mean, s.MCSE)
			}
		}
	}
	finer := project(t, study.Asked{Settings: study.Settings{Seed: 1, Precision: 0.01}}, load(t, "croatia"))
	if finer.Settings.Replications <= results.Settings.Replications {
		t.Errorf("a third of the error took %d draws, no more than %d", finer.Settings.Replications, results.Settings.Replications)
	}
}

// TestLuckOnlyIsNarrower: without ignorance the same mean of what is linear, and less spread.
func TestLuckOnlyIsNarrower(t *testing.T) {
	luck := draws(1000)
	luck.Uncertainty = "chance"
	all, chance := project(t, draws(1000), load(t, "spain")), project(t, luck, load(t, "spain"))
	for _, measure := range []string{"referrals", "engagements", "job_starts"} {
		a, _ := all.Scenarios[0].People.Get(measure)
		c, _ := chance.Scenarios[0].People.Get(measure)
		if c.Total.SD > 0.8*a.Total.SD {
			t.Errorf("%s: sd %v by luck alone, %v in all", measure, c.Total.SD, a.Total.SD)
		}
	}
	if len(chance.Scenarios[0].Drivers) > 0 {
		t.Error("nothing is uncertain, but something drives job starts")
	}
}

// TestMoneyFoots: funding and gap add up to cost in the means too, and no vacancy is paid for in full.
func TestMoneyFoots(t *testing.T) {
	for _, name := range scenarios.Bundled() {
		r := project(t, draws(200), load(t, name)).Scenarios[0]
		cost, _ := r.Money.Get("total_cost")
		funding, _ := r.Money.Get("funding")
		gap, _ := r.Money.Get("gap")
		for y := range cost.ByYear {
			near(t, name+": funding and gap", funding.ByYear[y].Mean+gap.ByYear[y].Mean, cost.ByYear[y].Mean, 0.001)
		}
		planned, _ := r.Planned.Get("total_cost")
		if cost.Total.Mean > planned.Total+0.01 {
			t.Errorf("%s: projected cost %v above the planned %v", name, cost.Total.Mean, planned.Total)
		}
		paid := 0.0
		for _, s := range r.Funding.Sources {
			paid += s.Paid.Total.Mean
		}
		near(t, name+": what the sources pay", paid, funding.Total.Mean, 0.01)
	}
}

// TestJSONKeys holds the keys that other programs rely on.
func TestJSONKeys(t *testing.T) {
	results := project(t, draws(50), load(t, "croatia"), load(t, "spain"))
	encoded, err := json.Marshal(results)
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := json.Unmarshal(encoded, &tree); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"tool.name", "tool.version", "settings.replications", "settings.seed", "settings.uncertainty",
		"scenarios.0.name", "scenarios.0.title", "scenarios.0.hash", "scenarios.0.currency", "scenarios.0.years", "scenarios.0.warnings",
		"scenarios.0.published.job_starts.by_year.0", "scenarios.0.published.job_starts.total", "scenarios.0.published.staff_cost.total",
		"scenarios.1.published.total_cost.total", "scenarios.0.planned.sustainments_13w.by_year.1", "scenarios.0.planned.non_staff_cost.by_year.0",
		"scenarios.0.cohort.by_entry_year.0.engaged.mean", "scenarios.0.cohort.by_entry_year.1.job_within_weeks.26.mean",
		"scenarios.0.cohort.by_entry_year.0.sustained_within_weeks.104.p90",
		"portfolio.people.job_starts.total.mean", "portfolio.staff.hires.total.mean", "portfolio.money.gap.by_year.0.mean",
	} {
		if !has(tree, strings.Split(path, ".")) {
			t.Errorf("the JSON has no %s", path)
		}
	}
	for section, measures := range map[string]string{
		"people": "referrals declined gave_up engagements job_starts repeat_job_starts sustainments_13w sustainments_26w sustainments_52w left_unemployed caseload_mean waiting_end weeks_in_work",
		"staff":  "capacity_mean in_post_mean leavers hires",
		"money":  "staff_cost non_staff_cost total_cost funding gap surplus",
	} {
		for _, measure := range strings.Fields(measures) {
			for _, statistic := range []string{"mean", "sd", "p10", "p50", "p90", "mcse"} {
				if !has(tree, []string{"scenarios", "0", section, measure, "by_year", "1", statistic}) || !has(tree, []string{"scenarios", "0", section, measure, "total", statistic}) {
					t.Errorf("the JSON has no %s.%s with %s", section, measure, statistic)
				}
			}
		}
	}
	if !has(tree, []string{"scenarios", "0", "people", "engagements", "total", "chance"}) || has(tree, []string{"scenarios", "0", "people", "declined", "total", "chance"}) {
		t.Error("chance stands where there is a published figure, and nowhere else")
	}
	if has(tree, strings.Split("scenarios.1.published.staff_cost", ".")) {
		t.Error("a cost published without a split has total_cost alone")
	}
}

func has(tree any, path []string) bool {
	if len(path) == 0 {
		return true
	}
	switch v := tree.(type) {
	case map[string]any:
		child, ok := v[path[0]]
		return ok && has(child, path[1:])
	case []any:
		i := int(path[0][0] - '0')
		return i < len(v) && has(v[i], path[1:])
	}
	return false
}

// TestChanceIsAShareOfDraws: certain to reach 70 referrals a year when 1,000 are expected, never when none are.
func TestChanceIsAShareOfDraws(t *testing.T) {
	for perYear, want := range map[string]float64{"1000": 1, "0": 0} {
		r := project(t, draws(100), load(t, "croatia", "referrals.per_year="+perYear)).Scenarios[0]
		referred, _ := r.People.Get("referrals")
		for _, s := range append(referred.ByYear, referred.Total) {
			if s.Chance == nil || *s.Chance != want {
				t.Errorf("chance of reaching the published referrals when %s are expected: %v, not %v", perYear, s.Chance, want)
			}
		}
	}
}

// TestReconcileFindsWhatIsThere: what is entered wrongly is found, each with both figures; what agrees is not.
func TestReconcileFindsWhatIsThere(t *testing.T) {
	s := load(t, "croatia+"+overlay(t, `
[claims.right]
where = "here"
about = "engagements"
says = 120
equals = "sum(engagements)"
[claims.rounded]
where = "here"
about = "cost"
says = 150_000
nearest = 10_000
equals = "sum(budget.total)"
[claims.wrong]
where = "there"
about = "engagements"
says = 121
equals = "sum(engagements)"
[claims.too_precise]
where = "there"
about = "cost"
says = 150_000
nearest = 1_000
equals = "sum(budget.total)"
[claims.bound]
where = "there"
about = "job starts"
says = 60
bound = "at least"
equals = "sum(job_starts)"
[claims.bound_missed]
where = "there"
about = "job starts"
says = 61
bound = "at least"
equals = "sum(job_starts)"
[claims.one_word]
where = "here"
about = "policy"
says = "yes"
[claims.other_word]
where = "there"
about = "policy"
says = "no"
[claims.about_two_years]
where = "here"
about = "some number"
says = 100
nearest = 10
[claims.about_the_same]
where = "there"
about = "some number"
says = 104
`))
	before, err := study.Reconcile([]*scenarios.Scenario{load(t, "croatia")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(before.Reconcile) > 0 {
		t.Errorf("Croatia's figures agree, but reconcile finds %+v", before.Reconcile)
	}
	after, err := study.Reconcile([]*scenarios.Scenario{s}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range after.Reconcile {
		found = append(found, f.About.String()+" "+f.Kind)
	}
	want := []string{"engagements claim", "cost claim", "job starts claim", "policy contradiction"}
	if !slices.Equal(found, want) {
		t.Errorf("reconcile finds %q, not %q", found, want)
	}
	if d := after.Reconcile[0].Difference; d == nil || *d != 1 {
		t.Errorf("the difference of 121 and 120 is %v", d)
	}
	near(t, "recomputed cost", after.Reconcile[1].Recomputed.(float64), 148_650, 0)
}

// TestReconcileTheDocument: the document's contradictions in money, people and staff, one by one as a careful reader finds them.
func TestReconcileTheDocument(t *testing.T) {
	var all []*scenarios.Scenario
	for _, name := range scenarios.Bundled() {
		all = append(all, load(t, name))
	}
	portfolio, err := scenarios.LoadPortfolio()
	if err != nil {
		t.Fatal(err)
	}
	results, err := study.Reconcile(all, portfolio)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		scenario   string
		says, here float64
	}{
		{"czech-republic", 53, 100 * 99.0 / 189}, // Table 5.3, year 1
		{"czech-republic", 9, 7},                 // specialists
		{"denmark", 1_500, 2_250},                // 750 doubled
		{"france", 1_505_143, 1_505_144},         // Table 5.16, years 3 to 5
		{"france", 6_384_053, 6_384_055},         // its staff total
		{"france", 7_645_716, 7_645_717},         // its total over the years
		{"france", 7_645_716, 7_645_718},         // its total of the totals
		{"france", 360, 280},                     // people worked with
		{"france", 3_200_000, 3_130_288},         // two years, text
		{"france", 3_210_000, 3_130_288},         // two years, figure 5.5
		{"france", 3_220_000, 3_130_288},         // two years, figure 5.6
		{"france", 7_900_000, 7_645_717},         // five years
		{"spain", 28, 8},                         // centres in Catalonia
		{"spain", 4, 2},                          // new services
		{"spain", 1_850_000, 1_868_997},          // figure 5.4
		{"portfolio", 14_000_000, 7_572_060},     // all five
		{"portfolio", 28, 26},                    // EQOLISE
	} {
		found := slices.ContainsFunc(results.Reconcile, func(f study.Finding) bool {
			says, ok1 := f.Says.(float64)
			here, ok2 := f.Recomputed.(float64)
			return f.Scenario == want.scenario && ok1 && ok2 && math.Abs(says-want.says) < 1e-6 && math.Abs(here-want.here) < 1e-6
		})
		if !found {
			t.Errorf("%s: reconcile misses %v against %v", want.scenario, want.says, want.here)
		}
	}
	// No more and no fewer than a careful reader finds, those in words included.
	found := map[string]int{}
	for _, f := range results.Reconcile {
		found[f.Scenario]++
	}
	want := map[string]int{"czech-republic": 6, "denmark": 4, "france": 13, "spain": 6, "portfolio": 7}
	if !maps.Equal(found, want) {
		t.Errorf("reconcile finds %v, not %v", found, want)
	}
	if c := results.Checked; c.Disagree != len(results.Reconcile) || c.Agree+c.Disagree != c.Figures || c.Unchecked != 0 {
		t.Errorf("checked: %+v", c)
	}
}

// TestImplied works Croatia's out by hand: 60 engagements a year over 2 specialists are 30 each; 25 × 2 places for 60 a year leave each person
// 12 × 50/60 = 10 months; 148,650 euros for 120 engagements, 60 job starts and 40 sustainments.
func TestImplied(t *testing.T) {
	results, err := study.Reconcile([]*scenarios.Scenario{load(t, "croatia")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{"engagements_per_specialist": 30, "stay_months": 10, "cost_per_engagement": 1_238.75, "cost_per_job_start": 2_477.5, "cost_per_sustainment": 3_716.25}
	for _, i := range results.Scenarios[0].Implied {
		near(t, i.Name, i.Value, want[i.Name], 1e-9)
		if !i.Ordinary {
			t.Errorf("%s of %v is called out of the ordinary", i.Name, i.Value)
		}
	}
	if n := len(results.Scenarios[0].Implied); n != 2*2+3 {
		t.Errorf("%d figures are implied, not two for each of two years and three costs", n)
	}
	warnings, err := study.Check(load(t, "czech-republic"))
	if err != nil {
		t.Fatal(err)
	}
	// 540 engagements over 7 specialists are 77 each, which leaves 3.9 months.
	if len(warnings) != 2 || !strings.Contains(warnings[0].String(), "77.1") || !strings.Contains(warnings[1].String(), "3.9") {
		t.Errorf("warnings about the Czech plan: %q", warnings)
	}
}

// TestCompareWithItself: exactly zero everywhere, in every measure and draw.
func TestCompareWithItself(t *testing.T) {
	asked := draws(100)
	asked.Uncertainty = "all"
	results, err := study.Compare(context.Background(), []*scenarios.Scenario{load(t, "spain"), load(t, "spain")}, asked)
	if err != nil {
		t.Fatal(err)
	}
	c := results.Scenarios[1].Compare
	if c == nil || !c.Paired || len(c.Inputs) > 0 {
		t.Fatalf("comparison with itself: %+v", c)
	}
	for _, section := range []study.Section[study.Gains]{c.Differences.People, c.Differences.Staff, c.Differences.Money} {
		if len(section) == 0 {
			t.Error("a section is empty")
		}
		for _, m := range section {
			for _, g := range append(m.Value.ByYear, m.Value.Total) {
				if g != (study.Gain{}) {
					t.Errorf("%s differs from itself: %+v", m.Name, g)
				}
			}
		}
	}
}

// TestCompareMoreSpecialists: on the same people a third specialist never lowers the engagements of all years together when nobody gives up and
// no rate changes; the pairing makes the error of the difference much smaller than that of the means.
func TestCompareMoreSpecialists(t *testing.T) {
	patient := "waiting_list.give_up_per_week=0"
	asked := draws(500)
	asked.Uncertainty = "all"
	results, err := study.Compare(context.Background(), []*scenarios.Scenario{load(t, "croatia", patient), load(t, "croatia", patient, "services.zagreb.specialists=3")}, asked)
	if err != nil {
		t.Fatal(err)
	}
	c := results.Scenarios[1].Compare
	g, _ := c.Differences.People.Get("engagements")
	if g.Total.Lower > 0 || g.Total.Higher < 0.3 {
		t.Errorf("three specialists engage fewer people in %v of the draws, more in %v", g.Total.Lower, g.Total.Higher)
	}
	a, _ := results.Scenarios[0].People.Get("engagements")
	b, _ := results.Scenarios[1].People.Get("engagements")
	near(t, "mean difference", g.Total.Mean, b.Total.Mean-a.Total.Mean, 1e-9)
	if unpaired := math.Hypot(a.Total.MCSE, b.Total.MCSE); g.Total.MCSE > 0.8*unpaired {
		t.Errorf("error of the difference %v, hardly below the %v of independent runs", g.Total.MCSE, unpaired)
	}
	if len(c.Inputs) != 1 || c.Inputs[0].Path != "services.zagreb.specialists" || c.Inputs[0].From.String() != "2" || c.Inputs[0].To.String() != "3" {
		t.Errorf("inputs that differ: %+v", c.Inputs)
	}
}

// TestCompareToPrecision: a comparison too makes as many draws as its precision takes, and says how many.
func TestCompareToPrecision(t *testing.T) {
	asked := study.Asked{Settings: study.Settings{Replications: 77, Seed: 1, Precision: 0.03, Uncertainty: "all"}}
	all := []*scenarios.Scenario{load(t, "croatia"), load(t, "croatia", "services.zagreb.specialists=3")}
	results, err := study.Compare(context.Background(), all, asked)
	if err != nil {
		t.Fatal(err)
	}
	if n := results.Settings.Replications; n < 1000 || n%1000 != 0 {
		t.Errorf("%d draws were made", n)
	}
	for _, r := range results.Scenarios {
		for _, measure := range []string{"referrals", "engagements", "job_starts", "sustainments_13w"} {
			stats, _ := r.People.Get(measure)
			for _, s := range append(stats.ByYear, stats.Total) {
				if s.MCSE > 0.03*s.Mean && s.MCSE > 0.01 {
					t.Errorf("%s: %s: mean %v with error %v", r.Name, measure, s.Mean, s.MCSE)
				}
			}
		}
	}
	if results.Scenarios[1].Compare == nil || results.Portfolio != nil || !results.NoPortfolio.IsZero() {
		t.Error("variants are compared, and neither added up nor said not to be")
	}
}

// TestExpectedValues: without luck and doubt all draws are one, and the stated bias is the difference to the simulation.
func TestExpectedValues(t *testing.T) {
	none := draws(50)
	none.Uncertainty = "none"
	r := project(t, none, load(t, "denmark")).Scenarios[0]
	simulated := draws(50)
	simulated.Uncertainty = "chance"
	s := project(t, simulated, load(t, "denmark")).Scenarios[0]
	for _, measure := range []string{"referrals", "engagements", "job_starts", "sustainments_13w"} {
		expected, _ := r.People.Get(measure)
		mean, _ := s.People.Get(measure)
		bias, _ := r.Bias.People.Get(measure)
		if expected.Total.SD > 1e-9 || expected.Total.Chance != nil {
			t.Errorf("%s: an expected value with a spread of %v and a chance of %v", measure, expected.Total.SD, expected.Total.Chance)
		}
		near(t, measure+": bias", bias.Total.Mean, expected.Total.Mean-mean.Total.Mean, 1e-9)
		// Denmark is large: the recursion lies within a few per cent of the simulation.
		near(t, measure, expected.Total.Mean, mean.Total.Mean, 0.05*mean.Total.Mean)
	}
	// In a team of two, luck adds to the doubt about rates.
	rates := draws(500)
	rates.Uncertainty = "rates"
	doubt := project(t, rates, load(t, "croatia")).Scenarios[0]
	all := project(t, draws(500), load(t, "croatia")).Scenarios[0]
	x, _ := doubt.People.Get("job_starts")
	y, _ := all.People.Get("job_starts")
	if x.Total.SD <= 0 || x.Total.SD > 0.95*y.Total.SD {
		t.Errorf("the sd of job starts by doubt alone is %v, by doubt and luck %v", x.Total.SD, y.Total.SD)
	}
}

// TestExplainAddsUp: from the plan, over the steps, exactly to the projection that run prints, in either order; without any cause at
// work the simulation is the plan's arithmetic but for its stated error.
func TestExplainAddsUp(t *testing.T) {
	for _, name := range scenarios.Bundled() {
		s := load(t, name)
		run := project(t, draws(200), s).Scenarios[0]
		for _, reverse := range []bool{false, true} {
			results, err := study.Explain(context.Background(), []*scenarios.Scenario{s}, draws(200), reverse)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range results.Scenarios[0].Explain {
				steps := m.Value
				projection := steps[len(steps)-1]
				planned, _ := run.Planned.Get(m.Name)
				ran, _ := run.People.Get(m.Name)
				near(t, name+": "+m.Name+": the bridge begins at the plan", steps[0].Total.Mean, planned.Total, 0)
				near(t, name+": "+m.Name+": the bridge ends at the projection", projection.Total.Mean, ran.Total.Mean, 0)
				for p := range s.Model.Years + 1 {
					at := func(step study.Step) study.Stat {
						if p < len(step.ByYear) {
							return step.ByYear[p]
						}
						return step.Total
					}
					sum := 0.0
					for _, step := range steps[:len(steps)-1] {
						sum += at(step).Mean
					}
					near(t, name+": "+m.Name+": the steps add up", sum, at(projection).Mean, 1e-9*planned.Total)
					// Five standard errors: a false alarm in two million.
					if e := at(steps[len(steps)-2]); math.Abs(e.Mean) > 5*e.MCSE {
						t.Errorf("%s: %s: the plan's arithmetic is missed by %v ± %v", name, m.Name, e.Mean, e.MCSE)
					}
				}
			}
		}
	}
}

// TestDoubts: 140 referrals of a Poisson number have a variance of 140 by luck; a factor of standard deviation 0.15 on them, the same in both years, one of
// (0.15 × 140)² = 441 by ignorance, which is 441/581 = 76 % of both. Whether funders come touches no person, and cost not either.
func TestDoubts(t *testing.T) {
	r := project(t, draws(2000), load(t, "croatia")).Scenarios[0]
	referred, ok := r.Doubts.Get("referrals")
	if !ok {
		t.Fatal("nothing is said of referrals")
	}
	near(t, "ignorance about referrals", referred.Ignorance.Share, 441.0/581, 5*referred.Ignorance.Error)
	for _, m := range r.Doubts {
		near(t, m.Name+": the shares add up", m.Value.Luck.Share+m.Value.Ignorance.Share+m.Value.Decisions.Share, 1, 1e-12)
		if m.Name == "gap" || m.Name == "funding" {
			if m.Value.Decisions.Share < 0.5 {
				t.Errorf("%s: decisions make only %v of the variance", m.Name, m.Value.Decisions.Share)
			}
		} else {
			near(t, m.Name+": decisions", m.Value.Decisions.Share, 0, 1e-9)
		}
	}
	// Denmark's budget is certain: there is no variance of cost to split.
	if _, ok := project(t, draws(50), load(t, "denmark")).Scenarios[0].Doubts.Get("total_cost"); ok {
		t.Error("a variance of zero was split")
	}
	// With nothing but luck in the plan, everything is luck.
	sure := load(t, "croatia", "referrals.factor=1")
	referred, _ = project(t, draws(2000), sure).Scenarios[0].Doubts.Get("referrals")
	near(t, "luck in referrals of a known volume", referred.Luck.Share, 1, 5*referred.Luck.Error)
}

// everything is a scenario that uses every key.
const everything = "../testdata/small.toml+../testdata/everything.toml"

// TestHoursAndTeamLeadersWhereThereAreSome: the measures of what a plan does not have are nowhere, those of what it has agree with each other.
func TestHoursAndTeamLeadersWhereThereAreSome(t *testing.T) {
	only := []string{
		"job_starts_16h", "sustainments_13w_16h", "hours_worked",
		"team_leaders_planned_mean", "team_leaders_in_post_mean", "team_leader_leavers", "team_leader_hires",
	}
	names := func(r *study.Result) []string {
		var names []string
		for _, m := range r.People {
			names = append(names, m.Name)
		}
		for _, m := range r.Staff {
			names = append(names, m.Name)
		}
		return names
	}
	without := project(t, draws(50), load(t, "../testdata/small.toml")).Scenarios[0]
	for _, name := range names(without) {
		if slices.Contains(only, name) {
			t.Errorf("a plan without it has %s", name)
		}
	}
	for _, uncertainty := range []string{"all", "chance", "rates", "none"} {
		asked := draws(400)
		asked.Uncertainty = uncertainty
		r := project(t, asked, load(t, everything)).Scenarios[0]
		for _, name := range only {
			if !slices.Contains(names(r), name) {
				t.Fatalf("%s: no %s", uncertainty, name)
			}
		}
		total := func(section study.Section[study.Stats], measure string) float64 {
			stats, _ := section.Get(measure)
			return stats.Total.Mean
		}
		// From 50 to 60 per cent of jobs are from 16 hours; those have 25 hours and the others 10, in the mean.
		for _, pair := range [][2]string{{"job_starts_16h", "job_starts"}, {"sustainments_13w_16h", "sustainments_13w"}} {
			if share := total(r.People, pair[0]) / total(r.People, pair[1]); share < 0.48 || share > 0.62 {
				t.Errorf("%s: %s are %.3f of %s", uncertainty, pair[0], share, pair[1])
			}
		}
		if hours := total(r.People, "hours_worked") / total(r.People, "weeks_in_work"); hours < 10+0.48*15 || hours > 10+0.62*15 {
			t.Errorf("%s: %.2f hours in a week in work", uncertainty, hours)
		}
		// Half a leader in the town from week 4, and in the village one for ten specialists: 0.1 from week 2, 0.25 from week 26 on.
		near(t, uncertainty+": team leaders planned", total(r.Staff, "team_leaders_planned_mean"), (0.5*152+0.1*154+0.15*130)/156, 1e-9)
		if in, planned := total(r.Staff, "team_leaders_in_post_mean"), total(r.Staff, "team_leaders_planned_mean"); in <= 0 || in >= planned {
			t.Errorf("%s: %.3f team leaders in post of %.3f", uncertainty, in, planned)
		}
		beyond, ok := r.Beyond.Get("job_starts_16h")
		if all, _ := r.Beyond.Get("job_starts"); !ok || beyond.Mean <= 0 || beyond.Mean >= all.Mean {
			t.Errorf("%s: beyond the horizon %g job starts from 16 hours of %g", uncertainty, beyond.Mean, all.Mean)
		}
	}
}

// TestServicesThatDifferAddIgnorance: the mean stays, the spread grows, and what is added is not luck.
func TestServicesThatDifferAddIgnorance(t *testing.T) {
	alike, differing := load(t, "spain"), load(t, "spain", `pathway.engage.between_services={ people = 2, low = 1, high = 4, assumed = "a guess" }`)
	one, other := project(t, draws(2000), alike).Scenarios[0], project(t, draws(2000), differing).Scenarios[0]
	declined := func(r *study.Result) study.Stat { s, _ := r.People.Get("declined"); return s.Total }
	a, b := declined(one), declined(other)
	near(t, "people declined", b.Mean, a.Mean, 5*math.Hypot(a.MCSE, b.MCSE))
	if b.SD < 1.5*a.SD {
		t.Errorf("a standard deviation of %g where services differ, %g where they do not", b.SD, a.SD)
	}
	ignorance := func(r *study.Result) float64 { d, _ := r.Doubts.Get("engagements"); return d.Ignorance.Share }
	if ignorance(other) <= ignorance(one) {
		t.Errorf("ignorance is %g of the variance of engagements where services differ, %g where they do not", ignorance(other), ignorance(one))
	}
}

func TestCheckWarnsOfStaffing(t *testing.T) {
	for setting, want := range map[string]string{
		`pathway.engage.between_services={ people = 40, low = 20, high = 80, assumed = "a guess" }`: "there is only one service",
		"services.zagreb.hiring=[{ month = 1, specialists = 1 }, { month = 25, specialists = 1 }]":  "services.zagreb: the search for some specialists begins only after the last year",
	} {
		warnings, err := study.Check(load(t, "croatia", setting))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(warnings, func(w study.Phrase) bool { return strings.Contains(w.String(), want) }) {
			t.Errorf("%s: no warning that %s: %q", setting, want, warnings)
		}
	}
}

// TestImpliedFollowsTheLimitOfTheYear: the places per specialist are those of the year.
func TestImpliedFollowsTheLimitOfTheYear(t *testing.T) {
	results, err := study.Reconcile([]*scenarios.Scenario{load(t, "croatia", "caseload.limit=[25, 20]")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var about []string
	for _, i := range results.Scenarios[0].Implied {
		if i.Name == "stay_months" {
			about = append(about, i.About.String())
		}
	}
	if len(about) != 2 || !strings.Contains(about[0], "25 places") || !strings.Contains(about[1], "20 places") {
		t.Errorf("months on the caseload: %q", about)
	}
}
