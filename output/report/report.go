package report

import (
	"fmt"
	"slices"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// Layout says what of a report is shown and how it was made.
type Layout struct {
	// Sections are the names of those that are shown; none: all.
	Sections []string
	// Table is the name of the only table that is shown; empty: all.
	Table string
	// Program is the name and version of the program, Command what it was called with.
	Program, Command string
}

// chapter is what is known while a scenario's part of a report is written.
type chapter struct {
	*study.Result
	settings *study.Settings
	layout   Layout
}

// section is a part of a report. Its tables go by their own names unless it has a prefix, since the plan and the projection have tables of one kind.
type section struct {
	name, prefix string
	title        output.Text
	write        func(d *output.Document, c *chapter)
}

// contractSection is shown where there is a contract, or where it is asked for.
const contractSection = "contract"

func sections() []section {
	return []section{
		{"summary", "", output.Say("Summary"), summary},
		{"plan", "plan_", output.Say("The plan"), func(d *output.Document, c *chapter) {
			planSize(d, c.Result)
			planOutcomes(d, c.Result)
			planBudget(d, c.Result)
			planBases(d, c.Result)
		}},
		{"projection", "", output.Say("The projection"), projection},
		{"bridge", "", output.Say("From the plan to the projection"), bridges},
		{"staff", "", output.Say("Staff and caseload"), func(d *output.Document, c *chapter) {
			runStaff(d, c.Result, c.settings.Uncertainty != "none")
			caseloadChart(d, c.Result)
		}},
		{"budget", "", output.Say("Budget"), budget},
		{"funding", "", output.Say("Funding"), paid},
		{contractSection, "", output.Say("The outcomes contract"), contracted},
		{"cost_per_outcome", "", output.Say("Cost for each outcome"), func(d *output.Document, c *chapter) {
			if c.hasCosts(d) {
				unitCosts(d, c.Result)
			}
		}},
		{"assumptions", "", output.Say("Assumptions"), func(d *output.Document, c *chapter) { inputs(d, c.Result) }},
		{"method", "", output.Say("Method"), method},
		{"settings", "", output.Say("To make this again"), settingsOf},
	}
}

// Sections are the names of a report's sections, in their order.
func Sections() []string {
	var names []string
	for _, s := range sections() {
		names = append(names, s.name)
	}
	return names
}

// Tables are the names of the tables that a report may hold.
func Tables() []string {
	return []string{
		"plan_size", "plan_outcomes", "plan_budget", "plan_bases", "projection", "outcomes", "bias", "cohorts", "doubts", bridgeName("engagements"), bridgeName("job_starts"), bridgeName("sustainments_13w"),
		"staff", "budget", "budget_lines", "costs", "costs_by_year", "overspend", "by_category", "by_service",
		"options", "bases", "funders", "by_year", "by_funder", "by_line", "by_quarter", "terms", "contract", "investor", "risk", "payments", "value", "per_outcome", "per_additional_outcome", "unit_costs", "assumptions", "settings", "countries", "kinds",
	}
}

// Charts are the names of the charts that a report may hold.
func Charts() []string {
	var names []string
	for _, l := range outcomeLabels() {
		names = append(names, courseName(l.measure))
	}
	return slices.Concat(names, ExplainCharts(), []string{caseloadChartName, fundingChartName}, ContractCharts())
}

// Title stands above the documents of several scenarios; that of one scenario has its own, and this is empty.
func Title(results *study.Results) output.Text {
	if len(results.Scenarios) < 2 {
		return output.Text{}
	}
	return output.Say("Plans for Individual Placement and Support (IPS): %s", output.And(each(results.Scenarios, func(r *study.Result) output.Text { return output.Verbatim(r.Title) })...))
}

// Settings are the rows of the table of settings that all scenarios have in common.
func Settings(results *study.Results, layout Layout) []output.Row {
	return settingsTable(results.Settings, layout).Rows
}

// Documents are a report's: one of each scenario, nil where it has no table of the name asked for, and those about all scenarios together.
type Documents struct{ Scenarios, Together []*output.Document }

// All are the documents, in the order in which they are read.
func (d Documents) All() []*output.Document {
	return slices.DeleteFunc(slices.Concat(d.Scenarios, d.Together), func(d *output.Document) bool { return d == nil })
}

// Report lays out all that is known of scenarios, a document for each and, of several, one for all together.
func Report(results *study.Results, layout Layout) Documents {
	var d Documents
	for _, r := range results.Scenarios {
		d.Scenarios = append(d.Scenarios, ofScenario(&chapter{r, results.Settings, layout}))
	}
	if results.Portfolio != nil {
		d.Together = append(d.Together, ofPortfolio(results, layout))
	}
	if !results.NoPortfolio.IsZero() {
		d.Together = append(d.Together, NoPortfolio(results.NoPortfolio))
	}
	if layout.Table == "" {
		return d
	}
	for _, documents := range [][]*output.Document{d.Scenarios, d.Together} {
		for i := range documents {
			documents[i] = tableAlone(documents[i], layout.Table)
		}
	}
	return d
}

func ofScenario(c *chapter) *output.Document {
	d := &output.Document{Title: output.Verbatim(c.Title)}
	d.Paragraph(output.Join(" ", opening(c.Result), simulated(c.settings)))
	changes(d, c.Result)
	for _, s := range sections() {
		if len(c.layout.Sections) > 0 && !slices.Contains(c.layout.Sections, s.name) {
			continue
		}
		if s.name == contractSection && c.Contract == nil && len(c.layout.Sections) == 0 {
			continue
		}
		d.Heading(1, s.title)
		before := len(d.Blocks)
		s.write(d, c)
		prefixed(d.Blocks[before:], s.prefix)
	}
	remarks(d, c.Result)
	warnings(d, c.Result)
	refer(d)
	return d
}

// prefixed puts a prefix before the names of tables.
func prefixed(blocks []output.Block, prefix string) {
	for i, block := range blocks {
		if t, ok := block.(output.Table); ok {
			t.Name = prefix + t.Name
			blocks[i] = t
		}
	}
}

// refer makes notes that name a command refer to what the report holds itself.
func refer(d *output.Document) {
	var none output.Text
	for _, change := range [][2]output.Text{
		{restsOn(none), output.Say("Rests on assumptions: %s. The table of assumptions gives each with its reason and range.", none)},
		{notPublished(), output.Say("Not published: assumed. The table of assumptions gives the assumption and its range.")},
		{followsMost(none), output.Say("The uncertain inputs that the number of job starts follows most: %s. The table of assumptions gives each with its source and range.", none)},
	} {
		for i := range d.Notes {
			if d.Notes[i].Message == change[0].Message {
				d.Notes[i].Message = change[1].Message
			}
		}
	}
}

// hasCosts says whether there is a budget, and if not says so in the document.
func (c *chapter) hasCosts(d *output.Document) bool {
	if len(c.WhoPays.Costs.Lines) == 0 {
		d.Paragraph(output.Say("The scenario names no costs."))
		return false
	}
	return true
}

// projection is what is likely to happen to people: in the layout of the published tables, held against the plan, and by quarter.
func projection(d *output.Document, c *chapter) {
	projected(d, c)
	runOutcomes(d, c.Result, c.settings)
	runBias(d, c.Result)
	for _, l := range outcomeLabels() {
		courseChart(d, c.Result, l)
	}
	runCohorts(d, c.Result)
	runDoubts(d, c.Result)
	simulationNotes(d, c.Result, c.settings)
}

// bridges go from the plan to the projection, cause by cause.
func bridges(d *output.Document, c *chapter) {
	if c.Explain == nil {
		d.Paragraph(output.Say("The bridge from the plan to the projection takes futures that differ by all that is uncertain, which these do not."))
		return
	}
	before := len(d.Blocks)
	steps(d, c.Result, nil)
	for i, block := range d.Blocks[before:] { // which stand beside many others here
		switch block := block.(type) {
		case output.Table:
			block.Caption = output.Say("%s: from plan to projection", block.Caption)
			d.Blocks[before+i] = block
		case output.Chart:
			block.Title = output.Say("%s: from plan to projection", block.Title)
			d.Blocks[before+i] = block
		}
	}
}

// budget is what the plan costs, by category, cost line, service and year.
func budget(d *output.Document, c *chapter) {
	if !c.hasCosts(d) {
		return
	}
	runMoney(d, c.Result)
	budgetLines(d, c.Result)
	costsByLine(d, c.Result)
	costsByYear(d, c.Result)
	overspend(d, c.Result)
	costsByCategory(d, c.Result)
	costsByService(d, c.Result)
}

// paid is who pays and what is missing, under every option.
func paid(d *output.Document, c *chapter) {
	if !c.hasCosts(d) {
		return
	}
	d.Paragraph(fundingHeadline(c.Result))
	fundingOptions(d, c.Result)
	fundingBases(d, c.Result)
	options := c.WhoPays.Options
	for i := range options {
		o := &options[i]
		if len(options) > 1 {
			d.Heading(2, optionTitle(o))
		}
		fundingSources(d, c.Result, o)
		fundingYears(d, c.Result, o, rests(d, c.WhoPays, o))
		fundingQuarters(d, c.Result, o, rests(d, c.WhoPays, o))
		fundingByFunder(d, c.Result, o)
		fundingLines(d, c.Result, o)
		fundingChart(d, c.Result, o, rests(d, c.WhoPays, o))
	}
}

// method says in one paragraph how figures come about.
func method(d *output.Document, c *chapter) {
	d.Paragraph(output.Join(" ",
		output.Say("People are followed week by week: they are referred, wait while caseloads are full, engage when a specialist has a place for them, and start a job, keep it or leave, by the rates and times in the table of assumptions. Specialists are recruited, take on more people as they gain experience, leave and are replaced. Costs follow posts, people and time as the budget says, and funders come or stay away, each with its chance, and pay in their order."),
		simulated(c.settings),
		output.Say("A projected figure is the mean over them, and its range holds eight of ten; plan and published figures are shown beside it as they are. The rules, with every formula, are in the comment of the program's package model, and its tests hold a second computation against them."),
	))
}

// settingsOf is what it takes to make the report again.
func settingsOf(d *output.Document, c *chapter) {
	t := settingsTable(c.settings, c.layout)
	add := func(name output.Text, value output.Cell) {
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{text(name), value}})
	}
	add(output.Say("Scenario"), verbatim(c.Name))
	add(output.Say("Years"), number(float64(c.Years), output.Plain, 1))
	add(output.Say("SHA-256 of its inputs"), verbatim(inGroups(c.Hash)))
	d.Table(t)
}

