package model_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// The reference is a second implementation of the law in the package comment, to be read beside it: people are objects
// with a state, the waiting list is a slice, and every week everyone is looked at. It is slow and shares nothing with the
// simulator but the plan, the counts and the laws of the uncertain quantities. Numbers in comments are the law's steps.

// never is a week that does not come.
const never = 1 << 30

// referenceDraw simulates one future of the plan.
func referenceDraw(plan *model.Plan, doubt model.Doubt, random *rand.Rand) model.Trajectory {
	values := referenceValuesOf(plan, doubt, random)
	horizon := 52 * plan.Years
	trajectory := model.Trajectory{
		Quarters: make([][]model.Counts, len(plan.Services)),
		RunOff:   make([]model.Counts, len(plan.Services)),
		Cohorts:  make([]model.Cohort, plan.Years),
	}
	for s := range plan.Services {
		trajectory.Quarters[s] = make([]model.Counts, 4*plan.Years)
		for c := range plan.Services[s].Centres {
			centre := newReferenceCentre(plan, values, random, s, c)
			centre.cohorts = trajectory.Cohorts
			for quarter := range trajectory.Quarters[s] {
				centre.follow(quarter*13, quarter*13+13, &trajectory.Quarters[s][quarter])
			}
			centre.follow(horizon, horizon+156, &trajectory.RunOff[s])
		}
	}
	return trajectory
}

// referenceValues are the values of the uncertain quantities in one draw.
type referenceValues struct {
	leaving                                      float64 // each week, of a specialist
	dropOut, giveUp, returning, unlimited        float64
	volume, engage, jobStart, sustain            []float64 // by year
	recruitment, vacancy, toJob, toExit, support quantity.Table
	tenure                                       *quantity.Table // nil: jobs that last never end
}

// referenceValuesOf draws them. Quantities of one name stand at the same quantile.
func referenceValuesOf(plan *model.Plan, doubt model.Doubt, random *rand.Rand) *referenceValues {
	uniforms := map[string]float64{}
	value := func(name string, d quantity.Distribution) float64 {
		if d == nil {
			return 0
		}
		if doubt == model.LuckOnly {
			return d.Mean()
		}
		if _, drawn := uniforms[name]; !drawn {
			uniforms[name] = (float64(random.Uint64N(1<<53)) + 0.5) / (1 << 53)
		}
		return d.Quantile(uniforms[name])
	}
	yearly := func(series quantity.Series) []float64 {
		values := make([]float64, plan.Years)
		for year, d := range series.Years {
			values[year] = value(series.Name, d)
		}
		return values
	}
	address := quantity.Address(random.Uint64())
	table := func(d quantity.Duration) quantity.Table {
		if doubt == model.LuckOnly {
			return d.Expected()
		}
		return d.Draw(address)
	}
	v := &referenceValues{
		leaving:     1 - math.Exp(-value(plan.Staffing.Turnover.Name, plan.Staffing.Turnover.Distribution)/52),
		dropOut:     value(plan.Staffing.DropOut.Name, plan.Staffing.DropOut.Distribution),
		giveUp:      value(plan.Demand.GiveUp.Name, plan.Demand.GiveUp.Distribution),
		returning:   value(plan.Pathway.Return.Name, plan.Pathway.Return.Distribution),
		unlimited:   value(plan.Pathway.Unlimited.Name, plan.Pathway.Unlimited.Distribution),
		volume:      yearly(plan.Demand.Volume),
		engage:      yearly(plan.Pathway.Engage),
		jobStart:    yearly(plan.Pathway.JobStart),
		sustain:     yearly(plan.Pathway.Sustain),
		recruitment: table(plan.Staffing.Recruitment),
		vacancy:     table(plan.Staffing.Vacancy),
		toJob:       table(plan.Pathway.ToJob),
		toExit:      table(plan.Pathway.ToExit),
		support:     table(plan.Pathway.Support),
	}
	if plan.Pathway.Tenure != nil {
		tenure := table(*plan.Pathway.Tenure)
		v.tenure = &tenure
	}
	return v
}

