// Package xlsx writes an Excel workbook in which a reader can follow every planned figure: inputs, workings, outputs and checks on sheets of their own, with
// live formulas that are made from the rows of a [budgets.Sheet], so that no arithmetic is written a second time. What a simulation has found stands beside
// them as values.
//
// # Layout
//
// The sheets of a scenario share their columns: the same column is the same quarter on each of them. A row has one formula, which is copied across all of
// its periods. Single cells have names, which formulas use; series are referred to by address. A narrow column before the first year and the first quarter
// holds the 0 that a row has before its first period.
//
// # Money
//
// The rows of a [budgets.Sheet] are in cents, the workbook is in whole currency: formulas hold as they are, since each has money in the same power on both
// sides, which is checked. [budgets.Round] becomes
//
//	ROUND(x + SIGN(x)*0.00000001, 2)
//
// without the sign where x cannot be below 0. Sums of whole cents are rounded to the cent, which changes nothing but the noise of binary fractions: without
// it, two equal amounts might differ in the fifteenth digit, and the first of the highest quarters be another one.
package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"ipsplan/budgets"
	"ipsplan/output"
)

// Book is what a workbook shows.
type Book struct {
	Title string
	// Settings are printed on the first sheet: the program's version, the seed, the number of simulated futures and what else led to the figures.
	Settings  []Setting
	Scenarios []Scenario // one or more
	// Together are results about all scenarios together, which have a sheet of their own.
	Together []*output.Document
	// Language is that of the documents; the workbook's own words are English, and numbers are written as the reader's program writes them.
	Language output.Language
}

// Setting is one thing that led to the figures.
type Setting struct{ Name, Value string }

// Scenario is what a workbook shows of one scenario.
type Scenario struct {
	Name, Title string
	Currency    string // its three-letter code
	Sheet       *budgets.Sheet
	Values      *budgets.Values // of the sheet; nil to have it evaluated
	// Documents are results whose tables are shown as values.
	Documents []*output.Document
}

// Write writes the workbook, the same bytes for the same book. Nothing is written if the book has a fault.
func Write(w io.Writer, book Book) error {
	if len(book.Scenarios) == 0 {
		return errors.New("workbook: it has no scenario; give one or more")
	}
	pages, names, err := lay(book)
	if err != nil {
		return err
	}
	f := excelize.NewFile()
	defer f.Close() // nothing is open: the file lives in memory
	p := printer{file: f, text: plainText, styles: map[style]int{}}
	if err := p.print(pages, names, book.Title); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	return writeStable(w, b.Bytes())
}

// lay makes the pages of a book, in order, and the names of its cells.
func lay(book Book) ([]*page, []name, error) {
	prefixes := newNamer()
	var pages []*page
	var names []name
	var scenarios []*sheets
	for _, s := range book.Scenarios {
		prefix := ""
		if len(book.Scenarios) > 1 {
			prefix = prefixes.prefix(s.Name)
		}
		l, err := newSheets(s, prefix, book.Language)
		if err != nil {
			return nil, nil, fmt.Errorf("workbook: scenario %q: %w", s.Name, err)
		}
		scenarios = append(scenarios, l)
		pages = append(pages, l.pages()...)
		names = append(names, l.names()...)
	}
	together, err := togetherPage(book)
	if err != nil {
		return nil, nil, err
	}
	if together != nil {
		pages = append(pages, together)
	}
	return append([]*page{readMe(book, scenarios)}, pages...), names, nil
}
