package model_test

import (
	"math"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Where nothing limits the people, means follow from the plan by multiplication, or with the durations by convolution.
// What is computed here uses neither of the two implementations, only the chances of the durations.

// unlimitedPlan has places for everyone who comes, in each of the years other rates and volumes, and no repeat search.
func unlimitedPlan() *model.Plan {
	rates := func(name string, values ...quantity.Distribution) quantity.Series {
		return quantity.Series{Name: name, Years: values}
	}
	return &model.Plan{
		Stream: "unlimited",
		Years:  3,
		Services: []model.Service{
			{Key: "north", Centres: 1, Posts: []model.Post{{FTE: model.FullTime}}, ReferralsPerYear: []float64{60, 120, 90}},
			{Key: "south", Centres: 3, Posts: []model.Post{{FTE: 500}, {FTE: 250}}, ReferralsPerYear: []float64{30, 0, 200}},
		},
		Caseload: model.Caseload{Limit: []int{10000}, Ramp: model.LinearRamp(0)},
		Staffing: model.Staffing{Recruitment: quantity.ExactWeeks(0), Vacancy: quantity.ExactWeeks(0)},
		Demand: model.Demand{
			Volume:  rates("volume", quantity.Certain(1), quantity.Certain(1.2), quantity.Certain(0.7)),
			Profile: []float64{1, 1, 1, 2, 0, 1, 1, 0.5, 1, 1, 3, 0},
		},
		Pathway: model.Pathway{
			Engage:   rates("engage", quantity.Certain(0.9), quantity.Certain(0.6), quantity.Certain(0.8)),
			JobStart: rates("job start", quantity.Certain(0.4), quantity.Certain(0.7), quantity.Certain(0.5)),
			Sustain:  rates("sustain", quantity.Certain(0.8), quantity.Certain(0.5), quantity.Certain(0.7)),
			ToJob: quantity.Duration{
				Family: quantity.LognormalWeeks, Centre: quantity.Certain(12), Spread: quantity.Certain(0.7), Min: 1, Max: 60,
			},
			ToExit:    quantity.Duration{Family: quantity.ExponentialWeeks, Centre: quantity.Certain(20), Min: 1, Max: 80},
			Support:   quantity.Duration{Family: quantity.WeibullWeeks, Centre: quantity.Certain(26), Spread: quantity.Certain(1.5), Min: 13, Max: 60},
			Unlimited: quantity.Exactly(0.2),
			Tenure:    &quantity.Duration{Family: quantity.GammaWeeks, Centre: quantity.Certain(30), Spread: quantity.Certain(25), Min: 0, Max: 120},
		},
	}
}

// near fails when the mean of draws is more than five standard errors from what was computed.
func near(t *testing.T, what string, draws []float64, want float64) {
	t.Helper()
	got, within := meanOf(draws), 5*standardError(draws)
	if !(math.Abs(got-want) <= within+1e-9) {
		t.Errorf("%s: %.6g ± %.2g, not %.6g", what, got, within, want)
	}
}

// Credited to the year of referral, the mean is what a funding plan's table says: referrals × rate × rate × rate.
func TestMeanIsThePlansArithmetic(t *testing.T) {
	t.Parallel()
	plan := unlimitedPlan()
	const draws = 2000
	s := simulator(t, plan, 1, model.LuckAndIgnorance)
	type outcome struct{ referrals, engagements, jobStarts, sustained []float64 } // by draw
	outcomes := make([]outcome, plan.Years)                                       // by year of referral
	for y := range outcomes {
		outcomes[y] = outcome{make([]float64, draws), make([]float64, draws), make([]float64, draws), make([]float64, draws)}
	}
	draw := 0
	s.Observe = func(e *model.Episode) {
		o := &outcomes[e.Referred/52]
		o.referrals[draw]++
		if e.Declined {
			return
		}
		if e.Engaged != e.Referred {
			t.Errorf("not engaged in the week of referral, with places for all: %+v", *e)
		}
		o.engagements[draw]++
		if len(e.Jobs) > 0 {
			o.jobStarts[draw]++
		}
		if e.Sustained13 != model.NoWeek {
			o.sustained[draw]++
		}
	}
	for draw = range draws {
		s.Draw(draw)
	}
	for y, o := range outcomes {
		want := plan.Demand.Volume.Years[y].Mean() * (plan.Services[0].ReferralsPerYear[y] + plan.Services[1].ReferralsPerYear[y])
		near(t, "referrals", o.referrals, want)
		want *= plan.Pathway.Engage.Years[y].Mean()
		near(t, "engagements", o.engagements, want)
		want *= plan.Pathway.JobStart.Years[y].Mean()
		near(t, "job starts", o.jobStarts, want)
		want *= plan.Pathway.Sustain.Years[y].Mean()
		near(t, "sustainments", o.sustained, want)
	}
}

// chances is a distribution over weeks 0, 1, 2, …, or numbers of people by week.
type chances []float64

func chancesOf(d quantity.Duration) chances {
	table := d.Expected()
	c := make(chances, table.Max()+1)
	for weeks := range c {
		c[weeks] = table.Chance(weeks)
	}
	return c
}

func (c chances) at(week int) float64 {
	if week < 0 || week >= len(c) {
		return 0
	}
	return c[week]
}

// from is the probability of that many weeks or more.
func (c chances) from(week int) float64 {
	sum := 0.0
	for ; week < len(c); week++ {
		sum += c.at(max(week, 0))
	}
	return sum
}

func (c chances) times(factor float64) chances {
	result := make(chances, len(c))
	for week := range c {
		result[week] = c[week] * factor
	}
	return result
}

func (c chances) plus(other chances) chances {
	result := make(chances, max(len(c), len(other)))
	for week := range result {
		result[week] = c.at(week) + other.at(week)
	}
	return result
}

// after is the convolution: c, and then the other duration.
func (c chances) after(other chances) chances {
	result := make(chances, len(c)+len(other))
	for i, x := range c {
		for j, y := range other {
			result[i+j] += x * y
		}
	}
	return result
}

// With the time that everything takes, the mean of each quarter is a convolution.
func TestMeanByQuarterIsAConvolution(t *testing.T) {
	plan := unlimitedPlan()
	horizon := 52 * plan.Years
	toJob, toExit, support, tenure := chancesOf(plan.Pathway.ToJob), chancesOf(plan.Pathway.ToExit), chancesOf(plan.Pathway.Support), chancesOf(*plan.Pathway.Tenure)

	want := map[string]chances{} // by field and week
	add := func(field string, c chances) { want[field] = want[field].plus(c) }
	for y := range plan.Years {
		engage, jobStart, sustain := plan.Pathway.Engage.Years[y].Mean(), plan.Pathway.JobStart.Years[y].Mean(), plan.Pathway.Sustain.Years[y].Mean()
		unlimited := plan.Pathway.Unlimited.Mean()

		// The weeks of a year by month: 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4.
		referrals := make(chances, 52*y)
		weights := 0.0
		for month, n := range []int{5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4} {
			for range n {
				referrals = append(referrals, plan.Demand.Profile[month])
				weights += plan.Demand.Profile[month]
			}
		}
		volume := plan.Demand.Volume.Years[y].Mean() * (plan.Services[0].ReferralsPerYear[y] + plan.Services[1].ReferralsPerYear[y])
		referrals = referrals.times(volume / weights)

		engaged := referrals.times(engage)
		started := engaged.after(toJob).times(jobStart)
		add("Referrals", referrals)
		add("Declined", referrals.times(1-engage))
		add("Engagements", engaged)
		add("JobStarts", started)

		lasting := started.times(sustain)
		week := func(n int) chances { return append(make(chances, n), 1) }
		add("Sustained13", lasting.after(week(13)))
		add("Sustained26", lasting.after(week(26)).times(tenure.from(26-13)))
		add("Sustained52", lasting.after(week(52)).times(tenure.from(52-13)))

		// How long a job is held, and how long it is supported; and those of the latter who end without a job.
		short := make(chances, 13)
		for weeks := 1; weeks <= 12; weeks++ {
			short[weeks] = 1.0 / 12
		}
		long := week(13).after(tenure)
		lostInSupport, supportEnds := make(chances, len(long)), make(chances, len(support))
		for weeks := range long {
			lostInSupport[weeks] = long[weeks] * (unlimited + (1-unlimited)*support.from(weeks+1))
		}
		for weeks := range support {
			supportEnds[weeks] = support[weeks] * (1 - unlimited) * long.from(weeks)
		}
		exits := engaged.after(toExit).times(1 - jobStart)
		lost := started.times(1 - sustain).after(short).plus(lasting.after(lostInSupport))
		add("LeftUnemployed", exits.plus(lost))

		ended := started.times(1 - sustain).after(short).plus(lasting.after(long))
		left := exits.plus(lost).plus(lasting.after(supportEnds))
		inWork, caseload := 0.0, 0.0
		weeksInWork, caseloadWeeks := make(chances, horizon+156), make(chances, horizon+156)
		for t := range weeksInWork {
			inWork += started.at(t) - ended.at(t)
			caseload += engaged.at(t) - left.at(t)
			weeksInWork[t], caseloadWeeks[t] = inWork, caseload
		}
		add("WeeksInWork", weeksInWork)
		add("CaseloadWeeks", caseloadWeeks)
	}

	both(t, plan, model.LuckAndIgnorance, func(t *testing.T, draw drawer) {
		const draws = 1500
		quarters := 4 * plan.Years
		seen := make([][][]float64, quarters+1) // by quarter (the last is the run-off), field and draw
		for n := range draws {
			trajectory := draw(n)
			for quarter := range seen {
				var counts model.Counts
				if quarter < quarters {
					counts = together(trajectory, 0, 2, quarter, quarter+1)
				} else {
					counts = trajectory.RunOff[0]
					counts.Beside(&trajectory.RunOff[1])
				}
				for i, value := range countValues(&counts) {
					if n == 0 {
						seen[quarter] = append(seen[quarter], make([]float64, draws))
					}
					seen[quarter][i][n] = float64(value)
				}
			}
		}
		checked := 0
		for i, field := range countFields {
			if want[field] == nil {
				continue
			}
			checked++
			for quarter := range seen {
				from, to := quarter*13, quarter*13+13
				if quarter == quarters {
					to = horizon + 156
				}
				sum := 0.0
				for week := from; week < to; week++ {
					sum += want[field].at(week)
				}
				near(t, field, seen[quarter][i], sum)
			}
		}
		if checked != len(want) {
			t.Errorf("%d of %d fields checked", checked, len(want))
		}
	})
}

// A published sustainment rate counts people: with repeat searches that all come to an end in time, it is the share of those who
// ever start a job who ever sustain one. When it counts jobs, it is the share of the jobs.
func TestSustainmentRatePerPersonAndPerJob(t *testing.T) {
	const p, r = 0.6, 0.5
	for name, perJob := range map[string]bool{"per person": false, "per job": true} {
		t.Run(name, func(t *testing.T) {
			plan := unlimitedPlan()
			plan.Pathway.SustainPerJob = perJob
			plan.Pathway.Sustain = steady("sustain", plan.Years, quantity.Certain(p))
			plan.Pathway.Return = quantity.Exactly(r)
			plan.Pathway.ToJob, plan.Pathway.Support, plan.Pathway.Tenure = quantity.ExactWeeks(2), quantity.ExactWeeks(13), nil
			both(t, plan, model.LuckAndIgnorance, func(t *testing.T, draw drawer) {
				const draws = 1000
				excess := make([]float64, draws) // of sustainments over what the job starts let expect
				repeats := make([]float64, draws)
				for n := range draws {
					trajectory := draw(n)
					all := together(trajectory, 0, 2, 0, 4*plan.Years)
					for s := range trajectory.RunOff {
						all.Beside(&trajectory.RunOff[s])
					}
					// Whoever sustains a job has no more support and does not return.
					s := p * (1 - r) / (1 - r*p)
					if perJob {
						s = p
						excess[n] = float64(all.Sustained13) - p*float64(all.JobStarts+all.RepeatStarts)
					} else {
						excess[n] = float64(all.Sustained13) - p*float64(all.JobStarts)
					}
					repeats[n] = float64(all.RepeatStarts) - (1-s)*r*float64(all.JobStarts+all.RepeatStarts)
				}
				near(t, "sustainments beyond the rate", excess, 0)
				near(t, "repeat starts beyond those from lost jobs", repeats, 0)
			})
		})
	}
}

// The staff's course is a renewal process: the expected number in post follows week by week from the chances of leaving and
// of the recruitment and vacancy times.
func TestStaffIsARenewalProcess(t *testing.T) {
	plan := unlimitedPlan()
	plan.Staffing = model.Staffing{
		Turnover:    quantity.Exactly(20), // so high that 20/52 is far from the chance of leaving
		Recruitment: quantity.Duration{Family: quantity.LognormalWeeks, Centre: quantity.Certain(9), Spread: quantity.Certain(0.6), Min: 0, Max: 40},
		Vacancy:     quantity.Duration{Family: quantity.ExponentialWeeks, Centre: quantity.Certain(6), Min: 0, Max: 40},
	}
	plan.Services = plan.Services[:1]
	plan.Services[0].Posts = []model.Post{{FTE: 400, Opens: 7}}
	plan.Caseload = model.Caseload{Limit: []int{1000}, Ramp: model.LinearRamp(30)}

	recruitment, vacancy := chancesOf(plan.Staffing.Recruitment), chancesOf(plan.Staffing.Vacancy)
	h := 1 - math.Exp(-20.0/52)
	weeks := 52*plan.Years + 156
	came, left := make([]float64, weeks), make([]float64, weeks)
	inPost := make([]float64, weeks)
	carried := make([]float64, weeks) // capacity; 400 × (k+1)/30 is rounded down for each k, as there is one post
	for t := range weeks {
		if t > 0 {
			left[t] = h * inPost[t-1]
		}
		came[t] = recruitment.at(t - 7)
		for earlier := 0; earlier <= t; earlier++ {
			came[t] += left[earlier] * vacancy.at(t-earlier)
		}
		for began := 0; began <= t; began++ {
			present := came[began] * math.Pow(1-h, float64(t-began))
			inPost[t] += present
			carried[t] += present * math.Floor(float64(400*min(t-began+1, 30))/30)
		}
	}
	both(t, plan, model.LuckAndIgnorance, func(t *testing.T, draw drawer) {
		const draws = 2000
		type course struct{ inPost, hires, leavers, capacity []float64 }
		seen := make([]course, 4*plan.Years)
		for n := range draws {
			trajectory := draw(n)
			for quarter := range seen {
				c, s := trajectory.Quarters[0][quarter], &seen[quarter]
				s.inPost = append(s.inPost, float64(c.InPostWeeks))
				s.hires = append(s.hires, float64(c.Hires))
				s.leavers = append(s.leavers, float64(c.Leavers))
				s.capacity = append(s.capacity, float64(c.CapacityWeeks))
			}
		}
		for quarter, s := range seen {
			sum := func(values []float64) (sum float64) {
				for _, x := range values[quarter*13 : quarter*13+13] {
					sum += x
				}
				return sum
			}
			near(t, "weeks in post", s.inPost, 400*sum(inPost))
			near(t, "hires", s.hires, sum(came))
			near(t, "leavers", s.leavers, sum(left))
			near(t, "capacity", s.capacity, sum(carried))
		}
	})
}

// As volumes and posts grow together, a draw tends to the recursion of expected values, in which people and specialists
// are divisible.
func TestGrowingPlansTendToTheExpectedValues(t *testing.T) {
	t.Parallel()
	plan := benchmarkPlan("tight")
	plan.Years = 3
	for _, series := range []*quantity.Series{&plan.Demand.Volume, &plan.Pathway.Engage, &plan.Pathway.JobStart, &plan.Pathway.Sustain} {
		*series = quantity.Series{Years: series.Years[:3]}
		for y := range series.Years {
			series.Years[y] = quantity.Certain(series.Years[y].Mean())
		}
	}
	const referralsPerPost, dropOut = 60.0, 0.3
	plan.Staffing.DropOut = quantity.Exactly(dropOut)
	plan.Pathway.Return = quantity.Quantity{}

	// The recursion, for one post.
	engage, jobStart, sustain := plan.Pathway.Engage.Years[0].Mean(), plan.Pathway.JobStart.Years[0].Mean(), plan.Pathway.Sustain.Years[0].Mean()
	toJob, toExit := chancesOf(plan.Pathway.ToJob), chancesOf(plan.Pathway.ToExit)
	horizon := 52 * plan.Years
	came, inPost, left := make([]float64, horizon), make([]float64, horizon), make([]float64, horizon)
	ends := make([]float64, horizon+200) // of support after a job start, by week
	engagements, jobStarts, sustained := make([]float64, horizon), make([]float64, horizon), make([]float64, horizon)
	type search struct{ due, leave []float64 } // people who engaged in a week, by the weeks that they have left to go
	var searches []search
	h := 1 - math.Exp(-plan.Staffing.Turnover.Mean()/52)
	waiting, caseload := 0.0, 0.0
	for t := range horizon {
		if t == 0 {
			came[0] = 1
		} else {
			left[t] = h * inPost[t-1]
		}
		if t >= 8 {
			came[t] += left[t-8]
		}
		capacity := 0.0
		for began := 0; began <= t; began++ {
			present := came[began] * math.Pow(1-h, float64(t-began))
			inPost[t] += present
			capacity += 25 * present * min(1, float64(t-began+1)/52)
		}
		// Of those who search, a share h × q drops out each week; the others' jobs and exits come due.
		for began, s := range searches {
			for weeks := range s.due {
				if drop := s.due[weeks] * h * dropOut; began+weeks >= t {
					s.due[weeks] -= drop
					caseload -= drop
				}
			}
			for weeks := range s.leave {
				if drop := s.leave[weeks] * h * dropOut; began+weeks >= t {
					s.leave[weeks] -= drop
					caseload -= drop
				}
			}
			if weeks := t - began; weeks < len(s.due) {
				started := s.due[weeks]
				jobStarts[t] += started
				if t+13 < horizon {
					sustained[t+13] += started * sustain
				}
				ends[t+26] += started * sustain
				for lasts := 1; lasts <= 12; lasts++ {
					ends[t+lasts] += started * (1 - sustain) / 12
				}
			}
			if weeks := t - began; weeks < len(s.leave) {
				caseload -= s.leave[weeks]
			}
		}
		caseload -= ends[t]
		waiting = waiting*(1-0.02) + referralsPerPost/52*engage
		engagements[t] = max(0, min(waiting, capacity-caseload))
		waiting -= engagements[t]
		caseload += engagements[t]
		searches = append(searches, search{
			due:   toJob.times(engagements[t] * jobStart),
			leave: toExit.times(engagements[t] * (1 - jobStart)),
		})
	}

	// The largest relative error of a plan with that many posts, in the mean of that many draws.
	errors := func(posts, draws int) (farthest float64) {
		plan.Services[0].Posts = make([]model.Post, posts)
		for i := range plan.Services[0].Posts {
			plan.Services[0].Posts[i].FTE = model.FullTime
		}
		plan.Services[0].ReferralsPerYear = everyYear(3, referralsPerPost*float64(posts))
		s := simulator(t, plan, 1, model.LuckOnly)
		seen := make([]model.Counts, plan.Years)
		for n := range draws {
			trajectory := s.Draw(n)
			for year := range seen {
				c := together(trajectory, 0, 1, 4*year, 4*year+4)
				seen[year].Beside(&c)
			}
		}
		for year, c := range seen {
			compare := func(got int, want []float64) {
				sum := 0.0
				for _, x := range want[52*year : 52*year+52] {
					sum += x
				}
				farthest = max(farthest, math.Abs(float64(got)/float64(draws)/float64(posts)/sum-1))
			}
			compare(c.Engagements, engagements)
			compare(c.JobStarts, jobStarts)
			compare(c.Sustained13, sustained)
		}
		return farthest
	}
	few, many := errors(2, 2000), errors(500, 60)
	if many > 0.005 || few < 3*many {
		t.Errorf("the farthest from the expected values is %.2g with 2 posts and %.2g with 500", few, many)
	}
}
