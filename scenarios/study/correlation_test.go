package study_test

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"testing"

	"ipsplan/scenarios/study"
)

// jobCosts is a plan whose only cost is one for each job start, 0 to 2000 euros, and whose job-start rate is 0.2 to 0.8, tied to each other.
func jobCosts(t *testing.T, rank string) string {
	t.Helper()
	return "../testdata/small.toml+" + overlay(t, `
stream = "one"
[pathway.job_start]
rate = { low = 0.2, high = 0.8, form = "uniform", assumed = "a guess" }
[cost.clothes]
name = "Clothes"
category = "non_staff"
per = "job start"
amount = { low = 0, high = 2_000, form = "uniform", assumed = "a guess" }
[correlation.a]
between = ["cost.clothes.amount", "pathway.job_start.rate"]
rank = `+rank+`
source = "plan"
`)
}

// TestCostsThatMoveWithJobs: job starts being N × rate, the mean cost is N × (0.5 × 1000 + covariance), and the covariance of two uniform numbers with the rank
// correlation ρ is ρ × 0.6/√12 × 2000/√12 = 100 ρ: in proportion 1 + ρ/5, simulated or expected. At the means of rates there is nothing to move. People are the
// same whatever they cost.
func TestCostsThatMoveWithJobs(t *testing.T) {
	for _, uncertainty := range study.Uncertainties() {
		asked := draws(8000)
		asked.Uncertainty = uncertainty
		run := func(rank string) (mean, sd float64, r *study.Result) {
			r = project(t, asked, load(t, jobCosts(t, rank))).Scenarios[0]
			cost, _ := r.Money.Get("total_cost")
			return cost.Total.Mean, cost.Total.SD, r
		}
		mean, sd, r := run("0")
		for rank, rho := range map[string]float64{"0.8": 0.8, "-0.8": -0.8} {
			tied, tiedSD, tiedR := run(rank)
			if !reflect.DeepEqual(tiedR.People, r.People) {
				t.Errorf("%s, %g: people move with what they cost", uncertainty, rho)
			}
			if uncertainty == "chance" || uncertainty == "none" {
				if tied != mean || tiedSD != sd {
					t.Errorf("%s, %g: cost %.2f ± %.2f, and uncorrelated %.2f ± %.2f", uncertainty, rho, tied, tiedSD, mean, sd)
				}
				continue
			}
			near(t, fmt.Sprintf("%s: mean cost with a correlation of %g, to that without", uncertainty, rho), tied/mean, 1+rho/5, 0.03)
		}
	}
}

// TestIgnoranceOfCostsThatMoveWithPeople: all that a cost which follows nobody varies by is ignorance, also where it stands where people's rates do; the second future,
// of other luck and other decisions, has the same amount. And cost that moves with job starts is more ignorance than one that moves against them.
func TestIgnoranceOfCostsThatMoveWithPeople(t *testing.T) {
	split := func(rank string, settings ...string) study.Doubt {
		d, ok := project(t, draws(2000), load(t, jobCosts(t, rank), settings...)).Scenarios[0].Doubts.Get("total_cost")
		if !ok {
			t.Fatal("no variance of the cost was split")
		}
		return d
	}
	fixed := split("0.8", `cost.clothes.per="year"`)
	near(t, "ignorance of a yearly cost", fixed.Ignorance.Share, 1, 1e-9)
	near(t, "luck in a yearly cost", fixed.Luck.Share, 0, 1e-9)
	with, against := split("0.8"), split("-0.8")
	if with.Ignorance.Share < against.Ignorance.Share+3*math.Hypot(with.Ignorance.Error, against.Ignorance.Error) {
		t.Errorf("ignorance is %+v of a cost that moves with job starts and %+v of one that moves against them", with.Ignorance, against.Ignorance)
	}
}

// TestCorrelatedMoneyWithAnyNumberOfWorkers: the same bytes.
func TestCorrelatedMoneyWithAnyNumberOfWorkers(t *testing.T) {
	for _, uncertainty := range study.Uncertainties() {
		var first string
		for _, workers := range []int{1, 3} {
			asked := draws(200)
			asked.Workers, asked.Uncertainty = workers, uncertainty
			encoded, err := json.Marshal(project(t, asked, load(t, jobCosts(t, "0.5"))).Scenarios[0].Money)
			if err != nil {
				t.Fatal(err)
			}
			if first != "" && string(encoded) != first {
				t.Errorf("%s: %d workers give other figures than 1", uncertainty, workers)
			}
			first = string(encoded)
		}
	}
}
