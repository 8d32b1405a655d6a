package report

import (
	"math"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// The notes below name a command; a report says them in other words, since it holds the table itself.

func restsOn(assumptions output.Text) output.Text {
	return output.Say("Rests on assumptions: %s. `ipsplan show` gives each with its reason and range.", assumptions)
}

func notPublished() output.Text {
	return output.Say("Not published: assumed. `ipsplan show` gives the assumption and its range.")
}

func followsMost(inputs output.Text) output.Text {
	return output.Say("The uncertain inputs that the number of job starts follows most: %s. `ipsplan show` gives each with its source and range.", inputs)
}

// label is the name of a measure as tables print it, and the unit of its numbers ("" for money, which has its currency).
type label struct {
	measure string
	text    output.Text
	unit    output.Unit
}

func outcomeLabels() []label {
	return []label{
		{"referrals", output.Say("Referrals"), output.People},
		{"engagements", output.Say("Engagements"), output.People},
		{"job_starts", output.Say("Job starts"), output.People},
		{"sustainments_13w", output.Say("13-week sustainments"), output.People},
	}
}

// hoursLabels are those of the outcomes that a section has only where the plan tells jobs apart by hours.
func hoursLabels[T any](section study.Section[T]) (labels []label) {
	for _, l := range []label{
		{"job_starts_16h", output.Say("Job starts, from 16 hours a week"), output.People},
		{"sustainments_13w_16h", output.Say("13-week sustainments, from 16 hours a week"), output.People},
		{"hours_worked", output.Say("Hours worked"), output.Plain},
	} {
		if _, ok := section.Get(l.measure); ok {
			labels = append(labels, l)
		}
	}
	return labels
}

func costLabels() []label {
	return []label{
		{"staff_cost", output.Say("Staff cost"), ""},
		{"non_staff_cost", output.Say("Non-staff cost"), ""},
		{"unsplit_cost", output.Say("Cost not split"), ""},
		{"total_cost", output.Say("Total cost"), ""},
	}
}

// periodName is how a table calls the i-th period of so many years, the last being all of them.
func periodName(i, years int) output.Text {
	switch {
	case i < years:
		return output.Say("Year %d", i+1)
	case years == 1:
		return output.Say("In all")
	}
	return output.Say("All %d {year|years}", years)
}

func yearColumns(first output.Text, years int) []output.Column {
	columns := []output.Column{{Heading: first}}
	for i := range years {
		columns = append(columns, output.Column{Heading: periodName(i, years), Numeric: true})
	}
	if years > 1 {
		columns = append(columns, output.Column{Heading: output.Say("Total"), Numeric: true})
	}
	return columns
}

func text(t output.Text) output.Cell { return output.Cell{Text: t} }

// setIn stands before what belongs to the row above it.
const setIn = "\u00a0\u00a0"

// verbatim is a cell of words from a scenario file.
func verbatim(words string) output.Cell { return text(output.Verbatim(words)) }

func number(x float64, unit output.Unit, step float64) output.Cell {
	return output.Cell{Number: &output.Number{Value: x, Unit: unit, Step: step}}
}

// estimate is a cell with an estimate's mean and, with a range, its 80 % range, each rounded to what its own error can bear, and to no less than least.
func estimate(s study.Stat, unit output.Unit, least float64, ranged bool) output.Cell {
	step := figureStep(s, least)
	c := output.Cell{Number: &output.Number{Value: s.Mean, Unit: unit, Step: step, Error: s.MCSE}}
	if ranged {
		ends := endsOf(s, step)
		c.Range = &ends
	}
	return c
}

// endsOf is the 80 % range of an estimate, each end rounded to what its own error can bear, and to no less than the mean is. (Of whole numbers the error of a
// percentile is often 0, since most other seeds give the same; that is no reason to print decimals.)
func endsOf(s study.Stat, stepOfMean float64) output.Range {
	low, high := ownStep(s.P10, s.P10Error, stepOfMean), ownStep(s.P90, s.P90Error, stepOfMean)
	if max(low, high) >= 1 { // not one end with decimals and the other without
		low, high = max(low, 1), max(high, 1)
	}
	return output.Range{Low: s.P10, High: s.P90, LowStep: low, HighStep: high}
}

// stepFor is the unit that figures are rounded to: the smallest of 1, 10, 100, … times least that their largest Monte
// Carlo error can bear, being no larger than the unit. What has no error is printed to the unit least.
func stepFor(least, largestError float64) float64 {
	step := least
	for step < largestError && step < 1e12 {
		step *= 10
	}
	return step
}

// figureStep is the unit that one estimate is rounded to.
func figureStep(s study.Stat, least float64) float64 { return ownStep(s.Mean, s.MCSE, least) }

// ownStep is the unit that one figure is rounded to: what its error can bear, unless that would swallow the figure itself.
func ownStep(figure, err, least float64) float64 {
	step := stepFor(least, err)
	for step > least && step > math.Abs(figure) {
		step /= 10
	}
	return step
}

// at is the estimate of the i-th year or, after the years, of the horizon.
func at(s study.Stats, i int) study.Stat {
	if i < len(s.ByYear) {
		return s.ByYear[i]
	}
	return s.Total
}

// figureAt is the figure of the i-th of so many years or, after the years, the total, if it covers the same time.
func figureAt(f study.Figures, i, years int) (float64, bool) {
	switch {
	case i < len(f.ByYear) && i < years:
		return f.ByYear[i], true
	case i >= years && len(f.ByYear) == years:
		return f.Total, true
	}
	return 0, false
}

// figureCell is the figure of figureAt, or an empty cell.
func figureCell(f study.Figures, i, years int, unit output.Unit, step float64) output.Cell {
	if x, ok := figureAt(f, i, years); ok {
		return number(x, unit, step)
	}
	return output.Cell{}
}

// periods is the number of rows or columns for so many years: each year and, if there are several, all of them.
func periods(years int) int {
	if years > 1 {
		return years + 1
	}
	return years
}

// isClose says whether two figures are the same but for the noise of floating point.
func isClose(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a)) }

// count is a number of things, by which a text chooses between singular and plural.
func count[T int | float64](n T) output.Number {
	return output.Number{Value: float64(n), Step: stepOf(float64(n))}
}

func inYears(years int) output.Text { return output.Say("%s {year|years}", count(years)) }

// stepOf prints halves and tenths where a number has them.
func stepOf(x float64) float64 {
	if x == math.Trunc(x) {
		return 1
	}
	return 0.1
}

// remarks adds to the notes what must be known of the scenario.
func remarks(d *output.Document, r *study.Result) {
	for _, remark := range r.Remarks {
		d.Note(said(remark).Sentence())
	}
}

// warnings adds to the notes what is out of the ordinary.
func warnings(d *output.Document, r *study.Result) {
	for _, warning := range r.Warnings {
		d.Note(output.Say("Out of the ordinary: %s", said(warning).Sentence()))
	}
}

// named joins names as a sentence does: a, b and c.
func named(names []string) output.Text { return output.And(each(names, output.Verbatim)...) }

func each[T any](all []T, in func(T) output.Text) []output.Text {
	texts := make([]output.Text, len(all))
	for i, x := range all {
		texts[i] = in(x)
	}
	return texts
}
