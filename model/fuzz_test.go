package model_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// FuzzConservation makes a plan of any bytes, with more that is extreme than a random plan has, and requires of a draw of it, and of its
// expected numbers, what has to hold in every plan: nobody is lost or counted twice in any week, nobody engages out of turn or above
// capacity, every course is possible, and the counts say what happened to the people.
func FuzzConservation(f *testing.F) {
	plans, first := verification()
	for seed := first; seed < first+60+20*uint64(plans); seed++ {
		random := newRandom(seed)
		choices := make([]byte, 10+random.IntN(400))
		for i := range choices {
			choices[i] = byte(random.Uint32())
		}
		f.Add(choices)
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, choices []byte) {
		plan, doubt, draw := chosenPlan(choices)
		if err := plan.Validate(); err != nil {
			t.Fatalf("no valid plan: %v", err)
		}
		o := observe(t, plan, 1, doubt, draw)
		if unwatched := simulator(t, plan, 1, doubt).Draw(draw); !reflect.DeepEqual(unwatched, o.trajectory) {
			t.Error("another future when nobody looks")
		}
		o.eachCentre(func(service, centre int, people []*model.Episode) {
			where := fmt.Sprintf("service %d, centre %d", service, centre)
			for _, fault := range o.weeklyFaults(service, people) {
				t.Errorf("%s, %s", where, fault)
			}
			checkFirstComeFirstServed(t, people)
		})
		for i := range o.people {
			for _, fault := range courseFaults(o, &o.people[i]) {
				t.Errorf("%s: %+v", fault, o.people[i])
			}
		}
		for _, fault := range o.countFaults() {
			t.Error(fault)
		}
		e := expectation(t, plan, 1)
		for _, expected := range []*model.ExpectedTrajectory{e.Means(), e.Draw(draw)} {
			for _, fault := range expectedFaults(plan, expected) {
				t.Error("expected numbers, ", fault)
			}
		}
		referenceDraw(plan, doubt, newRandom(uint64(draw))) // panics when it loses somebody
		if t.Failed() {
			t.Logf("the plan: %+v", plan)
		}
	})
}

// choices is a source of random numbers that takes two bytes for each, and goes on at random when they are used up.
type choices struct {
	bytes []byte
	rest  *rand.PCG
}

func (c *choices) Uint64() uint64 {
	number := c.rest.Uint64()
	if len(c.bytes) >= 2 {
		number = number>>16 | uint64(c.bytes[0])<<56 | uint64(c.bytes[1])<<48
		c.bytes = c.bytes[2:]
	}
	return number
}

// noLimit is the largest caseload limit, where the capacity of many posts over the run-off can be counted in an int: not in one of 32 bits.
const noLimit = 10_000 + (math.MaxInt>>32&1)*990_000

// chosenPlan is a random plan with extremes that would take the comparison in distribution too long.
func chosenPlan(bytes []byte) (plan *model.Plan, doubt model.Doubt, draw int) {
	random := rand.New(&choices{bytes, rand.NewPCG(1, uint64(len(bytes)))})
	plan = randomPlan(random)
	m := planMaker{random}
	doubt, draw = pick(m, model.LuckAndIgnorance, model.LuckOnly), random.IntN(1000)
	seldom := func(change func()) {
		if random.IntN(6) == 0 {
			change()
		}
	}
	seldom(func() { plan.Caseload.Limit = []int{pick(m, 0, 1, noLimit-1, noLimit)} })
	seldom(func() { plan.Staffing.Turnover = quantity.Exactly(pick(m, 0.001, 52, endlessTurnover)) })
	seldom(func() { plan.Staffing.DropOut = quantity.Exactly(1) })
	seldom(func() { plan.Staffing.Vacancy = quantity.ExactWeeks(pick(m, 0, 700)) })
	seldom(func() { plan.Staffing.Recruitment = quantity.ExactWeeks(pick(m, 0, 60, 700)) })
	seldom(func() { plan.Demand.GiveUp = quantity.Exactly(pick(m, 1e-17, 1e-9, 0.999999, 1)) })
	seldom(func() { plan.Pathway.Return = quantity.Exactly(0.9) })
	seldom(func() { plan.Pathway.ToJob = quantity.ExactWeeks(pick(m, 1, 156, 700)) })
	seldom(func() { plan.Pathway.ToExit = quantity.ExactWeeks(pick(m, 1, 156, 700)) })
	seldom(func() { plan.Pathway.Support = quantity.ExactWeeks(pick(m, 13, 700)) })
	seldom(func() { tenure := quantity.ExactWeeks(pick(m, 0, 13, 39)); plan.Pathway.Tenure = &tenure })
	for s := range plan.Services {
		service := &plan.Services[s]
		seldom(func() { service.Posts = nil })
		seldom(func() { service.InitialCaseload = pick(m, 1, 300) })
		seldom(func() { service.ReferralsPerYear = everyYear(plan.Years, pick(m, 0, 1e-12, 1, 400)) })
		seldom(func() { service.Centres = 1 + random.IntN(30) })
	}
	seldom(func() { lengthen(plan, 4+random.IntN(7)) })
	return plan, doubt, draw
}

