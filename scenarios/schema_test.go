package scenarios

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// schemaKey is one key of the schema: its pattern, such as services.*.specialists, and what the schema says of it.
type schemaKey struct {
	pattern string
	field   field
	kind    reflect.Type
}

// schemaKeys are all keys of a type, those of nested tables included.
func schemaKeys(table reflect.Type, path string) []schemaKey {
	var keys []schemaKey
	for i := range table.NumField() {
		t := table.Field(i)
		if t.Tag.Get("toml") == "" {
			continue
		}
		f := fieldOf(t)
		kind := t.Type
		for kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		key := schemaKey{join(path, f.name), f, kind}
		keys = append(keys, key)
		_, reads := reflect.New(kind).Interface().(custom)
		if entry, keyed := entryType(kind); keyed {
			keys = append(keys, schemaKeys(entry, key.pattern+".*")...)
		} else if kind.Kind() == reflect.Struct && (!reads || kind == reflect.TypeFor[Certain]() || kind == reflect.TypeFor[Between]()) {
			keys = append(keys, schemaKeys(kind, key.pattern)...)
		}
	}
	return keys
}

func wholeSchema() []schemaKey {
	return append(schemaKeys(reflect.TypeFor[File](), ""), schemaKeys(reflect.TypeFor[portfolioSchema](), "portfolio")...)
}

func (k schemaKey) isNumeric() bool {
	switch k.kind {
	case reflect.TypeFor[Number](), reflect.TypeFor[Whole](), reflect.TypeFor[Yearly](), reflect.TypeFor[Wholes](), reflect.TypeFor[Weeks](), reflect.TypeFor[Amounts](),
		reflect.TypeFor[Amount](), reflect.TypeFor[Draws](), reflect.TypeFor[int](), reflect.TypeFor[float64](), reflect.TypeFor[[]float64]():
		return true
	}
	return false
}

func TestSchemaIsExplained(t *testing.T) {
	keys := wholeSchema()
	if len(keys) < 120 {
		t.Fatalf("only %d keys found; the walk over the schema misses some", len(keys))
	}
	for _, k := range keys {
		if strings.TrimSpace(k.field.doc) == "" {
			t.Errorf("%s has no doc", k.pattern)
		}
		if strings.HasSuffix(k.field.doc, ".") || strings.HasPrefix(k.field.doc, " ") {
			t.Errorf("%s: doc %q is not a phrase", k.pattern, k.field.doc)
		}
		if strings.HasPrefix(k.pattern, "portfolio.norms") {
			continue // a norm has its unit beside it
		}
		if k.isNumeric() && k.field.unit == "" {
			t.Errorf("%s is a number without a unit", k.pattern)
		}
		if !k.isNumeric() && k.field.unit != "" {
			t.Errorf("%s has the unit %q and is no number", k.pattern, k.field.unit)
		}
		if k.isNumeric() && !(k.field.minimum >= 0 && k.field.maximum > k.field.minimum) {
			t.Errorf("%s has no range, or an impossible one: %v to %v", k.pattern, k.field.minimum, k.field.maximum)
		}
	}
}

// leaf is one number in a tree, with its path and the table or list that holds it.
type leaf struct {
	path   string
	node   *node
	parent *node
}

func numbersIn(n, parent *node, path string) []leaf {
	var found []leaf
	switch n.value.(type) {
	case int64, float64:
		return []leaf{{path, n, parent}}
	}
	for _, key := range n.keys {
		found = append(found, numbersIn(n.children[key], n, join(path, key))...)
	}
	for i, e := range n.elements {
		found = append(found, numbersIn(e, n, fmt.Sprintf("%s[%d]", path, i))...)
	}
	return found
}

// patternOf finds the key of the schema that a path belongs to.
func patternOf(t *testing.T, keys []schemaKey, path string) string {
	t.Helper()
	bare := path
	if cut := strings.IndexByte(bare, '['); cut >= 0 {
		bare = bare[:cut]
	}
	parts := strings.Split(bare, ".")
	best := ""
	for _, k := range keys {
		pattern := strings.Split(k.pattern, ".")
		if len(pattern) > len(parts) || len(k.pattern) < len(best) {
			continue
		}
		fits := true
		for i := range pattern {
			fits = fits && (pattern[i] == "*" || pattern[i] == parts[i])
		}
		if fits {
			best = k.pattern
		}
	}
	if best == "" {
		t.Fatalf("%s is no key of the schema", path)
	}
	return best
}