func settingsTable(s *study.Settings, layout Layout) output.Table {
	t := output.Table{Name: "settings", Caption: output.Say("Program, settings and inputs"), Columns: []output.Column{{Heading: output.Say("Setting"), Wrap: true}, {Heading: output.Say("Value"), Wrap: true}}}
	add := func(name output.Text, value output.Cell) {
		t.Rows = append(t.Rows, output.Row{Cells: []output.Cell{text(name), value}})
	}
	add(output.Say("Program"), verbatim(layout.Program))
	add(output.Say("Command"), verbatim(layout.Command))
	add(output.Say("Simulated futures"), number(float64(s.Replications), output.Plain, 1))
	if s.Precision > 0 {
		add(output.Say("Error asked for, of the mean"), number(s.Precision, output.Share, 0.01))
	}
	add(output.Say("Seed"), verbatim(fmt.Sprint(s.Seed)))
	add(output.Say("What differs between futures"), text(differing(s.Uncertainty)))
	return t
}

func differing(uncertainty string) output.Text {
	switch uncertainty {
	case "chance":
		return output.Say("chance and funders' decisions")
	case "rates":
		return output.Say("uncertain rates and funders' decisions, without luck")
	case "none":
		return output.Say("funders' decisions, without luck")
	}
	return output.Say("chance, uncertain rates and funders' decisions")
}

