package scenarios

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/budgets"
	"ipsplan/model/quantity"
)

// write puts a layer into a folder of the test and gives its path.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func mustLoad(t *testing.T, expression string, settings ...string) *Scenario {
	t.Helper()
	s, err := Load(expression, Options{Settings: settings})
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return s
}

func (s *Scenario) input(t *testing.T, path string) Input {
	t.Helper()
	for _, input := range s.Listed() {
		if input.Path == path {
			return input
		}
	}
	t.Fatalf("%s has no input %s", s.Name, path)
	return Input{}
}

func TestTablesMergeByKey(t *testing.T) {
	over := write(t, "over.toml", "[caseload]\nlimit = 20\n\n[services.split]\nname = \"Split\"\nspecialists = 1\n")
	s := mustLoad(t, "croatia+"+over)
	if got := s.Model.Caseload.Limit[0]; got != 20 {
		t.Errorf("limit is %d, want the overlay's 20", got)
	}
	if got := s.File.Caseload.RampUpMonths.Exact(); got != 12 {
		t.Errorf("ramp_up_months is %v, want the base's 12", got)
	}
	if want := []string{"zagreb", "split"}; !slices.Equal(s.File.Services.Keys, want) {
		t.Errorf("services are %v, want %v", s.File.Services.Keys, want)
	}
}

func TestListsAndBracesAreReplacedWhole(t *testing.T) {
	over := write(t, "over.toml", "[option.pilot]\npay_order = [\"grant\"]\n[staff]\ndrop_out = { value = 0.1 }\n[cost.staff]\namount = [1, 2]\n")
	s := mustLoad(t, "croatia+"+over)
	if want := []string{"grant"}; !slices.Equal(s.File.Option.ByKey["pilot"].PayOrder, want) {
		t.Errorf("pay_order is %v, want %v", s.File.Option.ByKey["pilot"].PayOrder, want)
	}
	got := s.input(t, "staff.drop_out")
	if got.Value.String() != "0.1" || got.Status != Changed || got.Reason != "" || !got.Range.IsZero() {
		t.Errorf("drop_out is %+v, want 0.1 with nothing left of the base's range and reason", got)
	}
	if want := []quantity.Distribution{quantity.Certain(1), quantity.Certain(2)}; !slices.Equal(s.Budget.Lines[0].Amount.Years, want) {
		t.Errorf("amounts are %v, want %v", s.Budget.Lines[0].Amount.Years, want)
	}
}

func TestTheBaseKeepsItsOrder(t *testing.T) {
	over := write(t, "over.toml", "[cost.rent]\nname = \"Rent\"\ncategory = \"non_staff\"\namount = 100\n[cost.non_staff]\nname = \"Other\"\n[cost.staff]\nname = \"Staff\"\n")
	s := mustLoad(t, "croatia+"+over)
	if want := []string{"staff", "non_staff", "rent"}; !slices.Equal(s.File.Cost.Keys, want) {
		t.Errorf("cost lines are %v, want %v", s.File.Cost.Keys, want)
	}
	base := mustLoad(t, "croatia")
	var paths, basePaths []string
	for _, i := range base.Inputs {
		basePaths = append(basePaths, i.Path)
	}
	for _, i := range s.Inputs {
		if !strings.HasPrefix(i.Path, "cost.rent") {
			paths = append(paths, i.Path)
		}
	}
	if diff := cmp.Diff(basePaths, paths); diff != "" {
		t.Errorf("the order of the inputs changes:\n%s", diff)
	}
}

