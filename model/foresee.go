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
	c.foreseen = max(c.foreseen, from)
	for c.foreseen < until {
		first, end := c.foreseen, len(c.line)
		if first < c.waited { // whose first jobs are counted one by one
			end = c.waited
		}
		c.foreseen = min(max(until, first+foreseenAtOnce), end)
		starters := s.foresee(c.line[first:c.foreseen], year)
		if first > c.waited {
			for i := range starters {
				starters[i] += int32(first - c.waited)
			}
		}
		if first >= c.waited {
			c.starting += len(starters)
		}
	}
}

// foresee works out what follows for people if they engage in a year, and gives the places of those who will start a job.
func (s *Simulator) foresee(people []person, year int) (starters []int32) {
	c, v := &s.centre, &s.values
	if need := 2 * len(people); need > len(c.starters)-c.starting || need > len(c.again) {
		c.starters, c.again = append(c.starters, make([]int32, 2*need)...), make([]int32, 2*need)
	}
	places := c.starters[c.starting:]
	searches := searchLaw{s.rates.jobStart[year].OfHalf(), [...]*quantity.Halves{v.toExit.Halves(), v.toJob.Halves()}}
	starting, known := searches.foresee(people, places)
	for _, i := range places[known:] {
		p := &people[i]
		weeks := v.timeTo(searches.starts.Mask(p.address.Bits()) != 0).DrawHalf(ofJob(p.address, searchBranch, 0).Bits())
		p.search, p.frees = uint16(weeks), uint16(2*weeks+unemployed)
	}
	s.foreseeJobs(people, places[:starting], year)
	return places[:starting]
}

// foreseeJobs works out the first jobs of the starters among people.
func (s *Simulator) foreseeJobs(people []person, starters []int32, year int) {
	v := &s.values
	alike := v.alike()
	jobs := jobLaw{lasts: s.rates.lasts[year].OfHalf(), searchesAgain: v.searchesAgain.OfHalf()}
	if alike {
		jobs.frees, jobs.inWork = 2*v.support.Table().Min()+inWork-unemployed, -1
	}
	jobs.foresee(people, starters)
	if v.from16 != nil {
		from16 := v.from16[year].OfHalf()
		for _, i := range starters {
			p := &people[i]
			p.course |= from16Hours & course(from16.Mask(ofJob(p.address, kindBranch, 0).Bits()))
		}
	}
	if alike {
		return
	}
	long, n := s.centre.again, 0
	for _, i := range starters {
		long[n] = i
		n += int(people[i].course & 1) // of lasts52
	}
	law := longJobLaw{&v.tenure, &v.support, v.tenure.Halves(), v.support.Halves(), v.unlimited.OfHalf()}
	law.foresee(people, long[:n])
}

// Who starts a job, and whether it lasts, is as hard to guess as who is willing, so there is no branch for it in what follows either.

// searchLaw is the law of first searches of those who engage in a year: who starts a job, and the weeks to an exit and to a job.
type searchLaw struct {
	starts quantity.HalfChance
	times  [2]*quantity.Halves
}

// foresee works out people's searches. It writes the places of those who will start a job from the front, up to
// the first result, and of those whose weeks must be looked up from the back, down to the second.
func (l *searchLaw) foresee(people []person, places []int32) (starting, known int) {
	known = len(places)
	for i := range people {
		p := &people[i]
		bits := ofJob(p.address, searchBranch, 0).Bits()
		seeks := l.starts.Mask(p.address.Bits()) & 1
		weeks := l.times[seeks].Draw(bits)
		p.staying, p.search, p.job, p.frees = uint32(bits), uint16(weeks), 0, uint16(2*weeks+unemployed)
		places[starting] = int32(i)
		starting += seeks
		if weeks < 0 {
			known--
			places[known] = int32(i)
		}
	}
	return starting, known
}

// jobLaw is the law of first jobs of those who engage in a year.
type jobLaw struct {
	lasts, searchesAgain quantity.HalfChance
	// Of jobs that last, if all are alike: by how much the place in [person].frees is beyond that of an exit when the job would start; and -1, as support ends in work.
	frees, inWork int
}

