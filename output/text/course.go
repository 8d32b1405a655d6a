package text

import (
	"math"
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"ipsplan/output"
)

// course is a chart of lines, with or without the band in which one of them lies, as far as characters can draw it: a row for each position, the values to the right.
type course struct {
	band  *output.Band
	lines []output.Line
}

// bandMark fills the band; markers tell lines apart, of which the first lies on top.
const bandMark = "░"

func markers() []string { return []string{"●", "│", "┊"} }

// courseOf gives the band and the lines of a chart that can be drawn so.
func courseOf(c output.Chart) (course, bool) {
	var k course
	for _, series := range c.Series {
		switch series := series.(type) {
		case output.Line:
			k.lines = append(k.lines, series)
		case output.Band:
			if k.band != nil {
				return k, false
			}
			k.band = &series
		default:
			return k, false
		}
	}
	for _, x := range k.values() {
		if x < 0 {
			return k, false
		}
	}
	return k, len(k.lines) > 0 && len(k.lines) <= len(markers()) && len(c.Positions.Labels) > 0
}

func (k course) values() []float64 {
	var all []float64
	for _, line := range k.lines {
		all = append(all, line.Values...)
	}
	if k.band != nil {
		for _, r := range k.band.Ranges {
			all = append(all, r.Low, r.High)
		}
	}
	return all
}

// layOutCourse draws a chart as rows from the first position to the last, each with the lines' values, or that of the first alone, if there is room for the drawing.
func layOutCourse(c output.Chart, k course, options Options) (string, bool) {
	language := options.Language
	title := language.Text(c.Values.Title)
	for shown := len(k.lines); shown > 0; shown-- {
		t := output.Table{Columns: []output.Column{{Heading: c.Positions.Title}}}
		for _, line := range k.lines[:shown] {
			t.Columns = append(t.Columns, output.Column{Heading: line.Name, Numeric: true})
		}
		for i, label := range c.Positions.Labels {
			cells := []output.Cell{{Text: label}}
			for _, line := range k.lines[:shown] {
				number := c.Values.Number(line.Values[i])
				cells = append(cells, output.Cell{Number: &number})
			}
			t.Rows = append(t.Rows, output.Row{Cells: cells})
		}
		columns := columnsOf(t, language)
		room := options.Width - sum(each(columns, column.natural)) - len(columns)*len(gap)
		if room < max(shortestBars, twwidth.Width(title)) {
			continue
		}
		caption := language.Text(c.Title) + marks(c.Notes) + "\n" + k.legend(language)
		text := layOutColumns(t, caption, append(columns, column{heading: plain(title), cells: k.rows(min(room, longestBars))}), options)
		return text, true
	}
	return "", false
}

// legend names the marks.
func (k course) legend(language output.Language) string {
	var names []string
	name := func(mark string, of output.Text) {
		names = append(names, mark+"\u00a0"+strings.ReplaceAll(language.Text(of), " ", "\u00a0"))
	}
	if k.band != nil {
		name(bandMark, k.band.Name)
	}
	for i, line := range k.lines {
		name(markers()[i], line.Name)
	}
	return strings.Join(names, "  ")
}

// rows draws the positions on lines of so many terminal cells.
func (k course) rows(width int) []string {
	highest := 0.0
	for _, x := range k.values() {
		if !math.IsNaN(x) {
			highest = max(highest, x)
		}
	}
	cells := width / twwidth.Width(bandMark)
	place := func(x float64) int {
		if highest == 0 {
			return 0
		}
		return int(math.Round(x / highest * float64(cells-1)))
	}
	blank := blanks(twwidth.Width(bandMark))
	rows := make([]string, len(k.lines[0].Values))
	for i := range rows {
		var drawn []string
		put := func(at int, mark string) {
			for len(drawn) <= at {
				drawn = append(drawn, blank)
			}
			drawn[at] = mark
		}
		if k.band != nil && !math.IsNaN(k.band.Ranges[i].Low) && !math.IsNaN(k.band.Ranges[i].High) {
			for at := place(k.band.Ranges[i].Low); at <= place(k.band.Ranges[i].High); at++ {
				put(at, bandMark)
			}
		}
		for l := len(k.lines) - 1; l >= 0; l-- {
			if x := k.lines[l].Values[i]; !math.IsNaN(x) {
				put(place(x), markers()[l])
			}
		}
		rows[i] = strings.Join(drawn, "")
	}
	return rows
}