// lastsChance is s, the probability that a job of someone engaged in the year lasts at least 13 weeks.
func (v *referenceValues) lastsChance(plan *model.Plan, year int) float64 {
	p, r := v.sustain[year], v.returning
	if plan.Pathway.SustainPerJob {
		return p
	}
	return p * (1 - r) / (1 - r*p)
}

type referencePost struct {
	model.Post
	filled   bool
	filledIn int // the week in which the present specialist came
	began    int // the week in which the present specialist was, or would have been, at k = 0
	fillDue  int // the week in which an empty post will be filled
	vacated  bool
}

type referenceState int

const (
	searching referenceState = iota
	inSupportedWork
	inWorkAfterSupport
	gone // neither supported nor in work
)

// referencePerson is someone who was willing to engage.
type referencePerson struct {
	state            referenceState
	engaged          int // week
	year             int // of engagement
	jobDue, leaveDue int // while searching: one of them, or never
	jobStart, jobEnd int // while in work
	supportEnd       int // while in supported work
	jobs             int // started so far
	reached          [3]bool
}

// referenceCentre is one centre in one week.
type referenceCentre struct {
	plan    *model.Plan
	values  *referenceValues
	random  *rand.Rand
	service *model.Service
	cohorts []model.Cohort

	posts            []*referencePost
	inPost           int // specialists
	capacity         int
	initialLeave     []int              // the weeks in which those on the caseload before week 0 will leave
	waiting          []*referencePerson // the longest waiting first
	engaged          []*referencePerson // those on the caseload, and those in work after support
	now              *model.Counts      // what the present quarter, or the run-off, counts
	peak             int                // this centre's highest caseload in it
	referredSoFar    int
	declinedSoFar    int
	gaveUpSoFar      int
	engagementsSoFar int
	leftSoFar        int
}

func newReferenceCentre(plan *model.Plan, values *referenceValues, random *rand.Rand, service, centre int) *referenceCentre {
	c := &referenceCentre{plan: plan, values: values, random: random, service: &plan.Services[service]}
	for _, p := range c.service.Posts {
		post := &referencePost{Post: p}
		if p.Experience > 0 {
			post.fillDue = p.Opens
		} else {
			post.fillDue = p.Opens + c.draw(&values.recruitment)
		}
		c.posts = append(c.posts, post)
	}
	initial := c.service.InitialCaseload / c.service.Centres
	if centre < c.service.InitialCaseload%c.service.Centres {
		initial++
	}
	for range initial {
		c.initialLeave = append(c.initialLeave, c.draw(&values.toExit)-1)
	}
	return c
}

// follow lives through the weeks from … to−1 and counts them.
func (c *referenceCentre) follow(from, to int, counts *model.Counts) {
	c.now, c.peak = counts, 0
	for t := from; t < to; t++ {
		c.week(t)
	}
	counts.PeakCaseload += c.peak
	if from < 52*c.plan.Years {
		counts.WaitingEnd += len(c.waiting)
	}
}

func (c *referenceCentre) week(t int) {
	c.staff(t)      // 1, and who drops out because of it (6)
	c.departures(t) // 2, and what else falls due (6, 7)
	if t < 52*c.plan.Years {
		c.referrals(t) // 3, 4
		c.intake(t)    // 5
	}
	c.measure(t)
	c.check(t)
}

// 1. Staff.
func (c *referenceCentre) staff(t int) {
	inPostBefore, leavers := c.inPost, 0
	c.inPost = 0
	sum := 0 // capacity in people × 1000 × the ramp's denominator
	ramp := c.plan.Caseload.Ramp
	for _, post := range c.posts {
		if post.filled && t > post.filledIn && c.happens(c.values.leaving) {
			leavers++
			post.filled, post.vacated = false, true
			post.fillDue = t + c.draw(&c.values.vacancy)
		}
		if !post.filled && t == post.fillDue {
			post.filled, post.filledIn, post.began = true, t, t
			if post.Experience > 0 && !post.vacated {
				post.began = t - post.Experience
			} else {
				c.now.Hires++
			}
		}
		if t >= post.Opens {
			c.now.PlannedWeeks += int(post.FTE)
		}
		if post.filled {
			c.inPost++
			c.now.InPostWeeks += int(post.FTE)
			k := t - post.began
			share := ramp.Denominator
			if k < len(ramp.Share) {
				share = ramp.Share[k]
			}
			sum += c.plan.Caseload.Limit[0] * int(post.FTE) * share
		}
	}
	c.capacity = sum / (1000 * ramp.Denominator)
	c.now.Leavers += leavers

	// 6. Search: "when m of the n specialists who were in post at the centre in the week before leave …". Whoever is
	// searching at this point has been searching since an earlier week.
	if leavers == 0 {
		return
	}
	for _, person := range c.engaged {
		if person.state == searching && c.happens(c.values.dropOut*float64(leavers)/float64(inPostBefore)) {
			c.leaveUnemployed(person)
		}
	}
}

