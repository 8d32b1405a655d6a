package xlsx

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/output"
)

// sheets are the sheets of one scenario.
type sheets struct {
	Scenario
	formulas
	prefix string // of the sheets' names
	values *budgets.Values
	// shifted are the rows of which earlier cells are asked for; they have a 0 before their first.
	shifted map[string]bool
	defined []name

	inputs, workings, original *page
	outputs                    *outputs
	checks                     *checks
	simulated                  *page // nil without documents
}

// newSheets lays out a scenario, whose sheets' names begin with a prefix if there are several scenarios.
func newSheets(s Scenario, prefix string, language output.Language) (*sheets, error) {
	l := &sheets{Scenario: s, prefix: prefix, values: s.Values, shifted: map[string]bool{}}
	if l.values == nil {
		values, err := s.Sheet.Evaluate()
		if err != nil {
			return nil, err
		}
		l.values = values
	}
	l.formulas = formulas{columns{s.Sheet.Years}, newTraits(s.Sheet), map[string]place{}}
	l.findPlaces()
	var err error
	if l.inputs, err = l.rowsPage(inputsSheet); err != nil {
		return nil, err
	}
	if l.workings, err = l.rowsPage(workingsSheet); err != nil {
		return nil, err
	}
	l.original = l.originalPage()
	l.outputs = l.newOutputs()
	l.checks = l.newChecks()
	l.simulated, err = l.simulatedPage(language)
	return l, err
}

// kind is a sheet that every scenario has.
type kind struct{ name, colour, about string }

var (
	inputsSheet = kind{"Inputs", "C9A227", "What the plan is worked out from, with units and sources. Change a blue figure: workings, outputs and checks follow."}

	workingsSheet  = kind{"Workings", "4F6D8F", "Every step from the inputs to the outputs: one formula for each row, the same in all of its periods."}
	outputsSheet   = kind{"Outputs", "2E7D4F", "What is planned, by year and quarter. All of it follows the inputs."}
	simulatedSheet = kind{"Simulated", "7F7F7F", "VALUES, NOT FORMULAS: what ipsplan found by simulation. They do not follow changes of the inputs; run ipsplan again for that."}
	togetherSheet  = kind{"Together", "7F7F7F", "VALUES, NOT FORMULAS: what ipsplan found by simulation of all plans together."}
	checksSheet    = kind{"Checks", "9C0006", "What must hold. A check that fails counts 1; the master check, which every sheet shows, counts them."}
	originalSheet  = kind{"Original", "BFBFBF", "VALUES, NOT FORMULAS: ipsplan's own figures, to compare the other sheets with."}
)

func (l *sheets) pages() []*page {
	pages := []*page{l.inputs, l.workings, l.outputs.page}
	if l.simulated != nil {
		pages = append(pages, l.simulated)
	}
	return append(pages, l.checks.page, l.original)
}

func (l *sheets) names() []name { return l.defined }

func (l *sheets) pageName(k kind) string {
	if l.prefix == "" {
		return k.name
	}
	return l.prefix + " " + k.name
}

func (l *sheets) home(r *budgets.Row) kind {
	if r.Formula == nil {
		return inputsSheet
	}
	return workingsSheet
}

// sections are the sheet's sections, in order.
func (l *sheets) sections() []budgets.Section {
	var all []budgets.Section
	seen := map[budgets.Section]bool{}
	for _, r := range l.Sheet.Rows {
		if !seen[r.Section] {
			seen[r.Section] = true
			all = append(all, r.Section)
		}
	}
	return all
}

// eachRow goes through the rows of a sheet by section, and says in which row of the sheet each section and row stands.
func (l *sheets) eachRow(k kind, heading func(at int, s budgets.Section), row func(at int, r *budgets.Row)) {
	at := firstRow
	for _, s := range l.sections() {
		begun := false
		for i := range l.Sheet.Rows {
			r := &l.Sheet.Rows[i]
			if r.Section != s || l.home(r) != k {
				continue
			}
			if !begun {
				at++
				heading(at, s)
				begun = true
				at++
			}
			row(at, r)
			at++
		}
	}
}

// findPlaces gives each row a place and a name.
func (l *sheets) findPlaces() {
	names := newNamer()
	for i := range l.Sheet.Rows {
		l.findShifted(l.Sheet.Rows[i].Formula)
	}
	for _, k := range []kind{inputsSheet, workingsSheet} {
		sheet := quoted(l.pageName(k))
		l.eachRow(k, func(int, budgets.Section) {}, func(at int, r *budgets.Row) {
			p := place{sheet, at, r.Per, names.defined(l.namePrefix() + r.Name)}
			l.places[r.Name] = p
			cells := fixed(l.first(r.Per), at)
			if n := l.cells(r.Per); n > 1 {
				cells += ":" + fixed(l.last(r.Per), at)
			}
			l.defined = append(l.defined, name{p.name, sheet + "!" + cells})
		})
	}
}

