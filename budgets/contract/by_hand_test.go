package contract_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// onePlan is a plan of one year, one service and one cost line.
func onePlan() *budgets.Plan {
	return &budgets.Plan{Currency: "EUR", Years: 1, Services: []budgets.Service{{Key: "zagreb"}}, Lines: []budgets.Line{{Key: "pay"}}}
}

// simple terms pay 1,000 for each job start, 13 weeks later.
func simple() *contract.Terms {
	t := &contract.Terms{
		Payer: "Ministry", PriceLevel: 1, Lines: []int{0}, CostShare: quantity.Exactly(1), RunOffCost: quantity.Exactly(0),
		Rows: []contract.Row{{
			Key: "job", Event: contract.JobStart, Lag: 13,
			Price: quantity.Series{Name: "job", Years: []quantity.Distribution{quantity.Certain(1000)}},
		}},
		Investor: contract.Investor{Commitment: 100_000, Recycling: true, Surplus: contract.Split{Payer: 1}},
	}
	for e := range t.Evidenced {
		t.Evidenced[e] = quantity.Exactly(1)
	}
	return t
}

// starts is an episode of someone who engages in week 0 and starts a job that lasts in a week.
func starts(position, week int) *model.Episode {
	return &model.Episode{
		Position: position, GaveUp: model.NoWeek, Engaged: 0, Jobs: []model.Job{{Start: week, End: week + 5}},
		Sustained13: model.NoWeek, Sustained26: model.NoWeek, Sustained52: model.NoWeek, Left: week + 5,
	}
}

