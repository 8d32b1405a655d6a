package study

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"ipsplan/budgets"
	"ipsplan/scenarios"
)

// FundingAsked is what is asked of funding beside the draws. As a [Subject], it is about the options asked for, else about the one in use.
type FundingAsked struct {
	// Options are the keys of the options to show, the others being held against the first; none: all that a scenario has. A scenario that has none of
	// them shows the one in use.
	Options []string
	// Above is an amount in whole currency, 0 or more, of which the chance is asked that the gap is larger; nil for a tenth of the planned cost.
	Above *float64
	// ByQuarter asks for each funder's, line's and service's quarters too.
	ByQuarter bool
	// Claims are what is said about all scenarios together; nil if they are not all that it is said about.
	Claims *scenarios.Portfolio
}

// UnknownOptionError says that no scenario has a funding option.
type UnknownOptionError struct {
	Option string
	Known  []string
}

func (e *UnknownOptionError) Error() string {
	switch near := scenarios.Nearest(e.Option, e.Known); {
	case len(e.Known) == 0:
		return fmt.Sprintf("--option %s: the scenario names no funding options; leave it out", e.Option)
	case near != "":
		return fmt.Sprintf("--option %s: is not a funding option here; did you mean %s? Options are %s", e.Option, near, strings.Join(e.Known, ", "))
	}
	return fmt.Sprintf("--option %s: is not a funding option here; options are %s", e.Option, strings.Join(e.Known, ", "))
}

// Funding says what scenarios cost, who pays, what is missing and when, under all options or some, on the same draws; and, of several scenarios, in all.
// It stops early with the context's error.
func Funding(ctx context.Context, all []*scenarios.Scenario, asked Asked, what FundingAsked) (*Results, error) {
	if err := what.check(all); err != nil {
		return nil, err
	}
	f := newFundingProjection(new(drawing), all, asked, what)
	twice := sameStream(all)
	var sums *fundingPortfolio
	if twice.IsZero() && len(all) > 1 {
		sums = newFundingPortfolio(f)
	}
	f.newWorker = f.newRecorders
	if err := f.drawAsked(ctx, asked, len(all), f.excess); err != nil {
		return nil, err
	}
	settings := asked.Settings
	settings.Replications = f.drawn
	results := &Results{Settings: &settings, NoPortfolio: twice}
	for _, k := range f.samples {
		results.Scenarios = append(results.Scenarios, k.result(asked))
	}
	if sums != nil {
		var err error
		if results.Portfolio, err = sums.addUp(f, results.Scenarios, what.Claims); err != nil {
			return nil, err
		}
	}
	return results, nil
}

// check refuses an option that no scenario has.
func (a FundingAsked) check(all []*scenarios.Scenario) error {
	var known []string
	for _, s := range all {
		for _, option := range s.Budget.Options {
			if option.Key != "" && !slices.Contains(known, option.Key) {
				known = append(known, option.Key)
			}
		}
	}
	for _, key := range a.Options {
		if !slices.Contains(known, key) {
			return &UnknownOptionError{key, known}
		}
	}
	return nil
}

// above is the amount of which the chance of a larger gap is asked, and the share of the planned cost that it is if no amount is.
func (a *FundingAsked) above(planned float64) (amount, share float64) {
	const tenth = 0.1
	if a.Above != nil {
		return *a.Above, 0
	}
	return float64(tenth * planned), tenth
}

// of are the positions of the options to show of a plan. Where there are none at all, nobody pays, which is shown as one.
func (a *FundingAsked) of(plan *budgets.Plan) []int {
	var chosen []int
	for _, key := range a.Options {
		at := slices.IndexFunc(plan.Options, func(o budgets.Option) bool { return o.Key == key })
		if at >= 0 && !slices.Contains(chosen, at) {
			chosen = append(chosen, at)
		}
	}
	if len(a.Options) == 0 {
		for i := range plan.Options {
			chosen = append(chosen, i)
		}
	}
	if chosen == nil {
		return []int{inUse}
	}
	return chosen
}

