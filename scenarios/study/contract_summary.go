package study

import (
	"math"
	"slices"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// result is what the draws so far come to.
func (k *contractSample) result(Asked) *Result {
	r := newResult(k.scenario)
	r.Published, r.Planned = published(k.scenario), planned(k.scenario)
	r.Contract = k.summarise()
	r.PercentileAccuracy = k.accuracy()
	return r
}

func (k *contractSample) accuracy() float64 {
	return accuracy([]kept{k.payments.kept, k.outlay.kept, k.cost.kept, {period: []number{k.net, k.irr}}})
}

func (k *contractSample) summarise() *ContractResult {
	terms := k.scenario.Contract
	c := &ContractResult{
		Payer: terms.Payer, Investor: terms.Investor.Name, Quarters: k.settler.Quarters(), PlanQuarters: k.scenario.Model.Years * model.QuartersPerYear,
		Commitment: terms.Investor.Commitment.Amount(), Most: terms.Most.Amount(), PriceLevel: terms.PriceLevel,
		Payments: k.payments.summarise(), AfterPlan: k.afterPlan.estimate(), Late: k.late.estimate(), RunOff: k.runOff.estimate(),
		RateCard: ofTotals(k.rateCard, "rate_card."), CapOnLadders: k.capLadders.estimate(), VerificationOfLadders: k.verification.estimate(), CapOnBlocks: k.capBlocks.estimate(),
		Cost: k.cost.summarise(), Fees: k.fees.summarise(), ProviderPaid: k.provider.summarise(), Margin: k.margin.estimate(),
		Unpaid: k.unpaid.estimate(), UnpaidFees: k.unpaidFees.estimate(), UnpaidClaim: k.unpaidClaim.estimate(), ChanceOfUnpaid: shareAbove(k.unpaid, 0), Outlay: k.outlay.summarise(),
		Drawn: k.drawn.summarise(), Peak: k.peak.estimate(), Recycled: k.recycled.estimate(),
		Principal: k.principal.estimate(), Return: k.yield.estimate(), Surplus: Split{k.surplus[0].estimate(), k.surplus[1].estimate(), k.surplus[2].estimate()},
		Returned: k.returned.estimate(), LostCapital: k.lost.estimate(), Net: k.net.estimate(),
		Payback:      k.summarisePayback(),
		ChanceOfLoss: shareAbove(k.lost, 0), Shortfall: k.worst.shortfall(),
		CashFlow: CashFlow{Quarterly{estimates(k.investor)}, Quarterly{estimates(k.cumulative)}, Quarterly{estimates(k.payments.quarters)}},
		Assumed:  contractInputs(k.scenario), PerOutcome: k.outcomeCosts(), Items: []PaymentItem{}, Terms: TermSheet(k.scenario),
	}
	if k.isWithMost {
		share := k.peakOfMost.estimate()
		c.PeakOfMost = &share
	}
	if k.multiple.share.kept.Draws() > 0 {
		multiple := k.multiple.estimate()
		c.Multiple = &multiple
	}
	c.IRR = k.yields(c.CashFlow.Investor.ByQuarter)
	c.ShareWithoutIRR = c.IRR.NotDrawn + c.IRR.NoRate
	c.ChanceOfTotalLoss = k.shareOfYield(contract.TotalLoss)
	c.Histogram = k.histogram(&c.IRR.Quantiles)
	k.plan(c)
	if sources := k.scenario.ContractSources; sources != nil {
		for i, o := range k.scenario.Budget.Options {
			if slices.Contains(o.Order, sources.Payer) {
				chance := chanceIn(&k.scenario.Budget, i, sources.Payer)
				c.ChanceOfContract = &chance
				break
			}
		}
	}
	return c
}

// ofTotals are the estimates of measures that have the whole time alone, without what their names begin with.
func ofTotals(all []kept, prefix string) Section[Stat] {
	var section Section[Stat]
	for _, m := range all {
		section = append(section, Measure[Stat]{m.name[len(prefix):], m.period[0].estimate()})
	}
	return section
}

// shareAbove is the share of draws with more than an amount, in the number's unit.
func shareAbove(n number, amount float64) float64 {
	if n.kept.Draws() == 0 {
		return 0
	}
	return chanceAbove(n, amount)
}

// shareOfYield is the share of draws with a kind of rate of return.
func (k *contractSample) shareOfYield(yield contract.Yield) float64 {
	draws := k.hasIRR.kept.Draws()
	if draws == 0 {
		return 0
	}
	_, at, _ := k.hasIRR.kept.Against(float64(yield))
	return float64(at) / float64(draws)
}

// yields sums up the rate of return, given the flow by time.
func (k *contractSample) yields(flow []Stat) Yields {
	y := Yields{
		NotDrawn: k.shareOfYield(contract.NeverDrawn), NoRate: k.shareOfYield(contract.NoRate), SeveralRates: k.shareOfYield(contract.SeveralRates),
	}
	if s := k.irr.estimate(); k.irr.kept.Draws() > 0 {
		y.Quantiles = Quantiles{&s.P10, &s.P50, &s.P90, &s.P10Error, &s.P50Error, &s.P90Error}
	}
	mean := make([]float64, len(flow))
	for t := range flow {
		mean[t] = flow[t].Mean
	}
	if rate, yield := contract.RateOfReturn(mean); yield != contract.NeverDrawn && yield != contract.NoRate {
		y.OfMeanFlow = &rate
	}
	return y
}

// summarisePayback gives the quantiles of a time that may never come.
func (k *contractSample) summarisePayback() Payback {
	n := k.payback.kept.Draws()
	if n == 0 {
		return Payback{}
	}
	sorted := make([]float64, 0, n)
	for t := range k.never() + 1 {
		_, at, _ := k.payback.kept.Against(float64(t))
		years := float64(t) / k.payback.unit
		if t == k.never() {
			years = math.Inf(1)
		}
		for range at {
			sorted = append(sorted, years)
		}
	}
	finite := func(x float64) *float64 {
		if math.IsInf(x, 0) || math.IsNaN(x) {
			return nil
		}
		return &x
	}
	quantileOf := func(p float64) (value, mcse *float64) { // with its error, as those of an estimate
		binomial := math.Sqrt(p * (1 - p) / float64(n))
		low, high := quantity.Quantile(sorted, max(0, p-binomial)), quantity.Quantile(sorted, min(1, p+binomial))
		return finite(quantity.Quantile(sorted, p)), finite((high - low) / 2)
	}
	p := Payback{Never: shareAbove(k.payback, float64(k.settler.Quarters())/k.payback.unit)}
	p.P10, p.P10Error = quantileOf(0.1)
	p.P50, p.P50Error = quantileOf(0.5)
	p.P90, p.P90Error = quantileOf(0.9)
	return p
}

// shortfall is the mean of the worst tenth of draws; where a tenth is no whole number of them, the next draw counts in part. Its standard error is that of the mean of
// q − max(0, q − net)/0.1, q being the tenth percentile.
func (k *keptWorst) shortfall() Shortfall {
	n := len(k.net)
	if n == 0 {
		return Shortfall{}
	}
	const tenth = 0.1
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { // draws with one result in the order of their numbers
		switch {
		case k.net[a] < k.net[b]:
			return -1
		case k.net[a] > k.net[b]:
			return 1
		}
		return a - b
	})
	left := float64(tenth * float64(n))
	net, drawn, border := 0.0, 0.0, 0.0
	for _, i := range order {
		weight := min(1, left)
		if weight <= 0 {
			break
		}
		net += float64(weight * k.net[i])
		drawn += float64(weight * k.drawn[i])
		border = k.net[i]
		left -= weight
	}
	s := Shortfall{Mean: net / (tenth * float64(n)) / centsInOne}
	if drawn > 0 {
		s.OfCapital = net / drawn
	}
	sum, squares := 0.0, 0.0
	for _, x := range k.net {
		below := min(0, x-border)
		sum += below
		squares += float64(below * below)
	}
	if n > 1 {
		variance := max(0, squares-float64(sum*sum)/float64(n)) / float64(n-1)
		s.MCSE = math.Sqrt(variance/float64(n)) / tenth / centsInOne
	}
	return s
}

