package main

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ipsplan/output"
	"ipsplan/output/report"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

func newRun() *cobra.Command {
	var c common
	var sim simulation
	var w whatIf
	var all bool
	cmd := &cobra.Command{
		Use: "run SCENARIO... | --all", Short: "Project people, staff, cost, funding and gap; several scenarios also give the portfolio",
		Example: "  ipsplan run croatia\n  ipsplan run croatia --set services.zagreb.specialists=3\n  ipsplan run --all --years 2 -o projection.md\n" +
			"  ipsplan run croatia --vary services.zagreb.specialists=1..4\n" +
			"  ipsplan run croatia --solve services.zagreb.specialists --target 'people.job_starts.total.mean >= 40'",
		RunE: func(cmd *cobra.Command, names []string) error {
			names, err := namedOrAll(cmd, names, all)
			if err != nil {
				return err
			}
			if w.isAsked() {
				return w.run(cmd, &c, &sim, names, study.Projecting{})
			}
			results, err := sim.run(cmd, &c, names, study.Project)
			if err != nil {
				return err
			}
			var documents []*output.Document
			for _, r := range results.Scenarios {
				documents = append(documents, report.Run(r, results.Settings))
			}
			if results.Portfolio != nil {
				documents = append(documents, report.Portfolio(results.Portfolio, results.Settings))
			}
			if !results.NoPortfolio.IsZero() {
				documents = append(documents, report.NoPortfolio(results.NoPortfolio))
			}
			return c.write(cmd, results, documents...)
		},
	}
	c.addScenario(cmd)
	sim.add(cmd)
	w.add(cmd, "chance(people.job_starts.total >= 60)")
	cmd.Flags().BoolVar(&all, "all", false, "all bundled scenarios")
	return cmd
}

// namedOrAll are the scenarios that are asked for, one at least.
func namedOrAll(cmd *cobra.Command, names []string, all bool) ([]string, error) {
	switch {
	case all && len(names) > 0:
		return nil, usage("%s: --all stands for all bundled scenarios; leave it out, or leave out %s", cmd.CommandPath(), names[0])
	case all:
		return scenarios.Bundled(), nil
	case len(names) == 0:
		return nil, usage("%s: names no scenario; name one, such as croatia, or give --all", cmd.CommandPath())
	}
	return names, nil
}

func newCompare() *cobra.Command {
	var c common
	var sim simulation
	cmd := &cobra.Command{
		Use: "compare SCENARIO SCENARIO...", Short: "Hold scenarios against the first, on the same simulated people", Args: atLeast(2, "two scenarios"),
		Example: "  ipsplan compare croatia croatia+services.zagreb.specialists=3",
		RunE: func(cmd *cobra.Command, names []string) error {
			results, err := sim.run(cmd, &c, names, study.Compare)
			if err != nil {
				return err
			}
			var documents []*output.Document
			for _, r := range results.Scenarios[1:] {
				documents = append(documents, report.Compare(results.Scenarios[0], r, results.Settings))
			}
			return c.write(cmd, results, documents...)
		},
	}
	c.addScenario(cmd)
	sim.add(cmd)
	return cmd
}

func newExplain() *cobra.Command {
	c := common{charts: report.ExplainCharts()}
	var sim simulation
	var reverse bool
	cmd := &cobra.Command{
		Use: "explain SCENARIO...", Short: "Go from the plan to the projection, cause by cause", Args: atLeast(1, "scenario"),
		Long:    "Go from the plan to the projection, cause by cause: as tables with bars or, into a file that ends in .svg or .png, as a picture with one chart for each measure, one below the other.",
		Example: "  ipsplan explain croatia\n  ipsplan explain croatia --reverse\n  ipsplan explain croatia -o bridge.svg\n  ipsplan explain croatia -o job-starts.png --chart bridge_job_starts",
		RunE: func(cmd *cobra.Command, names []string) error {
			if sim.asked.Uncertainty != "all" || sim.precision != "" {
				return usage("%s: goes from no uncertainty to all of it, with --reps draws; leave out --uncertainty and --precision", cmd.CommandPath())
			}
			results, err := sim.run(cmd, &c, names, func(ctx context.Context, all []*scenarios.Scenario, asked study.Asked) (*study.Results, error) {
				return study.Explain(ctx, all, asked, reverse)
			})
			if err != nil {
				return err
			}
			var documents []*output.Document
			for _, r := range results.Scenarios {
				documents = append(documents, report.Explain(r, results.Settings, reverse))
			}
			return c.write(cmd, results, documents...)
		},
	}
	c.addScenario(cmd)
	sim.add(cmd)
	cmd.Flags().BoolVar(&reverse, "reverse", false, "add the causes in the opposite order")
	return cmd
}

// simulation are the flags of the commands that simulate.
type simulation struct {
	asked     study.Asked
	precision string
	quiet     bool
}

func (s *simulation) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.IntVar(&s.asked.Replications, "reps", 10_000, "number of simulated futures")
	f.StringVar(&s.precision, "precision", "", "as many futures as it takes for errors below this share of the mean, such as 1% (instead of --reps)")
	f.Uint64Var(&s.asked.Seed, "seed", 1, "seed of the random numbers; the same seed gives the same figures")
	f.IntVar(&s.asked.Workers, "workers", 0, "futures simulated at the same time (default: one on each core); changes no figure")
	f.StringVar(&s.asked.Uncertainty, "uncertainty", "all", "what differs between futures: all; chance (rates at their means); rates or none (expected values, without luck)")
	f.BoolVar(&s.quiet, "quiet", false, "show no progress")
}

// question is one that takes simulation to answer.
type question func(context.Context, []*scenarios.Scenario, study.Asked) (*study.Results, error)

// run checks the flags, loads the scenarios and asks the question.
func (s *simulation) run(cmd *cobra.Command, c *common, names []string, ask question) (*study.Results, error) {
	if err := checkAsked(cmd, &s.asked, s.precision); err != nil {
		return nil, err
	}
	if err := c.chooseFormat(cmd.OutOrStdout()); err != nil {
		return nil, err
	}
	loaded, err := c.load(names)
	if err != nil {
		return nil, err
	}
	return withProgress(cmd.Context(), cmd.ErrOrStderr(), loaded, s.asked, s.quiet, ask)
}

func checkAsked(cmd *cobra.Command, asked *study.Asked, precision string) error {
	if precision != "" {
		if cmd.Flags().Changed("reps") {
			return usage("--precision and --reps: each says how many futures there are; give one of the two")
		}
		share, err := parseShare(precision)
		if err != nil {
			return err
		}
		asked.Precision = share
	}
	switch {
	case asked.Replications < 2 || asked.Replications > study.MostDraws:
		return usage("--reps: %d is not 2 to %d", asked.Replications, study.MostDraws)
	case asked.Workers < 0 || asked.Workers > 1024:
		return usage("--workers: %d is not 0 to 1024", asked.Workers)
	case !slices.Contains(study.Uncertainties(), asked.Uncertainty):
		return usage("--uncertainty: %q is not all, chance, rates or none", asked.Uncertainty)
	}
	return nil
}

// parseShare reads 1% or 0.01.
func parseShare(s string) (float64, error) {
	number, isPercent := strings.CutSuffix(s, "%")
	share, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if isPercent {
		share /= 100
	}
	if err != nil || !(share >= 0.0001 && share <= 0.5) {
		return 0, usage("--precision: %q is not a share such as 1%%; 0.01%% to 50%% are allowed", s)
	}
	return share, nil
}
