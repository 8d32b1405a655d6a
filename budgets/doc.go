// Package budgets prices a plan: what it costs, who pays, what is missing, and when.
//
// It reads what happened to people and staff from a [model.Trajectory] and knows neither files nor tables, nor how people move. This comment is the
// law of its accounts; the tests hold a second, plain implementation of it.
//
// # Time and rounding
//
// Accounting runs in quarters of 13 weeks, four to a year, numbered from 0 over the plan's years. All amounts are whole cents of the plan's currency.
// Rounding is to the nearest cent, halves away from zero; what floating point leaves within a millionth of a cent below a half counts as the half.
// What builds up over a year is rounded cumulatively: if x(q) has been reached by the end of quarter q of a year, the quarter's amount is
//
//	round(x(q)) − round(x(q−1)), with x = 0 before the year's first quarter,
//
// so that the quarters of a year add up to the rounded amount of the year. Nothing is discounted.
//
// # Uncertain quantities
//
// Within a draw every uncertain quantity has one value (a series by year: one uniform number for all its years), and quantities of one name move
// together. Its number is found at its name, below the part of the draw's random addresses that is left to budgets. A quantity that [Plan].Correlations
// name has its number among those of people and staff instead, below the same part as theirs, where a normal copula ties it to the others of its group, as
// [ipsplan/model/quantity.Correlation] says. So whatever no correlation names stands where it stands without any. Who comes is decided by other numbers, which nothing is
// correlated with; only the chances are.
//
// # Costs
//
// A line's cost builds up over each year as unit amount × units. The unit amount of year y (0 the first) is, in cents and without rounding,
//
//	100 × amount(y) × scale / exchange rate × (1 + indexation) ^ (y + IndexedFrom).
//
// The units of a quarter are what the line's driver counts, of one service if the line names one, or else of all services together:
//
//	year                  1/4
//	once                  1 in the line's quarter, 0 in others
//	specialist            FTE-weeks of posts that have opened / 52
//	specialist in post    FTE-weeks of filled posts / 52
//	team leader           FTE-weeks of team leaders' posts that have opened / 52
//	service               weeks of the quarter in which a service is open / 52, over services
//	hire                  specialists and team leaders who came
//	engagement, job start (first ones), sustainment (13 weeks)
//	person and quarter    person-weeks on the caseload / 13
//
// Of a line per year, specialist or team leader a share can be saved where nobody is paid: "saved" of the line belongs to people in post. Its units
// are then, for a line per specialist, FTE-weeks opened / 52 × (1 − saved) + FTE-weeks in post / 52 × saved; for one per team leader the same of team
// leaders. For a line per year, whose amount is for all posts, they are 1/4 × (1 − saved) + saved × FTE-weeks in post / (52 × the FTE of all posts,
// opened or not); 1/4 where there are no posts. A service that a line names is also the one whose posts count.
//
// What vacancies save of a line is told apart: its cost with every opened post filled (FTE-weeks in post as many as opened), worked out in the same
// way, less its cost. It is 0 or more over a year; in a quarter rounding can take it a little below. Of a share line it follows from its base: the cost with
// every opened post filled is the share of what the base costs with every opened post filled.
//
// A share line is a share of the cost of other lines. It builds up over each year as share × their cost of the year so far.
//
// By service, a line's cost of a quarter is split by the services' units in that quarter, cumulatively rounded over the services in their order. All
// of it belongs to the service that the line names, if it names one. What costs per year or once for all services belongs to no one service: it is
// common, which comes after the services in their order. A share line is split as the cost of its base in the quarter is split, all lines of it
// together. Where the units or the cost of the base are 0 in a quarter, all is common.
//
// Planned cost takes the same road. Uncertain quantities stand at their means, every post is filled from the week in which it opens, events of a year
// are spread over its quarters by [Plan].Spread and over the services by [Service].ShareOfPeople, and the caseload is as large as the posts allow. It
// is not the mean of the projected cost, as products and smallest values do not average. In planned funding every source of the option comes, unless
// its chance is 0 once those on which it depends come or do not come so.
//
// # Funding
//
// In each draw every source has one number, uniform on (0, 1); it comes if that is below its chance, which may depend on whether another
// source comes. A source that is not in an option does not come in it. The numbers are the same for all options of a draw.
//
// The sources that come pay in the option's order, each over all quarters before the next one's turn; in a quarter a source pays line by line, in the
// order in which it names them. Its part of a line's cost c in a quarter is, S being the sum of the shares of the sources before it in the order that
// came and cover the line, and s its own,
//
//	round((S + s)·c) − round(S·c) where S + s is at most 1, and round(s·c) where it is more,
//
// so that shares which add up to 1 leave nothing. (A sum that is more than 1 by less than a millionth of a millionth is what floating point makes of
// 1.)
//
// A source can cover the rest: what others, which it names, would leave by their shares. Its own share of a line in an option is then
//
//	share × the larger of 0 and 1 − R,
//
// R being the sum of the shares of the line of those named that are in the option and cover the line. They count whether or not they come, whatever the
// cascade, and whatever limits what they pay: the source was meant for what they leave when they come, and does not take their place when they stay away
// or run out of money. The share of one that covers the rest of others itself is its own share of the line in the option. Those named come before the
// source in the order. Where none of those named is in the option and covers the line, R is 0. Of sources that cannot come together all that are named
// count, so one of them is to be named.
//
// What a source pays is the least of
//
//   - its part of the line's cost,
//   - what the sources before it left unpaid of that cost,
//   - what is left of its amount for the year (used as costs come; what is not used by the year's end is lost),
//   - what is left of its maximum over the plan's years,
//   - of a source that pays at most a part of eligible cost: that part of the cost of all lines it covers in the year up to and including this quarter, rounded, less what
//     it has paid in the year,
//   - of a source that matches others: so much for each unit of money that those others have paid (of any lines) in the whole year, rounded, less what it has paid in the year.
//
// So in every draw, option, line and quarter
//
//	funding + gap = cost, with funding ≥ 0 and gap ≥ 0.
//
// What a source with an amount by year offers in a year is that amount, but no more than its maximum less what it paid and left unused in the years
// before. What it offers and does not pay is its surplus, outside this identity; neither is below 0.
//
// What a source has to give can be told for each draw, as an outcomes contract does for its payer ([Source].Told): it pays as one with that maximum does. In planned funding it has what the plan says; a contract's own sheet works that out from its rows.
//
// An in-kind source gives things or time and moves no money: what it covers is paid in kind, and of its lines only the rest costs cash.
//
// How firm the funding is, is told by three cascades on the same draw in the same order: of the committed sources alone; of the committed and the
// likely ones; of all. What each adds to the one before is committed, likely or hoped-for funding. Which sources come is decided once for an option,
// whatever the cascade; in a cascade those outside it pay nothing, offer nothing and are not before anybody. What a cascade adds can be below 0 where
// a source matches others, whose turn an earlier source may take, and by some cents where parts are rounded.
//
// # Cash
//
// Timing touches cash only. What a source pays for a quarter's cost, of all lines together, arrives in parts (cumulatively rounded over the parts, so
// that they add up), each of them at the beginning of the year, at the beginning of the quarter, at the end of the quarter, so many quarters later,
// or so many quarters after the end of the year; what arrives after the plan's last quarter is told apart. The money of a source whose amount is told arrives as is told too, at the
// beginning of quarters, the first first and no more than it pays, and what it pays beyond that after the last quarter; in planned funding it arrives at the beginning of the quarter. Money ahead of time is what will be used,
// as if it were known; what is not used would have to be returned. In a quarter advances come first, then costs are paid, then the other money comes.
// The cash need of a quarter is, when its costs have been paid,
//
//	all costs so far, less what is paid in kind, less all money received so far.
//
// It is the sum of the gap so far and of the bridge: cost that is funded but whose money has not come yet (negative where it has come early). The
// peak cash need is the largest need of a quarter, the bridging need the largest bridge; both are at least 0, and the quarter in which they fall is
// the first such, none where they are 0. One source's early money bridges another's late money.
//
// # The sheet
//
// [Plan.Sheet] is the planned budget and funding as named rows with unit, source and one small expression each, for a reader who wants to follow
// every figure. It is the plan's own arithmetic: the plan command evaluates it, a workbook shows it as formulas. Per-draw accounts are computed by
// separate, faster code; the tests hold it against the sheet cell by cell.
package budgets
