package model

import (
	"slices"

	"ipsplan/model/quantity"
)

// decision names one of the questions that a person's random addresses answer.
type decision uint64

const (
	isWilling decision = iota
	losesPatience
	willStart
	timeToJob
	timeToExit
	jobLasts
	earlyEnd
	searchesOn
	supportWeeks
	supportUnlimited
	furtherTenure
	dropsOut
	isFrom16
)

// decide gives the random bits for the occurrence-th time (from 0) that the decision is taken at the address.
func decide(at quantity.Address, d decision, occurrence int) uint64 {
	return at.At(uint64(d) | uint64(occurrence)<<8).Bits()
}

// intake is the people who engage in one week, while they are taken through their courses.
type intake struct {
	people    []engaged
	searching []int32   // places among the people of those who will start a job
	leaving   []int32   // of those who will not
	episodes  []Episode // of the people, when they are observed
}

// engaged is someone who has engaged.
type engaged struct {
	address  quantity.Address
	referred int32 // week
	from     int32 // week in which the search began
	reached  sustainment
}

// sustainment is a set of sustainments, of which a person reaches each at most once.
type sustainment uint8

const (
	for13Weeks sustainment = 1 << iota
	for26Weeks
	for52Weeks
)

// clear makes the intake one of the given number of people, of whom none has engaged yet, and all lists as long.
func (in *intake) clear(people int) {
	in.people = slices.Grow(in.people[:0], people)[:people]
	in.searching = slices.Grow(in.searching[:0], people)[:people]
	in.leaving = slices.Grow(in.leaving[:0], people)[:people]
	in.episodes = in.episodes[:0]
}

// follow takes the people who engage in week t through search, jobs and the end of support, counting each event in its
// week. It needs no later look at them: the staff's course is known, and nobody else's course matters. They go
// together, from one job to the next, as that keeps the processor busier than one whole course after another.
func (s *Simulator) follow(t int) {
	c, v, in := &s.centre, &s.values, &s.intake
	for _, number := range in.leaving {
		who := &in.people[number]
		exit := t + v.toExit.Draw(decide(who.address, timeToExit, 0))
		if dropped, out := c.dropOut(who.address, t, exit); out {
			exit = dropped
		}
		s.leave(number, exit, 0)
	}
	for job := 0; len(in.searching) > 0; job++ {
		again := 0
		for _, number := range in.searching {
			start, found := s.search(number, job)
			if !found {
				continue
			}
			if job == 0 {
				c.events[start].jobStarts++
				s.trajectory.Credited[in.people[number].referred/WeeksPerYear].JobStarts++
				countWithin(&s.trajectory.Cohorts[t/WeeksPerYear].JobWithin, start-t)
			} else {
				c.events[start].repeatStarts++
			}
			in.searching[again] = number // written in any case, as in admit
			again += s.work(number, t, job, start)
		}
		in.searching = in.searching[:again]
	}
	for i := range in.episodes {
		s.Observe(&in.episodes[i])
	}
}

// search looks for the person's job of the given number (0 the first). There is none in the time looked at when they drop out or time is over.
func (s *Simulator) search(number int32, job int) (start int, found bool) {
	c, who := &s.centre, &s.intake.people[number]
	from := int(who.from)
	due := from + s.values.toJob.Draw(decide(who.address, timeToJob, job))
	if dropped, out := c.dropOut(who.address, from, due); out {
		s.leave(number, dropped, 0)
		return 0, false
	}
	start = int(c.staffedBy[min(due, s.weeks)])
	return start, start < s.weeks
}

// work takes a person who engaged in week t through a job that starts in week start, to its end or that of its support.
// It gives 1 if the person then searches again, 0 if not.
func (s *Simulator) work(number int32, t, job, start int) (again int) {
	c, v, who := &s.centre, &s.values, &s.intake.people[number]
	never := 2 * s.weeks
	end, supportEnd := never, never
	sustains := false // reaches the person's 13-week sustainment
	if s.rates.lasts[t/WeeksPerYear].Decides(decide(who.address, jobLasts, job)) {
		if s.plan.Pathway.Tenure != nil {
			end = start + SustainmentWeeks + v.tenure.Draw(decide(who.address, furtherTenure, job))
		}
		if v.unlimited == 0 || !v.unlimited.Decides(decide(who.address, supportUnlimited, job)) {
			supportEnd = start + v.support.Draw(decide(who.address, supportWeeks, job))
		}
		sustains = s.sustain(number, t, start, end)
	} else {
		end = start + 1 + int(uniform(decide(who.address, earlyEnd, job), SustainmentWeeks-1))
	}
	c.events[start].started++
	c.events[min(end, s.weeks)].started--
	from16 := c.from16 != nil && v.from16[t/WeeksPerYear].Decides(decide(who.address, isFrom16, job))
	if from16 {
		c.countFrom16(start, end, job == 0, sustains)
	}
	if s.Observe != nil {
		e := &s.intake.episodes[number]
		e.Jobs = append(e.Jobs, Job{Start: start, End: end, From16: from16})
	}
	if supportEnd <= end {
		s.leave(number, supportEnd, 1)
		return 0
	}
	if end >= s.weeks {
		return 0
	}
	again = v.searchesAgain.Count(decide(who.address, searchesOn, job))
	if again == 0 {
		s.leave(number, end, 0)
	}
	who.from = int32(end)
	return again
}

