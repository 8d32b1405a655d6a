package model

import (
	"math"
	"slices"

	"ipsplan/model/quantity"
)

// values are the uncertain quantities of a plan as they are in one draw.
type values struct {
	plan        *Plan   // with distributions prepared for many draws
	people      float64 // expected to be referred in a draw
	counted     bool    // at some service, instead of named
	correlation *quantity.Correlation

	rates               []rates         // by service
	volume              []float64       // by year
	giveUp              float64         // a week
	leaves              float64         // a week
	givesUp, leavesPost quantity.Trials // by week
	dropOut             float64
	searchesAgain       quantity.Chance
	unlimited           quantity.Chance
	from16              []quantity.Chance // by year; none where the plan does not tell jobs apart by hours
	hours               MeanHours

	recruitment, vacancy           quantity.Table
	toJob, toExit, support, tenure quantity.Weeks // of which one or more are drawn for each person

	// profile is the factor on the year's mean weekly referrals in each month; its mean over the 52 weeks is 1. A year without a profile has one month.
	profile []float64

	// periodOfWeek is the place in the arrivals of the law that holds in a week of the horizon.
	periodOfWeek []int32
	arrivals     []arrivals // by service

	jobsEnd bool // those that last 13 weeks too

	// For counting people: how many of them do what, and how long it takes.
	giveUps, searching       quantity.Binomial
	ofLongHours              *shared
	starts, exits, shortJobs quantity.Spread
	shortJob                 quantity.Table

	byYear, ownByYear []float64 // scratch
}

// rates are those of a service, by year. Services that do not differ in a rate share one slice.
type rates struct {
	engage, jobStart, lasts []quantity.Chance
	// The same chances for counting people.
	willing, starting, lasting *shared
}

func engageRate(r *rates) (*[]quantity.Chance, **shared)   { return &r.engage, &r.willing }
func jobStartRate(r *rates) (*[]quantity.Chance, **shared) { return &r.jobStart, &r.starting }
func lastsRate(r *rates) (*[]quantity.Chance, **shared)    { return &r.lasts, &r.lasting }

// shared are binomial numbers by year. Years of one chance have the same, whose tables are made once.
type shared struct {
	own []quantity.Binomial // storage
	in  []*quantity.Binomial
}

func newShared(years int) *shared {
	return &shared{make([]quantity.Binomial, years), make([]*quantity.Binomial, years)}
}

func (s *shared) set(year int, p float64) {
	if year > 0 && s.in[year-1].Chance() == p {
		s.in[year] = s.in[year-1]
		return
	}
	s.own[year].SetChance(p)
	s.in[year] = &s.own[year]
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
	correlation, _ := quantity.Correlate(plan.Correlations) // Validate says what is wrong with them
	v := values{
		plan:        prepared(plan, correlation, new(quantity.Preparer)),
		correlation: correlation,
		rates:       make([]rates, len(plan.Services)),
		volume:      make([]float64, plan.Years),
		byYear:      make([]float64, plan.Years),
		ownByYear:   make([]float64, plan.Years),
		profile:     weeklyProfile(plan.Demand.Profile),
		jobsEnd:     plan.Pathway.Tenure != nil,
	}
	if !v.jobsEnd {
		v.tenure.SetExpected(new(quantity.ExactWeeks(never - SustainmentWeeks)))
	}
	for i := range plan.Services {
		service := &plan.Services[i]
		v.counted = v.counted || plan.Counts(service)
		for _, referrals := range service.ReferralsPerYear {
			v.people += referrals
		}
	}
	v.shortJob, _ = quantity.NewTable(1, slices.Repeat([]float64{1}, SustainmentWeeks-1))
	path := &plan.Pathway
	for i := range v.rates {
		own := func(between float64, of func(*rates) (*[]quantity.Chance, **shared)) {
			one, many := of(&v.rates[i])
			if i > 0 && between == 0 {
				first, firstMany := of(&v.rates[0])
				*one, *many = *first, *firstMany
				return
			}
			*one, *many = make([]quantity.Chance, plan.Years), newShared(plan.Years)
		}
		own(path.EngageBetween, engageRate)
		own(path.JobStartBetween, jobStartRate)
		own(path.SustainBetween, lastsRate)
	}
	if plan.Hours != nil {
		v.from16, v.ofLongHours = make([]quantity.Chance, plan.Years), newShared(plan.Years)
	}
	months := len(v.profile)
	for t := range plan.Years * WeeksPerYear {
		v.periodOfWeek = append(v.periodOfWeek, int32(t/WeeksPerYear*months+t%WeeksPerYear*months/WeeksPerYear))
	}
	return v
}

