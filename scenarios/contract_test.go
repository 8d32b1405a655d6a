package scenarios

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

const wholeContract = "testdata/small.toml+testdata/contract.toml"

// TestContractAsWritten compares the terms with what stands in testdata/contract.toml.
func TestContractAsWritten(t *testing.T) {
	guess := func(path string, low, best, high float64) quantity.Quantity {
		return quantity.Quantity{Name: path, Distribution: quantity.PERT{Low: low, Best: best, High: high}}
	}
	years := func(path string, laws ...quantity.Distribution) quantity.Series {
		return quantity.Series{Name: path, Years: laws}
	}
	dear := quantity.PERT{Low: 1500, Best: 2000, High: 3000}
	want := &contract.Terms{
		Payer: "Ministry", Services: []int{0}, EngagedFrom: 4, EngagedTo: 100, PriceLevel: 1.1,
		Rows: []contract.Row{
			{
				Key: "engagement", Name: "Engagement", Event: contract.Engagement, Price: years("contract.prices.engagement.price", quantity.Certain(500), quantity.Certain(520)),
				From: 8, To: 90, MostPerYear: []budgets.Cents{20_000_00, 25_000_00}, Most: 40_000_00, Lag: 13,
			},
			{
				Key: "job", Name: "Job start from 16 hours", Event: contract.JobStart, Hours: contract.From16, Price: years("contract.prices.job.price", dear, dear),
				Within: 39, Above: 5, UpTo: 60, Minimum: 10, Lag: 20,
			},
			{Key: "half_a_year", Name: "26 weeks", Event: contract.Sustained26, Price: years("contract.prices.half_a_year.price", dear, quantity.Certain(2500)), Lag: 13},
		},
		Ladders: []contract.Ladder{
			{Key: "lasting", Name: "Lasting jobs", Event: contract.Sustained13, Hours: contract.Below16, From: 13, To: 150, Rungs: []contract.Rung{{At: 10, Amount: 20_000_00}, {At: 20, Amount: 50_000_00}}, Lag: 30},
			{Key: "each_year", Name: "Lasting jobs by the year", Event: contract.Sustained52, EachYear: true, Rungs: []contract.Rung{{At: 5, Amount: 1_000_00}}, Lag: 13},
		},
		Blocks: []contract.Block{{Key: "basic", Name: "Basic payment", PerYear: []budgets.Cents{10_000_00, 5_000_00}}, {Key: "share", Name: "Share of the cost", CostShare: 0.1}},
		TopUps: []contract.TopUp{{Key: "city", Name: "City", Share: 0.25, Most: 30_000_00, Rows: []bool{false, true, true}}, {Key: "fund", Name: "Fund", Share: 0.05}},
		Evidenced: [contract.Events]quantity.Quantity{
			{Name: "contract.evidence.engagement", Distribution: quantity.Certain(0.99)},
			guess("contract.evidence.job_start", 0.8, 0.9, 1),
			{Name: "contract.evidence.sustain_13w", Distribution: quantity.Certain(0.9)},
			{Name: "contract.evidence.sustain_26w", Distribution: quantity.Certain(0.8)},
			{Name: "contract.evidence.sustain_52w", Distribution: quantity.Certain(0.7)},
		},
		DeadweightDeducted: [contract.Events]float64{0, 0.1, 0.1, 0.1, 0.1}, Verification: 0.05, MostPerPerson: 4_000_00, Most: 300_000_00,
		Lines: []int{0}, CostShare: quantity.Quantity{Name: "contract.covers.share", Distribution: quantity.Certain(0.9)},
		RunOffCost: guess("contract.covers.run_off_per_person_and_quarter", 200, 300, 500),
		Provider:   contract.Provider{Fee: []budgets.Cents{90_000_00, 95_000_00}, RiskShare: 0.2},
		Fees: []contract.Fee{
			{Key: "evaluation", Name: "Evaluation", PerYear: []budgets.Cents{8_000_00, 9_000_00}},
			{Key: "set_up", Name: "Set-up", Once: 15_000_00, Quarter: 1},
		},
		Investor: contract.Investor{
			Name: "Investor", Commitment: 120_000_00, Schedule: []budgets.Cents{50_000_00, 30_000_00}, ReturnFirst: true, ReturnCap: new(0.06),
			Surplus: contract.Split{Investor: 0.25, Payer: 0.5, Provider: 0.25},
		},
		Comparison: contract.Comparison{
			RiskRatio: &quantity.Quantity{Name: "contract.comparison.risk_ratio", Distribution: quantity.Lognormal{Median: 1.8, Sigma: 0.1}},
			Rate: [contract.Events]*quantity.Quantity{
				nil,
				{Name: "contract.comparison.job_start", Distribution: quantity.Beta{Average: 0.2, People: 100}},
				{Name: "contract.comparison.sustain_13w", Distribution: quantity.Certain(0.15)},
				{Name: "contract.comparison.sustain_26w", Distribution: quantity.Certain(0.1)},
				{Name: "contract.comparison.sustain_52w", Distribution: quantity.Certain(0.05)},
			},
		},
	}
	s := mustLoad(t, wholeContract)
	if diff := cmp.Diff(want, s.Contract); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if s.Model.People != model.Named {
		t.Error("people are not named, whose outcomes are paid for")
	}
	if plain := mustLoad(t, "testdata/small.toml"); plain.Contract != nil || plain.Model.People != model.ByVolume {
		t.Errorf("without a contract there is %+v, and people are %v", plain.Contract, plain.Model.People)
	}
}

