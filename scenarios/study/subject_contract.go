package study

import (
	"context"
	"math"
	"math/big"
	"strings"

	"ipsplan/scenarios"
)

func (ContractAsked) usual(s *scenarios.Scenario) []TableFigure {
	names := []string{"payments.total.mean", "outlay.total.mean"}
	if s.Contract.Investor.Commitment > 0 {
		names = append(names, "drawn_peak.total.mean", "net.total.mean", "irr.total.p50", "loss.total.chance")
	}
	var figures []TableFigure
	for _, name := range append(names, "unpaid.total.chance_of_any") {
		figures = append(figures, TableFigure{Name: figureName(contractSection, name)})
	}
	return figures
}

func (ContractAsked) single(s *scenarios.Scenario) string {
	if s.Contract.Investor.Commitment > 0 {
		return figureName(contractSection, "irr.total.p50")
	}
	return figureName(contractSection, "outlay.total.mean")
}

// observe keeps quarters of every payment where a figure of a quarter is asked for, as if --by quarter were.
func (a ContractAsked) observe(d *drawing, s *scenarios.Scenario, _ Asked, figures []*Expression, _ bool) observer {
	a.ByQuarter = a.ByQuarter || mentions(figures, func(word string) bool { return strings.Contains(word, "quarter_") })
	return newContractSample(d, s, a)
}

func (k *contractSample) complete(context.Context, Asked, *Result) error { return nil }

// compare leaves the differences to the figures of the table.
func (k *contractSample) compare(*drawing, observer) func() Differences {
	return func() Differences { return Differences{} }
}

func (k *contractSample) numbers() []named {
	const section = contractSection
	var all []named
	for _, f := range []flow{k.payments, k.outlay, k.cost, k.fees, k.provider, k.drawn} {
		all = append(all, nameFlow(section, f.name, f)...)
	}
	once := func(name string, n number) {
		all = append(all, named{section: section, measure: name, period: inAll, number: n})
	}
	for _, item := range k.items {
		all = append(all, nameFlow(section, item.paid.name, item.paid)...)
		for _, m := range item.fate {
			once(m.name, m.period[0])
		}
	}
	for _, m := range k.rateCard {
		once(m.name, m.period[0])
	}
	for _, m := range []Measure[number]{
		{"payments_after_plan", k.afterPlan},
		{"late_payments", k.late},
		{"run_off_payments", k.runOff},
		{"cap_on_ladders", k.capLadders},
		{"verification_of_ladders", k.verification},
		{"cap_on_blocks", k.capBlocks},
		{"provider_margin", k.margin},
		{"unpaid", k.unpaid},
		{"unpaid_fees", k.unpaidFees},
		{"unpaid_claim", k.unpaidClaim},
		{"drawn_peak", k.peak},
		{"recycled", k.recycled},
		{"principal", k.principal},
		{"return", k.yield},
		{"surplus_to_investor", k.surplus[0]},
		{"surplus_to_payer", k.surplus[1]},
		{"surplus_to_provider", k.surplus[2]},
		{"returned", k.returned},
		{"lost_capital", k.lost},
		{"net", k.net},
	} {
		once(m.Name, m.Value)
	}
	if k.isWithMost {
		once("peak_of_most", k.peakOfMost)
	}
	for _, m := range []Measure[number]{{"irr", k.irr}, {"multiple", k.multiple.share}, {"payback", k.payback}} {
		all = append(all, named{section: section, measure: m.Name, period: inAll, number: m.Value, partial: true})
	}
	for e, event := range eventNames() {
		once("reached."+event, k.reached[e])
		if k.hasAdditional[e] {
			once("additional."+event, k.additional[e])
		}
	}
	for q := range k.investor {
		all = append(all,
			named{section: section, measure: "investor", period: quarterName(q), number: k.investor[q]},
			named{section: section, measure: "investor_cumulative", period: quarterName(q), number: k.cumulative[q]})
	}
	return all
}

// priceLevel is the key of what multiplies all prices of a contract.
const priceLevel = "contract.price_level"

// finestLevel is the distance between price levels that are told apart: the largest power of ten at which the largest price of the contract moves by no more than a cent. It is nil where the
// contract has no price.
func finestLevel(s *scenarios.Scenario) *big.Rat {
	const cents = 100
	largest := 0.0
	for i := range s.Contract.Rows {
		for _, price := range s.Contract.Rows[i].Price.Years {
			largest = max(largest, price.Mean())
		}
	}
	for _, l := range s.Contract.Ladders {
		for _, rung := range l.Rungs {
			largest = max(largest, rung.Amount.Amount())
		}
	}
	if largest == 0 {
		return nil
	}
	finest := big.NewRat(1, 1)
	for cent := 1 / (cents * largest); cent < 1 && largest < math.MaxInt32; cent *= 10 {
		finest.Quo(finest, big.NewRat(10, 1))
	}
	return finest
}