// Making a table of uncertain weeks takes as long as finding the weeks of some people without it: of one person for each so many weeks of the table. Of so many
// people referred, about one has a job that lasts 13 weeks.
const (
	weeksForOne     = 10
	peopleToLongJob = 5
)

// fewLongJobs says whether so few jobs are expected to last 13 weeks that their further weeks are not worth a table.
func (v *values) fewLongJobs() bool {
	tenure := v.plan.Pathway.Tenure
	return !v.counted && v.people/peopleToLongJob < float64(tenure.Max-tenure.Min+1)/weeksForOne
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

// Prepared is the plan with its uncertain quantities prepared for many draws (see [quantity.Prepared]). Several simulators of it share what they work out of
// them, and draw the same as they do of the plan itself.
func (p *Plan) Prepared(by *quantity.Preparer) *Plan {
	correlation, _ := quantity.Correlate(p.Correlations)
	return prepared(p, correlation, by)
}

// prepared is Prepared, and its quantities tied to each other.
func prepared(plan *Plan, correlation *quantity.Correlation, by *quantity.Preparer) *Plan {
	p := *plan
	for _, q := range []*quantity.Quantity{
		&p.Staffing.Turnover, &p.Staffing.DropOut, &p.Demand.GiveUp, &p.Pathway.Return, &p.Pathway.Unlimited,
	} {
		*q = q.Prepared(by)
		q.Correlation = correlation
	}
	for _, s := range []*quantity.Series{&p.Demand.Volume, &p.Pathway.Engage, &p.Pathway.JobStart, &p.Pathway.Sustain} {
		*s = s.Prepared(by)
		s.Correlation = correlation
	}
	for _, d := range []*quantity.Duration{
		&p.Staffing.Recruitment, &p.Staffing.Vacancy, &p.Pathway.ToJob, &p.Pathway.ToExit, &p.Pathway.Support,
	} {
		*d = d.Prepared(by)
		d.Correlation = correlation
	}
	if p.Pathway.Tenure != nil {
		tenure := p.Pathway.Tenure.Prepared(by)
		tenure.Correlation = correlation
		p.Pathway.Tenure = &tenure
	}
	if p.Hours != nil {
		hours := Hours{p.Hours.From16.Prepared(by), p.Hours.MeanBelow16.Prepared(by), p.Hours.MeanFrom16.Prepared(by)}
		hours.From16.Correlation, hours.MeanBelow16.Correlation, hours.MeanFrom16.Correlation = correlation, correlation, correlation
		p.Hours = &hours
	}
	return &p
}

// draw sets the values of the draw whose address is given.
func (v *values) draw(at quantity.Address, doubt Doubt) {
	in := standing{at, doubt}
	v.drawDemandAndStaff(in)
	v.drawRates(in)
	v.drawDurations(in)
}

func (v *values) drawDemandAndStaff(in standing) {
	plan := v.plan
	in.series(plan.Demand.Volume, v.volume)
	v.giveUp = in.one(plan.Demand.GiveUp)
	v.leaves = -math.Expm1(-in.one(plan.Staffing.Turnover) / WeeksPerYear)
	v.givesUp, v.leavesPost = quantity.TrialsOf(v.giveUp), quantity.TrialsOf(v.leaves)
	v.giveUps.SetChance(v.giveUp)
	v.dropOut = in.one(plan.Staffing.DropOut)
	in.table(&v.recruitment, &plan.Staffing.Recruitment)
	in.table(&v.vacancy, &plan.Staffing.Vacancy)
}

func (v *values) drawRates(in standing) {
	path := &v.plan.Pathway
	itself := func(p float64) float64 { return p }
	v.drawByService(in, path.Engage, path.EngageBetween, engageRate, itself)
	v.drawByService(in, path.JobStart, path.JobStartBetween, jobStartRate, itself)
	again := in.one(path.Return)
	v.searchesAgain = quantity.ChanceOf(again)
	v.searching.SetChance(again)
	v.drawByService(in, path.Sustain, path.SustainBetween, lastsRate, func(p float64) float64 {
		if !path.SustainPerJob {
			p = perJob(p, again)
		}
		return p
	})
	v.unlimited = quantity.ChanceOf(in.one(path.Unlimited))
	if h := v.plan.Hours; h != nil {
		in.series(h.From16, v.byYear)
		for y, p := range v.byYear {
			v.from16[y] = quantity.ChanceOf(p)
			v.ofLongHours.set(y, p)
		}
		v.hours = MeanHours{in.one(h.MeanBelow16), in.one(h.MeanFrom16)}
	}
}

// drawByService sets the services' chances from the plan's rate of each year and, where they differ, from their own.
func (v *values) drawByService(
	in standing, s quantity.Series, between float64, of func(*rates) (*[]quantity.Chance, **shared), chance func(p float64) float64,
) {
	in.series(s, v.byYear)
	for i := range v.rates {
		own := v.byYear
		switch {
		case between > 0 && in.doubt != LuckOnly:
			own = v.ownRates(v.byYear, between, in.at.Named(s.Name).Named(v.plan.Services[i].Key).Uniform())
		case between == 0 && i > 0:
			return // set already, with those of the first service
		}
		one, many := of(&v.rates[i])
		for y, p := range own {
			p = chance(p)
			(*one)[y] = quantity.ChanceOf(p)
			(*many).set(y, p)
		}
	}
}

func (v *values) drawDurations(in standing) {
	path := &v.plan.Pathway
	startsChange, exitsChange := in.weeks(&v.toJob, &path.ToJob, false), in.weeks(&v.toExit, &path.ToExit, false)
	if v.counted {
		v.starts.Over(v.toJob.Table(), startsChange)
		v.exits.Over(v.toExit.Table(), exitsChange)
		v.shortJobs.Over(&v.shortJob, false)
	}
	in.weeks(&v.support, &path.Support, false)
	if path.Tenure != nil {
		in.weeks(&v.tenure, path.Tenure, v.fewLongJobs())
	}
}

// standing is where uncertain quantities stand in a draw: as found at its address, or at their means.
type standing struct {
	at    quantity.Address
	doubt Doubt
}

func (in standing) one(q quantity.Quantity) float64 {
	if in.doubt == LuckOnly {
		return q.Mean()
	}
	return q.Draw(in.at)
}

func (in standing) series(s quantity.Series, into []float64) {
	if in.doubt == LuckOnly {
		s.Means(into)
	} else {
		s.Draw(in.at, into)
	}
}

// knows says whether a duration is the same in every draw.
func (in standing) knows(d *quantity.Duration) bool { return in.doubt == LuckOnly || d.IsCertain() }

func (in standing) table(into *quantity.Table, d *quantity.Duration) {
	switch {
	case !in.knows(d):
		d.DrawInto(in.at, into)
	case into.Max() < into.Min(): // not made yet
		*into = d.Expected()
	}
}

// weeks is table for times of which many are drawn, or few, and says whether they are others than before.
func (in standing) weeks(into *quantity.Weeks, d *quantity.Duration, few bool) (changed bool) {
	switch {
	case !in.knows(d):
		into.SetDrawn(d, in.at, few)
	case !into.IsSet():
		into.SetExpected(d)
	default:
		return false
	}
	return true
}

// sameLaw is the first week from the first-th on after a week, or the end-th, whose referrals have another law.
func (v *values) sameLaw(from, first, end int) int {
	if len(v.profile) == 1 {
		return end
	}
	law := v.periodOfWeek[from+first]
	for first < end && v.periodOfWeek[from+first] == law {
		first++
	}
	return first
}

// ownRates gives the rates of a service that stands at u among services, given the plan's by year. They are valid until the next call.
func (v *values) ownRates(byYear []float64, people, u float64) []float64 {
	for y, p := range byYear {
		if y > 0 && p == byYear[y-1] {
			v.ownByYear[y] = v.ownByYear[y-1]
			continue
		}
		v.ownByYear[y] = quantity.Beta{Average: p, People: people}.Quantile(u)
	}
	return v.ownByYear
}

// alike says whether all jobs that last 13 weeks go the same way, hours apart.
func (v *values) alike() bool { return !v.jobsEnd && v.unlimited == 0 && v.support.Table().IsFixed() }

// perJob is the chance that one job lasts, given the share p of people in whom one ever does and the chance r of
// searching again after each loss: s = p(1−r)/(1−rp), from p = s + (1−s)rp.
func perJob(p, r float64) float64 {
	if p >= 1 {
		return 1
	}
	return p * (1 - r) / (1 - float64(r*p))
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
