package budgets_test

import (
	"slices"
	"testing"

	"ipsplan/budgets"
)

func TestPlannedBudgetByHand(t *testing.T) {
	plan := budgets.Plan{
		Years: 2,
		Planned: []budgets.Volumes{
			{Specialists: 2.5, Hires: 3, Engagements: 40, JobStarts: 18.4, Sustainments: 11.04},
			{Specialists: 2.5, Hires: 0, Engagements: 50, JobStarts: 23, Sustainments: 13.8},
		},
		Lines: []budgets.Line{
			{Name: "lead", Category: budgets.Staff, Driver: budgets.PerYear, Amount: cents(6000001, 6100001)},
			{Name: "specialists", Category: budgets.Staff, Driver: budgets.PerSpecialist, Amount: cents(4500001, 4600000)},
			{Name: "induction", Category: budgets.NonStaff, Driver: budgets.PerHire, Amount: cents(50000, 50000)},
			{Name: "intake", Category: budgets.NonStaff, Driver: budgets.PerEngagement, Amount: cents(333, 333)},
			{Name: "start bonus", Category: budgets.NonStaff, Driver: budgets.PerJobStart, Amount: cents(1001, 1001)},
			{Name: "sustainment bonus", Category: budgets.NonStaff, Driver: budgets.PerSustainment, Amount: cents(999, 999)},
		},
	}
	want := [][]budgets.Cents{
		cents(6000001, 6100001),
		cents(11250003, 11500000), // 2.5 × 45,000.01 = 112,500.025, rounded up; 2.5 × 46,000
		cents(150000, 0),          // 3 × 500; nobody is hired in the second year
		cents(13320, 16650),       // 40 and 50 × 3.33
		cents(18418, 23023),       // 18.4 × 10.01 = 184.184; 23 × 10.01 = 230.23
		cents(11029, 13786),       // 11.04 × 9.99 = 110.2896; 13.8 × 9.99 = 137.862
	}
	b := plan.PlannedBudget()
	for i, line := range b.Lines {
		if line.Name != plan.Lines[i].Name || line.Category != plan.Lines[i].Category || !slices.Equal(line.ByYear, want[i]) {
			t.Errorf("%s (%s): %v, not %v", line.Name, line.Category, line.ByYear, want[i])
		}
	}
	// 6000001 + 11250003 + 150000 + 13320 + 18418 + 11029 and 6100001 + 11500000 + 0 + 16650 + 23023 + 13786
	if want := cents(17442771, 17653460); !slices.Equal(b.Total, want) {
		t.Errorf("total %v, not %v", b.Total, want)
	}
	if got, want := b.Category(budgets.Staff), cents(17250004, 17600001); !slices.Equal(got, want) {
		t.Errorf("staff %v, not %v", got, want)
	}
	if got, want := b.Category(budgets.NonStaff), cents(192767, 53459); !slices.Equal(got, want) {
		t.Errorf("non-staff %v, not %v", got, want)
	}
	if got := b.Category(budgets.Unsplit); got != nil {
		t.Errorf("a category without lines is %v, not nil", got)
	}
	if got := budgets.Sum(b.Total); got != 35096231 {
		t.Errorf("the total of all years is %d", got)
	}
	if got := budgets.Sum(nil); got != 0 {
		t.Errorf("no amounts add up to %d", got)
	}
}

func TestCovers(t *testing.T) {
	pay := budgets.Line{Key: "pay", Category: budgets.Staff}
	rent := budgets.Line{Key: "rent", Category: budgets.NonStaff}
	whole := budgets.Line{Key: "whole", Category: budgets.Unsplit}
	if s := (budgets.Source{Lines: []string{"rent"}}); s.Covers(&budgets.Line{Key: "other"}) {
		t.Error("a source of listed lines covers a line without a category")
	}
	for _, c := range []struct {
		name               string
		source             budgets.Source
		pay, rent, unsplit bool
	}{
		{"everything", budgets.Source{}, true, true, true},
		{"a category", budgets.Source{Category: budgets.Staff}, true, false, false},
		{"unsplit is a category of its own", budgets.Source{Category: budgets.Unsplit}, false, false, true},
		{"listed lines", budgets.Source{Lines: []string{"whole", "rent"}}, false, true, true},
		{"a line that is not there", budgets.Source{Lines: []string{"other"}}, false, false, false},
		{"a category and a line", budgets.Source{Category: budgets.Staff, Lines: []string{"rent"}}, true, true, false},
	} {
		got := [3]bool{c.source.Covers(&pay), c.source.Covers(&rent), c.source.Covers(&whole)}
		if want := [3]bool{c.pay, c.rent, c.unsplit}; got != want {
			t.Errorf("%s: covers %v, not %v", c.name, got, want)
		}
	}
}

func cents(amounts ...budgets.Cents) []budgets.Cents { return amounts }
