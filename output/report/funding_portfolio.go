package report

import (
	"fmt"
	"strings"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// FundingPortfolio is several scenarios' money together.
func FundingPortfolio(p *study.Portfolio, settings *study.Settings) *output.Document {
	d := &output.Document{Title: "Portfolio: " + list(p.Names) + ": who pays"}
	years := plural(float64(p.Years), "year", "years")
	d.Paragraph(fmt.Sprintf("Added up over the %s that all of them plan, future by future; the countries' futures are independent. %s", years, simulated(settings)))
	if p.WhoPays == nil {
		d.Paragraph("The scenarios are in different currencies; their money is not added up.")
		return d
	}
	w := p.WhoPays
	d.Paragraph(portfolioHeadline(p))
	for _, f := range w.Disagreements {
		d.Paragraph(documentTotal(p, f))
	}
	rests := []int{d.Note("Rests on what each plan assumes of its funders and costs; `ipsplan funding` of each says what, and `ipsplan show` why.")}
	portfolioCountries(d, p, rests)
	portfolioYears(d, p, rests)
	portfolioKinds(d, p, rests)
	for _, basis := range p.Bases {
		d.Note(sentence(basis))
	}
	if p.PercentileAccuracy > 0 {
		d.Note(percentileNote(p.PercentileAccuracy))
	}
	return d
}

func portfolioHeadline(p *study.Portfolio) string {
	w := p.WhoPays
	amount := func(s study.Stat) string { return inCurrency(p.Currency, s.Mean, s.MCSE, s.SD) }
	s := fmt.Sprintf("Each under its first option shown, they are expected to cost %s, of which funders pay %s and %s is missing. Something is missing somewhere in %s of the futures.",
		amount(w.Cost.Total), amount(w.Funding.Total), amount(w.Gap.Total), output.Number{Value: w.ChanceOfGap.Total, Unit: output.Share, Step: 1}.Format())
	enough, _ := w.ClosingGap.Get("80")
	mcse, _ := w.ClosingGapError.Get("80")
	return s + fmt.Sprintf(" With %s more, free to go where it is missing, nothing would be missing in 80\u00a0%% of them.", inCurrency(p.Currency, enough, mcse, 1))
}

// documentTotal says what the document prints for all together and what its tables add up to.
func documentTotal(p *study.Portfolio, f study.Finding) string {
	money := func(x any) string {
		v, _ := x.(float64)
		return output.Number{Value: v, Unit: output.Unit(p.Currency), Step: 1}.Format()
	}
	s := fmt.Sprintf("The document prints %s as the %s (%s). Its tables add up to %s, which is what it should have printed.", money(f.Says), f.About, f.Where, money(f.Recomputed))
	if f.Note != "" {
		s += " " + sentence(f.Note)
	}
	return s
}

func portfolioCountries(d *output.Document, p *study.Portfolio, rests []int) {
	t := output.Table{Name: "countries", Caption: fmt.Sprintf("By country, %s, %s", plural(float64(p.Years), "year", "years"), p.Currency), Columns: []output.Column{
		{Heading: "Country", Wrap: true, Notes: rests},
		{Heading: "Option"},
		{Heading: "Planned cost", Numeric: true},
		{Heading: "Cost", Numeric: true},
		{Heading: "Funding", Numeric: true},
		{Heading: "Gap", Numeric: true},
		{Heading: "Chance of any gap", Numeric: true},
	}}
	for _, c := range p.WhoPays.Countries {
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{
			text(c.Title), text(c.Option), number(c.Planned.Total, output.Plain, 1), amountCell(c.Cost.Total), amountCell(c.Funding.Total), amountCell(c.Gap.Total),
			number(c.ChanceOfGap.Total, output.Share, 1),
		}})
	}
	w := p.WhoPays
	planned, _ := p.Planned.Get("total_cost")
	t.Rows = append(t.Rows, output.Row{Total: true, Cells: []output.Cell{
		text("Together"), text(""), number(planned.Total, output.Plain, 1), amountCell(w.Cost.Total), amountCell(w.Funding.Total), amountCell(w.Gap.Total),
		number(w.ChanceOfGap.Total, output.Share, 1),
	}})
	d.Table(t)
}

func portfolioYears(d *output.Document, p *study.Portfolio, rests []int) {
	w := p.WhoPays
	t := output.Table{Name: "by_year", Caption: "By year, " + p.Currency, Columns: yearColumns("Expected", p.Years)}
	t.Columns[0].Notes = rests
	row := func(name string, s study.Stats, group bool) {
		cells := []output.Cell{text(name)}
		for i := range periods(p.Years) {
			cells = append(cells, amountCell(at(s, i)))
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells, Group: group})
	}
	row("Cost", w.Cost, false)
	row("Committed funding", w.Committed, true)
	row("Likely funding", w.Likely, false)
	row("Hoped-for funding", w.HopedFor, false)
	row("Gap", w.Gap, true)
	t.Rows = append(t.Rows, figureRow("Chance of any gap", w.ChanceOfGap, output.Share, 1, p.Years))
	d.Table(t)
}

func portfolioKinds(d *output.Document, p *study.Portfolio, rests []int) {
	t := output.Table{Name: "kinds", Caption: "By kind of funder, " + p.Currency, Columns: []output.Column{
		{Heading: "Kind of funder", Notes: rests},
		{Heading: "Expected", Numeric: true},
		{Heading: "80 % range", Numeric: true},
		{Heading: "Of the cost", Numeric: true},
	}}
	cost := p.WhoPays.Cost.Total.Mean
	row := func(name string, s study.Stat) {
		cells := []output.Cell{text(name), amountCell(s), rangeCell(s), {}}
		if cost > 0 {
			cells[3] = number(s.Mean/cost, output.Share, 1)
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells})
	}
	for _, k := range p.WhoPays.Kinds {
		row(strings.TrimSuffix(sentence(k.Kind), "."), k.Total)
	}
	row("Missing", p.WhoPays.Gap.Total)
	t.Rows[len(t.Rows)-1].Group = true
	d.Table(t)
}
