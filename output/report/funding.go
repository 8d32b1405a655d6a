package report

import (
	"fmt"
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
	d := &output.Document{Title: r.Title + ": who pays"}
	d.Paragraph(opening(r) + " " + simulated(settings))
	changes(d, r)
	w := r.WhoPays
	if len(w.Costs.Lines) == 0 {
		d.Paragraph("The scenario names no costs, so there is nothing to pay for.")
		return d
	}
	d.Paragraph(fundingHeadline(r))
	fundingOptions(d, r)
	for i := range w.Options {
		o := &w.Options[i]
		if len(w.Options) > 1 {
			d.Heading(2, optionTitle(o))
		}
		fundingSources(d, r, o)
		fundingYears(d, r, o)
		if layout.ByQuarter {
			fundingQuarters(d, r, o)
		}
		if i == 0 || layout.Details {
			fundingByFunder(d, r, o)
			fundingLines(d, r, o)
			fundingChart(d, r, o)
		}
	}
	if len(w.Options) > 1 {
		d.Heading(2, "What it costs, whoever pays")
	}
	fundingCosts(d, r, layout.ByQuarter)
	fundingNotes(d, r, settings)
	return d
}

// FundingCharts are the names of the charts that Funding may hold.
func FundingCharts() []string { return []string{fundingChartName} }

// optionTitle names an option by its key, which the command line takes, and its name.
func optionTitle(o *study.OptionFunding) string {
	if o.Key == "" {
		return "All funders"
	}
	return "Option " + o.Key + ": " + o.Name
}

// fundingHeadline says in a few sentences what the first option comes to.
func fundingHeadline(r *study.Result) string {
	o := &r.WhoPays.Options[0]
	amount := func(s study.Stat) string { return inCurrency(r.Currency, s.Mean, s.MCSE, s.SD) }
	over := plural(float64(r.Years), "year is", "years are")
	if len(o.Sources) == 0 {
		return fmt.Sprintf("The %s expected to cost %s. No funder is named, so all of it is missing.", over, amount(o.Cost.Total))
	}
	under := "With the funders named here"
	if o.Name != "" {
		under = fmt.Sprintf("Under option %s, %q", o.Key, o.Name)
	}
	s := fmt.Sprintf("%s: the %s expected to cost %s, of which funders pay %s and %s is missing.",
		under, over, amount(o.Cost.Total), amount(o.Funding.Total), amount(o.Gap.Total))
	nothing := 1 - o.ChanceOfGap.Total
	switch nothing {
	case 1:
		return s + " Nothing is missing in any of the futures."
	case 0:
		s += " Something is missing in every future."
	default:
		s += fmt.Sprintf(" Nothing is missing in %s of the futures.", output.Number{Value: nothing, Unit: output.Share, Step: 1}.Format())
	}
	enough, mcse := closing(o, "80")
	if enough == 0 {
		return s
	}
	return s + fmt.Sprintf(" With %s more, nothing would be missing in 80\u00a0%% of them.", inCurrency(r.Currency, enough, mcse, 1))
}

// inCurrency prints an amount with its currency, rounded to what its error can bear; what does not differ between draws (sd 0) to the unit.
func inCurrency(currency string, amount, mcse, sd float64) string {
	return output.Number{Value: amount, Unit: output.Unit(currency), Step: amountStep(amount, mcse, sd)}.Format()
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
		return text("")
	}
	return text(output.Number{}.FormatRange(endsOf(s, amountStep(s.Mean, s.MCSE, s.SD))))
}

