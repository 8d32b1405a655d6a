package budgets_test

import (
	"math"
	"slices"
	"testing"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

var somewhere = quantity.Root(7).Named("somewhere")

// full is a quarter of a number of full-time posts of which all are filled.
func full(posts int) model.Counts {
	weeks := posts * int(model.FullTime) * model.WeeksPerQuarter
	return model.Counts{PlannedWeeks: weeks, InPostWeeks: weeks}
}

func years(n int, c model.Counts) []model.Counts {
	return slices.Repeat([]model.Counts{c}, n*model.QuartersPerYear)
}

// always is a source that arrives and pays the share of everything.
func always(share float64) budgets.Source {
	return budgets.Source{Share: quantity.Exactly(share), Chance: quantity.Exactly(1)}
}

func wantRow(t *testing.T, what string, got []budgets.Cents, want ...budgets.Cents) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, not %v", what, got, want)
	}
}

func TestCostsOfAnUneventfulYear(t *testing.T) {
	plan := budgets.Plan{Years: 2, Lines: []budgets.Line{
		{Driver: budgets.PerYear, Amount: cents(101, 1003)},
		{Driver: budgets.PerSpecialist, Amount: cents(4000, 4400)},
	}}
	l := budgets.NewPricer(&plan).Price(years(2, full(3)), somewhere, false)
	wantRow(t, "per year", l.Cost[0], 25, 26, 25, 25, 251, 251, 250, 251)                   // 1003: 250.75, 501.5, 752.25, 1003 → 251, 502, 752, 1003
	wantRow(t, "per specialist", l.Cost[1], 3000, 3000, 3000, 3000, 3300, 3300, 3300, 3300) // 3 posts × 13/52 × 40.00 and 44.00
	wantRow(t, "gap without sources", l.Gap[0], l.Cost[0]...)
}

func TestVacanciesSavePay(t *testing.T) {
	share := quantity.Exactly(0.8)
	plan := budgets.Plan{Years: 1, Lines: []budgets.Line{
		{Driver: budgets.PerYear, Amount: cents(40001), SavedWhenVacant: share},
		{Driver: budgets.PerYear, Amount: cents(40001)},
		{Driver: budgets.PerSpecialist, Amount: cents(20000), SavedWhenVacant: share},
		{Driver: budgets.PerHire, Amount: cents(500), SavedWhenVacant: share}, // follows the events, whoever is in post
	}}
	quarters := []model.Counts{
		{PlannedWeeks: 26000, InPostWeeks: 26000, Hires: 2},
		{PlannedWeeks: 26000, InPostWeeks: 19500, Hires: 1}, // a quarter of the post weeks is vacant
		{PlannedWeeks: 26000, InPostWeeks: 0},               // nobody is in post
		{PlannedWeeks: 0, InPostWeeks: 0},                   // no post is planned, so none is vacant
	}
	l := budgets.NewPricer(&plan).Price(quarters, somewhere, false)
	// Quarters of 400.01: cumulative 100.0025, 200.005, 300.0075, 400.01, so 100.00, 100.01, 100.00, 100.00.
	// Second: saved 0.8 × 0.25 × 100.01 = 20.002, so 20.00. Third: saved 0.8 × 100.00.
	wantRow(t, "year, saved when vacant", l.Cost[0], 10000, 8001, 2000, 10000)
	wantRow(t, "year, not saved", l.Cost[1], 10000, 10001, 10000, 10000)
	// Two posts for a quarter of a year at 200.00: 100.00; less 0.8 × 0.25 × 100.00; less 80.00; no post.
	wantRow(t, "specialists", l.Cost[2], 10000, 8000, 2000, 0)
	wantRow(t, "hires", l.Cost[3], 1000, 500, 0, 0)
}

