package budgets

import "ipsplan/model"

// split is a line's cost by service and quarter.
type split struct {
	of      int // the draw
	cost    [][]Cents
	weights []float64
}

// ByService splits a line's cost in the draw priced last by [service][quarter]; the last row is what belongs to no one service. The rows add up to the cost. They are valid
// until the next draw is priced.
func (p *Pricer) ByService(line int) [][]Cents {
	services := len(p.plan.Services)
	s := &p.split[line]
	if s.of == p.priced {
		return s.cost
	}
	s.of = p.priced
	if s.cost == nil {
		s.cost, s.weights = grid[Cents](services+1, p.plan.Years*model.QuartersPerYear), make([]float64, services+1)
	}
	l := &p.plan.Lines[line]
	switch {
	case l.Service != AllServices:
		copy(s.cost[l.Service], p.ledger.Cost[line])
	case l.Driver == ShareOfCost:
		p.splitByBase(s, line)
	case l.Driver == PerYear || l.Driver == Once:
		copy(s.cost[services], p.ledger.Cost[line])
	default:
		p.splitByUnits(s, line)
	}
	return s.cost
}

// splitByUnits gives each service the cost of its units.
func (p *Pricer) splitByUnits(s *split, line int) {
	c := &p.costs[line]
	for q, cost := range p.ledger.Cost[line] {
		for i := range p.plan.Services {
			s.weights[i] = p.counts.of[c.plain.measure][i][q]
			if c.saves {
				s.weights[i] = c.units(s.weights[i], p.counts.of[c.filled.measure][i][q])
			}
		}
		s.share(q, cost)
	}
}

// splitByBase gives each service the share of its part of the lines that the line is a share of.
func (p *Pricer) splitByBase(s *split, line int) {
	for q, cost := range p.ledger.Cost[line] {
		clear(s.weights)
		for _, base := range p.plan.Lines[line].Base {
			for i, row := range p.ByService(base) {
				s.weights[i] += float64(row[q])
			}
		}
		s.share(q, cost)
	}
}

// share splits the cost of a quarter by the weights, cumulatively rounded; all is common where no service has a weight.
func (s *split) share(q int, cost Cents) {
	total := 0.0
	for _, w := range s.weights {
		total += w
	}
	if total == 0 {
		s.weights[len(s.weights)-1], total = 1, 1
	}
	upTo, reached := 0.0, Cents(0)
	for i, w := range s.weights {
		upTo += w
		s.cost[i][q] = next(&reached, float64(cost)*(upTo/total))
	}
	s.weights[len(s.weights)-1] = 0
}
