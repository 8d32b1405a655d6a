package budgets_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// sample is a random plan with a random draw. Its shares are kept as fractions, so that the plain accounting below is exact.
type sample struct {
	plan         budgets.Plan
	quarters     []model.Counts
	saved, share []*big.Rat
}

func newSample(random *rand.Rand) *sample {
	s := &sample{}
	p := &s.plan
	p.Years = 1 + random.IntN(3)
	fraction := func() (*big.Rat, quantity.Quantity) {
		f := [][2]int64{{0, 1}, {1, 1}, {1, 2}, {1, 3}, {3, 20}, {7, 10}, {random.Int64N(1001), 1000}}[random.IntN(7)]
		return big.NewRat(f[0], f[1]), quantity.Exactly(float64(f[0]) / float64(f[1]))
	}
	amounts := func(most int64) []budgets.Cents {
		a := make([]budgets.Cents, p.Years)
		for y := range a {
			if random.IntN(6) > 0 {
				a[y] = budgets.Cents(random.Int64N(most))
			}
		}
		return a
	}
	drivers := []budgets.Driver{budgets.PerYear, budgets.PerYear, budgets.PerSpecialist, budgets.PerHire, budgets.PerEngagement, budgets.PerJobStart, budgets.PerSustainment}
	categories := []budgets.Category{budgets.Staff, budgets.NonStaff, budgets.Unsplit}
	for i := range 1 + random.IntN(5) {
		saved, q := fraction()
		s.saved = append(s.saved, saved)
		p.Lines = append(p.Lines, budgets.Line{
			Key: fmt.Sprint("line ", i), Category: categories[random.IntN(3)], Driver: drivers[random.IntN(len(drivers))],
			Amount: amounts([]int64{10, 1000, 100_000_000}[random.IntN(3)]), SavedWhenVacant: q,
		})
	}
	for i := range random.IntN(6) {
		share, q := fraction()
		s.share = append(s.share, share)
		source := budgets.Source{Key: fmt.Sprint("source ", i), Share: q, Chance: quantity.Exactly([]float64{0, 1, 1, 0.5}[random.IntN(4)])}
		if random.IntN(3) == 0 {
			source.Category = categories[random.IntN(3)]
		}
		for _, line := range p.Lines {
			if random.IntN(4) == 0 {
				source.Lines = append(source.Lines, line.Key)
			}
		}
		if random.IntN(3) == 0 {
			source.PerYear = amounts([]int64{10, 3000, 100_000_000}[random.IntN(3)])
		}
		if random.IntN(3) == 0 {
			source.Maximum = budgets.Cents(1 + random.Int64N([]int64{10, 5000, 200_000_000}[random.IntN(3)]))
		}
		p.Sources = append(p.Sources, source)
	}
	p.PayOrder = random.Perm(len(p.Sources))[:random.IntN(len(p.Sources)+1)]
	s.quarters = randomQuarters(random, p.Years)
	return s
}

func randomQuarters(random *rand.Rand, years int) []model.Counts {
	quarters := make([]model.Counts, years*model.QuartersPerYear)
	for q := range quarters {
		posts := random.IntN(5)
		planned := posts * 13 * int(model.FullTime)
		quarters[q] = model.Counts{PlannedWeeks: planned, Hires: random.IntN(5), Engagements: random.IntN(40), JobStarts: random.IntN(20), Sustained13: random.IntN(9)}
		switch random.IntN(3) {
		case 0:
			quarters[q].InPostWeeks = planned
		case 1:
			quarters[q].InPostWeeks = planned - posts*random.IntN(14)*int(model.FullTime)
		case 2:
			quarters[q].InPostWeeks = random.IntN(planned + 1)
		}
	}
	return quarters
}

// nearest is an exact number of cents, 0 or more, in whole cents, halves up.
func nearest(exact *big.Rat) budgets.Cents {
	twice := new(big.Rat).Add(exact, exact)
	twice.Add(twice, big.NewRat(1, 1)) // floor(x + 1/2) = floor((2x + 1) / 2)
	return budgets.Cents(new(big.Int).Div(twice.Num(), new(big.Int).Mul(big.NewInt(2), twice.Denom())).Int64())
}

