package study

import (
	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
	"ipsplan/scenarios"
)

// priced is valid until the pricer's next draw: a draw's cost, and who pays it under the option in use when all that is secured, agreed, in talks or hoped for may come.
type priced struct {
	ledger  *budgets.Ledger
	funding *budgets.Funding
	pricer  *budgets.Pricer // answers what else is asked of the draw
	// account is the outcomes contract's, as if it were concluded; nil where there is none, or where people are in fractions.
	account *contract.Account
	// by prices the same draw by another budget of the plan, which has no contract.
	by func(*budgets.Pricer) priced
}

// inUse is the position of the funding option in use.
const inUse = 0

// addedCosts are the names, in quotation marks, of the cost lines in use that the published budget leaves out.
func addedCosts(s *scenarios.Scenario) []Phrase {
	if s.File.CostBasis != "full" {
		return nil
	}
	var added []Phrase
	for _, line := range s.File.Cost.All() {
		if line.IsFull() {
			added = append(added, scenarios.Say("%s", Quoted(line.Name)))
		}
	}
	return added
}

// basisOf says what the cost covers, where that matters.
func basisOf(s *scenarios.Scenario) Phrase {
	added := addedCosts(s)
	if added == nil {
		return scenarios.Verbatim(s.File.Basis)
	}
	names := scenarios.WithCommas(added)
	if s.File.Basis != "" {
		return scenarios.Say("the cost here is the full one, with %s, which the published budget leaves out: %s", names, s.File.Basis)
	}
	return scenarios.Say("the cost here is the full one, with %s, which the published budget leaves out", names)
}

// payOrder are the positions of the sources of an option, in the order in which they pay.
func payOrder(plan *budgets.Plan, option int) []int {
	if len(plan.Options) == 0 {
		return nil
	}
	return plan.Options[option].Order
}

// chanceIn is the probability that a source comes in an option, with uncertain chances at their means.
func chanceIn(plan *budgets.Plan, option, source int) float64 {
	s := &plan.Sources[source]
	if s.Given == nil {
		return s.Chance.Mean()
	}
	other := 0.0 // outside the option
	for _, i := range payOrder(plan, option) {
		if i == s.Given.Source {
			other = chanceIn(plan, option, i)
		}
	}
	return float64(other*s.Given.IfComes.Mean()) + float64((1-other)*s.Given.IfNot.Mean())
}

// specialists is the working time of all specialists' posts, in FTE, also of those that open later.
func specialists(s *scenarios.Scenario) float64 {
	all := 0.0
	for i := range s.Budget.Services {
		all += s.Budget.Services[i].Specialists
	}
	return all
}

// specialistsIn is that of the posts that have opened, on average over a year.
func specialistsIn(s *scenarios.Scenario, year int) float64 {
	weeks := 0.0
	for i := range s.Budget.Services {
		for _, v := range s.Budget.Services[i].Planned[year*model.QuartersPerYear:][:model.QuartersPerYear] {
			weeks += v.Specialists
		}
	}
	return weeks / model.WeeksPerYear
}