func TestLaterLayersWin(t *testing.T) {
	one := write(t, "one.toml", "[caseload]\nlimit = 20\nramp_up_months = 6\n")
	two := write(t, "two.toml", "[caseload]\nlimit = 22\n")
	s := mustLoad(t, "croatia+"+one+"+"+two)
	if s.Model.Caseload.Limit[0] != 22 || s.File.Caseload.RampUpMonths.Exact() != 6 {
		t.Errorf("limit %d and ramp_up_months %v, want 22 and 6", s.Model.Caseload.Limit[0], s.File.Caseload.RampUpMonths.Exact())
	}
	if s := mustLoad(t, "croatia+"+two+"+"+one); s.Model.Caseload.Limit[0] != 20 {
		t.Errorf("limit %d, want the last layer's 20", s.Model.Caseload.Limit[0])
	}
	// What --set says lies over every layer.
	if s := mustLoad(t, "croatia+"+one+"+"+two, "caseload.limit=18", "caseload.limit=19"); s.Model.Caseload.Limit[0] != 19 {
		t.Errorf("limit %d, want the last setting's 19", s.Model.Caseload.Limit[0])
	}
}

func TestProvenanceOfChanges(t *testing.T) {
	plain := write(t, "plain.toml", "[caseload]\nlimit = 20\n")
	sourced := write(t, "sourced.toml", "[sources]\nletter = { title = \"A letter\", kind = \"evidence\" }\n[caseload]\nlimit = 20\nsource = \"letter\"\n")
	later := write(t, "later.toml", "[sources]\nletter = { title = \"A letter\", kind = \"evidence\" }\n[caseload]\nsource = \"letter\"\n")
	braces := write(t, "braces.toml", "[staff]\nturnover = { low = 0.1, best = 0.2, high = 0.3 }\ndrop_out = { low = 0.1, best = 0.2, high = 0.3, assumed = \"another guess\" }\n")
	is := func(status Status, source, by string) Provenance {
		return Provenance{Status: status, Source: source, By: by}
	}
	for _, c := range []struct {
		expression, path string
		settings         []string
		want             Provenance
	}{
		{"croatia", "caseload.limit", nil, is(Published, "impact", "")},
		{"croatia+" + plain, "caseload.limit", nil, is(Changed, "", plain)},
		{"croatia+" + plain, "caseload.ramp_up_months", nil, is(Published, "impact", "")},
		{"croatia+" + sourced, "caseload.limit", nil, is(Evidence, "letter", "")},
		// The overlay's source is the source of what the overlay says, not of what stays as it was.
		{"croatia+" + sourced, "caseload.ramp_up_months", nil, is(Published, "impact", "")},
		{"croatia+" + plain + "+" + later, "caseload.limit", nil, is(Evidence, "letter", "")},
		{"croatia+" + sourced + "+" + plain, "caseload.limit", nil, is(Changed, "", plain)},
		{"croatia+" + braces, "staff.turnover", nil, is(Changed, "", braces)},
		{"croatia+" + braces, "staff.drop_out", nil, Provenance{Status: Assumed, Reason: "another guess"}},
		{"croatia+caseload.limit=21", "caseload.limit", nil, is(Changed, "", "caseload.limit=21")},
		{"croatia", "caseload.limit", []string{"caseload.limit=21"}, is(Changed, "", "--set caseload.limit=21")},
		{"croatia", "referrals.per_year", []string{"referrals.per_year=80"}, is(Changed, "", "--set referrals.per_year=80")},
		{"croatia", "cost.staff.amount", []string{"cost.staff.amount=[1, 2]"}, is(Changed, "", "--set cost.staff.amount=[1, 2]")},
	} {
		got := mustLoad(t, c.expression, c.settings...).input(t, c.path).Provenance
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s of %s %v:\n%s", c.path, c.expression, c.settings, diff)
		}
	}
}

func TestPublishedFiguresStay(t *testing.T) {
	for _, setting := range []string{
		"published.referrals=[80, 80]", "published.referrals=[70, 70]", "published.budget.staff=[1, 2]", "published.source=t5_1",
		"published.summary.specialists=3", "published.budget={ source = \"t5_12\" }", "published=3",
	} {
		_, err := Load("croatia+"+setting, Options{})
		if err == nil || !strings.Contains(err.Error(), "is what the plan prints") {
			t.Errorf("%s: %v", setting, err)
		}
	}
	// An overlay may print what the base leaves out.
	s := mustLoad(t, "testdata/small.toml+testdata/everything.toml")
	if want := []float64{70, 80}; !slices.Equal(s.Published.Referrals, want) {
		t.Errorf("published referrals are %v, want %v", s.Published.Referrals, want)
	}
}

