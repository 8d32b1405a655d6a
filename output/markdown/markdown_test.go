package markdown

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/output"
)

func written(t *testing.T, d *output.Document, language ...output.Language) string {
	t.Helper()
	var page strings.Builder
	if err := Write(&page, d, language...); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

func lines(of ...string) string { return strings.Join(of, "\n") + "\n" }

func TestWrite(t *testing.T) {
	d := &output.Document{Title: output.Verbatim("Croatia")}
	d.Heading(1, output.Verbatim("Outcomes"))
	d.Paragraph(output.Verbatim("Ten thousand futures."), d.Note(output.Verbatim("Assumed.")), d.Note(output.Verbatim("See <https://example.org>.")))
	d.Heading(2, output.Verbatim("By year"))
	d.Blocks = append(d.Blocks, output.List{Items: []output.Text{output.Verbatim("one"), output.Verbatim("- two")}})
	d.Table(output.Table{
		Name:    "outcomes",
		Caption: output.Verbatim("People"),
		Columns: []output.Column{{Heading: output.Verbatim("Measure"), Wrap: true}, {Heading: output.Verbatim("Cost € (mean)"), Numeric: true, Notes: []int{2}}},
		Rows: []output.Row{
			{Cells: []output.Cell{{Text: output.Verbatim("Hradec Králové")}, {Number: &output.Number{Value: 57000, Unit: "EUR", Step: 1000}, Range: &output.Range{Low: 50000, High: 60000}, Notes: []int{1}}}},
			{Cells: []output.Cell{{Text: output.Verbatim("a|b\nc")}, {Number: &output.Number{Value: 0.001, Unit: output.Share}}}, Group: true},
			{Cells: []output.Cell{{Text: output.Verbatim("Total")}, {Number: &output.Number{Value: 5, Unit: output.People}, Notes: []int{1, 2}}}, Total: true},
			{Cells: []output.Cell{{}, {}}, Total: true},
		},
	})
	want := lines(
		"# Croatia",
		"",
		"## Outcomes",
		"",
		"Ten thousand futures.<sup>1, 2</sup>",
		"",
		"### By year",
		"",
		"- one",
		`- \- two`,
		"",
		"**People**",
		"",
		"| Measure | Cost € (mean)<sup>2</sup> |",
		"| :--- | ---: |",
		"| Hradec Králové | €57,000 (€50,000–€60,000)<sup>1</sup> |",
		`| a\|b<br>c | \<1`+"\u00a0% |",
		"| **Total** | **5**<sup>1, 2</sup> |",
		"|  |  |",
		"",
		"1. Assumed.",
		`2. See \<<https://example.org>>.`,
	)
	if diff := cmp.Diff(want, written(t, d)); diff != "" {
		t.Error(diff)
	}
}

func TestText(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"plain, (with) brackets", "plain, (with) brackets"},
		{"*a* _b_ `c` [d] <e> f|g h\\i", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\] \\<e> f\\|g h\\\\i"},
		{"~5~ &amp; $6", `\~5\~ \&amp; \$6`},
		{"two\r\nlines", "two<br>lines"},
		{"> 5", `\> 5`},
		{"# 5", `\# 5`},
		{"- 5", `\- 5`},
		{"−5", "−5"},
		{"2026. In this year", `2026\. In this year`},
		{"2026", "2026"},
		{"3) third", `3\) third`},
		{"    not code", "not code"},
		{"\u00a0set in", "\u00a0set in"},
		{"\x1b[31mred", `\[31mred`},
		{"see https://x.org/a_b?c=1&d=2.", "see <https://x.org/a_b?c=1&d=2>."},
		{"(http://x.org/a|b)", "(<http://x.org/a%7Cb>)"},
		{"http:// is no address", "http:// is no address"},
		{"", ""},
	} {
		if got := paragraph(test.text); got != test.want {
			t.Errorf("%q: %q; want %q", test.text, got, test.want)
		}
	}
}

