package xlsx_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"ipsplan/budgets"
	"ipsplan/output/xlsx"
)

type (
	ref      = budgets.Ref
	constant = budgets.Constant
)

func later(row string, shift int) ref                  { return ref{Row: row, Shift: shift} }
func minus(a, b budgets.Expression) budgets.Expression { return budgets.Minus{Left: a, Right: b} }
func over(a, b budgets.Expression) budgets.Expression  { return budgets.Over{Left: a, Right: b} }
func power(a, b budgets.Expression) budgets.Expression { return budgets.Power{Base: a, Exponent: b} }
func rounded(a budgets.Expression) budgets.Expression  { return budgets.Rounded{Of: a} }
func when(a budgets.Expression, op budgets.Op, b, then, otherwise budgets.Expression) budgets.Expression {
	return budgets.If{Left: a, Op: op, Right: b, Then: then, Else: otherwise}
}

var one, year, quarter = ref{Row: "one"}, ref{Row: "year"}, ref{Row: "quarter"}

// each is one expression of each type and each way to refer to another row, and its formula in the last of two years or eight quarters where that tells something.
func each() []expressionCase {
	const single, byYear, byQuarter = budgets.Single, budgets.ByYear, budgets.ByQuarter
	return []expressionCase{
		{single, constant(-2.5), "(-2.5)"},
		{byYear, one, "one"},
		{byYear, year, "Inputs!H11"},
		{byQuarter, year, "INDEX(Inputs!$G11:$H11,1,R5)"},
		{byQuarter, quarter, "Inputs!R12"},
		{byYear, later("year", -1), "Inputs!G11"},
		{byYear, later("year", -2), "INDEX(Inputs!$F11:G11,1,MAX(1,H6-1))"},
		{byQuarter, later("quarter", -1), "Inputs!Q12"},
		{byQuarter, later("quarter", -3), "INDEX(Inputs!$J12:Q12,1,MAX(1,R6-2))"},
		{byQuarter, later("quarter", -30), "INDEX(Inputs!$J12:Q12,1,MAX(1,R6-29))"},
		{byQuarter, later("year", -1), "INDEX(Inputs!$F11:$H11,1,MAX(1,R5))"},
		{byQuarter, later("year", -2), "INDEX(Inputs!$F11:$H11,1,MAX(1,R5-1))"},
		{byYear, budgets.SumOfYear{Row: "quarter"}, "SUMIF($K5:$R5,H5,Inputs!$K12:$R12)"},
		{byQuarter, budgets.SumOfYear{Row: "quarter"}, "SUMIF($K5:$R5,R5,Inputs!$K12:$R12)"},
		{single, budgets.Total{Row: "quarter"}, "SUM(Inputs!$K12:$R12)"},
		{single, budgets.Total{Row: "one"}, "SUM(one)"},
		{byYear, budgets.Highest{Row: "quarter"}, "MAX(Inputs!$K12:$R12)"},
		{single, budgets.FirstHighest{Row: "quarter"}, "MATCH(MAX(Inputs!$K12:$R12),Inputs!$K12:$R12,0)-1"},
		{single, budgets.Plus{budgets.FirstHighest{Row: "quarter"}, constant(1)}, "MATCH(MAX(Inputs!$K12:$R12),Inputs!$K12:$R12,0)"},
		{single, minus(constant(1), budgets.FirstHighest{Row: "quarter"}), "1-(MATCH(MAX(Inputs!$K12:$R12),Inputs!$K12:$R12,0)-1)"},
		{byYear, budgets.Plus{year, one, constant(-1)}, "Inputs!H11+one+(-1)"},
		{single, budgets.Plus{}, "0"},
		{byYear, budgets.Times{year, budgets.Plus{one, constant(2)}}, "Inputs!H11*(one+2)"},
		{single, budgets.Times{}, "1"},
		{byYear, budgets.Times{budgets.Plus{year}}, "Inputs!H11"},
		{byYear, minus(minus(year, one), minus(year, constant(3))), "Inputs!H11-one-(Inputs!H11-3)"},
		{byYear, over(over(year, one), over(year, constant(3))), "Inputs!H11/one/(Inputs!H11/3)"},
		{byYear, over(minus(year, constant(1)), budgets.Times{constant(4), one}), "(Inputs!H11-1)/(4*one)"},
		{byYear, power(constant(2), minus(over(year, constant(10)), constant(3))), "2^(Inputs!H11/10-3)"},
		{byYear, power(constant(-2), constant(2)), "(-2)^2"},
		{byYear, power(power(constant(3), constant(2)), constant(-1)), "(3^2)^(-1)"},
		{byQuarter, budgets.Max{budgets.Min{quarter, constant(5), one}, constant(2)}, "MAX(MIN(Inputs!R12,5,one),2)"},
		{byQuarter, budgets.Max{later("quarter", -4), constant(-1)}, "MAX(INDEX(Inputs!$J12:Q12,1,MAX(1,R6-3)),(-1))"},
		{byQuarter, budgets.Min{later("quarter", -1), constant(9)}, "MIN(Inputs!Q12,9)"}, // what lies before the first is 0, no empty cell
		{byYear, rounded(over(year, constant(4))), "ROUND(Inputs!H11/4+0.000001,0)"},
		{byQuarter, budgets.Earlier{Row: "quarter", By: constant(0)}, "INDEX(Inputs!$J12:R12,1,MAX(1,R6+1-0))"},
		{byQuarter, budgets.Earlier{Row: "quarter", By: budgets.Plus{one, constant(-4)}}, "INDEX(Inputs!$J12:R12,1,MAX(1,R6+1-(one+(-4))))"},
		{byYear, budgets.Earlier{Row: "year", By: one}, "INDEX(Inputs!$F11:H11,1,MAX(1,H6+1-one))"},
		{single, budgets.Last{Row: "quarter"}, "Inputs!$R12"},
		{byYear, budgets.Last{Row: "quarter"}, "Inputs!$R12"},
		{single, budgets.Last{Row: "one"}, "one"},
		{byYear, budgets.Root{Of: budgets.Plus{year, constant(6)}, Degree: 4}, "(Inputs!H11+6)^(1/4)"},
		{byYear, budgets.RoundedDown{Of: over(year, constant(6))}, "ROUNDDOWN(Inputs!H11/6+0.000001,0)"},
		{byYear, when(year, budgets.Less, constant(20), constant(1), constant(0)), "IF(Inputs!H11<20,1,0)"},
		{byYear, when(year, budgets.LessOrEqual, constant(20), constant(1), constant(0)), "IF(Inputs!H11<=20,1,0)"},
		{byYear, when(year, budgets.Equal, constant(20), constant(1), over(one, constant(0))), ""},
	}
}

