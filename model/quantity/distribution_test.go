package quantity_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mathext"

	"ipsplan/model/quantity"
)

func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if !(math.Abs(got-want) <= relative*max(math.Abs(want), 1e-12)) {
		t.Errorf("%s: %.15g, not %.15g", what, got, want)
	}
}

var uniforms = []float64{
	0x1p-53, 1e-12, 1e-9, 1e-6, 1e-4, 0.001, 0.01, 0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.95, 0.99, 0.999, 1 - 1e-4, 1 - 1e-6, 1 - 1e-9, 1 - 1e-12, 1 - 0x1p-53,
}

func TestQuantilesInClosedForm(t *testing.T) {
	for _, u := range uniforms {
		if u > 1-1e-11 {
			continue // the last float64 below 1 says too little of how far the upper tail reaches
		}
		at := func(name string) string { return fmt.Sprintf("%s at %g", name, u) }
		// Beta with β = 1 has F(x) = x^α; with α = 1, F(x) = 1 − (1 − x)^β; with α = β = 2, F(x) = 3x² − 2x³.
		near(t, at("beta 3, 1"), quantity.Beta{Average: 0.75, People: 4}.Quantile(u), math.Pow(u, 1.0/3), 1e-12)
		near(t, at("beta 1, 4"), quantity.Beta{Average: 0.2, People: 5}.Quantile(u), -math.Expm1(math.Log1p(-u)/4), 1e-9)
		near(t, at("beta 1, 1"), quantity.Beta{Average: 0.5, People: 2}.Quantile(u), u, 1e-12)
		x := quantity.Beta{Average: 0.5, People: 4}.Quantile(u)
		near(t, at("F of beta 2, 2"), x*x*(3-2*x), u, 1e-9)
		// The PERT of 10, 10, 22 is 10 + 12 times a beta with α = 1, β = 5; that of 10, 22, 22 with α = 5, β = 1.
		near(t, at("PERT, best lowest"), quantity.PERT{Low: 10, Best: 10, High: 22}.Quantile(u), 10-12*math.Expm1(math.Log1p(-u)/5), 1e-9)
		near(t, at("PERT, best highest"), quantity.PERT{Low: 10, Best: 22, High: 22}.Quantile(u), 10+12*math.Pow(u, 0.2), 1e-12)
		// The gamma with SD = mean is exponential.
		near(t, at("gamma, exponential"), quantity.Gamma{Average: 7, SD: 7}.Quantile(u), -7*math.Log1p(-u), 1e-9)
		// With SD = mean/√2 it is a sum of two exponentials: F(x) = 1 − e^−y (1 + y), y = 2x/mean.
		y := 2 * quantity.Gamma{Average: 7, SD: 7 / math.Sqrt2}.Quantile(u) / 7
		if u > 1e-6 { // the formula cancels below
			near(t, at("F of gamma, two exponentials"), 1-math.Exp(-y)*(1+y), u, 1e-9)
		}
		z := math.Log(quantity.Lognormal{Median: 12, Sigma: 0.7}.Quantile(u)/12) / 0.7
		near(t, at("F of lognormal"), 0.5*math.Erfc(-z/math.Sqrt2), u, 1e-9)
	}
}

// Values from printed tables: the normal quantiles 1.2816, 1.6449, 1.9600 and the χ² quantiles of Abramowitz & Stegun,
// table 26.8: with n degrees of freedom χ² is a gamma of mean n and SD √(2n).
func TestQuantilesOfTables(t *testing.T) {
	for u, z := range map[float64]float64{0.9: 1.281552, 0.95: 1.644854, 0.975: 1.959964, 0.025: -1.959964} {
		near(t, fmt.Sprint("normal at ", u), math.Log(quantity.Lognormal{Median: 1, Sigma: 1}.Quantile(u)), z, 1e-6)
	}
	near(t, "χ², 5, 0.95", quantity.Gamma{Average: 5, SD: math.Sqrt(10)}.Quantile(0.95), 11.0705, 1e-5)
	near(t, "χ², 10, 0.05", quantity.Gamma{Average: 10, SD: math.Sqrt(20)}.Quantile(0.05), 3.94030, 1e-5)
	near(t, "χ², 1, 0.99", quantity.Gamma{Average: 1, SD: math.Sqrt2}.Quantile(0.99), 6.63490, 1e-5)
	near(t, "P90", math.Erfc(-quantity.NormalP90/math.Sqrt2)/2, 0.9, 1e-15)
	near(t, "sigma from a 90th percentile", quantity.Lognormal{Median: 16, Sigma: quantity.SigmaFromP90(16, 40)}.Quantile(0.9), 40, 1e-12)
	if got := quantity.SigmaFromP90(16, 16); got != 0 {
		t.Errorf("sigma of a median that is the 90th percentile: %g", got)
	}
}

