package chart

import "ipsplan/output"

// Lengths are in points, 72 to the inch; the page's origin is its upper left corner. These are a picture file's; an inline picture has its own width and margin.
const (
	pageWidth = 640
	margin    = 24
	gap       = 14 // between panels
	leading   = 1.3
)

// page is a picture as shapes and words with their places, from which each file format is written.
type page struct {
	fonts    fonts
	language output.Language
	// width is that of the whole page, with the margin on either side.
	width, margin float64
	// bottom is where the next thing is placed.
	bottom float64
	items  []item
	// titles and alternatives are the titles of the documents and the sentences that stand for their charts.
	titles, alternatives []string
}

// item is a shape or a line of words.
type item interface{ item() }

type point struct{ x, y float64 }

// shape is a filled area or, with a width, a line through its corners, of dashes and gaps so long if it has any.
type shape struct {
	corners []point
	colour  string
	width   float64
	dashes  []float64
}

// words is a line of text; its place is at the left end, middle or right end of its base line.
type words struct {
	at     point
	text   string
	face   typeface
	colour string
	anchor anchor
}

type anchor float64

// Where on its base line the place of a line of text is, as the share of its width.
const (
	atStart  anchor = 0
	atMiddle anchor = 0.5
	atEnd    anchor = 1
)

func (shape) item() {}
func (words) item() {}

func (p *page) fill(colour string, corners ...point) {
	p.items = append(p.items, shape{corners: corners, colour: colour})
}

func (p *page) line(colour string, width float64, from, to point) {
	p.items = append(p.items, shape{corners: []point{from, to}, colour: colour, width: width})
}

func (p *page) write(at point, text string, face typeface, colour string, anchor anchor) {
	p.items = append(p.items, words{at, text, face, colour, anchor})
}

// paragraph places running text over the whole width, below what is there.
func (p *page) paragraph(text output.Text, face typeface, colour string) {
	if text.IsEmpty() {
		return
	}
	for _, line := range p.fonts.wrap(p.language.Text(text), face, p.width-2*p.margin) {
		p.write(point{p.margin, p.bottom + face.size}, line, face, colour, atStart)
		p.bottom += leading * face.size
	}
	p.bottom += face.size / 3
}
