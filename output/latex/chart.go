package latex

import (
	"fmt"
	"strings"

	"ipsplan/output"
	"ipsplan/output/columns"
)

// Lengths of a waterfall, in ems and, of heights, in the height of the letter x.
const (
	figureWidth   = 46
	longestBar    = 24
	wholeHeight   = 1.4
	stepHeight    = 0.7
	thinnestWidth = 0.05
)

// chart is a waterfall as a figure. What takes more than rules to draw is told by its sentence.
func (l *layout) chart(c output.Chart) string {
	steps, isWaterfall := c.Series[0].(output.Steps)
	if !isWaterfall {
		return `\textbf{` + l.line(c.Title) + "}" + l.marks(c.Notes) + `\newline ` + l.text(c.Alternative)
	}
	lines := []string{
		`\begin{figure}[htbp]`,
		`\centering\small`,
		"% " + oneLine(l.say(c.Alternative)),
		`\begin{tabular}{@{}l@{\quad}l@{}}`,
		l.line(c.Positions.Title) + " & " + l.line(c.Values.Title) + ` \\`,
	}
	for i, bar := range l.bars(c, steps) {
		lines = append(lines, l.line(c.Positions.Labels[i])+" & "+bar+` \\`)
	}
	return strings.Join(append(lines,
		`\end{tabular}`,
		`\caption{`+l.line(c.Title)+l.marks(c.Notes)+"}"+l.label("fig", c.Name),
		`\end{figure}`), "\n")
}

// bars are the rows' bars, high for whole figures and low for what is added or taken away, each followed by its figure.
func (l *layout) bars(c output.Chart, steps output.Steps) []string {
	spans := steps.Spans()
	low, high := output.Bounds(spans)
	figures, labels, widest := make([]string, len(steps)), 0.0, 0.0
	for i, step := range steps {
		figures[i] = l.options.Language.Signed(step.Number(c.Values))
		if step.Whole {
			figures[i] = l.options.Language.Number(step.Number(c.Values))
		}
		labels, widest = max(labels, columns.Width(l.say(c.Positions.Labels[i]))), max(widest, columns.Width(figures[i]))
	}
	perValue := 0.0
	if high > low {
		perValue = max(1, min(longestBar, figureWidth-labels-widest)) / (high - low)
	}
	bars := make([]string, len(steps))
	for i, step := range steps {
		left, right := min(spans[i].From, spans[i].To), max(spans[i].From, spans[i].To)
		height := stepHeight
		if step.Whole {
			height = wholeHeight
		}
		bars[i] = fmt.Sprintf(`\hspace*{%.2fem}\rule{%.2fem}{%.1fex}~%s`, (left-low)*perValue, max(thinnestWidth, (right-left)*perValue), height, escaped(figures[i]))
	}
	return bars
}
