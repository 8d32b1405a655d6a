package scenarios

import (
	"math"
	"slices"
	"strings"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

const everyForm = "testdata/small.toml+testdata/forms.toml"

// TestFormsInWords has each form as show prints it, with the range from its 10th to its 90th percentile. Ranges, medians and means were worked out
// apart, by adding up densities.
func TestFormsInWords(t *testing.T) {
	s := mustLoad(t, everyForm)
	for path, want := range map[string][2]string{
		"staff.turnover":          {"50 %: 0.25 (lowest 0.1, highest 0.45); 25 %: 0.4 ± 0.1 (gamma); 25 %: 0.3", "0.197–0.419"},
		"staff.recruitment_weeks": {"lognormal, median 6 (triangular, lowest 4, highest 10), sigma 0.5 to 0.9 (uniform), at most 52", "median 7, mean 8.9"},
		"staff.vacancy_weeks":     {"exponential, mean of median 11.314 (lognormal, sigma 0.27), at most 52", "median 8, mean 11.6"},
		"staff.drop_out":          {"0.05 (25 %) or 0.15 (50 %) or 0.4 (25 %)", "0.05–0.4"},
		"referrals.factor":        {"1 ± 0.15 (normal)", "0.808–1.192"},
		"waiting_list.give_up_per_week": {
			"0.024 ± 0.012 (gamma)", "0.01–0.04",
		},
		"pathway.engage.rate":              {"0.7 ± 0.096 (normal), cut off above 1", "0.577–0.823"},
		"pathway.job_start.rate":           {"0.4, known as from 50 people; then 0.5 (lowest 0.4, highest 0.6); then 0.5, known as from 30 people", "0.312–0.489, 0.449–0.551, 0.384–0.616"},
		"pathway.job_start.weeks":          {"gamma, mean of median 19.779 (lognormal, sigma 0.149), sd of median 10 (lognormal, sigma 0.2), at most 78", "median 19, mean 20.5"},
		"pathway.no_job.weeks":             {"Weibull, median 32.5 ± 5.852 (normal), shape of median 1.5 (lognormal, sigma 0.224), at most 104", "median 33, mean 36.3"},
		"pathway.sustain_13w.rate":         {"0.5; then 0.6 ± 0.078 (normal); then 0.5 to 0.7 (uniform)", "0.5–0.5, 0.5–0.7, 0.52–0.68"},
		"support.unlimited_share":          {"25 %: 0.15, known as from 100 people; 75 %: 0.1 (50 %) or 0.2 (50 %)", "0.1–0.2"},
		"correlation.jobs_and_search.rank": {"-0.3 between pathway.job_start.rate and pathway.job_start.weeks", ""},
		"correlation.engage_and_jobs.rank": {"0.4 between pathway.engage.rate and pathway.job_start.rate", "0.1–0.6"},
	} {
		input := s.input(t, path)
		if got := [2]string{strings.ReplaceAll(input.Value.String(), "\u00a0", " "), input.Range.String()}; got != want {
			t.Errorf("%s:\ngot  %q\nwant %q", path, got, want)
		}
	}
	if got := s.input(t, "correlation.jobs_and_search.rank"); got.Status != Evidence || got.Source != "study" {
		t.Errorf("the source of a correlation is lost: %+v", got)
	}
}

// TestPlansOfEveryForm: what the file says reaches the plan, in the names by which it can be correlated, and the plan can be drawn.
func TestPlansOfEveryForm(t *testing.T) {
	s := mustLoad(t, everyForm)
	want := []quantity.RankCorrelation{
		{Between: [2]string{"pathway.engage.rate", "pathway.job_start.rate"}, Rank: 0.4},
		{Between: [2]string{"pathway.job_start.rate", "pathway.job_start.weeks"}, Rank: -0.3},
	}
	if !slices.Equal(s.Model.Correlations, want) {
		t.Errorf("correlations are %v", s.Model.Correlations)
	}
	simulator, err := model.NewSimulator(&s.Model, 1, model.LuckAndIgnorance)
	if err != nil {
		t.Fatal(err)
	}
	const draws = 3000
	referrals := 0
	var engage, jobs []float64
	for draw := range draws {
		for _, quarter := range simulator.Draw(draw).Quarters[0] {
			referrals += quarter.Referrals
		}
		engage, jobs = append(engage, simulator.Standing(draw, "pathway.engage.rate")), append(jobs, simulator.Standing(draw, "pathway.job_start.rate"))
	}
	// Three years of 70; in a draw the sd is √(210 + (0.15 × 210)²) = 34.7.
	if mean := float64(referrals) / draws; math.Abs(mean-210) > 4*34.7/math.Sqrt(draws) {
		t.Errorf("%.1f referrals on average", mean)
	}
	if r := pearson(engage, jobs); math.Abs(r-0.4) > 4/math.Sqrt(draws) {
		t.Errorf("engagement and job start have a rank correlation of %.3f", r)
	}
}

func pearson(x, y []float64) float64 {
	n := float64(len(x))
	var sx, sy, sxx, syy, sxy float64
	for i := range x {
		sx, sy, sxx, syy, sxy = sx+x[i], sy+y[i], sxx+x[i]*x[i], syy+y[i]*y[i], sxy+x[i]*y[i]
	}
	return (sxy - sx*sy/n) / math.Sqrt((sxx-sx*sx/n)*(syy-sy*sy/n))
}

// TestTheSameLawByOtherForms writes one law in several forms.
func TestTheSameLawByOtherForms(t *testing.T) {
	turnover := func(text string) quantity.Quantity {
		t.Helper()
		return mustLoad(t, "croatia", "staff.turnover={ "+text+`, assumed = "a guess" }`).Model.Staffing.Turnover
	}
	for name, pair := range map[string][2]string{
		"mean and sd are a gamma":   {"mean = 0.3, sd = 0.1", `mean = 0.3, sd = 0.1, form = "gamma"`},
		"low, best, high are PERT":  {"low = 0.1, best = 0.2, high = 0.4", `low = 0.1, best = 0.2, high = 0.4, form = "pert"`},
		"one part":                  {"median = 0.3, sigma = 0.2", "mixture = [{ weight = 3, median = 0.3, sigma = 0.2 }]"},
		"events and people":         {"events = 12, of = 40", "mean = 0.3, people = 40"},
		"one value":                 {"values = [0.2], weights = [5]", "mixture = [{ weight = 1, value = 0.2 }]"},
		"percentiles of a normal":   {`p10 = 0.2, p90 = 0.4, form = "normal"`, `mean = 0.3, sd = 0.0780304146072379, form = "normal"`},
		"percentiles of a log":      {`p10 = 0.15, p90 = 0.6, form = "lognormal"`, "median = 0.3, p90 = 0.6"},
		"mixture of equal laws":     {"low = 0.1, best = 0.2, high = 0.4", "mixture = [{ weight = 3, low = 0.1, best = 0.2, high = 0.4 }, { weight = 1, low = 0.1, best = 0.2, high = 0.4 }]"},
		"values by a mixture":       {"values = [0.1, 0.4], weights = [1, 3]", "mixture = [{ weight = 1, value = 0.1 }, { weight = 3, value = 0.4 }]"},
		"weights in any proportion": {"values = [0.1, 0.4], weights = [1, 3]", "values = [0.4, 0.1], weights = [0.75, 0.25]"},
	} {
		one, other := turnover(pair[0]), turnover(pair[1])
		for _, u := range []float64{0.05, 0.2, 0.5, 0.8, 0.95} {
			if a, b := one.Quantile(u), other.Quantile(u); math.Abs(a-b) > 1e-9 || math.Abs(one.Mean()-other.Mean()) > 1e-9 {
				t.Errorf("%s: %.12g and %.12g at %g, means %.12g and %.12g", name, a, b, u, one.Mean(), other.Mean())
			}
		}
	}
}

// TestLittleIsCutOff: three deviations below lies 1 case in 741, two lie 1 in 44; the rest is cut off, and the mean is that of what is left.
func TestLittleIsCutOff(t *testing.T) {
	normal := func(sd string) (quantity.Quantity, error) {
		s, err := Load("croatia", Options{Settings: []string{"staff.turnover={ mean = 0.3, sd = " + sd + `, form = "normal", assumed = "a guess" }`}})
		if err != nil {
			return quantity.Quantity{}, err
		}
		return s.Model.Staffing.Turnover, nil
	}
	if _, err := normal("0.1"); err == nil || !strings.Contains(err.Error(), "lies below 0 in 0.13\u00a0% of cases") {
		t.Errorf("1 in 741: %v", err)
	}
	turnover, err := normal("0.096") // 1 in 1,128
	if err != nil {
		t.Fatal(err)
	}
	if lowest := turnover.Quantile(1e-12); lowest < 0 || lowest > 1e-9 {
		t.Errorf("begins at %g", lowest)
	}
	// μ + σ φ(α)/(1 − Φ(α)) with α = −3.125: φ = 0.0030225, Φ = 0.00088902.
	if want := 0.3 + 0.096*0.0030225/(1-0.00088902); math.Abs(turnover.Mean()-want) > 1e-7 {
		t.Errorf("mean %.9g, not %.9g", turnover.Mean(), want)
	}
}

// TestSharesOfNoneAndAll: what lies at an end of the range, and nowhere else, is within it.
func TestSharesOfNoneAndAll(t *testing.T) {
	for text, want := range map[string]float64{
		"events = 0, of = 30": 0, "events = 30, of = 30": 1, "mean = 0, people = 5": 0, "mean = 1, people = 5": 1,
		`mean = 0, sd = 0, form = "normal"`: 0, `mean = 1, sd = 0, form = "normal"`: 1, "mean = 1, sd = 0": 1, "median = 1, sigma = 0": 1,
		"mixture = [{ weight = 1, events = 0, of = 30 }]": 0,
	} {
		s, err := Load("croatia", Options{Settings: []string{"staff.drop_out={ " + text + `, assumed = "a guess" }`}})
		if err != nil {
			t.Error(err)
			continue
		}
		if got := s.Model.Staffing.DropOut; got.Mean() != want || got.Quantile(0.1) != want || got.Quantile(0.9) != want {
			t.Errorf("{ %s }: mean %g, %g to %g", text, got.Mean(), got.Quantile(0.1), got.Quantile(0.9))
		}
	}
}

// TestUncertainRatesOverlay: a layer that says how uncertain a rate is replaces the certain_as of the layer below, in the plan and in the table of
// assumptions.
func TestUncertainRatesOverlay(t *testing.T) {
	s := mustLoad(t, "croatia", "pathway.engage.rate={ events = 30, of = 40, source = \"impact\" }")
	want := quantity.Beta{Average: 0.75, People: 40}
	if got := s.Model.Pathway.Engage.Years; len(got) != 2 || got[0] != quantity.Distribution(want) || got[1] != got[0] {
		t.Errorf("rates are %v", got)
	}
	if !slices.ContainsFunc(s.Inputs, func(i Input) bool { return i.Path == "pathway.job_start.certain_as" }) ||
		slices.ContainsFunc(s.Inputs, func(i Input) bool { return i.Path == "pathway.engage.certain_as" }) {
		t.Error("certain_as of the rate that was replaced, and of that alone, is to be left out")
	}
	if got := s.Planned.Engagements; !slices.Equal(got, []float64{52.5, 52.5}) { // 70 × 0.75
		t.Errorf("planned engagements are %v", got)
	}
	// A plain rate above still goes with the certain_as below.
	plain := mustLoad(t, "croatia", "pathway.engage.rate=0.75")
	if got := plain.Model.Pathway.Engage.Years[0]; got != quantity.Distribution(quantity.Beta{Average: 0.75, People: 15}) {
		t.Errorf("rate is %v", got)
	}
}

// TestCorrelationsDoNotDependOnTheFilesOrder: a file with its tables and names in another order is the same plan.
func TestCorrelationsDoNotDependOnTheFilesOrder(t *testing.T) {
	const a = "[correlation.a]\nbetween = [\"pathway.engage.rate\", \"pathway.job_start.rate\"]\nrank = { value = 0.4, low = 0, high = 0.5, assumed = \"a guess\" }\n"
	const b = "[correlation.b]\nbetween = [\"staff.turnover\", \"pathway.job_start.rate\"]\nrank = { value = -0.2, low = -0.4, high = 0, assumed = \"a guess\" }\n"
	swapped := strings.Replace(b, `"staff.turnover", "pathway.job_start.rate"`, `"pathway.job_start.rate", "staff.turnover"`, 1)
	one, other := mustLoad(t, "croatia+"+write(t, "one.toml", a+b)), mustLoad(t, "croatia+"+write(t, "other.toml", swapped+a))
	if !slices.Equal(one.Model.Correlations, other.Model.Correlations) || len(one.Model.Correlations) != 2 {
		t.Errorf("%v and %v", one.Model.Correlations, other.Model.Correlations)
	}
}
