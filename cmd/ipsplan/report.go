package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ipsplan/output/report"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

func newReport() *cobra.Command {
	c := common{charts: report.Charts(), isReport: true}
	var sim simulation
	var f funding
	cmd := &cobra.Command{
		Use: "report SCENARIO... | --all", Short: "Put all that is known of a plan into one document, for Word, Excel, the browser, a text",
		Long: `Put all that is known of a plan into one document: a summary in sentences, the plan and the projection, what leads from one to the
other, staff, budget, funding and gap, cost for each outcome, every assumption with its source, the method, and the settings to make it again. Several
scenarios are a chapter each, with one more for all together.

The format is that of the file's ending, and all formats show the same document; CSV and JSON hold its figures, unrounded, and CSV with
--table that table as it is printed.

` + folded("Sections: ", report.Sections()) + `
` + folded("Tables: ", report.Tables()),
		Example: "  ipsplan report croatia -o croatia.docx\n  ipsplan report croatia --section summary\n  ipsplan report croatia --section plan --section projection -o tables.md\n" +
			"  ipsplan report croatia --table outcomes -o outcomes.md\n  ipsplan report croatia --chart job_starts_by_quarter -o job-starts.png\n  ipsplan report --all --years 2 -o plans.xlsx",
		RunE: func(cmd *cobra.Command, names []string) error {
			names, err := f.names(cmd, names)
			if err != nil {
				return err
			}
			if err := checkLayout(&c.layout); err != nil {
				return err
			}
			results, err := sim.run(cmd, &c, names, func(ctx context.Context, all []*scenarios.Scenario, asked study.Asked) (*study.Results, error) {
				if err := c.layoutFits(); err != nil {
					return nil, err
				}
				return study.Report(ctx, all, asked, f.asked)
			})
			if err != nil {
				return err
			}
			c.layout.Program, c.layout.Command = "ipsplan "+versionText(), commandOf(cmd, names)
			c.report = report.Report(results, c.layout)
			documents := c.report.All()
			if len(documents) == 0 {
				return usage("--table: there is no table %s in this report; choose another", c.layout.Table)
			}
			return c.write(cmd, results, documents...)
		},
	}
	c.addScenario(cmd)
	sim.add(cmd)
	flags := cmd.Flags()
	flags.StringArrayVar(&f.asked.Options, "option", nil, "show only this funding option, by its key (may be given several times; the others are held against the first)")
	flags.Var(&amount{&f.asked.Above}, "above", "give the chance of a gap above this amount (default: a tenth of the planned cost)")
	flags.StringArrayVar(&c.layout.Sections, "section", nil, "show only this section (may be given several times)")
	flags.StringVar(&c.layout.Table, "table", "", "show only this table")
	flags.BoolVar(&f.all, "all", false, "all bundled scenarios")
	return cmd
}

// folded are names in lines no wider than other help.
func folded(label string, names []string) string {
	const most = 130
	text, used := label, len(label)
	for i, name := range names {
		if i > 0 {
			name = " " + name
		}
		name += string(",."[min(i/(len(names)-1), 1)])
		if used+len(name) > most {
			text, used, name = text+"\n", 0, strings.TrimSpace(name)
		}
		text, used = text+name, used+len(name)
	}
	return text
}

// checkLayout refuses sections and tables that there are not.
func checkLayout(l *report.Layout) error {
	for _, name := range l.Sections {
		if !slices.Contains(report.Sections(), name) {
			return usage("--section: %q is not a section of a report; %s", name, nearest(name, report.Sections(), "sections are "))
		}
	}
	switch table := l.Table; {
	case table != "" && !slices.Contains(report.Tables(), table):
		return usage("--table: %q is not a table of a report; %s", table, nearest(table, report.Tables(), "tables are "))
	case table != "" && len(l.Sections) > 0:
		return usage("--table and --section: a table is shown alone; give one of the two")
	}
	return nil
}

// layoutFits refuses a choice that the format has no place for.
func (c *common) layoutFits() error {
	if c.layout.Table == "" && len(c.layout.Sections) == 0 {
		return nil
	}
	switch format := formatNamed(c.format); {
	case format.name == "json" || format.name == "csv" && c.layout.Table == "":
		return usage("--section and --table: choose what a document shows; %s holds all figures; leave them out, or choose another format", format.name)
	case format.offer == byCharts:
		return usage("--section and --table: choose what a document shows; a picture shows charts, which --chart chooses; leave them out")
	}
	return nil
}

// commandOf is what makes the same figures again: the command with its scenarios and the flags that were given, save those that say where they go.
func commandOf(cmd *cobra.Command, names []string) string {
	words := []string{cmd.CommandPath()}
	if all, _ := cmd.Flags().GetBool("all"); all {
		words = append(words, "--all")
	} else {
		for _, name := range names {
			words = append(words, quoted(name))
		}
	}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if !slices.Contains([]string{"set", "years", "reps", "precision", "seed", "uncertainty", "option", "above"}, f.Name) {
			return
		}
		values := []string{f.Value.String()}
		if several, ok := f.Value.(pflag.SliceValue); ok {
			values = several.GetSlice()
		}
		for _, value := range values {
			words = append(words, fmt.Sprintf("--%s %s", f.Name, quoted(value)))
		}
	})
	return strings.Join(words, " ")
}