// fundingProjection draws the money of several scenarios, draw by draw together.
type fundingProjection struct {
	*drawing
	all     []*scenarios.Scenario
	asked   Asked
	what    FundingAsked
	samples []*fundingSample
}

func newFundingProjection(d *drawing, all []*scenarios.Scenario, asked Asked, what FundingAsked) *fundingProjection {
	f := &fundingProjection{drawing: d, all: all, asked: asked, what: what}
	for _, s := range all {
		f.samples = append(f.samples, newFundingSample(d, s, what))
	}
	return f
}

func (f *fundingProjection) newRecorders() (func(*block), error) {
	return together(len(f.samples), func(i int) (func(*block), error) { return f.samples[i].recorder(f.asked) })
}

// excess is the largest Monte Carlo error of the expected cost, funding and gap over the horizon, as a multiple of what is asked for, which is a share of the cost.
func (f *fundingProjection) excess(precision float64) float64 {
	worst := 0.0
	for _, k := range f.samples {
		cost := k.costs.total.horizon().estimate()
		allowed := max(precision*math.Abs(cost.Mean), 0.01)
		worst = max(worst, cost.MCSE/allowed)
		for _, o := range k.options {
			worst = max(worst, o.funding.horizon().estimate().MCSE/allowed, o.gap.horizon().estimate().MCSE/allowed)
		}
	}
	return worst
}

// WhoPays is what a scenario costs, who pays, what is missing and when.
type WhoPays struct {
	// Above is the gap, in whole currency, whose chance of being exceeded the options give; AboveShare the share of the planned cost that it was made
	// from, 0 if it was asked for.
	Above      float64         `json:"above"`
	AboveShare float64         `json:"above_share,omitempty"`
	Costs      *Costs          `json:"costs"`
	Options    []OptionFunding `json:"options"`
}

// Flow is an amount by year, by quarter where that is kept, and over the horizon.
type Flow struct {
	ByYear    []Stat `json:"by_year"`
	ByQuarter []Stat `json:"by_quarter,omitempty"`
	Total     Stat   `json:"total"`
}

// PlannedFlow is a planned amount by year, by quarter and over the horizon.
type PlannedFlow struct {
	ByYear    []float64 `json:"by_year"`
	ByQuarter []float64 `json:"by_quarter"`
	Total     float64   `json:"total"`
}

// Figures leaves the quarters out.
func (p PlannedFlow) Figures() Figures { return Figures{p.ByYear, p.Total} }

// OptionFunding is one way of funding the plan.
type OptionFunding struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	// Sources are in the order in which they pay.
	Sources []SourceFunding `json:"sources"`
	Cost    Flow            `json:"cost"`
	Funding Flow            `json:"funding"`
	Gap     Flow            `json:"gap"`
	// Surplus is what sources with an amount by year offered and did not pay.
	Surplus Flow `json:"surplus"`
	// Committed is what the committed sources (secured, agreed) pay if they alone pay; Likely what those in talks add; HopedFor what the others add. The three add up to
	// Funding in every draw.
	Committed Flow          `json:"committed"`
	Likely    Flow          `json:"likely"`
	HopedFor  Flow          `json:"hoped_for"`
	Lines     []LineFunding `json:"lines"`
	// ChanceOfGap is the share of draws with a gap; ChanceAbove that of draws whose gap over the horizon is larger than WhoPays.Above.
	ChanceOfGap Figures `json:"chance_of_gap"`
	ChanceAbove float64 `json:"chance_above"`
	// ClosingGap is, by certainty in per cent, the smallest gap over the horizon that so many of the draws do not exceed: money that would close it in them.
	ClosingGap      Section[float64] `json:"closing_gap"`
	ClosingGapError Section[float64] `json:"closing_gap_error"`
	// CashNeed is what is needed at the end of each quarter, after its costs are paid and before its receipts; below zero where money is in hand.
	CashNeed     []Stat   `json:"cash_need_by_quarter"`
	PeakCashNeed Stat     `json:"peak_cash_need"`
	PeakQuarter  Quarters `json:"peak_cash_need_quarter"`
	// AfterHorizon is what comes after the plan's last quarter of the money that pays for its cost.
	AfterHorizon Stat `json:"after_horizon"`
	// BridgingNeed is the largest amount that is funded and has not come yet, of committed money; BridgingNeedOfAll that of all money that comes.
	BridgingNeed             Stat     `json:"bridging_need"`
	BridgingQuarter          Quarters `json:"bridging_need_quarter"`
	BridgingNeedOfAll        Stat     `json:"bridging_need_of_all"`
	BridgingNeedOfAllQuarter Quarters `json:"bridging_need_of_all_quarter"`
	// PublicOutlay is what public funders and outcome payers pay, over the horizon: of a contract all payments less what is paid back, with those of other payers and those that come
	// after the plan's years, in place of what they pay of the cost.
	PublicOutlay Stat `json:"public_outlay"`
	// Contract is what an outcomes contract costs beyond that; nil where the option has none.
	Contract *BeyondCost `json:"contract,omitempty"`
	// Against is what differs from the first option shown; nil for that one.
	Against *Against `json:"against,omitempty"`
	// Bases are the option on the published and on the full basis of cost, on the same draws; nil where the published budget leaves nothing out.
	Bases []BasisFunding `json:"cost_bases,omitempty"`
	// Assumed are the inputs of the option's sources that are assumed.
	Assumed []string `json:"assumed"`
}

