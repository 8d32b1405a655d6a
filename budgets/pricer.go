package budgets

import (
	"slices"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Pricer prices draws of one plan. It is not safe for use by several goroutines. Once each of its questions has been asked, it
// allocates nothing.
type Pricer struct {
	// Decisions is the number of the stream of decisions: in another stream, other funders come.
	Decisions uint64

	plan *Plan
	at   quantity.Address
	// luckOnly says that the draw has every uncertain quantity at its mean.
	luckOnly bool
	// priced numbers the draws priced, from 1: what is kept of an earlier one is out of date.
	priced int
	// valued numbers the draws among them whose uncertain quantities differ: one that is priced once more, with other luck or decisions, has the same.
	valued int

	counts counts
	order  []int // of lines, those that others are a share of first
	costs  []costing
	ledger Ledger
	split  []split // by line

	givenOrder []int // of sources, those that others depend on first
	sources    []sourceValues
	told       []told    // by source
	drawn      int       // the draw, as valued numbers them, whose values the sources have
	covered    []float64 // by line, the sum of the shares of the sources that have had their turn
	payables   []payable // scratch, for as many as there are lines

	cascades []*cascade // by option and firmness
}

// Branches of a draw's random addresses, below [model.BudgetBranch].
const (
	valuesBranch = iota
	decisionsBranch
)

// NewPricer prepares the pricing of a plan, which must be valid ([Plan.Validate]) and not be changed afterwards. Uncertain quantities are drawn
// as precisely as [quantity.PreparedError] says.
func NewPricer(plan *Plan) *Pricer {
	quarters := plan.Years * model.QuartersPerYear
	plan = plan.Prepared(new(quantity.Preparer))
	p := &Pricer{
		plan:    plan,
		counts:  newCounts(plan),
		ledger:  Ledger{Cost: grid[Cents](len(plan.Lines), quarters), Saved: grid[Cents](len(plan.Lines), quarters)},
		split:   make([]split, len(plan.Lines)),
		sources: make([]sourceValues, len(plan.Sources)),
		told:    make([]told, len(plan.Sources)),
		covered: make([]float64, len(plan.Lines)),

		payables: make([]payable, len(plan.Lines)),
		cascades: make([]*cascade, max(1, len(plan.Options))*cascadesPerOption),
	}
	p.order = inOrder(len(plan.Lines), func(i int) []int { return plan.Lines[i].base() })
	p.givenOrder = inOrder(len(plan.Sources), func(i int) []int { return plan.Sources[i].dependsOn() })
	for i := range plan.Lines {
		p.costs = append(p.costs, newCosting(plan, i, &p.counts))
	}
	for _, i := range p.order {
		c := &p.costs[i]
		c.saves = c.saves || slices.ContainsFunc(plan.Lines[i].base(), func(base int) bool { return p.costs[base].saves })
	}
	for i := range plan.Sources {
		p.sources[i] = newSourceValues(plan, i)
	}
	for i, part := range grid[Cents](len(plan.Lines), quarters) {
		p.payables[i].part = part
	}
	return p
}

// Prepared is the plan with its uncertain quantities prepared for many draws (see [quantity.Prepared]) and tied to those that they are correlated with. Several pricers
// of it share what they work out of them, and price as they do with the plan itself.
func (p *Plan) Prepared(by *quantity.Preparer) *Plan {
	correlation, _ := quantity.Correlate(p.Correlations) // Validate says what is wrong with them
	prepare := func(quantities ...*quantity.Quantity) {
		for _, q := range quantities {
			*q = q.Prepared(by)
			q.Correlation = correlation.Of(q.Name)
		}
	}
	fast := *p
	fast.Lines, fast.Sources = slices.Clone(p.Lines), slices.Clone(p.Sources)
	for i := range fast.Lines {
		l := &fast.Lines[i]
		l.Amount = l.Amount.Prepared(by)
		l.Amount.Correlation = correlation.Of(l.Amount.Name)
		prepare(&l.Exchange, &l.Indexation, &l.Share, &l.SavedWhenVacant)
	}
	for i := range fast.Sources {
		s := &fast.Sources[i]
		prepare(&s.Share, &s.Exchange, &s.Chance)
		if s.AtMost != nil {
			q := *s.AtMost
			s.AtMost = &q
			prepare(s.AtMost)
		}
		if s.Matches != nil {
			match := *s.Matches
			s.Matches = &match
			prepare(&match.Rate)
		}
		if s.Given != nil {
			given := *s.Given
			s.Given = &given
			prepare(&given.IfComes, &given.IfNot)
		}
	}
	return &fast
}

// Price prices a draw, given what happened, services[service][quarter] as a trajectory has it, and the draw's random address ([model.Simulator.DrawAddress]). With
// luckOnly every uncertain quantity stands at its mean; whether a source comes is drawn all the same. The ledger is valid until the next call.
func (p *Pricer) Price(services [][]model.Counts, at quantity.Address, luckOnly bool) *Ledger {
	fill(&p.counts, services)
	return p.price(at, luckOnly)
}

// PriceExpected does the same for a time in fractions of people.
func (p *Pricer) PriceExpected(services [][]model.Tally[float64], at quantity.Address, luckOnly bool) *Ledger {
	fill(&p.counts, services)
	return p.price(at, luckOnly)
}

func (p *Pricer) price(at quantity.Address, luckOnly bool) *Ledger {
	if p.valued == 0 || at != p.at || luckOnly != p.luckOnly {
		p.at, p.luckOnly = at, luckOnly
		p.valued++
	}
	p.priced++
	clear(p.told)
	for _, i := range p.order {
		p.spend(i)
	}
	return &p.ledger
}

// stand is where uncertain quantities stand in a draw.
func (p *Pricer) stand() stand {
	return StandingIn(p.at, p.luckOnly).stand
}

type stand struct {
	alone, correlated quantity.Address
	means             bool
}

// at is where quantities under a correlation stand: among the model's, to which they may be tied.
func (s stand) at(c *quantity.Correlation) quantity.Address {
	if c != nil {
		return s.correlated
	}
	return s.alone
}

func (s stand) of(q quantity.Quantity) float64 {
	if s.means {
		return q.Mean()
	}
	return q.Draw(s.at(q.Correlation))
}

func (s stand) series(of quantity.Series, into []float64) {
	if s.means {
		of.Means(into)
		return
	}
	of.Draw(s.at(of.Correlation), into)
}

// certain says whether quantities are the same in every draw.
func certain(quantities ...quantity.Quantity) bool {
	for _, q := range quantities {
		if !isCertain(q.Distribution) {
			return false
		}
	}
	return true
}

func isCertain(d quantity.Distribution) bool {
	if d == nil {
		return true
	}
	_, ok := d.(quantity.Certain)
	return ok
}

// inOrder puts the numbers from 0 to n−1 in an order in which each comes after those that it rests on.
func inOrder(n int, restsOn func(int) []int) []int {
	var order []int
	seen := make([]bool, n)
	var put func(i int)
	put = func(i int) {
		if seen[i] {
			return
		}
		seen[i] = true
		for _, j := range restsOn(i) {
			put(j)
		}
		order = append(order, i)
	}
	for i := range n {
		put(i)
	}
	return order
}

func grid[T any](rows, columns int) [][]T {
	g := make([][]T, rows)
	cells := make([]T, rows*columns)
	for i := range g {
		g[i] = cells[i*columns : (i+1)*columns : (i+1)*columns]
	}
	return g
}
