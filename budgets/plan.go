package budgets

import "ipsplan/model/quantity"

// Plan is a plan's costs and who is to pay them.
type Plan struct {
	Currency string // three-letter code
	Years    int
	// Specialists is the working time of all posts, in FTE, also of those that open later; what is saved for vacant posts is measured
	// against it. 0 stands for the posts that have opened.
	Specialists float64
	// Planned is what unit costs are multiplied by in the planned budget, by year.
	Planned []Volumes
	Lines   []Line
	Sources []Source
	// PayOrder holds the positions in Sources of the funding option in use, each once, in the order in which they pay.
	PayOrder []int
}

// Volumes are the numbers that costs may follow, in one year or quarter.
type Volumes struct {
	Specialists  float64 // FTE-years of posts that have opened
	Hires        float64
	Engagements  float64
	JobStarts    float64
	Sustainments float64 // 13 weeks
}

// Category says what kind of cost a line is.
type Category string

const (
	Staff    Category = "staff"
	NonStaff Category = "non_staff"
	Unsplit  Category = "unsplit" // the source gives a total only
)

// Driver says what a line's amount is multiplied by.
type Driver string

const (
	PerYear        Driver = "year"       // an amount for the year
	PerSpecialist  Driver = "specialist" // per FTE and year of posts
	PerHire        Driver = "hire"
	PerEngagement  Driver = "engagement"
	PerJobStart    Driver = "job start"
	PerSustainment Driver = "sustainment"
)

// Line is one cost line.
type Line struct {
	Key, Name string
	Category  Category
	Driver    Driver
	// Amount is, by year, the year's amount (PerYear) or the amount for one unit of the driver; 0 or more.
	Amount []Cents
	// SavedWhenVacant is the share of the line that is not spent for a vacant post, 0 to 1; for PerYear and PerSpecialist.
	SavedWhenVacant quantity.Quantity
}

// Planned is the line's planned cost in a year.
func (l *Line) Planned(year int, v Volumes) Cents {
	if l.Driver == PerYear {
		return l.Amount[year]
	}
	return l.Amount[year].Scale(l.Driver.of(v))
}

// of is the number that the driver counts.
func (d Driver) of(v Volumes) float64 {
	switch d {
	case PerSpecialist:
		return v.Specialists
	case PerHire:
		return v.Hires
	case PerEngagement:
		return v.Engagements
	case PerJobStart:
		return v.JobStarts
	case PerSustainment:
		return v.Sustainments
	}
	return 1
}

// Source is a funding source.
type Source struct {
	Key, Name, Kind, Status string
	// Category and Lines say what the source pays for: the lines of a category, or those listed by key; everything if both are
	// empty, and the lines of the category besides those listed if neither is.
	Category Category
	Lines    []string
	// Share is the part of each covered line that the source pays, 0 to 1.
	Share quantity.Quantity
	// PerYear, if not nil, is the most that the source pays in each year, and what it offers.
	PerYear []Cents
	// Maximum, if above 0, is the most that the source pays in all.
	Maximum Cents
	// Chance is the probability that the source arrives.
	Chance quantity.Quantity
}

// Covers says whether the source pays for the line.
func (s *Source) Covers(l *Line) bool {
	if len(s.Lines) == 0 && s.Category == "" {
		return true
	}
	for _, key := range s.Lines {
		if key == l.Key {
			return true
		}
	}
	return s.Category != "" && s.Category == l.Category
}
