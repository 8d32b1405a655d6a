package contract_test

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// future is one draw of a contract, with all that the law says an account follows from.
type future struct {
	plan     *budgets.Plan
	terms    *contract.Terms
	planned  [][]budgets.Cents // [line][quarter]
	episodes []model.Episode
	cost     [][]budgets.Cents // [line][quarter]
	at       quantity.Address
	luckOnly bool
}

// oracle settles a future by the law in the package comment, paragraph by paragraph, in fractions: slow and plain.
type oracle struct {
	*future
	account  contract.Account
	people   []*model.Episode // who count, in the order of service, centre, week of referral, position
	outcomes []outcome        // in their order
	payments []payment        // in the order in which they are earned
	passed   budgets.Cents    // what of blocks, rows and ladders the cap on the contract has let through
	// doubtful says that the return cap's balance came so near to a whole cent that floating point may fall on the other side.
	doubtful bool
}

type rat = *big.Rat

// exact is the number that a float64 was written as: 0.15 is 3/20.
func exact(x float64) rat {
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64))
	if !ok {
		panic(fmt.Sprintf("%g is no number", x))
	}
	return r
}

func whole[N ~int | ~int64](n N) rat { return big.NewRat(int64(n), 1) }
func less(a, b rat) rat              { return new(big.Rat).Sub(a, b) }
func times(factors ...rat) rat {
	product := big.NewRat(1, 1)
	for _, x := range factors {
		product.Mul(product, x)
	}
	return product
}

// rounded is an amount of 0 or more in whole cents: to the nearest, a half and what lies within a millionth below it upwards.
func rounded(x rat) budgets.Cents {
	up := new(big.Rat).Add(x, big.NewRat(500_001, 1_000_000))
	return budgets.Cents(new(big.Int).Div(up.Num(), up.Denom()).Int64())
}

// part is a part of an amount, rounded.
func part(share float64, of budgets.Cents) budgets.Cents {
	return rounded(times(exact(share), whole(of)))
}

// inYear is an amount by year, which goes on after its last year.
func inYear[T any](byYear []T, year int) T { return byYear[min(year, len(byYear)-1)] }

func (f *future) weeks() int  { return model.WeeksPerYear*f.plan.Years + model.RunOffWeeks }
func (f *future) runOff() int { return model.QuartersPerYear * f.plan.Years } // its first quarter

// followed is the number of quarters with weeks that are looked at; ledger that of the contract's.
func (f *future) followed() int { return f.weeks() / model.WeeksPerQuarter }

func (f *future) ledger() int {
	longest := 0
	for _, r := range f.terms.Rows {
		longest = max(longest, r.Lag)
	}
	for _, l := range f.terms.Ladders {
		longest = max(longest, l.Lag)
	}
	n := f.followed()
	for ; longest > 0; longest -= model.WeeksPerQuarter {
		n++
	}
	return n
}

// value is where a quantity stands.
func (f *future) value(q quantity.Quantity) float64 {
	if f.luckOnly || q.Distribution == nil {
		return q.Mean()
	}
	return q.Quantile(f.standing(q.Name))
}

func (f *future) values(s quantity.Series) []float64 {
	var byYear []float64
	for _, d := range s.Years {
		if f.luckOnly {
			byYear = append(byYear, d.Mean())
		} else {
			byYear = append(byYear, d.Quantile(f.standing(s.Name)))
		}
	}
	return byYear
}

// standing is the uniform number of a name: among those of people and staff if a correlation names it, otherwise in the budget's part of the addresses.
func (f *future) standing(name string) float64 {
	correlation, err := quantity.Correlate(f.plan.Correlations)
	if err != nil {
		panic(err)
	}
	if c := correlation.Of(name); c != nil {
		return c.Uniform(f.at.At(model.ValuesBranch), name)
	}
	const values = 0 // of the budget's part
	return f.at.At(model.BudgetBranch).At(values).Named(name).Uniform()
}

