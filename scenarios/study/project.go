package study

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// Asked is what a simulation is asked for.
type Asked struct {
	Settings
	// Workers is the number of draws made at the same time; 0 for one on each core. It changes no result.
	Workers int
	// Progress, if not nil, is told from time to time how many draws of all scenarios together are done. It may be called by several goroutines.
	Progress func(done int)
}

// Project simulates scenarios under common settings and, if there are several, adds them up. It stops early with the context's error.
// The settings in the results say how many draws were made.
func Project(ctx context.Context, all []*scenarios.Scenario, asked Asked) (*Results, error) {
	results, samples, err := projectKeeping(ctx, all, asked)
	if err != nil {
		return nil, err
	}
	if twice := sameStream(all); twice != "" {
		results.NoPortfolio = twice
	} else if len(all) > 1 {
		results.Portfolio = addUp(all, samples, results.Scenarios)
	}
	return results, nil
}

// projectKeeping projects each scenario and gives the draws too, for whoever adds or pairs them.
func projectKeeping(ctx context.Context, all []*scenarios.Scenario, asked Asked) (*Results, []*sample, error) {
	draw := drawAll
	if asked.Precision > 0 {
		draw = drawUntilPrecise
	}
	results, samples, err := draw(ctx, all, asked)
	if err != nil {
		return nil, nil, err
	}
	asked.Settings = *results.Settings // with the number of draws that were made
	for i, s := range all {
		r := results.Scenarios[i]
		if r.Warnings, err = Check(s); err != nil {
			return nil, nil, err
		}
		if ratesVary(asked.Uncertainty) {
			r.Drivers = drivers(s, samples[i], asked.Seed)
		}
		if asked.Uncertainty == uncertaintyAll {
			if r.Doubts, err = doubts(ctx, s, asked, samples[i]); err != nil {
				return nil, nil, err
			}
		}
		if isRecursion(asked.Uncertainty) {
			if r.Bias, err = bias(ctx, s, asked, r); err != nil {
				return nil, nil, err
			}
		}
	}
	return results, samples, nil
}

// drawAll makes the draws that were asked for and summarises them.
func drawAll(ctx context.Context, all []*scenarios.Scenario, asked Asked) (*Results, []*sample, error) {
	results := &Results{Settings: &asked.Settings}
	var done atomic.Int64
	report := func(draws int) {
		if n := done.Add(int64(draws)); asked.Progress != nil {
			asked.Progress(int(n))
		}
	}
	samples := make([]*sample, len(all))
	for i, s := range all {
		var err error
		if samples[i], err = simulate(ctx, s, asked, report); err != nil {
			return nil, nil, err
		}
		r := newResult(s)
		r.Published, r.Planned = published(s), planned(s)
		samples[i].summarise(s, r, asked.Uncertainty != uncertaintyNone)
		results.Scenarios = append(results.Scenarios, r)
	}
	return results, samples, nil
}

// sameStream says which two scenarios are variants of one plan, which share their people and are not added up; nothing if all are different plans.
func sameStream(all []*scenarios.Scenario) string {
	seen := map[string]string{}
	for _, s := range all {
		if other, taken := seen[s.Model.Stream]; taken {
			return fmt.Sprintf("%s and %s are variants of one plan; ipsplan compare holds them against each other.", other, s.Name)
		}
		seen[s.Model.Stream] = s.Name
	}
	return ""
}

// sample holds what is kept of every draw of a scenario.
type sample struct {
	years         int
	people, staff []kept
	money         []kept
	paid          []kept // by source in pay order
	beyond        []kept // one period each
	cohorts       []keptCohort
}

// kept is one measure's value in each period (the years, then the horizon) and draw.
type kept struct {
	name   string
	period [][]float64
}

func keep(name string, periods, draws int) kept {
	k := kept{name: name, period: make([][]float64, periods)}
	for p := range k.period {
		k.period[p] = make([]float64, draws)
	}
	return k
}

// keptCohort is what is kept of those who engaged in one year: how many, and how many had reached something within each follow-up.
type keptCohort struct {
	engaged        []float64
	job, sustained [][]float64
}

const chunk = 64 // draws that a worker takes at a time

// simulate makes the draws of one scenario. Each draw has its own place in the sample, so that the result does not depend on who made it.
func simulate(ctx context.Context, s *scenarios.Scenario, asked Asked, report func(int)) (*sample, error) {
	k := newSample(s, asked.Replications)
	err := inParallel(ctx, asked, func() (func(int), error) {
		r, err := newRecorder(s, k, asked.Seed, asked.Uncertainty)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		return r.record, nil
	}, report)
	if err != nil {
		return nil, err
	}
	return k, nil
}

