package budgets_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// books is a random plan's priced draw, to be checked for what must hold in every one.
type books struct {
	*sample
	t      *testing.T
	pricer *budgets.Pricer
	ledger *budgets.Ledger
	value  func(quantity.Quantity) float64
}

func keepBooks(t *testing.T, seed uint64) *books {
	s := newSample(rand.New(rand.NewPCG(seed, 31)))
	at := somewhere.At(seed)
	b := &books{s, t, budgets.NewPricer(s.Plan), nil, func(q quantity.Quantity) float64 { return q.Prepared(new(quantity.Preparer)).Draw(valuesAt(at)) }}
	b.ledger = b.pricer.Price(s.happens(), at, false)
	b.costs()
	for option := range s.Options {
		for firmness := range budgets.HopedFor + 1 {
			b.funding(option, b.pricer.Fund(option, firmness), firmness)
			b.cash(option, b.pricer.Fund(option, firmness), b.pricer.Cash(option, firmness))
		}
		b.cascades(option)
	}
	if t.Failed() {
		t.Fatalf("seed %d: %+v", seed, *s.Plan)
	}
	return b
}

func (b *books) costs() {
	for i := range b.Lines {
		split := make([]budgets.Cents, len(b.ledger.Cost[i]))
		for _, row := range b.pricer.ByService(i) {
			for q, x := range row {
				split[q] += x
				if x < 0 {
					b.t.Errorf("line %d, quarter %d: a service costs %d", i, q, x)
				}
			}
		}
		wantRow(b.t, "sum over services", split, b.ledger.Cost[i]...)
		for year := range b.Years {
			if saved := budgets.Sum(b.ledger.Saved[i][4*year:][:4]); saved < 0 {
				b.t.Errorf("line %d, year %d: saved %d", i, year, saved)
			}
		}
	}
}

func (b *books) funding(option int, f *budgets.Funding, firmness budgets.Firmness) {
	for i, row := range b.ledger.Cost {
		for q, cost := range row {
			left := cost
			for s := range b.Sources {
				paid := f.Paid[s][i][q]
				left -= paid
				pays := f.Came[s] && slices.Contains(b.Sources[s].Lines, i) && slices.Contains(b.Options[option].Order, s) && b.Sources[s].Status.Firmness() <= firmness
				if paid < 0 || paid > 0 && !pays {
					b.t.Errorf("source %d pays %d for line %d in quarter %d", s, paid, i, q)
				}
			}
			if cost < 0 || left < 0 || left != f.Gap[i][q] {
				b.t.Errorf("line %d, quarter %d: cost %d, gap %d, left %d", i, q, cost, f.Gap[i][q], left)
			}
		}
	}
	for i := range b.Sources {
		b.limits(i, f)
	}
}

// paid is what a source pays in a year.
func (b *books) paid(f *budgets.Funding, source, year int) budgets.Cents {
	total := budgets.Cents(0)
	for _, row := range f.Paid[source] {
		total += budgets.Sum(row[4*year:][:4])
	}
	return total
}

func (b *books) limits(i int, f *budgets.Funding) {
	s := &b.Sources[i]
	keeps := func(what string, paid budgets.Cents, limit float64) {
		if float64(paid) > limit+0.5+1e-6*limit {
			b.t.Errorf("source %d pays %d, %s is %g", i, paid, what, limit)
		}
	}
	total := budgets.Cents(0)
	for year := range b.Years {
		paid := b.paid(f, i, year)
		total += paid
		if s.PerYear != nil {
			keeps("its amount", paid, float64(s.PerYear[year])/b.value(s.Exchange))
		}
		if s.AtMost != nil {
			eligible := budgets.Cents(0)
			for _, line := range s.Lines {
				eligible += budgets.Sum(b.ledger.Cost[line][4*year:][:4])
			}
			keeps("its part", paid, float64(eligible)*b.value(*s.AtMost))
		}
		if s.Matches != nil {
			others := budgets.Cents(0)
			for _, other := range s.Matches.Others {
				others += b.paid(f, other, year)
			}
			keeps("the others' money", paid, float64(others)*b.value(s.Matches.Rate))
		}
		if surplus := f.Surplus[i][year]; surplus < 0 || surplus > 0 && s.PerYear == nil {
			b.t.Errorf("source %d, year %d: surplus %d", i, year, surplus)
		}
	}
	if s.Maximum != nil {
		keeps("its maximum", total, float64(*s.Maximum)/b.value(s.Exchange))
	}
}