// countFrom16 counts a job from 16 hours, which may be the person's first and may reach their 13-week sustainment in the time looked at.
func (c *centre) countFrom16(start, end int, first, sustains bool) {
	c.from16[start].started++
	c.from16[min(end, len(c.from16)-1)].started--
	if first {
		c.from16[start].jobStarts++
	}
	if sustains {
		c.from16[start+SustainmentWeeks].sustained13++
	}
}

// sustain counts the sustainments of a person's job that lasts at least 13 weeks, each once per person, and says whether it reaches that of 13
// weeks in the time looked at.
func (s *Simulator) sustain(number int32, t, start, end int) (sustained13 bool) {
	who := &s.intake.people[number]
	events := s.centre.events
	week := start + SustainmentWeeks
	if who.reached&for13Weeks == 0 && week < s.weeks {
		who.reached |= for13Weeks
		sustained13 = true
		events[week].sustained13++
		s.trajectory.Credited[who.referred/WeeksPerYear].Sustained13++
		countWithin(&s.trajectory.Cohorts[t/WeeksPerYear].SustainedWithin, week-t)
		if s.Observe != nil {
			s.intake.episodes[number].Sustained13 = week
		}
	}
	week += SustainmentWeeks
	if who.reached&for26Weeks == 0 && week < s.weeks && week <= end {
		who.reached |= for26Weeks
		events[week].sustained26++
		if s.Observe != nil {
			s.intake.episodes[number].Sustained26 = week
		}
	}
	week += 2 * SustainmentWeeks
	if who.reached&for52Weeks == 0 && week < s.weeks && week <= end {
		who.reached |= for52Weeks
		events[week].sustained52++
		if s.Observe != nil {
			s.intake.episodes[number].Sustained52 = week
		}
	}
	return sustained13
}

// leave ends the person's support in the given week; inWork is 1 if they are in a job then, 0 if not.
func (s *Simulator) leave(number int32, week, inWork int) {
	week = min(week, s.weeks)
	now := &s.centre.events[week]
	now.freed++
	now.leftUnemployed += int32(1 - inWork)
	if s.Observe != nil && week < s.weeks {
		e := &s.intake.episodes[number]
		e.Left, e.LeftInWork = week, inWork == 1
	}
}

// dropOut says whether, and in which week, a specialist's leaving ends a search that began in week from and would end in week due.
func (c *centre) dropOut(person quantity.Address, from, due int) (week int, out bool) {
	for _, l := range c.losses {
		if l.week > from && l.week <= due && l.chance.Decides(decide(person, dropsOut, l.week)) {
			return l.week, true
		}
	}
	return 0, false
}

// countWithin counts an event that came lag weeks after the engagement at the shortest follow-up that covers it. When
// everyone is counted, the longer ones get their share from [Cohort.addUp].
func countWithin(within *[len(CohortWeeks)]int, lag int) {
	if lag < len(shortestFollowUp) {
		within[shortestFollowUp[lag]]++
	}
}

// shortestFollowUp is the place in CohortWeeks of the shortest follow-up that covers a lag in weeks.
var shortestFollowUp = func() (places []uint8) {
	for i, weeks := range CohortWeeks {
		for len(places) <= weeks {
			places = append(places, uint8(i))
		}
	}
	return places
}()

// addUp makes counts by the shortest follow-up that covers an event into counts by every one that does.
func (c *Cohort) addUp() {
	for i := 1; i < len(CohortWeeks); i++ {
		c.JobWithin[i] += c.JobWithin[i-1]
		c.SustainedWithin[i] += c.SustainedWithin[i-1]
	}
}

// uniform is a whole number from 0 to n−1, all equally likely.
func uniform(random uint64, n uint64) uint64 {
	return (random >> 32) * n >> 32
}
