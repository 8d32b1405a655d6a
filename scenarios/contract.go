package scenarios

import "ipsplan/budgets"

// Contract is an outcomes contract. What is left out means what a term sheet without the clause would mean; each doc tag says it.
type Contract struct {
	Name        string        `toml:"name" doc:"the contract's name, as tables print it"`
	Replaces    bool          `toml:"replaces" doc:"true in an overlay whose contract stands in place of the one below it; without it, the two are merged key by key"`
	Payer       string        `toml:"payer" need:"yes" doc:"the key in [funding] of the outcome payer, a funder of that kind"`
	PriceLevel  *Number       `toml:"price_level" fixed:"yes" min:"0" max:"1000" unit:"factor" doc:"what all prices, and the amounts of ladders, are multiplied with; 1 without it"`
	Services    []string      `toml:"services" doc:"the keys of the services whose people count; all without it"`
	EngagedFrom *Whole        `toml:"engaged_from_week" min:"0" max:"520" unit:"week" doc:"the first week of the plan in which people engage whose outcomes count; week 0 without it"`
	EngagedTo   *Whole        `toml:"engaged_before_week" min:"1" max:"520" unit:"week" doc:"the week of the plan before which people engage whose outcomes count; all of the plan's years without it"`
	Covers      ContractCosts `toml:"covers" doc:"the costs that the contract carries; all of every cost line without it"`
	Source      string        `toml:"source" doc:"the key of the source of this table's plain numbers"`

	Prices     Keyed[Price]     `toml:"prices" doc:"the rate card: what is paid for one outcome, each row under a key"`
	Ladders    Keyed[Ladder]    `toml:"ladders" doc:"payments for numbers of outcomes reached, such as a threshold, a target and a premium, each under a key"`
	Blocks     Keyed[Block]     `toml:"blocks" doc:"payments that are made whatever the outcome, each under a key"`
	TopUps     Keyed[TopUp]     `toml:"top_ups" doc:"what other payers add to the outcome payer's payments, each under a key"`
	Evidence   ContractEvidence `toml:"evidence" doc:"which outcomes are evidenced, and what is deducted"`
	Most       Most             `toml:"most" doc:"caps on what is paid; none without it"`
	Provider   ProviderTerms    `toml:"provider" doc:"how the service's provider is paid; it gets its costs without it"`
	Fees       Keyed[Fee]       `toml:"fees" doc:"what the contract itself costs, beside the budget's lines, each fee under a key"`
	Investor   *InvestorTerms   `toml:"investor" doc:"who finances the contract until payments come; without it, nobody"`
	Comparison *Comparison      `toml:"comparison" doc:"what would have happened without the service; the risk ratios of published reviews without it"`
}

