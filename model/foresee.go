package model

import (
	"math"
	"math/bits"

	"ipsplan/model/quantity"
)

// Most people search once, take one job or none, and no staff event disturbs them. Their course follows from their random
// numbers and their year's rates alone, whenever they engage; so it is foreseen for all who might engage. Whoever has
// another course is followed by [Simulator.follow] or, after a first job that is foreseen, by [Simulator.followFrom]; what comes of it is the same in both ways.

// course is how long a first job lasts, and whether it is one from 16 hours.
type course uint8

const (
	endsEarly course = iota
	lasts13          // weeks or longer
	lasts26
	lasts52
	from16Hours // in addition
	courses     = 2 * from16Hours
)

// foreseenAtOnce is how many people in the line are foreseen at least, so that each step is taken for several of them.
const foreseenAtOnce = 128

// foreseeUntil works out what follows for those in the line from one place to the one before another if they engage in a year, as far as that is not known, and for
// some after them. Whoever waits longer may never engage.
func (s *Simulator) foreseeUntil(from, until, year int) {
	c := &s.centre
	if first := max(c.foreseen, from); first < until {
		c.foreseen = min(max(until, first+foreseenAtOnce), c.line.len())
		s.foresee(first, c.foreseen, year)
	}
}

// foresee works out what follows for those in the line from one place to the one before another, if they engage in a year.
func (s *Simulator) foresee(from, until, year int) {
	c, v := &s.centre, &s.values
	var first firstJobLaw // field by field, as in searchAgain
	first.starts, first.exit, first.start = s.rates.jobStart[year].OfHalf(), v.toExit.Halves(), v.toJob.Halves()
	first.lasts, first.searchesAgain = s.rates.lasts[year].OfHalf(), v.searchesAgain.OfHalf()
	if v.from16 != nil {
		first.from16 = v.from16[year].OfHalf()
	}
	alike := v.alike()
	if alike {
		first.frees, first.inWork = 2*v.support.Table().Min()+inWork-unemployed, -1
	}
	addresses, aheads := c.line.addresses[from:until], c.line.aheads[from:until]
	unknown, longs := first.foresee(&c.line, from, until, c.some, c.long)
	for _, i := range c.some[:unknown] {
		at, p := addresses[i], &aheads[i]
		starts := first.starts.Mask(at.Bits()) != 0
		weeks := v.timeTo(starts).DrawHalf(ofJob(at, searchBranch, 0).Bits())
		*p = ahead{search: uint16(weeks), frees: uint16(2*weeks + unemployed)}
		if starts {
			first.foreseeJob(at, p)
		}
	}
	if alike {
		return
	}
	var long longJobLaw
	long.tenure, long.support, long.unlimited = v.tenure.Halves(), v.support.Halves(), v.unlimited.OfHalf()
	for _, i := range c.some[:long.foresee(&c.line, from, c.long[:longs], c.some)] {
		bits := ofJob(addresses[i], supportBranch, 0).Bits()
		long.foreseeJob(addresses[i], &aheads[i], v.tenure.DrawHalf(bits<<32), v.support.DrawHalf(bits))
	}
}

// Who starts a job, and whether it lasts, is as hard to guess as who is willing, so there is no branch for it in what follows either.

// firstJobLaw is the law of the first searches and jobs of those who engage in a year, apart from how long jobs last that last 13 weeks.
type firstJobLaw struct {
	starts               quantity.HalfChance
	exit, start          *quantity.Halves // weeks to an exit without a job, and to a job
	lasts, searchesAgain quantity.HalfChance
	from16               quantity.HalfChance
	// Of jobs that last, if all are alike: by how much the place in [ahead].frees is beyond that of an exit when the job would start; and -1, as support ends in work.
	frees, inWork int
}

