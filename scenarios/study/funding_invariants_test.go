package study

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ipsplan/scenarios"
)

// moneyOf makes draws of a scenario's money and gives them number by number, as they are kept.
func moneyOf(t *testing.T, s *scenarios.Scenario, uncertainty string, draws int) (*fundingSample, [][]float64) {
	t.Helper()
	var d drawing
	k := newFundingSample(&d, s, FundingAsked{ByQuarter: true})
	future, err := newFuture(s, 1, uncertainty)
	if err != nil {
		t.Fatal(err)
	}
	b := newBlock(d.rows)
	b.hold(0, draws)
	newFundingRecorder(k, future).fill(b)
	for _, derive := range d.derived {
		derive(b.rows)
	}
	return k, b.rows
}

// books check the rows of one scenario's draws.
type books struct {
	t    *testing.T
	name string
	rows [][]float64
	// checked counts comparisons of amounts that are not all zero.
	checked int
}

// foots: in every draw the parts add up to the whole.
func (b *books) foots(what string, whole number, parts ...number) {
	for i, x := range b.rows[whole.row] {
		sum := 0.0
		for _, p := range parts {
			sum += b.rows[p.row][i]
		}
		if sum != x {
			b.t.Fatalf("%s, %s, draw %d: the parts make %v cents, the whole is %v", b.name, what, i, sum, x)
		}
		if x != 0 {
			b.checked++
		}
	}
}

// flows: parts add up to the whole in every year, over the horizon and, where both have them, in every quarter; and the quarters to the years.
func (b *books) flows(what string, whole flow, parts ...flow) {
	for p := range whole.period {
		b.foots(fmt.Sprintf("%s, period %d", what, p), whole.period[p], each(parts, func(f flow) number { return f.period[p] })...)
	}
	for q := range whole.quarters {
		b.foots(fmt.Sprintf("%s, quarter %d", what, q), whole.quarters[q], each(parts, func(f flow) number { return f.quarters[q] })...)
	}
	for y := range whole.years() {
		if whole.quarters != nil {
			b.foots(what+", quarters of a year", whole.period[y], whole.quarters[4*y:][:4]...)
		}
	}
	b.foots(what+", years", whole.horizon(), whole.period[:whole.years()]...)
}

func each(parts []flow, of func(flow) number) []number {
	var numbers []number
	for _, p := range parts {
		numbers = append(numbers, of(p))
	}
	return numbers
}

// check holds all that must be so in every draw.
func (b *books) check(k *fundingSample) {
	c := k.costs
	lines := make([]flow, len(c.lines))
	for i, l := range c.lines {
		lines[i] = l.cost
	}
	b.flows("lines", c.total, lines...)
	b.flows("categories", c.total, c.categories...)
	b.flows("services", c.total, c.services...)
	b.bridges(k)
	for _, basis := range k.bases {
		for _, o := range basis.options {
			b.flows("funding and gap on the basis "+basis.key, basis.cost, o.funding, o.gap)
		}
	}
	for _, o := range k.options {
		b.flows("funding and gap", c.total, o.funding, o.gap)
		var sources []flow
		for _, source := range o.sources {
			sources = append(sources, source.paid)
			b.foots("a source's lines", source.paid.horizon(), source.lines...)
		}
		b.flows("sources", o.funding, sources...)
		b.flows("firmness", o.funding, o.firm[:]...)
		var gaps, paid []flow
		for i, l := range o.lines {
			b.flows("a line's funding and gap", c.lines[i].cost, l.funding, l.gap)
			gaps, paid = append(gaps, l.gap), append(paid, l.funding)
		}
		b.flows("gaps of lines", o.gap, gaps...)
		b.flows("funding of lines", o.funding, paid...)
		b.cash(k, o)
		for _, f := range slices.Concat([]flow{o.gap, o.surplus, o.funding}, gaps, paid) {
			for _, n := range slices.Concat(f.period, f.quarters) {
				if lowest := slices.Min(b.rows[n.row]); lowest < 0 {
					b.t.Fatalf("%s: %s is %v", b.name, f.name, lowest)
				}
			}
		}
	}
}

