package study

import (
	"math"
	"strings"

	"ipsplan/scenarios"
)

// Kinds of findings.
const (
	kindPercentage = "percentage"      // a printed share against the counts it is made from
	kindSum        = "sum"             // a printed total against its parts
	kindSummary    = "cross-reference" // a table against another table
	kindClaim      = "claim"           // text or figure against the tables
	kindTwoClaims  = "contradiction"   // two statements about the same thing
)

// Finding is a disagreement between two published figures, or between a published figure and what it is made from.
type Finding struct {
	Scenario string `json:"scenario"`
	Where    Phrase `json:"where"`
	About    Phrase `json:"about"`
	// Says and Recomputed are numbers, or words where the document says words.
	Says       any `json:"says"`
	Recomputed any `json:"recomputed"`
	// Difference is what is said less what was recomputed; nil for words.
	Difference *float64 `json:"difference"`
	Unit       string   `json:"unit,omitempty"`
	Kind       string   `json:"kind"`
	Note       string   `json:"note,omitempty"`
}

// Checked counts what reconcile has held against each other.
type Checked struct {
	Figures   int `json:"figures"`   // printed figures recomputed
	Agree     int `json:"agree"`     // of these, as recomputed or as rounded as they say
	Disagree  int `json:"disagree"`  // of these, not
	Unchecked int `json:"unchecked"` // statements of which nothing can be recomputed and beside which no other stands
}

// Reconcile holds the published figures and claims of scenarios against each other, and those about all countries together where a portfolio is given.
func Reconcile(all []*scenarios.Scenario, portfolio *scenarios.Portfolio) (*Results, error) {
	norms, err := scenarios.LoadNorms()
	if err != nil {
		return nil, err
	}
	results := &Results{Reconcile: []Finding{}, Checked: &Checked{}}
	for _, s := range all {
		a := auditor{scenario: s.Name, checked: results.Checked, file: s.File}
		a.percentages()
		a.sums()
		a.summary()
		a.claims(s.Claims)
		results.Reconcile = append(results.Reconcile, a.findings...)
		r := newResult(s)
		r.Planned = planned(s)
		r.Implied = implied(s, r.Planned, norms)
		r.Warnings = append(r.Warnings, outOfTheOrdinary(r.Implied)...)
		results.Scenarios = append(results.Scenarios, r)
	}
	if portfolio != nil {
		a := auditor{scenario: "portfolio", checked: results.Checked}
		a.claims(portfolio.Claims)
		results.Reconcile = append(results.Reconcile, a.findings...)
	}
	return results, nil
}

// auditor holds the figures of one scenario against each other.
type auditor struct {
	scenario string
	file     *scenarios.File
	checked  *Checked
	findings []Finding
}

// hold compares a printed figure with its recomputation; they agree within the given tolerance.
func (a *auditor) hold(kind string, where, about Phrase, unit string, says, recomputed, tolerance float64) {
	a.checked.Figures++
	if math.Abs(says-recomputed) <= tolerance+float64(1e-9*max(1, math.Abs(says))) {
		a.checked.Agree++
		return
	}
	a.disagree(Finding{Where: where, About: about, Says: says, Recomputed: recomputed, Difference: difference(says, recomputed), Unit: unit, Kind: kind})
}

func (a *auditor) disagree(f Finding) {
	f.Scenario = a.scenario
	a.checked.Disagree++
	a.findings = append(a.findings, f)
}

func difference(says, recomputed float64) *float64 {
	d := says - recomputed
	if whole := math.Round(d * 100); math.Abs(float64(d*100)-whole) < 1e-6 {
		d = whole / 100 // without the noise of floating point
	}
	return &d
}

// title is what a source is called, without the explanation after the colon.
func (a *auditor) title(source string) Phrase {
	if s := a.file.Sources.ByKey[source]; s != nil {
		name, _, _ := strings.Cut(s.Title, ":")
		return scenarios.Verbatim(name)
	}
	return scenarios.Verbatim(source)
}

// percentages recomputes the printed conversion rates; a rate printed in whole per cent agrees within half of one.
func (a *auditor) percentages() {
	p := a.file.Published
	if p == nil {
		return
	}
	for _, rate := range []struct {
		about        Phrase
		printed      []float64
		part, whole_ []float64
	}{
		{scenarios.Say("%% of referred people who engage"), p.EngagedPercent, p.Engagements, p.Referrals},
		{scenarios.Say("%% of engaged people who start a job"), p.JobStartPercent, p.JobStarts, p.Engagements},
		{scenarios.Say("%% of job starters who sustain it for 13 weeks"), p.SustainedPercent, p.Sustainments, p.JobStarts},
	} {
		for y, printed := range rate.printed {
			if y < len(rate.part) && y < len(rate.whole_) && rate.whole_[y] > 0 {
				a.hold(kindPercentage, a.title(p.Source), scenarios.Say("%s, year %d", rate.about, y+1), "percent", printed, 100*rate.part[y]/rate.whole_[y], 0.5)
			}
		}
	}
}

