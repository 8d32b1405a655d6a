package budgets_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"ipsplan/budgets"
)

func TestRoundToTheNearestCent(t *testing.T) {
	for _, c := range []struct {
		exact float64
		want  budgets.Cents
	}{
		{0, 0},
		{2.5, 3},
		{-2.5, -3},
		{2.4999999, 3},   // a ten-millionth below a half counts as the half
		{-2.4999999, -3}, // on both sides
		{2.49999, 2},     // a hundred-thousandth below does not
		{-2.49999, -2},
		{0.15 * 127681110, 19152167}, // 19,152,166.5, which a float64 makes 19152166.499999996
		{1000.0 / 3, 333},
		{2000.0 / 3, 667},
		{1e15, 1e15},
	} {
		if got := budgets.Round(c.exact); got != c.want {
			t.Errorf("%v cents: %d, not %d", c.exact, got, c.want)
		}
	}
}

func TestCentsOfAndBack(t *testing.T) {
	for _, c := range []struct {
		amount float64
		want   budgets.Cents
	}{{0, 0}, {1276811, 127681100}, {0.29, 29}, {4.35, 435}, {1.125, 113}, {-1.125, -113}, {0.004, 0}, {-0.01, -1}, {1e12, 1e14}} {
		if got := budgets.CentsOf(c.amount); got != c.want {
			t.Errorf("%v is %d cents, not %d", c.amount, got, c.want)
		}
	}
	random := rand.New(rand.NewPCG(2, 1))
	for range 20000 {
		cents := budgets.Cents(random.Int64N(1<<52)-1<<51) >> random.IntN(52)
		if got := budgets.CentsOf(cents.Amount()); got != cents {
			t.Fatalf("%d cents came back as %d", cents, got)
		}
	}
}

func TestIsWholeCents(t *testing.T) {
	for _, amount := range []float64{0, 0.1, 0.29, 4.35, 1.15, -2.5, 1276811, 999999999.99, 20e12} {
		if !budgets.IsWholeCents(amount) {
			t.Errorf("%v has at most two decimals", amount)
		}
	}
	for _, amount := range []float64{
		0.001, 1.005, -0.125, 1.0 / 3, 1276811.004, 500000.005, 99999999.999, // however large, a third decimal is one
		3e13, math.Inf(1), math.Inf(-1), math.NaN(), // not exact in hundredths
	} {
		if budgets.IsWholeCents(amount) {
			t.Errorf("%v is not a whole number of cents that is exact", amount)
		}
	}
	random := rand.New(rand.NewPCG(3, 1))
	for range 20000 {
		cents := budgets.Cents(random.Int64N(1<<51)) >> random.IntN(52)
		if !budgets.IsWholeCents(cents.Amount()) {
			t.Fatalf("%v has two decimals", cents.Amount())
		}
		// Half a cent more is seen wherever a float64 can hold it.
		if cents < 1<<50 && budgets.IsWholeCents((float64(cents)+0.5)/100) {
			t.Fatalf("%v has three decimals", (float64(cents)+0.5)/100)
		}
	}
}
