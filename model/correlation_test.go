package model_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// allOrNobody is a rate or a factor of 0 or 1 with even chances, so that what a draw stands at can be read off its counts.
func allOrNobody(t *testing.T) quantity.Distribution {
	t.Helper()
	d, err := quantity.DiscreteOf([]float64{0, 1}, []float64{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// correlatedPlan has three uncertain quantities, of which the first two in the alphabet move together.
func correlatedPlan(t *testing.T) *model.Plan {
	t.Helper()
	plan := unlimitedPlan()
	plan.Pathway.Engage = steady("engage", plan.Years, allOrNobody(t))
	plan.Pathway.JobStart = steady("job start", plan.Years, allOrNobody(t))
	plan.Demand.Volume = steady("volume", plan.Years, allOrNobody(t))
	plan.Correlations = []quantity.RankCorrelation{{Between: [2]string{"job start", "engage"}, Rank: 0.8}}
	return plan
}

func TestDrawsStandWhereStandingSays(t *testing.T) {
	plan := correlatedPlan(t)
	s, e := simulator(t, plan, 3, model.LuckAndIgnorance), expectation(t, plan, 3)
	together := 0
	const draws = 400
	for draw := range draws {
		volume, engage, jobStart := s.Standing(draw, "volume") > 0.5, s.Standing(draw, "engage") > 0.5, s.Standing(draw, "job start") > 0.5
		if engage == jobStart {
			together++
		}
		var drawn model.Counts
		for _, service := range s.Draw(draw).Quarters {
			for _, quarter := range service {
				drawn.Then(&quarter)
			}
		}
		var expected model.Tally[float64]
		for _, service := range e.Draw(draw).Quarters {
			for _, quarter := range service {
				expected.Then(&quarter)
			}
		}
		if drawn.Referrals > 0 != volume || drawn.Engagements > 0 != (volume && engage) || drawn.JobStarts > 0 != (volume && engage && jobStart) {
			t.Fatalf("draw %d: %d referrals, %d engagements, %d job starts, where volume, engagement and job start stand above the middle: %v, %v, %v",
				draw, drawn.Referrals, drawn.Engagements, drawn.JobStarts, volume, engage, jobStart)
		}
		if expected.Referrals > 0 != volume || expected.Engagements > 0 != (volume && engage) || expected.JobStarts > 0 != (volume && engage && jobStart) {
			t.Fatalf("draw %d: the expectation stands elsewhere", draw)
		}
	}
	// Two normal numbers of correlation r are on one side with probability 1/2 + asin(r)/π (Sheppard 1899); r = 2 sin(0.8 π/6) = 0.8135.
	share, want := float64(together)/draws, 0.5+math.Asin(2*math.Sin(0.8*math.Pi/6))/math.Pi
	if math.Abs(share-want) > 4*math.Sqrt(want*(1-want)/draws) {
		t.Errorf("engagement and job start are on one side in %.3f of the draws, not %.3f", share, want)
	}
}

// A single quantity, a duration and the tenure, each tied to something outside the plan, are drawn where Standing says too.
func TestQuantitiesAndDurationsStandWhereStandingSays(t *testing.T) {
	either := func(low, high float64) quantity.Distribution {
		d, err := quantity.DiscreteOf([]float64{low, high}, []float64{1, 1})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	weeks := func(name string, low, high int) quantity.Duration {
		return quantity.Duration{Name: name, Family: quantity.Fixed, Centre: either(float64(low), float64(high)), Min: low, Max: high}
	}
	plan := unlimitedPlan()
	for i := range plan.Services {
		plan.Services[i].ReferralsPerYear = everyYear(plan.Years, 5000)
	}
	plan.Staffing.Turnover = quantity.Quantity{Name: "turnover", Distribution: either(0, 20)}
	plan.Pathway.ToJob = weeks("to job", 1, 900)
	tenure := weeks("tenure", 0, 100)
	plan.Pathway.Tenure = &tenure
	for _, name := range []string{"turnover", "to job", "tenure"} {
		plan.Correlations = append(plan.Correlations, quantity.RankCorrelation{Between: [2]string{"anchor", name}, Rank: 0.5})
	}
	s := simulator(t, plan, 4, model.LuckAndIgnorance)
	for draw := range 60 {
		leave, late, long := s.Standing(draw, "turnover") > 0.5, s.Standing(draw, "to job") > 0.5, s.Standing(draw, "tenure") > 0.5
		var drawn model.Counts
		trajectory := s.Draw(draw)
		for i, service := range trajectory.Quarters {
			for _, quarter := range service {
				drawn.Then(&quarter)
			}
			drawn.Then(&trajectory.RunOff[i])
		}
		if drawn.Leavers > 0 != leave || drawn.JobStarts > 0 == late || drawn.Sustained26 > 0 != (long && !late) {
			t.Fatalf("draw %d: %d leavers, %d job starts, %d sustainments of 26 weeks, where turnover, search and tenure stand above the middle: %v, %v, %v",
				draw, drawn.Leavers, drawn.JobStarts, drawn.Sustained26, leave, late, long)
		}
	}
}

// Each quantity that is correlated with nothing, and the first in the alphabet of those that are, stands where it stood before.
func TestCorrelationLeavesOtherDrawsAlone(t *testing.T) {
	plan := correlatedPlan(t)
	with := simulator(t, plan, 3, model.LuckAndIgnorance)
	alone := *plan
	alone.Correlations = nil
	without := simulator(t, &alone, 3, model.LuckAndIgnorance)
	moved := 0
	for draw := range 200 {
		for _, name := range []string{"volume", "engage"} {
			if with.Standing(draw, name) != without.Standing(draw, name) {
				t.Fatalf("draw %d: %s stands elsewhere", draw, name)
			}
		}
		if with.Standing(draw, "job start") != without.Standing(draw, "job start") {
			moved++
		}
	}
	if moved < 190 {
		t.Errorf("job start stands elsewhere in %d of 200 draws", moved)
	}
	// A correlation of what the plan does not have changes nothing at all.
	alone.Correlations = []quantity.RankCorrelation{{Between: [2]string{"weather", "harvest"}, Rank: 0.5}}
	other := simulator(t, &alone, 3, model.LuckAndIgnorance)
	for draw := range 20 {
		if !reflect.DeepEqual(other.Draw(draw), without.Draw(draw)) {
			t.Fatalf("draw %d differs with a correlation that concerns nothing in the plan", draw)
		}
	}
}

func TestCorrelatedDrawsAllocateNothing(t *testing.T) {
	plan := benchmarkPlan("tight")
	plan.Demand.Volume = steady("volume", plan.Years, quantity.Gamma{Average: 1, SD: 0.1})
	plan.Staffing.DropOut = quantity.Quantity{Name: "drop-out", Distribution: quantity.Uniform{Low: 0.2, High: 0.4}}
	plan.Pathway.ToJob.Centre = quantity.PERT{Low: 8, Best: 17, High: 30}
	plan.Correlations = []quantity.RankCorrelation{
		{Between: [2]string{"volume", "drop-out"}, Rank: -0.5}, {Between: [2]string{"volume", plan.Pathway.ToJob.Name}, Rank: 0.3},
	}
	s := simulator(t, plan, 1, model.LuckAndIgnorance)
	for draw := range 500 {
		s.Draw(draw)
	}
	draw := 500
	if allocated := testing.AllocsPerRun(200, func() { s.Draw(draw); draw++ }); allocated > 0 {
		t.Errorf("a draw allocates %g times", allocated)
	}
}

func TestImpossibleCorrelationsAreRefused(t *testing.T) {
	plan := correlatedPlan(t)
	for _, rank := range []float64{1, -1, 1.5, math.NaN()} {
		plan.Correlations[0].Rank = rank
		if err := plan.Validate(); err == nil || !strings.Contains(err.Error(), "cannot all be correlated") {
			t.Errorf("%g: %v", rank, err)
		}
	}
}
