package report

import (
	"fmt"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// Show is the table of assumptions: every input with unit, source and status.
func Show(r *study.Result) *output.Document {
	d := &output.Document{Title: r.Title + ": every input"}
	d.Paragraph(opening(r))
	t := output.Table{Name: "assumptions", Caption: "Inputs", Columns: []output.Column{{Heading: "Input"}, {Heading: "Value", Wrap: true}, {Heading: "Unit", Wrap: true},
		{Heading: "Range", Wrap: true}, {Heading: "Status"}, {Heading: "Source or reason", Wrap: true}}}
	ranges := d.Note("The range is the 10th to the 90th percentile of an uncertain value, the range stated for an assumed one, and the effective median and mean, in whole weeks, of a time that varies from event to event.")
	t.Columns[3].Notes = []int{ranges}
	for _, i := range r.Inputs {
		why := i.Source
		if i.Reason != "" && why != "" {
			why += "; assumed: " + i.Reason
		} else if i.Reason != "" {
			why = i.Reason
		}
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{text(i.Path), text(i.Value), text(i.Unit), text(i.Range), text(i.Status), text(why)}})
	}
	d.Table(t)
	for _, remark := range r.Remarks {
		d.Note(sentence(remark))
	}
	return d
}

// Reconcile lists what does not agree in the published figures, and what the plans imply.
func Reconcile(results *study.Results) *output.Document {
	d := &output.Document{Title: "The published figures against each other"}
	c := results.Checked
	d.Paragraph(fmt.Sprintf("%d published figures and statements were recomputed or compared: %d agree, %d do not. For %d further statements there is nothing to compare with.",
		c.Figures, c.Agree, c.Disagree, c.Unchecked))
	if len(results.Reconcile) > 0 {
		t := output.Table{Name: "disagreements", Caption: "What does not agree", Columns: []output.Column{{Heading: "Plan"}, {Heading: "Where", Wrap: true}, {Heading: "About", Wrap: true},
			{Heading: "Says", Numeric: true}, {Heading: "Recomputed", Numeric: true}, {Heading: "Difference", Numeric: true}}}
		for i := range results.Reconcile {
			f := &results.Reconcile[i]
			row := output.Row{Group: i > 0 && f.Scenario != results.Reconcile[i-1].Scenario,
				Cells: []output.Cell{text(f.Scenario), text(f.Where), text(f.About), said(f.Says, f.Unit), said(f.Recomputed, f.Unit), {}}}
			if f.Difference != nil {
				row.Cells[5] = said(*f.Difference, f.Unit)
			}
			if f.Note != "" {
				row.Cells[2].Notes = []int{d.Note(sentence(f.Note))}
			}
			t.Rows = append(t.Rows, row)
		}
		d.Table(t)
	}
	implied(d, results.Scenarios)
	return d
}

// said prints a figure of the document as exactly as it needs, or its words.
func said(x any, unit string) output.Cell {
	v, ok := x.(float64)
	if !ok {
		return text(fmt.Sprint(x))
	}
	step := 1.0
	if v != float64(int64(v)) {
		step = 0.01
	}
	if unit == "percent" {
		return output.Cell{Text: output.Number{Value: v, Step: step}.Format() + "\u00a0%"}
	}
	return number(v, output.Plain, step)
}

// implied shows what the plans imply, the extraordinary marked in words.
func implied(d *output.Document, all []*study.Result) {
	t := output.Table{Name: "implied", Caption: "What the plans imply", Columns: []output.Column{{Heading: "Plan"}, {Heading: "Figure", Wrap: true}, {Heading: "Period"},
		{Heading: "Value", Numeric: true}, {Heading: "Ordinary"}, {Heading: ""}}}
	for n, r := range all {
		for i, im := range r.Implied {
			t.Rows = append(t.Rows, impliedRow(d, r, im, n > 0 && i == 0))
		}
	}
	if len(t.Rows) > 0 {
		d.Table(t)
	}
}

func impliedRow(d *output.Document, r *study.Result, im study.Implied, group bool) output.Row {
	unit, step := output.Plain, 0.1
	if im.Unit == r.Currency {
		unit, step = output.Unit(r.Currency), 1
	}
	about, period := im.About, "all years"
	if about == "" {
		about = im.Name
	}
	var year int
	if n, _ := fmt.Sscanf(suffix(im.Name), "year_%d", &year); n == 1 {
		period = fmt.Sprintf("year %d", year)
	}
	row := output.Row{Group: group, Cells: []output.Cell{text(r.Name), text(about), text(period), number(im.Value, unit, step), {}, {}}}
	if im.Low != nil {
		row.Cells[4] = output.Cell{Text: output.Number{Unit: unit, Step: 1}.FormatRange(output.Range{Low: *im.Low, High: *im.High})}
		if im.Basis != "" {
			row.Cells[4].Notes = []int{d.Note("Ordinary range of " + im.About + ": " + sentence(im.Basis))}
		}
	}
	if !im.Ordinary {
		row.Cells[5] = text("out of the ordinary")
	}
	return row
}

// suffix is what follows the last dot of a name.
func suffix(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '.' {
			return name[i+1:]
		}
	}
	return ""
}

// List is the table of bundled scenarios.
func List(all []*study.Result) *output.Document {
	d := &output.Document{Title: "Bundled scenarios"}
	t := output.Table{Name: "scenarios", Columns: []output.Column{{Heading: "Name"}, {Heading: "Title", Wrap: true}, {Heading: "Years", Numeric: true}, {Heading: "Specialists", Numeric: true}}}
	for _, r := range all {
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{text(r.Name), text(r.Title), number(float64(r.Years), output.Plain, 1), number(r.Specialists, output.Plain, stepOf(r.Specialists))}})
	}
	d.Table(t)
	return d
}
