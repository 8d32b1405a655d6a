package html

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/output"
	"ipsplan/output/chart"
)

var update = flag.Bool("update", false, "write the expected page anew")

func written(t *testing.T, options Options, documents ...*output.Document) string {
	t.Helper()
	var page strings.Builder
	if err := Write(&page, documents, options); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

// everything is a document with all there is, each text made by the function from a plain one.
func everything(of func(string) string) *output.Document {
	text := func(words string) output.Text { return output.Verbatim(of(words)) }
	d := &output.Document{Title: text("Croatia")}
	assumed, source := d.Note(text("Assumed.")), d.Note(text("A source."))
	d.Note(text("Nobody refers to this."))
	d.Paragraph(text("2 years."), assumed, source)
	d.Heading(2, text("Outcomes"))
	d.Blocks = append(d.Blocks, output.List{Items: []output.Text{text("one"), text("two")}})
	d.Table(output.Table{
		Name: "outcomes", Caption: text("People"),
		Columns: []output.Column{{}, {Heading: text("Period")}, {Heading: text("Mean"), Numeric: true, Notes: []int{1}}, {Heading: text("Why"), Wrap: true}},
		Rows: []output.Row{
			{Group: true, Cells: []output.Cell{{Text: text("Job starts")}, {Text: text("Year 1")}, {Number: &output.Number{Value: 30, Unit: output.People}, Range: &output.Range{Low: 20, High: 40}}, {Text: text("a long reason, in several words")}}},
			{Cells: []output.Cell{{}, {Text: text("Year 2")}, {Number: &output.Number{Value: 1234.5, Unit: "EUR"}, Notes: []int{1}}, {}}},
			{Total: true, Cells: []output.Cell{{Text: text("All")}, {}, {Number: &output.Number{Value: 0.001, Unit: output.Share}, Notes: []int{1, 2}}, {}}},
		},
	})
	d.Heading(1, text("Charts"))
	d.Chart(output.Chart{
		Name: "bridge", Title: text("From plan to projection"), Alternative: text("60 in the plan, 48 in the projection."), Notes: []int{2},
		Positions: output.Axis{Labels: []output.Text{text("Plan"), text("Lag"), text("Projection")}}, Values: output.Axis{Title: text("People"), Unit: output.People, Step: 1},
		Series: []output.Series{output.Steps{{Value: 60, Whole: true}, {Value: -12}, {Value: 48, Whole: true}}},
	})
	d.Chart(output.Chart{
		Name: "fan", Title: text("Job starts by quarter"), Alternative: text("The plan lies above the band."),
		Positions: output.Axis{Labels: []output.Text{text("Q1"), text("Q2")}}, Values: output.Axis{Title: text("People"), Unit: output.People, Step: 1},
		Series: []output.Series{
			output.Band{Name: text("80 % range"), Ranges: []output.Range{{Low: 1, High: 4}, {Low: 2, High: 6}}},
			output.Line{Name: text("Middle future"), Values: []float64{2, 4}},
			output.Line{Name: text("Plan"), Values: []float64{7, 7}},
		},
	})
	d.Heading(2, text("Below it"))
	return d
}

func plainly(text string) string { return text }

func TestGolden(t *testing.T) {
	page := written(t, Options{}, everything(plainly))
	file := filepath.Join("testdata", "page.html")
	if *update {
		if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(page, "\n")); diff != "" {
		t.Errorf("the page is not as it was; if that is meant, look at it in a browser and run go test ./output/html -update (-before +now):\n%s", diff)
	}
}

var (
	tag        = regexp.MustCompile(`<[^>]*>`)
	stylesheet = regexp.MustCompile(`(?s)<style>.*?</style>`)
	// measured are the elements and attributes that follow from how wide words are.
	measured = regexp.MustCompile(`^<text x="[0-9.-]*" y="[0-9.]*" font-size="[0-9.]*" fill="var\(--[a-z-]*,#[0-9A-F]*\)"( text-anchor="[a-z]*")?( font-weight="bold")?>$|^</text>$|` +
		`^<path d="[MLZ0-9.,-]*" fill="[a-z]*(\(--[a-z-]*,#[0-9A-F]*\))?"( stroke="var\(--[a-z-]*,#[0-9A-F]*\)" stroke-width="[0-9.]*"( stroke-dasharray="[0-9. ]*")?)?/>$|^</?bdi>$|^<w?br>$`)
	measure = regexp.MustCompile(` (class="[a-z ]*"|(width|height)="[0-9.]*"|viewBox="[0-9. ]*")`)
)

// TestHostileTexts puts texts that try to command the browser everywhere a text can stand: the page has the same elements with the same attributes as with harmless
// ones, but for the isolation of those that turn the direction of writing, and still says what they say.
func TestHostileTexts(t *testing.T) {
	elements := func(page string) []string {
		page = stylesheet.ReplaceAllString(page, "")
		var all []string
		for _, element := range tag.FindAllString(page, -1) {
			if !measured.MatchString(element) {
				all = append(all, measure.ReplaceAllString(element, ""))
			}
		}
		return all
	}
	harmless := elements(written(t, Options{}, everything(plainly)))
	for _, hostile := range []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</style><script>`, `</title><h1>`, `-->`, `<!--`, `&lt;b&gt;`, `]]>`,
		"\x00\x1b[31m\x7f\u0085red", "line\r\nbreak", "\xff\xfe", "שלום", "\u202Eesrever", "%s%!d(", "{{.}}", "javascript:alert(1)",
	} {
		page := written(t, Options{}, everything(func(plain string) string { return plain + " " + hostile }))
		if diff := cmp.Diff(harmless, elements(page)); diff != "" {
			t.Errorf("%q makes other elements:\n%s", hostile, diff)
		}
		for _, r := range page {
			if r < ' ' && r != '\n' || r >= 0x7F && r < 0xA0 {
				t.Errorf("%q: the page has the control character %U", hostile, r)
			}
		}
		if wanted := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;").Replace(hostile); !strings.ContainsAny(hostile, "\x00\r\uFFFD") {
			if n := strings.Count(page, wanted); n < 25 {
				t.Errorf("%q is there %d times only", hostile, n)
			}
		}
	}
}

func TestText(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"plain, (with) brackets", "plain, (with) brackets"},
		{"a < b & c", "a &lt; b &amp; c"},
		{"two\r\nlines", "two<br>lines"},
		{" \u00a0of which ", "\u00a0of which"},
		{"`ipsplan show` gives each", "<code>ipsplan show</code> gives each"},
		{"a ` alone", "a ` alone"},
		{"`<b>`", "<code>&lt;b&gt;</code>"},
		{"see https://x.org/a_b?c=1&d=2.", `see <a href="https://x.org/a_b?c=1&amp;d=2">https://x.org/a_b?c=1&amp;d=2</a>.`},
		{`https://x.org/"onclick="a`, `<a href="https://x.org/">https://x.org/</a>&#34;onclick=&#34;a`},
		{"javascript:alert(1)", "javascript:alert(1)"},
		{"pathway.job_start.rate", "pathway.<wbr>job_<wbr>start.<wbr>rate"},
		{"0.857 and e.g. 1.2", "0.857 and e.<wbr>g. 1.2"},
		{"\x1b[31mred", "[31mred"},
		{"a\xffb", "a\uFFFDb"},
		{"שלום", "<bdi>שלום</bdi>"},
		{"", ""},
	} {
		if got := inline(test.text); got != test.want {
			t.Errorf("%q: %q; want %q", test.text, got, test.want)
		}
	}
}

