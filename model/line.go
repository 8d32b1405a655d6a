package model

import (
	"math/bits"
	"slices"

	"ipsplan/model/quantity"
)

// Where everyone has a name, the people of a centre are gone through a year at a time, or a quarter where many come: who is referred and willing; what follows if they engage
// (see [Simulator.foreseeUntil]); and only then, week by week, who engages. The first two ask nothing of the weeks before, so each of their steps is taken
// for many people in turn, which keeps the processor busier than one person after another.

// person is someone who was referred and is willing.
type person struct {
	address           quantity.Address
	referred, engaged uint16 // weeks; the latter is the former until they have waited, or notAsForeseen

	// What follows an engagement, if no staff event disturbs it.
	staying uint32 // second half of the random bits of the search: see goesAt
	search  uint16 // weeks to the first job, or to the exit without one
	job     uint16 // weeks of that job; 0: none
	frees   uint16 // when and how the place is freed, as a place in centre.freed after that of the week of engagement; or searchesOn
	course  course // of the job

	position int32 // among the week's referrals; for observers only
}

const (
	// notAsForeseen stands for the week of engagement of someone who gave up or has another course.
	notAsForeseen = never
	// searchesOn stands for the freeing of the place of someone who keeps it when the first job ends, and searches again. (It is a place too, 2,048 weeks later, but nobody's who
	// goes through what is foreseen.)
	searchesOn = 2 * never
	// freedTooLate stands for a place that is freed after the time looked at.
	freedTooLate = searchesOn + 2
)

// referredWeek is a week's referrals.
type referredWeek struct {
	people quantity.Children // the i-th is the address of the i-th person of all weeks that are gone through
	before int               // how many people were referred in the weeks before
}

// weeksRoom is a power of two that is no less than WeeksPerYear, so that what is masked to it needs no check as an index.
const weeksRoom = 64

// manyAYear is the number of referrals to a centre from which on people are gone through by the quarter and no longer by the year, so that they are near at hand for the processor.
const manyAYear = 1000

// goThrough takes people through some quarters of a year, from a week on.
func (s *Simulator) goThrough(from, quarters int, people quantity.Address, arrivals []*arrivalLaw) {
	c, year := &s.centre, from/WeeksPerYear
	if year > 0 && from == year*WeeksPerYear && s.ratesDiffer(year-1, year) {
		c.foreseen = 0
	}
	c.waited, c.starting = len(c.line), 0
	s.refer(from, quarters, people, arrivals)
	s.takeIn(from, quarters)
}

// ratesDiffer says whether people who engage in one of two years have another course than in the other.
func (s *Simulator) ratesDiffer(one, other int) bool {
	r, from16 := &s.rates, s.values.from16
	return r.jobStart[one] != r.jobStart[other] || r.lasts[one] != r.lasts[other] || from16 != nil && from16[one] != from16[other]
}

// refer brings the referrals of some quarters of a year, from a week on, and puts those who are willing at the end of the line.
func (s *Simulator) refer(from, quarters int, people quantity.Address, arrivals []*arrivalLaw) {
	c, v, year := &s.centre, &s.values, from/WeeksPerYear
	end, all := quarters*WeeksPerQuarter, 0
	for first, last := 0, 0; first < end; first = last {
		last = v.sameLaw(from, first, end)
		law := &arrivals[v.periodOfWeek[from+first]].table
		if most := all + (last-first)*law.Max() + 2; most > len(c.begins) {
			c.begins, c.rank = append(c.begins, make([]uint8, most)...), append(c.rank, make([]int32, most)...)
		}
		all = referWeeks(c.referred[first:last], c.begins, people.Children(uint64(from+first)), all, law)
	}
	c.referred[end].before = all
	for q := range quarters {
		weeks := c.referred[q*WeeksPerQuarter:][:WeeksPerQuarter+1]
		c.at(from + q*WeeksPerQuarter).referrals += weeks[WeeksPerQuarter].before - weeks[0].before
	}
	s.trajectory.Credited[year].Referrals += all

	c.line = slices.Grow(c.line, all+1)
	c.rank[0] = int32(c.waited)
	arrived := arrive(c.line[:c.waited+all+1], c.waited, from, c.begins[:all], &c.referred, c.rank[1:], s.rates.engage[year].OfHalf())
	c.line = c.line[:arrived]
	clear(c.begins[:all+1])
	for i := range c.joined[:end] {
		c.joined[i] = c.rank[c.referred[i+1].before]
	}
	if s.Observe != nil {
		s.observeReferred(from, all)
	}
}

