// Package model simulates the people and the staff of an Individual Placement and Support (IPS) plan, week by week.
//
// This comment is the methods page: the law below is the model, whatever algorithm computes it. A health economist can
// check it here without reading code; the tests hold a second, plain implementation of the same law.
//
// # Time
//
// Weeks are numbered t = 0, 1, 2, … from the plan's start. A quarter is 13 weeks, a year 52. The horizon is Plan.Years
// years, H = 52 × Years weeks. Referrals and intake happen in weeks 0 … H−1. For [RunOffWeeks] further weeks, the run-off,
// the people already on a caseload are followed; nobody is referred or admitted then, and what happens is reported apart.
// Nothing after week H + RunOffWeeks − 1 is looked at.
//
// A service has one or more identical centres. Each centre has its own posts, waiting list and caseload and receives an
// equal share of the service's referrals. Centres do not interact.
//
// # Each week, at each centre, in this order
//
// 1. Staff. A post opens in week Post.Opens and is first filled a recruitment time later (0 weeks: filled in the week in
// which it opens). A post whose specialist is already there (Post.Experience > 0) is filled in week Opens, and this is no hire.
// A specialist who has been in post for k weeks (k = 0 in the first week; k = Experience in week Opens for one already there)
// carries Limit × FTE × ramp(k) people, Limit being the caseload limit of year t/52 (in the run-off, of the last year of the horizon). From the week after the post was filled, the specialist leaves at the start of
// a week with probability 1 − exp(−τ/52), where τ is the turnover in leavers per filled post and year. A post left in week t
// is empty from week t and is filled again in week t + V, V being a vacancy time of 0 weeks or more; the new specialist starts at k = 0.
// Capacity is the sum over the filled posts, rounded down to whole people in exact arithmetic.
//
// A service may have team leaders too. Theirs are posts of the whole service, which belong to no centre; they open, are first filled, left and
// filled again by the same law as specialists' posts, each on its own, with the same turnover, recruitment and vacancy times. A team
// leader carries nobody: these posts change no capacity, nobody drops out when a team leader leaves, and nothing happens or waits because no team
// leader is in post. Wherever this page speaks of specialists or of who is in post at a centre, team leaders are not meant. They are counted
// apart.
//
// 2. Departures. People whose support ends in week t leave the caseload.
//
// 3. Referrals. Their number is Poisson with mean (year's volume of the service) × (volume factor) × (monthly profile) / 52 / centres.
// Each person is willing to engage with the service's engagement rate of year t/52; the others are declined.
//
// 4. Waiting list. Each person who was already waiting gives up with the weekly probability w. The week's willing people
// then join the end of the list.
//
// 5. Intake. While the caseload is below capacity and someone waits, the person who has waited longest engages. When
// capacity falls below the caseload nobody is dropped; intake pauses.
//
// The caseload of the week is measured here, after intake; so is the number waiting.
//
// # What follows an engagement in week t
//
// The rates of a person, those of the search and of the jobs too, are the service's of the year of engagement, y = t/52.
//
// 6. Search. With the job-start rate the person's first job is due D ≥ 1 weeks later; otherwise the person leaves the
// caseload unemployed U ≥ 1 weeks later. When m of the n specialists (counted by heads) who were in post at the centre in the week before leave in week x,
// each person who has been searching since a week before x, and who has not yet started the job or left, drops
// out with probability q·m/n and leaves the caseload in week x, unemployed. (The staff step comes first in a week: someone
// whose job is due in week x is exposed in week x; someone who engaged or lost a job in week x is not.) A job start that is due in a week when
// nobody is in post at the centre happens in the first later week when someone is.
//
// 7. Job, starting in week d. With probability s it lasts at least 13 weeks: it then lasts T = 13 + X weeks, X ≥ 0 being the
// further tenure, which may be unlimited. With probability 1 − s it lasts L weeks, uniform on 1 … 12. Week d + 13 of a job
// that lasts at least 13 weeks is the person's 13-week sustainment, week d + 26 of one that lasts at least 26 weeks the
// 26-week sustainment, week d + 52 of one that lasts at least 52 weeks the 52-week sustainment; each counts once per person, for the first job that reaches it.
//
// Support in a job that lasts at least 13 weeks ends F ≥ 13 weeks after its start, unless it is time-unlimited (a share of such jobs,
// decided job by job), when F is infinite. If T ≥ F the support ends in week d + F, in work, and the place is freed; the job goes on to its end and
// its weeks and its later sustainments still count. If the job ends before F, or before 13 weeks, then in the week in which
// it ends the person either searches again, with the return probability r, keeping the place, or leaves the caseload unemployed. A person who
// searches again always has a next job due, D′ weeks later (from the same distribution as D), unless they drop out as
// above; it is a repeat job start, and everything in this paragraph applies to it again.
//
// After the horizon staff come and go as before, and posts that open then still open. Those who are waiting at the end of week H − 1 stay where they are.
//
// A published sustainment rate p counts people, not jobs, so s = p(1−r) / (1−rp), from p = s + (1−s)·r·p; when the plan
// says that its rate is per job, s = p. (So p is the share before anyone drops out, and without an end to the time looked at.)
//
// # Hours
//
// Where the plan tells jobs apart by hours ([Plan].Hours), each job, first or later, lasting or not, is one of 16 hours a week or more with
// probability Hours.From16 of the year of engagement, independently of everything else, and stays so to its end. Counted apart are the
// first job starts that are in such a job, the 13-week sustainments that are reached in such a job (a person's 13-week sustainment is, or is not, in one), and the weeks in
// work that are in such a job. The hours worked in a time are (weeks in work − weeks in work from 16 hours) × Hours.MeanBelow16 + weeks
// in work from 16 hours × Hours.MeanFrom16, with both means as they are in the draw. Hours change nothing else.
//
// # Rates that differ between services
//
// Given the draw's values, the plan has a rate p of year y for each of engagement, job start and sustainment. A service's own
// rate of the year is p too, unless the plan says that services differ in that rate as much as n people tell ([Pathway].EngageBetween, JobStartBetween,
// SustainBetween; 0: they do not differ). Then it is the quantile at U of the beta distribution with α = p·n and β = (1−p)·n, and so has the mean p;
// where p is 0 or 1 it is p. U is uniform on (0, 1): one number in each draw for each rate and service, the same in all years, and
// independent of the plan's own rates and of other services. (Rates of one name, if a plan has such, share U within a service.) It is the published rate that differs: where
// the sustainment rate counts people, a service's s follows from its own p. All centres of a service have its rates. Where every uncertain quantity is held at its mean ([LuckOnly]),
// every service has the plan's rate. The share of jobs from 16 hours is the same at all services.
//
// # A caseload that is there already
//
// Service.InitialCaseload people are on the caseload before week 0, spread over the centres as evenly as whole
// people allow, the first centres getting one more. Each leaves in week U − 1, where U ≥ 1 is drawn like the stay of one who finds
// no job (so that a draw of U = 1 frees the place for week 0's intake). They take up places; nothing else of theirs is counted.
//
// # Durations
//
// D, U, F, X and the recruitment and vacancy times vary from event to event; they are discretised and truncated as
// [ipsplan/model/quantity.Duration] says, and their parameters may be uncertain. None is longer than [MaxDuration].
//
// # Three kinds of doubt
//
// Within a draw every uncertain quantity has one value (a yearly series: one uniform number for all its years). So has the
// difference of each service from the plan in a rate, which counts as doubt of the same kind. Quantities are independent of
// each other but for the rank correlations in Plan.Correlations, which a normal copula brings about as
// [ipsplan/model/quantity.Correlation] says; they may tie quantities to those of a budget too. Given those, chance decides. Decisions by others,
// such as funders, are not part of this package.
//
// # Random addresses
//
// A random number is a function of its address, not of the order in which it is asked for. An address begins with seed, stream and draw. Uncertain
// quantities follow by their name, also those of a budget that a correlation names; how a service differs in a rate, by the rate's name and then the
// service key. Chance follows by
// service key and centre number (for team leaders, by service key and the words "team leaders"), and then by
//
//	post number, decision, specialist in that post (0 the first)     recruitment, leaving, vacancy
//	week                                                             number of referrals
//	week of referral, position in that week                          willing; will start a job
//	… patience                                                       weeks of waiting until giving up
//	… search, number of the job that it leads to (0 the first)       weeks to the job, or to the exit; staying when specialists leave
//	… job, number                                                    lasts 13 weeks; length of a shorter one and searching again
//	… support, number                                                weeks of support; further tenure
//	… kind, number                                                   unlimited support; a job from 16 hours
//	number                                                           a person who is there already
//
// Where two questions stand in a line, apart from patience, the upper 32 of the address's 64 random bits answer what is before the semicolon and the lower
// 32 what is after it, so that these chances are held to 2^-32. The length L of a short job is the whole part of 12 times
// the number, plus 1, and the fraction decides whether the person searches again. Someone drops out in the first week at which the chance of having stayed
// through all losses since the search began has fallen to their number or below. So what is drawn for one person or post does
// not depend on any other, nor on the number of workers, nor on the order of services; a post added after the others changes none of them.
//
// Where many people are referred each week ([CountedFrom] to a centre, or as [Plan].People says), they are counted instead: after the week,
// a question and the year of referral (for the first jobs also their kind: lasting, short, short with another search to follow; below or from 16 hours) come the number of people it comes true for,
// binomial, and the numbers of people by weeks, multinomial; from the week of engagement on, those whose course is not settled by that have addresses of their
// own, by week of engagement, question, year of referral and position. The law is the same. But luck then belongs to places in a week and no longer to people: if staff change so that people
// engage in another week, they do not take their luck along.
package model
