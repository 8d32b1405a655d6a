package csv

import (
	"bytes"
	"testing"

	"ipsplan/output"
)

func document() *output.Document {
	d := &output.Document{Title: output.Verbatim("Plan")}
	d.Heading(1, output.Verbatim("Funding"))
	note := d.Note(output.Verbatim("A note."))
	d.Table(output.Table{
		Caption: output.Verbatim("Who pays"),
		Columns: []output.Column{{Heading: output.Verbatim("Funder"), Notes: []int{note}}, {Heading: output.Verbatim("Paid"), Numeric: true}, {Heading: output.Verbatim("Chance"), Numeric: true}},
		Rows: []output.Row{
			{Cells: []output.Cell{
				{Text: output.Verbatim("A grant, or two")},
				{Number: &output.Number{Value: 71_234.56, Unit: "EUR", Step: 1000}, Range: &output.Range{Low: 0, High: 139_950, HighStep: 100}},
				{Number: &output.Number{Value: 0.505, Unit: output.Share, Step: 1}},
			}},
			{Cells: []output.Cell{{Text: output.Verbatim("=1+1")}, {Text: output.Verbatim("+3")}, {Number: &output.Number{Value: 0.125, Unit: output.Share, Step: 0.1}}}},
		},
	})
	return d
}

// TestWrite: rounded as printed, without grouping and currency; a share of 50.5 % that is printed as 51 % is 0.51; a name that a spreadsheet would work out is
// not one any more, a number with its sign stays.
func TestWrite(t *testing.T) {
	const want = byteOrderMark + `Funder,Paid,Paid P10,Paid P90,Chance
"A grant, or two",71000,0,140000,0.51
'=1+1,+3,,,0.125
`
	var b bytes.Buffer
	if err := Write(&b, []*output.Document{document()}, output.Language{}); err != nil {
		t.Fatal(err)
	}
	if b.String() != want {
		t.Errorf("written:\n%s\nnot:\n%s", &b, want)
	}
}

// TestWriteSeveral: a first column says which table a row is of; with a decimal comma, semicolons stand between cells.
func TestWriteSeveral(t *testing.T) {
	croatian, err := output.LanguageOf("hr")
	if err != nil {
		t.Fatal(err)
	}
	const one = `Plan: Funding: Who pays;Funder;Paid;Paid P10;Paid P90;Chance
Plan: Funding: Who pays;A grant, or two;71000;0;140000;0,51
Plan: Funding: Who pays;'=1+1;+3;;;0,125
`
	var b bytes.Buffer
	if err := Write(&b, []*output.Document{document(), document()}, croatian); err != nil {
		t.Fatal(err)
	}
	if b.String() != byteOrderMark+one+one {
		t.Errorf("written:\n%s\nnot twice:\n%s", &b, one)
	}
	wrong := document()
	wrong.Blocks = append(wrong.Blocks, output.Paragraph{Notes: []int{7}})
	b.Reset()
	if Write(&b, []*output.Document{wrong}, croatian) == nil || b.Len() > 0 {
		t.Error("a document with a fault is written")
	}
}
