package study

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"strings"

	"ipsplan/scenarios"
)

// Solution is the value of an input that meets a target, if there is one, and every value that was tried. The scenarios of the results are the one as it is, then those
// with the values a step below the answer, the answer, and a step above; where there is no answer, those with the value that comes nearest.
type Solution struct {
	Key        string `json:"key"`
	What       string `json:"what"`
	Target     string `json:"target"`
	Expression string `json:"expression"`
	// Number is what the target compares with.
	Number float64 `json:"number"`
	// From and To are the range searched. Step is the distance between the values in question; empty where any number will do, to three significant digits.
	From string `json:"from"`
	To   string `json:"to"`
	Step string `json:"step,omitempty"`
	// OnGrid says that only values a step apart are in question, so that none is passed over beside the answer, and All that every one in the range was tried.
	OnGrid bool `json:"on_grid"`
	All    bool `json:"all"`
	// Impossible is how many values of the grid the scenario cannot have, and Why the first reason.
	Impossible int    `json:"impossible,omitempty"`
	Why        string `json:"why,omitempty"`
	// Chosen says how the range was chosen; empty where it was asked for.
	Chosen string `json:"chosen,omitempty"`
	// Outcome is "found"; "every", where all values tried meet the target; or "none".
	Outcome string `json:"outcome"`
	// Value is the smallest that meets the target or, where all smaller ones meet it too, the largest; End says which. Where none does, it is the value that comes nearest.
	Value string `json:"value"`
	End   string `json:"end,omitempty"`
	// Monotone says whether the answer changes at most once as the value rises. Met are the runs of tried values that meet the target.
	Monotone bool       `json:"monotone"`
	Met      []Interval `json:"met"`
	// Tried are all values tried, in rising order, and AsItIs what the expression comes to as the scenario is.
	Tried  []Trial  `json:"tried"`
	AsItIs *Reading `json:"as_it_is"`
	Unit   Unit     `json:"unit"`
	// Now is what the input is in the scenario; nil where that is not one number.
	Now *float64 `json:"now,omitempty"`
	// Beside has the usual figures of the scenarios of the results.
	Beside VariantTable `json:"beside"`
}

// How a range is chosen.
const (
	AroundWhatItIs = "around what it is"
	AllItMayBe     = "all it may be"
)

// Outcomes of solving.
const (
	Found = "found"
	Every = "every"
	None  = "none"
)

// Question is what to solve: which value of an input, in a range or, if that is nil, around what it is, meets a target.
type Question struct {
	Key    string
	Span   *scenarios.Span
	Target *Target
	Load   func(settings []string) (*scenarios.Scenario, error)
}

// RangeError says why a range cannot be searched.
type RangeError struct{ error }

// Solve finds the value of an input that meets a target among what a subject is about, on the same draws for every value.
func Solve(ctx context.Context, subject Subject, base *scenarios.Scenario, q *Question, asked Asked) (*Results, error) {
	if err := subject.check([]*scenarios.Scenario{base}); err != nil {
		return nil, err
	}
	if err := q.Target.Check(subject, base, asked); err != nil {
		return nil, err
	}
	variable, err := base.Variable(q.Key)
	if err != nil {
		return nil, RangeError{err}
	}
	solver := solver{ctx: ctx, subject: subject, question: q, asked: asked, progress: newProgress(asked, 0)}
	search, err := solver.newSearch(variable)
	if err != nil {
		return nil, err
	}
	if q.Key == priceLevel && base.Contract != nil && search.grid == nil {
		search.finest = finestLevel(base)
	}
	if err := search.run(); err != nil {
		return nil, err
	}
	return solver.results(base, variable, search)
}

// newSearch settles the range, and which of its values are in question.
func (s *solver) newSearch(v *scenarios.Variable) (*search, error) {
	search := &search{try: s.try}
	var step *big.Rat // nil where any number will do
	if v.Whole {
		step = big.NewRat(1, 1)
	} else if v.Money {
		search.finest = big.NewRat(1, 100)
	}
	var err error
	if span := s.question.Span; span == nil {
		search.from, search.to, err = usualRange(v)
	} else {
		search.from, search.to = span.From, span.To
		if span.Step != nil {
			step = span.Step
		}
		err = withinLimits(v, span)
	}
	if err == nil && step != nil {
		s.step = step
		search.grid, err = grid(search.from, search.to, step)
	}
	if err != nil {
		return nil, RangeError{fmt.Errorf("%s: %w", v.Key, err)}
	}
	if search.grid != nil {
		search.grid = s.possible(search.grid)
	}
	if search.grid != nil && len(search.grid) == 0 || search.grid == nil && s.can(search.from) != nil && s.can(search.to) != nil {
		return nil, s.refused
	}
	return search, nil
}

