package model_test

import (
	"math"
	"slices"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Ten million people a year, with a place for each: the counts are the plan's arithmetic, give or take chance, and nothing overflows.
func TestTenMillionReferrals(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("ten million people")
	}
	const referrals, engage, jobStart, sustain = 10e6, 0.8, 0.5, 0.6
	plan := plainPlan(1)
	plan.Services[0].ReferralsPerYear[0] = referrals
	plan.Services[0].Posts = make([]model.Post, 12)
	for i := range plan.Services[0].Posts {
		plan.Services[0].Posts[i].FTE = model.FullTime
	}
	plan.Caseload.Limit = []int{1_000_000}
	plan.Pathway.Engage = steady("engage", 1, quantity.Certain(engage))
	plan.Pathway.JobStart = steady("job start", 1, quantity.Certain(jobStart))
	plan.Pathway.Sustain = steady("sustain", 1, quantity.Certain(sustain))
	trajectory := simulator(t, plan, 1, model.LuckOnly).Draw(0)
	c := trajectory.Credited[0]
	// The numbers are Poisson: six of their standard deviations are passed less often than once in 10^8.
	for what, pair := range map[string][2]float64{
		"referrals": {float64(c.Referrals), referrals}, "engagements": {float64(c.Engagements), referrals * engage},
		"job starts": {float64(c.JobStarts), referrals * engage * jobStart}, "sustained": {float64(c.Sustained13), referrals * engage * jobStart * sustain},
	} {
		if got, want := pair[0], pair[1]; math.Abs(got-want) > 6*math.Sqrt(want) {
			t.Errorf("%s: %.0f, not about %.0f", what, got, want)
		}
	}
	all := together(trajectory, 0, 1, 0, 4)
	if all.Referrals != all.Declined+all.Engagements || all.WaitingEnd != 0 || all.GaveUp != 0 {
		t.Errorf("people got lost, or wait beside empty places: %+v", all)
	}
}

// Capacity is rounded down from exact fractions, also where these come to whole people, or to hardly less, at the limits of what a plan may say.
func TestCapacityIsExact(t *testing.T) {
	falling := model.Ramp{Denominator: 100}
	for k := range 60 {
		falling.Share = append(falling.Share, 99-k)
	}
	posts := func(n int, fte model.FTE) []model.Post { return slices.Repeat([]model.Post{{FTE: fte}}, n) }
	for name, c := range map[string]struct {
		limit int
		ramp  model.Ramp
		posts []model.Post
	}{
		"a thousandth of a post without a limit": {1_000_000, model.LinearRamp(0), posts(1, 1)},
		"many people at once":                    {1_000_000, model.LinearRamp(0), posts(13, 999)},
		"a ramp without a limit":                 {1_000_000, model.LinearRamp(52), posts(10, model.FullTime)},
		"a person every seventh week":            {7, model.LinearRamp(49), posts(1, model.FullTime)},
		"many posts":                             {3, model.LinearRamp(99), posts(1000, 333)},
		// 971 × 4,254,507 × 367 is 353 × 4,294,967,000 - 1: nothing could be nearer to 353 people.
		"the finest ramp":               {367, model.Ramp{Share: []int{1, 4_254_507, 1_431_655, 7}, Denominator: 4_294_967}, posts(1, 971)},
		"the finest ramp of many posts": {25, model.Ramp{Share: []int{1, 135_817, 67_909, 45_273}, Denominator: 135_818}, posts(1000, 999)},
		"a falling ramp":                {25, falling, posts(3, 700)},
	} {
		plan := plainPlan(2)
		plan.Services[0].ReferralsPerYear = everyYear(2, 0)
		plan.Services[0].Posts = c.posts
		plan.Caseload = model.Caseload{Limit: []int{c.limit, c.limit - 1}, Ramp: c.ramp}
		want := make([]int, 9) // quarters, and the run-off, in which nobody is taken in
		for week, people := range steadyCapacity(plan, 0)[:2*model.WeeksPerYear] {
			want[week/model.WeeksPerQuarter] += people
		}
		t.Run(name, func(t *testing.T) {
			byQuarter(t, simulator(t, plan, 1, model.LuckOnly).Draw(0), "CapacityWeeks", want...)
		})
	}
}

// Ten times as many referrals to places that are all taken: the same people come in, and the others wait.
func TestALongerQueueOnlyWaits(t *testing.T) {
	const years = 2
	plan, longer := plainPlan(years), plainPlan(years)
	longer.Services[0].ReferralsPerYear = everyYear(years, 52_000)
	short := *simulated(t, plan, 1, model.LuckOnly)(0)
	for name, draw := range map[string]drawer{"simulator": simulated(t, longer, 1, model.LuckOnly), "reference": referred(longer, 1, model.LuckOnly)} {
		trajectory := draw(0)
		for quarter := range short.Quarters[0] {
			want, got := short.Quarters[0][quarter], trajectory.Quarters[0][quarter]
			if got.Engagements != want.Engagements || got.JobStarts != want.JobStarts || got.CaseloadWeeks != want.CaseloadWeeks || got.Sustained13 != want.Sustained13 {
				t.Errorf("%s, quarter %d: %+v, and with a shorter queue %+v", name, quarter, got, want)
			}
			all := together(trajectory, 0, 1, 0, quarter+1)
			if all.WaitingEnd != all.Referrals-all.Engagements || got.WaitingWeeks < 5*want.WaitingWeeks {
				t.Errorf("%s, quarter %d: %d of %d wait, for %d weeks in all; %d weeks with a shorter queue",
					name, quarter, all.WaitingEnd, all.Referrals, got.WaitingWeeks, want.WaitingWeeks)
			}
		}
	}
}

// A plan that is looked at for fewer years has the same future in those years.
func TestAShorterHorizonChangesNothingBeforeIt(t *testing.T) {
	t.Parallel()
	compared := 0
	for seed := range uint64(40) {
		plan := planOfSeed(7000 + seed)
		if plan.Years == 1 {
			continue
		}
		compared++
		shorter := *plan
		shorter.Years--
		for _, s := range []*quantity.Series{&shorter.Demand.Volume, &shorter.Pathway.Engage, &shorter.Pathway.JobStart, &shorter.Pathway.Sustain} {
			s.Years = s.Years[:shorter.Years]
		}
		shorter.Caseload.Limit = plan.Caseload.Limit[:min(len(plan.Caseload.Limit), shorter.Years)]
		if plan.Hours != nil {
			hours := *plan.Hours
			hours.From16.Years = hours.From16.Years[:shorter.Years]
			shorter.Hours = &hours
		}
		shorter.Services = slices.Clone(plan.Services)
		for i := range shorter.Services {
			shorter.Services[i].ReferralsPerYear = shorter.Services[i].ReferralsPerYear[:shorter.Years]
		}
		long := copied(simulator(t, plan, seed, model.LuckAndIgnorance).Draw(2))
		short := simulator(t, &shorter, seed, model.LuckAndIgnorance).Draw(2)
		for s := range plan.Services {
			for quarter := range short.Quarters[s] {
				if short.Quarters[s][quarter] != long.Quarters[s][quarter] {
					t.Errorf("plan %d, service %d, quarter %d: %+v, and when a year more is looked at %+v",
						7000+seed, s, quarter, short.Quarters[s][quarter], long.Quarters[s][quarter])
				}
			}
		}
	}
	if compared < 20 {
		t.Errorf("only %d plans have a year to leave out", compared)
	}
}
