package quantity_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"ipsplan/model/quantity"
)

// exponential is an uncertain exponential duration of 1 week or more, whose mean is drawn from as wide a range as there is.
func exponential(random *rand.Rand) *quantity.Duration {
	low := math.Exp(7*random.Float64() - 1)
	from := random.IntN(20)
	return &quantity.Duration{
		Name: "weeks", Family: quantity.ExponentialWeeks, Centre: quantity.Uniform{Low: low, High: 3 * low}, Min: from, Max: from + int(math.Exp(7.2*random.Float64())),
	}
}

// Few weeks are drawn as many are, and both as from the table: also where the number changes, and at the ends.
func TestWeeksAreThoseOfTheTable(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 9))
	for draw := range uint64(400) {
		d, at := exponential(random), quantity.Root(draw)
		table := d.Draw(at)
		var many quantity.Weeks
		many.SetDrawn(d, at, false)
		check := func(half uint64) {
			bits := half<<32 | random.Uint64N(1<<32)
			want := table.DrawHalf(bits)
			var few quantity.Weeks // anew, as it makes its table when a number is too near to tell
			few.SetDrawn(d, at, true)
			if got := few.DrawHalf(bits); got != want {
				t.Fatalf("%+v, half %x: few weeks are %d, not %d", d, half, got, want)
			}
			if got := many.DrawHalf(bits); got != want {
				t.Fatalf("%+v, half %x: many weeks are %d, not %d", d, half, got, want)
			}
		}
		for _, half := range []uint64{0, 1, 2, math.MaxUint32 - 1, math.MaxUint32} {
			check(half)
		}
		for range 200 {
			check(random.Uint64N(1 << 32))
			check(math.MaxUint32 - random.Uint64N(1<<32)>>random.IntN(32)) // where little is left
		}
		reached := 0.0
		for n := table.Min(); n < table.Max(); n++ { // around the edges
			reached += table.Chance(n)
			edge := uint64(min(reached, 1) * math.MaxUint32)
			for half := max(edge, 2) - 2; half <= min(edge+2, math.MaxUint32); half++ {
				check(half)
			}
		}
	}
}

// Whatever else is asked of few weeks is the table's answer, before anything is drawn and after.
func TestWeeksAnswerAsTheTable(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	var weeks quantity.Weeks // with the storage, and the state, of the law before
	for draw := range uint64(200) {
		d, at := exponential(random), quantity.Root(draw)
		if draw%10 == 1 { // e^-745 is no number above 0 any more: the table ends there
			d.Centre, d.Min, d.Max = quantity.Uniform{Low: 1, High: 1.2}, 1, 1000
		}
		table, bits := d.Draw(at), random.Uint64()
		weeks.SetDrawn(d, at, draw%5 > 0)
		if got, want := weeks.Max(), table.Max(); got != want {
			t.Fatalf("%+v: at most %d, not %d", d, got, want)
		}
		if draw%2 == 0 {
			if got, want := weeks.Draw(bits), table.Draw(bits); got != want {
				t.Fatalf("%+v, bits %x: %d, not %d", d, bits, got, want)
			}
		}
		if got, want := weeks.DrawHalf(bits), table.DrawHalf(bits); got != want {
			t.Fatalf("%+v, half of bits %x: %d, not %d", d, bits, got, want)
		}
		if got, want := weeks.Table().Mean(), table.Mean(); got != want {
			t.Fatalf("%+v: mean %g, not %g", d, got, want)
		}
	}
}

// Weeks that are the same in every draw, and of other families, have their table.
func TestWeeksOfOtherFamilies(t *testing.T) {
	var weeks quantity.Weeks
	if weeks.IsSet() {
		t.Error("there is a law before one is given")
	}
	d := quantity.Duration{Name: "weeks", Family: quantity.LognormalWeeks, Centre: quantity.Uniform{Low: 8, High: 30}, Spread: quantity.Certain(0.8), Min: 1, Max: 78}
	weeks.SetExpected(&d)
	if got, want := weeks.Table().Mean(), d.Expected(); !weeks.IsSet() || got != want.Mean() {
		t.Errorf("mean %g, not %g", got, want.Mean())
	}
	weeks.SetDrawn(&d, quantity.Root(1), true)
	if got, want := weeks.Table().Mean(), d.Draw(quantity.Root(1)); got != want.Mean() {
		t.Errorf("mean %g, not %g", got, want.Mean())
	}
}
