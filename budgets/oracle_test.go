package budgets_test

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// judge holds the accounts of one draw against the law in the package comment: cell by cell, each from its definition, in fractions. Where a
// definition speaks of other cells (a share line's base, what was paid before), those in hand stand in; they are held against the law too.
type judge struct {
	plan     *budgets.Plan
	volumes  [][]exactVolumes // [service][quarter]
	at       quantity.Address
	luckOnly bool
	ledger   *budgets.Ledger
	values   map[quantity.Quantity]rat // that have been drawn
	told     map[int]toldMoney         // by source; without an entry it has nothing to give

	cells    int // compared
	doubtful int // of which floating point could have rounded either way
	wrong    []string
}

// toldMoney is what a source was told to give, and what of it arrives in each quarter; in planned funding arrives is nil, and the money comes in the quarter that it is for.
type toldMoney struct {
	amount  budgets.Cents
	arrives []budgets.Cents
}

type rat = *big.Rat

// exactVolumes are what costs may follow, in units of people, FTE-weeks and weeks.
type exactVolumes struct {
	opened, inPost, leadersOpened, leadersInPost, open, hires, engagements, jobStarts, sustainments, caseload rat
}

// exact is the number that a float64 was written as: 0.15 is 3/20.
func exact(x float64) rat {
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64))
	if !ok {
		panic(fmt.Sprintf("%g is no number", x))
	}
	return r
}

func fraction(a, b int64) rat        { return big.NewRat(a, b) }
func whole[N ~int | ~int64](n N) rat { return big.NewRat(int64(n), 1) }
func plus(a, b rat) rat              { return new(big.Rat).Add(a, b) }
func minus(a, b rat) rat             { return new(big.Rat).Sub(a, b) }
func times(a rat, b ...rat) rat {
	product := new(big.Rat).Set(a)
	for _, x := range b {
		product.Mul(product, x)
	}
	return product
}
func over(a, b rat) rat { return new(big.Rat).Quo(a, b) }

// span is what a rounded amount may be: one number, or two neighbours where floating point could fall on either side.
type span struct{ least, most budgets.Cents }

func only(c budgets.Cents) span { return span{c, c} }

func (s span) lower(other span) span { return span{min(s.least, other.least), min(s.most, other.most)} }
func (s span) and(other span) span   { return span{s.least + other.least, s.most + other.most} }
func (s span) less(other span) span  { return span{s.least - other.most, s.most - other.least} }

// A chain of operations may be off by so much of its result; the first is for unit amounts, with their powers.
var (
	longChain  = fraction(1, 100_000_000_000_000)
	shortChain = fraction(2, 1_000_000_000_000_000)
)

// rounded is an amount of 0 or more in whole cents: to the nearest, what lies within a millionth below a half upwards.
func rounded(x, chain rat) span {
	up := plus(x, fraction(500_001, 1_000_000))
	slack := plus(times(x, chain), fraction(1, 1_000_000_000))
	return span{floor(minus(up, slack)), floor(plus(up, slack))}
}

func floor(x rat) budgets.Cents {
	return budgets.Cents(new(big.Int).Div(x.Num(), x.Denom()).Int64())
}

// want compares one cell.
func (j *judge) want(got budgets.Cents, law span, where string, place ...any) {
	j.cells++
	if law.least != law.most {
		j.doubtful++
	}
	if got < law.least || got > law.most {
		j.wrong = append(j.wrong, fmt.Sprintf("%s: %d, not %d", fmt.Sprintf(where, place...), got, law.least))
	}
}

// placeOf is the address below which the number of an uncertain quantity is found: beside those of people and staff if a correlation names it.
func (j *judge) placeOf(name string) quantity.Address {
	for _, pair := range j.plan.Correlations {
		if slices.Contains(pair.Between[:], name) {
			return j.at.At(model.ValuesBranch)
		}
	}
	return j.at.At(model.BudgetBranch).At(0)
}

