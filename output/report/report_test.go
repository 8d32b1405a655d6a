package report_test

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ipsplan/output"
	"ipsplan/output/report"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

func reported(t *testing.T, asked study.Settings, options scenarios.Options, names ...string) *study.Results {
	t.Helper()
	var all []*scenarios.Scenario
	for _, name := range names {
		s, err := scenarios.Load(name, options)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	results, err := study.Report(context.Background(), all, study.Asked{Settings: asked}, study.FundingAsked{})
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// TestNamesOfTablesAndCharts: what can be asked for by name is what reports of the bundled plans hold, no more and no less; and one document has a name twice only
// for several funding options.
func TestNamesOfTablesAndCharts(t *testing.T) {
	documents := report.Report(reported(t, study.Settings{Replications: 20, Seed: 1, Uncertainty: "all"}, scenarios.Options{Years: 2}, scenarios.Bundled()...), report.Layout{}).All()
	for _, more := range []struct{ scenario, uncertainty, setting string }{
		{"croatia", "none", "years=2"},          // has the bias of expected values
		{"denmark", "all", `cost_basis="full"`}, // several lines in a category, some of which are overspent
		{"czech-republic", "all", `cost.rent={name="Rent", category="non_staff", per="service", amount=1000}`}, // costs that belong to a service
	} {
		results := reported(t, study.Settings{Replications: 20, Seed: 1, Uncertainty: more.uncertainty}, scenarios.Options{Settings: []string{more.setting}}, more.scenario)
		documents = append(documents, report.Report(results, report.Layout{}).All()...)
	}
	tables, charts := map[string]bool{}, map[string]bool{}
	perOption := []string{"funders", "by_year", "by_quarter", "by_funder", "by_line"}
	for _, d := range documents {
		if err := d.Check(); err != nil {
			t.Error(err)
		}
		own := map[string]bool{}
		for _, block := range d.Blocks {
			switch block := block.(type) {
			case output.Table:
				if own[block.Name] && !slices.Contains(perOption, block.Name) {
					t.Errorf("%s: two tables are called %s", d.Title, block.Name)
				}
				own[block.Name], tables[block.Name] = true, true
			case output.Chart:
				charts[block.Name] = true
			}
		}
	}
	same := func(what string, named []string, held map[string]bool) {
		t.Helper()
		if want, got := slices.Sorted(slices.Values(named)), slices.Sorted(maps.Keys(held)); !slices.Equal(want, got) {
			t.Errorf("%s that can be asked for: %v\nand that reports hold: %v", what, want, got)
		}
	}
	same("tables", report.Tables(), tables)
	same("charts", report.Charts(), charts)
}

// TestSectionsAlone: each section can be had alone, under its heading, and together they are the whole report; but for a contract where there is none, which is shown to those alone who ask for it.
func TestSectionsAlone(t *testing.T) {
	results := reported(t, study.Settings{Replications: 20, Seed: 1, Uncertainty: "all"}, scenarios.Options{}, "croatia")
	whole := len(report.Report(results, report.Layout{}).All()[0].Blocks)
	const opening = 1
	parts := opening
	for _, name := range report.Sections() {
		d := report.Report(results, report.Layout{Sections: []string{name}}).All()[0]
		if err := d.Check(); err != nil {
			t.Error(err)
		}
		if h, ok := d.Blocks[opening].(output.Heading); !ok || h.Level != 1 || len(d.Blocks) < opening+2 {
			t.Errorf("section %s: %v", name, d.Blocks)
		}
		if name != "contract" {
			parts += len(d.Blocks) - opening
		}
	}
	if parts != whole {
		t.Errorf("sections have %d blocks, the whole report %d", parts, whole)
	}
}

// TestTableAlone: every table can be had alone, as it is in the whole report, with the notes that it refers to and no others.
func TestTableAlone(t *testing.T) {
	results := reported(t, study.Settings{Replications: 20, Seed: 1, Uncertainty: "all"}, scenarios.Options{Years: 2}, "france")
	whole := report.Report(results, report.Layout{}).All()[0]
	for _, block := range whole.Blocks {
		want, ok := block.(output.Table)
		if !ok {
			continue
		}
		documents := report.Report(results, report.Layout{Table: want.Name}).All()
		if len(documents) != 1 {
			t.Fatalf("%s: %d documents", want.Name, len(documents))
		}
		d := documents[0]
		if err := d.Check(); err != nil {
			t.Error(err)
		}
		referred := map[int]bool{}
		found := false
		for _, block := range d.Blocks {
			got, ok := block.(output.Table)
			if !ok {
				continue
			}
			if got.Name != want.Name {
				t.Errorf("with %s comes %s", want.Name, got.Name)
			}
			found = found || got.Caption.Equal(want.Caption) && sameNotes(want, got, whole, d)
			for _, c := range got.Columns {
				for _, n := range c.Notes {
					referred[n] = true
				}
			}
			for _, r := range got.Rows {
				for _, c := range r.Cells {
					for _, n := range c.Notes {
						referred[n] = true
					}
				}
			}
		}
		if !found {
			t.Errorf("%s alone is not as it is in the whole report", want.Name)
		}
		if len(referred) != len(d.Notes) {
			t.Errorf("%s alone has %d notes and refers to %d", want.Name, len(d.Notes), len(referred))
		}
	}
}

// sameNotes says whether the columns and cells of two tables of two documents have the same words and refer to the same notes.
func sameNotes(a, b output.Table, of, in *output.Document) bool {
	same := func(x, y []int) bool {
		return slices.EqualFunc(x, y, func(x, y int) bool { return of.Notes[x-1].Equal(in.Notes[y-1]) })
	}
	return slices.EqualFunc(a.Columns, b.Columns, func(x, y output.Column) bool { return x.Heading.Equal(y.Heading) && same(x.Notes, y.Notes) }) &&
		slices.EqualFunc(a.Rows, b.Rows, func(x, y output.Row) bool {
			return slices.EqualFunc(x.Cells, y.Cells, func(x, y output.Cell) bool { return x.Format() == y.Format() && same(x.Notes, y.Notes) })
		})
}

// TestSummaryIsOfTheTables: the figures of the summary's sentences are printed in the tables, digit for digit.
func TestSummaryIsOfTheTables(t *testing.T) {
	for _, name := range scenarios.Bundled() {
		d := report.Report(reported(t, study.Settings{Replications: 500, Seed: 3, Uncertainty: "all"}, scenarios.Options{}, name), report.Layout{}).All()[0]
		cells := map[string]bool{}
		var summary []output.Text
		section := ""
		for _, block := range d.Blocks {
			switch block := block.(type) {
			case output.Heading:
				section = block.Text.String()
			case output.Paragraph:
				if section == "Summary" {
					summary = append(summary, block.Text)
				}
			case output.List:
				summary = append(summary, block.Items...)
			case output.Table:
				for _, row := range block.Rows {
					for _, cell := range row.Cells {
						for _, figure := range figuresIn(cell.Format()) {
							cells[figure] = true
						}
					}
				}
			}
		}
		checked := 0
		for _, text := range summary {
			if strings.Contains(text.String(), "inputs, ") || strings.Contains(text.String(), "more job starts") || strings.Contains(text.String(), "fewer job starts") {
				continue // counted, and a difference, which no table has
			}
			complement := regexp.MustCompile("Nothing is missing in [^.]*") // what the chance of any gap leaves
			for _, figure := range numbersOf(complement.ReplaceAllString(text.String(), "")) {
				checked++
				if !cells[figure] {
					t.Errorf("%s: %q has %s, which no table prints", name, text, figure)
				}
			}
		}
		if checked < 20 {
			t.Errorf("%s: only %d figures are checked", name, checked)
		}
	}
}

// figuresIn are what stands between the spaces, dashes and brackets of a cell, without signs and currencies.
func figuresIn(cell string) []string {
	fields := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("  –()−+€", r) })
	return append(fields, strings.TrimPrefix(cell, "€"))
}

// numbersOf are the printed numbers of a text, in the same form.
func numbersOf(text string) []string {
	var all []string
	for _, field := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("  –()−+€:;", r) }) {
		field = strings.TrimRight(strings.Trim(field, `"`), ".,")
		if field != "" && (field[0] >= '0' && field[0] <= '9' || field[0] == '<' || field[0] == '>') && !strings.HasSuffix(field, "week") {
			all = append(all, field)
		}
	}
	return all
}
