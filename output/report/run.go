package report

import (
	"fmt"
	"math"
	"strconv"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// Run is the projection of one scenario, plan beside projection.
func Run(r *study.Result, settings *study.Settings) *output.Document {
	d := &output.Document{Title: r.Title}
	d.Paragraph(opening(r) + " " + simulated(settings))
	changes(d, r)
	runOutcomes(d, r, settings)
	runBias(d, r)
	runCohorts(d, r)
	runStaff(d, r, settings.Uncertainty != "none")
	runMoney(d, r)
	runFunding(d, r)
	runDoubts(d, r)
	runNotes(d, r, settings)
	return d
}

// simulated says how the figures were made.
func simulated(s *study.Settings) string {
	futures := plural(float64(s.Replications), "simulated future", "simulated futures")
	switch s.Uncertainty {
	case "chance":
		return fmt.Sprintf("%s, differing by chance and funders' decisions, with every uncertain rate at its mean; seed %d.", futures, s.Seed)
	case "rates":
		return fmt.Sprintf("Expected values in fractions of people, without luck, in %s of uncertain rates and funders' decisions; seed %d.",
			plural(float64(s.Replications), "draw", "draws"), s.Seed)
	case "none":
		return fmt.Sprintf("Expected values in fractions of people, without luck, with every uncertain rate at its mean; only funders' decisions differ, in %s; seed %d.",
			plural(float64(s.Replications), "draw", "draws"), s.Seed)
	}
	return fmt.Sprintf("%s, differing by chance, uncertain rates and funders' decisions; seed %d.", futures, s.Seed)
}

func runOutcomes(d *output.Document, r *study.Result, settings *study.Settings) {
	t := output.Table{Name: "outcomes", Caption: "People: plan and projection"}
	t.Columns = []output.Column{{Heading: ""}, {Heading: "Period"}}
	showPublished, showPlanned, spread := len(r.Published) > 0, planDiffers(r), settings.Uncertainty != "none"
	if showPublished {
		t.Columns = append(t.Columns, output.Column{Heading: "Published", Numeric: true})
	}
	if showPlanned {
		own := d.Note("The scenario's own arithmetic: referrals times rate times rate times rate. Where nothing is published it rests on what the scenario assumes.")
		t.Columns = append(t.Columns, output.Column{Heading: "Planned", Numeric: true, Notes: []int{own}})
	}
	t.Columns = append(t.Columns, output.Column{Heading: "Projected", Numeric: true})
	if spread {
		ranged := d.Note("In eight of ten simulated futures the figure lies in this range, in one of ten below and in one of ten above. Each figure is rounded to what its Monte Carlo error can bear; rounded figures, and ranges, need not add up.")
		t.Columns = append(t.Columns, output.Column{Heading: "80 % range", Numeric: true, Notes: []int{ranged}})
	}
	if showPublished && spread {
		reach := d.Note(chanceNote(settings))
		t.Columns = append(t.Columns, output.Column{Heading: "Chance of reaching it", Numeric: true, Notes: []int{reach}})
	}
	for _, l := range append(outcomeLabels(), hoursLabels(r.People)...) {
		stats, _ := r.People.Get(l.measure)
		for i := range periods(r.Years) {
			s := at(stats, i)
			name := ""
			if i == 0 {
				name = l.text
			}
			row := output.Row{Group: i == 0, Cells: []output.Cell{text(name), text(periodName(i, r.Years))}}
			if showPublished {
				row.Cells = append(row.Cells, outcomeCell(r.Published, l, i, r.Years))
			}
			if showPlanned {
				row.Cells = append(row.Cells, outcomeCell(r.Planned, l, i, r.Years))
			}
			projected := estimate(s, l.unit, 1, false)
			span := output.Cell{Text: output.Number{Unit: l.unit}.FormatRange(endsOf(s, projected.Number.Step))}
			row.Cells = append(row.Cells, projected)
			if spread {
				row.Cells = append(row.Cells, span)
			}
			if showPublished && spread {
				row.Cells = append(row.Cells, chanceCell(s))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	d.Table(t)
}

// chanceNote says how far the chances themselves are known: at worst, one half, the standard error is 0.5/√n.
func chanceNote(s *study.Settings) string {
	worst := 100 * 0.5 / math.Sqrt(float64(s.Replications))
	return fmt.Sprintf("Share of the simulated futures that reach the published figure, known to within ±%.1f percentage points (two standard errors, at worst).", 2*worst)
}

// outcomeCell is an exact figure of the section in the i-th of so many years or, after them, in all.
func outcomeCell(section study.Section[study.Figures], l label, i, years int) output.Cell {
	f, _ := section.Get(l.measure)
	return figureCell(f, i, years, l.unit, 1)
}

func chanceCell(s study.Stat) output.Cell {
	if s.Chance == nil {
		return output.Cell{}
	}
	return number(*s.Chance, output.Share, 1)
}

// planDiffers says whether the scenario's own arithmetic says something else than the published outcomes, or more.
func planDiffers(r *study.Result) bool {
	for _, l := range outcomeLabels() {
		planned, _ := r.Planned.Get(l.measure)
		printed, ok := r.Published.Get(l.measure)
		if !ok || len(printed.ByYear) < len(planned.ByYear) {
			return true
		}
		for y, x := range planned.ByYear {
			if math.Abs(x-printed.ByYear[y]) > 0.5 {
				return true
			}
		}
	}
	return false
}

// runCohorts follows those who engage in each year, as a trial would report it.
func runCohorts(d *output.Document, r *study.Result) {
	if r.Cohort == nil {
		return
	}
	note := d.Note("A trial follows the people who entered it and reports such shares; a year's count is lower in a growing service, because recent entrants have had no time yet. Followed beyond the horizon where need be.")
	t := output.Table{Name: "cohorts", Caption: "Of those who engage: share who have reached it so many months later", Columns: []output.Column{{Heading: "Engaged in", Notes: []int{note}}, {Heading: ""}}}
	for _, weeks := range r.Cohort.ByEntryYear[0].JobWithin {
		t.Columns = append(t.Columns, output.Column{Heading: months(weeks.Name), Numeric: true})
	}
	for y, c := range r.Cohort.ByEntryYear {
		row := func(name, what string, shares study.Section[study.Stat], group bool) {
			cells := []output.Cell{text(name), text(what)}
			for _, m := range shares {
				cells = append(cells, output.Cell{Number: &output.Number{Value: m.Value.Mean, Unit: output.Share, Step: 1, Error: m.Value.MCSE}})
			}
			t.Rows = append(t.Rows, output.Row{Cells: cells, Group: group})
		}
		row(periodName(y, r.Years), "Started a job", c.JobWithin, y > 0)
		row("", "Sustained one for 13 weeks", c.SustainedWithin, false)
	}
	d.Table(t)
}

// months says a number of weeks in months, when twelve months are 52 weeks.
func months(weeks string) string {
	n, err := strconv.Atoi(weeks)
	if err != nil {
		return weeks
	}
	return fmt.Sprintf("%d\u00a0months", n*12/52)
}

// runBias shows how far the expected-value recursion lies from the simulation.
func runBias(d *output.Document, r *study.Result) {
	if r.Bias == nil {
		return
	}
	note := d.Note(fmt.Sprintf("Expected values know no queue by chance and lose no capacity in rounding. The difference to the mean of %s is shown; what lies within twice the error may be none.",
		plural(float64(r.Bias.Draws), "simulated future", "simulated futures")))
	t := output.Table{Name: "bias", Caption: "Expected values less simulated means", Columns: yearColumns("", r.Years)}
	t.Columns[0].Notes = []int{note}
	for _, l := range outcomeLabels() {
		stats, _ := r.Bias.People.Get(l.measure)
		row := output.Row{Cells: []output.Cell{text(l.text)}}
		for i := range periods(r.Years) {
			x := at(stats, i)
			row.Cells = append(row.Cells, text(fmt.Sprintf("%s ± %s", output.Number{Value: x.Mean, Step: 0.1}.Format(), output.Number{Value: x.MCSE, Step: 0.1}.Format())))
		}
		t.Rows = append(t.Rows, row)
	}
	d.Table(t)
}

func runStaff(d *output.Document, r *study.Result, spread bool) {
	t := output.Table{Name: "staff", Caption: "Staff, caseload and waiting list: projection", Columns: yearColumns("", r.Years)}
	if spread {
		t.Caption += ", with its 80 % range"
	}
	if r.Years > 1 {
		t.Columns[len(t.Columns)-1].Heading = periodName(r.Years, r.Years)
	}
	const planned = "team_leaders_planned_mean" // the same in every future
	row := func(section study.Section[study.Stats], measure, name string, unit output.Unit, least float64) {
		stats, ok := section.Get(measure)
		if !ok {
			return
		}
		cells := []output.Cell{text(name)}
		for i := range periods(r.Years) {
			cells = append(cells, estimate(at(stats, i), unit, least, spread && measure != planned))
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells})
	}
	row(r.Staff, "in_post_mean", "Specialists in post, mean FTE", output.FTE, 0.1)
	row(r.Staff, "leavers", "Specialists who leave", output.People, 0.1)
	row(r.Staff, planned, "Team leaders planned, mean FTE", output.FTE, 0.1)
	row(r.Staff, "team_leaders_in_post_mean", "Team leaders in post, mean FTE", output.FTE, 0.1)
	row(r.Staff, "team_leader_leavers", "Team leaders who leave", output.People, 0.1)
	row(r.Staff, "capacity_mean", "Places on caseloads, mean", output.People, 1)
	row(r.People, "caseload_mean", "People on caseloads, mean", output.People, 1)
	row(r.People, "waiting_end", "People waiting at the end", output.People, 1)
	row(r.People, "gave_up", "People who give up waiting", output.People, 1)
	d.Table(t)
}

func runMoney(d *output.Document, r *study.Result) {
	if len(r.Money) == 0 {
		return
	}
	t := output.Table{Name: "budget", Caption: "Cost, funding and gap, " + r.Currency, Columns: yearColumns("Amount", r.Years)}
	t.Columns[0].Notes = assumedNote(d, r.AssumedCosts)
	figures := func(measure, name string, of func(study.Stat) (figure, err float64), group bool) {
		stats, ok := r.Money.Get(measure)
		if !ok {
			return
		}
		row := output.Row{Cells: []output.Cell{text(name)}, Group: group}
		for i := range periods(r.Years) {
			s := at(stats, i)
			figure, err := of(s)
			step := ownStep(figure, err, 100)
			if s.SD == 0 {
				step = 1 // certain
			}
			row.Cells = append(row.Cells, output.Cell{Number: &output.Number{Value: figure, Step: step, Error: err}})
		}
		t.Rows = append(t.Rows, row)
	}
	mean := func(s study.Stat) (figure, err float64) { return s.Mean, s.MCSE }
	for n, l := range costLabels() {
		if f, ok := r.Planned.Get(l.measure); ok {
			row := figureRow(l.text+", planned", f, output.Plain, 1, r.Years)
			row.Group = n > 0
			t.Rows = append(t.Rows, row)
		}
		figures(l.measure, l.text+", projected", mean, false)
	}
	figures("funding", "Funding, projected", mean, true)
	figures("gap", "Gap, projected", mean, true)
	t.Rows = append(t.Rows, figureRow("Chance of any gap", r.ChanceOfGap, output.Share, 1, r.Years))
	tenths := d.Note("The gap depends on which funders come and so jumps between few amounts; where a jump lies near a tenth of the futures, another seed may print the amount on its other side.")
	figures("gap", "Gap in the best tenth, at most", func(s study.Stat) (figure, err float64) { return s.P10, s.P10Error }, false)
	t.Rows[len(t.Rows)-1].Cells[0].Notes = []int{tenths}
	figures("gap", "Gap in the worst tenth, at least", func(s study.Stat) (figure, err float64) { return s.P90, s.P90Error }, false)
	t.Rows[len(t.Rows)-1].Cells[0].Notes = []int{tenths}
	if stats, ok := r.Money.Get("surplus"); ok && stats.Total.Mean > 0 {
		figures("surplus", "Funding offered and not used", mean, true)
	}
	d.Table(t)
}

func runFunding(d *output.Document, r *study.Result) {
	if r.Funding == nil || len(r.Funding.Sources) == 0 {
		return
	}
	caption := "Who pays"
	if r.Funding.Option != "" {
		caption += ": " + r.Funding.Option
	}
	rests := assumedNote(d, r.Funding.Assumed)
	note := d.Note("Expected over all simulated futures, those in which the funder does not come included. Sources pay in this order, each no more than those before it left unpaid.")
	t := output.Table{Name: "funding", Caption: caption, Columns: []output.Column{
		{Heading: "Funder", Wrap: true, Notes: rests},
		{Heading: "Status"},
		{Heading: "Chance that it comes", Numeric: true},
		{Heading: "Expected to pay, " + r.Currency, Numeric: true, Notes: []int{note}},
	}}
	for _, s := range r.Funding.Sources {
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{
			text(s.Name), text(s.Status), number(s.Chance, output.Share, 1),
			estimate(s.Paid.Total, output.Plain, 100, false),
		}})
	}
	d.Table(t)
}

// runDoubts shows what makes the futures differ.
func runDoubts(d *output.Document, r *study.Result) {
	if len(r.Doubts) == 0 {
		return
	}
	luck := d.Note("Chance alone: who is referred, who finds a job, which specialist leaves. More people make it smaller.")
	ignorance := d.Note("Rates, volumes, durations and shares that nobody knows exactly. More evidence makes it smaller.")
	decisions := d.Note("Whether funders come.")
	t := output.Table{Name: "doubts", Caption: "What makes the futures differ: shares of the variance over the whole time", Columns: []output.Column{
		{Heading: ""},
		{Heading: "Luck", Numeric: true, Notes: []int{luck}},
		{Heading: "Ignorance", Numeric: true, Notes: []int{ignorance}},
		{Heading: "Decisions", Numeric: true, Notes: []int{decisions}},
		{Heading: "Known to within", Numeric: true},
	}}
	labels := append(outcomeLabels(), label{measure: "total_cost", text: "Total cost"}, label{measure: "funding", text: "Funding"}, label{measure: "gap", text: "Gap"})
	for _, l := range labels {
		doubt, ok := r.Doubts.Get(l.measure)
		if !ok {
			continue
		}
		worst := max(doubt.Luck.Error, doubt.Ignorance.Error, doubt.Decisions.Error)
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{
			text(l.text), share(doubt.Luck), share(doubt.Ignorance), share(doubt.Decisions),
			text(points(200 * worst)),
		}})
	}
	d.Table(t)
}

