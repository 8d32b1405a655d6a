package study

import (
	"context"
	"math"
)

const (
	// firstDraws are made before it can be judged how many it takes.
	firstDraws = 1_000
	// MostDraws is the largest number of draws of one scenario. It limits time, not memory.
	MostDraws = 10_000_000
	// smallError, in people, is small enough whatever the mean.
	smallError = 0.01
)

// drawAsked makes the draws that were asked for, of so many scenarios together. The excess of what is kept is its largest Monte Carlo error as a multiple of what a precision allows.
func (d *drawing) drawAsked(ctx context.Context, asked Asked, scenarios int, excess func(precision float64) float64) error {
	drawTo := func(until, of int) error { // the whole number being foreseen to be of, or 0
		return d.draw(ctx, asked.Workers, until, func(drawn int) {
			if asked.Progress != nil {
				asked.Progress(drawn*scenarios, of*scenarios)
			}
		})
	}
	until, foreseen := asked.Replications, asked.Replications
	if asked.Precision > 0 {
		until, foreseen = firstDraws, 0
	}
	if len(d.judge) > 0 {
		if err := drawTo(min(judgedDraws, until), foreseen); err != nil {
			return err
		}
		for _, judge := range d.judge {
			judge()
		}
	}
	if asked.Precision == 0 {
		return drawTo(until, foreseen)
	}
	// Ever more draws, until the errors are small enough or MostDraws have been made. Draws once made are kept, and the result is that of asking for this
	// number of draws at once.
	for {
		if err := drawTo(until, foreseen); err != nil {
			return err
		}
		excess := excess(asked.Precision)
		if excess <= 1 || d.drawn == MostDraws {
			return nil
		}
		// The error falls with the square root of the number of draws; a tenth more makes a second correction rare.
		needed := math.Ceil(float64(d.drawn)*excess*excess*1.1/firstDraws) * firstDraws
		until = int(min(needed, MostDraws))
		foreseen = until
	}
}

// excess is that of the headline measures (the four outcomes and the total cost, by year and in total), an error of a hundredth of a person being small enough.
func (p *projection) excess(precision float64) float64 {
	excess := 0.0
	for _, r := range p.estimates().Scenarios {
		excess = max(excess, r.excess(precision))
	}
	return excess
}

// excess is the largest Monte Carlo error among the headline measures, as a multiple of what is asked for.
func (r *Result) excess(precision float64) float64 {
	worst := 0.0
	for _, h := range headlines(r.People, r.Money) {
		if allowed := max(precision*math.Abs(h.stat.Mean), h.enough); h.stat.MCSE > 0 {
			worst = max(worst, h.stat.MCSE/allowed)
		}
	}
	return worst
}

// headline is one of the estimates that the number of draws is judged by.
type headline struct {
	measure, period string
	stat            Stat
	enough          float64 // an error that is small enough whatever the mean
	step            float64 // what percentiles cannot be known more exactly than, if they are whole numbers
}

// headlines are the four outcomes and the total cost, by year and in total.
func headlines(people, money Section[Stats]) []headline {
	var all []headline
	add := func(section Section[Stats], measure string, enough, step float64) {
		stats, ok := section.Get(measure)
		if !ok {
			return
		}
		for y, s := range stats.ByYear {
			all = append(all, headline{measure, yearName(y), s, enough, step})
		}
		all = append(all, headline{measure, inAll, stats.Total, enough, step})
	}
	for _, measure := range []string{referrals, engagements, jobStarts, sustainments} {
		add(people, measure, smallError, 1)
	}
	add(money, totalCost, 0.01, 0.01)
	return all
}

// Convergence says whether there are enough draws for the headline measures: the four outcomes and the total cost, by year and in total.
type Convergence struct {
	// Mean is the mean with the largest Monte Carlo error for its size; nil if none has an error of more than a hundredth of a person or cent.
	Mean *Weakest `json:"mean,omitempty"`
	// Range is the same of P10 and P90; nil if none has an error of more than a hundredth of the mean, or of one person.
	Range *Weakest `json:"range,omitempty"`
}

// Weakest is what the draws say least surely.
type Weakest struct {
	Measure   string `json:"measure"`
	Period    string `json:"period"`    // year_1, year_2, …, total
	Statistic string `json:"statistic"` // mean, p10, p90
	// Error is the Monte Carlo standard error as a share of the measure's mean.
	Error float64 `json:"error"`
	// Draws is how many it would take, about, for an error of a hundredth; the number that were made if that is enough.
	Draws int `json:"draws"`
}

// enoughError is the error, as a share of the mean, at which there are enough draws.
const enoughError = 0.01

func convergence(people, money Section[Stats], draws int) *Convergence {
	var c Convergence
	worse := func(than *Weakest, h headline, statistic string, err float64) *Weakest {
		share := err / math.Abs(h.stat.Mean)
		if than != nil && share <= than.Error {
			return than
		}
		excess := share / enoughError
		if excess < 1.05 { // a hundredth when it is rounded
			excess = 1
		}
		return &Weakest{h.measure, h.period, statistic, share, int(min(math.Ceil(float64(draws)*excess*excess), math.MaxInt32))}
	}
	for _, h := range headlines(people, money) {
		if h.stat.Mean == 0 {
			continue
		}
		if h.stat.MCSE > h.enough {
			c.Mean = worse(c.Mean, h, "mean", h.stat.MCSE)
		}
		allowed := max(enoughError*math.Abs(h.stat.Mean), h.step)
		if h.stat.P10Error > allowed {
			c.Range = worse(c.Range, h, "p10", h.stat.P10Error)
		}
		if h.stat.P90Error > allowed {
			c.Range = worse(c.Range, h, "p90", h.stat.P90Error)
		}
	}
	return &c
}
