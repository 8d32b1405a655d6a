package quantity

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Family is the shape of a duration.
type Family int

const (
	// Fixed is always Centre weeks, rounded to whole weeks and held within Min … Max.
	Fixed Family = iota
	// LognormalWeeks has the median Centre and a logarithm of standard deviation Spread.
	LognormalWeeks
	// ExponentialWeeks has the mean Centre.
	ExponentialWeeks
	// WeibullWeeks has the median Centre and the shape Spread (below 1: the hazard falls; above 1: it rises).
	WeibullWeeks
	// GammaWeeks has the mean Centre and the standard deviation Spread.
	GammaWeeks
	// Listed has the chances Chances for Min, Min + 1, … weeks.
	Listed
)

// Duration is a time in whole weeks that varies from event to event. Its continuous law F is discretised and truncated:
// P(d) is proportional to F(d) − F(d−1) for d = Min … Max; where that leaves nothing, the duration is the end of the range
// that is nearer to the centre. A continuous time is thus rounded up to whole weeks, and a Min of 0 gives 0 only where the family is Fixed or Listed. The parameters may be uncertain and then have one value per draw.
type Duration struct {
	// Name is the part of the random address of the uncertain parameters.
	Name     string
	Family   Family
	Centre   Distribution // weeks, above 0 (Fixed: ≥ 0)
	Spread   Distribution // as the family says; nil where it has none
	Min, Max int          // weeks, 0 ≤ Min ≤ Max
	Chances  []float64    // Listed only; relative weights ≥ 0, not all zero
	// Correlation ties the uncertain parameters, as one quantity, to others; nil: they are independent of them.
	Correlation *Correlation
	// Child is the number of the name's child of an address, worked out by Prepared; 0: not yet. Whoever changes Name sets it to 0.
	Child Child
}

// ExactWeeks is a duration that is always the same.
func ExactWeeks(weeks int) Duration {
	return Duration{Family: Fixed, Centre: Certain(weeks), Min: weeks, Max: weeks}
}

// IsCertain says whether the parameters have the same values in every draw.
func (d Duration) IsCertain() bool { return isCertain(d.Centre) && isCertain(d.Spread) }

func isCertain(d Distribution) bool {
	if d == nil {
		return true
	}
	_, ok := d.(Certain)
	return ok
}

// Draw is the law of the duration in the draw whose address (of stream and draw) is given. All parameters stand at
// the same quantile.
func (d Duration) Draw(at Address) Table {
	var t Table
	d.DrawInto(at, &t)
	return t
}

// DrawInto makes the table that of [Duration.Draw].
func (d Duration) DrawInto(at Address, t *Table) {
	if d.IsCertain() {
		d.setTable(t, Distribution.Mean)
		return
	}
	u := d.uniform(at)
	d.setTable(t, func(q Distribution) float64 { return q.Quantile(u) })
}

// uniform is where its parameters stand.
func (d *Duration) uniform(at Address) float64 {
	return d.Correlation.uniform(at, d.Name, d.Child.of(d.Name))
}

// Expected is the law of the duration when its parameters are at their means.
func (d Duration) Expected() Table {
	var t Table
	d.setTable(&t, Distribution.Mean)
	return t
}

func (d Duration) setTable(t *Table, value func(Distribution) float64) {
	var centre, spread float64
	if d.Centre != nil {
		centre = value(d.Centre)
	}
	if d.Spread != nil {
		spread = value(d.Spread)
	}
	var below func(x float64) float64 // F
	switch d.Family {
	case Fixed:
		t.setAlways(d.within(math.Round(centre)))
		return
	case Listed:
		t.weights = append(t.weights[:0], d.Chances...)
		if err := t.weighted(d.Min, guideBits(len(d.Chances))); err != nil {
			t.setAlways(d.Min)
		}
		return
	case LognormalWeeks:
		if spread == 0 {
			t.setAlways(d.within(centre))
			return
		}
		below = distuv.LogNormal{Mu: math.Log(centre), Sigma: spread}.CDF
	case ExponentialWeeks:
		d.setExponential(t, centre)
		return
	case WeibullWeeks:
		below = distuv.Weibull{K: spread, Lambda: centre / math.Pow(math.Ln2, 1/spread)}.CDF
	case GammaWeeks:
		shape := (centre / spread) * (centre / spread)
		if !(shape > 0 && shape < math.Inf(1)) { // no spread, or a centre so close to 0 that no law is left
			t.setAlways(d.within(centre))
			return
		}
		below = distuv.Gamma{Alpha: shape, Beta: shape / centre}.CDF
	}
	weights := slices.Grow(t.weights[:0], d.Max-d.Min+1)
	previous := 0.0
	if d.Min > 0 {
		previous = below(float64(d.Min - 1))
	}
	for week := d.Min; week <= d.Max; week++ {
		reached := below(float64(week))
		weights = append(weights, max(reached-previous, 0))
		previous = reached
	}
	t.weights = weights
	if err := t.weighted(d.Min, d.guideBits()); err != nil {
		t.setAlways(d.within(centre))
	}
}

// setExponential uses that each week's chance is the same share of the week's before.
func (d Duration) setExponential(t *Table, mean float64) {
	first := min(max(d.Min, 1), d.Max)
	weights := slices.Grow(t.weights[:0], d.Max-first+1)[:d.Max-first+1]
	sums := t.roomForSums(len(weights))[:len(weights)]
	share := 1 + math.Expm1(-1/mean)
	weight, sum := 1.0, 0.0
	for i := range weights {
		sum += weight
		weights[i], sums[i] = weight, math.Float64bits(sum)
		weight *= share
	}
	for weights[len(weights)-1] == 0 {
		weights = weights[:len(weights)-1]
	}
	t.weights = weights
	t.summed(first, sum, d.guideBits())
}

// guideBits makes a coarse guide for a table that is made for every draw; where much is drawn from it, [Table.Halves] are quicker to make.
func (d Duration) guideBits() int {
	const coarse = 7
	bits := guideBits(d.Max - d.Min + 1)
	if !d.IsCertain() {
		bits = min(bits, coarse)
	}
	return bits
}

// within is the end of the week in which x falls, as P(d) = F(d) − F(d−1) has it, held within the range.
func (d Duration) within(x float64) int {
	return int(math.Ceil(min(max(x, float64(d.Min)), float64(d.Max))))
}