type expressionCase struct {
	per     budgets.Period
	e       budgets.Expression
	formula string
}

func inputs() []budgets.Row {
	row := func(name string, per budgets.Period, values ...float64) budgets.Row {
		return budgets.Row{Name: name, Section: "Plan", Label: name, Unit: budgets.Number, Per: per, Source: "test", Input: values}
	}
	return []budgets.Row{row("one", budgets.Single, 7), row("year", budgets.ByYear, 10, 20), row("quarter", budgets.ByQuarter, 1, 2, 8, 4, 5, 8, 7, 3)}
}

// Each type of expression has one formula, and LibreOffice makes of it what ipsplan does.
func TestEachExpression(t *testing.T) {
	s := &budgets.Sheet{Years: 2, Rows: inputs()}
	for i, c := range each()[:len(each())-1] { // the last is an error in its first year
		s.Rows = append(s.Rows, budgets.Row{Name: fmt.Sprint("case.", i), Section: "Plan", Label: fmt.Sprint(i), Unit: budgets.Number, Per: c.per, Formula: c.e})
	}
	s.Rows = append(s.Rows, budgets.Row{Name: "so.far", Section: "Plan", Label: "so far", Unit: budgets.Number, Per: budgets.ByYear, Formula: budgets.Plus{later("so.far", -1), year}})
	file := written(t, bookOf(s))
	f := opened(t, file)
	for i, c := range each() {
		if c.formula == "" {
			continue
		}
		sheet, cells := placed(t, f, fmt.Sprint("case_", i))
		if got, _ := f.GetCellFormula(sheet, cells[len(cells)-1]); got != c.formula {
			t.Errorf("%d: %s\nnot: %s", i, got, c.formula)
		}
	}
	sameAs(t, recalculated(t, file)[0], s, "")
}

