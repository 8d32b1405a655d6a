package study

import (
	"context"
	"fmt"

	"ipsplan/scenarios"
)

// Varied says which inputs were varied, and what came of it. The scenarios of the results are the one as it is, then one for each of the rows.
type Varied struct {
	Keys []string `json:"keys"`
	// Values are those of each key, as a file would have them.
	Values [][]string `json:"values"`
	VariantTable
}

// VariantTable has figures of a scenario as it is and of variants of it.
type VariantTable struct {
	// Figures are those that were asked for, then the usual ones.
	Figures []TableFigure `json:"figures"`
	// AsItIs and each row's Readings are what the figures come to; nil for one that is not there.
	AsItIs []*Reading   `json:"as_it_is"`
	Rows   []VariantRow `json:"rows"`
}

// TableFigure is a figure under the name that an expression has for it.
type TableFigure struct {
	Name string `json:"name"`
	Unit Unit   `json:"unit"`
	// Option is the key of the funding option that a usual figure is of, if there are any.
	Option string `json:"option,omitempty"`
	Asked  bool   `json:"asked,omitempty"`
}

// VariantRow is one value of each key.
type VariantRow struct {
	Values   []string `json:"values"`
	Scenario string   `json:"scenario"`
	// Same says that these are the values that the scenario has as it is.
	Same     bool       `json:"same"`
	Readings []*Reading `json:"readings"`
}

// Ratio is a ratio of expected numbers with its Monte Carlo standard error.
type Ratio struct {
	Mean float64 `json:"mean"`
	MCSE float64 `json:"mcse"`
}

// Variants are a scenario's variants, one for each combination of the values of some keys, the last key's values changing fastest.
type Variants struct {
	Keys   []string
	Values [][]string
	Load   func(settings []string) (*scenarios.Scenario, error)
}

// combinations are all combinations of values.
func (v *Variants) combinations() [][]string {
	all := [][]string{nil}
	for _, values := range v.Values {
		var longer [][]string
		for _, row := range all {
			for _, value := range values {
				longer = append(longer, append(row[:len(row):len(row)], value))
			}
		}
		all = longer
	}
	return all
}

// load loads the variant with some values.
func (v *Variants) load(values []string) (*scenarios.Scenario, error) {
	settings := make([]string, len(values))
	for i, value := range values {
		settings[i] = v.Keys[i] + "=" + value
	}
	return v.Load(settings)
}

// Vary works out what a subject is about for a scenario as it is and with each combination of values, on the same draws, with a table of some figures. The variants are
// loaded before anything is simulated; what is wrong with one is said as the loader says it.
func Vary(ctx context.Context, subject Subject, base *scenarios.Scenario, v *Variants, figures []*Expression, asked Asked) (*Results, error) {
	if err := subject.check([]*scenarios.Scenario{base}); err != nil {
		return nil, err
	}
	varied := &Varied{Keys: v.Keys, Values: v.Values}
	all := []*scenarios.Scenario{base}
	for _, values := range v.combinations() {
		s, err := v.load(values)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
		varied.Rows = append(varied.Rows, VariantRow{Values: values, Scenario: s.Name, Same: isSame(base, s, v.Keys)})
	}
	for _, s := range all {
		if _, err := checked(subject, s, asked, figures); err != nil {
			return nil, err
		}
	}
	c, err := newColumns(subject, base, len(v.Keys) > 1, figures, asked)
	if err != nil {
		return nil, err
	}
	results, readings, err := simulateVariants(ctx, subject, all, c, asked)
	if err != nil {
		return nil, err
	}
	varied.Figures, varied.AsItIs = c.figures, readings[0]
	for i := range varied.Rows {
		varied.Rows[i].Readings = readings[i+1]
	}
	results.Vary = varied
	return results, nil
}

// isSame says whether values given to some keys are what the scenario has anyway: the same inputs or, where numbers were given, inputs with the same value, another
// source notwithstanding.
func isSame(base, variant *scenarios.Scenario, keys []string) bool {
	if variant.Hash == base.Hash {
		return true
	}
	for _, key := range keys {
		if _, err := base.Variable(key); err != nil {
			return false // of what is no number, not all is an input
		}
	}
	return len(changedInputs(base, variant)) == 0
}

// columns are the figures of a table and the expressions that they are read by, of which the first so many were asked for.
type columns struct {
	figures     []TableFigure
	expressions []*Expression
	asked       int
}

// newColumns are the figures asked for and the usual ones; of a table of two inputs, which has one figure, the former or else a single one.
func newColumns(subject Subject, base *scenarios.Scenario, isGrid bool, asked []*Expression, settings Asked) (*columns, error) {
	t, err := checked(subject, base, settings, asked)
	if err != nil {
		return nil, err
	}
	c := &columns{expressions: asked, asked: len(asked)}
	for _, e := range asked {
		c.figures = append(c.figures, TableFigure{Name: e.String(), Unit: e.unit(t), Asked: true})
	}
	usual := subject.usual(base)
	if isGrid {
		usual = nil
		if len(asked) == 0 {
			usual = []TableFigure{{Name: subject.single(base)}}
		}
	}
	for _, f := range usual {
		e, err := ParseExpression(f.Name)
		if err != nil {
			return nil, err
		}
		if e.check(t) != nil {
			continue // such as money where there is none
		}
		f.Name, f.Unit = e.String(), e.unit(t)
		c.figures, c.expressions = append(c.figures, f), append(c.expressions, e)
	}
	return c, nil
}

