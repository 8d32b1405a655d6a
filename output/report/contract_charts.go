package report

import (
	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// contractCharts draws the investor's money over time, its rate of return, and what is paid by quarter.
func contractCharts(d *output.Document, r *study.Result) {
	c := r.Contract
	if c.Commitment > 0 && c.IRR.P50 != nil {
		investorChart(d, r)
		yieldChart(d, r)
	}
	if c.Payments.Total.Mean > 0 {
		contractPaymentsChart(d, r)
	}
}

func investorChart(d *output.Document, r *study.Result) {
	c := r.Contract
	flow := c.CashFlow.Cumulative.ByQuarter
	lowest := 0
	chart := output.Chart{
		Name: cumulativeChart, Title: output.Say("The investor's money so far, by quarter"),
		Positions: output.Axis{Title: output.Say("Beginning of quarter")}, Values: output.Axis{Title: output.Say("Returned less put in so far (%s)", r.Currency)},
		Notes: contractAssumed(d, c),
	}
	line, band := output.Line{Name: output.Say("Expected")}, output.Band{Name: output.Say("80 %% range")}
	for q, s := range flow {
		if s.Mean < flow[lowest].Mean {
			lowest = q
		}
		chart.Positions.Labels = append(chart.Positions.Labels, quarterName(q))
		chart.Values.Step = max(chart.Values.Step, amountStep(s.Mean, s.MCSE, s.SD))
		line.Values, band.Ranges = append(line.Values, s.Mean), append(band.Ranges, output.Range{Low: s.P10, High: s.P90})
	}
	amount := func(s study.Stat) output.Number { return inCurrency(r.Currency, s.Mean, s.MCSE, s.SD) }
	chart.Alternative = output.Say("The investor's expected money is lowest in %s, at %s, and ends at %s; in eight of ten futures it ends between %s and %s.", quarterName(lowest), amount(flow[lowest]), amount(flow[len(flow)-1]),
		inCurrency(r.Currency, flow[len(flow)-1].P10, flow[len(flow)-1].P10Error, 1), inCurrency(r.Currency, flow[len(flow)-1].P90, flow[len(flow)-1].P90Error, 1))
	chart.Series = []output.Series{band, line}
	d.Chart(chart)
}

func yieldChart(d *output.Document, r *study.Result) {
	h := r.Contract.Histogram
	if len(h.Shares) == 0 {
		return
	}
	const percent = 100
	chart := output.Chart{
		Name: returnChart, Title: output.Say("The investor's rate of return a year"),
		Positions: output.Axis{Title: output.Say("Rate of return (%%)"), Step: 1}, Values: output.Axis{Title: output.Say("Share of the futures (%%)"), Step: 1},
		Notes: append(contractAssumed(d, r.Contract), d.Note(output.Say("The first and the last bin of the chart of rates of return hold all futures beyond them too; futures without a rate are in none."))),
	}
	bars := output.Bars{Name: output.Say("Futures")}
	most := 0
	for i, share := range h.Shares {
		bars.Values = append(bars.Values, float64(percent*share))
		if share > h.Shares[most] {
			most = i
		}
	}
	for _, edge := range h.Edges {
		chart.Positions.Edges = append(chart.Positions.Edges, float64(percent*edge))
	}
	share := func(x float64) output.Number { return output.Number{Value: x, Unit: output.Share, Step: 1} }
	chart.Alternative = output.Say("Of the futures, %s have a rate from %s to %s, more than any other bin; the capital is lost altogether in %s.", share(h.Shares[most]), share(h.Edges[most]), share(h.Edges[most+1]), share(r.Contract.ChanceOfTotalLoss))
	chart.Series = []output.Series{bars}
	d.Chart(chart)
}

func contractPaymentsChart(d *output.Document, r *study.Result) {
	c := r.Contract
	most := 0
	chart := output.Chart{
		Name: paymentsChart, Title: output.Say("Payments against cost, by quarter"),
		Positions: output.Axis{Title: output.Say("Quarter")}, Values: output.Axis{Title: output.Say("Amount in a quarter (%s)", r.Currency)},
		Notes: contractAssumed(d, c),
	}
	payments, cost, band := output.Bars{Name: output.Say("Payments, expected")}, output.Line{Name: output.Say("Cost carried and fees, expected")}, output.Band{Name: output.Say("Payments, 80 %% range")}
	for q, s := range c.Payments.ByQuarter {
		if s.Mean > c.Payments.ByQuarter[most].Mean {
			most = q
		}
		chart.Positions.Labels = append(chart.Positions.Labels, quarterName(q))
		chart.Values.Step = max(chart.Values.Step, amountStep(s.Mean, s.MCSE, s.SD))
		payments.Values, band.Ranges = append(payments.Values, s.Mean), append(band.Ranges, output.Range{Low: s.P10, High: s.P90})
		cost.Values = append(cost.Values, c.Cost.ByQuarter[q].Mean+c.Fees.ByQuarter[q].Mean)
	}
	amount := func(s study.Stat) output.Number { return inCurrency(r.Currency, s.Mean, s.MCSE, s.SD) }
	chart.Alternative = output.Say("Of expected payments of %s in all, most, %s, come in %s; %s come after the plan's years.", amount(c.Payments.Total), amount(c.Payments.ByQuarter[most]), quarterName(most), amount(c.AfterPlan))
	chart.Series = []output.Series{band, payments, cost}
	d.Chart(chart)
}
