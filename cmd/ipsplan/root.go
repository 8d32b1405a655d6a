package main

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ipsplan/output"
	"ipsplan/output/report"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

func newRoot(out, errs io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:   "ipsplan",
		Short: "What a plan to scale up Individual Placement and Support is likely to deliver",
		Long: `ipsplan projects what a plan to scale up Individual Placement and Support (IPS) is likely to deliver: people engaged,
in a job and still in it after 13 weeks, staff, cost, funding and what is missing, with how sure each figure is.

SCENARIO is the name of a bundled plan (see ipsplan list), a file, or layers joined by +, later ones over
earlier ones: croatia+three-specialists.toml, croatia+services.zagreb.specialists=3.

Exit status: 0 done, 1 failed, 2 wrong usage, 3 invalid scenario, 4 a strict check found something, 130 interrupted.`,
		SilenceErrors: true, SilenceUsage: true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("%s: is not a command; %s", args[0], nearestCommand(cmd, args[0]))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetOut(out)
	root.SetErr(errs)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return usageError{explainFlag(cmd, err)} })
	root.AddCommand(newList(), newShow(), newCheck(), newPlan(), newRun(), newExplain(), newCompare(), newFunding(), newContract(), newReport(), newReconcile(), newInit(), newVersion())
	return root
}

func nearestCommand(root *cobra.Command, word string) string {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return nearest(word, names, "commands are ")
}

// nearest names the word that was probably meant, or all of them.
func nearest(word string, known []string, otherwise string) string {
	if best := scenarios.Nearest(word, known); best != "" {
		return "did you mean " + best + "?"
	}
	return otherwise + strings.Join(known, ", ")
}

// explainFlag says what is wrong with a flag in a project lead's words: which one was probably meant, or what its value should be.
func explainFlag(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		return fmt.Errorf("--%s: %q is not %s", invalid.GetFlag().Name, invalid.GetValue(), kindOfValue(invalid.GetFlag().Value.Type()))
	}
	if !errors.As(err, &unknown) || unknown.GetSpecifiedShortnames() != "" {
		return err
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return fmt.Errorf("--%s: is not a flag of %s; %s", unknown.GetSpecifiedName(), cmd.CommandPath(), nearest("--"+unknown.GetSpecifiedName(), names, "flags are "))
}

func kindOfValue(flagType string) string {
	switch flagType {
	case "int":
		return "a whole number"
	case "uint64":
		return "a whole number of 0 or more"
	}
	return "a " + flagType
}

// none refuses arguments.
func none(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("%s: takes no arguments; leave out %q", cmd.CommandPath(), args[0])
	}
	return nil
}

// atLeast refuses fewer arguments, saying what is missing.
func atLeast(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < n {
			return usage("%s: names no %s; %s", cmd.CommandPath(), what, cmd.UseLine())
		}
		return nil
	}
}

func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usage("%s: takes %d %s, not %d; %s", cmd.CommandPath(), n, what, len(args), cmd.UseLine())
		}
		return nil
	}
}

// common are the flags of the commands that read scenarios and print something.
type common struct {
	format, output, lang string
	language             output.Language
	options              scenarios.Options
	// charts are the names of the charts that the command can draw; chart is the only one to draw, if not empty.
	charts []string
	chart  string
	// isReport says that the command writes for readers, and so in more formats; layout says what of it, and report is what it then wrote.
	isReport bool
	layout   report.Layout
	report   report.Documents
	// loaded are the scenarios.
	loaded []*scenarios.Scenario
}

func (c *common) add(cmd *cobra.Command) {
	f := cmd.Flags()
	formats := c.formats()
	last := len(formats) - 1
	f.StringVar(&c.format, "format", "", strings.Join(formats[:last], ", ")+" or "+formats[last]+" (default table, or by the ending of --output)")
	f.StringVarP(&c.output, "output", "o", "", "write to this file instead of the terminal; endings are "+c.endingsInWords())
	f.StringVar(&c.lang, "lang", output.Languages()[0], "language of tables, notes and pictures: "+strings.Join(output.Languages(), ", ")+"; with a decimal comma, CSV has it too, and semicolons between cells")
	if len(c.charts) > 0 {
		f.StringVar(&c.chart, "chart", "", "draw only this chart into the picture (.svg, .png): "+strings.Join(c.charts, ", ")+"; default all, one below the other")
	}
}

func (c *common) addScenario(cmd *cobra.Command) {
	c.add(cmd)
	// The shell completes bundled names, and files besides.
	cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return scenarios.Bundled(), cobra.ShellCompDirectiveDefault
	}
	f := cmd.Flags()
	f.StringArrayVar(&c.options.Settings, "set", nil, "change one value: key=value, such as services.zagreb.specialists=3 (may be given several times)")
	f.Var((*years)(&c.options.Years), "years", "look at fewer years than the scenario has")
}

// years is a number of years on the command line, 1 or more.
type years int

func (y *years) String() string { return strconv.Itoa(int(*y)) }
func (y *years) Type() string   { return "number of years, 1 or more" }
func (y *years) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return errors.New("not a number of years")
	}
	*y = years(n)
	return nil
}

// load reads the scenarios that are named, on all cores.
func (c *common) load(names []string) ([]*scenarios.Scenario, error) {
	all, errs := make([]*scenarios.Scenario, len(names)), make([]error, len(names))
	study.OnAllCores(len(names), func(i int) { all[i], errs[i] = scenarios.Load(names[i], c.options) })
	c.loaded = slices.DeleteFunc(all, func(s *scenarios.Scenario) bool { return s == nil })
	return c.loaded, errors.Join(errs...)
}

func tool() study.Tool { return study.Tool{Name: "ipsplan", Version: versionText()} }

// versionText is the release, or the commit that a development version was built from.
func versionText() string {
	if version != "development" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return version + " " + s.Value[:min(12, len(s.Value))]
			}
		}
	}
	return version
}

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "ipsplan", versionText())
			return err
		},
	}
}
