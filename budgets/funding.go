package budgets

import (
	"math"
	"slices"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// noLimit is more than any source pays.
const noLimit = Cents(math.MaxInt64)

// sourceValues are a source's quantities as they stand in a draw.
type sourceValues struct {
	decision  quantity.Child // of the draw's decisions
	uncertain bool
	standAt   draws

	share, atMost, matchRate float64
	chance, ifComes, ifNot   float64
	perYear                  []Cents // noLimit without
	maximum                  Cents
	// rest is, of a source that covers the rest of others, its share of each of Source.Lines in the option at hand; nil for others.
	rest []float64
}

func newSourceValues(plan *Plan, source int) sourceValues {
	s := &plan.Sources[source]
	v := sourceValues{decision: quantity.ChildNamed(s.Key), perYear: make([]Cents, plan.Years)}
	if s.RestOf != nil {
		v.rest = make([]float64, len(s.Lines))
	}
	for _, q := range s.quantities() {
		v.uncertain = v.uncertain || !certain(q)
	}
	return v
}

func (s *Source) quantities() []quantity.Quantity {
	all := []quantity.Quantity{s.Share, s.Exchange, s.Chance}
	if s.AtMost != nil {
		all = append(all, *s.AtMost)
	}
	if s.Matches != nil {
		all = append(all, s.Matches.Rate)
	}
	if s.Given != nil {
		all = append(all, s.Given.IfComes, s.Given.IfNot)
	}
	return all
}

func (s *Source) dependsOn() []int {
	if s.Given == nil {
		return nil
	}
	return []int{s.Given.Source}
}

// valueSources puts the sources' values where they stand in the draw.
func (p *Pricer) valueSources() {
	if p.drawn == p.valued {
		return
	}
	p.drawn = p.valued
	for i := range p.sources {
		v := &p.sources[i]
		if v.standAt == every && !v.uncertain || v.standAt == means && p.luckOnly {
			continue
		}
		v.standAt = every
		if v.uncertain && p.luckOnly {
			v.standAt = means
		}
		v.set(&p.plan.Sources[i], p.stand())
	}
}

func (v *sourceValues) set(s *Source, at stand) {
	v.share, v.chance = at.of(s.Share), at.of(s.Chance)
	if s.AtMost != nil {
		v.atMost = at.of(*s.AtMost)
	}
	if s.Matches != nil {
		v.matchRate = at.of(s.Matches.Rate)
	}
	if s.Given != nil {
		v.ifComes, v.ifNot = at.of(s.Given.IfComes), at.of(s.Given.IfNot)
	}
	exchange := at.of(s.Exchange)
	v.maximum = noLimit
	if s.Maximum != nil {
		v.maximum = Round(float64(*s.Maximum) / exchange)
	}
	for y := range v.perYear {
		v.perYear[y] = noLimit
		if s.PerYear != nil {
			v.perYear[y] = Round(float64(s.PerYear[y]) / exchange)
		}
	}
}

// shareOf is the source's share of the k-th of its lines in the option at hand.
func (v *sourceValues) shareOf(k int) float64 {
	if v.rest != nil {
		return v.rest[k]
	}
	return v.share
}

// leaveRests works out the shares in an option of the sources that cover the rest of others.
func (p *Pricer) leaveRests(order []int) {
	for place, i := range order {
		s, v := &p.plan.Sources[i], &p.sources[i]
		for k := range v.rest {
			others := 0.0
			for _, other := range s.RestOf {
				if at := slices.Index(p.plan.Sources[other].Lines, s.Lines[k]); at >= 0 && slices.Contains(order[:place], other) {
					others += p.sources[other].shareOf(at)
				}
			}
			v.rest[k] = float64(v.share * max(0, 1-others))
		}
	}
}

// told is what a source has to give in a draw, and what of it arrives at the beginning of each quarter.
type told struct {
	amount  Cents
	arrives []Cents
}

// Tell says what a source whose money is told ([Source].Told) has to give in the draw priced last, and what of it arrives at the beginning of each quarter of the plan. It
// comes before Fund and Cash; without it the source has nothing. The amounts by quarter are to stay as they are until the next draw is priced.
func (p *Pricer) Tell(source int, amount Cents, arrives []Cents) {
	p.told[source] = told{amount, arrives}
}

// cascade is who pays under one option, if sources of a firmness and firmer ones pay.
type cascade struct {
	funding    Funding
	of         int // the draw
	paidByYear [][]Cents
	isPaying   []bool // by source, whether anything but zeros may stand in its cells

	cash   *Cash
	cashOf int
}

const cascadesPerOption = int(HopedFor) + 1

func (p *Pricer) cascade(option int, firmness Firmness) *cascade {
	c := &p.cascades[option*cascadesPerOption+int(firmness)]
	if *c == nil {
		lines, sources, quarters := len(p.plan.Lines), len(p.plan.Sources), p.plan.Years*model.QuartersPerYear
		*c = &cascade{
			funding:    Funding{Came: make([]bool, sources), Gap: grid[Cents](lines, quarters), Surplus: grid[Cents](sources, p.plan.Years)},
			paidByYear: grid[Cents](sources, p.plan.Years), isPaying: make([]bool, sources),
		}
		for range sources {
			(*c).funding.Paid = append((*c).funding.Paid, grid[Cents](lines, quarters))
		}
	}
	return *c
}

// payOrder is the order in which the sources of an option pay; without any option nobody does.
func (p *Plan) payOrder(option int) []int {
	if len(p.Options) == 0 {
		return nil
	}
	return p.Options[option].Order
}

// Fund works out who pays the cost of the draw priced last under an option (a position in [Plan].Options; 0 where there are none), by the sources of a firmness and
// firmer ones. It is valid until the next draw is priced.
func (p *Pricer) Fund(option int, firmness Firmness) *Funding {
	c := p.cascade(option, firmness)
	f := &c.funding
	if c.of == p.priced {
		return f
	}
	c.of = p.priced
	p.valueSources()
	p.decide(option, f.Came)
	for i, cost := range p.ledger.Cost {
		copy(f.Gap[i], cost)
	}
	clear(p.covered)
	order := p.plan.payOrder(option)
	p.leaveRests(order)
	for _, i := range order {
		s := &p.plan.Sources[i]
		switch {
		case s.Status.Firmness() > firmness:
		case f.Came[i]:
			c.isPaying[i] = true
			p.pay(c, i)
			for k, line := range s.Lines {
				p.covered[line] += p.sources[i].shareOf(k)
			}
		case c.isPaying[i]:
			c.isPaying[i] = false
			for _, line := range s.Lines {
				clear(f.Paid[i][line])
			}
			clear(c.paidByYear[i])
			clear(f.Surplus[i])
		}
	}
	return f
}

// decide says which sources come in an option.
func (p *Pricer) decide(option int, came []bool) {
	clear(came)
	order := p.plan.payOrder(option)
	for _, i := range order {
		came[i] = true
	}
	decisions := p.at.At(model.BudgetBranch).At(decisionsBranch)
	if p.Decisions > 0 {
		decisions = decisions.At(p.Decisions)
	}
	for _, i := range p.givenOrder {
		if !came[i] {
			continue
		}
		s, v := &p.plan.Sources[i], &p.sources[i]
		chance := v.chance
		if s.Given != nil {
			chance = v.ifNot
			if came[s.Given.Source] {
				chance = v.ifComes
			}
		}
		if chance < 1 { // a certain one needs no random number
			came[i] = quantity.ChanceOf(chance).Decides(decisions.At(uint64(v.decision)).Bits())
		}
	}
}

// pay lets a source pay in all quarters.
func (p *Pricer) pay(c *cascade, source int) {
	s, v := &p.plan.Sources[source], &p.sources[source]
	left := v.maximum
	if s.Told != nil {
		left = p.told[source].amount
	}
	lines := p.turnTo(&c.funding, source)
	offeredBefore := Cents(0) // it has been paid, or was left unused
	for year := range p.plan.Years {
		limit := min(v.perYear[year], left)
		if s.Matches != nil {
			limit = min(limit, v.match(s.Matches, c.paidByYear, year))
		}
		paid, eligible := Cents(0), Cents(0)
		for q := year * model.QuartersPerYear; q < (year+1)*model.QuartersPerYear; q++ {
			room := limit - paid
			if s.AtMost != nil {
				for _, line := range s.Lines {
					eligible += p.ledger.Cost[line][q]
				}
				room = min(room, Round(float64(v.atMost*float64(eligible)))-paid)
			}
			paid += payQuarter(lines, q, room)
		}
		left -= paid
		c.paidByYear[source][year] = paid
		if s.PerYear != nil {
			offered := min(v.perYear[year], v.maximum-offeredBefore)
			c.funding.Surplus[source][year] = max(0, offered-paid) // what was left unused may have been paid later, out of the maximum
			offeredBefore += offered
		}
	}
}

// match is the most that a source pays for what others have paid in a year.
func (v *sourceValues) match(m *Match, paidByYear [][]Cents, year int) Cents {
	paid := Cents(0)
	for _, other := range m.Others {
		paid += paidByYear[other][year]
	}
	return Round(float64(v.matchRate * float64(paid)))
}

// payable is a line in a source's turn, by quarter of the plan.
type payable struct {
	part      []Cents // of its cost, the source's
	gap, paid []Cents
}

// turnTo begins the turn of a source.
func (p *Pricer) turnTo(f *Funding, source int) []payable {
	lines := p.plan.Sources[source].Lines
	all := p.payables[:len(lines)]
	for k, line := range lines {
		c := &all[k]
		c.gap, c.paid = f.Gap[line], f.Paid[source][line]
		putParts(c.part, p.ledger.Cost[line], p.covered[line], p.sources[source].shareOf(k))
	}
	return all
}

// payQuarter lets a source pay in a quarter, no more than there is room for, and gives what it paid.
func payQuarter(lines []payable, q int, room Cents) Cents {
	left := room
	for i := range lines {
		l := &lines[i]
		pays := min(l.part[q], l.gap[q], left)
		l.paid[q] = pays
		l.gap[q] -= pays
		left -= pays
	}
	return room - left
}

// whole is the largest sum of shares that counts as 1: floating point may add up shares to a little more.
const whole = 1 + 1e-12

// putParts puts a source's parts of a line's cost by quarter into the slice; others before it cover the share before.
func putParts(into, cost []Cents, before, share float64) {
	for q, cost := range cost {
		if before+share > whole {
			into[q] = Round(float64(cost) * share)
		} else {
			into[q] = Round(float64(cost)*(before+share)) - Round(float64(cost)*before)
		}
	}
}