// points prints an error in percentage points, two standard errors.
func points(x float64) string {
	if x < 1 {
		return "less than 1 point"
	}
	return output.Number{Value: x, Step: 1}.Format() + " points"
}

// share prints a share of a variance; what is below zero by its error alone is about zero.
func share(p study.Part) output.Cell {
	return number(max(p.Share, 0), output.Share, 1)
}

// runNotes adds what the reader must know beside the tables.
func runNotes(d *output.Document, r *study.Result, settings *study.Settings) {
	if note := beyondNote(r); note != "" {
		d.Note(note)
	}
	if note := driversNote(r); note != "" {
		d.Note(note)
	}
	if people, ok := r.People.Get("job_starts"); ok && people.Total.MCSE > 0 {
		d.Note(fmt.Sprintf("Monte Carlo error: the mean number of job starts over the horizon is known to within ±%.2g (two standard errors).", 2*people.Total.MCSE))
	}
	convergenceNotes(d, r, settings)
	for _, remark := range r.Remarks {
		d.Note(sentence(remark))
	}
	for _, warning := range r.Warnings {
		d.Note("Out of the ordinary: " + sentence(warning))
	}
}

func beyondNote(r *study.Result) string {
	jobs, ok1 := r.Beyond.Get("job_starts")
	sustained, ok2 := r.Beyond.Get("sustainments_13w")
	if !ok1 || !ok2 {
		return ""
	}
	whole := func(s study.Stat) string {
		return output.Number{Value: s.Mean, Step: stepFor(1, s.MCSE)}.Format()
	}
	return fmt.Sprintf("Beyond the horizon: people who engage within it still start about %s first jobs and reach about %s sustainments of 13 weeks in the three years after it. They are not counted above.",
		whole(jobs), whole(sustained))
}

