package xlsx_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"
)

// parts are the files in a workbook, in order.
func parts(t *testing.T, file []byte) (names []string, texts map[string]string) {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	texts = map[string]string{}
	for _, part := range r.File {
		from, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		names, texts[part.Name] = append(names, part.Name), string(text)
	}
	return names, texts
}

var figureBesideFormula = regexp.MustCompile(`</f><v>[^<]*</v>`)

// withoutFigures is a workbook without the figures that are stored beside its formulas.
func withoutFigures(t *testing.T, file []byte) []byte {
	t.Helper()
	names, texts := parts(t, file)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		text := texts[name]
		if strings.HasPrefix(name, "xl/worksheets/") {
			text = figureBesideFormula.ReplaceAllString(text, "</f>")
		}
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var (
	sheetInList   = regexp.MustCompile(`<sheet name="([^"]*)"`)
	cellOfFormula = regexp.MustCompile(`<c r="([A-Z]+[0-9]+)"[^>]*><f>([^<]*)</f>`)
)

// formulaCells calls back for each cell that has a formula. Sheets are stored in their order.
func formulaCells(t *testing.T, file []byte, do func(sheet, cell, formula string)) {
	t.Helper()
	_, texts := parts(t, file)
	for i, m := range sheetInList.FindAllStringSubmatch(texts["xl/workbook.xml"], -1) {
		sheet := html.UnescapeString(m[1])
		for _, c := range cellOfFormula.FindAllStringSubmatch(texts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)], -1) {
			do(sheet, c[1], html.UnescapeString(c[2]))
		}
	}
}
