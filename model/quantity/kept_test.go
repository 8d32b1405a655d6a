package quantity_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"ipsplan/model/quantity"
)

// manyDraws are more than are kept as they are.
const manyDraws = 120_000

// kinds are the kinds of numbers that a simulation makes.
func kinds() map[string]func(r *rand.Rand) float64 {
	return map[string]func(r *rand.Rand) float64{
		"people":           func(r *rand.Rand) float64 { return math.Round(60 + 15*r.NormFloat64()) },
		"people in crowds": func(r *rand.Rand) float64 { return math.Round(1e7 + 1e5*r.NormFloat64()) },
		"differences":      func(r *rand.Rand) float64 { return math.Round(8 * r.NormFloat64()) },
		"cents":            func(r *rand.Rand) float64 { return math.Round(6.8e6 * math.Exp(0.1*r.NormFloat64())) },
		"a gap or none":    func(r *rand.Rand) float64 { return math.Round(6.8e6+1e5*r.NormFloat64()) * float64(r.IntN(2)) },
		"losses":           func(r *rand.Rand) float64 { return math.Round(-3e8 * r.ExpFloat64()) },
		"fractions":        func(r *rand.Rand) float64 { return 40 + 3*r.NormFloat64() },
		"shares":           func(r *rand.Rand) float64 { return float64(r.IntN(40)) / 60 },
		"certain":          func(*rand.Rand) float64 { return 59_750_00 },
		"nearly certain":   func(r *rand.Rand) float64 { return 1 + float64(r.IntN(2))*0x1p-52 },
		"late surprise":    func(r *rand.Rand) float64 { return math.Floor(math.Pow(r.Float64(), -1.5)) },
	}
}

func drawn(draw func(*rand.Rand) float64, seed uint64, n int) []float64 {
	random := rand.New(rand.NewPCG(seed, 1))
	draws := make([]float64, n)
	for i := range draws {
		draws[i] = draw(random)
	}
	return draws
}

// keep adds draws in pieces of changing size.
func keep(draws []float64) *quantity.Kept {
	var k quantity.Kept
	for size := 1; len(draws) > 0; size = size*3%67 + 1 {
		n := min(size, len(draws))
		k.Add(draws[:n])
		draws = draws[n:]
	}
	return &k
}

// TestKeptIsWhatPlainDrawsSay: the estimate of kept draws is that of the sorted draws, percentiles to the last bit.
func TestKeptIsWhatPlainDrawsSay(t *testing.T) {
	for name, draw := range kinds() {
		for seed, n := range []int{0, 1, 2, 3, 10, 64, 1_000, 5_000} {
			draws := drawn(draw, uint64(seed), n)
			k := keep(draws)
			if k.IsRounded() {
				t.Errorf("%d draws of %s are rounded", n, name)
			}
			for _, unit := range []float64{1, 100, 104} {
				inUnits := make([]float64, n)
				for i, x := range draws {
					inUnits[i] = x / unit
				}
				sameEstimate(t, fmt.Sprintf("%d draws of %s in units of %v", n, name, unit), k.Estimate(unit), quantity.EstimateOf(inUnits))
			}
			if n == 0 {
				continue
			}
			for _, x := range []float64{draws[0], draws[n/2], draws[0] + 0.5, 0} {
				below, at, above := k.Against(x)
				wantBelow, wantAt, wantAbove := against(draws, x)
				if below != wantBelow || at != wantAt || above != wantAbove {
					t.Errorf("%d draws of %s: %d below %v, %d at, %d above; want %d, %d, %d", n, name, below, x, at, above, wantBelow, wantAt, wantAbove)
				}
			}
		}
	}
}

func against(draws []float64, x float64) (below, at, above int) {
	for _, y := range draws {
		switch {
		case y < x:
			below++
		case y > x:
			above++
		default:
			at++
		}
	}
	return below, at, above
}

func sameEstimate(t *testing.T, what string, got, want quantity.Estimate) {
	t.Helper()
	if got.P10 != want.P10 || got.P50 != want.P50 || got.P90 != want.P90 || got.P10Error != want.P10Error || got.P50Error != want.P50Error || got.P90Error != want.P90Error {
		t.Errorf("%s: %+v, not %+v", what, got, want)
	}
	sameMoments(t, what, got, want)
}