// LibreOffice rounds as budgets.Round does: halves away from zero, and what lies within a millionth of a cent before one.
func TestRoundingIsTheSame(t *testing.T) {
	s := &budgets.Sheet{Years: 1}
	add := func(unit budgets.Unit, e budgets.Expression, input float64) ref {
		r := budgets.Row{Name: fmt.Sprint("r", len(s.Rows), ".x"), Section: "Plan", Label: fmt.Sprint(len(s.Rows)), Unit: unit, Formula: e}
		if e == nil {
			r.Source, r.Input = "test", []float64{input}
		}
		s.Rows = append(s.Rows, r)
		return ref{Row: r.Name}
	}
	nothing := add(budgets.Money, nil, 0)
	for _, whole := range []float64{0, 1, 7, 99, 12_345, 5_975_012, 1_234_567_890, 98_765_432_109} {
		for _, part := range []float64{0, 0.25, 0.49, 0.499, 0.4999985, 0.4999995, 0.49999999999, 0.5, 0.5000000001, 0.5000015, 0.51, 0.99, 0.9999999} {
			if whole > 1e9 && part != 0 && part != 0.25 && part != 0.5 && part != 0.99 {
				continue // a double has no millionths of so large a number
			}
			x := add(budgets.Money, nil, whole+part)
			below := add(budgets.Money, minus(nothing, x), 0)
			add(budgets.Money, rounded(x), 0)
			add(budgets.Money, rounded(below), 0)
			add(budgets.Money, rounded(minus(below, x)), 0)
		}
	}
	for _, share := range []float64{0, 1, 0.5, 1.0 / 3, 0.15, 0.7, 0.333, 0.61666} {
		part := add(budgets.Share, nil, share)
		for _, cents := range []float64{1, 3, 5, 10, 25, 33, 101, 350, 1450, 99_999, 1_853_751, 74_150_03, 123_456_789_01} {
			cost := add(budgets.Money, nil, cents)
			back := add(budgets.Money, minus(nothing, cost), 0)
			add(budgets.Money, rounded(budgets.Times{cost, part}), 0)
			add(budgets.Money, rounded(budgets.Times{part, back}), 0)
			add(budgets.Money, rounded(over(cost, constant(24.5))), 0)
			add(budgets.Money, minus(rounded(budgets.Times{cost, part}), rounded(budgets.Times{part, back})), 0)
		}
	}
	t.Log(sameAs(t, recalculated(t, written(t, bookOf(s)))[0], s, ""), "cells")
}

