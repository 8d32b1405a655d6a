package model_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// randomPlan makes a valid plan in which any feature of the model may occur together with any other, extremes included,
// small enough for the reference to draw it some thousand times.
func randomPlan(random *rand.Rand) *model.Plan {
	m := planMaker{random}
	plan := &model.Plan{
		Stream:   "random",
		Years:    pick(m, 1, 2, 2, 3),
		Caseload: model.Caseload{Limit: []int{pick(m, 25, 20, 15, 10, 1+random.IntN(30))}, Ramp: m.ramp()},
		Staffing: model.Staffing{
			Turnover: pick(m,
				quantity.Quantity{},
				quantity.Exactly(0.5),
				quantity.Exactly(3*random.Float64()),
				quantity.Exactly(3*random.Float64()),
				quantity.Quantity{Name: "turnover", Distribution: quantity.Gamma{Average: 0.1 + 1.5*random.Float64(), SD: 0.4}}),
			Recruitment: m.duration("recruitment", 0, 1+random.IntN(30)),
			Vacancy:     m.duration("vacancy", 0, 1+random.IntN(30)),
			DropOut:     m.share("drop-out", 1),
		},
		Demand: model.Demand{
			Profile: m.profile(),
			GiveUp:  m.share("giving up", pick(m, 0.02, 0.05, 0.3)),
		},
		Pathway: model.Pathway{
			SustainPerJob: random.IntN(2) == 0,
			Return:        quantity.Quantity{Name: "return", Distribution: m.returning()},
			ToJob:         m.duration("to job", 1, 2+random.IntN(60)),
			ToExit:        m.duration("to exit", 1, 2+random.IntN(100)),
			Support:       m.duration("support", 13, 14+random.IntN(60)),
			Unlimited:     m.share("unlimited", 1),
		},
	}
	plan.Demand.Volume = m.series("volume", plan.Years, m.factor)
	rate := func() quantity.Distribution { return m.rate(1) }
	plan.Pathway.Engage = m.series("engage", plan.Years, rate)
	plan.Pathway.JobStart = m.series("job start", plan.Years, rate)
	plan.Pathway.Sustain = m.series("sustain", plan.Years, rate)
	if random.IntN(3) > 0 {
		tenure := m.duration("tenure", 0, 1+random.IntN(150))
		plan.Pathway.Tenure = &tenure
	}
	if random.IntN(4) == 0 { // two quantities of one name move together
		plan.Pathway.Return.Name, plan.Pathway.Engage.Name = "shared", "shared"
	}
	for i := range pick(m, 1, 1, 2, 3) {
		plan.Services = append(plan.Services, m.service(fmt.Sprintf("service %d", i+1), plan.Years))
	}
	for len(plan.Caseload.Limit) < plan.Years && random.IntN(3) > 0 {
		plan.Caseload.Limit = append(plan.Caseload.Limit, pick(m, 25, 10, 1+random.IntN(30), 1+random.IntN(30), 0, 1000))
	}
	for i := range plan.Services {
		m.staffFurther(&plan.Services[i], plan.Years)
	}
	for _, between := range []*float64{&plan.Pathway.EngageBetween, &plan.Pathway.JobStartBetween, &plan.Pathway.SustainBetween} {
		*between = pick(m, 0, 0, 0, 0.5, 2, 2+20*random.Float64(), 2+20*random.Float64(), 100)
	}
	if random.IntN(6) == 0 { // two rates of one name differ together
		name, between := plan.Pathway.Engage.Name, &plan.Pathway.EngageBetween
		if random.IntN(2) == 0 {
			name, between = plan.Pathway.Sustain.Name, &plan.Pathway.SustainBetween
		}
		plan.Pathway.JobStart.Name, plan.Pathway.JobStartBetween, *between = name, 5, 2
	}
	if random.IntN(3) > 0 {
		plan.Hours = m.hours(plan.Years)
	}
	return plan
}

// planMaker chooses the parts of a random plan.
type planMaker struct{ random *rand.Rand }

func pick[T any](m planMaker, choices ...T) T { return choices[m.random.IntN(len(choices))] }

func (m planMaker) service(key string, years int) model.Service {
	s := model.Service{Key: key, Centres: pick(m, 1, 1, 2, 1+m.random.IntN(4))}
	for range pick(m, 1, 2, 3, 4, m.random.IntN(5)) {
		s.Posts = append(s.Posts, m.post(years))
	}
	steady := 200 * m.random.Float64()
	for range years {
		s.ReferralsPerYear = append(s.ReferralsPerYear, pick(m, steady, steady, steady, 200*m.random.Float64(), 200*m.random.Float64(), 1, 0))
	}
	if m.random.IntN(3) == 0 {
		s.InitialCaseload = m.random.IntN(40)
	}
	return s
}

func (m planMaker) post(years int) model.Post {
	post := model.Post{FTE: pick(m, model.FullTime, model.FullTime, 500, 800, model.FTE(1+m.random.IntN(1000)))}
	if m.random.IntN(3) == 0 {
		post.Opens = pick(m, 13, 26, m.random.IntN(52*years+60))
	}
	if m.random.IntN(3) == 0 {
		post.Experience = 1 + m.random.IntN(80)
	}
	return post
}

