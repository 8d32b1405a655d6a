package study

import (
	"slices"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/scenarios"
)

// Course is a measure by quarter. Those whose name ends in _mean are means over the weeks of a quarter, those in _end stand at its end.
type Course struct {
	// Planned is by the plan's own arithmetic, the events of a year being spread over its quarters by the weeks in which its services are open; empty where
	// the plan says nothing of the measure.
	Planned   []float64 `json:"planned,omitempty"`
	Projected []Stat    `json:"projected"`
}

// Names of measures of the caseload and the staff.
const (
	caseloadMean = "caseload_mean"
	waitingEnd   = "waiting_end"
	capacityMean = "capacity_mean"
	inPostMean   = "in_post_mean"
)

// keptCourse is what is kept of a scenario by quarter.
type keptCourse struct {
	scenario *scenarios.Scenario
	grain    float64
	measures []measure
	quarters [][]number // of each measure
}

// newKeptCourse makes room for the outcomes, the caseload and the staff by quarter, in the grain that working time is counted in.
func newKeptCourse(d *drawing, s *scenarios.Scenario, grain float64) *keptCourse {
	k := &keptCourse{scenario: s, grain: grain}
	shown := []string{referrals, engagements, jobStarts, sustainments, caseloadMean, waitingEnd, capacityMean, inPostMean}
	for _, m := range slices.Concat(peopleMeasures(&s.Model, nil), staffMeasures(&s.Model)) {
		if !slices.Contains(shown, m.name) {
			continue
		}
		unit := m.unit(1, grain)
		if isMean(m.name) {
			unit /= model.QuartersPerYear
		}
		var quarters []number
		for range s.Model.Years * model.QuartersPerYear {
			quarters = append(quarters, d.keep(unit))
		}
		k.measures, k.quarters = append(k.measures, m), append(k.quarters, quarters)
	}
	return k
}

func (k *keptCourse) record(rows [][]float64, i int, quarters []model.Tally[float64]) {
	for m, measure := range k.measures {
		for q, n := range k.quarters[m] {
			rows[n.row][i] = measure.count(&quarters[q], k.grain)
		}
	}
}

func (k *keptCourse) summarise() Section[Course] {
	plan := plannedCourse(&k.scenario.Budget)
	section := make(Section[Course], len(k.measures))
	for m, measure := range k.measures {
		figures, _ := plan.Get(measure.name)
		section[m] = Measure[Course]{measure.name, Course{figures, estimates(k.quarters[m])}}
	}
	return section
}

// plannedCourse is what a plan says by quarter, all services together: events, and posts and their places as if all were filled when they open.
func plannedCourse(plan *budgets.Plan) Section[[]float64] {
	tallies, _ := plannedTallies(plan)
	quarters := plan.Years * model.QuartersPerYear
	all := make([]model.Tally[float64], quarters)
	for _, service := range tallies {
		for q := range service {
			all[q].Beside(&service[q])
		}
	}
	by := func(of func(q int) float64) []float64 {
		values := make([]float64, quarters)
		for q := range values {
			values[q] = of(q)
		}
		return values
	}
	return Section[[]float64]{
		{referrals, by(func(q int) float64 { return plan.Arithmetic[q/model.QuartersPerYear].Referrals * plan.Spread[q] })},
		{engagements, by(func(q int) float64 { return all[q].Engagements })},
		{jobStarts, by(func(q int) float64 { return all[q].JobStarts })},
		{sustainments, by(func(q int) float64 { return all[q].Sustained13 })},
		{capacityMean, by(func(q int) float64 { return all[q].CaseloadWeeks / model.WeeksPerQuarter })},
		{inPostMean, by(func(q int) float64 { return all[q].PlannedWeeks / float64(model.FullTime*model.WeeksPerQuarter) })},
	}
}

// courses adds the rows of measures by quarter.
func (t *tidy) courses(all Section[Course]) {
	const section = "by_quarter"
	for _, m := range all {
		for q, x := range m.Value.Planned {
			t.add(section, m.Name+".planned", quarterName(q), "value", x)
		}
		for q, s := range m.Value.Projected {
			t.stat(section, m.Name, quarterName(q), s)
		}
	}
}
