package output_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/output"
	"ipsplan/output/markdown"
	"ipsplan/output/report"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

// TestEverythingIsTranslated: in documents about all bundled scenarios, every message is one that catalogues have; and in a language in which every translation
// is the English with a mark behind it, they are as in English when the marks are taken out again.
func TestEverythingIsTranslated(t *testing.T) {
	documents := everyDocument(t)
	own := []string{ // a claim's own words, and the names that rows of contracts have in their files
		"given as it is: job starts in two years", "given as it is: Engagement", "given as it is: Job start", "given as it is: Evidence",
	}
	wrong := slices.DeleteFunc(output.Untranslatable(t, documents), func(w string) bool { return slices.Contains(own, w) })
	slices.Sort(wrong)
	if wrong = slices.Compact(wrong); len(wrong) > 0 {
		t.Errorf("these are printed in English in every language:\n%s", strings.Join(wrong, "\n"))
	}
	const mark = "※"
	marked := output.Marked(t, mark)
	marks := 0
	for _, d := range documents {
		var plain, translated bytes.Buffer
		if err := markdown.Write(&plain, d); err != nil {
			t.Fatal(err)
		}
		if err := markdown.Write(&translated, d, marked); err != nil {
			t.Fatal(err)
		}
		marks += strings.Count(translated.String(), mark)
		if diff := cmp.Diff(plain.String(), strings.ReplaceAll(translated.String(), mark, "")); diff != "" {
			t.Fatalf("%s: %s", d.Title, diff)
		}
	}
	if marks < 1000 {
		t.Errorf("only %d translations were printed", marks)
	}
}

// everyDocument has every kind of document, of all bundled scenarios.
func everyDocument(t *testing.T) []*output.Document {
	t.Helper()
	var all []*scenarios.Scenario
	for _, name := range scenarios.Bundled() {
		s, err := scenarios.Load(name, scenarios.Options{Years: 2})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	portfolio, err := scenarios.LoadPortfolio()
	if err != nil {
		t.Fatal(err)
	}
	asked := study.Asked{Settings: study.Settings{Replications: 20, Seed: 1, Uncertainty: "all"}}
	ctx := context.Background()
	must := func(r *study.Results, err error) *study.Results {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	var documents []*output.Document
	add := func(d ...*output.Document) { documents = append(documents, d...) }
	run := must(study.Project(ctx, all, asked))
	for i, r := range run.Scenarios {
		add(report.Run(r, run.Settings), report.Plan(study.Plan(all[i])), report.Show(study.Show(all[i])))
	}
	templates, err := study.Templates()
	if err != nil {
		t.Fatal(err)
	}
	add(report.Portfolio(run.Portfolio, run.Settings), report.List(run.Scenarios, templates))
	for _, template := range append(scenarios.Templates(), "contract.evidence.verification=0.1") {
		s, err := scenarios.Load("france+"+template, scenarios.Options{})
		if err != nil {
			t.Fatal(err)
		}
		contract := must(study.Contract(ctx, []*scenarios.Scenario{s}, asked, study.ContractAsked{ByQuarter: true}))
		add(report.Contract(contract.Scenarios[0], contract.Settings, true))
	}
	for _, uncertainty := range []string{"chance", "rates", "none"} {
		other := asked
		other.Uncertainty = uncertainty
		results := must(study.Project(ctx, all[:1], other))
		add(report.Run(results.Scenarios[0], results.Settings))
	}
	explained := must(study.Explain(ctx, all, asked, false))
	for _, r := range explained.Scenarios {
		add(report.Explain(r, explained.Settings, false))
	}
	funding := must(study.Funding(ctx, all, asked, study.FundingAsked{ByQuarter: true, Claims: portfolio}))
	for _, r := range funding.Scenarios {
		add(report.Funding(r, funding.Settings, report.FundingLayout{ByQuarter: true, Details: true}))
	}
	add(report.FundingPortfolio(funding.Portfolio, funding.Settings, report.FundingLayout{ByQuarter: true}), report.Reconcile(must(study.Reconcile(all, portfolio))))
	for _, uncertainty := range []string{"all", "none"} {
		other := asked
		other.Uncertainty = uncertainty
		reported := must(study.Report(ctx, all, other, study.FundingAsked{Claims: portfolio}))
		add(report.Report(reported, report.Layout{Program: "ipsplan", Command: "ipsplan report --all"}).All()...)
	}
	changed, err := scenarios.Load("croatia", scenarios.Options{Settings: []string{"services.zagreb.specialists=3"}, Years: 2})
	if err != nil {
		t.Fatal(err)
	}
	compared := must(study.Compare(ctx, []*scenarios.Scenario{all[0], changed}, asked))
	return append(documents, report.Compare(compared.Scenarios[0], compared.Scenarios[1], compared.Settings), report.Plan(study.Plan(changed)))
}
