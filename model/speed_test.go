package model_test

import (
	"fmt"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// BenchmarkSpec makes draws, one an operation, of the cases on which other implementations are timed too.
func BenchmarkSpec(b *testing.B) {
	for _, name := range []string{"small", "medium", "large"} {
		b.Run(name, func(b *testing.B) {
			s := simulator(b, benchmarkPlan(name), 1, model.LuckAndIgnorance)
			s.Draw(0) // makes room for what later draws need
			b.ReportAllocs()
			jobStarts, draw := 0, 0
			for b.Loop() {
				draw++
				for _, quarter := range s.Draw(draw).Quarters[0] {
					jobStarts += quarter.JobStarts
				}
			}
			b.ReportMetric(float64(jobStarts)/float64(draw), "job_starts/op")
		})
	}
}

// BenchmarkPeople makes draws with people named and counted, at several numbers of referrals a week: see [model.CountedFrom].
func BenchmarkPeople(b *testing.B) {
	for _, weekly := range []int{10, 25, 50, 100, 400} {
		for name, people := range map[string]model.People{"named": model.Named, "counted": model.Counted} {
			b.Run(fmt.Sprintf("%d %s", weekly, name), func(b *testing.B) {
				plan := benchmarkPlan("large")
				plan.People = people
				plan.Services[0].ReferralsPerYear = everyYear(plan.Years, float64(52*weekly))
				plan.Services[0].Posts = plan.Services[0].Posts[:2*weekly]
				s := simulator(b, plan, 1, model.LuckAndIgnorance)
				for draw := 0; b.Loop(); draw++ {
					s.Draw(draw)
				}
			})
		}
	}
}

// Storage is made once: with whatever is uncertain, draws allocate nothing in the long run.
func TestDrawsAllocateNothing(t *testing.T) {
	for name, people := range map[string]model.People{"named": model.Named, "counted": model.Counted} {
		t.Run(name, func(t *testing.T) { drawsAllocateNothing(t, people) })
	}
}

func drawsAllocateNothing(t *testing.T, people model.People) {
	t.Helper()
	plan := benchmarkPlan("tight")
	plan.People = people
	plan.Demand.Volume = steady("volume", plan.Years, quantity.Gamma{Average: 1, SD: 0.1})
	plan.Demand.GiveUp = quantity.Quantity{Name: "giving up", Distribution: quantity.PERT{Low: 0.01, Best: 0.02, High: 0.05}}
	plan.Staffing.DropOut = quantity.Quantity{Name: "drop-out", Distribution: quantity.Beta{Average: 0.3, People: 40}}
	plan.Pathway.ToJob.Centre = quantity.PERT{Low: 8, Best: 17, High: 30}
	plan.Pathway.ToExit.Centre = quantity.Lognormal{Median: 30, Sigma: 0.1}
	s := simulator(t, plan, 1, model.LuckAndIgnorance)
	for draw := range 500 {
		s.Draw(draw)
	}
	draw := 500
	if allocated := testing.AllocsPerRun(200, func() { s.Draw(draw); draw++ }); allocated > 0 {
		t.Errorf("a draw allocates %g times", allocated)
	}
}
