package scenarios

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// Variation is an input and the values that it takes in turn, each written as in a file.
type Variation struct {
	Key    string
	Values []string
}

// MostVariants is the largest number of values, or of pairs of values of two inputs, that are tried in one go.
const MostVariants = 100

// evenly is the number of values that a range of numbers with decimals stands for where it gives no step.
const evenly = 5

// ParseVariation reads key=2..6, key=0.2..0.6/0.1 or key=a,b,c. A range of whole numbers goes in steps of 1 unless it says otherwise; one with decimals
// and without a step gives five values at equal distances.
func ParseVariation(text string) (*Variation, error) {
	key, list, ok := strings.Cut(text, "=")
	key, list = strings.TrimSpace(key), strings.TrimSpace(list)
	if !ok || key == "" || list == "" {
		return nil, fmt.Errorf("%q does not say what to try; write key=2..6 or key=2,3,5, such as services.zagreb.specialists=2..6", shortened(text))
	}
	span, isSpan, err := ParseSpan(list)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	v := &Variation{Key: key, Values: splitValues(list)}
	if isSpan {
		if v.Values, err = span.values(); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	if len(v.Values) > MostVariants {
		return nil, fmt.Errorf("%s: %d values are more than %d; name fewer", key, len(v.Values), MostVariants)
	}
	for i, value := range v.Values {
		switch {
		case value == "":
			return nil, fmt.Errorf("%s: value %d of %q is empty; write values with a comma between them, as 2,3,5", key, i+1, shortened(list))
		case slices.Contains(v.Values[:i], value):
			return nil, fmt.Errorf("%s: %s stands there twice; leave one out", key, value)
		}
	}
	return v, nil
}

// splitValues splits a list at the commas that stand in no brackets and no quotation marks.
func splitValues(list string) []string {
	var values []string
	begin, depth := 0, 0
	for i := 0; i < len(list); i++ {
		switch list[i] {
		case '"', '\'':
			i = endOfQuotes([]byte(list), i)
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case ',':
			if depth == 0 {
				values = append(values, strings.TrimSpace(list[begin:i]))
				begin = i + 1
			}
		}
	}
	return append(values, strings.TrimSpace(list[begin:]))
}

// Span is a range of numbers, both ends included.
type Span struct {
	From, To *big.Rat
	Step     *big.Rat // nil where none is given
}

// ParseSpan reads FROM..TO or FROM..TO/STEP; it says no where a text is not meant as a range of numbers.
func ParseSpan(text string) (span *Span, is bool, err error) {
	from, rest, ok := strings.Cut(text, "..")
	if !ok || strings.Trim(from, "-0123456789_. ") != "" {
		return nil, false, nil
	}
	to, step, stepped := strings.Cut(rest, "/")
	span = &Span{}
	if span.From, err = parseNumber(from); err != nil {
		return nil, false, err
	}
	if span.To, err = parseNumber(to); err != nil {
		return nil, false, err
	}
	if span.From.Cmp(span.To) > 0 {
		return nil, false, fmt.Errorf("%s runs backwards; write the smaller end first", shortened(text))
	}
	if !stepped {
		return span, true, nil
	}
	if span.Step, err = parseNumber(step); err == nil && span.Step.Sign() <= 0 {
		err = fmt.Errorf("the step of %s is not above 0; write the distance between two values, as 0.2..0.6/0.1", shortened(text))
	}
	return span, err == nil, err
}

// parseNumber reads a number as a scenario file writes it, of so few digits that it is worked with exactly.
func parseNumber(text string) (*big.Rat, error) {
	const most = 25 // characters
	text = strings.TrimSpace(text)
	digits := strings.ReplaceAll(strings.TrimPrefix(text, "-"), "_", "")
	plain := strings.Trim(digits, "0123456789.") == "" && len(text) <= most && digits != "" && digits[0] != '.' && !strings.HasSuffix(digits, ".")
	if x, ok := new(big.Rat).SetString(strings.ReplaceAll(text, "_", "")); ok && plain {
		return x, nil
	}
	return nil, fmt.Errorf("%q is not a number; a range is written 2..6, or 0.2..0.6/0.1 with its step", shortened(text))
}

// values are those from one end to the other, a step apart.
func (s *Span) values() ([]string, error) {
	step := s.Step
	if step == nil {
		step = big.NewRat(1, 1)
		if width := new(big.Rat).Sub(s.To, s.From); !s.From.IsInt() || !s.To.IsInt() {
			step = width.Quo(width, big.NewRat(evenly-1, 1))
		}
		if step.Sign() == 0 {
			return []string{Decimal(s.From)}, nil
		}
	}
	steps := new(big.Rat).Quo(new(big.Rat).Sub(s.To, s.From), step)
	if steps.Cmp(big.NewRat(MostVariants, 1)) >= 0 {
		count, _ := steps.Float64()
		return nil, fmt.Errorf("%s..%s in steps of %s are %.0f values, more than %d; take a larger step, as in %s..%s/%s",
			Decimal(s.From), Decimal(s.To), Decimal(step), count+1, MostVariants, Decimal(s.From), Decimal(s.To), Decimal(wider(s)))
	}
	var values []string
	for x := new(big.Rat).Set(s.From); x.Cmp(s.To) <= 0; x.Add(x, step) {
		values = append(values, Decimal(x))
	}
	return values, nil
}

// wider is a step of 1, 10, 100, … that is wide enough.
func wider(s *Span) *big.Rat {
	step, ten := big.NewRat(1, 1), big.NewRat(10, 1)
	for width := new(big.Rat).Sub(s.To, s.From); new(big.Rat).Quo(width, step).Cmp(big.NewRat(evenly*10, 1)) > 0; {
		step.Mul(step, ten)
	}
	return step
}

// Decimal writes a number as a file would, without needless zeros.
func Decimal(x *big.Rat) string {
	text := x.FloatString(12)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
