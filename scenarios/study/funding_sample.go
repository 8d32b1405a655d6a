package study

import (
	"slices"
	"strings"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/scenarios"
)

// centsInOne is the unit of rows that count cents.
const centsInOne = 100

// flow keeps an amount of money of each draw: by year, over the horizon and, where it is asked for, by quarter.
type flow struct {
	kept
	quarters []number
}

func keepFlow(d *drawing, name string, years int, byQuarter bool) flow {
	f := flow{kept: kept{name: name}}
	for range years + 1 {
		f.period = append(f.period, d.keep(centsInOne))
	}
	if byQuarter {
		for range years * model.QuartersPerYear {
			f.quarters = append(f.quarters, d.keep(centsInOne))
		}
	}
	return f
}

// horizon is the amount over the whole time.
func (k kept) horizon() number { return k.period[k.years()] }

// record enters a draw's amounts by quarter.
func (f *flow) record(rows [][]float64, i int, amounts []budgets.Cents) {
	total := budgets.Cents(0)
	for y := range f.years() {
		year := budgets.Sum(amounts[y*model.QuartersPerYear:][:model.QuartersPerYear])
		rows[f.period[y].row][i] = float64(year)
		total += year
	}
	rows[f.horizon().row][i] = float64(total)
	for q, n := range f.quarters {
		rows[n.row][i] = float64(amounts[q])
	}
}

// recordYears enters a draw's amounts by year.
func (f *flow) recordYears(rows [][]float64, i int, amounts []budgets.Cents) {
	for y, x := range amounts {
		rows[f.period[y].row][i] = float64(x)
	}
	rows[f.horizon().row][i] = float64(budgets.Sum(amounts))
}

func (f *flow) summarise() Flow {
	return Flow{ByYear: estimates(f.period[:f.years()]), ByQuarter: estimates(f.quarters), Total: f.horizon().estimate()}
}

func estimates(numbers []number) []Stat {
	if numbers == nil {
		return nil
	}
	stats := make([]Stat, len(numbers))
	OnAllCores(len(numbers), func(i int) { stats[i] = numbers[i].estimate() })
	return stats
}

// fundingSample is what is kept of the draws of a scenario's money.
type fundingSample struct {
	scenario   *scenarios.Scenario
	forWorkers *scenarios.Scenario // see shared
	what       FundingAsked
	costs      *keptCosts
	options    []*keptOption
	bases      []keptBasis // both bases of cost, where they differ
}

// keptOption is what is kept of one option.
type keptOption struct {
	option               int
	funding, gap         flow
	surplus              flow
	firm                 [3]flow // what each cascade adds
	sources              []keptSource
	lines                []keptLineFunding
	need                 []number // by quarter
	peak, bridge, ofAll  keptPeak
	outlay               number
	beyond               []number     // fees, return, later; nil without a contract
	after                number       // what comes after the last quarter
	bridges              []bridgeRows // by quarter, where scenarios are added up
	moreGap, moreFunding kept         // than under the first option; without periods for that one
}

// bridgeRows are where a quarter's bridge stands: of committed money and of all.
type bridgeRows struct{ committed, all int }

// keptSource is what is kept of one source; the sources are in pay order.
type keptSource struct {
	paid  flow
	lines []number // over the horizon, in the order of the lines that it covers
}

type keptLineFunding struct{ funding, gap flow }

// keptPeak is a largest amount and the quarter in which it falls.
type keptPeak struct{ amount, quarter number }

func newFundingSample(d *drawing, s *scenarios.Scenario, what FundingAsked) *fundingSample {
	k := &fundingSample{scenario: s, forWorkers: shared(s, &d.preparer), what: what, costs: newKeptCosts(d, s, what.ByQuarter)}
	for _, option := range what.of(&s.Budget) {
		o := newKeptOption(d, &s.Budget, s.ContractSources, option, what.ByQuarter)
		if len(k.options) > 0 {
			first := k.options[0]
			o.moreGap = differences(d, []kept{first.gap.kept}, []kept{o.gap.kept}, s.Model.Years)[0]
			o.moreFunding = differences(d, []kept{first.funding.kept}, []kept{o.funding.kept}, s.Model.Years)[0]
		}
		k.options = append(k.options, o)
	}
	k.keepBases(d)
	return k
}

