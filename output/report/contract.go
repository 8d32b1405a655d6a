package report

import (
	"math"
	"slices"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// Contract is what an outcomes contract pays, to whom and when, given that it is concluded.
func Contract(r *study.Result, settings *study.Settings, byQuarter bool) *output.Document {
	d := &output.Document{Title: output.Say("%s: the outcomes contract", r.Title)}
	d.Paragraph(output.Join(" ", opening(r), simulated(settings)))
	changes(d, r)
	contractFigures(d, r)
	if byQuarter {
		contractQuarters(d, r)
	}
	contractCharts(d, r)
	contractTerms(d, r)
	contractNotes(d, r, settings)
	return d
}

func contractFigures(d *output.Document, r *study.Result) {
	d.Paragraph(contractHeadline(r), contractAssumed(d, r.Contract)...)
	contractKeyFigures(d, r)
	contractInvestor(d, r)
	contractPayments(d, r)
	contractFates(d, r)
	contractOutcomes(d, r)
	contractPlanned(d, r)
}

// contracted is the contract in a report.
func contracted(d *output.Document, c *chapter) {
	if c.Contract == nil {
		d.Paragraph(output.Say("There is no outcomes contract that these futures could settle."))
		return
	}
	contractTerms(d, c.Result)
	contractFigures(d, c.Result)
	contractCharts(d, c.Result)
}

// Names of the charts of a contract.
const (
	cumulativeChart = "investor_cumulative"
	returnChart     = "irr"
	paymentsChart   = "payments_by_quarter"
)

// ContractCharts are the names of the charts that Contract may hold.
func ContractCharts() []string { return []string{cumulativeChart, returnChart, paymentsChart} }

// contractAssumed says which of the contract's inputs are assumed.
func contractAssumed(d *output.Document, c *study.ContractResult) []int {
	if len(c.Assumed) == 0 {
		return nil
	}
	return []int{d.Note(restsOn(named(c.Assumed)))}
}

// contractHeadline says in a few sentences what the contract comes to.
func contractHeadline(r *study.Result) output.Text {
	c := r.Contract
	amount := func(s study.Stat) output.Number { return inCurrency(r.Currency, s.Mean, s.MCSE, s.SD) }
	given := output.Say("All figures are for futures in which the contract is concluded.")
	if c.ChanceOfContract != nil {
		given = output.Say("All figures are for futures in which the contract is concluded, which has a chance of %s; `ipsplan funding` has the others too.", output.Number{Value: *c.ChanceOfContract, Unit: output.Share, Step: 1})
	}
	pays := output.Say("%s is expected to pay %s for a service that costs %s.", c.Payer, amount(c.Outlay.Total), amount(c.Cost.Total))
	if c.Fees.Total.Mean > 0 {
		pays = output.Say("%s is expected to pay %s for a service that costs %s, with fees of %s.", c.Payer, amount(c.Outlay.Total), amount(c.Cost.Total), amount(c.Fees.Total))
	}
	s := output.Join(" ", given, pays)
	if c.Commitment == 0 {
		return output.Join(" ", s, output.Say("Nobody finances it in advance."))
	}
	if c.IRR.P50 == nil {
		return output.Join(" ", s, output.Say("No capital is needed in any future."))
	}
	return output.Join(" ", s, output.Say("At its peak the capital put in is expected to be %s; some of it is lost in %s of the futures. In the middle future it yields %s a year.",
		amount(c.Peak), output.Number{Value: c.ChanceOfLoss, Unit: output.Share, Step: 1}, rateOf(*c.IRR.P50, *c.IRR.P50Error)))
}

// rateOf is a rate of return, in per cent with a decimal where its error can bear that.
func rateOf(rate, err float64) output.Number {
	const tenth, whole = 0.1, 1
	step := float64(tenth)
	if 100*err > tenth || math.Abs(rate) >= 1 {
		step = whole
	}
	return output.Number{Value: rate, Unit: output.Share, Step: step, Error: err}
}

// contractKeyFigures is the table of amounts over the whole time.
func contractKeyFigures(d *output.Document, r *study.Result) {
	c := r.Contract
	whole := d.Note(output.Say("Over the contract's own time, which goes on after the plan's %s {year|years}: people go on, and claims come late.", count(r.Years)))
	t := output.Table{Name: "contract", Caption: output.Say("Key figures, %s", r.Currency), Columns: []output.Column{
		{Wrap: true, Notes: append(contractAssumed(d, c), whole)},
		{Heading: output.Say("Expected"), Numeric: true},
		{Heading: output.Say("80 %% range"), Numeric: true},
	}}
	row := func(group bool, name output.Text, s study.Stat, notes ...int) {
		first := text(name)
		first.Notes = notes
		t.Rows = append(t.Rows, output.Row{Group: group, Cells: []output.Cell{first, amountCell(s), rangeCell(s)}})
	}
	row(false, output.Say("Payments"), c.Payments.Total)
	row(false, output.Say("\u00a0\u00a0of which after the plan's years"), c.AfterPlan)
	row(false, output.Say("\u00a0\u00a0of which for outcomes in the plan's years, paid late"), c.Late)
	row(false, output.Say("\u00a0\u00a0of which for later outcomes on the rate card"), c.RunOff)
	row(false, output.Say("Surplus back to the outcome payer"), c.Surplus.Payer)
	row(false, output.Say("Outlay of the outcome payer"), c.Outlay.Total, d.Note(output.Say("What the outcome payer pays less what it gets back; top-ups of others are not in it.")))
	row(true, output.Say("Cost carried"), c.Cost.Total, d.Note(output.Say("Of the plan's cost, and of support after it.")))
	row(false, output.Say("Fees"), c.Fees.Total)
	row(false, output.Say("Never paid"), c.Unpaid, d.Note(output.Say("Of fees and of what the provider claims; there is some in %s of the futures.", output.Number{Value: c.ChanceOfUnpaid, Unit: output.Share, Step: 1})))
	row(false, output.Say("Provider's margin"), c.Margin, d.Note(output.Say("All that the provider is paid less the cost that the contract carries.")))
	if c.Commitment > 0 {
		row(true, output.Say("Capital drawn"), c.Drawn.Total, d.Note(output.Say("Of a commitment of %s.", output.Number{Value: c.Commitment, Unit: output.Unit(r.Currency), Step: 1})))
		row(false, output.Say("Capital at its peak"), c.Peak, peakNotes(d, r)...)
		row(false, output.Say("Paid out of payments instead of capital"), c.Recycled, d.Note(output.Say("Recycled: costs and fees that were paid from payments.")))
		row(false, output.Say("Returned to the investor"), c.Returned)
		row(false, output.Say("Lost capital"), c.LostCapital)
		row(false, output.Say("Investor's result"), c.Net)
	}
	d.Table(t)
}

func peakNotes(d *output.Document, r *study.Result) []int {
	c := r.Contract
	if c.PeakOfMost == nil {
		return nil
	}
	return []int{d.Note(output.Say("In the mean %s of the %s that the contract pays at most.",
		output.Number{Value: c.PeakOfMost.Mean, Unit: output.Share, Step: 1}, output.Number{Value: c.Most, Unit: output.Unit(r.Currency), Step: 1}))}
}

// contractInvestor is the table of the investor's return and risk.
func contractInvestor(d *output.Document, r *study.Result) {
	c := r.Contract
	if c.Commitment == 0 || c.IRR.P50 == nil {
		return
	}
	t := output.Table{Name: "investor", Caption: output.Say("The investor's return and risk"), Columns: []output.Column{
		{Wrap: true, Notes: contractAssumed(d, c)},
		{Heading: output.Say("Worst tenth, at most"), Numeric: true},
		{Heading: output.Say("Middle future"), Numeric: true},
		{Heading: output.Say("Best tenth, at least"), Numeric: true},
	}}
	rate := func(x, err float64) output.Cell {
		n := rateOf(x, err)
		return output.Cell{Number: &n}
	}
	irr := text(output.Say("Rate of return, a year"))
	irr.Notes = irrNotes(d, c)
	t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{irr, rate(*c.IRR.P10, *c.IRR.P10Error), rate(*c.IRR.P50, *c.IRR.P50Error), rate(*c.IRR.P90, *c.IRR.P90Error)}})
	multiple := func(x float64) output.Cell { return number(x, output.Plain, 0.01) }
	t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{text(output.Say("Multiple of the capital")), multiple(c.Multiple.P10), multiple(c.Multiple.P50), multiple(c.Multiple.P90)}})
	payback := func(x *float64) output.Cell {
		if x == nil {
			return text(output.Say("never"))
		}
		return number(*x, output.Plain, 0.1)
	}
	years := text(output.Say("Years until it is paid back"))
	years.Notes = []int{d.Note(output.Say("Until as much has come back as was put in, for good: never in %s of the futures with capital.", output.Number{Value: c.Payback.Never, Unit: output.Share, Step: 1}))}
	t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{years, payback(c.Payback.P90), payback(c.Payback.P50), payback(c.Payback.P10)}})
	d.Table(t)

	risk := output.Table{Name: "risk", Caption: output.Say("What the investor risks"), Columns: []output.Column{{Wrap: true, Notes: contractAssumed(d, c)}, {Numeric: true}}}
	add := func(name output.Text, cell output.Cell) {
		risk.Rows = append(risk.Rows, output.Row{Cells: []output.Cell{text(name), cell}})
	}
	add(output.Say("Chance of a loss"), number(c.ChanceOfLoss, output.Share, 1))
	add(output.Say("Chance of a total loss"), number(c.ChanceOfTotalLoss, output.Share, 1))
	add(output.Say("Expected result in the worst tenth, %s", r.Currency), amountOf(c.Shortfall.Mean, c.Shortfall.MCSE, 1))
	add(output.Say("\u00a0\u00a0the same, of the capital put in"), number(c.Shortfall.OfCapital, output.Share, 1))
	if c.IRR.OfMeanFlow != nil {
		add(output.Say("Rate of return of the expected flow, a year"), number(*c.IRR.OfMeanFlow, output.Share, 0.1))
	}
	d.Table(risk)
}

