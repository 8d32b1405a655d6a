package report

import (
	"math"
	"slices"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// basisInUse says which of two bases of cost the other tables are on, below the heading of either.
func basisInUse(d *output.Document, basis, inUse string) []int {
	if basis == inUse {
		return []int{d.Note(output.Say("The other tables are on this basis."))}
	}
	return []int{d.Note(output.Say("`--set cost_basis=%s` gives the other tables on this basis.", output.Verbatim(basis)))}
}

// planBases is the planned cost on the published basis and in full, what lies between them by line, and the totals that the document prints beside them.
func planBases(d *output.Document, r *study.Result) {
	c := r.CostBases
	if c == nil {
		return
	}
	t := output.Table{Name: "bases", Caption: output.Say("The cost on two bases, and what is printed of it, %s", r.Currency), Columns: []output.Column{
		{Heading: output.Say("Cost"), Wrap: true},
		{Heading: output.Say("Published basis"), Numeric: true, Notes: basisInUse(d, "published", r.CostBasis)},
	}}
	for _, l := range c.LeftOut {
		t.Columns = append(t.Columns, output.Column{Heading: output.Say("Left out"), Numeric: true, Notes: []int{d.Note(output.Say("Left out of the published budget: %s.", quoted(l.Name)))}})
	}
	t.Columns = append(t.Columns, output.Column{Heading: output.Say("Full cost"), Numeric: true, Notes: append(basisInUse(d, "full", r.CostBasis), assumedNote(d, c.Assumed)...)})
	if len(c.Printed) > 0 {
		t.Columns = append(t.Columns, output.Column{Heading: output.Say("Printed"), Numeric: true})
	}
	exact := wholeOrCents(c)
	row := func(name output.Text, published, full float64, leftOut func(l *study.LeftOut) float64) *output.Row {
		cells := []output.Cell{text(name), number(published, output.Plain, exact)}
		for i := range c.LeftOut {
			cells = append(cells, number(leftOut(&c.LeftOut[i]), output.Plain, exact))
		}
		cells = append(cells, number(full, output.Plain, exact))
		for len(cells) < len(t.Columns) {
			cells = append(cells, output.Cell{})
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells})
		return &t.Rows[len(t.Rows)-1]
	}
	for i := range periods(r.Years) {
		published, _ := figureAt(c.Published, i, r.Years)
		full, _ := figureAt(c.Full, i, r.Years)
		last := row(periodName(i, r.Years), published, full, func(l *study.LeftOut) float64 { x, _ := figureAt(l.Figures, i, r.Years); return x })
		last.Total = i == r.Years
	}
	for i, p := range c.Printed {
		leftOut := func(l *study.LeftOut) float64 { return total(l.ByYear[:p.Years]) }
		printed := row(output.Say("%[1]s {year|years} as printed: %[2]s", count(p.Years), said(p.Where)), p.Published, p.Full, leftOut)
		printed.Group = i == 0
		full := len(t.Columns) - 2
		printed.Cells[full+1] = number(p.Printed, output.Plain, exact)
		more := make([]output.Cell, len(t.Columns))
		more[0] = text(output.Join("", output.Verbatim(setIn), output.Say("more than printed")))
		more[1], more[full] = signedFigure(p.Published-p.Printed, exact), signedFigure(p.Full-p.Printed, exact)
		t.Rows = append(t.Rows, output.Row{Cells: more})
	}
	d.Table(t)
}

// signedFigure is an exact amount that is added or taken away.
func signedFigure(x, step float64) output.Cell {
	return text(output.Number{Value: x, Step: step}.Signed())
}

// wholeOrCents is what the planned cost is printed to, so that the table foots: cents where any of it has some.
func wholeOrCents(c *study.CostBases) float64 {
	const cent = 0.01
	for _, f := range append([]study.Figures{c.Published, c.Full}, leftOut(c)...) {
		for _, x := range f.ByYear {
			if math.Abs(x-math.Round(x)) > cent/2 {
				return cent
			}
		}
	}
	return 1
}

