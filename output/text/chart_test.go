package text

import (
	"strings"
	"testing"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"ipsplan/output"
)

// bridge is a document with a table of five rows and the waterfall of 60 - 6 - 15 + 2 = 41 beside it.
func bridge(beside string) *output.Document {
	d := &output.Document{Notes: []output.Text{output.Verbatim("In this order.")}}
	labels := []output.Text{output.Verbatim("Plan"), output.Verbatim("Turnover"), output.Verbatim("Lag"), output.Verbatim("Uncertain rates"), output.Verbatim("Projection")}
	steps := output.Steps{{Value: 60, Whole: true}, {Value: -6}, {Value: -15}, {Value: 2}, {Value: 41, Whole: true}}
	t := output.Table{Name: "bridge", Columns: []output.Column{{Heading: output.Verbatim("Cause")}, {Heading: output.Verbatim("Total"), Numeric: true}}}
	for i, step := range steps {
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{{Text: labels[i]}, {Number: &output.Number{Value: step.Value}}}, Total: i == 4})
	}
	if beside != "" {
		d.Table(t)
	}
	d.Chart(output.Chart{
		Name: "bridge", Title: output.Verbatim("Job starts"), Alternative: output.Verbatim("From 60 to 41."), Beside: beside, Notes: []int{1},
		Positions: output.Axis{Title: output.Verbatim("Cause"), Labels: labels}, Values: output.Axis{Title: output.Verbatim("Job starts (people)")},
		Series: []output.Series{steps},
	})
	return d
}

// The table takes 15+2+5 = 22 cells and the gap 2: on 44 there are 20 for 60 people, 3 people to a cell.
func TestBarsStandBesideTheirTable(t *testing.T) {
	blank := func(n int) string { return strings.Repeat("\u00a0", n) }
	expect(t, bridge("bridge"), 44,
		"Cause            Total",
		"────────────────────────────────────────────",
		"Plan                60  ████████████████████",
		"Turnover            −6  "+blank(18)+"░░",
		"Lag                −15  "+blank(13)+"░░░░░",
		"Uncertain rates      2  "+blank(13)+"▓",
		"────────────────────────────────────────────",
		"Projection          41  ██████████████",
		"",
		"[1] In this order.",
	)
}

// Where there is no room beside the table, or no table, the bars stand alone with their names and figures.
func TestBarsStandAlone(t *testing.T) {
	blank := func(n int) string { return strings.Repeat("\u00a0", n) }
	// The names take 15 cells, the figures 3 and the gaps 4: on 42 there are 20 for the bars.
	expect(t, bridge(""), 42,
		"Job starts[1]",
		"Cause                 Job starts (people)",
		"──────────────────────────────────────────",
		"Plan              60  ████████████████████",
		"Turnover          −6  "+blank(18)+"░░",
		"Lag              −15  "+blank(13)+"░░░░░",
		"Uncertain rates   +2  "+blank(13)+"▓",
		"──────────────────────────────────────────",
		"Projection        41  ██████████████",
		"",
		"[1] In this order.",
	)
	if page := written(t, bridge("bridge"), Options{Width: 39}); !strings.Contains(page, "Projection          41\n\nJob starts[1]\n") {
		t.Errorf("on 39 cells, the chart is not below its table:\n%s", page)
	}
}

// TestSmallSteps: a figure that is printed has a bar, a figure printed as zero has none.
func TestSmallSteps(t *testing.T) {
	c := output.Chart{Positions: output.Axis{Labels: make([]output.Text, 6)}, Values: output.Axis{Step: 1}}
	steps := output.Steps{{Value: 1000, Whole: true}, {Value: -1}, {Value: 0.4}, {Value: -0.4}, {Value: 2}, {Value: 1001, Whole: true}}
	for i, want := range []int{20, 1, 0, 0, 1, 20} {
		bar := bars(c, steps, 20, output.English())[i]
		if got := strings.Trim(bar, "\u00a0"); len([]rune(got)) != want || len([]rune(bar)) > 20 {
			t.Errorf("step %d has the bar %q, not one of %d cells within 20", i+1, bar, want)
		}
	}
	if got := bars(c, output.Steps{{Whole: true}}, 20, output.English())[0]; got != "" {
		t.Errorf("nothing has the bar %q", got)
	}
}

func TestBarsBelowZero(t *testing.T) {
	steps := output.Steps{{Value: 10, Whole: true}, {Value: -20}, {Value: -10, Whole: true}}
	for i, want := range []string{"\u00a0\u00a0██", "░░░░", "██"} {
		if got := bars(output.Chart{}, steps, 4, output.English())[i]; got != want {
			t.Errorf("bar %d is %q, not %q", i+1, got, want)
		}
	}
}

func TestChartsFitEveryWidth(t *testing.T) {
	for width := 40; width < 150; width++ {
		for _, beside := range []string{"", "bridge"} {
			for _, line := range strings.Split(written(t, bridge(beside), Options{Width: width}), "\n") {
				if wide := twwidth.Width(line); wide > width {
					t.Fatalf("%d cells where %d are allowed: %q", wide, width, line)
				}
			}
		}
	}
}

func TestWhatCharactersCannotDrawIsTold(t *testing.T) {
	d := bridge("")
	c := d.Blocks[0].(output.Chart)
	c.Series = []output.Series{output.Line{Name: output.Verbatim("Plan"), Values: make([]float64, 5)}}
	d.Blocks[0] = c
	expect(t, d, 40, "Job starts: From 60 to 41.[1]", "", "[1] In this order.")
}