func irrNotes(d *output.Document, c *study.ContractResult) []int {
	notes := []int{d.Note(output.Say("The yearly effective rate at which capital, put in at the beginning of quarters, and what comes back at their ends weigh the same. A total loss is −100\u00a0%%. There is no mean rate; that of the expected flow stands below."))}
	if c.ShareWithoutIRR > 0 {
		notes = append(notes, d.Note(output.Say("%s of the futures have no rate and are left out: in %s no capital is needed.",
			output.Number{Value: c.ShareWithoutIRR, Unit: output.Share, Step: 0.1}, output.Number{Value: c.IRR.NotDrawn, Unit: output.Share, Step: 0.1})))
	}
	if c.IRR.SeveralRates > 0 {
		notes = append(notes, d.Note(output.Say("In %s of the futures several rates fit, of which the one nearest to 0 is taken.", output.Number{Value: c.IRR.SeveralRates, Unit: output.Share, Step: 0.1})))
	}
	return notes
}

// contractPayments is what is paid by year of the plan and after it, by row of the rate card, ladder, block payment and top-up.
func contractPayments(d *output.Document, r *study.Result) {
	c := r.Contract
	t := output.Table{Name: "payments", Caption: output.Say("Expected payments and costs by year, %s", r.Currency), Columns: []output.Column{{Wrap: true, Notes: contractAssumed(d, c)}}}
	for i := range r.Years {
		t.Columns = append(t.Columns, output.Column{Heading: periodName(i, r.Years), Numeric: true})
	}
	t.Columns = append(t.Columns, output.Column{Heading: output.Say("Later"), Numeric: true}, output.Column{Heading: output.Say("Total"), Numeric: true})
	row := func(name output.Text, f study.Flow, group, total bool) {
		cells := []output.Cell{text(name)}
		var later study.Stat
		for i, s := range f.ByYear {
			if i < r.Years {
				cells = append(cells, amountCell(s))
				continue
			}
			later.Mean += s.Mean
			later.MCSE += s.MCSE // no less than that of the sum
			later.SD += s.SD
		}
		cells = append(cells, amountCell(later), amountCell(f.Total))
		t.Rows = append(t.Rows, output.Row{Cells: cells, Group: group, Total: total})
	}
	for i := range c.Items {
		item := &c.Items[i]
		row(output.Verbatim(item.Name), item.Flow, false, false)
	}
	row(output.Say("All payments"), c.Payments, false, true)
	if c.Payments.Total.SD > 0 {
		tenth := func(name output.Text, of func(study.Stat) (figure, err float64)) {
			cells := []output.Cell{text(output.Join("", output.Verbatim(setIn), name))}
			for i, s := range c.Payments.ByYear {
				if i < r.Years {
					figure, err := of(s)
					cells = append(cells, amountOf(figure, err, s.SD))
				}
			}
			figure, err := of(c.Payments.Total)
			t.Rows = append(t.Rows, output.Row{Cells: append(cells, output.Cell{}, amountOf(figure, err, c.Payments.Total.SD))})
		}
		tenth(output.Say("Worst tenth, at most"), func(s study.Stat) (figure, err float64) { return s.P10, s.P10Error })
		tenth(output.Say("Best tenth, at least"), func(s study.Stat) (figure, err float64) { return s.P90, s.P90Error })
	}
	row(output.Say("Cost carried"), c.Cost, true, false)
	row(output.Say("Fees"), c.Fees, false, false)
	row(output.Say("Paid to the provider"), c.ProviderPaid, false, false)
	if c.Commitment > 0 {
		row(output.Say("Capital drawn"), c.Drawn, false, false)
	}
	row(output.Say("Outlay of the outcome payer"), c.Outlay, true, false)
	d.Table(t)
}

