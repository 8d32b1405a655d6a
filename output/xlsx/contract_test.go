package xlsx_test

import (
	"testing"

	"ipsplan/budgets"
	"ipsplan/scenarios"
)

// contracts are sheets of bundled scenarios with an outcomes contract, their own or that of a template.
func contracts(t *testing.T) (sheets []*budgets.Sheet) {
	t.Helper()
	for _, name := range []string{"france", "croatia+four-metrics", "spain+threshold-premium", "denmark+colombia", "croatia+maximum-per-person"} {
		s, err := scenarios.Load(name, scenarios.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for option := range s.Budget.Options {
			if sheet := s.BudgetSheet(option); hasContract(sheet) {
				sheets = append(sheets, sheet)
			}
		}
	}
	return sheets
}

func hasContract(s *budgets.Sheet) bool {
	for _, r := range s.Rows {
		if r.Section == budgets.ContractSection {
			return true
		}
	}
	return false
}

// LibreOffice follows contracts as ipsplan does, also when a reader has changed prices, evidence, lags, caps and capital.
func TestContractsAreTheSame(t *testing.T) {
	changes := map[string]func(float64) float64{
		"contract.price_level":          func(x float64) float64 { return 1.3 * x },
		"contract.commitment":           func(x float64) float64 { return x / 2 },
		"contract.most":                 func(x float64) float64 { return x / 3 },
		"contract.recycling":            func(x float64) float64 { return 1 - x },
		"contract.return_first":         func(x float64) float64 { return 1 - x },
		"contract.evidence.job_start":   func(x float64) float64 { return 0.8 * x },
		"contract.row.job_start.lag":    func(x float64) float64 { return x + 20 },
		"contract.expected.sustain_26w": func(x float64) float64 { return x + 2.5 },
	}
	var files [][]byte
	var sheets []*budgets.Sheet
	for _, s := range contracts(t) {
		file := written(t, bookOf(s))
		f, changed := opened(t, file), s
		for _, r := range s.Rows {
			if change := changes[r.Name]; change != nil {
				changed = typeIn(t, f, changed, r, change)
			}
		}
		files, sheets = append(files, file, saved(t, f)), append(sheets, s, changed)
	}
	if len(sheets) < 10 {
		t.Fatalf("%d workbooks", len(sheets))
	}
	cells := 0
	for i, f := range recalculated(t, files...) {
		cells += sameAs(t, f, sheets[i], "")
		if want, got := []string{"OK", "OK, inputs changed"}[i%2], f.raw(t, "Checks", "B3"); got != want {
			t.Errorf("the master check says %q, not %q", got, want)
		}
		if i%2 == 0 {
			values, _ := sheets[i].Evaluate()
			sameFigures(t, files[i], f, largest(sheets[i], values)/100)
		}
		if t.Failed() {
			t.Fatalf("workbook %d", i)
		}
	}
	t.Log(cells, "cells")
}
