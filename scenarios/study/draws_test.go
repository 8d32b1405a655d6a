package study_test

import (
	"context"
	"encoding/json"
	"slices"
	"sync/atomic"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

func encoded(t *testing.T, results *study.Results, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	bytes, err := json.Marshal(results)
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes)
}

// TestEveryQuestionIsTheSameForAllWorkers: the same bytes from 1, 2 and 7 workers where draws are added, paired, differ or are expected values.
func TestEveryQuestionIsTheSameForAllWorkers(t *testing.T) {
	croatia, spain := load(t, "croatia"), load(t, "spain")
	more := load(t, "croatia", "services.zagreb.specialists=3")
	for name, ask := range map[string]func(asked study.Asked) (*study.Results, error){
		"run": func(asked study.Asked) (*study.Results, error) {
			return study.Project(context.Background(), []*scenarios.Scenario{croatia, spain}, asked)
		},
		"rates": func(asked study.Asked) (*study.Results, error) {
			asked.Uncertainty = "rates"
			return study.Project(context.Background(), []*scenarios.Scenario{croatia, spain}, asked)
		},
		"compare": func(asked study.Asked) (*study.Results, error) {
			return study.Compare(context.Background(), []*scenarios.Scenario{croatia, more, spain}, asked)
		},
		"funding": func(asked study.Asked) (*study.Results, error) {
			return study.Funding(context.Background(), []*scenarios.Scenario{croatia, spain, load(t, "france")}, asked, study.FundingAsked{ByQuarter: true})
		},
		"explain": func(asked study.Asked) (*study.Results, error) {
			return study.Explain(context.Background(), []*scenarios.Scenario{croatia}, asked, false)
		},
	} {
		asked := draws(321) // five chunks and a bit
		asked.Uncertainty = "all"
		asked.Workers = 1
		results, err := ask(asked)
		first := encoded(t, results, err)
		for _, workers := range []int{2, 7} {
			asked.Workers = workers
			results, err := ask(asked)
			if encoded(t, results, err) != first {
				t.Errorf("%s: %d workers give other figures than 1", name, workers)
			}
		}
	}
}

// TestKeptIsWhatTheSimulatorDraws: the estimates, the chance and the paired differences are those of plain loops over the simulator's draws.
func TestKeptIsWhatTheSimulatorDraws(t *testing.T) {
	const n = 300
	first, second := load(t, "croatia"), load(t, "croatia", "services.zagreb.specialists=3")
	plain := func(s *scenarios.Scenario) (started, caseload, inPost []float64) {
		simulator, err := model.NewSimulator(&s.Model, 1, model.LuckAndIgnorance)
		if err != nil {
			t.Fatal(err)
		}
		for draw := range n {
			var all model.Counts
			for _, service := range simulator.Draw(draw).Quarters {
				for q := range service {
					all.Beside(&service[q])
				}
			}
			started = append(started, float64(all.JobStarts))
			caseload = append(caseload, float64(all.CaseloadWeeks)/(2*model.WeeksPerYear))
			inPost = append(inPost, float64(all.InPostWeeks)/1000/(2*model.WeeksPerYear))
		}
		return started, caseload, inPost
	}
	asked := draws(n)
	asked.Uncertainty = "all"
	results, err := study.Compare(context.Background(), []*scenarios.Scenario{first, second}, asked)
	if err != nil {
		t.Fatal(err)
	}
	starts, caseloads, inPost := plain(first)
	more, _, _ := plain(second)
	got, _ := results.Scenarios[0].People.Get("job_starts")
	reached, differences, higher, lower := 0, make([]float64, n), 0, 0
	for i, x := range starts {
		if x >= 60 { // what is published
			reached++
		}
		differences[i] = more[i] - x
		if differences[i] > 0 {
			higher++
		} else if differences[i] < 0 {
			lower++
		}
	}
	if got.Total.Chance == nil || *got.Total.Chance != float64(reached)/n {
		t.Errorf("chance of the published job starts: %v, not %d in %d", got.Total.Chance, reached, n)
	}
	same := func(what string, got, want quantity.Estimate) {
		t.Helper()
		if got.P10 != want.P10 || got.P50 != want.P50 || got.P90 != want.P90 || got.P10Error != want.P10Error || got.P90Error != want.P90Error {
			t.Errorf("%s: %+v, not %+v", what, got, want)
		}
		near(t, what+": mean", got.Mean, want.Mean, 1e-12*want.Mean)
		near(t, what+": sd", got.SD, want.SD, 1e-12*want.SD)
	}
	same("job starts", got.Total.Estimate, quantity.EstimateOf(starts))
	got, _ = results.Scenarios[0].People.Get("caseload_mean")
	same("caseload", got.Total.Estimate, quantity.EstimateOf(caseloads))
	got, _ = results.Scenarios[0].Staff.Get("in_post_mean")
	same("specialists in post", got.Total.Estimate, quantity.EstimateOf(inPost))
	gains, _ := results.Scenarios[1].Compare.Differences.People.Get("job_starts")
	same("difference of job starts", gains.Total.Estimate, quantity.EstimateOf(differences))
	if gains.Total.Higher != float64(higher)/n || gains.Total.Lower != float64(lower)/n {
		t.Errorf("higher in %v, lower in %v; want %d and %d in %d", gains.Total.Higher, gains.Total.Lower, higher, lower, n)
	}
}

