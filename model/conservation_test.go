package model_test

import (
	"cmp"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Whatever is said here holds in every draw, so it is checked on everyone's course in some draws of many plans.

// observed is one draw with the course of everyone referred.
type observed struct {
	plan       *model.Plan
	people     []model.Episode
	trajectory *model.Trajectory
	weeks      int // looked at
	horizon    int // weeks
}

func observe(t testing.TB, plan *model.Plan, seed uint64, doubt model.Doubt, draw int) *observed {
	t.Helper()
	o := &observed{plan: plan, horizon: 52 * plan.Years, weeks: 52*plan.Years + model.RunOffWeeks}
	s := simulator(t, plan, seed, doubt)
	s.Observe = func(e *model.Episode) {
		person := *e
		person.Jobs = slices.Clone(e.Jobs)
		o.people = append(o.people, person)
	}
	o.trajectory = s.Draw(draw)
	slices.SortFunc(o.people, func(a, b model.Episode) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Centre, b.Centre),
			cmp.Compare(a.Referred, b.Referred), cmp.Compare(a.Position, b.Position))
	})
	return o
}

// everyDraw runs a check on draws of many random plans. With steadyStaff, nobody leaves a post, recruitment takes a known time and no
// caseload is there before the start, so that every week's capacity and caseload are known from outside.
func everyDraw(t *testing.T, steadyStaff bool, check func(t *testing.T, o *observed)) {
	t.Helper()
	t.Parallel()
	plans, first := verification()
	if plans *= 10; plans == 0 {
		plans, first = 300, 1000
	}
	if testing.Short() {
		plans = min(plans, 30)
	}
	for seed := first; seed < first+uint64(plans); seed++ {
		plan := richPlanOfSeed(seed)
		if steadyStaff {
			plan.Staffing.Turnover = quantity.Quantity{}
			plan.Staffing.Recruitment = quantity.ExactWeeks(int(seed % 5))
			for s := range plan.Services {
				plan.Services[s].InitialCaseload = 0
			}
		}
		for draw := range 3 {
			o := observe(t, plan, seed, model.Doubt(seed%2), draw)
			check(t, o)
			if t.Failed() {
				t.Fatalf("this was draw %d of plan %d", draw, seed)
			}
		}
	}
}

// come says whether an event has come by the end of week t.
func come(event, t int) bool { return event != model.NoWeek && event <= t }

// jobIn is the job held in week t, or nil.
func jobIn(e *model.Episode, t int) *model.Job {
	for i := range e.Jobs {
		if e.Jobs[i].Start <= t && t < e.Jobs[i].End {
			return &e.Jobs[i]
		}
	}
	return nil
}

func (o *observed) centre(service, centre int) (people []*model.Episode) {
	for i := range o.people {
		if o.people[i].Service == service && o.people[i].Centre == centre {
			people = append(people, &o.people[i])
		}
	}
	return people
}

func (o *observed) eachCentre(check func(service, centre int, people []*model.Episode)) {
	for s := range o.plan.Services {
		for c := range o.plan.Services[s].Centres {
			check(s, c, o.centre(s, c))
		}
	}
}

