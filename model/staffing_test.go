package model_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Caseload limits by year, team leaders, rates that differ between services, and hours of jobs.

// richPlanOfSeed is a random plan that may have any of these too.
func richPlanOfSeed(seed uint64) *model.Plan {
	plan := planOfSeed(seed)
	m := planMaker{newRandom(seed + 1<<32)}
	for len(plan.Caseload.Limit) < m.random.IntN(plan.Years)+1 {
		plan.Caseload.Limit = append(plan.Caseload.Limit, pick(m, 0, 5, 20, 25, m.random.IntN(60)))
	}
	for s := range plan.Services {
		if pick(m, true, false) {
			plan.Services[s].TeamLeaders = m.service("", plan.Years).Posts
		}
	}
	path := &plan.Pathway
	for _, between := range []*float64{&path.EngageBetween, &path.JobStartBetween, &path.SustainBetween} {
		*between = pick(m, 0, 0, 0.5, 10, 200*m.random.Float64()+0.5)
	}
	if pick(m, true, false) {
		plan.Hours = &model.Hours{
			From16:      m.series("from 16", plan.Years, func() quantity.Distribution { return m.rate(1) }),
			MeanBelow16: quantity.Quantity{Name: "below", Distribution: pick[quantity.Distribution](m, quantity.Certain(10), quantity.PERT{Low: 6, Best: 9, High: 12})},
			MeanFrom16:  quantity.Quantity{Name: "from", Distribution: pick[quantity.Distribution](m, quantity.Certain(16), quantity.PERT{Low: 16, Best: 25, High: 40})},
		}
	}
	return plan
}

// byQuarter compares one count of the first service with what it should be in each quarter and in the run-off, or in the first of these.
func byQuarter(t *testing.T, trajectory *model.Trajectory, field string, want ...int) {
	t.Helper()
	at := slices.Index(countFields, field)
	var got []int
	for i := range want {
		counts := &trajectory.RunOff[0]
		if i < len(trajectory.Quarters[0]) {
			counts = &trajectory.Quarters[0][i]
		}
		got = append(got, countValues(counts)[at])
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s by quarter %v, not %v", field, got, want)
	}
}

func TestCaseloadLimitByYear(t *testing.T) {
	// Ten engage in week 0, and ten in week 30 when their support ends. From week 52 on, there is room for three only: nobody is dropped; when the
	// ten leave in week 60 three take their places, as in week 90.
	plan := plainPlan(2)
	plan.Caseload.Limit = []int{10, 3}
	drawn := simulator(t, plan, 1, model.LuckOnly).Draw(0)
	byQuarter(t, drawn, "CapacityWeeks", 130, 130, 130, 130, 39, 39, 39, 39, 0)
	byQuarter(t, drawn, "Engagements", 10, 0, 10, 0, 3, 0, 3, 0, 0)
	byQuarter(t, drawn, "CaseloadWeeks", 130, 130, 130, 130, 8*10+5*3, 39, 39, 39, 3*16)
	byQuarter(t, drawn, "PeakCaseload", 10, 10, 10, 10, 10, 3, 3, 3, 3)

	// Room for seven more in week 52.
	plan.Caseload.Limit = []int{3, 10}
	drawn = simulator(t, plan, 1, model.LuckOnly).Draw(0)
	byQuarter(t, drawn, "CapacityWeeks", 39, 39, 39, 39, 130, 130, 130, 130, 0)
	byQuarter(t, drawn, "Engagements", 3, 0, 3, 0, 7+3, 0, 10) // 0, 30, 52 and 60, 82 and 90

	// Four fifths of a post: of 7 people 5.6, of 5 exactly 4, and that goes on.
	plan = plainPlan(3)
	plan.Services[0].Posts = []model.Post{{FTE: 500}, {FTE: 300}}
	plan.Caseload.Limit = []int{7, 5}
	drawn = simulator(t, plan, 1, model.LuckOnly).Draw(0)
	byQuarter(t, drawn, "CapacityWeeks", 65, 65, 65, 65, 52, 52, 52, 52, 52, 52, 52, 52, 0)
	expected := expectation(t, plan, 1).Means()
	for quarter, want := range []float64{5.6 * 13, 5.6 * 13, 5.6 * 13, 5.6 * 13, 52, 52, 52, 52, 52, 52, 52, 52} {
		if got := expected.Quarters[0][quarter].CapacityWeeks; math.Abs(got-want) > 1e-9 {
			t.Errorf("expected capacity of quarter %d: %g, not %g", quarter, got, want)
		}
	}

	// A ramp of 104 weeks to 104 places, and from year 2 on to 52: k+1 places after k weeks, and half of that from week 52 on, rounded down.
	plan = plainPlan(2)
	plan.Caseload = model.Caseload{Limit: []int{104, 52}, Ramp: model.LinearRamp(104)}
	drawn = simulator(t, plan, 1, model.LuckOnly).Draw(0)
	second := 0
	for week := 52; week < 65; week++ {
		second += (week + 1) / 2
	}
	byQuarter(t, drawn, "CapacityWeeks", 13*14/2, 13*(14+26)/2, 13*(27+39)/2, 13*(40+52)/2, second)
}

