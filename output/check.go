package output

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Check gives every fault that no layout could show rightly: a row with too many or too few cells, a reference to a note that is not there, a range without the
// number whose unit it takes, a chart whose bars do not meet, a text of a value that no language can print. Every writer refuses a document with a fault before it writes anything.
func (d *Document) Check() error {
	var faults []error
	for i, block := range d.Blocks {
		switch block := block.(type) {
		case Heading, List:
		case Paragraph:
			faults = append(faults, d.checkNotes(fmt.Sprintf("paragraph in block %d", i+1), block.Notes))
		case Table:
			faults = append(faults, d.checkTable(block)...)
		case Chart:
			faults = append(faults, d.checkChart(block)...)
			if block.Beside != "" && !d.isBeside(i, block) {
				faults = append(faults, fmt.Errorf("chart %q: just above it there is no table %q with one row for each position; put the chart below its table, or beside none", block.Name, block.Beside))
			}
		default:
			faults = append(faults, fmt.Errorf("block %d: it is a %T; a block is a Heading, Paragraph, List, Table or Chart", i+1, block))
		}
	}
	for _, text := range d.texts() {
		faults = append(faults, text.fault())
	}
	return errors.Join(faults...)
}

func (d *Document) checkTable(t Table) []error {
	var faults []error
	for i, column := range t.Columns {
		faults = append(faults, d.checkNotes(fmt.Sprintf("table %q, column %d", t.Name, i+1), column.Notes))
	}
	for i, row := range t.Rows {
		where := fmt.Sprintf("table %q, row %d", t.Name, i+1)
		if len(row.Cells) != len(t.Columns) {
			faults = append(faults, fmt.Errorf("%s: its cells number %d; the table's columns number %d; give each column one cell", where, len(row.Cells), len(t.Columns)))
		}
		for j, cell := range row.Cells {
			where := fmt.Sprintf("%s, cell %d", where, j+1)
			faults = append(faults, d.checkNotes(where, cell.Notes))
			if cell.Range != nil && cell.Number == nil {
				faults = append(faults, fmt.Errorf("%s: it has a range but no number; a range is printed in the unit and step of a number", where))
			}
		}
	}
	return faults
}

func (d *Document) checkChart(c Chart) []error {
	where := fmt.Sprintf("chart %q", c.Name)
	faults := []error{d.checkNotes(where, c.Notes)}
	if c.Title.IsEmpty() || c.Alternative.IsEmpty() || c.Values.Title.IsEmpty() {
		faults = append(faults, fmt.Errorf("%s: it has no title, no sentence that stands for it or no title of its values; every chart has all three", where))
	}
	if len(c.Series) == 0 || c.Positions.Len() == 0 {
		faults = append(faults, fmt.Errorf("%s: it has no series or no positions; leave it out", where))
	}
	if len(c.Positions.Edges) > 0 && len(c.Positions.Labels) > 0 {
		faults = append(faults, fmt.Errorf("%s: its positions have labels and edges; bins have edges, all else has labels", where))
	}
	for i, edge := range c.Positions.Edges {
		if !finite(edge) || i > 0 && edge <= c.Positions.Edges[i-1] {
			faults = append(faults, fmt.Errorf("%s: edge %d of its bins is %v; each edge is a number above the one before", where, i+1, edge))
		}
	}
	for i, series := range c.Series {
		where := fmt.Sprintf("%s, series %d", where, i+1)
		if got, want := series.length(), c.Positions.Len(); got != want {
			faults = append(faults, fmt.Errorf("%s: its values number %d; the chart's positions number %d; give each position one value", where, got, want))
		}
		if _, isSteps := series.(Steps); isSteps && (len(c.Series) > 1 || len(c.Positions.Edges) > 0) {
			faults = append(faults, fmt.Errorf("%s: steps stand alone, at positions with labels; give each waterfall its own chart", where))
		}
		if err := series.fault(); err != nil {
			faults = append(faults, fmt.Errorf("%s, %w", where, err))
		}
	}
	return faults
}

// isBeside says whether the block before the i-th is the table that a chart is to stand beside.
func (d *Document) isBeside(i int, c Chart) bool {
	if i == 0 {
		return false
	}
	t, ok := d.Blocks[i-1].(Table)
	return ok && t.Name == c.Beside && len(t.Rows) == c.Positions.Len()
}

func (d *Document) checkNotes(where string, notes []int) error {
	for _, note := range notes {
		if note < 1 || note > len(d.Notes) {
			return fmt.Errorf("%s: there is no note %d; the document's notes number %d; use the number that Document.Note gives", where, note, len(d.Notes))
		}
	}
	return nil
}

// Lines splits a text at its line breaks. Tabs become spaces; other control characters, which could command a terminal, are left out.
func Lines(text string) []string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, text)
	return strings.Split(plain, "\n")
}