// TestSettings has the three ways to change one value: a layer in the expression, --set, and a file.
func TestSettings(t *testing.T) {
	file := write(t, "three.toml", "[services.zagreb]\nspecialists = 3\n")
	layered := mustLoad(t, "croatia+services.zagreb.specialists=3")
	for name, s := range map[string]*Scenario{
		"--set": mustLoad(t, "croatia", "services.zagreb.specialists=3"),
		"file":  mustLoad(t, "croatia+"+file),
		"space": mustLoad(t, "croatia", " services.zagreb.specialists = 3 "),
	} {
		if !reflect.DeepEqual(results(layered), results(s)) || layered.Hash != s.Hash {
			t.Errorf("%s gives another scenario than the layer", name)
		}
	}
	if n := len(layered.Model.Services[0].Posts); n != 3 {
		t.Errorf("%d posts, want 3", n)
	}
}

func TestSettingsAreTOMLElseText(t *testing.T) {
	for setting, want := range map[string]string{
		"title=Zagreb":            "Zagreb",
		"title=\"Zagreb\"":        "Zagreb",
		"title='Zagreb'":          "Zagreb",
		"title=Zagreb, Split # 2": "Zagreb, Split # 2",
		"title=a \"b\" \\ c":      `a "b" \ c`,
		"title=x = y":             "x = y",
		"title=Špansko":           "Špansko",
	} {
		if got := mustLoad(t, "croatia", setting).File.Title; got != want {
			t.Errorf("--set %s: title %q, want %q", setting, got, want)
		}
	}
	s := mustLoad(t, "croatia", "staff.turnover={ low = 0.2, best = 0.3, high = 0.4, assumed = \"a guess\" }", "referrals.per_year=[80, 90]", "start=2024-06-01")
	if got := s.input(t, "staff.turnover"); got.Reason != "a guess" {
		t.Errorf("turnover is %+v", got)
	}
	if got := s.Planned.Referrals; !slices.Equal(got, []float64{80, 90}) {
		t.Errorf("referrals are %v", got)
	}
	if got := s.input(t, "start").Value; got.String() != "2024-06-01" {
		t.Errorf("start is %s", got)
	}
}

func TestWrongSettings(t *testing.T) {
	for _, c := range []struct{ setting, want string }{
		{"caseload.limit", `--set caseload.limit: is not a setting; a setting is written key=value, such as services.zagreb.specialists=3`},
		{"=3", `--set =3: is not a setting; a setting is written key=value, such as services.zagreb.specialists=3`},
		{"caseload.limit=", `--set caseload.limit=: has no value; write it after the equals sign, as in services.zagreb.specialists=3`},
		{"case load=3", `--set case load=3: "case load" is not a key; keys are plain letters joined by dots, such as services.zagreb.specialists`},
		{"caseload..limit=3", `--set caseload..limit=3: "caseload..limit" is not a key; keys are plain letters joined by dots, such as services.zagreb.specialists`},
		{"caseload.limits=3", `--set caseload.limits=3: caseload.limits: is not a key that is known here; did you mean "limit"?`},
		{"services.zagreb.specialists=many", `--set services.zagreb.specialists=many: services.zagreb.specialists: is the text "many"; it is a number`},
		{"services.zagreb.specialists=-1", `--set services.zagreb.specialists=-1: services.zagreb.specialists: -1 is not between 0 and 100_000 (employment specialists in full-time equivalents, at all centres together)`},
		{"services.zagreb.name=3", `--set services.zagreb.name=3: services.zagreb.name: is the number 3; it is text in quotes`},
		{"pathway.engage.rate=nan", `--set pathway.engage.rate=nan: pathway.engage.rate: NaN is not a number that can be used; write an ordinary number`},
		{"pathway.engage.rate=[0.8, 1.3]", `--set pathway.engage.rate=[0.8, 1.3]: pathway.engage.rate[1]: 1.3 is not between 0 and 1; a share is written as 0.86`},
		{"option.pilot.pay_order=[\"lottery\"]", `--set option.pilot.pay_order=["lottery"]: option.pilot.pay_order[0]: "lottery" is not in [funding]; known are government, grant`},
		{"services.zagreb=3", `--set services.zagreb=3: services.zagreb: is the number 3; write it as a table [services.zagreb]: the teams, each under a key`},
		{"caseload.limit=3\ncolour=1", "--set caseload.limit=3\ncolour=1: holds a line break or another character that is not plain text; write one setting of one line at a time"},
		{"title=\xff", "--set title=?: holds a line break or another character that is not plain text; write one setting of one line at a time"},
	} {
		_, err := Load("croatia", Options{Settings: []string{c.setting}})
		if err == nil || err.Error() != c.want {
			t.Errorf("--set %q\n got %v\nwant %s", c.setting, err, c.want)
		}
	}
	// The same in the expression is called by what is written there.
	_, err := Load("croatia+caseload.limits=3", Options{})
	if want := `caseload.limits=3: caseload.limits: is not a key that is known here; did you mean "limit"?`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	// Faults of several settings come together.
	_, err = Load("croatia", Options{Settings: []string{"caseload.limit=-1", "pathway.engage.rate=2"}})
	if err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("want two faults, got %v", err)
	}
}

