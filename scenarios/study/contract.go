package study

import (
	"context"
	"fmt"
	"math"
	"slices"

	"ipsplan/budgets/contract"
	"ipsplan/scenarios"
)

// ContractAsked is what is asked of an outcomes contract beside the draws.
type ContractAsked struct {
	// ByQuarter asks for each payment's quarters too.
	ByQuarter bool
}

// ContractError says why scenarios' contracts cannot be settled as asked.
type ContractError struct{ Problem string }

func (e *ContractError) Error() string { return e.Problem }

// check refuses scenarios without a contract.
func (ContractAsked) check(all []*scenarios.Scenario) error {
	for _, s := range all {
		if s.Contract == nil {
			return &ContractError{fmt.Sprintf("%s: has no outcomes contract; add [contract] to the file, or lay one of the templates over it, as %s+four-metrics", s.Name, s.Name)}
		}
	}
	return nil
}

// refuseFractions refuses what gives people in fractions, whose outcomes cannot be told to be evidenced, claimed and paid.
func refuseFractions(uncertainty string) error {
	if isRecursion(uncertainty) {
		return &ContractError{fmt.Sprintf("--uncertainty %s: gives people in fractions, and a contract pays for the outcomes of whole ones; ask for all or chance", uncertainty)}
	}
	return nil
}

// Contract says what outcomes contracts pay, to whom, and when, as if they were concluded. It stops early with the context's error.
func Contract(ctx context.Context, all []*scenarios.Scenario, asked Asked, what ContractAsked) (*Results, error) {
	if err := what.check(all); err != nil {
		return nil, err
	}
	if err := refuseFractions(asked.Uncertainty); err != nil {
		return nil, err
	}
	var d drawing
	var samples []*contractSample
	for _, s := range all {
		samples = append(samples, newContractSample(&d, s, what))
	}
	d.newWorker = func() (func(*block), error) {
		return together(len(samples), func(i int) (func(*block), error) { return samples[i].recorder(asked) })
	}
	excess := func(precision float64) float64 {
		worst := 0.0
		for _, k := range samples {
			worst = max(worst, k.excess(precision))
		}
		return worst
	}
	if err := d.drawAsked(ctx, asked, len(all), excess); err != nil {
		return nil, err
	}
	settings := asked.Settings
	settings.Replications = d.drawn
	results := &Results{Settings: &settings}
	for _, k := range samples {
		results.Scenarios = append(results.Scenarios, k.result(asked))
	}
	return results, nil
}

// excess is the largest Monte Carlo error of expected payments and of the investor's result, as a multiple of what is asked for, which is a share of the payments.
func (k *contractSample) excess(precision float64) float64 {
	payments := k.payments.horizon().estimate()
	allowed := max(precision*math.Abs(payments.Mean), 0.01)
	return max(payments.MCSE, k.net.estimate().MCSE) / allowed
}

