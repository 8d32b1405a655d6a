package budgets

import "ipsplan/model/quantity"

// Plan is a plan's costs and who is to pay them.
type Plan struct {
	Currency string // three-letter code
	Years    int
	Services []Service // in the order in which a trajectory has them
	// Arithmetic is the plan's course of people, by year.
	Arithmetic []Stages
	// Spread[quarter] is the share of the year's planned events that fall in the quarter; those of a year add up to 1.
	Spread []float64
	// IndexedFrom is the number of years from those whose prices the amounts are in to the plan's first year; it may be negative.
	IndexedFrom int
	Lines       []Line
	Sources     []Source
	// Options are the ways of funding the plan, the one in use first; none: nobody pays.
	Options []Option
	// Correlations are those of the plan of people and staff: they tie uncertain quantities of both plans to each other, by their names.
	Correlations []quantity.RankCorrelation
}

// Service is what budgets must know of a service.
type Service struct {
	Key, Name string
	// Specialists is the working time of all its specialists' posts, in FTE, also of those that open later; Leaders that of team leaders' posts.
	Specialists, Leaders float64
	// ShareOfPeople is its share of the planned events, 0 to 1; those of all services add up to 1.
	ShareOfPeople float64
	// Planned[quarter] holds what is planned at the service but for events of people: posts, hires, places on the caseload, weeks open.
	Planned []Volumes
}

// Stages are the plan's referrals in a year and the planned share of each stage's people who reach the next.
type Stages struct {
	Referrals                 float64
	Engage, JobStart, Sustain float64 // 0 to 1
}

// Volumes are the numbers that costs may follow, in one quarter, at one or all services.
type Volumes struct {
	Specialists   float64 // FTE-weeks of posts that have opened
	InPost        float64 // FTE-weeks of filled posts
	Leaders       float64 // FTE-weeks of team leaders' posts that have opened
	LeadersInPost float64 // FTE-weeks of those that are filled
	Open          float64 // weeks in which a service is open: known beforehand, the same in every draw
	Hires         float64 // specialists and team leaders
	Engagements   float64
	JobStarts     float64 // first ones
	Sustainments  float64 // 13 weeks
	Caseload      float64 // person-weeks
}

// Category says what kind of cost a line is.
type Category string

const (
	Staff    Category = "staff"
	NonStaff Category = "non_staff"
	Unsplit  Category = "unsplit" // the source gives a total only
)

// Driver says what a line's amount is for; the package comment has the units.
type Driver string

const (
	PerYear             Driver = "year"
	Once                Driver = "once"
	PerSpecialist       Driver = "specialist"
	PerSpecialistInPost Driver = "specialist in post"
	PerLeader           Driver = "team leader"
	PerService          Driver = "service"
	PerHire             Driver = "hire"
	PerEngagement       Driver = "engagement"
	PerJobStart         Driver = "job start"
	PerSustainment      Driver = "sustainment"
	PerPersonQuarter    Driver = "person and quarter"
	ShareOfCost         Driver = "share" // of the lines of Line.Base
)

// Line is one cost line.
type Line struct {
	Key, Name string
	Category  Category
	Driver    Driver
	// Service is the position in Plan.Services of the one service that the line is for; AllServices (−1) for all.
	Service int
	// Amount is what one unit costs, by year, in whole units of the line's currency; ≥ 0. For Once the year of Quarter counts. Not for ShareOfCost.
	Amount quantity.Series
	// Scale multiplies the amounts: the plan's size over the size that they were published for; > 0.
	Scale float64
	// Exchange is how many units of the line's currency one unit of the plan's is worth; above 0, 1 if they are the same.
	Exchange quantity.Quantity
	// Indexation is the yearly growth of the amounts; above −1, 0 for none.
	Indexation quantity.Quantity
	// Quarter is when a cost that comes once falls due, from 0.
	Quarter int
	// Share and Base are the part of other lines' cost that a ShareOfCost line is (≥ 0, and 0.15 is 15 %), and their positions in Plan.Lines. Lines do not rest on each other in a circle.
	Share quantity.Quantity
	Base  []int
	// SavedWhenVacant is the share of the line that is not spent while posts are vacant, 0 to 1; for PerYear, PerSpecialist, PerLeader.
	SavedWhenVacant quantity.Quantity
	// Reference says where the amounts come from, with the rate and its date if they are in another currency.
	Reference string
}

