package model

import "ipsplan/model/quantity"

// centre is one centre in the course of a draw. The slices indexed by week cover horizon and run-off.
type centre struct {
	horizon int
	// quarters are those of the horizon, then the run-off as a whole and then what takes the events after the time looked at; places says by week which of them it is in.
	// They add up the centres of a service. There is room for the longest of horizons, and for weeks to never and beyond.
	quarters [quartersRoom]quarter
	places   [4 * never]uint8

	// The staff's course, which does not depend on the people and is drawn first.
	ramp      Ramp     // made fine
	bends     []bend   // of the ramp
	worth     []worth  // by year of the horizon, of the work carried
	changes   []change // by week of the horizon; what is entered here and in moves is forgotten when it has been used
	changed   []bool   // by quarter: something is in changes
	moves     []move   // by week
	moving    []uint64 // by week, a bit: something is in moves
	capacity  []int32  // people, by week of the horizon
	weeks     []staffed
	losses    []loss
	lastEmpty int // week in which nobody is in post; before 0 if there is none

	caseload int     // people on it now
	freed    []int32 // places of people in work and of unemployed ones in turn, by week; more, for what happens after the time looked at

	referred
	rank     []int32          // how long the line was before each person came, and at the end
	joined   [weeksRoom]int32 // how long the line was at the end of each week, with all who have left it since
	line     people           // who is willing
	waited   int              // how many of them have waited since before the time that is gone through
	foreseen int              // until where it is known what follows if they engage
	asked    int              // until where it is known when they give up
	// Scratch: places in the line, and those of people with a job that lasts.
	some, long []int32
	// Scratch of countInEights.
	starts, ends []uint64

	// Where people are counted: those waiting, by year of referral and in all, and those whose last job, a short one below or from 16 hours, begins in a week.
	crowd   []int
	waiting int
	short   [][2]int
}

// quarter is what happened at one service in one quarter, or in the run-off.
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

// level is a number that changes during a quarter, or the run-off, and stays as it is afterwards.
type level struct {
	change int
	weeks  int // the sum of the changes, each times its week
}

// from makes the number larger from a week on.
func (l *level) from(week, by int) {
	l.change += by
	l.weeks += by * week
}

// at is where what happens in a week is counted.
func (c *centre) at(week int) *quarter {
	return &c.quarters[c.places[week&(len(c.places)-1)]&(quartersRoom-1)]
}

func newCentre(plan *Plan) centre {
	horizon := plan.Years * WeeksPerYear
	weeks := horizon + RunOffWeeks
	ramp := plan.Caseload.Ramp.finely()
	c := centre{
		horizon:  horizon,
		ramp:     ramp,
		worth:    plan.Caseload.worthByYear(plan.Years, &ramp),
		bends:    bendsOf(ramp),
		changes:  make([]change, horizon),
		changed:  make([]bool, horizon/WeeksPerQuarter),
		moves:    make([]move, weeks),
		moving:   make([]uint64, weeks/64+1),
		capacity: make([]int32, horizon, horizon+2*eight),
		weeks:    make([]staffed, weeks, weeks+heldAtOnce-1),
		freed:    make([]int32, 2*(weeks+2*never)),
		crowd:    make([]int, plan.Years),
		short:    make([][2]int, weeks),
	}
	for t := range c.places {
		switch {
		case t < horizon:
			c.places[t] = uint8(t / WeeksPerQuarter)
		case t < weeks:
			c.places[t] = uint8(c.runOffPlace())
		default:
			c.places[t] = uint8(c.runOffPlace() + 1)
		}
	}
	return c
}

// runOffPlace is the place of the run-off among the quarters.
func (c *centre) runOffPlace() int { return c.horizon / WeeksPerQuarter }

// quartersRoom is a power of two from the number of quarters of the longest horizon, and two, on.
const quartersRoom = 64

// reset makes it a centre where nothing has happened yet.
func (c *centre) reset() {
	clear(c.freed[:2*len(c.weeks)])
	clear(c.crowd)
	c.line.setLen(0)
	c.foreseen, c.asked, c.waiting, c.caseload = 0, 0, 0, 0
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
		c.freed[2*min(t, len(c.weeks))+inWork]++ // as if in work, since how these people leave is not counted
	}
}

// runOff empties the caseload after the horizon.
func (c *centre) runOff() {
	if c.caseload == 0 {
		return
	}
	freed := c.freed[2*c.horizon : 2*len(c.weeks)]
	left, longer := c.end(freed)
	now := c.at(c.horizon)
	now.peakCaseload += c.caseload - int(freed[inWork]+freed[unemployed]) // it never grows again
	now.leftUnemployed += left
	now.caseloadWeeks += c.caseload*len(freed)/2 - longer
}

