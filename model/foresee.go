package model

import (
	"math"
	"slices"

	"ipsplan/model/quantity"
)

// Most people search once, take one job or none, and no staff event disturbs them. Their course, in weeks since they
// engage, follows from their random numbers and their year's rates alone, so it is foreseen when they are referred, for a whole quarter's
// people together: that keeps the processor busier than one whole course after another. Whoever has another course is
// followed, when they engage, by [Simulator.follow]; what comes of it is the same in both ways.

// person is someone in the waiting line, with the course that is foreseen.
type person struct {
	address  quantity.Address
	position int32 // among the week's referrals
	// goes is the number to whose level the chance of staying must fall for the person to drop out of the search, with room for rounding.
	goes                       float32
	referred, engaged, givesUp int16 // weeks
	// Weeks from engagement to the end of the search (never: the course is not foreseen), of the job and of support.
	search, jobEnd, leaves int16
	course                 course
	how                    uint8 // they leave
	rates                  uint8 // year whose rates these are
}

// course is what is foreseen for a person: how long the job lasts, and whether it is one from 16 hours.
type course uint8

const (
	endsEarly course = iota
	lasts13          // weeks or longer
	lasts26
	lasts52
	from16Hours // in addition
	courses     = 2 * from16Hours
	noJob       = courses
)

// refer brings the referrals of the quarter that begins in week from, of whom the willing join the line. They do not
// count as waiting before their week.
func (s *Simulator) refer(from int, people quantity.Address, arrivals []*arrivalLaw) {
	c, v := &s.centre, &s.values
	var weeks [WeeksPerQuarter]quantity.Address
	var referrals [WeeksPerQuarter]int
	all := 0
	for i, law := range v.periodOfWeek[from : from+WeeksPerQuarter] {
		weeks[i] = people.At(uint64(from + i))
		referrals[i] = arrivals[law].table.Draw(weeks[i].Bits())
		all += referrals[i]
	}
	c.closeRanks()
	end := len(c.line)
	c.joined[0] = end
	c.line = slices.Grow(c.line, all)[:end+all]
	year := from / WeeksPerYear
	for i, n := range referrals {
		if n == 0 {
			c.joined[i+1] = end
			continue
		}
		end += join(c.line[end:end+n], weeks[i], from+i, s.rates.engage[year])
		c.joined[i+1] = end
	}
	c.line = c.line[:end]
	c.starters = slices.Grow(c.starters[:0], end)[:end]
	now := &c.quarters[quarterOf(from)]
	now.referrals += all
	now.willing += end - c.joined[0]
	s.trajectory.Credited[year].Referrals += all
	s.foresee(c.line[c.joined[0]:], year)
	s.observeDeclined(from, &weeks, &referrals)
}

// join writes those of the people referred in week t who are willing to engage, and gives their number.
func join(into []person, week quantity.Address, t int, willing quantity.Chance) (joined int) {
	for position := range into {
		at := week.At(uint64(position) + 1)
		// Nobody can predict who is willing, the processor neither: a wrong guess at a branch costs more than drawing the
		// answer does. So everyone is written at the end of the list, which grows by those who belong there.
		p := &into[joined]
		p.address, p.position = at, int32(position)
		p.referred, p.givesUp = int16(t), math.MaxInt16
		joined += willing.Count(firstHalf(at.Bits()))
	}
	return joined
}

// foresee draws the courses of people who are referred in the given year.
func (s *Simulator) foresee(people []person, year int) {
	v, starters, starting := &s.values, s.centre.starters, 0
	since, starts := s.rates.since[year], s.rates.jobStart[year]
	search := [...]*quantity.Table{&v.toExit, &v.toJob}
	for i := range people {
		p := &people[i]
		seeks := starts.Count(secondHalf(p.address.Bits()))
		bits := ofJob(p.address, searchBranch, 0).Bits()
		p.search, p.goes = int16(min(search[seeks&1].Draw(firstHalf(bits)), never)), goesAt(bits)
		p.leaves, p.jobEnd, p.course, p.how, p.rates = p.search, never, noJob, unemployed, since
		starters[starting] = int32(i) // everyone is written, as in join
		starting += seeks
	}
	for _, i := range starters[:starting] {
		s.foreseeJob(&people[i], year)
	}
	if s.Observe != nil { // everyone's course is to be told
		for i := range people {
			people[i].search = never
		}
	}
}

// goesAt is the chance of staying at which an address's second half lets a searching person go, or a little more.
func goesAt(bits uint64) float32 {
	return float32(int64(bits&math.MaxUint32)+1) * (1.00001 / (1 << 32))
}

