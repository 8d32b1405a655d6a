package scenarios

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// moneyQuantities are the names of a budget's uncertain quantities, each once, in alphabetical order.
func moneyQuantities(p *budgets.Plan) []string {
	var names []string
	note := func(quantities ...quantity.Quantity) {
		for _, q := range quantities {
			if _, certain := q.Distribution.(quantity.Certain); !certain && q.Distribution != nil {
				names = append(names, q.Name)
			}
		}
	}
	for _, l := range p.Lines {
		note(l.Exchange, l.Indexation, l.Share, l.SavedWhenVacant)
		for _, d := range l.Amount.Years {
			note(quantity.Quantity{Name: l.Amount.Name, Distribution: d})
		}
	}
	for _, s := range p.Sources {
		note(s.Share, s.Exchange, s.Chance)
		if s.AtMost != nil {
			note(*s.AtMost)
		}
		if s.Matches != nil {
			note(s.Matches.Rate)
		}
		if s.Given != nil {
			note(s.Given.IfComes, s.Given.IfNot)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// TestEveryUncertainInputOfMoneyCanBeCorrelated: the names that the budget draws by are those that a correlation may name, whether or not the cost basis
// counts their lines.
func TestEveryUncertainInputOfMoneyCanBeCorrelated(t *testing.T) {
	const path = "testdata/small.toml+testdata/everything.toml"
	settings := []string{
		`exchange.CZK.rate={ low = 20, best = 24.5, high = 30, assumed = "a guess" }`, `cost.launch.indexation={ low = 0, high = 0.1, form = "uniform", assumed = "a guess" }`,
		`funding.state.given.if_comes={ low = 0.7, best = 0.8, high = 0.9, assumed = "a guess" }`,
		`cost.rent.amount=[4_000, { low = 4_000, best = 5_000, high = 6_000 }, 6_000]`,
	}
	drawn := moneyQuantities(&mustLoad(t, path, append(settings, "cost_basis=full")...).Budget)
	for _, kind := range []string{
		"cost.pay.amount", "cost.rent.amount", "cost.oncosts.share", "cost.staff.saved_when_vacant", "cost.launch.indexation", "indexation.staff", "exchange.CZK.rate",
		"funding.city.covers.share", "funding.city.chance", "funding.state.given.if_comes", "funding.state.given.if_not", "funding.state.at_most", "funding.foundation.matches.rate",
	} {
		if !slices.Contains(drawn, kind) {
			t.Fatalf("%s is not drawn; %v are", kind, drawn)
		}
	}
	weather := write(t, "weather.toml", "[correlation.a]\nbetween = [\"staff.drop_out\", \"weather\"]\nrank = 0.1\nsource = \"plan\"\n")
	_, err := Load(path+"+"+weather, Options{Settings: settings})
	if err == nil {
		t.Fatal("the weather is an uncertain input")
	}
	_, said, _ := strings.Cut(err.Error(), "uncertain are ")
	allowed := slices.DeleteFunc(strings.Split(said, ", "), func(name string) bool {
		return !regexp.MustCompile(`^(cost|funding|exchange|indexation)\.`).MatchString(name)
	})
	slices.Sort(allowed)
	if !slices.Equal(allowed, drawn) {
		t.Errorf("may be named:\n%v\nare drawn:\n%v", allowed, drawn)
	}
	for _, name := range drawn {
		over := write(t, "over.toml", fmt.Sprintf("[correlation.a]\nbetween = [\"staff.drop_out\", %q]\nrank = 0.4\nsource = \"plan\"\n", name))
		for _, basis := range []string{"published", "full"} {
			s := mustLoad(t, path+"+"+over, append(settings, "cost_basis="+basis)...)
			if !slices.Equal(s.Budget.Correlations, s.Model.Correlations) || len(s.Budget.Correlations) != 1 {
				t.Errorf("%s: the budget has %v, people %v", name, s.Budget.Correlations, s.Model.Correlations)
			}
		}
	}
}

// TestUnitCostsMoveWithRates: of a file, a rate of people, a yearly cost and a funder's share are drawn with the rank correlations that it states; a cost that it does
// not correlate is the same, draw by draw, as without them.
func TestUnitCostsMoveWithRates(t *testing.T) {
	const money = `
[pathway.job_start]
rate = { low = 0.3, high = 0.7, form = "uniform", assumed = "a guess" }
[cost.wages]
name = "Wages"
category = "staff"
amount = { low = 0, high = 1e9, form = "uniform", assumed = "a guess" }
[cost.rent]
name = "Rent"
category = "non_staff"
amount = { low = 0, high = 1e9, form = "uniform", assumed = "a guess" }
[cost.grant]
name = "What the city pays a share of"
category = "unsplit"
amount = 1e9
source = "plan"
[funding.city]
name = "City"
kind = "municipal government"
covers = { lines = ["grant"], share = { low = 0, high = 1, form = "uniform", assumed = "a guess" } }
status = "secured"
source = "plan"
`
	const ties = `
[correlation.a]
between = ["pathway.job_start.rate", "cost.wages.amount"]
rank = 0.5
source = "plan"
[correlation.b]
between = ["funding.city.covers.share", "pathway.job_start.rate"]
rank = -0.7
source = "plan"
`
	tied, alone := mustLoad(t, "testdata/small.toml+"+write(t, "tied.toml", money+ties)), mustLoad(t, "testdata/small.toml+"+write(t, "alone.toml", money))
	tied.Model.Stream, alone.Model.Stream = "one", "one"
	simulator, err := model.NewSimulator(&tied.Model, 1, model.LuckAndIgnorance)
	if err != nil {
		t.Fatal(err)
	}
	const draws = 20_000
	nothing := [][]model.Counts{make([]model.Counts, tied.Model.Years*model.QuartersPerYear)}
	price := func(p *budgets.Pricer, draw int) (wages, rent, share float64) {
		l := p.Price(nothing, simulator.DrawAddress(draw), false)
		wages, rent = float64(l.Cost[0][0]), float64(l.Cost[1][0])
		return wages, rent, float64(p.Fund(0, budgets.HopedFor).Paid[0][2][0])
	}
	with, without := budgets.NewPricer(&tied.Budget), budgets.NewPricer(&alone.Budget)
	var jobs, wages, shares []float64
	for draw := range draws {
		w, rent, share := price(with, draw)
		if _, want, _ := price(without, draw); rent != want {
			t.Fatalf("draw %d: the rent is %g, and without correlations %g", draw, rent, want)
		}
		jobs, wages, shares = append(jobs, simulator.Standing(draw, "pathway.job_start.rate")), append(wages, w), append(shares, share)
	}
	// All three are uniform, so that the plain correlation is that of ranks. Wages and the share are not stated, and so uncorrelated.
	for _, c := range []struct {
		what      string
		got, want float64
	}{{"wages", pearson(jobs, wages), 0.5}, {"the city's share", pearson(jobs, shares), -0.7}, {"wages and the city's share", pearson(wages, shares), 0}} {
		if math.Abs(c.got-c.want) > 4.5/math.Sqrt(draws) {
			t.Errorf("%s: correlation %.4f, asked for %g", c.what, c.got, c.want)
		}
	}
}