func withinLimits(v *scenarios.Variable, span *scenarios.Span) error {
	from, _ := span.From.Float64()
	to, _ := span.To.Float64()
	low, high := scenarios.Decimal(span.From), scenarios.Decimal(span.To)
	switch {
	case from < v.Min || to > v.Max:
		return fmt.Errorf("%s..%s is not within %s..%s, which is what it may be; narrow the range", low, high, limit(v.Min), limit(v.Max))
	case v.Whole && span.Step == nil && !span.From.IsInt():
		return fmt.Errorf("%s is not a whole number; begin the range with one, or give the step, as %s..%s/0.5", low, low, high)
	}
	return nil
}

// grid are the numbers from one end to the other, a step apart.
func grid(from, to, step *big.Rat) ([]*big.Rat, error) {
	if count := new(big.Rat).Quo(new(big.Rat).Sub(to, from), step); count.Cmp(big.NewRat(mostOnGrid, 1)) >= 0 {
		return nil, fmt.Errorf("%s..%s in steps of %s are more than %d values; take a larger step, as %s..%s/STEP",
			scenarios.Decimal(from), scenarios.Decimal(to), scenarios.Decimal(step), mostOnGrid, scenarios.Decimal(from), scenarios.Decimal(to))
	}
	var values []*big.Rat
	for x := new(big.Rat).Set(from); x.Cmp(to) <= 0; x = new(big.Rat).Add(x, step) {
		values = append(values, x)
	}
	return values, nil
}

// possible leaves out the values that the scenario cannot have, unless there are so many that to load them all would take too long.
func (s *solver) possible(grid []*big.Rat) []*big.Rat {
	if len(grid) > mostLoaded {
		return grid
	}
	possible := []*big.Rat{}
	for _, x := range grid {
		if s.can(x) == nil {
			possible = append(possible, x)
		} else {
			s.impossible++
		}
	}
	return possible
}

// can says why the scenario cannot have a value, and remembers the first such reason.
func (s *solver) can(x *big.Rat) error {
	variant, err := s.load(scenarios.Decimal(x))
	if err == nil {
		err = s.question.Target.Check(s.subject, variant, s.asked)
	}
	if err != nil && s.refused == nil {
		s.refused = err
	}
	return err
}

func limit(x float64) string {
	if math.Abs(x) < 1e-9 && x != 0 { // "above 0" in the schema
		x = 0
	}
	return written(x)
}

// usualRange is where a value is looked for unless a range is asked for: for a share, all of what it may be; else from a quarter to four times what it is, and for a
// whole number up to 10 at least.
func usualRange(v *scenarios.Variable) (from, to *big.Rat, err error) {
	low, high := v.Min, v.Max
	if !isShare(v) {
		if v.Now == nil || *v.Now == 0 && !v.Whole {
			return nil, nil, fmt.Errorf("is not one number above 0 in the scenario, around which a range could be chosen; give the range, as %s=FROM..TO", v.Key)
		}
		low, high = *v.Now/4, *v.Now*4
		if v.Whole {
			low, high = math.Floor(low), max(math.Ceil(high), 10)
		}
		low, high = max(v.Min, low), min(v.Max, high)
	}
	from, to = new(big.Rat), new(big.Rat)
	from.SetString(limit(twoDigits(low, math.Floor)))
	to.SetString(limit(twoDigits(high, math.Ceil)))
	return from, to, nil
}

func isShare(v *scenarios.Variable) bool { return v.Min >= 0 && v.Max <= 1 }

// twoDigits rounds a number that is not whole to two significant digits.
func twoDigits(x float64, round func(float64) float64) float64 {
	if x == math.Trunc(x) && math.Abs(x) < 1e6 {
		return x
	}
	text := fmt.Sprintf("%.0e", math.Abs(x))
	var power int
	fmt.Sscanf(text[2:], "%d", &power)
	if power <= 0 {
		shift := math.Pow10(-power + 1)
		return round(x*shift) / shift
	}
	shift := math.Pow10(power - 1)
	return round(x/shift) * shift
}

// solver tries values by simulating the scenario with each.
type solver struct {
	ctx      context.Context
	subject  Subject
	question *Question
	asked    Asked
	progress *progress
	step     *big.Rat // of the grid, if there is one

	refused    error // the first reason why the scenario cannot have a value
	impossible int   // such values on the grid
}

