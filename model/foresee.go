package model

import (
	"math/bits"
	"slices"

	"ipsplan/model/quantity"
)

// Most people search once, take one job or none, and no staff event disturbs them. Their course follows from their random
// numbers and their year's rates alone, so those who engage in the same weeks go through it together: first those who
// leave without a job, then those who start one. That keeps the processor busier than one whole course after another. Whoever has
// another course is followed by [Simulator.follow] or, after a first job that is foreseen, by [Simulator.followFrom]; what comes of it is the same in both ways.

// person is someone who was referred.
type person struct {
	address quantity.Address
	times   times
}

// times are the weeks of a person's engagement and referral and the position among that week's referrals, in one number because that is quicker to write.
type times uint64

const (
	engagedIn  times = 1
	referredIn times = 1 << 16
	positioned times = 1 << 32
)

func (p *person) engaged() int  { return int(p.times & (referredIn - 1)) }
func (p *person) referred() int { return int(p.times / referredIn & (referredIn - 1)) }
func (p *person) position() int { return int(p.times / positioned) }

// course is how long a first job lasts, and whether it is one from 16 hours.
type course uint8

const (
	endsEarly course = iota
	lasts13          // weeks or longer
	lasts26
	lasts52
	from16Hours // in addition
	courses     = 2 * from16Hours
)

// engaging is the people who engage in some weeks: those who will leave without a job from the front, those who
// will start one from the back. There is more room than people.
type engaging struct {
	people            []person
	jobs              []firstJob // of those who start one: in the same way, those that last less than 13 weeks from the front and the others from the back
	leavers, starters int        // up to where the former stand, and from where the latter
}

// empty makes it ready for so many people.
func (e *engaging) empty(people int) {
	if people >= len(e.people) {
		e.people = slices.Grow(e.people[:0], people+1)[:people+1]
		e.jobs = make([]firstJob, cap(e.people)+1)
	}
	e.leavers, e.starters = 0, len(e.people)
}

// engageAll lets everyone engage in the week of referral who is willing, in some weeks of the quarter that begins in week from: the first-th to the one
// before the last-th.
func (s *Simulator) engageAll(from, first, last int) {
	c, e := &s.centre, &s.centre.engaging
	year := from / WeeksPerYear
	willing, starts := s.rates.engage[year].OfHalf(), s.rates.jobStart[year].OfHalf()
	referred := 0
	for _, n := range c.referrals[first:last] {
		referred += n
	}
	e.empty(referred)
	for i := first; i < last; i++ {
		before := e.leavers - e.starters
		e.leavers, e.starters = engage(e.people, e.leavers, e.starters, c.addresses[i], c.referrals[i], times(from+i)*(referredIn+engagedIn), willing, starts)
		c.joined[i] = e.leavers - e.starters - before
	}
	c.quarters[quarterOf(from)].willing += e.leavers + len(e.people) - e.starters
}

// engage writes a week's willing people in their places among those who engage, up to leavers and from starters.
func engage(people []person, leavers, starters int, week quantity.Address, referrals int, when times, willing, starts quantity.HalfChance) (_, _ int) {
	// Nobody can predict who is willing and what they will do, the processor neither: a wrong guess at a branch costs
	// more than drawing the answer does. So everyone is written, and the next person over those who do not engage.
	referred := week.Children(1)
	for end := when + positioned*times(referrals); when != end; when += positioned {
		at := referred.First()
		referred = referred.Others()
		seeks, engages := starts.Mask(at.Bits()), willing.Mask(at.Bits()>>32)
		place := leavers ^ (leavers^(starters-1))&seeks
		people[place] = person{at, when}
		starters += engages & seeks
		leavers -= engages &^ seeks
	}
	return leavers, starters
}

// begin lets a person engage in week t. Whoever was referred in an earlier year is followed by themselves, as what becomes of them is credited to that year.
func (s *Simulator) begin(p person, t int) {
	e, year := &s.centre.engaging, t/WeeksPerYear
	p.times += times(t) * engagedIn
	if p.referred() < year*WeeksPerYear {
		s.trajectory.Credited[p.referred()/WeeksPerYear].Engagements++
		s.trajectory.Cohorts[year].Engaged++
		s.follow(&p, t)
		return
	}
	seeks := s.rates.jobStart[year].OfHalf().Mask(p.address.Bits())
	e.people[e.leavers^(e.leavers^(e.starters-1))&seeks] = p
	e.starters += seeks
	e.leavers -= ^seeks
}

