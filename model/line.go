package model

import (
	"ipsplan/model/quantity"
)

// Where everyone has a name, the people of a centre are gone through a year at a time, or a quarter where many come: who is referred and willing; what follows if they engage
// (see [Simulator.foreseeUntil]); and only then, week by week, who engages. The first two ask nothing of the weeks before, so each of their steps is taken
// for many people in turn, which keeps the processor busier than one person after another.

// manyAYear is the number of referrals to a centre from which on people are gone through by the quarter and no longer by the year, so that they are near at hand for the processor.
const manyAYear = 1000

// goThrough takes people through some quarters of a year, from a week on.
func (s *Simulator) goThrough(from, quarters int, people quantity.Address, arrivals []*arrivalLaw) {
	c, year := &s.centre, from/WeeksPerYear
	if year > 0 && from == year*WeeksPerYear && s.ratesDiffer(year-1, year) {
		c.foreseen = 0
	}
	c.waited = c.line.len()
	s.refer(from, quarters, people, arrivals)
	s.takeIn(from, quarters)
}

// ratesDiffer says whether people who engage in one of two years have another course than in the other.
func (s *Simulator) ratesDiffer(one, other int) bool {
	r, from16 := &s.rates, s.values.from16
	return r.jobStart[one] != r.jobStart[other] || r.lasts[one] != r.lasts[other] || from16 != nil && from16[one] != from16[other]
}

// takeIn lets those in the line engage, give up or wait on in the weeks of some quarters of a year, from a week on.
func (s *Simulator) takeIn(from, quarters int) {
	c, year := &s.centre, from/WeeksPerYear
	end := quarters * WeeksPerQuarter
	mayBeDisturbed := s.disturbs(from, from+end-1)
	head, engaged := 0, 0       // the place of the first who has neither engaged nor given up, and how many engaged
	before, room := c.waited, 0 // how long the line was before the week, and the week from which on there might not be room for everyone
	for q := 0; q < quarters; q++ {
		first, last := q*WeeksPerQuarter, (q+1)*WeeksPerQuarter
		if first >= room && head == before {
			room, head = s.admit(from, first, end, before, mayBeDisturbed)
		}
		if full := room / WeeksPerQuarter; full > q && head >= before { // quarters with room for everyone
			c.passQuarters(from, q, full, before)
			now := int(c.joined[full*WeeksPerQuarter-1])
			engaged += now - before
			q, before = full-1, now
			continue
		}
		now, peak := c.at(from+first), 0
		now.willing -= before
		engaged -= now.engagements
		for i := first; i < last; {
			if i >= room && head == before {
				room, head = s.admit(from, i, end, before, mayBeDisturbed)
			}
			highest, next := 0, min(room, last)
			if i < room {
				highest = c.pass(from, i, next, before, now)
			} else {
				next, head, highest = s.queue(from, i, last, head, mayBeDisturbed, now)
			}
			peak = max(peak, highest)
			i, before = next, int(c.joined[next-1])
		}
		engaged += now.engagements
		now.willing += before
		now.peakCaseload += peak
		if room < last {
			now.waitingEnd += before - head
		}
	}
	s.trajectory.Cohorts[year].Engaged += engaged
	s.trajectory.Credited[year].Engagements += engaged
	if head > c.waited {
		c.countFirstJobs(c.waited, head, &s.foreseenWithin[year])
	}
	if s.Observe != nil {
		s.observeForeseen(head)
	}
	if s.Engaged != nil {
		s.keepForeseen(head)
	}
	c.line.drop(head)
	c.foreseen, c.asked = max(c.foreseen-head, 0), max(c.asked-head, 0)
}

// admit lets everyone engage who is willing from the i-th week on, before which nobody waits when the line is so long, to the first in which there might not be room for them or to
// the end. It gives that week and the new head.
func (s *Simulator) admit(from, i, end, line int, mayBeDisturbed bool) (room, head int) {
	if room = s.centre.roomUntil(from, i, end, line); room == i {
		return room, line
	}
	head = int(s.centre.joined[room-1])
	s.foreseeUntil(line, head, from/WeeksPerYear)
	s.takeAll(line, head, mayBeDisturbed)
	return room, head
}