func TestEveryWeekPeopleAreConserved(t *testing.T) {
	everyDraw(t, false, func(t *testing.T, o *observed) {
		o.eachCentre(func(service, centre int, people []*model.Episode) {
			for week := range o.weeks {
				var referred, declined, gaveUp, waiting, engaged, searching, supported, left int
				for _, e := range people {
					if e.Referred > week {
						continue
					}
					referred++
					// Each is counted by its own condition, so that who is in two states, or in none, shows.
					if e.Declined {
						declined++
					}
					if come(e.GaveUp, week) {
						gaveUp++
					}
					if come(e.Engaged, week) {
						engaged++
					}
					if !e.Declined && (e.GaveUp == model.NoWeek || week < e.GaveUp) && (e.Engaged == model.NoWeek || week < e.Engaged) {
						waiting++
					}
					stays := come(e.Engaged, week) && (e.Left == model.NoWeek || week < e.Left)
					if stays && jobIn(e, week) == nil {
						searching++
					}
					if stays && jobIn(e, week) != nil {
						supported++
					}
					if come(e.Left, week) {
						left++
					}
				}
				if referred != declined+gaveUp+waiting+engaged || engaged != searching+supported+left {
					t.Errorf("service %d, centre %d, week %d: referred %d, declined %d, gave up %d, waiting %d, engaged %d; searching %d, in supported work %d, left %d",
						service, centre, week, referred, declined, gaveUp, waiting, engaged, searching, supported, left)
				}
			}
		})

		// The counts say the same at the end of each quarter.
		for s := range o.plan.Services {
			for quarter := range o.trajectory.Quarters[s] {
				c := together(o.trajectory, s, s+1, 0, quarter+1)
				if c.Referrals != c.Declined+c.GaveUp+c.WaitingEnd+c.Engagements {
					t.Errorf("service %d, to the end of quarter %d: referrals are not declined + gave up + waiting + engaged: %+v", s, quarter, c)
				}
				if c.Sustained52 > c.Sustained26 || c.Sustained26 > c.Sustained13 || c.Sustained13 > c.JobStarts || c.JobStarts > c.Engagements {
					t.Errorf("service %d, to the end of quarter %d: more sustainments than job starts or more of these than engagements: %+v", s, quarter, c)
				}
			}
			if r := o.trajectory.RunOff[s]; r.Referrals+r.Declined+r.GaveUp+r.Engagements+r.WaitingWeeks+r.WaitingEnd > 0 {
				t.Errorf("service %d: somebody comes or waits in the run-off: %+v", s, r)
			}
		}
	})
}

func TestEpisodesAddUpToCounts(t *testing.T) {
	// What episodes do not show.
	staff := []string{
		"CapacityWeeks", "InPostWeeks", "PlannedWeeks", "Leavers", "Hires",
		"LeaderInPostWeeks", "LeaderPlannedWeeks", "LeaderLeavers", "LeaderHires",
	}
	everyDraw(t, false, func(t *testing.T, o *observed) {
		rebuilt := o.rebuild()
		if !reflect.DeepEqual(rebuilt.Cohorts, o.trajectory.Cohorts) {
			t.Errorf("cohorts %+v, from episodes %+v", o.trajectory.Cohorts, rebuilt.Cohorts)
		}
		for s := range o.plan.Services {
			service := &o.plan.Services[s]
			previous := service.InitialCaseload * model.WeeksPerQuarter
			for quarter := range len(rebuilt.Quarters[s]) + 1 {
				name, got, want := "run-off", &o.trajectory.RunOff[s], &rebuilt.RunOff[s]
				if quarter < len(rebuilt.Quarters[s]) {
					name, got, want = fmt.Sprintf("quarter %d", quarter), &o.trajectory.Quarters[s][quarter], &rebuilt.Quarters[s][quarter]
				}
				gotValues, wantValues := countValues(got), countValues(want)
				for i, field := range countFields {
					if slices.Contains(staff, field) || service.InitialCaseload > 0 && (field == "CaseloadWeeks" || field == "PeakCaseload") {
						continue
					}
					if gotValues[i] != wantValues[i] {
						t.Errorf("service %d, %s: %s %d, from episodes %d", s, name, field, gotValues[i], wantValues[i])
					}
				}
				// Those who were there before have no episodes, and become fewer.
				if name != "run-off" {
					before := got.CaseloadWeeks - want.CaseloadWeeks
					if before < 0 || before > previous {
						t.Errorf("service %d, %s: %d weeks on the caseload of people without an episode; %d in the quarter before", s, name, before, previous)
					}
					previous = before
					if got.PeakCaseload < want.PeakCaseload || got.PeakCaseload > want.PeakCaseload+service.InitialCaseload {
						t.Errorf("service %d, %s: peak caseload %d, from episodes %d, there before %d", s, name, got.PeakCaseload, want.PeakCaseload, service.InitialCaseload)
					}
				}
			}
		}
	})
}