// foresee goes through the courses of those who engage in the weeks from first to last, which are of one year.
func (s *Simulator) foresee(first, last int) {
	e, year := &s.centre.engaging, first/WeeksPerYear
	if e.leavers > 0 {
		s.leaveUnemployed(e.people[:e.leavers], first, last)
	}
	starters := e.people[e.starters:]
	if len(starters) > 0 {
		s.startFirstJobs(starters, first, last)
	}
	engaged := e.leavers + len(starters)
	s.trajectory.Cohorts[year].Engaged += engaged
	s.trajectory.Credited[year].Engagements += engaged
}

// disturbs says whether anyone's search that begins in one of the weeks from first to last and takes at most so many weeks may end otherwise than
// as their random numbers have it.
func (s *Simulator) disturbs(first, last, weeks int) bool {
	c := &s.centre
	end := last + weeks
	return s.Observe != nil || end+SustainmentWeeks >= len(c.weeks) ||
		c.weeks[first].losses != c.weeks[end].losses || c.lastEmpty >= first
}

// isDisturbed is the answer for one person, who engages in week t and whose search takes so many weeks.
func (s *Simulator) isDisturbed(t, weeks int, bits uint64) bool {
	c := &s.centre
	due := t + weeks
	return s.Observe != nil || due+SustainmentWeeks >= len(c.weeks) || goesAt(bits)*c.weeks[t].calm >= c.weeks[due].calm
}

// goesAt is the chance of staying at which an address's second half lets a searching person go, or a little more.
func goesAt(bits uint64) float32 {
	return float32(int64(bits&(1<<32-1))+1) * (1.00001 / (1 << 32))
}

// leaveUnemployed takes people who will not start a job off the caseload again.
func (s *Simulator) leaveUnemployed(people []person, first, last int) {
	freed, exits := s.centre.freed, &s.values.toExit
	disturbed := s.disturbs(first, last, s.values.toExit.Max())
	for i := range people {
		p := &people[i]
		bits := ofJob(p.address, searchBranch, 0).Bits()
		t, weeks := p.engaged(), exits.draw(bits)
		if disturbed && s.isDisturbed(t, weeks, bits) {
			s.follow(p, t)
			continue
		}
		freed[t+weeks][unemployed]++
	}
}

// startFirstJobs takes people who will start a job through it.
func (s *Simulator) startFirstJobs(people []person, first, last int) {
	e, jobs := &s.centre.engaging, &s.values.toJob
	cohort := &s.foreseenWithin[first/WeeksPerYear]
	disturbed := s.disturbs(first, last, s.values.toJob.Max())
	lasts := s.rates.lasts[first/WeeksPerYear].OfHalf()
	// Whether a job lasts is as hard to guess as who engages, so there is no branch for it here either.
	brief, long := 0, len(e.jobs)
	for i := range people {
		p := &people[i]
		bits := ofJob(p.address, searchBranch, 0).Bits()
		weeks := jobs.draw(bits)
		if disturbed && s.isDisturbed(p.engaged(), weeks, bits) {
			s.follow(p, p.engaged())
			continue
		}
		bits = ofJob(p.address, jobBranch, 0).Bits()
		lasting := lasts.Mask(bits >> 32)
		cohort.add(-lasting, weeks, 1)
		e.jobs[brief^(brief^(long-1))&lasting] = firstJob{bits, int32(p.engaged() + weeks), int32(i)}
		long += lasting
		brief += 1 + lasting
	}
	s.workBriefly(people, e.jobs[:brief])
	s.workLong(people, e.jobs[long:])
}

// firstJob is someone's first job: the random bits of its address, the week of its start and whose it is.
type firstJob struct {
	bits       uint64
	start, who int32
}

// workBriefly takes people through first jobs that last less than 13 weeks.
func (s *Simulator) workBriefly(people []person, jobs []firstJob) {
	c, v := &s.centre, &s.values
	for i := range jobs {
		first := &jobs[i]
		p, start := &people[first.who], int(first.start)
		j := v.shortOne(first.bits)
		end := start + j.length // within the time looked at, see isDisturbed
		hours := 0
		if v.from16 != nil && v.isFrom16(p.address, 0, p.engaged()/WeeksPerYear) {
			hours = 1
		}
		now := &c.quarters[quarterOf(start)]
		now.foreseen[endsEarly|course(hours)*from16Hours]++
		now.inWork[hours].from(start, 1)
		c.quarters[quarterOf(end)].inWork[hours].from(end, -1)
		if j.searchesOn {
			s.searchAgain(p, end-p.engaged(), endsEarly)
		} else {
			c.freed[end][unemployed]++
		}
	}
}