func settledByOracle(f *future) *oracle {
	o := &oracle{future: f}
	n := f.ledger()
	a := &o.account
	a.Rows = make([]contract.RowAccount, len(f.terms.Rows))
	for i := range a.Rows {
		a.Rows[i] = contract.RowAccount{ByYear: make([]contract.Fate, f.plan.Years+model.RunOffWeeks/model.WeeksPerYear), Earned: make([]budgets.Cents, n), Paid: make([]budgets.Cents, n)}
	}
	a.Ladders, a.Blocks, a.TopUps = table(len(f.terms.Ladders), n), table(len(f.terms.Blocks), n), table(len(f.terms.TopUps), n)
	for _, column := range []*[]budgets.Cents{
		&a.Receipts, &a.Cost, &a.Claim, &a.Fees, &a.Draws, &a.ProviderPaid, &a.FeesPaid, &a.Principal, &a.Return,
		&a.ToInvestor, &a.ToPayer, &a.ToProvider, &a.Closing, &a.UnpaidFees, &a.UnpaidClaim,
	} {
		*column = make([]budgets.Cents, n)
	}
	a.CaseloadWeeks = make([]int, n)
	o.count()
	o.costs()
	o.payForOutcomes()
	o.topUp()
	o.receive()
	o.waterfall()
	o.anyway()
	return o
}

func table(rows, columns int) [][]budgets.Cents {
	t := make([][]budgets.Cents, rows)
	for i := range t {
		t[i] = make([]budgets.Cents, columns)
	}
	return t
}

// outcome is an event of one person.
type outcome struct {
	event     contract.Event
	from16    bool // of the job; not for engagements
	week      int
	person    *model.Episode
	evidenced bool
}

// Outcomes: who counts, what they reach, and the order.
func (o *oracle) count() {
	for i := range o.episodes {
		if o.counts(&o.episodes[i]) {
			o.people = append(o.people, &o.episodes[i])
		}
	}
	slices.SortFunc(o.people, func(a, b *model.Episode) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Centre, b.Centre), cmp.Compare(a.Referred, b.Referred), cmp.Compare(a.Position, b.Position))
	})
	for _, p := range o.people {
		for _, x := range outcomesOf(p) {
			x.evidenced = o.evidenced(p, x.event)
			o.outcomes = append(o.outcomes, x)
		}
	}
	slices.SortStableFunc(o.outcomes, func(a, b outcome) int { return cmp.Compare(a.week, b.week) }) // the order of people and of their events stays
	for _, x := range o.outcomes {
		o.account.Reached[x.event]++
	}
}

func (o *oracle) counts(p *model.Episode) bool {
	if p.Engaged == model.NoWeek || o.terms.Services != nil && !slices.Contains(o.terms.Services, p.Service) {
		return false
	}
	return isWithin(p.Engaged, o.terms.EngagedFrom, o.terms.EngagedTo)
}

// isWithin says whether a week is from or later and before to, 0 being no end.
func isWithin(week, from, to int) bool { return week >= from && (to == 0 || week < to) }

// outcomesOf are a person's, in the order of events.
func outcomesOf(p *model.Episode) []outcome {
	all := []outcome{{event: contract.Engagement, week: p.Engaged, person: p}}
	if len(p.Jobs) > 0 {
		all = append(all, outcome{event: contract.JobStart, from16: p.Jobs[0].From16, week: p.Jobs[0].Start, person: p})
	}
	reached := [...]int{p.Sustained13, p.Sustained26, p.Sustained52}
	for i, long := range [...]int{13, 26, 52} {
		if reached[i] == model.NoWeek {
			continue
		}
		for _, job := range p.Jobs {
			if job.Start+long == reached[i] {
				all = append(all, outcome{event: contract.Sustained13 + contract.Event(i), from16: job.From16, week: reached[i], person: p})
			}
		}
	}
	return all
}

// Evidence: one decision for each person and event, which for a sustainment rests on the shorter ones that are on the card.
func (o *oracle) evidenced(p *model.Episode, event contract.Event) bool {
	u := o.at.At(model.BudgetBranch).Named("evidence").Named(o.plan.Services[p.Service].Key).
		At(uint64(p.Centre)).At(uint64(p.Referred)).At(uint64(p.Position)).At(uint64(event)).Uniform()
	if u >= o.value(o.terms.Evidenced[event]) {
		return false
	}
	for shorter := event - 1; shorter >= contract.Sustained13; shorter-- {
		if o.isOnCard(shorter) {
			return o.evidenced(p, shorter)
		}
	}
	return true
}

func (o *oracle) isOnCard(event contract.Event) bool {
	return slices.ContainsFunc(o.terms.Rows, func(r contract.Row) bool { return r.Event == event }) ||
		slices.ContainsFunc(o.terms.Ladders, func(l contract.Ladder) bool { return l.Event == event })
}

func (x *outcome) is(event contract.Event, hours contract.Hours) bool {
	return x.event == event && (hours == contract.AnyHours || x.from16 == (hours == contract.From16))
}

