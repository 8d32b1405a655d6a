package model_test

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

func expectation(t testing.TB, plan *model.Plan, seed uint64) *model.Expectation {
	t.Helper()
	e, err := model.NewExpectation(plan, seed)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// fractions are the fields of a tally, named by countFields.
func fractions(tally *model.Tally[float64]) (values []float64) {
	v := reflect.ValueOf(tally).Elem()
	for i := range v.NumField() {
		values = append(values, v.Field(i).Float())
	}
	return values
}

// expectedTogether is what together is for a simulated trajectory.
func expectedTogether(trajectory *model.ExpectedTrajectory, fromService, toService, fromQuarter, toQuarter int) (all model.Tally[float64]) {
	for service := fromService; service < toService; service++ {
		var course model.Tally[float64]
		for quarter := fromQuarter; quarter < toQuarter; quarter++ {
			course.Then(&trajectory.Quarters[service][quarter])
		}
		all.Beside(&course)
	}
	return all
}

// expectedMeasures are the measures in the order of measureNames.
func expectedMeasures(plan *model.Plan, trajectory *model.ExpectedTrajectory) (measures []float64) {
	services, quarters := len(plan.Services), 4*plan.Years
	add := func(tally model.Tally[float64]) { measures = append(measures, fractions(&tally)...) }
	add(expectedTogether(trajectory, 0, services, 0, quarters))
	var runOff model.Tally[float64]
	for service := range services {
		runOff.Beside(&trajectory.RunOff[service])
	}
	add(runOff)
	for service := range services {
		add(expectedTogether(trajectory, service, service+1, 0, quarters))
	}
	for year := range plan.Years {
		add(expectedTogether(trajectory, 0, services, 4*year, 4*year+4))
	}
	add(expectedTogether(trajectory, 0, services, 0, 1))
	for _, cohort := range trajectory.Cohorts {
		measures = append(measures, cohort.Engaged)
		measures = append(measures, cohort.JobWithin[:]...)
		measures = append(measures, cohort.SustainedWithin[:]...)
	}
	return measures
}

// agrees compares the measures chosen with the means of draws at the means of all rates, within five standard errors, and
// gives the number of measures compared. What was seen in fewer than 30 draws has no standard error worth the name.
func agrees(t *testing.T, plan *model.Plan, draws int, chosen func(name string) bool) (compared int) {
	t.Helper()
	want := expectedMeasures(plan, expectation(t, plan, 1).Means())
	names := measureNames(plan)
	for i, seen := range sampled(plan, draws, simulated(t, plan, 1, model.LuckOnly)) {
		nonzero := 0
		for _, x := range seen {
			if x != 0 {
				nonzero++
			}
		}
		if !chosen(names[i]) || nonzero < 30 && nonzero > 0 {
			continue
		}
		compared++
		within := 5*standardError(seen) + 1e-9*math.Abs(want[i])
		if nonzero == 0 {
			within = 30 / float64(draws)
		}
		if got := meanOf(seen); !(math.Abs(got-want[i]) <= within) {
			t.Errorf("%s: expected %.6g, simulated %.6g ± %.2g", names[i], want[i], got, within)
		}
	}
	return compared
}

// linear are the measures whose expectation the law gives without an approximation when there is room for everyone: all
// but the peak, which is no sum.
func linear(name string) bool { return !strings.HasPrefix(name, "PeakCaseload") }

// roomForAll takes away all that the recursion cannot have: places for everyone in every week, and steady staff.
func roomForAll(plan *model.Plan) *model.Plan {
	plan.Caseload = model.Caseload{Limit: []int{1_000_000}, Ramp: model.LinearRamp(0)}
	plan.Staffing.Turnover = quantity.Quantity{}
	plan.Staffing.Recruitment = quantity.ExactWeeks(3)
	return plan
}

// returningPlan has repeat searches at all levels of sustainment, within and beyond support.
func returningPlan() *model.Plan {
	plan := unlimitedPlan()
	plan.Pathway.Return = quantity.Exactly(0.8)
	plan.Pathway.Unlimited = quantity.Exactly(0.6)
	return plan
}

func TestExpectationIsTheMeanWithRoomForAll(t *testing.T) {
	t.Parallel()
	plans := map[string]*model.Plan{"plain": roomForAll(plainPlan(1)), "rates by year": unlimitedPlan(), "returning": returningPlan()}
	endless := returningPlan()
	endless.Pathway.Tenure = nil
	endless.Pathway.SustainPerJob = true
	endless.Services[1].InitialCaseload = 7 // for three centres
	plans["jobs without end"] = endless
	waiting := returningPlan() // until the posts open, everyone; then nobody
	waiting.Demand.GiveUp = quantity.Exactly(0.1)
	waiting.Services[0].Posts[0].Opens = 60
	plans["late opening"] = waiting
	for seed := range uint64(6) {
		plans[fmt.Sprintf("random %d", seed)] = roomForAll(planOfSeed(2000 + seed))
	}
	draws := 2000
	if testing.Short() {
		draws = 300
	}
	for name, plan := range plans {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if compared := agrees(t, plan, draws, linear); compared < 80 {
				t.Errorf("only %d measures compared", compared)
			}
		})
	}
}

