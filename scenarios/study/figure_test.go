package study

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"ipsplan/scenarios"
)

func bundled(t *testing.T, name string, settings ...string) *scenarios.Scenario {
	t.Helper()
	s, err := scenarios.Load(name, scenarios.Options{Settings: settings})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func parsed(t *testing.T, text string) *Expression {
	t.Helper()
	e, err := ParseExpression(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return e
}

// walked is a command whose CSV is walked row by row, as the command writes it.
type walked struct {
	what    string
	subject Subject
	results func(ctx context.Context, s []*scenarios.Scenario, asked Asked) (*Results, error)
}

func walks(s *scenarios.Scenario) []walked {
	funding := func(what FundingAsked) func(context.Context, []*scenarios.Scenario, Asked) (*Results, error) {
		return func(ctx context.Context, all []*scenarios.Scenario, asked Asked) (*Results, error) {
			return Funding(ctx, all, asked, what)
		}
	}
	quarters := FundingAsked{ByQuarter: true}
	all := []walked{
		{"run", Projecting{}, Project},
		{"funding", FundingAsked{}, funding(FundingAsked{})},
		{"funding by quarter", quarters, funding(quarters)},
	}
	if s.Contract != nil {
		quarters := ContractAsked{ByQuarter: true}
		all = append(all, walked{"contract", quarters, func(ctx context.Context, all []*scenarios.Scenario, asked Asked) (*Results, error) {
			return Contract(ctx, all, asked, quarters)
		}})
	}
	return all
}

// TestEveryRowOfTheCSVIsAFigure: whatever the CSV of run, funding or contract has can be asked for under the CSV's own names, by --measure and as a target, and comes to exactly the
// number that the CSV has; and no two rows have one name. Targets, which keep no more than they take, are simulated for one row in many.
func TestEveryRowOfTheCSVIsAFigure(t *testing.T) {
	asked := Asked{Settings: Settings{Replications: 70, Seed: 1, Uncertainty: uncertaintyAll}}
	for _, name := range scenarios.Bundled() {
		s := bundled(t, name)
		for _, w := range walks(s) {
			results, err := w.results(context.Background(), []*scenarios.Scenario{s}, asked)
			if err != nil {
				t.Fatal(err)
			}
			rows := results.Rows()
			seen := map[string]bool{}
			var figures []*Expression
			for _, row := range rows {
				e := parsed(t, row.Name())
				if seen[e.name()] {
					t.Errorf("%s of %s: two rows are named %s", w.what, name, e)
				}
				seen[e.name()] = true
				figures = append(figures, e)
			}
			v := &Variants{Load: func([]string) (*scenarios.Scenario, error) { return s, nil }}
			varied, err := Vary(context.Background(), w.subject, s, v, figures, asked)
			if err != nil {
				t.Fatalf("%s of %s: %v", w.what, name, err)
			}
			for i, row := range rows {
				if got := varied.Vary.AsItIs[i].Value; got != row.Value {
					t.Errorf("%s of %s: %s is %v, not %v as in the CSV", w.what, name, figures[i], got, row.Value)
				}
			}
			checkErrors(t, w.what+" of "+name, rows, varied.Vary.AsItIs)
			const every = 997
			for i := 0; i < len(rows); i += every {
				if got := targeted(t, w.subject, s, figures[i], asked); got != rows[i].Value {
					t.Errorf("%s of %s: as a target, %s is %v, not %v as in the CSV", w.what, name, figures[i], got, rows[i].Value)
				}
			}
		}
	}
}

// checkErrors: the error of a figure is that which the CSV has beside it; what is exact has none, and shares of draws have that of a share: √(p (1 − p) / 70).
func checkErrors(t *testing.T, what string, rows []Row, readings []*Reading) {
	t.Helper()
	of := map[string]string{
		"mean": "mcse", "ratio": "ratio_mcse", "p10": "p10_error", "p50": "p50_error", "p90": "p90_error",
		"certain_80": "certain_80_error", "certain_95": "certain_95_error", "luck": "luck_error", "ignorance": "ignorance_error", "decisions": "decisions_error",
	}
	value := map[[4]string]any{}
	for _, row := range rows {
		value[row.cells()] = row.Value
	}
	for i, row := range rows {
		got := readings[i].Error
		beside := row.cells()
		beside[3] = of[row.Statistic]
		switch x := row.Value.(float64); {
		case beside[3] != "":
			if want := value[beside]; want == nil && got != nil || want != nil && (got == nil || *got != want) {
				t.Errorf("%s: the error of %s is %v, not %v", what, row.Name(), got, value[beside])
			}
		case row.Statistic == "value" || row.Statistic == "chance_that_it_comes":
			if got == nil || *got != 0 {
				t.Errorf("%s: %s is exact and has the error %v", what, row.Name(), got)
			}
		case strings.Contains(row.Statistic, "chance") || strings.HasPrefix(row.Statistic, "share") || row.Statistic == "higher" || row.Statistic == "lower":
			if want := math.Sqrt(x * (1 - x) / 70); got == nil || x > 0 && x < 1 && math.Abs(*got-want) > 1e-12 || x == 0 && *got == 0 {
				t.Errorf("%s: the error of %s is %v, not %v", what, row.Name(), got, want)
			}
		default: // a standard deviation, or an error itself
			if got != nil {
				t.Errorf("%s: the error of %s is %v, which nobody knows", what, row.Name(), *got)
			}
		}
	}
}

// targeted is what an expression comes to when it is read for a target.
func targeted(t *testing.T, subject Subject, s *scenarios.Scenario, e *Expression, asked Asked) float64 {
	t.Helper()
	target, err := ParseTarget(e.String() + " >= 0.5")
	if err != nil {
		t.Fatal(err)
	}
	solver := solver{ctx: context.Background(), subject: subject, question: &Question{Target: target}, asked: asked, progress: newProgress(asked, 0)}
	r, err := solver.read(s)
	if err != nil {
		t.Fatalf("%s: %v", e, err)
	}
	return r.Value
}

// TestEveryKindOfStatisticIsATarget: one row of each section, statistic and kind of measure of funding, read for a target, which then keeps one number or, of what
// is made of several, all.
func TestEveryKindOfStatisticIsATarget(t *testing.T) {
	asked := Asked{Settings: Settings{Replications: 20, Seed: 1, Uncertainty: uncertaintyAll}}
	for _, name := range []string{"croatia", "france"} {
		s := bundled(t, name)
		for _, w := range slices.DeleteFunc(walks(s), func(w walked) bool { return w.what == "funding by quarter" }) {
			results, err := w.results(context.Background(), []*scenarios.Scenario{s}, asked)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[string]bool{}
			for _, row := range results.Rows() {
				if slices.Contains([]string{"sd", "p10", "p50", "mcse", "p10_error", "p50_error", "p90_error"}, row.Statistic) {
					continue // as mean and p90
				}
				section, _, _ := strings.Cut(row.Section, ".")
				first, _, _ := strings.Cut(row.Measure, ".")
				last := row.Measure[strings.LastIndex(row.Measure, ".")+1:]
				if w.what == "run" {
					first, last = "", ""
				}
				kind := strings.Join([]string{section, first, last, strings.TrimRight(row.Period, "0123456789"), row.Statistic}, " ")
				if seen[kind] {
					continue
				}
				seen[kind] = true
				if got := targeted(t, w.subject, s, parsed(t, row.Name()), asked); got != row.Value {
					t.Errorf("%s of %s: %s is %v, not %v as in the CSV", w.what, name, row.Name(), got, row.Value)
				}
			}
		}
	}
}

// TestEveryKeptNumberHasChances: of every measure and period with percentiles in the CSV there is a chance; it counts all draws, save those that do not have the number.
func TestEveryKeptNumberHasChances(t *testing.T) {
	asked := Asked{Settings: Settings{Replications: 70, Seed: 1, Uncertainty: uncertaintyAll}}
	for _, name := range scenarios.Bundled() {
		s := bundled(t, name)
		for _, w := range walks(s) {
			o := observe(w.subject, []*scenarios.Scenario{s}, asked, nil, false)
			if err := o.simulate(context.Background()); err != nil {
				t.Fatal(err)
			}
			rows, numbers := tidiedOf(o.observers[0].result(asked)), byName(o.observers[0].numbers())
			for _, row := range rows.rows {
				if row.Statistic != spread || isMissing(row) {
					continue
				}
				measure := strings.TrimSuffix(row.Name(), "."+spread)
				chance := func(op string) float64 {
					e := parsed(t, "chance("+measure+" "+op+" "+written(row.Value.(float64))+")")
					if err := e.check(rows); err != nil {
						t.Fatal(err)
					}
					r, err := e.read(rows, numbers, o.drawn)
					if err != nil {
						t.Fatalf("%s of %s: %v", w.what, name, err)
					}
					return r.Value
				}
				below, at, above := chance("<"), chance("="), chance(">")
				n := numbers[strings.ReplaceAll(measure, `"`, "")]
				whole := float64(n.kept.Draws()) / float64(o.drawn)
				if math.Abs(below+at+above-whole) > 1e-12 || whole < 1 && !n.partial {
					t.Errorf("%s of %s: %s is below, at and above its median in %v, %v and %v of the draws, of which %v have it", w.what, name, measure, below, at, above, whole)
				}
				if below > whole/2 || above > whole/2 || math.Abs(chance("<=")-below-at) > 1e-12 || math.Abs(chance(">=")-above-at) > 1e-12 {
					t.Errorf("%s of %s: %s is below its median in %v and above it in %v of %v", w.what, name, measure, below, above, whole)
				}
			}
		}
	}
}