// The service's cost: what the contract carries.
func (o *oracle) costs() {
	for q := range o.followed() {
		if q < o.runOff() {
			o.account.Cost[q] = o.carried(o.value(o.terms.CostShare), o.cost, q)
			continue
		}
		o.account.CaseloadWeeks[q] = o.personWeeks(q)
		o.account.Cost[q] = rounded(times(whole(100), exact(o.value(o.terms.RunOffCost)), whole(o.account.CaseloadWeeks[q]), big.NewRat(1, model.WeeksPerQuarter)))
	}
}

// carried is a share of the lines' cost of a quarter.
func (o *oracle) carried(share float64, of [][]budgets.Cents, q int) budgets.Cents {
	sum := budgets.Cents(0)
	for _, line := range o.terms.Lines {
		sum += part(share, of[line][q])
	}
	return sum
}

func (o *oracle) personWeeks(q int) int {
	n := 0
	for _, p := range o.people {
		for week := model.WeeksPerQuarter * q; week < model.WeeksPerQuarter*(q+1); week++ {
			if week >= p.Engaged && (p.Left == model.NoWeek || week < p.Left) {
				n++
			}
		}
	}
	return n
}

// ofYears is a quarter's part of amounts by year of the plan, split by differences of the cumulatively rounded amount.
func (o *oracle) ofYears(byYear []budgets.Cents, q int) budgets.Cents {
	if q >= o.runOff() {
		return 0
	}
	amount := inYear(byYear, q/model.QuartersPerYear)
	until := func(quarters int) budgets.Cents {
		return rounded(times(whole(amount), big.NewRat(int64(quarters), model.QuartersPerYear)))
	}
	return until(q%model.QuartersPerYear+1) - until(q%model.QuartersPerYear)
}

// payment is what the outcome payer pays for an outcome or by a ladder; one of the two positions is −1.
type payment struct {
	row, ladder int
	quarter     int // in which it is paid
	amount      budgets.Cents
}

// payForOutcomes goes through time: of each quarter the blocks, then of each week the outcomes in their order, row by row, then the ladders.
func (o *oracle) payForOutcomes() {
	var rows []*rowInHand
	perPerson := map[*model.Episode]budgets.Cents{}
	for i := range o.terms.Rows {
		rows = append(rows, &rowInHand{
			oracle: o, Row: &o.terms.Rows[i], account: &o.account.Rows[i], position: i,
			prices: o.values(o.terms.Rows[i].Price), byYear: map[int]budgets.Cents{}, perPerson: perPerson,
		})
	}
	for q := range o.ledger() {
		o.payBlocks(q)
		for week := model.WeeksPerQuarter * q; week < model.WeeksPerQuarter*(q+1); week++ {
			for i := range o.outcomes {
				if o.outcomes[i].week != week {
					continue
				}
				for _, r := range rows {
					r.take(&o.outcomes[i])
				}
			}
			for i := range o.terms.Ladders {
				o.climb(i, week)
			}
		}
	}
	for _, r := range rows {
		for _, w := range r.waiting {
			r.account.ByYear[w.of.week/model.WeeksPerYear].Minimum += w.value
		}
	}
}

// cutByContract is what the cap on the contract lets through.
func (o *oracle) cutByContract(amount budgets.Cents) budgets.Cents {
	amount = underCap(amount, o.terms.Most, o.passed)
	o.passed += amount
	return amount
}

// underCap is what of an amount fits under a cap of which so much is used; 0 is no cap.
func underCap(amount, most, used budgets.Cents) budgets.Cents {
	if most == 0 {
		return amount
	}
	return min(amount, most-used)
}

// Block payments.
func (o *oracle) payBlocks(q int) {
	for i, b := range o.terms.Blocks {
		owed := budgets.Cents(0)
		if b.PerYear != nil {
			owed = o.ofYears(b.PerYear, q)
		} else {
			owed = part(b.CostShare, o.account.Cost[q])
		}
		paid := o.cutByContract(owed)
		o.account.BlockCut += owed - paid
		o.account.Blocks[i][q] = paid
	}
}

// rowInHand is a row of the rate card while outcomes come.
type rowInHand struct {
	*oracle
	*contract.Row
	account   *contract.RowAccount
	position  int
	prices    []float64 // by year
	counted   int
	waiting   []claim // for the minimum
	byYear    map[int]budgets.Cents
	all       budgets.Cents
	perPerson map[*model.Episode]budgets.Cents // of all rows
}

