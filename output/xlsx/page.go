package xlsx

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// page is a sheet of the workbook before it is printed.
type page struct {
	name       string
	colour     string // of its tab
	rows       []line // from the first row of the sheet on
	widths     map[int]float64
	frozen     [2]int // so many columns and rows stay in sight
	heads      bool   // print the shared columns and rows on every page of paper
	wide       int    // so many pages of paper across
	paperBreak int    // the row that begins a new page of paper; 0 for none
	merged     []string
	conditions []condition
	choices    []*excelize.DataValidation
	charts     []drawn
}

// line is a row of a page.
type line struct {
	cells  map[int]entry
	height float64 // 0 for the usual
}

// entry is what a cell holds: a string or float64, and the formula that it is worked out from, if any.
type entry struct {
	value   any
	formula string
	style   style
}

// condition gives cells another look where a formula holds.
type condition struct {
	cells, formula string
	look           excelize.Style
}

// drawn is a chart with the cell of its upper left corner; further ones are drawn into it.
type drawn struct {
	cell   string
	charts []*excelize.Chart
}

func newPage(name, colour string) *page {
	return &page{name: name, colour: colour, widths: map[int]float64{}, wide: 1}
}

// line gives a row, counted from 1.
func (p *page) line(row int) *line {
	for len(p.rows) < row {
		p.rows = append(p.rows, line{cells: map[int]entry{}})
	}
	return &p.rows[row-1]
}

func (p *page) put(row, column int, e entry) { p.line(row).cells[column] = e }

func (p *page) text(row, column int, text string, look look) {
	p.put(row, column, entry{value: text, style: style{look: look}})
}

// next is the row below the last.
func (p *page) next() int { return len(p.rows) + 1 }

// printer writes pages into a file.
type printer struct {
	file   *excelize.File
	text   func(string) string
	styles map[style]int
}

func (p *printer) print(pages []*page, names []name, title string) error {
	for i, page := range pages {
		if i == 0 {
			if err := p.file.SetSheetName("Sheet1", page.name); err != nil {
				return err
			}
		} else if _, err := p.file.NewSheet(page.name); err != nil {
			return err
		}
	}
	for _, page := range pages {
		if err := p.page(page, title); err != nil {
			return fmt.Errorf("sheet %s: %w", page.name, err)
		}
	}
	for _, n := range names {
		if err := p.file.SetDefinedName(&excelize.DefinedName{Name: n.name, RefersTo: n.refersTo}); err != nil {
			return fmt.Errorf("name %s: %w", n.name, err)
		}
	}
	if err := p.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: new(true)}); err != nil {
		return err
	}
	return p.file.SetDocProps(&excelize.DocProperties{Title: p.text(title), Creator: "ipsplan"})
}

// page prints one page. A row is written once, in order, together with the figures that programs show which do not work formulas out; so all that belongs to
// the sheet as a whole is set before the rows are closed.
func (p *printer) page(page *page, title string) error {
	if err := p.setUp(page, title); err != nil {
		return err
	}
	stream, err := p.file.NewStreamWriter(page.name)
	if err != nil {
		return err
	}
	if err := p.view(page, stream); err != nil {
		return err
	}
	for i, line := range page.rows {
		if err := p.line(stream, i+1, line); err != nil {
			return err
		}
	}
	for _, cells := range page.merged {
		first, last, _ := strings.Cut(cells, ":")
		if err := stream.MergeCell(first, last); err != nil {
			return err
		}
	}
	if err := p.decorate(page); err != nil {
		return err
	}
	return stream.Flush()
}

// setUp sets what comes before the rows, and the paper: landscape, as wide as the sheet.
func (p *printer) setUp(page *page, title string) error {
	const a4 = 9
	if err := p.file.SetSheetProps(page.name, &excelize.SheetPropsOptions{FitToPage: new(true), TabColorRGB: &page.colour}); err != nil {
		return err
	}
	layout := &excelize.PageLayoutOptions{Size: new(a4), Orientation: new("landscape"), FitToWidth: &page.wide, FitToHeight: new(0)}
	if err := p.file.SetPageLayout(page.name, layout); err != nil {
		return err
	}
	const side, edge = 0.4, 0.6 // inches
	if err := p.file.SetPageMargins(page.name, &excelize.PageLayoutMarginsOptions{Left: new(side), Right: new(side), Top: new(edge), Bottom: new(edge)}); err != nil {
		return err
	}
	const most = 150 // characters of a title: a footer has room for 255
	title = strings.ReplaceAll(shortened(p.text(title), most/2), "&", "&&")
	if err := p.file.SetHeaderFooter(page.name, &excelize.HeaderFooterOptions{OddFooter: "&L" + title + "&C&A&R&P / &N"}); err != nil {
		return err
	}
	if !page.heads {
		return nil
	}
	titles := fmt.Sprintf("%[1]s!$%[2]s:$%[3]s,%[1]s!$%[4]d:$%[5]d", quoted(page.name), letters(labelColumn), letters(unitColumn), titleRow, headingRow)
	return p.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: page.name})
}

func shortened(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

func (p *printer) view(page *page, stream *excelize.StreamWriter) error {
	if err := p.file.SetSheetView(page.name, -1, &excelize.ViewOptions{ShowGridLines: new(false)}); err != nil {
		return err
	}
	for column := 1; column <= maxKey(page.widths); column++ {
		if width, ok := page.widths[column]; ok {
			if err := stream.SetColWidth(column, column, width); err != nil {
				return err
			}
		}
	}
	columns, rows := page.frozen[0], page.frozen[1]
	if columns == 0 && rows == 0 {
		return nil
	}
	return stream.SetPanes(&excelize.Panes{Freeze: true, XSplit: columns, YSplit: rows, TopLeftCell: address(columns+1, rows+1), ActivePane: "bottomRight"})
}

func maxKey[V any](m map[int]V) (last int) {
	for key := range m {
		last = max(last, key)
	}
	return last
}

func (p *printer) line(stream *excelize.StreamWriter, row int, line line) error {
	last := maxKey(line.cells)
	if last == 0 && line.height == 0 {
		return nil
	}
	cells := make([]any, last)
	for column := 1; column <= last; column++ { // in order, so that styles have the same numbers each time
		e, ok := line.cells[column]
		if !ok {
			continue
		}
		id, err := p.style(e.style)
		if err != nil {
			return err
		}
		if s, ok := e.value.(string); ok {
			e.value = p.text(s)
		}
		cells[column-1] = excelize.Cell{StyleID: id, Formula: e.formula, Value: e.value}
	}
	return stream.SetRow(address(1, row), cells, excelize.RowOpts{Height: line.height})
}

// decorate sets what comes after the rows.
func (p *printer) decorate(page *page) error {
	for _, c := range page.conditions {
		look, err := p.file.NewConditionalStyle(&c.look)
		if err != nil {
			return err
		}
		if err := p.file.SetConditionalFormat(page.name, c.cells, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: c.formula, Format: &look}}); err != nil {
			return err
		}
	}
	for _, choice := range page.choices {
		if err := p.file.AddDataValidation(page.name, choice); err != nil {
			return err
		}
	}
	if page.paperBreak > 0 {
		if err := p.file.InsertPageBreak(page.name, address(1, page.paperBreak)); err != nil {
			return err
		}
	}
	for _, d := range page.charts {
		if err := p.file.AddChart(page.name, d.cell, d.charts[0], d.charts[1:]...); err != nil {
			return err
		}
	}
	return nil
}