func newKeptOption(d *drawing, plan *budgets.Plan, sources *scenarios.ContractSources, option int, byQuarter bool) *keptOption {
	keep := func(name string, quarters bool) flow { return keepFlow(d, name, plan.Years, quarters) }
	o := &keptOption{option: option, funding: keep("funding", true), gap: keep("gap", true), surplus: keep("surplus", false)}
	for i, name := range []string{"committed", "likely", "hoped_for"} {
		o.firm[i] = keep(name, true)
	}
	for _, i := range payOrder(plan, option) {
		source := keptSource{paid: keep(plan.Sources[i].Key, byQuarter)}
		for range plan.Sources[i].Lines {
			source.lines = append(source.lines, d.keep(centsInOne))
		}
		o.sources = append(o.sources, source)
	}
	for i := range plan.Lines {
		o.lines = append(o.lines, keptLineFunding{keep(plan.Lines[i].Key, byQuarter), keep(plan.Lines[i].Key, byQuarter)})
	}
	for range plan.Years * model.QuartersPerYear {
		o.need = append(o.need, d.keep(centsInOne))
	}
	for _, p := range []*keptPeak{&o.peak, &o.bridge, &o.ofAll} {
		*p = keptPeak{d.keep(centsInOne), d.keep(1)}
	}
	o.after, o.outlay = d.keep(centsInOne), d.keep(centsInOne)
	if sources != nil && slices.Contains(payOrder(plan, option), sources.Payer) {
		o.beyond = []number{d.keep(centsInOne), d.keep(centsInOne), d.keep(centsInOne)}
	}
	return o
}

// fundingRecorder makes draws of a scenario and writes their money down. Each worker has its own.
type fundingRecorder struct {
	*fundingSample
	future  future
	amounts []budgets.Cents // of one quarter each, to add up in
	years   []budgets.Cents
	// otherBasis prices draws on the basis of cost that is not in use; nil where there is but one.
	otherBasis *budgets.Pricer
}

func newFundingRecorder(k *fundingSample, f future) *fundingRecorder {
	years := k.scenario.Model.Years
	r := &fundingRecorder{fundingSample: k, future: f, amounts: make([]budgets.Cents, years*model.QuartersPerYear), years: make([]budgets.Cents, years)}
	for i := range k.bases {
		if !k.bases[i].inUse {
			r.otherBasis = budgets.NewPricer(k.bases[i].budget)
		}
	}
	return r
}

func (r *fundingRecorder) fill(b *block) {
	for i := range b.draws {
		r.record(b.rows, i, r.future.draw(b.first+i))
	}
}

// record enters the money of what happened in a draw at place i of its rows.
func (r *fundingRecorder) record(rows [][]float64, i int, what *outcome) {
	r.recordCosts(rows, i, what)
	for _, o := range r.options {
		r.recordOption(rows, i, o, what.money)
	}
	r.recordBases(rows, i, what.money)
}

// sum adds up rows by quarter into the recorder's own amounts.
func (r *fundingRecorder) sum(rows [][]budgets.Cents) []budgets.Cents {
	clear(r.amounts)
	for _, row := range rows {
		for q, x := range row {
			r.amounts[q] += x
		}
	}
	return r.amounts
}

func (r *fundingRecorder) recordOption(rows [][]float64, i int, o *keptOption, money priced) {
	all := money.pricer.Fund(o.option, budgets.HopedFor)
	o.gap.record(rows, i, r.sum(all.Gap))
	r.less(money.ledger.Cost, all.Gap)
	o.funding.record(rows, i, r.amounts)
	r.recordOutlay(rows, i, o, money, all)
	for place, source := range payOrder(&r.scenario.Budget, o.option) {
		o.sources[place].paid.record(rows, i, r.sum(all.Paid[source]))
		for at, line := range r.scenario.Budget.Sources[source].Lines {
			rows[o.sources[place].lines[at].row][i] = float64(budgets.Sum(all.Paid[source][line]))
		}
	}
	clear(r.years)
	for _, row := range all.Surplus {
		for y, x := range row {
			r.years[y] += x
		}
	}
	o.surplus.recordYears(rows, i, r.years)
	before := money.ledger.Cost // what is missing without anybody
	for firmness := budgets.Committed; firmness <= budgets.HopedFor; firmness++ {
		left := money.pricer.Fund(o.option, firmness).Gap
		r.less(before, left)
		o.firm[firmness].record(rows, i, r.amounts)
		before = left
	}
	for line := range o.lines {
		l := &o.lines[line]
		l.gap.record(rows, i, all.Gap[line])
		r.less(money.ledger.Cost[line:line+1], all.Gap[line:line+1])
		l.funding.record(rows, i, r.amounts)
	}
	cash := money.pricer.Cash(o.option, budgets.HopedFor)
	for q, n := range o.need {
		rows[n.row][i] = float64(cash.Need[q])
	}
	o.peak.record(rows, i, cash.Need)
	o.ofAll.record(rows, i, cash.Bridge)
	rows[o.after.row][i] = float64(cash.After)
	committed := money.pricer.Cash(o.option, budgets.Committed)
	o.bridge.record(rows, i, committed.Bridge)
	for q, at := range o.bridges {
		rows[at.committed][i], rows[at.all][i] = float64(committed.Bridge[q]), float64(cash.Bridge[q])
	}
}

