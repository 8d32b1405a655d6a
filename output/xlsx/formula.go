package xlsx

import (
	"fmt"
	"strconv"
	"strings"

	"ipsplan/budgets"
)

// formulas writes expressions as spreadsheet formulas.
type formulas struct {
	columns
	*traits
	places map[string]place
}

// cell is a cell whose formula is written.
type cell struct {
	formulas
	place
	column int
	wrong  *error // the first thing found wrong
}

// text is an expression in writing, and how tightly it holds together.
type text struct {
	string
	tightness
}

type tightness int

const (
	sum tightness = iota
	product
	power
	single // a number, an address, a function
)

// formula is the formula of a row's cell in a period, counted from 0.
func (f formulas) formula(r *budgets.Row, period int) (string, error) {
	var wrong error
	at := f.places[r.Name]
	c := cell{f, at, f.first(r.Per) + period, &wrong}
	t := c.write(r.Formula).string
	if rowPower(r) == 1 && isNoisy(r.Formula) && f.isWhole(r.Formula) {
		t = "ROUND(" + t + ",2)"
	}
	if wrong != nil {
		return "", fmt.Errorf("row %s: %w", r.Name, wrong)
	}
	return t, nil
}

// write writes an expression as it stands in the cell.
func (c cell) write(e budgets.Expression) text {
	switch e := e.(type) {
	case budgets.Constant:
		return number(float64(e))
	case budgets.Ref:
		return text{c.ref(e), single}
	case budgets.Earlier:
		return c.earlier(e)
	case budgets.Last:
		return text{c.lastOf(e.Row), single}
	case budgets.SumOfYear:
		return call("SUMIF", c.yearNumbers(), c.yearNumber(), c.row(e.Row))
	case budgets.Total:
		return call("SUM", c.row(e.Row))
	case budgets.Highest:
		return call("MAX", c.row(e.Row))
	case budgets.FirstHighest:
		return text{c.firstHighest(e).string + "-1", sum}
	case budgets.Plus:
		return c.plus(e)
	case budgets.Times:
		return c.join(e, "*", product, number(1))
	case budgets.Min:
		return call("MIN", c.each(e)...)
	case budgets.Max:
		return call("MAX", c.each(e)...)
	case budgets.Minus:
		return text{c.within(e.Left, sum) + "-" + c.within(e.Right, product), sum}
	case budgets.Over:
		return text{c.within(e.Left, product) + "/" + c.within(e.Right, power), product}
	case budgets.Power:
		return text{c.within(e.Base, single) + "^" + c.within(e.Exponent, single), power}
	case budgets.Root:
		return text{c.within(e.Of, single) + "^" + fmt.Sprintf("(1/%d)", e.Degree), power}
	case budgets.RoundedDown:
		return c.roundedDown(e.Of)
	case budgets.Rounded:
		return c.rounded(e.Of)
	case budgets.If:
		return c.either(e)
	}
	c.fail("a %T has no formula", e)
	return text{}
}

func (c cell) fail(format string, args ...any) {
	if *c.wrong == nil {
		*c.wrong = fmt.Errorf(format, args...)
	}
}

// within is an expression inside one that holds so tightly, in brackets where they are needed.
func (c cell) within(e budgets.Expression, outside tightness) string {
	t := c.write(e)
	if t.tightness < outside {
		return "(" + t.string + ")"
	}
	return t.string
}

func (c cell) each(all []budgets.Expression) []string {
	texts := make([]string, len(all))
	for i, e := range all {
		texts[i] = c.write(e).string
	}
	return texts
}

func (c cell) join(all []budgets.Expression, sign string, t tightness, ofNone text) text {
	if len(all) == 0 {
		return ofNone
	}
	if len(all) == 1 {
		return c.write(all[0])
	}
	texts := make([]string, len(all))
	for i, e := range all {
		texts[i] = c.within(e, t)
	}
	return text{strings.Join(texts, sign), t}
}

// plus writes a sum; a position counted from 0 and 1 more are the position counted from 1, as a spreadsheet gives it.
func (c cell) plus(e budgets.Plus) text {
	if len(e) == 2 && e[1] == budgets.Expression(budgets.Constant(1)) {
		if first, ok := e[0].(budgets.FirstHighest); ok {
			return c.firstHighest(first)
		}
	}
	return c.join(e, "+", sum, number(0))
}

func (c cell) firstHighest(e budgets.FirstHighest) text {
	row := c.row(e.Row)
	return call("MATCH", call("MAX", row).string, row, "0")
}

func call(function string, arguments ...string) text {
	return text{function + "(" + strings.Join(arguments, ",") + ")", single}
}

func number(x float64) text {
	t := strconv.FormatFloat(x, 'f', -1, 64)
	if x < 0 {
		t = "(" + t + ")"
	}
	return text{t, single}
}

