package study

import (
	"fmt"
	"strconv"
)

func chanceAboveName(amount float64) string {
	return "chance_above_" + strconv.FormatFloat(amount, 'f', -1, 64)
}

func quarterName(q int) string { return fmt.Sprintf("quarter_%d", q+1) }

// whoPays adds the rows of funding: costs, unit costs and, in a section for each option, who pays and what is missing.
func (t *tidy) whoPays(w *WhoPays) {
	if w == nil {
		return
	}
	t.costs(w.Costs)
	for i := range w.Options {
		t.option(&w.Options[i], w.Above)
	}
}

func (t *tidy) flow(section, measure string, f Flow) {
	t.stats(section, measure, f.ByYear, f.Total)
	for q, s := range f.ByQuarter {
		t.stat(section, measure, quarterName(q), s)
	}
}

func (t *tidy) plannedFlow(section, measure string, p PlannedFlow) {
	t.figures(section, Section[Figures]{{measure, p.Figures()}})
	for q, x := range p.ByQuarter {
		t.add(section, measure, quarterName(q), "value", x)
	}
}

func (t *tidy) costs(c *Costs) {
	const section = "costs"
	both := func(name string, planned PlannedFlow, projected Flow) {
		t.plannedFlow(section, name+".planned", planned)
		t.flow(section, name+".projected", projected)
	}
	bridge := func(name string, b *Bridge) {
		t.flow(section, name+".change_of_volume", b.Change)
		t.flow(section, name+".saved", b.Saved)
		t.flow(section, name+".overspend", b.Overspend)
		t.chances(section, name+".overspend", b.ChanceOfOverspend)
	}
	both("total", c.Planned, c.Projected)
	bridge("total", &c.Bridge)
	for i := range c.Lines {
		name := "line." + c.Lines[i].Key
		both(name, c.Lines[i].Planned, c.Lines[i].Projected)
		bridge(name, &c.Lines[i].Bridge)
	}
	for _, category := range c.Categories {
		both("category."+category.Category, category.Planned, category.Projected)
	}
	for _, service := range c.Services {
		name := "service." + service.Key
		if service.Key == "" {
			name = "common"
		}
		both(name, service.Planned, service.Projected)
	}
	for _, u := range c.Units {
		name := "for_each." + u.Of
		if u.Planned != nil {
			t.add(section, name+".planned", inAll, "value", *u.Planned)
		}
		t.add(section, name, inAll, "ratio", u.Ratio)
		t.add(section, name, inAll, "ratio_mcse", u.RatioMCSE)
		t.add(section, name, inAll, "share_with_any", u.Share)
		t.stat(section, name, inAll, u.Distribution)
	}
}

// chances adds the shares of draws in which there is some of a measure.
func (t *tidy) chances(section, measure string, f Figures) {
	for y, x := range f.ByYear {
		t.add(section, measure, yearName(y), "chance_of_any", x)
	}
	t.add(section, measure, inAll, "chance_of_any", f.Total)
}

