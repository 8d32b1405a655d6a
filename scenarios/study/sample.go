package study

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// sample is what is kept of the draws of a scenario.
type sample struct {
	scenario      *scenarios.Scenario
	forWorkers    *scenarios.Scenario // see shared
	grain         float64             // see grainOf
	people, staff []kept
	money         []kept
	paid          []kept // by source in pay order
	beyond        []kept // one period each
	cohorts       []keptCohort
	drivers       []keptDriver
	doubts        []*keptDoubt
	twice         int // so many of the first draws have a second future
}

// kept is one measure's number in each period: the years, then the horizon.
type kept struct {
	name   string
	period []number
}

func (k kept) years() int { return len(k.period) - 1 }

func newSample(d *drawing, s *scenarios.Scenario, grain float64) *sample {
	k := &sample{scenario: s, forWorkers: shared(s, &d.preparer), grain: grain}
	years := s.Model.Years
	keep := func(name string, unit func(years int) float64) kept {
		measure := kept{name: name}
		for range years {
			measure.period = append(measure.period, d.keep(unit(1)))
		}
		measure.period = append(measure.period, d.keep(unit(years)))
		return measure
	}
	for _, m := range peopleMeasures(&s.Model, nil) {
		k.people = append(k.people, keep(m.name, func(years int) float64 { return m.unit(years, grain) }))
	}
	for _, m := range staffMeasures(&s.Model) {
		k.staff = append(k.staff, keep(m.name, func(years int) float64 { return m.unit(years, grain) }))
	}
	cents := func(int) float64 { return centsInOne }
	if len(s.Budget.Lines) > 0 {
		for _, m := range moneyMeasures(&s.Budget) {
			k.money = append(k.money, keep(m.name, cents))
		}
		for _, i := range payOrder(&s.Budget, inUse) {
			k.paid = append(k.paid, keep(s.Budget.Sources[i].Key, cents))
		}
	}
	for _, m := range beyondMeasures(&s.Model) {
		k.beyond = append(k.beyond, kept{m.name, []number{d.keep(1)}})
	}
	for range years {
		k.cohorts = append(k.cohorts, newKeptCohort(d))
	}
	return k
}

// grainOf is what all posts' working time is a multiple of, in thousandths: counted in such steps, time in post stays within a range that is counted exactly.
func grainOf(all []*scenarios.Scenario) float64 {
	grain := model.FTE(0)
	for _, s := range all {
		for i := range s.Model.Services {
			service := &s.Model.Services[i]
			for _, post := range slices.Concat(service.Posts, service.TeamLeaders) {
				grain = commonDivisor(grain, post.FTE)
			}
		}
	}
	return float64(max(grain, 1))
}

// commonDivisor is the greatest, by Euclid.
func commonDivisor(a, b model.FTE) model.FTE {
	for b > 0 {
		a, b = b, a%b
	}
	return a
}

// beyondMeasures are those that people still reach after the horizon.
func beyondMeasures(plan *model.Plan) []measure {
	var measures []measure
	for _, m := range peopleMeasures(plan, nil) {
		switch m.name {
		case jobStarts, jobStartsFrom16, "repeat_job_starts", sustainments, sustainmentsFrom16, "sustainments_26w", "sustainments_52w":
			measures = append(measures, m)
		}
	}
	return measures
}

// recorder makes draws and writes their numbers down. Each worker has its own.
type recorder struct {
	*sample
	future future

	// What happened in the draws of a block is gathered here until it is complete, draw by draw for each period (years, then the horizon), for the run-off
	// and for each year's cohort: so a measure's row and the way to count it need be looked up once for all these draws.
	periods   [][]model.Tally[float64]
	after     []model.Tally[float64]
	entered   [][]model.ExpectedCohort
	meanHours []model.MeanHours

	peopleOf, staffOf, beyondOf []measure
	hours                       *model.MeanHours // of the draw that is read, for the measures of people
	moneyOf                     []moneyMeasure
	first, second, other        []amounts // by doubt, of money: in the two futures, and in the second under other decisions; scratch
}