func leftOut(c *study.CostBases) (all []study.Figures) {
	for _, l := range c.LeftOut {
		all = append(all, l.Figures)
	}
	return all
}

func total(years []float64) float64 {
	sum := 0.0
	for _, x := range years {
		sum += x
	}
	return sum
}

// fundingBases is cost, funding and gap of each option on both bases of cost, in the same futures.
func fundingBases(d *output.Document, r *study.Result) {
	w := r.WhoPays
	if w.Options[0].Bases == nil {
		return
	}
	const published, full = 0, 1
	t := output.Table{
		Name: "bases", Caption: output.Say("The cost on two bases over %s {year|years}, in the same futures, %s", count(r.Years), r.Currency), Columns: []output.Column{{Wrap: true}},
	}
	var more []string // assumptions that only the full cost rests on
	for i := range w.Options {
		o := &w.Options[i]
		t.Columns = append(t.Columns, output.Column{Heading: optionHeading(o), Numeric: true, Notes: assumedNote(d, o.Bases[published].Assumed)})
		for _, path := range o.Bases[full].Assumed {
			if !slices.Contains(o.Bases[published].Assumed, path) && !slices.Contains(more, path) {
				more = append(more, path)
			}
		}
	}
	row := func(group bool, name output.Text, notes []int, of func(bases []study.BasisFunding) output.Cell) {
		cells := []output.Cell{{Text: name, Notes: notes}}
		for i := range w.Options {
			cells = append(cells, of(w.Options[i].Bases))
		}
		t.Rows = append(t.Rows, output.Row{Cells: cells, Group: group})
	}
	restsOn := [][]int{nil, assumedNote(d, more)}
	for at, names := range [][]output.Text{
		{
			output.Say("Published basis: planned cost"), output.Say("Published basis: cost"), output.Say("Published basis: funding"), output.Say("Published basis: gap"),
			output.Say("Published basis: chance of any gap"), output.Say("Published basis: closes the gap in 80\u00a0%% of futures"),
		},
		{
			output.Say("In full: planned cost"), output.Say("In full: cost"), output.Say("In full: funding"), output.Say("In full: gap"),
			output.Say("In full: chance of any gap"), output.Say("In full: closes the gap in 80\u00a0%% of futures"),
		},
	} {
		basis := []string{"published", "full"}[at]
		row(at > 0, names[0], append(restsOn[at], basisInUse(d, basis, r.CostBasis)...), func(b []study.BasisFunding) output.Cell { return number(b[at].Planned.Total, output.Plain, 1) })
		row(false, names[1], nil, func(b []study.BasisFunding) output.Cell { return amountCell(b[at].Cost.Total) })
		row(false, names[2], nil, func(b []study.BasisFunding) output.Cell { return amountCell(b[at].Funding.Total) })
		row(false, names[3], nil, func(b []study.BasisFunding) output.Cell { return amountCell(b[at].Gap.Total) })
		row(false, names[4], nil, func(b []study.BasisFunding) output.Cell { return number(b[at].ChanceOfGap.Total, output.Share, 1) })
		row(false, names[5], nil, func(b []study.BasisFunding) output.Cell {
			enough, _ := b[at].ClosingGap.Get("80")
			mcse, _ := b[at].ClosingGapError.Get("80")
			return amountOf(enough, mcse, b[at].Gap.Total.SD)
		})
	}
	moreInFull := func(of func(m *study.MoreInFull) study.Gains) func([]study.BasisFunding) output.Cell {
		return func(b []study.BasisFunding) output.Cell {
			return signedAmount(study.Stat{Estimate: of(b[full].More).Total.Estimate})
		}
	}
	row(true, output.Say("More in full: cost"), nil, moreInFull(func(m *study.MoreInFull) study.Gains { return m.Cost }))
	row(false, output.Say("More in full: funding"), nil, moreInFull(func(m *study.MoreInFull) study.Gains { return m.Funding }))
	row(false, output.Say("More in full: gap"), nil, moreInFull(func(m *study.MoreInFull) study.Gains { return m.Gap }))
	d.Table(t)
}
