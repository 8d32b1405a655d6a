package contract_test

import (
	"fmt"
	"math"
	"testing"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
)

// sheeted is a random contract whose plan has arithmetic and costs of its own, and its sheet, worked out.
type sheeted struct {
	*future
	*testing.T
	sheet  *budgets.Sheet
	values *budgets.Values
}

// budgeted is a random contract over a plan with arithmetic and costs.
func (m *maker) budgeted() *future {
	f := m.future()
	p := f.plan
	p.Lines = []budgets.Line{
		plainLine("posts", budgets.PerSpecialist, float64(m.IntN(80_000)), p.Years), plainLine("office", budgets.PerYear, m.amount(), p.Years),
		plainLine("people", pick(m, budgets.PerEngagement, budgets.PerYear), 150, p.Years),
	}
	f.terms.Lines = [][]int{{2, 0, 1}, {0}, {1, 2}, nil}[m.IntN(4)]
	for range p.Years {
		p.Arithmetic = append(p.Arithmetic, budgets.Stages{Referrals: float64(m.IntN(200)), Engage: m.share(), JobStart: m.share(), Sustain: m.share()})
		p.Spread = append(p.Spread, 0.1, 0.2, 0.3, 0.4)
	}
	for i := range p.Services {
		s := &p.Services[i]
		s.Specialists, s.ShareOfPeople = 2, 1/float64(len(p.Services))
		for range 4 * p.Years {
			s.Planned = append(s.Planned, budgets.Volumes{Specialists: 26, Open: 13})
		}
	}
	return f
}

func (s *sheeted) cents(row string) []budgets.Cents {
	s.Helper()
	values := s.values.Of(row)
	if values == nil {
		s.Fatalf("there is no row %q", row)
	}
	var cents []budgets.Cents
	for i, x := range values {
		if math.Abs(x-math.Round(x)) > 1e-6 {
			s.Errorf("%s, period %d: %v is not in whole cents", row, i, x)
		}
		cents = append(cents, budgets.Round(x))
	}
	return cents
}

// agrees compares a row by quarter with what is by quarter of a ledger, and a single cell with what comes after the plan.
func (s *sheeted) agrees(row, after string, want []budgets.Cents) {
	s.Helper()
	horizon := 4 * s.plan.Years
	same(s.T, row, s.cents(row), want[:horizon])
	if after != "" {
		same(s.T, after, s.cents(after), []budgets.Cents{budgets.Sum(want[horizon:])})
	}
}

func (s *sheeted) is(row string, want budgets.Cents) {
	s.Helper()
	same(s.T, row, s.cents(row), []budgets.Cents{want})
}

// payments compares what is paid with the plan's own arithmetic.
func (s *sheeted) payments(p *contract.Planned) {
	of := func(prefix, key string, want []budgets.Cents) {
		after := prefix + key + ".after"
		if s.values.Of(after) == nil {
			after = ""
			same(s.T, prefix+key+" after the plan", budgets.Sum(want[4*s.plan.Years:]), 0)
		}
		if row := prefix + key + ".quarter"; s.values.Of(row) != nil {
			s.agrees(row, after, want)
			return
		}
		same(s.T, prefix+key+" in the plan", budgets.Sum(want[:4*s.plan.Years]), 0)
		s.is(after, budgets.Sum(want))
	}
	t := s.terms
	for i := range t.Rows {
		of("contract.row.", t.Rows[i].Key, p.Rows[i])
	}
	for i := range t.Ladders {
		of("contract.ladder.", t.Ladders[i].Key, p.Ladders[i])
	}
	for i := range t.Blocks {
		of("contract.block.", t.Blocks[i].Key, p.Blocks[i])
	}
	for i := range t.TopUps {
		of("contract.top_up.", t.TopUps[i].Key, p.TopUps[i])
	}
	s.agrees("contract.receipts.quarter", "contract.receipts.after", p.Receipts)
	s.agrees("contract.cost.quarter", "", p.Cost)
	s.agrees("contract.fees.quarter", "contract.fees.after", p.Fees)
	s.is("contract.total.covered", p.Covered())
}

