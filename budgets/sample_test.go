package budgets_test

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// sample is a random plan that reaches every rule.
type sample struct {
	*budgets.Plan
	random *rand.Rand
	names  int
}

func newSample(random *rand.Rand) *sample {
	s := &sample{Plan: &budgets.Plan{Currency: "EUR", Years: 1 + random.IntN(3), IndexedFrom: random.IntN(5) - 2}, random: random}
	s.people()
	for range 1 + random.IntN(6) {
		s.Lines = append(s.Lines, s.line(len(s.Lines)))
	}
	for range random.IntN(6) {
		s.Sources = append(s.Sources, s.source(len(s.Sources)))
	}
	for i := range 1 + random.IntN(3) {
		order := random.Perm(len(s.Sources))[:random.IntN(len(s.Sources)+1)]
		s.Options = append(s.Options, budgets.Option{Key: fmt.Sprint(i), Order: order})
	}
	for i := range s.Sources {
		s.match(i)
		if s.random.IntN(3) == 0 {
			s.Sources[i].RestOf = s.before(i)
		}
	}
	if err := s.Validate(); err != nil {
		panic(err)
	}
	return s
}

func (s *sample) people() {
	n := 1 + s.random.IntN(3)
	for range s.Years {
		s.Arithmetic = append(s.Arithmetic, budgets.Stages{Referrals: float64(s.random.IntN(300)), Engage: s.share(), JobStart: s.share(), Sustain: s.share()})
		s.Spread = append(s.Spread, [][]float64{{0.25, 0.25, 0.25, 0.25}, {0, 0.2, 0.4, 0.4}}[s.random.IntN(2)]...)
	}
	for i := range n {
		service := budgets.Service{Key: fmt.Sprint("s", i), Specialists: float64(s.random.IntN(60)) / 10, ShareOfPeople: 1 / float64(n)}
		for range s.Years * model.QuartersPerYear {
			opened := service.Specialists * float64(s.random.IntN(14))
			service.Planned = append(service.Planned, budgets.Volumes{
				Specialists: opened, Leaders: float64(s.random.IntN(14)), Open: float64(s.random.IntN(14)), Hires: float64(s.random.IntN(4)), Caseload: 20 * opened,
			})
		}
		s.Services = append(s.Services, service)
	}
}

// share is 0 to 1, and often a number at which rounding is hard.
func (s *sample) share() float64 {
	return []float64{0, 1, 1, 0.5, 0.5, 1.0 / 3, 0.15, 0.7, s.random.Float64()}[s.random.IntN(9)]
}

func (s *sample) quantity(low, high, x float64) quantity.Quantity {
	if s.random.IntN(3) > 0 {
		return exactly(x)
	}
	s.names++
	return perhaps(fmt.Sprint("quantity ", s.names), low, x, high)
}

func (s *sample) shareOf() quantity.Quantity { return s.quantity(0, 1, s.share()) }

func (s *sample) exchange() quantity.Quantity {
	if s.random.IntN(2) == 0 {
		return exactly(1)
	}
	return s.quantity(20, 30, 24.5)
}

func (s *sample) cents() float64 {
	return float64(s.random.Int64N([]int64{10, 1000, 100_000_000}[s.random.IntN(3)])) / 100
}

func (s *sample) line(i int) budgets.Line {
	drivers := []budgets.Driver{
		budgets.PerYear, budgets.PerYear, budgets.Once, budgets.PerSpecialist, budgets.PerSpecialistInPost, budgets.PerLeader, budgets.PerService,
		budgets.PerHire, budgets.PerEngagement, budgets.PerJobStart, budgets.PerSustainment, budgets.PerPersonQuarter, budgets.ShareOfCost, budgets.ShareOfCost,
	}
	l := budgets.Line{
		Key: fmt.Sprint("l", i), Category: []budgets.Category{budgets.Staff, budgets.NonStaff, budgets.Unsplit}[s.random.IntN(3)],
		Driver: drivers[s.random.IntN(len(drivers))], Service: s.random.IntN(len(s.Services)+1) - 1, Scale: []float64{1, 0.75, 4.0 / 3}[s.random.IntN(3)],
		Exchange: s.exchange(), Quarter: s.random.IntN(4 * s.Years),
	}
	l.Name = l.Key
	if s.random.IntN(3) == 0 {
		l.Indexation = s.quantity(-0.01, 0.05, 0.02)
	}
	switch l.Driver {
	case budgets.ShareOfCost:
		l.Share = s.shareOf()
		l.Service = budgets.AllServices
		for _, base := range s.random.Perm(i) { // no line rests on a later one
			if s.random.IntN(2) == 0 {
				l.Base = append(l.Base, base)
			}
		}
		return l
	case budgets.PerYear, budgets.PerSpecialist, budgets.PerLeader:
		l.SavedWhenVacant = s.shareOf()
	}
	l.Amount.Name = "amount " + l.Key
	uncertain := s.random.IntN(4) == 0
	for range s.Years {
		x := s.cents()
		var d quantity.Distribution = quantity.Certain(x)
		if uncertain {
			d = quantity.PERT{Low: x / 2, Best: x, High: 2 * x}
		}
		l.Amount.Years = append(l.Amount.Years, d)
	}
	return l
}

