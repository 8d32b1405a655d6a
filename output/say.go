package output

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text is a label or sentence that is not yet in a language: an English message, by which a catalogue finds its translation, and the values that it is
// about. The zero Text is empty.
type Text struct {
	// Message has a verb for each value, as fmt has them: "Year %d". With a {singular|plural} in it, such as "%s {year|years}", its first value is a
	// count, and a translation has a form for each plural of its language.
	Message string
	// Values are words from scenario files (string), Numbers, Digits, Dates, Quoted names, Texts, and plain numbers, which are written with the language's decimal mark.
	Values []any
	form   form
}

// form is what is done to a text once it is in a language.
type form int

const (
	asItIs form = iota
	capital
	lower
	asSentence
)

// Say is a text of a message, which the catalogue of every language must have, and its values.
func Say(message string, values ...any) Text { return Text{Message: message, Values: values} }

// Verbatim are words that are the same in every language: names, titles, notes and sources from scenario files, commands, keys.
func Verbatim(words string) Text {
	if words == "" {
		return Text{}
	}
	return Text{Message: asGiven, Values: []any{words}}
}

// asGiven is the message of a text that is its only value.
const asGiven = "%s"

// IsEmpty says that there is nothing to print.
func (t Text) IsEmpty() bool { return t.Message == "" }

// Capital begins the text with a capital letter.
func (t Text) Capital() Text { return t.as(capital) }

// Lower begins the text with a small letter, as a label is written within a sentence.
func (t Text) Lower() Text { return t.as(lower) }

// Sentence begins the text with a capital letter and ends it with a full stop.
func (t Text) Sentence() Text { return t.as(asSentence) }

func (t Text) as(f form) Text {
	if t.IsEmpty() || t.form == f {
		return t
	}
	if t.form != asItIs {
		t = Text{Message: asGiven, Values: []any{t}}
	}
	t.form = f
	return t
}

// String is the text in English.
func (t Text) String() string { return Language{}.Text(t) }

// Equal says whether two texts are the same in English.
func (t Text) Equal(other Text) bool { return t.String() == other.String() }

// And joins texts as a sentence does: a, b and c.
func And(items ...Text) Text { return joined(listing{items: items, isSentence: true}) }

// Join puts a separator between the texts that are not empty.
func Join(separator string, items ...Text) Text {
	return joined(listing{slices.DeleteFunc(slices.Clone(items), Text.IsEmpty), separator, false})
}

func joined(l listing) Text {
	if len(l.items) == 0 {
		return Text{}
	}
	return Text{Message: asGiven, Values: []any{l}}
}

// listing is several texts as one value.
type listing struct {
	items      []Text
	separator  string
	isSentence bool
}

// Text is the number as a text of its own.
func (n Number) Text() Text { return Text{Message: asGiven, Values: []any{n}} }

// Signed is the number with its sign; see Language.Signed.
func (n Number) Signed() Text { return Text{Message: asGiven, Values: []any{signed(n)}} }

// Span is a range in the number's unit; see Language.Range.
func (n Number) Span(r Range) Text { return Text{Message: asGiven, Values: []any{span{n, r}}} }

type signed Number

type span struct {
	number Number
	ends   Range
}

// Quoted is a name in the language's quotation marks.
type Quoted string

// Digits is a number in figures, as in a scenario file: without grouping and with a decimal point, for which the language puts its own mark.
type Digits string

// Date is a day, as YYYY-MM-DD.
type Date string

// of does to words what the form says.
func (f form) of(words string) string {
	switch f {
	case capital:
		return withFirst(unicode.ToUpper, words)
	case lower:
		return withFirst(unicode.ToLower, words)
	case asSentence:
		return sentence(words)
	}
	return words
}

func withFirst(change func(rune) rune, words string) string {
	first, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return words
	}
	return string(change(first)) + words[size:]
}

// sentence begins with a capital letter and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	if word, _, _ := strings.Cut(s, " "); strings.Contains(strings.TrimRight(word, ".,;:"), ".") {
		return strings.TrimSuffix(s, ".") + "." // a web address keeps its small letters
	}
	return strings.TrimSuffix(withFirst(unicode.ToUpper, s), ".") + "."
}

// singularOrPlural puts one of its alternatives in place of each {singular|plural}.
func singularOrPlural(message string, isSingular bool) string {
	var chosen strings.Builder
	for {
		before, rest, found := strings.Cut(message, "{")
		chosen.WriteString(before)
		if !found {
			return chosen.String()
		}
		alternatives, after, _ := strings.Cut(rest, "}")
		singular, plural, _ := strings.Cut(alternatives, "|")
		if isSingular {
			plural = singular
		}
		chosen.WriteString(plural)
		message = after
	}
}

// isPlural says whether the message has forms for a count.
func isPlural(message string) bool { return strings.ContainsRune(message, '{') }

// quote puts a name between quotation marks.
func (l Language) quote(name string) string {
	if l.Quotes == "" {
		return strconv.Quote(name)
	}
	return strings.Replace(l.Quotes, "#", name, 1)
}
