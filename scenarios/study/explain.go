package study

import (
	"context"
	"slices"
	"sync/atomic"

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
	runs := len(causes()) + 1
	var done atomic.Int64
	report := func(draws int) {
		if n := done.Add(int64(draws)); asked.Progress != nil {
			asked.Progress(int(n) / runs)
		}
	}
	results := &Results{Settings: &asked.Settings}
	for _, s := range all {
		r := newResult(s)
		r.Published, r.Planned = published(s), planned(s)
		var err error
		if r.Explain, err = explain(ctx, s, asked, reverse, report); err != nil {
			return nil, err
		}
		results.Scenarios = append(results.Scenarios, r)
	}
	return results, nil
}

func explain(ctx context.Context, s *scenarios.Scenario, asked Asked, reverse bool, report func(draws int)) (Section[[]Step], error) {
	order := causes()
	if reverse {
		slices.Reverse(order)
	}
	// variants[i] is the plan with the first i causes at work.
	variants := make([][]kept, len(order)+1)
	for i := range variants {
		var err error
		if variants[i], err = withCauses(ctx, s, asked, order[:i], report); err != nil {
			return nil, err
		}
	}
	plan := planned(s)
	var section Section[[]Step]
	for m, measure := range bridgeMeasures() {
		figures, _ := plan.Get(measure)
		last := variants[len(order)][m]
		steps := []Step{exactStep(stepPlan, figures)}
		for i, cause := range order {
			steps = append(steps, differenceStep(cause, variants[i][m], variants[i+1][m]))
		}
		steps = append(steps, errorStep(figures, variants[0][m]), finalStep(last))
		section = append(section, Measure[[]Step]{measure, steps})
	}
	return section, nil
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

func finalStep(k kept) Step {
	step := Step{Step: stepProjection}
	years := len(k.period) - 1
	for y := range years {
		step.ByYear = append(step.ByYear, estimate(k.period[y]))
	}
	step.Total = estimate(k.period[years])
	return step
}

// differenceStep is the mean difference, draw by draw, that one cause more makes.
func differenceStep(name string, before, after kept) Step {
	step := Step{Step: name}
	years := len(before.period) - 1
	for y := range years {
		step.ByYear = append(step.ByYear, Stat{Estimate: gain(before.period[y], after.period[y]).Estimate})
	}
	step.Total = Stat{Estimate: gain(before.period[years], after.period[years]).Estimate}
	return step
}

// errorStep is what chance makes of the plan's own arithmetic in so many draws: the simulated mean without any cause at work, less the plan.
func errorStep(f Figures, none kept) Step {
	step := finalStep(none)
	step.Step = stepError
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

// withCauses simulates a plan in which only the given causes are at work, and keeps the bridge's measures.
func withCauses(ctx context.Context, s *scenarios.Scenario, asked Asked, at []string, report func(draws int)) ([]kept, error) {
	isAt := func(cause string) bool { return slices.Contains(at, cause) }
	variant := *s
	variant.Model = planWith(&s.Model, isAt)
	doubt := model.LuckOnly
	if isAt(stepRates) {
		doubt = model.LuckAndIgnorance
	}
	periods := s.Model.Years + 1
	var all []kept
	for _, name := range bridgeMeasures() {
		all = append(all, keep(name, periods, asked.Replications))
	}
	err := inParallel(ctx, asked, func() (func(draw int), error) {
		simulator, err := model.NewSimulator(&variant.Model, asked.Seed, doubt)
		if err != nil {
			return nil, err
		}
		return func(draw int) {
			t := simulator.Draw(draw)
			credited := t.Credited
			if isAt(stepLag) {
				credited = byCalendarYear(t)
			}
			for year, c := range credited {
				for i, x := range []int{c.Engagements, c.JobStarts, c.Sustained13} {
					all[i].period[year][draw] = float64(x)
					all[i].period[periods-1][draw] += float64(x)
				}
			}
		}, nil
	}, report)
	return all, err
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
