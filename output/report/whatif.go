package report

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// Vary is the table of a scenario's variants: one line for each value of an input, or a grid of the values of two.
func Vary(results *study.Results) *output.Document {
	base, v := results.Scenarios[0], results.Vary
	d := &output.Document{Title: output.Verbatim(base.Title)}
	d.Paragraph(output.Join(" ", opening(base), simulated(results.Settings),
		output.Say("Every value is tried on the same simulated people: what differs is due to %s, not to chance.", named(v.Keys))))
	changes(d, base)
	if len(v.Keys) == 2 {
		variedGrid(d, v)
	} else {
		var rows []variant
		for i, row := range v.Rows {
			rows = append(rows, variant{inFigures(row.Values[0]), results.Scenarios[i+1], row.Reading, row.Same})
		}
		variedTable(d, v.Keys[0], v.Measure, base, v.AsItIs, rows)
	}
	whatIfNotes(d, results)
	return d
}

// whatIfNotes say what must be known of the scenario's cost, and what is out of the ordinary with some values and not with the scenario as it is.
func whatIfNotes(d *output.Document, results *study.Results) {
	base, variants := results.Scenarios[0], results.Scenarios[1:]
	remarks(d, base)
	var unpaired, odd []string
	var notes []output.Text
	for _, r := range variants {
		with := strings.TrimPrefix(r.Name, base.Name+"+")
		if r.Compare != nil && !r.Compare.Paired {
			unpaired = append(unpaired, with)
		}
		var warnings []output.Text
		for _, warning := range r.Warnings {
			if !slices.ContainsFunc(base.Warnings, func(w study.Phrase) bool { return w.String() == warning.String() }) {
				warnings = append(warnings, said(warning))
			}
		}
		if warnings != nil {
			odd = append(odd, with)
			notes = append(notes, output.Say("Out of the ordinary with %s: %s.", with, output.Join("; ", warnings...)))
		}
	}
	if unpaired != nil {
		d.Note(output.Say("Other simulated people, since the random stream is another one: %s.", strings.Join(unpaired, ", ")))
	}
	const few = 3
	if len(notes) > few {
		notes = []output.Text{output.Say("In some way out of the ordinary: %d of %d variants, beginning with %s. `ipsplan check` says how, such as for %s+%s.", len(odd), len(variants), odd[0], base.Name, odd[0])}
	}
	for _, note := range notes {
		d.Note(note)
	}
}

// variant is one line of the table of values.
type variant struct {
	value   output.Text
	result  *study.Result
	reading *study.Reading
	same    bool // as the scenario is
}

// headlineLabels are the measures of the table of values.
func headlineLabels() (people, money []label) {
	people = []label{
		{"engagements", output.Say("Engagements"), output.People},
		{"job_starts", output.Say("Job starts"), output.People},
		{"sustainments_13w", output.Say("13-week sustainments"), output.People},
	}
	return people, []label{{"total_cost", output.Say("Total cost"), ""}, {"gap", output.Say("Gap"), ""}}
}

// variedTable has the headline measures over the whole time for each value and, below each that differs, the difference from the scenario as it is.
func variedTable(d *output.Document, key, measure string, base *study.Result, now *study.Reading, rows []variant) {
	t := output.Table{Name: "vary", Caption: output.Say("What if: %s, %s", key, periodName(base.Years, base.Years).Lower())}
	if len(base.Money) > 0 {
		t.Caption = output.Say("What if: %s, %s; money in %s", key, periodName(base.Years, base.Years).Lower(), base.Currency)
	}
	rounded := d.Note(output.Say("Means of the simulated futures over the whole time, each rounded to what its Monte Carlo error can bear. Differences are from the scenario as it is, future by future, and so known more exactly than the figures themselves."))
	t.Columns = []output.Column{{Heading: output.Verbatim(lastPart(key)), Notes: []int{rounded}}}
	if measure != "" {
		t.Columns = append(t.Columns, output.Column{Heading: output.Verbatim(measure), Numeric: true, Wrap: true})
	}
	people, money := headlineLabels()
	if len(base.Money) == 0 {
		money = nil
	}
	for _, l := range append(slices.Clone(people), money...) {
		t.Columns = append(t.Columns, output.Column{Heading: l.text, Numeric: true})
	}
	if money != nil {
		each := d.Note(output.Say("Expected total cost for each expected 13-week sustainment, both over the whole time."))
		t.Columns = append(t.Columns, output.Column{Heading: output.Say("Cost of each"), Numeric: true, Notes: []int{each}})
	}
	if !slices.ContainsFunc(rows, func(v variant) bool { return v.same }) {
		rows = append([]variant{{output.Say("as it is"), base, now, false}}, rows...)
	}
	for i, v := range rows {
		first := text(v.value)
		if v.same {
			first.Notes = []int{d.Note(output.Say("As the scenario is."))}
		}
		t.Rows = append(t.Rows, output.Row{Group: i > 0, Cells: variedCells(first, measure, v, people, money)})
		if c := v.result.Compare; c != nil && !v.same && c.Years == base.Years && c.Years == v.result.Years {
			t.Rows = append(t.Rows, output.Row{Cells: differenceCells(measure, c, people, money)})
		}
	}
	d.Table(t)
}

