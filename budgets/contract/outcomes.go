package contract

import (
	"cmp"
	"slices"

	"ipsplan/model"
)

// Outcomes are those of one draw.
type Outcomes struct {
	people   []person
	outcomes []outcome
}

// person is someone who engaged.
type person struct {
	service, centre, referred, position int
	engaged, left                       int // weeks; model.NoWeek: support goes on
	outcomes                            int // the first of theirs
}

// outcome is an event of one person.
type outcome struct {
	week   int
	person int
	event  Event
	hours  Hours // Below16 or From16; of an engagement AnyHours
}

// Add takes in a person's episode (see [model.Simulator].Observe), in any order.
func (o *Outcomes) Add(e *model.Episode) {
	if e.Engaged == model.NoWeek {
		return
	}
	who := len(o.people)
	o.people = append(o.people, person{e.Service, e.Centre, e.Referred, e.Position, e.Engaged, e.Left, len(o.outcomes)})
	o.outcomes = append(o.outcomes, outcome{e.Engaged, who, Engagement, AnyHours})
	if len(e.Jobs) > 0 {
		o.outcomes = append(o.outcomes, outcome{e.Jobs[0].Start, who, JobStart, hoursOf(e.Jobs[0])})
	}
	for i, week := range [...]int{e.Sustained13, e.Sustained26, e.Sustained52} {
		if week == model.NoWeek {
			continue
		}
		holds := func(j model.Job) bool { return j.Start == week-sustainmentWeeks[i] }
		o.outcomes = append(o.outcomes, outcome{week, who, Sustained13 + Event(i), hoursOf(e.Jobs[slices.IndexFunc(e.Jobs, holds)])})
	}
}

// sustainmentWeeks are the weeks in a job that the sustainments stand for.
var sustainmentWeeks = [...]int{13, 26, 52}

func hoursOf(j model.Job) Hours {
	if j.From16 {
		return From16
	}
	return Below16
}

// Clear makes room for the next draw.
func (o *Outcomes) Clear() { o.people, o.outcomes = o.people[:0], o.outcomes[:0] }

// sort puts the outcomes in the order of the package comment.
func (o *Outcomes) sort() {
	slices.SortFunc(o.outcomes, func(a, b outcome) int {
		if a.week != b.week {
			return cmp.Compare(a.week, b.week)
		}
		if a.person != b.person {
			return compare(&o.people[a.person], &o.people[b.person])
		}
		return cmp.Compare(a.event, b.event)
	})
}

func compare(p, q *person) int {
	return cmp.Or(cmp.Compare(p.service, q.service), cmp.Compare(p.centre, q.centre), cmp.Compare(p.referred, q.referred), cmp.Compare(p.position, q.position))
}
