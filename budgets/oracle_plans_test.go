package budgets_test

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// planMaker makes random plans that reach every rule of the accounts.
type planMaker struct {
	*rand.Rand
	plan budgets.Plan
	// certain leaves nothing uncertain but who comes; plain leaves out what rounding and matching do between sources.
	certain, plain bool
}

func oneOf[T any](m *planMaker, from ...T) T { return from[m.IntN(len(from))] }

func (m *planMaker) in(n int) bool { return m.IntN(n) == 0 }

func (m *planMaker) make() *budgets.Plan {
	p := &m.plan
	*p = budgets.Plan{Currency: "EUR", Years: oneOf(m, 1, 2, 2, 3, 3, 4), IndexedFrom: m.IntN(8) - 3}
	for i := range 1 + m.IntN(3) {
		p.Services = append(p.Services, budgets.Service{
			Key: fmt.Sprint("service ", i), Name: fmt.Sprint("Service ", i),
			Specialists: oneOf(m, 0, 1, 0.5, 3, 7.25, 2.4), Leaders: oneOf(m, 0, 1, 0.7),
		})
		for range 4 * p.Years {
			p.Services[i].Planned = append(p.Services[i].Planned, budgets.Volumes{Open: oneOf(m, 0, 13, 13, float64(m.IntN(14)))})
		}
	}
	p.Services[0].ShareOfPeople = 1
	for range p.Years {
		p.Arithmetic = append(p.Arithmetic, budgets.Stages{Referrals: 100, Engage: 0.8, JobStart: 0.5, Sustain: 0.6})
		p.Spread = append(p.Spread, 0.25, 0.25, 0.25, 0.25)
	}
	m.lines()
	m.sources()
	m.options()
	m.dependences()
	m.correlations()
	return p
}

// uncertain is a quantity from low to high, more often than not certain.
func (m *planMaker) uncertain(q quantity.Quantity, low, high float64) quantity.Quantity {
	if m.certain || !m.in(5) {
		return q
	}
	best := low + (high-low)*m.Float64()
	return quantity.Quantity{Name: oneOf(m, "one", "two", "three"), Distribution: quantity.PERT{Low: low, Best: best, High: high}}
}

// correlations tie some of the names to each other, and to one of people.
func (m *planMaker) correlations() {
	if m.in(2) {
		return
	}
	for _, pair := range [][2]string{{"one", "people"}, {"four", "one"}, {"people", "three"}} {
		if m.in(2) {
			m.plan.Correlations = append(m.plan.Correlations, quantity.RankCorrelation{Between: pair, Rank: oneOf(m, -0.4, 0, 0.5)})
		}
	}
}

// share is a number from 0 to 1.
func (m *planMaker) share() quantity.Quantity {
	return m.uncertain(quantity.Exactly(oneOf(m, 0, 1, 0.5, 1.0/3, 2.0/3, 0.15, 0.7, 0.1, 0.2, 0.25, float64(m.IntN(1001))/1000)), 0, 1)
}

func (m *planMaker) exchange() quantity.Quantity {
	return m.uncertain(quantity.Exactly(oneOf(m, 1, 1, 1, 0.85, 11.3, 1.0/3)), 0.5, 9)
}

// amount is money per unit; small ones show rounding, the middle ones halves.
func (m *planMaker) amount() quantity.Distribution {
	a := oneOf[func() float64](m,
		func() float64 { return 0 },
		func() float64 { return float64(m.IntN(100)) / 100 },
		func() float64 { return float64(m.IntN(1000)) / 10 },
		func() float64 { return float64(m.IntN(10_000)) + oneOf(m, 0, 0.5, 0.02) },
		func() float64 { return float64(m.IntN(200_000)) / 2 })()
	if m.certain || !m.in(6) {
		return quantity.Certain(a)
	}
	return quantity.PERT{Low: a / 2, Best: a, High: 3*a + 1}
}

