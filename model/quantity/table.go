package quantity

import (
	"errors"
	"math"
)

// Table draws whole numbers with given chances, by inversion: more random bits never give a smaller number.
type Table struct {
	first  int
	chance []float64
	// upTo[i] is the largest value of the random bits that gives first+i or less.
	upTo []uint64
	// guide[b] is where the search starts for bits whose leading guideBits bits are b.
	guide [1 << guideBits]int32
}

const guideBits = 7

// NewTable makes a table of first, first+1, … from relative weights of 0 or more with a finite sum. It fails when no weight is above zero.
func NewTable(first int, weights []float64) (Table, error) {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	if !(total > 0) || math.IsInf(total, 0) {
		return Table{}, errors.New("no value has a chance above zero")
	}
	// Values without a chance at either end are left out: the ends of a table are reached by rounding.
	for weights[0] == 0 {
		first++
		weights = weights[1:]
	}
	for weights[len(weights)-1] == 0 {
		weights = weights[:len(weights)-1]
	}
	t := Table{first: first, chance: make([]float64, len(weights)), upTo: make([]uint64, len(weights))}
	cumulative := 0.0
	for i, w := range weights {
		cumulative += w
		t.chance[i] = w / total
		t.upTo[i] = share64(cumulative / total)
	}
	t.upTo[len(weights)-1] = math.MaxUint64
	i := int32(0)
	for b := range t.guide {
		for t.upTo[i] < uint64(b)<<(64-guideBits) {
			i++
		}
		t.guide[b] = i
	}
	return t, nil
}

// always is the table of a single number.
func always(n int) Table {
	t, _ := NewTable(n, []float64{1})
	return t
}

// share64 is the share of the 64-bit numbers, without the overflow at 1.
func share64(share float64) uint64 {
	if x := share * (1 << 63) * 2; x < 1<<63*2 {
		return uint64(x)
	}
	return math.MaxUint64
}

// Draw is the number that the random bits stand for.
func (t *Table) Draw(random uint64) int {
	i := t.guide[random>>(64-guideBits)]
	for random > t.upTo[i] {
		i++
	}
	return t.first + int(i)
}

// Min and Max are the smallest and the largest number that can be drawn.
func (t *Table) Min() int { return t.first }
func (t *Table) Max() int { return t.first + len(t.chance) - 1 }

// Chance is the probability of drawing n.
func (t *Table) Chance(n int) float64 {
	if i := n - t.first; i >= 0 && i < len(t.chance) {
		return t.chance[i]
	}
	return 0
}

// Mean is the expected number.
func (t *Table) Mean() float64 {
	mean := 0.0
	for i, p := range t.chance {
		mean += float64(p * float64(t.first+i))
	}
	return mean
}

// Median is the smallest number that is not exceeded with probability one half or more.
func (t *Table) Median() int {
	// Chances that make one half on paper, such as six of twelve equal ones, may add up to a little less.
	const half = 0.5 - 1e-12
	cumulative := 0.0
	for i, p := range t.chance {
		if cumulative += p; cumulative >= half {
			return t.first + i
		}
	}
	return t.Max()
}

// Poisson is the table of a Poisson number with the given mean ≥ 0. What lies beyond both tails where a chance is below
// 2^-64 of the likeliest number's is left out, which no stream of 64-bit numbers could show.
func Poisson(mean float64) Table {
	if mean <= 0 {
		return always(0)
	}
	// From the likeliest number outwards by the ratio of neighbours, so that no exponential can underflow.
	const negligible = 1.0 / (1 << 32) / (1 << 32)
	mode := int(mean)
	var down []float64
	for n, p := mode, 1.0; n > 0; n-- {
		if p *= float64(n) / mean; p < negligible {
			break
		}
		down = append(down, p)
	}
	weights := make([]float64, 0, 2*len(down)+16)
	for i := len(down) - 1; i >= 0; i-- {
		weights = append(weights, down[i])
	}
	weights = append(weights, 1)
	for n, p := mode+1, 1.0; ; n++ {
		if p *= mean / float64(n); p < negligible {
			break
		}
		weights = append(weights, p)
	}
	t, _ := NewTable(mode-len(down), weights)
	return t
}

// Geometric is the number of the first success in independent trials numbered from 1, found from random bits by
// inversion; chances below 2^-52 a trial count as none. It returns limit when the first success comes at trial limit or later.
func Geometric(random uint64, chance float64, limit int) int {
	switch {
	case chance >= 1:
		return min(1, limit)
	case chance < 1.0/(1<<52):
		return limit
	}
	u := Address(random).Uniform()
	n := math.Ceil(math.Log(u) / math.Log1p(-chance))
	return int(min(max(n, 1), float64(limit)))
}
