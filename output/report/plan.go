package report

import (
	"math"
	"strings"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// Plan is the plan's arithmetic in the layout of the published tables.
func Plan(r *study.Result) *output.Document {
	d := &output.Document{Title: output.Verbatim(r.Title)}
	d.Paragraph(opening(r))
	changes(d, r)
	planSize(d, r)
	planOutcomes(d, r)
	planBudget(d, r)
	planBases(d, r)
	return d
}

// planSize is the plan's row in the table of all countries.
func planSize(d *output.Document, r *study.Result) {
	f := r.FirstTwoYears
	within := count(min(r.Years, 2))
	d.Table(output.Table{
		Name: "size", Caption: output.Say("Service size, reach and expected outcomes"), Columns: []output.Column{
			{Heading: output.Say("Service size, specialists"), Numeric: true},
			{Heading: output.Say("Geographical reach"), Wrap: true},
			{Heading: output.Say("Engagements within %s {year|years}", within), Numeric: true},
			{Heading: output.Say("Job starts within %s {year|years}", within), Numeric: true},
		},
		Rows: []output.Row{{Cells: []output.Cell{number(f.Specialists, output.FTE, stepOf(f.Specialists)), verbatim(f.Reach), number(f.Engagements, output.People, 1), number(f.JobStarts, output.People, 1)}}},
	})
}

// changes says what was changed in the scenario, so that no what-if is taken for the plan.
func changes(d *output.Document, r *study.Result) {
	for _, c := range r.Changes {
		d.Paragraph(output.Say("Changed here: %s is %s (by %s).", c.Path, valueOf(c.Value), strings.TrimPrefix(c.Status, changedBy)))
	}
}

func opening(r *study.Result) output.Text {
	years := inYears(r.Years)
	if r.Start != "" {
		years = output.Say("%s {year|years} from %s", count(r.Years), output.Date(r.Start))
	}
	return output.Say("%[2]s; %[1]s {service|services} (%[3]s) %[4]s.", count(len(r.Services)), years, named(r.Services), output.Say("with %s {specialist|specialists}", count(r.Specialists)))
}

func planOutcomes(d *output.Document, r *study.Result) {
	t := output.Table{
		Name: "outcomes", Caption: output.Say("Expected outcomes over %s {year|years}", count(r.Years)),
		Columns: yearColumns(output.Say("Expected outcomes"), r.Years),
	}
	for _, l := range outcomeLabels() {
		if f, ok := r.Planned.Get(l.measure); ok {
			row := figureRow(l.text, f, l.unit, 1, r.Years)
			noteDifferences(d, &row, r, l.measure, f, l.unit)
			noteUnpublished(d, &row, r, l.measure)
			t.Rows = append(t.Rows, row)
		}
	}
	for i, l := range []struct {
		rate string
		text output.Text
	}{
		{"engaged_of_referred", output.Say("Engaged, of those referred")},
		{"job_start_of_engaged", output.Say("Job start, of those engaged")},
		{"sustained_of_job_start", output.Say("13-week sustainment, of those who start a job")},
	} {
		rates, _ := r.Rates.Get(l.rate)
		row := output.Row{Cells: []output.Cell{text(l.text)}, Group: i == 0}
		printed, _ := r.PublishedRates.Get(l.rate)
		for y, x := range rates {
			cell := number(x, output.Share, 1)
			if y < len(printed) && math.Abs(x-printed[y]) > 0.005+1e-9 {
				published := output.Number{Value: printed[y], Unit: output.Share, Step: 1}
				cell.Notes = []int{d.Note(output.Join(" ", output.Say("Published as %s; this is what the counts above give.", published), seeReconcile(r)))}
			}
			row.Cells = append(row.Cells, cell)
		}
		if r.Years > 1 {
			row.Cells = append(row.Cells, output.Cell{})
		}
		t.Rows = append(t.Rows, row)
	}
	t.Columns[0].Wrap = true
	d.Table(t)
}

func figureRow(name output.Text, f study.Figures, unit output.Unit, step float64, years int) output.Row {
	row := output.Row{Cells: []output.Cell{text(name)}}
	for i := range periods(years) {
		row.Cells = append(row.Cells, figureCell(f, i, years, unit, step))
	}
	return row
}

func planBudget(d *output.Document, r *study.Result) {
	if _, ok := r.Planned.Get("total_cost"); !ok {
		return
	}
	unit := output.Unit(r.Currency)
	t := output.Table{Name: "budget", Caption: output.Say("Budget for %s {year|years}", count(r.Years)), Columns: yearColumns(output.Say("Costs"), r.Years)}
	for _, l := range []struct {
		measure string
		text    output.Text
	}{
		{"non_staff_cost", output.Say("Non-staff cost")}, {"staff_cost", output.Say("Staff cost")}, {"unsplit_cost", output.Say("Cost not split")}, {"total_cost", output.Say("Total cost")},
	} {
		f, ok := r.Planned.Get(l.measure)
		if !ok {
			continue
		}
		row := figureRow(l.text, f, unit, 0, r.Years)
		row.Total = l.measure == "total_cost"
		noteDifferences(d, &row, r, l.measure, f, unit)
		if l.measure == "total_cost" || l.measure == "unsplit_cost" || len(r.AddedCosts) > 0 {
			noteUnpublished(d, &row, r, "total_cost")
		}
		t.Rows = append(t.Rows, row)
	}
	d.Table(t)
}

// noteDifferences marks the cells whose published figure is another.
func noteDifferences(d *output.Document, row *output.Row, r *study.Result, measure string, f study.Figures, unit output.Unit) {
	printed, ok := r.Published.Get(measure)
	if !ok {
		return
	}
	for i := range periods(r.Years) {
		here, ok1 := figureAt(f, i, r.Years)
		there, ok2 := figureAt(printed, i, r.Years)
		if ok1 && ok2 && !isClose(here, there) {
			published := output.Number{Value: there, Unit: unit}
			why := output.Join(" ", output.Say("Published as %s; this is what the scenario's own figures give.", published), seeReconcile(r))
			if unit == output.Unit(r.Currency) && len(r.AddedCosts) > 0 {
				why = output.Say("Published as %s; here with %s, which the published budget leaves out; `ipsplan show` says where its amount comes from.", published, output.And(each(r.AddedCosts, said)...))
			}
			row.Cells[i+1].Notes = append(row.Cells[i+1].Notes, d.Note(why))
		}
	}
}

// seeReconcile points to where the document's own disagreements are listed, unless the figure differs because somebody changed the scenario.
func seeReconcile(r *study.Result) output.Text {
	if r.Varied {
		return output.Text{}
	}
	return output.Say("See ipsplan reconcile.")
}

// noteUnpublished marks the years that no document gives.
func noteUnpublished(d *output.Document, row *output.Row, r *study.Result, measure string) {
	printed, ok := r.Published.Get(measure)
	if !ok {
		return
	}
	for i := len(printed.ByYear); i < r.Years; i++ {
		if n := row.Cells[i+1].Number; n != nil && n.Value == 0 {
			continue
		}
		row.Cells[i+1].Notes = append(row.Cells[i+1].Notes, d.Note(notPublished()))
	}
}
