package html

import (
	"fmt"
	"strings"

	"ipsplan/output"
)

// entry is a place that the table of contents leads to.
type entry struct {
	level    int
	id, text string
}

// fewest is how many places there are at least in a table of contents; a page with fewer is seen at a glance.
const fewest = 4

// tableOfContents lists the places in two levels: the highest and, within it, all others but those below the next.
func (p *page) tableOfContents() string {
	var b strings.Builder
	if len(p.contents) < fewest {
		return ""
	}
	fmt.Fprintf(&b, `<nav aria-labelledby="contents">`+"\n"+`<h2 id="contents">%s</h2>`+"\n<ol>\n", p.say(output.Say("Contents")))
	const top = 2
	isOpen := false
	for i, e := range p.contents {
		if e.level > top+1 {
			continue
		}
		if e.level > top && i > 0 {
			if !isOpen {
				b.WriteString("\n<ol>\n")
				isOpen = true
			}
			fmt.Fprintf(&b, `<li><a href="#%s">%s</a></li>`+"\n", e.id, e.text)
			continue
		}
		if isOpen {
			b.WriteString("</ol>\n")
			isOpen = false
		}
		if i > 0 {
			b.WriteString("</li>\n")
		}
		fmt.Fprintf(&b, `<li><a href="#%s">%s</a>`, e.id, e.text)
	}
	if isOpen {
		b.WriteString("</ol>\n")
	}
	b.WriteString("</li>\n</ol>\n</nav>\n")
	return b.String()
}
