package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"ipsplan/output"
	"ipsplan/output/text"
	"ipsplan/scenarios/study"
)

// chooseFormat settles the language and the format, from the flags and the ending of the output file, before any work is done.
func (c *common) chooseFormat(out io.Writer) error {
	if err := c.chooseLanguage(); err != nil {
		return err
	}
	formats := c.formats()
	if why := c.notOffered(formatNamed(c.format)); why != "" {
		return usage("--format: %s %s; formats are %s", c.format, why, strings.Join(formats, ", "))
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
	format := formatOf(func(f fileFormat) bool { return f.ending == ending })
	if format.name == "" {
		return "", usage("--output: %s: the ending %q stands for no format; endings are %s", c.output, ending, c.endingsInWords())
	}
	if why := c.notOffered(format); why != "" {
		return "", usage("--output: %s: the ending %q stands for %s, which %s; endings are %s", c.output, ending, format.name, why, c.endingsInWords())
	}
	if info, err := os.Stat(c.output); err == nil && info.IsDir() {
		return "", usage("--output: %s is a folder; name a file in it", c.output)
	}
	return format.name, nil
}

// checkPicture refuses a chart that is not there or that the format has no place for, and dots on a terminal.
func (c *common) checkPicture(out io.Writer) error {
	switch {
	case c.chart != "" && !slices.Contains(c.charts, c.chart):
		return usage("--chart: %q is not a chart of this command; %s", c.chart, nearest(c.chart, c.charts, "charts are "))
	case c.chart != "" && formatNamed(c.format).offer != byCharts:
		return usage("--chart: chooses what a picture shows; give a file that ends in .svg or .png, or leave out --chart")
	case formatNamed(c.format).isBinary && c.output == "" && isTerminal(out):
		return usage("--format: %[1]s is no text that a terminal can show; name a file, such as --output chart.%[1]s", c.format)
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
	return formatNamed(c.format).write(b, &pages{common: c, results: results, documents: documents, out: out})
}

// Widths of lines, in characters: where nobody says what there is, and at most, since longer lines are hard to read.
const (
	usualWidth = 100
	widestText = 120
)

// textOptions are the width of the terminal, which COLUMNS may overrule, and whether to write in bold and dim letters: on a terminal, unless NO_COLOR asks for none.
func (c *common) textOptions(out io.Writer) text.Options {
	options := text.Options{Width: usualWidth, Language: c.language}
	if c.output != "" {
		return options // a file is the same wherever it is written
	}
	if isTerminal(out) {
		if width, _, err := term.GetSize(int(out.(*os.File).Fd())); err == nil && width > 0 {
			options.Width = min(width, widestText)
		}
		options.Styled = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	}
	if columns, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && columns > 0 {
		options.Width = min(columns, widestText)
	}
	return options
}

// writeWhole writes a file beside its place and then renames it, so that there is never half a file.
func writeWhole(path string, content []byte) (err error) {
	asNamed := path
	fail := func(err error) error {
		var at *fs.PathError
		if errors.As(err, &at) {
			err = at.Err
		}
		return fmt.Errorf("%s: cannot be written: %w; %s", asNamed, err, remedy(err))
	}
	// A link stays a link: what it points to is replaced.
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return writeInto(path, content, fail) // a device or a pipe
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

// writeInto writes into what is no file that could be replaced.
func writeInto(path string, content []byte, fail func(error) error) error {
	into, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fail(err)
	}
	_, err = into.Write(content)
	if err = errors.Join(err, into.Close()); err != nil {
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
