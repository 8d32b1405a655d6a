package report

import (
	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// projected is the projection in the layout of the published tables: outcomes by year, then money.
func projected(d *output.Document, c *chapter) {
	r := c.Result
	t := output.Table{Name: "projection", Caption: output.Say("Projected outcomes and budget over %s {year|years}", count(r.Years)), Columns: yearColumns(output.Say("Projected"), r.Years)}
	spread := c.settings.Uncertainty != "none"
	if spread {
		t.Columns[0].Notes = []int{d.Note(output.Say("The mean of all simulated futures and, in brackets, the range that holds eight of ten of them."))}
	}
	add := func(section study.Section[study.Stats], l label, least float64, unit output.Unit) {
		stats, ok := section.Get(l.measure)
		if !ok {
			return
		}
		row := output.Row{Cells: []output.Cell{text(l.text)}}
		for i := range periods(r.Years) {
			s := at(stats, i)
			if s.SD == 0 && unit.IsMoney() {
				row.Cells = append(row.Cells, number(s.Mean, unit, 1))
				continue
			}
			row.Cells = append(row.Cells, estimate(s, unit, least, spread))
		}
		t.Rows = append(t.Rows, row)
	}
	for _, l := range outcomeLabels() {
		add(r.People, l, 1, l.unit)
	}
	first := len(t.Rows)
	for _, l := range costLabels() {
		add(r.Money, l, 100, output.Unit(r.Currency))
	}
	if len(t.Rows) > first {
		t.Rows[first].Group, t.Rows[len(t.Rows)-1].Total = true, true
	}
	d.Table(t)
}

// budgetLines is planned beside projected cost of each line, by year.
func budgetLines(d *output.Document, r *study.Result) {
	c := r.WhoPays.Costs
	t := output.Table{Name: "budget_lines", Caption: output.Say("Budget by cost line and year, %s", r.Currency), Columns: yearColumns(output.Say("Cost line"), r.Years)}
	t.Columns[0].Wrap, t.Columns[0].Notes = true, assumedNote(d, c.Assumed)
	add := func(name output.Text, planned study.PlannedFlow, projected study.Flow, total bool) {
		row := figureRow(output.Say("%s, planned", name), planned.Figures(), output.Plain, 1, r.Years)
		row.Group, row.Total = len(t.Rows) > 0, total
		cells := []output.Cell{text(output.Say("%s, projected", name))}
		for i := range periods(r.Years) {
			cells = append(cells, amountCell(at(study.Stats{ByYear: projected.ByYear, Total: projected.Total}, i)))
		}
		t.Rows = append(t.Rows, row, output.Row{Cells: cells, Total: total})
	}
	for _, l := range c.Lines {
		add(output.Verbatim(l.Name), l.Planned, l.Projected, false)
	}
	if len(c.Lines) > 1 {
		add(output.Say("All lines"), c.Planned, c.Projected, true)
	}
	d.Table(t)
}
