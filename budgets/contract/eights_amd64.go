package contract

import (
	"math"
	"unsafe"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// inEights says whether eight outcomes are taken at once.
var inEights = quantity.InEights()

//lint:ignore U1000 the assembly asks for it
const sizeOfMilestones = unsafe.Sizeof(model.Milestones{})

// What is read of someone in one go, eight bytes from a week reached or from the position on, is the person's, and the week of referral stands beside the position.
const (
	_ = sizeOfMilestones - (unsafe.Offsetof(model.Milestones{}.Reached) + 2*(Events-1) + 8)
	_ = 4 - (unsafe.Offsetof(model.Milestones{}.Referred) - unsafe.Offsetof(model.Milestones{}.Position))
)

// siftInEights keeps of each outcome before what has bits in a number.
//
//go:noescape
func siftInEights(before *outcome, number int, now *outcome, reached *int16, end int, kept uint64) (n int)

func sift(before, now []outcome, people []model.Milestones, event Event, end int) (n int) {
	if !inEights || len(before) == 0 {
		return siftSingly(before, now, people, event, end)
	}
	kept := uint64(math.MaxUint32) // the person
	if (event - 1).carries() {
		kept |= 1 << (8 * unsafe.Offsetof(outcome{}.unevidenced))
	}
	return siftInEights(&before[0], len(before), &now[0], &people[0].Reached[event], end, kept)
}

//go:noescape
func decideInEights(reached *outcome, number int, positions *int32, place quantity.Address, event, unevidenced uint64)

func decide(reached []outcome, people []model.Milestones, place quantity.Address, event Event, unevidenced uint64) {
	if !inEights || len(reached) == 0 {
		decideSingly(reached, people, place, event, unevidenced)
		return
	}
	decideInEights(&reached[0], len(reached), &people[0].Position, place, uint64(event), unevidenced)
}
