package study_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

const zagreb = "services.zagreb.specialists"

// variantsOf loads variants of a scenario as the command line does.
func variantsOf(name string) func([]string) (*scenarios.Scenario, error) {
	return func(settings []string) (*scenarios.Scenario, error) {
		return scenarios.Load(name, scenarios.Options{Variant: settings})
	}
}

func vary(t *testing.T, name, measure string, asked study.Asked, variations ...string) *study.Results {
	t.Helper()
	v := &study.Variants{Load: variantsOf(name)}
	for _, text := range variations {
		variation, err := scenarios.ParseVariation(text)
		if err != nil {
			t.Fatal(err)
		}
		v.Keys, v.Values = append(v.Keys, variation.Key), append(v.Values, variation.Values)
	}
	var figures []*study.Expression
	if measure != "" {
		e, err := study.ParseExpression(measure)
		if err != nil {
			t.Fatal(err)
		}
		figures = append(figures, e)
	}
	if asked.Uncertainty == "" {
		asked.Uncertainty = "all"
	}
	results, err := study.Vary(context.Background(), study.Projecting{}, load(t, name), v, figures, asked)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

func solve(t *testing.T, name, key, target string, asked study.Asked) *study.Results {
	t.Helper()
	results, err := trySolve(t, name, key, target, asked)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

func trySolve(t *testing.T, name, key, target string, asked study.Asked) (*study.Results, error) {
	t.Helper()
	q := &study.Question{Key: key, Load: variantsOf(name)}
	if within, text, ranged := strings.Cut(key, "="); ranged {
		span, _, err := scenarios.ParseSpan(text)
		if err != nil {
			t.Fatal(err)
		}
		q.Key, q.Span = within, span
	}
	var err error
	if q.Target, err = study.ParseTarget(target); err != nil {
		t.Fatal(err)
	}
	if asked.Uncertainty == "" {
		asked.Uncertainty = "all"
	}
	return study.Solve(context.Background(), study.Projecting{}, load(t, name), q, asked)
}

// value finds a row of the CSV.
func value(t *testing.T, r *study.Results, scenario, section, measure, period, statistic string) float64 {
	t.Helper()
	for _, row := range r.Rows() {
		if row.Scenario == scenario && row.Section == section && row.Measure == measure && row.Period == period && row.Statistic == statistic {
			return row.Value.(float64)
		}
	}
	t.Fatalf("no row %s %s.%s.%s.%s", scenario, section, measure, period, statistic)
	return 0
}

// TestVariantIsARun: every row of a variant is, to the last digit, that of running the scenario with --set, also where posts make another grain of working time.
func TestVariantIsARun(t *testing.T) {
	varied := vary(t, "croatia", "", draws(200), zagreb+"=1.7,2,3")
	for _, specialists := range []string{"1.7", "2", "3"} {
		run := project(t, draws(200), load(t, "croatia", zagreb+"="+specialists))
		var want, got []study.Row
		want = run.Rows()
		for _, row := range varied.Rows() {
			if row.Scenario == "croatia+"+zagreb+"="+specialists && !strings.HasPrefix(row.Section, "compare_") && row.Section != "per_outcome" && row.Section != "vary" {
				row.Scenario = "croatia"
				got = append(got, row)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s specialists, run and varied: %s", specialists, diff)
		}
	}
	rows := varied.Vary.Rows
	if len(varied.Scenarios) != 4 || len(rows) != 3 || rows[0].Same || !rows[1].Same || rows[2].Same {
		t.Errorf("%d scenarios, rows %+v", len(varied.Scenarios), rows)
	}
}

// TestVariedDifferences: the difference's mean is that of the means, nothing differs from the scenario as it is, and the error of a difference on the same people is
// far below that of independent ones.
func TestVariedDifferences(t *testing.T) {
	r := vary(t, "croatia", "", draws(400), zagreb+"=2,3")
	as, same, more := r.Scenarios[0], r.Scenarios[1], r.Scenarios[2]
	if as.Compare != nil {
		t.Error("the scenario as it is is compared with itself")
	}
	for _, m := range same.Compare.Differences.People {
		if m.Value.Total.Mean != 0 || m.Value.Total.SD != 0 {
			t.Errorf("%s differs from itself by %v", m.Name, m.Value.Total.Mean)
		}
	}
	g, _ := more.Compare.Differences.People.Get("job_starts")
	a, _ := as.People.Get("job_starts")
	b, _ := more.People.Get("job_starts")
	near(t, "difference", g.Total.Mean, b.Total.Mean-a.Total.Mean, 1e-9)
	if apart := math.Hypot(a.Total.MCSE, b.Total.MCSE); g.Total.MCSE > apart/2 {
		t.Errorf("error %v, and %v if the two were apart", g.Total.MCSE, apart)
	}
	// The cost of one: the means' ratio.
	cost, _ := more.Money.Get("total_cost")
	per, _ := more.PerOutcome.Get("cost_per_job_starts")
	near(t, "cost of a job start", per.Mean, cost.Total.Mean/b.Total.Mean, 1e-6)
	if per.MCSE <= 0 || per.MCSE > per.Mean {
		t.Errorf("cost of a job start: error %v", per.MCSE)
	}
}

// TestVariedGrid: each value of the first key with each of the second, in that order, read as the CSV has them.
func TestVariedGrid(t *testing.T) {
	r := vary(t, "croatia", "chance(people.job_starts.total>=30)", draws(200), zagreb+"=2,3", "pathway.job_start.rate=0.4,0.5,0.6")
	var names []string
	for _, row := range r.Vary.Rows {
		names = append(names, strings.Join(row.Values, " "))
		near(t, "reading of "+row.Scenario, row.Readings[0].Value, value(t, r, row.Scenario, "vary", "chance(people.job_starts.total >= 30)", "total", "value"), 0)
	}
	if want := []string{"2 0.4", "2 0.5", "2 0.6", "3 0.4", "3 0.5", "3 0.6"}; !slices.Equal(names, want) {
		t.Errorf("%q, not %q", names, want)
	}
	// A chance is counted: against a variant that publishes 30 job starts in all, whose chance of reaching them the run gives by itself.
	lower := project(t, draws(200), load(t, overlayOver(t, "croatia", 15)))
	starts, _ := lower.Scenarios[0].People.Get("job_starts")
	near(t, "chance of 30 job starts", r.Vary.AsItIs[0].Value, *starts.Total.Chance, 0)
}

// TestChancesInUnits: numbers in chances are in the units of the CSV, money and time in post too. A certain cost is what it is, also 1.15, which floating point has as
// 114.99999999999999 cents; the chance of any gap is that of the run; and half of the draws are below the median, but for those on it.
func TestChancesInUnits(t *testing.T) {
	chance := func(text string) float64 {
		return vary(t, "croatia", text, draws(200), "cost.non_staff.amount=1.15").Vary.Rows[0].Readings[0].Value
	}
	near(t, "a certain cost", chance("chance(money.non_staff_cost.year_1 = 1.15)"), 1, 0)
	near(t, "less than it", chance("chance(money.non_staff_cost.year_1 < 1.15)"), 0, 0)
	near(t, "at most a cent less", chance("chance(money.non_staff_cost.year_1 <= 1.14)"), 0, 0)
	run := project(t, draws(200), load(t, "croatia", "cost.non_staff.amount=1.15")).Scenarios[0]
	near(t, "any gap", chance("chance(money.gap.total >= 0.01)"), run.ChanceOfGap.Total, 0)
	inPost, _ := run.Staff.Get("in_post_mean")
	near(t, "time in post", chance("chance(staff.in_post_mean.total < "+strconv.FormatFloat(inPost.Total.P50, 'f', -1, 64)+")"), 0.5, 0.03)
	near(t, "a funder", chance(`chance(funding."National government".total > 0)`), 1-chance(`chance(funding."National government".total = 0)`), 1e-12)
}

// overlayOver is a copy of a bundled scenario with other published job starts for the chances to be held against, but the same rates and stream.
func overlayOver(t *testing.T, name string, jobStarts int) string {
	t.Helper()
	text, _ := scenarios.BundledText(name)
	copied := strings.Replace(string(text), "job_starts          = [30, 30]", "job_starts          = ["+strconv.Itoa(jobStarts)+", "+strconv.Itoa(jobStarts)+"]", 1)
	copied = strings.Replace(copied, "[pathway.job_start]                          # of those who engage: a first job at some time\nrate       = \"published\"",
		"[pathway.job_start]\nrate       = { values = [0.5, 0.5], source = \"t5_2\" }", 1)
	copied = strings.Replace(copied, "[pathway.sustain_13w]                        # of those who start a job: 13 weeks in one job\nrate       = \"published\"",
		"[pathway.sustain_13w]\nrate       = { values = [0.6666666666666666, 0.6666666666666666], source = \"t5_2\" }", 1)
	return overlay(t, "stream = \"croatia\"\n"+copied)
}

// TestVaryingInParts: variants that are simulated in several goes, since there are many draws, are what they are alone.
func TestVaryingInParts(t *testing.T) {
	asked := draws(90_000) // two variants at a time
	asked.Uncertainty = "none"
	last, calls := 0, 0
	asked.Progress = func(done, of int) {
		if done < last || of != 90_000*5 {
			t.Errorf("progress goes from %d to %d of %d", last, done, of)
		}
		last = done
		calls++
	}
	r := vary(t, "croatia", "money.gap.total.mean", asked, zagreb+"=1..3")
	if last != 90_000*5 || len(r.Scenarios) != 4 {
		t.Errorf("%d draws of %d scenarios", last, len(r.Scenarios))
	}
	asked.Progress = nil
	alone := project(t, asked, load(t, "croatia", zagreb+"=3"))
	got, _ := r.Scenarios[3].Money.Get("gap")
	want, _ := alone.Scenarios[0].Money.Get("gap")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	near(t, "reading", r.Vary.Rows[2].Readings[0].Value, want.Total.Mean, 0)
}

// TestSolvedValueMeets: the value found meets the target in a run of its own, and the one before does not; the largest one likewise.
func TestSolvedValueMeets(t *testing.T) {
	mean := func(specialists int, section, measure string) float64 {
		r := project(t, draws(300), load(t, "croatia", zagreb+"="+strconv.Itoa(specialists)))
		return value(t, r, "croatia", section, measure, "total", "mean")
	}
	s := solve(t, "croatia", zagreb, "people.job_starts.total.mean >= 40", draws(300)).Solve
	found, err := strconv.Atoi(s.Value)
	if err != nil || s.Outcome != study.Found || s.End != "smallest" || !s.Monotone || !s.All {
		t.Fatalf("%+v", s)
	}
	if mean(found, "people", "job_starts") < 40 || mean(found-1, "people", "job_starts") >= 40 {
		t.Errorf("%d specialists give %v job starts, %d give %v", found, mean(found, "people", "job_starts"), found-1, mean(found-1, "people", "job_starts"))
	}
	// At most: the largest.
	s = solve(t, "croatia", zagreb, "money.total_cost.total.mean <= 210000", draws(300)).Solve
	if found, err = strconv.Atoi(s.Value); err != nil || s.End != "largest" {
		t.Fatalf("%+v", s)
	}
	if mean(found, "money", "total_cost") > 210_000 || mean(found+1, "money", "total_cost") <= 210_000 {
		t.Errorf("%d specialists are not the most for the money", found)
	}
	if got := []string{s.From, s.To, s.Step, s.Chosen}; !slices.Equal(got, []string{"0", "10", "1", study.AroundWhatItIs}) {
		t.Errorf("range %q", got)
	}
}

// TestSolvedRate: a rate is found to three digits, beside which are a step less, which misses, and a step more. The scenarios are those three.
func TestSolvedRate(t *testing.T) {
	r := solve(t, "croatia", "pathway.job_start.rate=0.2..0.9", "people.job_starts.total.mean >= 45", draws(200))
	s := r.Solve
	x, err := strconv.ParseFloat(s.Value, 64)
	if err != nil || s.Outcome != study.Found || len(s.Value) != len("0.123") {
		t.Fatalf("%+v", s)
	}
	if len(s.Beside.Rows) != 3 || len(r.Scenarios) != 4 || s.Beside.Rows[1].Values[0] != s.Value {
		t.Fatalf("beside %+v, %d scenarios", s.Beside.Rows, len(r.Scenarios))
	}
	for i, want := range []float64{x - 0.001, x, x + 0.001} {
		rate, _ := strconv.ParseFloat(s.Beside.Rows[i].Values[0], 64)
		near(t, "rate", rate, want, 1e-9)
		starts, _ := r.Scenarios[i+1].People.Get("job_starts")
		if meets := starts.Total.Mean >= 45; meets != (i > 0) {
			t.Errorf("rate %v gives %v job starts", rate, starts.Total.Mean)
		}
		at := slices.IndexFunc(s.Tried, func(trial study.Trial) bool { return trial.Value == s.Beside.Rows[i].Values[0] })
		near(t, "reading", s.Tried[at].Reading.Value, starts.Total.Mean, 0)
		near(t, "its error", *s.Tried[at].Reading.Error, starts.Total.MCSE, 0)
	}
}

// TestUnsolvable: no number of specialists makes 140 referrals into 100 job starts; it says so, and which comes nearest.
func TestUnsolvable(t *testing.T) {
	r := solve(t, "croatia", zagreb, "people.job_starts.total.mean >= 100", draws(100))
	s := r.Solve
	if s.Outcome != study.None || len(s.Met) != 0 || s.End != "" || len(r.Scenarios) != 2 {
		t.Fatalf("%+v", s)
	}
	for _, trial := range s.Tried {
		at := slices.IndexFunc(s.Tried, func(trial study.Trial) bool { return trial.Value == s.Value })
		if trial.Reading.Value > s.Tried[at].Reading.Value {
			t.Errorf("%s comes nearer than %s", trial.Value, s.Value)
		}
	}
	// And one that every value meets.
	if s := solve(t, "croatia", zagreb+"=2..4", "people.job_starts.total.mean >= 1", draws(100)).Solve; s.Outcome != study.Every || s.Value != "2" {
		t.Errorf("%+v", s)
	}
}

// TestNotMonotone: five job starts in year 1, no more and no fewer, are likelier with one specialist than with none or with several.
func TestNotMonotone(t *testing.T) {
	s := solve(t, "croatia", zagreb+"=0..4", "chance(people.job_starts.year_1 = 5) >= 0.1", draws(400)).Solve
	if s.Monotone || s.Outcome != study.Found || s.Value != "1" || s.End != "smallest" || len(s.Met) != 1 || s.Met[0] != (study.Interval{From: "1", To: "1"}) {
		t.Errorf("%+v", s)
		for _, trial := range s.Tried {
			t.Log(trial.Value, trial.Reading.Value)
		}
	}
}

// TestSolvePassesOver: what the scenario cannot have is passed over and counted; if it can have nothing in the range, that is said as the loader says it.
func TestSolvePassesOver(t *testing.T) {
	s := solve(t, "spain", "services.catalonia.specialists=7..21", "people.job_starts.total.mean >= 1", draws(64)).Solve
	if got := []string{s.Tried[0].Value, s.Tried[1].Value, s.Tried[2].Value}; !slices.Equal(got, []string{"7", "14", "21"}) || s.Impossible != 12 || !strings.Contains(s.Why, "cannot be split evenly over 28 centres") {
		t.Errorf("tried %q, passed over %d: %s", got, s.Impossible, s.Why)
	}
	_, err := trySolve(t, "spain", "services.catalonia.specialists=8..13", "people.job_starts.total.mean >= 1", draws(64))
	var faults scenarios.Faults
	if !errors.As(err, &faults) {
		t.Errorf("%v", err)
	}
}

func TestSolveRefuses(t *testing.T) {
	for key, want := range map[string]string{
		"services.zagreb.specialist":          "did you mean",
		"title":                               "is not a number",
		zagreb + "=-1..3":                     "-1..3 is not within 0..100000, which is what it may be; narrow the range",
		zagreb + "=0.5..3":                    "0.5 is not a whole number; begin the range with one, or give the step, as 0.5..3/0.5",
		"pathway.job_start.rate=0..2":         "0..2 is not within 0..1",
		"cost.staff.amount":                   "is not one number above 0 in the scenario, around which a range could be chosen; give the range, as cost.staff.amount=FROM..TO",
		zagreb + "=0..10/0.00001":             "more than 100000 values; take a larger step",
		"pathway.job_start.weeks.median":      "give the range",
		"services.zagreb.initial_caseload.no": "give the range",
	} {
		_, err := trySolve(t, "croatia", key, "people.job_starts.total.mean >= 1", draws(20))
		var refused study.RangeError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, not %s", key, err, want)
		}
	}
	_, err := trySolve(t, "croatia", zagreb, "people.job_start.total.mean >= 1", draws(20))
	var wrong *study.ExpressionError
	if !errors.As(err, &wrong) {
		t.Errorf("%v", err)
	}
	v := &study.Variants{Keys: []string{zagreb}, Values: [][]string{{"2", "many"}}, Load: variantsOf("croatia")}
	var faults scenarios.Faults
	if _, err := study.Vary(context.Background(), study.Projecting{}, load(t, "croatia"), v, nil, draws(20)); !errors.As(err, &faults) || !strings.Contains(err.Error(), `is the text "many"`) {
		t.Errorf("%v", err)
	}
}

// TestWhatIfOnAnyWorkers: the same bytes with any number of workers.
func TestWhatIfOnAnyWorkers(t *testing.T) {
	var first [2]string
	for _, workers := range []int{1, 2, 7} {
		asked := draws(257)
		asked.Workers = workers
		for i, r := range []*study.Results{
			vary(t, "croatia", "people.job_starts.total.p90", asked, zagreb+"=1..3"),
			solve(t, "croatia", zagreb+"=1..4", "chance(people.job_starts.total >= 40) >= 50%", asked),
		} {
			encoded, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			if first[i] == "" {
				first[i] = string(encoded)
			} else if first[i] != string(encoded) {
				t.Errorf("%d workers give other figures than 1", workers)
			}
		}
	}
}

// Working time is counted in steps that suit a scenario's own posts; differences between scenarios with other posts are in full posts all the same.
func TestVariedPostsDifferInFullPosts(t *testing.T) {
	results := vary(t, "croatia", "", study.Asked{Settings: study.Settings{Replications: 128, Seed: 1}}, zagreb+"=1.7")
	base, varied := results.Scenarios[0], results.Scenarios[1]
	for _, measure := range []string{"in_post_mean", "team_leaders_in_post_mean", "capacity_mean"} {
		a, _ := base.Staff.Get(measure)
		b, _ := varied.Staff.Get(measure)
		difference, ok := varied.Compare.Differences.Staff.Get(measure)
		if !ok {
			t.Fatalf("no difference in %s", measure)
		}
		for year := range a.ByYear {
			if got, want := difference.ByYear[year].Mean, b.ByYear[year].Mean-a.ByYear[year].Mean; math.Abs(got-want) > 1e-9 {
				t.Errorf("%s, year %d: %g more, not %g", measure, year+1, got, want)
			}
		}
		if got, want := difference.Total.Mean, b.Total.Mean-a.Total.Mean; math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %g more, not %g", measure, got, want)
		}
	}
}

// TestVariedFundingIsFunding: every row of a variant is, to the last digit, that of funding the scenario with --set, of the option asked for; and what the table has above the
// scenario as it is, is the difference of the means.
func TestVariedFundingIsFunding(t *testing.T) {
	const chance = "funding.grant.chance"
	what := study.FundingAsked{Options: []string{"pilot"}}
	asked := draws(200)
	asked.Uncertainty = "all"
	v := &study.Variants{Keys: []string{chance}, Values: [][]string{{"0.2", "0.9"}}, Load: variantsOf("croatia")}
	varied, err := study.Vary(context.Background(), what, load(t, "croatia"), v, nil, asked)
	if err != nil {
		t.Fatal(err)
	}
	var last *study.Results
	for _, value := range v.Values[0] {
		last, err = study.Funding(context.Background(), []*scenarios.Scenario{load(t, "croatia", chance+"="+value)}, asked, what)
		if err != nil {
			t.Fatal(err)
		}
		var got []study.Row
		for _, row := range varied.Rows() {
			if row.Scenario == "croatia+"+chance+"="+value && row.Section != "vary" {
				row.Scenario = "croatia"
				got = append(got, row)
			}
		}
		if diff := cmp.Diff(last.Rows(), got); diff != "" {
			t.Errorf("chance %s, funded and varied: %s", value, diff)
		}
	}
	names := map[string]int{}
	for i, f := range varied.Vary.Figures {
		names[f.Name] = i
	}
	const gap = "funding.pilot.gap.total.mean"
	now, then := varied.Vary.AsItIs[names[gap]], varied.Vary.Rows[1].Readings[names[gap]]
	near(t, "difference of the gap", then.Difference.Value, then.Value-now.Value, 1e-6)
	near(t, "gap", then.Value, value(t, last, "croatia", "funding.pilot", "gap", "total", "mean"), 0)
	if at := names["funding.pilot.closing_gap.total.certain_80"]; varied.Vary.Rows[1].Readings[at].Difference != nil || varied.Vary.Rows[1].Readings[at].Error == nil {
		t.Error("money that closes the gap is no mean, of which there is a paired difference, but has an error")
	}
}

// TestSolvedFundingOnAnyWorkers: the same bytes with any number of workers, and an option that there is not is refused.
func TestSolvedFundingOnAnyWorkers(t *testing.T) {
	target, err := study.ParseTarget("chance(funding.pilot.peak_cash_need.total <= 60_000) >= 0.5")
	if err != nil {
		t.Fatal(err)
	}
	q := &study.Question{Key: "funding.grant.chance", Target: target, Load: variantsOf("croatia")}
	first := ""
	for _, workers := range []int{1, 2, 7} {
		asked := draws(150)
		asked.Workers, asked.Uncertainty = workers, "all"
		r, err := study.Solve(context.Background(), study.FundingAsked{}, load(t, "croatia"), q, asked)
		if err != nil {
			t.Fatal(err)
		}
		encoded, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = string(encoded)
		} else if first != string(encoded) {
			t.Errorf("%d workers give other figures than 1", workers)
		}
	}
	var unknown *study.UnknownOptionError
	if _, err := study.Solve(context.Background(), study.FundingAsked{Options: []string{"pilto"}}, load(t, "croatia"), q, draws(20)); !errors.As(err, &unknown) {
		t.Errorf("%v", err)
	}
}
