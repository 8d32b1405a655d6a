package model

import "ipsplan/model/quantity"

// Doubt says what differs from draw to draw.
type Doubt int

const (
	// LuckAndIgnorance draws the uncertain quantities and lets chance decide the rest.
	LuckAndIgnorance Doubt = iota
	// LuckOnly holds every uncertain quantity at its mean.
	LuckOnly
)

// Simulator makes draws of one plan. It is not safe for use by several goroutines; each worker makes its own.
type Simulator struct {
	// Observe, if not nil, is called once for every person referred, in no particular order. The Episode is valid during the call only.
	// People are then named everywhere, whatever the plan says.
	Observe func(*Episode)
	// Luck is the number of the stream of luck. Draws of one number in different streams have the same uncertain quantities and
	// differ by chance alone.
	Luck uint64

	plan    *Plan
	root    quantity.Address // of seed and stream
	doubt   Doubt
	horizon int  // weeks
	counts  bool // people at the present service, instead of naming them

	drawn          bool // whether there was a draw, and
	lastDraw       int  // its number: of the values
	values         values
	rates          rates // of the service that is being simulated
	centre         centre
	here           Episode // of someone about whom nothing is known but the place
	episode        Episode // of the person who is being followed, when they are observed
	trajectory     Trajectory
	foreseenWithin []foreseenCohort // by year of engagement
	parts          []quantity.Part  // scratch
}

// NewSimulator prepares draws of a plan under a seed. It fails when the plan is not valid. The plan must not be changed afterwards.
func NewSimulator(plan *Plan, seed uint64, doubt Doubt) (*Simulator, error) {
	if err := plan.Validate(); err != nil {
		return nil, err
	}
	s := &Simulator{
		plan:    plan,
		root:    quantity.Root(seed).Named(plan.Stream),
		doubt:   doubt,
		horizon: plan.Years * WeeksPerYear,
		values:  newValues(plan),
		centre:  newCentre(plan),
		trajectory: Trajectory{
			Quarters: make([][]Counts, len(plan.Services)),
			RunOff:   make([]Counts, len(plan.Services)),
			Cohorts:  make([]Cohort, plan.Years),
			Credited: make([]Credit, plan.Years),
		},
		foreseenWithin: make([]foreseenCohort, plan.Years),
	}
	for i := range s.trajectory.Quarters {
		s.trajectory.Quarters[i] = make([]Counts, plan.Years*QuartersPerYear)
	}
	return s, nil
}

// Draw simulates one future. The same plan, seed, doubt and draw number give the same trajectory. The result is valid until the next call.
func (s *Simulator) Draw(draw int) *Trajectory {
	at := s.DrawAddress(draw)
	if !s.drawn || draw != s.lastDraw { // what is uncertain is the same in every stream of luck
		s.values.draw(at.At(ValuesBranch), s.doubt)
		s.values.arrive(s.plan.Services)
		s.drawn, s.lastDraw = true, draw
	}
	luck := at.At(luckBranch)
	if s.Luck > 0 {
		luck = luck.At(s.Luck)
	}
	clear(s.trajectory.Cohorts)
	clear(s.trajectory.Credited)
	clear(s.foreseenWithin)
	for i := range s.plan.Services {
		service := &s.plan.Services[i]
		place := luck.Named(service.Key)
		s.centre.open()
		s.rates = s.values.rates[i]
		s.counts = s.Observe == nil && s.plan.Counts(service)
		for c := range service.Centres {
			s.here = Episode{Service: i, Centre: c}
			s.simulateCentre(service, c, place.At(uint64(c)), s.values.arrivals[i].in)
		}
		s.trajectory.RunOff[i] = Counts{}
		s.centre.report(s.trajectory.Quarters[i], &s.trajectory.RunOff[i])
		if len(service.TeamLeaders) > 0 {
			s.lead(service.TeamLeaders, place.Named(leadersBranch), i)
		}
	}
	s.trajectory.Hours = s.values.hours
	for y := range s.trajectory.Cohorts {
		foreseen := &s.foreseenWithin[y]
		s.trajectory.Cohorts[y].add(foreseen)
		jobs, lasting := foreseen.total()
		s.trajectory.Credited[y].JobStarts += jobs
		s.trajectory.Credited[y].Sustained13 += lasting
	}
	return &s.trajectory
}

// Branches of a draw's random addresses.
const (
	// ValuesBranch is where uncertain quantities stand: the plan's own, and whatever [Plan].Correlations name.
	ValuesBranch = iota
	luckBranch
	// BudgetBranch is left to whoever prices the draw.
	BudgetBranch
)