// workLong takes people through first jobs that last 13 weeks or longer.
func (s *Simulator) workLong(people []person, jobs []firstJob) {
	c, v := &s.centre, &s.values
	if v.alike() && v.from16 == nil {
		support := min(v.support.Min(), never)
		for i := range jobs {
			start := int(jobs[i].start)
			now := &c.quarters[quarterOf(start)]
			now.foreseen[lasts52]++
			now.inWork[0].from(start, 1)
			c.freed[start+support][inWork]++
		}
		return
	}
	for i := range jobs {
		first := &jobs[i]
		p, start := &people[first.who], int(first.start)
		length, support := v.longJob(p.address, 0)
		course, hours := lasts52-course(after(2*SustainmentWeeks, length)+after(4*SustainmentWeeks, length)), 0
		if v.from16 != nil && v.isFrom16(p.address, 0, p.engaged()/WeeksPerYear) {
			course, hours = course|from16Hours, 1
		}
		now := &c.quarters[quarterOf(start)]
		now.foreseen[course%courses]++
		now.inWork[hours].from(start, 1)
		end := min(start+length, len(c.weeks))
		c.quarters[quarterOf(end)].inWork[hours].from(end, -1)
		// Nobody can foresee which ends first, the job or the support, so there is no branch for it.
		jobFirst := after(support, length)
		if jobFirst != 0 && end < len(c.weeks) && v.searchesAgain.Decides(secondHalf(first.bits)) {
			s.searchAgain(p, end-p.engaged(), course)
			continue
		}
		c.freed[start+min(support, length)][unemployed&jobFirst]++
	}
}

// after is 1 if one week is after another, and 0 if not. It takes no branch.
func after(week, other int) int { return int(uint(other-week) >> (bits.UintSize - 1)) }

// searchAgain follows someone whose first job, of a given course, ends so many weeks after they engaged.
func (s *Simulator) searchAgain(p *person, after int, course course) {
	again := search{starts: true, number: 1, after: after, reached: reachedBy[course&lasts52], kind: unknown}
	again.bits = ofJob(p.address, searchBranch, 1).Bits()
	s.followFrom(p, p.engaged(), &again)
}

// foreseenCohort counts the people of a year of engagement whose first job was foreseen, by the quarters to its start, begun ones counting:
// those whose job lasts less than 13 weeks and the others.
type foreseenCohort [2][lags]int32

const lags = 16 // more than there are quarters in the longest follow-up

// lagOf is the number of quarters, begun ones counting, in a number of weeks.
var lagOf = func() (quarters [4096]uint8) {
	for weeks := range quarters {
		quarters[weeks] = uint8(min((weeks+WeeksPerQuarter-1)/WeeksPerQuarter, lags-1))
	}
	return quarters
}()

// add counts people whose first search takes so many weeks.
func (c *foreseenCohort) add(lasting, weeks int, people int32) {
	c[lasting&1][lagOf[weeks&(len(lagOf)-1)]&(lags-1)] += people
}

// total is the number of people, and of those whose job lasts 13 weeks or longer.
func (c *foreseenCohort) total() (people, lasting int) {
	for lag := range lags {
		people += int(c[0][lag] + c[1][lag])
		lasting += int(c[1][lag])
	}
	return people, lasting
}

// add counts those whose course was foreseen too, and makes counts by the shortest follow-up into counts by every one that covers the event.
func (c *Cohort) add(foreseen *foreseenCohort) {
	started, sustained, jobs, lasting := 0, 0, 0, 0
	lag := 1
	for i, weeks := range CohortWeeks {
		for ; lag <= weeks/WeeksPerQuarter; lag++ {
			jobs += int(foreseen[0][lag] + foreseen[1][lag])
			lasting += int(foreseen[1][lag-1]) // sustained a quarter later
		}
		started += c.JobWithin[i]
		sustained += c.SustainedWithin[i]
		c.JobWithin[i], c.SustainedWithin[i] = started+jobs, sustained+lasting
	}
}
