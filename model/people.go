package model

import (
	"slices"

	"ipsplan/model/quantity"
)

// people stand in a line, in order of referral. What is known of them is kept in rows of its own, so that a step can be taken for several of them at once. Every row has
// room for some more than there are.
type people struct {
	addresses []quantity.Address
	whens     []when
	aheads    []ahead
	goneFrom  []uint16 // the week in which they give up if they have not engaged before
}

// when says when someone came who was referred and is willing.
type when struct {
	referred, engaged uint16 // weeks; the latter is the former until they have waited, or notAsForeseen
	position          int32  // among the week's referrals; for observers only
}

// ahead is what follows an engagement, if no staff event disturbs it.
type ahead struct {
	frees  uint16 // when and how the place is freed, as a place in centre.freed after that of the week of engagement; or searchesOn
	search uint16 // weeks to the first job, or to the exit without one
	job    uint16 // weeks of that job; 0: none
	course course // of the job
}

func (p *people) len() int { return len(p.addresses) }

// grow makes room for so many more, and eight.
func (p *people) grow(more int) {
	p.addresses = slices.Grow(p.addresses, more+eight)
	p.whens = slices.Grow(p.whens, more+eight)
	p.aheads = slices.Grow(p.aheads, more+eight)
	p.goneFrom = slices.Grow(p.goneFrom, more+eight)
}

// setLen makes them so many, for whom there is room.
func (p *people) setLen(n int) {
	p.addresses, p.whens, p.aheads, p.goneFrom = p.addresses[:n], p.whens[:n], p.aheads[:n], p.goneFrom[:n]
}

// drop takes the first away.
func (p *people) drop(first int) {
	copy(p.whens, p.whens[first:])
	copy(p.aheads, p.aheads[first:])
	copy(p.goneFrom, p.goneFrom[first:])
	p.setLen(copy(p.addresses, p.addresses[first:]))
}

const (
	// notAsForeseen stands for the week of engagement of someone who gave up or has another course.
	notAsForeseen = never
	// searchesOn stands for the freeing of the place of someone who keeps it when the first job ends, and searches again. (It is a place too, 2,048 weeks later, but nobody's who
	// goes through what is foreseen.)
	searchesOn = 2 * never
	// freedTooLate stands for a place that is freed after the time looked at.
	freedTooLate = searchesOn + 2
)

// ask finds out of the one at a place in the line when they give up.
func (p *people) ask(place int, givesUp *quantity.Trials) {
	p.goneFrom[place] = p.whens[place].referred + uint16(givesUp.First(p.addresses[place].At(patience).Bits(), never))
}

// eight is how many people are taken at once.
const eight = 8
