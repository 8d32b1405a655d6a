package study_test

import (
	"slices"
	"testing"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// seen is a draw as a contract's settler sees it.
type seen struct {
	at       quantity.Address
	episodes []model.Episode
	ledger   budgets.Ledger // its costs
}

// seenDraws are the first draws of a scenario.
func seenDraws(b *testing.B, s *scenarios.Scenario, draws int) []seen {
	b.Helper()
	simulator, err := model.NewSimulator(&s.Model, 1, model.LuckAndIgnorance)
	if err != nil {
		b.Fatal(err)
	}
	pricer := budgets.NewPricer(&s.Budget)
	all := make([]seen, draws)
	for draw := range all {
		d := &all[draw]
		simulator.Observe = func(e *model.Episode) {
			kept := *e
			kept.Jobs = slices.Clone(e.Jobs)
			d.episodes = append(d.episodes, kept)
		}
		trajectory := simulator.Draw(draw)
		d.at = simulator.DrawAddress(draw)
		for _, quarters := range pricer.Price(trajectory.Quarters, d.at, false).Cost {
			d.ledger.Cost = append(d.ledger.Cost, slices.Clone(quarters))
		}
	}
	return all
}

// BenchmarkSettle times taking in the people of a draw of France and settling its contract: that of the scenario, where the order of outcomes does not matter, and others.
func BenchmarkSettle(b *testing.B) {
	for _, name := range []string{"france", "france+four-metrics", "france+maximum-per-person", "france+threshold-premium"} {
		b.Run(name, func(b *testing.B) {
			s, err := scenarios.Load(name, scenarios.Options{})
			if err != nil {
				b.Fatal(err)
			}
			draws := seenDraws(b, s, 10)
			settler := contract.NewSettler(s.Contract, &s.Budget, draws[0].ledger.Cost)
			var outcomes contract.Outcomes
			for i := 0; b.Loop(); i++ {
				d := &draws[i%len(draws)]
				outcomes.Clear()
				for k := range d.episodes {
					outcomes.Add(&d.episodes[k])
				}
				settler.Settle(&outcomes, &d.ledger, d.at, false)
			}
		})
	}
}
