package contract

import (
	"math/bits"

	"ipsplan/budgets"
	"ipsplan/model"
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

// spansRoom is more than the spans of a row ever are: two for each quarter at most.
const spansRoom = 1 << 8

const _ = uint(spansRoom - 2*(model.MaxYears*model.QuartersPerYear+runOffQuarters))

// spans are those of a row, with the position of each week's.
func (r *Row) spans(end int) (spans []span, of *[weeksRoom]uint8) {
	of = new([weeksRoom]uint8)
	for week := range end {
		if week == 0 || week%model.WeeksPerQuarter == 0 || (week+r.Lag)%model.WeeksPerQuarter == 0 {
			spans = append(spans, span{week: week})
		}
		of[week] = uint8(len(spans) - 1)
	}
	return spans, of
}

// outcome is an event that one of those who count reached before the end.
type outcome struct {
	person      int32 // the place among all people
	week        int16
	unevidenced uint8 // 1 if it is not evidenced, or a shorter sustainment on the card is not; otherwise 0
}

// sized is a slice of n, in the room of another where that is enough; what is in it does not matter.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// count goes through people and what they reached in any order, counts it, and decides what is evidenced.
func (s *Settler) count(people []model.Milestones) {
	s.evidence.meet(people)
	s.gather(people)
	s.support()
	for e := range s.reached { // shorter sustainments before longer ones
		event := Event(e)
		if event > Engagement {
			before := s.reached[event-1]
			now := sized(s.reached[event], len(before)+eight)
			s.reached[event] = now[:sift(before, now, people, event, s.end())]
		}
		reached := s.reached[event]
		s.account.Reached[event] = len(reached)
		if share := s.values.evidenced[event]; s.onCard[event] && share < 1 { // what is certain needs no random number
			s.evidence.decide(event, share, reached, people)
		}
		for _, r := range s.rowsOf[event] {
			s.tally(r, reached, people)
		}
		for _, l := range s.laddersOf[event] {
			s.climb(l, reached, people)
		}
	}
}

// gather finds who counts, and when they are on the caseload.
func (s *Settler) gather(people []model.Milestones) {
	engaged, joining := sized(s.reached[Engagement], len(people)+eight), &s.joining
	n, from, weeks := 0, s.terms.EngagedFrom, uint(max(0, s.engagedTo-s.terms.EngagedFrom))
	clear(joining[:])
	for k := range s.evidence.centres {
		c := &s.evidence.centres[k]
		if !s.counts[c.service] {
			continue
		}
		for i := c.first; i < c.until; i++ {
			p := &people[i]
			week := p.Reached[Engagement]
			if uint(int(week)-from) >= weeks { // before it too
				continue
			}
			joining[week&(weeksRoom-1)]++
			joining[p.Left&(weeksRoom-1)]-- // model.NoWeek is later than any
			x := &engaged[n]
			x.person, x.week, x.unevidenced = i, week, 0
			n++
		}
	}
	s.reached[Engagement] = engaged[:n]
}

// support counts the weeks of the run-off in which people who count are on the caseload.
func (s *Settler) support() {
	caseload, begin := int32(0), s.horizon*model.WeeksPerQuarter
	for _, joining := range s.joining[:begin] {
		caseload += joining
	}
	for week, joining := range s.joining[begin:s.end()] {
		caseload += joining
		s.account.CaseloadWeeks[s.horizon+week/model.WeeksPerQuarter] += int(caseload)
	}
}

// eight is how many outcomes are taken at once, and for how many more than there are their slices have room.
const eight = 8

// carries says whether what is decided of an event says something of the one after it: of a start it does not.
func (e Event) carries() bool { return e >= Sustained13 }

// siftSingly writes who reached an event before the end among those who reached the one before it, and gives how many they are.
func siftSingly(before, now []outcome, people []model.Milestones, event Event, end int) (n int) {
	carried := uint8(0)
	if (event - 1).carries() {
		carried = 1
	}
	for k := range before {
		// Nobody can predict who did, the processor neither: so everyone is written, and the next person over those who did not.
		i, x := before[k].person, &now[n]
		week := people[i].Reached[event]
		x.person, x.week, x.unevidenced = i, week, before[k].unevidenced&carried
		n += int(uint(int(uint16(week))-end) >> (bits.UintSize - 1)) // 1 if it is before the end; model.NoWeek is later than any
	}
	return n
}

// tally counts outcomes in a row of the rate card.
func (s *Settler) tally(r int, reached []outcome, people []model.Milestones) {
	row, spans, spanOf := &s.terms.Rows[r], s.card.rows[r].spans, s.spanOf[r]
	if row.From == 0 && row.To == 0 && row.Within == 0 && row.Hours == AnyHours {
		for k := range reached {
			n := &spans[spanOf[reached[k].week&(weeksRoom-1)]]
			n.outcomes++
			n.unevidenced += int(reached[k].unevidenced)
		}
		return
	}
	for k := range reached {
		x := &reached[k]
		p := &people[x.person]
		if !isIn(p, row.Event, row.Hours) {
			continue
		}
		n := &spans[spanOf[x.week&(weeksRoom-1)]]
		n.outcomes++
		if row.isOpen(int(x.week), p) {
			n.unevidenced += int(x.unevidenced)
		} else {
			n.outside++
		}
	}
}

// climb counts evidenced outcomes on a ladder.
func (s *Settler) climb(i int, reached []outcome, people []model.Milestones) {
	l, years := &s.terms.Ladders[i], s.horizon/model.QuartersPerYear
	for k := range reached {
		if x := &reached[k]; x.unevidenced == 0 && isIn(&people[x.person], l.Event, l.Hours) {
			if period := l.period(int(x.week), years); period >= 0 {
				s.card.reached[i][period]++
			}
		}
	}
}

// isIn says whether a person reached an event in a job of the given hours.
func isIn(p *model.Milestones, event Event, hours Hours) bool {
	return hours == AnyHours || (hours == From16) == (p.From16>>event&1 != 0)
}

// isOpen says whether a person's outcome can be claimed in its week.
func (r *Row) isOpen(week int, p *model.Milestones) bool {
	return week >= r.From && (r.To == 0 || week < r.To) && (r.Within == 0 || week <= int(p.Reached[Engagement])+r.Within)
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
