package model

import "ipsplan/model/quantity"

// expectedCourse is what one person can expect who engages, by weeks since then. It does not depend on the week, only on the
// year's rates: the expected leavers of a week are the specialists who were in post in the week before times the
// weekly chance of leaving, so that the chance q·m/n of dropping out is the same in every week.
type expectedCourse struct {
	leaves span    // the caseload, in that week
	from16 float64 // share of jobs

	// Running totals: what is expected in weeks 0 … l−1 after engaging, for l from 0 to the time looked at.
	jobStarts, repeatStarts, sustained13, sustained26, sustained52, leftUnemployed, weeksInWork []float64
}

// count adds what n people do from week begin to week end−1 after engaging.
func (c *expectedCourse) count(into *Tally[float64], n float64, begin, end int) {
	within := func(total []float64) float64 { return float64(n * (total[end] - total[begin])) }
	jobStarts, sustained13, weeksInWork := within(c.jobStarts), within(c.sustained13), within(c.weeksInWork)
	into.JobStarts += jobStarts
	into.RepeatStarts += within(c.repeatStarts)
	into.Sustained13 += sustained13
	into.Sustained26 += within(c.sustained26)
	into.Sustained52 += within(c.sustained52)
	into.LeftUnemployed += within(c.leftUnemployed)
	into.WeeksInWork += weeksInWork
	// The hours of a job have nothing to do with how it goes.
	into.JobStartsFrom16 += float64(c.from16 * jobStarts)
	into.Sustained13From16 += float64(c.from16 * sustained13)
	into.WeeksInWorkFrom16 += float64(c.from16 * weeksInWork)
}

// expectedCourses gives the course of those who engage in each year at a service with the given rates.
func expectedCourses(v *values, rates *rates, jobsEnd bool, weeks int) []expectedCourse {
	dropOut := v.dropOut * v.leaves
	search := newExpectedSearch(v.toJob.Table(), dropOut)
	stay := newExpectedSearch(v.toExit.Table(), dropOut)
	long := newLongJob(v, jobsEnd)

	courses := make([]expectedCourse, len(rates.lasts))
	var seeker *jobSeeker
	for y := range courses {
		if y == 0 || rates.lasts[y] != rates.lasts[y-1] {
			seeker = newJobSeeker(weeks)
			seeker.follow(search, newExpectedJob(shareOf(rates.lasts[y]), long), shareOf(v.searchesAgain))
		}
		courses[y] = seeker.course(shareOf(rates.jobStart[y]), stay)
		if v.from16 != nil {
			courses[y].from16 = shareOf(v.from16[y])
		}
	}
	return courses
}

// expectedSearch is 6. Search, by weeks since its beginning: the chance of reaching its due end then, and of dropping out before.
type expectedSearch struct{ ends, dropsOut span }

func newExpectedSearch(due *quantity.Table, dropOut float64) expectedSearch {
	chances := chancesOf(due)
	open := atLeast(chances)
	s := expectedSearch{span{1, make([]float64, len(chances)-1)}, span{1, make([]float64, len(chances)-1)}}
	still := 1.0 // has not dropped out
	for week := 1; week < len(chances); week++ {
		s.dropsOut.share[week-1] = open[week] * still * dropOut
		still *= 1 - dropOut
		s.ends.share[week-1] = chances[week] * still
	}
	return s
}

// longJob is a job that lasts at least 13 weeks, by weeks since its start.
type longJob struct {
	ends        []float64 // the job ends
	lost        []float64 // the job ends, and is supported until then
	supportEnds []float64 // support ends, in work
	reaches     [levels]float64
}

func newLongJob(v *values, jobsEnd bool) (j longJob) {
	support := chancesOf(v.support.Table())
	supported := atLeast(support)
	unlimited := shareOf(v.unlimited)
	lasts := []float64{1} // beyond week 13
	if jobsEnd {
		tenure := chancesOf(v.tenure.Table())
		lasts = atLeast(tenure)
		j.ends = append(make([]float64, SustainmentWeeks), tenure...)
		j.lost = make([]float64, len(j.ends))
		for week, chance := range j.ends {
			beyond := supported[min(week+1, len(supported)-1)] // chance that F is more than T
			j.lost[week] = chance * (unlimited + float64((1-unlimited)*beyond))
		}
	}
	goesOn := func(week int) float64 { // chance that T is at least so long
		if !jobsEnd {
			return 1
		}
		return lasts[min(max(week-SustainmentWeeks, 0), len(lasts)-1)]
	}
	j.supportEnds = make([]float64, len(support))
	for week, chance := range support {
		j.supportEnds[week] = (1 - unlimited) * chance * goesOn(week)
	}
	for level, week := range reachedIn {
		j.reaches[level] = goesOn(week)
	}
	return j
}

// The level is the longest sustainment that a person has reached: none, 13, 26 or 52 weeks.
const levels = 4

// reachedIn is the week of a job in which each level is reached.
var reachedIn = [levels]int{0, SustainmentWeeks, 2 * SustainmentWeeks, 4 * SustainmentWeeks}

