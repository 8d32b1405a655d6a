package study

import (
	"math"
	"strings"

	"ipsplan/model/quantity"
)

const contractSection = "contract"

// contract adds the rows of an outcomes contract.
func (t *tidy) contract(c *ContractResult) {
	if c == nil {
		return
	}
	const section = contractSection
	t.add(section, "commitment", inAll, "value", c.Commitment)
	t.add(section, "price_level", inAll, "value", c.PriceLevel)
	if c.Most > 0 {
		t.add(section, "most", inAll, "value", c.Most)
	}
	if c.ChanceOfContract != nil {
		t.add(section, "concluded", inAll, "chance_that_it_comes", *c.ChanceOfContract)
	}
	for _, m := range []Measure[Flow]{
		{"payments", c.Payments},
		{"outlay", c.Outlay},
		{"cost", c.Cost},
		{"fees", c.Fees},
		{"provider_paid", c.ProviderPaid},
		{"drawn", c.Drawn},
	} {
		t.flow(section, m.Name, m.Value)
	}
	for _, item := range c.Items {
		name := item.Kind + "." + item.Key
		t.plannedFlow(section, name+".planned", item.Planned)
		t.flow(section, name, item.Flow)
		for _, m := range item.Fate {
			t.stat(section, name+"."+m.Name, inAll, m.Value)
		}
	}
	for _, m := range c.RateCard {
		t.stat(section, "rate_card."+m.Name, inAll, m.Value)
	}
	for _, m := range c.totals() {
		t.stat(section, m.Name, inAll, m.Value)
	}
	if c.PeakOfMost != nil {
		t.stat(section, "peak_of_most", inAll, *c.PeakOfMost)
	}
	t.statOrNone(section, "multiple", c.Multiple)
	t.add(section, "unpaid", inAll, "chance_of_any", c.ChanceOfUnpaid)
	t.investor(c)
	t.perOutcome(c)
	t.plannedFlow(section, "payments.planned", c.Planned.Payments)
	t.add(section, "cost.planned", inAll, "value", c.Planned.Cost)
	t.add(section, "fees.planned", inAll, "value", c.Planned.Fees)
	t.orNone(section, "break_even_price_level.planned", "value", c.Planned.BreakEvenLevel)
}

// orNone adds a figure that need not be there; its row is, since others are asked for by its name.
func (t *tidy) orNone(section, measure, statistic string, x *float64) {
	if x == nil {
		none := math.NaN()
		x = &none
	}
	t.add(section, measure, inAll, statistic, *x)
}

func (t *tidy) statOrNone(section, measure string, s *Stat) {
	if s == nil {
		x := math.NaN()
		s = &Stat{Estimate: quantity.Estimate{Mean: x, SD: x, P10: x, P50: x, P90: x, MCSE: x, P10Error: x, P50Error: x, P90Error: x}}
	}
	t.stat(section, measure, inAll, *s)
}

// totals are the measures that have the whole time alone.
func (c *ContractResult) totals() Section[Stat] {
	return Section[Stat]{
		{"payments_after_plan", c.AfterPlan},
		{"late_payments", c.Late},
		{"run_off_payments", c.RunOff},
		{"cap_on_ladders", c.CapOnLadders},
		{"verification_of_ladders", c.VerificationOfLadders},
		{"cap_on_blocks", c.CapOnBlocks},
		{"provider_margin", c.Margin},
		{"unpaid", c.Unpaid},
		{"unpaid_fees", c.UnpaidFees},
		{"unpaid_claim", c.UnpaidClaim},
		{"drawn_peak", c.Peak},
		{"recycled", c.Recycled},
		{"principal", c.Principal},
		{"return", c.Return},
		{"surplus_to_investor", c.Surplus.Investor},
		{"surplus_to_payer", c.Surplus.Payer},
		{"surplus_to_provider", c.Surplus.Provider},
		{"returned", c.Returned},
		{"lost_capital", c.LostCapital},
		{"net", c.Net},
	}
}

