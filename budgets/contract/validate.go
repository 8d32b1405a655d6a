package contract

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Validate says what is wrong with terms for a plan's budget, which must be valid itself, everything at once. It is the programmer's net: what users write is
// checked, with the place in their file, where files are read.
func (t *Terms) Validate(plan *budgets.Plan) error {
	v := validation{terms: t, plan: plan}
	v.people()
	v.rows()
	v.ladders()
	v.others()
	v.costs()
	v.investor()
	v.comparison()
	return errors.Join(v.faults...)
}

type validation struct {
	terms  *Terms
	plan   *budgets.Plan
	faults []error
}

func (v *validation) wrong(format string, args ...any) {
	v.faults = append(v.faults, fmt.Errorf(format, args...))
}

// within checks that a number lies in a range, and is one.
func (v *validation) within(where string, x, low, high float64) {
	if !(x >= low && x <= high) {
		v.wrong("%s: is %g, which is not %g to %g", where, x, low, high)
	}
}

// draws checks that no draw of a quantity leaves a range.
func (v *validation) draws(where string, q quantity.Quantity, low, high float64) {
	if q.Distribution == nil {
		v.wrong("%s: is missing", where)
		return
	}
	if _, certain := q.Distribution.(quantity.Certain); !certain && q.Name == "" {
		v.wrong("%s: is uncertain and has no name", where)
	}
	for _, x := range []float64{q.Mean(), q.Quantile(1e-12), q.Quantile(1 - 1e-12)} {
		if !(x >= low && x <= high) {
			v.wrong("%s: can be %g, which is not %g to %g", where, x, low, high)
			return
		}
	}
}

// notBelow0 checks numbers for which 0 is none, or the first.
func (v *validation) notBelow0(where string, numbers ...int) {
	for _, x := range numbers {
		if x < 0 {
			v.wrong("%s: %d is below 0", where, x)
		}
	}
}

func (v *validation) amounts(where string, amounts ...budgets.Cents) {
	for _, x := range amounts {
		if x < 0 {
			v.wrong("%s: an amount of %d cents is below 0", where, x)
		}
	}
}

// byYear checks amounts by year, where there are any.
func (v *validation) byYear(where string, amounts []budgets.Cents) {
	if amounts != nil && len(amounts) == 0 {
		v.wrong("%s: has no year", where)
	}
	v.amounts(where, amounts...)
}

// positions checks that each is there, and once.
func (v *validation) positions(where string, list []int, n int) {
	for k, i := range list {
		if i < 0 || i >= n {
			v.wrong("%s: there is no number %d; there are 0 to %d", where, i, n-1)
		}
		if slices.Contains(list[:k], i) {
			v.wrong("%s: number %d comes twice", where, i)
		}
	}
}

// bounds checks a time from a week on and before another, 0 being no end.
func (v *validation) bounds(where string, from, to int) {
	v.notBelow0(where, from, to)
	if to != 0 && to <= from {
		v.wrong("%s: ends before week %d, which is not after week %d", where, to, from)
	}
}

func (v *validation) outcome(where string, e Event, h Hours) {
	switch {
	case e < 0 || e >= Events:
		v.wrong("%s: there is no event %d", where, e)
	case h < AnyHours || h > From16:
		v.wrong("%s: there are no hours %d", where, h)
	case e == Engagement && h != AnyHours:
		v.wrong("%s: an engagement is no job and has no hours", where)
	}
}

func (v *validation) people() {
	t := v.terms
	if t.Services != nil && len(t.Services) == 0 {
		v.wrong("services: nobody counts")
	}
	v.positions("services", t.Services, len(v.plan.Services))
	v.bounds("engagements", t.EngagedFrom, t.EngagedTo)
	v.within("price level", t.PriceLevel, 0, math.MaxFloat64)
	v.within("verification", t.Verification, 0, 1)
	v.amounts("most", t.MostPerPerson, t.Most)
	for e := range Event(Events) {
		v.draws(fmt.Sprintf("evidence of event %d", e), t.Evidenced[e], 0, 1)
		v.within(fmt.Sprintf("deadweight of event %d", e), t.DeadweightDeducted[e], 0, 1)
	}
}

func (v *validation) rows() {
	for i := range v.terms.Rows {
		r := &v.terms.Rows[i]
		where := fmt.Sprintf("row %q", r.Key)
		v.outcome(where, r.Event, r.Hours)
		if len(r.Price.Years) == 0 {
			v.wrong("%s: has no price", where)
		}
		for y, d := range r.Price.Years {
			v.draws(fmt.Sprintf("%s: price of year %d", where, y+1), quantity.Quantity{Name: r.Price.Name, Distribution: d}, 0, math.MaxFloat64)
		}
		v.bounds(where, r.From, r.To)
		v.notBelow0(where, r.Within, r.Above, r.UpTo, r.Minimum, r.Lag)
		if r.UpTo != 0 && r.UpTo <= r.Above {
			v.wrong("%s: pays up to number %d, which is not above %d", where, r.UpTo, r.Above)
		}
		v.byYear(where+": most per year", r.MostPerYear)
		v.amounts(where+": most", r.Most)
	}
}

