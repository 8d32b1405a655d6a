package model_test

import (
	"testing"

	"ipsplan/model"
)

// TestCreditIsByYearOfReferral rebuilds what is credited to each year of referral from the episodes.
func TestCreditIsByYearOfReferral(t *testing.T) {
	for seed := range uint64(10) {
		plan := planOfSeed(500 + seed)
		s := simulator(t, plan, seed, model.LuckAndIgnorance)
		credited := make([]model.Credit, plan.Years)
		s.Observe = func(e *model.Episode) {
			c := &credited[e.Referred/model.WeeksPerYear]
			c.Referrals++
			if e.Engaged != model.NoWeek {
				c.Engagements++
			}
			if len(e.Jobs) > 0 {
				c.JobStarts++
			}
			if e.Sustained13 != model.NoWeek {
				c.Sustained13++
			}
		}
		trajectory := s.Draw(int(seed))
		for year, want := range credited {
			if got := trajectory.Credited[year]; got != want {
				t.Errorf("plan %d, year %d: %+v, rebuilt %+v", seed, year, got, want)
			}
		}
	}
}