// fundingOptions is the table of the key figures, with one column for each option.
func fundingOptions(d *output.Document, r *study.Result) {
	w := r.WhoPays
	caption := "Key figures over " + plural(float64(r.Years), "year", "years") + ", " + r.Currency
	if len(w.Options) > 1 {
		caption = "The options side by side over " + plural(float64(r.Years), "year", "years") + ", " + r.Currency
	}
	t := output.Table{Name: "options", Caption: caption, Columns: []output.Column{{Heading: "", Wrap: true}}}
	for i := range w.Options {
		heading := w.Options[i].Key
		if heading == "" {
			heading = "All funders"
		}
		t.Columns = append(t.Columns, output.Column{Heading: heading, Numeric: true, Notes: assumedNote(d, w.Options[i].Assumed)})
	}
	row := func(group bool, name string, note string, of func(o *study.OptionFunding) output.Cell) {
		cells := []output.Cell{text(name)}
		if note != "" {
			cells[0].Notes = []int{d.Note(note)}
		}
		for i := range w.Options {
			cells = append(cells, of(&w.Options[i]))
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells, Group: group})
	}
	const expected = "Expected: the mean of all simulated futures, those in which a funder does not come included. So are the needs of cash below."
	row(false, "Cost", expected, func(o *study.OptionFunding) output.Cell { return amountCell(o.Cost.Total) })
	row(false, "Funding", expected, func(o *study.OptionFunding) output.Cell { return amountCell(o.Funding.Total) })
	row(true, "Gap", expected, func(o *study.OptionFunding) output.Cell { return amountCell(o.Gap.Total) })
	gapRows(row, w)
	const bridged = "Cost that is funded, but whose money has not come yet, at its highest. Of committed money alone, which comes late; and of all money that comes."
	row(true, "Bridging need, committed money", bridged, func(o *study.OptionFunding) output.Cell { return amountCell(o.BridgingNeed) })
	row(false, "Bridging need, all money", bridged, func(o *study.OptionFunding) output.Cell { return amountCell(o.BridgingNeedOfAll) })
	row(false, "Peak cash need", "All costs so far less all money received so far, at its highest, when a quarter's costs have been paid: the gap so far and what is to be bridged. The gap is part of it; money that never comes cannot be bridged.",
		func(o *study.OptionFunding) output.Cell { return amountCell(o.PeakCashNeed) })
	row(false, "Peak cash in the worst tenth, at least", "", func(o *study.OptionFunding) output.Cell {
		return amountOf(o.PeakCashNeed.P90, o.PeakCashNeed.P90Error, o.PeakCashNeed.SD)
	})
	row(false, "The peak falls most often in", "", func(o *study.OptionFunding) output.Cell { return text(mostOften(&o.PeakQuarter)) })
	if slices.ContainsFunc(w.Options, func(o study.OptionFunding) bool { return o.Surplus.Total.Mean > 0 }) {
		row(true, "Offered and not used", "", func(o *study.OptionFunding) output.Cell { return amountCell(o.Surplus.Total) })
	}
	againstRows(row, w)
	d.Table(t)
}

// gapRows are the rows of the gap's distribution.
func gapRows(row func(bool, string, string, func(o *study.OptionFunding) output.Cell), w *study.WhoPays) {
	const jumps = "The gap depends on which funders come and so jumps between few amounts; where a jump lies near a tenth of the futures, or near the middle, another seed may print the amount on its other side."
	gap := func(o *study.OptionFunding) study.Stat { return o.Gap.Total }
	row(false, "Gap in the best tenth, at most", jumps, func(o *study.OptionFunding) output.Cell { return amountOf(gap(o).P10, gap(o).P10Error, gap(o).SD) })
	row(false, "Gap in the middle future", jumps, func(o *study.OptionFunding) output.Cell { return amountOf(gap(o).P50, gap(o).P50Error, gap(o).SD) })
	row(false, "Gap in the worst tenth, at least", jumps, func(o *study.OptionFunding) output.Cell { return amountOf(gap(o).P90, gap(o).P90Error, gap(o).SD) })
	row(true, "Chance of any gap", "", func(o *study.OptionFunding) output.Cell { return number(o.ChanceOfGap.Total, output.Share, 1) })
	above := "The amount that `--above` names."
	if w.AboveShare > 0 {
		above = "A tenth of the planned cost; `--above` names another amount."
	}
	row(false, "Chance of a gap above "+output.Number{Value: w.Above, Step: 1}.Format(), above, func(o *study.OptionFunding) output.Cell { return number(o.ChanceAbove, output.Share, 1) })
	for _, certainty := range []string{"80", "95"} {
		row(false, "Closes the gap in "+certainty+"\u00a0% of futures", "The smallest gap that so many of the futures do not exceed: money on top that leaves nothing missing in them.", func(o *study.OptionFunding) output.Cell {
			enough, mcse := closing(o, certainty)
			return amountOf(enough, mcse, o.Gap.Total.SD)
		})
	}
}

