package quantity_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"ipsplan/model/quantity"
)

func TestEstimateByHand(t *testing.T) {
	for _, c := range []struct {
		draws []float64
		want  quantity.Estimate
	}{
		{nil, quantity.Estimate{}},
		{[]float64{5}, quantity.Estimate{Mean: 5, P10: 5, P50: 5, P90: 5}},
		// Type 7: position p(n − 1) = 0.3, 1.5, 2.7. Squares 2.25 + 0.25 + 0.25 + 2.25 = 5, over 3.
		{[]float64{3, 1, 4, 2}, quantity.Estimate{Mean: 2.5, SD: math.Sqrt(5.0 / 3), P10: 1.3, P50: 2.5, P90: 3.7, MCSE: math.Sqrt(5.0/3) / 2}},
		// Positions 0.1, 0.5, 0.9 of 10, 20. Squares 25 + 25 over 1.
		{[]float64{20, 10}, quantity.Estimate{Mean: 15, SD: math.Sqrt(50), P10: 11, P50: 15, P90: 19, MCSE: 5}},
		{[]float64{7, 7, 7, 7, 7}, quantity.Estimate{Mean: 7, P10: 7, P50: 7, P90: 7}},
		// Eleven draws: the positions are 1, 5 and 9, so the 2nd, 6th and 10th. Sum 30, mean 30/11;
		// squares 0+0+0+0+1+1+4+9+16+81+100 = 212, less 30²/11 = 81.818182: 130.181818, over 10.
		{[]float64{10, 0, 0, 9, 0, 1, 4, 0, 3, 1, 2}, quantity.Estimate{
			Mean: 30.0 / 11, SD: math.Sqrt(13.0181818181818182), P10: 0, P50: 1, P90: 9, MCSE: math.Sqrt(13.0181818181818182 / 11),
		}},
		{[]float64{-1, -3}, quantity.Estimate{Mean: -2, SD: math.Sqrt2, P10: -2.8, P50: -2, P90: -1.2, MCSE: 1}},
	} {
		draws := slices.Clone(c.draws)
		got := quantity.EstimateOf(draws)
		for _, v := range []struct {
			name      string
			got, want float64
		}{
			{"mean", got.Mean, c.want.Mean},
			{"SD", got.SD, c.want.SD},
			{"MCSE", got.MCSE, c.want.MCSE},
			{"P10", got.P10, c.want.P10},
			{"P50", got.P50, c.want.P50},
			{"P90", got.P90, c.want.P90},
		} {
			near(t, fmt.Sprint(v.name, " of ", c.draws), v.got, v.want, 1e-14)
		}
		if !slices.IsSorted(draws) {
			t.Errorf("%v are not sorted", draws)
		}
	}
}

// Numbers far from zero must not lose their spread.
func TestEstimateOfLargeNumbers(t *testing.T) {
	e := quantity.EstimateOf([]float64{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16})
	near(t, "SD", e.SD, math.Sqrt(30), 1e-12) // squares 36 + 9 + 9 + 36 = 90, over 3
}

func TestQuantileByHand(t *testing.T) {
	draws := []float64{1, 2, 4, 8, 16}
	for p, want := range map[float64]float64{0: 1, 0.125: 1.5, 0.25: 2, 0.5: 4, 0.625: 6, 0.8: 9.6, 1: 16} { // positions 4p
		near(t, fmt.Sprint("quantile ", p), quantity.Quantile(draws, p), want, 1e-14)
	}
	if got := quantity.Quantile(nil, 0.5); !math.IsNaN(got) {
		t.Errorf("the median of no draws is %g", got)
	}
	// A draw that never pays back is infinite; quantiles that fall on other draws stand.
	infinite := []float64{math.Inf(-1), 3, 5, 7, math.Inf(1)}
	for p, want := range map[float64]float64{0: math.Inf(-1), 0.25: 3, 0.5: 5, 0.75: 7, 0.9: math.Inf(1), 1: math.Inf(1)} {
		if got := quantity.Quantile(infinite, p); got != want {
			t.Errorf("quantile %g beside infinite draws: %g, not %g", p, got, want)
		}
	}
}

// Type 7 is the inverse of the broken line through the points ((i − 1)/(n − 1), i-th draw); this follows the line.
func TestQuantileFollowsTheLineThroughTheDraws(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	for range 200 {
		draws := make([]float64, 2+random.IntN(40))
		for i := range draws {
			draws[i] = math.Round(random.NormFloat64() * 5)
		}
		slices.Sort(draws)
		previous := math.Inf(-1)
		for step := range 101 {
			p := float64(step) / 100
			want := draws[len(draws)-1]
			for i := 1; i < len(draws); i++ {
				left, right := float64(i-1)/float64(len(draws)-1), float64(i)/float64(len(draws)-1)
				if p < right {
					want = draws[i-1] + (p-left)/(right-left)*(draws[i]-draws[i-1])
					break
				}
			}
			got := quantity.Quantile(draws, p)
			if math.Abs(got-want) > 1e-12 || got < previous-1e-12 {
				t.Fatalf("quantile %g of %v: %g, not %g", p, draws, got, want)
			}
			previous = got
		}
	}
}
