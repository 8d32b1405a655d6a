package report

import (
	"fmt"
	"strings"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// Show is the table of assumptions: every input with unit, source and status.
func Show(r *study.Result) *output.Document {
	d := &output.Document{Title: output.Say("%s: every input", r.Title)}
	d.Paragraph(opening(r))
	inputs(d, r)
	remarks(d, r)
	return d
}

// inputs is the table of all inputs.
func inputs(d *output.Document, r *study.Result) {
	t := output.Table{Name: "assumptions", Caption: output.Say("Inputs"), Columns: []output.Column{
		{Heading: output.Say("Input")},
		{Heading: output.Say("Value"), Wrap: true},
		{Heading: output.Say("Range")},
		{Heading: output.Say("Status")},
	}}
	ranges := d.Note(output.Say("The range is the 10th to the 90th percentile of an uncertain value, the range stated for an assumed one, and the effective median and mean, in whole weeks, of a time that varies from event to event."))
	t.Columns[2].Notes = []int{ranges}
	t.Columns[3].Notes = []int{d.Note(output.Say("Published: printed in the plan. Derived: worked out from what is printed. Evidence: from another public source. Assumed: from neither; the note says why. Words, such as how firm a funder is, have none unless they were changed."))}
	for _, i := range r.Inputs {
		status := text(statusOf(i))
		for _, why := range []string{i.Source, i.Reason} {
			if why != "" {
				status.Notes = append(status.Notes, d.Note(output.Verbatim(why).Sentence()))
			}
		}
		value := output.Join(" ", valueOf(i.Value), unitInWords(i.Unit, r.Currency))
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{verbatim(i.Path), text(value), text(said(i.Range)), status}})
	}
	d.Table(t)
}

// unitInWords is a unit as it follows a value; a bare share or a date has none.
func unitInWords(unit, currency string) output.Text {
	switch unit {
	case "money":
		return output.Verbatim(currency)
	case "", "share", "factor", "relative", "probability", "year":
		return output.Text{}
	}
	if of, per, isRate := strings.Cut(unit, " for 1 "); isRate {
		return output.Say("%s for 1 %s", of, per)
	}
	return word(unit)
}

// Reconcile lists what does not agree in the published figures, and what the plans imply.
func Reconcile(results *study.Results) *output.Document {
	d := &output.Document{Title: output.Say("The published figures against each other")}
	c := results.Checked
	checked := output.Say("%d published figures and statements were recomputed or held against each other: %d agree, %d do not.", c.Figures, c.Agree, c.Disagree)
	if c.Unchecked > 0 {
		checked = output.Join(" ", checked, output.Say("For %s further {statement|statements} there is nothing to compare with.", count(c.Unchecked)))
	}
	d.Paragraph(checked)
	for _, plan := range byPlan(results.Reconcile) {
		d.Table(disagreements(d, plan))
	}
	implied(d, results.Scenarios)
	return d
}

// byPlan splits findings where the plan changes.
func byPlan(all []study.Finding) [][]study.Finding {
	var plans [][]study.Finding
	for i, f := range all {
		if i == 0 || f.Scenario != all[i-1].Scenario {
			plans = append(plans, nil)
		}
		plans[len(plans)-1] = append(plans[len(plans)-1], f)
	}
	return plans
}

