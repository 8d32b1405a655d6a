package text

import (
	"math"
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"ipsplan/output"
)

// Lengths of the longest bar, in terminal cells: shorter than the first, bars no longer show much; longer than the second, they no longer show more.
const (
	shortestBars = 16
	longestBars  = 48
)

// withBars gives the columns of a table with the bars of the chart that follows it as the last, if there is such a chart and room for it.
func withBars(blocks []output.Block, options Options) ([]column, bool) {
	if len(blocks) < 2 {
		return nil, false
	}
	t, isTable := blocks[0].(output.Table)
	c, isChart := blocks[1].(output.Chart)
	if !isTable || !isChart || c.Beside == "" || c.Beside != t.Name {
		return nil, false
	}
	steps, drawn := stepsOf(c)
	columns := columnsOf(t, options.Language)
	room := func(width func(column) int) int {
		return options.Width - sum(each(columns, width)) - len(columns)*len(gap)
	}
	if !drawn || room(column.leastByHeading) < shortestBars {
		return nil, false
	}
	return append(columns, column{cells: bars(c, steps, max(room(column.natural), shortestBars), options.Language)}), true
}

// layOutChart draws a chart that stands alone: a waterfall as rows of names, figures and bars, stacked bars and lines as rows of positions. What cannot be drawn in
// characters is told by its sentence.
func layOutChart(c output.Chart, options Options) string {
	language := options.Language
	if s, ok := stackedOf(c); ok {
		if text, drawn := layOutStacked(c, s, options); drawn {
			return text
		}
	}
	if k, ok := courseOf(c); ok {
		if text, drawn := layOutCourse(c, k, options); drawn {
			return text
		}
	}
	steps, drawn := stepsOf(c)
	if !drawn {
		return wrap(language.Text(c.Title)+": "+language.Text(c.Alternative)+marks(c.Notes), options.Width)
	}
	t := output.Table{Columns: []output.Column{{Heading: c.Positions.Title, Wrap: true}, {Numeric: true}}}
	for i, step := range steps {
		figure := step.Number(c.Values).Text()
		if !step.Whole {
			figure = step.Number(c.Values).Signed()
		}
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{{Text: c.Positions.Labels[i]}, {Text: figure}}, Total: i > 0 && step.Whole})
	}
	columns := columnsOf(t, language)
	room := options.Width - sum(each(columns, column.natural)) - len(columns)*len(gap)
	if room < shortestBars { // rather names in several lines than bars that show nothing
		room = options.Width - sum(each(columns, column.least)) - len(columns)*len(gap)
	}
	drawing := column{heading: plain(language.Text(c.Values.Title)), cells: bars(c, steps, max(room, 1), language)}
	return layOutColumns(t, language.Text(c.Title)+marks(c.Notes), append(columns, drawing), options)
}

// stepsOf gives the waterfall that the chart is, if it is one.
func stepsOf(c output.Chart) (output.Steps, bool) {
	if len(c.Series) != 1 {
		return nil, false
	}
	steps, ok := c.Series[0].(output.Steps)
	return steps, ok
}

// bars draws each span of a waterfall on a line of so many cells: whole bars full, what is taken away light, what is added dark. A step has a bar, however small,
// if its figure is printed as other than zero, and else none.
func bars(c output.Chart, steps output.Steps, width int, language output.Language) []string {
	cells := float64(min(width, longestBars) / twwidth.Width("█"))
	spans := steps.Spans()
	low, high := output.Bounds(spans)
	place := func(x float64) int { return int(math.Round((x - low) / (high - low) * cells)) }
	nothing := language.Number(c.Values.Number(0))
	lines := make([]string, len(steps))
	for i, step := range steps {
		if language.Number(step.Number(c.Values)) == nothing {
			continue
		}
		begin, end := place(min(spans[i].From, spans[i].To)), place(max(spans[i].From, spans[i].To))
		if begin == end {
			begin, end = atLeastOne(begin, int(cells), step.Value < 0)
		}
		mark := "█"
		switch {
		case step.Whole:
		case step.Value < 0:
			mark = "░"
		default:
			mark = "▓"
		}
		lines[i] = blanks(begin*twwidth.Width(mark)) + strings.Repeat(mark, end-begin)
	}
	return lines
}

// blanks are no-break spaces, at which no line breaks.
func blanks(n int) string { return strings.Repeat("\u00a0", n) }

// atLeastOne widens a bar of no cell to one, to the side that the step goes to, unless the line of so many cells ends there.
func atLeastOne(at, cells int, down bool) (begin, end int) {
	if down && at > 0 || at == cells {
		return at - 1, at
	}
	return at, at + 1
}