func TestTeamLeaders(t *testing.T) {
	// Everyone leaves a week after coming. The first leader's post opens in week 5; someone comes in the weeks 7, 11, 15, … and leaves in the weeks 8,
	// 12, …. In the second somebody has been for ten weeks; they leave in week 1, and others come in the weeks 4, 8, ….
	plan := plainPlan(1)
	plan.Services[0].Centres = 3
	plan.Staffing = model.Staffing{
		Turnover: quantity.Exactly(endlessTurnover), Vacancy: quantity.ExactWeeks(3), Recruitment: quantity.ExactWeeks(2), DropOut: quantity.Exactly(0.5),
	}
	without := copied(simulator(t, plan, 1, model.LuckOnly).Draw(0))
	led := *plan
	led.Services = slices.Clone(plan.Services)
	led.Services[0].TeamLeaders = []model.Post{{FTE: 500, Opens: 5}, {FTE: model.FullTime, Experience: 10}}
	drawn := simulator(t, &led, 1, model.LuckOnly).Draw(0)
	// Quarters begin in the weeks 13, 26 and 39; the last week is 207.
	byQuarter(t, drawn, "LeaderPlannedWeeks", 8*500+13000, 19500, 19500, 19500, 156*1500)
	byQuarter(t, drawn, "LeaderInPostWeeks", 2*500+4*1000, 3*500+3*1000, 3*500+3*1000, 4*500+3*1000, 39*500+39*1000)
	byQuarter(t, drawn, "LeaderHires", 2+3, 3+3, 3+3, 4+3, 39+39)   // 7 11, 4 8 12; 15 19 23, 16 20 24; 27 31 35, 28 32 36; 39 43 47 51, 40 44 48
	byQuarter(t, drawn, "LeaderLeavers", 2+3, 3+4, 3+3, 3+3, 39+39) // 8 12, 1 5 9; 16 20 24, 13 17 21 25; 28 32 36, 29 33 37; 40 44 48, 41 45 49

	// Nobody else has anything of it.
	for period := range 5 {
		got, want := drawn.RunOff[0], without.RunOff[0]
		if period < 4 {
			got, want = drawn.Quarters[0][period], without.Quarters[0][period]
		}
		got.LeaderPlannedWeeks, got.LeaderInPostWeeks, got.LeaderHires, got.LeaderLeavers = 0, 0, 0, 0
		if got != want {
			t.Errorf("quarter %d: %+v with team leaders, %+v without", period, got, want)
		}
	}
}

