// Package columns shares the width of a printed page out among the columns of a table, for formats that leave their letters to a word processor or a typesetter
// and so cannot measure them. Lengths are in ems, the size of the type.
package columns

import (
	"slices"
	"strings"
	"unicode"

	"ipsplan/output"
)

// Column is a table's column as text.
type Column struct {
	Heading string
	Cells   []string
	// Numeric and Wrap are as in output.Column: Wrap lets cells break into several lines.
	Numeric, Wrap bool
}

// Way is a way to put a table on a page: in a size of type, on an upright page or across.
type Way struct {
	// Page is how wide the page is, Gap what each column takes besides its text.
	Page, Gap float64
	// Breaks lets the text of all columns but those of numbers wrap.
	Breaks bool
}

// Part is some columns of a table, by their numbers from 0, and how wide they are without their gaps.
type Part struct {
	Columns []int
	Widths  []float64
}

// Fit gives the first way in which a table fits the page, and how. One that fits in none is divided into parts for the last way, each of which begins with the
// first column.
func Fit(all []Column, ways []Way) (way int, parts []Part) {
	for i, way := range ways {
		if widths, fits := widths(way.of(all), way.room(len(all))); fits {
			return i, []Part{{numbers(len(all)), widths}}
		}
	}
	last := ways[len(ways)-1]
	all = last.of(all)
	for _, part := range split(all, last) {
		some, room := make([]Column, len(part)), last.room(len(part))
		for i, number := range part {
			some[i] = all[number]
		}
		widths, fits := widths(some, room)
		if !fits {
			widths = squeezed(some, widths, room)
		}
		parts = append(parts, Part{part, widths})
	}
	return len(ways) - 1, parts
}

// of are the columns as they break in this way.
func (w Way) of(all []Column) []Column {
	all = slices.Clone(all)
	for i, c := range all {
		all[i].Wrap = c.Wrap || w.Breaks && !c.Numeric
	}
	return all
}

// room is what so many columns have for their text.
func (w Way) room(columns int) float64 { return w.Page - float64(float64(columns)*w.Gap) }

// numbers are those of so many columns.
func numbers(columns int) []int {
	all := make([]int, columns)
	for i := range all {
		all[i] = i
	}
	return all
}

// narrowest is what a column that wraps does not shrink below, so that its text can still be read.
const narrowest = 8

// widths are the columns' widths on a page so wide. Columns that do not wrap are as wide as their widest cell and the longest word of their heading; what is left
// goes to the narrowest first, until each is as wide as its text. It says false, and gives the least widths, if they are wider than the page.
func widths(all []Column, page float64) ([]float64, bool) {
	const step = 0.25
	wide, most := make([]float64, len(all)), make([]float64, len(all))
	for i, c := range all {
		wide[i], most[i] = c.least(), c.natural()
	}
	if Sum(wide) > page {
		return wide, false
	}
	for Sum(wide)+step <= page {
		next := -1
		for i := range wide {
			if wide[i] < most[i] && (next < 0 || wide[i] < wide[next]) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		wide[next] += step
	}
	return wide, true
}

// squeezed makes widths that are too much for the page fit it: those of columns that wrap become narrower, or, if that cannot be enough, all in proportion.
func squeezed(all []Column, wide []float64, page float64) []float64 {
	fixed, loose := 0.0, 0.0
	for i, c := range all {
		if c.Wrap {
			loose += wide[i]
		} else {
			fixed += wide[i]
		}
	}
	narrow := slices.Clone(wide)
	if room := page - fixed; room > loose/3 {
		for i, c := range all {
			if c.Wrap {
				narrow[i] *= room / loose
			}
		}
		return narrow
	}
	for i := range narrow {
		narrow[i] *= page / (fixed + loose)
	}
	return narrow
}

// split divides a table that is wider than the page. Where not even two columns fit, the table stays whole.
func split(all []Column, way Way) [][]int {
	fits := func(part []int) bool {
		needed := 0.0
		for _, i := range part {
			needed += all[i].least() + way.Gap
		}
		return needed <= way.Page
	}
	if len(all) < 3 || !fits([]int{0, 1}) {
		return [][]int{numbers(len(all))}
	}
	parts := [][]int{{0, 1}}
	for i := 2; i < len(all); i++ {
		last := &parts[len(parts)-1]
		if longer := append(slices.Clone(*last), i); fits(longer) {
			*last = longer
		} else {
			parts = append(parts, []int{0, i})
		}
	}
	return parts
}

// Sum adds widths up.
func Sum(widths []float64) float64 {
	total := 0.0
	for _, width := range widths {
		total += width
	}
	return total
}

func (c Column) natural() float64 {
	most := widestLine(c.Heading)
	for _, cell := range c.Cells {
		most = max(most, widestLine(cell))
	}
	return most
}

func (c Column) least() float64 {
	most := longestWord(c.Heading)
	for _, cell := range c.Cells {
		if c.Wrap {
			most = max(most, longestWord(cell))
		} else {
			most = max(most, widestLine(cell))
		}
	}
	if !c.Wrap {
		return most
	}
	const longest = 2 * narrowest // longer words, such as web addresses, may break
	return min(c.natural(), max(narrowest, min(most, longest)))
}

func widestLine(text string) float64 {
	most := 0.0
	for _, line := range output.Lines(text) {
		most = max(most, Width(line))
	}
	return most
}

// longestWord looks between ordinary spaces: no-break spaces hold numbers and units together.
func longestWord(text string) float64 {
	most := 0.0
	for _, line := range output.Lines(text) {
		for _, word := range strings.Split(line, " ") {
			most = max(most, Width(word))
		}
	}
	return most
}

// Width is about how wide a line of text is in Arial or Liberation Sans, bold as headings are; few fonts for print are wider.
func Width(line string) float64 {
	total := 0.0
	for _, r := range line {
		total += letter(r)
	}
	return total
}

// letter is the width of a letter by its kind, after Arial Bold.
func letter(r rune) float64 {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case strings.ContainsRune(" \u00a0\u202fijlI.,'|", r):
		return 0.29
	case strings.ContainsRune("frt()[]/-:;!", r):
		return 0.37
	case strings.ContainsRune("mMwW%@", r):
		return 0.92
	case strings.ContainsRune("GOQ", r):
		return 0.78
	case unicode.Is(unicode.Lu, r), r == '€':
		return 0.73
	case strings.ContainsRune("bdghnopqu", r):
		return 0.615
	case r >= 0x2e80: // ideographs and pictures
		return 1.1
	}
	return 0.585
}
