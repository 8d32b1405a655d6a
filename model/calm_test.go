package model

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Whoever is said to be undisturbed is not lost when specialists leave, also after so many losses that hardly anybody can have stayed through all of them.
func TestNobodyCalmDropsOut(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	calm, lost := 0, 0
	for _, dropOut := range []float64{0.02, 0.5, 1} {
		c := newCentre(&Plan{Years: MaxYears, Caseload: Caseload{Limit: []int{25}, Ramp: LinearRamp(0)}})
		c.move(0).come = 10
		for week := 1; week < len(c.weeks); week++ {
			leaving := int32(random.IntN(6))
			c.move(week).leave, c.move(week).come = leaving, leaving
		}
		c.comeAndGo(dropOut)
		for range 200_000 {
			from := random.IntN(len(c.weeks) - 30)
			due := from + 1 + random.IntN(29)
			stays := 1.0
			for _, l := range c.losses {
				if l.week > from && l.week <= due {
					stays *= l.stays
				}
			}
			number := random.Uint32()
			if random.IntN(2) == 0 { // next to where the answer changes
				number = uint32(min(max(int64(stays*(1<<32))+random.Int64N(7)-3, 0), math.MaxUint32))
			}
			_, out := c.dropOut(uint64(number)<<32, from, due)
			switch isCalm := c.isCalm(from, due, number); {
			case isCalm && out:
				t.Fatalf("drop-out %g, weeks %d to %d, number %d: said to be calm, and lost", dropOut, from, due, number)
			case isCalm:
				calm++
			case out:
				lost++
			}
		}
	}
	if calm < 10_000 || lost < 10_000 {
		t.Errorf("only %d calm and %d lost", calm, lost)
	}
}
