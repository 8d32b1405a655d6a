package study

import (
	"slices"
	"strconv"

	"ipsplan/budgets"
	"ipsplan/scenarios"
)

// CostBases is a plan's planned cost on either basis, beside what its document prints of it.
type CostBases struct {
	Published Figures `json:"published"`
	// LeftOut is what the full cost has more, by cost line: the lines that the published budget leaves out, and what lines that are a share of them grow by.
	LeftOut []LeftOut      `json:"left_out"`
	Full    Figures        `json:"full"`
	Printed []PrintedTotal `json:"printed"`
	// Assumed are the inputs of the full cost that are assumed.
	Assumed []string `json:"assumed"`
}

// LeftOut is what the published basis leaves out of one line.
type LeftOut struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Figures
}

// PrintedTotal is a total that the plan's document prints of so many years' cost, and that cost on either basis.
type PrintedTotal struct {
	Where     Phrase  `json:"where"`
	Years     int     `json:"years"` // from the first on
	Printed   float64 `json:"printed"`
	Published float64 `json:"published"`
	Full      float64 `json:"full"`
}

// costBases works out the planned cost on both bases; nil where they are the same.
func costBases(s *scenarios.Scenario) *CostBases {
	if s.Bases == nil {
		return nil
	}
	published, full := s.Bases.Published.PlannedBudget(), s.Bases.Full.PlannedBudget()
	c := &CostBases{Published: figuresOf(published.Total), Full: figuresOf(full.Total), LeftOut: []LeftOut{}, Printed: []PrintedTotal{}, Assumed: []string{}}
	for i := range full.Lines {
		line := &s.Bases.Full.Lines[i]
		more := slices.Clone(full.Lines[i].ByYear)
		if at := slices.IndexFunc(s.Bases.Published.Lines, func(l budgets.Line) bool { return l.Key == line.Key }); at >= 0 {
			for y, x := range published.Lines[at].ByYear {
				more[y] -= x
			}
			if !slices.ContainsFunc(more, func(x budgets.Cents) bool { return x != 0 }) {
				continue
			}
		}
		c.LeftOut = append(c.LeftOut, LeftOut{line.Key, line.Name, figuresOf(more)})
	}
	for _, total := range printedTotals(s) {
		total.Published, total.Full = sum(c.Published.ByYear[:total.Years]), sum(c.Full.ByYear[:total.Years])
		c.Printed = append(c.Printed, total)
	}
	c.Assumed = append(c.Assumed, assumedOf(s, &s.Bases.Full)...)
	return c
}

// printedTotals are the totals that the document prints of the plan's cost within its years: that of the budget table, and those that claims have.
func printedTotals(s *scenarios.Scenario) []PrintedTotal {
	var all []PrintedTotal
	if p := s.File.Published; p != nil && p.Budget != nil && len(p.Budget.Total) > 0 && len(p.Budget.Total) <= s.Model.Years {
		t := PrintedTotal{Where: (&auditor{file: s.File}).title(p.Budget.Source), Years: len(p.Budget.Total), Printed: sum(p.Budget.Total)}
		if p.Budget.GrandTotal != nil {
			t.Printed = *p.Budget.GrandTotal
		}
		all = append(all, t)
	}
	for _, claim := range s.Claims {
		if claim.Years > 0 && claim.Years <= s.Model.Years {
			all = append(all, PrintedTotal{Where: scenarios.Verbatim(claim.Where), Years: claim.Years, Printed: claim.Says.Number})
		}
	}
	return all
}

// costBases adds the rows of the planned cost on both bases.
func (t *tidy) costBases(c *CostBases) {
	if c == nil {
		return
	}
	const section = "cost_bases"
	t.figures(section, Section[Figures]{{"published", c.Published}})
	for _, l := range c.LeftOut {
		t.figures(section, Section[Figures]{{"left_out." + l.Key, l.Figures}})
	}
	t.figures(section, Section[Figures]{{"full", c.Full}})
	for i, p := range c.Printed {
		measure, period := "printed_"+strconv.Itoa(i+1), "years_1_to_"+strconv.Itoa(p.Years)
		t.add(section, measure, period, "where", p.Where)
		t.add(section, measure, period, "value", p.Printed)
		t.add(section, measure, period, "published_less_printed", p.Published-p.Printed)
		t.add(section, measure, period, "full_less_printed", p.Full-p.Printed)
	}
}

// BasisFunding is what an option comes to on one basis of cost.
type BasisFunding struct {
	Basis       string  `json:"basis"` // published or full
	Planned     Figures `json:"planned"`
	Cost        Flow    `json:"cost"`
	Funding     Flow    `json:"funding"`
	Gap         Flow    `json:"gap"`
	ChanceOfGap Figures `json:"chance_of_gap"`
	// ClosingGap and ClosingGapError are as in OptionFunding.
	ClosingGap      Section[float64] `json:"closing_gap"`
	ClosingGapError Section[float64] `json:"closing_gap_error"`
	// More is what the full basis has more than the published one, draw by draw; nil for the published one.
	More *MoreInFull `json:"more_than_published,omitempty"`
	// Assumed are the inputs of the cost and of the option's sources that are assumed.
	Assumed []string `json:"assumed"`
}