// TestContractLeftOut: what a contract of one price means, term by term.
func TestContractLeftOut(t *testing.T) {
	over := write(t, "over.toml", `[funding.payer]
name = "Payer"
kind = "outcome payer"
covers = { share = 1 }
status = "secured"
[contract]
payer = "payer"
[contract.prices.job]
name  = "Job start"
event = "job start"
price = 2_000
`)
	c := mustLoad(t, "croatia+"+over).Contract
	want := &contract.Terms{
		Payer: "Payer", PriceLevel: 1, CostShare: quantity.Exactly(1), RunOffCost: quantity.Exactly(0), Lines: []int{0, 1},
		Rows: []contract.Row{{Key: "job", Name: "Job start", Event: contract.JobStart, Price: quantity.Series{
			Name: "contract.prices.job.price", Years: []quantity.Distribution{quantity.Certain(2000), quantity.Certain(2000)},
		}}},
		Investor: contract.Investor{Recycling: true, Surplus: contract.Split{Payer: 1}}, Comparison: c.Comparison,
	}
	for e := range want.Evidenced {
		want.Evidenced[e] = quantity.Exactly(1)
	}
	if diff := cmp.Diff(want, c, cmp.AllowUnexported(quantity.Mixture{})); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// TestReviewsStandForTheComparison: the mean of three lognormals is that of median × exp(sigma²/2): (1.63 × 1.00158 + 2.07 × 1.00213 + 2.40 × 1.00463) / 3 = 2.0394.
// The spread of each gives its 95 % interval back.
func TestReviewsStandForTheComparison(t *testing.T) {
	s := mustLoad(t, "france")
	ratio := s.Contract.Comparison.RiskRatio
	if got := ratio.Mean(); math.Abs(got-2.0394) > 0.0001 || ratio.Name != "contract.comparison.risk_ratio" {
		t.Errorf("%s has the mean %v", ratio.Name, got)
	}
	published := [][2]float64{{1.46, 1.82}, {1.82, 2.35}, {1.99, 2.90}}
	mixture, ok := ratio.Distribution.(*quantity.Mixture)
	if !ok || len(mixture.Parts) != len(published) {
		t.Fatalf("is %+v", ratio.Distribution)
	}
	for i, interval := range published {
		low, high := mixture.Parts[i].Quantile(0.025), mixture.Parts[i].Quantile(0.975)
		if math.Abs(low-interval[0]) > 0.005 || math.Abs(high-interval[1]) > 0.005 {
			t.Errorf("review %d has %.3f to %.3f, published is %v", i, low, high, interval)
		}
	}
	input := s.input(t, "contract.comparison.risk_ratio")
	if input.Status != Assumed || !strings.Contains(input.Reason, "10.1371/journal.pone.0212208") {
		t.Errorf("comes from %+v", input.Provenance)
	}
	own := mustLoad(t, "france", "contract.comparison.risk_ratio=1.5", "contract.comparison.job_start=0.1")
	if got := own.Contract.Comparison; got.RiskRatio.Distribution != quantity.Certain(1.5) || got.Rate[contract.JobStart].Distribution != quantity.Certain(0.1) {
		t.Errorf("changed, it is %+v", got)
	}
}

func TestSettingsReachTheContract(t *testing.T) {
	c := mustLoad(t, "france", "contract.price_level=1.2", "contract.prices.job_start.price=5000", "contract.investor.commitment=2_000_000", "contract.most.in_all=9_000_000",
		"contract.investor.recycling=false", "contract.investor.draws=[1_000_000, 500_000]", "contract.evidence.sustain_13w=0.5").Contract
	if c.PriceLevel != 1.2 || c.Rows[1].Price.Years[4] != quantity.Certain(5000) || c.Investor.Commitment != 2_000_000_00 || c.Most != 9_000_000_00 ||
		c.Investor.Recycling || len(c.Investor.Schedule) != 2 || c.Evidenced[contract.Sustained13].Distribution != quantity.Certain(0.5) {
		t.Errorf("the settings do not reach %+v", c)
	}
	if onNeed := mustLoad(t, wholeContract, `contract.investor.draws="on need"`).Contract; onNeed.Investor.Schedule != nil {
		t.Errorf("draws on need are %v", onNeed.Investor.Schedule)
	}
	input := mustLoad(t, "france", "contract.price_level=1.2").input(t, "contract.price_level")
	if input.Status != Changed || input.By != "--set contract.price_level=1.2" {
		t.Errorf("the changed price level comes from %+v", input.Provenance)
	}
}

// TestContractOfFewerYears: amounts by year end with the years that are asked for, and what would be due after the run-off is left out. Of one year, the run-off ends with quarter 16.
func TestContractOfFewerYears(t *testing.T) {
	s, err := Load(wholeContract, Options{Years: 1, Settings: []string{"contract.fees.set_up.quarter=17", "contract.ladders.lasting.before_week=220", "contract.investor.draws=[" + strings.Repeat("1,", 19) + "1]"}})
	if err != nil {
		t.Fatal(err)
	}
	c := s.Contract
	if len(c.Rows[0].Price.Years) != 1 || len(c.Provider.Fee) != 1 || c.Fees[1].Once != 0 || c.Ladders[0].To != 0 || len(c.Investor.Schedule) != 16 {
		t.Errorf("of one year it is %+v", c)
	}
}

func TestContractLinesAndCostBasis(t *testing.T) {
	if got := mustLoad(t, wholeContract, `contract.covers.lines=["rent"]`).Contract.Lines; !slices.Equal(got, []int{1, 0}) { // and those of the category
		t.Errorf("the lines are %v", got)
	}
	published, full := mustLoad(t, "denmark+grant"), mustLoad(t, "denmark+grant+cost_basis=full")
	if len(published.Contract.Lines) != len(published.Budget.Lines) || len(full.Contract.Lines) != len(full.Budget.Lines) || len(full.Budget.Lines) <= len(published.Budget.Lines) {
		t.Errorf("%d of %d lines, in full %d of %d", len(published.Contract.Lines), len(published.Budget.Lines), len(full.Contract.Lines), len(full.Budget.Lines))
	}
}

// TestCorrelationsOfTheContract: a price may move with people, who stay the same whatever it does.
func TestCorrelationsOfTheContract(t *testing.T) {
	s := mustLoad(t, wholeContract, "referrals.factor={ mean = 1, sd = 0.1 }", `correlation.prices={ between = ["contract.prices.job.price", "referrals.factor"], rank = 0.5 }`)
	if pairs := s.Model.Correlations; len(pairs) != 1 || pairs[0].Follows != [2]bool{true, false} || len(s.Budget.Correlations) != 1 {
		t.Errorf("the correlations are %+v", pairs)
	}
}

// TestTemplateStandsInPlace: a template's contract replaces the one below it whole, and can be changed by the layers above.
func TestTemplateStandsInPlace(t *testing.T) {
	s := mustLoad(t, "france+colombia+contract.price_level=2")
	var keys []string
	for _, row := range s.Contract.Rows {
		keys = append(keys, row.Key)
	}
	if want := []string{"placement", "three_months", "six_months"}; !slices.Equal(keys, want) {
		t.Errorf("rows are %v, want %v", keys, want)
	}
	if c := s.Contract; c.PriceLevel != 2 || c.RunOffCost.Distribution != quantity.Certain(0) || c.Evidenced[contract.JobStart].Distribution != quantity.Certain(1) {
		t.Errorf("something is left of France's contract: %+v", c)
	}
	if s.File.Contract.Name != "Half at placement, half at three months" {
		t.Errorf("it is called %q", s.File.Contract.Name)
	}
	merged := mustLoad(t, "france", `contract.prices.bonus={ name = "Bonus", event = "26 weeks", price = 5 }`)
	if n := len(merged.Contract.Rows); n != 4 {
		t.Errorf("with a row more there are %d", n)
	}
	over := write(t, "over.toml", "[contract]\nreplaces = true\npayer = \"outcome_payer\"\n[contract.blocks.all]\nname = \"All\"\nshare_of_cost = 1\n")
	if c := mustLoad(t, "france+"+over).Contract; len(c.Rows) != 0 || c.Investor.Commitment != 0 || len(c.Blocks) != 1 {
		t.Errorf("an overlay that replaces it leaves %+v", c)
	}
}

// TestTemplateLeavesWhatIsThere: beside its contract a template adds only what the scenario has not.
func TestTemplateLeavesWhatIsThere(t *testing.T) {
	france, with := mustLoad(t, "france"), mustLoad(t, "france+four-metrics")
	if with.Contract.Payer != "Ministry of Labour (social impact bond)" {
		t.Errorf("the payer is %q", with.Contract.Payer)
	}
	other := cmpopts.IgnoreFields(budgets.Source{}, "Told") // the contract pays something else
	if diff := cmp.Diff(france.Budget.Sources, with.Budget.Sources, other); diff != "" {
		t.Errorf("the funders change:\n%s", diff)
	}
	if n := len(with.Budget.Options); n != len(france.Budget.Options)+1 || with.Budget.Options[0].Key != "sib" {
		t.Errorf("there are %d options, the first is %s", n, with.Budget.Options[0].Key)
	}
	if with.Model.Hours == nil || with.input(t, "hours.from_16").Source != "contract_mhep_jobs" {
		t.Error("the hours of jobs are not added")
	}
	own := mustLoad(t, wholeContract+"+four-metrics")
	if got := own.input(t, "hours.from_16"); fmt.Sprint(got.Value) != "0.6" || got.Source != "study" {
		t.Errorf("the scenario's own hours become %+v", got)
	}
	// A funder of its own has no chance, being secured: the template's would contradict that.
	over := write(t, "over.toml", "[funding.outcome_payer]\nname = \"Fund\"\nkind = \"outcome payer\"\ncovers = { share = 1 }\nstatus = \"secured\"\n")
	if got := mustLoad(t, "croatia+"+over+"+colombia").Contract.Payer; got != "Fund" {
		t.Errorf("the payer is %q", got)
	}
	if s := mustLoad(t, "croatia+four-metrics"); s.Budget.Options[0].Key != "pilot" || s.Contract.Payer != "Outcome payer" || !s.Varied || s.Model.Stream != "croatia" {
		t.Errorf("the option in use is %s, the payer %q", s.Budget.Options[0].Key, s.Contract.Payer)
	}
}

// TestTemplates: each says where all its values come from, stands in place of others, has a title and, by its first comment, what is public of it.
func TestTemplates(t *testing.T) {
	names := Templates()
	if want := []string{"colombia", "four-metrics", "grant", "maximum-per-person", "threshold-premium"}; !slices.Equal(names, want) {
		t.Fatalf("templates are %v, want %v", names, want)
	}
	for _, name := range names {
		if slices.Contains(Bundled(), name) {
			t.Errorf("%s is a scenario too", name)
		}
		text, ok := TemplateText(name)
		title, err := TemplateTitle(name)
		if !ok || err != nil || title == "" || !strings.HasPrefix(string(text), "# ") || !strings.Contains(string(text), "\nreplaces = true\n") {
			t.Errorf("%s: title %q (%v)", name, title, err)
		}
		for _, country := range Bundled() {
			s, err := Load(country+"+"+name, Options{})
			if err != nil {
				t.Error(err)
				continue
			}
			for _, input := range s.Inputs {
				if input.Status == Changed {
					t.Errorf("%s+%s: %s does not say where it comes from", country, name, input.Path)
				}
			}
		}
	}
	for _, c := range []struct{ expression, want string }{
		{"four-metrics", "four-metrics.toml:1:1: has none of title, currency, years and services, which every scenario needs; if it is an overlay, name it with what it lies over, such as croatia+four-metrics"},
		{"croatia+four-metric", `four-metric: is not a bundled scenario, a file or a setting; bundled are ` + strings.Join(Bundled(), ", ") + `; did you mean "four-metrics"?`},
		{"croatia+grant.toml", "grant.toml: there is no such file; the template of a contract is named without the ending: grant"},
	} {
		if _, err := Load(c.expression, Options{}); err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", c.expression, err, c.want)
		}
	}
	if _, err := TemplateTitle("croatia"); err == nil {
		t.Error("croatia is a template")
	}
}

