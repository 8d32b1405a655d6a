package model_test

import (
	"math"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Examples without chance: every duration is fixed, every rate is 0 or 1, far more people are referred than there are places
// (100 a week: a week with fewer than ten comes less often than once in 10^30), and specialists leave never or, at an
// endless turnover, in every week in which they can. Both implementations have to give the numbers found by hand.

const endlessTurnover = 1e9

func TestByHand(t *testing.T) {
	all := func(value float64) quantity.Series { return steady("", 1, quantity.Certain(value)) }
	weeks := func(n int) *quantity.Duration { d := quantity.ExactWeeks(n); return &d }
	examples := []struct {
		name   string
		change func(*model.Plan) // of the plain plan of one year: ten places, first job after 4 weeks, support for 26
		// want is by field for each of the four quarters and the run-off, or for the first of these.
		want map[string][]int
	}{{
		// Ten engage in week 0, start work in week 4, sustain it in week 17, and have no more support from week 30 on, when
		// the next ten engage; these start in week 34, sustain in week 47 and leave in week 60. Jobs are held until the weeks 37 and 67.
		name:   "two rounds of ten people",
		change: func(p *model.Plan) { p.Pathway.Tenure = weeks(20) },
		want: map[string][]int{
			"Engagements":    {10, 0, 10, 0, 0},
			"JobStarts":      {10, 0, 10, 0, 0},
			"RepeatStarts":   {0, 0, 0, 0, 0},
			"Sustained13":    {0, 10, 0, 10, 0},
			"Sustained26":    {0, 0, 10, 0, 10},
			"Sustained52":    {0, 0, 0, 0, 0},
			"LeftUnemployed": {0, 0, 0, 0, 0},
			"WeeksInWork":    {10 * 9, 10 * 13, 10*11 + 10*5, 10 * 13, 10 * 15},
			"CaseloadWeeks":  {130, 130, 130, 130, 10 * 8},
			"CapacityWeeks":  {130, 130, 130, 130, 0},
			"PeakCaseload":   {10, 10, 10, 10, 10},
			"InPostWeeks":    {13000, 13000, 13000, 13000, 156000},
			"PlannedWeeks":   {13000, 13000, 13000, 13000, 156000},
			"Leavers":        {0, 0, 0, 0, 0},
			"Hires":          {1, 0, 0, 0, 0},
		},
	}, {
		// A job of 13 weeks is sustained in the week in which it ends, 17, and is lost before support ends.
		name:   "jobs of exactly 13 weeks",
		change: func(p *model.Plan) { p.Pathway.Tenure = weeks(0) },
		want: map[string][]int{
			"Engagements":    {10, 10, 10, 10, 0}, // in the weeks 0, 17, 34, 51
			"JobStarts":      {10, 10, 10, 0, 10}, // 4, 21, 38, 55
			"Sustained13":    {0, 10, 10, 10, 10}, // 17, 34, 51, 68
			"LeftUnemployed": {0, 10, 10, 10, 10},
			"WeeksInWork":    {10 * 9, 10*4 + 10*5, 10*8 + 10*1, 10 * 12, 10 * 13},
			"CaseloadWeeks":  {130, 130, 130, 130, 10 * 16},
		},
	}, {
		// The same, with support that ends in the very week: who leaves is in work, and does not search again.
		name: "support and job end together",
		change: func(p *model.Plan) {
			p.Pathway.Tenure, p.Pathway.Support = weeks(0), *weeks(13)
			p.Pathway.Return, p.Pathway.SustainPerJob = quantity.Exactly(0.9), true
		},
		want: map[string][]int{
			"Engagements":    {10, 10, 10, 10, 0},
			"RepeatStarts":   {0, 0, 0, 0, 0},
			"Sustained13":    {0, 10, 10, 10, 10},
			"LeftUnemployed": {0, 0, 0, 0, 0},
			"WeeksInWork":    {10 * 9, 10*4 + 10*5, 10*8 + 10*1, 10 * 12, 10 * 13},
		},
	}, {
		// Places are kept until the jobs end: weeks 4 … 36 and 41 … 73.
		name:   "support without a limit",
		change: func(p *model.Plan) { p.Pathway.Tenure, p.Pathway.Unlimited = weeks(20), quantity.Exactly(1) },
		want: map[string][]int{
			"Engagements":    {10, 0, 10, 0, 0},
			"LeftUnemployed": {0, 0, 10, 0, 10},
			"WeeksInWork":    {10 * 9, 10 * 13, 10 * 11, 10 * 11, 10 * 22},
			"CaseloadWeeks":  {130, 130, 130, 130, 10 * 22},
		},
	}, {
		name:   "support without a limit in jobs that never end",
		change: func(p *model.Plan) { p.Pathway.Unlimited = quantity.Exactly(1) },
		want: map[string][]int{
			"Engagements":    {10, 0, 0, 0, 0},
			"LeftUnemployed": {0, 0, 0, 0, 0},
			"Sustained52":    {0, 0, 0, 0, 10},
			"WeeksInWork":    {10 * 9, 10 * 13, 10 * 13, 10 * 13, 1560},
			"CaseloadWeeks":  {130, 130, 130, 130, 1560},
		},
	}, {
		name:   "jobs that never end",
		change: func(*model.Plan) {},
		want: map[string][]int{
			"Engagements":    {10, 0, 10, 0, 0}, // 0, 30
			"Sustained26":    {0, 0, 10, 0, 10}, // 30, 60
			"Sustained52":    {0, 0, 0, 0, 20},  // 56, 86
			"LeftUnemployed": {0, 0, 0, 0, 0},
			"WeeksInWork":    {10 * 9, 10 * 13, 10*13 + 10*5, 20 * 13, 20 * 156},
		},
	}, {
		name:   "nobody finds a job", // and leaves after 5 weeks
		change: func(p *model.Plan) { p.Pathway.JobStart = all(0) },
		want: map[string][]int{
			"Engagements":    {30, 30, 20, 30, 0},
			"LeftUnemployed": {20, 30, 20, 30, 10},
			"CaseloadWeeks":  {130, 130, 130, 130, 30},
			"JobStarts":      {0, 0, 0, 0, 0},
			"WeeksInWork":    {0, 0, 0, 0, 0},
		},
	}, {
		// Somebody is in post in the weeks 0, 4, 8, … and leaves in the weeks 1, 5, 9, …. Jobs due in week 2 start in
		// week 4; the places that come free in week 30 are taken in week 32; jobs due in week 34 start in week 36.
		name: "nobody in post when a job is due",
		change: func(p *model.Plan) {
			p.Staffing.Turnover, p.Staffing.Vacancy, p.Pathway.ToJob = quantity.Exactly(endlessTurnover), *weeks(3), *weeks(2)
		},
		want: map[string][]int{
			"Engagements":    {10, 0, 10, 0, 0},
			"JobStarts":      {10, 0, 10, 0, 0},
			"Sustained13":    {0, 10, 0, 10, 0},
			"LeftUnemployed": {0, 0, 0, 0, 0},
			"WeeksInWork":    {10 * 9, 10 * 13, 10*13 + 10*3, 20 * 13, 20 * 156},
			"CaseloadWeeks":  {130, 130, 10*4 + 10*7, 130, 10 * 10},
			"CapacityWeeks":  {40, 30, 30, 30, 0},
			"InPostWeeks":    {4000, 3000, 3000, 3000, 39000},
			"PlannedWeeks":   {13000, 13000, 13000, 13000, 156000},
			"Leavers":        {3, 4, 3, 3, 39},
			"Hires":          {4, 3, 3, 3, 39},
		},
	}, {
		// The same, but whoever is searching drops out with their specialist, a week after engaging.
		name: "everyone drops out",
		change: func(p *model.Plan) {
			p.Staffing.Turnover, p.Staffing.Vacancy, p.Pathway.ToJob = quantity.Exactly(endlessTurnover), *weeks(3), *weeks(2)
			p.Staffing.DropOut = quantity.Exactly(1)
		},
		want: map[string][]int{
			"Engagements":    {40, 30, 30, 30, 0},
			"LeftUnemployed": {30, 40, 30, 30, 0},
			"JobStarts":      {0, 0, 0, 0, 0},
			"CaseloadWeeks":  {40, 30, 30, 30, 0},
		},
	}, {
		// The staff step comes first: whose job is due in the week in which the specialist leaves drops out, even when the
		// next one starts in that week; who engages in that week does not.
		name: "a new specialist every week, and everyone drops out",
		change: func(p *model.Plan) {
			p.Staffing.Turnover, p.Pathway.ToJob = quantity.Exactly(endlessTurnover), *weeks(1)
			p.Staffing.DropOut = quantity.Exactly(1)
		},
		want: map[string][]int{
			"Engagements":    {130, 130, 130, 130, 0},
			"LeftUnemployed": {120, 130, 130, 130, 10},
			"JobStarts":      {0, 0, 0, 0, 0},
			"CaseloadWeeks":  {130, 130, 130, 130, 0},
			"CapacityWeeks":  {130, 130, 130, 130, 0},
			"Leavers":        {12, 13, 13, 13, 156},
			"Hires":          {13, 13, 13, 13, 156},
		},
	}, {
		name: "a new specialist every week, and nobody drops out",
		change: func(p *model.Plan) {
			p.Staffing.Turnover, p.Pathway.ToJob = quantity.Exactly(endlessTurnover), *weeks(1)
		},
		want: map[string][]int{
			"Engagements":    {10, 0, 10, 0, 0}, // 0, 27
			"JobStarts":      {10, 0, 10, 0, 0}, // 1, 28
			"Sustained13":    {0, 10, 0, 10, 0}, // 14, 41
			"LeftUnemployed": {0, 0, 0, 0, 0},
		},
	}, {
		name: "the only specialist leaves for good",
		change: func(p *model.Plan) {
			p.Staffing.Turnover, p.Staffing.Vacancy = quantity.Exactly(endlessTurnover), *weeks(1000)
		},
		want: map[string][]int{
			"Engagements":    {10, 0, 0, 0, 0},
			"JobStarts":      {0, 0, 0, 0, 0},
			"LeftUnemployed": {0, 0, 0, 0, 0},
			"CaseloadWeeks":  {130, 130, 130, 130, 1560},
			"CapacityWeeks":  {10, 0, 0, 0, 0},
			"Leavers":        {1, 0, 0, 0, 0},
		},
	}, {
		// Leaving needs no specialist: of the ten of week 0, 4, … all leave two weeks later.
		name: "leaving while nobody is in post",
		change: func(p *model.Plan) {
			p.Staffing.Turnover, p.Staffing.Vacancy = quantity.Exactly(endlessTurnover), *weeks(3)
			p.Pathway.JobStart, p.Pathway.ToExit = all(0), *weeks(2)
		},
		want: map[string][]int{"Engagements": {40}, "LeftUnemployed": {30}, "CaseloadWeeks": {70}},
	}, {
		// In week 5 the specialist is at k = 10 and carries (k+1)/52 of 52 people.
		name: "an experienced specialist",
		change: func(p *model.Plan) {
			p.Services[0].Posts = []model.Post{{FTE: model.FullTime, Opens: 5, Experience: 10}}
			p.Caseload = model.Caseload{Limit: []int{52}, Ramp: model.LinearRamp(52)}
		},
		want: map[string][]int{
			"CapacityWeeks": {11 + 12 + 13 + 14 + 15 + 16 + 17 + 18, 13 * (19 + 31) / 2, 13 * (32 + 44) / 2, 8*(45+52)/2 + 5*52, 0},
			"PlannedWeeks":  {8000, 13000, 13000, 13000, 156000},
			"InPostWeeks":   {8000, 13000, 13000, 13000, 156000},
			"Hires":         {0, 0, 0, 0, 0},
		},
	}, {
		name: "an experienced specialist leaves", // in week 6, and the next one is there in week 8
		change: func(p *model.Plan) {
			p.Services[0].Posts = []model.Post{{FTE: model.FullTime, Opens: 5, Experience: 10}}
			p.Caseload = model.Caseload{Limit: []int{52}, Ramp: model.LinearRamp(52)}
			p.Staffing.Turnover, p.Staffing.Vacancy = quantity.Exactly(endlessTurnover), *weeks(2)
		},
		want: map[string][]int{"CapacityWeeks": {11 + 1 + 1}, "Leavers": {3}, "Hires": {2}, "InPostWeeks": {3000}}, // in post in 5, 8, 11
	}, {
		name: "three weeks to recruit, from week 2",
		change: func(p *model.Plan) {
			p.Services[0].Posts[0].Opens, p.Staffing.Recruitment = 2, *weeks(3)
		},
		want: map[string][]int{
			"PlannedWeeks":  {11000, 13000, 13000, 13000, 156000},
			"InPostWeeks":   {8000, 13000, 13000, 13000, 156000},
			"CapacityWeeks": {80, 130, 130, 130, 0},
			"Hires":         {1, 0, 0, 0, 0},
		},
	}, {
		name:   "a post that opens in the run-off",
		change: func(p *model.Plan) { p.Services[0].Posts[0].Opens = 60 },
		want: map[string][]int{
			"PlannedWeeks":  {0, 0, 0, 0, 148000},
			"CapacityWeeks": {0, 0, 0, 0, 0},
			"Hires":         {0, 0, 0, 0, 1},
			"Engagements":   {0, 0, 0, 0, 0},
		},
	}, {
		name:   "a ramp of a year", // 25 × 1/52, 2/52, … rounded down
		change: func(p *model.Plan) { p.Caseload = model.Caseload{Limit: []int{25}, Ramp: model.LinearRamp(52)} },
		want:   map[string][]int{"CapacityWeeks": {36, 120, 198, 283, 0}},
	}, {
		name: "the capacity of two is rounded once", // 50/52 × 1 … 13
		change: func(p *model.Plan) {
			p.Caseload = model.Caseload{Limit: []int{25}, Ramp: model.LinearRamp(52)}
			p.Services[0].Posts = []model.Post{{FTE: 1000}, {FTE: 1000}}
		},
		want: map[string][]int{"CapacityWeeks": {0 + 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12}},
	}, {
		name: "part-time posts that make one",
		change: func(p *model.Plan) {
			p.Caseload.Limit = []int{3}
			p.Services[0].Posts = []model.Post{{FTE: 333}, {FTE: 333}, {FTE: 334}}
		},
		want: map[string][]int{"CapacityWeeks": {39}, "InPostWeeks": {13000}},
	}, {
		name: "thirds that make one", // 1, 2, 3, 3, …
		change: func(p *model.Plan) {
			p.Caseload = model.Caseload{Limit: []int{1}, Ramp: model.LinearRamp(3)}
			p.Services[0].Posts = []model.Post{{FTE: 1000}, {FTE: 1000}, {FTE: 1000}}
		},
		want: map[string][]int{"CapacityWeeks": {1 + 2 + 11*3}},
	}, {
		// Capacity is 10 in the weeks 0 … 4, 5 in the weeks 5 … 8, then 10 again. Ten engage in week 0, stay through week 5 and
		// leave in week 6, when five engage; five more in week 9; in week 12 five leave and five engage.
		name: "capacity falls below the caseload",
		change: func(p *model.Plan) {
			p.Caseload.Ramp = model.MonthlyRamp([]int{1000, 500})
			p.Pathway.JobStart, p.Pathway.ToExit = all(0), *weeks(6)
		},
		want: map[string][]int{
			"CapacityWeeks":  {5*10 + 4*5 + 4*10},
			"Engagements":    {10 + 5 + 5 + 5},
			"LeftUnemployed": {10 + 5},
			"CaseloadWeeks":  {6*10 + 3*5 + 4*10},
		},
	}, {
		name:   "twelve people are there already, until week 4", // two more than capacity
		change: func(p *model.Plan) { p.Services[0].InitialCaseload = 12 },
		want: map[string][]int{
			"CaseloadWeeks": {4*12 + 9*10}, "PeakCaseload": {12, 10}, "Engagements": {10}, "JobStarts": {10}, "LeftUnemployed": {0, 0, 0, 0, 0},
		},
	}, {
		name: "people who are there already leave at once",
		change: func(p *model.Plan) {
			p.Services[0].InitialCaseload, p.Pathway.ToExit = 12, *weeks(1)
		},
		want: map[string][]int{"CaseloadWeeks": {130}, "PeakCaseload": {10}, "Engagements": {10}, "LeftUnemployed": {0, 0, 0, 0, 0}},
	}, {
		name: "seven are there at three centres", // 3, 2 and 2, with two places each
		change: func(p *model.Plan) {
			p.Services[0].InitialCaseload, p.Services[0].Centres, p.Caseload.Limit = 7, 3, []int{2}
		},
		want: map[string][]int{"CaseloadWeeks": {4*7 + 9*6}, "PeakCaseload": {7, 6}, "CapacityWeeks": {78}, "Engagements": {6}},
	}, {
		// Those who are there already are not counted when they leave, and do not drop out.
		name: "people who are there already when a specialist leaves",
		change: func(p *model.Plan) {
			p.Services[0].InitialCaseload, p.Staffing.DropOut = 12, quantity.Exactly(1)
			p.Staffing.Turnover, p.Staffing.Vacancy = quantity.Exactly(endlessTurnover), *weeks(1000)
		},
		want: map[string][]int{"CaseloadWeeks": {4 * 12}, "Engagements": {0}, "LeftUnemployed": {0}},
	}, {
		name: "nobody is in post",
		change: func(p *model.Plan) {
			p.Services[0].Posts = nil
		},
		want: map[string][]int{
			"CapacityWeeks": {0, 0, 0, 0, 0}, "InPostWeeks": {0, 0, 0, 0, 0}, "PlannedWeeks": {0, 0, 0, 0, 0}, "Hires": {0, 0, 0, 0, 0},
			"Engagements": {0, 0, 0, 0, 0}, "GaveUp": {0, 0, 0, 0, 0}, "JobStarts": {0, 0, 0, 0, 0}, "PeakCaseload": {0, 0, 0, 0, 0},
		},
	}, {
		name: "everyone gives up after a week",
		change: func(p *model.Plan) {
			p.Services[0].Posts, p.Demand.GiveUp = nil, quantity.Exactly(1)
			// All referred in the second month: floor(12 × week / 52) = 1 in the weeks 5 … 8, so that all is over in week 9.
			p.Demand.Profile = []float64{0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
		},
		want: map[string][]int{"WaitingEnd": {0, 0, 0, 0, 0}, "Engagements": {0, 0, 0, 0, 0}},
	}, {
		name:   "nobody is referred",
		change: func(p *model.Plan) { p.Services[0].ReferralsPerYear[0] = 0 },
		want: map[string][]int{
			"Referrals": {0, 0, 0, 0, 0}, "Engagements": {0, 0, 0, 0, 0}, "WaitingWeeks": {0, 0, 0, 0, 0}, "CaseloadWeeks": {0, 0, 0, 0, 0},
			"CapacityWeeks": {130, 130, 130, 130, 0}, "Hires": {1, 0, 0, 0, 0},
		},
	}, {
		name:   "nobody is willing",
		change: func(p *model.Plan) { p.Pathway.Engage = all(0) },
		want:   map[string][]int{"Engagements": {0, 0, 0, 0, 0}, "WaitingWeeks": {0, 0, 0, 0, 0}, "CaseloadWeeks": {0, 0, 0, 0, 0}},
	}}
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			plan := plainPlan(1)
			e.change(plan)
			both(t, plan, model.LuckOnly, func(t *testing.T, draw drawer) {
				trajectory := draw(0)
				times := append(append([]model.Counts{}, trajectory.Quarters[0]...), trajectory.RunOff[0])
				for i, field := range countFields {
					for when, want := range e.want[field] {
						if got := countValues(&times[when])[i]; got != want {
							t.Errorf("%s in quarter %d: %d, not %d", field, when+1, got, want)
						}
					}
				}
				for field := range e.want {
					requireField(t, field)
				}
			})
		})
	}
}

