package quantity

import "golang.org/x/sys/cpu"

// InEights says whether the processor works with eight numbers of 64 bits at once, and has all instructions that are used for that here and in package model.
func InEights() bool { return inEights }

var inEights = cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512VPOPCNTDQ && cpu.X86.HasBMI1 && cpu.X86.HasBMI2 &&
	cpu.X86.HasPOPCNT

//go:noescape
func drawInEights(cells *start, tables int, at Address, numbers *int32, unknown *int32) (unknowns int)

func (b *block) draw(at Address, numbers, unknown []int32) (unknowns int) {
	if !inEights {
		return b.drawSingly(at, numbers, unknown)
	}
	return drawInEights(&b.cells[0], len(b.tables), at, &numbers[0], &unknown[0])
}

//go:noescape
func sharesInEights(sums *uint64, number int, total float64)

func shares(sums []uint64, total float64) {
	if !inEights {
		sharesSingly(sums, total)
		return
	}
	sharesInEights(&sums[0], len(sums), total)
}
