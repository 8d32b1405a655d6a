package html

import (
	"fmt"

	"ipsplan/output"
	"ipsplan/output/chart"
)

// Widths of the two drawings of a chart, of which the style sheet shows one. Stretched over the column of a desktop, and over a telephone 360 dots wide, either has letters
// of 12 dots or more.
const (
	wideChart   = 520
	narrowChart = 250
)

// chart draws a chart below its title and the sentence that stands for it.
func (p *page) chart(c output.Chart) error {
	p.current.charts++
	id := fmt.Sprintf("%s-c%d", p.current.id, p.current.charts)
	p.print(`<figure id="%s" aria-labelledby="%s-title">`+"\n", id, id)
	p.print(`<figcaption><strong id="%s-title">%s</strong>%s <span>%s</span></figcaption>`+"\n", id, p.say(c.Title), p.marks(c.Notes), p.say(c.Alternative))
	for _, drawing := range []struct {
		class string
		width float64
	}{{"wide", wideChart}, {"narrow", narrowChart}} {
		p.print(`<div class="%s">`+"\n", drawing.class)
		if err := chart.Inline(&p.body, c, chart.InlineOptions{ID: id + "-" + drawing.class, Width: drawing.width, Language: p.language}); err != nil {
			return err
		}
		p.print("</div>\n")
	}
	p.print("</figure>\n")
	p.enter(id, c.Title, c.Beside == "")
	return nil
}

// enter puts a table or chart into the table of contents of a document that has no headings to put there.
func (p *page) enter(id string, text output.Text, isOwn bool) {
	if isOwn && !p.current.hasHeadings && p.words(text) != "" {
		p.contents = append(p.contents, entry{level: p.top() + 1, id: id, text: p.say(text)})
	}
}