// sums adds up the budget table, along its rows and its columns.
func (a *auditor) sums() {
	if a.file.Published == nil || a.file.Published.Budget == nil {
		return
	}
	b := a.file.Published.Budget
	where := a.title(b.Source)
	for y, total := range b.Total {
		if y < len(b.Staff) && y < len(b.NonStaff) {
			a.hold(kindSum, where, scenarios.Say("total cost, year %d: staff and non-staff", y+1), "money", total, b.Staff[y]+b.NonStaff[y], 0)
		}
	}
	row := func(about Phrase, printed *float64, parts []float64) {
		if printed != nil && len(parts) > 0 {
			a.hold(kindSum, where, about, "money", *printed, sum(parts), 0)
		}
	}
	row(scenarios.Say("total of the staff costs: the years"), b.StaffTotal, b.Staff)
	row(scenarios.Say("total of the non-staff costs: the years"), b.NonStaffTotal, b.NonStaff)
	row(scenarios.Say("total cost: the years"), b.GrandTotal, b.Total)
	if b.StaffTotal != nil && b.NonStaffTotal != nil {
		row(scenarios.Say("total cost: staff and non-staff totals"), b.GrandTotal, []float64{*b.StaffTotal, *b.NonStaffTotal})
	}
}

// summary holds the country's row of the table of all countries against its own tables and its services. The row covers the first two years.
func (a *auditor) summary() {
	p := a.file.Published
	if p == nil || p.Summary == nil {
		return
	}
	where := a.title(p.Summary.Source)
	first := func(series []float64) []float64 { return series[:min(len(series), summaryYears)] }
	a.hold(kindSummary, where, scenarios.Say("engagements in two years"), "people", p.Summary.Engagements, sum(first(p.Engagements)), 0)
	a.hold(kindSummary, where, scenarios.Say("job starts in two years"), "people", p.Summary.JobStarts, sum(first(p.JobStarts)), 0)
	specialists := 0.0
	for _, s := range a.file.Services.All() {
		if s.Specialists.Status == scenarios.Changed {
			return // somebody's what-if says nothing about the document
		}
		specialists += s.Specialists.Exact()
	}
	a.hold(kindSummary, where, scenarios.Say("employment specialists in all services"), "specialists", p.Summary.Specialists, specialists, 1e-6)
}

// summaryYears is the time that the table of all countries covers.
const summaryYears = 2

// claims holds what is said elsewhere against the tables, and statements about the same thing against each other. What is worked out from the
// tables need not be held against other statements too.
func (a *auditor) claims(all []scenarios.EvaluatedClaim) {
	about := map[string][]*scenarios.EvaluatedClaim{}
	for i := range all {
		about[all[i].About] = append(about[all[i].About], &all[i])
	}
	earlier := map[string][]*scenarios.EvaluatedClaim{}
	for i := range all {
		c := &all[i]
		before := earlier[c.About]
		earlier[c.About] = append(before, c)
		if len(about[c.About]) == 1 && c.Recomputed == nil {
			a.checked.Unchecked++
			continue
		}
		a.checked.Figures++
		if f, found := a.against(c, before); found {
			a.disagree(f)
		} else {
			a.checked.Agree++
		}
	}
}

// against holds a claim against the tables or else against each earlier statement about the same thing.
func (a *auditor) against(c *scenarios.EvaluatedClaim, earlier []*scenarios.EvaluatedClaim) (f Finding, found bool) {
	if c.Recomputed != nil {
		return Finding{
			Where: scenarios.Verbatim(c.Where), About: scenarios.Verbatim(c.About), Says: c.Says.Number, Recomputed: *c.Recomputed,
			Difference: difference(c.Says.Number, *c.Recomputed), Unit: c.Unit, Kind: kindClaim, Note: c.Note,
		}, !spanOf(c).holds(*c.Recomputed)
	}
	for _, other := range earlier {
		if !agree(other, c) {
			return twoClaims(c, other), true
		}
	}
	return Finding{}, false
}

func twoClaims(c, earlier *scenarios.EvaluatedClaim) Finding {
	f := Finding{Where: scenarios.Say("%s against %s", c.Where, earlier.Where), About: scenarios.Verbatim(c.About), Unit: c.Unit, Kind: kindTwoClaims, Note: c.Note}
	if c.Says.Text != "" || earlier.Says.Text != "" {
		f.Says, f.Recomputed = words(c), words(earlier)
		return f
	}
	f.Says, f.Recomputed, f.Difference = c.Says.Number, earlier.Says.Number, difference(c.Says.Number, earlier.Says.Number)
	return f
}

func words(c *scenarios.EvaluatedClaim) any {
	if c.Says.Text != "" {
		return c.Says.Text
	}
	return c.Says.Number
}

func agree(a, b *scenarios.EvaluatedClaim) bool {
	if a.Says.Text != "" || b.Says.Text != "" {
		return a.Says.Text == b.Says.Text
	}
	x, y := spanOf(a), spanOf(b)
	return x.low <= y.high && y.low <= x.high
}

// claimed is the span of figures that a claim allows, by what its wording rounds to and whether it is only a bound.
type claimed struct{ low, high float64 }

func spanOf(c *scenarios.EvaluatedClaim) claimed {
	noise := float64(1e-9 * max(1, math.Abs(c.Says.Number)))
	half := float64(c.Nearest / 2)
	s := claimed{c.Says.Number - half - noise, c.Says.Number + half + noise}
	switch c.Bound {
	case "at least":
		s.high = math.Inf(1)
	case "at most":
		s.low = math.Inf(-1)
	}
	return s
}

func (s claimed) holds(x float64) bool { return x >= s.low && x <= s.high }
