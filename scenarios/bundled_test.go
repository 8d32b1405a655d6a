package scenarios

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/budgets"
)

// printedTables are a country's part of Tables 5.1 to 5.6 and 5.12 to 5.16 of the IPS scale-up plan.
type printedTables struct {
	// Table 5.1
	specialists, engagedInAll, jobsInAll float64
	// Tables 5.2 to 5.6
	referrals, engagements, jobStarts, sustainments   []float64
	engagedPercent, jobStartPercent, sustainedPercent []float64
	// Tables 5.12 to 5.16, in whole euros; the last of each row is the printed total
	nonStaff, staff, total []float64
}

// typed are the tables as the document prints them, also where a total does not add up.
func typed() map[string]printedTables {
	return map[string]printedTables{
		"croatia": {
			specialists: 2, engagedInAll: 120, jobsInAll: 60,
			referrals: []float64{70, 70}, engagements: []float64{60, 60}, jobStarts: []float64{30, 30}, sustainments: []float64{20, 20},
			engagedPercent: []float64{86, 86}, jobStartPercent: []float64{50, 50}, sustainedPercent: []float64{67, 67},
			nonStaff: []float64{14400, 2000, 16400},
			staff:    []float64{59750, 72500, 132250},
			total:    []float64{74150, 74500, 148650},
		},
		"czech-republic": {
			specialists: 7, engagedInAll: 810, jobsInAll: 567,
			referrals: []float64{350, 700}, engagements: []float64{270, 540}, jobStarts: []float64{189, 378}, sustainments: []float64{99, 198},
			engagedPercent: []float64{77, 77}, jobStartPercent: []float64{70, 70}, sustainedPercent: []float64{53, 52},
			nonStaff: []float64{68854, 21207, 90061},
			staff:    []float64{376782, 376782, 753564},
			total:    []float64{445636, 397989, 843625},
		},
		"denmark": {
			specialists: 30, engagedInAll: 750, jobsInAll: 284,
			referrals: []float64{425, 425, 610, 610, 610}, engagements: []float64{375, 375, 500, 500, 500},
			jobStarts: []float64{142, 142, 190, 190, 190}, sustainments: []float64{121, 121, 162, 162, 162},
			engagedPercent: []float64{88, 88, 82, 82, 82}, jobStartPercent: []float64{38, 38, 38, 38, 38}, sustainedPercent: []float64{85, 85, 85, 85, 85},
			nonStaff: []float64{141000, 44600, 185600},
			staff:    []float64{697450, 697450, 1394900},
			total:    []float64{838450, 742050, 1580500},
		},
		"france": {
			specialists: 12, engagedInAll: 280, jobsInAll: 148,
			referrals: []float64{120, 200}, engagements: []float64{100, 180}, jobStarts: []float64{53, 95}, sustainments: []float64{23, 40},
			engagedPercent: []float64{83, 90}, jobStartPercent: []float64{53, 53}, sustainedPercent: []float64{43, 42},
			nonStaff: []float64{288333, 288333, 228333, 228333, 228333, 1261665},
			staff:    []float64{1276811, 1276811, 1276811, 1276811, 1276811, 6384053},
			total:    []float64{1565144, 1565144, 1505143, 1505143, 1505143, 7645716},
		},
		"spain": {
			specialists: 21, engagedInAll: 441, jobsInAll: 247,
			referrals: []float64{257, 292}, engagements: []float64{198, 243}, jobStarts: []float64{112, 135}, sustainments: []float64{82, 94},
			engagedPercent: []float64{77, 83}, jobStartPercent: []float64{57, 56}, sustainedPercent: []float64{73, 70},
			total: []float64{916849, 952148, 1868997},
		},
	}
}

