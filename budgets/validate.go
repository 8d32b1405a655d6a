package budgets

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Validate says what is wrong with a plan, everything at once. It is the programmer's net: what users write is checked, with the place in
// their file, where files are read.
func (p *Plan) Validate() error {
	if p.Years < 1 || p.Years > model.MaxYears {
		return fmt.Errorf("years: %d is not 1 to %d", p.Years, model.MaxYears)
	}
	v := validation{plan: p}
	v.course()
	v.unique("services", len(p.Services), func(i int) string { return p.Services[i].Key })
	v.unique("lines", len(p.Lines), func(i int) string { return p.Lines[i].Key })
	v.unique("sources", len(p.Sources), func(i int) string { return p.Sources[i].Key })
	v.unique("options", len(p.Options), func(i int) string { return p.Options[i].Key })
	for i := range p.Lines {
		v.line(&p.Lines[i])
	}
	for i := range p.Sources {
		v.source(i)
	}
	for i := range p.Options {
		v.option(&p.Options[i])
	}
	if v.faults == nil { // positions are in range, so that they can be followed
		v.circle("line", len(p.Lines), func(i int) (string, []int) { return p.Lines[i].Key, p.Lines[i].base() })
		v.circle("source", len(p.Sources), func(i int) (string, []int) { return p.Sources[i].Key, p.Sources[i].dependsOn() })
	}
	if _, err := quantity.Correlate(p.Correlations); err != nil {
		v.wrong("correlations: %v", err)
	}
	return errors.Join(v.faults...)
}

type validation struct {
	plan   *Plan
	faults []error
}

func (v *validation) wrong(format string, args ...any) {
	v.faults = append(v.faults, fmt.Errorf(format, args...))
}

func (v *validation) unique(what string, n int, key func(int) string) {
	seen := map[string]bool{}
	for i := range n {
		if seen[key(i)] {
			v.wrong("%s: two have the key %q", what, key(i))
		}
		seen[key(i)] = true
	}
}

// addsUpTo1 allows for what floating point makes of a sum of decimals.
func addsUpTo1(shares []float64) bool {
	sum := 0.0
	for _, s := range shares {
		sum += s
	}
	return math.Abs(sum-1) < 1e-9
}

// course checks what budgets know of people and services.
func (v *validation) course() {
	p := v.plan
	quarters := p.Years * model.QuartersPerYear
	if len(p.Arithmetic) != p.Years {
		v.wrong("arithmetic: of %d years instead of %d", len(p.Arithmetic), p.Years)
	}
	if len(p.Spread) != quarters {
		v.wrong("spread: of %d quarters instead of %d", len(p.Spread), quarters)
	} else {
		for y := range p.Years {
			if year := p.Spread[y*model.QuartersPerYear:][:model.QuartersPerYear]; !addsUpTo1(year) || slices.Min(year) < 0 {
				v.wrong("spread: %v of year %d are not shares of 0 or more that add up to 1", year, y+1)
			}
		}
	}
	var shares []float64
	for i := range p.Services {
		s := &p.Services[i]
		shares = append(shares, s.ShareOfPeople)
		if len(s.Planned) != quarters {
			v.wrong("service %q: planned volumes of %d quarters instead of %d", s.Key, len(s.Planned), quarters)
		}
		if !(s.Specialists >= 0) || !(s.Leaders >= 0) {
			v.wrong("service %q: %g specialists and %g leaders, where 0 or more are possible", s.Key, s.Specialists, s.Leaders)
		}
	}
	if len(shares) > 0 && (!addsUpTo1(shares) || slices.Min(shares) < 0) {
		v.wrong("services: their shares of people %v are not of 0 or more and add up to 1", shares)
	}
}

// within checks that no draw of a quantity leaves a range.
func (v *validation) within(where string, q quantity.Quantity, low, high float64) {
	if !certain(q) && q.Name == "" {
		v.wrong("%s: is uncertain and has no name", where)
	}
	for _, x := range []float64{q.Mean(), q.Quantile(1e-12), q.Quantile(1 - 1e-12)} {
		if !(x >= low && x <= high) {
			v.wrong("%s: can be %g, which is not %g to %g", where, x, low, high)
			return
		}
	}
}

// above0 is the smallest value that counts as more than nothing.
const above0 = math.SmallestNonzeroFloat64

func (v *validation) position(where string, i, n int) bool {
	if i < 0 || i >= n {
		v.wrong("%s: there is no number %d; there are 0 to %d", where, i, n-1)
		return false
	}
	return true
}

// positions checks that each is there, and once.
func (v *validation) positions(where string, list []int, n int) {
	for k, i := range list {
		if v.position(where, i, n) && slices.Contains(list[:k], i) {
			v.wrong("%s: number %d comes twice", where, i)
		}
	}
}

