package contract

import "ipsplan/model"

// Outcomes are those of one draw: the milestones of the people who engaged, of which each stands where its [Event] does.
type Outcomes struct{ people []model.Milestones }

// People is where a simulator is to keep them ([model.Simulator.Engaged]).
func (o *Outcomes) People() *[]model.Milestones { return &o.people }

// Add takes in a person's episode (see [model.Simulator.Observe]), in any order.
func (o *Outcomes) Add(e *model.Episode) {
	if e.Engaged != model.NoWeek {
		o.people = append(o.people, e.Milestones())
	}
}

// Clear makes room for the next draw.
func (o *Outcomes) Clear() { o.people = o.people[:0] }
