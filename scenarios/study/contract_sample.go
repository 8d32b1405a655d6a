package study

import (
	"fmt"
	"math"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// contractSample is what is kept of the draws of a scenario's contract.
type contractSample struct {
	scenario   *scenarios.Scenario
	forWorkers *scenarios.Scenario // see shared
	settler    *contract.Settler   // for what is planned, and the length of the ledger
	years      int                 // that the ledger begins

	payments, outlay, cost, fees, drawn, provider flow

	items                  []keptItem
	afterPlan, late        number
	runOff                 number
	rateCard               []kept // one period each
	capLadders, capBlocks  number
	verification           number
	margin                 number
	unpaidFees             number
	unpaidClaim, unpaid    number
	peak, peakOfMost       number
	recycled               number
	principal, yield       number
	surplus                [3]number // to investor, payer, provider
	returned, lost, net    number
	irr, hasIRR            number // hasIRR: a contract.Yield
	multiple               keptShare
	payback                number
	investor, cumulative   []number // by time
	reached, additional    [contract.Events]number
	outlayPer, costPer     [contract.Events]*quantity.Pair
	outlayMore, costMore   [contract.Events]*quantity.Pair
	hasAdditional          [contract.Events]bool
	worst                  *keptWorst
	isWithMost, byQuarters bool
}

// keptItem is what is kept of a payment.
type keptItem struct {
	kind, key, name string
	paid            flow
	fate            []kept // of a row, one period each
}

// fateMeasures are what becomes of the outcomes of a row and of their value.
func fateMeasures() []struct {
	name string
	of   func(f *contract.Fate) float64
} {
	cents := func(of func(f *contract.Fate) budgets.Cents) func(f *contract.Fate) float64 {
		return func(f *contract.Fate) float64 { return float64(of(f)) }
	}
	type measure = struct {
		name string
		of   func(f *contract.Fate) float64
	}
	return []measure{
		{"outcomes", func(f *contract.Fate) float64 { return float64(f.Outcomes) }},
		{"counted", func(f *contract.Fate) float64 { return float64(f.Counted) }},
		{"value", cents(func(f *contract.Fate) budgets.Cents { return f.Value })},
		{"window", cents(func(f *contract.Fate) budgets.Cents { return f.Window })},
		{"evidence", cents(func(f *contract.Fate) budgets.Cents { return f.Evidence })},
		{"minimum", cents(func(f *contract.Fate) budgets.Cents { return f.Minimum })},
		{"deadweight", cents(func(f *contract.Fate) budgets.Cents { return f.Deadweight })},
		{"person_cap", cents(func(f *contract.Fate) budgets.Cents { return f.PersonCap })},
		{"year_cap", cents(func(f *contract.Fate) budgets.Cents { return f.YearCap })},
		{"row_cap", cents(func(f *contract.Fate) budgets.Cents { return f.RowCap })},
		{"contract_cap", cents(func(f *contract.Fate) budgets.Cents { return f.ContractCap })},
		{"verification", cents(func(f *contract.Fate) budgets.Cents { return f.Verification })},
		{"paid", cents(func(f *contract.Fate) budgets.Cents { return f.Paid })},
	}
}

// fatesInPeople is how many of the first of them count outcomes; the others are money.
const fatesInPeople = 2

func newContractSample(d *drawing, s *scenarios.Scenario, what ContractAsked) *contractSample {
	k := &contractSample{scenario: s, forWorkers: shared(s, &d.preparer), settler: contract.NewSettler(s.Contract, &s.Budget, planCosts(&s.Budget).lines), byQuarters: what.ByQuarter}
	terms := s.Contract
	k.years = (k.settler.Quarters() + model.QuartersPerYear - 1) / model.QuartersPerYear
	for _, f := range []struct {
		name string
		of   *flow
	}{{"payments", &k.payments}, {"outlay", &k.outlay}, {"cost", &k.cost}, {"fees", &k.fees}, {"drawn", &k.drawn}, {"provider_paid", &k.provider}} {
		*f.of = k.keepLedger(d, f.name, true)
	}
	k.keepItems(d)
	for _, n := range []*number{
		&k.afterPlan, &k.late, &k.runOff, &k.capLadders, &k.capBlocks, &k.verification, &k.margin, &k.unpaidFees, &k.unpaidClaim, &k.unpaid, &k.peak, &k.recycled,
		&k.principal, &k.yield, &k.surplus[0], &k.surplus[1], &k.surplus[2], &k.returned, &k.lost, &k.net,
	} {
		*n = d.keep(centsInOne)
	}
	k.isWithMost = terms.Most > 0
	if k.isWithMost {
		k.peakOfMost = d.derive(float64(terms.Most), func(rows [][]float64, into []float64) { copy(into, rows[k.peak.row]) })
	}
	k.irr, k.hasIRR, k.payback = d.keep(1), d.keep(1), d.keep(model.QuartersPerYear)
	k.multiple = keptShare{k.returned.row, d.derive(1, func(rows [][]float64, into []float64) {
		for i := range into {
			into[i] = rows[k.returned.row][i] / rows[k.drawn.horizon().row][i] // nothing of nothing is no number, and left out
		}
	}), d.pair(k.returned.row, k.drawn.horizon().row)}
	for range k.settler.Quarters() + 1 {
		k.investor, k.cumulative = append(k.investor, d.keep(centsInOne)), append(k.cumulative, d.keep(centsInOne))
	}
	k.keepOutcomes(d)
	k.worst = newKeptWorst(d, k.net.row, k.drawn.horizon().row)
	return k
}

// keepLedger makes room for an amount over the contract's ledger.
func (k *contractSample) keepLedger(d *drawing, name string, byQuarter bool) flow {
	f := keepFlow(d, name, k.years, false)
	if byQuarter {
		for range k.settler.Quarters() {
			f.quarters = append(f.quarters, d.keep(centsInOne))
		}
	}
	return f
}

func (k *contractSample) keepItems(d *drawing) {
	terms := k.scenario.Contract
	keep := func(kind, key, name string) {
		k.items = append(k.items, keptItem{kind: kind, key: key, name: name, paid: k.keepLedger(d, kind+"."+key, k.byQuarters)})
	}
	fates := func(prefix string) (all []kept) {
		for i, m := range fateMeasures() {
			unit := float64(centsInOne)
			if i < fatesInPeople {
				unit = 1
			}
			all = append(all, kept{prefix + m.name, []number{d.keep(unit)}})
		}
		return all
	}
	for i := range terms.Rows {
		keep("row", terms.Rows[i].Key, terms.Rows[i].Name)
		k.items[i].fate = fates("row." + terms.Rows[i].Key + ".")
	}
	for _, l := range terms.Ladders {
		keep("ladder", l.Key, l.Name)
	}
	for _, b := range terms.Blocks {
		keep("block", b.Key, b.Name)
	}
	for _, t := range terms.TopUps {
		keep("top_up", t.Key, t.Name)
	}
	if len(terms.Rows) > 0 {
		k.rateCard = fates("rate_card.")
	}
}

// keepOutcomes makes room for what outcomes there are, and what each costs.
func (k *contractSample) keepOutcomes(d *drawing) {
	c := &k.scenario.Contract.Comparison
	outlay, cost := k.outlay.horizon().row, k.cost.horizon().row
	for e := range contract.Events {
		k.reached[e] = d.keep(1)
		k.outlayPer[e], k.costPer[e] = d.pair(outlay, k.reached[e].row), d.pair(cost, k.reached[e].row)
		k.hasAdditional[e] = c.Rate[e] != nil || c.RiskRatio != nil && contract.Event(e) != contract.Engagement
		if k.hasAdditional[e] {
			k.additional[e] = d.keep(1)
			k.outlayMore[e], k.costMore[e] = d.pair(outlay, k.additional[e].row), d.pair(cost, k.additional[e].row)
		}
	}
}

// contractRecorder makes draws of a scenario and writes down what its contract comes to. Each worker has its own.
type contractRecorder struct {
	*contractSample
	amounts []budgets.Cents // of one quarter each, in whole years, to add up in
	flow    []float64
}

// recorder prepares what one worker needs to fill blocks with the scenario's draws.
func (k *contractSample) recorder(asked Asked) (func(*block), error) {
	if err := refuseFractions(asked.Uncertainty); err != nil {
		return nil, err
	}
	future, err := newFuture(k.forWorkers, asked.Seed, asked.Uncertainty)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", k.scenario.Name, err)
	}
	r := newContractRecorder(k)
	return func(b *block) {
		for i := range b.draws {
			r.record(b.rows, i, future.draw(b.first+i).money.account)
		}
	}, nil
}