func (v *validation) line(l *Line) {
	where := fmt.Sprintf("line %q", l.Key)
	if l.Service != AllServices {
		v.position(where+": service", l.Service, len(v.plan.Services))
	}
	switch l.Driver {
	case PerYear, PerSpecialist, PerLeader:
		v.within(where+": saved when vacant", l.SavedWhenVacant, 0, 1)
	case Once, PerSpecialistInPost, PerService, PerHire, PerEngagement, PerJobStart, PerSustainment, PerPersonQuarter, ShareOfCost:
		if l.SavedWhenVacant.Distribution != nil && l.SavedWhenVacant.Distribution != quantity.Certain(0) {
			v.wrong("%s: saves when posts are vacant, which a line per %s cannot", where, l.Driver)
		}
	default:
		v.wrong("%s: no driver is called %q", where, l.Driver)
	}
	if l.Driver == ShareOfCost {
		v.within(where+": share", l.Share, 0, math.MaxFloat64)
		v.positions(where+": base", l.Base, len(v.plan.Lines))
		return
	}
	v.amounts(where, l)
	if quarters := v.plan.Years * model.QuartersPerYear; l.Driver == Once && (l.Quarter < 0 || l.Quarter >= quarters) {
		v.wrong("%s: falls due in quarter %d, which is not 0 to %d", where, l.Quarter, quarters-1)
	}
	if !(l.Scale > 0) || math.IsInf(l.Scale, 0) {
		v.wrong("%s: scale %g is not above 0", where, l.Scale)
	}
	v.within(where+": exchange", l.Exchange, above0, math.MaxFloat64)
	v.within(where+": indexation", l.Indexation, -0.999, math.MaxFloat64)
}

func (v *validation) amounts(where string, l *Line) {
	if len(l.Amount.Years) != v.plan.Years {
		v.wrong("%s: amounts of %d years instead of %d", where, len(l.Amount.Years), v.plan.Years)
	}
	for y, d := range l.Amount.Years {
		if d == nil {
			v.wrong("%s: no amount of year %d", where, y+1)
			continue
		}
		v.within(fmt.Sprintf("%s: amount of year %d", where, y+1), quantity.Quantity{Name: l.Amount.Name, Distribution: d}, 0, math.MaxFloat64)
	}
}

func (v *validation) source(i int) {
	s := &v.plan.Sources[i]
	where := fmt.Sprintf("source %q", s.Key)
	if !slices.Contains([]Status{Secured, Agreed, InTalks, Hoped}, s.Status) {
		v.wrong("%s: no status is called %q", where, s.Status)
	}
	v.positions(where+": lines", s.Lines, len(v.plan.Lines))
	v.within(where+": share", s.Share, 0, 1)
	v.positions(where+": rest", s.RestOf, len(v.plan.Sources))
	if s.PerYear != nil && (len(s.PerYear) != v.plan.Years || slices.Min(s.PerYear) < 0) {
		v.wrong("%s: amounts %v are not of 0 or more for each of %d years", where, s.PerYear, v.plan.Years)
	}
	if s.Told != nil && (s.Maximum != nil || s.PerYear != nil || s.InKind || len(s.Arrives) > 0) {
		v.wrong("%s: has money that is told, and an amount, a maximum or arrivals of its own, or is in kind", where)
	}
	if s.Maximum != nil && *s.Maximum < 0 {
		v.wrong("%s: maximum %d is below 0", where, *s.Maximum)
	}
	v.within(where+": exchange", s.Exchange, above0, math.MaxFloat64)
	if s.AtMost != nil {
		v.within(where+": at most", *s.AtMost, 0, 1)
	}
	if m := s.Matches; m != nil {
		v.within(where+": matches at a rate", m.Rate, 0, math.MaxFloat64)
		v.positions(where+": matches", m.Others, len(v.plan.Sources))
	}
	v.within(where+": chance", s.Chance, 0, 1)
	if g := s.Given; g != nil {
		v.position(where+": given", g.Source, len(v.plan.Sources))
		v.within(where+": chance if the other comes", g.IfComes, 0, 1)
		v.within(where+": chance if the other does not come", g.IfNot, 0, 1)
	}
	v.arrivals(where, s)
}

func (v *validation) arrivals(where string, s *Source) {
	if s.InKind || s.Told != nil {
		return // no money moves, or as is told
	}
	var shares []float64
	for _, a := range s.Arrives {
		shares = append(shares, a.Share)
		switch a.When {
		case YearAhead, QuarterAhead, WithTheQuarter:
		case InArrears:
			if a.Lag < 1 {
				v.wrong("%s: money in arrears comes %d quarters later, where 1 or more are possible", where, a.Lag)
			}
		case YearInArrears:
			if a.Lag < 0 {
				v.wrong("%s: money for a year comes %d quarters after its end, where 0 or more are possible", where, a.Lag)
			}
		default:
			v.wrong("%s: no time of arrival is called %q", where, a.When)
		}
	}
	if !addsUpTo1(shares) || slices.Min(shares) < 0 {
		v.wrong("%s: the parts that arrive %v are not shares of 0 or more that add up to 1", where, shares)
	}
}

func (v *validation) option(o *Option) {
	where := fmt.Sprintf("option %q", o.Key)
	v.positions(where, o.Order, len(v.plan.Sources))
	for place, i := range o.Order {
		if i < 0 || i >= len(v.plan.Sources) {
			continue
		}
		s := &v.plan.Sources[i]
		before := func(others []int, does string) {
			for _, other := range others {
				if slices.Contains(o.Order[place:], other) {
					v.wrong("%s: source %q %s number %d, which does not pay before it", where, s.Key, does, other)
				}
			}
		}
		before(s.RestOf, "covers the rest of")
		if s.Matches != nil {
			before(s.Matches.Others, "matches")
		}
	}
}

// circle says which of n things rests on itself.
func (v *validation) circle(what string, n int, of func(int) (key string, restsOn []int)) {
	const (
		unseen = iota
		open
		done
	)
	state := make([]int, n)
	var follow func(i int)
	follow = func(i int) {
		key, restsOn := of(i)
		if state[i] == open {
			v.wrong("%s %q rests on itself", what, key)
		}
		if state[i] != unseen {
			return
		}
		state[i] = open
		for _, j := range restsOn {
			follow(j)
		}
		state[i] = done
	}
	for i := range n {
		follow(i)
	}
}
