package report

import (
	"cmp"
	"math"
	"slices"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// summary says in plain sentences what is planned, what is likely, why, what it costs and what all that rests on. Its figures are rounded as the tables have them.
func summary(d *output.Document, c *chapter) {
	d.Paragraph(plannedInWords(c.Result))
	d.Paragraph(output.Join(" ", likely(c.Result, c.settings), reached(c.Result)))
	why(d, c.Result)
	d.Paragraph(staffInWords(c.Result))
	if len(c.WhoPays.Costs.Lines) > 0 {
		d.Paragraph(fundingHeadline(c.Result))
		d.Paragraph(unitCostsInWords(c.Result))
	}
	d.Paragraph(assumedInWords(c.Result))
}

// outcomesInWords are the outcomes as they stand after their number in a sentence.
func outcomesInWords() []label {
	return []label{
		{"referrals", output.Say("referrals"), output.People},
		{"engagements", output.Say("engagements"), output.People},
		{"job_starts", output.Say("job starts"), output.People},
		{"sustainments_13w", output.Say("sustainments of 13 weeks"), output.People},
	}
}

// plannedInWords says what the plan counts on.
func plannedInWords(r *study.Result) output.Text {
	over := output.Say("Over the %s {year|years} the plan counts on %s.", count(r.Years), plannedOutcomes(r))
	if cost, ok := r.Planned.Get("total_cost"); ok {
		over = output.Join(" ", over, output.Say("It is to cost %s.", output.Number{Value: cost.Total, Unit: output.Unit(r.Currency)}))
	}
	if isInPart(r) {
		over = output.Join(" ", over, output.Say("That is the published budget, which leaves out %s; in full the plan is to cost %s.", leftOutInWords(r), output.Number{Value: r.CostBases.Full.Total, Unit: output.Unit(r.Currency), Step: 1}))
	}
	return over
}

// isInPart says whether the cost in use leaves something out that the full cost has.
func isInPart(r *study.Result) bool { return r.CostBases != nil && r.CostBasis == "published" }

func leftOutInWords(r *study.Result) output.Text {
	return output.And(each(r.CostBases.LeftOut, func(l study.LeftOut) output.Text { return quoted(l.Name) })...)
}

func plannedOutcomes(r *study.Result) output.Text {
	var counts []output.Text
	for _, l := range outcomesInWords() {
		if f, ok := r.Planned.Get(l.measure); ok {
			counts = append(counts, output.Say("%s %s", output.Number{Value: f.Total, Step: 1}, l.text))
		}
	}
	return output.And(counts...)
}

// likely says how many of each outcome are projected, and between which figures in eight of ten futures.
func likely(r *study.Result, settings *study.Settings) output.Text {
	var counts []output.Text
	for _, l := range outcomesInWords()[1:] {
		stats, _ := r.People.Get(l.measure)
		mean := *estimate(stats.Total, l.unit, 1, false).Number
		if settings.Uncertainty == "none" {
			counts = append(counts, output.Say("%s %s", mean, l.text))
			continue
		}
		ends := endsOf(stats.Total, mean.Step)
		low, high := output.Number{Value: ends.Low, Step: ends.LowStep, Unit: l.unit}, output.Number{Value: ends.High, Step: ends.HighStep, Unit: l.unit}
		if len(counts) == 0 {
			counts = append(counts, output.Say("%s %s (in eight of ten simulated futures between %s and %s)", mean, l.text, low, high))
			continue
		}
		counts = append(counts, output.Say("%s %s (between %s and %s)", mean, l.text, low, high))
	}
	return output.Say("To be expected are %s.", output.And(counts...))
}

// reached says how likely the published figures are.
func reached(r *study.Result) output.Text {
	var chances []output.Text
	for _, l := range outcomesInWords()[1:] {
		stats, _ := r.People.Get(l.measure)
		figures, ok := r.Published.Get(l.measure)
		if !ok || stats.Total.Chance == nil {
			continue
		}
		chances = append(chances, output.Say("%s %s in %s", output.Number{Value: figures.Total, Step: 1}, l.text, output.Number{Value: *stats.Total.Chance, Unit: output.Share, Step: 1}))
	}
	if len(chances) == 0 {
		return output.Text{}
	}
	return output.Say("What was published is reached in so many of the futures: %s.", output.And(chances...))
}

// why names the largest causes of the difference between planned and projected job starts.
func why(d *output.Document, r *study.Result) {
	steps, ok := r.Explain.Get("job_starts")
	if !ok {
		return
	}
	step := bridgeStep(steps)
	figure := func(s study.Step) output.Number {
		return output.Number{Value: s.Total.Mean, Unit: output.People, Step: step}
	}
	plan, projected := steps[0], steps[len(steps)-1]
	difference := output.Number{Value: math.Abs(projected.Total.Mean - plan.Total.Mean), Unit: output.People, Step: step}
	nothing := output.Number{Unit: output.People, Step: step}.Format()
	causes := slices.DeleteFunc(slices.Clone(steps[1:len(steps)-1]), func(s study.Step) bool { return figure(s).Format() == nothing || s.Step == "simulation error" })
	slices.SortStableFunc(causes, func(a, b study.Step) int { return cmp.Compare(math.Abs(b.Total.Mean), math.Abs(a.Total.Mean)) })
	if difference.Format() == nothing || len(causes) == 0 {
		d.Paragraph(output.Say("On average there are as many job starts as planned."))
		return
	}
	fewer := output.Say("On average there are %s fewer job starts than planned. What the plan's arithmetic leaves out makes the difference, above all:", difference)
	if projected.Total.Mean > plan.Total.Mean {
		fewer = output.Say("On average there are %s more job starts than planned. What the plan's arithmetic leaves out makes the difference, above all:", difference)
	}
	d.Paragraph(fewer)
	const most = 3
	var items output.List
	for _, s := range causes[:min(most, len(causes))] {
		named := stepNamed(s.Step)
		items.Items = append(items.Items, output.Say("%s (%s): %s", named.name, figure(s).Signed(), named.is.Lower()))
	}
	d.Blocks = append(d.Blocks, items)
}

func stepNamed(name string) stepName {
	all := stepLabels()
	return all[slices.IndexFunc(all, func(s stepName) bool { return s.step == name })]
}

// staffInWords says how many specialists there are on average, and for how many people.
func staffInWords(r *study.Result) output.Text {
	mean := func(section study.Section[study.Stats], measure string, unit output.Unit, least float64) output.Number {
		stats, _ := section.Get(measure)
		return *estimate(stats.Total, unit, least, false).Number
	}
	return output.Say("On average over this time %s specialists (full-time equivalents) are in post, with %s people on their caseloads and places for %s; at the end %s people wait.",
		mean(r.Staff, "in_post_mean", output.FTE, 0.1), mean(r.People, "caseload_mean", output.People, 1), mean(r.Staff, "capacity_mean", output.People, 1), mean(r.People, "waiting_end", output.People, 1))
}

// unitCostsInWords says what the whole plan costs for each outcome.
func unitCostsInWords(r *study.Result) output.Text {
	names := map[string]output.Text{"engagements": output.Say("Engagement"), "job_starts": output.Say("Job start"), "sustainments_13w": output.Say("13-week sustainment")}
	var each []output.Text
	for _, u := range r.WhoPays.Costs.Units {
		if u.Share == 0 {
			continue
		}
		cost := output.Number{Value: u.Ratio, Unit: output.Unit(r.Currency), Step: ownStep(u.Ratio, u.RatioMCSE, 1)}
		if u.Planned == nil {
			each = append(each, output.Say("%s for each %s", cost, names[u.Of].Lower()))
			continue
		}
		each = append(each, output.Say("%s for each %s (planned: %s)", cost, names[u.Of].Lower(), output.Number{Value: *u.Planned, Unit: output.Unit(r.Currency), Step: 1}))
	}
	if len(each) == 0 {
		return output.Say("No outcome is reached in any of the futures, so none has a cost.")
	}
	if isInPart(r) {
		return output.Say("Without what the published budget leaves out, the plan is expected to cost %s; such a cost cannot be held against that of a plan with all its costs.", output.And(each...))
	}
	return output.Say("The whole plan is expected to cost %s.", output.And(each...))
}

// assumedInWords says what the figures rest on.
func assumedInWords(r *study.Result) output.Text {
	assumed := 0
	for _, i := range r.Inputs {
		if i.Status == "assumed" {
			assumed++
		}
	}
	rests := output.Say("Of the %s {input|inputs}, %s are assumed, since no source gives them; the table of assumptions says why each has its value and how far that may be off.", count(len(r.Inputs)), count(assumed))
	var words []output.Text
	for _, driver := range strongest(r) {
		words = append(words, output.Say("%s (%s)", described(driver.What), word(driver.Status)))
	}
	if len(words) == 0 {
		return rests
	}
	return output.Join(" ", rests, output.Say("The number of job starts follows these most: %s.", output.Join("; ", words...)))
}

// portfolioSummary says in sentences what all scenarios together are likely to deliver and cost.
func portfolioSummary(d *output.Document, p *study.Portfolio, r *study.Result) {
	d.Paragraph(output.Say("Over the %s {year|years} the plans count on %s.", count(p.Years), plannedOutcomes(r)))
	d.Paragraph(output.Join(" ", likely(r, &study.Settings{Uncertainty: "all"}), reached(r)))
	if p.WhoPays != nil {
		d.Paragraph(portfolioHeadline(p))
	}
}
