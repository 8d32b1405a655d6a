package model

import (
	"math"

	"ipsplan/model/quantity"
)

// values are the uncertain quantities of a plan as they are in one draw.
type values struct {
	plan *Plan // with distributions prepared for many draws

	engage, jobStart, lasts []quantity.Chance // by year
	volume                  []float64         // by year
	giveUp                  float64           // a week
	leaves                  float64           // a week
	givesUp, leavesPost     quantity.Trials   // by week
	dropOut                 float64
	searchesAgain           quantity.Chance
	unlimited               quantity.Chance

	recruitment, vacancy           quantity.Table
	toJob, toExit, support, tenure quantity.Table

	// profile is the factor on the year's mean weekly referrals in each month; its mean over the 52 weeks is 1. A year without a profile has one month.
	profile []float64

	// periodOfWeek is the place in the arrivals of the law that holds in a week of the horizon.
	periodOfWeek []int32
	arrivals     []arrivals // by service

	byYear []float64 // scratch
}

// arrivals are the laws of a week's referrals to one centre of a service, one for each month of each year, or one for each
// year without a profile.
type arrivals struct {
	own []arrivalLaw  // storage
	in  []*arrivalLaw // the laws, of which one may serve several services and years
}

type arrivalLaw struct {
	mean  float64
	table quantity.Table
}

func newValues(plan *Plan) values {
	v := values{
		plan:     prepared(plan),
		engage:   make([]quantity.Chance, plan.Years),
		jobStart: make([]quantity.Chance, plan.Years),
		lasts:    make([]quantity.Chance, plan.Years),
		volume:   make([]float64, plan.Years),
		byYear:   make([]float64, plan.Years),
		profile:  weeklyProfile(plan.Demand.Profile),
	}
	months := len(v.profile)
	for t := range plan.Years * WeeksPerYear {
		v.periodOfWeek = append(v.periodOfWeek, int32(t/WeeksPerYear*months+t%WeeksPerYear*months/WeeksPerYear))
	}
	return v
}

// weeklyProfile scales monthly weights to a mean of 1 over the weeks of a year.
func weeklyProfile(weights []float64) []float64 {
	if len(weights) == 0 {
		return []float64{1}
	}
	total := 0.0
	for k := range WeeksPerYear {
		total += weights[MonthOfWeek(k)]
	}
	profile := make([]float64, len(weights))
	for m, w := range weights {
		profile[m] = w * WeeksPerYear / total
	}
	return profile
}

// prepared is the plan with its uncertain quantities prepared for many draws.
func prepared(plan *Plan) *Plan {
	p := *plan
	for _, q := range []*quantity.Quantity{
		&p.Staffing.Turnover, &p.Staffing.DropOut, &p.Demand.GiveUp, &p.Pathway.Return, &p.Pathway.Unlimited,
	} {
		*q = q.Prepared()
	}
	for _, s := range []*quantity.Series{&p.Demand.Volume, &p.Pathway.Engage, &p.Pathway.JobStart, &p.Pathway.Sustain} {
		*s = s.Prepared()
	}
	for _, d := range []*quantity.Duration{
		&p.Staffing.Recruitment, &p.Staffing.Vacancy, &p.Pathway.ToJob, &p.Pathway.ToExit, &p.Pathway.Support,
	} {
		*d = d.Prepared()
	}
	if p.Pathway.Tenure != nil {
		tenure := p.Pathway.Tenure.Prepared()
		p.Pathway.Tenure = &tenure
	}
	return &p
}

// draw sets the values of the draw whose address is given.
func (v *values) draw(at quantity.Address, doubt Doubt) {
	plan := v.plan
	one := func(q quantity.Quantity) float64 {
		if doubt == LuckOnly {
			return q.Mean()
		}
		return q.Draw(at)
	}
	series := func(s quantity.Series) []float64 {
		if doubt == LuckOnly {
			s.Means(v.byYear)
		} else {
			s.Draw(at, v.byYear)
		}
		return v.byYear
	}
	weeks := func(into *quantity.Table, d *quantity.Duration) {
		switch known := doubt == LuckOnly || d.IsCertain(); {
		case !known:
			d.DrawInto(at, into)
		case into.Max() < into.Min(): // not made yet: the same in every draw
			*into = d.Expected()
		}
	}

	copy(v.volume, series(plan.Demand.Volume))
	v.giveUp = one(plan.Demand.GiveUp)
	v.leaves = -math.Expm1(-one(plan.Staffing.Turnover) / WeeksPerYear)
	v.givesUp, v.leavesPost = quantity.TrialsOf(v.giveUp), quantity.TrialsOf(v.leaves)
	v.dropOut = one(plan.Staffing.DropOut)
	weeks(&v.recruitment, &plan.Staffing.Recruitment)
	weeks(&v.vacancy, &plan.Staffing.Vacancy)

	path := &plan.Pathway
	setChances(v.engage, series(path.Engage))
	setChances(v.jobStart, series(path.JobStart))
	again := one(path.Return)
	v.searchesAgain = quantity.ChanceOf(again)
	for y, p := range series(path.Sustain) {
		if !path.SustainPerJob {
			p = perJob(p, again)
		}
		v.lasts[y] = quantity.ChanceOf(p)
	}
	v.unlimited = quantity.ChanceOf(one(path.Unlimited))
	weeks(&v.toJob, &path.ToJob)
	weeks(&v.toExit, &path.ToExit)
	weeks(&v.support, &path.Support)
	if path.Tenure != nil {
		weeks(&v.tenure, path.Tenure)
	}
}

func setChances(into []quantity.Chance, shares []float64) {
	for y, p := range shares {
		into[y] = quantity.ChanceOf(p)
	}
}

// perJob is the chance that one job lasts, given the share p of people in whom one ever does and the chance r of
// searching again after each loss: s = p(1−r)/(1−rp), from p = s + (1−s)rp.
func perJob(p, r float64) float64 {
	if p >= 1 {
		return 1
	}
	return p * (1 - r) / (1 - r*p)
}

// arrive works out the laws of all services' referrals.
func (v *values) arrive(services []Service) {
	if v.arrivals == nil {
		v.arrivals = make([]arrivals, len(services))
	}
	var last *arrivalLaw
	for i := range services {
		service, a := &services[i], &v.arrivals[i]
		if a.own == nil {
			periods := len(service.ReferralsPerYear) * len(v.profile)
			a.own, a.in = make([]arrivalLaw, periods), make([]*arrivalLaw, periods)
		}
		for period := range a.in {
			mean := v.referrals(service, period) / float64(service.Centres)
			law := &a.own[period]
			yearBefore := period - len(v.profile)
			switch {
			case last != nil && last.mean == mean:
				law = last
			case yearBefore >= 0 && a.in[yearBefore].mean == mean:
				law = a.in[yearBefore]
			case law.mean != mean || law.table.Max() < law.table.Min(): // not the same as in the draw before
				law.mean = mean
				law.table.SetPoisson(mean)
			}
			a.in[period], last = law, law
		}
	}
}

// referrals is the expected number in a week of the period, at all centres of the service together.
func (v *values) referrals(service *Service, period int) float64 {
	year, month := period/len(v.profile), period%len(v.profile)
	return service.ReferralsPerYear[year] * v.volume[year] * v.profile[month] / WeeksPerYear
}
