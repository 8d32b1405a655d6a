package xlsx

import (
	"fmt"
	"math"

	"ipsplan/budgets"
)

// traits finds out what holds for every cell of a row: the power of money it is in, whether it is in whole cents, whether it cannot be below 0. A row that
// rests on its own earlier cells is taken to have a trait until something speaks against it.
type traits struct {
	rows            map[string]*budgets.Row
	whole, positive map[string]bool
}

func newTraits(s *budgets.Sheet) *traits {
	t := &traits{map[string]*budgets.Row{}, map[string]bool{}, map[string]bool{}}
	for i := range s.Rows {
		t.rows[s.Rows[i].Name] = &s.Rows[i]
	}
	return t
}

// noPower is the power of money of 0, which can be added to anything.
const noPower = math.MinInt

func rowPower(r *budgets.Row) int {
	if r.Unit == budgets.Money || r.Unit == budgets.OtherMoney {
		return 1
	}
	return 0
}

// check says whether a row can be written in whole currency with the formula that it has in cents.
func (t *traits) check(r *budgets.Row) error {
	power, err := t.power(r.Formula)
	if err == nil && power != noPower && power != rowPower(r) {
		err = fmt.Errorf("it is worked out in money to the power %d", power)
	}
	if err != nil {
		return fmt.Errorf("row %s, in %s: %w; in whole currency its formula would give another figure", r.Name, r.Unit, err)
	}
	return nil
}

// power is the power of money in which an expression is.
func (t *traits) power(e budgets.Expression) (int, error) {
	switch e := e.(type) {
	case budgets.Constant:
		if e == 0 {
			return noPower, nil
		}
		return 0, nil
	case budgets.Times:
		sum := 0
		for _, part := range e {
			power, err := t.power(part)
			if err != nil || power == noPower {
				return power, err
			}
			sum += power
		}
		return sum, nil
	case budgets.Over:
		left, err := t.power(e.Left)
		if err != nil || left == noPower {
			return left, err
		}
		right, err := t.power(e.Right)
		return left - right, err
	case budgets.Power:
		return t.same(e.Base, e.Exponent, budgets.Constant(1))
	case budgets.FirstHighest:
		return 0, nil
	case budgets.Root:
		return t.same(e.Of, budgets.Constant(1))
	case budgets.If:
		if _, err := t.same(e.Left, e.Right); err != nil {
			return 0, err
		}
		return t.same(e.Then, e.Else)
	}
	if row, ok := rowOf(e); ok {
		if t.rows[row] == nil {
			return 0, fmt.Errorf("it refers to %q, which is not there", row)
		}
		return rowPower(t.rows[row]), nil
	}
	parts, ok := partsOf(e)
	if !ok {
		return 0, fmt.Errorf("a %T has no formula", e)
	}
	return t.same(parts...)
}

// same is the power in which all expressions are.
func (t *traits) same(all ...budgets.Expression) (int, error) {
	common := noPower
	for _, e := range all {
		power, err := t.power(e)
		switch {
		case err != nil:
			return 0, err
		case common == noPower:
			common = power
		case power != noPower && power != common:
			return 0, fmt.Errorf("it puts money to the powers %d and %d together", common, power)
		}
	}
	return common, nil
}

// isWhole says whether an expression is in whole cents, or a whole number.
func (t *traits) isWhole(e budgets.Expression) bool {
	switch e := e.(type) {
	case budgets.Constant:
		return isWholeNumber(float64(e))
	case budgets.Rounded, budgets.RoundedDown, budgets.FirstHighest:
		return true
	case budgets.Over, budgets.Power, budgets.Root:
		return false
	case budgets.If:
		return t.isWhole(e.Then) && t.isWhole(e.Else)
	}
	return t.holds(e, t.whole, t.isWhole, func(r *budgets.Row) bool {
		// Numbers that are whole by chance may be changed by the reader.
		return r.Unit == budgets.Flag || rowPower(r) == 1 && all(r.Input, isWholeNumber)
	})
}

