package report

import (
	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// fundingCosts shows planned against projected cost, by line, year and service, and for each outcome.
func fundingCosts(d *output.Document, r *study.Result, byQuarter bool) {
	costsByLine(d, r)
	costsByYear(d, r)
	if byQuarter {
		costsByQuarter(d, r)
	}
	overspend(d, r)
	costsByCategory(d, r)
	costsByService(d, r)
	unitCosts(d, r)
}

// bridgeNotes say what the terms between planned and projected cost are.
func bridgeNotes(d *output.Document) (volume, saved, overspend []int) {
	return []int{d.Note(output.Say("What other numbers of people, posts and hires than planned add, and uncertain amounts that differ from their means. Planned and other volume, less what vacancies save, is projected."))},
		[]int{d.Note(output.Say("By vacancies: what filled posts would have cost more."))},
		[]int{d.Note(output.Say("Expected overspend: in each future, projected less planned cost of the same time where that is above zero, else nothing. What is overspent in one year may be saved in another."))}
}

func costsByLine(d *output.Document, r *study.Result) {
	c := r.WhoPays.Costs
	rests := assumedNote(d, c.Assumed)
	volume, saved, over := bridgeNotes(d)
	t := output.Table{Name: "costs", Caption: output.Say("Cost from plan to projection, %s {year|years}, %s", count(r.Years), r.Currency), Columns: []output.Column{
		{Heading: output.Say("Cost line"), Wrap: true, Notes: rests},
		{Heading: output.Say("Planned"), Numeric: true},
		{Heading: output.Say("Other volume"), Numeric: true, Notes: volume},
		{Heading: output.Say("Saved"), Numeric: true, Notes: saved},
		{Heading: output.Say("Projected"), Numeric: true},
		{Heading: output.Say("Overspend"), Numeric: true, Notes: over},
	}}
	row := func(name output.Text, planned study.PlannedFlow, projected study.Flow, b study.Bridge) {
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{
			text(name), number(planned.Total, output.Plain, 1), signedAmount(b.Change.Total), amountCell(b.Saved.Total), amountCell(projected.Total), amountCell(b.Overspend.Total),
		}})
	}
	for _, l := range c.Lines {
		row(output.Verbatim(l.Name), l.Planned, l.Projected, l.Bridge)
	}
	if len(c.Lines) > 1 {
		row(output.Say("All lines"), c.Planned, c.Projected, c.Bridge)
		t.Rows[len(t.Rows)-1].Total = true
	}
	d.Table(t)
}

// signedAmount is an expected amount that is added or taken away; what its error swallows is nothing.
func signedAmount(s study.Stat) output.Cell {
	step := 1.0
	if s.SD > 0 {
		step = stepFor(100, s.MCSE)
	}
	return text(output.Number{Value: s.Mean, Step: step}.Signed())
}

// costsByYear is the same for all lines together, by year.
func costsByYear(d *output.Document, r *study.Result) {
	if r.Years == 1 {
		return
	}
	c := r.WhoPays.Costs
	volume, saved, over := bridgeNotes(d)
	t := output.Table{Name: "costs_by_year", Caption: output.Say("Total cost from plan to projection, by year, %s", r.Currency), Columns: yearColumns(output.Text{}, r.Years)}
	row := func(name output.Text, notes []int, f study.Flow, cell func(study.Stat) output.Cell) {
		cells := []output.Cell{{Text: name, Notes: notes}}
		for i := range periods(r.Years) {
			cells = append(cells, cell(at(study.Stats{ByYear: f.ByYear, Total: f.Total}, i)))
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells})
	}
	t.Rows = append(t.Rows, figureRow(output.Say("Planned"), c.Planned.Figures(), output.Plain, 1, r.Years))
	row(output.Say("Other volume"), volume, c.Change, signedAmount)
	row(output.Say("Saved"), saved, c.Saved, amountCell)
	row(output.Say("Projected"), nil, c.Projected, amountCell)
	t.Rows[len(t.Rows)-1].Total = true
	row(output.Say("Overspend"), over, c.Overspend, amountCell)
	t.Rows = append(t.Rows, figureRow(output.Say("Chance of any overspend"), c.ChanceOfOverspend, output.Share, 1, r.Years))
	d.Table(t)
}

// costsByQuarter is planned and projected cost of all lines together.
func costsByQuarter(d *output.Document, r *study.Result) {
	c := r.WhoPays.Costs
	t := plannedAndProjected("costs_by_quarter", output.Say("Total cost by quarter, %s", r.Currency), output.Say("Quarter"))
	for q, s := range c.Projected.ByQuarter {
		t.Rows = append(t.Rows, output.Row{Group: q > 0 && q%4 == 0, Cells: []output.Cell{
			text(quarterName(q)), number(c.Planned.ByQuarter[q], output.Plain, 1), amountCell(s), rangeCell(s),
		}})
	}
	d.Table(t)
}

