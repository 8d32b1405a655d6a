package model

import (
	"slices"

	"ipsplan/model/quantity"
)

const (
	WeeksPerQuarter = 13
	WeeksPerYear    = 52
	QuartersPerYear = 4

	// RunOffWeeks is how long the people engaged within the horizon are followed after it: three years, longer than the
	// longest ordinary search and a year's sustainment together.
	RunOffWeeks = 156

	// MaxYears is the longest horizon, in years.
	MaxYears = 10

	// MaxDuration is the longest that a duration can be, in weeks: twenty years.
	MaxDuration = 1040

	// SustainmentWeeks is the length of a job, in weeks, that counts as sustained.
	SustainmentWeeks = 13

	// HoursSplit is the number of weekly hours, or more, by which jobs are told apart: see Hours.
	HoursSplit = 16
)

// FullTime is the FTE of a full-time post.
const FullTime FTE = 1000

// FTE is a working time in thousandths of full-time, so that sums of part-time posts are exact: 500 is a half-time post.
type FTE int

// Plan is what the simulator needs to know of one country's plan. Validate says whether it makes sense.
type Plan struct {
	// Stream is the random stream: plans of the same stream share their people and their luck; plans of different streams
	// are independent.
	Stream string
	// Years is the horizon, 1 to MaxYears.
	Years int
	// Services are the teams; their keys differ.
	Services []Service
	// Caseload says how many people a specialist carries.
	Caseload Caseload
	Staffing Staffing
	Demand   Demand
	Pathway  Pathway
	// Hours tells jobs apart by weekly hours; nil: the plan does not.
	Hours *Hours
	// Correlations tie uncertain quantities to each other, by the names that Uncertain gives, and to those of a budget. A name that no quantity has is of
	// no effect.
	Correlations []quantity.RankCorrelation
	// People says whether people are named or counted. Plans that are compared, draw by draw, shall have the same of it.
	People People
}

// People is how people have their luck. The law is the same, and so are all distributions; see the package comment on random addresses.
type People int

const (
	// ByVolume counts people at services of many referrals and names them at others.
	ByVolume People = iota
	// Named gives everyone who is referred an address of their own, so that they keep their luck whatever changes around them.
	Named
	// Counted draws how many people of a week's something happens to, and is quicker where they are many.
	Counted
)

// CountedFrom is the number of referrals a week to a centre, in the year with most, from which on people are counted.
const CountedFrom = 100

// Counts says whether people are counted at a service. It depends on the referrals that the plan expects, and on nothing
// that could differ between draws or with staff.
func (p *Plan) Counts(s *Service) bool {
	if p.People != ByVolume {
		return p.People == Counted
	}
	return slices.Max(s.ReferralsPerYear) >= float64(CountedFrom*WeeksPerYear*s.Centres)
}

// Service is a team at one site.
type Service struct {
	// Key is the service's part of the random addresses.
	Key string
	// Centres is the number of identical places among which posts, referrals and people are split; at least 1.
	Centres int
	// Posts are the posts of one centre.
	Posts []Post
	// TeamLeaders are the posts of team leaders of the whole service, whatever the number of its centres; none, one or more. They carry nobody.
	TeamLeaders []Post
	// ReferralsPerYear is the expected number of referrals to the whole service in each year; Plan.Years values, each ≥ 0.
	ReferralsPerYear []float64
	// InitialCaseload is the number of people on the whole service's caseload before week 0; ≥ 0.
	InitialCaseload int
}

// Post is one specialist's position, or one team leader's.
type Post struct {
	// FTE is the post's working time, 1 to 1000 thousandths.
	FTE FTE
	// Opens is the week in which recruitment for the post begins; ≥ 0.
	Opens int
	// Experience is the number of weeks for which whoever holds it has already been in post in week Opens; 0 for a post to be
	// recruited for.
	Experience int
}

// Caseload is how many people a specialist supports at one time.
type Caseload struct {
	// Limit is the number of people for a full-time, fully ramped-up specialist in each year of the plan, the first year first; each 0 to
	// 1,000,000 (a number that is never reached stands for no limit). There is at least one, and at most Plan.Years; what is the last
	// holds in all later years and in the run-off.
	Limit []int
	Ramp  Ramp
}

// LimitIn is the limit in week t (0 or more).
func (c *Caseload) LimitIn(t int) int { return c.Limit[min(t/WeeksPerYear, len(c.Limit)-1)] }

// Ramp is the growth of a new specialist's caseload: Share[k]/Denominator of the full one in the (k+1)th week in post,
// and the full one after the last entry.
type Ramp struct {
	Share       []int // each 0 to Denominator
	Denominator int   // at least 1
}

// LinearRamp grows in equal weekly steps and is full in the last of the given weeks: min(1, (k+1)/weeks). No weeks, or one: full at once.
func LinearRamp(weeks int) Ramp {
	r := Ramp{Denominator: max(weeks, 1)}
	for k := 1; k < weeks; k++ {
		r.Share = append(r.Share, k)
	}
	return r
}

// MonthlyRamp holds the thousandths of a full caseload for each month in post; month m covers the weeks k with floor(12k/52) = m.
func MonthlyRamp(thousandths []int) Ramp {
	r := Ramp{Denominator: 1000}
	for k := 0; MonthOfWeek(k) < len(thousandths); k++ {
		r.Share = append(r.Share, thousandths[MonthOfWeek(k)])
	}
	return r
}

