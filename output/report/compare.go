package report

import (
	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// Compare holds one scenario against the first, measure by measure.
func Compare(first, r *study.Result, settings *study.Settings) *output.Document {
	c := r.Compare
	d := &output.Document{Title: output.Say("%s against %s", r.Name, first.Name)}
	how := output.Say("Compared on the same simulated people: a difference is due to what differs between the two, not to chance.")
	if !c.Paired {
		how = output.Say("Compared on independent simulated people, since these are different plans.")
	}
	d.Paragraph(output.Join(" ", how, simulated(settings)))
	comparedInputs(d, first, r)
	comparedMeasures(d, first, r)
	comparedMoney(d, first, r)
	return d
}

func comparedInputs(d *output.Document, first, r *study.Result) {
	if len(r.Compare.Inputs) == 0 {
		d.Paragraph(output.Say("No input differs."))
		return
	}
	t := output.Table{Name: "inputs", Caption: output.Say("Inputs that differ"), Columns: []output.Column{{Heading: output.Say("Input")}, {Heading: output.Say("First: %s", first.Name), Wrap: true}, {Heading: output.Say("Here: %s", r.Name), Wrap: true}}}
	for _, i := range r.Compare.Inputs {
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{verbatim(i.Path), text(valueOf(i.From)), text(valueOf(i.To))}})
	}
	d.Table(t)
}

func comparedMeasures(d *output.Document, first, r *study.Result) {
	t := comparedTable(d, "outcomes", output.Say("People and staff: difference"))
	labels := append(outcomeLabels(), label{"caseload_mean", output.Say("People on caseloads, mean"), output.People}, label{"waiting_end", output.Say("People waiting at the end"), output.People},
		label{"gave_up", output.Say("People who give up waiting"), output.People})
	for _, l := range append(labels, hoursLabels(r.Compare.Differences.People)...) {
		comparedRows(&t, l, 0.1, r.Compare.Years, of(first.People, l.measure), of(r.People, l.measure), gains(r.Compare.Differences.People, l.measure))
	}
	d.Table(t)
}

func comparedMoney(d *output.Document, first, r *study.Result) {
	if len(r.Compare.Differences.Money) == 0 {
		return
	}
	t := comparedTable(d, "money", output.Say("Money, %s: difference", r.Currency))
	labels := []label{{measure: "total_cost", text: output.Say("Total cost")}, {measure: "funding", text: output.Say("Funding")}, {measure: "gap", text: output.Say("Gap")}}
	for _, l := range labels {
		comparedRows(&t, l, 100, r.Compare.Years, of(first.Money, l.measure), of(r.Money, l.measure), gains(r.Compare.Differences.Money, l.measure))
	}
	d.Table(t)
}

func comparedTable(d *output.Document, name string, caption output.Text) output.Table {
	return output.Table{Name: name, Caption: caption, Columns: []output.Column{
		{},
		{Heading: output.Say("Period")},
		{Heading: output.Say("First"), Numeric: true},
		{Heading: output.Say("Here"), Numeric: true},
		{Heading: output.Say("Difference"), Numeric: true},
		{Heading: output.Say("80 %% range"), Numeric: true},
		{
			Heading: output.Say("More here"), Numeric: true,
			Notes: []int{d.Note(output.Say("Share of the simulated futures in which there is more here than in the first; less in the next column; the rest have no difference."))},
		},
		{Heading: output.Say("Less here"), Numeric: true},
	}}
}

func of(section study.Section[study.Stats], measure string) study.Stats {
	stats, _ := section.Get(measure)
	return stats
}

func gains(section study.Section[study.Gains], measure string) study.Gains {
	g, _ := section.Get(measure)
	return g
}

func comparedRows(t *output.Table, l label, least float64, years int, first, here study.Stats, g study.Gains) {
	worst := g.Total.MCSE
	for _, x := range g.ByYear {
		worst = max(worst, x.MCSE)
	}
	step := stepFor(least, worst)
	for i := range periods(years) {
		x := g.Total
		if i < years {
			x = g.ByYear[i]
		}
		a, b := at(first, i), at(here, i)
		if i >= years && (len(first.ByYear) != years || len(here.ByYear) != years) {
			continue // the totals of the two cover different times
		}
		name := output.Text{}
		if i == 0 {
			name = l.text
		}
		difference := output.Number{Value: x.Mean, Unit: l.unit, Step: step, Error: x.MCSE}
		t.Rows = append(t.Rows, output.Row{Group: i == 0, Cells: []output.Cell{
			text(name), text(periodName(i, years)), number(a.Mean, l.unit, step), number(b.Mean, l.unit, step),
			{Number: &difference},
			text(difference.Span(endsOf(study.Stat{Estimate: x.Estimate}, step))), number(x.Higher, output.Share, 1), number(x.Lower, output.Share, 1),
		}})
	}
}
