package latex

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/output"
)

var update = flag.Bool("update", false, "write the expected outputs anew")

func written(t *testing.T, options Options, documents ...*output.Document) string {
	t.Helper()
	var page strings.Builder
	if err := Write(&page, documents, options); err != nil {
		t.Fatal(err)
	}
	checkBalance(t, page.String())
	return page.String()
}

// command matches what a backslash begins, a comment, and single characters.
var command = regexp.MustCompile(`(?s)\\[A-Za-z@]+|\\.|%[^\n]*|.`)

// checkBalance: every brace and every environment that is opened is closed, in order.
func checkBalance(t *testing.T, page string) {
	t.Helper()
	depth := 0
	for _, token := range command.FindAllString(page, -1) {
		switch token {
		case "{":
			depth++
		case "}":
			depth--
		}
		if depth < 0 {
			t.Fatal("a brace is closed that was not open")
		}
	}
	if depth != 0 {
		t.Fatalf("%d braces are left open", depth)
	}
	var open []string
	_, body, _ := strings.Cut(page, `\begin{document}`)
	for _, found := range regexp.MustCompile(`\\(begin|end)(?:group|\{([a-z]+)\})`).FindAllStringSubmatch(`\begin{document}`+body, -1) {
		if found[1] == "begin" {
			open = append(open, found[2])
		} else if len(open) == 0 || open[len(open)-1] != found[2] {
			t.Fatalf("%q ends where %q are open", found[2], open)
		} else {
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Fatalf("%q are left open", open)
	}
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

// plan is a document with one of everything.
func plan() *output.Document {
	d := &output.Document{Title: output.Verbatim("Croatia & others")}
	assumed := d.Note(output.Verbatim("Assumed."))
	d.Paragraph(output.Verbatim("Two\nlines."), assumed, d.Note(output.Verbatim("Rounded to 5 %.")))
	d.Heading(2, output.Verbatim("Money"))
	d.Heading(3, output.Verbatim("By year"))
	d.Blocks = append(d.Blocks, output.List{Items: []output.Text{output.Verbatim("one"), output.Verbatim("[two]")}})
	d.Table(output.Table{
		Name: "cost_by_year", Caption: output.Verbatim("Cost by year"),
		Columns: []output.Column{{Heading: output.Verbatim("Line"), Wrap: true}, {Heading: output.Verbatim("Year 1"), Numeric: true, Notes: []int{assumed}}, {Heading: output.Verbatim("Total"), Numeric: true}},
		Rows: []output.Row{
			{Cells: []output.Cell{{Text: output.Verbatim("Salaries")}, money(57000), money(1276811)}},
			{Cells: []output.Cell{{Text: output.Verbatim("\u00a0\u00a0of which new")}, money(-500), {}}, Total: true},
			{Cells: []output.Cell{{Text: output.Verbatim("Other")}, money(1, assumed), {}}, Group: true},
			{Cells: []output.Cell{{Text: output.Verbatim("All")}, money(57000), money(1276811)}, Total: true},
		},
	})
	d.Chart(output.Chart{
		Name: "bridge", Title: output.Verbatim("Job starts"), Alternative: output.Verbatim("From 60 in the plan\nto 41 in the projection."), Notes: []int{assumed},
		Positions: output.Axis{Title: output.Verbatim("Cause"), Labels: []output.Text{output.Verbatim("Plan"), output.Verbatim("Lag"), output.Verbatim("Projection")}}, Values: output.Axis{Title: output.Verbatim("People")},
		Series: []output.Series{output.Steps{{Value: 60, Whole: true}, {Value: -20}, {Value: 40, Whole: true}}},
	})
	d.Chart(output.Chart{
		Name: "course", Title: output.Verbatim("Cost"), Alternative: output.Verbatim("It rises by 5 %."), Notes: []int{assumed},
		Positions: output.Axis{Labels: []output.Text{output.Verbatim("Y1"), output.Verbatim("Y2")}}, Values: output.Axis{Title: output.Verbatim("EUR")}, Series: []output.Series{output.Line{Values: []float64{1, 2}}},
	})
	return d
}

func TestGolden(t *testing.T) {
	const golden = "testdata/document.tex"
	got := written(t, Options{}, plan())
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got); diff != "" {
		t.Error(diff)
	}
}

// TestBars: a plan of 60 loses 20 and ends at 40. The longest bar, of 60, is 24 em: 0.4 em for each.
func TestBars(t *testing.T) {
	page := written(t, Options{}, plan())
	for _, want := range []string{
		`Plan & \hspace*{0.00em}\rule{24.00em}{1.4ex}~60 \\`,
		`Lag & \hspace*{16.00em}\rule{8.00em}{0.7ex}~\ensuremath{-}20 \\`,
		`Projection & \hspace*{0.00em}\rule{16.00em}{1.4ex}~40 \\`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("there is no line %s", want)
		}
	}
	l := &layout{}
	steps := output.Steps{{Value: 0, Whole: true}, {Value: 0, Whole: true}}
	if bars := l.bars(output.Chart{Positions: output.Axis{Labels: []output.Text{output.Verbatim("a"), output.Verbatim("b")}}}, steps); bars[1] != `\hspace*{0.00em}\rule{0.05em}{1.4ex}~0` {
		t.Errorf("nothing at all: %q", bars)
	}
}

