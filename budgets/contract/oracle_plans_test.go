package contract_test

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// maker makes random contracts and futures that reach every paragraph of the law.
type maker struct {
	*rand.Rand
	uncapped bool // leaves out whatever limits how much is paid for an outcome
	f        *future
}

func newMaker(seed, branch uint64) *maker {
	return &maker{Rand: rand.New(rand.NewPCG(seed, branch))}
}

func pick[T any](m *maker, from ...T) T { return from[m.IntN(len(from))] }

func (m *maker) in(n int) bool { return m.IntN(n) == 0 }

// some is n or fewer of something, most often one of the small numbers.
func (m *maker) some(n int) int { return m.IntN(m.IntN(n+1) + 1) }

// future is a random contract in a random future.
func (m *maker) future() *future {
	m.f = &future{plan: &budgets.Plan{Currency: "EUR", Years: pick(m, 1, 1, 2, 2, 3)}, at: quantity.Root(m.Uint64()), luckOnly: m.in(6)}
	f := m.f
	for i := range 1 + m.some(3) {
		f.plan.Services = append(f.plan.Services, budgets.Service{Key: fmt.Sprint("service ", i), Name: fmt.Sprint("Service ", i)})
	}
	if m.in(3) {
		f.plan.Correlations = []quantity.RankCorrelation{{Between: [2]string{"one", "people"}, Rank: 0.5}, {Between: [2]string{"one", "two"}, Rank: pick(m, -0.4, 0.6)}}
	}
	lines := 1 + m.IntN(3)
	for i := range lines {
		f.plan.Lines = append(f.plan.Lines, budgets.Line{Key: fmt.Sprint("line ", i), Name: fmt.Sprint("Line ", i)})
	}
	f.cost, f.planned = m.costs(lines), m.costs(lines)
	m.people()
	m.terms()
	return f
}

func (m *maker) costs(lines int) [][]budgets.Cents {
	cost := table(lines, 4*m.f.plan.Years)
	most := pick(m, 0, 3, 1000, 300_000, 3_000_000)
	for _, line := range cost {
		for q := range line {
			line[q] = pick(m, 0, 1, budgets.Cents(m.IntN(most+1)), budgets.Cents(m.IntN(most+1)), budgets.Cents(m.IntN(most+1)))
		}
	}
	return cost
}

// people come to services and centres, often in one week, and have courses as package model's law allows.
func (m *maker) people() {
	f, positions := m.f, map[[3]int]int{}
	busy := m.week(52 * f.plan.Years)
	for range pick(m, 0, 1, 2, 5, 15, 40, 80) {
		e := model.Episode{
			Service: m.IntN(len(f.plan.Services)), Centre: m.some(3), Referred: pick(m, busy, m.week(52*f.plan.Years)),
			GaveUp: model.NoWeek, Engaged: model.NoWeek, Sustained13: model.NoWeek, Sustained26: model.NoWeek, Sustained52: model.NoWeek, Left: model.NoWeek,
		}
		place := [3]int{e.Service, e.Centre, e.Referred}
		e.Position = positions[place]
		positions[place]++
		switch e.Engaged = min(e.Referred+m.some(20), 52*f.plan.Years-1); {
		case m.in(12):
			e.Engaged, e.Declined = model.NoWeek, true
		case m.in(12):
			e.GaveUp, e.Engaged = e.Engaged, model.NoWeek
		default:
			m.course(&e)
		}
		f.episodes = append(f.episodes, e)
	}
	m.Shuffle(len(f.episodes), func(i, j int) { f.episodes[i], f.episodes[j] = f.episodes[j], f.episodes[i] })
}

// week is one before a number of weeks; the ends of quarters and years come often.
func (m *maker) week(before int) int {
	return pick(m, m.IntN(before), m.IntN(before), 13*m.IntN(before/13), 13*m.IntN(before/13)+12, 52*m.IntN(before/52), 52*m.IntN(before/52)+51)
}

