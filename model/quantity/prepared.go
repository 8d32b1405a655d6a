package quantity

import (
	"math"
	"sync/atomic"
)

// Prepared is a distribution whose quantiles are asked for again and again: it gives those of the distribution it was
// made of, to within [PreparedError] of its scale, without the search that an inverse of the beta or gamma integral takes.
//
// The range of u is cut into cells that halve towards both ends, four to each halving, as quantiles bend the more the
// nearer they are to the ends. In a cell the quantile is the polynomial through eight exact points (the Chebyshev-Lobatto
// points, to which the ends of the cell belong, so that neighbours meet). A cell is worked out when it is first needed,
// and what comes of it depends on nothing but the distribution. It is used only if the polynomial is sure to rise and agrees with the
// exact quantile between the points too; otherwise, and in the last thousandth at either end, the exact quantile is taken.
//
// It may be used by several goroutines, which then share what has been worked out.
type Prepared struct {
	Law
	scale float64
	// bends says that the quantile may bend or jump anywhere, so that every gap between exact points must be looked at.
	bends bool
	cells [2 * cellsPerSide]atomic.Pointer[cell] // from the outermost to the middle, below and above one half; nil: not worked out
}

// PreparedError is the largest error of a [Prepared] distribution's quantile, as a share of its quantile at 1/4 or 3/4, whichever is farther from 0.
const PreparedError = 1e-9

const (
	halvings        = 9 // of u, from 1/2 down to 2^-10
	cellBits        = 2
	cellsPerHalving = 1 << cellBits
	cellsPerSide    = halvings * cellsPerHalving
	points          = 8 // of a cell
)

// cell is a part of the range of u.
type cell struct {
	isSmooth    bool            // the polynomial is good enough
	ends        [2]float64      // quantiles there: at the places 0, which is farther from one half, and 1
	low, high   float64         // the same, in order
	coefficient [points]float64 // of the polynomial in the place within the cell, 0 to 1
}

// Preparer prepares distributions. Equal ones become the same, so that what is worked out of one serves all. The zero Preparer is ready,
// for one goroutine at a time.
type Preparer struct {
	prepared map[Distribution]Distribution
}

// Prepare prepares a distribution, if that makes its quantiles quicker.
func (p *Preparer) Prepare(d Distribution) Distribution {
	switch d.(type) { // all of them laws that can be compared
	case Beta, PERT, Gamma, Truncated, *Mixture:
	default:
		return d
	}
	if already, ok := p.prepared[d]; ok {
		return already
	}
	if p.prepared == nil {
		p.prepared = map[Distribution]Distribution{}
	}
	prepared := prepare(d.(Law))
	p.prepared[d] = prepared
	return prepared
}

func prepare(law Law) Distribution {
	low, high := law.Quantile(0.25), law.Quantile(0.75)
	if low == high {
		return law
	}
	_, bends := law.(*Mixture)
	return &Prepared{Law: law, scale: max(math.Abs(low), math.Abs(high)), bends: bends}
}

// Prepared is the quantity with its distribution prepared, and its name hashed.
func (q Quantity) Prepared(by *Preparer) Quantity {
	q.Distribution, q.Child = by.Prepare(q.Distribution), ChildNamed(q.Name)
	return q
}

// Prepared is the series with its distributions prepared.
func (s Series) Prepared(by *Preparer) Series {
	years := make([]Distribution, len(s.Years))
	for y, d := range s.Years {
		years[y] = by.Prepare(d)
	}
	s.Years, s.Child = years, ChildNamed(s.Name)
	return s
}

// Prepared is the duration with its parameters prepared.
func (d Duration) Prepared(by *Preparer) Duration {
	d.Centre, d.Spread, d.Child = by.Prepare(d.Centre), by.Prepare(d.Spread), ChildNamed(d.Name)
	return d
}

// Quantile is the value that the number stays below with probability u; 0 < u < 1.
func (p *Prepared) Quantile(u float64) float64 {
	// Beyond one half the cells are those of 1 − u, which is exact there.
	half, side := u, 0
	if u > 0.5 {
		half, side = 1-u, 1
	}
	// A float64 from 1/4 to 1/2 has the exponent 1021; its fraction, which follows, is cut evenly into cells.
	bits := math.Float64bits(min(half, 0.5-0x1p-54))
	halving := 1021 - int(bits>>52)
	if halving >= halvings {
		return p.Law.Quantile(u)
	}
	const inCell = 52 - cellBits // bits of the fraction that say where in its cell it lies
	index := int(bits>>inCell) & (cellsPerHalving - 1)
	place := float64(bits&(1<<inCell-1)) * (1.0 / (1 << inCell))
	along := (halvings-1-halving)*cellsPerHalving + index
	at := &p.cells[side*cellsPerSide+along]
	c := at.Load()
	if c == nil { // or somebody is just working it out, who will find the same
		c = p.cell(side, along)
		at.Store(c)
	}
	if !c.isSmooth {
		return p.Law.Quantile(u)
	}
	return c.at(place)
}

