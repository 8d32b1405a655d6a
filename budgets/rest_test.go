package budgets_test

import (
	"testing"

	"ipsplan/budgets"
	"ipsplan/model/quantity"
)

// rest is a source that covers a share of what others would leave of the lines.
func rest(of []int, share float64, lines ...int) budgets.Source {
	s := always(share, lines...)
	s.RestOf = of
	return s
}

// paysAndLeaves wants what each source pays of a line in each quarter, and what is left of it.
func paysAndLeaves(t *testing.T, what string, f *budgets.Funding, line int, gap budgets.Cents, paid ...budgets.Cents) {
	t.Helper()
	for i, want := range paid {
		wantRow(t, what, f.Paid[i][line], want, want, want, want)
	}
	wantRow(t, what+": gap", f.Gap[line], gap, gap, gap, gap)
}

func TestTheRestIsWhatOthersWouldLeaveWhetherOrNotTheyCome(t *testing.T) {
	// 100 cents a quarter. Of them the region is to pay 0.7, the grant the rest, which is 1 − 0.7 = 0.3.
	region, grant := always(0.7, 0), rest([]int{0}, 1, 0)
	p := funded(plan(1, line(budgets.PerYear, 4)), region, grant)
	paysAndLeaves(t, "both come", fund(t, p), 0, 0, 70, 30)

	p.Options = []budgets.Option{{Order: []int{1}}}
	paysAndLeaves(t, "an option without the region, which leaves all", fund(t, p), 0, 0, 0, 100)

	region.Chance = exactly(0)
	paysAndLeaves(t, "the region stays away", fund(t, funded(plan(1, line(budgets.PerYear, 4)), region, grant)), 0, 70, 0, 30)

	region = always(0.7, 0)
	region.Status = budgets.Hoped
	p = funded(plan(1, line(budgets.PerYear, 4)), region, grant)
	pricer := budgets.NewPricer(p)
	pricer.Price(uneventful(p), somewhere, false)
	paysAndLeaves(t, "the region is hoped for, the grant committed", pricer.Fund(0, budgets.Committed), 0, 70, 0, 30)
	paysAndLeaves(t, "with what is hoped for", pricer.Fund(0, budgets.HopedFor), 0, 0, 70, 30)
}

func TestTheRestDoesNotGrowWithLimits(t *testing.T) {
	// The region has 1.00 for its 0.70 a quarter: 70, then 30. What it lacks is not the grant's, and what the grant's own 0.35 lack is nobody's.
	region, grant := always(0.7, 0), rest([]int{0}, 1, 0)
	region.Maximum, grant.PerYear = most(100), []budgets.Cents{35}
	f := fund(t, funded(plan(1, line(budgets.PerYear, 4)), region, grant))
	wantRow(t, "region", f.Paid[0][0], 70, 30, 0, 0)
	wantRow(t, "grant", f.Paid[1][0], 30, 5, 0, 0)
	wantRow(t, "gap", f.Gap[0], 0, 65, 100, 100)
}

func TestTheRestOfARest(t *testing.T) {
	// A: 0.5. B: 0.6 of the rest of A, which is 0.6 × 0.5 = 0.3. C: the rest of both, 1 − 0.5 − 0.3 = 0.2. D: the rest of all three, nothing. E: the rest of
	// B alone, 0.7: its part is 70, but nothing is left unpaid.
	f := fund(t, funded(plan(1, line(budgets.PerYear, 4)),
		always(0.5, 0), rest([]int{0}, 0.6, 0), rest([]int{0, 1}, 1, 0), rest([]int{0, 1, 2}, 1, 0), rest([]int{1}, 1, 0)))
	paysAndLeaves(t, "rests", f, 0, 0, 50, 30, 20, 0, 0)

	// The same, but A and B stay away: C pays its 20 all the same, E its 70, and 10 are missing.
	a, b := always(0.5, 0), rest([]int{0}, 0.6, 0)
	a.Chance, b.Chance = exactly(0), exactly(0)
	f = fund(t, funded(plan(1, line(budgets.PerYear, 4)), a, b, rest([]int{0, 1}, 1, 0), rest([]int{0, 1, 2}, 1, 0), rest([]int{1}, 1, 0)))
	paysAndLeaves(t, "the first two stay away", f, 0, 10, 0, 0, 20, 0, 70)

	// 0.8 + 0.6 is more than all: the rest is 0, not less. Both stay away, and all is missing.
	a, b = always(0.8, 0), always(0.6, 0)
	a.Chance, b.Chance = exactly(0), exactly(0)
	f = fund(t, funded(plan(1, line(budgets.PerYear, 4)), a, b, rest([]int{0, 1}, 1, 0)))
	paysAndLeaves(t, "more than all", f, 0, 100, 0, 0, 0)
}

