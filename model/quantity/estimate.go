package quantity

import (
	"math"
	"slices"
)

// Estimate is what a set of equally likely draws says about a number, with how sure the simulation is of its mean.
type Estimate struct {
	Mean float64 `json:"mean"`
	// SD is the standard deviation between draws (divisor n − 1; 0 for a single draw).
	SD float64 `json:"sd"`
	// P10, P50 and P90 are quantiles as spreadsheets compute them (type 7 of Hyndman & Fan 1996, The American Statistician 50(4)).
	P10 float64 `json:"p10"`
	P50 float64 `json:"p50"`
	P90 float64 `json:"p90"`
	// MCSE is the Monte Carlo standard error of the mean, SD/√n: how far the mean would move with other seeds.
	MCSE float64 `json:"mcse"`
}

// EstimateOf summarises draws; it sorts them in place. No draws give a zero Estimate.
func EstimateOf(draws []float64) Estimate {
	if len(draws) == 0 {
		return Estimate{}
	}
	n := float64(len(draws))
	sum := 0.0
	for _, x := range draws {
		sum += x
	}
	mean := sum / n
	squares := 0.0
	for _, x := range draws {
		squares += float64((x - mean) * (x - mean))
	}
	e := Estimate{Mean: mean}
	if len(draws) > 1 {
		e.SD = math.Sqrt(squares / (n - 1))
		e.MCSE = e.SD / math.Sqrt(n)
	}
	slices.Sort(draws)
	e.P10, e.P50, e.P90 = Quantile(draws, 0.1), Quantile(draws, 0.5), Quantile(draws, 0.9)
	return e
}

// Quantile is the p-quantile (0 ≤ p ≤ 1) of sorted draws, interpolated as spreadsheets do (type 7); NaN of none.
func Quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	position := float64(p * float64(len(sorted)-1))
	below := int(position)
	if below+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	share := position - float64(below)
	if share == 0 {
		return sorted[below] // also beside an infinite draw, of which no share can be taken
	}
	return sorted[below] + float64(share*(sorted[below+1]-sorted[below]))
}
