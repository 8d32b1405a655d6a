package model

import (
	"math"

	"ipsplan/model/quantity"
)

// Children of a person's random address. The address itself has two halves of 32 bits, and so have the children but the
// first; each half answers one question, named in brackets.
const (
	patience      = iota // weeks of waiting
	searchBranch         // [weeks to the job, or to the exit without one; staying when specialists leave]
	jobBranch            // [whether the job lasts; how soon it ends if not, and whether the person then searches on]
	supportBranch        // [weeks of support; further tenure]
	kindBranch           // [whether support is unlimited; whether the job is one from 16 hours]
)

// ofJob is the child for the person's job of a number (0 the first) or for the search before it.
func ofJob(person quantity.Address, branch uint64, job int) quantity.Address {
	return person.At(branch | uint64(job)<<8)
}

// firstHalf and secondHalf are the halves of an address's random bits, each in the place of the whole.
func firstHalf(bits uint64) uint64  { return bits &^ math.MaxUint32 }
func secondHalf(bits uint64) uint64 { return bits << 32 }

// job is the course of one job, in weeks from its start. Nobody can predict what is so and what is not, the processor neither; so that it need not, 1 and 0 stand for it, which can be added.
type job struct {
	length, support int
	searchesOn      int // 1: when it ends before support does
	from16          int // 1: hours a week
}

// never is a number of weeks beyond all that is looked at, and beyond the longest duration.
const never = 1 << 11

// job draws the job of the given number of a person who engaged in the given year.
func (s *Simulator) job(person quantity.Address, number, year int) (j job) {
	v := &s.values
	bits := ofJob(person, jobBranch, number).Bits()
	if s.rates.lasts[year].Decides(firstHalf(bits)) {
		j.length, j.support = v.longJob(person, number)
		j.searchesOn = v.searchesAgain.Count(secondHalf(bits))
	} else {
		j = v.shortOne(bits)
	}
	if v.from16 != nil {
		j.from16 = v.from16[year].Count(secondHalf(ofJob(person, kindBranch, number).Bits()))
	}
	return j
}

// shortOne draws a job that lasts less than 13 weeks, given the bits of its address.
func (v *values) shortOne(bits uint64) job {
	// The whole part of 12 times the number is the length, and the fraction, which it leaves evenly distributed, decides what follows.
	twelvefold := (bits & math.MaxUint32) * (SustainmentWeeks - 1)
	return job{1 + int(twelvefold>>32), never, v.searchesAgain.Count(secondHalf(twelvefold)), 0}
}

// jobOfKind draws a first job of a kind that is known.
func (v *values) jobOfKind(person quantity.Address, kind kind, from16 int) (j job) {
	bits := ofJob(person, jobBranch, 0).Bits()
	if kind == lasting {
		j.length, j.support = v.longJob(person, 0)
		j.searchesOn = v.searchesAgain.Count(secondHalf(bits))
	} else {
		j = v.shortOne(bits)
		j.searchesOn = int(kind - short)
	}
	j.from16 = from16
	return j
}

// longJob draws how long the job of a number lasts, which is 13 weeks or longer, and how long support in it.
func (v *values) longJob(person quantity.Address, number int) (length, support int) {
	if v.alike() {
		return never, v.support.Table().Min()
	}
	times := ofJob(person, supportBranch, number).Bits()
	length, support = SustainmentWeeks+v.tenure.DrawHalf(secondHalf(times)), v.support.DrawHalf(times)
	if v.unlimited > 0 && v.unlimited.Decides(firstHalf(ofJob(person, kindBranch, number).Bits())) {
		support = never
	}
	return length, support
}

// timeTo is the law of the weeks to a job or to an exit without one.
func (v *values) timeTo(job bool) *quantity.Weeks {
	if job {
		return &v.toJob
	}
	return &v.toExit
}

