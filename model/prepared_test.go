package model_test

import (
	"reflect"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Simulators of a plan prepared for several of them draw what simulators of the plan itself do.
func TestPreparedPlanDrawsTheSame(t *testing.T) {
	plan := benchmarkPlan("tight")
	plan.Demand.Volume = steady("volume", plan.Years, quantity.Gamma{Average: 1, SD: 0.1})
	plan.Demand.GiveUp = quantity.Quantity{Name: "giving up", Distribution: quantity.PERT{Low: 0.01, Best: 0.02, High: 0.05}}
	plan.Pathway.ToExit.Centre = quantity.Lognormal{Median: 30, Sigma: 0.1}
	plan.Correlations = []quantity.RankCorrelation{{Between: [2]string{"volume", "giving up"}, Rank: 0.6}}
	prepared := plan.Prepared(new(quantity.Preparer))
	itself, one, other := simulator(t, plan, 1, model.LuckAndIgnorance), simulator(t, prepared, 1, model.LuckAndIgnorance), simulator(t, prepared, 1, model.LuckAndIgnorance)
	for draw := range 200 {
		of := one
		if draw%2 == 1 {
			of = other
		}
		if want, got := itself.Draw(draw), of.Draw(draw); !reflect.DeepEqual(got, want) {
			t.Fatalf("draw %d: %+v, not %+v", draw, got, want)
		}
	}
}
