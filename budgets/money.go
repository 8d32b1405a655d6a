package budgets

import "math"

// Cents is an amount of money in hundredths of the plan's currency.
type Cents int64

// Round is the whole number of cents nearest to an amount in cents, as the package comment has it: halves go away from zero, and what
// lies within a millionth of a cent below a half counts as the half.
func Round(cents float64) Cents {
	const half = 0.5 + 1e-6
	if cents < 0 {
		return -Cents(half - float64(cents))
	}
	return Cents(float64(cents) + half)
}

// CentsOf rounds an amount in whole currency to the nearest cent.
func CentsOf(amount float64) Cents { return Round(float64(amount * 100)) }

// Amount is the money in whole currency.
func (c Cents) Amount() float64 { return float64(c) / 100 }

// Sum adds up amounts.
func Sum(amounts []Cents) Cents {
	total := Cents(0)
	for _, x := range amounts {
		total += x
	}
	return total
}

// IsWholeCents says whether an amount in whole currency has at most two decimals and is small enough to be exact in cents,
// which is up to some 22 million million.
func IsWholeCents(amount float64) bool {
	// A number written with two decimals is the float64 next to that many hundredths, and so is their division by 100.
	cents := math.Round(amount * 100)
	return math.Abs(cents) < 1<<51 && cents/100 == amount
}
