package budgets

import "math"

// Cents is an amount of money in hundredths of the plan's currency.
type Cents int64

// CentsOf rounds an amount in whole currency to the nearest cent, half away from zero.
func CentsOf(amount float64) Cents { return Cents(math.Round(amount * 100)) }

// Amount is the money in whole currency.
func (c Cents) Amount() float64 { return float64(c) / 100 }

// Scale multiplies by a factor and rounds to the nearest cent, half away from zero.
func (c Cents) Scale(factor float64) Cents { return Cents(math.Round(float64(float64(c) * factor))) }

// Quarter is the q-th quarter's (0 to 3) part of a yearly amount: the difference of the cumulatively rounded amounts.
func (c Cents) Quarter(q int) Cents {
	upTo := func(quarters int) Cents { return c.Scale(float64(quarters) / 4) }
	return upTo(q+1) - upTo(q)
}

// IsWholeCents says whether an amount in whole currency has at most two decimals and is small enough to be exact in cents,
// which is up to some 22 million million.
func IsWholeCents(amount float64) bool {
	// A number written with two decimals is the float64 next to that many hundredths, and so is their division by 100.
	cents := math.Round(amount * 100)
	return math.Abs(cents) < 1<<51 && cents/100 == amount
}
