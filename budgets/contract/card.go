package contract

import (
	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// card is how far the payments of a draw have come: what has been counted, and what caps have been used.
type card struct {
	week       int             // up to which blocks and ladders have been paid
	isEvidence [][Events]bool  // by person: evidenced outcomes
	person     []budgets.Cents // paid for each
	contract   budgets.Cents   // paid in all
	rows       []rowProgress
	reached    [][]int // by ladder and period
	topUps     []budgets.Cents
}

// rowProgress is how far a row has come.
type rowProgress struct {
	counted int
	paid    budgets.Cents
	byYear  []budgets.Cents
	waiting []claim // for the minimum
}

// claim is an outcome that a row is to pay for.
type claim struct {
	year, person int
	value        budgets.Cents
}

func newCard(t *Terms, years int) card {
	c := card{rows: make([]rowProgress, len(t.Rows)), topUps: make([]budgets.Cents, len(t.TopUps))}
	for i := range c.rows {
		c.rows[i].byYear = make([]budgets.Cents, years)
	}
	for range t.Ladders {
		c.reached = append(c.reached, make([]int, years))
	}
	return c
}

// begin makes room for a draw with so many people.
func (c *card) begin(people int) {
	c.week, c.contract = 0, 0
	c.isEvidence, c.person = emptied(c.isEvidence, people), emptied(c.person, people)
	for i := range c.rows {
		r := &c.rows[i]
		r.counted, r.paid, r.waiting = 0, 0, r.waiting[:0]
		clear(r.byYear)
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

// price goes through the outcomes in their order and enters what is paid for them; evidence is where the decisions about evidence stand.
func (s *Settler) price(o *Outcomes, evidence quantity.Address) {
	c, end := &s.card, (s.horizon+runOffQuarters)*model.WeeksPerQuarter
	c.begin(len(o.people))
	for i := range s.services {
		s.evidenceAt[i] = evidence.Named(s.services[i].Key)
	}
	s.payBlocks(0)
	onCard := o.inOrder(end, func(x *outcome) bool {
		if !s.isCounted(&o.people[x.person]) {
			return false
		}
		s.account.Reached[x.event]++
		return s.onCard[x.event]
	})
	for i := range onCard {
		x := &onCard[i]
		p := &o.people[x.person]
		s.advance(x.week)
		if s.isEvidenced(x, p) {
			c.isEvidence[x.person][x.event] = true
			s.climb(x)
		}
		for r := range s.terms.Rows {
			if row := &s.terms.Rows[r]; row.isFor(x) {
				s.enter(r, x, p)
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

func (r *Row) isFor(x *outcome) bool { return r.Event == x.event && isIn(x, r.Hours) }

func isIn(x *outcome, hours Hours) bool { return hours == AnyHours || hours == x.hours }

// isEvidenced decides whether an outcome on the card is evidenced.
func (s *Settler) isEvidenced(x *outcome, p *person) bool {
	for shorter := x.event - 1; x.event > Sustained13 && shorter >= Sustained13; shorter-- {
		if s.onCard[shorter] {
			if !s.card.isEvidence[x.person][shorter] {
				return false
			}
			break
		}
	}
	share := s.values.evidenced[x.event]
	if share >= 1 { // a certain one needs no random number
		return true
	}
	at := s.evidenceAt[p.service].At(uint64(p.centre)).At(uint64(p.referred)).At(uint64(p.position)).At(uint64(x.event))
	return at.Uniform() < share
}

// advance pays what is due before the outcomes of a week: the ladders whose last week has gone by, and blocks.
func (s *Settler) advance(week int) {
	for ; s.card.week < week; s.card.week++ {
		s.payLadders(s.card.week)
		if next := s.card.week + 1; next%model.WeeksPerQuarter == 0 {
			s.payBlocks(next / model.WeeksPerQuarter)
		}
	}
}

// enter takes one outcome through one row of the rate card.
func (s *Settler) enter(r int, x *outcome, p *person) {
	row, c, year := &s.terms.Rows[r], &s.card.rows[r], x.week/model.WeeksPerYear
	fate := &s.account.Rows[r].ByYear[year]
	value := budgets.Round(float64(100 * inYear(s.values.prices[r], year) * s.terms.PriceLevel))
	fate.Outcomes++
	switch {
	case x.week < row.From || row.To > 0 && x.week >= row.To || row.Within > 0 && x.week > p.engaged+row.Within:
		fate.Value += value
		fate.Window += value
		return
	case !s.card.isEvidence[x.person][x.event]:
		fate.Value += value
		fate.Evidence += value
		return
	}
	fate.Counted++
	c.counted++
	switch {
	case c.counted <= row.Above:
	case row.UpTo > 0 && c.counted > row.UpTo:
		fate.Value += value
		fate.RowCap += value
	default:
		fate.Value += value
		c.waiting = append(c.waiting, claim{year, x.person, value})
	}
	if c.counted < row.Minimum {
		return
	}
	for _, w := range c.waiting {
		s.pay(r, w, x.week)
	}
	c.waiting = c.waiting[:0]
}

// pay pays a claim in a week, after deadweight, caps and verification.
func (s *Settler) pay(r int, w claim, week int) {
	row, c := &s.terms.Rows[r], &s.card.rows[r]
	fate := &s.account.Rows[r].ByYear[w.year]
	left := budgets.Round(float64(w.value) * (1 - s.terms.DeadweightDeducted[row.Event]))
	fate.Deadweight += w.value - left
	mostInYear := budgets.Cents(0)
	if row.MostPerYear != nil {
		mostInYear = inYear(row.MostPerYear, w.year)
	}
	left = cut(left, s.terms.MostPerPerson, s.card.person[w.person], &fate.PersonCap)
	left = cut(left, mostInYear, c.byYear[w.year], &fate.YearCap)
	left = cut(left, row.Most, c.paid, &fate.RowCap)
	left = cut(left, s.terms.Most, s.card.contract, &fate.ContractCap)
	s.card.person[w.person] += left
	c.byYear[w.year] += left
	c.paid += left
	s.card.contract += left
	kept := budgets.Round(float64(left) * s.terms.Verification)
	fate.Verification += kept
	paid := left - kept
	fate.Paid += paid
	quarter := (week + row.Lag) / model.WeeksPerQuarter
	a := &s.account.Rows[r]
	a.Earned[week/model.WeeksPerQuarter] += paid
	a.Paid[quarter] += paid
	s.topUp(func(t *TopUp) bool { return t.Rows == nil || t.Rows[r] }, paid, quarter)
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

// topUp adds what other payers pay beside a payment.
func (s *Settler) topUp(isFor func(*TopUp) bool, paid budgets.Cents, quarter int) {
	for i := range s.terms.TopUps {
		t := &s.terms.TopUps[i]
		if !isFor(t) {
			continue
		}
		var lost budgets.Cents // its most is no cap of the contract
		more := cut(budgets.Round(float64(paid)*t.Share), t.Most, s.card.topUps[i], &lost)
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

// climb counts an evidenced outcome on the ladders.
func (s *Settler) climb(x *outcome) {
	for i := range s.terms.Ladders {
		if l := &s.terms.Ladders[i]; l.Event == x.event && isIn(x, l.Hours) {
			if period := l.period(x.week, s.horizon/model.QuartersPerYear); period >= 0 {
				s.card.reached[i][period]++
			}
		}
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
	return (s.horizon+runOffQuarters)*model.WeeksPerQuarter - 1
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
		s.topUp(func(t *TopUp) bool { return t.Rows == nil }, left-kept, quarter)
	}
}