// lengthen gives a plan more years, all like its last one.
func lengthen(plan *model.Plan, years int) {
	last := plan.Years - 1
	plan.Years = years
	byYear := []*quantity.Series{&plan.Demand.Volume, &plan.Pathway.Engage, &plan.Pathway.JobStart, &plan.Pathway.Sustain}
	if plan.Hours != nil {
		byYear = append(byYear, &plan.Hours.From16)
	}
	for _, s := range byYear {
		for len(s.Years) < years {
			s.Years = append(slices.Clone(s.Years), s.Years[last])
		}
	}
	for i := range plan.Services {
		service := &plan.Services[i]
		for len(service.ReferralsPerYear) < years {
			service.ReferralsPerYear = append(slices.Clone(service.ReferralsPerYear), service.ReferralsPerYear[last]/4)
		}
	}
}

// state is where someone can be at the end of a week.
type state int

const (
	isDeclined state = iota
	gaveUp
	isWaiting
	isSearching
	isSupported
	hasLeft
	states
)

// stateIn is everyone's state in a week, by what happened to them up to then; there is exactly one.
func stateIn(e *model.Episode, week int) (all []state) {
	engaged, left := come(e.Engaged, week), come(e.Left, week)
	for s, holds := range [states]bool{
		isDeclined:  e.Declined,
		gaveUp:      come(e.GaveUp, week),
		isWaiting:   !e.Declined && !come(e.GaveUp, week) && !engaged,
		isSearching: engaged && !left && jobIn(e, week) == nil,
		isSupported: engaged && !left && jobIn(e, week) != nil,
		hasLeft:     left,
	} {
		if holds {
			all = append(all, state(s))
		}
	}
	return all
}

// weeklyFaults says in which week people of a centre are lost or counted twice, or are admitted beyond what the open posts carry.
func (o *observed) weeklyFaults(service int, people []*model.Episode) (faults []string) {
	came, caseload := make([]int, o.weeks), make([]int, o.weeks)
	for _, e := range people {
		for week := e.Referred; week < o.weeks; week++ {
			all := stateIn(e, week)
			if len(all) != 1 {
				faults = append(faults, fmt.Sprintf("week %d: in states %v: %+v", week, all, *e))
				break
			}
			if all[0] == isSearching || all[0] == isSupported {
				caseload[week]++
			}
		}
		if e.Engaged != model.NoWeek {
			came[e.Engaged]++
		}
	}
	for week := range o.horizon {
		carried := int64(0) // thousandths
		for _, post := range o.plan.Services[service].Posts {
			if post.Opens <= week {
				carried += int64(o.plan.Caseload.LimitIn(week)) * int64(post.FTE)
			}
		}
		if came[week] > 0 && int64(caseload[week]) > carried/int64(model.FullTime) {
			faults = append(faults, fmt.Sprintf("week %d: intake to %d, the open posts carry %d thousandths", week, caseload[week], carried))
		}
	}
	return faults
}

