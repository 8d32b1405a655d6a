package quantity_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"ipsplan/model/quantity"
)

func lognormal(median, sigma float64, low, high int) quantity.Duration {
	return quantity.Duration{Family: quantity.LognormalWeeks, Centre: quantity.Certain(median), Spread: quantity.Certain(sigma), Min: low, Max: high}
}

func TestDurationsAreDiscretisedAndTruncated(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	for range 400 {
		centre, spread := math.Exp(random.Float64()*5), 0.1+2*random.Float64()
		low := random.IntN(20)
		high := low + random.IntN(120)
		d := quantity.Duration{Centre: quantity.Certain(centre), Spread: quantity.Certain(spread), Min: low, Max: high}
		var below func(float64) float64
		switch d.Family = quantity.Family(1 + random.IntN(4)); d.Family {
		case quantity.LognormalWeeks:
			below = func(x float64) float64 { return distuv.UnitNormal.CDF(math.Log(x/centre) / spread) }
		case quantity.ExponentialWeeks:
			below = func(x float64) float64 { return -math.Expm1(-x / centre) }
			d.Spread = nil
		case quantity.WeibullWeeks: // the survival is a half at the median
			below = func(x float64) float64 { return 1 - math.Pow(0.5, math.Pow(x/centre, spread)) }
		case quantity.GammaWeeks:
			sd := centre * spread
			d.Spread = quantity.Certain(sd)
			below = distuv.Gamma{Alpha: 1 / (spread * spread), Beta: centre / (sd * sd)}.CDF
		}
		mass := func(week int) float64 {
			if week == 0 {
				return 0
			}
			return below(float64(week)) - below(float64(week-1))
		}
		total := 0.0
		for week := low; week <= high; week++ {
			total += mass(week)
		}
		if total < 1e-6 {
			continue // differences of such tails say little; the test of the nearer end has them
		}
		made := d.Expected()
		sum, mean, median := 0.0, 0.0, 0
		for week := low; week <= high; week++ {
			want := mass(week) / total
			if got := made.Chance(week); math.Abs(got-want) > 1e-9 {
				t.Fatalf("%+v: chance of %d weeks is %g, not %g", d, week, got, want)
			}
			if sum += want; sum >= 0.5 && median == 0 {
				median = week
			}
			mean += want * float64(week)
		}
		if made.Min() < low || made.Max() > high || low == 0 && made.Min() == 0 && high > 0 {
			t.Fatalf("%+v: %d to %d weeks", d, made.Min(), made.Max())
		}
		if made.Median() != median {
			t.Fatalf("%+v: median %d, not %d", d, made.Median(), median)
		}
		near(t, fmt.Sprintf("%+v: mean", d), made.Mean(), mean, 1e-6)
	}
}

