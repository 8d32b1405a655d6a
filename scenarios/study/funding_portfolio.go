package study

import (
	"slices"

	"ipsplan/model"
	"ipsplan/scenarios"
)

// PortfolioFunding is several scenarios' money added up, draw by draw, over the years that all of them have, each under the first option shown.
type PortfolioFunding struct {
	// Above and AboveShare are as in WhoPays, of the planned cost of all in these years.
	Above      float64 `json:"above"`
	AboveShare float64 `json:"above_share,omitempty"`
	Cost       Flow    `json:"cost"`
	Funding    Flow    `json:"funding"`
	Gap        Flow    `json:"gap"`
	Committed  Flow    `json:"committed"`
	Likely     Flow    `json:"likely"`
	HopedFor   Flow    `json:"hoped_for"`
	// ChanceOfGap is the share of draws with a gap in any scenario; ChanceAbove that of draws in which the gaps of all add up to more than Above.
	ChanceOfGap     Figures          `json:"chance_of_gap"`
	ChanceAbove     float64          `json:"chance_above"`
	ClosingGap      Section[float64] `json:"closing_gap"`
	ClosingGapError Section[float64] `json:"closing_gap_error"`
	// CashNeed and what follows are as in OptionFunding, of the needs of all added up in each draw and quarter: money in hand of one stands against the need
	// of another.
	CashNeed                 []Stat   `json:"cash_need_by_quarter"`
	PeakCashNeed             Stat     `json:"peak_cash_need"`
	PeakQuarter              Quarters `json:"peak_cash_need_quarter"`
	BridgingNeed             Stat     `json:"bridging_need"`
	BridgingQuarter          Quarters `json:"bridging_need_quarter"`
	BridgingNeedOfAll        Stat     `json:"bridging_need_of_all"`
	BridgingNeedOfAllQuarter Quarters `json:"bridging_need_of_all_quarter"`

	Countries []CountryMoney `json:"countries"`
	Kinds     []KindFunding  `json:"kinds"`
	// Published is the sum of the published budgets over these years; nil unless all scenarios have one for all of them.
	Published *Figures `json:"published,omitempty"`
	// Disagreements are what the document says of the cost of all together and its own tables do not.
	Disagreements []Finding `json:"disagreements,omitempty"`
}

// CountryMoney is one scenario's money over the common years.
type CountryMoney struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Option string `json:"option"` // its key
	// Published is its published cost of these years, nil if it is not published for all of them; Planned its planned cost.
	Published   *Figures `json:"published,omitempty"`
	Planned     Figures  `json:"planned"`
	Cost        Stats    `json:"cost"`
	Funding     Stats    `json:"funding"`
	Gap         Stats    `json:"gap"`
	ChanceOfGap Figures  `json:"chance_of_gap"`
}

// KindFunding is what all funders of a kind pay.
type KindFunding struct {
	Kind string `json:"kind"`
	Stats
}

// fundingPortfolio keeps the sums, draw by draw.
type fundingPortfolio struct {
	portfolio
	flows               []flow // cost, funding, gap; committed, likely, hoped for
	need                []number
	peak, bridge, ofAll keptPeak
	countries           [][]kept
	kinds               []kept
}

func newFundingPortfolio(f *fundingProjection) *fundingPortfolio {
	p := &fundingPortfolio{portfolio: commonYears(f.all)}
	if p.currency == "" {
		return p
	}
	var each [][]flow
	for _, k := range f.samples {
		o := k.options[0]
		each = append(each, []flow{k.costs.total, o.funding, o.gap, o.firm[0], o.firm[1], o.firm[2]})
		p.countries = append(p.countries, addKept(f.drawing, p.years, [][]kept{{k.costs.total.kept, o.funding.kept, o.gap.kept}}))
	}
	p.flows = p.addFlows(f.drawing, each)
	p.keepCash(f)
	p.keepKinds(f)
	return p
}

// addFlows adds the flows of all scenarios, by year and by quarter; all have the same flows in the same order.
func (p *fundingPortfolio) addFlows(d *drawing, each [][]flow) []flow {
	var years [][]kept
	for _, flows := range each {
		var of []kept
		for _, f := range flows {
			of = append(of, f.kept)
		}
		years = append(years, of)
	}
	var sums []flow
	for i, sum := range addKept(d, p.years, years) {
		total := flow{kept: sum}
		for q := range p.quarters() {
			var terms []int
			for _, flows := range each {
				terms = append(terms, flows[i].quarters[q].row)
			}
			total.quarters = append(total.quarters, d.derive(centsInOne, func(rows [][]float64, into []float64) { addRows(rows, terms, into) }))
		}
		sums = append(sums, total)
	}
	return sums
}

func (p *fundingPortfolio) quarters() int { return p.years * model.QuartersPerYear }

// keepCash makes room for the cash that all need together.
func (p *fundingPortfolio) keepCash(f *fundingProjection) {
	need, bridge, ofAll := make([][]int, p.quarters()), make([][]int, p.quarters()), make([][]int, p.quarters())
	for _, k := range f.samples {
		o := k.options[0]
		for range k.scenario.Model.Years * model.QuartersPerYear {
			o.bridges = append(o.bridges, bridgeRows{committed: f.row(), all: f.row()})
		}
		for q := range need {
			need[q] = append(need[q], o.need[q].row)
			bridge[q], ofAll[q] = append(bridge[q], o.bridges[q].committed), append(ofAll[q], o.bridges[q].all)
		}
	}
	for _, terms := range need {
		p.need = append(p.need, f.derive(centsInOne, func(rows [][]float64, into []float64) { addRows(rows, terms, into) }))
	}
	p.peak, p.bridge, p.ofAll = peakOfSums(f.drawing, need), peakOfSums(f.drawing, bridge), peakOfSums(f.drawing, ofAll)
}

