package model

import "ipsplan/model/quantity"

// ExpectedTrajectory mirrors Trajectory in fractions of people and specialists.
type ExpectedTrajectory struct {
	// Quarters[service][quarter] covers the horizon, QuartersPerYear × Years quarters for each service of the plan.
	Quarters [][]Tally[float64]
	// RunOff[service] is what happens in the RunOffWeeks after the horizon.
	RunOff []Tally[float64]
	// Cohorts[year] follows those who engage in that year, at all services together.
	Cohorts []ExpectedCohort
	// Hours are the mean weekly hours of jobs, as in Trajectory.
	Hours MeanHours
}

// ExpectedCohort mirrors Cohort.
type ExpectedCohort struct {
	Engaged                    float64
	JobWithin, SustainedWithin [len(CohortWeeks)]float64
}

// Expectation works out expected numbers of one plan: the weeks and the law of the package comment as a recursion over
// numbers of people and specialists that need not be whole, without luck. It is not safe for use by several goroutines.
//
// Where the law is linear the result is the mean of the draws exactly: everywhere but in the intake, and in what
// happens when nobody is in post. So a recursion over expectations cannot have three things: capacity is not rounded down, there is no queue
// that only chance makes (the expected intake is the smaller of the expected demand and the expected room), and there is no
// week without anybody in post (from the first who comes, someone is there to take people on, to see a job begin or to leave).
// The larger the centres, the less these matter. The peak caseload is that of the expected caseload; the mean of the peaks is higher.
type Expectation struct {
	plan    *Plan
	root    quantity.Address // of seed and stream
	horizon int              // weeks
	weeks   int              // horizon and run-off

	// Values keep the laws of durations from draw to draw; those of the means are not those of any draw.
	means, drawn values
	openings     [][]opening // by service
	leaders      [][]opening // of team leaders, by service
}

// NewExpectation prepares the expected numbers of a plan; the seed matters to Draw. It fails when the plan is not valid. The plan must not
// be changed afterwards.
func NewExpectation(plan *Plan, seed uint64) (*Expectation, error) {
	if err := plan.Validate(); err != nil {
		return nil, err
	}
	e := &Expectation{
		plan:    plan,
		root:    quantity.Root(seed).Named(plan.Stream),
		horizon: plan.Years * WeeksPerYear,
		weeks:   plan.Years*WeeksPerYear + RunOffWeeks,
		means:   newValues(plan),
		drawn:   newValues(plan),
	}
	e.means.draw(e.root, LuckOnly)
	for i := range plan.Services {
		service := &plan.Services[i]
		e.openings = append(e.openings, openingsOf(service.Posts, service.Centres))
		e.leaders = append(e.leaders, openingsOf(service.TeamLeaders, 1))
	}
	return e, nil
}

// Means are the expected numbers with every uncertain quantity at its mean, as in a LuckOnly simulation.
func (e *Expectation) Means() *ExpectedTrajectory { return e.expect(&e.means) }

// Draw gives the expected numbers with the uncertain quantities as they are in the simulator's draw of that number under the same seed.
func (e *Expectation) Draw(draw int) *ExpectedTrajectory {
	e.drawn.draw(e.root.At(uint64(draw)).At(ValuesBranch), LuckAndIgnorance)
	return e.expect(&e.drawn)
}

// expect works out all services. Nothing is rounded, so that a service's centres, which are alike, can be taken as one.
func (e *Expectation) expect(v *values) *ExpectedTrajectory {
	result := &ExpectedTrajectory{Cohorts: make([]ExpectedCohort, e.plan.Years), Hours: v.hours}
	differ := e.plan.Pathway.ServicesDiffer()
	var courses []expectedCourse
	byYear := make([]float64, e.plan.Years) // engaged, at services with the same courses
	posts := newExpectedPosts(v, e.plan.Caseload.Ramp, e.weeks)
	for i := range e.plan.Services {
		service, rates := &e.plan.Services[i], &v.rates[i]
		if i == 0 || differ {
			courses = expectedCourses(v, rates, e.plan.Pathway.Tenure != nil, e.weeks)
		}
		staff := posts.staff(e.openings[i], &e.plan.Caseload)
		periods := make([]Tally[float64], e.horizon/WeeksPerQuarter+1)
		if len(e.leaders[i]) > 0 {
			posts.staff(e.leaders[i], &e.plan.Caseload).measureLeaders(periods)
		}
		engaged := e.throughTheWeeks(service, v, rates, staff, courses, periods)
		e.countOutcomes(engaged, courses, periods)
		result.Quarters = append(result.Quarters, periods[:len(periods)-1])
		result.RunOff = append(result.RunOff, periods[len(periods)-1])
		for t, n := range engaged {
			byYear[t/WeeksPerYear] += n
		}
		if differ || i == len(e.plan.Services)-1 {
			result.followCohorts(byYear, courses)
			clear(byYear)
		}
	}
	return result
}

