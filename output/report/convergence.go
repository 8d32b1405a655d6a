package report

import (
	"fmt"
	"math"
	"strings"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// convergenceNotes say whether there are enough draws.
func convergenceNotes(d *output.Document, r *study.Result, settings *study.Settings) {
	if note := convergenceNote(r.Convergence, r.Years, settings); note != "" {
		d.Note(note)
	}
	if r.PercentileAccuracy > 0 {
		d.Note(percentileNote(r.PercentileAccuracy))
	}
}

// percentileNote says how exactly percentiles of very many draws are known.
func percentileNote(accuracy float64) string {
	return fmt.Sprintf("Of so many draws, the ends of ranges and other percentiles of money (and of anything else that is no whole number) are read from figures rounded to within %.2g\u00a0%%; means are not.", 100*accuracy)
}

func convergenceNote(c *study.Convergence, years int, settings *study.Settings) string {
	if c == nil || c.Mean == nil {
		return ""
	}
	one, many := "simulated future", "simulated futures"
	if settings.Uncertainty == "rates" || settings.Uncertainty == "none" {
		one, many = "draw", "draws"
	}
	made := plural(float64(settings.Replications), one, many)
	weakest, known := weakestName(c.Mean, years), inPercent(c.Mean.Error)
	note := fmt.Sprintf("%s are enough for the means: those of people and of the total cost have standard errors of at most %s of their size (the largest is that of %s).", made, known, weakest)
	if c.Mean.Draws > settings.Replications {
		note = fmt.Sprintf("%s are few: the mean of %s has a standard error of %s of its size; about %s would bring it to 1\u00a0%%.", made, weakest, known, about(c.Mean.Draws))
	}
	if c.Range == nil {
		return note
	}
	end := "low"
	if c.Range.Statistic == "p90" {
		end = "high"
	}
	note += fmt.Sprintf(" The ends of ranges are known less surely: the standard error of the %s end for %s is %s of its mean", end, weakestName(c.Range, years), inPercent(c.Range.Error))
	return note + fmt.Sprintf("; about %s would bring it to 1\u00a0%%.", about(c.Range.Draws))
}

// weakestName is the measure and its time, as in the middle of a sentence.
func weakestName(w *study.Weakest, years int) string {
	name := w.Measure
	for _, l := range append(outcomeLabels(), costLabels()...) {
		if l.measure == w.Measure {
			name = strings.ToLower(l.text)
		}
	}
	var year int
	if _, err := fmt.Sscanf(w.Period, "year_%d", &year); err != nil {
		return name + " over the whole time"
	}
	return name + " in " + strings.ToLower(periodName(year-1, years))
}

func inPercent(share float64) string {
	step := 0.1
	if share >= 0.1 {
		step = 1
	}
	return output.Number{Value: share, Unit: output.Share, Step: step}.Format()
}

// about is a number of draws with two digits, rounded up.
func about(draws int) string {
	step := math.Pow(10, max(0, math.Floor(math.Log10(float64(draws)))-1))
	return output.Number{Value: math.Ceil(float64(draws)/step) * step, Step: 1}.Format()
}
