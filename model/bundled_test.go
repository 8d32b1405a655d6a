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

// BenchmarkBundled makes draws, one an operation, of every plan that comes with the program.
func BenchmarkBundled(b *testing.B) {
	for _, name := range scenarios.Bundled() {
		b.Run(name, func(b *testing.B) {
			plan, err := scenarios.Load(name, scenarios.Options{})
			if err != nil {
				b.Fatal(err)
			}
			s := simulator(b, &plan.Model, 1, model.LuckAndIgnorance)
			s.Draw(0)
			b.ReportAllocs()
			draw := 0
			for b.Loop() {
				draw++
				s.Draw(draw)
			}
		})
	}
}
