package text

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/output"
)

func costAndFunding() output.Chart {
	return output.Chart{
		Name: "money", Title: output.Verbatim("Cost and funding"), Alternative: output.Verbatim("What it shows."),
		Positions: output.Axis{Title: output.Verbatim("Quarter"), Labels: []output.Text{output.Verbatim("Q1"), output.Verbatim("Q2"), output.Verbatim("Q3"), output.Verbatim("Q4")}}, Values: output.Axis{Title: output.Verbatim("EUR"), Step: 1},
		Series: []output.Series{
			output.Band{Name: output.Verbatim("Range"), Ranges: make([]output.Range, 4)},
			output.Bars{Name: output.Verbatim("Sure"), Values: []float64{10, 0, 47, 23.5}},
			output.Bars{Name: output.Verbatim("Not sure"), Values: []float64{20, 0, 0, 23.5}},
			output.Line{Name: output.Verbatim("Cost"), Values: []float64{40, 47, 23.5, math.NaN()}},
		},
	}
}

// TestStackedBars: at 48 cells for bars, the last of which is for the line at the highest value, 47, each cell stands for 1. The line is beside the bars, at the
// end, across them, or missing.
func TestStackedBars(t *testing.T) {
	got := layOutChart(costAndFunding(), Options{Width: 80})
	want := []string{
		"Cost and funding",
		"█\u00a0Sure ▓\u00a0Not\u00a0sure │\u00a0Cost",
		"Quarter  Cost  EUR",
		strings.Repeat("─", 7+2+4+2+48),
		"Q1         40  " + strings.Repeat("█", 10) + strings.Repeat("▓", 20) + strings.Repeat("\u00a0", 10) + "│",
		"Q2         47  " + strings.Repeat("\u00a0", 47) + "│",
		"Q3         24  " + strings.Repeat("█", 24) + "│" + strings.Repeat("█", 22),
		"Q4          –  " + strings.Repeat("█", 24) + strings.Repeat("▓", 23),
	}
	if diff := cmp.Diff(want, strings.Split(withoutTrailingSpaces(got), "\n")); diff != "" {
		t.Error(diff)
	}
}

// TestNotStacked: what characters cannot draw, or have no room for, is told by the chart's sentence.
func TestNotStacked(t *testing.T) {
	below, many, two := costAndFunding(), costAndFunding(), costAndFunding()
	below.Series[1] = output.Bars{Name: output.Verbatim("Below"), Values: []float64{1, -1, 0, 0}}
	many.Series = append(many.Series, many.Series[1], many.Series[1])
	two.Series = append(two.Series, two.Series[3])
	bins := costAndFunding()
	bins.Positions = output.Axis{Edges: []float64{0, 1, 2, 3, 4}}
	for name, c := range map[string]output.Chart{"below zero": below, "four kinds of bars": many, "two lines": two, "bins": bins} {
		got := layOutChart(c, Options{Width: 80})
		if got != "Cost and funding: What it shows." {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := layOutChart(costAndFunding(), Options{Width: 30}); got != "Cost and funding: What it\nshows." {
		t.Errorf("no room: %q", got)
	}
}
