package model_test

import (
	order "cmp"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Who is looked at behaves as if nobody looked, and the milestones that are kept are those of the people observed who engaged. The people of a week have its positions, each one.
func TestObservingChangesNothing(t *testing.T) {
	engaged, others, reached := 0, 0, [2][5]int{}
	for seed := range uint64(100) {
		plan := planOfSeed(seed)
		plan.People = model.Named
		alone, watched, kept := simulator(t, plan, seed, model.LuckAndIgnorance), simulator(t, plan, seed, model.LuckAndIgnorance), simulator(t, plan, seed, model.LuckAndIgnorance)
		var want, got []model.Milestones
		positions := map[[3]int][]int{} // by service, centre and week, of one draw
		watched.Observe = func(e *model.Episode) {
			week := [...]int{e.Service, e.Centre, e.Referred}
			positions[week] = append(positions[week], e.Position)
			if e.Engaged == model.NoWeek {
				others++
				return
			}
			want = append(want, e.Milestones())
		}
		kept.Engaged = &got
		for draw := range 2 {
			want, got = want[:0], got[:0]
			clear(positions)
			trajectory := alone.Draw(draw)
			for _, s := range []*model.Simulator{watched, kept} {
				if difference := cmp.Diff(trajectory, s.Draw(draw)); difference != "" {
					t.Fatalf("plan %d, draw %d: observing changes what happens: %s", seed, draw, difference)
				}
			}
			if difference := cmp.Diff(sorted(want), sorted(got), cmpopts.EquateEmpty()); difference != "" {
				t.Fatalf("plan %d, draw %d: those who engage: %s", seed, draw, difference)
			}
			for week, of := range positions {
				slices.Sort(of)
				for i, position := range of {
					if position != i {
						t.Fatalf("plan %d, draw %d, service, centre and week %v: positions %v", seed, draw, week, of)
					}
				}
			}
			engaged += len(got)
			for _, m := range got {
				if end := plan.Years*model.WeeksPerYear + model.RunOffWeeks; int(m.Left) >= end || m.Left >= 0 && m.Left <= m.Reached[0] {
					t.Fatalf("plan %d, draw %d: %+v", seed, draw, m)
				}
				for i, week := range m.Reached {
					reached[m.From16>>i&1][i] += min(1, int(week)+1)
				}
			}
		}
	}
	if engaged < 1000 || others < 1000 {
		t.Errorf("only %d people who engaged and %d who did not were seen", engaged, others)
	}
	for from16, all := range reached {
		for i, n := range all {
			if isEngagement := i == 0; n < 100 && !(isEngagement && from16 == 1) { // which is in no job
				t.Errorf("milestone %d was reached %d times only in jobs from 16 hours: %d", i, n, from16)
			}
		}
	}
}

// sorted are milestones in the order in which people came.
func sorted(all []model.Milestones) []model.Milestones {
	return slices.SortedFunc(slices.Values(all), func(a, b model.Milestones) int {
		return order.Or(int(a.Service-b.Service), int(a.Centre-b.Centre), int(a.Referred-b.Referred), int(a.Position-b.Position))
	})
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

// Support that ends in the first week that is no longer looked at has not ended: of one year and three more, weeks 0 to 207, someone who engages in week t, starts a job in t + 4 and is supported for 155 weeks
// leaves in week t + 159, if t is no more than 48.
func TestSupportThatEndsAfterTheTimeLookedAt(t *testing.T) {
	plan := plainPlan(1)
	plan.People, plan.Pathway.Support = model.Named, quantity.ExactWeeks(155)
	plan.Services[0].ReferralsPerYear, plan.Caseload.Limit = []float64{520}, []int{10_000}
	s := simulator(t, plan, 1, model.LuckOnly)
	var people []model.Milestones
	s.Engaged = &people
	s.Draw(0)
	engagedIn := map[int16]bool{}
	for _, m := range people {
		week := m.Reached[0]
		want := int16(model.NoWeek)
		if week <= 48 {
			want = week + 159
		}
		if m.Left != want {
			t.Errorf("who engaged in week %d left in week %d, not %d", week, m.Left, want)
		}
		engagedIn[week] = true
	}
	if !engagedIn[48] || !engagedIn[49] {
		t.Error("nobody engaged in weeks 48 and 49")
	}
}

// What was kept of some draws stays as it is when the simulator goes on without keeping anything.
func TestKeptMilestonesStay(t *testing.T) {
	changed := 0
	for seed := range uint64(20) {
		s := simulator(t, planOfSeed(seed), 1, model.LuckAndIgnorance)
		var kept []model.Milestones
		s.Engaged = &kept
		s.Draw(0)
		before := slices.Clone(kept)
		s.Engaged = nil
		s.Draw(1)
		if !slices.Equal(kept, before) {
			t.Errorf("plan %d: a draw without keeping changes what was kept", seed)
		}
		changed += len(kept)
	}
	if changed == 0 {
		t.Error("nobody engaged")
	}
}
