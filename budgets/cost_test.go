package budgets_test

import (
	"slices"
	"testing"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

var somewhere = quantity.Root(7).Named("somewhere")

// valuesAt is where uncertain quantities that are correlated with nothing stand in the draw of an address.
func valuesAt(draw quantity.Address) quantity.Address { return draw.At(model.BudgetBranch).At(0) }

// exactly and perhaps are a certain and an uncertain quantity.
func exactly(x float64) quantity.Quantity { return quantity.Exactly(x) }

func perhaps(name string, low, best, high float64) quantity.Quantity {
	return quantity.Quantity{Name: name, Distribution: quantity.PERT{Low: low, Best: best, High: high}}
}

// line is a line for all services, in the plan's currency.
func line(driver budgets.Driver, amounts ...float64) budgets.Line {
	return budgets.Line{Driver: driver, Service: budgets.AllServices, Amount: yearly(amounts...), Scale: 1, Exchange: exactly(1)}
}

// services are a plan's services, with so many full-time posts, open from the start.
func services(years int, posts ...float64) []budgets.Service {
	var all []budgets.Service
	for i, n := range posts {
		s := budgets.Service{Key: string(rune('a' + i)), Specialists: n, ShareOfPeople: 1 / float64(len(posts))}
		for range years * model.QuartersPerYear {
			s.Planned = append(s.Planned, budgets.Volumes{Specialists: 13 * n, InPost: 13 * n, Open: 13, Caseload: 13 * 20 * n})
		}
		all = append(all, s)
	}
	return all
}

// even spreads the events of each year evenly.
func even(years int) []float64 { return slices.Repeat([]float64{0.25}, years*model.QuartersPerYear) }

// plan is a plan of the lines with one service of two posts.
func plan(years int, lines ...budgets.Line) *budgets.Plan {
	p := &budgets.Plan{Currency: "EUR", Years: years, Services: services(years, 2), Spread: even(years), Arithmetic: make([]budgets.Stages, years), Lines: lines}
	for i := range p.Lines {
		p.Lines[i].Key = string(rune('a' + i))
	}
	return p
}

// full is a quarter in which a number of full-time posts are open and filled.
func full(posts int) model.Counts {
	weeks := posts * int(model.FullTime) * model.WeeksPerQuarter
	return model.Counts{PlannedWeeks: weeks, InPostWeeks: weeks}
}

func uneventful(p *budgets.Plan) [][]model.Counts {
	var all [][]model.Counts
	for _, s := range p.Services {
		all = append(all, slices.Repeat([]model.Counts{full(int(s.Specialists))}, p.Years*model.QuartersPerYear))
	}
	return all
}

func wantRow(t *testing.T, what string, got []budgets.Cents, want ...budgets.Cents) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, not %v", what, got, want)
	}
}

func price(t *testing.T, p *budgets.Plan, services [][]model.Counts) *budgets.Ledger {
	t.Helper()
	return budgets.NewPricer(p).Price(services, somewhere, false)
}

func TestYearlyAmountsFallDueByQuarters(t *testing.T) {
	p := plan(2, line(budgets.PerYear, 1.01, 10.03), line(budgets.PerYear, 0.01, 0.02))
	l := price(t, p, uneventful(p))
	// 101: 25.25, 50.5, 75.75, 101, rounded 25, 51, 76, 101. 1003: 250.75, 501.5, 752.25, 1003, rounded 251, 502, 752, 1003.
	wantRow(t, "a", l.Cost[0], 25, 26, 25, 25, 251, 251, 250, 251)
	// 1: 0.25, 0.5, 0.75, 1, rounded 0, 1, 1, 1. 2: 0.5, 1, 1.5, 2, rounded 1, 1, 2, 2.
	wantRow(t, "b", l.Cost[1], 0, 1, 0, 0, 1, 0, 1, 0)
}

