package chart

import (
	"bytes"
	"image/png"
	"testing"

	"ipsplan/output"
)

// TestAlone: a chart alone is as wide as a page of charts, and lower, since it has neither titles nor notes.
func TestAlone(t *testing.T) {
	c := output.Chart{
		Name: "bridge", Title: output.Verbatim("Job starts"), Alternative: output.Verbatim("From 60 to 41."),
		Positions: output.Axis{Labels: []output.Text{output.Verbatim("Plan"), output.Verbatim("Lag"), output.Verbatim("Projection")}}, Values: output.Axis{Title: output.Verbatim("People")},
		Series: []output.Series{output.Steps{{Value: 60, Whole: true}, {Value: -19}, {Value: 41, Whole: true}}},
	}
	d := &output.Document{Title: output.Verbatim("Croatia")}
	d.Paragraph(output.Verbatim("Two years."))
	d.Chart(c)
	var page, alone, untitled bytes.Buffer
	if err := PNG(&page, []*output.Document{d}, Options{}); err != nil {
		t.Fatal(err)
	}
	if err := AlonePNG(&alone, c, output.Language{}); err != nil {
		t.Fatal(err)
	}
	c.Title = output.Verbatim("Another title")
	if err := AlonePNG(&untitled, c, output.Language{}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(alone.Bytes(), untitled.Bytes()) {
		t.Error("the title is part of the picture")
	}
	whole, err := png.DecodeConfig(&page)
	if err != nil {
		t.Fatal(err)
	}
	only, err := png.DecodeConfig(&alone)
	if err != nil {
		t.Fatal(err)
	}
	if only.Width != whole.Width || only.Height >= whole.Height || only.Height < 50 {
		t.Errorf("the chart alone has %d by %d dots, the page %d by %d", only.Width, only.Height, whole.Width, whole.Height)
	}
}

// TestAloneRefuses: more lines than can be told apart are refused, as on a page.
func TestAloneRefuses(t *testing.T) {
	c := output.Chart{Name: "lines", Positions: output.Axis{Labels: []output.Text{output.Verbatim("a")}}, Values: output.Axis{Title: output.Verbatim("People")}}
	for range 20 {
		c.Series = append(c.Series, output.Line{Values: []float64{1}})
	}
	if err := AlonePNG(&bytes.Buffer{}, c, output.Language{}); err == nil {
		t.Error("twenty lines are drawn")
	}
}