// overspend shows which lines are overspent in which years, if any are.
func overspend(d *output.Document, r *study.Result) {
	if r.Years == 1 {
		return
	}
	_, _, over := bridgeNotes(d)
	t := output.Table{Name: "overspend", Caption: output.Say("Expected overspend by cost line, %s", r.Currency), Columns: yearColumns(output.Say("Cost line"), r.Years)}
	t.Columns[0].Wrap, t.Columns[0].Notes = true, over
	for _, l := range r.WhoPays.Costs.Lines {
		o := study.Stats{ByYear: l.Overspend.ByYear, Total: l.Overspend.Total}
		cells, any := []output.Cell{verbatim(l.Name)}, false
		for i := range periods(r.Years) {
			cells = append(cells, amountCell(at(o, i)))
			any = any || at(o, i).Mean > 0
		}
		if any {
			t.Rows = append(t.Rows, output.Row{Cells: cells})
		}
	}
	if len(t.Rows) > 0 {
		d.Table(t)
	}
}

// costsByCategory adds lines up where several make a category.
func costsByCategory(d *output.Document, r *study.Result) {
	c := r.WhoPays.Costs
	if len(c.Categories) < 2 || len(c.Lines) == len(c.Categories) {
		return
	}
	t := plannedAndProjected("by_category", output.Say("Cost by category, %s", r.Currency), output.Say("Category"))
	names := map[string]output.Text{"staff": output.Say("Staff"), "non_staff": output.Say("Non-staff"), "unsplit": output.Say("Not split")}
	for _, category := range c.Categories {
		addPlannedAndProjected(&t, names[category.Category], category.Planned, category.Projected)
	}
	d.Table(t)
}

func costsByService(d *output.Document, r *study.Result) {
	c := r.WhoPays.Costs
	if len(r.Services) < 2 {
		return
	}
	if len(c.Services) > len(r.Services) && c.Services[len(r.Services)].Planned.Total == c.Planned.Total {
		d.Note(output.Say("The scenario gives its costs for all services together; they cannot be told apart by service."))
		return
	}
	t := plannedAndProjected("by_service", output.Say("Cost by service, %s", r.Currency), output.Say("Service"))
	for _, s := range c.Services {
		name := output.Verbatim(s.Name)
		if s.Key == "" {
			name = output.Say("Common to all services")
		}
		addPlannedAndProjected(&t, name, s.Planned, s.Projected)
	}
	if last := c.Services[len(c.Services)-1]; last.Key == "" {
		t.Rows[len(t.Rows)-1].Cells[0].Notes = []int{d.Note(output.Say("Amounts that the scenario gives for all services together."))}
	}
	d.Table(t)
}

func plannedAndProjected(name string, caption, what output.Text) output.Table {
	return output.Table{Name: name, Caption: caption, Columns: []output.Column{
		{Heading: what, Wrap: true},
		{Heading: output.Say("Planned"), Numeric: true},
		{Heading: output.Say("Projected"), Numeric: true},
		{Heading: output.Say("80 %% range"), Numeric: true},
	}}
}

func addPlannedAndProjected(t *output.Table, name output.Text, planned study.PlannedFlow, projected study.Flow) {
	t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{
		text(name), number(planned.Total, output.Plain, 1), amountCell(projected.Total), rangeCell(projected.Total),
	}})
}

// unitCosts is the whole cost for each outcome.
func unitCosts(d *output.Document, r *study.Result) {
	projected := d.Note(output.Say("Expected cost for each expected outcome of the same time; not the mean of the single futures' cost for each, which few outcomes would dominate."))
	t := output.Table{Name: "unit_costs", Caption: output.Say("Cost of the whole plan for each outcome, %s", r.Currency), Columns: []output.Column{
		{Heading: output.Say("For each")},
		{Heading: output.Say("Planned"), Numeric: true},
		{Heading: output.Say("Projected"), Numeric: true, Notes: []int{projected}},
		{Heading: output.Say("80 %% range"), Numeric: true, Notes: []int{d.Note(output.Say("Of the futures that have such an outcome."))}},
		{Heading: output.Say("Futures that have one"), Numeric: true},
	}}
	names := map[string]output.Text{"engagements": output.Say("Engagement"), "job_starts": output.Say("Job start"), "sustainments_13w": output.Say("13-week sustainment")}
	for _, u := range r.WhoPays.Costs.Units {
		row := output.Row{Cells: []output.Cell{text(names[u.Of]), {}, {}, {}, number(u.Share, output.Share, 1)}}
		if u.Planned != nil {
			row.Cells[1] = number(*u.Planned, output.Plain, 1)
		}
		if u.Share > 0 {
			step := ownStep(u.Ratio, u.RatioMCSE, 1)
			row.Cells[2] = output.Cell{Number: &output.Number{Value: u.Ratio, Step: step, Error: u.RatioMCSE}}
			row.Cells[3] = text(output.Number{}.Span(endsOf(u.Distribution, step)))
		}
		t.Rows = append(t.Rows, row)
	}
	d.Table(t)
}