// With fixed lags, and without repeat searches, everything can be worked out on paper.
func TestExpectationByHand(t *testing.T) {
	t.Parallel()
	plan := roomForAll(plainPlan(1))
	plan.Staffing.Recruitment = quantity.ExactWeeks(0)
	plan.Demand.GiveUp = quantity.Exactly(0.5) // nobody waits
	plan.Pathway.Engage = steady("engage", 1, quantity.Certain(0.5))
	plan.Pathway.JobStart = steady("job start", 1, quantity.Certain(0.5))
	plan.Pathway.Sustain = steady("sustain", 1, quantity.Certain(0.25))
	tenure := quantity.ExactWeeks(20)
	plan.Pathway.Tenure = &tenure
	// 100 people are referred in each of the weeks 0 to 51 and 50 engage. 25 start a job 4 weeks later and 25 leave 5 weeks later. Of the
	// 25 jobs 6.25 go on for 33 weeks, supported for 26; 18.75 last 1, 2, … 12 weeks, 6.5 on average.
	e := expectation(t, plan, 1).Means()
	// In weeks 0 to 12: starts in weeks 4 to 12, exits in weeks 5 to 12. Of the jobs begun in week 12 − a, a = 0 … 8, the share
	// a/12 of the short ones has ended: 18.75 × (0 + … + 8)/12 = 56.25 losses.
	want := model.Tally[float64]{
		Referrals: 1300, Declined: 650, Engagements: 650, JobStarts: 225, LeftUnemployed: 200 + 56.25,
		CapacityWeeks: 13_000_000, InPostWeeks: 13_000, PlannedWeeks: 13_000, Hires: 1,
		// Week t has 50 (t+1) engaged, less 25 (t−4) exits, less 18.75/12 × (1 + … + (t−4)) losses:
		// 50 × 91 − 25 × 36 − 18.75/12 × 120.
		CaseloadWeeks: 4550 - 900 - 187.5,
		PeakCaseload:  650 - 200 - 56.25,
		// 25 × (1 + … + 9) − 18.75/12 × 120
		WeeksInWork: 1125 - 187.5,
	}
	sameFractions(t, "first quarter", e.Quarters[0][0], want)

	var all model.Tally[float64]
	for quarter := range e.Quarters[0] {
		all.Then(&e.Quarters[0][quarter])
	}
	all.Then(&e.RunOff[0])
	sameFractions(t, "everything", all, model.Tally[float64]{
		Referrals: 5200, Declined: 2600, Engagements: 2600, JobStarts: 1300,
		Sustained13: 325, Sustained26: 325, // 33 weeks are too few for the third
		LeftUnemployed: 1300 + 975,
		WeeksInWork:    975*6.5 + 325*33,
		CaseloadWeeks:  1300*5 + 1300*4 + 975*6.5 + 325*26,
		CapacityWeeks:  52_000_000, InPostWeeks: 208_000, PlannedWeeks: 208_000, Hires: 1,
		PeakCaseload: all.PeakCaseload, // reached when the jobs end as fast as they begin
	})
	// In a steady week: 5 weeks of 25, 4 of 25, 6.5 of 18.75 and 26 of 6.25.
	if want := 25*5 + 25*4 + 18.75*6.5 + 6.25*26; math.Abs(all.PeakCaseload-want) > 1e-6 {
		t.Errorf("peak caseload %g, not %g", all.PeakCaseload, want)
	}
	cohort := model.ExpectedCohort{Engaged: 2600}
	for i := range model.CohortWeeks {
		cohort.JobWithin[i], cohort.SustainedWithin[i] = 1300, 325 // after 4 and 17 weeks
	}
	if got := e.Cohorts[0]; math.Abs(got.Engaged-cohort.Engaged) > 1e-6 || !closeArrays(got.JobWithin[:], cohort.JobWithin[:]) ||
		!closeArrays(got.SustainedWithin[:], cohort.SustainedWithin[:]) {
		t.Errorf("cohort %+v, not %+v", got, cohort)
	}
}