// queue lets people in the line from head on engage in weeks of a quarter in which there may not be room for everyone, from the i-th to the last before which someone
// waits. It gives the week after these, the new head and the highest caseload.
func (s *Simulator) queue(from, i, last, head int, mayBeDisturbed bool, now *quarter) (next, _, peak int) {
	c := &s.centre
	caseload, caseloadWeeks, waitingWeeks, left, engagements := c.caseload, 0, 0, 0, 0
	for i < last {
		t, joined := from+i, int(c.joined[i])
		left += int(c.freed[2*t+unemployed])
		caseload -= int(c.freed[2*t+inWork] + c.freed[2*t+unemployed])
		for capacity := int(c.capacity[t]); caseload < capacity && head < joined; head++ {
			if s.engages(head, t, mayBeDisturbed) {
				caseload++
				engagements++
			}
		}
		peak = max(peak, caseload)
		caseloadWeeks += caseload
		waitingWeeks += joined - head
		i++
		if head == joined {
			break
		}
	}
	c.caseload = caseload
	now.leftUnemployed += left
	now.engagements += engagements
	now.caseloadWeeks += caseloadWeeks
	now.waitingWeeks += waitingWeeks
	return i, head, peak
}

// engages lets the one at a place in the line engage in week t, unless they have given up, and says whether they do.
func (s *Simulator) engages(place, t int, mayBeDisturbed bool) bool {
	c := &s.centre
	if int(c.line.whens[place].referred) < t && !s.waits(place, t) {
		s.giveUp(place, t)
		c.line.whens[place].engaged = notAsForeseen
		return false
	}
	if place >= c.foreseen {
		s.foreseeUntil(place, place+1, t/WeeksPerYear)
	}
	c.line.whens[place].engaged = uint16(t)
	disturbed := mayBeDisturbed && c.isDisturbed(t, c.line.addresses[place], c.line.aheads[place])
	if place < c.waited {
		s.creditEarlier(place, disturbed)
	}
	switch frees := int(c.line.aheads[place].frees); {
	case disturbed:
		s.follow(c.line.addresses[place], c.line.whens[place], t)
		c.line.whens[place].engaged = notAsForeseen
	case frees == searchesOn:
		s.searchAgain(place, t)
	default:
		c.freed[2*t+frees]++
	}
	return true
}

// roomUntil is the first week, the i-th or a later one before the end, in which there might not be room for everyone
// who is willing. Nobody waits before the i-th, when the line is so long.
func (c *centre) roomUntil(from, i, end, line int) int {
	return i + c.room(c.joined[i:end], c.freed[2*(from+i):], c.capacity[from+i:], c.caseload-line)
}

// roomSingly is the number of weeks, given how long the line is in each, before the first in which there might not be room for everyone; given the caseload before without the line.
func (c *centre) roomSingly(joined, freed, capacity []int32, caseload int) int {
	freed, capacity = freed[:2*len(joined)], capacity[:len(joined)]
	for k, line := range joined {
		caseload -= int(freed[2*k+inWork] + freed[2*k+unemployed])
		if caseload+int(line) > int(capacity[k]) {
			return k
		}
	}
	return len(joined)
}

// passQuartersSingly counts the caseload in quarters of a year, the first-th to the one before the last-th, in which there is room for everyone. The line was so long before.
func (c *centre) passQuartersSingly(from, first, last, line int) {
	for q := first; q < last; q++ {
		now := c.at(from + q*WeeksPerQuarter)
		end := (q + 1) * WeeksPerQuarter
		now.peakCaseload += c.pass(from, q*WeeksPerQuarter, end, line, now)
		now.willing += int(c.joined[end-1]) - line
		line = int(c.joined[end-1])
	}
}

// pass counts the caseload in weeks of a quarter in which there is room for everyone, the first-th to the one before the last-th from a week on, and gives the highest.
// The line was so long before.
func (c *centre) pass(from, first, last, line int, now *quarter) (peak int) {
	joined := c.joined[first:last]
	freed, left, sum, peak := c.caseloads(joined, c.freed[2*(from+first):], c.caseload-line)
	end := int(joined[len(joined)-1])
	c.caseload += end - line - freed
	now.leftUnemployed += left
	now.engagements += end - line
	now.caseloadWeeks += sum
	return peak
}

// caseloads adds up the caseload over weeks, of a quarter at most, in which there is room for everyone, given how long the line is in each and what the caseload was before without the line.
// It gives too how many people left it, how many of them unemployed, and the highest caseload.
func (c *centre) caseloads(joined, freed []int32, caseload int) (all, left, sum, peak int) {
	freed = freed[:2*len(joined)]
	for i, line := range joined {
		inWork, unemployed := int(freed[2*i+inWork]), int(freed[2*i+unemployed])
		all += inWork + unemployed
		left += unemployed
		now := caseload - all + int(line)
		sum += now
		peak = max(peak, now)
	}
	return all, left, sum, peak
}

