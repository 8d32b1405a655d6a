package main

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ipsplan/output"
	"ipsplan/output/report"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

func newFunding() *cobra.Command {
	c := common{charts: report.FundingCharts()}
	var sim simulation
	var f funding
	var w whatIf
	cmd := &cobra.Command{
		Use: "funding SCENARIO... | --all", Short: "Show who pays, what is missing and when, with funding options side by side",
		Long: `Show what a plan costs, who pays, what is missing and when: by funder, cost line and year, with the money that would close
the gap, the cash that must be on hand, and all funding options of the plan side by side on the same simulated futures. Several scenarios are also
added up, each under its first option shown; one that has none of the options named by --option shows the one in use.

As a table in the terminal or, into a file that ends in .svg or .png, as a picture of cost against funding by quarter. With --precision, the
errors of the expected cost, funding and gap are held against the cost.`,
		Example: "  ipsplan funding croatia\n  ipsplan funding france --option sib --option platforms --above 100000\n  ipsplan funding denmark --option mixed --by quarter\n  ipsplan funding spain -o spain.svg\n  ipsplan funding --all\n" +
			"  ipsplan funding croatia --vary funding.grant.chance=0.3,0.5,0.7 --measure funding.pilot.gap.total.p90" +
			"\n  ipsplan funding croatia --solve funding.grant.chance --target 'funding.pilot.gap.total.chance_of_any <= 0.4'",
		RunE: func(cmd *cobra.Command, names []string) error {
			names, err := f.names(cmd, names)
			if err != nil {
				return err
			}
			if err := f.check(); err != nil {
				return err
			}
			if w.isAsked() {
				if err := f.checkWhatIf(&w); err != nil {
					return err
				}
				c.charts = nil
				return w.run(cmd, &c, &sim, names, f.asked)
			}
			results, err := sim.run(cmd, &c, names, func(ctx context.Context, all []*scenarios.Scenario, asked study.Asked) (*study.Results, error) {
				return study.Funding(ctx, all, asked, f.asked)
			})
			if err != nil {
				return err
			}
			layout := report.FundingLayout{ByQuarter: f.asked.ByQuarter, Details: formatNamed(c.format).offer == byCharts || len(f.asked.Options) > 0}
			return c.write(cmd, results, fundingDocuments(results, layout)...)
		},
	}
	c.addScenario(cmd)
	sim.add(cmd)
	f.add(cmd)
	w.add(cmd, "funding.pilot.gap.total.p90")
	return cmd
}

// funding are the flags of the command.
type funding struct {
	asked study.FundingAsked
	by    string
	all   bool
}

func (f *funding) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.asked.Options, "option", nil, "show only this funding option, by its key (may be given several times; the others are held against the first)")
	flags.Var(&amount{&f.asked.Above}, "above", "give the chance of a gap above this amount (default: a tenth of the planned cost)")
	flags.StringVar(&f.by, "by", "year", "year or quarter: tables by quarter too; in JSON and CSV also of each funder, line and service")
	flags.BoolVar(&f.all, "all", false, "all bundled scenarios")
}

// names are the scenarios that are asked for; with all of them go the claims about their sum.
func (f *funding) names(cmd *cobra.Command, names []string) ([]string, error) {
	names, err := namedOrAll(cmd, names, f.all)
	if err == nil && f.all {
		f.asked.Claims, err = scenarios.LoadPortfolio()
	}
	return names, err
}

func (f *funding) check() error {
	switch f.by {
	case "quarter":
		f.asked.ByQuarter = true
	case "year":
	default:
		return usage("--by: %q is not year or quarter", f.by)
	}
	return nil
}

// checkWhatIf refuses a table of two inputs that would have to be about several options.
func (f *funding) checkWhatIf(w *whatIf) error {
	if len(f.asked.Options) > 1 && len(w.vary) == 2 && len(w.measures) == 0 {
		return usage("--option: is given %d times, and a table of two inputs is about one figure; give one --option, or say with --measure which figures, such as --measure funding.%s.gap.total.mean",
			len(f.asked.Options), f.asked.Options[0])
	}
	return nil
}

// amount is money on the command line, 0 or more, with underscores between its digits where one likes, as in scenario files.
type amount struct{ of **float64 }

func (a *amount) String() string {
	if a.of == nil || *a.of == nil {
		return ""
	}
	return strconv.FormatFloat(**a.of, 'f', -1, 64)
}
func (a *amount) Type() string { return "number of 0 or more, such as 50000" }
func (a *amount) Set(s string) error {
	const most = 1e12
	x, err := strconv.ParseFloat(strings.ReplaceAll(s, "_", ""), 64)
	if err != nil || !(x >= 0 && x <= most) {
		return errors.New("not an amount")
	}
	*a.of = &x
	return nil
}

func fundingDocuments(results *study.Results, layout report.FundingLayout) []*output.Document {
	var documents []*output.Document
	for _, r := range results.Scenarios {
		documents = append(documents, report.Funding(r, results.Settings, layout))
	}
	if results.Portfolio != nil {
		documents = append(documents, report.FundingPortfolio(results.Portfolio, results.Settings, layout))
	}
	if !results.NoPortfolio.IsZero() {
		documents = append(documents, report.NoPortfolio(results.NoPortfolio))
	}
	return documents
}