func TestUnknownLayers(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing.toml")
	bundledNames := strings.Join(Bundled(), ", ")
	for _, c := range []struct{ expression, want string }{
		{"croatai", `croatai: is not a bundled scenario, a file or a setting; bundled are ` + bundledNames + `; did you mean "croatia"?`},
		{"atlantis", `atlantis: is not a bundled scenario, a file or a setting; bundled are ` + bundledNames},
		{"croatia+atlantis", `atlantis: is not a bundled scenario, a file or a setting; bundled are ` + bundledNames},
		{"croatia+" + missing, missing + `: there is no such file; check its name and folder`},
		{"denmark.toml", `denmark.toml: there is no such file; the bundled scenario is named without the ending: denmark`},
		{"services.zagreb.specialists=3", `services.zagreb.specialists=3: is a setting, which has nothing to change; name a scenario before it, as in croatia+services.zagreb.specialists=3`},
		{"services.zagreb.specialists=3+croatia", `services.zagreb.specialists=3: is a setting, which has nothing to change; name a scenario before it, as in croatia+services.zagreb.specialists=3`},
		{"", `"": names no scenario; name a bundled one (` + bundledNames + `) or a file`},
		{"croatia+", `"": names no scenario; name a bundled one (` + bundledNames + `) or a file`},
		{"portfolio", `portfolio: is not a bundled scenario, a file or a setting; bundled are ` + bundledNames},
	} {
		if c.expression == "denmark.toml" {
			t.Chdir(t.TempDir()) // where there is no such file
		}
		_, err := Load(c.expression, Options{})
		unknown, ok := err.(*UnknownError)
		if !ok || err.Error() != c.want {
			t.Errorf("%q: %T\n got %v\nwant %s", c.expression, unknown, err, c.want)
		}
	}
}

func TestFileWithPlusInItsName(t *testing.T) {
	text, _ := BundledText("croatia")
	file := write(t, "a+b.toml", string(text))
	if s := mustLoad(t, file); s.File.Country != "HR" {
		t.Error("is not read as one file")
	}
}

func TestStreamOfOverlays(t *testing.T) {
	over := write(t, "over.toml", "[caseload]\nlimit = 20\n")
	for expression, want := range map[string]string{
		"croatia": "croatia", "croatia+" + over: "croatia", "croatia+caseload.limit=20": "croatia", "testdata/small.toml": "small",
		"croatia+stream=spain": "spain",
	} {
		if got := mustLoad(t, expression).Model.Stream; got != want {
			t.Errorf("%s: stream %q, want %q", expression, got, want)
		}
	}
}