// 2. Departures, with the events of search (6) and work (7) that fall due.
func (c *referenceCentre) departures(t int) {
	c.initialLeave = slices.DeleteFunc(c.initialLeave, func(week int) bool { return week == t })
	for _, person := range c.engaged {
		switch person.state {
		case searching:
			if t == person.leaveDue {
				c.leaveUnemployed(person)
			}
			if t >= person.jobDue && c.inPost > 0 && person.state == searching {
				c.startJob(person, t)
			}
		case inSupportedWork, inWorkAfterSupport:
			c.work(person, t)
		}
	}

	c.engaged = slices.DeleteFunc(c.engaged, func(person *referencePerson) bool { return person.state == gone })
}

// 7. Job, its start.
func (c *referenceCentre) startJob(person *referencePerson, t int) {
	if person.jobs == 0 {
		c.now.JobStarts++
		for i, weeks := range model.CohortWeeks {
			if t-person.engaged <= weeks {
				c.cohorts[person.year].JobWithin[i]++
			}
		}
	} else {
		c.now.RepeatStarts++
	}
	person.jobs++
	person.state, person.jobStart = inSupportedWork, t
	if c.happens(c.values.lastsChance(c.plan, person.year)) {
		person.jobEnd = never
		if c.values.tenure != nil {
			person.jobEnd = t + 13 + c.draw(c.values.tenure)
		}
		person.supportEnd = never
		if !c.happens(c.values.unlimited) {
			person.supportEnd = t + c.draw(&c.values.support)
		}
	} else {
		person.jobEnd = t + 1 + c.random.IntN(12)
		person.supportEnd = never
	}
}

// 7. Job, a later week t of it (or its end).
func (c *referenceCentre) work(person *referencePerson, t int) {
	// A job of exactly 13 weeks is a sustainment in the week in which it ends. One that is shorter never gets here that late.
	for i, weeks := range []int{13, 26, 52} {
		if t == person.jobStart+weeks && !person.reached[i] {
			person.reached[i] = true
			c.sustained(person, i, t)
		}
	}
	if person.state == inSupportedWork && t == person.supportEnd { // T ≥ F
		person.state = inWorkAfterSupport
		c.leftSoFar++
	}
	if t != person.jobEnd {
		return
	}
	switch {
	case person.state == inWorkAfterSupport:
		person.state = gone
	case c.happens(c.values.returning):
		person.state = searching
		person.leaveDue = never
		person.jobDue = t + c.draw(&c.values.toJob)
	default:
		c.leaveUnemployed(person)
	}
}

func (c *referenceCentre) sustained(person *referencePerson, i, t int) {
	switch i {
	case 0:
		c.now.Sustained13++
		for j, weeks := range model.CohortWeeks {
			if t-person.engaged <= weeks {
				c.cohorts[person.year].SustainedWithin[j]++
			}
		}
	case 1:
		c.now.Sustained26++
	case 2:
		c.now.Sustained52++
	}
}

func (c *referenceCentre) leaveUnemployed(person *referencePerson) {
	person.state = gone
	c.now.LeftUnemployed++
	c.leftSoFar++
}

