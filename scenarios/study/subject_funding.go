package study

import (
	"context"
	"fmt"
	"strings"

	"ipsplan/scenarios"
)

// sectionOf is the section of the CSV that an option of funding has.
func sectionOf(key string) string {
	if key == "" {
		return fundingSection
	}
	return figureName(fundingSection, key)
}

const fundingSection = "funding"

// tabled are the keys of the options that a table of variants is about: those asked for, else the one in use.
func (a FundingAsked) tabled(s *scenarios.Scenario) []string {
	if len(s.Budget.Options) == 0 {
		return []string{""}
	}
	var keys []string
	for _, at := range a.of(&s.Budget) {
		keys = append(keys, s.Budget.Options[at].Key)
	}
	if len(a.Options) == 0 {
		keys = keys[:1]
	}
	return keys
}

func (a FundingAsked) usual(s *scenarios.Scenario) []TableFigure {
	if len(s.Budget.Lines) == 0 {
		return nil
	}
	names := []string{"cost.total.mean", "funding.total.mean", "gap.total.mean", "gap.total.chance_of_any"}
	if a.Above != nil {
		names = append(names, "gap.total."+chanceAboveName(*a.Above))
	}
	names = append(names, "closing_gap.total.certain_80", "closing_gap.total.certain_95", "peak_cash_need.total.mean")
	var figures []TableFigure
	for _, key := range a.tabled(s) {
		for _, name := range names {
			figures = append(figures, TableFigure{Name: figureName(sectionOf(key), name), Option: key})
		}
	}
	return figures
}

func (a FundingAsked) single(s *scenarios.Scenario) string {
	return figureName(sectionOf(a.tabled(s)[0]), "gap.total.mean")
}

// observe keeps quarters of everything where a figure of a quarter is asked for, as if --by quarter were.
func (a FundingAsked) observe(d *drawing, s *scenarios.Scenario, _ Asked, figures []*Expression, _ bool) observer {
	a.ByQuarter = a.ByQuarter || mentions(figures, func(word string) bool { return strings.Contains(word, "quarter_") })
	return newFundingSample(d, s, a)
}

func (k *fundingSample) recorder(asked Asked) (func(*block), error) {
	future, err := newFuture(k.forWorkers, asked.Seed, asked.Uncertainty)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", k.scenario.Name, err)
	}
	return newFundingRecorder(k, future).fill, nil
}

func (k *fundingSample) result(Asked) *Result {
	r := newResult(k.scenario)
	r.Published, r.Planned = published(k.scenario), planned(k.scenario)
	r.WhoPays, r.PercentileAccuracy = k.summarise(), k.accuracy()
	return r
}

func (k *fundingSample) complete(context.Context, Asked, *Result) error { return nil }

// compare leaves the differences to the figures of the table: of so many amounts, few are looked at.
func (k *fundingSample) compare(*drawing, observer) func() Differences {
	return func() Differences { return Differences{} }
}

// nameFlow names an amount by year, over the horizon and by quarter.
func nameFlow(section, measure string, f flow) []named {
	all := nameYears(section, kept{measure, f.period})
	for q, n := range f.quarters {
		all = append(all, named{section: section, measure: measure, period: quarterName(q), number: n})
	}
	return all
}

func (k *fundingSample) numbers() []named {
	all := k.costs.numbers(k.scenario)
	for i, o := range k.options {
		all = append(append(all, k.optionNumbers(o)...), k.basisNumbers(i)...)
	}
	return all
}