// countFaults says where the counts differ from what happened to the people, or from each other.
func (o *observed) countFaults() (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	rebuilt := o.rebuild()
	if !reflect.DeepEqual(rebuilt.Cohorts, o.trajectory.Cohorts) {
		fault("cohorts %+v, from episodes %+v", o.trajectory.Cohorts, rebuilt.Cohorts)
	}
	var all model.Counts
	for s := range o.plan.Services {
		fromEpisodes, counted := rebuilt.Quarters[s], o.trajectory.Quarters[s]
		for quarter := range len(counted) + 1 {
			got, want := &o.trajectory.RunOff[s], &rebuilt.RunOff[s]
			if quarter < len(counted) {
				got, want = &counted[quarter], &fromEpisodes[quarter]
			}
			gotValues, wantValues := countValues(got), countValues(want)
			for i, field := range countFields {
				if gotValues[i] < 0 {
					fault("service %d, quarter %d: %s is %d", s, quarter, field, gotValues[i])
				}
				switch field {
				case "CapacityWeeks", "InPostWeeks", "PlannedWeeks", "Leavers", "Hires",
					"LeaderInPostWeeks", "LeaderPlannedWeeks", "LeaderLeavers", "LeaderHires": // what episodes do not show
				case "CaseloadWeeks", "PeakCaseload": // with those who were there before
					if gotValues[i] < wantValues[i] || o.plan.Services[s].InitialCaseload == 0 && gotValues[i] != wantValues[i] {
						fault("service %d, quarter %d: %s %d, from episodes %d", s, quarter, field, gotValues[i], wantValues[i])
					}
				default:
					if gotValues[i] != wantValues[i] {
						fault("service %d, quarter %d: %s %d, from episodes %d", s, quarter, field, gotValues[i], wantValues[i])
					}
				}
			}
			if got.InPostWeeks > got.PlannedWeeks || got.LeaderInPostWeeks > got.LeaderPlannedWeeks {
				fault("service %d, quarter %d: more in post than posts: %+v", s, quarter, *got)
			}
			all.Beside(got)
		}
	}
	credited := model.Credit{}
	for _, c := range o.trajectory.Credited {
		credited.Referrals += c.Referrals
		credited.Engagements += c.Engagements
		credited.JobStarts += c.JobStarts
		credited.Sustained13 += c.Sustained13
	}
	if (credited != model.Credit{Referrals: all.Referrals, Engagements: all.Engagements, JobStarts: all.JobStarts, Sustained13: all.Sustained13}) {
		fault("credited %+v in all, counted %+v", credited, all)
	}
	return faults
}

// expectedFaults says what is no number, is below 0, or does not add up.
func expectedFaults(plan *model.Plan, trajectory *model.ExpectedTrajectory) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	for s := range plan.Services {
		for quarter := range len(trajectory.Quarters[s]) + 1 {
			now := &trajectory.RunOff[s]
			if quarter < len(trajectory.Quarters[s]) {
				now = &trajectory.Quarters[s][quarter]
			}
			for i, x := range fractions(now) {
				if !(x >= -1e-9) || math.IsInf(x, 0) {
					fault("service %d, quarter %d: %s is %g", s, quarter, countFields[i], x)
				}
			}
			c := expectedTogether(trajectory, s, s+1, 0, quarter)
			slack := 1e-9 * max(1, c.Referrals)
			if math.Abs(c.Referrals-(c.Declined+c.GaveUp+c.WaitingEnd+c.Engagements)) > slack {
				fault("service %d, before quarter %d: referrals are not declined + gave up + waiting + engaged: %+v", s, quarter, c)
			}
			if c.Sustained52 > c.Sustained26+slack || c.Sustained26 > c.Sustained13+slack || c.Sustained13 > c.JobStarts+slack || c.JobStarts > c.Engagements+slack {
				fault("service %d, before quarter %d: more sustainments than job starts or more of these than engagements: %+v", s, quarter, c)
			}
		}
	}
	return faults
}
