package contract

import (
	"slices"

	"ipsplan/budgets"
	"ipsplan/model"
)

// noise is what adding up numbers of people may leave before a number that is reached.
const noise = 1e-9

var (
	priceLevel = budgets.Ref{Row: "contract.price_level"}
	mostInAll  = budgets.Ref{Row: "contract.most"}
	usedInAll  = budgets.Ref{Row: "contract.most.used"}
	kept       = budgets.Ref{Row: "contract.verification"}

	receipts      = budgets.Ref{Row: "contract.receipts.quarter"}
	receiptsAfter = budgets.Ref{Row: "contract.receipts.after"}
)

// payments enters what is paid: blocks, rows of the rate card, ladders, and what others add.
func (r *sheetRows) payments() {
	t := r.terms
	r.input(priceLevel.Row, "Contract: price level, by which all prices and amounts of ladders are multiplied", budgets.Factor, budgets.Single, fromTerms, t.PriceLevel)
	if t.Most > 0 {
		r.amount(mostInAll.Row, "Contract: the most that it pays", t.Most)
	}
	if t.Verification > 0 {
		r.input(kept.Row, "Contract: share of payments for outcomes kept back after verification", budgets.Share, budgets.Single, fromTerms, t.Verification)
	}
	for i := range t.Blocks {
		r.block(&t.Blocks[i])
	}
	for i := range t.Rows {
		r.rateCard(i)
	}
	for i := range t.Ladders {
		if !t.Ladders[i].EachYear && r.lastWeek(&t.Ladders[i])/model.WeeksPerQuarter >= r.quarters() {
			continue
		}
		r.ladder(i)
	}
	if t.Most > 0 {
		r.since(usedInAll.Row, "Contract: paid so far, of the most", budgets.Money, r.passed...)
	}
	for _, i := range r.laddersAfter() {
		r.ladderAfter(i)
	}
	for i := range t.TopUps {
		r.topUp(i)
	}
	now, after := budgets.Plus{}, budgets.Plus{}
	for _, x := range slices.Concat(r.outcomes, r.blocks, r.topUps) {
		if x.quarter != nil {
			now = append(now, x.quarter)
		}
		if x.after != nil {
			after = append(after, x.after)
		}
	}
	all := r.money(receipts.Row, "Contract: all payments", now)
	r.byYear("contract.receipts.year", "Contract: all payments of the year", all)
	r.once(receiptsAfter.Row, "Contract: all payments after the plan", after)
}

// quarters is the number of quarters of the plan.
func (r *sheetRows) quarters() int { return r.plan.Years * model.QuartersPerYear }

// withinContract is what the cap on the contract lets pass of an amount, by quarter.
func (r *sheetRows) withinContract(name, label string, amount budgets.Ref) budgets.Ref {
	if r.terms.Most == 0 {
		return amount
	}
	used := slices.Concat(budgets.Plus{before(usedInAll)}, r.passed)
	passes := r.money(name, label+": within the most that the contract pays", cutTo(amount, mostInAll, used))
	r.passed = append(r.passed, passes)
	return passes
}

// verified is what verification leaves of an amount.
func (r *sheetRows) verified(amount budgets.Expression) budgets.Expression {
	if r.terms.Verification == 0 {
		return amount
	}
	return budgets.Times{amount, minus(budgets.Constant(1), kept)}
}

// pays adds the rows of what is paid in whole cents, of exact amounts by quarter; after is all that is paid, exact, or nil if nothing comes after the plan.
func (r *sheetRows) pays(name func(string) string, label string, due, all budgets.Expression) paid {
	soFar := r.since(name("so_far"), label+": comes so far, exact", budgets.Money, due)
	now := r.money(name("quarter"), label+": is paid", inCents(soFar))
	r.byYear(name("year"), label+": is paid in the year", now)
	if all == nil {
		return paid{now, nil}
	}
	return paid{now, r.once(name("after"), label+": is paid after the plan", minus(rounded(all), rounded(last(soFar))))}
}

func (r *sheetRows) block(b *Block) {
	name := func(what string) string { return "contract.block." + b.Key + "." + what }
	var owed budgets.Expression
	if b.PerYear != nil {
		owed = split(r.amounts(name("per_year"), b.Name+": block payment of the year", b.PerYear))
	} else {
		share := r.input(name("share"), b.Name+": block payment, share of the cost carried", budgets.Share, budgets.Single, fromTerms, b.CostShare)
		owed = budgets.Times{carriedCost, share}
	}
	due := r.withinContract(name("within_contract"), b.Name, r.money(name("owed"), b.Name+": is owed", owed))
	r.blocks = append(r.blocks, r.pays(name, b.Name, due, nil))
}

