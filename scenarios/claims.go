package scenarios

import (
	"fmt"
	"math"
	"reflect"
	"strings"

	"github.com/expr-lang/expr"
)

// EvaluatedClaim is a claim with what the published tables give in its place.
type EvaluatedClaim struct {
	Claim
	Key        string
	Recomputed *float64 // nil where the claim gives no way to work it out
}

// Portfolio is what is said about all the bundled countries together.
type Portfolio struct {
	Title  string
	Claims []EvaluatedClaim
}

// Norm is the ordinary range of a figure that a plan implies.
type Norm struct {
	About   string  `toml:"about" need:"yes" doc:"what the figure is"`
	Low     float64 `toml:"low" need:"yes" doc:"the lowest ordinary value"`
	High    float64 `toml:"high" need:"yes" doc:"the highest ordinary value"`
	Unit    string  `toml:"unit" need:"yes" doc:"what the figure counts"`
	Source  string  `toml:"source" doc:"the key of the norm's source"`
	Assumed string  `toml:"assumed" doc:"why the range is what it is, where no source gives it"`
}

// portfolioSchema is the form of the portfolio's file.
type portfolioSchema struct {
	Title   string        `toml:"title" need:"yes" doc:"the title"`
	Sources Keyed[Source] `toml:"sources" doc:"where figures come from, each under a key"`
	Claims  Keyed[Claim]  `toml:"claims" doc:"what the document says about all countries together"`
	Norms   Keyed[Norm]   `toml:"norms" doc:"what is ordinary in such plans"`
}

// LoadNorms reads what counts as ordinary in plans.
func LoadNorms() (Keyed[Norm], error) {
	_, file, err := readPortfolio()
	if err != nil {
		return Keyed[Norm]{}, err
	}
	return file.Norms, nil
}

// LoadPortfolio reads what is said about all the bundled countries together.
func LoadPortfolio() (*Portfolio, error) {
	d, file, err := readPortfolio()
	if err != nil {
		return nil, err
	}
	figures := map[string]any{}
	for _, name := range Bundled() {
		s, err := Load(name, Options{})
		if err != nil {
			return nil, err
		}
		figures[strings.ReplaceAll(name, "-", "_")] = s.File.figures()
	}
	p := &Portfolio{Title: file.Title, Claims: d.evaluate(file.Claims, figures)}
	if len(d.faults) > 0 {
		return nil, d.faults.sorted()
	}
	return p, nil
}

func readPortfolio() (*decoder, *portfolioSchema, error) {
	text, err := bundled.ReadFile(portfolioFile)
	if err != nil {
		return nil, nil, err
	}
	l, err := parse(portfolioFile, 0, text)
	if err != nil {
		return nil, nil, err
	}
	d := &decoder{places: map[string]position{"": {l, 1, 1}}}
	d.readSources(l.root)
	file := new(portfolioSchema)
	d.table(l.root, "", reflect.ValueOf(file).Elem())
	if len(d.faults) > 0 {
		return nil, nil, d.faults.sorted()
	}
	return d, file, nil
}

// figures are the published figures that the formula of a claim may use, under the names that the file has for them.
func (f *File) figures() map[string]any {
	specialists := 0.0
	for _, s := range f.Services.All() {
		specialists += s.Specialists.Exact()
	}
	figures := map[string]any{"specialists": specialists, "services": len(f.Services.Keys), "years": f.Years}
	if f.Published == nil {
		return figures
	}
	byKey := func(table reflect.Value, into map[string]any) {
		for i := range table.NumField() {
			key := table.Type().Field(i).Tag.Get("toml")
			switch v := table.Field(i).Interface().(type) {
			case []float64, float64:
				into[key] = v
			case *float64:
				if v != nil {
					into[key] = *v
				}
			}
		}
	}
	byKey(reflect.ValueOf(*f.Published), figures)
	if f.Published.Summary != nil {
		summary := map[string]any{}
		byKey(reflect.ValueOf(*f.Published.Summary), summary)
		figures["summary"] = summary
	}
	if f.Published.Budget != nil {
		budget := map[string]any{}
		byKey(reflect.ValueOf(*f.Published.Budget), budget)
		figures["budget"] = budget
	}
	return figures
}

// evaluate works out what the published tables give for each claim.
func (d *decoder) evaluate(claims Keyed[Claim], figures map[string]any) []EvaluatedClaim {
	var evaluated []EvaluatedClaim
	for key, claim := range claims.All() {
		e := EvaluatedClaim{Claim: *claim, Key: key}
		if claim.Years > 0 && (claim.Unit != "money" || claim.Says.Text != "") {
			d.faultAt("claims."+key+".years", "is for a figure of the plan's whole cost; give unit = \"money\" and a number, or leave out years")
		}
		if claim.Equals != "" {
			path := "claims." + key + ".equals"
			if claim.Says.Text != "" {
				d.faultAt(path, "works out a number, but the claim says %q in words; leave out equals", claim.Says.Text)
				continue
			}
			x, err := workOut(claim.Equals, figures)
			if err != nil {
				d.faultAt(path, "cannot be worked out: %v; it may use published series such as engagements and budget.total, sum, take, round and + - * /", err)
				continue
			}
			e.Recomputed = &x
		}
		evaluated = append(evaluated, e)
	}
	return evaluated
}

func workOut(formula string, figures map[string]any) (float64, error) {
	program, err := expr.Compile(formula, expr.Env(figures))
	if err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return 0, fmt.Errorf("%s", first)
	}
	result, err := expr.Run(program, figures)
	if err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return 0, fmt.Errorf("%s", first)
	}
	var x float64
	switch v := result.(type) {
	case float64:
		x = v
	case int:
		x = float64(v)
	default:
		return 0, fmt.Errorf("it gives %v, not a number", result)
	}
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, fmt.Errorf("it gives no finite number")
	}
	return x, nil
}
