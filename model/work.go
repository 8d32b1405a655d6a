package model

import (
	"math"
	"math/bits"
)

// change is by how much the work carried in a week differs from that of the week before. Work carried is counted in FTE times
// the denominator of the ramp, made fine, which is exact.
type change struct {
	carried int64
	rise    int64 // by which the work carried rises each week, from this one on
}

// bend is a week in post in which a ramp leaves its straight line: the share carried jumps, and rises by more or less each week from then on.
type bend struct {
	week       int
	jump, rise int64
}

// bendsOf describes a ramp by its jumps or by its bends, whichever are fewer: a steady rise has two bends, monthly steps a jump each.
func bendsOf(r Ramp) []bend {
	var jumps, bends []bend
	before, roseBefore := 0, 0
	for k := range len(r.Share) + 2 {
		rose := r.At(k) - before
		if rose != 0 {
			jumps = append(jumps, bend{week: k, jump: int64(rose)})
		}
		if rose != roseBefore {
			bends = append(bends, bend{week: k, rise: int64(rose - roseBefore)})
		}
		before, roseBefore = r.At(k), rose
	}
	if len(jumps) <= len(bends) {
		return jumps
	}
	return bends
}

// carrySingly works out the capacity from what changes in the work carried, and forgets that.
func (c *centre) carrySingly() {
	var now work // in the week before
	for q := range c.changed {
		from := q * WeeksPerQuarter
		each := &c.worth[q/QuartersPerYear]
		var sum int
		switch capacity := c.capacity[from:][:WeeksPerQuarter]; {
		case c.changed[q]:
			now, sum = now.change(each, capacity, c.changes[from:][:WeeksPerQuarter])
			c.changed[q] = false
		case now.rise != 0:
			now, sum = now.goOn(each, capacity)
		default:
			people := each.of(now.carried)
			sum = int(people) * WeeksPerQuarter
			for i := range capacity {
				capacity[i] = int32(min(people, math.MaxInt32))
			}
		}
		c.at(from).capacityWeeks += sum
	}
}

// work is what the specialists carry, in the units of a change, and by how much it rises each week.
type work struct{ carried, rise int64 }

// change works out the capacity of weeks in which something changes, and what it adds up to. It forgets the changes.
func (w work) change(each *worth, capacity []int32, changes []change) (after work, sum int) {
	for i := range changes {
		w.rise += changes[i].rise
		w.carried += w.rise + changes[i].carried
		changes[i] = change{}
		people := each.of(w.carried)
		capacity[i] = int32(min(people, math.MaxInt32))
		sum += int(people)
	}
	return w, sum
}

// goOn works out the capacity of weeks in which nothing changes but the work that goes on rising, and what it adds up to.
func (w work) goOn(each *worth, capacity []int32) (after work, sum int) {
	for i := range capacity {
		w.carried += w.rise
		people := each.of(w.carried)
		capacity[i] = int32(min(people, math.MaxInt32))
		sum += int(people)
	}
	return w, sum
}

// worth is how many people the work carried is.
type worth struct {
	// rounded is how many a unit is, in 2^-64 and rounded up, so that a multiplication does instead of a division. Capacity is exact all
	// the same: whatever falls short of a whole number of people does so by one unit's part of a full-time post or more, and all the work at a centre is
	// rounded up by less than that. Plan.validateWork sees to it.
	rounded uint64
	limit   int64   // people for the work of a full-time post
	people  float64 // for a unit, about
}

// worthByYear is the worth in each year of the horizon, for a ramp made fine.
func (c *Caseload) worthByYear(years int, ramp *Ramp) []worth {
	byYear := make([]worth, years)
	for y := range byYear {
		limit, fullTime := c.LimitIn(y*WeeksPerYear), ramp.fullTime()
		each, left := bits.Div64(uint64(limit), 0, uint64(fullTime))
		byYear[y] = worth{each + min(left, 1), int64(limit), float64(limit) / float64(fullTime)}
	}
	return byYear
}

// of is how many people the work carried is, rounded down. Neither is below 0.
func (w *worth) of(carried int64) int64 {
	people, _ := bits.Mul64(uint64(carried), w.rounded)
	return int64(people)
}

// fullTime is the work that a specialist in a full-time post carries, in the end.
func (r *Ramp) fullTime() int64 { return int64(FullTime) * int64(r.Denominator) }

// finely is the same ramp with a denominator so large that a unit of work is less than a person under any limit.
func (r *Ramp) finely() Ramp {
	finer := maxLimit/int(FullTime)/r.Denominator + 1
	fine := Ramp{Denominator: r.Denominator * finer}
	for _, share := range r.Share {
		fine.Share = append(fine.Share, share*finer)
	}
	return fine
}