// takeAll lets the people from head to the one before end engage in the week of their referral.
func (s *Simulator) takeAll(head, end int, mayBeDisturbed bool) {
	if head == end {
		return
	}
	c := &s.centre
	whens, aheads := c.line.whens[head:end], c.line.aheads[head:end]
	if mayBeDisturbed {
		for _, i := range c.some[:c.findDisturbed(head, end, c.some)] {
			s.follow(c.line.addresses[head+int(i)], whens[i], int(whens[i].referred))
			whens[i].engaged, aheads[i].frees = notAsForeseen, freedTooLate
		}
	}
	for _, i := range c.some[:takeForeseen(whens, aheads, c.freed, c.some)] {
		s.searchAgain(head+int(i), int(whens[i].engaged))
	}
}

// takeForeseen lets people engage in the week of their referral who have the course that is foreseen. It writes the places of those who search again after it, and gives how many they are.
func takeForeseen(whens []when, aheads []ahead, freed, again []int32) (searching int) {
	aheads = aheads[:len(whens)]
	for i := range whens {
		frees := int(aheads[i].frees)
		freed[2*int(whens[i].referred)+frees]++ // of those who search again too, too late to count
		again[searching] = int32(i)
		searching += after(1, frees^searchesOn)
	}
	return searching
}

// creditEarlier counts the one at a place in the line who waited since before the time that is gone through: the first job, unless the search is disturbed, and
// what is credited to the year of referral.
func (s *Simulator) creditEarlier(place int, disturbed bool) {
	c, when, job := &s.centre, &s.centre.line.whens[place], int(s.centre.line.aheads[place].job)
	referred, year := int(when.referred)/WeeksPerYear, int(when.engaged)/WeeksPerYear
	credited := s.trajectory.Credited
	credited[referred].Engagements++
	credited[year].Engagements--
	if job > 0 && !disturbed {
		c.countFirstJobs(place, place+1, &s.foreseenWithin[year])
		s.trajectory.creditJobs(referred, year, 1, after(job, SustainmentWeeks-1))
	}
}

// waits says whether the one at a place in the line, who waited, has not given up by week t. It is asked only when there is a place for them, as no earlier week depends on it.
func (s *Simulator) waits(place, t int) bool {
	c := &s.centre
	if place >= c.asked {
		c.asked = c.line.askFromOn(place, &s.values.givesUp, c.some)
	}
	return int(c.line.goneFrom[place]) > t
}

// giveUp counts the one at a place in the line, who has given up and has stood in the line until week passed.
func (s *Simulator) giveUp(place, passed int) {
	c := &s.centre
	week := int(c.line.goneFrom[place])
	now := c.at(week)
	now.gaveUp++
	now.goneInLine.from(week, 1)
	c.at(passed).goneInLine.from(passed, -1)
	if s.Observe != nil {
		s.observeWaiting(c.line.whens[place], week)
	}
}

// leaveWaiting ends the horizon for those who never reached the head of the line.
func (s *Simulator) leaveWaiting() {
	line := &s.centre.line
	for place := range line.addresses {
		if !s.waits(place, s.horizon-1) {
			s.giveUp(place, s.horizon)
		} else if s.Observe != nil {
			s.observeWaiting(line.whens[place], NoWeek)
		}
	}
}

// goesOn says whether someone searches again within the time looked at after the first job, which is foreseen, having engaged in week t.
func (s *Simulator) goesOn(p *ahead, t int) bool {
	return p.frees == searchesOn && t+int(p.search+p.job) < len(s.centre.weeks)
}

// searchAgain follows the one at a place in the line, who engages in week t and whose first job is foreseen, from the end of that job on.
func (s *Simulator) searchAgain(place, t int) {
	line := &s.centre.line
	p, at := &line.aheads[place], line.addresses[place]
	if !s.goesOn(p, t) {
		return
	}
	var again search // field by field, as a literal would be made elsewhere and copied, which takes longer than all the rest
	again.starts, again.number, again.after, again.place = true, 1, int(p.search+p.job), place
	again.reached, again.kind = reachedBy[p.course&lasts52], unknown
	again.bits = ofJob(at, searchBranch, 1).Bits()
	s.followFrom(at, line.whens[place], t, &again)
}
