package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the expected outputs anew")

// TestGolden holds the printed figures still: the arithmetic and the projection of every bundled plan, and what does not agree in the
// document. A difference is read before it is accepted, and CHANGELOG.md says which numbers moved and why.
func TestGolden(t *testing.T) {
	for _, command := range []string{
		"list",
		"plan croatia", "plan czech-republic", "plan denmark", "plan france", "plan spain", "plan france --years 2",
		"run croatia", "run czech-republic", "run denmark", "run france", "run spain",
		"run --all --years 2 --reps 2000",
		"run croatia --set services.zagreb.specialists=3",
		"run croatia --uncertainty chance --reps 2000 --format json",
		"run croatia --uncertainty none",
		"compare croatia croatia+services.zagreb.specialists=3",
		"plan denmark --set cost_basis=full", "show croatia", "show denmark --format csv",
		"explain croatia --reps 2000", "explain denmark --reps 500 --reverse",
		"explain croatia --reps 2000 --format svg --chart bridge_job_starts", "explain france --reps 500 --years 1 --format markdown",
		"run croatia --vary services.zagreb.specialists=1..4 --reps 2000",
		"run france --vary cost.staff.amount=1_000_000..1_400_000/100_000 --reps 500 --format markdown",
		"run croatia --vary services.zagreb.specialists=2,3 --vary pathway.job_start.rate=0.4..0.6 --reps 500",
		"run croatia --solve services.zagreb.specialists --target chance(people.job_starts.total>=40)>=50% --reps 2000",
		"run croatia --solve services.zagreb.specialists=1..6 --target chance(people.job_starts.total>=60)>=0.8 --reps 1000",
		"run croatia --solve pathway.job_start.rate --target people.job_starts.total.mean>=45 --reps 500",
		"run croatia --solve services.zagreb.specialists=0..3 --target chance(people.job_starts.year_1=5)>=0.1 --reps 500",
		"funding france --option sib --option platforms --vary services.lyon.specialists=2..4 --above 50000 --reps 500",
		"funding croatia --vary funding.grant.chance=0.3,0.5,0.7 --vary services.zagreb.specialists=1..3 --measure chance(funding.pilot.peak_cash_need.total>50000) --reps 500",
		"funding croatia --solve funding.grant.chance --target funding.pilot.gap.total.chance_of_any<=0.4 --reps 1000",
		"funding croatia --reps 2000", "funding czech-republic --reps 2000", "funding denmark --reps 2000", "funding france --reps 2000", "funding spain --reps 2000",
		"funding --all --reps 500", "funding denmark --set cost_basis=full --option mixed --by quarter --reps 500",
		"funding croatia --years 1 --reps 200 --format json", "funding croatia --reps 2000 --format svg",
		"report croatia --reps 2000", "report czech-republic spain --years 1 --reps 200 --format markdown --section summary --section funding",
		"report denmark --set cost_basis=full --years 2 --reps 200 --format latex --section budget --section cost_per_outcome", "report france --reps 200 --option sib --format html --section summary",
		"report croatia --reps 2000 --format svg --chart job_starts_by_quarter", "report croatia --reps 2000 --format svg --chart caseload_and_capacity",
		"report croatia --years 1 --reps 200 --format json", "report croatia --reps 200 --table funders",
		"reconcile", "reconcile france --format json",
		"contract france --reps 2000", "contract croatia+four-metrics --reps 1000 --by quarter", "contract croatia+threshold-premium --reps 1000", "contract croatia+colombia --reps 1000",
		"contract croatia+maximum-per-person --reps 1000", "contract croatia+grant --reps 1000", "contract croatia+threshold-premium --years 1 --reps 200 --format json",
		"contract france --reps 500 --format svg", "contract france --vary contract.prices.job_start.price=6000..12000/2000 --vary pathway.job_start.rate=0.4..0.6/0.1 --reps 500",
		"contract france --solve contract.price_level=1..1.3 --target contract.net.total.p50>=0 --reps 200",
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			if status := ipsplan(context.Background(), &out, &errs, strings.Fields(command)); status != 0 || errs.Len() > 0 {
				t.Fatalf("exit status %d: %s", status, errs.String())
			}
			compareGolden(t, command, out.String())
		})
	}
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "golden", strings.NewReplacer(" ", "_", "--", "", "=", "-", ".", "-", "<", "less", ">", "more", "(", "-", ")", "", "%", "", "/", "-by-").Replace(name)+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s is not as it was; if the change is meant, read it, run make golden and say so in CHANGELOG.md (-before +now):\n%s", name, diff)
	}
}
