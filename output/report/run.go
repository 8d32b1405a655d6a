package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// Run is the projection of one scenario, plan beside projection.
func Run(r *study.Result, settings *study.Settings) *output.Document {
	d := &output.Document{Title: output.Verbatim(r.Title)}
	d.Paragraph(output.Join(" ", opening(r), simulated(settings)))
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
func simulated(s *study.Settings) output.Text {
	number, seed := count(s.Replications), fmt.Sprint(s.Seed)
	switch s.Uncertainty {
	case "chance":
		return output.Say("%s simulated {future|futures}, differing by chance and funders' decisions, with every uncertain rate at its mean; seed %s.", number, seed)
	case "rates":
		return output.Say("Expected values in fractions of people, without luck, in %s {draw|draws} of uncertain rates and funders' decisions; seed %s.", number, seed)
	case "none":
		return output.Say("Expected values in fractions of people, without luck, with every uncertain rate at its mean; only funders' decisions differ, in %s {draw|draws}; seed %s.", number, seed)
	}
	return output.Say("%s simulated {future|futures}, differing by chance, uncertain rates and funders' decisions; seed %s.", number, seed)
}

// plansOf are the plans of a portfolio by their titles, as far as the colon where that tells them apart.
func plansOf(p *study.Portfolio) []string {
	var short []string
	for _, title := range p.Titles {
		name, _, _ := strings.Cut(title, ": ")
		if slices.Contains(short, name) {
			return p.Titles
		}
		short = append(short, name)
	}
	return short
}

// addedUp says what a portfolio is.
func addedUp(p *study.Portfolio) output.Text {
	return output.Say("Added up over the %s {year|years} that all of them plan, future by future; the countries' futures are independent.", count(p.Years))
}

func runOutcomes(d *output.Document, r *study.Result, settings *study.Settings) {
	t := output.Table{Name: "outcomes", Caption: output.Say("People: plan and projection")}
	t.Columns = []output.Column{{}, {Heading: output.Say("Period")}}
	showPublished, showPlanned, spread := len(r.Published) > 0, planDiffers(r), settings.Uncertainty != "none"
	if showPublished {
		t.Columns = append(t.Columns, output.Column{Heading: output.Say("Published"), Numeric: true})
	}
	if showPlanned {
		own := d.Note(output.Say("The scenario's own arithmetic: referrals times rate times rate times rate. Where nothing is published it rests on what the scenario assumes."))
		t.Columns = append(t.Columns, output.Column{Heading: output.Say("Planned"), Numeric: true, Notes: []int{own}})
	}
	t.Columns = append(t.Columns, output.Column{Heading: output.Say("Projected"), Numeric: true})
	if spread {
		ranged := d.Note(output.Say("In eight of ten simulated futures the figure lies in this range, in one of ten below and in one of ten above. Each figure is rounded to what its Monte Carlo error can bear; rounded figures, and ranges, need not add up."))
		t.Columns = append(t.Columns, output.Column{Heading: output.Say("80 %% range"), Numeric: true, Notes: []int{ranged}})
	}
	if showPublished && spread {
		reach := d.Note(chanceNote(settings))
		t.Columns = append(t.Columns, output.Column{Heading: output.Say("Chance of reaching it"), Numeric: true, Notes: []int{reach}})
	}
	for _, l := range append(outcomeLabels(), hoursLabels(r.People)...) {
		stats, _ := r.People.Get(l.measure)
		for i := range periods(r.Years) {
			s := at(stats, i)
			name := output.Text{}
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
			span := text(output.Number{Unit: l.unit}.Span(endsOf(s, projected.Number.Step)))
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
func chanceNote(s *study.Settings) output.Text {
	worst := 100 * 0.5 / math.Sqrt(float64(s.Replications))
	return output.Say("Share of the simulated futures that reach the published figure, known to within ±%.1f percentage points (two standard errors, at worst).", 2*worst)
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
	note := d.Note(output.Say("A trial follows the people who entered it and reports such shares; a year's count is lower in a growing service, because recent entrants have had no time yet. Followed beyond the horizon where need be."))
	t := output.Table{Name: "cohorts", Caption: output.Say("Of those who engage: share who have reached it so many months later"), Columns: []output.Column{{Heading: output.Say("Engaged in"), Notes: []int{note}}, {}}}
	for _, weeks := range r.Cohort.ByEntryYear[0].JobWithin {
		t.Columns = append(t.Columns, output.Column{Heading: months(weeks.Name), Numeric: true})
	}
	for y, c := range r.Cohort.ByEntryYear {
		row := func(name, what output.Text, shares study.Section[study.Stat], group bool) {
			cells := []output.Cell{text(name), text(what)}
			for _, m := range shares {
				cells = append(cells, output.Cell{Number: &output.Number{Value: m.Value.Mean, Unit: output.Share, Step: 1, Error: m.Value.MCSE}})
			}
			t.Rows = append(t.Rows, output.Row{Cells: cells, Group: group})
		}
		row(periodName(y, r.Years), output.Say("Started a job"), c.JobWithin, y > 0)
		row(output.Text{}, output.Say("Sustained one for 13 weeks"), c.SustainedWithin, false)
	}
	d.Table(t)
}

// months says a number of weeks in months, when twelve months are 52 weeks.
func months(weeks string) output.Text {
	n, err := strconv.Atoi(weeks)
	if err != nil {
		return output.Verbatim(weeks)
	}
	return output.Say("%d\u00a0{month|months}", n*12/52)
}

// runBias shows how far the expected-value recursion lies from the simulation.
func runBias(d *output.Document, r *study.Result) {
	if r.Bias == nil {
		return
	}
	note := d.Note(output.Say("Expected values know no queue by chance and lose no capacity in rounding. The difference to the mean of %s simulated {future|futures} is shown; what lies within twice the error may be none.",
		count(r.Bias.Draws)))
	t := output.Table{Name: "bias", Caption: output.Say("Expected values less simulated means"), Columns: yearColumns(output.Text{}, r.Years)}
	t.Columns[0].Notes = []int{note}
	for _, l := range outcomeLabels() {
		stats, _ := r.Bias.People.Get(l.measure)
		row := output.Row{Cells: []output.Cell{text(l.text)}}
		for i := range periods(r.Years) {
			x := at(stats, i)
			row.Cells = append(row.Cells, text(output.Say("%s ± %s", output.Number{Value: x.Mean, Step: 0.1}, output.Number{Value: x.MCSE, Step: 0.1})))
		}
		t.Rows = append(t.Rows, row)
	}
	d.Table(t)
}

func runStaff(d *output.Document, r *study.Result, spread bool) {
	t := output.Table{Name: "staff", Caption: output.Say("Staff, caseload and waiting list: projection"), Columns: yearColumns(output.Text{}, r.Years)}
	if spread {
		t.Caption = output.Say("Staff, caseload and waiting list: projection, with its 80 %% range")
	}
	if r.Years > 1 {
		t.Columns[len(t.Columns)-1].Heading = periodName(r.Years, r.Years)
	}
	const planned = "team_leaders_planned_mean" // the same in every future
	row := func(section study.Section[study.Stats], measure string, name output.Text, unit output.Unit, least float64) {
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
	row(r.Staff, "in_post_mean", output.Say("Specialists in post, mean FTE"), output.FTE, 0.1)
	row(r.Staff, "leavers", output.Say("Specialists who leave"), output.People, 0.1)
	row(r.Staff, planned, output.Say("Team leaders planned, mean FTE"), output.FTE, 0.1)
	row(r.Staff, "team_leaders_in_post_mean", output.Say("Team leaders in post, mean FTE"), output.FTE, 0.1)
	row(r.Staff, "team_leader_leavers", output.Say("Team leaders who leave"), output.People, 0.1)
	row(r.Staff, "capacity_mean", output.Say("Places on caseloads, mean"), output.People, 1)
	row(r.People, "caseload_mean", output.Say("People on caseloads, mean"), output.People, 1)
	row(r.People, "waiting_end", output.Say("People waiting at the end"), output.People, 1)
	row(r.People, "gave_up", output.Say("People who give up waiting"), output.People, 1)
	d.Table(t)
}

func runMoney(d *output.Document, r *study.Result) {
	if len(r.Money) == 0 {
		return
	}
	t := output.Table{Name: "budget", Caption: output.Say("Cost, funding and gap, %s", r.Currency), Columns: yearColumns(output.Say("Amount"), r.Years)}
	t.Columns[0].Notes = assumedNote(d, r.AssumedCosts)
	figures := func(measure string, name output.Text, of func(study.Stat) (figure, err float64), group bool) {
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
			row := figureRow(output.Say("%s, planned", l.text), f, output.Plain, 1, r.Years)
			row.Group = n > 0
			t.Rows = append(t.Rows, row)
		}
		figures(l.measure, output.Say("%s, projected", l.text), mean, false)
	}
	figures("funding", output.Say("Funding, projected"), mean, true)
	figures("gap", output.Say("Gap, projected"), mean, true)
	t.Rows = append(t.Rows, figureRow(output.Say("Chance of any gap"), r.ChanceOfGap, output.Share, 1, r.Years))
	var tenths []int
	if gap, _ := r.Money.Get("gap"); gap.Total.SD > 0 {
		tenths = []int{d.Note(output.Say("The gap depends on which funders come and so jumps between few amounts; where a jump lies near a tenth of the futures, another seed may print the amount on its other side."))}
	}
	figures("gap", output.Say("Gap in the best tenth, at most"), func(s study.Stat) (figure, err float64) { return s.P10, s.P10Error }, false)
	t.Rows[len(t.Rows)-1].Cells[0].Notes = tenths
	figures("gap", output.Say("Gap in the worst tenth, at least"), func(s study.Stat) (figure, err float64) { return s.P90, s.P90Error }, false)
	t.Rows[len(t.Rows)-1].Cells[0].Notes = tenths
	if stats, ok := r.Money.Get("surplus"); ok && stats.Total.Mean > 0 {
		figures("surplus", output.Say("Funding offered and not used"), mean, true)
	}
	d.Table(t)
}

func runFunding(d *output.Document, r *study.Result) {
	if r.Funding == nil || len(r.Funding.Sources) == 0 {
		return
	}
	caption := output.Say("Who pays")
	if r.Funding.Option != "" {
		caption = output.Say("Who pays: %s", r.Funding.Option)
	}
	rests := assumedNote(d, r.Funding.Assumed)
	note := d.Note(output.Say("Expected over all simulated futures, those in which the funder does not come included. Sources pay in this order, each no more than those before it left unpaid."))
	t := output.Table{Name: "funding", Caption: caption, Columns: []output.Column{
		{Heading: output.Say("Funder"), Wrap: true, Notes: rests},
		{Heading: output.Say("Status")},
		{Heading: output.Say("Chance that it comes"), Numeric: true},
		{Heading: output.Say("Expected to pay, %s", r.Currency), Numeric: true, Notes: []int{note}},
	}}
	for _, s := range r.Funding.Sources {
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{
			funder(s.Name, s.Kind), text(word(s.Status)), number(s.Chance, output.Share, 1),
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
	luck := d.Note(output.Say("Chance alone: who is referred, who finds a job, which specialist leaves. More people make it smaller."))
	ignorance := d.Note(output.Say("Rates, volumes, durations and shares that nobody knows exactly. More evidence makes it smaller."))
	decisions := d.Note(output.Say("Whether funders come."))
	t := output.Table{Name: "doubts", Caption: output.Say("What makes the futures differ: shares of the variance over the whole time"), Columns: []output.Column{
		{},
		{Heading: output.Say("Luck"), Numeric: true, Notes: []int{luck}},
		{Heading: output.Say("Ignorance"), Numeric: true, Notes: []int{ignorance}},
		{Heading: output.Say("Decisions"), Numeric: true, Notes: []int{decisions}},
		{Heading: output.Say("Known to within"), Numeric: true},
	}}
	labels := append(outcomeLabels(), label{measure: "total_cost", text: output.Say("Total cost")}, label{measure: "funding", text: output.Say("Funding")}, label{measure: "gap", text: output.Say("Gap")})
	for _, l := range labels {
		doubt, ok := r.Doubts.Get(l.measure)
		if !ok {
			continue
		}
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{
			text(l.text), share(doubt.Luck), share(doubt.Ignorance), share(doubt.Decisions),
			text(points(200 * doubt.KnownTo())),
		}})
	}
	d.Table(t)
}

// points prints an error in percentage points, two standard errors.
func points(x float64) output.Text {
	if x < 1 {
		return output.Say("less than 1 point")
	}
	return output.Say("%s {point|points}", output.Number{Value: x, Step: 1})
}

// share prints a share of a variance; what is below zero by its error alone is about zero.
func share(p study.Part) output.Cell {
	return number(max(p.Share, 0), output.Share, 1)
}

// runNotes adds what the reader must know beside the tables.
func runNotes(d *output.Document, r *study.Result, settings *study.Settings) {
	simulationNotes(d, r, settings)
	remarks(d, r)
	warnings(d, r)
}

// simulationNotes say what lies beyond the horizon, what job starts follow and how exactly figures are known.
func simulationNotes(d *output.Document, r *study.Result, settings *study.Settings) {
	if note := beyondNote(r); !note.IsEmpty() {
		d.Note(note)
	}
	if note := driversNote(r); !note.IsEmpty() {
		d.Note(note)
	}
	if people, ok := r.People.Get("job_starts"); ok && people.Total.MCSE > 0 {
		d.Note(output.Say("Monte Carlo error: the mean number of job starts over the horizon is known to within ±%.2g (two standard errors).", 2*people.Total.MCSE))
	}
	convergenceNotes(d, r, settings)
}

func beyondNote(r *study.Result) output.Text {
	jobs, ok1 := r.Beyond.Get("job_starts")
	sustained, ok2 := r.Beyond.Get("sustainments_13w")
	if !ok1 || !ok2 {
		return output.Text{}
	}
	whole := func(s study.Stat) output.Number {
		return output.Number{Value: s.Mean, Step: stepFor(1, s.MCSE)}
	}
	return output.Say("Beyond the horizon: people who engage within it still start about %s first jobs and reach about %s sustainments of 13 weeks in the three years after it. They are not counted above.",
		whole(jobs), whole(sustained))
}

// strongest are the inputs that job starts follow most closely, three at most.
func strongest(r *study.Result) []study.Driver {
	const worthNaming, most = 0.1, 3
	n := 0
	for n < min(most, len(r.Drivers)) && math.Abs(r.Drivers[n].Correlation) >= worthNaming {
		n++
	}
	return r.Drivers[:n]
}

func driversNote(r *study.Result) output.Text {
	var words []output.Text
	for _, driver := range strongest(r) {
		words = append(words, output.Say("%s (%s; correlation %+.2f; %s)", described(driver.What), driver.Path, driver.Correlation, word(driver.Status)))
	}
	if len(words) == 0 {
		return output.Text{}
	}
	return followsMost(output.And(words...))
}

// NoPortfolio says why several scenarios were not added up.
func NoPortfolio(why study.Phrase) *output.Document {
	d := &output.Document{Title: output.Say("Portfolio")}
	d.Paragraph(output.Say("Not added up: %s", said(why)))
	return d
}

// Portfolio is several scenarios added up.
func Portfolio(p *study.Portfolio, settings *study.Settings) *output.Document {
	r := portfolioResult(p)
	d := &output.Document{Title: output.Say("Portfolio: %s", named(plansOf(p)))}
	d.Paragraph(output.Join(" ", addedUp(p), simulated(settings)))
	runOutcomes(d, r, settings)
	runStaff(d, r, settings.Uncertainty != "none")
	runMoney(d, r)
	convergenceNotes(d, r, settings)
	portfolioNotes(d, p)
	return d
}

// portfolioResult is the portfolio as if it were one scenario.
func portfolioResult(p *study.Portfolio) *study.Result {
	return &study.Result{Years: p.Years, Currency: p.Currency, People: p.People, Staff: p.Staff, Money: p.Money, ChanceOfGap: p.ChanceOfGap, Published: p.Published, Planned: p.Planned, Convergence: p.Convergence, PercentileAccuracy: p.PercentileAccuracy}
}

func portfolioNotes(d *output.Document, p *study.Portfolio) {
	for _, basis := range p.Bases {
		d.Note(said(basis).Sentence())
	}
	if p.Currency == "" {
		d.Note(output.Say("The scenarios are in different currencies; their money is not added up."))
	}
}
