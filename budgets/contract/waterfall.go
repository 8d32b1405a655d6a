package contract

import (
	"math"

	"ipsplan/budgets"
)

// till is the money of the contract, as the waterfall goes from quarter to quarter.
type till struct {
	cash    budgets.Cents
	unspent budgets.Cents // of it, draws
	ofDraws budgets.Cents // draws spent on costs and fees
	drawn   budgets.Cents
	repaid  budgets.Cents // principal
	// balance is what principal and return may still take under the return cap.
	balance float64
}

// flow takes the money through the waterfall.
func (s *Settler) flow() {
	a, t := &s.account, &till{}
	unpaidFees, unpaidClaim := budgets.Cents(0), budgets.Cents(0)
	runOffToCome := budgets.Cents(0)
	for q := s.horizon; q < s.horizon+runOffQuarters; q++ {
		runOffToCome += a.Claim[q]
	}
	for q := range s.quarters {
		if q >= s.horizon {
			runOffToCome -= a.Claim[q]
		}
		last := q == s.quarters-1
		s.drawOnSchedule(t, q)
		own := budgets.Round(float64(a.Receipts[q]) * s.terms.Provider.RiskShare)
		t.cash += a.Receipts[q] - own
		unpaidFees += a.Fees[q]
		unpaidClaim += a.Claim[q]
		s.drawOnNeed(t, q, unpaidFees+unpaidClaim)
		a.Peak = max(a.Peak, t.drawn-t.repaid)

		spent := t.spend(unpaidFees+unpaidClaim, s.usable(t, q, last))
		a.FeesPaid[q] = min(spent, unpaidFees)
		unpaidFees -= a.FeesPaid[q]
		a.ProviderPaid[q] = own + spent - a.FeesPaid[q]
		unpaidClaim -= spent - a.FeesPaid[q]
		a.UnpaidFees[q], a.UnpaidClaim[q] = unpaidFees, unpaidClaim

		t.balance = float64((t.balance + float64(a.Draws[q])) * s.growth)
		if unpaidFees+unpaidClaim == 0 {
			s.distribute(t, q, s.free(t, q, s.plannedToCome[q]+runOffToCome, last), last)
		}
		a.Closing[q] = t.cash
	}
	a.Recycled = budgets.Sum(a.ProviderPaid) + budgets.Sum(a.FeesPaid) - t.ofDraws
}

// canDraw is what can still be drawn after the scheduled draw of a quarter.
func (s *Settler) canDraw(t *till, quarter int) budgets.Cents {
	investor := &s.terms.Investor
	left := investor.Commitment - t.drawn
	if investor.Schedule == nil {
		return left
	}
	return min(left, budgets.Sum(investor.Schedule[min(quarter+1, len(investor.Schedule)):]))
}

func (s *Settler) drawOnSchedule(t *till, quarter int) {
	if schedule := s.terms.Investor.Schedule; quarter < len(schedule) {
		s.draw(t, quarter, min(schedule[quarter], s.terms.Investor.Commitment-t.drawn))
	}
}

// drawOnNeed draws what is unpaid and the money at hand does not pay.
func (s *Settler) drawOnNeed(t *till, quarter int, unpaid budgets.Cents) {
	if short := unpaid - s.atHand(t); s.terms.Investor.Schedule == nil && short > 0 {
		s.draw(t, quarter, min(short, s.canDraw(t, quarter)))
	}
}

func (s *Settler) draw(t *till, quarter int, amount budgets.Cents) {
	s.account.Draws[quarter] += amount
	t.drawn += amount
	t.cash += amount
	t.unspent += amount
}

// atHand is the money that may be used while more can be drawn.
func (s *Settler) atHand(t *till) budgets.Cents {
	if s.terms.Investor.Recycling {
		return t.cash
	}
	return t.unspent
}

// usable is the money from which a quarter's costs may be paid.
func (s *Settler) usable(t *till, quarter int, last bool) budgets.Cents {
	if last || s.canDraw(t, quarter) == 0 {
		return t.cash
	}
	return s.atHand(t)
}

// spend pays what can be paid of an amount, from draws first, and gives it.
func (t *till) spend(owed, usable budgets.Cents) budgets.Cents {
	spent := min(owed, usable)
	t.cash -= spent
	ofDraws := min(spent, t.unspent)
	t.unspent -= ofDraws
	t.ofDraws += ofDraws
	return spent
}

// free is the cash that may be distributed, given what is still to come of cost.
func (s *Settler) free(t *till, quarter int, toCome budgets.Cents, last bool) budgets.Cents {
	switch {
	case last || toCome == 0:
		return t.cash
	case s.terms.Investor.Recycling:
		return max(0, t.cash-toCome)
	}
	return max(0, t.cash-t.unspent-max(0, toCome-t.unspent-s.canDraw(t, quarter)))
}

// distribute gives money to those who have a claim to what is left.
func (s *Settler) distribute(t *till, quarter int, free budgets.Cents, last bool) {
	a, investor := &s.account, &s.terms.Investor
	outstanding := t.drawn - t.repaid
	principal := min(free, outstanding)
	yield := free - principal
	if investor.ReturnCap != nil {
		const noise = 1e-6 // cents, of floating point
		room := max(0, budgets.Cents(math.Floor(t.balance+noise))-outstanding)
		if investor.ReturnFirst {
			yield = min(free, room)
			principal = min(free-yield, outstanding)
		}
		yield = min(yield, room)
	}
	if t.drawn == 0 {
		yield = 0
	}
	a.Principal[quarter], a.Return[quarter] = principal, yield
	t.repaid += principal
	t.cash -= principal + yield
	t.unspent = min(t.unspent, t.cash)
	t.balance = max(0, t.balance-float64(principal+yield))
	if last {
		s.split(t, quarter)
	}
}

// split splits the surplus.
func (s *Settler) split(t *till, quarter int) {
	a, shares := &s.account, s.terms.Investor.Surplus
	if t.drawn == 0 {
		shares.Investor, shares.Payer = 0, shares.Investor+shares.Payer
	}
	surplus := float64(t.cash)
	toInvestor := budgets.Round(surplus * shares.Investor)
	toBoth := budgets.Round(surplus * (shares.Investor + shares.Payer))
	a.ToInvestor[quarter], a.ToPayer[quarter], a.ToProvider[quarter] = toInvestor, toBoth-toInvestor, t.cash-toBoth
	t.cash = 0
}
