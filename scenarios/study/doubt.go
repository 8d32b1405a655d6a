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

// doubtDraws of the first draws are made twice, which gives shares with an error of some two percentage points.
const doubtDraws = 2_000

// keptDoubt is what is kept of one measure over the horizon to split its variance. A second future with the same uncertain quantities, but other luck and other
// decisions, has with the first a covariance of Var(E[Y | quantities]), which is ignorance; the second priced once more under the first's
// decisions gives Var(E[Y | quantities, luck]) in the same way, and so decisions as what is left.
type keptDoubt struct {
	measure       string
	at            int // place among the measures of people or money
	again         int // row of the second future
	redecided     int // row of the second future under the first's decisions, for money
	isMoney       bool
	firstAndAgain *quantity.Pair
	decisions     *quantity.Pair // again and redecided
}

// keepDoubts makes room for a second future of the first draws.
func (k *sample) keepDoubts(d *drawing) {
	for i, m := range k.people {
		if slices.Contains([]string{referrals, engagements, jobStarts, sustainments}, m.name) {
			again := d.row()
			k.doubts = append(k.doubts, keptDoubt{measure: m.name, at: i, again: again, firstAndAgain: d.pair(m.period[m.years()].row, again, doubtDraws)})
		}
	}
	for i, m := range k.money {
		if slices.Contains([]string{totalCost, "funding", "gap"}, m.name) {
			again, redecided := d.row(), d.row()
			k.doubts = append(k.doubts, keptDoubt{
				measure: m.name, at: i, again: again, redecided: redecided, isMoney: true,
				firstAndAgain: d.pair(m.period[m.years()].row, again, doubtDraws), decisions: d.pair(again, redecided, doubtDraws),
			})
		}
	}
}

// doubt makes a draw's second future.
func (r *recorder) doubt(rows [][]float64, i, draw int) {
	f := r.future.(*simulatedFuture)
	what := f.again(draw)
	for _, d := range r.doubts {
		if d.isMoney {
			rows[d.again][i] = float64(r.moneyOf[d.at].of(&what.money, r.horizon()))
		} else {
			rows[d.again][i] = r.peopleOf[d.at].count(what.horizon(), r.grain)
		}
	}
	if len(r.money) == 0 {
		return
	}
	money := f.decideAgain(draw)
	for _, d := range r.doubts {
		if d.isMoney {
			rows[d.redecided][i] = float64(r.moneyOf[d.at].of(&money, r.horizon()))
		}
	}
}

// splitVariances says which part of each measure's variance is what. Of what does not vary, there is nothing to split.
func (k *sample) splitVariances() Section[Doubt] {
	var section Section[Doubt]
	for _, d := range k.doubts {
		if _, varies := d.firstAndAgain.Varies(); !varies && d.firstAndAgain.Draws() > 0 {
			continue
		}
		ignorance := sharedPart(d.firstAndAgain)
		doubt := Doubt{Luck: rest(ignorance), Ignorance: ignorance}
		if d.isMoney {
			decisions := rest(sharedPart(d.decisions))
			doubt = Doubt{Part{1 - ignorance.Share - decisions.Share, bothErrors(ignorance.Error, decisions.Error)}, ignorance, decisions}
		}
		section = append(section, Measure[Doubt]{d.measure, doubt})
	}
	return section
}

// sharedPart is the share of the variance that two futures have in common: their correlation, whose standard error is (1 − r²)/√n.
func sharedPart(p *quantity.Pair) Part {
	r := p.Correlation()
	return Part{r, (1 - float64(r*r)) / math.Sqrt(float64(p.Draws()))}
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

func rest(p Part) Part { return Part{1 - p.Share, p.Error} }
