package model

import (
	"slices"

	"ipsplan/model/quantity"
)

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
	Observe func(*Episode)
	// Luck is the number of the stream of luck. Draws of one number in different streams have the same uncertain quantities and
	// differ by chance alone.
	Luck uint64

	plan    *Plan
	root    quantity.Address // of seed and stream
	doubt   Doubt
	horizon int // weeks
	weeks   int // horizon and run-off

	values     values
	rates      rates // of the service that is being simulated
	centre     centre
	here       Episode // of someone about whom nothing is known but the place
	intake     intake
	trajectory Trajectory
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
		weeks:   plan.Years*WeeksPerYear + RunOffWeeks,
		values:  newValues(plan),
		trajectory: Trajectory{
			Quarters: make([][]Counts, len(plan.Services)),
			RunOff:   make([]Counts, len(plan.Services)),
			Cohorts:  make([]Cohort, plan.Years),
			Credited: make([]Credit, plan.Years),
		},
	}
	s.centre = newCentre(s.horizon, s.weeks, plan.Hours != nil)
	for i := range s.trajectory.Quarters {
		s.trajectory.Quarters[i] = make([]Counts, plan.Years*QuartersPerYear)
	}
	return s, nil
}

// Draw simulates one future. The same plan, seed, doubt and draw number give the same trajectory. The result is valid until the next call.
func (s *Simulator) Draw(draw int) *Trajectory {
	at := s.root.At(uint64(draw))
	s.values.draw(at.At(valuesBranch), s.doubt)
	s.values.arrive(s.plan.Services)
	luck := at.At(luckBranch)
	if s.Luck > 0 {
		luck = luck.At(s.Luck)
	}
	clear(s.trajectory.Cohorts)
	clear(s.trajectory.Credited)
	for i := range s.plan.Services {
		service := &s.plan.Services[i]
		place := luck.Named(service.Key)
		quarters, runOff := s.trajectory.Quarters[i], &s.trajectory.RunOff[i]
		clear(quarters)
		*runOff = Counts{}
		s.rates = s.values.rates[i]
		for c := range service.Centres {
			s.here = Episode{Service: i, Centre: c}
			s.simulateCentre(service, c, place.At(uint64(c)), s.values.arrivals[i].in)
			for q := range quarters {
				quarters[q].Beside(&s.centre.periods[q])
			}
			runOff.Beside(&s.centre.periods[len(quarters)])
		}
		if len(service.TeamLeaders) > 0 {
			s.lead(service.TeamLeaders, place.Named(leaderBranch), quarters, runOff)
		}
	}
	s.trajectory.Hours = s.values.hours
	for y := range s.trajectory.Cohorts {
		s.trajectory.Cohorts[y].addUp()
	}
	return &s.trajectory
}

// Branches of a draw's random addresses.
const (
	valuesBranch = iota
	luckBranch
	budgetBranch
)

// BudgetAddress is where the random addresses of whoever prices a draw begin.
func (s *Simulator) BudgetAddress(draw int) quantity.Address {
	return s.root.At(uint64(draw)).At(budgetBranch)
}

// Standing is the uniform number (0 to 1) at which the uncertain quantity of a name stands in a draw.
func (s *Simulator) Standing(draw int, name string) float64 {
	return s.values.correlation.Uniform(s.root.At(uint64(draw)).At(valuesBranch), name)
}

// leaderBranch is the part of a service's random addresses, beside the numbers of its centres, that its team leaders have.
const leaderBranch = "team leaders"

// lead draws the course of a service's team leaders, who have the law of specialists and nobody to support, and counts it.
func (s *Simulator) lead(posts []Post, at quantity.Address, quarters []Counts, runOff *Counts) {
	c := &s.centre
	c.reset()
	c.staff(posts, &s.plan.Caseload, &s.values, at)
	for p := range c.periods {
		into, leaders := runOff, &c.periods[p]
		if p < len(quarters) {
			into = &quarters[p]
		}
		into.LeaderInPostWeeks, into.LeaderPlannedWeeks = leaders.InPostWeeks, leaders.PlannedWeeks
		into.LeaderLeavers, into.LeaderHires = leaders.Leavers, leaders.Hires
	}
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
	for period := range c.periods {
		now := &c.periods[period]
		from, to := c.weeksOf(period)
		for t := from; t < to; t++ {
			c.caseload -= int(c.events[t].freed)
			if t < s.horizon {
				week := people.At(uint64(t))
				s.refer(now, t, week, arrivals[s.values.periodOfWeek[t]].table.Draw(week.Bits()))
				s.admit(now, t)
				s.losePatience(t)
				now.WaitingWeeks += c.waiting
				now.WaitingEnd = c.waiting
			}
			now.CaseloadWeeks += c.caseload
			now.PeakCaseload = max(now.PeakCaseload, c.caseload)
		}
	}
	c.addUp()
	s.observeLeftWaiting()
}

