package study

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/model"
	"ipsplan/scenarios"
)

func loadAll(t *testing.T, names ...string) []*scenarios.Scenario {
	t.Helper()
	var all []*scenarios.Scenario
	for _, name := range names {
		s, err := scenarios.Load(name, scenarios.Options{Years: 2})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// TestReportAgreesWithEachQuestion: a report answers each question to the last digit as the command for that question does.
func TestReportAgreesWithEachQuestion(t *testing.T) {
	all := loadAll(t, "croatia", "denmark")
	asked := Asked{Settings: Settings{Replications: 150, Seed: 7, Uncertainty: uncertaintyAll}}
	ctx := context.Background()
	must := func(r *Results, err error) *Results {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	report := must(Report(ctx, all, asked, FundingAsked{}))
	project := must(Project(ctx, all, asked))
	funding := must(Funding(ctx, all, asked, FundingAsked{}))
	explain := must(Explain(ctx, all, asked, false))
	same := func(what string, want, got any) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-its own command +report):\n%s", what, diff)
		}
	}
	for i, r := range report.Scenarios {
		p := project.Scenarios[i]
		same("people", p.People, r.People)
		same("staff", p.Staff, r.Staff)
		same("money", p.Money, r.Money)
		same("doubts", p.Doubts, r.Doubts)
		same("drivers", p.Drivers, r.Drivers)
		same("cohorts", p.Cohort, r.Cohort)
		same("funding", funding.Scenarios[i].WhoPays, r.WhoPays)
		same("bridge", explain.Scenarios[i].Explain, r.Explain)
		same("inputs", Show(all[i]).Inputs, r.Inputs)
		for _, measure := range bridgeMeasures() { // whose last step is what was projected
			steps, _ := r.Explain.Get(measure)
			stats, _ := r.People.Get(measure)
			same("last step of "+measure, stats.Total.Mean, steps[len(steps)-1].Total.Mean)
		}
	}
	same("people together", project.Portfolio.People, report.Portfolio.People)
	same("money together", project.Portfolio.Money, report.Portfolio.Money)
	same("who pays together", funding.Portfolio.WhoPays, report.Portfolio.WhoPays)
}

// TestPlanFollowsOpenings: of two services, the second opens in week 26. In quarters of 13, 13, 26 and 26 open weeks, of 78, fall one sixth, one sixth, one third and one
// third of the 350 referrals of Czechia's first year, of its 270 engagements and so on.
func TestPlanFollowsOpenings(t *testing.T) {
	s, err := scenarios.Load("czech-republic", scenarios.Options{Years: 1, Settings: []string{"services.pardubice.opens_week=26"}})
	if err != nil {
		t.Fatal(err)
	}
	course := plannedCourse(&s.Budget)
	for measure, year := range map[string][]float64{referrals: s.Planned.Referrals, engagements: s.Planned.Engagements, jobStarts: s.Planned.JobStarts, sustainments: s.Planned.Sustainments} {
		quarters, _ := course.Get(measure)
		for q, share := range []float64{1.0 / 6, 1.0 / 6, 1.0 / 3, 1.0 / 3} {
			if want := share * year[0]; math.Abs(quarters[q]-want) > 1e-9*want {
				t.Errorf("%s, quarter %d: %v, not %v", measure, q+1, quarters[q], want)
			}
		}
	}
}

// TestCourseAddsUp: quarters add up to years, those of means to their mean, and the last quarter's end is the year's; so do the planned ones, to the figures of
// the plan.
func TestCourseAddsUp(t *testing.T) {
	all := loadAll(t, scenarios.Bundled()...)
	results, err := Report(context.Background(), all, Asked{Settings: Settings{Replications: 64, Seed: 1, Uncertainty: uncertaintyChance}}, FundingAsked{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results.Scenarios {
		if r.Explain != nil {
			t.Errorf("%s: a bridge without all that is uncertain", r.Name)
		}
		if len(r.ByQuarter) != 8 {
			t.Fatalf("%s: %d measures by quarter", r.Name, len(r.ByQuarter))
		}
		for _, m := range r.ByQuarter {
			stats, ok := r.People.Get(m.Name)
			if !ok {
				stats, _ = r.Staff.Get(m.Name)
			}
			planned, isPlanned := r.Planned.Get(m.Name)
			for y, want := range stats.ByYear {
				var got, plan float64
				for q := y * model.QuartersPerYear; q < (y+1)*model.QuartersPerYear; q++ {
					got += m.Value.Projected[q].Mean
					if isPlanned {
						plan += m.Value.Planned[q]
					}
				}
				switch {
				case isMean(m.Name):
					got /= model.QuartersPerYear
				case isAtEnd(m.Name):
					got = m.Value.Projected[(y+1)*model.QuartersPerYear-1].Mean
				}
				if math.Abs(got-want.Mean) > 1e-9*max(1, want.Mean) {
					t.Errorf("%s, %s, year %d: quarters make %v, the year is %v", r.Name, m.Name, y+1, got, want.Mean)
				}
				if isPlanned && math.Abs(plan-planned.ByYear[y]) > 1e-9*plan {
					t.Errorf("%s, %s, year %d: planned quarters make %v, the year is %v", r.Name, m.Name, y+1, plan, planned.ByYear[y])
				}
			}
		}
	}
	// Croatia's 2 specialists are there from the first week on and carry, from the second year on, 25 people each.
	for measure, want := range map[string]float64{capacityMean: 50, inPostMean: 2} {
		course, _ := results.Scenarios[0].ByQuarter.Get(measure)
		if got := course.Planned[len(course.Planned)-1]; got != want {
			t.Errorf("croatia, %s planned in the last quarter: %v, not %v", measure, got, want)
		}
	}
}
