package budgets_test

import (
	"slices"
	"testing"

	"ipsplan/budgets"
)

// twoYears is a plan of 2.5 specialists, of whom half a post opens in the second year.
func twoYears(lines ...budgets.Line) *budgets.Plan {
	p := plan(2, lines...)
	p.Arithmetic = []budgets.Stages{{Referrals: 80, Engage: 0.5, JobStart: 0.46, Sustain: 0.6}, {Referrals: 100, Engage: 0.5, JobStart: 0.46, Sustain: 0.6}}
	p.Services[0].Specialists = 2.5
	p.Services[0].Planned[0].Hires, p.Services[0].Planned[4].Hires = 2, 1
	for q := 4; q < 8; q++ {
		p.Services[0].Planned[q].Specialists = 2.5 * 13
	}
	return p
}

func TestPlannedBudgetByHand(t *testing.T) {
	overhead := line(budgets.ShareOfCost)
	overhead.Share, overhead.Base = exactly(0.15), []int{0, 1}
	lines := []budgets.Line{
		line(budgets.PerYear, 60000.01, 61000.01), line(budgets.PerSpecialist, 45000.01, 46000), line(budgets.PerHire, 500, 500),
		line(budgets.PerEngagement, 3.33, 3.33), line(budgets.PerJobStart, 10.01, 10.01), line(budgets.PerSustainment, 9.99, 9.99), overhead,
	}
	for i := range lines {
		lines[i].Name, lines[i].Category = string(rune('A'+i)), budgets.NonStaff
	}
	lines[0].Category, lines[1].Category = budgets.Staff, budgets.Staff
	lines[1].SavedWhenVacant = exactly(0.8) // nobody is missing in the plan
	p := twoYears(lines...)
	want := [][]budgets.Cents{
		{6000001, 6100001},
		{9000002, 11500000}, // 2 × 45,000.01; 2.5 × 46,000
		{100000, 50000},     // 2 and 1 × 500
		{13320, 16650},      // 40 and 50 × 3.33
		{18418, 23023},      // 18.4 × 10.01 = 184.184; 23 × 10.01 = 230.23
		{11029, 13786},      // 11.04 × 9.99 = 110.2896; 13.8 × 9.99 = 137.862
		{2250000, 2640000},  // 0.15 × 150,000.03 = 22,500.0045; 0.15 × 176,000.01
	}
	b := p.PlannedBudget()
	for i, line := range b.Lines {
		if line.Name != p.Lines[i].Name || line.Category != p.Lines[i].Category {
			t.Errorf("line %d is %s (%s)", i, line.Name, line.Category)
		}
		wantRow(t, line.Name, line.ByYear, want[i]...)
	}
	wantRow(t, "total", b.Total, 17392770, 20343460)                   // the sums of the above
	wantRow(t, "staff", b.Category(budgets.Staff), 15000003, 17600001) // of the first two
	wantRow(t, "non-staff", b.Category(budgets.NonStaff), 2392767, 2743459)
	if got := b.Category(budgets.Unsplit); got != nil {
		t.Errorf("a category without lines is %v, not nil", got)
	}
	values, err := p.Sheet(budgets.CostsOnly).Evaluate()
	if err != nil {
		t.Fatal(err)
	}
	if got := values.Of("total.staff.year"); !slices.Equal(got, []float64{15000003, 17600001}) {
		t.Errorf("staff in the sheet: %v", got)
	}
	if got := values.Of("total.gap.year"); got != nil {
		t.Errorf("a sheet of costs has the gap %v", got)
	}
}

func TestPlannedFundingByHand(t *testing.T) {
	bond, platform, city := always(0.5, 0), always(1, 0), always(0.2, 0)
	bond.Name, platform.Name, city.Name = "Bond", "Platform", "City"
	bond.Chance, city.Chance = exactly(0.1), exactly(0.6)
	platform.Given = &budgets.Given{Source: 0, IfComes: exactly(0), IfNot: exactly(0.9)}
	p := funded(twoYears(line(budgets.PerYear, 400, 800)), bond, platform, city)
	p.Options = []budgets.Option{{Key: "bond", Order: []int{0, 1, 2}}, {Key: "platforms", Order: []int{1, 2}}}
	for option, want := range []struct {
		paid  [][]budgets.Cents
		comes []bool
		gap   []budgets.Cents
	}{
		{[][]budgets.Cents{{20000, 40000}, {0, 0}, {8000, 16000}}, []bool{true, false, true}, []budgets.Cents{12000, 24000}},
		{[][]budgets.Cents{{40000, 80000}, {0, 0}}, []bool{true, true}, []budgets.Cents{0, 0}},
	} {
		f := p.PlannedFunding(option)
		total := []budgets.Cents{0, 0}
		for k, i := range p.Options[option].Order {
			wantRow(t, p.Sources[i].Name, f.Sources[k].ByYear, want.paid[k]...)
			if f.Sources[k].Source != i || f.Sources[k].Name != p.Sources[i].Name || f.Sources[k].Comes != want.comes[k] {
				t.Errorf("option %d: %+v", option, f.Sources[k])
			}
			for y := range total {
				total[y] += want.paid[k][y]
			}
		}
		wantRow(t, "total", f.Total, total...)
		wantRow(t, "gap", f.Gap, want.gap...)
	}
	p.Options = nil
	wantRow(t, "gap without options", p.PlannedFunding(0).Gap, 40000, 80000)
}
