package model

import "ipsplan/model/quantity"

// centre is one centre in the course of a draw. The slices indexed by week cover horizon and run-off.
type centre struct {
	horizon int
	// periods are the quarters of the horizon and, last, the run-off.
	periods []Counts

	// The staff's course, which does not depend on the people and is drawn first.
	capacity  []int // people, by week
	inPost    []int // FTE of filled posts, by week
	planned   []int // FTE of posts that have opened, by week
	heads     []int // filled posts, by week
	leavers   []int // by week
	hires     []int // by week
	losses    []loss
	staffedBy []int32 // the first week, from each week on, in which someone is in post; the one after the last if none is
	carried   []int64 // capacity before rounding, in the plan's smallest share of a person, by week

	caseload int // people on it now
	inWork   int // people in a job now, supported or after support
	// events of the people on the caseload, by week; one more place, the last, takes what happens after the time looked at.
	events []events

	queue    []waiting // in order of referral; those before head are gone
	head     int
	waiting  int   // in the queue, from head on, who have not given up
	givingUp []int // by week
}

// events is what happens in one week to people who are or were on the caseload.
type events struct {
	jobStarts, repeatStarts               int32
	sustained13, sustained26, sustained52 int32
	leftUnemployed                        int32
	started                               int32 // jobs begun less jobs ended
	freed                                 int32 // places
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

func newCentre(horizon, weeks int) centre {
	byWeek := func() []int { return make([]int, weeks) }
	return centre{
		horizon:  horizon,
		periods:  make([]Counts, horizon/WeeksPerQuarter+1),
		capacity: byWeek(), inPost: byWeek(), planned: byWeek(), heads: byWeek(), leavers: byWeek(), hires: byWeek(),
		carried: make([]int64, weeks), staffedBy: make([]int32, weeks+1), events: make([]events, weeks+1), givingUp: byWeek(),
	}
}

func (c *centre) reset() {
	for _, byWeek := range [][]int{c.inPost, c.planned, c.heads, c.leavers, c.hires, c.givingUp} {
		clear(byWeek)
	}
	clear(c.carried)
	clear(c.periods)
	clear(c.events)
	c.losses, c.queue = c.losses[:0], c.queue[:0]
	c.head, c.waiting, c.caseload, c.inWork = 0, 0, 0, 0
}

// counts is where the events of week t are counted.
func (c *centre) counts(t int) *Counts {
	return &c.periods[min(t/WeeksPerQuarter, len(c.periods)-1)]
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

// measure records the state at the end of week t.
func (c *centre) measure(t int) {
	now := c.counts(t)
	happened := &c.events[t]
	now.JobStarts += int(happened.jobStarts)
	now.RepeatStarts += int(happened.repeatStarts)
	now.Sustained13 += int(happened.sustained13)
	now.Sustained26 += int(happened.sustained26)
	now.Sustained52 += int(happened.sustained52)
	now.LeftUnemployed += int(happened.leftUnemployed)
	c.inWork += int(happened.started)
	now.WeeksInWork += c.inWork
	now.CaseloadWeeks += c.caseload
	now.PeakCaseload = max(now.PeakCaseload, c.caseload)
	now.CapacityWeeks += c.capacity[t]
	now.InPostWeeks += c.inPost[t]
	now.PlannedWeeks += c.planned[t]
	now.Leavers += c.leavers[t]
	now.Hires += c.hires[t]
	if t < c.horizon {
		now.WaitingWeeks += c.waiting
		now.WaitingEnd = c.waiting
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