func (l *sheets) namePrefix() string {
	if l.prefix == "" {
		return ""
	}
	return l.prefix + "."
}

func (l *sheets) findShifted(e budgets.Expression) {
	if r, ok := e.(budgets.Ref); ok && r.Shift != 0 {
		l.shifted[r.Row] = true
	}
	if r, ok := e.(budgets.Earlier); ok {
		l.shifted[r.Row] = true
	}
	parts, _ := partsOf(e)
	for _, part := range parts {
		l.findShifted(part)
	}
}

// shown is a figure of a row as the workbook has it: money in whole currency.
func shown(r *budgets.Row, x float64) float64 {
	if rowPower(r) == 1 {
		return x / 100
	}
	return x
}

// figure is the value of a cell; a number that is none is shown as the error that a spreadsheet makes of it.
func figure(x float64) any {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "#DIV/0!"
	}
	return x
}

// newPage is a sheet with the head that all sheets of the scenario have.
func (l *sheets) newPage(k kind) *page {
	p := newPage(l.pageName(k), k.colour)
	p.text(titleRow, labelColumn, k.name+": "+l.Title, title)
	p.line(titleRow).height = 22
	p.text(aboutRow, labelColumn, k.about, plain)
	p.text(masterRow, labelColumn, "Master check", verdict)
	return p
}

// showMaster shows the master check on a sheet.
func (l *sheets) showMaster(p *page) {
	const place = "B3"
	if p.line(masterRow).cells[unitColumn].formula == "" {
		p.put(masterRow, unitColumn, entry{value: allIsWell, formula: quoted(l.pageName(checksSheet)) + "!$B$3", style: style{look: verdict}})
	}
	p.conditions = append(p.conditions, well(place, place)...)
}

// well colours the cells of master checks; first is the first of them.
func well(cells, first string) []condition {
	said := fmt.Sprintf(`LEFT(%s,%d)="%s"`, first, len(allIsWell), allIsWell)
	return []condition{
		{cells, said, paint(goodInk, goodPaper)},
		{cells, fmt.Sprintf(`LEFT(%s,3)="NOT"`, first), paint(badInk, badPaper)},
	}
}

// timed adds the years and quarters to a sheet's head. The inputs hold their numbers, the other sheets look them up there.
func (l *sheets) timed(p *page, k kind, headings map[int]string) {
	numbers := func(row, column int, x int) {
		e := entry{value: float64(x), style: style{look: small, format: wholeFormat}}
		if k != inputsSheet {
			e.formula = quoted(l.pageName(inputsSheet)) + "!" + address(column, row)
		}
		p.put(row, column, e)
	}
	p.text(yearRow, labelColumn, "Number of the year", small)
	p.text(periodRow, labelColumn, "Number of the year or quarter", small)
	p.text(blockRow, firstYear, "By year", small)
	p.text(blockRow, l.first(budgets.ByQuarter), "By quarter", small)
	for column, text := range headings {
		look := heading
		if column >= singleColumn || column == sourceColumn && k != inputsSheet {
			look = figures
		}
		p.text(headingRow, column, text, look)
	}
	for column := range l.end() {
		if _, ok := p.line(headingRow).cells[column+1]; !ok {
			p.text(headingRow, column+1, "", heading)
		}
	}
	for year := range l.years {
		column := firstYear + year
		numbers(yearRow, column, year+1)
		numbers(periodRow, column, year+1)
		p.text(headingRow, column, fmt.Sprint("Year ", year+1), figures)
		for q := range model.QuartersPerYear {
			quarter := year*model.QuartersPerYear + q
			column := l.first(budgets.ByQuarter) + quarter
			numbers(yearRow, column, year+1)
			numbers(periodRow, column, quarter+1)
			p.text(headingRow, column, fmt.Sprintf("Y%d Q%d", year+1, q+1), figures)
		}
	}
	l.measure(p)
}

// measure sets the widths of the shared columns, what stays in sight and what is printed on every page of paper.
func (l *sheets) measure(p *page) {
	figure := l.widest()
	p.widths = map[int]float64{labelColumn: 52, unitColumn: 13, nameColumn: 26, sourceColumn: 3, singleColumn: figure, beforeYears: 7, l.total(): figure, l.total() + 1: 7}
	for _, per := range []budgets.Period{budgets.ByYear, budgets.ByQuarter} {
		for i := range l.columns.cells(per) {
			p.widths[l.first(per)+i] = figure
		}
	}
	const yearsOfPaper = 3
	p.frozen, p.heads, p.wide = [2]int{unitColumn, headingRow}, true, (l.years+yearsOfPaper-1)/yearsOfPaper
	p.line(headingRow).height = 26
}

