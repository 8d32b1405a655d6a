package text

import (
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"ipsplan/output"
)

const (
	// narrowest is the width, in terminal cells, below which text that wraps can no longer be read.
	narrowest = 16
	// gap is what stands between columns.
	gap = "  "
)

// layOutTable gives the caption and the table below it.
func layOutTable(t output.Table, options Options) string {
	return layOutColumns(t, options.Language.Text(t.Caption), columnsOf(t, options.Language), options)
}

// layOutColumns gives a caption and a table's columns, with bars beside them or without.
func layOutColumns(t output.Table, caption string, all []column, options Options) string {
	caption = wrap(caption, options.Width)
	if len(all) == 0 {
		return caption
	}
	var parts []string
	for _, columns := range split(all, options.Width) {
		breakLines(columns, options.Width)
		parts = append(parts, draw(columns, t.Rows))
	}
	table := strings.Join(parts, "\n")
	if widest(caption) == 0 {
		return table
	}
	return options.styled(bold, caption) + "\n" + table
}

// split divides a table that is too wide for the page into several, one below the other, each of which begins with the columns that name the rows.
// A table that fits, or of which not even two columns fit, stays whole.
func split(columns []column, page int) [][]column {
	fits := func(some []column) bool {
		return sum(each(some, column.leastByHeading))+(len(some)-1)*len(gap) <= page
	}
	if fits(columns) || len(columns) < 3 || !fits(columns[:2]) {
		return [][]column{columns}
	}
	names := naming(columns, fits)
	var parts [][]column
	for rest := columns[names:]; len(rest) > 0; {
		part := append(slices.Clone(columns[:names]), rest[0])
		rest = rest[1:]
		for len(rest) > 0 && fits(append(part[:len(part):len(part)], rest[0])) {
			part = append(part, rest[0])
			rest = rest[1:]
		}
		for i := range names { // which are laid out in each part anew
			part[i].cells = slices.Clone(columns[i].cells)
		}
		parts = append(parts, part)
	}
	return parts
}

// naming is how many columns name the rows: those before the first number, if each of the others has room beside them, else the first alone.
func naming(columns []column, fits func([]column) bool) int {
	names := slices.IndexFunc(columns, func(c column) bool { return c.numeric })
	if names < 1 || slices.ContainsFunc(columns[names:], func(c column) bool { return !fits(append(slices.Clone(columns[:names]), c)) }) {
		return 1
	}
	return names
}

// column is a table's column as text: its heading and one cell for each row, with note marks and, once they are broken, line breaks.
type column struct {
	heading       string
	cells         []string
	numeric, wrap bool
}

func columnsOf(t output.Table, language output.Language) []column {
	columns := make([]column, len(t.Columns))
	for i, from := range t.Columns {
		columns[i] = column{heading: plain(language.Text(from.Heading) + marks(from.Notes)), numeric: from.Numeric, wrap: from.Wrap}
		var notes []string
		for _, row := range t.Rows {
			cell := row.Cells[i]
			columns[i].cells = append(columns[i].cells, plain(language.Cell(cell)+marks(cell.Notes)))
			notes = append(notes, marks(cell.Notes))
		}
		if from.Numeric && !from.Wrap {
			hang(columns[i].cells, notes)
		}
	}
	return columns
}

// hang puts spaces where other cells of the column have note marks, so that digits stand below digits.
func hang(cells, notes []string) {
	room := 0
	for _, mark := range notes {
		room = max(room, len(mark))
	}
	for i := range cells {
		cells[i] += strings.Repeat(" ", room-len(notes[i]))
	}
}

// plain is a text without tabs and control characters.
func plain(text string) string { return strings.Join(output.Lines(text), "\n") }

// natural is the width of the column when only line breaks in the text break lines.
func (c column) natural() int { return max(widest(c.heading), c.widestCell()) }

// least is the width the column shrinks to: columns that do not wrap stay as they are.
func (c column) least() int {
	if !c.wrap {
		return c.natural()
	}
	return min(c.natural(), max(narrowest, longestWord(c.heading), c.longestWordOfCells()))
}