// TestScaledCosts: three specialists for a staff line that was published for two cost half as much again. 59,750 × 3/2 = 89,625; 72,500 × 3/2 = 108,750.
func TestScaledCosts(t *testing.T) {
	s := mustLoad(t, "croatia+services.zagreb.specialists=3")
	budget := s.Budget.PlannedBudget()
	if want := []budgets.Cents{89_625_00, 108_750_00}; !slices.Equal(budget.Category(budgets.Staff), want) {
		t.Errorf("staff costs are %v cents, want %v", budget.Category(budgets.Staff), want)
	}
	if want := []budgets.Cents{14_400_00, 2_000_00}; !slices.Equal(budget.Category(budgets.NonStaff), want) {
		t.Errorf("other costs are %v cents, want %v", budget.Category(budgets.NonStaff), want)
	}
}

func TestHash(t *testing.T) {
	text, _ := BundledText("croatia")
	base := mustLoad(t, write(t, "croatia.toml", string(text)))
	if bundledHash := mustLoad(t, "croatia").Hash; base.Hash != bundledHash || len(base.Hash) != 64 {
		t.Errorf("hash %s of the file is not the bundled scenario's %s", base.Hash, bundledHash)
	}
	replaced := func(old, by string) string {
		t.Helper()
		if strings.Count(string(text), old) != 1 {
			t.Fatalf("croatia.toml has %q %d times; choose another line for this test", old, strings.Count(string(text), old))
		}
		return mustLoad(t, write(t, "croatia.toml", strings.Replace(string(text), old, by, 1))).Hash
	}
	for name, change := range map[string][2]string{
		"comment":    {"ramp_up_months = 12", "# so it is\nramp_up_months   =   12 # months"},
		"decimals":   {"ramp_up_months = 12", "ramp_up_months = 12.0"},
		"underscore": {"[59_750, 72_500]", "[59750,\n  72500]"},
		"quotes":     {`country    = "HR"`, `country = 'HR'`},
	} {
		if replaced(change[0], change[1]) != base.Hash {
			t.Errorf("the hash changes with the %s", name)
		}
	}
	moved := "years = 2\n" + strings.Replace(string(text), "years      = 2\n", "", 1)
	if mustLoad(t, write(t, "croatia.toml", moved)).Hash != base.Hash {
		t.Error("the hash changes with the order of keys")
	}
	// Any value, also one that only labels.
	layers, err := readLayers("croatia", nil)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{base.Hash: "the base"}
	for _, l := range numbersIn(layers[0].root, nil, "") {
		was := l.node.value
		l.node.value = 0.123456
		changed := hash(layers[0].root)
		if other, taken := seen[changed]; taken {
			t.Errorf("the hash with a changed %s is that of %s", l.path, other)
		}
		seen[changed] = l.path
		l.node.value = was
	}
	if hash(layers[0].root) != base.Hash {
		t.Error("the hash does not come back")
	}
	for _, setting := range []string{"title=Another", "start=2023-01-02", "cost.non_staff.name=Others"} {
		if mustLoad(t, "croatia", setting).Hash == base.Hash {
			t.Errorf("the hash stays with %s", setting)
		}
	}
}

func TestOptionsYears(t *testing.T) {
	s, err := Load("france", Options{Years: 2})
	if err != nil {
		t.Fatal(err)
	}
	if s.Model.Years != 2 || s.Budget.Years != 2 || len(s.Planned.Referrals) != 2 || len(s.Budget.Lines[0].Amount.Years) != 2 || len(s.Published.Referrals) != 2 {
		t.Errorf("a horizon of 2 years gives %d years of people, %d of money, planned %v", s.Model.Years, s.Budget.Years, s.Planned)
	}
	whole := mustLoad(t, "france")
	if !slices.Equal(s.Planned.JobStarts, whole.Planned.JobStarts[:2]) {
		t.Errorf("the first two years are %v alone and %v in five", s.Planned.JobStarts, whole.Planned.JobStarts[:2])
	}
	if s, err := Load("croatia", Options{Years: 1}); err != nil || !slices.Equal(s.Published.Referrals, []float64{70}) {
		t.Errorf("one year of croatia: %v", err)
	}
	_, err = Load("croatia", Options{Years: 5})
	if want := "croatia: has 2 years, and 5 were asked for; ask for fewer, or lengthen the scenario with an overlay"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
