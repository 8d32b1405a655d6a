package report

import (
	"slices"
	"strings"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// FundingLayout says how much of it Funding shows.
type FundingLayout struct {
	// ByQuarter adds a table by quarter to each option.
	ByQuarter bool
	// Details are shown of every option instead of the first alone: cost lines and the chart.
	Details bool
}

// Funding is what a scenario costs, who pays and what is missing, under one or several options.
func Funding(r *study.Result, settings *study.Settings, layout FundingLayout) *output.Document {
	d := &output.Document{Title: output.Say("%s: who pays", r.Title)}
	d.Paragraph(output.Join(" ", opening(r), simulated(settings)))
	changes(d, r)
	w := r.WhoPays
	if len(w.Costs.Lines) == 0 {
		d.Paragraph(output.Say("The scenario names no costs, so there is nothing to pay for."))
		return d
	}
	d.Paragraph(fundingHeadline(r))
	fundingOptions(d, r)
	fundingBases(d, r)
	for i := range w.Options {
		o := &w.Options[i]
		if len(w.Options) > 1 {
			d.Heading(2, optionTitle(o))
		}
		fundingSources(d, r, o)
		fundingYears(d, r, o, rests(d, w, o))
		if layout.ByQuarter {
			fundingQuarters(d, r, o, rests(d, w, o))
		}
		if i == 0 || layout.Details {
			fundingByFunder(d, r, o)
			fundingLines(d, r, o)
			fundingChart(d, r, o, rests(d, w, o))
		}
	}
	if len(w.Options) > 1 {
		d.Heading(2, output.Say("What it costs, whoever pays"))
	}
	fundingCosts(d, r, layout.ByQuarter)
	fundingNotes(d, r, settings)
	return d
}

// FundingCharts are the names of the charts that Funding may hold.
func FundingCharts() []string { return []string{fundingChartName} }

// optionTitle names an option by its key, which the command line takes, and its name.
func optionTitle(o *study.OptionFunding) output.Text {
	if o.Key == "" {
		return output.Say("All funders")
	}
	return output.Say("Option %s: %s", o.Key, o.Name)
}

// optionHeading is the option's key, above a column of its own.
func optionHeading(o *study.OptionFunding) output.Text {
	if o.Key == "" {
		return output.Say("All funders")
	}
	return output.Verbatim(o.Key)
}

// rests says on which assumptions an option's cost, funding and gap rest: those of the cost and those of its funders.
func rests(d *output.Document, w *study.WhoPays, o *study.OptionFunding) []int {
	return assumedNote(d, slices.Concat(w.Costs.Assumed, o.Assumed))
}

// fundingHeadline says in a few sentences what the first option comes to.
func fundingHeadline(r *study.Result) output.Text {
	o := &r.WhoPays.Options[0]
	amount := func(s study.Stat) output.Number { return inCurrency(r.Currency, s.Mean, s.MCSE, s.SD) }
	if len(o.Sources) == 0 {
		return output.Say("The %s {year is|years are} expected to cost %s. No funder is named, so all of it is missing.", count(r.Years), amount(o.Cost.Total))
	}
	under := output.Say("With the funders named here")
	if o.Name != "" {
		under = output.Say("Under option %s, %s", o.Key, output.Quoted(o.Name))
	}
	s := output.Say("%[2]s: the %[1]s {year is|years are} expected to cost %[3]s, of which funders pay %[4]s and %[5]s is missing.",
		count(r.Years), under, amount(o.Cost.Total), amount(o.Funding.Total), amount(o.Gap.Total))
	nothing := 1 - o.ChanceOfGap.Total
	switch nothing {
	case 1:
		return output.Join(" ", s, output.Say("Nothing is missing in any of the futures."))
	case 0:
		s = output.Join(" ", s, output.Say("Something is missing in every future."))
	default:
		s = output.Join(" ", s, output.Say("Nothing is missing in %s of the futures.", output.Number{Value: nothing, Unit: output.Share, Step: 1}))
	}
	enough, mcse := closing(o, "80")
	if enough == 0 {
		return s
	}
	return output.Join(" ", s, output.Say("With %s more, nothing would be missing in 80\u00a0%% of them.", inCurrency(r.Currency, enough, mcse, 1)))
}

// inCurrency is an amount with its currency, rounded to what its error can bear; what does not differ between draws (sd 0) to the unit.
func inCurrency(currency string, amount, mcse, sd float64) output.Number {
	return output.Number{Value: amount, Unit: output.Unit(currency), Step: amountStep(amount, mcse, sd)}
}

func amountStep(amount, mcse, sd float64) float64 {
	if sd == 0 {
		return 1 // certain
	}
	return ownStep(amount, mcse, 100)
}

func closing(o *study.OptionFunding, certainty string) (enough, mcse float64) {
	enough, _ = o.ClosingGap.Get(certainty)
	mcse, _ = o.ClosingGapError.Get(certainty)
	return enough, mcse
}

// amountCell is an expected amount.
func amountCell(s study.Stat) output.Cell { return amountOf(s.Mean, s.MCSE, s.SD) }

func amountOf(amount, mcse, sd float64) output.Cell {
	return output.Cell{Number: &output.Number{Value: amount, Step: amountStep(amount, mcse, sd), Error: mcse}}
}

// rangeCell is the 80 % range of an amount.
func rangeCell(s study.Stat) output.Cell {
	if s.SD == 0 {
		return output.Cell{}
	}
	return text(output.Number{}.Span(endsOf(s, amountStep(s.Mean, s.MCSE, s.SD))))
}

// fundingOptions is the table of the key figures, with one column for each option.
func fundingOptions(d *output.Document, r *study.Result) {
	var columns []output.Column
	for i := range r.WhoPays.Options {
		o := &r.WhoPays.Options[i]
		columns = append(columns, output.Column{Heading: optionHeading(o), Numeric: true, Notes: rests(d, r.WhoPays, o)})
	}
	keyFigures(d, r, columns)
}

// keyFigures is the table of the key figures, with the columns of the options.
func keyFigures(d *output.Document, r *study.Result, options []output.Column) {
	w := r.WhoPays
	caption := output.Say("Key figures over %s {year|years}, %s", count(r.Years), r.Currency)
	if len(w.Options) > 1 {
		caption = output.Say("The options side by side over %s {year|years}, %s", count(r.Years), r.Currency)
	}
	t := output.Table{Name: "options", Caption: caption, Columns: append([]output.Column{{Wrap: true}}, options...)}
	row := func(group bool, name, note output.Text, of func(o *study.OptionFunding) output.Cell) {
		cells := []output.Cell{text(name)}
		if !note.IsEmpty() {
			cells[0].Notes = []int{d.Note(note)}
		}
		for i := range w.Options {
			cells = append(cells, of(&w.Options[i]))
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells, Group: group})
	}
	expected := output.Say("Expected: the mean of all simulated futures, those in which a funder does not come included. So are the needs of cash below.")
	row(false, output.Say("Cost"), expected, func(o *study.OptionFunding) output.Cell { return amountCell(o.Cost.Total) })
	row(false, output.Say("Funding"), expected, func(o *study.OptionFunding) output.Cell { return amountCell(o.Funding.Total) })
	row(true, output.Say("Gap"), expected, func(o *study.OptionFunding) output.Cell { return amountCell(o.Gap.Total) })
	gapRows(row, w)
	bridged := output.Say("Cost that is funded, but whose money has not come yet, at its highest. Of committed money alone, which comes late; and of all money that comes.")
	row(true, output.Say("Bridging need, committed money"), bridged, func(o *study.OptionFunding) output.Cell { return amountCell(o.BridgingNeed) })
	row(false, output.Say("Bridging need, all money"), bridged, func(o *study.OptionFunding) output.Cell { return amountCell(o.BridgingNeedOfAll) })
	row(false, output.Say("Peak cash need"), output.Say("All costs so far less all money received so far, at its highest, when a quarter's costs have been paid: the gap so far and what is to be bridged. The gap is part of it; money that never comes cannot be bridged."),
		func(o *study.OptionFunding) output.Cell { return amountCell(o.PeakCashNeed) })
	row(false, output.Say("Peak cash in the worst tenth, at least"), output.Text{}, func(o *study.OptionFunding) output.Cell {
		return amountOf(o.PeakCashNeed.P90, o.PeakCashNeed.P90Error, o.PeakCashNeed.SD)
	})
	row(false, output.Say("The peak falls most often in"), output.Say("The first quarter in which the need is within 1\u00a0%% of its largest, so that no cent of rounding decides between quarters that are alike. The quarter of the most futures, with their share."), func(o *study.OptionFunding) output.Cell { return text(mostOften(&o.PeakQuarter)) })
	if slices.ContainsFunc(w.Options, func(o study.OptionFunding) bool { return o.AfterHorizon.Mean > 0 }) {
		row(false, output.Say("Comes after the plan's last quarter"), output.Say("Money for cost within the plan's years that comes when they are over."), func(o *study.OptionFunding) output.Cell { return amountCell(o.AfterHorizon) })
	}
	if slices.ContainsFunc(w.Options, func(o study.OptionFunding) bool { return o.Surplus.Total.Mean > 0 }) {
		row(true, output.Say("Offered and not used"), output.Text{}, func(o *study.OptionFunding) output.Cell { return amountCell(o.Surplus.Total) })
	}
	outlayRows(row, w)
	againstRows(row, w)
	d.Table(t)
}