// claim is an outcome that the row pays for, unless something stands against it.
type claim struct {
	of    *outcome
	value budgets.Cents
}

// Rate card, 1 to 5.
func (r *rowInHand) take(x *outcome) {
	if !x.is(r.Event, r.Hours) {
		return
	}
	year := x.week / model.WeeksPerYear
	fate := &r.account.ByYear[year]
	fate.Outcomes++
	value := rounded(times(whole(100), exact(inYear(r.prices, year)), exact(r.terms.PriceLevel)))
	if !isWithin(x.week, r.From, r.To) || r.Within > 0 && x.week-x.person.Engaged > r.Within {
		fate.Value += value
		fate.Window += value
		return
	}
	if !x.evidenced {
		fate.Value += value
		fate.Evidence += value
		return
	}
	r.counted++
	fate.Counted++
	switch {
	case r.counted <= r.Above:
	case r.UpTo > 0 && r.counted > r.UpTo:
		fate.Value += value
		fate.RowCap += value
	default:
		fate.Value += value
		r.waiting = append(r.waiting, claim{x, value})
	}
	if r.counted >= r.Minimum {
		for _, c := range r.waiting {
			r.pay(c, x.week)
		}
		r.waiting = nil
	}
}

// Rate card, 6 to 9.
func (r *rowInHand) pay(c claim, week int) {
	year := c.of.week / model.WeeksPerYear
	fate := &r.account.ByYear[year]
	left := rounded(times(less(whole(1), exact(r.terms.DeadweightDeducted[r.Event])), whole(c.value)))
	fate.Deadweight += c.value - left
	cut := func(loss *budgets.Cents, to budgets.Cents) {
		*loss += left - to
		left = to
	}
	cut(&fate.PersonCap, underCap(left, r.terms.MostPerPerson, r.perPerson[c.of.person]))
	if r.MostPerYear != nil {
		cut(&fate.YearCap, underCap(left, inYear(r.MostPerYear, year), r.byYear[year]))
	}
	cut(&fate.RowCap, underCap(left, r.Most, r.all))
	cut(&fate.ContractCap, r.cutByContract(left))
	r.perPerson[c.of.person] += left
	r.byYear[year] += left
	r.all += left
	cut(&fate.Verification, left-part(r.terms.Verification, left))
	fate.Paid += left
	r.account.Earned[week/model.WeeksPerQuarter] += left
	quarter := (week + r.Lag) / model.WeeksPerQuarter
	r.account.Paid[quarter] += left
	r.payments = append(r.payments, payment{r.position, -1, quarter, left})
}

// Ladders: one that ends a period in the week owes for it.
func (o *oracle) climb(position, week int) {
	l := &o.terms.Ladders[position]
	from, to := l.From, l.To
	if to == 0 {
		to = o.weeks()
	}
	if l.EachYear {
		year := week / model.WeeksPerYear
		if year >= o.plan.Years {
			return
		}
		from, to = model.WeeksPerYear*year, model.WeeksPerYear*(year+1)
	}
	if week != to-1 {
		return
	}
	reached := 0
	for i := range o.outcomes {
		if x := &o.outcomes[i]; x.is(l.Event, l.Hours) && x.evidenced && isWithin(x.week, from, to) {
			reached++
		}
	}
	owed := budgets.Cents(0)
	for _, rung := range l.Rungs {
		if reached >= rung.At {
			owed = rounded(times(whole(rung.Amount), exact(o.terms.PriceLevel)))
		}
	}
	passed := o.cutByContract(owed)
	kept := part(o.terms.Verification, passed)
	o.account.LadderCut += owed - passed
	o.account.LadderVerification += kept
	quarter := (week + l.Lag) / model.WeeksPerQuarter
	o.account.Ladders[position][quarter] += passed - kept
	o.payments = append(o.payments, payment{-1, position, quarter, passed - kept})
}

// Top-ups.
func (o *oracle) topUp() {
	for i, t := range o.terms.TopUps {
		used := budgets.Cents(0)
		for _, p := range o.payments {
			if t.Rows != nil && (p.row < 0 || !t.Rows[p.row]) {
				continue
			}
			added := underCap(part(t.Share, p.amount), t.Most, used)
			used += added
			o.account.TopUps[i][p.quarter] += added
		}
	}
}

