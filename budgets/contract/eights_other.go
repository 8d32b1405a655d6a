//go:build !amd64

package contract

import (
	"ipsplan/model"
	"ipsplan/model/quantity"
)

func sift(before, now []outcome, people []model.Milestones, event Event, end int) (n int) {
	return siftSingly(before, now, people, event, end)
}

func decide(reached []outcome, people []model.Milestones, place quantity.Address, event Event, unevidenced uint64) {
	decideSingly(reached, people, place, event, unevidenced)
}
