package quantity_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"ipsplan/model/quantity"
)

func between(a, b string, rank float64) quantity.RankCorrelation {
	return quantity.RankCorrelation{Between: [2]string{a, b}, Rank: rank}
}

func correlate(t *testing.T, pairs ...quantity.RankCorrelation) *quantity.Correlation {
	t.Helper()
	c, err := quantity.Correlate(pairs)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// spearman is the correlation of uniform numbers, which is that of their ranks.
func spearman(c *quantity.Correlation, a, b string, draws int) float64 {
	x, y := make([]float64, draws), make([]float64, draws)
	for draw := range draws {
		at := quantity.Root(21).At(uint64(draw))
		x[draw], y[draw] = c.Uniform(at, a), c.Uniform(at, b)
	}
	return correlation(x, y)
}

func TestSpearmanIsAsAsked(t *testing.T) {
	const draws = 200_000
	for _, rank := range []float64{-0.95, -0.4, 0.1, 0.4, 0.8, 0.99} {
		// The standard error of a rank correlation is below that of uncorrelated ranks, 1/√n.
		if got := spearman(correlate(t, between("a", "b", rank)), "a", "b", draws); math.Abs(got-rank) > 4.5/math.Sqrt(draws) {
			t.Errorf("asked for %g, got %g", rank, got)
		}
	}
	// Several together, of which a and d are not stated: they are uncorrelated.
	c := correlate(t, between("c", "a", 0.5), between("b", "a", -0.3), between("b", "c", 0.2), between("d", "c", 0.6))
	for _, p := range []quantity.RankCorrelation{between("a", "c", 0.5), between("a", "b", -0.3), between("b", "c", 0.2), between("c", "d", 0.6), between("a", "d", 0), between("b", "d", 0), between("a", "e", 0)} {
		if got := spearman(c, p.Between[0], p.Between[1], draws); math.Abs(got-p.Rank) > 4.5/math.Sqrt(draws) {
			t.Errorf("%s and %s: asked for %g, got %g", p.Between[0], p.Between[1], p.Rank, got)
		}
	}
}

// A quantity stays uniform, and thus its law what it was, whatever it is tied to.
func TestCorrelatedNumbersAreUniform(t *testing.T) {
	c := correlate(t, between("a", "c", 0.7), between("b", "c", -0.5))
	cells := make([]int, 256)
	const draws = 100_000
	for draw := range uint64(draws) {
		u := c.Uniform(quantity.Root(22).At(draw), "c")
		if !(u > 0 && u < 1) {
			t.Fatalf("%g", u)
		}
		cells[int(u*256)]++
	}
	if z := chiSquare(cells, func(int) float64 { return draws / 256.0 }); math.Abs(z) > 4 {
		t.Errorf("χ² is %.1f standard deviations off", z)
	}
}

func TestCorrelationLeavesOthersAlone(t *testing.T) {
	c := correlate(t, between("search", "jobs", 0.6), between("jobs", "engage", 0.4), between("x", "y", 0), between("x", "z", 0.3))
	var none *quantity.Correlation
	for draw := range uint64(500) {
		at := quantity.Root(23).At(draw)
		for _, name := range []string{"other", "", "engage" /* the first of its group */, "x", "y" /* tied by nothing */} {
			if got, want := c.Uniform(at, name), at.Named(name).Uniform(); got != want {
				t.Fatalf("%s stands at %g, not at its own %g", name, got, want)
			}
		}
		if c.Uniform(at, "jobs") == at.Named("jobs").Uniform() || c.Uniform(at, "z") == at.Named("z").Uniform() {
			t.Fatal("a tied quantity stands at its own number")
		}
		if none.Uniform(at, "jobs") != at.Named("jobs").Uniform() {
			t.Fatal("no correlation changes a number")
		}
	}
}

func TestOrderOfPairsDoesNotMatter(t *testing.T) {
	pairs := []quantity.RankCorrelation{between("a", "b", 0.3), between("c", "b", 0.4), between("a", "d", -0.2), between("e", "d", 0.5)}
	c := correlate(t, pairs...)
	slices.Reverse(pairs)
	for i := range pairs {
		pairs[i].Between[0], pairs[i].Between[1] = pairs[i].Between[1], pairs[i].Between[0]
	}
	d := correlate(t, pairs...)
	for draw := range uint64(100) {
		at := quantity.Root(24).At(draw)
		for _, name := range strings.Split("abcde", "") {
			if c.Uniform(at, name) != d.Uniform(at, name) {
				t.Fatalf("%s differs with the order of the pairs", name)
			}
		}
	}
}

// Three quantities, each as closely tied to the others: the determinant of the normal numbers' correlations, 1 − 3r² + 2r³ with r > 0 and
// 1 − 3r² − 2r³ for −r, vanishes at r = 1 and at −1/2, where ρ = 6/π asin(−1/4) = −0.4826.
func TestImpossibleCorrelations(t *testing.T) {
	three := func(rank float64) []quantity.RankCorrelation {
		return []quantity.RankCorrelation{between("a", "b", rank), between("b", "c", rank), between("a", "c", rank)}
	}
	for _, rank := range []float64{0.99, -0.482} {
		correlate(t, three(rank)...)
	}
	for rank, want := range map[float64]float64{-0.483: 0.99, -0.6: 0.80, -1: 0.48, 1: 0.99} { // −0.6 × 0.80 = −0.48
		_, err := quantity.Correlate(three(rank))
		var impossible *quantity.ImpossibleError
		if !errors.As(err, &impossible) {
			t.Fatalf("%g: %v", rank, err)
		}
		if math.Abs(impossible.Factor-want) > 1e-9 || !slices.Equal(impossible.Names, []string{"a", "b", "c"}) {
			t.Errorf("%g: %v, want a factor of %g", rank, err, want)
		}
		correlate(t, three(rank*impossible.Factor)...)
	}
	// Only the group that is impossible is named.
	_, err := quantity.Correlate(append(three(-0.9), between("x", "y", 0.2)))
	if err == nil || strings.Contains(err.Error(), "x") || !strings.Contains(err.Error(), "a, b, c cannot all be correlated") {
		t.Errorf("got %v", err)
	}
	for _, pairs := range [][]quantity.RankCorrelation{{between("a", "b", 1)}, {between("a", "b", -1)}, {between("a", "a", 0.5)}, {between("a", "b", 0.5), between("b", "a", 0.5)}, {between("a", "b", math.NaN())}} {
		if _, err := quantity.Correlate(pairs); err == nil {
			t.Errorf("%v is possible", pairs)
		}
	}
	if c, err := quantity.Correlate(nil); c != nil || err != nil {
		t.Errorf("of none: %v, %v", c, err)
	}
}

// All years of a series, and both parameters of a duration, stand at the one number that the correlation gives.
func TestCorrelatedSeriesAndDurationsStandAtOneQuantile(t *testing.T) {
	c := correlate(t, between("a", "rates", 0.8), between("a", "search", -0.5))
	even := quantity.Beta{Average: 0.5, People: 2} // its value is u itself
	s := quantity.Series{Name: "rates", Years: []quantity.Distribution{even, quantity.Uniform{Low: 1, High: 2}}, Correlation: c}
	d := quantity.Duration{Name: "search", Family: quantity.Fixed, Centre: quantity.Uniform{Low: 0, High: 1000}, Min: 0, Max: 1000, Correlation: c}
	q := quantity.Quantity{Name: "rates", Distribution: even, Correlation: c}
	into := make([]float64, 2)
	for draw := range uint64(300) {
		at := quantity.Root(25).At(draw)
		s.Draw(at, into)
		u := c.Uniform(at, "rates")
		near(t, fmt.Sprint("year 1 of draw ", draw), into[0], u, 1e-12)
		near(t, fmt.Sprint("year 2 of draw ", draw), into[1], 1+u, 1e-12)
		near(t, fmt.Sprint("a quantity of the same name, draw ", draw), q.Draw(at), u, 1e-12)
		made := d.Draw(at)
		if want := int(math.Round(1000 * c.Uniform(at, "search"))); made.Min() != want {
			t.Fatalf("draw %d: %d weeks, not %d", draw, made.Min(), want)
		}
	}
}

// What follows comes after the others of its group, who stand where they stood without it, whatever the alphabet says.
func TestOthersDoNotDependOnWhatFollows(t *testing.T) {
	follow := func(a, b string, rank float64) quantity.RankCorrelation {
		return quantity.RankCorrelation{Between: [2]string{a, b}, Rank: rank, Follows: [2]bool{true, false}}
	}
	both := quantity.RankCorrelation{Between: [2]string{"b", "a"}, Rank: 0.2, Follows: [2]bool{true, true}}
	pairs := []quantity.RankCorrelation{follow("a", "x", 0.5), follow("b", "y", -0.4), both, between("y", "x", 0.3)}
	c, alone := correlate(t, pairs...), correlate(t, between("x", "y", 0.3))
	for draw := range uint64(200) {
		at := quantity.Root(27).At(draw)
		for _, name := range []string{"x", "y"} {
			if c.Uniform(at, name) != alone.Uniform(at, name) {
				t.Fatalf("draw %d: %s stands elsewhere", draw, name)
			}
		}
	}
	const draws = 100_000
	for _, p := range append(pairs, between("a", "y", 0), between("b", "x", 0)) {
		if got := spearman(c, p.Between[0], p.Between[1], draws); math.Abs(got-p.Rank) > 4.5/math.Sqrt(draws) {
			t.Errorf("%s and %s: asked for %g, got %g", p.Between[0], p.Between[1], p.Rank, got)
		}
	}
}

func TestCorrelationOfAName(t *testing.T) {
	c := correlate(t, between("a", "b", 0.5), between("c", "d", 0))
	for _, name := range strings.Split("abcd", "") { // also the first, which keeps its numbers, and one that is tied to nothing by its 0
		if c.Of(name) != c {
			t.Errorf("%s is in no correlation", name)
		}
	}
	var none *quantity.Correlation
	if c.Of("e") != nil || none.Of("a") != nil {
		t.Error("what no correlation mentions is in one")
	}
}