// againstRows hold the options against the first one, future by future.
func againstRows(row func(bool, string, string, func(o *study.OptionFunding) output.Cell), w *study.WhoPays) {
	if len(w.Options) < 2 {
		return
	}
	first := w.Options[0].Key
	against := func(of func(a *study.Against) output.Cell) func(o *study.OptionFunding) output.Cell {
		return func(o *study.OptionFunding) output.Cell {
			if o.Against == nil {
				return text("")
			}
			return of(o.Against)
		}
	}
	const paired = "In the same simulated futures, with the same people, cost and decisions of funders."
	row(true, "Gap, more than "+first, paired, against(func(a *study.Against) output.Cell { return signedAmount(study.Stat{Estimate: a.Gap.Total.Estimate}) }))
	row(false, "Funding, more than "+first, paired, against(func(a *study.Against) output.Cell {
		return signedAmount(study.Stat{Estimate: a.Funding.Total.Estimate})
	}))
	row(false, "Chance of a smaller gap than "+first, "", against(func(a *study.Against) output.Cell { return number(a.Gap.Total.Lower, output.Share, 1) }))
	row(false, "Chance of a larger gap than "+first, "", against(func(a *study.Against) output.Cell { return number(a.Gap.Total.Higher, output.Share, 1) }))
}

// mostOften names the quarter in which something falls most often, and its share of the futures.
func mostOften(q *study.Quarters) string {
	if q.Most == 0 {
		return "none"
	}
	return quarterName(q.Most-1) + " (" + output.Number{Value: q.Share, Unit: output.Share, Step: 1}.Format() + ")"
}

func quarterName(q int) string { return fmt.Sprintf("Y%d\u00a0Q%d", q/4+1, q%4+1) }

// fundingSources is the table of an option's funders.
func fundingSources(d *output.Document, r *study.Result, o *study.OptionFunding) {
	if len(o.Sources) == 0 {
		return
	}
	planned := d.Note("What it pays of the planned cost if every funder of the option comes, save those that cannot come together with the others.")
	expected := d.Note("Expected over all simulated futures, those in which the funder does not come included. Sources pay in this order, each no more than those before it left unpaid.")
	t := output.Table{Name: "funders", Caption: "Who pays, " + r.Currency, Columns: []output.Column{
		{Heading: "Funder", Wrap: true},
		{Heading: "Status"},
		{Heading: "Chance", Numeric: true},
		{Heading: "Planned", Numeric: true, Notes: []int{planned}},
		{Heading: "Expected", Numeric: true, Notes: []int{expected}},
		{Heading: "80 % range", Numeric: true},
	}}
	for _, s := range o.Sources {
		name := text(s.Name)
		if s.InKind {
			name.Text += ", in kind"
		}
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{
			name, text(s.Status), number(s.Chance, output.Share, 1),
			number(s.Planned.Total, output.Plain, 1), amountCell(s.Total), rangeCell(s.Total),
		}})
	}
	t.Columns[0].Notes = assumedNote(d, o.Assumed)
	d.Table(t)
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
		if len(parts) == 3 {
			key = parts[1]
		}
		if _, seen := of[kind]; !seen {
			kinds = append(kinds, kind)
		}
		of[kind] = append(of[kind], key)
	}
	var words []string
	for _, kind := range kinds {
		word := kind
		if of[kind][0] != "" {
			word += " of " + list(of[kind])
		}
		words = append(words, word)
	}
	return []int{d.Note(fmt.Sprintf("Rests on assumptions: %s. `ipsplan show` gives each with its reason and range.", strings.Join(words, "; ")))}
}

