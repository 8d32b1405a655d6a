package html

import (
	"fmt"
	"strings"

	"ipsplan/output"
)

// notes are the references to a document's notes so far.
type notes struct {
	id string
	// back holds for each note the names of the places that a reader may come back to.
	back [][]string
	// block counts blocks; last is, for each note, the last one that referred to it.
	block int
	last  []int
}

func newNotes(id string, n int) *notes {
	return &notes{id: id, back: make([][]string, n), last: make([]int, n)}
}

// mark is a reference to one note. The first in each table, chart or paragraph has a name by which the note leads back to it.
func (n *notes) mark(p *page, note int) string {
	id := ""
	if i := note - 1; len(n.back[i]) == 0 || n.last[i] != n.block {
		name := fmt.Sprintf("%s-n%d-r%d", n.id, note, len(n.back[i])+1)
		n.back[i], n.last[i] = append(n.back[i], name), n.block
		id = fmt.Sprintf(` id="%s"`, name)
	}
	return fmt.Sprintf(`<a role="doc-noteref" href="#%s-n%d"%s aria-label="%s">%d</a>`, n.id, note, id, p.say(output.Say("Note %d", note)), note)
}

// marks are raised references to notes.
func (p *page) marks(numbers []int) string {
	if len(numbers) == 0 {
		return ""
	}
	var marks []string
	for _, note := range numbers {
		marks = append(marks, p.current.notes.mark(p, note))
	}
	return `<sup>` + strings.Join(marks, ", ") + `</sup>`
}

// notes lists the document's notes, each with the ways back to where it is referred to.
func (p *page) notes(d *output.Document) {
	if len(d.Notes) == 0 {
		return
	}
	level := p.top() + 1
	id := p.current.id + "-notes"
	p.print(`<section role="doc-endnotes" aria-labelledby="%s">`+"\n", id)
	p.print(`<h%d id="%s">%s</h%d>`+"\n<ol class=\"notes\">\n", level, id, p.say(output.Say("Notes")), level)
	p.contents = append(p.contents, entry{level: level, id: id, text: p.say(output.Say("Notes"))})
	for i, note := range d.Notes {
		p.print(`<li id="%s-n%d">%s%s</li>`+"\n", p.current.id, i+1, p.say(note), p.ways(i))
	}
	p.print("</ol>\n</section>\n")
}

// ways lead from a note back to where it is referred to.
func (p *page) ways(note int) string {
	var b strings.Builder
	back := p.current.notes.back[note]
	for i, id := range back {
		label := "↑"
		if len(back) > 1 {
			label = fmt.Sprintf("↑%d", i+1)
		}
		fmt.Fprintf(&b, ` <a class="back" role="doc-backlink" href="#%s" aria-label="%s">%s</a>`, id, p.wayBack(note+1, i+1, len(back)), label)
	}
	return b.String()
}

func (p *page) wayBack(note, way, ways int) string {
	if ways == 1 {
		return p.say(output.Say("Back from note %d", note))
	}
	return p.say(output.Say("Back from note %d, way %d of %d", note, way, ways))
}