func sameFractions(t *testing.T, what string, got, want model.Tally[float64]) {
	t.Helper()
	g, w := fractions(&got), fractions(&want)
	for i, field := range countFields {
		if !(math.Abs(g[i]-w[i]) <= 1e-9*max(1, math.Abs(w[i]))) {
			t.Errorf("%s: %s is %.9g, not %.9g", what, field, g[i], w[i])
		}
	}
}

func closeArrays(got, want []float64) bool {
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= 1e-9*max(1, math.Abs(want[i]))) {
			return false
		}
	}
	return len(got) == len(want)
}

// Staff do not depend on people, and with enough of them to have someone in post in every week, drop-out too is what the
// recursion says.
func TestExpectationWithTurnoverAndDropOut(t *testing.T) {
	t.Parallel()
	plan := returningPlan()
	plan.Caseload = model.Caseload{Limit: []int{1000}, Ramp: model.LinearRamp(20)}
	plan.Staffing = model.Staffing{
		Turnover:    quantity.Exactly(1.5),
		Recruitment: quantity.ExactWeeks(0),
		Vacancy:     quantity.Duration{Family: quantity.ExponentialWeeks, Centre: quantity.Certain(6), Min: 0, Max: 40},
		DropOut:     quantity.Exactly(0.7),
	}
	for s := range plan.Services {
		plan.Services[s].Centres = 1 + s
		plan.Services[s].Posts = []model.Post{{FTE: 800, Opens: 30, Experience: 5}}
		for range 15 {
			plan.Services[s].Posts = append(plan.Services[s].Posts, model.Post{FTE: model.FullTime})
		}
	}
	agrees(t, plan, 2000, func(name string) bool { return linear(name) && !strings.HasPrefix(name, "CapacityWeeks") })
	// Capacity is rounded down in each week of each of three centres, by half a person on average.
	got := expectation(t, plan, 1).Means()
	capacity := expectedTogether(got, 0, 2, 0, 12).CapacityWeeks
	simulated := simulatedMeans(t, plan, 2000)["CapacityWeeks, all years"]
	if lost := (capacity - simulated.mean) / (156 * 3); math.Abs(lost-0.5) > 0.1+5*simulated.error/(156*3) {
		t.Errorf("the simulated capacity is lower by %.3g places a week and centre, not by a half", lost)
	}
}

// Whatever the plan, the number in post, leaving and coming is a linear matter, and so are referrals, declined or not.
func TestExpectedStaffOfAnyPlan(t *testing.T) {
	t.Parallel()
	plans := uint64(12)
	if testing.Short() {
		plans = 2
	}
	for seed := range plans {
		plan := planOfSeed(3000 + seed)
		agrees(t, plan, 1000, func(name string) bool {
			field, _, _ := strings.Cut(name, ",")
			switch field {
			case "Referrals", "Declined", "InPostWeeks", "PlannedWeeks", "Leavers", "Hires":
				return true
			}
			return false
		})
		if t.Failed() {
			t.Fatalf("this was plan %d", 3000+seed)
		}
	}
}

type simulatedMean struct{ mean, error float64 }

func simulatedMeans(t *testing.T, plan *model.Plan, draws int) map[string]simulatedMean {
	t.Helper()
	means := map[string]simulatedMean{}
	names := measureNames(plan)
	for i, seen := range sampled(plan, draws, simulated(t, plan, 1, model.LuckOnly)) {
		means[names[i]] = simulatedMean{meanOf(seen), standardError(seen)}
	}
	return means
}

