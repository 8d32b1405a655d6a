package contract

import (
	"math"

	"ipsplan/model"
)

// Yield says what kind of rate of return a flow has.
type Yield int

const (
	OneRate      Yield = iota
	SeveralRates       // the one nearest to 0 is given
	NoRate             // none, though money went out and came back
	TotalLoss          // money went out and none came back: −1
	NeverDrawn         // none went out: no rate
)

// RateOfReturn is the yearly effective rate r at which a flow of money at times 0, 1, 2, … in quarters (any unit; below 0 where it is paid in) is worth nothing today:
// Σ flow[t] × (1+r)^(−t/4) = 0. Where several rates do it, the one nearest to 0 as a continuous rate ln(1+r) is given; of two that are equally near, the lower. Two
// that are closer together than a 4,000th of the range in which rates can lie may be overlooked, and so may a rate at which the worth touches 0 without changing its sign.
func RateOfReturn(flow []float64) (rate float64, yield Yield) {
	f := trimmed(flow)
	out, back, changes := false, false, 0
	last := 0.0
	for _, x := range f {
		if x == 0 {
			continue
		}
		out, back = out || x < 0, back || x > 0
		if last != 0 && (x < 0) != (last < 0) {
			changes++
		}
		last = x
	}
	switch {
	case !out:
		return 0, NeverDrawn
	case !back:
		return -1, TotalLoss
	}
	x, roots := f.roots(changes == 1) // as many positive roots in e^−x as the signs change, or an even number fewer (Descartes)
	switch roots {
	case 0:
		return 0, NoRate
	case 1:
		return yearly(x), OneRate
	}
	return yearly(x), SeveralRates
}

// yearly is the yearly effective rate of a continuous quarterly one.
func yearly(x float64) float64 { return math.Expm1(float64(x * model.QuartersPerYear)) }

// quarterly is a flow of money by quarter, from its first amount to its last.
type quarterly []float64

func trimmed(flow []float64) quarterly {
	for len(flow) > 0 && flow[0] == 0 {
		flow = flow[1:]
	}
	for len(flow) > 0 && flow[len(flow)-1] == 0 {
		flow = flow[:len(flow)-1]
	}
	return flow
}

// worth is the flow's value at a continuous quarterly rate x, up to a factor that is above 0: Horner's rule in e^−x from the last amount on or, where that would
// overflow because x is below 0, in e^x from the first.
func (f quarterly) worth(x float64) float64 {
	sum, discount := 0.0, math.Exp(-math.Abs(x))
	for i := range f {
		amount := f[i]
		if x >= 0 {
			amount = f[len(f)-1-i]
		}
		sum = float64(sum*discount) + amount
	}
	return sum
}

// roots counts the continuous quarterly rates at which the flow is worth nothing and gives the one nearest to 0; with only, there is known to be one.
//
// Beyond the bound one amount outweighs all others together, so that there is no further root: with M the largest and e the
// first or last amount in size, |e| > M·(d + d² + …) for d = e^−|x| < |e|/(|e|+M) (Cauchy's bound on the roots of a polynomial). Within it
// the sign is looked for on a grid from 0 outwards; each change is then closed in on.
func (f quarterly) roots(only bool) (nearest float64, count int) {
	largest := 0.0
	for _, amount := range f {
		largest = max(largest, math.Abs(amount))
	}
	bound := math.Log1p(largest/min(math.Abs(f[0]), math.Abs(f[len(f)-1]))) + 1
	switch {
	case only && f.worth(0) == 0:
		return 0, 1
	case only:
		return f.closeIn(-bound, bound), 1
	}
	const steps = 2000
	width := bound / steps
	found := func(low, high float64) {
		if (f.worth(low) < 0) == (f.worth(high) < 0) {
			return
		}
		if x := f.closeIn(low, high); count == 0 || math.Abs(x) < math.Abs(nearest) {
			nearest = x
		}
		count++
	}
	for i := range steps {
		near, far := float64(float64(i)*width), float64(float64(i+1)*width)
		found(-far, -near)
		found(near, far)
	}
	return nearest, count
}

// closeIn halves the distance between two rates at which the flow's worth has different signs, until floating point knows no rate between them. A worth of 0 counts as above 0.
func (f quarterly) closeIn(low, high float64) float64 {
	below := f.worth(low) < 0
	for {
		middle := low + float64((high-low)/2)
		if middle <= low || middle >= high {
			return middle
		}
		if (f.worth(middle) < 0) == below {
			low = middle
		} else {
			high = middle
		}
	}
}
