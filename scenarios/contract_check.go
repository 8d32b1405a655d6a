package scenarios

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"ipsplan/model"
)

// checkContract reports what does not fit together in the contract, and what it names that is not there.
func (b *builder) checkContract() {
	c := b.file.Contract
	if c == nil {
		return
	}
	b.checkPayer(c)
	b.keys("contract.services", c.Services, "services", b.file.Services.Keys, "", "name each service once")
	b.notEmpty("contract.services", c.Services)
	planned := b.file.Years * model.WeeksPerYear
	b.checkWeeks("contract", "engaged_from_week", "engaged_before_week", c.EngagedFrom, c.EngagedTo, planned, "the plan")
	b.keys("contract.covers.lines", c.Covers.Lines, "cost", b.file.Cost.Keys, "", "name each line once")
	if !b.d.faulty("contract.covers", "cost") && len(b.file.Cost.Keys) > 0 && len(b.carried(c)) == 0 {
		b.d.faultAt("contract.covers", "has no cost line; name lines, or a category that a line has")
	}
	if len(c.Prices.Keys)+len(c.Ladders.Keys)+len(c.Blocks.Keys) == 0 && !b.d.faulty("contract") {
		b.d.faultAt("contract", "pays for nothing; add a row of the rate card such as [contract.prices.job_start], a ladder or a block payment")
	}
	b.checkRateCard(c)
	for key, ladder := range c.Ladders.All() {
		b.checkLadder("contract.ladders."+key, ladder)
	}
	for key, block := range c.Blocks.All() {
		b.oneOfTwo("contract.blocks."+key, "per_year", "share_of_cost", block.PerYear != nil, block.ShareOfCost != nil)
	}
	for key, topUp := range c.TopUps.All() {
		b.keys("contract.top_ups."+key+".prices", topUp.Prices, "contract.prices", c.Prices.Keys, "", "name each row once")
		b.notEmpty("contract.top_ups."+key+".prices", topUp.Prices)
	}
	for key, fee := range c.Fees.All() {
		b.checkFee("contract.fees."+key, fee)
	}
	if c.Investor != nil {
		b.checkInvestor(c.Investor)
	}
}

func (b *builder) checkPayer(c *Contract) {
	const path = "contract.payer"
	b.key(path, c.Payer, "funding", b.file.Funding.Keys)
	funder := b.file.Funding.ByKey[c.Payer]
	if funder != nil && funder.Kind != "outcome payer" && !b.d.faulty(path, "funding."+c.Payer+".kind") {
		b.d.faultAt(path, `%q is a funder of the kind %q; name one of the kind "outcome payer", or change its kind`, c.Payer, funder.Kind)
	}
}

// carried are the keys of the lines whose cost the contract carries.
func (b *builder) carried(c *Contract) []string {
	return b.covered(&Funder{Covers: Covers{Category: c.Covers.Category, Lines: c.Covers.Lines}})
}

// notEmpty refuses a list that is there and empty; one that is left out means all.
func (b *builder) notEmpty(path string, list []string) {
	if list != nil && len(list) == 0 && !b.d.faulty(path) {
		b.d.faultAt(path, "is an empty list; name at least one, or leave it out for all")
	}
}

// checkWeeks wants a time of the plan, or of the plan and the three years after it, that ends after it begins.
func (b *builder) checkWeeks(path, fromKey, beforeKey string, from, before *Whole, weeks int, of string) {
	fromAt, beforeAt := path+"."+fromKey, path+"."+beforeKey
	switch {
	case b.d.faulty(fromAt, beforeAt, "years"):
	case wholeOf(from) >= weeks:
		b.d.faultAt(fromAt, "%d is after the end of %s; the last week is %d", wholeOf(from), of, weeks-1)
	case wholeOf(before) > weeks:
		b.d.faultAt(beforeAt, "%d is after the end of %s; the last week is %d", wholeOf(before), of, weeks-1)
	case before != nil && wholeOf(before) <= wholeOf(from):
		b.d.faultAt(beforeAt, "%d is not after %s, which is %d; no week is left", wholeOf(before), fromKey, wholeOf(from))
	}
}

// checkOutcomeWeeks wants weeks in which outcomes are looked at.
func (b *builder) checkOutcomeWeeks(path string, from, before *Whole) {
	b.checkWeeks(path, "from_week", "before_week", from, before, b.file.Years*model.WeeksPerYear+model.RunOffWeeks, "the three years after the plan")
}

// checkHours wants hours only of jobs, and only in a plan that has them.
func (b *builder) checkHours(path, event, hours string) {
	switch at := path + ".hours"; {
	case hours == "" || hours == "any" || b.d.faulty(at, path+".event"):
	case event == "engagement":
		b.d.faultAt(at, "does not go with an engagement, which is no job; leave it out")
	case b.file.Hours == nil && !b.d.faulty("hours"):
		b.d.faultAt(at, "%q needs to know the hours of jobs, and this plan does not say them; add [hours] with from_16, mean_below_16 and mean_from_16, or leave hours out", hours)
	}
}

func (b *builder) checkRateCard(c *Contract) {
	alike := map[string]string{}
	for key, price := range c.Prices.All() {
		path := "contract.prices." + key
		b.checkHours(path, price.Event, price.Hours)
		b.checkOutcomeWeeks(path, price.FromWeek, price.BeforeWeek)
		if price.UpTo != nil && wholeOf(price.UpTo) <= wholeOf(price.Above) && !b.d.faulty(path+".up_to", path+".above") {
			b.d.faultAt(path+".up_to", "%d leaves no outcome to pay for, since the first %d are not paid for (above); raise it", wholeOf(price.UpTo), wholeOf(price.Above))
		}
		if b.d.faulty(path) {
			continue
		}
		words := []string{price.Event, hoursOf(price.Hours)}
		for _, whole := range []*Whole{price.FromWeek, price.BeforeWeek, price.WithinWeeks, price.Above, price.UpTo, price.Minimum} {
			words = append(words, strconv.Itoa(wholeOf(whole)))
		}
		same := strings.Join(words, ", ")
		if other, taken := alike[same]; taken {
			b.d.faultAt(path, "pays for the same outcomes as contract.prices.%s; leave one of the two out, or tell them apart by event, hours, weeks or numbers", other)
		}
		alike[same] = key
	}
}

