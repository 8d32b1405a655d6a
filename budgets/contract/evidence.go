package contract

import (
	"cmp"
	"slices"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// evidence is where the decisions about what is evidenced stand in a draw.
type evidence struct {
	services []quantity.Address // by service
	centres  []centre           // scratch
}

// centre is where the decisions stand about people of one centre who come one after another.
type centre struct {
	first int32 // the place of the first of them among all people
	place quantity.Address
}

// begin turns to the draw at a random address.
func (e *evidence) begin(draw quantity.Address, services []budgets.Service) {
	at := draw.At(model.BudgetBranch).Named("evidence")
	e.services = e.services[:0]
	for i := range services {
		e.services = append(e.services, at.Named(services[i].Key))
	}
	e.centres = e.centres[:0]
}

// meet finds out of which centres people are, who usually come centre by centre.
func (e *evidence) meet(people []model.Milestones) {
	for i := range people {
		p := &people[i]
		if i == 0 || p.Centre != people[i-1].Centre || p.Service != people[i-1].Service {
			e.centres = append(e.centres, centre{int32(i), e.services[p.Service].At(uint64(p.Centre))})
		}
	}
}

// decide decides which outcomes of an event are evidenced, of which a share is that is less than 1.
func (e *evidence) decide(event Event, share float64, reached []outcome, people []model.Milestones) {
	if len(e.centres) == 0 {
		e.meet(people)
	}
	unevidenced := quantity.BitsFrom(share)
	for k := len(e.centres) - 1; k >= 0; k-- {
		c := &e.centres[k]
		first, _ := slices.BinarySearchFunc(reached, c.first, func(x outcome, first int32) int { return cmp.Compare(x.person, first) })
		decide(reached[first:], people, c.place, event, unevidenced)
		reached = reached[:first]
	}
}

// decideSingly decides which outcomes of people of one centre, at whose place the decisions stand, are evidenced: those whose random bits are less than some.
func decideSingly(reached []outcome, people []model.Milestones, place quantity.Address, event Event, unevidenced uint64) {
	for k := range reached {
		x := &reached[k]
		p := &people[x.person]
		if place.At(uint64(p.Referred)).At(uint64(p.Position)).At(uint64(event)).Bits() >= unevidenced {
			x.unevidenced = 1
		}
	}
}
