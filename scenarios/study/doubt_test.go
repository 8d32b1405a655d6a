package study_test

import (
	"fmt"
	"testing"

	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

// oneFunder is a plan with one cost of C euros a year, uniform between 0 and 2,000, of which a funder pays all or nothing, one as likely as the other.
func oneFunder(t *testing.T) string {
	t.Helper()
	return "../testdata/small.toml+" + overlay(t, `
stream = "one"
[cost.clothes]
name = "Clothes"
category = "non_staff"
per = "year"
amount = { low = 0, high = 2_000, form = "uniform", assumed = "a guess" }
[funding.city]
name = "City"
kind = "municipal government"
covers = { category = "non_staff", share = 1 }
status = "hoped"
chance = 0.5
source = "plan"
[option.only]
name = "City alone"
pay_order = ["city"]
`)
}

// TestDoubtsOfMoneyByHand: over two years the gap is 2C or 0, and of its variance E[(2C)²]/4 = 4 × (1000² + 2000²/12)/4 is decisions and Var(2C)/4 = 4 × 2000²/12/4 ignorance: 4 : 1, and nothing luck. All of
// the cost's own is ignorance.
func TestDoubtsOfMoneyByHand(t *testing.T) {
	r := project(t, draws(2000), load(t, oneFunder(t))).Scenarios[0]
	for measure, want := range map[string]float64{"total_cost": 0, "funding": 0.8, "gap": 0.8} {
		d, ok := r.Doubts.Get(measure)
		if !ok {
			t.Fatalf("nothing is said of %s", measure)
		}
		near(t, measure+": decisions", d.Decisions.Share, want, 5*d.Decisions.Error)
		near(t, measure+": ignorance", d.Ignorance.Share, 1-want, 5*d.Ignorance.Error+1e-9)
		near(t, measure+": luck", d.Luck.Share, 0, 1e-9) // under the same decisions both futures have the same gap
	}
}

// TestDoubtsAreKnownWellEnough: as many draws have a second future as it takes for shares that are known to within some six points, two standard errors; more draws change nothing.
func TestDoubtsAreKnownWellEnough(t *testing.T) {
	for _, name := range scenarios.Bundled() {
		few, many := project(t, draws(2000), load(t, name)).Scenarios[0], project(t, draws(2100), load(t, name)).Scenarios[0]
		for _, m := range many.Doubts {
			for _, p := range []study.Part{m.Value.Luck, m.Value.Ignorance, m.Value.Decisions} {
				if p.Error > 0.035 {
					t.Errorf("%s: a share of the variance of %s is known to ±%.3f only", name, m.Name, p.Error)
				}
			}
		}
		if one, other := fmt.Sprint(few.Doubts), fmt.Sprint(many.Doubts); one != other {
			t.Errorf("%s: other shares from more draws:\n%s\n%s", name, one, other)
		}
	}
}

// TestDoubtsOfWhatSeldomComes: where a gap comes in fewer than one in a hundred futures, the first that have a second future may have none; it is split all the same.
func TestDoubtsOfWhatSeldomComes(t *testing.T) {
	plan := "../testdata/small.toml+" + overlay(t, `
stream = "one"
[services.town]
name = "Town"
specialists = 50
source = "plan"
[referrals]
per_year = 375
factor = { mean = 1, sd = 0.3, assumed = "a guess" }
source = "plan"
[cost.bonus]
name = "Bonus"
category = "non_staff"
per = "job start"
amount = { low = 990, best = 1_000, high = 1_100, assumed = "a guess" }
[funding.city]
name = "City"
kind = "municipal government"
covers = { category = "non_staff", share = 1 }
status = "agreed"
chance = 1
per_year = [300_000, 300_000]
source = "plan"
[option.only]
name = "City alone"
pay_order = ["city"]
`)
	for seed := range uint64(4) {
		asked := draws(2000)
		asked.Seed = seed
		r := project(t, asked, load(t, plan)).Scenarios[0]
		if gaps := r.ChanceOfGap.Total; gaps == 0 || gaps > 0.01 {
			t.Fatalf("a gap in %v of the futures", gaps)
		}
		if _, ok := r.Doubts.Get("gap"); !ok {
			t.Errorf("seed %d: nothing is said of the gap", seed)
		}
	}
}

// TestErrorsOfDoubtsAreThoseOfTheShares: from seed to seed shares differ by their errors. Where the errors are right, the variance of 40 shares is below 0.4 times their squares, or above twice, once in
// two thousand times.
func TestErrorsOfDoubtsAreThoseOfTheShares(t *testing.T) {
	const seeds = 40
	sum, squares, errors := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, plan := range []string{"croatia", oneFunder(t)} {
		for seed := range uint64(seeds) {
			asked := draws(1200)
			asked.Seed = seed
			r := project(t, asked, load(t, plan)).Scenarios[0]
			for _, m := range r.Doubts {
				for kind, p := range map[string]study.Part{"luck": m.Value.Luck, "ignorance": m.Value.Ignorance, "decisions": m.Value.Decisions} {
					name := fmt.Sprintf("%s: %s: %s", r.Title, m.Name, kind)
					sum[name] += p.Share
					squares[name] += p.Share * p.Share
					errors[name] += p.Error * p.Error
				}
			}
		}
	}
	for name := range sum {
		if errors[name] < 1e-20 { // all or nothing for certain
			continue
		}
		variance := (squares[name] - sum[name]*sum[name]/seeds) / (seeds - 1)
		if ratio := variance / (errors[name] / seeds); ratio < 0.4 || ratio > 2 {
			t.Errorf("%s: a variance between seeds of %.2f times the squared error", name, ratio)
		}
	}
}
