package budgets_test

import (
	"math"
	"strings"
	"testing"

	"ipsplan/budgets"
	"ipsplan/model/quantity"
)

// valid is a plan that reaches what Validate looks at.
func valid() *budgets.Plan {
	overhead, onTop := line(budgets.ShareOfCost), line(budgets.ShareOfCost)
	overhead.Share, overhead.Base = exactly(0.1), []int{1}
	onTop.Share, onTop.Base = exactly(0.1), []int{0}
	grant, match := always(0.5, 0, 1), always(1, 1)
	grant.AtMost, grant.PerYear, grant.Maximum = of(exactly(0.5)), []budgets.Cents{5, 5}, most(9)
	match.Matches = &budgets.Match{Rate: exactly(1), Others: []int{0}}
	match.RestOf = []int{0}
	match.Given = &budgets.Given{Source: 0, IfComes: exactly(0.5), IfNot: exactly(0)}
	pay, once := line(budgets.PerYear, 1, 2), line(budgets.Once, 1, 2)
	pay.SavedWhenVacant, once.Quarter = exactly(0.5), 7
	return funded(plan(2, overhead, pay, once, onTop), grant, match)
}

func TestAValidPlan(t *testing.T) {
	if err := valid().Validate(); err != nil {
		t.Error(err)
	}
	p, _ := ordinary()
	p.Arithmetic, p.Lines[1].Key, p.Sources[1].Key = make([]budgets.Stages, 2), "b", "B"
	if err := p.Validate(); err != nil {
		t.Error(err)
	}
}

