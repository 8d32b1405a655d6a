package study

import (
	"context"
	"slices"

	"ipsplan/model"
	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// Step is one cause in the bridge from the plan to the projection, and what it adds to a measure (usually something below zero).
type Step struct {
	Step string `json:"step"`
	// ByYear and Total are mean differences; for the first step, "plan", and the last, "projection", the figures themselves.
	ByYear []Stat `json:"by_year"`
	Total  Stat   `json:"total"`
}

// Names of the bridge's steps.
const (
	stepPlan       = "plan"
	stepOpenings   = "openings and recruitment"
	stepCaseload   = "caseload limit and ramp-up"
	stepTurnover   = "turnover and vacancies"
	stepGiveUp     = "giving up"
	stepRepeat     = "repeat search"
	stepLag        = "lag"
	stepRates      = "uncertain rates"
	stepError      = "simulation error"
	stepProjection = "projection"
)

// causes are what a plan's arithmetic leaves out, in the order in which the bridge adds them. They are names of steps.
func causes() []string {
	return []string{stepOpenings, stepCaseload, stepTurnover, stepGiveUp, stepRepeat, stepLag, stepRates}
}

// Explain goes from the plan's arithmetic to the projection, one cause more at each step, on the same simulated people. The steps add up to the
// projection exactly. With reverse the causes come in the opposite order, which gives other steps: each is measured with those before it at work.
func Explain(ctx context.Context, all []*scenarios.Scenario, asked Asked, reverse bool) (*Results, error) {
	asked.Uncertainty = uncertaintyAll
	results := &Results{Settings: &asked.Settings}
	for i, s := range all {
		r := newResult(s)
		r.Published, r.Planned = published(s), planned(s)
		var err error
		progress := func(drawn int) {
			if asked.Progress != nil {
				asked.Progress(i*asked.Replications+drawn, len(all)*asked.Replications)
			}
		}
		if r.Explain, err = explain(ctx, s, asked, reverse, progress); err != nil {
			return nil, err
		}
		results.Scenarios = append(results.Scenarios, r)
	}
	return results, nil
}

func explain(ctx context.Context, s *scenarios.Scenario, asked Asked, reverse bool, progress func(drawn int)) (Section[[]Step], error) {
	var d drawing
	k := newKeptSteps(&d, s, reverse)
	d.newWorker = func() (func(*block), error) { return newVariantRecorders(k.variants, asked.Seed) }
	if err := d.draw(ctx, asked.Workers, asked.Replications, progress); err != nil {
		return nil, err
	}
	return k.summarise(planned(s)), nil
}

// keptSteps is what is kept of a scenario's bridge from the plan to the projection.
type keptSteps struct {
	order    []string   // of the causes
	variants []*variant // variants[i] is the plan with the first i causes at work
	steps    [][]kept   // steps[i] are the differences that the next one makes
}

func newKeptSteps(d *drawing, s *scenarios.Scenario, reverse bool) *keptSteps {
	k := &keptSteps{order: causes()}
	if reverse {
		slices.Reverse(k.order)
	}
	for i := range len(k.order) + 1 {
		k.variants = append(k.variants, newVariant(d, s, k.order[:i]))
		if i > 0 {
			k.steps = append(k.steps, differences(d, k.variants[i-1].measures, k.variants[i].measures, s.Model.Years))
		}
	}
	return k
}

func (k *keptSteps) summarise(plan Section[Figures]) Section[[]Step] {
	var section Section[[]Step]
	for m, measure := range bridgeMeasures() {
		figures, _ := plan.Get(measure)
		bridge := []Step{exactStep(stepPlan, figures)}
		for i, cause := range k.order {
			bridge = append(bridge, stepOf(cause, k.steps[i][m]))
		}
		bridge = append(bridge, errorStep(figures, k.variants[0].measures[m]), stepOf(stepProjection, k.variants[len(k.order)].measures[m]))
		section = append(section, Measure[[]Step]{measure, bridge})
	}
	return section
}

func bridgeMeasures() []string { return []string{engagements, jobStarts, sustainments} }

func exactStep(name string, f Figures) Step {
	step := Step{Step: name}
	for _, x := range f.ByYear {
		step.ByYear = append(step.ByYear, Stat{Estimate: quantity.Estimate{Mean: x}})
	}
	step.Total.Mean = f.Total
	return step
}

// stepOf is a step of what was kept: a mean or, draw by draw, a mean difference.
func stepOf(name string, k kept) Step {
	step := Step{Step: name, Total: k.period[k.years()].estimate()}
	for _, n := range k.period[:k.years()] {
		step.ByYear = append(step.ByYear, n.estimate())
	}
	return step
}

// errorStep is what chance makes of the plan's own arithmetic in so many draws: the simulated mean without any cause at work, less the plan.
func errorStep(f Figures, none kept) Step {
	step := stepOf(stepError, none)
	for y := range step.ByYear {
		step.ByYear[y] = shift(step.ByYear[y], -f.ByYear[y])
	}
	step.Total = shift(step.Total, -f.Total)
	return step
}

func shift(s Stat, by float64) Stat {
	s.Mean += by
	s.P10 += by
	s.P50 += by
	s.P90 += by
	return s
}

// variant is a plan in which only some causes are at work, and the bridge's measures of it.
type variant struct {
	plan     model.Plan
	doubt    model.Doubt
	lag      bool
	measures []kept
}

func newVariant(d *drawing, s *scenarios.Scenario, at []string) *variant {
	isAt := func(cause string) bool { return slices.Contains(at, cause) }
	v := &variant{plan: planWith(&s.Model, isAt), doubt: model.LuckOnly, lag: isAt(stepLag)}
	if isAt(stepRates) {
		v.doubt = model.LuckAndIgnorance
	}
	for _, name := range bridgeMeasures() {
		measure := kept{name: name}
		for range s.Model.Years + 1 {
			measure.period = append(measure.period, d.keep(1))
		}
		v.measures = append(v.measures, measure)
	}
	return v
}

// newVariantRecorders gives what fills blocks with the draws of all variants.
func newVariantRecorders(variants []*variant, seed uint64) (func(*block), error) {
	simulators := make([]*model.Simulator, len(variants))
	for i, v := range variants {
		var err error
		if simulators[i], err = model.NewSimulator(&v.plan, seed, v.doubt); err != nil {
			return nil, err
		}
	}
	return func(b *block) {
		for i, v := range variants {
			for place := range b.draws {
				v.record(b.rows, place, simulators[i].Draw(b.first+place))
			}
		}
	}, nil
}

func (v *variant) record(rows [][]float64, place int, t *model.Trajectory) {
	credited := t.Credited
	if v.lag {
		credited = byCalendarYear(t)
	}
	var total model.Credit
	enter := func(period int, c model.Credit) {
		for i, x := range []int{c.Engagements, c.JobStarts, c.Sustained13} {
			rows[v.measures[i].period[period].row][place] = float64(x)
		}
	}
	for year, c := range credited {
		enter(year, c)
		total.Engagements += c.Engagements
		total.JobStarts += c.JobStarts
		total.Sustained13 += c.Sustained13
	}
	enter(len(credited), total)
}

// byCalendarYear counts the same outcomes in the year in which they happen, and none after the horizon.
func byCalendarYear(t *model.Trajectory) []model.Credit {
	years := make([]model.Credit, len(t.Credited))
	for _, service := range t.Quarters {
		for q := range service {
			c := &years[q/model.QuartersPerYear]
			c.Engagements += service[q].Engagements
			c.JobStarts += service[q].JobStarts
			c.Sustained13 += service[q].Sustained13
		}
	}
	return years
}

// noLimit is a caseload that is never reached.
const noLimit = 1_000_000

// planWith is a plan in which only some causes are at work. Without any, everyone who is willing engages at once, and what becomes
// of them follows the plan's rates.
func planWith(p *model.Plan, isAt func(cause string) bool) model.Plan {
	variant := *p
	variant.Services = slices.Clone(p.Services)
	for i := range variant.Services {
		service := &variant.Services[i]
		switch {
		case !isAt(stepOpenings) && !isAt(stepCaseload):
			service.Posts = []model.Post{{FTE: model.FullTime}}
		case !isAt(stepOpenings):
			service.Posts = slices.Clone(service.Posts)
			for j := range service.Posts {
				service.Posts[j].Opens = 0
			}
		}
		if !isAt(stepCaseload) {
			service.InitialCaseload = 0
		}
	}
	if !isAt(stepOpenings) {
		variant.Staffing.Recruitment = quantity.ExactWeeks(0)
	}
	if !isAt(stepCaseload) {
		variant.Caseload = model.Caseload{Limit: []int{noLimit}, Ramp: model.LinearRamp(0)}
	}
	if !isAt(stepTurnover) {
		variant.Staffing.Turnover, variant.Staffing.DropOut = quantity.Exactly(0), quantity.Exactly(0)
	}
	if !isAt(stepGiveUp) {
		variant.Demand.GiveUp = quantity.Exactly(0)
	}
	if !isAt(stepRepeat) {
		variant.Pathway.Return = quantity.Exactly(0)
	}
	return variant
}
