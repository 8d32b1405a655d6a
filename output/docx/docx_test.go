package docx

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/output"
)

func itoa(n int) string { return strconv.Itoa(n) }

func atoi(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func cells(texts ...string) output.Row {
	var row output.Row
	for _, text := range texts {
		row.Cells = append(row.Cells, output.Cell{Text: output.Verbatim(text)})
	}
	return row
}

func money(value float64, notes ...int) output.Cell {
	return output.Cell{Number: &output.Number{Value: value, Unit: "EUR", Step: 1}, Notes: notes}
}

func bridge(name string, notes ...int) output.Chart {
	return output.Chart{
		Name: name, Title: output.Verbatim("Job starts"), Alternative: output.Verbatim(`From 60 in the plan to "41" in the projection.`), Notes: notes,
		Positions: output.Axis{Labels: []output.Text{output.Verbatim("Plan"), output.Verbatim("Lag"), output.Verbatim("Projection")}}, Values: output.Axis{Title: output.Verbatim("People")},
		Series: []output.Series{output.Steps{{Value: 60, Whole: true}, {Value: -19}, {Value: 41, Whole: true}}},
	}
}

// plan is a document with one of everything.
func plan() *output.Document {
	d := &output.Document{Title: output.Verbatim("Croatia")}
	assumed := d.Note(output.Verbatim("Assumed."))
	d.Paragraph(output.Verbatim("Two\nlines."), assumed, d.Note(output.Verbatim("Rounded.")))
	d.Heading(2, output.Verbatim("Money")) // no heading of level 1 is left out
	d.Heading(4, output.Verbatim("By year"))
	d.Blocks = append(d.Blocks, output.List{Items: []output.Text{output.Verbatim("one"), output.Verbatim("two")}})
	d.Table(output.Table{
		Name: "cost", Caption: output.Verbatim("Cost by year"),
		Columns: []output.Column{{Heading: output.Verbatim("Line"), Wrap: true}, {Heading: output.Verbatim("Year 1"), Numeric: true, Notes: []int{assumed}}, {Heading: output.Verbatim("Total"), Numeric: true}},
		Rows: []output.Row{
			{Cells: []output.Cell{{Text: output.Verbatim("Salaries")}, money(57000), money(1276811)}},
			{Cells: []output.Cell{{Text: output.Verbatim("\u00a0\u00a0of which new")}, money(-500), {}}, Total: true},
			{Cells: []output.Cell{{Text: output.Verbatim("Other")}, money(1, assumed), {}}, Group: true},
			{Cells: []output.Cell{{Text: output.Verbatim("All")}, money(57000), money(1276811)}, Total: true},
		},
	})
	d.Chart(bridge("bridge", assumed))
	d.Paragraph(output.Verbatim("The end."))
	d.Note(output.Verbatim("Referred to from nowhere."))
	return d
}

// outline is each paragraph outside of tables with its style, and each table.
func outline(o opened) []string {
	var lines []string
	for _, child := range o.body().children {
		if child.name == "w:p" {
			lines = append(lines, child.child("w:pPr").val("w:pStyle")+": "+child.words())
		} else {
			lines = append(lines, child.name)
		}
	}
	return lines
}

func TestOutline(t *testing.T) {
	want := []string{
		"Title: Croatia",
		": Two\nlines.1,\u00a02",
		"Heading1: Money",
		"Heading2: By year",
		"ListBullet: one",
		"ListBullet: two",
		"Caption: Table\u00a01. Cost by year",
		"w:tbl",
		"Figure: ",
		"Caption: Figure\u00a01. Job starts1",
		": The end.",
		"Heading1: Notes",
		"FootnoteText: Assumed.",
		"FootnoteText: Rounded.",
		"FootnoteText: Referred to from nowhere.",
		"w:sectPr",
	}
	if diff := cmp.Diff(want, outline(open(t, Options{}, plan()))); diff != "" {
		t.Error(diff)
	}
}

// TestSeveralDocuments: one file of several documents goes on counting tables and figures, and begins each document's notes with 1.
func TestSeveralDocuments(t *testing.T) {
	o := open(t, Options{Title: output.Verbatim("Five plans")}, plan(), plan())
	lines := outline(o)
	for _, want := range []string{"Title: Five plans", "Heading2: Money", "Heading3: By year", "Caption: Table\u00a02. Cost by year", "Caption: Figure\u00a02. Job starts1", "Heading2: Notes"} {
		if !slices.Contains(lines, want) {
			t.Errorf("there is no %q in\n%s", want, strings.Join(lines, "\n"))
		}
	}
	var breaks []bool
	for _, p := range o.body().all("w:p") {
		if p.child("w:pPr").val("w:pStyle") == "Heading1" {
			breaks = append(breaks, len(p.all("w:pageBreakBefore")) > 0)
		}
	}
	if !slices.Equal(breaks, []bool{false, true}) {
		t.Errorf("the documents begin new pages: %v; the second is to", breaks)
	}
	if got := o.trees["docProps/core.xml"].words(); got != "Five plansen-GB" {
		t.Errorf("the properties say %q", got)
	}
	if got := o.trees["word/footer.xml"].words(); got != "Five plans   1 / 1" {
		t.Errorf("the foot of the page says %q", got)
	}
	o = open(t, Options{}, plan(), &output.Document{Title: output.Verbatim("Spain")})
	if got := o.trees["docProps/core.xml"].child("dc:title").words(); got != "Croatia; Spain" {
		t.Errorf("the title is %q", got)
	}
	if got := o.trees["word/footer.xml"].words(); got != "1 / 1" {
		t.Errorf("the foot of the page says %q", got)
	}
}

// TestCaptions: numbers are fields whose stored result is right; a table's caption stays with it, and a picture with its own.
func TestCaptions(t *testing.T) {
	o := open(t, Options{}, plan())
	var fields []string
	for _, f := range o.body().all("w:fldSimple") {
		if text := strings.Join(strings.Fields(f.attributes["w:instr"]), " "); strings.HasPrefix(text, "SEQ") {
			fields = append(fields, text+": "+f.words())
		}
	}
	if want := []string{`SEQ Table \* ARABIC: 1`, `SEQ Figure \* ARABIC: 1`}; !slices.Equal(fields, want) {
		t.Errorf("%v, not %v", fields, want)
	}
	children := o.body().children
	for i, child := range children {
		if child.name == "w:tbl" && len(children[i-1].all("w:keepNext")) == 0 {
			t.Error("the caption may stay behind on another page")
		}
	}
	for _, style := range o.trees["word/styles.xml"].all("w:style") {
		if style.attributes["w:styleId"] == "Figure" && len(style.all("w:keepNext")) == 0 {
			t.Error("a picture may be torn from its caption")
		}
	}
}

func TestTable(t *testing.T) {
	table := open(t, Options{}, plan()).body().all("w:tbl")[0]
	var rows [][]string
	for _, row := range table.all("w:tr") {
		var texts []string
		for _, cell := range row.all("w:tc") {
			p := cell.child("w:p")
			text := p.child("w:pPr").val("w:pStyle") + ": " + p.words()
			if len(p.all("w:rStyle")) > 0 && p.all("w:rStyle")[0].attributes["w:val"] == "TableTotal" {
				text = "bold " + text
			}
			texts = append(texts, text)
		}
		rows = append(rows, texts)
	}
	want := [][]string{
		{"TableText: Line", "TableNumber: Year 11", "TableNumber: Total"},
		{"TableText: Salaries", "TableNumber: €57,000", "TableNumber: €1,276,811"},
		{"bold TableText: of which new", "bold TableNumber: −€500", "TableNumber: "},
		{"TableText: Other", "TableNumber: €11", "TableNumber: "},
		{"TableText: All", "TableNumber: €57,000", "TableNumber: €1,276,811"}, // bold by the table's style, as its last row
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	if look := table.child("w:tblPr").child("w:tblLook").attributes; look["w:val"] != "0460" || look["w:lastRow"] != "1" || look["w:firstRow"] != "1" {
		t.Errorf("the table uses %v of its style", look)
	}
	var rules []string
	for _, row := range table.all("w:tr") {
		rule := ""
		for _, border := range row.all("w:tc")[0].all("w:tcBorders") {
			rule = border.child("w:top").attributes["w:sz"]
		}
		rules = append(rules, rule)
	}
	if want := []string{"", "", "6", "2", "6"}; !slices.Equal(rules, want) {
		t.Errorf("rules above the rows: %q, not %q", rules, want)
	}
	if indents := table.all("w:ind"); len(indents) != 1 || indents[0].attributes["w:left"] != "160" {
		t.Errorf("no-break spaces that set a cell in: %v", indents)
	}
}

// TestShortTablesStayWhole: their rows stay with the next ones; a long table may be divided, not directly after its first or before its last row.
func TestShortTablesStayWhole(t *testing.T) {
	for _, test := range []struct {
		rows int
		want string // whether each row stays with the next, the header included
	}{
		{0, "-"},
		{1, "k-"},
		{3, "kkk-"},
		{keptWhole, strings.Repeat("k", keptWhole) + "-"},
		{keptWhole + 1, "kk" + strings.Repeat("-", keptWhole-2) + "k-"},
	} {
		d := &output.Document{}
		table := output.Table{Columns: []output.Column{{Heading: output.Verbatim("A")}}}
		for range test.rows {
			table.Rows = append(table.Rows, cells("a"))
		}
		d.Table(table)
		got := ""
		for _, row := range open(t, Options{}, d).body().all("w:tr") {
			if len(row.all("w:keepNext")) > 0 {
				got += "k"
			} else {
				got += "-"
			}
		}
		if got != test.want {
			t.Errorf("%d rows: %s, not %s", test.rows, got, test.want)
		}
	}
}

// wide is a table of a text and so many columns of amounts.
func wide(columns int) output.Table {
	t := output.Table{Name: "wide", Caption: output.Verbatim("Wide"), Columns: []output.Column{{Heading: output.Verbatim("What it is for")}}, Rows: []output.Row{cells("Employment specialists, salaries")}}
	for range columns {
		t.Columns = append(t.Columns, output.Column{Heading: output.Verbatim("Year"), Numeric: true})
		t.Rows[0].Cells = append(t.Rows[0].Cells, money(1276811))
	}
	return t
}

// TestWideTables: up to eight columns of amounts fit an upright page; more turn it, and what follows stands upright again.
//
// €1,276,811 is taken for 7*0.585+2*0.29+0.73 = 5.405 em, "Employment specialists, salaries" for 16.4. An upright page is 9638 wide, each cell has 140 beside its
// text. Five columns in type of 180: (5*5.405+16.4)*180+6*140 = 8657 fits, six are 9769, in type of 160 8793. Eight in type of 160 leave (9638-9*140)/160-8*5.405 =
// 9.1 em for the text, which is enough when it breaks; nine in type of 150 leave 6.3, below the least of 8. Across, 14570, thirteen in type of 160 leave 8.5 em.
func TestWideTables(t *testing.T) {
	for _, test := range []struct {
		columns     int
		isLandscape bool
		style       string
	}{{2, false, "TableNumber"}, {5, false, "TableNumber"}, {6, false, "TableNumberSmall"}, {8, false, "TableNumberSmall"}, {9, true, "TableNumber"}, {13, true, "TableNumberSmall"}, {30, true, "TableNumberSmallest"}} {
		d := &output.Document{Title: output.Verbatim("Before")}
		d.Table(wide(test.columns))
		d.Table(wide(test.columns))
		d.Paragraph(output.Verbatim("After"))
		o := open(t, Options{}, d)
		sides := o.landscapes()
		if sides == nil {
			t.Fatal("a page is wider than high and not called landscape, or the other way round")
		}
		for i, child := range o.body().children {
			isTable := child.name == "w:tbl"
			if isTable && sides[i] != test.isLandscape || (child.words() == "After" || child.words() == "Before") && sides[i] {
				t.Errorf("%d columns: %s %q stands across the page: %v", test.columns, child.name, child.words(), sides[i])
			}
			if isTable && child.all("w:pStyle")[1].attributes["w:val"] != test.style {
				t.Errorf("%d columns: the style is %s, not %s", test.columns, child.all("w:pStyle")[1].attributes["w:val"], test.style)
			}
		}
		sections := 1
		if test.isLandscape {
			sections = 3 // upright, across with both tables, upright
		}
		if got := len(o.body().all("w:sectPr")); got != sections {
			t.Errorf("%d columns: %d sections, not %d", test.columns, got, sections)
		}
	}
	d := &output.Document{}
	d.Table(wide(10))
	if o := open(t, Options{}, d); len(o.body().all("w:sectPr")) != 2 {
		t.Error("a document that begins and ends with a wide table: an empty section before it")
	}
}

// TestHeadingsOfWideTables: headings right above a table across the page stand there with it; one above text does not.
func TestHeadingsOfWideTables(t *testing.T) {
	d := &output.Document{Title: output.Verbatim("Before")}
	d.Heading(1, output.Verbatim("Above text"))
	d.Paragraph(output.Verbatim("Text"))
	d.Heading(1, output.Verbatim("Across"))
	d.Heading(2, output.Verbatim("Too"))
	d.Table(wide(10))
	d.Heading(1, output.Verbatim("Last"))
	o := open(t, Options{}, d)
	sides := o.landscapes()
	for i, child := range o.body().children {
		want, isAsked := map[string]bool{"Above text": false, "Text": false, "Across": true, "Too": true, "Last": false}[child.words()]
		if isAsked && sides[i] != want {
			t.Errorf("%q stands across the page: %v", child.words(), sides[i])
		}
	}
}

// TestTooWideTables: a table too wide for any page becomes several with the first column each, and no number of it is broken.
func TestTooWideTables(t *testing.T) {
	table := wide(30)
	for i := range 30 {
		table.Columns[i+1].Heading = output.Verbatim(fmt.Sprint("Y", i+1))
	}
	d := &output.Document{}
	d.Table(table)
	var headings []string
	for _, part := range open(t, Options{}, d).body().all("w:tbl") {
		for i, cell := range part.all("w:tr")[0].all("w:tc") {
			if isFirst := cell.words() == "What it is for"; isFirst != (i == 0) {
				t.Errorf("column %d of a part is %s", i+1, cell.words())
			}
			if width := atoi(t, cell.all("w:tcW")[0].attributes["w:w"]); i > 0 {
				headings = append(headings, cell.words())
				if needed := 5.405*150 + 140; float64(width) < needed {
					t.Errorf("%s is %d wide; its numbers need %v", cell.words(), width, needed)
				}
			}
		}
	}
	if len(headings) != 30 || headings[0] != "Y1" || headings[29] != "Y30" {
		t.Errorf("the parts have the columns %v", headings)
	}
}

// TestSizes: the widths are computed for the type and the space beside text that the styles have.
func TestSizes(t *testing.T) {
	root := open(t, Options{}, plan()).trees["word/styles.xml"]
	usual, small, smallest := sizes()
	have := map[string]*tree{}
	for _, style := range root.all("w:style") {
		have[style.attributes["w:styleId"]] = style
	}
	for _, size := range []size{usual, small, smallest} {
		for _, kind := range []string{"TableText", "TableNumber"} {
			style := have[kind+size.suffix]
			if size == usual {
				style = have["TableText"] // which the other is based on
			}
			if got, want := style.child("w:rPr").val("w:sz"), itoa(int(2*size.points)); got != want {
				t.Errorf("%s%s is %s half points high, not %s", kind, size.suffix, got, want)
			}
		}
	}
	for _, side := range []string{"w:left", "w:right"} {
		if got := have["IPSTable"].child("w:tblPr").child("w:tblCellMar").child(side).attributes["w:w"]; got != itoa(sidePadding) {
			t.Errorf("%s of a cell's text are %s, not %d", side, got, sidePadding)
		}
	}
	var kinds []string
	for _, part := range have["IPSTable"].all("w:tblStylePr") {
		kinds = append(kinds, part.attributes["w:type"])
	}
	if want := []string{"firstRow", "lastRow", "band2Horz"}; !slices.Equal(kinds, want) {
		t.Errorf("the table style has %v, not %v", kinds, want)
	}
}

func TestPictures(t *testing.T) {
	o := open(t, Options{}, plan(), plan())
	drawings := o.body().all("wp:inline")
	if len(drawings) != 2 {
		t.Fatalf("%d pictures, not 2", len(drawings))
	}
	for i, drawing := range drawings {
		properties := drawing.child("wp:docPr").attributes
		if properties["descr"] != `From 60 in the plan to "41" in the projection.` || properties["id"] != itoa(i+1) {
			t.Errorf("picture %d has the properties %v", i+1, properties)
		}
		picture, err := png.DecodeConfig(bytes.NewReader(o.files[fmt.Sprintf("word/media/chart%d.png", i+1)]))
		if err != nil {
			t.Fatal(err)
		}
		extent := drawing.child("wp:extent").attributes
		const perInch = 914400
		cx, cy := float64(atoi(t, extent["cx"])), float64(atoi(t, extent["cy"]))
		if ratio := cx / cy * float64(picture.Height) / float64(picture.Width); math.Abs(ratio-1) > 1e-4 {
			t.Errorf("the picture is stretched: %v", ratio)
		}
		if dots := float64(picture.Width) / (cx / perInch); dots < 2*96 {
			t.Errorf("%v dots to the inch, which is coarse", dots)
		}
		if most := float64(textWidth(false)) * 635; cx > most {
			t.Errorf("the picture is %v wide, the page %v", cx, most)
		}
	}
}

// TestHostileText: whatever words a scenario file has are printed as they are, or left out where XML cannot hold them, and do nothing.
func TestHostileText(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`<b>&amp;"'</w:t></w:r><w:r><w:instrText>`, `<b>&amp;"'</w:t></w:r><w:r><w:instrText>`},
		{"]]><!--?>", "]]><!--?>"},
		{"a\x00b\x1b[31mc\x7fd\u0085e", "ab[31mcde"},
		{"\ufffe\uffff\xff", "\ufffd\ufffd\ufffd"},
		{"tab\there", "tab here"},
		{"😀👩‍🔬 支援 العربية e\u0301", "😀👩‍🔬 支援 العربية e\u0301"},
		{"a\r\nb\n\nc", "a\nb\n\nc"},
		{"35\u00a0%  of\u202f1", "35\u00a0%  of\u202f1"},
		{strings.Repeat("x", 5000), strings.Repeat("x", 5000)},
		{`DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"`, `DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"`},
		{`{ INCLUDETEXT "http://example.org" }`, `{ INCLUDETEXT "http://example.org" }`},
	} {
		d := &output.Document{Title: output.Verbatim(test.text), Notes: []output.Text{output.Verbatim(test.text)}}
		d.Heading(1, output.Verbatim(test.text))
		d.Paragraph(output.Verbatim(test.text), 1)
		d.Blocks = append(d.Blocks, output.List{Items: []output.Text{output.Verbatim(test.text)}})
		d.Table(output.Table{Name: test.text, Caption: output.Verbatim(test.text), Columns: []output.Column{{Heading: output.Verbatim(test.text)}}, Rows: []output.Row{cells(test.text)}})
		c := bridge(test.text)
		c.Title, c.Alternative = output.Verbatim(test.text), output.Verbatim(test.text)
		d.Chart(c)
		o := open(t, Options{Title: output.Verbatim(test.text), Language: output.Language{Code: `"/><x>`}}, d)

		if got := strings.Count(o.body().words(), test.want); got != 10 { // the file's and the document's title, heading, paragraph, item, two captions, two cells and a note
			t.Errorf("%.40q is there %d times", test.text, got)
		}
		if got := o.body().all("wp:docPr")[0].attributes["descr"]; got != strings.ReplaceAll(test.want, "\n", " ") {
			t.Errorf("%.40q: the alternative text is %.40q", test.text, got)
		}
		for _, field := range o.body().all("w:fldSimple") {
			if kind := strings.Fields(field.attributes["w:instr"])[0]; kind != "SEQ" && kind != "REF" {
				t.Errorf("%.40q: a field %q", test.text, field.attributes["w:instr"])
			}
		}
		if n := len(o.body().all("w:instrText")) + len(o.body().all("w:hyperlink")) + len(o.body().all("w:object")); n > 0 {
			t.Errorf("%.40q has become a command", test.text)
		}
	}
}

