package report

import (
	"math"
	"strings"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// Explain is the bridge from the plan to the projection, cause by cause.
func Explain(r *study.Result, settings *study.Settings, reverse bool) *output.Document {
	d := &output.Document{Title: r.Title + ": from plan to projection"}
	d.Paragraph(opening(r) + " " + simulated(settings))
	changes(d, r)
	order := d.Note("Each step adds one cause to those above it, on the same simulated people; another order gives other steps, and " + otherOrder(reverse) + " shows one. The steps add up to the projection; rounded figures need not.")
	for _, l := range outcomeLabels() {
		if steps, ok := r.Explain.Get(l.measure); ok {
			t := bridge(d, l, steps, r.Years)
			t.Columns[0].Notes = []int{order}
			d.Table(t)
		}
	}
	return d
}

func otherOrder(reverse bool) string {
	if reverse {
		return "the command without `--reverse`"
	}
	return "`--reverse`"
}

// bridge is the table of one measure's steps, with a bar for the whole time beside each: what stands after the step, and what it took or gave.
func bridge(d *output.Document, l label, steps []study.Step, years int) output.Table {
	t := output.Table{Name: "bridge_" + l.measure, Caption: l.text, Columns: yearColumns("", years)}
	t.Columns = append(t.Columns, output.Column{})
	step, largest, level := stepFor(0.1, largestStepError(steps)), largestLevel(steps), 0.0
	for i, s := range steps {
		row := output.Row{Cells: []output.Cell{stepLabel(d, s.Step)}, Total: i == len(steps)-1}
		for p := range periods(years) {
			x := s.Total
			if p < len(s.ByYear) {
				x = s.ByYear[p]
			}
			row.Cells = append(row.Cells, output.Cell{Number: &output.Number{Value: x.Mean, Unit: l.unit, Step: step, Error: x.MCSE}})
		}
		switch {
		case i == 0 || i == len(steps)-1:
			level = s.Total.Mean
			row.Cells = append(row.Cells, text(bar(0, level, largest, "█")))
		default:
			row.Cells = append(row.Cells, text(bar(level, level+s.Total.Mean, largest, "░")))
			level += s.Total.Mean
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

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

// largestLevel is the longest bar.
func largestLevel(steps []study.Step) float64 {
	level := steps[0].Total.Mean
	largest := level
	for _, s := range steps[1 : len(steps)-1] {
		level += s.Total.Mean
		largest = max(largest, level)
	}
	return largest
}

// barWidth is the length of the longest bar, in characters.
const barWidth = 24

// bar draws the span between two levels on a line from 0 to largest; blanks before it are no-break spaces, which tables keep.
func bar(from, to, largest float64, mark string) string {
	if largest <= 0 {
		return ""
	}
	place := func(x float64) int { return int(math.Round(min(max(x, 0), largest) / largest * barWidth)) }
	low, high := place(min(from, to)), place(max(from, to))
	return strings.Repeat("\u00a0", low) + strings.Repeat(mark, high-low)
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
