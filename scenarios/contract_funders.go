package scenarios

import (
	"slices"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model/quantity"
)

// ContractSources are the positions in the budget's sources of the two by whom an outcomes contract pays: the outcome payer, which pays what its payments pay of the cost, and the investor, which pays what
// its lost capital pays. The second stands behind the first in every option and comes if and only if the first does.
type ContractSources struct {
	Payer       int
	LostCapital int // −1 without an investor
}

// Investor is the kind of the funder whose capital may be lost. No file names it.
const Investor budgets.Kind = "investor"

// LostCapital is that funder's name.
const LostCapital = "Lost capital"

const lostCapitalKey = "lost_capital"

// contractFunders puts the contract in the place of what the file says its payer pays.
func (b *builder) contractFunders() {
	p, terms := &b.s.Budget, b.s.Contract
	if terms == nil {
		return
	}
	payer := slices.IndexFunc(p.Sources, func(s budgets.Source) bool { return s.Key == b.file.Contract.Payer })
	if payer < 0 || !slices.ContainsFunc(p.Options, func(o budgets.Option) bool { return slices.Contains(o.Order, payer) }) {
		return
	}
	s := &p.Sources[payer]
	s.Lines, s.Share, s.RestOf, s.InKind = terms.Lines, terms.CostShare, nil, false
	s.PerYear, s.Maximum, s.AtMost, s.Matches, s.Arrives, s.Exchange = nil, nil, nil, nil, nil, quantity.Exactly(1)
	s.Told = new(budgets.Cents)
	b.s.ContractSources = &ContractSources{payer, -1}
	if terms.Investor.Commitment == 0 {
		return
	}
	key := lostCapitalKey
	for slices.ContainsFunc(p.Sources, func(s budgets.Source) bool { return s.Key == key }) {
		key += "_"
	}
	b.s.ContractSources.LostCapital = len(p.Sources)
	p.Sources = append(p.Sources, budgets.Source{
		Key: key, Name: LostCapital, Kind: Investor, Status: s.Status, Lines: terms.Lines, Share: terms.CostShare,
		Exchange: quantity.Exactly(1), Told: new(budgets.Cents), Chance: quantity.Exactly(0),
		Given: &budgets.Given{Source: payer, IfComes: quantity.Exactly(1), IfNot: quantity.Exactly(0)},
	})
	for i := range p.Options {
		o := &p.Options[i]
		if at := slices.Index(o.Order, payer); at >= 0 {
			o.Order = slices.Insert(slices.Clone(o.Order), at+1, len(p.Sources)-1)
		}
	}
}

// planContract says what the payer has to give at the plan's own arithmetic. The budget and the contract are valid.
func (b *builder) planContract() {
	if b.s.ContractSources == nil {
		return
	}
	p := &b.s.Budget
	values, err := p.Sheet(0).Evaluate()
	if err != nil {
		b.d.faultAt("contract", "its planned cost cannot be worked out: %v", err)
		return
	}
	var planned [][]budgets.Cents
	for i := range p.Lines {
		var cost []budgets.Cents
		for _, x := range values.Of("cost." + p.Lines[i].Key + ".quarter") {
			cost = append(cost, budgets.Round(x))
		}
		planned = append(planned, cost)
	}
	settler := contract.NewSettler(b.s.Contract, p, planned)
	*p.Sources[b.s.ContractSources.Payer].Told = settler.Plan(b.s.Contract.ExpectedBy(p, b.s.ShareFrom16())).Covered()
}

// BudgetSheet is the budget's sheet for an option, or [budgets.CostsOnly]. Where the option has the payer of an outcomes contract it holds the contract too, and what the payer has to give follows from it. A contract
// whose payer is in no option stands in the sheet of each.
func (s *Scenario) BudgetSheet(option int) *budgets.Sheet {
	sources, payer := s.ContractSources, -1
	switch {
	case s.Contract == nil:
		return s.Budget.Sheet(option)
	case sources == nil:
	case option == budgets.CostsOnly || !slices.Contains(s.Budget.Options[option].Order, sources.Payer):
		return s.Budget.Sheet(option)
	default:
		payer = sources.Payer
	}
	return s.Contract.Sheet(&s.Budget, option, payer, s.ShareFrom16())
}

// ShareFrom16 is the mean share of jobs of 16 hours a week or more, by year; nil where the plan does not tell jobs apart.
func (s *Scenario) ShareFrom16() []float64 {
	if s.Model.Hours == nil {
		return nil
	}
	share := make([]float64, s.Model.Years)
	s.Model.Hours.From16.Means(share)
	return share
}
