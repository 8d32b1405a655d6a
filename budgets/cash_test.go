package budgets_test

import (
	"testing"

	"ipsplan/budgets"
)

func cash(t *testing.T, p *budgets.Plan) *budgets.Cash {
	t.Helper()
	pricer := budgets.NewPricer(p)
	pricer.Price(uneventful(p), somewhere, false)
	return pricer.Cash(0, budgets.HopedFor)
}

func TestWhenMoneyArrives(t *testing.T) {
	// Costs of 1.00 a quarter in the first year and 2.00 in the second, all paid by one source.
	for _, c := range []struct {
		name               string
		arrives            []budgets.Arrival
		advances, receipts [8]budgets.Cents
		after              budgets.Cents
		need               [8]budgets.Cents
		peak               budgets.Cents
		quarter            int
	}{
		{
			"year ahead",
			[]budgets.Arrival{{Share: 1, When: budgets.YearAhead}},
			[8]budgets.Cents{0: 400, 4: 800},
			[8]budgets.Cents{},
			0,
			[8]budgets.Cents{-300, -200, -100, 0, -600, -400, -200, 0},
			0, budgets.NoQuarter,
		},
		{
			"quarter ahead",
			[]budgets.Arrival{{Share: 1, When: budgets.QuarterAhead}},
			[8]budgets.Cents{100, 100, 100, 100, 200, 200, 200, 200},
			[8]budgets.Cents{},
			0,
			[8]budgets.Cents{},
			0, budgets.NoQuarter,
		},
		{
			"with the quarter", // costs come before it
			[]budgets.Arrival{{Share: 1, When: budgets.WithTheQuarter}},
			[8]budgets.Cents{},
			[8]budgets.Cents{100, 100, 100, 100, 200, 200, 200, 200},
			0,
			[8]budgets.Cents{100, 100, 100, 100, 200, 200, 200, 200},
			200, 4, // the first of four
		},
		{
			"two quarters in arrears",
			[]budgets.Arrival{{Share: 1, When: budgets.InArrears, Lag: 2}},
			[8]budgets.Cents{},
			[8]budgets.Cents{2: 100, 3: 100, 4: 100, 5: 100, 6: 200, 7: 200},
			400,
			[8]budgets.Cents{100, 200, 300, 300, 400, 500, 600, 600},
			600, 6,
		},
		{
			"a quarter after the year",
			[]budgets.Arrival{{Share: 1, When: budgets.YearInArrears, Lag: 1}},
			[8]budgets.Cents{},
			[8]budgets.Cents{4: 400},
			800,
			[8]budgets.Cents{100, 200, 300, 400, 600, 400, 600, 800},
			800, 7,
		},
		{
			"in three parts, cumulatively rounded", // 33.3 and 66.6 of 100: 33, 34, 33; 66.6 and 133.2 of 200: 67, 66, 67
			[]budgets.Arrival{{Share: 0.333, When: budgets.YearAhead}, {Share: 0.333, When: budgets.WithTheQuarter}, {Share: 0.334, When: budgets.YearInArrears}},
			[8]budgets.Cents{0: 132, 4: 268},
			[8]budgets.Cents{34, 34, 34, 34 + 132, 66, 66, 66, 66 + 268},
			0,
			// 100 − 132 = −32; 34 less comes than costs in each of the next: −32 + 100 − 34 = 34, 100, 166; then 166 − 166 + 200 − 268 …
			[8]budgets.Cents{-32, 34, 100, 166, -68, 66, 200, 334},
			334, 7,
		},
	} {
		s := always(1, 0)
		s.Arrives = c.arrives
		got := cash(t, funded(plan(2, line(budgets.PerYear, 4, 8)), s))
		wantRow(t, c.name+": advances", got.Advances, c.advances[:]...)
		wantRow(t, c.name+": receipts", got.Receipts, c.receipts[:]...)
		wantRow(t, c.name+": need", got.Need, c.need[:]...)
		wantRow(t, c.name+": bridge, as nothing is missing", got.Bridge, c.need[:]...)
		if got.After != c.after || got.PeakNeed != c.peak || got.PeakNeedQuarter != c.quarter || got.PeakBridge != c.peak || got.PeakBridgeQuarter != c.quarter {
			t.Errorf("%s: after %d, peaks %d in %d and %d in %d", c.name, got.After, got.PeakNeed, got.PeakNeedQuarter, got.PeakBridge, got.PeakBridgeQuarter)
		}
	}
}

func TestNeedIsGapAndBridge(t *testing.T) {
	// Of 2.00 and 0.40 a quarter: rooms in kind, half of the rest a quarter late.
	room, grant := always(1, 1), always(0.5, 0)
	room.InKind, room.Arrives = true, nil
	grant.Arrives = []budgets.Arrival{{Share: 1, When: budgets.InArrears, Lag: 1}}
	c := cash(t, funded(plan(1, line(budgets.PerYear, 8), line(budgets.PerYear, 1.6)), room, grant))
	wantRow(t, "costs in cash", c.Costs, 200, 200, 200, 200)
	wantRow(t, "receipts", c.Receipts, 0, 100, 100, 100)
	wantRow(t, "need", c.Need, 200, 400, 500, 600) // receipts come after the costs of their quarter
	wantRow(t, "bridge", c.Bridge, 100, 200, 200, 200)
	if c.After != 100 || c.PeakNeed != 600 || c.PeakNeedQuarter != 3 || c.PeakBridge != 200 || c.PeakBridgeQuarter != 1 {
		t.Errorf("%+v", *c)
	}
}

func TestEarlyMoneyBridgesLateMoney(t *testing.T) {
	early, late := always(0.5, 0), always(0.5, 0)
	early.Arrives = []budgets.Arrival{{Share: 1, When: budgets.YearAhead}}
	late.Arrives = []budgets.Arrival{{Share: 1, When: budgets.InArrears, Lag: 1}}
	c := cash(t, funded(plan(1, line(budgets.PerYear, 8)), early, late))
	wantRow(t, "advances", c.Advances, 400, 0, 0, 0)
	wantRow(t, "need", c.Need, -200, 0, 100, 200) // 200 − 400; + 200; + 200 − 100 received; the same
}

func TestCashOfACascade(t *testing.T) {
	hoped, agreed := always(0.5, 0), always(0.5, 0)
	hoped.Status = budgets.Hoped
	p := funded(plan(1, line(budgets.PerYear, 4)), hoped, agreed)
	pricer := budgets.NewPricer(p)
	for range 2 {
		pricer.Price(uneventful(p), somewhere, false)
		wantRow(t, "committed", pricer.Cash(0, budgets.Committed).Receipts, 50, 50, 50, 50)
		wantRow(t, "all", pricer.Cash(0, budgets.HopedFor).Receipts, 100, 100, 100, 100)
	}
}
