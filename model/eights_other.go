//go:build !amd64

package model

import "ipsplan/model/quantity"

func (r *referred) draw(first, last int, weeks quantity.Children, all int, law *quantity.Table) int {
	return r.drawSingly(first, last, weeks, all, law)
}

func (r *referred) arrive(line *people, arrived, from, all int, ranks []int32, willing quantity.HalfChance) int {
	return r.arriveSingly(line, arrived, from, all, ranks, willing)
}

func (l *firstJobLaw) foresee(line *people, from, until int, unknown, long []int32) (unknowns, longs int) {
	return l.foreseeSingly(line, from, until, unknown, long)
}

func (l *longJobLaw) foresee(line *people, from int, long, unknown []int32) (unknowns int) {
	return l.foreseeSingly(line, from, long, unknown)
}

func (c *centre) findDisturbed(from, until int, disturbed []int32) int {
	return c.findDisturbedSingly(from, until, disturbed)
}

func (c *centre) countFirstJobs(from, until int, cohort *foreseenCohort) {
	c.countFirstJobsSingly(from, until, cohort)
}

func (s *Simulator) foreseen(people int, milestones []Milestones) (n int) {
	return s.milestonesSingly(people, milestones)
}

func (c *centre) room(joined, freed, capacity []int32, caseload int) int {
	return c.roomSingly(joined, freed, capacity, caseload)
}

func (c *centre) passQuarters(from, first, last, line int) {
	c.passQuartersSingly(from, first, last, line)
}

func (c *centre) carry() { c.carrySingly() }

func (c *centre) holdWeeks(from, until int, now staffed) { c.holdSingly(from, until, now) }

func (c *centre) end(freed []int32) (left, longer int) { return c.endSingly(freed) }

func (p *people) askFromOn(place int, givesUp *quantity.Trials, _ []int32) (until int) {
	p.ask(place, givesUp)
	return place + 1
}