func TestUnitDriversFollowTheEvents(t *testing.T) {
	line := func(d budgets.Driver) budgets.Line { return budgets.Line{Driver: d, Amount: cents(300, 1000)} }
	plan := budgets.Plan{Years: 2, Lines: []budgets.Line{
		line(budgets.PerSpecialist), line(budgets.PerHire), line(budgets.PerEngagement), line(budgets.PerJobStart), line(budgets.PerSustainment),
	}}
	quarters := make([]model.Counts, 8)
	// Numbers beside the ones that count would show if a driver took the wrong one.
	quarters[1] = model.Counts{PlannedWeeks: 6500, Hires: 2, Leavers: 90, Referrals: 91, Engagements: 5, JobStarts: 3, RepeatStarts: 92, Sustained13: 1, Sustained26: 93, Sustained52: 94}
	quarters[6] = model.Counts{PlannedWeeks: 13000, Hires: 1, Engagements: 7, JobStarts: 4, Sustained13: 6}
	l := budgets.NewPricer(&plan).Price(quarters, somewhere, false)
	// 6.5 FTE-weeks are 1/8 of a year: 3.00 / 8 = 0.375. 13 are a quarter: 10.00 / 4.
	wantRow(t, "specialists", l.Cost[0], 0, 38, 0, 0, 0, 0, 250, 0)
	wantRow(t, "hires", l.Cost[1], 0, 600, 0, 0, 0, 0, 1000, 0)
	wantRow(t, "engagements", l.Cost[2], 0, 1500, 0, 0, 0, 0, 7000, 0)
	wantRow(t, "first job starts", l.Cost[3], 0, 900, 0, 0, 0, 0, 4000, 0)
	wantRow(t, "sustainments", l.Cost[4], 0, 300, 0, 0, 0, 0, 6000, 0)
}

func TestCoverageShareAndPayOrder(t *testing.T) {
	state, city, fund := always(0.6), always(1), always(0.5)
	state.Category, city.Lines = budgets.Staff, []string{"rent"}
	plan := budgets.Plan{
		Years: 1,
		Lines: []budgets.Line{
			{Key: "pay", Category: budgets.Staff, Driver: budgets.PerYear, Amount: cents(4000)},
			{Key: "rent", Category: budgets.NonStaff, Driver: budgets.PerYear, Amount: cents(404)},
			{Key: "travel", Category: budgets.NonStaff, Driver: budgets.PerYear, Amount: cents(202)},
		},
		Sources: []budgets.Source{fund, city, state},
	}
	for _, c := range []struct {
		name            string
		order           []int
		fund, city, gap [3]budgets.Cents // first quarter, by line
		state           budgets.Cents
	}{
		// pay 10.00: state 6.00, then fund half of the cost but not more than the 4.00 left. rent 1.01: city all.
		// travel: 50.5 cents in the first quarter, rounded 51; fund 25.5, rounded 26.
		{"fund last", []int{2, 1, 0}, [3]budgets.Cents{400, 0, 26}, [3]budgets.Cents{0, 101, 0}, [3]budgets.Cents{0, 0, 25}, 600},
		// fund 5.00 of the pay, so 5.00 of the state's 6.00; 0.505 of the rent, rounded 0.51, so the city 0.50.
		{"fund first", []int{0, 1, 2}, [3]budgets.Cents{500, 51, 26}, [3]budgets.Cents{0, 50, 0}, [3]budgets.Cents{0, 0, 25}, 500},
		{"without the fund", []int{1, 2}, [3]budgets.Cents{}, [3]budgets.Cents{0, 101, 0}, [3]budgets.Cents{400, 0, 51}, 600},
		{"nobody", nil, [3]budgets.Cents{}, [3]budgets.Cents{}, [3]budgets.Cents{1000, 101, 51}, 0},
	} {
		plan.PayOrder = c.order
		l := budgets.NewPricer(&plan).Price(years(1, full(1)), somewhere, false)
		for i := range plan.Lines {
			state := budgets.Cents(0)
			if i == 0 {
				state = c.state
			}
			got := [4]budgets.Cents{l.Paid[0][i][0], l.Paid[1][i][0], l.Paid[2][i][0], l.Gap[i][0]}
			if want := [4]budgets.Cents{c.fund[i], c.city[i], state, c.gap[i]}; got != want {
				t.Errorf("%s, %s: fund, city, state, gap are %v, not %v", c.name, plan.Lines[i].Key, got, want)
			}
		}
	}
}

func TestAmountsByYearAreUsedQuarterByQuarter(t *testing.T) {
	grant := always(1)
	grant.PerYear = cents(250, 1000, 0)
	rest := always(1)
	plan := budgets.Plan{
		Years:    3,
		Lines:    []budgets.Line{{Driver: budgets.PerYear, Amount: cents(400, 400, 400)}, {Driver: budgets.PerYear, Amount: cents(80, 80, 80)}},
		Sources:  []budgets.Source{grant, rest},
		PayOrder: []int{0, 1},
	}
	l := budgets.NewPricer(&plan).Price(years(3, full(1)), somewhere, false)
	// First year, 1.00 + 0.20 a quarter: 1.20, 1.20, the last 0.10 to the first line; the second year takes 4.80 of 10.00.
	wantRow(t, "first line", l.Paid[0][0], 100, 100, 10, 0, 100, 100, 100, 100, 0, 0, 0, 0)
	wantRow(t, "second line", l.Paid[0][1], 20, 20, 0, 0, 20, 20, 20, 20, 0, 0, 0, 0)
	wantRow(t, "next source, first line", l.Paid[1][0], 0, 0, 90, 100, 0, 0, 0, 0, 100, 100, 100, 100)
	wantRow(t, "next source, second line", l.Paid[1][1], 0, 0, 20, 20, 0, 0, 0, 0, 20, 20, 20, 20)
	wantRow(t, "surplus", l.Surplus[0], 0, 520, 0)
	wantRow(t, "surplus of a source without amounts", l.Surplus[1], 0, 0, 0)
	wantRow(t, "gap", l.Gap[0], make([]budgets.Cents, 12)...)
}

