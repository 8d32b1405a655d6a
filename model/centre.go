package model

import "ipsplan/model/quantity"

// centre is one centre in the course of a draw. The slices indexed by week cover horizon and run-off.
type centre struct {
	horizon int
	// quarters are those of horizon and run-off, and last what takes the events after the time looked at. They add up the centres of a service.
	quarters []quarter

	// The staff's course, which does not depend on the people and is drawn first.
	ramp      Ramp     // made fine
	bends     []bend   // of the ramp
	worth     []worth  // by year, of the work carried
	changes   []change // by week; what is entered here and in moves is forgotten when it has been used
	changed   []bool   // by quarter: something is in changes
	moves     []move   // by week
	moving    []uint64 // by week, a bit: something is in moves
	capacity  []int32  // by week of the horizon, people; later weeks have anything
	weeks     []staffed
	losses    []loss
	lastEmpty int // week in which nobody is in post; before 0 if there is none

	caseload int        // people on it now
	freed    [][2]int32 // places of people in work and of unemployed ones, by week; more, for what happens after the time looked at

	// The referrals of the present quarter, by week: the week's address, how many they are and, up to now, how many of them are willing.
	addresses         [WeeksPerQuarter]quantity.Address
	referrals, joined [WeeksPerQuarter]int
	engaging          engaging

	line []person // who waited, in order of referral: those before head are gone, those from it on wait or have given up
	head int

	// Where people are counted: those waiting, by year of referral and in all, and those whose last job, a short one below or from 16 hours, begins in a week.
	crowd   []int
	waiting int
	short   [][2]int
}

// quarter is what happened in one quarter at one service.
type quarter struct {
	capacityWeeks, leavers, hires int
	inPost, planned               level // thousandths of FTE

	referrals, willing, gaveUp, engagements               int
	caseloadWeeks, waitingWeeks, waitingEnd, peakCaseload int
	goneInLine                                            level // people who have given up, and are counted as waiting all the same

	// foreseen are the jobs started of people whose course was foreseen; the job starts and sustainments that follow are those of other people.
	foreseen                                [courses]int
	leftUnemployed, jobStarts, repeatStarts int
	sustained13, sustained26, sustained52   int
	jobStartsFrom16, sustained13From16      int
	inWork                                  [2]level // people in a job below and from 16 hours
}

// level is a number that changes during a quarter and stays as it is afterwards.
type level struct {
	change int
	weeks  int // the sum of the changes, each times its week
}

// from makes the number larger from a week on.
func (l *level) from(week, by int) {
	l.change += by
	l.weeks += by * week
}

// quarterOf is week/13 for a week of the time looked at, and faster.
func quarterOf(week int) int { return int(uint32(week) * 5042 >> 16) }

func newCentre(plan *Plan) centre {
	horizon := plan.Years * WeeksPerYear
	weeks := horizon + RunOffWeeks
	ramp := plan.Caseload.Ramp.finely()
	return centre{
		horizon:  horizon,
		quarters: make([]quarter, weeks/WeeksPerQuarter+1),
		ramp:     ramp,
		worth:    plan.Caseload.worthByYear(weeks/WeeksPerYear, &ramp),
		bends:    bendsOf(ramp),
		changes:  make([]change, weeks),
		changed:  make([]bool, weeks/WeeksPerQuarter),
		moves:    make([]move, weeks),
		moving:   make([]uint64, weeks/64+1),
		capacity: make([]int32, weeks),
		weeks:    make([]staffed, weeks, weeks+heldAtOnce-1),
		freed:    make([][2]int32, weeks+never+1),
		crowd:    make([]int, plan.Years),
		short:    make([][2]int, weeks),
	}
}

// reset makes it a centre where nothing has happened yet.
func (c *centre) reset() {
	clear(c.freed[:len(c.weeks)])
	clear(c.crowd)
	c.line = c.line[:0]
	c.head, c.waiting, c.caseload = 0, 0, 0
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
		c.freed[min(t, len(c.weeks))][inWork]++ // which nobody asks
	}
}

// runOff empties the caseload after the horizon.
func (c *centre) runOff() {
	for q := quarterOf(c.horizon); c.caseload > 0 && q < len(c.quarters)-1; q++ {
		now := &c.quarters[q]
		from := q * WeeksPerQuarter
		caseload, sum, left := c.caseload, 0, 0
		freed := c.freed[from:][:WeeksPerQuarter]
		now.peakCaseload += caseload - int(freed[0][inWork]+freed[0][unemployed]) // it never grows again
		for i := range freed {
			caseload -= int(freed[i][inWork] + freed[i][unemployed])
			left += int(freed[i][unemployed])
			sum += caseload
		}
		c.caseload = caseload
		now.leftUnemployed += left
		now.caseloadWeeks += sum
	}
}

