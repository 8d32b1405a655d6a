package model

// NoWeek stands for a week in which nothing happened: the event never came within the time looked at.
const NoWeek = -1

// Episode is one person's course, from referral on. Weeks count from the plan's start; NoWeek where the event never came.
type Episode struct {
	Service, Centre int // positions in the plan
	Referred        int // week
	Position        int // among the week's referrals to the centre, from 0
	Declined        bool
	GaveUp, Engaged int // weeks
	Jobs            []Job
	// Sustained13, 26 and 52 are the weeks in which the person reached 13, 26, 52 weeks in a job for the first time.
	Sustained13, Sustained26, Sustained52 int
	// Left is the week in which support ended; LeftInWork says whether the person was in a job then.
	Left       int
	LeftInWork bool
}

// Job is one job of a person; it is held in the weeks Start … End−1. End is beyond the time looked at for a job that lasts.
type Job struct {
	Start, End int
	From16     bool // of 16 hours a week or more, where the plan tells jobs apart by hours
}