func TestMaximumOverTheYears(t *testing.T) {
	grant, capped := always(1), always(0.5)
	grant.PerYear, grant.Maximum = cents(150, 150, 150), 320
	capped.Maximum = 250
	plan := budgets.Plan{
		Years:    3,
		Lines:    []budgets.Line{{Driver: budgets.PerYear, Amount: cents(400, 400, 400)}},
		Sources:  []budgets.Source{grant, capped},
		PayOrder: []int{0, 1},
	}
	l := budgets.NewPricer(&plan).Price(years(3, full(1)), somewhere, false)
	// 1.50 in each of two years, then the 0.20 that are left of 3.20.
	wantRow(t, "grant", l.Paid[0][0], 100, 50, 0, 0, 100, 50, 0, 0, 20, 0, 0, 0)
	// Half of each quarter, if so much is left: nothing, 0.50, 0.50, 0.50; the same; then 0.50 makes 3.50: the last 2.50 − 3.00 < 0,
	// so the sixth quarter's 0.50 (2.00) and the seventh's (2.50) are the last.
	wantRow(t, "capped", l.Paid[1][0], 0, 50, 50, 50, 0, 50, 50, 0, 0, 0, 0, 0)
	wantRow(t, "gap", l.Gap[0], 0, 0, 50, 50, 0, 0, 50, 100, 80, 100, 100, 100)
	// In the third year it offers no more than the 0.20 that are left.
	wantRow(t, "surplus: nothing of what was offered is left", l.Surplus[0], 0, 0, 0)
	wantRow(t, "surplus: a maximum alone is no offer", l.Surplus[1], 0, 0, 0)
}

func TestArrivalHasItsChance(t *testing.T) {
	half := quantity.Exactly(0.3)
	grant := budgets.Source{Key: "grant", Share: quantity.Exactly(1), Chance: half, PerYear: cents(500)}
	other := budgets.Source{Key: "other", Share: quantity.Exactly(1), Chance: half}
	never := budgets.Source{Key: "never", Share: quantity.Exactly(1), Chance: quantity.Exactly(0), PerYear: cents(900)}
	unsaid := budgets.Source{Key: "unsaid", Share: quantity.Exactly(1)} // the zero quantity is a certain 0
	sure := budgets.Source{Key: "sure", Share: quantity.Exactly(0.5), Chance: quantity.Exactly(1), PerYear: cents(300)}
	plan := budgets.Plan{
		Years:    1,
		Lines:    []budgets.Line{{Driver: budgets.PerYear, Amount: cents(400)}},
		Sources:  []budgets.Source{grant, other, never, unsaid, sure},
		PayOrder: []int{2, 3, 0, 1, 4},
	}
	pricer := budgets.NewPricer(&plan)
	const draws = 40000
	came := [5]int{}
	both := 0
	for draw := range uint64(draws) {
		l := pricer.Price(years(1, full(1)), somewhere.At(draw), false)
		for i, arrived := range l.Arrived {
			if arrived {
				came[i]++
			}
		}
		if l.Arrived[0] && l.Arrived[1] {
			both++
		}
		// Who arrives first in the order pays all; the sure source half of what nobody else pays.
		var want [5]budgets.Cents
		surplus := [5]budgets.Cents{4: 300}
		switch {
		case l.Arrived[0]:
			want[0], surplus[0] = 400, 100
		case l.Arrived[1]:
			want[1] = 400
		default:
			want[4], surplus[4] = 200, 100
		}
		for i := range plan.Sources {
			if paid := budgets.Sum(l.Paid[i][0]); paid != want[i] {
				t.Fatalf("draw %d, arrived %v: source %d paid %d, not %d", draw, l.Arrived, i, paid, want[i])
			}
			if l.Surplus[i][0] != surplus[i] {
				t.Fatalf("draw %d, arrived %v: source %d has a surplus of %d, not %d", draw, l.Arrived, i, l.Surplus[i][0], surplus[i])
			}
		}
	}
	// Binomial standard deviations: √(40000 × 0.3 × 0.7) = 92 and √(40000 × 0.09 × 0.91) = 57; five of them are allowed.
	for i := range 2 {
		if math.Abs(float64(came[i])-0.3*draws) > 5*92 {
			t.Errorf("source %d came in %d of %d draws", i, came[i], draws)
		}
	}
	if math.Abs(float64(both)-0.09*draws) > 5*57 {
		t.Errorf("both came in %d of %d draws: their decisions are not independent", both, draws)
	}
	if came[2] != 0 || came[3] != 0 || came[4] != draws {
		t.Errorf("never, unsaid and sure came in %v draws", came[2:])
	}
}

