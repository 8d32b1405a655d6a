package output

import "fmt"

// texts are all that is to be put into a language, save numbers that stand alone.
func (d *Document) texts() []Text {
	texts := append([]Text{d.Title}, d.Notes...)
	for _, block := range d.Blocks {
		switch block := block.(type) {
		case Heading:
			texts = append(texts, block.Text)
		case Paragraph:
			texts = append(texts, block.Text)
		case List:
			texts = append(texts, block.Items...)
		case Table:
			texts = append(texts, block.texts()...)
		case Chart:
			texts = append(texts, block.texts()...)
		}
	}
	return texts
}

func (t Table) texts() []Text {
	texts := []Text{t.Caption}
	for _, column := range t.Columns {
		texts = append(texts, column.Heading)
	}
	for _, row := range t.Rows {
		for _, cell := range row.Cells {
			texts = append(texts, cell.Text)
		}
	}
	return texts
}

func (c Chart) texts() []Text {
	texts := append([]Text{c.Title, c.Alternative, c.Positions.Title, c.Values.Title}, c.Positions.Labels...)
	for _, series := range c.Series {
		switch series := series.(type) {
		case Bars:
			texts = append(texts, series.Name)
		case Line:
			texts = append(texts, series.Name)
		case Band:
			texts = append(texts, series.Name)
		}
	}
	return texts
}

// fault says which value of the text no language can print.
func (t Text) fault() error {
	for _, value := range t.Values {
		switch value := value.(type) {
		case Text:
			if err := value.fault(); err != nil {
				return err
			}
		case listing:
			for _, item := range value.items {
				if err := item.fault(); err != nil {
					return err
				}
			}
		default:
			if !isWord(value) {
				return fmt.Errorf("%q: it has a value of the type %T, which no language can print; give words, a number, a date or a text", t.Message, value)
			}
		}
	}
	return nil
}