// labels are the numbers that no plan is worked out from: they are printed beside it, or held against it by reconcile.
var labels = []string{
	"published.engaged_percent", "published.job_start_percent", "published.sustained_percent",
	"published.summary.specialists", "published.summary.engagements", "published.summary.job_starts",
	"published.budget.total", "published.budget.staff_total", "published.budget.non_staff_total", "published.budget.grand_total",
}

// together are the numbers that cannot be changed without others; TestInputsThatChangeTogether has them.
var together = []string{"years", "services.*.share_of_referrals", "funding.*.arrives", "contract.investor.surplus.investor", "contract.investor.surplus.payer", "contract.investor.surplus.provider"}

func TestInputsThatChangeTogether(t *testing.T) {
	load := func(settings ...string) []any {
		t.Helper()
		s, err := Load("testdata/small.toml+testdata/everything.toml", Options{Settings: settings})
		if err != nil {
			t.Fatal(err)
		}
		return results(s)
	}
	before := load()
	if reflect.DeepEqual(before, load("services.town.share_of_referrals=0.3", "services.village.share_of_referrals=0.7")) {
		t.Error("nothing changes with the shares of referrals")
	}
	if reflect.DeepEqual(before, load(`funding.city.arrives=[{ share = 0.3, when = "year ahead" }, { share = 0.7, when = "in arrears", lag_quarters = 2 }]`)) {
		t.Error("nothing changes with the parts in which money arrives")
	}
	contracted := func(settings ...string) any {
		t.Helper()
		return mustLoad(t, "testdata/small.toml+testdata/contract.toml", settings...).Contract
	}
	if reflect.DeepEqual(contracted(), contracted("contract.investor.surplus.investor=0.5", "contract.investor.surplus.payer=0.3", "contract.investor.surplus.provider=0.2")) {
		t.Error("nothing changes with the parts of the surplus")
	}
	if reflect.DeepEqual(before, load("years=4", "caseload.limit=20", "hours.from_16=0.5", "cost.staff.amount=1000", "cost.other.amount=1000", "cost.rent.amount=1000", "funding.city.per_year=1000")) {
		t.Error("nothing changes with the horizon")
	}
}

// TestEveryInputIsUsed changes each number of each scenario and wants the plan, the budget or the outcomes to change with it.
func TestEveryInputIsUsed(t *testing.T) {
	keys := schemaKeys(reflect.TypeFor[File](), "")
	met := map[string]bool{}
	for _, expression := range append(Bundled(), "testdata/small.toml+testdata/everything.toml", "testdata/small.toml+testdata/forms.toml", "testdata/small.toml+testdata/contract.toml") {
		expression += "+cost_basis=full" // what is left out of the published cost changes nothing of it
		layers, err := readLayers(expression, nil)
		if err != nil {
			t.Fatal(err)
		}
		before := mustAssemble(t, expression, layers)
		for _, layer := range layers {
			for _, l := range numbersIn(layer.root, nil, "") {
				pattern := patternOf(t, keys, l.path)
				met[pattern] = true
				isRange := (strings.HasSuffix(l.path, ".low") || strings.HasSuffix(l.path, ".high")) && (l.parent.child("value") != nil || l.parent.child("values") != nil || l.parent.child("people") != nil)
				if slices.Contains(labels, pattern) || slices.Contains(together, pattern) || isRange {
					continue
				}
				if c := before.File.Contract; c != nil && strings.HasPrefix(l.path, "funding."+c.Payer+".covers.") {
					continue // the contract says what its payer pays
				}
				if len(layers) > 1 && layer == layers[0] && numberOver(layers[1].root, l.path) {
					continue // the layer above replaces it
				}
				if !changesSomething(before, expression, layers, l.node) {
					t.Errorf("%s: nothing changes with %s", expression, l.path)
				}
			}
		}
	}
	for _, k := range keys {
		if k.isNumeric() && !met[k.pattern] {
			t.Errorf("no scenario here sets %s; add it to testdata/everything.toml", k.pattern)
		}
	}
}

func numberOver(n *node, path string) bool {
	bare, _, _ := strings.Cut(path, "[")
	for _, key := range strings.Split(bare, ".") {
		if n = n.child(key); n == nil {
			return false
		}
		if n.whole || !n.table {
			return true
		}
	}
	return true
}

func mustAssemble(t *testing.T, expression string, layers []*layer) *Scenario {
	t.Helper()
	s, err := assemble(expression, layers, 0)
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return s
}

// changesSomething tries several other values, since not each of them is allowed.
func changesSomething(before *Scenario, expression string, layers []*layer, n *node) bool {
	was := n.value
	defer func() { n.value = was }()
	x, isFloat := was.(float64)
	if !isFloat {
		x = float64(was.(int64))
	}
	for _, other := range []float64{x + 1, x - 1, x * 2, x / 2, x + 0.01, x - 0.01, x * 1.1, x * 0.9, x + 0.001, x - 0.001} {
		n.value = other
		after, err := assemble(expression, layers, 0)
		if err == nil && !reflect.DeepEqual(results(before), results(after)) {
			return true
		}
	}
	return false
}

