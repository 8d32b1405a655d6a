package quantity

import (
	"maps"
	"math"
	"slices"
)

const (
	// widest is the range of whole numbers that are counted one by one.
	widest = 1 << 16
	// exactDraws are kept as they are when they are not whole numbers close to each other.
	exactDraws = 100_000
	// keptDigits are the binary digits after the leading one to which numbers are rounded where there are more draws.
	keptDigits = 13
	// KeptAccuracy is the largest relative error of a quantile of rounded draws: half a step of 2^-keptDigits.
	KeptAccuracy = 1.0 / (2 << keptDigits)
)

// Kept keeps the draws of one number in little room. Whole numbers within 65,536 of each other are counted, which is exact however many there are. Others
// are kept as they are up to 100,000 draws; from there on their quantiles are those of the draws rounded to 14 binary digits, the number being known to within
// KeptAccuracy. Mean and standard deviation come from all draws as they are.
//
// The rounding takes the leading bits of the number as it is stored, so that it is the same on every machine and in every order. Sums of numbers that are not
// whole depend on the order: whoever adds the draws does so in the order of their numbers. The zero Kept is empty and ready.
type Kept struct {
	n            int
	expected     int     // draws
	origin       float64 // the first draw, from which sums are taken: numbers far from zero do not lose their spread
	sum, squares float64 // of deviations from origin

	// One of three: draws of the whole numbers from lowest on; all draws, in any order; draws by what they are rounded to.
	counts  []uint32
	lowest  float64
	values  []float64
	rounded map[int64]*[1 << keptDigits]uint32
}

// Expect says how many draws there will be in all, as far as that is known, so that room for them is made at once.
func (k *Kept) Expect(draws int) {
	k.expected = min(draws, exactDraws)
	if k.values != nil {
		k.values = slices.Grow(k.values, max(0, k.expected-len(k.values)))
	}
}

// Add takes more draws. NaN stands for a draw that does not have the number, and is left out; others are finite.
func (k *Kept) Add(draws []float64) {
	k.addUp(draws)
	for draws = k.count(draws); len(draws) > 0; draws = k.count(draws) {
		switch x := draws[0]; {
		case k.values != nil || k.rounded != nil:
			k.list(draws)
			return
		case x != x:
			draws = draws[1:]
		default:
			k.widen(x) // so that it is counted in the next round, or listed
		}
	}
}

// addUp adds draws to the sums.
func (k *Kept) addUp(draws []float64) {
	n, origin, sum, squares := k.n, k.origin, k.sum, k.squares
	for _, x := range draws {
		if x != x {
			continue
		}
		if n == 0 {
			origin = x
		}
		n++
		deviation := x - origin
		sum += deviation
		squares += float64(deviation * deviation)
	}
	k.n, k.origin, k.sum, k.squares = n, origin, sum, squares
}

// count counts the draws before the first for which there is no count, and gives those from there on.
func (k *Kept) count(draws []float64) []float64 {
	counts, lowest := k.counts, k.lowest
	for i, x := range draws {
		place := int(x - lowest)
		if uint(place) >= uint(len(counts)) || lowest+float64(place) != x {
			return draws[i:]
		}
		counts[place]++
	}
	return nil
}

// widen makes room to count x too, if it is a whole number and not too far from the others; else the draws counted so far are kept in another way.
func (k *Kept) widen(x float64) {
	const exact = 1 << 52 // whole numbers up to here, and their differences, are exact
	smallest, largest := k.counted(x)
	width := largest - smallest + 1
	if x != math.Trunc(x) || math.Abs(x) > exact || width > widest {
		k.unroll()
		return
	}
	margin := int(width)/2 + 16
	counts := make([]uint32, int(width)+2*margin)
	lowest := smallest - float64(margin)
	for i, n := range k.counts {
		if n > 0 {
			counts[int(k.lowest+float64(i)-lowest)] = n
		}
	}
	k.counts, k.lowest = counts, lowest
}

