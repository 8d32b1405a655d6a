package model

import "ipsplan/model/quantity"

// Where many people come each week, those who wait are alike but for the year of their referral, so they are counted and
// not named: how many are willing, give up and will start a job is one binomial number each, and people have addresses
// only from the week of engagement on. Distributions are those of naming; what is lost is that people keep their
// luck when they engage in another week.

// Branches of the random addresses of a week in which people are counted. The address itself decides the number of
// referrals. Those that concern people who wait or engage are followed by the year of their referral.
const (
	willingBranch = iota
	givingUpBranch
	startingBranch
	lastingBranch
	searchingBranch
	leaverBranch        // weeks to exit
	leaversBranch       // one by one
	shortBranch         // weeks of the short jobs that start in the week, by hours
	hoursBranch    = 16 // and one for each kind of job
	starterBranch  = 32 // weeks to the job, and so with a branch for each kind of job and hours
	startersBranch = 48 // one by one
)

// branchOf is the address of a branch for people referred in a year.
func branchOf(week quantity.Address, branch, referred int) quantity.Address {
	return week.At(uint64(branch) | uint64(referred)<<8)
}

// countIn takes the quarter that begins in week from as refer and takeIn do, without naming anyone who waits.
func (s *Simulator) countIn(from int, people quantity.Address, arrivals []*arrivalLaw) {
	c, v := &s.centre, &s.values
	year, now := from/WeeksPerYear, c.at(from)
	peak, referred := 0, 0
	for i, law := range v.periodOfWeek[from : from+WeeksPerQuarter] {
		t := from + i
		week := people.At(uint64(t))
		s.endShortJobs(t, week)
		freed := c.freed[2*t:]
		c.caseload -= int(freed[inWork] + freed[unemployed])
		now.leftUnemployed += int(freed[unemployed])
		for y, waiting := range c.crowd[:year+1] {
			if waiting == 0 {
				continue
			}
			gaveUp := v.giveUps.Draw(waiting, branchOf(week, givingUpBranch, y))
			c.crowd[y] -= gaveUp
			c.waiting -= gaveUp
			now.gaveUp += gaveUp
		}
		referrals := arrivals[law].table.Draw(week.Bits())
		willing := s.rates.willing.in[year].Draw(referrals, week.At(willingBranch))
		referred += referrals
		now.willing += willing
		c.crowd[year] += willing
		c.waiting += willing
		places := min(int(c.capacity[t])-c.caseload, c.waiting)
		for y := 0; places > 0; y++ {
			engaging := min(places, c.crowd[y])
			if engaging == 0 {
				continue
			}
			c.crowd[y] -= engaging
			c.waiting -= engaging
			places -= engaging
			s.engage(engaging, y, t, week)
		}
		now.waitingWeeks += c.waiting
		now.caseloadWeeks += c.caseload
		peak = max(peak, c.caseload)
	}
	now.referrals += referred
	s.trajectory.Credited[year].Referrals += referred
	now.waitingEnd += c.waiting
	now.peakCaseload += peak
}

// kind is what is known of a first job before its time comes.
type kind int

const (
	unknown kind = iota
	lasting
	short
	shortWithAnother // and the person searches on
	kinds
)

// engage takes people who were referred in a year into the caseload in week t.
func (s *Simulator) engage(people, referred, t int, week quantity.Address) {
	c, v := &s.centre, &s.values
	year := t / WeeksPerYear
	starting := s.rates.starting.in[year].Draw(people, branchOf(week, startingBranch, referred))
	if people > starting {
		s.leaveWithoutJob(people-starting, referred, t, week)
	}
	if starting > 0 {
		var of [kinds]int
		of[lasting] = s.rates.lasting.in[year].Draw(starting, branchOf(week, lastingBranch, referred))
		of[shortWithAnother] = v.searching.Draw(starting-of[lasting], branchOf(week, searchingBranch, referred))
		of[short] = starting - of[lasting] - of[shortWithAnother]
		for kind := lasting; kind < kinds; kind++ {
			long := 0
			if v.from16 != nil {
				long = v.ofLongHours.in[year].Draw(of[kind], branchOf(week, hoursBranch+int(kind), referred))
			}
			s.startJobs(of[kind]-long, kind, 0, referred, t, week)
			s.startJobs(long, kind, from16Hours, referred, t, week)
		}
	}
	c.caseload += people
	c.at(t).engagements += people
	s.trajectory.Cohorts[year].Engaged += people
	s.trajectory.Credited[referred].Engagements += people
}