// course is what follows an engagement.
func (m *maker) course(e *model.Episode) {
	end, week := m.f.weeks(), e.Engaged
	leaves := func(week int, inWork bool) {
		if week < end {
			e.Left, e.LeftInWork = week, inWork
		}
	}
	if m.in(4) {
		leaves(week+1+m.IntN(60), false)
		return
	}
	for {
		start := week + 1 + m.some(40)
		if start >= end {
			return
		}
		length := pick(m, 1+m.IntN(12), 13, 13+m.IntN(80), 26, 52, 1000)
		e.Jobs = append(e.Jobs, model.Job{Start: start, End: start + length, From16: m.in(2)})
		reach := func(week *int, long int) {
			if *week == model.NoWeek && length >= long && start+long < end {
				*week = start + long
			}
		}
		reach(&e.Sustained13, 13)
		reach(&e.Sustained26, 26)
		reach(&e.Sustained52, 52)
		if support := pick(m, 13+m.IntN(60), 10_000); length >= 13 && length >= support {
			leaves(start+support, true)
			return
		}
		week = start + length
		if m.in(2) || week >= end {
			leaves(week, false)
			return
		}
	}
}

// share is a number from 0 to 1.
func (m *maker) share() float64 {
	return pick(m, 0, 1, 0.5, 0.25, 0.1, 0.15, 1.0/3, 2.0/3, 0.7, float64(m.IntN(1001))/1000)
}

// low is a share that is often 0.
func (m *maker) low() float64 { return pick(m, 0, 0, 0, 0.1, 0.25, 0.333, m.share()) }

// uncertain is a quantity that may lie between two numbers, more often than not certain.
func (m *maker) uncertain(x, low, high float64) quantity.Quantity {
	if !m.in(4) {
		return quantity.Exactly(x)
	}
	return quantity.Quantity{Name: pick(m, "one", "two", "three", "four"), Distribution: quantity.Uniform{Low: low, High: high}}
}

// amount is an amount in whole units of the currency; small ones show rounding.
func (m *maker) amount() float64 {
	return pick(m, 0, float64(m.IntN(100))/100, float64(m.IntN(1000))/10, float64(m.IntN(10_000)), float64(m.IntN(10_000)), float64(m.IntN(400_000))/100)
}

// cap is a limit, often none.
func (m *maker) cap(n int) budgets.Cents {
	if m.uncapped || !m.in(4) {
		return 0
	}
	return budgets.Cents(1 + m.IntN(pick(m, 3, 1000, n, n)))
}

// byYear are amounts of the plan's years, or of the first of them: the last goes on.
func (m *maker) byYear(amount func() budgets.Cents) []budgets.Cents {
	var all []budgets.Cents
	for range pick(m, 1, m.f.plan.Years, m.f.plan.Years) {
		all = append(all, amount())
	}
	return all
}

func (m *maker) cents(n int) budgets.Cents {
	return pick(m, 0, budgets.Cents(m.IntN(5)), budgets.Cents(m.IntN(n)), budgets.Cents(m.IntN(n)))
}

