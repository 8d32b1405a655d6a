package model

import (
	"math"
	"slices"
)

// Milestones are what outcomes are counted by of someone who engaged: an [Episode] in short. NoWeek stands where something never came.
type Milestones struct {
	Service, Centre int32 // positions in the plan
	Position        int32 // among the week's referrals to the centre, from 0
	Referred, Left  int16 // weeks
	// Reached are the weeks of engagement, of the start of the first job, and in which 13, 26 and 52 weeks in a job were reached for the first time.
	Reached [5]int16
	// From16 has a bit for each that was reached by a job of 16 hours a week or more; 1 << 1 for the start of the first job.
	From16 uint32
}

// Milestones are those of someone who engaged.
func (e *Episode) Milestones() Milestones {
	m := Milestones{
		Service: int32(e.Service), Centre: int32(e.Centre), Position: int32(e.Position), Referred: int16(e.Referred), Left: int16(e.Left),
		Reached: [...]int16{int16(e.Engaged), NoWeek, int16(e.Sustained13), int16(e.Sustained26), int16(e.Sustained52)},
	}
	if len(e.Jobs) > 0 {
		m.Reached[1] = int16(e.Jobs[0].Start)
	}
	for i, weeks := range [...]int{1: 0, SustainmentWeeks, 2 * SustainmentWeeks, 4 * SustainmentWeeks} {
		isIts := func(j Job) bool { return j.Start+weeks == int(m.Reached[i]) }
		if job := slices.IndexFunc(e.Jobs, isIts); i > 0 && job >= 0 && e.Jobs[job].From16 {
			m.From16 |= 1 << i
		}
	}
	return m
}

// begin makes them those of someone at a place who engages in week t and has reached nothing else yet.
func (m *Milestones) begin(here *Episode, came when, t int) {
	m.Service, m.Centre, m.Position, m.Referred = int32(here.Service), int32(here.Centre), came.position, int16(came.referred)
	m.Reached[0], m.Reached[1], m.Reached[2], m.Reached[3], m.Reached[4] = int16(t), NoWeek, NoWeek, NoWeek, NoWeek
	m.Left, m.From16 = NoWeek, 0
}

// reach enters a milestone reached in a week by a job, of 16 hours or more (1) or not (0).
func (m *Milestones) reach(milestone, week, from16 int) {
	m.Reached[milestone] = int16(week)
	m.From16 |= uint32(from16) << milestone
}

// foresee makes them those of someone at a place who engaged and has what is foreseen ahead, before the time looked at ends. It gives 1 if they went through it to its end, and 0 if not.
func (m *Milestones) foresee(here *Episode, came when, p *ahead, end int) int {
	t, frees, job := int(came.engaged), int(p.frees), int(p.job)
	start, left := t+int(p.search), t+frees/2
	m.Service, m.Centre, m.Position, m.Referred = int32(here.Service), int32(here.Centre), came.position, int16(came.referred)
	// Nobody can predict any of this: instead of a branch, what was not reached has all bits set. What was is within the time looked at, see isDisturbed.
	noJob := -after(1, job)
	m.Left = int16(left | -after(left, end-1))
	course := p.course % courses
	weeks := (uint64(start)*fourTimes + weeksToReach) | notReached[course] | uint64(noJob) // four numbers side by side
	m.Reached[0] = int16(t)
	m.Reached[1], m.Reached[2], m.Reached[3], m.Reached[4] = int16(weeks), int16(weeks>>16), int16(weeks>>32), int16(weeks>>48)
	m.From16 = uint32(reachedFrom16[course]) // 0 for who has no job
	goesOn := after(1, frees^searchesOn) & after(end, start+job)
	return after(notAsForeseen, t) &^ goesOn
}

// milestonesSingly writes the milestones of the first so many in the line who engaged and went through what was foreseen to its end, and gives how many they are.
func (s *Simulator) milestonesSingly(people int, milestones []Milestones) (n int) {
	line, end := &s.centre.line, len(s.centre.weeks)
	for i := range people {
		n += milestones[n].foresee(&s.here, line.whens[i], &line.aheads[i], end) // the next person over those who have another course
	}
	return n
}

// Weeks of the start of a job and of its sustainments side by side, in 16 bits each.
const (
	fourTimes    = 1 | 1<<16 | 1<<32 | 1<<48
	weeksToReach = SustainmentWeeks<<16 | 2*SustainmentWeeks<<32 | 4*SustainmentWeeks<<48
)

// notReached has, side by side, NoWeek for what a job of each course does not reach, and 0 for what it does.
var notReached = [courses]uint64{
	endsEarly: afterStart, lasts13: after13, lasts26: after26,
	from16Hours: afterStart, from16Hours | lasts13: after13, from16Hours | lasts26: after26,
}

const (
	afterStart = math.MaxUint64 - math.MaxUint16
	after13    = math.MaxUint64 - math.MaxUint32
	after26    = math.MaxUint64 - (1<<48 - 1)
)

// reachedFrom16 are the bits of [Milestones].From16 for a job of each course.
var reachedFrom16 = [courses]uint8{from16Hours: 0b10, from16Hours | lasts13: 0b110, from16Hours | lasts26: 0b1110, from16Hours | lasts52: 0b11110}

// keepForeseen keeps the milestones of the first so many in the line who engaged and went through what was foreseen to its end.
func (s *Simulator) keepForeseen(people int) {
	n := len(*s.Engaged)
	kept := slices.Grow(*s.Engaged, people+eight)[:n+people+eight]
	*s.Engaged = kept[:n+s.foreseen(people, kept[n:])]
}