func newContractRecorder(k *contractSample) *contractRecorder {
	return &contractRecorder{contractSample: k, amounts: make([]budgets.Cents, k.years*model.QuartersPerYear), flow: make([]float64, k.settler.Quarters()+1)}
}

// ledger enters amounts by quarter of the ledger, added up.
func (r *contractRecorder) ledger(rows [][]float64, i int, f *flow, amounts ...[]budgets.Cents) {
	clear(r.amounts)
	for _, row := range amounts {
		for q, x := range row {
			r.amounts[q] += x
		}
	}
	f.record(rows, i, r.amounts)
}

// record enters a draw's account at place i of its rows.
func (r *contractRecorder) record(rows [][]float64, i int, a *contract.Account) {
	enter := func(n number, x budgets.Cents) { rows[n.row][i] = float64(x) }
	horizon := r.scenario.Model.Years * model.QuartersPerYear
	r.ledger(rows, i, &r.payments, a.Receipts)
	r.ledger(rows, i, &r.cost, a.Cost)
	r.ledger(rows, i, &r.fees, a.Fees)
	r.ledger(rows, i, &r.drawn, a.Draws)
	r.ledger(rows, i, &r.provider, a.ProviderPaid, a.ToProvider)
	clear(r.amounts)
	for q := range a.Receipts {
		r.amounts[q] = a.Receipts[q] - a.ToPayer[q]
		for _, topUp := range a.TopUps {
			r.amounts[q] -= topUp[q]
		}
	}
	r.outlay.record(rows, i, r.amounts)
	r.recordItems(rows, i, a)

	after := budgets.Sum(a.Receipts[horizon:])
	runOff := budgets.Cents(0)
	for row := range a.Rows {
		runOff += budgets.Sum(a.Rows[row].Earned[horizon:])
	}
	enter(r.afterPlan, after)
	enter(r.runOff, runOff)
	enter(r.late, after-runOff)
	enter(r.capLadders, a.LadderCut)
	enter(r.verification, a.LadderVerification)
	enter(r.capBlocks, a.BlockCut)
	last := len(a.Closing) - 1
	enter(r.unpaidFees, a.UnpaidFees[last])
	enter(r.unpaidClaim, a.UnpaidClaim[last])
	enter(r.unpaid, a.UnpaidFees[last]+a.UnpaidClaim[last])
	enter(r.margin, a.Margin())
	r.recordInvestor(rows, i, a)
	for e := range contract.Events {
		rows[r.reached[e].row][i] = float64(a.Reached[e])
		if r.hasAdditional[e] {
			rows[r.additional[e].row][i] = a.Additional[e]
		}
	}
}

