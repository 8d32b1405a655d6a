package contract

import (
	"ipsplan/budgets"
	"ipsplan/model"
)

// card is how far the payments of a draw have come: what has been counted, and what caps have been used.
type card struct {
	week     int             // up to which blocks and ladders have been paid
	person   []budgets.Cents // paid for each, where outcomes are taken in order
	contract budgets.Cents   // paid in all
	rows     []rowProgress
	reached  [][]int // by ladder and period
	topUps   []budgets.Cents
}

// rowProgress is how far a row has come.
type rowProgress struct {
	worth   []budgets.Cents // of one outcome, by year of the ledger
	spans   []span
	counted int
	paid    budgets.Cents
	byYear  []budgets.Cents
	waiting []claim // for the minimum
}

// claim is outcomes of one value that a row is to pay for: several where neither their order nor the person matters.
type claim struct {
	year, person, number int
	value                budgets.Cents // of each
}

func newCard(t *Terms, years int) card {
	c := card{rows: make([]rowProgress, len(t.Rows)), topUps: make([]budgets.Cents, len(t.TopUps))}
	for i := range c.rows {
		c.rows[i].worth, c.rows[i].byYear = make([]budgets.Cents, years), make([]budgets.Cents, years)
	}
	for range t.Ladders {
		c.reached = append(c.reached, make([]int, years))
	}
	return c
}

// begin makes room for a draw with so many people, at its prices.
func (c *card) begin(people int, t *Terms, prices [][]float64) {
	c.week, c.contract = 0, 0
	c.person = emptied(c.person, people)
	for i := range c.rows {
		r := &c.rows[i]
		r.counted, r.paid, r.waiting = 0, 0, r.waiting[:0]
		clear(r.byYear)
		for year := range r.worth {
			r.worth[year] = budgets.Round(float64(100 * inYear(prices[i], year) * t.PriceLevel))
		}
		for k := range r.spans {
			r.spans[k].counted = counted{}
		}
	}
	for _, row := range c.reached {
		clear(row)
	}
	clear(c.topUps)
}

