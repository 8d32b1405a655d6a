package scenarios

import (
	"slices"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// terms makes the contract, for a file in which nothing is wrong.
func (b *builder) terms() *contract.Terms {
	c := b.file.Contract
	if c == nil {
		return nil
	}
	e := &c.Evidence
	t := &contract.Terms{
		Payer: b.file.Funding.ByKey[c.Payer].Name, PriceLevel: exactOr(1, c.PriceLevel), EngagedFrom: wholeOf(c.EngagedFrom), EngagedTo: wholeOf(c.EngagedTo),
		Evidenced: [contract.Events]quantity.Quantity{
			orAll(e.Engagement, "contract.evidence.engagement"), orAll(e.JobStart, "contract.evidence.job_start"), orAll(e.Sustain13w, "contract.evidence.sustain_13w"),
			orAll(e.Sustain26w, "contract.evidence.sustain_26w"), orAll(e.Sustain52w, "contract.evidence.sustain_52w"),
		},
		Verification: e.Verification.Exact(), MostPerPerson: c.Most.PerPerson.cents(), Most: c.Most.InAll.cents(),
		Lines: positions(b.carried(c), b.linesInUse()), CostShare: orAll(c.Covers.Share, "contract.covers.share"),
		RunOffCost: c.Covers.RunOffCost.Quantity("contract.covers.run_off_per_person_and_quarter"),
		Provider:   contract.Provider{Fee: b.centsByYear("contract.provider.fixed_fee", c.Provider.FixedFee), RiskShare: c.Provider.RiskShare.Exact()},
		Investor:   b.investor(c.Investor), Comparison: c.Comparison.terms(),
	}
	for event := contract.JobStart; event < contract.Events; event++ { // without the service nobody engages
		t.DeadweightDeducted[event] = e.Deadweight.Exact()
	}
	if c.Services != nil {
		t.Services = positions(c.Services, b.file.Services.Keys)
	}
	b.rateCard(t, c)
	for key, block := range c.Blocks.All() {
		t.Blocks = append(t.Blocks, contract.Block{Key: key, Name: block.Name, PerYear: b.centsByYear("contract.blocks."+key+".per_year", block.PerYear), CostShare: block.ShareOfCost.Exact()})
	}
	for key, topUp := range c.TopUps.All() {
		t.TopUps = append(t.TopUps, contract.TopUp{Key: key, Name: topUp.Name, Share: topUp.Share.Exact(), Most: topUp.Most.cents(), Rows: among(topUp.Prices, c.Prices.Keys)})
	}
	for key, fee := range c.Fees.All() {
		t.Fees = append(t.Fees, b.fee(key, fee))
	}
	return t
}

// rateCard makes what is paid for outcomes.
func (b *builder) rateCard(t *contract.Terms, c *Contract) {
	lag := func(own *Whole) int {
		if own == nil {
			own = c.Evidence.LagWeeks
		}
		return wholeOf(own)
	}
	for key, p := range c.Prices.All() {
		path := "contract.prices." + key
		t.Rows = append(t.Rows, contract.Row{
			Key: key, Name: p.Name, Event: eventOf(p.Event), Hours: jobsOf(p.Hours), Price: p.Price.series(path+".price", b.amounts(path+".price", p.Price, "", "")),
			From: wholeOf(p.FromWeek), To: wholeOf(p.BeforeWeek), Within: wholeOf(p.WithinWeeks),
			Above: wholeOf(p.Above), UpTo: wholeOf(p.UpTo), Minimum: wholeOf(p.Minimum),
			MostPerYear: b.centsByYear(path+".most_per_year", p.MostPerYear), Most: p.Most.cents(), Lag: lag(p.LagWeeks),
		})
	}
	for key, l := range c.Ladders.All() {
		ladder := contract.Ladder{
			Key: key, Name: l.Name, Event: eventOf(l.Event), Hours: jobsOf(l.Hours), EachYear: l.EachYear,
			From: wholeOf(l.FromWeek), To: wholeOf(l.BeforeWeek), Lag: lag(l.LagWeeks),
		}
		if ladder.To > b.contractQuarters()*model.WeeksPerQuarter { // after the years that were asked for, and their run-off
			ladder.To = 0
		}
		for _, rung := range l.Rungs {
			ladder.Rungs = append(ladder.Rungs, contract.Rung{At: wholeOf(rung.At), Amount: rung.Pays.cents()})
		}
		t.Ladders = append(t.Ladders, ladder)
	}
}

// eventOf is the event of one of the schema's words.
func eventOf(word string) contract.Event {
	return contract.Event(slices.Index(fieldNamed[Price]("Event").words, word))
}

// jobsOf are the hours of one of the schema's words, or of none.
func jobsOf(word string) contract.Hours {
	return contract.Hours(slices.Index(fieldNamed[Price]("Hours").words, hoursOf(word)))
}

// fee is a fee of the contract; one that is due after the years that were asked for, and their run-off, is left out.
func (b *builder) fee(key string, f *Fee) contract.Fee {
	fee := contract.Fee{Key: key, Name: f.Name, PerYear: b.centsByYear("contract.fees."+key+".per_year", f.PerYear), Once: f.Once.cents(), Quarter: max(0, wholeOf(f.Quarter)-1)}
	if fee.Quarter >= b.contractQuarters() {
		fee.Once, fee.Quarter = 0, 0
	}
	return fee
}

// contractQuarters is the number of quarters of the plan and its run-off.
func (b *builder) contractQuarters() int {
	return b.years*model.QuartersPerYear + model.RunOffWeeks/model.WeeksPerQuarter
}

func (b *builder) investor(i *InvestorTerms) contract.Investor {
	investor := contract.Investor{Recycling: true, Surplus: contract.Split{Payer: 1}}
	if i == nil {
		return investor
	}
	investor.Name, investor.Commitment, investor.ReturnFirst = i.Name, i.Commitment.cents(), i.ReturnFirst
	if i.Recycling != nil {
		investor.Recycling = *i.Recycling
	}
	if schedule := i.Draws.schedule(); schedule != nil {
		investor.Schedule = schedule[:min(len(schedule), b.contractQuarters())]
	}
	if i.ReturnCap != nil {
		investor.ReturnCap = new(i.ReturnCap.Exact())
	}
	if s := i.Surplus; s != nil {
		investor.Surplus = contract.Split{Investor: s.Investor.Exact(), Payer: s.Payer.Exact(), Provider: s.Provider.Exact()}
	}
	return investor
}

// terms are what would have happened anyway.
func (c *Comparison) terms() contract.Comparison {
	of := func(x *Number, key string) *quantity.Quantity {
		if x == nil {
			return nil
		}
		return new(x.Quantity("contract.comparison." + key))
	}
	return contract.Comparison{
		RiskRatio: of(c.RiskRatio, "risk_ratio"),
		Rate: [contract.Events]*quantity.Quantity{
			nil, of(c.JobStart, "job_start"), of(c.Sustain13w, "sustain_13w"), of(c.Sustain26w, "sustain_26w"), of(c.Sustain52w, "sustain_52w"),
		},
	}
}

// orAll is a share, or all where none is given.
func orAll(x *Number, name string) quantity.Quantity {
	if x == nil {
		return quantity.Exactly(1)
	}
	return x.Quantity(name)
}

func exactOr(usual float64, x *Number) float64 {
	if x == nil {
		return usual
	}
	return x.Exact()
}

// cents is the amount; 0 where there is none.
func (a *Amount) cents() budgets.Cents {
	if a == nil {
		return 0
	}
	return budgets.CentsOf(a.Exact())
}

// centsByYear are amounts by year of the plan; nil where there are none.
func (b *builder) centsByYear(path string, a *Amounts) []budgets.Cents {
	if a == nil {
		return nil
	}
	var cents []budgets.Cents
	for _, amount := range b.amounts(path, a, "", "") {
		cents = append(cents, budgets.CentsOf(amount))
	}
	return cents
}

// among says of each of all keys whether it is named; nil where none are.
func among(named, all []string) []bool {
	if named == nil {
		return nil
	}
	is := make([]bool, len(all))
	for i, key := range all {
		is[i] = slices.Contains(named, key)
	}
	return is
}
