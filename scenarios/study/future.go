package study

import (
	"context"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// What differs between draws.
const (
	uncertaintyAll    = "all"    // uncertain rates, chance, funders' decisions
	uncertaintyChance = "chance" // chance and decisions, with rates at their means
	uncertaintyRates  = "rates"  // rates and decisions, by the expected-value recursion
	uncertaintyNone   = "none"   // decisions alone, by the recursion at the means of the rates
)

// Uncertainties are the words for what may differ between draws.
func Uncertainties() []string {
	return []string{uncertaintyAll, uncertaintyChance, uncertaintyRates, uncertaintyNone}
}

func ratesVary(uncertainty string) bool {
	return uncertainty == uncertaintyAll || uncertainty == uncertaintyRates
}

func isRecursion(uncertainty string) bool {
	return uncertainty == uncertaintyRates || uncertainty == uncertaintyNone
}

// outcome is one draw's people and staff, all services together, and its money.
type outcome struct {
	periods []model.Tally[float64] // years, then the horizon
	after   model.Tally[float64]   // the run-off
	cohorts []model.ExpectedCohort
	hours   model.MeanHours // mean weekly hours of jobs
	money   priced
}

func (o *outcome) horizon() *model.Tally[float64] { return &o.periods[len(o.periods)-1] }

// future makes draws: simulated ones, or expectations. What it gives is valid until its next draw.
type future interface {
	draw(draw int) *outcome
	// quarters is what happened in the last draw by quarter, all services together.
	quarters() []model.Tally[float64]
	// standing is the uniform number at which the uncertain quantity of a name stands in a draw.
	standing(draw int, name string) float64
}

func newFuture(s *scenarios.Scenario, seed uint64, uncertainty string) (future, error) {
	doubt := model.LuckAndIgnorance
	if !ratesVary(uncertainty) {
		doubt = model.LuckOnly
	}
	// The recursion too has a simulator, for the addresses of its draws.
	simulator, err := model.NewSimulator(&s.Model, seed, doubt)
	if err != nil {
		return nil, err
	}
	quarters := s.Model.Years * model.QuartersPerYear
	common := outcome{periods: make([]model.Tally[float64], s.Model.Years+1), cohorts: make([]model.ExpectedCohort, s.Model.Years)}
	byQuarter := make([]model.Tally[float64], quarters)
	if !isRecursion(uncertainty) {
		f := &simulatedFuture{
			outcome: common, whole: make([]model.Counts, quarters), sums: make([]model.Counts, len(common.periods)), byQuarter: byQuarter,
			simulator: simulator, pricer: budgets.NewPricer(&s.Budget), ratesFixed: doubt == model.LuckOnly, settling: newSettling(s),
		}
		if f.settling != nil {
			simulator.Engaged = f.settling.outcomes.People()
		}
		return f, nil
	}
	expectation, err := model.NewExpectation(&s.Model, seed)
	if err != nil {
		return nil, err
	}
	f := &expectedFuture{
		outcome: common, byQuarter: byQuarter, scenario: s, expectation: expectation, simulator: simulator,
		pricer: budgets.NewPricer(&s.Budget), ratesFixed: doubt == model.LuckOnly, settling: newSettling(s),
	}
	if f.ratesFixed {
		f.gather(expectation.Means())
	}
	return f, nil
}

// shared is a scenario for futures of several workers: what they work out of the uncertain quantities of its plan, budget and contract they have in common, and with other
// scenarios of one preparer what is equal.
func shared(s *scenarios.Scenario, by *quantity.Preparer) *scenarios.Scenario {
	common := *s
	common.Model, common.Budget = *s.Model.Prepared(by), *s.Budget.Prepared(by)
	if s.Contract != nil {
		common.Contract = s.Contract.Prepared(&s.Budget, by)
	}
	return &common
}

type simulatedFuture struct {
	outcome
	whole, sums []model.Counts // all services together, by quarter and by period
	byQuarter   []model.Tally[float64]

	simulator  *model.Simulator
	pricer     *budgets.Pricer
	ratesFixed bool
	services   [][]model.Counts // as the draw has them
	settling   *settling        // nil without a contract
}

func (f *simulatedFuture) draw(draw int) *outcome {
	if f.settling != nil {
		f.settling.outcomes.Clear()
	}
	t := f.simulator.Draw(draw)
	copy(f.whole, t.Quarters[0])
	for _, service := range t.Quarters[1:] {
		for q := range f.whole {
			f.whole[q].Beside(&service[q])
		}
	}
	f.addUpPeriods()
	var after model.Counts
	for i := range t.RunOff {
		after.Beside(&t.RunOff[i])
	}
	after.FractionsInto(&f.after)
	for y := range t.Cohorts {
		f.cohorts[y].Engaged = float64(t.Cohorts[y].Engaged)
		for i := range model.CohortWeeks {
			f.cohorts[y].JobWithin[i] = float64(t.Cohorts[y].JobWithin[i])
			f.cohorts[y].SustainedWithin[i] = float64(t.Cohorts[y].SustainedWithin[i])
		}
	}
	f.hours = t.Hours
	f.services = t.Quarters
	f.money = f.price(draw, true)
	return &f.outcome
}

// addUpPeriods adds up the quarters to years, and these, which is exact in whole numbers, to the horizon.
func (f *simulatedFuture) addUpPeriods() {
	clear(f.sums)
	years := len(f.sums) - 1
	for q := range f.whole {
		f.sums[q/model.QuartersPerYear].Then(&f.whole[q])
	}
	for y := range years {
		f.sums[years].Then(&f.sums[y])
	}
	for p := range f.sums {
		f.sums[p].FractionsInto(&f.periods[p])
	}
}

func (f *simulatedFuture) quarters() []model.Tally[float64] {
	for q := range f.whole {
		f.whole[q].FractionsInto(&f.byQuarter[q])
	}
	return f.byQuarter
}

// again is the same draw with the same uncertain quantities, but other luck.
func (f *simulatedFuture) again(draw int) *outcome {
	f.simulator.Luck = 1
	defer func() { f.simulator.Luck = 0 }()
	return f.draw(draw)
}

// decide prices what happened in the last call of draw or again once more, with the set of decisions of a number, 0 being that of the draw. What the contract comes to does not depend on them.
func (f *simulatedFuture) decide(draw, decisions int) priced {
	f.pricer.Decisions = uint64(decisions)
	defer func() { f.pricer.Decisions = 0 }()
	return f.price(draw, false)
}

// price prices what happened in a draw, settles the contract if there is one, unless that has been done, and says who pays under the option in use.
func (f *simulatedFuture) price(draw int, settles bool) priced {
	at := f.simulator.DrawAddress(draw)
	p := priced{ledger: f.pricer.Price(f.services, at, f.ratesFixed), pricer: f.pricer}
	p.by = func(other *budgets.Pricer) priced {
		return priced{ledger: other.Price(f.services, at, f.ratesFixed), funding: other.Fund(inUse, budgets.HopedFor), pricer: other}
	}
	if f.settling != nil {
		if settles {
			f.settling.settle(p.ledger, at, f.ratesFixed)
		}
		p.account = f.settling.account
		f.settling.tell(f.pricer)
	}
	p.funding = f.pricer.Fund(inUse, budgets.HopedFor)
	return p
}

func (f *simulatedFuture) standing(draw int, name string) float64 {
	return f.simulator.Standing(draw, name)
}

type expectedFuture struct {
	outcome
	byQuarter   []model.Tally[float64]
	expectation *model.Expectation
	simulator   *model.Simulator
	pricer      *budgets.Pricer
	ratesFixed  bool
	services    [][]model.Tally[float64]
	scenario    *scenarios.Scenario
	settling    *settling // nil without a contract
}

func (f *expectedFuture) draw(draw int) *outcome {
	if !f.ratesFixed {
		f.gather(f.expectation.Draw(draw))
	}
	at := f.simulator.DrawAddress(draw)
	f.money = priced{ledger: f.pricer.PriceExpected(f.services, at, f.ratesFixed), pricer: f.pricer}
	f.money.by = func(other *budgets.Pricer) priced {
		return priced{ledger: other.PriceExpected(f.services, at, f.ratesFixed), funding: other.Fund(inUse, budgets.HopedFor), pricer: other}
	}
	if f.settling != nil {
		f.settling.expect(f.scenario, f.pricer, f.services, f.money.ledger)
	}
	f.money.funding = f.pricer.Fund(inUse, budgets.HopedFor)
	return &f.outcome
}

func (f *expectedFuture) standing(draw int, name string) float64 {
	return f.simulator.Standing(draw, name)
}

func (f *expectedFuture) quarters() []model.Tally[float64] { return f.byQuarter }

// gather adds up the services, and their quarters.
func (f *expectedFuture) gather(t *model.ExpectedTrajectory) {
	f.services = t.Quarters
	clear(f.byQuarter)
	for _, service := range t.Quarters {
		for q := range f.byQuarter {
			f.byQuarter[q].Beside(&service[q])
		}
	}
	clear(f.periods)
	for q := range f.byQuarter {
		f.periods[q/model.QuartersPerYear].Then(&f.byQuarter[q])
		f.horizon().Then(&f.byQuarter[q])
	}
	f.after = model.Tally[float64]{}
	for i := range t.RunOff {
		f.after.Beside(&t.RunOff[i])
	}
	copy(f.cohorts, t.Cohorts)
	f.hours = t.Hours
}

// Bias is how far the expected-value recursion lies from the simulation that it stands for: fractional people know no
// queue by chance and no capacity lost in rounding.
type Bias struct {
	// Draws is the number of simulated draws it was measured with.
	Draws int `json:"draws"`
	// People holds the recursion's mean less the simulated mean, with the error of the latter.
	People Section[Stats] `json:"people"`
}

// biasDraws are enough to see a bias of one in a hundred.
const biasDraws = 2_000

func bias(ctx context.Context, s *scenarios.Scenario, asked Asked, r *Result) (*Bias, error) {
	asked.Replications = min(biasDraws, asked.Replications)
	uncertainty := uncertaintyAll
	if !ratesVary(asked.Uncertainty) {
		uncertainty = uncertaintyChance
	}
	var d drawing
	k := newSample(&d, s, grainOf([]*scenarios.Scenario{s}))
	d.newWorker = func() (func(*block), error) { return newRecorder(k, asked.Seed, uncertainty) }
	if err := d.draw(ctx, asked.Workers, asked.Replications, func(int) {}); err != nil {
		return nil, err
	}
	b := &Bias{Draws: asked.Replications}
	means := summaries(k.people, nil)
	for _, measure := range []string{referrals, engagements, jobStarts, sustainments} {
		recursion, _ := r.People.Get(measure)
		simulation, _ := means.Get(measure)
		difference := Stats{Total: biasOf(recursion.Total, simulation.Total)}
		for y := range recursion.ByYear {
			difference.ByYear = append(difference.ByYear, biasOf(recursion.ByYear[y], simulation.ByYear[y]))
		}
		b.People = append(b.People, Measure[Stats]{measure, difference})
	}
	return b, nil
}

func biasOf(recursion, simulation Stat) Stat {
	var b Stat
	b.Mean, b.MCSE = recursion.Mean-simulation.Mean, simulation.MCSE
	return b
}