// staffFurther gives a service team leaders, or lets its specialists' posts open one after the other.
func (m planMaker) staffFurther(s *model.Service, years int) {
	if m.random.IntN(2) == 0 {
		for range pick(m, 1, 1, 2, 3) {
			s.TeamLeaders = append(s.TeamLeaders, m.post(years))
		}
	}
	if m.random.IntN(4) == 0 {
		apart := 1 + m.random.IntN(30)
		for i := range s.Posts {
			s.Posts[i].Opens = i * apart
		}
	}
}

func (m planMaker) hours(years int) *model.Hours {
	below, from := 1+14*m.random.Float64(), 17+20*m.random.Float64()
	return &model.Hours{
		From16: m.series("from 16 hours", years, func() quantity.Distribution { return m.rate(1) }),
		MeanBelow16: quantity.Quantity{Name: "hours below 16", Distribution: pick[quantity.Distribution](m,
			quantity.Certain(below), quantity.PERT{Low: below / 2, Best: below, High: 15.5})},
		MeanFrom16: quantity.Quantity{
			Name: pick(m, "hours from 16", "hours from 16", "hours below 16", "from 16 hours"),
			Distribution: pick[quantity.Distribution](m,
				quantity.Certain(from), quantity.PERT{Low: 16, Best: from, High: 60}),
		},
	}
}

func (m planMaker) ramp() model.Ramp {
	if m.random.IntN(2) == 0 {
		return model.LinearRamp(pick(m, 0, 1, 13, 26, 52, m.random.IntN(70)))
	}
	var months []int
	for range 1 + m.random.IntN(13) {
		months = append(months, pick(m, m.random.IntN(1001), 500+m.random.IntN(501)))
	}
	return model.MonthlyRamp(months)
}

func (m planMaker) profile() []float64 {
	if m.random.IntN(2) == 0 {
		return nil
	}
	var profile []float64
	for range 12 {
		profile = append(profile, pick(m, 0, 1, 3*m.random.Float64()))
	}
	profile[m.random.IntN(12)] = 1
	return profile
}

func (m planMaker) factor() quantity.Distribution {
	return pick[quantity.Distribution](m,
		quantity.Certain(1), quantity.Certain(0.5+m.random.Float64()), quantity.Gamma{Average: 1, SD: 0.4 * m.random.Float64()})
}

// rate is a probability of at most the given one. It is seldom 0, as then nothing that follows is tried.
func (m planMaker) rate(most float64) quantity.Distribution {
	average := most * (0.2 + 0.8*m.random.Float64())
	certain := quantity.Certain(average)
	return pick[quantity.Distribution](m,
		certain, certain, certain, certain, certain,
		quantity.Beta{Average: average, People: 30 + 100*m.random.Float64()},
		quantity.Beta{Average: average, People: 30 + 100*m.random.Float64()},
		quantity.PERT{Low: average / 2, Best: average, High: (average + most) / 2},
		quantity.Certain(most),
		quantity.Certain(0))
}

// returning is a return probability, which a plan does not let come near 1.
func (m planMaker) returning() quantity.Distribution {
	average := 0.8 * m.random.Float64()
	return pick[quantity.Distribution](m,
		quantity.Certain(0),
		quantity.Certain(average),
		quantity.Certain(average),
		quantity.Certain(0.9),
		quantity.Beta{Average: 0.05 + average/2, People: 100 + 100*m.random.Float64()},
		quantity.PERT{Low: 0, Best: average, High: 0.9})
}

func (m planMaker) share(name string, most float64) quantity.Quantity {
	return quantity.Quantity{Name: name, Distribution: m.rate(most)}
}

// series has the same value in every year, or one of its own in each.
func (m planMaker) series(name string, years int, value func() quantity.Distribution) quantity.Series {
	s := quantity.Series{Name: name, Years: []quantity.Distribution{value()}}
	changing := m.random.IntN(3) > 0
	for len(s.Years) < years {
		next := s.Years[0]
		if changing {
			next = value()
		}
		s.Years = append(s.Years, next)
	}
	return s
}