func (j *judge) correlation() *quantity.Correlation {
	c, err := quantity.Correlate(j.plan.Correlations)
	if err != nil {
		panic(err)
	}
	return c
}

func (j *judge) quarters() int { return 4 * j.plan.Years }

// valueOf is an uncertain quantity in the draw.
func (j *judge) valueOf(q quantity.Quantity) rat {
	if j.values == nil {
		j.values = map[quantity.Quantity]rat{}
	}
	x, known := j.values[q]
	if !known {
		x = exact(q.Mean())
		if !j.luckOnly {
			q := q.Prepared(new(quantity.Preparer))
			q.Correlation = j.correlation()
			x = exact(q.Draw(j.placeOf(q.Name)))
		}
		j.values[q] = x
	}
	return x
}

func (j *judge) valuesOf(s quantity.Series) []rat {
	years := make([]float64, len(s.Years))
	if j.luckOnly {
		s.Means(years)
	} else {
		s := s.Prepared(new(quantity.Preparer))
		s.Correlation = j.correlation()
		s.Draw(j.placeOf(s.Name), years)
	}
	values := make([]rat, len(years))
	for y := range years {
		values[y] = exact(years[y])
	}
	return values
}

// unitAmounts are a line's, by year, in cents.
func (j *judge) unitAmounts(line *budgets.Line) []rat {
	growth := plus(whole(1), j.valueOf(line.Indexation))
	amounts := j.valuesOf(line.Amount)
	for y := range amounts {
		amounts[y] = over(times(whole(100), amounts[y], exact(line.Scale)), j.valueOf(line.Exchange))
		for range y + j.plan.IndexedFrom {
			amounts[y].Mul(amounts[y], growth)
		}
		for range -(y + j.plan.IndexedFrom) {
			amounts[y].Quo(amounts[y], growth)
		}
	}
	return amounts
}

// together adds up the volumes of the services that a line is for.
func (j *judge) together(service, q int, pick func(exactVolumes) rat) rat {
	sum := new(big.Rat)
	for s := range j.volumes {
		if service == budgets.AllServices || service == s {
			sum.Add(sum, pick(j.volumes[s][q]))
		}
	}
	return sum
}

// units are those of a quarter, of one service or of all; filled: with every opened post filled.
func (j *judge) units(line *budgets.Line, service, q int, filled bool) rat {
	of := func(pick func(exactVolumes) rat) rat { return j.together(service, q, pick) }
	opened := of(func(v exactVolumes) rat { return v.opened })
	inPost := of(func(v exactVolumes) rat { return v.inPost })
	leaders := of(func(v exactVolumes) rat { return v.leadersOpened })
	leadersInPost := of(func(v exactVolumes) rat { return v.leadersInPost })
	if filled {
		inPost, leadersInPost = opened, leaders
	}
	saved := j.valueOf(line.SavedWhenVacant)
	spent := minus(whole(1), saved)
	switch line.Driver {
	case budgets.PerYear:
		posts := new(big.Rat)
		for s := range j.plan.Services {
			if service == budgets.AllServices || service == s {
				posts.Add(posts, exact(j.plan.Services[s].Specialists))
			}
		}
		if posts.Sign() == 0 {
			return fraction(1, 4)
		}
		return plus(times(fraction(1, 4), spent), over(times(saved, inPost), times(whole(52), posts)))
	case budgets.Once:
		if q == line.Quarter {
			return whole(1)
		}
		return new(big.Rat)
	case budgets.PerSpecialist:
		return over(plus(times(opened, spent), times(inPost, saved)), whole(52))
	case budgets.PerSpecialistInPost:
		return over(inPost, whole(52))
	case budgets.PerLeader:
		return over(plus(times(leaders, spent), times(leadersInPost, saved)), whole(52))
	case budgets.PerService:
		return over(of(func(v exactVolumes) rat { return v.open }), whole(52))
	case budgets.PerHire:
		return of(func(v exactVolumes) rat { return v.hires })
	case budgets.PerEngagement:
		return of(func(v exactVolumes) rat { return v.engagements })
	case budgets.PerJobStart:
		return of(func(v exactVolumes) rat { return v.jobStarts })
	case budgets.PerSustainment:
		return of(func(v exactVolumes) rat { return v.sustainments })
	case budgets.PerPersonQuarter:
		return over(of(func(v exactVolumes) rat { return v.caseload }), whole(13))
	}
	panic("no units: " + line.Driver)
}