// One leader more changes nothing for the others, whose course by chance is not that of specialists.
func TestTeamLeadersHaveTheirOwnLuck(t *testing.T) {
	plan := benchmarkPlan("small")
	plan.Services[0].TeamLeaders = slices.Clone(plan.Services[0].Posts)
	s := simulator(t, plan, 1, model.LuckAndIgnorance)
	var leaders, specialists, same float64
	const draws = 2000
	for draw := range draws {
		c := together(s.Draw(draw), 0, 1, 0, 8)
		leaders += float64(c.LeaderLeavers) / draws
		specialists += float64(c.Leavers) / draws
		if c.LeaderInPostWeeks == c.InPostWeeks {
			same++
		}
	}
	if math.Abs(leaders-specialists) > 0.1 || leaders < 0.5 { // each has a standard error of 0.02
		t.Errorf("%g leaders and %g specialists leave", leaders, specialists)
	}
	if same > draws*0.4 { // both stay throughout in about an eighth of the draws: (0.8^4)^2 = 0.17
		t.Errorf("the same weeks in post in %g draws of %d", same, draws)
	}
	more := *plan
	more.Services = slices.Clone(plan.Services)
	more.Services[0].TeamLeaders = append(slices.Clone(plan.Services[0].TeamLeaders), model.Post{FTE: 300, Opens: 10000})
	before, after := copied(s.Draw(7)), simulator(t, &more, 1, model.LuckAndIgnorance).Draw(7)
	for quarter := range before.Quarters[0] {
		if before.Quarters[0][quarter] != after.Quarters[0][quarter] {
			t.Errorf("quarter %d: a post that never opens changes %+v to %+v", quarter, before.Quarters[0][quarter], after.Quarters[0][quarter])
		}
	}
}

func TestHoursByHand(t *testing.T) {
	// Ten people engage in the weeks 0, 30, 60 and 90 and begin in the weeks 4, 34, 64 and 94 jobs that never end; 13 weeks of them are
	// over in the weeks 17, 47, 77 and 107. Those who engage in the first year hold jobs from 16 hours, the others do not.
	plan := plainPlan(2)
	plan.Hours = &model.Hours{
		From16:      quantity.Series{Name: "from 16", Years: []quantity.Distribution{quantity.Certain(1), quantity.Certain(0)}},
		MeanBelow16: quantity.Exactly(8),
		MeanFrom16:  quantity.Exactly(20),
	}
	drawn := simulator(t, plan, 1, model.LuckOnly).Draw(0)
	byQuarter(t, drawn, "JobStarts", 10, 0, 10, 0, 10, 0, 0, 10, 0)
	byQuarter(t, drawn, "JobStartsFrom16", 10, 0, 10, 0, 0, 0, 0, 0, 0)
	byQuarter(t, drawn, "Sustained13", 0, 10, 0, 10, 0, 10, 0, 0, 10)
	byQuarter(t, drawn, "Sustained13From16", 0, 10, 0, 10, 0, 0, 0, 0, 0)
	byQuarter(t, drawn, "WeeksInWork", 90, 130, 130+50, 260, 260+10, 390, 390, 390+100, 40*156)
	byQuarter(t, drawn, "WeeksInWorkFrom16", 90, 130, 130+50, 260, 260, 260, 260, 260, 20*156)
	var counts model.Tally[float64]
	drawn.Quarters[0][7].FractionsInto(&counts)
	if got := drawn.Hours.Worked(&counts); got != 260*20+230*8 {
		t.Errorf("%g hours worked, not 7040", got)
	}

	// It is the year of engagement that counts: who engages in week 0 begins in week 60, and their places are taken in week 86.
	plan.Pathway.ToJob = quantity.ExactWeeks(60)
	drawn = simulator(t, plan, 1, model.LuckOnly).Draw(0)
	byQuarter(t, drawn, "JobStarts", 0, 0, 0, 0, 10, 0, 0, 0, 10)
	byQuarter(t, drawn, "JobStartsFrom16", 0, 0, 0, 0, 10, 0, 0, 0, 0)

	// A job lost early, or a second one, is of 16 hours as likely as any. Jobs last 1 to 12 weeks, and the next begins a week later.
	plan = plainPlan(1)
	plan.Pathway.Sustain, plan.Pathway.ToJob = steady("sustain", 1, quantity.Certain(0)), quantity.ExactWeeks(1)
	plan.Pathway.Return, plan.Caseload.Limit = quantity.Exactly(0.9), []int{40}
	plan.Hours = &model.Hours{From16: steady("from 16", 1, quantity.Certain(0.3)), MeanBelow16: quantity.Exactly(8), MeanFrom16: quantity.Exactly(20)}
	first, both, later := 0.0, 0.0, 0.0 // of those who have two jobs
	second := 0.0
	for draw := range 300 {
		for _, e := range observe(t, plan, 1, model.LuckOnly, draw).people {
			if len(e.Jobs) < 2 {
				continue
			}
			second++
			if e.Jobs[0].From16 {
				first++
			}
			if e.Jobs[1].From16 {
				later++
			}
			if e.Jobs[0].From16 && e.Jobs[1].From16 {
				both++
			}
		}
	}
	if second < 10000 {
		t.Fatalf("only %g people with two jobs", second)
	}
	for what, share := range map[string][2]float64{"first jobs": {first, 0.3}, "second jobs": {later, 0.3}, "both": {both, 0.09}} {
		p := share[1]
		if z := (share[0]/second - p) / math.Sqrt(p*(1-p)/second); math.Abs(z) > 5 {
			t.Errorf("%s from 16 hours: %g of %g, not %g", what, share[0], second, p)
		}
	}
}