// open makes it the first centre of a service.
func (c *centre) open() {
	clear(c.quarters)
}

// report gives what was counted at a service by quarter of the horizon, and of the run-off.
func (c *centre) report(quarters []Counts, runOff *Counts) {
	var inPost, planned, below16, from16, gone int
	var later Counts
	for q := range c.quarters[:len(c.quarters)-1] {
		from, counts := &c.quarters[q], &later
		if q < len(quarters) {
			counts = &quarters[q]
		}
		counts.Referrals, counts.Declined = from.referrals, from.referrals-from.willing
		counts.GaveUp, counts.Engagements = from.gaveUp, from.engagements
		counts.RepeatStarts = from.repeatStarts
		counts.LeftUnemployed = from.leftUnemployed
		counts.CaseloadWeeks, counts.CapacityWeeks = from.caseloadWeeks, from.capacityWeeks
		goneWeeks, goneEnd := from.goneInLine.over(q, gone)
		counts.WaitingWeeks, counts.WaitingEnd, gone = from.waitingWeeks-goneWeeks, from.waitingEnd-goneEnd, goneEnd
		counts.PeakCaseload = from.peakCaseload
		counts.Leavers, counts.Hires = from.leavers, from.hires
		counts.LeaderInPostWeeks, counts.LeaderPlannedWeeks, counts.LeaderLeavers, counts.LeaderHires = 0, 0, 0, 0 // until they report
		// From here on the foreseen jobs are those that last so long or longer.
		for course := lasts52; course > endsEarly; course-- {
			from.foreseen[course-1] += from.foreseen[course]
			from.foreseen[course-1|from16Hours] += from.foreseen[course|from16Hours]
		}
		counts.JobStartsFrom16 = from.jobStartsFrom16 + from.foreseen[endsEarly|from16Hours]
		counts.JobStarts = from.jobStarts + from.foreseen[endsEarly] + from.foreseen[endsEarly|from16Hours]
		counts.Sustained13, counts.Sustained13From16 = c.sustainedEarlier(q, 1, lasts13)
		counts.Sustained26, _ = c.sustainedEarlier(q, 2, lasts26)
		counts.Sustained52, _ = c.sustainedEarlier(q, 4, lasts52)
		counts.Sustained13 += from.sustained13
		counts.Sustained13From16 += from.sustained13From16
		counts.Sustained26 += from.sustained26
		counts.Sustained52 += from.sustained52
		counts.WeeksInWork, below16 = from.inWork[0].over(q, below16)
		counts.WeeksInWorkFrom16, from16 = from.inWork[1].over(q, from16)
		counts.WeeksInWork += counts.WeeksInWorkFrom16
		counts.InPostWeeks, inPost = from.inPost.over(q, inPost)
		counts.PlannedWeeks, planned = from.planned.over(q, planned)
		if q >= len(quarters) {
			runOff.Then(counts)
		}
	}
}

// sustainedEarlier counts the foreseen jobs of people who started them so many quarters before q and that lasted so long or longer: all of them and
// those from 16 hours.
func (c *centre) sustainedEarlier(q, quarters int, atLeast course) (all, from16 int) {
	if q < quarters {
		return 0, 0
	}
	foreseen := &c.quarters[q-quarters].foreseen
	from16 = foreseen[atLeast|from16Hours]
	return foreseen[atLeast] + from16, from16
}

// reportLeaders gives what was counted of a service's team leaders, who are no people's specialists.
func (c *centre) reportLeaders(quarters []Counts, runOff *Counts) {
	var inPost, planned int
	for q := range c.quarters[:len(c.quarters)-1] {
		from, into := &c.quarters[q], runOff
		if q < len(quarters) {
			into = &quarters[q]
		}
		var weeks int
		weeks, inPost = from.inPost.over(q, inPost)
		into.LeaderInPostWeeks += weeks
		weeks, planned = from.planned.over(q, planned)
		into.LeaderPlannedWeeks += weeks
		into.LeaderLeavers += from.leavers
		into.LeaderHires += from.hires
	}
}

// over adds the level up over the weeks of quarter q, given what it was before; after is what it is at the end.
func (l *level) over(q, before int) (sum, after int) {
	after = before + l.change
	return before*WeeksPerQuarter + (q+1)*WeeksPerQuarter*l.change - l.weeks, after
}
