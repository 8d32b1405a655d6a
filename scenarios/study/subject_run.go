package study

import (
	"context"
	"fmt"

	"ipsplan/model"
	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// Projecting is the subject of run: people, staff and money.
type Projecting struct{}

func (Projecting) check([]*scenarios.Scenario) error { return nil }

func (Projecting) usual(s *scenarios.Scenario) []TableFigure {
	figures := []TableFigure{
		{Name: "people.engagements.total.mean"},
		{Name: "people.job_starts.total.mean"},
		{Name: "people.sustainments_13w.total.mean"},
	}
	if len(s.Budget.Lines) > 0 {
		figures = append(figures,
			TableFigure{Name: "money.total_cost.total.mean"},
			TableFigure{Name: "money.gap.total.mean"},
			TableFigure{Name: "per_outcome.cost_per_sustainments_13w.total.mean"},
		)
	}
	return figures
}

func (Projecting) single(*scenarios.Scenario) string { return "people.sustainments_13w.total.mean" }

// projected is a scenario's sample with the cost of an outcome.
type projected struct {
	*sample
	per perOutcome
}

func (Projecting) observe(d *drawing, s *scenarios.Scenario, asked Asked, figures []*Expression, only bool) observer {
	p := &projected{sample: newSample(d, s, grainOf([]*scenarios.Scenario{s}))}
	if !only && ratesVary(asked.Uncertainty) {
		p.keepDrivers(d)
	}
	if asked.Uncertainty == uncertaintyAll && (!only || mentions(figures, func(word string) bool { return word == "doubts" })) {
		p.keepDoubts(d)
	}
	p.per = newPerOutcome(d, p.sample)
	return p
}

func (p *projected) recorder(asked Asked) (func(*block), error) {
	return newRecorder(p.sample, asked.Seed, asked.Uncertainty)
}

func (p *projected) result(asked Asked) *Result {
	r := p.estimates(asked.Uncertainty)
	r.Doubts = p.splitVariances()
	r.PerOutcome = p.per.ratios()
	return r
}

func (p *projected) complete(ctx context.Context, asked Asked, r *Result) error {
	norms, err := scenarios.LoadNorms()
	if err != nil {
		return err
	}
	return p.sample.complete(ctx, asked, norms, r)
}

func (p *projected) numbers() []named {
	var all []named
	for _, part := range []struct {
		section string
		of      []kept
	}{{"people", p.people}, {"staff", p.staff}, {"money", p.money}} {
		for _, k := range part.of {
			all = append(all, nameYears(part.section, k)...)
		}
	}
	for i, at := range payOrder(&p.scenario.Budget, inUse) {
		if i < len(p.paid) {
			all = append(all, nameYears("funding", kept{p.scenario.Budget.Sources[at].Name, p.paid[i].period})...)
		}
	}
	for _, k := range p.beyond {
		all = append(all, named{section: "beyond_horizon", measure: k.name, period: inAll, number: k.period[0]})
	}
	for y, c := range p.cohorts {
		all = append(all, named{section: "cohort", measure: "engaged", period: yearName(y), number: c.engaged})
		for i, weeks := range model.CohortWeeks {
			all = append(all,
				named{section: "cohort", measure: fmt.Sprint("job_within_weeks_", weeks), period: yearName(y), number: c.job[i].share, partial: true},
				named{section: "cohort", measure: fmt.Sprint("sustained_within_weeks_", weeks), period: yearName(y), number: c.sustained[i].share, partial: true})
		}
	}
	return all
}

func (p *projected) compare(d *drawing, first observer) func() Differences {
	pair := newPairing(d, first.(*projected).sample, p.sample)
	return pair.differences
}

// perOutcome keeps a scenario's cost and outcomes over the horizon, for the cost of one. It is empty where there is no cost.
type perOutcome []struct {
	name string
	of   *quantity.Pair // cents and people
}

func newPerOutcome(d *drawing, k *sample) perOutcome {
	var per perOutcome
	if len(k.money) == 0 {
		return nil
	}
	years := k.scenario.Model.Years
	cost := find(k.money, totalCost).period[years].row
	for _, measure := range []string{engagements, jobStarts, sustainments} {
		per = append(per, struct {
			name string
			of   *quantity.Pair
		}{measure, d.pair(cost, find(k.people, measure).period[years].row)})
	}
	return per
}

// ratios are the costs of one outcome each; none of an outcome that never comes.
func (per perOutcome) ratios() Section[Ratio] {
	var section Section[Ratio]
	for _, p := range per {
		ratio, mcse := p.of.Ratio()
		section = append(section, Measure[Ratio]{"cost_per_" + p.name, Ratio{ratio / centsInOne, mcse / centsInOne}})
	}
	return section
}
