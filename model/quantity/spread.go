package quantity

import (
	"math"
	"slices"
)

// Spread draws how many of a group of people get each of a table's numbers: what drawing for one after the other gives
// too, but quicker for a large group.
//
// A Poisson number of people with independent fates splits into independent Poisson numbers, one for each fate. So the counts are drawn as Poisson
// numbers whose means are a share of a total that most probably stays below the group's size, and the people who are then missing are drawn one by one. Should there be
// too many after all, everyone is drawn one by one, from numbers not used before. Either way the counts are those of a group
// of the wanted size (a multinomial).
type Spread struct {
	table  *Table
	halves *Halves // of it
	blocks []block // by size

	numbers, unknown []int32 // scratch
}

// block draws Poisson numbers with a mean in all.
type block struct {
	mean   float64
	from   int     // people in the smallest group for it
	tables []Table // one for each number of the table; none if not made yet
	cells  []start // of their guides, one after the other; with the number itself instead of a place
}

// Over makes it spread over the numbers of a table, which may be another one, or have changed, since the last time.
func (s *Spread) Over(t *Table, changed bool) {
	if t == s.table && !changed {
		return
	}
	s.table, s.halves = t, t.Halves()
	for i := range s.blocks {
		s.blocks[i].tables = s.blocks[i].tables[:0]
	}
}

// Blocks have means from 2^6 on, each larger than the last by the fourth root of two; margin is by how many standard deviations a
// group must be larger than the mean.
const (
	smallestBlock = 64
	margin        = 2.5
	blockGuide    = 7 // bits

	fourthRootOfTwo = 1.189207115002721
)

// blockFor is the number of the largest block for a group, or −1 for too small a group.
func (s *Spread) blockFor(people int) int {
	if people < smallestBlock {
		return -1
	}
	for n := len(s.blocks); n == 0 || s.blocks[n-1].from <= people; n++ {
		mean := float64(smallestBlock)
		if n > 0 {
			mean = s.blocks[n-1].mean * fourthRootOfTwo
		}
		s.blocks = append(s.blocks, block{mean: mean, from: int(math.Ceil(mean + float64(margin*math.Sqrt(mean))))})
	}
	n := 0
	for s.blocks[n].from <= people {
		n++
	}
	return n - 1
}

// Part is how many of a group get a number.
type Part struct{ Number, People int }

// Draw appends parts of the group, found from the children of a random address, to a list; a number may come more than once.
func (s *Spread) Draw(people int, at Address, parts []Part) []Part {
	size := s.blockFor(people)
	if size < 0 {
		return s.oneByOne(people, at, parts)
	}
	b := s.block(size)
	for _, i := range s.unknown[:b.draw(at, s.numbers, s.unknown)] {
		s.numbers[i] = int32(b.tables[i].Draw(at.At(uint64(i)).Bits()))
	}
	left, before := people, len(parts)
	for i, n := range s.numbers[:len(b.tables)] {
		if n > 0 {
			parts = append(parts, Part{s.table.first + i, int(n)})
			left -= int(n)
		}
	}
	if left < 0 {
		return s.oneByOne(people, at.At(tooManyBranch), parts[:before])
	}
	return s.oneByOne(left, at.At(oneByOneBranch), parts)
}

const (
	oneByOneBranch = 1<<32 + iota
	tooManyBranch
)

// oneByOne draws each person's number, for two of them from one address.
func (s *Spread) oneByOne(people int, at Address, parts []Part) []Part {
	before := len(parts)
	parts = slices.Grow(parts, people+1)[:before+people+1]
	into := parts[before:]
	for i := 0; i < people; i += 2 { // at an odd end, a person too many, who is left out again
		random := at.At(uint64(i)).Bits()
		one, other := s.halves.Draw(random), s.halves.Draw(random<<32)
		if one|other < 0 {
			one, other = s.table.half(one, random), s.table.half(other, random<<32)
		}
		into[i], into[i+1] = Part{one, 1}, Part{other, 1}
	}
	return parts[:before+people]
}

// block gives a block with its tables, made when they are first needed.
func (s *Spread) block(size int) *block {
	b := &s.blocks[size]
	if len(b.tables) > 0 {
		return b
	}
	b.cells = b.cells[:0]
	for i := range s.table.weights {
		if i < cap(b.tables) {
			b.tables = b.tables[:i+1] // with its storage
		} else {
			b.tables = append(b.tables, Table{})
		}
		t := &b.tables[i]
		t.setPoisson(b.mean*s.table.Chance(s.table.first+i), blockGuide)
		t.makeGuide()
		for k := range 1 << blockGuide {
			cell := t.guide[k*len(t.guide)>>blockGuide] // a single number has fewer
			b.cells = append(b.cells, start{cell.upTo, cell.place + int32(t.first)})
		}
	}
	if room := len(b.tables) + eight; room > len(s.numbers) {
		s.numbers, s.unknown = make([]int32, room), make([]int32, room)
	}
	return b
}

// eight is how many tables are drawn from at once.
const eight = 8

// drawSingly draws from each table. It writes the positions of those that must be asked themselves, as the cell does not tell the number, and gives how many they are.
func (b *block) drawSingly(at Address, numbers, unknown []int32) (unknowns int) {
	children := at.Children(0)
	for i := range b.tables {
		random := children.First().Bits()
		children = children.Others()
		from := &b.cells[i<<blockGuide|int(random>>(64-blockGuide))]
		numbers[i] = from.place
		if uint32(random>>32) >= from.upTo {
			unknown[unknowns] = int32(i)
			unknowns++
		}
	}
	return unknowns
}
