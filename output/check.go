package output

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Check gives every fault that no layout could show rightly: a row with too many or too few cells, a reference to a note that is not there, a range without the
// number whose unit it takes. Every writer refuses a document with a fault before it writes anything.
func (d *Document) Check() error {
	var faults []error
	for i, block := range d.Blocks {
		switch block := block.(type) {
		case Heading, List:
		case Paragraph:
			faults = append(faults, d.checkNotes(fmt.Sprintf("paragraph in block %d", i+1), block.Notes))
		case Table:
			faults = append(faults, d.checkTable(block)...)
		default:
			faults = append(faults, fmt.Errorf("block %d: it is a %T; a block is a Heading, Paragraph, List or Table", i+1, block))
		}
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
