package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"ipsplan/output"
	"ipsplan/output/report"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

func newContract() *cobra.Command {
	c := common{charts: report.ContractCharts()}
	var sim simulation
	var by period
	var w whatIf
	cmd := &cobra.Command{
		Use: "contract SCENARIO...", Short: "Settle the outcomes contract: payments, capital, return and risk", Args: atLeast(1, "scenario"),
		Long: `Settle a plan's outcomes contract (social impact bond, payment by results) in each simulated future, as if it were concluded: what is
paid for outcomes and when, what caps and evidence take, what capital is put in, what it yields and how likely it is lost, and what an outcome costs
the payer. A plan without a contract gets one from a template (see ipsplan list): croatia+four-metrics.

As a table in the terminal or, into a file that ends in .svg or .png, as a picture.`,
		Example: "  ipsplan contract france\n  ipsplan contract croatia+four-metrics --by quarter\n  ipsplan contract france --set contract.price_level=1.2\n  ipsplan contract france -o investor.svg --chart investor_cumulative\n" +
			"  ipsplan contract france --solve contract.price_level --target 'contract.net.total.p50 >= 0'\n" +
			"  ipsplan contract france --vary contract.prices.job_start.price=6000..12000/2000 --vary pathway.job_start.rate=0.4..0.6/0.1",
		RunE: func(cmd *cobra.Command, names []string) error {
			if err := by.check(); err != nil {
				return err
			}
			asked := study.ContractAsked{ByQuarter: by.isQuarter()}
			if w.isAsked() {
				c.charts = nil
				return asContractUsage(w.run(cmd, &c, &sim, names, asked))
			}
			results, err := sim.run(cmd, &c, names, func(ctx context.Context, all []*scenarios.Scenario, draws study.Asked) (*study.Results, error) {
				return study.Contract(ctx, all, draws, asked)
			})
			if err != nil {
				return asContractUsage(err)
			}
			var documents []*output.Document
			for _, r := range results.Scenarios {
				documents = append(documents, report.Contract(r, results.Settings, asked.ByQuarter))
			}
			return c.write(cmd, results, documents...)
		},
	}
	c.addScenario(cmd)
	sim.add(cmd)
	by.add(cmd, "tables by quarter too; in JSON and CSV also of each payment")
	w.add(cmd, "contract.irr.total.p50")
	return cmd
}

// asContractUsage makes a question that no contract can answer wrong usage.
func asContractUsage(err error) error {
	var wrong *study.ContractError
	if errors.As(err, &wrong) {
		return usage("%w", err)
	}
	return err
}

// period is how finely time is shown.
type period struct{ by string }

func (p *period) add(cmd *cobra.Command, quarter string) {
	cmd.Flags().StringVar(&p.by, "by", "year", "year or quarter: "+quarter)
}

func (p *period) isQuarter() bool { return p.by == "quarter" }

func (p *period) check() error {
	if p.by != "year" && p.by != "quarter" {
		return usage("--by: %q is not year or quarter", p.by)
	}
	return nil
}