// rateCard enters a row of the rate card.
func (r *sheetRows) rateCard(i int) {
	t, row := r.terms, &r.terms.Rows[i]
	name := func(what string) string { return "contract.row." + row.Key + "." + what }
	var prices []float64
	for _, d := range row.Price.Years {
		prices = append(prices, 100*d.Mean())
	}
	price := r.input(name("price"), row.Name+": price of one outcome", budgets.Money, budgets.ByYear, sourceOf(row.Price.Years...)+t.leftOut(row), prices...)
	value := r.money(name("value"), row.Name+": value", budgets.Times{r.payable(row, name), price, priceLevel})
	if d := t.DeadweightDeducted[row.Event]; d > 0 {
		part := r.input(name("deadweight"), row.Name+": share deducted as it would have happened anyway", budgets.Share, budgets.Single, fromTerms, d)
		value = r.money(name("after_deadweight"), row.Name+": value after that deduction", budgets.Times{value, minus(budgets.Constant(1), part)})
	}
	if row.Minimum > 0 {
		value = r.minimum(row, name, value)
	}
	value = r.caps(row, name, value)
	earned := r.money(name("earned"), row.Name+": earned", r.verified(value))
	lag := r.input(name("lag"), row.Name+": weeks from outcome to payment", budgets.Weeks, budgets.Single, fromTerms, float64(row.Lag))
	quarters := over(lag, budgets.Constant(model.WeeksPerQuarter))
	whole := r.formula(name("lag.quarters"), row.Name+": of that, whole quarters", budgets.Number, budgets.Single, budgets.RoundedDown{Of: quarters})
	late := r.formula(name("lag.late"), row.Name+": share of a quarter's outcomes paid one quarter later still", budgets.Share, budgets.Single, minus(quarters, whole))
	e := earning{key: "row." + row.Key, name: row.Name, row: i, money: earned, whole: whole, late: late}
	e.due = r.money(name("due"), row.Name+": comes, exact", budgets.Plus{
		budgets.Times{budgets.Earlier{Row: earned.Row, By: whole}, minus(budgets.Constant(1), late)},
		budgets.Times{budgets.Earlier{Row: earned.Row, By: budgets.Plus{whole, budgets.Constant(1)}}, late},
	})
	r.earned = append(r.earned, e)
	r.outcomes = append(r.outcomes, r.pays(name, row.Name, e.due, total(earned)))
}

// leftOut says what numbers of people cannot tell of a row.
func (t *Terms) leftOut(row *Row) string {
	text := ""
	if row.Within > 0 {
		text += "; that an outcome must come within some weeks of engagement is left out"
	}
	if t.MostPerPerson > 0 {
		text += "; the most for one person is left out"
	}
	return text
}

// payable enters the outcomes of a row that count, and is how many of them it pays for.
func (r *sheetRows) payable(row *Row, name func(string) string) budgets.Expression {
	counts := budgets.Times{r.number(row.Event, row.Hours)}
	if row.From > 0 || row.To > 0 {
		counts = append(counts, r.window(name("window"), row.Name+": outcomes that can be claimed", row.From, row.To))
	}
	counted := r.formula(name("counted"), row.Name+": outcomes counted", budgets.People, budgets.ByQuarter, counts)
	if row.Above == 0 && row.UpTo == 0 && row.Minimum == 0 {
		return counted
	}
	soFar := r.since(name("counted_so_far"), row.Name+": outcomes counted so far", budgets.People, counted)
	if row.Above == 0 && row.UpTo == 0 {
		return counted
	}
	from, to := budgets.Expression(before(soFar)), budgets.Expression(soFar)
	if row.Above > 0 {
		from = budgets.Max{from, r.input(name("above"), row.Name+": pays for outcomes beyond so many", budgets.People, budgets.Single, fromTerms, float64(row.Above))}
	}
	if row.UpTo > 0 {
		to = budgets.Min{to, r.input(name("up_to"), row.Name+": pays for so many outcomes at most, those before the first paid ones included", budgets.People, budgets.Single, fromTerms, float64(row.UpTo))}
	}
	return r.formula(name("paid_for"), row.Name+": outcomes paid for", budgets.People, budgets.ByQuarter, notBelow0(minus(to, from)))
}

// minimum keeps a row's value back until its minimum is reached, and is what is then paid for.
func (r *sheetRows) minimum(row *Row, name func(string) string, value budgets.Ref) budgets.Ref {
	minimum := r.input(name("minimum"), row.Name+": pays nothing before so many outcomes", budgets.People, budgets.Single, fromTerms, float64(row.Minimum))
	waiting := budgets.Ref{Row: name("waiting")}
	reached := func(then, otherwise budgets.Expression) budgets.Expression {
		return when(minus(minimum, budgets.Constant(noise)), budgets.LessOrEqual, budgets.Ref{Row: name("counted_so_far")}, then, otherwise)
	}
	all := budgets.Plus{before(waiting), value}
	r.money(waiting.Row, row.Name+": value that waits for the minimum", reached(budgets.Constant(0), all))
	return r.money(name("released"), row.Name+": value that does not wait", reached(all, budgets.Constant(0)))
}