// MoreInFull are differences of the same draws.
type MoreInFull struct {
	Cost    Gains `json:"cost"`
	Funding Gains `json:"funding"`
	Gap     Gains `json:"gap"`
}

// keptBasis is what is kept of the draws on one basis, the options being those shown.
type keptBasis struct {
	key     string
	budget  *budgets.Plan
	inUse   bool // its rows are those of the sample itself
	cost    flow
	options []keptBasisOption
}

type keptBasisOption struct {
	option       int // its position in the basis' budget
	funding, gap flow
	more         []kept // than on the published basis: cost, funding, gap; none for that one
}

// keepBases makes room for the money on both bases, if they differ. What is kept already of the one in use is not kept again.
func (k *fundingSample) keepBases(d *drawing) {
	if k.scenario.Bases == nil {
		return
	}
	years := k.scenario.Model.Years
	for _, basis := range k.scenario.Bases.All() {
		b := keptBasis{key: basis.Key, budget: basis.Budget, inUse: basis.Key == k.scenario.CostBasis(), cost: k.costs.total}
		if !b.inUse {
			b.cost = keepFlow(d, totalCost, years, false)
		}
		for i, o := range k.options {
			of := keptBasisOption{option: optionIn(basis.Budget, k.scenario.Budget.Options, o.option), funding: o.funding, gap: o.gap}
			if !b.inUse {
				of.funding, of.gap = keepFlow(d, "funding", years, false), keepFlow(d, "gap", years, false)
			}
			if len(k.bases) > 0 {
				published := &k.bases[0]
				of.more = differences(d, []kept{published.cost.kept, published.options[i].funding.kept, published.options[i].gap.kept},
					[]kept{b.cost.kept, of.funding.kept, of.gap.kept}, years)
			}
			b.options = append(b.options, of)
		}
		k.bases = append(k.bases, b)
	}
}

// optionIn is the position in a plan of one of another basis' options. A plan whose funders are all left out has none, and nobody pays.
func optionIn(plan *budgets.Plan, options []budgets.Option, option int) int {
	if len(options) == 0 || len(plan.Options) == 0 {
		return inUse
	}
	return slices.IndexFunc(plan.Options, func(o budgets.Option) bool { return o.Key == options[option].Key })
}

// recordBases enters a draw's money on the basis that is not in use.
func (r *fundingRecorder) recordBases(rows [][]float64, i int, drawn priced) {
	for at := range r.bases {
		b := &r.bases[at]
		if b.inUse {
			continue
		}
		money := drawn.by(r.otherBasis)
		b.cost.record(rows, i, r.sum(money.ledger.Cost))
		for _, o := range b.options {
			gap := r.otherBasis.Fund(o.option, budgets.HopedFor).Gap
			o.gap.record(rows, i, r.sum(gap))
			r.less(money.ledger.Cost, gap)
			o.funding.record(rows, i, r.amounts)
		}
	}
}

// summariseBases gives what the i-th option shown comes to on each basis; nothing where there is but one.
func (k *fundingSample) summariseBases(i int) []BasisFunding {
	var all []BasisFunding
	for at := range k.bases {
		b := &k.bases[at]
		o := &b.options[i]
		of := BasisFunding{
			Basis: b.key, Planned: figuresOf(b.budget.PlannedBudget().Total), Cost: flowByYear(b.cost), Funding: flowByYear(o.funding), Gap: flowByYear(o.gap),
			ChanceOfGap: o.gap.chancesOfAny(), Assumed: append([]string{}, assumedOf(k.scenario, b.budget)...),
		}
		for _, source := range payOrder(b.budget, o.option) {
			of.Assumed = append(of.Assumed, assumed(k.scenario, "funding."+b.budget.Sources[source].Key+".")...)
		}
		of.ClosingGap, of.ClosingGapError = closingGap(o.gap.horizon())
		if o.more != nil {
			gains := allGains(o.more)
			of.More = &MoreInFull{Cost: gains[0].Value, Funding: gains[1].Value, Gap: gains[2].Value}
		}
		all = append(all, of)
	}
	return all
}

// flowByYear summarises a flow without its quarters.
func flowByYear(f flow) Flow {
	f.quarters = nil
	return f.summarise()
}

// bases adds the rows of an option on each basis of cost.
func (t *tidy) bases(section string, all []BasisFunding) {
	for i := range all {
		b := &all[i]
		of := "basis." + b.Basis
		t.figures(section, Section[Figures]{{of + ".planned", b.Planned}})
		t.flow(section, of+".cost", b.Cost)
		t.flow(section, of+".funding", b.Funding)
		t.flow(section, of+".gap", b.Gap)
		t.chances(section, of+".gap", b.ChanceOfGap)
		t.certainties(section, of+".closing_gap", b.ClosingGap, b.ClosingGapError)
		if m := b.More; m != nil {
			t.gains(section, of+".cost_against_published", m.Cost)
			t.gains(section, of+".funding_against_published", m.Funding)
			t.gains(section, of+".gap_against_published", m.Gap)
		}
	}
}
