package budgets

import (
	"fmt"
	"slices"

	"ipsplan/model"
)

// Sheet is the planned budget and funding as rows of cells that a reader can follow: every row has one expression for all of its periods.
type Sheet struct {
	Years int
	Rows  []Row // by section
}

// Row is one row of cells.
type Row struct {
	Name    string // unique; dotted words and the keys of the scenario file, such as cost.pay.units
	Section Section
	Label   string
	Unit    Unit
	Per     Period
	// Source says where an input comes from.
	Source string
	// Input are the cells of an input, as many as Per says; Formula is what the cells of any other row are worked out from.
	Input   []float64
	Formula Expression
}

// Section is the heading under which a row stands.
type Section string

const (
	TimeSection    Section = "Time"
	PlanSection    Section = "Plan"
	CostsSection   Section = "Costs"
	FundingSection Section = "Funding"
	CashSection    Section = "Cash"
	// ContractSection holds an outcomes contract at the plan's own arithmetic; package contract adds it.
	ContractSection Section = "Contract"
)

// Unit says what a row's numbers are.
type Unit string

const (
	Money      Unit = "money"                     // cents of the plan's currency
	OtherMoney Unit = "money of another currency" // its hundredths
	People     Unit = "people"
	FTE        Unit = "FTE"
	FTEWeeks   Unit = "FTE-weeks"
	Weeks      Unit = "weeks"
	Share      Unit = "share"
	Factor     Unit = "factor"
	Flag       Unit = "flag" // 0 or 1
	Number     Unit = "number"
)

// Period says how many cells a row has.
type Period int

const (
	Single Period = iota
	ByYear
	ByQuarter
)

// Cells is the number of cells of a row over so many years.
func (p Period) Cells(years int) int {
	switch p {
	case ByYear:
		return years
	case ByQuarter:
		return years * model.QuartersPerYear
	}
	return 1
}

// With is the sheet with the row of a name, an input or not, replaced by an input of the values. It panics if there is no such row or the
// values are not as many as its cells.
func (s *Sheet) With(name string, values []float64) *Sheet {
	with, row := s.withRow(name)
	if n := row.Per.Cells(s.Years); n != len(values) {
		panic(fmt.Sprintf("budgets: %d values for the %d cells of %q", len(values), n, name))
	}
	row.Input, row.Formula = slices.Clone(values), nil
	return with
}

// WithFormula is the sheet with the row of a name, an input or not, worked out from an expression instead. It panics if there is no such row.
func (s *Sheet) WithFormula(name string, e Expression) *Sheet {
	with, row := s.withRow(name)
	row.Source, row.Input, row.Formula = "", nil, e
	return with
}

// withRow is a copy of the sheet and its row of a name.
func (s *Sheet) withRow(name string) (*Sheet, *Row) {
	at := slices.IndexFunc(s.Rows, func(r Row) bool { return r.Name == name })
	if at < 0 {
		panic(fmt.Sprintf("budgets: the sheet has no row %q", name))
	}
	with := &Sheet{s.Years, slices.Clone(s.Rows)}
	return with, &with.Rows[at]
}

// Values are the cells of a sheet.
type Values struct {
	sheet    *Sheet
	position map[string]int
	cells    [][]float64
	state    [][]cellState
	err      error // the first thing found wrong
}

type cellState byte

const (
	unknown cellState = iota
	underway
	known
)

// cell is a place at which an expression is worked out.
type cell struct {
	values *Values
	row    *Row
	period int
}

// Of gives the cells of a row; nil if there is no such row.
func (v *Values) Of(name string) []float64 {
	i, ok := v.position[name]
	if !ok {
		return nil
	}
	return v.cells[i]
}

// Evaluate works all cells out. It fails if a row refers to one that is not there, or that has other periods, or in a circle.
func (s *Sheet) Evaluate() (*Values, error) {
	v := &Values{sheet: s, position: map[string]int{}}
	for i := range s.Rows {
		r := &s.Rows[i]
		if _, twice := v.position[r.Name]; twice {
			return nil, fmt.Errorf("sheet: two rows are called %q", r.Name)
		}
		v.position[r.Name] = i
		n := r.Per.Cells(s.Years)
		v.cells, v.state = append(v.cells, make([]float64, n)), append(v.state, make([]cellState, n))
	}
	for i := range s.Rows {
		for period := range v.cells[i] {
			v.workOut(i, period)
		}
	}
	return v, v.err
}

// workOut gives a cell, worked out when it is first asked for.
func (v *Values) workOut(row, period int) float64 {
	r := &v.sheet.Rows[row]
	switch v.state[row][period] {
	case underway:
		v.wrong("%s rests on itself", r.Name)
	case unknown:
		v.state[row][period] = underway
		if r.Formula == nil {
			v.cells[row][period] = r.Input[period]
		} else {
			v.cells[row][period] = r.Formula.in(cell{v, r, period})
		}
		v.state[row][period] = known
	}
	return v.cells[row][period]
}

func (v *Values) wrong(format string, args ...any) {
	if v.err == nil {
		v.err = fmt.Errorf("sheet: "+format, args...)
	}
}

// at is the cell of a row that is seen from another one, so many periods later.
func (v *Values) at(name string, from cell, shift int) float64 {
	i, ok := v.position[name]
	if !ok {
		v.wrong("%s refers to %q, which is not there", from.row.Name, name)
		return 0
	}
	per := v.sheet.Rows[i].Per
	period := from.period
	switch {
	case per == Single:
		period, shift = 0, 0
	case per == ByYear && from.row.Per == ByQuarter:
		period /= model.QuartersPerYear
	case per != from.row.Per:
		v.wrong("%s refers to %s, whose periods are shorter", from.row.Name, name)
		return 0
	}
	if period += shift; period < 0 {
		return 0
	}
	return v.workOut(i, period)
}

// year are the quarters of a row in the year of a cell.
func (v *Values) year(name string, from cell) []float64 {
	i, ok := v.position[name]
	if !ok || v.sheet.Rows[i].Per != ByQuarter || from.row.Per == Single {
		v.wrong("%s adds up the quarters of a year of %q; it must be by year or quarter, and that a row by quarter", from.row.Name, name)
		return nil
	}
	year := from.period
	if from.row.Per == ByQuarter {
		year /= model.QuartersPerYear
	}
	first := year * model.QuartersPerYear
	for q := range model.QuartersPerYear {
		v.workOut(i, first+q)
	}
	return v.cells[i][first:][:model.QuartersPerYear]
}

// all are all cells of a row.
func (v *Values) all(name string) []float64 {
	i, ok := v.position[name]
	if !ok {
		v.wrong("%q is not there", name)
		return nil
	}
	for period := range v.cells[i] {
		v.workOut(i, period)
	}
	return v.cells[i]
}