func TestMeansByHand(t *testing.T) {
	for _, c := range []struct {
		d    quantity.Distribution
		want float64
	}{
		{quantity.Certain(-3.5), -3.5},
		{quantity.Beta{Average: 0.37, People: 52}, 0.37},
		{quantity.PERT{Low: 1, Best: 2, High: 9}, 3},                     // (1 + 8 + 9) / 6
		{quantity.Lognormal{Median: 10, Sigma: 0.5}, 11.331484530668263}, // 10 e^0.125
		{quantity.Gamma{Average: 1.2, SD: 0.4}, 1.2},
	} {
		near(t, fmt.Sprintf("mean of %#v", c.d), c.d.Mean(), c.want, 1e-14)
	}
}

// The beta about which People is "as well as from observing" has the variance m(1 − m)/(People + 1); the gamma its SD.
func TestMeanAndSDAreThoseOfTheQuantiles(t *testing.T) {
	betaSD := func(b quantity.Beta) float64 { return math.Sqrt(b.Average * (1 - b.Average) / (b.People + 1)) }
	b, c := quantity.Beta{Average: 0.4, People: 140}, quantity.Beta{Average: 0.05, People: 20}
	pert := quantity.PERT{Low: 0.1, Best: 0.5, High: 0.7}
	for _, d := range []struct {
		quantity.Distribution
		sd float64
	}{
		{b, betaSD(b)},
		{c, betaSD(c)},
		// α = 1 + 4 × 0.4/0.6 = 11/3, β = 7/3, so the variance is 0.36 αβ / (36 × 7).
		{pert, 0.6 * math.Sqrt(77.0/9/(36*7))},
		{quantity.Gamma{Average: 1, SD: 0.2}, 0.2},
		{quantity.Gamma{Average: 30, SD: 15}, 15},
		{quantity.Lognormal{Median: 5, Sigma: 0.4}, 5 * math.Exp(0.08) * math.Sqrt(math.Expm1(0.16))},
	} {
		// With u = 3v² − 2v³ the steep ends of the quantile function flatten out.
		moment := func(power float64) float64 {
			return quad.Fixed(func(v float64) float64 {
				return math.Pow(d.Quantile(v*v*(3-2*v))-d.Mean(), power) * 6 * v * (1 - v)
			}, 0, 1, 400, nil, 0)
		}
		near(t, fmt.Sprintf("mean of %#v less the integral", d.Distribution), d.Mean()+moment(1), d.Mean(), 1e-5)
		near(t, fmt.Sprintf("SD of %#v", d.Distribution), math.Sqrt(moment(2)), d.sd, 1e-3)
	}
}

func TestQuantilesNeverFallAndInvertTheLaw(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		average, people := random.Float64(), math.Exp(random.Float64()*14-0.7)
		low := random.NormFloat64()
		best := low + random.Float64()
		laws := []struct {
			quantity.Distribution
			lowest, highest float64
			below           func(x float64) float64
		}{
			{quantity.Beta{Average: average, People: people}, 0, 1, func(x float64) float64 { return mathext.RegIncBeta(average*people, (1-average)*people, x) }},
			{quantity.PERT{Low: low, Best: best, High: best + random.Float64()}, low, best + 1, nil},
			{quantity.Lognormal{Median: people, Sigma: 2 * average}, 0, math.Inf(1), nil},
			{quantity.Gamma{Average: people, SD: people * 1.5 * average}, 0, math.Inf(1), func(x float64) float64 {
				shape := 1 / (2.25 * average * average)
				return mathext.GammaIncReg(shape, shape*x/people)
			}},
		}
		for _, law := range laws {
			previous := math.Inf(-1)
			for _, u := range uniforms {
				x := law.Quantile(u)
				// The far end of the beta is computed to about 1e-14 only.
				if !(x >= previous-1e-13*math.Abs(previous)) || x < law.lowest || x > law.highest {
					t.Fatalf("%#v at %g: %.17g after %.17g", law.Distribution, u, x, previous)
				}
				previous = x
				// Where a beta crowds at 1, a float64 cannot tell the quantiles apart; what is next to 0 is as good as 0.
				if law.below != nil && u > 1e-10 && u < 1-1e-10 && (law.highest > 1 || x < 1-1e-9) && x > 1e-12*law.Mean() {
					if got := law.below(x); math.Abs(got-u) > 1e-6*min(u, 1-u) {
						t.Fatalf("%#v at %g: %g, of which the law says %g", law.Distribution, u, x, got)
					}
				}
			}
		}
	}
}

