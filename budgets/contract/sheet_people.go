package contract

import (
	"fmt"

	"ipsplan/budgets"
	"ipsplan/model"
)

// eventWords are what rows of events are called.
var eventWords = [Events]struct{ key, label, ofPlan string }{
	{"engagement", "engagements", "plan.engagements.year"},
	{"job_start", "first job starts", "plan.job_starts.year"},
	{"sustain_13w", "13-week sustainments", "plan.sustainments.year"},
	{"sustain_26w", "26-week sustainments", ""},
	{"sustain_52w", "52-week sustainments", ""},
}

func expectedOf(e Event) string { return "contract.expected." + eventWords[e].key }

// people enters the outcomes that are expected of the people who count, and how many of them are evidenced.
func (r *sheetRows) people() {
	t := r.terms
	spread := budgets.Ref{Row: planSpread}
	if !r.hasSpread {
		spread = r.input("contract.spread", "Share of the year's events that fall in the quarter", budgets.Share, budgets.ByQuarter, "the plan's openings", r.plan.Spread...)
	}
	who := budgets.Times{spread}
	if t.Services != nil {
		people := 0.0
		for i := range r.plan.Services {
			if t.CountsService(i) {
				people += r.plan.Services[i].ShareOfPeople
			}
		}
		who = append(who, r.input("contract.people", "Contract: share of the planned people who engage at its services", budgets.Share, budgets.Single, "the plan's arithmetic; "+fromTerms, people))
	}
	if t.EngagedFrom > 0 || t.EngagedTo > 0 {
		who = append(who, r.window("contract.engaged", "Contract: engagements that count", t.EngagedFrom, t.EngagedTo))
	}
	for e := range Event(Events) {
		if t.isOnCard(e) {
			r.expect(e, who)
		}
	}
	if r.from16 != nil && t.tellsHours() {
		r.input("contract.from_16", "Contract: share of jobs from 16 hours a week", budgets.Share, budgets.ByYear, "the plan's hours", r.from16...)
	}
}

// expect enters the numbers of an event: expected, and evidenced.
func (r *sheetRows) expect(e Event, who budgets.Times) {
	words := eventWords[e]
	label := "Contract: expected " + words.label
	var expected budgets.Ref
	if words.ofPlan == "" {
		expected = r.input(expectedOf(e), label, budgets.People, budgets.ByQuarter, "the plan's own arithmetic does not go so far: 0; enter numbers to see what would be paid for them", 0)
	} else {
		expected = r.formula(expectedOf(e), label, budgets.People, budgets.ByQuarter, append(budgets.Times{budgets.Ref{Row: words.ofPlan}}, who...))
	}
	share := func(e Event) budgets.Ref { return budgets.Ref{Row: "contract.evidence." + eventWords[e].key} }
	r.mean(share(e).Row, "Contract: share of "+words.label+" that are evidenced", budgets.Share, r.terms.Evidenced[e], 1)
	evidenced := budgets.Times{expected, share(e)}
	for shorter := e - 1; shorter >= Sustained13; shorter-- {
		if r.terms.isOnCard(shorter) {
			evidenced = append(evidenced, share(shorter))
		}
	}
	r.formula(evidencedOf(e).Row, "Contract: evidenced "+words.label, budgets.People, budgets.ByQuarter, evidenced)
}

func evidencedOf(e Event) budgets.Ref {
	return budgets.Ref{Row: "contract.evidenced." + eventWords[e].key}
}

// number is how many of a quarter's outcomes of an event and hours are evidenced.
func (r *sheetRows) number(e Event, h Hours) budgets.Expression {
	from16 := budgets.Ref{Row: "contract.from_16"}
	switch {
	case h == AnyHours:
		return evidencedOf(e)
	case r.from16 == nil:
		return budgets.Constant(0)
	case h == From16:
		return budgets.Times{evidencedOf(e), from16}
	}
	return budgets.Times{evidencedOf(e), minus(budgets.Constant(1), from16)}
}

