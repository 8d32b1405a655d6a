package study

import (
	"math"
	"slices"
)

// Doubt says which part of a measure's variance between draws comes from what.
type Doubt struct {
	// Luck is chance: who is referred, finds a job, leaves. Ignorance is rates, volumes, durations and shares that are not known exactly.
	// Decisions are funders' yes or no; they touch money alone.
	Luck, Ignorance, Decisions Part
}

// Part is a share of a variance, 0 to 1, with its Monte Carlo standard error, which can make a small share look negative.
type Part struct {
	Share float64 `json:"share"`
	Error float64 `json:"error"`
}

// MarshalJSON uses the words of the documentation as keys.
func (d Doubt) MarshalJSON() ([]byte, error) {
	return Section[Part]{{"luck", d.Luck}, {"ignorance", d.Ignorance}, {"decisions", d.Decisions}}.MarshalJSON()
}

// KnownTo is the largest standard error of the shares.
func (d Doubt) KnownTo() float64 { return max(d.Luck.Error, d.Ignorance.Error, d.Decisions.Error) }

const (
	// doubtError is the standard error with which shares are known well enough: they are then known to within some six percentage points.
	doubtError = 0.03
	// judgedDraws of the first draws have a second future before it is judged how many must.
	judgedDraws = 256
	// mostTwice have one at most. Shares of an amount that is 0 in most draws may be known less well then.
	mostTwice = 2_000
	// decisionsEach is the number of sets of decisions whose mean stands for all.
	decisionsEach = 4
)

// keptDoubt is what is kept of one measure over the horizon to split its variance.
type keptDoubt struct {
	measure string
	isMoney bool
	at      int      // place among the measures of people or money
	row     int      // of what is told by a draw; three more follow
	told    []doubly // by the draws with a second future
}

// doubly is what a draw with a second future tells of a measure. The second future has the same uncertain quantities, but other luck; so the covariance of the two is
// Var(E[Y | quantities]), which is ignorance, and half the mean square of their difference is luck. Of money, where decisions vary too, the two have other decisions, of which
// each is the mean; luck is what futures under the same decisions differ by; and the variance between decisions in one future is decisions.
type doubly struct {
	one, other      float64 // the measure in the two futures
	luck, decisions float64 // estimates of their parts of the variance without bias; either may lie below 0
}

// keepDoubts makes room for second futures of the first draws.
func (k *sample) keepDoubts(d *drawing) {
	k.twice = judgedDraws
	d.judge = append(d.judge, k.judgeDoubts)
	for i, m := range k.people {
		if slices.Contains([]string{referrals, engagements, jobStarts, sustainments}, m.name) {
			k.keepDoubt(d, &keptDoubt{measure: m.name, at: i})
		}
	}
	for i, m := range k.money {
		if slices.Contains([]string{totalCost, "funding", "gap"}, m.name) {
			k.keepDoubt(d, &keptDoubt{measure: m.name, at: i, isMoney: true})
		}
	}
}

func (k *sample) keepDoubt(d *drawing, doubt *keptDoubt) {
	doubt.row = d.row()
	for range 3 {
		d.row()
	}
	k.doubts = append(k.doubts, doubt)
	d.keepers = append(d.keepers, keeper{keep: func(first int, rows [][]float64) {
		rows = rows[doubt.row:][:4]
		for i := range min(k.twice-first, len(rows[0])) {
			doubt.told = append(doubt.told, doubly{rows[0][i], rows[1][i], rows[2][i], rows[3][i]})
		}
	}})
}

// judgeDoubts says, given what came of the first draws, how many must have a second future: the errors of shares fall with the square root of their number.
func (k *sample) judgeDoubts() {
	worst := 0.0
	for _, d := range k.doubts {
		switch doubt, varies := d.split(); {
		case varies:
			worst = max(worst, doubt.KnownTo())
		case d.isMoney && d.measure != totalCost: // there may be a gap so seldom that none has come yet
			worst = math.Inf(1)
		}
	}
	excess := worst / doubtError
	k.twice = int(math.Ceil(min(max(1, excess*excess)*judgedDraws, mostTwice)))
}

// amounts are those of a measure of money under some sets of decisions.
type amounts [decisionsEach]float64

