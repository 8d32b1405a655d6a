// Package markdown lays a document out in GitHub-flavoured Markdown.
package markdown

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"ipsplan/output"
)

// Write lays the document out in the language given, else in English. Nothing is written if the document has a fault (see Document.Check).
func Write(w io.Writer, d *output.Document, language ...output.Language) error {
	if err := d.Check(); err != nil {
		return err
	}
	var in output.Language
	if len(language) > 0 {
		in = language[0]
	}
	parts := []string{heading(1, in.Text(d.Title))}
	for _, block := range d.Blocks {
		parts = append(parts, layOutBlock(block, in))
	}
	var notes []string
	for i, note := range d.Notes {
		notes = append(notes, fmt.Sprintf("%d. %s", i+1, paragraph(in.Text(note))))
	}
	parts = append(parts, strings.Join(notes, "\n"))

	_, err := io.WriteString(w, joined(parts))
	return err
}

// joined puts an empty line between the parts, leaving out empty ones.
func joined(parts []string) string {
	var page strings.Builder
	for _, part := range parts {
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

func layOutBlock(block output.Block, language output.Language) string {
	switch block := block.(type) {
	case output.Heading:
		return heading(block.Level+1, language.Text(block.Text))
	case output.Paragraph:
		return paragraph(language.Text(block.Text)) + marks(block.Notes)
	case output.List:
		var items []string
		for _, item := range block.Items {
			items = append(items, "- "+paragraph(language.Text(item)))
		}
		return strings.Join(items, "\n")
	case output.Table:
		return table(block, language)
	case output.Chart:
		return chart(block, language)
	}
	return "" // Document.Check lets no other block pass
}

// heading is a heading of a level from 1 to 6, the deepest that Markdown has.
func heading(level int, text string) string {
	text = inline(strings.Join(output.Lines(text), " "))
	if text == "" {
		return ""
	}
	if before, found := strings.CutSuffix(text, "#"); found { // else taken for the end of the heading
		text = before + "\\#"
	}
	return strings.Repeat("#", min(max(level, 1), 6)) + " " + text
}

// paragraph is running text, which must not be taken for the beginning of a list, quotation or heading.
func paragraph(text string) string { return escapeStart(inline(text)) }

func table(t output.Table, language output.Language) string {
	var rows []string
	if caption := inline(language.Text(t.Caption)); caption != "" {
		rows = append(rows, bold(caption), "")
	}
	if len(t.Columns) == 0 {
		return strings.TrimRight(strings.Join(rows, "\n"), "\n")
	}
	var headings, alignments []string
	for _, column := range t.Columns {
		headings = append(headings, inline(language.Text(column.Heading))+marks(column.Notes))
		alignment := ":---"
		if column.Numeric {
			alignment = "---:"
		}
		alignments = append(alignments, alignment)
	}
	rows = append(rows, pipes(headings), pipes(alignments))
	for _, row := range t.Rows {
		rows = append(rows, pipes(cells(row, language)))
	}
	return strings.Join(rows, "\n")
}

// chart is the sentence that stands for a chart, unless a table holds its figures: bars of characters line up only in a font whose letters are all as wide, which
// they lose on the way into a word processor.
func chart(c output.Chart, language output.Language) string {
	if c.Beside != "" {
		return ""
	}
	return bold(inline(language.Text(c.Title))) + marks(c.Notes) + "\n\n" + paragraph(language.Text(c.Alternative))
}

// cells are a row's cells; those of a total are bold, since Markdown has no rule to set them off by.
func cells(row output.Row, language output.Language) []string {
	var texts []string
	for _, cell := range row.Cells {
		text := inline(language.Cell(cell))
		if row.Total {
			text = bold(text)
		}
		texts = append(texts, text+marks(cell.Notes))
	}
	return texts
}

// bold leaves spaces at the ends outside, no-break spaces too: Markdown does not take asterisks beside a space for commands.
func bold(text string) string {
	core := strings.TrimSpace(text)
	if core == "" {
		return text
	}
	return strings.Replace(text, core, "**"+core+"**", 1)
}

func pipes(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }

// marks are the raised references to notes, such as <sup>1, 3</sup>.
func marks(notes []int) string {
	if len(notes) == 0 {
		return ""
	}
	numbers := make([]string, len(notes))
	for i, note := range notes {
		numbers[i] = fmt.Sprint(note)
	}
	return "<sup>" + strings.Join(numbers, ", ") + "</sup>"
}

// inline is text in one line of source, with its line breaks kept and nothing in it taken for a command.
func inline(text string) string {
	lines := output.Lines(strings.Trim(text, " \t\r\n"))
	for i, line := range lines {
		lines[i] = escape(strings.Trim(line, " "))
	}
	return strings.Join(lines, "<br>")
}

// address finds web addresses, without the punctuation of the sentence that follows them.
var address = regexp.MustCompile(`https?://[^\s\x{a0}<>]*[^\s\x{a0}<>.,;:!?)\]'"]`)

// escape escapes special characters, and puts web addresses into angle brackets: a backslash within them would become part of the link.
func escape(line string) string {
	var escaped strings.Builder
	done := 0
	for _, at := range address.FindAllStringIndex(line, -1) {
		escaped.WriteString(escapeSpecial(line[done:at[0]]))
		escaped.WriteString("<" + strings.ReplaceAll(line[at[0]:at[1]], "|", "%7C") + ">")
		done = at[1]
	}
	return escaped.String() + escapeSpecial(line[done:])
}

// escapeSpecial puts a backslash before each character that Markdown, or GitHub in formulas between dollar signs, may take for a command wherever it stands.
func escapeSpecial(text string) string {
	const special = "\\`*_[]<|~&$"
	var escaped strings.Builder
	for _, r := range text {
		if strings.ContainsRune(special, r) {
			escaped.WriteByte('\\')
		}
		escaped.WriteRune(r)
	}
	return escaped.String()
}

// escapeStart escapes what means something at the beginning of a line only: > # + - = and the numbers of a list, such as "2026. ".
func escapeStart(text string) string {
	if text != "" && strings.ContainsRune(">#+-=", rune(text[0])) {
		return "\\" + text
	}
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	if digits > 0 && digits < len(text) && strings.ContainsRune(".)", rune(text[digits])) {
		return text[:digits] + "\\" + text[digits:]
	}
	return text
}