// ContractResult is what an outcomes contract comes to, given that it is concluded. Amounts are in whole currency. Years and quarters are those of the contract's ledger, which goes on after the plan's.
type ContractResult struct {
	Payer    string `json:"payer"`
	Investor string `json:"investor,omitempty"`
	// Quarters is how many the ledger has, PlanQuarters how many of them are the plan's.
	Quarters     int `json:"quarters"`
	PlanQuarters int `json:"plan_quarters"`
	// Commitment is what the investor commits, Most what the contract pays at most; 0 for none.
	Commitment float64 `json:"commitment"`
	Most       float64 `json:"most,omitempty"`
	PriceLevel float64 `json:"price_level"`

	// Payments are all that is paid, Items the same by row of the rate card, ladder, block payment and top-up.
	Payments Flow          `json:"payments"`
	Items    []PaymentItem `json:"items"`
	// AfterPlan is what is paid after the plan's years: what was earned in them (Late), and what is earned in the run-off.
	AfterPlan Stat `json:"payments_after_plan"`
	Late      Stat `json:"late_payments"`
	RunOff    Stat `json:"run_off_payments"`
	// RateCard is what became of the value of all outcomes on the rate card.
	RateCard Section[Stat] `json:"rate_card,omitempty"`
	// CapOnLadders and CapOnBlocks are what the cap on the contract took of them, VerificationOfLadders what verification took.
	CapOnLadders          Stat `json:"cap_on_ladders"`
	VerificationOfLadders Stat `json:"verification_of_ladders"`
	CapOnBlocks           Stat `json:"cap_on_blocks"`

	// Cost is what the contract carries of the plan's cost, with support in the run-off; Fees are what the contract itself costs, when they fall due.
	Cost         Flow `json:"cost"`
	Fees         Flow `json:"fees"`
	ProviderPaid Flow `json:"provider_paid"`
	Margin       Stat `json:"provider_margin"`
	// Unpaid is what is never paid of fees and of the provider's claim, with the share of draws in which there is any.
	Unpaid         Stat    `json:"unpaid"`
	UnpaidFees     Stat    `json:"unpaid_fees"`
	UnpaidClaim    Stat    `json:"unpaid_claim"`
	ChanceOfUnpaid float64 `json:"chance_of_unpaid"`
	Outlay         Flow    `json:"outlay"`

	Drawn       Flow  `json:"drawn"`
	Peak        Stat  `json:"drawn_peak"`
	PeakOfMost  *Stat `json:"peak_of_most,omitempty"`
	Recycled    Stat  `json:"recycled"`
	Principal   Stat  `json:"principal"`
	Return      Stat  `json:"return"`
	Surplus     Split `json:"surplus"`
	Returned    Stat  `json:"returned"`
	LostCapital Stat  `json:"lost_capital"`
	Net         Stat  `json:"net"`

	IRR Yields `json:"irr"`
	// Multiple is all that comes back over all that was put in: the ratio of the expected amounts, and percentiles of the draws in which anything was put in; nil if
	// nothing ever was.
	Multiple *Stat `json:"multiple"`
	// Payback is in years, of the draws in which anything was put in; nil where it never comes.
	Payback Payback `json:"payback"`
	// Chances are shares of all draws.
	ChanceOfLoss      float64   `json:"chance_of_loss"`
	ChanceOfTotalLoss float64   `json:"chance_of_total_loss"`
	ShareWithoutIRR   float64   `json:"share_without_irr"`
	Shortfall         Shortfall `json:"expected_shortfall"`

	CashFlow CashFlow `json:"cash_flow"`
	// PerOutcome is what one outcome costs, by event.
	PerOutcome []OutcomeCost   `json:"per_outcome"`
	Planned    PlannedContract `json:"planned"`
	// Terms are the contract's terms in words.
	Terms []Term `json:"terms"`
	// Assumed are the inputs of the contract that are assumed.
	Assumed []string `json:"assumed"`
	// ChanceOfContract is how likely the contract is to be concluded; nil where its payer is in no funding option.
	ChanceOfContract *float64 `json:"chance_of_contract,omitempty"`
	// Histogram is that of the yearly rate of return.
	Histogram Histogram `json:"irr_histogram"`
}

// PaymentItem is a row of the rate card, a ladder, a block payment or a top-up.
type PaymentItem struct {
	Kind string `json:"kind"` // row, ladder, block or top_up
	Key  string `json:"key"`
	Name string `json:"name"`
	Flow
	// Fate is, of a row, what became of the value of its outcomes, with how many there were and how many the row counted.
	Fate    Section[Stat] `json:"fate,omitempty"`
	Planned PlannedFlow   `json:"planned"`
}

// Split is who gets the surplus.
type Split struct {
	Investor Stat `json:"investor"`
	Payer    Stat `json:"payer"`
	Provider Stat `json:"provider"`
}

