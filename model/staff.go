package model

import "ipsplan/model/quantity"

// Decisions of a post's random addresses; each is followed by the number of the specialist, from 0.
const (
	isRecruited decision = iota
	leavesPost
	isReplaced
)

// staff draws who is in post when, and from that the capacity and the losses that make people drop out.
func (c *centre) staff(posts []Post, caseload Caseload, v *values, at quantity.Address) {
	for i := range posts {
		c.fill(&posts[i], caseload, v, at.At(uint64(i)))
	}
	unit := int64(FullTime) * int64(caseload.Ramp.Denominator)
	inPost, planned, heads := 0, 0, 0
	carried := int64(0)
	for t := range c.capacity {
		// fill has left changes from week to week; from here on they are levels.
		before := heads
		carried += c.carried[t]
		inPost += c.inPost[t]
		planned += c.planned[t]
		heads += c.heads[t]
		c.capacity[t], c.inPost[t], c.planned[t], c.heads[t] = int(carried/unit), inPost, planned, heads
		if c.leavers[t] > 0 && v.dropOut > 0 {
			c.losses = append(c.losses, loss{t, quantity.ChanceOf(v.dropOut * float64(c.leavers[t]) / float64(before))})
		}
	}
	next := len(c.capacity)
	c.staffedBy[next] = int32(next)
	for t := len(c.capacity) - 1; t >= 0; t-- {
		if c.heads[t] > 0 {
			next = t
		}
		c.staffedBy[t] = int32(next)
	}
}

// fill draws the specialists of one post, one after the other, and enters what changes when they come and go.
func (c *centre) fill(post *Post, caseload Caseload, v *values, at quantity.Address) {
	weeks := len(c.capacity)
	if post.Opens >= weeks {
		return
	}
	c.planned[post.Opens] += int(post.FTE)
	experience := post.Experience
	filled := post.Opens
	if experience == 0 {
		filled += v.recruitment.Draw(decide(at, isRecruited, 0))
	}
	for specialist := 0; filled < weeks; specialist++ {
		if experience == 0 {
			c.hires[filled]++
		}
		left := filled + v.leavesPost.First(decide(at, leavesPost, specialist), weeks)
		c.enter(filled, left, int(post.FTE), experience, caseload)
		if left >= weeks {
			return
		}
		c.leavers[left]++
		filled = left + v.vacancy.Draw(decide(at, isReplaced, specialist))
		experience = 0
	}
}

// enter adds a specialist who is in post from week filled to the week before left.
func (c *centre) enter(filled, left, fte, experience int, caseload Caseload) {
	weeks := len(c.capacity)
	c.heads[filled]++
	c.inPost[filled] += fte
	carries := int64(0)
	for t := filled; t < min(left, weeks); t++ {
		k := experience + t - filled
		now := int64(caseload.Limit) * int64(fte) * int64(caseload.Ramp.At(k))
		c.carried[t] += now - carries
		carries = now
		if k >= len(caseload.Ramp.Share) {
			break // the ramp is over: the load stays as it is
		}
	}
	if left < weeks {
		c.heads[left]--
		c.inPost[left] -= fte
		c.carried[left] -= carries
	}
}
