package study

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Row is one value of the results in tidy form, as the CSV output has it.
type Row struct {
	Scenario, Section, Measure string
	Period                     string // year_1, year_2, …, total
	Statistic                  string // value for an exact figure, else mean, sd, p10, p50, p90, mcse, chance
	Value                      any    // float64, or words in the assumptions table and in reconcile
}

// Rows are the results in tidy form, in the order of the tables.
func (r *Results) Rows() []Row {
	var rows []Row
	for _, s := range r.Scenarios {
		rows = append(rows, s.rows()...)
	}
	if p := r.Portfolio; p != nil {
		of := &Result{Name: "portfolio", People: p.People, Staff: p.Staff, Money: p.Money, Published: p.Published, Planned: p.Planned}
		rows = append(rows, of.rows()...)
	}
	for i, f := range r.Reconcile {
		measure := fmt.Sprintf("%d", i+1)
		for _, part := range []struct {
			name  string
			value any
		}{{"where", f.Where}, {"about", f.About}, {"says", f.Says}, {"recomputed", f.Recomputed}, {"difference", f.Difference}, {"kind", f.Kind}, {"note", f.Note}} {
			if d, ok := part.value.(*float64); ok {
				if d == nil {
					continue
				}
				part.value = *d
			}
			rows = append(rows, Row{f.Scenario, "reconcile", measure, "total", part.name, part.value})
		}
	}
	return rows
}

func (r *Result) rows() []Row {
	var rows []Row
	add := func(section, measure, period, statistic string, value any) {
		rows = append(rows, Row{r.Name, section, measure, period, statistic, value})
	}
	stat := func(section, measure, period string, s Stat) {
		for _, part := range []struct {
			name  string
			value float64
		}{{"mean", s.Mean}, {"sd", s.SD}, {"p10", s.P10}, {"p50", s.P50}, {"p90", s.P90}, {"mcse", s.MCSE}} {
			add(section, measure, period, part.name, part.value)
		}
		if s.Chance != nil {
			add(section, measure, period, "chance", *s.Chance)
		}
	}
	stats := func(section, measure string, s Stats) {
		for y := range s.ByYear {
			stat(section, measure, yearName(y), s.ByYear[y])
		}
		stat(section, measure, "total", s.Total)
	}
	estimates := func(section string, measures Section[Stats]) {
		for _, m := range measures {
			stats(section, m.Name, m.Value)
		}
	}
	figures := func(section string, measures Section[Figures]) {
		for _, m := range measures {
			for y, x := range m.Value.ByYear {
				add(section, m.Name, yearName(y), "value", x)
			}
			add(section, m.Name, "total", "value", m.Value.Total)
		}
	}
	figures("published", r.Published)
	figures("planned", r.Planned)
	for _, m := range r.Rates {
		for y, x := range m.Value {
			add("rates", m.Name, yearName(y), "value", x)
		}
	}
	estimates("people", r.People)
	estimates("staff", r.Staff)
	estimates("money", r.Money)
	if r.Funding != nil {
		for _, s := range r.Funding.Sources {
			stats("funding", s.Name, s.Paid)
		}
	}
	for _, m := range r.Beyond {
		stat("beyond_horizon", m.Name, "total", m.Value)
	}
	if r.Cohort != nil {
		for y, c := range r.Cohort.ByEntryYear {
			stat("cohort", "engaged", yearName(y), c.Engaged)
			for _, m := range c.JobWithin {
				stat("cohort", "job_within_weeks_"+m.Name, yearName(y), m.Value)
			}
			for _, m := range c.SustainedWithin {
				stat("cohort", "sustained_within_weeks_"+m.Name, yearName(y), m.Value)
			}
		}
	}
	for _, m := range r.Doubts {
		parts := Section[Part]{{"luck", m.Value.Luck}, {"ignorance", m.Value.Ignorance}, {"decisions", m.Value.Decisions}}
		for _, part := range parts {
			add("doubts", m.Name, "total", part.Name, part.Value.Share)
			add("doubts", m.Name, "total", part.Name+"_error", part.Value.Error)
		}
	}
	for _, m := range r.Explain {
		for _, step := range m.Value {
			for y := range step.ByYear {
				stat("explain", m.Name+"."+step.Step, yearName(y), step.ByYear[y])
			}
			stat("explain", m.Name+"."+step.Step, "total", step.Total)
		}
	}
	if c := r.Compare; c != nil {
		for _, part := range []struct {
			name string
			of   Section[Gains]
		}{{"compare_people", c.Differences.People}, {"compare_staff", c.Differences.Staff}, {"compare_money", c.Differences.Money}} {
			for _, m := range part.of {
				for y, g := range append(slices.Clone(m.Value.ByYear), m.Value.Total) {
					period := "total"
					if y < c.Years {
						period = yearName(y)
					}
					stat(part.name, m.Name, period, Stat{Estimate: g.Estimate})
					add(part.name, m.Name, period, "higher", g.Higher)
					add(part.name, m.Name, period, "lower", g.Lower)
				}
			}
		}
	}
	for _, i := range r.Implied {
		period := "total"
		if i.Year > 0 {
			period = yearName(i.Year - 1)
		}
		add("implied", i.Name, period, "value", i.Value)
	}
	for _, i := range r.Inputs {
		for _, part := range [][2]string{{"value", i.Value}, {"unit", i.Unit}, {"range", i.Range}, {"status", i.Status}, {"source", i.Source}, {"reason", i.Reason}} {
			add("inputs", i.Path, "total", part[0], part[1])
		}
	}
	return rows
}

func yearName(y int) string { return fmt.Sprintf("year_%d", y+1) }

// noFormula keeps a spreadsheet from taking a name for a formula.
func noFormula(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// WriteCSV writes the results in tidy form, numbers as computed.
func (r *Results) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"scenario", "section", "measure", "period", "statistic", "value"}); err != nil {
		return err
	}
	for _, row := range r.Rows() {
		value := fmt.Sprint(row.Value)
		if x, ok := row.Value.(float64); ok {
			value = strconv.FormatFloat(x, 'g', -1, 64)
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
