package text

import (
	"errors"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"ipsplan/output"
)

// Without this the widths of – and ─ would depend on the locale the tests run in.
func TestMain(m *testing.M) {
	twwidth.SetEastAsian(false)
	os.Exit(m.Run())
}

func written(t *testing.T, d *output.Document, options Options) string {
	t.Helper()
	var page strings.Builder
	if err := Write(&page, d, options); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

// expect compares the page with lines written by hand.
func expect(t *testing.T, d *output.Document, width int, lines ...string) {
	t.Helper()
	want := strings.Join(lines, "\n") + "\n"
	if diff := cmp.Diff(want, written(t, d, Options{Width: width})); diff != "" {
		t.Error(diff)
	}
}

func text(texts ...string) output.Row {
	var row output.Row
	for _, text := range texts {
		row.Cells = append(row.Cells, output.Cell{Text: output.Verbatim(text)})
	}
	return row
}

func TestPage(t *testing.T) {
	d := &output.Document{Title: output.Verbatim("Plán pro Česko")}
	d.Heading(1, output.Verbatim("Outcomes"))
	d.Paragraph(output.Verbatim("The share is 35\u00a0% of all."), d.Note(output.Verbatim("A note too long for one line.")), d.Note(output.Verbatim("Short.")))
	d.Heading(2, output.Verbatim("By year"))
	d.Blocks = append(d.Blocks, output.List{Items: []output.Text{output.Verbatim("one"), output.Verbatim("two three four five six")}})
	d.Paragraph(output.Verbatim(""))
	d.Paragraph(output.Verbatim("two\nlines"))
	expect(t, d, 20,
		"Plán pro Česko",
		"══════════════",
		"",
		"Outcomes",
		"────────",
		"",
		"The share is 35\u00a0% of",
		"all.[1][2]",
		"",
		"By year",
		"",
		"• one",
		"• two three four",
		"  five six",
		"",
		"two",
		"lines",
		"",
		"[1] A note too long",
		"    for one line.",
		"[2] Short.",
	)
}

func TestLongTitleIsUnderlinedAsWideAsItsWidestLine(t *testing.T) {
	expect(t, &output.Document{Title: output.Verbatim("one two three")}, 8, "one two", "three", "═══════")
}

func TestEmptyDocument(t *testing.T) {
	if got := written(t, &output.Document{}, Options{}); got != "" {
		t.Errorf("%q", got)
	}
}

func TestTable(t *testing.T) {
	number := func(value, step float64, unit output.Unit, notes ...int) output.Cell {
		return output.Cell{Number: &output.Number{Value: value, Step: step, Unit: unit}, Notes: notes}
	}
	d := &output.Document{Notes: []output.Text{output.Verbatim("Assumed.")}}
	d.Table(output.Table{
		Caption: output.Verbatim("Money by year"),
		Columns: []output.Column{{Heading: output.Verbatim("costInEUR")}, {Heading: output.Verbatim("Year 1"), Numeric: true, Notes: []int{1}}, {Heading: output.Verbatim("Why"), Wrap: true}},
		Rows: []output.Row{
			{Group: true, Cells: []output.Cell{{Text: output.Verbatim("Salaries")}, number(57000, 1000, "EUR"), {Text: output.Verbatim("two specialists at the first site")}}},
			{Cells: []output.Cell{{Text: output.Verbatim("支援 café")}, number(-500.5, 0, "EUR", 1), {}}},
			{Total: true, Cells: []output.Cell{{Text: output.Verbatim("Total")}, number(56500, 100, "EUR"), {}}},
			{Total: true, Cells: []output.Cell{{Text: output.Verbatim("Share")}, number(0.999, 0, output.Share), {}}},
			{Group: true, Cells: []output.Cell{{Text: output.Verbatim("Gap")}, {}, {}}},
		},
	})
	// The number column is "−€500.50[1]" wide, 11 cells; the last gets what 45 cells leave: 45-9-2-11-2 = 21.
	expect(t, d, 45,
		"Money by year",
		"costInEUR    Year 1[1]  Why",
		"──────────────────────────────────────────",
		"Salaries    €57,000     two specialists at",
		"                        the first site",
		"支援 café  −€500.50[1]",
		"──────────────────────────────────────────",
		"Total       €56,500",
		"Share         >99\u00a0%",
		"──────────────────────────────────────────",
		"Gap",
		"",
		"[1] Assumed.",
	)
}

func TestHeadingsBreakBeforeTheTableOverflows(t *testing.T) {
	d := &output.Document{}
	d.Table(output.Table{
		Columns: []output.Column{{Heading: output.Verbatim("Measure")}, {Heading: output.Verbatim("Expected total cost"), Numeric: true}, {Heading: output.Verbatim("Gap"), Numeric: true}},
		Rows:    []output.Row{text("Salaries", "12", "345")},
	})
	expect(t, d, 100,
		"Measure   Expected total cost  Gap",
		"──────────────────────────────────",
		"Salaries                   12  345",
	)
	expect(t, d, 28,
		"            Expected",
		"Measure   total cost  Gap",
		"─────────────────────────",
		"Salaries          12  345",
	)
}

func TestTextWithLineBreaks(t *testing.T) {
	d := &output.Document{}
	d.Table(output.Table{
		Columns: []output.Column{{Heading: output.Verbatim("A\nB")}, {Heading: output.Verbatim("C"), Wrap: true}},
		Rows:    []output.Row{text("one\n\ntwo", "three"), text("\x1b[1mfour\x1b[0m\t|", "five")},
	})
	expect(t, d, 100,
		"A",
		"B             C",
		"───────────────────",
		"one           three",
		"",
		"two",
		"[1mfour[0m |  five",
	)
}

func TestEmptyTables(t *testing.T) {
	d := &output.Document{}
	d.Table(output.Table{Caption: output.Verbatim("No rows"), Columns: []output.Column{{Heading: output.Verbatim("A")}, {Heading: output.Verbatim("B"), Numeric: true}}})
	d.Table(output.Table{Caption: output.Verbatim("No columns")})
	d.Table(output.Table{Caption: output.Verbatim("No text"), Columns: []output.Column{{}, {}}, Rows: []output.Row{text("", "")}})
	expect(t, d, 100,
		"No rows",
		"A  B",
		"────",
		"",
		"No columns",
		"",
		"No text",
		"",
		"──",
	)
}

func TestSharingOutTheWidth(t *testing.T) {
	long := strings.Repeat("word ", 40) // 199 cells, the last space left out
	fixed, wrapping := column{heading: strings.Repeat("x", 30)}, column{cells: []string{strings.TrimSpace(long)}, wrap: true}
	short := column{heading: "short text", wrap: true}
	for _, test := range []struct {
		about   string
		columns []column
		page    int
		want    []int
	}{
		{"all fits", []column{fixed, wrapping}, 300, []int{30, 199}},
		{"the rest", []column{fixed, wrapping}, 100, []int{30, 68}},
		{"half the rest each", []column{fixed, wrapping, wrapping}, 100, []int{30, 33, 33}},
		{"one needs less", []column{fixed, wrapping, short}, 100, []int{30, 56, 10}},
		{"least", []column{fixed, wrapping, short}, 20, []int{30, 16, 10}},
		{"long word", []column{fixed, {cells: []string{"a " + strings.Repeat("x", 20)}, wrap: true}}, 20, []int{30, 20}},
		{"no-break spaces", []column{{cells: []string{strings.Repeat("€1\u00a0", 10) + " b"}, wrap: true}}, 20, []int{30}},
	} {
		if diff := cmp.Diff(test.want, widths(test.columns, test.page)); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		text  string
		width int
		want  string
	}{
		{"one two three", 7, "one two\nthree"},
		{"one two three", 6, "one\ntwo\nthree"},
		{"one  two ", 7, "one two"},
		{"čaj žába", 8, "čaj žába"},
		{"c\u030caj z\u030ca\u0301ba", 8, "c\u030caj z\u030ca\u0301ba"}, // the same in combining characters
		{"支援 支援", 8, "支援\n支援"},
		{"支援 支援", 9, "支援 支援"},
		{"35\u00a0% of", 4, "35\u00a0%\nof"},
		{"35\u00a0%", 2, "35\u00a0%"},
		{"unbreakable", 4, "unbreakable"},
		{"a\n\nb", 4, "a\n\nb"},
		{"a b", -1, "a\nb"},
		{"\u00a0\u00a0Region 1 of 5", 10, "\u00a0\u00a0Region 1\n  of 5"},
		{"", 4, ""},
	} {
		if got := wrap(test.text, test.width); got != test.want {
			t.Errorf("%q to %d: %q; want %q", test.text, test.width, got, test.want)
		}
	}
}

// Pages of random text: no line is wider than the page, has trailing spaces or control characters, or has lost a word.
func TestRandomPages(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		width := 60 + random.IntN(80)
		d := randomDocument(random)
		page := written(t, d, Options{Width: width})
		for _, line := range strings.Split(page, "\n") {
			if wide := twwidth.Width(line); wide > width {
				t.Fatalf("%d cells where %d are allowed: %q", wide, width, line)
			}
			if line != strings.TrimRight(line, " \u00a0") {
				t.Fatalf("trailing spaces: %q", line)
			}
			if strings.ContainsAny(line, "\x1b\t\r") {
				t.Fatalf("control characters: %q", line)
			}
		}
		if got, want := strings.Count(page, "ž"), wordsIn(d); got != want {
			t.Fatalf("%d words of %d printed in\n%s", got, want, page)
		}
	}
}