// MonthOfWeek gives the month, counted from 0, that week k falls in when twelve equal months make 52 weeks.
func MonthOfWeek(k int) int { return k * 12 / WeeksPerYear }

// At gives the share of a full caseload, as a numerator over Denominator, after k whole weeks in post.
func (r Ramp) At(k int) int {
	if k < len(r.Share) {
		return r.Share[k]
	}
	return r.Denominator
}

// Staffing is how posts are filled and left.
type Staffing struct {
	// Turnover is τ, leavers per filled post and year; ≥ 0.
	Turnover quantity.Quantity
	// Recruitment is the time from a post's opening to its first filling, in weeks; 0 is possible.
	Recruitment quantity.Duration
	// Vacancy is the time from a specialist's leaving to the next one's first week, in weeks; 0 is possible.
	Vacancy quantity.Duration
	// DropOut is q, the probability that a searching person drops out when their own specialist leaves; 0 to 1.
	DropOut quantity.Quantity
}

// Demand is how people come and wait.
type Demand struct {
	// Volume multiplies every service's referrals of a year; its values are ≥ 0. Plan.Years entries.
	Volume quantity.Series
	// Profile is the relative weekly rate of referrals in each month from the plan's start; twelve values ≥ 0 that are not all zero, or none for
	// an even year. The year's total is not changed by it: each of the year's 52 weeks has its month's value, scaled to a mean of 1.
	Profile []float64
	// GiveUp is w, the probability of giving up in each week of waiting after the first; 0 to 1.
	GiveUp quantity.Quantity
}

// Pathway is what happens to those who are referred.
type Pathway struct {
	// Engage is the share of referred people who are willing to engage, JobStart the share of engaged people who will
	// start a first job, Sustain the share p of job starters who ever sustain a job for 13 weeks; Plan.Years entries in 0 … 1 each.
	Engage, JobStart, Sustain quantity.Series
	// EngageBetween, JobStartBetween and SustainBetween say how much services differ in each of these rates: given the plan's rate p, a
	// service's own is beta-distributed with mean p, as if p were known from so many people; 0.5 or more, or 0: services
	// do not differ. Where it is not 0, the rate has a name even if it is certain.
	EngageBetween, JobStartBetween, SustainBetween float64
	// SustainPerJob says that Sustain counts jobs and not people.
	SustainPerJob bool
	// Return is r, the probability of searching again after losing a job while still supported; 0 to 0.9 (near
	// 1, a rate per person cannot be told from one per job).
	Return quantity.Quantity
	// ToJob is D, from engagement (or from the loss of a job) to the next job's due start; at least 1 week.
	ToJob quantity.Duration
	// ToExit is U, from engagement to leaving for one who finds no job; at least 1 week.
	ToExit quantity.Duration
	// Support is F, from a sustained job's start to the end of support; at least 13 weeks.
	Support quantity.Duration
	// Unlimited is the share of sustained jobs in which support has no time limit; 0 to 1.
	Unlimited quantity.Quantity
	// Tenure is X, the weeks that a job of at least 13 weeks goes on after its 13th; ≥ 0. Nil: it never ends within the time looked at.
	Tenure *quantity.Duration
}

// ServicesDiffer says whether services differ in any rate.
func (p *Pathway) ServicesDiffer() bool {
	return p.EngageBetween > 0 || p.JobStartBetween > 0 || p.SustainBetween > 0
}

// Hours tells jobs apart by weekly hours: those below 16 and those of 16 (HoursSplit) or more.
type Hours struct {
	// From16 is the share of jobs, first and later ones, of 16 hours a week or more, by the year in which the person engaged; Plan.Years entries in 0 … 1.
	From16 quantity.Series
	// MeanBelow16 is the mean number of weekly hours of jobs below 16 hours, above 0 and below 16; MeanFrom16 that of the others, 16 to 60.
	MeanBelow16, MeanFrom16 quantity.Quantity
}

// Uncertain are the names of the plan's uncertain quantities, in the order of its fields. How services differ is not among them.
func (p *Plan) Uncertain() []string {
	var names []string
	series := func(s quantity.Series) {
		for _, d := range s.Years {
			if _, certain := d.(quantity.Certain); !certain {
				names = append(names, s.Name)
				return
			}
		}
	}
	one := func(q quantity.Quantity) {
		if _, certain := q.Distribution.(quantity.Certain); !certain && q.Distribution != nil {
			names = append(names, q.Name)
		}
	}
	weeks := func(d quantity.Duration) {
		if !d.IsCertain() {
			names = append(names, d.Name)
		}
	}
	one(p.Staffing.Turnover)
	weeks(p.Staffing.Recruitment)
	weeks(p.Staffing.Vacancy)
	one(p.Staffing.DropOut)
	series(p.Demand.Volume)
	one(p.Demand.GiveUp)
	series(p.Pathway.Engage)
	series(p.Pathway.JobStart)
	series(p.Pathway.Sustain)
	one(p.Pathway.Return)
	weeks(p.Pathway.ToJob)
	weeks(p.Pathway.ToExit)
	weeks(p.Pathway.Support)
	one(p.Pathway.Unlimited)
	if p.Pathway.Tenure != nil {
		weeks(*p.Pathway.Tenure)
	}
	if p.Hours != nil {
		series(p.Hours.From16)
		one(p.Hours.MeanBelow16)
		one(p.Hours.MeanFrom16)
	}
	return names
}