// farthest is the largest relative error of the recursion in any of the measures of people over all years.
func farthest(t *testing.T, plan *model.Plan, draws int) (most float64) {
	t.Helper()
	names, expected := measureNames(plan), expectedMeasures(plan, expectation(t, plan, 1).Means())
	means := simulatedMeans(t, plan, draws)
	for i, name := range names {
		switch name {
		case "Engagements, all years", "JobStarts, all years", "RepeatStarts, all years", "Sustained13, all years", "Sustained26, all years",
			"LeftUnemployed, all years", "WeeksInWork, all years", "CaseloadWeeks, all years":
			most = max(most, math.Abs(expected[i]/means[name].mean-1))
		}
	}
	return most
}

// busyPlan has places for just about all who come, so that a waiting list is often a matter of chance, and in each post a
// new specialist every other year.
func busyPlan(posts int) *model.Plan {
	plan := benchmarkPlan("small")
	plan.Caseload = model.Caseload{Limit: []int{15}, Ramp: model.LinearRamp(26)}
	plan.Staffing.Turnover, plan.Staffing.DropOut = quantity.Exactly(0.5), quantity.Exactly(0.3)
	service := &plan.Services[0]
	service.Posts = make([]model.Post, posts)
	for i := range service.Posts {
		service.Posts[i].FTE = model.FullTime
	}
	service.ReferralsPerYear = everyYear(plan.Years, 25*float64(posts))
	service.InitialCaseload = 2 * posts
	return plan
}

// What the recursion cannot have puts it off by no more than this.
func TestExpectationWithWaitingListAndTurnover(t *testing.T) {
	t.Parallel()
	tight := benchmarkPlan("tight") // always a waiting list
	tight.Staffing.DropOut = quantity.Exactly(0.3)
	for _, c := range []struct {
		name      string
		plan      *model.Plan
		tolerance float64 // relative, of the measure that is farthest off
	}{
		{"8 posts and a waiting list", tight, 0.02},
		{"30 posts and a place for each", benchmarkPlan("medium"), 0.02},
		{"one busy post", busyPlan(1), 0.12},
	} {
		if most := farthest(t, c.plan, 2000); most > c.tolerance {
			t.Errorf("%s: off by %.3g of the simulated mean", c.name, most)
		}
	}
}

func TestGrowingPlansTendToTheExpectation(t *testing.T) {
	t.Parallel()
	few, more, many := farthest(t, busyPlan(1), 8000), farthest(t, busyPlan(10), 20000), farthest(t, busyPlan(100), 500)
	if !(few > 3*more && more > 2*many && many < 0.008) {
		t.Errorf("the recursion is off by %.3g, with ten times as much of everything by %.3g, with a hundred times by %.3g", few, more, many)
	}
}

// Whether posts and people are in one centre or in three, only their numbers matter.
func TestExpectationIsProportional(t *testing.T) {
	t.Parallel()
	expected := func(plan *model.Plan) []float64 { return expectedMeasures(plan, expectation(t, plan, 1).Means()) }
	var want []float64
	for _, x := range expected(busyPlan(1)) {
		want = append(want, 3*x)
	}
	centres := busyPlan(1)
	service := &centres.Services[0]
	service.Centres, service.InitialCaseload, service.ReferralsPerYear = 3, 6, everyYear(centres.Years, 75)
	if got := expected(busyPlan(3)); !closeArrays(got, want) {
		t.Errorf("three times the plan gives %v, not %v", got, want)
	}
	if got := expected(centres); !closeArrays(got, want) {
		t.Errorf("three times the centres give %v, not %v", got, want)
	}
}