func TestEveryDriverFollowsItsCount(t *testing.T) {
	drivers := []budgets.Driver{
		budgets.PerSpecialist, budgets.PerSpecialistInPost, budgets.PerLeader, budgets.PerHire,
		budgets.PerEngagement, budgets.PerJobStart, budgets.PerSustainment, budgets.PerPersonQuarter,
	}
	p := plan(2)
	for _, d := range drivers {
		p.Lines = append(p.Lines, line(d, 3, 10))
	}
	quarters := make([]model.Counts, 8)
	// Numbers beside the ones that count would show if a driver took the wrong one.
	quarters[1] = model.Counts{
		PlannedWeeks: 6500, InPostWeeks: 3250, LeaderPlannedWeeks: 2600, LeaderInPostWeeks: 1300, Hires: 2, LeaderHires: 1, Leavers: 90, Referrals: 91,
		Engagements: 5, JobStarts: 3, RepeatStarts: 92, Sustained13: 1, Sustained26: 93, Sustained52: 94, CaseloadWeeks: 65, CapacityWeeks: 95, PeakCaseload: 96,
	}
	quarters[6] = model.Counts{PlannedWeeks: 13000, InPostWeeks: 13000, LeaderPlannedWeeks: 13000, Hires: 1, Engagements: 7, JobStarts: 4, Sustained13: 6, CaseloadWeeks: 1}
	l := price(t, p, [][]model.Counts{quarters})
	wantRow(t, "specialist", l.Cost[0], 0, 38, 0, 0, 0, 0, 250, 0)         // 6.5 FTE-weeks are 1/8 of a year: 300/8 = 37.5; 13 a quarter
	wantRow(t, "specialist in post", l.Cost[1], 0, 19, 0, 0, 0, 0, 250, 0) // 1/16: 18.75
	wantRow(t, "saved of it", l.Saved[1], 0, 19, 0, 0, 0, 0, 0, 0)         // 38 − 19
	wantRow(t, "team leader", l.Cost[2], 0, 15, 0, 0, 0, 0, 250, 0)        // 2.6/52 × 300
	wantRow(t, "hire", l.Cost[3], 0, 900, 0, 0, 0, 0, 1000, 0)             // leaders too
	wantRow(t, "engagement", l.Cost[4], 0, 1500, 0, 0, 0, 0, 7000, 0)
	wantRow(t, "job start", l.Cost[5], 0, 900, 0, 0, 0, 0, 4000, 0)
	wantRow(t, "sustainment", l.Cost[6], 0, 300, 0, 0, 0, 0, 6000, 0)
	wantRow(t, "person and quarter", l.Cost[7], 0, 1500, 0, 0, 0, 0, 77, 0) // 65/13 × 300; 1000/13 = 76.92
}

func TestACostThatComesOnceAndOneForOpenServices(t *testing.T) {
	once, open := line(budgets.Once, 100, 200.5), line(budgets.PerService, 52, 104)
	once.Quarter = 6
	p := plan(2, once, open)
	p.Services = services(2, 1, 1)
	for q := range 3 {
		p.Services[1].Planned[q].Open = 0
	}
	p.Services[1].Planned[3].Open = 5
	l := price(t, p, uneventful(p))
	wantRow(t, "once", l.Cost[0], 0, 0, 0, 0, 0, 0, 20050, 0) // the amount of its year
	// 52.00 a year of 52 weeks is 1.00 a week: 13 weeks, and 5 more in the fourth quarter; then 2.00 a week and two services.
	wantRow(t, "service", l.Cost[1], 1300, 1300, 1300, 1800, 5200, 5200, 5200, 5200)
}

func TestVacanciesSavePay(t *testing.T) {
	p := plan(1,
		line(budgets.PerYear, 400.01), line(budgets.PerSpecialist, 200), line(budgets.PerLeader, 100),
		line(budgets.PerHire, 5), line(budgets.ShareOfCost))
	for i := range 4 {
		p.Lines[i].SavedWhenVacant = exactly(0.8)
	}
	p.Lines[4].Share, p.Lines[4].Base = exactly(0.5), []int{0, 1}
	l := price(t, p, [][]model.Counts{{
		{PlannedWeeks: 26000, InPostWeeks: 26000, LeaderPlannedWeeks: 13000, LeaderInPostWeeks: 13000, Hires: 2},
		{PlannedWeeks: 26000, InPostWeeks: 19500, LeaderPlannedWeeks: 13000, LeaderInPostWeeks: 0, Hires: 1}, // a quarter of the weeks vacant
		{PlannedWeeks: 13000, InPostWeeks: 0}, // one of two posts is open, nobody there
		{},
	}})
	// Per year, for both posts, 26 FTE-weeks a quarter, 104 a year; 0.2 × 40001 × n/4 + 0.8 × 40001 × in post so far / 104:
	// 2000.05 + 8000.2 = 10000.25; 4000.1 + 0.8 × 40001 × 45.5/104 = 14000.35, 18000.45; then 2000.05 more each.
	wantRow(t, "year", l.Cost[0], 10000, 8000, 2001, 2000) // 10000, 18000, 20000.5 → 20001, 22000.55 → 22001
	// With every opened post filled: 26, 52, 65, 65 weeks: 10000.25, 20000.5, 6000.15 + 20000.5 = 26000.65, 28000.7.
	wantRow(t, "saved of year", l.Saved[0], 0, 2001, 3999, 0) // 10000, 20001, 26001, 28001, less 10000, 18000, 20001, 22001
	// 200.00 × (opened/52 × 0.2 + in post/52 × 0.8): 100.00; 20.00 + 60.00; 10.00 + 0; 0.
	wantRow(t, "specialist", l.Cost[1], 10000, 8000, 1000, 0)
	wantRow(t, "saved of specialist", l.Saved[1], 0, 2000, 4000, 0)
	wantRow(t, "team leader", l.Cost[2], 2500, 500, 0, 0)
	wantRow(t, "saved of team leader", l.Saved[2], 0, 2000, 0, 0)
	wantRow(t, "hire", l.Cost[3], 1000, 500, 0, 0) // follows events, whoever is in post
	wantRow(t, "saved of hire", l.Saved[3], 0, 0, 0, 0)
	// Half of 20000, 36000, 39001, 41001 so far: 10000, 18000, 19500.5, 20500.5.
	wantRow(t, "share", l.Cost[4], 10000, 8000, 1501, 1000)
	// Half of 20000, 40001, 51001, 53001: 10000, 20000.5, 25500.5, 26500.5; so 10000, 10001, 5500, 1000 less the above.
	wantRow(t, "saved of share", l.Saved[4], 0, 2001, 3999, 0)
}

