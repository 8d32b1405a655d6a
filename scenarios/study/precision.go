package study

import (
	"context"
	"math"

	"ipsplan/scenarios"
)

const (
	// firstDraws are made before it can be judged how many it takes.
	firstDraws = 1_000
	// MostDraws is the largest number of draws of one scenario: their measures are kept in memory, some two gigabytes for so many.
	MostDraws = 1_000_000
	// smallError, in people, is small enough whatever the mean.
	smallError = 0.01
)

// drawUntilPrecise makes ever more draws, until the Monte Carlo error of every headline measure (the four outcomes and the total cost, by year and
// in total) is at most the asked share of its mean, or a hundredth of a person, or MostDraws have been made. The result is that of asking for this
// number of draws at once.
func drawUntilPrecise(ctx context.Context, all []*scenarios.Scenario, asked Asked) (*Results, []*sample, error) {
	asked.Replications = firstDraws
	for {
		results, samples, err := drawAll(ctx, all, asked)
		if err != nil {
			return nil, nil, err
		}
		excess := 0.0
		for _, r := range results.Scenarios {
			excess = max(excess, r.excess(asked.Precision))
		}
		if excess <= 1 || asked.Replications == MostDraws {
			return results, samples, nil
		}
		// The error falls with the square root of the number of draws; a tenth more makes a second correction rare.
		needed := math.Ceil(float64(asked.Replications)*excess*excess*1.1/firstDraws) * firstDraws
		asked.Replications = int(min(needed, MostDraws))
	}
}

// excess is the largest Monte Carlo error among the headline measures, as a multiple of what is asked for.
func (r *Result) excess(precision float64) float64 {
	worst := 0.0
	judge := func(s Stat, enough float64) {
		if allowed := max(precision*math.Abs(s.Mean), enough); s.MCSE > 0 {
			worst = max(worst, s.MCSE/allowed)
		}
	}
	headline := func(section Section[Stats], measure string, enough float64) {
		stats, ok := section.Get(measure)
		if !ok {
			return
		}
		for _, s := range stats.ByYear {
			judge(s, enough)
		}
		judge(stats.Total, enough)
	}
	for _, measure := range []string{referrals, engagements, jobStarts, sustainments} {
		headline(r.People, measure, smallError)
	}
	headline(r.Money, totalCost, 0.01)
	return worst
}
