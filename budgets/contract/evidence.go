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

// of is where a person's decisions stand.
func (e *evidence) of(p *person) quantity.Address {
	if p.service != e.service || p.centre != e.centre {
		e.service, e.centre = p.service, p.centre
		e.place = e.services[p.service].At(uint64(p.centre))
	}
	return e.place.At(uint64(p.referred)).At(uint64(p.position))
}