// inFigures writes a plain number as tables do, and anything else as the scenario file does.
func inFigures(value string) output.Text {
	x, err := strconv.ParseFloat(strings.ReplaceAll(value, "_", ""), 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return output.Verbatim(value)
	}
	return output.Number{Value: x, Step: exactStep(x)}.Text()
}

func lastPart(key string) string { return key[strings.LastIndex(key, ".")+1:] }

func variedCells(first output.Cell, measure string, v variant, people, money []label) []output.Cell {
	cells := []output.Cell{first}
	if measure != "" {
		cells = append(cells, readingCell(measure, v.reading))
	}
	for _, l := range people {
		cells = append(cells, estimate(of(v.result.People, l.measure).Total, l.unit, 1, false))
	}
	for _, l := range money {
		s := of(v.result.Money, l.measure).Total
		c := estimate(s, output.Plain, 100, false)
		if s.SD == 0 {
			c.Number.Step = 1 // certain
		}
		cells = append(cells, c)
	}
	if money == nil {
		return cells
	}
	per, ok := v.result.PerOutcome.Get("cost_per_sustainments_13w")
	if !ok || per.Mean == 0 {
		return append(cells, output.Cell{})
	}
	return append(cells, output.Cell{Number: &output.Number{Value: per.Mean, Step: ownStep(per.Mean, per.MCSE, 10), Error: per.MCSE}})
}

func differenceCells(measure string, c *study.Comparison, people, money []label) []output.Cell {
	cells := []output.Cell{text(output.Say("  difference"))}
	if measure != "" {
		cells = append(cells, output.Cell{})
	}
	add := func(section study.Section[study.Gains], l label, least float64) {
		g, ok := section.Get(l.measure)
		if !ok {
			cells = append(cells, output.Cell{})
			return
		}
		if g.Total.Mean == 0 && g.Total.SD == 0 {
			cells = append(cells, verbatim("0"))
			return
		}
		x := output.Number{Value: g.Total.Mean, Unit: l.unit, Step: ownStep(g.Total.Mean, g.Total.MCSE, least), Error: g.Total.MCSE}
		cells = append(cells, text(x.Signed()))
	}
	for _, l := range people {
		add(c.Differences.People, l, 0.1)
	}
	for _, l := range money {
		add(c.Differences.Money, l, 100)
	}
	if money != nil {
		cells = append(cells, output.Cell{})
	}
	return cells
}

// readingCell is what an expression comes to, in its own unit and rounded to what its error can bear.
func readingCell(expression string, r *study.Reading) output.Cell {
	if r == nil {
		return output.Cell{}
	}
	n := output.Number{Value: r.Value, Step: 0.1}
	switch {
	case isShare(expression):
		n.Unit, n.Step = output.Share, 1
	case isMoney(expression):
		n.Step = 100
	}
	if r.Error != nil {
		n.Error = *r.Error
		if n.Unit == output.Share {
			return output.Cell{Number: &n} // chances are printed in whole per cent here as everywhere
		}
		n.Step = ownStep(r.Value, *r.Error, n.Step)
	}
	return output.Cell{Number: &n}
}

func isShare(expression string) bool {
	return strings.HasPrefix(expression, "chance(") || strings.HasSuffix(expression, ".chance") || strings.HasPrefix(expression, "rates.") ||
		strings.HasPrefix(expression, "cohort.") && strings.Contains(expression, "_within_weeks_")
}

func isMoney(expression string) bool {
	return slices.ContainsFunc([]string{"money.", "funding.", "per_outcome."}, func(section string) bool { return strings.HasPrefix(expression, section) }) ||
		strings.Contains(expression, "_cost.")
}

