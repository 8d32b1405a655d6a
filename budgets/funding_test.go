package budgets_test

import (
	"math"
	"testing"

	"ipsplan/budgets"
	"ipsplan/model/quantity"
)

// always is a committed source that comes and pays the share of the lines, at the end of each quarter.
func always(share float64, lines ...int) budgets.Source {
	return budgets.Source{
		Status: budgets.Secured, Lines: lines, Share: exactly(share), Exchange: exactly(1), Chance: exactly(1),
		Arrives: []budgets.Arrival{{Share: 1, When: budgets.WithTheQuarter}},
	}
}

// funded adds sources, all in one option in their order.
func funded(p *budgets.Plan, sources ...budgets.Source) *budgets.Plan {
	p.Sources = sources
	order := make([]int, len(sources))
	for i := range sources {
		p.Sources[i].Key = string(rune('A' + i))
		order[i] = i
	}
	p.Options = []budgets.Option{{Key: "all", Order: order}}
	return p
}

func fund(t *testing.T, p *budgets.Plan) *budgets.Funding {
	t.Helper()
	pricer := budgets.NewPricer(p)
	pricer.Price(uneventful(p), somewhere, false)
	return pricer.Fund(0, budgets.HopedFor)
}

func of(quantity quantity.Quantity) *quantity.Quantity { return &quantity }

func most(cents budgets.Cents) *budgets.Cents { return &cents }

func TestSharesThatAddUpLeaveNothing(t *testing.T) {
	third := 1.0 / 3
	for _, c := range []struct {
		name   string
		shares []float64
		want   [][4]budgets.Cents
	}{
		// 101 cents a year, 25, 26, 25, 25 by quarter. Half of 25 is 12.5, rounded 13, and 25 − 13.
		{"halves", []float64{0.5, 0.5}, [][4]budgets.Cents{{13, 13, 13, 13}, {12, 13, 12, 12}}},
		// Thirds of 25: 8.33, 16.67, 25; of 26: 8.67, 17.33, 26.
		{"thirds", []float64{third, third, third}, [][4]budgets.Cents{{8, 9, 8, 8}, {9, 8, 9, 9}, {8, 9, 8, 8}}},
		// 0.8 + 0.8 is more than 1: 20 of 25 (20.8 → 21 of 26), then no more than is left.
		{"too much", []float64{0.8, 0.8}, [][4]budgets.Cents{{20, 21, 20, 20}, {5, 5, 5, 5}}},
	} {
		p := plan(1, line(budgets.PerYear, 1.01))
		for range c.shares {
			p.Sources = append(p.Sources, budgets.Source{})
		}
		for i, share := range c.shares {
			p.Sources[i] = always(share, 0)
		}
		f := fund(t, funded(p, p.Sources...))
		for i, want := range c.want {
			wantRow(t, c.name, f.Paid[i][0], want[:]...)
		}
		wantRow(t, c.name+": gap", f.Gap[0], 0, 0, 0, 0)
	}
}

func TestAPartIsTheSameWhetherOrNotTheOthersPayTheirs(t *testing.T) {
	// Of 25 cents a quarter. Half: the first would pay 13 and may pay nothing, the other still pays 25 − 13. In floating point 0.34 + 0.56 + 0.1 is more than 1:
	// 8.5, 14 and the last one's 25 − 22.5, which is 25 − 23.
	for _, c := range []struct {
		shares []float64
		last   budgets.Cents
	}{{[]float64{0.5, 0.5}, 12}, {[]float64{0.34, 0.56, 0.1}, 2}} {
		p := plan(1, line(budgets.PerYear, 1))
		var sources []budgets.Source
		for _, share := range c.shares {
			s := always(share, 0)
			s.Maximum = most(0)
			sources = append(sources, s)
		}
		sources[len(sources)-1].Maximum = nil
		f := fund(t, funded(p, sources...))
		wantRow(t, "last", f.Paid[len(sources)-1][0], c.last, c.last, c.last, c.last)
	}
}

func TestOnlySourcesOfTheSameLineComeBeforeAnother(t *testing.T) {
	// A pays 0.7 of line a. B pays 0.6 of both: all that A leaves of a, as 0.7 + 0.6 is more than 1, and 0.6 of b; C half of b: 0.6 + 0.5 is more.
	p := funded(plan(1, line(budgets.PerYear, 4), line(budgets.PerYear, 8)), always(0.7, 0), always(0.6, 0, 1), always(0.5, 1))
	f := fund(t, p)
	wantRow(t, "A, a", f.Paid[0][0], 70, 70, 70, 70)
	wantRow(t, "B, a", f.Paid[1][0], 30, 30, 30, 30)
	wantRow(t, "B, b", f.Paid[1][1], 120, 120, 120, 120)
	wantRow(t, "C, b", f.Paid[2][1], 80, 80, 80, 80)
}

