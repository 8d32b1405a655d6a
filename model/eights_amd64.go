package model

import "ipsplan/model/quantity"

// inEights says whether eight people are taken at once.
var inEights = quantity.InEights()

//lint:ignore U1000 the assembly asks for it
const halvesBits = quantity.HalvesBits

// drawInEights works with numbers that are in rising order in a row from upTo on, the surely-th of which is large.
//
//go:noescape
func drawInEights(r *referred, first, last int, weeks quantity.Children, all int, upTo *uint64, smallest, surely int) int

//go:noescape
func arriveInEights(
	addresses *quantity.Address, whens *when, arrived, from int, weekOf *uint8, number int, people *quantity.Children, ranks *int32, willing quantity.HalfChance,
) int

//go:noescape
func foreseeInEights(l *firstJobLaw, addresses *quantity.Address, aheads *ahead, number int, unknown, long *int32) (unknowns, longs int)

//go:noescape
func foreseeLongInEights(l *longJobLaw, addresses *quantity.Address, aheads *ahead, number int, long, unknown *int32) (unknowns int)

//go:noescape
func disturbedInEights(addresses *quantity.Address, whens *when, aheads *ahead, number int, calm *float32, foreseen int, perNumber float32, disturbed *int32) int

//go:noescape
func countInEights(quarters *quarter, whens *when, aheads *ahead, number int, starts, ends *uint64, cohort *foreseenCohort, horizon, end int)

// milestonesInEights has the service and the centre in one number, as they stand side by side.
//
//go:noescape
func milestonesInEights(whens *when, aheads *ahead, number int, milestones *Milestones, place uint64, end int) (n int)

//go:noescape
func roomInEights(joined, freed, capacity *int32, weeks, caseload int) int

//go:noescape
func passInEights(joined, freed *int32, quarters *quarter, number, line, caseload int) (end int)

// areFew says whether the caseload, given what it was before without the line, stays below fewEnough if all in the line come.
func areFew(joined []int32, caseload int) bool {
	return caseload+int(joined[len(joined)-1]) <= fewEnough
}

func (c *centre) room(joined, freed, capacity []int32, caseload int) int {
	if !inEights || !areFew(joined, caseload) {
		return c.roomSingly(joined, freed, capacity, caseload)
	}
	return roomInEights(&joined[0], &freed[0], &capacity[0], len(joined), caseload)
}

func (c *centre) passQuarters(from, first, last, line int) {
	week, caseload := first*WeeksPerQuarter, c.caseload-line
	if !inEights || !areFew(c.joined[:last*WeeksPerQuarter], caseload) {
		c.passQuartersSingly(from, first, last, line)
		return
	}
	c.caseload = passInEights(&c.joined[week], &c.freed[2*(from+week)], c.at(from+week), last-first, line, caseload)
}

func (r *referred) draw(first, last int, weeks quantity.Children, all int, law *quantity.Table) int {
	if !inEights {
		return r.drawSingly(first, last, weeks, all, law)
	}
	upTo, surely := law.UpTo()
	return drawInEights(r, first, last, weeks, all, &upTo[0], law.Min(), surely)
}

func (r *referred) arrive(line *people, arrived, from, all int, ranks []int32, willing quantity.HalfChance) int {
	if !inEights || all == 0 {
		return r.arriveSingly(line, arrived, from, all, ranks, willing)
	}
	return arriveInEights(&line.addresses[0], &line.whens[0], arrived, from, &r.weekOf[0], all, &r.people[0], &ranks[0], willing)
}

func (l *firstJobLaw) foresee(line *people, from, until int, unknown, long []int32) (unknowns, longs int) {
	if !inEights {
		return l.foreseeSingly(line, from, until, unknown, long)
	}
	return foreseeInEights(l, &line.addresses[from], &line.aheads[from], until-from, &unknown[0], &long[0])
}