// peakOfSums keeps the largest of sums by quarter, of each of which the rows are given, and the quarter in which it falls.
func peakOfSums(d *drawing, terms [][]int) keptPeak {
	each := func(rows [][]float64, draws int, record func(i int, peak float64, quarter int)) {
		sums := make([]float64, len(terms))
		for i := range draws {
			for q, of := range terms {
				sums[q] = 0
				for _, row := range of {
					sums[q] += rows[row][i]
				}
			}
			peak, quarter := peakOf(sums)
			record(i, peak, quarter)
		}
	}
	return keptPeak{
		amount: d.derive(centsInOne, func(rows [][]float64, into []float64) {
			each(rows, len(into), func(i int, peak float64, _ int) { into[i] = peak })
		}),
		quarter: d.derive(1, func(rows [][]float64, into []float64) {
			each(rows, len(into), func(i int, _ float64, quarter int) { into[i] = float64(quarter) })
		}),
	}
}

// keepKinds makes room for what funders of each kind pay, the kinds being in the order in which scenarios first have them.
func (p *fundingPortfolio) keepKinds(f *fundingProjection) {
	paid := map[string][]kept{}
	var kinds []string
	for _, k := range f.samples {
		plan := &k.scenario.Budget
		for place, i := range payOrder(plan, k.options[0].option) {
			kind := string(plan.Sources[i].Kind)
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
			paid[kind] = append(paid[kind], kept{kind, k.options[0].sources[place].paid.period})
		}
	}
	for _, kind := range kinds {
		var each [][]kept
		for _, source := range paid[kind] {
			each = append(each, []kept{source})
		}
		p.kinds = append(p.kinds, addKept(f.drawing, p.years, each)...)
	}
}

// commonYears are the years and the currency that all scenarios have.
func commonYears(all []*scenarios.Scenario) portfolio {
	common := portfolio{years: all[0].Model.Years, currency: all[0].File.Currency}
	for _, s := range all {
		common.years = min(common.years, s.Model.Years)
		if s.File.Currency != common.currency {
			common.currency = ""
		}
	}
	return common
}

func (p *fundingPortfolio) addUp(f *fundingProjection, results []*Result, claims *scenarios.Portfolio) (*Portfolio, error) {
	all := p.named(f.all)
	if p.currency == "" {
		return all, nil
	}
	gap, quarters := p.flows[2], p.quarters()
	w := &PortfolioFunding{
		Cost: p.flows[0].summarise(), Funding: p.flows[1].summarise(), Gap: gap.summarise(),
		Committed: p.flows[3].summarise(), Likely: p.flows[4].summarise(), HopedFor: p.flows[5].summarise(), ChanceOfGap: gap.chancesOfAny(),
		CashNeed: estimates(p.need), PeakCashNeed: p.peak.amount.estimate(), PeakQuarter: p.peak.fallsIn(quarters),
		BridgingNeed: p.bridge.amount.estimate(), BridgingQuarter: p.bridge.fallsIn(quarters),
		BridgingNeedOfAll: p.ofAll.amount.estimate(), BridgingNeedOfAllQuarter: p.ofAll.fallsIn(quarters),
	}
	w.ClosingGap, w.ClosingGapError = closingGap(gap.horizon())
	for i, money := range p.countries {
		w.Countries = append(w.Countries, p.country(results[i], money))
	}
	for _, m := range summaries(p.kinds, nil) {
		w.Kinds = append(w.Kinds, KindFunding{m.Name, m.Value})
	}
	if sum, ok := addFigures(p.years, len(results), func(i int) Section[Figures] { return results[i].Published }).Get(totalCost); ok {
		w.Published = &sum
	}
	all.Planned = addFigures(p.years, len(results), func(i int) Section[Figures] { return results[i].Planned })
	planned, _ := all.Planned.Get(totalCost)
	w.Above, w.AboveShare = f.what.above(planned.Total)
	w.ChanceAbove = chanceAbove(gap.horizon(), w.Above)
	if claims != nil {
		a := auditor{scenario: "portfolio", checked: &Checked{}}
		a.claims(claims.Claims)
		for _, finding := range a.findings {
			if finding.Unit == "money" {
				w.Disagreements = append(w.Disagreements, finding)
			}
		}
	}
	sums := slices.Clone(p.kinds)
	for _, sum := range p.flows {
		sums = append(sums, sum.kept)
	}
	all.WhoPays, all.PercentileAccuracy = w, accuracy(sums)
	return all, nil
}

func (p *fundingPortfolio) country(r *Result, money []kept) CountryMoney {
	stats := summaries(money, nil)
	c := CountryMoney{Name: r.Name, Title: r.Title, Option: r.WhoPays.Options[0].Key, ChanceOfGap: chanceOfGap(money)}
	c.Cost, _ = stats.Get(totalCost)
	c.Funding, _ = stats.Get("funding")
	c.Gap, _ = stats.Get("gap")
	first := func(section Section[Figures]) *Figures {
		f, ok := addFigures(p.years, 1, func(int) Section[Figures] { return section }).Get(totalCost)
		if !ok {
			return nil
		}
		return &f
	}
	c.Published = first(r.Published)
	if planned := first(r.Planned); planned != nil {
		c.Planned = *planned
	}
	return c
}
