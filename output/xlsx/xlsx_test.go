package xlsx_test

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipsplan/budgets"
	"ipsplan/output"
	"ipsplan/output/xlsx"
	"ipsplan/scenarios"
)

// bundled are the sheets of all bundled scenarios under all options, and without funding.
func bundled(t *testing.T) (sheets []*budgets.Sheet) {
	t.Helper()
	for _, name := range scenarios.Bundled() {
		s, err := scenarios.Load(name, scenarios.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for option := budgets.CostsOnly; option < len(s.Budget.Options); option++ {
			sheets = append(sheets, s.Budget.Sheet(option))
		}
	}
	return sheets
}

// randomSheets are those of a few random plans, or of so many as IPSPLAN_VERIFY says.
func randomSheets() (sheets []*budgets.Sheet) {
	n, err := strconv.ParseUint(os.Getenv("IPSPLAN_VERIFY"), 10, 16)
	if err != nil {
		n = 12
	}
	for seed := range n {
		sheets = append(sheets, randomPlan(seed).Sheet(0))
	}
	return sheets
}

// LibreOffice makes of every formula of every bundled scenario and of random plans what ipsplan does.
func TestEveryCellIsTheSame(t *testing.T) {
	sheets := bundled(t)
	sheets = append(sheets, randomSheets()...)
	var files [][]byte
	for _, s := range sheets {
		files = append(files, written(t, bookOf(s)))
	}
	cells := 0
	for i, f := range recalculated(t, files...) {
		cells += sameAs(t, f, sheets[i], "")
		sameFigures(t, files[i], f, 0)
		if t.Failed() {
			t.Fatalf("workbook %d", i)
		}
	}
	t.Log(cells, "cells")
}

// sameFigures compares the figures that are stored beside formulas, for programs that work nothing out, with those of LibreOffice: on all sheets, so the checks
// hold as well.
// Amounts of a contract as large as largest may leave noise.
func sameFigures(t *testing.T, file []byte, recalculated stored, largest float64) {
	t.Helper()
	n, stored := 0, opened(t, file)
	formulaCells(t, file, func(sheet, cell, _ string) {
		n++
		got, want := recalculated.raw(t, sheet, cell), stored.raw(t, sheet, cell)
		x, err := strconv.ParseFloat(got, 64)
		y, err2 := strconv.ParseFloat(want, 64)
		if isNumber := err == nil && err2 == nil; isNumber && !isClose(x, y) && !isNoise(x-y, largest) || !isNumber && got != want || want == "" {
			t.Errorf("%s!%s is %q when recalculated, and stored as %q", sheet, cell, got, want)
		}
	})
	if n < 10 {
		t.Errorf("%d formulas", n)
	}
}

// A reader changes inputs; the workbook gives what ipsplan gives for the changed sheet, and says that it is changed.
func TestChangedInputs(t *testing.T) {
	changes := []struct {
		end    string
		change func(x float64) float64
	}{
		{".amount", func(x float64) float64 { return x * 1.1 }},
		{".share", func(x float64) float64 { return x * 0.73 }},
		{".comes", func(x float64) float64 { return 1 - x }},
		{".saved", func(x float64) float64 { return x / 2 }},
	}
	var files [][]byte
	var sheets, before []*budgets.Sheet
	for i, s := range bundled(t) {
		f, changed := opened(t, written(t, bookOf(s))), s
		for j, c := range changes {
			for _, r := range s.Rows {
				if i%len(changes) != j && r.Formula == nil && strings.HasSuffix(r.Name, c.end) { // each workbook leaves one kind as it is
					changed = typeIn(t, f, changed, r, c.change)
				}
			}
		}
		files, sheets, before = append(files, saved(t, f)), append(sheets, changed), append(before, s)
	}
	for i, f := range recalculated(t, files...) {
		sameAs(t, f, sheets[i], "")
		want := "OK, inputs changed"
		if sheets[i] == before[i] { // without funding, there may be no other inputs
			want = "OK"
		}
		if got := f.raw(t, "Outputs", "B3"); got != want {
			t.Errorf("workbook %d: the master check says %q", i, got)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
}

// typeIn changes the cells of an input, in the workbook and in the sheet.
func typeIn(t *testing.T, f stored, s *budgets.Sheet, r budgets.Row, change func(float64) float64) *budgets.Sheet {
	t.Helper()
	sheet, cells := placed(t, f, definedName(r.Name))
	var values []float64
	for i, x := range r.Input {
		values = append(values, change(x))
		typed := values[i]
		if r.Unit == budgets.Money || r.Unit == budgets.OtherMoney {
			typed /= 100
		}
		if err := f.SetCellValue(sheet, cells[i], typed); err != nil {
			t.Fatal(err)
		}
	}
	return s.With(r.Name, values)
}

func saved(t *testing.T, f stored) []byte {
	t.Helper()
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A number typed over a formula is found out, also where the accounts still add up, be inputs changed or not; so is another formula while none is.
func TestOverwrittenFormulas(t *testing.T) {
	s := bundled(t)[1]
	names := []string{"time.first_quarter", "plan.job_starts.year", "cost.staff.units", "cost.staff.quarter", "funding.grant.paid.staff", "total.gap.year", "cash.need", "cash.peak_need"}
	var files [][]byte
	var what []string
	for i, name := range names {
		for _, isChanged := range []bool{false, true} {
			f := opened(t, written(t, bookOf(s)))
			sheet, cells := placed(t, f, definedName(name))
			last := cells[len(cells)-1]
			var err error
			if isChanged {
				inputs, referrals := placed(t, f, "plan_referrals")
				err = f.SetCellValue(inputs, referrals[0], 99)
			}
			if err == nil && i%2 == 0 && !isChanged {
				err = f.SetCellFormula(sheet, last, "0.987+0")
			} else if err == nil {
				err = f.SetCellValue(sheet, last, 0.987)
			}
			if err != nil {
				t.Fatal(err)
			}
			files, what = append(files, saved(t, f)), append(what, fmt.Sprint(name, ", inputs changed: ", isChanged))
		}
	}
	for i, f := range recalculated(t, files...) {
		if got := f.raw(t, "Checks", "B3"); got != "NOT OK" {
			t.Errorf("%s: the master check says %q", what[i], got)
		}
	}
}

// Another formula that breaks the accounts is found out with changed inputs as well.
func TestAccountsThatDoNotAddUp(t *testing.T) {
	s := bundled(t)[1]
	var files [][]byte
	what := []string{"total.cost.quarter", "total.cost.year", "total.funding.quarter", "gap.staff.quarter", "total.staff.year", "cash.bridge"}
	for _, name := range what {
		f := opened(t, written(t, bookOf(s)))
		for _, r := range s.Rows {
			if r.Name == "cost.staff.amount" {
				typeIn(t, f, s, r, func(x float64) float64 { return 2 * x })
			}
		}
		sheet, cells := placed(t, f, definedName(name))
		if err := f.SetCellFormula(sheet, cells[0], "123.45+0"); err != nil {
			t.Fatal(err)
		}
		files = append(files, saved(t, f))
	}
	for i, f := range recalculated(t, files...) {
		if got := f.raw(t, "Checks", "B3"); got != "NOT OK" {
			t.Errorf("%s: the master check says %q", what[i], got)
		}
	}
}

var cellInFormula = regexp.MustCompile(`(\$?)\b([A-Z]{1,3})(\$?)([0-9]+)\b`)

// relative is a formula with addresses that move with it as distances, so that copies of it are the same.
func relative(t *testing.T, cell, formula string) string {
	t.Helper()
	column, row, err := excelize.CellNameToCoordinates(cell)
	if err != nil {
		t.Fatal(err)
	}
	return cellInFormula.ReplaceAllStringFunc(formula, func(address string) string {
		m := cellInFormula.FindStringSubmatch(address)
		c, r, err := excelize.CellNameToCoordinates(m[2] + m[4])
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("R[%d]", r-row)
		if m[3] != "" {
			text = fmt.Sprintf("R%d", r)
		}
		if m[1] != "" {
			return text + fmt.Sprintf("C%d", c)
		}
		return text + fmt.Sprintf("C[%d]", c-column)
	})
}

// Each row of the workings has one formula, copied across; inputs have none.
func TestOneFormulaForEachRow(t *testing.T) {
	sheets := bundled(t)
	sheets = append(append(sheets, randomSheets()...), contracts(t)...)
	for _, s := range sheets {
		f := opened(t, written(t, bookOf(s)))
		for _, r := range s.Rows {
			sheet, cells := placed(t, f, definedName(r.Name))
			if want := map[bool]string{true: "Inputs", false: "Workings"}[r.Formula == nil]; sheet != want {
				t.Fatalf("%s is on sheet %s", r.Name, sheet)
			}
			first, _ := f.GetCellFormula(sheet, cells[0])
			if (first == "") != (r.Formula == nil) {
				t.Fatalf("%s: %q", r.Name, first)
			}
			for _, cell := range cells[1:] {
				formula, _ := f.GetCellFormula(sheet, cell)
				if got, want := relative(t, cell, formula), relative(t, cells[0], first); got != want {
					t.Fatalf("%s, %s: %s\n%s: %s", r.Name, cell, got, cells[0], want)
				}
			}
		}
	}
}

// The same column is the same period on every sheet.
func TestColumnsAreTheSameOnEverySheet(t *testing.T) {
	f := recalculated(t, written(t, bookOf(bundled(t)[1])))[0]
	for _, sheet := range []string{"Inputs", "Workings", "Outputs", "Checks", "Original"} {
		for column := 7; column <= 18; column++ {
			for _, row := range []int{5, 6, 7} {
				cell, _ := excelize.CoordinatesToCellName(column, row)
				isBetween := column == 9 || column == 10 // the total, and what is before the quarters
				if got, want := f.raw(t, sheet, cell), f.raw(t, "Inputs", cell); got != want && !isBetween {
					t.Errorf("%s!%s is %q, not %q", sheet, cell, got, want)
				}
			}
		}
	}
}

// No formula rests on a range that holds itself, or holds a cell that rests on it: Excel would refuse to work it out.
func TestNoFormulaRestsOnItself(t *testing.T) {
	sheets := bundled(t)
	sheets = append(append(sheets, randomSheets()...), contracts(t)...)
	for i, s := range sheets {
		file, rests := written(t, bookOf(s)), map[string][]string{}
		names := map[string]string{}
		for _, n := range opened(t, file).GetDefinedName() {
			names[n.Name] = n.RefersTo
		}
		formulaCells(t, file, func(sheet, cell, formula string) { rests[sheet+"!"+cell] = cellsIn(names, sheet, formula) })
		const underway, done = 1, 2
		state := map[string]int{}
		var visit func(cell string)
		visit = func(cell string) {
			switch state[cell] {
			case underway:
				t.Fatalf("workbook %d: %s rests on itself", i, cell)
			case done:
				return
			}
			state[cell] = underway
			for _, next := range rests[cell] {
				visit(next)
			}
			state[cell] = done
		}
		for cell := range rests {
			visit(cell)
		}
	}
}

var (
	rangeInFormula = regexp.MustCompile(`(?:(\w+|'[^']+')!)?\$?\b([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?\b`)
	wordInFormula  = regexp.MustCompile(`[A-Za-z_]\w*`)
)

// cellsIn are all cells that a formula names, by address or by name.
func cellsIn(names map[string]string, sheet, formula string) (cells []string) {
	for _, word := range wordInFormula.FindAllString(formula, -1) {
		formula += "," + names[word]
	}
	for _, m := range rangeInFormula.FindAllStringSubmatch(strings.ReplaceAll(formula, "$", ""), -1) {
		on := strings.Trim(m[1], "'")
		if on == "" {
			on = sheet
		}
		if m[4] == "" {
			m[4], m[5] = m[2], m[3]
		}
		left, top, _ := excelize.CellNameToCoordinates(m[2] + m[3])
		right, bottom, _ := excelize.CellNameToCoordinates(m[4] + m[5])
		for column := left; column <= right; column++ {
			for row := top; row <= bottom; row++ {
				cell, _ := excelize.CoordinatesToCellName(column, row)
				cells = append(cells, on+"!"+cell)
			}
		}
	}
	return cells
}

// hostile are texts that a spreadsheet, or XML, could take for something else.
var hostile = []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0", "<b>&amp;\"'", "a\x00b\x1bc", "_x0041_", "\ufffe\uffff", "'quoted", "=HYPERLINK(\"http://x\")", "\xff\xfe"}

// Texts of a scenario are texts, whatever they begin with, and change no formula.
func TestTextsAreNeverFormulas(t *testing.T) {
	for _, text := range hostile {
		p := randomPlan(3)
		for i := range p.Lines {
			p.Lines[i].Name, p.Lines[i].Reference = text, text
		}
		for i := range p.Sources {
			p.Sources[i].Name, p.Sources[i].Reference = text, text
		}
		d := &output.Document{Title: output.Verbatim(text)}
		d.Paragraph(output.Verbatim(text), d.Note(output.Verbatim(text)))
		d.Heading(1, output.Verbatim(text))
		d.Table(output.Table{Name: "t", Caption: output.Verbatim(text), Columns: []output.Column{{Heading: output.Verbatim(text)}, {Heading: output.Verbatim(text)}}, Rows: []output.Row{{Cells: []output.Cell{{Text: output.Verbatim(text)}, {Text: output.Verbatim(text)}}}}})
		book := xlsx.Book{Title: text, Settings: []xlsx.Setting{{Name: text, Value: text}}}
		for range 2 {
			book.Scenarios = append(book.Scenarios, xlsx.Scenario{Name: text, Title: text, Currency: "EUR", Sheet: p.Sheet(0), Documents: []*output.Document{d}})
		}
		file := written(t, book)
		plain, hostileCells := formulasOf(t, written(t, bookOf(randomPlan(3).Sheet(0)))), formulasOf(t, file)
		if len(hostileCells) != 2*len(plain)+2 { // the master check is on the sheet of simulated results as well
			t.Errorf("%q: %d formulas, not twice %d", text, len(hostileCells), len(plain))
		}
		for _, formula := range hostileCells {
			if strings.Contains(formula, "|") || strings.Contains(formula, "HYPERLINK(") || formula == "1+1" {
				t.Errorf("%q: formula %s", text, formula)
			}
		}
		_, texts := parts(t, file)
		for name, xml := range texts {
			if strings.ContainsAny(xml, "\x00\x1b\ufffe\uffff") {
				t.Errorf("%q: %s has characters that XML does not allow", text, name)
			}
		}
		want := strings.NewReplacer("\x00", "", "\x1b", "", "\ufffe", "", "\uffff", "", "\t", " ", "\xff\xfe", "").Replace(text)
		if got := opened(t, file).raw(t, "Read me", "A1"); got != want {
			t.Errorf("%q is stored as %q", text, got)
		}
	}
}

func formulasOf(t *testing.T, file []byte) (all []string) {
	t.Helper()
	formulaCells(t, file, func(_, _, formula string) { all = append(all, formula) })
	return all
}

// Several scenarios in one workbook have sheets and names of their own, whatever they are called.
func TestSeveralScenarios(t *testing.T) {
	names := []string{"croatia", "croatia+services.zagreb.specialists=3", "croatia+services.zagreb.specialists=4", "[a]:*?/\\'", "", "ÄÖ", "R1C1", "A1"}
	book := xlsx.Book{Title: "Several"}
	sheets := bundled(t)
	for i, name := range names {
		book.Scenarios = append(book.Scenarios, xlsx.Scenario{Name: name, Title: "Title of " + name, Currency: "EUR", Sheet: sheets[i]})
	}
	file := written(t, book)
	f := opened(t, file)
	list, seen := f.GetSheetList(), map[string]bool{}
	if want := 1 + 5*len(names); len(list) != want {
		t.Fatalf("%d sheets, not %d", len(list), want)
	}
	for _, sheet := range list {
		if len(sheet) > 31 || strings.ContainsAny(sheet, `[]:*?/\'`) || seen[strings.ToLower(sheet)] {
			t.Errorf("sheet %q", sheet)
		}
		seen[strings.ToLower(sheet)] = true
	}
	f = recalculated(t, file)[0]
	for i, prefix := range []string{"croatia", "croatia_services", "croatia_services_2", "_a_______", "scenario", "__", "R1C1", "A1"} {
		sameAs(t, f, sheets[i], prefix+"_")
	}
	for row := 5; row < 5+len(names); row++ {
		if got := f.raw(t, "Read me", fmt.Sprint("B", row)); got != "OK" {
			t.Errorf("row %d: %q", row, got)
		}
	}
}

// Names that only differ where a defined name cannot are told apart, and none is an address.
func TestDefinedNames(t *testing.T) {
	row := func(name string) budgets.Row {
		return budgets.Row{Name: name, Section: "Plan", Label: name, Unit: budgets.Number, Source: "test", Input: []float64{1}}
	}
	s := &budgets.Sheet{Years: 1}
	for _, name := range []string{"a.b_c", "a_b.c", "A.b.c", "fte12", "r1c1", "R", "true", "9.a", "ä"} {
		s.Rows = append(s.Rows, row(name))
	}
	var got []string
	for _, n := range opened(t, written(t, bookOf(s))).GetDefinedName() {
		if !strings.HasPrefix(n.Name, "_xlnm") {
			got = append(got, n.Name)
		}
	}
	if want := "a_b_c a_b_c_2 A_b_c_3 _fte12 _r1c1 _R _true _9_a _"; strings.Join(got, " ") != want {
		t.Errorf("%s\nnot: %s", strings.Join(got, " "), want)
	}
}

func TestTheSameBytes(t *testing.T) {
	s := bundled(t)[1]
	book := bookOf(s)
	book.Scenarios[0].Documents = []*output.Document{{Title: output.Verbatim("Document")}}
	first := written(t, book)
	for range 10 {
		if !bytes.Equal(first, written(t, book)) {
			t.Fatal("the same workbook is written in other bytes")
		}
	}
	names, texts := parts(t, first)
	if names[0] != "[Content_Types].xml" {
		t.Error(names)
	}
	for _, name := range names[1:] {
		if !strings.Contains(texts[names[0]], `PartName="/`+name+`"`) && !strings.HasSuffix(name, ".rels") {
			t.Errorf("the list of contents does not have %s", name)
		}
	}
}

func TestChartsAreThere(t *testing.T) {
	for option, want := range map[int]int{0: 3, budgets.CostsOnly: 2} {
		s, err := scenarios.Load("croatia", scenarios.Options{})
		if err != nil {
			t.Fatal(err)
		}
		names, texts := parts(t, written(t, bookOf(s.Budget.Sheet(option))))
		charts := 0
		for _, name := range names {
			if strings.HasPrefix(name, "xl/charts/chart") {
				charts++
				if !strings.Contains(texts[name], ">Outputs!$") {
					t.Errorf("%s shows nothing of the outputs", name)
				}
			}
		}
		if drawn := strings.Count(texts["xl/drawings/drawing1.xml"], "<xdr:graphicFrame"); drawn != want || charts < want {
			t.Errorf("option %d: %d charts are drawn, %d stored, not %d", option, drawn, charts, want)
		}
	}
}

func TestWithoutScenarios(t *testing.T) {
	var b bytes.Buffer
	if err := xlsx.Write(&b, xlsx.Book{}); err == nil || b.Len() > 0 {
		t.Error(err, b.Len())
	}
}
