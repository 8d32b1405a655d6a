package study_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

func funding(t *testing.T, asked study.Asked, what study.FundingAsked, all ...*scenarios.Scenario) *study.Results {
	t.Helper()
	if asked.Uncertainty == "" {
		asked.Uncertainty = "all"
	}
	results, err := study.Funding(context.Background(), all, asked, what)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// TestFundingAgreesWithRun: of the option in use, funding and run give the same numbers, to the last digit.
func TestFundingAgreesWithRun(t *testing.T) {
	for _, name := range append(scenarios.Bundled(), "../testdata/small.toml+../testdata/everything.toml") {
		for _, uncertainty := range study.Uncertainties() {
			asked := draws(130)
			asked.Uncertainty = uncertainty
			s := load(t, name)
			run, w := project(t, asked, s).Scenarios[0], funding(t, asked, study.FundingAsked{}, s).Scenarios[0].WhoPays
			o := &w.Options[0]
			for measure, got := range map[string]study.Flow{"total_cost": o.Cost, "funding": o.Funding, "gap": o.Gap, "surplus": o.Surplus} {
				want, _ := run.Money.Get(measure)
				if !slices.Equal(want.ByYear, got.ByYear) || want.Total != got.Total {
					t.Errorf("%s, %s, %s: %+v in funding, %+v in run", name, uncertainty, measure, got.Total, want.Total)
				}
			}
			if run.ChanceOfGap.Total != o.ChanceOfGap.Total || !slices.Equal(run.ChanceOfGap.ByYear, o.ChanceOfGap.ByYear) {
				t.Errorf("%s, %s: chance of a gap %v in funding, %v in run", name, uncertainty, o.ChanceOfGap, run.ChanceOfGap)
			}
			if len(o.Sources) != len(run.Funding.Sources) {
				t.Fatalf("%s: %d sources in funding, %d in run", name, len(o.Sources), len(run.Funding.Sources))
			}
			for i, want := range run.Funding.Sources {
				if got := o.Sources[i]; got.Name != want.Name || got.Chance != want.Chance || got.Total != want.Paid.Total || !slices.Equal(got.ByYear, want.Paid.ByYear) {
					t.Errorf("%s, %s: source %+v in funding, %+v in run", name, uncertainty, got, want)
				}
			}
			planned, _ := run.Planned.Get("total_cost")
			if w.Costs.Planned.Total != planned.Total || !slices.Equal(w.Costs.Planned.ByYear, planned.ByYear) {
				t.Errorf("%s: planned cost %v in funding, %v in run", name, w.Costs.Planned, planned)
			}
		}
	}
}

// plainMoney prices draws in a plain loop over the simulator: total gap under each option, total cost, engagements.
func plainMoney(t *testing.T, s *scenarios.Scenario, n int) (gaps [][]float64, costs, engaged []float64) {
	t.Helper()
	simulator, err := model.NewSimulator(&s.Model, 1, model.LuckAndIgnorance)
	if err != nil {
		t.Fatal(err)
	}
	pricer := budgets.NewPricer(&s.Budget)
	tell := telling(t, s, simulator)
	gaps = make([][]float64, len(s.Budget.Options))
	total := func(rows [][]budgets.Cents) float64 {
		sum := budgets.Cents(0)
		for _, row := range rows {
			sum += budgets.Sum(row)
		}
		return sum.Amount()
	}
	for draw := range n {
		trajectory := simulator.Draw(draw)
		ledger := pricer.Price(trajectory.Quarters, simulator.DrawAddress(draw), false)
		tell(pricer, ledger, draw)
		costs = append(costs, total(ledger.Cost))
		people := 0
		for _, service := range trajectory.Quarters {
			for _, quarter := range service {
				people += quarter.Engagements
			}
		}
		engaged = append(engaged, float64(people))
		for option := range gaps {
			gaps[option] = append(gaps[option], total(pricer.Fund(option, budgets.HopedFor).Gap))
		}
	}
	return gaps, costs, engaged
}

// plannedLines are what the lines of a budget are planned to cost by quarter, by the sheet.
func plannedLines(t *testing.T, s *scenarios.Scenario) [][]budgets.Cents {
	t.Helper()
	values, err := s.Budget.Sheet(0).Evaluate()
	if err != nil {
		t.Fatal(err)
	}
	var planned [][]budgets.Cents
	for _, line := range s.Budget.Lines {
		var quarters []budgets.Cents
		for _, x := range values.Of("cost." + line.Key + ".quarter") {
			quarters = append(quarters, budgets.Round(x))
		}
		planned = append(planned, quarters)
	}
	return planned
}

// telling settles a scenario's contract in each draw and tells what its payer and lost capital pay of the cost of the plan's years: all that the provider is paid, up to that cost, of which as
// much as the investor has lost is lost capital. Without a contract it does nothing.
func telling(t *testing.T, s *scenarios.Scenario, simulator *model.Simulator) func(*budgets.Pricer, *budgets.Ledger, int) {
	t.Helper()
	if s.Contract == nil {
		return func(*budgets.Pricer, *budgets.Ledger, int) {}
	}
	planned := plannedLines(t, s)
	var outcomes, none contract.Outcomes
	simulator.Observe = outcomes.Add
	settler := contract.NewSettler(s.Contract, &s.Budget, planned)
	return func(pricer *budgets.Pricer, ledger *budgets.Ledger, draw int) {
		a := settler.Settle(&outcomes, ledger, simulator.DrawAddress(draw), false)
		cost := budgets.Sum(a.Cost[:4*s.Model.Years])
		paid := min(cost, budgets.Sum(a.ProviderPaid)+budgets.Sum(a.ToProvider))
		lost := min(paid, max(0, budgets.Sum(a.Draws)-budgets.Sum(a.Principal)-budgets.Sum(a.Return)-budgets.Sum(a.ToInvestor)))
		pricer.Tell(s.ContractSources.Payer, paid-lost, nil)
		pricer.Tell(s.ContractSources.LostCapital, lost, nil)
		outcomes = none
	}
}

// TestGapAgainstSortedDraws: the money that closes the gap is a sorted draw's gap, the chances are counts, and the differences those of the same draws.
func TestGapAgainstSortedDraws(t *testing.T) {
	const n = 310
	for _, name := range []string{"france", "croatia", "czech-republic"} {
		s := load(t, name)
		gaps, costs, engaged := plainMoney(t, s, n)
		w := funding(t, draws(n), study.FundingAsked{}, s).Scenarios[0].WhoPays
		for option, gap := range gaps {
			o := &w.Options[option]
			sorted := slices.Sorted(slices.Values(gap))
			for certainty, rank := range map[string]int{"80": 248, "95": 295} { // 0.8 × 310 = 248; 0.95 × 310 = 294.5
				got, _ := o.ClosingGap.Get(certainty)
				near(t, name+": closing gap", got, sorted[rank-1], 1e-9)
			}
			any, above, smaller, larger, difference := 0, 0, 0, 0, 0.0
			for i, x := range gap {
				if x > 0 {
					any++
				}
				if x > w.Above {
					above++
				}
				if x < gaps[0][i] {
					smaller++
				} else if x > gaps[0][i] {
					larger++
				}
				difference += (x - gaps[0][i]) / n
			}
			near(t, name+": chance of a gap", o.ChanceOfGap.Total, float64(any)/n, 0)
			near(t, name+": chance of a gap above", o.ChanceAbove, float64(above)/n, 0)
			if option > 0 {
				near(t, name+": difference", o.Against.Gap.Total.Mean, difference, 1e-6)
				near(t, name+": chance of a smaller gap", o.Against.ChanceOfSmallerGap, float64(smaller)/n, 0)
				near(t, name+": chance of a larger gap", o.Against.Gap.Total.Higher, float64(larger)/n, 0)
				near(t, name+": funding is what the gap is not", o.Against.Funding.Total.Mean, -difference, 1e-6)
			}
		}
		ratio := mean(costs) / mean(engaged)
		residuals := 0.0
		for i := range costs {
			residuals += math.Pow(costs[i]-ratio*engaged[i], 2)
		}
		unit := w.Costs.Units[0]
		near(t, name+": cost for each engagement", unit.Ratio, ratio, 1e-9*ratio)
		near(t, name+": its error", unit.RatioMCSE, math.Sqrt(residuals/(n-1)/n)/mean(engaged), 1e-9*ratio)
	}
}

func mean(draws []float64) float64 {
	sum := 0.0
	for _, x := range draws {
		sum += x
	}
	return sum / float64(len(draws))
}

// TestAnOptionAgainstItself: two options of the same funders in the same order differ in nothing, in no draw.
func TestAnOptionAgainstItself(t *testing.T) {
	s := load(t, "denmark", `option.again.name="The same"`, `option.again.pay_order=["region_1", "region_2", "region_3", "region_4", "region_5", "municipalities"]`)
	w := funding(t, draws(200), study.FundingAsked{Options: []string{"regions", "again", "mixed"}}, s).Scenarios[0].WhoPays
	same, other := w.Options[1].Against, w.Options[2].Against
	for _, g := range []study.Gains{same.Gap, same.Funding} {
		for _, x := range append(g.ByYear, g.Total) {
			if x != (study.Gain{}) {
				t.Errorf("an option differs from itself: %+v", x)
			}
		}
	}
	if same.With != "regions" || w.Options[0].Against != nil {
		t.Errorf("held against %q; the first against %v", same.With, w.Options[0].Against)
	}
	if other.Gap.Total.Mean >= 0 || other.ChanceOfSmallerGap < 0.3 || other.Gap.Total.Higher > 0 {
		t.Errorf("more funders leave a gap that is larger by %+v", other.Gap.Total)
	}
}

// TestChoosingOptions: in the order asked for, each once; what a scenario does not have is not asked of it; what none has is refused.
func TestChoosingOptions(t *testing.T) {
	france, croatia := load(t, "france"), load(t, "croatia")
	keys := func(options ...string) (keys []string) {
		for _, r := range funding(t, draws(2), study.FundingAsked{Options: options}, france, croatia).Scenarios {
			for _, o := range r.WhoPays.Options {
				keys = append(keys, o.Key)
			}
		}
		return keys
	}
	for _, c := range []struct{ asked, want []string }{
		{nil, []string{"sib", "platforms", "sib_else_platforms", "pilot"}},
		{[]string{"platforms", "sib", "platforms"}, []string{"platforms", "sib", "pilot"}},
		{[]string{"pilot"}, []string{"sib", "pilot"}},
	} {
		if got := keys(c.asked...); !slices.Equal(got, c.want) {
			t.Errorf("asked for %v: %v, not %v", c.asked, got, c.want)
		}
	}
	_, err := study.Funding(context.Background(), []*scenarios.Scenario{france, croatia}, draws(2), study.FundingAsked{Options: []string{"platform"}})
	var unknown *study.UnknownOptionError
	if !errors.As(err, &unknown) || !strings.Contains(err.Error(), "did you mean platforms?") || !strings.Contains(err.Error(), "sib, platforms, sib_else_platforms, pilot") {
		t.Errorf("an unknown option: %v", err)
	}
}

// TestNobodyPays: without funders all is missing, and without costs nothing is.
func TestNobodyPays(t *testing.T) {
	paid := overlay(t, "[cost.staff]\nname = \"Staff\"\ncategory = \"staff\"\namount = 1_000\nsource = \"plan\"\n")
	w := funding(t, draws(10), study.FundingAsked{}, load(t, "../testdata/small.toml+"+paid)).Scenarios[0].WhoPays
	o := &w.Options[0]
	if len(w.Options) != 1 || o.Gap.Total.Mean != 2_000 || o.Funding.Total.Mean != 0 || o.ChanceOfGap.Total != 1 || o.PeakCashNeed.Mean != 2_000 || o.BridgingNeedOfAll.Mean != 0 {
		t.Errorf("nobody pays 1,000 a year: %+v", o)
	}
	if o.PeakQuarter.Most != 8 || o.PeakQuarter.Share != 1 || o.BridgingQuarter.Most != 0 || o.BridgingQuarter.None != 1 {
		t.Errorf("peaks in %+v and %+v", o.PeakQuarter, o.BridgingQuarter)
	}
	free := funding(t, draws(10), study.FundingAsked{}, load(t, "../testdata/small.toml")).Scenarios[0].WhoPays
	if len(free.Costs.Lines) != 0 || free.Options[0].Gap.Total.Mean != 0 || free.Options[0].ChanceOfGap.Total != 0 || free.Costs.Units[0].Ratio != 0 {
		t.Errorf("nothing costs anything: %+v", free)
	}
}

// TestUnitCostsOfThoseWhoHaveAny: where few engage, some draws have no sustainment; they have no cost for each, and the ratio of means counts them all the same.
func TestUnitCostsOfThoseWhoHaveAny(t *testing.T) {
	s := load(t, "croatia", "referrals.per_year=4")
	asked := draws(400)
	run := project(t, asked, s).Scenarios[0]
	unit := funding(t, asked, study.FundingAsked{}, s).Scenarios[0].WhoPays.Costs.Units[2]
	reached, _ := run.People.Get("sustainments_13w")
	cost, _ := run.Money.Get("total_cost")
	near(t, "ratio", unit.Ratio, cost.Total.Mean/reached.Total.Mean, 1e-6)
	if unit.Of != "sustainments_13w" || unit.Share < 0.3 || unit.Share > 0.9 || unit.Distribution.P90 > 150_000 || unit.Distribution.P10 < 10_000 {
		t.Errorf("%+v", unit)
	}
	if unit.Planned == nil { // 4 × 60/70 × 30/60 × 20/30 in each of two years
		t.Fatal("nothing planned")
	}
	near(t, "planned", *unit.Planned, 148_650/(2*4*60.0/70*0.5*20/30), 1e-6)
}

// TestPortfolioFunding: countries and kinds of funders add up to the whole over the years that all have, and the document's total is held against its tables.
func TestPortfolioFunding(t *testing.T) {
	var all []*scenarios.Scenario
	for _, name := range scenarios.Bundled() {
		all = append(all, load(t, name))
	}
	claims, err := scenarios.LoadPortfolio()
	if err != nil {
		t.Fatal(err)
	}
	asked := draws(150)
	results := funding(t, asked, study.FundingAsked{Claims: claims}, all...)
	run, w := project(t, asked, all...).Portfolio, results.Portfolio.WhoPays
	for measure, got := range map[string]study.Flow{"total_cost": w.Cost, "funding": w.Funding, "gap": w.Gap} {
		want, _ := run.Money.Get(measure)
		if !slices.Equal(want.ByYear, got.ByYear) || want.Total != got.Total {
			t.Errorf("%s: %+v in funding, %+v in run", measure, got.Total, want.Total)
		}
	}
	if results.Portfolio.Years != 2 || run.ChanceOfGap.Total != w.ChanceOfGap.Total {
		t.Errorf("%d years, chance of a gap %v, in run %v", results.Portfolio.Years, w.ChanceOfGap, run.ChanceOfGap)
	}
	var cost, gap, planned, published, paid float64
	for _, c := range w.Countries {
		cost, gap, planned, published = cost+c.Cost.Total.Mean, gap+c.Gap.Total.Mean, planned+c.Planned.Total, published+c.Published.Total
	}
	for _, k := range w.Kinds {
		paid += k.Total.Mean
	}
	for _, f := range []study.Flow{w.Cost, w.Funding, w.Gap, w.Committed, w.Likely, w.HopedFor} {
		for year, s := range f.ByYear {
			quarters := 0.0
			for _, q := range f.ByQuarter[4*year:][:4] {
				quarters += q.Mean
			}
			near(t, "quarters of a year", quarters, s.Mean, 1e-3)
		}
	}
	needs := make([]float64, 8)
	for _, r := range results.Scenarios {
		for q := range needs {
			needs[q] += r.WhoPays.Options[0].CashNeed[q].Mean
		}
	}
	for q, need := range needs {
		near(t, "cash need", w.CashNeed[q].Mean, need, 1e-3)
	}
	// The largest of sums is no more than the sum of the largest, which are those of five years for some, and no less than what is needed at the end.
	peaks, bridges := 0.0, 0.0
	for _, r := range results.Scenarios {
		peaks, bridges = peaks+r.WhoPays.Options[0].PeakCashNeed.Mean, bridges+r.WhoPays.Options[0].BridgingNeedOfAll.Mean
	}
	const noise = 0.001 // of adding up means
	if w.PeakCashNeed.Mean > peaks || w.PeakCashNeed.Mean < needs[7]-noise || w.BridgingNeedOfAll.Mean > bridges || w.BridgingNeedOfAll.Mean <= w.BridgingNeed.Mean {
		t.Errorf("peak %v of %v and at least %v, bridging need %v of %v, %v of it committed", w.PeakCashNeed.Mean, peaks, needs[7], w.BridgingNeedOfAll.Mean, bridges, w.BridgingNeed.Mean)
	}
	near(t, "a tenth of the planned cost", w.Above, 757_206, 1e-6)
	near(t, "cost of countries", cost, w.Cost.Total.Mean, 1e-3)
	near(t, "gap of countries", gap, w.Gap.Total.Mean, 1e-3)
	near(t, "kinds of funders and the gap", paid+gap, cost, 1e-3)
	near(t, "firmness", w.Committed.Total.Mean+w.Likely.Total.Mean+w.HopedFor.Total.Mean, paid, 1e-3)
	// 148,650 + 843,625 + 1,580,500 + 3,130,288 + 1,868,997 as the tables have them, for which the document prints 14 million.
	near(t, "published", published, 7_572_060, 1e-6)
	near(t, "planned", planned, 7_572_060, 1e-6)
	if len(w.Disagreements) != 1 || w.Disagreements[0].Says != 14_000_000.0 || w.Disagreements[0].Recomputed != 7_572_060.0 {
		t.Errorf("the document's total: %+v", w.Disagreements)
	}
	koruna := funding(t, draws(4), study.FundingAsked{}, load(t, "croatia"), load(t, "spain", "currency=CZK"))
	if koruna.Portfolio == nil || koruna.Portfolio.WhoPays != nil {
		t.Errorf("two currencies were added up: %+v", koruna.Portfolio)
	}
	if twice := funding(t, draws(4), study.FundingAsked{}, all[0], load(t, "croatia", "services.zagreb.specialists=3")); twice.Portfolio != nil || twice.NoPortfolio.IsZero() {
		t.Error("two variants of one plan were added up")
	}
}

// TestFundingUntilPrecise: the errors of cost, funding and gap are at most the asked share of the cost, and the figures those of asking for so many draws.
func TestFundingUntilPrecise(t *testing.T) {
	croatia := load(t, "croatia")
	asked := study.Asked{Settings: study.Settings{Seed: 1, Precision: 0.01, Uncertainty: "none"}}
	results := funding(t, asked, study.FundingAsked{}, croatia)
	w, n := results.Scenarios[0].WhoPays, results.Settings.Replications
	o := &w.Options[0]
	for _, s := range []study.Stat{o.Cost.Total, o.Funding.Total, o.Gap.Total} {
		if s.MCSE > 0.01*o.Cost.Total.Mean {
			t.Errorf("%d draws: an error of %v for a cost of %v", n, s.MCSE, o.Cost.Total.Mean)
		}
	}
	if n <= 1000 {
		t.Errorf("%d draws are too few for decisions that come with one half", n)
	}
	again := draws(n)
	again.Uncertainty = "none"
	if o.Gap.Total != funding(t, again, study.FundingAsked{}, croatia).Scenarios[0].WhoPays.Options[0].Gap.Total {
		t.Error("asking for as many draws gives other figures")
	}
}

// TestByQuarter: quarters of funders and lines are given only where they are asked for, and change nothing else.
func TestByQuarter(t *testing.T) {
	s := load(t, "france")
	years := funding(t, draws(20), study.FundingAsked{}, s).Scenarios[0].WhoPays.Options[2]
	quarters := funding(t, draws(20), study.FundingAsked{ByQuarter: true}, s).Scenarios[0].WhoPays.Options[2]
	if len(years.Sources[1].ByQuarter) != 0 || len(years.Lines[0].Gap.ByQuarter) != 0 || len(years.Gap.ByQuarter) != 20 || len(years.CashNeed) != 20 {
		t.Errorf("by year, with quarters: %+v", years.Sources[1])
	}
	if len(quarters.Sources[1].ByQuarter) != 20 || len(quarters.Lines[0].Gap.ByQuarter) != 20 || quarters.Sources[1].Total != years.Sources[1].Total {
		t.Errorf("by quarter: %+v", quarters.Sources[1])
	}
}
