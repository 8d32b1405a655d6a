package quantity

import (
	"errors"
	"math"
	"math/bits"
	"slices"
)

// Table draws whole numbers with given chances, by inversion: more random bits never give a smaller number. A copy shares
// its storage, which [Duration.DrawInto] and [Table.SetPoisson] use again. It may be drawn from by one goroutine at a time.
type Table struct {
	first   int
	weights []float64 // in proportion to the chances
	total   float64   // of them
	// upTo[i] is the largest value of the random bits that gives first+i or less.
	upTo []uint64
	// guide[b] is where the search starts for bits whose leading bits, those that shift leaves, are b. It is empty until it is needed, as a table may serve for its Halves or UpTo alone.
	guide  []start
	shift  uint8
	surely int        // see UpTo; -1: not looked for yet
	cells  *halfCells // storage
}

// start is a place in a table, and the leading half of the bits up to which it is the place looked for.
type start struct {
	upTo  uint32
	place int32
}

// NewTable makes a table of first, first+1, … from relative weights of 0 or more with a finite sum. It fails when no weight is above zero.
func NewTable(first int, weights []float64) (Table, error) {
	t := Table{weights: slices.Clone(weights)}
	err := t.weighted(first, guideBits(len(weights)))
	return t, err
}

// guideBits makes the guide so fine that one number in about twenty needs a second step of the search. That step is
// what the processor cannot foresee, and costs more than the rest.
func guideBits(values int) int { return bits.Len(uint(values)) + 3 }

// weighted makes the table from the weights that have been put in their place.
func (t *Table) weighted(first, guideBits int) error {
	weights := t.weights
	sums := t.roomForSums(len(weights))
	total := 0.0
	for i, w := range weights {
		total += w
		sums[i] = math.Float64bits(total)
	}
	if !(total > 0) || math.IsInf(total, 0) {
		return errors.New("no value has a chance above zero")
	}
	// Values without a chance at either end are left out: the ends of a table are reached by rounding.
	above := 0
	for weights[above] == 0 {
		above++
	}
	if above > 0 {
		copy(sums, sums[above:])
		weights = weights[:copy(weights, weights[above:])]
	}
	for weights[len(weights)-1] == 0 {
		weights = weights[:len(weights)-1]
	}
	t.weights = weights
	t.summed(first+above, total, guideBits)
	return nil
}

// roomForSums is where to put the sums of the weights up to and including each, as bits, for summed.
func (t *Table) roomForSums(values int) []uint64 {
	t.upTo = slices.Grow(t.upTo[:0], values)[:values]
	return t.upTo
}

// summed makes the table from the weights, of which the first and the last are above 0, and their sums, which have been put in their places.
func (t *Table) summed(first int, total float64, guideBits int) {
	upTo := t.upTo[:len(t.weights)]
	shares(upTo, total)
	upTo[len(upTo)-1] = math.MaxUint64
	t.first, t.total, t.upTo = first, total, upTo
	t.shift, t.guide, t.surely = uint8(64-guideBits), t.guide[:0], -1
}

// makeGuide makes the guide of the table as it is now.
func (t *Table) makeGuide() {
	size := 1 << (64 - t.shift)
	t.guide = slices.Grow(t.guide, size)[:size]
	b := 0
	for i, upTo := range t.upTo {
		here := start{uint32(upTo >> 32), int32(i)}
		for last := int(upTo >> t.shift); b <= last; b++ {
			t.guide[b] = here
		}
	}
}

// setAlways makes it the table of a single number.
func (t *Table) setAlways(n int) {
	t.weights = append(t.weights[:0], 1)
	_ = t.weighted(n, guideBits(1)) // 1 is above zero
}

// sharesSingly makes sums, as bits, shares of a total above 0.
func sharesSingly(sums []uint64, total float64) {
	for i, sum := range sums {
		sums[i] = share64(math.Float64frombits(sum) / total)
	}
}

// share64 is the share of the 64-bit numbers, without the overflow at 1.
func share64(share float64) uint64 {
	if x := share * (1 << 64); x < 1<<64 {
		return uint64(x)
	}
	return math.MaxUint64
}

// Draw is the number that the random bits stand for.
func (t *Table) Draw(random uint64) int {
	b := random >> (t.shift & 63) // the mask spares a check
	if b >= uint64(len(t.guide)) {
		t.makeGuide()
	}
	from := &t.guide[b]
	i := int(from.place)
	if uint32(random>>32) >= from.upTo {
		for random > t.upTo[i] {
			i++
		}
	}
	return t.first + i
}

