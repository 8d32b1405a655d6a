package study

import (
	"slices"

	"ipsplan/budgets"
	"ipsplan/model"
)

// measure reads one number from what happened in a time of so many weeks.
type measure struct {
	name string
	of   func(c *model.Tally[float64], weeks float64) float64
}

// peopleMeasures are those of a plan; hours are filled in, before each draw is read, with the draw's mean hours of jobs.
func peopleMeasures(plan *model.Plan, hours *model.MeanHours) []measure {
	count := func(n func(c *model.Tally[float64]) float64) func(*model.Tally[float64], float64) float64 {
		return func(c *model.Tally[float64], _ float64) float64 { return n(c) }
	}
	measures := []measure{
		{referrals, count(func(c *model.Tally[float64]) float64 { return c.Referrals })},
		{"declined", count(func(c *model.Tally[float64]) float64 { return c.Declined })},
		{"gave_up", count(func(c *model.Tally[float64]) float64 { return c.GaveUp })},
		{engagements, count(func(c *model.Tally[float64]) float64 { return c.Engagements })},
		{jobStarts, count(func(c *model.Tally[float64]) float64 { return c.JobStarts })},
		{"repeat_job_starts", count(func(c *model.Tally[float64]) float64 { return c.RepeatStarts })},
		{sustainments, count(func(c *model.Tally[float64]) float64 { return c.Sustained13 })},
		{"sustainments_26w", count(func(c *model.Tally[float64]) float64 { return c.Sustained26 })},
		{"sustainments_52w", count(func(c *model.Tally[float64]) float64 { return c.Sustained52 })},
		{"left_unemployed", count(func(c *model.Tally[float64]) float64 { return c.LeftUnemployed })},
		{"caseload_mean", func(c *model.Tally[float64], weeks float64) float64 { return c.CaseloadWeeks / weeks }},
		{"waiting_end", count(func(c *model.Tally[float64]) float64 { return c.WaitingEnd })},
		{"weeks_in_work", count(func(c *model.Tally[float64]) float64 { return c.WeeksInWork })},
	}
	if plan.Hours == nil {
		return measures
	}
	return append(measures,
		measure{jobStartsFrom16, count(func(c *model.Tally[float64]) float64 { return c.JobStartsFrom16 })},
		measure{sustainmentsFrom16, count(func(c *model.Tally[float64]) float64 { return c.Sustained13From16 })},
		measure{"hours_worked", count(func(c *model.Tally[float64]) float64 { return hours.Worked(c) })},
	)
}

func staffMeasures(plan *model.Plan) []measure {
	measures := []measure{
		{"capacity_mean", func(c *model.Tally[float64], weeks float64) float64 { return c.CapacityWeeks / weeks }},
		{"in_post_mean", func(c *model.Tally[float64], weeks float64) float64 {
			return c.InPostWeeks / float64(model.FullTime) / weeks
		}},
		{"leavers", func(c *model.Tally[float64], _ float64) float64 { return c.Leavers }},
		{"hires", func(c *model.Tally[float64], _ float64) float64 { return c.Hires }},
	}
	if !slices.ContainsFunc(plan.Services, func(s model.Service) bool { return len(s.TeamLeaders) > 0 }) {
		return measures
	}
	return append(measures,
		measure{"team_leaders_planned_mean", func(c *model.Tally[float64], weeks float64) float64 {
			return c.LeaderPlannedWeeks / float64(model.FullTime) / weeks
		}},
		measure{"team_leaders_in_post_mean", func(c *model.Tally[float64], weeks float64) float64 {
			return c.LeaderInPostWeeks / float64(model.FullTime) / weeks
		}},
		measure{"team_leader_leavers", func(c *model.Tally[float64], _ float64) float64 { return c.LeaderLeavers }},
		measure{"team_leader_hires", func(c *model.Tally[float64], _ float64) float64 { return c.LeaderHires }},
	)
}

// moneyMeasures are the amounts kept of each draw's ledger: categories of cost in use, then totals.
func moneyMeasures(plan *budgets.Plan) []moneyMeasure {
	var measures []moneyMeasure
	has := map[budgets.Category]bool{}
	for _, l := range plan.Lines {
		has[l.Category] = true
	}
	category := func(name string, c budgets.Category) {
		if has[c] {
			measures = append(measures, moneyMeasure{name, func(l *budgets.Ledger, quarters span) budgets.Cents {
				total := budgets.Cents(0)
				for i := range plan.Lines {
					if plan.Lines[i].Category == c {
						total += quarters.sum(l.Cost[i])
					}
				}
				return total
			}})
		}
	}
	category(staffCost, budgets.Staff)
	category(nonStaffCost, budgets.NonStaff)
	if has[budgets.Staff] || has[budgets.NonStaff] {
		category(unsplitCost, budgets.Unsplit)
	}
	return append(measures,
		moneyMeasure{totalCost, func(l *budgets.Ledger, quarters span) budgets.Cents { return quarters.sumAll(l.Cost) }},
		moneyMeasure{"funding", func(l *budgets.Ledger, quarters span) budgets.Cents {
			return quarters.sumAll(l.Cost) - quarters.sumAll(l.Gap)
		}},
		moneyMeasure{"gap", func(l *budgets.Ledger, quarters span) budgets.Cents { return quarters.sumAll(l.Gap) }},
		moneyMeasure{"surplus", func(l *budgets.Ledger, quarters span) budgets.Cents {
			return span{quarters.from / model.QuartersPerYear, quarters.to / model.QuartersPerYear}.sumAll(l.Surplus)
		}},
	)
}

type moneyMeasure struct {
	name string
	of   func(l *budgets.Ledger, quarters span) budgets.Cents
}

// span is a range of quarters (or years), the last not included.
type span struct{ from, to int }

func (s span) sum(amounts []budgets.Cents) budgets.Cents { return budgets.Sum(amounts[s.from:s.to]) }

func (s span) sumAll(rows [][]budgets.Cents) budgets.Cents {
	total := budgets.Cents(0)
	for _, row := range rows {
		total += s.sum(row)
	}
	return total
}
