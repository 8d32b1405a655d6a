package contract_test

import (
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
)

// futures is the number of random futures; IPSPLAN_VERIFY=number asks for that many times as many.
func futures(t *testing.T, usual uint64) uint64 {
	t.Helper()
	text := os.Getenv("IPSPLAN_VERIFY")
	if text == "" {
		return usual
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n == 0 {
		t.Fatalf("IPSPLAN_VERIFY: %q is not a number of times", text)
	}
	return n * usual
}

// settled is what the settler makes of a future.
func (f *future) settled() *contract.Account {
	return f.settledBy(contract.NewSettler(f.terms, f.plan, f.planned))
}

func (f *future) settledBy(s *contract.Settler) *contract.Account {
	var o contract.Outcomes
	for i := range f.episodes {
		o.Add(&f.episodes[i])
	}
	return s.Settle(&o, &budgets.Ledger{Cost: f.cost}, f.at, f.luckOnly)
}

// differences are the fields in which two accounts differ: whole numbers at all, others in their ninth digit.
func differences(got, want *contract.Account) []string {
	var all []string
	compare("", reflect.ValueOf(*got), reflect.ValueOf(*want), func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) })
	return all
}

func compare(where string, got, want reflect.Value, report func(string, ...any)) {
	switch got.Kind() {
	case reflect.Struct:
		for i := range got.NumField() {
			compare(where+"."+got.Type().Field(i).Name, got.Field(i), want.Field(i), report)
		}
	case reflect.Slice, reflect.Array:
		n := min(got.Len(), want.Len())
		for i := range n {
			compare(fmt.Sprintf("%s[%d]", where, i), got.Index(i), want.Index(i), report)
		}
		for _, longer := range []reflect.Value{got, want} {
			for i := n; i < longer.Len(); i++ { // no year of the ledger after the run-off has outcomes
				if longer.Index(i).Kind() != reflect.Struct || !longer.Index(i).IsZero() {
					report("%s: has %d entries, want %d", where, got.Len(), want.Len())
					break
				}
			}
		}
	case reflect.Float64:
		if a, b := got.Float(), want.Float(); !(math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))) {
			report("%s = %g, want %g", where, a, b)
		}
	default:
		if a, b := got.Int(), want.Int(); a != b {
			report("%s = %d, want %d", where, a, b)
		}
	}
}

// agree holds the settler's account against the oracle's. Where the return cap comes as near to a whole cent as floating point can tell, what follows from it
// is let go; the answer says that it was.
func (f *future) agree(t *testing.T) (doubtful bool) {
	t.Helper()
	o := settledByOracle(f)
	all := differences(f.settled(), &o.account)
	if len(all) > 0 && !o.doubtful {
		t.Errorf("%d differences: %q", len(all), all[:min(len(all), 12)])
	}
	return o.doubtful
}

func TestAccountsAgreeWithTheLaw(t *testing.T) {
	doubtful, n := 0, futures(t, 4000)
	for seed := range n {
		if newMaker(seed, 1).future().agree(t) {
			doubtful++
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if uint64(doubtful) > 1+n/1000 {
		t.Errorf("%d of %d futures are doubtful", doubtful, n)
	}
}

func TestSimulatedDrawsAgreeWithTheLaw(t *testing.T) {
	for seed := range futures(t, 150) {
		m := newMaker(seed, 2)
		f := m.simulated(int(seed))
		if err := f.plan.Validate(); err != nil {
			t.Fatal(err)
		}
		if f.agree(t); t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// The random futures must reach what the law speaks of, or their agreement says little.
func TestRandomFuturesReachTheLaw(t *testing.T) {
	reached := map[string]int{}
	note := func(what string, happened bool) {
		if happened {
			reached[what]++
		} else {
			reached[what] += 0
		}
	}
	const n = 600
	for seed := range uint64(n) {
		f := newMaker(seed, 1).future()
		a := f.settled()
		for i := range a.Rows {
			fate := reflect.ValueOf(a.Rows[i].Total())
			for k := range fate.NumField() {
				note(fate.Type().Field(k).Name, fate.Field(k).Int() > 0)
			}
		}
		account := reflect.ValueOf(*a)
		for k := range account.NumField() {
			if account.Field(k).Type() == reflect.TypeFor[[]budgets.Cents]() {
				note(account.Type().Field(k).Name, budgets.Sum(account.Field(k).Interface().([]budgets.Cents)) > 0)
			}
		}
		for name, all := range map[string][][]budgets.Cents{"Ladders": a.Ladders, "Blocks": a.Blocks, "TopUps": a.TopUps} {
			note(name, slices.ContainsFunc(all, func(x []budgets.Cents) bool { return budgets.Sum(x) > 0 }))
		}
		last := len(a.Closing) - 1
		note("LadderCut", a.LadderCut > 0)
		note("LadderVerification", a.LadderVerification > 0)
		note("BlockCut", a.BlockCut > 0)
		note("Recycled", a.Recycled > 0)
		note("unpaid for ever", a.UnpaidClaim[last]+a.UnpaidFees[last] > 0)
		note("loss", a.Returned() < a.Drawn())
		note("profit", a.Returned() > a.Drawn())
		note("nothing drawn of a commitment", a.Drawn() == 0 && f.terms.Investor.Commitment > 0)
	}
	for what, times := range reached {
		if times < n/60 {
			t.Errorf("%s comes %d times in %d futures", what, times, n)
		}
	}
}