// settle settles a draw in which cost is what the line costs by quarter, which is also what was planned.
func settle(t *contract.Terms, cost []budgets.Cents, people ...*model.Episode) *contract.Account {
	var o contract.Outcomes
	for _, e := range people {
		o.Add(e)
	}
	costs := [][]budgets.Cents{cost}
	return contract.NewSettler(t, onePlan(), costs).Settle(&o, &budgets.Ledger{Cost: costs}, quantity.Root(1), false)
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// The ledger has 4 quarters of the plan, 12 of run-off, 1 of the lag.
func quarters(first ...budgets.Cents) []budgets.Cents {
	all := make([]budgets.Cents, 17)
	copy(all, first)
	return all
}

// Two job starts, in weeks 5 and 20, are paid in quarters 1 and 2. Each quarter costs 300.
//
//	quarter            0     1     2     3
//	cost             300   300   300   300
//	payment              1,000 1,000           in week 5+13 = 18 and 20+13 = 33
//	drawn            300
//	still to come    900   600   300     0
//	cash before        0   700 1,400  (1,400 − 300 − 300 = …)
//
// Quarter 1: 1,000 − 300 = 700; above the 600 to come there are 100, which repay principal. Quarter 2: 600 + 1,000 − 300 = 1,300, above 300 are 1,000:
// 200 of principal, and 800 of return, as there is no cap. Quarter 3: 300 − 300 = 0.
func TestPaymentsPayCostsBeforeAnybody(t *testing.T) {
	a := settle(simple(), []budgets.Cents{30_000, 30_000, 30_000, 30_000}, starts(0, 5), starts(1, 20))
	same(t, "receipts", a.Receipts, quarters(0, 100_000, 100_000))
	same(t, "draws", a.Draws, quarters(30_000))
	same(t, "provider", a.ProviderPaid, quarters(30_000, 30_000, 30_000, 30_000))
	same(t, "principal", a.Principal, quarters(0, 10_000, 20_000))
	same(t, "return", a.Return, quarters(0, 0, 80_000))
	same(t, "recycled", a.Recycled, 90_000)
	same(t, "peak", a.Peak, 30_000)
	quarter, ok := a.Payback()
	if quarter != 3 || !ok { // at the end of quarter 2
		t.Errorf("paid back after %d quarters (%t)", quarter, ok)
	}
}

// Without recycling the investor pays all four quarters, and 200,000 cents of payments wait in the till only as far as they are needed: not at all, since 70,000 can still be drawn
// and 90,000, 60,000, 30,000 are to come. Quarter 0: none received. Quarter 1: of 100,000 all but 60,000 − 40,000 = 20,000 can go, 80,000: 60,000 of principal (all drawn so far), 20,000 of
// return. Quarter 2: drawn 30,000; can still be drawn 10,000; to come 30,000, so 20,000 are held back: 120,000 − 20,000 = 100,000 go: 30,000 and 70,000. Quarter 3: only 10,000 are left to draw; nothing
// more can be drawn then, so 20,000 of payments are used; 0 is left and 10,000 of principal are lost.
func TestWithoutRecyclingTheInvestorPaysFirst(t *testing.T) {
	terms := simple()
	terms.Investor.Recycling = false
	a := settle(terms, []budgets.Cents{30_000, 30_000, 30_000, 30_000}, starts(0, 5), starts(1, 20))
	same(t, "draws", a.Draws, quarters(30_000, 30_000, 30_000, 10_000))
	same(t, "principal", a.Principal, quarters(0, 60_000, 30_000))
	same(t, "return", a.Return, quarters(0, 20_000, 70_000))
	same(t, "provider", a.ProviderPaid, quarters(30_000, 30_000, 30_000, 30_000))
	same(t, "recycled", a.Recycled, 20_000)
}

// With a cap of 0 the investor gets its 300 back and nothing more; what is left when the ledger ends goes to the payer: 2,000 − 1,200 = 800.
func TestAReturnCapLeavesASurplus(t *testing.T) {
	terms := simple()
	terms.Investor.ReturnCap = new(0.0)
	a := settle(terms, []budgets.Cents{30_000, 30_000, 30_000, 30_000}, starts(0, 5), starts(1, 20))
	same(t, "return", a.Return, quarters())
	same(t, "payer", a.ToPayer[16], 80_000)
	same(t, "outlay", a.Outlay(), 120_000)
}

// A cap of 21 % a year: √√1.21 = 1.048809; 300 drawn at the beginning of quarter 0 and 100 repaid at the end of quarter 1 leave
// 300 × 1.1 − 100 = 230, which is 241.2260 at the end of quarter 2: 200 of principal and 41.22 of return. The 0.0060 that are left are 0.0101 eleven quarters later: a cent.
func TestTheReturnCapIsAYearlyRate(t *testing.T) {
	terms := simple()
	terms.Investor.ReturnCap = new(0.21)
	a := settle(terms, []budgets.Cents{30_000, 30_000, 30_000, 30_000}, starts(0, 5), starts(1, 20))
	same(t, "return", a.Return, quarters(0, 0, 4_122, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))
	flow := make([]float64, 18)
	a.InvestorFlow(flow)
	rate, yield := contract.RateOfReturn(flow)
	if yield != contract.OneRate || rate > 0.21 || rate < 0.2099 {
		t.Errorf("it yields %v (%v)", rate, yield)
	}
}

// Of three job starts of 1,000 each the first is 500 for the person's cap, the second comes to the row's 1,200 with 700 left but for the person's 500, the third gets 200; 10 % of each is kept.
func TestCapsCutInTheirOrder(t *testing.T) {
	terms := simple()
	terms.MostPerPerson, terms.Rows[0].Most, terms.Verification = 50_000, 120_000, 0.1
	a := settle(terms, []budgets.Cents{0, 0, 0, 0}, starts(0, 5), starts(1, 6), starts(2, 7))
	same(t, "fate", a.Rows[0].Total(), contract.Fate{
		Outcomes: 3, Counted: 3, Value: 300_000, PersonCap: 150_000, RowCap: 30_000, Verification: 12_000, Paid: 108_000,
	})
}

// Of two job starts of 1,000 each in one week, one from 16 hours and one below, of people of one centre, 1,500 are paid in all: the one who was referred a week earlier comes first, though in the
// week of referral they stood behind one more person than the other did.
func TestInAWeekWhoWasReferredEarlierComesFirst(t *testing.T) {
	terms := simple()
	terms.Most = 150_000
	terms.Rows = append(terms.Rows, terms.Rows[0])
	terms.Rows[0].Hours, terms.Rows[1].Hours = contract.From16, contract.Below16
	earlier, later := starts(1, 5), starts(0, 5)
	earlier.Jobs[0].From16 = true
	later.Referred, later.Engaged = 1, 1
	for _, people := range [][]*model.Episode{{earlier, later}, {later, earlier}} {
		a := settle(terms, []budgets.Cents{0, 0, 0, 0}, people...)
		same(t, "from 16 hours", a.Rows[0].Total().Paid, 100_000)
		same(t, "below", a.Rows[1].Total().Paid, 50_000)
	}
}

// Nothing is paid for the first two of three outcomes until the third is reached, in week 20; then all are, 13 weeks later, in quarter 2.
func TestAMinimumHoldsBackWhatComesBefore(t *testing.T) {
	terms := simple()
	terms.Rows[0].Minimum = 3
	a := settle(terms, []budgets.Cents{0, 0, 0, 0}, starts(0, 5), starts(1, 6), starts(2, 20))
	same(t, "paid", a.Rows[0].Paid, quarters(0, 0, 300_000))
	terms.Rows[0].Minimum = 4
	a = settle(terms, []budgets.Cents{0, 0, 0, 0}, starts(0, 5), starts(1, 6), starts(2, 20))
	same(t, "fate", a.Rows[0].Total(), contract.Fate{Outcomes: 3, Counted: 3, Value: 300_000, Minimum: 300_000})
}

// Threshold 2, target 3: two job starts in the year reach the first rung, due in week 51 and paid 13 weeks later, in quarter 4; one start reaches none.
func TestALadderPaysItsHighestRung(t *testing.T) {
	terms := simple()
	terms.Rows = nil
	terms.Ladders = []contract.Ladder{{Key: "jobs", Event: contract.JobStart, EachYear: true, Lag: 13, Rungs: []contract.Rung{{2, 150_000}, {3, 400_000}}}}
	a := settle(terms, []budgets.Cents{0, 0, 0, 0}, starts(0, 5), starts(1, 51))
	same(t, "two", a.Ladders[0], quarters(0, 0, 0, 0, 150_000))
	a = settle(terms, []budgets.Cents{0, 0, 0, 0}, starts(0, 5), starts(1, 52))
	same(t, "one, and one in the next year", a.Ladders[0], quarters())
}
