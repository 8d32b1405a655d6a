package xlsx

import (
	"slices"

	"github.com/xuri/excelize/v2"

	"ipsplan/budgets"
)

const (
	chartWidth, chartHeight = 920, 330 // pixels
	chartRows               = 19
)

// draw adds the charts below the tables.
func (o *outputs) draw() {
	o.page.paperBreak = o.page.next() + 1
	o.sectionRow(o.page, o.page.paperBreak, "Charts")
	money := o.Currency
	sources := o.like("funding.", ".quarter")
	stacked := append(sources, "total.gap.quarter")
	if len(sources) == 0 {
		stacked = o.like("cost.", ".quarter")
	}
	const ink = "000000"
	people := []string{"plan.referrals", "plan.engagements.year", "plan.job_starts.year", "plan.sustainments.year"}
	colours := []string{"1F3A5F", "2E8B8B", "C9A227", "8E5EA2", "5B8DB8", "B5651D", "6B8E23", "A0527C"}
	o.chart("Planned cost and who pays it, by quarter ("+money+")", o.plot(excelize.ColStacked, colours, stacked...), o.plot(excelize.Line, []string{ink}, "total.cost.quarter"))
	o.chart("Planned cash, by quarter ("+money+")", o.plot(excelize.Col, []string{"B8C4D6"}, "cash.costs"), o.plot(excelize.Line, []string{ink, "C9A227"}, "cash.need", "cash.bridge"))
	o.chart("Planned people, by year", o.plot(excelize.Col, colours, people...))
}

// chart places what there is to draw below what stands on the sheet so far; later charts are drawn over the first.
func (o *outputs) chart(title string, plots ...plot) {
	var charts []*excelize.Chart
	below := false
	for _, c := range plots {
		if len(c.Series) > 0 {
			charts = append(charts, c.Chart)
			below = below || c.below
		}
	}
	if len(charts) == 0 {
		return
	}
	for _, c := range charts { // the axes of the last are drawn
		axis := excelize.Font{Color: valueInk, Size: 9}
		c.XAxis = excelize.ChartAxis{Font: axis}
		c.YAxis = excelize.ChartAxis{Font: axis, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: decimals(0)}}
		if !below {
			c.YAxis.Minimum = new(0.0)
		}
	}
	first := charts[0]
	first.Title = excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Size: 11, Bold: true, Color: headPaper}}}}
	first.Dimension = excelize.ChartDimension{Width: chartWidth, Height: chartHeight}
	first.Legend = excelize.ChartLegend{Position: "bottom"}
	first.GapWidth = new(uint(60))
	at := o.page.next() + 1
	o.page.charts = append(o.page.charts, drawn{address(labelColumn, at), charts})
	o.page.line(at + chartRows)
}

// plot is rows drawn in one way, and whether they go below 0.
type plot struct {
	*excelize.Chart
	below bool
}

// plot draws rows in one way, each in its colour.
func (o *outputs) plot(kind excelize.ChartType, colours []string, rows ...string) plot {
	c := plot{&excelize.Chart{Type: kind}, false}
	for i, name := range rows {
		r := o.traits.rows[name]
		if r == nil {
			continue
		}
		sheet, at := o.sheet, o.rows[name]
		if at == 0 { // not among the outputs
			sheet, at = o.places[name].page, o.places[name].row
		}
		c.below = c.below || slices.Min(o.values.Of(name)) < 0
		colour := colours[i%len(colours)]
		if name == "total.gap.quarter" {
			colour = "D94F4F"
		}
		series := excelize.ChartSeries{
			Name:       sheet + "!" + fixed(labelColumn, at),
			Categories: o.sheet + "!" + o.absolute(r.Per, headingRow),
			Values:     sheet + "!" + o.absolute(r.Per, at),
			Fill:       excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}},
		}
		if kind == excelize.Line {
			series.Line = excelize.LineOptions{Width: 2.25, Fill: series.Fill}
			series.Marker = excelize.ChartMarker{Symbol: "none"}
		}
		c.Series = append(c.Series, series)
	}
	return c
}

func (c columns) absolute(per budgets.Period, row int) string {
	return fixed(c.first(per), row) + ":" + fixed(c.last(per), row)
}
