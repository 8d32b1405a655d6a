package contract

import "ipsplan/budgets"

// Carried says who pays the cost of the plan's years that the contract carries, when all is settled. What the provider has been paid in all counts for its oldest cost first. Capital that the investor
// loses pays before payments do, since payments pay the fees; what neither pays stays unpaid.
type Carried struct {
	Payments, LostCapital, Unpaid budgets.Cents
	// PaymentsArrive and LostCapitalArrives are the money with which the provider is paid, by quarter of the plan: the investor goes between, so that it comes when the provider is paid and not
	// when outcomes are. What is paid after the plan is not among them.
	PaymentsArrive, LostCapitalArrives []budgets.Cents
}

// Carried says who pays the cost carried in the account's draw. What it gives is valid until the next call.
func (s *Settler) Carried(a *Account) *Carried {
	c := &s.carried
	if c.PaymentsArrive == nil {
		c.PaymentsArrive, c.LostCapitalArrives = make([]budgets.Cents, s.horizon), make([]budgets.Cents, s.horizon)
	}
	cost := budgets.Sum(a.Cost[:s.horizon])
	paid := min(cost, budgets.Sum(a.ProviderPaid)+budgets.Sum(a.ToProvider))
	c.LostCapital = min(paid, max(0, a.Drawn()-a.Returned()))
	c.Payments, c.Unpaid = paid-c.LostCapital, cost-paid
	payments, lost := c.Payments, c.LostCapital
	for q := range s.horizon {
		now := a.ProviderPaid[q]
		c.PaymentsArrive[q] = min(now, payments)
		c.LostCapitalArrives[q] = min(now-c.PaymentsArrive[q], lost)
		payments -= c.PaymentsArrive[q]
		lost -= c.LostCapitalArrives[q]
	}
	return c
}