func (r *contractRecorder) recordItems(rows [][]float64, i int, a *contract.Account) {
	var all contract.Fate
	at := 0
	next := func(paid []budgets.Cents) *keptItem {
		item := &r.items[at]
		at++
		r.ledger(rows, i, &item.paid, paid)
		return item
	}
	measures := fateMeasures()
	for row := range a.Rows {
		item, fate := next(a.Rows[row].Paid), a.Rows[row].Total()
		for m := range measures {
			rows[item.fate[m].period[0].row][i] = measures[m].of(&fate)
		}
		all.Add(&fate)
	}
	for m := range r.rateCard {
		rows[r.rateCard[m].period[0].row][i] = measures[m].of(&all)
	}
	for _, kind := range [...][][]budgets.Cents{a.Ladders, a.Blocks, a.TopUps} {
		for _, paid := range kind {
			next(paid)
		}
	}
}

func (r *contractRecorder) recordInvestor(rows [][]float64, i int, a *contract.Account) {
	enter := func(n number, x budgets.Cents) { rows[n.row][i] = float64(x) }
	drawn, returned := a.Drawn(), a.Returned()
	enter(r.peak, a.Peak)
	enter(r.recycled, a.Recycled)
	enter(r.principal, budgets.Sum(a.Principal))
	enter(r.yield, budgets.Sum(a.Return))
	enter(r.surplus[0], budgets.Sum(a.ToInvestor))
	enter(r.surplus[1], budgets.Sum(a.ToPayer))
	enter(r.surplus[2], budgets.Sum(a.ToProvider))
	enter(r.returned, returned)
	enter(r.lost, max(0, drawn-returned))
	enter(r.net, returned-drawn)
	a.InvestorFlow(r.flow)
	sum := 0.0
	for t, x := range r.flow {
		sum += x
		rows[r.investor[t].row][i], rows[r.cumulative[t].row][i] = x, sum
	}
	rate, yield := contract.RateOfReturn(r.flow)
	if yield == contract.NeverDrawn || yield == contract.NoRate {
		rate = math.NaN()
	}
	rows[r.irr.row][i], rows[r.hasIRR.row][i] = rate, float64(yield)
	quarters, ok := a.Payback()
	payback := float64(quarters)
	switch {
	case drawn == 0:
		payback = math.NaN()
	case !ok:
		payback = float64(r.never())
	}
	rows[r.payback.row][i] = payback
}

// never stands for a payback that never comes: later than any.
func (k *contractSample) never() int { return k.settler.Quarters() + 1 }

// keptWorst keeps what makes up the worst tenth of draws.
type keptWorst struct{ net, drawn []float64 }

func newKeptWorst(d *drawing, net, drawn int) *keptWorst {
	k := new(keptWorst)
	d.keepers = append(d.keepers, keeper{keep: func(_ int, rows [][]float64) {
		k.net, k.drawn = append(k.net, rows[net]...), append(k.drawn, rows[drawn]...)
	}})
	return k
}
