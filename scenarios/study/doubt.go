package study

import (
	"math"
	"slices"

	"ipsplan/model/quantity"
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

const (
	// doubtError is the standard error with which shares are known well enough: they are then known to within some six percentage points.
	doubtError = 0.03
	// As many of the first draws have a second future before it can be judged how many must; and no more have one at all, whatever comes of that.
	judgedDraws = 256
	mostTwice   = 2_000
	// decisionsEach is the number of sets of decisions under which each of the two futures is paid for.
	decisionsEach = 4
)

// keptDoubt is what is kept of one measure over the horizon to split its variance. A second future with the same uncertain quantities, but other luck and other
// decisions, has with the first a covariance of Var(E[Y | quantities]), which is ignorance. Of money, what varies between sets of decisions within one future is decisions; the
// two futures are compared by their means over these, in which little of them is left.
type keptDoubt struct {
	measure string
	at      int // place among the measures of people or money
	isMoney bool
	rows    [2]int         // of the first and of the second future
	futures *quantity.Pair // these two
	decided int            // row of the variance between decisions, the mean of both futures
	within  *quantity.Kept // these
}

// keepDoubts makes room for second futures of the first draws.
func (k *sample) keepDoubts(d *drawing) {
	k.twice = judgedDraws
	d.judges = append(d.judges, k.judgeDoubts)
	for i, m := range k.people {
		if slices.Contains([]string{referrals, engagements, jobStarts, sustainments}, m.name) {
			k.keepDoubt(d, keptDoubt{measure: m.name, at: i, rows: [2]int{m.period[m.years()].row, d.row()}})
		}
	}
	for i, m := range k.money {
		if slices.Contains([]string{totalCost, "funding", "gap"}, m.name) {
			k.keepDoubt(d, keptDoubt{measure: m.name, at: i, isMoney: true, rows: [2]int{d.row(), d.row()}, decided: d.row()})
		}
	}
}

func (k *sample) keepDoubt(d *drawing, doubt keptDoubt) {
	doubt.futures, doubt.within = new(quantity.Pair), new(quantity.Kept)
	k.doubts = append(k.doubts, doubt)
	d.keepers = append(d.keepers, keeper{keep: func(first int, rows [][]float64) {
		n := min(k.twice-first, len(rows[doubt.rows[0]]))
		if n <= 0 {
			return
		}
		doubt.futures.Add(rows[doubt.rows[0]][:n], rows[doubt.rows[1]][:n])
		if doubt.isMoney {
			doubt.within.Add(rows[doubt.decided][:n])
		}
	}})
}

// judgeDoubts says, given what came of the first draws, how many must have a second future: the error of a share falls with the square root of their number.
func (k *sample) judgeDoubts() {
	worst := 0.0
	for _, m := range k.splitVariances() {
		worst = max(worst, m.Value.worst())
	}
	k.twice = max(judgedDraws, min(int(math.Ceil(judgedDraws*float64(worst/doubtError)*float64(worst/doubtError))), mostTwice))
}

// worst is the largest error of the shares.
func (d Doubt) worst() float64 { return max(d.Luck.Error, d.Ignorance.Error, d.Decisions.Error) }

// doubt makes a draw's second future.
func (r *recorder) doubt(rows [][]float64, i, draw int) {
	f := r.future.(*simulatedFuture)
	r.decide(rows, i, draw, 0)
	what := f.again(draw)
	for _, d := range r.doubts {
		if !d.isMoney {
			rows[d.rows[1]][i] = r.peopleOf[d.at].count(what.horizon(), r.grain)
		}
	}
	r.decide(rows, i, draw, 1)
}

// decide pays for what happened last, which is a draw's first or second future, under several sets of decisions.
func (r *recorder) decide(rows [][]float64, i, draw, future int) {
	if len(r.money) == 0 {
		return
	}
	f := r.future.(*simulatedFuture)
	for k := range decisionsEach {
		money := f.decide(draw, future*decisionsEach+k)
		for j, d := range r.doubts {
			if d.isMoney {
				r.amounts[j][k] = float64(r.moneyOf[d.at].of(&money, r.horizon()))
			}
		}
	}
	for j, d := range r.doubts {
		if !d.isMoney {
			continue
		}
		mean, variance := meanAndVariance(r.amounts[j])
		rows[d.rows[future]][i] = mean
		if future == 0 {
			rows[d.decided][i] = 0
		}
		rows[d.decided][i] += float64(variance / 2)
	}
}

// meanAndVariance is the mean of some amounts and their variance, without bias. Amounts that are all the same have none, whatever rounding does to the mean.
func meanAndVariance(amounts [decisionsEach]float64) (mean, variance float64) {
	sum, squares := 0.0, 0.0 // of differences from the first
	for _, x := range amounts {
		x -= amounts[0]
		sum += x
		squares += float64(x * x)
	}
	return amounts[0] + float64(sum/decisionsEach), (squares - float64(float64(sum*sum)/decisionsEach)) / (decisionsEach - 1)
}

// splitVariances says which part of each measure's variance is what. Of what does not vary, there is nothing to split.
func (k *sample) splitVariances() Section[Doubt] {
	var section Section[Doubt]
	for _, d := range k.doubts {
		if doubt, varies := d.split(); varies {
			section = append(section, Measure[Doubt]{d.measure, doubt})
		}
	}
	return section
}

// split splits the variance. With the variance U of the futures' means over K sets of decisions, their correlation r, and the variance W between decisions, the whole is U + W(1 − 1/K), of which r·U is
// ignorance and W decisions; of people W is 0. The standard errors are (1 − r²)/√n of the correlation, and √((1 + r²)/n) of U as a share of it, as for normal numbers; and that of a mean of W.
func (d *keptDoubt) split() (doubt Doubt, varies bool) {
	first, again := d.futures.Variances()
	between, r, n := float64((first+again)/2), d.futures.Correlation(), float64(d.futures.Draws())
	within := d.within.Estimate(1)
	all := between + float64(within.Mean*(1-1.0/decisionsEach))
	if all <= 0 {
		return Doubt{}, n == 0 // without any draws it is not known yet
	}
	error := between * math.Sqrt((1+float64(r*r))/n)
	doubt.Ignorance = Part{float64(r*between) / all, float64((1-float64(r*r))/math.Sqrt(n)*between) / all}
	doubt.Decisions = Part{within.Mean / all, bothErrors(float64(between*within.MCSE)/all, float64(within.Mean*error)/all) / all}
	doubt.Luck = Part{1 - doubt.Ignorance.Share - doubt.Decisions.Share, bothErrors(doubt.Ignorance.Error, doubt.Decisions.Error)}
	return doubt, true
}

// bothErrors is the standard error of a sum of two independent estimates, √(a² + b²), in steps that no processor rounds otherwise; [math.Hypot]
// is left to the machine.
func bothErrors(a, b float64) float64 {
	larger := max(a, b)
	if larger == 0 {
		return 0
	}
	smaller := min(a, b) / larger
	return larger * math.Sqrt(1+float64(smaller*smaller))
}