func (m *maker) terms() {
	f := m.f
	f.terms = &contract.Terms{
		Payer: "payer", PriceLevel: pick(m, 1, 1, 1, 1, 0, 1.1, 0.333, 2.5),
		Verification: m.low(), MostPerPerson: m.cap(1_000_000), Most: m.cap(8_000_000),
		CostShare: m.uncertain(pick(m, 1, 1, m.share()), 0.2, 0.9), RunOffCost: m.uncertain(m.amount()/4, 0, 400),
	}
	t := f.terms
	if m.in(3) {
		for i := range f.plan.Services {
			if m.in(2) {
				t.Services = append(t.Services, i)
			}
		}
		if t.Services == nil {
			t.Services = []int{0}
		}
	}
	if m.in(4) {
		t.EngagedFrom = m.week(52 * f.plan.Years)
	}
	if m.in(4) {
		t.EngagedTo = t.EngagedFrom + 1 + m.IntN(60)
	}
	for event := range t.Evidenced {
		x := pick(m, 1, 1, 1, m.share())
		t.Evidenced[event] = m.uncertain(x, 0.1, 1)
		t.DeadweightDeducted[event] = m.low()
	}
	for i := range f.plan.Lines {
		if !m.in(4) {
			t.Lines = append(t.Lines, i)
		}
	}
	m.Shuffle(len(t.Lines), func(i, j int) { t.Lines[i], t.Lines[j] = t.Lines[j], t.Lines[i] })
	for i := range pick(m, 0, 1, 1, 2, 3, 4) {
		t.Rows = append(t.Rows, m.row(i))
	}
	for i := range m.some(3) {
		t.Ladders = append(t.Ladders, m.ladder(i))
	}
	for i := range m.some(3) {
		b := contract.Block{Key: fmt.Sprint("block ", i), Name: "Block", CostShare: m.share()}
		if m.in(2) {
			b = contract.Block{Key: b.Key, Name: b.Name, PerYear: m.byYear(func() budgets.Cents { return m.cents(1_000_000) })}
		}
		t.Blocks = append(t.Blocks, b)
	}
	for i := range m.some(3) {
		t.TopUps = append(t.TopUps, m.topUp(i))
	}
	m.serviceAndFees()
	m.investor()
	m.comparison()
}

func (m *maker) eventAndHours() (contract.Event, contract.Hours) {
	event := contract.Event(m.IntN(contract.Events))
	if event == contract.Engagement {
		return event, contract.AnyHours
	}
	return event, pick(m, contract.AnyHours, contract.AnyHours, contract.Below16, contract.From16)
}

// lag is a number of weeks.
func (m *maker) lag() int { return pick(m, 0, 0, 1, 12, 13, 14, m.IntN(61)) }

func (m *maker) row(i int) contract.Row {
	r := contract.Row{Key: fmt.Sprint("row ", i), Name: "Row", Lag: m.lag(), Most: m.cap(3_000_000)}
	r.Event, r.Hours = m.eventAndHours()
	price := m.amount()
	r.Price = quantity.Series{Name: pick(m, "one", "two", "three"), Years: make([]quantity.Distribution, pick(m, 1, m.f.plan.Years, m.f.plan.Years))}
	certain := !m.in(5)
	for y := range r.Price.Years {
		if m.in(3) {
			price = m.amount()
		}
		r.Price.Years[y] = quantity.Certain(price)
		if !certain {
			r.Price.Years[y] = quantity.Uniform{Low: price / 2, High: 2*price + 1}
		}
	}
	if m.in(4) {
		r.From = m.week(m.f.weeks())
	}
	if m.in(4) {
		r.To = r.From + 1 + m.IntN(80)
	}
	if m.in(4) {
		r.Within = 1 + m.IntN(60)
	}
	if m.in(4) {
		r.Above = m.IntN(12)
	}
	if !m.uncapped && m.in(4) {
		r.UpTo = r.Above + 1 + m.IntN(15)
	}
	if m.in(4) {
		r.Minimum = m.IntN(20)
	}
	if !m.uncapped && m.in(3) {
		r.MostPerYear = m.byYear(func() budgets.Cents { return pick(m, 0, budgets.Cents(m.IntN(1000)), budgets.Cents(m.IntN(1_000_000))) })
	}
	return r
}

func (m *maker) ladder(i int) contract.Ladder {
	l := contract.Ladder{Key: fmt.Sprint("ladder ", i), Name: "Ladder", EachYear: m.in(2), Lag: m.lag()}
	l.Event, l.Hours = m.eventAndHours()
	if !l.EachYear {
		if m.in(2) {
			l.From = m.week(m.f.weeks() - 1)
		}
		if m.in(2) {
			l.To = l.From + 1 + m.IntN(m.f.weeks()-l.From)
		}
	}
	at, amount := 0, budgets.Cents(0)
	for range 1 + m.IntN(4) {
		at += 1 + m.IntN(6)
		amount += m.cents(2_000_000)
		l.Rungs = append(l.Rungs, contract.Rung{At: at, Amount: amount})
	}
	return l
}

