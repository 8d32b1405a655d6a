// Package html lays documents out as one page for browsers, telephones, paper and screen readers: one file that holds its style and its charts, loads nothing,
// runs nothing, and says so to the browser. The same documents make the same bytes.
package html

import (
	_ "embed"
	"fmt"
	"io"
	"strings"

	"ipsplan/output"
)

//go:embed style.css
var style string

// Options say what the page is called and in which language it is written.
type Options struct {
	// Title is the heading of the page; if empty, the document's own, or of several documents a word for them all.
	Title output.Text
	// Language is English if not set.
	Language output.Language
}

// Write lays the documents out, one after the other. Nothing is written if a document has a fault (see Document.Check).
func Write(w io.Writer, documents []*output.Document, options Options) error {
	for _, d := range documents {
		if err := d.Check(); err != nil {
			return err
		}
	}
	p := &page{language: options.Language, isOne: len(documents) == 1}
	for i, d := range documents {
		if err := p.document(d, i+1); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, p.whole(documents, options.Title))
	return err
}

// page is what has been laid out so far.
type page struct {
	language output.Language
	// isOne says that there is one document, whose title is the page's and whose headings begin one level higher.
	isOne    bool
	body     strings.Builder
	contents []entry
	current  section
}

// section is the document that is being laid out.
type section struct {
	// id begins the names of the document's elements, so that those of two documents differ.
	id string
	// above are the levels of the last heading and of those that it stands below.
	above                    []int
	headings, tables, charts int
	// hasHeadings says that headings stand in the table of contents; else tables and charts do.
	hasHeadings bool
	notes       *notes
}

func (p *page) document(d *output.Document, number int) error {
	p.current = section{id: fmt.Sprintf("d%d", number), notes: newNotes(fmt.Sprintf("d%d", number), len(d.Notes))}
	for _, block := range d.Blocks {
		if _, ok := block.(output.Heading); ok {
			p.current.hasHeadings = true
		}
	}
	if !p.isOne {
		p.print(`<article aria-labelledby="%s">`+"\n", p.current.id)
		p.heading(d.Title, 2, p.current.id)
	}
	for i, block := range d.Blocks {
		if err := p.block(block, i == 0); err != nil {
			return err
		}
	}
	p.notes(d)
	if !p.isOne {
		p.print("</article>\n")
	}
	return nil
}

func (p *page) block(block output.Block, isFirst bool) error {
	p.current.notes.block++
	switch block := block.(type) {
	case output.Heading:
		p.current.headings++
		p.heading(block.Text, p.top()+p.current.depth(block.Level), fmt.Sprintf("%s-h%d", p.current.id, p.current.headings))
	case output.Paragraph:
		class := ""
		if isFirst {
			class = ` class="opening"`
		}
		p.print("<p%s>%s%s</p>\n", class, p.say(block.Text), p.marks(block.Notes))
	case output.List:
		p.print("<ul>\n")
		for _, item := range block.Items {
			p.print("<li>%s</li>\n", p.say(item))
		}
		p.print("</ul>\n")
	case output.Table:
		p.table(block)
	case output.Chart:
		return p.chart(block)
	}
	return nil // Document.Check lets no other block pass
}

// top is the level of the document's own title.
func (p *page) top() int {
	if p.isOne {
		return 1
	}
	return 2
}

// depth is how many headings deep a heading stands, itself included: one of level 2 that no heading of level 1 stands above is at depth 1, so that those who go
// from heading to heading meet no gap.
func (s *section) depth(level int) int {
	for len(s.above) > 0 && s.above[len(s.above)-1] >= level {
		s.above = s.above[:len(s.above)-1]
	}
	s.above = append(s.above, level)
	return len(s.above)
}

// heading is a heading that the table of contents leads to.
func (p *page) heading(text output.Text, level int, id string) {
	const deepest = 6
	level = min(level, deepest)
	p.print(`<h%d id="%s">%s</h%d>`+"\n", level, id, p.say(text), level)
	p.contents = append(p.contents, entry{level: level, id: id, text: p.say(text)})
}

func (p *page) print(format string, values ...any) { fmt.Fprintf(&p.body, format, values...) }

// policy forbids the page to load or run anything, whatever stands in it.
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

// whole is the page with its head, its title and its table of contents.
func (p *page) whole(documents []*output.Document, given output.Text) string {
	title, heading := p.words(given), p.say(given)
	if title == "" {
		title, heading = p.titles(documents)
	}
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n")
	fmt.Fprintf(&b, `<html lang="%s">`+"\n<head>\n"+`<meta charset="utf-8">`+"\n", escape(p.code()))
	fmt.Fprintf(&b, `<meta http-equiv="Content-Security-Policy" content="%s">`+"\n", policy)
	b.WriteString(`<meta name="viewport" content="width=device-width, initial-scale=1">` + "\n")
	b.WriteString(`<meta name="color-scheme" content="light dark">` + "\n" + `<meta name="referrer" content="no-referrer">` + "\n")
	fmt.Fprintf(&b, "<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n", escape(strings.Join(output.Lines(title), " ")), style)
	fmt.Fprintf(&b, `<a class="skip" href="#content">%s</a>`+"\n", p.say(output.Say("Skip to the content")))
	contents := p.tableOfContents()
	class := ""
	if contents != "" {
		class = ` class="long"`
	}
	fmt.Fprintf(&b, "<main%s>\n<header>\n<h1>%s</h1>\n</header>\n%s", class, heading, contents)
	fmt.Fprintf(&b, `<div id="content" tabindex="-1">`+"\n%s</div>\n</main>\n</body>\n</html>\n", p.body.String())
	return b.String()
}

// titles are the title and the heading of a page that was given none.
func (p *page) titles(documents []*output.Document) (title, heading string) {
	var titles []string
	for _, d := range documents {
		titles = append(titles, p.words(d.Title))
	}
	title = strings.Join(titles, "; ")
	if p.isOne {
		return title, inline(title)
	}
	return title, p.say(output.Say("Report"))
}