// bridges: planned + change − saved = projected in every draw and period, and overspend is what projected has above planned.
func (b *books) bridges(k *fundingSample) {
	c := k.costs
	check := func(name string, cost flow, bridge keptBridge, planned PlannedFlow) {
		for p, n := range cost.period {
			plan := planned.Total
			if p < cost.years() {
				plan = planned.ByYear[p]
			}
			for i, x := range b.rows[n.row] {
				cents := float64(int(plan*100 + 0.5))
				change, saved, over := b.rows[bridge.change.period[p].row][i], b.rows[bridge.saved.period[p].row][i], b.rows[bridge.overspend.period[p].row][i]
				if cents+change-saved != x {
					b.t.Fatalf("%s, %s, period %d: %v + %v − %v is not %v", b.name, name, p, cents, change, saved, x)
				}
				if over != max(0, x-cents) || saved < 0 {
					b.t.Fatalf("%s, %s, period %d: overspend %v of %v above %v, saved %v", b.name, name, p, over, x, cents, saved)
				}
			}
		}
	}
	summary := k.costs.planned
	check("all lines", c.total, c.bridge, plannedFlow(summary.total))
	for i, l := range c.lines {
		check(l.cost.name, l.cost, l.bridge, plannedFlow(summary.lines[i]))
	}
}

// cash: the largest need is that of a quarter, and no smaller than the gap over the horizon; need is nowhere below the gap so far less money that came early.
func (b *books) cash(k *fundingSample, o *keptOption) {
	for i, peak := range b.rows[o.peak.amount.row] {
		largest, first := 0.0, -1.0
		for _, n := range o.need {
			largest = max(largest, b.rows[n.row][i])
		}
		for q := len(o.need) - 1; q >= 0 && largest > 0; q-- {
			if b.rows[o.need[q].row][i] >= 0.99*largest {
				first = float64(q)
			}
		}
		if peak != largest || b.rows[o.peak.quarter.row][i] != first {
			b.t.Fatalf("%s, draw %d: peak %v in %v, but %v in %v", b.name, i, peak, b.rows[o.peak.quarter.row][i], largest, first)
		}
		if bridge := b.rows[o.ofAll.amount.row][i]; peak > bridge+b.rows[o.gap.horizon().row][i] {
			b.t.Fatalf("%s, draw %d: peak need %v is more than the gap and the largest bridge %v", b.name, i, peak, bridge)
		}
	}
}

// TestFundingAndGapAreCostInEveryDraw holds the books of the bundled plans, of the file that uses every key, and of random plans.
func TestFundingAndGapAreCostInEveryDraw(t *testing.T) {
	for _, uncertainty := range Uncertainties() {
		for _, name := range append(scenarios.Bundled(), "denmark+cost_basis=full", "../testdata/small.toml+../testdata/everything.toml+cost_basis=full") {
			s, err := scenarios.Load(name, scenarios.Options{})
			if err != nil {
				t.Fatal(err)
			}
			k, rows := moneyOf(t, s, uncertainty, chunk)
			b := books{t: t, name: name + ", " + uncertainty, rows: rows}
			b.check(k)
			if b.checked < 1000 {
				t.Errorf("%s: %d amounts checked", b.name, b.checked)
			}
		}
	}
}

func TestFundingAndGapAreCostInRandomPlans(t *testing.T) {
	checked, sources := 0, 0
	for seed := range uint64(60) {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("random%d.toml", seed))
		text := randomMoney(rand.New(rand.NewPCG(seed, 77)))
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := scenarios.Load("../testdata/small.toml+"+path, scenarios.Options{})
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		k, rows := moneyOf(t, s, uncertaintyAll, 8)
		b := books{t: t, name: text, rows: rows}
		b.check(k)
		checked += b.checked
		for _, o := range k.options {
			sources += len(o.sources)
		}
	}
	if checked < 60_000 || sources < 200 {
		t.Errorf("%d amounts checked, %d sources", checked, sources)
	}
}

