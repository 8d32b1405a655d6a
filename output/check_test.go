package output

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheck(t *testing.T) {
	two := []Column{{Heading: Verbatim("Measure")}, {Heading: Verbatim("Year 1"), Numeric: true}}
	table := func(rows ...Row) *Document {
		return &Document{Notes: []Text{Verbatim("A note.")}, Blocks: []Block{Table{Name: "outcomes", Columns: two, Rows: rows}}}
	}
	for _, test := range []struct {
		about    string
		document *Document
		want     []string // parts of the message, in order; none if there is no fault
	}{
		{"nothing", &Document{}, nil},
		{"right", table(Row{Cells: []Cell{{Text: Verbatim("Job starts")}, {Notes: []int{1}}}}), nil},
		{"empty table", table(), nil},
		{"short row", table(Row{Cells: []Cell{{}, {}}}, Row{Cells: []Cell{{}}}), []string{`table "outcomes", row 2`, "cells number 1", "columns number 2"}},
		{"long row", table(Row{Cells: []Cell{{}, {}, {}}}), []string{"row 1", "cells number 3"}},
		{"no cells", table(Row{}), []string{"row 1", "cells number 0"}},
		{"two faults", table(Row{}, Row{}), []string{"row 1", "row 2"}},
		{"note", table(Row{Cells: []Cell{{Notes: []int{1}}, {Notes: []int{2}}}}), []string{"row 1, cell 2", "no note 2"}},
		{"note 0", &Document{Blocks: []Block{Paragraph{Notes: []int{0}}}}, []string{"paragraph in block 1", "no note 0"}},
		{"note of a column", &Document{Blocks: []Block{Table{Columns: []Column{{Notes: []int{1}}}}}}, []string{"column 1", "no note 1"}},
		{"range without number", table(Row{Cells: []Cell{{}, {Text: Verbatim("9"), Range: &Range{}}}}), []string{"row 1, cell 2", "range but no number"}},
		{"pointer to a table", &Document{Blocks: []Block{&Table{}}}, []string{"block 1", "*output.Table"}},
		{"value", &Document{Title: Say("%s", Say("Year %d", []int{1}))}, []string{`"Year %d"`, "[]int"}},
		{"value in a list", &Document{Notes: []Text{And(Verbatim("a"), Say("Year %v", true))}}, []string{`"Year %v"`, "bool"}},
		{"no block", &Document{Blocks: []Block{nil}}, []string{"block 1"}},
	} {
		err := test.document.Check()
		if (err != nil) != (len(test.want) > 0) {
			t.Errorf("%s: fault is %v", test.about, err)
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q does not say %q", test.about, err, want)
			}
		}
	}
}

func TestLines(t *testing.T) {
	got := Lines("a\r\nb\tc\n\x1b[31md\u009b\x00\xff")
	want := []string{"a", "b c", "[31md\ufffd"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
