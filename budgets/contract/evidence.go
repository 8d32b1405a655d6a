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
	branch   quantity.Child     // of a draw's address for budgets
	keys     []quantity.Child   // of the branch, by service
	services []quantity.Address // where those of each service stand
	centres  []centre           // scratch
}

// centre is people of one centre who come one after another.
type centre struct {
	service, first, until int32            // the latter are places among all people
	place                 quantity.Address // where the decisions about them stand
}

func newEvidence(services []budgets.Service) evidence {
	e := evidence{branch: quantity.ChildNamed("evidence")}
	for i := range services {
		e.keys = append(e.keys, quantity.ChildNamed(services[i].Key))
	}
	return e
}

// begin turns to the draw at a random address.
func (e *evidence) begin(draw quantity.Address) {
	at := draw.At(model.BudgetBranch).At(uint64(e.branch))
	e.services, e.centres = e.services[:0], e.centres[:0]
	for _, key := range e.keys {
		e.services = append(e.services, at.At(uint64(key)))
	}
}

// meet finds out of which centres people are, who usually come centre by centre.
func (e *evidence) meet(people []model.Milestones) {
	for first := 0; first < len(people); {
		service, number := people[first].Service, people[first].Centre
		until := first + 1
		for until < len(people) && people[until].Centre == number && people[until].Service == service {
			until++
		}
		e.centres = append(e.centres, centre{service, int32(first), int32(until), e.services[service].At(uint64(number))})
		first = until
	}
}

// decide decides which outcomes of an event are evidenced, of which a share is that is less than 1.
func (e *evidence) decide(event Event, share float64, reached []outcome, people []model.Milestones) {
	unevidenced := quantity.BitsFrom(share)
	for k := range e.centres {
		c := &e.centres[k]
		n, _ := slices.BinarySearchFunc(reached, c.until, func(x outcome, until int32) int { return cmp.Compare(x.person, until) })
		decide(reached[:n], people, c.place, event, unevidenced)
		reached = reached[n:]
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
