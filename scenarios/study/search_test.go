package study

import (
	"math/big"
	"slices"
	"testing"
)

// searched runs a search over a made-up function, without simulating, for the values at which it is at least 10.
func searched(t *testing.T, s *search, of func(x float64) float64) *search {
	t.Helper()
	s.try = func(x *big.Rat) (Trial, error) {
		at, _ := x.Float64()
		y := of(at)
		return Trial{Reading: &Reading{Value: y}, Meets: y >= 10}, nil
	}
	if err := s.run(); err != nil {
		t.Fatal(err)
	}
	return s
}

func wholeNumbers(t *testing.T, from, to int64) *search {
	t.Helper()
	low, high := big.NewRat(from, 1), big.NewRat(to, 1)
	values, err := grid(low, high, big.NewRat(1, 1))
	if err != nil {
		t.Fatal(err)
	}
	return &search{from: low, to: high, grid: values}
}

func anyNumber(from, to int64) *search {
	return &search{from: big.NewRat(from, 1), to: big.NewRat(to, 1)}
}

func answered(t *testing.T, what string, s *search, value, end string, monotone bool, met ...Interval) {
	t.Helper()
	at, is := answer(s.trials)
	got := ""
	if at >= 0 {
		got = s.trials[at].Value
	}
	if got != value || is != end || isMonotone(s.trials) != monotone {
		t.Errorf("%s: the %s is %q, monotone %v; not the %s, %q, %v", what, is, got, isMonotone(s.trials), end, value, monotone)
	}
	if all := intervals(s.trials); !slices.Equal(all, met) {
		t.Errorf("%s: met %v, not %v", what, all, met)
	}
	for i := 1; i < len(s.trials); i++ {
		if s.trials[i-1].x.Cmp(s.trials[i].x) >= 0 || s.trials[i-1].Value == s.trials[i].Value {
			t.Errorf("%s: %s is tried twice or out of order", what, s.trials[i].Value)
		}
	}
}

// TestSearchScans: in a short range of whole numbers every one is tried, whatever the answer looks like.
func TestSearchScans(t *testing.T) {
	rising := func(x float64) float64 { return 3 * x } // 12 at 4
	falling := func(x float64) float64 { return 20 - 3*x }
	always, never := func(float64) float64 { return 11 }, func(x float64) float64 { return x / 2 }
	hill := func(x float64) float64 { return 12 - (x-5)*(x-5) } // 11, 12, 11 at 4, 5, 6
	gap := func(x float64) float64 {
		if x == 7 {
			return 0
		}
		return 3 * x
	}
	answered(t, "rising", searched(t, wholeNumbers(t, 0, 12), rising), "4", smallest, true, Interval{"4", "12"})
	answered(t, "falling", searched(t, wholeNumbers(t, 0, 12), falling), "3", largest, true, Interval{"0", "3"})
	answered(t, "always", searched(t, wholeNumbers(t, 0, 12), always), "0", smallest, true, Interval{"0", "12"})
	answered(t, "never", searched(t, wholeNumbers(t, 0, 12), never), "", "", true)
	answered(t, "hill", searched(t, wholeNumbers(t, 0, 12), hill), "4", smallest, false, Interval{"4", "6"})
	answered(t, "gap", searched(t, wholeNumbers(t, 0, 12), gap), "4", smallest, false, Interval{"4", "6"}, Interval{"8", "12"})
	s := searched(t, wholeNumbers(t, 0, 12), never)
	if len(s.trials) != 13 {
		t.Errorf("%d values tried, not 13", len(s.trials))
	}
	target := &Target{Op: ">=", Number: 10}
	if at := nearestMiss(s.trials, target); s.trials[at].Value != "12" {
		t.Errorf("the nearest miss is %s, not 12", s.trials[at].Value)
	}
}

