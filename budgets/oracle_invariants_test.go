package budgets_test

import (
	"testing"

	"ipsplan/budgets"
)

// everyFunding prices random plans and hands over what every option and cascade makes of them.
func everyFunding(t *testing.T, maker *planMaker, visit func(p *budgets.Plan, l *budgets.Ledger, all map[cascade]*budgets.Funding, pricer *budgets.Pricer)) {
	t.Helper()
	p := maker.make()
	pricer := budgets.NewPricer(p)
	l := pricer.Price(maker.counts(), elsewhere, false)
	all := map[cascade]*budgets.Funding{}
	for _, c := range maker.cascades() {
		all[c] = pricer.Fund(c.option, c.firmness)
	}
	visit(p, l, all, pricer)
}

// imbalance is what is wrong with a funding and its cash, whatever the law's particulars; empty if nothing is.
func imbalance(p *budgets.Plan, l *budgets.Ledger, f *budgets.Funding, c *budgets.Cash) string {
	var paidInMoney, received, gapSoFar budgets.Cents
	for i := range p.Lines {
		year := budgets.Cents(0)
		for q, cost := range l.Cost[i] {
			if q%4 == 0 {
				year = 0
			}
			year += l.Saved[i][q]
			if cost < 0 || f.Gap[i][q] < 0 || q%4 == 3 && year < 0 {
				return "below zero"
			}
			rest := cost
			for s := range p.Sources {
				if f.Paid[s][i][q] < 0 {
					return "a source takes money"
				}
				rest -= f.Paid[s][i][q]
			}
			if rest != f.Gap[i][q] {
				return "funding + gap is not cost"
			}
		}
	}
	for s := range p.Sources {
		source := &p.Sources[s]
		inPlan := budgets.Cents(0)
		for y := range p.Years {
			inYear := budgets.Cents(0)
			for i := range p.Lines {
				inYear += total(f.Paid[s][i][4*y : 4*y+4])
			}
			inPlan += inYear
			if f.Surplus[s][y] < 0 {
				return "a surplus is below zero"
			}
			// An exchange rate of 1 is 1; limits in another currency are the other test's business.
			if source.PerYear != nil && isOne(source) && inYear+f.Surplus[s][y] > source.PerYear[y] {
				return "a source pays and leaves more than its amount for the year"
			}
		}
		if source.Maximum != nil && isOne(source) && inPlan > *source.Maximum {
			return "a source pays more than its maximum"
		}
		if inPlan > 0 && !f.Came[s] {
			return "a source that does not come pays"
		}
		if !source.InKind {
			paidInMoney += inPlan
		}
	}
	for q := range c.Need {
		for i := range p.Lines {
			gapSoFar += f.Gap[i][q]
		}
		if c.Need[q] != gapSoFar+c.Bridge[q] {
			return "need is not gap + bridge"
		}
		if c.Advances[q] < 0 || c.Receipts[q] < 0 {
			return "money flows back"
		}
		if c.Need[q] > c.PeakNeed || c.Bridge[q] > c.PeakBridge {
			return "a peak is exceeded"
		}
		received += c.Advances[q] + c.Receipts[q]
	}
	if received+c.After != paidInMoney {
		return "money received is not money paid"
	}
	if last := len(c.Need) - 1; c.Bridge[last] != c.After+c.Receipts[last] {
		return "the last bridge is not the money still to come"
	}
	return ""
}

func isOne(s *budgets.Source) bool {
	return s.Exchange.Quantile(0.3) == 1 && s.Exchange.Quantile(0.7) == 1
}

func TestBooksBalance(t *testing.T) {
	for seed := range plans(t, 300) {
		everyFunding(t, newMaker(seed, 2), func(p *budgets.Plan, l *budgets.Ledger, all map[cascade]*budgets.Funding, pricer *budgets.Pricer) {
			for c, f := range all {
				if wrong := imbalance(p, l, f, pricer.Cash(c.option, c.firmness)); wrong != "" {
					t.Fatalf("seed %d, option %d, cascade %d: %s\n%+v", seed, c.option, c.firmness, wrong, *p)
				}
			}
		})
	}
}

// Where every source offers all of a line and none matches others, so that no part is rounded, more sources leave less of a gap in every cell.
func TestAWiderCascadeLeavesNoMoreOfAGap(t *testing.T) {
	narrowed := 0
	for seed := range plans(t, 300) {
		maker := newMaker(seed, 3)
		maker.plain = true
		everyFunding(t, maker, func(p *budgets.Plan, _ *budgets.Ledger, all map[cascade]*budgets.Funding, _ *budgets.Pricer) {
			for o := range p.Options {
				for f := budgets.Committed; f < budgets.HopedFor; f++ {
					narrow, wide := all[cascade{o, f}].Gap, all[cascade{o, f + 1}].Gap
					for i := range narrow {
						for q := range narrow[i] {
							if wide[i][q] > narrow[i][q] {
								t.Fatalf("seed %d, option %d, line %d, quarter %d: gap %d of cascade %d, %d of the wider one\n%+v", seed, o, i, q, narrow[i][q], f, wide[i][q], *p)
							}
							if wide[i][q] < narrow[i][q] {
								narrowed++
							}
						}
					}
				}
			}
		})
	}
	if narrowed < 1000 {
		t.Errorf("a wider cascade narrows the gap in %d cells only; the test shows little", narrowed)
	}
}

// In general it is the sum that grows, but for a cent in each cell and source that rounding of parts may take.
func TestAWiderCascadePaysNoLessButForRounding(t *testing.T) {
	for seed := range plans(t, 300) {
		maker := newMaker(seed, 4)
		everyFunding(t, maker, func(p *budgets.Plan, _ *budgets.Ledger, all map[cascade]*budgets.Funding, _ *budgets.Pricer) {
			for i := range p.Sources {
				if p.Sources[i].Matches != nil {
					return
				}
			}
			gap := func(c cascade) budgets.Cents {
				sum := budgets.Cents(0)
				for _, row := range all[c].Gap {
					sum += total(row)
				}
				return sum
			}
			slack := budgets.Cents(len(p.Sources) * len(p.Lines) * 4 * p.Years)
			for o := range p.Options {
				for f := budgets.Committed; f < budgets.HopedFor; f++ {
					if narrow, wide := gap(cascade{o, f}), gap(cascade{o, f + 1}); wide > narrow+slack {
						t.Fatalf("seed %d, option %d: gap %d of cascade %d, %d of the wider one\n%+v", seed, o, narrow, f, wide, *p)
					}
				}
			}
		})
	}
}
