package report

import (
	"slices"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// FundingPortfolio is several scenarios' money together.
func FundingPortfolio(p *study.Portfolio, settings *study.Settings, layout FundingLayout) *output.Document {
	d := &output.Document{Title: output.Say("Portfolio: %s: who pays", named(plansOf(p)))}
	d.Paragraph(output.Join(" ", addedUp(p), simulated(settings)))
	portfolioTables(d, p, layout.ByQuarter)
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
func portfolioTables(d *output.Document, p *study.Portfolio, byQuarter bool) {
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
	r := together(p)
	o := &r.WhoPays.Options[0]
	inOne := d.Note(output.Say("The needs of cash of all are added up in each future and quarter, as if paid from one purse: money in hand in one place stands against the need in another."))
	keyFigures(d, r, []output.Column{{Heading: output.Say("Together"), Numeric: true, Notes: slices.Concat(rests, []int{inOne})}})
	fundingYears(d, r, o, rests)
	portfolioKinds(d, p, rests)
	if byQuarter {
		fundingQuarters(d, r, o, rests)
	}
	fundingChart(d, r, o, rests)
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

// together is the money of all as that of one plan with one option.
func together(p *study.Portfolio) *study.Result {
	w := p.WhoPays
	o := study.OptionFunding{
		Cost: w.Cost, Funding: w.Funding, Gap: w.Gap, Committed: w.Committed, Likely: w.Likely, HopedFor: w.HopedFor,
		ChanceOfGap: w.ChanceOfGap, ChanceAbove: w.ChanceAbove, ClosingGap: w.ClosingGap, ClosingGapError: w.ClosingGapError,
		CashNeed: w.CashNeed, PeakCashNeed: w.PeakCashNeed, PeakQuarter: w.PeakQuarter, BridgingNeed: w.BridgingNeed, BridgingNeedOfAll: w.BridgingNeedOfAll,
	}
	return &study.Result{
		Currency: p.Currency, Years: p.Years,
		WhoPays: &study.WhoPays{Above: w.Above, AboveShare: w.AboveShare, Options: []study.OptionFunding{o}},
	}
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