func requireField(t *testing.T, name string) {
	t.Helper()
	for _, field := range countFields {
		if field == name {
			return
		}
	}
	t.Fatalf("nothing is counted as %s", name)
}

// Four people who are there already fill the two places of the first of three centres, and one of the two at each other.
func TestThoseWhoAreThereAlreadyFillTheFirstCentresFirst(t *testing.T) {
	t.Parallel()
	plan := plainPlan(1)
	plan.Services[0].InitialCaseload, plan.Services[0].Centres, plan.Caseload.Limit = 4, 3, []int{2}
	o := observe(t, plan, 1, model.LuckOnly, 0)
	engaged := [3]int{}
	for i := range o.people {
		if o.people[i].Engaged == 0 {
			engaged[o.people[i].Centre]++
		}
	}
	if engaged != [3]int{0, 1, 1} {
		t.Errorf("in week 0, %v engage", engaged)
	}
}

// What is said of a field for rates of 0 and 1 holds in any plan.
func TestRatesOfZeroAndOne(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		check := func(what string, change func(*model.Plan), holds func(c model.Counts) bool) {
			plan := planOfSeed(6000 + seed)
			change(plan)
			for name, draw := range map[string]drawer{
				"simulator": simulated(t, plan, seed, model.LuckAndIgnorance), "reference": referred(plan, seed, model.LuckAndIgnorance),
			} {
				trajectory := draw(0)
				all := together(trajectory, 0, len(plan.Services), 0, 4*plan.Years)
				for s := range plan.Services {
					all.Beside(&trajectory.RunOff[s])
				}
				if !holds(all) {
					t.Errorf("plan %d, %s, %s: %+v", 6000+seed, name, what, all)
				}
			}
		}
		rate := func(field func(*model.Plan) *quantity.Series, value float64) func(*model.Plan) {
			return func(p *model.Plan) {
				series := field(p)
				*series = steady(series.Name, p.Years, quantity.Certain(value))
			}
		}
		engage := func(p *model.Plan) *quantity.Series { return &p.Pathway.Engage }
		jobStart := func(p *model.Plan) *quantity.Series { return &p.Pathway.JobStart }
		sustain := func(p *model.Plan) *quantity.Series { return &p.Pathway.Sustain }
		check("nobody is willing", rate(engage, 0), func(c model.Counts) bool { return c.Declined == c.Referrals && c.Engagements == 0 })
		check("everyone is willing", rate(engage, 1), func(c model.Counts) bool { return c.Declined == 0 })
		check("no jobs", rate(jobStart, 0), func(c model.Counts) bool { return c.JobStarts == 0 && c.WeeksInWork == 0 })
		check("no job lasts", rate(sustain, 0), func(c model.Counts) bool {
			return c.Sustained13 == 0 && c.WeeksInWork <= 12*(c.JobStarts+c.RepeatStarts)
		})
		check("every job lasts", func(p *model.Plan) {
			rate(jobStart, 1)(p)
			rate(sustain, 1)(p)
			// A first job is due in time to be sustained before the run-off ends, and no search is broken off or delayed.
			p.Pathway.ToJob.Family, p.Pathway.ToJob.Centre = quantity.Fixed, quantity.Certain(9)
			p.Staffing.Turnover = quantity.Quantity{}
		}, func(c model.Counts) bool { return c.JobStarts == c.Engagements && c.Sustained13 == c.Engagements })
		hours := func(p *model.Plan) *quantity.Series {
			p.Hours = &model.Hours{MeanBelow16: quantity.Exactly(10), MeanFrom16: quantity.Exactly(20)}
			return &p.Hours.From16
		}
		check("no job is from 16 hours", rate(hours, 0), func(c model.Counts) bool {
			return c.JobStartsFrom16 == 0 && c.Sustained13From16 == 0 && c.WeeksInWorkFrom16 == 0
		})
		check("every job is from 16 hours", rate(hours, 1), func(c model.Counts) bool {
			return c.JobStartsFrom16 == c.JobStarts && c.Sustained13From16 == c.Sustained13 && c.WeeksInWorkFrom16 == c.WeeksInWork
		})
		check("jobs are not told apart", func(p *model.Plan) { p.Hours = nil }, func(c model.Counts) bool {
			return c.JobStartsFrom16 == 0 && c.Sustained13From16 == 0 && c.WeeksInWorkFrom16 == 0
		})
		check("nobody returns", func(p *model.Plan) { p.Pathway.Return = quantity.Quantity{} }, func(c model.Counts) bool { return c.RepeatStarts == 0 })
		check("nobody gives up", func(p *model.Plan) { p.Demand.GiveUp = quantity.Quantity{} }, func(c model.Counts) bool { return c.GaveUp == 0 })
		check("everyone gives up", func(p *model.Plan) { p.Demand.GiveUp = quantity.Exactly(1) }, func(c model.Counts) bool {
			return c.WaitingWeeks == c.GaveUp+c.WaitingEnd // one week each
		})
	}
}

