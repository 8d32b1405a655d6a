package contract

import (
	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Outcomes are those of one draw.
type Outcomes struct{}

// Add takes in a person's episode (see [model.Simulator].Observe), in any order.
func (o *Outcomes) Add(e *model.Episode) {}

// Clear makes room for the next draw.
func (o *Outcomes) Clear() {}

// Settler settles draws of one contract. It is not safe for use by several goroutines. After its first draws it allocates nothing.
type Settler struct{}

// NewSettler prepares the settling of a contract, which must be valid ([Terms.Validate]) for the plan. planned[line][quarter] is the plan's own cost, of the plan's quarters.
func NewSettler(terms *Terms, plan *budgets.Plan, planned [][]budgets.Cents) *Settler { return nil }

// Quarters is the length of the ledger.
func (s *Settler) Quarters() int { return 0 }

// Settle settles a draw: its outcomes, its cost, and its random address ([model.Simulator.DrawAddress]). With luckOnly uncertain quantities stand at their means; what is
// evidenced is decided all the same. The account is valid until the next call.
func (s *Settler) Settle(o *Outcomes, l *budgets.Ledger, at quantity.Address, luckOnly bool) *Account {
	return nil
}
