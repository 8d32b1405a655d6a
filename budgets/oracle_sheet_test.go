package budgets_test

import (
	"math"
	"slices"
	"testing"

	"ipsplan/budgets"
)

// planned are random volumes of posts in the plan, and what follows of them and of the plan's course of people by the law.
func (m *planMaker) planned() [][]exactVolumes {
	p := &m.plan
	left := 1.0
	for i := range p.Services {
		share := oneOf(m, 0, 0.25, 0.5)
		if i == len(p.Services)-1 {
			share = left
		}
		share = min(share, left)
		p.Services[i].ShareOfPeople = share
		left -= share
	}
	for y := range p.Arithmetic {
		p.Arithmetic[y] = budgets.Stages{Referrals: float64(m.IntN(300)) / 2, Engage: float64(m.IntN(11)) / 10, JobStart: float64(m.IntN(101)) / 100, Sustain: oneOf(m, 0.6, 1.0/3, 1)}
		copy(p.Spread[4*y:], oneOf(m, []float64{0.25, 0.25, 0.25, 0.25}, []float64{0, 0, 0.5, 0.5}, []float64{0.1, 0.2, 0.3, 0.4}))
	}
	volumes := make([][]exactVolumes, len(p.Services))
	for s := range p.Services {
		for q := range p.Services[s].Planned {
			v := &p.Services[s].Planned[q]
			opened, _ := m.weeks(p.Services[s].Specialists)
			leaders, _ := m.weeks(p.Services[s].Leaders)
			v.Specialists, v.Leaders = float64(opened)/1000, float64(leaders)/1000
			v.InPost, v.LeadersInPost = v.Specialists, v.Leaders
			v.Hires, v.Caseload = float64(m.IntN(5)), float64(m.IntN(700))
			course := p.Arithmetic[q/4]
			engagements := times(exact(course.Referrals), exact(course.Engage), exact(p.Spread[q]), exact(p.Services[s].ShareOfPeople))
			jobStarts := times(engagements, exact(course.JobStart))
			volumes[s] = append(volumes[s], exactVolumes{
				opened: exact(v.Specialists), inPost: exact(v.Specialists), leadersOpened: exact(v.Leaders), leadersInPost: exact(v.Leaders),
				open: exact(v.Open), hires: exact(v.Hires), engagements: engagements, jobStarts: jobStarts,
				sustainments: times(jobStarts, exact(course.Sustain)), caseload: exact(v.Caseload),
			})
		}
	}
	return volumes
}

// sheetCells reads a sheet's rows in cents.
type sheetCells struct {
	t      *testing.T
	values *budgets.Values
}

func (c sheetCells) of(row string) []budgets.Cents {
	c.t.Helper()
	var cents []budgets.Cents
	for _, x := range c.values.Of(row) {
		if math.Abs(x-math.Round(x)) > 1e-6 {
			c.t.Fatalf("%s: %g is not whole", row, x)
		}
		cents = append(cents, budgets.Cents(math.Round(x)))
	}
	return cents
}

func TestSheetAgreesWithTheLaw(t *testing.T) {
	cells := 0
	for seed := range plans(t, 100) {
		m := newMaker(seed, 5)
		plan := m.make()
		j := &judge{plan: plan, volumes: m.planned(), luckOnly: true, told: map[int]toldMoney{}}
		for i, source := range plan.Sources {
			if source.Told != nil {
				j.told[i] = toldMoney{amount: *source.Told}
			}
		}
		if err := plan.Validate(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for option := range max(1, len(plan.Options)) {
			values, err := plan.Sheet(option).Evaluate()
			if err != nil {
				t.Fatal(err)
			}
			j.sheet(option, sheetCells{t, values})
			if j.wrong != nil {
				t.Fatalf("seed %d, option %d:\n%q\n%+v", seed, option, j.wrong[:min(len(j.wrong), 20)], *plan)
			}
		}
		cells += j.cells
	}
	t.Logf("%d cells", cells)
}

// sheet compares a sheet's planned cost, funding and cash.
func (j *judge) sheet(option int, rows sheetCells) {
	p := j.plan
	nothing := make([]budgets.Cents, j.quarters())
	j.ledger = &budgets.Ledger{}
	f := &budgets.Funding{Came: j.plannedToCome(option)}
	for i := range p.Lines {
		j.ledger.Cost = append(j.ledger.Cost, rows.of("cost."+p.Lines[i].Key+".quarter"))
		j.ledger.Saved = append(j.ledger.Saved, nothing)
		f.Gap = append(f.Gap, rows.of("gap."+p.Lines[i].Key+".quarter"))
	}
	j.costs()
	for s := range p.Sources {
		source := &p.Sources[s]
		row := "funding." + source.Key + "."
		inOption := len(p.Options) > 0 && slices.Contains(p.Options[option].Order, s)
		if inOption {
			j.want(rows.of(row + "comes")[0], only(budgets.Cents(truth(f.Came[s]))), "%scomes", row)
		}
		paid := slices.Repeat([][]budgets.Cents{nothing}, len(p.Lines))
		for _, line := range source.Lines {
			if inOption {
				paid[line] = rows.of(row + "paid." + p.Lines[line].Key)
			}
		}
		surplus := make([]budgets.Cents, p.Years)
		if inOption && source.PerYear != nil {
			surplus = rows.of(row + "surplus")
		}
		f.Paid, f.Surplus = append(f.Paid, paid), append(f.Surplus, surplus)
	}
	j.funding(option, budgets.HopedFor, f)
	j.cash(option, budgets.HopedFor, f, &budgets.Cash{
		Costs: rows.of("cash.costs"), Advances: rows.of("cash.advances"), Receipts: rows.of("cash.receipts"), After: rows.of("cash.after")[0],
		Need: rows.of("cash.need"), Bridge: rows.of("cash.bridge"),
		PeakNeed: rows.of("cash.peak_need")[0], PeakNeedQuarter: int(rows.of("cash.peak_need_quarter")[0]) - 1,
		PeakBridge: rows.of("cash.peak_bridge")[0], PeakBridgeQuarter: int(rows.of("cash.peak_bridge_quarter")[0]) - 1,
	})
}

// plannedToCome are the sources of an option but those whose chance is 0, those on which they depend having come or not.
func (j *judge) plannedToCome(option int) []bool {
	came := make([]bool, len(j.plan.Sources))
	if len(j.plan.Options) == 0 {
		return came
	}
	for range j.plan.Sources { // often enough for the longest chain
		for _, i := range j.plan.Options[option].Order {
			source := &j.plan.Sources[i]
			chance := j.valueOf(source.Chance)
			if g := source.Given; g != nil {
				chance = j.valueOf(g.IfNot)
				if came[g.Source] {
					chance = j.valueOf(g.IfComes)
				}
			}
			came[i] = chance.Sign() > 0
		}
	}
	return came
}