// Who gives up for sure does so in the week after the referral.
func TestEveryoneGivesUp(t *testing.T) {
	t.Parallel()
	plan := plainPlan(2)
	plan.Demand.GiveUp = quantity.Exactly(1)
	o := observe(t, plan, 1, model.LuckOnly, 0)
	for i := range o.people {
		e := &o.people[i]
		gaveUp := e.GaveUp == e.Referred+1 || e.GaveUp == model.NoWeek && e.Referred == o.horizon-1
		if e.Engaged == model.NoWeek && !gaveUp || e.Engaged != model.NoWeek && e.Engaged != e.Referred {
			t.Fatalf("neither engaged in the week of referral nor gave up in the next: %+v", *e)
		}
	}
}

// Referrals come in the months that have them, and about as many in a year as the plan says.
func TestMonthsWithoutReferrals(t *testing.T) {
	t.Parallel()
	plan := plainPlan(2)
	plan.Demand.Profile = []float64{0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}
	o := observe(t, plan, 1, model.LuckOnly, 0)
	byMonth := make([]int, 12)
	for i := range o.people {
		byMonth[model.MonthOfWeek(o.people[i].Referred%52)]++
	}
	// Weeks 5 … 8 are in the second month and 48 … 51 in the twelfth: four each, with weights 3 and 1. Of 2 × 5200 people,
	// 7800 come in the second month, give or take √7800 = 88, and 2600 in the twelfth, give or take 51.
	for month, n := range byMonth {
		want := map[int]float64{1: 7800, 11: 2600}[month]
		if math.Abs(float64(n)-want) > 5*math.Sqrt(want) {
			t.Errorf("month %d: %d people, not about %.0f", month+1, n, want)
		}
	}
}