func (b *books) cash(option int, f *budgets.Funding, c *budgets.Cash) {
	inMoney, inKind := budgets.Cents(0), budgets.Cents(0)
	for _, i := range b.Options[option].Order {
		for year := range b.Years {
			if b.Sources[i].InKind {
				inKind += b.paid(f, i, year)
			} else {
				inMoney += b.paid(f, i, year)
			}
		}
	}
	if came := budgets.Sum(c.Advances) + budgets.Sum(c.Receipts) + c.After; came != inMoney {
		b.t.Errorf("%d of money came or will come of %d", came, inMoney)
	}
	gap, costs := budgets.Cents(0), budgets.Cents(0)
	for q := range c.Need {
		for i := range b.Lines {
			gap += f.Gap[i][q]
			costs += b.ledger.Cost[i][q]
		}
		if c.Need[q] != gap+c.Bridge[q] {
			b.t.Errorf("quarter %d: need %d, gap %d, bridge %d", q, c.Need[q], gap, c.Bridge[q])
		}
	}
	last := len(c.Need) - 1
	if c.Need[last] != costs-inKind-budgets.Sum(c.Advances)-budgets.Sum(c.Receipts[:last]) {
		b.t.Errorf("the last need is %d", c.Need[last])
	}
	if max(0, slices.Max(c.Need)) != c.PeakNeed || max(0, slices.Max(c.Bridge)) != c.PeakBridge {
		b.t.Errorf("peaks %d and %d", c.PeakNeed, c.PeakBridge)
	}
	if (c.PeakNeed > 0) != (c.PeakNeedQuarter != budgets.NoQuarter) || c.PeakNeed > 0 && slices.Index(c.Need, c.PeakNeed) != c.PeakNeedQuarter {
		b.t.Errorf("peak need in quarter %d: %v", c.PeakNeedQuarter, c.Need)
	}
}

// cascades checks that more sources leave no wider gap in any cell, but for rounding and for what is matched.
func (b *books) cascades(option int) {
	slack := budgets.Cents(0)
	for _, i := range b.Options[option].Order {
		if b.Sources[i].Matches != nil {
			return
		}
		if b.value(b.Sources[i].Share) != 1 || b.Sources[i].RestOf != nil {
			slack += budgets.Cents(len(b.Lines) * b.Years * model.QuartersPerYear) // a cent of each cell
		}
	}
	wider := b.pricer.Fund(option, budgets.Committed)
	for firmness := budgets.Likely; firmness <= budgets.HopedFor; firmness++ {
		before := wider
		wider = b.pricer.Fund(option, firmness)
		for i, row := range wider.Gap {
			for q, gap := range row {
				if gap > before.Gap[i][q]+slack {
					b.t.Errorf("option %d, firmness %d, line %d, quarter %d: more sources leave %d instead of %d", option, firmness, i, q, gap, before.Gap[i][q])
				}
			}
		}
	}
}

func TestEveryLedgerKeepsTheBooks(t *testing.T) {
	for seed := range uint64(3000) {
		keepBooks(t, seed)
	}
}

func FuzzTheBooks(f *testing.F) {
	f.Add(uint64(0))
	f.Fuzz(func(t *testing.T, seed uint64) { keepBooks(t, seed) })
}

