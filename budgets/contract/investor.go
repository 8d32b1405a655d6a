package contract

import "ipsplan/budgets"

// InvestorFlow puts the investor's money at times 0, 1, 2, … in quarters into the slice, in cents, below 0 where it is paid in; one time more than the ledger has quarters.
func (a *Account) InvestorFlow(into []float64) {
	clear(into)
	for q := range a.Draws {
		into[q] -= float64(a.Draws[q])
		into[q+1] = float64(a.Distributed(q))
	}
}

// Distributed is what the investor gets at the end of a quarter.
func (a *Account) Distributed(quarter int) budgets.Cents {
	return a.Principal[quarter] + a.Return[quarter] + a.ToInvestor[quarter]
}

// Drawn is what the investor puts in, in all.
func (a *Account) Drawn() budgets.Cents { return budgets.Sum(a.Draws) }

// Returned is what the investor gets back in all.
func (a *Account) Returned() budgets.Cents {
	return budgets.Sum(a.Principal) + budgets.Sum(a.Return) + budgets.Sum(a.ToInvestor)
}

// Payback is the time, in quarters, from which on distributions so far are never less than draws so far; ok is false where nothing was drawn or that time never comes.
func (a *Account) Payback() (quarters int, ok bool) {
	if a.Drawn() == 0 || a.Returned() < a.Drawn() {
		return 0, false
	}
	ahead := a.Returned() - a.Drawn()
	for t := len(a.Draws); t > 0; t-- { // back in time: ahead is what has come by time t, less what has gone
		if t < len(a.Draws) {
			ahead += a.Draws[t]
		}
		if ahead -= a.Distributed(t - 1); ahead < 0 {
			return t, true
		}
	}
	return 0, true
}

// Outlay is what the outcome payer pays in all, less its part of the surplus.
func (a *Account) Outlay() budgets.Cents {
	paid := -budgets.Sum(a.ToPayer)
	for i := range a.Rows {
		paid += budgets.Sum(a.Rows[i].Paid)
	}
	for _, rows := range [...][][]budgets.Cents{a.Ladders, a.Blocks} {
		for _, row := range rows {
			paid += budgets.Sum(row)
		}
	}
	return paid
}

// Margin is what the provider is paid in all, less the cost carried.
func (a *Account) Margin() budgets.Cents {
	return budgets.Sum(a.ProviderPaid) + budgets.Sum(a.ToProvider) - budgets.Sum(a.Cost)
}