// caps cuts a row's value to the most of the year, of the row and of the contract. Each counts what passes all of them.
func (r *sheetRows) caps(row *Row, name func(string) string, value budgets.Ref) budgets.Ref {
	inYear, inAll := budgets.Ref{Row: name("most_per_year.used")}, budgets.Ref{Row: name("most.used")}
	if row.MostPerYear != nil {
		most := r.amounts(name("most_per_year"), row.Name+": the most that it pays for outcomes of the year; 0 for none", row.MostPerYear)
		value = r.money(name("within_year"), row.Name+": value within the most of the year", cutTo(value, most, sinceNewYear(inYear)))
	}
	if row.Most > 0 {
		most := r.amount(name("most"), row.Name+": the most that it pays in all", row.Most)
		value = r.money(name("within_most"), row.Name+": value within the most of all years", cutTo(value, most, before(inAll)))
	}
	value = r.withinContract(name("within_contract"), row.Name, value)
	if row.MostPerYear != nil {
		r.money(inYear.Row, row.Name+": paid so far, of the most of the year", budgets.Plus{sinceNewYear(inYear), value})
	}
	if row.Most > 0 {
		r.since(inAll.Row, row.Name+": paid so far, of the most of all years", budgets.Money, value)
	}
	return value
}

// sinceNewYear is a row's cell of the quarter before, 0 in the first quarter of a year.
func sinceNewYear(row budgets.Ref) budgets.Expression {
	return isSet(firstQuarter, budgets.Constant(0), before(row))
}

// topUp enters what another payer adds to what is earned.
func (r *sheetRows) topUp(i int) {
	t := &r.terms.TopUps[i]
	name := func(what string) string { return "contract.top_up." + t.Key + "." + what }
	share := r.input(name("share"), t.Name+": adds to each payment, as a share of it", budgets.Factor, budgets.Single, fromTerms, t.Share)
	due, all := budgets.Plus{}, budgets.Plus{}
	most, used := budgets.Ref{Row: name("most")}, budgets.Ref{Row: name("most.used")}
	if t.Most > 0 {
		r.amount(most.Row, t.Name+": the most that it adds", t.Most)
	}
	adds := func(e *earning) bool { return t.Rows == nil || !e.ladder && t.Rows[e.row] }
	so, after := budgets.Plus{before(used)}, budgets.Plus{last(used)}
	for k := range r.earned {
		e := &r.earned[k]
		full := budgets.Times{e.money, share}
		switch {
		case !adds(e):
			continue
		case t.Most == 0 && e.isAfter:
			all = append(all, full)
		case t.Most == 0:
			due, all = append(due, budgets.Times{e.due, share}), append(all, budgets.Times{total(e.money), share})
		case e.isAfter:
			x := r.once(name(e.key), t.Name+": adds to "+e.name, cutTo(full, most, slices.Clone(after)))
			after, all = append(after, x), append(all, x)
		default:
			x := r.money(name(e.key), t.Name+": adds to what is earned, "+e.name, cutTo(full, most, slices.Clone(so)))
			so, due, all = append(so, x), append(due, r.arrives(t, name, e, full, x)...), append(all, total(x))
		}
	}
	if t.Most > 0 {
		r.since(used.Row, t.Name+": adds so far, of the most", budgets.Money, so[1:]...)
	}
	r.topUps = append(r.topUps, r.pays(name, t.Name, due, all))
}

// arrives is when what is added to an earning comes: what is paid first is added to first.
func (r *sheetRows) arrives(t *TopUp, name func(string) string, e *earning, full, adds budgets.Expression) budgets.Plus {
	ref := adds.(budgets.Ref)
	if e.late == nil {
		return budgets.Plus{budgets.Earlier{Row: ref.Row, By: e.whole}}
	}
	now := r.money(name(e.key+".first"), t.Name+": of that, with the first payment, "+e.name, budgets.Min{budgets.Times{full, minus(budgets.Constant(1), e.late)}, adds})
	rest := r.money(name(e.key+".later"), t.Name+": of that, one quarter later, "+e.name, minus(adds, now))
	return budgets.Plus{budgets.Earlier{Row: now.Row, By: e.whole}, budgets.Earlier{Row: rest.Row, By: budgets.Plus{e.whole, budgets.Constant(1)}}}
}
