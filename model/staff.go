package model

import (
	"math/bits"

	"ipsplan/model/quantity"
)

// Decisions of a post's random addresses; each is followed by the number of the specialist, from 0.
const (
	isRecruited decision = iota
	leavesPost
	isReplaced
)

// move is how many specialists come and leave in a week.
type move struct{ come, leave int32 }

// staffed is what the staff of one week are to those who search.
type staffed struct {
	losses int32 // weeks up to and including this one in which specialists left
	// calm falls with each loss by the chance that a searching person stays, and is 0 when it would be too small to be precise, and nobody in a week without anyone in post: who
	// begins to search in week a is undisturbed until week b with a chance of calm(b)/calm(a).
	calm float32
}

const nobody = -1

// isEmpty says whether nobody is in post.
func (s staffed) isEmpty() bool { return s.calm < 0 }

// leastCalm is so far above the smallest float32 that calm has all its digits.
const leastCalm = 0x1p-100

// loss is a week in which specialists leave the centre, and the chance that someone who is searching stays all the same.
type loss struct {
	week  int
	stays float64
}

// staff draws who is in post when, and from that the capacity and the losses that make people drop out.
func (c *centre) staff(posts []Post, v *values, at quantity.Address) {
	for i := range posts {
		c.fill(&posts[i], v, at.At(uint64(i)))
	}
	c.carry()
	c.comeAndGo(v.dropOut)
}

// comeAndGo works out who is in post and what losses there are from who comes and leaves, and forgets that, given the chance that someone who is
// searching drops out when their own specialist leaves.
func (c *centre) comeAndGo(dropOut float64) {
	c.losses, c.lastEmpty = c.losses[:0], -1
	heads, now := int32(0), staffed{calm: nobody}
	since, stays := 0, 1.0 // the chance of having stayed through all losses up to now
	for i, set := range c.moving {
		for ; set != 0; set &= set - 1 {
			t := i*64 + bits.TrailingZeros64(set)
			c.hold(since, t, now)
			since = t
			move := &c.moves[t]
			if move.leave > 0 && dropOut > 0 {
				loss := loss{t, 1 - float64(dropOut*float64(move.leave))/float64(heads)}
				stays *= loss.stays
				c.losses = append(c.losses, loss)
				now.losses++
			}
			heads += move.come - move.leave
			switch {
			case heads == 0:
				now.calm = nobody
			case stays > leastCalm:
				now.calm = float32(stays)
			default:
				now.calm = 0
			}
			move.come, move.leave = 0, 0
		}
		c.moving[i] = 0
	}
	c.hold(since, len(c.weeks), now)
}

// hold keeps the staff as they are from a week to the one before another.
func (c *centre) hold(from, until int, now staffed) {
	if now.isEmpty() && from < until {
		c.lastEmpty = until - 1
	}
	if from < until {
		c.holdWeeks(from, until, now)
	}
}

func (c *centre) holdSingly(from, until int, now staffed) {
	some := [4]staffed{now, now, now, now} // which is quicker than one by one
	for t := from; t < until; t += len(some) {
		*(*[len(some)]staffed)(c.weeks[t : t+len(some)]) = some
	}
}

// heldAtOnce is for how many weeks at once the staff are written down. What is too much is overwritten by what follows, or lies after the time looked at.
const heldAtOnce = 16

// change is what changes in the work carried in a week, to be added to.
func (c *centre) change(week int) *change {
	c.changed[week/WeeksPerQuarter] = true
	return &c.changes[week]
}

// move is who comes and leaves in a week, to be added to.
func (c *centre) move(week int) *move {
	c.moving[week/64] |= 1 << (week % 64)
	return &c.moves[week]
}

// fill draws the specialists of one post, one after the other, and enters what changes when they come and go.
func (c *centre) fill(post *Post, v *values, at quantity.Address) {
	weeks := len(c.weeks)
	if post.Opens >= weeks {
		return
	}
	c.at(post.Opens).planned.from(post.Opens, int(post.FTE))
	experience := post.Experience
	filled := post.Opens
	if experience == 0 {
		filled += v.recruitment.Draw(decide(at, isRecruited, 0))
	}
	for specialist := 0; filled < weeks; specialist++ {
		if experience == 0 {
			c.at(filled).hires++
		}
		left := filled + v.leavesPost.First(decide(at, leavesPost, specialist), weeks)
		c.enter(filled, left, int(post.FTE), experience)
		if left >= weeks {
			return
		}
		c.at(left).leavers++
		filled = left + v.vacancy.Draw(decide(at, isReplaced, specialist))
		experience = 0
	}
}

// enter adds a specialist with some weeks of experience who is in post from week filled to the week before left.
func (c *centre) enter(filled, left, fte, experience int) {
	c.move(filled).come++
	c.at(filled).inPost.from(filled, fte)
	if left < len(c.weeks) {
		c.move(left).leave++
		c.at(left).inPost.from(left, -fte)
	}
	if filled < c.horizon {
		c.takeUp(filled, left, int64(fte), filled-experience)
	}
}

// takeUp adds the work that a specialist carries who is in post from week filled to the week before left, and has the experience of someone who began in a week.
func (c *centre) takeUp(filled, left int, fte int64, began int) {
	rise := int64(0) // of the share carried, from one week to the next
	bends := c.bends
	for len(bends) > 0 && began+bends[0].week <= filled {
		rise += bends[0].rise
		bends = bends[1:]
	}
	first := c.change(filled)
	first.carried += (int64(c.ramp.At(filled-began)) - rise) * fte
	first.rise += rise * fte
	end := min(left, c.horizon)
	for i := range bends {
		b := &bends[i]
		if began+b.week >= end {
			break
		}
		rise += b.rise
		change := c.change(began + b.week)
		change.carried += b.jump * fte
		change.rise += b.rise * fte
	}
	if left < c.horizon {
		last := c.change(left)
		last.carried -= int64(c.ramp.At(left-1-began)) * fte
		last.rise -= rise * fte
	}
}
