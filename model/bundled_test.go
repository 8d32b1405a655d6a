package model_test

import (
	"testing"

	"ipsplan/model"
	"ipsplan/scenarios"
)

// TestBundledPlansAgreeWithReference compares engine and reference, in distribution, on every plan that comes with the program.
func TestBundledPlansAgreeWithReference(t *testing.T) {
	names := scenarios.Bundled()
	draws := 1500
	if testing.Short() {
		draws = 500
	}
	for i, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := scenarios.Load(name, scenarios.Options{})
			if err != nil {
				t.Fatal(err)
			}
			seed := 1000 + uint64(i)
			one := sampledWithHours(&s.Model, draws, simulated(t, &s.Model, seed, model.LuckAndIgnorance))
			other := sampledWithHours(&s.Model, draws, referred(&s.Model, seed, model.LuckAndIgnorance))
			for _, difference := range compared(t, &s.Model, one, other, falseAlarm/float64(len(names))/mostComparisons, nil) {
				t.Errorf("%s: %s", name, difference)
			}
		})
	}
}
