package study

import (
	"slices"

	"ipsplan/scenarios"
)

// PortfolioFunding is several scenarios' money added up, draw by draw, over the years that all of them have, each under the first option shown.
type PortfolioFunding struct {
	Cost      Stats `json:"cost"`
	Funding   Stats `json:"funding"`
	Gap       Stats `json:"gap"`
	Committed Stats `json:"committed"`
	Likely    Stats `json:"likely"`
	HopedFor  Stats `json:"hoped_for"`
	// ChanceOfGap is the share of draws with a gap in any scenario.
	ChanceOfGap     Figures          `json:"chance_of_gap"`
	ClosingGap      Section[float64] `json:"closing_gap"`
	ClosingGapError Section[float64] `json:"closing_gap_error"`
	Countries       []CountryMoney   `json:"countries"`
	Kinds           []KindFunding    `json:"kinds"`
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
	total, firm []kept // cost, funding, gap; committed, likely, hoped for
	countries   [][]kept
	kinds       []kept
}

func newFundingPortfolio(f *fundingProjection) *fundingPortfolio {
	p := &fundingPortfolio{portfolio: commonYears(f.all)}
	if p.currency == "" {
		return p
	}
	var money, firm [][]kept
	for _, k := range f.samples {
		o := k.options[0]
		of := []kept{k.costs.total.kept, o.funding.kept, o.gap.kept}
		money = append(money, of)
		firm = append(firm, []kept{o.firm[0].kept, o.firm[1].kept, o.firm[2].kept})
		p.countries = append(p.countries, addKept(f.drawing, p.years, [][]kept{of}))
	}
	p.total, p.firm = addKept(f.drawing, p.years, money), addKept(f.drawing, p.years, firm)
	p.keepKinds(f)
	return p
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
	stats := summaries(slices.Concat(p.total, p.firm), nil)
	get := func(name string) Stats {
		s, _ := stats.Get(name)
		return s
	}
	gap := find(p.total, "gap")
	w := &PortfolioFunding{
		Cost: get(totalCost), Funding: get("funding"), Gap: get("gap"),
		Committed: get("committed"), Likely: get("likely"), HopedFor: get("hoped_for"), ChanceOfGap: chanceOfGap(p.total),
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
	if claims != nil {
		a := auditor{scenario: "portfolio", checked: &Checked{}}
		a.claims(claims.Claims)
		for _, finding := range a.findings {
			if finding.Unit == "money" {
				w.Disagreements = append(w.Disagreements, finding)
			}
		}
	}
	all.WhoPays, all.PercentileAccuracy = w, accuracy(p.total, p.firm, p.kinds)
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
