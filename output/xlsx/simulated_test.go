package xlsx_test

import (
	"bytes"
	"math"
	"testing"

	"ipsplan/output"
	"ipsplan/output/xlsx"
)

// Numbers are numbers as printed elsewhere, ranges have their ends beside them, notes are referred to.
func TestTablesAreValues(t *testing.T) {
	cell := func(n output.Number, r *output.Range, notes ...int) output.Cell {
		return output.Cell{Number: &n, Range: r, Notes: notes}
	}
	d := &output.Document{Title: output.Verbatim("Results")}
	d.Paragraph(output.Verbatim("Words."), d.Note(output.Verbatim("A note.")))
	d.Table(output.Table{
		Name: "t", Caption: output.Verbatim("Caption"), Columns: []output.Column{{Heading: output.Verbatim("What")}, {Heading: output.Verbatim("Mean"), Numeric: true, Notes: []int{1}}, {Heading: output.Verbatim("Chance"), Numeric: true}},
		Rows: []output.Row{
			{Cells: []output.Cell{
				{Text: output.Verbatim("People")},
				cell(output.Number{Value: 47.3, Unit: output.People, Step: 1, Error: 0.4}, &output.Range{Low: 31.2, High: 64.8}, 1),
				cell(output.Number{Value: 0.004, Unit: output.Share, Step: 1}, nil),
			}},
			{Cells: []output.Cell{
				{Text: output.Verbatim("Money")},
				cell(output.Number{Value: 123_456.78, Unit: "EUR", Step: 1000, Error: 600}, &output.Range{Low: -1_249, High: 155_500, LowStep: 100}),
				cell(output.Number{Value: 0.456, Unit: output.Share, Step: 1}, nil),
			}},
			{Cells: []output.Cell{{Text: output.Verbatim("None")}, cell(output.Number{Value: math.NaN()}, nil), cell(output.Number{Value: 2.25, Step: 0.01}, nil)}, Total: true},
		},
	})
	book := bookOf(bundled(t)[1])
	book.Scenarios[0].Documents = []*output.Document{d}
	file := written(t, book)
	f := opened(t, file)
	for at, want := range map[string]string{
		"A5": "Results", "A6": "Words. [1]", "A8": "Caption",
		"A9": "What", "B9": "Mean [1]", "C9": "P10", "D9": "P90", "E9": "Chance",
		"A10": "People", "B10": "47", "C10": "31", "D10": "65", "E10": "0.004", "F10": "[1]",
		"A11": "Money", "B11": "123000", "C11": "-1200", "D11": "156000", "E11": "0.46",
		"A12": "None", "B12": "–", "E12": "2.25", "A14": "[1] A note.",
	} {
		if got := f.raw(t, "Simulated", at); got != want {
			t.Errorf("%s is %q, not %q", at, got, want)
		}
	}
	for at, want := range map[string]string{"E10": "<1\u00a0%", "B11": "€123,000", "E12": "2.25"} {
		if got, err := f.GetCellValue("Simulated", at); err != nil || got != want {
			t.Errorf("%s is shown as %q, not %q (%v)", at, got, want, err)
		}
	}
	if got := f.raw(t, "Simulated", "A2"); got[:6] != "VALUES" {
		t.Errorf("simulated figures are not marked as values: %q", got)
	}
	formulaCells(t, file, func(sheet, cell, formula string) {
		if sheet == "Simulated" && cell != "B3" {
			t.Errorf("%s is worked out: %s", cell, formula)
		}
	})
}

func TestFaultyDocuments(t *testing.T) {
	book := bookOf(bundled(t)[1])
	book.Scenarios[0].Documents = []*output.Document{{Blocks: []output.Block{output.Paragraph{Text: output.Verbatim("x"), Notes: []int{1}}}}}
	var b bytes.Buffer
	if err := xlsx.Write(&b, book); err == nil || b.Len() > 0 {
		t.Error(err, b.Len())
	}
}

// TestTogether: what is about all scenarios together has a sheet of its own, as values, and the first sheet names it; without it there is none.
func TestTogether(t *testing.T) {
	book := bookOf(bundled(t)[0])
	for _, name := range opened(t, written(t, book)).GetSheetList() {
		if name == "Together" {
			t.Error("a sheet about nothing")
		}
	}
	d := &output.Document{Title: output.Verbatim("Portfolio")}
	d.Table(output.Table{Caption: output.Verbatim("Caption"), Columns: []output.Column{{Heading: output.Verbatim("Gap"), Numeric: true}}, Rows: []output.Row{{Cells: []output.Cell{{Number: &output.Number{Value: 1234.5, Unit: "EUR", Step: 100}}}}}})
	book.Together = []*output.Document{d}
	f := opened(t, written(t, book))
	for at, want := range map[string]string{"A2": "VALUES, NOT FORMULAS: what ipsplan found by simulation of all plans together.", "A4": "Portfolio", "A6": "Caption", "A7": "Gap", "A8": "1200"} {
		if got := f.raw(t, "Together", at); got != want {
			t.Errorf("%s is %q, not %q", at, got, want)
		}
	}
	rows, err := f.GetRows("Read me")
	if err != nil {
		t.Fatal(err)
	}
	named := false
	for _, row := range rows {
		named = named || len(row) > 0 && row[0] == "Together"
	}
	if !named {
		t.Error("the first sheet does not name the sheet")
	}
	d.Blocks = append(d.Blocks, output.Paragraph{Notes: []int{1}})
	var b bytes.Buffer
	if err := xlsx.Write(&b, book); err == nil || b.Len() > 0 {
		t.Error("a document with a fault is written", b.Len())
	}
}
