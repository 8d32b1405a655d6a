package budgets

import (
	"fmt"

	"ipsplan/model"
)

// measure is something that a draw counts and a cost may follow.
type measure int

const (
	opened        measure = iota // FTE-weeks of posts that have opened, in thousandths, as all working time
	inPost                       // of filled posts
	leadersOpened                // the same of team leaders
	leadersInPost
	hires
	engagements
	jobStarts
	sustainments
	caseload  // person-weeks
	weeksOpen // known beforehand, as all that follow
	everyQuarter
	measures
)

// counts has what was counted in a draw, by measure, service (the last row is all of them together) and quarter; nil where nothing follows a measure.
type counts struct {
	of   [measures][][]float64
	used []measure // of those that a draw counts
	plan *Plan
}

func newCounts(plan *Plan) counts { return counts{plan: plan} }

// row is where the counts of a measure stand, at one service or at all of them.
func (c *counts) row(m measure, service int) []float64 {
	all := len(c.plan.Services)
	if c.of[m] == nil {
		c.of[m] = grid[float64](all+1, c.plan.Years*model.QuartersPerYear)
		switch m {
		case weeksOpen, everyQuarter:
			c.know(m)
		default:
			c.used = append(c.used, m)
		}
	}
	if service == AllServices {
		service = all
	}
	return c.of[m][service]
}

// know fills in what no draw changes.
func (c *counts) know(m measure) {
	rows := c.of[m]
	all := rows[len(rows)-1]
	for q := range all {
		for s := range c.plan.Services {
			rows[s][q] = 1
			if m == weeksOpen {
				rows[s][q] = c.plan.Services[s].Planned[q].Open
			}
			all[q] += rows[s][q]
		}
		if m == everyQuarter {
			all[q] = 1
		}
	}
}

// fill takes the counts over from a draw's tallies, and adds them up over the services.
func fill[N int | float64](c *counts, services [][]model.Tally[N]) {
	if len(services) != len(c.plan.Services) {
		panic(fmt.Sprintf("budgets: tallies of %d services for a plan of %d", len(services), len(c.plan.Services)))
	}
	for _, m := range c.used {
		rows := c.of[m]
		all := rows[len(rows)-1]
		clear(all)
		for s, row := range rows[:len(rows)-1] {
			tallies := services[s]
			for q := range row { // not of the tallies: too few would leave those of the draw before
				n := float64(tallied(m, &tallies[q]))
				row[q] = n
				all[q] += n
			}
		}
	}
}

func tallied[N int | float64](m measure, t *model.Tally[N]) N {
	switch m {
	case opened:
		return t.PlannedWeeks
	case inPost:
		return t.InPostWeeks
	case leadersOpened:
		return t.LeaderPlannedWeeks
	case leadersInPost:
		return t.LeaderInPostWeeks
	case hires:
		return t.Hires + t.LeaderHires
	case engagements:
		return t.Engagements
	case jobStarts:
		return t.JobStarts
	case sustainments:
		return t.Sustained13
	case caseload:
		return t.CaseloadWeeks
	}
	panic("budgets: no draw counts this")
}