func TestAYearWithoutPostsSavesNothing(t *testing.T) {
	p := plan(1, line(budgets.PerYear, 4))
	p.Lines[0].SavedWhenVacant = exactly(1)
	p.Services[0].Specialists = 0
	l := price(t, p, [][]model.Counts{make([]model.Counts, 4)})
	wantRow(t, "year", l.Cost[0], 100, 100, 100, 100)
	wantRow(t, "saved", l.Saved[0], 0, 0, 0, 0)
}

func TestSharesOfLinesAndOfShares(t *testing.T) {
	overhead, onTop := line(budgets.ShareOfCost), line(budgets.ShareOfCost)
	overhead.Share, overhead.Base = exactly(0.15), []int{2, 3}
	onTop.Share, onTop.Base = exactly(1.0/3), []int{0, 2}
	p := plan(1, overhead, onTop, line(budgets.PerYear, 1.01), line(budgets.PerHire, 1))
	l := price(t, p, [][]model.Counts{{{Hires: 1}, {}, {}, {}}})
	// Base so far: 125, 151, 176, 201; × 0.15 = 18.75, 22.65, 26.4, 30.15.
	wantRow(t, "overhead", l.Cost[0], 19, 4, 3, 4)
	// Base so far: 19 + 25 = 44, 23 + 51 = 74, 26 + 76 = 102, 30 + 101 = 131; thirds 14.67, 24.67, 34, 43.67.
	wantRow(t, "share of a share", l.Cost[1], 15, 10, 9, 10)
}

func TestUnitAmounts(t *testing.T) {
	// 24.5 crowns to the euro; 2 % a year from prices two years older than the plan; published for 12, planned for 9.
	l := line(budgets.PerHire, 24500, 24500, 49000)
	l.Exchange, l.Indexation, l.Scale = exactly(24.5), exactly(0.02), 0.75
	p := plan(3, l)
	p.IndexedFrom = 2
	quarters := make([]model.Counts, 12)
	for _, q := range []int{0, 4, 8} {
		quarters[q].Hires = 1
	}
	// 1000 × 0.75 × 1.02² = 780.30; × 1.02 = 795.906; 2 × 0.75 × 1000 × 1.02⁴ = 1623.648…: 1500 × 1.08243216.
	wantRow(t, "prices older than the plan", price(t, p, [][]model.Counts{quarters}).Cost[0], 78030, 0, 0, 0, 79591, 0, 0, 0, 162365, 0, 0, 0)
	p.IndexedFrom = -1
	// 750 / 1.02 = 735.294; 750; 1500 × 1.02.
	wantRow(t, "prices of the second year", price(t, p, [][]model.Counts{quarters}).Cost[0], 73529, 0, 0, 0, 75000, 0, 0, 0, 153000, 0, 0, 0)
}

func TestALineForOneService(t *testing.T) {
	p := plan(1, line(budgets.PerHire, 1), line(budgets.PerSpecialist, 52), line(budgets.PerYear, 4), line(budgets.PerService, 4))
	p.Services = services(1, 1, 3)
	for i := range p.Lines {
		p.Lines[i].Service = 1
	}
	p.Lines[2].SavedWhenVacant = exactly(1)
	p.Services[0].Planned[0].Open = 7
	quarters := uneventful(p)
	quarters[0][0].Hires, quarters[1][0].Hires = 5, 2
	quarters[1][1].InPostWeeks = 26000
	l := price(t, p, quarters)
	wantRow(t, "hire", l.Cost[0], 200, 0, 0, 0)
	wantRow(t, "specialist", l.Cost[1], 3900, 3900, 3900, 3900)
	wantRow(t, "year, saved by the vacancies of its posts", l.Cost[2], 100, 67, 100, 100) // 100, 166.67, 266.67, 366.67
	wantRow(t, "service", l.Cost[3], 100, 100, 100, 100)
}

