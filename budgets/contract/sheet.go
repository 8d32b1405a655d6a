package contract

import (
	"slices"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Sheet is the plan's sheet for an option (see [budgets.Plan.Sheet]) with the contract at the plan's own arithmetic: the outcomes that [Terms.ExpectedBy] expects, what [Settler.Plan] makes of them, and the
// waterfall of that money. from16 is the share of jobs from 16 hours by year; nil where jobs are not told apart. What a payer whose money is told ([budgets.Source].Told; its position in the plan's sources) has to give is then
// worked out from the contract's rows, where the option has it; −1 for none. The terms must be valid for the plan.
//
// The sheet ends with the plan. What comes later is one sum, settled as if all of it came in the quarter after the plan's last: a return cap lets capital earn no longer than that.
func (t *Terms) Sheet(plan *budgets.Plan, option, payer int, from16 []float64) *budgets.Sheet {
	s := plan.Sheet(option)
	has := func(name string) bool {
		return slices.ContainsFunc(s.Rows, func(r budgets.Row) bool { return r.Name == name })
	}
	r := &sheetRows{terms: t, plan: plan, from16: from16, hasSpread: has(planSpread)}
	r.people()
	r.cost()
	r.payments()
	r.waterfall()
	r.totals()
	r.breakEven()
	at := slices.IndexFunc(s.Rows, func(r budgets.Row) bool { return r.Section == budgets.FundingSection })
	if at < 0 {
		at = len(s.Rows)
	}
	s.Rows = slices.Insert(s.Rows, at, r.rows...)
	if payer >= 0 {
		if told := "funding." + plan.Sources[payer].Key + ".maximum"; has(told) {
			s = s.WithFormula(told, budgets.Ref{Row: covered})
		}
	}
	return s
}

// breakEven notes the price level at which payments come to cost and fees, which no formula finds; nothing rests on it.
func (r *sheetRows) breakEven() {
	values, err := r.plan.Sheet(budgets.CostsOnly).Evaluate()
	if err != nil {
		return // the sheet's own evaluation says so
	}
	var costs [][]budgets.Cents
	for i := range r.plan.Lines {
		var cost []budgets.Cents
		for _, x := range values.Of("cost." + r.plan.Lines[i].Key + ".quarter") {
			cost = append(cost, budgets.Round(x))
		}
		costs = append(costs, cost)
	}
	if level, ok := NewSettler(r.terms, r.plan, costs).BreakEvenLevel(r.terms.ExpectedBy(r.plan, r.from16)); ok {
		r.input(breakEvenLevel, "Contract: for information, the price level at which all payments are as high as cost and fees", budgets.Factor, budgets.Single,
			"found by search for the scenario as it is; it does not follow changes, and nothing rests on it", level)
	}
}

const breakEvenLevel = "contract.break_even_level"

// sheetRows collects the contract's rows.
type sheetRows struct {
	terms     *Terms
	plan      *budgets.Plan
	from16    []float64
	hasSpread bool // the budget's rows have the spread of a year's events over its quarters

	rows []budgets.Row
	// passed are the rows, by quarter, that the cap on the contract has let pass so far, in the order of payment; after those of single cells that it lets pass after the plan.
	passed, after budgets.Plus
	earned        []earning
	// outcomes, blocks and topUps are the rows of what is paid, with what comes after the plan.
	outcomes, blocks, topUps []paid
}

// earning is what a row of the rate card or a ladder has earned by quarter, after verification.
type earning struct {
	key     string // row.KEY or ladder.KEY
	name    string
	ladder  bool
	row     int // of the rate card
	isAfter bool
	// money is what is earned, of a ladder that is earned after the plan a single cell; due is what comes of it in a quarter.
	money, due budgets.Ref
	// whole and late are the whole quarters until payment, and the share that comes one quarter later still; nil for none.
	whole, late budgets.Expression
}

// paid is what is paid by quarter in whole cents, and after the plan.
type paid struct{ quarter, after budgets.Expression } // nil for nothing

func (r *sheetRows) add(row budgets.Row) budgets.Ref {
	row.Section = budgets.ContractSection
	r.rows = append(r.rows, row)
	return budgets.Ref{Row: row.Name}
}

const fromTerms = "the contract's terms"

// input adds an input; where values are fewer than its cells the last goes on.
func (r *sheetRows) input(name, label string, unit budgets.Unit, per budgets.Period, source string, values ...float64) budgets.Ref {
	cells := make([]float64, per.Cells(r.plan.Years))
	for i := range cells {
		cells[i] = inYear(values, i)
	}
	return r.add(budgets.Row{Name: name, Label: label, Unit: unit, Per: per, Source: source, Input: cells})
}

// mean adds an input that holds the mean of a quantity.
func (r *sheetRows) mean(name, label string, unit budgets.Unit, q quantity.Quantity, scale float64) budgets.Ref {
	return r.input(name, label, unit, budgets.Single, sourceOf(q.Distribution), scale*q.Mean())
}

func sourceOf(all ...quantity.Distribution) string {
	for _, d := range all {
		if _, certain := d.(quantity.Certain); !certain && d != nil {
			return "mean of an uncertain quantity; " + fromTerms
		}
	}
	return fromTerms
}

// amounts adds an input of amounts by year.
func (r *sheetRows) amounts(name, label string, byYear []budgets.Cents) budgets.Ref {
	var values []float64
	for _, x := range byYear {
		values = append(values, float64(x))
	}
	return r.input(name, label, budgets.Money, budgets.ByYear, fromTerms, values...)
}

func (r *sheetRows) amount(name, label string, x budgets.Cents) budgets.Ref {
	return r.input(name, label, budgets.Money, budgets.Single, fromTerms, float64(x))
}

func (r *sheetRows) flag(name, label string, is bool) budgets.Ref {
	value := 0.0
	if is {
		value = 1
	}
	return r.input(name, label, budgets.Flag, budgets.Single, fromTerms, value)
}

func (r *sheetRows) formula(name, label string, unit budgets.Unit, per budgets.Period, e budgets.Expression) budgets.Ref {
	return r.add(budgets.Row{Name: name, Label: label, Unit: unit, Per: per, Formula: e})
}

// money adds a row of money by quarter, once one of a single cell.
func (r *sheetRows) money(name, label string, e budgets.Expression) budgets.Ref {
	return r.formula(name, label, budgets.Money, budgets.ByQuarter, e)
}

func (r *sheetRows) once(name, label string, e budgets.Expression) budgets.Ref {
	return r.formula(name, label, budgets.Money, budgets.Single, e)
}

// since adds a row that adds up an expression from the plan's first quarter on.
func (r *sheetRows) since(name, label string, unit budgets.Unit, parts ...budgets.Expression) budgets.Ref {
	return r.formula(name, label, unit, budgets.ByQuarter, append(budgets.Plus{budgets.Ref{Row: name, Shift: -1}}, parts...))
}

// byYear adds a row of the years' sums of a row by quarter.
func (r *sheetRows) byYear(name, label string, of budgets.Ref) {
	r.formula(name, label, budgets.Money, budgets.ByYear, budgets.SumOfYear{Row: of.Row})
}

// split is the quarter's part of an amount by year, by differences of the rounded amount reached.
func split(amount budgets.Ref) budgets.Expression {
	reached := func(quarters budgets.Expression) budgets.Expression {
		return rounded(budgets.Times{amount, over(quarters, budgets.Constant(model.QuartersPerYear))})
	}
	return minus(reached(quarterOfYear), reached(minus(quarterOfYear, budgets.Constant(1))))
}

// inCents is what a row that has reached an amount pays in a quarter, by differences of the rounded amount.
func inCents(reached budgets.Ref) budgets.Expression {
	return minus(rounded(reached), rounded(before(reached)))
}

// cutTo cuts an amount to what is left of a limit; 0: none.
func cutTo(amount, limit, used budgets.Expression) budgets.Expression {
	return when(limit, budgets.Equal, budgets.Constant(0), amount, notBelow0(budgets.Min{amount, minus(limit, used)}))
}

var (
	quarterNumber = budgets.Ref{Row: "time.quarter"}
	quarterOfYear = budgets.Ref{Row: "time.quarter_of_year"}
	firstQuarter  = budgets.Ref{Row: "time.first_quarter"}
)

const planSpread = "plan.spread"

func minus(left, right budgets.Expression) budgets.Expression {
	return budgets.Minus{Left: left, Right: right}
}

func over(left, right budgets.Expression) budgets.Expression {
	return budgets.Over{Left: left, Right: right}
}

func when(left budgets.Expression, op budgets.Op, right, then, otherwise budgets.Expression) budgets.Expression {
	return budgets.If{Left: left, Op: op, Right: right, Then: then, Else: otherwise}
}

func rounded(e budgets.Expression) budgets.Expression { return budgets.Rounded{Of: e} }

func notBelow0(e budgets.Expression) budgets.Expression { return budgets.Max{budgets.Constant(0), e} }

// isSet is one expression where a flag is 1 and another where it is not.
func isSet(flag budgets.Ref, then, otherwise budgets.Expression) budgets.Expression {
	return when(flag, budgets.Equal, budgets.Constant(1), then, otherwise)
}

// before is a row's cell of the quarter before.
func before(row budgets.Ref) budgets.Ref { return budgets.Ref{Row: row.Row, Shift: -1} }

func total(row budgets.Ref) budgets.Expression { return budgets.Total{Row: row.Row} }

func last(row budgets.Ref) budgets.Expression { return budgets.Last{Row: row.Row} }
