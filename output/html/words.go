package html

import (
	"html"
	"regexp"
	"strings"
	"unicode"

	"ipsplan/output"
)

// words are a text in the language of the page.
func (p *page) words(text output.Text) string { return p.language.Text(text) }

// say is a text as it stands in the page.
func (p *page) say(text output.Text) string { return inline(p.words(text)) }

// code is the language's tag, such as en.
func (p *page) code() string {
	if p.language.Code == "" {
		return output.English().Code
	}
	return p.language.Code
}

// inline is text with its line breaks kept, with commands set off and web addresses as links, and with nothing in it taken for an element.
func inline(text string) string {
	lines := output.Lines(strings.Trim(text, " \t\r\n"))
	for i, line := range lines {
		lines[i] = commands(line)
	}
	joined := strings.Join(lines, "<br>")
	if strings.ContainsFunc(text, turns) {
		return `<bdi>` + joined + `</bdi>`
	}
	return joined
}

// turns says whether a character may turn the direction of what stands beside it: Hebrew, Arabic and such letters, and the marks that command directions.
func turns(r rune) bool {
	const firstMark, lastMark, firstOverride, lastOverride, firstIsolate, lastIsolate = 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069
	return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko) ||
		r >= firstMark && r <= lastMark || r >= firstOverride && r <= lastOverride || r >= firstIsolate && r <= lastIsolate
}

// commands sets off what stands between two backquotes: something to type.
func commands(line string) string {
	parts := strings.Split(line, "`")
	var b strings.Builder
	for i, part := range parts {
		switch {
		case i%2 == 1 && i == len(parts)-1: // a backquote without another
			b.WriteString("`" + links(part))
		case i%2 == 1:
			b.WriteString("<code>" + escape(part) + "</code>")
		default:
			b.WriteString(links(part))
		}
	}
	return b.String()
}

// address finds web addresses, without the punctuation of the sentence that follows them.
var address = regexp.MustCompile(`https?://[^\s\x{a0}<>"]*[^\s\x{a0}<>.,;:!?)\]'"]`)

func links(text string) string {
	var b strings.Builder
	done := 0
	for _, at := range address.FindAllStringIndex(text, -1) {
		to := escape(text[at[0]:at[1]])
		b.WriteString(breakable(text[done:at[0]]) + `<a href="` + to + `">` + to + `</a>`)
		done = at[1]
	}
	return b.String() + breakable(text[done:])
}

// joints are the places within names of inputs, such as pathway.job_start.rate, where a line may break.
var joints = regexp.MustCompile(`([a-z0-9][._])([a-z])`)

// breakable is text whose long names a narrow column can break where they are joined.
func breakable(text string) string { return joints.ReplaceAllString(escape(text), "$1<wbr>$2") }

// escape writes the characters that mean something to a browser as what they are.
func escape(text string) string { return html.EscapeString(strings.ToValidUTF8(text, "\uFFFD")) }
