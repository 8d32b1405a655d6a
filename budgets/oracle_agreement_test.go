package budgets_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// plans is the number of random plans; IPSPLAN_VERIFY=number asks for that many times as many.
func plans(t *testing.T, usual uint64) uint64 {
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

func newMaker(seed, branch uint64) *planMaker {
	return &planMaker{Rand: rand.New(rand.NewPCG(seed, branch))}
}

var elsewhere = quantity.Root(11).Named("elsewhere")

type cascade struct {
	option   int
	firmness budgets.Firmness
}

// cascades are all of a plan, in a random order; without options there is one in which nobody pays.
func (m *planMaker) cascades() []cascade {
	var all []cascade
	for o := range max(1, len(m.plan.Options)) {
		for _, f := range []budgets.Firmness{budgets.Committed, budgets.Likely, budgets.HopedFor} {
			all = append(all, cascade{o, f})
		}
	}
	m.Shuffle(len(all), func(a, b int) { all[a], all[b] = all[b], all[a] })
	return all
}

func TestAccountsAgreeWithTheLaw(t *testing.T) {
	cells, doubtful := 0, 0
	for seed := range plans(t, 300) {
		m := newMaker(seed, 1)
		plan := m.make()
		if err := plan.Validate(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		pricer := budgets.NewPricer(plan)
		for draw := range uint64(3) {
			j := &judge{plan: plan, at: elsewhere.At(seed).At(draw), luckOnly: m.in(4)}
			counts := m.counts()
			if m.in(4) {
				expected := m.fractions(counts)
				j.volumes, j.ledger = asFractions(plan, expected), pricer.PriceExpected(expected, j.at, j.luckOnly)
			} else {
				j.volumes, j.ledger = asFractions(plan, counts), pricer.Price(counts, j.at, j.luckOnly)
			}
			j.told = m.tell(pricer)
			j.all(pricer, m)
			cells += j.cells
			doubtful += j.doubtful
			if j.wrong != nil {
				t.Fatalf("seed %d, draw %d, luck only %v:\n%q\n%+v\n%+v", seed, draw, j.luckOnly, j.wrong[:min(len(j.wrong), 20)], *plan, counts)
			}
		}
	}
	t.Logf("%d cells, %d of them near a half", cells, doubtful)
	if doubtful*1000 > cells {
		t.Errorf("%d of %d cells are too near a half to tell", doubtful, cells)
	}
}

// all compares everything that a pricer has of its draw.
func (j *judge) all(pricer *budgets.Pricer, m *planMaker) {
	j.costs()
	j.byService(pricer.ByService)
	order := m.cascades()
	fundings := map[cascade]*budgets.Funding{}
	for _, c := range order {
		fundings[c] = pricer.Fund(c.option, c.firmness)
	}
	came := make([][]bool, len(j.plan.Options))
	for o := range came {
		came[o] = fundings[cascade{o, budgets.HopedFor}].Came
	}
	j.decisions(came)
	m.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
	for _, c := range order {
		f := fundings[c]
		if widest := fundings[cascade{c.option, budgets.HopedFor}]; !slices.Equal(f.Came, widest.Came) {
			j.wrong = append(j.wrong, fmt.Sprintf("option %d: came %v in cascade %d and %v in the widest", c.option, f.Came, c.firmness, widest.Came))
		}
		j.funding(c.option, c.firmness, f)
		j.cash(c.option, c.firmness, f, pricer.Cash(c.option, c.firmness))
	}
}

// chainPlan has a source that depends on the third, which depends on the second, and one by itself; its second option is without the second.
func chainPlan() *budgets.Plan {
	sure := quantity.Exactly
	given := func(source int, comes, not float64) *budgets.Given {
		return &budgets.Given{Source: source, IfComes: sure(comes), IfNot: sure(not)}
	}
	plan := &budgets.Plan{
		Currency: "EUR", Years: 1, Spread: []float64{0.25, 0.25, 0.25, 0.25}, Arithmetic: make([]budgets.Stages, 1),
		Services: []budgets.Service{{Key: "all", ShareOfPeople: 1, Planned: make([]budgets.Volumes, 4)}},
		Lines: []budgets.Line{{
			Key: "grant", Category: budgets.Staff, Driver: budgets.PerYear, Service: budgets.AllServices, Scale: 1, Exchange: sure(1),
			Amount: quantity.Series{Name: "grant", Years: []quantity.Distribution{quantity.PERT{Low: 0, Best: 500, High: 1000}}},
		}},
		Options: []budgets.Option{{Key: "all", Order: []int{0, 1, 2, 3}}, {Key: "without the second", Order: []int{3, 2, 0}}},
	}
	for i, g := range []*budgets.Given{given(2, 0.9, 0.2), nil, given(1, 0.7, 0.1), nil} {
		plan.Sources = append(plan.Sources, budgets.Source{
			Key: fmt.Sprint(i), Status: budgets.Agreed, Lines: []int{0}, Share: sure(1), Exchange: sure(1), Given: g,
			Chance: sure([]float64{0.99, 0.3, 0.99, 0.5}[i]), Arrives: []budgets.Arrival{{Share: 1, When: budgets.WithTheQuarter}},
		})
	}
	return plan
}

// chancesOf are those of a pattern of who comes in the two options of chainPlan.
func chancesOf(came []bool) (all, withoutSecond float64) {
	of := func(yes bool, p float64) float64 {
		if yes {
			return p
		}
		return 1 - p
	}
	third, first := 0.1, 0.2
	if came[1] {
		third = 0.7
	}
	if came[2] {
		first = 0.9
	}
	others := of(came[2], third) * of(came[0], first) * of(came[3], 0.5)
	all = of(came[1], 0.3) * others
	if came[1] {
		return all, 0
	}
	return all, others
}

// A source comes as often as its chance once those on which it depends have come or not.
func TestSourcesComeAsOftenAsTheirChances(t *testing.T) {
	const draws = 40_000
	plan := chainPlan()
	pricer := budgets.NewPricer(plan)
	patterns := [2]map[string]float64{{}, {}}
	for d := range uint64(draws) {
		pricer.Price([][]model.Counts{make([]model.Counts, 4)}, elsewhere.At(d), false)
		for o := range patterns {
			patterns[o][fmt.Sprint(pricer.Fund(o, budgets.HopedFor).Came)]++
		}
	}
	for bits := range 16 {
		came := []bool{bits&1 > 0, bits&2 > 0, bits&4 > 0, bits&8 > 0}
		all, withoutSecond := chancesOf(came)
		near(t, fmt.Sprint(came), patterns[0][fmt.Sprint(came)], draws, all)
		near(t, fmt.Sprint("without the second ", came), patterns[1][fmt.Sprint(came)], draws, withoutSecond)
	}
}

// Who comes follows neither the amounts drawn nor what another stream of decisions says.
func TestDecisionsAreIndependent(t *testing.T) {
	const draws = 40_000
	plan := chainPlan()
	var pricers [3]*budgets.Pricer // by stream of decisions
	for k := range pricers {
		pricers[k] = budgets.NewPricer(plan)
		pricers[k].Decisions = uint64(k)
	}
	var dear float64    // draws that cost more than the median and have source 1
	var both [3]float64 // draws in which a stream and the next have source 1
	counts := [][]model.Counts{make([]model.Counts, 4)}
	for d := range uint64(draws) {
		var came [3]bool
		cost := slices.Clone(pricers[0].Price(counts, elsewhere.At(d), false).Cost[0])
		for k, pricer := range pricers {
			if !slices.Equal(cost, pricer.Price(counts, elsewhere.At(d), false).Cost[0]) {
				t.Fatal("another stream of decisions changes the cost")
			}
			came[k] = pricer.Fund(0, budgets.HopedFor).Came[1]
		}
		for k := range came {
			both[k] += float64(truth(came[k] && came[(k+1)%3]))
		}
		dear += float64(truth(came[0] && total(cost) > 50_000)) // the distribution is symmetric
	}
	near(t, "source 1 in a dear draw", dear, draws, 0.3*0.5)
	for k := range both {
		near(t, fmt.Sprintf("source 1 in stream %d and the next", k), both[k], draws, 0.3*0.3)
	}
}

// near fails where a number of cases is five standard deviations from what it should be.
func near(t *testing.T, what string, cases, of, chance float64) {
	t.Helper()
	if off := math.Abs(cases - of*chance); off > 5*math.Sqrt(of*chance*(1-chance)) {
		t.Errorf("%s: %g times in %g, at a chance of %g", what, cases, of, chance)
	}
}