func TestEscaped(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`\ { } $ & # _ % ~ ^`, `\textbackslash{} \{ \} \$ \& \# \_ \% \textasciitilde{} \textasciicircum{}`},
		{"−5 ± 3 ≥ 2 €", `\ensuremath{-}5 \ensuremath{\pm} 3 \ensuremath{\ge} 2 \texteuro{}`},
		{"12–35\u00a0%", `12\textendash{}35~\%`},
		{"1\u202f000", `1\,000`},
		{"[1] * \"q\" `x`", `{[}1{]} {*} \textquotedbl{}q\textquotedbl{} \textasciigrave{}x\textasciigrave{}`},
		{"--above --- '' ,, !! a-b", `-{}-above -{}-{}- '{}' ,{}, !{}! a-b`},
		{"<1 >99", `\textless{}1 \textgreater{}99`},
		{"Hradec Králové, Čačak, Žižkov, Ærø, œuvre", "Hradec Králové, Čačak, Žižkov, Ærø, œuvre"},
		{"😀 Ω", `\unicodechar{1F600}\allowbreak{} \unicodechar{03A9}`},
		{"Ħħĸ ĿŀŉŦŧ", `\unicodechar{0126}\unicodechar{0127}\unicodechar{0138} \unicodechar{013F}\unicodechar{0140}\unicodechar{0149}\unicodechar{0166}\unicodechar{0167}`},
		{"支援", `\unicodechar{652F}\allowbreak{}\unicodechar{63F4}\allowbreak{}`},
		{"a\u200bb\u202e", "ab"},
		{`\input{/etc/passwd}\write18{rm}`, `\textbackslash{}input\{/\allowbreak{}etc/\allowbreak{}passwd\}\textbackslash{}write18\{rm\}`},
		{"^^5cinput", `\textasciicircum{}\textasciicircum{}5cinput`},
		{strings.Repeat("x", 65), strings.Repeat("x", 30) + `\allowbreak{}` + strings.Repeat("x", 30) + `\allowbreak{}xxxxx`},
		{"short a_b and https://example.org/a_long/address", `short a\_b and https:/\allowbreak{}/\allowbreak{}example.\allowbreak{}org/\allowbreak{}a\_\allowbreak{}long/\allowbreak{}address`},
	} {
		if got := escaped(test.text); got != test.want {
			t.Errorf("%q:\n %s\nnot\n %s", test.text, got, test.want)
		}
	}
}

// TestNothingSpecialIsLeft: of random texts nothing is left that LaTeX would take for a command other than those that print a character.
func TestNothingSpecialIsLeft(t *testing.T) {
	harmless := regexp.MustCompile(`^(?:[A-Za-z0-9 .,:;'!?()/=+@-]|[À-ž]|~|\{\}|\{[\[\]*]\}|\\[{}$&#_%,-]|\\text[a-z]+\{\}|\\(?:S|pounds|ldots|quote[a-z]+|guil[a-z]+|allowbreak)\{\}` +
		`|\\textsuperscript\{[123]\}|\\ensuremath\{(?:-|\\[a-z]+|\\frac1[24]|\\frac34)\}|\\unicodechar\{[0-9A-F]{4,6}\})*$`)
	random := rand.New(rand.NewPCG(1, 2))
	var letters []rune
	for r := rune(' '); r < 0x180; r++ {
		letters = append(letters, r)
	}
	for r := range specials() {
		letters = append(letters, r)
	}
	letters = append(letters, []rune("😀支Ωж\u0301\u200b\ufffd\ue000")...)
	for range 5000 {
		var text strings.Builder
		for range random.IntN(60) {
			text.WriteRune(letters[random.IntN(len(letters))])
		}
		if got := escaped(oneLine(text.String())); !harmless.MatchString(got) {
			t.Fatalf("%q becomes\n%s", text.String(), got)
		}
	}
}