// rebuild counts what can be counted from the episodes.
func (o *observed) rebuild() *model.Trajectory {
	t := &model.Trajectory{RunOff: make([]model.Counts, len(o.plan.Services)), Cohorts: make([]model.Cohort, o.plan.Years)}
	for range o.plan.Services {
		t.Quarters = append(t.Quarters, make([]model.Counts, 4*o.plan.Years))
	}
	add := func(service, week int, field func(*model.Counts) *int) {
		switch {
		case week == model.NoWeek || week >= o.weeks:
		case week >= o.horizon:
			*field(&t.RunOff[service])++
		default:
			*field(&t.Quarters[service][week/13])++
		}
	}
	for i := range o.people {
		e := &o.people[i]
		event := func(week int, field func(*model.Counts) *int) { add(e.Service, week, field) }
		event(e.Referred, func(c *model.Counts) *int { return &c.Referrals })
		if e.Declined {
			event(e.Referred, func(c *model.Counts) *int { return &c.Declined })
		}
		event(e.GaveUp, func(c *model.Counts) *int { return &c.GaveUp })
		event(e.Engaged, func(c *model.Counts) *int { return &c.Engagements })
		event(e.Sustained13, func(c *model.Counts) *int { return &c.Sustained13 })
		event(e.Sustained26, func(c *model.Counts) *int { return &c.Sustained26 })
		event(e.Sustained52, func(c *model.Counts) *int { return &c.Sustained52 })
		if !e.LeftInWork {
			event(e.Left, func(c *model.Counts) *int { return &c.LeftUnemployed })
		}
		for j, job := range e.Jobs {
			if j == 0 {
				event(job.Start, func(c *model.Counts) *int { return &c.JobStarts })
			} else {
				event(job.Start, func(c *model.Counts) *int { return &c.RepeatStarts })
			}
			for week := job.Start; week < min(job.End, o.weeks); week++ {
				event(week, func(c *model.Counts) *int { return &c.WeeksInWork })
			}
			if !job.From16 {
				continue
			}
			if j == 0 {
				event(job.Start, func(c *model.Counts) *int { return &c.JobStartsFrom16 })
			}
			if e.Sustained13 == job.Start+13 {
				event(e.Sustained13, func(c *model.Counts) *int { return &c.Sustained13From16 })
			}
			for week := job.Start; week < min(job.End, o.weeks); week++ {
				event(week, func(c *model.Counts) *int { return &c.WeeksInWorkFrom16 })
			}
		}
		if e.Engaged != model.NoWeek {
			cohort := &t.Cohorts[e.Engaged/52]
			cohort.Engaged++
			for i, weeks := range model.CohortWeeks {
				if len(e.Jobs) > 0 && e.Jobs[0].Start <= e.Engaged+weeks {
					cohort.JobWithin[i]++
				}
				if come(e.Sustained13, e.Engaged+weeks) {
					cohort.SustainedWithin[i]++
				}
			}
		}
	}
	o.eachCentre(func(service, centre int, people []*model.Episode) {
		caseload, waiting := o.byWeek(people)
		for quarter := range t.Quarters[service] {
			c, from, to := &t.Quarters[service][quarter], quarter*13, quarter*13+13
			c.CaseloadWeeks += sumOf(caseload[from:to])
			c.WaitingWeeks += sumOf(waiting[from:to])
			c.WaitingEnd += waiting[to-1]
			c.PeakCaseload += slices.Max(caseload[from:to])
		}
		t.RunOff[service].CaseloadWeeks += sumOf(caseload[o.horizon:])
		t.RunOff[service].PeakCaseload += slices.Max(caseload[o.horizon:])
	})
	return t
}

