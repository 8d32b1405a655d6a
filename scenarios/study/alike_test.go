package study

import (
	"slices"
	"testing"

	"ipsplan/model"
	"ipsplan/scenarios"
)

// A comparison names people everywhere or counts them everywhere, also where the volumes lie on both sides of the limit.
func TestComparisonsNamePeopleAlike(t *testing.T) {
	variant := func(referrals float64) *scenarios.Scenario {
		s, err := scenarios.Load("croatia", scenarios.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s.Model.Services[0].ReferralsPerYear = slices.Repeat([]float64{referrals}, s.Model.Years)
		return s
	}
	const many = model.CountedFrom * model.WeeksPerYear
	for _, c := range []struct {
		first, second float64
		counted       bool
	}{{many - 1, many, false}, {many, many - 1, false}, {many, 2 * many, true}, {1, 2, false}} {
		all := []*scenarios.Scenario{variant(c.first), variant(c.second)}
		for _, s := range namedAlike(all) {
			if got := s.Model.Counts(&s.Model.Services[0]); got != c.counted {
				t.Errorf("%g and %g referrals a year: people are counted is %t", c.first, c.second, got)
			}
		}
		if all[0].Model.People != model.ByVolume {
			t.Error("the scenario itself was changed")
		}
	}
}