// ContractCosts are the costs that a contract carries.
type ContractCosts struct {
	Category   string   `toml:"category" oneof:"staff|non_staff|unsplit" doc:"the category of cost lines; all lines without it"`
	Lines      []string `toml:"lines" doc:"the keys of the cost lines; all lines without it"`
	Share      *Number  `toml:"share" min:"0" max:"1" unit:"share" doc:"share of each line's cost; all of it without it"`
	RunOffCost *Number  `toml:"run_off_per_person_and_quarter" min:"0" max:"1e9" unit:"money" doc:"what supporting a person for a quarter costs after the plan's years, for those still on the caseload; without it, nothing is charged for them"`
	Source     string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Price is a row of the rate card.
type Price struct {
	Name        string   `toml:"name" need:"yes" doc:"the row's name, as tables print it"`
	Event       string   `toml:"event" need:"yes" oneof:"engagement|job start|13 weeks|26 weeks|52 weeks" doc:"what is paid for, once for each person: engagement, a first job start, or the first time in which 13, 26 or 52 weeks in one job are reached"`
	Hours       string   `toml:"hours" oneof:"any|below 16|from 16" doc:"the weekly hours of the job; any without it"`
	Price       *Amounts `toml:"price" need:"yes" uncertain:"yes" min:"0" max:"1e9" unit:"money" doc:"what is paid for one outcome, by year of the outcome; later years have the last year's price"`
	FromWeek    *Whole   `toml:"from_week" min:"0" max:"1040" unit:"week" doc:"the first week of the plan whose outcomes can be claimed; week 0 without it"`
	BeforeWeek  *Whole   `toml:"before_week" min:"1" max:"1040" unit:"week" doc:"the week of the plan before which an outcome must happen to be claimed; without it, any week up to three years after the plan"`
	WithinWeeks *Whole   `toml:"within_weeks" min:"1" max:"1040" unit:"weeks" doc:"the most weeks from engagement to an outcome that can be claimed; without it, any number"`
	Above       *Whole   `toml:"above" min:"0" max:"1e8" unit:"people" doc:"pays only for outcomes beyond this number, as a premium does; for all without it"`
	UpTo        *Whole   `toml:"up_to" min:"1" max:"1e8" unit:"people" doc:"pays for no more than this number of outcomes; for any number without it"`
	Minimum     *Whole   `toml:"minimum" min:"1" max:"1e8" unit:"people" doc:"pays nothing until this number is reached, and then for those before it too; from the first on without it"`
	MostPerYear *Amounts `toml:"most_per_year" min:"0.01" max:"1e12" unit:"money" doc:"the most it pays for outcomes of each year; no such cap without it"`
	Most        *Amount  `toml:"most" fixed:"yes" min:"0.01" max:"1e12" unit:"money" doc:"the most it pays in all; no such cap without it"`
	LagWeeks    *Whole   `toml:"lag_weeks" min:"0" max:"156" unit:"weeks" doc:"weeks from outcome to payment; those of [contract.evidence] without it"`
	Source      string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Ladder pays for a number of outcomes reached.
type Ladder struct {
	Name       string `toml:"name" need:"yes" doc:"the ladder's name, as tables print it"`
	Event      string `toml:"event" need:"yes" oneof:"engagement|job start|13 weeks|26 weeks|52 weeks" doc:"what is counted, once for each person"`
	Hours      string `toml:"hours" oneof:"any|below 16|from 16" doc:"the weekly hours of the job; any without it"`
	EachYear   bool   `toml:"each_year" doc:"true to count and pay for each year of the plan by itself; without it, all outcomes together count"`
	FromWeek   *Whole `toml:"from_week" min:"0" max:"1040" unit:"week" doc:"the first week whose outcomes count; week 0 without it"`
	BeforeWeek *Whole `toml:"before_week" min:"1" max:"1040" unit:"week" doc:"the week before which outcomes count; up to three years after the plan without it"`
	Rungs      []Rung `toml:"rungs" need:"yes" doc:"numbers and what is paid in all when each is reached, such as [{ at = 60, pays = 200_000 }, { at = 80, pays = 300_000 }]"`
	LagWeeks   *Whole `toml:"lag_weeks" min:"0" max:"156" unit:"weeks" doc:"weeks from the end of the period to payment; those of [contract.evidence] without it"`
	Source     string `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Rung is a number of outcomes and what is paid for it.
type Rung struct {
	At   *Whole  `toml:"at" need:"yes" min:"1" max:"1e8" unit:"people" doc:"the number of outcomes"`
	Pays *Amount `toml:"pays" need:"yes" fixed:"yes" min:"0" max:"1e12" unit:"money" doc:"what is paid in all when it is reached, and not the next one"`
}

// Block is what is paid whatever the outcome.
type Block struct {
	Name        string   `toml:"name" need:"yes" doc:"the payment's name, as tables print it"`
	PerYear     *Amounts `toml:"per_year" min:"0" max:"1e12" unit:"money" doc:"what is paid in each year, in four parts; a block has this or share_of_cost"`
	ShareOfCost *Number  `toml:"share_of_cost" fixed:"yes" min:"0" max:"1" unit:"share" doc:"the share of each quarter's cost that is paid"`
	Source      string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// TopUp is what another payer adds.
type TopUp struct {
	Name   string   `toml:"name" need:"yes" doc:"the other payer's name"`
	Share  *Number  `toml:"share" need:"yes" fixed:"yes" min:"0" max:"10" unit:"share" doc:"what it adds to each payment for outcomes, as a share of it"`
	Most   *Amount  `toml:"most" fixed:"yes" min:"0.01" max:"1e12" unit:"money" doc:"the most it adds in all; no such cap without it"`
	Prices []string `toml:"prices" doc:"the keys of the rows of the rate card that it adds to; all payments for outcomes without it"`
	Source string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// ContractEvidence is which outcomes are evidenced, and what is deducted.
type ContractEvidence struct {
	Engagement   *Number `toml:"engagement" min:"0" max:"1" unit:"share" doc:"share of engagements that are evidenced and can be claimed; all without it"`
	JobStart     *Number `toml:"job_start" min:"0" max:"1" unit:"share" doc:"share of first job starts that are evidenced; all without it"`
	Sustain13w   *Number `toml:"sustain_13w" min:"0" max:"1" unit:"share" doc:"share of 13-week sustainments that are evidenced; all without it"`
	Sustain26w   *Number `toml:"sustain_26w" min:"0" max:"1" unit:"share" doc:"share of 26-week sustainments that are evidenced, of those whose shorter one was; all without it"`
	Sustain52w   *Number `toml:"sustain_52w" min:"0" max:"1" unit:"share" doc:"share of 52-week sustainments that are evidenced, of those whose shorter one was; all without it"`
	LagWeeks     *Whole  `toml:"lag_weeks" min:"0" max:"156" unit:"weeks" doc:"weeks from an outcome to its payment; paid in the week of the outcome without it"`
	Verification *Number `toml:"verification" fixed:"yes" min:"0" max:"1" unit:"share" doc:"share of each payment for outcomes that is kept back after verification; none without it"`
	Deadweight   *Number `toml:"deadweight_deducted" fixed:"yes" min:"0" max:"1" unit:"share" doc:"share of each payment for a job start or a sustainment that is deducted because it would have happened anyway; none without it"`
	Source       string  `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Most are caps on what is paid.
type Most struct {
	InAll     *Amount `toml:"in_all" fixed:"yes" min:"0.01" max:"1e12" unit:"money" doc:"the most that the outcome payer pays in all, block payments included; no such cap without it"`
	PerPerson *Amount `toml:"per_person" fixed:"yes" min:"0.01" max:"1e12" unit:"money" doc:"the most that is paid for the outcomes of one person; no such cap without it"`
	Source    string  `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// ProviderTerms are how the service's provider is paid.
type ProviderTerms struct {
	Name      string   `toml:"name" doc:"the provider's name"`
	FixedFee  *Amounts `toml:"fixed_fee" min:"0" max:"1e12" unit:"money" doc:"what it is paid in each year, whatever it spends; its costs are paid without it"`
	RiskShare *Number  `toml:"risk_share" fixed:"yes" min:"0" max:"1" unit:"share" doc:"the share of its costs, or fee, that it gives up for the same share of all payments; none without it"`
	Source    string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Fee is what the contract itself costs.
type Fee struct {
	Name    string   `toml:"name" need:"yes" doc:"the fee's name, such as intermediary, evaluation or set-up"`
	PerYear *Amounts `toml:"per_year" min:"0" max:"1e12" unit:"money" doc:"the fee of each year, due in four parts; a fee has this or once"`
	Once    *Amount  `toml:"once" fixed:"yes" min:"0" max:"1e12" unit:"money" doc:"a fee that is due once"`
	Quarter *Whole   `toml:"quarter" min:"1" max:"64" unit:"quarter" doc:"the quarter in which a fee that is due once is due; the first without it"`
	Source  string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// InvestorTerms are those of whoever finances the contract.
type InvestorTerms struct {
	Name        string        `toml:"name" doc:"the investor's name"`
	Commitment  *Amount       `toml:"commitment" need:"yes" fixed:"yes" min:"0.01" max:"1e12" unit:"money" doc:"the most that it puts in"`
	Draws       *Draws        `toml:"draws" min:"0" max:"1e12" unit:"money" doc:"\"on need\" (usual) if it puts in what is missing when costs fall due; or what it puts in in each quarter from the first on, whatever is needed, such as [100_000, 50_000]"`
	Recycling   *bool         `toml:"recycling" doc:"false if payments wait until all capital has been put in before they pay costs; without it, payments pay costs first, and less capital is needed"`
	ReturnFirst bool          `toml:"return_first" doc:"true if return, up to its cap, is paid before capital is repaid; without it, capital comes first"`
	ReturnCap   *Number       `toml:"return_cap" fixed:"yes" min:"0" max:"1" unit:"share" doc:"the most that it earns in a year on its capital, before any part in the surplus; without it, all that is left after capital is its return"`
	Surplus     *SurplusSplit `toml:"surplus" doc:"who gets what is left in the end, above a return cap; without it, the outcome payer gets it back"`
	Source      string        `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Draws is when an investor puts capital in: on need, or by a schedule.
type Draws struct{ Amounts }

func (x *Draws) decodeNode(d *decoder, n *node, path string, f field) {
	switch word, isText := n.value.(string); {
	case !isText:
		x.Amounts.decodeNode(d, n, path, f)
	case word != "on need":
		d.fault(n.position, path, `%q is not allowed here; write "on need", or what is put in in each quarter, such as [100_000, 50_000]`, shortened(word))
	}
}

// schedule is what is put in in each quarter; nil: on need.
func (x *Draws) schedule() []budgets.Cents {
	if x == nil {
		return nil
	}
	var schedule []budgets.Cents
	for _, amount := range x.Values {
		schedule = append(schedule, budgets.CentsOf(amount))
	}
	return schedule
}

// SurplusSplit is how a surplus is split.
type SurplusSplit struct {
	Investor *Number `toml:"investor" fixed:"yes" min:"0" max:"1" unit:"share" doc:"the investor's share; none without it"`
	Payer    *Number `toml:"payer" fixed:"yes" min:"0" max:"1" unit:"share" doc:"the outcome payer's share; none without it"`
	Provider *Number `toml:"provider" fixed:"yes" min:"0" max:"1" unit:"share" doc:"the provider's share; none without it"`
	Source   string  `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Comparison is what would have happened without the service.
type Comparison struct {
	RiskRatio  *Number `toml:"risk_ratio" min:"0.01" max:"100" unit:"factor" doc:"how many times as likely a job, and one that lasts, is with the service as without; the ratios of published reviews without it"`
	JobStart   *Number `toml:"job_start" min:"0" max:"1" unit:"share" doc:"share of those who engage who would have started a job anyway, instead of the risk ratio"`
	Sustain13w *Number `toml:"sustain_13w" min:"0" max:"1" unit:"share" doc:"share of those who engage who would have kept a job for 13 weeks anyway, instead of the risk ratio"`
	Sustain26w *Number `toml:"sustain_26w" min:"0" max:"1" unit:"share" doc:"share of those who engage who would have kept a job for 26 weeks anyway, instead of the risk ratio"`
	Sustain52w *Number `toml:"sustain_52w" min:"0" max:"1" unit:"share" doc:"share of those who engage who would have kept a job for 52 weeks anyway, instead of the risk ratio"`
	Source     string  `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// reviews is what stands for the comparison where a contract has none. A review's spread is that of its 95 % interval: sigma = ln(high/low) / (2 × 1.96).
const reviews = `[contract.comparison]
risk_ratio = { mixture = [{ weight = 1, median = 1.63, sigma = 0.0562 }, { weight = 1, median = 2.07, sigma = 0.0652 }, { weight = 1, median = 2.40, sigma = 0.0961 }], ` +
	`assumed = "published reviews differ, and each counts as much: 1.63 (1.46 to 1.82; doi 10.1371/journal.pone.0212208), 2.07 (1.82 to 2.35; Brinchmann et al. 2020), ` +
	`2.40 (1.99 to 2.90; Modini et al. 2016); they are of any job within 12 to 18 months, and taken for jobs that last too" }
`

// withReviews adds the published risk ratios to a tree whose contract has none.
func withReviews(root *node) (*node, error) {
	if c := root.child("contract"); c == nil || !c.table {
		return root, nil
	}
	l, err := parse("published reviews", 0, []byte(reviews))
	if err != nil {
		return nil, err
	}
	return filled(root, l.root, 3), nil
}

// filled is a table with what it lacks of another one, and so are the tables in it down to a depth.
func filled(n, with *node, depth int) *node {
	if !n.table || !with.table || depth == 0 {
		return n
	}
	whole := *n
	whole.keys, whole.children = nil, map[string]*node{}
	for _, key := range n.keys {
		whole.put(key, n.children[key])
	}
	for _, key := range with.keys {
		if own := whole.child(key); own != nil {
			whole.children[key] = filled(own, with.children[key], depth-1)
			continue
		}
		whole.put(key, with.children[key])
	}
	return &whole
}
