package contract

import (
	"ipsplan/budgets"
	"ipsplan/model/quantity"
)

// Event is what an outcome is of.
type Event int8

const (
	Engagement Event = iota
	JobStart         // first ones
	Sustained13
	Sustained26
	Sustained52
	Events = 5
)

// Hours are the jobs that an outcome may be in.
type Hours int8

const (
	AnyHours Hours = iota
	Below16
	From16
)

// Terms are those of an outcomes contract; the package comment says what they mean. Amounts of type [budgets.Cents] are in the plan's currency; a limit of 0 is none. Slices
// by year hold the plan's years from the first on, at least one.
type Terms struct {
	Payer string // its name
	// Services are the positions in the plan of those whose people count; nil for all. EngagedFrom and EngagedTo bound the weeks of their engagement.
	Services               []int
	EngagedFrom, EngagedTo int

	Rows    []Row
	Ladders []Ladder
	Blocks  []Block
	TopUps  []TopUp
	// PriceLevel multiplies all prices of rows and amounts of ladders; 0 or more, usually 1.
	PriceLevel float64
	// Evidenced[event] is the share that gets evidenced, 0 to 1.
	Evidenced [Events]quantity.Quantity
	// DeadweightDeducted[event] and Verification are parts of a payment that are not paid, 0 to 1.
	DeadweightDeducted [Events]float64
	Verification       float64
	// MostPerPerson is the most that is paid for one person's outcomes, Most the most that the contract pays.
	MostPerPerson, Most budgets.Cents

	// Lines are the positions in the budget of the lines whose cost the contract carries, each once, and CostShare the part of it, 0 to 1.
	Lines     []int
	CostShare quantity.Quantity
	// RunOffCost is what supporting a person for a quarter costs after the plan's years, in whole units of the currency; 0 or more.
	RunOffCost quantity.Quantity
	Provider   Provider
	Fees       []Fee
	Investor   Investor
	Comparison Comparison
}

// Row is a row of the rate card.
type Row struct {
	Key, Name string
	Event     Event
	Hours     Hours // AnyHours for an engagement
	// Price is what one outcome pays, by year, in whole units of the currency; 0 or more.
	Price quantity.Series
	// From and To bound the weeks whose outcomes can be claimed; Within is the most weeks from engagement to outcome.
	From, To, Within int
	// Above, UpTo and Minimum are numbers of outcomes: see the package comment. UpTo, if not 0, is more than Above.
	Above, UpTo, Minimum int
	// MostPerYear, by year of the outcome's week (nil: none), and Most are the most that the row pays.
	MostPerYear []budgets.Cents
	Most        budgets.Cents
	Lag         int // weeks, 0 or more
}

// Ladder pays for a number of outcomes reached.
type Ladder struct {
	Key, Name string
	Event     Event
	Hours     Hours
	EachYear  bool // the period is each year of the plan, instead of the weeks From … To−1
	From, To  int
	Rungs     []Rung // rising in At, not falling in Amount
	Lag       int    // weeks, 0 or more
}

// Rung is a number of outcomes, 1 or more, and what is paid in all when so many are reached.
type Rung struct {
	At     int
	Amount budgets.Cents
}

// Block is what is paid whatever the outcome.
type Block struct {
	Key, Name string
	PerYear   []budgets.Cents // nil: CostShare of the quarter's cost
	CostShare float64         // 0 to 1
}

// TopUp is what another payer adds.
type TopUp struct {
	Key, Name string
	Share     float64 // of each payment; 0 or more
	Most      budgets.Cents
	// Rows says whose payments it adds to, by row of the rate card; nil for all rows and ladders, otherwise no ladders.
	Rows []bool
}

// Provider is how the service's provider is paid.
type Provider struct {
	// Fee is a fixed fee by year; nil for the cost carried.
	Fee       []budgets.Cents
	RiskShare float64 // 0 to 1
}

// Fee is what the contract itself costs.
type Fee struct {
	Key, Name string
	PerYear   []budgets.Cents // nil for one that is due once
	Once      budgets.Cents
	Quarter   int // of Once, from 0, in the ledger
}

// Investor is who finances the contract until payments come.
type Investor struct {
	Name string
	// Commitment is the most that is drawn; 0: there is no investor, no schedule and no part of the surplus.
	Commitment budgets.Cents
	// Schedule is what is drawn in each quarter from the first on, whatever is needed; nil: draws are made on need.
	Schedule []budgets.Cents
	// Recycling says that payments may pay costs and fees before capital is drawn for them.
	Recycling   bool
	ReturnFirst bool
	// ReturnCap is the most that principal and return yield in a year, 0 or more; nil: no cap.
	ReturnCap *float64
	Surplus   Split
}

// Split is how a surplus is split: parts from 0 to 1 that add up to 1.
type Split struct{ Investor, Payer, Provider float64 }

// Comparison says what would have happened without the service; nil where it is not known.
type Comparison struct {
	// Rate[event] is the share of those who engage who would have reached the event anyway, 0 to 1.
	Rate [Events]*quantity.Quantity
	// RiskRatio is how many times as likely an event is with the service, above 0.
	RiskRatio *quantity.Quantity
}