func (m *maker) topUp(i int) contract.TopUp {
	t := contract.TopUp{Key: fmt.Sprint("top-up ", i), Name: "Top-up", Share: pick(m, m.share(), 1.5), Most: m.cap(1_000_000)}
	if m.in(2) {
		t.Rows = make([]bool, len(m.f.terms.Rows))
		for r := range t.Rows {
			t.Rows[r] = m.in(2)
		}
	}
	return t
}

func (m *maker) serviceAndFees() {
	t := m.f.terms
	t.Provider.RiskShare = m.low()
	if m.in(3) {
		t.Provider.Fee = m.byYear(func() budgets.Cents { return m.cents(4_000_000) })
	}
	for i := range m.some(3) {
		fee := contract.Fee{Key: fmt.Sprint("fee ", i), Name: "Fee", Once: m.cents(500_000), Quarter: pick(m, 0, m.IntN(m.f.ledger()))}
		if m.in(2) {
			fee = contract.Fee{Key: fee.Key, Name: fee.Name, PerYear: m.byYear(func() budgets.Cents { return m.cents(300_000) })}
		}
		t.Fees = append(t.Fees, fee)
	}
}

// split is one of a surplus, of which the investor may have a part.
func (m *maker) split(investor bool) contract.Split {
	parts := []float64{0, 0, 0}
	for left := 20; left > 0; {
		n := 1 + m.IntN(left)
		parts[m.IntN(3)] += float64(n)
		left -= n
	}
	if !investor {
		parts[1] += parts[0]
		parts[0] = 0
	}
	s := contract.Split{Investor: parts[0] / 20, Payer: parts[1] / 20, Provider: parts[2] / 20}
	if m.in(5) && investor {
		s = contract.Split{Investor: 1.0 / 3, Payer: 1.0 / 3, Provider: 1.0 / 3}
	}
	return s
}

func (m *maker) investor() {
	i := &m.f.terms.Investor
	*i = contract.Investor{Name: "Investor", Recycling: m.in(2), ReturnFirst: m.in(3)}
	if m.in(5) {
		i.Surplus = m.split(false)
		return
	}
	i.Surplus = m.split(true)
	i.Commitment = 1 + budgets.Cents(m.IntN(pick(m, 10, 100_000, 3_000_000, 30_000_000)))
	if limit := pick(m, -1, -1, 0, 0.05, 0.12); limit >= 0 {
		i.ReturnCap = &limit
	}
	if m.in(3) {
		left := i.Commitment
		for range 1 + m.IntN(10) {
			part := budgets.Cents(m.Int64N(int64(left) + 1))
			if m.in(3) {
				part = 0
			}
			i.Schedule = append(i.Schedule, part)
			left -= part
		}
		if m.in(4) {
			i.Schedule = append(i.Schedule, i.Commitment) // more than there is
		}
	}
}

func (m *maker) comparison() {
	c := &m.f.terms.Comparison
	for event := range c.Rate {
		if m.in(3) {
			rate := m.uncertain(m.share(), 0, 0.8)
			c.Rate[event] = &rate
		}
	}
	if m.in(2) {
		ratio := m.uncertain(pick(m, 1, 2, 0.5, 1.7), 0.6, 3)
		c.RiskRatio = &ratio
	}
}