// outlayRows compare options on public outlay where one of them has an outcomes contract.
func outlayRows(row func(bool, output.Text, output.Text, func(o *study.OptionFunding) output.Cell), w *study.WhoPays) {
	hasContract := func(o study.OptionFunding) bool { return o.Contract != nil }
	if !slices.ContainsFunc(w.Options, hasContract) {
		return
	}
	row(true, output.Say("Public outlay"), output.Say("What public funders and outcome payers pay: of an outcomes contract all payments, also those after the plan's years, less what is paid back. Foundations, own funds and lost capital are not in it."),
		func(o *study.OptionFunding) output.Cell { return amountCell(o.PublicOutlay) })
	beyond := output.Say("What the contract's payments pay beside the plan's cost, on average over all futures, those without the contract included. `ipsplan contract` says more.")
	of := func(what func(c *study.BeyondCost) study.Stat) func(o *study.OptionFunding) output.Cell {
		return func(o *study.OptionFunding) output.Cell {
			if o.Contract == nil {
				return output.Cell{}
			}
			return amountCell(what(o.Contract))
		}
	}
	row(false, output.Say("\u00a0\u00a0of which fees of the contract"), beyond, of(func(c *study.BeyondCost) study.Stat { return c.Fees }))
	row(false, output.Say("\u00a0\u00a0of which the investor's return"), beyond, of(func(c *study.BeyondCost) study.Stat { return c.Return }))
	row(false, output.Say("\u00a0\u00a0of which support after the plan, and margin"), beyond, of(func(c *study.BeyondCost) study.Stat { return c.Later }))
}

