package text

import (
	"math"
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"ipsplan/output"
)

// stacked is a chart of bars that stand on each other and at most one line above or across them, as far as characters can draw it. Bands are left out.
type stacked struct {
	bars []output.Bars
	line *output.Line
}

// barMarks tell the bars of a stack apart, lineMark is where the line is.
func barMarks() []string { return []string{"█", "▓", "░"} }

const lineMark = "│"

// stackedOf gives the bars and line of a chart that can be drawn so.
func stackedOf(c output.Chart) (stacked, bool) {
	var s stacked
	lines := 0
	for _, series := range c.Series {
		switch series := series.(type) {
		case output.Bars:
			for _, x := range series.Values {
				if x < 0 {
					return s, false
				}
			}
			s.bars = append(s.bars, series)
		case output.Line:
			lines++
			s.line = &series
		case output.Band:
		default:
			return s, false
		}
	}
	return s, len(s.bars) > 0 && len(s.bars) <= len(barMarks()) && lines <= 1 && len(c.Positions.Labels) > 0
}

// layOutStacked draws a chart as rows from the first position to the last, if there is room for its bars.
func layOutStacked(c output.Chart, s stacked, options Options) (string, bool) {
	t := output.Table{Columns: []output.Column{{Heading: c.Positions.Title}}}
	if s.line != nil {
		t.Columns = append(t.Columns, output.Column{Heading: s.line.Name, Numeric: true})
	}
	for i, label := range c.Positions.Labels {
		cells := []output.Cell{{Text: label}}
		if s.line != nil {
			number := c.Values.Number(s.line.Values[i])
			cells = append(cells, output.Cell{Number: &number})
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells})
	}
	language := options.Language
	columns := columnsOf(t, language)
	room := options.Width - sum(each(columns, column.natural)) - len(columns)*len(gap)
	title := language.Text(c.Values.Title)
	if room < max(shortestBars, twwidth.Width(title)) {
		return "", false
	}
	caption := language.Text(c.Title) + marks(c.Notes) + "\n" + s.legend(language)
	text := layOutColumns(t, caption, append(columns, column{heading: plain(title), cells: s.rows(min(room, longestBars))}), options)
	return text, true
}

// legend names the marks.
func (s stacked) legend(language output.Language) string {
	whole := func(name output.Text) string { return strings.ReplaceAll(language.Text(name), " ", "\u00a0") }
	var names []string
	for i, b := range s.bars {
		names = append(names, barMarks()[i]+"\u00a0"+whole(b.Name))
	}
	if s.line != nil {
		names = append(names, lineMark+"\u00a0"+whole(s.line.Name))
	}
	return strings.Join(names, "  ")
}

// rows draws the positions on lines of so many terminal cells, one of which is for the mark of a line at the highest value.
func (s stacked) rows(width int) []string {
	highest := s.highest()
	cells := float64(width/twwidth.Width(barMarks()[0]) - 1)
	place := func(x float64) int {
		if highest == 0 {
			return 0
		}
		return int(math.Round(x / highest * cells))
	}
	rows := make([]string, len(s.bars[0].Values))
	for i := range rows {
		var marks []string
		top := 0.0
		for b, bars := range s.bars {
			top += bars.Values[i]
			for len(marks) < place(top) {
				marks = append(marks, barMarks()[b])
			}
		}
		if s.line != nil && !math.IsNaN(s.line.Values[i]) && s.line.Values[i] >= 0 {
			at := place(s.line.Values[i])
			for len(marks) <= at {
				marks = append(marks, blanks(twwidth.Width(barMarks()[0])))
			}
			marks[at] = lineMark
		}
		rows[i] = strings.Join(marks, "")
	}
	return rows
}

func (s stacked) highest() float64 {
	highest := 0.0
	for i := range s.bars[0].Values {
		top := 0.0
		for _, bars := range s.bars {
			top += bars.Values[i]
		}
		highest = max(highest, top)
		if s.line != nil && !math.IsNaN(s.line.Values[i]) {
			highest = max(highest, s.line.Values[i])
		}
	}
	return highest
}
