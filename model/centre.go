package model

import "ipsplan/model/quantity"

// centre is one centre in the course of a draw. The slices indexed by week cover horizon and run-off.
type centre struct {
	horizon int
	// quarters are those of horizon and run-off, and last what takes the events after the time looked at. They add up the centres of a service.
	quarters []quarter

	// The staff's course, which does not depend on the people and is drawn first.
	bends   []bend   // of the ramp
	changes []change // by week
	changed []bool   // by quarter: something is in changes
	weeks   []staffed
	losses  []loss

	caseload int        // people on it now
	freed    [][2]int32 // places of people in work and of unemployed ones, by week; more, for what happens after the time looked at

	line     []person // in order of referral; those before head are gone
	head     int
	joined   [WeeksPerQuarter + 1]int // the end of the line before the quarter and when the people of each of its weeks have joined
	crowd    []int                    // where people are counted: those waiting, by year of referral
	short    [][2]int                 // and those whose last job, a short one below or from 16 hours, begins in a week
	waiting  int                      // in the line, from head on, who have not given up
	givingUp []int32                  // by week of the horizon
	starters []int32                  // places in the line of people who will start a job
	begun    int                      // starters who have engaged in this quarter and go as foreseen
}

// quarter is what happened in one quarter at one service.
type quarter struct {
	capacityWeeks, leavers, hires int
	inPost, planned               level // thousandths of FTE

	referrals, willing, gaveUp, engagements               int
	caseloadWeeks, waitingWeeks, waitingEnd, peakCaseload int

	// foreseen are the jobs started of people whose course was foreseen; the job starts and sustainments that follow are those of other people.
	foreseen                                [courses]int
	leftUnemployed, jobStarts, repeatStarts int
	sustained13, sustained26, sustained52   int
	jobStartsFrom16, sustained13From16      int
	inWork                                  [2]level // people in a job below and from 16 hours
}

// level is a number that changes during a quarter and stays as it is afterwards.
type level struct{ change, missed int }

// from makes the number larger from a week on.
func (l *level) from(week, by int) {
	l.change += by
	l.missed += by * weekOfQuarter(week)
}

// quarterOf is week/13 for a week of the time looked at, and faster.
func quarterOf(week int) int { return int(uint32(week) * 5042 >> 16) }

// weekOfQuarter is the week's number within its quarter, from 0.
func weekOfQuarter(week int) int { return week - quarterOf(week)*WeeksPerQuarter }

func newCentre(plan *Plan) centre {
	horizon := plan.Years * WeeksPerYear
	weeks := horizon + RunOffWeeks
	return centre{
		horizon:  horizon,
		quarters: make([]quarter, weeks/WeeksPerQuarter+1),
		bends:    bendsOf(plan.Caseload.Ramp),
		changes:  make([]change, weeks),
		changed:  make([]bool, weeks/WeeksPerQuarter),
		weeks:    make([]staffed, weeks),
		freed:    make([][2]int32, weeks+never+1),
		crowd:    make([]int, plan.Years),
		short:    make([][2]int, weeks),
		givingUp: make([]int32, horizon),
	}
}

// reset makes it a centre where nothing has happened yet.
func (c *centre) reset() {
	for q, changed := range c.changed {
		if changed {
			clear(c.changes[q*WeeksPerQuarter:][:WeeksPerQuarter])
		}
	}
	clear(c.changed)
	clear(c.freed[:len(c.weeks)])
	clear(c.givingUp)
	clear(c.crowd)
	clear(c.short)
	c.line = c.line[:0]
	c.head, c.waiting, c.caseload = 0, 0, 0
	c.joined = [len(c.joined)]int{}
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
	for q := quarterOf(c.horizon); q < len(c.quarters)-1; q++ {
		now := &c.quarters[q]
		from := q * WeeksPerQuarter
		for i, freed := range c.freed[from : from+WeeksPerQuarter] {
			c.caseload -= int(freed[inWork] + freed[unemployed])
			now.leftUnemployed += int(freed[unemployed])
			now.caseloadWeeks += c.caseload
			if i == 0 { // it never grows again
				now.peakCaseload += c.caseload
			}
		}
	}
}

