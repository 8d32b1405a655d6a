package model

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"ipsplan/model/quantity"
)

// Validate says what is wrong with a plan, everything at once. It is the programmer's net: what users write is checked, with the place in
// their file, where files are read.
func (p *Plan) Validate() error {
	var faults []error
	wrong := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if p.Years < 1 || p.Years > MaxYears {
		wrong("years: %d is not 1 to %d", p.Years, MaxYears)
		return errors.Join(faults...)
	}
	keys := map[string]bool{}
	for i := range p.Services {
		s := &p.Services[i]
		if keys[s.Key] {
			wrong("services: two have the key %q", s.Key)
		}
		keys[s.Key] = true
		s.validate(p.Years, wrong)
	}
	if n := len(p.Caseload.Limit); n < 1 || n > p.Years {
		wrong("caseload limit: of %d years instead of 1 to %d", n, p.Years)
	}
	for _, limit := range p.Caseload.Limit {
		if limit < 0 || limit > maxLimit {
			wrong("caseload limit: %d is not 0 to 1,000,000", limit)
		}
	}
	if p.Caseload.Ramp.Denominator < 1 {
		wrong("ramp: denominator %d is below 1", p.Caseload.Ramp.Denominator)
	}
	for k, share := range p.Caseload.Ramp.Share {
		if share < 0 || share > p.Caseload.Ramp.Denominator {
			wrong("ramp: share %d in week %d is not 0 to %d", share, k, p.Caseload.Ramp.Denominator)
		}
	}
	p.validateWork(wrong)
	if n := len(p.Demand.Profile); n != 0 && (n != 12 || !(slices.Max(p.Demand.Profile) > 0) || slices.Min(p.Demand.Profile) < 0) {
		wrong("referral profile: %v is not twelve values of 0 or more, some above 0", p.Demand.Profile)
	}
	p.validateQuantities(wrong)
	if _, err := quantity.Correlate(p.Correlations); err != nil {
		wrong("correlations: %v", err)
	}
	return errors.Join(faults...)
}

// maxLimit is the largest caseload limit, in people.
const maxLimit = 1_000_000

// validateWork checks that the capacity can be exact: see worth.
func (p *Plan) validateWork(wrong func(string, ...any)) {
	if p.Caseload.Ramp.Denominator < 1 {
		return
	}
	fullTime := float64(FullTime) * float64(p.Caseload.Ramp.finely().Denominator)
	if fullTime*fullTime > 1<<64 {
		wrong("ramp: denominator %d is above 4,294,967, where capacity would not be exact; take a coarser ramp", p.Caseload.Ramp.Denominator)
		return
	}
	for i := range p.Services {
		s := &p.Services[i]
		if posts := max(len(s.Posts), len(s.TeamLeaders)); float64(posts)*fullTime*fullTime > 1<<64 {
			wrong("service %s: %d posts are too many for a ramp of denominator %d; a coarser ramp allows more", s.Key, posts, p.Caseload.Ramp.Denominator)
		}
	}
}

// validateQuantities checks that no draw can leave the range that the law needs.
func (p *Plan) validateQuantities(wrong func(string, ...any)) {
	within := func(name string, q quantity.Quantity, low, high float64) {
		if q.Distribution == nil { // a certain 0
			if low > 0 {
				wrong("%s: is missing", name)
			}
			return
		}
		if _, certain := q.Distribution.(quantity.Certain); !certain && q.Name == "" {
			wrong("%s: is uncertain and has no name", name)
		}
		for _, x := range []float64{q.Mean(), q.Quantile(1e-12), q.Quantile(1 - 1e-12)} {
			if !(x >= low && x <= high) {
				wrong("%s: %g is not between %g and %g", name, x, low, high)
				return
			}
		}
	}
	years := func(name string, s quantity.Series, low, high float64) {
		if len(s.Years) != p.Years {
			wrong("%s: %d years instead of %d", name, len(s.Years), p.Years)
		}
		for _, d := range s.Years {
			within(name, quantity.Quantity{Name: s.Name, Distribution: d}, low, high)
		}
	}
	years("volume", p.Demand.Volume, 0, math.MaxFloat64)
	years("engage", p.Pathway.Engage, 0, 1)
	years("job start", p.Pathway.JobStart, 0, 1)
	years("sustain", p.Pathway.Sustain, 0, 1)
	for _, between := range []struct {
		name   string
		people float64
		series quantity.Series
	}{
		{"engage", p.Pathway.EngageBetween, p.Pathway.Engage},
		{"job start", p.Pathway.JobStartBetween, p.Pathway.JobStart},
		{"sustain", p.Pathway.SustainBetween, p.Pathway.Sustain},
	} {
		switch n := between.people; {
		case n != 0 && !(n >= 0.5 && n <= 1e6):
			wrong("%s: services differ as %g people tell, which is not 0 or 0.5 to 1,000,000", between.name, n)
		case n != 0 && between.series.Name == "":
			wrong("%s: differs between services and has no name", between.name)
		}
	}
	if p.Hours != nil {
		years("jobs from 16 hours", p.Hours.From16, 0, 1)
		within("hours of jobs below 16", p.Hours.MeanBelow16, math.SmallestNonzeroFloat64, math.Nextafter(HoursSplit, 0))
		within("hours of jobs from 16", p.Hours.MeanFrom16, HoursSplit, 60)
	}
	within("turnover", p.Staffing.Turnover, 0, math.MaxFloat64)
	within("drop-out", p.Staffing.DropOut, 0, 1)
	within("give-up", p.Demand.GiveUp, 0, 1)
	within("return", p.Pathway.Return, 0, 0.9)
	within("unlimited support", p.Pathway.Unlimited, 0, 1)

	possible := func(name string, d quantity.Duration, weeks int) {
		if d.Min < weeks || d.Max < d.Min || d.Max > MaxDuration {
			wrong("%s: %d to %d weeks are possible; at least %d and at most %d can be", name, d.Min, d.Max, weeks, MaxDuration)
		}
	}
	possible("recruitment", p.Staffing.Recruitment, 0)
	possible("vacancy", p.Staffing.Vacancy, 0)
	possible("time to job", p.Pathway.ToJob, 1)
	possible("time to exit", p.Pathway.ToExit, 1)
	possible("support", p.Pathway.Support, SustainmentWeeks)
	if p.Pathway.Tenure != nil {
		possible("tenure", *p.Pathway.Tenure, 0)
	}
}

func (s *Service) validate(years int, wrong func(string, ...any)) {
	if s.Centres < 1 {
		wrong("service %s: %d centres", s.Key, s.Centres)
	}
	if s.InitialCaseload < 0 {
		wrong("service %s: initial caseload %d is below 0", s.Key, s.InitialCaseload)
	}
	if len(s.ReferralsPerYear) != years {
		wrong("service %s: referrals of %d years instead of %d", s.Key, len(s.ReferralsPerYear), years)
	}
	for _, n := range s.ReferralsPerYear {
		if !(n >= 0) {
			wrong("service %s: %g referrals a year", s.Key, n)
		}
	}
	for _, post := range slices.Concat(s.Posts, s.TeamLeaders) {
		if post.FTE < 1 || post.FTE > FullTime || post.Opens < 0 || post.Experience < 0 {
			wrong("service %s: a post of FTE %d, opening in week %d, with %d weeks of experience", s.Key, post.FTE, post.Opens, post.Experience)
		}
	}
}