var (
	id        = regexp.MustCompile(` id="([^"]*)"`)
	reference = regexp.MustCompile(` (?:href="#|aria-labelledby="|aria-describedby=")([^"]*)"`)
)

// TestNames: each name in the page is there once, also with a document twice, and each reference leads to one.
func TestNames(t *testing.T) {
	page := written(t, Options{}, everything(plainly), everything(plainly))
	names := map[string]bool{}
	for _, match := range id.FindAllStringSubmatch(page, -1) {
		if names[match[1]] {
			t.Errorf("the name %s is there twice", match[1])
		}
		names[match[1]] = true
	}
	references := reference.FindAllStringSubmatch(page, -1)
	for _, match := range references {
		if !names[match[1]] {
			t.Errorf("nothing has the name %s", match[1])
		}
	}
	if len(references) < 60 {
		t.Errorf("%d references only", len(references))
	}
}

// The first note is referred to in the opening, in three places of the table, and from nowhere else: two ways back. The second in the opening, in the table and by a
// chart: three.
func TestNotes(t *testing.T) {
	page := written(t, Options{}, everything(plainly))
	for _, want := range []string{
		`2 years.<sup><a role="doc-noteref" href="#d1-n1" id="d1-n1-r1" aria-label="Note 1">1</a>, <a role="doc-noteref" href="#d1-n2" id="d1-n2-r1" aria-label="Note 2">2</a></sup>`,
		`Mean<sup><a role="doc-noteref" href="#d1-n1" id="d1-n1-r2" aria-label="Note 1">1</a></sup></th>`,
		`€1,234.50<sup><a role="doc-noteref" href="#d1-n1" aria-label="Note 1">1</a></sup></td>`,
		`<li id="d1-n1">Assumed. <a class="back" role="doc-backlink" href="#d1-n1-r1" aria-label="Back from note 1, way 1 of 2">↑1</a> <a class="back" role="doc-backlink" href="#d1-n1-r2" aria-label="Back from note 1, way 2 of 2">↑2</a></li>`,
		`<li id="d1-n3">Nobody refers to this.</li>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if n := strings.Count(page, `href="#d1-n2-r`); n != 3 {
		t.Errorf("the second note leads back to %d places, not 3", n)
	}
}

