// Package budgets prices a plan: what it costs, who pays, and what is missing.
//
// It reads what happened to people and staff from a [model.Trajectory] and knows neither files nor tables, nor how people move.
//
// # Costs
//
// Accounting runs in quarters of 13 weeks. An amount by year is split into quarters by differences of the cumulatively
// rounded amount, so that the quarters add up to the year exactly. Planned cost is arithmetic. Projected cost follows the draw: a line that is
// partly the specialists' pay is not spent for vacant posts, and a line per event follows the events.
//
// # Funding
//
// Sources pay in the order of the funding option. Each pays, of every line it covers and in every quarter, its share of the line's cost, but
// no more than what the sources before it left unpaid and no more than is left of its amount for the year or of its maximum. So in every draw, line and quarter
//
//	funding + gap = cost, with funding ≥ 0 and gap ≥ 0.
//
// A source with an amount by year, of which it offers no more than is left of its maximum, leaves what is not used as a surplus, which is reported apart. In each draw a source
// arrives or does not, by one decision with the source's chance.
package budgets
