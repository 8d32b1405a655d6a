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
	// P10Error, P50Error and P90Error are the Monte Carlo standard errors of the quantiles. The share of draws below the true p-quantile is binomial with standard
	// error e = √(p(1−p)/n), so that the error of the quantile is half the distance between the quantiles at p − e and p + e (Woodruff 1952, Journal of the American
	// Statistical Association 47(260)). Of whole numbers it is 0 where these two are the same.
	P10Error float64 `json:"p10_error"`
	P50Error float64 `json:"p50_error"`
	P90Error float64 `json:"p90_error"`
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
	e.percentiles(len(draws), func(rank int) float64 { return draws[rank] })
	return e
}

// percentiles fills in the quantiles of n draws and their errors, given the draw of each rank from 0 to n − 1.
func (e *Estimate) percentiles(n int, ranked func(rank int) float64) {
	for _, of := range []struct {
		p               float64
		quantile, error *float64
	}{{0.1, &e.P10, &e.P10Error}, {0.5, &e.P50, &e.P50Error}, {0.9, &e.P90, &e.P90Error}} {
		*of.quantile = quantile(n, of.p, ranked)
		binomial := math.Sqrt(of.p * (1 - of.p) / float64(n))
		low, high := quantile(n, max(0, of.p-binomial), ranked), quantile(n, min(1, of.p+binomial), ranked)
		if low != high { // also where both are infinite
			*of.error = (high - low) / 2
		}
	}
}

// Quantile is the p-quantile (0 ≤ p ≤ 1) of sorted draws, interpolated as spreadsheets do (type 7); NaN of none.
func Quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	return quantile(len(sorted), p, func(rank int) float64 { return sorted[rank] })
}

// quantile is the p-quantile of n draws, given the draw of each rank from 0 to n − 1.
func quantile(n int, p float64, ranked func(rank int) float64) float64 {
	position := float64(p * float64(n-1))
	below := int(position)
	if below+1 >= n {
		return ranked(n - 1)
	}
	share := position - float64(below)
	low := ranked(below)
	if share == 0 {
		return low // also beside an infinite draw, of which no share can be taken
	}
	return low + float64(share*(ranked(below+1)-low))
}