// DrawAddress is where the random addresses of a draw begin.
func (s *Simulator) DrawAddress(draw int) quantity.Address { return s.root.At(uint64(draw)) }

// Standing is the uniform number (0 to 1) at which an uncertain quantity of the plan, or another one that [Plan].Correlations name, stands in a draw.
func (s *Simulator) Standing(draw int, name string) float64 {
	return s.values.correlation.Uniform(s.DrawAddress(draw).At(ValuesBranch), name)
}

// leadersBranch is the part of a service's random addresses, beside the numbers of its centres, that its team leaders have.
const leadersBranch = "team leaders"

// lead draws the course of a service's team leaders, who have the law of specialists and nobody to support, and counts it.
func (s *Simulator) lead(posts []Post, at quantity.Address, service int) {
	c := &s.centre
	c.open()
	c.reset()
	c.staff(posts, &s.plan.Caseload, &s.values, at)
	c.reportLeaders(s.trajectory.Quarters[service], &s.trajectory.RunOff[service])
}

// Branches of a centre's random addresses.
const (
	postBranch = iota
	peopleBranch
	initialBranch
)

// simulateCentre takes one centre through its weeks, in the order of the package comment.
func (s *Simulator) simulateCentre(service *Service, index int, at quantity.Address, arrivals []*arrivalLaw) {
	c := &s.centre
	c.reset()
	c.staff(service.Posts, &s.plan.Caseload, &s.values, at.At(postBranch))
	c.settle(service.initialCaseload(index), &s.values, at.At(initialBranch))
	people := at.At(peopleBranch)
	for from := 0; from < s.horizon; from += WeeksPerQuarter {
		if s.counts {
			s.countIn(from, people, arrivals)
		} else {
			s.refer(from, people, arrivals)
			s.takeIn(from)
		}
	}
	if s.counts {
		for t := s.horizon; t < len(c.weeks); t++ {
			s.endShortJobs(t, people.At(uint64(t)))
		}
	}
	c.runOff()
	s.leaveWaiting()
}

// refer brings the referrals of the quarter that begins in week from.
func (s *Simulator) refer(from int, people quantity.Address, arrivals []*arrivalLaw) {
	c := &s.centre
	all := 0
	for i, law := range s.values.periodOfWeek[from : from+WeeksPerQuarter] {
		c.addresses[i] = people.At(uint64(from + i))
		c.referrals[i] = arrivals[law].table.Draw(c.addresses[i].Bits())
		all += c.referrals[i]
	}
	c.quarters[quarterOf(from)].referrals += all
	s.trajectory.Credited[from/WeeksPerYear].Referrals += all
	s.observeDeclined(from)
}

// takeIn lets the people who are referred in the quarter that begins in week from, and those who wait, engage, give up or wait on in each of its weeks.
func (s *Simulator) takeIn(from int) {
	c := &s.centre
	now := &c.quarters[quarterOf(from)]
	peak := 0
	for i := 0; i < WeeksPerQuarter; {
		last := i
		if c.head == len(c.line) {
			last = c.roomUntil(from, i)
		}
		if last == i {
			s.queue(from+i, i, now)
			peak = max(peak, c.caseload)
			i++
			continue
		}
		s.engageAll(from, i, last)
		s.foresee(from+i, from+last-1)
		peak = max(peak, c.pass(from, i, last, now))
		i = last
	}
	now.waitingEnd += len(c.line) - c.head
	now.peakCaseload += peak
}

// pass counts the caseload in weeks of the quarter that begins in week from, the first-th to the one before the last-th, and gives the highest. Who joins it is known.
func (c *centre) pass(from, first, last int, now *quarter) (peak int) {
	freed, joined := c.freed[from:][first:last], c.joined[first:last]
	caseload, sum, left, all := c.caseload, 0, 0, 0
	for i := range joined {
		caseload += joined[i] - int(freed[i][inWork]+freed[i][unemployed])
		left += int(freed[i][unemployed])
		all += joined[i]
		sum += caseload
		peak = max(peak, caseload)
	}
	c.caseload = caseload
	now.leftUnemployed += left
	now.engagements += all
	now.caseloadWeeks += sum
	return peak
}

// roomUntil is the first week of the quarter that begins in week from, the i-th or a later one, in which there might not be room for everyone
// who is willing if nobody waits before the i-th.
func (c *centre) roomUntil(from, i int) int {
	caseload := c.caseload
	for ; i < WeeksPerQuarter; i++ {
		freed := &c.freed[from+i]
		caseload += c.referrals[i] - int(freed[inWork]+freed[unemployed])
		if caseload > int(c.capacity[from+i]) {
			break
		}
	}
	return i
}

