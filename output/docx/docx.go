// Package docx lays documents out as a file for Microsoft Word and LibreOffice Writer (Office Open XML, ISO/IEC 29500:2016, transitional).
//
// What a reader may want to look different is a style: headings, captions, notes, marks, and one table style, "IPS Table", which changes all tables at once.
// Tables and figures are numbered by fields, marks are cross-references to a numbered list of notes: all follow when something is added.
// Notes are no footnotes of Word's, because most are referred to from the header rows of tables, which repeat on each page, several times, or from nowhere.
//
// The same documents make the same bytes: nothing in the file depends on the clock.
package docx

import (
	"archive/zip"
	"fmt"
	"io"

	"ipsplan/output"
)

// Options say what the file is called in its properties and which language it is in.
type Options struct {
	// Title stands above several documents put together, and in the file's properties; a single document needs none beside its own.
	Title output.Text
	// Language is English if not set.
	Language output.Language
}

// Write lays the documents out one after the other. Nothing is written if one has a fault (see Document.Check).
func Write(w io.Writer, documents []*output.Document, options Options) error {
	for _, d := range documents {
		if err := d.Check(); err != nil {
			return err
		}
	}
	l := &layout{options: options}
	if err := l.documents(documents); err != nil {
		return err
	}
	return pack(w, l.parts())
}

// file is one of those that make up a .docx file.
type file struct {
	name    string
	content []byte
}

// pack writes the files in their order, the list of content types first, as the packaging standard (ISO/IEC 29500-2) wants it.
func pack(w io.Writer, files []file) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		into, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate}) // without a time
		if err == nil {
			_, err = into.Write(f.content)
		}
		if err != nil {
			return fmt.Errorf("%s in the .docx file: %w", f.name, err)
		}
	}
	return z.Close()
}
