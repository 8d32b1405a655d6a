package contract

import (
	"slices"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Expected are expected outcomes in fractions of people, by quarter of the plan.
type Expected struct {
	Outcomes [][Events]float64
	// From16 is the share of jobs from 16 hours in each quarter; nil where jobs are not told apart.
	From16 []float64
}

// Planned is what a contract comes to at expected outcomes, as if so many fell evenly into the weeks of each quarter. Uncertain quantities stand at their means, and the shares that are evidenced are
// taken of the numbers. It is not the mean of what is simulated, since thresholds and caps do not average; the cap on the person and the most weeks from engagement cannot be told from
// numbers of people and are left out, and so are outcomes and support after the quarters that are given. [Terms.Sheet] has the same as rows that a reader can follow.
type Planned struct {
	// By row of the rate card, ladder, block payment and top-up, and by quarter of the ledger.
	Rows, Ladders, Blocks, TopUps [][]budgets.Cents
	Receipts, Cost, Fees          []budgets.Cents // all payments; the cost carried; fees due
}

// Covered is what payments pay of the cost carried, when fees have been paid.
func (p *Planned) Covered() budgets.Cents {
	return min(budgets.Sum(p.Cost), max(0, budgets.Sum(p.Receipts)-budgets.Sum(p.Fees)))
}

// Plan works out the contract at expected outcomes.
func (s *Settler) Plan(of Expected) *Planned { return s.planAt(of, s.terms.PriceLevel) }

// BreakEvenLevel is the smallest price level at which planned payments are no less than the planned cost and fees, all in whole cents; ok is false where no level will do, because nothing is paid for
// outcomes or a cap stands in the way.
func (s *Settler) BreakEvenLevel(of Expected) (level float64, ok bool) {
	const highest, fine = 1 << 20, 1e-7
	enough := func(level float64) bool {
		p := s.planAt(of, level)
		return budgets.Sum(p.Receipts) >= budgets.Sum(p.Cost)+budgets.Sum(p.Fees)
	}
	if enough(0) {
		return 0, true
	}
	low, high := 0.0, 1.0
	for !enough(high) {
		if high >= highest {
			return 0, false
		}
		low, high = high, 2*high
	}
	for high-low > fine*high {
		if middle := (low + high) / 2; enough(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high, true
}

// planning is how far planned payments have come, in fractions of cents.
type planning struct {
	*Settler
	values   values
	level    float64
	of       Expected
	contract float64
	topUps   []float64 // paid by each so far

	rows, ladders, blocks, topUp [][]float64 // paid by quarter
}

// plannedRow is how far a row has come.
type plannedRow struct{ counted, paid, inYear, waiting float64 }

func (s *Settler) planAt(of Expected, level float64) *Planned {
	p := &planning{Settler: s, values: newValues(s.terms), level: level, of: of, topUps: make([]float64, len(s.terms.TopUps))}
	p.values.draw(s.terms, budgets.StandingIn(quantity.Address(0), true))
	table := func(n int) [][]float64 {
		rows := make([][]float64, n)
		for i := range rows {
			rows[i] = make([]float64, s.quarters)
		}
		return rows
	}
	p.rows, p.ladders, p.blocks, p.topUp = table(len(s.terms.Rows)), table(len(s.terms.Ladders)), table(len(s.terms.Blocks)), table(len(s.terms.TopUps))
	progress := make([]plannedRow, len(s.terms.Rows))
	for q := range s.quarters {
		p.payBlocks(q)
		if q < len(of.Outcomes) {
			for r := range s.terms.Rows {
				p.payRow(r, &progress[r], q)
			}
		}
		p.payLadders(q)
	}
	return p.planned()
}

// planned rounds what has been paid.
func (p *planning) planned() *Planned {
	whole := func(rows [][]float64) (cents [][]budgets.Cents) {
		for _, row := range rows {
			cents = append(cents, cumulatively(row))
		}
		return cents
	}
	all := &Planned{
		Rows: whole(p.rows), Ladders: whole(p.ladders), Blocks: whole(p.blocks), TopUps: whole(p.topUp),
		Receipts: make([]budgets.Cents, p.quarters), Cost: p.plannedCost, Fees: p.fees,
	}
	for _, rows := range [...][][]budgets.Cents{all.Rows, all.Ladders, all.Blocks, all.TopUps} {
		for _, row := range rows {
			for q, x := range row {
				all.Receipts[q] += x
			}
		}
	}
	return all
}

// cumulatively rounds amounts by differences of the rounded amount reached.
func cumulatively(row []float64) []budgets.Cents {
	cents, reached, before := make([]budgets.Cents, len(row)), 0.0, budgets.Cents(0)
	for q, x := range row {
		reached += x
		now := budgets.Round(reached)
		cents[q], before = now-before, now
	}
	return cents
}

// number is how many of a quarter's outcomes of an event and hours are evidenced.
func (p *planning) number(event Event, hours Hours, quarter int) float64 {
	n := p.of.Outcomes[quarter][event] * p.values.evidenced[event]
	for shorter := event - 1; shorter >= Sustained13; shorter-- {
		if p.onCard[shorter] {
			n *= p.values.evidenced[shorter]
		}
	}
	switch {
	case hours == AnyHours:
	case p.of.From16 == nil:
		n = 0
	case hours == From16:
		n *= p.of.From16[quarter]
	default:
		n *= 1 - p.of.From16[quarter]
	}
	return n
}

// inWindow is the part of a quarter's weeks in which outcomes count.
func inWindow(from, to, quarter int) float64 {
	first, end := quarter*model.WeeksPerQuarter, (quarter+1)*model.WeeksPerQuarter
	if to > 0 {
		end = min(end, to)
	}
	return float64(max(0, end-max(first, from))) / model.WeeksPerQuarter
}

// payRow pays a row for the outcomes of a quarter.
func (p *planning) payRow(r int, at *plannedRow, quarter int) {
	row, year := &p.terms.Rows[r], quarter/model.QuartersPerYear
	if quarter%model.QuartersPerYear == 0 {
		at.inYear = 0
	}
	before := at.counted
	at.counted += float64(p.number(row.Event, row.Hours, quarter) * inWindow(row.From, row.To, quarter))
	from, to := max(before, float64(row.Above)), at.counted
	if row.UpTo > 0 {
		to = min(to, float64(row.UpTo))
	}
	price := 100 * inYear(p.values.prices[r], year) * p.level * (1 - p.terms.DeadweightDeducted[row.Event])
	at.waiting += float64(max(0, to-from) * price)
	const noise = 1e-9 // of adding up
	if at.counted < float64(row.Minimum)-noise {
		return
	}
	left := at.waiting
	at.waiting = 0
	if row.MostPerYear != nil {
		left = within(left, inYear(row.MostPerYear, year), at.inYear)
	}
	left = within(left, row.Most, at.paid)
	left = within(left, p.terms.Most, p.contract)
	at.inYear += left
	at.paid += left
	p.contract += left
	p.payLater(p.rows[r], float64(left*(1-p.terms.Verification)), quarter, row.Lag, func(t *TopUp) bool { return t.Rows == nil || t.Rows[r] })
}

// within cuts an amount to what is left of a limit; 0: none.
func within(amount float64, limit budgets.Cents, used float64) float64 {
	if limit == 0 {
		return amount
	}
	return max(0, min(amount, float64(limit)-used))
}

// payLater pays what is earned evenly over the weeks of a quarter so many weeks later.
func (p *planning) payLater(row []float64, amount float64, quarter, lag int, adds func(*TopUp) bool) {
	first, late := quarter+lag/model.WeeksPerQuarter, float64(lag%model.WeeksPerQuarter)/model.WeeksPerQuarter
	p.pay(row, float64(amount*(1-late)), first, adds)
	if late > 0 {
		p.pay(row, float64(amount*late), first+1, adds)
	}
}

func (p *planning) pay(row []float64, amount float64, quarter int, adds func(*TopUp) bool) {
	if amount == 0 {
		return
	}
	row[quarter] += amount
	for i := range p.terms.TopUps {
		if t := &p.terms.TopUps[i]; adds(t) {
			more := within(float64(amount*t.Share), t.Most, p.topUps[i])
			p.topUps[i] += more
			p.topUp[i][quarter] += more
		}
	}
}

func (p *planning) payBlocks(quarter int) {
	for i := range p.terms.Blocks {
		owed := 0.0
		switch b := &p.terms.Blocks[i]; {
		case b.PerYear == nil:
			owed = float64(p.plannedCost[quarter]) * b.CostShare
		case quarter < p.horizon:
			owed = float64(p.Settler.blocks[i][quarter])
		}
		paid := within(owed, p.terms.Most, p.contract)
		p.contract += paid
		p.blocks[i][quarter] = paid
	}
}

// payLadders pays the ladders whose period ends in a quarter.
func (p *planning) payLadders(quarter int) {
	for i := range p.terms.Ladders {
		l := &p.terms.Ladders[i]
		from, to, last := l.From, l.To, p.lastWeek(l)
		if l.EachYear {
			year := quarter / model.QuartersPerYear
			from, to = year*model.WeeksPerYear, (year+1)*model.WeeksPerYear
			last = to - 1
		}
		if last/model.WeeksPerQuarter != quarter || l.EachYear && quarter >= p.horizon {
			continue
		}
		reached := 0.0
		for q := range min(quarter+1, len(p.of.Outcomes)) {
			reached += float64(p.number(l.Event, l.Hours, q) * inWindow(from, to, q))
		}
		const noise = 1e-9 // of adding up
		owed := 0.0
		for _, rung := range l.Rungs {
			if reached >= float64(rung.At)-noise {
				owed = float64(rung.Amount) * p.level
			}
		}
		left := within(owed, p.terms.Most, p.contract)
		p.contract += left
		p.pay(p.ladders[i], float64(left*(1-p.terms.Verification)), (last+l.Lag)/model.WeeksPerQuarter, func(t *TopUp) bool { return t.Rows == nil })
	}
}

// ExpectedBy are the outcomes that a plan's own arithmetic expects of the people who count: engagements, first job starts and 13-week sustainments, in the quarters in which the plan has them. It knows no
// longer sustainments. from16 is the share of jobs from 16 hours by year; nil where jobs are not told apart.
func (t *Terms) ExpectedBy(plan *budgets.Plan, from16 []float64) Expected {
	var e Expected
	for q := range plan.Years * model.QuartersPerYear {
		stages := &plan.Arithmetic[q/model.QuartersPerYear]
		people := 0.0
		for i := range plan.Services {
			if t.CountsService(i) {
				people += plan.Services[i].ShareOfPeople
			}
		}
		people *= float64(stages.Referrals*plan.Spread[q]) * t.CountsEngaged(q)
		engaged := float64(people * stages.Engage)
		started := float64(engaged * stages.JobStart)
		e.Outcomes = append(e.Outcomes, [Events]float64{Engagement: engaged, JobStart: started, Sustained13: float64(started * stages.Sustain)})
		if from16 != nil {
			e.From16 = append(e.From16, from16[q/model.QuartersPerYear])
		}
	}
	return e
}

// CountsService says whether the people of a service, by its position in the plan, count.
func (t *Terms) CountsService(i int) bool {
	return t.Services == nil || slices.Contains(t.Services, i)
}

// CountsEngaged is the part of the weeks of a quarter in which people engage who count.
func (t *Terms) CountsEngaged(quarter int) float64 {
	return inWindow(t.EngagedFrom, t.EngagedTo, quarter)
}