func TestUncertainValuesOfADraw(t *testing.T) {
	// A share of 0 to 1 about 0.5, and the same named quantity as the share saved: they move together.
	share := quantity.Quantity{Name: "share", Distribution: quantity.Beta{Average: 0.5, People: 4}}
	plan := budgets.Plan{
		Years: 1,
		Lines: []budgets.Line{
			{Driver: budgets.PerYear, Amount: cents(4000000), SavedWhenVacant: share},
			{Driver: budgets.PerYear, Amount: cents(4000000)},
		},
		Sources:  []budgets.Source{{Key: "source", Share: share, Chance: quantity.Quantity{Name: "chance", Distribution: quantity.Beta{Average: 0.25, People: 2}}}},
		PayOrder: []int{0},
	}
	empty := years(1, model.Counts{PlannedWeeks: 13000}) // all vacant, so the first line costs 1 − share
	pricer := budgets.NewPricer(&plan)
	arrived, sum := 0, 0.0
	const draws = 20000
	for draw := range uint64(draws) {
		l := pricer.Price(empty, somewhere.At(draw), false)
		saved := 1 - float64(l.Cost[0][0])/1e6
		sum += saved
		if !l.Arrived[0] {
			continue
		}
		arrived++
		for q := range 4 {
			if l.Cost[0][q] != l.Cost[0][0] || math.Abs(float64(l.Paid[0][1][q])/1e6-saved) > 2e-6 {
				t.Fatalf("draw %d, quarter %d: saved %g, paid %d of %d", draw, q, saved, l.Paid[0][1][q], l.Cost[1][q])
			}
		}
	}
	// Beta of 4 people about a half: sd √(0.25/5) = 0.22, of the mean 0.0016. Arrivals: as often as the mean chance, sd 61.
	if mean := sum / draws; math.Abs(mean-0.5) > 5*0.0016 {
		t.Errorf("the mean share saved is %g", mean)
	}
	if math.Abs(float64(arrived)-0.25*draws) > 5*61 {
		t.Errorf("the source came in %d of %d draws", arrived, draws)
	}

	arrived = 0
	for draw := range uint64(draws) {
		l := pricer.Price(empty, somewhere.At(draw), true)
		wantRow(t, "luck only: half is saved", l.Cost[0], 500000, 500000, 500000, 500000)
		if l.Arrived[0] {
			arrived++
			wantRow(t, "luck only: half is paid", l.Paid[0][1], 500000, 500000, 500000, 500000)
		}
	}
	if math.Abs(float64(arrived)-0.25*draws) > 5*61 {
		t.Errorf("luck only: the source came in %d of %d draws", arrived, draws)
	}
}

func TestADecisionDependsOnTheSourceOnly(t *testing.T) {
	source := func(key string, chance float64) budgets.Source {
		return budgets.Source{Key: key, Share: quantity.Exactly(1), Chance: quantity.Exactly(chance)}
	}
	one := budgets.Plan{Years: 1, Sources: []budgets.Source{source("a", 0.4), source("b", 0.6)}, PayOrder: []int{0, 1}}
	other := budgets.Plan{Years: 1, Sources: []budgets.Source{source("c", 0.5), source("b", 0.6), source("a", 0.7)}, PayOrder: []int{1}}
	first, second := budgets.NewPricer(&one), budgets.NewPricer(&other)
	for draw := range uint64(2000) {
		l := first.Price(years(1, full(1)), somewhere.At(draw), false)
		m := second.Price(years(1, full(1)), somewhere.At(draw), false)
		if l.Arrived[1] != m.Arrived[1] {
			t.Fatalf("draw %d: the arrival of b depends on the other sources", draw)
		}
		if l.Arrived[0] && !m.Arrived[2] {
			t.Fatalf("draw %d: a came at a chance of 0.4 and not at 0.7", draw)
		}
	}
}
