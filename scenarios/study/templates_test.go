package study_test

import (
	"testing"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
	"ipsplan/scenarios"
)

// settled is a contract's accounts in some draws, added up.
type settled struct {
	paid, receipts, cost, provider, drawn, returned, surplus, unpaid budgets.Cents
	reached                                                          [contract.Events]int
}

// settle settles the first draws of a scenario's contract.
func settle(t *testing.T, s *scenarios.Scenario, draws int) settled {
	t.Helper()
	simulator, err := model.NewSimulator(&s.Model, 1, model.LuckAndIgnorance)
	if err != nil {
		t.Fatal(err)
	}
	var outcomes contract.Outcomes
	simulator.Observe = outcomes.Add
	pricer := budgets.NewPricer(&s.Budget)
	var planned [][]budgets.Cents
	for _, line := range s.Budget.PlannedBudget().Lines {
		var quarters []budgets.Cents
		for _, x := range line.ByYear {
			quarters = append(quarters, x/4, x/4, x/4, x-3*(x/4))
		}
		planned = append(planned, quarters)
	}
	settler := contract.NewSettler(s.Contract, &s.Budget, planned)
	var all settled
	for draw := range draws {
		outcomes.Clear()
		trajectory := simulator.Draw(draw)
		at := simulator.DrawAddress(draw)
		a := settler.Settle(&outcomes, pricer.Price(trajectory.Quarters, at, false), at, false)
		for i := range a.Rows {
			f := a.Rows[i].Total()
			if f.Value != f.Window+f.Evidence+f.Minimum+f.Deadweight+f.PersonCap+f.YearCap+f.RowCap+f.ContractCap+f.Verification+f.Paid {
				t.Fatalf("%s: row %d does not add up: %+v", s.Name, i, f)
			}
		}
		last := len(a.Closing) - 1
		if a.Closing[last] != 0 {
			t.Fatalf("%s: %d cents stay in the till", s.Name, a.Closing[last])
		}
		all.paid += a.Outlay()
		all.receipts += budgets.Sum(a.Receipts)
		all.cost += budgets.Sum(a.Cost)
		all.provider += budgets.Sum(a.ProviderPaid)
		all.drawn += a.Drawn()
		all.returned += a.Returned()
		all.surplus += budgets.Sum(a.ToPayer)
		all.unpaid += a.UnpaidClaim[last]
		for e, n := range a.Reached {
			all.reached[e] += n
		}
	}
	if all.drawn+all.receipts != all.provider+all.returned+all.surplus {
		t.Errorf("%s: %d drawn and %d received, but %d spent, %d returned, %d left", s.Name, all.drawn, all.receipts, all.provider, all.returned, all.surplus)
	}
	return all
}

// Every template can be laid over every bundled scenario, in place of a contract that is there, and settles to something that makes sense.
func TestTemplatesOverBundledScenarios(t *testing.T) {
	const draws = 20
	for _, country := range scenarios.Bundled() {
		for _, template := range scenarios.Templates() {
			s, err := scenarios.Load(country+"+"+template, scenarios.Options{})
			if err != nil {
				t.Error(err)
				continue
			}
			a := settle(t, s, draws)
			t.Logf("%-28s outlay %11.0f cost %11.0f drawn %10.0f returned %10.0f unpaid %10.0f reached %v", s.Name,
				a.paid.Amount()/draws, a.cost.Amount()/draws, a.drawn.Amount()/draws, a.returned.Amount()/draws, a.unpaid.Amount()/draws, a.reached)
			if a.paid <= 0 || a.cost <= 0 || a.reached[contract.JobStart] == 0 || a.reached[contract.Engagement] < a.reached[contract.JobStart] {
				t.Errorf("%s: settles to %+v", s.Name, a)
			}
			if country == "france" && s.Contract.Payer != "Ministry of Labour (social impact bond)" {
				t.Errorf("%s: the payer is %q and not the scenario's own", s.Name, s.Contract.Payer)
			}
			if template == "grant" && (a.paid != a.cost || a.drawn != 0 || len(s.Contract.Rows) != 0) {
				t.Errorf("%s: a grant of %d for a cost of %d, with %d drawn and %d rows", s.Name, a.paid, a.cost, a.drawn, len(s.Contract.Rows))
			}
			if most := budgets.CentsOf(173_000 * draws); template == "threshold-premium" && a.paid > most {
				t.Errorf("%s: pays %d, more than the highest rung", s.Name, a.paid)
			}
		}
	}
}

func TestFranceContractSettles(t *testing.T) {
	const draws = 50
	a := settle(t, load(t, "france"), draws)
	t.Logf("outlay %.0f cost %.0f drawn %.0f returned %.0f surplus %.0f unpaid %.0f", a.paid.Amount()/draws, a.cost.Amount()/draws, a.drawn.Amount()/draws, a.returned.Amount()/draws, a.surplus.Amount()/draws, a.unpaid.Amount()/draws)
	if a.paid <= 0 || a.drawn <= 0 {
		t.Errorf("settles to %+v", a)
	}
}