// inParallel makes all draws that were asked for on the workers. Each worker has a recorder of its own, made by newRecorder, and takes the next few
// draws whenever it is free.
func inParallel(ctx context.Context, asked Asked, newRecorder func() (record func(draw int), err error), report func(draws int)) error {
	workers := asked.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	errs := make([]error, workers)
	for w := range workers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			record, err := newRecorder()
			if err != nil {
				errs[w] = err
				return
			}
			for ctx.Err() == nil {
				from := int(next.Add(chunk)) - chunk
				if from >= asked.Replications {
					return
				}
				to := min(from+chunk, asked.Replications)
				for d := from; d < to; d++ {
					record(d)
				}
				report(to - from)
			}
		}()
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	return errors.Join(errs...)
}

func newSample(s *scenarios.Scenario, draws int) *sample {
	periods := s.Model.Years + 1
	k := &sample{years: s.Model.Years}
	for _, m := range peopleMeasures(&s.Model, nil) {
		k.people = append(k.people, keep(m.name, periods, draws))
	}
	for _, m := range staffMeasures(&s.Model) {
		k.staff = append(k.staff, keep(m.name, periods, draws))
	}
	if k.money = keepMoney(s, draws); k.money != nil {
		for _, i := range s.Budget.PayOrder {
			k.paid = append(k.paid, keep(s.Budget.Sources[i].Key, periods, draws))
		}
	}
	for _, m := range beyondMeasures(&s.Model) {
		k.beyond = append(k.beyond, keep(m.name, 1, draws))
	}
	for range s.Model.Years {
		c := keptCohort{engaged: make([]float64, draws)}
		for range model.CohortWeeks {
			c.job = append(c.job, make([]float64, draws))
			c.sustained = append(c.sustained, make([]float64, draws))
		}
		k.cohorts = append(k.cohorts, c)
	}
	return k
}

