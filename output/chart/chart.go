// Package chart draws the charts of documents into a picture file, SVG or PNG: one panel for each chart, one below the other, under the document's title and
// opening paragraph. The same documents make the same bytes.
package chart

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"ipsplan/output"
)

// Options say which charts are drawn and in which language.
type Options struct {
	// Only is the name of the one chart that is drawn, if not empty.
	Only string
	// Language is English if not set.
	Language output.Language
}

// SVG draws the documents' charts as a vector picture, whose words stay words. Nothing is written if a document has a fault (see Document.Check) or there
// is no chart to draw.
func SVG(w io.Writer, documents []*output.Document, options Options) error {
	page, err := layOut(documents, options)
	if err != nil {
		return err
	}
	return page.writeSVG(w)
}

// PNG draws the documents' charts as a picture of dots, 192 to the inch, on the same conditions as SVG.
func PNG(w io.Writer, documents []*output.Document, options Options) error {
	page, err := layOut(documents, options)
	if err != nil {
		return err
	}
	return page.writePNG(w)
}

// layOut places everything on one page.
func layOut(documents []*output.Document, options Options) (*page, error) {
	fonts, err := newFonts()
	if err != nil {
		return nil, err
	}
	p := &page{fonts: fonts, language: options.Language, width: pageWidth, margin: margin, bottom: margin}
	for _, d := range documents {
		if err := d.Check(); err != nil {
			return nil, err
		}
		if err := p.document(d, options.Only); err != nil {
			return nil, err
		}
	}
	if len(p.alternatives) == 0 {
		return nil, fmt.Errorf("%s: there is no such chart to draw", strings.TrimSpace("chart "+options.Only))
	}
	p.bottom += margin - gap
	return p, nil
}

// document places the charts of one document, or the one that is asked for.
func (p *page) document(d *output.Document, only string) error {
	var charts []output.Chart
	for _, c := range d.Charts() {
		if only == "" || c.Name == only {
			charts = append(charts, c)
		}
	}
	if len(charts) == 0 {
		return nil
	}
	if len(p.titles) > 0 {
		p.bottom += gap
	}
	p.titles = append(p.titles, p.language.Text(d.Title))
	p.paragraph(d.Title, titleFace(), black)
	p.paragraph(opening(d), smallFace(), grey)
	p.bottom += gap
	marks := marksOf(charts)
	for _, c := range charts {
		for _, note := range c.Notes {
			c.Title = output.Join("", c.Title, marks[note])
		}
		if err := p.chart(c); err != nil {
			return fmt.Errorf("chart %q: %w", c.Name, err)
		}
	}
	for i, note := range d.Notes {
		if mark, used := marks[i+1]; used {
			p.paragraph(output.Join(" ", mark, note), smallFace(), grey)
		}
	}
	p.bottom += gap
	return nil
}

// marksOf are the notes that charts have and, where not all charts have the same, the marks that stand before them and behind the titles of their charts: [1] and
// so on.
func marksOf(charts []output.Chart) map[int]output.Text {
	marks := map[int]output.Text{}
	differ := slices.ContainsFunc(charts, func(c output.Chart) bool { return !slices.Equal(c.Notes, charts[0].Notes) })
	for _, c := range charts {
		for _, note := range c.Notes {
			if _, seen := marks[note]; !seen {
				marks[note] = output.Text{}
				if differ {
					marks[note] = output.Verbatim("[" + strconv.Itoa(len(marks)) + "]")
				}
			}
		}
	}
	return marks
}

// opening is the paragraph that the document begins with, if it begins with one: it says what the figures are of.
func opening(d *output.Document) output.Text {
	if first, ok := d.Blocks[0].(output.Paragraph); ok {
		return first.Text
	}
	return output.Text{}
}

func (p *page) chart(c output.Chart) error {
	p.alternatives = append(p.alternatives, p.language.Text(c.Alternative))
	p.paragraph(c.Title, panelFace(), black)
	if err := p.body(c); err != nil {
		return err
	}
	p.bottom += gap
	return nil
}

// body draws a chart without its title.
func (p *page) body(c output.Chart) error {
	if steps, ok := c.Series[0].(output.Steps); ok {
		p.waterfall(c, steps)
		return nil
	}
	return p.course(c)
}
