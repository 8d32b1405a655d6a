// Package latex lays documents out as one LaTeX file, which pdflatex, xelatex and lualatex compile with the packages of any usual installation.
//
// Each table is an environment of its own with \caption and \label{tab:NAME}, to be pasted into other documents. Notes are a numbered list at the end, referred
// to by \ref. A waterfall is drawn with rules, so that the file stands alone; any other chart is told by its sentence.
package latex

import (
	_ "embed"
	"fmt"
	"io"
	"strings"

	"ipsplan/output"
)

// Options say what the file is called and which language it is in.
type Options struct {
	// Title stands above several documents put together; a single document needs none beside its own.
	Title output.Text
	// Language is English if not set.
	Language output.Language
}

// Write lays the documents out one after the other. Nothing is written if one has a fault (see Document.Check).
func Write(w io.Writer, documents []*output.Document, options Options) error {
	for _, d := range documents {
		if err := d.Check(); err != nil {
			return err
		}
	}
	l := &layout{options: options, several: len(documents) > 1, labels: map[string]int{}}
	l.begin(documents)
	for i, d := range documents {
		l.number = i + 1
		l.document(d)
	}
	l.add(`\end{document}`)
	_, err := io.WriteString(w, strings.Join(l.parts, "\n\n")+"\n")
	return err
}

// layout is the file as it grows: parts with an empty line between them.
type layout struct {
	options Options
	parts   []string
	// number is that of the document being laid out, from 1; deeper is by how many levels its headings are set down.
	number, deeper int
	several        bool
	// labels counts how often each label was asked for.
	labels map[string]int
}

// say is a text in the language of the file.
func (l *layout) say(text output.Text) string { return l.options.Language.Text(text) }

// line is text without line breaks, escaped.
func (l *layout) line(text output.Text) string { return escaped(oneLine(l.say(text))) }

// text is running text with its line breaks, escaped.
func (l *layout) text(text output.Text) string { return broken(l.say(text)) }

func (l *layout) add(part string) {
	if part != "" {
		l.parts = append(l.parts, part)
	}
}

// preamble is what stands before the documents, with the words in capitals to be put in.
//
//go:embed preamble.tex
var preamble string

func (l *layout) begin(all []*output.Document) {
	title := oneLine(l.say(l.options.Title))
	if title == "" && len(all) == 1 {
		title = oneLine(l.say(all[0].Title))
	}
	if !l.options.Title.IsEmpty() || l.several {
		l.deeper = 1
	}
	l.add(strings.NewReplacer("TITLE", escaped(title), "TAG", plain(l.options.Language.Tag()), "TABLE", l.line(output.Say("Table")), "FIGURE", l.line(output.Say("Figure"))).Replace(strings.TrimSpace(preamble)))
	if title != "" {
		l.add(`\begin{center}\LARGE\bfseries ` + escaped(title) + `\end{center}`)
	}
}

func (l *layout) document(d *output.Document) {
	if l.deeper > 0 {
		if l.number > 1 {
			l.add(`\clearpage`)
		}
		l.add(l.heading(0, d.Title))
	}
	for _, block := range d.Blocks {
		l.add(l.block(d, block))
	}
	l.add(l.notes(d))
}

func (l *layout) block(d *output.Document, block output.Block) string {
	switch block := block.(type) {
	case output.Heading:
		return l.heading(d.Depth(block.Level)-1+l.deeper, block.Text)
	case output.Paragraph:
		return l.text(block.Text) + l.marks(block.Notes)
	case output.List:
		return l.list(block.Items)
	case output.Table:
		return l.table(block)
	case output.Chart:
		return l.chart(block)
	}
	return "" // Document.Check lets no other block pass
}

// heading is a heading of a level from 0, the highest.
func (l *layout) heading(level int, words output.Text) string {
	text := l.line(words)
	if text == "" {
		return ""
	}
	commands := []string{"section", "subsection", "subsubsection", "paragraph"}
	return `\` + commands[min(level, len(commands)-1)] + "{" + text + "}"
}

func (l *layout) list(items []output.Text) string {
	if len(items) == 0 {
		return ""
	}
	list := `\begin{itemize}`
	for _, item := range items {
		list += "\n" + `\item ` + l.text(item)
	}
	return list + "\n" + `\end{itemize}`
}

// marks are raised references to notes.
func (l *layout) marks(notes []int) string {
	if len(notes) == 0 {
		return ""
	}
	references := make([]string, len(notes))
	for i, note := range notes {
		references[i] = `\ref{` + l.note(note) + "}"
	}
	return `\textsuperscript{` + strings.Join(references, ",") + "}"
}

// note is the label of a note, which in a file of several documents has the document's number.
func (l *layout) note(number int) string {
	if l.several {
		return fmt.Sprintf("note:%d-%d", l.number, number)
	}
	return fmt.Sprintf("note:%d", number)
}

func (l *layout) notes(d *output.Document) string {
	if len(d.Notes) == 0 {
		return ""
	}
	list := l.heading(l.deeper, output.Say("Notes")) + "\n\n" + `\begin{enumerate}\small`
	for i, note := range d.Notes {
		list += "\n" + `\item\label{` + l.note(i+1) + "} " + l.text(note)
	}
	return list + "\n" + `\end{enumerate}`
}

// label makes a label of a stable name, with a number if the name is there already: \label{tab:outcomes}, \label{tab:outcomes-2}.
func (l *layout) label(kind, name string) string {
	label := kind + ":" + plain(name)
	l.labels[label]++
	if count := l.labels[label]; count > 1 {
		label += fmt.Sprint("-", count)
	}
	return `\label{` + label + "}"
}

// plain leaves of a name what no command of LaTeX takes for something else: ASCII letters, digits, hyphens and underscores.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return -1
	}, name)
}
