package docx

import (
	"fmt"
	"strings"

	"ipsplan/output"
)

// paragraph has a style, or none for body text, and runs of text.
func paragraph(style string, runs ...node) *element {
	p := el("w:p", el("w:pPr"))
	if style != "" {
		properties(p).add(setting("w:pStyle", style))
	}
	p.add(runs...)
	return p
}

// properties are those of a paragraph; they are to be added in the order of the schema (CT_PPr).
func properties(p *element) *element { return p.children[0].(*element) }

// spacer is an empty line too low to be seen.
func spacer() *element {
	p := paragraph("")
	properties(p).add(el("w:spacing", at("w:before", "0"), at("w:after", "0"), at("w:line", "20"), at("w:lineRule", "exact")))
	return p
}

// text is running text with its line breaks.
func (l *layout) text(text output.Text) []node { return styled("", l.say(text)) }

// styled is text already in the language, in a character style if not empty.
func styled(style, text string) []node {
	text = strings.Trim(text, " \t\r\n")
	if text == "" {
		return nil
	}
	var runs []node
	for i, line := range output.Lines(text) {
		if i > 0 {
			runs = append(runs, el("w:r", el("w:br")))
		}
		if line != "" {
			runs = append(runs, run(style, line))
		}
	}
	return runs
}

// run is a piece of text, its spaces kept.
func run(style, text string) *element {
	return inRun(style, el("w:t", at("xml:space", "preserve"), characters(text)))
}

func inRun(style string, content node) *element {
	r := el("w:r")
	if style != "" {
		r.add(el("w:rPr", setting("w:rStyle", style)))
	}
	r.add(content)
	return r
}

// marks are raised numbers that refer to notes: cross-references that lead there and take the note's number anew when a note is added.
func (l *layout) marks(notes []int) []node {
	var marks []node
	for i, note := range notes {
		if i > 0 {
			marks = append(marks, run(markStyle, ","+noBreakSpace))
		}
		marks = append(marks, el("w:fldSimple", at("w:instr", " REF "+l.bookmark(note)+` \r \h \* MERGEFORMAT `), run(markStyle, fmt.Sprint(note))))
	}
	return marks
}

const markStyle = "FootnoteReference"

// bookmark is the hidden name of a note, as Word makes them for cross-references.
func (l *layout) bookmark(note int) string { return fmt.Sprintf("_Ref%03d%04d", l.number, note) }

// notes are a numbered list at the end of their document.
func (l *layout) notes(d *output.Document) {
	if len(d.Notes) == 0 {
		return
	}
	l.turn(false)
	l.add(paragraph(fmt.Sprintf("Heading%d", 1+l.deeper), l.text(output.Say("Notes"))...))
	for i, note := range d.Notes {
		p := paragraph("FootnoteText")
		properties(p).add(el("w:numPr", setting("w:ilvl", "0"), setting("w:numId", fmt.Sprint(notesList(l.number)))))
		id := fmt.Sprint(l.number*10_000 + i + 1)
		p.add(el("w:bookmarkStart", at("w:id", id), at("w:name", l.bookmark(i+1))))
		p.add(l.text(note)...)
		p.add(el("w:bookmarkEnd", at("w:id", id)))
		l.add(p)
	}
}
