package report

import (
	"testing"

	"ipsplan/model/quantity"
	"ipsplan/scenarios/study"
)

// TestFigureStep: a figure is rounded to the smallest of 1, 10, 100, … that is no smaller than its error, but never away.
func TestFigureStep(t *testing.T) {
	for _, c := range []struct{ mean, mcse, least, want float64 }{
		{70, 0, 1, 1},
		{70, 0.9, 1, 1},
		{370, 1.2, 1, 10},
		{138_765, 410, 100, 1000},
		{12, 0.03, 0.1, 0.1},
		{45, 60, 1, 10}, // rounding to 100 would leave nothing of it
		{0.4, 3, 1, 1},
		{-45, 60, 1, 10},
	} {
		s := study.Stat{Estimate: quantity.Estimate{Mean: c.mean, MCSE: c.mcse}}
		if got := figureStep(s, c.least); got != c.want {
			t.Errorf("%v ± %v is rounded to %v, not %v", c.mean, c.mcse, got, c.want)
		}
	}
}

// TestEnds: each end of a range is rounded to what its own error can bear, to no less than the mean, and not the one with decimals and the other without.
func TestEnds(t *testing.T) {
	for _, c := range []struct{ low, lowError, high, highError, step, lowStep, highStep float64 }{
		{173, 0.9, 245, 1.4, 1, 1, 10},
		{173, 1.4, 245, 0.9, 1, 10, 1},
		{30, 0, 60, 0, 10, 10, 10},
		{4, 0, 11, 0.5, 0.1, 1, 1},
		{4, 0, 11, 0.05, 0.1, 0.1, 0.1},
		{4, 60, 2_000, 60, 1, 1, 100}, // rounding the low end to 100 would leave nothing of it
	} {
		s := study.Stat{Estimate: quantity.Estimate{P10: c.low, P10Error: c.lowError, P90: c.high, P90Error: c.highError}}
		if got := endsOf(s, c.step); got.LowStep != c.lowStep || got.HighStep != c.highStep || got.Low != c.low || got.High != c.high {
			t.Errorf("%v ± %v to %v ± %v: rounded to %v and %v, not %v and %v", c.low, c.lowError, c.high, c.highError, got.LowStep, got.HighStep, c.lowStep, c.highStep)
		}
	}
}

func TestConvergenceNote(t *testing.T) {
	settings := &study.Settings{Replications: 2_000, Uncertainty: "all"}
	mean := study.Weakest{Measure: "sustainments_13w", Period: "year_1", Statistic: "mean", Error: 0.0072, Draws: 2_000}
	few := study.Weakest{Measure: "total_cost", Period: "total", Statistic: "mean", Error: 0.0148, Draws: 4_381}
	end := study.Weakest{Measure: "job_starts", Period: "year_2", Statistic: "p90", Error: 0.12, Draws: 288_001}
	for want, c := range map[string]*study.Convergence{
		"": {Range: nil},
		"2,000 simulated futures are enough for the means: those of people and of the total cost have standard errors of at most 0.7\u00a0% of their size (the largest is that of 13-week sustainments in year 1).":                                                                                                                                     {Mean: &mean},
		"2,000 simulated futures are few: the mean of total cost over the whole time has a standard error of 1.5\u00a0% of its size; about 4,400 would bring it to 1\u00a0%. The ends of ranges are known less surely: the standard error of the high end for job starts in year 2 is 12\u00a0% of its mean; about 290,000 would bring it to 1\u00a0%.": {Mean: &few, Range: &end},
	} {
		if got := convergenceNote(c, 2, settings).String(); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

func TestPeriods(t *testing.T) {
	if periods(1) != 1 || periods(2) != 3 || periods(5) != 6 {
		t.Error("each year has a row, and several years one for all")
	}
	if periodName(0, 2).String() != "Year 1" || periodName(2, 2).String() != "All 2 years" || periodName(0, 1).String() != "Year 1" {
		t.Error("periods are named wrongly")
	}
	if months("26").String() != "6\u00a0months" || months("39").String() != "9\u00a0months" || months("104").String() != "24\u00a0months" {
		t.Error("weeks are turned into months wrongly")
	}
}

func TestPoints(t *testing.T) {
	if points(0.3).String() != "less than 1 point" || points(3.6).String() != "4 points" {
		t.Errorf("%q, %q", points(0.3), points(3.6))
	}
}
