package docx

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"ipsplan/output"
	"ipsplan/output/columns"
)

// keptWhole is how many rows a table may have that is not divided between pages if it fits one.
const keptWhole = 14

// table is the caption and below it the table, in the largest type in which it fits: on an upright page if it can, else across, else in parts.
func (l *layout) table(t output.Table) {
	fits := fitting(columns.Of(l.options.Language, t))
	l.turn(fits[0].isLandscape)
	l.tableCaption(t)
	if len(t.Columns) == 0 {
		return
	}
	for i, fit := range fits {
		if i > 0 {
			l.add(paragraph("TableText")) // between two tables, which Word would take for one
		}
		l.add(l.part(some(t, fit.columns), fit))
	}
}

// some is a table with some columns of another.
func some(t output.Table, columns []int) output.Table {
	part := t
	part.Columns, part.Rows = nil, slices.Clone(t.Rows)
	for j := range part.Rows {
		part.Rows[j].Cells = nil
	}
	for _, i := range columns {
		part.Columns = append(part.Columns, t.Columns[i])
		for j, row := range t.Rows {
			part.Rows[j].Cells = append(part.Rows[j].Cells, row.Cells[i])
		}
	}
	return part
}

// part is the table itself, or one of the parts that it is divided into.
func (l *layout) part(t output.Table, fit fit) *element {
	total := 0
	grid := el("w:tblGrid")
	for _, width := range fit.widths {
		grid.add(el("w:gridCol", at("w:w", fmt.Sprint(width))))
		total += width
	}
	drawn := el("w:tbl", l.tableProperties(t, total), grid, l.headerRow(t, fit))
	for i := range t.Rows {
		drawn.add(l.row(t, i, fit))
	}
	return drawn
}

// tableCaption numbers the table; one without caption is only kept apart from a table before it.
func (l *layout) tableCaption(t output.Table) {
	text := l.text(t.Caption)
	switch {
	case len(text) > 0 && len(t.Columns) > 0:
		l.tables++
		p := l.caption(output.Say("Table"), l.tables, t.Caption, nil)
		style := properties(p).children
		properties(p).children = append(style, el("w:keepNext"))
		l.add(p)
	case len(text) > 0:
		l.add(paragraph("Caption", text...))
	case len(l.body) > 0 && !isParagraph(l.last()):
		l.add(paragraph(""))
	}
}

func (l *layout) tableProperties(t output.Table, width int) *element {
	p := el("w:tblPr",
		setting("w:tblStyle", "IPSTable"),
		el("w:tblW", at("w:w", fmt.Sprint(width)), at("w:type", "dxa")),
		el("w:tblLayout", at("w:type", "fixed")),
		el("w:tblLook", at("w:val", look(t)), at("w:firstRow", "1"), at("w:lastRow", flag(endsInTotal(t))), at("w:firstColumn", "0"), at("w:lastColumn", "0"), at("w:noHBand", "0"), at("w:noVBand", "1")),
	)
	if about := oneLine(l.say(t.Caption)); about != "" {
		p.add(setting("w:tblCaption", about))
	}
	return p
}

// look is what of the table's style is used, as the bits that older versions read.
func look(t output.Table) string {
	const firstRow, lastRow, noVerticalBands = 0x0020, 0x0040, 0x0400
	bits := firstRow | noVerticalBands
	if endsInTotal(t) {
		bits |= lastRow
	}
	return fmt.Sprintf("%04X", bits)
}

func flag(is bool) string {
	if is {
		return "1"
	}
	return "0"
}

func endsInTotal(t output.Table) bool { return len(t.Rows) > 0 && t.Rows[len(t.Rows)-1].Total }

// headerRow repeats on each page that the table goes on to.
func (l *layout) headerRow(t output.Table, fit fit) *element {
	row := el("w:tr", el("w:trPr", el("w:cantSplit"), el("w:tblHeader")))
	for i, column := range t.Columns {
		p := cellParagraph(column, fit, len(t.Rows) > 0)
		p.add(l.text(column.Heading)...)
		p.add(l.marks(column.Notes)...)
		row.add(el("w:tc", el("w:tcPr", cellWidth(fit, i), setting("w:vAlign", "bottom")), p))
	}
	return row
}

// row is a row of the table, not divided between pages. It stays with the next one in a short table, and at the top and bottom of a long one.
func (l *layout) row(t output.Table, i int, fit fit) *element {
	row := el("w:tr", el("w:trPr", el("w:cantSplit")))
	last := len(t.Rows) - 1
	isKept := i < last && (len(t.Rows) <= keptWhole || i == 0 || i == last-1)
	style := ""
	if t.Rows[i].Total && !(i == last && endsInTotal(t)) { // the last row is bold by the table's style; twice would cancel out
		style = "TableTotal"
	}
	for j, cell := range t.Rows[i].Cells {
		p := cellParagraph(t.Columns[j], fit, isKept)
		text, indent := outdented(l.cell(cell))
		if indent > 0 {
			properties(p).add(el("w:ind", at("w:left", fmt.Sprint(indent))))
		}
		p.add(styled(style, text)...)
		p.add(l.marks(cell.Notes)...)
		properties := el("w:tcPr", cellWidth(fit, j))
		if rule := ruleAbove(t, i); rule != "" {
			properties.add(el("w:tcBorders", el("w:top", at("w:val", "single"), at("w:sz", rule), at("w:space", "0"), at("w:color", "7F8C94"))))
		}
		row.add(el("w:tc", properties, p))
	}
	return row
}

// ruleAbove is the width, in eighths of a point, of the rule that sets a group or total off from the rows above, if there is one.
func ruleAbove(t output.Table, i int) string {
	switch {
	case i == 0:
		return ""
	case t.Rows[i].Total && !t.Rows[i-1].Total:
		return "6"
	case t.Rows[i].Group:
		return "2"
	}
	return ""
}

// outdented takes no-break spaces off the beginning of a cell, which set it in, and says by how many twentieths of a point: as an indent, they hold for all its lines.
func outdented(text string) (string, int) {
	const perSpace = 80
	core := strings.TrimLeft(text, noBreakSpace)
	return core, perSpace * utf8.RuneCountInString(text[:len(text)-len(core)])
}

func (l *layout) cell(c output.Cell) string { return l.options.Language.Cell(c) }

func cellParagraph(c output.Column, fit fit, isKept bool) *element {
	style := "TableText"
	if c.Numeric {
		style = "TableNumber"
	}
	p := paragraph(style + fit.size.suffix)
	if isKept {
		properties(p).add(el("w:keepNext"))
	}
	return p
}

func cellWidth(fit fit, i int) *element {
	return el("w:tcW", at("w:w", fmt.Sprint(fit.widths[i])), at("w:type", "dxa"))
}