func (m *planMaker) lines() {
	p := &m.plan
	drivers := []budgets.Driver{
		budgets.PerYear, budgets.PerYear, budgets.Once, budgets.PerSpecialist, budgets.PerSpecialist, budgets.PerSpecialistInPost, budgets.PerLeader, budgets.PerService,
		budgets.PerHire, budgets.PerEngagement, budgets.PerJobStart, budgets.PerSustainment, budgets.PerPersonQuarter, budgets.ShareOfCost, budgets.ShareOfCost,
	}
	lines := 1 + m.IntN(6)
	place := m.Perm(lines) // a share line rests on lines that come before it here, in whatever order they stand in the plan
	for i := range lines {
		line := budgets.Line{
			Key: fmt.Sprint("line ", i), Name: fmt.Sprint("Line ", i), Category: oneOf(m, budgets.Staff, budgets.NonStaff, budgets.Unsplit),
			Driver: drivers[m.IntN(len(drivers))], Service: budgets.AllServices, Scale: 1, Exchange: quantity.Exactly(1), Reference: "random",
		}
		var base []int
		for j := range lines {
			if place[j] < place[i] && !m.in(3) {
				base = append(base, j)
			}
		}
		if line.Driver == budgets.ShareOfCost && base == nil {
			line.Driver = budgets.PerEngagement
		}
		if line.Driver == budgets.ShareOfCost {
			line.Share, line.Base = m.uncertain(quantity.Exactly(oneOf(m, 0, 0.15, 0.5, 1.0/3, 1, 1.25, 0.125)), 0, 2), base
			m.Shuffle(len(base), func(a, b int) { base[a], base[b] = base[b], base[a] })
			if m.in(6) {
				line.Service = m.IntN(len(p.Services))
			}
			p.Lines = append(p.Lines, line)
			continue
		}
		line.Scale = oneOf(m, 1, 1, 1, 0.5, 1.37, 1.0/3)
		line.Exchange = m.exchange()
		line.Indexation = m.uncertain(quantity.Exactly(oneOf(m, 0, 0, 0.02, 0.5, -0.1)), -0.1, 0.3)
		line.Amount.Name = oneOf(m, "one", "four")
		for range p.Years {
			line.Amount.Years = append(line.Amount.Years, m.amount())
		}
		if m.in(3) {
			line.Service = m.IntN(len(p.Services))
		}
		switch line.Driver {
		case budgets.Once:
			line.Quarter = m.IntN(4 * p.Years)
		case budgets.PerYear, budgets.PerSpecialist, budgets.PerLeader:
			if m.in(2) {
				line.SavedWhenVacant = m.share()
			}
		}
		p.Lines = append(p.Lines, line)
	}
}

func (m *planMaker) sources() {
	p := &m.plan
	cents := func() budgets.Cents {
		return budgets.Cents(m.Int64N(oneOf[int64](m, 10, 5000, 500_000, 50_000_000)))
	}
	var whole []float64 // shares of the first sources that add up to 1, in floating point to a little more or less
	if !m.plain && m.in(3) {
		whole = oneOf(m, []float64{0.05, 0.55, 0.3, 0.1}, []float64{0.2, 0.4, 0.3, 0.1}, []float64{0.1, 0.7, 0.2}, []float64{1.0 / 3, 1.0 / 3, 1.0 / 3}, []float64{5.0 / 6, 1.0 / 6})
	}
	for i := range max(len(whole), m.IntN(7)) {
		s := budgets.Source{
			Key: fmt.Sprint("source ", i), Name: fmt.Sprint("Source ", i), Kind: "foundation", Reference: "random",
			Status: oneOf(m, budgets.Secured, budgets.Agreed, budgets.InTalks, budgets.Hoped), InKind: m.in(5),
			Share: m.share(), Exchange: m.exchange(), Arrives: m.arrivals(),
			Chance: m.uncertain(quantity.Exactly(oneOf(m, 0, 1, 1, 1, 0.5, 0.8)), 0, 1),
		}
		if m.plain {
			s.Share = quantity.Exactly(1)
		}
		s.Lines = m.Perm(len(p.Lines))[:1+m.IntN(len(p.Lines))]
		if i < len(whole) {
			s.Share, s.Lines = quantity.Exactly(whole[i]), m.Perm(len(p.Lines))
			s.Chance = quantity.Exactly(1)
		}
		if m.in(3) {
			for range p.Years {
				s.PerYear = append(s.PerYear, cents())
			}
		}
		if m.in(3) {
			most := cents()
			if s.PerYear != nil && m.in(2) {
				most = s.PerYear[0] + s.PerYear[len(s.PerYear)-1]/2
			}
			s.Maximum = &most
		}
		if m.in(4) {
			part := m.share()
			s.AtMost = &part
		}
		if m.in(5) {
			told := cents()
			s.Told, s.PerYear, s.Maximum, s.Arrives, s.InKind = &told, nil, nil, nil, false
		}
		p.Sources = append(p.Sources, s)
	}
}