// Quantiles are an estimate without a mean; nil where no draw has the number.
type Quantiles struct {
	P10      *float64 `json:"p10"`
	P50      *float64 `json:"p50"`
	P90      *float64 `json:"p90"`
	P10Error *float64 `json:"p10_error"`
	P50Error *float64 `json:"p50_error"`
	P90Error *float64 `json:"p90_error"`
}

// Yields are the investor's yearly rate of return over the draws that have one; a total loss is −1. There is no mean.
type Yields struct {
	Quantiles
	// OfMeanFlow is the rate of the expected flow; nil if that has none.
	OfMeanFlow *float64 `json:"of_mean_flow"`
	// NotDrawn, NoRate and SeveralRates are the shares of draws in which nothing was put in, no rate makes the flow worth nothing, and several do, of which the one nearest to 0 counts.
	NotDrawn     float64 `json:"share_not_drawn"`
	NoRate       float64 `json:"share_no_rate"`
	SeveralRates float64 `json:"share_several_rates"`
}

// Payback is how many years pass until the investor has for good as much back as it has put in; a quantile is nil where that never comes.
type Payback struct {
	Quantiles
	// Never is the share of the draws with capital in which it never comes.
	Never float64 `json:"never"`
}

// Shortfall is the investor's expected result in the worst tenth of all draws.
type Shortfall struct {
	Mean float64 `json:"mean"`
	MCSE float64 `json:"mcse"`
	// OfCapital is the same as a share of what was put in in these draws; 0 if nothing was.
	OfCapital float64 `json:"of_capital"`
}

// CashFlow is money by quarter.
type CashFlow struct {
	// Investor is the investor's money at the beginning of each quarter, below zero where it pays in; what it gets at a quarter's end stands with the next one. Cumulative adds it up.
	Investor   Quarterly `json:"investor"`
	Cumulative Quarterly `json:"cumulative"`
	Payments   Quarterly `json:"payments"`
}

// Quarterly are estimates by quarter.
type Quarterly struct {
	ByQuarter []Stat `json:"by_quarter"`
}

// OutcomeCost is what one outcome of an event costs: expected money over expected outcomes.
type OutcomeCost struct {
	Event string `json:"event"`
	// Reached and Additional are how many there are, and how many would not have happened anyway; Additional is nil where that is not known.
	Reached    Stat  `json:"reached"`
	Additional *Stat `json:"additional,omitempty"`
	// Outlay is what the outcome payer pays for each, Grant what the service costs for each: paid by a plain grant, without fees and returns. The others are for each additional one; nil where these are not
	// known or not above 0.
	Outlay           *Ratio `json:"outlay,omitempty"`
	Grant            *Ratio `json:"grant,omitempty"`
	OutlayAdditional *Ratio `json:"outlay_additional,omitempty"`
	GrantAdditional  *Ratio `json:"grant_additional,omitempty"`
}

// PlannedContract is the contract at the plan's own arithmetic.
type PlannedContract struct {
	Payments PlannedFlow `json:"payments"`
	Cost     float64     `json:"cost"`
	Fees     float64     `json:"fees"`
	// BreakEvenLevel is the price level at which planned payments are planned cost and fees; nil if none does it.
	BreakEvenLevel *float64 `json:"break_even_price_level"`
	// Unplanned are the events on the rate card that the plan's arithmetic does not have.
	Unplanned []string `json:"unplanned,omitempty"`
}

// Histogram counts draws: Shares[i] is the share of all draws between Edges[i] and Edges[i+1], that of the first bin for all below and of the last for all above.
type Histogram struct {
	Edges  []float64 `json:"edges"`
	Shares []float64 `json:"shares"`
}

// eventNames are the events' names in CSV and JSON.
func eventNames() [contract.Events]string {
	return [...]string{engagements, jobStarts, sustainments, "sustainments_26w", "sustainments_52w"}
}

// contractInputs are the paths of the contract's inputs that are assumed.
func contractInputs(s *scenarios.Scenario) []string {
	return slices.Clone(assumed(s, "contract."))
}