// endSingly gives the people who leave the caseload unemployed in the run-off, whose freed places are given, and by how many weeks all who leave it would be on it longer if
// they did not.
func (c *centre) endSingly(freed []int32) (left, longer int) {
	caseload := c.caseload
	for weeks := len(freed) / 2; len(freed) > 1 && caseload > 0; weeks-- {
		leaving := int(freed[inWork] + freed[unemployed])
		left += int(freed[unemployed])
		longer += weeks * leaving
		caseload -= leaving
		freed = freed[2:]
	}
	return left, longer
}

// open makes it the first centre of a service.
func (c *centre) open() {
	clear(c.quarters[:c.runOffPlace()+1])
}

// report gives what was counted at a service by quarter of the horizon, and of the run-off.
func (c *centre) report(quarters []Counts, runOff *Counts) {
	var inPost, planned, below16, from16, gone int
	for q := range c.runOffPlace() + 1 {
		from, counts, weeks, end := &c.quarters[q], runOff, RunOffWeeks, len(c.weeks)
		if q < len(quarters) {
			counts, weeks, end = &quarters[q], WeeksPerQuarter, (q+1)*WeeksPerQuarter
		}
		counts.Referrals, counts.Declined = from.referrals, from.referrals-from.willing
		counts.GaveUp, counts.Engagements = from.gaveUp, from.engagements
		counts.LeftUnemployed = from.leftUnemployed
		counts.CaseloadWeeks, counts.CapacityWeeks = from.caseloadWeeks, from.capacityWeeks
		goneWeeks, goneEnd := from.goneInLine.over(weeks, end, gone)
		counts.WaitingWeeks, counts.WaitingEnd, gone = from.waitingWeeks-goneWeeks, from.waitingEnd-goneEnd, goneEnd
		counts.PeakCaseload = from.peakCaseload
		counts.Leavers, counts.Hires = from.leavers, from.hires
		counts.LeaderInPostWeeks, counts.LeaderPlannedWeeks, counts.LeaderLeavers, counts.LeaderHires = 0, 0, 0, 0 // until they report
		c.countForeseen(q)
		counts.JobStarts, counts.RepeatStarts, counts.JobStartsFrom16 = from.jobStarts, from.repeatStarts, from.jobStartsFrom16
		counts.Sustained13, counts.Sustained26, counts.Sustained52 = from.sustained13, from.sustained26, from.sustained52
		counts.Sustained13From16 = from.sustained13From16
		counts.WeeksInWork, below16 = from.inWork[0].over(weeks, end, below16)
		counts.WeeksInWorkFrom16, from16 = from.inWork[1].over(weeks, end, from16)
		counts.WeeksInWork += counts.WeeksInWorkFrom16
		counts.InPostWeeks, inPost = from.inPost.over(weeks, end, inPost)
		counts.PlannedWeeks, planned = from.planned.over(weeks, end, planned)
	}
}

// countForeseen counts the foreseen jobs that were started in a quarter, or the run-off: there, and those that last so long one, two and four quarters later, or
// in the run-off if that comes first. Nobody's job is foreseen who starts it in the run-off's last year.
func (c *centre) countForeseen(q int) {
	started, runOff := &c.quarters[q], c.runOffPlace()
	foreseen := &started.foreseen
	from16 := foreseen[lasts52|from16Hours]
	all := from16 + foreseen[lasts52]
	c.quarters[min(q+4, runOff)].sustained52 += all

	from16 += foreseen[lasts26|from16Hours]
	all += foreseen[lasts26] + foreseen[lasts26|from16Hours]
	c.quarters[min(q+2, runOff)].sustained26 += all

	from16 += foreseen[lasts13|from16Hours]
	all += foreseen[lasts13] + foreseen[lasts13|from16Hours]
	next := &c.quarters[min(q+1, runOff)]
	next.sustained13 += all
	next.sustained13From16 += from16

	started.jobStartsFrom16 += from16 + foreseen[endsEarly|from16Hours]
	started.jobStarts += all + foreseen[endsEarly] + foreseen[endsEarly|from16Hours]
}

// reportLeaders gives what was counted of a service's team leaders, who are no people's specialists.
func (c *centre) reportLeaders(quarters []Counts, runOff *Counts) {
	var inPost, planned int
	for q := range c.runOffPlace() + 1 {
		from, into, weeks, end := &c.quarters[q], runOff, RunOffWeeks, len(c.weeks)
		if q < len(quarters) {
			into, weeks, end = &quarters[q], WeeksPerQuarter, (q+1)*WeeksPerQuarter
		}
		into.LeaderInPostWeeks, inPost = from.inPost.over(weeks, end, inPost)
		into.LeaderPlannedWeeks, planned = from.planned.over(weeks, end, planned)
		into.LeaderLeavers += from.leavers
		into.LeaderHires += from.hires
	}
}

// over adds the level up over so many weeks up to an end, given what it was before; after is what it is then.
func (l *level) over(weeks, end, before int) (sum, after int) {
	after = before + l.change
	return before*weeks + end*l.change - l.weeks, after
}