// byWeek counts those on the caseload, and those waiting, at the end of each week.
func (o *observed) byWeek(people []*model.Episode) (caseload, waiting []int) {
	caseload, waiting = make([]int, o.weeks), make([]int, o.weeks)
	for _, e := range people {
		for week := range o.weeks {
			if come(e.Engaged, week) && !come(e.Left, week) {
				caseload[week]++
			}
			if week < o.horizon && e.Referred <= week && !e.Declined && !come(e.GaveUp, week) && !come(e.Engaged, week) {
				waiting[week]++
			}
		}
	}
	return caseload, waiting
}

func sumOf(values []int) (sum int) {
	for _, n := range values {
		sum += n
	}
	return sum
}

func TestEveryonesCourse(t *testing.T) {
	everyDraw(t, false, func(t *testing.T, o *observed) {
		toJob := o.plan.Pathway.ToJob.Expected()
		for i := range o.people {
			e := &o.people[i]
			for _, fault := range courseFaults(o, e) {
				t.Errorf("%s: %+v", fault, *e)
			}
			if o.plan.Pathway.ToJob.IsCertain() && len(e.Jobs) > 0 && e.Jobs[0].Start < e.Engaged+toJob.Min() {
				t.Errorf("a job sooner than %d weeks: %+v", toJob.Min(), *e)
			}
		}
		o.eachCentre(func(service, centre int, people []*model.Episode) {
			for i, e := range people {
				position := 0
				if i > 0 && people[i-1].Referred == e.Referred {
					position = people[i-1].Position + 1
				}
				if e.Position != position {
					t.Errorf("service %d, centre %d, week %d: position %d where %d was next", service, centre, e.Referred, e.Position, position)
				}
			}
		})
	})
}

// courseFaults says what is impossible in a person's course.
func courseFaults(o *observed, e *model.Episode) (faults []string) {
	require := func(holds bool, fault string) {
		if !holds {
			faults = append(faults, fault)
		}
	}
	service := &o.plan.Services[e.Service]
	require(0 <= e.Centre && e.Centre < service.Centres, "no such centre")
	require(0 <= e.Referred && e.Referred < o.horizon, "referred outside the horizon")
	for _, week := range []int{e.GaveUp, e.Engaged, e.Sustained13, e.Sustained26, e.Sustained52, e.Left} {
		require(week == model.NoWeek || 0 <= week && week < o.weeks, "an event outside the time looked at")
	}
	engaged := e.Engaged != model.NoWeek
	if e.Declined {
		require(e.GaveUp == model.NoWeek && !engaged, "declined, and yet something followed")
	}
	if e.GaveUp != model.NoWeek {
		require(!engaged, "gave up and engaged")
		require(e.Referred < e.GaveUp && e.GaveUp < o.horizon, "gave up in the week of referral or after the horizon")
	}
	if !engaged {
		require(len(e.Jobs) == 0 && e.Left == model.NoWeek && !e.LeftInWork, "never engaged, and yet something followed")
		require(e.Sustained13 == model.NoWeek && e.Sustained26 == model.NoWeek && e.Sustained52 == model.NoWeek, "sustained without engaging")
		return faults
	}
	require(e.Referred <= e.Engaged && e.Engaged < o.horizon, "engaged before referral or after the horizon")
	require(e.Left == model.NoWeek || e.Left > e.Engaged, "left in the week of engagement")

	free := e.Engaged // since when the person has been searching
	reached := [3]int{model.NoWeek, model.NoWeek, model.NoWeek}
	for i, job := range e.Jobs {
		require(job.Start > free, "a job start in the week in which the search began, or before")
		require(job.Start < o.weeks, "a job start after the time looked at")
		require(e.Left == model.NoWeek || job.Start < e.Left, "a job start after support ended")
		require(job.End > job.Start, "a job of no weeks")
		for j, weeks := range []int{13, 26, 52} {
			if job.End-job.Start >= weeks && reached[j] == model.NoWeek && job.Start+weeks < o.weeks {
				reached[j] = job.Start + weeks
			}
		}
		if i < len(e.Jobs)-1 {
			require(job.End < e.Jobs[i+1].Start, "a job that overlaps with the next, or a search of no weeks")
			require(o.plan.Pathway.Return.Mean() > 0, "searched again where nobody does")
		}
		free = job.End
	}
	require(reached == [3]int{e.Sustained13, e.Sustained26, e.Sustained52}, "sustainments that do not follow from the jobs")

	switch {
	case e.Left == model.NoWeek:
		require(!e.LeftInWork, "left in work in no week")
	case e.LeftInWork:
		if len(e.Jobs) == 0 {
			return append(faults, "left in work without a job")
		}
		last := e.Jobs[len(e.Jobs)-1]
		require(e.Left >= last.Start+13, "support ended within 13 weeks of a job")
		require(e.Left <= last.End, "left in work after the job's end")
	default:
		require(jobIn(e, e.Left) == nil, "left unemployed while in work")
		require(e.Left >= free, "left unemployed before a job's end")
		if o.plan.Staffing.Turnover.Mean() == 0 && len(e.Jobs) > 0 {
			require(e.Left == free, "dropped out while no specialist leaves")
		}
	}
	return faults
}

