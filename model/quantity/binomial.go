package quantity

import (
	"math/bits"
	"slices"
)

// Binomial draws how many people of a group something happens to, independently and with one chance for all. A group of
// fewer than 32 is drawn at once from the table for its size, by inversion; a larger one is cut into groups of powers of two and what is left.
// Tables are made when they are first needed, and their storage is used again.
type Binomial struct {
	chance float64
	small  [1 << smallBits]binomialTable // by size
	large  []binomialTable               // of 2^(smallBits+i) people
}

type binomialTable struct {
	Table
	chance float64 // for which it was made; 0 for none
}

const smallBits = 5

// SetChance makes it draw with a chance from 0 to 1.
func (b *Binomial) SetChance(p float64) { b.chance = p }

// Chance is what was set.
func (b *Binomial) Chance() float64 { return b.chance }

// Draw is how many of n people it happens to, found from a random address and its children.
func (b *Binomial) Draw(n int, at Address) (happened int) {
	if b.chance <= 0 {
		return 0
	}
	if b.chance >= 1 {
		return n
	}
	if few := n & (1<<smallBits - 1); few > 0 {
		happened = b.made(&b.small[few], few).Draw(at.Bits())
	}
	for groups := uint(n >> smallBits); groups > 0; groups &= groups - 1 {
		i := bits.TrailingZeros(groups)
		for len(b.large) <= i {
			b.large = append(b.large, binomialTable{})
		}
		happened += b.made(&b.large[i], 1<<(smallBits+i)).Draw(at.At(uint64(i)).Bits())
	}
	return happened
}

// made is the table of n people.
func (b *Binomial) made(t *binomialTable, n int) *Table {
	if t.chance != b.chance {
		t.chance = b.chance
		t.setBinomial(n, b.chance)
	}
	return &t.Table
}

// setBinomial makes the table that of a binomial number of n people with a chance above 0 and below 1. What lies beyond
// both tails is left out, as in [Poisson].
func (t *Table) setBinomial(n int, chance float64) {
	odds := chance / (1 - chance)
	mode := min(int(float64(float64(n+1)*chance)), n)
	weights := append(slices.Grow(t.weights[:0], roomFor(float64(n)*chance*(1-chance))), 1)
	for k, p := mode, 1.0; k > 0; k-- {
		if p *= float64(k) / (float64(n-k+1) * odds); p < negligible {
			break
		}
		weights = append(weights, p)
	}
	slices.Reverse(weights)
	below := len(weights) - 1
	for k, p := mode, 1.0; k < n; k++ {
		if p *= float64(n-k) * odds / float64(k+1); p < negligible {
			break
		}
		weights = append(weights, p)
	}
	t.weights = weights
	_ = t.weighted(mode-below, bits.Len(uint(len(weights)))+1)
}
