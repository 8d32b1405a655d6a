package model

import (
	"math"

	"ipsplan/model/quantity"
)

// Decisions of a post's random addresses; each is followed by the number of the specialist, from 0.
const (
	isRecruited decision = iota
	leavesPost
	isReplaced
)

// change is by how much the staff of a week differ from those of the week before. Work carried is counted in FTE times
// the ramp's denominator, which is exact.
type change struct {
	carried int64 // work carried
	rise    int64 // by which the work carried rises each week, from this one on
	heads   int32
	leavers int32
}

// staffed is the staff of one week.
type staffed struct {
	heads  int32 // specialists in post
	losses int32 // weeks up to and including this one in which specialists left
	// calm falls with each loss by the chance that a searching person stays, and is 0 in a week without anyone in post: who begins
	// to search in week a is undisturbed until week b with a chance of calm(b)/calm(a).
	calm float32
}

// loss is a week in which specialists leave the centre, and the chance that someone who is searching stays all the same.
type loss struct {
	week  int
	stays float64
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

// staff draws who is in post when, and from that the capacity and the losses that make people drop out.
func (c *centre) staff(posts []Post, caseload *Caseload, v *values, at quantity.Address) {
	for i := range posts {
		c.fill(&posts[i], &caseload.Ramp, v, at.At(uint64(i)))
	}
	c.losses, c.lastEmpty = c.losses[:0], -1
	w := work{unit: int64(FullTime) * int64(caseload.Ramp.Denominator)}
	var now staffed // the week before
	stays := 1.0
	for q := range c.quarters[:len(c.quarters)-1] {
		from := q * WeeksPerQuarter
		weeks, changes, capacity := c.weeks[from:][:WeeksPerQuarter], c.changes[from:][:WeeksPerQuarter], c.capacity[from:][:WeeksPerQuarter]
		limit := int64(caseload.LimitIn(from)) // a year begins with a quarter
		if !c.changed[q] {
			for i := range weeks {
				weeks[i] = now
			}
			if now.heads == 0 {
				c.lastEmpty = from + WeeksPerQuarter - 1
			}
			c.quarters[q].capacityWeeks += w.goOn(capacity, limit)
			continue
		}
		c.quarters[q].capacityWeeks += w.change(capacity, changes, limit)
		for i := range changes {
			if change := &changes[i]; change.heads|change.leavers != 0 {
				now, stays = c.comeAndGo(from+i, change, now, stays, v.dropOut)
			}
			if now.heads == 0 {
				c.lastEmpty = from + i
			}
			weeks[i] = now
		}
	}
}

// work is what the specialists carry, in the units of a change: in the week before, and by how much it rises each week.
type work struct{ carried, rise, unit int64 }

// change works out the capacity of weeks in which something changes, and what it adds up to.
func (w *work) change(capacity []int32, changes []change, limit int64) (sum int) {
	for i := range changes {
		w.rise += changes[i].rise
		w.carried += w.rise + changes[i].carried
		people := int64(uint64(limit*w.carried) / uint64(w.unit)) // neither is below 0
		capacity[i] = int32(min(people, math.MaxInt32))
		sum += int(people)
	}
	return sum
}

// goOn works out the capacity of weeks in which nothing changes but the work that goes on rising, and what it adds up to.
func (w *work) goOn(capacity []int32, limit int64) (sum int) {
	people, part := divide(limit*w.carried, w.unit)
	if w.rise == 0 {
		for i := range capacity {
			capacity[i] = int32(min(people, math.MaxInt32))
		}
		return int(people) * len(capacity)
	}
	// Adding whole people and parts of them spares a division each week.
	more, morePart := divide(limit*w.rise, w.unit)
	w.carried += w.rise * int64(len(capacity))
	for i := range capacity {
		people += more
		part += morePart
		whole := (w.unit - 1 - part) >> 63 // -1 if the parts are a person, else 0
		people -= whole
		part -= w.unit & whole
		capacity[i] = int32(min(people, math.MaxInt32))
		sum += int(people)
	}
	return sum
}

// divide gives the whole part, rounded down, and what is left.
func divide(x, by int64) (whole, left int64) {
	whole, left = x/by, x%by
	if left < 0 {
		return whole - 1, left + by
	}
	return whole, left
}

// comeAndGo works out who is in post and what losses there are after a change in week t, given the week
// before and the chance of having stayed through all losses up to then; it gives that too.
func (c *centre) comeAndGo(t int, change *change, now staffed, stays, dropOut float64) (staffed, float64) {
	if change.leavers > 0 && dropOut > 0 {
		loss := loss{t, 1 - float64(dropOut*float64(change.leavers))/float64(now.heads)}
		stays *= loss.stays
		c.losses = append(c.losses, loss)
		now.losses++
	}
	now.heads += change.heads
	now.calm = 0
	if now.heads > 0 {
		now.calm = float32(stays)
	}
	return now, stays
}

// change is what changes in a week, to be added to.
func (c *centre) change(week int) *change {
	c.changed[quarterOf(week)] = true
	return &c.changes[week]
}

// fill draws the specialists of one post, one after the other, and enters what changes when they come and go.
func (c *centre) fill(post *Post, ramp *Ramp, v *values, at quantity.Address) {
	weeks := len(c.weeks)
	if post.Opens >= weeks {
		return
	}
	c.quarters[quarterOf(post.Opens)].planned.from(post.Opens, int(post.FTE))
	experience := post.Experience
	filled := post.Opens
	if experience == 0 {
		filled += v.recruitment.Draw(decide(at, isRecruited, 0))
	}
	for specialist := 0; filled < weeks; specialist++ {
		if experience == 0 {
			c.quarters[quarterOf(filled)].hires++
		}
		left := filled + v.leavesPost.First(decide(at, leavesPost, specialist), weeks)
		c.enter(filled, left, int(post.FTE), experience, ramp)
		if left >= weeks {
			return
		}
		c.quarters[quarterOf(left)].leavers++
		c.change(left).leavers++
		filled = left + v.vacancy.Draw(decide(at, isReplaced, specialist))
		experience = 0
	}
}

// enter adds a specialist who is in post from week filled to the week before left.
func (c *centre) enter(filled, left, fte, experience int, ramp *Ramp) {
	end := min(left, len(c.weeks))
	began := filled - experience
	rise := int64(0) // of the share carried, from one week to the next
	bends := c.bends
	for len(bends) > 0 && bends[0].week <= experience {
		rise += bends[0].rise
		bends = bends[1:]
	}
	first := c.change(filled)
	first.heads++
	first.carried += (int64(ramp.At(experience)) - rise) * int64(fte)
	first.rise += rise * int64(fte)
	c.quarters[quarterOf(filled)].inPost.from(filled, fte)
	for i := range bends {
		b := &bends[i]
		if began+b.week >= end {
			break
		}
		rise += b.rise
		change := c.change(began + b.week)
		change.carried += b.jump * int64(fte)
		change.rise += b.rise * int64(fte)
	}
	if left < len(c.weeks) {
		last := c.change(left)
		last.heads--
		last.carried -= int64(ramp.At(left-1-began)) * int64(fte)
		last.rise -= rise * int64(fte)
		c.quarters[quarterOf(left)].inPost.from(left, -fte)
	}
}
