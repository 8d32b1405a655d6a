package quantity

import "gonum.org/v1/gonum/stat/distuv"

// Normal is a number that lies as far above its mean as below it. It can be negative; [Truncate] keeps it within what is possible. A standard
// deviation of 0 is certain.
type Normal struct {
	Average float64
	SD      float64 // ≥ 0
}

func (n Normal) Mean() float64 { return n.Average }

func (n Normal) Quantile(u float64) float64 {
	return n.Average + float64(n.SD*distuv.UnitNormal.Quantile(u))
}

func (n Normal) CDF(x float64) float64 {
	if n.SD == 0 {
		return step(n.Average, x)
	}
	return distuv.UnitNormal.CDF((x - n.Average) / n.SD)
}

// Below is E[X; X ≤ x] = μ Φ(z) − σ φ(z) with z = (x − μ)/σ.
func (n Normal) Below(x float64) float64 {
	if n.SD == 0 {
		return n.Average * step(n.Average, x)
	}
	z := (x - n.Average) / n.SD
	return float64(n.Average*distuv.UnitNormal.CDF(z)) - float64(n.SD*distuv.UnitNormal.Prob(z))
}