// randomDocument has two columns that wrap and two that do not, whose cells are so short that every table fits 60 cells.
func randomDocument(random *rand.Rand) *output.Document {
	sentence := func() output.Text { return randomText(random, 30) }
	d := &output.Document{Title: sentence(), Notes: []output.Text{sentence(), sentence()}}
	d.Paragraph(sentence(), 1, 2)
	table := output.Table{Caption: sentence(), Columns: []output.Column{
		{Heading: output.Verbatim("Name")}, {Heading: sentence(), Wrap: true}, {Heading: output.Verbatim("No."), Numeric: true}, {Heading: output.Verbatim("Why"), Wrap: true, Numeric: random.IntN(2) == 0},
	}}
	for range random.IntN(5) {
		table.Rows = append(table.Rows, output.Row{
			Group: random.IntN(4) == 0, Total: random.IntN(4) == 0,
			Cells: []output.Cell{{Text: randomText(random, 1)}, {Text: sentence()}, {Number: &output.Number{Value: float64(random.IntN(10))}, Notes: []int{1}}, {Text: sentence()}},
		})
	}
	d.Table(table)
	return d
}

// randomText has words of up to 11 cells; each contains ž once, by which words are counted.
func randomText(random *rand.Rand, most int) output.Text {
	letters := []string{"a", "é", "支", "e\u0301", "\u00a0", "|", "−", "€", "–", "\x1b"}
	var words []string
	for range random.IntN(most + 1) {
		word := "ž"
		for range random.IntN(6) {
			word += letters[random.IntN(len(letters))]
		}
		words = append(words, word)
	}
	return output.Verbatim(strings.Join(words, " "))
}