func TestBundledScenariosLoad(t *testing.T) {
	names := Bundled()
	if want := []string{"croatia", "czech-republic", "denmark", "france", "spain"}; !slices.Equal(names, want) {
		t.Fatalf("bundled are %v, want %v", names, want)
	}
	streams := map[string]bool{}
	for _, name := range names {
		s := mustLoad(t, name)
		if s.Name != name || s.File.Title == "" || len(s.Model.Services) == 0 || len(s.Budget.Lines) == 0 || len(s.Budget.Sources) == 0 {
			t.Errorf("%s is not whole", name)
		}
		streams[s.Model.Stream] = true
	}
	if len(streams) != len(names) {
		t.Errorf("%d random streams for %d countries", len(streams), len(names))
	}
	if p, err := LoadPortfolio(); err != nil || len(p.Claims) == 0 {
		t.Errorf("portfolio: %v", err)
	}
	if norms, err := LoadNorms(); err != nil || len(norms.Keys) == 0 {
		t.Errorf("norms: %v", err)
	}
}

func TestEveryInputSaysWhereItComesFrom(t *testing.T) {
	for _, name := range Bundled() {
		s := mustLoad(t, name)
		if len(s.Inputs) < 40 {
			t.Errorf("%s has only %d inputs", name, len(s.Inputs))
		}
		paths := map[string]bool{}
		for _, input := range s.Inputs {
			if paths[input.Path] {
				t.Errorf("%s: %s is there twice", name, input.Path)
			}
			paths[input.Path] = true
			if input.Value.IsZero() || input.What == "" {
				t.Errorf("%s: %s has no value or no meaning: %+v", name, input.Path, input)
			}
			switch input.Status {
			case Published, Evidence, Derived:
				if s.File.Sources.ByKey[input.Source] == nil {
					t.Errorf("%s: %s is %s by a source that is not there: %q", name, input.Path, input.Status, input.Source)
				}
			case Assumed:
				if len(strings.TrimSpace(input.Reason)) < 10 {
					t.Errorf("%s: %s is assumed because of %q", name, input.Path, input.Reason)
				}
				if input.Range.IsZero() && !strings.HasSuffix(input.Path, ".certain_as") && input.Path != "start" {
					t.Errorf("%s: %s is assumed without a range", name, input.Path)
				}
			default:
				t.Errorf("%s: %s has the status %q", name, input.Path, input.Status)
			}
		}
	}
}

func TestPublishedTablesAreAsPrinted(t *testing.T) {
	all := [3]float64{}
	for name, want := range typed() {
		p := mustLoad(t, name).File.Published
		check := func(what string, want, got []float64) {
			t.Helper()
			if !slices.Equal(want, got) {
				t.Errorf("%s: %s is %v, printed is %v", name, what, got, want)
			}
		}
		check("referrals", want.referrals, p.Referrals)
		check("engagements", want.engagements, p.Engagements)
		check("job starts", want.jobStarts, p.JobStarts)
		check("sustainments", want.sustainments, p.Sustainments)
		check("% engaged", want.engagedPercent, p.EngagedPercent)
		check("% with a job", want.jobStartPercent, p.JobStartPercent)
		check("% sustained", want.sustainedPercent, p.SustainedPercent)
		check("summary", []float64{want.specialists, want.engagedInAll, want.jobsInAll}, []float64{p.Summary.Specialists, p.Summary.Engagements, p.Summary.JobStarts})
		check("staff costs", want.staff, withTotal(p.Budget.Staff, p.Budget.StaffTotal))
		check("non-staff costs", want.nonStaff, withTotal(p.Budget.NonStaff, p.Budget.NonStaffTotal))
		check("total cost", want.total, withTotal(p.Budget.Total, p.Budget.GrandTotal))
		for i, x := range []float64{want.specialists, want.engagedInAll, want.jobsInAll} {
			all[i] += x
		}
	}
	if want := [3]float64{72, 2401, 1306}; all != want { // the last row of Table 5.1
		t.Errorf("all countries have %v, printed is %v", all, want)
	}
}

func withTotal(row []float64, total *float64) []float64 {
	if total == nil {
		return row
	}
	return append(slices.Clone(row), *total)
}

