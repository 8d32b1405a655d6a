package study

import (
	"context"
	"fmt"
	"math"

	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// Varied says which inputs were varied, and what came of it. The scenarios of the results are the one as it is, then one for each of the rows.
type Varied struct {
	Keys []string `json:"keys"`
	// Values are those of each key, as a file would have them.
	Values [][]string `json:"values"`
	// Measure is the expression whose readings the rows have, if one was asked for.
	Measure string       `json:"measure,omitempty"`
	AsItIs  *Reading     `json:"as_it_is,omitempty"`
	Rows    []VariantRow `json:"rows"`
}

// VariantRow is one value of each key.
type VariantRow struct {
	Values   []string `json:"values"`
	Scenario string   `json:"scenario"`
	// Same says that these are the values that the scenario has as it is.
	Same    bool     `json:"same"`
	Reading *Reading `json:"reading,omitempty"`
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

// Vary projects a scenario as it is and with each combination of values, on the same draws, and works out an expression, if not nil, for each. The variants are loaded before anything is
// simulated; what is wrong with one is said as the loader says it.
func Vary(ctx context.Context, base *scenarios.Scenario, v *Variants, measure *Expression, asked Asked) (*Results, error) {
	rows := v.combinations()
	varied := &Varied{Keys: v.Keys, Values: v.Values}
	all := []*scenarios.Scenario{base}
	for _, values := range rows {
		s, err := v.load(values)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
		varied.Rows = append(varied.Rows, VariantRow{Values: values, Scenario: s.Name, Same: isSame(base, s, v.Keys)})
	}
	if measure != nil {
		varied.Measure = measure.String()
		for _, s := range all {
			if err := measure.Check(s, asked.Uncertainty); err != nil {
				return nil, err
			}
		}
	}
	results, readings, err := projectVariants(ctx, all, measure, asked)
	if err != nil {
		return nil, err
	}
	if measure != nil {
		varied.AsItIs = readings[0]
		for i := range varied.Rows {
			varied.Rows[i].Reading = readings[i+1]
		}
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

// keptAtOnce limits the draws that are kept at one time, of all scenarios together; variants beyond that are simulated later, each time beside the scenario as it is.
const keptAtOnce = 200_000

// projectVariants projects a scenario and variants of it, each held against the first on the same draws, and reads an expression for each, if there is one.
func projectVariants(ctx context.Context, all []*scenarios.Scenario, measure *Expression, asked Asked) (*Results, []*Reading, error) {
	var results *Results
	var readings []*Reading
	base, variants := all[0], all[1:]
	atOnce := max(1, keptAtOnce/asked.Replications)
	progress := newProgress(asked, len(variants)+(len(variants)+atOnce-1)/atOnce)
	for len(variants) > 0 || results == nil {
		some := variants[:min(atOnce, len(variants))]
		variants = variants[len(some):]
		p := newVariants(append([]*scenarios.Scenario{base}, some...), progress.next(asked, 1+len(some)))
		if err := p.draw(ctx); err != nil {
			return nil, nil, err
		}
		next, read, err := p.results(ctx, measure)
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

// variants is the projection of a scenario and variants of it. Each is kept in its own grain, so that its numbers are to the last digit those of running it alone.
type variants struct {
	projection
	pairs []*pairing // with the first; nil for itself
	per   []perOutcome
}

func newVariants(all []*scenarios.Scenario, asked Asked) *variants {
	p := &variants{projection: projection{asked: asked}}
	for i, s := range all {
		p.add(s, grainOf([]*scenarios.Scenario{s}))
		p.per = append(p.per, newPerOutcome(&p.drawing, p.samples[i]))
		var pair *pairing
		if i > 0 {
			pair = newPairing(&p.drawing, p.samples[0], p.samples[i])
		}
		p.pairs = append(p.pairs, pair)
	}
	p.newWorker = p.newRecorders
	return p
}

func (p *variants) results(ctx context.Context, measure *Expression) (*Results, []*Reading, error) {
	results, err := p.projection.results(ctx)
	if err != nil {
		return nil, nil, err
	}
	var readings []*Reading
	for i, r := range results.Scenarios {
		r.PerOutcome = p.per[i].ratios()
		reading, err := p.samples[i].reading(measure, r)
		if err != nil {
			return nil, nil, err
		}
		readings = append(readings, reading)
		if i > 0 {
			r.Compare = p.pairs[i].compare(p.all[0], p.all[i])
		}
	}
	return results, readings, nil
}

// reading is that of an expression, if there is one.
func (k *sample) reading(e *Expression, r *Result) (*Reading, error) {
	if e == nil {
		return nil, nil
	}
	reading, err := e.read(k, rowsOf(r))
	if err != nil {
		return nil, err
	}
	return &reading, nil
}

func rowsOf(r *Result) []Row {
	t := tidy{scenario: r.Name}
	t.result(r)
	return t.rows
}

// Check says what in the expression is not among a scenario's results, before anything is simulated.
func (e *Expression) Check(s *scenarios.Scenario, uncertainty string) error {
	p := newVariants([]*scenarios.Scenario{s}, Asked{Settings: Settings{Uncertainty: uncertainty}})
	r := p.estimates().Scenarios[0]
	r.PerOutcome = p.per[0].ratios()
	if err := e.check(rowsOf(r)); err != nil {
		return fmt.Errorf("%s: %w", s.Name, err)
	}
	return nil
}

// perOutcome keeps a scenario's cost and outcomes over the horizon, for the cost of one. It is empty where there is no cost.
type perOutcome []struct {
	name string
	of   *quantity.Pair // cents and people
}

func newPerOutcome(d *drawing, k *sample) perOutcome {
	var per perOutcome
	if len(k.money) == 0 {
		return nil
	}
	years := k.scenario.Model.Years
	cost := find(k.money, totalCost).period[years].row
	for _, measure := range []string{engagements, jobStarts, sustainments} {
		per = append(per, struct {
			name string
			of   *quantity.Pair
		}{measure, d.pair(cost, find(k.people, measure).period[years].row, math.MaxInt)})
	}
	return per
}

// ratios are the costs of one outcome each; none of an outcome that never comes.
func (per perOutcome) ratios() Section[Ratio] {
	const cents = 100
	var section Section[Ratio]
	for _, p := range per {
		ratio, mcse := p.of.Ratio()
		section = append(section, Measure[Ratio]{"cost_per_" + p.name, Ratio{ratio / cents, mcse / cents}})
	}
	return section
}
