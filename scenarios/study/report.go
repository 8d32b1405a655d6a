package study

import (
	"context"
	"fmt"

	"ipsplan/scenarios"
)

// Report answers all questions of scenarios from one set of draws: the plan, the projection and its course by quarter, what leads from one to the other, what
// is paid by whom, what an outcomes contract comes to, and every input; and, of several scenarios, in all. The bridge from plan to projection is about all that is uncertain, and left out where less
// was asked for. It stops early with the context's error.
func Report(ctx context.Context, all []*scenarios.Scenario, asked Asked, what FundingAsked) (*Results, error) {
	if err := what.check(all); err != nil {
		return nil, err
	}
	r := newReporting(all, asked, what)
	twice := sameStream(all)
	var sums *portfolio
	var money *fundingPortfolio
	if twice.IsZero() && len(all) > 1 {
		sums, money = newPortfolio(r.projection), newFundingPortfolio(r.funding)
	}
	if err := r.drawAsked(ctx, asked, len(all), r.excess); err != nil {
		return nil, err
	}
	results, err := r.results(ctx)
	if err != nil {
		return nil, err
	}
	results.NoPortfolio = twice
	if sums == nil {
		return results, nil
	}
	results.Portfolio = sums.addUp(r.projection, results.Scenarios)
	paid, err := money.addUp(r.funding, results.Scenarios, what.Claims)
	if err != nil {
		return nil, err
	}
	results.Portfolio.WhoPays = paid.WhoPays
	results.Portfolio.PercentileAccuracy = max(results.Portfolio.PercentileAccuracy, paid.PercentileAccuracy)
	return results, nil
}

// reporting draws all that a report shows of several scenarios, draw by draw together.
type reporting struct {
	*projection
	funding *fundingProjection
	courses []*keptCourse
	// contracts has nil where there is none, or where people in fractions cannot have one.
	contracts []*contractSample
	bridges   []*keptSteps // none unless everything uncertain is asked for
}

func newReporting(all []*scenarios.Scenario, asked Asked, what FundingAsked) *reporting {
	r := &reporting{projection: newProjection(all, asked)}
	d := &r.drawing
	r.funding = newFundingProjection(d, all, asked, what)
	grain := grainOf(all)
	for _, s := range all {
		r.courses = append(r.courses, newKeptCourse(d, s, grain))
		var contract *contractSample
		if s.Contract != nil && !isRecursion(asked.Uncertainty) {
			contract = newContractSample(d, s, ContractAsked{})
		}
		r.contracts = append(r.contracts, contract)
		if asked.Uncertainty == uncertaintyAll {
			r.bridges = append(r.bridges, newKeptSteps(d, s, false))
		}
	}
	r.newWorker = r.newRecorders
	return r
}

// newRecorders gives what fills blocks with the draws of all scenarios. Each future is made once, for everything that is kept of it.
func (r *reporting) newRecorders() (func(*block), error) {
	return together(len(r.all), r.newRecorder)
}

func (r *reporting) newRecorder(i int) (func(*block), error) {
	f, err := newFuture(r.samples[i].forWorkers, r.asked.Seed, r.asked.Uncertainty)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.all[i].Name, err)
	}
	bridge := func(*block) {}
	if r.bridges != nil {
		if bridge, err = newVariantRecorders(r.bridges[i].variants, r.asked.Seed); err != nil {
			return nil, err
		}
	}
	people, money := recorderOf(r.samples[i], f), newFundingRecorder(r.funding.samples[i], f)
	settled := func([][]float64, int, *outcome) {}
	if k := r.contracts[i]; k != nil {
		contract := newContractRecorder(k)
		settled = func(rows [][]float64, place int, what *outcome) { contract.record(rows, place, what.money.account) }
	}
	return func(b *block) {
		for place := range b.draws {
			what := f.draw(b.first + place)
			settled(b.rows, place, what)
			people.record(b.rows, place, what)
			r.courses[i].record(b.rows, place, f.quarters())
			money.record(b.rows, place, what) // asks the pricer for other funding, so that what it gave before is gone
			people.recordAgain(b.rows, place, b.first+place)
		}
		people.recordBlock(b)
		bridge(b)
	}, nil
}

// excess is the larger of that of people and staff and that of money.
func (r *reporting) excess(precision float64) float64 {
	return max(r.projection.excess(precision), r.funding.excess(precision))
}

func (r *reporting) results(ctx context.Context) (*Results, error) {
	results, err := r.projection.results(ctx)
	if err != nil {
		return nil, err
	}
	for i, s := range r.all {
		of, plan, money := results.Scenarios[i], Plan(s), r.funding.samples[i]
		of.Rates, of.PublishedRates, of.FirstTwoYears, of.CostBases = plan.Rates, plan.PublishedRates, plan.FirstTwoYears, plan.CostBases
		of.ByQuarter = r.courses[i].summarise()
		if r.bridges != nil {
			of.Explain = r.bridges[i].summarise(of.Planned)
		}
		of.WhoPays, of.Funding = money.summarise(), nil // which has the option in use too
		of.PercentileAccuracy = max(of.PercentileAccuracy, money.accuracy())
		of.Inputs = Show(s).Inputs
		if k := r.contracts[i]; k != nil {
			of.Contract = k.summarise()
			of.PercentileAccuracy = max(of.PercentileAccuracy, k.accuracy())
		}
	}
	return results, nil
}
