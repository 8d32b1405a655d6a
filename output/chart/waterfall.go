package chart

import (
	"math"

	"ipsplan/output"
)

// Measures of a waterfall, in points.
const (
	mostForNames = 200
	shareOfNames = 0.38 // of the page's width, at most, where the page is narrow
	leastBars    = 80
	rowPadding   = 6
	barHeight    = 12
	namesGap     = 8
	labelGap     = 5
	thinnest     = 1 // of a bar that is not there or too small to see
)

// row is one bar of a waterfall with its name and figure, and its place on the page.
type row struct {
	name        []string
	figure      string
	isNothing   bool // the figure is printed as zero
	step        output.Step
	span        output.Span
	top, height float64
}

func (r row) middle() float64 { return r.top + r.height/2 }

// waterfall draws one row for each step: its name, its bar and, right of the bar, its figure. What is added and what is taken away are told apart by sign and
// by hatching, besides by colour.
func (p *page) waterfall(c output.Chart, steps output.Steps) {
	rows := p.rows(c, steps)
	names, figures := 0.0, 0.0
	for _, r := range rows {
		figures = max(figures, p.fonts.room(r.figure, stepFace(r.step)))
		for _, line := range r.name {
			names = max(names, p.fonts.room(line, stepFace(r.step)))
		}
	}
	low, high := output.Bounds(steps.Spans())
	p.width = max(p.width, 2*p.margin+names+namesGap+leastBars+labelGap+figures) // one long word can leave a narrow page no room for bars
	across := scale{low, high, p.margin + names + namesGap, p.width - p.margin - labelGap - figures}
	top := p.bottom
	p.bottom = rows[len(rows)-1].top + rows[len(rows)-1].height + rowPadding/2
	p.grid(across, c.Values, top)
	for i, r := range rows {
		if i > 0 {
			at := across.place(rows[i-1].span.To)
			p.line(grey, 0.5, point{at, rows[i-1].middle() + barHeight/2}, point{at, r.middle() - barHeight/2})
		}
		p.row(r, across)
	}
	p.axis(across, c.Values)
}

func (p *page) rows(c output.Chart, steps output.Steps) []row {
	spans, top := steps.Spans(), p.bottom
	var rows []row
	for i, step := range steps {
		number, face := step.Number(c.Values), stepFace(step)
		r := row{name: p.fonts.wrap(p.language.Text(c.Positions.Labels[i]), face, min(mostForNames, p.width*shareOfNames)), figure: p.language.Signed(number), step: step, span: spans[i], top: top}
		if step.Whole {
			r.figure = p.language.Number(number)
		}
		r.isNothing = r.figure == p.language.Number(c.Values.Number(0))
		r.height = max(barHeight, float64(len(r.name))*leading*face.size) + rowPadding
		top += r.height
		rows = append(rows, r)
	}
	return rows
}

func (p *page) row(r row, across scale) {
	face := stepFace(r.step)
	for i, line := range r.name {
		below := (float64(i)-float64(len(r.name)-1)/2)*leading*face.size + baseline(face)
		p.write(point{p.margin, r.middle() + below}, line, face, black, atStart)
	}
	left, right := across.place(min(r.span.From, r.span.To)), across.place(max(r.span.From, r.span.To))
	if right-left < thinnest {
		left, right = (left+right-thinnest)/2, (left+right+thinnest)/2
	}
	top, bottom := r.middle()-barHeight/2, r.middle()+barHeight/2
	p.bar(r, left, right, top, bottom)
	begin := right + labelGap
	p.fill(white, rectangle(begin-1, begin+p.fonts.width(r.figure, face)+1, top, bottom)...) // no line of the grid crosses a minus sign
	p.write(point{begin, r.middle() + baseline(face)}, r.figure, face, black, atStart)
}

func rectangle(left, right, top, bottom float64) []point {
	return []point{{left, top}, {right, top}, {right, bottom}, {left, bottom}}
}

// baseline is how far below the middle of its capitals and digits a line of text stands.
func baseline(f typeface) float64 {
	const digitHeight = 0.7 // of the size, in Liberation Sans
	return digitHeight * f.size / 2
}

// bar is full for a whole figure and for what is added, hatched for what is taken away, grey for what is printed as nothing.
func (p *page) bar(r row, left, right, top, bottom float64) {
	switch {
	case r.step.Whole:
		p.fill(blue, rectangle(left, right, top, bottom)...)
	case r.isNothing:
		p.fill(grey, rectangle(left, right, top, bottom)...)
	case r.step.Value > 0:
		p.fill(green, rectangle(left, right, top, bottom)...)
	case right-left < hatchDistance:
		p.fill(vermillion, rectangle(left, right, top, bottom)...)
	default:
		p.fill(white, rectangle(left, right, top, bottom)...)
		p.hatch(vermillion, left, right, top, bottom)
		p.outline(vermillion, left, right, top, bottom)
	}
}

const (
	hatchDistance = 4 // between the strokes, along either side
	hatchWidth    = 1.5
)

// hatch draws strokes that rise at 45 degrees within an outline. On each x+y is the same: from left+top in the upper left corner to right+bottom in the lower
// right one.
func (p *page) hatch(colour string, left, right, top, bottom float64) {
	const inset = 0.5 // a stroke's end is wider than the place it ends at
	left, right, top, bottom = left+inset, right-inset, top+inset, bottom-inset
	for sum := left + top + hatchDistance/2; sum < right+bottom; sum += hatchDistance {
		low, high := math.Max(left, sum-bottom), math.Min(right, sum-top)
		p.line(colour, hatchWidth, point{low, sum - low}, point{high, sum - high})
	}
}

// outline draws a frame just within a rectangle.
func (p *page) outline(colour string, left, right, top, bottom float64) {
	const width = 1.0
	corners := rectangle(left+width/2, right-width/2, top+width/2, bottom-width/2)
	closed := append(corners, point{left + width/2, top})
	p.items = append(p.items, shape{corners: closed, colour: colour, width: width})
}