// queue lets people engage in week t, the i-th of its quarter, in which there may not be room for everyone.
func (s *Simulator) queue(t, i int, now *quarter) {
	c := &s.centre
	left := int(c.freed[t][unemployed])
	c.caseload -= int(c.freed[t][inWork]) + left
	places := max(int(c.capacity[t])-c.caseload, 0)
	c.engaging.empty(min(places, len(c.line)-c.head+c.referrals[i]))
	free := places
	if places > 0 {
		free = s.admit(places, t)
	}
	willing := s.rates.engage[t/WeeksPerYear].OfHalf()
	for position := range c.referrals[i] {
		at := c.addresses[i].At(uint64(position) + 1)
		if willing.Mask(at.Bits()>>32) == 0 {
			continue
		}
		now.willing++
		p := person{at, times(position)*positioned + times(t)*referredIn}
		if free > 0 {
			free--
			s.begin(p, t)
			continue
		}
		c.line = append(c.line, p)
	}
	c.caseload += places - free
	now.leftUnemployed += left
	now.engagements += places - free
	now.caseloadWeeks += c.caseload
	now.waitingWeeks += len(c.line) - c.head
	s.foresee(t, t)
}

// admit lets people who waited engage in week t, the longest-waiting first, as long as there are places. It gives the places that are left.
func (s *Simulator) admit(places, t int) (left int) {
	c := &s.centre
	for ; places > 0 && c.head < len(c.line); c.head++ {
		if p := &c.line[c.head]; s.waits(p, t) {
			s.begin(*p, t)
			places--
		} else {
			s.giveUp(p, t, t)
		}
	}
	// The line moves to the front of its storage once half of that is behind the head, so that it stays as small as the
	// line is long and near at hand for the processor.
	if 2*c.head >= len(c.line) {
		c.line = c.line[:copy(c.line, c.line[c.head:])]
		c.head = 0
	}
	return places
}

// waits says whether someone who waited has not given up by week t. It is asked only when there is a place for them, as no earlier week depends on it.
func (s *Simulator) waits(p *person, t int) bool {
	return s.values.stillWaiting(t - p.referred()).Decides(p.address.At(patience).Bits())
}

// giveUp counts someone who has given up in week last or before, and has stood in the line until week passed.
func (s *Simulator) giveUp(p *person, last, passed int) {
	c := &s.centre
	week := p.referred() + s.values.givesUp.First(p.address.At(patience).Bits(), last-p.referred())
	now := &c.quarters[quarterOf(week)]
	now.gaveUp++
	now.goneInLine.from(week, 1)
	c.quarters[quarterOf(passed)].goneInLine.from(passed, -1)
	s.observeWaiting(p, week)
}

// leaveWaiting ends the horizon for those who never reached the head of the line.
func (s *Simulator) leaveWaiting() {
	c := &s.centre
	for i := c.head; i < len(c.line); i++ {
		if p := &c.line[i]; s.waits(p, s.horizon-1) {
			s.observeWaiting(p, NoWeek)
		} else {
			s.giveUp(p, s.horizon-1, s.horizon)
		}
	}
}

// observeEngaged begins the episode of someone who engages in week t.
func (s *Simulator) observeEngaged(p *person, t int) {
	jobs := s.episode.Jobs[:0]
	s.episode = s.newEpisode(p)
	s.episode.Engaged, s.episode.Jobs = t, jobs
}

// newEpisode is a person's episode with nothing in it yet.
func (s *Simulator) newEpisode(p *person) Episode {
	return Episode{
		Service: s.here.Service, Centre: s.here.Centre, Referred: p.referred(), Position: p.position(),
		GaveUp: NoWeek, Engaged: NoWeek, Sustained13: NoWeek, Sustained26: NoWeek, Sustained52: NoWeek, Left: NoWeek,
	}
}

// observeDeclined tells the observer, if there is one, about the unwilling among the referrals of the quarter that begins in week from.
func (s *Simulator) observeDeclined(from int) {
	if s.Observe == nil {
		return
	}
	for i, n := range s.centre.referrals {
		for position := range n {
			at := s.centre.addresses[i].At(uint64(position) + 1)
			if !s.rates.engage[from/WeeksPerYear].Decides(firstHalf(at.Bits())) {
				e := s.newEpisode(&person{at, times(position)*positioned + times(from+i)*referredIn})
				e.Declined = true
				s.Observe(&e)
			}
		}
	}
}

// observeWaiting tells the observer, if there is one, about someone who waited and did not engage: the week in which they gave up, or NoWeek.
func (s *Simulator) observeWaiting(p *person, gaveUp int) {
	if s.Observe == nil {
		return
	}
	e := s.newEpisode(p)
	e.GaveUp = gaveUp
	s.Observe(&e)
}
