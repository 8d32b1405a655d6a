package report

import (
	"cmp"
	"math"
	"slices"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// Explain is the bridge from the plan to the projection, cause by cause.
func Explain(r *study.Result, settings *study.Settings, reverse bool) *output.Document {
	d := &output.Document{Title: output.Say("%s: from plan to projection", r.Title)}
	d.Paragraph(output.Join(" ", opening(r), simulated(settings)))
	changes(d, r)
	steps(d, r, func() int { return d.Note(otherOrder(reverse)) })
	return d
}

// steps are the table and the chart of each measure's steps; another note of a table, if any, follows that on the order of the steps.
func steps(d *output.Document, r *study.Result, another func() int) {
	order := d.Note(output.Say("Each step adds one cause to those above it, on the same simulated people; another order gives other steps. The steps add up to the projection; rounded figures need not."))
	notes := []int{order}
	if another != nil {
		notes = append(notes, another())
	}
	for _, l := range bridgeLabels() {
		if steps, ok := r.Explain.Get(l.measure); ok {
			t := bridge(d, l, steps, r.Years)
			t.Columns[0].Notes = notes
			d.Table(t)
			c := bridgeChart(l, t, steps, r.Years)
			c.Notes = []int{order}
			d.Chart(c)
		}
	}
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

func otherOrder(reverse bool) output.Text {
	if reverse {
		return output.Say("For another order: the command without `--reverse`.")
	}
	return output.Say("For another order: `--reverse`.")
}

// bridge is the table of one measure's steps.
func bridge(d *output.Document, l label, steps []study.Step, years int) output.Table {
	t := output.Table{Name: bridgeName(l.measure), Caption: l.text, Columns: yearColumns(output.Text{}, years)}
	step := bridgeStep(steps)
	for i, s := range steps {
		row := output.Row{Cells: []output.Cell{stepLabel(d, s.Step)}, Total: i == len(steps)-1}
		for p := range periods(years) {
			x := s.Total
			if p < len(s.ByYear) {
				x = s.ByYear[p]
			}
			n := output.Number{Value: x.Mean, Unit: l.unit, Step: step, Error: x.MCSE}
			if i == 0 {
				n.Step = planStep(step, x.Mean)
			}
			row.Cells = append(row.Cells, output.Cell{Number: &n})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// bridgeStep is what all figures of one bridge are rounded to.
func bridgeStep(steps []study.Step) float64 { return stepFor(0.1, largestStepError(steps)) }

// planStep is what the plan's figure is rounded to, which is known exactly: to whole people, or tenths of those that need not be whole, and not as coarsely as what is simulated.
func planStep(step, figure float64) float64 { return min(step, stepOf(math.Round(10*figure)/10)) }

// bridgeChart draws the steps for the whole time, beside the rows of their table.
func bridgeChart(l label, t output.Table, steps []study.Step, years int) output.Chart {
	c := output.Chart{
		Name: t.Name, Title: l.text, Beside: t.Name,
		Positions: output.Axis{Title: output.Say("Cause")},
		Values:    output.Axis{Title: output.Say("%[2]s over %[1]s {year|years} (people)", count(years), l.text), Unit: l.unit, Step: bridgeStep(steps)},
	}
	var bars output.Steps
	for i, s := range steps {
		c.Positions.Labels = append(c.Positions.Labels, t.Rows[i].Cells[0].Text)
		bars = append(bars, output.Step{Value: s.Total.Mean, Whole: i == 0 || i == len(steps)-1})
	}
	bars[0].Round = planStep(c.Values.Step, bars[0].Value)
	c.Series = []output.Series{bars}
	c.Alternative = bridgeInWords(c, bars, years)
	return c
}

// bridgeInWords says in a sentence where the bridge leads from and to, and by which largest steps.
func bridgeInWords(c output.Chart, bars output.Steps, years int) output.Text {
	const most = 3
	var causes []int
	for i, bar := range bars {
		if number := c.Values.Number(bar.Value); !bar.Whole && number.Format() != c.Values.Number(0).Format() {
			causes = append(causes, i)
		}
	}
	slices.SortStableFunc(causes, func(a, b int) int { return cmp.Compare(math.Abs(bars[b].Value), math.Abs(bars[a].Value)) })
	var words []output.Text
	for _, i := range causes[:min(most, len(causes))] {
		words = append(words, output.Say("%s (%s)", c.Positions.Labels[i].Lower(), c.Values.Number(bars[i].Value).Signed()))
	}
	largest := output.Say("no step is large enough to print")
	if len(words) > 0 {
		largest = output.Say("the largest {step is|steps are} %[2]s", len(words), output.And(words...))
	}
	return output.Say("%[2]s over %[1]s {year|years}: %[3]s in the plan, %[4]s in the projection; %[5]s.",
		count(years), c.Title, bars[0].Number(c.Values), c.Values.Number(bars[len(bars)-1].Value), largest)
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

// stepLabel names a step and, in a note, says what it is.
func stepLabel(d *output.Document, step string) output.Cell {
	for _, s := range stepLabels() {
		if s.step == step {
			cell := text(s.name)
			if !s.is.IsEmpty() {
				cell.Notes = []int{d.Note(s.is)}
			}
			return cell
		}
	}
	return verbatim(step)
}

// stepName is a step of the bridge as results call it, its label, and what it is if that needs saying.
type stepName struct {
	step     string
	name, is output.Text
}

func stepLabels() []stepName {
	return []stepName{
		{"plan", output.Say("Plan"), output.Text{}},
		{"openings and recruitment", output.Say("Openings and recruitment"), output.Say("Nobody engages before the first specialist is in post.")},
		{"caseload limit and ramp-up", output.Say("Caseload limit and ramp-up"), output.Say("Specialists carry few people at first and never more than the limit; the others wait.")},
		{"turnover and vacancies", output.Say("Turnover and vacancies"), output.Say("Specialists leave, posts stand empty, some of the people searching drop out.")},
		{"giving up", output.Say("Giving up"), output.Say("Some of those who wait do not wait long enough.")},
		{"repeat search", output.Say("Repeat search"), output.Say("Those who lose a job and search again keep their place on the caseload, and reach the 13 weeks later.")},
		{"lag", output.Say("Lag"), output.Say("Outcomes count in the year in which they happen instead of the year of referral; what happens after the horizon does not count.")},
		{"uncertain rates", output.Say("Uncertain rates"), output.Say("Rates, volumes and durations differ between futures instead of standing at their means.")},
		{"simulation error", output.Say("Simulation error"), output.Say("What chance makes of the plan's own arithmetic in so many simulated futures; more of them make it smaller.")},
		{"projection", output.Say("Projection"), output.Text{}},
	}
}
