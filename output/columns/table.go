package columns

import (
	"fmt"

	"ipsplan/output"
)

// Of are the columns of a table as plain text in a language, by which their widths are estimated.
func Of(language output.Language, t output.Table) []Column {
	all := make([]Column, len(t.Columns))
	for i, column := range t.Columns {
		all[i] = Column{Heading: language.Text(column.Heading) + plainMarks(column.Notes), Numeric: column.Numeric, Wrap: column.Wrap}
		for _, row := range t.Rows {
			all[i].Cells = append(all[i].Cells, language.Cell(row.Cells[i])+plainMarks(row.Cells[i].Notes))
		}
	}
	return all
}

func plainMarks(notes []int) string {
	text := ""
	for _, note := range notes {
		text += fmt.Sprint(note)
	}
	return text
}