// rounded is nearest, except that a decimal share such as 0.15 is not quite the fraction in a float64: within a millionth of
// a half, the neighbour in hand is accepted too.
func rounded(exact *big.Rat, inHand budgets.Cents) budgets.Cents {
	off := new(big.Rat).Sub(exact, big.NewRat(int64(inHand), 1))
	if off.Abs(off).Cmp(big.NewRat(1, 2)) >= 0 && off.Cmp(big.NewRat(500_001, 1_000_000)) < 0 {
		return inHand
	}
	return nearest(exact)
}

// cost is what a line costs in a quarter, from the definition.
func (s *sample) cost(line, quarter int, inHand budgets.Cents) budgets.Cents {
	l, c := &s.plan.Lines[line], &s.quarters[quarter]
	amount := int64(l.Amount[quarter/4])
	saves := false
	var exact *big.Rat
	switch l.Driver {
	case budgets.PerYear:
		// Cumulative n/4 of a, halves up, in whole numbers: floor((n a + 2) / 4).
		n := int64(quarter % 4)
		exact, saves = big.NewRat(((n+1)*amount+2)/4-(n*amount+2)/4, 1), true
	case budgets.PerSpecialist:
		exact, saves = big.NewRat(amount*int64(c.PlannedWeeks), 52*1000), true
	case budgets.PerHire:
		exact = big.NewRat(amount*int64(c.Hires), 1)
	case budgets.PerEngagement:
		exact = big.NewRat(amount*int64(c.Engagements), 1)
	case budgets.PerJobStart:
		exact = big.NewRat(amount*int64(c.JobStarts), 1)
	case budgets.PerSustainment:
		exact = big.NewRat(amount*int64(c.Sustained13), 1)
	}
	if !saves || c.PlannedWeeks == 0 {
		return rounded(exact, inHand)
	}
	vacant := big.NewRat(int64(c.PlannedWeeks-c.InPostWeeks), int64(c.PlannedWeeks))
	part := vacant.Mul(vacant, s.saved[line])
	// Full posts in whole cents first, then what vacancies save of them. The posts are there for whole quarters, which a
	// float64 holds exactly, so the first step is certain.
	full := nearest(exact)
	saving := new(big.Rat).Mul(big.NewRat(int64(full), 1), part)
	return full - rounded(saving, full-inHand)
}

// check does the whole accounting again, cell by cell, in fractions, and compares.
func (s *sample) check(t *testing.T, l *budgets.Ledger) {
	t.Helper()
	p := &s.plan
	type purse struct{ ofYear, ofAll *big.Int } // nil without a limit
	purses := make([]purse, len(p.Sources))
	for i, source := range p.Sources {
		if source.Maximum > 0 {
			purses[i].ofAll = big.NewInt(int64(source.Maximum))
		}
		if c := source.Chance.Mean(); c == 0 && l.Arrived[i] || c == 1 && !l.Arrived[i] {
			t.Errorf("source %d arrived: %v, at a chance of %g", i, l.Arrived[i], c)
		}
	}
	for quarter := range s.quarters {
		for i, source := range p.Sources {
			if quarter%4 == 0 && source.PerYear != nil {
				purses[i].ofYear = big.NewInt(int64(source.PerYear[quarter/4]))
			}
		}
		for line := range p.Lines {
			owed := s.cost(line, quarter, l.Cost[line][quarter])
			if owed != l.Cost[line][quarter] {
				t.Errorf("line %d, quarter %d: costs %d, not %d", line, quarter, l.Cost[line][quarter], owed)
			}
			exactCost := big.NewRat(int64(owed), 1)
			paid := make([]budgets.Cents, len(p.Sources))
			for _, i := range p.PayOrder {
				source := &p.Sources[i]
				listed := slices.Contains(source.Lines, p.Lines[line].Key) || source.Category == p.Lines[line].Category ||
					source.Category == "" && source.Lines == nil
				if !l.Arrived[i] || !listed {
					continue
				}
				offer := big.NewInt(int64(rounded(new(big.Rat).Mul(exactCost, s.share[i]), l.Paid[i][line][quarter])))
				for _, limit := range []*big.Int{big.NewInt(int64(owed)), purses[i].ofYear, purses[i].ofAll} {
					if limit != nil && offer.Cmp(limit) > 0 {
						offer.Set(limit)
					}
				}
				for _, rest := range []*big.Int{purses[i].ofYear, purses[i].ofAll} {
					if rest != nil {
						rest.Sub(rest, offer)
					}
				}
				paid[i] = budgets.Cents(offer.Int64())
				owed -= paid[i]
			}
			for i := range p.Sources {
				if l.Paid[i][line][quarter] != paid[i] {
					t.Errorf("source %d, line %d, quarter %d: pays %d, not %d", i, line, quarter, l.Paid[i][line][quarter], paid[i])
				}
			}
			if l.Gap[line][quarter] != owed {
				t.Errorf("line %d, quarter %d: gap %d, not %d", line, quarter, l.Gap[line][quarter], owed)
			}
		}
		for i, source := range p.Sources {
			if quarter%4 != 3 {
				continue
			}
			want := budgets.Cents(0)
			if source.PerYear != nil && l.Arrived[i] && slices.Contains(p.PayOrder, i) {
				want = budgets.Cents(purses[i].ofYear.Int64())
				if rest := purses[i].ofAll; rest != nil {
					want = min(want, budgets.Cents(rest.Int64())) // it never offers more than its maximum
				}
			}
			if got := l.Surplus[i][quarter/4]; got != want {
				t.Errorf("source %d, year %d: surplus %d, not %d", i, quarter/4, got, want)
			}
		}
	}
	if t.Failed() {
		t.Fatalf("%+v\n%+v", s.plan, s.quarters)
	}
}

