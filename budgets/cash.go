package budgets

import "ipsplan/model"

// Cash works out when the money of the draw priced last moves, under an option and by the sources of a firmness and firmer ones. It is valid until the next draw is priced.
func (p *Pricer) Cash(option int, firmness Firmness) *Cash {
	f := p.Fund(option, firmness)
	c := p.cascade(option, firmness)
	if c.cash == nil {
		rows := grid[Cents](5, p.plan.Years*model.QuartersPerYear)
		c.cash = &Cash{Costs: rows[0], Advances: rows[1], Receipts: rows[2], Need: rows[3], Bridge: rows[4]}
	}
	if c.cashOf != p.priced {
		c.cashOf = p.priced
		c.cash.move(p, f, p.plan.payOrder(option))
	}
	return c.cash
}

// move works out what moves when.
func (c *Cash) move(p *Pricer, f *Funding, order []int) {
	clear(c.Costs)
	clear(c.Advances)
	clear(c.Receipts)
	c.After = 0
	for _, row := range p.ledger.Cost {
		for q, cost := range row {
			c.Costs[q] += cost
		}
	}
	for _, i := range order {
		if !f.Came[i] {
			continue
		}
		s, left := &p.plan.Sources[i], Cents(0)
		for q := range c.Costs {
			paid := Cents(0)
			for _, line := range s.Lines {
				paid += f.Paid[i][line][q]
			}
			switch {
			case s.InKind:
				c.Costs[q] -= paid
			case s.Told != nil:
				left += paid
			default:
				c.receive(s.Arrives, q, paid)
			}
		}
		c.receiveTold(p.told[i].arrives, left)
	}
	c.add(f.Gap)
}

// receiveTold enters the arrivals of a source whose money is told, as far as it pays so much.
func (c *Cash) receiveTold(arrives []Cents, paid Cents) {
	for q := range c.Advances {
		part := Cents(0)
		if q < len(arrives) {
			part = min(arrives[q], paid)
		}
		c.Advances[q] += part
		paid -= part
	}
	c.After += paid
}

// receive enters when the parts of what a source pays for a quarter's cost arrive.
func (c *Cash) receive(arrives []Arrival, q int, paid Cents) {
	if paid == 0 {
		return
	}
	share, reached := 0.0, Cents(0)
	for k, a := range arrives {
		share += a.Share
		if k == len(arrives)-1 {
			share = 1 // whatever floating point makes of the sum
		}
		part := next(&reached, float64(paid)*share)
		begin := q - q%model.QuartersPerYear
		switch a.When {
		case YearAhead:
			c.Advances[begin] += part
		case QuarterAhead:
			c.Advances[q] += part
		case WithTheQuarter:
			c.receiveAtEnd(q, part)
		case InArrears:
			c.receiveAtEnd(q+a.Lag, part)
		case YearInArrears:
			c.receiveAtEnd(begin+model.QuartersPerYear-1+a.Lag, part)
		}
	}
}

func (c *Cash) receiveAtEnd(q int, amount Cents) {
	if q < len(c.Receipts) {
		c.Receipts[q] += amount
		return
	}
	c.After += amount
}

// add adds up what is needed.
func (c *Cash) add(gap [][]Cents) {
	c.PeakNeed, c.PeakNeedQuarter, c.PeakBridge, c.PeakBridgeQuarter = 0, NoQuarter, 0, NoQuarter
	need, gapSoFar := Cents(0), Cents(0)
	for q := range c.Need {
		need += c.Costs[q] - c.Advances[q]
		for _, row := range gap {
			gapSoFar += row[q]
		}
		c.Need[q], c.Bridge[q] = need, need-gapSoFar
		if c.Need[q] > c.PeakNeed {
			c.PeakNeed, c.PeakNeedQuarter = c.Need[q], q
		}
		if c.Bridge[q] > c.PeakBridge {
			c.PeakBridge, c.PeakBridgeQuarter = c.Bridge[q], q
		}
		need -= c.Receipts[q]
	}
}
