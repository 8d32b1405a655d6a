package model_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// The simulator has to agree with the plain reference in distribution. For every measure of a plan, a sample of draws of
// each is compared by its mean, by its spread (the mean squared distance from the common mean) and by the largest
// distance between the two distribution functions (Kolmogorov–Smirnov); for pairs of measures, by their covariance.
//
// falseAlarm is the chance, over everything compared in one run, that a correct simulator fails. One half of it is divided equally
// among the comparisons in all plans, the other among those of all plans together (Bonferroni). The distance of distribution
// functions keeps to it for discrete measures too (Wei & Dudley 2012, Statistics & Probability Letters 82, 636–644:
// P(D > d) ≤ 2 exp(−n d²) for two samples of n ≥ 458); for the others the normal law is taken, as good at thousands of draws.
// The seeds of an ordinary run are fixed: what passed once passes until the law or the random numbers change.
const falseAlarm = 1e-6

// mostComparisons bounds the number of comparisons for one plan.
const mostComparisons = 5000

// verification says how many new plans to test, and from which seed on. IPSPLAN_VERIFY=number asks for that many new ones in every
// run, IPSPLAN_SEED repeats a run.
var verification = sync.OnceValues(func() (plans int, seed uint64) {
	text := os.Getenv("IPSPLAN_VERIFY")
	if text == "" {
		return 0, 0
	}
	plans, err := strconv.Atoi(text)
	if err != nil || plans < 1 {
		panic(fmt.Sprintf("IPSPLAN_VERIFY: %q is not a number of plans", text))
	}
	seed = rand.Uint64N(1 << 32)
	if text := os.Getenv("IPSPLAN_SEED"); text != "" {
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			panic(fmt.Sprintf("IPSPLAN_SEED: %q is not a seed", text))
		}
	}
	fmt.Printf("IPSPLAN_VERIFY=%d IPSPLAN_SEED=%d\n", plans, seed)
	return plans, seed
})

func TestAgreesWithReference(t *testing.T) {
	plans, seed := verification()
	draws := 10000
	if plans == 0 {
		plans, seed, draws = 12, 1, 5000
	}
	if testing.Short() {
		plans = min(plans, 4)
	}
	type example struct {
		name  string
		plan  *model.Plan
		seed  uint64 // another for each, so that their luck is independent
		doubt model.Doubt
		draws int
	}
	examples := []example{
		{"small", benchmarkPlan("small"), seed - 1, model.LuckAndIgnorance, draws},
		{"everything", everythingPlan(), seed - 3, model.LuckAndIgnorance, draws},
		{"rates of one name", oneNamePlan(), seed - 4, model.LuckAndIgnorance, draws},
		{"often nobody in post", oftenEmptyPlan(0.3, 4), seed - 5, model.LuckOnly, draws},
		{"often nobody in post, and nobody drops out", oftenEmptyPlan(0, 26), seed - 6, model.LuckOnly, draws},
	}
	if !testing.Short() {
		examples = append(examples, example{"tight", benchmarkPlan("tight"), seed - 2, model.LuckAndIgnorance, draws / 4})
	}
	for i := range uint64(plans) {
		e := example{name: fmt.Sprintf("plan %d", seed+i), plan: planOfSeed(seed + i), seed: seed + i, draws: draws}
		if i%2 == 1 { // without the doubt about rates, smaller differences show
			e.doubt = model.LuckOnly
		}
		examples = append(examples, e)
	}

	all := &pooled{sums: map[string]*pooledMeasure{}}
	t.Run("each", func(t *testing.T) {
		for _, e := range examples {
			t.Run(e.name, func(t *testing.T) {
				t.Parallel()
				one := sampledWithHours(e.plan, e.draws, simulated(t, e.plan, e.seed, e.doubt))
				other := sampledWithHours(e.plan, e.draws, referred(e.plan, e.seed, e.doubt))
				alarm := falseAlarm / 2 / float64(len(examples)) / mostComparisons
				for _, difference := range compared(t, e.plan, one, other, alarm, all) {
					t.Errorf("%s: %s", e.name, difference)
				}
			})
		}
	})
	all.check(t, falseAlarm/2/mostComparisons)
}