func (o *oracle) receive() {
	for q := range o.account.Receipts {
		for _, r := range o.account.Rows {
			o.account.Receipts[q] += r.Paid[q]
		}
		for _, others := range [][][]budgets.Cents{o.account.Ladders, o.account.Blocks, o.account.TopUps} {
			for _, x := range others {
				o.account.Receipts[q] += x[q]
			}
		}
	}
}

// claimOn is what the provider claims on a base, its risk left out.
func (o *oracle) claimOn(base budgets.Cents) budgets.Cents {
	return base - part(o.terms.Provider.RiskShare, base)
}

// feesDue are the contract's own.
func (o *oracle) feesDue(q int) budgets.Cents {
	sum := budgets.Cents(0)
	for _, f := range o.terms.Fees {
		switch {
		case f.PerYear != nil:
			sum += o.ofYears(f.PerYear, q)
		case f.Quarter == q:
			sum += f.Once
		}
	}
	return sum
}

// claimDue is the provider's claim of a quarter.
func (o *oracle) claimDue(q int) budgets.Cents {
	if fee := o.terms.Provider.Fee; fee != nil {
		return o.claimOn(o.ofYears(fee, q))
	}
	return o.claimOn(o.account.Cost[q])
}

// toCome is the cost still to come after a quarter.
func (o *oracle) toCome(after int) budgets.Cents {
	sum := budgets.Cents(0)
	for q := after + 1; q < o.ledger(); q++ {
		sum += o.feesDue(q)
		if o.terms.Provider.Fee == nil && q < o.runOff() {
			sum += o.claimOn(o.carried(o.terms.CostShare.Mean(), o.planned, q))
		} else {
			sum += o.claimDue(q)
		}
	}
	return sum
}

// waterfall takes the cash through the quarters, step by step.
func (o *oracle) waterfall() {
	a, investor, last := &o.account, &o.terms.Investor, o.ledger()-1
	w := o.newWater()
	for q := range o.ledger() {
		// 1. Scheduled draws.
		if q < len(investor.Schedule) {
			w.draw(q, min(investor.Schedule[q], investor.Commitment-w.drawn))
		}
		drawable := investor.Commitment - w.drawn
		if investor.Schedule != nil {
			drawable = min(drawable, budgets.Sum(investor.Schedule[min(q+1, len(investor.Schedule)):]))
		}
		// 2. Receipts, and the provider's own part of them.
		own := part(o.terms.Provider.RiskShare, a.Receipts[q])
		w.cash += a.Receipts[q] - own
		a.ProviderPaid[q] = own
		w.recycled += own
		// 3. What is due.
		a.Fees[q], a.Claim[q] = o.feesDue(q), o.claimDue(q)
		w.fees += a.Fees[q]
		w.claim += a.Claim[q]
		// 4. Draws on need.
		atHand := w.unspent
		if investor.Recycling {
			atHand = w.cash
		}
		if investor.Schedule == nil {
			need := min(max(0, w.fees+w.claim-atHand), drawable)
			w.draw(q, need)
			drawable -= need
			atHand += need
		}
		// 5. What is unpaid.
		if drawable == 0 || q == last {
			atHand = w.cash
		}
		a.FeesPaid[q] = w.spend(&w.fees, &atHand)
		a.ProviderPaid[q] += w.spend(&w.claim, &atHand)
		// 6. Distribution.
		w.grow(a.Draws[q])
		a.Peak = max(a.Peak, w.drawn-w.repaid)
		if w.fees+w.claim == 0 {
			w.distribute(q, w.distributable(o.toCome(q), drawable, q == last), q == last)
		}
		a.Closing[q], a.UnpaidFees[q], a.UnpaidClaim[q] = w.cash, w.fees, w.claim
	}
	a.Recycled = w.recycled
}

// water is what a quarter hands on to the next one.
type water struct {
	*oracle
	cash    budgets.Cents
	unspent budgets.Cents // of the cash, what was drawn
	drawn   budgets.Cents // so far
	repaid  budgets.Cents // principal so far
	fees    budgets.Cents // unpaid
	claim   budgets.Cents // unpaid
	// recycled is what was paid to the provider and for fees so far, less draws spent.
	recycled budgets.Cents
	// balance is that of the return cap, growth what it is multiplied by in a quarter; nil without a cap.
	balance, growth *big.Float
}

const precision = 300 // bits

