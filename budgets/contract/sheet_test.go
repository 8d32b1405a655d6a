package contract_test

import (
	"math"
	"testing"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model/quantity"
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
	t.Logf("%d contracts pay, %d draw, %d pay after the plan", paid, drawn, after)
}

// worked is a contract over a year whose line costs 1,000 a quarter, with 10 referrals of whom all engage and half start a job: 2, 1, 1 and 1 in the quarters.
//
// A job start pays 1,000, is evidenced in 80 of 100 cases, and paid 16 weeks later, so that 10/13 of what a quarter earns come one quarter later and 3/13 two. A ladder pays 500 when 4 are
// evidenced in the year, as 5 × 80 % are, in the plan's last week. A fee of 100 falls due in the first quarter, one of 60 after the plan. The investor puts in what is missing; the return cap is 0.
//
//	                      quarter 1  quarter 2  quarter 3  quarter 4  after the plan
//	earned                 1,600.00     800.00     800.00     800.00
//	comes                      0.00   1,230.77     984.61     800.00          984.62
//	the ladder                                                500.00
//	due                    1,100.00   1,000.00   1,000.00   1,000.00           60.00
//	drawn                  1,100.00
//	cash when that is paid     0.00     230.77     215.38     515.38          984.62
//	still to come          3,060.00   2,060.00   1,060.00      60.00
//	capital repaid                                            455.38          644.62
//	surplus                                                                   340.00
//
// Of the surplus, 85 go to the investor, which has 1,185 for 1,100, and 255 to the payer.
func worked() (*contract.Terms, *budgets.Plan) {
	terms, plan := simple(), onePlan()
	plan.Services[0] = budgets.Service{Key: "zagreb", Name: "Zagreb", ShareOfPeople: 1, Planned: make([]budgets.Volumes, 4)}
	plan.Lines = []budgets.Line{plainLine("pay", budgets.PerYear, 4000, 1)}
	plan.Arithmetic, plan.Spread = []budgets.Stages{{Referrals: 10, Engage: 1, JobStart: 0.5}}, []float64{0.4, 0.2, 0.2, 0.2}
	terms.Rows[0].Name, terms.Rows[0].Lag = "Job start", 16
	terms.Evidenced[contract.JobStart] = quantity.Exactly(0.8)
	terms.Ladders = []contract.Ladder{{Key: "target", Name: "Target", Event: contract.JobStart, EachYear: true, Rungs: []contract.Rung{{At: 4, Amount: 50_000}, {At: 5, Amount: 90_000}}}}
	terms.Fees = []contract.Fee{{Key: "set_up", Name: "Set-up", Once: 10_000}, {Key: "report", Name: "Report", Once: 6_000, Quarter: 6}}
	terms.Investor.Commitment, terms.Investor.ReturnCap = 300_000, new(0.0)
	terms.Investor.Surplus = contract.Split{Investor: 0.25, Payer: 0.75}
	return terms, plan
}

func TestTheSheetByHand(t *testing.T) {
	terms, plan := worked()
	if err := terms.Validate(plan); err != nil {
		t.Fatal(err)
	}
	values, err := terms.Sheet(plan, budgets.CostsOnly, -1, nil).Evaluate()
	if err != nil {
		t.Fatal(err)
	}
	s := &sheeted{T: t, values: values}
	for row, want := range map[string][]budgets.Cents{
		"contract.row.job.earned":          {160_000, 80_000, 80_000, 80_000},
		"contract.row.job.quarter":         {0, 123_077, 98_461, 80_000},
		"contract.row.job.after":           {98_462},
		"contract.ladder.target.quarter":   {0, 0, 0, 50_000},
		"contract.receipts.quarter":        {0, 123_077, 98_461, 130_000},
		"contract.fees.quarter":            {10_000, 0, 0, 0},
		"contract.fees.after":              {6_000},
		"contract.flow.draws":              {110_000, 0, 0, 0},
		"contract.flow.to_come":            {306_000, 206_000, 106_000, 6_000},
		"contract.flow.left":               {0, 23_077, 21_538, 51_538},
		"contract.flow.principal":          {0, 0, 0, 45_538},
		"contract.flow.closing":            {0, 23_077, 21_538, 6_000},
		"contract.after.principal":         {64_462},
		"contract.after.surplus":           {34_000},
		"contract.after.to_investor":       {8_500},
		"contract.after.to_payer":          {25_500},
		"contract.total.receipts":          {450_000},
		"contract.total.outlay":            {424_500},
		"contract.total.covered":           {400_000}, // all of the cost: 4,500 − 160 are more
		"contract.total.drawn":             {110_000},
		"contract.total.peak":              {110_000},
		"contract.total.result":            {8_500},
		"contract.total.unpaid":            {0},
		"contract.total.margin":            {0},
		"contract.receipts.year":           {351_538},
		"contract.expected.job_start":      nil,
		"contract.evidence.job_start":      nil,
		"contract.row.job.lag":             nil,
		"contract.ladder.target.rung.2.at": nil,
	} {
		if want == nil {
			if values.Of(row) == nil {
				t.Errorf("there is no row %q", row)
			}
			continue
		}
		same(t, row, s.cents(row), want)
	}
	// 4,000 × level + 500 × level = 4,000 + 160.
	if level := values.Of("contract.break_even_level"); len(level) != 1 || math.Abs(level[0]-4160.0/4500) > 1e-5 {
		t.Errorf("breaks even at %v", level)
	}
}

// A reader's changes go through: half a price level and a lag of no weeks, which bring 800, 400, 400, 400 and 250.
func TestAChangedSheetByHand(t *testing.T) {
	terms, plan := worked()
	changed := terms.Sheet(plan, budgets.CostsOnly, -1, nil).With("contract.price_level", []float64{0.5}).With("contract.row.job.lag", []float64{0})
	values, err := changed.Evaluate()
	if err != nil {
		t.Fatal(err)
	}
	s := &sheeted{T: t, values: values}
	same(t, "receipts", s.cents("contract.receipts.quarter"), []budgets.Cents{80_000, 40_000, 40_000, 65_000})
	same(t, "after the plan", s.cents("contract.receipts.after"), []budgets.Cents{0})
	same(t, "covered", s.cents("contract.total.covered"), []budgets.Cents{225_000 - 16_000})
}

// What the payer has to give follows from the contract's rows: a source that is told so pays it.
func TestWhatThePayerHasToGiveFollows(t *testing.T) {
	terms, plan := worked()
	plan.Sources = []budgets.Source{{
		Key: "ministry", Name: "Ministry", Lines: []int{0}, Share: quantity.Exactly(1), Exchange: quantity.Exactly(1), Chance: quantity.Exactly(1), Told: new(budgets.Cents(1)),
	}}
	plan.Options = []budgets.Option{{Key: "sib", Order: []int{0}}}
	sheet := terms.Sheet(plan, 0, 0, nil).With("contract.price_level", []float64{0.5})
	values, err := sheet.Evaluate()
	if err != nil {
		t.Fatal(err)
	}
	s := &sheeted{T: t, values: values}
	same(t, "has to give", s.cents("funding.ministry.maximum"), []budgets.Cents{225_000 - 16_000})
	same(t, "pays", s.cents("funding.ministry.quarter"), []budgets.Cents{100_000, 100_000, 9_000, 0})
}