func (t *tidy) option(o *OptionFunding, above float64) {
	section := sectionOf(o.Key)
	for _, m := range []Measure[Flow]{
		{"cost", o.Cost},
		{"funding", o.Funding},
		{"committed", o.Committed},
		{"likely", o.Likely},
		{"hoped_for", o.HopedFor},
		{"gap", o.Gap},
		{"surplus", o.Surplus},
	} {
		t.flow(section, m.Name, m.Value)
	}
	t.chances(section, "gap", o.ChanceOfGap)
	t.add(section, "gap", inAll, chanceAboveName(above), o.ChanceAbove)
	t.certainties(section, "closing_gap", o.ClosingGap, o.ClosingGapError)
	for q, s := range o.CashNeed {
		t.stat(section, "cash_need", quarterName(q), s)
	}
	t.peak(section, "peak_cash_need", o.PeakCashNeed, &o.PeakQuarter)
	t.stat(section, "after_horizon", inAll, o.AfterHorizon)
	t.peak(section, "bridging_need", o.BridgingNeed, &o.BridgingQuarter)
	t.peak(section, "bridging_need_of_all", o.BridgingNeedOfAll, &o.BridgingNeedOfAllQuarter)
	t.stat(section, "public_outlay", inAll, o.PublicOutlay)
	if c := o.Contract; c != nil {
		t.stat(section, "contract.fees", inAll, c.Fees)
		t.stat(section, "contract.return", inAll, c.Return)
		t.stat(section, "contract.later", inAll, c.Later)
	}
	for _, s := range o.Sources {
		t.add(section, "source."+s.Key, inAll, "chance_that_it_comes", s.Chance)
		t.plannedFlow(section, "source."+s.Key+".planned", s.Planned)
		t.flow(section, "source."+s.Key, s.Flow)
		for _, l := range s.Lines {
			t.stat(section, "source."+s.Key+".line."+l.Key, inAll, l.Total)
		}
	}
	for _, l := range o.Lines {
		t.flow(section, "line."+l.Key+".funding", l.Funding)
		t.flow(section, "line."+l.Key+".gap", l.Gap)
		t.chances(section, "line."+l.Key+".gap", l.ChanceOfGap)
	}
	t.bases(section, o.Bases)
	if a := o.Against; a != nil {
		t.gains(section, "gap_against_"+a.With, a.Gap)
		t.gains(section, "funding_against_"+a.With, a.Funding)
	}
}

func (t *tidy) certainties(section, measure string, enough, mcse Section[float64]) {
	for i, m := range enough {
		t.add(section, measure, inAll, "certain_"+m.Name, m.Value)
		t.add(section, measure, inAll, "certain_"+m.Name+"_error", mcse[i].Value)
	}
}

func (t *tidy) peak(section, measure string, amount Stat, falls *Quarters) {
	t.stat(section, measure, inAll, amount)
	for q, share := range falls.Shares {
		t.add(section, measure, quarterName(q), "share", share)
	}
	t.add(section, measure, "none", "share", falls.None)
}

// portfolioFunding adds the rows of several scenarios' money together.
func (t *tidy) portfolioFunding(w *PortfolioFunding) {
	if w == nil {
		return
	}
	const section = "funding"
	for _, m := range []Measure[Flow]{
		{"cost", w.Cost},
		{"funding", w.Funding},
		{"committed", w.Committed},
		{"likely", w.Likely},
		{"hoped_for", w.HopedFor},
		{"gap", w.Gap},
	} {
		t.flow(section, m.Name, m.Value)
	}
	t.chances(section, "gap", w.ChanceOfGap)
	t.add(section, "gap", inAll, chanceAboveName(w.Above), w.ChanceAbove)
	t.certainties(section, "closing_gap", w.ClosingGap, w.ClosingGapError)
	for q, s := range w.CashNeed {
		t.stat(section, "cash_need", quarterName(q), s)
	}
	t.peak(section, "peak_cash_need", w.PeakCashNeed, &w.PeakQuarter)
	t.peak(section, "bridging_need", w.BridgingNeed, &w.BridgingQuarter)
	t.peak(section, "bridging_need_of_all", w.BridgingNeedOfAll, &w.BridgingNeedOfAllQuarter)
	for _, k := range w.Kinds {
		t.stats(section, "kind."+k.Kind, k.ByYear, k.Total)
	}
	for _, c := range w.Countries {
		of := "scenario." + c.Name
		t.figures(section, Section[Figures]{{of + ".planned", c.Planned}})
		if c.Published != nil {
			t.figures(section, Section[Figures]{{of + ".published", *c.Published}})
		}
		for _, m := range []Measure[Stats]{{"cost", c.Cost}, {"funding", c.Funding}, {"gap", c.Gap}} {
			t.stats(section, of+"."+m.Name, m.Value.ByYear, m.Value.Total)
		}
		t.chances(section, of+".gap", c.ChanceOfGap)
	}
	if w.Published != nil {
		t.figures(section, Section[Figures]{{"published", *w.Published}})
	}
}
