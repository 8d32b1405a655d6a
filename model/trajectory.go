package model

// Counts is what happened in one quarter (or any longer time) at one service (or any number of them).
type Counts = Tally[int]

// Tally is what happened, in whole people and weeks in a simulated draw, in fractions of them in an expectation. Numbers of events
// add up over time and places, and so do person-weeks; the fields that are not sums say so.
type Tally[N int | float64] struct {
	Referrals    N
	Declined     N // referred and not willing to engage
	GaveUp       N // left the waiting list
	Engagements  N
	JobStarts    N // first jobs only
	RepeatStarts N // later jobs
	// Sustained13, 26 and 52 are people who reached 13, 26, 52 weeks in one job, once per person.
	Sustained13, Sustained26, Sustained52 N
	LeftUnemployed                        N // support ended while not in work
	WeeksInWork                           N // person-weeks in a job, supported or after support

	CaseloadWeeks N // sum over weeks of the people on the caseload at the end of the week
	CapacityWeeks N // sum over weeks of the capacity, people; 0 in the run-off, when nobody is taken in
	WaitingWeeks  N // sum over weeks of the people waiting at the end of the week
	WaitingEnd    N // people waiting at the end of the time; adds up over places, over time the last counts
	PeakCaseload  N // highest caseload of a week; over places the sum of the peaks, which may fall in different weeks

	// InPostWeeks is FTE-weeks of filled posts and PlannedWeeks FTE-weeks of posts that have opened, both in thousandths.
	InPostWeeks, PlannedWeeks N
	Leavers                   N // specialists who left
	Hires                     N // specialists who came; the first in a post counts

	// Of the first job starts, the 13-week sustainments and the person-weeks in work, those in a job of 16 hours a week or more; 0
	// where the plan does not tell jobs apart by hours.
	JobStartsFrom16, Sustained13From16, WeeksInWorkFrom16 N

	// Of team leaders, what the four fields above are of specialists, who do not include them.
	LeaderInPostWeeks, LeaderPlannedWeeks N // thousandths
	LeaderLeavers, LeaderHires            N
}

// Then adds the counts of a later time at the same place.
func (c *Tally[N]) Then(later *Tally[N]) {
	peak := max(c.PeakCaseload, later.PeakCaseload)
	c.Beside(later)
	c.WaitingEnd, c.PeakCaseload = later.WaitingEnd, peak
}

// Beside adds the counts of another place at the same time.
func (c *Tally[N]) Beside(other *Tally[N]) {
	c.Referrals += other.Referrals
	c.Declined += other.Declined
	c.GaveUp += other.GaveUp
	c.Engagements += other.Engagements
	c.JobStarts += other.JobStarts
	c.RepeatStarts += other.RepeatStarts
	c.Sustained13 += other.Sustained13
	c.Sustained26 += other.Sustained26
	c.Sustained52 += other.Sustained52
	c.LeftUnemployed += other.LeftUnemployed
	c.WeeksInWork += other.WeeksInWork
	c.CaseloadWeeks += other.CaseloadWeeks
	c.CapacityWeeks += other.CapacityWeeks
	c.WaitingWeeks += other.WaitingWeeks
	c.WaitingEnd += other.WaitingEnd
	c.PeakCaseload += other.PeakCaseload
	c.InPostWeeks += other.InPostWeeks
	c.PlannedWeeks += other.PlannedWeeks
	c.Leavers += other.Leavers
	c.Hires += other.Hires
	c.JobStartsFrom16 += other.JobStartsFrom16
	c.Sustained13From16 += other.Sustained13From16
	c.WeeksInWorkFrom16 += other.WeeksInWorkFrom16
	c.LeaderInPostWeeks += other.LeaderInPostWeeks
	c.LeaderPlannedWeeks += other.LeaderPlannedWeeks
	c.LeaderLeavers += other.LeaderLeavers
	c.LeaderHires += other.LeaderHires
}

