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
		for at := range v.Figures {
			variedGrid(d, v, at, base)
		}
	} else {
		variedTables(d, v.Keys[0], &v.VariantTable, base)
	}
	whatIfNotes(d, results)
	return d
}

// whatIfNotes say what must be known of the scenario's cost, and what is out of the ordinary with some values and not with the scenario as it is.
func whatIfNotes(d *output.Document, results *study.Results) {
	if c := results.Scenarios[0].Contract; c != nil {
		contractAssumed(d, c)
	}
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

// variedTables have the figures for each value and, below each that differs, the difference from the scenario as it is: a table for each funding option, the first with what
// was asked for besides.
func variedTables(d *output.Document, key string, v *study.VariantTable, base *study.Result) {
	var asked, rest []int
	for at, f := range v.Figures {
		if f.Asked {
			asked = append(asked, at)
		} else {
			rest = append(rest, at)
		}
	}
	if len(rest) == 0 {
		variedTable(d, key, v, asked, base)
	}
	for len(rest) > 0 {
		option := v.Figures[rest[0]].Option
		n := 0
		for n < len(rest) && v.Figures[rest[n]].Option == option {
			n++
		}
		variedTable(d, key, v, append(asked, rest[:n]...), base)
		asked, rest = nil, rest[n:]
	}
}

// variedTable has some of the figures.
func variedTable(d *output.Document, key string, v *study.VariantTable, figures []int, base *study.Result) {
	option := v.Figures[figures[len(figures)-1]].Option
	over := periodName(base.Years, base.Years).Lower()
	caption := output.Say("What if: %s, %s", key, over)
	if option != "" {
		caption = output.Say("What if: %s, option %s, %s", key, option, over)
	}
	t := output.Table{Name: "vary", Caption: caption}
	t.Columns = []output.Column{{Heading: output.Verbatim(lastPart(key)), Notes: []int{d.Note(roundedNote(v, figures))}}}
	hasMoney := false
	for _, at := range figures {
		f := v.Figures[at]
		heading, note := figureHeading(f)
		column := output.Column{Heading: heading, Numeric: true}
		if !note.IsEmpty() {
			column.Notes = []int{d.Note(note)}
		}
		t.Columns = append(t.Columns, column)
		hasMoney = hasMoney || f.Unit == study.Money
	}
	if hasMoney {
		t.Caption = inMoney(t.Caption, base.Currency)
	}
	rows := v.Rows
	if !slices.ContainsFunc(rows, func(row study.VariantRow) bool { return row.Same }) {
		rows = append([]study.VariantRow{{Readings: v.AsItIs}}, rows...)
	}
	cells, differences := variedCells(v, figures, rows)
	for i, row := range rows {
		first := text(output.Say("as it is"))
		if row.Values != nil {
			first = text(inFigures(row.Values[0]))
		}
		if row.Same {
			first.Notes = []int{d.Note(output.Say("As the scenario is."))}
		}
		t.Rows = append(t.Rows, output.Row{Group: i > 0, Cells: append([]output.Cell{first}, cells[i]...)})
		differs := slices.ContainsFunc(figures, func(at int) bool { return row.Readings[at] != nil && row.Readings[at].Difference != nil })
		if differs && !row.Same {
			t.Rows = append(t.Rows, output.Row{Cells: append([]output.Cell{text(output.Say("  difference"))}, differences[i]...)})
		}
	}
	d.Table(t)
}

// roundedNote says what kind of figures there are.
func roundedNote(v *study.VariantTable, figures []int) output.Text {
	if strings.HasPrefix(v.Figures[figures[len(figures)-1]].Name, "funding.") {
		return output.Say("Over the whole time, each rounded to what its Monte Carlo error can bear. Cost, funding, gap and cash need are means of the simulated futures. Differences are from the scenario as it is, future by future, and so known more exactly than the figures themselves.")
	}
	return output.Say("Means of the simulated futures over the whole time, each rounded to what its Monte Carlo error can bear. Differences are from the scenario as it is, future by future, and so known more exactly than the figures themselves.")
}

// inMoney says in a caption which currency the money is in.
func inMoney(caption output.Text, currency string) output.Text {
	return output.Say("%s; money in %s", caption, currency)
}

// figureHeading is how a column calls a figure, and what must be known of it; any but the usual ones have their own names.
func figureHeading(f study.TableFigure) (heading, note output.Text) {
	closes := output.Say("The smallest gap that so many of the futures do not exceed: money on top that leaves nothing missing in them.")
	if f.Asked {
		return output.Verbatim(f.Name), output.Text{}
	}
	name := f.Name
	if f.Option != "" {
		name = strings.Replace(name, "."+f.Option+".", ".", 1)
	}
	switch name {
	case "people.engagements.total.mean":
		return output.Say("Engagements"), output.Text{}
	case "people.job_starts.total.mean":
		return output.Say("Job starts"), output.Text{}
	case "people.sustainments_13w.total.mean":
		return output.Say("13-week sustainments"), output.Text{}
	case "money.total_cost.total.mean":
		return output.Say("Total cost"), output.Text{}
	case "money.gap.total.mean", "funding.gap.total.mean":
		return output.Say("Gap"), output.Text{}
	case costOfEach:
		return output.Say("Cost of each"), output.Say("Expected total cost for each expected 13-week sustainment, both over the whole time.")
	case "funding.cost.total.mean":
		return output.Say("Cost"), output.Text{}
	case "funding.funding.total.mean":
		return output.Say("Funding"), output.Text{}
	case "funding.gap.total.chance_of_any":
		return output.Say("Chance of any gap"), output.Text{}
	case "funding.closing_gap.total.certain_80":
		return output.Say("Closes it in %s\u00a0%%", "80"), closes
	case "funding.closing_gap.total.certain_95":
		return output.Say("Closes it in %s\u00a0%%", "95"), closes
	case "funding.peak_cash_need.total.mean":
		return output.Say("Peak cash need"), output.Text{}
	}
	switch name {
	case "contract.payments.total.mean":
		return output.Say("Payments"), output.Text{}
	case "contract.outlay.total.mean":
		return output.Say("Outlay"), output.Say("What the outcome payer pays less what it gets back; top-ups of others are not in it.")
	case "contract.drawn_peak.total.mean":
		return output.Say("Capital at its peak"), output.Text{}
	case "contract.net.total.mean":
		return output.Say("Investor's result"), output.Text{}
	case "contract.irr.total.p50":
		return output.Say("Rate of return"), output.Say("A year, in the middle future.")
	case "contract.loss.total.chance":
		return output.Say("Chance of a loss"), output.Text{}
	case "contract.unpaid.total.chance_of_any":
		return output.Say("Chance that costs stay unpaid"), output.Text{}
	}
	if amount, ok := strings.CutPrefix(name, "funding.gap.total.chance_above_"); ok {
		return output.Say("Chance of a gap above %s", inFigures(amount)), output.Text{}
	}
	return output.Verbatim(f.Name), output.Text{}
}

const costOfEach = "per_outcome.cost_per_sustainments_13w.total.mean"

// inFigures writes a plain number as tables do, and anything else as the scenario file does.
func inFigures(value string) output.Text {
	x, err := strconv.ParseFloat(strings.ReplaceAll(value, "_", ""), 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return output.Verbatim(value)
	}
	return output.Number{Value: x, Step: exactStep(x)}.Text()
}

func lastPart(key string) string { return key[strings.LastIndex(key, ".")+1:] }

// variedCells are the cells of some figures in some rows, and those of the differences; each column has one number of decimals, those of its differences another.
func variedCells(v *study.VariantTable, figures []int, rows []study.VariantRow) (cells, differences [][]output.Cell) {
	cells, differences = make([][]output.Cell, len(rows)), make([][]output.Cell, len(rows))
	for _, at := range figures {
		f := v.Figures[at]
		var readings, more []*study.Reading
		for _, row := range rows {
			r := row.Readings[at]
			readings, more = append(readings, r), append(more, nil)
			if r != nil && !row.Same {
				more[len(more)-1] = r.Difference
			}
		}
		least := leastStep(f.Unit, f.Asked)
		steps, moreSteps := columnSteps(f.Unit, readings, least), columnSteps(f.Unit, more, min(least, leastStep(f.Unit, true)))
		for i := range rows {
			cells[i], differences[i] = append(cells[i], output.Cell{}), append(differences[i], output.Cell{})
			last := len(cells[i]) - 1
			if r := readings[i]; r != nil && (f.Name != costOfEach || r.Value != 0) { // no outcome, no cost of one
				cells[i][last] = readingCell(f.Unit, r, steps[i])
			}
			if r := more[i]; r != nil {
				differences[i][last] = verbatim("0")
				if !isNothing(r) {
					c := readingCell(f.Unit, r, moreSteps[i])
					differences[i][last] = text(c.Number.Signed())
				}
			}
		}
	}
	return cells, differences
}

// leastStep is the smallest unit that figures are rounded to; finer for one that somebody asked for.
func leastStep(u study.Unit, fine bool) float64 {
	switch {
	case u == study.Money:
		return 100
	case u == study.Share, u == study.People && !fine:
		return 1 // chances are printed in whole per cent here as everywhere
	}
	return 0.1
}

// columnSteps are what the figures of a column are rounded to: each to what its error can bear, and all to the same number of decimals.
func columnSteps(u study.Unit, readings []*study.Reading, least float64) []float64 {
	steps := make([]float64, len(readings))
	coarsest := 0.0
	for i, r := range readings {
		if r != nil && !isNothing(r) {
			steps[i] = readingStep(u, r, least)
			coarsest = max(coarsest, steps[i])
		}
	}
	for i := range steps {
		steps[i] = max(steps[i], min(coarsest, 1))
	}
	return steps
}

// isNothing says whether a figure is surely 0.
func isNothing(r *study.Reading) bool { return r.Value == 0 && r.Error != nil && *r.Error == 0 }

func readingStep(u study.Unit, r *study.Reading, least float64) float64 {
	switch {
	case u.InPercent(), r.Error == nil:
		return least
	case u == study.Money && *r.Error == 0:
		return 1 // certain
	}
	return ownStep(r.Value, *r.Error, least)
}

// readingCell is what a figure comes to, in its unit.
func readingCell(u study.Unit, r *study.Reading, step float64) output.Cell {
	n := output.Number{Value: r.Value, Step: step}
	switch u {
	case study.Share, study.Rate:
		n.Unit = output.Share
	case study.People:
		n.Unit = output.People
	}
	if r.Error != nil {
		n.Error = *r.Error
	}
	return output.Cell{Number: &n}
}

// ownCell is what a figure comes to by itself.
func ownCell(u study.Unit, r *study.Reading) output.Cell {
	return readingCell(u, r, readingStep(u, r, leastStep(u, true)))
}

// inUnit is a figure's name with its unit, where neither the name nor each number says it.
func inUnit(f study.TableFigure, currency string) output.Text {
	switch f.Unit {
	case study.Money:
		return output.Say("%s, in %s", f.Name, currency)
	case study.Number, study.Share, study.Rate:
		return output.Verbatim(f.Name)
	}
	return output.Say("%s, in %s", f.Name, word(string(f.Unit)))
}

// variedGrid has the readings of one figure for each value of two inputs.
func variedGrid(d *output.Document, v *study.Varied, at int, base *study.Result) {
	f := v.Figures[at]
	t := output.Table{Name: "vary", Caption: output.Say("What if: %s, by %s (down) and %s (across)", inUnit(f, base.Currency), v.Keys[0], v.Keys[1])}
	rounded := d.Note(output.Say("Each figure is rounded to what its Monte Carlo error can bear."))
	t.Columns = []output.Column{{Heading: output.Verbatim(lastPart(v.Keys[0])), Notes: []int{rounded}}}
	for _, value := range v.Values[1] {
		t.Columns = append(t.Columns, output.Column{Heading: inFigures(value), Numeric: true})
	}
	var readings []*study.Reading
	for _, variant := range v.Rows {
		readings = append(readings, variant.Readings[at])
	}
	steps := columnSteps(f.Unit, readings, leastStep(f.Unit, true))
	across, same := len(v.Values[1]), false
	for i, value := range v.Values[0] {
		row := output.Row{Cells: []output.Cell{text(inFigures(value))}}
		for j := i * across; j < (i+1)*across; j++ {
			c := output.Cell{}
			if readings[j] != nil {
				c = readingCell(f.Unit, readings[j], steps[j])
			}
			if v.Rows[j].Same {
				same = true
				c.Notes = []int{d.Note(output.Say("As the scenario is."))}
			}
			row.Cells = append(row.Cells, c)
		}
		t.Rows = append(t.Rows, row)
	}
	d.Table(t)
	if r := v.AsItIs[at]; !same && r != nil {
		d.Paragraph(output.Say("As the scenario is, it is %s.", *ownCell(f.Unit, r).Number))
	}
}

// Solve says which value of an input meets a target, how sure that is, and what comes with it.
func Solve(results *study.Results) *output.Document {
	base, s := results.Scenarios[0], results.Solve
	d := &output.Document{Title: output.Verbatim(base.Title)}
	d.Paragraph(output.Join(" ", opening(base), simulated(results.Settings), output.Say("Every value is tried on the same simulated people.")))
	changes(d, base)
	d.Paragraph(output.Say("Asked for: %s (%s) such that %s.", s.Key, described(s.What), s.Target))
	var about []study.Trial
	for _, trial := range s.Tried {
		if isBeside(s, trial) || !s.Monotone || s.Outcome == study.None {
			about = append(about, trial)
		}
	}
	step, errorStep := trialsSteps(s, about)
	d.Paragraph(solved(s, step))
	trialsTable(d, s, about, step, errorStep, base.Currency)
	beside := s.Beside
	if !s.OnGrid { // the others are so near that no figure differs visibly
		beside.Rows = slices.DeleteFunc(slices.Clone(beside.Rows), func(row study.VariantRow) bool { return row.Values[0] != s.Value })
	}
	if len(beside.Figures) > 0 {
		variedTables(d, s.Key, &beside, base)
	}
	solveNotes(d, s)
	whatIfNotes(d, results)
	return d
}

// isBeside says whether a trial is one of those that are looked at more closely.
func isBeside(s *study.Solution, trial study.Trial) bool {
	return slices.ContainsFunc(s.Beside.Rows, func(row study.VariantRow) bool { return row.Values[0] == trial.Value })
}

// solved is the answer in words, its figures rounded to a step.
func solved(s *study.Solution, step float64) output.Text {
	from, to := inFigures(s.From), inFigures(s.To)
	reading := func(value string) output.Number {
		at := slices.IndexFunc(s.Tried, func(t study.Trial) bool { return t.Value == value })
		return *readingCell(s.Unit, s.Tried[at].Reading, step).Number
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
func trialsTable(d *output.Document, s *study.Solution, trials []study.Trial, step, errorStep float64, currency string) {
	caption := output.Say("Target: %s", s.Target)
	if s.Unit == study.Money {
		caption = inMoney(caption, currency)
	}
	t := output.Table{Name: "solve", Caption: caption, Columns: []output.Column{
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
		cells := []output.Cell{text(inFigures(trial.Value)), readingCell(s.Unit, trial.Reading, step), errorCell(s.Unit, trial.Reading, errorStep), text(says), {}}
		if trial.Sure != nil {
			cells[4] = number(*trial.Sure, output.Share, 1)
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells})
	}
	d.Table(t)
}

// trialsSteps are what the readings of trials and their errors are rounded to: what two standard errors of the least certain one bear; the readings finer where one would
// look like the target's number without being it.
func trialsSteps(s *study.Solution, trials []study.Trial) (step, errorStep float64) {
	percent := 1.0 // in a unit
	if s.Unit.InPercent() {
		percent = 100
	}
	largest := 0.0
	for _, trial := range trials {
		if err := trial.Reading.Error; err != nil {
			largest = max(largest, float64(2*percent**err))
		}
	}
	step = leastStep(s.Unit, true)
	if s.Unit == study.Money && largest == 0 {
		step = 1 // certain
	}
	if largest > 0 {
		step = math.Pow(10, math.Floor(math.Log10(largest)))
		if s.Unit.InPercent() {
			step = 0.1
		}
	}
	errorStep = step
	for _, trial := range trials {
		off := math.Abs(float64(percent*trial.Reading.Value) - float64(percent*s.Number))
		for n := 0; n < 4 && off > 0 && off < step/2; n++ {
			step /= 10
		}
	}
	return step, errorStep
}

// errorCell is two standard errors of a reading; empty where the error is not known or there is none.
func errorCell(u study.Unit, r *study.Reading, step float64) output.Cell {
	if r.Error == nil || *r.Error == 0 {
		return output.Cell{}
	}
	twice := output.Number{Value: 2 * *r.Error, Step: step}
	if u.InPercent() {
		twice.Value *= 100
	}
	for n := 0; n < 4 && twice.Value < twice.Step/2; n++ {
		twice.Step /= 10
	}
	if u.InPercent() {
		return text(output.Say("±%s\u00a0{point|points}", twice))
	}
	return text(output.Say("±%s", twice))
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
		d.Note(output.Say("As the scenario is, it comes to %s.", *ownCell(s.Unit, s.AsItIs).Number))
	}
	if s.Impossible > 0 {
		d.Note(output.Say("%s {value|values} of the range cannot be had and were passed over, such as %s.", count(s.Impossible), s.Why))
	}
	for _, trial := range s.Tried {
		const unsure = 0.95
		if isBeside(s, trial) && trial.Sure != nil && *trial.Sure < unsure && s.Outcome == study.Found {
			d.Note(output.Say("Whether each of the values shown meets the target is not sure with so few futures: with another seed the answer may lie a step or more aside. More futures (--reps) make it surer."))
			break
		}
	}
}

// exactStep prints a number with the decimals it has, up to four.
func exactStep(x float64) float64 {
	const finest, noise = 1e-8, 1e-14
	step := 1.0
	for step > finest && math.Abs(x/step-math.Round(x/step)) > max(1e-9, noise*math.Abs(x/step)) {
		step /= 10
	}
	return step
}
