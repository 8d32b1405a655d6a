package quantity

import (
	"errors"
	"math"
	"slices"
)

// Discrete is a number that is one of several, made by [DiscreteOf]. Its quantile is a step: the smallest value that is not exceeded with probability u.
type Discrete struct {
	Values, Chances []float64 // the values in rising order, with the probability of each
	upTo            []float64 // the probability of each value or less
	mean            float64
}

// DiscreteOf makes a distribution of values with relative weights; an equal number of both, the weights ≥ 0 and not all 0.
func DiscreteOf(values, weights []float64) (*Discrete, error) {
	if len(values) != len(weights) {
		return nil, errors.New("there is not one weight for each value")
	}
	shares, err := sharesOf(weights)
	if err != nil {
		return nil, err
	}
	var order []int
	for i, share := range shares {
		if share > 0 { // what cannot come up is no quantile, not even of a number next to 0
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case values[a] < values[b]:
			return -1
		case values[a] > values[b]:
			return 1
		}
		return 0
	})
	d := &Discrete{}
	sum := 0.0
	for _, i := range order {
		sum += shares[i]
		d.Values, d.Chances, d.upTo = append(d.Values, values[i]), append(d.Chances, shares[i]), append(d.upTo, sum)
		d.mean += float64(shares[i] * values[i])
	}
	d.upTo[len(d.upTo)-1] = 1
	return d, nil
}

func (d *Discrete) Mean() float64 { return d.mean }

func (d *Discrete) Quantile(u float64) float64 {
	for i, reached := range d.upTo {
		if u <= reached {
			return d.Values[i]
		}
	}
	return d.Values[len(d.Values)-1]
}

func (d *Discrete) CDF(x float64) float64 {
	reached := 0.0
	for i, value := range d.Values {
		if value <= x {
			reached = d.upTo[i]
		}
	}
	return reached
}

// sharesOf are the weights divided by their sum.
func sharesOf(weights []float64) ([]float64, error) {
	total := 0.0
	for _, w := range weights {
		if !(w >= 0) {
			return nil, errors.New("a weight is below 0")
		}
		total += w
	}
	if !(total > 0) || math.IsInf(total, 0) {
		return nil, errors.New("no weight is above 0, or their sum is too large")
	}
	shares := make([]float64, len(weights))
	for i, w := range weights {
		shares[i] = w / total
	}
	return shares, nil
}
