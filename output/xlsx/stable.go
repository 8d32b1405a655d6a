package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// writeStable writes a workbook's file with its parts in a fixed order and without times, so that the same workbook is the same bytes.
func writeStable(w io.Writer, file []byte) error {
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	parts := slices.Clone(r.File)
	slices.SortFunc(parts, func(a, b *zip.File) int {
		if (a.Name == contents) != (b.Name == contents) { // readers look for it at the beginning
			if a.Name == contents {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	z := zip.NewWriter(w)
	for _, part := range parts {
		if err := copyPart(z, part); err != nil {
			return fmt.Errorf("workbook: %w", err)
		}
	}
	return z.Close()
}

const contents = "[Content_Types].xml"

func copyPart(z *zip.Writer, part *zip.File) error {
	from, err := part.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	text, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	if part.Name == contents {
		text = sortContents(text)
	}
	to, err := z.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = to.Write(text)
	return err
}

var contentsEntry = regexp.MustCompile(`<(Default|Override) [^>]*(/>|></(Default|Override)>)`)

// sortContents puts the entries of the list of contents, whose order means nothing, in order.
func sortContents(text []byte) []byte {
	entries := contentsEntry.FindAllString(string(text), -1)
	slices.Sort(entries)
	before, _, _ := strings.Cut(string(text), "<Default ")
	before, _, _ = strings.Cut(before, "<Override ")
	return []byte(before + strings.Join(entries, "") + "</Types>")
}