// driversNote names the inputs that job starts follow most closely.
func driversNote(r *study.Result) string {
	const worthNaming = 0.1
	var words []string
	for _, driver := range r.Drivers {
		if len(words) == 3 || math.Abs(driver.Correlation) < worthNaming {
			break
		}
		words = append(words, fmt.Sprintf("%s (%s; correlation %+.2f; %s)", driver.What, driver.Path, driver.Correlation, driver.Status))
	}
	if len(words) == 0 {
		return ""
	}
	return "The uncertain inputs that the number of job starts follows most: " + list(words) + ". `ipsplan show` gives each with its source and range."
}

// NoPortfolio says why several scenarios were not added up.
func NoPortfolio(why string) *output.Document {
	d := &output.Document{Title: "Portfolio"}
	d.Paragraph("Not added up: " + why)
	return d
}

// Portfolio is several scenarios added up.
func Portfolio(p *study.Portfolio, settings *study.Settings) *output.Document {
	r := &study.Result{Title: "All together", Years: p.Years, Currency: p.Currency, People: p.People, Staff: p.Staff, Money: p.Money, ChanceOfGap: p.ChanceOfGap, Published: p.Published, Planned: p.Planned, Convergence: p.Convergence, PercentileAccuracy: p.PercentileAccuracy}
	d := &output.Document{Title: "Portfolio: " + list(p.Names)}
	d.Paragraph(fmt.Sprintf("Added up over the %s that all of them plan, future by future; the countries' futures are independent. %s",
		plural(float64(p.Years), "year", "years"), simulated(settings)))
	runOutcomes(d, r, settings)
	runStaff(d, r, settings.Uncertainty != "none")
	runMoney(d, r)
	convergenceNotes(d, r, settings)
	for _, basis := range p.Bases {
		d.Note(sentence(basis))
	}
	if p.Currency == "" {
		d.Note("The scenarios are in different currencies; their money is not added up.")
	}
	return d
}