// follow takes a person at an address, who was referred when that is said and engages in week t, through search, jobs and the end of support, counting each event. It needs
// no later look at them: the staff's course is known, and nobody else's course matters.
func (s *Simulator) follow(at quantity.Address, came when, t int) {
	var first search
	first.starts, first.kind = s.rates.jobStart[t/WeeksPerYear].Decides(secondHalf(at.Bits())), unknown
	first.bits = ofJob(at, searchBranch, 0).Bits()
	s.followFrom(at, came, t, &first)
}

// search is how a person's search goes, and the kind of job it leads to; the latter if it is known.
type search struct {
	number, after int         // the job's number; weeks from engagement to the beginning of the search
	reached       sustainment // before
	bits          uint64
	weeks         int // to a job or, without one, to the exit; 0 if not known yet
	starts        bool
	kind          kind
	from16        int  // 1 or 0, as in a job
	alone         bool // the person is to be followed in any case
	place         int  // in the line, where the search is a later one and people are named
}

// followFrom follows a person about whose next search something is known.
func (s *Simulator) followFrom(at quantity.Address, came when, t int, first *search) {
	if !s.watches() {
		s.searchAndWork(at, int(came.referred), t, first)
		return
	}
	s.watch(came, t, first)
	s.searchAndWork(at, int(came.referred), t, first)
	s.watched()
}

// searchAndWork takes a person through a search about which something is known, and through what comes after it.
func (s *Simulator) searchAndWork(at quantity.Address, referred, t int, first *search) {
	c, v := &s.centre, &s.values
	year := t / WeeksPerYear
	starts, bits, weeks := first.starts, first.bits, first.weeks
	from, reached := t+first.after, first.reached
	if weeks == 0 {
		weeks = v.timeTo(starts).DrawHalf(bits)
	}
	for number := first.number; ; {
		start := from + weeks
		if !c.isCalm(from, start, uint32(bits)) {
			start, starts = c.searchEnds(bits, from, start, starts)
		}
		if !starts {
			s.leave(start, unemployed)
			return
		}
		if start >= len(c.weeks) {
			return
		}
		var j job
		if number == first.number && first.kind != unknown {
			j = v.jobOfKind(at, first.kind, first.from16)
		} else {
			j = s.job(at, number, year)
		}
		end := start + j.length
		s.startJob(referred, t, number, start, end, j.from16)
		if j.length >= SustainmentWeeks {
			reached = s.sustain(referred, t, start, end, j.from16, reached)
		}
		jobFirst := after(j.support, j.length) // and support afterwards
		if jobFirst&j.searchesOn&after(len(c.weeks), end) == 0 {
			s.leave(start+min(j.support, j.length), jobFirst*unemployed)
			return
		}
		number++
		from, bits = end, ofJob(at, searchBranch, number).Bits()
		weeks = v.toJob.DrawHalf(bits)
	}
}

// searchEnds says when a search with the given random bits ends that began in one week and is due in another, and whether with a job if it is to: someone
// may drop out before, and a job waits for someone to be in post.
func (c *centre) searchEnds(bits uint64, from, due int, withJob bool) (week int, starts bool) {
	if dropped, out := c.dropOut(secondHalf(bits), from, due); out {
		return dropped, false
	}
	if withJob {
		due = c.staffedFrom(due)
	}
	return due, withJob
}

// startJob counts a job of the given number, held from start to the week before end by someone who was referred in a week and engaged in week t.
func (s *Simulator) startJob(referred, t, number, start, end, from16 int) {
	now := s.centre.at(start)
	if number == 0 {
		now.jobStarts++
		s.trajectory.Credited[referred/WeeksPerYear].JobStarts++
		countWithin(&s.trajectory.Cohorts[t/WeeksPerYear].JobWithin, start-t, 1)
		now.jobStartsFrom16 += from16
		s.milestones.reach(1, start, from16)
	} else {
		now.repeatStarts++
	}
	last := min(end, len(s.centre.weeks))
	now.inWork[from16&1].from(start, 1)
	s.centre.at(last).inWork[from16&1].from(last, -1)
	if s.Observe != nil {
		s.episode.Jobs = append(s.episode.Jobs, Job{Start: start, End: end, From16: from16 == 1})
	}
}