// newRecorder gives what fills blocks with a scenario's draws.
func newRecorder(k *sample, seed uint64, uncertainty string) (func(*block), error) {
	f, err := newFuture(k.forWorkers, seed, uncertainty)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", k.scenario.Name, err)
	}
	r := recorderOf(k, f)
	return func(b *block) {
		for i := range b.draws {
			r.record(b.rows, i, f.draw(b.first+i))
			r.recordAgain(b.rows, i, b.first+i)
		}
		r.recordBlock(b)
	}, nil
}

func recorderOf(k *sample, f future) *recorder {
	plan, hours := &k.scenario.Model, new(model.MeanHours)
	r := &recorder{
		sample: k, future: f, after: make([]model.Tally[float64], chunk), meanHours: make([]model.MeanHours, chunk), hours: hours,
		peopleOf: peopleMeasures(plan, hours), staffOf: staffMeasures(plan), beyondOf: beyondMeasures(plan), moneyOf: moneyMeasures(&k.scenario.Budget),
		first: make([]amounts, len(k.doubts)), second: make([]amounts, len(k.doubts)), other: make([]amounts, len(k.doubts)),
	}
	for range plan.Years + 1 {
		r.periods = append(r.periods, make([]model.Tally[float64], chunk))
	}
	for range plan.Years {
		r.entered = append(r.entered, make([]model.ExpectedCohort, chunk))
	}
	return r
}

// recordAgain makes the draw's second future, if it has one; what the first gave is not valid any more then.
func (r *recorder) recordAgain(rows [][]float64, i, draw int) {
	if len(r.doubts) > 0 && draw < r.twice {
		r.doubt(rows, i, draw)
	}
}

// record enters a draw's money at place i of its rows, and gathers what else happened in it.
func (r *recorder) record(rows [][]float64, i int, what *outcome) {
	for p, of := range r.periods {
		of[i] = what.periods[p]
	}
	r.after[i], r.meanHours[i] = what.after, what.hours
	for y, of := range r.entered {
		of[i] = what.cohorts[y]
	}
	if len(r.money) > 0 {
		r.price(rows, i, &what.money)
	}
}

// recordBlock enters what was gathered of the draws of a block, and how the uncertain inputs stand in them.
func (r *recorder) recordBlock(b *block) {
	for p, of := range r.periods {
		for m := range r.peopleOf {
			r.count(r.peopleOf[m], of, b.rows[r.people[m].period[p].row])
		}
		for m := range r.staffOf {
			r.count(r.staffOf[m], of, b.rows[r.staff[m].period[p].row])
		}
	}
	for m := range r.beyondOf {
		r.count(r.beyondOf[m], r.after, b.rows[r.beyond[m].period[0].row])
	}
	for y, of := range r.entered {
		r.cohorts[y].record(b.rows, of)
	}
	for _, driver := range r.drivers {
		for i := range b.draws {
			b.rows[driver.row][i] = r.future.standing(b.first+i, driver.name)
		}
	}
}

// count enters a measure's numbers of what was gathered.
func (r *recorder) count(m measure, of []model.Tally[float64], row []float64) {
	for i := range row {
		*r.hours = r.meanHours[i]
		row[i] = m.count(&of[i], r.grain)
	}
}

// price enters a draw's amounts.
func (r *recorder) price(rows [][]float64, i int, money *priced) {
	for m, amount := range r.moneyOf {
		enter(r.money[m].period, rows, i, func(year span) budgets.Cents { return amount.of(money, year) })
	}
	for place, source := range payOrder(&r.scenario.Budget, inUse) {
		enter(r.paid[place].period, rows, i, func(year span) budgets.Cents { return year.sumAll(money.funding.Paid[source]) })
	}
}

// enter enters an amount in each year and, adding these up, over the horizon.
func enter(periods []number, rows [][]float64, i int, of func(year span) budgets.Cents) {
	total, years := budgets.Cents(0), len(periods)-1
	for y := range years {
		amount := of(span{y * model.QuartersPerYear, (y + 1) * model.QuartersPerYear})
		rows[periods[y].row][i] = float64(amount)
		total += amount
	}
	rows[periods[years].row][i] = float64(total)
}