// outcomeCosts are the costs of one outcome of each event that there is.
func (k *contractSample) outcomeCosts() []OutcomeCost {
	all := []OutcomeCost{}
	ratio := func(p *quantity.Pair) *Ratio {
		mean, mcse := p.Ratio()
		return &Ratio{mean / centsInOne, mcse / centsInOne}
	}
	for e, name := range eventNames() {
		c := OutcomeCost{Event: name, Reached: k.reached[e].estimate()}
		if c.Reached.Mean > 0 {
			c.Outlay, c.Grant = ratio(k.outlayPer[e]), ratio(k.costPer[e])
		}
		if k.hasAdditional[e] {
			additional := k.additional[e].estimate()
			c.Additional = &additional
			if additional.Mean > 0 {
				c.OutlayAdditional, c.GrantAdditional = ratio(k.outlayMore[e]), ratio(k.costMore[e])
			}
		}
		all = append(all, c)
	}
	return all
}

// plan adds the contract at the plan's own arithmetic.
func (k *contractSample) plan(c *ContractResult) {
	terms := k.scenario.Contract
	of := terms.ExpectedBy(&k.scenario.Budget, k.scenario.ShareFrom16())
	p := k.settler.Plan(of)
	c.Planned = PlannedContract{Payments: k.plannedLedger(p.Receipts), Cost: budgets.Sum(p.Cost).Amount(), Fees: budgets.Sum(p.Fees).Amount()}
	if level, ok := k.settler.BreakEvenLevel(of); ok {
		c.Planned.BreakEvenLevel = &level
	}
	planned := slices.Concat(p.Rows, p.Ladders, p.Blocks, p.TopUps)
	for i, item := range k.items {
		paid := PaymentItem{Kind: item.kind, Key: item.key, Name: item.name, Flow: item.paid.summarise(), Planned: k.plannedLedger(planned[i])}
		paid.Fate = ofTotals(item.fate, "row."+item.key+".")
		c.Items = append(c.Items, paid)
	}
	for e := contract.Sustained26; e < contract.Events; e++ {
		paysFor := slices.ContainsFunc(terms.Rows, func(r contract.Row) bool { return r.Event == e }) || slices.ContainsFunc(terms.Ladders, func(l contract.Ladder) bool { return l.Event == e })
		if paysFor {
			c.Planned.Unplanned = append(c.Planned.Unplanned, eventNames()[e])
		}
	}
}

