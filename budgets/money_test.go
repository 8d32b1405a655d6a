package budgets_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"ipsplan/budgets"
)

func TestQuarterSplitsByDifferencesOfCumulativeRounding(t *testing.T) {
	for _, c := range []struct {
		year budgets.Cents
		want [4]budgets.Cents
	}{
		{100, [4]budgets.Cents{25, 25, 25, 25}},
		// Cumulative quarters of 101: 25.25, 50.5, 75.75, 101; rounded 25, 51, 76, 101; differences 25, 26, 25, 25.
		{101, [4]budgets.Cents{25, 26, 25, 25}},
		// 102: 25.5, 51, 76.5, 102; rounded 26, 51, 77, 102.
		{102, [4]budgets.Cents{26, 25, 26, 25}},
		// 103: 25.75, 51.5, 77.25, 103; rounded 26, 52, 77, 103.
		{103, [4]budgets.Cents{26, 26, 25, 26}},
		// 1: 0.25, 0.5, 0.75, 1; rounded 0, 1, 1, 1: the half goes away from zero.
		{1, [4]budgets.Cents{0, 1, 0, 0}},
		// 2: 0.5, 1, 1.5, 2; rounded 1, 1, 2, 2.
		{2, [4]budgets.Cents{1, 0, 1, 0}},
		{0, [4]budgets.Cents{}},
		// −1 and −103 mirror 1 and 103, since halves go away from zero on both sides.
		{-1, [4]budgets.Cents{0, -1, 0, 0}},
		{-103, [4]budgets.Cents{-26, -26, -25, -26}},
		// 1,276,811.00 a year: cumulative 319,202.75, 638,405.50, 957,608.25, all whole cents.
		{127681100, [4]budgets.Cents{31920275, 31920275, 31920275, 31920275}},
	} {
		for q, want := range c.want {
			if got := c.year.Quarter(q); got != want {
				t.Errorf("quarter %d of %d cents: %d, not %d", q, c.year, got, want)
			}
		}
	}
}

func TestQuartersAddUpToTheYear(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for range 20000 {
		// Up to the largest amount that counts as exact.
		year := budgets.Cents(random.Int64N(1<<52)) >> random.IntN(52)
		if random.IntN(2) == 0 {
			year = -year
		}
		sum := budgets.Cents(0)
		for q := range 4 {
			part := year.Quarter(q)
			sum += part
			if off := 4*part - year; off < -4 || off > 4 {
				t.Fatalf("quarter %d of %d cents is %d, more than a cent from a quarter", q, year, part)
			}
		}
		if sum != year {
			t.Fatalf("quarters of %d cents add up to %d", year, sum)
		}
	}
}

func TestScaleRoundsHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct {
		cents  budgets.Cents
		factor float64
		want   budgets.Cents
	}{
		{127681100, 12.0 / 12, 127681100}, // the published size gives the published amount
		{127681100, 9.0 / 12, 95760825},   // 1,276,811 × 0.75 = 957,608.25
		{1000, 1.0 / 3, 333},
		{2000, 1.0 / 3, 667},
		{5, 0.5, 3},   // 2.5
		{-5, 0.5, -3}, // −2.5
		{7, 0, 0},
		{7, 1e-9, 0},
	} {
		if got := c.cents.Scale(c.factor); got != c.want {
			t.Errorf("%d × %g: %d, not %d", c.cents, c.factor, got, c.want)
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
