package study

import (
	"context"
	"slices"

	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// Subject is what a command works out about a scenario by simulating it, and so what can be asked of variants of the scenario: [Projecting] of run, and
// [FundingAsked] of funding. Another command's becomes one by keeping its draws in an observer, whose numbers it names as its rows of the CSV do.
type Subject interface {
	// check says what is wrong with what is asked of scenarios.
	check(all []*scenarios.Scenario) error
	// observe makes room for what is kept of a scenario's draws: for all figures of the command's CSV or, if one is named, at least for that one.
	observe(d *drawing, s *scenarios.Scenario, asked Asked, figures []*Expression, only bool) observer
	// usual are the figures that a table of variants shows beside those that are asked for.
	usual(s *scenarios.Scenario) []TableFigure
	// single is the figure of a table of two inputs, if none is asked for.
	single(s *scenarios.Scenario) string
}

// observer keeps what a subject takes of one scenario's draws.
type observer interface {
	// recorder prepares what one worker needs to fill blocks with the scenario's draws.
	recorder(asked Asked) (func(*block), error)
	// result is what the draws so far come to. There may be none yet: then it has all the names of the CSV, and no figures.
	result(asked Asked) *Result
	// complete adds to a result what takes more than the draws.
	complete(ctx context.Context, asked Asked, r *Result) error
	// numbers are those whose draws are kept.
	numbers() []named
	// compare makes room for what the observer's measures have above those of another one of the same subject, draw by draw, and gives what sums it up.
	compare(d *drawing, first observer) func() Differences
}

// named is a number of every draw under the names that the CSV has for it.
type named struct {
	section, measure, period string
	number
	// partial says that not every draw has it; its mean in the CSV is then not that of the draws' numbers.
	partial bool
	// behind says that the CSV has under these names not its statistics, but something else that is made of it alone.
	behind bool
}

func byName(numbers []named) map[string]named {
	all := make(map[string]named, len(numbers))
	for _, n := range numbers {
		all[figureName(n.section, n.measure, n.period)] = n
	}
	return all
}

// nameYears names a measure's years and horizon.
func nameYears(section string, k kept) []named {
	var all []named
	for y, n := range k.period[:k.years()] {
		all = append(all, named{section: section, measure: k.name, period: yearName(y), number: n})
	}
	return append(all, named{section: section, measure: k.name, period: inAll, number: k.horizon()})
}

// observation simulates scenarios for one subject, each in its own grain, so that its numbers are to the last digit those of the command for it alone.
type observation struct {
	drawing
	asked     Asked
	all       []*scenarios.Scenario
	observers []observer
}

func observe(subject Subject, all []*scenarios.Scenario, asked Asked, figures []*Expression, only bool) *observation {
	o := &observation{asked: asked, all: all}
	for _, s := range all {
		o.observers = append(o.observers, subject.observe(&o.drawing, s, asked, figures, only))
	}
	o.newWorker = o.recorders
	return o
}

// recorders gives what fills blocks with the draws of all scenarios.
func (o *observation) recorders() (func(*block), error) {
	return together(len(o.observers), func(i int) (func(*block), error) { return o.observers[i].recorder(o.asked) })
}

func (o *observation) simulate(ctx context.Context) error {
	return o.drawAsked(ctx, o.asked, len(o.all), func(float64) float64 { return 0 })
}

// keepOnly keeps no more draws than an expression takes, which it can where these are known by name.
func (o *observation) keepOnly(e *Expression, t *tidied) {
	row, ok := e.row(t)
	if !ok {
		return
	}
	name := figureName(row.Section, row.Measure, row.Period)
	var wanted []*quantity.Kept
	for _, of := range o.observers {
		n, ok := byName(of.numbers())[name]
		if !ok {
			return
		}
		wanted = append(wanted, n.kept)
	}
	o.only(wanted)
}

// checked gives a scenario's rows without any draws, or says what in the expressions is not among them.
func checked(subject Subject, s *scenarios.Scenario, asked Asked, figures []*Expression) (*tidied, error) {
	asked.Replications = 0
	o := observe(subject, []*scenarios.Scenario{s}, asked, figures, false)
	t := tidiedOf(o.observers[0].result(asked))
	for _, e := range figures {
		if err := e.check(t); err != nil {
			return nil, &inScenario{s.Name, err}
		}
	}
	return t, nil
}

// inScenario says in which scenario something is wrong.
type inScenario struct {
	scenario string
	error
}

func (e *inScenario) Error() string { return e.scenario + ": " + e.error.Error() }
func (e *inScenario) Unwrap() error { return e.error }

// Check says what in an expression is not among a scenario's results, before anything is simulated.
func (e *Expression) Check(subject Subject, s *scenarios.Scenario, asked Asked) error {
	_, err := checked(subject, s, asked, []*Expression{e})
	return err
}

// mentions says whether any of some expressions has a name.
func mentions(figures []*Expression, is func(word string) bool) bool {
	return slices.ContainsFunc(figures, func(e *Expression) bool {
		return slices.ContainsFunc(e.names, func(n name) bool { return is(n.word) })
	})
}