func TestBroken(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"a\r\nb", `a\newline b`},
		{"a\n\nb", `a\newline \strut\newline b`},
		{"\n a \n", "a"},
		{"a\x00\x1b[3m\tb", "a{[}3m b"},
		{"", ""},
	} {
		if got := broken(test.text); got != test.want {
			t.Errorf("%q: %q, not %q", test.text, got, test.want)
		}
	}
}

// TestSeveralDocuments: headings go one level down, and notes and tables have labels of their own.
func TestSeveralDocuments(t *testing.T) {
	page := written(t, Options{Title: output.Verbatim("Five plans"), Language: output.Language{Code: "hr"}}, plan(), plan())
	for _, want := range []string{
		`\bfseries Five plans\end{center}`, `pdftitle={Five plans},pdflang={hr-HR}`, `\section{Croatia \& others}`, `\subsection{Money}`, `\subsubsection{By year}`,
		`\clearpage`, `\label{note:1-1}`, `\label{note:2-1}`, `\ref{note:2-2}`, `\label{tab:cost_by_year}`, `\label{tab:cost_by_year-2}`, `\label{fig:bridge-2}`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("there is no %s", want)
		}
	}
	if strings.Count(page, `\clearpage`) != 1 {
		t.Error("the first document begins a new page")
	}
	defined := map[string]bool{}
	for _, label := range regexp.MustCompile(`\\label\{([^}]*)\}`).FindAllStringSubmatch(page, -1) {
		if defined[label[1]] {
			t.Errorf("the label %s is there twice", label[1])
		}
		defined[label[1]] = true
	}
	for _, reference := range regexp.MustCompile(`\\ref\{([^}]*)\}`).FindAllStringSubmatch(page, -1) {
		if !defined[reference[1]] {
			t.Errorf("there is no label %s", reference[1])
		}
	}
}

// wide is a table of a text and so many columns of amounts.
func wide(columns int) output.Table {
	t := output.Table{Name: "wide", Caption: output.Verbatim("Wide"), Columns: []output.Column{{Heading: output.Verbatim("What it is for")}}, Rows: []output.Row{cells("Employment specialists, salaries")}}
	for i := range columns {
		t.Columns = append(t.Columns, output.Column{Heading: output.Verbatim(fmt.Sprint("Y", i+1)), Numeric: true})
		t.Rows[0].Cells = append(t.Rows[0].Cells, money(1276811))
	}
	return t
}

// TestWideTables lie across the page, those too wide for it are divided: €1,276,811 is taken for 5.405 em, of 8.5 points, with 8 beside it: 53.9 points, of which
// 483.6 points hold eight with a text of at least 8 em, 76 points; 731.2 hold twelve.
func TestWideTables(t *testing.T) {
	for _, test := range []struct {
		columns, tables int
		isLandscape     bool
	}{{3, 1, false}, {7, 1, false}, {8, 1, true}, {12, 1, true}, {13, 2, true}, {30, 3, true}} {
		d := &output.Document{}
		d.Table(wide(test.columns))
		page := written(t, Options{}, d)
		if got := strings.Count(page, `\begin{longtable}`); got != test.tables || strings.Contains(page, `\begin{landscape}`) != test.isLandscape {
			t.Errorf("%d columns: %d tables, across the page: %v", test.columns, got, strings.Contains(page, `\begin{landscape}`))
		}
		if got := strings.Count(page, `\caption`); got != 1 {
			t.Errorf("%d columns: %d captions", test.columns, got)
		}
		_, page, _ = strings.Cut(page, `\begin{document}`)
		for i := range test.columns {
			if got := len(regexp.MustCompile(fmt.Sprintf(`& Y%d\b`, i+1)).FindAllString(page, -1)); got != 2 { // on the first page and on those after it
				t.Errorf("%d columns: column %d is there %d times", test.columns, i+1, got)
			}
		}
	}
}