// sameMoments allows for the rounding of sums, which is that of the plain ones: theirs are about zero, not about the first draw.
func sameMoments(t *testing.T, what string, got, want quantity.Estimate) {
	t.Helper()
	noise := 1e-9*want.SD + 1e-12*math.Abs(want.Mean)
	if math.Abs(got.Mean-want.Mean) > noise || math.Abs(got.SD-want.SD) > noise || math.Abs(got.MCSE-want.MCSE) > noise {
		t.Errorf("%s: mean %v, sd %v, error %v; want %v, %v, %v", what, got.Mean, got.SD, got.MCSE, want.Mean, want.SD, want.MCSE)
	}
}

// TestKeptOfManyDraws: of very many draws, whole numbers near each other are exact still; of others the percentiles are known as exactly as promised.
func TestKeptOfManyDraws(t *testing.T) {
	for name, draw := range kinds() {
		draws := drawn(draw, 7, manyDraws)
		k := keep(draws)
		got, want := k.Estimate(100), quantity.Estimate{}
		inUnits := make([]float64, len(draws))
		for i, x := range draws {
			inUnits[i] = x / 100
		}
		want = quantity.EstimateOf(inUnits)
		counted := name == "people" || name == "differences" || name == "certain"
		if k.IsRounded() == counted {
			t.Errorf("%s: rounded is %v", name, k.IsRounded())
		}
		if counted {
			sameEstimate(t, name, got, want)
			continue
		}
		sameMoments(t, name, got, want)
		for _, p := range [][2]float64{{got.P10, want.P10}, {got.P50, want.P50}, {got.P90, want.P90}} {
			if math.Abs(p[0]-p[1]) > quantity.KeptAccuracy*math.Abs(p[1])*(1+1e-9) {
				t.Errorf("%s: percentile %v, not %v to within %v", name, p[0], p[1], quantity.KeptAccuracy)
			}
		}
	}
}

// TestKeptCents: rounded draws still tell nothing from a cent, and every whole number of up to 14 binary digits from the next.
func TestKeptCents(t *testing.T) {
	draws := make([]float64, manyDraws)
	for i := range draws {
		draws[i] = float64(i % 16_384)
	}
	draws[0] = 1e9 + 0.5 // so that they are not counted
	k := keep(draws)
	if !k.IsRounded() {
		t.Fatal("the draws are not rounded")
	}
	for _, x := range []float64{0, 1, 2, 8_191, 8_193, 16_383} {
		below, at, above := k.Against(x)
		wantBelow, wantAt, wantAbove := against(draws, x)
		if below != wantBelow || at != wantAt || above != wantAbove {
			t.Errorf("%d below %v, %d at, %d above; want %d, %d, %d", below, x, at, above, wantBelow, wantAt, wantAbove)
		}
	}
}

// TestKeptPercentilesKnowNoOrder: the same draws in another order, whenever the switch from one way of keeping them to another comes.
func TestKeptPercentilesKnowNoOrder(t *testing.T) {
	for name, draw := range kinds() {
		for _, n := range []int{3_000, 100_000, 100_001, manyDraws} {
			draws := drawn(draw, 3, n)
			before := keep(draws)
			random := rand.New(rand.NewPCG(5, 5))
			random.Shuffle(n, func(i, j int) { draws[i], draws[j] = draws[j], draws[i] })
			after := keep(draws)
			a, b := before.Estimate(1), after.Estimate(1)
			sameEstimate(t, fmt.Sprint(n, " shuffled ", name), a, b)
			if before.IsRounded() != after.IsRounded() {
				t.Errorf("%d %s: order says whether they are rounded", n, name)
			}
		}
	}
}

// TestKeptExactlySoMany: 100,000 draws are kept as they are, also if only the last is no whole number, and one more is not.
func TestKeptExactlySoMany(t *testing.T) {
	draws := make([]float64, 100_000)
	draws[len(draws)-1] = 0.1
	if k := keep(draws); k.IsRounded() || k.Estimate(1).Mean == 0 {
		t.Error("100,000 draws are rounded")
	}
	if k := keep(append(draws, 3)); !k.IsRounded() {
		t.Error("100,001 draws are not rounded")
	}
}