func TestExpectationConservesPeople(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		plan := planOfSeed(4000 + seed)
		e := expectation(t, plan, seed)
		for _, trajectory := range []*model.ExpectedTrajectory{e.Means(), e.Draw(0)} {
			for s := range plan.Services {
				for quarter := range trajectory.Quarters[s] {
					c := expectedTogether(trajectory, s, s+1, 0, quarter+1)
					if math.Abs(c.Referrals-(c.Declined+c.GaveUp+c.WaitingEnd+c.Engagements)) > 1e-9*max(1, c.Referrals) {
						t.Errorf("plan %d, service %d, to the end of quarter %d: referrals are not declined + gave up + waiting + engaged: %+v",
							4000+seed, s, quarter, c)
					}
					const slack = 1e-9
					if c.Sustained52 > c.Sustained26+slack || c.Sustained26 > c.Sustained13+slack || c.Sustained13 > c.JobStarts+slack ||
						c.JobStarts > c.Engagements+slack {
						t.Errorf("plan %d, service %d, to the end of quarter %d: more sustainments than job starts or more of these than engagements: %+v",
							4000+seed, s, quarter, c)
					}
					for i, x := range fractions(&trajectory.Quarters[s][quarter]) {
						if !(x >= -1e-9) || math.IsInf(x, 0) {
							t.Errorf("plan %d, service %d, quarter %d: %s is %g", 4000+seed, s, quarter, countFields[i], x)
						}
					}
				}
				if r := trajectory.RunOff[s]; r.Referrals+r.Declined+r.GaveUp+r.Engagements+r.WaitingWeeks+r.WaitingEnd > 0 {
					t.Errorf("plan %d, service %d: somebody comes or waits in the run-off: %+v", 4000+seed, s, r)
				}
			}
			all := expectedTogether(trajectory, 0, len(plan.Services), 0, 4*plan.Years)
			engaged, sustained := 0.0, 0.0
			for _, cohort := range trajectory.Cohorts {
				engaged += cohort.Engaged
				sustained += cohort.SustainedWithin[len(model.CohortWeeks)-1]
				for i := range model.CohortWeeks {
					if i > 0 && (cohort.JobWithin[i] < cohort.JobWithin[i-1] || cohort.SustainedWithin[i] < cohort.SustainedWithin[i-1]) ||
						cohort.SustainedWithin[i] > cohort.JobWithin[i]+1e-9 || cohort.JobWithin[i] > cohort.Engaged+1e-9 {
						t.Errorf("plan %d: cohort %+v", 4000+seed, cohort)
					}
				}
			}
			for s := range plan.Services {
				all.Then(&trajectory.RunOff[s])
			}
			if math.Abs(engaged-all.Engagements) > 1e-9*max(1, engaged) || sustained > all.Sustained13+1e-9*max(1, sustained) {
				t.Errorf("plan %d: %g engaged and %g sustained in cohorts, %g and %g in all", 4000+seed, engaged, sustained, all.Engagements, all.Sustained13)
			}
		}
		if t.Failed() {
			return
		}
	}
}

// When no job is sustained, all who engage leave unemployed in the end, and every search and job has a known length.
func TestExpectationEndsForEveryone(t *testing.T) {
	t.Parallel()
	plan := unlimitedPlan()
	plan.Years = 1
	for _, s := range []*quantity.Series{&plan.Demand.Volume, &plan.Pathway.Engage, &plan.Pathway.JobStart} {
		s.Years = s.Years[:1]
	}
	for s := range plan.Services {
		plan.Services[s].ReferralsPerYear = plan.Services[s].ReferralsPerYear[:1]
	}
	plan.Pathway.Sustain = steady("sustain", 1, quantity.Certain(0))
	plan.Pathway.ToJob, plan.Pathway.Return = quantity.ExactWeeks(2), quantity.Exactly(0.2)
	plan.Staffing.Turnover, plan.Staffing.DropOut = quantity.Exactly(1), quantity.Exactly(0.5)
	e := expectation(t, plan, 1).Means()
	for s := range plan.Services {
		all := expectedTogether(e, s, s+1, 0, 4)
		if all.LeftUnemployed >= all.Engagements {
			t.Errorf("service %d: nobody is there after the horizon", s)
		}
		all.Then(&e.RunOff[s])
		if math.Abs(all.Engagements-all.LeftUnemployed) > 1e-6 {
			t.Errorf("service %d: of %g engaged %g left", s, all.Engagements, all.LeftUnemployed)
		}
		// A job takes 6.5 weeks; after each, another starts if the person searches again and is still there two weeks later.
		stays := 1 - 0.5*(1-math.Exp(-1.0/52))
		again := 0.2 * stays * stays
		if want := all.JobStarts * again / (1 - again); math.Abs(all.RepeatStarts-want) > 1e-6 {
			t.Errorf("service %d: %g repeat starts, not %g", s, all.RepeatStarts, want)
		}
		if want := 6.5 * (all.JobStarts + all.RepeatStarts); math.Abs(all.WeeksInWork-want) > 1e-6 {
			t.Errorf("service %d: %g weeks in work, not %g", s, all.WeeksInWork, want)
		}
	}
}

