package xlsx_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipsplan/budgets"
	"ipsplan/output/xlsx"
)

// written is a workbook as it is written.
func written(t *testing.T, book xlsx.Book) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := xlsx.Write(&b, book); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func bookOf(s *budgets.Sheet) xlsx.Book {
	return xlsx.Book{Title: "Plan", Scenarios: []xlsx.Scenario{{Name: "plan", Title: "Plan", Currency: "EUR", Sheet: s}}}
}

func opened(t *testing.T, file []byte) stored {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return stored{f, map[string][][]string{}}
}

// office finds the spreadsheet program, or skips the test.
func office(t *testing.T) string {
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("IPSPLAN_REQUIRE_TOOLS") != "" {
		t.Fatal("there is no LibreOffice")
	}
	t.Skip("needs LibreOffice (Debian: libreoffice-calc-nogui)")
	return ""
}

// alwaysRecalculate makes LibreOffice work all formulas of an Excel file out, whatever figures are stored beside them.
const alwaysRecalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

// recalculated are workbooks after LibreOffice has worked them out. The figures that are stored beside formulas are taken away before, so none can pass for a
// figure of LibreOffice.
func recalculated(t *testing.T, files ...[]byte) []stored {
	t.Helper()
	program, folder := office(t), t.TempDir()
	user := filepath.Join(folder, "profile", "user")
	if err := os.MkdirAll(user, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(user, "registrymodifications.xcu"), []byte(alwaysRecalculate), 0o644); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(folder, "out")
	arguments := []string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(folder, "profile")), "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out}
	for i, file := range files {
		path := filepath.Join(folder, fmt.Sprintf("%d.xlsx", i))
		if err := os.WriteFile(path, withoutFigures(t, file), 0o644); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, path)
	}
	if said, err := exec.Command(program, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	books := make([]stored, len(files))
	for i := range files {
		f, err := excelize.OpenFile(filepath.Join(out, fmt.Sprintf("%d.xlsx", i)))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		books[i] = stored{f, map[string][][]string{}}
	}
	return books
}

// stored is a workbook with its cells as they are stored, by sheet and cell.
type stored struct {
	*excelize.File
	sheets map[string][][]string
}

// number is a cell's number in full.
func (f stored) number(t *testing.T, sheet, cell string) float64 {
	t.Helper()
	text := f.raw(t, sheet, cell)
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Errorf("%s!%s is %q, no number", sheet, cell, text)
		return math.NaN()
	}
	return x
}

func (f stored) raw(t *testing.T, sheet, cell string) string {
	t.Helper()
	if f.sheets[sheet] == nil {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		f.sheets[sheet] = rows
	}
	column, row, err := excelize.CellNameToCoordinates(cell)
	if err != nil {
		t.Fatal(err)
	}
	if rows := f.sheets[sheet]; row <= len(rows) && column <= len(rows[row-1]) {
		return rows[row-1][column-1]
	}
	return ""
}

// placed are the cells of a row by its defined name.
func placed(t *testing.T, f stored, name string) (sheet string, cells []string) {
	t.Helper()
	for _, n := range f.GetDefinedName() {
		if n.Name != name {
			continue
		}
		at := strings.LastIndex(n.RefersTo, "!")
		sheet = strings.Trim(n.RefersTo[:at], "'$")
		first, last, _ := strings.Cut(strings.ReplaceAll(n.RefersTo[at+1:], "$", ""), ":")
		if last == "" {
			last = first
		}
		from, row, err := excelize.CellNameToCoordinates(first)
		if err != nil {
			t.Fatal(err)
		}
		to, _, err := excelize.CellNameToCoordinates(last)
		if err != nil {
			t.Fatal(err)
		}
		for column := from; column <= to; column++ {
			cell, _ := excelize.CoordinatesToCellName(column, row)
			cells = append(cells, cell)
		}
		return sheet, cells
	}
	t.Fatalf("no cells are called %s", name)
	return "", nil
}

func definedName(row string) string { return strings.ReplaceAll(row, ".", "_") }

// sameAs compares every cell of every row with the sheet's own values: money to the cent, which is told apart from the fraction of a cent that a row may have,
// all else to nine digits.
func sameAs(t *testing.T, f stored, s *budgets.Sheet, prefix string) (cells int) {
	t.Helper()
	values, err := s.Evaluate()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.Rows {
		sheet, at := placed(t, f, prefix+definedName(r.Name))
		want := values.Of(r.Name)
		if len(at) != len(want) {
			t.Fatalf("%s has %d cells, not %d", r.Name, len(at), len(want))
		}
		for i, cell := range at {
			got, want := f.number(t, sheet, cell), want[i]
			if r.Unit == budgets.Money || r.Unit == budgets.OtherMoney {
				got *= 100
			}
			cells++
			if !isClose(got, want) && !(r.Section == budgets.ContractSection && isNoise(got-want, largest(s, values))) {
				t.Errorf("%s, period %d (%s!%s): %.9f in the workbook, %.9f by ipsplan", r.Name, i, sheet, cell, got, want)
			}
		}
	}
	return cells
}

// isClose allows for the last of fifteen digits. A cent is far more in amounts below ten million millions.
func isClose(got, want float64) bool { return math.Abs(got-want) <= 1e-12*max(1, math.Abs(want)) }

// largest is the largest amount of a contract, in cents; 0 without one.
func largest(s *budgets.Sheet, values *budgets.Values) float64 {
	most := 0.0
	for _, r := range s.Rows {
		if r.Section != budgets.ContractSection || r.Unit != budgets.Money {
			continue
		}
		for _, x := range values.Of(r.Name) {
			most = max(most, math.Abs(x))
		}
	}
	return most
}

// isNoise says whether a difference is what binary fractions leave when fractions of cents remain of amounts that are taken from each other, as of what an investor may still get.
func isNoise(difference, largest float64) bool { return math.Abs(difference) <= 1e-15*largest }