// arrivals are up to four parts of money; the last takes what the others leave of 1.
func (m *planMaker) arrivals() []budgets.Arrival {
	shares := oneOf(m, []float64{1}, []float64{1}, []float64{0.5, 0.5}, []float64{1.0 / 3, 1.0 / 3, 1.0 / 3}, []float64{0.8, 0.2}, []float64{0.1, 0.2, 0.3, 0.4}, []float64{0.25, 0, 0.75})
	var parts []budgets.Arrival
	for _, share := range shares {
		a := budgets.Arrival{Share: share, When: oneOf(m, budgets.YearAhead, budgets.QuarterAhead, budgets.WithTheQuarter, budgets.InArrears, budgets.YearInArrears)}
		switch a.When {
		case budgets.InArrears:
			a.Lag = 1 + m.IntN(6)
		case budgets.YearInArrears:
			a.Lag = m.IntN(6)
		}
		if slices.ContainsFunc(parts, func(b budgets.Arrival) bool { return b.When == a.When && b.Lag == a.Lag }) {
			a.When, a.Lag = budgets.InArrears, 10+len(parts)
		}
		parts = append(parts, a)
	}
	return parts
}

func (m *planMaker) options() {
	p := &m.plan
	for i := range m.IntN(4) {
		order := m.Perm(len(p.Sources))
		if m.in(3) {
			slices.Sort(order)
		}
		if m.in(2) {
			order = order[:m.IntN(len(order)+1)]
		}
		p.Options = append(p.Options, budgets.Option{Key: fmt.Sprint("option ", i), Name: fmt.Sprint("Option ", i), Order: order})
	}
}

// dependences let sources match others, cover what others would leave, and come or not as others do.
func (m *planMaker) dependences() {
	p := &m.plan
	place := m.Perm(len(p.Sources))
	for i := range p.Sources {
		s := &p.Sources[i]
		var others []int
		for j := range p.Sources {
			after := i == j || slices.ContainsFunc(p.Options, func(o budgets.Option) bool {
				at := slices.Index(o.Order, i)
				return at >= 0 && slices.Contains(o.Order[at:], j)
			})
			if !after && !m.in(3) {
				others = append(others, j)
			}
		}
		if others != nil && m.in(3) {
			for _, k := range m.Perm(len(others))[:1+m.IntN(len(others))] {
				s.RestOf = append(s.RestOf, others[k])
			}
		}
		if others != nil && !m.plain && m.in(2) {
			m.Shuffle(len(others), func(a, b int) { others[a], others[b] = others[b], others[a] })
			rate := quantity.Exactly(oneOf(m, 0, 0.5, 1, 1.0/3, 2, 0.35))
			s.Matches = &budgets.Match{Rate: m.uncertain(rate, 0, 2), Others: others}
		}
		if on := m.IntN(len(p.Sources)); place[on] < place[i] {
			chance := func() quantity.Quantity {
				return m.uncertain(quantity.Exactly(oneOf(m, 0, 1, 1, 0.4, 0.9)), 0, 1)
			}
			s.Given = &budgets.Given{Source: on, IfComes: chance(), IfNot: chance()}
		}
	}
}

// tell tells sources what they have to give in the draw priced last; some are told nothing.
func (m *planMaker) tell(pricer *budgets.Pricer) map[int]toldMoney {
	told := map[int]toldMoney{}
	for i := range m.plan.Sources {
		if m.plan.Sources[i].Told == nil || m.in(6) {
			continue
		}
		amount := budgets.Cents(m.Int64N(oneOf[int64](m, 10, 5000, 500_000, 50_000_000)))
		arrives := make([]budgets.Cents, 4*m.plan.Years)
		for q := range arrives {
			arrives[q] = budgets.Cents(m.Int64N(int64(amount)/4 + 2))
		}
		pricer.Tell(i, amount, arrives)
		told[i] = toldMoney{amount, arrives}
	}
	return told
}

