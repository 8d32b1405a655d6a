package contract

import (
	"ipsplan/budgets"
	"ipsplan/model"
)

// The rows of the waterfall by quarter. Those of the settlement after the plan have "after" in place of "flow".
var (
	commitment   = budgets.Ref{Row: "contract.commitment"}
	recycling    = budgets.Ref{Row: "contract.recycling"}
	returnFirst  = budgets.Ref{Row: "contract.return_first"}
	growth       = budgets.Ref{Row: "contract.return_cap.growth"}
	scheduled    = budgets.Ref{Row: "contract.schedule"}
	scheduledEnd = budgets.Ref{Row: "contract.schedule.after"}

	ownPart      = budgets.Ref{Row: "contract.flow.provider_part"}
	toCome       = budgets.Ref{Row: "contract.flow.to_come"}
	draws        = budgets.Ref{Row: "contract.flow.draws"}
	drawn        = budgets.Ref{Row: "contract.flow.drawn"}
	canDraw      = budgets.Ref{Row: "contract.flow.can_draw"}
	spent        = budgets.Ref{Row: "contract.flow.spent"}
	feesPaid     = budgets.Ref{Row: "contract.flow.fees_paid"}
	providerPaid = budgets.Ref{Row: "contract.flow.provider_paid"}
	unpaidFees   = budgets.Ref{Row: "contract.flow.unpaid_fees"}
	unpaidClaim  = budgets.Ref{Row: "contract.flow.unpaid_claim"}
	balance      = budgets.Ref{Row: "contract.flow.balance"}
	repaid       = budgets.Ref{Row: "contract.flow.repaid"}
	principal    = budgets.Ref{Row: "contract.flow.principal"}
	yield        = budgets.Ref{Row: "contract.flow.return"}
	unspent      = budgets.Ref{Row: "contract.flow.unspent"}
	closing      = budgets.Ref{Row: "contract.flow.closing"}
)

func (r *sheetRows) hasInvestor() bool { return r.terms.Investor.Commitment > 0 }

// waterfall enters where the money goes, quarter by quarter and after the plan.
func (r *sheetRows) waterfall() {
	if r.hasInvestor() {
		r.investor()
	}
	opening := r.money("contract.flow.opening", "Contract: cash at the quarter's beginning", before(closing))
	own := r.providerPart()
	r.stillToCome()
	owedFees := r.money("contract.flow.owed_fees", "Contract: fees to be paid, with what was left unpaid", budgets.Plus{before(unpaidFees), feesDue})
	owed := r.money("contract.flow.owed", "Contract: fees and provider's claim to be paid, with what was left unpaid", budgets.Plus{owedFees, before(unpaidClaim), claimed})
	received := budgets.Plus{opening, receipts}
	if own != nil {
		received = budgets.Plus{opening, minus(receipts, own)}
	}
	cash := r.money("contract.flow.received", "Contract: cash with the quarter's payments, less the provider's part of them", received)
	usable := budgets.Expression(cash)
	if r.hasInvestor() {
		cash, usable = r.draw(cash, owed)
	}
	paid := r.money(spent.Row, "Contract: pays of that", budgets.Min{owed, usable})
	fees := r.money(feesPaid.Row, "Contract: fees paid", budgets.Min{paid, owedFees})
	r.byYear("contract.fees_paid.year", "Contract: fees paid in the year", fees)
	toProvider := budgets.Expression(minus(paid, fees))
	if own != nil {
		toProvider = budgets.Plus{own, toProvider}
	}
	r.byYear("contract.provider_paid.year", "Provider: is paid in the year", r.money(providerPaid.Row, "Provider: is paid", toProvider))
	r.money(unpaidFees.Row, "Contract: fees left unpaid", minus(owedFees, fees))
	r.money(unpaidClaim.Row, "Provider: claim left unpaid", minus(minus(owed, owedFees), minus(paid, fees)))
	left := r.money("contract.flow.left", "Contract: cash when that is paid", minus(cash, paid))
	if !r.hasInvestor() {
		r.money(closing.Row, "Contract: cash at the quarter's end", left)
	} else {
		r.distribute(left)
	}
	r.settle()
}

// providerPart is the row of the provider's own part of payments; nil without one.
func (r *sheetRows) providerPart() budgets.Expression {
	if r.terms.Provider.RiskShare == 0 {
		return nil
	}
	return r.money(ownPart.Row, "Provider: own part of payments", rounded(budgets.Times{receipts, riskShare}))
}

// stillToCome enters the planned cost of all later quarters.
func (r *sheetRows) stillToCome() {
	soFar := r.since("contract.flow.due_so_far", "Contract: fees and provider's claims fallen due so far", budgets.Money, feesDue, claimed)
	r.money(toCome.Row, "Contract: fees and provider's claims still to come", budgets.Plus{minus(last(soFar), soFar), feesAfter})
}