func TestHeading(t *testing.T) {
	for _, test := range []struct {
		level      int
		text, want string
	}{
		{1, "A *b*", `# A \*b\*`},
		{2, "two\nlines", "## two lines"},
		{9, "deep", "###### deep"},
		{0, "high", "# high"},
		{1, "number #", `# number \#`},
		{1, " ", ""},
	} {
		if got := heading(test.level, test.text); got != test.want {
			t.Errorf("level %d, %q: %q; want %q", test.level, test.text, got, test.want)
		}
	}
}

func TestBoldLeavesSpacesOutside(t *testing.T) {
	for text, want := range map[string]string{"Total": "**Total**", "\u00a0of which ": "\u00a0**of which** ", "": "", "\u00a0": "\u00a0"} {
		if got := bold(text); got != want {
			t.Errorf("%q: %q; want %q", text, got, want)
		}
	}
}

func TestEmptyTables(t *testing.T) {
	d := &output.Document{}
	d.Table(output.Table{Columns: []output.Column{{Heading: output.Verbatim("A")}, {Numeric: true}}})
	d.Table(output.Table{Caption: output.Verbatim("No columns")})
	d.Table(output.Table{})
	if diff := cmp.Diff(lines("| A |  |", "| :--- | ---: |", "", "**No columns**"), written(t, d)); diff != "" {
		t.Error(diff)
	}
	if got := written(t, &output.Document{}); got != "" {
		t.Errorf("an empty document: %q", got)
	}
}

func TestLanguage(t *testing.T) {
	d := &output.Document{}
	d.Table(output.Table{Columns: []output.Column{{}}, Rows: []output.Row{{Cells: []output.Cell{{Number: &output.Number{Value: 1000.5, Unit: "EUR"}}}}}})
	if got := written(t, d, output.Language{Group: ".", Decimal: ",", Currencies: map[output.Unit]string{"EUR": "# €"}}); !strings.Contains(got, "| 1.000,50 € |") {
		t.Error(got)
	}
}

func TestFaultsAreRefused(t *testing.T) {
	d := &output.Document{Title: output.Verbatim("Croatia")}
	d.Table(output.Table{Name: "outcomes", Columns: []output.Column{{}}, Rows: []output.Row{{}}})
	var page strings.Builder
	if err := Write(&page, d); err == nil || !strings.Contains(err.Error(), `table "outcomes", row 1`) {
		t.Errorf("a row without cells: %v", err)
	}
	if page.Len() > 0 {
		t.Errorf("written in spite of the fault: %q", page.String())
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriterError(t *testing.T) {
	if err := Write(full{}, &output.Document{Title: output.Verbatim("Croatia")}); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
}

func TestCharts(t *testing.T) {
	c := output.Chart{
		Name: "bridge", Title: output.Verbatim("Job *starts*"), Alternative: output.Verbatim("60 in the plan, 41 in the projection."), Notes: []int{1},
		Positions: output.Axis{Labels: []output.Text{output.Verbatim("Plan")}}, Values: output.Axis{Title: output.Verbatim("People")}, Series: []output.Series{output.Steps{{Value: 60, Whole: true}}},
	}
	d := &output.Document{Notes: []output.Text{output.Verbatim("Assumed.")}}
	d.Chart(c)
	want := lines(`**Job \*starts\***<sup>1</sup>`, "", "60 in the plan, 41 in the projection.", "", "1. Assumed.")
	if diff := cmp.Diff(want, written(t, d)); diff != "" {
		t.Error(diff)
	}
	d = &output.Document{}
	d.Table(output.Table{Name: "bridge", Columns: []output.Column{{Heading: output.Verbatim("Cause")}}, Rows: []output.Row{{Cells: []output.Cell{{Text: output.Verbatim("Plan")}}}}})
	c.Beside, c.Notes = "bridge", nil
	d.Chart(c)
	if diff := cmp.Diff(lines("| Cause |", "| :--- |", "| Plan |"), written(t, d)); diff != "" {
		t.Errorf("a chart whose table speaks for it:\n%s", diff)
	}
}
