package quantity

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// LognormalOf is the lognormal with this mean and standard deviation: σ² = ln(1 + (sd/mean)²); mean > 0, sd ≥ 0.
func LognormalOf(mean, sd float64) Lognormal {
	variation := float64((sd / mean) * (sd / mean))
	return Lognormal{Median: mean / math.Sqrt(1+variation), Sigma: math.Sqrt(math.Log1p(variation))}
}

// NormalBetween is the normal with these 10th and 90th percentiles; p10 ≤ p90.
func NormalBetween(p10, p90 float64) Normal {
	return Normal{Average: p10 + float64((p90-p10)/2), SD: (p90 - p10) / (2 * NormalP90)}
}

// LognormalBetween is the lognormal with these 10th and 90th percentiles; 0 < p10 ≤ p90.
func LognormalBetween(p10, p90 float64) Lognormal {
	return Lognormal{Median: p10 * math.Sqrt(p90/p10), Sigma: math.Log(p90/p10) / (2 * NormalP90)}
}

// GammaBetween is the gamma with these 10th and 90th percentiles; 0 < p10 ≤ p90 ≤ 1,000 p10, and where they are not equal, p90 is above
// 1.0001 p10, as the shape of a narrower gamma is lost in rounding.
//
// The ratio of the percentiles depends on the shape alone and falls as it grows: from 1,000 at a shape of about a third towards 1.
func GammaBetween(p10, p90 float64) Gamma {
	if p10 == p90 {
		return Gamma{Average: p10}
	}
	wanted := math.Log(p90 / p10)
	spread := func(shape float64) float64 {
		return math.Log(mathext.GammaIncRegInv(shape, 0.9) / mathext.GammaIncRegInv(shape, 0.1))
	}
	// The bisection takes a fixed number of steps, so that it ends alike everywhere; they leave 2^-60 of a range of 23 in the logarithm.
	low, high := math.Log(0.1), math.Log(1e9)
	for range 60 {
		if middle := low + float64((high-low)/2); spread(math.Exp(middle)) > wanted {
			low = middle
		} else {
			high = middle
		}
	}
	shape := math.Exp(high)
	mean := p90 * shape / mathext.GammaIncRegInv(shape, 0.9)
	return Gamma{Average: mean, SD: mean / math.Sqrt(shape)}
}
