package study

import (
	"time"

	"ipsplan/budgets"
	"ipsplan/scenarios"
)

// Names of measures, as JSON and CSV have them.
const (
	referrals    = "referrals"
	engagements  = "engagements"
	jobStarts    = "job_starts"
	sustainments = "sustainments_13w"

	// Of jobs of 16 hours a week or more.
	jobStartsFrom16    = "job_starts_16h"
	sustainmentsFrom16 = "sustainments_13w_16h"

	staffCost    = "staff_cost"
	nonStaffCost = "non_staff_cost"
	unsplitCost  = "unsplit_cost"
	totalCost    = "total_cost"

	engagedRate   = "engaged_of_referred"
	jobStartRate  = "job_start_of_engaged"
	sustainedRate = "sustained_of_job_start"
)

// Plan works out a scenario's plan by its own arithmetic, beside what was published.
func Plan(s *scenarios.Scenario) *Result {
	r := newResult(s)
	r.Planned = planned(s)
	r.Published = published(s)
	r.Rates, r.PublishedRates = rates(s), publishedRates(s)
	r.FirstTwoYears = firstTwoYears(s)
	r.CostBases = costBases(s)
	return r
}

func firstTwoYears(s *scenarios.Scenario) *FirstTwoYears {
	years := min(s.Model.Years, summaryYears)
	f := &FirstTwoYears{Specialists: specialists(s), Engagements: sum(s.Planned.Engagements[:years]), JobStarts: sum(s.Planned.JobStarts[:years])}
	if p := s.File.Published; p != nil && p.Summary != nil {
		f.Reach = p.Summary.Reach
	}
	return f
}

func newResult(s *scenarios.Scenario) *Result {
	r := &Result{
		Name: s.Name, Title: s.File.Title, Hash: s.Hash, Currency: s.File.Currency, Years: s.Model.Years,
		Specialists: specialists(s), Varied: s.Varied, Warnings: append([]Phrase{}, s.Warnings...),
	}
	if basis := basisOf(s); !basis.IsZero() {
		r.Remarks = append(r.Remarks, basis)
	}
	for _, remark := range s.File.Remarks.Texts {
		r.Remarks = append(r.Remarks, scenarios.Verbatim(remark))
	}
	r.AddedCosts = addedCosts(s)
	if s.Bases != nil {
		r.CostBasis = s.CostBasis()
	}
	if s.File.Start != nil {
		r.Start = s.File.Start.Format(time.DateOnly)
	}
	for _, i := range s.Listed() {
		if i.Status == scenarios.Changed {
			r.Changes = append(r.Changes, inputOf(s, i))
		}
	}
	for _, service := range s.File.Services.All() {
		r.Services = append(r.Services, service.Name)
	}
	return r
}

func planned(s *scenarios.Scenario) Section[Figures] {
	section := outcomes(s.Planned)
	budget := s.Budget.PlannedBudget()
	for _, c := range []struct {
		name string
		of   budgets.Category
	}{{staffCost, budgets.Staff}, {nonStaffCost, budgets.NonStaff}, {unsplitCost, budgets.Unsplit}} {
		if c.of == budgets.Unsplit && budget.Category(budgets.Staff) == nil && budget.Category(budgets.NonStaff) == nil {
			continue // the total says it all
		}
		if amounts := budget.Category(c.of); amounts != nil {
			section = append(section, Measure[Figures]{c.name, figuresOf(amounts)})
		}
	}
	if len(budget.Lines) > 0 {
		section = append(section, Measure[Figures]{totalCost, figuresOf(budget.Total)})
	}
	return section
}

func figuresOf(amounts []budgets.Cents) Figures {
	f := Figures{Total: budgets.Sum(amounts).Amount()}
	for _, x := range amounts {
		f.ByYear = append(f.ByYear, x.Amount())
	}
	return f
}

func outcomes(o scenarios.Outcomes) Section[Figures] {
	var section Section[Figures]
	add := func(name string, years []float64) {
		if len(years) > 0 {
			section = append(section, Measure[Figures]{name, Figures{ByYear: years, Total: sum(years)}})
		}
	}
	add(referrals, o.Referrals)
	add(engagements, o.Engagements)
	add(jobStarts, o.JobStarts)
	add(sustainments, o.Sustainments)
	return section
}

func sum(values []float64) float64 {
	total := 0.0
	for _, x := range values {
		total += x
	}
	return total
}

// published are the printed figures, cut to the scenario's years. A printed total is kept as printed where it covers the same years.
func published(s *scenarios.Scenario) Section[Figures] {
	section := outcomes(s.Published)
	p := s.File.Published
	if p == nil || p.Budget == nil {
		return section
	}
	add := func(name string, printed []float64, total *float64) {
		if len(printed) == 0 {
			return
		}
		years := printed[:min(len(printed), s.Model.Years)]
		f := Figures{ByYear: years, Total: sum(years)}
		if total != nil && len(years) == len(printed) {
			f.Total = *total
		}
		section = append(section, Measure[Figures]{name, f})
	}
	add(staffCost, p.Budget.Staff, p.Budget.StaffTotal)
	add(nonStaffCost, p.Budget.NonStaff, p.Budget.NonStaffTotal)
	add(totalCost, p.Budget.Total, p.Budget.GrandTotal)
	return section
}

// publishedRates are the printed conversion rates, cut to the scenario's years.
func publishedRates(s *scenarios.Scenario) Section[[]float64] {
	var section Section[[]float64]
	p := s.File.Published
	if p == nil {
		return nil
	}
	for _, rate := range []struct {
		name    string
		percent []float64
	}{{engagedRate, p.EngagedPercent}, {jobStartRate, p.JobStartPercent}, {sustainedRate, p.SustainedPercent}} {
		var shares []float64
		for _, percent := range rate.percent[:min(len(rate.percent), s.Model.Years)] {
			shares = append(shares, percent/100)
		}
		if shares != nil {
			section = append(section, Measure[[]float64]{rate.name, shares})
		}
	}
	return section
}

// rates are the planned conversion rates from each stage to the next, by year.
func rates(s *scenarios.Scenario) Section[[]float64] {
	m := &s.Model.Pathway
	byYear := func(mean func(year int) float64) []float64 {
		values := make([]float64, s.Model.Years)
		for y := range values {
			values[y] = mean(y)
		}
		return values
	}
	return Section[[]float64]{
		{engagedRate, byYear(func(y int) float64 { return m.Engage.Years[y].Mean() })},
		{jobStartRate, byYear(func(y int) float64 { return m.JobStart.Years[y].Mean() })},
		{sustainedRate, byYear(func(y int) float64 { return m.Sustain.Years[y].Mean() })},
	}
}
