package contract

import (
	"cmp"
	"iter"
	"slices"

	"ipsplan/model"
)

// turn is an outcome's place in the order of outcomes of its week.
type turn struct {
	place, arrival uint64 // service and centre; week of referral and position
	person         int32
	event          Event
}

// compare compares two outcomes of one week.
func (a turn) compare(b turn) int {
	switch {
	case a.place != b.place:
		return cmp.Compare(a.place, b.place)
	case a.arrival != b.arrival:
		return cmp.Compare(a.arrival, b.arrival)
	}
	return cmp.Compare(a.event, b.event)
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

// inOrder gives the outcomes on the card that are evidenced in the order of the package comment: they are dealt out to their weeks, and only the few of a week compared with each other.
func (s *Settler) inOrder(people []model.Milestones) []turn {
	end := s.end()
	s.ends = emptied(s.ends, end+1)
	for i, event := range s.evidenced() {
		s.ends[people[i].Reached[event]+1]++
	}
	for week := range end {
		s.ends[week+1] += s.ends[week]
	}
	s.turns = emptied(s.turns, s.ends[end])
	for i, event := range s.evidenced() {
		p := &people[i]
		next := &s.ends[p.Reached[event]] // where the week begins, and when all are dealt out where it ends
		t := &s.turns[*next]
		t.place, t.arrival = uint64(p.Service)<<32|uint64(p.Centre), uint64(p.Referred)<<32|uint64(p.Position)
		t.person, t.event = i, event
		*next++
	}
	begin := 0
	for _, weekEnd := range s.ends[:end] {
		if weekEnd > begin+1 {
			slices.SortFunc(s.turns[begin:weekEnd], turn.compare)
		}
		begin = weekEnd
	}
	return s.turns
}

// evidenced goes through the outcomes on the card that are evidenced: the person's place and the event.
func (s *Settler) evidenced() iter.Seq2[int32, Event] {
	return func(yield func(int32, Event) bool) {
		for e := range s.reached {
			event := Event(e)
			for _, x := range s.reached[e] {
				if s.onCard[event] && x.unevidenced == 0 && !yield(x.person, event) {
					return
				}
			}
		}
	}
}
