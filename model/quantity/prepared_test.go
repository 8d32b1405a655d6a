package quantity_test

import (
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"ipsplan/model/quantity"
)

// preparable are distributions as plans have them, and odd ones.
func preparable() []quantity.Distribution {
	laws := []quantity.Distribution{
		quantity.Beta{Average: 0.857, People: 70},
		quantity.Beta{Average: 0.88, People: 400},
		quantity.Beta{Average: 0.45, People: 3000},
		quantity.Beta{Average: 0.5, People: 2},   // even
		quantity.Beta{Average: 0.5, People: 0.4}, // crowds at both ends
		quantity.Beta{Average: 0.01, People: 20},
		quantity.Beta{Average: 0.999, People: 50},
		quantity.Beta{Average: 0.3, People: 1e6},
		quantity.PERT{Low: 0, Best: 0.1, High: 0.9},
		quantity.PERT{Low: 10, Best: 10, High: 22},
		quantity.PERT{Low: -3, Best: 5, High: 5},
		quantity.Gamma{Average: 7, SD: 7},
		quantity.Gamma{Average: 1, SD: 0.1},
		quantity.Gamma{Average: 2, SD: 3},
		quantity.Truncated{Of: quantity.Normal{Average: 0.2, SD: 0.065}, Low: 0, High: 1},
		quantity.Truncated{Of: quantity.Lognormal{Median: 0.2, Sigma: 0.5}, Low: 0, High: 1},
		quantity.Truncated{Of: quantity.Beta{Average: 0.5, People: 12}, Low: 0, High: 0.9},
	}
	random := rand.New(rand.NewPCG(5, 1))
	for range 20 {
		laws = append(laws, quantity.Beta{Average: random.Float64(), People: math.Exp(8 * random.Float64())})
		average := random.Float64() // a gamma of a much larger SD is not computed well enough to begin with
		laws = append(laws, quantity.Gamma{Average: average, SD: 1.5 * average * random.Float64()})
	}
	return laws
}

func TestPreparedQuantilesAreThoseOfTheLaw(t *testing.T) {
	for _, law := range preparable() {
		prepared := new(quantity.Preparer).Prepare(law)
		scale := max(math.Abs(law.Quantile(0.25)), math.Abs(law.Quantile(0.75)))
		const n = 4096
		for k := 1; k < 2*n; k++ {
			u := float64(k) / (2 * n) // the middles and the ends of cells, and what is between
			if k%2 == 1 {
				u = quantity.Root(3).At(uint64(k)).Uniform()/n + float64(k-1)/(2*n)
			}
			got, want := prepared.Quantile(u), law.Quantile(u)
			if math.Abs(got-want) > quantity.PreparedError*scale {
				t.Fatalf("%#v at %g: %.17g, exactly %.17g", law, u, got, want)
			}
		}
	}
}

func TestPreparedQuantilesNeverFall(t *testing.T) {
	for _, law := range preparable() {
		prepared := new(quantity.Preparer).Prepare(law)
		previous := math.Inf(-1)
		for k := 1; k < 1<<16; k++ {
			x := prepared.Quantile(float64(k) / (1 << 16))
			if x < previous-1e-13*math.Abs(previous) { // as of the laws themselves
				t.Fatalf("%#v at %d/65536: %.17g after %.17g", law, k, x, previous)
			}
			previous = x
		}
		// Close neighbours on both sides of the ends of cells.
		for _, end := range []float64{1.0 / 1024, 1.0 / 512, 5.0 / 16, 0.25, 0.5, 0.75, 11.0 / 16, 1 - 1.0/512, 1 - 1.0/1024} {
			below, at, above := prepared.Quantile(math.Nextafter(end, 0)), prepared.Quantile(end), prepared.Quantile(math.Nextafter(end, 1))
			slack := 1e-13 * math.Abs(at)
			if below > at+slack || at > above+slack {
				t.Errorf("%#v around %g: %.17g, %.17g, %.17g", law, end, below, at, above)
			}
		}
	}
}

func TestPreparedDependsOnNothingElse(t *testing.T) {
	law := quantity.Beta{Average: 0.38, People: 375}
	forwards, backwards := new(quantity.Preparer).Prepare(law), new(quantity.Preparer).Prepare(law)
	const n = 3000
	var first [n]float64
	for k := range n {
		first[k] = forwards.Quantile((float64(k) + 0.5) / n)
	}
	for k := n - 1; k >= 0; k-- {
		if again := backwards.Quantile((float64(k) + 0.5) / n); again != first[k] {
			t.Fatalf("at %d: %.17g one way, %.17g the other", k, first[k], again)
		}
	}
}

