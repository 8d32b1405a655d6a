package contract_test

import (
	"math"
	"strings"
	"testing"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model/quantity"
)

// valid terms reach what Validate looks at.
func valid() *contract.Terms {
	t := simple()
	t.Services, t.EngagedFrom, t.EngagedTo = []int{0}, 1, 50
	t.Rows[0].MostPerYear, t.Rows[0].Above, t.Rows[0].UpTo = []budgets.Cents{5}, 3, 4
	t.Rows[0].From, t.Rows[0].To = 5, 6
	t.Ladders = []contract.Ladder{{Key: "steps", Event: contract.Sustained13, Hours: contract.From16, To: 208, Rungs: []contract.Rung{{1, 5}, {2, 5}}}}
	t.Blocks = []contract.Block{{Key: "basic", PerYear: []budgets.Cents{1}}, {Key: "part", CostShare: 1}}
	t.TopUps = []contract.TopUp{{Key: "city", Share: 2, Rows: []bool{true}}}
	t.Fees = []contract.Fee{{Key: "yearly", PerYear: []budgets.Cents{1}}, {Key: "once", Once: 5, Quarter: 15}}
	t.Provider = contract.Provider{Fee: []budgets.Cents{7}, RiskShare: 1}
	t.Investor.Schedule, t.Investor.ReturnCap = make([]budgets.Cents, 16), new(0.1)
	t.Comparison = contract.Comparison{RiskRatio: new(quantity.Exactly(2))}
	t.Comparison.Rate[contract.JobStart] = new(quantity.Exactly(0.5))
	return t
}