func TestHoursChangeNothingElse(t *testing.T) {
	for seed := range uint64(20) {
		plan := richPlanOfSeed(7000 + seed)
		plan.Hours = &model.Hours{From16: steady("from 16", plan.Years, quantity.Beta{Average: 0.6, People: 10}), MeanBelow16: quantity.Exactly(8), MeanFrom16: quantity.Exactly(20)}
		without := *plan
		without.Hours = nil
		with := simulator(t, plan, 1, model.LuckAndIgnorance).Draw(2)
		drawn := simulator(t, &without, 1, model.LuckAndIgnorance).Draw(2)
		for s := range plan.Services {
			for quarter, got := range with.Quarters[s] {
				got.JobStartsFrom16, got.Sustained13From16, got.WeeksInWorkFrom16 = 0, 0, 0
				if got != drawn.Quarters[s][quarter] {
					t.Errorf("plan %d, service %d, quarter %d: %+v with hours, %+v without", 7000+seed, s, quarter, got, drawn.Quarters[s][quarter])
				}
			}
		}
	}
}

// differingPlan has two services that are alike but for what makes their rates differ, and room for all.
func differingPlan() *model.Plan {
	plan := roomForAll(plainPlan(2))
	plan.Staffing.Recruitment = quantity.ExactWeeks(0)
	other := plan.Services[0]
	other.Key = "other"
	plan.Services = append(plan.Services, other)
	series := func(name string, average ...float64) quantity.Series {
		s := quantity.Series{Name: name}
		for _, x := range average {
			s.Years = append(s.Years, quantity.Certain(x))
		}
		return s
	}
	plan.Pathway.Engage = series("engage", 0.6, 0.8)
	plan.Pathway.JobStart = series("job start", 0.5, 0.5)
	plan.Pathway.Sustain = series("sustain", 0.7, 0.4)
	plan.Pathway.Return = quantity.Exactly(0.25)
	plan.Pathway.EngageBetween, plan.Pathway.JobStartBetween, plan.Pathway.SustainBetween = 40, 5, 12
	return plan
}