// randomMoney is a layer of random costs, funders and options.
func randomMoney(r *rand.Rand) string {
	var b strings.Builder
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	var lines, funders []string
	for i := range 1 + r.IntN(5) {
		key := fmt.Sprintf("line%d", i)
		lines = append(lines, key)
		fmt.Fprintf(&b, "[cost.%s]\nname = \"Line %d\"\ncategory = %q\nsource = \"plan\"\n", key, i, pick("staff", "non_staff", "unsplit"))
		if i > 0 && r.IntN(4) == 0 {
			fmt.Fprintf(&b, "share_of = { lines = [%q] }\nshare = %.2f\n", lines[r.IntN(i)], r.Float64())
			continue
		}
		per := pick("year", "specialist", "specialist in post", "service", "hire", "engagement", "job start", "sustainment", "person and quarter")
		fmt.Fprintf(&b, "per = %q\n", per)
		if r.IntN(2) == 0 {
			fmt.Fprintf(&b, "amount = { low = 1000, best = %d, high = 90000, assumed = \"random\" }\n", 1000+r.IntN(80000))
		} else {
			fmt.Fprintf(&b, "amount = %d.%02d\n", r.IntN(80000), r.IntN(100))
		}
		if (per == "year" || per == "specialist") && r.IntN(2) == 0 {
			fmt.Fprintf(&b, "saved_when_vacant = %.2f\n", r.Float64())
		}
	}
	for i := range 1 + r.IntN(6) {
		key := fmt.Sprintf("funder%d", i)
		funders = append(funders, key)
		fmt.Fprintf(&b, "[funding.%s]\nname = \"Funder %d\"\nkind = %q\nsource = \"plan\"\n", key, i, pick("EU", "foundation", "national government"))
		covers := ""
		if r.IntN(2) == 0 {
			r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
			covers = `lines = ["` + strings.Join(lines[:1+r.IntN(len(lines))], `", "`) + `"], `
		}
		fmt.Fprintf(&b, "covers = { %sshare = %.2f }\n", covers, r.Float64())
		status := pick("secured", "agreed", "in talks", "hoped")
		fmt.Fprintf(&b, "status = %q\n", status)
		if status != "secured" {
			fmt.Fprintf(&b, "chance = %.2f\n", r.Float64())
		}
		switch r.IntN(5) {
		case 0:
			fmt.Fprintf(&b, "per_year = %d\n", r.IntN(90000))
		case 1:
			fmt.Fprintf(&b, "maximum = %d\n", 1+r.IntN(90000))
		case 2:
			fmt.Fprintf(&b, "at_most = %.2f\n", r.Float64())
		}
		fmt.Fprintf(&b, "arrives = %q\n", pick("year ahead", "quarter ahead", "with the quarter"))
	}
	for i := range 1 + r.IntN(3) {
		r.Shuffle(len(funders), func(i, j int) { funders[i], funders[j] = funders[j], funders[i] })
		fmt.Fprintf(&b, "[option.option%d]\nname = \"Option %d\"\npay_order = [\"%s\"]\n", i, i, strings.Join(funders[:1+r.IntN(len(funders))], `", "`))
	}
	return b.String()
}

// TestPlannedCostsAreTheSheets: what prices the planned volumes by service comes to the plan's sheet, line by line and quarter by quarter.
func TestPlannedCostsAreTheSheets(t *testing.T) {
	for _, name := range append(scenarios.Bundled(), "denmark+cost_basis=full", "../testdata/small.toml+../testdata/everything.toml+cost_basis=full") {
		s, err := scenarios.Load(name, scenarios.Options{})
		if err != nil {
			t.Fatal(err)
		}
		p, values := planCosts(&s.Budget), plannedFunding(s, inUse)
		for i, l := range s.Budget.Lines {
			if want, got := values("cost."+l.Key), plannedFlow(p.lines[i]); !slices.Equal(want.ByQuarter, got.ByQuarter) {
				t.Errorf("%s, %s: %v, in the sheet %v", name, l.Key, got.ByQuarter, want.ByQuarter)
			}
		}
		if got := plannedFlow(p.total); got.Total == 0 || !slices.Equal(got.ByQuarter, values("total.cost").ByQuarter) {
			t.Errorf("%s: total %v", name, got)
		}
		for q, total := range p.total {
			for _, row := range p.services {
				total -= row[q]
			}
			if total != 0 {
				t.Errorf("%s, quarter %d: services leave %d cents", name, q, total)
			}
		}
	}
}

// TestPeakOf: of 50, 100, 99 and 101 the largest is 101, and 100 comes within a hundredth of it (99.99), which 50 does not; nothing above 0 has no peak.
func TestPeakOf(t *testing.T) {
	for _, c := range []struct {
		amounts []float64
		peak    float64
		quarter int
	}{
		{[]float64{50, 100, 99, 101}, 101, 1},
		{[]float64{50, 99.9, 101}, 101, 2},
		{[]float64{-5, 0, -1}, 0, -1},
		{[]float64{7}, 7, 0},
	} {
		if peak, quarter := peakOf(c.amounts); peak != c.peak || quarter != c.quarter {
			t.Errorf("of %v: %v in quarter %d", c.amounts, peak, quarter)
		}
	}
}