func TestIntake(t *testing.T) {
	t.Run("any staff", func(t *testing.T) {
		everyDraw(t, false, func(t *testing.T, o *observed) {
			o.eachCentre(func(service, centre int, people []*model.Episode) {
				checkFirstComeFirstServed(t, people)
				// Without knowing who is in post: no more than the posts that have opened can carry.
				caseload, _ := o.byWeek(people)
				for _, e := range people {
					if e.Engaged == model.NoWeek {
						continue
					}
					sum := 0
					for _, post := range o.plan.Services[service].Posts {
						if post.Opens <= e.Engaged {
							sum += o.plan.Caseload.LimitIn(e.Engaged) * int(post.FTE)
						}
					}
					if caseload[e.Engaged] > sum/1000 {
						t.Errorf("service %d, centre %d, week %d: intake to %d, the open posts carry %d", service, centre, e.Engaged, caseload[e.Engaged], sum/1000)
					}
				}
			})
		})
	})
	t.Run("known staff", func(t *testing.T) {
		everyDraw(t, true, func(t *testing.T, o *observed) {
			capacities := make([][]int, len(o.plan.Services)) // of one centre, by week
			for s := range o.plan.Services {
				capacities[s] = steadyCapacity(o.plan, s)
				centres := o.plan.Services[s].Centres
				for quarter := range o.trajectory.Quarters[s] {
					want := centres * sumOf(capacities[s][quarter*13:quarter*13+13])
					if got := o.trajectory.Quarters[s][quarter].CapacityWeeks; got != want {
						t.Errorf("service %d, quarter %d: capacity %d person-weeks, not %d", s, quarter, got, want)
					}
				}
				if got := o.trajectory.RunOff[s].CapacityWeeks; got != 0 {
					t.Errorf("service %d, run-off: capacity %d person-weeks, and nobody is taken in", s, got)
				}
			}
			o.eachCentre(func(service, centre int, people []*model.Episode) {
				caseload, waiting := o.byWeek(people)
				came := make([]int, o.weeks)
				for _, e := range people {
					if e.Engaged != model.NoWeek {
						came[e.Engaged]++
					}
				}
				for week := range o.horizon {
					if came[week] > 0 && caseload[week] > capacities[service][week] {
						t.Errorf("service %d, centre %d, week %d: intake to %d, capacity %d", service, centre, week, caseload[week], capacities[service][week])
					}
					if waiting[week] > 0 && caseload[week] < capacities[service][week] {
						t.Errorf("service %d, centre %d, week %d: %d wait, and %d of %d places are taken", service, centre, week, waiting[week], caseload[week], capacities[service][week])
					}
				}
			})
		})
	})
}

