package quantity_test

import (
	"fmt"
	"math"
	"testing"

	"ipsplan/model/quantity"
)

// binomialChance is n over k times p^k (1−p)^(n−k), by logarithms.
func binomialChance(n, k int, p float64) float64 {
	choose := func(n int) float64 { l, _ := math.Lgamma(float64(n) + 1); return l }
	return math.Exp(choose(n) - choose(k) - choose(n-k) + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
}

func TestBinomial(t *testing.T) {
	const draws = 40000
	var b quantity.Binomial
	for _, p := range []float64{0.5, 0.02, 0.88, 0.999, 1e-6} { // one after the other from the same tables
		b.SetChance(p)
		for _, n := range []int{0, 1, 5, 31, 32, 33, 45, 100, 1015, 100_000} {
			at := quantity.Root(uint64(n)).Named(fmt.Sprint(p))
			seen := map[int]int{}
			for k := range uint64(draws) {
				happened := b.Draw(n, at.At(k))
				if happened < 0 || happened > n {
					t.Fatalf("%d of %d", happened, n)
				}
				seen[happened]++
			}
			// χ² over the values expected at least 20 times, and one cell for all others.
			chi, cells, others, rest := 0.0, 0.0, draws, 1.0
			for k := 0; k <= n; k++ {
				chance := binomialChance(n, k, p)
				if expected := draws * chance; expected >= 20 {
					chi += (float64(seen[k]) - expected) * (float64(seen[k]) - expected) / expected
					cells++
					others -= seen[k]
					rest -= chance
				}
			}
			if expected := draws * rest; expected >= 20 {
				chi += (float64(others) - expected) * (float64(others) - expected) / expected
				cells++
			} else if others > 60 {
				t.Errorf("%d people, chance %g: %d draws of numbers expected %.1f times", n, p, others, expected)
			}
			if cells > 1 {
				if z := (chi - (cells - 1)) / math.Sqrt(2*(cells-1)); z > 5 {
					t.Errorf("%d people, chance %g: χ² is %.1f standard deviations off", n, p, z)
				}
			}
		}
	}
}

func TestBinomialOfExtremesAndOrder(t *testing.T) {
	var b, more quantity.Binomial
	for n := range 200 {
		at := quantity.Root(1).At(uint64(n))
		if b.SetChance(0); b.Draw(n, at) != 0 {
			t.Errorf("chance 0 came true for some of %d", n)
		}
		if b.SetChance(1); b.Draw(n, at) != n {
			t.Errorf("chance 1 came true for not all of %d", n)
		}
		b.SetChance(0.3)
		if more.SetChance(0.31); more.Draw(n, at) < b.Draw(n, at) {
			t.Errorf("a larger chance came true for fewer of %d", n)
		}
	}
}
