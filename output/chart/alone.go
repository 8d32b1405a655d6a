package chart

import (
	"io"

	"ipsplan/output"
)

// AlonePNG draws one chart without title and notes, for a page that prints them beside the picture. The chart must be one that Document.Check finds no fault with.
func AlonePNG(w io.Writer, c output.Chart, language output.Language) error {
	fonts, err := newFonts()
	if err != nil {
		return err
	}
	p := &page{fonts: fonts, language: language, width: pageWidth, margin: margin, bottom: gap}
	c.Title = output.Text{}
	if err := p.chart(c); err != nil {
		return err
	}
	return p.writePNG(w)
}