// The expected numbers of a draw are those of the simulator's draw but for luck, of which a large plan has little.
func TestExpectationSharesItsDrawsWithTheSimulator(t *testing.T) {
	t.Parallel()
	plan := roomForAll(benchmarkPlan("small"))
	plan.Staffing.Recruitment = quantity.ExactWeeks(0)
	plan.Services[0].ReferralsPerYear = everyYear(plan.Years, 20000)
	plan.Demand.Volume = steady("volume", plan.Years, quantity.Gamma{Average: 1, SD: 0.1})
	plan.Pathway.ToJob.Centre = quantity.PERT{Low: 8, Best: 17, High: 30}
	plan.Pathway.Return = quantity.Quantity{Name: "return", Distribution: quantity.Beta{Average: 0.3, People: 40}}
	const draws, seed = 300, 5
	names := measureNames(plan)
	simulated := sampled(plan, draws, simulated(t, plan, seed, model.LuckAndIgnorance))
	e := expectation(t, plan, seed)
	before := expectedMeasures(plan, e.Means())
	expected := make([][]float64, len(names))
	for n := range draws {
		for i, x := range expectedMeasures(plan, e.Draw(n)) {
			expected[i] = append(expected[i], x)
		}
	}
	compared := 0
	for i, name := range names {
		if standardError(expected[i]) == 0 || strings.HasSuffix(name, "first quarter") {
			continue // such as the number in post; or few people
		}
		compared++
		one, other := meanOf(expected[i]), meanOf(simulated[i])
		together := meanOf(products(expected[i], one, simulated[i], other))
		apart := math.Sqrt(meanOf(products(expected[i], one, expected[i], one)) * meanOf(products(simulated[i], other, simulated[i], other)))
		if !(together/apart > 0.95) {
			t.Errorf("%s: the correlation is %.3f", name, together/apart)
		}
	}
	if compared < 60 {
		t.Errorf("only %d measures compared", compared)
	}

	// What was asked for before does not matter.
	if !reflect.DeepEqual(expectedMeasures(plan, e.Means()), before) {
		t.Error("the means are others after some draws")
	}
	if !reflect.DeepEqual(e.Draw(3), expectation(t, plan, seed).Draw(3)) {
		t.Error("a draw is another after other draws")
	}
	if reflect.DeepEqual(e.Draw(3), expectation(t, plan, seed+1).Draw(3)) {
		t.Error("a draw is the same under another seed")
	}
}

func TestExpectationWithoutDoubtIsTheSameInEveryDraw(t *testing.T) {
	t.Parallel()
	plan := returningPlan()
	plan.Caseload = model.Caseload{Limit: []int{20}, Ramp: model.MonthlyRamp([]int{200, 500, 1000})}
	plan.Staffing.Turnover = quantity.Exactly(0.4)
	e := expectation(t, plan, 1)
	if means := e.Means(); !reflect.DeepEqual(means, e.Draw(0)) || !reflect.DeepEqual(means, e.Draw(99)) {
		t.Error("draws of a plan without anything uncertain differ from the means")
	}
}

