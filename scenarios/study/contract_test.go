package study_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

// underContract is the least scenario, which costs 20,000 a year, with a contract that is concluded in half of the futures.
func underContract(t *testing.T, terms string, settings ...string) *scenarios.Scenario {
	t.Helper()
	return load(t, "../testdata/small.toml+"+overlay(t, `
[sources]
own = { title = "Own", kind = "evidence" }

[cost.service]
name     = "Service"
category = "unsplit"
amount   = 20_000
source   = "own"

[funding.payer]
name   = "Payer"
kind   = "outcome payer"
covers = { share = 1 }
status = "hoped"
chance = 0.5
source = "own"

[option.contract]
name      = "Contract"
pay_order = ["payer"]

[contract]
payer  = "payer"
source = "own"
`+terms), settings...)
}

func contractOf(t *testing.T, n int, s *scenarios.Scenario) *study.ContractResult {
	t.Helper()
	return contractResults(t, n, 0, s).Scenarios[0].Contract
}

func contractResults(t *testing.T, n, workers int, all ...*scenarios.Scenario) *study.Results {
	t.Helper()
	asked := study.Asked{Settings: study.Settings{Replications: n, Seed: 1, Uncertainty: "all"}, Workers: workers}
	results, err := study.Contract(context.Background(), all, asked, study.ContractAsked{ByQuarter: true})
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// certainly holds a figure that is the same in all draws.
func certainly(t *testing.T, what string, s study.Stat, want float64) {
	t.Helper()
	if math.Abs(s.Mean-want) > 1e-9 || s.P10 != s.P90 || math.Abs(s.P50-want) > 1e-9 {
		t.Errorf("%s: %v (%v to %v), not %v", what, s.Mean, s.P10, s.P90, want)
	}
}

// blocks pay 42,000 in year 2 and nothing else, whatever happens.
const blocks = `
[contract.blocks.second_year]
name     = "Second year"
per_year = [0, 42_000]
source   = "own"

[contract.investor]
name       = "Bank"
commitment = 30_000
source     = "own"
`

// Each quarter costs 5,000, so 4 × 5,000 are drawn in year 1. In year 2 each quarter pays 10,500 and leaves 5,500:
//
//	quarter            5       6       7       8
//	cash           5,500  11,000  15,500  10,500
//	still to come 15,000  10,000   5,000       0
//	distributed        0   1,000  10,500  10,500
//
// 22,000 come back for 20,000: 20,000 of principal and 2,000 of return, a multiple of 1.1, at the end of quarter 8. The outlay is 42,000 for a service of 40,000.
func TestContractOfBlocksByHand(t *testing.T) {
	s := underContract(t, blocks)
	c := contractOf(t, 100, s)
	certainly(t, "payments", c.Payments.Total, 42_000)
	certainly(t, "payments of the block in quarter 5", c.Items[0].ByQuarter[4], 10_500)
	certainly(t, "outlay", c.Outlay.Total, 42_000)
	certainly(t, "cost", c.Cost.Total, 40_000)
	certainly(t, "drawn", c.Drawn.Total, 20_000)
	certainly(t, "drawn in year 1", c.Drawn.ByYear[0], 20_000)
	certainly(t, "peak", c.Peak, 20_000)
	certainly(t, "recycled", c.Recycled, 20_000)
	certainly(t, "principal", c.Principal, 20_000)
	certainly(t, "return", c.Return, 2_000)
	certainly(t, "net", c.Net, 2_000)
	certainly(t, "multiple", *c.Multiple, 1.1)
	certainly(t, "unpaid", c.Unpaid, 0)
	near(t, "payback", *c.Payback.P50, 2, 0)
	near(t, "never paid back", c.Payback.Never, 0, 0)
	near(t, "chance of loss", c.ChanceOfLoss, 0, 0)
	near(t, "worst tenth", c.Shortfall.Mean, 2_000, 1e-9)
	near(t, "worst tenth, of capital", c.Shortfall.OfCapital, 0.1, 1e-12)
	near(t, "chance of the contract", *c.ChanceOfContract, 0.5, 1e-12)
	flow := []float64{-5_000, -5_000, -5_000, -5_000, 0, 0, 1_000, 10_500, 10_500}
	worth, sum := 0.0, 0.0
	for q, s := range c.CashFlow.Investor.ByQuarter {
		want := 0.0
		if q < len(flow) {
			want = flow[q]
		}
		sum += want
		certainly(t, fmt.Sprint("investor at time ", q), s, want)
		certainly(t, fmt.Sprint("investor so far at time ", q), c.CashFlow.Cumulative.ByQuarter[q], sum)
		worth += s.Mean * math.Pow(1+*c.IRR.P50, -float64(q)/4)
	}
	near(t, "worth of the flow at its rate", worth, 0, 1e-6)
	near(t, "rate of the expected flow", *c.IRR.OfMeanFlow, *c.IRR.P10, 1e-12)
	if c.Planned.Payments.Total != 42_000 || c.Planned.Cost != 40_000 || c.Planned.BreakEvenLevel == nil || *c.Planned.BreakEvenLevel != 0 {
		t.Errorf("planned: %+v", c.Planned)
	}

	// In half of the futures the payer pays all of the cost and 2,000 of return.
	o := fundedBy(t, 4000, s)
	half := 0.5 / math.Sqrt(4000)
	near(t, "funding", o.Funding.Total.Mean, 20_000, 5*40_000*half)
	near(t, "public outlay", o.PublicOutlay.Mean, 21_000, 5*42_000*half)
	near(t, "outlay for each of funding", o.PublicOutlay.Mean/o.Funding.Total.Mean, 1.05, 1e-9)
	near(t, "return for each of funding", o.Contract.Return.Mean/o.Funding.Total.Mean, 0.05, 1e-9)
	near(t, "planned", o.Sources[0].Planned.Total, 40_000, 0)
}

func fundedBy(t *testing.T, n int, s *scenarios.Scenario) *study.OptionFunding {
	t.Helper()
	asked := draws(n)
	asked.Uncertainty = "all"
	return &funding(t, asked, study.FundingAsked{}, s).Scenarios[0].WhoPays.Options[0]
}

// A price is paid for an outcome that nobody reaches: three quarters' cost is drawn, lost, and covers that much; 25,000 stay unpaid.
func TestContractThatPaysNothing(t *testing.T) {
	s := underContract(t, `
[contract.prices.job]
name  = "Job"
event = "job start"
price = 9_000
source = "own"

[contract.investor]
commitment = 15_000
source     = "own"
`, "pathway.job_start.rate=0", "funding.payer.chance=1")
	c := contractOf(t, 100, s)
	certainly(t, "payments", c.Payments.Total, 0)
	certainly(t, "drawn", c.Drawn.Total, 15_000)
	certainly(t, "net", c.Net, -15_000)
	certainly(t, "unpaid", c.Unpaid, 25_000)
	certainly(t, "margin", c.Margin, -25_000)
	near(t, "chance of total loss", c.ChanceOfTotalLoss, 1, 0)
	near(t, "chance of unpaid", c.ChanceOfUnpaid, 1, 0)
	near(t, "rate", *c.IRR.P90, -1, 0)
	near(t, "share without a rate", c.ShareWithoutIRR, 0, 0)
	near(t, "never paid back", c.Payback.Never, 1, 0)
	near(t, "worst tenth", c.Shortfall.Mean, -15_000, 1e-9)
	near(t, "worst tenth, of capital", c.Shortfall.OfCapital, -1, 1e-12)
	if c.Payback.P10 != nil || c.PerOutcome[1].Outlay != nil || c.PerOutcome[1].OutlayAdditional != nil || c.Planned.BreakEvenLevel != nil {
		t.Errorf("%+v has figures that it cannot have", c)
	}
	o := fundedBy(t, 50, s)
	certainly(t, "payer", o.Sources[0].Total, 0)
	certainly(t, "lost capital", o.Sources[1].Total, 15_000)
	certainly(t, "gap", o.Gap.Total, 25_000)
	certainly(t, "public outlay", o.PublicOutlay, 0)
}

// Nothing at stake: nobody invests, nothing is paid, nothing costs anything. There is no rate, no multiple, no loss.
func TestContractWithNothingAtStake(t *testing.T) {
	s := underContract(t, `
[contract.prices.job]
name   = "Job"
event  = "job start"
price  = 0
source = "own"
`, "cost.service.amount=0")
	results := contractResults(t, 50, 0, s)
	c := results.Scenarios[0].Contract
	if c.IRR.P50 != nil || c.IRR.OfMeanFlow != nil || c.Multiple != nil || c.ShareWithoutIRR != 1 || c.ChanceOfLoss != 0 || c.Shortfall.OfCapital != 0 || len(c.Histogram.Shares) != 0 {
		t.Errorf("it comes to %+v", c)
	}
	if _, err := json.Marshal(results); err != nil {
		t.Error(err)
	}
	for _, row := range results.Rows() {
		if x, ok := row.Value.(float64); ok && (math.IsNaN(x) || math.IsInf(x, 0)) {
			t.Errorf("%s is %v", row.Name(), x)
		}
	}
}

// A thousand for each engagement, at once, is what run counts a thousand times, by year; and the outlay for each engagement is that, less what is paid back.
func TestContractPaysForThePeopleOfRun(t *testing.T) {
	s := underContract(t, `
[contract.prices.engaged]
name   = "Engaged"
event  = "engagement"
price  = 1_000
source = "own"
`)
	c := contractOf(t, 200, s)
	asked := draws(200)
	asked.Uncertainty = "all"
	engaged, _ := project(t, asked, s).Scenarios[0].People.Get("engagements")
	for y := range engaged.ByYear {
		near(t, fmt.Sprint("year ", y+1), c.Payments.ByYear[y].Mean, 1_000*engaged.ByYear[y].Mean, 1e-6)
		near(t, fmt.Sprint("P90 of year ", y+1), c.Payments.ByYear[y].P90, 1_000*engaged.ByYear[y].P90, 1e-6)
	}
	near(t, "after the plan", c.AfterPlan.Mean, 0, 0)
	near(t, "outlay for each", c.PerOutcome[0].Outlay.Mean, (c.Payments.Total.Mean-c.Surplus.Payer.Mean)/engaged.Total.Mean, 1e-9)
	near(t, "grant for each", c.PerOutcome[0].Grant.Mean, 40_000/engaged.Total.Mean, 1e-9)
}

// identities of means: they hold in every draw, and so of the means.
func TestContractMeansAddUp(t *testing.T) {
	for _, name := range append([]string{""}, scenarios.Templates()...) {
		s := load(t, strings.TrimSuffix("france+"+name, "+"))
		c := contractOf(t, 130, s)
		items, fates := 0.0, 0.0
		for _, item := range c.Items {
			items += item.Total.Mean
		}
		for _, m := range c.RateCard {
			switch m.Name {
			case "outcomes", "counted":
			case "value":
				fates += m.Value.Mean
			default:
				fates -= m.Value.Mean
			}
		}
		near(t, name+": items", items, c.Payments.Total.Mean, 1e-3)
		near(t, name+": value less losses and paid", fates, 0, 1e-3)
		near(t, name+": late and run-off", c.Late.Mean+c.RunOff.Mean, c.AfterPlan.Mean, 1e-3)
		near(t, name+": cash", c.Payments.Total.Mean+c.Drawn.Total.Mean,
			c.ProviderPaid.Total.Mean+c.Fees.Total.Mean-c.UnpaidFees.Mean+c.Returned.Mean+c.Surplus.Payer.Mean, 1e-3)
		near(t, name+": net", c.Returned.Mean-c.Drawn.Total.Mean, c.Net.Mean, 1e-3)
		total := 0.0
		for _, share := range c.Histogram.Shares {
			total += share
		}
		near(t, name+": histogram", total, 1-c.ShareWithoutIRR, 1e-9)

		// What pays in funding: cost = payer + lost capital + gap, and all payments are for the cost or beyond it.
		o := fundedBy(t, 130, load(t, strings.TrimSuffix("france+"+name, "+"), "funding.outcome_payer.chance=1"))
		paid := 0.0
		for _, source := range o.Sources {
			paid += source.Total.Mean
		}
		near(t, name+": funding", paid, o.Funding.Total.Mean, 1e-3)
		near(t, name+": cost", o.Funding.Total.Mean+o.Gap.Total.Mean, o.Cost.Total.Mean, 1e-3)
		near(t, name+": payments", o.Sources[0].Total.Mean+o.Contract.Fees.Mean+o.Contract.Return.Mean+o.Contract.Later.Mean, o.PublicOutlay.Mean, 1e-3)
		near(t, name+": outlay", c.Payments.Total.Mean-c.Surplus.Payer.Mean, o.PublicOutlay.Mean, 1e-3)
	}
}

func TestContractDoesNotDependOnWorkers(t *testing.T) {
	france := load(t, "france")
	encoded := func(workers int) string {
		text, err := json.Marshal(contractResults(t, 200, workers, france, load(t, "croatia+four-metrics")))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if diff := gocmp.Diff(encoded(1), encoded(5)); diff != "" {
		t.Errorf("one worker and five differ:\n%.2000s", diff)
	}
}

func TestContractInJSONAndCSV(t *testing.T) {
	results := contractResults(t, 50, 0, load(t, "france"))
	text, err := json.Marshal(results)
	if err != nil {
		t.Fatal(err)
	}
	var of struct {
		Scenarios []struct {
			Contract map[string]json.RawMessage `json:"contract"`
		} `json:"scenarios"`
	}
	if err := json.Unmarshal(text, &of); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"payments", "drawn_peak", "irr", "multiple", "chance_of_loss", "chance_of_total_loss", "share_without_irr", "cash_flow", "per_outcome", "planned", "terms"} {
		if of.Scenarios[0].Contract[key] == nil {
			t.Errorf("contract has no key %q", key)
		}
	}
	var flow struct {
		Investor, Payments struct {
			ByQuarter []study.Stat `json:"by_quarter"`
		}
	}
	if err := json.Unmarshal(of.Scenarios[0].Contract["cash_flow"], &flow); err != nil || len(flow.Investor.ByQuarter) != 34 || len(flow.Payments.ByQuarter) != 33 { // 5 years, 3 of run-off, a quarter's lag
		t.Errorf("cash flow: %v, %d and %d quarters", err, len(flow.Investor.ByQuarter), len(flow.Payments.ByQuarter))
	}
	var csv bytes.Buffer
	if err := results.WriteCSV(&csv, "."); err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{"france,contract,row.engagement,year_1,mean,", "france,contract,irr,total,p50,", "france,contract,row.job_start.evidence,total,mean,"} {
		if !strings.Contains(csv.String(), "\n"+row) {
			t.Errorf("no row %s", row)
		}
	}
	if strings.Contains(csv.String(), "NaN") || strings.Contains(csv.String(), "contract,irr,total,mean") {
		t.Error("the CSV has NaN, or a mean rate of return")
	}
}

func TestContractThatCannotBeSettled(t *testing.T) {
	var wrong *study.ContractError
	asked := draws(10)
	asked.Uncertainty = "rates"
	if _, err := study.Contract(context.Background(), []*scenarios.Scenario{load(t, "france")}, asked, study.ContractAsked{}); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "whole ones") {
		t.Errorf("in fractions: %v", err)
	}
	asked.Uncertainty = "all"
	if _, err := study.Contract(context.Background(), []*scenarios.Scenario{load(t, "croatia")}, asked, study.ContractAsked{}); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "croatia+four-metrics") {
		t.Errorf("without a contract: %v", err)
	}
}

