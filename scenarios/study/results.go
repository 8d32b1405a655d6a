package study

import (
	"bytes"
	"encoding/json"

	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// Phrase is words that are not yet in a language, and the other types are those of its values; in JSON and CSV they are in English.
type (
	Phrase = scenarios.Phrase
	Digits = scenarios.Digits
	Day    = scenarios.Day
	Quoted = scenarios.Quoted
)

// Results are what one command found out; the JSON output is their encoding.
type Results struct {
	Tool      Tool      `json:"tool"`
	Settings  *Settings `json:"settings,omitempty"`
	Scenarios []*Result `json:"scenarios,omitempty"`
	// Templates are the outcomes contracts that come with the program, filled by list alone.
	Templates []Template `json:"templates,omitempty"`
	Portfolio *Portfolio `json:"portfolio,omitempty"`
	// NoPortfolio says why several scenarios were not added up.
	NoPortfolio Phrase `json:"no_portfolio,omitzero"`
	// Reconcile is filled by reconcile alone: what does not agree, and how much was checked.
	Reconcile []Finding `json:"reconcile,omitzero"`
	Checked   *Checked  `json:"checked,omitempty"`
	// Vary is filled where inputs were varied, and Solve where one was solved for.
	Vary  *Varied   `json:"vary,omitempty"`
	Solve *Solution `json:"solve,omitempty"`
}

// Template is an outcomes contract to be laid over a scenario.
type Template struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// Templates are those that come with the program.
func Templates() ([]Template, error) {
	var all []Template
	for _, name := range scenarios.Templates() {
		title, err := scenarios.TemplateTitle(name)
		if err != nil {
			return nil, err
		}
		all = append(all, Template{name, title})
	}
	return all, nil
}

// Tool says what made the results.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Settings are what a simulation was asked for.
type Settings struct {
	Replications int `json:"replications"`
	// Precision, if above 0, is the Monte Carlo error that was asked for, as a share of the mean.
	Precision float64 `json:"precision,omitempty"`
	Seed      uint64  `json:"seed"`
	// Uncertainty says what differs between draws: all; chance (rates at their means); rates or none, by the expected-value
	// recursion, with or without uncertain rates.
	Uncertainty string `json:"uncertainty"`
}

// Result is what was found out about one scenario. Sections that a command does not make are nil.
type Result struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Hash     string `json:"hash"`
	Currency string `json:"currency"`
	Years    int    `json:"years"`
	// Start is the first day, as YYYY-MM-DD; empty where the scenario gives none.
	Start string `json:"start,omitempty"`
	// Specialists are full-time equivalents in all services.
	Services    []string `json:"services"`
	Specialists float64  `json:"specialists"`
	Remarks     []Phrase `json:"remarks,omitempty"`
	// Varied says that an overlay or a setting is laid over the scenario.
	Varied bool `json:"varied,omitempty"`
	// Changes are the inputs that an overlay or a setting changed without giving a source.
	Changes []Input `json:"changes,omitempty"`

	People Section[Stats] `json:"people,omitempty"`
	Staff  Section[Stats] `json:"staff,omitempty"`
	Money  Section[Stats] `json:"money,omitempty"`
	// Beyond is what the people engaged within the horizon still reach in the three years after it.
	Beyond    Section[Stat]    `json:"beyond_horizon,omitempty"`
	Published Section[Figures] `json:"published,omitempty"`
	Planned   Section[Figures] `json:"planned,omitempty"`
	// Rates are the planned conversion rates, stage to stage, by year.
	Rates Section[[]float64] `json:"rates,omitempty"`
	// PublishedRates are the same as printed, as shares.
	PublishedRates Section[[]float64] `json:"published_rates,omitempty"`
	// FirstTwoYears is the plan's row in the table of all countries.
	FirstTwoYears *FirstTwoYears `json:"first_two_years,omitempty"`
	Cohort        *Cohorts       `json:"cohort,omitempty"`
	// ChanceOfGap is the share of draws with a funding gap.
	ChanceOfGap Figures       `json:"chance_of_gap,omitzero"`
	Funding     *FundingInUse `json:"funding_in_use,omitempty"`
	// CostBasis is the basis of cost in use, published or full; empty where both are the same.
	CostBasis string `json:"cost_basis,omitempty"`
	// AddedCosts are the names, in quotation marks, of the cost lines that the published budget leaves out and this cost has.
	AddedCosts []Phrase `json:"added_costs,omitempty"`
	// CostBases is filled by plan alone; nil where the published budget leaves nothing out.
	CostBases *CostBases `json:"cost_bases,omitempty"`
	// AssumedCosts are the inputs that are assumed of the cost in use.
	AssumedCosts []string `json:"assumed_costs,omitempty"`
	// WhoPays is filled by funding and report.
	WhoPays *WhoPays `json:"funding,omitempty"`
	// Contract is filled by contract, and by report where there is one.
	Contract *ContractResult `json:"contract,omitempty"`
	Implied  []Implied       `json:"implied,omitempty"`
	Inputs   []Input         `json:"inputs,omitempty"`
	Drivers  []Driver        `json:"drivers,omitempty"`
	// Convergence says whether there are enough draws.
	Convergence *Convergence `json:"convergence,omitempty"`
	// PercentileAccuracy is the largest relative error of P10, P50 and P90 where there are too many draws to keep each; 0 where they are exact.
	PercentileAccuracy float64  `json:"percentile_accuracy,omitempty"`
	Warnings           []Phrase `json:"warnings"`
	// Doubts says, of the variance of each measure over the horizon, which part is luck, ignorance and decisions.
	Doubts Section[Doubt] `json:"doubts,omitempty"`
	// ByQuarter is filled by report: the course of the outcomes, the caseload and the staff.
	ByQuarter Section[Course] `json:"by_quarter,omitempty"`
	// Explain is filled by explain and report: for each measure the steps from the plan to the projection.
	Explain Section[[]Step] `json:"explain,omitempty"`
	// Bias is filled where the expected-value recursion was asked for.
	Bias *Bias `json:"bias,omitempty"`
	// Compare is filled by compare, and where inputs were varied or solved for, for every scenario but the first.
	Compare *Comparison `json:"compare,omitempty"`
	// PerOutcome is the expected total cost over the horizon for each expected outcome in it, where inputs were varied or solved for.
	PerOutcome Section[Ratio] `json:"per_outcome,omitempty"`
}

