package study

import (
	"math/big"
	"slices"

	"ipsplan/scenarios"
)

// Trial is one value that a search has tried.
type Trial struct {
	Value    string `json:"value"`
	Scenario string `json:"scenario,omitempty"`
	// Reading is what the expression of the target comes to.
	Reading *Reading `json:"reading"`
	Meets   bool     `json:"meets"`
	// Sure is how sure Monte Carlo error lets one be that the value meets the target, or misses it, as it seems to: 0.5 to 1.
	Sure *float64 `json:"sure,omitempty"`

	x *big.Rat
}

// Interval is a run of tried values, both ends included, which all meet the target.
type Interval struct {
	From string `json:"from"`
	To   string `json:"to"`
}

const (
	// mostScanned values are tried one by one where a range has a step; in a longer range, and where there is none, coarse ones first.
	mostScanned = 41
	coarse      = 20      // distances between coarse values
	mostOnGrid  = 100_000 // values of a range
	mostLoaded  = 1_000   // values of a range of which it is known beforehand whether the scenario can have them
	digits      = 3       // significant digits of a number without a step
)

// search looks for the value of an input that meets a target, trying ever finer values. It assumes nothing about how the answer depends on the input beyond what the
// values that it tries show: on a grid, all values beside the answer are tried, and nothing is bisected; without one, the first change between two coarse values is
// taken to be the only one between them.
type search struct {
	from, to *big.Rat
	grid     []*big.Rat // the values in question, rising; nil where any number from one end to the other will do
	finest   *big.Rat   // distance between numbers without a grid; nil for a number of significant digits
	try      func(x *big.Rat) (Trial, error)

	trials []Trial // in rising order
}

// run tries values until those beside the answer have been tried.
func (s *search) run() error {
	if err := s.scan(s.from, s.to); err != nil {
		return err
	}
	for {
		low, high, ok := s.edge()
		if !ok {
			return s.beside()
		}
		before := len(s.trials)
		var err error
		if s.grid != nil {
			err = s.scan(low.x, high.x)
		} else {
			err = s.halve(low, high)
		}
		if err != nil {
			return err
		}
		if len(s.trials) == before {
			return s.beside()
		}
	}
}

// scan tries all values of a range or, if they are too many, some at about equal distances.
func (s *search) scan(low, high *big.Rat) error {
	for _, x := range s.some(low, high) {
		if err := s.visit(x); err != nil {
			return err
		}
	}
	return nil
}

// some are values from low to high, both included, on the grid if there is one.
func (s *search) some(low, high *big.Rat) []*big.Rat {
	var values []*big.Rat
	if s.grid == nil {
		for i := range coarse + 1 {
			x := between(low, high, int64(i), coarse)
			if i > 0 && i < coarse {
				x = rounded(x, s.grain(high))
			}
			values = append(values, x)
		}
		return values
	}
	first, last := s.place(low), s.place(high)
	if last-first < mostScanned {
		return s.grid[first : last+1]
	}
	for i := range coarse + 1 {
		values = append(values, s.grid[first+(last-first)*i/coarse])
	}
	return values
}

// place is the position on the grid of the last value that is not above x; of the first, if all are.
func (s *search) place(x *big.Rat) int {
	at, found := slices.BinarySearchFunc(s.grid, x, (*big.Rat).Cmp)
	if found {
		return at
	}
	return max(0, at-1)
}

// between is the value i/n of the way.
func between(low, high *big.Rat, i, n int64) *big.Rat {
	x := new(big.Rat).Sub(high, low)
	x.Mul(x, big.NewRat(i, n))
	return x.Add(x, low)
}

// rounded is the nearest multiple of a grain.
func rounded(x, grain *big.Rat) *big.Rat {
	n := new(big.Rat).Quo(x, grain)
	n.Add(n, big.NewRat(1, 2))
	whole := new(big.Int).Div(n.Num(), n.Denom())
	return n.Mul(new(big.Rat).SetInt(whole), grain)
}

// grain is the distance between numbers a little below x in size: finest or, without that, one in the last of their significant digits.
func (s *search) grain(x *big.Rat) *big.Rat {
	if s.finest != nil {
		return s.finest
	}
	size, grain, ten := new(big.Rat).Abs(x), big.NewRat(1, 1), big.NewRat(10, 1)
	for range 30 {
		if size.Cmp(grain) > 0 {
			break
		}
		grain.Quo(grain, ten)
	}
	for size.Cmp(new(big.Rat).Mul(grain, ten)) > 0 {
		grain.Mul(grain, ten)
	}
	for range digits - 1 {
		grain.Quo(grain, ten)
	}
	if least := big.NewRat(1, 1e9); grain.Cmp(least) < 0 {
		return least
	}
	return grain
}