// counts are what happens at every service, by quarter.
func (m *planMaker) counts() [][]model.Counts {
	services := make([][]model.Counts, len(m.plan.Services))
	for s := range services {
		services[s] = make([]model.Counts, 4*m.plan.Years)
		for q := range services[s] {
			c := &services[s][q]
			c.PlannedWeeks, c.InPostWeeks = m.weeks(m.plan.Services[s].Specialists)
			c.LeaderPlannedWeeks, c.LeaderInPostWeeks = m.weeks(m.plan.Services[s].Leaders)
			if m.in(5) {
				continue // nothing happens
			}
			c.Hires, c.LeaderHires = m.IntN(4), m.IntN(2)
			c.Engagements, c.JobStarts, c.Sustained13 = m.IntN(40), m.IntN(20), m.IntN(9)
			c.CaseloadWeeks = m.IntN(13 * 60)
			// What costs do not follow.
			c.Referrals, c.Declined, c.GaveUp, c.RepeatStarts = m.IntN(99), m.IntN(99), m.IntN(99), m.IntN(99)
			c.Sustained26, c.Sustained52, c.CapacityWeeks, c.WaitingWeeks = m.IntN(99), m.IntN(99), m.IntN(999), m.IntN(999)
			c.Leavers, c.LeaderLeavers, c.WeeksInWork, c.PeakCaseload = m.IntN(99), m.IntN(99), m.IntN(999), m.IntN(99)
			c.JobStartsFrom16, c.Sustained13From16 = m.IntN(c.JobStarts+1), m.IntN(c.Sustained13+1)
		}
	}
	return services
}

// weeks are thousandths of FTE-weeks of posts that have opened, and of those that are filled.
func (m *planMaker) weeks(posts float64) (opened, filled int) {
	all := int(posts * 1000 * 13)
	opened = oneOf(m, all, all, all/13*m.IntN(14))
	return opened, oneOf(m, opened, opened, opened/13*m.IntN(14), m.IntN(opened+1), 0)
}

// fractions make an expectation of counts.
func (m *planMaker) fractions(counts [][]model.Counts) [][]model.Tally[float64] {
	services := make([][]model.Tally[float64], len(counts))
	for s := range counts {
		for _, c := range counts[s] {
			f := oneOf(m, 1, 0.5, m.Float64())
			g := oneOf(m, f, 1) // of posts as many are filled, or fewer
			services[s] = append(services[s], model.Tally[float64]{
				PlannedWeeks: g * float64(c.PlannedWeeks), InPostWeeks: f * float64(c.InPostWeeks),
				LeaderPlannedWeeks: g * float64(c.LeaderPlannedWeeks), LeaderInPostWeeks: f * float64(c.LeaderInPostWeeks),
				Hires: f * float64(c.Hires), LeaderHires: f * float64(c.LeaderHires),
				Engagements: f * float64(c.Engagements), JobStarts: f * float64(c.JobStarts), Sustained13: f * float64(c.Sustained13),
				CaseloadWeeks: f * float64(c.CaseloadWeeks), Referrals: 7, Leavers: 5, RepeatStarts: 3,
			})
		}
	}
	return services
}

// asFractions takes counts or an expectation as exact volumes.
func asFractions[N int | float64](plan *budgets.Plan, tallies [][]model.Tally[N]) [][]exactVolumes {
	volumes := make([][]exactVolumes, len(tallies))
	for s := range tallies {
		for q, c := range tallies[s] {
			thousandths, number := func(n N) rat { return over(exact(float64(n)), whole(1000)) }, func(n N) rat { return exact(float64(n)) }
			volumes[s] = append(volumes[s], exactVolumes{
				opened: thousandths(c.PlannedWeeks), inPost: thousandths(c.InPostWeeks),
				leadersOpened: thousandths(c.LeaderPlannedWeeks), leadersInPost: thousandths(c.LeaderInPostWeeks),
				open: exact(plan.Services[s].Planned[q].Open), hires: plus(number(c.Hires), number(c.LeaderHires)),
				engagements: number(c.Engagements), jobStarts: number(c.JobStarts), sustainments: number(c.Sustained13),
				caseload: number(c.CaseloadWeeks),
			})
		}
	}
	return volumes
}