func TestLedgerAgreesWithPlainAccounting(t *testing.T) {
	for seed := range uint64(4000) {
		s := newSample(rand.New(rand.NewPCG(seed, 4)))
		pricer := budgets.NewPricer(&s.plan)
		for draw := range uint64(2) {
			s.check(t, pricer.Price(s.quarters, somewhere.At(seed).At(draw), false))
		}
	}
}

func TestEveryLedgerKeepsTheBooks(t *testing.T) {
	for seed := range uint64(4000) {
		s := newSample(rand.New(rand.NewPCG(seed, 5)))
		p := &s.plan
		l := budgets.NewPricer(p).Price(s.quarters, somewhere.At(seed), false)
		total := make([]budgets.Cents, len(p.Sources))
		ofYear := make([][]budgets.Cents, len(p.Sources))
		for i := range ofYear {
			ofYear[i] = make([]budgets.Cents, p.Years)
		}
		for line := range p.Lines {
			for q, cost := range l.Cost[line] {
				funded := budgets.Cents(0)
				for i := range p.Sources {
					paid := l.Paid[i][line][q]
					share := float64(cost) * p.Sources[i].Share.Mean()
					if paid < 0 || float64(paid) > share+0.5+1e-6 {
						t.Fatalf("seed %d: source %d pays %d, its share is %g", seed, i, paid, share)
					}
					if paid > 0 && (!l.Arrived[i] || !p.Sources[i].Covers(&p.Lines[line]) || !slices.Contains(p.PayOrder, i)) {
						t.Fatalf("seed %d: source %d pays for line %d", seed, i, line)
					}
					funded += paid
					total[i] += paid
					ofYear[i][q/4] += paid
				}
				if cost < 0 || l.Gap[line][q] < 0 || funded+l.Gap[line][q] != cost {
					t.Fatalf("seed %d, line %d, quarter %d: funding %d + gap %d ≠ cost %d", seed, line, q, funded, l.Gap[line][q], cost)
				}
			}
		}
		for i, source := range p.Sources {
			if source.Maximum > 0 && total[i] > source.Maximum {
				t.Fatalf("seed %d: source %d pays %d of %d", seed, i, total[i], source.Maximum)
			}
			left := source.Maximum
			for y := range p.Years {
				surplus := l.Surplus[i][y]
				offered := budgets.Cents(0)
				if source.PerYear != nil {
					offered = source.PerYear[y]
					if source.Maximum > 0 {
						offered = min(offered, left)
					}
					left -= ofYear[i][y]
				}
				switch {
				case source.PerYear == nil || !l.Arrived[i] || !slices.Contains(p.PayOrder, i):
					if surplus != 0 {
						t.Fatalf("seed %d: source %d offered nothing and has a surplus of %d", seed, i, surplus)
					}
				case surplus < 0 || surplus+ofYear[i][y] != offered:
					t.Fatalf("seed %d: source %d, year %d: surplus %d + used %d ≠ offered %d", seed, i, y, surplus, ofYear[i][y], offered)
				}
			}
		}
	}
}

