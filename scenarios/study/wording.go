package study

import (
	"fmt"
	"math"
	"strconv"

	"ipsplan/scenarios"
)

// Amount is a sum of money, in whole units of the plan's currency.
type Amount float64

// Fraction is a part of 1.
type Fraction float64

func (a Amount) String() string {
	whole, cents := math.Modf(math.Round(100*math.Abs(float64(a))) / 100)
	digits := strconv.FormatFloat(whole, 'f', 0, 64)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	if cents > 0.001 {
		digits += fmt.Sprintf("%.2f", cents)[1:]
	}
	return digits
}

func (s Fraction) String() string { return string(digitsOf(float64(s)*100)) + "\u00a0%" }

// digitsOf is a number with at most three decimals.
func digitsOf(x float64) Digits {
	return Digits(strconv.FormatFloat(math.Round(x*1000)/1000, 'f', -1, 64))
}

// withCommas puts commas between phrases.
func withCommas(phrases []Phrase) Phrase {
	if len(phrases) == 0 {
		return Phrase{}
	}
	all := phrases[0]
	for _, next := range phrases[1:] {
		all = scenarios.Say("%s, %s", all, next)
	}
	return all
}