func (k *sample) horizon() span { return span{0, k.scenario.Model.Years * model.QuartersPerYear} }

// summarise turns the sample into estimates. Draws can be added afterwards.
// Chances are left out where nothing but the funders' decisions varies.
func (k *sample) summarise(r *Result, chances bool) {
	reach := r.Published
	if !chances {
		reach = nil
	}
	r.People = summaries(k.people, reach)
	r.Staff = summaries(k.staff, nil)
	r.Money = summaries(k.money, nil)
	r.Beyond = nil
	for _, b := range k.beyond {
		r.Beyond = append(r.Beyond, Measure[Stat]{b.name, b.period[0].estimate()})
	}
	r.Cohort = &Cohorts{ByEntryYear: make([]CohortOfYear, len(k.cohorts))}
	OnAllCores(len(k.cohorts), func(y int) { r.Cohort.ByEntryYear[y] = k.cohorts[y].summarise() })
	if len(k.money) > 0 {
		r.ChanceOfGap = chanceOfGap(k.money)
		r.Funding = k.fundingInUse()
		r.AssumedCosts = assumedCosts(k.scenario)
	}
	r.PercentileAccuracy = accuracy(k.people, k.staff, k.money, k.paid)
}

// accuracy is the largest relative error of percentiles; 0 if all draws are kept as they are.
func accuracy(sections ...[]kept) float64 {
	for _, k := range slices.Concat(sections...) {
		if slices.ContainsFunc(k.period, func(n number) bool { return n.kept.IsRounded() }) {
			return quantity.KeptAccuracy
		}
	}
	return 0
}

// chanceOfGap is the share of draws with a gap, by year and over the horizon.
func chanceOfGap(money []kept) Figures {
	for _, m := range money {
		if m.name == "gap" {
			return m.chancesOfAny()
		}
	}
	return Figures{}
}

// chancesOfAny are the shares of draws in which there is any of an amount, by year and over the horizon.
func (k kept) chancesOfAny() Figures {
	const cent = 0.01
	f := Figures{Total: *chance(k.horizon(), cent)}
	for _, n := range k.period[:k.years()] {
		f.ByYear = append(f.ByYear, *chance(n, cent))
	}
	return f
}

// summaries estimates every measure and, where a published figure covers the same time, the chance of reaching it.
func summaries(all []kept, published Section[Figures]) Section[Stats] {
	section := make(Section[Stats], len(all))
	OnAllCores(len(all), func(i int) {
		k := all[i]
		years := k.years()
		stats := Stats{ByYear: make([]Stat, years)}
		figures, isPublished := published.Get(k.name)
		for y := range years {
			stats.ByYear[y] = k.period[y].estimate()
			if isPublished && y < len(figures.ByYear) {
				stats.ByYear[y].Chance = chance(k.period[y], figures.ByYear[y])
			}
		}
		stats.Total = k.period[years].estimate()
		if isPublished && len(figures.ByYear) == years {
			stats.Total.Chance = chance(k.period[years], figures.Total)
		}
		section[i] = Measure[Stats]{k.name, stats}
	})
	return section
}

// chance is the share of draws that reach a figure.
func chance(n number, figure float64) *float64 {
	below, at, above := n.kept.Against(figure * n.unit)
	share := float64(at+above) / float64(below+at+above)
	return &share
}

// keptCohort is what is kept of those who engaged in one year: how many, and the shares who had reached something within each follow-up.
type keptCohort struct {
	engaged        number
	job, sustained []keptShare
}

// keptShare is a share in each draw in which the whole is not zero.
type keptShare struct {
	part  int // row
	share number
	both  *quantity.Pair // part and whole
}

