package study_test

import (
	"slices"
	"testing"

	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

// TestDenmarkOnBothBases: what is planned, worked out by hand, beside what the document prints.
//
// Table 5.14 has 838,450 and 742,050, which is 1,580,500; Figure 5.3 has 7,910,000 for five years, and the text 8 million. The budget leaves the pay of 30
// specialists out, of whom each costs 497,000 kroner a year, the mean of a lowest of 400,000, a best of 483,000 and a highest of 650,000 ((400 + 4·483 + 650) / 6),
// at 7.46038 kroner for a euro: 30 · 497,000 / 7.46038 = 1,998,557.71 a year. So in full two years cost 1,580,500 + 2 · 1,998,557.71 = 5,577,615.42, which is
// 3,997,115.42 more than printed, and five years 7,910,000 + 5 · 1,998,557.71 = 17,902,788.55.
func TestDenmarkOnBothBases(t *testing.T) {
	const pay = 1_998_557.71
	for _, name := range []string{"denmark", "denmark+cost_basis=full"} {
		r := study.Plan(load(t, name))
		c := r.CostBases
		if want := map[string]string{"denmark": "published", "denmark+cost_basis=full": "full"}[name]; r.CostBasis != want {
			t.Errorf("%s: the basis in use is %q", name, r.CostBasis)
		}
		if len(c.LeftOut) != 1 || c.LeftOut[0].Key != "specialists" {
			t.Fatalf("%s: left out are %+v", name, c.LeftOut)
		}
		for year, published := range []float64{838_450, 742_050, 2_109_833, 2_109_833, 2_109_834} {
			near(t, name+": published basis", c.Published.ByYear[year], published, 1e-9)
			near(t, name+": left out", c.LeftOut[0].ByYear[year], pay, 1e-6)
			near(t, name+": in full", c.Full.ByYear[year], published+pay, 1e-6)
		}
		near(t, name+": five years", c.Full.Total, 17_902_788.55, 1e-6)
		var where []string
		for i, want := range []study.PrintedTotal{
			{Years: 2, Printed: 1_580_500, Published: 1_580_500, Full: 5_577_615.42},
			{Years: 5, Printed: 7_910_000, Published: 7_910_000, Full: 17_902_788.55},
			{Years: 5, Printed: 8_000_000, Published: 7_910_000, Full: 17_902_788.55},
		} {
			got := c.Printed[i]
			where = append(where, got.Where.String())
			if got.Years != want.Years || got.Printed != want.Printed {
				t.Errorf("%s: printed is %+v", name, got)
			}
			near(t, name+": published basis of the same years", got.Published, want.Published, 1e-6)
			near(t, name+": full cost of the same years", got.Full, want.Full, 1e-6)
		}
		if len(c.Printed) != 3 || !slices.Equal(where, []string{"IPS scale-up plan, Table 5.14", "Figure 5.3", "Funders, Denmark"}) {
			t.Errorf("%s: printed in %q", name, where)
		}
	}
	if c := study.Plan(load(t, "croatia")).CostBases; c != nil {
		t.Errorf("Croatia's budget leaves nothing out: %+v", c)
	}
	two, err := scenarios.Load("denmark", scenarios.Options{Years: 2})
	if err != nil {
		t.Fatal(err)
	}
	if c := study.Plan(two).CostBases; len(c.Printed) != 1 || c.Full.Total != c.Printed[0].Full {
		t.Errorf("of two years: %+v", c)
	}
}

// TestALineThatIsAShare: a fee of a tenth of all staff costs 100 a year more where 1,000 of pay are left out, and nobody pays on the published basis.
func TestALineThatIsAShare(t *testing.T) {
	s := load(t, "../testdata/small.toml+"+overlay(t, `
[cost]
pay  = { name = "Pay", category = "staff", amount = 1_000, basis = "full", source = "plan" }
desk = { name = "Desk", category = "staff", amount = 500, source = "plan" }
rent = { name = "Rent", category = "non_staff", amount = 300, source = "plan" }
fee  = { name = "Fee", category = "unsplit", share_of = { category = "staff" }, share = 0.1, source = "plan" }
[funding]
town = { name = "Town", kind = "municipal government", covers = { lines = ["pay"], share = 0.75 }, status = "secured", source = "plan" }
`))
	c := study.Plan(s).CostBases
	// 500 + 300 + 50 a year on the published basis, 1,000 + 100 more in full.
	if c.Published.Total != 2*850 || c.Full.Total != 2*1950 || len(c.LeftOut) != 2 || c.LeftOut[0].Total != 2000 || c.LeftOut[1].Key != "fee" || c.LeftOut[1].Total != 200 {
		t.Errorf("%+v", c)
	}
	bases := funding(t, draws(5), study.FundingAsked{}, s).Scenarios[0].WhoPays.Options[0].Bases
	if bases[0].Funding.Total.Mean != 0 || bases[0].Gap.Total.Mean != 1700 || bases[1].Funding.Total.Mean != 1500 || bases[1].Gap.Total.Mean != 2400 {
		t.Errorf("%+v", bases)
	}
	if more := bases[1].More; bases[0].More != nil || more.Cost.Total.Mean != 2200 || more.Funding.Total.Mean != 1500 || more.Gap.Total.Mean != 700 || more.Gap.Total.Higher != 1 {
		t.Errorf("more in full: %+v", more)
	}
}

// TestBasesAreThoseOfTheScenarioOnEither: the figures of both bases, whichever is in use, are those of the two scenarios on their own, to the last digit, since
// both bases are priced in the same draws; and the differences are those of the means.
func TestBasesAreThoseOfTheScenarioOnEither(t *testing.T) {
	for _, uncertainty := range study.Uncertainties() {
		asked := draws(130)
		asked.Uncertainty = uncertainty
		published := funding(t, asked, study.FundingAsked{}, load(t, "denmark")).Scenarios[0].WhoPays
		full := funding(t, asked, study.FundingAsked{}, load(t, "denmark+cost_basis=full")).Scenarios[0].WhoPays
		for i := range published.Options {
			for _, of := range []*study.WhoPays{published, full} {
				bases := of.Options[i].Bases
				for b, alone := range []*study.OptionFunding{&published.Options[i], &full.Options[i]} {
					got := &bases[b]
					for what, pair := range map[string][2]study.Flow{"cost": {got.Cost, alone.Cost}, "funding": {got.Funding, alone.Funding}, "gap": {got.Gap, alone.Gap}} {
						if pair[0].Total != pair[1].Total || !slices.Equal(pair[0].ByYear, pair[1].ByYear) {
							t.Errorf("%s, %s, %s of the %s basis: %+v beside the other, %+v alone", uncertainty, alone.Key, what, got.Basis, pair[0].Total, pair[1].Total)
						}
					}
					if !slices.Equal(got.ClosingGap, alone.ClosingGap) || got.ChanceOfGap.Total != alone.ChanceOfGap.Total {
						t.Errorf("%s, %s: %+v closes the gap beside the other, %+v alone", uncertainty, alone.Key, got.ClosingGap, alone.ClosingGap)
					}
				}
				near(t, "planned", bases[0].Planned.Total, 7_910_000, 1e-9)
				near(t, "planned in full", bases[1].Planned.Total, 17_902_788.55, 1e-6)
				near(t, "more gap in full", bases[1].More.Gap.Total.Mean, bases[1].Gap.Total.Mean-bases[0].Gap.Total.Mean, 1e-6)
				near(t, "funding and gap", bases[1].Funding.Total.Mean+bases[1].Gap.Total.Mean, bases[1].Cost.Total.Mean, 1e-6)
			}
		}
	}
}

// TestBasesForAnyWorkers: how many work on the draws changes nothing.
func TestBasesForAnyWorkers(t *testing.T) {
	var first []study.Row
	for _, workers := range []int{1, 3} {
		asked := draws(200)
		asked.Workers = workers
		rows := funding(t, asked, study.FundingAsked{ByQuarter: true}, load(t, "denmark"), load(t, "croatia")).Rows()
		if first == nil {
			first = rows
		}
		if !slices.Equal(first, rows) {
			t.Errorf("%d workers give other figures", workers)
		}
	}
}
