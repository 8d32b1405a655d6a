package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"ipsplan/output"
	"ipsplan/output/report"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

func newList() *cobra.Command {
	var c common
	cmd := &cobra.Command{
		Use: "list", Short: "List the bundled scenarios, and the outcomes contracts to lay over one", Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := c.chooseFormat(cmd.OutOrStdout()); err != nil {
				return err
			}
			all, err := c.load(scenarios.Bundled())
			if err != nil {
				return err
			}
			templates, err := study.Templates()
			if err != nil {
				return err
			}
			results := &study.Results{Templates: templates}
			for _, s := range all {
				results.Scenarios = append(results.Scenarios, study.Plan(s))
			}
			return c.write(cmd, results, report.List(results.Scenarios, templates))
		},
	}
	c.add(cmd)
	return cmd
}

// newPerScenario makes a command that says something about each scenario on its own.
func newPerScenario(use, short, example string, about func(*scenarios.Scenario) *study.Result, document func(*study.Result) *output.Document) *cobra.Command {
	var c common
	cmd := &cobra.Command{
		Use: use, Short: short, Example: example, Args: atLeast(1, "scenario"),
		RunE: func(cmd *cobra.Command, names []string) error {
			if err := c.chooseFormat(cmd.OutOrStdout()); err != nil {
				return err
			}
			all, err := c.load(names)
			if err != nil {
				return err
			}
			results := &study.Results{}
			var documents []*output.Document
			for _, s := range all {
				r := about(s)
				results.Scenarios = append(results.Scenarios, r)
				documents = append(documents, document(r))
			}
			return c.write(cmd, results, documents...)
		},
	}
	c.addScenario(cmd)
	return cmd
}

func newShow() *cobra.Command {
	return newPerScenario("show SCENARIO...", "Show every input with unit, source and status (the assumptions table)",
		"  ipsplan show croatia", study.Show, report.Show)
}

func newPlan() *cobra.Command {
	return newPerScenario("plan SCENARIO...", "Show the plan's arithmetic, in the layout of the published tables",
		"  ipsplan plan france --years 2", study.Plan, report.Plan)
}

func newCheck() *cobra.Command {
	var strict bool
	var options scenarios.Options
	cmd := &cobra.Command{
		Use: "check FILE...", Long: "Name all faults of scenario files at once, and warn of implausible plans. An overlay is checked together with what it lies over: check croatia+overlay.toml.", Short: "Name all faults of scenario files at once, and warn of implausible plans", Args: atLeast(1, "file"),
		Example: "  ipsplan check my-country.toml",
		RunE: func(cmd *cobra.Command, names []string) error {
			var errs []error
			warnings := 0
			for _, name := range names {
				s, err := scenarios.Load(name, options)
				if err != nil {
					errs = append(errs, err)
					continue
				}
				doubts, err := study.Check(s)
				if err != nil {
					return err
				}
				warnings += len(doubts)
				fmt.Fprintf(cmd.OutOrStdout(), "%s: no faults%s\n", name, counted(len(doubts)))
				for _, w := range doubts {
					fmt.Fprintf(cmd.OutOrStdout(), "  warning: %s\n", w)
				}
			}
			if len(errs) > 0 {
				return errors.Join(errs...)
			}
			if strict && warnings > 0 {
				return &foundError{"check --strict: there are warnings"}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&strict, "strict", false, "exit with status 4 when there are warnings")
	cmd.Flags().StringArrayVar(&options.Settings, "set", nil, "change one value before checking: key=value")
	return cmd
}

func counted(warnings int) string {
	switch warnings {
	case 0:
		return ""
	case 1:
		return ", 1 warning"
	}
	return fmt.Sprintf(", %d warnings", warnings)
}

func newReconcile() *cobra.Command {
	var c common
	var strict bool
	cmd := &cobra.Command{
		Use: "reconcile [SCENARIO...]", Short: "Hold published figures and claims against each other, recomputed",
		Example: "  ipsplan reconcile\n  ipsplan reconcile france",
		RunE: func(cmd *cobra.Command, names []string) error {
			if err := c.chooseFormat(cmd.OutOrStdout()); err != nil {
				return err
			}
			var portfolio *scenarios.Portfolio
			if len(names) == 0 {
				names = scenarios.Bundled()
				var err error
				if portfolio, err = scenarios.LoadPortfolio(); err != nil {
					return err
				}
			}
			all, err := c.load(names)
			if err != nil {
				return err
			}
			results, err := study.Reconcile(all, portfolio)
			if err != nil {
				return err
			}
			if err := c.write(cmd, results, report.Reconcile(results)); err != nil {
				return err
			}
			if strict && len(results.Reconcile) > 0 {
				return &foundError{"reconcile --strict: some figures do not agree"}
			}
			return nil
		},
	}
	c.addScenario(cmd)
	cmd.Flags().BoolVar(&strict, "strict", false, "exit with status 4 when something does not agree")
	return cmd
}

// quoted is a file's name as it is typed on a command line.
func quoted(path string) string {
	if strings.ContainsAny(path, " '\"$&()*;<>?[]`|~") {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

func newInit() *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use: "init FILE", Short: "Write a commented starting file for a new scenario", Args: exactly(1, "file"),
		Example: "  ipsplan init my-country.toml\n  ipsplan init my-denmark.toml --from denmark",
		RunE: func(cmd *cobra.Command, args []string) error {
			path := args[0]
			if !strings.HasSuffix(path, ".toml") {
				return usage("%s: a scenario file ends in .toml; name it %s.toml", path, path)
			}
			text, err := scenarios.Starter(from)
			if err != nil {
				return err
			}
			if err := writeNew(path, text); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s written. Change what is yours, then: ipsplan check %s\n", path, quoted(path))
			return err
		},
	}
	cmd.Flags().StringVar(&from, "from", "croatia", "the bundled scenario to start from")
	return cmd
}