func TestPreparedIsSharedByGoroutines(t *testing.T) {
	law := quantity.PERT{Low: 10, Best: 12, High: 22}
	alone, common := new(quantity.Preparer).Prepare(law), new(quantity.Preparer).Prepare(law)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for k := range uint64(2000) {
				u := quantity.Root(1).At(k).Uniform()
				if got := common.Quantile(u); got < 10 || got > 22 {
					t.Errorf("at %g: %g", u, got)
				}
			}
		})
	}
	wait.Wait()
	for k := range uint64(2000) {
		u := quantity.Root(1).At(k).Uniform()
		if got, want := common.Quantile(u), alone.Quantile(u); got != want {
			t.Fatalf("at %g: %.17g together, %.17g alone", u, got, want)
		}
	}
}

// What is prepared stands where it stood before, alone and correlated.
func TestPreparedStandsInItsPlace(t *testing.T) {
	ties, err := quantity.Correlate([]quantity.RankCorrelation{{Between: [2]string{"a", "b"}, Rank: 0.5}})
	if err != nil {
		t.Fatal(err)
	}
	law := quantity.Uniform{Low: 3, High: 60}
	for _, correlation := range []*quantity.Correlation{nil, ties} {
		for _, name := range []string{"a", "b", ""} {
			one := quantity.Quantity{Name: name, Distribution: law, Correlation: correlation}
			series := quantity.Series{Name: name, Years: []quantity.Distribution{law}, Correlation: correlation}
			weeks := quantity.Duration{Name: name, Family: quantity.Fixed, Centre: law, Max: 100, Correlation: correlation}
			for draw := range uint64(50) {
				at := quantity.Root(draw)
				want := law.Quantile(correlation.Uniform(at, name))
				var year [1]float64
				series.Prepared(new(quantity.Preparer)).Draw(at, year[:])
				fixed := weeks.Prepared(new(quantity.Preparer)).Draw(at)
				if got := one.Prepared(new(quantity.Preparer)).Draw(at); got != want || year[0] != want || fixed.Min() != int(math.Round(want)) {
					t.Fatalf("%q in draw %d: %g, %g and %d weeks, not %g", name, draw, got, year[0], fixed.Min(), want)
				}
			}
		}
	}
}

func TestOnlyWhatIsSlowIsPrepared(t *testing.T) {
	for _, d := range []quantity.Distribution{
		nil, quantity.Certain(0.3),
		quantity.Lognormal{Median: 2, Sigma: 1},
		quantity.Beta{Average: 1, People: 20},
		quantity.PERT{Low: 2, Best: 2, High: 2},
		quantity.Gamma{Average: 3},
	} {
		if got := new(quantity.Preparer).Prepare(d); got != d {
			t.Errorf("%#v became %#v", d, got)
		}
	}
}

// Equal distributions of quantities, series and durations become one, for one preparer alone.
func TestEqualDistributionsArePreparedOnce(t *testing.T) {
	law := func() quantity.Distribution { return quantity.PERT{Low: 10, Best: 12, High: 22} }
	other := quantity.PERT{Low: 10, Best: 12, High: 23}
	by := new(quantity.Preparer)
	first := by.Prepare(law())
	one := quantity.Quantity{Name: "one", Distribution: law()}.Prepared(by)
	series := quantity.Series{Years: []quantity.Distribution{law(), other, law()}}.Prepared(by)
	weeks := quantity.Duration{Family: quantity.GammaWeeks, Centre: law(), Spread: law()}.Prepared(by)
	for i, d := range []quantity.Distribution{one.Distribution, series.Years[0], series.Years[2], weeks.Centre, weeks.Spread} {
		if d != first {
			t.Errorf("%d: not the one that was prepared first", i)
		}
	}
	if series.Years[1] == first || new(quantity.Preparer).Prepare(law()) == first {
		t.Error("another distribution or preparer has the same one")
	}
}

// BenchmarkPrepared shows what a quantile costs, exactly and prepared, and what working out all cells costs.
func BenchmarkPrepared(b *testing.B) {
	law := quantity.Beta{Average: 0.857, People: 70}
	at := func(k int) float64 { return quantity.Root(1).At(uint64(k)).Uniform() }
	run := func(d quantity.Distribution) func(*testing.B) {
		return func(b *testing.B) {
			k := 0
			for b.Loop() {
				d.Quantile(at(k))
				k++
			}
		}
	}
	b.Run("exact", run(law))
	b.Run("prepared", run(new(quantity.Preparer).Prepare(law)))
	b.Run("working out", func(b *testing.B) {
		for b.Loop() {
			d := new(quantity.Preparer).Prepare(law)
			for k := range 1024 {
				d.Quantile((float64(k) + 0.5) / 1024)
			}
		}
	})
}
