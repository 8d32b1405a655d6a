package budgets_test

import (
	"testing"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// ordinary is a plan of two lines, two years and two sources.
func ordinary() (*budgets.Plan, [][]model.Counts) {
	one := quantity.Exactly(1)
	line := budgets.Line{Driver: budgets.PerYear, Service: budgets.AllServices, Scale: 1, Exchange: one, SavedWhenVacant: quantity.Exactly(0.8), Amount: yearly(12345, 23456)}
	rent := line
	rent.Driver, rent.SavedWhenVacant = budgets.PerSpecialist, quantity.Quantity{}
	source := budgets.Source{Status: budgets.Hoped, Lines: []int{0, 1}, Share: quantity.Exactly(0.5), Exchange: one, Chance: quantity.Exactly(0.8), Arrives: []budgets.Arrival{{Share: 1, When: budgets.InArrears, Lag: 1}}}
	other := source
	other.PerYear = []budgets.Cents{400_000, 400_000}
	plan := &budgets.Plan{
		Currency: "EUR", Years: 2, Spread: []float64{0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25},
		Services: []budgets.Service{{Specialists: 3, ShareOfPeople: 1, Planned: make([]budgets.Volumes, 8)}},
		Lines:    []budgets.Line{line, rent}, Sources: []budgets.Source{source, other},
		Options: []budgets.Option{{Order: []int{0, 1}}},
	}
	quarters := make([]model.Counts, 8)
	for q := range quarters {
		quarters[q] = model.Counts{PlannedWeeks: 39000, InPostWeeks: 39000 - 1000*q}
	}
	return plan, [][]model.Counts{quarters}
}

func yearly(amounts ...float64) quantity.Series {
	var s quantity.Series
	for _, x := range amounts {
		s.Years = append(s.Years, quantity.Certain(x))
	}
	return s
}

func BenchmarkPriceAndFund(b *testing.B) {
	plan, services := ordinary()
	pricer := budgets.NewPricer(plan)
	b.ReportAllocs()
	draw := uint64(0)
	for b.Loop() {
		draw++
		pricer.Price(services, somewhere.At(draw), false)
		pricer.Fund(0, budgets.HopedFor)
	}
}

// BenchmarkUncertainTerms is for a plan whose sources' terms are uncertain, as most are.
func BenchmarkUncertainTerms(b *testing.B) {
	plan, services := ordinary()
	for i := range plan.Sources {
		plan.Sources[i].Share, plan.Sources[i].Chance = perhaps("share", 0.1, 0.5, 0.9), perhaps("chance", 0.1, 0.5, 0.9)
	}
	plan.Lines[0].SavedWhenVacant = perhaps("saved", 0.4, 0.8, 1)
	pricer := budgets.NewPricer(plan)
	b.ReportAllocs()
	draw := uint64(0)
	for b.Loop() {
		draw++
		pricer.Price(services, somewhere.At(draw), false)
		pricer.Fund(0, budgets.HopedFor)
	}
}

func BenchmarkCash(b *testing.B) {
	plan, services := ordinary()
	pricer := budgets.NewPricer(plan)
	b.ReportAllocs()
	draw := uint64(0)
	for b.Loop() {
		draw++
		pricer.Price(services, somewhere.At(draw), false)
		for f := range budgets.HopedFor + 1 {
			pricer.Cash(0, f)
		}
	}
}
