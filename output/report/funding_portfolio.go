package report

import (
	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// FundingPortfolio is several scenarios' money together.
func FundingPortfolio(p *study.Portfolio, settings *study.Settings) *output.Document {
	d := &output.Document{Title: output.Say("Portfolio: %s: who pays", named(p.Names))}
	d.Paragraph(output.Join(" ", addedUp(p), simulated(settings)))
	portfolioTables(d, p)
	if p.WhoPays == nil {
		return d
	}
	for _, basis := range p.Bases {
		d.Note(said(basis).Sentence())
	}
	if p.PercentileAccuracy > 0 {
		d.Note(percentileNote(p.PercentileAccuracy))
	}
	return d
}

// portfolioTables are the headline and the tables, or why there are none.
func portfolioTables(d *output.Document, p *study.Portfolio) {
	if p.WhoPays == nil {
		d.Paragraph(output.Say("The scenarios are in different currencies; their money is not added up."))
		return
	}
	d.Paragraph(portfolioHeadline(p))
	for _, f := range p.WhoPays.Disagreements {
		d.Paragraph(documentTotal(p, f))
	}
	rests := []int{d.Note(output.Say("Rests on what each plan assumes of its funders and costs; `ipsplan funding` of each says what, and `ipsplan show` why."))}
	portfolioCountries(d, p, rests)
	portfolioYears(d, p, rests)
	portfolioKinds(d, p, rests)
}

func portfolioHeadline(p *study.Portfolio) output.Text {
	w := p.WhoPays
	amount := func(s study.Stat) output.Number { return inCurrency(p.Currency, s.Mean, s.MCSE, s.SD) }
	s := output.Say("Each under its first option shown, they are expected to cost %s, of which funders pay %s and %s is missing. Something is missing somewhere in %s of the futures.",
		amount(w.Cost.Total), amount(w.Funding.Total), amount(w.Gap.Total), output.Number{Value: w.ChanceOfGap.Total, Unit: output.Share, Step: 1})
	enough, _ := w.ClosingGap.Get("80")
	mcse, _ := w.ClosingGapError.Get("80")
	return output.Join(" ", s, output.Say("With %s more, free to go where it is missing, nothing would be missing in 80\u00a0%% of them.", inCurrency(p.Currency, enough, mcse, 1)))
}

// documentTotal says what the document prints for all together and what its tables add up to.
func documentTotal(p *study.Portfolio, f study.Finding) output.Text {
	money := func(x any) output.Number {
		v, _ := x.(float64)
		return output.Number{Value: v, Unit: output.Unit(p.Currency), Step: 1}
	}
	s := output.Say("The document prints %s as the %s (%s). Its tables add up to %s, which is what it should have printed.", money(f.Says), said(f.About), said(f.Where), money(f.Recomputed))
	return output.Join(" ", s, output.Verbatim(f.Note).Sentence())
}

func portfolioCountries(d *output.Document, p *study.Portfolio, rests []int) {
	t := output.Table{Name: "countries", Caption: output.Say("By country, %s {year|years}, %s", count(p.Years), p.Currency), Columns: []output.Column{
		{Heading: output.Say("Country"), Wrap: true, Notes: rests},
		{Heading: output.Say("Option")},
		{Heading: output.Say("Planned cost"), Numeric: true},
		{Heading: output.Say("Cost"), Numeric: true},
		{Heading: output.Say("Funding"), Numeric: true},
		{Heading: output.Say("Gap"), Numeric: true},
		{Heading: output.Say("Chance of any gap"), Numeric: true},
	}}
	for _, c := range p.WhoPays.Countries {
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{
			verbatim(c.Title), verbatim(c.Option), number(c.Planned.Total, output.Plain, 1), amountCell(c.Cost.Total), amountCell(c.Funding.Total), amountCell(c.Gap.Total),
			number(c.ChanceOfGap.Total, output.Share, 1),
		}})
	}
	w := p.WhoPays
	planned, _ := p.Planned.Get("total_cost")
	t.Rows = append(t.Rows, output.Row{Total: true, Cells: []output.Cell{
		text(output.Say("Together")),
		{},
		number(planned.Total, output.Plain, 1), amountCell(w.Cost.Total), amountCell(w.Funding.Total), amountCell(w.Gap.Total),
		number(w.ChanceOfGap.Total, output.Share, 1),
	}})
	d.Table(t)
}

func portfolioYears(d *output.Document, p *study.Portfolio, rests []int) {
	w := p.WhoPays
	t := output.Table{Name: "by_year", Caption: output.Say("By year, %s", p.Currency), Columns: yearColumns(output.Say("Expected"), p.Years)}
	t.Columns[0].Notes = rests
	row := func(name output.Text, s study.Stats, group bool) {
		cells := []output.Cell{text(name)}
		for i := range periods(p.Years) {
			cells = append(cells, amountCell(at(s, i)))
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells, Group: group})
	}
	row(output.Say("Cost"), w.Cost, false)
	row(output.Say("Committed funding"), w.Committed, true)
	row(output.Say("Likely funding"), w.Likely, false)
	row(output.Say("Hoped-for funding"), w.HopedFor, false)
	row(output.Say("Gap"), w.Gap, true)
	t.Rows = append(t.Rows, figureRow(output.Say("Chance of any gap"), w.ChanceOfGap, output.Share, 1, p.Years))
	d.Table(t)
}

func portfolioKinds(d *output.Document, p *study.Portfolio, rests []int) {
	t := output.Table{Name: "kinds", Caption: output.Say("By kind of funder, %s", p.Currency), Columns: []output.Column{
		{Heading: output.Say("Kind of funder"), Notes: rests},
		{Heading: output.Say("Expected"), Numeric: true},
		{Heading: output.Say("80 %% range"), Numeric: true},
		{Heading: output.Say("Of the cost"), Numeric: true},
	}}
	cost := p.WhoPays.Cost.Total.Mean
	row := func(name output.Text, s study.Stat) {
		cells := []output.Cell{text(name), amountCell(s), rangeCell(s), {}}
		if cost > 0 {
			cells[3] = number(s.Mean/cost, output.Share, 1)
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells})
	}
	for _, k := range p.WhoPays.Kinds {
		row(word(k.Kind).Capital(), k.Total)
	}
	row(output.Say("Missing"), p.WhoPays.Gap.Total)
	t.Rows[len(t.Rows)-1].Group = true
	d.Table(t)
}
