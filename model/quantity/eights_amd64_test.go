package quantity

import (
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