// foreseeSingly works out the searches and jobs of those in the line from one place to the one before another. It writes the places, from the first of them on, of those whose weeks must be looked up, and of
// those whose job lasts 13 weeks, and gives how many they are.
func (l *firstJobLaw) foreseeSingly(line *people, from, until int, unknown, long []int32) (unknowns, longs int) {
	times, starting, starts := [...]*quantity.Halves{l.exit, l.start}, 0, l.starts
	addresses := line.addresses[from:until]
	aheads := line.aheads[from:until][:len(addresses)]
	for i, at := range addresses {
		seeks := starts.Mask(at.Bits()) & 1
		weeks := times[seeks].Draw(ofJob(at, searchBranch, 0).Bits())
		p := &aheads[i]
		p.frees, p.search, p.job, p.course = uint16(2*weeks+unemployed), uint16(weeks), 0, 0
		long[starting] = int32(i)
		starting += seeks
		if weeks < 0 {
			unknown[unknowns] = int32(i)
			unknowns++
		}
	}
	for _, i := range long[:starting] {
		p := &aheads[i]
		l.foreseeJob(addresses[i], p)
		long[longs] = i
		longs += int(p.course & 1) // of lasts52
	}
	return unknowns, longs
}

// foreseeJob works out the job of someone who starts one, given the search.
func (l *firstJobLaw) foreseeJob(at quantity.Address, p *ahead) {
	bits := ofJob(at, jobBranch, 0).Bits()
	lasting := l.lasts.Mask(bits >> 32)
	twelvefold := (bits & math.MaxUint32) * (SustainmentWeeks - 1) // see shortOne
	length := 1 + int(twelvefold>>32)
	again := l.searchesAgain.Mask(twelvefold^(twelvefold^bits)&uint64(lasting)) &^ (lasting & l.inWork)
	p.job = uint16(length ^ (length^never)&lasting)
	p.course = lasts52 & course(lasting)
	frees := int(p.frees) + (2*length ^ (2*length^l.frees)&lasting)
	p.frees = uint16(frees ^ (frees^searchesOn)&again)
	if l.from16 > 0 {
		p.course |= from16Hours & course(l.from16.Mask(ofJob(at, kindBranch, 0).Bits()))
	}
}

// longJobLaw is the law of jobs that last 13 weeks: their further weeks, the weeks of support in them, and whether that is unlimited.
type longJobLaw struct {
	tenure, support *quantity.Halves
	unlimited       quantity.HalfChance
}

// foreseeSingly works out how long jobs last that last 13 weeks, and how long support in them, of those in the line at some places, from one on. It writes the places of those whose weeks must be looked up, and gives
// how many they are.
func (l *longJobLaw) foreseeSingly(line *people, from int, long, unknown []int32) (unknowns int) {
	addresses, aheads := line.addresses[from:], line.aheads[from:]
	for _, i := range long {
		at := addresses[i]
		bits := ofJob(at, supportBranch, 0).Bits()
		tenure, support := l.tenure.Draw(bits<<32), l.support.Draw(bits)
		if tenure|support < 0 {
			unknown[unknowns] = i
			unknowns++
			continue
		}
		l.foreseeJob(at, &aheads[i], tenure, support)
	}
	return unknowns
}

// foreseeJob works out the rest of someone's job that lasts 13 weeks, given its further weeks and those of support.
func (l *longJobLaw) foreseeJob(at quantity.Address, p *ahead, tenure, support int) {
	job := SustainmentWeeks + tenure
	support |= never & l.unlimited.Mask(ofJob(at, kindBranch, 0).Bits()>>32)
	p.course -= course(after(2*SustainmentWeeks, job) + after(4*SustainmentWeeks, job))
	// Nobody can foresee which ends first, the job or the support, so there is no branch for it.
	jobFirst := after(support, job)
	frees := 2*(int(p.search)+(support^(support^job)&-jobFirst)) + unemployed&jobFirst
	again := jobFirst & after(1, int(p.frees)^searchesOn)
	p.job, p.frees = uint16(job), uint16(frees^(frees^searchesOn)&-again)
}

// foreseenWeeks is how long a first job must be within the time looked at to be foreseen: until its last sustainment.
const foreseenWeeks = 4 * SustainmentWeeks

// disturbs says whether anyone's search that begins in one of the weeks from first to last may end otherwise than as their random numbers have it.
func (s *Simulator) disturbs(first, last int) bool {
	c := &s.centre
	end := last + max(s.values.toJob.Max(), s.values.toExit.Max())
	return last+s.values.toJob.Max()+foreseenWeeks >= len(c.weeks) || end >= len(c.weeks) ||
		c.weeks[first].losses != c.weeks[end].losses || c.lastEmpty >= first
}

