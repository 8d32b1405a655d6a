package model_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mathext"

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
		Hours:    values.hours,
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
		leaders := newReferencePosts(plan.Services[s].TeamLeaders, values, referenceLuck{random})
		for quarter := range trajectory.Quarters[s] {
			leaders.lead(quarter*13, quarter*13+13, &trajectory.Quarters[s][quarter])
		}
		leaders.lead(horizon, horizon+156, &trajectory.RunOff[s])
	}
	return trajectory
}

// referenceValues are the values of the uncertain quantities in one draw.
type referenceValues struct {
	leaving                                      float64 // each week, of a specialist
	dropOut, giveUp, returning, unlimited        float64
	volume                                       []float64   // by year
	engage, jobStart, sustain                    [][]float64 // by service and year
	from16                                       []float64   // by year; nil: jobs are not told apart by hours
	hours                                        model.MeanHours
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
	if hours := plan.Hours; hours != nil {
		v.from16 = yearly(hours.From16)
		v.hours.Below16 = value(hours.MeanBelow16.Name, hours.MeanBelow16.Distribution)
		v.hours.From16 = value(hours.MeanFrom16.Name, hours.MeanFrom16.Distribution)
	}
	engage, jobStart, sustain := yearly(plan.Pathway.Engage), yearly(plan.Pathway.JobStart), yearly(plan.Pathway.Sustain)
	for range plan.Services {
		differs := map[string]float64{} // by the rate's name
		own := func(series quantity.Series, rates []float64, people float64) []float64 {
			if people == 0 || doubt == model.LuckOnly {
				return rates
			}
			if _, drawn := differs[series.Name]; !drawn {
				differs[series.Name] = (float64(random.Uint64N(1<<53)) + 0.5) / (1 << 53)
			}
			services := make([]float64, plan.Years)
			for year, rate := range rates {
				services[year] = referenceBetaQuantile(rate, people, differs[series.Name])
			}
			return services
		}
		v.engage = append(v.engage, own(plan.Pathway.Engage, engage, plan.Pathway.EngageBetween))
		v.jobStart = append(v.jobStart, own(plan.Pathway.JobStart, jobStart, plan.Pathway.JobStartBetween))
		v.sustain = append(v.sustain, own(plan.Pathway.Sustain, sustain, plan.Pathway.SustainBetween))
	}
	return v
}

