package study

import (
	"context"
	"slices"

	"ipsplan/model"
	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// Comparison is what differs between a scenario and the first one it was compared with, draw by draw.
type Comparison struct {
	With string `json:"with"`
	// Paired says whether the two share their random stream, and so their people and their luck.
	Paired bool `json:"paired"`
	// Years is the time compared: what both scenarios have.
	Years       int            `json:"years"`
	Differences Differences    `json:"differences"`
	Inputs      []ChangedInput `json:"inputs"`
}

// Differences are this scenario's measures less the first one's.
type Differences struct {
	People Section[Gains] `json:"people,omitempty"`
	Staff  Section[Gains] `json:"staff,omitempty"`
	Money  Section[Gains] `json:"money,omitempty"`
}

// Gains are a measure's differences by year and over the time compared.
type Gains struct {
	ByYear []Gain `json:"by_year"`
	Total  Gain   `json:"total"`
}

// Gain is a difference between two scenarios over all draws.
type Gain struct {
	quantity.Estimate
	// Higher and Lower are the shares of draws in which this scenario has more, and less, than the first; what is left are the draws without a difference.
	Higher float64 `json:"higher"`
	Lower  float64 `json:"lower"`
}

// ChangedInput is an input that differs; a value is empty where a scenario does not have the input.
type ChangedInput struct {
	Path string `json:"path"`
	From Phrase `json:"from"`
	To   Phrase `json:"to"`
}

// Compare projects scenarios and holds each but the first against the first, on the same draws.
func Compare(ctx context.Context, all []*scenarios.Scenario, asked Asked) (*Results, error) {
	all = namedAlike(all)
	p := newProjection(all, asked)
	pairs := make([]*pairing, len(all))
	for i := 1; i < len(all); i++ {
		pairs[i] = newPairing(&p.drawing, p.samples[0], p.samples[i])
	}
	if err := p.draw(ctx); err != nil {
		return nil, err
	}
	results, err := p.results(ctx)
	if err != nil {
		return nil, err
	}
	for i := 1; i < len(all); i++ {
		results.Scenarios[i].Compare = pairs[i].compare(all[0], all[i])
	}
	return results, nil
}

// namedAlike gives the scenarios so that people at a service are either counted in all of a plan's variants or named in all, which their
// volumes might decide differently: then they are named everywhere.
func namedAlike(all []*scenarios.Scenario) []*scenarios.Scenario {
	type place struct{ stream, service string }
	counts := map[place]bool{}
	differ := false
	for _, s := range all {
		for i := range s.Model.Services {
			service := &s.Model.Services[i]
			at := place{s.Model.Stream, service.Key}
			counted, seen := counts[at]
			counts[at] = s.Model.Counts(service)
			differ = differ || seen && counted != counts[at]
		}
	}
	if !differ {
		return all
	}
	named := make([]*scenarios.Scenario, len(all))
	for i, s := range all {
		variant := *s
		variant.Model.People = model.Named
		named[i] = &variant
	}
	return named
}

// pairing keeps the differences of one scenario to the first, draw by draw.
type pairing struct {
	years                int
	people, staff, money []kept
}

func newPairing(d *drawing, first, second *sample) *pairing {
	a, b := first.scenario, second.scenario
	p := &pairing{years: min(a.Model.Years, b.Model.Years)}
	p.people = differences(d, first.people, second.people, p.years)
	p.staff = differences(d, first.staff, second.staff, p.years)
	if a.File.Currency == b.File.Currency {
		p.money = differences(d, first.money, second.money, p.years)
	}
	return p
}

// differences pairs the measures that both have, over their first years.
func differences(d *drawing, first, second []kept, years int) []kept {
	var all []kept
	for _, b := range second {
		at := slices.IndexFunc(first, func(k kept) bool { return k.name == b.name })
		if at < 0 {
			continue
		}
		a := first[at]
		difference := kept{name: b.name}
		for period := range years + 1 {
			unit := b.unitOver(period, years)
			difference.period = append(difference.period, subtract(d, unit, a.over(period, years), unit/a.unitOver(period, years), b.over(period, years)))
		}
		all = append(all, difference)
	}
	return all
}

// subtract keeps what the sum of some rows has above that of others, of which one is so many of the former.
func subtract(d *drawing, unit float64, from []int, each float64, of []int) number {
	return d.derive(unit, func(rows [][]float64, into []float64) {
		addRows(rows, of, into)
		for _, row := range from {
			for i, x := range rows[row] {
				into[i] -= float64(x * each)
			}
		}
	})
}

func (p *pairing) compare(a, b *scenarios.Scenario) *Comparison {
	return compared(a, b, p.differences())
}

// compared holds a scenario against another one.
func compared(a, b *scenarios.Scenario, differences Differences) *Comparison {
	return &Comparison{
		With: a.Name, Paired: a.Model.Stream == b.Model.Stream, Years: min(a.Model.Years, b.Model.Years), Inputs: changedInputs(a, b), Differences: differences,
	}
}

func (p *pairing) differences() Differences {
	return Differences{People: allGains(p.people), Staff: allGains(p.staff), Money: allGains(p.money)}
}

func allGains(all []kept) Section[Gains] {
	section := make(Section[Gains], len(all))
	OnAllCores(len(all), func(i int) {
		k := all[i]
		gains := Gains{Total: gain(k.period[k.years()])}
		for _, n := range k.period[:k.years()] {
			gains.ByYear = append(gains.ByYear, gain(n))
		}
		section[i] = Measure[Gains]{k.name, gains}
	})
	return section
}

func gain(n number) Gain {
	below, at, above := n.kept.Against(0)
	draws := float64(below + at + above)
	return Gain{Estimate: n.estimate().Estimate, Higher: float64(above) / draws, Lower: float64(below) / draws}
}

// changedInputs lists what differs between two scenarios' inputs, in the order of the schema.
func changedInputs(a, b *scenarios.Scenario) []ChangedInput {
	changed := []ChangedInput{}
	for _, i := range b.Listed() {
		if from := a.Value(i.Path); from.String() != i.Value.String() {
			changed = append(changed, ChangedInput{i.Path, from, i.Value})
		}
	}
	for _, i := range a.Listed() {
		if b.Value(i.Path).IsZero() {
			changed = append(changed, ChangedInput{i.Path, i.Value, Phrase{}})
		}
	}
	return changed
}
