package model_test

import (
	"fmt"
	"sync"
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

// BenchmarkGrowth makes draws of ever larger plans, and says what a person and a week of a service take: referrals a year to one service, with posts for
// them (the waiting list is short); years; services of 140 referrals.
func BenchmarkGrowth(b *testing.B) {
	grow := func(name string, plan *model.Plan) {
		b.Run(name, func(b *testing.B) {
			s := simulator(b, plan, 1, model.LuckAndIgnorance)
			s.Draw(0)
			people, draw := 0, 0
			for b.Loop() {
				draw++
				for _, quarters := range s.Draw(draw).Quarters {
					for q := range quarters {
						people += quarters[q].Referrals
					}
				}
			}
			ns := float64(b.Elapsed().Nanoseconds())
			b.ReportMetric(ns/float64(people), "ns/person")
			b.ReportMetric(ns/float64(draw*len(plan.Services)*plan.Years*model.WeeksPerYear), "ns/service-week")
		})
	}
	sized := func(referrals, years int) *model.Plan {
		plan := benchmarkPlan("large")
		plan.Years = years
		posts := plan.Services[0].Posts[:0]
		for range max(2, referrals/30) {
			posts = append(posts, model.Post{FTE: model.FullTime})
		}
		plan.Services[0].Posts = posts
		plan.Services[0].ReferralsPerYear = everyYear(years, float64(referrals))
		for _, s := range []*quantity.Series{&plan.Demand.Volume, &plan.Pathway.Engage, &plan.Pathway.JobStart, &plan.Pathway.Sustain} {
			*s = steady(s.Name, years, s.Years[0])
		}
		return plan
	}
	for _, referrals := range []int{100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000} {
		grow(fmt.Sprintf("referrals=%d", referrals), sized(referrals, 1))
	}
	for _, years := range []int{1, 2, 5, 10} {
		grow(fmt.Sprintf("years=%d", years), sized(1_000, years))
	}
	for _, services := range []int{1, 5, 50, 500} {
		plan := sized(140, 2)
		one := plan.Services[0]
		plan.Services = nil
		for i := range services {
			one.Key = fmt.Sprint("service ", i)
			plan.Services = append(plan.Services, one)
		}
		grow(fmt.Sprintf("services=%d", services), plan)
	}
}

// BenchmarkWorkers makes draws of the medium case on one worker and on two, which together should take little more than half as long a draw.
func BenchmarkWorkers(b *testing.B) {
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprint(workers), func(b *testing.B) {
			var ready, wait sync.WaitGroup
			begin := make(chan bool)
			for w := range workers {
				ready.Add(1)
				wait.Go(func() { // each makes its own, as in the program, so that no two of them share a line of the processor's memory
					s := simulator(b, benchmarkPlan("medium"), 1, model.LuckAndIgnorance)
					s.Draw(0)
					ready.Done()
					<-begin
					for draw := w; draw < b.N; draw += workers {
						s.Draw(draw)
					}
				})
			}
			ready.Wait()
			b.ResetTimer()
			close(begin)
			wait.Wait()
		})
	}
}