// halve tries the middle of two values, on the grain of the larger of them, unless there is nothing between them.
func (s *search) halve(low, high Trial) error {
	size := high.x
	if new(big.Rat).Abs(low.x).Cmp(new(big.Rat).Abs(high.x)) > 0 {
		size = low.x
	}
	middle := rounded(between(low.x, high.x, 1, 2), s.grain(size))
	if middle.Cmp(low.x) <= 0 || middle.Cmp(high.x) >= 0 {
		return nil
	}
	return s.visit(middle)
}

// visit tries a value, unless it has been tried.
func (s *search) visit(x *big.Rat) error {
	at, tried := slices.BinarySearchFunc(s.trials, x, func(t Trial, x *big.Rat) int { return t.x.Cmp(x) })
	if tried {
		return nil
	}
	t, err := s.try(x)
	if err != nil {
		return err
	}
	t.x, t.Value = x, scenarios.Decimal(x)
	s.trials = slices.Insert(s.trials, at, t)
	return nil
}

// runs are the positions of runs of values that meet the target: first and last of each.
func runs(trials []Trial) [][2]int {
	var all [][2]int
	for i, t := range trials {
		switch {
		case !t.Meets:
		case i > 0 && trials[i-1].Meets:
			all[len(all)-1][1] = i
		default:
			all = append(all, [2]int{i, i})
		}
	}
	return all
}

// Which value is given.
const (
	smallest = "smallest" // that meets the target
	largest  = "largest"  // where all values below it meet the target too, and none above it
)

// answer is the position of the value to give, or −1: the smallest that meets the target; the largest where those that meet it are all from the lower
// end of the range up to it.
func answer(trials []Trial) (at int, end string) {
	met := runs(trials)
	switch {
	case len(met) == 0:
		return -1, ""
	case len(met) == 1 && met[0][0] == 0 && met[0][1] < len(trials)-1:
		return met[0][1], largest
	}
	return met[0][0], smallest
}

// edge gives the answer and its neighbour that misses the target, in rising order, if there is one.
func (s *search) edge() (low, high Trial, ok bool) {
	trials := s.trials
	at, end := answer(trials)
	switch {
	case end == largest:
		return trials[at], trials[at+1], true
	case at > 0:
		return trials[at-1], trials[at], true
	}
	return Trial{}, Trial{}, false
}

// beside tries the values next to the answer, if they are in the range.
func (s *search) beside() error {
	at, _ := answer(s.trials)
	if at < 0 {
		return nil
	}
	x := s.trials[at].x
	var next []*big.Rat
	if s.grid != nil {
		place := s.place(x)
		next = s.grid[max(0, place-1):min(len(s.grid), place+2)]
	} else {
		// Beside 0, a number of significant digits could be as small as one likes: there the distance is that of the least coarse value.
		size := x
		if x.Sign() == 0 {
			size = between(new(big.Rat), new(big.Rat).Sub(s.to, s.from), 1, coarse)
		}
		step := s.grain(size)
		next = []*big.Rat{new(big.Rat).Sub(x, step), new(big.Rat).Add(x, step)}
	}
	for _, y := range next {
		if y.Cmp(s.from) >= 0 && y.Cmp(s.to) <= 0 {
			if err := s.visit(y); err != nil {
				return err
			}
		}
	}
	return nil
}

// intervals are the runs of values that meet the target.
func intervals(trials []Trial) []Interval {
	all := []Interval{}
	for _, run := range runs(trials) {
		all = append(all, Interval{trials[run[0]].Value, trials[run[1]].Value})
	}
	return all
}

// nearestMiss is the position of the value that comes nearest to a target that none meets; −1 if there is none.
func nearestMiss(trials []Trial, t *Target) int {
	best := -1
	for i := range trials {
		if best < 0 || shortfall(trials[i], t) < shortfall(trials[best], t) {
			best = i
		}
	}
	return best
}

func shortfall(trial Trial, t *Target) float64 {
	if t.Op == ">" || t.Op == ">=" {
		return t.Number - trial.Reading.Value
	}
	return trial.Reading.Value - t.Number
}

// isMonotone says whether the answer changes at most once as the values rise.
func isMonotone(trials []Trial) bool {
	changes := 0
	for i := 1; i < len(trials); i++ {
		if trials[i].Meets != trials[i-1].Meets {
			changes++
		}
	}
	return changes <= 1
}