// TestKeptLeavesOutWhatIsNoNumber: draws without the number are as if they had not been.
func TestKeptLeavesOutWhatIsNoNumber(t *testing.T) {
	none := math.NaN()
	k := keep([]float64{none, 3, none, none, 1, 4, 2, none})
	sameEstimate(t, "1 to 4", k.Estimate(1), quantity.EstimateOf([]float64{1, 2, 3, 4}))
	for range 2 { // the second time they are no longer counted
		k.Add([]float64{none, 0.5, none})
	}
	sameEstimate(t, "twice a half and 1 to 4", k.Estimate(1), quantity.EstimateOf([]float64{0.5, 0.5, 1, 2, 3, 4}))
	if e := keep([]float64{none, none}).Estimate(1); e != (quantity.Estimate{}) {
		t.Errorf("no numbers: %+v", e)
	}
}

// TestKeptGoesOn: an estimate on the way changes nothing in those that follow.
func TestKeptGoesOn(t *testing.T) {
	for name, draw := range kinds() {
		draws := drawn(draw, 9, 4_000)
		var k quantity.Kept
		k.Add(draws[:1_000])
		k.Estimate(1)
		k.Add(draws[1_000:])
		if got, want := k.Estimate(1), keep(draws).Estimate(1); got != want {
			t.Errorf("%s: %+v, not %+v", name, got, want)
		}
	}
}

// TestKeptTakesNoMoreRoom: once there is room for the numbers that come up, more draws take none.
func TestKeptTakesNoMoreRoom(t *testing.T) {
	for name, draw := range kinds() {
		draws := drawn(draw, 11, manyDraws)
		var k quantity.Kept
		k.Add(draws)
		if more := testing.AllocsPerRun(5, func() { k.Add(draws) }); more > 0 {
			t.Errorf("%s: %v pieces of memory for draws that were there before", name, more)
		}
	}
}

// TestPercentileErrorsByHand: of the 101 draws 0 to 100 the p-quantile is 100p, so half the distance between those at p ± e is 100e; e is √(0.25/101) = 0.0497519
// for the median and √(0.09/101) = 0.0298511 for P10 and P90. Of two draws 0 and 10, e is √(0.25/2) = 0.353553 and √(0.09/2) = 0.212132, the latter cut off at 0
// on one side: half of the distance between 0 and 0.312132 is 0.156066 of 10.
func TestPercentileErrorsByHand(t *testing.T) {
	draws := make([]float64, 101)
	for i := range draws {
		draws[i] = float64(i)
	}
	e := quantity.EstimateOf(draws)
	near(t, "P10", e.P10Error, 2.98511, 1e-5)
	near(t, "P50", e.P50Error, 4.97519, 1e-5)
	near(t, "P90", e.P90Error, 2.98511, 1e-5)
	e = quantity.EstimateOf([]float64{10, 0})
	near(t, "P10 of two", e.P10Error, 1.56066, 1e-5)
	near(t, "P50 of two", e.P50Error, 3.53553, 1e-5)
	near(t, "P90 of two", e.P90Error, 1.56066, 1e-5)
}

// TestPercentileErrorsAreWhatOtherSeedsShow: over many sets of normal draws, the percentiles spread as much as their errors say.
func TestPercentileErrorsAreWhatOtherSeedsShow(t *testing.T) {
	const sets, size = 1_000, 1_000
	var percentiles, errors [3][]float64
	for set := range sets {
		e := quantity.EstimateOf(drawn(func(r *rand.Rand) float64 { return r.NormFloat64() }, uint64(set), size))
		for i, of := range [][2]float64{{e.P10, e.P10Error}, {e.P50, e.P50Error}, {e.P90, e.P90Error}} {
			percentiles[i], errors[i] = append(percentiles[i], of[0]), append(errors[i], of[1])
		}
	}
	for i := range percentiles {
		spread, said := quantity.EstimateOf(percentiles[i]).SD, quantity.EstimateOf(errors[i]).Mean
		// The spread itself is known to within 1/√(2·1000) = 2.2 %, of which 5 make a false alarm in two million.
		if math.Abs(said/spread-1) > 5*0.022 {
			t.Errorf("percentile %d spreads by %v, its error says %v", i, spread, said)
		}
	}
}