func TestValidTerms(t *testing.T) {
	for name, terms := range map[string]*contract.Terms{"simple": simple(), "valid": valid()} {
		if err := terms.Validate(onePlan()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The plan has one year, one service and one line; with the run-off there are 16 quarters, or 208 weeks.
func TestWhatIsWrongWithTerms(t *testing.T) {
	unnamed := quantity.Quantity{Distribution: quantity.PERT{Low: 0.1, Best: 0.2, High: 0.3}}
	above1 := quantity.Quantity{Name: "q", Distribution: quantity.PERT{Low: 0.1, Best: 0.2, High: 1.3}}
	for _, c := range []struct {
		wrong string
		spoil func(t *contract.Terms)
	}{
		{"services: nobody counts", func(t *contract.Terms) { t.Services = []int{} }},
		{"services: there is no number 1", func(t *contract.Terms) { t.Services = []int{1} }},
		{"services: number 0 comes twice", func(t *contract.Terms) { t.Services = []int{0, 0} }},
		{"engagements: ends before week 1", func(t *contract.Terms) { t.EngagedTo = 1 }},
		{"engagements: -1 is below 0", func(t *contract.Terms) { t.EngagedFrom = -1 }},
		{"price level: is NaN", func(t *contract.Terms) { t.PriceLevel = math.NaN() }},
		{"price level: is +Inf", func(t *contract.Terms) { t.PriceLevel = math.Inf(1) }},
		{"verification: is 1.5", func(t *contract.Terms) { t.Verification = 1.5 }},
		{"most: an amount of -1 cents is below 0", func(t *contract.Terms) { t.Most = -1 }},
		{"most: an amount of -2 cents is below 0", func(t *contract.Terms) { t.MostPerPerson = -2 }},
		{"evidence of event 1: is missing", func(t *contract.Terms) { t.Evidenced[1] = quantity.Quantity{} }},
		{"evidence of event 2: is uncertain and has no name", func(t *contract.Terms) { t.Evidenced[2] = unnamed }},
		{"evidence of event 2: can be 1.", func(t *contract.Terms) { t.Evidenced[2] = above1 }},
		{"deadweight of event 4: is -0.1", func(t *contract.Terms) { t.DeadweightDeducted[4] = -0.1 }},
		{`row "job": there is no event 5`, func(t *contract.Terms) { t.Rows[0].Event = contract.Events }},
		{`row "job": there are no hours 3`, func(t *contract.Terms) { t.Rows[0].Hours = 3 }},
		{`row "job": an engagement is no job`, func(t *contract.Terms) { t.Rows[0].Event, t.Rows[0].Hours = contract.Engagement, contract.From16 }},
		{`row "job": has no price`, func(t *contract.Terms) { t.Rows[0].Price.Years = nil }},
		{`row "job": price of year 1: can be -1`, func(t *contract.Terms) { t.Rows[0].Price.Years = []quantity.Distribution{quantity.Certain(-1)} }},
		{`row "job": ends before week 6, which is not after week 6`, func(t *contract.Terms) { t.Rows[0].From = 6 }},
		{`row "job": -1 is below 0`, func(t *contract.Terms) { t.Rows[0].Lag = -1 }},
		{`row "job": pays up to number 3, which is not above 3`, func(t *contract.Terms) { t.Rows[0].UpTo = 3 }},
		{`row "job": most per year: has no year`, func(t *contract.Terms) { t.Rows[0].MostPerYear = []budgets.Cents{} }},
		{`row "job": most: an amount of -1`, func(t *contract.Terms) { t.Rows[0].Most = -1 }},
		{`ladder "steps": has no rung`, func(t *contract.Terms) { t.Ladders[0].Rungs = nil }},
		{`ladder "steps": the rung at 1 does not rise above the one at 1`, func(t *contract.Terms) { t.Ladders[0].Rungs[1].At = 1 }},
		{`ladder "steps": the rung at 2 does not rise above the one at 1`, func(t *contract.Terms) { t.Ladders[0].Rungs[1].Amount = 4 }},
		{`ladder "steps": the rung at 0 does not rise`, func(t *contract.Terms) { t.Ladders[0].Rungs[0].At = 0 }},
		{`ladder "steps": counts before week 209, after the last one of the run-off, 207`, func(t *contract.Terms) { t.Ladders[0].To = 209 }},
		{`block "basic": has no year`, func(t *contract.Terms) { t.Blocks[0].PerYear = []budgets.Cents{} }},
		{`block "part": share of cost: is 2`, func(t *contract.Terms) { t.Blocks[1].CostShare = 2 }},
		{`top-up "city": share: is -1`, func(t *contract.Terms) { t.TopUps[0].Share = -1 }},
		{`top-up "city": says of 2 rows whether it adds to them, where there are 1`, func(t *contract.Terms) { t.TopUps[0].Rows = []bool{true, false} }},
		{`fee "once": falls due in quarter 16, which is not 0 to 15`, func(t *contract.Terms) { t.Fees[1].Quarter = 16 }},
		{`fee "yearly": an amount of -1`, func(t *contract.Terms) { t.Fees[0].PerYear = []budgets.Cents{-1} }},
		{"lines: there is no number 1", func(t *contract.Terms) { t.Lines = []int{1} }},
		{"share of cost: can be 2", func(t *contract.Terms) { t.CostShare = quantity.Exactly(2) }},
		{"cost of the run-off: can be -1", func(t *contract.Terms) { t.RunOffCost = quantity.Exactly(-1) }},
		{"provider's fee: has no year", func(t *contract.Terms) { t.Provider.Fee = []budgets.Cents{} }},
		{"provider's share of the risk: is 2", func(t *contract.Terms) { t.Provider.RiskShare = 2 }},
		{"commitment: an amount of -1", func(t *contract.Terms) { t.Investor.Commitment = -1 }},
		{"schedule: an amount of -5", func(t *contract.Terms) { t.Investor.Schedule[0] = -5 }},
		{"schedule: has 17 quarters, where the plan and its run-off have 16", func(t *contract.Terms) { t.Investor.Schedule = make([]budgets.Cents, 17) }},
		{"return cap: is -0.1", func(t *contract.Terms) { t.Investor.ReturnCap = new(-0.1) }},
		{"surplus: its parts add up to 0.5", func(t *contract.Terms) { t.Investor.Surplus = contract.Split{Investor: 0.5} }},
		{"surplus: is -1", func(t *contract.Terms) { t.Investor.Surplus = contract.Split{Investor: -1, Payer: 2} }},
		{"investor: has a schedule or a part of the surplus and no commitment", func(t *contract.Terms) { t.Investor.Commitment = 0 }},
		{"comparison rate of event 1: can be 2", func(t *contract.Terms) { t.Comparison.Rate[1] = new(quantity.Exactly(2)) }},
		{"risk ratio: can be 0", func(t *contract.Terms) { t.Comparison.RiskRatio = new(quantity.Exactly(0)) }},
	} {
		terms := valid()
		c.spoil(terms)
		if err := terms.Validate(onePlan()); err == nil || !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("want %q, got %v", c.wrong, err)
		}
	}
	terms := valid()
	terms.Most, terms.Verification = -1, 2
	if err := terms.Validate(onePlan()); err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("two faults come as %v", err)
	}
}
