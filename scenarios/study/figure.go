package study

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"ipsplan/scenarios"
)

// Unit is what a figure counts.
type Unit string

// Units of figures. Money is in the scenario's currency, a Share from 0 to 1, a Rate a yearly one such as 0.05, Number is none of the others.
const (
	Number Unit = ""
	People Unit = "people"
	FTE    Unit = "FTE"
	Weeks  Unit = "weeks"
	Hours  Unit = "hours"
	Money  Unit = "money"
	Share  Unit = "share"
	Rate   Unit = "rate"
)

// InPercent says whether figures are printed in per cent.
func (u Unit) InPercent() bool { return u == Share || u == Rate }

// tidied are the rows of one scenario's results, by name.
type tidied struct {
	rows []Row
	at   map[string]int
}

func tidiedOf(r *Result) *tidied {
	t := tidy{scenario: r.Name}
	t.result(r)
	named := &tidied{t.rows, make(map[string]int, len(t.rows))}
	for i, row := range t.rows {
		named.at[figureName(row.Section, row.Measure, row.Period, row.Statistic)] = i
	}
	return named
}

// figureName is how a figure is named: by the cells of the CSV, with dots between them.
func figureName(cells ...string) string { return strings.Join(cells, ".") }

// name is the expression's figure or, of a chance, its measure and period.
func (e *Expression) name() string {
	words := make([]string, len(e.names))
	for i, n := range e.names {
		words[i] = n.word
	}
	return figureName(words...)
}

// value is a figure of the results, if it is there and a number.
func (t *tidied) value(name string) (float64, bool) {
	at, ok := t.at[name]
	if !ok {
		return 0, false
	}
	x, ok := t.rows[at].Value.(float64)
	return x, ok && !math.IsNaN(x)
}

// spread is a statistic that every measure has whose draws are kept.
const spread = "p50"

// row is the row of the expression's figure; of a chance, one of its measure and period.
func (e *Expression) row(t *tidied) (Row, bool) {
	name := e.name()
	if e.isChance {
		name = figureName(name, spread)
	}
	at, ok := t.at[name]
	if !ok {
		return Row{}, false
	}
	return t.rows[at], true
}

// meanOf is the measure and period that the expression is the mean of, if it is a mean.
func (e *Expression) meanOf() (name string, ok bool) {
	name, ok = strings.CutSuffix(e.name(), ".mean")
	return name, ok && !e.isChance
}

// check says which name of the expression a scenario's results do not have, which are near it, or what there is instead. It takes results of no draws.
func (e *Expression) check(t *tidied) error {
	if _, ok := e.row(t); ok {
		return nil
	}
	rows := t.rows
	known := func(i int) []string { // cells of the rows
		var all []string
		for _, row := range rows {
			if cell := row.cells()[i]; !slices.Contains(all, cell) {
				all = append(all, cell)
			}
		}
		return all
	}
	names := e.names
	levels := []string{"section", "measure", "period", "statistic"}
	if e.isChance {
		levels = levels[:3]
	}
	for i, level := range levels {
		n := begins(names, known(i))
		if n == 0 {
			return notAmong(names, len(names)-len(levels)+i+1, level, known(i))
		}
		cell := wordsOf(names[:n])
		rows = slices.DeleteFunc(slices.Clone(rows), func(row Row) bool { return row.cells()[i] != cell })
		names = names[n:]
	}
	if len(names) > 0 {
		return &ExpressionError{names[0].at, fmt.Sprintf("%q is more than the name of a figure, which ends before it; leave it out", names[0].word)}
	}
	whole := joined(e.names)
	return &ExpressionError{e.names[0].at, fmt.Sprintf("%s is one figure in all draws, and so has no chance; write its statistic, %s.%s, without chance( )", whole, whole, rows[0].Statistic)}
}

func (r Row) cells() [4]string { return [4]string{r.Section, r.Measure, r.Period, r.Statistic} }

func wordsOf(names []name) string {
	e := Expression{names: names}
	return e.name()
}

// begins is how many of the names make up the longest of the known ones that they begin with; 0 if they begin with none.
func begins(names []name, known []string) int {
	longest := 0
	for n := 1; n <= len(names); n++ {
		if slices.Contains(known, wordsOf(names[:n])) {
			longest = n
		}
	}
	return longest
}

// notAmong says that names begin with none of the known ones. As many of them are taken for what was meant as bring it nearest to one, most at most.
func notAmong(names []name, most int, level string, known []string) error {
	if len(names) == 0 {
		return &ExpressionError{1, fmt.Sprintf("the name ends before the %s; there are %s", level, quotedList(known))}
	}
	said, hint := names[0].word, ""
	for n := 1; n <= max(1, min(most, len(names))); n++ {
		if near := scenarios.Nearest(wordsOf(names[:n]), known); near != "" {
			said, hint = wordsOf(names[:n]), fmt.Sprintf("did you mean %s? ", near)
		}
	}
	if hint == "" {
		if more := below(names, known); len(more) > 0 {
			return &ExpressionError{names[0].at, fmt.Sprintf("%q is not a whole %s of these results, and does not go on so; there are %s", said, level, quotedList(more))}
		}
	}
	return &ExpressionError{names[0].at, fmt.Sprintf("%q is not a %s of these results; %sthere are %s", said, level, hint, quotedList(known))}
}