// open makes it the first centre of a service.
func (c *centre) open() {
	clear(c.quarters)
}

// report gives what was counted at a service by quarter of the horizon, and of the run-off.
func (c *centre) report(quarters []Counts, runOff *Counts) {
	var inPost, planned, below16, from16 int
	for q := range c.quarters[:len(c.quarters)-1] {
		from := &c.quarters[q]
		counts := Counts{
			Referrals:      from.referrals,
			Declined:       from.referrals - from.willing,
			GaveUp:         from.gaveUp,
			Engagements:    from.engagements,
			JobStarts:      from.jobStarts,
			RepeatStarts:   from.repeatStarts,
			Sustained26:    from.sustained26 + c.sustainedEarlier(q, 2, lasts26) + c.sustainedEarlier(q, 2, lasts26|from16Hours),
			Sustained52:    from.sustained52 + c.sustainedEarlier(q, 4, lasts52) + c.sustainedEarlier(q, 4, lasts52|from16Hours),
			LeftUnemployed: from.leftUnemployed,
			CaseloadWeeks:  from.caseloadWeeks,
			CapacityWeeks:  from.capacityWeeks,
			WaitingWeeks:   from.waitingWeeks,
			WaitingEnd:     from.waitingEnd,
			PeakCaseload:   from.peakCaseload,
			Leavers:        from.leavers,
			Hires:          from.hires,
		}
		for course, n := range from.foreseen {
			counts.JobStarts += n
			counts.JobStartsFrom16 += n * (course / int(from16Hours))
		}
		counts.JobStartsFrom16 += from.jobStartsFrom16
		counts.Sustained13From16 = from.sustained13From16 + c.sustainedEarlier(q, 1, lasts13|from16Hours)
		counts.Sustained13 = from.sustained13 + c.sustainedEarlier(q, 1, lasts13) + c.sustainedEarlier(q, 1, lasts13|from16Hours)
		counts.WeeksInWork, below16 = from.inWork[0].weeks(below16)
		counts.WeeksInWorkFrom16, from16 = from.inWork[1].weeks(from16)
		counts.WeeksInWork += counts.WeeksInWorkFrom16
		counts.InPostWeeks, inPost = from.inPost.weeks(inPost)
		counts.PlannedWeeks, planned = from.planned.weeks(planned)
		if q < len(quarters) {
			quarters[q] = counts
		} else {
			runOff.Then(&counts)
		}
	}
}

// sustainedEarlier counts the foreseen jobs of people who started them so many quarters before q and that lasted so long or longer.
func (c *centre) sustainedEarlier(q, quarters int, atLeast course) (people int) {
	if q < quarters {
		return 0
	}
	for course := atLeast; course <= atLeast|lasts52; course++ {
		people += c.quarters[q-quarters].foreseen[course]
	}
	return people
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
		weeks, inPost = from.inPost.weeks(inPost)
		into.LeaderInPostWeeks += weeks
		weeks, planned = from.planned.weeks(planned)
		into.LeaderPlannedWeeks += weeks
		into.LeaderLeavers += from.leavers
		into.LeaderHires += from.hires
	}
}

// weeks adds the level up over the quarter's weeks, given what it was before; after is what it is at the end.
func (l *level) weeks(before int) (sum, after int) {
	after = before + l.change
	return after*WeeksPerQuarter - l.missed, after
}

// closeRanks moves the line to the front of its storage once half of that is behind the head, so that it stays as
// small as the line is long and near at hand for the processor.
func (c *centre) closeRanks() {
	if 2*c.head >= len(c.line) {
		c.line = c.line[:copy(c.line, c.line[c.head:])]
		c.head = 0
	}
}