// checkFirstComeFirstServed takes the people of a centre in the order of their referral.
func checkFirstComeFirstServed(t *testing.T, people []*model.Episode) {
	t.Helper()
	for i, later := range people {
		if later.Engaged == model.NoWeek {
			continue
		}
		for _, earlier := range people[:i] {
			if !earlier.Declined && !come(earlier.Engaged, later.Engaged) && !come(earlier.GaveUp, later.Engaged) {
				t.Errorf("engaged before someone who came earlier: %+v before %+v", *later, *earlier)
			}
		}
	}
}

// steadyCapacity is the capacity of a service's centre by week when nobody leaves and recruitment takes a known time.
func steadyCapacity(plan *model.Plan, service int) (capacity []int) {
	recruitment := plan.Staffing.Recruitment.Expected()
	for week := range 52*plan.Years + model.RunOffWeeks {
		sum := new(big.Rat)
		for _, post := range plan.Services[service].Posts {
			k := week - post.Opens - recruitment.Min()
			if post.Experience > 0 {
				k = week - post.Opens + post.Experience
			}
			if week < post.Opens || k < 0 {
				continue
			}
			share := big.NewRat(1, 1)
			if ramp := plan.Caseload.Ramp; k < len(ramp.Share) {
				share = big.NewRat(int64(ramp.Share[k]), int64(ramp.Denominator))
			}
			carries := new(big.Rat).Mul(share, big.NewRat(int64(plan.Caseload.LimitIn(week))*int64(post.FTE), 1000))
			sum.Add(sum, carries)
		}
		capacity = append(capacity, int(new(big.Int).Quo(sum.Num(), sum.Denom()).Int64()))
	}
	return capacity
}

func TestCohorts(t *testing.T) {
	everyDraw(t, false, func(t *testing.T, o *observed) {
		engaged, engagements := 0, together(o.trajectory, 0, len(o.plan.Services), 0, 4*o.plan.Years).Engagements
		for year, c := range o.trajectory.Cohorts {
			engaged += c.Engaged
			jobs, sustained := 0, 0
			for i := range model.CohortWeeks {
				if c.JobWithin[i] < jobs || c.SustainedWithin[i] < sustained {
					t.Errorf("year %d: fewer after more weeks: %+v", year, c)
				}
				jobs, sustained = c.JobWithin[i], c.SustainedWithin[i]
				if sustained > jobs || jobs > c.Engaged {
					t.Errorf("year %d: more sustainments than job starts, or more of these than engagements: %+v", year, c)
				}
			}
		}
		if engaged != engagements {
			t.Errorf("%d people in the cohorts, %d engagements", engaged, engagements)
		}
	})
}

// copied is a trajectory that outlives the next draw.
func copied(trajectory *model.Trajectory) *model.Trajectory {
	c := &model.Trajectory{RunOff: slices.Clone(trajectory.RunOff), Cohorts: slices.Clone(trajectory.Cohorts), Credited: slices.Clone(trajectory.Credited), Hours: trajectory.Hours}
	for _, quarters := range trajectory.Quarters {
		c.Quarters = append(c.Quarters, slices.Clone(quarters))
	}
	return c
}

