package report

import (
	"fmt"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// Plan is the plan's arithmetic in the layout of the published tables.
func Plan(r *study.Result) *output.Document {
	d := &output.Document{Title: r.Title}
	d.Paragraph(opening(r))
	planOutcomes(d, r)
	planBudget(d, r)
	return d
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
	t := output.Table{Name: "outcomes", Caption: fmt.Sprintf("Expected outcomes over %s", plural(float64(r.Years), "year", "years")),
		Columns: yearColumns("Expected outcomes", r.Years)}
	for _, l := range outcomeLabels() {
		if f, ok := r.Planned.Get(l.measure); ok {
			t.Rows = append(t.Rows, figureRow(l.text, f, l.unit, 1, r.Years))
		}
	}
	for i, l := range []struct{ rate, text string }{
		{"engaged_of_referred", "% of referrals expected to engage with service"},
		{"job_start_of_engaged", "% of service users who engage expected to get a job"},
		{"sustained_of_job_start", "% of service users who get a job expected to sustain the job for 13 weeks"},
	} {
		rates, _ := r.Rates.Get(l.rate)
		row := output.Row{Cells: []output.Cell{text(l.text)}, Group: i == 0}
		for _, x := range rates {
			row.Cells = append(row.Cells, number(x, output.Share, 1))
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
		if x, ok := figureAt(f, i, years); ok {
			row.Cells = append(row.Cells, number(x, unit, step))
		} else {
			row.Cells = append(row.Cells, output.Cell{})
		}
	}
	return row
}

func planBudget(d *output.Document, r *study.Result) {
	if _, ok := r.Planned.Get("total_cost"); !ok {
		return
	}
	unit := output.Unit(r.Currency)
	t := output.Table{Name: "budget", Caption: fmt.Sprintf("Budget for %s", plural(float64(r.Years), "year", "years")), Columns: yearColumns("Staffing and costs", r.Years)}
	for _, l := range []struct{ measure, text string }{
		{"non_staff_cost", "Total non-staff costs"}, {"staff_cost", "Total staff costs"}, {"unsplit_cost", "Costs not split"}, {"total_cost", "Total cost of programme"},
	} {
		f, ok := r.Planned.Get(l.measure)
		if !ok {
			continue
		}
		row := figureRow(l.text, f, unit, 0, r.Years)
		row.Total = l.measure == "total_cost"
		noteDifferences(d, &row, r, l.measure, f)
		t.Rows = append(t.Rows, row)
	}
	d.Table(t)
}

// noteDifferences marks the cells whose published figure is another.
func noteDifferences(d *output.Document, row *output.Row, r *study.Result, measure string, f study.Figures) {
	printed, ok := r.Published.Get(measure)
	if !ok {
		return
	}
	for i := range periods(r.Years) {
		here, ok1 := figureAt(f, i, r.Years)
		there, ok2 := figureAt(printed, i, r.Years)
		if ok1 && ok2 && !isClose(here, there) {
			published := output.Number{Value: there, Unit: output.Unit(r.Currency)}.Format()
			row.Cells[i+1].Notes = append(row.Cells[i+1].Notes, d.Note("Published as "+published+"; this is the sum of the scenario's lines. See ipsplan reconcile."))
		}
	}
}