// gapRows are the rows of the gap's distribution.
func gapRows(row func(bool, output.Text, output.Text, func(o *study.OptionFunding) output.Cell), w *study.WhoPays) {
	gap := func(o *study.OptionFunding) study.Stat { return o.Gap.Total }
	jumps := output.Text{}
	if slices.ContainsFunc(w.Options, func(o study.OptionFunding) bool { return o.Gap.Total.SD > 0 }) {
		jumps = output.Say("The gap depends on which funders come and so jumps between few amounts; where a jump lies near a tenth of the futures, or near the middle, another seed may print the amount on its other side.")
	}
	row(false, output.Say("Gap in the best tenth, at most"), jumps, func(o *study.OptionFunding) output.Cell { return amountOf(gap(o).P10, gap(o).P10Error, gap(o).SD) })
	row(false, output.Say("Gap in the middle future"), jumps, func(o *study.OptionFunding) output.Cell { return amountOf(gap(o).P50, gap(o).P50Error, gap(o).SD) })
	row(false, output.Say("Gap in the worst tenth, at least"), jumps, func(o *study.OptionFunding) output.Cell { return amountOf(gap(o).P90, gap(o).P90Error, gap(o).SD) })
	row(true, output.Say("Chance of any gap"), output.Text{}, func(o *study.OptionFunding) output.Cell { return number(o.ChanceOfGap.Total, output.Share, 1) })
	above := output.Say("The amount that `--above` names.")
	if w.AboveShare > 0 {
		above = output.Say("A tenth of the planned cost; `--above` names another amount.")
	}
	row(false, output.Say("Chance of a gap above %s", output.Number{Value: w.Above, Step: 1}), above, func(o *study.OptionFunding) output.Cell { return number(o.ChanceAbove, output.Share, 1) })
	for _, certainty := range []string{"80", "95"} {
		row(false, output.Say("Closes the gap in %s\u00a0%% of futures", certainty), output.Say("The smallest gap that so many of the futures do not exceed: money on top that leaves nothing missing in them."), func(o *study.OptionFunding) output.Cell {
			enough, mcse := closing(o, certainty)
			return amountOf(enough, mcse, o.Gap.Total.SD)
		})
	}
}