// foresee works out the jobs of the starters among people.
func (l *jobLaw) foresee(people []person, starters []int32) {
	for _, i := range starters {
		p := &people[i]
		bits := ofJob(p.address, jobBranch, 0).Bits()
		lasting := l.lasts.Mask(bits >> 32)
		twelvefold := (bits & math.MaxUint32) * (SustainmentWeeks - 1) // see shortOne
		length := 1 + int(twelvefold>>32)
		again := l.searchesAgain.Mask(twelvefold^(twelvefold^bits)&uint64(lasting)) &^ (lasting & l.inWork)
		p.job = uint16(length ^ (length^never)&lasting)
		p.course = lasts52 & course(lasting)
		frees := int(p.frees) + (2*length ^ (2*length^l.frees)&lasting)
		p.frees = uint16(frees ^ (frees^searchesOn)&again)
	}
}

// longJobLaw is the law of jobs that last 13 weeks: their further weeks, the weeks of support in them, and whether that is unlimited.
type longJobLaw struct {
	tenure, support             *quantity.Weeks
	tenureHalves, supportHalves *quantity.Halves // of them
	unlimited                   quantity.HalfChance
}

// foresee works out how long the jobs last, and how long support in them, of those among people whose jobs last 13 weeks.
func (l *longJobLaw) foresee(people []person, long []int32) {
	for _, i := range long {
		p := &people[i]
		bits := ofJob(p.address, supportBranch, 0).Bits()
		tenure, support := l.tenureHalves.Draw(bits<<32), l.supportHalves.Draw(bits)
		if tenure|support < 0 {
			tenure, support = l.tenure.DrawHalf(bits<<32), l.support.DrawHalf(bits)
		}
		job := SustainmentWeeks + tenure
		support |= never & l.unlimited.Mask(ofJob(p.address, kindBranch, 0).Bits()>>32)
		p.course -= course(after(2*SustainmentWeeks, job) + after(4*SustainmentWeeks, job))
		// Nobody can foresee which ends first, the job or the support, so there is no branch for it.
		jobFirst := after(support, job)
		frees := 2*(int(p.search)+(support^(support^job)&-jobFirst)) + unemployed&jobFirst
		again := jobFirst & after(1, int(p.frees)^searchesOn)
		p.job, p.frees = uint16(job), uint16(frees^(frees^searchesOn)&-again)
	}
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

// isDisturbed is the answer for one person, who engages in week t.
func (s *Simulator) isDisturbed(t int, p *person) bool {
	due := t + int(p.search)
	return due+foreseenWeeks >= len(s.centre.weeks) || !s.centre.isCalm(t, due, p.staying)
}

// isCalm says whether nothing disturbs a search from one week to another, given its number. It may say no where nothing does, but never yes where something does.
func (c *centre) isCalm(from, due int, number uint32) bool {
	before := c.weeks[from].calm
	return due < len(c.weeks) && before > 0 && goesAt(number)*before < c.weeks[due].calm
}

// goesAt is the chance of staying at which a number lets a searching person go, or a little more.
func goesAt(number uint32) float32 {
	return float32(int64(number)+1) * (1.00001 / (1 << 32))
}

// countFirstJobs counts what was foreseen of the starters among people who engage in a year.
func (c *centre) countFirstJobs(people []person, starters []int32, cohort *foreseenCohort) {
	for _, i := range starters {
		p := &people[i]
		start := int(p.engaged) + int(p.search)
		end := start + int(p.job)
		hours := p.course / from16Hours % 2
		now, then := c.at(start), c.at(end)
		now.foreseen[p.course%courses]++
		now.inWork[hours].from(start, 1)
		then.inWork[hours].from(end, -1)
		cohort.add(after(int(p.job), SustainmentWeeks-1), int(p.search), int32(after(notAsForeseen, int(p.engaged))))
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
