package xlsx

import (
	"fmt"
	"math"
	"strings"

	"ipsplan/output"
)

// simulatedPage shows the tables of documents as values, numbers as numbers, and the ends of ranges in columns of their own; nil if there are none.
func (l *sheets) simulatedPage(language output.Language) (*page, error) {
	if len(l.Documents) == 0 {
		return nil, nil
	}
	p := l.newPage(simulatedSheet)
	p.widths = map[int]float64{1: 46}
	p.frozen = [2]int{0, masterRow}
	for i, d := range l.Documents {
		if err := d.Check(); err != nil {
			return nil, fmt.Errorf("document %d: %w", i+1, err)
		}
		(&document{p, d, language}).lay()
	}
	l.showMaster(p)
	return p, nil
}

// togetherPage shows the tables about all scenarios together as values; nil if there are none.
func togetherPage(book Book) (*page, error) {
	if len(book.Together) == 0 {
		return nil, nil
	}
	p := newPage(togetherSheet.name, togetherSheet.colour)
	p.text(titleRow, labelColumn, togetherSheet.name+": "+book.Title, title)
	p.text(aboutRow, labelColumn, togetherSheet.about, plain)
	p.widths = map[int]float64{1: 46}
	for i, d := range book.Together {
		if err := d.Check(); err != nil {
			return nil, fmt.Errorf("document %d about all scenarios together: %w", i+1, err)
		}
		(&document{p, d, book.Language}).lay()
	}
	return p, nil
}

// document is one that is laid out as values.
type document struct {
	page *page
	*output.Document
	language output.Language
}

// words is a text of the document as a cell holds it. No text gets in by another way.
func (d *document) words(text output.Text) string { return plainText(d.language.Text(text)) }

// across is the number of columns over which running text goes, and how many characters go into them.
const across, inLine = 9, 150

func (d *document) lay() {
	d.page.text(d.page.next()+1, 1, d.words(d.Title), title)
	for _, block := range d.Blocks {
		switch block := block.(type) {
		case output.Heading:
			at := d.page.next() + 1
			for column := range across {
				d.page.text(at, column+1, "", section)
			}
			d.page.text(at, 1, d.words(block.Text), section)
		case output.Paragraph:
			d.paragraph(d.words(block.Text) + marks(block.Notes))
		case output.List:
			for _, item := range block.Items {
				d.paragraph("• " + d.words(item))
			}
		case output.Table:
			d.table(block)
		case output.Chart:
			if block.Beside == "" {
				d.paragraph(d.words(block.Title) + ": " + d.words(block.Alternative) + marks(block.Notes))
			}
		}
	}
	d.page.line(d.page.next())
	for i, note := range d.Notes {
		d.paragraph(fmt.Sprintf("[%d] %s", i+1, d.words(note)))
	}
}

// paragraph is running text over several columns.
func (d *document) paragraph(text string) {
	at := d.page.next()
	d.page.text(at, 1, text, wrapped)
	d.page.merged = append(d.page.merged, address(1, at)+":"+address(across, at))
	d.page.line(at).height = heightOf(text, inLine)
}

// marks are references to notes.
func marks(notes []int) string {
	var b strings.Builder
	for _, note := range notes {
		fmt.Fprintf(&b, " [%d]", note)
	}
	return b.String()
}

// table lays a table out. A column with ranges becomes three, and the notes of a row's cells come after its last one.
func (d *document) table(t output.Table) {
	at := d.page.next() + 1
	d.page.text(at, 1, d.words(t.Caption), verdict)
	at++
	starts, end := tableColumns(t)
	for i, column := range t.Columns {
		look := heading
		if column.Numeric {
			look = figures
		}
		d.page.text(at, starts[i], d.words(column.Heading)+marks(column.Notes), look)
		d.widen(t, i, starts[i])
		if starts[i+1]-starts[i] == ranged {
			d.page.text(at, starts[i]+1, "P10", figures)
			d.page.text(at, starts[i]+2, "P90", figures)
		}
	}
	d.page.line(at).height = heightOf(strings.Repeat("m", d.longestHeading(t)), 13)
	for _, row := range t.Rows {
		at++
		var notes []int
		for i, cell := range row.Cells {
			d.cell(at, starts[i], cell, style{look: value, total: row.Total, right: t.Columns[i].Numeric})
			notes = append(notes, cell.Notes...)
		}
		if len(notes) > 0 {
			d.page.text(at, end, strings.TrimSpace(marks(notes)), small)
		}
	}
}

// widen makes room for the texts of a column.
func (d *document) widen(t output.Table, i, column int) {
	const least, most = 13, 30
	for _, row := range t.Rows {
		d.page.widths[column] = max(least, d.page.widths[column], min(most, float64(len([]rune(d.language.Cell(row.Cells[i]))))))
	}
}

// ranged is the number of columns of a figure with a range.
const ranged = 3

// tableColumns says where each of a table's columns starts, and where the next one would.
func tableColumns(t output.Table) (starts []int, end int) {
	end = 1
	for i := range t.Columns {
		starts = append(starts, end)
		end++
		for _, row := range t.Rows {
			if row.Cells[i].Range != nil {
				end += ranged - 1
				break
			}
		}
	}
	return append(starts, end), end
}

// longestHeading is the length of the longest heading of a narrow column.
func (d *document) longestHeading(t output.Table) (longest int) {
	for i, column := range t.Columns {
		if i > 0 {
			longest = max(longest, len([]rune(d.words(column.Heading)))+len(marks(column.Notes)))
		}
	}
	return longest
}

// cell is a cell's number or text, and the ends of its range beside it.
func (d *document) cell(row, column int, c output.Cell, s style) {
	if c.Number == nil {
		if column == 1 {
			s.look = plain
		}
		d.page.put(row, column, entry{value: d.words(c.Text), style: s})
		return
	}
	d.number(row, column, *c.Number, s)
	if c.Range == nil {
		return
	}
	low, high := *c.Number, *c.Number
	low.Value, high.Value = c.Range.Low, c.Range.High
	if c.Range.LowStep > 0 {
		low.Step = c.Range.LowStep
	}
	if c.Range.HighStep > 0 {
		high.Step = c.Range.HighStep
	}
	d.number(row, column+1, low, s)
	d.number(row, column+2, high, s)
}

// number is a number as it is printed elsewhere, so that no two outputs disagree. What is printed as less than the least step keeps its value and is shown so.
func (d *document) number(row, column int, n output.Number, s style) {
	printed := d.language.Number(n)
	x, places := n.Printed()
	s.format = numberFormat(n.Unit, places)
	e := entry{value: x, style: s}
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		e.value, e.style.format = printed, ""
	case strings.ContainsAny(printed, "<>"):
		e.value, e.style.format = n.Value, `"`+printed+`"`
	}
	d.page.put(row, column, e)
}

// numberFormat is that of a unit's numbers with so many decimals.
func numberFormat(u output.Unit, places int) string {
	plain := decimals(places)
	switch {
	case u == output.Share:
		return plain + `\ %`
	case u == "EUR":
		return "[$€]" + plain
	case u.IsMoney():
		return "[$" + string(u) + `]\ ` + plain
	}
	return plain
}