// inGroups puts a space after every sixteen digits, at which narrow pages break the line.
func inGroups(digits string) string {
	const size = 16
	grouped := ""
	for len(digits) > size {
		grouped, digits = grouped+digits[:size]+" ", digits[size:]
	}
	return grouped + digits
}

// ofPortfolio is all scenarios together.
func ofPortfolio(results *study.Results, layout Layout) *output.Document {
	p, settings := results.Portfolio, results.Settings
	r := portfolioResult(p)
	d := &output.Document{Title: output.Say("Portfolio: %s", named(plansOf(p)))}
	d.Paragraph(output.Join(" ", addedUp(p), simulated(settings)))
	for _, s := range sections() {
		if len(layout.Sections) > 0 && !slices.Contains(layout.Sections, s.name) {
			continue
		}
		begin := func() { d.Heading(1, s.title) }
		switch s.name {
		case "summary":
			begin()
			portfolioSummary(d, p, r)
		case "projection":
			begin()
			runOutcomes(d, r, settings)
			convergenceNotes(d, r, settings)
		case "staff":
			begin()
			runStaff(d, r, settings.Uncertainty != "none")
		case "budget":
			begin()
			runMoney(d, r)
		case "funding":
			begin()
			portfolioTables(d, p, true)
		case "settings":
			begin()
			d.Table(settingsTable(settings, layout))
		}
	}
	portfolioNotes(d, p)
	return d
}
