package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"ipsplan/budgets"
)

// style is how a cell looks.
type style struct {
	look   look
	format string // of its number
	total  bool   // set off from the rows above
	right  bool   // text in a column of numbers
}

// look is what a cell is for.
type look int

const (
	plain look = iota
	wrapped
	small // what only those who check the workbook read
	title
	heading  // of a column
	figures  // the heading of a column of numbers
	section  // of rows
	input    // to be changed
	calendar // an input that is not
	worked   // out by a formula
	value    // that follows nothing
	verdict
)

// Colours; an input is told apart by its ink as well, for those who print in black and white or do not tell colours apart.
const (
	inputInk, inputPaper = "1F4E9E", "FFF8DC"
	valueInk, valuePaper = "404040", "EDEDED"
	headInk, headPaper   = "FFFFFF", "1F3A5F"
	sectionPaper         = "DCE6F1"
	faint                = "7F7F7F"
	goodInk, goodPaper   = "006100", "C6EFCE"
	badInk, badPaper     = "9C0006", "FFC7CE"
	changedPaper         = "FFD28A"
	rule                 = "808080"
)

// style is the number under which the file knows a style.
func (p *printer) style(s style) (int, error) {
	if id, ok := p.styles[s]; ok {
		return id, nil
	}
	x := s.look.cell()
	if s.format != "" {
		x.CustomNumFmt = &s.format
	}
	if s.total {
		x.Font.Bold = true
		x.Border = append(x.Border, excelize.Border{Type: "top", Color: rule, Style: 1})
	}
	if s.right {
		x.Alignment.Horizontal = "right"
	}
	id, err := p.file.NewStyle(x)
	if err == nil {
		p.styles[s] = id
	}
	return id, err
}

// cell is how cells of a look are drawn.
func (l look) cell() *excelize.Style {
	font := &excelize.Font{Family: "Calibri", Size: 10}
	x := &excelize.Style{Font: font, Alignment: &excelize.Alignment{Vertical: "center"}}
	fill := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	switch l {
	case wrapped:
		x.Alignment.WrapText = true
	case small:
		font.Color, font.Size = faint, 8
	case title:
		font.Bold, font.Size, font.Color = true, 14, headPaper
	case heading, figures:
		font.Bold, font.Color, x.Fill = true, headInk, fill(headPaper)
		x.Alignment.WrapText = true
		if l == figures {
			x.Alignment.Horizontal = "right"
		}
	case section:
		font.Bold, x.Fill = true, fill(sectionPaper)
	case input:
		font.Color, x.Fill = inputInk, fill(inputPaper)
	case calendar:
		font.Color = faint
	case value:
		font.Color, x.Fill = valueInk, fill(valuePaper)
	case verdict:
		font.Bold = true
	}
	return x
}

func paint(ink, paper string) excelize.Style {
	return excelize.Style{Font: &excelize.Font{Color: ink, Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{paper}}}
}

const (
	moneyFormat = "#,##0.00"
	wholeFormat = "0"
)

// format is how the numbers of a row are written.
func format(u budgets.Unit) string {
	switch u {
	case budgets.Money, budgets.OtherMoney:
		return moneyFormat
	case budgets.People, budgets.Weeks, budgets.FTEWeeks:
		return "#,##0.0"
	case budgets.Share:
		return "0.00%"
	case budgets.Factor:
		return "0.0000"
	case budgets.FTE:
		return "0.00"
	case budgets.Flag:
		return wholeFormat
	}
	return "General"
}

// unitText is what a row's numbers are, in words.
func unitText(u budgets.Unit, currency string) string {
	switch u {
	case budgets.Money:
		return currency
	case budgets.OtherMoney:
		return "other currency"
	case budgets.Flag:
		return "0 or 1"
	}
	return string(u)
}

// decimals is a format with thousands apart and so many decimals.
func decimals(n int) string {
	if n == 0 {
		return "#,##0"
	}
	return "#,##0." + fmt.Sprintf("%0*d", n, 0)
}