// DrawHalf is the number that the leading 32 random bits stand for, the others counting as 0.
func (t *Table) DrawHalf(random uint64) int { return t.Draw(random &^ math.MaxUint32) }

// Halves draws a table's numbers from 32 random bits and with the least work, for tables from which very many are drawn. Its cells are equal parts of the bits.
type Halves [1 << HalvesBits]halfCell

// halfCell has the number for bits up to a limit, beyond which it is one more; or, where more than two numbers share the cell, noNumber and the place of the first of them in the table. The
// number is in the upper half, and what the limit leaves of 2^32 − 1 in the lower one, so that adding the bits carries one over from there if they are beyond the limit.
type halfCell int64

const (
	HalvesBits = 9
	noNumber   = math.MinInt32
)

func newHalfCell(number int, upTo uint32) halfCell {
	return halfCell(number)<<32 | halfCell(math.MaxUint32-upTo)
}

// halfCells have room for some more than there are, so that several can be written at once.
type halfCells [1<<HalvesBits + cellsAtOnce - 1]halfCell

const cellsAtOnce = 4

// Halves are those of the table as it is now. They are valid until it changes.
func (t *Table) Halves() *Halves {
	if t.cells == nil {
		t.cells = new(halfCells)
	}
	last := len(t.upTo) - 1
	next, begins := uint(0), 0 // the first cell that is not filled, and the place of the number with which the one before it begins
	for i, upTo := range t.upTo[:last] {
		ends := uint(upTo >> (64 - HalvesBits))
		if ends < next { // as does the number with which the cell begins
			t.cells[ends] = newHalfCell(noNumber+begins, math.MaxUint32)
			if ends == 1<<HalvesBits-1 { // and so do all others
				break
			}
			continue
		}
		begins = i
		t.cells.fill(next, ends, newHalfCell(t.first+i, uint32(upTo>>32)))
		next = ends + 1
	}
	t.cells.fill(next, 1<<HalvesBits-1, newHalfCell(t.first+last, math.MaxUint32))
	return (*Halves)(t.cells[:1<<HalvesBits])
}

// fill fills the cells from the first to the last, and a few after them anyhow.
func (c *halfCells) fill(first, last uint, with halfCell) {
	for ; first <= last; first += cellsAtOnce {
		four := (*[cellsAtOnce]halfCell)(c[first:])
		four[0], four[1], four[2], four[3] = with, with, with, with
	}
}

// Draw is what [Table.DrawHalf] gives for the bits, or below 0 if that has to be asked. It takes no branch, as nobody could foresee it.
func (h *Halves) Draw(random uint64) int {
	return int((h[random>>(64-HalvesBits)] + halfCell(random>>32)) >> 32)
}

// half is what DrawHalf gives for the bits, given what the Halves gave.
func (t *Table) half(drawn int, random uint64) int {
	if drawn >= 0 {
		return drawn
	}
	random &^= math.MaxUint32
	i := drawn - noNumber
	for random > t.upTo[i] {
		i++
	}
	return t.first + i
}

// UpTo are, of the smallest number and each that follows, the largest value of the random bits that gives it or a smaller one; and the
// place of one among the last of them beyond which few draws are. They are valid until the table changes.
func (t *Table) UpTo() (upTo []uint64, surely int) {
	if t.surely < 0 {
		t.surely = len(t.upTo) - 1
		for t.surely > 0 && t.upTo[t.surely-1] >= mostBits {
			t.surely--
		}
	}
	return t.upTo, t.surely
}

// mostBits is what all but few random bits are below.
const mostBits = 127 << 57

// IsFixed says whether the table has a single number.
func (t *Table) IsFixed() bool { return len(t.weights) == 1 }

// Min and Max are the smallest and the largest number that can be drawn.
func (t *Table) Min() int { return t.first }
func (t *Table) Max() int { return t.first + len(t.weights) - 1 }

// Chance is the probability of drawing n.
func (t *Table) Chance(n int) float64 {
	if i := n - t.first; i >= 0 && i < len(t.weights) {
		return t.weights[i] / t.total
	}
	return 0
}

// Mean is the expected number.
func (t *Table) Mean() float64 {
	mean := 0.0
	for i, w := range t.weights {
		mean += float64(w / t.total * float64(t.first+i))
	}
	return mean
}

// Median is the smallest number that is not exceeded with probability one half or more.
func (t *Table) Median() int {
	// Chances that make one half on paper, such as six of twelve equal ones, may add up to a little less.
	const half = 0.5 - 1e-12
	cumulative := 0.0
	for i, w := range t.weights {
		if cumulative += w / t.total; cumulative >= half {
			return t.first + i
		}
	}
	return t.Max()
}