// refer brings the week's referrals, of whom the willing join the waiting list, once those already waiting had their
// chance to give up.
func (s *Simulator) refer(now *Counts, t int, week quantity.Address, referrals int) {
	c := &s.centre
	now.Referrals += referrals
	s.trajectory.Credited[t/WeeksPerYear].Referrals += referrals
	now.GaveUp += c.givingUp[t]
	c.waiting -= c.givingUp[t]
	willing := s.rates.engage[t/WeeksPerYear]
	c.closeRanks()
	end := len(c.queue)
	c.queue = slices.Grow(c.queue, referrals)[:end+referrals]
	for position := range referrals {
		person := week.At(uint64(position) + 1)
		// Everyone is written at the end of the queue, which grows by the willing: see admit.
		c.queue[end] = waiting{person, int32(t), int32(position), int32(s.weeks)}
		end += willing.Count(decide(person, isWilling, 0))
	}
	joined := end - (len(c.queue) - referrals)
	c.queue = c.queue[:end]
	c.waiting += joined
	now.Declined += referrals - joined
	if s.Observe != nil {
		s.observeDeclined(t, week, referrals)
	}
}

// losePatience settles when those who were referred in week t and still wait will give up. Most people never wait, so it is asked only now.
func (s *Simulator) losePatience(t int) {
	c := &s.centre
	for i := len(c.queue) - 1; i >= c.head && int(c.queue[i].referred) == t; i-- {
		w := &c.queue[i]
		givesUp := t + s.values.givesUp.First(decide(w.address, losesPatience, 0), s.weeks)
		if givesUp < s.horizon {
			c.givingUp[givesUp]++
		}
		w.givesUp = int32(givesUp)
	}
}

// admit lets people engage, the longest-waiting first, while there is room.
func (s *Simulator) admit(now *Counts, t int) {
	c := &s.centre
	places := min(c.capacity[t]-c.caseload, c.waiting)
	if places <= 0 {
		return
	}
	willStartJob := s.rates.jobStart[t/WeeksPerYear]
	credited := s.trajectory.Credited
	in := &s.intake
	in.clear(places)
	searching, leaving := 0, 0
	for number := range in.people {
		next := &c.queue[c.head]
		for int(next.givesUp) <= t {
			s.observeGaveUp(next)
			c.head++
			next = &c.queue[c.head]
		}
		c.head++
		if int(next.givesUp) < s.horizon {
			c.givingUp[next.givesUp]--
		}
		credited[next.referred/WeeksPerYear].Engagements++
		in.people[number] = engaged{next.address, next.referred, int32(t), 0}
		if s.Observe != nil {
			s.observeEngaged(next, t)
		}
		// Nobody can predict who will start a job, the processor neither: a wrong guess at a branch costs more than drawing the
		// answer does. So everyone is written at the end of both lists, of which one grows.
		in.searching[searching], in.leaving[leaving] = int32(number), int32(number)
		starts := willStartJob.Count(decide(next.address, willStart, 0))
		searching += starts
		leaving += 1 - starts
	}
	in.searching, in.leaving = in.searching[:searching], in.leaving[:leaving]
	c.waiting -= places
	c.caseload += places
	now.Engagements += places
	s.trajectory.Cohorts[t/WeeksPerYear].Engaged += places
	s.follow(t)
}

// observeEngaged begins the episode of someone who engages in week t; the observer is told when it is complete.
func (s *Simulator) observeEngaged(person *waiting, t int) {
	e := s.newEpisode(person)
	e.Engaged = t
	s.intake.episodes = append(s.intake.episodes, e)
}

// newEpisode is a person's episode with nothing in it yet.
func (s *Simulator) newEpisode(person *waiting) Episode {
	return Episode{
		Service: s.here.Service, Centre: s.here.Centre, Referred: int(person.referred), Position: int(person.position),
		GaveUp: NoWeek, Engaged: NoWeek, Sustained13: NoWeek, Sustained26: NoWeek, Sustained52: NoWeek, Left: NoWeek,
	}
}

// observeDeclined tells the observer about the unwilling among the referrals of week t.
func (s *Simulator) observeDeclined(t int, week quantity.Address, referrals int) {
	for position := range referrals {
		person := week.At(uint64(position) + 1)
		if !s.rates.engage[t/WeeksPerYear].Decides(decide(person, isWilling, 0)) {
			e := s.newEpisode(&waiting{person, int32(t), int32(position), NoWeek})
			e.Declined = true
			s.Observe(&e)
		}
	}
}

// observeGaveUp tells the observer, if there is one, about someone who gave up, if they did so within the horizon.
func (s *Simulator) observeGaveUp(person *waiting) {
	if s.Observe == nil {
		return
	}
	e := s.newEpisode(person)
	if int(person.givesUp) < s.horizon {
		e.GaveUp = int(person.givesUp)
	}
	s.Observe(&e)
}

// observeLeftWaiting tells the observer about those who never reached the head of the list.
func (s *Simulator) observeLeftWaiting() {
	for i := s.centre.head; i < len(s.centre.queue); i++ {
		s.observeGaveUp(&s.centre.queue[i])
	}
}