func TestWhatIsWrongWithAPlan(t *testing.T) {
	for _, c := range []struct {
		wrong string
		spoil func(p *budgets.Plan)
	}{
		{"years: 0 is not 1 to 10", func(p *budgets.Plan) { p.Years = 0 }},
		{"arithmetic: of 1 years instead of 2", func(p *budgets.Plan) { p.Arithmetic = p.Arithmetic[:1] }},
		{"spread: of 7 quarters instead of 8", func(p *budgets.Plan) { p.Spread = p.Spread[:7] }},
		{"of year 2 are not shares", func(p *budgets.Plan) { p.Spread[5] = 0.3 }},
		{"of year 1 are not shares", func(p *budgets.Plan) { p.Spread[0], p.Spread[1] = -0.25, 0.75 }},
		{"planned volumes of 7 quarters instead of 8", func(p *budgets.Plan) { p.Services[0].Planned = p.Services[0].Planned[1:] }},
		{"NaN specialists", func(p *budgets.Plan) { p.Services[0].Specialists = math.NaN() }},
		{"services: their shares of people", func(p *budgets.Plan) { p.Services[0].ShareOfPeople = 0.9 }},
		{`lines: two have the key "a"`, func(p *budgets.Plan) { p.Lines[1].Key = "a" }},
		{`sources: two have the key "A"`, func(p *budgets.Plan) { p.Sources[1].Key = "A" }},
		{`line "b": service: there is no number 1; there are 0 to 0`, func(p *budgets.Plan) { p.Lines[1].Service = 1 }},
		{`line "b": saved when vacant: can be 1.5, which is not 0 to 1`, func(p *budgets.Plan) { p.Lines[1].SavedWhenVacant = exactly(1.5) }},
		{`line "c": saves when posts are vacant, which a line per once cannot`, func(p *budgets.Plan) { p.Lines[2].SavedWhenVacant = exactly(0.5) }},
		{`line "b": no driver is called "month"`, func(p *budgets.Plan) { p.Lines[1].Driver = "month" }},
		{`line "b": amounts of 1 years instead of 2`, func(p *budgets.Plan) { p.Lines[1].Amount = yearly(1) }},
		{`line "b": no amount of year 2`, func(p *budgets.Plan) { p.Lines[1].Amount.Years[1] = nil }},
		{`line "b": amount of year 1: can be -1`, func(p *budgets.Plan) { p.Lines[1].Amount = yearly(-1, 1) }},
		{`line "b": amount of year 2: is uncertain and has no name`, func(p *budgets.Plan) { p.Lines[1].Amount.Years[1] = quantity.PERT{Low: 1, Best: 2, High: 3} }},
		{`line "b": scale 0 is not above 0`, func(p *budgets.Plan) { p.Lines[1].Scale = 0 }},
		{`line "b": exchange: can be 0`, func(p *budgets.Plan) { p.Lines[1].Exchange = quantity.Quantity{} }},
		{`line "b": indexation: can be -2.`, func(p *budgets.Plan) { p.Lines[1].Indexation = perhaps("growth", -3, 0, 0.1) }},
		{`line "c": falls due in quarter 8, which is not 0 to 7`, func(p *budgets.Plan) { p.Lines[2].Quarter = 8 }},
		{`line "a": share: can be -0.1`, func(p *budgets.Plan) { p.Lines[0].Share = exactly(-0.1) }},
		{`line "a": base: there is no number 4`, func(p *budgets.Plan) { p.Lines[0].Base = []int{4} }},
		{`line "a": base: number 1 comes twice`, func(p *budgets.Plan) { p.Lines[0].Base = []int{1, 1} }},
		{`line "a" rests on itself`, func(p *budgets.Plan) { p.Lines[0].Base = []int{1, 3} }},
		{`source "A": no status is called ""`, func(p *budgets.Plan) { p.Sources[0].Status = "" }},
		{`source "A": lines: number 1 comes twice`, func(p *budgets.Plan) { p.Sources[0].Lines = []int{1, 1} }},
		{`source "A": share: can be 1.1`, func(p *budgets.Plan) { p.Sources[0].Share = exactly(1.1) }},
		{`source "A": amounts [5] are not`, func(p *budgets.Plan) { p.Sources[0].PerYear = p.Sources[0].PerYear[1:] }},
		{`source "A": maximum -1 is below 0`, func(p *budgets.Plan) { p.Sources[0].Maximum = most(-1) }},
		{`source "A": has money that is told, and an amount`, func(p *budgets.Plan) { p.Sources[0].Told = most(1) }},
		{`source "A": exchange: can be 0`, func(p *budgets.Plan) { p.Sources[0].Exchange = exactly(0) }},
		{`source "A": at most: can be 2`, func(p *budgets.Plan) { p.Sources[0].AtMost = of(exactly(2)) }},
		{`source "B": matches at a rate: can be -1`, func(p *budgets.Plan) { p.Sources[1].Matches.Rate = exactly(-1) }},
		{`source "B": matches: there is no number 7`, func(p *budgets.Plan) { p.Sources[1].Matches.Others = []int{7} }},
		{`source "B": rest: there is no number 2`, func(p *budgets.Plan) { p.Sources[1].RestOf = []int{2} }},
		{`source "B": rest: number 0 comes twice`, func(p *budgets.Plan) { p.Sources[1].RestOf = []int{0, 0} }},
		{`option "all": source "B" covers the rest of number 0, which does not pay before it`, func(p *budgets.Plan) { p.Options[0].Order = []int{1, 0} }},
		{`option "all": source "B" covers the rest of number 1, which does not pay before it`, func(p *budgets.Plan) { p.Sources[1].RestOf = []int{1} }},
		{`source "A": chance: can be NaN`, func(p *budgets.Plan) { p.Sources[0].Chance = exactly(math.NaN()) }},
		{`source "B": given: there is no number -1`, func(p *budgets.Plan) { p.Sources[1].Given.Source = -1 }},
		{`source "B": chance if the other comes: can be 2`, func(p *budgets.Plan) { p.Sources[1].Given.IfComes = exactly(2) }},
		{`source "B" rests on itself`, func(p *budgets.Plan) { p.Sources[1].Given.Source = 1 }},
		{`source "A": the parts that arrive [] are not`, func(p *budgets.Plan) { p.Sources[0].Arrives = nil }},
		{`source "A": the parts that arrive [0.9] are not`, func(p *budgets.Plan) { p.Sources[0].Arrives[0].Share = 0.9 }},
		{`source "A": money in arrears comes 0 quarters later`, func(p *budgets.Plan) { p.Sources[0].Arrives[0].When = budgets.InArrears }},
		{`comes -1 quarters after its end`, func(p *budgets.Plan) {
			p.Sources[0].Arrives[0] = budgets.Arrival{Share: 1, When: budgets.YearInArrears, Lag: -1}
		}},
		{`source "A": no time of arrival is called "soon"`, func(p *budgets.Plan) { p.Sources[0].Arrives[0].When = "soon" }},
		{`option "all": number 0 comes twice`, func(p *budgets.Plan) { p.Options[0].Order = []int{0, 0} }},
		{`option "all": source "B" matches number 0, which does not pay before it`, func(p *budgets.Plan) { p.Options[0].Order = []int{1, 0} }},
	} {
		p := valid()
		c.spoil(p)
		if err := p.Validate(); err == nil || !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%q is not in:\n%v", c.wrong, err)
		}
	}
}