// Each service's rates are quantiles of beta distributions around the plan's, at a number of its own in each draw.
func TestServicesOwnRates(t *testing.T) {
	const seed, draw = 9, 4
	plan := differingPlan()
	own := func(rate, service string, p, people float64) float64 {
		const values = 0 // the branch of a draw's addresses that the uncertain quantities have
		u := quantity.Root(seed).Named(plan.Stream).At(draw).At(values).Named(rate).Named(service).Uniform()
		return quantity.Beta{Average: p, People: people}.Quantile(u)
	}
	share := func(what, of float64) float64 { return what / of }
	result := expectation(t, plan, seed).Draw(draw)
	var cohorts [2]model.ExpectedCohort
	for s, service := range plan.Services {
		first, second := expectedTogether(result, s, s+1, 0, 4), expectedTogether(result, s, s+1, 4, 8)
		for year, got := range []float64{share(first.Engagements, first.Referrals), share(second.Engagements, second.Referrals)} {
			if want := own("engage", service.Key, []float64{0.6, 0.8}[year], 40); math.Abs(got-want) > 1e-12 {
				t.Errorf("%s, year %d: %g of those referred engage, not %g", service.Key, year+1, got, want)
			}
		}
		for year := range cohorts {
			engaged := []float64{first.Engagements, second.Engagements}[year]
			jobs := engaged * own("job start", service.Key, 0.5, 5)
			cohorts[year].Engaged += engaged
			for i := range model.CohortWeeks {
				cohorts[year].JobWithin[i] += jobs // after 4 weeks
			}
			// Published rates count people, here from 52 weeks on nearly all of those who ever sustain a job.
			cohorts[year].SustainedWithin[4] += jobs * own("sustain", service.Key, []float64{0.7, 0.4}[year], 12)
		}
	}
	for year, want := range cohorts {
		got := result.Cohorts[year]
		if math.Abs(got.Engaged-want.Engaged) > 1e-6 || !closeArrays(got.JobWithin[:], want.JobWithin[:]) {
			t.Errorf("cohort of year %d: %+v, not %+v", year+1, got, want)
		}
		if last := len(model.CohortWeeks) - 1; math.Abs(got.SustainedWithin[last]-want.SustainedWithin[last]) > 0.002*want.SustainedWithin[last] {
			t.Errorf("cohort of year %d: %g sustained, not %g", year+1, got.SustainedWithin[last], want.SustainedWithin[last])
		}
	}
}

// The mean over draws is that of the plan's rates, and services differ as much as the beta distribution says, independently of each other.
func TestServicesDifferAroundThePlan(t *testing.T) {
	plan := differingPlan()
	plan.Pathway.JobStartBetween, plan.Pathway.SustainBetween = 0, 0
	plan.Pathway.Engage = steady("engage", 2, quantity.Beta{Average: 0.6, People: 100})
	e := expectation(t, plan, 3)
	const draws = 4000
	var one, other []float64
	for draw := range draws {
		result := e.Draw(draw)
		for s, rates := range []*[]float64{&one, &other} {
			all := expectedTogether(result, s, s+1, 0, 8)
			*rates = append(*rates, all.Engagements/all.Referrals)
		}
	}
	// Var(own) = E[p(1−p)]/41 + Var(p), of which services share Var(p) = 0.24/101.
	shared := 0.24 / 101
	variance := (0.24-shared)/41 + shared
	for _, rates := range [][]float64{one, other} {
		if z := (meanOf(rates) - 0.6) / standardError(rates); math.Abs(z) > 5 {
			t.Errorf("the mean rate is %g, not 0.6: z %.1f", meanOf(rates), z)
		}
		squares := products(rates, meanOf(rates), rates, meanOf(rates))
		if z := (meanOf(squares) - variance) / standardError(squares); math.Abs(z) > 5 {
			t.Errorf("the variance of rates is %g, not %g: z %.1f", meanOf(squares), variance, z)
		}
	}
	both := products(one, meanOf(one), other, meanOf(other))
	if z := (meanOf(both) - shared) / standardError(both); math.Abs(z) > 5 {
		t.Errorf("the covariance of two services is %g, not %g: z %.1f", meanOf(both), shared, z)
	}
}

