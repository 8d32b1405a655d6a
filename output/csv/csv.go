// Package csv writes the tables of documents as comma-separated values, for spreadsheets: cells as they are printed, numbers without grouping and units. They begin with a byte order mark.
package csv

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"ipsplan/output"
)

// Write writes the tables of the documents, each below its headings. Where there are several, a first column says which one a row is of: the document's title, the
// last heading above the table, its caption. Where the language has a decimal comma, semicolons stand between cells. Nothing is written if a document has a fault
// (see Document.Check).
func Write(w io.Writer, documents []*output.Document, language output.Language) error {
	var tables []titled
	for _, d := range documents {
		if err := d.Check(); err != nil {
			return err
		}
		tables = append(tables, tablesOf(d)...)
	}
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if language.Decimal == "," {
		out.Comma = ';'
	}
	for _, t := range tables {
		for _, row := range rows(t.Table, language) {
			if len(tables) > 1 {
				row = append([]string{safe(language.Text(t.title))}, row...)
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// byteOrderMark tells spreadsheets that letters beyond ASCII are in UTF-8.
const byteOrderMark = "\ufeff"

// titled is a table and where it stands.
type titled struct {
	output.Table
	title output.Text
}

func tablesOf(d *output.Document) []titled {
	var tables []titled
	var heading output.Text
	for _, block := range d.Blocks {
		switch block := block.(type) {
		case output.Heading:
			heading = block.Text
		case output.Table:
			tables = append(tables, titled{block, output.Join(": ", d.Title, heading, block.Caption)})
		}
	}
	return tables
}

// rows are the headings and the rows of a table. A column with ranges is followed by two for their ends.
func rows(t output.Table, language output.Language) [][]string {
	ranged := make([]bool, len(t.Columns))
	for _, row := range t.Rows {
		for i, cell := range row.Cells {
			ranged[i] = ranged[i] || cell.Range != nil
		}
	}
	var headings []string
	for i, column := range t.Columns {
		heading := safe(language.Text(column.Heading))
		headings = append(headings, heading)
		if ranged[i] {
			headings = append(headings, strings.TrimSpace(heading+" P10"), strings.TrimSpace(heading+" P90"))
		}
	}
	all := [][]string{headings}
	for _, row := range t.Rows {
		var cells []string
		for i, cell := range row.Cells {
			cells = append(cells, value(cell, language))
			if ranged[i] {
				cells = append(cells, ends(cell, language)...)
			}
		}
		all = append(all, cells)
	}
	return all
}

func value(c output.Cell, language output.Language) string {
	if c.Number == nil {
		return safe(strings.Join(output.Lines(language.Text(c.Text)), " "))
	}
	return plain(*c.Number, language)
}

func ends(c output.Cell, language output.Language) []string {
	if c.Range == nil {
		return []string{"", ""}
	}
	end := func(value, step float64) string {
		n := *c.Number
		n.Value = value
		if step > 0 {
			n.Step = step
		}
		return plain(n, language)
	}
	return []string{end(c.Range.Low, c.Range.LowStep), end(c.Range.High, c.Range.HighStep)}
}

// plain is a number rounded as it is printed, a share as a share of 1.
func plain(n output.Number, language output.Language) string {
	value, decimals := n.Printed()
	if n.Unit == output.Share {
		decimals += 2
	}
	mark := language.Decimal
	if mark == "" {
		mark = "."
	}
	return strings.Replace(strconv.FormatFloat(value, 'f', decimals, 64), ".", mark, 1)
}

// safe keeps a spreadsheet from taking words for a formula; a number may begin with its sign.
func safe(cell string) string {
	isNumber := strings.Trim(cell, "+-0123456789.,") == ""
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && !isNumber {
		return "'" + cell
	}
	return cell
}
