package model

import (
	"encoding/binary"
	"math"

	"ipsplan/model/quantity"
)

// referred is who is referred in the weeks that are gone through.
type referred struct {
	people [weeksRoom + 2*eight]quantity.Children // by week; the i-th is the address of the i-th person of all weeks
	before [weeksRoom]int                         // how many people were referred in the weeks before
	weekOf []uint8                                // by person, and some more
}

// weeksRoom is a power of two that is no less than WeeksPerYear, so that what is masked to it needs no check as an index.
const weeksRoom = 64

// refer brings the referrals of some quarters of a year, from a week on, and puts those who are willing at the end of the line.
func (s *Simulator) refer(from, quarters int, people quantity.Address, arrivals []*arrivalLaw) {
	c, v, year := &s.centre, &s.values, from/WeeksPerYear
	end, all := quarters*WeeksPerQuarter, 0
	for first, last := 0, 0; first < end; first = last {
		last = v.sameLaw(from, first, end)
		law := &arrivals[v.periodOfWeek[from+first]].table
		if most := all + (last-first)*law.Max() + weeksMarked; most > len(c.weekOf) {
			c.weekOf, c.rank = append(c.weekOf, make([]uint8, most)...), append(c.rank, make([]int32, most)...)
		}
		all = c.referred.draw(first, last, people.Children(uint64(from+first)), all, law)
	}
	for q := range quarters {
		before := c.before[q*WeeksPerQuarter:][:WeeksPerQuarter+1]
		c.at(from + q*WeeksPerQuarter).referrals += before[WeeksPerQuarter] - before[0]
	}
	s.trajectory.Credited[year].Referrals += all

	c.line.grow(all)
	c.line.setLen(c.waited + all + eight)
	c.rank[0] = int32(c.waited)
	c.line.setLen(c.referred.arrive(&c.line, c.waited, from, all, c.rank[1:], s.rates.engage[year].OfHalf()))
	if room := c.line.len() + eight; room > len(c.some) {
		c.some, c.long = make([]int32, 2*room), make([]int32, 2*room)
	}
	for i := range c.joined[:end] {
		c.joined[i] = c.rank[c.before[i+1]]
	}
	if s.watches() {
		s.observeReferred(from, all)
	}
}

// drawSingly draws how many people are referred in weeks of one law, the first-th to the one before the last-th, given the addresses of the weeks and how many people were referred before. It gives how
// many they are then.
func (r *referred) drawSingly(first, last int, weeks quantity.Children, all int, law *quantity.Table) int {
	people, before := r.people[first:last], r.before[first:last]
	for i := range people {
		at := weeks.First()
		weeks = weeks.Others()
		people[i], before[i] = at.Children(uint64(1-all)), all
		all += law.Draw(at.Bits())
	}
	r.before[last] = all
	r.mark(first, last)
	return all
}

// mark marks the people of weeks with these.
func (r *referred) mark(first, last int) {
	weekOf, begin := r.weekOf, r.before[first]
	for i, end := range r.before[first+1 : last+1] {
		// More than come may be marked: the next week's are marked over them.
		mark := uint64(first+i) * eightOnes
		binary.LittleEndian.PutUint64(weekOf[begin:], mark)
		binary.LittleEndian.PutUint64(weekOf[begin+eight:], mark)
		for begin += 2 * eight; begin < end; begin += eight {
			binary.LittleEndian.PutUint64(weekOf[begin:], mark)
		}
		begin = end
	}
}

// eightOnes has a 1 in each of its eight bytes.
const eightOnes = math.MaxUint64 / math.MaxUint8

// weeksMarked is how many people at least are marked at once with the week in which they come.
const weeksMarked = 64

// arriveSingly writes the willing among so many who are referred to the end of a line of so many people, and after each person how long it is then. It gives how long it is in the end.
func (r *referred) arriveSingly(line *people, arrived, from, all int, ranks []int32, willing quantity.HalfChance) int {
	weekOf := r.weekOf[:all]
	ranks = ranks[:len(weekOf)]
	addresses := line.addresses
	whens := line.whens[:len(addresses)]
	for i, week := range weekOf {
		// Nobody can predict who is willing, the processor neither, and a wrong guess at a branch costs more than what could be
		// spared: so everyone is written, and the next person over those who are not willing.
		at := r.people[week&(weeksRoom-1)].At(i)
		referred := uint16(from + int(week))
		addresses[arrived] = at
		whens[arrived] = when{referred: referred, engaged: referred}
		arrived -= willing.Mask(at.Bits() >> 32)
		ranks[i] = int32(arrived)
	}
	return arrived
}