// againstRows hold the options against the first one, future by future.
func againstRows(row func(bool, output.Text, output.Text, func(o *study.OptionFunding) output.Cell), w *study.WhoPays) {
	if len(w.Options) < 2 {
		return
	}
	first := w.Options[0].Key
	against := func(of func(a *study.Against) output.Cell) func(o *study.OptionFunding) output.Cell {
		return func(o *study.OptionFunding) output.Cell {
			if o.Against == nil {
				return output.Cell{}
			}
			return of(o.Against)
		}
	}
	paired := output.Say("In the same simulated futures, with the same people, cost and decisions of funders.")
	row(true, output.Say("Gap, more than %s", first), paired, against(func(a *study.Against) output.Cell { return signedAmount(study.Stat{Estimate: a.Gap.Total.Estimate}) }))
	row(false, output.Say("Funding, more than %s", first), paired, against(func(a *study.Against) output.Cell {
		return signedAmount(study.Stat{Estimate: a.Funding.Total.Estimate})
	}))
	row(false, output.Say("Chance of a smaller gap than %s", first), output.Text{}, against(func(a *study.Against) output.Cell { return number(a.Gap.Total.Lower, output.Share, 1) }))
	row(false, output.Say("Chance of a larger gap than %s", first), output.Text{}, against(func(a *study.Against) output.Cell { return number(a.Gap.Total.Higher, output.Share, 1) }))
}

// mostOften names the quarter in which something falls most often, and its share of the futures.
func mostOften(q *study.Quarters) output.Text {
	if q.Most == 0 {
		return output.Say("none")
	}
	return output.Say("%s (%s)", quarterName(q.Most-1), output.Number{Value: q.Share, Unit: output.Share, Step: 1})
}

func quarterName(q int) output.Text { return output.Say("Y%d\u00a0Q%d", q/4+1, q%4+1) }

