package text

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/output"
)

func fan() output.Chart {
	return output.Chart{
		Name: "fan", Title: output.Verbatim("Job starts"), Alternative: output.Verbatim("What it shows."),
		Positions: output.Axis{Title: output.Verbatim("Quarter"), Labels: []output.Text{output.Verbatim("Q1"), output.Verbatim("Q2"), output.Verbatim("Q3"), output.Verbatim("Q4")}}, Values: output.Axis{Title: output.Verbatim("People"), Step: 1},
		Series: []output.Series{
			output.Band{Name: output.Verbatim("80 % range"), Ranges: []output.Range{{Low: 0, High: 2}, {Low: 3, High: 6}, {Low: 47, High: 47}, {Low: math.NaN(), High: math.NaN()}}},
			output.Line{Name: output.Verbatim("Mean"), Values: []float64{1, 5, 47, math.NaN()}},
			output.Line{Name: output.Verbatim("Planned"), Values: []float64{5, 5, 5, 0}},
		},
	}
}

// TestCourse: at 48 cells the highest value, 47, lies in the last, so that each cell stands for 1. Where two lines lie in one cell, the first is seen.
func TestCourse(t *testing.T) {
	got := layOutChart(fan(), Options{Width: 90})
	blank := func(n int) string { return strings.Repeat("\u00a0", n) }
	want := []string{
		"Job starts",
		"░\u00a080\u00a0%\u00a0range ●\u00a0Mean │\u00a0Planned",
		"Quarter  Mean  Planned  People",
		strings.Repeat("─", 7+2+4+2+7+2+48),
		"Q1          1        5  ░●░" + blank(2) + "│",
		"Q2          5        5  " + blank(3) + "░░●░",
		"Q3         47        5  " + blank(5) + "│" + blank(41) + "●",
		"Q4          –        0  │",
	}
	if diff := cmp.Diff(want, strings.Split(withoutTrailingSpaces(got), "\n")); diff != "" {
		t.Error(diff)
	}
}

// TestNarrowCourse: where there is less room, the values of the first line alone are printed; with less still, the chart's sentence. So it is for what characters
// cannot draw.
func TestNarrowCourse(t *testing.T) {
	got := layOutChart(fan(), Options{Width: 35})
	if !strings.Contains(withoutTrailingSpaces(got), "\nQuarter  Mean  People\n") {
		t.Error(got)
	}
	below, many, bands := fan(), fan(), fan()
	below.Series[1] = output.Line{Values: []float64{-1, 0, 0, 0}}
	many.Series = append(many.Series, many.Series[1], many.Series[1])
	bands.Series = append(bands.Series, bands.Series[0])
	for name, c := range map[string]output.Chart{"below zero": below, "four lines": many, "two bands": bands} {
		if got := layOutChart(c, Options{Width: 90}); got != "Job starts: What it shows." {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := layOutChart(fan(), Options{Width: 25}); got != "Job starts: What it\nshows." {
		t.Errorf("no room: %q", got)
	}
}
