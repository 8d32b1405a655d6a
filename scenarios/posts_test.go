package scenarios

import (
	"reflect"
	"slices"
	"testing"

	"ipsplan/model"
)

func TestHiringMakesPosts(t *testing.T) {
	const full = model.FullTime
	for _, c := range []struct {
		name, service string
		want          []model.Post
	}{
		{"all at once", `specialists = 2.5`, []model.Post{{FTE: full}, {FTE: full}, {FTE: 500}}},
		{"in two steps", `hiring = [{ week = 0, specialists = 2 }, { month = 7, specialists = 1 }]`, []model.Post{{FTE: full}, {FTE: full}, {FTE: full, Opens: 26}}},
		{"with their sum", "specialists = 0.3\nhiring = [{ week = 3, specialists = 0.1 }, { week = 4, specialists = 0.2 }]", []model.Post{{FTE: 100, Opens: 3}, {FTE: 200, Opens: 4}}},
		// Months of 52/12 weeks: the second begins in week 4.33, the twelfth in week 47.67, the thirteenth in week 52.
		{
			"by month", `hiring = [{ month = 1, specialists = 1 }, { month = 2, specialists = 1 }, { month = 12, specialists = 1 }, { month = 13, specialists = 1 }]`,
			[]model.Post{{FTE: full}, {FTE: full, Opens: 4}, {FTE: full, Opens: 47}, {FTE: full, Opens: 52}},
		},
		// Weeks and months count from opens_week; each step has its own remainder, and no post is shared between steps.
		{
			"part-time, late and split", "opens_week = 10\npart_time = 0.4\ncentres = 2\nhiring = [{ week = 0, specialists = 1 }, { month = 7, specialists = 2 }]",
			[]model.Post{{FTE: 400, Opens: 10}, {FTE: 100, Opens: 10}, {FTE: 400, Opens: 36}, {FTE: 400, Opens: 36}, {FTE: 200, Opens: 36}},
		},
		// Those of week 0 are there already, the others are searched for.
		{
			"a service that grows", "opens_week = 5\nexperience_weeks = 60\nhiring = [{ month = 3, specialists = 1 }, { week = 0, specialists = 1 }]",
			[]model.Post{{FTE: full, Opens: 13}, {FTE: full, Opens: 5, Experience: 60}},
		},
		{"an empty list", "specialists = 1\nhiring = []", []model.Post{{FTE: full}}},
		{"a step of nobody", `hiring = [{ week = 0, specialists = 0 }, { week = 9, specialists = 1 }]`, []model.Post{{FTE: full, Opens: 9}}},
	} {
		over := write(t, "over.toml", "[services.new]\nname = \"New\"\nsource = \"plan\"\n"+c.service+"\n")
		s := mustLoad(t, "testdata/small.toml+"+over)
		if got := s.Model.Services[1].Posts; !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: posts %+v, not %+v", c.name, got, c.want)
		}
	}
}

// What rests on the number of specialists takes the sum of hiring for it.
func TestHiringCounts(t *testing.T) {
	over := write(t, "over.toml", "[services.new]\nname = \"New\"\nhiring = [{ week = 0, specialists = 2 }, { week = 26, specialists = 4 }, { month = 13, specialists = 2 }]\nsource = \"plan\"\n")
	s := mustLoad(t, "testdata/small.toml+"+over)
	if got := s.Budget.Services; got[0].Specialists != 2 || got[1].Specialists != 8 {
		t.Errorf("%g and %g specialists, not 2 and 8", got[0].Specialists, got[1].Specialists)
	}
	if got := s.Model.Services[1].ReferralsPerYear[0]; got != 70*0.8 {
		t.Errorf("%g referrals to the new service, not eight tenths of 70", got)
	}
	// 2 of the old service and 2, and 4 for half a year; then all.
	for year, want := range [][2]float64{{6, 8}, {10, 2}} {
		specialists, hires := 0.0, 0.0
		for _, service := range s.Budget.Services {
			for _, v := range service.Planned[year*model.QuartersPerYear:][:model.QuartersPerYear] {
				specialists += v.Specialists / model.WeeksPerYear
				hires += v.Hires
			}
		}
		if specialists != want[0] || hires != want[1] {
			t.Errorf("year %d: %g specialists and %g hires, not %v", year+1, specialists, hires, want)
		}
	}
	if got := s.input(t, "services.new.hiring[1].specialists"); got.Value.String() != "4" || got.Unit != "FTE" || got.Status != Published {
		t.Errorf("input %+v", got)
	}
	if got := s.input(t, "services.new.hiring[2].month"); got.Value.String() != "13" {
		t.Errorf("input %+v", got)
	}
}

// A what-if about the number of specialists is told what else to change, once.
func TestHiringUnderASetting(t *testing.T) {
	over := write(t, "over.toml", "[services.zagreb]\nhiring = [{ week = 0, specialists = 1 }, { month = 7, specialists = 1 }]\n")
	_, err := Load("croatia+"+over, Options{Settings: []string{"services.zagreb.specialists=3"}})
	want := "--set services.zagreb.specialists=3: services.zagreb.specialists: 3 is not what hiring adds up to, which is 2; change hiring too, or leave specialists out, or write hiring = [] to search for all of them at once"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	s := mustLoad(t, "croatia+"+over, "services.zagreb.specialists=3", "services.zagreb.hiring=[]")
	if got := len(s.Model.Services[0].Posts); got != 3 {
		t.Errorf("%d posts, not 3", got)
	}
	s = mustLoad(t, "croatia+"+over, "services.zagreb.specialists=3", "services.zagreb.hiring=[{ week = 0, specialists = 3 }]")
	if got := len(s.Model.Services[0].Posts); got != 3 {
		t.Errorf("%d posts, not 3", got)
	}
}

