package budgets

import (
	"slices"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Sheet is the plan's sheet for an option (a position in Options, or CostsOnly). The plan must be valid. Every source of the option comes, unless its chance
// is 0 when those that it depends on come so; its flag is an input that a reader can change.
func (p *Plan) Sheet(option int) *Sheet {
	b := &sheetBuilder{plan: p, rows: map[Section][]Row{}, has: map[string]bool{}}
	b.time()
	b.course()
	b.costs()
	if option != CostsOnly {
		order := p.payOrder(option)
		b.funding(order)
		b.cash(order)
	}
	s := &Sheet{Years: p.Years}
	for _, section := range []Section{TimeSection, PlanSection, CostsSection, FundingSection, CashSection} {
		s.Rows = append(s.Rows, b.rows[section]...)
	}
	return s
}

// sheetBuilder collects rows, which it adds to the section at hand.
type sheetBuilder struct {
	plan    *Plan
	section Section
	rows    map[Section][]Row
	has     map[string]bool
}

func (b *sheetBuilder) add(r Row) Ref {
	r.Section = b.section
	b.rows[b.section] = append(b.rows[b.section], r)
	b.has[r.Name] = true
	return Ref{Row: r.Name}
}

// input adds an input; a number that stands for all its cells may be given once.
func (b *sheetBuilder) input(name, label string, unit Unit, per Period, source string, values ...float64) Ref {
	if source == "" {
		source = "the scenario"
	}
	cells := make([]float64, per.Cells(b.plan.Years))
	for i := range cells {
		cells[i] = values[min(i, len(values)-1)]
	}
	return b.add(Row{Name: name, Label: label, Unit: unit, Per: per, Source: source, Input: cells})
}

func (b *sheetBuilder) formula(name, label string, unit Unit, per Period, e Expression) Ref {
	return b.add(Row{Name: name, Label: label, Unit: unit, Per: per, Formula: e})
}

// mean adds an input that holds the mean of a quantity.
func (b *sheetBuilder) mean(name, label string, unit Unit, source string, q quantity.Quantity) Ref {
	return b.input(name, label, unit, Single, meanSource(source, certain(q)), q.Mean())
}

func meanSource(source string, certain bool) string {
	if certain {
		return source
	}
	if source == "" {
		return "mean of an uncertain quantity"
	}
	return "mean of an uncertain quantity; " + source
}

// before is a row's cell of the quarter before, 0 in the first quarter of a year.
func before(row string) Expression {
	return If{firstQuarter, Equal, Constant(1), Constant(0), Ref{row, -1}}
}

// sinceStartOfYear adds a row that adds up an expression from the year's first quarter on.
func (b *sheetBuilder) sinceStartOfYear(name, label string, unit Unit, e Expression) Ref {
	return b.formula(name, label, unit, ByQuarter, Plus{before(name), e})
}

// since adds a row that adds up an expression from the plan's first period on.
func (b *sheetBuilder) since(name, label string, unit Unit, per Period, e Expression) Ref {
	return b.formula(name, label, unit, per, Plus{Ref{name, -1}, e})
}

// byYear adds a row of the years' sums of a row by quarter.
func (b *sheetBuilder) byYear(name, label string, unit Unit, quarters Ref) Ref {
	return b.formula(name, label, unit, ByYear, SumOfYear{quarters.Row})
}

var (
	quarterNumber = Ref{Row: "time.quarter"}
	yearsElapsed  = Ref{Row: "time.years_since_start"}
	quarterOfYear = Ref{Row: "time.quarter_of_year"}
	firstQuarter  = Ref{Row: "time.first_quarter"}
)

func (b *sheetBuilder) time() {
	b.section = TimeSection
	const calendar = "the calendar of the plan"
	years, quarters, ofYear := make([]float64, b.plan.Years), []float64{}, []float64{}
	for y := range years {
		years[y] = float64(y)
		for q := range model.QuartersPerYear {
			quarters = append(quarters, float64(y*model.QuartersPerYear+q+1))
			ofYear = append(ofYear, float64(q+1))
		}
	}
	b.input(yearsElapsed.Row, "Years since the plan's start", Number, ByYear, calendar, years...)
	b.input(quarterNumber.Row, "Quarter of the plan, from 1", Number, ByQuarter, calendar, quarters...)
	b.input(quarterOfYear.Row, "Quarter of the year, 1 to 4", Number, ByQuarter, calendar, ofYear...)
	b.formula(firstQuarter.Row, "First quarter of a year", Flag, ByQuarter, If{quarterOfYear, Equal, Constant(1), Constant(1), Constant(0)})
}

const (
	fromArithmetic = "the plan's arithmetic"
	fromPosts      = "the plan's posts"
)

// course enters the people whom the plan counts on.
func (b *sheetBuilder) course() {
	b.section = PlanSection
	stage := func(name, label string, unit Unit, of func(Stages) float64) Ref {
		values := make([]float64, b.plan.Years)
		for y, s := range b.plan.Arithmetic {
			values[y] = of(s)
		}
		return b.input(name, label, unit, ByYear, fromArithmetic, values...)
	}
	referrals := stage("plan.referrals", "Referrals", People, func(s Stages) float64 { return s.Referrals })
	engage := stage("plan.engage", "Share of referrals who engage", Share, func(s Stages) float64 { return s.Engage })
	jobStart := stage("plan.job_start", "Share of those engaged who start a job", Share, func(s Stages) float64 { return s.JobStart })
	sustain := stage("plan.sustain", "Share of those with a job who sustain it for 13 weeks", Share, func(s Stages) float64 { return s.Sustain })
	engaged := b.formula("plan.engagements.year", "Engagements", People, ByYear, Times{referrals, engage})
	started := b.formula("plan.job_starts.year", "First job starts", People, ByYear, Times{engaged, jobStart})
	b.formula("plan.sustainments.year", "13-week sustainments", People, ByYear, Times{started, sustain})
}

// volumeNames are what rows of measures are called, and what they are.
var volumeNames = [...]struct {
	name, label string
	unit        Unit
	source      string
	planned     func(*Volumes) float64
}{
	opened:        {"specialist_weeks", "specialists' posts that have opened", FTEWeeks, fromPosts, func(v *Volumes) float64 { return v.Specialists }},
	inPost:        {"specialist_weeks_in_post", "specialists in post: every post is filled when it opens", FTEWeeks, "", nil},
	leadersOpened: {"leader_weeks", "team leaders' posts that have opened", FTEWeeks, fromPosts, func(v *Volumes) float64 { return v.Leaders }},
	leadersInPost: {"leader_weeks_in_post", "team leaders in post: every post is filled when it opens", FTEWeeks, "", nil},
	hires:         {"hires", "specialists and team leaders who come", People, fromPosts, func(v *Volumes) float64 { return v.Hires }},
	engagements:   {"engagements", "engagements", People, "", nil},
	jobStarts:     {"job_starts", "first job starts", People, "", nil},
	sustainments:  {"sustainments", "13-week sustainments", People, "", nil},
	caseload:      {"caseload_weeks", "person-weeks on the caseload: as many as the posts can carry", Number, fromPosts, func(v *Volumes) float64 { return v.Caseload }},
	weeksOpen:     {"open_weeks", "weeks in which services are open", Weeks, "the plan's openings", func(v *Volumes) float64 { return v.Open }},
}

// volume is the row, by quarter, of what costs follow, at one service or at all; it is added to the Plan section when first asked for.
func (b *sheetBuilder) volume(m measure, service int) Ref {
	v := volumeNames[m]
	name, place := "plan."+v.name, "All services: "
	if service != AllServices {
		s := &b.plan.Services[service]
		name, place = "service."+s.Key+"."+v.name, s.Name+": "
	}
	if b.has[name] {
		return Ref{Row: name}
	}
	defer func(section Section) { b.section = section }(b.section)
	b.section = PlanSection
	switch m {
	case inPost:
		return b.formula(name, place+v.label, v.unit, ByQuarter, b.volume(opened, service))
	case leadersInPost:
		return b.formula(name, place+v.label, v.unit, ByQuarter, b.volume(leadersOpened, service))
	case engagements, jobStarts, sustainments:
		return b.events(name, place+v.label, m, service)
	}
	if service == AllServices && b.plan.tellsServicesApart() {
		return b.formula(name, place+v.label, v.unit, ByQuarter, b.eachService(func(i int) Ref { return b.volume(m, i) }))
	}
	return b.input(name, place+v.label, v.unit, ByQuarter, v.source, b.plan.planned(v.planned, service)...)
}

// tellsServicesApart says whether a line is for one service; the sheet then has rows of each.
func (p *Plan) tellsServicesApart() bool {
	return slices.ContainsFunc(p.Lines, func(l Line) bool { return l.Driver != ShareOfCost && l.Service != AllServices })
}

// eachService is the sum of rows of all services.
func (b *sheetBuilder) eachService(row func(service int) Ref) Expression {
	var all Plus
	for i := range b.plan.Services {
		all = append(all, row(i))
	}
	return all
}

// events spreads a year's planned events over its quarters, and over the services.
func (b *sheetBuilder) events(name, label string, m measure, service int) Ref {
	if service != AllServices {
		s := &b.plan.Services[service]
		share := Ref{Row: "service." + s.Key + ".share_of_people"}
		if !b.has[share.Row] {
			b.input(share.Row, s.Name+": share of the planned people", Share, Single, fromArithmetic, s.ShareOfPeople)
		}
		return b.formula(name, label, People, ByQuarter, Times{b.volume(m, AllServices), share})
	}
	spread := Ref{Row: "plan.spread"}
	if !b.has[spread.Row] {
		b.input(spread.Row, "Share of the year's events that fall in the quarter", Share, ByQuarter, "the plan's openings", b.plan.Spread...)
	}
	return b.formula(name, label, People, ByQuarter, Times{Ref{Row: name + ".year"}, spread})
}

// planned adds up a planned volume by quarter, at one service or at all.
func (p *Plan) planned(of func(*Volumes) float64, service int) []float64 {
	total := make([]float64, p.Years*model.QuartersPerYear)
	for i := range p.Services {
		if service != AllServices && service != i {
			continue
		}
		for q := range total {
			total[q] += of(&p.Services[i].Planned[q])
		}
	}
	return total
}

// posts is the row of the working time of all posts at one service or at all.
func (b *sheetBuilder) posts(service int) Ref {
	name, place := "plan.specialists", "All services"
	if service != AllServices {
		name, place = "service."+b.plan.Services[service].Key+".specialists", b.plan.Services[service].Name
	}
	if b.has[name] {
		return Ref{Row: name}
	}
	defer func(section Section) { b.section = section }(b.section)
	b.section = PlanSection
	label := place + ": working time of all specialists' posts, also of those that open later"
	if service == AllServices && b.plan.tellsServicesApart() {
		return b.formula(name, label, FTE, Single, b.eachService(b.posts))
	}
	return b.input(name, label, FTE, Single, fromPosts, b.plan.specialists(service))
}
