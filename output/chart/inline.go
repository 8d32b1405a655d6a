package chart

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"ipsplan/output"
)

// InlineOptions say how one chart is drawn into a web page.
type InlineOptions struct {
	// ID begins the names of the picture's elements, which must be the only ones of these names in the page.
	ID string
	// Width is that of the picture in units of which the small letters are 9 high; a browser stretches it to the place it has.
	Width float64
	// Language is English if not set.
	Language output.Language
}

// Inline draws one chart without its title as an svg element of a web page. Screen readers name it by the chart's title and describe it by the sentence that stands
// for it. Its words are in the font of the page, and each colour is a custom property of the page's style sheet, --chart-blue and so on (see Colours), with the
// colour on white as its fallback. The chart must be one that Document.Check lets pass.
func Inline(w io.Writer, c output.Chart, options InlineOptions) error {
	fonts, err := newFonts()
	if err != nil {
		return err
	}
	const edge = 4
	p := &page{fonts: fonts, language: options.Language, width: options.Width, margin: edge, bottom: edge}
	if err := p.body(c); err != nil {
		return fmt.Errorf("chart %q: %w", c.Name, err)
	}
	width, height := length(p.width), length(p.bottom)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg role="img" aria-labelledby="%s-title" aria-describedby="%s-desc" width="%s" height="%s" viewBox="0 0 %s %s">`+"\n",
		options.ID, options.ID, width, height, width, height)
	fmt.Fprintf(&b, `<title id="%s-title">%s</title>`+"\n"+`<desc id="%s-desc">%s</desc>`+"\n", options.ID, escaped(p.language.Text(c.Title)), options.ID, escaped(p.language.Text(c.Alternative)))
	for _, i := range joined(p.items) {
		b.WriteString(i.inline())
	}
	b.WriteString("</svg>\n")
	_, err = io.WriteString(w, b.String())
	return err
}

// Colours are the names of the custom properties by which a page gives inline charts other colours, such as light ones on a dark ground: those of the ground, of words
// and lines, and of series.
func Colours() []string {
	var names []string
	for _, c := range variables() {
		names = append(names, "--chart-"+c.name)
	}
	return names
}

type variable struct{ colour, name string }

func variables() []variable {
	return []variable{
		{white, "ground"},
		{black, "ink"},
		{grey, "soft"},
		{pale, "rule"},
		{blue, "blue"},
		{vermillion, "vermillion"},
		{green, "green"},
		{orange, "orange"},
		{purple, "purple"},
		{sky, "sky"},
		{paleSky, "pale-sky"},
		{middleSky, "middle-sky"},
	}
}

// variableOf is the CSS value of a colour.
func variableOf(colour string) string {
	for _, v := range variables() {
		if v.colour == colour {
			return "var(--chart-" + v.name + "," + colour + ")"
		}
	}
	return colour
}

// inliner is an item that can be written into a page.
type inliner interface{ inline() string }

// strokes are lines of one look, written as one element: a hatched bar has dozens.
type strokes struct{ lines []shape }

// joined puts lines of one look that follow each other together.
func joined(items []item) []inliner {
	var all []inliner
	for _, i := range items {
		switch i := i.(type) {
		case words:
			all = append(all, i)
		case shape:
			if i.width == 0 {
				all = append(all, i)
				continue
			}
			if len(all) > 0 {
				if last, ok := all[len(all)-1].(strokes); ok && last.take(i) {
					all[len(all)-1] = strokes{append(last.lines, i)}
					continue
				}
			}
			all = append(all, strokes{[]shape{i}})
		}
	}
	return all
}

// take says whether a line looks like those that are there.
func (s strokes) take(line shape) bool {
	first := s.lines[0]
	return first.colour == line.colour && first.width == line.width && slices.Equal(first.dashes, line.dashes)
}

func (s strokes) inline() string {
	var path strings.Builder
	for _, line := range s.lines {
		path.WriteString(trace(line.corners))
	}
	first, dashes := s.lines[0], ""
	if len(first.dashes) > 0 {
		dashes = ` stroke-dasharray="` + strings.Trim(fmt.Sprint(first.dashes), "[]") + `"`
	}
	return fmt.Sprintf(`<path d="%s" fill="none" stroke="%s" stroke-width="%s"%s/>`+"\n", path.String(), variableOf(first.colour), length(first.width), dashes)
}

func (s shape) inline() string {
	return fmt.Sprintf(`<path d="%sZ" fill="%s"/>`+"\n", trace(s.corners), variableOf(s.colour))
}

// trace goes from corner to corner: M1,2L3,4.
func trace(corners []point) string {
	var path strings.Builder
	for i, c := range corners {
		command := "L"
		if i == 0 {
			command = "M"
		}
		path.WriteString(command + length(c.x) + "," + length(c.y))
	}
	return path.String()
}

func (t words) inline() string {
	t.colour = variableOf(t.colour)
	return t.svg()
}