// fundingYears is an option's cost, funding by firmness and gap, by year.
func fundingYears(d *output.Document, r *study.Result, o *study.OptionFunding) {
	t := output.Table{Name: "by_year", Caption: "By year, " + r.Currency, Columns: yearColumns("Expected", r.Years)}
	t.Columns[0].Notes = assumedNote(d, o.Assumed)
	row := func(name string, f study.Flow, group bool) *output.Row {
		cells := []output.Cell{text(name)}
		for i := range periods(r.Years) {
			cells = append(cells, amountCell(at(study.Stats{ByYear: f.ByYear, Total: f.Total}, i)))
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells, Group: group})
		return &t.Rows[len(t.Rows)-1]
	}
	row("Cost", o.Cost, false)
	firm := d.Note("Committed is secured or agreed, likely is in talks, hoped-for is the rest. Likely funding is what it adds to the committed, hoped-for funding what it adds to both.")
	row("Committed funding", o.Committed, true).Cells[0].Notes = []int{firm}
	row("Likely funding", o.Likely, false).Cells[0].Notes = []int{firm}
	row("Hoped-for funding", o.HopedFor, false).Cells[0].Notes = []int{firm}
	row("Gap", o.Gap, true)
	t.Rows = append(t.Rows, figureRow("Chance of any gap", o.ChanceOfGap, output.Share, 1, r.Years))
	d.Table(t)
}