// leaveWithoutJob takes people who will not start a job off the caseload again.
func (s *Simulator) leaveWithoutJob(people, referred, t int, week quantity.Address) {
	c := &s.centre
	group := group{t: t, referred: referred, at: branchOf(week, leaversBranch, referred)}
	s.parts = s.values.exits.Draw(people, branchOf(week, leaverBranch, referred), s.parts[:0])
	for _, part := range s.parts {
		n := part.People
		if !c.undisturbed(t, part.Number) {
			group.weeks = part.Number
			n = s.followDisturbed(n, &group)
		}
		c.freed[2*min(t+part.Number, len(c.weeks))+unemployed] += int32(n)
	}
}

// startJobs takes people with a kind of first job, below or from 16 hours, through it.
func (s *Simulator) startJobs(people int, kind kind, hours course, referred, t int, week quantity.Address) {
	if people == 0 {
		return
	}
	c, v := &s.centre, &s.values
	branch := int(kind) | int(hours)
	year := t / WeeksPerYear
	group := group{t: t, referred: referred, at: branchOf(week, startersBranch+branch, referred)}
	group.starts, group.kind, group.from16 = true, kind, int(hours/from16Hours)
	simple := kind == short || kind == lasting && v.alike()
	course, support, lasts := lasts52|hours, v.support.Table().Min(), 1
	if kind == short {
		course, lasts = endsEarly|hours, 0
	}
	s.parts = v.starts.Draw(people, branchOf(week, starterBranch+branch, referred), s.parts[:0])
	for _, part := range s.parts {
		start, n := t+part.Number, part.People
		group.alone = !simple || start+foreseenWeeks >= len(c.weeks)
		if group.alone || !c.undisturbed(t, part.Number) {
			group.weeks = part.Number
			if n = s.followDisturbed(n, &group); n == 0 {
				continue
			}
		}
		if kind == short {
			c.short[start][hours/from16Hours] += n
		} else {
			c.freed[2*min(start+support, len(c.weeks))+inWork] += int32(n)
		}
		now := c.at(start)
		now.foreseen[course] += n
		now.inWork[hours/from16Hours].from(start, n)
		s.foreseenWithin[year].add(lasts, part.Number, int32(n))
		if referred < year {
			s.trajectory.creditJobs(referred, year, n, lasts*n)
		}
	}
}

// group is people who engage in week t and of whom the same is known.
type group struct {
	search
	t, referred int
	at          quantity.Address // whose children those of them have who are followed one by one
	followed    int              // so far
}

// undisturbed says whether no specialist leaves during searches that begin in week t, and someone is in post at their end.
func (c *centre) undisturbed(t, weeks int) bool {
	due := &c.weeks[min(t+weeks, len(c.weeks)-1)]
	return c.weeks[t].losses == due.losses && !due.isEmpty()
}

// followDisturbed follows those of n people of a group who do not go through their search as foreseen, and says how many do.
func (s *Simulator) followDisturbed(n int, g *group) (undisturbed int) {
	c := &s.centre
	for range n {
		address := g.at.At(uint64(g.followed))
		g.followed++
		g.bits = address.Bits()
		if !g.alone && c.isCalm(g.t, g.t+g.weeks, uint32(g.bits)) {
			undisturbed++
			continue
		}
		s.followFrom(address, when{referred: uint16(g.referred * WeeksPerYear)}, g.t, &g.search)
	}
	return undisturbed
}

// endShortJobs ends, 1 to 12 weeks later, the short jobs that were counted in week t and that nothing follows.
func (s *Simulator) endShortJobs(t int, week quantity.Address) {
	c := &s.centre
	for hours, people := range c.short[t] {
		if people == 0 {
			continue
		}
		s.parts = s.values.shortJobs.Draw(people, branchOf(week, shortBranch, hours), s.parts[:0])
		for _, part := range s.parts {
			end := min(t+part.Number, len(c.weeks))
			c.freed[2*end+unemployed] += int32(part.People)
			c.at(end).inWork[hours].from(end, -part.People)
		}
	}
	c.short[t] = [2]int{}
}
