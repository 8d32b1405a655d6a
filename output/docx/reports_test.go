package docx

import (
	"context"
	"strings"
	"testing"

	"ipsplan/output"
	"ipsplan/output/report"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

// bundled are the reports on all bundled plans.
func bundled(t *testing.T) []*output.Document {
	t.Helper()
	var all []*scenarios.Scenario
	for _, name := range scenarios.Bundled() {
		s, err := scenarios.Load(name, scenarios.Options{})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	asked := study.Asked{Settings: study.Settings{Replications: 50, Seed: 1, Uncertainty: "all"}}
	ctx := context.Background()
	projected, err := study.Project(ctx, all, asked)
	if err != nil {
		t.Fatal(err)
	}
	paid, err := study.Funding(ctx, all, asked, study.FundingAsked{ByQuarter: true})
	if err != nil {
		t.Fatal(err)
	}
	explained, err := study.Explain(ctx, all, asked, false)
	if err != nil {
		t.Fatal(err)
	}
	var documents []*output.Document
	for i, r := range projected.Scenarios {
		documents = append(documents,
			report.Run(r, projected.Settings),
			report.Funding(paid.Scenarios[i], paid.Settings, report.FundingLayout{ByQuarter: true, Details: true}),
			report.Explain(explained.Scenarios[i], explained.Settings, false))
	}
	return append(documents, report.Portfolio(projected.Portfolio, projected.Settings))
}

// TestReports: the reports on the bundled plans make a sound file that has each of their words and numbers, in order.
func TestReports(t *testing.T) {
	documents := bundled(t)
	words := open(t, Options{Title: output.Verbatim("All plans")}, documents...).body().words()
	next := func(text string) {
		t.Helper()
		text = strings.Trim(text, " \u00a0\n")
		at := strings.Index(words, text)
		if at < 0 {
			t.Fatalf("%q is not there, or not in its place", text)
		}
		words = words[at+len(text):]
	}
	var l output.Language
	for _, d := range documents {
		next(d.Title.String())
		for _, block := range d.Blocks {
			switch block := block.(type) {
			case output.Heading:
				next(block.Text.String())
			case output.Paragraph:
				next(block.Text.String())
			case output.Table:
				next(block.Caption.String())
				for _, column := range block.Columns {
					next(column.Heading.String())
				}
				for _, row := range block.Rows {
					for _, cell := range row.Cells {
						next(l.Cell(cell))
					}
				}
			case output.Chart:
				next(block.Title.String())
			}
		}
		for _, note := range d.Notes {
			next(note.String())
		}
	}
}
