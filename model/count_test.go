package model_test

import (
	"fmt"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Counting people is another algorithm for the same law, so it is held against the reference too, on plans in which
// anything may occur.
func TestCountingAgreesWithReference(t *testing.T) {
	plans, seed := verification()
	draws := 10000
	if plans == 0 {
		plans, seed, draws = 12, 300, 5000
	}
	if testing.Short() {
		plans = min(plans, 4)
	}
	all := &pooled{sums: map[string]*pooledMeasure{}}
	t.Run("each", func(t *testing.T) {
		for i := range uint64(plans) {
			t.Run(fmt.Sprintf("plan %d", seed+i), func(t *testing.T) {
				t.Parallel()
				plan := planOfSeed(seed + i)
				plan.People = model.Counted
				doubt := model.Doubt(i % 2)
				one := sampledWithHours(plan, draws, simulated(t, plan, seed+i, doubt))
				other := sampledWithHours(plan, draws, referred(plan, seed+i, doubt))
				for _, difference := range compared(t, plan, one, other, falseAlarm/2/float64(plans)/mostComparisons, all) {
					t.Error(difference)
				}
			})
		}
	})
	all.check(t, falseAlarm/2/mostComparisons)
}

// Where people are many, the reference is too slow, and counting is held against naming.
func TestCountingAgreesWithNaming(t *testing.T) {
	for name, change := range map[string]func(plan *model.Plan){
		"one kind of course": func(*model.Plan) {},
		"everything": func(plan *model.Plan) {
			plan.Staffing.DropOut = quantity.Exactly(0.5)
			plan.Pathway.Support = quantity.Duration{
				Name: "support", Family: quantity.LognormalWeeks, Centre: quantity.Certain(20), Spread: quantity.Certain(0.5), Min: 13, Max: 80,
			}
			plan.Pathway.Unlimited = quantity.Exactly(0.2)
			tenure := quantity.Duration{Name: "tenure", Family: quantity.ExponentialWeeks, Centre: quantity.Certain(30), Min: 1, Max: 300}
			plan.Pathway.Tenure = &tenure
			plan.Pathway.JobStart.Years[1] = quantity.Certain(0.9)
			plan.Pathway.ToExit.Centre = quantity.PERT{Low: 10, Best: 20, High: 40}
		},
		"few posts": func(plan *model.Plan) {
			plan.Services[0].Posts = plan.Services[0].Posts[:250]
			plan.Demand.GiveUp = quantity.Exactly(0.05)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := benchmarkPlan("large")
			plan.Years = 2
			for _, s := range []*quantity.Series{&plan.Demand.Volume, &plan.Pathway.Engage, &plan.Pathway.JobStart, &plan.Pathway.Sustain} {
				s.Years = s.Years[:2]
			}
			plan.Services[0].Posts = plan.Services[0].Posts[:600]
			plan.Services[0].ReferralsPerYear = []float64{20000, 25000}
			change(plan)
			const draws = 800
			named, counted := *plan, *plan
			named.People, counted.People = model.Named, model.Counted
			one := sampledWithHours(plan, draws, simulated(t, &counted, 1, model.LuckOnly))
			other := sampledWithHours(plan, draws, simulated(t, &named, 2, model.LuckOnly))
			for _, difference := range compared(t, plan, one, other, falseAlarm/3/mostComparisons, nil) {
				t.Error(difference)
			}
		})
	}
}
