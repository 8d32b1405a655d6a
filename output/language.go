package output

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Languages are the codes of the languages whose catalogue is complete, English first.
func Languages() []string { return []string{"en", "hr", "cs", "da", "fr", "es"} }

// LanguageOf gives a language by its code: en, hr, cs, da, fr or es. What its catalogue does not have is printed in English.
func LanguageOf(code string) (Language, error) {
	all := known()
	at := slices.IndexFunc(all, func(l Language) bool { return l.Code == code })
	if at < 0 {
		return Language{}, fmt.Errorf("%q is not a language; there are en, hr, cs, da, fr and es", code)
	}
	l := all[at]
	if code != "en" {
		var err error
		if l.catalogue, err = readCatalogue(code); err != nil {
			return Language{}, err
		}
	}
	return l, nil
}

// known are the languages with their numbers, amounts and dates as the Unicode Common Locale Data Repository (CLDR) has them, save that below zero there is a
// minus sign in all of them. In each its own country's currency has its sign, as the euro has everywhere; others are written as codes.
func known() []Language {
	const narrow = "\u202f" // a no-break space that is narrow
	return []Language{
		English(),
		{
			Code: "hr", Group: ".", Decimal: ",", Share: "#" + noBreakSpace + "%", Money: "#" + noBreakSpace + "¤",
			Currencies: map[Unit]string{"EUR": "#" + noBreakSpace + "€"},
			And:        " i ", Quotes: "„#“", Date: "2. 1. 2006.", tag: language.Croatian,
		},
		{
			Code: "cs", Group: noBreakSpace, Decimal: ",", Share: "#" + noBreakSpace + "%", Money: "#" + noBreakSpace + "¤",
			Currencies: map[Unit]string{"EUR": "#" + noBreakSpace + "€", "CZK": "#" + noBreakSpace + "Kč"},
			And:        " a ", Quotes: "„#“", Date: "2. 1. 2006", tag: language.Czech,
		},
		{
			Code: "da", Group: ".", Decimal: ",", Share: "#" + noBreakSpace + "%", Money: "#" + noBreakSpace + "¤",
			Currencies: map[Unit]string{"EUR": "#" + noBreakSpace + "€", "DKK": "#" + noBreakSpace + "kr."},
			And:        " og ", Quotes: "“#”", Date: "02.01.2006", tag: language.Danish,
		},
		{
			Code: "fr", Group: narrow, Decimal: ",", Share: "#" + narrow + "%", Money: "#" + noBreakSpace + "¤",
			Currencies: map[Unit]string{"EUR": "#" + noBreakSpace + "€"},
			And:        " et ", Quotes: "«" + noBreakSpace + "#" + noBreakSpace + "»", Date: "02/01/2006", tag: language.French,
		},
		{
			Code: "es", Group: ".", GroupFrom: 5, Decimal: ",", Share: "#" + noBreakSpace + "%", Money: "#" + noBreakSpace + "¤",
			Currencies: map[Unit]string{"EUR": "#" + noBreakSpace + "€"},
			And:        " y ", Quotes: "«#»", Date: "2/1/2006", tag: language.Spanish,
		},
	}
}

// Tag names the language and its country, as BCP 47 has it, for spelling and screen readers: hr-HR.
func (l Language) Tag() string {
	country := map[string]string{"hr": "HR", "cs": "CZ", "da": "DK", "fr": "FR", "es": "ES"}[l.Code]
	if country == "" {
		return "en-GB"
	}
	return l.Code + "-" + country
}

// Text is the text in the language; in English where its catalogue has no translation.
func (l Language) Text(t Text) string {
	if t.IsEmpty() {
		return ""
	}
	l = l.orEnglish()
	words := make([]any, len(t.Values))
	for i, value := range t.Values {
		words[i] = l.word(value)
	}
	message := l.message(t)
	if len(words) == 0 {
		return t.form.of(strings.ReplaceAll(message, "%%", "%"))
	}
	return t.form.of(fmt.Sprintf(message, words...))
}

// message is the text's message in the language, in the form for its count.
func (l Language) message(t Text) string {
	if !isPlural(t.Message) {
		if translated := l.catalogue[t.Message][plural.Other]; translated != "" {
			return translated
		}
		return t.Message
	}
	var count any
	if len(t.Values) > 0 {
		count = t.Values[0]
	}
	if translated := l.catalogue[t.Message][pluralOf(l.tag, count)]; translated != "" {
		return translated
	}
	return singularOrPlural(t.Message, pluralOf(language.English, count) == plural.One)
}

// word is a value as it stands in a text.
func (l Language) word(value any) any {
	switch value := value.(type) {
	case Text:
		return l.Text(value)
	case listing:
		return l.listed(value)
	case Number:
		return l.Number(value)
	case signed:
		return l.Signed(Number(value))
	case span:
		return l.Range(value.number, value.ends)
	case Digits:
		return strings.Replace(string(value), ".", l.Decimal, 1)
	case Quoted:
		return l.quote(string(value))
	case Date:
		return l.date(value)
	case float64:
		return decimal{value, l.Decimal}
	}
	return value
}

// isWord says whether a text may have the value.
func isWord(value any) bool {
	switch value.(type) {
	case Text, listing, Number, signed, span, Digits, Quoted, Date, float64, string, int, uint64:
		return true
	}
	return false
}

func (l Language) listed(items listing) string {
	words := make([]string, len(items.items))
	for i, item := range items.items {
		words[i] = l.Text(item)
	}
	if !items.isSentence {
		return strings.Join(words, items.separator)
	}
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + l.And + words[last]
}

// date is a day as the language writes it; what is no day stays as it is.
func (l Language) date(d Date) string {
	day, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return day.Format(l.Date)
}

// decimal prints a number as the verb says, with the language's decimal mark.
type decimal struct {
	value float64
	mark  string
}

// Format implements fmt.Formatter.
func (d decimal) Format(state fmt.State, verb rune) {
	fmt.Fprint(state, strings.Replace(fmt.Sprintf(fmt.FormatString(state, verb), d.value), ".", d.mark, 1))
}

// pluralOf is the plural form that a language has for a count, by the digits that are printed of it.
func pluralOf(tag language.Tag, count any) plural.Form {
	digits := ""
	switch count := count.(type) {
	case int:
		digits = fmt.Sprint(count)
	case Number:
		step := count.printedStep()
		digits = fmt.Sprintf("%.*f", decimalPlaces(step), roundTo(max(count.Value, -count.Value), step))
	}
	whole, decimals, _ := strings.Cut(digits, ".")
	trimmed := strings.TrimRight(decimals, "0")
	return plural.Cardinal.MatchPlural(tag, lastDigits(whole), len(decimals), len(trimmed), lastDigits(decimals), lastDigits(trimmed))
}

// lastDigits is the number that the last digits make, on which plurals depend, and that is 0 only if the whole number is.
func lastDigits(digits string) int {
	const most = 7 // some languages have a plural of their own for whole millions
	n := 0
	for _, digit := range digits[max(0, len(digits)-most):] {
		n = 10*n + int(digit-'0')
	}
	if len(digits) > most {
		n += 1e7
	}
	return n
}