func TestTeamLeaderPosts(t *testing.T) {
	const full = model.FullTime
	for _, c := range []struct {
		name, text string
		want       []model.Post
	}{
		{"none", "", nil},
		{"named", "team_leaders = 1.5\nopens_week = 4\nexperience_weeks = 8", []model.Post{{FTE: full, Opens: 4, Experience: 8}, {FTE: 500, Opens: 4, Experience: 8}}},
		// Half-time posts and centres are the specialists'.
		{"of a service in many places", "team_leaders = 0.5\npart_time = 0.5\ncentres = 4", []model.Post{{FTE: 500}}},
		{"with the first specialists", "team_leaders = 1\nopens_week = 2\nhiring = [{ week = 9, specialists = 1 }, { week = 4, specialists = 1 }]\nspecialists = 2", []model.Post{{FTE: full, Opens: 6}}},
		{"one to ten", "[staff]\nspecialists_per_team_leader = 10", []model.Post{{FTE: 200}}},
		{"one to one and a half", "[staff]\nspecialists_per_team_leader = 1.5", []model.Post{{FTE: full}, {FTE: 333}}},
		// 1, 2 and 2.25 specialists: a third, two thirds, and three quarters of a leader, rounded to thousandths.
		{
			"growing", "specialists = 2.25\nhiring = [{ week = 0, specialists = 1 }, { week = 5, specialists = 1 }, { week = 7, specialists = 0.25 }]\nexperience_weeks = 9\n[staff]\nspecialists_per_team_leader = 3",
			[]model.Post{{FTE: 333, Experience: 9}, {FTE: 334, Opens: 5}, {FTE: 83, Opens: 7}},
		},
		{"none here, though one to ten", "team_leaders = 0\n[staff]\nspecialists_per_team_leader = 10", nil},
	} {
		s := mustLoad(t, "testdata/small.toml+"+write(t, "over.toml", "[services.town]\n"+c.text+"\n"))
		if got := s.Model.Services[0].TeamLeaders; !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, not %+v", c.name, got, c.want)
		}
		if got := total(s); got != s.File.Services.ByKey["town"].Specialists.Exact() {
			t.Errorf("%s: %g specialists", c.name, got)
		}
	}
}

func TestCaseloadLimits(t *testing.T) {
	load := func(years int, settings ...string) *Scenario {
		t.Helper()
		s, err := Load("croatia", Options{Settings: settings, Years: years})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for _, c := range []struct {
		setting string
		years   int
		want    []int
		value   string
	}{
		{"caseload.limit=20", 0, []int{20}, "20"},
		{"caseload.limit=[20, 25]", 0, []int{20, 25}, "20, 25"},
		{"caseload.limit=[20, 25]", 1, []int{20}, "20, 25"},
		{`caseload.limit={ values = [20, 25], low = 18, high = 30, assumed = "a guess" }`, 0, []int{20, 25}, "20, 25"},
		{`caseload.limit={ value = 22, low = 18, high = 30, assumed = "a guess" }`, 0, []int{22}, "22"},
	} {
		s := load(c.years, c.setting)
		if !slices.Equal(s.Model.Caseload.Limit, c.want) {
			t.Errorf("%s, %d years: %v, not %v", c.setting, c.years, s.Model.Caseload.Limit, c.want)
		}
		if got := s.input(t, "caseload.limit").Value; got.String() != c.value {
			t.Errorf("%s: shown as %q, not %q", c.setting, got, c.value)
		}
	}
}

func TestHoursAndServicesThatDiffer(t *testing.T) {
	s := mustLoad(t, "testdata/small.toml+testdata/everything.toml")
	m := &s.Model
	if m.Pathway.EngageBetween != 40 || m.Pathway.JobStartBetween != 50 || m.Pathway.SustainBetween != 60 {
		t.Errorf("services differ as %g, %g and %g people tell, not 40, 50 and 60", m.Pathway.EngageBetween, m.Pathway.JobStartBetween, m.Pathway.SustainBetween)
	}
	if m.Hours == nil || m.Hours.From16.Years[0].Mean() != 0.5 || m.Hours.From16.Years[1].Mean() != 0.6 || m.Hours.MeanBelow16.Mean() != 10 || m.Hours.MeanFrom16.Mean() != 25 {
		t.Errorf("hours: %+v", m.Hours)
	}
	names := m.Uncertain()
	for _, name := range []string{"hours.from_16", "hours.mean_below_16"} {
		if !slices.Contains(names, name) {
			t.Errorf("%s is not among the uncertain inputs %v", name, names)
		}
	}
	if got := s.input(t, "pathway.engage.between_services"); got.Value.String() != "40" || got.Range.String() != "20–80" || got.Status != Assumed {
		t.Errorf("input %+v", got)
	}
	if croatia := mustLoad(t, "croatia"); croatia.Model.Hours != nil || croatia.Model.Pathway.ServicesDiffer() {
		t.Error("a scenario without [hours] and between_services has some")
	}
}

// total is the working time of all specialists' posts, in FTE.
func total(s *Scenario) float64 {
	all := 0.0
	for _, service := range s.Budget.Services {
		all += service.Specialists
	}
	return all
}