// isDisturbed is the answer for one person, if they engage in week t.
func (c *centre) isDisturbed(t int, at quantity.Address, p ahead) bool {
	due := t + int(p.search)
	return due+foreseenWeeks >= len(c.weeks) || !c.isCalm(t, due, uint32(ofJob(at, searchBranch, 0).Bits()))
}

// isCalm says whether nothing disturbs a search from one week to another, given its number. It may say no where nothing does, but never yes where something does.
func (c *centre) isCalm(from, due int, number uint32) bool {
	before := c.weeks[from].calm
	return due < len(c.weeks) && before > 0 && goesAt(number)*before < c.weeks[due].calm
}

// goesAt is the chance of staying at which a number lets a searching person go, or a little more.
func goesAt(number uint32) float32 { return float32(int64(number)+1) * perNumber }

const perNumber = 1.00001 / (1 << 32)

// findDisturbedSingly writes the places, from the first on, of those in the line from one place to the one before another whose search is disturbed if they engage in the week of their
// referral, and gives how many they are.
func (c *centre) findDisturbedSingly(from, until int, disturbed []int32) (number int) {
	for place := from; place < until; place++ {
		if c.isDisturbed(int(c.line.whens[place].referred), c.line.addresses[place], c.line.aheads[place]) {
			disturbed[number] = int32(place - from)
			number++
		}
	}
	return number
}

// countFirstJobsSingly counts the first jobs, as far as they are foreseen, of those in the line from one place to the one before another, who engaged in a year.
func (c *centre) countFirstJobsSingly(from, until int, cohort *foreseenCohort) {
	starters, n := c.some, 0
	whens, aheads := c.line.whens[from:until], c.line.aheads[from:until]
	for i := range whens {
		starters[n] = int32(i)
		n += after(int(aheads[i].job), 0) & after(notAsForeseen, int(whens[i].engaged))
	}
	for _, i := range starters[:n] {
		p := &aheads[i]
		start := int(whens[i].engaged) + int(p.search)
		end := start + int(p.job)
		hours := p.course / from16Hours % 2
		now, then := c.at(start), c.at(end)
		now.foreseen[p.course%courses]++
		now.inWork[hours].from(start, 1)
		then.inWork[hours].from(end, -1)
		cohort.add(after(int(p.job), SustainmentWeeks-1), int(p.search), 1)
	}
}

// after is 1 if one week is after another, and 0 if not. It takes no branch.
func after(week, other int) int { return int(uint(other-week) >> (bits.UintSize - 1)) }

// foreseenCohort counts the people of a year of engagement whose first job was foreseen, by the quarters to its start, begun ones counting:
// those whose job lasts less than 13 weeks and the others.
type foreseenCohort [2][lags]int32

const lags = 16 // more than there are quarters in the longest follow-up

// lagOf is the number of quarters, begun ones counting, in a number of weeks.
var lagOf = func() (quarters [4096]uint8) {
	for weeks := range quarters {
		quarters[weeks] = uint8(min((weeks+WeeksPerQuarter-1)/WeeksPerQuarter, lags-1))
	}
	return quarters
}()

// add counts people whose first search takes so many weeks.
func (c *foreseenCohort) add(lasting, weeks int, people int32) {
	c[lasting&1][lagOf[weeks&(len(lagOf)-1)]&(lags-1)] += people
}

// total is the number of people, and of those whose job lasts 13 weeks or longer.
func (c *foreseenCohort) total() (people, lasting int) {
	for lag := range lags {
		people += int(c[0][lag] + c[1][lag])
		lasting += int(c[1][lag])
	}
	return people, lasting
}

// add counts those whose course was foreseen too, and makes counts by the shortest follow-up into counts by every one that covers the event.
func (c *Cohort) add(foreseen *foreseenCohort) {
	started, sustained, jobs, lasting := 0, 0, 0, 0
	lag := 1
	for i, weeks := range CohortWeeks {
		for ; lag <= weeks/WeeksPerQuarter; lag++ {
			jobs += int(foreseen[0][lag] + foreseen[1][lag])
			lasting += int(foreseen[1][lag-1]) // sustained a quarter later
		}
		started += c.JobWithin[i]
		sustained += c.SustainedWithin[i]
		c.JobWithin[i], c.SustainedWithin[i] = started+jobs, sustained+lasting
	}
}