// plannedLedger gives amounts by quarter of the ledger, whose last year may be broken, in whole currency, with their sums.
func (k *contractSample) plannedLedger(quarters []budgets.Cents) PlannedFlow {
	whole := make([]budgets.Cents, k.years*model.QuartersPerYear)
	copy(whole, quarters)
	f := plannedFlow(whole)
	f.ByQuarter = f.ByQuarter[:len(quarters)]
	return f
}

// histogram counts the draws with a rate of return in bins of a round width about the middle four fifths.
func (k *contractSample) histogram(of *Quantiles) Histogram {
	draws := k.hasIRR.kept.Draws()
	if k.irr.kept.Draws() == 0 {
		return Histogram{Edges: []float64{}, Shares: []float64{}}
	}
	const most = 16 // bins
	margin := float64((*of.P90 - *of.P10) / 4)
	low, high, step := 0.0, 0.0, 0.0 // the ends in steps
	for _, step = range []float64{0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100, 1000, 1e4, 1e6} {
		low, high = math.Floor(max(-1, *of.P10-margin)/step), math.Floor((*of.P90+margin)/step)+1
		if high-low <= most {
			break
		}
	}
	h := Histogram{}
	for i := range int(min(high-low, most)) + 1 {
		h.Edges = append(h.Edges, max(-1, float64((low+float64(i))*step)))
	}
	before := 0
	for _, edge := range h.Edges[1 : len(h.Edges)-1] {
		below, _, _ := k.irr.kept.Against(edge)
		h.Shares = append(h.Shares, float64(below-before)/float64(draws))
		before = below
	}
	h.Shares = append(h.Shares, float64(k.irr.kept.Draws()-before)/float64(draws))
	return h
}