func isWholeNumber(x float64) bool { return math.Abs(x-math.Round(x)) < 1e-9 }

// isPositive says whether an expression cannot be below 0.
func (t *traits) isPositive(e budgets.Expression) bool {
	switch e := e.(type) {
	case budgets.Constant:
		return e >= 0
	case budgets.Minus:
		return false
	case budgets.FirstHighest:
		return true
	case budgets.Rounded:
		return t.isPositive(e.Of)
	case budgets.RoundedDown, budgets.Root: // of what is not below 0
		return true
	case budgets.Over:
		return t.isPositive(e.Left) && t.isPositive(e.Right)
	case budgets.Power:
		return t.isPositive(e.Base)
	case budgets.If:
		return t.isPositive(e.Then) && t.isPositive(e.Else)
	}
	return t.holds(e, t.positive, t.isPositive, func(r *budgets.Row) bool {
		return all(r.Input, func(x float64) bool { return x >= 0 })
	})
}

// holds asks the parts of an expression, or the row that it refers to.
func (t *traits) holds(e budgets.Expression, known map[string]bool, of func(budgets.Expression) bool, ofInput func(*budgets.Row) bool) bool {
	name, isRow := rowOf(e)
	if !isRow {
		parts, _ := partsOf(e)
		return all(parts, of)
	}
	if _, asked := known[name]; !asked {
		known[name] = true
		if r := t.rows[name]; r.Formula != nil {
			known[name] = of(r.Formula)
		} else {
			known[name] = ofInput(r)
		}
	}
	return known[name]
}

func all[T any](xs []T, holds func(T) bool) bool {
	for _, x := range xs {
		if !holds(x) {
			return false
		}
	}
	return true
}

// isNoisy says whether an expression adds up, takes away or multiplies outside what it rounds, which leaves noise in binary fractions.
func isNoisy(e budgets.Expression) bool {
	switch e := e.(type) {
	case budgets.SumOfYear, budgets.Total, budgets.Minus:
		return true
	case budgets.Plus:
		return len(e) > 1 || len(e) == 1 && isNoisy(e[0])
	case budgets.Times:
		return len(e) > 1 || len(e) == 1 && isNoisy(e[0])
	case budgets.Rounded, budgets.RoundedDown:
		return false
	case budgets.If:
		return isNoisy(e.Then) || isNoisy(e.Else)
	}
	parts, _ := partsOf(e)
	return !all(parts, func(e budgets.Expression) bool { return !isNoisy(e) })
}

// rowOf is the row whose cells an expression gives or adds up.
func rowOf(e budgets.Expression) (string, bool) {
	switch e := e.(type) {
	case budgets.Ref:
		return e.Row, true
	case budgets.Earlier:
		return e.Row, true
	case budgets.Last:
		return e.Row, true
	case budgets.SumOfYear:
		return e.Row, true
	case budgets.Total:
		return e.Row, true
	case budgets.Highest:
		return e.Row, true
	case budgets.FirstHighest:
		return e.Row, true
	}
	return "", false
}

// partsOf are the expressions that an expression is made of; false for one of an unknown type.
func partsOf(e budgets.Expression) ([]budgets.Expression, bool) {
	switch e := e.(type) {
	case budgets.Plus:
		return e, true
	case budgets.Times:
		return e, true
	case budgets.Min:
		return e, true
	case budgets.Max:
		return e, true
	case budgets.Minus:
		return []budgets.Expression{e.Left, e.Right}, true
	case budgets.Over:
		return []budgets.Expression{e.Left, e.Right}, true
	case budgets.Power:
		return []budgets.Expression{e.Base, e.Exponent}, true
	case budgets.Rounded:
		return []budgets.Expression{e.Of}, true
	case budgets.RoundedDown:
		return []budgets.Expression{e.Of}, true
	case budgets.Root:
		return []budgets.Expression{e.Of}, true
	case budgets.If:
		return []budgets.Expression{e.Left, e.Right, e.Then, e.Else}, true
	case budgets.Constant:
		return nil, true
	}
	_, isRow := rowOf(e)
	return nil, isRow
}