func TestDurationsByHand(t *testing.T) {
	// Exponential of mean 1/ln 2: half is over after each week, so 1/2, 1/4, 1/8 of 7/8 are left of weeks 1 to 3.
	halves := quantity.Duration{Family: quantity.ExponentialWeeks, Centre: quantity.Certain(1 / math.Ln2), Min: 1, Max: 3}
	made := halves.Expected()
	for week, want := range []float64{0, 4.0 / 7, 2.0 / 7, 1.0 / 7, 0} {
		near(t, fmt.Sprint("exponential, week ", week), made.Chance(week), want, 1e-12)
	}
	// Cut off below, the exponential is the same again later.
	halves.Min, halves.Max = 13, 15
	made = halves.Expected()
	for i, want := range []float64{4.0 / 7, 2.0 / 7, 1.0 / 7} {
		near(t, fmt.Sprint("exponential, week ", 13+i), made.Chance(13+i), want, 1e-9)
	}
	// The Weibull of shape 1 and median 1 is the same exponential.
	weibull := quantity.Duration{Family: quantity.WeibullWeeks, Centre: quantity.Certain(1), Spread: quantity.Certain(1), Min: 1, Max: 3}
	made = weibull.Expected()
	near(t, "Weibull, week 2", made.Chance(2), 2.0/7, 1e-12)
	// The gamma with SD = mean too.
	gamma := quantity.Duration{Family: quantity.GammaWeeks, Centre: quantity.Certain(1 / math.Ln2), Spread: quantity.Certain(1 / math.Ln2), Min: 1, Max: 3}
	made = gamma.Expected()
	near(t, "gamma, week 3", made.Chance(3), 1.0/7, 1e-9)
	// Listed: from Min on, in proportion.
	listed := quantity.Duration{Family: quantity.Listed, Min: 2, Max: 5, Chances: []float64{3, 0, 0, 1}}
	made = listed.Expected()
	for week, want := range []float64{0, 0, 0.75, 0, 0, 0.25} {
		if got := made.Chance(week); got != want {
			t.Errorf("listed, week %d: %g, not %g", week, got, want)
		}
	}
	// Only the listed and the fixed can take no time at all.
	listed = quantity.Duration{Family: quantity.Listed, Min: 0, Max: 1, Chances: []float64{1, 1}}
	if made = listed.Expected(); made.Min() != 0 {
		t.Errorf("listed from %d weeks", made.Min())
	}
}

// With a wide range the median of the whole weeks is the week in which the continuous median falls.
func TestMediansOfDurations(t *testing.T) {
	for _, c := range []struct {
		d    quantity.Duration
		want int
	}{
		{lognormal(16.4, 0.8, 1, 1040), 17},
		{lognormal(16.4, 0.8, 0, 1040), 17},
		{quantity.Duration{Family: quantity.WeibullWeeks, Centre: quantity.Certain(20.5), Spread: quantity.Certain(0.8), Min: 1, Max: 1040}, 21},
		{quantity.Duration{Family: quantity.ExponentialWeeks, Centre: quantity.Certain(30), Min: 1, Max: 1040}, 21}, // 30 ln 2 = 20.8
		// A gamma of shape 2 has its median at 1.6783 of its scale: 10 × 1.6783.
		{quantity.Duration{Family: quantity.GammaWeeks, Centre: quantity.Certain(20), Spread: quantity.Certain(20 / math.Sqrt2), Min: 1, Max: 1040}, 17},
		// Truncation moves it: of the exponential's first 26 weeks, 1 − e^(−x/30) = (1 − e^(−26/30))/2 at 10.4.
		{quantity.Duration{Family: quantity.ExponentialWeeks, Centre: quantity.Certain(30), Min: 1, Max: 26}, 11},
	} {
		made := c.d.Expected()
		if got := made.Median(); got != c.want {
			t.Errorf("%+v: median %d, not %d", c.d, got, c.want)
		}
	}
}

func TestFixedDurations(t *testing.T) {
	for _, c := range []struct {
		centre          float64
		low, high, want int
	}{{5, 1, 10, 5}, {5.4, 1, 10, 5}, {5.5, 1, 10, 6}, {0, 0, 10, 0}, {0, 1, 10, 1}, {12, 1, 10, 10}, {10.4, 1, 10, 10}} {
		d := quantity.Duration{Family: quantity.Fixed, Centre: quantity.Certain(c.centre), Min: c.low, Max: c.high}
		wantAlways(t, fmt.Sprintf("fixed %g in %d to %d", c.centre, c.low, c.high), d.Expected(), c.want)
	}
	for _, weeks := range []int{0, 1, 13, 1040} {
		d := quantity.ExactWeeks(weeks)
		if !d.IsCertain() {
			t.Errorf("exactly %d weeks is not certain", weeks)
		}
		wantAlways(t, fmt.Sprint("exactly ", weeks), d.Draw(quantity.Root(1)), weeks)
	}
}

