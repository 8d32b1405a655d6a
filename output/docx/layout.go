package docx

import (
	"fmt"
	"strings"
	"unicode"

	"ipsplan/output"
	"ipsplan/output/columns"
)

// layout is a document for Word as it grows.
type layout struct {
	options Options
	// name is what the file's properties call it, footer what stands at the foot of each page.
	name, footer string
	body         []node
	// number is that of the document being laid out, from 1 to how many there are; deeper is by how many levels its headings are set down.
	number, deeper int
	// tables and figures number captions through all documents.
	tables, figures int
	pictures        [][]byte
	isLandscape     bool
}

// say is a text in the language of the file.
func (l *layout) say(text output.Text) string { return l.options.Language.Text(text) }

func (l *layout) documents(all []*output.Document) error {
	l.names(all)
	if !l.options.Title.IsEmpty() {
		l.add(paragraph("Title", l.text(l.options.Title)...))
	}
	if !l.options.Title.IsEmpty() || len(all) > 1 {
		l.deeper = 1
	}
	for i, d := range all {
		l.number = i + 1
		l.title(d)
		for j := range d.Blocks {
			if err := l.block(d, d.Blocks[j:]); err != nil {
				return err
			}
		}
		l.notes(d)
	}
	l.turn(false)
	if len(l.body) == 0 || !isParagraph(l.last()) {
		l.add(spacer()) // Word wants a paragraph after a table
	}
	return nil
}

// names calls the file by its title; several documents without one are too many names for the foot of a page.
func (l *layout) names(all []*output.Document) {
	var titles []string
	for _, d := range all {
		titles = append(titles, oneLine(l.say(d.Title)))
	}
	l.name = strings.Join(titles, "; ")
	if !l.options.Title.IsEmpty() {
		l.name = oneLine(l.say(l.options.Title))
	}
	if !l.options.Title.IsEmpty() || len(all) == 1 {
		l.footer = l.name
	}
}

func (l *layout) add(nodes ...node) { l.body = append(l.body, nodes...) }

func (l *layout) last() node { return l.body[len(l.body)-1] }

func isParagraph(n node) bool {
	e, ok := n.(*element)
	return ok && e.name == "w:p"
}

// title is the document's own, or a heading that begins a new page where there are several documents.
func (l *layout) title(d *output.Document) {
	l.turn(false)
	if strings.TrimSpace(l.say(d.Title)) == "" {
		return
	}
	if l.deeper == 0 {
		l.add(paragraph("Title", l.text(d.Title)...))
		return
	}
	p := paragraph("Heading1", l.text(d.Title)...)
	if l.number > 1 {
		properties(p).add(el("w:pageBreakBefore"))
	}
	l.add(p)
}

// block lays out the first of the blocks that are still to come.
func (l *layout) block(d *output.Document, blocks []output.Block) error {
	if t, ok := blocks[0].(output.Table); ok {
		l.table(t)
		return nil
	}
	l.turn(l.isAbove(blocks))
	switch block := blocks[0].(type) {
	case output.Heading:
		level := min(d.Depth(block.Level)+l.deeper, deepestHeading)
		l.add(paragraph(fmt.Sprintf("Heading%d", level), l.text(block.Text)...))
	case output.Paragraph:
		p := paragraph("", append(l.text(block.Text), l.marks(block.Notes)...)...)
		if len(l.body) > 0 && !isParagraph(l.last()) {
			properties(p).add(el("w:spacing", at("w:before", "200"))) // twentieths of a point, away from the table above
		}
		l.add(p)
	case output.List:
		for _, item := range block.Items {
			l.add(paragraph("ListBullet", l.text(item)...))
		}
	case output.Chart:
		return l.figure(block)
	}
	return nil
}

// isAbove says whether the first block is a heading of a table that lies across its page, with which it is to stand.
func (l *layout) isAbove(blocks []output.Block) bool {
	for i, block := range blocks {
		switch block := block.(type) {
		case output.Heading:
			continue
		case output.Table:
			return i > 0 && fitting(columns.Of(l.options.Language, block))[0].isLandscape
		}
		break
	}
	return false
}

const deepestHeading = 3

// caption numbers a table or figure by a field, which Word counts anew when a caption is added, and carries the number that it has now.
func (l *layout) caption(what output.Text, number int, text output.Text, notes []int) *element {
	label := l.say(what)
	// The field is called as Word calls it in the same language, by its label, so that Word's own list of tables and cross-references find it.
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, label)
	p := paragraph("Caption", run("", label+noBreakSpace))
	p.add(el("w:fldSimple", at("w:instr", " SEQ "+name+` \* ARABIC `), run("", fmt.Sprint(number))))
	p.add(run("", ". "))
	p.add(l.text(text)...)
	p.add(l.marks(notes)...)
	return p
}

const noBreakSpace = "\u00a0"
