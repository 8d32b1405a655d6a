package contract_test

import (
	"reflect"
	"testing"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model/quantity"
)

// unlimited is a random future of a contract that limits nothing that is paid for outcomes.
func (m *maker) unlimited() *future {
	m.uncapped = true
	f := m.future()
	for i := range f.terms.Rows {
		f.terms.Rows[i].Above, f.terms.Rows[i].Minimum = 0, m.IntN(2)
	}
	return f
}

// Where nothing is limited the settler takes outcomes in any order; taken in theirs they come to the same account, to the last bit, and to the law's.
func TestWithoutLimitsOrderDoesNotMatter(t *testing.T) {
	paid, late, toppedUp, climbed := 0, 0, 0, 0
	for seed := range futures(t, 2000) {
		f := newMaker(seed, 12).unlimited()
		quick, ordered := contract.NewSettler(f.terms, f.plan, f.planned), contract.NewSettler(f.terms, f.plan, f.planned)
		if quick.OrderMatters() {
			t.Fatalf("seed %d: nothing is limited, but outcomes are taken in order", seed)
		}
		ordered.TakeInOrder()
		got, want := f.settledBy(quick), f.settledBy(ordered)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: %q", seed, differences(got, want))
		}
		if f.agree(t); t.Failed() {
			t.Fatalf("seed %d", seed)
		}
		for i := range got.Rows {
			fate := got.Rows[i].Total()
			paid += min(1, int(fate.Paid))
			late += min(1, int(fate.Window))
		}
		for i := range got.TopUps {
			toppedUp += min(1, int(budgets.Sum(got.TopUps[i])))
		}
		for i := range got.Ladders {
			climbed += min(1, int(budgets.Sum(got.Ladders[i])))
		}
	}
	for what, times := range map[string]int{"a row pays": paid, "a window shuts": late, "a top-up pays": toppedUp, "a ladder pays": climbed} {
		if times < 100 {
			t.Errorf("%s %d times only", what, times)
		}
	}
}

// Each limit alone makes the order matter: people who reach the same in one week are paid by it, or the quarters in which money comes follow from it.
func TestEachLimitIsTakenInOrder(t *testing.T) {
	for what, limit := range map[string]func(*contract.Terms){
		"above":            func(t *contract.Terms) { t.Rows[0].Above = 1 },
		"up to":            func(t *contract.Terms) { t.Rows[0].UpTo = 1 },
		"minimum":          func(t *contract.Terms) { t.Rows[0].Minimum = 2 },
		"most in a year":   func(t *contract.Terms) { t.Rows[0].MostPerYear = []budgets.Cents{1} },
		"most of a row":    func(t *contract.Terms) { t.Rows[0].Most = 1 },
		"most of a person": func(t *contract.Terms) { t.MostPerPerson = 1 },
		"most in all":      func(t *contract.Terms) { t.Most = 1 },
		"most of a top-up": func(t *contract.Terms) { t.TopUps[0].Most = 1 },
	} {
		terms := &contract.Terms{
			PriceLevel: 1, CostShare: quantity.Exactly(1), RunOffCost: quantity.Exactly(0),
			Rows:   []contract.Row{{Event: contract.JobStart, Price: quantity.Series{Years: []quantity.Distribution{quantity.Certain(1)}}}},
			TopUps: []contract.TopUp{{Share: 1}},
		}
		for event := range terms.Evidenced {
			terms.Evidenced[event] = quantity.Exactly(1)
		}
		settler := func() *contract.Settler {
			return contract.NewSettler(terms, &budgets.Plan{Years: 1, Services: []budgets.Service{{Key: "a"}}}, nil)
		}
		if settler().OrderMatters() {
			t.Fatal("without a limit outcomes are taken in order")
		}
		if limit(terms); !settler().OrderMatters() {
			t.Errorf("%s: outcomes are taken in any order", what)
		}
	}
}

// Nothing of one settling stays in the outcomes: settled for another draw's decisions they come to what they come to anew.
func TestOutcomesCanBeSettledAgain(t *testing.T) {
	for seed := range futures(t, 200) {
		m := newMaker(seed, 13)
		f := m.future()
		var o contract.Outcomes
		for i := range f.episodes {
			o.Add(&f.episodes[i])
		}
		contract.NewSettler(f.terms, f.plan, f.planned).Settle(&o, &budgets.Ledger{Cost: f.cost}, quantity.Root(m.Uint64()), f.luckOnly)
		again := contract.NewSettler(f.terms, f.plan, f.planned).Settle(&o, &budgets.Ledger{Cost: f.cost}, f.at, f.luckOnly)
		if want := f.settled(); !reflect.DeepEqual(again, want) {
			t.Fatalf("seed %d: %q", seed, differences(again, want))
		}
	}
}
