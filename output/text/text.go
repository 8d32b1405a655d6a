// Package text lays a document out for a terminal or a plain text file: no escape codes unless asked for, no trailing spaces, lines no wider than asked.
package text

import (
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"ipsplan/output"
)

// Options say how wide the page is and in which language it is written.
type Options struct {
	// Width is the most a line may take, in terminal cells; 0 for 100. Only a word or a table that cannot be narrower is wider.
	Width int
	// Language is English if not set.
	Language output.Language
	// Styled prints headings and captions in bold and notes in dim letters, by escape codes of terminals. They tell nothing that the words do not.
	Styled bool
}

// Write lays the document out. Nothing is written if the document has a fault (see Document.Check).
func Write(w io.Writer, d *output.Document, options Options) error {
	if err := d.Check(); err != nil {
		return err
	}
	if options.Width <= 0 {
		options.Width = 100
	}
	_, err := io.WriteString(w, layOut(d, options))
	return err
}

// layOut gives the page: its parts with an empty line between them, the notes last.
func layOut(d *output.Document, options Options) string {
	parts := []string{underlined(options.Language.Text(d.Title), "═", options)}
	for i := 0; i < len(d.Blocks); i++ {
		part := ""
		if columns, ok := withBars(d.Blocks[i:], options); ok {
			t := d.Blocks[i].(output.Table)
			part = layOutColumns(t, options.Language.Text(t.Caption), columns, options)
			i++ // the chart stands beside the table
		} else {
			part = layOutBlock(d.Blocks[i], options)
		}
		parts = append(parts, part)
	}
	var notes []string
	for i, note := range d.Notes {
		notes = append(notes, options.styled(dim, hanging(marks([]int{i + 1})+" ", options.Language.Text(note), options.Width)))
	}
	parts = append(parts, strings.Join(notes, "\n"))

	var page strings.Builder
	for _, part := range parts {
		part = withoutTrailingSpaces(part)
		if part == "" {
			continue
		}
		if page.Len() > 0 {
			page.WriteString("\n")
		}
		page.WriteString(part + "\n")
	}
	return page.String()
}

func layOutBlock(block output.Block, options Options) string {
	language := options.Language
	switch block := block.(type) {
	case output.Heading:
		if block.Level <= 1 {
			return underlined(language.Text(block.Text), "─", options)
		}
		return options.styled(bold, wrap(language.Text(block.Text), options.Width))
	case output.Paragraph:
		return wrap(language.Text(block.Text)+marks(block.Notes), options.Width)
	case output.List:
		var items []string
		for _, item := range block.Items {
			items = append(items, hanging("• ", language.Text(item), options.Width))
		}
		return strings.Join(items, "\n")
	case output.Table:
		return layOutTable(block, options)
	case output.Chart:
		return layOutChart(block, options)
	}
	return "" // Document.Check lets no other block pass
}

// underlined is a heading with a line below it as wide as its widest line.
func underlined(text, stroke string, options Options) string {
	text = wrap(text, options.Width)
	return options.styled(bold, text) + "\n" + strings.Repeat(stroke, widest(text)/twwidth.Width(stroke))
}

// Escape codes of ECMA-48 that begin a style and end all.
const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	reset = "\x1b[0m"
)

// styled puts each line of a text that is laid out already into a style, if there are styles.
func (o Options) styled(style, text string) string {
	if !o.Styled || text == "" {
		return text
	}
	return style + strings.ReplaceAll(text, "\n", reset+"\n"+style) + reset
}

// marks are the references to notes, such as [1][3]; they follow a text without a space so that they stay with its last word.
func marks(notes []int) string {
	text := ""
	for _, note := range notes {
		text += "[" + strconv.Itoa(note) + "]"
	}
	return text
}

// hanging wraps a text that begins with a label, and sets its other lines in by the label's width.
func hanging(label, text string, width int) string {
	indent := twwidth.Width(label)
	return label + strings.ReplaceAll(wrap(text, width-indent), "\n", "\n"+strings.Repeat(" ", indent))
}

// wrap breaks a text into lines no wider than the width, at ordinary spaces and at line breaks only: a number with its unit, joined by a no-break space, stays
// whole, and so does a word that is wider. A text that no-break spaces set in is set in on all its lines.
func wrap(text string, width int) string {
	if indent := indentOf(text); indent != "" {
		return hanging(indent, strings.TrimPrefix(text, indent), width)
	}
	var wrapped []string
	for _, line := range output.Lines(text) {
		current, used := "", 0
		for _, word := range words(line) {
			wide := twwidth.Width(word)
			if used > 0 && used+1+wide > width {
				wrapped = append(wrapped, current)
				current, used = "", 0
			}
			if used > 0 {
				current, used = current+" ", used+1
			}
			current, used = current+word, used+wide
		}
		wrapped = append(wrapped, current)
	}
	return strings.Join(wrapped, "\n")
}

// indentOf is the no-break spaces that a text begins with.
func indentOf(text string) string {
	return text[:len(text)-len(strings.TrimLeft(text, "\u00a0"))]
}

// words are what stands between ordinary spaces.
func words(line string) []string {
	return strings.FieldsFunc(line, func(r rune) bool { return r == ' ' })
}

// widest is the width of a text's widest line, in terminal cells.
func widest(text string) int {
	most := 0
	for _, line := range strings.Split(text, "\n") {
		most = max(most, twwidth.Width(line))
	}
	return most
}

func withoutTrailingSpaces(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRightFunc(line, unicode.IsSpace)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}
