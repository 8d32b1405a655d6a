package quantity

import (
	"math"
	"reflect"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Distribution is what is known of one uncertain number.
type Distribution interface {
	// Mean is the expected value, used as the base case.
	Mean() float64
	// Quantile is the value that the number stays below with probability u; 0 < u < 1. It never falls as u rises.
	Quantile(u float64) float64
}

// Law is a distribution whose distribution function is known too: what a mixture is made of.
type Law interface {
	Distribution
	// CDF is the probability of x or less.
	CDF(x float64) float64
}

// Certain is a number known for certain.
type Certain float64

func (c Certain) Mean() float64            { return float64(c) }
func (c Certain) Quantile(float64) float64 { return float64(c) }
func (c Certain) CDF(x float64) float64    { return step(float64(c), x) }

// step is the distribution function of a number that is at for certain.
func step(at, x float64) float64 {
	if x < at {
		return 0
	}
	return 1
}

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

func (b Beta) CDF(x float64) float64 { return b.integral(0, x) }

// Below is E[X; X ≤ x]: a beta's density times x is that of a beta whose α is 1 more, times the mean.
func (b Beta) Below(x float64) float64 { return b.Average * b.integral(1, x) }

func (b Beta) integral(more, x float64) float64 {
	switch {
	case b.Average <= 0 || b.Average >= 1:
		return step(b.Average, x)
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	}
	return mathext.RegIncBeta(float64(b.Average*b.People)+more, (1-b.Average)*b.People, x)
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
	return p.Low + float64(span*p.shape().Quantile(u))
}

func (p PERT) CDF(x float64) float64 {
	span := p.High - p.Low
	if span <= 0 {
		return step(p.Best, x)
	}
	return p.shape().CDF((x - p.Low) / span)
}

// shape is the beta distribution before it is stretched.
func (p PERT) shape() distuv.Beta {
	span := p.High - p.Low
	return distuv.Beta{Alpha: 1 + 4*(p.Best-p.Low)/span, Beta: 1 + 4*(p.High-p.Best)/span}
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

func (l Lognormal) CDF(x float64) float64 { return l.integral(0, x) }

// Below is E[X; X ≤ x]: the mean times the law of a lognormal whose logarithm's mean is Sigma² more.
func (l Lognormal) Below(x float64) float64 { return l.Mean() * l.integral(l.Sigma, x) }

func (l Lognormal) integral(shift, x float64) float64 {
	switch {
	case l.Sigma == 0:
		return step(l.Median, x)
	case x <= 0:
		return 0
	}
	return distuv.UnitNormal.CDF(math.Log(x/l.Median)/l.Sigma - shift)
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
	shape := g.shape()
	return distuv.Gamma{Alpha: shape, Beta: shape / g.Average}.Quantile(u)
}

func (g Gamma) CDF(x float64) float64 { return g.integral(0, x) }

// Below is E[X; X ≤ x]: the mean times the law of a gamma whose shape is 1 more.
func (g Gamma) Below(x float64) float64 { return g.Average * g.integral(1, x) }

func (g Gamma) integral(more, x float64) float64 {
	switch {
	case g.SD == 0:
		return step(g.Average, x)
	case x <= 0:
		return 0
	case math.IsInf(x, 1):
		return 1
	}
	shape := g.shape()
	return mathext.GammaIncReg(shape+more, float64(shape*(x/g.Average)))
}

func (g Gamma) shape() float64 { return float64((g.Average / g.SD) * (g.Average / g.SD)) }

// Quantity is an uncertain number with a name. Its zero value is a certain 0.
type Quantity struct {
	// Name is the quantity's part of its random address: within a stream, quantities of one name move together.
	Name string
	Distribution
	// Correlation ties the quantity to others; nil: it is independent of them.
	Correlation *Correlation
	// Child is the number of the name's child of an address, worked out by Prepared; 0: not yet. Whoever changes Name sets it to 0.
	Child Child
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
	return q.Quantile(q.Correlation.uniform(at, q.Name, q.Child.of(q.Name)))
}

// Series is an uncertain number by year. Within a draw all years stand at the same quantile, so that a good year is not
// made up for by a bad one.
type Series struct {
	Name  string
	Years []Distribution
	// Correlation ties the series, as one quantity, to others; nil: it is independent of them.
	Correlation *Correlation
	// Child is the number of the name's child of an address, worked out by Prepared; 0: not yet. Whoever changes Name sets it to 0.
	Child Child
}

// Draw writes the value of each year in the draw whose address is given; into has as many places as there are years.
func (s Series) Draw(at Address, into []float64) {
	u := s.Correlation.uniform(at, s.Name, s.Child.of(s.Name))
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
	case *Prepared, Certain, Lognormal, Normal, Uniform, Triangular, *Discrete, *Mixture: // quicker than by reflection
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
