package contract

import (
	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// evidence is where the decisions about what is evidenced stand in a draw.
type evidence struct {
	services []quantity.Address // by service
	// place is where those of the centre stand that was last asked for: people come centre by centre.
	place           quantity.Address
	service, centre int32
}

// begin turns to the draw at a random address.
func (e *evidence) begin(draw quantity.Address, services []budgets.Service) {
	at := draw.At(model.BudgetBranch).Named("evidence")
	e.services = e.services[:0]
	for i := range services {
		e.services = append(e.services, at.Named(services[i].Key))
	}
	e.service = -1
}

// decide decides which outcomes of an event are evidenced, of which a share is.
func (e *evidence) decide(event Event, share float64, reached []outcome, people []model.Milestones) {
	for k := range reached {
		x := &reached[k]
		p := &people[x.person]
		if p.Service != e.service || p.Centre != e.centre {
			e.service, e.centre = p.Service, p.Centre
			e.place = e.services[p.Service].At(uint64(p.Centre))
		}
		if e.place.At(uint64(p.Referred)).At(uint64(p.Position)).At(uint64(event)).Uniform() >= share {
			x.unevidenced = 1
		}
	}
}