// TestAgreementNotices says that the comparison can fail: slightly different plans are told apart.
func TestAgreementNotices(t *testing.T) {
	t.Parallel()
	const draws = 2000
	plan := everythingPlan()
	sample := sampledWithHours(plan, draws, referred(plan, 1, model.LuckAndIgnorance))
	found := func(other *model.Plan) []string {
		return compared(t, plan, sample, sampledWithHours(plan, draws, referred(other, 2, model.LuckAndIgnorance)), falseAlarm/mostComparisons, nil)
	}
	if differences := found(plan); len(differences) > 0 {
		t.Error("the reference does not agree with itself:", differences)
	}
	for what, change := range map[string]func(other *model.Plan){
		"one referral in ten more in the second year":              func(p *model.Plan) { p.Services[0].ReferralsPerYear[1] *= 1.1 },
		"the first year's caseload limit in the second year":       func(p *model.Plan) { p.Caseload.Limit = p.Caseload.Limit[:1] },
		"one team leader's post opens a quarter later":             func(p *model.Plan) { p.Services[1].TeamLeaders[0].Opens += 13 },
		"services differ in engagement half as much":               func(p *model.Plan) { p.Pathway.EngageBetween *= 4 },
		"services differ in job starts as if more people told":     func(p *model.Plan) { p.Pathway.JobStartBetween *= 3 },
		"services do not differ in sustainment":                    func(p *model.Plan) { p.Pathway.SustainBetween = 0 },
		"services differ together in engagement and in job starts": func(p *model.Plan) { *p = *oneNamePlan() },
		"the first year's share of jobs from 16 hours in both":     func(p *model.Plan) { p.Hours.From16.Years[1] = p.Hours.From16.Years[0] },
		"mean hours half an hour longer":                           func(p *model.Plan) { p.Hours.MeanBelow16 = quantity.Exactly(9.5) },
	} {
		other := everythingPlan()
		change(other)
		if len(found(other)) == 0 {
			t.Errorf("not noticed: %s", what)
		}
	}
}

// everythingPlan is a small plan that has all there is to tell apart.
func everythingPlan() *model.Plan {
	plan := benchmarkPlan("small")
	plan.Caseload.Limit = []int{25, 15}
	plan.Services[0].TeamLeaders = []model.Post{{FTE: 500}}
	second := plan.Services[0]
	second.Key, second.TeamLeaders = "second", []model.Post{{FTE: model.FullTime, Opens: 20}, {FTE: 200, Experience: 30}}
	second.ReferralsPerYear = everyYear(plan.Years, 60)
	plan.Services = append(plan.Services, second)
	plan.Pathway.JobStart = steady("job start", plan.Years, quantity.Certain(0.5))
	plan.Pathway.EngageBetween, plan.Pathway.JobStartBetween, plan.Pathway.SustainBetween = 5, 5, 5
	plan.Hours = &model.Hours{
		From16:      quantity.Series{Name: "from 16 hours", Years: []quantity.Distribution{quantity.Certain(0.4), quantity.Certain(0.6)}},
		MeanBelow16: quantity.Exactly(9),
		MeanFrom16:  quantity.Quantity{Name: "hours from 16", Distribution: quantity.PERT{Low: 20, Best: 25, High: 35}},
	}
	return plan
}

// oneNamePlan has services that differ together in two rates, of which one is certain for the plan.
func oneNamePlan() *model.Plan {
	plan := everythingPlan()
	plan.Pathway.JobStart.Name = plan.Pathway.Engage.Name
	return plan
}