// variedGrid has the readings of one expression for each value of two inputs.
func variedGrid(d *output.Document, v *study.Varied) {
	t := output.Table{Name: "vary", Caption: output.Say("What if: %s, by %s (down) and %s (across)", v.Measure, v.Keys[0], v.Keys[1])}
	rounded := d.Note(output.Say("Each figure is rounded to what its Monte Carlo error can bear."))
	t.Columns = []output.Column{{Heading: output.Verbatim(lastPart(v.Keys[0])), Notes: []int{rounded}}}
	for _, value := range v.Values[1] {
		t.Columns = append(t.Columns, output.Column{Heading: inFigures(value), Numeric: true})
	}
	across, same := len(v.Values[1]), false
	for i, value := range v.Values[0] {
		row := output.Row{Cells: []output.Cell{text(inFigures(value))}}
		for _, variant := range v.Rows[i*across : (i+1)*across] {
			c := readingCell(v.Measure, variant.Reading)
			if variant.Same {
				same = true
				c.Notes = []int{d.Note(output.Say("As the scenario is."))}
			}
			row.Cells = append(row.Cells, c)
		}
		t.Rows = append(t.Rows, row)
	}
	d.Table(t)
	if !same && v.AsItIs != nil {
		d.Paragraph(output.Say("As the scenario is, it is %s.", *readingCell(v.Measure, v.AsItIs).Number))
	}
}

// Solve says which value of an input meets a target, how sure that is, and what comes with it.
func Solve(results *study.Results) *output.Document {
	base, s := results.Scenarios[0], results.Solve
	d := &output.Document{Title: output.Verbatim(base.Title)}
	d.Paragraph(output.Join(" ", opening(base), simulated(results.Settings), output.Say("Every value is tried on the same simulated people.")))
	changes(d, base)
	d.Paragraph(output.Say("Asked for: %s (%s) such that %s.", s.Key, described(s.What), s.Target))
	d.Paragraph(solved(s))
	var about []study.Trial
	for _, trial := range s.Tried {
		if slices.Contains(s.Beside, trial.Value) || !s.Monotone || s.Outcome == study.None {
			about = append(about, trial)
		}
	}
	trialsTable(d, s, about)
	var rows []variant
	for i, value := range s.Beside {
		r := results.Scenarios[i+1]
		if !s.OnGrid && value != s.Value {
			continue // so near that no figure differs visibly
		}
		rows = append(rows, variant{inFigures(value), r, nil, len(r.Compare.Inputs) == 0})
	}
	variedTable(d, s.Key, "", base, nil, rows)
	solveNotes(d, s)
	whatIfNotes(d, results)
	return d
}

// solved is the answer in words.
func solved(s *study.Solution) output.Text {
	from, to := inFigures(s.From), inFigures(s.To)
	reading := func(value string) output.Number {
		at := slices.IndexFunc(s.Tried, func(t study.Trial) bool { return t.Value == value })
		comes, _ := fineReading(s, s.Tried[at].Reading)
		return *comes.Number
	}
	value := inFigures(s.Value)
	switch s.Outcome {
	case study.None:
		return output.Say("None: no value tried from %s to %s meets the target. The nearest is %s, with %s. Within this range, this input alone does not do it.", from, to, value, reading(s.Value))
	case study.Every:
		return output.Say("Every value tried from %s to %s meets the target; the smallest is %s. A wider range would show where the target ceases to be met, if it does.", from, to, value)
	}
	answer := output.Say("Answer: %s = %s, with %s, is the smallest value that meets the target, searched from %s to %s.", s.Key, value, reading(s.Value), from, to)
	if s.End == "largest" {
		answer = output.Say("Answer: %s = %s, with %s, is the largest value that meets the target, searched from %s to %s.", s.Key, value, reading(s.Value), from, to)
	}
	if s.Monotone {
		return answer
	}
	var met []output.Text
	for _, i := range s.Met {
		if i.From == i.To {
			met = append(met, output.Say("at %s", inFigures(i.From)))
			continue
		}
		met = append(met, output.Say("from %s to %s", inFigures(i.From), inFigures(i.To)))
	}
	return output.Join(" ", answer, output.Say("But the answer is not monotone: of the values tried, it is met %s and not elsewhere.", output.And(met...)))
}

