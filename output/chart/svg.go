package chart

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"ipsplan/output"
)

// writeSVG writes the page with its titles and sentences for screen readers. It is written here and not by gonum's canvas, which names one font without a
// substitute, aligns no words at their end and has no place for titles.
func (p *page) writeSVG(w io.Writer) error {
	var b strings.Builder
	width, height := length(p.width), length(p.bottom)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%spt" height="%spt" viewBox="0 0 %s %s" role="img" xml:lang="%s" font-family="'Liberation Sans', Arial, Helvetica, sans-serif">`+"\n",
		width, height, width, height, cmp.Or(p.language.Code, "en"))
	fmt.Fprintf(&b, "<title>%s</title>\n<desc>%s</desc>\n", escaped(strings.Join(p.titles, "; ")), escaped(strings.Join(p.alternatives, " ")))
	fmt.Fprintf(&b, `<rect width="%s" height="%s" fill="%s"/>`+"\n", width, height, white)
	for _, i := range p.items {
		switch i := i.(type) {
		case shape:
			b.WriteString(i.svg())
		case words:
			b.WriteString(i.svg())
		}
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (s shape) svg() string {
	places := make([]string, len(s.corners))
	for i, c := range s.corners {
		places[i] = length(c.x) + "," + length(c.y)
	}
	if s.width > 0 {
		dashes := ""
		if len(s.dashes) > 0 {
			dashes = ` stroke-dasharray="` + strings.Trim(fmt.Sprint(s.dashes), "[]") + `"`
		}
		return fmt.Sprintf(`<polyline points="%s" fill="none" stroke="%s" stroke-width="%s"%s/>`+"\n", strings.Join(places, " "), s.colour, length(s.width), dashes)
	}
	return fmt.Sprintf(`<polygon points="%s" fill="%s"/>`+"\n", strings.Join(places, " "), s.colour)
}

func (t words) svg() string {
	more := ""
	switch t.anchor {
	case atMiddle:
		more = ` text-anchor="middle"`
	case atEnd:
		more = ` text-anchor="end"`
	}
	if t.face.bold {
		more += ` font-weight="bold"`
	}
	return fmt.Sprintf(`<text x="%s" y="%s" font-size="%s" fill="%s"%s>%s</text>`+"\n",
		length(t.at.x), length(t.at.y), length(t.face.size), t.colour, more, escaped(t.text))
}

// length prints points to a hundredth.
func length(x float64) string {
	text := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(x, 'f', 2, 64), "0"), ".")
	if text == "-0" {
		return "0"
	}
	return text
}

// escaped is text in one line, as what it is: no element, no control character.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(strings.Join(output.Lines(text), " "))) // a strings.Builder takes everything
	return b.String()
}