// waterfall compares where the money goes with the law's waterfall.
func (s *sheeted) waterfall(a *contract.Account) {
	of := func(what string, want []budgets.Cents) { s.agrees("contract.flow."+what, "contract.after."+what, want) }
	of("provider_paid", a.ProviderPaid)
	of("fees_paid", a.FeesPaid)
	of("unpaid_fees", a.UnpaidFees)
	of("unpaid_claim", a.UnpaidClaim)
	s.agrees("contract.flow.closing", "", a.Closing)
	s.is("contract.after.to_payer", budgets.Sum(a.ToPayer))
	s.is("contract.after.to_provider", budgets.Sum(a.ToProvider))
	s.is("contract.total.margin", budgets.Sum(a.ProviderPaid)+budgets.Sum(a.ToProvider)-budgets.Sum(a.Cost))
	if s.terms.Investor.Commitment == 0 {
		return
	}
	of("draws", a.Draws)
	of("principal", a.Principal)
	of("return", a.Return)
	s.is("contract.after.to_investor", budgets.Sum(a.ToInvestor))
	s.is("contract.total.peak", a.Peak)
	s.is("contract.total.result", a.Returned()-a.Drawn())
}

// inSheet works a random contract out in its sheet, in every other case at numbers of outcomes that a reader has put in, and with the arithmetic.
func inSheet(t *testing.T, seed uint64) (*sheeted, *contract.Planned, *contract.Settler) {
	t.Helper()
	m := newMaker(seed, 9)
	f := m.budgeted()
	var from16 []float64
	if m.in(2) {
		for range f.plan.Years {
			from16 = append(from16, m.share())
		}
	}
	s := &sheeted{future: f, T: t, sheet: f.terms.Sheet(f.plan, budgets.CostsOnly, -1, from16)}
	of := f.terms.ExpectedBy(f.plan, from16)
	if m.in(2) {
		for e, key := range []string{"engagement", "job_start", "sustain_13w", "sustain_26w", "sustain_52w"} {
			var numbers []float64
			for q := range of.Outcomes {
				of.Outcomes[q][e] = float64(m.IntN(60)) / 4
				numbers = append(numbers, of.Outcomes[q][e])
			}
			if row := "contract.expected." + key; hasRow(s.sheet, row) {
				s.sheet = s.sheet.With(row, numbers)
			}
		}
	}
	var err error
	if s.values, err = s.sheet.Evaluate(); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	var costs [][]budgets.Cents
	for i := range f.plan.Lines {
		costs = append(costs, s.cents("cost."+f.plan.Lines[i].Key+".quarter"))
	}
	settler := contract.NewSettler(f.terms, f.plan, costs)
	return s, settler.Plan(of), settler
}

func hasRow(s *budgets.Sheet, name string) bool {
	for _, r := range s.Rows {
		if r.Name == name {
			return true
		}
	}
	return false
}

// The sheet and the plan's own arithmetic are two ways to the same cents, and its waterfall is the law's.
func TestTheSheetAgreesWithTheContract(t *testing.T) {
	paid, drawn, after := 0, 0, 0
	for seed := range futures(t, 3000) {
		s, planned, settler := inSheet(t, seed)
		a := settler.SettlePlan(planned)
		s.payments(planned)
		s.waterfall(a)
		if t.Failed() {
			t.Fatalf("seed %d: %+v", seed, *s.terms)
		}
		count := func(n *int, x budgets.Cents) {
			if x > 0 {
				*n++
			}
		}
		count(&paid, budgets.Sum(planned.Receipts))
		count(&drawn, a.Drawn())
		count(&after, budgets.Sum(planned.Receipts[4*s.plan.Years:]))
	}
	if paid < 1000 || drawn < 300 || after < 300 {
		t.Errorf("only %d contracts pay, %d draw, %d pay after the plan", paid, drawn, after)
	}
	t.Log(fmt.Sprintf("%d contracts pay, %d draw, %d pay after the plan", paid, drawn, after))
}