// FirstTwoYears is a plan's size, reach and planned outcomes of its first two years (or of its only one).
type FirstTwoYears struct {
	Specialists float64 `json:"specialists"`
	Reach       string  `json:"reach,omitempty"`
	Engagements float64 `json:"engagements"`
	JobStarts   float64 `json:"job_starts"`
}

// Section is a set of named measures in the order in which tables show them.
type Section[T any] []Measure[T]

// Measure is a measure's name, as JSON and CSV have it, and its value.
type Measure[T any] struct {
	Name  string
	Value T
}

// Get finds a measure by name.
func (s Section[T]) Get(name string) (T, bool) {
	for _, m := range s {
		if m.Name == name {
			return m.Value, true
		}
	}
	var none T
	return none, false
}

// MarshalJSON writes an object whose keys keep their order.
func (s Section[T]) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range s {
		if i > 0 {
			b.WriteByte(',')
		}
		value, err := json.Marshal(m.Value)
		if err != nil {
			return nil, err
		}
		key, _ := json.Marshal(m.Name)
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Stat is an estimate and, where there is a published figure for the same time, the chance of reaching it.
type Stat struct {
	quantity.Estimate
	Chance *float64 `json:"chance,omitempty"`
}

// Stats are a measure's estimates by year and over the horizon. Totals of means over time are the horizon's mean; that of people
// waiting at the end is the last year's.
type Stats struct {
	ByYear []Stat `json:"by_year"`
	Total  Stat   `json:"total"`
}

// Figures are exact figures by year and in total.
type Figures struct {
	ByYear []float64 `json:"by_year"`
	Total  float64   `json:"total"`
}

// Portfolio is several scenarios added up, draw by draw, over the years that all of them have.
type Portfolio struct {
	Names    []string       `json:"names"`
	Titles   []string       `json:"titles"`
	Years    int            `json:"years"`
	Currency string         `json:"currency,omitempty"`
	People   Section[Stats] `json:"people,omitempty"`
	Staff    Section[Stats] `json:"staff,omitempty"`
	// ChanceOfGap is the share of draws with a funding gap anywhere.
	ChanceOfGap Figures `json:"chance_of_gap,omitzero"`
	// Bases are what must be known of single scenarios' costs before their sum is used.
	Bases []Phrase `json:"bases,omitempty"`
	// Money is left out when the scenarios' currencies differ.
	Money     Section[Stats]   `json:"money,omitempty"`
	Published Section[Figures] `json:"published,omitempty"`
	Planned   Section[Figures] `json:"planned,omitempty"`
	// WhoPays is filled by funding and report.
	WhoPays *PortfolioFunding `json:"funding,omitempty"`
	// Convergence says whether there are enough draws.
	Convergence *Convergence `json:"convergence,omitempty"`
	// PercentileAccuracy is as in Result.
	PercentileAccuracy float64 `json:"percentile_accuracy,omitempty"`
}

// Cohorts follow the people who engaged in each year of the horizon.
type Cohorts struct {
	ByEntryYear []CohortOfYear `json:"by_entry_year"`
}

// CohortOfYear holds, of those who engaged in one year, the share who had started a job, and sustained one for 13 weeks, within so many weeks of engaging:
// the ratio of the expected numbers.
type CohortOfYear struct {
	Engaged         Stat          `json:"engaged"`
	JobWithin       Section[Stat] `json:"job_within_weeks"`
	SustainedWithin Section[Stat] `json:"sustained_within_weeks"`
}

// FundingInUse says which sources a projection counted on, in the order in which they pay.
type FundingInUse struct {
	Option  string          `json:"option"`
	Sources []FundingSource `json:"sources"`
	// Assumed are the inputs of the sources that are assumed.
	Assumed []string `json:"assumed,omitempty"`
}

// FundingSource is one source of the funding option in use.
type FundingSource struct {
	Name   string  `json:"name"`
	Kind   string  `json:"kind"`
	Status string  `json:"status"`
	Chance float64 `json:"chance"` // of arriving, expected
	Paid   Stats   `json:"paid"`
}

// Driver is an uncertain input and how strongly job starts follow it.
type Driver struct {
	Path string `json:"path"`
	What string `json:"what"`
	// Correlation is that between the input's standing and the job starts of the whole horizon, −1 to 1, over the draws.
	Correlation float64 `json:"correlation"`
	Status      string  `json:"status"`
}

// Input is one row of the assumptions table.
type Input struct {
	Path   string `json:"path"`
	What   string `json:"what"`
	Value  Phrase `json:"value"`
	Unit   string `json:"unit,omitempty"`
	Range  Phrase `json:"range,omitzero"`
	Status string `json:"status"`
	Source string `json:"source,omitempty"`
	Reason string `json:"reason,omitempty"`
}