func TestOneReferralAYear(t *testing.T) {
	plan := plainPlan(3)
	plan.Services[0].ReferralsPerYear = everyYear(3, 1)
	plan.Services[0].Centres = 4
	both(t, plan, model.LuckOnly, func(t *testing.T, draw drawer) {
		const draws = 4000
		sum := 0
		for n := range draws {
			c := together(draw(n), 0, 1, 0, 12)
			sum += c.Referrals
			if c.Engagements != c.Referrals || c.WaitingWeeks > 0 {
				t.Fatalf("draw %d: not everyone was taken on at once: %+v", n, c)
			}
		}
		if want := 3.0 * draws; math.Abs(float64(sum)-want) > 5*math.Sqrt(want) {
			t.Errorf("%d referrals in %d draws of three years with one a year", sum, draws)
		}
	})
}

func TestTenYears(t *testing.T) {
	plan := planOfSeed(1)
	plan.Years = model.MaxYears
	for _, series := range []*quantity.Series{&plan.Demand.Volume, &plan.Pathway.Engage, &plan.Pathway.JobStart, &plan.Pathway.Sustain} {
		*series = steady(series.Name, plan.Years, series.Years[0])
	}
	if plan.Hours != nil {
		plan.Hours.From16 = steady(plan.Hours.From16.Name, plan.Years, plan.Hours.From16.Years[0])
	}
	for s := range plan.Services {
		plan.Services[s].ReferralsPerYear = everyYear(plan.Years, 100)
		plan.Services[s].Posts = []model.Post{{FTE: 800, Opens: 20}}
	}
	both(t, plan, model.LuckAndIgnorance, func(t *testing.T, draw drawer) {
		trajectory := draw(0)
		if len(trajectory.Cohorts) != 10 {
			t.Errorf("%d cohorts", len(trajectory.Cohorts))
		}
		for s := range plan.Services {
			if len(trajectory.Quarters[s]) != 40 {
				t.Fatalf("%d quarters", len(trajectory.Quarters[s]))
			}
			all := together(trajectory, s, s+1, 0, 40)
			if want := plan.Services[s].Centres * 800 * (520 - 20); all.PlannedWeeks != want {
				t.Errorf("service %d: %d thousandths of FTE-weeks planned, not %d", s, all.PlannedWeeks, want)
			}
			if all.Referrals != all.Declined+all.GaveUp+all.WaitingEnd+all.Engagements {
				t.Errorf("service %d: people got lost: %+v", s, all)
			}
		}
	})
}