func TestAmountsByYearAreUsedAsCostsComeLineByLine(t *testing.T) {
	grant := always(1, 1, 0) // b first
	grant.PerYear = []budgets.Cents{250, 1000, 0}
	f := fund(t, funded(plan(3, line(budgets.PerYear, 4, 4, 4), line(budgets.PerYear, 0.8, 0.8, 0.8)), grant, always(1, 0, 1)))
	// 0.20 and 1.00 a quarter: 1.20, 1.20, and in the third 0.10 of b; the second year takes 4.80 of 10.00.
	wantRow(t, "a", f.Paid[0][0], 100, 100, 0, 0, 100, 100, 100, 100, 0, 0, 0, 0)
	wantRow(t, "b", f.Paid[0][1], 20, 20, 10, 0, 20, 20, 20, 20, 0, 0, 0, 0)
	wantRow(t, "the next source, a", f.Paid[1][0], 0, 0, 100, 100, 0, 0, 0, 0, 100, 100, 100, 100)
	wantRow(t, "the next source, b", f.Paid[1][1], 0, 0, 10, 20, 0, 0, 0, 0, 20, 20, 20, 20)
	wantRow(t, "surplus", f.Surplus[0], 0, 520, 0)
	wantRow(t, "surplus of a source without amounts", f.Surplus[1], 0, 0, 0)
}

func TestMaximumOverTheYears(t *testing.T) {
	grant, capped := always(1, 0), always(0.5, 0)
	grant.PerYear, grant.Maximum = []budgets.Cents{150, 150, 150}, most(320)
	capped.Maximum = most(250)
	f := fund(t, funded(plan(3, line(budgets.PerYear, 4, 4, 4)), grant, capped))
	wantRow(t, "grant", f.Paid[0][0], 100, 50, 0, 0, 100, 50, 0, 0, 20, 0, 0, 0) // then the 0.20 that are left of 3.20
	// Its part is half of the cost (1 + 0.5 is more than 1): 0, 50, 50, 50; 0, 50, 50 makes 2.50.
	wantRow(t, "capped", f.Paid[1][0], 0, 50, 50, 50, 0, 50, 50, 0, 0, 0, 0, 0)
	wantRow(t, "gap", f.Gap[0], 0, 0, 50, 50, 0, 0, 50, 100, 80, 100, 100, 100)
	wantRow(t, "surplus: nothing offered is left", f.Surplus[0], 0, 0, 0)
	wantRow(t, "surplus: a maximum alone is no offer", f.Surplus[1], 0, 0, 0)
}

func TestWhatIsLeftUnusedIsNotOfferedAgain(t *testing.T) {
	grant := always(1, 0)
	grant.PerYear, grant.Maximum = []budgets.Cents{1000, 1000, 1000}, most(1500)
	f := fund(t, funded(plan(3, line(budgets.PerYear, 2, 8, 9)), grant))
	// First year: 2.00 of 10.00. Then 15.00 − 10.00 are on offer, and 8.00 are paid all the same, as only 2.00 of the maximum are used. Third: nothing is on offer; 5.00 are left to pay.
	wantRow(t, "paid", f.Paid[0][0], 50, 50, 50, 50, 200, 200, 200, 200, 225, 225, 50, 0)
	wantRow(t, "surplus", f.Surplus[0], 800, 0, 0)
}

func TestLimitsInAnotherCurrency(t *testing.T) {
	grant := always(1, 0)
	grant.PerYear, grant.Maximum, grant.Exchange = []budgets.Cents{2501, 2501}, most(4001), exactly(24.5)
	f := fund(t, funded(plan(2, line(budgets.PerYear, 4, 4)), grant))
	// 2501 / 24.5 = 102.08; 4001 / 24.5 = 163.31, so 61 in the second year.
	wantRow(t, "paid", f.Paid[0][0], 100, 2, 0, 0, 61, 0, 0, 0)
}

func TestAtMostAPartOfTheYearsEligibleCost(t *testing.T) {
	fund60, first := always(1, 0, 1), always(0.5, 0)
	fund60.AtMost = of(exactly(0.6))
	p := funded(plan(1, line(budgets.PerYear, 4), line(budgets.PerHire, 2), line(budgets.PerYear, 100)), first, fund60)
	quarters := uneventful(p)
	quarters[0][0].Hires, quarters[0][2].Hires = 1, 2
	pricer := budgets.NewPricer(p)
	pricer.Price(quarters, somewhere, false)
	f := pricer.Fund(0, budgets.HopedFor)
	// Eligible so far: 300, 400, 900, 1000, so at most 180, 240, 540, 600. The first quarter: the 50 that are left of a, then 130 of 200; the second: 50
	// makes 230; the third: 50, then 260 of 400; the fourth: 50 makes 590.
	wantRow(t, "a", f.Paid[1][0], 50, 50, 50, 50)
	wantRow(t, "b", f.Paid[1][1], 130, 0, 260, 0)
	wantRow(t, "gap of b", f.Gap[1], 70, 0, 140, 0)
}