var (
	headingTag   = regexp.MustCompile(`<h([1-6])[ >]`)
	headingWords = regexp.MustCompile(`<(h[1-6])[^>]*>([^<]*)<`)
)

// TestHeadings: there is one highest heading, and nobody who goes down from heading to heading skips a level, whatever levels the documents have.
func TestHeadings(t *testing.T) {
	deep := &output.Document{Title: output.Verbatim("Deep")}
	for _, level := range []int{3, 3, 5, 1, 2, 9, 10, 11, 12, 0, -1} {
		deep.Heading(level, output.Verbatim(fmt.Sprint(level)))
	}
	for _, page := range []string{
		written(t, Options{}, everything(plainly)), written(t, Options{}, everything(plainly), everything(plainly)), written(t, Options{}, deep), written(t, Options{}, deep, deep),
	} {
		if n := strings.Count(page, "<h1>"); n != 1 {
			t.Errorf("%d highest headings", n)
		}
		last := 0
		for _, match := range headingTag.FindAllStringSubmatch(page, -1) {
			level, _ := strconv.Atoi(match[1])
			if level > last+1 {
				t.Errorf("a heading of level %d after one of level %d", level, last)
			}
			last = level
		}
	}
	var got []string
	for _, match := range headingWords.FindAllStringSubmatch(written(t, Options{Title: output.Verbatim("All")}, deep), -1) {
		got = append(got, match[1]+" "+match[2])
	}
	want := []string{"h1 All", "h2 Contents", "h2 3", "h2 3", "h3 5", "h2 1", "h3 2", "h4 9", "h5 10", "h6 11", "h6 12", "h2 0", "h2 -1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTable(t *testing.T) {
	page := written(t, Options{}, everything(plainly))
	for _, want := range []string{
		`<div class="frame whole" id="d1-t1" role="region" aria-labelledby="d1-t1-caption" tabindex="0">`,
		`<caption><span id="d1-t1-caption">People</span></caption>`,
		`<td class="first group short brief"></td><th scope="col" class="second short brief">Period</th>`,
		`<tr><th scope="rowgroup" rowspan="2" class="first group short">Job starts</th><th scope="row" class="second short">Year 1</th>`,
		`<td class="number"><span class="range">30</span> <span class="range">(20–40)</span></td>`,
		`<tr><th scope="row" class="second short">Year 2</th><td class="number">€1,234.50`,
		`<tr class="total"><th scope="row" class="first group short">All</th><td class="second short"></td>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
}

// TestCells: whatever names stand over several rows, each row has as many columns as the table.
func TestCells(t *testing.T) {
	names := func(first ...string) output.Table {
		table := output.Table{Caption: output.Verbatim("Rows"), Columns: []output.Column{{Heading: output.Verbatim("A")}, {Heading: output.Verbatim("B")}, {Heading: output.Verbatim("C"), Numeric: true}}}
		for i, name := range first {
			table.Rows = append(table.Rows, output.Row{Group: name == "G", Total: name == "T", Cells: []output.Cell{{Text: output.Verbatim(strings.Trim(name, "-"))}, {Text: output.Verbatim("b")}, {Text: output.Verbatim(fmt.Sprint(i))}}})
		}
		return table
	}
	row := regexp.MustCompile(`(?m)^<tr.*</tr>$`)
	cell := regexp.MustCompile(`<(?:td|th)[^>]*>`)
	span := regexp.MustCompile(`rowspan="(\d+)"`)
	for _, table := range []output.Table{names("", "", "a"), names("a", "", "", "b", "c", ""), names("G", "", "G", "G", "", ""), names("a", "", "T"), names("a", "-", "", "T", "", "G", ""), names("T")} {
		d := &output.Document{}
		d.Table(table)
		covered := 0
		for i, line := range row.FindAllString(written(t, Options{}, d), -1) {
			columns := len(cell.FindAllString(line, -1))
			if covered > 0 {
				columns++
				covered--
			}
			if match := span.FindStringSubmatch(line); match != nil {
				n, _ := strconv.Atoi(match[1])
				covered = n - 1
			}
			if columns != 3 {
				t.Errorf("%+v: row %d has %d columns", table.Rows, i, columns)
			}
		}
		if covered != 0 {
			t.Errorf("%+v: a name stands over rows that are not there", table.Rows)
		}
	}
}

func TestEmptyTables(t *testing.T) {
	d := &output.Document{Title: output.Verbatim("Croatia")}
	d.Table(output.Table{Columns: []output.Column{{Heading: output.Verbatim("A")}, {Numeric: true}}})
	d.Table(output.Table{Caption: output.Verbatim("No columns")})
	d.Table(output.Table{})
	page := written(t, Options{}, d)
	if n := strings.Count(page, "<table>"); n != 1 {
		t.Errorf("%d tables, not 1", n)
	}
	if !strings.Contains(page, "<p><strong>No columns</strong></p>") || strings.Contains(page, "<caption>") {
		t.Error("the caption of no table is not there, or an empty one is")
	}
}

// A table of 12 figures with ranges of 20 characters each fits no upright paper, one of 4 does; in between, letters are small and ranges stand below the figures.
func TestPaper(t *testing.T) {
	for columns, want := range map[int]string{2: "whole", 6: "whole small", 14: "whole across"} {
		table := output.Table{Columns: []output.Column{{}}, Rows: []output.Row{{Cells: []output.Cell{{Text: output.Verbatim("Name")}}}}}
		for range columns {
			table.Columns = append(table.Columns, output.Column{Numeric: true})
			table.Rows[0].Cells = append(table.Rows[0].Cells, output.Cell{Number: &output.Number{Value: 1e6}, Range: &output.Range{Low: 2e2, High: 1e5}})
		}
		if got := (&page{}).paper(table); got != want {
			t.Errorf("%d columns: %q, not %q", columns, got, want)
		}
	}
	if got := (&page{}).paper(output.Table{Rows: make([]output.Row, 17)}); got != "" {
		t.Errorf("a long table is to be kept on one page: %q", got)
	}
}

// TestNothingIsLoaded: the page names nothing that a browser would fetch, and forbids it to.
func TestNothingIsLoaded(t *testing.T) {
	page := written(t, Options{}, everything(plainly))
	for _, forbidden := range []string{"<script", "<link", "<img", "<iframe", "<object", " src=", "url(", "@import", "http://", "https://", "javascript:"} {
		if strings.Contains(page, forbidden) {
			t.Errorf("the page has %s", forbidden)
		}
	}
	policy := `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">`
	if before, _, found := strings.Cut(page, policy); !found || strings.Contains(before, "<style") {
		t.Error("the page does not forbid loading before anything else")
	}
}

func TestContents(t *testing.T) {
	d := &output.Document{Title: output.Verbatim("One")}
	for _, caption := range []string{"First", "Second", "Third"} {
		d.Table(output.Table{Caption: output.Verbatim(caption), Columns: []output.Column{{Heading: output.Verbatim("A")}}})
	}
	if page := written(t, Options{}, d); strings.Contains(page, "<nav") {
		t.Error("a short page has a table of contents")
	}
	d.Note(output.Verbatim("A note."))
	want := `<nav aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<ol>
<li><a href="#d1-t1">First</a></li>
<li><a href="#d1-t2">Second</a></li>
<li><a href="#d1-t3">Third</a></li>
<li><a href="#d1-notes">Notes</a></li>
</ol>
</nav>
`
	if page := written(t, Options{}, d); !strings.Contains(page, want) {
		t.Errorf("the table of contents of tables is not %s", want)
	}
	two := &output.Document{Title: output.Verbatim("Two")}
	two.Heading(1, output.Verbatim("Section"))
	two.Heading(2, output.Verbatim("Too deep"))
	want = `<ol>
<li><a href="#d1">One</a>
<ol>
<li><a href="#d1-t1">First</a></li>
<li><a href="#d1-t2">Second</a></li>
<li><a href="#d1-t3">Third</a></li>
<li><a href="#d1-notes">Notes</a></li>
</ol>
</li>
<li><a href="#d2">Two</a>
<ol>
<li><a href="#d2-h1">Section</a></li>
</ol>
</li>
</ol>
`
	if page := written(t, Options{}, d, two); !strings.Contains(page, want) {
		t.Errorf("the table of contents of two documents is not %s", want)
	}
}

func TestTitles(t *testing.T) {
	one, two := &output.Document{Title: output.Verbatim("One")}, &output.Document{Title: output.Verbatim("Two & three")}
	for _, test := range []struct {
		options      Options
		documents    []*output.Document
		title, first string
	}{
		{Options{}, []*output.Document{two}, "Two &amp; three", "Two &amp; three"},
		{Options{Title: output.Verbatim("Named")}, []*output.Document{one}, "Named", "Named"},
		{Options{}, []*output.Document{one, two}, "One; Two &amp; three", "Report"},
		{Options{Title: output.Verbatim("Named")}, []*output.Document{one, two}, "Named", "Named"},
	} {
		page := written(t, test.options, test.documents...)
		if !strings.Contains(page, "<title>"+test.title+"</title>") || !strings.Contains(page, "<h1>"+test.first+"</h1>") {
			t.Errorf("%+v: its title is not %q or its heading not %q", test.options, test.title, test.first)
		}
	}
}

func TestLanguage(t *testing.T) {
	d := &output.Document{Title: output.Verbatim("Hrvatska")}
	d.Table(output.Table{Caption: output.Verbatim("Iznosi"), Columns: []output.Column{{Numeric: true}}, Rows: []output.Row{{Cells: []output.Cell{{Number: &output.Number{Value: 1000.5, Unit: "EUR"}}}}}})
	page := written(t, Options{Language: output.Language{Code: "hr", Group: ".", Decimal: ",", Currencies: map[output.Unit]string{"EUR": "# €"}}}, d)
	if !strings.Contains(page, `<html lang="hr">`) || !strings.Contains(page, "1.000,50 €") {
		t.Error("the page is not in the language asked for")
	}
	if page := written(t, Options{}, d); !strings.Contains(page, `<html lang="en">`) {
		t.Error("the page is not in English")
	}
}

func TestFaultsAreRefused(t *testing.T) {
	row := &output.Document{Title: output.Verbatim("Croatia")}
	row.Table(output.Table{Name: "outcomes", Columns: []output.Column{{}}, Rows: []output.Row{{}}})
	many := &output.Document{Title: output.Verbatim("Croatia")}
	c := output.Chart{Name: "many", Title: output.Verbatim("Many"), Alternative: output.Verbatim("Many lines."), Positions: output.Axis{Labels: []output.Text{output.Verbatim("Q1")}}, Values: output.Axis{Title: output.Verbatim("People")}}
	for range 9 {
		c.Series = append(c.Series, output.Line{Name: output.Verbatim("Line"), Values: []float64{1}})
	}
	many.Chart(c)
	for want, d := range map[string]*output.Document{`table "outcomes", row 1`: row, `chart "many": it has more lines than can be told apart`: many} {
		var page strings.Builder
		if err := Write(&page, []*output.Document{{Title: output.Verbatim("Good")}, d}, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, not %s", err, want)
		}
		if page.Len() > 0 {
			t.Error("written in spite of the fault")
		}
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriterError(t *testing.T) {
	if err := Write(full{}, []*output.Document{{Title: output.Verbatim("Croatia")}}, Options{}); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
}

var property = regexp.MustCompile(`(--[a-z-]+): (#[0-9a-f]{6}|var\((--[a-z-]+)\));`)

// palettes are the colours of the style sheet on a light and on a dark screen.
func palettes(t *testing.T) (light, dark map[string]string) {
	t.Helper()
	sheet, rest, found := strings.Cut(style, "@media screen and (prefers-color-scheme: dark)")
	if !found {
		t.Fatal("the style sheet has no dark colours")
	}
	rest, _, _ = strings.Cut(rest, "\n}\n")
	light, dark = map[string]string{}, map[string]string{}
	for _, match := range property.FindAllStringSubmatch(sheet, -1) {
		light[match[1]], dark[match[1]] = match[2], match[2]
	}
	for _, match := range property.FindAllStringSubmatch(rest, -1) {
		if light[match[1]] == "" {
			t.Errorf("%s has a dark colour but no light one", match[1])
		}
		dark[match[1]] = match[2]
	}
	for _, palette := range []map[string]string{light, dark} {
		for name, value := range palette {
			if other, isVariable := strings.CutPrefix(value, "var("); isVariable {
				palette[name] = palette[strings.TrimSuffix(other, ")")]
			}
		}
	}
	return light, dark
}

// contrast is the ratio of the luminances of two colours (WCAG 2.2, contrast ratio), from 1 to 21.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	luminance := func(colour string) float64 {
		n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
		if err != nil {
			t.Fatalf("%q is no colour", colour)
		}
		linear := func(shift uint) float64 {
			c := float64(n>>shift&0xFF) / 255
			if c <= 0.04045 {
				return c / 12.92
			}
			return math.Pow((c+0.055)/1.055, 2.4)
		}
		return 0.2126*linear(16) + 0.7152*linear(8) + 0.0722*linear(0)
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Black on white is 21 to 1; #777777 on white is known to miss 4.5 by a little.
func TestContrastItself(t *testing.T) {
	if got := contrast(t, "#000000", "#ffffff"); math.Abs(got-21) > 1e-9 {
		t.Errorf("black on white is %v", got)
	}
	if got := contrast(t, "#ffffff", "#777777"); math.Abs(got-4.478) > 0.001 {
		t.Errorf("grey on white is %v", got)
	}
}

func TestContrast(t *testing.T) {
	light, dark := palettes(t)
	for mode, palette := range map[string]map[string]string{"light": light, "dark": dark} {
		check := func(over, under string, least float64) {
			if got := contrast(t, palette[over], palette[under]); got < least {
				t.Errorf("%s: %s on %s is %.2f to 1, which is less than %v", mode, over, under, got, least)
			}
		}
		for _, words := range []string{"--ink", "--soft", "--link"} {
			check(words, "--ground", 4.5)
			check(words, "--raised", 4.5)
		}
		check("--chart-ink", "--chart-ground", 4.5)
		check("--chart-soft", "--chart-ground", 4.5)
		for _, series := range []string{"blue", "vermillion", "green", "orange", "purple", "sky"} {
			check("--chart-"+series, "--chart-ground", 3)
		}
		for _, line := range []string{"ink", "vermillion", "blue", "green"} { // lines cross bands
			check("--chart-"+line, "--chart-pale-sky", 3)
			check("--chart-"+line, "--chart-middle-sky", 3)
		}
		check("--chart-pale-sky", "--chart-ground", 1.2)
		check("--chart-middle-sky", "--chart-pale-sky", 1.2)
	}
}

// TestChartColours: the style sheet has a light value for each colour of a chart and, but for those that follow the page's, a dark one of its own.
func TestChartColours(t *testing.T) {
	light, dark := palettes(t)
	for _, name := range chart.Colours() {
		if light[name] == "" {
			t.Errorf("the style sheet has no %s", name)
		}
		if light[name] == dark[name] {
			t.Errorf("%s is the same in the dark", name)
		}
	}
}
