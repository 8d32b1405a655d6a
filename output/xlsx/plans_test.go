package xlsx_test

import (
	"fmt"
	"math/rand/v2"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// randomPlan is a plan with every driver, rule of funding and arrival of money now and then.
func randomPlan(seed uint64) *budgets.Plan {
	r := plans{rand.New(rand.NewPCG(seed, 4)), &budgets.Plan{Currency: "EUR"}}
	r.Years, r.IndexedFrom = 1+r.IntN(3), r.IntN(4)-1
	r.people()
	for i := range 1 + r.IntN(5) {
		r.Lines = append(r.Lines, r.line(i))
	}
	for i := range r.IntN(5) {
		r.Sources = append(r.Sources, r.source(i))
	}
	r.Options = []budgets.Option{{Key: "all", Order: r.Perm(len(r.Sources))}}
	for at, i := range r.Options[0].Order { // a source can match those that pay before it
		if at > 0 && r.IntN(2) == 0 {
			r.Sources[i].Matches = &budgets.Match{Rate: quantity.Exactly(1.5), Others: r.Options[0].Order[:at]}
		}
	}
	if err := r.Validate(); err != nil {
		panic(err)
	}
	return r.Plan
}

type plans struct {
	*rand.Rand
	*budgets.Plan
}

func (r *plans) people() {
	for range r.Years {
		r.Arithmetic = append(r.Arithmetic, budgets.Stages{Referrals: float64(r.IntN(300)), Engage: r.share(), JobStart: r.share(), Sustain: r.share()})
		r.Spread = append(r.Spread, 0.1, 0.2, 0.3, 0.4)
	}
	n := 1 + r.IntN(3)
	for i := range n {
		s := budgets.Service{Key: fmt.Sprint("s", i), Name: fmt.Sprint("Service ", i), Specialists: float64(r.IntN(60)) / 10, ShareOfPeople: 1 / float64(n)}
		for range r.Years * model.QuartersPerYear {
			weeks := float64(r.IntN(14))
			s.Planned = append(s.Planned, budgets.Volumes{Specialists: s.Specialists * weeks, Leaders: float64(r.IntN(14)), Open: weeks, Hires: float64(r.IntN(4)), Caseload: 20 * weeks})
		}
		r.Services = append(r.Services, s)
	}
}

func (r *plans) share() float64 {
	return []float64{0, 1, 0.5, 0.5, 1.0 / 3, 0.15, 0.7, r.Float64()}[r.IntN(8)]
}

func (r *plans) exchange() quantity.Quantity {
	return quantity.Exactly([]float64{1, 1, 24.5, 7.46}[r.IntN(4)])
}

func (r *plans) amount() float64 {
	return float64(r.Int64N([]int64{10, 1000, 100_000_000}[r.IntN(3)])) / 100
}

func (r *plans) line(i int) budgets.Line {
	drivers := []budgets.Driver{
		budgets.PerYear, budgets.Once, budgets.PerSpecialist, budgets.PerSpecialistInPost, budgets.PerLeader, budgets.PerService, budgets.PerHire,
		budgets.PerEngagement, budgets.PerJobStart, budgets.PerSustainment, budgets.PerPersonQuarter, budgets.ShareOfCost,
	}
	l := budgets.Line{
		Key: fmt.Sprint("l", i), Name: fmt.Sprint("Line ", i), Category: []budgets.Category{budgets.Staff, budgets.NonStaff, budgets.Unsplit}[r.IntN(3)],
		Driver: drivers[r.IntN(len(drivers))], Service: r.IntN(len(r.Services)+1) - 1, Scale: []float64{1, 0.75}[r.IntN(2)], Exchange: r.exchange(),
		Indexation: quantity.Exactly([]float64{0, 0.025}[r.IntN(2)]), Quarter: r.IntN(4 * r.Years),
	}
	switch l.Driver {
	case budgets.ShareOfCost:
		l.Share, l.Service = quantity.Exactly(r.share()), budgets.AllServices
		for base := range i {
			l.Base = append(l.Base, base)
		}
		return l
	case budgets.PerYear, budgets.PerSpecialist, budgets.PerLeader:
		l.SavedWhenVacant = quantity.Exactly(r.share())
	}
	for range r.Years {
		l.Amount.Years = append(l.Amount.Years, quantity.Certain(r.amount()))
	}
	return l
}

func (r *plans) source(i int) budgets.Source {
	s := budgets.Source{
		Key: fmt.Sprint("f", i), Name: fmt.Sprint("Source ", i), Share: quantity.Exactly(r.share()), Exchange: r.exchange(), Chance: quantity.Exactly([]float64{0, 0.5, 0.9}[r.IntN(3)]),
		Status: budgets.Agreed, InKind: r.IntN(5) == 0, Lines: r.Perm(len(r.Lines)),
	}
	if r.IntN(3) == 0 {
		for range r.Years {
			s.PerYear = append(s.PerYear, budgets.CentsOf(r.amount()))
		}
	}
	if r.IntN(3) == 0 {
		s.Maximum = new(budgets.CentsOf(r.amount()))
	}
	if r.IntN(3) == 0 {
		s.AtMost = new(quantity.Exactly(r.share()))
	}
	whens := []budgets.When{budgets.YearAhead, budgets.QuarterAhead, budgets.WithTheQuarter, budgets.InArrears, budgets.YearInArrears}
	for _, share := range [][]float64{{1}, {0.5, 0.5}, {0.333, 0.333, 0.334}}[r.IntN(3)] {
		s.Arrives = append(s.Arrives, budgets.Arrival{Share: share, When: whens[r.IntN(len(whens))], Lag: 1 + r.IntN(6)})
	}
	return s
}
