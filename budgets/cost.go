package budgets

import (
	"slices"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// costing is what is needed to work out a line's cost in a draw.
type costing struct {
	plain unitRow
	// saves says that vacancies save something of the line. The part "saved" then follows filled, and would follow whole if every opened post were filled.
	saves         bool
	saved         quantity.Quantity
	filled, whole unitRow

	uncertain bool // any of the values below
	standAt   draws
	drawn     int       // the draw whose values these are, as [Pricer].valued numbers them
	unit      []float64 // what one unit costs, in cents, by year
	savedPart float64
	share     float64
}

// unitRow is a row of counts, by quarter, of which so many make a unit.
type unitRow struct {
	measure measure
	counts  []float64
	perUnit float64
}

// draws says of which draws values hold.
type draws int

const (
	none  draws = iota
	means       // those with every uncertain quantity at its mean
	every       // or of the one at hand, if they are uncertain
)

const fteYear = float64(model.FullTime) * model.WeeksPerYear // thousandths of FTE-weeks in a full-time year

func newCosting(plan *Plan, line int, counts *counts) costing {
	l := &plan.Lines[line]
	c := costing{unit: make([]float64, plan.Years), saved: l.SavedWhenVacant}
	if l.Driver == ShareOfCost {
		c.uncertain = !certain(l.Share)
		return c
	}
	c.uncertain = !certain(l.Exchange, l.Indexation, l.SavedWhenVacant) ||
		slices.ContainsFunc(l.Amount.Years, func(d quantity.Distribution) bool { return !isCertain(d) })
	row := func(m measure, perUnit float64) unitRow { return unitRow{m, counts.row(m, l.Service), perUnit} }
	switch l.Driver {
	case PerYear:
		c.plain = row(everyQuarter, model.QuartersPerYear)
		if posts := plan.specialists(l.Service); posts > 0 {
			c.filled, c.whole = row(inPost, posts*fteYear), row(opened, posts*fteYear)
		}
	case Once:
		c.plain = unitRow{everyQuarter, make([]float64, plan.Years*model.QuartersPerYear), 1}
		c.plain.counts[l.Quarter] = 1
	case PerSpecialist, PerSpecialistInPost:
		c.plain = row(opened, fteYear)
		c.filled, c.whole = row(inPost, fteYear), c.plain
	case PerLeader:
		c.plain = row(leadersOpened, fteYear)
		c.filled, c.whole = row(leadersInPost, fteYear), c.plain
	case PerService:
		c.plain = row(weeksOpen, model.WeeksPerYear)
	case PerHire:
		c.plain = row(hires, 1)
	case PerEngagement:
		c.plain = row(engagements, 1)
	case PerJobStart:
		c.plain = row(jobStarts, 1)
	case PerSustainment:
		c.plain = row(sustainments, 1)
	case PerPersonQuarter:
		c.plain = row(caseload, model.WeeksPerQuarter)
	}
	if l.Driver == PerSpecialistInPost { // nobody is paid for a vacant post
		c.saved = quantity.Exactly(1)
	}
	c.saves = c.filled.counts != nil && !(certain(c.saved) && c.saved.Mean() == 0)
	return c
}

// base is what lines a line is a share of.
func (l *Line) base() []int {
	if l.Driver == ShareOfCost {
		return l.Base
	}
	return nil
}

// specialists is the working time of all posts, opened or not, at one or all services, in FTE.
func (p *Plan) specialists(service int) float64 {
	if service != AllServices {
		return p.Services[service].Specialists
	}
	all := 0.0
	for i := range p.Services {
		all += p.Services[i].Specialists
	}
	return all
}

// value puts a line's values where they stand in the draw.
func (p *Pricer) value(line int) {
	l, c := &p.plan.Lines[line], &p.costs[line]
	if c.drawn == p.valued || c.standAt == every && !c.uncertain || c.standAt == means && p.luckOnly {
		return
	}
	c.drawn = p.valued
	c.standAt = every
	if c.uncertain && p.luckOnly {
		c.standAt = means
	}
	s := p.stand()
	if l.Driver == ShareOfCost {
		c.share = s.of(l.Share)
		return
	}
	c.savedPart = s.of(c.saved)
	s.series(l.Amount, c.unit)
	l.unitAmounts(c.unit, s.of(l.Exchange), s.of(l.Indexation), p.plan.IndexedFrom)
}

// unitAmounts turns the amounts by year, in whole units of the line's currency, into what one unit costs, in cents of the plan's.
func (l *Line) unitAmounts(amounts []float64, exchange, indexation float64, indexedFrom int) {
	for y := range amounts {
		amounts[y] = 100 * amounts[y] * l.Scale / exchange * power(1+indexation, y+indexedFrom)
	}
}

// power is x to a whole power, the same on every machine.
func power(x float64, n int) float64 {
	if n < 0 {
		return 1 / power(x, -n)
	}
	y := 1.0
	for range n {
		y *= x
	}
	return y
}

// spend works out what a line costs in each quarter, and what vacancies save of it.
func (p *Pricer) spend(line int) {
	p.value(line)
	c := &p.costs[line]
	cost := p.ledger.Cost[line]
	switch {
	case p.plan.Lines[line].Driver == ShareOfCost:
		p.spendShare(line)
	case c.saves:
		c.spendSaving(cost, p.ledger.Saved[line])
	default:
		for year, unit := range c.unit {
			reached, units := Cents(0), 0.0
			for q := year * model.QuartersPerYear; q < (year+1)*model.QuartersPerYear; q++ {
				units += c.plain.counts[q]
				cost[q] = next(&reached, unit*(units/c.plain.perUnit))
			}
		}
	}
}

// next is what the rounded amount grows by when the exact one has reached so many cents.
func next(reached *Cents, exact float64) Cents {
	before := *reached
	*reached = Round(exact)
	return *reached - before
}

// spendSaving is spend for a line of which vacancies save something.
func (c *costing) spendSaving(cost, saved []Cents) {
	for year, unit := range c.unit {
		var plain, filled, whole float64
		var reached, reachedWhole Cents
		for q := year * model.QuartersPerYear; q < (year+1)*model.QuartersPerYear; q++ {
			plain += c.plain.counts[q]
			filled += c.filled.counts[q]
			whole += c.whole.counts[q]
			cost[q] = next(&reached, unit*c.units(plain, filled))
			saved[q] = next(&reachedWhole, unit*c.units(plain, whole)) - cost[q]
		}
	}
}

// units are those of counts of which a part follows whether posts are filled.
func (c *costing) units(plain, filled float64) float64 {
	return float64(plain/c.plain.perUnit*(1-c.savedPart)) + float64(filled/c.filled.perUnit*c.savedPart)
}

// spendShare is spend for a line that is a share of others.
func (p *Pricer) spendShare(line int) {
	share, saves := p.costs[line].share, p.costs[line].saves
	base := p.plan.Lines[line].Base
	cost, saved := p.ledger.Cost[line], p.ledger.Saved[line]
	for year := range p.plan.Years {
		var costs, whole, reached, reachedWhole Cents
		for q := year * model.QuartersPerYear; q < (year+1)*model.QuartersPerYear; q++ {
			for _, i := range base {
				costs += p.ledger.Cost[i][q]
				whole += p.ledger.Cost[i][q] + p.ledger.Saved[i][q]
			}
			cost[q] = next(&reached, share*float64(costs))
			if saves {
				saved[q] = next(&reachedWhole, share*float64(whole)) - cost[q]
			}
		}
	}
}