// Poisson is the table of a Poisson number with the given mean ≥ 0. What lies beyond both tails where a chance is below
// 2^-64 of the likeliest number's is left out, which no stream of 64-bit numbers could show.
func Poisson(mean float64) Table {
	var t Table
	t.SetPoisson(mean)
	return t
}

// SetPoisson makes the table the one of [Poisson].
func (t *Table) SetPoisson(mean float64) {
	const coarse = 7 // bits: the table is drawn from once a week, and may be made for every draw
	t.setPoisson(mean, coarse)
}

func (t *Table) setPoisson(mean float64, guideBits int) {
	if mean <= 0 {
		t.setAlways(0)
		return
	}
	// From the likeliest number outwards by the ratio of neighbours, so that no exponential can underflow.
	mode := int(mean)
	weights := append(slices.Grow(t.weights[:0], roomFor(mean)), 1)
	for n, p := mode, 1.0; n > 0; n-- {
		if p *= float64(n) / mean; p < negligible {
			break
		}
		weights = append(weights, p)
	}
	slices.Reverse(weights)
	below := len(weights) - 1
	for n, p := mode+1, 1.0; ; n++ {
		if p *= mean / float64(n); p < negligible {
			break
		}
		weights = append(weights, p)
	}
	t.weights = weights
	_ = t.weighted(mode-below, guideBits)
}

// roomFor is as many numbers as a table of a given variance, Poisson or binomial, may have: those up to 9.5 standard deviations from the mean, and some of a longer tail.
func roomFor(variance float64) int { return 48 + int(19*math.Sqrt(variance)) }

// negligible is the share of the likeliest number's chance below which a number's is left out.
const negligible = 1.0 / (1 << 32) / (1 << 32)

// Trials are independent trials of one chance.
type Trials struct {
	chance float64
	failed float64 // logarithm of the chance of failure
	rough  float64 // 1/failed
	margin float64 // how near to a whole number the rough result must be looked at more closely
}

// TrialsOf are trials of the given chance.
func TrialsOf(chance float64) Trials {
	failed := math.Log1p(-chance)
	return Trials{chance, failed, 1 / failed, roughLogError / math.Abs(failed)}
}

// ByLog is what the logarithm of a random number, 0 to 1, is multiplied by for the number of the first success, before rounding up; and how near to a whole number it
// must not come for a logarithm that is off by 1e-7.
func (t *Trials) ByLog() (times, margin float64) { return t.rough, t.margin }

// First is the number of the first success in trials numbered from 1, a geometric number, found from random bits by
// inversion; chances below 2^-52 a trial count as none. It returns limit when the first success comes at trial limit or later.
func (t Trials) First(random uint64, limit int) int {
	// The result is rounded up, so a rough logarithm will do unless it comes out near a whole number.
	u := Address(random).Uniform()
	rough := float64(roughLog(u) * t.rough)
	if rough > float64(limit)+t.margin {
		return limit
	}
	n := int(rough)
	if above := rough - float64(n); !(above >= t.margin && above <= 1-t.margin) {
		return t.first(u, limit)
	}
	return min(n+1, limit)
}

// first is First, without haste.
func (t Trials) first(u float64, limit int) int {
	switch {
	case t.chance >= 1:
		return min(1, limit)
	case t.chance < 1.0/(1<<52):
		return limit
	}
	return int(min(max(math.Ceil(math.Log(u)/t.failed), 1), float64(limit)))
}

// roughLogError bounds the error of roughLog, and generously: the first term left out is at most 2^-24 / 3.
const roughLogError = 1e-7

// roughLog is about the natural logarithm of x > 0 (and not subnormal), in a third of the time that the exact one takes.
func roughLog(x float64) float64 {
	bits := math.Float64bits(x)
	exponent := int(bits>>52) - 1023
	mantissa := math.Float64frombits(bits&(1<<52-1) | 1023<<52) // 1 to 2
	part := &mantissaParts[bits>>(52-mantissaBits)&(1<<mantissaBits-1)]
	r := float64(mantissa*part.inverse) - 1 // at most 2^-8 from 0
	return float64(float64(exponent)*math.Ln2) + part.log + r - float64(r*r/2)
}

const mantissaBits = 7

// mantissaParts has the middle of each of the 128 equal parts of the numbers from 1 to 2.
var mantissaParts = func() (parts [1 << mantissaBits]struct{ inverse, log float64 }) {
	for i := range parts {
		middle := 1 + float64((float64(i)+0.5)/(1<<mantissaBits))
		parts[i].inverse, parts[i].log = 1/middle, math.Log(middle)
	}
	return parts
}()
