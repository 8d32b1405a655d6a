package quantity

import (
	"math"
	"reflect"

	"gonum.org/v1/gonum/stat/distuv"
)

// Distribution is what is known of one uncertain number.
type Distribution interface {
	// Mean is the expected value, used as the base case.
	Mean() float64
	// Quantile is the value that the number stays below with probability u; 0 < u < 1. It never falls as u rises.
	Quantile(u float64) float64
}

// Certain is a number known for certain.
type Certain float64

func (c Certain) Mean() float64            { return float64(c) }
func (c Certain) Quantile(float64) float64 { return float64(c) }

// Beta is a share known about as well as from observing People people, a share Average of whom had the outcome: the beta
// distribution with α = Average × People and β = (1 − Average) × People. An Average of 0 or 1 is certain.
type Beta struct {
	Average float64 // 0 to 1
	People  float64 // above 0
}

func (b Beta) Mean() float64 { return b.Average }

func (b Beta) Quantile(u float64) float64 {
	if b.Average <= 0 || b.Average >= 1 {
		return b.Average
	}
	return distuv.Beta{Alpha: b.Average * b.People, Beta: (1 - b.Average) * b.People}.Quantile(u)
}

// PERT is an expert's lowest, best and highest value: a beta distribution stretched to [Low, High] with mode Best and
// mean (Low + 4 Best + High) / 6 (Malcolm, Roseboom, Clark & Fazar 1959, Operations Research 7(5), 646–669).
type PERT struct {
	Low, Best, High float64 // Low ≤ Best ≤ High
}

func (p PERT) Mean() float64 { return (p.Low + float64(4*p.Best) + p.High) / 6 }

func (p PERT) Quantile(u float64) float64 {
	span := p.High - p.Low
	if span <= 0 {
		return p.Best
	}
	shape := distuv.Beta{Alpha: 1 + 4*(p.Best-p.Low)/span, Beta: 1 + 4*(p.High-p.Best)/span}
	return p.Low + float64(span*shape.Quantile(u))
}

// Lognormal is a positive number whose logarithm is normal.
type Lognormal struct {
	Median float64 // above 0
	Sigma  float64 // standard deviation of the logarithm, ≥ 0
}

func (l Lognormal) Mean() float64 { return l.Median * math.Exp(l.Sigma*l.Sigma/2) }

func (l Lognormal) Quantile(u float64) float64 {
	return l.Median * math.Exp(l.Sigma*distuv.UnitNormal.Quantile(u))
}

// NormalP90 is the 90th percentile of the standard normal distribution.
const NormalP90 = 1.2815515655446004

// SigmaFromP90 is the Sigma of the lognormal with this median and 90th percentile; 0 < median ≤ p90.
func SigmaFromP90(median, p90 float64) float64 { return math.Log(p90/median) / NormalP90 }

// Gamma is a positive number, such as a factor on a volume, by its mean and standard deviation. A standard deviation of 0 is certain.
type Gamma struct {
	Average float64 // above 0
	SD      float64 // ≥ 0
}

func (g Gamma) Mean() float64 { return g.Average }

func (g Gamma) Quantile(u float64) float64 {
	if g.SD == 0 {
		return g.Average
	}
	shape := (g.Average / g.SD) * (g.Average / g.SD)
	return distuv.Gamma{Alpha: shape, Beta: shape / g.Average}.Quantile(u)
}

// Quantity is an uncertain number with a name. Its zero value is a certain 0.
type Quantity struct {
	// Name is the quantity's part of its random address: within a stream, quantities of one name move together.
	Name string
	Distribution
}

// Exactly is a quantity known for certain.
func Exactly(x float64) Quantity { return Quantity{Distribution: Certain(x)} }

// Mean is the expected value.
func (q Quantity) Mean() float64 {
	if q.Distribution == nil {
		return 0
	}
	return q.Distribution.Mean()
}

// Quantile is the value that the number stays below with probability u; 0 < u < 1.
func (q Quantity) Quantile(u float64) float64 {
	if q.Distribution == nil {
		return 0
	}
	return q.Distribution.Quantile(u)
}

// Draw is the quantity's value in the draw whose address (of stream and draw) is given.
func (q Quantity) Draw(at Address) float64 {
	if q.Distribution == nil {
		return 0
	}
	if c, ok := q.Distribution.(Certain); ok {
		return float64(c)
	}
	return q.Quantile(at.Named(q.Name).Uniform())
}

// Series is an uncertain number by year. Within a draw all years stand at the same quantile, so that a good year is not
// made up for by a bad one.
type Series struct {
	Name  string
	Years []Distribution
}

// Draw writes the value of each year in the draw whose address is given; into has as many places as there are years.
func (s Series) Draw(at Address, into []float64) {
	u := at.Named(s.Name).Uniform()
	for y, d := range s.Years {
		if y > 0 && same(d, s.Years[y-1]) {
			into[y] = into[y-1]
			continue
		}
		into[y] = d.Quantile(u)
	}
}

// same spares the work of a second quantile in the common case of a rate that stays as it is.
func same(a, b Distribution) bool {
	switch a.(type) {
	case *Prepared, Certain: // quicker than by reflection
		return a == b
	}
	return reflect.ValueOf(a).Comparable() && a == b
}

// Means writes the expected value of each year.
func (s Series) Means(into []float64) {
	for y, d := range s.Years {
		into[y] = d.Mean()
	}
}
