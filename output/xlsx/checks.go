package xlsx

import (
	"fmt"
	"strings"

	"ipsplan/budgets"
)

// checks is the sheet of what must hold. Each check shows what should be 0, and counts 1 in the column of failures if it is not.
type checks struct {
	*sheets
	page *page
}

const (
	allIsWell = "OK"
	failed    = sourceColumn
)

func (l *sheets) newChecks() *checks {
	c := &checks{l, l.newPage(checksSheet)}
	l.timed(c.page, checksSheet, map[int]string{unitColumn: "Unit", sourceColumn: "Fails", singleColumn: "Should be 0"})
	c.page.widths[nameColumn], c.page.widths[sourceColumn] = 3, 11
	c.books()
	c.comparison()
	c.master()
	return c
}

// master sums the failures up. It says that inputs are changed, since then there is nothing to hold the workings against.
func (c *checks) master() {
	failures := fmt.Sprintf("SUM(%s)", between(failed, firstRow, failed, c.page.next()-1))
	formula := fmt.Sprintf(`IF(ISNUMBER(%[1]s),IF(%[1]s=0,IF(%[2]s=0,"%[3]s","%[3]s, inputs changed"),"NOT OK"),"NOT OK")`, failures, c.changed(), allIsWell)
	c.page.put(masterRow, unitColumn, entry{value: allIsWell, formula: formula, style: style{look: verdict}})
	fails := between(failed, firstRow, failed, c.page.next())
	c.page.conditions = append(c.page.conditions, condition{strings.ReplaceAll(fails, "$", ""), fmt.Sprintf("AND(ISNUMBER($%[1]s%[2]d),$%[1]s%[2]d>0)", letters(failed), firstRow), paint(badInk, badPaper)})
	c.showMaster(c.page)
}

// changed is the number of input cells that are not as ipsplan has them.
func (c *checks) changed() string { return c.differing(inputsSheet) }

// differing is the number of cells of a sheet that are not as ipsplan has them.
func (c *checks) differing(k kind) string {
	return fmt.Sprintf("SUM(%s!%s)", quoted(c.pageName(originalSheet)), between(sourceColumn, c.originalRow(k, firstRow), sourceColumn, c.originalRow(k, c.lastRow(k))))
}

// books are the identities of the accounts.
func (c *checks) books() {
	c.heading("Funding and gap make up the cost, by line and quarter")
	for _, gap := range c.like("gap.", ".quarter") {
		line := strings.TrimSuffix(strings.TrimPrefix(gap, "gap."), ".quarter")
		c.difference(c.traits.rows["cost."+line+".quarter"].Label, append(c.ending("funding.", ".paid."+line), gap), []string{"cost." + line + ".quarter"})
	}
	c.difference("All lines", []string{"total.funding.quarter", "total.gap.quarter"}, []string{"total.cost.quarter"})
	c.heading("Parts add up")
	c.difference("Lines to the total cost", c.like("cost.", ".quarter"), []string{"total.cost.quarter"})
	c.difference("Categories to the cost of the year", []string{"total.staff.year", "total.non_staff.year", "total.unsplit.year"}, []string{"total.cost.year"})
	c.difference("Sources to the total funding", c.like("funding.", ".quarter"), []string{"total.funding.quarter"})
	c.difference("Bridge and gap so far to the cash need", []string{"cash.bridge", "cash.gap_so_far"}, []string{"cash.need"})
	c.difference("Contract: payments and capital to all that is paid from them, surplus included", []string{"contract.total.receipts", "contract.total.drawn"}, []string{
		"contract.total.provider_paid", "contract.total.fees_paid", "contract.total.principal", "contract.total.return",
		"contract.after.to_investor", "contract.after.to_payer", "contract.after.to_provider",
	})
	c.quarters()
	c.notBelow()
}

// ending are the rows with a beginning and an end.
func (c *checks) ending(before, after string) []string {
	var names []string
	for _, r := range c.Sheet.Rows {
		if strings.HasPrefix(r.Name, before) && strings.HasSuffix(r.Name, after) {
			names = append(names, r.Name)
		}
	}
	return names
}

func (c *checks) heading(text string) { c.sectionRow(c.page, c.page.next()+1, text) }