func TestMatchingMoney(t *testing.T) {
	region, firm, match := always(1, 0), always(0.5, 1), always(1, 1, 0)
	region.PerYear = []budgets.Cents{150, 0}
	match.Matches = &budgets.Match{Rate: exactly(0.75), Others: []int{0, 1}}
	p := funded(plan(2, line(budgets.PerYear, 4, 4), line(budgets.PerYear, 1, 1)), region, firm, match)
	f := fund(t, p)
	// They pay 150 + 4 × 13 (half of 25, rounded) = 202 in the first year and 52 in the second: 0.75 of it is 151.5, so 152, and 39. The 12 that are left of b come first, then
	// what is left of a: 0, 50, 100, 100. That makes 12, 74, and 152 in the third quarter. The money of the whole year counts: after two quarters 176 had been paid. Then 12 + 27.
	wantRow(t, "match, b", f.Paid[2][1], 12, 12, 12, 0, 12, 0, 0, 0)
	wantRow(t, "match, a", f.Paid[2][0], 0, 50, 66, 0, 27, 0, 0, 0)
	p.Options = []budgets.Option{{Order: []int{2}}, {Order: []int{1, 2}}}
	wantRow(t, "nobody to match", fund(t, p).Paid[2][0], make([]budgets.Cents, 8)...)
}

func TestASourceMayComeOnlyIfAnotherDoes(t *testing.T) {
	bond, platform := always(1, 0), always(1, 0)
	bond.Chance = exactly(0.3)
	platform.Given = &budgets.Given{Source: 0, IfComes: exactly(0), IfNot: exactly(1)}
	p := funded(plan(1, line(budgets.PerYear, 4)), bond, platform)
	p.Options = []budgets.Option{{Order: []int{1, 0}}, {Order: []int{1}}, {Order: []int{0}}}
	pricer := budgets.NewPricer(p)
	came := 0
	const draws = 20000
	for draw := range uint64(draws) {
		pricer.Price(uneventful(p), somewhere.At(draw), false)
		both, alone, bond := pricer.Fund(0, budgets.HopedFor), pricer.Fund(1, budgets.HopedFor), pricer.Fund(2, budgets.HopedFor)
		if both.Came[0] == both.Came[1] {
			t.Fatalf("draw %d: bond %v, platform %v", draw, both.Came[0], both.Came[1])
		}
		if !alone.Came[1] || alone.Came[0] {
			t.Fatalf("draw %d: in an option without the bond it does not come: %v", draw, alone.Came)
		}
		if bond.Came[0] != both.Came[0] || bond.Came[1] {
			t.Fatalf("draw %d: options of a draw have the same numbers: %v, %v", draw, bond.Came, both.Came)
		}
		if both.Came[0] {
			came++
		}
	}
	if sd := math.Sqrt(draws * 0.3 * 0.7); math.Abs(float64(came)-0.3*draws) > 5*sd {
		t.Errorf("the bond came in %d of %d draws", came, draws)
	}
}

func TestChainsOfConditionsInAnyOrder(t *testing.T) {
	last, middle, first := always(1, 0), always(1, 0), always(1, 0)
	last.Given = &budgets.Given{Source: 1, IfComes: exactly(0), IfNot: exactly(1)}
	middle.Given = &budgets.Given{Source: 2, IfComes: exactly(0), IfNot: exactly(1)}
	f := fund(t, funded(plan(1, line(budgets.PerYear, 4)), last, middle, first))
	if !f.Came[2] || f.Came[1] || !f.Came[0] {
		t.Errorf("came: %v", f.Came)
	}
}

