package study_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"ipsplan/scenarios/study"
)

// source finds a source of the option in use by the beginning of its name.
func source(t *testing.T, r *study.Result, name string) study.FundingSource {
	t.Helper()
	for _, s := range r.Funding.Sources {
		if strings.HasPrefix(s.Name, name) {
			return s
		}
	}
	t.Fatalf("no source %s", name)
	return study.FundingSource{}
}

// TestChancesThatDependOnOthers: in Denmark region 4 comes with (0.3 + 4 × 0.65 + 0.9) / 6 if region 1 does, which has (0.4 + 4 × 0.7 + 0.95) / 6, and
// with (0.05 + 4 × 0.15 + 0.5) / 6 if not. A fifth of the same cost is paid as often as a region comes.
func TestChancesThatDependOnOthers(t *testing.T) {
	r := project(t, draws(4000), load(t, "denmark")).Scenarios[0]
	first := (0.4 + 4*0.7 + 0.95) / 6
	want := map[string]float64{
		"Region 1": first, "Region 2": first, "Region 3": first,
		"Region 4": first*(0.3+4*0.65+0.9)/6 + (1-first)*(0.05+4*0.15+0.5)/6,
	}
	want["Region 5"] = want["Region 4"]
	for name, chance := range want {
		s := source(t, r, name)
		near(t, name+": chance", s.Chance, chance, 1e-12)
		near(t, name+": share of draws in which it pays", s.Paid.Total.Mean/(0.2*7_910_000), chance, 5*math.Sqrt(0.25/4000))
	}
	// Whoever depends on a funder outside the option has the chance without it; inside, one of the two comes at most.
	alone := load(t, "france", `option.sib.pay_order=["grant"]`)
	near(t, "a grant without the bond", source(t, project(t, draws(200), alone).Scenarios[0], "Grant").Chance, 0.5, 1e-12)
	both := project(t, draws(4000), load(t, "france", `option.sib.pay_order=["outcome_payer", "redirection", "grant"]`, "contract.price_level=20")).Scenarios[0]
	near(t, "a grant if the bond is lost", source(t, both, "Grant").Chance, 0.25, 1e-12)
	// At twenty times its prices the bond pays all in half of the futures. In the other half redirected funds pay half the cost in half of them, and a grant the other half of it in
	// half of them: all is paid in a quarter of them, half in two and nothing in one.
	total, _ := both.Money.Get("total_cost")
	gap, _ := both.Money.Get("gap")
	near(t, "gap, as a share of the cost", gap.Total.Mean/total.Total.Mean, 0.5*(0.25+2*0.25*0.5), 5*0.35/math.Sqrt(4000))
	near(t, "chance of a gap", both.ChanceOfGap.Total, 0.5*0.75, 5*math.Sqrt(0.25/4000))
}

// TestFullCost: on the same draws the full cost is the published one and the municipalities' line, whoever else pays what.
func TestFullCost(t *testing.T) {
	published, full := load(t, "denmark"), load(t, "denmark", "cost_basis=full")
	r := project(t, draws(500), published).Scenarios[0]
	f := project(t, draws(500), full).Scenarios[0]
	before, _ := r.Money.Get("total_cost")
	after, _ := f.Money.Get("total_cost")
	inPost, _ := f.Staff.Get("in_post_mean")
	// 27.6 specialists in post for five years at 497,000 kroner, in euros; the amount is uncertain and does not follow who is in post.
	want := inPost.Total.Mean * 5 * 497_000 / 7.46038
	near(t, "the specialists' pay", (after.Total.Mean-before.Total.Mean)/want, 1, 0.03)
	for _, name := range []string{"Region 1", "Region 5"} {
		near(t, name+" pays of the team's cost only", source(t, f, name).Paid.Total.Mean, source(t, r, name).Paid.Total.Mean, 1e-6)
	}
	if s := source(t, f, "Municipalities"); s.Paid.Total.Mean < 0.5*want || s.Paid.Total.Mean > want {
		t.Errorf("municipalities pay %.0f of %.0f", s.Paid.Total.Mean, want)
	}
	if !strings.HasPrefix(f.Remarks[0].String(), "the cost here is the full one, with \"Employment specialists") || strings.Contains(r.Remarks[0].String(), "full one") {
		t.Errorf("remarks are %q and in full %q", r.Remarks[0], f.Remarks[0])
	}
	if !slices.ContainsFunc(f.Changes, func(i study.Input) bool { return i.Path == "cost_basis" && i.Value.String() == "full" }) {
		t.Errorf("the change is not listed: %+v", f.Changes)
	}
}

// TestEveryDriverAndFunderTogether runs the file that uses every key, in every way: what is paid and what is missing add up to the cost.
func TestEveryDriverAndFunderTogether(t *testing.T) {
	s := load(t, "../testdata/small.toml+../testdata/everything.toml", "cost_basis=full",
		`option.city.pay_order=["volunteers", "city", "fund", "state", "foundation"]`)
	for _, uncertainty := range study.Uncertainties() {
		asked := draws(200)
		asked.Uncertainty = uncertainty
		r := project(t, asked, s).Scenarios[0]
		total := func(measure string) float64 {
			stats, _ := r.Money.Get(measure)
			return stats.Total.Mean
		}
		paid := 0.0
		for _, f := range r.Funding.Sources {
			if f.Paid.Total.Mean <= 0 {
				t.Errorf("%s: %s pays nothing", uncertainty, f.Name)
			}
			paid += f.Paid.Total.Mean
		}
		near(t, uncertainty+": funding", total("funding"), paid, 1e-4)
		near(t, uncertainty+": funding and gap", total("funding")+total("gap"), total("total_cost"), 1e-4)
		near(t, uncertainty+": categories", total("staff_cost")+total("non_staff_cost")+total("unsplit_cost"), total("total_cost"), 1e-4)
	}
}
