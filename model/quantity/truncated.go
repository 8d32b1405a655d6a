package quantity

import "math"

// Cuttable is a law of which part can be cut off.
type Cuttable interface {
	Law
	// Below is E[X; X ≤ x]: what the values up to x contribute to the mean.
	Below(x float64) float64
}

// Truncated is a law of which only what lies from Low to High is possible; the rest is cut off, and what is left scaled up to a probability
// of 1. Its mean is that of what is left, not that of the whole law.
type Truncated struct {
	Of        Cuttable
	Low, High float64
}

// Truncate keeps a law within low and high. A law that no random number takes beyond them stays as it is.
func Truncate(law Cuttable, low, high float64) Law {
	below, above := Outside(law, low, high)
	if below < smallestUniform && above < smallestUniform {
		return law
	}
	return Truncated{Of: law, Low: low, High: high}
}

// Outside is the probability of lying below low and of lying above high.
func Outside(law Law, low, high float64) (below, above float64) {
	return law.CDF(math.Nextafter(low, math.Inf(-1))), 1 - law.CDF(high)
}

func (t Truncated) Mean() float64 {
	from, to := t.Of.CDF(t.Low), t.Of.CDF(t.High)
	return (t.Of.Below(t.High) - t.Of.Below(t.Low)) / (to - from)
}

func (t Truncated) Quantile(u float64) float64 {
	from, to := t.Of.CDF(t.Low), t.Of.CDF(t.High)
	return min(max(t.Of.Quantile(from+float64(u*(to-from))), t.Low), t.High)
}

func (t Truncated) CDF(x float64) float64 {
	switch {
	case x < t.Low:
		return 0
	case x >= t.High:
		return 1
	}
	from, to := t.Of.CDF(t.Low), t.Of.CDF(t.High)
	return (t.Of.CDF(x) - from) / (to - from)
}