// contractFates is what becomes of the value of outcomes.
func contractFates(d *output.Document, r *study.Result) {
	c := r.Contract
	var rows []*study.PaymentItem
	for i := range c.Items {
		if c.Items[i].Kind == "row" {
			rows = append(rows, &c.Items[i])
		}
	}
	if len(rows) == 0 {
		return
	}
	t := output.Table{Name: "value", Caption: output.Say("What becomes of the value of outcomes: expected, %s", r.Currency), Columns: []output.Column{{Wrap: true, Notes: contractAssumed(d, c)}}}
	for _, item := range rows {
		t.Columns = append(t.Columns, output.Column{Heading: output.Verbatim(item.Name), Numeric: true, Wrap: true})
	}
	isTotalled := len(rows) > 1
	if isTotalled {
		t.Columns = append(t.Columns, output.Column{Heading: output.Say("Total"), Numeric: true})
	}
	order := d.Note(output.Say("In this order, each of what the ones before it left; it is not what would be paid without one cause alone."))
	for _, l := range fateLabels() {
		all, _ := c.RateCard.Get(l.measure)
		isLoss := !slices.Contains([]string{"outcomes", "counted", "value", "paid"}, l.measure)
		if isLoss && all.Mean == 0 && all.SD == 0 {
			continue
		}
		first := text(l.text)
		if isLoss {
			first.Notes = []int{order}
		}
		cells := []output.Cell{first}
		cell := func(s study.Stat) output.Cell {
			if l.unit == output.People {
				return estimate(s, l.unit, 1, false)
			}
			return amountCell(s)
		}
		for _, item := range rows {
			s, _ := item.Fate.Get(l.measure)
			cells = append(cells, cell(s))
		}
		if isTotalled {
			cells = append(cells, cell(all))
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells, Group: l.measure == "value", Total: l.measure == "paid"})
	}
	d.Table(t)
	if c.CapOnLadders.Mean+c.VerificationOfLadders.Mean+c.CapOnBlocks.Mean > 0 {
		amount := func(s study.Stat) output.Number { return inCurrency(r.Currency, s.Mean, s.MCSE, s.SD) }
		d.Paragraph(output.Say("Of payments by number of outcomes the cap on the contract takes %s and verification %s; of block payments the cap takes %s.", amount(c.CapOnLadders), amount(c.VerificationOfLadders), amount(c.CapOnBlocks)))
	}
}

