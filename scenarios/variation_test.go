package scenarios

import (
	"slices"
	"strings"
	"testing"
)

func TestParseVariation(t *testing.T) {
	for text, want := range map[string][]string{
		"a.b=2..6":                {"2", "3", "4", "5", "6"},
		"a=-1..1":                 {"-1", "0", "1"},
		"a=3..3":                  {"3"},
		"a=2..7/2":                {"2", "4", "6"}, // 7 is off the grid
		"a=0.2..0.6/0.1":          {"0.2", "0.3", "0.4", "0.5", "0.6"},
		"a=0.2..0.6":              {"0.2", "0.3", "0.4", "0.5", "0.6"}, // five at equal distances
		"a=0..0.5":                {"0", "0.125", "0.25", "0.375", "0.5"},
		"a=50_000..60_000/5_000":  {"50000", "55000", "60000"},
		" a = 1 .. 2 ":            {"1", "2"},
		"a=2,3,5":                 {"2", "3", "5"},
		`a=published,[1, 2],"x,"`: {"published", "[1, 2]", `"x,"`},
		"a={ low = 1, best = 2, high = 3 }, { mean = 2, sd = 1 }": {"{ low = 1, best = 2, high = 3 }", "{ mean = 2, sd = 1 }"},
		"a=a..b": {"a..b"}, // no range of numbers
	} {
		v, err := ParseVariation(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if !slices.Equal(v.Values, want) {
			t.Errorf("%s: %q, not %q", text, v.Values, want)
		}
	}
}

func TestParseVariationFaults(t *testing.T) {
	for text, want := range map[string]string{
		"a":                                    "does not say what to try; write key=2..6",
		"=3":                                   "does not say what to try",
		"a=":                                   "does not say what to try",
		"a=2,,3":                               `value 2 of "2,,3" is empty`,
		"a=2,3,2":                              "2 stands there twice",
		"a=6..2":                               "runs backwards",
		"a=1..x":                               `"x" is not a number`,
		"a=1..2/0":                             "not above 0",
		"a=1..2/-1":                            "not above 0",
		"a=1..2/":                              "is not a number",
		"a=1..1e999999999":                     "is not a number",
		"a=1..999999999999999999999999999999":  "is not a number",
		"a=1..1000":                            "1..1000 in steps of 1 are 1000 values, more than 100; take a larger step, as in 1..1000/100",
		"a=0..1/0.00001":                       "more than 100",
		"a=" + strings.Repeat("1,", 100) + "1": "101 values are more than 100",
	} {
		if _, err := ParseVariation(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, not %q", text, err, want)
		}
	}
}

// TestVariant: a variant is what the layered name stands for, under that name.
func TestVariant(t *testing.T) {
	variant, err := Load("croatia", Options{Variant: []string{"services.zagreb.specialists=3", "caseload.limit=20"}})
	if err != nil {
		t.Fatal(err)
	}
	layered, err := Load("croatia+services.zagreb.specialists=3+caseload.limit=20", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if variant.Name != layered.Name || variant.Hash != layered.Hash || variant.Model.Stream != "croatia" {
		t.Errorf("%s (%s, stream %s), not %s (%s)", variant.Name, variant.Hash, variant.Model.Stream, layered.Name, layered.Hash)
	}
	// It lies over --set.
	over, err := Load("croatia", Options{Settings: []string{"services.zagreb.specialists=5"}, Variant: []string{"services.zagreb.specialists=3"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := over.File.Services.ByKey["zagreb"].Specialists.Exact(); got != 3 {
		t.Errorf("%v specialists, not 3", got)
	}
}

func TestVariable(t *testing.T) {
	s, err := Load("croatia", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		key          string
		whole, money bool
		min, max     float64
		now          float64 // −1 for none
	}{
		{"services.zagreb.specialists", true, false, 0, 100000, 2},
		{"services.zagreb.team_leaders", true, false, 0, 1000, 1},
		{"services.zagreb.part_time", false, false, 0.001, 1, -1},
		{"services.zagreb.opens_week", true, false, 0, 520, -1},
		{"caseload.limit", true, false, 0, 1000, 25},
		{"caseload.ramp_up_months", false, false, 0, 60, 12},
		{"years", true, false, 1, 10, 2},
		{"pathway.job_start.rate", false, false, 0, 1, -1}, // "published"
		{"pathway.job_start.weeks", false, false, 1, 520, -1},
		{"pathway.job_start.weeks.median", false, false, 1, 520, -1},
		{"pathway.engage.certain_as.people", false, false, 0.5, 1e6, 15},
		{"cost.staff.amount", false, true, 0, 1e12, -1},
		{"hours.mean_from_16", false, false, 16, 60, -1},
	} {
		v, err := s.Variable(want.key)
		if err != nil {
			t.Error(err)
			continue
		}
		now := -1.0
		if v.Now != nil {
			now = *v.Now
		}
		if v.Whole != want.whole || v.Money != want.money || v.Min != want.min || v.Max != want.max || now != want.now || v.What == "" {
			t.Errorf("%s: %+v, now %v", want.key, v, now)
		}
	}
	for key, want := range map[string]string{
		"services.zagrab.specialists": `services.zagrab: is not a key that is known here; did you mean "zagreb"?`,
		"services.zagreb.specialist":  `services.zagreb.specialist: is not a key that is known here; did you mean "specialists"?`,
		"title":                       "title: is not a number",
		"title.x":                     "title.x: is not a key",
		"services":                    "services: is not a number",
		"":                            "is not a key",
	} {
		if _, err := s.Variable(key); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, not %q", key, err, want)
		}
	}
}
