package chart

import (
	"fmt"
	"math"

	"ipsplan/output"
)

// Measures of a chart of bars, bands and lines, in points.
const (
	frameHeight = 190
	swatchWidth = 22
	lineWidth   = 1.75
	barShare    = 0.7 // of a position's width that its bar takes
)

// course draws bars, bands and lines over positions from left to right, the values upwards, the lines on top.
func (p *page) course(c output.Chart) error {
	looks, err := looksOf(c.Series)
	if err != nil {
		return err
	}
	p.legend(c.Series, looks)
	p.paragraph(c.Values.Title, smallFace(), black)
	up, numbers := p.upwards(c)
	across := frame{left: p.margin + numbers + namesGap, right: p.width - max(p.margin, p.margin/2+p.lastEdge(c.Positions)), positions: c.Positions}
	p.rungs(up, across, c.Values)
	stacked := make([]stack, across.positions.Len())
	for _, layer := range []func(output.Series, look){
		func(s output.Series, l look) {
			if band, ok := s.(output.Band); ok {
				p.band(band, l, across, up)
			}
		},
		func(s output.Series, l look) {
			if bars, ok := s.(output.Bars); ok {
				p.stacked(bars, l, across, up, stacked)
			}
		},
		func(s output.Series, l look) {
			if line, ok := s.(output.Line); ok {
				p.lines(line, l, across, up)
			}
		},
	} {
		for i, s := range c.Series {
			layer(s, looks[i])
		}
	}
	p.line(grey, 0.75, point{across.left, up.place(0)}, point{across.right, up.place(0)})
	p.bottom = up.from
	p.positions(across)
	return nil
}

// looksOf gives each series its look; more series of a kind than there are looks cannot be told apart.
func looksOf(series []output.Series) ([]look, error) {
	free := map[string][]look{"bars": barLooks(), "bands": bandLooks(), "lines": lineLooks()}
	var looks []look
	for _, s := range series {
		kind := "lines"
		switch s.(type) {
		case output.Bars:
			kind = "bars"
		case output.Band:
			kind = "bands"
		}
		if len(free[kind]) == 0 {
			return nil, fmt.Errorf("it has more %s than can be told apart; put some into another chart", kind)
		}
		looks, free[kind] = append(looks, free[kind][0]), free[kind][1:]
	}
	return looks, nil
}

// frame maps positions to the page from left to right.
type frame struct {
	left, right float64
	positions   output.Axis
}

// sides are where a position begins and ends: a bin's true edges, else an equal part.
func (f frame) sides(i int) (left, right float64) {
	if len(f.positions.Edges) > 0 {
		return f.scale().place(f.positions.Edges[i]), f.scale().place(f.positions.Edges[i+1])
	}
	width := (f.right - f.left) / float64(f.positions.Len())
	return f.left + float64(i)*width, f.left + float64(i+1)*width
}

// lastEdge is how far the number of the last edge of bins may reach beyond it.
func (p *page) lastEdge(a output.Axis) float64 {
	if len(a.Edges) == 0 {
		return 0
	}
	return p.fonts.room(p.language.Number(a.Number(a.Edges[len(a.Edges)-1])), smallFace()) / 2
}

func (f frame) middle(i int) float64 {
	left, right := f.sides(i)
	return (left + right) / 2
}

// scale is that of bins.
func (f frame) scale() scale {
	edges := f.positions.Edges
	return scale{edges[0], edges[len(edges)-1], f.left, f.right}
}

// upwards is the scale of values, from round value to round value, in a frame below what is there, and how wide its numbers are.
func (p *page) upwards(c output.Chart) (up scale, numbers float64) {
	low, high := reach(c)
	up = scale{low: low, high: high, from: p.bottom + frameHeight, to: p.bottom + smallFace().size/2}
	for range 3 { // a longer axis may need coarser steps, which make it longer still
		if ticks := up.ticks(c.Values, mostTicks); len(ticks) > 1 {
			step := ticks[1].Value - ticks[0].Value
			up.low, up.high = math.Floor(low/step)*step, math.Ceil(high/step)*step
		}
	}
	for _, tick := range up.ticks(c.Values, mostTicks) {
		numbers = max(numbers, p.fonts.room(p.language.Number(tick), smallFace()))
	}
	return up, numbers
}