// sustainment is a set of sustainments, of which a person reaches each at most once.
type sustainment uint8

const (
	for13Weeks sustainment = 1 << iota
	for26Weeks
	for52Weeks
)

// reachedBy is what a job of a course that ends reaches.
var reachedBy = [...]sustainment{lasts13: for13Weeks, lasts26: for13Weeks | for26Weeks, lasts52: for13Weeks | for26Weeks | for52Weeks}

// sustain counts the sustainments of a job that lasts at least 13 weeks, of someone who was referred in a week and engaged in week t, each once per
// person: those already reached are given, and those reached then are returned.
func (s *Simulator) sustain(referred, t, start, end, from16 int, reached sustainment) sustainment {
	c := &s.centre
	last := min(end, len(c.weeks)-1)
	week13, week26, week52 := start+SustainmentWeeks, start+2*SustainmentWeeks, start+4*SustainmentWeeks
	// 1 for what is reached now, and had not been before.
	is13 := after(last+1, week13) &^ int(reached/for13Weeks)
	is26 := after(last+1, week26) &^ int(reached/for26Weeks)
	is52 := after(last+1, week52) &^ int(reached/for52Weeks)
	now := c.at(week13)
	now.sustained13 += is13
	now.sustained13From16 += is13 & from16
	c.at(week26).sustained26 += is26
	c.at(week52).sustained52 += is52
	s.trajectory.Credited[referred/WeeksPerYear].Sustained13 += is13
	countWithin(&s.trajectory.Cohorts[t/WeeksPerYear].SustainedWithin, week13-t, is13)
	if s.watches() {
		for i, isReached := range [...]int{is13, is26, is52} {
			if isReached == 1 {
				s.milestones.reach(2+i, start+SustainmentWeeks<<i, from16)
			}
		}
	}
	return reached | sustainment(is13)*for13Weeks | sustainment(is26)*for26Weeks | sustainment(is52)*for52Weeks
}

// decision names one of the questions that a post's random addresses answer.
type decision uint64

// decide gives the random bits for the occurrence-th time (from 0) that the decision is taken at the address.
func decide(at quantity.Address, d decision, occurrence int) uint64 {
	return at.At(uint64(d) | uint64(occurrence)<<8).Bits()
}

// How someone leaves the caseload.
const (
	inWork = iota
	unemployed
)

// leave ends a person's support in the given week.
func (s *Simulator) leave(week, how int) {
	c := &s.centre
	week = min(week, len(c.weeks))
	c.freed[2*week+how]++
	if week < len(c.weeks) {
		s.milestones.Left, s.episode.LeftInWork = int16(week), how == inWork
	}
}

// dropOut says whether, and in which week, a specialist's leaving ends a search that began in week from and would end in
// week due: the first at which the chance of staying through all since then has fallen to the person's number or below.
func (c *centre) dropOut(bits uint64, from, due int) (week int, out bool) {
	number := quantity.Address(bits).Uniform()
	stays := 1.0
	for _, l := range c.losses[c.weeks[from].losses:] {
		if l.week > due {
			break
		}
		if stays *= l.stays; stays <= number {
			return l.week, true
		}
	}
	return 0, false
}

// staffedFrom is the first week from the given one on in which someone is in post, or one after the time looked at.
func (c *centre) staffedFrom(week int) int {
	for week < len(c.weeks) && c.weeks[week].isEmpty() {
		week++
	}
	return week
}

// countWithin counts so many events that came lag weeks after the engagement at the shortest follow-up that covers it; see [Cohort.add].
func countWithin(within *[len(CohortWeeks)]int, lag, events int) {
	if place := followUpOf[lag]; int(place) < len(CohortWeeks) {
		within[place] += events
	}
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