func TestShortTablesStayWhole(t *testing.T) {
	for rows, want := range map[int]string{1: ".", 3: "**.", 14: "*************.", 15: "*............*."} {
		got := ""
		for i := range rows {
			got += strings.TrimPrefix(strings.ReplaceAll(lineEnd(i, rows), ` \\*`, "*"), ` \\`)
			if !strings.HasSuffix(lineEnd(i, rows), "*") {
				got += "."
			}
		}
		if got != want {
			t.Errorf("%d rows: %s, not %s", rows, got, want)
		}
	}
}

func TestEmpty(t *testing.T) {
	d := &output.Document{}
	d.Heading(1, output.Verbatim(" "))
	d.Blocks = append(d.Blocks, output.List{})
	d.Table(output.Table{Columns: []output.Column{{Heading: output.Verbatim("A")}, {Numeric: true}}})
	d.Table(output.Table{Caption: output.Verbatim("No columns")})
	d.Table(output.Table{})
	_, body, _ := strings.Cut(written(t, Options{}, d), `\begin{document}`)
	for _, absent := range []string{`\section`, `\item`, `\caption`, `\textbf{}`} {
		if strings.Contains(body, absent) {
			t.Errorf("there is %s in\n%s", absent, body)
		}
	}
	if !strings.Contains(body, `\textbf{No columns}`) {
		t.Error("the caption of a table without columns is lost")
	}
	written(t, Options{})
}

func TestLanguage(t *testing.T) {
	danish := output.Language{Group: ".", Decimal: ",", Share: "#\u00a0%", Money: "#\u00a0¤", Currencies: map[output.Unit]string{"EUR": "#\u00a0€"}}
	if page := written(t, Options{Language: danish}, plan()); !strings.Contains(page, `& 1.276.811~\texteuro{} \\`) {
		t.Error("numbers are not in the language")
	}
}

func TestFaultsAreRefused(t *testing.T) {
	d := &output.Document{Title: output.Verbatim("Croatia")}
	d.Table(output.Table{Name: "outcomes", Columns: []output.Column{{}}, Rows: []output.Row{{}}})
	var page strings.Builder
	if err := Write(&page, []*output.Document{plan(), d}, Options{}); err == nil || !strings.Contains(err.Error(), `table "outcomes", row 1`) {
		t.Errorf("a row without cells: %v", err)
	}
	if page.Len() > 0 {
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

// TestCompiles hands a document with all that is hard to LaTeX itself, where it is installed.
func TestCompiles(t *testing.T) {
	hard := plan()
	everything := ""
	for r := rune(' '); r < 0x180; r++ {
		everything += string(r)
		if r%8 == 7 {
			everything += " "
		}
	}
	for r := range specials() {
		everything += string(r) + " "
	}
	everything += "😀 Ω \u0301 -- '' `` !` ?` << >> ,, \\input{x} %"
	hard.Title = output.Verbatim(everything)
	hard.Heading(3, output.Verbatim(everything))
	hard.Paragraph(output.Verbatim(everything+"\n\n"+everything), hard.Note(output.Verbatim(everything)))
	table := wide(9)
	table.Name, table.Caption, table.Columns[0].Heading, table.Columns[1].Notes = everything, output.Verbatim(everything), output.Verbatim(everything), []int{1}
	for range 40 {
		table.Rows = append(table.Rows, output.Row{Cells: table.Rows[0].Cells, Total: true})
	}
	table.Rows[0].Group = true
	table.Rows[3] = wide(9).Rows[0]
	table.Rows[3].Cells[0].Text = output.Verbatim("[x] *\n\n" + everything)
	hard.Table(table)
	hard.Table(output.Table{Columns: []output.Column{{Heading: output.Verbatim("A")}}})
	page := written(t, Options{Title: output.Verbatim(everything)}, hard, plan())
	for _, compiler := range []string{"pdflatex", "xelatex"} {
		t.Run(compiler, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(compiler); err != nil {
				t.Skipf("%s is not installed", compiler)
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "plan.tex"), []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				cmd := exec.Command(compiler, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "plan.tex")
				cmd.Dir = dir
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("%v: %s", err, out[max(0, len(out)-3000):])
				}
			}
			log, err := os.ReadFile(filepath.Join(dir, "plan.log"))
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range []string{"There were undefined references", "multiply defined", "too high"} {
				if strings.Contains(string(log), fault) {
					t.Errorf("LaTeX says: %s", fault)
				}
			}
		})
	}
}