// TestPlannedOutcomesAreThePublished: the plan's own arithmetic gives the printed people back. France's table ends with year 2, whose figures are
// carried on.
func TestPlannedOutcomesAreThePublished(t *testing.T) {
	for name, table := range typed() {
		s := mustLoad(t, name)
		upTo := func(row []float64) []float64 {
			row = slices.Clone(row)
			for len(row) < s.Model.Years {
				row = append(row, row[len(row)-1])
			}
			return row
		}
		want := Outcomes{upTo(table.referrals), upTo(table.engagements), upTo(table.jobStarts), upTo(table.sustainments)}
		if diff := cmp.Diff(want, s.Planned); diff != "" {
			t.Errorf("%s: printed -, planned +:\n%s", name, diff)
		}
		printedOnly := Outcomes{table.referrals, table.engagements, table.jobStarts, table.sustainments}
		if diff := cmp.Diff(printedOnly, s.Published); diff != "" {
			t.Errorf("%s: printed -, published +:\n%s", name, diff)
		}
		// Table 5.1 counts the first two years.
		if got := want.Engagements[0] + want.Engagements[1]; got != table.engagedInAll {
			t.Errorf("%s: two years have %v engagements, Table 5.1 %v", name, got, table.engagedInAll)
		}
		if got := want.JobStarts[0] + want.JobStarts[1]; got != table.jobsInAll {
			t.Errorf("%s: two years have %v job starts, Table 5.1 %v", name, got, table.jobsInAll)
		}
		got := 0.0
		for _, service := range s.Budget.Services {
			got += service.Specialists
		}
		if got != table.specialists {
			t.Errorf("%s: %v specialists are planned, Table 5.1 has %v", name, got, table.specialists)
		}
	}
}

// TestPlannedBudgetsAreThePublished: each printed row is a row of the planned budget. Where a printed total is a few euros off, the planned one is the sum:
// in France 1,276,811 + 228,333 = 1,505,144 in years 3 to 5 (printed 1,505,143), 6,384,055 for staff (6,384,053), and 7,645,720 in all (7,645,716).
func TestPlannedBudgetsAreThePublished(t *testing.T) {
	totals := map[string][]float64{"france": {1565144, 1565144, 1505144, 1505144, 1505144}}
	inAll := map[string]float64{"croatia": 148650, "czech-republic": 843625, "denmark": 1580500, "france": 7645720, "spain": 1868997}
	for name, table := range typed() {
		s := mustLoad(t, name)
		budget := s.Budget.PlannedBudget()
		years := len(table.total) - 1
		total := table.total[:years]
		if sums, ok := totals[name]; ok {
			total = sums
		}
		check := func(what string, want []float64, got []budgets.Cents) {
			t.Helper()
			if len(got) < years {
				t.Errorf("%s: no %s", name, what)
				return
			}
			for y := range years {
				if got[y] != budgets.CentsOf(want[y]) {
					t.Errorf("%s: %s of year %d is %.2f, printed is %.2f", name, what, y+1, got[y].Amount(), want[y])
				}
			}
		}
		if table.staff != nil {
			check("staff cost", table.staff, budget.Category(budgets.Staff))
			check("non-staff cost", table.nonStaff, budget.Category(budgets.NonStaff))
		}
		check("total cost", total, budget.Total)
		if got := budgets.Sum(budget.Total[:years]); got != budgets.CentsOf(inAll[name]) {
			t.Errorf("%s: costs %.2f in the printed years, want %.2f", name, got.Amount(), inAll[name])
		}
	}
}

// Figure 5.3 has c. 7,910,000 for Denmark's five years, of which the budget table splits the first two.
func TestDenmarkLaterYears(t *testing.T) {
	budget := mustLoad(t, "denmark").Budget.PlannedBudget()
	if got := budgets.Sum(budget.Total); got != 7_910_000_00 {
		t.Errorf("five years cost %.2f, want 7910000", got.Amount())
	}
}