func (s *sample) source(i int) budgets.Source {
	source := budgets.Source{
		Key: fmt.Sprint("f", i), Share: s.shareOf(), Exchange: s.exchange(), Chance: s.shareOf(), InKind: s.random.IntN(5) == 0,
		Status: []budgets.Status{budgets.Secured, budgets.Agreed, budgets.InTalks, budgets.Hoped}[s.random.IntN(4)],
	}
	source.Name = source.Key
	lines := s.random.Perm(len(s.Lines))
	source.Lines = lines[:s.random.IntN(len(lines)+1)]
	if s.random.IntN(3) == 0 {
		for range s.Years {
			source.PerYear = append(source.PerYear, budgets.CentsOf(s.cents()))
		}
	}
	if s.random.IntN(3) == 0 {
		source.Maximum = most(budgets.CentsOf(s.cents()))
	}
	if s.random.IntN(4) == 0 {
		source.AtMost = of(s.shareOf())
	}
	if i > 0 && s.random.IntN(3) == 0 {
		source.Given = &budgets.Given{Source: s.random.IntN(i), IfComes: s.shareOf(), IfNot: s.shareOf()}
	}
	whens := []budgets.When{budgets.YearAhead, budgets.QuarterAhead, budgets.WithTheQuarter, budgets.InArrears, budgets.YearInArrears}
	for _, share := range [][]float64{{1}, {0.5, 0.5}, {0.333, 0.333, 0.334}}[s.random.IntN(3)] {
		source.Arrives = append(source.Arrives, budgets.Arrival{Share: share, When: whens[s.random.IntN(len(whens))], Lag: 1 + s.random.IntN(6)})
	}
	return source
}

// match lets a source match some of those that pay before it wherever both are.
func (s *sample) match(i int) {
	if s.random.IntN(3) > 0 {
		return
	}
	s.Sources[i].Matches = &budgets.Match{Rate: s.quantity(0, 3, []float64{0.5, 1, 1.5}[s.random.IntN(3)]), Others: s.before(i)}
}

// before are some of the sources that pay before one wherever both are.
func (s *sample) before(i int) (others []int) {
	for _, other := range s.random.Perm(len(s.Sources)) {
		later := slices.ContainsFunc(s.Options, func(o budgets.Option) bool {
			at, place := slices.Index(o.Order, other), slices.Index(o.Order, i)
			return at >= 0 && place >= 0 && at >= place
		})
		if other != i && !later && s.random.IntN(3) > 0 {
			others = append(others, other)
		}
	}
	return others
}

// happens is a random draw's tallies.
func (s *sample) happens() [][]model.Counts {
	all := make([][]model.Counts, len(s.Services))
	for i := range all {
		for range s.Years * model.QuartersPerYear {
			opened, leaders := int(s.Services[i].Specialists*10)*100*s.random.IntN(14), s.random.IntN(14)*1000
			all[i] = append(all[i], model.Counts{
				PlannedWeeks: opened, InPostWeeks: s.random.IntN(opened + 1), LeaderPlannedWeeks: leaders, LeaderInPostWeeks: s.random.IntN(leaders + 1),
				Hires: s.random.IntN(5), LeaderHires: s.random.IntN(2), Engagements: s.random.IntN(40), JobStarts: s.random.IntN(20), Sustained13: s.random.IntN(9),
				CaseloadWeeks: s.random.IntN(1000),
			})
		}
	}
	return all
}
