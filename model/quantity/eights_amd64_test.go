package quantity

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Where the processor draws from eight tables at once, the numbers are those that it draws from one after another.
func TestEightTablesAtOnceAsSingly(t *testing.T) {
	if !inEights {
		t.Skip("this processor cannot take eight at once")
	}
	random := rand.New(rand.NewPCG(11, 12))
	for range 300 {
		weights := make([]float64, 1+random.IntN(90))
		for i := range weights {
			weights[i] = max(random.Float64()-0.2, 0)
		}
		weights[0] = 0.1
		law, err := NewTable(random.IntN(5), weights)
		if err != nil {
			t.Fatal(err)
		}
		var s Spread
		s.Over(&law, false)
		people, at := smallestBlock+random.IntN(5000), Root(random.Uint64())
		got := s.Draw(people, at, nil)
		inEights = false
		want := s.Draw(people, at, nil)
		inEights = true
		if !slices.Equal(got, want) {
			t.Fatalf("%d people over %d numbers: %v, not %v", people, len(weights), got, want)
		}
	}
}

// The shares of a total come out the same eight at once, and nothing after the sums is touched: from sums far below the total to the total itself, and one a rounding error above.
func TestSharesInEightsAsSingly(t *testing.T) {
	if !inEights {
		t.Skip("this processor cannot take eight at once")
	}
	random := rand.New(rand.NewPCG(13, 14))
	for range 3000 {
		total := math.Exp(40 * (random.Float64() - 0.5))
		sums := make([]uint64, 1+random.IntN(40))
		for i := range sums {
			sum := []float64{random.Float64() * total, math.Exp(-50*random.Float64()) * total, 0, total, math.Nextafter(total, 2*total)}[random.IntN(5)]
			sums[i] = math.Float64bits(sum)
		}
		want, number := slices.Clone(sums), random.IntN(len(sums))+1
		sharesSingly(want[:number], total)
		if shares(sums[:number], total); !slices.Equal(sums, want) {
			t.Fatalf("of %g, %d at once: %x, not %x", total, number, sums, want)
		}
	}
}