// oftenEmptyPlan has one specialist, who soon leaves, and people who search again and again: many searches begin in a week when nobody is in post.
func oftenEmptyPlan(dropOut float64, vacancy int) *model.Plan {
	plan := benchmarkPlan("small")
	plan.Services[0].Posts = plan.Services[0].Posts[:1]
	plan.Staffing.Turnover = quantity.Exactly(4)
	plan.Staffing.DropOut = quantity.Exactly(dropOut)
	plan.Pathway.Return = quantity.Exactly(0.9)
	plan.Staffing.Vacancy = quantity.ExactWeeks(vacancy)
	plan.Pathway.ToJob.Centre = quantity.Certain(40)
	plan.Pathway.JobStart = steady("job start", plan.Years, quantity.Certain(0.95))
	plan.Pathway.Sustain = steady("sustain", plan.Years, quantity.Certain(0.2))
	return plan
}

func planOfSeed(seed uint64) *model.Plan { return randomPlan(newRandom(seed)) }

func newRandom(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// drawer gives the draws of one plan by number; a trajectory is valid until the next call.
type drawer func(draw int) *model.Trajectory

func simulator(t testing.TB, plan *model.Plan, seed uint64, doubt model.Doubt) *model.Simulator {
	t.Helper()
	s, err := model.NewSimulator(plan, seed, doubt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func simulated(t testing.TB, plan *model.Plan, seed uint64, doubt model.Doubt) drawer {
	t.Helper()
	return simulator(t, plan, seed, doubt).Draw
}

func referred(plan *model.Plan, seed uint64, doubt model.Doubt) drawer {
	return func(draw int) *model.Trajectory {
		trajectory := referenceDraw(plan, doubt, rand.New(rand.NewPCG(seed, uint64(draw))))
		return &trajectory
	}
}

// both runs a test on the simulator and on the reference.
func both(t *testing.T, plan *model.Plan, doubt model.Doubt, test func(t *testing.T, draw drawer)) {
	t.Helper()
	t.Run("simulator", func(t *testing.T) { t.Parallel(); test(t, simulated(t, plan, 1, doubt)) })
	t.Run("reference", func(t *testing.T) { t.Parallel(); test(t, referred(plan, 1, doubt)) })
}

// countFields are the names of what Counts counts.
var countFields = func() (names []string) {
	for i := range reflect.TypeFor[model.Counts]().NumField() {
		names = append(names, reflect.TypeFor[model.Counts]().Field(i).Name)
	}
	return names
}()

func countValues(counts *model.Counts) (values []int) {
	v := reflect.ValueOf(counts).Elem()
	for i := range v.NumField() {
		values = append(values, int(v.Field(i).Int()))
	}
	return values
}

// period is a part of a trajectory that is counted.
type period struct {
	name  string
	count func(*model.Trajectory) model.Counts
}

// together is the counts of the services from … to−1 in the quarters from … to−1.
func together(trajectory *model.Trajectory, fromService, toService, fromQuarter, toQuarter int) (all model.Counts) {
	for service := fromService; service < toService; service++ {
		var course model.Counts
		for quarter := fromQuarter; quarter < toQuarter; quarter++ {
			course.Then(&trajectory.Quarters[service][quarter])
		}
		all.Beside(&course)
	}
	return all
}

// periodsOf lists the whole horizon, the run-off, each service, each year and the first quarter.
func periodsOf(plan *model.Plan) (periods []period) {
	services := len(plan.Services)
	quarters := func(name string, fromService, toService, from, to int) {
		periods = append(periods, period{name, func(trajectory *model.Trajectory) model.Counts {
			return together(trajectory, fromService, toService, from, to)
		}})
	}
	quarters("all years", 0, services, 0, 4*plan.Years)
	periods = append(periods, period{"run-off", func(trajectory *model.Trajectory) (all model.Counts) {
		for service := range trajectory.RunOff {
			all.Beside(&trajectory.RunOff[service])
		}
		return all
	}})
	for service := range services {
		quarters(fmt.Sprintf("service %d", service+1), service, service+1, 0, 4*plan.Years)
	}
	for year := range plan.Years {
		quarters(fmt.Sprintf("year %d", year+1), 0, services, 4*year, 4*year+4)
	}
	quarters("first quarter", 0, services, 0, 1)
	return periods
}

// sampled gives, for each measure, its value in each of the draws: the fields of the counts period by period, then those
// of the cohorts.
func sampled(plan *model.Plan, draws int, draw drawer) (columns [][]float64) {
	periods := periodsOf(plan)
	for n := range draws {
		trajectory := draw(n)
		var row []int
		for _, p := range periods {
			counts := p.count(trajectory)
			row = append(row, countValues(&counts)...)
		}
		for _, cohort := range trajectory.Cohorts {
			row = append(row, cohort.Engaged)
			row = append(row, cohort.JobWithin[:]...)
			row = append(row, cohort.SustainedWithin[:]...)
		}
		if columns == nil {
			columns = make([][]float64, len(row))
			for i := range columns {
				columns[i] = make([]float64, draws)
			}
		}
		for i, value := range row {
			columns[i][n] = float64(value)
		}
	}
	return columns
}

// sampledWithHours adds the mean hours of jobs in each draw and the hours worked in each period.
func sampledWithHours(plan *model.Plan, draws int, draw drawer) [][]float64 {
	below, from := make([]float64, draws), make([]float64, draws)
	columns := sampled(plan, draws, func(n int) *model.Trajectory {
		trajectory := draw(n)
		below[n], from[n] = trajectory.Hours.Below16, trajectory.Hours.From16
		return trajectory
	})
	weeks, weeksFrom16 := slices.Index(countFields, "WeeksInWork"), slices.Index(countFields, "WeeksInWorkFrom16")
	for i := range periodsOf(plan) {
		worked := make([]float64, draws)
		inWork, inWorkFrom16 := columns[i*len(countFields)+weeks], columns[i*len(countFields)+weeksFrom16]
		for n := range worked {
			worked[n] = (inWork[n]-inWorkFrom16[n])*below[n] + inWorkFrom16[n]*from[n]
		}
		columns = append(columns, worked)
	}
	return append(columns, below, from)
}

// hoursNames are the names of the measures that sampledWithHours adds.
func hoursNames(plan *model.Plan) (names []string) {
	for _, p := range periodsOf(plan) {
		names = append(names, "hours worked, "+p.name)
	}
	return append(names, "mean hours of jobs below 16 hours", "mean hours of jobs from 16 hours")
}

// measureNames are the names of the measures.
func measureNames(plan *model.Plan) (names []string) {
	for _, p := range periodsOf(plan) {
		for _, field := range countFields {
			names = append(names, field+", "+p.name)
		}
	}
	for year := range plan.Years {
		names = append(names, fmt.Sprintf("Engaged, cohort of year %d", year+1))
		for _, field := range []string{"JobWithin", "SustainedWithin"} {
			for _, weeks := range model.CohortWeeks {
				names = append(names, fmt.Sprintf("%s %d weeks, cohort of year %d", field, weeks, year+1))
			}
		}
	}
	return names
}

// measurePairs are the pairs of measures whose covariance is compared: all that are counted over the whole horizon, and
// each count between any two of the years, the services, the horizon and the run-off.
func measurePairs(plan *model.Plan) (pairs [][2]int) {
	fields := len(countFields)
	for i := range fields {
		for j := range i {
			pairs = append(pairs, [2]int{i, j})
		}
		for one := range periodsOf(plan) {
			for other := range one {
				pairs = append(pairs, [2]int{one*fields + i, other*fields + i})
			}
		}
	}
	return pairs
}

// compared says in what two samples of draws differ by more than chance makes them differ with the given probability per
// comparison. What it finds for each measure is added to all, unless that is nil.
func compared(t *testing.T, plan *model.Plan, one, other [][]float64, alarm float64, all *pooled) (differences []string) {
	names, pairs := append(measureNames(plan), hoursNames(plan)...), measurePairs(plan)
	if len(names) != len(one) {
		t.Fatalf("%d names for %d measures", len(names), len(one))
	}
	if comparisons := 3*len(names) + len(pairs); comparisons > mostComparisons {
		t.Fatalf("%d comparisons, more than the false-alarm rate is made for", comparisons)
	}
	limit := normalLimit(alarm)
	farthest := math.Sqrt(math.Log(2/alarm) / float64(len(one[0])))
	note := func(name string, i int, what string, statistic, limit float64) {
		if !(math.Abs(statistic) <= limit) {
			differences = append(differences, fmt.Sprintf("%s: simulator %.6g, reference %.6g: %s %.3g, beyond ±%.3g",
				name, meanOf(one[i]), meanOf(other[i]), what, statistic, limit))
		}
		if all != nil && what[0] == 'z' {
			all.add(name+", "+what, statistic)
		}
	}
	centres := make([]float64, len(names)) // the common means
	for i, name := range names {
		centres[i] = (meanOf(one[i]) + meanOf(other[i])) / 2
		note(name, i, "z of the means", zOfMeans(one[i], other[i]), limit)
		spread := zOfMeans(products(one[i], centres[i], one[i], centres[i]), products(other[i], centres[i], other[i], centres[i]))
		note(name, i, "z of the spreads", spread, limit)
		note(name, i, "distance of the distributions", distance(one[i], other[i]), farthest)
	}
	for _, pair := range pairs {
		i, j := pair[0], pair[1]
		z := zOfMeans(products(one[i], centres[i], one[j], centres[j]), products(other[i], centres[i], other[j], centres[j]))
		note(names[i]+" with "+names[j], i, "z of the covariances", z, limit)
	}
	return differences
}

// normalLimit is what a standard normal number goes beyond, in either direction, with the given probability.
func normalLimit(probability float64) float64 { return math.Sqrt2 * math.Erfinv(1-probability) }

// pooled adds up the differences found for a measure over the plans, so that a small one that is always there shows.
type pooled struct {
	mutex sync.Mutex
	sums  map[string]*pooledMeasure
}

type pooledMeasure struct {
	sum   float64
	plans int
}

func (p *pooled) add(measure string, z float64) {
	if z == 0 || math.IsInf(z, 0) { // a constant, or something that is reported for its plan
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.sums[measure] == nil {
		p.sums[measure] = &pooledMeasure{}
	}
	p.sums[measure].sum += z
	p.sums[measure].plans++
}

func (p *pooled) check(t *testing.T, alarm float64) {
	limit := normalLimit(alarm)
	for measure, m := range p.sums {
		if z := m.sum / math.Sqrt(float64(m.plans)); math.Abs(z) > limit {
			t.Errorf("%s: z over all plans together %.3g, beyond ±%.3g", measure, z, limit)
		}
	}
}

func meanOf(values []float64) float64 {
	sum := 0.0
	for _, x := range values {
		sum += x
	}
	return sum / float64(len(values))
}

func products(a []float64, meanA float64, b []float64, meanB float64) []float64 {
	result := make([]float64, len(a))
	for i := range a {
		result[i] = (a[i] - meanA) * (b[i] - meanB)
	}
	return result
}

// standardError is that of the mean.
func standardError(values []float64) float64 {
	mean := meanOf(values)
	return math.Sqrt(meanOf(products(values, mean, values, mean)) / float64(len(values)-1))
}

// zOfMeans is the difference of two means in standard errors; infinite if two constants differ.
func zOfMeans(a, b []float64) float64 {
	difference := meanOf(a) - meanOf(b)
	if difference == 0 {
		return 0
	}
	return difference / math.Hypot(standardError(a), standardError(b))
}

// distance is the largest difference between the distribution functions of two samples of one size.
func distance(a, b []float64) float64 {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	farthest, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		x := min(a[i], b[j])
		for i < len(a) && a[i] == x {
			i++
		}
		for j < len(b) && b[j] == x {
			j++
		}
		farthest = max(farthest, i-j, j-i)
	}
	return float64(farthest) / float64(len(a))
}