// The price level at which payments are enough: blocks aside, 42,000 = level × price × engagements. In fractions of people funding goes by expected payments.
func TestFundingInFractionsGoesByExpectedPayments(t *testing.T) {
	s := underContract(t, `
[contract.prices.engaged]
name   = "Engaged"
event  = "engagement"
price  = 100
source = "own"
`, "funding.payer.chance=1")
	asked := draws(2)
	asked.Uncertainty = "none"
	results := funding(t, asked, study.FundingAsked{}, s)
	engaged, _ := project(t, asked, s).Scenarios[0].People.Get("engagements")
	o := results.Scenarios[0].WhoPays.Options[0]
	near(t, "payer", o.Sources[0].Total.Mean, 100*engaged.Total.Mean, 0.01)
}

// TestContractAgainstSortedDraws: the worst tenth, the quantiles of the rate and the chances are those of draws settled in a plain loop and sorted. A tenth of 135 draws are 13 and a
// half. Where claims are paid at once, nothing is paid late.
func TestContractAgainstSortedDraws(t *testing.T) {
	const n = 135
	s := load(t, "france", "contract.evidence.lag_weeks=0", "contract.price_level=1.4")
	c := contractOf(t, n, s)
	near(t, "late", c.Late.Mean, 0, 0)
	if c.RunOff.Mean < 100_000 {
		t.Errorf("for outcomes after the plan's years %v are paid", c.RunOff.Mean)
	}
	simulator, err := model.NewSimulator(&s.Model, 1, model.LuckAndIgnorance)
	if err != nil {
		t.Fatal(err)
	}
	var outcomes contract.Outcomes
	simulator.Observe = outcomes.Add
	pricer, settler := budgets.NewPricer(&s.Budget), contract.NewSettler(s.Contract, &s.Budget, plannedLines(t, s))
	type draw struct{ net, drawn, rate float64 }
	var all []draw
	losses := 0
	for d := range n {
		outcomes.Clear()
		trajectory, at := simulator.Draw(d), simulator.DrawAddress(d)
		a := settler.Settle(&outcomes, pricer.Price(trajectory.Quarters, at, false), at, false)
		flow := make([]float64, settler.Quarters()+1)
		a.InvestorFlow(flow)
		rate, _ := contract.RateOfReturn(flow)
		net := (a.Returned() - a.Drawn()).Amount()
		all = append(all, draw{net, a.Drawn().Amount(), rate})
		if net < 0 {
			losses++
		}
	}
	near(t, "chance of loss", c.ChanceOfLoss, float64(losses)/n, 1e-12)
	slices.SortFunc(all, func(a, b draw) int { return cmp.Compare(a.rate, b.rate) })
	near(t, "median rate", *c.IRR.P50, all[67].rate, 1e-12)
	slices.SortStableFunc(all, func(a, b draw) int { return cmp.Compare(a.net, b.net) })
	net, drawn := all[13].net/2, all[13].drawn/2
	for _, d := range all[:13] {
		net += d.net
		drawn += d.drawn
	}
	near(t, "worst tenth", c.Shortfall.Mean, net/13.5, 1e-6)
	near(t, "worst tenth, of capital", c.Shortfall.OfCapital, net/drawn, 1e-9)
}