// builtUp compares a row that builds up over each year by a step a quarter.
func (j *judge) builtUp(what string, line int, row func(q int) budgets.Cents, step func(q int) rat) {
	var reached rat
	var before budgets.Cents // what the row has come to
	for q := range j.quarters() {
		if q%4 == 0 {
			reached, before = new(big.Rat), 0
		}
		reached = plus(reached, step(q))
		j.want(row(q), rounded(reached, longChain).less(only(before)), "%s of line %d in quarter %d", what, line, q)
		before += row(q)
	}
}

// costs compares what every line costs and what vacancies save of it.
func (j *judge) costs() {
	cost := func(line, q int) budgets.Cents { return j.ledger.Cost[line][q] }
	filled := func(line, q int) budgets.Cents { return j.ledger.Cost[line][q] + j.ledger.Saved[line][q] }
	for i := range j.plan.Lines {
		line := &j.plan.Lines[i]
		for _, basis := range []struct {
			what   string
			amount func(line, q int) budgets.Cents
			filled bool
		}{{"cost", cost, false}, {"cost with posts filled", filled, true}} {
			var step func(q int) rat
			if line.Driver == budgets.ShareOfCost {
				share := j.valueOf(line.Share)
				step = func(q int) rat {
					base := budgets.Cents(0)
					for _, b := range line.Base {
						base += basis.amount(b, q)
					}
					return times(share, whole(base))
				}
			} else {
				amounts := j.unitAmounts(line)
				step = func(q int) rat { return times(amounts[q/4], j.units(line, line.Service, q, basis.filled)) }
			}
			j.builtUp(basis.what, i, func(q int) budgets.Cents { return basis.amount(i, q) }, step)
		}
	}
}

// byService compares the split of every line's cost; split(line) is it, in hand.
func (j *judge) byService(split func(line int) [][]budgets.Cents) {
	common := len(j.plan.Services)
	rows := make([][][]budgets.Cents, len(j.plan.Lines))
	for i := range rows {
		for _, row := range split(i) {
			rows[i] = append(rows[i], slices.Clone(row))
		}
	}
	for i := range j.plan.Lines {
		for q := range j.quarters() {
			parts := j.serviceParts(&j.plan.Lines[i], q, rows)
			cost := j.ledger.Cost[i][q]
			reached, before, sum := new(big.Rat), only(0), new(big.Rat)
			for s := range common + 1 {
				sum.Add(sum, parts[s])
			}
			for s := range common + 1 {
				upTo := only(0)
				if cost != 0 {
					reached.Add(reached, parts[s])
					upTo = rounded(over(times(whole(cost), reached), sum), longChain)
				}
				j.want(rows[i][s][q], upTo.less(before), "cost of line %d in quarter %d at service %d", i, q, s)
				before = upTo
			}
		}
	}
}