// foreseeJob draws the first job of a person who starts one.
func (s *Simulator) foreseeJob(p *person, year int) {
	j := s.job(p.address, 0, year)
	p.jobEnd = int16(min(int(p.search)+j.length, never))
	switch {
	case j.length < SustainmentWeeks:
		p.course = endsEarly
	case j.length < 2*SustainmentWeeks:
		p.course = lasts13
	case j.length < 4*SustainmentWeeks:
		p.course = lasts26
	default:
		p.course = lasts52
	}
	if j.from16 {
		p.course |= from16Hours
	}
	p.leaves = p.jobEnd
	if j.support <= j.length {
		p.leaves, p.how = int16(min(int(p.search)+j.support, never)), inWork
	} else if j.searchesOn {
		p.search = never
	}
}

// admit lets people engage in week t, the longest-waiting first, into so many places.
func (s *Simulator) admit(places, t int) {
	c := &s.centre
	year := t / WeeksPerYear
	since, calm := s.rates.since[year], c.weeks[t].calm
	weeks, freed, line, starters := c.weeks, c.freed, c.line, c.starters
	head, begun, fromBefore := c.head, c.begun, 0
	for range places {
		p := &line[head]
		for int(p.givesUp) <= t {
			s.observeGaveUp(p)
			head++
			p = &line[head]
		}
		if int(p.givesUp) < len(c.givingUp) {
			c.givingUp[p.givesUp]--
		}
		if int(p.referred) < year*WeeksPerYear {
			s.trajectory.Credited[int(p.referred)/WeeksPerYear].Engagements++
			fromBefore++
		}
		p.engaged = int16(t)
		due := t + int(p.search)
		if due+SustainmentWeeks < len(weeks) && p.goes*calm < weeks[due].calm && p.rates == since {
			freed[t+int(p.leaves)][p.how&1]++
			starters[begun] = int32(head) // whoever it is, as in join
			begun += 1 - int(p.course/noJob)
		} else {
			s.follow(p, t)
		}
		head++
	}
	c.head, c.begun = head, begun
	c.waiting -= places
	c.caseload += places
	c.quarters[quarterOf(t)].engagements += places
	s.trajectory.Cohorts[year].Engaged += places
	s.trajectory.Credited[year].Engagements += places - fromBefore
}

// countJobs counts the jobs of the people who have engaged since it was last called, in one year, and whose course was foreseen.
func (s *Simulator) countJobs(year int) {
	c := &s.centre
	cohort := &s.foreseenWithin[year]
	line, quarters, weeks := c.line, c.quarters, len(c.weeks)
	for _, place := range c.starters[:c.begun] {
		p := &line[place]
		course := p.course & (courses - 1)
		start, end := int(p.engaged+p.search), min(int(p.engaged+p.jobEnd), weeks)
		began, ended := &quarters[quarterOf(start)], &quarters[quarterOf(end)]
		began.foreseen[course]++
		began.inWork[course/from16Hours].from(start, 1)
		ended.inWork[course/from16Hours].from(end, -1)
		cohort.add(course, int(p.search), 1)
		s.foreseenCredits[int(p.referred)/WeeksPerYear][course]++
	}
	c.begun = 0
}

// foreseenCohort counts the people of a year of engagement whose course was foreseen, by course and by the shortest
// follow-up that covers the start of their job and the 13th week in it.
type foreseenCohort struct {
	job, sustained [courses][8]int32 // more places than follow-ups
}

// add counts people of a course whose first search takes so many weeks.
func (c *foreseenCohort) add(course course, weeks int, people int32) {
	c.job[course][followUpOf[weeks&(len(followUpOf)-1)]&7] += people
	c.sustained[course][followUpOf[(weeks+SustainmentWeeks)&(len(followUpOf)-1)]&7] += people
}

// followUpOf is the place in CohortWeeks of the shortest follow-up that covers a lag in weeks, one after the last if none does.
var followUpOf = func() (places [4096]uint8) {
	for lag := range places {
		for int(places[lag]) < len(CohortWeeks) && CohortWeeks[places[lag]] < lag {
			places[lag]++
		}
	}
	return places
}()

// add counts those whose course was foreseen too, and makes counts by the shortest follow-up into counts by every one that covers the event.
func (c *Cohort) add(foreseen *foreseenCohort) {
	for i := range CohortWeeks {
		if i > 0 {
			c.JobWithin[i] += c.JobWithin[i-1]
			c.SustainedWithin[i] += c.SustainedWithin[i-1]
		}
		for course := range courses {
			c.JobWithin[i] += int(foreseen.job[course][i])
			if course&lasts52 >= lasts13 {
				c.SustainedWithin[i] += int(foreseen.sustained[course][i])
			}
		}
	}
}

// add counts those whose course was foreseen too.
func (c *Credit) add(foreseen *[courses]int) {
	for course, people := range foreseen {
		c.JobStarts += people
		if course&int(lasts52) >= int(lasts13) {
			c.Sustained13 += people
		}
	}
}