// doubt makes a draw's second future and enters what the two tell.
func (r *recorder) doubt(rows [][]float64, i, draw int) {
	f := r.future.(*simulatedFuture)
	first := &r.periods[len(r.periods)-1][i]
	r.pay(f, draw, 0, r.first)
	second := f.again(draw)
	r.pay(f, draw, 0, r.second)
	r.pay(f, draw, decisionsEach, r.other)
	for j, d := range r.doubts {
		var told doubly
		if d.isMoney {
			told = tellMoney(&r.first[j], &r.second[j], &r.other[j])
		} else {
			told = tellPeople(r.peopleOf[d.at].count(first, r.grain), r.peopleOf[d.at].count(second.horizon(), r.grain))
		}
		rows[d.row][i], rows[d.row+1][i], rows[d.row+2][i], rows[d.row+3][i] = told.one, told.other, told.luck, told.decisions
	}
}

// pay pays for what happened last under sets of decisions from one of a number on; under the draw's own once more, as the pricer may have been asked for other funding since.
func (r *recorder) pay(f *simulatedFuture, draw, decisions int, into []amounts) {
	if len(r.money) == 0 {
		return
	}
	for k := range decisionsEach {
		money := f.decide(draw, decisions+k)
		for j, d := range r.doubts {
			if d.isMoney {
				into[j][k] = float64(r.moneyOf[d.at].of(&money, r.horizon()))
			}
		}
	}
}

func tellPeople(first, second float64) doubly {
	difference := first - second
	return doubly{one: first, other: second, luck: float64(difference*difference) / 2}
}

// tellMoney takes the amounts in the first future, and in the second under the same decisions and under others.
func tellMoney(first, second, other *amounts) doubly {
	var differences amounts
	for k := range differences {
		differences[k] = first[k] - second[k]
	}
	one, within := first.spread()
	_, within2 := second.spread()
	others, within3 := other.spread()
	difference, varies := differences.spread()
	// As far as luck has another effect under other decisions, the mean difference of so few decisions varies by these too.
	luck := (float64(difference*difference) - float64(varies/decisionsEach)) / 2
	return doubly{one, others, luck, (within + within2 + within3) / 3}
}

// spread is the mean of the amounts and their variance, without bias. Amounts that are all the same have none, whatever rounding does to the mean.
func (a *amounts) spread() (mean, variance float64) {
	sum, squares := 0.0, 0.0 // of differences from the first
	for _, x := range a {
		x -= a[0]
		sum += x
		squares += float64(x * x)
	}
	return a[0] + float64(sum/decisionsEach), (squares - float64(float64(sum*sum)/decisionsEach)) / (decisionsEach - 1)
}

// splitVariances says which part of each measure's variance is what. Of what does not vary, there is nothing to split.
func (k *sample) splitVariances() Section[Doubt] {
	var section Section[Doubt]
	for _, d := range k.doubts {
		// Before there are any draws it is not known yet what varies.
		if doubt, varies := d.split(); varies || len(d.told) == 0 {
			section = append(section, Measure[Doubt]{d.measure, doubt})
		}
	}
	return section
}

// parts are estimates of the parts of a variance, from one draw or as the mean of several.
type parts struct{ luck, ignorance, decisions float64 }

func (p parts) all() float64 { return p.luck + p.ignorance + p.decisions }

// split gives the shares of the mean parts in their sum. Their errors are those of ratio estimates (Cochran 1977, Sampling Techniques, section 6.4), which ask for no normal numbers.
func (d *keptDoubt) split() (doubt Doubt, varies bool) {
	n := float64(len(d.told))
	one, other := 0.0, 0.0 // means
	for _, t := range d.told {
		one += float64(t.one / n)
		other += float64(t.other / n)
	}
	told := make([]parts, len(d.told))
	var mean parts
	for i, t := range d.told {
		told[i] = parts{t.luck, (t.one - one) * (t.other - other), t.decisions}
		mean.luck += float64(told[i].luck / n)
		mean.ignorance += float64(told[i].ignorance / n)
		mean.decisions += float64(told[i].decisions / n)
	}
	if !(mean.all() > 0) {
		return Doubt{}, false
	}
	part := func(of func(parts) float64) Part {
		share, squares := of(mean)/mean.all(), 0.0
		for _, p := range told {
			residual := of(p) - float64(share*p.all())
			squares += float64(residual * residual)
		}
		return Part{share, math.Sqrt(squares/(n-1)/n) / mean.all()}
	}
	return Doubt{
		Luck:      part(func(p parts) float64 { return p.luck }),
		Ignorance: part(func(p parts) float64 { return p.ignorance }),
		Decisions: part(func(p parts) float64 { return p.decisions }),
	}, true
}