func fateLabels() []label {
	return []label{
		{"outcomes", output.Say("Outcomes"), output.People},
		{"counted", output.Say("Claimed in time and evidenced"), output.People},
		{"value", output.Say("Value at the card's prices"), ""},
		{"window", output.Say("\u00a0\u00a0outside the time for claims"), ""},
		{"evidence", output.Say("\u00a0\u00a0not evidenced"), ""},
		{"minimum", output.Say("\u00a0\u00a0minimum not reached"), ""},
		{"deadweight", output.Say("\u00a0\u00a0deducted for deadweight"), ""},
		{"person_cap", output.Say("\u00a0\u00a0above the cap per person"), ""},
		{"year_cap", output.Say("\u00a0\u00a0above the cap per year"), ""},
		{"row_cap", output.Say("\u00a0\u00a0above the cap on the price's total"), ""},
		{"contract_cap", output.Say("\u00a0\u00a0above the cap on the contract"), ""},
		{"verification", output.Say("\u00a0\u00a0kept back after verification"), ""},
		{"paid", output.Say("Paid"), ""},
	}
}

// contractOutcomes is what one outcome costs.
func contractOutcomes(d *output.Document, r *study.Result) {
	c := r.Contract
	each := func(x *study.Ratio) output.Cell {
		if x == nil {
			return output.Cell{}
		}
		return output.Cell{Number: &output.Number{Value: x.Mean, Step: ownStep(x.Mean, x.MCSE, 10), Error: x.MCSE}}
	}
	names := map[string]output.Text{"sustainments_26w": output.Say("26-week sustainments"), "sustainments_52w": output.Say("52-week sustainments")}
	for _, l := range outcomeLabels() {
		names[l.measure] = l.text
	}
	ratio := d.Note(output.Say("Expected amounts over expected outcomes of the contract's whole time, claimed or not."))
	grant := d.Note(output.Say("What the contract carries of the cost, for each outcome: as if the same service were paid by a grant, without fees and returns, and without losses of investor and provider."))
	t := output.Table{Name: "per_outcome", Caption: output.Say("What one outcome costs, %s", r.Currency), Columns: []output.Column{
		{Notes: contractAssumed(d, c)},
		{Heading: output.Say("Expected"), Numeric: true},
		{Heading: output.Say("Outlay for each"), Numeric: true, Notes: []int{ratio}},
		{Heading: output.Say("By a grant"), Numeric: true, Notes: []int{grant}},
	}}
	more := output.Table{Name: "per_additional_outcome", Caption: output.Say("What one additional outcome costs, %s", r.Currency), Columns: slices.Clone(t.Columns)}
	for i := range c.PerOutcome {
		o := &c.PerOutcome[i]
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{text(names[o.Event]), estimate(o.Reached, output.People, 1, false), each(o.Outlay), each(o.Grant)}})
		if o.Additional != nil {
			more.Rows = append(more.Rows, output.Row{Cells: []output.Cell{text(names[o.Event]), estimate(*o.Additional, output.People, 1, false), each(o.OutlayAdditional), each(o.GrantAdditional)}})
		}
	}
	d.Table(t)
	if len(more.Rows) > 0 {
		additional := d.Note(output.Say("Outcomes that would not have happened anyway, by the contract's comparison. Published ratios are of any job within 12 to 18 months; that they hold for these outcomes is an assumption."))
		more.Columns[1].Notes = []int{additional}
		d.Table(more)
	}
}