// investor adds the rows of the investor's result.
func (t *tidy) investor(c *ContractResult) {
	const section = contractSection
	for _, part := range []Measure[*float64]{
		{"p10", c.IRR.P10},
		{"p50", c.IRR.P50},
		{"p90", c.IRR.P90},
		{"p10_error", c.IRR.P10Error},
		{"p50_error", c.IRR.P50Error},
		{"p90_error", c.IRR.P90Error},
	} {
		t.orNone(section, "irr", part.Name, part.Value)
	}
	t.orNone(section, "irr_of_mean_flow", "rate", c.IRR.OfMeanFlow)
	for _, without := range []Measure[float64]{{"not_drawn", c.IRR.NotDrawn}, {"no_rate", c.IRR.NoRate}, {"several_rates", c.IRR.SeveralRates}, {"without", c.ShareWithoutIRR}} {
		t.add(section, "irr", without.Name, "share", without.Value)
	}
	t.quantiles("payback", &c.Payback.Quantiles)
	t.add(section, "payback", "never", "share", c.Payback.Never)
	t.add(section, "loss", inAll, "chance", c.ChanceOfLoss)
	t.add(section, "total_loss", inAll, "chance", c.ChanceOfTotalLoss)
	t.add(section, "expected_shortfall", inAll, "mean", c.Shortfall.Mean)
	t.add(section, "expected_shortfall", inAll, "mcse", c.Shortfall.MCSE)
	t.add(section, "expected_shortfall_of_capital", inAll, "rate", c.Shortfall.OfCapital)
	for q, s := range c.CashFlow.Investor.ByQuarter {
		t.stat(section, "investor", quarterName(q), s)
	}
	for q, s := range c.CashFlow.Cumulative.ByQuarter {
		t.stat(section, "investor_cumulative", quarterName(q), s)
	}
}

func (t *tidy) quantiles(measure string, of *Quantiles) {
	for _, part := range []Measure[*float64]{
		{"p10", of.P10}, {"p50", of.P50}, {"p90", of.P90}, {"p10_error", of.P10Error}, {"p50_error", of.P50Error}, {"p90_error", of.P90Error},
	} {
		t.orNone(contractSection, measure, part.Name, part.Value)
	}
}

// perOutcome adds the rows of what outcomes cost.
func (t *tidy) perOutcome(c *ContractResult) {
	for i := range c.PerOutcome {
		o := &c.PerOutcome[i]
		t.stat(contractSection, "reached."+o.Event, inAll, o.Reached)
		if o.Additional != nil {
			t.stat(contractSection, "additional."+o.Event, inAll, *o.Additional)
		}
		ratio := func(measure string, r *Ratio) {
			none := Ratio{math.NaN(), math.NaN()}
			if r == nil {
				r = &none
			}
			t.add(contractSection, measure+"."+o.Event, inAll, "ratio", r.Mean)
			t.add(contractSection, measure+"."+o.Event, inAll, "ratio_mcse", r.MCSE)
		}
		ratio("outlay_for_each", o.Outlay)
		ratio("grant_for_each", o.Grant)
		if o.Additional != nil {
			ratio("outlay_for_each_additional", o.OutlayAdditional)
			ratio("grant_for_each_additional", o.GrantAdditional)
		}
	}
}

// unitInContract is the unit of a figure of the section contract.
func (r Row) unitInContract() Unit {
	first, rest, _ := strings.Cut(r.Measure, ".")
	last := rest[strings.LastIndex(rest, ".")+1:]
	switch first {
	case "irr", "irr_of_mean_flow", "expected_shortfall_of_capital", "peak_of_most":
		return Rate
	case "multiple", "payback", "price_level", "break_even_price_level":
		return Number
	case "reached", "additional":
		return People
	case "row", "rate_card":
		if last == "outcomes" || last == "counted" {
			return People
		}
	}
	return Money
}