// referWeeks brings the referrals of weeks of one law, given the addresses of the weeks and how many people were referred before. It gives how many they are then.
func referWeeks(weeks []referredWeek, begins []uint8, addresses quantity.Children, all int, law *quantity.Table) int {
	for i := range weeks {
		at, w := addresses.First(), &weeks[i]
		addresses = addresses.Others()
		w.people, w.before = at.Children(uint64(1-all)), all
		begins[all]++
		all += law.Draw(at.Bits())
	}
	return all
}

// arrive writes the willing to the end of a line of so many people, and after each person how long it is then. It gives how long it is in the end.
func arrive(line []person, arrived, from int, begins []uint8, weeks *[weeksRoom]referredWeek, ranks []int32, willing quantity.HalfChance) int {
	ranks = ranks[:len(begins)]
	week := -1
	for i, begin := range begins {
		// Nobody can predict who is willing, the processor neither, and a wrong guess at a branch costs more than what could be
		// spared: so everyone is written, and the next person over those who are not willing.
		week += int(begin) // weeks in which nobody was referred begin and end with the same person
		at := weeks[week&(weeksRoom-1)].people.At(i)
		p := &line[arrived]
		p.address, p.referred, p.engaged = at, uint16(from+week), uint16(from+week)
		arrived -= willing.Mask(at.Bits() >> 32)
		ranks[i] = int32(arrived)
	}
	return arrived
}