func wordsIn(d *output.Document) int {
	texts := append([]output.Text{d.Title}, d.Notes...)
	for _, block := range d.Blocks {
		switch block := block.(type) {
		case output.Paragraph:
			texts = append(texts, block.Text)
		case output.Table:
			texts = append(texts, block.Caption)
			for _, column := range block.Columns {
				texts = append(texts, column.Heading)
			}
			for _, row := range block.Rows {
				for _, cell := range row.Cells {
					texts = append(texts, cell.Text)
				}
			}
		}
	}
	return strings.Count(output.Join(" ", texts...).String(), "ž")
}

func TestLanguage(t *testing.T) {
	d := &output.Document{}
	d.Table(output.Table{Columns: []output.Column{{}}, Rows: []output.Row{{Cells: []output.Cell{{Number: &output.Number{Value: 1000.5, Unit: "EUR"}}}}}})
	danish := output.Language{Group: ".", Decimal: ",", Currencies: map[output.Unit]string{"EUR": "# €"}}
	if got := written(t, d, Options{Language: danish}); !strings.Contains(got, "1.000,50 €") {
		t.Error(got)
	}
}

func TestFaultsAreRefused(t *testing.T) {
	d := &output.Document{Title: output.Verbatim("Croatia")}
	d.Table(output.Table{Name: "outcomes", Columns: []output.Column{{}}, Rows: []output.Row{text("a", "b")}})
	var page strings.Builder
	if err := Write(&page, d, Options{}); err == nil || !strings.Contains(err.Error(), `table "outcomes", row 1`) {
		t.Errorf("a row with two cells for one column: %v", err)
	}
	if page.Len() > 0 {
		t.Errorf("written in spite of the fault: %q", page.String())
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriterError(t *testing.T) {
	if err := Write(full{}, &output.Document{Title: output.Verbatim("Croatia")}, Options{}); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
}

// TestSplitRepeatsNames: where a table is split, each part begins with all columns that name its rows, and so no row is without a name.
func TestSplitRepeatsNames(t *testing.T) {
	table := output.Table{Columns: []output.Column{{}, {}, {Heading: output.Verbatim("Year 1"), Numeric: true}, {Heading: output.Verbatim("Year 2"), Numeric: true}}}
	for _, words := range [][2]string{{"Year 1", "started"}, {"", "sustained"}} {
		cells := []output.Cell{{Text: output.Verbatim(words[0])}, {Text: output.Verbatim(words[1])}}
		for range 2 {
			cells = append(cells, output.Cell{Number: &output.Number{Value: 1000000}})
		}
		table.Rows = append(table.Rows, output.Row{Cells: cells})
	}
	d := &output.Document{Title: output.Verbatim("x")}
	d.Table(table)
	var b strings.Builder
	if err := Write(&b, d, Options{Width: 32}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(b.String(), "sustained"); got != 2 {
		t.Errorf("the row is named %d times, not in both parts:\n%s", got, &b)
	}
	b.Reset()
	if err := Write(&b, d, Options{Width: 20}); err != nil { // no room for both names beside a number
		t.Fatal(err)
	}
	if got := strings.Count(b.String(), "Year 1"); got < 3 {
		t.Errorf("not even the first column is repeated:\n%s", &b)
	}
}

// TestStyles: without styles there is no escape code; with them the same words in the same places, with headings and captions in bold and notes in dim letters, each
// line on its own.
func TestStyles(t *testing.T) {
	d := &output.Document{Title: output.Verbatim("A title that takes two lines")}
	d.Heading(1, output.Verbatim("Heading"))
	d.Heading(2, output.Verbatim("Second"))
	d.Paragraph(output.Verbatim("Words."), d.Note(output.Verbatim("A note that takes two lines of text")))
	d.Table(output.Table{Caption: output.Verbatim("Caption"), Columns: []output.Column{{Heading: output.Verbatim("Column")}}})
	var plain, styled strings.Builder
	if err := Write(&plain, d, Options{Width: 20}); err != nil {
		t.Fatal(err)
	}
	if err := Write(&styled, d, Options{Width: 20, Styled: true}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(plain.String(), "\x1b") {
		t.Errorf("escape codes in plain text: %q", &plain)
	}
	without := strings.NewReplacer("\x1b[0m", "", "\x1b[1m", "", "\x1b[2m", "").Replace(styled.String())
	if without != plain.String() {
		t.Errorf("styles change words or places:\n%q\n%q", &plain, without)
	}
	for _, want := range []string{"\x1b[1mA title that takes\x1b[0m\n\x1b[1mtwo lines\x1b[0m\n", "\x1b[1mHeading\x1b[0m\n", "\x1b[1mSecond\x1b[0m\n", "\x1b[1mCaption\x1b[0m\n", "\x1b[2m[1] A note that\x1b[0m\n\x1b[2m    takes two lines\x1b[0m\n"} {
		if !strings.Contains(styled.String(), want) {
			t.Errorf("there is no %q in\n%q", want, &styled)
		}
	}
}