// TestFranceContract: the prices stand to each other as 1 : 3 : 4, at the level of 1 they come to about the plan's cost, and the commitment is 14 to 25 % of that.
// 820 × 2,700 + 433 × 8,100 + 183 × 10,800 = 2,214,000 + 3,507,300 + 1,976,400 = 7,697,700; 1,500,000 of them is 19.5 %.
func TestFranceContract(t *testing.T) {
	s := mustLoad(t, "france")
	c := s.Contract
	total, prices := 0.0, []float64{}
	for i, planned := range [][]float64{s.Planned.Engagements, s.Planned.JobStarts, s.Planned.Sustainments} {
		price := c.Rows[i].Price.Years[0].Mean()
		prices = append(prices, price)
		for _, n := range planned {
			total += n * price
		}
	}
	if prices[1] != 3*prices[0] || prices[2] != 4*prices[0] || c.PriceLevel != 1.125 {
		t.Errorf("prices are %v at a level of %v", prices, c.PriceLevel)
	}
	if math.Abs(total-7_697_700) > 1 {
		t.Errorf("the plan's arithmetic pays %.0f", total)
	}
	if share := c.Investor.Commitment.Amount() / total; share < 0.14 || share > 0.25 {
		t.Errorf("the commitment is %.3f of it", share)
	}
	for _, input := range s.Inputs {
		if strings.HasPrefix(input.Path, "contract.") && (input.Status != Assumed || fmt.Sprint(input.Range) == "") {
			t.Errorf("%s is %s with the range %q; nothing of the contract is published", input.Path, input.Status, input.Range)
		}
	}
}
