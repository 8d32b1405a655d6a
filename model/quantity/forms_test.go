package quantity_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"

	"ipsplan/model/quantity"
)

func discrete(t *testing.T, values, weights []float64) *quantity.Discrete {
	t.Helper()
	made, err := quantity.DiscreteOf(values, weights)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func mixture(t *testing.T, parts []quantity.Law, weights ...float64) *quantity.Mixture {
	t.Helper()
	made, err := quantity.MixtureOf(parts, weights)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// mixtures are smooth ones, ones that bend, ones with gaps and ones with steps.
func mixtures(t *testing.T) map[string]*quantity.Mixture {
	return map[string]*quantity.Mixture{
		"two betas":        mixture(t, []quantity.Law{quantity.Beta{Average: 0.3, People: 40}, quantity.Beta{Average: 0.5, People: 100}}, 2, 1),
		"overlapping":      mixture(t, []quantity.Law{quantity.PERT{Low: 0.1, Best: 0.2, High: 0.4}, quantity.Triangular{Low: 0.3, Best: 0.5, High: 0.6}}, 1, 1),
		"with a gap":       mixture(t, []quantity.Law{quantity.Uniform{Low: 1, High: 2}, quantity.Uniform{Low: 5, High: 9}}, 3, 1),
		"beta and certain": mixture(t, []quantity.Law{quantity.Beta{Average: 0.5, People: 10}, quantity.Certain(0.3)}, 1, 1),
		"values and gamma": mixture(t, []quantity.Law{discrete(t, []float64{1, 3}, []float64{1, 1}), quantity.Gamma{Average: 2, SD: 1}}, 1, 2),
		"normals":          mixture(t, []quantity.Law{quantity.Normal{Average: -1, SD: 0.5}, quantity.Normal{Average: 2, SD: 0.1}, quantity.Lognormal{Median: 1, Sigma: 0.3}}, 1, 2, 3),
		"of mixtures":      mixture(t, []quantity.Law{mixture(t, []quantity.Law{quantity.Certain(-1), quantity.Uniform{Low: -2, High: 4}}, 1, 3), quantity.Truncated{Of: quantity.Normal{Average: 1, SD: 1}, Low: 0, High: 3}}, 1, 1),
		// Bends so little, between two of the points that Prepared looks at, that it takes a look at all gaps to see it.
		"a faint bend":  mixture(t, []quantity.Law{quantity.Uniform{Low: 0, High: 1}, quantity.Uniform{Low: 0.3802083333333333, High: 1}}, 1, 7.688671874999999e-07),
		"a single part": mixture(t, []quantity.Law{quantity.Gamma{Average: 3, SD: 2}, quantity.Certain(1)}, 5, 0),
	}
}

// integrals of a law over its quantiles: E[X] and the standard deviation, in pieces so that steps and bends between them matter little.
func momentsOf(d quantity.Distribution) (mean, sd float64) {
	const pieces = 2000
	integral := func(of func(x float64) float64) float64 {
		sum := 0.0
		for i := range pieces {
			from, to := float64(i)/pieces, float64(i+1)/pieces
			sum += quad.Fixed(func(v float64) float64 {
				return of(d.Quantile(v*v*(3-2*v))) * 6 * v * (1 - v) // flattens the steep ends
			}, from, to, 3, nil, 0)
		}
		return sum
	}
	mean = integral(func(x float64) float64 { return x })
	return mean, math.Sqrt(integral(func(x float64) float64 { return (x - mean) * (x - mean) }))
}

func TestMomentsOfForms(t *testing.T) {
	const none = -1
	laws := []struct {
		quantity.Distribution
		sd float64 // none where it is not known in closed form
	}{
		{quantity.Normal{Average: -0.3, SD: 0.12}, 0.12},
		{quantity.Uniform{Low: -1, High: 5}, 6 / math.Sqrt(12)},
		// (a² + b² + c² − ab − ac − bc)/18 with 1, 2 and 7: (54 − 2 − 7 − 14)/18.
		{quantity.Triangular{Low: 1, Best: 2, High: 7}, math.Sqrt(31.0 / 18)},
		{quantity.Triangular{Low: 2, Best: 2, High: 4}, math.Sqrt(4.0 / 18)},
		{quantity.LognormalOf(0.4, 0.3), 0.3},
		{quantity.LognormalBetween(0.1, 0.7), none},
		{quantity.GammaBetween(0.1, 0.7), none},
		{quantity.NormalBetween(0.1, 0.7), 0.6 / (2 * quantity.NormalP90)},
		{quantity.Truncate(quantity.Normal{Average: 0.3, SD: 0.1}, 0, 1), none},
		{quantity.Truncated{Of: quantity.Normal{Average: 0.2, SD: 0.3}, Low: 0, High: 0.5}, none},
		{quantity.Truncated{Of: quantity.Gamma{Average: 2, SD: 1.2}, Low: 0.5, High: 3}, none},
		{quantity.Truncated{Of: quantity.Lognormal{Median: 2, Sigma: 0.6}, Low: 0, High: 3}, none},
		{quantity.Truncated{Of: quantity.Beta{Average: 0.6, People: 5}, Low: 0.1, High: 0.9}, none},
		{discrete(t, []float64{3, 1, 2}, []float64{1, 2, 1}), math.Sqrt(0.6875)}, // 1.75² = 3.0625 of 3.75
	}
	for _, m := range mixtures(t) {
		laws = append(laws, struct {
			quantity.Distribution
			sd float64
		}{m, none})
	}
	for _, law := range laws {
		mean, sd := momentsOf(law)
		if math.Abs(mean-law.Mean()) > 2e-4*max(sd, 1e-9) {
			t.Errorf("%#v: mean %.9g, by integration %.9g", law.Distribution, law.Mean(), mean)
		}
		if law.sd != none && math.Abs(sd-law.sd) > 1e-3*law.sd {
			t.Errorf("%#v: sd %.9g, by integration %.9g", law.Distribution, law.sd, sd)
		}
	}
}

// A normal cut at 0 and at 2, one standard deviation from its mean, has a mean of 1; cut at its own mean from below, one of μ + σ √(2/π).
func TestMeansOfTruncatedLawsByHand(t *testing.T) {
	near(t, "cut evenly", quantity.Truncated{Of: quantity.Normal{Average: 1, SD: 1}, Low: 0, High: 2}.Mean(), 1, 1e-14)
	near(t, "half normal", quantity.Truncated{Of: quantity.Normal{Average: 1, SD: 3}, Low: 1, High: 1e9}.Mean(), 1+3*math.Sqrt(2/math.Pi), 1e-12)
	// What is left of an exponential of mean 5 above 4 has a mean of 9.
	near(t, "exponential", quantity.Truncated{Of: quantity.Gamma{Average: 5, SD: 5}, Low: 4, High: math.Inf(1)}.Mean(), 9, 1e-12)
	// Of x² on 0 to 1, which is a beta with α = 3, β = 1, what lies below 1/2 has the mean (3/4 × 1/16) / (1/8).
	near(t, "beta 3, 1", quantity.Truncated{Of: quantity.Beta{Average: 0.75, People: 4}, Low: 0, High: 0.5}.Mean(), 3.0/8, 1e-12)
	whole := quantity.Normal{Average: 0.5, SD: 0.01}
	if got := quantity.Truncate(whole, 0, 1); got != whole {
		t.Errorf("nothing to cut off, and yet %#v", got)
	}
}

// The 10th and 90th percentiles of χ² with 4 degrees of freedom are 1.063623 and 7.779440 (Abramowitz & Stegun, table 26.8): a gamma of mean 4
// and standard deviation √8.
func TestGammaBetweenPercentilesOfATable(t *testing.T) {
	g := quantity.GammaBetween(1.063623, 7.779440)
	near(t, "mean", g.Average, 4, 1e-6)
	near(t, "sd", g.SD, math.Sqrt(8), 1e-6)
}

func TestPercentilesComeOutAsTheyWentIn(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for i := range 400 {
		p10 := math.Exp(10*random.Float64() - 6)
		ratio := 1 + math.Exp(16*random.Float64()-9)
		switch i {
		case 0:
			ratio = 1000
		case 1:
			ratio = 1.0001
		}
		p90 := p10 * min(max(ratio, 1.0001), 1000)
		for name, law := range map[string]quantity.Distribution{
			"normal": quantity.NormalBetween(p10, p90), "lognormal": quantity.LognormalBetween(p10, p90), "gamma": quantity.GammaBetween(p10, p90),
		} {
			spread := p90 - p10
			for u, want := range map[float64]float64{0.1: p10, 0.9: p90} {
				if got := law.Quantile(u); math.Abs(got-want) > 1e-8*spread+1e-12*want && !(name == "gamma" && math.Abs(got-want) < 1e-5*spread && ratio < 1.001) {
					t.Fatalf("%s between %g and %g: %.12g at %g (off by %.3g of the spread)", name, p10, p90, got, u, math.Abs(got-want)/spread)
				}
			}
		}
	}
	if g := quantity.GammaBetween(3, 3); g != (quantity.Gamma{Average: 3}) {
		t.Errorf("of equal percentiles: %#v", g)
	}
}

// Quantiles of the uniform and triangular laws by hand, and of 2, 3 and 7 with weights 1, 2 and 1.
func TestQuantilesByHand(t *testing.T) {
	for _, c := range []struct {
		d       quantity.Distribution
		u, want float64
	}{
		{quantity.Uniform{Low: -2, High: 6}, 0.25, 0},
		{quantity.Triangular{Low: 0, Best: 2, High: 4}, 0.125, 1}, // 1²/(4 × 2)
		{quantity.Triangular{Low: 0, Best: 2, High: 4}, 0.5, 2},
		{quantity.Triangular{Low: 0, Best: 2, High: 4}, 0.875, 3},
		{quantity.Triangular{Low: 1, Best: 1, High: 3}, 0.75, 2}, // 1 − (3 − 2)²/(2 × 2)
		{quantity.Triangular{Low: 1, Best: 3, High: 3}, 0.25, 2},
		{discrete(t, []float64{7, 2, 3}, []float64{1, 1, 2}), 0.25, 2},
		{discrete(t, []float64{7, 2, 3}, []float64{1, 1, 2}), 0.2500001, 3},
		{discrete(t, []float64{7, 2, 3}, []float64{1, 1, 2}), 0.75, 3},
		{discrete(t, []float64{7, 2, 3}, []float64{1, 1, 2}), 0.7500001, 7},
		{discrete(t, []float64{5, 1}, []float64{1, 0}), 0x1p-53, 5},
		{quantity.Normal{Average: 10, SD: 2}, 0.975, 10 + 2*1.959963984540054},
		{quantity.LognormalOf(1, 1), 0.5, 1 / math.Sqrt2},
	} {
		near(t, fmt.Sprintf("%#v at %g", c.d, c.u), c.d.Quantile(c.u), c.want, 1e-14)
	}
}

// Where a law has no step, F(Q(u)) is u; everywhere Q(u) is the smallest number with F(Q(u)) ≥ u.
func TestLawsInvertTheirQuantiles(t *testing.T) {
	laws := map[string]quantity.Law{
		"certain":    quantity.Certain(0.3),
		"beta":       quantity.Beta{Average: 0.3, People: 15},
		"PERT":       quantity.PERT{Low: -1, Best: 2, High: 4},
		"lognormal":  quantity.Lognormal{Median: 2, Sigma: 0.7},
		"gamma":      quantity.Gamma{Average: 2, SD: 1.1},
		"normal":     quantity.Normal{Average: 2, SD: 1.1},
		"uniform":    quantity.Uniform{Low: 2, High: 5},
		"triangular": quantity.Triangular{Low: 2, Best: 3, High: 5},
		"truncated":  quantity.Truncated{Of: quantity.Normal{Average: 2, SD: 3}, Low: 0, High: 4},
		"values":     discrete(t, []float64{1, 2, 4}, []float64{1, 1, 3}),
	}
	for name, m := range mixtures(t) {
		laws["mixture "+name] = m
	}
	for name, law := range laws {
		for k := 1; k < 400; k++ {
			u := (float64(k) + 0.37) / 401
			x := law.Quantile(u)
			step := 1e-9 * max(1, math.Abs(x))
			if below, above := law.CDF(x-step), law.CDF(x+step); below > u+1e-9 || above < u-1e-9 {
				t.Fatalf("%s: %g at %g, but the law is %g below and %g above", name, x, u, below, above)
			}
		}
		if low, high := law.CDF(-1e9), law.CDF(1e9); low != 0 || math.Abs(high-1) > 1e-15 {
			t.Errorf("%s: %g far below and %g far above", name, low, high)
		}
	}
}

func TestMixtureQuantilesNeverFall(t *testing.T) {
	for name, m := range mixtures(t) {
		prepared := new(quantity.Preparer).Prepare(m)
		scale := max(math.Abs(m.Quantile(0.25)), math.Abs(m.Quantile(0.75)))
		previous, before := math.Inf(-1), math.Inf(-1)
		for k := 1; k < 1<<12; k++ {
			for _, u := range []float64{float64(k) / (1 << 12), math.Nextafter(float64(k)/(1<<12), 1)} {
				x, fast := m.Quantile(u), prepared.Quantile(u)
				if x < previous {
					t.Fatalf("%s at %.17g: %.17g after %.17g", name, u, x, previous)
				}
				if fast < before-1e-13*math.Abs(before) {
					t.Fatalf("%s, prepared, at %.17g: %.17g after %.17g", name, u, fast, before)
				}
				if math.Abs(x-fast) > quantity.PreparedError*scale {
					t.Fatalf("%s at %.17g: %.17g, prepared %.17g", name, u, x, fast)
				}
				previous, before = x, fast
			}
		}
	}
}

func TestMixturesByHand(t *testing.T) {
	m := mixture(t, []quantity.Law{quantity.Certain(0.3), quantity.Certain(0.7), quantity.Uniform{Low: 0, High: 1}}, 1, 1, 2)
	// F is x/2 up to 0.3, where it steps by 1/4, and again at 0.7: 0.15 → 0.4, 0.6 → 0.85.
	for u, want := range map[float64]float64{0.1: 0.2, 0.15: 0.3, 0.2: 0.3, 0.399: 0.3, 0.5: 0.5, 0.6: 0.7, 0.8: 0.7, 0.95: 0.9} {
		near(t, fmt.Sprint("at ", u), m.Quantile(u), want, 1e-12)
	}
	for _, u := range []float64{0.2, 0.3, 0.65, 0.8} { // steps come out as they went in
		if x := m.Quantile(u); x != 0.3 && x != 0.7 {
			t.Errorf("%.17g at %g", x, u)
		}
	}
	near(t, "mean", m.Mean(), 0.5, 1e-15)
	// The smallest number that is reached with probability u, also where the law steps just to u.
	if x := mixture(t, []quantity.Law{quantity.Certain(0), quantity.Certain(1), quantity.Certain(2)}, 1, 1, 2).Quantile(0.5); x != 1 {
		t.Errorf("%g at one half", x)
	}
	alone := mixture(t, []quantity.Law{quantity.Gamma{Average: 3, SD: 2}, quantity.Gamma{Average: 3, SD: 2}}, 1, 5)
	for _, u := range []float64{0.001, 0.1, 0.5, 0.9, 0.999} {
		near(t, fmt.Sprint("of one law twice at ", u), alone.Quantile(u), quantity.Gamma{Average: 3, SD: 2}.Quantile(u), 1e-11)
	}
}

func TestWeightsThatCannotBe(t *testing.T) {
	one := []quantity.Law{quantity.Certain(1)}
	for _, weights := range [][]float64{{}, {0}, {-1}, {math.NaN()}, {math.Inf(1)}} {
		if _, err := quantity.MixtureOf(one[:len(weights)], weights); err == nil {
			t.Errorf("a mixture of weights %v", weights)
		}
		if _, err := quantity.DiscreteOf(make([]float64, len(weights)), weights); err == nil {
			t.Errorf("values of weights %v", weights)
		}
	}
	if _, err := quantity.DiscreteOf([]float64{1, 2}, []float64{1}); err == nil {
		t.Error("two values with one weight")
	}
}

// With no spread, each form is certain.
func TestFormsWithoutSpread(t *testing.T) {
	for _, law := range []quantity.Law{
		quantity.Normal{Average: 2},
		quantity.Uniform{Low: 2, High: 2},
		quantity.Triangular{Low: 2, Best: 2, High: 2},
		quantity.LognormalOf(2, 0),
		discrete(t, []float64{2}, []float64{5}), mixture(t, []quantity.Law{quantity.Certain(2)}, 1),
		quantity.Gamma{Average: 2},
		quantity.PERT{Low: 2, Best: 2, High: 2},
		quantity.Lognormal{Median: 2},
	} {
		for _, u := range uniforms {
			if got := law.Quantile(u); got != 2 || law.Mean() != 2 || law.CDF(2) != 1 || law.CDF(math.Nextafter(2, 0)) != 0 {
				t.Errorf("%#v: %g at %g, mean %g", law, got, u, law.Mean())
			}
		}
	}
	if below := (quantity.Normal{Average: 2}).Below(2); below != 2 {
		t.Errorf("a certain normal contributes %g to its mean", below)
	}
}