// referenceBetaQuantile halves the interval in which the distribution function reaches u.
func referenceBetaQuantile(mean, people, u float64) float64 {
	if mean == 0 || mean == 1 {
		return mean
	}
	low, high := 0.0, 1.0
	for range 40 {
		if middle := (low + high) / 2; mathext.RegIncBeta(mean*people, (1-mean)*people, middle) < u {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}

// lastsChance is s, the probability that a job of someone who engaged with the service in the year lasts at least 13 weeks.
func (v *referenceValues) lastsChance(plan *model.Plan, service, year int) float64 {
	p, r := v.sustain[service][year], v.returning
	if plan.Pathway.SustainPerJob {
		return p
	}
	return p * (1 - r) / (1 - r*p)
}

// referenceLuck decides and draws within a draw.
type referenceLuck struct{ *rand.Rand }

func (l referenceLuck) happens(probability float64) bool { return l.Float64() < probability }

// draw draws a number of weeks by adding up the chances.
func (l referenceLuck) draw(table *quantity.Table) int {
	u := l.Float64()
	for weeks := table.Min(); weeks < table.Max(); weeks++ {
		u -= table.Chance(weeks)
		if u < 0 {
			return weeks
		}
	}
	return table.Max()
}

// referencePost is a specialist's or a team leader's; whoever holds it is called a holder here.
type referencePost struct {
	model.Post
	filled   bool
	filledIn int // the week in which the present holder came
	began    int // the week in which the present holder was, or would have been, at k = 0
	fillDue  int // the week in which an empty post will be filled
	vacated  bool
}

// referencePosts are the posts of a centre, or those of a service's team leaders.
type referencePosts struct {
	referenceLuck
	values *referenceValues
	posts  []*referencePost
}

func newReferencePosts(posts []model.Post, values *referenceValues, luck referenceLuck) *referencePosts {
	all := &referencePosts{referenceLuck: luck, values: values}
	for _, p := range posts {
		post := &referencePost{Post: p}
		if p.Experience > 0 {
			post.fillDue = p.Opens
		} else {
			post.fillDue = p.Opens + all.draw(&values.recruitment)
		}
		all.posts = append(all.posts, post)
	}
	return all
}

// week lives through the posts' week t. The FTE of those that have opened and of those that are filled is in thousandths.
func (all *referencePosts) week(t int) (leavers, hires, planned, inPost int) {
	for _, post := range all.posts {
		if post.filled && t > post.filledIn && all.happens(all.values.leaving) {
			leavers++
			post.filled, post.vacated = false, true
			post.fillDue = t + all.draw(&all.values.vacancy)
		}
		if !post.filled && t == post.fillDue {
			post.filled, post.filledIn, post.began = true, t, t
			if post.Experience > 0 && !post.vacated {
				post.began = t - post.Experience
			} else {
				hires++
			}
		}
		if t >= post.Opens {
			planned += int(post.FTE)
		}
		if post.filled {
			inPost += int(post.FTE)
		}
	}
	return leavers, hires, planned, inPost
}

// lead counts team leaders in the weeks from … to−1. Nothing else comes of them.
func (all *referencePosts) lead(from, to int, counts *model.Counts) {
	for t := from; t < to; t++ {
		leavers, hires, planned, inPost := all.week(t)
		counts.LeaderLeavers += leavers
		counts.LeaderHires += hires
		counts.LeaderPlannedWeeks += planned
		counts.LeaderInPostWeeks += inPost
	}
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
	engaged          int  // week
	year             int  // of engagement
	jobDue, leaveDue int  // while searching: one of them, or never
	jobStart, jobEnd int  // while in work
	supportEnd       int  // while in supported work
	from16           bool // the present job
	jobs             int  // started so far
	reached          [3]bool
}

// referenceCentre is one centre in one week.
type referenceCentre struct {
	plan    *model.Plan
	values  *referenceValues
	service *model.Service
	number  int // of the service
	cohorts []model.Cohort
	referenceLuck

	staff            *referencePosts
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
	c := &referenceCentre{plan: plan, values: values, service: &plan.Services[service], number: service, referenceLuck: referenceLuck{random}}
	c.staff = newReferencePosts(c.service.Posts, values, c.referenceLuck)
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
	c.specialists(t) // 1, and who drops out because of it (6)
	c.departures(t)  // 2, and what else falls due (6, 7)
	if t < 52*c.plan.Years {
		c.referrals(t) // 3, 4
		c.intake(t)    // 5
	}
	c.measure(t)
	c.check(t)
}

// 1. Staff.
func (c *referenceCentre) specialists(t int) {
	inPostBefore := c.inPost
	leavers, hires, planned, inPost := c.staff.week(t)
	c.now.Leavers += leavers
	c.now.Hires += hires
	c.now.PlannedWeeks += planned
	c.now.InPostWeeks += inPost

	year := min(t/52, c.plan.Years-1)
	limits := c.plan.Caseload.Limit
	limit := limits[len(limits)-1]
	if year < len(limits) {
		limit = limits[year]
	}
	ramp := c.plan.Caseload.Ramp
	sum := int64(0) // capacity in people × 1000 × the ramp's denominator
	c.inPost = 0
	for _, post := range c.staff.posts {
		if !post.filled {
			continue
		}
		c.inPost++
		k := t - post.began
		share := ramp.Denominator
		if k < len(ramp.Share) {
			share = ramp.Share[k]
		}
		sum += int64(limit) * int64(post.FTE) * int64(share)
	}
	c.capacity = int(sum / (1000 * int64(ramp.Denominator)))

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
	person.from16 = c.plan.Hours != nil && c.happens(c.values.from16[person.year])
	if person.jobs == 0 {
		c.now.JobStarts++
		if person.from16 {
			c.now.JobStartsFrom16++
		}
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
	if c.happens(c.values.lastsChance(c.plan, c.number, person.year)) {
		person.jobEnd = never
		if c.values.tenure != nil {
			person.jobEnd = t + 13 + c.draw(c.values.tenure)
		}
		person.supportEnd = never
		if !c.happens(c.values.unlimited) {
			person.supportEnd = t + c.draw(&c.values.support)
		}
	} else {
		person.jobEnd = t + 1 + c.IntN(12)
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
		if person.from16 {
			c.now.Sustained13From16++
		}
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
	referred := referencePoisson(mean, c.Rand)
	c.now.Referrals += referred
	c.referredSoFar += referred
	willing := []*referencePerson{}
	for range referred {
		if c.happens(c.values.engage[c.number][year]) {
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
		if c.happens(c.values.jobStart[c.number][person.year]) {
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
	if t < 52*c.plan.Years {
		c.now.CapacityWeeks += c.capacity
		c.now.WaitingWeeks += len(c.waiting)
	}
	for _, person := range c.engaged {
		if person.state == inSupportedWork || person.state == inWorkAfterSupport {
			c.now.WeeksInWork++
			if person.from16 {
				c.now.WeeksInWorkFrom16++
			}
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
