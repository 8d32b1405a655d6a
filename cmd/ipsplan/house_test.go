package main

import (
	"go/build"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// rooms says, for each package, which other packages of the module it may import, and which libraries have their home there. Each may
// import only what stands to the left of it in the line
//
//	model/quantity <- model <- budgets <- scenarios <- scenarios/study <- output <- cmd/ipsplan
func rooms() map[string]room {
	return map[string]room{
		"model/quantity":   {knows: nil, libraries: []string{"gonum.org/v1/gonum", "golang.org/x/sys"}, about: "uncertain quantities and random addresses"},
		"model":            {knows: []string{"model/quantity"}, about: "people, specialists and weeks"},
		"budgets":          {knows: []string{"model", "model/quantity"}, about: "money; no files, no tables"},
		"budgets/contract": {knows: []string{"model", "model/quantity", "budgets"}, about: "outcomes contracts; no files, no tables"},
		"scenarios":        {knows: []string{"model", "model/quantity", "budgets", "budgets/contract"}, libraries: []string{"github.com/BurntSushi/toml", "github.com/pelletier/go-toml/v2", "github.com/expr-lang/expr", "github.com/agnivade/levenshtein"}, about: "the scenario file; it neither simulates nor prints"},
		"scenarios/study":  {knows: []string{"model", "model/quantity", "budgets", "budgets/contract", "scenarios"}, about: "the questions; no flags, no layout"},
		"output":           {libraries: []string{"golang.org/x/text", "github.com/BurntSushi/toml"}, about: "documents and languages; no flags, files or formulas"},
		"output/report":    {knows: []string{"output", "scenarios/study"}, about: "study results in words and tables"},
		"output/text":      {knows: []string{"output"}, libraries: []string{"github.com/olekukonko/tablewriter"}, about: "the terminal"},
		"output/markdown":  {knows: []string{"output"}, about: "Markdown"},
		"output/chart":     {knows: []string{"output"}, libraries: []string{"gonum.org/v1/plot", "golang.org/x/image", "codeberg.org/go-fonts/liberation"}, about: "pictures, SVG and PNG"},
		"output/html":      {knows: []string{"output", "output/chart"}, about: "a page for browsers and paper"},
		"output/columns":   {knows: []string{"output"}, about: "widths of columns on a printed page"},
		"output/csv":       {knows: []string{"output"}, about: "tables for spreadsheets"},
		"output/docx":      {knows: []string{"output", "output/chart", "output/columns"}, about: "Word"},
		"output/latex":     {knows: []string{"output", "output/columns"}, about: "LaTeX"},
		"output/xlsx":      {knows: []string{"output", "budgets", "model"}, libraries: []string{"github.com/xuri/excelize/v2"}, about: "Excel, and the budget's sheet as live formulas"},
		"cmd/ipsplan": {
			knows:     []string{"scenarios", "scenarios/study", "output", "output/report", "output/text", "output/markdown", "output/csv", "output/html", "output/docx", "output/latex", "output/xlsx", "output/chart"},
			libraries: []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/vbauerster/mpb/v8", "golang.org/x/term"},
			about:     "flags, paths, exit status and progress; no formula",
		},
	}
}

type room struct {
	knows, libraries []string
	about            string
}

const module = "ipsplan"

// TestImports holds the house in order: what each package may know.
func TestImports(t *testing.T) {
	const top = "../.."
	seen := map[string]bool{}
	err := filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if path != top && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		pkg, err := build.ImportDir(path, 0)
		if err != nil || len(pkg.GoFiles) == 0 {
			return nil // no package here
		}
		name, err := filepath.Rel(top, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		seen[name] = true
		rules, ok := rooms()[name]
		if !ok {
			t.Errorf("%s is a package that the line of packages does not have; put its code where it belongs or give it a place in rooms()", name)
			return nil
		}
		for _, imported := range pkg.Imports {
			rules.check(t, name, imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range rooms() {
		if !seen[name] {
			t.Errorf("rooms() has %s, which is no package", name)
		}
	}
}

func (r room) check(t *testing.T, name, imported string) {
	own, isOwn := strings.CutPrefix(imported, module+"/")
	if isOwn {
		for _, k := range r.knows {
			if own == k {
				return
			}
		}
		t.Errorf("%s imports %s; %s knows %s, and may import %s", name, imported, name, r.about, orNothing(r.knows))
		return
	}
	if !strings.Contains(strings.Split(imported, "/")[0], ".") {
		return // the standard library
	}
	for _, library := range r.libraries {
		if imported == library || strings.HasPrefix(imported, library+"/") {
			return
		}
	}
	t.Errorf("%s imports %s, which has no home there; %s knows %s, and may use %s", name, imported, name, r.about, orNothing(r.libraries))
}

func orNothing(names []string) string {
	if len(names) == 0 {
		return "nothing else"
	}
	return strings.Join(names, ", ")
}