func (v *validation) ladders() {
	for i := range v.terms.Ladders {
		l := &v.terms.Ladders[i]
		where := fmt.Sprintf("ladder %q", l.Key)
		v.outcome(where, l.Event, l.Hours)
		v.bounds(where, l.From, l.To)
		v.notBelow0(where, l.Lag)
		if last := v.quarters() * model.WeeksPerQuarter; l.To > last {
			v.wrong("%s: counts before week %d, after the last one of the run-off, %d", where, l.To, last-1)
		}
		if len(l.Rungs) == 0 {
			v.wrong("%s: has no rung", where)
		}
		below := Rung{}
		for _, rung := range l.Rungs {
			if rung.At <= below.At || rung.Amount < below.Amount {
				v.wrong("%s: the rung at %d does not rise above the one at %d", where, rung.At, below.At)
			}
			below = rung
		}
	}
}

// others checks block payments, top-ups and fees.
func (v *validation) others() {
	for i := range v.terms.Blocks {
		b := &v.terms.Blocks[i]
		where := fmt.Sprintf("block %q", b.Key)
		v.byYear(where, b.PerYear)
		v.within(where+": share of cost", b.CostShare, 0, 1)
	}
	for i := range v.terms.TopUps {
		u := &v.terms.TopUps[i]
		where := fmt.Sprintf("top-up %q", u.Key)
		v.within(where+": share", u.Share, 0, math.MaxFloat64)
		v.amounts(where+": most", u.Most)
		if u.Rows != nil && len(u.Rows) != len(v.terms.Rows) {
			v.wrong("%s: says of %d rows whether it adds to them, where there are %d", where, len(u.Rows), len(v.terms.Rows))
		}
	}
	for i := range v.terms.Fees {
		f := &v.terms.Fees[i]
		where := fmt.Sprintf("fee %q", f.Key)
		v.byYear(where, f.PerYear)
		v.amounts(where, f.Once)
		if f.Quarter < 0 || f.Quarter >= v.quarters() {
			v.wrong("%s: falls due in quarter %d, which is not 0 to %d", where, f.Quarter, v.quarters()-1)
		}
	}
}

// quarters is the number of quarters of the plan and the run-off.
func (v *validation) quarters() int { return v.plan.Years*model.QuartersPerYear + runOffQuarters }

func (v *validation) costs() {
	t := v.terms
	v.positions("lines", t.Lines, len(v.plan.Lines))
	v.draws("share of cost", t.CostShare, 0, 1)
	v.draws("cost of the run-off", t.RunOffCost, 0, math.MaxFloat64)
	v.byYear("provider's fee", t.Provider.Fee)
	v.within("provider's share of the risk", t.Provider.RiskShare, 0, 1)
}

func (v *validation) investor() {
	i := &v.terms.Investor
	v.amounts("commitment", i.Commitment)
	v.amounts("schedule", i.Schedule...)
	if len(i.Schedule) > v.quarters() {
		v.wrong("schedule: has %d quarters, where the plan and its run-off have %d", len(i.Schedule), v.quarters())
	}
	if i.ReturnCap != nil {
		v.within("return cap", *i.ReturnCap, 0, math.MaxFloat64)
	}
	s := i.Surplus
	for _, part := range [...]float64{s.Investor, s.Payer, s.Provider} {
		v.within("surplus", part, 0, 1)
	}
	if !(math.Abs(s.Investor+s.Payer+s.Provider-1) < 1e-9) { // what floating point makes of a sum of decimals
		v.wrong("surplus: its parts add up to %g, not 1", s.Investor+s.Payer+s.Provider)
	}
	if i.Commitment == 0 && (i.Schedule != nil || s.Investor != 0) {
		v.wrong("investor: has a schedule or a part of the surplus and no commitment")
	}
}

func (v *validation) comparison() {
	c := &v.terms.Comparison
	for e, rate := range c.Rate {
		if rate != nil {
			v.draws(fmt.Sprintf("comparison rate of event %d", e), *rate, 0, 1)
		}
	}
	if c.RiskRatio != nil {
		v.draws("risk ratio", *c.RiskRatio, math.SmallestNonzeroFloat64, math.MaxFloat64)
	}
}
