package study

import (
	"slices"
	"strings"

	"ipsplan/budgets"
	"ipsplan/model"
)

// measure reads one number from what happened in some time. Those whose name ends in _mean are sums over weeks, of which the mean per week is meant; those in
// _end are about the end of the time; the others add up over time.
type measure struct {
	name string
	of   func(c *model.Tally[float64]) float64
	// inThousandths is working time in thousandths of a full post, which is counted in a scenario's grain.
	inThousandths bool
}

// count is the measure's number in a draw.
func (m measure) count(c *model.Tally[float64], grain float64) float64 {
	n := m.of(c)
	if m.inThousandths {
		n /= grain
	}
	return n
}

func isMean(measure string) bool { return strings.HasSuffix(measure, "_mean") }

func isAtEnd(measure string) bool { return strings.HasSuffix(measure, "_end") }

// unit is how many of what is counted in a time of so many years make one of the measure.
func (m measure) unit(years int, grain float64) float64 {
	unit := 1.0
	if m.inThousandths {
		unit = float64(model.FullTime) / grain
	}
	if isMean(m.name) {
		unit *= float64(years * model.WeeksPerYear)
	}
	return unit
}

// peopleMeasures are those of a plan; hours are filled in, before each draw is read, with the draw's mean hours of jobs.
func peopleMeasures(plan *model.Plan, hours *model.MeanHours) []measure {
	measures := []measure{
		{name: referrals, of: func(c *model.Tally[float64]) float64 { return c.Referrals }},
		{name: "declined", of: func(c *model.Tally[float64]) float64 { return c.Declined }},
		{name: "gave_up", of: func(c *model.Tally[float64]) float64 { return c.GaveUp }},
		{name: engagements, of: func(c *model.Tally[float64]) float64 { return c.Engagements }},
		{name: jobStarts, of: func(c *model.Tally[float64]) float64 { return c.JobStarts }},
		{name: "repeat_job_starts", of: func(c *model.Tally[float64]) float64 { return c.RepeatStarts }},
		{name: sustainments, of: func(c *model.Tally[float64]) float64 { return c.Sustained13 }},
		{name: "sustainments_26w", of: func(c *model.Tally[float64]) float64 { return c.Sustained26 }},
		{name: "sustainments_52w", of: func(c *model.Tally[float64]) float64 { return c.Sustained52 }},
		{name: "left_unemployed", of: func(c *model.Tally[float64]) float64 { return c.LeftUnemployed }},
		{name: "caseload_mean", of: func(c *model.Tally[float64]) float64 { return c.CaseloadWeeks }},
		{name: "waiting_end", of: func(c *model.Tally[float64]) float64 { return c.WaitingEnd }},
		{name: "weeks_in_work", of: func(c *model.Tally[float64]) float64 { return c.WeeksInWork }},
	}
	if plan.Hours == nil {
		return measures
	}
	return append(measures,
		measure{name: jobStartsFrom16, of: func(c *model.Tally[float64]) float64 { return c.JobStartsFrom16 }},
		measure{name: sustainmentsFrom16, of: func(c *model.Tally[float64]) float64 { return c.Sustained13From16 }},
		measure{name: "hours_worked", of: func(c *model.Tally[float64]) float64 { return hours.Worked(c) }},
	)
}

func staffMeasures(plan *model.Plan) []measure {
	measures := []measure{
		{name: "capacity_mean", of: func(c *model.Tally[float64]) float64 { return c.CapacityWeeks }},
		{name: "in_post_mean", of: func(c *model.Tally[float64]) float64 { return c.InPostWeeks }, inThousandths: true},
		{name: "leavers", of: func(c *model.Tally[float64]) float64 { return c.Leavers }},
		{name: "hires", of: func(c *model.Tally[float64]) float64 { return c.Hires }},
	}
	if !slices.ContainsFunc(plan.Services, func(s model.Service) bool { return len(s.TeamLeaders) > 0 }) {
		return measures
	}
	return append(measures,
		measure{name: "team_leaders_planned_mean", of: func(c *model.Tally[float64]) float64 { return c.LeaderPlannedWeeks }, inThousandths: true},
		measure{name: "team_leaders_in_post_mean", of: func(c *model.Tally[float64]) float64 { return c.LeaderInPostWeeks }, inThousandths: true},
		measure{name: "team_leader_leavers", of: func(c *model.Tally[float64]) float64 { return c.LeaderLeavers }},
		measure{name: "team_leader_hires", of: func(c *model.Tally[float64]) float64 { return c.LeaderHires }},
	)
}

// moneyMeasures are the amounts kept of each draw: categories of cost in use, then totals.
func moneyMeasures(plan *budgets.Plan) []moneyMeasure {
	var measures []moneyMeasure
	has := map[budgets.Category]bool{}
	for _, l := range plan.Lines {
		has[l.Category] = true
	}
	category := func(name string, c budgets.Category) {
		if has[c] {
			measures = append(measures, moneyMeasure{name, func(p *priced, quarters span) budgets.Cents {
				total := budgets.Cents(0)
				for i := range plan.Lines {
					if plan.Lines[i].Category == c {
						total += quarters.sum(p.ledger.Cost[i])
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
		moneyMeasure{totalCost, func(p *priced, quarters span) budgets.Cents { return quarters.sumAll(p.ledger.Cost) }},
		moneyMeasure{"funding", func(p *priced, quarters span) budgets.Cents {
			return quarters.sumAll(p.ledger.Cost) - quarters.sumAll(p.funding.Gap)
		}},
		moneyMeasure{"gap", func(p *priced, quarters span) budgets.Cents { return quarters.sumAll(p.funding.Gap) }},
		moneyMeasure{"surplus", func(p *priced, quarters span) budgets.Cents {
			return span{quarters.from / model.QuartersPerYear, quarters.to / model.QuartersPerYear}.sumAll(p.funding.Surplus)
		}},
	)
}

type moneyMeasure struct {
	name string
	of   func(p *priced, quarters span) budgets.Cents
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
