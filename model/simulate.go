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
	// Engaged, if not nil, is where the milestones of everyone who engages are added, in no particular order, which is quicker than to observe them.
	// With either of the two people are named everywhere, whatever the plan says.
	Engaged *[]Milestones
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
	here           Episode     // of someone about whom nothing is known but the place
	episode        Episode     // of the person who is being followed, when they are observed
	milestones     *Milestones // of that person
	nobody         Milestones  // where they are if they are not kept
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
	s.milestones = &s.nobody
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
		s.counts = !s.watches() && s.plan.Counts(service)
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
	c.staff(posts, &s.values, at)
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
	c.staff(service.Posts, &s.values, at.At(postBranch))
	c.settle(service.initialCaseload(index), &s.values, at.At(initialBranch))
	people := at.At(peopleBranch)
	quarters := QuartersPerYear
	if s.counts || slices.Max(service.ReferralsPerYear) > float64(manyAYear*service.Centres) {
		quarters = 1
	}
	for from := 0; from < s.horizon; from += quarters * WeeksPerQuarter {
		if s.counts {
			s.countIn(from, people, arrivals)
		} else {
			s.goThrough(from, quarters, people, arrivals)
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
