package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"ipsplan/output"
	"ipsplan/output/report"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

// TestLanguageOfEveryFormat: all formats but JSON are in the language asked for. Croatia plans
// €59,750 for 2 specialists in the first year, so €74,687.50 for 2.5.
func TestLanguageOfEveryFormat(t *testing.T) {
	s, err := scenarios.Load("croatia", scenarios.Options{Settings: []string{"services.zagreb.specialists=2.5"}})
	if err != nil {
		t.Fatal(err)
	}
	croatian, err := output.LanguageOf("hr")
	if err != nil {
		t.Fatal(err)
	}
	plan := study.Plan(s)
	results := &study.Results{Scenarios: []*study.Result{plan}}
	for format, want := range map[string]string{"table": "74.687,50\u00a0€", "markdown": "74.687,50\u00a0€", "csv": ";staff_cost;year_1;value;74687,5\n", "json": "74687.5"} {
		c := &common{format: format, language: croatian}
		var b bytes.Buffer
		if err := c.encode(&b, &b, results, []*output.Document{report.Plan(plan)}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s has no %q:\n%s", format, want, b.String())
		}
	}
}

// TestNoDotsOnATerminal: a PNG is refused where it would be typed onto a terminal, before any work is done; an SVG, which is text, is not.
func TestNoDotsOnATerminal(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil || !isTerminal(terminal) {
		t.Skipf("no terminal can be had here: %v", err)
	}
	defer terminal.Close()
	charts := []string{"bridge"}
	err = (&common{format: "png", charts: charts}).chooseFormat(terminal)
	if err == nil || exitStatus(err) != exitUsage || !strings.Contains(err.Error(), "name a file, such as --output chart.png") {
		t.Errorf("png on a terminal: %v", err)
	}
	for about, c := range map[string]common{
		"png into a file":   {format: "png", output: "chart.png", charts: charts},
		"svg on a terminal": {format: "svg", charts: charts},
	} {
		if err := c.chooseFormat(terminal); err != nil {
			t.Errorf("%s: %v", about, err)
		}
	}
	if err := (&common{format: "png", output: "-", charts: charts}).chooseFormat(&strings.Builder{}); err != nil {
		t.Errorf("png into a pipe: %v", err)
	}
}
