//go:build !amd64

package quantity

func (b *block) draw(at Address, numbers, unknown []int32) (unknowns int) {
	return b.drawSingly(at, numbers, unknown)
}

func shares(sums []uint64, total float64) { sharesSingly(sums, total) }
