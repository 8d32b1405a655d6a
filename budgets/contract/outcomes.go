package contract

import (
	"cmp"
	"iter"
	"slices"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Outcomes are those of one draw.
type Outcomes struct {
	people  []person
	reached [Events][]outcome

	turns []turn // scratch
	ends  []int  // by week, scratch
}

// person is someone who engaged.
type person struct {
	service, centre, referred, position int32
	engaged, left                       int32 // weeks; left is model.NoWeek where support goes on

	// What a settler makes of them.
	counts      bool             // their outcomes do
	isEvidenced bool             // all sustainments on the card looked at so far are
	isAsked     bool             // something about evidence was to be decided, and
	decisions   quantity.Address // is where that stands
}

// outcome is an event of one person.
type outcome struct {
	week, person int32 // person: its position among the people
	event        Event
	hours        Hours // Below16 or From16; of an engagement AnyHours

	counts, isEvidenced bool // for a settler
}

// Add takes in a person's episode (see [model.Simulator].Observe), in any order.
func (o *Outcomes) Add(e *model.Episode) {
	if e.Engaged == model.NoWeek {
		return
	}
	o.people = append(o.people, person{})
	p := &o.people[len(o.people)-1] // filled field by field: the processor has to wait before it can copy what has just been put together
	p.service, p.centre, p.referred, p.position = int32(e.Service), int32(e.Centre), int32(e.Referred), int32(e.Position)
	p.engaged, p.left = int32(e.Engaged), int32(e.Left)
	o.add(e.Engaged, Engagement, AnyHours)
	if len(e.Jobs) == 0 {
		return
	}
	o.add(e.Jobs[0].Start, JobStart, hoursOf(&e.Jobs[0]))
	for i, week := range [...]int{e.Sustained13, e.Sustained26, e.Sustained52} {
		if week == model.NoWeek { // nor is a longer one reached
			return
		}
		job := 0
		for e.Jobs[job].Start != week-sustainmentWeeks[i] {
			job++
		}
		o.add(week, Sustained13+Event(i), hoursOf(&e.Jobs[job]))
	}
}

// add adds an outcome of the last person.
func (o *Outcomes) add(week int, event Event, hours Hours) {
	o.reached[event] = append(o.reached[event], outcome{})
	x := &o.reached[event][len(o.reached[event])-1]
	x.week, x.person, x.event, x.hours = int32(week), int32(len(o.people)-1), event, hours
}

// sustainmentWeeks are the weeks in a job that the sustainments stand for.
var sustainmentWeeks = [...]int{13, 26, 52}

func hoursOf(j *model.Job) Hours {
	if j.From16 {
		return From16
	}
	return Below16
}

// Clear makes room for the next draw.
func (o *Outcomes) Clear() {
	o.people = o.people[:0]
	for event := range o.reached {
		o.reached[event] = o.reached[event][:0]
	}
}

// turn is an outcome's place in the order of outcomes of its week.
type turn struct {
	place, arrival uint64 // service and centre; week of referral and position
	at             int32  // among those who reached the event
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

// inOrder gives the outcomes on the card that count and are evidenced in the order of the package comment: they are dealt out to their weeks, which are before the end, and
// only the few of a week compared with each other.
func (o *Outcomes) inOrder(end int, onCard *[Events]bool) []turn {
	o.ends = emptied(o.ends, end+1)
	for x := range o.evidenced(onCard) {
		o.ends[x.week+1]++
	}
	for week := range end {
		o.ends[week+1] += o.ends[week]
	}
	o.turns = emptied(o.turns, o.ends[end])
	for x, at := range o.evidenced(onCard) {
		p, next := &o.people[x.person], &o.ends[x.week] // where the week begins, and when all are dealt out where it ends
		t := &o.turns[*next]
		t.place, t.arrival = uint64(p.service)<<32|uint64(p.centre), uint64(p.referred)<<32|uint64(p.position)
		t.at, t.event = int32(at), x.event
		*next++
	}
	begin := 0
	for _, weekEnd := range o.ends[:end] {
		if weekEnd > begin+1 {
			slices.SortFunc(o.turns[begin:weekEnd], turn.compare)
		}
		begin = weekEnd
	}
	return o.turns
}

// evidenced goes through the outcomes on the card that count and are evidenced, with their places among those who reached the event.
func (o *Outcomes) evidenced(onCard *[Events]bool) iter.Seq2[*outcome, int] {
	return func(yield func(*outcome, int) bool) {
		for event, reached := range o.reached {
			for i := range reached {
				if x := &reached[i]; onCard[event] && x.counts && x.isEvidenced && !yield(x, i) {
					return
				}
			}
		}
	}
}
