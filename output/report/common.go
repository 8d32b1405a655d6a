package report

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// label is the name of a measure as tables print it, and the unit of its numbers ("" for money, which has its currency).
type label struct {
	measure, text string
	unit          output.Unit
}

func outcomeLabels() []label {
	return []label{
		{"referrals", "Referrals", output.People},
		{"engagements", "Engagements", output.People},
		{"job_starts", "Job starts", output.People},
		{"sustainments_13w", "13-week sustainments", output.People},
	}
}

// hoursLabels are those of the outcomes that a section has only where the plan tells jobs apart by hours.
func hoursLabels[T any](section study.Section[T]) (labels []label) {
	for _, l := range []label{
		{"job_starts_16h", "Job starts, from 16 hours a week", output.People},
		{"sustainments_13w_16h", "13-week sustainments, from 16 hours a week", output.People},
		{"hours_worked", "Hours worked", output.Plain},
	} {
		if _, ok := section.Get(l.measure); ok {
			labels = append(labels, l)
		}
	}
	return labels
}

func costLabels() []label {
	return []label{
		{"staff_cost", "Staff cost", ""},
		{"non_staff_cost", "Non-staff cost", ""},
		{"unsplit_cost", "Cost not split", ""},
		{"total_cost", "Total cost", ""},
	}
}

// periodName is how a table calls the i-th period of so many years, the last being all of them.
func periodName(i, years int) string {
	switch {
	case i < years:
		return fmt.Sprintf("Year %d", i+1)
	case years == 1:
		return "In all"
	}
	return fmt.Sprintf("All %d years", years)
}

func yearColumns(first string, years int) []output.Column {
	columns := []output.Column{{Heading: first}}
	for i := range years {
		columns = append(columns, output.Column{Heading: periodName(i, years), Numeric: true})
	}
	if years > 1 {
		columns = append(columns, output.Column{Heading: "Total", Numeric: true})
	}
	return columns
}

func text(s string) output.Cell { return output.Cell{Text: s} }

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

func plural(n float64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return output.Number{Value: n, Step: stepOf(n)}.Format() + " " + many
}

// stepOf prints halves and tenths where a number has them.
func stepOf(x float64) float64 {
	if x == math.Trunc(x) {
		return 1
	}
	return 0.1
}

// sentence begins with a capital letter and ends with a full stop.
func sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	if word, _, _ := strings.Cut(s, " "); strings.Contains(strings.TrimRight(word, ".,;:"), ".") {
		return strings.TrimSuffix(s, ".") + "." // a web address keeps its small letters
	}
	return strings.TrimSuffix(string(unicode.ToUpper(first))+s[size:], ".") + "."
}

// list joins words as a sentence does: a, b and c.
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