// takeIn lets those in the line engage, give up or wait on in the weeks of some quarters of a year, from a week on.
func (s *Simulator) takeIn(from, quarters int) {
	c, year := &s.centre, from/WeeksPerYear
	end := quarters * WeeksPerQuarter
	mayBeDisturbed := s.disturbs(from, from+end-1)
	head, engaged := 0, 0       // the place of the first who has neither engaged nor given up, and how many engaged
	before, room := c.waited, 0 // how long the line was before the week, and the week from which on there might not be room for everyone
	for q := range quarters {
		now, last, peak := c.at(from+q*WeeksPerQuarter), (q+1)*WeeksPerQuarter, 0
		now.willing -= before
		engaged -= now.engagements
		for i := q * WeeksPerQuarter; i < last; {
			if i >= room && head == before {
				if room = c.roomUntil(from, i, end, before); i < room {
					head = int(c.joined[room-1])
					s.foreseeUntil(before, head, year)
					s.takeAll(before, head, mayBeDisturbed)
				}
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
	c.countFirstJobs(c.line[c.waited:], c.startersBefore(head), &s.foreseenWithin[year])
	if s.Observe != nil {
		s.observeForeseen(c.line[:head])
	}
	c.line = c.line[:copy(c.line, c.line[head:])]
	c.foreseen = max(c.foreseen-head, 0)
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
	p := &c.line[place]
	if int(p.referred) < t && !s.waits(p, t) {
		s.giveUp(p, t, t)
		p.engaged = notAsForeseen
		return false
	}
	if place >= c.foreseen {
		s.foreseeUntil(place, place+1, t/WeeksPerYear)
	}
	p.engaged = uint16(t)
	disturbed := mayBeDisturbed && s.isDisturbed(t, p)
	if place < c.waited {
		s.creditEarlier(place, disturbed)
	}
	switch {
	case disturbed:
		p.engaged = notAsForeseen
		s.follow(p, t)
	case p.frees == searchesOn:
		s.searchAgain(p)
	default:
		c.freed[2*t+int(p.frees)]++
	}
	return true
}

// roomUntil is the first week, the i-th or a later one before the end, in which there might not be room for everyone
// who is willing. Nobody waits before the i-th, when the line is so long.
func (c *centre) roomUntil(from, i, end, line int) int {
	joined := c.joined[i:end]
	caseload, freed, capacity := c.caseload-line, c.freed[2*(from+i):][:2*len(joined)], c.capacity[from+i:][:len(joined)]
	for k, line := range joined {
		caseload -= int(freed[2*k+inWork] + freed[2*k+unemployed])
		if caseload+int(line) > int(capacity[k]) {
			return i + k
		}
	}
	return end
}

// pass counts the caseload in weeks of a quarter in which there is room for everyone, the first-th to the one before the last-th from a week on, and gives the highest.
// The line was so long before.
func (c *centre) pass(from, first, last, line int, now *quarter) (peak int) {
	joined := c.joined[first:last]
	freed := c.freed[2*(from+first):][:2*len(joined)]
	base, caseload, sum, left := c.caseload-line, 0, 0, 0
	for i, line := range joined {
		inWork, unemployed := int(freed[2*i+inWork]), int(freed[2*i+unemployed])
		base -= inWork + unemployed
		left += unemployed
		caseload = base + int(line)
		sum += caseload
		peak = larger(peak, caseload)
	}
	c.caseload = caseload
	now.leftUnemployed += left
	now.engagements += int(joined[len(joined)-1]) - line
	now.caseloadWeeks += sum
	return peak
}

// larger is the larger of two numbers, without a branch.
func larger(a, b int) int { return a + (b-a)&^((b-a)>>(bits.UintSize-1)) }

// takeAll lets the people from head on engage in the week of their referral.
func (s *Simulator) takeAll(head, end int, mayBeDisturbed bool) {
	c := &s.centre
	people := c.line[head:end]
	if mayBeDisturbed {
		for i := range people {
			if p := &people[i]; s.isDisturbed(int(p.referred), p) {
				s.follow(p, int(p.referred))
				p.engaged, p.frees = notAsForeseen, freedTooLate
			}
		}
	}
	for _, i := range c.again[:takeForeseen(people, c.freed, c.again)] {
		s.searchAgain(&people[i])
	}
}

// takeForeseen lets people engage in the week of their referral who have the course that is foreseen. It writes the places of those who search again after it, and gives how many they are.
func takeForeseen(people []person, freed, again []int32) (searching int) {
	for i := range people {
		p := &people[i]
		if p.frees == searchesOn {
			again[searching] = int32(i)
			searching++
			continue
		}
		freed[2*int(p.referred)+int(p.frees)]++
	}
	return searching
}

// creditEarlier counts the one at a place in the line who waited since before the time that is gone through: the first job, unless the search is disturbed, and
// what is credited to the year of referral.
func (s *Simulator) creditEarlier(place int, disturbed bool) {
	p := &s.centre.line[place]
	referred, year := int(p.referred)/WeeksPerYear, int(p.engaged)/WeeksPerYear
	credited := s.trajectory.Credited
	credited[referred].Engagements++
	credited[year].Engagements--
	if p.job > 0 && !disturbed {
		s.centre.countFirstJobs(s.centre.line[place:], []int32{0}, &s.foreseenWithin[year])
		s.trajectory.creditJobs(referred, year, 1, after(int(p.job), SustainmentWeeks-1))
	}
}

// startersBefore are those of the starters who stand before head in the line.
func (c *centre) startersBefore(head int) []int32 {
	starters := c.starters[:c.starting]
	for len(starters) > 0 && c.waited+int(starters[len(starters)-1]) >= head {
		starters = starters[:len(starters)-1]
	}
	return starters
}

// waits says whether someone who waited has not given up by week t. It is asked only when there is a place for them, as no earlier week depends on it.
func (s *Simulator) waits(p *person, t int) bool {
	return s.values.stillWaiting(t - int(p.referred)).Decides(p.address.At(patience).Bits())
}

// giveUp counts someone who has given up in week last or before, and has stood in the line until week passed.
func (s *Simulator) giveUp(p *person, last, passed int) {
	c := &s.centre
	week := int(p.referred) + s.values.givesUp.First(p.address.At(patience).Bits(), last-int(p.referred))
	now := c.at(week)
	now.gaveUp++
	now.goneInLine.from(week, 1)
	c.at(passed).goneInLine.from(passed, -1)
	s.observeWaiting(p, week)
}

// leaveWaiting ends the horizon for those who never reached the head of the line.
func (s *Simulator) leaveWaiting() {
	for i := range s.centre.line {
		if p := &s.centre.line[i]; s.waits(p, s.horizon-1) {
			s.observeWaiting(p, NoWeek)
		} else {
			s.giveUp(p, s.horizon-1, s.horizon)
		}
	}
}

// goesOn says whether someone who engages searches again within the time looked at after the first job, which is foreseen.
func (s *Simulator) goesOn(p *person) bool {
	return p.frees == searchesOn && int(p.engaged)+int(p.search+p.job) < len(s.centre.weeks)
}

// searchAgain follows someone who engages, and whose first job is foreseen, from the end of that job on.
func (s *Simulator) searchAgain(p *person) {
	if !s.goesOn(p) {
		return
	}
	t := int(p.engaged)
	again := search{starts: true, number: 1, after: int(p.search + p.job), reached: reachedBy[p.course&lasts52], kind: unknown}
	again.bits = ofJob(p.address, searchBranch, 1).Bits()
	s.followFrom(p, t, &again)
}
