package report

import (
	"ipsplan/output"
	"ipsplan/scenarios/study"
)

const caseloadChartName = "caseload_and_capacity"

func courseName(measure string) string { return measure + "_by_quarter" }

// courseChart draws an outcome by quarter: how it is planned, and the mean and the 80 % range of the projection.
func courseChart(d *output.Document, r *study.Result, l label) {
	course, ok := r.ByQuarter.Get(l.measure)
	if !ok {
		return
	}
	c := quartersChart(courseName(l.measure), output.Say("%s by quarter", l.text), output.Say("%s in a quarter (people)", l.text), course)
	band, projected, planned := output.Band{Name: output.Say("80 %% range")}, output.Line{Name: output.Say("Projected, mean")}, output.Line{Name: output.Say("Planned")}
	for _, s := range course.Projected {
		projected.Values = append(projected.Values, s.Mean)
		band.Ranges = append(band.Ranges, output.Range{Low: s.P10, High: s.P90})
	}
	planned.Values = course.Planned
	c.Series = []output.Series{band, projected, planned}
	first, last := course.Projected[0], course.Projected[len(course.Projected)-1]
	ends := output.Number{Unit: l.unit, Step: c.Values.Step}.Span(endsOf(last, c.Values.Step))
	c.Alternative = output.Say("%s go from %s in the first quarter (planned: %s) to %s in the last (planned: %s), where eight of ten futures lie in %s.",
		l.text, c.Values.Number(first.Mean), c.Values.Number(planned.Values[0]), c.Values.Number(last.Mean), c.Values.Number(planned.Values[len(planned.Values)-1]), ends)
	d.Chart(c)
}

// quartersChart is a chart without its series.
func quartersChart(name string, title, values output.Text, of study.Course) output.Chart {
	c := output.Chart{Name: name, Title: title, Positions: output.Axis{Title: output.Say("Quarter")}, Values: output.Axis{Title: values, Unit: output.People, Step: 0.1}}
	for q, s := range of.Projected {
		c.Positions.Labels = append(c.Positions.Labels, quarterName(q))
		c.Values.Step = max(c.Values.Step, figureStep(s, 0.1))
	}
	return c
}

// caseloadChart draws how full the caseloads are by quarter: people on them, the places that there are, and those that are planned.
func caseloadChart(d *output.Document, r *study.Result) {
	people, ok1 := r.ByQuarter.Get("caseload_mean")
	places, ok2 := r.ByQuarter.Get("capacity_mean")
	if !ok1 || !ok2 {
		return
	}
	c := quartersChart(caseloadChartName, output.Say("Caseload against capacity, by quarter"), output.Say("Mean over a quarter's weeks (people)"), people)
	band := output.Band{Name: output.Say("Caseload, 80 %% range")}
	caseload, capacity := output.Line{Name: output.Say("Caseload, mean")}, output.Line{Name: output.Say("Places, mean")}
	for q, s := range people.Projected {
		band.Ranges = append(band.Ranges, output.Range{Low: s.P10, High: s.P90})
		caseload.Values, capacity.Values = append(caseload.Values, s.Mean), append(capacity.Values, places.Projected[q].Mean)
	}
	c.Series = []output.Series{band, caseload, capacity, output.Line{Name: output.Say("Places if all posts are filled"), Values: places.Planned}}
	last := len(people.Projected) - 1
	c.Alternative = output.Say("In the last quarter %s people are on the caseloads, where there are %s places; with all posts filled there would be %s.",
		c.Values.Number(people.Projected[last].Mean), c.Values.Number(places.Projected[last].Mean), c.Values.Number(places.Planned[last]))
	d.Chart(c)
}
