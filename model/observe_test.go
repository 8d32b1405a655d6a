package model_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Who is looked at behaves as if nobody looked, and an observer who asks for those who engage only is told the same about them, and nothing about others.
func TestObservingChangesNothing(t *testing.T) {
	engaged, others := 0, 0
	for seed := range uint64(100) {
		plan := planOfSeed(seed)
		plan.People = model.Named
		watch := func(s *model.Simulator) *[]model.Episode {
			var seen []model.Episode
			s.Observe = func(e *model.Episode) {
				one := *e
				one.Jobs = slices.Clone(e.Jobs)
				seen = append(seen, one)
			}
			return &seen
		}
		alone, watched, asked := simulator(t, plan, seed, model.LuckAndIgnorance), simulator(t, plan, seed, model.LuckAndIgnorance), simulator(t, plan, seed, model.LuckAndIgnorance)
		everyone, some := watch(watched), watch(asked)
		asked.OnlyEngaged = true
		for draw := range 2 {
			*everyone, *some = (*everyone)[:0], (*some)[:0]
			want := alone.Draw(draw)
			for _, s := range []*model.Simulator{watched, asked} {
				if difference := cmp.Diff(want, s.Draw(draw)); difference != "" {
					t.Fatalf("plan %d, draw %d: observing changes what happens: %s", seed, draw, difference)
				}
			}
			others += len(*everyone) - len(*some)
			engaged += len(*some)
			wanted := slices.DeleteFunc(*everyone, func(e model.Episode) bool { return e.Engaged == model.NoWeek })
			if difference := cmp.Diff(wanted, *some, cmpopts.EquateEmpty()); difference != "" {
				t.Fatalf("plan %d, draw %d: those who engage: %s", seed, draw, difference)
			}
		}
	}
	if engaged < 1000 || others < 1000 {
		t.Errorf("only %d people who engaged and %d who did not were seen", engaged, others)
	}
}

// Tables of weeks and the time that is looked at have their ends.
func TestDurationsHaveALongest(t *testing.T) {
	for _, weeks := range []int{model.MaxDuration, model.MaxDuration + 1} {
		plan := benchmarkPlan("small")
		plan.Pathway.ToExit = quantity.ExactWeeks(weeks)
		switch err := plan.Validate(); {
		case weeks <= model.MaxDuration && err != nil:
			t.Errorf("%d weeks: %v", weeks, err)
		case weeks > model.MaxDuration && (err == nil || !strings.Contains(err.Error(), "time to exit: 1041 to 1041 weeks are possible; at least 1 and at most 1040 can be")):
			t.Errorf("%d weeks: %v", weeks, err)
		}
	}
}

// A job counts as sustained in a week that is looked at only: of jobs that begin in the last year of the run-off and never end, none for 52 weeks.
func TestSustainmentsEndWithTheTime(t *testing.T) {
	for name, people := range map[string]model.People{"named": model.Named, "counted": model.Counted} {
		plan := plainPlan(1)
		plan.People = people
		plan.Services[0].Posts = slices.Repeat(plan.Services[0].Posts, 2000)
		plan.Pathway.ToJob = quantity.ExactWeeks(model.RunOffWeeks) // so that jobs begin in the last 52 weeks
		draw := simulator(t, plan, 1, model.LuckAndIgnorance).Draw(0)
		referrals := 0
		for _, quarter := range draw.Quarters[0] {
			referrals += quarter.Referrals
		}
		runOff := draw.RunOff[0]
		if runOff.JobStarts != referrals || runOff.Sustained52 != 0 {
			t.Errorf("%s: %d of %d who were referred start a job, and %d sustain it for 52 weeks", name, runOff.JobStarts, referrals, runOff.Sustained52)
		}
		// Those who engage in weeks 0 to 51 reach 13 weeks in weeks 169 to 220, of which those up to 207 are looked at: 39 of 52; 26 weeks in weeks 182 to 233: 26 of 52.
		for _, c := range []struct {
			weeks, of, got int
		}{{13, 39, runOff.Sustained13}, {26, 26, runOff.Sustained26}} {
			if want := float64(referrals*c.of) / 52; math.Abs(float64(c.got)-want) > 6*math.Sqrt(want) {
				t.Errorf("%s: %d sustain a job for %d weeks, not about %.0f", name, c.got, c.weeks, want)
			}
		}
	}
}