// 3. Referrals and 4. Waiting list.
func (c *referenceCentre) referrals(t int) {
	year := t / 52
	weight := 1.0 // of this week, when the year's weeks have a mean of 1
	if profile := c.plan.Demand.Profile; len(profile) > 0 {
		sum := 0.0
		for week := range 52 {
			sum += profile[week*12/52]
		}
		weight = profile[t%52*12/52] / (sum / 52)
	}
	mean := c.service.ReferralsPerYear[year] * c.values.volume[year] * weight / 52 / float64(c.service.Centres)
	referred := referencePoisson(mean, c.random)
	c.now.Referrals += referred
	c.referredSoFar += referred
	willing := []*referencePerson{}
	for range referred {
		if c.happens(c.values.engage[year]) {
			willing = append(willing, &referencePerson{})
		} else {
			c.now.Declined++
			c.declinedSoFar++
		}
	}

	before := len(c.waiting)
	c.waiting = slices.DeleteFunc(c.waiting, func(*referencePerson) bool { return c.happens(c.values.giveUp) })
	c.now.GaveUp += before - len(c.waiting)
	c.gaveUpSoFar += before - len(c.waiting)
	c.waiting = append(c.waiting, willing...)
}

// 5. Intake, with the start of the search (6).
func (c *referenceCentre) intake(t int) {
	for c.caseload() < c.capacity && len(c.waiting) > 0 {
		person := c.waiting[0]
		c.waiting = c.waiting[1:]
		c.engaged = append(c.engaged, person)
		c.now.Engagements++
		c.engagementsSoFar++

		person.engaged, person.year = t, t/52
		c.cohorts[person.year].Engaged++
		person.state, person.jobDue, person.leaveDue = searching, never, never
		if c.happens(c.values.jobStart[person.year]) {
			person.jobDue = t + c.draw(&c.values.toJob)
		} else {
			person.leaveDue = t + c.draw(&c.values.toExit)
		}
	}
}

func (c *referenceCentre) caseload() int {
	people := len(c.initialLeave)
	for _, person := range c.engaged {
		if person.state == searching || person.state == inSupportedWork {
			people++
		}
	}
	return people
}

// measure counts the week itself, at its end.
func (c *referenceCentre) measure(t int) {
	caseload := c.caseload()
	c.now.CaseloadWeeks += caseload
	c.peak = max(c.peak, caseload)
	c.now.CapacityWeeks += c.capacity
	if t < 52*c.plan.Years {
		c.now.WaitingWeeks += len(c.waiting)
	}
	for _, person := range c.engaged {
		if person.state == inSupportedWork || person.state == inWorkAfterSupport {
			c.now.WeeksInWork++
		}
	}
}

// check panics when someone was lost or counted twice.
func (c *referenceCentre) check(t int) {
	searchers, workers := 0, 0
	for _, person := range c.engaged {
		switch person.state {
		case searching:
			searchers++
		case inSupportedWork:
			workers++
		}
	}
	if c.referredSoFar != c.declinedSoFar+c.gaveUpSoFar+len(c.waiting)+c.engagementsSoFar {
		panic(fmt.Sprintf("reference, week %d: %d referred, but %d declined, %d gave up, %d wait and %d engaged",
			t, c.referredSoFar, c.declinedSoFar, c.gaveUpSoFar, len(c.waiting), c.engagementsSoFar))
	}
	if c.engagementsSoFar != searchers+workers+c.leftSoFar {
		panic(fmt.Sprintf("reference, week %d: %d engaged, but %d search, %d are in supported work and %d left",
			t, c.engagementsSoFar, searchers, workers, c.leftSoFar))
	}
}

func (c *referenceCentre) happens(probability float64) bool { return c.random.Float64() < probability }

// draw draws a number of weeks by adding up the chances.
func (c *referenceCentre) draw(table *quantity.Table) int {
	u := c.random.Float64()
	for weeks := table.Min(); weeks < table.Max(); weeks++ {
		u -= table.Chance(weeks)
		if u < 0 {
			return weeks
		}
	}
	return table.Max()
}

// referencePoisson counts the arrivals of a unit-rate process until the mean is used up (Knuth), in pieces small enough
// for the product of uniforms.
func referencePoisson(mean float64, random *rand.Rand) int {
	const piece = 10
	n := 0
	for ; mean > piece; mean -= piece {
		n += referencePoisson(piece, random)
	}
	limit := math.Exp(-mean)
	for product := random.Float64(); product > limit; product *= random.Float64() {
		n++
	}
	return n
}
