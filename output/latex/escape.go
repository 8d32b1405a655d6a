package latex

import (
	"fmt"
	"strings"
	"unicode"

	"ipsplan/output"
)

// specials are what LaTeX takes for commands, for the beginning of an argument, or, in a row, for ligatures; and signs that its fonts have under names.
func specials() map[rune]string {
	return map[rune]string{
		'\\': `\textbackslash{}`, '{': `\{`, '}': `\}`, '$': `\$`, '&': `\&`, '#': `\#`, '_': `\_`, '%': `\%`, '~': `\textasciitilde{}`, '^': `\textasciicircum{}`,
		'[': `{[}`, ']': `{]}`, '*': `{*}`, '"': `\textquotedbl{}`, '`': `\textasciigrave{}`, '<': `\textless{}`, '>': `\textgreater{}`, '|': `\textbar{}`,
		'\u00a0': `~`, '\u202f': `\,`, '\u2009': `\,`, '\u00ad': `\-`,
		'−': `\ensuremath{-}`, '–': `\textendash{}`, '—': `\textemdash{}`, '…': `\ldots{}`, '•': `\textbullet{}`, '·': `\textperiodcentered{}`,
		'€': `\texteuro{}`, '£': `\pounds{}`, '§': `\S{}`, '°': `\textdegree{}`, 'µ': `\ensuremath{\mu}`,
		'±': `\ensuremath{\pm}`, '×': `\ensuremath{\times}`, '÷': `\ensuremath{\div}`, '≥': `\ensuremath{\ge}`, '≤': `\ensuremath{\le}`, '≈': `\ensuremath{\approx}`,
		'≠': `\ensuremath{\ne}`, '→': `\ensuremath{\to}`, '∞': `\ensuremath{\infty}`, '½': `\ensuremath{\frac12}`, '¼': `\ensuremath{\frac14}`, '¾': `\ensuremath{\frac34}`,
		'©': `\textcopyright{}`, '®': `\textregistered{}`, '™': `\texttrademark{}`, 'ª': `\textordfeminine{}`, 'º': `\textordmasculine{}`, '¡': `\textexclamdown{}`, '¿': `\textquestiondown{}`,
		'¹': `\textsuperscript{1}`, '²': `\textsuperscript{2}`, '³': `\textsuperscript{3}`,
		'‘': `\textquoteleft{}`, '’': `\textquoteright{}`, '“': `\textquotedblleft{}`, '”': `\textquotedblright{}`, '„': `\quotedblbase{}`, '‚': `\quotesinglbase{}`,
		'«': `\guillemotleft{}`, '»': `\guillemotright{}`, '‹': `\guilsinglleft{}`, '›': `\guilsinglright{}`,
	}
}

// escaped is a line of text that LaTeX prints as it is. Long words, such as web addresses, may break where they else could not.
func escaped(line string) string {
	names := specials()
	var b strings.Builder
	var before rune
	unbroken, long := 0, longWord(line)
	for i, r := range line {
		if unbroken++; r == ' ' {
			unbroken, long = 0, longWord(line[i+1:])
		}
		name, isSpecial := names[r]
		switch {
		case isSpecial:
			b.WriteString(name)
		case strings.ContainsRune("-',!?", r) && r == before: // else taken for a dash or a quotation mark
			b.WriteString("{}" + string(r))
		case r <= unicode.MaxASCII || isLatin(r):
			b.WriteRune(r)
		case unicode.Is(unicode.Cf, r): // invisible
		default:
			fmt.Fprintf(&b, `\unicodechar{%04X}`, r)
			if r >= 0x2e80 { // ideographs, which stand without spaces
				b.WriteString(`\allowbreak{}`)
			}
		}
		if long && (strings.ContainsRune("_/.&=-", r) || unbroken >= longest) {
			b.WriteString(`\allowbreak{}`)
			unbroken = 0
		}
		before = r
	}
	return b.String()
}

// longest is how many letters in a row stay on one line.
const longest = 30

// longWord says whether the word that a text begins with has more letters.
func longWord(text string) bool {
	word, _, _ := strings.Cut(text, " ")
	return len([]rune(word)) > longest
}

// isLatin says whether LaTeX's usual fonts have a letter: those of Latin-1 and, but for a few, of Latin Extended-A.
func isLatin(r rune) bool {
	return r >= 'À' && r <= 'ž' && unicode.IsLetter(r) && !strings.ContainsRune("ĦħĸĿŀŉŦŧ", r)
}

// broken is text with its line breaks, escaped.
func broken(text string) string {
	lines := output.Lines(strings.Trim(text, " \t\r\n"))
	for i, line := range lines {
		lines[i] = escaped(strings.Trim(line, " "))
		if lines[i] == "" && i > 0 {
			lines[i] = `\strut` // a line needs something to end after
		}
	}
	return strings.Join(lines, `\newline `)
}

func oneLine(text string) string { return strings.TrimSpace(strings.Join(output.Lines(text), " ")) }