// widest is the width that the largest amount needs, with room for the total of the years.
func (l *sheets) widest() float64 {
	largest := 0.0
	for i := range l.Sheet.Rows {
		if r := &l.Sheet.Rows[i]; rowPower(r) == 1 {
			for _, x := range l.values.Of(r.Name) {
				largest = max(largest, math.Abs(shown(r, x)))
			}
		}
	}
	const least, most, separators = 11, 24, 3.0 / 4 // of the digits before the point, every third has a separator
	digits := len(fmt.Sprintf("%.0f", largest*float64(l.years)))
	return min(most, max(least, float64(digits)/separators+5))
}

// rowsPage shows the rows of the budget's sheet that are inputs, or those that are worked out.
func (l *sheets) rowsPage(k kind) (*page, error) {
	p := l.newPage(k)
	headings := map[int]string{labelColumn: "", unitColumn: "Unit", nameColumn: "Name", singleColumn: "Single cell", beforeYears: "Before", l.total() + 1: "Before"}
	if k == inputsSheet {
		headings[sourceColumn] = "Source"
	}
	l.timed(p, k, headings)
	if k == inputsSheet {
		p.widths[sourceColumn] = 60
	}
	var wrong error
	l.eachRow(k, func(at int, s budgets.Section) { l.sectionRow(p, at, string(s)) }, func(at int, r *budgets.Row) {
		l.labels(p, at, r)
		if k == inputsSheet {
			l.inputRow(p, at, r)
		} else if err := l.workedRow(p, at, r); err != nil && wrong == nil {
			wrong = err
		}
		if l.shifted[r.Name] && r.Per != budgets.Single {
			p.put(at, l.before(r.Per), entry{value: 0.0, style: style{look: calendar, format: wholeFormat}})
		}
	})
	if k == inputsSheet {
		cells := address(singleColumn, firstRow) + ":" + address(l.end(), p.next())
		p.conditions = append(p.conditions, condition{cells, address(singleColumn, firstRow) + "<>" + quoted(l.pageName(originalSheet)) + "!" + address(singleColumn, firstRow), paint(badInk, changedPaper)})
	}
	l.showMaster(p)
	return p, wrong
}

// sectionRow is the heading of a section, all across the sheet.
func (l *sheets) sectionRow(p *page, at int, text string) {
	for column := range l.end() {
		p.text(at, column+1, "", section)
	}
	p.text(at, labelColumn, text, section)
}

func (l *sheets) labels(p *page, at int, r *budgets.Row) {
	p.text(at, labelColumn, r.Label, wrapped)
	p.text(at, unitColumn, unitText(r.Unit, l.Currency), plain)
	p.text(at, nameColumn, l.places[r.Name].name, small)
	p.line(at).height = heightOf(r.Label, inLabel)
}

// inLabel and inSource are how many characters go into a line of their columns.
const inLabel, inSource = 60, 68

func (l *sheets) inputRow(p *page, at int, r *budgets.Row) {
	p.text(at, sourceColumn, r.Source, wrapped)
	p.line(at).height = max(p.line(at).height, heightOf(r.Source, inSource))
	s := style{look: input, format: format(r.Unit)}
	if r.Section == budgets.TimeSection && r.Per != budgets.Single {
		s.look = calendar
	}
	for period, x := range r.Input {
		p.put(at, l.first(r.Per)+period, entry{value: figure(shown(r, x)), style: s})
	}
	l.choose(p, at, r)
}

// choose keeps a reader from typing what an input cannot be.
func (l *sheets) choose(p *page, at int, r *budgets.Row) {
	if r.Unit != budgets.Flag {
		return
	}
	choice := excelize.NewDataValidation(false)
	choice.SetSqref(l.cellsOf(r, at))
	if err := choice.SetDropList([]string{"0", "1"}); err != nil {
		panic("xlsx: " + err.Error()) // two short words
	}
	means := "1 if this is so, 0 if it is not"
	if r.Section == budgets.FundingSection {
		means = "1 if this source pays, 0 if it does not"
	}
	choice.SetError(excelize.DataValidationErrorStyleStop, "0 or 1", means)
	p.choices = append(p.choices, choice)
}

func (l *sheets) cellsOf(r *budgets.Row, at int) string {
	return strings.ReplaceAll(l.span(r.Per, at), "$", "")
}

func (l *sheets) workedRow(p *page, at int, r *budgets.Row) error {
	if err := l.check(r); err != nil {
		return err
	}
	for period, x := range l.values.Of(r.Name) {
		formula, err := l.formula(r, period)
		if err != nil {
			return err
		}
		p.put(at, l.first(r.Per)+period, entry{value: figure(shown(r, x)), formula: formula, style: style{look: worked, format: format(r.Unit)}})
	}
	return nil
}
