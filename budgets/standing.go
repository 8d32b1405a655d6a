package budgets

import (
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Standing is where uncertain quantities stand in a draw, for what else is priced in it: quantities of one name move together.
type Standing struct{ stand }

// StandingIn is the standing in the draw at a random address ([model.Simulator.DrawAddress]); with means every quantity stands at its mean.
func StandingIn(draw quantity.Address, means bool) Standing {
	return Standing{stand{draw.At(model.BudgetBranch).At(valuesBranch), draw.At(model.ValuesBranch), means}}
}

// Of is the value of a quantity.
func (s Standing) Of(q quantity.Quantity) float64 { return s.of(q) }

// Series puts the values of a series by year into the slice.
func (s Standing) Series(of quantity.Series, into []float64) { s.series(of, into) }