// rounded follows budgets.Round: halves go away from zero, and so does what lies within a millionth of a cent before one.
func (c cell) rounded(e budgets.Expression) text {
	t := c.write(e)
	power, err := c.power(e)
	if err != nil {
		c.fail("%w", err)
	}
	least, places := "0.00000001", "2"
	if power == 0 {
		least, places = "0.000001", "0"
	}
	if sign := c.sign(e, t); sign != "" {
		least = sign + "*" + least
	}
	return call("ROUND", t.string+"+"+least, places)
}

// roundedDown follows budgets.RoundedDown.
func (c cell) roundedDown(e budgets.Expression) text {
	t := c.write(e)
	power, err := c.power(e)
	if err != nil {
		c.fail("%w", err)
	}
	if power == 0 {
		return call("ROUNDDOWN", t.string+"+0.000001", "0")
	}
	return call("ROUNDDOWN", t.string+"+0.00000001", "2")
}

// sign is the sign of an expression, without the factors that are not below 0; empty if all is not below 0.
func (c cell) sign(e budgets.Expression, t text) string {
	factors, ok := e.(budgets.Times)
	if !ok {
		if c.isPositive(e) {
			return ""
		}
		return call("SIGN", t.string).string
	}
	var signs []string
	for _, factor := range factors {
		if !c.isPositive(factor) {
			signs = append(signs, call("SIGN", c.write(factor).string).string)
		}
	}
	return strings.Join(signs, "*")
}

func (c cell) either(e budgets.If) text {
	sign := map[budgets.Op]string{budgets.Less: "<", budgets.LessOrEqual: "<=", budgets.Equal: "="}[e.Op]
	if sign == "" {
		c.fail("%q has no formula", e.Op)
	}
	return call("IF", c.write(e.Left).string+sign+c.write(e.Right).string, c.write(e.Then).string, c.write(e.Else).string)
}

// find is the place of a row, and what an address of it on another sheet begins with.
func (c cell) find(row string) (at place, page string) {
	at, ok := c.places[row]
	if !ok {
		c.fail("it refers to %q, which is not there", row)
	}
	if at.page != c.page {
		page = at.page + "!"
	}
	return at, page
}

// row is the address of all cells of a row.
func (c cell) row(row string) string {
	at, page := c.find(row)
	if at.per == budgets.Single {
		return at.name
	}
	return page + c.span(at.per, at.row)
}

// yearNumbers are the numbers of the quarters' years, yearNumber is that of the cell's.
func (c cell) yearNumbers() string {
	return between(c.first(budgets.ByQuarter), yearRow, c.end(), yearRow)
}
func (c cell) yearNumber() string { return address(c.column, yearRow) }

// ref is the address of another row's cell, or the function that finds it.
func (c cell) ref(e budgets.Ref) string {
	at, page := c.find(e.Row)
	back := -e.Shift
	switch {
	case at.per == budgets.Single:
		return at.name
	case back < 0:
		c.fail("it refers to a later cell of %q", e.Row)
	case at.per == c.per && back <= 1:
		return page + address(c.column-back, at.row)
	case at.per == c.per:
		// From the column before the first period to the cell before this one, so that no formula's cells hold itself.
		return call("INDEX", fmt.Sprintf("%s$%s%d:%s", page, letters(c.before(c.per)), at.row, address(c.column-1, at.row)), "1", c.back(periodRow, back)).string
	case at.per != budgets.ByYear:
		c.fail("it refers to %q, whose periods are shorter", e.Row)
	case back == 0:
		return call("INDEX", page+c.span(at.per, at.row), "1", c.yearNumber()).string
	default:
		return call("INDEX", page+between(c.before(at.per), at.row, c.columns.last(at.per), at.row), "1", c.back(yearRow, back)).string
	}
	return ""
}

// lastOf is the address of a row's last cell.
func (c cell) lastOf(row string) string {
	at, page := c.find(row)
	if at.per == budgets.Single {
		return at.name
	}
	return page + between(c.columns.last(at.per), at.row, c.columns.last(at.per), at.row)
}

// earlier looks a cell up so many periods earlier as another expression says.
func (c cell) earlier(e budgets.Earlier) text {
	at, page := c.find(e.Row)
	if at.per != c.per || at.per == budgets.Single {
		c.fail("it refers to earlier cells of %q, whose periods are others", e.Row)
	}
	cells := fmt.Sprintf("%s$%s%d:%s", page, letters(c.before(c.per)), at.row, address(c.column, at.row))
	return call("INDEX", cells, "1", call("MAX", "1", address(c.column, periodRow)+"+1-"+c.within(e.By, product)).string)
}

// back is the position, from the column before the first period, of the period so many before that whose number stands in a row of the cell's column.
func (c cell) back(numbers, periods int) string {
	number := address(c.column, numbers)
	if periods > 1 {
		number += fmt.Sprintf("-%d", periods-1)
	}
	return call("MAX", "1", number).string
}
