package report

import (
	"fmt"
	"math"
	"strings"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// Plan is the plan's arithmetic in the layout of the published tables.
func Plan(r *study.Result) *output.Document {
	d := &output.Document{Title: r.Title}
	d.Paragraph(opening(r))
	changes(d, r)
	planSize(d, r)
	planOutcomes(d, r)
	planBudget(d, r)
	return d
}

// planSize is the plan's row in the table of all countries.
func planSize(d *output.Document, r *study.Result) {
	f := r.FirstTwoYears
	within := plural(float64(min(r.Years, 2)), "year", "years")
	d.Table(output.Table{
		Name: "size", Caption: "Service size, reach and expected outcomes", Columns: []output.Column{
			{Heading: "Service size, specialists", Numeric: true},
			{Heading: "Geographical reach", Wrap: true},
			{Heading: "Engagements within " + within, Numeric: true},
			{Heading: "Job starts within " + within, Numeric: true},
		},
		Rows: []output.Row{{Cells: []output.Cell{number(f.Specialists, output.FTE, stepOf(f.Specialists)), text(f.Reach), number(f.Engagements, output.People, 1), number(f.JobStarts, output.People, 1)}}},
	})
}

// changes says what was changed in the scenario, so that no what-if is taken for the plan.
func changes(d *output.Document, r *study.Result) {
	for _, c := range r.Changes {
		d.Paragraph(fmt.Sprintf("Changed here: %s is %s (by %s).", c.Path, c.Value, strings.TrimPrefix(c.Status, "changed by ")))
	}
}

func opening(r *study.Result) string {
	s := plural(float64(r.Years), "year", "years")
	if r.Start != "" {
		s += " from " + r.Start
	}
	s += "; " + plural(float64(len(r.Services)), "service", "services") + " (" + list(r.Services) + ") with " +
		plural(r.Specialists, "specialist", "specialists") + "."
	return s
}

func planOutcomes(d *output.Document, r *study.Result) {
	t := output.Table{
		Name: "outcomes", Caption: fmt.Sprintf("Expected outcomes over %s", plural(float64(r.Years), "year", "years")),
		Columns: yearColumns("Expected outcomes", r.Years),
	}
	for _, l := range outcomeLabels() {
		if f, ok := r.Planned.Get(l.measure); ok {
			row := figureRow(l.text, f, l.unit, 1, r.Years)
			noteDifferences(d, &row, r, l.measure, f, l.unit)
			noteUnpublished(d, &row, r, l.measure)
			t.Rows = append(t.Rows, row)
		}
	}
	for i, l := range []struct{ rate, text string }{
		{"engaged_of_referred", "Engaged, of those referred"},
		{"job_start_of_engaged", "Job start, of those engaged"},
		{"sustained_of_job_start", "13-week sustainment, of those who start a job"},
	} {
		rates, _ := r.Rates.Get(l.rate)
		row := output.Row{Cells: []output.Cell{text(l.text)}, Group: i == 0}
		printed, _ := r.PublishedRates.Get(l.rate)
		for y, x := range rates {
			cell := number(x, output.Share, 1)
			if y < len(printed) && math.Abs(x-printed[y]) > 0.005+1e-9 {
				published := output.Number{Value: printed[y], Unit: output.Share, Step: 1}.Format()
				cell.Notes = []int{d.Note("Published as " + published + "; this is what the counts above give." + seeReconcile(r))}
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

func figureRow(name string, f study.Figures, unit output.Unit, step float64, years int) output.Row {
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
	t := output.Table{Name: "budget", Caption: fmt.Sprintf("Budget for %s", plural(float64(r.Years), "year", "years")), Columns: yearColumns("Costs", r.Years)}
	for _, l := range []struct{ measure, text string }{
		{"non_staff_cost", "Non-staff cost"}, {"staff_cost", "Staff cost"}, {"unsplit_cost", "Cost not split"}, {"total_cost", "Total cost"},
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
			published := output.Number{Value: there, Unit: unit}.Format()
			why := "this is what the scenario's own figures give." + seeReconcile(r)
			if unit == output.Unit(r.Currency) && len(r.AddedCosts) > 0 {
				why = "here with " + list(r.AddedCosts) + ", which the published budget leaves out; `ipsplan show` says where its amount comes from."
			}
			row.Cells[i+1].Notes = append(row.Cells[i+1].Notes, d.Note("Published as "+published+"; "+why))
		}
	}
}

// seeReconcile points to where the document's own disagreements are listed, unless the figure differs because somebody changed the scenario.
func seeReconcile(r *study.Result) string {
	if r.Varied {
		return ""
	}
	return " See ipsplan reconcile."
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
		row.Cells[i+1].Notes = append(row.Cells[i+1].Notes, d.Note("Not published: assumed. `ipsplan show` gives the assumption and its range."))
	}
}