// hoursOf is the word for hours, said or not.
func hoursOf(word string) string {
	if word == "" {
		return "any"
	}
	return word
}

func (b *builder) checkLadder(path string, l *Ladder) {
	b.checkHours(path, l.Event, l.Hours)
	b.checkOutcomeWeeks(path, l.FromWeek, l.BeforeWeek)
	if l.EachYear && (l.FromWeek != nil || l.BeforeWeek != nil) {
		b.d.faultAt(path+".each_year", "stands beside from_week or before_week; a ladder counts by the year or in those weeks, so leave one of the two out")
	}
	if len(l.Rungs) == 0 && !b.d.faulty(path+".rungs") {
		b.d.faultAt(path+".rungs", "is an empty list; write at least one, such as { at = 60, pays = 200_000 }")
	}
	for i := 1; i < len(l.Rungs); i++ {
		at, below, above := fmt.Sprintf("%s.rungs[%d]", path, i), l.Rungs[i-1], l.Rungs[i]
		switch {
		case b.d.faulty(at, fmt.Sprintf("%s.rungs[%d]", path, i-1)):
		case wholeOf(above.At) <= wholeOf(below.At):
			b.d.faultAt(at+".at", "%d is not above the %d of the rung before; write rungs in rising order", wholeOf(above.At), wholeOf(below.At))
		case above.Pays.Exact() < below.Pays.Exact():
			b.d.faultAt(at+".pays", "%s is less than the %s of the rung before; write what is paid in all, which does not fall", figure(above.Pays.Exact()), figure(below.Pays.Exact()))
		}
	}
}

// oneOfTwo wants one of two keys.
func (b *builder) oneOfTwo(path, one, other string, hasOne, hasOther bool) {
	switch {
	case b.d.faulty(path):
	case hasOne && hasOther:
		b.d.faultAt(path+"."+other, "stands beside %s; keep one of the two", one)
	case !hasOne && !hasOther:
		b.d.faultAt(path, "has neither %s nor %s; add one of the two", one, other)
	}
}

func (b *builder) checkFee(path string, f *Fee) {
	b.oneOfTwo(path, "per_year", "once", f.PerYear != nil, f.Once != nil)
	last := b.file.Years*model.QuartersPerYear + model.RunOffWeeks/model.WeeksPerQuarter
	switch {
	case b.d.faulty(path, "years"):
	case f.Quarter != nil && f.Once == nil:
		b.d.faultAt(path+".quarter", "goes only with once; leave it out")
	case wholeOf(f.Quarter) > last:
		b.d.faultAt(path+".quarter", "%d is after the contract has ended; the last quarter of the three years after the plan is %d", wholeOf(f.Quarter), last)
	}
}

func (b *builder) checkInvestor(i *InvestorTerms) {
	const path = "contract.investor"
	if !b.d.faulty(path+".draws", path+".commitment", "years") {
		last, sum := b.file.Years*model.QuartersPerYear+model.RunOffWeeks/model.WeeksPerQuarter, 0.0
		schedule := i.Draws.schedule()
		for _, amount := range schedule {
			sum += amount.Amount()
		}
		switch {
		case len(schedule) > last:
			b.d.faultAt(path+".draws", "has %s, and the contract %d of them, the three years after the plan included; write fewer", counted(len(schedule), "quarter"), last)
		case sum > i.Commitment.Exact():
			b.d.faultAt(path+".draws", "adds up to %s, which is more than the commitment of %s; lower one or raise the other", figure(sum), figure(i.Commitment.Exact()))
		}
	}
	if i.ReturnFirst && i.ReturnCap == nil && !b.d.faulty(path+".return_cap") {
		b.d.faultAt(path+".return_first", "has no effect without return_cap, which says how much return there is to pay first; add that, or leave this out")
	}
	s := i.Surplus
	if s == nil || b.d.faulty(path+".surplus") {
		return
	}
	if i.ReturnCap == nil && !b.d.faulty(path+".return_cap") {
		b.d.faultAt(path+".surplus", "has nothing to split without return_cap, since all that is left is then the investor's return; add that, or leave this out")
	}
	if sum := s.Investor.Exact() + s.Payer.Exact() + s.Provider.Exact(); math.Abs(sum-1) > 1e-9 {
		b.d.faultAt(path+".surplus", "has shares that add up to %s; make those of investor, payer and provider add up to 1", trim(sum))
	}
}

// contractLengths reports series of the contract that do not fit the plan's years.
func (b *builder) contractLengths(series func(path string, y *Yearly)) {
	c := b.file.Contract
	if c == nil {
		return
	}
	amounts := func(path string, a *Amounts) {
		if a != nil {
			series(path, &a.Yearly)
		}
	}
	for key, price := range c.Prices.All() {
		amounts("contract.prices."+key+".price", price.Price)
		amounts("contract.prices."+key+".most_per_year", price.MostPerYear)
	}
	for key, block := range c.Blocks.All() {
		amounts("contract.blocks."+key+".per_year", block.PerYear)
	}
	for key, fee := range c.Fees.All() {
		amounts("contract.fees."+key+".per_year", fee.PerYear)
	}
	amounts("contract.provider.fixed_fee", c.Provider.FixedFee)
}