func TestServicesDoNotDifferWithoutDoubt(t *testing.T) {
	plan := differingPlan()
	without := *plan
	without.Pathway.EngageBetween, without.Pathway.JobStartBetween, without.Pathway.SustainBetween = 0, 0, 0
	got, want := expectedMeasures(plan, expectation(t, plan, 1).Means()), expectedMeasures(plan, expectation(t, &without, 1).Means())
	if !closeArrays(got, want) {
		t.Errorf("services differ at the means of rates")
	}
	drawn, plain := simulator(t, plan, 1, model.LuckOnly).Draw(1), simulator(t, &without, 1, model.LuckOnly).Draw(1)
	for s := range plan.Services {
		if !slices.Equal(drawn.Quarters[s], plain.Quarters[s]) {
			t.Errorf("service %d differs in a draw at the means of rates", s)
		}
	}
	// What is certain to happen, or not to, is so everywhere.
	plan.Pathway.Engage = steady("engage", 2, quantity.Certain(1))
	plan.Pathway.JobStart = steady("job start", 2, quantity.Certain(0))
	counts := together(simulator(t, plan, 1, model.LuckAndIgnorance).Draw(1), 0, 2, 0, 8)
	if counts.Declined != 0 || counts.JobStarts != 0 || counts.Engagements == 0 {
		t.Errorf("with the rates 1 and 0: %+v", counts)
	}
}

// With the values of one draw, many streams of luck have the mean that the recursion gives.
func TestExpectationOfADrawIsTheMeanOfItsLuck(t *testing.T) {
	t.Parallel()
	plans := map[string]*model.Plan{"differing": differingPlan()}
	for _, service := range plans["differing"].Services {
		for year := range service.ReferralsPerYear {
			service.ReferralsPerYear[year] = 150
		}
	}
	for seed := range uint64(6) {
		plans[fmt.Sprintf("random %d", seed)] = roomForAll(richPlanOfSeed(6000 + seed))
	}
	lucks := 1500
	if testing.Short() {
		lucks = 300
	}
	for name, plan := range plans {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const draw = 2
			want := expectedMeasures(plan, expectation(t, plan, 1).Draw(draw))
			s := simulator(t, plan, 1, model.LuckAndIgnorance)
			seen := sampled(plan, lucks, func(luck int) *model.Trajectory {
				s.Luck = uint64(luck + 1)
				return s.Draw(draw)
			})
			compared := 0
			for i, name := range measureNames(plan) {
				if spread := standardError(seen[i]); linear(name) && spread > 0 && meanOf(seen[i]) > 0.1 {
					compared++
					if z := (meanOf(seen[i]) - want[i]) / spread; math.Abs(z) > 5 {
						t.Errorf("%s: expected %g, simulated %g: z %.1f", name, want[i], meanOf(seen[i]), z)
					}
				}
			}
			if compared < 15 {
				t.Errorf("only %d measures compared", compared)
			}
		})
	}
}

// Leaders do not depend on people: what to expect of them is exact, whatever else is.
func TestExpectedTeamLeaders(t *testing.T) {
	t.Parallel()
	plan := benchmarkPlan("small")
	plan.Services[0].Centres = 2
	plan.Services[0].TeamLeaders = []model.Post{{FTE: 700, Opens: 20}, {FTE: model.FullTime, Experience: 30}}
	plan.Staffing.Recruitment = quantity.Duration{Family: quantity.ExponentialWeeks, Centre: quantity.Certain(8), Min: 1, Max: 40}
	plan.Hours = &model.Hours{From16: steady("from 16", 2, quantity.Certain(0.3)), MeanBelow16: quantity.Exactly(8), MeanFrom16: quantity.Exactly(20)}
	if compared := agrees(t, plan, 4000, func(name string) bool { return strings.HasPrefix(name, "Leader") }); compared < 20 {
		t.Errorf("only %d measures compared", compared)
	}
}

func TestRichDrawsAllocateNothing(t *testing.T) {
	plan := benchmarkPlan("tight")
	plan.Services = append(plan.Services, plan.Services[0])
	plan.Services[1].Key = "other"
	plan.Services[0].TeamLeaders = []model.Post{{FTE: 500}}
	plan.Caseload.Limit = []int{25, 20, 22}
	plan.Pathway.EngageBetween, plan.Pathway.SustainBetween = 40, 10
	plan.Hours = &model.Hours{
		From16:      steady("from 16", plan.Years, quantity.Beta{Average: 0.3, People: 20}),
		MeanBelow16: quantity.Exactly(8),
		MeanFrom16:  quantity.Quantity{Name: "from", Distribution: quantity.PERT{Low: 16, Best: 20, High: 40}},
	}
	s := simulator(t, plan, 1, model.LuckAndIgnorance)
	for draw := range 500 {
		s.Draw(draw)
	}
	draw := 500
	if allocated := testing.AllocsPerRun(200, func() { s.Draw(draw); draw++ }); allocated > 0 {
		t.Errorf("a draw allocates %g times", allocated)
	}
}