// A waiting list of a million (ten million when many plans are asked for) is slow to serve, and nothing else.
func TestAMillionReferrals(t *testing.T) {
	if testing.Short() {
		t.Skip("a million people")
	}
	t.Parallel()
	referrals := 1e6
	if plans, _ := verification(); plans > 0 {
		referrals = 10e6
	}
	plan := plainPlan(1)
	plan.Services[0].ReferralsPerYear[0] = referrals
	plan.Demand.GiveUp = quantity.Exactly(0.02)
	trajectory := simulator(t, plan, 1, model.LuckOnly).Draw(0)
	c := together(trajectory, 0, 1, 0, 4)
	if math.Abs(float64(c.Referrals)-referrals) > 5*math.Sqrt(referrals) || c.Referrals != c.GaveUp+c.WaitingEnd+c.Engagements || c.Engagements != 20 {
		t.Errorf("%+v", c)
	}
}

// Whoever waits over New Year has the jobs of the year in which they engage: all of 16 hours or more, where no job of the year before is.
func TestHoursAreOfTheYearOfEngagement(t *testing.T) {
	plan := benchmarkPlan("small")
	plan.Demand.GiveUp = quantity.Exactly(0)
	plan.Pathway.JobStart = steady("job start", plan.Years, quantity.Certain(1))
	for i := range plan.Services[0].Posts {
		plan.Services[0].Posts[i].Opens = model.WeeksPerYear
	}
	plan.Hours = &model.Hours{
		From16:      quantity.Series{Years: []quantity.Distribution{quantity.Certain(0), quantity.Certain(1)}},
		MeanBelow16: quantity.Exactly(10), MeanFrom16: quantity.Exactly(20),
	}
	both(t, plan, model.LuckAndIgnorance, func(t *testing.T, draw drawer) {
		trajectory := draw(0)
		total := trajectory.RunOff[0]
		for _, quarter := range trajectory.Quarters[0] {
			total.Beside(&quarter)
		}
		if total.JobStarts == 0 || total.JobStartsFrom16 != total.JobStarts {
			t.Errorf("%d of %d first jobs are from 16 hours", total.JobStartsFrom16, total.JobStarts)
		}
	})
}