// expectedJob is 7. Job, any job, by weeks since its start.
type expectedJob struct {
	ends, supportEnds span
	// lost are the jobs that end while supported, by the level that they reach.
	lost [levels]span
	// sustains is the chance of reaching each level.
	sustains [levels]float64
}

func newExpectedJob(lasts float64, long longJob) (j expectedJob) {
	const early = SustainmentWeeks - 1
	all := func(ofLong []float64) []float64 {
		result := make([]float64, max(len(ofLong), SustainmentWeeks))
		for week, chance := range ofLong {
			result[week] = lasts * chance
		}
		for week := 1; week <= early; week++ {
			result[week] = (1 - lasts) / early
		}
		return result
	}
	j.ends = span{0, all(long.ends)}
	lost := all(long.lost)
	for level, from := range reachedIn {
		to := len(lost)
		if level+1 < levels {
			to = min(to, reachedIn[level+1])
		}
		if from < to {
			j.lost[level] = span{from, lost[from:to]}
		}
		j.sustains[level] = lasts * long.reaches[level]
	}
	j.supportEnds.share = make([]float64, len(long.supportEnds))
	for week, chance := range long.supportEnds {
		j.supportEnds.share[week] = lasts * chance
	}
	return j
}

// jobSeeker is someone whose first job is due one day, by weeks since engaging.
type jobSeeker struct {
	firstStarts                    []float64
	repeatStarts                   []float64
	sustained                      [levels][]float64
	leavesUnemployed, leavesInWork []float64
	ends                           []float64 // of jobs, supported or not

	lost, starts [levels][]float64 // jobs lost in support, and repeat starts, by the level reached
}

func newJobSeeker(weeks int) *jobSeeker {
	byWeek := func() []float64 { return make([]float64, weeks) }
	s := &jobSeeker{
		firstStarts: byWeek(), repeatStarts: byWeek(), leavesUnemployed: byWeek(), leavesInWork: byWeek(), ends: byWeek(),
	}
	for level := range levels {
		s.sustained[level], s.lost[level], s.starts[level] = byWeek(), byWeek(), byWeek()
	}
	return s
}

// follow goes from search to job and, with the chance of searching again, back. Whatever happens in a week has its causes in earlier
// weeks, so that one pass suffices.
func (s *jobSeeker) follow(search expectedSearch, job expectedJob, again float64) {
	spread(s.firstStarts, 0, 1, search.ends)
	spread(s.leavesUnemployed, 0, 1, search.dropsOut)
	for week := range s.firstStarts {
		returning := 0.0
		for level := range levels {
			lost := s.lost[level][week]
			back := float64(lost * again)
			s.leavesUnemployed[week] += lost - back
			spread(s.starts[level], week, back, search.ends)
			returning += back
		}
		spread(s.leavesUnemployed, week, returning, search.dropsOut)

		starting := 0.0
		for level := range levels {
			n := s.starts[level][week]
			s.repeatStarts[week] += n
			if level == 0 {
				n += s.firstStarts[week]
			}
			starting += n
			for reached := range levels {
				spread(s.lost[max(level, reached)], week, n, job.lost[reached])
				if reached > level { // once per person
					spread(s.sustained[reached], week, n, span{reachedIn[reached], job.sustains[reached : reached+1]})
				}
			}
		}
		spread(s.leavesInWork, week, starting, job.supportEnds)
		spread(s.ends, week, starting, job.ends)
	}
}

// course is that of a person who is a job seeker with the given chance and otherwise stays for a while.
func (s *jobSeeker) course(jobStart float64, stay expectedSearch) (c expectedCourse) {
	weeks := len(s.firstStarts)
	unemployed := make([]float64, weeks)
	spread(unemployed, 0, jobStart, span{0, s.leavesUnemployed})
	spread(unemployed, 0, 1-jobStart, stay.ends)
	spread(unemployed, 0, 1-jobStart, stay.dropsOut)

	c.leaves.share = make([]float64, weeks)
	inWork := make([]float64, weeks)
	working := 0.0
	for week := range weeks {
		c.leaves.share[week] = unemployed[week] + float64(jobStart*s.leavesInWork[week])
		working = max(working+s.firstStarts[week]+s.repeatStarts[week]-s.ends[week], 0)
		inWork[week] = working
	}
	c.jobStarts = runningTotals(s.firstStarts, jobStart)
	c.repeatStarts = runningTotals(s.repeatStarts, jobStart)
	c.sustained13 = runningTotals(s.sustained[1], jobStart)
	c.sustained26 = runningTotals(s.sustained[2], jobStart)
	c.sustained52 = runningTotals(s.sustained[3], jobStart)
	c.leftUnemployed = runningTotals(unemployed, 1)
	c.weeksInWork = runningTotals(inWork, jobStart)
	return c
}

// runningTotals are the sums of the first 0, 1, 2, … numbers, times a factor.
func runningTotals(numbers []float64, factor float64) []float64 {
	totals := make([]float64, len(numbers)+1)
	for i, x := range numbers {
		totals[i+1] = totals[i] + float64(factor*x)
	}
	return totals
}