// Where two quarters are equally high, the first is found, though in whole currency 0.1 + 0.2 is more than 0.3.
func TestNoiseDoesNotChooseTheHighestQuarter(t *testing.T) {
	money := func(name string, e budgets.Expression, values ...float64) budgets.Row {
		return budgets.Row{Name: name, Section: "Cash", Label: name, Unit: budgets.Money, Per: budgets.ByQuarter, Source: "test", Input: values, Formula: e}
	}
	s := &budgets.Sheet{Years: 1, Rows: []budgets.Row{
		money("a", nil, 30, 10, 10, 0),
		money("b", nil, 0, 20, 20, 0),
		money("sum", budgets.Plus{ref{Row: "a"}, ref{Row: "b"}}),
		money("nothing", minus(ref{Row: "sum"}, constant(0))),
		{Name: "first", Section: "Cash", Label: "first", Unit: budgets.Number, Formula: budgets.FirstHighest{Row: "sum"}},
		money("left", minus(minus(ref{Row: "sum"}, ref{Row: "a"}), ref{Row: "b"})),
		money("above", when(constant(0), budgets.Less, ref{Row: "left"}, ref{Row: "a"}, constant(0))),
	}}
	file := written(t, bookOf(s))
	f := opened(t, file)
	for row, want := range map[string]string{"sum": "ROUND(Inputs!J10+Inputs!J11,2)", "left": "ROUND(J10-Inputs!J10-Inputs!J11,2)", "above": "IF(0<J13,Inputs!J10,0)"} {
		sheet, cells := placed(t, f, row)
		if got, _ := f.GetCellFormula(sheet, cells[0]); got != want { // LibreOffice forgives the noise that Excel may not
			t.Errorf("%s: %s, not %s", row, got, want)
		}
	}
	sameAs(t, recalculated(t, file)[0], s, "")
}

// In whole currency a formula gives the same amounts only if it has money in one power.
func TestFormulasThatDependOnTheUnitOfMoneyAreRefused(t *testing.T) {
	money := ref{Row: "money"}
	for _, c := range []struct {
		wrong string
		unit  budgets.Unit
		e     budgets.Expression
	}{
		{"puts money to the powers 1 and 0 together", budgets.Money, budgets.Plus{money, constant(500)}},
		{"puts money to the powers 1 and 0 together", budgets.Money, budgets.Max{money, rounded(constant(3))}},
		{"puts money to the powers 1 and 0 together", budgets.Number, when(money, budgets.Less, constant(1000), constant(1), constant(0))},
		{"puts money to the powers 0 and 1 together", budgets.Number, power(constant(2), money)},
		{"money to the power 2", budgets.Money, budgets.Times{money, money}},
		{"money to the power 1", budgets.Number, money},
		{"money to the power 0", budgets.Money, over(money, money)},
		{"money to the power -1", budgets.Money, over(constant(1), money)},
		{`refers to "nowhere", which is not there`, budgets.Money, budgets.Total{Row: "nowhere"}},
		{"refers to a later cell", budgets.Money, later("money", 1)},
	} {
		s := &budgets.Sheet{Years: 1, Rows: []budgets.Row{
			{Name: "money", Section: "Plan", Label: "money", Unit: budgets.Money, Per: budgets.ByYear, Source: "test", Input: []float64{100}},
			{Name: "wrong", Section: "Plan", Label: "wrong", Unit: c.unit, Per: budgets.ByYear, Formula: constant(0)},
		}}
		values, err := s.Evaluate()
		if err != nil {
			t.Fatal(err)
		}
		s.Rows[1].Formula = c.e
		var b bytes.Buffer
		book := bookOf(s)
		book.Scenarios[0].Values = values
		if err := xlsx.Write(&b, book); err == nil || !strings.Contains(err.Error(), "row wrong") || !strings.Contains(err.Error(), c.wrong) || b.Len() > 0 {
			t.Errorf("%v, not %q; %d bytes", err, c.wrong, b.Len())
		}
	}
}

// What divides by 0 is an error in the workbook as well, and the master check says so.
func TestErrorsAreSeen(t *testing.T) {
	s := &budgets.Sheet{Years: 1, Rows: append(inputs()[:1], budgets.Row{Name: "wrong", Section: "Plan", Label: "wrong", Unit: budgets.Number, Formula: over(one, constant(0))})}
	if values, _ := s.Evaluate(); !math.IsInf(values.Of("wrong")[0], 1) {
		t.Fatal(values.Of("wrong"))
	}
	f := recalculated(t, written(t, bookOf(s)))[0]
	if got := f.raw(t, "Workings", "E10"); got != "#DIV/0!" {
		t.Error(got)
	}
	if got := f.raw(t, "Checks", "B3"); got != "NOT OK" {
		t.Error(got)
	}
}
