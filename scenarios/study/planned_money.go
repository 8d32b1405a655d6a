package study

import (
	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// plannedCosts are a plan's costs by its own arithmetic, by quarter, and the events that it plans over the horizon: engagements, job starts, sustainments.
type plannedCosts struct {
	total    []budgets.Cents
	lines    [][]budgets.Cents
	services [][]budgets.Cents // the last is common to all
	events   [3]float64
}

func planCosts(plan *budgets.Plan) plannedCosts {
	tallies, events := plannedTallies(plan)
	pricer := budgets.NewPricer(plan)
	ledger := pricer.PriceExpected(tallies, quantity.Address(0), true)
	quarters := plan.Years * model.QuartersPerYear
	p := plannedCosts{total: make([]budgets.Cents, quarters), events: events}
	for range len(plan.Services) + 1 {
		p.services = append(p.services, make([]budgets.Cents, quarters))
	}
	for i, row := range ledger.Cost {
		p.lines = append(p.lines, append([]budgets.Cents{}, row...))
		for q, x := range row {
			p.total[q] += x
		}
		for s, row := range pricer.ByService(i) {
			for q, x := range row {
				p.services[s][q] += x
			}
		}
	}
	return p
}

// plannedTallies are a plan's posts, hires, places and events as if they were what happened in a draw, so that they can be priced by service.
func plannedTallies(plan *budgets.Plan) (tallies [][]model.Tally[float64], events [3]float64) {
	thousandths := float64(model.FullTime)
	for i := range plan.Services {
		s := &plan.Services[i]
		rows := make([]model.Tally[float64], plan.Years*model.QuartersPerYear)
		for q := range rows {
			v, stages := &s.Planned[q], &plan.Arithmetic[q/model.QuartersPerYear]
			engaged := float64(stages.Referrals * stages.Engage * plan.Spread[q] * s.ShareOfPeople)
			started := float64(engaged * stages.JobStart)
			sustained := float64(started * stages.Sustain)
			rows[q] = model.Tally[float64]{
				PlannedWeeks: v.Specialists * thousandths, InPostWeeks: v.Specialists * thousandths,
				LeaderPlannedWeeks: v.Leaders * thousandths, LeaderInPostWeeks: v.Leaders * thousandths,
				Hires: v.Hires, Engagements: engaged, JobStarts: started, Sustained13: sustained, CaseloadWeeks: v.Caseload,
			}
		}
		tallies = append(tallies, rows)
	}
	for _, stages := range plan.Arithmetic {
		engaged := float64(stages.Referrals * stages.Engage)
		events[0] += engaged
		events[1] += float64(engaged * stages.JobStart)
		events[2] += float64(engaged * stages.JobStart * stages.Sustain)
	}
	return tallies, events
}

func (p *plannedCosts) category(plan *budgets.Plan, c budgets.Category) []budgets.Cents {
	sum := make([]budgets.Cents, len(p.total))
	for i, row := range p.lines {
		if plan.Lines[i].Category == c {
			for q, x := range row {
				sum[q] += x
			}
		}
	}
	return sum
}

// plannedFunding gives the planned amounts of the sources of an option by the names of their rows in the budget's sheet.
func plannedFunding(s *scenarios.Scenario, option int) func(row string) PlannedFlow {
	values, err := s.BudgetSheet(option).Evaluate()
	return func(row string) PlannedFlow {
		if err != nil {
			panic("study: the plan is not valid: " + err.Error())
		}
		var cents []budgets.Cents
		for _, x := range values.Of(row + ".quarter") {
			cents = append(cents, budgets.Round(x))
		}
		return plannedFlow(cents)
	}
}

// plannedFlow gives amounts by quarter in whole currency, with their sums.
func plannedFlow(quarters []budgets.Cents) PlannedFlow {
	f := PlannedFlow{ByQuarter: []float64{}, ByYear: []float64{}, Total: budgets.Sum(quarters).Amount()}
	for q, x := range quarters {
		f.ByQuarter = append(f.ByQuarter, x.Amount())
		if q%model.QuartersPerYear == 0 {
			f.ByYear = append(f.ByYear, budgets.Sum(quarters[q:][:model.QuartersPerYear]).Amount())
		}
	}
	return f
}
