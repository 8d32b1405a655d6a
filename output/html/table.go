package html

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"ipsplan/output"
)

// table is a table with its caption, in a frame of its own: one that is wider than the screen is moved within it, by finger or arrow keys, and the page stays.
func (p *page) table(t output.Table) {
	p.current.tables++
	id := fmt.Sprintf("%s-t%d", p.current.id, p.current.tables)
	isNamed := strings.TrimSpace(p.words(t.Caption)) != ""
	if len(t.Columns) == 0 {
		if isNamed {
			p.print("<p><strong>%s</strong></p>\n", p.say(t.Caption))
		}
		return
	}
	widths := p.widths(t, false)
	frame := class("frame", p.paper(t))
	if isNamed {
		p.print(`<div%s id="%s" role="region" aria-labelledby="%s-caption" tabindex="0">`+"\n<table>\n", frame, id, id)
		p.print(`<caption><span id="%s-caption">%s</span></caption>`+"\n", id, p.say(t.Caption))
	} else {
		p.print(`<div%s id="%s" tabindex="0">`+"\n<table>\n", frame, id)
	}
	classes := p.classes(t, widths)
	p.headings(t, classes)
	for _, rows := range groups(t.Rows) {
		p.rows(t, rows, classes)
	}
	p.print("</table>\n</div>\n")
	p.enter(id, t.Caption, true)
}

// briefHeading is how many characters a heading has at most that stays in one line.
const briefHeading = 8

func (p *page) headings(t output.Table, classes []string) {
	p.print("<thead>\n<tr>")
	for i, column := range t.Columns {
		element := `th scope="col"`
		heading := p.words(column.Heading)
		if strings.TrimSpace(heading) == "" {
			element = "td" // a heading without words would be read out as one
		}
		brief := ""
		if utf8.RuneCountInString(heading) <= briefHeading {
			brief = "brief"
		}
		p.print("<%s%s>%s%s</%.2s>", element, class(classes[i], brief), p.say(column.Heading), p.marks(column.Notes), element)
	}
	p.print("</tr>\n</thead>\n")
}

// groups are the rows from one that begins a group, or sums up, to the next.
func groups(rows []output.Row) [][]output.Row {
	var all [][]output.Row
	for _, row := range rows {
		if len(all) == 0 || row.Group {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], row)
	}
	return all
}

// rows writes a group. A name in the first column that the rows below it leave empty is theirs too: it is written once, over all of them.
func (p *page) rows(t output.Table, rows []output.Row, classes []string) {
	p.print("<tbody>\n")
	covered := 0 // rows whose first column is covered by the name above
	for i, row := range rows {
		total := ""
		if row.Total {
			total = "total"
		}
		p.print("<tr%s>", class(total))
		begin := 0
		if covered == 0 && hasNames(t) {
			if covered = p.shared(rows[i:]); covered > 1 {
				p.print(`<th scope="rowgroup" rowspan="%d"%s>%s</th>`, covered, class(classes[0]), p.cell(row.Cells[0]))
				begin = 1
			}
		} else if covered > 0 {
			begin = 1
		}
		covered = max(covered-1, 0)
		for j := begin; j < len(row.Cells); j++ {
			element, scope := "td", ""
			if j == begin && !t.Columns[j].Numeric && row.Cells[j].Number == nil && p.words(row.Cells[j].Text) != "" {
				element, scope = "th", ` scope="row"`
			}
			p.print("<%s%s%s>%s</%s>", element, scope, class(classes[j]), p.cell(row.Cells[j]), element)
		}
		p.print("</tr>\n")
	}
	p.print("</tbody>\n")
}

// hasNames says whether the first two columns are names, the first of groups and the second of rows.
func hasNames(t output.Table) bool {
	return len(t.Columns) > 2 && !t.Columns[0].Numeric && !t.Columns[1].Numeric
}

// hasGroups says whether a name in the first column may be that of several rows.
func (p *page) hasGroups(t output.Table) bool {
	return hasNames(t) && slices.ContainsFunc(t.Rows, func(row output.Row) bool { return p.isEmpty(row.Cells[0]) })
}

// shared is how many rows the name of the first one stands for.
func (p *page) shared(rows []output.Row) int {
	if p.words(rows[0].Cells[0].Text) == "" {
		return 1
	}
	n := 1
	for n < len(rows) && p.isEmpty(rows[n].Cells[0]) && p.words(rows[n].Cells[1].Text) != "" && !rows[n].Total {
		n++
	}
	return n
}

func (p *page) isEmpty(c output.Cell) bool {
	return c.Number == nil && p.words(c.Text) == "" && len(c.Notes) == 0
}

// cell is a cell's text. A number and its range are two parts, of which a narrow column puts one below the other; neither part breaks.
func (p *page) cell(c output.Cell) string {
	number, span := p.parts(c)
	text := inline(number)
	if span != "" {
		text = `<span class="range">` + text + `</span> <span class="range">` + inline(span) + `</span>`
	}
	return text + p.marks(c.Notes)
}

// parts are a cell's text up to its range, and its range.
func (p *page) parts(c output.Cell) (text, span string) {
	text = p.language.Cell(c)
	if at := strings.LastIndex(text, " ("); c.Range != nil && at > 0 {
		return text[:at], text[at+1:]
	}
	return text, ""
}

// widths are those of the columns, in characters, with ranges beside their numbers or stacked below them.
func (p *page) widths(t output.Table, stacked bool) []int {
	widths := make([]int, len(t.Columns))
	for i, column := range t.Columns {
		for _, word := range strings.Fields(p.words(column.Heading)) {
			widths[i] = max(widths[i], utf8.RuneCountInString(word))
		}
		for _, row := range t.Rows {
			text, span := p.parts(row.Cells[i])
			if !stacked && span != "" {
				text, span = text+" "+span, ""
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(text), utf8.RuneCountInString(span))
		}
	}
	return widths
}

// longText is how many characters a text has at least that breaks into lines in its column.
const longText = 24

// classes are those of a table's columns: numbers, short words that stay in one line, and long texts.
func (p *page) classes(t output.Table, widths []int) []string {
	classes := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		switch {
		case column.Numeric:
			classes[i] = "number"
		case widths[i] < longText:
			classes[i] = "short"
		case column.Wrap:
			classes[i] = "text"
		}
		switch {
		case i == 0 && p.hasGroups(t):
			classes[i] = "first group " + classes[i]
		case i == 0:
			classes[i] = "first " + classes[i]
		case i == 1 && p.hasGroups(t):
			classes[i] = "second " + classes[i]
		}
	}
	return classes
}

// class is the attribute that names an element's classes.
func class(names ...string) string {
	all := strings.Join(strings.Fields(strings.Join(names, " ")), " ")
	if all == "" {
		return ""
	}
	return ` class="` + all + `"`
}

// paper is how a table is printed: a short one on one page; one too wide for upright paper in small letters with ranges below their numbers, or on its side.
func (p *page) paper(t output.Table) string {
	const (
		short   = 16  // rows
		upright = 112 // characters
		small   = 136
	)
	kept := ""
	if len(t.Rows) <= short {
		kept = "whole"
	}
	switch {
	case across(p.widths(t, true)) > small:
		return kept + " across"
	case across(p.widths(t, false)) > upright:
		return kept + " small"
	}
	return kept
}

// across is how many characters wide a table is about, with long texts in several lines.
func across(widths []int) int {
	const space = 3 // between columns
	sum := 0
	for _, width := range widths {
		sum += min(width, longText+8) + space
	}
	return sum
}
