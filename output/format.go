package output

import (
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
)

const (
	noBreakSpace = "\u00a0"
	minus        = "\u2212"
	// missing is printed for a number that does not exist, such as the internal rate of return of a contract that pays nothing.
	missing = "–"
)

// Language is how texts, numbers and dates are written in one language. The zero Language is English.
type Language struct {
	// Code is the language's code in ISO 639-1: en, hr, cs, da, fr or es.
	Code string
	// Group stands between thousands, Decimal before the first decimal. Decimal is never empty, save in the zero Language.
	Group, Decimal string
	// GroupFrom is how many digits before the decimals a number has at least that is grouped; 0 for four.
	GroupFrom int
	// Share is the pattern of a number in per cent, with # for the number.
	Share string
	// Money is the pattern of an amount, with # for the number and ¤ for the code of its currency.
	Money string
	// Currencies holds the patterns of currencies that have a sign of their own in the language, with # for the number.
	Currencies map[Unit]string
	// And stands between the last two of several things: " and ".
	And string
	// Quotes is the pattern of a quoted name, with # for the name; if empty, quotes are as in program text.
	Quotes string
	// Date is the layout of a day, as package time has it.
	Date string

	tag       language.Tag
	catalogue catalogue
}

// English writes €1,276,811, CZK 1,000 and 35 %.
func English() Language {
	return Language{
		Code:       "en",
		Group:      ",",
		Decimal:    ".",
		Share:      "#" + noBreakSpace + "%",
		Money:      "¤" + noBreakSpace + "#",
		Currencies: map[Unit]string{"EUR": "€#"},
		And:        " and ",
		Date:       time.DateOnly,
		tag:        language.English,
	}
}

// Format prints the number in English; see Language.Number.
func (n Number) Format() string { return English().Number(n) }

// FormatRange prints a range in the unit and step of the number, in English; see Language.Range.
func (n Number) FormatRange(r Range) string { return English().Range(n, r) }

// Format prints the cell without its notes, in English; see Language.Cell.
func (c Cell) Format() string { return English().Cell(c) }

// Cell prints the cell's number or text, and its range in brackets; not its notes, which each format marks in its own way.
func (l Language) Cell(c Cell) string {
	text, number := l.Text(c.Text), Number{}
	if c.Number != nil {
		number = *c.Number
		text = l.Number(number)
	}
	if c.Range == nil {
		return text
	}
	span := l.Range(number, *c.Range)
	if text == missing && span == missing {
		return missing
	}
	return text + " (" + span + ")"
}

// Number prints a number, rounded to its step, half away from zero, with its unit. A share strictly between 0 and 1 is never printed as 0 % or 100 %, which
// would claim certainty, but as <1 % or >99 %. A number that is not finite is printed as a dash.
func (l Language) Number(n Number) string {
	if !finite(n.Value) {
		return missing
	}
	l = l.orEnglish()
	before, after := l.unit(n.Unit)
	return l.upToUnit(n, before) + after
}

// Signed prints a number as Number does, with a plus sign before what is printed as more than 0.
func (l Language) Signed(n Number) string {
	text := l.Number(n)
	zero := n
	zero.Value = 0
	if n.Value > 0 && text != missing && text != l.Number(zero) {
		return "+" + text
	}
	return text
}

// Range prints the span from the low to the high end, in the unit of the number and, unless the range has others, its step: €57,000–€72,000, 12–35 %. What stands before a number is repeated,
// what stands after it is not.
func (l Language) Range(n Number, r Range) string {
	if !finite(r.Low) || !finite(r.High) {
		return missing
	}
	l = l.orEnglish()
	before, after := l.unit(n.Unit)
	low, high := n, n
	low.Value, high.Value = r.Low, r.High
	if r.LowStep > 0 {
		low.Step = r.LowStep
	}
	if r.HighStep > 0 {
		high.Step = r.HighStep
	}
	to, end := "–", l.upToUnit(high, before)
	if strings.HasPrefix(end, minus) { // a dash directly before a minus sign cannot be read
		to = noBreakSpace + "–" + noBreakSpace
	}
	return l.upToUnit(low, before) + to + end + after
}

func (l Language) orEnglish() Language {
	if l.Decimal == "" {
		return English()
	}
	return l
}

// unit gives what stands before and after a number of the unit.
func (l Language) unit(u Unit) (before, after string) {
	pattern := "#"
	switch {
	case u == Share:
		pattern = l.Share
	case u.IsMoney() && l.Currencies[u] != "":
		pattern = l.Currencies[u]
	case u.IsMoney():
		pattern = strings.ReplaceAll(l.Money, "¤", string(u))
	}
	before, after, _ = strings.Cut(pattern, "#")
	return before, after
}

// upToUnit prints the sign, what stands before the number, and its digits.
func (l Language) upToUnit(n Number, before string) string {
	value := n.Value
	if n.Unit == Share {
		value *= 100
	}
	step := n.printedStep()
	rounded := roundTo(math.Abs(value), step)
	places := decimalPlaces(step)
	if n.Unit.IsMoney() && places == 1 { // 50 cents are .50
		places = 2
	}

	const noise = 1e-10 // per cent: left over from adding up shares that make exactly 0 or 1
	if n.Unit == Share && rounded == 0 && value > noise {
		return before + "<" + l.digits(step, places)
	}
	if n.Unit == Share && rounded >= 100 && value > 0 && value < 100-noise {
		return before + ">" + l.digits(100-step, places)
	}
	if rounded != 0 && value < 0 {
		before = minus + before
	}
	return before + l.digits(rounded, places)
}

// digits prints a number that is not negative with so many decimals, grouped by thousands.
func (l Language) digits(value float64, places int) string {
	whole, decimals, _ := strings.Cut(strconv.FormatFloat(value, 'f', places, 64), ".")
	var grouped strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 && len(whole) >= l.GroupFrom {
			grouped.WriteString(l.Group)
		}
		grouped.WriteRune(digit)
	}
	if decimals == "" {
		return grouped.String()
	}
	return grouped.String() + l.Decimal + decimals
}

// printedStep is the step, in the unit (per cent points for a share); where none is given, cents for an amount that has them, else 1.
func (n Number) printedStep() float64 {
	if n.Step > 0 && finite(n.Step) {
		return n.Step
	}
	const cent = 0.01
	if n.Unit.IsMoney() && math.Mod(roundTo(math.Abs(n.Value), cent), 1) != 0 {
		return cent
	}
	return 1
}

// roundTo rounds a number that is not negative to a multiple of the step, half up. What was computed as 0.7*1.5 = 1.0499999999999998 is taken for the 1.05 it
// stands for.
func roundTo(value, step float64) float64 {
	const (
		noise = 1e-14 // relative
		many  = 1e12  // so many steps that the noise would be a visible part of one
	)
	steps := value / step
	if steps > many {
		return value
	}
	return math.Round(steps*(1+noise)) * step
}

// decimalPlaces says how many decimals a multiple of the step has: 1 for 0.1, 2 for 0.25, 0 for 1000.
func decimalPlaces(step float64) int {
	const most = 9
	for places := range most {
		scaled := float64(step * math.Pow10(places))
		if math.Abs(scaled-math.Round(scaled)) < float64(1e-9*scaled) {
			return places
		}
	}
	return most
}

func finite(value float64) bool { return !math.IsNaN(value) && !math.IsInf(value, 0) }
