// Package output holds a document as it will be laid out: headings, paragraphs, tables, charts and notes, with numbers that carry
// their unit and their error. It knows nothing of flags, scenario files or formulas; each writer below this folder lays the same document out in one format,
// so that no two outputs of one run can disagree.
package output

// Document is a sequence of blocks under a title.
type Document struct {
	Title  Text
	Blocks []Block
	// Notes are what the reader must know; a cell, heading or paragraph refers to one by its number, counted from 1. They are printed
	// at the end, in this order.
	Notes []Text
}

// Block is one of Heading, Paragraph, List, Table and Chart.
type Block interface{ block() }

// Heading begins a section; Level 1 is the highest below the title.
type Heading struct {
	Text  Text
	Level int
}

// Paragraph is running text.
type Paragraph struct {
	Text  Text
	Notes []int
}

// List is a bulleted list.
type List struct{ Items []Text }

// Table is a caption, columns and rows. Each row has as many cells as there are columns.
type Table struct {
	// Name is the table's stable name in plain letters, such as "outcomes".
	Name    string
	Caption Text
	Columns []Column
	Rows    []Row
}

// Column is a table column.
type Column struct {
	Heading Text
	// Numeric columns are aligned to the right.
	Numeric bool
	// Wrap lets long text break into several lines; other columns are as wide as their widest cell.
	Wrap  bool
	Notes []int
}

// Row is a table row.
type Row struct {
	Cells []Cell
	// Total marks a row that sums up those above.
	Total bool
	// Group marks the first row of a group, which is set off from the row above.
	Group bool
}

// Cell is text, a number, or nothing.
type Cell struct {
	Text   Text
	Number *Number // printed instead of Text
	// Range, if not nil, is printed after the number, as a span.
	Range *Range
	Notes []int
}

// Number is a value with its unit and its error.
type Number struct {
	Value float64
	Unit  Unit
	// Step is what the printed value is rounded to, in the unit: 1, 10, 0.1; 0 for as many digits as the unit has (cents for money, else whole).
	Step float64
	// Error is the Monte Carlo standard error of the value; 0 for one that is computed exactly.
	Error float64
}

// Range is the span from P10 to P90, printed in the unit of its number.
type Range struct {
	Low, High float64
	// LowStep and HighStep are what the ends are rounded to; 0 for the step of the number.
	LowStep, HighStep float64
}

// Unit is what a number counts. Money units are the three-letter codes of currencies.
type Unit string

const (
	// Plain numbers are printed without a unit.
	Plain Unit = ""
	// Share is a number from 0 to 1 printed in per cent.
	Share Unit = "share"
	// People, Weeks, Months and FTE are named by the row or column they stand in.
	People Unit = "people"
	Weeks  Unit = "weeks"
	Months Unit = "months"
	FTE    Unit = "FTE"
)

// IsMoney says whether the unit is a currency.
func (u Unit) IsMoney() bool { return len(u) == 3 && u[0] >= 'A' && u[0] <= 'Z' && u != FTE }

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Table) block()     {}

// Heading appends a heading.
func (d *Document) Heading(level int, text Text) {
	d.Blocks = append(d.Blocks, Heading{text, level})
}

// Paragraph appends running text.
func (d *Document) Paragraph(text Text, notes ...int) {
	d.Blocks = append(d.Blocks, Paragraph{text, notes})
}

// Table appends a table.
func (d *Document) Table(t Table) { d.Blocks = append(d.Blocks, t) }

// Note gives the number of a note, adding it unless the same text is there already.
func (d *Document) Note(text Text) int {
	for i, have := range d.Notes {
		if have.Equal(text) {
			return i + 1
		}
	}
	d.Notes = append(d.Notes, text)
	return len(d.Notes)
}
