package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// Explain is the bridge from the plan to the projection, cause by cause.
func Explain(r *study.Result, settings *study.Settings, reverse bool) *output.Document {
	d := &output.Document{Title: r.Title + ": from plan to projection"}
	d.Paragraph(opening(r) + " " + simulated(settings))
	changes(d, r)
	order := d.Note("Each step adds one cause to those above it, on the same simulated people; another order gives other steps. The steps add up to the projection; rounded figures need not.")
	other := d.Note("For another order: " + otherOrder(reverse) + ".")
	for _, l := range bridgeLabels() {
		if steps, ok := r.Explain.Get(l.measure); ok {
			t := bridge(d, l, steps, r.Years)
			t.Columns[0].Notes = []int{order, other}
			d.Table(t)
			c := bridgeChart(l, t, steps, r.Years)
			c.Notes = []int{order}
			d.Chart(c)
		}
	}
	return d
}

// ExplainCharts are the names of the charts that Explain may hold, in its order.
func ExplainCharts() []string {
	var names []string
	for _, l := range bridgeLabels() {
		names = append(names, bridgeName(l.measure))
	}
	return names
}

// bridgeLabels are those of the measures that have a bridge: all outcomes but referrals, which a plan sets.
func bridgeLabels() []label { return outcomeLabels()[1:] }

func bridgeName(measure string) string { return "bridge_" + measure }

func otherOrder(reverse bool) string {
	if reverse {
		return "the command without `--reverse`"
	}
	return "`--reverse`"
}

// bridge is the table of one measure's steps.
func bridge(d *output.Document, l label, steps []study.Step, years int) output.Table {
	t := output.Table{Name: bridgeName(l.measure), Caption: l.text, Columns: yearColumns("", years)}
	step := bridgeStep(steps)
	for i, s := range steps {
		row := output.Row{Cells: []output.Cell{stepLabel(d, s.Step)}, Total: i == len(steps)-1}
		for p := range periods(years) {
			x := s.Total
			if p < len(s.ByYear) {
				x = s.ByYear[p]
			}
			row.Cells = append(row.Cells, output.Cell{Number: &output.Number{Value: x.Mean, Unit: l.unit, Step: step, Error: x.MCSE}})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// bridgeStep is what all figures of one bridge are rounded to.
func bridgeStep(steps []study.Step) float64 { return stepFor(0.1, largestStepError(steps)) }

// bridgeChart draws the steps for the whole time, beside the rows of their table.
func bridgeChart(l label, t output.Table, steps []study.Step, years int) output.Chart {
	time := plural(float64(years), "year", "years")
	c := output.Chart{
		Name: t.Name, Title: l.text, Beside: t.Name,
		Positions: output.Axis{Title: "Cause"},
		Values:    output.Axis{Title: fmt.Sprintf("%s over %s (%s)", l.text, time, l.unit), Unit: l.unit, Step: bridgeStep(steps)},
	}
	var bars output.Steps
	for i, s := range steps {
		c.Positions.Labels = append(c.Positions.Labels, t.Rows[i].Cells[0].Text)
		bars = append(bars, output.Step{Value: s.Total.Mean, Whole: i == 0 || i == len(steps)-1})
	}
	c.Series = []output.Series{bars}
	c.Alternative = bridgeInWords(c, bars, time)
	return c
}

// bridgeInWords says in a sentence where the bridge leads from and to, and by which largest steps.
func bridgeInWords(c output.Chart, bars output.Steps, time string) string {
	const most = 3
	var causes []int
	for i, bar := range bars {
		if number := c.Values.Number(bar.Value); !bar.Whole && number.Format() != c.Values.Number(0).Format() {
			causes = append(causes, i)
		}
	}
	slices.SortStableFunc(causes, func(a, b int) int { return cmp.Compare(math.Abs(bars[b].Value), math.Abs(bars[a].Value)) })
	var words []string
	for _, i := range causes[:min(most, len(causes))] {
		words = append(words, fmt.Sprintf("%s (%s)", lowerFirst(c.Positions.Labels[i]), output.English().Signed(c.Values.Number(bars[i].Value))))
	}
	largest := "no step is large enough to print"
	switch {
	case len(words) == 1:
		largest = "the largest step is " + words[0]
	case len(words) > 1:
		largest = "the largest steps are " + list(words)
	}
	return fmt.Sprintf("%s over %s: %s in the plan, %s in the projection; %s.",
		c.Title, time, c.Values.Number(bars[0].Value).Format(), c.Values.Number(bars[len(bars)-1].Value).Format(), largest)
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func largestStepError(steps []study.Step) float64 {
	largest := 0.0
	for _, s := range steps[1:] {
		for _, x := range s.ByYear {
			largest = max(largest, x.MCSE)
		}
		largest = max(largest, s.Total.MCSE)
	}
	return largest
}

// stepLabel names a step and, in a note, says what it is.
func stepLabel(d *output.Document, step string) output.Cell {
	notes := map[string]string{
		"openings and recruitment":   "Nobody engages before the first specialist is in post.",
		"caseload limit and ramp-up": "Specialists carry few people at first and never more than the limit; the others wait.",
		"turnover and vacancies":     "Specialists leave, posts stand empty, some of the people searching drop out.",
		"giving up":                  "Some of those who wait do not wait long enough.",
		"repeat search":              "Those who lose a job and search again keep their place on the caseload, and reach the 13 weeks later.",
		"lag":                        "Outcomes count in the year in which they happen instead of the year of referral; what happens after the horizon does not count.",
		"uncertain rates":            "Rates, volumes and durations differ between futures instead of standing at their means.",
		"simulation error":           "What chance makes of the plan's own arithmetic in so many simulated futures; more of them make it smaller.",
	}
	cell := text(strings.ToUpper(step[:1]) + step[1:])
	if note, ok := notes[step]; ok {
		cell.Notes = []int{d.Note(note)}
	}
	return cell
}