func TestLanguage(t *testing.T) {
	croatian := output.Language{Code: "hr", Group: ".", Decimal: ",", Share: "#\u00a0%", Money: "#\u00a0¤", Currencies: map[output.Unit]string{"EUR": "#\u00a0€"}}
	o := open(t, Options{Language: croatian}, plan())
	if words := o.body().words(); strings.Count(words, "1.276.811\u00a0€") != 2 || strings.Contains(words, "1,276") {
		t.Errorf("numbers in Croatian: %s", words)
	}
	if got := o.trees["word/styles.xml"].all("w:lang")[0].attributes["w:val"]; got != "hr-HR" {
		t.Errorf("the language is %q", got)
	}
	if got := o.trees["docProps/core.xml"].child("dc:language").words(); got != "hr-HR" {
		t.Errorf("the language in the properties is %q", got)
	}
}

func TestEmptyDocuments(t *testing.T) {
	if got := outline(open(t, Options{}, &output.Document{})); !slices.Equal(got, []string{": ", "w:sectPr"}) {
		t.Errorf("an empty document: %q", got)
	}
	if got := outline(open(t, Options{})); !slices.Equal(got, []string{": ", "w:sectPr"}) {
		t.Errorf("no document: %q", got)
	}
	d := &output.Document{}
	d.Table(output.Table{Columns: []output.Column{{Heading: output.Verbatim("A")}, {Numeric: true}}})
	d.Table(output.Table{Caption: output.Verbatim("No columns")})
	d.Table(output.Table{})
	d.Table(output.Table{Columns: []output.Column{{Heading: output.Verbatim("B")}}})
	d.Table(output.Table{Columns: []output.Column{{Heading: output.Verbatim("C")}}})
	if want, got := []string{"w:tbl", "Caption: No columns", "w:tbl", ": ", "w:tbl", ": ", "w:sectPr"}, outline(open(t, Options{}, d)); !slices.Equal(got, want) {
		t.Errorf("tables without captions, columns or rows: %q, not %q", got, want)
	}
}

func TestSameBytes(t *testing.T) {
	var first, second bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &second} {
		if err := Write(b, []*output.Document{plan()}, Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same document makes other bytes the second time")
	}
}

func TestFaultsAreRefused(t *testing.T) {
	d := &output.Document{Title: output.Verbatim("Croatia")}
	d.Table(output.Table{Name: "outcomes", Columns: []output.Column{{}}, Rows: []output.Row{{}}})
	var b bytes.Buffer
	if err := Write(&b, []*output.Document{plan(), d}, Options{}); err == nil || !strings.Contains(err.Error(), `table "outcomes", row 1`) {
		t.Errorf("a row without cells: %v", err)
	}
	if b.Len() > 0 {
		t.Error("written in spite of the fault")
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriterError(t *testing.T) {
	if err := Write(full{}, []*output.Document{plan()}, Options{}); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
}
