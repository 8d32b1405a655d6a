package quantity

import "math"

// Uniform is a number of which nothing is known but that it lies between Low and High.
type Uniform struct {
	Low, High float64 // Low ≤ High
}

func (r Uniform) Mean() float64              { return r.Low + float64((r.High-r.Low)/2) }
func (r Uniform) Quantile(u float64) float64 { return r.Low + float64(u*(r.High-r.Low)) }

func (r Uniform) CDF(x float64) float64 {
	if r.High <= r.Low {
		return step(r.Low, x)
	}
	return min(max((x-r.Low)/(r.High-r.Low), 0), 1)
}

// Triangular is a number between Low and High whose density rises evenly to Best and falls evenly from there. It gives the ends more weight
// than [PERT] does.
type Triangular struct {
	Low, Best, High float64 // Low ≤ Best ≤ High
}

func (t Triangular) Mean() float64 { return (t.Low + t.Best + t.High) / 3 }

func (t Triangular) Quantile(u float64) float64 {
	span := t.High - t.Low
	if span <= 0 {
		return t.Best
	}
	// F(x) = (x − low)² / (span (best − low)) up to best; from there 1 − F(x) = (high − x)² / (span (high − best)).
	if left := t.Best - t.Low; float64(u*span) < left {
		return t.Low + math.Sqrt(u*span*left)
	}
	return t.High - math.Sqrt((1-u)*span*(t.High-t.Best))
}

func (t Triangular) CDF(x float64) float64 {
	span := t.High - t.Low
	switch {
	case x >= t.High:
		return 1
	case x < t.Low || span <= 0:
		return 0
	case x < t.Best:
		return (x - t.Low) * (x - t.Low) / (span * (t.Best - t.Low))
	}
	return 1 - float64((t.High-x)*(t.High-x)/(span*(t.High-t.Best)))
}