func TestCostByService(t *testing.T) {
	p := plan(1, line(budgets.PerHire, 0.01), line(budgets.PerYear, 4), line(budgets.ShareOfCost), line(budgets.PerSpecialist, 52), line(budgets.PerHire, 1))
	p.Services = services(1, 1, 1, 1)
	p.Lines[2].Share, p.Lines[2].Base = exactly(0.5), []int{1, 3}
	p.Lines[3].SavedWhenVacant = exactly(0.5)
	p.Lines[4].Service = 2
	quarters := uneventful(p)
	for s := range quarters {
		quarters[s][0].Hires = s
		quarters[s][1].InPostWeeks = 13000 * s / 2
	}
	pricer := budgets.NewPricer(p)
	pricer.Price(quarters, somewhere, false)
	for _, c := range []struct {
		line int
		want [4][2]budgets.Cents // the first two quarters, by service
	}{
		{0, [4][2]budgets.Cents{{0, 0}, {1, 0}, {2, 0}, {}}},
		{1, [4][2]budgets.Cents{{}, {}, {}, {100, 100}}},
		// In post 0, 6.5 and 13 FTE-weeks in the second quarter: 6.50, 9.75, 13.00.
		{3, [4][2]budgets.Cents{{1300, 650}, {1300, 975}, {1300, 1300}, {}}},
		// Half of 1300, 1300, 1300 and 100 common; of 650, 975, 1300, 100, cumulatively 325, 812.5, 1462.5, 1512.5 (3025 in all).
		{2, [4][2]budgets.Cents{{650, 325}, {650, 488}, {650, 650}, {50, 50}}},
		{4, [4][2]budgets.Cents{{}, {}, {200, 0}, {}}},
	} {
		for s, row := range pricer.ByService(c.line) {
			wantRow(t, p.Lines[c.line].Key, row[:2], c.want[s][:]...)
		}
	}
}

func TestUncertainAmountsAreDrawnByName(t *testing.T) {
	price := quantity.PERT{Low: 100, Best: 150, High: 400}
	l := line(budgets.PerHire)
	l.Amount = quantity.Series{Name: "price", Years: []quantity.Distribution{price, quantity.Certain(7)}}
	l.Exchange = perhaps("rate", 20, 24, 30)
	p := plan(2, l)
	quarters := make([]model.Counts, 8)
	quarters[0].Hires, quarters[4].Hires = 1, 1
	pricer := budgets.NewPricer(p)
	values := valuesAt(somewhere)
	for _, c := range []struct {
		luckOnly     bool
		amount, rate float64
	}{
		{false, price.Quantile(values.Named("price").Uniform()), l.Exchange.Draw(values)},
		{true, (100.0 + 600 + 400) / 6, (20.0 + 96 + 30) / 6},
		{false, price.Quantile(values.Named("price").Uniform()), l.Exchange.Draw(values)}, // nothing is left of the means
	} {
		cost := pricer.Price([][]model.Counts{quarters}, somewhere, c.luckOnly).Cost[0]
		wantRow(t, "cost", []budgets.Cents{cost[0], cost[4]}, budgets.CentsOf(c.amount/c.rate), budgets.CentsOf(7/c.rate))
	}
}

func TestPricingExpectationsOfWholePeopleIsPricing(t *testing.T) {
	p, quarters := ordinary()
	want := price(t, p, quarters)
	fractions := [][]model.Tally[float64]{make([]model.Tally[float64], len(quarters[0]))}
	for q := range quarters[0] {
		quarters[0][q].FractionsInto(&fractions[0][q])
	}
	got := budgets.NewPricer(p).PriceExpected(fractions, somewhere, false)
	for i := range want.Cost {
		wantRow(t, "cost", got.Cost[i], want.Cost[i]...)
	}
}

func TestPricingAllocatesNothing(t *testing.T) {
	p, quarters := ordinary()
	p.Lines[0].Indexation = perhaps("growth", 0, 0.01, 0.04)
	pricer := budgets.NewPricer(p)
	once := func() {
		pricer.Price(quarters, somewhere, false)
		pricer.Cash(0, budgets.HopedFor)
		pricer.ByService(1)
	}
	once()
	if n := testing.AllocsPerRun(100, once); n > 0 {
		t.Errorf("%g allocations", n)
	}
}

func TestTooFewQuartersOrServicesAreNotPriced(t *testing.T) {
	p := plan(2, line(budgets.PerHire, 1, 1))
	pricer := budgets.NewPricer(p)
	quarters := uneventful(p)
	pricer.Price(quarters, somewhere, false)
	for name, services := range map[string][][]model.Counts{
		"a year of two": {quarters[0][:4]}, // the second would be the draw's before
		"no service":    {},
		"two services":  {quarters[0], quarters[0]},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error(name + " was priced")
				}
			}()
			pricer.Price(services, somewhere, false)
		}()
	}
}