// investor enters the terms of the capital.
func (r *sheetRows) investor() {
	i := &r.terms.Investor
	name := i.Name
	if name == "" {
		name = "Investor"
	}
	r.amount(commitment.Row, name+": commitment, the most that is drawn", i.Commitment)
	if i.Schedule != nil {
		now, after := make([]float64, r.quarters()), 0.0
		for q, x := range i.Schedule {
			if q < len(now) {
				now[q] = float64(x)
			} else {
				after += float64(x)
			}
		}
		r.input(scheduled.Row, name+": draws by schedule", budgets.Money, budgets.ByQuarter, fromTerms, now...)
		r.input(scheduledEnd.Row, name+": draws by schedule after the plan", budgets.Money, budgets.Single, fromTerms, after)
		r.since("contract.schedule.so_far", name+": draws by schedule so far", budgets.Money, scheduled)
	}
	r.flag(recycling.Row, "Contract: payments pay costs before capital is drawn for them", i.Recycling)
	if i.ReturnCap == nil {
		return
	}
	r.flag(returnFirst.Row, name+": return comes before capital", i.ReturnFirst)
	rate := r.input("contract.return_cap", name+": earns at most in a year", budgets.Share, budgets.Single, fromTerms, *i.ReturnCap)
	r.formula(growth.Row, name+": what capital can grow by in a quarter", budgets.Factor, budgets.Single, budgets.Root{Of: budgets.Plus{budgets.Constant(1), rate}, Degree: model.QuartersPerYear})
}

// draw enters what is drawn, and gives the cash with it and what may be used of it.
func (r *sheetRows) draw(cash, owed budgets.Ref) (with budgets.Ref, usable budgets.Expression) {
	room := minus(commitment, before(drawn))
	now := budgets.Expression(budgets.Min{scheduled, room})
	if r.terms.Investor.Schedule == nil {
		short := r.money("contract.flow.short", "Contract: falls short of that without new capital", minus(owed, isSet(recycling, cash, before(unspent))))
		now = notBelow0(budgets.Min{short, room})
	}
	put := r.money(draws.Row, "Investor: puts in", now)
	r.byYear("contract.draws.year", "Investor: puts in in the year", put)
	r.since(drawn.Row, "Investor: has put in so far", budgets.Money, put)
	left := minus(commitment, drawn)
	if r.terms.Investor.Schedule != nil {
		soFar := budgets.Ref{Row: "contract.schedule.so_far"}
		left = budgets.Min{left, budgets.Plus{minus(last(soFar), soFar), scheduledEnd}}
	}
	r.money(canDraw.Row, "Investor: can still be asked for", left)
	with = r.money("contract.flow.cash", "Contract: cash with the capital", budgets.Plus{cash, put})
	drawnCash := r.money("contract.flow.unspent.with_draws", "Contract: of that cash, capital not spent", budgets.Plus{before(unspent), put})
	usable = r.money("contract.flow.usable", "Contract: of it, may pay costs now",
		when(canDraw, budgets.LessOrEqual, budgets.Constant(0), with, isSet(recycling, with, drawnCash)))
	return with, usable
}

// distribute enters what the investor gets back of the cash that is left.
func (r *sheetRows) distribute(left budgets.Ref) {
	drawnCash := r.money("contract.flow.unspent.left", "Contract: capital not spent, when costs are paid", notBelow0(minus(budgets.Ref{Row: "contract.flow.unspent.with_draws"}, spent)))
	aside := notBelow0(minus(minus(left, drawnCash), notBelow0(minus(minus(toCome, drawnCash), canDraw))))
	free := r.money("contract.flow.free", "Contract: cash that may be distributed",
		when(budgets.Plus{unpaidFees, unpaidClaim}, budgets.LessOrEqual, budgets.Constant(0),
			when(toCome, budgets.LessOrEqual, budgets.Constant(0), left, isSet(recycling, notBelow0(minus(left, toCome)), aside)), budgets.Constant(0)))
	out := r.money("contract.flow.outstanding", "Investor: capital not repaid", minus(drawn, before(repaid)))
	grown := budgets.Ref{}
	if r.terms.Investor.ReturnCap != nil {
		grown = r.money("contract.flow.balance.grown", "Investor: may still get by the return cap", budgets.Times{budgets.Plus{before(balance), draws}, growth})
	}
	back, earns := r.shares(free, out, grown, drawn)
	r.money(principal.Row, "Investor: capital repaid", back)
	r.byYear("contract.principal.year", "Investor: capital repaid in the year", principal)
	r.money(yield.Row, "Investor: return", earns)
	r.byYear("contract.return.year", "Investor: return in the year", yield)
	r.since(repaid.Row, "Investor: capital repaid so far", budgets.Money, principal)
	if grown.Row != "" {
		r.money(balance.Row, "Investor: may get by the return cap in later quarters", notBelow0(minus(minus(grown, principal), yield)))
	}
	end := r.money(closing.Row, "Contract: cash at the quarter's end", minus(minus(left, principal), yield))
	r.money(unspent.Row, "Contract: of it, capital not spent", budgets.Min{drawnCash, end})
}

// shares is what the investor gets of money that may be distributed: capital, and return. grown is the row of what it may get by the return cap, if it has one; the name of its row of principal is
// that of the quarters.
func (r *sheetRows) shares(free, outstanding, grown, everDrawn budgets.Ref) (back, earns budgets.Expression) {
	if grown.Row == "" {
		back = budgets.Min{free, outstanding}
		return back, when(everDrawn, budgets.LessOrEqual, budgets.Constant(0), budgets.Constant(0), minus(free, back))
	}
	room := notBelow0(minus(budgets.RoundedDown{Of: grown}, outstanding))
	back = isSet(returnFirst, budgets.Min{minus(free, budgets.Min{free, room}), outstanding}, budgets.Min{free, outstanding})
	earns = isSet(returnFirst, budgets.Min{free, room}, budgets.Min{minus(free, budgets.Min{free, outstanding}), room})
	return back, earns
}