// keepMoney makes room for the amounts of a scenario with cost lines; nil without any.
func keepMoney(s *scenarios.Scenario, draws int) []kept {
	if len(s.Budget.Lines) == 0 {
		return nil
	}
	var money []kept
	for _, m := range moneyMeasures(&s.Budget) {
		money = append(money, keep(m.name, s.Model.Years+1, draws))
	}
	return money
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

// recorder makes draws and keeps their measures. Each worker has its own.
type recorder struct {
	scenario *scenarios.Scenario
	kept     *sample
	future   future
	periods  []model.Tally[float64] // years, then the horizon

	people, staff, beyond []measure
	hours                 *model.MeanHours // of the draw, for the measures of people
	money                 []moneyMeasure
}

func newRecorder(s *scenarios.Scenario, k *sample, seed uint64, uncertainty string) (*recorder, error) {
	f, err := newFuture(s, seed, uncertainty)
	if err != nil {
		return nil, err
	}
	hours := new(model.MeanHours)
	return &recorder{
		scenario: s, kept: k, future: f, periods: make([]model.Tally[float64], s.Model.Years+1),
		people: peopleMeasures(&s.Model, hours), staff: staffMeasures(&s.Model), beyond: beyondMeasures(&s.Model), hours: hours, money: moneyMeasures(&s.Budget),
	}, nil
}

func (r *recorder) record(draw int) {
	what := r.future.draw(draw)
	*r.hours = what.hours
	years := r.scenario.Model.Years
	clear(r.periods)
	for q := range what.quarters {
		r.periods[q/model.QuartersPerYear].Then(&what.quarters[q])
		r.periods[years].Then(&what.quarters[q])
	}
	for p := range r.periods {
		weeks := float64(model.WeeksPerYear)
		if p == years {
			weeks *= float64(years)
		}
		for i, m := range r.people {
			r.kept.people[i].period[p][draw] = m.of(&r.periods[p], weeks)
		}
		for i, m := range r.staff {
			r.kept.staff[i].period[p][draw] = m.of(&r.periods[p], weeks)
		}
	}
	for i, m := range r.beyond {
		r.kept.beyond[i].period[0][draw] = m.of(&what.after, model.RunOffWeeks)
	}
	for y := range what.cohorts {
		c := &what.cohorts[y]
		k := &r.kept.cohorts[y]
		k.engaged[draw] = c.Engaged
		for i := range model.CohortWeeks {
			k.job[i][draw] = c.JobWithin[i]
			k.sustained[i][draw] = c.SustainedWithin[i]
		}
	}
	if len(r.kept.money) > 0 {
		r.price(draw, what.ledger)
	}
}

func (r *recorder) price(draw int, ledger *budgets.Ledger) {
	quartersInAll := r.scenario.Model.Years * model.QuartersPerYear
	for p := range r.periods {
		quarters := span{p * model.QuartersPerYear, (p + 1) * model.QuartersPerYear}
		if p == len(r.periods)-1 {
			quarters = span{0, quartersInAll}
		}
		for i, m := range r.money {
			r.kept.money[i].period[p][draw] = m.of(ledger, quarters).Amount()
		}
		for i, source := range r.scenario.Budget.PayOrder {
			r.kept.paid[i].period[p][draw] = quarters.sumAll(ledger.Paid[source]).Amount()
		}
	}
}

// summarise turns the sample into estimates. It leaves the sample as it is, so that draws can still be paired.
// Chances are left out where nothing but the funders' decisions varies.
func (k *sample) summarise(s *scenarios.Scenario, r *Result, chances bool) {
	reach := r.Published
	if !chances {
		reach = nil
	}
	r.People = summaries(k.people, reach)
	r.Staff = summaries(k.staff, nil)
	r.Money = summaries(k.money, nil)
	for _, b := range k.beyond {
		r.Beyond = append(r.Beyond, Measure[Stat]{b.name, estimate(b.period[0])})
	}
	r.Cohort = &Cohorts{}
	for _, c := range k.cohorts {
		r.Cohort.ByEntryYear = append(r.Cohort.ByEntryYear, c.summarise())
	}
	if len(k.money) > 0 {
		r.ChanceOfGap = chanceOfGap(k.money)
		r.Funding = fundingInUse(s, k)
	}
}

// chanceOfGap is the share of draws with a gap, by year and over the horizon.
func chanceOfGap(money []kept) Figures {
	var f Figures
	for _, m := range money {
		if m.name != "gap" {
			continue
		}
		years := len(m.period) - 1
		for _, draws := range m.period[:years] {
			f.ByYear = append(f.ByYear, *chance(draws, 0.005)) // at least one cent
		}
		f.Total = *chance(m.period[years], 0.005)
	}
	return f
}

func estimate(draws []float64) Stat {
	return Stat{Estimate: quantity.EstimateOf(slices.Clone(draws))}
}

// summaries estimates every measure and, where a published figure covers the same time, the chance of reaching it.
func summaries(all []kept, published Section[Figures]) Section[Stats] {
	section := make(Section[Stats], len(all))
	work(len(all), func(i int) {
		k := all[i]
		years := len(k.period) - 1
		stats := Stats{ByYear: make([]Stat, years)}
		figures, isPublished := published.Get(k.name)
		for y := range years {
			stats.ByYear[y] = estimate(k.period[y])
			if isPublished && y < len(figures.ByYear) {
				stats.ByYear[y].Chance = chance(k.period[y], figures.ByYear[y])
			}
		}
		stats.Total = estimate(k.period[years])
		if isPublished && len(figures.ByYear) == years {
			stats.Total.Chance = chance(k.period[years], figures.Total)
		}
		section[i] = Measure[Stats]{k.name, stats}
	})
	return section
}

// work does independent pieces on all cores.
func work(pieces int, do func(i int)) {
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

// chance is the share of draws that reach a figure.
func chance(draws []float64, figure float64) *float64 {
	reached := 0
	for _, x := range draws {
		if x >= figure {
			reached++
		}
	}
	share := float64(reached) / float64(len(draws))
	return &share
}

func (c *keptCohort) summarise() CohortOfYear {
	of := CohortOfYear{Engaged: estimate(c.engaged)}
	for i, weeks := range model.CohortWeeks {
		name := fmt.Sprint(weeks)
		of.JobWithin = append(of.JobWithin, Measure[Stat]{name, shareOf(c.job[i], c.engaged)})
		of.SustainedWithin = append(of.SustainedWithin, Measure[Stat]{name, shareOf(c.sustained[i], c.engaged)})
	}
	return of
}

// shareOf estimates a share between draws in which the denominator is not zero; the mean is the ratio of the expected numbers, with the standard error of a ratio estimate.
func shareOf(part, whole []float64) Stat {
	n := float64(len(whole))
	meanPart, meanWhole := sum(part)/n, sum(whole)/n
	var shares []float64
	squares := 0.0
	for i, w := range whole {
		if w > 0 {
			shares = append(shares, part[i]/w)
		}
	}
	stat := estimate(shares)
	if meanWhole == 0 {
		return stat
	}
	ratio := meanPart / meanWhole
	for i, w := range whole {
		residual := part[i] - float64(ratio*w)
		squares += float64(residual * residual)
	}
	stat.Mean = ratio
	if n > 1 {
		stat.MCSE = math.Sqrt(squares/(n-1)/n) / meanWhole
	}
	return stat
}

func fundingInUse(s *scenarios.Scenario, k *sample) *FundingInUse {
	f := &FundingInUse{}
	if keys := s.File.Option.Keys; len(keys) > 0 {
		f.Option = s.File.Option.ByKey[keys[0]].Name
	}
	paid := summaries(k.paid, nil)
	for i, at := range s.Budget.PayOrder {
		source := s.Budget.Sources[at]
		f.Sources = append(f.Sources, FundingSource{source.Name, source.Kind, source.Status, source.Chance.Mean(), paid[i].Value})
	}
	return f
}

// drivers ranks the uncertain inputs by how strongly job starts follow them, the strongest first.
func drivers(s *scenarios.Scenario, k *sample, seed uint64) []Driver {
	simulator, err := model.NewSimulator(&s.Model, seed, model.LuckAndIgnorance)
	if err != nil {
		return nil
	}
	var starts []float64
	for _, m := range k.people {
		if m.name == jobStarts {
			starts = m.period[k.years]
		}
	}
	names := s.Model.Uncertain()
	all := make([]Driver, len(names))
	work(len(names), func(i int) {
		standing := make([]float64, len(starts))
		for d := range standing {
			standing[d] = simulator.Standing(d, names[i])
		}
		all[i] = Driver{Path: names[i], Correlation: correlation(standing, starts)}
	})
	for i := range all {
		for _, input := range s.Inputs {
			switch {
			case input.Path == all[i].Path:
				all[i].What = input.What
				if all[i].Status == "" {
					all[i].Status = string(input.Status)
				}
			case input.Path == strings.TrimSuffix(strings.TrimSuffix(all[i].Path, ".rate"), ".from_16")+".certain_as":
				all[i].Status = string(input.Status) // what makes the rate uncertain
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Driver) int { return cmp.Compare(math.Abs(b.Correlation), math.Abs(a.Correlation)) })
	return all
}

func correlation(x, y []float64) float64 {
	n := float64(len(x))
	mx, my := sum(x)/n, sum(y)/n
	var xx, yy, xy float64
	for i := range x {
		dx, dy := x[i]-mx, y[i]-my
		xx += float64(dx * dx)
		yy += float64(dy * dy)
		xy += float64(dx * dy)
	}
	if xx == 0 || yy == 0 {
		return 0
	}
	return xy / math.Sqrt(float64(xx*yy))
}

// addUp makes the portfolio: the sums over scenarios, draw by draw, over the years that all have.
func addUp(all []*scenarios.Scenario, samples []*sample, results []*Result) *Portfolio {
	p := &Portfolio{Years: samples[0].years, Currency: all[0].File.Currency}
	for i, s := range all {
		p.Names = append(p.Names, s.Name)
		if s.File.Basis != "" {
			p.Bases = append(p.Bases, s.File.Title+": "+s.File.Basis)
		}
		p.Years = min(p.Years, samples[i].years)
		if s.File.Currency != p.Currency {
			p.Currency = ""
		}
	}
	p.Published = addFigures(p.Years, len(all), func(i int) Section[Figures] { return results[i].Published })
	p.Planned = addFigures(p.Years, len(all), func(i int) Section[Figures] { return results[i].Planned })
	p.People = summaries(addKept(p.Years, samples, func(k *sample) []kept { return k.people }), p.Published)
	p.Staff = summaries(addKept(p.Years, samples, func(k *sample) []kept { return k.staff }), nil)
	if p.Currency != "" {
		money := addKept(p.Years, samples, func(k *sample) []kept { return k.money })
		p.Money, p.ChanceOfGap = summaries(money, nil), chanceOfGap(money)
	}
	return p
}

// addKept adds the measures that all samples have, over their first years.
func addKept(years int, samples []*sample, of func(*sample) []kept) []kept {
	var sums []kept
	for _, first := range of(samples[0]) {
		total := keep(first.name, years+1, len(first.period[0]))
		complete := true
		for _, k := range samples {
			at := slices.IndexFunc(of(k), func(m kept) bool { return m.name == first.name })
			if at < 0 {
				complete = false
				break
			}
			m := of(k)[at]
			for y := range years {
				addTo(total.period[y], m.period[y])
			}
			addTo(total.period[years], overYears(m, years))
		}
		if complete {
			sums = append(sums, total)
		}
	}
	return sums
}

func addTo(into, more []float64) {
	for d, x := range more {
		into[d] += x
	}
}

// overYears is a measure over its first years: the kept horizon where it is as long, else made from the years as the measure says.
func overYears(m kept, years int) []float64 {
	if len(m.period) == years+1 {
		return m.period[years]
	}
	if strings.HasSuffix(m.name, "_end") {
		return m.period[years-1]
	}
	total := make([]float64, len(m.period[0]))
	for y := range years {
		addTo(total, m.period[y])
	}
	if strings.HasSuffix(m.name, "_mean") {
		for d := range total {
			total[d] /= float64(years)
		}
	}
	return total
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