func TestADecisionDependsOnTheSourceOnly(t *testing.T) {
	source := func(key string, chance float64) budgets.Source {
		s := always(1)
		s.Key, s.Chance = key, exactly(chance)
		return s
	}
	one, other := plan(1), plan(1)
	one.Sources = []budgets.Source{source("a", 0.4), source("b", 0.6)}
	one.Options = []budgets.Option{{Order: []int{0, 1}}}
	other.Sources = []budgets.Source{source("c", 0.5), source("b", 0.6), source("a", 0.7)}
	other.Options = []budgets.Option{{Order: []int{1, 2}}}
	first, second := budgets.NewPricer(one), budgets.NewPricer(other)
	again := budgets.NewPricer(one)
	again.Decisions = 1
	differ := 0
	for draw := range uint64(2000) {
		at := somewhere.At(draw)
		first.Price(uneventful(one), at, false)
		second.Price(uneventful(other), at, draw%2 == 0)
		again.Price(uneventful(one), at, false)
		f, s := first.Fund(0, budgets.HopedFor), second.Fund(0, budgets.HopedFor)
		// The address is part of what users have: the numbers drawn must not move from one release to the next.
		want := at.At(2).At(1).Named("b").Uniform() < 0.6
		if f.Came[1] != want || s.Came[1] != want {
			t.Fatalf("draw %d: b comes: %v, %v, not %v", draw, f.Came[1], s.Came[1], want)
		}
		if f.Came[0] && !s.Came[2] {
			t.Fatalf("draw %d: a came at a chance of 0.4 and not at 0.7", draw)
		}
		if again.Fund(0, budgets.HopedFor).Came[1] != want {
			differ++
		}
	}
	if sd := math.Sqrt(2000 * 0.48 * 0.52); math.Abs(float64(differ)-2000*0.48) > 5*sd { // 2 × 0.6 × 0.4
		t.Errorf("the other stream of decisions differs in %d of 2000 draws", differ)
	}
}

func TestCascadesByFirmness(t *testing.T) {
	hoped, talks, agreed := always(0.25, 0), always(0.5, 0), always(0.5, 0)
	hoped.Status, talks.Status, agreed.Status = budgets.Hoped, budgets.InTalks, budgets.Agreed
	hoped.PerYear = []budgets.Cents{1000}
	p := funded(plan(1, line(budgets.PerYear, 4)), hoped, talks, agreed)
	pricer := budgets.NewPricer(p)
	pricer.Price(uneventful(p), somewhere, false)
	for firmness, want := range [][3]budgets.Cents{{0, 0, 50}, {0, 50, 50}, {25, 50, 25}} {
		f := pricer.Fund(0, budgets.Firmness(firmness))
		for i, paid := range want {
			wantRow(t, p.Sources[i].Key, f.Paid[i][0], paid, paid, paid, paid)
		}
		if !f.Came[0] {
			t.Errorf("firmness %d: a source that comes is told so in every cascade", firmness)
		}
		surplus := budgets.Cents(0)
		if firmness == int(budgets.HopedFor) {
			surplus = 900
		}
		wantRow(t, "surplus", f.Surplus[0], surplus)
	}
}

func TestNothingIsLeftOfASourceThatNoLongerComes(t *testing.T) {
	maybe := always(1, 0)
	maybe.Chance, maybe.PerYear = exactly(0.5), []budgets.Cents{1000}
	match := always(1, 1)
	match.Matches = &budgets.Match{Rate: exactly(1), Others: []int{0}}
	p := funded(plan(1, line(budgets.PerYear, 4), line(budgets.PerYear, 40)), maybe, match)
	pricer := budgets.NewPricer(p)
	for draw := range uint64(100) {
		pricer.Price(uneventful(p), somewhere.At(draw), false)
		f := pricer.Fund(0, budgets.HopedFor)
		paid, surplus := budgets.Cents(0), budgets.Cents(0)
		if f.Came[0] {
			paid, surplus = 100, 600
		}
		wantRow(t, "paid", f.Paid[0][0], paid, paid, paid, paid)
		wantRow(t, "surplus", f.Surplus[0], surplus)
		wantRow(t, "matched", f.Paid[1][1], 4*paid, 0, 0, 0)
	}
}

func TestWithoutOptionsNobodyPays(t *testing.T) {
	f := fund(t, plan(1, line(budgets.PerYear, 4)))
	wantRow(t, "gap", f.Gap[0], 100, 100, 100, 100)
}

func TestUncertainTermsOfASource(t *testing.T) {
	s := always(0)
	s.Lines, s.Share = []int{0}, perhaps("share", 0.2, 0.5, 0.9)
	s.AtMost, s.Exchange, s.Maximum = of(perhaps("ceiling", 0.1, 0.3, 0.9)), perhaps("rate", 20, 25, 30), most(30_000_000)
	p := funded(plan(1, line(budgets.PerYear, 40000)), s)
	pricer := budgets.NewPricer(p)
	values := valuesAt(somewhere)
	for _, luckOnly := range []bool{false, true, false} {
		pricer.Price(uneventful(p), somewhere, luckOnly)
		one := func(q quantity.Quantity) float64 {
			if luckOnly {
				return q.Mean()
			}
			return q.Draw(values)
		}
		want := min(4*budgets.Round(1e6*one(s.Share)), budgets.Round(4e6*one(*s.AtMost)), budgets.Round(30_000_000/one(s.Exchange)))
		if got := budgets.Sum(pricer.Fund(0, budgets.Likely).Paid[0][0]); got != want {
			t.Errorf("luck only %v: paid %d, not %d", luckOnly, got, want)
		}
	}
}
