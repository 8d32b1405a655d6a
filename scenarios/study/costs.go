package study

import (
	"math"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// Costs are what a scenario costs, as planned and as projected.
type Costs struct {
	Planned   PlannedFlow `json:"planned"`
	Projected Flow        `json:"projected"`
	Bridge
	Lines      []LineCost     `json:"lines"`
	Categories []CategoryCost `json:"categories"`
	// Services are in the scenario's order; what belongs to no one service comes last, with the key "", if there is any.
	Services []ServiceCost `json:"services"`
	Units    []UnitCost    `json:"units"`
	// Assumed are the inputs of the costs that are assumed.
	Assumed []string `json:"assumed"`
}

// Bridge goes from planned to projected cost, in every draw, year and over the horizon: planned + change − saved = projected.
type Bridge struct {
	// Change is what other volumes (people, posts, hires) and uncertain amounts add; Saved what vacancies save.
	Change Flow `json:"change_of_volume"`
	Saved  Flow `json:"saved"`
	// Overspend is projected less planned cost of the same time where that is above zero; ChanceOfOverspend how often it is.
	Overspend         Flow    `json:"overspend"`
	ChanceOfOverspend Figures `json:"chance_of_overspend"`
}

// LineCost is one cost line.
type LineCost struct {
	Key       string      `json:"key"`
	Name      string      `json:"name"`
	Category  string      `json:"category"`
	Planned   PlannedFlow `json:"planned"`
	Projected Flow        `json:"projected"`
	Bridge
}

// CategoryCost is a category of cost.
type CategoryCost struct {
	Category  string      `json:"category"`
	Planned   PlannedFlow `json:"planned"`
	Projected Flow        `json:"projected"`
}

// ServiceCost is what a service costs.
type ServiceCost struct {
	Key       string      `json:"key"`
	Name      string      `json:"name"`
	Planned   PlannedFlow `json:"planned"`
	Projected Flow        `json:"projected"`
}

// UnitCost is the cost of the whole plan for each event.
type UnitCost struct {
	// Of is the event: engagements, job_starts, sustainments_13w.
	Of string `json:"of"`
	// Planned is planned cost for each planned event; nil if none is planned.
	Planned *float64 `json:"planned"`
	// Ratio is expected cost for each expected event, with its standard error; 0 if none is expected.
	Ratio     float64 `json:"ratio"`
	RatioMCSE float64 `json:"ratio_mcse"`
	// Distribution is that of cost for each event in the draws that have such an event; Share is how many have.
	Distribution Stat    `json:"distribution"`
	Share        float64 `json:"share_with_any"`
}

// keptCosts is what is kept of a scenario's costs.
type keptCosts struct {
	total      flow
	bridge     keptBridge
	lines      []keptLine
	categories []flow
	services   []flow // the last is common to all
	units      []keptUnit
	planned    plannedCosts
}

type keptLine struct {
	cost   flow
	bridge keptBridge
}

type keptBridge struct{ change, saved, overspend flow }

// keptUnit is the cost for each of some event.
type keptUnit struct {
	of    string
	count int // row
	cost  number
	both  *quantity.Pair
}

func newKeptCosts(d *drawing, s *scenarios.Scenario, byQuarter bool) *keptCosts {
	plan := &s.Budget
	k := &keptCosts{total: keepFlow(d, totalCost, plan.Years, true), planned: planCosts(plan)}
	k.bridge = newKeptBridge(d, k.total.kept, k.planned.total)
	for i := range plan.Lines {
		l := keptLine{cost: keepFlow(d, plan.Lines[i].Key, plan.Years, byQuarter)}
		l.bridge = newKeptBridge(d, l.cost.kept, k.planned.lines[i])
		k.lines = append(k.lines, l)
	}
	for _, c := range categoriesOf(plan) {
		k.categories = append(k.categories, keepFlow(d, string(c), plan.Years, byQuarter))
	}
	for range len(plan.Services) + 1 {
		k.services = append(k.services, keepFlow(d, "", plan.Years, byQuarter))
	}
	cost := k.total.horizon()
	for _, event := range []string{engagements, jobStarts, sustainments} {
		count := d.row()
		each := d.derive(centsInOne, func(rows [][]float64, into []float64) {
			for i, n := range rows[count] {
				into[i] = math.NaN() // nobody has no cost
				if n > 0 {
					into[i] = rows[cost.row][i] / n
				}
			}
		})
		k.units = append(k.units, keptUnit{event, count, each, d.pair(cost.row, count)})
	}
	return k
}

// newKeptBridge makes room for what leads from planned cost, by quarter, to that of each draw.
func newKeptBridge(d *drawing, cost kept, planned []budgets.Cents) keptBridge {
	years := cost.years()
	b := keptBridge{saved: keepFlow(d, "saved", years, false), change: flow{kept: kept{name: "change_of_volume"}}, overspend: flow{kept: kept{name: "overspend"}}}
	for p := range years + 1 {
		quarters := planned
		if p < years {
			quarters = planned[p*model.QuartersPerYear:][:model.QuartersPerYear]
		}
		plan, costs, saved := float64(budgets.Sum(quarters)), cost.period[p].row, b.saved.period[p].row
		b.change.period = append(b.change.period, d.derive(centsInOne, func(rows [][]float64, into []float64) {
			for i := range into {
				into[i] = rows[costs][i] + rows[saved][i] - plan
			}
		}))
		b.overspend.period = append(b.overspend.period, d.derive(centsInOne, func(rows [][]float64, into []float64) {
			for i := range into {
				into[i] = max(0, rows[costs][i]-plan)
			}
		}))
	}
	return b
}

// categoriesOf are the categories of cost that a plan has.
func categoriesOf(plan *budgets.Plan) []budgets.Category {
	var used []budgets.Category
	for _, c := range []budgets.Category{budgets.Staff, budgets.NonStaff, budgets.Unsplit} {
		for i := range plan.Lines {
			if plan.Lines[i].Category == c {
				used = append(used, c)
				break
			}
		}
	}
	return used
}

func (r *fundingRecorder) recordCosts(rows [][]float64, i int, what *outcome) {
	k, plan, ledger := r.costs, &r.scenario.Budget, what.money.ledger
	k.total.record(rows, i, r.sum(ledger.Cost))
	k.bridge.saved.record(rows, i, r.sum(ledger.Saved))
	for line := range k.lines {
		k.lines[line].cost.record(rows, i, ledger.Cost[line])
		k.lines[line].bridge.saved.record(rows, i, ledger.Saved[line])
	}
	for c, category := range categoriesOf(plan) {
		clear(r.amounts)
		for line := range plan.Lines {
			if plan.Lines[line].Category == category {
				for q, x := range ledger.Cost[line] {
					r.amounts[q] += x
				}
			}
		}
		k.categories[c].record(rows, i, r.amounts)
	}
	for service := range k.services {
		clear(r.amounts)
		for line := range plan.Lines {
			for q, x := range what.money.pricer.ByService(line)[service] {
				r.amounts[q] += x
			}
		}
		k.services[service].record(rows, i, r.amounts)
	}
	all := what.horizon()
	for u, count := range []float64{all.Engagements, all.JobStarts, all.Sustained13} {
		rows[k.units[u].count][i] = count
	}
}

func (b *keptBridge) summarise() Bridge {
	return Bridge{Change: b.change.summarise(), Saved: b.saved.summarise(), Overspend: b.overspend.summarise(), ChanceOfOverspend: b.overspend.chancesOfAny()}
}

func (k *fundingSample) summariseCosts() *Costs {
	plan, kc := &k.scenario.Budget, k.costs
	c := &Costs{
		Planned: plannedFlow(kc.planned.total), Projected: kc.total.summarise(), Bridge: kc.bridge.summarise(),
		Lines: []LineCost{}, Categories: []CategoryCost{}, Services: []ServiceCost{}, Assumed: []string{},
	}
	for i := range kc.lines {
		l := &plan.Lines[i]
		c.Lines = append(c.Lines, LineCost{
			Key: l.Key, Name: l.Name, Category: string(l.Category), Planned: plannedFlow(kc.planned.lines[i]),
			Projected: kc.lines[i].cost.summarise(), Bridge: kc.lines[i].bridge.summarise(),
		})
	}
	c.Assumed = append(c.Assumed, assumedCosts(k.scenario)...)
	for i, category := range categoriesOf(plan) {
		c.Categories = append(c.Categories, CategoryCost{string(category), plannedFlow(kc.planned.category(plan, category)), kc.categories[i].summarise()})
	}
	c.Services = k.summariseServices()
	for u, planned := range kc.planned.events {
		unit := kc.units[u]
		ratio, mcse := unit.both.Ratio()
		of := UnitCost{
			Of: unit.of, Ratio: ratio / centsInOne, RatioMCSE: mcse / centsInOne, Distribution: unit.cost.estimate(),
			Share: float64(unit.cost.kept.Draws()) / float64(unit.both.Draws()),
		}
		if planned > 0 {
			each := c.Planned.Total / planned
			of.Planned = &each
		}
		c.Units = append(c.Units, of)
	}
	return c
}

func (k *fundingSample) summariseServices() []ServiceCost {
	all := []ServiceCost{}
	for i, f := range k.costs.services {
		s := ServiceCost{Planned: plannedFlow(k.costs.planned.services[i]), Projected: f.summarise()}
		if i < len(k.scenario.Budget.Services) {
			s.Key, s.Name = k.scenario.Budget.Services[i].Key, k.scenario.Budget.Services[i].Name
		} else if s.Planned.Total == 0 && s.Projected.Total.Mean == 0 && f.horizon().kept.Draws() > 0 {
			continue
		}
		all = append(all, s)
	}
	return all
}