// window enters the part of a quarter's weeks from one week on and before another.
func (r *sheetRows) window(name, label string, from, to int) budgets.Ref {
	begin := budgets.Expression(budgets.Times{minus(quarterNumber, budgets.Constant(1)), budgets.Constant(model.WeeksPerQuarter)})
	end := budgets.Expression(budgets.Times{quarterNumber, budgets.Constant(model.WeeksPerQuarter)})
	if from > 0 {
		begin = budgets.Max{begin, r.input(name+".from", label+", from this week of the plan on (counted from 0)", budgets.Weeks, budgets.Single, fromTerms, float64(from))}
	}
	if to > 0 {
		end = budgets.Min{end, r.input(name+".to", label+", before this week of the plan", budgets.Weeks, budgets.Single, fromTerms, float64(to))}
	}
	return r.formula(name+".weeks", label+": share of the quarter's weeks", budgets.Share, budgets.ByQuarter, over(notBelow0(minus(end, begin)), budgets.Constant(model.WeeksPerQuarter)))
}

func (t *Terms) isOnCard(e Event) bool {
	for i := range t.Rows {
		if t.Rows[i].Event == e {
			return true
		}
	}
	for i := range t.Ladders {
		if t.Ladders[i].Event == e {
			return true
		}
	}
	return false
}

// tellsHours says whether an outcome is paid for by hours.
func (t *Terms) tellsHours() bool {
	for i := range t.Rows {
		if t.Rows[i].Hours != AnyHours {
			return true
		}
	}
	for i := range t.Ladders {
		if t.Ladders[i].Hours != AnyHours {
			return true
		}
	}
	return false
}

// cost enters the cost carried, the provider's claim and the fees.
func (r *sheetRows) cost() {
	t := r.terms
	share := r.mean("contract.cost_share", "Contract: share of the cost of its lines that it carries", budgets.Share, t.CostShare, 1)
	carried := budgets.Plus{}
	for _, i := range t.Lines {
		l := &r.plan.Lines[i]
		carried = append(carried, r.money("contract.carried."+l.Key, "Contract carries of "+l.Name, rounded(budgets.Times{budgets.Ref{Row: "cost." + l.Key + ".quarter"}, share})))
	}
	cost := r.money(carriedCost.Row, "Contract: cost carried", carried)
	r.byYear("contract.cost.year", "Contract: cost carried in the year", cost)
	base := cost
	if t.Provider.Fee != nil {
		fee := r.amounts("contract.provider.fee", "Provider: fixed fee of the year", t.Provider.Fee)
		base = r.money("contract.provider.fee.quarter", "Provider: fixed fee", split(fee))
	}
	claim := budgets.Expression(base)
	if t.Provider.RiskShare > 0 {
		risk := r.input(riskShare.Row, "Provider: share of the risk, given up for the same share of payments", budgets.Share, budgets.Single, fromTerms, t.Provider.RiskShare)
		claim = minus(base, rounded(budgets.Times{base, risk}))
	}
	r.money(claimed.Row, "Provider: claims, whatever is paid for outcomes", claim)
	r.fees()
}

var (
	carriedCost = budgets.Ref{Row: "contract.cost.quarter"}
	riskShare   = budgets.Ref{Row: "contract.provider.risk_share"}
	claimed     = budgets.Ref{Row: "contract.provider.claim"}
	feesDue     = budgets.Ref{Row: "contract.fees.quarter"}
	feesAfter   = budgets.Ref{Row: "contract.fees.after"}
)

// fees enters the fees: by quarter, and what falls due after the plan.
func (r *sheetRows) fees() {
	due, after := budgets.Plus{}, budgets.Plus{}
	for i := range r.terms.Fees {
		f := &r.terms.Fees[i]
		row := func(what string) string { return fmt.Sprintf("contract.fee.%s.%s", f.Key, what) }
		if f.PerYear != nil {
			amount := r.amounts(row("per_year"), f.Name+": fee of the year", f.PerYear)
			due = append(due, r.money(row("quarter"), f.Name+": fee due", split(amount)))
			continue
		}
		amount := r.amount(row("once"), f.Name+": fee that is due once", f.Once)
		quarter := r.input(row("due"), f.Name+": quarter in which the fee falls due", budgets.Number, budgets.Single, fromTerms, float64(f.Quarter+1))
		now := r.money(row("quarter"), f.Name+": fee due", when(quarterNumber, budgets.Equal, quarter, amount, budgets.Constant(0)))
		due = append(due, now)
		after = append(after, r.once(row("after"), f.Name+": fee due after the plan", minus(amount, total(now))))
	}
	all := r.money(feesDue.Row, "Contract: fees due", due)
	r.byYear("contract.fees.year", "Contract: fees due in the year", all)
	r.once(feesAfter.Row, "Contract: fees due after the plan", after)
}