// fundingSources is the table of an option's funders.
func fundingSources(d *output.Document, r *study.Result, o *study.OptionFunding) {
	if len(o.Sources) == 0 {
		return
	}
	planned := d.Note(output.Say("What it pays of the planned cost if every funder of the option comes, save those that cannot come together with the others."))
	expected := d.Note(output.Say("Expected over all simulated futures, those in which the funder does not come included. Sources pay in this order, each no more than those before it left unpaid."))
	t := output.Table{Name: "funders", Caption: output.Say("Who pays, %s", r.Currency), Columns: []output.Column{
		{Heading: output.Say("Funder"), Wrap: true},
		{Heading: output.Say("Status")},
		{Heading: output.Say("Chance"), Numeric: true},
		{Heading: output.Say("Planned"), Numeric: true, Notes: []int{planned}},
		{Heading: output.Say("Expected"), Numeric: true, Notes: []int{expected}},
		{Heading: output.Say("80 %% range"), Numeric: true},
	}}
	for _, s := range o.Sources {
		name := funder(s.Name, s.Kind)
		if s.InKind {
			name.Text = output.Say("%s, in kind", s.Name)
		}
		if s.ByContract {
			name.Notes = []int{d.Note(output.Say("By the outcomes contract: its payments pay the cost that it carries as far as they go, the oldest first, and capital that is lost pays its part; what neither pays is missing."))}
		}
		if len(s.RestOf) > 0 {
			name.Notes = []int{d.Note(output.Say("Covers what %s would leave, and no more than that where that money does not come.", output.And(each(s.RestOf, quoted)...)))}
		}
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{
			name, text(word(s.Status)), number(s.Chance, output.Share, 1),
			number(s.Planned.Total, output.Plain, 1), amountCell(s.Total), rangeCell(s.Total),
		}})
	}
	t.Columns[0].Notes = rests(d, r.WhoPays, o)
	dropBlankEnd(&t)
	d.Table(t)
}

// quoted is a name in quotation marks, as it may hold commas and colons.
func quoted(name string) output.Text { return output.Say("%s", output.Quoted(name)) }

// dropBlankEnd drops the last column where it says nothing: the ranges of what is certain.
func dropBlankEnd(t *output.Table) {
	at := len(t.Columns) - 1
	if slices.ContainsFunc(t.Rows, func(r output.Row) bool { return r.Cells[at].Format() != "" }) {
		return
	}
	t.Columns = t.Columns[:at]
	for i := range t.Rows {
		t.Rows[i].Cells = t.Rows[i].Cells[:at]
	}
}

// assumedNote says which of the inputs that something rests on are assumed, if any are.
func assumedNote(d *output.Document, paths []string) []int {
	if len(paths) == 0 {
		return nil
	}
	var kinds []string
	of := map[string][]string{}
	for _, path := range paths {
		parts := strings.SplitN(path, ".", 3) // funding.region_1.covers.share
		kind, key := parts[len(parts)-1], ""
		switch {
		case parts[0] == "contract": // which is one, and its terms are of more parts
			kind = path
		case len(parts) == 3:
			key = parts[1]
		}
		if _, seen := of[kind]; !seen {
			kinds = append(kinds, kind)
		}
		of[kind] = append(of[kind], key)
	}
	rests := each(kinds, func(kind string) output.Text {
		if of[kind][0] == "" {
			return output.Verbatim(kind)
		}
		return output.Say("%s of %s", kind, named(of[kind]))
	})
	return []int{d.Note(restsOn(output.Join("; ", rests...)))}
}

// fundingYears is an option's cost, funding by firmness and gap, by year.
func fundingYears(d *output.Document, r *study.Result, o *study.OptionFunding, restsOn []int) {
	t := output.Table{Name: "by_year", Caption: output.Say("By year, %s", r.Currency), Columns: yearColumns(output.Say("Expected"), r.Years)}
	t.Columns[0].Notes = restsOn
	row := func(name output.Text, f study.Flow, group bool) *output.Row {
		cells := []output.Cell{text(name)}
		for i := range periods(r.Years) {
			cells = append(cells, amountCell(at(study.Stats{ByYear: f.ByYear, Total: f.Total}, i)))
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells, Group: group})
		return &t.Rows[len(t.Rows)-1]
	}
	row(output.Say("Cost"), o.Cost, false)
	firm := d.Note(output.Say("Committed is secured or agreed, likely is in talks, hoped-for is the rest. Likely funding is what it adds to the committed, hoped-for funding what it adds to both."))
	row(output.Say("Committed funding"), o.Committed, true).Cells[0].Notes = []int{firm}
	row(output.Say("Likely funding"), o.Likely, false).Cells[0].Notes = []int{firm}
	row(output.Say("Hoped-for funding"), o.HopedFor, false).Cells[0].Notes = []int{firm}
	row(output.Say("Gap"), o.Gap, true)
	t.Rows = append(t.Rows, figureRow(output.Say("Chance of any gap"), o.ChanceOfGap, output.Share, 1, r.Years))
	d.Table(t)
}