// counted is the range of the numbers counted so far, and x.
func (k *Kept) counted(x float64) (smallest, largest float64) {
	smallest, largest = x, x
	for i, n := range k.counts {
		if n > 0 {
			smallest, largest = min(smallest, k.lowest+float64(i)), max(largest, k.lowest+float64(i))
		}
	}
	return smallest, largest
}

// unroll lists the draws that were counted.
func (k *Kept) unroll() {
	counts := k.counts
	k.counts = nil
	if k.n > exactDraws {
		k.rounded = map[int64]*[1 << keptDigits]uint32{}
		for i, n := range counts {
			if n > 0 {
				*k.place(k.lowest + float64(i)) += n
			}
		}
		return
	}
	k.values = make([]float64, 0, max(k.n, k.expected))
	for i, n := range counts {
		for range n {
			k.values = append(k.values, k.lowest+float64(i))
		}
	}
}

// list keeps draws as they are, or rounds them all once there are many.
func (k *Kept) list(draws []float64) {
	if k.rounded == nil && k.n > exactDraws {
		k.rounded = map[int64]*[1 << keptDigits]uint32{}
		for _, x := range k.values {
			k.round(x)
		}
		k.values = nil
	}
	for _, x := range draws {
		switch {
		case x != x:
		case k.rounded != nil:
			k.round(x)
		default:
			k.values = append(k.values, x)
		}
	}
}

func (k *Kept) round(x float64) { *k.place(x)++ }

// place is the count of the draws that are rounded to the same as x.
func (k *Kept) place(x float64) *uint32 {
	step := stepOf(x)
	page := k.rounded[step>>keptDigits]
	if page == nil {
		page = new([1 << keptDigits]uint32)
		k.rounded[step>>keptDigits] = page
	}
	return &page[step&(1<<keptDigits-1)]
}

// stepOf numbers the steps to which numbers are rounded, in rising order, 0 being 0: the leading bits of a positive number, exponent before mantissa, rise with it.
func stepOf(x float64) int64 {
	const dropped = 52 - keptDigits
	step := int64(math.Float64bits(math.Abs(x))+1<<(dropped-1)) >> dropped
	if x < 0 {
		return -step
	}
	return step
}

// ofStep is the number that a step stands for.
func ofStep(step int64) float64 {
	const dropped = 52 - keptDigits
	if step < 0 {
		return -math.Float64frombits(uint64(-step) << dropped)
	}
	return math.Float64frombits(uint64(step) << dropped)
}

// IsRounded says whether quantiles are those of rounded draws.
func (k *Kept) IsRounded() bool { return k.rounded != nil }

// Against counts the draws below a number, at it and above it; rounded draws as what they are rounded to.
func (k *Kept) Against(x float64) (below, at, above int) {
	k.each(func(value float64, n int) bool {
		switch {
		case value < x:
			below += n
		case value > x:
			above += n
		default:
			at += n
		}
		return true
	})
	return below, at, above
}

// each gives the values there are, and how many draws have each, until it is told to stop; in rising order unless the draws are listed as they are.
func (k *Kept) each(do func(value float64, n int) bool) {
	for i, n := range k.counts {
		if n > 0 && !do(k.lowest+float64(i), int(n)) {
			return
		}
	}
	for _, value := range k.values {
		if !do(value, 1) {
			return
		}
	}
	for _, p := range slices.Sorted(maps.Keys(k.rounded)) {
		for i, n := range k.rounded[p] {
			if n > 0 && !do(ofStep(p<<keptDigits|int64(i)), int(n)) {
				return
			}
		}
	}
}

// Estimate summarises the draws so far, in units of so many: draws of cents in units of 100 are an estimate in whole currency. No draws give a zero Estimate.
func (k *Kept) Estimate(unit float64) Estimate {
	if k.n == 0 {
		return Estimate{}
	}
	n := float64(k.n)
	e := Estimate{Mean: (float64(n*k.origin) + k.sum) / n / unit}
	if k.n > 1 {
		e.SD = math.Sqrt(max(0, k.squares-float64(k.sum*k.sum)/n)/(n-1)) / unit
		e.MCSE = e.SD / math.Sqrt(n)
	}
	ranks := ranksOf(k.n)
	values := k.ranked(ranks)
	e.percentiles(k.n, func(rank int) float64 {
		at, _ := slices.BinarySearch(ranks, rank)
		return values[at] / unit
	})
	return e
}