// A source leaves those before it in the order as they are.
func TestALaterSourceTakesNothingFromAnEarlierOne(t *testing.T) {
	for seed := range uint64(500) {
		s := newSample(rand.New(rand.NewPCG(seed, 32)))
		order := s.Options[0].Order
		s.Options = nil
		for n := range order {
			s.Options = append(s.Options, budgets.Option{Order: order[:n+1]})
		}
		for i := range s.Sources { // or the later one could change who comes
			s.Sources[i].Given = nil
		}
		if s.Options == nil {
			continue
		}
		pricer := budgets.NewPricer(s.Plan)
		pricer.Price(s.happens(), somewhere.At(seed), false)
		all := pricer.Fund(len(order)-1, budgets.HopedFor)
		for n := range order {
			some := pricer.Fund(n, budgets.HopedFor)
			for _, i := range order[:n+1] {
				for line := range s.Lines {
					wantRow(t, "paid", some.Paid[i][line], all.Paid[i][line]...)
				}
				wantRow(t, "surplus", some.Surplus[i], all.Surplus[i]...)
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d: %+v", seed, *s.Plan)
		}
	}
}

// Pricing again, and in any order of questions, gives what a new pricer gives.
func TestNothingIsLeftOfTheDrawBefore(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 33))
		s := newSample(random)
		reused := budgets.NewPricer(s.Plan)
		for draw := range uint64(6) {
			happened, at, luckOnly := s.happens(), somewhere.At(seed).At(draw), random.IntN(2) == 0
			option, firmness := random.IntN(len(s.Options)), budgets.Firmness(random.IntN(3))
			fresh := budgets.NewPricer(s.Plan)
			got, want := reused.Price(happened, at, luckOnly), fresh.Price(happened, at, luckOnly)
			for i := range s.Lines {
				wantRow(t, "cost", got.Cost[i], want.Cost[i]...)
				wantRow(t, "saved", got.Saved[i], want.Saved[i]...)
				for service, row := range fresh.ByService(i) {
					wantRow(t, "by service", reused.ByService(i)[service], row...)
				}
			}
			before, after := reused.Fund(option, firmness), fresh.Fund(option, firmness)
			for i := range s.Sources {
				for line := range s.Lines {
					wantRow(t, "paid", before.Paid[i][line], after.Paid[i][line]...)
				}
				wantRow(t, "surplus", before.Surplus[i], after.Surplus[i]...)
			}
			if got, want := reused.Cash(option, firmness), fresh.Cash(option, firmness); !reflect.DeepEqual(got, want) {
				t.Errorf("cash: %+v, not %+v", got, want)
			}
			if t.Failed() {
				t.Fatalf("seed %d, draw %d: %+v", seed, draw, *s.Plan)
			}
		}
	}
}

// Services are known by their keys and places: their order changes no sum.
func TestTheOrderOfServicesDoesNotMatter(t *testing.T) {
	for seed := range uint64(300) {
		s := newSample(rand.New(rand.NewPCG(seed, 34)))
		happened := s.happens()
		want := budgets.NewPricer(s.Plan).Price(happened, somewhere, false)
		turned := *s.Plan
		turned.Services, turned.Lines = slices.Clone(s.Services), slices.Clone(s.Lines)
		slices.Reverse(turned.Services)
		slices.Reverse(happened)
		for i := range turned.Lines {
			if turned.Lines[i].Service != budgets.AllServices {
				turned.Lines[i].Service = len(s.Services) - 1 - turned.Lines[i].Service
			}
		}
		got := budgets.NewPricer(&turned).Price(happened, somewhere, false)
		for i := range s.Lines {
			for q := range want.Cost[i] {
				if got.Cost[i][q] != want.Cost[i][q] {
					t.Fatalf("seed %d, line %d, quarter %d: %d, not %d", seed, i, q, got.Cost[i][q], want.Cost[i][q])
				}
			}
		}
	}
}

// TestFundingIsOfTheDrawPricedLast: however often a draw is priced, and whichever others are without being funded, funding is that of the draw priced last, as by a pricer that knows no other.
func TestFundingIsOfTheDrawPricedLast(t *testing.T) {
	for seed := range uint64(100) {
		s := newSample(rand.New(rand.NewPCG(seed, 32)))
		happened, pricer := s.happens(), budgets.NewPricer(s.Plan)
		for _, draws := range [][]uint64{{1, 1, 1, 1, 1}, {2, 3, 4, 5}, {5}, {6, 5}} {
			last := somewhere.At(draws[len(draws)-1])
			for _, draw := range draws {
				pricer.Price(happened, somewhere.At(draw), false)
			}
			fresh := budgets.NewPricer(s.Plan)
			fresh.Price(happened, last, false)
			for option := range s.Options {
				if got, want := pricer.Fund(option, budgets.HopedFor), fresh.Fund(option, budgets.HopedFor); !reflect.DeepEqual(got, want) {
					t.Fatalf("seed %d, after draws %v, option %d: %+v, not %+v", seed, draws, option, got, want)
				}
			}
		}
	}
}
