package budgets

import "fmt"

// funding enters the sources in their order, and what they leave.
func (b *sheetBuilder) funding(order []int) {
	b.section = FundingSection
	comes := b.plan.plannedToCome(order)
	f := fundingRows{b, map[int]Ref{}, map[int]Plus{}, map[covering]Ref{}}
	for i := range b.plan.Lines {
		f.left[i] = costOf(b.plan.Lines[i].Key)
	}
	var total Plus
	for _, i := range order {
		total = append(total, f.source(i, comes[i]))
	}
	paid := b.formula("total.funding.quarter", "Total funding", Money, ByQuarter, total)
	b.byYear("total.funding.year", "Total funding of the year", Money, paid)
	var gaps Plus
	for i := range b.plan.Lines {
		l := &b.plan.Lines[i]
		gap := b.formula("gap."+l.Key+".quarter", l.Name+": nobody pays", Money, ByQuarter, f.left[i])
		b.byYear("gap."+l.Key+".year", l.Name+": nobody pays, in the year", Money, gap)
		gaps = append(gaps, gap)
	}
	gap := b.formula("total.gap.quarter", "Total gap", Money, ByQuarter, gaps)
	b.byYear("total.gap.year", "Total gap of the year", Money, gap)
}

// plannedToCome says which sources of an option come in the planned funding: all but those that cannot, given the others.
func (p *Plan) plannedToCome(order []int) []bool {
	comes := make([]bool, len(p.Sources))
	for _, i := range order {
		comes[i] = true
	}
	for _, i := range inOrder(len(p.Sources), func(i int) []int { return p.Sources[i].dependsOn() }) {
		s := &p.Sources[i]
		chance := s.Chance
		if s.Given != nil {
			chance = s.Given.IfNot
			if comes[s.Given.Source] {
				chance = s.Given.IfComes
			}
		}
		comes[i] = comes[i] && chance.Mean() > 0
	}
	return comes
}

// fundingRows is what the next source must know of those before it.
type fundingRows struct {
	*sheetBuilder
	left   map[int]Ref  // by line, the row of what is left unpaid
	shares map[int]Plus // by line, the shares of the sources that cover it, 0 of those that do not come
	// planned are the rows of their shares, whether or not they come.
	planned map[covering]Ref
}

// covering is a source and one of its lines, by their positions.
type covering struct{ source, line int }

// source enters one source and gives the row of what it pays by quarter.
func (f fundingRows) source(i int, comes bool) Ref {
	s := &f.plan.Sources[i]
	row := func(what string) string { return "funding." + s.Key + "." + what }
	flag := 0.0
	if comes {
		flag = 1
	}
	came := f.input(row("comes"), s.Name+": comes", Flag, Single, f.chanceText(s), flag)
	label := ": share of each line"
	if s.RestOf != nil {
		label = ": share of what others would leave of each line"
	}
	all := f.mean(row("share"), s.Name+label, Share, s.Reference, s.Share)
	least := f.room(s, row)
	var paid, paidBefore Plus
	for _, line := range s.Lines {
		share := f.shareOf(i, line, all, row)
		terms := Min{f.part(s, line, share, row), f.left[line]}
		switch {
		case least == nil:
		case paidBefore == nil:
			terms = append(terms, least)
		default:
			terms = append(terms, Minus{least, append(Plus{}, paidBefore...)})
		}
		l := &f.plan.Lines[line]
		pays := f.formula(row("paid."+l.Key), s.Name+": pays of "+l.Name, Money, ByQuarter, If{came, Equal, Constant(1), terms, Constant(0)})
		f.left[line] = f.formula(row("left."+l.Key), l.Name+": left unpaid after "+s.Name, Money, ByQuarter, Minus{f.left[line], pays})
		f.shares[line] = append(append(Plus{}, f.shares[line]...), Times{came, share})
		paid, paidBefore = append(paid, pays), append(paidBefore, pays)
	}
	total := f.formula(row("quarter"), s.Name+": pays", Money, ByQuarter, paid)
	f.byYear(row("year"), s.Name+": pays in the year", Money, total)
	if least != nil {
		f.sinceStartOfYear(row("year_so_far"), s.Name+": paid in the year so far", Money, total)
	}
	if s.hasMaximum() {
		f.since(row("so_far"), s.Name+": paid so far", Money, ByQuarter, total)
	}
	if s.PerYear != nil {
		f.surplus(s, row, came)
	}
	return total
}

func (f fundingRows) chanceText(s *Source) string {
	percent := func(x float64) string { return fmt.Sprintf("%.3g %%", 100*x) }
	if s.Given != nil {
		return fmt.Sprintf("planned; its chance is %s if %s comes, %s if not", percent(s.Given.IfComes.Mean()), f.plan.Sources[s.Given.Source].Name, percent(s.Given.IfNot.Mean()))
	}
	return "planned; its chance is " + percent(s.Chance.Mean())
}

// shareOf is the row of a source's share of a line in the option: of one that covers the rest of others a row of its own, of what they would leave.
func (f fundingRows) shareOf(source, line int, share Ref, row func(string) string) Ref {
	s, l := &f.plan.Sources[source], &f.plan.Lines[line]
	var others Plus
	for _, other := range s.RestOf {
		if planned, covers := f.planned[covering{other, line}]; covers {
			others = append(others, planned)
		}
	}
	if others != nil {
		share = f.formula(row("share."+l.Key), s.Name+": share of "+l.Name, Share, Single, Times{share, Max{Constant(0), Minus{Constant(1), others}}})
	}
	f.planned[covering{source, line}] = share
	return share
}