func TestTheRestIsLineByLine(t *testing.T) {
	// Lines of 100 and 200 cents a quarter. The government pays 0.6 of the second; the grant, which pays for the second first, 0.4 of that and all of the first.
	government := always(0.6, 1)
	p := funded(plan(1, line(budgets.PerYear, 4), line(budgets.PerYear, 8)), government, rest([]int{0}, 1, 1, 0))
	f := fund(t, p)
	paysAndLeaves(t, "first line", f, 0, 0, 0, 100)
	paysAndLeaves(t, "second line", f, 1, 0, 120, 80)

	government.Chance = exactly(0)
	f = fund(t, funded(plan(1, line(budgets.PerYear, 4), line(budgets.PerYear, 8)), government, rest([]int{0}, 1, 1, 0)))
	paysAndLeaves(t, "first line, without the government", f, 0, 0, 0, 100)
	paysAndLeaves(t, "second line, without the government", f, 1, 120, 0, 80)
}

// A bond pays all; if it is lost, the region 0.6 and the grant the rest of the region's, not of the bond's.
func TestTheRestOfOneNamedAmongAlternatives(t *testing.T) {
	for _, c := range []struct {
		bond   float64
		region float64
		gap    budgets.Cents
		paid   []budgets.Cents
	}{
		{1, 1, 0, []budgets.Cents{100, 0, 0}},
		{0, 1, 0, []budgets.Cents{0, 60, 40}},
		{0, 0, 60, []budgets.Cents{0, 0, 40}},
	} {
		bond, region, grant := always(1, 0), always(0.6, 0), rest([]int{1}, 1, 0)
		bond.Chance = exactly(c.bond)
		region.Given = &budgets.Given{Source: 0, IfComes: exactly(0), IfNot: exactly(c.region)}
		grant.Given = &budgets.Given{Source: 0, IfComes: exactly(0), IfNot: exactly(1)}
		p := funded(plan(1, line(budgets.PerYear, 4)), bond, region, grant)
		paysAndLeaves(t, "alternatives", fund(t, p), 0, c.gap, c.paid...)
		// The plan counts on who can come; the sheet says so, a quarter's money four times.
		planned := p.PlannedFunding(0)
		for i, want := range c.paid {
			wantRow(t, "planned", planned.Sources[i].ByYear, 4*want)
		}
		wantRow(t, "planned gap", planned.Gap, 4*c.gap)
	}
}

// An uncertain share leaves an uncertain rest: in every draw the two make up the whole.
func TestTheRestOfAnUncertainShare(t *testing.T) {
	region := always(0)
	region.Lines, region.Share = []int{0}, perhaps("share", 0.2, 0.5, 0.9)
	p := funded(plan(1, line(budgets.PerYear, 40000)), region, rest([]int{0}, 1, 0))
	pricer := budgets.NewPricer(p)
	for draw := range uint64(50) {
		pricer.Price(uneventful(p), somewhere.At(draw), false)
		f := pricer.Fund(0, budgets.HopedFor)
		part := budgets.Round(1e6 * region.Share.Prepared(new(quantity.Preparer)).Draw(valuesAt(somewhere.At(draw))))
		paysAndLeaves(t, "uncertain", f, 0, 0, part, 1_000_000-part)
	}
}

func TestTheRestAllocatesNothing(t *testing.T) {
	p := funded(plan(1, line(budgets.PerYear, 4)), always(0.5, 0), rest([]int{0}, 0.6, 0), rest([]int{0, 1}, 1, 0))
	pricer, quarters := budgets.NewPricer(p), uneventful(p)
	draw := uint64(0)
	if got := testing.AllocsPerRun(20, func() {
		draw++
		pricer.Price(quarters, somewhere.At(draw), false)
		pricer.Fund(0, budgets.HopedFor)
	}); got != 0 {
		t.Errorf("%g allocations in a draw", got)
	}
}
