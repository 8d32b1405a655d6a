package study

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"ipsplan/scenarios"
)

// Asked is what a simulation is asked for.
type Asked struct {
	Settings
	// Workers is the number of draws made at the same time; 0 for one on each core. It changes no result.
	Workers int
	// Progress, if not nil, is told from time to time how many draws of all scenarios together are done, and of how many; of is 0 while that is not known
	// yet. It is called by one goroutine at a time.
	Progress func(done, of int)
}

// Project simulates scenarios under common settings and, if there are several, adds them up. It stops early with the context's error.
// The settings in the results say how many draws were made.
func Project(ctx context.Context, all []*scenarios.Scenario, asked Asked) (*Results, error) {
	p := newProjection(all, asked)
	twice := sameStream(all)
	var sums *portfolio
	if twice.IsZero() && len(all) > 1 {
		sums = newPortfolio(p)
	}
	if err := p.draw(ctx); err != nil {
		return nil, err
	}
	results, err := p.results(ctx)
	if err != nil {
		return nil, err
	}
	results.NoPortfolio = twice
	if sums != nil {
		results.Portfolio = sums.addUp(p, results.Scenarios)
	}
	return results, nil
}

// projection is the projection of several scenarios, draw by draw together.
type projection struct {
	drawing
	all     []*scenarios.Scenario
	asked   Asked
	samples []*sample
}

func newProjection(all []*scenarios.Scenario, asked Asked) *projection {
	p := &projection{asked: asked}
	grain := grainOf(all)
	for _, s := range all {
		p.add(s, grain)
	}
	p.newWorker = p.newRecorders
	return p
}

// add makes room for one scenario more.
func (p *projection) add(s *scenarios.Scenario, grain float64) {
	k := newSample(&p.drawing, s, grain)
	if ratesVary(p.asked.Uncertainty) {
		k.keepDrivers(&p.drawing)
	}
	if p.asked.Uncertainty == uncertaintyAll {
		k.keepDoubts(&p.drawing)
	}
	p.all, p.samples = append(p.all, s), append(p.samples, k)
}

// newRecorders gives what fills blocks with the draws of all scenarios.
func (p *projection) newRecorders() (func(*block), error) {
	return together(len(p.samples), func(i int) (func(*block), error) { return newRecorder(p.samples[i], p.asked.Seed, p.asked.Uncertainty) })
}

// draw makes the draws that were asked for.
func (p *projection) draw(ctx context.Context) error {
	return p.drawAsked(ctx, p.asked, len(p.all), p.excess)
}

// estimates are the results that take no more than the draws.
func (p *projection) estimates() *Results {
	settings := p.asked.Settings
	settings.Replications = p.drawn
	results := &Results{Settings: &settings}
	for _, k := range p.samples {
		results.Scenarios = append(results.Scenarios, k.estimates(settings.Uncertainty))
	}
	return results
}

// estimates are a scenario's results that take no more than the draws.
func (k *sample) estimates(uncertainty string) *Result {
	r := newResult(k.scenario)
	r.Published, r.Planned = published(k.scenario), planned(k.scenario)
	k.summarise(r, uncertainty != uncertaintyNone)
	return r
}

func (p *projection) results(ctx context.Context) (*Results, error) {
	results := p.estimates()
	asked := p.asked
	asked.Settings = *results.Settings // with the number of draws that were made
	norms, err := scenarios.LoadNorms()
	if err != nil {
		return nil, err
	}
	for i, r := range results.Scenarios {
		if err := p.samples[i].complete(ctx, asked, norms, r); err != nil {
			return nil, err
		}
	}
	return results, nil
}

// complete adds to a scenario's estimates, which are of as many draws as were asked for, what else there is to say.
func (k *sample) complete(ctx context.Context, asked Asked, norms scenarios.Keyed[scenarios.Norm], r *Result) (err error) {
	r.Warnings = check(k.scenario, norms)
	r.Convergence = convergence(r.People, r.Money, asked.Replications)
	r.Drivers = k.rankDrivers()
	r.Doubts = k.splitVariances()
	if isRecursion(asked.Uncertainty) {
		r.Bias, err = bias(ctx, k.scenario, asked, r)
	}
	return err
}

// sameStream says which two scenarios are variants of one plan, which share their people and are not added up; nothing if all are different plans.
func sameStream(all []*scenarios.Scenario) Phrase {
	seen := map[string]string{}
	for _, s := range all {
		if other, taken := seen[s.Model.Stream]; taken {
			return scenarios.Say("%s and %s are variants of one plan; ipsplan compare holds them against each other.", other, s.Name)
		}
		seen[s.Model.Stream] = s.Name
	}
	return Phrase{}
}

