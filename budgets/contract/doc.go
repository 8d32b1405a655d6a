// Package contract settles an outcomes contract (a social impact bond, or payment by results): what an outcome payer owes for the outcomes of one draw, and
// what an investor puts in and gets back.
//
// It reads who reached what and when from a model's episodes, and what the service costs from [budgets.Ledger], so that payments and costs are of the same
// future. This comment is the law of its accounts; the tests hold a second, plain implementation of it.
//
// # Time and rounding
//
// Weeks and quarters are those of the plan; quarter q has the weeks 13q … 13q+12. The contract's ledger runs over the plan's H = 52 × Years weeks, the run-off of
// [model.RunOffWeeks] after it, and as many further quarters as the longest lag needs: N = (H + RunOffWeeks)/13 + ⌈longest lag/13⌉ quarters, 0 … N−1. What happens in
// a week belongs to the year week/52; prices and caps by year go on after their last year with its amount, while what is due by year of the plan ends with the plan. All are whole cents, rounded as [budgets.Round] does.
// A limit of 0 is none, also one of a single year.
//
// # Outcomes
//
// An outcome is an event of one person: engagement, first job start, or reaching 13, 26 or 52 weeks in one job for the first time, in its week, as package model defines
// them. A first job start is below or from 16 hours by that job, a sustainment by the job in which it is reached. Only people count who engage at one of the contract's
// services in a week from EngagedFrom on and before EngagedTo. Outcomes have one order: by week, then service, centre, week of referral, position among that week's referrals,
// and then engagement, job start, 13, 26, 52 weeks. Wherever outcomes are taken one after another it is in this order. People who were on a caseload before the plan began have none.
//
// Whether an outcome is evidenced is one decision for each person and event: its number, uniform on (0, 1), is below the share of the event. A sustainment is
// evidenced only if the person's next shorter sustainment whose event is on the card (in any row or ladder, of whatever hours) was evidenced too; so its share is of those. The number stands, below
// what a draw's addresses leave to budgets, at the word "evidence", service key, centre, week of referral, position, event.
//
// # Rate card
//
// A row of the rate card pays a price for each outcome of its event and hours that it counts. For each outcome, row by row of the card:
//
//  1. Its value is round(100 × price of the year of its week × [Terms].PriceLevel).
//  2. Window. It can be claimed if its week w is From or later, before To, and at most Within weeks after the person's engagement. Otherwise its value is lost to the window.
//  3. Evidence. If it is not evidenced its value is lost to evidence.
//  4. Number. What comes so far the row counts, 1, 2, …. It pays for those beyond Above and up to UpTo. The first Above have no value in this row and are no loss; the value of those beyond UpTo is lost to the row's
//     cap, whether or not the minimum is reached.
//  5. Minimum. Nothing is paid before the row has counted Minimum outcomes; when it counts that one, those before it are paid first, in their order, at its place in the order of outcomes and in its week, though with
//     their own value and under the cap of their own year. The values of a row that never counts so many are lost to the minimum.
//  6. Deadweight. Of the value the part [Terms].DeadweightDeducted of the event is not paid: what is left is round((1−d) × value).
//  7. Caps, in this order: on the person, on the row and the year of the outcome's week, on the row, on the contract. Each cuts to what is left of it, which is lost to it: the outcome that reaches a
//     cap is paid in part. Caps count what passes all of them.
//  8. Verification. Of what passes the caps the part [Terms].Verification, rounded, is not paid.
//  9. The rest is earned in the week (of the outcome or, by 5, of the one that reached the minimum) and paid Lag weeks later, in the quarter (week + Lag)/13.
//
// So of each row, value = window + evidence + minimum + deadweight + person cap + year cap + row cap + contract cap + verification + paid, for the outcomes of each year.
// Losses are told in this order; they are not what would be paid without one cause alone.
//
// # Ladders
//
// A ladder pays for how many outcomes of an event and hours are reached in a period: weeks From … To−1 (To 0: to the end of the run-off), or each year of the plan. Those evidenced
// count. It owes round(amount × PriceLevel) of the highest rung whose number is reached, nothing below the lowest: a threshold, a target and a premium are rungs. It is earned in the period's last week, after that week's
// outcomes, ladders in their order; cut by the cap on the contract, less verification; and paid Lag weeks later. Deadweight, windows and the other caps do not touch it.
//
// # Block payments and top-ups
//
// A block payment is owed whatever the outcome: an amount by year of the plan, split into its quarters by differences of the cumulatively rounded amount; or a share of the
// cost carried in the quarter, run-off included, rounded. It comes in the quarter itself, and is cut by the cap on the contract before the outcomes of the quarter's weeks, blocks in their order.
//
// A top-up is what another payer adds to what the outcome payer pays for outcomes and ladders: its share of each payment, rounded, in the order in which payments are earned (top-ups in their order), cut
// to what is left of its most. It is paid with that payment, and no cap of the contract counts it.
//
// The receipts of a quarter are all payments that come in it: rows, ladders, blocks, top-ups.
//
// # The service's cost
//
// The contract carries the part [Terms].CostShare of the cost of the lines it covers, rounded for each line and quarter; and in each quarter of the run-off
// round(100 × [Terms].RunOffCost × person-weeks / 13), person-weeks being those of the people of whom outcomes count, from the week of engagement to the one before the week in which support ends. After the
// run-off it carries none.
//
// The provider claims, each quarter, base − round(r × base), the base being the cost carried or the fixed fee (by year of the plan, split as blocks are; none in the run-off), r its share of the risk; and
// round(r × receipts) is its own. Its margin is all it is paid, its part of the surplus included, less the cost carried. Fees (set-up, intermediary, evaluation) are due by year of the plan, split as blocks are, or once. They are no cost
// of the budget's lines.
//
// # Waterfall
//
// Cash begins at 0. What can still be drawn is the commitment less all draws so far (repaid capital is not drawn again) and, where draws follow a schedule, no more than what the schedule still holds for later quarters. Each quarter, in this order:
//
//  1. Scheduled draws, up to what can still be drawn.
//  2. Receipts come in, and the provider is paid its own part of them.
//  3. Fees due and the provider's claim are added to what is unpaid of each.
//  4. Draws on need, if draws follow no schedule: what is unpaid less the money at hand, where that is more than 0, up to what can still be drawn. With recycling the money at hand is all cash; without, it is what was drawn and not spent.
//  5. What is unpaid is paid, fees first, from the money at hand and what was drawn in 4; if nothing more can be drawn, or in the last quarter, from all cash. Draws are spent before payments. What stays unpaid is carried to the next
//     quarter; after the last one it is never paid.
//  6. Distribution, if nothing is unpaid. With recycling, of the cash above the cost still to come; without, of the cash beside draws not spent, as far as it is more than the cost still to come less draws not spent and what
//     can still be drawn. Where no cost is to come any more, and in the last quarter, of all cash. First principal, up to what was drawn and not repaid. Then return, if anything was ever drawn: up to the return
//     cap, or all. In the last quarter the rest is surplus. With ReturnFirst, return comes before principal; without a cap it then leaves what principal needs.
//
// Cost still to come is, of all later quarters, planned fees; the provider's claim on its planned base (the planned cost of the plan's years at the mean of CostShare, rounded for each line and quarter, or the fee); and its claim on what the run-off will cost, as if that were known.
//
// The return cap is a yearly rate i: a balance that begins at 0 grows each quarter to (balance + the quarter's draws) × (1+i)^(1/4), and principal and return are taken from it. Return is paid up to the balance, rounded down, less the principal not
// yet repaid (when that has been repaid). So principal and return yield i at most. The investor's part of the surplus is on top: with one, the cap is a hurdle.
//
// Surplus is split by shares, rounded cumulatively in the order investor, payer, provider. If nothing was ever drawn the investor's part goes to the payer.
//
// So in every quarter
//
//	opening cash + draws + receipts = provider + fees + principal + return + surplus + closing cash,
//
// and after the last quarter cash is 0. (Receipts may pay the same quarter's cost, as if they came at its beginning: that can understate the capital needed by a quarter's receipts.)
//
// # The investor
//
// Its flow has draws at the beginning of quarters, times t = 0, 1, …, and distributions (principal, return, its surplus) at their ends, t+1; both of one time are one amount. [RateOfReturn] says what it yields.
// The multiple is all distributions over all draws, the profit distributions less draws. Below a multiple of 1 there is a loss, at 0 a total loss. It is paid back at
// the first time from which on distributions so far are never less than draws so far. If nothing was drawn there is no multiple, no payback and no loss. Capital at peak is the largest amount drawn and not repaid as principal, with the quarter's draws.
// Recycled is what was paid to provider (its own part of receipts included) and fees, less draws spent on them. Lost capital is the loss.
//
// The outlay is what the outcome payer pays (rows, ladders, blocks) less its part of the surplus; top-ups are other payers' outlay.
//
// # What would have happened anyway
//
// With a comparison rate c of an event, of n outcomes n − c × engagements are additional; else with a risk ratio R, n × (1 − 1/R), for any event but engagement. Outcomes are those of the people who count, in the whole ledger,
// claimed or not. A cost per outcome is a ratio of means over draws, outlay over the outcomes of one event; per additional outcome likewise, and not given where additional outcomes are on average not above 0.
package contract
