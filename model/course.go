package model

import "ipsplan/model/quantity"

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
)

// decide gives the random bits for the occurrence-th time (from 0) that the decision is taken at the address.
func decide[D ~int | ~uint64](at quantity.Address, d D, occurrence int) uint64 {
	return at.At(uint64(d) | uint64(occurrence)<<8).Bits()
}

// follow takes a person who engages in week t through search, jobs and the end of support, counting each event in its
// week. It needs no later look at the person: the staff's course is known, and nobody else's course matters.
func (s *Simulator) follow(person quantity.Address, t int) {
	c, v, year := &s.centre, &s.values, t/WeeksPerYear
	e := &s.episode
	e.Engaged = t
	c.counts(t).Engagements++
	cohort := &s.trajectory.Cohorts[year]
	cohort.Engaged++
	credit := &s.trajectory.Credited[e.Referred/WeeksPerYear]
	credit.Engagements++

	if !v.jobStart[year].Decides(decide(person, willStart, 0)) {
		exit := t + v.toExit.Draw(decide(person, timeToExit, 0))
		if dropped, out := c.dropOut(person, t, exit); out {
			exit = dropped
		}
		s.leave(exit, false)
		return
	}

	from := t
	for job := 0; ; job++ {
		due := from + v.toJob.Draw(decide(person, timeToJob, job))
		if dropped, out := c.dropOut(person, from, due); out {
			s.leave(dropped, false)
			return
		}
		if due >= s.weeks || c.staffedBy[due] >= s.weeks {
			return // still searching when the time looked at ends
		}
		start := c.staffedBy[due]
		if job == 0 {
			c.counts(start).JobStarts++
			credit.JobStarts++
			countWithin(&cohort.JobWithin, start-t)
		} else {
			c.counts(start).RepeatStarts++
		}
		end, supportEnd := s.work(person, year, job, start)
		if e.Sustained13 == start+SustainmentWeeks {
			credit.Sustained13++
			countWithin(&cohort.SustainedWithin, e.Sustained13-t)
		}
		switch {
		case supportEnd <= end:
			s.leave(supportEnd, true)
			return
		case !v.searchesAgain.Decides(decide(person, searchesOn, job)):
			s.leave(end, false)
			return
		case end >= s.weeks:
			return
		}
		from = end
	}
}

// work draws how long a job that starts in week start lasts and how long it is supported, and counts the weeks in work
// and the sustainments. Both weeks may lie beyond the time looked at.
func (s *Simulator) work(person quantity.Address, year, job, start int) (end, supportEnd int) {
	c, v, e := &s.centre, &s.values, &s.episode
	never := 2 * s.weeks
	if v.lasts[year].Decides(decide(person, jobLasts, job)) {
		end, supportEnd = never, never
		if s.plan.Pathway.Tenure != nil {
			end = start + SustainmentWeeks + v.tenure.Draw(decide(person, furtherTenure, job))
		}
		if !v.unlimited.Decides(decide(person, supportUnlimited, job)) {
			supportEnd = start + v.support.Draw(decide(person, supportWeeks, job))
		}
		s.sustain(&e.Sustained13, start, end, SustainmentWeeks, func(c *Counts) { c.Sustained13++ })
		s.sustain(&e.Sustained26, start, end, 2*SustainmentWeeks, func(c *Counts) { c.Sustained26++ })
		s.sustain(&e.Sustained52, start, end, 4*SustainmentWeeks, func(c *Counts) { c.Sustained52++ })
	} else {
		end = start + 1 + int(uniform(decide(person, earlyEnd, job), SustainmentWeeks-1))
		supportEnd = never
	}
	c.starting[start]++
	if end < s.weeks {
		c.starting[end]--
	}
	if s.Observe != nil {
		e.Jobs = append(e.Jobs, Job{start, end})
	}
	return end, supportEnd
}

// sustain counts a sustainment of the given length, if the job lasts so long and the person has not had one before.
func (s *Simulator) sustain(reached *int, start, end, length int, count func(*Counts)) {
	week := start + length
	if *reached != NoWeek || end < week || week >= s.weeks {
		return
	}
	*reached = week
	count(s.centre.counts(week))
}

// leave ends the person's support in the given week.
func (s *Simulator) leave(week int, inWork bool) {
	if week >= s.weeks {
		return
	}
	s.episode.Left, s.episode.LeftInWork = week, inWork
	s.centre.freed[week]++
	if !inWork {
		s.centre.counts(week).LeftUnemployed++
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

// countWithin counts an event that came lag weeks after the engagement in every length of follow-up that covers it.
func countWithin(within *[len(CohortWeeks)]int, lag int) {
	for i, weeks := range CohortWeeks {
		if lag <= weeks {
			within[i]++
		}
	}
}

// uniform is a whole number from 0 to n−1, all equally likely.
func uniform(random uint64, n uint64) uint64 {
	return (random >> 32) * n >> 32
}
