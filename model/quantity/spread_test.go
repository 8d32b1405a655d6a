package quantity_test

import (
	"math"
	"testing"

	"ipsplan/model/quantity"
)

// Counts of a multinomial have means n·p, variances n·p(1−p) and covariances −n·p·p′.
func TestSpreadIsMultinomial(t *testing.T) {
	law := lognormal(17, 0.8, 1, 78).Expected()
	var s quantity.Spread
	s.Over(&law, false)
	const draws, places = 20000, 79
	for _, people := range []int{1, 2, 7, 80, 83, 84, 85, 500, 3001} {
		at := quantity.Root(7).At(uint64(people))
		var sums [places]float64
		var products [places][places]float64
		var parts []quantity.Part
		for k := range uint64(draws) {
			var counts [places]float64
			total := 0
			parts = s.Draw(people, at.At(k), parts[:0])
			for _, part := range parts {
				counts[part.Number] += float64(part.People)
				total += part.People
			}
			if total != people {
				t.Fatalf("%d people became %d", people, total)
			}
			for i, n := range counts {
				counts[i] = n - float64(people)*law.Chance(i)
				sums[i] += counts[i]
			}
			for i := range counts {
				for j := range i + 1 {
					products[i][j] += counts[i] * counts[j]
				}
			}
		}
		n := float64(people)
		for i := 1; i < places; i++ {
			p := law.Chance(i)
			variance := n * p * (1 - p)
			if z := sums[i] / math.Sqrt(draws*variance); math.Abs(z) > 5.5 {
				t.Errorf("%d people: mean at %d is %.1f standard errors off", people, i, z)
			}
			if n*p < 3 {
				continue // too skew for the normal law of what follows
			}
			for j := 1; j <= i; j++ {
				q := law.Chance(j)
				want, spread := -n*p*q, math.Sqrt((variance*n*q*(1-q)+n*n*p*p*q*q)*1.2/draws)
				if i == j {
					want, spread = variance, variance*math.Sqrt((2+1/variance)/draws)
				} else if n*q < 3 {
					continue
				}
				if z := (products[i][j]/draws - want) / spread; math.Abs(z) > 5.5 {
					t.Errorf("%d people: covariance of %d and %d is %.1f standard errors off", people, i, j, z)
				}
			}
		}
	}
}

func TestSpreadFollowsItsTable(t *testing.T) {
	law := quantity.ExactWeeks(9).Expected()
	var s quantity.Spread
	s.Over(&law, false)
	for _, weeks := range []int{9, 30} {
		law = quantity.ExactWeeks(weeks).Expected()
		s.Over(&law, true)
		for _, people := range []int{3, 300} {
			for _, part := range s.Draw(people, quantity.Root(1), nil) {
				if part.Number != weeks {
					t.Errorf("%d of %d people got %d instead of %d", part.People, people, part.Number, weeks)
				}
			}
		}
	}
}