func (o *oracle) newWater() *water {
	w := &water{oracle: o}
	if rate := o.terms.Investor.ReturnCap; rate != nil {
		yearly := new(big.Float).SetPrec(precision).SetRat(new(big.Rat).Add(whole(1), exact(*rate)))
		w.growth = new(big.Float).SetPrec(precision).Sqrt(new(big.Float).SetPrec(precision).Sqrt(yearly))
		w.balance = new(big.Float).SetPrec(precision)
	}
	return w
}

func cents(x budgets.Cents) *big.Float {
	return new(big.Float).SetPrec(precision).SetInt64(int64(x))
}

func (w *water) draw(q int, amount budgets.Cents) {
	w.account.Draws[q] += amount
	w.drawn += amount
	w.cash += amount
	w.unspent += amount
}

// spend pays what it can of something unpaid, draws first.
func (w *water) spend(unpaid, atHand *budgets.Cents) budgets.Cents {
	paid := min(*unpaid, *atHand)
	fromDraws := min(paid, w.unspent)
	*unpaid -= paid
	*atHand -= paid
	w.cash -= paid
	w.unspent -= fromDraws
	w.recycled += paid - fromDraws
	return paid
}

func (w *water) grow(draws budgets.Cents) {
	if w.balance != nil {
		w.balance.Add(w.balance, cents(draws))
		w.balance.Mul(w.balance, w.growth)
	}
}

// distributable is the cash that may be distributed.
func (w *water) distributable(toCome, drawable budgets.Cents, last bool) budgets.Cents {
	switch {
	case last || toCome == 0:
		return w.cash
	case w.terms.Investor.Recycling:
		return max(0, w.cash-toCome)
	}
	return max(0, w.cash-w.unspent-max(0, toCome-w.unspent-drawable))
}

func (w *water) distribute(q int, cash budgets.Cents, last bool) {
	a, start := &w.account, cash
	principal := func() {
		paid := min(cash, w.drawn-w.repaid)
		a.Principal[q] += paid
		w.repaid += paid
		w.take(&cash, paid)
	}
	interest := func() {
		paid := min(cash, w.mostReturn(cash))
		a.Return[q] += paid
		w.take(&cash, paid)
	}
	if w.terms.Investor.ReturnFirst {
		interest()
		principal()
	} else {
		principal()
		interest()
	}
	if last {
		w.split(q, cash)
		cash = 0
	}
	w.cash -= start - cash
	w.unspent = min(w.unspent, w.cash)
}

// take takes from the cash in distribution, and from the cap's balance.
func (w *water) take(cash *budgets.Cents, paid budgets.Cents) {
	*cash -= paid
	if w.balance != nil {
		w.balance.Sub(w.balance, cents(paid))
	}
}

// mostReturn is the most return that may be paid now, of so much cash.
func (w *water) mostReturn(cash budgets.Cents) budgets.Cents {
	switch {
	case w.drawn == 0:
		return 0
	case w.balance == nil:
		return max(0, cash-(w.drawn-w.repaid))
	}
	down, _ := w.balance.Int(nil)
	if *w.terms.Investor.ReturnCap != 0 {
		above, _ := new(big.Float).Sub(w.balance, new(big.Float).SetInt(down)).Float64()
		size, _ := w.balance.Float64()
		near := 1e-9 + 1e-12*size
		w.doubtful = w.doubtful || size > 0 && (above < near || above > 1-near)
	}
	return max(0, budgets.Cents(down.Int64())-(w.drawn-w.repaid))
}

// split splits the surplus, cumulatively rounded.
func (w *water) split(q int, surplus budgets.Cents) {
	a, s := &w.account, w.terms.Investor.Surplus
	investor := part(s.Investor, surplus)
	payer := rounded(times(new(big.Rat).Add(exact(s.Investor), exact(s.Payer)), whole(surplus))) - investor
	a.ToInvestor[q], a.ToPayer[q], a.ToProvider[q] = investor, payer, surplus-investor-payer
	if w.drawn == 0 {
		a.ToInvestor[q], a.ToPayer[q] = 0, investor+payer
	}
}

// What would have happened anyway.
func (o *oracle) anyway() {
	a, c := &o.account, &o.terms.Comparison
	for event := contract.Event(0); event < contract.Events; event++ {
		n := float64(a.Reached[event])
		switch {
		case c.Rate[event] != nil:
			a.Additional[event] = n - o.value(*c.Rate[event])*float64(a.Reached[contract.Engagement])
		case c.RiskRatio != nil && event != contract.Engagement:
			a.Additional[event] = n * (1 - 1/o.value(*c.RiskRatio))
		}
	}
}
