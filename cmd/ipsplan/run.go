package main

import (
	"context"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"ipsplan/output"
	"ipsplan/output/report"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

func newRun() *cobra.Command {
	var c common
	var asked study.Asked
	var all, quiet bool
	var precision string
	cmd := &cobra.Command{Use: "run SCENARIO... | --all", Short: "Project people, staff, cost, funding and gap; several scenarios also give the portfolio",
		Example: "  ipsplan run croatia\n  ipsplan run croatia --set services.zagreb.specialists=3\n  ipsplan run --all --years 2 -o projection.md",
		RunE: func(cmd *cobra.Command, names []string) error {
			if all {
				names = append(names, scenarios.Bundled()...)
			}
			if len(names) == 0 {
				return usage("%s: names no scenario; name one, such as croatia, or give --all", cmd.CommandPath())
			}
			if err := checkAsked(cmd, &asked, precision); err != nil {
				return err
			}
			if err := c.chooseFormat(); err != nil {
				return err
			}
			loaded, err := c.load(names)
			if err != nil {
				return err
			}
			results, err := project(cmd.Context(), cmd.ErrOrStderr(), loaded, asked, quiet)
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
			return c.write(cmd, results, documents...)
		}}
	c.addScenario(cmd)
	f := cmd.Flags()
	f.BoolVar(&all, "all", false, "all bundled scenarios")
	f.IntVar(&asked.Replications, "reps", 10_000, "number of simulated futures")
	f.StringVar(&precision, "precision", "", "as many futures as it takes for errors below this share of the mean, such as 1% (instead of --reps)")
	f.Uint64Var(&asked.Seed, "seed", 1, "seed of the random numbers; the same seed gives the same figures")
	f.IntVar(&asked.Workers, "workers", 0, "futures simulated at the same time (default: one on each core); changes no figure")
	f.StringVar(&asked.Uncertainty, "uncertainty", "all", "all, or chance to hold every uncertain rate at its mean")
	f.BoolVar(&quiet, "quiet", false, "show no progress")
	return cmd
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
	case asked.Uncertainty != "all" && asked.Uncertainty != "chance":
		return usage("--uncertainty: %q is not all or chance", asked.Uncertainty)
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

// patience is how long a run may take before it shows how far it is.
const patience = 300 * time.Millisecond

// project simulates and, on a terminal, shows progress when it takes long.
func project(ctx context.Context, errs io.Writer, all []*scenarios.Scenario, asked study.Asked, quiet bool) (*study.Results, error) {
	file, ok := errs.(*os.File)
	if quiet || !ok || !term.IsTerminal(int(file.Fd())) {
		return study.Project(ctx, all, asked)
	}
	begun := make(chan struct{})
	show := time.AfterFunc(patience, func() { close(begun) })
	progress := mpb.New(mpb.WithOutput(errs), mpb.WithRenderDelay(begun), mpb.WithAutoRefresh())
	bar := progress.AddBar(int64(asked.Replications*len(all)), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name("simulating ")), mpb.AppendDecorators(decor.Percentage()))
	asked.Progress = func(done int) { bar.SetCurrent(int64(done)) }
	results, err := study.Project(ctx, all, asked)
	bar.Abort(true)
	if show.Stop() {
		close(begun) // nothing was shown; let the renderer end
	}
	progress.Wait()
	return results, err
}