// contractPlanned says what the plan's own arithmetic comes to, and at which price level it would break even.
func contractPlanned(d *output.Document, r *study.Result) {
	p := &r.Contract.Planned
	amount := func(x float64) output.Number {
		return output.Number{Value: x, Unit: output.Unit(r.Currency), Step: 1}
	}
	own := d.Note(output.Say("Expected outcomes, with shares that are evidenced and prices at their means. It has no outcomes, and no cost of support, after the plan's years."))
	s := output.Say("At the plan's own arithmetic, %s is paid for a cost of %s and fees of %s.", amount(p.Payments.Total), amount(p.Cost), amount(p.Fees))
	level := output.Say("No price level makes payments as high as cost and fees.")
	switch {
	case p.BreakEvenLevel == nil:
	case *p.BreakEvenLevel == 0:
		level = output.Say("Without any payment for outcomes, payments are as high as cost and fees.")
	default:
		level = output.Say("Payments are as high as cost and fees at a price level of %s, where it is %s here.", output.Number{Value: *p.BreakEvenLevel, Step: 0.001}, output.Number{Value: r.Contract.PriceLevel, Step: exactStep(r.Contract.PriceLevel)})
	}
	d.Paragraph(output.Join(" ", s, level), append(contractAssumed(d, r.Contract), own)...)
	if len(p.Unplanned) > 0 {
		d.Note(output.Say("The plan's own arithmetic has no sustainments of 26 and 52 weeks, and so no payments for them."))
	}
}

