package contract

import (
	"cmp"
	"fmt"
	"slices"

	"ipsplan/budgets"
	"ipsplan/model"
)

// lastWeek is the last week of a ladder that does not count each year.
func (r *sheetRows) lastWeek(l *Ladder) int {
	if l.To > 0 {
		return l.To - 1
	}
	return (r.quarters()+runOffQuarters)*model.WeeksPerQuarter - 1
}

// laddersAfter are those that are earned after the plan, in the order in which they are.
func (r *sheetRows) laddersAfter() []int {
	quarter := func(i int) int { return r.lastWeek(&r.terms.Ladders[i]) / model.WeeksPerQuarter }
	var after []int
	for i := range r.terms.Ladders {
		if !r.terms.Ladders[i].EachYear && quarter(i) >= r.quarters() {
			after = append(after, i)
		}
	}
	slices.SortStableFunc(after, func(a, b int) int { return cmp.Compare(quarter(a), quarter(b)) })
	return after
}

// climbed enters what a ladder counts and owes: by year, or once.
func (r *sheetRows) climbed(l *Ladder, name func(string) string) budgets.Ref {
	count := budgets.Times{r.number(l.Event, l.Hours)}
	per, reached := budgets.Single, "outcomes reached"
	if l.EachYear {
		per, reached = budgets.ByYear, "outcomes reached in the year"
	} else if l.From > 0 || l.To > 0 {
		count = append(count, r.window(name("window"), l.Name+": outcomes that count", l.From, l.To))
	}
	counted := r.formula(name("counted"), l.Name+": outcomes counted", budgets.People, budgets.ByQuarter, count)
	sum := total(counted)
	if l.EachYear {
		sum = budgets.SumOfYear{Row: counted.Row}
	}
	height := r.formula(name("reached"), l.Name+": "+reached, budgets.People, per, sum)
	owed := budgets.Expression(budgets.Constant(0))
	for i, rung := range l.Rungs {
		at := r.input(name(fmt.Sprintf("rung.%d.at", i+1)), fmt.Sprintf("%s: outcomes of rung %d", l.Name, i+1), budgets.People, budgets.Single, fromTerms, float64(rung.At))
		amount := r.amount(name(fmt.Sprintf("rung.%d.pays", i+1)), fmt.Sprintf("%s: pays in all when rung %d is reached", l.Name, i+1), rung.Amount)
		owed = when(minus(at, budgets.Constant(noise)), budgets.LessOrEqual, height, amount, owed)
	}
	return r.formula(name("owed"), l.Name+": is owed for the highest rung reached", budgets.Money, per, budgets.Times{owed, priceLevel})
}

func ladderRow(l *Ladder) func(what string) string {
	return func(what string) string { return "contract.ladder." + l.Key + "." + what }
}

// ladder enters one that is earned in the plan's quarters.
func (r *sheetRows) ladder(i int) {
	l := &r.terms.Ladders[i]
	name := ladderRow(l)
	owed := r.climbed(l, name)
	week, falls := model.WeeksPerQuarter-1, when(quarterOfYear, budgets.Equal, budgets.Constant(model.QuartersPerYear), owed, budgets.Constant(0))
	if !l.EachYear {
		last := r.lastWeek(l)
		week = last % model.WeeksPerQuarter
		falls = when(quarterNumber, budgets.Equal, budgets.Constant(last/model.WeeksPerQuarter+1), owed, budgets.Constant(0))
	}
	value := r.withinContract(name("within_contract"), l.Name, r.money(name("falls_due"), l.Name+": is owed at the end of its period", falls))
	earned := r.money(name("earned"), l.Name+": earned", r.verified(value))
	lag := r.input(name("lag"), l.Name+": weeks from the period's end to payment", budgets.Weeks, budgets.Single, fromTerms, float64(l.Lag))
	whole := r.formula(name("lag.quarters"), l.Name+": paid so many quarters after that of the period's end", budgets.Number, budgets.Single,
		budgets.RoundedDown{Of: over(budgets.Plus{lag, budgets.Constant(week)}, budgets.Constant(model.WeeksPerQuarter))})
	due := r.money(name("due"), l.Name+": comes, exact", budgets.Earlier{Row: earned.Row, By: whole})
	r.earned = append(r.earned, earning{key: "ladder." + l.Key, name: l.Name, ladder: true, money: earned, due: due, whole: whole})
	r.outcomes = append(r.outcomes, r.pays(name, l.Name, due, total(earned)))
}

// ladderAfter enters one that is earned after the plan.
func (r *sheetRows) ladderAfter(i int) {
	l := &r.terms.Ladders[i]
	name := ladderRow(l)
	value := r.climbed(l, name)
	if r.terms.Most > 0 {
		used := slices.Concat(budgets.Plus{last(usedInAll)}, r.after)
		value = r.once(name("within_contract"), l.Name+": within the most that the contract pays", cutTo(value, mostInAll, used))
		r.after = append(r.after, value)
	}
	earned := r.once(name("earned"), l.Name+": earned after the plan", r.verified(value))
	r.earned = append(r.earned, earning{key: "ladder." + l.Key, name: l.Name, ladder: true, isAfter: true, money: earned})
	r.outcomes = append(r.outcomes, paid{nil, r.once(name("after"), l.Name+": is paid after the plan", rounded(earned))})
}