// trialsTable shows what the expression comes to for values tried.
func trialsTable(d *output.Document, s *study.Solution, trials []study.Trial) {
	t := output.Table{Name: "solve", Caption: output.Say("Target: %s", s.Target), Columns: []output.Column{
		{Heading: output.Verbatim(lastPart(s.Key))},
		{Heading: output.Say("Comes to"), Numeric: true},
		{Heading: output.Say("Error"), Numeric: true, Notes: []int{d.Note(output.Say("Two Monte Carlo standard errors."))}},
		{Heading: output.Say("Target")},
		{Heading: output.Say("How sure"), Numeric: true, Notes: []int{d.Note(output.Say("How sure so many simulated futures make it that the value meets the target, or misses it, as it seems to. It says nothing of the assumptions."))}},
	}}
	for _, trial := range trials {
		says := output.Say("missed")
		if trial.Meets {
			says = output.Say("met")
		}
		comes, bound := fineReading(s, trial.Reading)
		cells := []output.Cell{text(inFigures(trial.Value)), comes, bound, text(says), {}}
		if trial.Sure != nil {
			cells[4] = number(*trial.Sure, output.Share, 1)
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells})
	}
	d.Table(t)
}

// fineReading is a reading with two standard errors, to as many digits as these have, and to more where it would look like the target's number without being it.
func fineReading(s *study.Solution, r *study.Reading) (comes, bound output.Cell) {
	n := *readingCell(s.Expression, r).Number
	wanted, value, isShare := s.Number, r.Value, n.Unit == output.Share
	if isShare {
		wanted, value = float64(100*wanted), float64(100*value)
	}
	if r.Error != nil && *r.Error > 0 {
		twice := 2 * *r.Error
		if isShare {
			n.Step = 0.1
			points := output.Number{Value: 100 * twice, Step: 0.1}
			if points.Value < points.Step {
				points.Step /= 10
			}
			bound = text(output.Say("±%s\u00a0{points|points}", points))
		} else {
			n.Step = math.Pow(10, math.Floor(math.Log10(twice)))
			bound = text(output.Say("±%s", output.Number{Value: twice, Step: n.Step}))
		}
	}
	for range 4 {
		if value == wanted || math.Abs(value-wanted) >= n.Step/2 {
			break
		}
		n.Step /= 10
	}
	return output.Cell{Number: &n}, bound
}

// searchNote says how the values were searched.
func searchNote(s *study.Solution) output.Text {
	tried := output.Say("%s {value|values} from %s to %s were tried.", count(len(s.Tried)), inFigures(s.From), inFigures(s.To))
	switch {
	case s.Step == "":
		tried = output.Join(" ", tried, output.Say("They go to three significant digits: first coarsely over the whole range, then ever closer to where the answer changes, which between two coarse values is taken to happen once."))
	case s.All:
		tried = output.Say("All %d possible {value|values} from %s to %s, %s apart, were tried.", len(s.Tried), inFigures(s.From), inFigures(s.To), output.Digits(s.Step))
	case s.OnGrid:
		tried = output.Join(" ", tried, output.Say("They are %s apart: first some over the whole range, then all those beside the answer.", output.Digits(s.Step)))
	default:
		tried = output.Join(" ", tried, output.Say("They go to steps of %s: first coarsely over the whole range, then ever closer to where the answer changes, which between two coarse values is taken to happen once.", output.Digits(s.Step)))
	}
	chosen := output.Text{}
	switch s.Chosen {
	case study.AllItMayBe:
		chosen = output.Say("The range is all that the input may be; ask for another with --solve %s=FROM..TO.", s.Key)
	case study.AroundWhatItIs:
		chosen = output.Say("The range was chosen around what the input is, %s; ask for another with --solve %s=FROM..TO.", output.Number{Value: *s.Now, Step: exactStep(*s.Now)}, s.Key)
	}
	return output.Join(" ", tried, chosen)
}

// solveNotes say how the values were searched, and how far the answer holds.
func solveNotes(d *output.Document, s *study.Solution) {
	d.Note(searchNote(s))
	if s.AsItIs != nil {
		d.Note(output.Say("As the scenario is, it comes to %s.", *readingCell(s.Expression, s.AsItIs).Number))
	}
	if s.Impossible > 0 {
		d.Note(output.Say("%s {value|values} of the range cannot be had and were passed over, such as %s.", count(s.Impossible), s.Why))
	}
	for _, trial := range s.Tried {
		const unsure = 0.95
		if slices.Contains(s.Beside, trial.Value) && trial.Sure != nil && *trial.Sure < unsure && s.Outcome == study.Found {
			d.Note(output.Say("Whether each of the values shown meets the target is not sure with so few futures: with another seed the answer may lie a step or more aside. More futures (--reps) make it surer."))
			break
		}
	}
}

// exactStep prints a number with the decimals it has, up to four.
func exactStep(x float64) float64 {
	step := 1.0
	for step > 0.0001 && math.Abs(x/step-math.Round(x/step)) > 1e-9 {
		step /= 10
	}
	return step
}
