package model

import "ipsplan/model/quantity"

// Decisions of a post's random addresses; each is followed by the number of the specialist, from 0.
const (
	isRecruited decision = iota
	leavesPost
	isReplaced
)

// staff draws who is in post when, and from that the capacity and the losses that make people drop out.
func (c *centre) staff(posts []Post, caseload *Caseload, v *values, at quantity.Address) {
	for i := range posts {
		c.fill(&posts[i], &caseload.Ramp, v, at.At(uint64(i)))
	}
	unit := int64(FullTime) * int64(caseload.Ramp.Denominator)
	inPost, planned, heads, capacity := 0, 0, 0, 0
	carried := int64(0)
	unstaffed := 0 // the first of the weeks up to now in which nobody was in post
	for p := range c.periods {
		now := &c.periods[p]
		from, to := c.weeksOf(p)
		limit := int64(caseload.LimitIn(from)) // a year begins with a period
		capacity = int(limit * carried / unit)
		for t := from; t < to; t++ {
			change := &c.changes[t]
			if leavers := int(change.leavers); leavers > 0 {
				now.Leavers += leavers
				if v.dropOut > 0 {
					c.losses = append(c.losses, loss{t, quantity.ChanceOf(v.dropOut * float64(leavers) / float64(heads))})
				}
			}
			now.Hires += int(change.hires)
			inPost += int(change.inPost)
			planned += int(change.planned)
			heads += int(change.heads)
			if change.carried != 0 {
				carried += change.carried
				capacity = int(limit * carried / unit)
			}
			c.capacity[t] = capacity
			now.CapacityWeeks += capacity
			now.InPostWeeks += inPost
			now.PlannedWeeks += planned
			for heads > 0 && unstaffed <= t {
				c.staffedBy[unstaffed] = int32(t)
				unstaffed++
			}
		}
	}
	for t := unstaffed; t < len(c.staffedBy); t++ {
		c.staffedBy[t] = int32(len(c.capacity))
	}
}

// fill draws the specialists of one post, one after the other, and enters what changes when they come and go.
func (c *centre) fill(post *Post, ramp *Ramp, v *values, at quantity.Address) {
	weeks := len(c.capacity)
	if post.Opens >= weeks {
		return
	}
	c.changes[post.Opens].planned += int32(post.FTE)
	experience := post.Experience
	filled := post.Opens
	if experience == 0 {
		filled += v.recruitment.Draw(decide(at, isRecruited, 0))
	}
	for specialist := 0; filled < weeks; specialist++ {
		if experience == 0 {
			c.changes[filled].hires++
		}
		left := filled + v.leavesPost.First(decide(at, leavesPost, specialist), weeks)
		c.enter(filled, left, int(post.FTE), experience, ramp)
		if left >= weeks {
			return
		}
		c.changes[left].leavers++
		filled = left + v.vacancy.Draw(decide(at, isReplaced, specialist))
		experience = 0
	}
}

// enter adds a specialist who is in post from week filled to the week before left.
func (c *centre) enter(filled, left, fte, experience int, ramp *Ramp) {
	weeks := len(c.capacity)
	c.changes[filled].heads++
	c.changes[filled].inPost += int32(fte)
	carries := int64(0)
	for t := filled; t < min(left, weeks); t++ {
		k := experience + t - filled
		now := int64(fte) * int64(ramp.At(k))
		c.changes[t].carried += now - carries
		carries = now
		if k >= len(ramp.Share) {
			break // the ramp is over: the load stays as it is
		}
	}
	if left < weeks {
		c.changes[left].heads--
		c.changes[left].inPost -= int32(fte)
		c.changes[left].carried -= carries
	}
}