// TestPrecisionGoesOn: no draw is made twice on the way to a precision, and the result is that of asking for this number of draws at once.
func TestPrecisionGoesOn(t *testing.T) {
	all := []*scenarios.Scenario{load(t, "croatia"), load(t, "spain")}
	var last, foreseen atomic.Int64
	asked := study.Asked{Settings: study.Settings{Seed: 1, Precision: 0.015, Uncertainty: "all"}, Progress: func(done, of int) {
		if int64(done) < last.Swap(int64(done)) {
			t.Errorf("after %d draws there are %d", last.Load(), done)
		}
		if (of == 0) != (done <= 2*1_000) { // of both scenarios, before it can be judged how many it takes
			t.Errorf("%d of %d", done, of)
		}
		foreseen.Store(int64(of))
	}}
	precise := project(t, asked, all...)
	n := precise.Settings.Replications
	if n <= 1_000 {
		t.Fatalf("%d draws are too few to test with", n)
	}
	if last.Load() != int64(2*n) || foreseen.Load() != int64(2*n) {
		t.Errorf("%d draws of %d were reported, not %d", last.Load(), foreseen.Load(), 2*n)
	}
	asked.Precision, asked.Replications, asked.Progress = 0, n, nil
	atOnce := project(t, asked, all...)
	precise.Settings.Precision = 0
	if encoded(t, precise, nil) != encoded(t, atOnce, nil) {
		t.Errorf("%d draws one after another give other figures than at once", n)
	}
}

// TestConvergence: the weakest mean is the headline with the largest error for its size, and so many draws as are said bring it to a hundredth.
func TestConvergence(t *testing.T) {
	r := project(t, draws(400), load(t, "croatia")).Scenarios[0]
	c := r.Convergence
	if c == nil || c.Mean == nil {
		t.Fatal("nothing is said of convergence")
	}
	worst := 0.0
	for _, measure := range []string{"referrals", "engagements", "job_starts", "sustainments_13w"} {
		stats, _ := r.People.Get(measure)
		for _, s := range append(stats.ByYear, stats.Total) {
			worst = max(worst, s.MCSE/s.Mean)
		}
	}
	near(t, "largest error", c.Mean.Error, worst, 0)
	if c.Mean.Measure != "sustainments_13w" || c.Mean.Period != "year_1" || c.Mean.Statistic != "mean" {
		t.Errorf("weakest: %+v", c.Mean)
	}
	more := project(t, draws(c.Mean.Draws), load(t, "croatia")).Scenarios[0].Convergence.Mean
	near(t, "error with as many draws as are said", more.Error, 0.01, 0.0005)
	if enough := project(t, draws(10_000), load(t, "croatia")).Scenarios[0].Convergence.Mean; enough.Error >= 0.01 || enough.Draws != 10_000 {
		t.Errorf("10,000 draws are enough, but: %+v", enough)
	}
	none := draws(50)
	none.Uncertainty = "none"
	if c := project(t, none, load(t, "croatia")).Scenarios[0].Convergence; c.Mean != nil || c.Range != nil {
		t.Errorf("nothing varies, but: %+v", c)
	}
}

// TestManyDrawsOfMoney says how exactly percentiles are known once there are more draws than are kept as they are, and not before.
func TestManyDrawsOfMoney(t *testing.T) {
	croatia := load(t, "croatia")
	for n, want := range map[int]float64{1_000: 0, 100_001: quantity.KeptAccuracy} {
		asked := draws(n)
		asked.Uncertainty = "none" // only the funders' decisions differ, so that a draw takes little time
		if got := project(t, asked, croatia).Scenarios[0].PercentileAccuracy; got != want {
			t.Errorf("%d draws: percentiles to within %v, not %v", n, got, want)
		}
	}
}

// TestCohortSharesOfPlainDraws: the share who had a job is the ratio of the means, with the error of a ratio; its spread is that of the shares in those draws in
// which somebody engaged.
func TestCohortSharesOfPlainDraws(t *testing.T) {
	const n = 300
	s := load(t, "croatia", "referrals.per_year=2") // so few that in some draws nobody does
	simulator, err := model.NewSimulator(&s.Model, 1, model.LuckAndIgnorance)
	if err != nil {
		t.Fatal(err)
	}
	var started, engaged, shares []float64
	for draw := range n {
		c := simulator.Draw(draw).Cohorts[0]
		started, engaged = append(started, float64(c.JobWithin[2])), append(engaged, float64(c.Engaged))
		if c.Engaged > 0 {
			shares = append(shares, float64(c.JobWithin[2])/float64(c.Engaged))
		}
	}
	if len(shares) == n || len(shares) < n/2 {
		t.Fatalf("somebody engages in %d of %d draws", len(shares), n)
	}
	mean := func(draws []float64) float64 { return quantity.EstimateOf(slices.Clone(draws)).Mean }
	ratio := mean(started) / mean(engaged)
	residuals := make([]float64, n)
	for i := range residuals {
		residuals[i] = started[i] - ratio*engaged[i]
	}
	want := quantity.EstimateOf(shares)
	got := project(t, draws(n), s).Scenarios[0].Cohort.ByEntryYear[0].JobWithin[2].Value
	near(t, "share", got.Mean, ratio, 1e-14)
	near(t, "its error", got.MCSE, quantity.EstimateOf(residuals).MCSE/mean(engaged), 1e-12)
	near(t, "its spread", got.SD, want.SD, 1e-12)
	near(t, "its P90", got.P90, want.P90, 0)
}