func wantAlways(t *testing.T, what string, made quantity.Table, want int) {
	t.Helper()
	if made.Min() != want || made.Max() != want || made.Draw(0) != want || made.Draw(math.MaxUint64) != want {
		t.Errorf("%s: %d to %d, not %d", what, made.Min(), made.Max(), want)
	}
}

func TestWhereNothingIsLeftTheNearerEndIsTaken(t *testing.T) {
	duration := func(f quantity.Family, centre, spread float64, low, high int) quantity.Duration {
		return quantity.Duration{Family: f, Centre: quantity.Certain(centre), Spread: quantity.Certain(spread), Min: low, Max: high}
	}
	for _, c := range []struct {
		d    quantity.Duration
		want int
	}{
		{duration(quantity.LognormalWeeks, 2, 0.01, 13, 52), 13},
		{duration(quantity.LognormalWeeks, 500, 0.01, 13, 52), 52},
		{duration(quantity.ExponentialWeeks, 0.01, 0, 13, 52), 13},
		{duration(quantity.WeibullWeeks, 1, 5, 13, 52), 13},
		{duration(quantity.WeibullWeeks, 1000, 1e4, 13, 52), 52},
		{duration(quantity.GammaWeeks, 1, 0.05, 13, 52), 13},
		{duration(quantity.GammaWeeks, 1000, 1, 13, 52), 52},
		// Without a spread, all is in the week in which the centre falls, or at the nearer end.
		{duration(quantity.LognormalWeeks, 20.2, 0, 13, 52), 21},
		{duration(quantity.LognormalWeeks, 20, 0, 13, 52), 20},
		{duration(quantity.LognormalWeeks, 2, 0, 13, 52), 13},
		{duration(quantity.LognormalWeeks, 60, 0, 13, 52), 52},
		{duration(quantity.LognormalWeeks, 0.3, 0, 0, 52), 1},
		{duration(quantity.GammaWeeks, 20.2, 0, 13, 52), 21},
		{duration(quantity.GammaWeeks, 60, 0, 13, 52), 52},
		// An uncertain centre may come down to nothing in a draw.
		{duration(quantity.GammaWeeks, 0, 5, 1, 52), 1},
		{duration(quantity.GammaWeeks, 1e-200, 5, 1, 52), 1},
		{duration(quantity.LognormalWeeks, 0, 1, 1, 52), 1},
		{duration(quantity.ExponentialWeeks, 0, 0, 13, 52), 13},
		{duration(quantity.WeibullWeeks, 0, 1, 1, 52), 1},
	} {
		wantAlways(t, fmt.Sprintf("%+v", c.d), c.d.Expected(), c.want)
	}
}

func TestUncertainDurations(t *testing.T) {
	d := quantity.Duration{
		Name: "search", Family: quantity.LognormalWeeks, Min: 1, Max: 78,
		Centre: quantity.Gamma{Average: 16, SD: 3}, Spread: quantity.PERT{Low: 0.5, Best: 0.7, High: 1.2},
	}
	if d.IsCertain() {
		t.Error("an uncertain duration is certain")
	}
	half := d
	half.Centre = quantity.Certain(16)
	if half.IsCertain() {
		t.Error("a duration of uncertain spread is certain")
	}
	same := func(a, b quantity.Table) bool {
		for week := range 80 {
			if a.Chance(week) != b.Chance(week) {
				return false
			}
		}
		return true
	}
	if !same(d.Expected(), lognormal(16, 0.75, 1, 78).Expected()) { // (0.5 + 4 × 0.7 + 1.2) / 6 = 0.75
		t.Error("the expected law is not that of the mean parameters")
	}
	for draw := range uint64(50) {
		at := quantity.Root(14).At(draw)
		u := at.Named("search").Uniform()
		if !same(d.Draw(at), lognormal(d.Centre.Quantile(u), d.Spread.Quantile(u), 1, 78).Draw(at)) {
			t.Fatalf("draw %d: the parameters are not at one quantile", draw)
		}
	}
}
