package markdown

import (
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"ipsplan/output"
)

// TestRendered: a converter of GitHub's Markdown makes of a document the tables, cells, headings, notes and words that it has, whatever marks stand in them.
func TestRendered(t *testing.T) {
	hostile := output.Verbatim("a|b *c* _d_ `e` <f> # g [h](i) \\ ~j~")
	d := &output.Document{Title: hostile}
	d.Heading(1, hostile)
	d.Paragraph(output.Verbatim("1. is no list, nor is\n- this"), d.Note(hostile))
	for range 2 {
		d.Table(output.Table{
			Name: "t", Caption: hostile, Columns: []output.Column{{Heading: hostile, Wrap: true}, {Heading: output.Verbatim("Amount"), Numeric: true, Notes: []int{1}}},
			Rows: []output.Row{{Cells: []output.Cell{{Text: hostile}, {Number: &output.Number{Value: -57000.5, Unit: "EUR"}}}}, {Cells: []output.Cell{{}, {}}, Total: true}},
		})
	}
	var page strings.Builder
	converter := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := converter.Convert([]byte(written(t, d)), &page); err != nil {
		t.Fatal(err)
	}
	for element, want := range map[string]int{"table": 2, "th": 4, "td": 8, "h1": 1, "em": 0, "f": 0, "a": 0, "del": 0, "ul": 0} {
		if got := len(regexp.MustCompile(`<`+element+`[ >]`).FindAllString(page.String(), -1)); got != want {
			t.Errorf("%s is there %d times, not %d:\n%s", element, got, want, page.String())
		}
	}
	words := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page.String(), "")
	if got := strings.Count(words, "a|b *c* _d_ `e` &lt;f&gt; # g [h](i) \\ ~j~"); got != 9 { // title, heading, note; two captions, headings and cells
		t.Errorf("the words are there %d times:\n%s", got, words)
	}
}