// part is the row of a source's part of a line's cost: rounded so that shares which add up to 1 leave nothing.
func (f fundingRows) part(s *Source, line int, share Ref, row func(string) string) Ref {
	l := &f.plan.Lines[line]
	cost := costOf(l.Key)
	label := s.Name + ": part of " + l.Name
	if f.shares[line] == nil {
		return f.formula(row("part."+l.Key), label, Money, ByQuarter, Rounded{Times{cost, share}})
	}
	earlier := f.formula(row("before."+l.Key), s.Name+": shares of "+l.Name+" of the sources before it", Share, Single, f.shares[line])
	both := Plus{earlier, share}
	return f.formula(row("part."+l.Key), label, Money, ByQuarter, If{
		both, LessOrEqual, Constant(whole),
		Minus{Rounded{Times{cost, both}}, Rounded{Times{cost, earlier}}},
		Rounded{Times{cost, share}},
	})
}

// room is the row of what a source can pay in a quarter at most, before it has paid for any line; nil without a limit.
func (f fundingRows) room(s *Source, row func(string) string) Expression {
	paid := before(row("year_so_far"))
	var limits Min
	if s.PerYear != nil {
		limits = append(limits, Minus{f.amountByYear(s, row), paid})
	}
	if s.hasMaximum() {
		limits = append(limits, Minus{f.maximum(s, row), Ref{row("so_far"), -1}})
	}
	if s.AtMost != nil {
		ceiling := f.mean(row("at_most"), s.Name+": pays at most of the year's eligible cost", Share, s.Reference, *s.AtMost)
		var covered Plus
		for _, line := range s.Lines {
			covered = append(covered, costOf(f.plan.Lines[line].Key))
		}
		eligible := f.sinceStartOfYear(row("eligible"), s.Name+": eligible cost of the year so far", Money, covered)
		limits = append(limits, Minus{Rounded{Times{ceiling, eligible}}, paid})
	}
	if s.Matches != nil {
		limits = append(limits, Minus{f.match(s, row), paid})
	}
	if limits == nil {
		return nil
	}
	return f.formula(row("room"), s.Name+": pays at most", Money, ByQuarter, limits)
}

// match is the row, by year, of what a source pays at most for what others have paid.
func (f fundingRows) match(s *Source, row func(string) string) Ref {
	rate := f.mean(row("match_rate"), s.Name+": pays at most for each unit of money of the others", Factor, s.Reference, s.Matches.Rate)
	others := Plus{}
	for _, i := range s.Matches.Others {
		if paid := "funding." + f.plan.Sources[i].Key + ".year"; f.has[paid] {
			others = append(others, Ref{Row: paid})
		}
	}
	return f.formula(row("match"), s.Name+": pays at most for the others' money of the year", Money, ByYear, Rounded{Times{rate, others}})
}

// exchanged is an amount of a source in the plan's currency.
func (f fundingRows) exchanged(s *Source, row func(string) string, name, label string, per Period, amounts ...float64) Ref {
	if certain(s.Exchange) && s.Exchange.Mean() == 1 {
		return f.input(row(name), label, Money, per, s.Reference, amounts...)
	}
	rate := Ref{Row: row("exchange")}
	if !f.has[rate.Row] {
		f.mean(rate.Row, s.Name+": units of its currency for one of the plan's", Factor, s.Reference, s.Exchange)
	}
	amount := f.input(row(name+"_there"), label+", in its currency", OtherMoney, per, s.Reference, amounts...)
	return f.formula(row(name), label, Money, per, Rounded{Over{amount, rate}})
}

func (f fundingRows) amountByYear(s *Source, row func(string) string) Ref {
	amounts := make([]float64, len(s.PerYear))
	for y, x := range s.PerYear {
		amounts[y] = float64(x)
	}
	return f.exchanged(s, row, "per_year", s.Name+": amount of the year", ByYear, amounts...)
}

// hasMaximum says whether there is a most that the source pays in all.
func (s *Source) hasMaximum() bool { return s.Maximum != nil || s.Told != nil }

func (f fundingRows) maximum(s *Source, row func(string) string) Ref {
	if s.Told != nil {
		return f.input(row("maximum"), s.Name+": has to give, by the contract at the plan's own arithmetic", Money, Single, s.Reference, float64(*s.Told))
	}
	return f.exchanged(s, row, "maximum", s.Name+": the most in all", Single, float64(*s.Maximum))
}

// surplus enters what a source with an amount by year offers and does not pay.
func (f fundingRows) surplus(s *Source, row func(string) string, came Ref) {
	var offer Expression = Ref{Row: row("per_year")}
	if s.Maximum != nil {
		offer = Min{offer, Minus{Ref{Row: row("maximum")}, Ref{row("offered_so_far"), -1}}}
	}
	offered := f.formula(row("offered"), s.Name+": offers in the year", Money, ByYear, Times{came, offer})
	if s.Maximum != nil {
		f.since(row("offered_so_far"), s.Name+": offered so far, paid or left unused", Money, ByYear, offered)
	}
	f.formula(row("surplus"), s.Name+": offers and does not pay", Money, ByYear, Max{Constant(0), Minus{offered, Ref{Row: row("year")}}})
}
