package xlsx

import (
	"slices"
	"strings"

	"ipsplan/budgets"
)

// outputs is the sheet of what is planned.
type outputs struct {
	*sheets
	page  *page
	rows  map[string]int // by the name of the row shown
	sheet string
}

// newOutputs shows what is planned, in the order of the published tables, and then what other sections work out.
func (l *sheets) newOutputs() *outputs {
	o := &outputs{sheets: l, page: l.newPage(outputsSheet), rows: map[string]int{}, sheet: quoted(l.pageName(outputsSheet))}
	headings := map[int]string{unitColumn: "Unit", nameColumn: "Name", singleColumn: "Single cell"}
	if l.years > 1 {
		headings[l.total()] = "Total"
	}
	l.timed(o.page, outputsSheet, headings)
	for _, t := range o.tables() {
		o.table(t)
	}
	o.draw()
	l.showMaster(o.page)
	return o
}

// table is a heading with rows, by name.
type table struct {
	title string
	rows  []string
}

func (o *outputs) tables() []table {
	t := []table{
		{"Expected outcomes", []string{"plan.referrals", "plan.engagements.year", "plan.job_starts.year", "plan.sustainments.year", "plan.engage", "plan.job_start", "plan.sustain"}},
		{"Budget", []string{"total.non_staff.year", "total.staff.year", "total.unsplit.year", "total.cost.year"}},
		{"Cost by line", o.like("cost.", ".year")},
		{"Funding, if every funder comes", slices.Concat(o.like("funding.", ".year"), []string{"total.funding.year", "total.gap.year"})},
		{"What nobody pays, by line, if every funder comes", o.like("gap.", ".year")},
		{"By quarter", slices.Concat(o.like("funding.", ".quarter"), []string{"total.gap.quarter", "total.cost.quarter"})},
		{"Cash", o.inSection(budgets.CashSection, func(r *budgets.Row) bool { return strings.HasPrefix(r.Name, "cash.") })},
	}
	known := []budgets.Section{budgets.TimeSection, budgets.PlanSection, budgets.CostsSection, budgets.FundingSection, budgets.CashSection}
	for _, s := range o.sections() {
		if !slices.Contains(known, s) {
			t = append(t, table{string(s), o.inSection(s, func(r *budgets.Row) bool { return r.Formula != nil && r.Per != budgets.ByQuarter })})
		}
	}
	return t
}

// like are the rows of which one word in the middle of the name differs.
func (l *sheets) like(before, after string) []string {
	var names []string
	for _, r := range l.Sheet.Rows {
		middle, ok := strings.CutPrefix(r.Name, before)
		if !ok {
			continue
		}
		if middle, ok = strings.CutSuffix(middle, after); ok && !strings.Contains(middle, ".") {
			names = append(names, r.Name)
		}
	}
	return names
}

func (l *sheets) inSection(s budgets.Section, shown func(*budgets.Row) bool) []string {
	var names []string
	for i := range l.Sheet.Rows {
		if r := &l.Sheet.Rows[i]; r.Section == s && shown(r) {
			names = append(names, r.Name)
		}
	}
	return names
}

func (o *outputs) table(t table) {
	begun := false
	for _, name := range t.rows {
		r := o.traits.rows[name]
		if r == nil {
			continue
		}
		if !begun {
			begun = true
			o.sectionRow(o.page, o.page.next()+1, t.title)
		}
		o.row(o.page.next(), r)
	}
}

// row shows a row where it stands among the periods, and the total of its years.
func (o *outputs) row(at int, r *budgets.Row) {
	o.labels(o.page, at, r)
	o.rows[r.Name] = at
	s := style{look: worked, format: outputFormat(r.Unit), total: strings.HasPrefix(r.Name, "total.cost.")}
	from := o.places[r.Name]
	total := 0.0
	for period, x := range o.values.Of(r.Name) {
		column := o.first(r.Per) + period
		formula := from.page + "!" + address(column, from.row)
		if r.Per == budgets.Single {
			formula = from.name
		}
		o.page.put(at, column, entry{value: figure(shown(r, x)), formula: formula, style: s})
		total += x
	}
	if r.Per == budgets.ByYear && o.years > 1 && r.Unit != budgets.Share && r.Unit != budgets.Factor {
		o.page.put(at, o.total(), entry{value: figure(shown(r, total)), formula: "SUM(" + o.span(r.Per, at) + ")", style: s})
	}
}

// outputFormat is that of the published tables: whole people.
func outputFormat(u budgets.Unit) string {
	switch u {
	case budgets.People:
		return decimals(0)
	case budgets.Share:
		return "0%"
	}
	return format(u)
}