// TestPairByHand: of (1, 2), (2, 4), (6, 6) the means are 3 and 4, the sums of squares 4+1+9 = 14 and 4+0+4 = 8, that of products 4+0+6 = 10: a correlation of
// 10/√112. The ratio is 3/4, its residuals −0.5, −1, 1.5, of which the squares add up to 3.5: an error of √(3.5/2/3)/4.
func TestPairByHand(t *testing.T) {
	var p quantity.Pair
	p.Add([]float64{1}, []float64{2})
	p.Add([]float64{2, 6}, []float64{4, 6})
	near(t, "correlation", p.Correlation(), 10/math.Sqrt(112), 1e-14)
	ratio, mcse := p.Ratio()
	near(t, "ratio", ratio, 0.75, 1e-15)
	near(t, "error of the ratio", mcse, math.Sqrt(3.5/6)/4, 1e-14)
	if p.Draws() != 3 {
		t.Errorf("%d draws", p.Draws())
	}
	var flat quantity.Pair
	flat.Add([]float64{1, 2, 3}, []float64{5, 5, 5})
	if flat.Correlation() != 0 {
		t.Error("a number that never varies correlates")
	}
	var none quantity.Pair
	none.Add([]float64{0, 0}, []float64{0, 0})
	if ratio, mcse := none.Ratio(); ratio != 0 || mcse != 0 {
		t.Errorf("nothing of nothing is %v ± %v", ratio, mcse)
	}
}

// TestPairFarFromZero: the correlation of large amounts that differ little, against sums about their means.
func TestPairFarFromZero(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	x, y := make([]float64, 5_000), make([]float64, 5_000)
	for i := range x {
		x[i] = math.Round(1e10 + 1e4*random.NormFloat64())
		y[i] = math.Round(3e10 + 0.5*(x[i]-1e10) + 1e4*random.NormFloat64())
	}
	var p quantity.Pair
	p.Add(x, y)
	mean := func(draws []float64) float64 { return quantity.EstimateOf(slices.Clone(draws)).Mean }
	mx, my := mean(x), mean(y)
	var xx, yy, xy float64
	for i := range x {
		xx += (x[i] - mx) * (x[i] - mx)
		yy += (y[i] - my) * (y[i] - my)
		xy += (x[i] - mx) * (y[i] - my)
	}
	near(t, "correlation", p.Correlation(), xy/math.Sqrt(xx*yy), 1e-9)
}

// TestCovering: of 10 draws the eighth covers 0.8 and 0.71 of them, the ninth 0.81, however the draws are kept; its error is that of a percentile.
func TestCovering(t *testing.T) {
	for name, draws := range map[string][]float64{
		"counted": {3, 1, 2, 10, 9, 8, 7, 4, 5, 6},
		"listed":  {3e6, 1e6, 2e6, 10e6, 9e6, 8e6, 7e6, 4e6, 5e6, 6e6 + 0.5},
	} {
		var k quantity.Kept
		k.Add(draws)
		sorted := slices.Sorted(slices.Values(draws))
		for share, rank := range map[float64]int{0.05: 1, 0.1: 1, 0.71: 8, 0.8: 8, 0.81: 9, 0.95: 10, 1: 10} {
			if got, _ := k.Covering(share, 2); got != sorted[rank-1]/2 {
				t.Errorf("%s: %v of the draws are covered by %v, not %v", name, share, got, sorted[rank-1]/2)
			}
		}
		_, got := k.Covering(0.9, 2)
		if want := k.Estimate(2).P90Error; got != want || want == 0 {
			t.Errorf("%s: error %v, that of P90 is %v", name, got, want)
		}
		if k.Draws() != 10 {
			t.Errorf("%s: %d draws", name, k.Draws())
		}
	}
	if value, mcse := new(quantity.Kept).Covering(0.8, 1); value != 0 || mcse != 0 {
		t.Errorf("no draws: %v ± %v", value, mcse)
	}
}

// Room made for the draws to come is room for them all, and changes nothing else.
func TestKeptExpects(t *testing.T) {
	draws := make([]float64, 3000)
	for k := range draws {
		draws[k] = float64(k) + 0.25
	}
	var expecting, not quantity.Kept
	for _, before := range []int{0, 6001} {
		expecting.Expect(before + 6001)
		expecting.Add(draws[:1])
		if allocated := testing.AllocsPerRun(1, func() { expecting.Add(draws) }); allocated > 0 {
			t.Errorf("%g allocations for draws that were expected", allocated)
		}
		not.Add(draws[:1])
		not.Add(draws)
		not.Add(draws)
	}
	if got, want := expecting.Estimate(1), not.Estimate(1); got != want {
		t.Errorf("%+v, not %+v", got, want)
	}
}
