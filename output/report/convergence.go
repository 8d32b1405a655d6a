package report

import (
	"fmt"
	"math"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// convergenceNotes say whether there are enough draws.
func convergenceNotes(d *output.Document, r *study.Result, settings *study.Settings) {
	if note := convergenceNote(r.Convergence, r.Years, settings); !note.IsEmpty() {
		d.Note(note)
	}
	if r.PercentileAccuracy > 0 {
		d.Note(percentileNote(r.PercentileAccuracy))
	}
}

// percentileNote says how exactly percentiles of very many draws are known.
func percentileNote(accuracy float64) output.Text {
	return output.Say("Of so many draws, the ends of ranges and other percentiles of money (and of anything else that is no whole number) are read from figures rounded to within %.2g\u00a0%%; means are not.", 100*accuracy)
}

func convergenceNote(c *study.Convergence, years int, settings *study.Settings) output.Text {
	if c == nil || c.Mean == nil {
		return output.Text{}
	}
	note := meansNote(c.Mean, years, settings)
	if c.Range == nil {
		return note
	}
	end := output.Say("The ends of ranges are known less surely: the standard error of the low end for %s is %s of its mean; about %s would bring it to 1\u00a0%%.",
		weakestName(c.Range, years), inPercent(c.Range.Error), about(c.Range.Draws))
	if c.Range.Statistic == "p90" {
		end = output.Say("The ends of ranges are known less surely: the standard error of the high end for %s is %s of its mean; about %s would bring it to 1\u00a0%%.",
			weakestName(c.Range, years), inPercent(c.Range.Error), about(c.Range.Draws))
	}
	return output.Join(" ", note, end)
}

// meansNote says whether there are enough draws for the means, and if not how many would be.
func meansNote(mean *study.Weakest, years int, settings *study.Settings) output.Text {
	made, weakest, known, enough := count(settings.Replications), weakestName(mean, years), inPercent(mean.Error), about(mean.Draws)
	areDraws, areFew := settings.Uncertainty == "rates" || settings.Uncertainty == "none", mean.Draws > settings.Replications
	switch {
	case areDraws && areFew:
		return output.Say("%s {draw|draws} are few: the mean of %s has a standard error of %s of its size; about %s would bring it to 1\u00a0%%.", made, weakest, known, enough)
	case areFew:
		return output.Say("%s simulated {future|futures} are few: the mean of %s has a standard error of %s of its size; about %s would bring it to 1\u00a0%%.", made, weakest, known, enough)
	case areDraws:
		return output.Say("%s {draw|draws} are enough for the means: those of people and of the total cost have standard errors of at most %s of their size (the largest is that of %s).", made, known, weakest)
	}
	return output.Say("%s simulated {future|futures} are enough for the means: those of people and of the total cost have standard errors of at most %s of their size (the largest is that of %s).", made, known, weakest)
}

// weakestName is the measure and its time, as in the middle of a sentence.
func weakestName(w *study.Weakest, years int) output.Text {
	name := output.Verbatim(w.Measure)
	for _, l := range append(outcomeLabels(), costLabels()...) {
		if l.measure == w.Measure {
			name = l.text.Lower()
		}
	}
	var year int
	if _, err := fmt.Sscanf(w.Period, "year_%d", &year); err != nil {
		return output.Say("%s over the whole time", name)
	}
	return output.Say("%s in %s", name, periodName(year-1, years).Lower())
}

func inPercent(share float64) output.Number {
	step := 0.1
	if share >= 0.1 {
		step = 1
	}
	return output.Number{Value: share, Unit: output.Share, Step: step}
}

// about is a number of draws with two digits, rounded up.
func about(draws int) output.Number {
	step := math.Pow(10, max(0, math.Floor(math.Log10(float64(draws)))-1))
	return output.Number{Value: math.Ceil(float64(draws)/step) * step, Step: 1}
}