func TestWhatIsCertainDoesNotVary(t *testing.T) {
	for _, c := range []struct {
		d    quantity.Distribution
		want float64
	}{
		{quantity.Certain(2.5), 2.5},
		{quantity.Beta{Average: 0, People: 30}, 0},
		{quantity.Beta{Average: 1, People: 30}, 1},
		{quantity.PERT{Low: 4, Best: 4, High: 4}, 4},
		{quantity.Lognormal{Median: 9, Sigma: 0}, 9},
		{quantity.Gamma{Average: 1.5, SD: 0}, 1.5},
	} {
		for _, u := range uniforms {
			if got := c.d.Quantile(u); got != c.want || c.d.Mean() != c.want {
				t.Errorf("%#v: %g at %g, mean %g", c.d, got, u, c.d.Mean())
			}
		}
	}
}

func TestZeroQuantityIsACertainZero(t *testing.T) {
	var q quantity.Quantity
	if q.Mean() != 0 || q.Quantile(0.9) != 0 || q.Draw(quantity.Root(1)) != 0 {
		t.Errorf("mean %g, quantile %g, draw %g", q.Mean(), q.Quantile(0.9), q.Draw(quantity.Root(1)))
	}
	x := quantity.Exactly(3.25)
	if x.Mean() != 3.25 || x.Quantile(0.1) != 3.25 || x.Draw(quantity.Root(1)) != 3.25 {
		t.Errorf("exactly 3.25: mean %g, quantile %g, draw %g", x.Mean(), x.Quantile(0.1), x.Draw(quantity.Root(1)))
	}
}

func TestQuantitiesOfOneNameMoveTogether(t *testing.T) {
	rate := quantity.Quantity{Name: "rate", Distribution: quantity.Beta{Average: 0.5, People: 2}} // its value is u itself
	same := quantity.Quantity{Name: "rate", Distribution: quantity.Gamma{Average: 3, SD: 3}}
	other := quantity.Quantity{Name: "other", Distribution: quantity.Beta{Average: 0.5, People: 2}}
	var x, y []float64
	for draw := range uint64(5000) {
		at := quantity.Root(5).At(draw)
		u := rate.Draw(at)
		near(t, "draw", u, at.Named("rate").Uniform(), 1e-12)
		near(t, "draw of the same name", same.Draw(at), -3*math.Log1p(-u), 1e-9)
		x, y = append(x, u), append(y, other.Draw(at))
	}
	if r := correlation(x, y); math.Abs(r) > 5/math.Sqrt(5000) {
		t.Errorf("quantities of two names have a correlation of %g", r)
	}
}

func TestSeriesStandsAtOneQuantile(t *testing.T) {
	rising := quantity.Beta{Average: 0.6, People: 50}
	s := quantity.Series{Name: "rates", Years: []quantity.Distribution{
		quantity.Beta{Average: 0.5, People: 50},
		rising, rising, quantity.Certain(0.3),
		quantity.PERT{Low: 0.1, Best: 0.2, High: 0.4},
		listed{0.2, 0.7},
		listed{0.2, 0.7},
		wrapped{listed{0.1}},
		wrapped{listed{0.1}},
	}}
	into, means := make([]float64, len(s.Years)), make([]float64, len(s.Years))
	s.Means(means)
	for y, d := range s.Years {
		if means[y] != d.Mean() {
			t.Errorf("year %d: mean %g, not %g", y, means[y], d.Mean())
		}
	}
	for draw := range uint64(200) {
		at := quantity.Root(6).At(draw)
		s.Draw(at, into)
		one := quantity.Quantity{Name: "rates", Distribution: rising}
		if into[1] != one.Draw(at) {
			t.Fatalf("draw %d: a series and a quantity of one name are at different quantiles", draw)
		}
		for y, d := range s.Years {
			if want := d.Quantile(at.Named("rates").Uniform()); into[y] != want {
				t.Fatalf("draw %d, year %d: %g, not %g", draw, y, into[y], want)
			}
		}
	}
}

// listed and wrapped are distributions that == cannot compare.
type listed []float64

func (l listed) Mean() float64              { return l[0] }
func (l listed) Quantile(u float64) float64 { return l[int(u*float64(len(l)))] }

type wrapped struct{ quantity.Distribution }

func correlation(x, y []float64) float64 {
	n := float64(len(x))
	var sx, sy, sxx, syy, sxy float64
	for i := range x {
		sx, sy = sx+x[i], sy+y[i]
		sxx, syy, sxy = sxx+x[i]*x[i], syy+y[i]*y[i], sxy+x[i]*y[i]
	}
	return (sxy - sx*sy/n) / math.Sqrt((sxx-sx*sx/n)*(syy-sy*sy/n))
}