// difference checks that some rows add up to others, in each period. Rows that a sheet does not have count nothing; without any of the others there is nothing to check.
func (c *checks) difference(label string, parts, whole []string) {
	left, right := c.there(parts), c.there(whole)
	if len(left) == 0 || len(right) == 0 {
		return
	}
	at, per := c.page.next(), right[0].Per
	if per == budgets.Single {
		c.verdict(at, label, right[0].Unit, fmt.Sprintf("ROUND(%s-%s,2)", c.summed(left, singleColumn, "+"), c.summed(right, singleColumn, "-")))
		return
	}
	for period := range c.cells(per) {
		column := c.first(per) + period
		formula := fmt.Sprintf("ROUND(%s-%s,2)", c.summed(left, column, "+"), c.summed(right, column, "-"))
		c.page.put(at, column, entry{value: 0.0, formula: formula, style: style{look: worked, format: format(right[0].Unit)}})
	}
	c.verdict(at, label, right[0].Unit, "SUMPRODUCT(ABS("+c.span(per, at)+"))")
}

func (c *checks) there(names []string) []*budgets.Row {
	var rows []*budgets.Row
	for _, name := range names {
		if r := c.traits.rows[name]; r != nil {
			rows = append(rows, r)
		}
	}
	return rows
}

func (c *checks) summed(rows []*budgets.Row, column int, sign string) string {
	var cells []string
	for _, r := range rows {
		at := c.places[r.Name]
		cells = append(cells, at.page+"!"+address(column, at.row))
	}
	return strings.Join(cells, sign)
}

// verdict shows what should be 0, and whether it is.
func (c *checks) verdict(at int, label string, unit budgets.Unit, formula string) {
	c.page.text(at, labelColumn, label, wrapped)
	c.page.line(at).height = heightOf(label, inLabel)
	c.page.text(at, unitColumn, unitText(unit, c.Currency), plain)
	c.page.put(at, singleColumn, entry{value: 0.0, formula: formula, style: style{look: worked, format: format(unit)}})
	amount := address(singleColumn, at)
	least := "0.000001"
	if unit == budgets.Money {
		least = "0.005"
	}
	c.page.put(at, failed, entry{value: 0.0, formula: fmt.Sprintf("IFERROR(IF(ABS(%s)<%s,0,1),1)", amount, least), style: style{look: worked, format: wholeFormat}})
}

// quarters checks that the quarters of all years together are the years.
func (c *checks) quarters() {
	c.heading("Quarters add up to the years")
	for i := range c.Sheet.Rows {
		r := &c.Sheet.Rows[i]
		sum, ok := r.Formula.(budgets.SumOfYear)
		if !ok || r.Per != budgets.ByYear {
			continue
		}
		year, quarter := c.places[r.Name], c.places[sum.Row]
		formula := fmt.Sprintf("ROUND(SUM(%s!%s)-SUM(%s!%s),2)", quarter.page, c.span(quarter.per, quarter.row), year.page, c.span(year.per, year.row))
		c.verdict(c.page.next(), r.Label, r.Unit, formula)
	}
}

// notBelow checks that nothing is paid or missing below 0.
func (c *checks) notBelow() {
	rows := append(c.there(c.like("funding.", ".quarter")), c.there(c.like("gap.", ".quarter"))...)
	if len(rows) == 0 {
		return
	}
	c.heading("No payment and no gap is below 0")
	for _, r := range rows {
		at := c.places[r.Name]
		c.verdict(c.page.next(), r.Label, r.Unit, fmt.Sprintf("MIN(0,%s!%s)", at.page, c.span(at.per, at.row)))
	}
}

// comparison holds the workings against ipsplan's own figures, as long as no input has been changed.
func (c *checks) comparison() {
	c.heading("The workbook agrees with ipsplan (figures on the sheet " + c.pageName(originalSheet) + ")")
	workings := quoted(c.pageName(workingsSheet)) + "!" + between(singleColumn, firstRow, c.end(), c.lastRow(workingsSheet))
	c.verdict(c.page.next(), "Cells of the workings that are errors", budgets.Number, "SUMPRODUCT(--ISERROR("+workings+"))")
	c.verdict(c.page.next(), "Cells of the workings that hold no formula any more", budgets.Number, fmt.Sprintf("%d-SUMPRODUCT(--_xlfn.ISFORMULA(%s))", c.formulas(), workings))
	c.verdict(c.page.next(), "Cells of the workings that differ from ipsplan's, while no input is changed", budgets.Number, fmt.Sprintf("IF(%s=0,%s,0)", c.changed(), c.differing(workingsSheet)))
	at := c.page.next()
	c.page.text(at, labelColumn, "For information: input cells that have been changed", plain)
	c.page.text(at, unitColumn, string(budgets.Number), plain)
	c.page.put(at, singleColumn, entry{value: 0.0, formula: c.changed(), style: style{look: worked, format: wholeFormat}})
}

// formulas is the number of formulas among the workings.
func (c *checks) formulas() int {
	n := 0
	for _, line := range c.workings.rows[firstRow-1:] {
		for _, e := range line.cells {
			if e.formula != "" {
				n++
			}
		}
	}
	return n
}
