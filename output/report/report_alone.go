package report

import (
	"slices"

	"ipsplan/output"
)

// tableAlone is a document with nothing but the tables of a name (one, or one of each funding option), the opening, the headings that lead to them and the notes
// that they refer to; nil if there is no such table.
func tableAlone(d *output.Document, name string) *output.Document {
	alone := &output.Document{Title: d.Title}
	var path []output.Heading // that leads to where we are, not printed yet
	opening, found := true, false
	for _, block := range d.Blocks {
		switch block := block.(type) {
		case output.Heading:
			opening = false
			path = append(slices.DeleteFunc(path, func(h output.Heading) bool { return h.Level >= block.Level }), block)
		case output.Paragraph:
			if opening {
				alone.Paragraph(block.Text)
			}
		case output.Table:
			if block.Name == name {
				for _, h := range path[min(1, len(path)):] { // a section's own title says less than the table's caption
					alone.Heading(h.Level-1, h.Text)
				}
				path, found = path[:min(1, len(path))], true
				alone.Table(renumbered(block, d, alone))
			}
		}
	}
	if !found {
		return nil
	}
	return alone
}

// renumbered is a table of one document whose notes are taken over into another.
func renumbered(t output.Table, from, to *output.Document) output.Table {
	notes := func(numbers []int) []int {
		var own []int
		for _, n := range numbers {
			own = append(own, to.Note(from.Notes[n-1]))
		}
		return own
	}
	t.Columns, t.Rows = slices.Clone(t.Columns), slices.Clone(t.Rows)
	for i := range t.Columns {
		t.Columns[i].Notes = notes(t.Columns[i].Notes)
	}
	for i := range t.Rows {
		t.Rows[i].Cells = slices.Clone(t.Rows[i].Cells)
		for j := range t.Rows[i].Cells {
			t.Rows[i].Cells[j].Notes = notes(t.Rows[i].Cells[j].Notes)
		}
	}
	return t
}
