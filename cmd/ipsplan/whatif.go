package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"ipsplan/output"
	"ipsplan/output/report"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

// whatIf are the flags that ask a command's question for other values of an input.
type whatIf struct {
	vary, measures []string
	solve, target  string
}

// whatIfHelp is said in the help of commands with these flags.
const whatIfHelp = `What if: --vary tries values of an input, --solve finds the one that meets a --target, both on the same simulated people and in one
table. Two --vary make a table of one --measure. A range of whole numbers goes in steps of 1, one with decimals needs a
step (0.2..0.6/0.1) or gives five values. Measures have the names of the command's CSV: section.measure.period.statistic, such as
people.job_starts.total.mean or funding.pilot.gap.total.p90, or chance(section.measure.period >= number).`

// add makes the flags, with an example of a measure that the command has.
func (w *whatIf) add(cmd *cobra.Command, example string) {
	f := cmd.Flags()
	f.StringArrayVar(&w.vary, "vary", nil, "try values of an input: key=2..6, key=0.2..0.6/0.1 or key=2,3,5; given twice, each with each")
	f.StringArrayVar(&w.measures, "measure", nil, "with --vary: a measure to show, such as '"+example+"' (may be given several times; two --vary show one of their own without it)")
	f.StringVar(&w.solve, "solve", "", "find the value of an input that meets --target: key, or key=FROM..TO for the range to search")
	f.StringVar(&w.target, "target", "", "with --solve: 'EXPR OP NUMBER', such as 'chance(people.job_starts.total >= 60) >= 0.8'")
	if cmd.Long == "" {
		cmd.Long = cmd.Short + "."
	}
	cmd.Long += "\n\n" + whatIfHelp
}

// isAsked says whether any of the flags was given.
func (w *whatIf) isAsked() bool {
	return len(w.vary) > 0 || w.solve != "" || w.target != "" || len(w.measures) > 0
}

// check refuses flags that do not go together.
func (w *whatIf) check(sim *simulation, names []string) error {
	switch {
	case w.solve != "" && len(w.vary) > 0:
		return usage("--solve and --vary: each asks a question of its own; give one of the two")
	case w.solve != "" && w.target == "":
		return usage("--solve: has no target to meet; add --target, such as --target 'chance(people.job_starts.total >= 60) >= 0.8'")
	case w.target != "" && w.solve == "":
		return usage("--target: says what is to be met, but not by which input; add --solve, such as --solve services.zagreb.specialists")
	case len(w.measures) > 0 && len(w.vary) == 0:
		return usage("--measure: chooses what --vary shows; add --vary, such as --vary services.zagreb.specialists=2..6")
	case len(w.vary) > 2:
		return usage("--vary: is given %d times; a table has room for two inputs", len(w.vary))
	case len(names) != 1:
		return usage("--vary and --solve: are about one scenario, not %d; name one", len(names))
	case sim.precision != "":
		return usage("--precision: is not known for all values at once; give --reps with --vary and --solve")
	}
	return nil
}

// run answers the question for one scenario.
func (w *whatIf) run(cmd *cobra.Command, c *common, sim *simulation, names []string, subject study.Subject) error {
	if err := w.check(sim, names); err != nil {
		return err
	}
	ask, err := w.question(c, names[0], subject)
	if err != nil {
		return err
	}
	results, err := sim.run(cmd, c, names, ask)
	var wrong *study.ExpressionError
	var unsearchable study.RangeError
	switch {
	case errors.As(err, &wrong):
		return usage("%s: %w", w.expressionFlag(), err)
	case errors.As(err, &unsearchable):
		return usage("--solve: %w", err)
	case err != nil:
		return err
	}
	document := report.Vary
	if results.Solve != nil {
		document = report.Solve
	}
	return c.write(cmd, results, []*output.Document{document(results)}...)
}

func (w *whatIf) expressionFlag() string {
	if w.solve != "" {
		return "--target"
	}
	return "--measure"
}

// question makes a question of the flags.
func (w *whatIf) question(c *common, name string, subject study.Subject) (question, error) {
	load := func(settings []string) (*scenarios.Scenario, error) {
		options := c.options
		options.Variant = settings
		return scenarios.Load(name, options)
	}
	if w.solve != "" {
		return w.toSolve(load, subject)
	}
	v := &study.Variants{Load: load}
	number := 1
	for _, text := range w.vary {
		variation, err := scenarios.ParseVariation(text)
		if err != nil {
			return nil, usage("--vary: %w", err)
		}
		v.Keys, v.Values = append(v.Keys, variation.Key), append(v.Values, variation.Values)
		number *= len(variation.Values)
	}
	switch {
	case len(v.Keys) == 2 && v.Keys[0] == v.Keys[1]:
		return nil, usage("--vary: %s is given twice; name its values in one --vary", v.Keys[0])
	case number > scenarios.MostVariants:
		return nil, usage("--vary: each value with each are %d variants, more than %d; name fewer values", number, scenarios.MostVariants)
	}
	var measures []*study.Expression
	for _, text := range w.measures {
		e, err := study.ParseExpression(text)
		if err != nil {
			return nil, usage("--measure: %w", err)
		}
		measures = append(measures, e)
	}
	return func(ctx context.Context, all []*scenarios.Scenario, asked study.Asked) (*study.Results, error) {
		return study.Vary(ctx, subject, all[0], v, measures, asked)
	}, nil
}

func (w *whatIf) toSolve(load func([]string) (*scenarios.Scenario, error), subject study.Subject) (question, error) {
	target, err := study.ParseTarget(w.target)
	if err != nil {
		return nil, usage("--target: %w", err)
	}
	key, within, isRanged := strings.Cut(w.solve, "=")
	q := &study.Question{Key: strings.TrimSpace(key), Target: target, Load: load}
	if isRanged {
		span, isSpan, err := scenarios.ParseSpan(strings.TrimSpace(within))
		if err == nil && !isSpan {
			err = fmt.Errorf("%q is not a range; write %s=2..6, or 0.2..0.6/0.1 with a step", within, q.Key)
		}
		if err != nil {
			return nil, usage("--solve: %w", err)
		}
		q.Span = span
	}
	return func(ctx context.Context, all []*scenarios.Scenario, asked study.Asked) (*study.Results, error) {
		return study.Solve(ctx, subject, all[0], q, asked)
	}, nil
}