// serviceParts are those in which a line's cost of a quarter falls to the services, and, last, to none of them.
func (j *judge) serviceParts(line *budgets.Line, q int, rows [][][]budgets.Cents) []rat {
	common := len(j.plan.Services)
	parts := make([]rat, common+1)
	sum := new(big.Rat)
	for s := range parts {
		parts[s] = new(big.Rat)
		switch {
		case line.Service != budgets.AllServices:
			parts[s] = whole(truth(s == line.Service))
		case line.Driver == budgets.PerYear || line.Driver == budgets.Once:
			parts[s] = whole(truth(s == common))
		case line.Driver == budgets.ShareOfCost:
			for _, b := range line.Base {
				parts[s] = plus(parts[s], whole(rows[b][s][q]))
			}
		case s < common:
			parts[s] = j.units(line, s, q, false)
		}
		sum.Add(sum, parts[s])
	}
	if sum.Sign() == 0 {
		parts[common] = whole(1)
	}
	return parts
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// decisions says whether one number for each source can have decided who came in every option.
func (j *judge) decisions(came [][]bool) {
	for i := range j.plan.Sources {
		source := &j.plan.Sources[i]
		least, below := new(big.Rat), whole(1)
		for o := range j.plan.Options {
			if !slices.Contains(j.plan.Options[o].Order, i) {
				if came[o][i] {
					j.wrong = append(j.wrong, fmt.Sprintf("source %d comes in option %d, which is without it", i, o))
				}
				continue
			}
			chance := j.valueOf(source.Chance)
			if g := source.Given; g != nil {
				chance = j.valueOf(g.IfNot)
				if came[o][g.Source] {
					chance = j.valueOf(g.IfComes)
				}
			}
			j.cells++
			if came[o][i] && chance.Cmp(below) < 0 {
				below = chance
			}
			if !came[o][i] && chance.Cmp(least) > 0 {
				least = chance
			}
		}
		if least.Cmp(below) >= 0 {
			j.wrong = append(j.wrong, fmt.Sprintf("source %d: its number is at least %s and below %s", i, least.RatString(), below.RatString()))
		}
	}
}

// funding compares who pays for what in one option and cascade.
func (j *judge) funding(option int, firmness budgets.Firmness, f *budgets.Funding) {
	unpaid := make([][]budgets.Cents, len(j.plan.Lines))
	before := make([]rat, len(j.plan.Lines)) // the sum of the shares of the sources before
	for i := range unpaid {
		unpaid[i], before[i] = slices.Clone(j.ledger.Cost[i]), new(big.Rat)
	}
	pays := make([]bool, len(j.plan.Sources))
	var order []int
	if len(j.plan.Options) > 0 {
		order = j.plan.Options[option].Order
	}
	for _, i := range order {
		source := &j.plan.Sources[i]
		if !f.Came[i] || source.Status.Firmness() > firmness {
			continue
		}
		pays[i] = true
		j.payments(order, i, f, before, unpaid)
		for _, line := range source.Lines {
			before[line] = plus(before[line], j.shareIn(order, i, line))
		}
	}
	for i := range j.plan.Sources {
		for line := range j.plan.Lines {
			for q, paid := range f.Paid[i][line] {
				if !pays[i] || !slices.Contains(j.plan.Sources[i].Lines, line) {
					j.want(paid, only(0), "option %d, cascade %d, source %d, which has nothing to pay of line %d in quarter %d", option, firmness, i, line, q)
				}
			}
		}
		for y, surplus := range f.Surplus[i] {
			if !pays[i] || j.plan.Sources[i].PerYear == nil {
				j.want(surplus, only(0), "option %d, cascade %d, surplus of source %d, which offers nothing, in year %d", option, firmness, i, y)
			}
		}
	}
	for line := range j.plan.Lines {
		for q := range j.quarters() {
			j.want(f.Gap[line][q], only(unpaid[line][q]), "option %d, cascade %d, gap of line %d in quarter %d", option, firmness, line, q)
		}
	}
}

// shareIn is a source's share of a line that it covers, in an option of so many sources: of the rest, if it covers what others would leave.
func (j *judge) shareIn(order []int, i, line int) rat {
	source := &j.plan.Sources[i]
	rest := whole(1)
	for _, other := range source.RestOf {
		if slices.Contains(order, other) && slices.Contains(j.plan.Sources[other].Lines, line) {
			rest = minus(rest, j.shareIn(order, other, line))
		}
	}
	if rest.Sign() < 0 {
		return new(big.Rat)
	}
	return times(j.valueOf(source.Share), rest)
}

// payments compares what one source pays, and takes it off what is unpaid.
func (j *judge) payments(order []int, i int, f *budgets.Funding, before []rat, unpaid [][]budgets.Cents) {
	source := &j.plan.Sources[i]
	inPlan, left := budgets.Cents(0), j.limit(source, source.Maximum)
	for y := range j.plan.Years {
		inYear, eligible := budgets.Cents(0), budgets.Cents(0)
		for q := 4 * y; q < 4*y+4; q++ {
			for _, line := range source.Lines {
				eligible += j.ledger.Cost[line][q]
			}
			for _, line := range source.Lines {
				law := part(before[line], j.shareIn(order, i, line), j.ledger.Cost[line][q]).lower(only(unpaid[line][q]))
				if source.PerYear != nil {
					law = law.lower(j.limit(source, &source.PerYear[y]).less(only(inYear)))
				}
				if source.Maximum != nil {
					law = law.lower(j.limit(source, source.Maximum).less(only(inPlan)))
				}
				if source.Told != nil {
					law = law.lower(only(j.told[i].amount - inPlan))
				}
				if source.AtMost != nil {
					law = law.lower(rounded(times(j.valueOf(*source.AtMost), whole(eligible)), shortChain).less(only(inYear)))
				}
				if source.Matches != nil {
					law = law.lower(rounded(times(j.valueOf(source.Matches.Rate), whole(j.othersPaid(source, f, y))), shortChain).less(only(inYear)))
				}
				paid := f.Paid[i][line][q]
				j.want(paid, law, "source %d for line %d in quarter %d", i, line, q)
				unpaid[line][q] -= paid
				inYear += paid
				inPlan += paid
			}
		}
		if source.PerYear == nil {
			continue
		}
		offer := j.limit(source, &source.PerYear[y])
		if source.Maximum != nil {
			offer = offer.lower(left)
		}
		surplus := offer.less(only(inYear))
		surplus = span{max(surplus.least, 0), max(surplus.most, 0)}
		j.want(f.Surplus[i][y], surplus, "surplus of source %d in year %d", i, y)
		left = left.less(only(inYear + f.Surplus[i][y]))
	}
}

// limit is an amount of the source's in the plan's currency; of nil nothing, which is not looked at.
func (j *judge) limit(source *budgets.Source, amount *budgets.Cents) span {
	if amount == nil {
		return only(0)
	}
	return rounded(over(whole(*amount), j.valueOf(source.Exchange)), shortChain)
}

// part is a source's part of a cost, after those before it.
func part(before, share rat, cost budgets.Cents) span {
	c := whole(cost)
	sum := plus(before, share)
	if minus(sum, fraction(1, 1_000_000_000_000)).Cmp(whole(1)) >= 0 {
		return rounded(times(share, c), shortChain)
	}
	return rounded(times(sum, c), shortChain).less(rounded(times(before, c), shortChain))
}

// othersPaid is what the sources that a source matches have paid in a year.
func (j *judge) othersPaid(source *budgets.Source, f *budgets.Funding, y int) budgets.Cents {
	sum := budgets.Cents(0)
	for _, other := range source.Matches.Others {
		for line := range j.plan.Lines {
			sum += total(f.Paid[other][line][4*y : 4*y+4])
		}
	}
	return sum
}

func total(amounts []budgets.Cents) budgets.Cents {
	sum := budgets.Cents(0)
	for _, x := range amounts {
		sum += x
	}
	return sum
}

// cash compares when the money of a funding moves.
func (j *judge) cash(option int, firmness budgets.Firmness, f *budgets.Funding, c *budgets.Cash) {
	quarters := j.quarters()
	costs := make([]budgets.Cents, quarters)
	advances, receipts, after := make([]span, quarters), make([]span, quarters), only(0)
	for q := range quarters {
		for line := range j.plan.Lines {
			costs[q] += j.ledger.Cost[line][q]
		}
		for i := range j.plan.Sources {
			source, paid := &j.plan.Sources[i], budgets.Cents(0)
			for line := range j.plan.Lines {
				paid += f.Paid[i][line][q]
			}
			if source.InKind {
				costs[q] -= paid
				continue
			}
			for k, money := range parts(source.Arrives, paid) {
				switch when, ahead := arrival(source.Arrives[k], q); {
				case ahead:
					advances[when] = advances[when].and(money)
				case when < quarters:
					receipts[when] = receipts[when].and(money)
				default:
					after = after.and(money)
				}
			}
		}
	}
	for i := range j.plan.Sources {
		if j.plan.Sources[i].Told != nil {
			after = after.and(only(j.toldCash(i, f, advances)))
		}
	}
	where := fmt.Sprintf("option %d, cascade %d, ", option, firmness)
	need, gapSoFar := only(0), budgets.Cents(0)
	for q := range quarters {
		for line := range j.plan.Lines {
			gapSoFar += f.Gap[line][q]
		}
		need = need.and(only(costs[q])).less(advances[q])
		j.want(c.Costs[q], only(costs[q]), where+"cash costs in quarter %d", q)
		j.want(c.Advances[q], advances[q], where+"advances in quarter %d", q)
		j.want(c.Receipts[q], receipts[q], where+"receipts in quarter %d", q)
		j.want(c.Need[q], need, where+"need in quarter %d", q)
		j.want(c.Bridge[q], need.less(only(gapSoFar)), where+"bridge in quarter %d", q)
		need = need.less(receipts[q])
	}
	j.want(c.After, after, "%smoney after the plan", where)
	j.peak(c.Need, c.PeakNeed, c.PeakNeedQuarter, where+"peak need")
	j.peak(c.Bridge, c.PeakBridge, c.PeakBridgeQuarter, where+"peak bridge")
}

// toldCash adds to the advances what a source whose money is told brings in each quarter, as told and no more in all than it pays, and gives what comes later.
func (j *judge) toldCash(i int, f *budgets.Funding, advances []span) budgets.Cents {
	all, brought := budgets.Cents(0), budgets.Cents(0)
	for line := range j.plan.Lines {
		all += total(f.Paid[i][line])
	}
	for q := range j.quarters() {
		comes := budgets.Cents(0)
		switch arrives := j.told[i].arrives; {
		case arrives != nil:
			comes = arrives[q]
		default:
			for line := range j.plan.Lines {
				comes += f.Paid[i][line][q]
			}
		}
		comes = min(comes, all-brought)
		advances[q] = advances[q].and(only(comes))
		brought += comes
	}
	return all - brought
}

// parts are those in which money arrives.
func parts(arrives []budgets.Arrival, money budgets.Cents) []span {
	all := make([]span, len(arrives))
	shares, before := new(big.Rat), only(0)
	for k := range arrives {
		shares = plus(shares, exact(arrives[k].Share))
		upTo := rounded(times(shares, whole(money)), shortChain)
		all[k] = upTo.less(before)
		before = upTo
	}
	return all
}

// arrival is the quarter in which a part of the money for quarter q comes, and whether it comes at its beginning.
func arrival(a budgets.Arrival, q int) (quarter int, ahead bool) {
	yearEnd := q - q%4 + 3
	switch a.When {
	case budgets.YearAhead:
		return yearEnd - 3, true
	case budgets.QuarterAhead:
		return q, true
	case budgets.WithTheQuarter:
		return q, false
	case budgets.InArrears:
		return q + a.Lag, false
	case budgets.YearInArrears:
		return yearEnd + a.Lag, false
	}
	panic("no time: " + a.When)
}

// peak compares the highest of a row and where it first stands.
func (j *judge) peak(row []budgets.Cents, peak budgets.Cents, quarter int, what string) {
	highest := max(0, slices.Max(row))
	first := budgets.NoQuarter
	if highest > 0 {
		first = slices.Index(row, highest)
	}
	j.want(peak, only(highest), "%s", what)
	j.want(budgets.Cents(quarter), only(budgets.Cents(first)), "%s: its quarter", what)
}
