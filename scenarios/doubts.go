package scenarios

import (
	"slices"
	"strings"

	"ipsplan/budgets"
)

// doubtFunders warns of funders who never pay, though nothing is wrong with what is said of them.
func (b *builder) doubtFunders() {
	warn := func(warning Phrase) { b.s.Warnings = append(b.s.Warnings, warning) }
	orders := b.payOrders()
	for _, key := range b.file.Funding.Keys {
		if !slices.ContainsFunc(orders, func(order []string) bool { return slices.Contains(order, key) }) {
			warn(Say("funding.%s is in no option, so that it never pays; name it in a pay_order", key))
		}
	}
	for i := range b.s.Budget.Sources {
		if s := &b.s.Budget.Sources[i]; b.neverARest(i) {
			warn(Say("funding.%s covers the rest of %s, whose shares leave nothing of any line that it covers, so that it never pays", s.Key,
				strings.Join(b.file.Funding.ByKey[s.Key].Covers.RestOf, ", ")))
		}
	}
}

// neverARest says whether those whose rest a source covers leave nothing in any option that has it, as their shares are planned.
func (b *builder) neverARest(i int) bool {
	s, found := &b.s.Budget.Sources[i], false
	for _, option := range b.s.Budget.Options {
		if s.RestOf == nil || !slices.Contains(option.Order, i) {
			continue
		}
		found = true
		for _, line := range s.Lines {
			if restOf(&b.s.Budget, option.Order, i, line) > 1e-12 {
				return false
			}
		}
	}
	return found
}

// restOf is what the sources whose rest a source covers leave of a line in an option, by the means of their shares.
func restOf(p *budgets.Plan, order []int, i, line int) float64 {
	rest := 1.0
	for _, other := range p.Sources[i].RestOf {
		if s := &p.Sources[other]; slices.Contains(order, other) && slices.Contains(s.Lines, line) {
			rest -= float64(s.Share.Mean() * restOf(p, order, other, line))
		}
	}
	return max(0, rest)
}
