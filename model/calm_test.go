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

// TestComeAndGoByWeek: whether anyone is in post, how often someone has left and whether the chance of staying is still precise are those of adding up week by week.
func TestComeAndGoByWeek(t *testing.T) {
	empty, imprecise := 0, 0
	for i := range 200 {
		random := rand.New(rand.NewPCG(uint64(i), 8))
		c := newCentre(&Plan{Years: 1 + random.IntN(MaxYears), Caseload: Caseload{Limit: []int{25}, Ramp: LinearRamp(0)}})
		moves := make([]move, len(c.weeks))
		heads, often := int32(0), random.IntN(40)
		for week := random.IntN(len(c.weeks)); week < len(c.weeks); week += 1 + random.IntN(1+often) {
			m := move{come: int32(random.IntN(3)), leave: int32(random.IntN(int(heads) + 1))}
			heads += m.come - m.leave
			moves[week], *c.move(week) = m, m
		}
		const dropOut = 0.99
		c.comeAndGo(dropOut)
		heads, stays, losses, last := 0, 1.0, 0, -1
		for week, m := range moves {
			if m.leave > 0 {
				stays *= 1 - dropOut*float64(m.leave)/float64(heads)
				losses++
			}
			if heads += m.come - m.leave; heads == 0 {
				last = week
				empty++
			}
			now := c.weeks[week]
			if now.isEmpty() != (heads == 0) || int(now.losses) != losses {
				t.Fatalf("case %d, week %d: %+v with %d in post and %d losses", i, week, now, heads, losses)
			}
			if heads > 0 && (now.calm > 0) != (stays > leastCalm) {
				t.Fatalf("case %d, week %d: calm is %g with a chance of staying of %g", i, week, now.calm, stays)
			}
			if heads > 0 && stays <= leastCalm {
				imprecise++
			}
		}
		if c.lastEmpty != last {
			t.Fatalf("case %d: nobody in post in week %d, and not %d, for the last time", i, c.lastEmpty, last)
		}
	}
	if empty < 1000 || imprecise < 1000 {
		t.Errorf("only %d weeks without anyone in post and %d in which hardly anybody can have stayed", empty, imprecise)
	}
}