func TestDrawsAreFunctionsOfTheirNumber(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		plan := richPlanOfSeed(2000 + seed)
		plan.Services[0].ReferralsPerYear[0] = 150 // somebody always comes
		plan.Demand.Volume.Years[0] = quantity.Certain(1)
		draw := func(plan *model.Plan, seed uint64, n int) *model.Trajectory {
			return copied(simulator(t, plan, seed, model.LuckAndIgnorance).Draw(n))
		}
		fifth := draw(plan, seed, 5)
		s := simulator(t, plan, seed, model.LuckAndIgnorance)
		s.Draw(9)
		sixth := copied(s.Draw(6))
		if again := s.Draw(5); !reflect.DeepEqual(fifth, again) {
			t.Errorf("plan %d: draw 5 differs after other draws", 2000+seed)
		}
		if watched := observe(t, plan, seed, model.LuckAndIgnorance, 5).trajectory; !reflect.DeepEqual(fifth, watched) {
			t.Errorf("plan %d: draw 5 differs when it is observed", 2000+seed)
		}
		if reflect.DeepEqual(fifth, sixth) {
			t.Errorf("plan %d: two draws are the same", 2000+seed)
		}
		if reflect.DeepEqual(fifth, draw(plan, seed+1, 5)) {
			t.Errorf("plan %d: draws of two seeds are the same", 2000+seed)
		}
		plan.Stream = "another"
		if reflect.DeepEqual(fifth, draw(plan, seed, 5)) {
			t.Errorf("plan %d: draws of two streams are the same", 2000+seed)
		}
	}
}

// A draw in another stream of luck is the same whatever was drawn before, and so is the draw in the first stream after it.
func TestStreamsOfLuckDoNotTouchEachOther(t *testing.T) {
	plan := richPlanOfSeed(1017)
	text := func(s *model.Simulator, draw int, luck uint64) string {
		s.Luck = luck
		return fmt.Sprintf("%+v", *s.Draw(draw))
	}
	fresh := func(draw int, luck uint64) string {
		return text(simulator(t, plan, 1, model.LuckAndIgnorance), draw, luck)
	}
	s := simulator(t, plan, 1, model.LuckAndIgnorance)
	for _, asked := range []struct {
		draw int
		luck uint64
	}{{0, 1}, {0, 0}, {3, 0}, {3, 1}, {2, 1}, {2, 1}, {3, 1}, {0, 0}} {
		if text(s, asked.draw, asked.luck) != fresh(asked.draw, asked.luck) {
			t.Errorf("draw %d with luck %d depends on the draws before", asked.draw, asked.luck)
		}
	}
	if fresh(0, 0) == fresh(0, 1) {
		t.Error("another stream has the same luck")
	}
}

func TestServicesDoNotTouchEachOther(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		plan := richPlanOfSeed(3000 + seed)
		m := planMaker{random: newRandom(seed)}
		for len(plan.Services) < 3 {
			plan.Services = append(plan.Services, m.service(fmt.Sprintf("further %d", len(plan.Services)), plan.Years))
		}
		drawn := func(services ...model.Service) (byKey map[string][]model.Counts, cohorts []model.Cohort) {
			changed := *plan
			changed.Services = services
			trajectory := simulator(t, &changed, seed, model.LuckAndIgnorance).Draw(3)
			byKey = map[string][]model.Counts{}
			for s, service := range services {
				byKey[service.Key] = append(slices.Clone(trajectory.Quarters[s]), trajectory.RunOff[s])
			}
			return byKey, slices.Clone(trajectory.Cohorts)
		}
		all, cohorts := drawn(plan.Services...)
		backwards := slices.Clone(plan.Services)
		slices.Reverse(backwards)
		reversed, reversedCohorts := drawn(backwards...)
		if !reflect.DeepEqual(all, reversed) || !reflect.DeepEqual(cohorts, reversedCohorts) {
			t.Errorf("plan %d: services in another order give other numbers", 3000+seed)
		}
		for _, service := range plan.Services {
			alone, _ := drawn(service)
			if !reflect.DeepEqual(alone[service.Key], all[service.Key]) {
				t.Errorf("plan %d: %s gives other numbers when it is alone", 3000+seed, service.Key)
			}
		}
	}
}

