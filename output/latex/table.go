package latex

import (
	"fmt"
	"strings"

	"ipsplan/output"
	"ipsplan/output/columns"
)

// way is a size of type and a page for a table. An em is in points, that of Latin Modern in an article in 11 points, whose smaller letters are relatively wider.
type way struct {
	command     string
	em          float64
	isLandscape bool
	breaks      bool
}

// ways are the ways in which a table may fit the page, the most readable first.
func ways() []way {
	const small, footnote, script = 10, 9.25, 8.5
	return []way{
		{`\small`, small, false, false},
		{`\footnotesize`, footnote, false, false},
		{`\footnotesize`, footnote, false, true},
		{`\scriptsize`, script, false, true},
		{`\small`, small, true, false},
		{`\footnotesize`, footnote, true, true},
		{`\scriptsize`, script, true, true},
	}
}

// Lengths in points of TeX, of which an inch has 72.27: the page between its margins, and the space left and right of a cell's text.
const (
	upright     = 483.6 // 170 mm
	across      = 731.2 // 257 mm
	sidePadding = 4
)

// table is a table that may go on over several pages, with its header row on each; in parts if it is too wide.
func (l *layout) table(t output.Table) string {
	caption := ""
	if text := l.line(t.Caption); text != "" {
		caption = `\caption{` + text + "}" + l.label("tab", t.Name)
	}
	if len(t.Columns) == 0 {
		return strings.TrimPrefix(`\textbf{`+l.line(t.Caption)+"}", `\textbf{}`)
	}
	all := ways()
	var measured []columns.Way
	for _, w := range all {
		page := upright
		if w.isLandscape {
			page = across
		}
		measured = append(measured, columns.Way{Page: page / w.em, Gap: 2 * sidePadding / w.em, Breaks: w.breaks})
	}
	chosen, parts := columns.Fit(columns.Of(l.options.Language, t), measured)
	var tables []string
	for i, part := range parts {
		if i > 0 {
			caption = ""
		}
		tables = append(tables, l.part(t, part, caption, all[chosen]))
	}
	return strings.Join(tables, "\n\n")
}

// part is the table itself, or one of the parts that it is divided into.
func (l *layout) part(t output.Table, part columns.Part, caption string, w way) string {
	var lines []string
	add := func(line string) { lines = append(lines, line) }
	if w.isLandscape {
		add(`\begin{landscape}`)
	}
	add(`\begingroup` + w.command + fmt.Sprintf(`\setlength{\tabcolsep}{%dpt}`, sidePadding))
	add(`\begin{longtable}{@{}` + specification(t, part, w) + `@{}}`)
	if caption != "" {
		add(caption + `\\`)
	}
	header := []string{`\toprule`, l.headings(t, part), `\midrule`}
	lines = append(append(append(append(lines, header...), `\endfirsthead`), header...), `\endhead`)
	add(`\bottomrule`)
	add(`\endfoot`)
	for i, row := range t.Rows {
		switch {
		case i > 0 && row.Total && !t.Rows[i-1].Total:
			add(`\midrule`)
		case i > 0 && row.Group:
			add(`\addlinespace`)
		}
		add(l.row(row, part) + lineEnd(i, len(t.Rows)))
	}
	add(`\end{longtable}`)
	add(`\endgroup`)
	if w.isLandscape {
		add(`\end{landscape}`)
	}
	return strings.Join(lines, "\n")
}

// specification says how wide the columns are and on which side their text is aligned.
func specification(t output.Table, part columns.Part, w way) string {
	specification := ""
	for i, number := range part.Columns {
		side := `\raggedright`
		if t.Columns[number].Numeric {
			side = `\raggedleft`
		}
		specification += fmt.Sprintf(`>{%s\arraybackslash}p{%.1fpt}`, side, part.Widths[i]*w.em)
	}
	return specification
}

func (l *layout) headings(t output.Table, part columns.Part) string {
	var headings []string
	for _, number := range part.Columns {
		column := t.Columns[number]
		headings = append(headings, l.text(column.Heading)+l.marks(column.Notes))
	}
	return strings.Join(headings, " & ") + ` \\`
}

// row is a row of the table; those of a total are bold.
func (l *layout) row(row output.Row, part columns.Part) string {
	var cells []string
	for _, number := range part.Columns {
		cell := row.Cells[number]
		text := broken(l.cell(cell))
		indent := hanging(text)
		if row.Total && text != "" {
			text = `\textbf{` + text + "}"
		}
		cells = append(cells, indent+text+l.marks(cell.Notes))
	}
	return strings.Join(cells, " & ")
}

// hanging sets a cell's further lines in as far as no-break spaces set in its first.
func hanging(text string) string {
	spaces := len(text) - len(strings.TrimLeft(text, "~"))
	if spaces == 0 {
		return ""
	}
	return fmt.Sprintf(`\hangindent=%.1fem `, float64(spaces)/3)
}

// lineEnd ends a row. No page ends after one of a short table, nor after the first or before the last of a longer one.
func lineEnd(i, rows int) string {
	const keptWhole = 14
	if i < rows-1 && (rows <= keptWhole || i == 0 || i == rows-2) {
		return ` \\*`
	}
	return ` \\`
}

func (l *layout) cell(c output.Cell) string { return l.options.Language.Cell(c) }
