package contract_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// What must hold of every account, whatever the contract and the future. Unlike the oracle, these rest on single sentences of the law.

func TestInvariants(t *testing.T) {
	for seed := range futures(t, 2000) {
		f := newMaker(seed, 3).future()
		f.hold(t, f.settled())
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func (f *future) hold(t *testing.T, a *contract.Account) {
	t.Helper()
	noneBelowZero(t, "", reflect.ValueOf(*a))
	f.rowsAddUp(t, a)
	f.capsHold(t, a)
	f.nothingTooEarly(t, a)
	f.cashAddsUp(t, a)
	f.reserveIsKept(t, a)
	f.investorGetsNoMore(t, a)
	f.sums(t, a)
}

func noneBelowZero(t *testing.T, where string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			noneBelowZero(t, where+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			noneBelowZero(t, where, v.Index(i))
		}
	case reflect.Float64: // fewer may be reached than would have been anyway
	default:
		if v.Int() < 0 {
			t.Errorf("%s has %d", where, v.Int())
		}
	}
}

func (f *future) rowsAddUp(t *testing.T, a *contract.Account) {
	t.Helper()
	for i := range a.Rows {
		r := &a.Rows[i]
		for year, x := range r.ByYear {
			if sum := x.Window + x.Evidence + x.Minimum + x.Deadweight + x.PersonCap + x.YearCap + x.RowCap + x.ContractCap + x.Verification + x.Paid; x.Value != sum {
				t.Errorf("row %d year %d: value %d, losses and payments %d", i, year, x.Value, sum)
			}
			if x.Counted > x.Outcomes {
				t.Errorf("row %d year %d: counts %d of %d", i, year, x.Counted, x.Outcomes)
			}
		}
		total := r.Total()
		if budgets.Sum(r.Earned) != total.Paid || budgets.Sum(r.Paid) != total.Paid {
			t.Errorf("row %d: earned %d, paid %d, by year %d", i, budgets.Sum(r.Earned), budgets.Sum(r.Paid), total.Paid)
		}
		if total.Counted < f.terms.Rows[i].Minimum && total.Paid > 0 {
			t.Errorf("row %d pays %d for fewer than its minimum", i, total.Paid)
		}
	}
}

func (f *future) capsHold(t *testing.T, a *contract.Account) {
	t.Helper()
	isOver := func(what string, paid, most budgets.Cents) {
		t.Helper()
		if most > 0 && paid > most {
			t.Errorf("%s: %d paid, at most %d", what, paid, most)
		}
	}
	all, rows := budgets.Cents(0), budgets.Cents(0)
	for i := range a.Rows {
		row := &f.terms.Rows[i]
		for year, x := range a.Rows[i].ByYear {
			if row.MostPerYear != nil {
				isOver("row in a year", x.Paid, inYear(row.MostPerYear, year))
			}
		}
		paid := a.Rows[i].Total().Paid
		isOver("row", paid, row.Most)
		rows += paid
	}
	isOver("people", rows, f.terms.MostPerPerson*budgets.Cents(a.Reached[contract.Engagement]))
	for _, x := range slices.Concat(a.Ladders, a.Blocks) {
		all += budgets.Sum(x)
	}
	isOver("contract", all+rows, f.terms.Most)
	for i, x := range a.TopUps {
		isOver("top-up", budgets.Sum(x), f.terms.TopUps[i].Most)
	}
	isOver("draws", a.Drawn(), max(1, f.terms.Investor.Commitment))
	for i, l := range f.terms.Ladders {
		periods := 1
		if l.EachYear {
			periods = f.plan.Years
		}
		highest := times(whole(l.Rungs[len(l.Rungs)-1].Amount), exact(f.terms.PriceLevel))
		if paid := budgets.Sum(a.Ladders[i]); paid > budgets.Cents(periods)*rounded(highest) {
			t.Errorf("ladder %d pays %d", i, paid)
		}
	}
}

// nothingTooEarly: what is paid by the end of a quarter was earned a lag before, and nothing is earned before it happened.
func (f *future) nothingTooEarly(t *testing.T, a *contract.Account) {
	t.Helper()
	for i, row := range f.terms.Rows {
		first := math.MaxInt
		for k := range f.episodes {
			for _, x := range outcomesOf(&f.episodes[k]) {
				if f.episodes[k].Engaged != model.NoWeek && x.is(row.Event, row.Hours) {
					first = min(first, x.week)
				}
			}
		}
		for q := range a.Rows[i].Paid {
			if a.Rows[i].Earned[q] > 0 && q < first/13 {
				t.Errorf("row %d earns in quarter %d, the first outcome is of week %d", i, q, first)
			}
			if a.Rows[i].Paid[q] > 0 && q < (first+row.Lag)/13 {
				t.Errorf("row %d pays in quarter %d, the first outcome is of week %d", i, q, first)
			}
			if earned := budgets.Sum(a.Rows[i].Earned[:max(0, q-row.Lag/13)+1]); budgets.Sum(a.Rows[i].Paid[:q+1]) > earned {
				t.Errorf("row %d pays ahead of its lag by quarter %d", i, q)
			}
		}
	}
}

func (f *future) cashAddsUp(t *testing.T, a *contract.Account) {
	t.Helper()
	opening, fees, claim, receipts := budgets.Cents(0), budgets.Cents(0), budgets.Cents(0), budgets.Cents(0)
	for q := range a.Closing {
		in := opening + a.Draws[q] + a.Receipts[q]
		out := a.ProviderPaid[q] + a.FeesPaid[q] + a.Principal[q] + a.Return[q] + a.ToInvestor[q] + a.ToPayer[q] + a.ToProvider[q] + a.Closing[q]
		if in != out {
			t.Errorf("quarter %d: %d comes in, %d goes out", q, in, out)
		}
		opening = a.Closing[q]
		fees += a.Fees[q] - a.FeesPaid[q]
		claim += a.Claim[q] - a.ProviderPaid[q] + part(f.terms.Provider.RiskShare, a.Receipts[q])
		if a.UnpaidFees[q] != fees || a.UnpaidClaim[q] != claim {
			t.Errorf("quarter %d: unpaid %d and %d, want %d and %d", q, a.UnpaidFees[q], a.UnpaidClaim[q], fees, claim)
		}
		for _, x := range slices.Concat(a.Ladders, a.Blocks, a.TopUps) {
			receipts += x[q]
		}
		for i := range a.Rows {
			receipts += a.Rows[i].Paid[q]
		}
		if receipts -= a.Receipts[q]; receipts != 0 {
			t.Errorf("quarter %d: receipts are not what is paid", q)
		}
	}
	if opening != 0 {
		t.Errorf("%d is left in the end", opening)
	}
}

// reserveIsKept: nothing is distributed while something is unpaid, or from what costs still to come need.
func (f *future) reserveIsKept(t *testing.T, a *contract.Account) {
	t.Helper()
	o, drawn := settledByOracle(f), budgets.Cents(0)
	for q := range a.Closing {
		drawn += a.Draws[q]
		surplus := a.ToInvestor[q] + a.ToPayer[q] + a.ToProvider[q]
		last := q == len(a.Closing)-1
		if surplus > 0 && !last {
			t.Errorf("quarter %d: surplus before the end", q)
		}
		if a.Principal[q]+a.Return[q]+surplus == 0 {
			continue
		}
		if a.UnpaidFees[q]+a.UnpaidClaim[q] > 0 {
			t.Errorf("quarter %d: something is distributed while something is unpaid", q)
		}
		kept := a.Closing[q]
		if !f.terms.Investor.Recycling {
			kept += f.terms.Investor.Commitment - drawn
		}
		if need := o.toCome(q); !last && need > 0 && kept < need {
			t.Errorf("quarter %d: %d is kept or can be drawn, %d is still to come", q, kept, need)
		}
	}
}

// investorGetsNoMore: no more principal than was drawn, no return without a draw, and no more of both than the cap allows.
func (f *future) investorGetsNoMore(t *testing.T, a *contract.Account) {
	t.Helper()
	drawn, repaid, peak := budgets.Cents(0), budgets.Cents(0), budgets.Cents(0)
	flow := make([]float64, len(a.Closing)+1)
	for q := range a.Closing {
		drawn += a.Draws[q]
		peak = max(peak, drawn-repaid)
		repaid += a.Principal[q]
		if repaid > drawn {
			t.Errorf("quarter %d: %d drawn, %d repaid", q, drawn, repaid)
		}
		if drawn == 0 && a.Return[q]+a.ToInvestor[q] > 0 {
			t.Errorf("quarter %d: a return on nothing", q)
		}
		flow[q] -= float64(a.Draws[q])
		flow[q+1] += float64(a.Principal[q] + a.Return[q])
	}
	if peak != a.Peak {
		t.Errorf("peak %d, want %d", a.Peak, peak)
	}
	limit := f.terms.Investor.ReturnCap
	if limit == nil {
		return
	}
	value, size := 0.0, 0.0
	for time, x := range flow {
		discounted := x * math.Pow(1+*limit, -float64(time)/4)
		value += discounted
		size += math.Abs(discounted)
	}
	if value > 1e-9*size {
		t.Errorf("at the cap of %g principal and return are worth %g more than what was drawn", *limit, value)
	}
	if rate, yield := contract.RateOfReturn(flow); yield == contract.OneRate && rate > *limit+1e-9*(1+*limit) {
		t.Errorf("principal and return yield %g, at most %g", rate, *limit)
	}
}

// sums holds what an account says of itself against the law.
func (f *future) sums(t *testing.T, a *contract.Account) {
	t.Helper()
	sum := func(columns ...[]budgets.Cents) (total budgets.Cents) {
		for _, c := range columns {
			total += budgets.Sum(c)
		}
		return total
	}
	outlay := -sum(a.ToPayer) + sum(slices.Concat(a.Ladders, a.Blocks)...)
	for i := range a.Rows {
		outlay += sum(a.Rows[i].Paid)
	}
	same(t, "outlay", a.Outlay(), outlay)
	same(t, "margin", a.Margin(), sum(a.ProviderPaid, a.ToProvider)-sum(a.Cost))
	same(t, "drawn", a.Drawn(), sum(a.Draws))
	same(t, "returned", a.Returned(), sum(a.Principal, a.Return, a.ToInvestor))
	flow := make([]float64, len(a.Closing)+1)
	a.InvestorFlow(flow)
	for time, x := range flow {
		want := budgets.Cents(0)
		if time < len(a.Draws) {
			want -= a.Draws[time]
		}
		if time > 0 {
			want += a.Principal[time-1] + a.Return[time-1] + a.ToInvestor[time-1]
			same(t, "distributed", a.Distributed(time-1), a.Principal[time-1]+a.Return[time-1]+a.ToInvestor[time-1])
		}
		same(t, "flow", x, float64(want))
	}
	quarters, ok := a.Payback()
	wantOK := a.Drawn() > 0 && a.Returned() >= a.Drawn()
	if same(t, "pays back", ok, wantOK); ok {
		isPaid := func(time int) bool { return cumulated(flow, time) >= 0 }
		for time := quarters; time < len(flow); time++ {
			if !isPaid(time) {
				t.Errorf("paid back at %d, but not at %d", quarters, time)
			}
		}
		if quarters > 0 && isPaid(quarters-1) {
			t.Errorf("paid back before %d", quarters)
		}
	}
}

func cumulated(flow []float64, until int) (sum float64) {
	for _, x := range flow[:until+1] {
		sum += x
	}
	return sum
}

// Contracts at their ends.

func TestNothingToPayFor(t *testing.T) {
	ends := map[string]func(*future){
		"no outcomes": func(f *future) { f.episodes = nil },
		"price zero":  func(f *future) { f.terms.PriceLevel = 0 },
		"no evidence": func(f *future) { f.terms.Evidenced = [contract.Events]quantity.Quantity{} },
		"all deadweight": func(f *future) {
			f.terms.DeadweightDeducted = [contract.Events]float64{1, 1, 1, 1, 1}
			allRows(f, func(*contract.Row) {})
		},
		"all verified away":    func(f *future) { f.terms.Verification = 1 },
		"nobody counts":        func(f *future) { f.terms.EngagedFrom = f.weeks() },
		"all were too early":   func(f *future) { allRows(f, func(r *contract.Row) { r.From, r.To = f.weeks(), 0 }) },
		"a minimum of too few": func(f *future) { allRows(f, func(r *contract.Row) { r.Minimum = len(f.episodes) + 1 }) },
	}
	for name, change := range ends {
		t.Run(name, func(t *testing.T) {
			for seed := range futures(t, 60) {
				f := newMaker(seed, 4).future()
				change(f)
				a := f.settled()
				f.agree(t)
				f.hold(t, a)
				paid := budgets.Cents(0)
				for i := range a.Rows {
					paid += a.Rows[i].Total().Paid
				}
				for _, x := range slices.Concat(a.Ladders, a.TopUps) {
					paid += budgets.Sum(x)
				}
				if paid != 0 || t.Failed() {
					t.Fatalf("seed %d: %d is paid", seed, paid)
				}
			}
		})
	}
}

// allRows leaves a contract's ladders nothing to pay, and changes all its rows.
func allRows(f *future, change func(*contract.Row)) {
	for i := range f.terms.Ladders {
		for k := range f.terms.Ladders[i].Rungs {
			f.terms.Ladders[i].Rungs[k].Amount = 0
		}
	}
	for i := range f.terms.Rows {
		change(&f.terms.Rows[i])
	}
}

func TestOnePersonIsPaidForOnceByEachRow(t *testing.T) {
	for seed := range futures(t, 200) {
		f := newMaker(seed, 5).future()
		if len(f.episodes) == 0 {
			continue
		}
		f.episodes = f.episodes[:1]
		a := f.settled()
		f.agree(t)
		f.hold(t, a)
		rows := budgets.Cents(0)
		for i := range a.Rows {
			x := a.Rows[i].Total()
			rows += x.Paid
			if x.Outcomes > 1 {
				t.Errorf("%d outcomes of one event and person", x.Outcomes)
			}
		}
		if most := f.terms.MostPerPerson; most > 0 && rows > most {
			t.Errorf("%d is paid for one person, at most %d", rows, most)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// Everyone engages in week 3, starts a job in week 5 and keeps it: n people have n outcomes of each event, in the weeks 3, 5, 18, 31 and 57.
func TestEveryoneSustained(t *testing.T) {
	for seed := range futures(t, 100) {
		m := newMaker(seed, 6)
		f := m.future()
		f.terms.Services, f.terms.EngagedFrom, f.terms.EngagedTo = nil, 0, 0
		f.episodes = nil
		n := m.IntN(30)
		for i := range n {
			f.episodes = append(f.episodes, model.Episode{
				Referred: 2, Position: i, GaveUp: model.NoWeek, Engaged: 3, Jobs: []model.Job{{Start: 5, End: 10_000, From16: true}},
				Sustained13: 18, Sustained26: 31, Sustained52: 57, Left: model.NoWeek,
			})
		}
		a := f.settled()
		f.agree(t)
		f.hold(t, a)
		same(t, "reached", a.Reached, [contract.Events]int{n, n, n, n, n})
		for i := range a.Rows {
			want := n
			if f.terms.Rows[i].Hours == contract.Below16 {
				want = 0
			}
			same(t, "outcomes", a.Rows[i].Total().Outcomes, want)
		}
		for q := f.runOff(); q < f.followed(); q++ {
			same(t, "person-weeks", a.CaseloadWeeks[q], 13*n)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func TestWithoutInvestor(t *testing.T) {
	for seed := range futures(t, 200) {
		f := newMaker(seed, 7).future()
		f.terms.Investor.Commitment, f.terms.Investor.Schedule = 0, nil
		f.terms.Investor.Surplus = contract.Split{Payer: 0.75, Provider: 0.25}
		a := f.settled()
		f.agree(t)
		f.hold(t, a)
		if a.Drawn() != 0 || a.Returned() != 0 || a.Peak != 0 {
			t.Errorf("without an investor %d is drawn and %d returned", a.Drawn(), a.Returned())
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// The same numbers decide about evidence: who is evidenced at a lower share is so at a higher one.
func TestMoreEvidenceNeverPaysLess(t *testing.T) {
	more := 0
	for seed := range futures(t, 500) {
		m := newMaker(seed, 8)
		m.uncapped = true
		f := m.future()
		paid := budgets.Cents(-1)
		for _, share := range []float64{0, 0.2, 0.5, 0.8, 1} {
			for event := range f.terms.Evidenced {
				f.terms.Evidenced[event] = quantity.Exactly(share)
			}
			a, now := f.settled(), budgets.Cents(0)
			for i := range a.Rows {
				now += a.Rows[i].Total().Paid
			}
			for _, x := range slices.Concat(a.Ladders, a.TopUps) {
				now += budgets.Sum(x)
			}
			if now < paid {
				t.Fatalf("seed %d: %d is paid with less evidence, %d with a share of %g", seed, paid, now, share)
			}
			if paid >= 0 && now > paid {
				more++
			}
			paid = now
		}
	}
	if more == 0 {
		t.Error("evidence changes nothing")
	}
}

func TestOrderOfPeopleDoesNotMatter(t *testing.T) {
	for seed := range futures(t, 300) {
		f := newMaker(seed, 9).future()
		first := f.settled()
		shuffle := rand.New(rand.NewPCG(seed, 0))
		shuffle.Shuffle(len(f.episodes), func(i, j int) { f.episodes[i], f.episodes[j] = f.episodes[j], f.episodes[i] })
		if all := differences(f.settled(), first); all != nil {
			t.Fatalf("seed %d: %q", seed, all)
		}
	}
}

// A settler that has settled other draws gives what a new one gives.
func TestSettlersKeepNothing(t *testing.T) {
	for seed := range futures(t, 200) {
		m := newMaker(seed, 10)
		f, other := m.future(), m.future()
		used := contract.NewSettler(f.terms, f.plan, f.planned)
		var o contract.Outcomes
		for draw := range 3 {
			at := quantity.Root(m.Uint64())
			o.Clear()
			people := other.episodes
			if draw == 1 {
				people = nil
			}
			for i := range people {
				if people[i].Service < len(f.plan.Services) && (people[i].Left == model.NoWeek || people[i].Left < f.weeks()) && lastWeek(&people[i]) < f.weeks() {
					o.Add(&people[i])
				}
			}
			used.Settle(&o, &budgets.Ledger{Cost: f.planned}, at, !f.luckOnly)
		}
		o.Clear()
		for i := range f.episodes {
			o.Add(&f.episodes[i])
		}
		if all := differences(used.Settle(&o, &budgets.Ledger{Cost: f.cost}, f.at, f.luckOnly), f.settled()); all != nil {
			t.Fatalf("seed %d: %q", seed, all)
		}
	}
}

// lastWeek is the last week in which something begins for a person.
func lastWeek(e *model.Episode) int {
	last := e.Engaged
	for _, x := range outcomesOf(e) {
		last = max(last, x.week)
	}
	return last
}

// bytes is a source of random numbers whose first ones are chosen by whoever looks for trouble.
type bytes struct {
	chosen []byte
	*rand.PCG
}

func (b *bytes) Uint64() uint64 {
	x := b.PCG.Uint64()
	if len(b.chosen) > 0 {
		x = x>>8 | uint64(b.chosen[0])<<56
		b.chosen = b.chosen[1:]
	}
	return x
}

func FuzzSettle(f *testing.F) {
	f.Add([]byte{}, uint64(1))
	f.Add([]byte{0, 255, 128, 3, 77, 200, 14}, uint64(2))
	f.Add([]byte("everything goes together"), uint64(3))
	f.Fuzz(func(t *testing.T, chosen []byte, seed uint64) {
		m := &maker{Rand: rand.New(&bytes{chosen, rand.NewPCG(seed, 11)})}
		future := m.future()
		future.agree(t)
		future.hold(t, future.settled())
	})
}