// fundingByFunder is what each funder pays by year.
func fundingByFunder(d *output.Document, r *study.Result, o *study.OptionFunding) {
	if len(o.Sources) == 0 || r.Years == 1 {
		return
	}
	t := output.Table{Name: "by_funder", Caption: "Expected from each funder by year, " + r.Currency, Columns: yearColumns("Funder", r.Years)}
	t.Columns[0].Wrap, t.Columns[0].Notes = true, assumedNote(d, o.Assumed)
	for _, s := range o.Sources {
		cells := []output.Cell{text(s.Name)}
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
	t := output.Table{Name: "by_line", Caption: "Expected, by cost line, " + r.Currency, Columns: []output.Column{
		{Heading: "Cost line", Wrap: true, Notes: assumedNote(d, o.Assumed)},
		{Heading: "Cost", Numeric: true},
		{Heading: "Funding", Numeric: true},
		{Heading: "Gap", Numeric: true},
		{Heading: "Chance of any gap", Numeric: true},
	}}
	for _, l := range o.Lines {
		var payers []output.Row
		for _, s := range o.Sources {
			for _, covered := range s.Lines {
				if covered.Key == l.Key {
					payers = append(payers, output.Row{Cells: []output.Cell{text("\u00a0\u00a0" + s.Name), {}, amountCell(covered.Total), {}, {}}})
				}
			}
		}
		t.Rows = append(t.Rows, output.Row{Group: len(t.Rows) > 0, Cells: []output.Cell{
			text(l.Name), amountCell(l.Cost.Total), amountCell(l.Funding.Total), amountCell(l.Gap.Total), number(l.ChanceOfGap.Total, output.Share, 1),
		}})
		if len(o.Sources) > 1 {
			t.Rows = append(t.Rows, payers...)
		}
	}
	d.Table(t)
}

// fundingQuarters is an option by quarter.
func fundingQuarters(d *output.Document, r *study.Result, o *study.OptionFunding) {
	need := d.Note("All costs so far less all money received so far, when the quarter's costs have been paid; below zero where there is money in hand.")
	t := output.Table{Name: "by_quarter", Caption: "Expected, by quarter, " + r.Currency, Columns: []output.Column{
		{Heading: "Quarter", Notes: assumedNote(d, o.Assumed)},
		{Heading: "Cost", Numeric: true},
		{Heading: "Funding", Numeric: true},
		{Heading: "Gap", Numeric: true},
		{Heading: "Cash need", Numeric: true, Notes: []int{need}},
		{Heading: "80 % range", Numeric: true},
	}}
	for q := range o.Cost.ByQuarter {
		t.Rows = append(t.Rows, output.Row{Group: q > 0 && q%4 == 0, Cells: []output.Cell{
			text(quarterName(q)), amountCell(o.Cost.ByQuarter[q]), amountCell(o.Funding.ByQuarter[q]), amountCell(o.Gap.ByQuarter[q]),
			amountCell(o.CashNeed[q]), rangeCell(o.CashNeed[q]),
		}})
	}
	d.Table(t)
}

const fundingChartName = "funding_by_quarter"

// fundingChart draws cost against funding by quarter.
func fundingChart(d *output.Document, r *study.Result, o *study.OptionFunding) {
	c := output.Chart{
		Name: fundingChartName, Title: "Cost against expected funding, by quarter", Alternative: fundingInWords(r, o),
		Positions: output.Axis{Title: "Quarter"}, Values: output.Axis{Title: "Amount in a quarter (" + r.Currency + ")"},
		Notes: assumedNote(d, o.Assumed),
	}
	if o.Key != "" {
		c.Title += ": option " + o.Key
	}
	committed, likely, hopedFor := output.Bars{Name: "Committed funding"}, output.Bars{Name: "Likely"}, output.Bars{Name: "Hoped-for"}
	cost, band := output.Line{Name: "Cost, expected"}, output.Band{Name: "Cost, 80 % range"}
	for q, s := range o.Cost.ByQuarter {
		c.Positions.Labels = append(c.Positions.Labels, quarterName(q))
		committed.Values = append(committed.Values, o.Committed.ByQuarter[q].Mean)
		likely.Values = append(likely.Values, o.Likely.ByQuarter[q].Mean)
		hopedFor.Values = append(hopedFor.Values, o.HopedFor.ByQuarter[q].Mean)
		c.Values.Step = max(c.Values.Step, amountStep(s.Mean, s.MCSE, s.SD))
		cost.Values, band.Ranges = append(cost.Values, s.Mean), append(band.Ranges, output.Range{Low: s.P10, High: s.P90})
	}
	c.Series = []output.Series{band, committed, likely, hopedFor, cost} // all of them always, so that a look stands for the same in every chart
	d.Chart(c)
}

// fundingInWords says in a sentence what the chart shows.
func fundingInWords(r *study.Result, o *study.OptionFunding) string {
	amount := func(s study.Stat) string { return inCurrency(r.Currency, s.Mean, s.MCSE, s.SD) }
	least, most := 0, 0
	for q, s := range o.Gap.ByQuarter {
		if s.Mean < o.Gap.ByQuarter[least].Mean {
			least = q
		}
		if s.Mean > o.Gap.ByQuarter[most].Mean {
			most = q
		}
	}
	return fmt.Sprintf("Of an expected cost of %s over %s, funders pay %s; the expected gap of a quarter is from %s in %s to %s in %s.",
		amount(o.Cost.Total), plural(float64(r.Years), "year", "years"), amount(o.Funding.Total),
		amount(o.Gap.ByQuarter[least]), quarterName(least), amount(o.Gap.ByQuarter[most]), quarterName(most))
}

// fundingNotes adds what the reader must know beside the tables.
func fundingNotes(d *output.Document, r *study.Result, settings *study.Settings) {
	gap := r.WhoPays.Options[0].Gap.Total
	if gap.MCSE > 0 {
		d.Note(fmt.Sprintf("Monte Carlo error: of %s, the expected gap is known to within ±%s (two standard errors). Each figure is rounded to what its own error can bear; rounded figures need not add up.",
			plural(float64(settings.Replications), "simulated future", "simulated futures"), output.Number{Value: 2 * gap.MCSE, Unit: output.Unit(r.Currency), Step: stepFor(1, gap.MCSE/10)}.Format()))
	}
	if r.PercentileAccuracy > 0 {
		d.Note(percentileNote(r.PercentileAccuracy))
	}
	for _, remark := range r.Remarks {
		d.Note(sentence(remark))
	}
	for _, warning := range r.Warnings {
		d.Note("Out of the ordinary: " + sentence(warning))
	}
}
