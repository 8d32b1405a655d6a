package scenarios

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Phrase is words for the reader of results that are not yet in a language: an English message, by which translations are found, and the values it is about:
// words from the scenario file (string), numbers, Digits, Days, Quoted names and Phrases.
type Phrase struct {
	Message string
	Values  []any
}

// Day is a day, as YYYY-MM-DD.
type Day string

// Digits is a number in figures, without grouping and with a decimal point.
type Digits string

// Quoted is a name in quotation marks.
type Quoted string

func (q Quoted) String() string { return strconv.Quote(string(q)) }

// Say is a phrase of a message with a verb for each value.
func Say(message string, values ...any) Phrase { return Phrase{message, values} }

// Verbatim are words that are the same in every language.
func Verbatim(words string) Phrase {
	if words == "" {
		return Phrase{}
	}
	return Say("%s", words)
}

// String is the phrase in English.
func (p Phrase) String() string { return p.WithDecimal(".") }

// WithDecimal is the phrase in English with another decimal mark in its Digits.
func (p Phrase) WithDecimal(mark string) string {
	if len(p.Values) == 0 {
		return strings.ReplaceAll(p.Message, "%%", "%")
	}
	values := slices.Clone(p.Values)
	for i, value := range values {
		switch value := value.(type) {
		case Phrase:
			values[i] = value.WithDecimal(mark)
		case Digits:
			values[i] = strings.Replace(string(value), ".", mark, 1)
		}
	}
	return fmt.Sprintf(p.Message, values...)
}

// IsZero says that there are no words.
func (p Phrase) IsZero() bool { return p.Message == "" }

// MarshalText gives the phrase in English, which JSON is in.
func (p Phrase) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// WithCommas puts commas between phrases.
func WithCommas(phrases []Phrase) Phrase { return chained(withComma, phrases) }

// chained makes one phrase of several, two by two.
func chained(link func(before, next Phrase) Phrase, phrases []Phrase) Phrase {
	if len(phrases) == 0 {
		return Phrase{}
	}
	all := phrases[0]
	for _, next := range phrases[1:] {
		all = link(all, next)
	}
	return all
}

func withComma(before, next Phrase) Phrase     { return Say("%s, %s", before, next) }
func withSemicolon(before, next Phrase) Phrase { return Say("%s; %s", before, next) }

// inFigures is a number with at most three significant decimals.
func inFigures(x float64) Phrase { return Say("%s", Digits(trim(x))) }