// SourceFunding is what one source pays.
type SourceFunding struct {
	Key    string `json:"key"`
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Status string `json:"status"`
	InKind bool   `json:"in_kind,omitempty"`
	// ByContract says that an outcomes contract says what it pays: of its payer, and of lost capital.
	ByContract bool `json:"by_contract,omitempty"`
	// RestOf are the names of the option's sources whose rest it covers: what these would leave if they came.
	RestOf []string `json:"rest_of,omitempty"`
	// Chance is that of its coming in the option, with uncertain chances at their means.
	Chance float64 `json:"chance"`
	// Planned is what it pays of the planned cost if every source of the option comes.
	Planned PlannedFlow `json:"planned"`
	Flow
	// Lines are the cost lines that it covers, in the order in which it pays for them.
	Lines []SourceLine `json:"lines"`
}

// SourceLine is what a source pays of one cost line over the horizon.
type SourceLine struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	Total Stat   `json:"total"`
}

// LineFunding is what is paid and missing of one cost line.
type LineFunding struct {
	Key         string  `json:"key"`
	Name        string  `json:"name"`
	Cost        Flow    `json:"cost"`
	Funding     Flow    `json:"funding"`
	Gap         Flow    `json:"gap"`
	ChanceOfGap Figures `json:"chance_of_gap"`
}

// Quarters says in which quarter of the plan a largest amount falls: the first that comes within a hundredth of it.
type Quarters struct {
	// Most is the most frequent quarter, from 1; 0 if it falls in none in any draw. Share is its share of all draws.
	Most  int     `json:"most_frequent"`
	Share float64 `json:"share"`
	// Shares are those of all quarters; None is that of the draws in which it does not fall in any.
	Shares []float64 `json:"shares"`
	None   float64   `json:"none"`
}

// Against is what an option has more, draw by draw, than the first one shown.
type Against struct {
	With    string `json:"with"`
	Gap     Gains  `json:"gap"`
	Funding Gains  `json:"funding"`
	// ChanceOfSmallerGap is the share of draws with a smaller gap over the horizon than under the first option.
	ChanceOfSmallerGap float64 `json:"chance_of_smaller_gap"`
}

// BeyondCost is what the payments of an outcomes contract pay beside the plan's cost, 0 in draws in which it is not concluded. With what they pay of the cost it adds up to the payments less what is
// paid back.
type BeyondCost struct {
	// Fees are those paid, less what lost capital pays of them; Return is the investor's gain; Later is paid to the provider for support after the plan's years and as its margin.
	Fees   Stat `json:"fees"`
	Return Stat `json:"return"`
	Later  Stat `json:"later"`
}
