package report

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"ipsplan/output"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

// TestBridgeCharts: the charts of every bundled plan hold the figures of the tables they stand beside, and end where their steps lead to.
func TestBridgeCharts(t *testing.T) {
	var all []*scenarios.Scenario
	for _, name := range scenarios.Bundled() {
		s, err := scenarios.Load(name, scenarios.Options{})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	results, err := study.Explain(context.Background(), all, study.Asked{Settings: study.Settings{Replications: 50, Seed: 1}}, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results.Scenarios {
		d := Explain(r, results.Settings, false)
		if err := d.Check(); err != nil {
			t.Errorf("%s: %v", r.Name, err)
		}
		var names []string
		for i, block := range d.Blocks {
			if c, ok := block.(output.Chart); ok {
				names = append(names, c.Name)
				sameFigures(t, d.Blocks[i-1].(output.Table), c)
			}
		}
		if !slices.Equal(names, ExplainCharts()) {
			t.Errorf("%s has the charts %v, not %v", r.Name, names, ExplainCharts())
		}
	}
}

// TestStepLabels: every step of a bridge has a label that can be translated.
func TestStepLabels(t *testing.T) {
	s, err := scenarios.Load("croatia", scenarios.Options{})
	if err != nil {
		t.Fatal(err)
	}
	results, err := study.Explain(context.Background(), []*scenarios.Scenario{s}, study.Asked{Settings: study.Settings{Replications: 2, Seed: 1}}, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range results.Scenarios[0].Explain[0].Value {
		if label := stepLabel(&output.Document{}, step.Step); label.Text.Equal(output.Verbatim(step.Step)) {
			t.Errorf("%q has no label", step.Step)
		}
	}
}

func sameFigures(t *testing.T, table output.Table, c output.Chart) {
	t.Helper()
	steps := c.Series[0].(output.Steps)
	for i, row := range table.Rows {
		last := row.Cells[len(row.Cells)-1]
		if number := steps[i].Number(c.Values); last.Format() != number.Format() || !row.Cells[0].Text.Equal(c.Positions.Labels[i]) {
			t.Errorf("%s: the table has %s %s, the chart %s %s", c.Name, row.Cells[0].Text, last.Format(), c.Positions.Labels[i], number.Format())
		}
	}
	sum := 0.0
	for _, step := range steps[:len(steps)-1] {
		sum += step.Value
	}
	if end := steps[len(steps)-1].Value; math.Abs(sum-end) > 1e-9*end {
		t.Errorf("%s: the steps lead to %v, the projection is %v", c.Name, sum, end)
	}
}

// Of 60 planned, a lag takes 20.4, turnover 3, rates give 0.6 and the rest 0.2: the sentence leaves out what is printed as nothing.
func TestBridgeInWords(t *testing.T) {
	c := output.Chart{Title: output.Say("Job starts"), Positions: output.Axis{Labels: []output.Text{output.Verbatim("Plan"), output.Verbatim("Turnover"), output.Verbatim("Lag"), output.Verbatim("Rates"), output.Verbatim("Rest"), output.Verbatim("Projection")}}, Values: output.Axis{Step: 1}}
	bars := output.Steps{{Value: 60, Whole: true}, {Value: -3}, {Value: -20.4}, {Value: 0.6}, {Value: 0.2}, {Value: 37.4, Whole: true}}
	for _, test := range []struct {
		steps []int // 1-based positions of the steps that stay; the others are 0
		want  string
	}{
		{[]int{1, 2, 3, 4}, "the largest steps are lag (−20), turnover (−3) and rates (+1)."},
		{[]int{1}, "the largest step is turnover (−3)."},
		{[]int{4}, "no step is large enough to print."},
	} {
		some := slices.Clone(bars)
		for i := range some {
			if !some[i].Whole && !slices.Contains(test.steps, i) {
				some[i].Value = 0
			}
		}
		got := bridgeInWords(c, some, 2).String()
		if want := "Job starts over 2 years: 60 in the plan, 37 in the projection; " + test.want; got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	if got := bridgeInWords(c, bars, 2).String(); strings.Contains(got, "rest") {
		t.Error(got)
	}
}