// contractQuarters is the contract by quarter.
func contractQuarters(d *output.Document, r *study.Result) {
	c := r.Contract
	investor := d.Note(output.Say("At the beginning of the quarter, below zero where it pays in; what it gets at the end of a quarter stands with the next one."))
	t := output.Table{Name: "contract_by_quarter", Caption: output.Say("Expected, by quarter, %s", r.Currency), Columns: []output.Column{
		{Heading: output.Say("Quarter"), Notes: contractAssumed(d, c)},
		{Heading: output.Say("Payments"), Numeric: true},
		{Heading: output.Say("80 %% range"), Numeric: true},
		{Heading: output.Say("Cost"), Numeric: true},
		{Heading: output.Say("Fees"), Numeric: true},
		{Heading: output.Say("Investor"), Numeric: true, Notes: []int{investor}},
		{Heading: output.Say("Investor so far"), Numeric: true},
		{Heading: output.Say("80 %% range"), Numeric: true},
	}}
	for q := range c.CashFlow.Investor.ByQuarter {
		cells := []output.Cell{text(quarterName(q)), {}, {}, {}, {}, amountCell(c.CashFlow.Investor.ByQuarter[q]), amountCell(c.CashFlow.Cumulative.ByQuarter[q]), rangeCell(c.CashFlow.Cumulative.ByQuarter[q])}
		if q < c.Quarters {
			cells[1], cells[2] = amountCell(c.Payments.ByQuarter[q]), rangeCell(c.Payments.ByQuarter[q])
			cells[3], cells[4] = amountCell(c.Cost.ByQuarter[q]), amountCell(c.Fees.ByQuarter[q])
		}
		t.Rows = append(t.Rows, output.Row{Group: q > 0 && q%4 == 0, Cells: cells})
	}
	d.Table(t)
}

// contractNotes adds what the reader must know beside the tables.
func contractNotes(d *output.Document, r *study.Result, settings *study.Settings) {
	payments := r.Contract.Payments.Total
	if payments.MCSE > 0 {
		d.Note(output.Say("Monte Carlo error: of %s simulated {future|futures}, expected payments are known to within ±%s (two standard errors). Each figure is rounded to what its own error can bear; rounded figures need not add up.",
			count(settings.Replications), output.Number{Value: 2 * payments.MCSE, Unit: output.Unit(r.Currency), Step: stepFor(1, payments.MCSE/10)}))
	}
	if r.PercentileAccuracy > 0 {
		d.Note(percentileNote(r.PercentileAccuracy))
	}
	remarks(d, r)
	warnings(d, r)
}

// contractTerms is the term sheet in words.
func contractTerms(d *output.Document, r *study.Result) {
	if len(r.Contract.Terms) == 0 {
		return
	}
	t := output.Table{Name: "terms", Caption: output.Say("The contract's terms"), Columns: []output.Column{
		{Heading: output.Say("Term"), Wrap: true, Notes: contractAssumed(d, r.Contract)},
		{Heading: output.Say("What it says"), Wrap: true},
	}}
	for _, term := range r.Contract.Terms {
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{text(said(term.Label)), text(said(term.Sentence))}})
	}
	d.Table(t)
}