// reach is from the lowest to the highest value that is drawn, zero included.
func reach(c output.Chart) (low, high float64) {
	include := func(value float64) {
		if !math.IsNaN(value) {
			low, high = min(low, value), max(high, value)
		}
	}
	var stacked []stack
	for _, s := range c.Series {
		switch s := s.(type) {
		case output.Bars:
			if stacked == nil {
				stacked = make([]stack, len(s.Values))
			}
			for i, value := range s.Values {
				include(stacked[i].add(value).To)
			}
		case output.Line:
			for _, value := range s.Values {
				include(value)
			}
		case output.Band:
			for _, r := range s.Ranges {
				include(r.Low)
				include(r.High)
			}
		}
	}
	if low == high {
		high = 1 // nothing at all has an axis too
	}
	return low, high
}

// stack is how far the bars at one position reach so far.
type stack struct{ above, below float64 }

func (s *stack) add(value float64) output.Span {
	end := &s.above
	if value < 0 {
		end = &s.below
	}
	span := output.Span{From: *end, To: *end + value}
	*end = span.To
	return span
}

// rungs draws a pale line at each round value, with its number.
func (p *page) rungs(up scale, f frame, a output.Axis) {
	face := smallFace()
	for _, tick := range up.ticks(a, mostTicks) {
		at := up.place(tick.Value)
		p.line(pale, 0.75, point{f.left, at}, point{f.right, at})
		p.write(point{f.left - namesGap, at + baseline(face)}, p.language.Number(tick), face, grey, atEnd)
	}
}

func (p *page) stacked(b output.Bars, l look, f frame, up scale, stacked []stack) {
	for i, value := range b.Values {
		span := stacked[i].add(value)
		left, right := f.sides(i)
		if len(f.positions.Edges) == 0 {
			left, right = f.middle(i)-(right-left)*barShare/2, f.middle(i)+(right-left)*barShare/2
		}
		if value != 0 {
			p.block(l, left, right, up.place(max(span.From, span.To)), up.place(min(span.From, span.To)))
		}
	}
}

// block is a bar in the look of its series, set off from its neighbours by white.
func (p *page) block(l look, left, right, top, bottom float64) {
	if l.hatch && bottom-top > hatchDistance {
		p.fill(white, rectangle(left, right, top, bottom)...)
		p.hatch(l.colour, left, right, top, bottom)
		p.outline(l.colour, left, right, top, bottom)
		return
	}
	p.fill(l.colour, rectangle(left, right, top, bottom)...)
	if bottom-top > 2 && right-left > 2 {
		p.items = append(p.items, shape{corners: append(rectangle(left, right, top, bottom), point{left, top}), colour: white, width: 0.5})
	}
}

// lines draws each stretch of a line between values that are missing; a value that stands alone is a dot.
func (p *page) lines(l output.Line, look look, f frame, up scale) {
	for _, stretch := range stretches(len(l.Values), func(i int) bool { return math.IsNaN(l.Values[i]) }) {
		var corners []point
		for _, i := range stretch {
			corners = append(corners, point{f.middle(i), up.place(l.Values[i])})
		}
		if len(corners) == 1 {
			at := corners[0]
			p.fill(look.colour, rectangle(at.x-lineWidth, at.x+lineWidth, at.y-lineWidth, at.y+lineWidth)...)
			continue
		}
		p.items = append(p.items, shape{corners: corners, colour: look.colour, width: lineWidth, dashes: look.dashes})
	}
}

