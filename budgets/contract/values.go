package contract

import "ipsplan/budgets"

// values are the contract's uncertain quantities as they stand in a draw.
type values struct {
	in                    budgets.Standing // where they stand
	isDrawn               bool
	prices                []([]float64) // by row and year, in whole units of the currency
	evidenced, anyway     [Events]float64
	costShare, runOffCost float64
	riskRatio             float64
}

func newValues(t *Terms) values {
	var v values
	for i := range t.Rows {
		v.prices = append(v.prices, make([]float64, len(t.Rows[i].Price.Years)))
	}
	return v
}

func (v *values) draw(t *Terms, at budgets.Standing) {
	if v.isDrawn && at == v.in { // a draw's twin differs by chance alone
		return
	}
	v.in, v.isDrawn = at, true
	for i := range t.Rows {
		at.Series(t.Rows[i].Price, v.prices[i])
	}
	for e := range v.evidenced {
		v.evidenced[e] = at.Of(t.Evidenced[e])
		if rate := t.Comparison.Rate[e]; rate != nil {
			v.anyway[e] = at.Of(*rate)
		}
	}
	v.costShare, v.runOffCost = at.Of(t.CostShare), at.Of(t.RunOffCost)
	if ratio := t.Comparison.RiskRatio; ratio != nil {
		v.riskRatio = at.Of(*ratio)
	}
}
