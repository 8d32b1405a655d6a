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
	centre     centre
	episode    Episode // of the person in hand
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
	s.centre = newCentre(s.horizon, s.weeks)
	for i := range s.trajectory.Quarters {
		s.trajectory.Quarters[i] = make([]Counts, plan.Years*QuartersPerYear)
	}
	return s, nil
}

// Draw simulates one future. The same plan, seed, doubt and draw number give the same trajectory. The result is valid until the next call.
func (s *Simulator) Draw(draw int) *Trajectory {
	at := s.root.At(uint64(draw))
	s.values.draw(s.plan, at.At(valuesBranch), s.doubt)
	luck := at.At(luckBranch)
	if s.Luck > 0 {
		luck = luck.At(s.Luck)
	}
	clear(s.trajectory.Cohorts)
	clear(s.trajectory.Credited)
	for i := range s.plan.Services {
		service := &s.plan.Services[i]
		arrivals := s.values.arrivals(service)
		place := luck.Named(service.Key)
		quarters, runOff := s.trajectory.Quarters[i], &s.trajectory.RunOff[i]
		clear(quarters)
		*runOff = Counts{}
		for c := range service.Centres {
			s.episode.Service, s.episode.Centre = i, c
			s.simulateCentre(service, c, place.At(uint64(c)), arrivals)
			for q := range quarters {
				quarters[q].Beside(&s.centre.periods[q])
			}
			runOff.Beside(&s.centre.periods[len(quarters)])
		}
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
	return s.root.At(uint64(draw)).At(valuesBranch).Named(name).Uniform()
}

// Branches of a centre's random addresses.
const (
	postBranch = iota
	peopleBranch
	initialBranch
)

// simulateCentre takes one centre through its weeks, in the order of the package comment.
func (s *Simulator) simulateCentre(service *Service, index int, at quantity.Address, arrivals []quantity.Table) {
	c := &s.centre
	c.reset()
	c.staff(service.Posts, s.plan.Caseload, &s.values, at.At(postBranch))
	c.settle(service.initialCaseload(index), &s.values, at.At(initialBranch))
	people := at.At(peopleBranch)
	for t := range s.weeks {
		c.caseload -= c.freed[t]
		if t < s.horizon {
			week := people.At(uint64(t))
			s.refer(t, week, arrivals[s.values.arrivalPeriod(t)].Draw(week.Bits()))
			s.admit(t)
			s.losePatience(t)
		}
		c.measure(t)
	}
	s.observeLeftWaiting()
}

// refer brings the week's referrals, of whom the willing join the waiting list, once those already waiting had their
// chance to give up.
func (s *Simulator) refer(t int, week quantity.Address, referrals int) {
	c := &s.centre
	now := c.counts(t)
	now.Referrals += referrals
	s.trajectory.Credited[t/WeeksPerYear].Referrals += referrals
	now.GaveUp += c.givingUp[t]
	c.waiting -= c.givingUp[t]
	willing := s.values.engage[t/WeeksPerYear]
	for position := range referrals {
		person := week.At(uint64(position) + 1)
		if !willing.Decides(decide(person, isWilling, 0)) {
			now.Declined++
			s.observe(waiting{person, t, position, NoWeek}, func(e *Episode) { e.Declined = true })
			continue
		}
		c.queue = append(c.queue, waiting{person, t, position, s.weeks})
		c.waiting++
	}
}

// losePatience settles when those who were referred in week t and still wait will give up. Most people never wait, so it is asked only now.
func (s *Simulator) losePatience(t int) {
	c := &s.centre
	for i := len(c.queue) - 1; i >= c.head && c.queue[i].referred == t; i-- {
		w := &c.queue[i]
		w.givesUp = t + quantity.Geometric(decide(w.person, losesPatience, 0), s.values.giveUp, s.weeks)
		if w.givesUp < s.horizon {
			c.givingUp[w.givesUp]++
		}
	}
}

// admit lets people engage, the longest-waiting first, while there is room.
func (s *Simulator) admit(t int) {
	c := &s.centre
	for c.caseload < c.capacity[t] && c.waiting > 0 {
		next := c.queue[c.head]
		c.head++
		if next.givesUp <= t {
			s.observe(next, func(e *Episode) { e.GaveUp = next.givesUp })
			continue
		}
		if next.givesUp < s.horizon {
			c.givingUp[next.givesUp]--
		}
		c.waiting--
		c.caseload++
		s.begin(next)
		s.follow(next.person, t)
		if s.Observe != nil {
			s.Observe(&s.episode)
		}
	}
}

// begin makes the person's episode the one in hand, with nothing in it yet.
func (s *Simulator) begin(person waiting) {
	s.episode = Episode{
		Service: s.episode.Service, Centre: s.episode.Centre, Referred: person.referred, Position: person.position,
		GaveUp: NoWeek, Engaged: NoWeek, Jobs: s.episode.Jobs[:0],
		Sustained13: NoWeek, Sustained26: NoWeek, Sustained52: NoWeek, Left: NoWeek,
	}
}

// observe tells the observer, if there is one, about someone who never engaged.
func (s *Simulator) observe(person waiting, fill func(*Episode)) {
	if s.Observe == nil {
		return
	}
	s.begin(person)
	fill(&s.episode)
	s.Observe(&s.episode)
}

// observeLeftWaiting tells the observer about those who never reached the head of the list.
func (s *Simulator) observeLeftWaiting() {
	if s.Observe == nil {
		return
	}
	for _, person := range s.centre.queue[s.centre.head:] {
		s.observe(person, func(e *Episode) {
			if person.givesUp < s.horizon {
				e.GaveUp = person.givesUp
			}
		})
	}
}