// recordOutlay enters what public funders and outcome payers pay in an option, and what a contract costs beyond its part of the cost.
func (r *fundingRecorder) recordOutlay(rows [][]float64, i int, o *keptOption, money priced, all *budgets.Funding) {
	plan, sources := &r.scenario.Budget, r.scenario.ContractSources
	outlay := budgets.Cents(0)
	isConcluded := o.beyond != nil && all.Came[sources.Payer] && money.account != nil
	for _, source := range payOrder(plan, o.option) {
		if isPublic(plan.Sources[source].Kind) && !(isConcluded && source == sources.Payer) {
			for _, row := range all.Paid[source] {
				outlay += budgets.Sum(row)
			}
		}
	}
	beyond := [3]budgets.Cents{}
	if isConcluded {
		a := money.account
		outlay += budgets.Sum(a.Receipts) - budgets.Sum(a.ToPayer)
		provider, drawn, returned := budgets.Sum(a.ProviderPaid)+budgets.Sum(a.ToProvider), a.Drawn(), a.Returned()
		paid := min(provider, budgets.Sum(a.Cost[:plan.Years*model.QuartersPerYear]))
		lost := max(0, drawn-returned)
		beyond = [...]budgets.Cents{budgets.Sum(a.FeesPaid) - max(0, lost-paid), max(0, returned-drawn), provider - paid}
	}
	rows[o.outlay.row][i] = float64(outlay)
	for k, n := range o.beyond {
		rows[n.row][i] = float64(beyond[k])
	}
}

// isPublic says whether a kind of funder spends public money, or pays for outcomes.
func isPublic(kind budgets.Kind) bool {
	return kind != "foundation" && kind != "own funds" && kind != scenarios.Investor
}

// less adds up rows less others by quarter into the recorder's own amounts.
func (r *fundingRecorder) less(rows, others [][]budgets.Cents) {
	r.sum(rows)
	for _, row := range others {
		for q, x := range row {
			r.amounts[q] -= x
		}
	}
}

func (p *keptPeak) record(rows [][]float64, i int, amounts []budgets.Cents) {
	amount, quarter := peakOf(amounts)
	rows[p.amount.row][i], rows[p.quarter.row][i] = float64(amount), float64(quarter)
}

// peakOf is the largest of amounts by quarter, and the first quarter that comes within a hundredth of it, so that no cent of rounding decides between quarters
// which are alike. It is 0, in no quarter, where nothing is above 0.
func peakOf[T ~int64 | ~float64](amounts []T) (peak T, quarter int) {
	peak = max(0, slices.Max(amounts))
	if peak == 0 {
		return 0, budgets.NoQuarter
	}
	return peak, slices.IndexFunc(amounts, func(x T) bool { return float64(x) >= 0.99*float64(peak) })
}

// summarise turns the sample into estimates.
func (k *fundingSample) summarise() *WhoPays {
	w := &WhoPays{Costs: k.summariseCosts()}
	w.Above, w.AboveShare = k.what.above(w.Costs.Planned.Total)
	for i, o := range k.options {
		of := k.summariseOption(o, w)
		of.Bases = k.summariseBases(i)
		w.Options = append(w.Options, of)
	}
	return w
}

// certainties are the shares of draws, in per cent, in which the money that closes the gap is to do so.
func certainties() []Measure[float64] { return []Measure[float64]{{"80", 0.8}, {"95", 0.95}} }