// below are those of the known names that begin with the first of some names and a dot.
func below(names []name, known []string) []string {
	var more []string
	for _, k := range known {
		if strings.HasPrefix(k, names[0].word+".") {
			more = append(more, k)
		}
	}
	return more
}

// quotedList writes names as an expression takes them.
func quotedList(all []string) string {
	written := make([]string, len(all))
	for i, name := range all {
		written[i] = inExpression(name)
	}
	return strings.Join(written, ", ")
}

// inExpression writes a section, measure, period or statistic as an expression takes it.
func inExpression(name string) string {
	for _, word := range strings.Split(name, ".") {
		if quoted(word) != word {
			return quoted(name)
		}
	}
	return name
}

// Reading is what an expression comes to.
type Reading struct {
	Value float64 `json:"value"`
	// Error is the Monte Carlo standard error, 0 for what is exact; nil for a statistic whose error is not known.
	Error *float64 `json:"error,omitempty"`
	// Difference is what it has above the scenario as it is, paired draw by draw; nil for that scenario, and of what is no mean of the draws.
	Difference *Reading `json:"difference,omitempty"`
}

// read works the expression out of what was kept of so many draws, and of the results made of them.
func (e *Expression) read(t *tidied, numbers map[string]named, drawn int) (*Reading, error) {
	if e.isChance {
		n, ok := numbers[e.name()]
		if !ok {
			return nil, fmt.Errorf("%s: its draws are not kept; ask for the chance of another measure", e)
		}
		r := chanceReading(e.share(n.number, drawn), drawn)
		return &r, nil
	}
	x, ok := t.value(e.name())
	if !ok {
		return nil, fmt.Errorf("%s: is no number here; ask for another one", e)
	}
	row, _ := e.row(t)
	before := strings.TrimSuffix(e.name(), row.Statistic)
	if isShareOfDraws(row.Statistic) {
		r := chanceReading(x, drawn)
		return &r, nil
	}
	r := &Reading{Value: x}
	if isExact(row.Statistic) {
		r.Error = new(float64)
	} else if err, ok := t.value(before + errorOf(row.Statistic)); ok {
		r.Error = &err
	}
	return r, nil
}

// isExact says whether a statistic is worked out without draws.
func isExact(statistic string) bool {
	return statistic == "value" || statistic == "chance_that_it_comes"
}

// isShareOfDraws says whether a statistic counts the draws in which something is so.
func isShareOfDraws(statistic string) bool {
	return slices.Contains([]string{"chance", "chance_of_any", "share", "share_with_any", "higher", "lower"}, statistic) || strings.HasPrefix(statistic, "chance_above_")
}

// errorOf is the statistic that has another one's Monte Carlo error.
func errorOf(statistic string) string {
	switch statistic {
	case "mean":
		return "mcse"
	case "ratio":
		return "ratio_mcse"
	}
	return statistic + "_error"
}

// chanceReading is a share of draws with its standard error. Where no draw or every draw counts, the error is that of two more draws on either side (Agresti and Coull 1998,
// The American Statistician 52(2)), since it is not known to be certain.
func chanceReading(share float64, draws int) Reading {
	p, n := share, float64(draws)
	if share == 0 || share == 1 {
		p, n = (float64(share*n)+2)/(n+4), n+4
	}
	err := math.Sqrt(p * (1 - p) / n)
	return Reading{Value: share, Error: &err}
}

// share is the share of so many draws in which a number stands as the expression says. A draw that does not have the number, such as the cost of a job start where there is
// none, is one in which it does not.
func (e *Expression) share(n number, draws int) float64 {
	than := float64(e.than * n.unit)
	if whole := math.Round(than); math.Abs(than-whole) < 1e-9*max(1, math.Abs(than)) {
		than = whole // 1.15 in cents is 115
	}
	below, at, above := n.kept.Against(than)
	count := map[string]int{"<": below, "<=": below + at, ">": above, ">=": at + above, "=": at}[e.op]
	return float64(count) / float64(draws)
}

// unit is the unit of the expression's figure.
func (e *Expression) unit(t *tidied) Unit {
	row, ok := e.row(t)
	if !ok {
		return Number
	}
	if e.isChance {
		return Share
	}
	return row.unit()
}

// unit is the unit of a row's figure.
func (r Row) unit() Unit {
	switch {
	case isShareOfDraws(r.Statistic), r.Statistic == "chance_that_it_comes", r.Section == "doubts", r.Section == "rates",
		r.Section == "cohort" && strings.Contains(r.Measure, "_within_weeks_"):
		return Share
	case r.Section == "costs", r.Section == "money", r.Section == "per_outcome", strings.HasSuffix(r.Measure, "_cost"),
		r.Section == "funding", strings.HasPrefix(r.Section, "funding."):
		return Money
	case r.Section == contractSection:
		return r.unitInContract()
	case r.Measure == "weeks_in_work":
		return Weeks
	case r.Measure == "hours_worked":
		return Hours
	case r.Section == "staff" && strings.HasSuffix(r.Measure, "_mean") && r.Measure != "capacity_mean":
		return FTE
	}
	return People
}