// leastByHeading is the width of a column whose heading, but not whose cells, may be broken.
func (c column) leastByHeading() int {
	if c.wrap {
		return c.least()
	}
	return max(c.widestCell(), longestWord(c.heading))
}

func (c column) widestCell() int {
	most := 0
	for _, cell := range c.cells {
		most = max(most, widest(cell))
	}
	return most
}

func (c column) longestWordOfCells() int {
	most := 0
	for _, cell := range c.cells {
		most = max(most, longestWord(cell))
	}
	return most
}

// longestWord is how wide a text is whose words each have a line of their own.
func longestWord(text string) int {
	indent := indentOf(text)
	most := 0
	for _, line := range strings.Split(strings.TrimPrefix(text, indent), "\n") {
		for _, word := range words(line) {
			most = max(most, twwidth.Width(word))
		}
	}
	return twwidth.Width(indent) + most
}

// widths shares the page's width out among the columns. Columns that do not wrap get what they need and the others the rest; if even so the table is too wide,
// headings of all columns break too; if that does not help, the table is wider than the page.
func widths(columns []column, page int) []int {
	available := page - (len(columns)-1)*len(gap)
	natural := each(columns, column.natural)
	least := each(columns, column.least)
	if sum(least) > available {
		least = each(columns, column.leastByHeading)
	}
	return grow(least, natural, available)
}

// grow widens the narrowest column that can use it, one cell at a time, until the available width is used up or every column has all it can use.
func grow(widths, most []int, available int) []int {
	for sum(widths) < available {
		next := -1
		for i := range widths {
			if widths[i] < most[i] && (next < 0 || widths[i] < widths[next]) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		widths[next]++
	}
	return widths
}

func each(columns []column, width func(column) int) []int {
	all := make([]int, len(columns))
	for i, c := range columns {
		all[i] = width(c)
	}
	return all
}

func sum(numbers []int) int {
	total := 0
	for _, number := range numbers {
		total += number
	}
	return total
}

// breakLines breaks headings and the cells of columns that wrap into lines, and pushes shorter headings down to the rule.
func breakLines(columns []column, page int) {
	tallest := 0
	for i, width := range widths(columns, page) {
		c := &columns[i]
		c.heading = wrap(c.heading, width)
		tallest = max(tallest, strings.Count(c.heading, "\n"))
		if !c.wrap {
			continue
		}
		for j, cell := range c.cells {
			c.cells[j] = wrap(cell, width)
		}
	}
	for i, c := range columns {
		columns[i].heading = strings.Repeat("\n", tallest-strings.Count(c.heading, "\n")) + c.heading
	}
}

// draw prints columns whose lines are already broken, with rules below the header, above groups and above totals only.
func draw(columns []column, rows []output.Row) string {
	widths := each(columns, column.natural)
	rule := strings.Repeat("─", (sum(widths)+(len(columns)-1)*len(gap))/twwidth.Width("─")) + "\n"
	var drawn strings.Builder
	drawRow(&drawn, columns, widths, func(c column) string { return c.heading })
	drawn.WriteString(rule)
	for j, row := range rows {
		if j > 0 && (row.Group || row.Total && !rows[j-1].Total) {
			drawn.WriteString(rule)
		}
		drawRow(&drawn, columns, widths, func(c column) string { return c.cells[j] })
	}
	return drawn.String()
}

// drawRow prints a row's cells side by side, line by line: numbers on the right of their columns, all else on the left.
func drawRow(drawn *strings.Builder, columns []column, widths []int, cellOf func(column) string) {
	lines, tallest := make([][]string, len(columns)), 0
	for i, c := range columns {
		lines[i] = strings.Split(cellOf(c), "\n")
		tallest = max(tallest, len(lines[i]))
	}
	for n := range tallest {
		for i, c := range columns {
			line := ""
			if n < len(lines[i]) {
				line = lines[i][n]
			}
			room := strings.Repeat(" ", widths[i]-twwidth.Width(line))
			if c.numeric {
				drawn.WriteString(room + line + gap)
			} else {
				drawn.WriteString(line + room + gap)
			}
		}
		drawn.WriteByte('\n')
	}
}