// FractionsInto makes another the same tally, in numbers that need not be whole. Filled field by field where it stays, it need not be copied, for which
// the processor would have to wait until all fields are written.
func (c *Tally[N]) FractionsInto(into *Tally[float64]) {
	into.Referrals = float64(c.Referrals)
	into.Declined = float64(c.Declined)
	into.GaveUp = float64(c.GaveUp)
	into.Engagements = float64(c.Engagements)
	into.JobStarts = float64(c.JobStarts)
	into.RepeatStarts = float64(c.RepeatStarts)
	into.Sustained13 = float64(c.Sustained13)
	into.Sustained26 = float64(c.Sustained26)
	into.Sustained52 = float64(c.Sustained52)
	into.LeftUnemployed = float64(c.LeftUnemployed)
	into.WeeksInWork = float64(c.WeeksInWork)
	into.CaseloadWeeks = float64(c.CaseloadWeeks)
	into.CapacityWeeks = float64(c.CapacityWeeks)
	into.WaitingWeeks = float64(c.WaitingWeeks)
	into.WaitingEnd = float64(c.WaitingEnd)
	into.PeakCaseload = float64(c.PeakCaseload)
	into.InPostWeeks = float64(c.InPostWeeks)
	into.PlannedWeeks = float64(c.PlannedWeeks)
	into.Leavers = float64(c.Leavers)
	into.Hires = float64(c.Hires)
	into.JobStartsFrom16 = float64(c.JobStartsFrom16)
	into.Sustained13From16 = float64(c.Sustained13From16)
	into.WeeksInWorkFrom16 = float64(c.WeeksInWorkFrom16)
	into.LeaderInPostWeeks = float64(c.LeaderInPostWeeks)
	into.LeaderPlannedWeeks = float64(c.LeaderPlannedWeeks)
	into.LeaderLeavers = float64(c.LeaderLeavers)
	into.LeaderHires = float64(c.LeaderHires)
}

// CohortWeeks are the lengths of follow-up, in weeks from engagement, for which a cohort is reported: 6, 9, 12, 18 and 24 months.
// They are whole quarters, by which people are counted: see [Cohort.add].
var CohortWeeks = [...]int{26, 39, 52, 78, 104}

// Cohort follows the people who engaged in one year of the horizon for as long as CohortWeeks says.
type Cohort struct {
	Engaged int
	// JobWithin[i] had started a first job, SustainedWithin[i] had sustained a job for 13 weeks, CohortWeeks[i] weeks or less after engaging.
	JobWithin, SustainedWithin [len(CohortWeeks)]int
}

// Trajectory is one draw: what happened, at which service, in which quarter.
type Trajectory struct {
	// Quarters[service][quarter] covers the horizon, QuartersPerYear × Years quarters for each service of the plan.
	Quarters [][]Counts
	// RunOff[service] is what the people engaged within the horizon did in the RunOffWeeks after it. Caseload, capacity and
	// the staff's course are counted there too; nobody is referred, waits or engages.
	RunOff []Counts
	// Cohorts[year] follows those who engaged in that year, at all services together.
	Cohorts []Cohort
	// Credited[year] is what became of those who were referred in that year, at all services together, whenever it happened.
	Credited []Credit
	// Hours are the mean weekly hours of jobs in this draw.
	Hours MeanHours
}

// MeanHours are the mean weekly hours of jobs below 16 hours and from 16 hours, as they are in a draw; both 0 where the plan does not tell jobs apart.
type MeanHours struct{ Below16, From16 float64 }

// Worked is the number of hours worked in the time of a tally.
func (h MeanHours) Worked(c *Tally[float64]) float64 {
	return float64((c.WeeksInWork-c.WeeksInWorkFrom16)*h.Below16) + float64(c.WeeksInWorkFrom16*h.From16)
}

// Credit is what became of the people referred in one year, as a plan's arithmetic counts it: in the year of referral, run-off included.
type Credit struct{ Referrals, Engagements, JobStarts, Sustained13 int }

// creditJobs gives the year of referral the foreseen first jobs, and those that last 13 weeks, of people who engaged in a later year, with whom they are counted.
func (t *Trajectory) creditJobs(referred, engaged, jobs, lasting int) {
	t.Credited[referred].JobStarts += jobs
	t.Credited[engaged].JobStarts -= jobs
	t.Credited[referred].Sustained13 += lasting
	t.Credited[engaged].Sustained13 -= lasting
}
