package xlsx

import (
	"fmt"

	"ipsplan/budgets"
)

// originalPage shows ipsplan's own figures. The inputs stand in the same rows as on their own sheet, the workings below them.
func (l *sheets) originalPage() *page {
	p := l.newPage(originalSheet)
	l.timed(p, originalSheet, map[int]string{unitColumn: "Unit", nameColumn: "Name", sourceColumn: "Cells that differ", singleColumn: "Single cell"})
	p.widths[sourceColumn] = 11
	for _, k := range []kind{inputsSheet, workingsSheet} {
		l.eachRow(k, func(at int, s budgets.Section) { l.sectionRow(p, l.originalRow(k, at), k.name+": "+string(s)) }, func(at int, r *budgets.Row) {
			own := l.originalRow(k, at)
			l.labels(p, own, r)
			for period, x := range l.values.Of(r.Name) {
				p.put(own, l.first(r.Per)+period, entry{value: figure(shown(r, x)), style: style{look: value, format: format(r.Unit)}})
			}
			p.put(own, sourceColumn, entry{value: 0.0, formula: l.differing(k, r, at), style: style{look: worked, format: wholeFormat}})
		})
	}
	l.showMaster(p)
	return p
}

// originalRow is where the original of a row stands.
func (l *sheets) originalRow(k kind, at int) int {
	if k == workingsSheet {
		return at + l.lastRow(inputsSheet) - firstRow + 1
	}
	return at
}

// lastRow is the last row of a sheet.
func (l *sheets) lastRow(k kind) int {
	last := firstRow
	l.eachRow(k, func(int, budgets.Section) {}, func(at int, _ *budgets.Row) { last = at })
	return last
}

// differing counts the cells of a row that are not as ipsplan has them: inputs at all, what is worked out by half a cent or a millionth.
func (l *sheets) differing(k kind, r *budgets.Row, at int) string {
	here := quoted(l.pageName(k)) + "!" + l.span(r.Per, at)
	own := l.span(r.Per, l.originalRow(k, at))
	differs := here + "<>" + own
	if k == workingsSheet {
		least := "0.000001"
		if rowPower(r) == 1 {
			least = "0.005"
		}
		differs = fmt.Sprintf("ABS(%s-%s)>=%s", here, own, least)
	}
	return "IFERROR(SUMPRODUCT(--(" + differs + ")),1)"
}