// ranksOf are the ranks that the percentiles of an estimate and their errors are made of, rising, each once.
func ranksOf(n int) []int {
	var ranks []int
	var e Estimate
	e.percentiles(n, func(rank int) float64 {
		ranks = append(ranks, rank)
		return float64(rank) // distinct, so that both neighbours of a quantile are asked for
	})
	slices.Sort(ranks)
	return slices.Compact(ranks)
}

// ranked finds the draws of some ranks, which are rising and counted from 0.
func (k *Kept) ranked(ranks []int) []float64 {
	if k.values != nil {
		return rankedOf(k.values, ranks)
	}
	found := make([]float64, 0, len(ranks))
	passed := 0
	k.each(func(value float64, n int) bool {
		passed += n
		for len(found) < len(ranks) && ranks[len(found)] < passed {
			found = append(found, value)
		}
		return len(found) < len(ranks)
	})
	return found
}

// rankedOf finds values by rank without sorting them all: it counts them in equal bins and sorts only those of the bins that are asked for.
func rankedOf(values []float64, ranks []int) []float64 {
	const bins = 1 << 10
	smallest, largest := rangeOf(values)
	scale := (bins - 1) / (largest - smallest)
	if !(scale > 0) || math.IsInf(scale, 0) { // all the same, or nearly
		sorted := slices.Sorted(slices.Values(values))
		return pick(sorted, 0, ranks, nil)
	}
	bin := func(x float64) int { return int((x - smallest) * scale) } // never falls as x rises
	var counts [bins]int
	for _, x := range values {
		counts[bin(x)]++
	}
	var begins [bins]int // the rank of the bin's first value, or -1 if nobody asks for the bin
	passed, next := 0, 0
	for b, n := range counts {
		begins[b] = -1
		for next < len(ranks) && ranks[next] < passed+n {
			begins[b] = passed
			next++
		}
		passed += n
	}
	var asked [bins][]float64
	for _, x := range values {
		if b := bin(x); begins[b] >= 0 {
			asked[b] = append(asked[b], x)
		}
	}
	var found []float64
	for b := range asked {
		slices.Sort(asked[b])
		found = pick(asked[b], begins[b], ranks, found)
	}
	return found
}

// rangeOf is quicker than slices.Min and slices.Max, which look for NaN and a negative 0.
func rangeOf(values []float64) (smallest, largest float64) {
	smallest, largest = values[0], values[0]
	for _, x := range values {
		if x < smallest {
			smallest = x
		}
		if x > largest {
			largest = x
		}
	}
	return smallest, largest
}

// pick appends those of the ranks that are among sorted values, the first of which has rank first.
func pick(sorted []float64, first int, ranks []int, found []float64) []float64 {
	for len(found) < len(ranks) && ranks[len(found)]-first < len(sorted) {
		found = append(found, sorted[ranks[len(found)]-first])
	}
	return found
}

// Covering is the smallest draw that at least the given share of all draws do not exceed, 0 < share ≤ 1, in units of so many, and its Monte Carlo standard error,
// made as those of the percentiles of an Estimate. It is a draw, not an interpolation between two: of an amount, what is enough in so many draws. Of no draws
// it is 0.
func (k *Kept) Covering(share, unit float64) (value, mcse float64) {
	if k.n == 0 {
		return 0, 0
	}
	at := func(rank int) float64 { return k.ranked([]int{rank})[0] / unit }
	const noise = 1e-9 // of a rank, in the product
	enough := int(math.Ceil(float64(share*float64(k.n)) - noise))
	binomial := math.Sqrt(share * (1 - share) / float64(k.n))
	low, high := quantile(k.n, max(0, share-binomial), at), quantile(k.n, min(1, share+binomial), at)
	return at(min(max(enough, 1), k.n) - 1), (high - low) / 2
}

// Draws is the number of draws that have the number.
func (k *Kept) Draws() int { return k.n }