// followCohorts adds to the cohorts the people who engaged in each year and have the given courses.
func (t *ExpectedTrajectory) followCohorts(engaged []float64, courses []expectedCourse) {
	for y, n := range engaged {
		cohort, course := &t.Cohorts[y], &courses[y]
		cohort.Engaged += n
		for i, weeks := range CohortWeeks {
			cohort.JobWithin[i] += float64(n * course.jobStarts[weeks+1])
			cohort.SustainedWithin[i] += float64(n * course.sustained13[weeks+1])
		}
	}
}

// throughTheWeeks takes a service through its weeks, in the steps of the package comment, and gives the number who engage in each.
func (e *Expectation) throughTheWeeks(
	service *Service, v *values, rates *rates, staff *expectedStaff, courses []expectedCourse, periods []Tally[float64],
) (engaged []float64) {
	engaged = make([]float64, e.horizon)
	freed := make([]float64, e.weeks) // places
	caseload, waiting := float64(service.InitialCaseload), 0.0
	for weeks, chance := range chancesOf(v.toExit.Table()) {
		if weeks >= 1 && weeks <= e.weeks {
			freed[weeks-1] = caseload * chance
		}
	}
	for t := range e.weeks {
		now := &periods[min(t/WeeksPerQuarter, len(periods)-1)]
		// 1. Staff
		staff.measure(now, t)
		// 2. Departures
		caseload = max(caseload-freed[t], 0)
		if t < e.horizon {
			year := t / WeeksPerYear
			// 3. Referrals
			referrals := v.referrals(service, int(v.periodOfWeek[t]))
			willing := float64(referrals * shareOf(rates.engage[year]))
			// 4. Waiting list: whoever waits gives up with the same chance, so that their number is all that matters.
			givingUp := float64(waiting * v.giveUp)
			waiting += willing - givingUp
			// 5. Intake
			intake := max(min(waiting, staff.capacity[t]-caseload), 0)
			waiting -= intake
			caseload += intake
			engaged[t] = intake
			spread(freed, t, intake, courses[year].leaves)

			now.CapacityWeeks += staff.capacity[t]
			now.Referrals += referrals
			now.Declined += referrals - willing
			now.GaveUp += givingUp
			now.Engagements += intake
			now.WaitingWeeks += waiting
			now.WaitingEnd = waiting
		}
		now.CaseloadWeeks += caseload
		now.PeakCaseload = max(now.PeakCaseload, caseload)
	}
	return engaged
}

// countOutcomes adds to each period what those who engaged in each week do in it.
func (e *Expectation) countOutcomes(engaged []float64, courses []expectedCourse, periods []Tally[float64]) {
	for p := range periods {
		begin, end := p*WeeksPerQuarter, (p+1)*WeeksPerQuarter
		if p == len(periods)-1 {
			end = e.weeks
		}
		for t, n := range engaged[:min(end, e.horizon)] {
			courses[t/WeeksPerYear].count(&periods[p], n, max(begin-t, 0), end-t)
		}
	}
}

// shareOf is the probability that a chance was made from.
func shareOf(c quantity.Chance) float64 { return float64(c) / float64(quantity.ChanceOf(1)) }

// span holds what is expected in the weeks from, from+1, … after some event.
type span struct {
	from  int
	share []float64
}

// chancesOf gives the chance of 0, 1, 2, … weeks.
func chancesOf(weeks *quantity.Table) []float64 {
	chances := make([]float64, weeks.Max()+1)
	for n := range chances {
		chances[n] = weeks.Chance(n)
	}
	return chances
}

// atLeast gives the chance of n or more, for n from 0 to the number of chances.
func atLeast(chances []float64) []float64 {
	sums := make([]float64, len(chances)+1)
	for n := len(chances) - 1; n >= 0; n-- {
		sums[n] = min(sums[n+1]+chances[n], 1)
	}
	return sums
}

// spread adds, to the weeks that follow week t, what n people do to whom an event happens in week t. What lies beyond the
// time looked at is lost.
func spread(into []float64, t int, n float64, s span) {
	if n == 0 || t+s.from >= len(into) {
		return
	}
	into = into[t+s.from:]
	share := s.share[:min(len(s.share), len(into))]
	for i, x := range share {
		into[i] += float64(n * x)
	}
}
