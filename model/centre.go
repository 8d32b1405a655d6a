package model

import "ipsplan/model/quantity"

// centre is one centre in the course of a draw. The slices indexed by week cover horizon and run-off.
type centre struct {
	horizon int
	// periods are the quarters of the horizon and, last, the run-off.
	periods []Counts

	// The staff's course, which does not depend on the people and is drawn first.
	changes   []staffChange // by week
	capacity  []int         // people, by week
	losses    []loss
	staffedBy []int32 // the first week, from each week on, in which someone is in post; the one after the last if none is

	caseload int // people on it now
	// events of the people on the caseload, by week; one more place, the last, takes what happens after the time looked at.
	events []events
	// from16 are those in jobs from 16 hours, in the same way; none where the plan does not tell jobs apart by hours.
	from16 []jobEvents

	queue    []waiting // in order of referral; those before head are gone
	head     int
	waiting  int   // in the queue, from head on, who have not given up
	givingUp []int // by week
}

// staffChange is by how much the staff of a week differ from those of the week before.
type staffChange struct {
	carried         int64 // FTE of filled posts, as far as ramped up, in thousandths of the ramp's smallest share
	inPost, planned int32 // FTE of filled posts, and of posts that have opened
	heads           int32 // filled posts
	leavers, hires  int32
}

// events is what happens in one week to people who are or were on the caseload.
type events struct {
	jobStarts, repeatStarts               int32
	sustained13, sustained26, sustained52 int32
	leftUnemployed                        int32
	started                               int32 // jobs begun less jobs ended
	freed                                 int32 // places
}

// jobEvents is what happens in one week in jobs of one kind.
type jobEvents struct {
	jobStarts, sustained13 int32
	started                int32 // jobs begun less jobs ended
}

// waiting is someone in the queue.
type waiting struct {
	address            quantity.Address
	referred, position int32 // week, and place in it
	givesUp            int32 // week
}

// loss is a week in which specialists leave the centre, and the chance that it makes a searching person drop out.
type loss struct {
	week   int
	chance quantity.Chance
}

func newCentre(horizon, weeks int, byHours bool) centre {
	c := centre{
		horizon:   horizon,
		periods:   make([]Counts, horizon/WeeksPerQuarter+1),
		changes:   make([]staffChange, weeks),
		capacity:  make([]int, weeks),
		staffedBy: make([]int32, weeks+1),
		events:    make([]events, weeks+1),
		givingUp:  make([]int, horizon),
	}
	if byHours {
		c.from16 = make([]jobEvents, weeks+1)
	}
	return c
}

func (c *centre) reset() {
	clear(c.periods)
	clear(c.changes)
	clear(c.events)
	clear(c.from16)
	clear(c.givingUp)
	c.losses, c.queue = c.losses[:0], c.queue[:0]
	c.head, c.waiting, c.caseload = 0, 0, 0
}

// weeksOf are the weeks of a period, the last not included.
func (c *centre) weeksOf(period int) (from, to int) {
	from = period * WeeksPerQuarter
	if from == c.horizon {
		return from, len(c.capacity)
	}
	return from, from + WeeksPerQuarter
}

// initialCaseload is the number of people who are on the caseload of a centre before week 0.
func (s *Service) initialCaseload(centre int) int {
	people := s.InitialCaseload / s.Centres
	if centre < s.InitialCaseload%s.Centres {
		people++
	}
	return people
}

// settle puts the people on the caseload who were there before week 0.
func (c *centre) settle(people int, v *values, at quantity.Address) {
	c.caseload = people
	for i := range people {
		t := v.toExit.Draw(at.At(uint64(i)).Bits()) - 1
		c.events[min(t, len(c.events)-1)].freed++
	}
}

// addUp counts the events of the weeks in their periods, once all weeks are over.
func (c *centre) addUp() {
	inWork := 0 // people in a job, supported or after support
	for p := range c.periods {
		now := &c.periods[p]
		from, to := c.weeksOf(p)
		var all events
		for t := from; t < to; t++ {
			e := &c.events[t]
			all.jobStarts += e.jobStarts
			all.repeatStarts += e.repeatStarts
			all.sustained13 += e.sustained13
			all.sustained26 += e.sustained26
			all.sustained52 += e.sustained52
			all.leftUnemployed += e.leftUnemployed
			inWork += int(e.started)
			now.WeeksInWork += inWork
		}
		now.JobStarts = int(all.jobStarts)
		now.RepeatStarts = int(all.repeatStarts)
		now.Sustained13 = int(all.sustained13)
		now.Sustained26 = int(all.sustained26)
		now.Sustained52 = int(all.sustained52)
		now.LeftUnemployed = int(all.leftUnemployed)
	}
	if c.from16 != nil {
		c.addUpFrom16()
	}
}

// addUpFrom16 is addUp for jobs from 16 hours.
func (c *centre) addUpFrom16() {
	inWork := 0
	for p := range c.periods {
		now := &c.periods[p]
		from, to := c.weeksOf(p)
		for t := from; t < to; t++ {
			e := &c.from16[t]
			now.JobStartsFrom16 += int(e.jobStarts)
			now.Sustained13From16 += int(e.sustained13)
			inWork += int(e.started)
			now.WeeksInWorkFrom16 += inWork
		}
	}
}

// closeRanks moves the queue to the front of its storage once half of that is behind the head, so that it stays as
// small as the queue is long and near at hand for the processor.
func (c *centre) closeRanks() {
	if 2*c.head >= len(c.queue) {
		c.queue = c.queue[:copy(c.queue, c.queue[c.head:])]
		c.head = 0
	}
}
