package study

import (
	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// settling settles a scenario's outcomes contract in each draw, on the outcomes and costs of the draw, and tells the pricer what the contract's two funders have to give: the
// outcome payer, and the investor where its capital is lost.
type settling struct {
	settler  *contract.Settler
	outcomes contract.Outcomes
	account  *contract.Account          // of the draw that was settled last
	sources  *scenarios.ContractSources // nil where the contract pays in no funding option
}

// newSettling is nil where there is no contract.
func newSettling(s *scenarios.Scenario) *settling {
	if s.Contract == nil {
		return nil
	}
	return &settling{settler: contract.NewSettler(s.Contract, &s.Budget, planCosts(&s.Budget).lines), sources: s.ContractSources}
}

// settle settles a draw.
func (c *settling) settle(ledger *budgets.Ledger, at quantity.Address, ratesFixed bool) {
	c.account = c.settler.Settle(&c.outcomes, ledger, at, ratesFixed)
}

// tell tells the pricer, which has priced the draw that was settled last.
func (c *settling) tell(p *budgets.Pricer) {
	if c.sources == nil {
		return
	}
	carried := c.settler.Carried(c.account)
	p.Tell(c.sources.Payer, carried.Payments, carried.PaymentsArrive)
	if c.sources.LostCapital >= 0 {
		p.Tell(c.sources.LostCapital, carried.LostCapital, carried.LostCapitalArrives)
	}
}

// expect tells the pricer what the contract pays for outcomes in fractions of people, which cannot be settled: payments as at expected outcomes, of the plan's quarters alone, when fees have been paid. They
// are taken to come as costs do, and no capital to be lost.
func (c *settling) expect(s *scenarios.Scenario, p *budgets.Pricer, services [][]model.Tally[float64], ledger *budgets.Ledger) {
	if c.sources == nil {
		return
	}
	planned := c.settler.Plan(expectedOf(s.Contract, services))
	amount := max(0, budgets.Sum(planned.Receipts)-budgets.Sum(planned.Fees))
	arrives, left := make([]budgets.Cents, len(services[0])), amount
	share := s.Contract.CostShare.Mean()
	for q := range arrives {
		for _, line := range s.Contract.Lines {
			arrives[q] += budgets.Round(float64(float64(ledger.Cost[line][q]) * share))
		}
		arrives[q] = min(arrives[q], left)
		left -= arrives[q]
	}
	p.Tell(c.sources.Payer, amount, arrives)
}

// expectedOf are the outcomes of the services whose people count.
func expectedOf(t *contract.Terms, services [][]model.Tally[float64]) contract.Expected {
	var of contract.Expected
	for q := range services[0] {
		var all model.Tally[float64]
		for i := range services {
			if t.CountsService(i) {
				all.Beside(&services[i][q])
			}
		}
		part := t.CountsEngaged(q)
		of.Outcomes = append(of.Outcomes, [contract.Events]float64{
			float64(all.Engagements * part), float64(all.JobStarts * part), float64(all.Sustained13 * part), float64(all.Sustained26 * part), float64(all.Sustained52 * part),
		})
		from16 := 0.0
		if all.JobStarts > 0 {
			from16 = all.JobStartsFrom16 / all.JobStarts
		}
		of.From16 = append(of.From16, from16)
	}
	return of
}
