package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"ipsplan/budgets"
	"ipsplan/model"
)

// Columns that all sheets of a scenario share. After the years comes their total, then the column before the quarters, then the quarters.
const (
	labelColumn = iota + 1
	unitColumn
	nameColumn
	sourceColumn // of an input; on other sheets what they need it for
	singleColumn
	beforeYears
	firstYear
)

// Rows that all sheets of a scenario share. The numbers of years and periods are what formulas look periods up by.
const (
	titleRow = iota + 1
	aboutRow
	masterRow
	blockRow
	yearRow
	periodRow
	headingRow
	firstRow
)

// columns knows where the periods of so many years stand.
type columns struct{ years int }

func (c columns) total() int { return firstYear + c.years }

// first, before and last are the columns of a row's first cell, of what it has before that, and of its last cell.
func (c columns) first(per budgets.Period) int {
	switch per {
	case budgets.ByYear:
		return firstYear
	case budgets.ByQuarter:
		return c.total() + 2
	}
	return singleColumn
}

func (c columns) before(per budgets.Period) int { return c.first(per) - 1 }
func (c columns) last(per budgets.Period) int   { return c.first(per) + c.cells(per) - 1 }
func (c columns) end() int                      { return c.last(budgets.ByQuarter) }

func (c columns) cells(per budgets.Period) int {
	switch per {
	case budgets.ByYear:
		return c.years
	case budgets.ByQuarter:
		return c.years * model.QuartersPerYear
	}
	return 1
}

// span is the address of a row's cells, with columns that stay where they are when a formula is copied.
func (c columns) span(per budgets.Period, row int) string {
	return between(c.first(per), row, c.last(per), row)
}

// between is the address of a rectangle whose columns stay where they are.
func between(left, top, right, bottom int) string {
	first := fmt.Sprintf("$%s%d", letters(left), top)
	if left == right && top == bottom {
		return first
	}
	return fmt.Sprintf("%s:$%s%d", first, letters(right), bottom)
}

// address is a cell that moves with a formula.
func address(column, row int) string { return fmt.Sprintf("%s%d", letters(column), row) }

// fixed is a cell that stays where it is.
func fixed(column, row int) string { return fmt.Sprintf("$%s$%d", letters(column), row) }

func letters(column int) string {
	name, err := excelize.ColumnNumberToName(column)
	if err != nil {
		panic("xlsx: " + err.Error()) // more years than a scenario can have
	}
	return name
}

// place is where a row of the budget's sheet stands.
type place struct {
	page string // as formulas write it
	row  int
	per  budgets.Period
	name string // of its cells
}
