package contract_test

import (
	"math"
	"testing"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model/quantity"
)

// planned prepares a contract over a line that is planned to cost so much in each of four quarters.
func planned(terms *contract.Terms, cost ...budgets.Cents) *contract.Settler {
	return contract.NewSettler(terms, onePlan(), [][]budgets.Cents{cost})
}

// starting expects so many job starts in each quarter.
func starting(n ...float64) contract.Expected {
	var of contract.Expected
	for _, x := range n {
		outcomes := [contract.Events]float64{}
		outcomes[contract.JobStart] = x
		of.Outcomes = append(of.Outcomes, outcomes)
	}
	return of
}

// Of 2, 1, 1, 0 job starts 80 % are evidenced; each pays 1,000, a lag of 16 weeks later: 10/13 of a quarter's come one quarter later, 3/13 two.
//
//	earned              1,600.00   800.00   800.00
//	quarter 1           1,600 × 10/13                    = 1,230.77
//	quarter 2           1,600 × 3/13 + 800 × 10/13       =   984.62 (cumulatively 2,215.38)
//	quarter 3           800 × 3/13 + 800 × 10/13 = 800   (cumulatively 3,015.38)
//	quarter 4           800 × 3/13 = 184.62              (3,200.00)
func TestPlannedPaymentsByHand(t *testing.T) {
	terms := simple()
	terms.Rows[0].Lag = 16
	terms.Evidenced[contract.JobStart] = quantity.Exactly(0.8)
	terms.Fees = []contract.Fee{{Key: "set_up", Once: 20_000}}
	s := planned(terms, 100_000, 100_000, 100_000, 100_000)
	p := s.Plan(starting(2, 1, 1, 0))
	same(t, "receipts", p.Receipts[:6], []budgets.Cents{0, 123_077, 98_461, 80_000, 18_462, 0})
	same(t, "covered", p.Covered(), 300_000) // 3,200 − 200 of fees
	same(t, "cost", budgets.Sum(p.Cost), 400_000)

	// 3,200 × level = 4,000 + 200, to half a cent.
	level, ok := s.BreakEvenLevel(starting(2, 1, 1, 0))
	if want := 4200.0 / 3200; !ok || math.Abs(level-want) > 2e-6 {
		t.Errorf("breaks even at %v (%t), not %v", level, ok, want)
	}
	terms.Most = 410_000
	if _, ok := planned(terms, 100_000, 100_000, 100_000, 100_000).BreakEvenLevel(starting(2, 1, 1, 0)); ok {
		t.Error("breaks even though no more than 4,100 can be paid")
	}
}

// The row pays beyond 1 up to 3, in weeks from 6 on (7/13 of quarter 0), once 2 have been counted: of 2.6 in quarter 0 are counted 1.4, in quarter 1 another 2.6, to 4. So in quarter 0 0.4 wait; in
// quarter 1 they and 1.6 are paid: 2 × 1,000. A cap of 1,500 on the row leaves that.
func TestPlannedNumbersAndCaps(t *testing.T) {
	terms := simple()
	terms.Rows[0].Lag, terms.Rows[0].From, terms.Rows[0].Above, terms.Rows[0].UpTo, terms.Rows[0].Minimum = 0, 6, 1, 3, 2
	p := planned(terms, 0, 0, 0, 0).Plan(starting(2.6, 2.6, 0, 0))
	same(t, "paid", p.Rows[0][:4], []budgets.Cents{0, 200_000, 0, 0})
	terms.Rows[0].Most = 150_000
	same(t, "capped", planned(terms, 0, 0, 0, 0).Plan(starting(2.6, 2.6, 0, 0)).Receipts[:4], []budgets.Cents{0, 150_000, 0, 0})
}

// A rung at 3 is reached in the year by 1, 1, 1 and 0; blocks of 10 % of the cost and a top-up of half of what outcomes pay, 300 at most.
func TestPlannedLaddersBlocksAndTopUps(t *testing.T) {
	terms := simple()
	terms.Rows = nil
	terms.Ladders = []contract.Ladder{{Key: "target", Event: contract.JobStart, EachYear: true, Rungs: []contract.Rung{{At: 3, Amount: 80_000}, {At: 4, Amount: 90_000}}}}
	terms.Blocks = []contract.Block{{Key: "block", CostShare: 0.1}}
	terms.TopUps = []contract.TopUp{{Key: "state", Share: 0.5, Most: 30_000}}
	p := planned(terms, 10_000, 20_000, 0, 0).Plan(starting(1, 1, 1, 0))
	same(t, "ladder", p.Ladders[0][:4], []budgets.Cents{0, 0, 0, 80_000})
	same(t, "block", p.Blocks[0][:4], []budgets.Cents{1_000, 2_000, 0, 0})
	same(t, "top-up", p.TopUps[0][:4], []budgets.Cents{0, 0, 0, 30_000})
}

// 300 of four times 300 are drawn, and no outcome comes: the capital is lost and has paid the first quarter; 900 stay unpaid.
func TestWhatLostCapitalPays(t *testing.T) {
	terms := simple()
	terms.Investor.Commitment = 30_000
	costs := [][]budgets.Cents{{30_000, 30_000, 30_000, 30_000}}
	s := contract.NewSettler(terms, onePlan(), costs)
	settled := func(jobs ...int) *contract.Carried {
		var o contract.Outcomes
		for i, week := range jobs {
			o.Add(starts(i, week))
		}
		return s.Carried(s.Settle(&o, &budgets.Ledger{Cost: costs}, quantity.Root(1), false))
	}
	same(t, "nothing", *settled(), contract.Carried{
		LostCapital: 30_000, Unpaid: 90_000, PaymentsArrive: []budgets.Cents{0, 0, 0, 0}, LostCapitalArrives: []budgets.Cents{30_000, 0, 0, 0},
	})
	// One job start pays 1,000 in quarter 1, for quarters 1 to 3 and the rest, 100, to the investor: 200 are lost, and payments pay 1,000.
	same(t, "one", *settled(5), contract.Carried{
		Payments: 100_000, LostCapital: 20_000, PaymentsArrive: []budgets.Cents{30_000, 30_000, 30_000, 10_000}, LostCapitalArrives: []budgets.Cents{0, 0, 0, 20_000},
	})
}
