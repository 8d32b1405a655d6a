package study

import (
	"context"
	"math"
	"slices"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/scenarios"
)

// Doubt says which part of a measure's variance between draws comes from what.
type Doubt struct {
	// Luck is chance: who is referred, finds a job, leaves. Ignorance is rates, volumes, durations and shares that are not known exactly.
	// Decisions are funders' yes or no; they touch money alone.
	Luck, Ignorance, Decisions Part
}

// Part is a share of a variance, 0 to 1, with its Monte Carlo standard error, which can make a small share look negative.
type Part struct {
	Share float64 `json:"share"`
	Error float64 `json:"error"`
}

// MarshalJSON uses the words of the documentation as keys.
func (d Doubt) MarshalJSON() ([]byte, error) {
	return Section[Part]{{"luck", d.Luck}, {"ignorance", d.Ignorance}, {"decisions", d.Decisions}}.MarshalJSON()
}

// doubtDraws give shares with an error of some two percentage points.
const doubtDraws = 2_000

// doubts splits the variance of each measure over the horizon. A second future with the same uncertain quantities, but other luck and other
// decisions, has with the first a covariance of Var(E[Y | quantities]), which is ignorance; the second priced once more under the first's
// decisions gives Var(E[Y | quantities, luck]) in the same way, and so decisions as what is left.
func doubts(ctx context.Context, s *scenarios.Scenario, asked Asked, first *sample) (Section[Doubt], error) {
	again := asked
	again.Replications = min(doubtDraws, asked.Replications)
	second := newSample(s, again.Replications)
	otherDecisions := keepMoney(s, again.Replications)
	err := inParallel(ctx, again, func() (func(int), error) {
		r, err := newRecorder(s, second, asked.Seed, uncertaintyAll)
		if err != nil {
			return nil, err
		}
		f := r.future.(*simulatedFuture)
		f.simulator.Luck, f.pricer.Decisions = 1, 1
		asBefore := budgets.NewPricer(&s.Budget)
		return func(draw int) {
			r.record(draw)
			if len(otherDecisions) > 0 {
				ledger := asBefore.Price(f.whole, f.simulator.BudgetAddress(draw), false)
				whole := span{0, s.Model.Years * model.QuartersPerYear}
				for i, m := range r.money {
					otherDecisions[i].period[s.Model.Years][draw] = m.of(ledger, whole).Amount()
				}
			}
		}, nil
	}, func(int) {})
	if err != nil {
		return nil, err
	}
	return splitVariances(s, first, second, otherDecisions), nil
}

func splitVariances(s *scenarios.Scenario, first, second *sample, otherDecisions []kept) Section[Doubt] {
	horizon := s.Model.Years
	var section Section[Doubt]
	for i, m := range second.people {
		if slices.Contains([]string{referrals, engagements, jobStarts, sustainments}, m.name) && varies(m.period[horizon]) {
			ignorance := sharedPart(first.people[i].period[horizon], m.period[horizon])
			section = append(section, Measure[Doubt]{m.name, Doubt{Luck: rest(ignorance), Ignorance: ignorance}})
		}
	}
	for i, m := range second.money {
		if !slices.Contains([]string{totalCost, "funding", "gap"}, m.name) || !varies(m.period[horizon]) {
			continue
		}
		ignorance := sharedPart(first.money[i].period[horizon], m.period[horizon])
		decisions := rest(sharedPart(m.period[horizon], otherDecisions[i].period[horizon]))
		luck := Part{1 - ignorance.Share - decisions.Share, bothErrors(ignorance.Error, decisions.Error)}
		section = append(section, Measure[Doubt]{m.name, Doubt{luck, ignorance, decisions}})
	}
	return section
}

// varies says whether a measure differs between draws; of what does not, there is nothing to split.
func varies(draws []float64) bool { return slices.Min(draws) < slices.Max(draws) }

// sharedPart is the share of the variance that two futures have in common: their correlation, whose standard error is (1 − r²)/√n.
func sharedPart(a, b []float64) Part {
	r := correlation(a[:len(b)], b)
	return Part{r, (1 - float64(r*r)) / math.Sqrt(float64(len(b)))}
}

// bothErrors is the standard error of a sum of two independent estimates, √(a² + b²), in steps that no processor rounds otherwise; [math.Hypot]
// is left to the machine.
func bothErrors(a, b float64) float64 {
	larger := max(a, b)
	if larger == 0 {
		return 0
	}
	smaller := min(a, b) / larger
	return larger * math.Sqrt(1+float64(smaller*smaller))
}

func rest(p Part) Part { return Part{1 - p.Share, p.Error} }