func (k *keptCosts) numbers(s *scenarios.Scenario) []named {
	const section = "costs"
	var all []named
	bridge := func(name string, b *keptBridge) {
		all = append(all, nameFlow(section, name+".change_of_volume", b.change)...)
		all = append(all, nameFlow(section, name+".saved", b.saved)...)
		all = append(all, nameFlow(section, name+".overspend", b.overspend)...)
	}
	add := func(name string, f flow) { all = append(all, nameFlow(section, name+".projected", f)...) }
	add("total", k.total)
	bridge("total", &k.bridge)
	for i := range k.lines {
		name := "line." + s.Budget.Lines[i].Key
		add(name, k.lines[i].cost)
		bridge(name, &k.lines[i].bridge)
	}
	for i, category := range categoriesOf(&s.Budget) {
		add("category."+string(category), k.categories[i])
	}
	for i, f := range k.services {
		name := "common"
		if i < len(s.Budget.Services) {
			name = "service." + s.Budget.Services[i].Key
		}
		add(name, f)
	}
	for _, u := range k.units {
		all = append(all, named{section: section, measure: "for_each." + u.of, period: inAll, number: u.cost, partial: true})
	}
	return all
}

func (k *fundingSample) optionNumbers(o *keptOption) []named {
	plan := &k.scenario.Budget
	section := fundingSection
	if len(plan.Options) > 0 {
		section = sectionOf(plan.Options[o.option].Key)
	}
	all := nameFlow(section, "cost", k.costs.total)
	for _, f := range []flow{o.funding, o.gap, o.surplus, o.firm[0], o.firm[1], o.firm[2]} {
		all = append(all, nameFlow(section, f.name, f)...)
	}
	all = append(all, named{section: section, measure: "closing_gap", period: inAll, number: o.gap.horizon(), behind: true})
	for q, n := range o.need {
		all = append(all, named{section: section, measure: "cash_need", period: quarterName(q), number: n})
	}
	for _, p := range []struct {
		name string
		keptPeak
	}{{"peak_cash_need", o.peak}, {"bridging_need", o.bridge}, {"bridging_need_of_all", o.ofAll}} {
		all = append(all, named{section: section, measure: p.name, period: inAll, number: p.amount}, named{section: section, measure: p.name, period: "none", number: p.quarter, behind: true})
		for q := range o.need {
			all = append(all, named{section: section, measure: p.name, period: quarterName(q), number: p.quarter, behind: true})
		}
	}
	all = append(all, named{section: section, measure: "after_horizon", period: inAll, number: o.after})
	all = append(all, named{section: section, measure: "public_outlay", period: inAll, number: o.outlay})
	for i, n := range o.beyond {
		all = append(all, named{section: section, measure: "contract." + []string{"fees", "return", "later"}[i], period: inAll, number: n})
	}
	for i, source := range o.sources {
		name := "source." + source.paid.name
		all = append(all, nameFlow(section, name, source.paid)...)
		for at, line := range plan.Sources[payOrder(plan, o.option)[i]].Lines {
			all = append(all, named{section: section, measure: name + ".line." + plan.Lines[line].Key, period: inAll, number: source.lines[at]})
		}
	}
	for i, l := range o.lines {
		name := "line." + plan.Lines[i].Key
		all = append(all, nameFlow(section, name+".funding", l.funding)...)
		all = append(all, nameFlow(section, name+".gap", l.gap)...)
	}
	if o.moreGap.period != nil {
		with := plan.Options[k.options[0].option].Key
		all = append(all, nameYears(section, kept{"gap_against_" + with, o.moreGap.period})...)
		all = append(all, nameYears(section, kept{"funding_against_" + with, o.moreFunding.period})...)
	}
	return all
}

// basisNumbers are those of the i-th option shown on either basis of cost.
func (k *fundingSample) basisNumbers(i int) []named {
	section := fundingSection
	if options := k.scenario.Budget.Options; len(options) > 0 {
		section = sectionOf(options[k.options[i].option].Key)
	}
	var all []named
	for _, b := range k.bases {
		o, of := &b.options[i], "basis."+b.key
		for _, f := range []struct {
			name string
			flow
		}{{"cost", b.cost}, {"funding", o.funding}, {"gap", o.gap}} {
			all = append(all, nameYears(section, kept{of + "." + f.name, f.period})...)
		}
		all = append(all, named{section: section, measure: of + ".closing_gap", period: inAll, number: o.gap.horizon(), behind: true})
		for j, more := range o.more {
			all = append(all, nameYears(section, kept{of + "." + []string{"cost", "funding", "gap"}[j] + "_against_published", more.period})...)
		}
	}
	return all
}