// fundingByFunder is what each funder pays by year.
func fundingByFunder(d *output.Document, r *study.Result, o *study.OptionFunding) {
	if len(o.Sources) == 0 || r.Years == 1 {
		return
	}
	t := output.Table{Name: "by_funder", Caption: output.Say("Expected from each funder by year, %s", r.Currency), Columns: yearColumns(output.Say("Funder"), r.Years)}
	t.Columns[0].Wrap, t.Columns[0].Notes = true, rests(d, r.WhoPays, o)
	for _, s := range o.Sources {
		cells := []output.Cell{funder(s.Name, s.Kind)}
		for i := range periods(r.Years) {
			cells = append(cells, amountCell(at(study.Stats{ByYear: s.ByYear, Total: s.Total}, i)))
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells})
	}
	d.Table(t)
}

// fundingLines is what is paid and missing of each cost line, and by whom it is paid.
func fundingLines(d *output.Document, r *study.Result, o *study.OptionFunding) {
	if len(o.Lines) < 2 {
		return
	}
	t := output.Table{Name: "by_line", Caption: output.Say("Expected, by cost line, %s", r.Currency), Columns: []output.Column{
		{Heading: output.Say("Cost line"), Wrap: true, Notes: rests(d, r.WhoPays, o)},
		{Heading: output.Say("Cost"), Numeric: true},
		{Heading: output.Say("Funding"), Numeric: true},
		{Heading: output.Say("Gap"), Numeric: true},
		{Heading: output.Say("Chance of any gap"), Numeric: true},
	}}
	for _, l := range o.Lines {
		var payers []output.Row
		for _, s := range o.Sources {
			for _, covered := range s.Lines {
				if covered.Key == l.Key {
					payers = append(payers, output.Row{Cells: []output.Cell{text(output.Join("", output.Verbatim(setIn), funder(s.Name, s.Kind).Text)), {}, amountCell(covered.Total), {}, {}}})
				}
			}
		}
		t.Rows = append(t.Rows, output.Row{Group: len(t.Rows) > 0, Cells: []output.Cell{
			verbatim(l.Name), amountCell(l.Cost.Total), amountCell(l.Funding.Total), amountCell(l.Gap.Total), number(l.ChanceOfGap.Total, output.Share, 1),
		}})
		if len(o.Sources) > 1 {
			t.Rows = append(t.Rows, payers...)
		}
	}
	d.Table(t)
}

// fundingQuarters is an option by quarter.
func fundingQuarters(d *output.Document, r *study.Result, o *study.OptionFunding, restsOn []int) {
	need := d.Note(output.Say("All costs so far less all money received so far, when the quarter's costs have been paid; below zero where there is money in hand."))
	t := output.Table{Name: "by_quarter", Caption: output.Say("Expected, by quarter, %s", r.Currency), Columns: []output.Column{
		{Heading: output.Say("Quarter"), Notes: restsOn},
		{Heading: output.Say("Cost"), Numeric: true},
		{Heading: output.Say("Funding"), Numeric: true},
		{Heading: output.Say("Gap"), Numeric: true},
		{Heading: output.Say("Cash need"), Numeric: true, Notes: []int{need}},
		{Heading: output.Say("80 %% range"), Numeric: true},
	}}
	for q := range o.Cost.ByQuarter {
		t.Rows = append(t.Rows, output.Row{Group: q > 0 && q%4 == 0, Cells: []output.Cell{
			text(quarterName(q)), amountCell(o.Cost.ByQuarter[q]), amountCell(o.Funding.ByQuarter[q]), amountCell(o.Gap.ByQuarter[q]),
			amountCell(o.CashNeed[q]), rangeCell(o.CashNeed[q]),
		}})
	}
	dropBlankEnd(&t)
	d.Table(t)
}

