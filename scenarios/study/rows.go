package study

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Row is one value of the results in tidy form, as the CSV output has it.
type Row struct {
	Scenario, Section, Measure string
	Period                     string // year_1, year_2, …, total
	Statistic                  string // value for an exact figure, else mean, sd, p10, p50, p90, mcse, p10_error, p50_error, p90_error, chance
	Value                      any    // float64, or words in the assumptions table and in reconcile
}

// Rows are the results in tidy form, in the order of the tables.
func (r *Results) Rows() []Row {
	var t tidy
	for _, s := range r.Scenarios {
		t.scenario = s.Name
		t.result(s)
	}
	if p := r.Portfolio; p != nil {
		t.scenario = "portfolio"
		t.result(&Result{People: p.People, Staff: p.Staff, Money: p.Money, Published: p.Published, Planned: p.Planned})
		t.portfolioFunding(p.WhoPays)
	}
	t.varied(r.Vary)
	t.solved(r.Solve)
	for i := range r.Reconcile {
		t.finding(i+1, &r.Reconcile[i])
	}
	return slices.DeleteFunc(t.rows, isMissing)
}

// isMissing says of a row that there is no such figure.
func isMissing(row Row) bool {
	x, isNumber := row.Value.(float64)
	return isNumber && math.IsNaN(x)
}

// tidy collects rows.
type tidy struct {
	scenario string // of what is added
	rows     []Row
}

func (t *tidy) add(section, measure, period, statistic string, value any) {
	t.rows = append(t.rows, Row{t.scenario, section, measure, period, statistic, value})
}

func (t *tidy) stat(section, measure, period string, s Stat) {
	for _, part := range []struct {
		name  string
		value float64
	}{{"mean", s.Mean}, {"sd", s.SD}, {"p10", s.P10}, {"p50", s.P50}, {"p90", s.P90}, {"mcse", s.MCSE}, {"p10_error", s.P10Error}, {"p50_error", s.P50Error}, {"p90_error", s.P90Error}} {
		t.add(section, measure, period, part.name, part.value)
	}
	if s.Chance != nil {
		t.add(section, measure, period, "chance", *s.Chance)
	}
}

func (t *tidy) stats(section, measure string, byYear []Stat, total Stat) {
	for y, s := range byYear {
		t.stat(section, measure, yearName(y), s)
	}
	t.stat(section, measure, inAll, total)
}

func (t *tidy) estimates(section string, measures Section[Stats]) {
	for _, m := range measures {
		t.stats(section, m.Name, m.Value.ByYear, m.Value.Total)
	}
}

func (t *tidy) figures(section string, measures Section[Figures]) {
	for _, m := range measures {
		for y, x := range m.Value.ByYear {
			t.add(section, m.Name, yearName(y), "value", x)
		}
		t.add(section, m.Name, inAll, "value", m.Value.Total)
	}
}

func (t *tidy) result(r *Result) {
	t.figures("published", r.Published)
	t.figures("planned", r.Planned)
	for _, m := range r.Rates {
		for y, x := range m.Value {
			t.add("rates", m.Name, yearName(y), "value", x)
		}
	}
	t.estimates("people", r.People)
	t.estimates("staff", r.Staff)
	t.estimates("money", r.Money)
	if r.Funding != nil {
		for _, s := range r.Funding.Sources {
			t.stats("funding", s.Name, s.Paid.ByYear, s.Paid.Total)
		}
	}
	t.costBases(r.CostBases)
	t.whoPays(r.WhoPays)
	t.contract(r.Contract)
	for _, m := range r.Beyond {
		t.stat("beyond_horizon", m.Name, inAll, m.Value)
	}
	t.cohorts(r.Cohort)
	t.doubts(r.Doubts)
	t.courses(r.ByQuarter)
	for _, m := range r.Explain {
		for _, step := range m.Value {
			t.stats("explain", m.Name+"."+step.Step, step.ByYear, step.Total)
		}
	}
	t.comparison(r.Compare)
	for _, m := range r.PerOutcome {
		t.add("per_outcome", m.Name, inAll, "mean", m.Value.Mean)
		t.add("per_outcome", m.Name, inAll, "mcse", m.Value.MCSE)
	}
	for _, i := range r.Implied {
		period := inAll
		if i.Year > 0 {
			period = yearName(i.Year - 1)
		}
		t.add("implied", i.Name, period, "value", i.Value)
	}
	t.inputs(r.Inputs)
}

// varied adds the readings of the figures of the table.
func (t *tidy) varied(v *Varied) {
	if v == nil {
		return
	}
	for _, row := range v.Rows {
		t.scenario = row.Scenario
		for i, r := range row.Readings {
			if r != nil {
				t.reading("vary", v.Figures[i].Name, r)
			}
		}
	}
}

// solved adds every value tried.
func (t *tidy) solved(s *Solution) {
	if s == nil {
		return
	}
	for _, trial := range s.Tried {
		t.scenario = trial.Scenario
		t.reading("solve", s.Expression, trial.Reading)
		meets := 0.0
		if trial.Meets {
			meets = 1
		}
		t.add("solve", s.Target, inAll, "meets", meets)
		if trial.Sure != nil {
			t.add("solve", s.Target, inAll, "sure", *trial.Sure)
		}
	}
}

