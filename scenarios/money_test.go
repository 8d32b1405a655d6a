package scenarios

import (
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// plannedLines is the planned cost of the lines, in cents by year.
func plannedLines(s *Scenario) map[string][]budgets.Cents {
	lines := map[string][]budgets.Cents{}
	for i, line := range s.Budget.PlannedBudget().Lines {
		lines[s.Budget.Lines[i].Key] = line.ByYear
	}
	return lines
}

// TestCostOfEveryDriverByHand has one service of two specialists that opens in week 26, and in each of two years 70 referrals, of whom 0.8 engage (56), of whom
// 0.5 start a job (28), of whom 0.6 sustain it (16.8).
func TestCostOfEveryDriverByHand(t *testing.T) {
	over := write(t, "over.toml", `
price_year = 2022
start      = 2024-01-01
services.town.opens_week = 26
exchange.CZK = { rate = 24.5, date = 2022-06-30 }
[indexation]
staff = 0.1
[cost]
office    = { name = "a", category = "non_staff", amount = [1_000, 1_100.01] }
launch    = { name = "b", category = "unsplit", per = "once", quarter = 7, amount = [1, 245_000], currency = "CZK" }
pay       = { name = "c", category = "staff", per = "specialist", amount = 40_000 }
cars      = { name = "d", category = "unsplit", per = "specialist in post", amount = { low = 1_000, best = 2_000, high = 6_000 } }
rent      = { name = "e", category = "non_staff", per = "service", service = "town", amount = 12_000 }
hiring    = { name = "f", category = "unsplit", per = "hire", amount = 1_500 }
visits    = { name = "g", category = "unsplit", per = "engagement", amount = 10.25 }
clothes   = { name = "h", category = "unsplit", per = "job start", amount = 100, indexation = 0.5 }
bonus     = { name = "i", category = "unsplit", per = "sustainment", amount = 1_000, scales_with = { specialists = 4 } }
meals     = { name = "j", category = "unsplit", per = "person and quarter", amount = 5 }
leader    = { name = "k", category = "unsplit", per = "team leader", amount = 50_000 }
oncosts   = { name = "l", category = "staff", share_of = { category = "staff" }, share = 0.25 }
indirect  = { name = "m", category = "unsplit", share_of = { category = "staff" }, share = 0.15 }
`)
	s := mustLoad(t, "testdata/small.toml+"+over)
	want := map[string][]budgets.Cents{
		"office":   {1_000_00, 1_100_01},
		"launch":   {0, 10_000_00},          // 245,000 / 24.5, in the third quarter of year 2
		"pay":      {48_400_00, 106_480_00}, // 2 × 40,000 × 1.1² × 26/52; 2 × 40,000 × 1.1³: prices are those of 2022, year 1 is 2024
		"cars":     {2_500_00, 5_000_00},    // (1,000 + 4 × 2,000 + 6,000) / 6 = 2,500 for each; half a year, a year
		"rent":     {6_000_00, 12_000_00},   // half a year, a year
		"hiring":   {3_000_00, 0},           // two posts open in week 26
		"visits":   {574_00, 574_00},        // 56 × 10.25
		"clothes":  {6_300_00, 9_450_00},    // 28 × 100 × 1.5²; × 1.5³
		"bonus":    {8_400_00, 8_400_00},    // 16.8 × 1,000 × 2/4
		"meals":    {500_00, 1_000_00},      // 2 × 25 people for 2 quarters; for 4
		"leader":   {0, 0},                  // there is none
		"oncosts":  {12_100_00, 26_620_00},  // a quarter of pay: all staff lines but itself
		"indirect": {9_075_00, 19_965_00},   // 0.15 × (48,400 + 12,100); 0.15 × (106,480 + 26,620)
	}
	if diff := cmp.Diff(want, plannedLines(s)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if spread := s.Budget.Spread; !slices.Equal(spread, []float64{0, 0, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25}) {
		t.Errorf("events are spread as %v", spread)
	}
	cars := s.input(t, "cost.cars.amount")
	if cars.Status != Changed || cars.Unit != "money" {
		t.Errorf("the uncertain amount is %+v", cars)
	}
	if unit := s.input(t, "cost.launch.amount").Unit; unit != "CZK" {
		t.Errorf("an amount of crowns is listed in %s", unit)
	}
	launch := s.Budget.Lines[1]
	if launch.Quarter != 6 || !strings.Contains(launch.Reference, "; 24.5 CZK for 1 EUR, 2022-06-30") {
		t.Errorf("the launch falls due in quarter %d, with the reference %q", launch.Quarter, launch.Reference)
	}
	// Of the first year alone, what falls due in the second is not a part.
	first, err := Load("testdata/small.toml+"+over, Options{Years: 1, Settings: []string{"cost.launch.amount=245000"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := plannedLines(first); got["launch"][0] != 0 || got["pay"][0] != 48_400_00 {
		t.Errorf("the first year alone costs %v", got)
	}
	// Without a start there is no distance from the price year: growth counts from year 1.
	from1 := write(t, "from1.toml", "[indexation]\nstaff = 0.1\n[cost]\npay = { name = \"c\", category = \"staff\", amount = 100 }\n")
	if got := plannedLines(mustLoad(t, "testdata/small.toml+"+from1, "price_year=2020"))["pay"]; !slices.Equal(got, []budgets.Cents{100_00, 110_00}) {
		t.Errorf("amounts that grow from year 1 are %v", got)
	}
}

// TestScaledByTheServiceOfTheLine: Pardubice has 4 of the 7 specialists, so an amount for 2 is doubled there, and one for 14 halved for all.
func TestScaledByTheServiceOfTheLine(t *testing.T) {
	s := mustLoad(t, "czech-republic", "cost.staff.scales_with={ specialists = 2 }", "cost.staff.service=pardubice", "cost.non_staff.scales_with={ specialists = 14 }")
	if got := plannedLines(s); !slices.Equal(got["staff"], []budgets.Cents{2 * 376_782_00, 2 * 376_782_00}) || !slices.Equal(got["non_staff"], []budgets.Cents{34_427_00, 10_603_50}) {
		t.Errorf("costs are %v", got)
	}
	if got := plannedLines(mustLoad(t, "croatia", "services.zagreb.specialists=0")); !slices.Equal(got["staff"], []budgets.Cents{0, 0}) {
		t.Errorf("no specialists cost %v", got)
	}
}

// TestPlannedCaseload: one post of a half-time specialist in each of two centres, 25 people to a full-time one and a ramp of four weeks. Filled from week 0, a post carries
// 12.5 × 1/4, 2/4, 3/4 and 1 people, in whole people 3, 6, 9 and then 12: in the first quarter 2 × (3 + 6 + 9 + 10 × 12) person-weeks, then 2 × 13 × 12.
func TestPlannedCaseload(t *testing.T) {
	s := mustLoad(t, "testdata/small.toml", "services.town={ name = \"Town\", specialists = 1, part_time = 0.5, centres = 2 }", "caseload.ramp_up_months=0.923")
	if ramp := s.Model.Caseload.Ramp; ramp.Denominator != 4 {
		t.Fatalf("the ramp is %v", ramp)
	}
	for q, v := range s.Budget.Services[0].Planned {
		want := budgets.Volumes{Specialists: 13, InPost: 13, Open: 13, Caseload: 2 * 13 * 12}
		if q == 0 {
			want.Caseload, want.Hires = 2*(3+6+9+10*12), 2
		}
		if v != want {
			t.Errorf("quarter %d: %+v, want %+v", q+1, v, want)
		}
	}
	// Whoever has been there for a year needs no ramp, and is not hired.
	s = mustLoad(t, "testdata/small.toml", "services.town={ name = \"Town\", specialists = 1, part_time = 0.5, centres = 2, experience_weeks = 52 }", "caseload.ramp_up_months=0.923")
	if v := s.Budget.Services[0].Planned[0]; v.Caseload != 2*13*12 || v.Hires != 0 {
		t.Errorf("with experience: %+v", v)
	}
}

// TestWhatBudgetsKnowOfServices: shares of people are those of the referrals, and the course is the plan's.
func TestWhatBudgetsKnowOfServices(t *testing.T) {
	s := mustLoad(t, "czech-republic")
	if len(s.Budget.Services) != 2 || s.Budget.Services[1].Name != "Pardubice" || s.Budget.Services[1].Specialists != 4 {
		t.Fatalf("services are %+v", s.Budget.Services)
	}
	if got, want := s.Budget.Services[0].ShareOfPeople, 3.0/7; math.Abs(got-want) > 1e-12 {
		t.Errorf("Hradec Králové has %g of the people, want %g", got, want)
	}
	if got, want := s.Budget.Arithmetic[1], (budgets.Stages{Referrals: 700, Engage: 540.0 / 700, JobStart: 0.7, Sustain: 198.0 / 378}); got != want {
		t.Errorf("year 2 is %+v, want %+v", got, want)
	}
	for i := range s.Model.Services {
		s.Model.Services[i].TeamLeaders = []model.Post{{FTE: 500, Opens: 13}, {FTE: 250, Experience: 10}}
	}
	b := builder{s: s, file: s.File, years: 2}
	var p budgets.Plan
	b.course(&p)
	one := p.Services[0]
	if one.Leaders != 0.75 || one.Planned[0].Leaders != 0.25*13 || one.Planned[1].Leaders != 0.75*13 || one.Planned[1].LeadersInPost != 0.75*13 {
		t.Errorf("team leaders: %g, then %+v", one.Leaders, one.Planned[:2])
	}
	if one.Planned[0].Hires != 3 || one.Planned[1].Hires != 1 {
		t.Errorf("%g and %g hires, want three specialists, then one team leader", one.Planned[0].Hires, one.Planned[1].Hires)
	}
}

func TestFundersAsWritten(t *testing.T) {
	s := mustLoad(t, "testdata/small.toml+testdata/everything.toml+cost_basis=full")
	at := map[string]*budgets.Source{}
	for i := range s.Budget.Sources {
		at[s.Budget.Sources[i].Key] = &s.Budget.Sources[i]
	}
	lineKeys := func(source string) (keys []string) {
		for _, i := range at[source].Lines {
			keys = append(keys, s.Budget.Lines[i].Key)
		}
		return keys
	}
	// Lines that are named come first, then those of the category.
	if got, want := lineKeys("state"), []string{"launch", "rent", "staff", "training", "pay", "oncosts", "leader"}; !slices.Equal(got, want) {
		t.Errorf("the state pays for %v, want %v", got, want)
	}
	if got := lineKeys("fund"); !slices.Equal(got, s.File.Cost.Keys) {
		t.Errorf("the fund pays for %v, want all", got)
	}
	state := at["state"]
	guess := quantity.PERT{Low: 0.1, Best: 0.2, High: 0.5}
	if g := state.Given; g == nil || s.Budget.Sources[g.Source].Key != "city" || g.IfComes.Mean() != 0.9 || g.IfNot != (quantity.Quantity{Name: "funding.state.given.if_not", Distribution: guess}) {
		t.Errorf("the state's chance is %+v", g)
	}
	if *state.Maximum != 5_000_000_00 || state.Exchange.Mean() != 24.5 || state.AtMost == nil || state.AtMost.Name != "funding.state.at_most" || state.Status.Firmness() != budgets.Committed {
		t.Errorf("the state is %+v", state)
	}
	arrivals := map[string][]budgets.Arrival{
		"city":       {{Share: 0.4, When: budgets.YearAhead}, {Share: 0.6, When: budgets.InArrears, Lag: 2}},
		"state":      {{Share: 1, When: budgets.InArrears, Lag: 1}},
		"fund":       {{Share: 1, When: budgets.YearInArrears}},
		"volunteers": nil,
		"foundation": {{Share: 1, When: budgets.QuarterAhead}},
	}
	for key, want := range arrivals {
		if diff := cmp.Diff(want, at[key].Arrives); diff != "" {
			t.Errorf("money of %s arrives otherwise:\n%s", key, diff)
		}
	}
	if !at["volunteers"].InKind || at["city"].InKind || at["volunteers"].Chance.Mean() != 1 {
		t.Error("who gives in kind, or who is sure, is lost")
	}
	others := func(source string) (keys []string) {
		for _, i := range at[source].Matches.Others {
			keys = append(keys, s.Budget.Sources[i].Key)
		}
		return keys
	}
	if got := others("fund"); !slices.Equal(got, []string{"city"}) {
		t.Errorf("the fund matches %v", got)
	}
	if got := others("foundation"); !slices.Equal(got, []string{"volunteers", "city", "fund", "state"}) {
		t.Errorf("the foundation, which names nobody, matches %v", got)
	}
	if got := at["foundation"].RestOf; !slices.Equal(got, []int{slices.Index(s.File.Funding.Keys, "state"), slices.Index(s.File.Funding.Keys, "city")}) || at["fund"].RestOf != nil {
		t.Errorf("the foundation covers the rest of %v, the fund of %v", got, at["fund"].RestOf)
	}
	if len(s.Budget.Options) != 2 || s.Budget.Options[0].Key != "city" || !slices.Equal(s.Budget.Options[1].Order, []int{3, 0, 2, 1, 4}) {
		t.Errorf("options are %+v", s.Budget.Options)
	}
	// What says nothing of its money's arrival has it with the quarter.
	if got := mustLoad(t, "croatia").Budget.Sources[0].Arrives; !slices.Equal(got, []budgets.Arrival{{Share: 1, When: budgets.WithTheQuarter}}) {
		t.Errorf("arrives %v", got)
	}
}

// TestWithoutOptionsAllPay in the order of the file.
func TestWithoutOptionsAllPay(t *testing.T) {
	over := write(t, "over.toml", `
[cost]
pay = { name = "Pay", category = "staff", amount = 1 }
[funding]
a = { name = "A", kind = "EU", covers = { share = 1 }, status = "secured" }
b = { name = "B", kind = "EU", covers = { share = 1 }, status = "secured" }
`)
	if got := mustLoad(t, "testdata/small.toml+"+over).Budget.Options; len(got) != 1 || !slices.Equal(got[0].Order, []int{0, 1}) {
		t.Errorf("options are %+v", got)
	}
	if got := mustLoad(t, "testdata/small.toml").Budget.Options; got != nil {
		t.Errorf("options without funders are %+v", got)
	}
}

// TestCostBasis: the published budget leaves a line out, and whoever pays for nothing else; chances and matches that rest on such a funder are as if it did not come.
func TestCostBasis(t *testing.T) {
	keys := func(s *Scenario) (lines, sources []string) {
		for _, l := range s.Budget.Lines {
			lines = append(lines, l.Key)
		}
		for _, f := range s.Budget.Sources {
			sources = append(sources, f.Key)
		}
		return lines, sources
	}
	published, full := mustLoad(t, "denmark"), mustLoad(t, "denmark", "cost_basis=full")
	lines, sources := keys(published)
	allLines, allSources := keys(full)
	if want := []string{"staff", "non_staff", "later_years"}; !slices.Equal(lines, want) || !slices.Equal(allLines, append(want, "specialists")) {
		t.Errorf("lines are %v, in full %v", lines, allLines)
	}
	if slices.Contains(sources, "municipalities") || !slices.Contains(allSources, "municipalities") {
		t.Errorf("sources are %v, in full %v", sources, allSources)
	}
	for i, option := range published.Budget.Options {
		if got, want := len(full.Budget.Options[i].Order), len(option.Order)+1; got != want {
			t.Errorf("%s has %d funders in full, want %d", option.Key, got, want)
		}
	}
	// Full time for five years: 30 × 497,000 kroner a year, the mean of a lowest of 400,000, a best of 483,000 and a highest of 650,000, at 7.46038 kroner for a euro.
	for year, got := range plannedLines(full)["specialists"] {
		if want := budgets.CentsOf(30 * 497_000 / 7.46038); got != want {
			t.Errorf("year %d: the specialists cost %.2f, want %.2f", year+1, got.Amount(), want.Amount())
		}
	}
	if got := full.input(t, "cost_basis"); got.Value.String() != "full" || got.By != "--set cost_basis=full" {
		t.Errorf("the choice is listed as %+v", got)
	}
	over := write(t, "over.toml", `
[cost]
pay   = { name = "Pay", category = "staff", amount = 1, basis = "full" }
extra = { name = "Extra", category = "staff", amount = 2 }
fee   = { name = "Fee", category = "unsplit", share_of = { category = "staff" }, share = 0.5 }
[funding]
a = { name = "A", kind = "EU", covers = { lines = ["pay"], share = 1 }, status = "secured" }
b = { name = "B", kind = "EU", covers = { rest_of = ["a"], share = 1 }, status = "hoped", given = { funder = "a", if_comes = 0.75, if_not = 0.25 }, matches = { rate = 1 } }
`)
	b := mustLoad(t, "testdata/small.toml+"+over).Budget
	if len(b.Sources) != 1 || b.Sources[0].Given != nil || b.Sources[0].Chance.Mean() != 0.25 || len(b.Sources[0].Matches.Others) != 0 || b.Sources[0].RestOf != nil {
		t.Errorf("without a the sources are %+v", b.Sources)
	}
	if want := []int{0}; !reflect.DeepEqual(b.Lines[1].Base, want) || !reflect.DeepEqual(b.Sources[0].Lines, []int{0, 1}) {
		t.Errorf("the fee is a share of %v, and b pays for %v", b.Lines[1].Base, b.Sources[0].Lines)
	}
}

// TestRests: what the plans call the rest is what others would leave, and show says whose.
func TestRests(t *testing.T) {
	for _, c := range []struct{ plan, funder, of string }{
		{"croatia", "grant", "government"}, {"czech-republic", "grant", "regions_staff, regions_non_staff"}, {"spain", "foundations", "regions"}, {"france", "grant", "redirection"},
	} {
		s := mustLoad(t, c.plan)
		i := slices.IndexFunc(s.Budget.Sources, func(f budgets.Source) bool { return f.Key == c.funder })
		var of []string
		for _, other := range s.Budget.Sources[i].RestOf {
			of = append(of, s.Budget.Sources[other].Key)
		}
		if got := strings.Join(of, ", "); got != c.of {
			t.Errorf("%s: %s covers the rest of %q, not %q", c.plan, c.funder, got, c.of)
		}
		what, value := "share of what "+c.of+" would leave of each covered line", "1 of what "+c.of+" would leave"
		if got := s.input(t, "funding."+c.funder+".covers.share"); got.What != what || got.Value.String() != value {
			t.Errorf("%s: %q, %q", c.plan, got.What, got.Value)
		}
	}
	if got := mustLoad(t, "croatia").input(t, "funding.government.covers.share").What; got != fieldNamed[Covers]("Share").doc {
		t.Errorf("a funder that covers no rest: %q", got)
	}
}

// TestTheCzechRegionsComeTogether: it is one agreement, for staff and other costs.
func TestTheCzechRegionsComeTogether(t *testing.T) {
	s := mustLoad(t, "czech-republic")
	pricer := budgets.NewPricer(&s.Budget)
	quarters := make([][]model.Counts, len(s.Budget.Services))
	for i := range quarters {
		quarters[i] = make([]model.Counts, 4*s.Budget.Years)
	}
	both := 0
	for draw := range uint64(500) {
		pricer.Price(quarters, quantity.Root(3).At(draw), false)
		came := pricer.Fund(0, budgets.HopedFor).Came
		if came[0] != came[1] {
			t.Fatalf("draw %d: %v", draw, came)
		}
		if came[0] {
			both++
		}
	}
	if both < 400 || both == 500 { // 0.88 of them, ± 7
		t.Errorf("the regions come in %d of 500 draws", both)
	}
}

func TestFundersWhoNeverPayEarnAWarning(t *testing.T) {
	const noOption = "funding.grant is in no option, so that it never pays; name it in a pay_order"
	const noRest = "funding.grant covers the rest of government, whose shares leave nothing of any line that it covers, so that it never pays"
	for _, c := range []struct {
		settings []string
		want     []string
	}{
		{nil, nil},
		{[]string{`option.pilot.pay_order=["government"]`}, []string{noOption}},
		// All of the non-staff costs, but nothing of the staff costs; then of both.
		{[]string{"funding.government.covers={ category = \"non_staff\", share = 1 }"}, nil},
		{[]string{"funding.government.covers={ share = 1 }"}, []string{noRest}},
		{[]string{"funding.government.covers={ share = 0.999 }"}, nil},
		// In an option without the government the grant has all to pay.
		{[]string{"funding.government.covers={ share = 1 }", `option.alone={ name = "Alone", pay_order = ["grant"] }`}, nil},
		{[]string{"funding.government.covers={ share = 1 }", `option.pilot.pay_order=["government"]`}, []string{noOption}},
		// The EU would pay 0.4, the rest of the government's 0.6; that leaves the grant 0.6.
		{[]string{
			"funding.government.covers={ share = 0.6 }", `funding.eu={ name = "EU", kind = "EU", covers = { rest_of = ["government"], share = 1 }, status = "secured" }`,
			`funding.grant.covers.rest_of=["eu"]`, `option.pilot.pay_order=["government", "eu", "grant"]`,
		}, nil},
	} {
		if got := mustLoad(t, "croatia", c.settings...).Warnings; !slices.Equal(english(got), c.want) {
			t.Errorf("%q: %q, want %q", c.settings, got, c.want)
		}
	}
	for _, name := range Bundled() {
		for _, settings := range [][]string{nil, {"cost_basis=full"}} {
			if got := mustLoad(t, name, settings...).Warnings; got != nil {
				t.Errorf("%s %q: %q", name, settings, got)
			}
		}
	}
}

func TestReferences(t *testing.T) {
	s := mustLoad(t, "denmark+cost_basis=full")
	for key, want := range map[string]string{
		"staff":       "IPS scale-up plan, Table 5.14: Denmark, budget for 2 years",
		"later_years": "IPS scale-up plan, Figure 5.3: Denmark, funding required for 5 years, c. 7,910,000 euros; even split of the rest",
	} {
		i := slices.IndexFunc(s.Budget.Lines, func(l budgets.Line) bool { return l.Key == key })
		if got := s.Budget.Lines[i].Reference; got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	if got := s.Budget.Lines[3].Reference; !strings.Contains(got, "7.46038 DKK for 1 EUR, 1999-01-01 (European Commission") {
		t.Errorf("specialists: %q", got)
	}
	if got := s.Budget.Sources[0].Reference; got != "IPS scale-up plan, Funders, Denmark" {
		t.Errorf("region 1: %q", got)
	}
	if got := mustLoad(t, "croatia+cost.staff.amount=5").Budget.Lines[0].Reference; got != "changed by cost.staff.amount=5" {
		t.Errorf("changed: %q", got)
	}
}

// TestStarterShowsCostsAndFunders takes each commented table at its word.
func TestStarterShowsCostsAndFunders(t *testing.T) {
	for _, name := range Bundled() {
		text, err := Starter(name)
		if err != nil {
			t.Fatal(err)
		}
		used := regexp.MustCompile(`(?m)^#   (\S)`).ReplaceAllString(string(text), "$1")
		s := mustLoad(t, write(t, name+".toml", used))
		for _, path := range []string{"cost.training.amount", "cost.launch.quarter", "exchange.CZK.rate", "cost.oncosts.share", "indexation.staff", "funding.fund.given.if_not", "funding.fund.lag_quarters", "funding.lottery.covers.share"} {
			s.input(t, path)
		}
		source := func(key string) *budgets.Source {
			return &s.Budget.Sources[slices.IndexFunc(s.Budget.Sources, func(source budgets.Source) bool { return source.Key == key })]
		}
		if got := source("lottery").RestOf; !slices.Equal(got, []int{0}) {
			t.Errorf("%s: the lottery covers the rest of %v", name, got)
		}
		if fund := source("fund"); fund.Given == nil || fund.Matches == nil || fund.AtMost == nil || fund.Arrives[0].Lag != 2 {
			t.Errorf("%s: the fund is %+v", name, fund)
		}
		if c := s.Contract; c == nil || name != "france" && (len(c.Rows) != 2 || len(c.Ladders) != 1 || len(c.Blocks) != 1 || len(c.Fees) != 1 || c.Investor.ReturnCap == nil) {
			t.Errorf("%s: the contract is %+v", name, c)
		}
	}
}

func english(phrases []Phrase) []string {
	var words []string
	for _, p := range phrases {
		words = append(words, p.String())
	}
	return words
}
