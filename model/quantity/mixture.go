package quantity

import (
	"errors"
	"math"
)

// Mixture is a number that follows one of several laws, it is not known which: pooled effects differ between reviews, say. It
// is made by [MixtureOf].
type Mixture struct {
	Parts     []Law
	Shares    []float64 // the probability of each part
	mean      float64
	low, high float64 // the smallest and the largest quantile that is ever asked for
}

// MixtureOf makes a mixture of laws with relative weights; an equal number of both, the weights ≥ 0 and not all 0. It fails
// too where a law is so wide that its outermost quantiles are no numbers.
func MixtureOf(parts []Law, weights []float64) (*Mixture, error) {
	shares, err := sharesOf(weights)
	if err != nil {
		return nil, err
	}
	m := &Mixture{low: math.Inf(1), high: math.Inf(-1)}
	for i, part := range parts {
		if shares[i] == 0 {
			continue
		}
		m.Parts, m.Shares = append(m.Parts, part), append(m.Shares, shares[i])
		m.mean += float64(shares[i] * part.Mean())
		m.low, m.high = min(m.low, part.Quantile(smallestUniform)), max(m.high, part.Quantile(1-smallestUniform))
	}
	if !(m.low >= -math.MaxFloat64 && m.high <= math.MaxFloat64) {
		return nil, errors.New("a part is too wide")
	}
	return m, nil
}

// smallestUniform is the smallest number that [Address.Uniform] gives.
const smallestUniform = 0x1p-53

func (m *Mixture) Mean() float64 { return m.mean }

// CDF is the weighted mean of the parts' distribution functions.
func (m *Mixture) CDF(x float64) float64 {
	reached := 0.0
	for i, part := range m.Parts {
		reached += float64(m.Shares[i] * part.CDF(x))
	}
	return reached
}

// Quantile inverts the distribution function by bisection over all floating-point numbers of the range, down to neighbours. Every u is led
// past the same numbers until it parts from a smaller one, and so never comes out below it, however the last digits of the parts' laws
// are rounded; and a number at which the mixture has a step comes out as it is.
func (m *Mixture) Quantile(u float64) float64 {
	below, reached := inOrder(m.low), inOrder(m.high)
	if m.CDF(m.low) >= u {
		return m.low
	}
	for reached-below > 1 {
		middle := below + (reached-below)/2
		if m.CDF(ofOrder(middle)) < u {
			below = middle
		} else {
			reached = middle
		}
	}
	return ofOrder(reached)
}

const signBit = 1 << 63

// inOrder numbers the floating-point numbers in rising order.
func inOrder(x float64) uint64 {
	bits := math.Float64bits(x)
	if bits&signBit != 0 {
		return ^bits
	}
	return bits | signBit
}

// ofOrder is the floating-point number of a place in the order.
func ofOrder(n uint64) float64 {
	if n&signBit != 0 {
		return math.Float64frombits(n &^ signBit)
	}
	return math.Float64frombits(^n)
}