const fundingChartName = "funding_by_quarter"

// fundingChart draws cost against funding by quarter.
func fundingChart(d *output.Document, r *study.Result, o *study.OptionFunding, restsOn []int) {
	c := output.Chart{
		Name: fundingChartName, Title: output.Say("Cost against expected funding, by quarter"), Alternative: fundingInWords(r, o),
		Positions: output.Axis{Title: output.Say("Quarter")}, Values: output.Axis{Title: output.Say("Amount in a quarter (%s)", r.Currency)},
		Notes: restsOn,
	}
	if o.Key != "" {
		c.Title = output.Say("Cost against expected funding, by quarter: option %s", o.Key)
	}
	committed, likely, hopedFor := output.Bars{Name: output.Say("Committed funding")}, output.Bars{Name: output.Say("Likely")}, output.Bars{Name: output.Say("Hoped-for")}
	cost, band := output.Line{Name: output.Say("Cost, expected")}, output.Band{Name: output.Say("Cost, 80 %% range")}
	for q, s := range o.Cost.ByQuarter {
		c.Positions.Labels = append(c.Positions.Labels, quarterName(q))
		committed.Values = append(committed.Values, o.Committed.ByQuarter[q].Mean)
		likely.Values = append(likely.Values, o.Likely.ByQuarter[q].Mean)
		hopedFor.Values = append(hopedFor.Values, o.HopedFor.ByQuarter[q].Mean)
		c.Values.Step = max(c.Values.Step, amountStep(s.Mean, s.MCSE, s.SD))
		cost.Values, band.Ranges = append(cost.Values, s.Mean), append(band.Ranges, output.Range{Low: s.P10, High: s.P90})
	}
	c.Series = []output.Series{committed, likely, hopedFor, cost} // all bars always, so that a look stands for the same in every chart
	if slices.ContainsFunc(o.Cost.ByQuarter, func(s study.Stat) bool { return s.SD > 0 }) {
		c.Series = slices.Insert(c.Series, 0, output.Series(band)) // not of a cost that is certain
	}
	d.Chart(c)
}

// fundingInWords says in a sentence what the chart shows.
func fundingInWords(r *study.Result, o *study.OptionFunding) output.Text {
	amount := func(s study.Stat) output.Number { return inCurrency(r.Currency, s.Mean, s.MCSE, s.SD) }
	least, most := 0, 0
	for q, s := range o.Gap.ByQuarter {
		if s.Mean < o.Gap.ByQuarter[least].Mean {
			least = q
		}
		if s.Mean > o.Gap.ByQuarter[most].Mean {
			most = q
		}
	}
	return output.Say("Of an expected cost of %[2]s over %[1]s {year|years}, funders pay %[3]s; the expected gap of a quarter is from %[4]s in %[5]s to %[6]s in %[7]s.",
		count(r.Years), amount(o.Cost.Total), amount(o.Funding.Total),
		amount(o.Gap.ByQuarter[least]), quarterName(least), amount(o.Gap.ByQuarter[most]), quarterName(most))
}

// fundingNotes adds what the reader must know beside the tables.
func fundingNotes(d *output.Document, r *study.Result, settings *study.Settings) {
	gap := r.WhoPays.Options[0].Gap.Total
	if gap.MCSE > 0 {
		d.Note(output.Say("Monte Carlo error: of %s simulated {future|futures}, the expected gap is known to within ±%s (two standard errors). Each figure is rounded to what its own error can bear; rounded figures need not add up.",
			count(settings.Replications), output.Number{Value: 2 * gap.MCSE, Unit: output.Unit(r.Currency), Step: stepFor(1, gap.MCSE/10)}))
	}
	if r.PercentileAccuracy > 0 {
		d.Note(percentileNote(r.PercentileAccuracy))
	}
	remarks(d, r)
	warnings(d, r)
}
