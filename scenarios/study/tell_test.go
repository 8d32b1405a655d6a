package study

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestTellMoneyWithoutBias: of the amount 3q + 2l + 5d + 4ld, all four symmetric about 0 and with variance 1 where l and d are, 9 of the variance is ignorance, 4 luck and 25 + 16 decisions, with which what
// luck does under some decisions only is counted.
func TestTellMoneyWithoutBias(t *testing.T) {
	const draws = 200_000
	random := rand.New(rand.NewPCG(1, 2))
	sign := func() float64 { return float64(2*random.IntN(2) - 1) }
	var d keptDoubt
	var luck, decisions float64
	for range draws {
		ignorance := random.NormFloat64()
		future := func(luck float64, decided *amounts) *amounts {
			var paid amounts
			for k, decision := range decided {
				paid[k] = 3*ignorance + 2*luck + 5*decision + 4*luck*decision
			}
			return &paid
		}
		decide := func() *amounts {
			var decided amounts
			for k := range decided {
				decided[k] = sign()
			}
			return &decided
		}
		one, other, decided := sign(), sign(), decide()
		told := tellMoney(future(one, decided), future(other, decided), future(other, decide()))
		d.told = append(d.told, told)
		luck += told.luck / draws
		decisions += told.decisions / draws
	}
	near := func(what string, got, want, tolerance float64) {
		if math.Abs(got-want) > tolerance {
			t.Errorf("%s: %v, not %v", what, got, want)
		}
	}
	near("luck", luck, 4, 0.1)
	near("decisions", decisions, 41, 0.3)
	doubt, _ := d.split()
	near("share of luck", doubt.Luck.Share, 4.0/54, 5*doubt.Luck.Error)
	near("share of ignorance", doubt.Ignorance.Share, 9.0/54, 5*doubt.Ignorance.Error)
	near("share of decisions", doubt.Decisions.Share, 41.0/54, 5*doubt.Decisions.Error)
	if worst := max(doubt.Luck.Error, doubt.Ignorance.Error, doubt.Decisions.Error); worst > 0.002 {
		t.Errorf("errors of up to %v", worst)
	}
}
