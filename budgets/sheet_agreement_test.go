package budgets_test

import (
	"math/rand/v2"
	"testing"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// fed is a sheet into which a draw is put.
type fed struct {
	*budgets.Sheet
	has map[string]bool
}

func feed(s *budgets.Sheet) *fed {
	f := &fed{s, map[string]bool{}}
	for _, r := range s.Rows {
		f.has[r.Name] = true
	}
	return f
}

// set puts values into a row, if the sheet needs it.
func (f *fed) set(name string, values ...float64) {
	if f.has[name] {
		f.Sheet = f.With(name, values)
	}
}

// values puts a draw's uncertain quantities in.
func (f *fed) values(p *budgets.Plan, one func(quantity.Quantity) float64, series func(quantity.Series, []float64)) {
	for _, l := range p.Lines {
		amounts := make([]float64, p.Years)
		series(l.Amount, amounts)
		for y := range amounts {
			amounts[y] *= 100
		}
		row := "cost." + l.Key + "."
		f.set(row+"amount", amounts...)
		f.set(row+"exchange", one(l.Exchange))
		f.set(row+"indexation", one(l.Indexation))
		f.set(row+"saved", one(l.SavedWhenVacant))
		f.set(row+"share", one(l.Share))
	}
	for _, s := range p.Sources {
		row := "funding." + s.Key + "."
		f.set(row+"share", one(s.Share))
		f.set(row+"exchange", one(s.Exchange))
		if s.AtMost != nil {
			f.set(row+"at_most", one(*s.AtMost))
		}
		if s.Matches != nil {
			f.set(row+"match_rate", one(s.Matches.Rate))
		}
	}
}

// happened puts what a draw counts in.
func (f *fed) happened(p *budgets.Plan, services [][]model.Tally[float64]) {
	counted := map[string]func(c *model.Tally[float64]) float64{
		"specialist_weeks":         func(c *model.Tally[float64]) float64 { return c.PlannedWeeks / 1000 },
		"specialist_weeks_in_post": func(c *model.Tally[float64]) float64 { return c.InPostWeeks / 1000 },
		"leader_weeks":             func(c *model.Tally[float64]) float64 { return c.LeaderPlannedWeeks / 1000 },
		"leader_weeks_in_post":     func(c *model.Tally[float64]) float64 { return c.LeaderInPostWeeks / 1000 },
		"hires":                    func(c *model.Tally[float64]) float64 { return c.Hires + c.LeaderHires },
		"engagements":              func(c *model.Tally[float64]) float64 { return c.Engagements },
		"job_starts":               func(c *model.Tally[float64]) float64 { return c.JobStarts },
		"sustainments":             func(c *model.Tally[float64]) float64 { return c.Sustained13 },
		"caseload_weeks":           func(c *model.Tally[float64]) float64 { return c.CaseloadWeeks },
	}
	for name, of := range counted {
		all := make([]float64, p.Years*model.QuartersPerYear)
		for i, quarters := range services {
			one := make([]float64, len(all))
			for q := range quarters {
				one[q] = of(&quarters[q])
				all[q] += one[q]
			}
			f.set("service."+p.Services[i].Key+"."+name, one...)
		}
		f.set("plan."+name, all...)
	}
}

// agree compares every cell of a sheet with a pricer's draw.
func (f *fed) agree(t *testing.T, p *budgets.Plan, pricer *budgets.Pricer, l *budgets.Ledger, option int, firmness budgets.Firmness) (cells int) {
	t.Helper()
	funding, cash := pricer.Fund(option, firmness), pricer.Cash(option, firmness)
	for i, s := range p.Sources {
		flag := 0.0
		if funding.Came[i] && s.Status.Firmness() <= firmness {
			flag = 1
		}
		f.set("funding."+s.Key+".comes", flag)
	}
	values, err := f.Evaluate()
	if err != nil {
		t.Fatal(err)
	}
	same := func(name string, want ...budgets.Cents) {
		got := values.Of(name)
		if len(got) != len(want) {
			t.Fatalf("%s has %d cells, not %d", name, len(got), len(want))
		}
		for i := range want {
			cells++
			if got[i] != float64(want[i]) {
				t.Errorf("%s, period %d: %.3f in the sheet, %d priced", name, i, got[i], want[i])
			}
		}
	}
	inOption := map[int]bool{}
	for _, i := range p.Options[option].Order {
		inOption[i] = true
	}
	for i, line := range p.Lines {
		same("cost."+line.Key+".quarter", l.Cost[i]...)
		same("gap."+line.Key+".quarter", funding.Gap[i]...)
	}
	for i, s := range p.Sources {
		if !inOption[i] {
			continue
		}
		for _, line := range s.Lines {
			same("funding."+s.Key+".paid."+p.Lines[line].Key, funding.Paid[i][line]...)
		}
		if s.PerYear != nil {
			same("funding."+s.Key+".surplus", funding.Surplus[i]...)
		}
	}
	same("cash.costs", cash.Costs...)
	same("cash.advances", cash.Advances...)
	same("cash.receipts", cash.Receipts...)
	same("cash.after", cash.After)
	same("cash.need", cash.Need...)
	same("cash.bridge", cash.Bridge...)
	same("cash.peak_need", cash.PeakNeed)
	same("cash.peak_bridge", cash.PeakBridge)
	same("cash.peak_need_quarter", budgets.Cents(cash.PeakNeedQuarter+1))
	same("cash.peak_bridge_quarter", budgets.Cents(cash.PeakBridgeQuarter+1))
	return cells
}

// drawAgrees prices a random draw of a random plan and compares it with the sheet that has the draw put in.
func drawAgrees(t *testing.T, seed uint64) int {
	random := rand.New(rand.NewPCG(seed, 21))
	s := newSample(random)
	p, at := s.Plan, somewhere.At(seed)
	option, firmness, luckOnly := random.IntN(len(p.Options)), budgets.Firmness(random.IntN(3)), random.IntN(3) == 0
	f := feed(p.Sheet(option))
	if luckOnly { // the sheet has the means
		f.values(p, quantity.Quantity.Mean, quantity.Series.Means)
	} else {
		draws := valuesAt(at)
		f.values(p, func(q quantity.Quantity) float64 { return q.Prepared(new(quantity.Preparer)).Draw(draws) }, func(s quantity.Series, into []float64) { s.Prepared(new(quantity.Preparer)).Draw(draws, into) })
	}
	happened := s.happens()
	fractions := make([][]model.Tally[float64], len(happened))
	for i := range happened {
		fractions[i] = make([]model.Tally[float64], len(happened[i]))
		for q := range happened[i] {
			happened[i][q].FractionsInto(&fractions[i][q])
		}
	}
	f.happened(p, fractions)
	pricer := budgets.NewPricer(p)
	ledger := pricer.Price(happened, at, luckOnly)
	cells := f.agree(t, p, pricer, ledger, option, firmness)
	if t.Failed() {
		t.Fatalf("seed %d: %+v", seed, *p)
	}
	return cells
}

func TestTheSheetAgreesWithEveryDraw(t *testing.T) {
	cells := 0
	for seed := range uint64(1500) {
		cells += drawAgrees(t, seed)
	}
	t.Logf("%d cells", cells)
}

func FuzzTheSheetAgrees(f *testing.F) {
	f.Add(uint64(0))
	f.Fuzz(func(t *testing.T, seed uint64) { drawAgrees(t, seed) })
}

// The planned budget is what the pricer makes of the planned volumes, at the means.
func TestPlannedVolumesPriced(t *testing.T) {
	for seed := range uint64(500) {
		p := newSample(rand.New(rand.NewPCG(seed, 22))).Plan
		planned := make([][]model.Tally[float64], len(p.Services))
		for i, s := range p.Services {
			for q, v := range s.Planned {
				year := p.Arithmetic[q/4]
				engaged := year.Referrals * year.Engage * p.Spread[q] * s.ShareOfPeople
				planned[i] = append(planned[i], model.Tally[float64]{
					PlannedWeeks: 1000 * v.Specialists, InPostWeeks: 1000 * v.Specialists, LeaderPlannedWeeks: 1000 * v.Leaders, LeaderInPostWeeks: 1000 * v.Leaders,
					Hires: v.Hires, CaseloadWeeks: v.Caseload, Engagements: engaged, JobStarts: engaged * year.JobStart, Sustained13: engaged * year.JobStart * year.Sustain,
				})
			}
		}
		pricer := budgets.NewPricer(p)
		ledger := pricer.PriceExpected(planned, somewhere.At(seed), true)
		feed(p.Sheet(0)).agree(t, p, pricer, ledger, 0, budgets.HopedFor)
		if t.Failed() {
			t.Fatalf("seed %d: %+v", seed, *p)
		}
		for i, line := range p.PlannedBudget().Lines {
			for y, got := range line.ByYear {
				if want := budgets.Sum(ledger.Cost[i][4*y : 4*y+4]); got != want {
					t.Fatalf("seed %d, line %d, year %d: %d planned, %d priced", seed, i, y, got, want)
				}
			}
		}
	}
}
