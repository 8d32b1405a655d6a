package contract

import (
	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// counted is what has been counted of a row's outcomes.
type counted struct {
	outcomes             int // of the row's event and hours; of them
	outside, unevidenced int // the window; in the window, not evidenced
}

// span is some weeks of one quarter, of which a row's outcomes are also paid in one quarter.
type span struct {
	week int // the first
	counted
}

// spans are those of a row, with the position of each week's.
func (r *Row) spans(end int) (spans []span, of []int) {
	for week := range end {
		if week == 0 || week%model.WeeksPerQuarter == 0 || (week+r.Lag)%model.WeeksPerQuarter == 0 {
			spans = append(spans, span{week: week})
		}
		of = append(of, len(spans)-1)
	}
	return spans, of
}

// orderMatters says whether what becomes of an outcome depends on the order in which outcomes are taken. It does not where
// nothing limits what is paid, be it in money or in numbers: then whether an outcome is claimed and evidenced follows from it and
// its person alone, and its value, its deductions and the quarters from its row and its week. All of that is in whole cents, which
// may be added in any order. A ladder is owed what the outcomes of its period come to, whose weeks have all gone by when it is paid, and a block what follows from cost.
func (t *Terms) orderMatters() bool {
	for i := range t.Rows {
		if r := &t.Rows[i]; r.Above > 0 || r.UpTo > 0 || r.Minimum > 1 || r.MostPerYear != nil || r.Most > 0 {
			return true
		}
	}
	for i := range t.TopUps {
		if t.TopUps[i].Most > 0 {
			return true
		}
	}
	return t.MostPerPerson > 0 || t.Most > 0
}

// count goes through people and what they reached in any order, counts it, and decides what is evidenced.
func (s *Settler) count(o *Outcomes) {
	for i := range o.people {
		p := &o.people[i]
		p.counts, p.isEvidenced, p.isAsked = s.isCounted(p), true, false
	}
	s.support(o.people)
	for e, reached := range o.reached { // shorter sustainments before longer ones
		event := Event(e)
		s.account.Reached[event] = s.sift(reached, o.people)
		if s.onCard[event] {
			s.decide(event, reached, o.people)
		}
		for _, r := range s.rowsOf[event] {
			s.tally(r, reached, o.people)
		}
		for _, l := range s.laddersOf[event] {
			s.climb(l, reached)
		}
	}
}

// sift tells which outcomes count, and how many, and takes them to be evidenced.
func (s *Settler) sift(reached []outcome, people []person) int {
	end, number := int32(s.end()), 0
	for i := range reached {
		x := &reached[i]
		x.counts = x.week < end && people[x.person].counts
		x.isEvidenced = x.counts
		if x.counts {
			number++
		}
	}
	return number
}

// decide decides which outcomes of an event on the card are evidenced.
func (s *Settler) decide(event Event, reached []outcome, people []person) {
	if share := s.values.evidenced[event]; share < 1 { // what is certain needs no random number
		for i := range reached {
			x := &reached[i]
			x.isEvidenced = x.counts && s.decisions(&people[x.person]).At(uint64(event)).Uniform() < share
		}
	}
	if event < Sustained13 {
		return
	}
	for i := range reached {
		x := &reached[i]
		p := &people[x.person]
		p.isEvidenced = p.isEvidenced && x.isEvidenced
		x.isEvidenced = p.isEvidenced
	}
}

// decisions is where those about a person's evidence stand.
func (s *Settler) decisions(p *person) quantity.Address {
	if !p.isAsked {
		p.isAsked, p.decisions = true, s.evidence.of(p)
	}
	return p.decisions
}

// tally counts outcomes in a row of the rate card.
func (s *Settler) tally(r int, reached []outcome, people []person) {
	row, spans, spanOf := &s.terms.Rows[r], s.card.rows[r].spans, s.spanOf[r]
	hasWindow := row.From > 0 || row.To > 0 || row.Within > 0
	for i := range reached {
		x := &reached[i]
		if !x.counts || !isIn(x, row.Hours) {
			continue
		}
		n := &spans[spanOf[x.week]]
		n.outcomes++
		switch {
		case hasWindow && !row.isOpen(x, &people[x.person]):
			n.outside++
		case !x.isEvidenced:
			n.unevidenced++
		}
	}
}

// climb counts evidenced outcomes on a ladder.
func (s *Settler) climb(i int, reached []outcome) {
	l, years := &s.terms.Ladders[i], s.horizon/model.QuartersPerYear
	for k := range reached {
		if x := &reached[k]; x.counts && x.isEvidenced && isIn(x, l.Hours) {
			if period := l.period(int(x.week), years); period >= 0 {
				s.card.reached[i][period]++
			}
		}
	}
}

func isIn(x *outcome, hours Hours) bool { return hours == AnyHours || hours == x.hours }

// isOpen says whether a person's outcome can be claimed in its week.
func (r *Row) isOpen(x *outcome, p *person) bool {
	week := int(x.week)
	return week >= r.From && (r.To == 0 || week < r.To) && (r.Within == 0 || week <= int(p.engaged)+r.Within)
}

// payCounted enters what has been counted of a row in the account and, where the order does not matter, pays for it.
func (s *Settler) payCounted(r int) {
	for i := range s.card.rows[r].spans {
		n := &s.card.rows[r].spans[i]
		if n.outcomes == 0 {
			continue
		}
		year := n.week / model.WeeksPerYear
		fate, value := &s.account.Rows[r].ByYear[year], s.card.rows[r].worth[year]
		number := n.outcomes - n.outside - n.unevidenced
		fate.Outcomes += n.outcomes
		fate.Counted += number
		fate.Value += budgets.Cents(n.outside+n.unevidenced) * value
		fate.Window += budgets.Cents(n.outside) * value
		fate.Evidence += budgets.Cents(n.unevidenced) * value
		if number > 0 && !s.orderMatters {
			fate.Value += budgets.Cents(number) * value
			s.pay(r, claim{year: year, number: number, value: value}, n.week)
		}
	}
}
