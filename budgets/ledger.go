package budgets

import (
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Ledger is what one draw costs and who pays it, in cents.
type Ledger struct {
	// Cost[line][quarter], Gap[line][quarter] and Paid[source][line][quarter]; Paid of all sources and Gap add up to Cost.
	Cost, Gap [][]Cents
	Paid      [][][]Cents
	// Arrived says whether each source came.
	Arrived []bool
	// Surplus[source] is what an arrived source offered by year and nothing used.
	Surplus [][]Cents
}

// Pricer prices draws of one plan. It is not safe for use by several goroutines.
type Pricer struct {
	// Decisions is the number of the stream of decisions: in another stream, other funders come.
	Decisions uint64

	plan   *Plan
	ledger Ledger
	drawn  drawn
}

// drawn are the uncertain quantities of one draw.
type drawn struct{ saved, share []float64 }

// NewPricer prepares the pricing of a plan.
func NewPricer(plan *Plan) *Pricer {
	quarters := plan.Years * model.QuartersPerYear
	p := &Pricer{plan: plan, drawn: drawn{make([]float64, len(plan.Lines)), make([]float64, len(plan.Sources))}}
	p.ledger = Ledger{
		Cost: grid(len(plan.Lines), quarters), Gap: grid(len(plan.Lines), quarters),
		Arrived: make([]bool, len(plan.Sources)), Surplus: grid(len(plan.Sources), plan.Years),
	}
	for range plan.Sources {
		p.ledger.Paid = append(p.ledger.Paid, grid(len(plan.Lines), quarters))
	}
	return p
}

func grid(rows, columns int) [][]Cents {
	g := make([][]Cents, rows)
	for i := range g {
		g[i] = make([]Cents, columns)
	}
	return g
}

// Branches of a draw's random addresses, below the one that the model leaves to budgets.
const (
	valuesBranch = iota
	decisionsBranch
)

// Price prices a draw, given what happened in each quarter of the plan's years and the draw's random address. With luckOnly
// every uncertain quantity stands at its mean. The ledger is valid until the next call.
func (p *Pricer) Price(quarters []model.Counts, at quantity.Address, luckOnly bool) *Ledger {
	return price(p, quarters, at, luckOnly)
}

// PriceExpected does the same for a time in fractions of people. Whether a funder comes is drawn all the same.
func (p *Pricer) PriceExpected(quarters []model.Tally[float64], at quantity.Address, luckOnly bool) *Ledger {
	return price(p, quarters, at, luckOnly)
}

func price[N int | float64](p *Pricer, quarters []model.Tally[N], at quantity.Address, luckOnly bool) *Ledger {
	p.draw(at, luckOnly)
	for q := range p.plan.Years * model.QuartersPerYear { // not of quarters: too few would leave costs of the draw before
		happened, vacant := followed(&quarters[q])
		p.spend(q, happened, vacant, empty(&quarters[q], p.plan.Specialists, vacant))
	}
	p.fund()
	return &p.ledger
}

// followed is what costs follow in a quarter: volumes, and the share of the planned working time for which nobody was in post.
func followed[N int | float64](c *model.Tally[N]) (happened Volumes, vacant float64) {
	happened = Volumes{
		Specialists: float64(c.PlannedWeeks) / float64(model.FullTime) / model.WeeksPerYear,
		Hires:       float64(c.Hires), Engagements: float64(c.Engagements),
		JobStarts: float64(c.JobStarts), Sustainments: float64(c.Sustained13),
	}
	if c.PlannedWeeks > 0 {
		vacant = 1 - float64(c.InPostWeeks)/float64(c.PlannedWeeks)
	}
	return happened, vacant
}

func (p *Pricer) draw(at quantity.Address, luckOnly bool) {
	values, decisions := at.At(valuesBranch), at.At(decisionsBranch)
	if p.Decisions > 0 {
		decisions = decisions.At(p.Decisions)
	}
	one := func(q quantity.Quantity) float64 {
		if luckOnly {
			return q.Mean()
		}
		return q.Draw(values)
	}
	for i := range p.plan.Lines {
		p.drawn.saved[i] = one(p.plan.Lines[i].SavedWhenVacant)
	}
	for i := range p.plan.Sources {
		s := &p.plan.Sources[i]
		p.drawn.share[i] = one(s.Share)
		p.ledger.Arrived[i] = quantity.ChanceOf(one(s.Chance)).Decides(decisions.Named(s.Key).Bits())
	}
}

// empty is the share of the working time of all posts, opened or not, for which nobody was in post.
func empty[N int | float64](c *model.Tally[N], specialists, vacant float64) float64 {
	if specialists <= 0 {
		return vacant
	}
	return 1 - float64(c.InPostWeeks)/float64(specialists*float64(model.FullTime)*model.WeeksPerQuarter)
}

// spend enters what the lines cost in a quarter. A line per year is saved for what is empty of all posts, a line per specialist for what is vacant of those
// that have opened, since it does not pay for the others.
func (p *Pricer) spend(q int, happened Volumes, vacant, empty float64) {
	year := q / model.QuartersPerYear
	for i := range p.plan.Lines {
		l := &p.plan.Lines[i]
		var cost Cents
		switch l.Driver {
		case PerYear:
			cost = l.Amount[year].Quarter(q % model.QuartersPerYear)
			cost -= cost.Scale(float64(p.drawn.saved[i] * empty))
		case PerSpecialist:
			cost = l.Amount[year].Scale(l.Driver.of(happened))
			cost -= cost.Scale(float64(p.drawn.saved[i] * vacant))
		default:
			cost = l.Amount[year].Scale(l.Driver.of(happened))
		}
		p.ledger.Cost[i][q] = cost
		p.ledger.Gap[i][q] = cost
	}
}

// fund lets the sources pay in their order, quarter by quarter.
func (p *Pricer) fund() {
	for _, source := range p.ledger.Paid {
		for _, line := range source {
			clear(line)
		}
	}
	for _, i := range p.plan.PayOrder {
		s := &p.plan.Sources[i]
		clear(p.ledger.Surplus[i])
		if !p.ledger.Arrived[i] {
			continue
		}
		left := s.Maximum
		for year := range p.plan.Years {
			limit, limited := p.limit(s, year, left)
			used := p.pay(i, year, limit, limited)
			left -= used
			if s.PerYear != nil {
				p.ledger.Surplus[i][year] = limit - used
			}
		}
	}
}

// limit is the most that a source can pay in a year, if there is a limit, when left is what remains of its maximum.
func (p *Pricer) limit(s *Source, year int, left Cents) (limit Cents, limited bool) {
	switch {
	case s.PerYear != nil && s.Maximum > 0:
		return min(s.PerYear[year], left), true
	case s.PerYear != nil:
		return s.PerYear[year], true
	case s.Maximum > 0:
		return left, true
	}
	return 0, false
}

// pay lets a source pay in the quarters of a year and gives what it paid.
func (p *Pricer) pay(source, year int, limit Cents, limited bool) Cents {
	s := &p.plan.Sources[source]
	paid := Cents(0)
	for q := year * model.QuartersPerYear; q < (year+1)*model.QuartersPerYear; q++ {
		for i := range p.plan.Lines {
			if !s.Covers(&p.plan.Lines[i]) {
				continue
			}
			amount := min(p.ledger.Cost[i][q].Scale(p.drawn.share[source]), p.ledger.Gap[i][q])
			if limited {
				amount = min(amount, limit-paid)
			}
			p.ledger.Paid[source][i][q] = amount
			p.ledger.Gap[i][q] -= amount
			paid += amount
		}
	}
	return paid
}
