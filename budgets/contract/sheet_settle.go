package contract

import "ipsplan/budgets"

// settle enters the settlement after the plan: one payment of all that comes later, and the distribution of what is left.
func (r *sheetRows) settle() {
	own := budgets.Expression(budgets.Constant(0))
	if r.terms.Provider.RiskShare > 0 {
		own = r.once("contract.after.provider_part", "Provider: own part of payments after the plan", rounded(budgets.Times{receiptsAfter, riskShare}))
	}
	owedFees := r.once("contract.after.owed_fees", "After the plan: fees to be paid", budgets.Plus{last(unpaidFees), feesAfter})
	owed := r.once("contract.after.owed", "After the plan: fees and provider's claim to be paid", budgets.Plus{owedFees, last(unpaidClaim)})
	cash := r.once("contract.after.received", "After the plan: cash with the payments, less the provider's part of them", minus(budgets.Plus{last(closing), receiptsAfter}, own))
	drawnLater := budgets.Expression(budgets.Constant(0))
	if r.hasInvestor() {
		drawnLater = r.once("contract.after.draws", "After the plan: investor puts in", r.drawsAfter(cash, owed))
	}
	paid := r.once("contract.after.spent", "After the plan: pays of fees and claim", budgets.Min{owed, budgets.Plus{cash, drawnLater}})
	fees := r.once("contract.after.fees_paid", "After the plan: fees paid", budgets.Min{paid, owedFees})
	r.once("contract.after.provider_paid", "After the plan: provider is paid", budgets.Plus{own, minus(paid, fees)})
	r.once("contract.after.unpaid_fees", "After the plan: fees never paid", minus(owedFees, fees))
	r.once("contract.after.unpaid_claim", "After the plan: claim of the provider never paid", minus(minus(owed, owedFees), minus(paid, fees)))
	free := r.once("contract.after.left", "After the plan: cash left to distribute", minus(budgets.Plus{cash, drawnLater}, paid))
	surplus := budgets.Expression(free)
	if r.hasInvestor() {
		surplus = r.repayAfter(free)
	}
	r.surplus(r.once("contract.after.surplus", "After the plan: surplus", surplus))
}

// drawsAfter is what the investor still puts in after the plan.
func (r *sheetRows) drawsAfter(cash, owed budgets.Ref) budgets.Expression {
	room := minus(commitment, last(drawn))
	if r.terms.Investor.Schedule != nil {
		return budgets.Min{scheduledEnd, room}
	}
	return notBelow0(budgets.Min{minus(owed, isSet(recycling, cash, last(unspent))), room})
}

// repayAfter enters what the investor gets of the cash that is left, and is what remains of it.
func (r *sheetRows) repayAfter(free budgets.Ref) budgets.Expression {
	drawnLater := budgets.Ref{Row: "contract.after.draws"}
	ever := r.once("contract.after.drawn", "Investor: has put in in all", budgets.Plus{last(drawn), drawnLater})
	out := r.once("contract.after.outstanding", "After the plan: capital not repaid", minus(ever, last(repaid)))
	grown := budgets.Ref{}
	if r.terms.Investor.ReturnCap != nil {
		grown = r.once("contract.after.balance", "After the plan: investor may still get by the return cap, a quarter later", budgets.Times{budgets.Plus{last(balance), drawnLater}, growth})
	}
	back, earns := r.shares(free, out, grown, ever)
	repaidLater := r.once("contract.after.principal", "After the plan: capital repaid", back)
	yieldLater := r.once("contract.after.return", "After the plan: return of the investor", earns)
	return minus(minus(free, repaidLater), yieldLater)
}

// surplus splits what is left in the end.
func (r *sheetRows) surplus(all budgets.Ref) {
	s := r.terms.Investor.Surplus
	share := func(key, who string, x float64) budgets.Ref {
		return r.input("contract.surplus."+key, "Surplus: share of "+who, budgets.Share, budgets.Single, fromTerms, x)
	}
	toInvestor, payers := budgets.Expression(budgets.Constant(0)), budgets.Expression(share("payer", "the outcome payer", s.Payer))
	if r.hasInvestor() {
		own := share("investor", "the investor", s.Investor)
		ever := budgets.Ref{Row: "contract.after.drawn"}
		toInvestor = r.once("contract.after.to_investor", "After the plan: surplus to the investor; to the payer if nothing was drawn",
			when(ever, budgets.LessOrEqual, budgets.Constant(0), budgets.Constant(0), rounded(budgets.Times{all, own})))
		payers = budgets.Plus{own, payers}
	}
	both := r.once("contract.after.to_investor_and_payer", "After the plan: surplus to investor and payer", rounded(budgets.Times{all, payers}))
	r.once("contract.after.to_payer", "After the plan: surplus back to the outcome payer", minus(both, toInvestor))
	r.once("contract.after.to_provider", "After the plan: surplus to the provider", minus(all, both))
}

// covered is the row of what payments pay of the cost carried, when fees have been paid.
const covered = "contract.total.covered"

// totals enters what the contract comes to.
func (r *sheetRows) totals() {
	after := func(what string) budgets.Expression { return budgets.Ref{Row: "contract.after." + what} }
	sum := func(name, label string, parts ...budgets.Expression) budgets.Ref {
		return r.once("contract.total."+name, "Contract: "+label, budgets.Plus(parts))
	}
	all := sum("receipts", "payments in all, those after the plan included", total(receipts), receiptsAfter)
	cost := sum("cost", "all cost carried", total(carriedCost))
	fees := sum("fees", "all fees due", total(feesDue), feesAfter)
	r.once(covered, "Contract: what payments pay of the cost, when fees have been paid", budgets.Min{cost, notBelow0(minus(all, fees))})
	outlay := budgets.Plus{}
	for _, rows := range [...][]paid{r.outcomes, r.blocks} {
		for _, x := range rows {
			if ref, ok := x.quarter.(budgets.Ref); ok {
				outlay = append(outlay, total(ref))
			}
			if x.after != nil {
				outlay = append(outlay, x.after)
			}
		}
	}
	r.once("contract.total.outlay", "Contract: outlay of the outcome payer, less what it gets back", minus(outlay, after("to_payer")))
	provider := sum("provider_paid", "all that the provider is paid, without surplus", total(providerPaid), after("provider_paid"))
	sum("fees_paid", "all fees paid", total(feesPaid), after("fees_paid"))
	sum("unpaid", "never paid of fees and the provider's claim", after("unpaid_fees"), after("unpaid_claim"))
	r.once("contract.total.margin", "Provider: all that it is paid, surplus included, less the cost", minus(budgets.Plus{provider, after("to_provider")}, cost))
	if !r.hasInvestor() {
		return
	}
	put := sum("drawn", "all that the investor puts in", total(draws), after("draws"))
	back := sum("principal", "all capital repaid", total(principal), after("principal"))
	earns := sum("return", "all return", total(yield), after("return"))
	r.once("contract.total.peak", "Contract: capital at its peak", budgets.Max{budgets.Highest{Row: "contract.flow.outstanding"}, after("outstanding")})
	r.once("contract.total.result", "Investor: result, what it gets less what it puts in", minus(budgets.Plus{back, earns, after("to_investor")}, put))
}