// A change of what happens to people later leaves alone what happened before, draw by draw.
func TestLaterChangesLeaveEarlierEventsAlone(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		plan := planOfSeed(4000 + seed)
		changed := *plan
		changed.Pathway.JobStart = steady("job start", plan.Years, quantity.Certain(0.5))
		changed.Pathway.Sustain = steady("sustain", plan.Years, quantity.Certain(0.5))
		changed.Pathway.ToExit = quantity.ExactWeeks(9)
		before := simulator(t, plan, seed, model.LuckOnly).Draw(1)
		after := simulator(t, &changed, seed, model.LuckOnly).Draw(1)
		for s := range plan.Services {
			for quarter := range before.Quarters[s] {
				b, a := before.Quarters[s][quarter], after.Quarters[s][quarter]
				if b.Referrals != a.Referrals || b.Declined != a.Declined || b.Hires != a.Hires || b.Leavers != a.Leavers || b.CapacityWeeks != a.CapacityWeeks {
					t.Errorf("plan %d, service %d, quarter %d: other job starts change who comes or the staff: %+v, %+v", 4000+seed, s, quarter, b, a)
				}
			}
		}
	}
}

// With giving up off, the same rates every year and no drop-outs, one more specialist never gives fewer engagements to date: by
// induction over the people in order of referral, nobody engages later.
func TestMoreSpecialistsNeverGiveFewerEngagements(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		plan := planOfSeed(5000 + seed)
		plan.Demand.GiveUp, plan.Staffing.DropOut = quantity.Quantity{}, quantity.Quantity{}
		for _, series := range []*quantity.Series{&plan.Pathway.Engage, &plan.Pathway.JobStart, &plan.Pathway.Sustain} {
			*series = steady(series.Name, plan.Years, series.Years[0])
		}
		more := *plan
		more.Services = slices.Clone(plan.Services)
		for s := range more.Services {
			more.Services[s].Posts = append(slices.Clone(plan.Services[s].Posts), model.Post{FTE: 700, Opens: 20})
		}
		before := simulator(t, plan, seed, model.LuckAndIgnorance).Draw(1)
		after := simulator(t, &more, seed, model.LuckAndIgnorance).Draw(1)
		for s := range plan.Services {
			for quarter := range before.Quarters[s] {
				b, a := together(before, s, s+1, 0, quarter+1), together(after, s, s+1, 0, quarter+1)
				if a.Engagements < b.Engagements {
					t.Errorf("plan %d, service %d, quarter %d: %d engagements to date, and %d with one specialist more", 5000+seed, s, quarter, b.Engagements, a.Engagements)
				}
			}
		}
	}
}

func TestPlansAreValid(t *testing.T) {
	for _, name := range []string{"small", "medium", "tight", "large"} {
		if err := benchmarkPlan(name).Validate(); err != nil {
			t.Errorf("benchmark case %s: %v", name, err)
		}
	}
	for seed := range uint64(1000) {
		if err := richPlanOfSeed(seed).Validate(); err != nil {
			t.Errorf("plan %d: %v", seed, err)
		}
	}
}

// Everything adds up over places and time but the people waiting at the end and the peak.
func TestCountsAddUp(t *testing.T) {
	earlier, later := new(model.Counts), new(model.Counts)
	for i := range countFields {
		reflect.ValueOf(earlier).Elem().Field(i).SetInt(int64(100 + i))
		reflect.ValueOf(later).Elem().Field(i).SetInt(int64(20 + i))
	}
	beside, then := *earlier, *earlier
	beside.Beside(later)
	then.Then(later)
	for i, field := range countFields {
		sum := 120 + 2*i
		if got := countValues(&beside)[i]; got != sum {
			t.Errorf("%s of two places: %d, not %d", field, got, sum)
		}
		want := sum
		switch field {
		case "WaitingEnd":
			want = 20 + i
		case "PeakCaseload":
			want = 100 + i
		}
		if got := countValues(&then)[i]; got != want {
			t.Errorf("%s of two times: %d, not %d", field, got, want)
		}
	}
}