// cell works out a cell of a side.
func (p *Prepared) cell(side, along int) *cell {
	halving, index := halvings-1-along/cellsPerHalving, along%cellsPerHalving
	width := math.Ldexp(0.25/cellsPerHalving, -halving)
	from := math.Ldexp(0.25, -halving) + float64(float64(index)*width)
	outer, inner := p.known(side, along-1), p.known(side, along+1)
	uniform := func(place float64) float64 {
		u := from + float64(place*width)
		if side == 1 {
			u = 1 - u
		}
		return u
	}
	var quantiles [points]float64
	for i, place := range places {
		switch { // neighbours have an end in common
		case i == 0 && outer != nil:
			quantiles[i] = outer.ends[1]
		case i == points-1 && inner != nil:
			quantiles[i] = inner.ends[0]
		default:
			quantiles[i] = p.Law.Quantile(uniform(place))
		}
	}
	c := newCell(quantiles)
	// A quantile that never falls and is the same at both ends is the same throughout.
	c.isSmooth = c.low == c.high || c.isMonotone() && p.agrees(c, uniform)
	return c
}

// known is a cell of a side, or nil if there is none or it is not worked out.
func (p *Prepared) known(side, along int) *cell {
	if along < 0 || along >= cellsPerSide {
		return nil
	}
	return p.cells[side*cellsPerSide+along].Load()
}

// at is the polynomial's value, which rounding must not take beyond the cell's ends.
func (c *cell) at(place float64) float64 {
	y := c.coefficient[points-1]
	for i := points - 2; i >= 0; i-- {
		y = float64(y*place) + c.coefficient[i]
	}
	return min(max(y, c.low), c.high)
}

// agrees says whether the polynomial of a cell gives the exact quantile between the points too. Where that is smooth, the polynomial is farthest off in the outer and the middle gaps.
func (p *Prepared) agrees(c *cell, uniform func(place float64) float64) bool {
	margin := float64(PreparedError / 2 * p.scale)
	for i := range points - 1 {
		if i != 0 && i != points/2-1 && !p.bends {
			continue
		}
		between := (places[i] + places[i+1]) / 2
		x, u := c.at(between), uniform(between)
		if !(p.CDF(x-margin) < u && u <= p.CDF(x+margin)) { // to see that the quantile lies between takes less than to find it
			return false
		}
	}
	return true
}

// places are the Chebyshev-Lobatto points from 0 to 1.
var places = func() (places [points]float64) {
	for i := range places {
		places[i] = (1 - math.Cos(math.Pi*float64(i)/(points-1))) / 2
	}
	return places
}()

// newCell makes the polynomial through the quantiles at the places, by Newton's divided differences.
func newCell(quantiles [points]float64) *cell {
	ends := [2]float64{quantiles[0], quantiles[points-1]}
	c := &cell{ends: ends, low: min(ends[0], ends[1]), high: max(ends[0], ends[1])}
	difference := quantiles
	for order := 1; order < points; order++ {
		for i := points - 1; i >= order; i-- {
			difference[i] = (difference[i] - difference[i-1]) / (places[i] - places[i-order])
		}
	}
	// The sum of difference[i] × (x − places[0]) … (x − places[i−1]), multiplied out from the innermost bracket.
	for i := points - 1; i >= 0; i-- {
		for k := points - 1; k > 0; k-- {
			c.coefficient[k] = c.coefficient[k-1] - float64(places[i]*c.coefficient[k])
		}
		c.coefficient[0] = difference[i] - float64(places[i]*c.coefficient[0])
	}
	return c
}

// isMonotone says whether the polynomial is sure to rise throughout the cell, or to fall: it does if its coefficients in
// Bernstein's form, by powers of x and 1 − x, do.
func (c *cell) isMonotone() bool {
	rises, falls := true, true
	previous := c.coefficient[0]
	for j := 1; j < points; j++ {
		bernstein, share := 0.0, 1.0 // share of the i-th coefficient: j over i, divided by degree over i
		for i := 0; i <= j; i++ {
			bernstein += float64(share * c.coefficient[i])
			share *= float64(j-i) / float64(points-1-i)
		}
		rises, falls = rises && bernstein > previous, falls && bernstein < previous
		previous = bernstein
	}
	return rises || falls
}
