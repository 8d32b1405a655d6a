package study_test

import (
	"context"
	"testing"

	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

// BenchmarkProject times 1,000 draws of each bundled plan with everything that `run` keeps, and of all together.
func BenchmarkProject(b *testing.B) {
	asked := study.Asked{Settings: study.Settings{Replications: 1000, Seed: 1, Uncertainty: "all"}}
	project := func(b *testing.B, names ...string) {
		var all []*scenarios.Scenario
		for _, name := range names {
			s, err := scenarios.Load(name, scenarios.Options{})
			if err != nil {
				b.Fatal(err)
			}
			all = append(all, s)
		}
		for b.Loop() {
			if _, err := study.Project(context.Background(), all, asked); err != nil {
				b.Fatal(err)
			}
		}
	}
	for _, name := range scenarios.Bundled() {
		b.Run(name, func(b *testing.B) { project(b, name) })
	}
	b.Run("all", func(b *testing.B) { project(b, scenarios.Bundled()...) })
}