// band fills each stretch of a band between values that are missing; at a single position it is as wide as a bar.
func (p *page) band(b output.Band, l look, f frame, up scale) {
	missing := func(i int) bool { return math.IsNaN(b.Ranges[i].Low) || math.IsNaN(b.Ranges[i].High) }
	for _, stretch := range stretches(len(b.Ranges), missing) {
		if len(stretch) == 1 {
			left, right := f.sides(stretch[0])
			inset := (right - left) * (1 - barShare) / 2
			p.fill(l.colour, rectangle(left+inset, right-inset, up.place(b.Ranges[stretch[0]].High), up.place(b.Ranges[stretch[0]].Low))...)
			continue
		}
		var corners []point
		for _, i := range stretch {
			corners = append(corners, point{f.middle(i), up.place(b.Ranges[i].High)})
		}
		for j := range stretch {
			i := stretch[len(stretch)-1-j]
			corners = append(corners, point{f.middle(i), up.place(b.Ranges[i].Low)})
		}
		p.fill(l.colour, corners...)
	}
}

// stretches are the runs of positions whose values are not missing.
func stretches(n int, missing func(int) bool) [][]int {
	var all [][]int
	for i := range n {
		switch {
		case missing(i):
		case i == 0 || missing(i-1):
			all = append(all, []int{i})
		default:
			all[len(all)-1] = append(all[len(all)-1], i)
		}
	}
	return all
}

// positions names the positions below the frame, as many as have room: all, every second, every third.
func (p *page) positions(f frame) {
	if len(f.positions.Edges) > 0 {
		p.axis(f.scale(), f.positions)
		return
	}
	face := smallFace()
	every := 1
	for ; every < f.positions.Len() && !p.namesFit(f, every); every++ {
	}
	p.bottom += leading*face.size + 2
	for i := 0; i < f.positions.Len(); i += every {
		p.write(point{f.middle(i), p.bottom}, p.language.Text(f.positions.Labels[i]), face, grey, atMiddle)
	}
	if title := p.language.Text(f.positions.Title); title != "" {
		for _, line := range p.fonts.wrap(title, face, f.right-f.left) {
			p.bottom += leading * face.size
			p.write(point{(f.left + f.right) / 2, p.bottom}, line, face, black, atMiddle)
		}
	}
	p.bottom += face.size
}

func (p *page) namesFit(f frame, every int) bool {
	const space = 6
	end := 0.0
	for i := 0; i < f.positions.Len(); i += every {
		half := p.fonts.room(p.language.Text(f.positions.Labels[i]), smallFace()) / 2
		if f.middle(i)-half < end+space {
			return false
		}
		end = f.middle(i) + half
	}
	return end < p.width-p.margin/2
}

// legend names the series, each beside a piece of it, in as many lines as it takes; a single series needs none beside the title.
func (p *page) legend(series []output.Series, looks []look) {
	if len(series) < 2 {
		return
	}
	const space = 16
	face := smallFace()
	left, middle := p.margin, p.bottom+face.size*0.7
	for i, s := range series {
		name := p.fonts.wrap(p.language.Text(nameOf(s)), face, p.width-2*p.margin-swatchWidth-labelGap)
		wide := 0.0
		for _, line := range name {
			wide = max(wide, swatchWidth+labelGap+p.fonts.room(line, face))
		}
		if left > p.margin && left+wide > p.width-p.margin {
			left, middle = p.margin, middle+leading*face.size+2
		}
		p.swatch(s, looks[i], left, middle)
		for j, line := range name {
			if j > 0 {
				middle += leading * face.size
			}
			p.write(point{left + swatchWidth + labelGap, middle + baseline(face)}, line, face, black, atStart)
		}
		left += wide + space
	}
	p.bottom = middle + face.size
}

func nameOf(s output.Series) output.Text {
	switch s := s.(type) {
	case output.Bars:
		return s.Name
	case output.Band:
		return s.Name
	case output.Line:
		return s.Name
	}
	return output.Text{} // Document.Check lets no other series pass here
}

func (p *page) swatch(s output.Series, l look, left, middle float64) {
	const half = 4.5
	if _, isLine := s.(output.Line); isLine {
		p.items = append(p.items, shape{corners: []point{{left, middle}, {left + swatchWidth, middle}}, colour: l.colour, width: lineWidth, dashes: l.dashes})
		return
	}
	p.block(l, left, left+swatchWidth, middle-half, middle+half)
}