func TestYearlyAmountsAreSpentExactlyWithoutVacancies(t *testing.T) {
	for seed := range uint64(1000) {
		random := rand.New(rand.NewPCG(seed, 6))
		s := newSample(random)
		for q := range s.quarters {
			s.quarters[q].InPostWeeks = s.quarters[q].PlannedWeeks
		}
		l := budgets.NewPricer(&s.plan).Price(s.quarters, somewhere, false)
		for i, line := range s.plan.Lines {
			for y := range s.plan.Years {
				if got := budgets.Sum(l.Cost[i][4*y : 4*y+4]); line.Driver == budgets.PerYear && got != line.Amount[y] {
					t.Fatalf("seed %d: %d of %d are spent", seed, got, line.Amount[y])
				}
			}
		}
	}
}

// A source leaves those before it in the order as they are, and can only narrow the gap.
func TestALaterSourceTakesNothingFromAnEarlierOne(t *testing.T) {
	for seed := range uint64(1000) {
		s := newSample(rand.New(rand.NewPCG(seed, 7)))
		order := s.plan.PayOrder
		var before *budgets.Ledger
		for n := range len(order) + 1 {
			s.plan.PayOrder = order[:n]
			l := budgets.NewPricer(&s.plan).Price(s.quarters, somewhere.At(seed), false)
			if n > 0 {
				for _, i := range order[:n-1] {
					if !cmp.Equal(l.Paid[i], before.Paid[i]) || !cmp.Equal(l.Surplus[i], before.Surplus[i]) {
						t.Fatalf("seed %d: source %d in place %d changes what source %d pays", seed, order[n-1], n-1, i)
					}
				}
				for line := range l.Gap {
					for q := range l.Gap[line] {
						if l.Gap[line][q] > before.Gap[line][q] {
							t.Fatalf("seed %d: one more source widens the gap of line %d in quarter %d", seed, line, q)
						}
					}
				}
			}
			before = l
		}
	}
}

func TestNothingIsLeftOfTheDrawBefore(t *testing.T) {
	changes := 0
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 8))
		s := newSample(random)
		reused := budgets.NewPricer(&s.plan)
		for draw := range uint64(6) {
			luckOnly := random.IntN(2) == 0
			quarters, at := randomQuarters(random, s.plan.Years), somewhere.At(seed).At(draw)
			arrived := slices.Clone(reused.Price(s.quarters, at.At(99), false).Arrived)
			got := reused.Price(quarters, at, luckOnly)
			if !slices.Equal(arrived, got.Arrived) {
				changes++
			}
			if want := budgets.NewPricer(&s.plan).Price(quarters, at, luckOnly); !cmp.Equal(want, got) {
				t.Fatalf("seed %d, draw %d, new against reused pricer:\n%s", seed, draw, cmp.Diff(want, got))
			}
		}
	}
	if changes < 200 {
		t.Errorf("a source's arrival changed between draws only %d times; the test shows little", changes)
	}
}

func TestTooFewQuartersAreNotPriced(t *testing.T) {
	plan := budgets.Plan{Years: 2, Lines: []budgets.Line{{Driver: budgets.PerYear, Amount: cents(100, 100)}}}
	pricer := budgets.NewPricer(&plan)
	pricer.Price(years(2, full(1)), somewhere, false)
	defer func() {
		if recover() == nil {
			t.Error("one year was priced for a plan of two: the second is the draw's before")
		}
	}()
	pricer.Price(years(1, full(1)), somewhere, false)
}

func TestPricingAllocatesNothing(t *testing.T) {
	s := newSample(rand.New(rand.NewPCG(3, 9)))
	pricer := budgets.NewPricer(&s.plan)
	if n := testing.AllocsPerRun(100, func() { pricer.Price(s.quarters, somewhere, false) }); n > 0 {
		t.Errorf("%g allocations", n)
	}
}