// emptied is a slice of n zeros, in the room of another where that is enough.
func emptied[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// price enters what is paid for outcomes that have been counted, for ladders, and for blocks.
func (s *Settler) price(people []model.Milestones) {
	c, end := &s.card, s.end()
	s.payBlocks(0)
	for r := range s.terms.Rows {
		s.payCounted(r)
	}
	if s.orderMatters {
		for _, t := range s.inOrder(people) {
			p := &people[t.person]
			week := int(p.Reached[t.event])
			s.advance(week)
			for _, r := range s.rowsOf[t.event] {
				if row := &s.terms.Rows[r]; isIn(p, t.event, row.Hours) && row.isOpen(week, p) {
					s.enter(r, int(t.person), week)
				}
			}
		}
	}
	s.advance(end)
	for r := range c.rows {
		for _, w := range c.rows[r].waiting {
			s.account.Rows[r].ByYear[w.year].Minimum += w.value
		}
	}
}

// advance pays what is due before the outcomes of a week: the ladders whose last week has gone by, and blocks.
func (s *Settler) advance(week int) {
	if len(s.terms.Ladders) == 0 && len(s.terms.Blocks) == 0 {
		return
	}
	for ; s.card.week < week; s.card.week++ {
		s.payLadders(s.card.week)
		if next := s.card.week + 1; next%model.WeeksPerQuarter == 0 {
			s.payBlocks(next / model.WeeksPerQuarter)
		}
	}
}

// enter takes one outcome that a row counts, a person's in a week, through the row.
func (s *Settler) enter(r, person, week int) {
	row, c, year := &s.terms.Rows[r], &s.card.rows[r], week/model.WeeksPerYear
	fate, value := &s.account.Rows[r].ByYear[year], c.worth[year]
	c.counted++
	switch {
	case c.counted <= row.Above:
	case row.UpTo > 0 && c.counted > row.UpTo:
		fate.Value += value
		fate.RowCap += value
	default:
		fate.Value += value
		c.waiting = append(c.waiting, claim{year, person, 1, value})
	}
	if c.counted < row.Minimum {
		return
	}
	for _, w := range c.waiting {
		s.pay(r, w, week)
	}
	c.waiting = c.waiting[:0]
}

// pay pays a claim in a week, after deadweight, caps and verification. Where a claim is of several outcomes nothing caps it.
func (s *Settler) pay(r int, w claim, week int) {
	row, c, number := &s.terms.Rows[r], &s.card.rows[r], budgets.Cents(w.number)
	fate := &s.account.Rows[r].ByYear[w.year]
	left := budgets.Round(float64(w.value) * (1 - s.terms.DeadweightDeducted[row.Event]))
	fate.Deadweight += number * (w.value - left)
	mostInYear := budgets.Cents(0)
	if row.MostPerYear != nil {
		mostInYear = inYear(row.MostPerYear, w.year)
	}
	left = cut(left, s.terms.MostPerPerson, s.card.person[w.person], &fate.PersonCap)
	left = cut(left, mostInYear, c.byYear[w.year], &fate.YearCap)
	left = cut(left, row.Most, c.paid, &fate.RowCap)
	left = cut(left, s.terms.Most, s.card.contract, &fate.ContractCap)
	s.card.person[w.person] += number * left
	c.byYear[w.year] += number * left
	c.paid += number * left
	s.card.contract += number * left
	kept := budgets.Round(float64(left) * s.terms.Verification)
	fate.Verification += number * kept
	paid := left - kept
	fate.Paid += number * paid
	quarter := (week + row.Lag) / model.WeeksPerQuarter
	a := &s.account.Rows[r]
	a.Earned[week/model.WeeksPerQuarter] += number * paid
	a.Paid[quarter] += number * paid
	s.topUp(func(t *TopUp) bool { return t.Rows == nil || t.Rows[r] }, paid, number, quarter)
}

// cut lessens an amount to what is left of a limit (0: none) and says what is lost.
func cut(amount, limit, used budgets.Cents, lost *budgets.Cents) budgets.Cents {
	if limit == 0 || used+amount <= limit {
		return amount
	}
	left := limit - used
	*lost += amount - left
	return left
}

// topUp adds what other payers pay beside payments: so many, of one amount.
func (s *Settler) topUp(isFor func(*TopUp) bool, paid, number budgets.Cents, quarter int) {
	for i := range s.terms.TopUps {
		t := &s.terms.TopUps[i]
		if !isFor(t) {
			continue
		}
		var lost budgets.Cents // its most is no cap of the contract
		more := number * cut(budgets.Round(float64(paid)*t.Share), t.Most, s.card.topUps[i], &lost)
		s.card.topUps[i] += more
		s.account.TopUps[i][quarter] += more
	}
}

// payBlocks pays the block payments of a quarter.
func (s *Settler) payBlocks(quarter int) {
	if quarter >= s.quarters {
		return
	}
	for i := range s.terms.Blocks {
		owed := budgets.Cents(0)
		switch b := &s.terms.Blocks[i]; {
		case b.PerYear == nil:
			owed = budgets.Round(float64(s.account.Cost[quarter]) * b.CostShare)
		case quarter < s.horizon:
			owed = s.blocks[i][quarter]
		}
		paid := cut(owed, s.terms.Most, s.card.contract, &s.account.BlockCut)
		s.card.contract += paid
		s.account.Blocks[i][quarter] = paid
	}
}

// period is the number of the ladder's period in which a week lies; −1 if it lies in none.
func (l *Ladder) period(week, years int) int {
	year := week / model.WeeksPerYear
	switch {
	case l.EachYear && year < years:
		return year
	case l.EachYear || week < l.From || l.To > 0 && week >= l.To:
		return -1
	}
	return 0
}

// lastWeek is the last week of a period that does not end with a year.
func (s *Settler) lastWeek(l *Ladder) int {
	if l.To > 0 {
		return l.To - 1
	}
	return s.end() - 1
}

// payLadders pays the ladders whose period ends with a week.
func (s *Settler) payLadders(week int) {
	for i := range s.terms.Ladders {
		l, period := &s.terms.Ladders[i], 0
		switch {
		case l.EachYear && (week+1)%model.WeeksPerYear == 0 && week < s.horizon*model.WeeksPerQuarter:
			period = week / model.WeeksPerYear
		case l.EachYear || week != s.lastWeek(l):
			continue
		}
		owed := budgets.Cents(0)
		for _, rung := range l.Rungs {
			if s.card.reached[i][period] >= rung.At {
				owed = budgets.Round(float64(rung.Amount) * s.terms.PriceLevel)
			}
		}
		left := cut(owed, s.terms.Most, s.card.contract, &s.account.LadderCut)
		s.card.contract += left
		kept := budgets.Round(float64(left) * s.terms.Verification)
		s.account.LadderVerification += kept
		quarter := (week + l.Lag) / model.WeeksPerQuarter
		s.account.Ladders[i][quarter] += left - kept
		s.topUp(func(t *TopUp) bool { return t.Rows == nil }, left-kept, 1, quarter)
	}
}
