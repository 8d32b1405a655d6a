package quantity_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"ipsplan/model/quantity"
)

func table(t *testing.T, first int, weights ...float64) quantity.Table {
	t.Helper()
	made, err := quantity.NewTable(first, weights)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestThresholdsOfATable(t *testing.T) {
	// 3, 4, 5 and 6 with chances 1/2, 1/4, 0 and 1/4: the last bits of each are at 1/2, 3/4 and the end of the range.
	made := table(t, 3, 2, 1, 0, 1)
	for _, c := range []struct {
		bits uint64
		want int
	}{
		{0, 3},
		{1, 3},
		{1 << 63, 3},
		{1<<63 + 1, 4},
		{3 << 62, 4},
		{3<<62 + 1, 6},
		{math.MaxUint64, 6},
	} {
		if got := made.Draw(c.bits); got != c.want {
			t.Errorf("%x gives %d, not %d", c.bits, got, c.want)
		}
	}
	if made.Min() != 3 || made.Max() != 6 || made.Mean() != 0.5*3+0.25*4+0.25*6 || made.Median() != 3 {
		t.Errorf("%d to %d, mean %g, median %d", made.Min(), made.Max(), made.Mean(), made.Median())
	}
	for n, want := range map[int]float64{2: 0, 3: 0.5, 4: 0.25, 5: 0, 6: 0.25, 7: 0} {
		if got := made.Chance(n); got != want {
			t.Errorf("chance of %d: %g, not %g", n, got, want)
		}
	}
}

func TestTableLeavesOutEndsWithoutAChance(t *testing.T) {
	for _, c := range []struct {
		weights  []float64
		min, max int
	}{
		{[]float64{0, 0, 1, 0, 3, 0}, 12, 14},
		{[]float64{0, 5}, 11, 11},
		{[]float64{5, 0}, 10, 10},
		{[]float64{5}, 10, 10},
		{[]float64{5e-324}, 10, 10},
		{[]float64{1e-300, 0, 1e-300}, 10, 12},
	} {
		made := table(t, 10, c.weights...)
		if made.Min() != c.min || made.Max() != c.max || made.Draw(0) != c.min || made.Draw(math.MaxUint64) != c.max {
			t.Errorf("%v: %d to %d, draws %d to %d; not %d to %d", c.weights, made.Min(), made.Max(), made.Draw(0), made.Draw(math.MaxUint64), c.min, c.max)
		}
	}
	if made := table(t, -2, 1, 1); made.Draw(0) != -2 || made.Draw(math.MaxUint64) != -1 {
		t.Error("a table may start below 0")
	}
}

func TestTableRefuses(t *testing.T) {
	for _, weights := range [][]float64{nil, {}, {0}, {0, 0, 0}, {math.NaN()}, {1, math.NaN()}, {1, math.Inf(1)}, {math.MaxFloat64, math.MaxFloat64}} {
		if _, err := quantity.NewTable(0, weights); err == nil {
			t.Errorf("%v made a table", weights)
		}
	}
}

func TestTableAgreesWithLinearSearch(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	for range 400 {
		weights := make([]float64, 1+random.IntN(300))
		for i := range weights {
			switch random.IntN(4) {
			case 0:
			case 1:
				weights[i] = random.Float64()
			case 2:
				weights[i] = float64(random.IntN(5))
			case 3:
				weights[i] = math.Exp(-40 * random.Float64())
			}
		}
		weights[random.IntN(len(weights))] = 1
		first := random.IntN(20) - 5
		made := table(t, first, weights...)
		total := 0.0
		for _, w := range weights {
			total += w
		}
		// The threshold of i in a float wide enough to hold 2^64 without loss.
		upTo, last := make([]*big.Float, len(weights)), 0
		cumulative := 0.0
		for i, w := range weights {
			cumulative += w
			upTo[i] = new(big.Float).SetMantExp(big.NewFloat(cumulative/total), 64)
			if w > 0 {
				last = i
			}
		}
		linear := func(bits uint64) int {
			for i, w := range weights {
				if w > 0 && (i == last || new(big.Float).SetUint64(bits).Cmp(upTo[i]) <= 0) {
					return first + i
				}
			}
			return -1
		}
		try := func(bits uint64) {
			if got, want := made.Draw(bits), linear(bits); got != want {
				t.Fatalf("%v at %x: %d, not %d", weights, bits, got, want)
			}
		}
		for range 100 {
			try(random.Uint64())
		}
		for b := range uint64(128) { // around the guide's steps
			try(b << 57)
			try(b<<57 - 1)
		}
		for _, edge := range upTo { // around the thresholds
			bits, _ := edge.Uint64()
			for _, x := range []uint64{bits - 1, bits, bits + 1} {
				if bits > 0 && bits < math.MaxUint64 {
					try(x)
				}
			}
		}
		previous := made.Min()
		for _, bits := range []uint64{0, 1, 1 << 20, 1 << 40, 1 << 60, 1 << 62, 1 << 63, math.MaxUint64 - 1, math.MaxUint64} {
			n := made.Draw(bits)
			if n < previous || n > made.Max() || made.Chance(n) == 0 {
				t.Fatalf("%v at %x: %d after %d", weights, bits, n, previous)
			}
			previous = n
		}
	}
}

func TestDrawnFrequencies(t *testing.T) {
	duration := quantity.Duration{Family: quantity.LognormalWeeks, Centre: quantity.Certain(16), Spread: quantity.Certain(0.8), Min: 1, Max: 78}
	for name, made := range map[string]quantity.Table{
		"uneven":    table(t, 1, 5, 0, 1, 3, 0, 0, 2, 0.5),
		"lognormal": duration.Expected(),
		"Poisson 3": quantity.Poisson(2.7),
		"hundred":   table(t, 0, equal(100)...),
	} {
		const n = 200000
		seen := map[int]int{}
		for k := range uint64(n) {
			seen[made.Draw(quantity.Root(9).Named(name).At(k).Bits())]++
		}
		// Cells of less than ten expected draws are taken together.
		var cells []int
		var expected []float64
		rest, restExpected := 0, 0.0
		for v := made.Min(); v <= made.Max(); v++ {
			if e := made.Chance(v) * n; e >= 10 {
				cells, expected = append(cells, seen[v]), append(expected, e)
			} else {
				if e == 0 && seen[v] > 0 {
					t.Errorf("%s: %d has no chance and was drawn", name, v)
				}
				rest, restExpected = rest+seen[v], restExpected+e
			}
		}
		if restExpected > 0 {
			cells, expected = append(cells, rest), append(expected, restExpected)
		}
		if z := chiSquare(cells, func(i int) float64 { return expected[i] }); math.Abs(z) > 4 {
			t.Errorf("%s: χ² is %.1f standard deviations off", name, z)
		}
	}
}

func equal(n int) []float64 {
	weights := make([]float64, n)
	for i := range weights {
		weights[i] = 1
	}
	return weights
}

func TestMedianOfATable(t *testing.T) {
	for n := 1; n <= 200; n++ { // half of the values up to the middle one, or the lower of the two
		if made := table(t, 1, equal(n)...); made.Median() != (n+1)/2 {
			t.Errorf("%d equal chances: median %d, not %d", n, made.Median(), (n+1)/2)
		}
	}
	for _, c := range []struct {
		weights []float64
		want    int
	}{
		{[]float64{0.1, 0.2, 0.2, 0.3, 0.2}, 3},     // 0.1 + 0.2 + 0.2 = 0.5
		{[]float64{0.49, 0.51}, 2},                  // not yet half at 1
		{[]float64{0.499999, 0.500001}, 2},          //
		{[]float64{0.5, 0, 0, 0.5}, 1},              // at 1 already half
		{[]float64{1, 0, 9}, 3},                     // the middle cannot come up
		{[]float64{0.35, 0.15, 0.07, 0.4, 0.03}, 2}, // 0.35 + 0.15
	} {
		if made := table(t, 1, c.weights...); made.Median() != c.want {
			t.Errorf("%v: median %d, not %d", c.weights, made.Median(), c.want)
		}
	}
}

func TestPoisson(t *testing.T) {
	for _, mean := range []float64{0, 1e-9, 0.5, 1, 1.35, 2.999, 30, 1e3, 2e5} {
		made := quantity.Poisson(mean)
		logChance := func(n int) float64 {
			lg, _ := math.Lgamma(float64(n) + 1)
			return float64(n)*math.Log(mean) - mean - lg
		}
		total, first, second, third := 0.0, 0.0, 0.0, 0.0
		for n := made.Min(); n <= made.Max(); n++ {
			p := made.Chance(n)
			off := float64(n) - mean
			total, first, second, third = total+p, first+p*off, second+p*off*off, third+p*off*off*off
			if mean == 0 {
				continue
			}
			// Of Lgamma, of the order of n log n, the 16th digit is lost.
			if want := math.Exp(logChance(n)); math.Abs(p-want) > want*(1e-12+1e-15*mean*20) {
				t.Fatalf("mean %g: chance of %d is %g, not %g", mean, n, p, want)
			}
		}
		if mean == 0 {
			if made.Min() != 0 || made.Max() != 0 || made.Chance(0) != 1 || made.Draw(math.MaxUint64) != 0 {
				t.Errorf("mean 0: %d to %d", made.Min(), made.Max())
			}
			continue
		}
		near(t, fmt.Sprintf("mean %g: sum of chances", mean), total, 1, 1e-12)
		near(t, fmt.Sprintf("mean %g: mean", mean), mean+first, mean, 1e-12)
		near(t, fmt.Sprintf("mean %g: table's mean", mean), made.Mean(), mean, 1e-12)
		near(t, fmt.Sprintf("mean %g: variance", mean), second, mean, 1e-10)
		near(t, fmt.Sprintf("mean %g: third moment", mean), third, mean, 1e-6)
		// What is left out has a chance below 2^-64 of the likeliest number's, and nothing else is.
		likeliest := logChance(int(mean))
		negligible := likeliest - 64*math.Ln2
		if logChance(made.Max()+1) > negligible+1e-6 || logChance(made.Max()) < negligible-1e-6 {
			t.Errorf("mean %g: ends at %d", mean, made.Max())
		}
		if made.Min() > 0 && (logChance(made.Min()-1) > negligible+1e-6 || logChance(made.Min()) < negligible-1e-6) {
			t.Errorf("mean %g: starts at %d", mean, made.Min())
		}
	}
	if made := quantity.Poisson(1e-9); made.Draw(0) != 0 || made.Draw(math.MaxUint64-1<<40) != 0 || made.Draw(math.MaxUint64) == 0 {
		t.Error("mean 1e-9: one in 1e9 numbers is above 0, at the upper end")
	}
}

func TestPoissonKeepsTheOrderOfMeans(t *testing.T) {
	// More people are referred under a larger volume, at every random number.
	tables := []quantity.Table{quantity.Poisson(1.9), quantity.Poisson(2), quantity.Poisson(2.1), quantity.Poisson(40), quantity.Poisson(41)}
	for k := range uint64(20000) {
		bits := quantity.Root(10).At(k).Bits()
		for i := 1; i < len(tables); i++ {
			if tables[i].Draw(bits) < tables[i-1].Draw(bits) {
				t.Fatalf("%x: a larger mean gives %d after %d", bits, tables[i].Draw(bits), tables[i-1].Draw(bits))
			}
		}
	}
}

func TestGeometric(t *testing.T) {
	const n = 200000
	for _, p := range []float64{0.02, 0.3, 0.5, 0.97} {
		limit := int(6/p) + 2
		cells := make([]int, limit)
		for k := range uint64(n) {
			at := quantity.TrialsOf(p).First(quantity.Root(12).At(k).Bits(), limit)
			if at < 1 || at > limit {
				t.Fatalf("chance %g: trial %d", p, at)
			}
			cells[at-1]++
		}
		// Small cells at the end are taken together with the limit, where the first success may also come later.
		chance := func(i int) float64 { return math.Pow(1-p, float64(i)) * p }
		last := 0
		for last < limit-1 && chance(last)*n >= 10 {
			last++
		}
		for _, more := range cells[last+1:] {
			cells[last] += more
		}
		expected := func(i int) float64 {
			if i == last {
				return n * math.Pow(1-p, float64(last))
			}
			return n * chance(i)
		}
		if z := chiSquare(cells[:last+1], expected); math.Abs(z) > 4 {
			t.Errorf("chance %g: χ² is %.1f standard deviations off", p, z)
		}
	}
}

func TestGeometricThresholds(t *testing.T) {
	// At one half, trial n comes up for a uniform number from 2^-n up to 2^-(n-1).
	for n := 1; n < 40; n++ {
		if got := quantity.TrialsOf(0.5).First(1<<(64-n), 100); got != n {
			t.Errorf("just above 2^-%d: trial %d", n, got)
		}
		if got := quantity.TrialsOf(0.5).First(1<<(64-n)-1, 100); got != n+1 {
			t.Errorf("just below 2^-%d: trial %d", n, got)
		}
	}
	extremes := []uint64{0, 1 << 63, math.MaxUint64}
	for _, c := range []struct {
		chance float64
		limit  int
		want   [3]int // at the extremes
	}{
		{1, 10, [3]int{1, 1, 1}},
		{1.5, 10, [3]int{1, 1, 1}},
		{0, 10, [3]int{10, 10, 10}},
		{-1, 10, [3]int{10, 10, 10}},
		{0x1p-53, 10, [3]int{10, 10, 10}},                          // counts as none
		{0x1p-52, 10, [3]int{10, 10, 1}},                           // once in 2^52
		{0.5, 1, [3]int{1, 1, 1}},                                  // the first trial is the limit
		{0.5, 1000, [3]int{53, 1, 1}},                              // the smallest uniform number is 2^-53
		{1 - 0x1p-53, 1000, [3]int{1, 1, 1}},                       // (1 − chance)^1 = 2^-53
		{1e-9, math.MaxInt32, [3]int{math.MaxInt32, 693147181, 1}}, // ln 2 / 1e-9
		{0.5, 0, [3]int{0, 0, 0}},
		{1, 0, [3]int{0, 0, 0}},
	} {
		for i, bits := range extremes {
			if got := quantity.TrialsOf(c.chance).First(bits, c.limit); got != c.want[i] {
				t.Errorf("chance %g, limit %d at %x: %d, not %d", c.chance, c.limit, bits, got, c.want[i])
			}
		}
	}
	for k := range uint64(5000) { // a larger chance never comes later, nor a larger number
		bits := quantity.Root(13).At(k).Bits()
		if quantity.TrialsOf(0.1).First(bits, 500) < quantity.TrialsOf(0.11).First(bits, 500) || quantity.TrialsOf(0.1).First(bits, 500) < quantity.TrialsOf(0.1).First(bits|1<<63, 500) {
			t.Fatalf("%x: a larger chance comes later", bits)
		}
	}
}

func TestGeometricIsThatOfTheExactLogarithm(t *testing.T) {
	exact := func(random uint64, chance float64, limit int) int {
		n := math.Ceil(math.Log(quantity.Address(random).Uniform()) / math.Log1p(-chance))
		return int(min(max(n, 1), float64(limit)))
	}
	random := rand.New(rand.NewPCG(7, 7))
	for range 400 {
		chance := math.Exp(-20 * random.Float64())
		trials := quantity.TrialsOf(chance)
		check := func(bits uint64) {
			if got, want := trials.First(bits, 1<<30), exact(bits, chance, 1<<30); got != want {
				t.Fatalf("chance %g at %x: trial %d, exactly %d", chance, bits, got, want)
			}
		}
		for range 2000 {
			check(random.Uint64() >> random.IntN(60))
			// And where the result changes: at (1 − chance)^n.
			edge := uint64(math.Pow(1-chance, float64(1+random.IntN(1000))) * (1 << 63) * 2)
			check(edge - 1<<12)
			check(edge)
			check(edge + 1<<12)
		}
	}
}

// Half an address draws as the whole one with zeros in place of the other half.
func TestDrawHalf(t *testing.T) {
	// Thirds end at 0x55555555.55555555 and 0xaaaaaaaa.aaaaaaaa: the halves that reach them are the last of their number, the next ones the first of the next.
	thirds, err := quantity.NewTable(7, []float64{1, 1, 1})
	if err != nil {
		t.Fatal(err)
	}
	for half, want := range map[uint64]int{0: 7, 0x55555555: 7, 0x55555556: 8, 0xaaaaaaaa: 8, 0xaaaaaaab: 9, 0xffffffff: 9} {
		for _, rest := range []uint64{0, 1, 0xffffffff} {
			if got := thirds.DrawHalf(half<<32 | rest); got != want {
				t.Errorf("half %x, then %x: %d, not %d", half, rest, got, want)
			}
		}
	}
}

// A table that is made anew in its storage draws as a new one does, whatever was asked of it before.
func TestATableMadeAnew(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	var again quantity.Table
	for step := range 300 {
		mean := math.Exp(9*random.Float64() - 3)
		again.SetPoisson(mean)
		fresh := quantity.Poisson(mean)
		if step%3 == 0 {
			continue // nothing is asked of this one
		}
		for range 50 {
			bits := random.Uint64()
			if got, want := again.Draw(bits), fresh.Draw(bits); got != want {
				t.Fatalf("mean %g at %x: %d, not %d", mean, bits, got, want)
			}
			if got, want := again.Halves().Draw(bits), fresh.Halves().Draw(bits); got != want {
				t.Fatalf("mean %g, half of %x: %d, not %d", mean, bits, got, want)
			}
		}
		upTo, surely := again.UpTo()
		for i, last := range upTo {
			if got := again.Draw(last); got != again.Min()+i && (i == 0 || upTo[i-1] < last) {
				t.Fatalf("mean %g: the last bits of the %d-th number give %d", mean, i, got)
			}
		}
		if beyond := 1 - float64(upTo[surely])/(1<<64); beyond > 1.0/128 || surely > 0 && upTo[surely-1] >= 127<<57 {
			t.Fatalf("mean %g: %g of the draws are beyond the %d-th number of %d", mean, beyond, surely, len(upTo))
		}
	}
}

// Halves give what the table gives for half an address, or say that they cannot tell; and they can tell of most numbers of a table like those they are for.
func TestHalves(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	var table quantity.Table
	for range 200 {
		weights := make([]float64, 1+random.IntN(700))
		for i := range weights {
			if random.IntN(4) > 0 {
				weights[i] = math.Pow(random.Float64(), 6)
			}
		}
		weights[random.IntN(len(weights))] = 1
		var err error
		if table, err = quantity.NewTable(random.IntN(20), weights); err != nil {
			t.Fatal(err)
		}
		halves := table.Halves()
		check := func(half uint64) {
			bits := half<<32 | random.Uint64N(1<<32)
			if got, want := halves.Draw(bits), table.DrawHalf(bits); got >= 0 && got != want {
				t.Fatalf("%d weights, half %x: %d, not %d", len(weights), half, got, want)
			}
		}
		for range 100 {
			check(random.Uint64N(1 << 32))
		}
		for cell := range uint64(512) {
			check(cell << 23)
			check(cell<<23 | 1<<23 - 1)
		}
		cumulative, total := 0.0, 0.0
		for _, w := range weights {
			total += w
		}
		for _, w := range weights[:len(weights)-1] { // around the edges
			cumulative += w
			edge := uint64(cumulative / total * (1 << 32))
			for half := max(edge, 1) - 1; half <= min(edge+1, math.MaxUint32); half++ {
				check(half)
			}
		}
	}
	exits := quantity.Duration{Family: quantity.ExponentialWeeks, Centre: quantity.Certain(30), Min: 1, Max: 104}.Expected()
	halves, unknown := exits.Halves(), 0
	for cell := range uint64(512) {
		if halves.Draw(cell<<55) < 0 {
			unknown++
		}
	}
	if unknown > 25 {
		t.Errorf("%d of 512 cells tell nothing", unknown)
	}
}