func results(s *Scenario) []any {
	return []any{s.Model, s.Budget, s.Contract, s.Published, s.Planned, s.Claims}
}

// TestBundledFilesKeepToTheSchema finds keys in the bundled files that the schema does not have.
func TestBundledFilesKeepToTheSchema(t *testing.T) {
	for _, name := range Bundled() {
		root := mustParse(t, name+extension)
		var walk func(n *node, path string)
		keys := schemaKeys(reflect.TypeFor[File](), "")
		walk = func(n *node, path string) {
			for _, key := range n.keys {
				patternOf(t, keys, join(path, key))
				if child := n.children[key]; !child.whole {
					walk(child, join(path, key))
				}
			}
		}
		walk(root, "")
	}
}

func mustParse(t *testing.T, file string) *node {
	t.Helper()
	text, err := bundled.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	l, err := parse(file, 0, text)
	if err != nil {
		t.Fatal(err)
	}
	return l.root
}

func TestStarter(t *testing.T) {
	for _, name := range Bundled() {
		t.Run(name, func(t *testing.T) {
			text, err := Starter(name)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), name+extension) // the same name, so that the stream is the same
			if err := os.WriteFile(file, text, 0o644); err != nil {
				t.Fatal(err)
			}
			began, err := Load(file, Options{})
			if err != nil {
				t.Fatal(err)
			}
			original, err := Load(name, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(original.Inputs, began.Inputs); diff != "" {
				t.Errorf("inputs differ:\n%s", diff)
			}
			if !reflect.DeepEqual(original.Model, began.Model) || !reflect.DeepEqual(original.Budget, began.Budget) ||
				!reflect.DeepEqual(original.Published, began.Published) || !reflect.DeepEqual(original.Planned, began.Planned) {
				t.Error("is not the same plan")
			}
			if len(original.Claims) == 0 || len(began.Claims) > 0 {
				t.Errorf("of %d claims, which are another document's, %d are taken over", len(original.Claims), len(began.Claims))
			}
			explained := map[string]bool{}
			for _, line := range strings.Split(string(text), "\n") {
				if comment, ok := strings.CutPrefix(line, "## "); ok {
					for _, part := range strings.Split(comment, "; ") {
						key, _, _ := strings.Cut(part, ":")
						explained[key] = true
					}
				}
			}
			keys := schemaKeys(reflect.TypeFor[File](), "")
			var walk func(n *node, path string)
			walk = func(n *node, path string) {
				for _, key := range n.keys {
					if path == "" && key == "claims" {
						continue
					}
					pattern := patternOf(t, keys, join(path, key))
					last := pattern[strings.LastIndexByte(pattern, '.')+1:]
					if last != "*" && last != "source" && !explained[last] {
						t.Errorf("no ## line explains %s", join(path, key))
					}
					child := n.children[key]
					if child.table && !child.whole {
						walk(child, join(path, key))
					}
				}
			}
			walk(mustParse(t, name+extension), "")
		})
	}
}

// TestStarterShowsWhatElseMayBeSaid takes each commented line at its word.
func TestStarterShowsWhatElseMayBeSaid(t *testing.T) {
	text, err := Starter("croatia")
	if err != nil {
		t.Fatal(err)
	}
	var settings []string
	table := ""
	for _, line := range strings.Split(string(text), "\n") {
		if rest, ok := strings.CutPrefix(line, "# In ["); ok {
			table, _, _ = strings.Cut(rest, "]")
		}
		if key, ok := strings.CutPrefix(line, "#     "); ok {
			settings = append(settings, table+"."+key)
		}
	}
	if len(settings) != 8 {
		t.Fatalf("%d lines found: %q", len(settings), settings)
	}
	s := mustLoad(t, "croatia", settings...)
	if m := &s.Model; len(m.Services[0].Posts) != 2 || m.Services[0].Posts[1].Opens != 26 || len(m.Services[0].TeamLeaders) != 1 ||
		len(m.Caseload.Limit) != 2 || m.Pathway.EngageBetween != 40 || m.Hours == nil {
		t.Errorf("the lines are not all used: %+v", m)
	}
}

func TestStarterOfUnknown(t *testing.T) {
	for _, name := range []string{"portfolio", "croatai", ""} {
		if _, err := Starter(name); err == nil {
			t.Errorf("%q: no error", name)
		}
	}
}