func (t *tidy) reading(section, measure string, r *Reading) {
	t.add(section, measure, inAll, "value", r.Value)
	if r.Error != nil {
		t.add(section, measure, inAll, "error", *r.Error)
	}
	if d := r.Difference; d != nil {
		t.add(section, measure, inAll, "difference", d.Value)
		t.add(section, measure, inAll, "difference_error", *d.Error)
	}
}

func (t *tidy) cohorts(c *Cohorts) {
	if c == nil {
		return
	}
	for y, c := range c.ByEntryYear {
		t.stat("cohort", "engaged", yearName(y), c.Engaged)
		for _, m := range c.JobWithin {
			t.stat("cohort", "job_within_weeks_"+m.Name, yearName(y), m.Value)
		}
		for _, m := range c.SustainedWithin {
			t.stat("cohort", "sustained_within_weeks_"+m.Name, yearName(y), m.Value)
		}
	}
}

func (t *tidy) doubts(doubts Section[Doubt]) {
	for _, m := range doubts {
		parts := Section[Part]{{"luck", m.Value.Luck}, {"ignorance", m.Value.Ignorance}, {"decisions", m.Value.Decisions}}
		for _, part := range parts {
			t.add("doubts", m.Name, inAll, part.Name, part.Value.Share)
			t.add("doubts", m.Name, inAll, part.Name+"_error", part.Value.Error)
		}
	}
}

func (t *tidy) comparison(c *Comparison) {
	if c == nil {
		return
	}
	for _, part := range []struct {
		section string
		of      Section[Gains]
	}{{"compare_people", c.Differences.People}, {"compare_staff", c.Differences.Staff}, {"compare_money", c.Differences.Money}} {
		for _, m := range part.of {
			t.gains(part.section, m.Name, m.Value)
		}
	}
}

func (t *tidy) gains(section, measure string, gains Gains) {
	gain := func(period string, g Gain) {
		t.stat(section, measure, period, Stat{Estimate: g.Estimate})
		t.add(section, measure, period, "higher", g.Higher)
		t.add(section, measure, period, "lower", g.Lower)
	}
	for y, g := range gains.ByYear {
		gain(yearName(y), g)
	}
	gain(inAll, gains.Total)
}

func (t *tidy) inputs(inputs []Input) {
	for _, i := range inputs {
		for _, part := range []struct {
			name  string
			value any
		}{{"value", i.Value}, {"unit", i.Unit}, {"range", i.Range}, {"status", i.Status}, {"source", i.Source}, {"reason", i.Reason}} {
			t.add("inputs", i.Path, inAll, part.name, part.value)
		}
	}
}

// finding is numbered, since what it is about may come up more than once.
func (t *tidy) finding(number int, f *Finding) {
	t.scenario = f.Scenario
	measure := strconv.Itoa(number)
	for _, part := range []struct {
		name  string
		value any
	}{{"where", f.Where}, {"about", f.About}, {"says", f.Says}, {"recomputed", f.Recomputed}, {"kind", f.Kind}, {"note", f.Note}} {
		t.add("reconcile", measure, inAll, part.name, part.value)
	}
	if f.Difference != nil {
		t.add("reconcile", measure, inAll, "difference", *f.Difference)
	}
}

// inAll is the period of what covers the whole time.
const inAll = "total"

func yearName(y int) string { return fmt.Sprintf("year_%d", y+1) }

// noFormula keeps a spreadsheet from taking a name for a formula.
func noFormula(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// plainly writes a number in full where JSON does, since not every reader takes 7.6e+06 for a number.
func plainly(x float64) string {
	form := byte('f')
	if size := math.Abs(x); size != 0 && (size < 1e-6 || size >= 1e21) {
		form = 'e'
	}
	return strconv.FormatFloat(x, form, -1, 64)
}

// WriteCSV writes the results in tidy form, numbers as computed with the decimal mark given. Where that is a comma, semicolons stand between cells, as
// spreadsheets of such languages expect.
func (r *Results) WriteCSV(w io.Writer, decimal string) error {
	out := csv.NewWriter(w)
	if decimal == "," {
		out.Comma = ';'
	}
	if err := out.Write([]string{"scenario", "section", "measure", "period", "statistic", "value"}); err != nil {
		return err
	}
	for _, row := range r.Rows() {
		value := ""
		switch x := row.Value.(type) {
		case float64:
			value = strings.Replace(plainly(x), ".", decimal, 1)
		case Phrase:
			value = x.WithDecimal(decimal)
		default:
			value = fmt.Sprint(x)
		}
		cells := []string{row.Scenario, row.Section, row.Measure, row.Period, row.Statistic, value}
		for i, cell := range cells {
			if _, isNumber := row.Value.(float64); i < len(cells)-1 || !isNumber {
				cells[i] = noFormula(cell)
			}
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Name is how an expression names the row's figure: the cells with dots between them, those with other signs than letters, digits, - and _ in quotation marks.
func (r Row) Name() string {
	cells := r.cells()
	return figureName(inExpression(cells[0]), inExpression(cells[1]), inExpression(cells[2]), inExpression(cells[3]))
}
