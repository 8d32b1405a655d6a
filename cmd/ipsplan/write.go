package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"ipsplan/output"
	"ipsplan/output/chart"
	"ipsplan/output/markdown"
	"ipsplan/output/text"
	"ipsplan/scenarios/study"
)

// endings are the formats that the ending of a file's name stands for.
func endings() map[string]string {
	return map[string]string{".txt": "table", ".md": "markdown", ".csv": "csv", ".json": "json", ".svg": "svg", ".png": "png"}
}

// formats are those that a command writes; only one that draws charts writes pictures.
func (c *common) formats() []string {
	formats := []string{"table", "markdown", "csv", "json"}
	if len(c.charts) > 0 {
		formats = append(formats, "svg", "png")
	}
	return formats
}

func isPicture(format string) bool { return format == "svg" || format == "png" }

// chooseFormat settles the language and the format, from the flags and the ending of the output file, before any work is done.
func (c *common) chooseFormat(out io.Writer) error {
	if err := c.chooseLanguage(); err != nil {
		return err
	}
	formats := c.formats()
	if isPicture(c.format) && len(c.charts) == 0 {
		return usage("--format: %s is a picture, and this command draws none (ipsplan explain and ipsplan funding do); formats are %s", c.format, strings.Join(formats, ", "))
	}
	if c.format != "" && !slices.Contains(formats, c.format) {
		return usage("--format: %q is not a format; %s", c.format, nearest(c.format, formats, "formats are "))
	}
	if c.output == standardOutput {
		c.output = ""
	}
	byEnding := ""
	if c.output != "" {
		var err error
		if byEnding, err = c.formatByEnding(); err != nil {
			return err
		}
	}
	switch {
	case c.format == "" && byEnding == "":
		c.format = "table"
	case c.format == "":
		c.format = byEnding
	case byEnding != "" && byEnding != c.format:
		return usage("--format: %s does not fit the ending of %s, which stands for %s; leave out one of the two", c.format, c.output, byEnding)
	}
	return c.checkPicture(out)
}

// chooseLanguage settles the language of documents.
func (c *common) chooseLanguage() error {
	code := cmp.Or(c.lang, output.Languages()[0])
	if !slices.Contains(output.Languages(), code) {
		return usage("--lang: %q is not a language of documents; %s", code, nearest(code, output.Languages(), "there are "))
	}
	var err error
	c.language, err = output.LanguageOf(code)
	return err
}

// standardOutput is the name of a file that stands for no file.
const standardOutput = "-"

func (c *common) formatByEnding() (string, error) {
	ending := strings.ToLower(filepath.Ext(c.output))
	format := endings()[ending]
	if isPicture(format) && len(c.charts) == 0 {
		return "", usage("--output: %s: the ending %q stands for a picture, and this command draws none (ipsplan explain and ipsplan funding do); endings are %s", c.output, ending, c.endingsInWords())
	}
	if format == "" {
		return "", usage("--output: %s: the ending %q stands for no format; endings are %s", c.output, ending, c.endingsInWords())
	}
	if info, err := os.Stat(c.output); err == nil && info.IsDir() {
		return "", usage("--output: %s is a folder; name a file in it", c.output)
	}
	return format, nil
}

func (c *common) endingsInWords() string {
	if len(c.charts) > 0 {
		return ".txt, .md, .csv, .json, .svg and .png"
	}
	return ".txt, .md, .csv and .json"
}

// checkPicture refuses a chart that is not there or that the format has no place for, and dots on a terminal.
func (c *common) checkPicture(out io.Writer) error {
	switch {
	case c.chart != "" && !slices.Contains(c.charts, c.chart):
		return usage("--chart: %q is not a chart of this command; %s", c.chart, nearest(c.chart, c.charts, "charts are "))
	case c.chart != "" && !isPicture(c.format):
		return usage("--chart: chooses what a picture shows; give a file that ends in .svg or .png, or leave out --chart")
	case c.format == "png" && c.output == "" && isTerminal(out):
		return usage("--format: png is no text that a terminal can show; name a file, such as --output chart.png")
	}
	return nil
}

func isTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// write puts out results: the values themselves as JSON or CSV, else the documents made of them, or their charts.
func (c *common) write(cmd *cobra.Command, results *study.Results, documents ...*output.Document) error {
	results.Tool = tool()
	var b bytes.Buffer
	if err := c.encode(&b, cmd.OutOrStdout(), results, documents); err != nil {
		return err
	}
	if c.output != "" {
		return writeWhole(c.output, b.Bytes())
	}
	_, err := cmd.OutOrStdout().Write(b.Bytes())
	return err
}

func (c *common) encode(b *bytes.Buffer, out io.Writer, results *study.Results, documents []*output.Document) error {
	switch c.format {
	case "json":
		e := json.NewEncoder(b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(results)
	case "csv":
		return results.WriteCSV(b, c.language.Decimal)
	case "svg":
		return chart.SVG(b, documents, chart.Options{Only: c.chart, Language: c.language})
	case "png":
		return chart.PNG(b, documents, chart.Options{Only: c.chart, Language: c.language})
	}
	for i, d := range documents {
		if i > 0 {
			b.WriteByte('\n')
		}
		var err error
		if c.format == "markdown" {
			err = markdown.Write(b, d, c.language)
		} else {
			err = text.Write(b, d, text.Options{Width: c.width(out), Language: c.language})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Widths of lines, in characters: where there is no terminal, and at most in a wide one, since longer lines are hard to read.
const (
	usualWidth = 100
	widestText = 120
)

// width is that of the terminal, if the output goes to one.
func (c *common) width(out io.Writer) int {
	if file, ok := out.(*os.File); ok && c.output == "" && term.IsTerminal(int(file.Fd())) {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
			return min(width, widestText)
		}
	}
	return usualWidth
}

// writeWhole writes a file beside its place and then renames it, so that there is never half a file.
func writeWhole(path string, content []byte) (err error) {
	fail := func(err error) error {
		var at *fs.PathError
		if errors.As(err, &at) {
			err = at.Err
		}
		return fmt.Errorf("%s: cannot be written: %w; %s", path, err, remedy(err))
	}
	// A link stays a link: what it points to is replaced.
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".ipsplan-*")
	if err != nil {
		return fail(err)
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	if _, err := file.Write(content); err != nil {
		file.Close()
		return fail(err)
	}
	if err := file.Close(); err != nil {
		return fail(err)
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	if err := os.Chmod(file.Name(), mode); err != nil {
		return fail(err)
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return fail(err)
	}
	return nil
}

// remedy is what to do about a file that cannot be written.
func remedy(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "make the folder first, or choose another"
	case errors.Is(err, fs.ErrPermission):
		return "choose a place where you may write"
	case errors.Is(err, syscall.ENOSPC):
		return "make room on the disk"
	}
	return "choose another place"
}

// writeNew writes a file that must not be there yet.
func writeNew(path string, content []byte) error {
	whole := path + ".ipsplan-new"
	if err := writeWhole(whole, content); err != nil {
		return errors.New(strings.ReplaceAll(err.Error(), whole, path))
	}
	defer os.Remove(whole)
	// A link, unlike a renaming, fails where a file is already, also one that came just now.
	if err := os.Link(whole, path); errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: is there already and was left as it is; name another file", path)
	} else if err == nil {
		return nil
	}
	// No links on this disk: the next best is a file that is made only if there is none.
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: is there already and was left as it is; name another file", path)
	}
	if err == nil {
		_, err = file.Write(content)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		return fmt.Errorf("%s: cannot be written: %w; %s", path, err, remedy(err))
	}
	return nil
}