// portfolio keeps the sums over scenarios, draw by draw, over the years that all have.
type portfolio struct {
	years                int
	currency             string // none if they differ
	people, staff, money []kept
}

func newPortfolio(p *projection) *portfolio {
	sums := new(portfolio)
	*sums = commonYears(p.all)
	add := func(of func(*sample) []kept) []kept {
		var each [][]kept
		for _, k := range p.samples {
			each = append(each, of(k))
		}
		return addKept(&p.drawing, sums.years, each)
	}
	sums.people = add(func(k *sample) []kept { return k.people })
	sums.staff = add(func(k *sample) []kept { return k.staff })
	if sums.currency != "" {
		sums.money = add(func(k *sample) []kept { return k.money })
	}
	return sums
}

// addKept adds the measures that all have, over their first years.
func addKept(d *drawing, years int, each [][]kept) []kept {
	var sums []kept
	for _, first := range each[0] {
		var same []kept
		for _, measures := range each {
			if at := slices.IndexFunc(measures, func(m kept) bool { return m.name == first.name }); at >= 0 {
				same = append(same, measures[at])
			}
		}
		if len(same) < len(each) {
			continue
		}
		total := kept{name: first.name}
		for period := range years + 1 {
			var terms []int
			for _, m := range same {
				terms = append(terms, m.over(period, years)...)
			}
			total.period = append(total.period, d.derive(first.unitOver(period, years), func(rows [][]float64, into []float64) { addRows(rows, terms, into) }))
		}
		sums = append(sums, total)
	}
	return sums
}

// over are the rows that add up to a measure in a year or, for period = years, over the first so many years.
func (k kept) over(period, years int) []int {
	switch {
	case period < years:
		return []int{k.period[period].row}
	case years == k.years():
		return []int{k.period[years].row}
	case isAtEnd(k.name):
		return []int{k.period[years-1].row}
	}
	var rows []int
	for _, n := range k.period[:years] {
		rows = append(rows, n.row)
	}
	return rows
}

// unitOver is the unit of what over gives.
func (k kept) unitOver(period, years int) float64 {
	unit := k.period[0].unit
	if period == years && isMean(k.name) {
		unit *= float64(years)
	}
	return unit
}

// addRows adds up rows into another.
func addRows(rows [][]float64, terms []int, into []float64) {
	clear(into)
	for _, row := range terms {
		for i, x := range rows[row] {
			into[i] += x
		}
	}
}

// named is the portfolio without figures.
func (sums *portfolio) named(all []*scenarios.Scenario) *Portfolio {
	p := &Portfolio{Years: sums.years, Currency: sums.currency}
	for _, s := range all {
		p.Names, p.Titles = append(p.Names, s.Name), append(p.Titles, s.File.Title)
		if basis := basisOf(s); !basis.IsZero() {
			p.Bases = append(p.Bases, scenarios.Say("%s: %s", s.File.Title, basis))
		}
	}
	return p
}

// addUp makes the portfolio of what was kept.
func (sums *portfolio) addUp(projection *projection, results []*Result) *Portfolio {
	p := sums.named(projection.all)
	p.Published = addFigures(p.Years, len(results), func(i int) Section[Figures] { return results[i].Published })
	p.Planned = addFigures(p.Years, len(results), func(i int) Section[Figures] { return results[i].Planned })
	p.People, p.Staff = summaries(sums.people, p.Published), summaries(sums.staff, nil)
	if p.Currency != "" {
		p.Money, p.ChanceOfGap = summaries(sums.money, nil), chanceOfGap(sums.money)
	}
	p.PercentileAccuracy = accuracy(sums.people, sums.staff, sums.money)
	p.Convergence = convergence(p.People, p.Money, projection.drawn)
	return p
}

// addFigures adds the figures that all scenarios give for all of the years.
func addFigures(years, n int, of func(i int) Section[Figures]) Section[Figures] {
	var sums Section[Figures]
	for _, first := range of(0) {
		total := Figures{ByYear: make([]float64, years)}
		complete := true
		for i := range n {
			f, ok := of(i).Get(first.Name)
			if !ok || len(f.ByYear) < years {
				complete = false
				break
			}
			for y := range years {
				total.ByYear[y] += f.ByYear[y]
			}
		}
		if complete {
			total.Total = sum(total.ByYear)
			sums = append(sums, Measure[Figures]{first.Name, total})
		}
	}
	return sums
}

// OnAllCores does independent pieces of work, as many at a time as there are cores.
func OnAllCores(pieces int, do func(i int)) {
	var wait sync.WaitGroup
	var next atomic.Int64
	for range min(pieces, runtime.GOMAXPROCS(0)) {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := int(next.Add(1)) - 1; i < pieces; i = int(next.Add(1)) - 1 {
				do(i)
			}
		}()
	}
	wait.Wait()
}
