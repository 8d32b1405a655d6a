package output

import (
	"fmt"
	"math"
)

// Chart is a picture as plain values: what is shown, not how it is drawn. Its positions are causes, quarters or bins, in order; each series has one value for each
// of them, in the unit of the axis of values.
type Chart struct {
	// Name is the chart's stable name in plain letters, such as "bridge_job_starts".
	Name  string
	Title Text
	// Alternative says in one sentence what the chart shows, for those who cannot see it and for formats that cannot draw it.
	Alternative Text
	// Beside, if not empty, is the name of the table just above, whose rows are the chart's positions and which holds its figures. A format without
	// pictures may draw the chart beside these rows, or leave it to the table.
	Beside string
	// Positions has labels, for causes and quarters, or edges, for bins; Values has neither.
	Positions, Values Axis
	Series            []Series
	Notes             []int
}

// Axis is one direction of a chart.
type Axis struct {
	// Title says what the axis shows, with the unit where the numbers do not carry it: "Job starts, all 2 years (people)".
	Title  Text
	Labels []Text
	// Edges are the rising bounds of bins, one more than there are bins, such as those of a histogram. A bin is drawn as wide as it is; where bins differ
	// in width, their values are to be per unit of width.
	Edges []float64
	// Unit and Step print the axis's numbers, as those of a Number.
	Unit Unit
	Step float64
}

// Len is how many causes, quarters or bins the axis has.
func (a Axis) Len() int {
	if len(a.Edges) > 0 {
		return len(a.Edges) - 1
	}
	return len(a.Labels)
}

// Series is one set of values drawn in one way: Steps, which stand alone, or Bars, Bands and Lines, which go together.
type Series interface {
	// length is how many positions the series has values for.
	length() int
	fault() error
}

// Bars are amounts that stand on zero; those of several series at one position stand on each other, and those below zero hang from each other.
type Bars struct {
	Name   Text
	Values []float64
}

// Line joins values; where one is NaN, it is interrupted.
type Line struct {
	Name   Text
	Values []float64
}

// Band fills what lies between two lines, such as P10 and P90; where an end is NaN, it is interrupted.
type Band struct {
	Name   Text
	Ranges []Range
}

func (b Bars) length() int { return len(b.Values) }
func (l Line) length() int { return len(l.Values) }
func (b Band) length() int { return len(b.Ranges) }

func (b Bars) fault() error {
	for i, value := range b.Values {
		if !finite(value) {
			return fmt.Errorf("%q, value %d: it is %v; a bar has an end; write 0 where there is none", b.Name, i+1, value)
		}
	}
	return nil
}

func (l Line) fault() error {
	for i, value := range l.Values {
		if math.IsInf(value, 0) {
			return fmt.Errorf("%q, value %d: it is %v, which no axis reaches; write NaN where there is none", l.Name, i+1, value)
		}
	}
	return nil
}

func (b Band) fault() error {
	for i, r := range b.Ranges {
		if math.IsInf(r.Low, 0) || math.IsInf(r.High, 0) || r.Low > r.High {
			return fmt.Errorf("%q, value %d: it goes from %v to %v; a band goes from a lower to a higher value", b.Name, i+1, r.Low, r.High)
		}
	}
	return nil
}

// Steps are a waterfall: bars that stand for a figure, such as the first and the last, and between them what is added to it or taken away.
type Steps []Step

// Step is one bar of a waterfall.
type Step struct {
	// Value is the figure of a whole bar; of any other, what it adds (below zero: takes away).
	Value float64
	Whole bool
	// Round is what the figure is rounded to, if not to the axis's step.
	Round float64
}

// Number is a step's figure in the unit of the axis of values.
func (s Step) Number(axis Axis) Number {
	n := axis.Number(s.Value)
	if s.Round > 0 {
		n.Step = s.Round
	}
	return n
}

// Span is where a bar begins and ends on the axis of values.
type Span struct{ From, To float64 }

// Spans are the bars' places: a whole bar stands on zero, any other begins where the one before it ended.
func (s Steps) Spans() []Span {
	spans := make([]Span, len(s))
	level := 0.0
	for i, step := range s {
		if step.Whole {
			level = 0
		}
		spans[i] = Span{level, level + step.Value}
		level = spans[i].To
	}
	return spans
}

// Bounds are the ends of the axis that holds all spans and zero.
func Bounds(spans []Span) (low, high float64) {
	for _, span := range spans {
		low, high = min(low, span.From, span.To), max(high, span.From, span.To)
	}
	return low, high
}

func (s Steps) length() int { return len(s) }

// fault says which bar does not begin where the bars before it lead to.
func (s Steps) fault() error {
	spans := s.Spans()
	for i, step := range s {
		if !finite(step.Value) {
			return fmt.Errorf("step %d: it is %v; a bar has an end; leave the chart out", i+1, step.Value)
		}
		if i == 0 || !step.Whole {
			continue
		}
		const noise = 1e-9 // relative, of adding up
		if before := spans[i-1].To; math.Abs(step.Value-before) > noise*max(1, math.Abs(step.Value), math.Abs(before)) {
			return fmt.Errorf("step %d: it stands at %v; the steps before it lead to %v; a whole bar stands where they lead to", i+1, step.Value, before)
		}
	}
	return nil
}

// Number is a value of the axis with its unit and step.
func (a Axis) Number(value float64) Number { return Number{Value: value, Unit: a.Unit, Step: a.Step} }

func (Chart) block() {}

// Chart appends a chart.
func (d *Document) Chart(c Chart) { d.Blocks = append(d.Blocks, c) }

// Charts are the document's charts, in order.
func (d *Document) Charts() []Chart {
	var charts []Chart
	for _, block := range d.Blocks {
		if chart, ok := block.(Chart); ok {
			charts = append(charts, chart)
		}
	}
	return charts
}