// keptAtOnce limits the numbers of draws that are kept at one time, of all scenarios together; variants beyond that are simulated later, each time beside the scenario as it is.
const keptAtOnce = 40_000_000

// atOnce is how many variants are simulated at one time.
func atOnce(subject Subject, base *scenarios.Scenario, figures []*Expression, asked Asked) int {
	one := observe(subject, []*scenarios.Scenario{base}, asked, figures, false)
	return max(1, keptAtOnce/max(1, len(one.keepers))/asked.Replications-1)
}

// simulateVariants simulates a scenario and variants of it, each held against the first on the same draws, and reads the columns of each.
func simulateVariants(ctx context.Context, subject Subject, all []*scenarios.Scenario, c *columns, asked Asked) (*Results, [][]*Reading, error) {
	var results *Results
	var readings [][]*Reading
	base, variants := all[0], all[1:]
	some := atOnce(subject, base, c.expressions, asked)
	progress := newProgress(asked, len(variants)+(len(variants)+some-1)/some)
	for len(variants) > 0 || results == nil {
		now := variants[:min(some, len(variants))]
		variants = variants[len(now):]
		v := newVariants(subject, append([]*scenarios.Scenario{base}, now...), c, progress.next(asked, 1+len(now)))
		if err := v.simulate(ctx); err != nil {
			return nil, nil, err
		}
		next, read, err := v.results(ctx)
		if err != nil {
			return nil, nil, err
		}
		if results == nil {
			results, readings = next, read
			continue
		}
		results.Scenarios = append(results.Scenarios, next.Scenarios[1:]...)
		readings = append(readings, read[1:]...)
	}
	return results, readings, nil
}

// progress adds up the draws of several simulations.
type progress struct {
	tell     func(done, of int)
	done, of int
}

// newProgress foresees so many scenarios; none if nobody knows how many.
func newProgress(asked Asked, scenarios int) *progress {
	return &progress{tell: asked.Progress, of: scenarios * asked.Replications}
}

// next is what to ask of the next simulation, of so many scenarios.
func (p *progress) next(asked Asked, scenarios int) Asked {
	before := p.done
	p.done += scenarios * asked.Replications
	asked.Progress = func(done, _ int) {
		if p.tell != nil {
			p.tell(before+done, p.of)
		}
	}
	return asked
}

// variants observes a scenario and variants of it, and how these differ from it.
type variants struct {
	*observation
	columns *columns
	// of each scenario: its numbers by name, its differences from the first by column, where there are any, and all those of its measures
	numbers     []map[string]named
	more        [][]number
	differences []func() Differences
}

func newVariants(subject Subject, all []*scenarios.Scenario, c *columns, asked Asked) *variants {
	v := &variants{observation: observe(subject, all, asked, c.expressions, false), columns: c}
	for i, of := range v.observers {
		v.numbers = append(v.numbers, byName(of.numbers()))
		v.more = append(v.more, make([]number, len(c.expressions)))
		v.differences = append(v.differences, nil)
		if i > 0 {
			v.keepDifferences(i)
			v.differences[i] = of.compare(&v.drawing, v.observers[0])
		}
	}
	return v
}

// keepDifferences makes room for what a scenario has above the first of each column that is a mean of the draws.
func (v *variants) keepDifferences(i int) {
	first, s := v.all[0], v.all[i]
	if first.Model.Years != s.Model.Years {
		return
	}
	for at, e := range v.columns.expressions {
		name, isMean := e.meanOf()
		a, inFirst := v.numbers[0][name]
		b, inThis := v.numbers[i][name]
		if !isMean || !inFirst || !inThis || b.partial || b.behind || v.columns.figures[at].Unit == Money && first.File.Currency != s.File.Currency {
			continue
		}
		v.more[i][at] = subtract(&v.drawing, b.unit, []int{a.row}, b.unit/a.unit, []int{b.row})
	}
}

// results are the results of all scenarios, and the readings of the columns of each.
func (v *variants) results(ctx context.Context) (*Results, [][]*Reading, error) {
	asked := v.asked
	asked.Replications = v.drawn
	results := &Results{Settings: &asked.Settings}
	var readings [][]*Reading
	for i, of := range v.observers {
		r := of.result(asked)
		if err := of.complete(ctx, asked, r); err != nil {
			return nil, nil, err
		}
		if i > 0 {
			r.Compare = compared(v.all[0], v.all[i], v.differences[i]())
		}
		read, err := v.read(i, tidiedOf(r))
		if err != nil {
			return nil, nil, err
		}
		results.Scenarios, readings = append(results.Scenarios, r), append(readings, read)
	}
	return results, readings, nil
}

// read reads the columns of a scenario. One of the usual figures may be missing in a variant.
func (v *variants) read(i int, t *tidied) ([]*Reading, error) {
	read := make([]*Reading, len(v.columns.expressions))
	for at, e := range v.columns.expressions {
		r, err := e.read(t, v.numbers[i], v.drawn)
		if err != nil && at < v.columns.asked {
			return nil, fmt.Errorf("%s: %w", v.all[i].Name, err)
		}
		if err == nil {
			read[at] = r
		}
		if more := v.more[i][at]; err == nil && more.kept != nil {
			d := more.estimate()
			r.Difference = &Reading{Value: d.Mean, Error: &d.MCSE}
		}
	}
	return read, nil
}