func TestExpectationOfExtremes(t *testing.T) {
	t.Parallel()
	all := func(plan *model.Plan) (all model.Tally[float64]) {
		e := expectation(t, plan, 1).Means()
		all = expectedTogether(e, 0, 1, 0, 4*plan.Years)
		all.Then(&e.RunOff[0])
		return all
	}
	check := func(what string, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) <= 1e-6) {
			t.Errorf("%s: %g, not %g", what, got, want)
		}
	}

	plan := plainPlan(2)
	plan.Services[0].Posts = nil
	plan.Demand.GiveUp = quantity.Exactly(1)
	c := all(plan)
	check("engaged without posts", c.Engagements+c.CaseloadWeeks+c.CapacityWeeks+c.Hires+c.JobStarts, 0)
	check("given up without posts", c.GaveUp, 10400-100) // all but those of the last week
	if waiting := expectation(t, plan, 1).Means().Quarters[0][7].WaitingEnd; waiting != 100 {
		t.Errorf("%g waiting without posts, not 100", waiting)
	}

	plan = plainPlan(2)
	plan.Services[0].ReferralsPerYear = everyYear(2, 0)
	c = all(plan)
	check("without referrals", c.Referrals+c.Engagements+c.CaseloadWeeks+c.WeeksInWork+c.LeftUnemployed, 0)
	check("hired without referrals", c.Hires, 1)

	plan = plainPlan(2)
	plan.Pathway.Engage = steady("engage", 2, quantity.Certain(0))
	c = all(plan)
	check("declined by all", c.Declined, 10400)
	check("engaged when all decline", c.Engagements, 0)

	// Ten places, each taken for 30 weeks by one who starts a job in week 4 and is supported for 26: ten people in the weeks 0, 30, 60, 90.
	c = all(plainPlan(2))
	check("engaged one after the other", c.Engagements, 40)
	check("job starts one after the other", c.JobStarts, 40)
	check("sustained one after the other", c.Sustained13+c.Sustained26+c.Sustained52, 120)
	check("peak", c.PeakCaseload, 10)

	// Nobody finds a job: ten people in the weeks 0, 5, … 100.
	plan = plainPlan(2)
	plan.Pathway.JobStart = steady("job start", 2, quantity.Certain(0))
	c = all(plan)
	check("left unemployed", c.LeftUnemployed, 210)
	check("job starts at a rate of 0", c.JobStarts+c.WeeksInWork, 0)

	// Every specialist leaves after a week, followed by another, and every search ends with it: ten people every week.
	plan = plainPlan(2)
	plan.Staffing.Turnover, plan.Staffing.DropOut = quantity.Exactly(1e6), quantity.Exactly(1)
	c = all(plan)
	check("engaged for one week", c.Engagements, 1040)
	check("dropped out after one week", c.LeftUnemployed, 1040)
	check("specialists for one week", c.Hires, 260)

	// A caseload before the start, whose people all leave in week 4, and a post that opens after everything.
	plan = plainPlan(2)
	plan.Services[0].InitialCaseload = 9
	plan.Services[0].Posts = []model.Post{{FTE: model.FullTime, Experience: 10}, {FTE: 500, Opens: 10000}}
	c = all(plan)
	check("engaged beside an initial caseload", expectation(t, plan, 1).Means().Quarters[0][0].Engagements, 10) // 1 in week 0, 9 in week 4
	check("hired where someone is there", c.Hires, 0)
	check("planned", c.PlannedWeeks, 260_000)

	// In weeks 0 to 12, the shares 11/20, 12/20, … 20/20 and then three times all of ten places.
	plan = plainPlan(2)
	plan.Caseload.Ramp = model.LinearRamp(20)
	plan.Services[0].Posts[0].Experience = 10
	check("capacity of someone with experience", expectation(t, plan, 1).Means().Quarters[0][0].CapacityWeeks, 107.5)

	// A job after 26 weeks is one within 26 weeks, and sustained within 39.
	plan = plainPlan(2)
	plan.Pathway.ToJob = quantity.ExactWeeks(26)
	cohort := expectation(t, plan, 1).Means().Cohorts[0]
	check("job within 26 weeks", cohort.JobWithin[0], cohort.Engaged)
	check("sustained within 26 weeks", cohort.SustainedWithin[0], 0)
	check("sustained within 39 weeks", cohort.SustainedWithin[1], cohort.Engaged)

	if _, err := model.NewExpectation(&model.Plan{}, 1); err == nil {
		t.Error("a plan without years is accepted")
	}
}

func BenchmarkExpectation(b *testing.B) {
	for _, name := range []string{"small", "medium", "large"} {
		b.Run(name, func(b *testing.B) {
			e := expectation(b, benchmarkPlan(name), 1)
			for n := range b.N {
				e.Draw(n)
			}
		})
	}
}