// TestSearchNarrows: in a long range coarse values come first, and then all of those beside the answer, also where the function is not monotone
// between two of them: 1,234 is met, 1,235 to 1,239 are not, and from 1,240 on all are.
func TestSearchNarrows(t *testing.T) {
	s := searched(t, wholeNumbers(t, 0, 4000), func(x float64) float64 {
		if x == 1234 || x >= 1240 {
			return 10
		}
		return 0
	})
	answered(t, "long", s, "1234", smallest, false, Interval{"1234", "1234"}, Interval{"1240", "4000"})
	// Coarse values 200 apart; 20 more in 1,200 to 1,400, 10 apart; then all from 1,230 to 1,240.
	if len(s.trials) > 60 {
		t.Errorf("%d values tried", len(s.trials))
	}
	s = searched(t, wholeNumbers(t, 0, 4000), func(x float64) float64 { return 2010 - x })
	answered(t, "long, falling", s, "2000", largest, true, Interval{"0", "2000"})
	at, _ := answer(s.trials)
	if s.trials[at-1].Value != "1999" || s.trials[at+1].Value != "2001" {
		t.Errorf("beside 2000 are %s and %s", s.trials[at-1].Value, s.trials[at+1].Value)
	}
	// Only what the scenario can have: multiples of 7.
	sevens := &search{from: big.NewRat(0, 1), to: big.NewRat(60, 1)}
	for x := int64(7); x < 60; x += 7 {
		sevens.grid = append(sevens.grid, big.NewRat(x, 1))
	}
	answered(t, "multiples of 7", searched(t, sevens, func(x float64) float64 { return x - 5 }), "21", smallest, true, Interval{"21", "56"})
}

// TestSearchHalves: where any number will do, the answer has three significant digits, and the numbers a step below and above it have been tried.
func TestSearchHalves(t *testing.T) {
	for _, example := range []struct {
		what           string
		s              *search
		of             func(float64) float64
		value, end     string
		before, behind string
	}{
		{"a share", anyNumber(0, 1), func(x float64) float64 { return 10 * x / 0.61803 }, "0.619", smallest, "0.618", "0.62"},
		{"a small share", anyNumber(0, 1), func(x float64) float64 { return 10 * x / 0.012345 }, "0.0124", smallest, "0.0123", "0.0125"},
		{"large", anyNumber(0, 5000), func(x float64) float64 { return 10 * x / 1234 }, "1240", smallest, "1230", "1250"},
		{"falling", anyNumber(0, 1), func(x float64) float64 { return 10 * 0.61803 / max(x, 0.001) }, "0.618", largest, "0.617", "0.619"},
		{"cents", &search{from: big.NewRat(0, 1), to: big.NewRat(5000, 1), finest: big.NewRat(1, 100)}, func(x float64) float64 { return 10 * x / 1234.567 }, "1234.57", smallest, "1234.56", "1234.58"},
	} {
		s := searched(t, example.s, example.of)
		at, end := answer(s.trials)
		if at < 1 || at+1 >= len(s.trials) || s.trials[at].Value != example.value || end != example.end {
			t.Errorf("%s: the %s is at %d of %v, not the %s, %s", example.what, end, at, values(s.trials), example.end, example.value)
			continue
		}
		if s.trials[at-1].Value != example.before || s.trials[at+1].Value != example.behind {
			t.Errorf("%s: beside %s are %s and %s", example.what, example.value, s.trials[at-1].Value, s.trials[at+1].Value)
		}
		if len(s.trials) > 45 {
			t.Errorf("%s: %d values tried", example.what, len(s.trials))
		}
	}
	// Not monotone: met from 0.3 to 0.4 and from 0.7 on.
	s := searched(t, anyNumber(0, 1), func(x float64) float64 {
		if x >= 0.3 && x <= 0.4 || x >= 0.7 {
			return 10
		}
		return 0
	})
	answered(t, "two intervals", s, "0.3", smallest, false, Interval{"0.3", "0.4"}, Interval{"0.7", "1"})
	// Never: only the coarse values are tried.
	if s := searched(t, anyNumber(0, 1), func(float64) float64 { return 0 }); len(s.trials) != coarse+1 {
		t.Errorf("%d values tried, not %d", len(s.trials), coarse+1)
	}
}

func values(trials []Trial) (all []string) {
	for _, t := range trials {
		all = append(all, t.Value)
	}
	return all
}

// TestSearchBesideZero: where 0 is the answer, the value beside it is another one as printed too.
func TestSearchBesideZero(t *testing.T) {
	hill := func(x float64) float64 { return 10 + 100*(x-0.3)*(x-0.6) } // met up to 0.3 and from 0.6
	s := searched(t, anyNumber(0, 1), hill)
	if at, _ := answer(s.trials); s.trials[at].Value != "0" || s.trials[at+1].Value != "0.0001" {
		t.Errorf("beside %s, %s was tried", s.trials[at].Value, s.trials[at+1].Value)
	}
	for i := 1; i < len(s.trials); i++ {
		if s.trials[i-1].Value == s.trials[i].Value {
			t.Errorf("%s is tried twice", s.trials[i].Value)
		}
	}
}
