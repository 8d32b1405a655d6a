package budgets

import (
	"slices"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// costs enters each line, and their sums.
func (b *sheetBuilder) costs() {
	b.section = CostsSection
	for i := range b.plan.Lines {
		l := &b.plan.Lines[i]
		row := func(what string) string { return "cost." + l.Key + "." + what }
		built := b.builtUp(l, row)
		cost := b.formula(row("quarter"), l.Name+": cost", Money, ByQuarter, Minus{Rounded{built}, Rounded{before(built.Row)}})
		b.byYear(row("year"), l.Name+": cost of the year", Money, cost)
	}
	b.totals()
}

// builtUp is the row of what a line's cost has reached in the year so far, exact.
func (b *sheetBuilder) builtUp(l *Line, row func(string) string) Ref {
	if l.Driver == ShareOfCost {
		share := b.mean(row("share"), l.Name+": share of other lines", Share, l.Reference, l.Share)
		var base Plus
		for _, i := range l.Base {
			base = append(base, costOf(b.plan.Lines[i].Key))
		}
		soFar := b.sinceStartOfYear(row("base"), l.Name+": cost of those lines in the year so far", Money, base)
		return b.formula(row("built_up"), l.Name+": cost of the year so far, exact", Money, ByQuarter, Times{share, soFar})
	}
	unit := b.unitAmount(l, row)
	units := b.unitsPaid(l, row)
	soFar := b.sinceStartOfYear(row("units_so_far"), l.Name+": units in the year so far", Number, units)
	return b.formula(row("built_up"), l.Name+": cost of the year so far, exact", Money, ByQuarter, Times{unit, soFar})
}

func costOf(key string) Ref { return Ref{Row: "cost." + key + ".quarter"} }

// unitAmount is the row, by year, of what one unit costs. What changes nothing is left out.
func (b *sheetBuilder) unitAmount(l *Line, row func(string) string) Ref {
	amounts := make([]float64, b.plan.Years)
	l.Amount.Means(amounts)
	for y := range amounts {
		amounts[y] *= 100
	}
	uncertain := slices.ContainsFunc(l.Amount.Years, func(d quantity.Distribution) bool { return !isCertain(d) })
	money := Money
	other := !certain(l.Exchange) || l.Exchange.Mean() != 1
	if other {
		money = OtherMoney
	}
	var e Expression = b.input(row("amount"), l.Name+": amount"+l.Driver.each(), money, ByYear, meanSource(l.Reference, !uncertain), amounts...)
	if l.Scale != 1 {
		e = Times{e, b.input(row("scale"), l.Name+": the plan's size over the size that the amounts are for", Factor, Single, l.Reference, l.Scale)}
	}
	if other {
		e = Over{e, b.mean(row("exchange"), l.Name+": units of that currency for one of the plan's", Factor, l.Reference, l.Exchange)}
	}
	if !certain(l.Indexation) || l.Indexation.Mean() != 0 {
		e = Times{e, b.growth(l, row)}
	}
	return b.formula(row("unit_amount"), l.Name+": amount"+l.Driver.each()+", without rounding", Money, ByYear, e)
}

// each says what a line's amount is for.
func (d Driver) each() string {
	if d == Once {
		return ""
	}
	return " per " + string(d)
}

func (b *sheetBuilder) growth(l *Line, row func(string) string) Ref {
	from := Ref{Row: "time.indexed_from"}
	if !b.has[from.Row] {
		b.section = TimeSection
		b.input(from.Row, "Years from the prices of the amounts to the plan's first year", Number, Single, "the price year and the plan's start", float64(b.plan.IndexedFrom))
		b.section = CostsSection
	}
	rate := b.mean(row("indexation"), l.Name+": yearly growth of the amounts", Share, "the plan's indexation", l.Indexation)
	return b.formula(row("growth"), l.Name+": growth since the prices of the amounts", Factor, ByYear, Power{Plus{Constant(1), rate}, Plus{yearsElapsed, from}})
}

// unitsPaid is the row, by quarter, of the units that a line is paid for.
func (b *sheetBuilder) unitsPaid(l *Line, row func(string) string) Ref {
	units := b.formula(row("units"), l.Name+": units", Number, ByQuarter, b.units(l, row))
	if certain(l.SavedWhenVacant) && l.SavedWhenVacant.Mean() == 0 {
		return units
	}
	var filled Expression
	switch l.Driver {
	case PerYear:
		if b.plan.specialists(l.Service) == 0 {
			return units
		}
		filled = Over{b.volume(inPost, l.Service), Times{Constant(model.WeeksPerYear), b.posts(l.Service)}}
	case PerSpecialist:
		filled = Over{b.volume(inPost, l.Service), Constant(model.WeeksPerYear)}
	case PerLeader:
		filled = Over{b.volume(leadersInPost, l.Service), Constant(model.WeeksPerYear)}
	default:
		return units
	}
	inPost := b.formula(row("units_in_post"), l.Name+": units for people in post", Number, ByQuarter, filled)
	saved := b.mean(row("saved"), l.Name+": share not spent while posts are vacant", Share, l.Reference, l.SavedWhenVacant)
	return b.formula(row("units_paid"), l.Name+": units paid", Number, ByQuarter, Plus{Times{units, Minus{Constant(1), saved}}, Times{inPost, saved}})
}

// units is what a line's driver counts in a quarter.
func (b *sheetBuilder) units(l *Line, row func(string) string) Expression {
	of := func(m measure, perUnit float64) Expression { return Over{b.volume(m, l.Service), Constant(perUnit)} }
	switch l.Driver {
	case PerYear:
		return Constant(1.0 / model.QuartersPerYear)
	case Once:
		due := b.input(row("due"), l.Name+": quarter in which it falls due", Number, Single, l.Reference, float64(l.Quarter+1))
		return If{quarterNumber, Equal, due, Constant(1), Constant(0)}
	case PerSpecialist:
		return of(opened, model.WeeksPerYear)
	case PerSpecialistInPost:
		return of(inPost, model.WeeksPerYear)
	case PerLeader:
		return of(leadersOpened, model.WeeksPerYear)
	case PerService:
		return of(weeksOpen, model.WeeksPerYear)
	case PerHire:
		return b.volume(hires, l.Service)
	case PerEngagement:
		return b.volume(engagements, l.Service)
	case PerJobStart:
		return b.volume(jobStarts, l.Service)
	case PerSustainment:
		return b.volume(sustainments, l.Service)
	}
	return of(caseload, model.WeeksPerQuarter)
}

// totals adds the lines up, by category and in all.
func (b *sheetBuilder) totals() {
	for _, c := range []struct {
		category Category
		label    string
	}{{Staff, "Staff"}, {NonStaff, "Non-staff"}, {Unsplit, "Not told apart"}} {
		var lines Plus
		for i := range b.plan.Lines {
			if b.plan.Lines[i].Category == c.category {
				lines = append(lines, Ref{Row: "cost." + b.plan.Lines[i].Key + ".year"})
			}
		}
		if lines != nil {
			b.formula("total."+string(c.category)+".year", c.label+": cost of the year", Money, ByYear, lines)
		}
	}
	var lines Plus
	for i := range b.plan.Lines {
		lines = append(lines, costOf(b.plan.Lines[i].Key))
	}
	total := b.formula("total.cost.quarter", "Total cost", Money, ByQuarter, lines)
	b.byYear("total.cost.year", "Total cost of the year", Money, total)
}