func (l *longJobLaw) foresee(line *people, from int, long, unknown []int32) (unknowns int) {
	if !inEights || len(long) == 0 {
		return l.foreseeSingly(line, from, long, unknown)
	}
	return foreseeLongInEights(l, &line.addresses[from], &line.aheads[from], len(long), &long[0], &unknown[0])
}

func (c *centre) findDisturbed(from, until int, disturbed []int32) int {
	if !inEights {
		return c.findDisturbedSingly(from, until, disturbed)
	}
	line := &c.line
	return disturbedInEights(
		&line.addresses[from], &line.whens[from], &line.aheads[from], until-from, &c.weeks[0].calm, len(c.weeks)-foreseenWeeks, perNumber, &disturbed[0],
	)
}

func (c *centre) countFirstJobs(from, until int, cohort *foreseenCohort) {
	if !inEights {
		c.countFirstJobsSingly(from, until, cohort)
		return
	}
	if room := until - from + eight; room > len(c.starts) {
		c.starts, c.ends = make([]uint64, 2*room), make([]uint64, 2*room)
	}
	countInEights(
		&c.quarters[0], &c.line.whens[from], &c.line.aheads[from], until-from, &c.starts[0], &c.ends[0], cohort, c.horizon, len(c.weeks),
	)
}

// foreseen writes the milestones of the first so many in the line who engaged and went through what was foreseen to its end, and gives how many they are. There is room for eight more.
func (s *Simulator) foreseen(people int, milestones []Milestones) (n int) {
	if !inEights || people == 0 {
		return s.milestonesSingly(people, milestones)
	}
	line, place := &s.centre.line, uint64(s.here.Service)|uint64(s.here.Centre)<<32
	return milestonesInEights(&line.whens[0], &line.aheads[0], people, &milestones[0], place, len(s.centre.weeks))
}

//go:noescape
func carryInEights(changes *change, changed *bool, capacity *int32, quarters *quarter, worth *worth, number int, fullTime int64)

//go:noescape
func holdInEights(weeks *staffed, number int, losses int32, calm float32)

//go:noescape
func endInEights(freed *int32, weeks int) (left, longer int)

func (c *centre) carry() {
	if !inEights {
		c.carrySingly()
		return
	}
	carryInEights(
		&c.changes[0], &c.changed[0], &c.capacity[0], &c.quarters[0], &c.worth[0], len(c.changed), c.ramp.fullTime(),
	)
}

func (c *centre) holdWeeks(from, until int, now staffed) {
	if !inEights {
		c.holdSingly(from, until, now)
		return
	}
	holdInEights(&c.weeks[from], until-from, now.losses, now.calm)
}

func (c *centre) end(freed []int32) (left, longer int) {
	if !inEights || c.caseload > fewEnough {
		return c.endSingly(freed)
	}
	return endInEights(&freed[0], len(freed)/2)
}

// fewEnough is a number of people whose weeks, in a quarter or in the run-off, add up to a number of 32 bits.
const fewEnough = 1 << 31 / RunOffWeeks

// askInEights works with the reciprocal of a logarithm, 1/ln(1 − p) of the weekly chance p, and does not know the week where the result is nearer to a whole number than a margin.
//
//go:noescape
func askInEights(addresses *quantity.Address, whens *when, goneFrom *uint16, number int, byLog, margin float64, unknown *int32) (unknowns int)

// askFromOn finds out when they give up of the one at a place in the line and, where that costs little more, of those after, until another place.
func (p *people) askFromOn(place int, givesUp *quantity.Trials, scratch []int32) (until int) {
	byLog, margin := givesUp.ByLog()
	if !inEights || margin > 0.4 { // where hardly anybody ever gives up, everything is near a whole number
		p.ask(place, givesUp)
		return place + 1
	}
	until = min(place+askedAtOnce, p.len())
	for _, i := range scratch[:askInEights(&p.addresses[place], &p.whens[place], &p.goneFrom[place], until-place, byLog, margin, &scratch[0])] {
		p.ask(place+int(i), givesUp)
	}
	return until
}

// askedAtOnce is of how many people it is found out together when they give up.
const askedAtOnce = 64