func (s *solver) load(value string) (*scenarios.Scenario, error) {
	return s.question.Load([]string{s.question.Key + "=" + value})
}

// try simulates no more than the expression takes.
func (s *solver) try(x *big.Rat) (Trial, error) {
	variant, err := s.load(scenarios.Decimal(x))
	if err != nil {
		return Trial{}, err
	}
	r, err := s.read(variant)
	if err != nil {
		return Trial{}, err
	}
	t := s.question.Target
	return Trial{Scenario: variant.Name, Reading: r, Meets: t.Met(r.Value), Sure: t.surely(*r)}, nil
}

// read simulates a scenario for the reading of the target's expression alone.
func (s *solver) read(variant *scenarios.Scenario) (*Reading, error) {
	e := &s.question.Target.Expression
	all := []*scenarios.Scenario{variant}
	o := observe(s.subject, all, s.progress.next(s.asked, 1), []*Expression{e}, true)
	names := tidiedOf(o.observers[0].result(o.asked))
	if err := e.check(names); err != nil {
		return nil, &inScenario{variant.Name, err}
	}
	o.keepOnly(e, names)
	if err := o.simulate(s.ctx); err != nil {
		return nil, err
	}
	reading, err := e.read(tidiedOf(o.observers[0].result(o.asked)), byName(o.observers[0].numbers()), o.drawn)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", variant.Name, err)
	}
	return reading, nil
}

// results projects the scenario as it is and with the values about the answer.
func (s *solver) results(base *scenarios.Scenario, v *scenarios.Variable, found *search) (*Results, error) {
	trials := found.trials
	solution := s.solution(v, found)
	at, end := answer(trials)
	solution.End = end
	solution.Outcome = Found
	var beside []Trial
	switch {
	case at < 0:
		solution.Outcome, at = None, nearestMiss(trials, s.question.Target)
		beside = trials[at : at+1]
	default:
		if len(runs(trials)) == 1 && runs(trials)[0] == [2]int{0, len(trials) - 1} {
			solution.Outcome = Every
		}
		beside = trials[max(0, at-1):min(len(trials), at+2)]
	}
	solution.Value = trials[at].Value
	all := []*scenarios.Scenario{base}
	for _, t := range beside {
		variant, err := s.load(t.Value)
		if err != nil {
			return nil, err
		}
		all = append(all, variant)
		solution.Beside.Rows = append(solution.Beside.Rows, VariantRow{Values: []string{t.Value}, Scenario: variant.Name, Same: len(changedInputs(base, variant)) == 0})
	}
	c, err := newColumns(s.subject, base, false, []*Expression{&s.question.Target.Expression}, s.asked)
	if err != nil {
		return nil, err
	}
	asked := s.asked
	asked.Progress = func(done, _ int) {
		if s.asked.Progress != nil {
			s.asked.Progress(s.progress.done+done, 0)
		}
	}
	results, readings, err := simulateVariants(s.ctx, s.subject, all, c, asked)
	if err != nil {
		return nil, err
	}
	// The first figure is the target's, which stands with every value tried.
	solution.AsItIs, solution.Unit = readings[0][0], c.figures[0].Unit
	solution.Beside.Figures, solution.Beside.AsItIs = c.figures[1:], readings[0][1:]
	for i := range solution.Beside.Rows {
		solution.Beside.Rows[i].Readings = readings[i+1][1:]
	}
	results.Solve = solution
	return results, nil
}

// solution is what does not depend on which value is the answer.
func (s *solver) solution(v *scenarios.Variable, found *search) *Solution {
	t := s.question.Target
	solution := &Solution{
		Key: v.Key, What: v.What, Target: t.String(), Expression: t.Expression.String(), Number: t.Number,
		From: scenarios.Decimal(found.from), To: scenarios.Decimal(found.to), Tried: found.trials, Now: v.Now,
		Met: intervals(found.trials), Monotone: isMonotone(found.trials), Impossible: s.impossible,
	}
	if s.question.Span == nil {
		solution.Chosen = AroundWhatItIs
		if isShare(v) {
			solution.Chosen = AllItMayBe
		}
	}
	if s.refused != nil {
		solution.Why, _, _ = strings.Cut(s.refused.Error(), "\n")
	}
	if s.step != nil {
		solution.Step, solution.OnGrid = scenarios.Decimal(s.step), true
		solution.All = len(found.trials) == len(found.grid)
	} else if found.finest != nil {
		solution.Step = scenarios.Decimal(found.finest)
	}
	return solution
}