// disagreements is the table of one plan's findings.
func disagreements(d *output.Document, findings []study.Finding) output.Table {
	other := d.Note(output.Say("What the published tables give when the figure is worked out from them; for a statement that is held against another, what the other says."))
	t := output.Table{Name: "disagreements", Caption: output.Say("What does not agree: %s", findings[0].Scenario), Columns: []output.Column{
		{Heading: output.Say("Where"), Wrap: true},
		{Heading: output.Say("About"), Wrap: true},
		{Heading: output.Say("Says"), Numeric: true, Wrap: true},
		{Heading: output.Say("Recomputed, or elsewhere"), Numeric: true, Wrap: true, Notes: []int{other}},
		{Heading: output.Say("Difference"), Numeric: true},
	}}
	for _, f := range findings {
		row := output.Row{Cells: []output.Cell{text(said(f.Where)), text(said(f.About)), claimed(f.Says, f.Unit), claimed(f.Recomputed, f.Unit), {}}}
		if f.Difference != nil {
			row.Cells[4] = claimed(*f.Difference, f.Unit)
			if f.Unit == "percent" {
				row.Cells[4] = text(output.Say("%s {point|points}", output.Number{Value: *f.Difference, Step: 0.01}))
			}
		}
		if f.Note != "" {
			row.Cells[1].Notes = []int{d.Note(output.Verbatim(f.Note).Sentence())}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// claimed prints a figure of the document as exactly as it needs, or its words.
func claimed(x any, unit string) output.Cell {
	v, ok := x.(float64)
	if !ok {
		return verbatim(fmt.Sprint(x))
	}
	step := 1.0
	if v != float64(int64(v)) {
		step = 0.01
	}
	if unit == "percent" {
		return text(output.Say("%s\u00a0%%", output.Number{Value: v, Step: step}))
	}
	return number(v, output.Plain, step)
}

// implied shows what the plans imply: the flow of people through the caseloads, and what each outcome costs.
func implied(d *output.Document, all []*study.Result) {
	flow := output.Table{Name: "implied", Caption: output.Say("What the plans imply: people"), Columns: []output.Column{
		{Heading: output.Say("Plan")},
		{Heading: output.Say("Year"), Numeric: true},
		{Heading: output.Say("Engagements per specialist"), Numeric: true},
		{Heading: output.Say("Months on the caseload that this allows"), Numeric: true},
		{},
	}}
	cost := output.Table{Name: "implied_cost", Caption: output.Say("What the plans imply: cost of the whole plan for each"), Columns: []output.Column{
		{Heading: output.Say("Plan")},
		{Heading: output.Say("Engagement"), Numeric: true},
		{Heading: output.Say("Job start"), Numeric: true},
		{Heading: output.Say("13-week sustainment"), Numeric: true},
		{},
	}}
	for n, r := range all {
		before := len(flow.Rows)
		for year := 1; year <= r.Years; year++ {
			if row, ok := impliedRow(r, year, "engagements_per_specialist", "stay_months"); ok {
				flow.Rows = append(flow.Rows, row)
			}
		}
		if len(flow.Rows) > before {
			flow.Rows[before].Group = n > 0
		}
		if row, ok := impliedRow(r, 0, "cost_per_engagement", "cost_per_job_start", "cost_per_sustainment"); ok {
			cost.Rows = append(cost.Rows, row)
		}
	}
	noteNorms(d, &flow, all, "engagements_per_specialist", "stay_months")
	noteNorms(d, &cost, all, "cost_per_engagement", "cost_per_job_start", "cost_per_sustainment")
	for _, t := range []output.Table{flow, cost} {
		if len(t.Rows) > 0 {
			d.Table(t)
		}
	}
}

// impliedRow holds the named figures of one year, or of the whole horizon for year 0, and says whether they are out of the ordinary.
func impliedRow(r *study.Result, year int, names ...string) (output.Row, bool) {
	row := output.Row{Cells: []output.Cell{verbatim(r.Name)}}
	if year > 0 {
		row.Cells = append(row.Cells, number(float64(year), output.Plain, 1))
	}
	found, verdict := false, output.Text{}
	for _, name := range names {
		cell := output.Cell{}
		for _, im := range r.Implied {
			if im.Name != name || im.Year != year {
				continue
			}
			found = true
			cell = number(im.Value, output.Plain, 0.1)
			if im.Unit == r.Currency {
				cell = number(im.Value, output.Unit(r.Currency), 1)
			}
			if !im.Ordinary && verdict.IsEmpty() {
				verdict = output.Say("out of the ordinary")
				if year == 0 {
					verdict = output.Say("out of the ordinary: %s", costOf(im.Name).Lower())
				}
			}
		}
		row.Cells = append(row.Cells, cell)
	}
	row.Cells = append(row.Cells, text(verdict))
	return row, found
}

// noteNorms says beside each column what is ordinary there, and why.
func noteNorms(d *output.Document, t *output.Table, all []*study.Result, names ...string) {
	first := len(t.Columns) - 1 - len(names)
	for c, name := range names {
		for _, r := range all {
			if note := normNote(r, name); !note.IsEmpty() {
				t.Columns[first+c].Notes = []int{d.Note(note)}
				break
			}
		}
	}
}

func normNote(r *study.Result, name string) output.Text {
	for _, im := range r.Implied {
		if im.Name == name && im.Low != nil {
			span := output.Number{Step: 1}.Span(output.Range{Low: *im.Low, High: *im.High})
			note := output.Say("Ordinary is %s %s: %s", span, word(im.Unit), output.Verbatim(im.Basis).Sentence())
			if im.Year == 1 {
				note = output.Join(" ", note, output.Say("Fewer engagements and longer stays in a first year, while teams ramp up, are not marked."))
			}
			return note
		}
	}
	return output.Text{}
}

// List is the tables of bundled scenarios and of contracts to lay over one.
func List(all []*study.Result, templates []study.Template) *output.Document {
	d := &output.Document{Title: output.Say("Bundled scenarios")}
	t := output.Table{Name: "scenarios", Columns: []output.Column{{Heading: output.Say("Name")}, {Heading: output.Say("Title"), Wrap: true}, {Heading: output.Say("Years"), Numeric: true}, {Heading: output.Say("Specialists"), Numeric: true}}}
	for _, r := range all {
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{verbatim(r.Name), verbatim(r.Title), number(float64(r.Years), output.Plain, 1), number(r.Specialists, output.Plain, stepOf(r.Specialists))}})
	}
	d.Table(t)
	contracts := output.Table{
		Name: "contracts", Caption: output.Say("Outcomes contracts to lay over a scenario, as in %s", "croatia+four-metrics"),
		Columns: []output.Column{{Heading: output.Say("Name")}, {Heading: output.Say("Title"), Wrap: true}},
	}
	for _, c := range templates {
		contracts.Rows = append(contracts.Rows, output.Row{Cells: []output.Cell{verbatim(c.Name), verbatim(c.Title)}})
	}
	d.Table(contracts)
	return d
}