// simulated is a random contract in a future of a small plan of people and staff, priced with a budget of its own.
func (m *maker) simulated(draw int) *future {
	f := m.future()
	years := f.plan.Years
	people := peopleOf(m, f.plan)
	simulator, err := model.NewSimulator(people, m.Uint64(), model.LuckAndIgnorance)
	if err != nil {
		panic(err)
	}
	f.episodes = nil
	simulator.Observe = func(e *model.Episode) {
		kept := *e
		kept.Jobs = slices.Clone(e.Jobs)
		f.episodes = append(f.episodes, kept)
	}
	trajectory := simulator.Draw(draw)
	f.at = simulator.DrawAddress(draw)
	f.plan.Lines = []budgets.Line{
		plainLine("posts", budgets.PerSpecialist, 50_000, years), plainLine("office", budgets.PerYear, 8_000, years), plainLine("people", budgets.PerEngagement, 150, years),
	}
	for y := range years {
		f.plan.Arithmetic = append(f.plan.Arithmetic, budgets.Stages{Referrals: 100, Engage: 0.8, JobStart: 0.5, Sustain: 0.6})
		for q := range 4 {
			f.plan.Spread = append(f.plan.Spread, 0.25)
			for i := range f.plan.Services {
				f.plan.Services[i].Planned = append(f.plan.Services[i].Planned, budgets.Volumes{Specialists: 13, InPost: 13, Open: 13, Caseload: float64(100 + 10*(4*y+q))})
			}
		}
	}
	for i := range f.plan.Services {
		f.plan.Services[i].Specialists, f.plan.Services[i].ShareOfPeople = 1, 1/float64(len(f.plan.Services))
	}
	f.cost = budgets.NewPricer(f.plan).Price(trajectory.Quarters, f.at, f.luckOnly).Cost
	f.planned = m.costs(len(f.plan.Lines))
	f.terms.Lines = []int{2, 0, 1}
	return f
}

func plainLine(key string, driver budgets.Driver, amount float64, years int) budgets.Line {
	return budgets.Line{
		Key: key, Name: key, Category: budgets.Staff, Driver: driver, Service: budgets.AllServices, Amount: everyYear("", years, amount), Scale: 1,
		Exchange: quantity.Exactly(1), Reference: "made up for a test",
	}
}

func everyYear(name string, years int, x float64) quantity.Series {
	s := quantity.Series{Name: name}
	for range years {
		s.Years = append(s.Years, quantity.Certain(x))
	}
	return s
}

// peopleOf is a plan of people and staff with the services of a budget.
func peopleOf(m *maker, plan *budgets.Plan) *model.Plan {
	tenure := quantity.ExactWeeks(m.IntN(80))
	p := &model.Plan{
		Stream: "contract", Years: plan.Years, Caseload: model.Caseload{Limit: []int{20}, Ramp: model.LinearRamp(m.IntN(20))},
		Staffing: model.Staffing{
			Turnover: quantity.Exactly(pick(m, 0, 0.4, 2)), Recruitment: quantity.ExactWeeks(m.IntN(10)), Vacancy: quantity.ExactWeeks(m.IntN(20)), DropOut: quantity.Exactly(0.3),
		},
		Demand: model.Demand{Volume: everyYear("volume", plan.Years, 1), GiveUp: quantity.Exactly(0.02)},
		Pathway: model.Pathway{
			Engage: everyYear("engage", plan.Years, 0.8), JobStart: everyYear("job start", plan.Years, pick(m, 0.5, 0.9)), Sustain: everyYear("sustain", plan.Years, pick(m, 0.6, 1)),
			Return: quantity.Exactly(pick(m, 0, 0.5)), ToJob: quantity.ExactWeeks(1 + m.IntN(30)), ToExit: quantity.ExactWeeks(1 + m.IntN(60)),
			Support: quantity.ExactWeeks(13 + m.IntN(60)), Unlimited: quantity.Exactly(pick(m, 0, 0.5)), Tenure: &tenure,
		},
		Hours: &model.Hours{From16: everyYear("from 16", plan.Years, 0.5), MeanBelow16: quantity.Exactly(10), MeanFrom16: quantity.Exactly(24)},
	}
	for _, s := range plan.Services {
		p.Services = append(p.Services, model.Service{
			Key: s.Key, Centres: 1 + m.IntN(2), Posts: []model.Post{{FTE: model.FullTime}}, ReferralsPerYear: slices.Repeat([]float64{30}, plan.Years), InitialCaseload: m.IntN(5),
		})
	}
	return p
}