// AllServices stands for all services where one may be named.
const AllServices = -1

// Source is a funding source.
type Source struct {
	Key, Name string
	Kind      Kind
	Status    Status
	// InKind says that it gives things or time, and no money.
	InKind bool
	// Lines are the positions in Plan.Lines of the lines it covers, each once, in the order in which it pays for them.
	Lines []int
	// Share is the part of each covered line that the source pays, 0 to 1; with RestOf, the part of what those would leave of the line.
	Share quantity.Quantity
	// RestOf are the positions in Plan.Sources of those whose rest it covers: each line less their shares of it, whether or not they come; none: the lines
	// as they are. They come before the source in every option that has both.
	RestOf []int
	// PerYear, if not nil, is the most that the source pays in each year, and what it offers; Maximum, if not nil, the most in all. Both are in cents of its
	// currency; Exchange is how many units of that one unit of the plan's is worth (above 0, 1 if they are the same), and the limit is rounded to a cent.
	PerYear  []Cents
	Maximum  *Cents
	Exchange quantity.Quantity
	// Told, if not nil, says that what the source has to give is told for each draw ([Pricer.Tell]), and is so much, in cents, in planned funding. It has no amount, maximum or arrivals of its own then.
	Told *Cents
	// AtMost, if not nil, is the most that the source pays of a year's eligible cost, 0 to 1.
	AtMost  *quantity.Quantity
	Matches *Match // nil: no matching
	// Arrives says when its money comes; the shares add up to 1.
	Arrives []Arrival
	// Chance is the probability that the source comes, 0 to 1, unless Given says otherwise.
	Chance quantity.Quantity
	Given  *Given
	// Reference says where this comes from.
	Reference string
}

// Kind is the kind of a funder, as in "national government".
type Kind string

// Match is money for money.
type Match struct {
	// Rate is how much the source pays at most for each unit of money of the others; 0 or more.
	Rate quantity.Quantity
	// Others are the positions in Plan.Sources of those whose money counts; they come before the source in every option that has both. In-kind sources count where they are named.
	Others []int
}

// Given is a chance that depends on whether another source comes. Sources do not depend on each other in a circle.
type Given struct {
	Source         int // position in Plan.Sources
	IfComes, IfNot quantity.Quantity
}

// Status says how firm a source is.
type Status string

const (
	Secured Status = "secured"
	Agreed  Status = "agreed"
	InTalks Status = "in talks"
	Hoped   Status = "hoped"
)

// Firmness groups the statuses; a higher one includes the lower in a cascade.
type Firmness int

const (
	Committed Firmness = iota // secured or agreed
	Likely                    // in talks
	HopedFor
)

// Firmness is the status's group.
func (s Status) Firmness() Firmness {
	switch s {
	case Secured, Agreed:
		return Committed
	case InTalks:
		return Likely
	}
	return HopedFor
}

// Arrival is when a part of the money for a quarter's cost comes.
type Arrival struct {
	Share float64 // of what the source pays
	When  When
	Lag   int // quarters, at least 1, for InArrears; quarters after the year's end, 0 or more, for YearInArrears
}

// When is the time at which money comes.
type When string

const (
	YearAhead      When = "year ahead"       // at the beginning of the year
	QuarterAhead   When = "quarter ahead"    // at the beginning of the quarter
	WithTheQuarter When = "with the quarter" // at its end
	InArrears      When = "in arrears"       // at the end of a later quarter
	YearInArrears  When = "year in arrears"  // for the whole year, at its end or that of a later quarter
)

// Option is a set of sources in the order in which they pay.
type Option struct {
	Key, Name string
	// Order holds positions in Plan.Sources, each at most once.
	Order []int
}