// duration is a duration of any family between the shortest and the longest time, both in weeks.
func (m planMaker) duration(name string, shortest, longest int) quantity.Duration {
	centre := float64(shortest) + (0.1+0.6*m.random.Float64())*float64(longest-shortest)
	d := quantity.Duration{Name: name, Min: shortest, Max: longest}
	d.Centre = pick[quantity.Distribution](m,
		quantity.Certain(centre),
		quantity.Certain(centre),
		quantity.PERT{Low: (float64(shortest) + centre) / 2, Best: centre, High: 1.3 * centre})
	d.Family = pick(m, quantity.Fixed, quantity.LognormalWeeks, quantity.ExponentialWeeks, quantity.WeibullWeeks, quantity.GammaWeeks, quantity.Listed)
	switch d.Family {
	case quantity.LognormalWeeks:
		d.Spread = pick[quantity.Distribution](m, quantity.Certain(0.8), quantity.Certain(0), quantity.PERT{Low: 0.3, Best: 0.6, High: 1.2})
	case quantity.WeibullWeeks:
		d.Spread = quantity.Certain(0.5 + 2.5*m.random.Float64())
	case quantity.GammaWeeks:
		d.Spread = quantity.Certain(centre * (0.2 + m.random.Float64()))
	case quantity.Listed:
		d.Centre = nil
		d.Chances = []float64{1}
		for range m.random.IntN(min(6, longest-shortest)) {
			d.Chances = append(d.Chances, pick(m, 0, 1, m.random.Float64()))
		}
		d.Max = shortest + len(d.Chances) - 1
	}
	return d
}

// benchmarkPlan is one of the cases on which the program's speed is compared with that of other implementations.
// "tight" is "medium" with a waiting list.
func benchmarkPlan(name string) *model.Plan {
	type people struct{ share, seen float64 }
	cases := map[string]struct {
		posts                     int
		referralsPerYear          float64
		years                     int
		engage, jobStart, sustain people
	}{
		"small":  {2, 70, 2, people{0.857, 70}, people{0.50, 60}, people{0.667, 30}},
		"medium": {30, 425, 5, people{0.88, 400}, people{0.38, 375}, people{0.85, 142}},
		"tight":  {8, 425, 5, people{0.88, 400}, people{0.38, 375}, people{0.85, 142}},
		"large":  {2000, 60000, 5, people{0.88, 4000}, people{0.45, 3000}, people{0.70, 1000}},
	}
	c, known := cases[name]
	if !known {
		panic("no benchmark case " + name)
	}
	posts := make([]model.Post, c.posts)
	for i := range posts {
		posts[i].FTE = model.FullTime
	}
	return &model.Plan{
		Stream:   name,
		Years:    c.years,
		Services: []model.Service{{Key: name, Centres: 1, Posts: posts, ReferralsPerYear: everyYear(c.years, c.referralsPerYear)}},
		Caseload: model.Caseload{Limit: []int{25}, Ramp: model.LinearRamp(52)},
		Staffing: model.Staffing{
			Turnover:    quantity.Exactly(-math.Log(1 - 0.2)), // one in five a year
			Recruitment: quantity.ExactWeeks(0),
			Vacancy:     quantity.ExactWeeks(8),
		},
		Demand: model.Demand{
			Volume: steady("volume", c.years, quantity.Certain(1)),
			GiveUp: quantity.Exactly(0.02),
		},
		Pathway: model.Pathway{
			Engage:        steady("engage", c.years, quantity.Beta{Average: c.engage.share, People: c.engage.seen}),
			JobStart:      steady("job start", c.years, quantity.Beta{Average: c.jobStart.share, People: c.jobStart.seen}),
			Sustain:       steady("sustain", c.years, quantity.Beta{Average: c.sustain.share, People: c.sustain.seen}),
			SustainPerJob: true,
			Return:        quantity.Exactly(0.3),
			ToJob: quantity.Duration{
				Family: quantity.LognormalWeeks, Centre: quantity.Certain(17), Spread: quantity.Certain(0.8), Min: 1, Max: 78,
			},
			ToExit:  quantity.Duration{Family: quantity.ExponentialWeeks, Centre: quantity.Certain(30), Min: 1, Max: 104},
			Support: quantity.ExactWeeks(26),
		},
	}
}

// plainPlan is a plan without anything uncertain or unusual, for tests that change one or two things of it: a service
// with one full-time post for ten people at once, far more willing people than places, and everything takes a fixed time.
func plainPlan(years int) *model.Plan {
	return &model.Plan{
		Stream: "plain",
		Years:  years,
		Services: []model.Service{{
			Key: "plain", Centres: 1, Posts: []model.Post{{FTE: model.FullTime}}, ReferralsPerYear: everyYear(years, 5200),
		}},
		Caseload: model.Caseload{Limit: []int{10}, Ramp: model.LinearRamp(0)},
		Staffing: model.Staffing{Recruitment: quantity.ExactWeeks(0), Vacancy: quantity.ExactWeeks(0)},
		Demand:   model.Demand{Volume: steady("volume", years, quantity.Certain(1))},
		Pathway: model.Pathway{
			Engage:   steady("engage", years, quantity.Certain(1)),
			JobStart: steady("job start", years, quantity.Certain(1)),
			Sustain:  steady("sustain", years, quantity.Certain(1)),
			ToJob:    quantity.ExactWeeks(4),
			ToExit:   quantity.ExactWeeks(5),
			Support:  quantity.ExactWeeks(26),
		},
	}
}

func steady(name string, years int, d quantity.Distribution) quantity.Series {
	s := quantity.Series{Name: name}
	for range years {
		s.Years = append(s.Years, d)
	}
	return s
}

func everyYear(years int, value float64) []float64 {
	var values []float64
	for range years {
		values = append(values, value)
	}
	return values
}
