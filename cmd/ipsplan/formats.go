package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"ipsplan/output"
	"ipsplan/output/chart"
	"ipsplan/output/csv"
	"ipsplan/output/docx"
	"ipsplan/output/html"
	"ipsplan/output/latex"
	"ipsplan/output/markdown"
	"ipsplan/output/report"
	"ipsplan/output/text"
	"ipsplan/output/xlsx"
	"ipsplan/scenarios/study"
)

// fileFormat is one that results are written in.
type fileFormat struct {
	name, ending string
	// who may choose it
	offer offer
	// isBinary is no text that a terminal can show.
	isBinary bool
	write    func(b *bytes.Buffer, p *pages) error
}

// offer says which commands a format is for.
type offer int

const (
	byAll    offer = iota
	byReport       // documents for readers
	byCharts       // pictures, of commands that draw charts
)

// pages are what is written: the results themselves, and the documents made of them.
type pages struct {
	*common
	results   *study.Results
	documents []*output.Document
	out       io.Writer // where the text goes in the end, which may be a terminal
}

func fileFormats() []fileFormat {
	return []fileFormat{
		{name: "table", ending: ".txt", write: func(b *bytes.Buffer, p *pages) error {
			return p.each(b, func(into *bytes.Buffer, d *output.Document) error { return text.Write(into, d, p.textOptions(p.out)) })
		}},
		{name: "markdown", ending: ".md", write: func(b *bytes.Buffer, p *pages) error {
			return p.each(b, func(into *bytes.Buffer, d *output.Document) error { return markdown.Write(into, d, p.language) })
		}},
		{name: "csv", ending: ".csv", write: func(b *bytes.Buffer, p *pages) error {
			if p.layout.Table != "" {
				return csv.Write(b, p.documents, p.language)
			}
			return p.results.WriteCSV(b, p.language.Decimal)
		}},
		{name: "json", ending: ".json", write: writeJSON},
		{name: "html", ending: ".html", offer: byReport, write: func(b *bytes.Buffer, p *pages) error {
			return html.Write(b, p.documents, html.Options{Title: report.Title(p.results), Language: p.language})
		}},
		{name: "docx", ending: ".docx", offer: byReport, isBinary: true, write: func(b *bytes.Buffer, p *pages) error {
			return docx.Write(b, p.documents, docx.Options{Title: report.Title(p.results), Language: p.language})
		}},
		{name: "latex", ending: ".tex", offer: byReport, write: func(b *bytes.Buffer, p *pages) error {
			return latex.Write(b, p.documents, latex.Options{Title: report.Title(p.results), Language: p.language})
		}},
		{name: "xlsx", ending: ".xlsx", offer: byReport, isBinary: true, write: func(b *bytes.Buffer, p *pages) error { return xlsx.Write(b, p.book()) }},
		{name: "svg", ending: ".svg", offer: byCharts, write: func(b *bytes.Buffer, p *pages) error {
			return chart.SVG(b, p.documents, chart.Options{Only: p.chart, Language: p.language})
		}},
		{name: "png", ending: ".png", offer: byCharts, isBinary: true, write: func(b *bytes.Buffer, p *pages) error {
			return chart.PNG(b, p.documents, chart.Options{Only: p.chart, Language: p.language})
		}},
	}
}

// each lays the documents out on all cores and writes them one after the other, with an empty line between them.
func (p *pages) each(b *bytes.Buffer, layOut func(*bytes.Buffer, *output.Document) error) error {
	written, errs := make([]bytes.Buffer, len(p.documents)), make([]error, len(p.documents))
	study.OnAllCores(len(p.documents), func(i int) { errs[i] = layOut(&written[i], p.documents[i]) })
	for i := range written {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.Write(written[i].Bytes())
	}
	return cmp.Or(errs...)
}

func writeJSON(b *bytes.Buffer, p *pages) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(p.results)
}

// book is the workbook: what is planned under the first funding option shown, as formulas, and the documents as values.
func (p *pages) book() xlsx.Book {
	book := xlsx.Book{Title: p.language.Text(p.documents[0].Title), Language: p.language, Together: present(p.report.Together)}
	if title := report.Title(p.results); !title.IsEmpty() {
		book.Title = p.language.Text(title)
	}
	for i, r := range p.results.Scenarios {
		plan, option := &p.loaded[i].Budget, 0
		for at := range plan.Options {
			if plan.Options[at].Key == r.WhoPays.Options[0].Key {
				option = at
			}
		}
		book.Scenarios = append(book.Scenarios, xlsx.Scenario{Name: r.Name, Title: r.Title, Currency: r.Currency, Sheet: p.loaded[i].BudgetSheet(option), Documents: present(p.report.Scenarios[i : i+1])})
	}
	for _, s := range report.Settings(p.results, p.layout) {
		book.Settings = append(book.Settings, xlsx.Setting{Name: p.language.Text(s.Cells[0].Text), Value: p.language.Cell(s.Cells[1])})
	}
	return book
}

// present are the documents that there are.
func present(documents []*output.Document) []*output.Document {
	return slices.DeleteFunc(slices.Clone(documents), func(d *output.Document) bool { return d == nil })
}

// offered are the formats that the command writes.
func (c *common) offered() []fileFormat {
	return slices.DeleteFunc(fileFormats(), func(f fileFormat) bool {
		return f.offer == byCharts && len(c.charts) == 0 || f.offer == byReport && !c.isReport
	})
}

// formats are their names.
func (c *common) formats() []string {
	var names []string
	for _, f := range c.offered() {
		names = append(names, f.name)
	}
	return names
}

func (c *common) endingsInWords() string {
	var endings []string
	for _, f := range c.offered() {
		endings = append(endings, f.ending)
	}
	last := len(endings) - 1
	return strings.Join(endings[:last], ", ") + " and " + endings[last]
}

// formatOf is the format that has what is asked for; the zero format if none has.
func formatOf(has func(fileFormat) bool) fileFormat {
	all := fileFormats()
	if i := slices.IndexFunc(all, has); i >= 0 {
		return all[i]
	}
	return fileFormat{}
}

func formatNamed(name string) fileFormat {
	return formatOf(func(f fileFormat) bool { return f.name == name })
}

// notOffered says why a format that there is cannot be had of the command; nothing if it can.
func (c *common) notOffered(f fileFormat) string {
	switch {
	case f.offer == byCharts && len(c.charts) == 0:
		return "is a picture, and this command draws none (ipsplan explain, ipsplan funding and ipsplan report do)"
	case f.offer == byReport && !c.isReport:
		return "is written by ipsplan report alone"
	}
	return ""
}