func (k *fundingSample) summariseOption(o *keptOption, w *WhoPays) OptionFunding {
	plan := &k.scenario.Budget
	quarters := plan.Years * model.QuartersPerYear
	f := OptionFunding{
		Cost: w.Costs.Projected, Funding: o.funding.summarise(), Gap: o.gap.summarise(), Surplus: o.surplus.summarise(),
		Committed: o.firm[0].summarise(), Likely: o.firm[1].summarise(), HopedFor: o.firm[2].summarise(),
		ChanceOfGap: o.gap.chancesOfAny(), ChanceAbove: chanceAbove(o.gap.horizon(), w.Above),
		CashNeed: estimates(o.need), PeakCashNeed: o.peak.amount.estimate(), PeakQuarter: o.peak.fallsIn(quarters),
		BridgingNeed: o.bridge.amount.estimate(), BridgingQuarter: o.bridge.fallsIn(quarters),
		AfterHorizon: o.after.estimate(), BridgingNeedOfAll: o.ofAll.amount.estimate(), BridgingNeedOfAllQuarter: o.ofAll.fallsIn(quarters),
		PublicOutlay: o.outlay.estimate(), Sources: []SourceFunding{}, Lines: []LineFunding{}, Assumed: []string{},
	}
	f.ClosingGap, f.ClosingGapError = closingGap(o.gap.horizon())
	if len(plan.Options) > 0 {
		f.Key, f.Name = plan.Options[o.option].Key, plan.Options[o.option].Name
	}
	values := plannedFunding(k.scenario, o.option)
	for place, i := range payOrder(plan, o.option) {
		s, kept := &plan.Sources[i], &o.sources[place]
		source := SourceFunding{
			Key: s.Key, Name: s.Name, Kind: string(s.Kind), Status: string(s.Status), InKind: s.InKind, ByContract: s.Told != nil,
			Chance: chanceIn(plan, o.option, i), Planned: values("funding." + s.Key), Flow: kept.paid.summarise(), Lines: []SourceLine{},
		}
		for _, other := range s.RestOf {
			if slices.Contains(payOrder(plan, o.option), other) {
				source.RestOf = append(source.RestOf, plan.Sources[other].Name)
			}
		}
		for at, line := range s.Lines {
			source.Lines = append(source.Lines, SourceLine{plan.Lines[line].Key, plan.Lines[line].Name, kept.lines[at].estimate()})
		}
		f.Sources = append(f.Sources, source)
		f.Assumed = append(f.Assumed, assumed(k.scenario, "funding."+s.Key+".")...)
	}
	for i, l := range o.lines {
		f.Lines = append(f.Lines, LineFunding{
			Key: plan.Lines[i].Key, Name: plan.Lines[i].Name, Cost: w.Costs.Lines[i].Projected,
			Funding: l.funding.summarise(), Gap: l.gap.summarise(), ChanceOfGap: l.gap.chancesOfAny(),
		})
	}
	if o.beyond != nil {
		f.Contract = &BeyondCost{o.beyond[0].estimate(), o.beyond[1].estimate(), o.beyond[2].estimate()}
		f.Assumed = append(f.Assumed, assumed(k.scenario, "contract.")...)
	}
	if o.moreGap.period != nil {
		f.Against = k.against(o)
	}
	return f
}

func (k *fundingSample) against(o *keptOption) *Against {
	gains := allGains([]kept{o.moreGap, o.moreFunding})
	return &Against{
		With: k.scenario.Budget.Options[k.options[0].option].Key,
		Gap:  gains[0].Value, Funding: gains[1].Value, ChanceOfSmallerGap: gains[0].Value.Total.Lower,
	}
}

// closingGap is what closes the gap, by certainty, with its Monte Carlo errors.
func closingGap(gap number) (enough, mcse Section[float64]) {
	for _, c := range certainties() {
		value, err := gap.kept.Covering(c.Value, gap.unit)
		enough, mcse = append(enough, Measure[float64]{c.Name, value}), append(mcse, Measure[float64]{c.Name, err})
	}
	return enough, mcse
}

// chanceAbove is the share of draws with more than an amount.
func chanceAbove(n number, amount float64) float64 {
	below, at, above := n.kept.Against(float64(amount * n.unit))
	return float64(above) / float64(below+at+above)
}

// fallsIn says in which quarters a peak falls.
func (p *keptPeak) fallsIn(quarters int) Quarters {
	of := Quarters{Shares: make([]float64, quarters)}
	share := func(quarter int) float64 {
		_, at, _ := p.quarter.kept.Against(float64(quarter))
		return float64(at) / float64(p.quarter.kept.Draws())
	}
	of.None = share(budgets.NoQuarter)
	for q := range of.Shares {
		of.Shares[q] = share(q)
		if of.Shares[q] > of.Share {
			of.Most, of.Share = q+1, of.Shares[q]
		}
	}
	return of
}

// assumedCosts are the inputs that are assumed of the cost in use.
func assumedCosts(s *scenarios.Scenario) []string { return assumedOf(s, &s.Budget) }

// assumedOf are those of the cost on one of its bases.
func assumedOf(s *scenarios.Scenario, budget *budgets.Plan) []string {
	var paths []string
	for i := range budget.Lines {
		paths = append(paths, assumed(s, "cost."+budget.Lines[i].Key+".")...)
	}
	paths = append(paths, assumed(s, "indexation.")...)
	return append(paths, assumed(s, "exchange.")...)
}

// assumed are the paths of the inputs below one that are assumed.
func assumed(s *scenarios.Scenario, below string) []string {
	var paths []string
	for _, input := range s.Inputs {
		if input.Status == scenarios.Assumed && strings.HasPrefix(input.Path, below) {
			paths = append(paths, input.Path)
		}
	}
	return paths
}

// accuracy is as in [Result].
func (k *fundingSample) accuracy() float64 {
	all := []kept{k.costs.total.kept}
	for _, o := range k.options {
		all = append(all, o.funding.kept, o.gap.kept)
		for _, f := range o.firm {
			all = append(all, f.kept)
		}
		for _, source := range o.sources {
			all = append(all, source.paid.kept)
		}
	}
	return accuracy(all)
}