func newKeptCohort(d *drawing) keptCohort {
	c := keptCohort{engaged: d.keep(1)}
	share := func() keptShare {
		part, whole := d.row(), c.engaged.row
		return keptShare{part, d.derive(1, func(rows [][]float64, into []float64) {
			for i := range into {
				into[i] = rows[part][i] / rows[whole][i] // nobody of nobody is no number, and left out
			}
		}), d.pair(part, whole)}
	}
	for range model.CohortWeeks {
		c.job = append(c.job, share())
		c.sustained = append(c.sustained, share())
	}
	return c
}

func (c *keptCohort) record(rows [][]float64, of []model.ExpectedCohort) {
	for i := range rows[c.engaged.row] {
		rows[c.engaged.row][i] = of[i].Engaged
	}
	for w := range model.CohortWeeks {
		job, sustained := rows[c.job[w].part], rows[c.sustained[w].part]
		for i := range job {
			job[i], sustained[i] = of[i].JobWithin[w], of[i].SustainedWithin[w]
		}
	}
}

func (c *keptCohort) summarise() CohortOfYear {
	of := CohortOfYear{Engaged: c.engaged.estimate()}
	for i, weeks := range model.CohortWeeks {
		name := fmt.Sprint(weeks)
		of.JobWithin = append(of.JobWithin, Measure[Stat]{name, c.job[i].estimate()})
		of.SustainedWithin = append(of.SustainedWithin, Measure[Stat]{name, c.sustained[i].estimate()})
	}
	return of
}

// estimate gives the spread of the share between draws; the mean is the ratio of the expected numbers, with the standard error of a ratio estimate.
func (s keptShare) estimate() Stat {
	stat := s.share.estimate()
	stat.Mean, stat.MCSE = s.both.Ratio()
	return stat
}

func (k *sample) fundingInUse() *FundingInUse {
	f := &FundingInUse{}
	if keys := k.scenario.File.Option.Keys; len(keys) > 0 {
		f.Option = k.scenario.File.Option.ByKey[keys[0]].Name
	}
	paid := summaries(k.paid, nil)
	for i, at := range payOrder(&k.scenario.Budget, inUse) {
		source := k.scenario.Budget.Sources[at]
		f.Assumed = append(f.Assumed, assumed(k.scenario, "funding."+source.Key+".")...)
		if c := k.scenario.ContractSources; c != nil && at == c.Payer {
			f.Assumed = append(f.Assumed, contractInputs(k.scenario)...)
		}
		f.Sources = append(f.Sources, FundingSource{source.Name, string(source.Kind), string(source.Status), chanceIn(&k.scenario.Budget, inUse, at), paid[i].Value})
	}
	return f
}

// keptDriver is an uncertain input and what it has in common with job starts.
type keptDriver struct {
	name      string
	row       int // of its standing
	jobStarts *quantity.Pair
}

// keepDrivers makes room for how each uncertain input stands.
func (k *sample) keepDrivers(d *drawing) {
	starts := find(k.people, jobStarts).period[k.scenario.Model.Years].row
	for _, name := range k.scenario.Model.Uncertain() {
		row := d.row()
		k.drivers = append(k.drivers, keptDriver{name, row, d.pair(row, starts)})
	}
}

func find(all []kept, name string) kept {
	return all[slices.IndexFunc(all, func(k kept) bool { return k.name == name })]
}

// rankDrivers ranks the uncertain inputs by how strongly job starts follow them, the strongest first.
func (k *sample) rankDrivers() []Driver {
	all := make([]Driver, len(k.drivers))
	for i, driver := range k.drivers {
		all[i] = Driver{Path: driver.name, Correlation: driver.jobStarts.Correlation()}
		for _, input := range k.scenario.Inputs {
			switch {
			case input.Path == all[i].Path:
				all[i].What = input.What
				if all[i].Status == "" {
					all[i].Status = string(input.Status)
				}
			case input.Path == strings.TrimSuffix(all[i].Path, ".rate")+".certain_as":
				all[i].Status = string(input.Status) // what makes the rate uncertain
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Driver) int { return cmp.Compare(math.Abs(b.Correlation), math.Abs(a.Correlation)) })
	return all
}