func TestValidateStaffing(t *testing.T) {
	hours := func(share, below, from float64) *model.Hours {
		return &model.Hours{From16: steady("from 16", 1, quantity.Certain(share)), MeanBelow16: quantity.Exactly(below), MeanFrom16: quantity.Exactly(from)}
	}
	for wrong, change := range map[string]func(p *model.Plan){
		"caseload limit: of 0 years":                   func(p *model.Plan) { p.Caseload.Limit = nil },
		"caseload limit: of 2 years":                   func(p *model.Plan) { p.Caseload.Limit = []int{1, 2} },
		"caseload limit: -1 is not":                    func(p *model.Plan) { p.Caseload.Limit = []int{-1} },
		"ramp: denominator 4294968 is above 4,294,967": func(p *model.Plan) { p.Services[0].Posts, p.Caseload.Ramp.Denominator = nil, 4_294_968 }, // (1,000 × 4,294,968)² is above 2^64
		"2 posts are too many": func(p *model.Plan) {
			p.Services[0].Posts, p.Caseload.Ramp.Denominator = []model.Post{{FTE: 1}, {FTE: 1}}, 4_294_967
		},
		"a post of FTE 0":                       func(p *model.Plan) { p.Services[0].TeamLeaders = []model.Post{{}} },
		"engage: services differ as 0.2 people": func(p *model.Plan) { p.Pathway.EngageBetween = 0.2 },
		"job start: services differ as -1":      func(p *model.Plan) { p.Pathway.JobStartBetween = -1 },
		"sustain: services differ as NaN":       func(p *model.Plan) { p.Pathway.SustainBetween = math.NaN() },
		"sustain: differs between services and": func(p *model.Plan) { p.Pathway.SustainBetween, p.Pathway.Sustain.Name = 2, "" },
		"jobs from 16 hours: 1.5 is not":        func(p *model.Plan) { p.Hours = hours(1.5, 8, 20) },
		"jobs from 16 hours: 0 years instead": func(p *model.Plan) {
			p.Hours = &model.Hours{MeanBelow16: quantity.Exactly(8), MeanFrom16: quantity.Exactly(20)}
		},
		"hours of jobs below 16: 16 is not":  func(p *model.Plan) { p.Hours = hours(0.5, 16, 20) },
		"hours of jobs below 16: 0 is not":   func(p *model.Plan) { p.Hours = hours(0.5, 0, 20) },
		"hours of jobs from 16: 15.9 is not": func(p *model.Plan) { p.Hours = hours(0.5, 8, 15.9) },
		"hours of jobs from 16: 61 is not":   func(p *model.Plan) { p.Hours = hours(0.5, 8, 61) },
		"hours of jobs from 16: is missing":  func(p *model.Plan) { p.Hours = hours(0.5, 8, 20); p.Hours.MeanFrom16 = quantity.Quantity{} },
	} {
		plan := plainPlan(1)
		change(plan)
		if err := plan.Validate(); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%q is not what is wrong: %v", wrong, err)
		}
	}
	plan := differingPlan()
	plan.Hours = &model.Hours{From16: steady("from 16", 2, quantity.Beta{Average: 0.5, People: 10}), MeanBelow16: quantity.Exactly(15.99), MeanFrom16: quantity.Exactly(16)}
	plan.Caseload.Limit = []int{1, 2}
	if err := plan.Validate(); err != nil {
		t.Error(err)
	}
	if names := plan.Uncertain(); !slices.Equal(names, []string{"from 16"}) {
		t.Errorf("uncertain: %v", names)
	}
}
