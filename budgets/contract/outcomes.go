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

	kept, sorted []outcome
	begins       []int // by week, scratch
}

// person is someone who engaged.
type person struct {
	service, centre, referred, position int
	engaged, left                       int // weeks; model.NoWeek: support goes on
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
	o.people = append(o.people, person{e.Service, e.Centre, e.Referred, e.Position, e.Engaged, e.Left})
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

// inOrder gives the outcomes that are kept, of weeks before the end, in the order of the package comment: they are dealt out to their weeks, and only the few of a week compared
// with each other.
func (o *Outcomes) inOrder(end int, isKept func(*outcome) bool) []outcome {
	o.kept, o.begins = o.kept[:0], emptied(o.begins, end+1)
	for i := range o.outcomes {
		if x := &o.outcomes[i]; x.week < end && isKept(x) {
			o.kept = append(o.kept, *x)
			o.begins[x.week+1]++
		}
	}
	for week := range end {
		o.begins[week+1] += o.begins[week]
	}
	o.sorted = emptied(o.sorted, len(o.kept))
	for i := range o.kept {
		next := &o.begins[o.kept[i].week] // which becomes where the week ends
		o.sorted[*next] = o.kept[i]
		*next++
	}
	begin := 0
	for _, weekEnd := range o.begins[:end] {
		if weekEnd > begin+1 {
			slices.SortFunc(o.sorted[begin:weekEnd], o.compare)
		}
		begin = weekEnd
	}
	return o.sorted
}

// compare compares two outcomes of one week.
func (o *Outcomes) compare(a, b outcome) int {
	if a.person == b.person {
		return cmp.Compare(a.event, b.event)
	}
	p, q := &o.people[a.person], &o.people[b.person]
	return cmp.Or(cmp.Compare(p.service, q.service), cmp.Compare(p.centre, q.centre), cmp.Compare(p.referred, q.referred), cmp.Compare(p.position, q.position))
}
