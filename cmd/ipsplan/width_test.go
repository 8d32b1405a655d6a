package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestNoLineIsWiderThanTheTerminal: at 80 columns no line of any document about the bundled scenarios is wider.
func TestNoLineIsWiderThanTheTerminal(t *testing.T) {
	t.Setenv("COLUMNS", "80")
	for _, command := range []string{
		"list", "plan --all", "show --all", "run --all --years 2 --reps 50", "run czech-republic --reps 50", "explain --all --reps 20",
		"compare croatia croatia+services.zagreb.specialists=3 --reps 50", "funding --all --by quarter --reps 50", "reconcile",
		"run croatia --vary services.zagreb.specialists=1..4 --reps 50",
		"run croatia --vary services.zagreb.specialists=2,3 --vary pathway.job_start.rate=0.4..0.6 --reps 50",
		"run croatia --solve services.zagreb.specialists --target people.job_starts.total.mean>=40 --reps 100",
		"report --all --reps 50 --years 1", "report france spain --reps 50 --years 2", "report denmark --reps 50 --set cost_basis=full",
	} {
		command := strings.Fields(command)
		if command[0] == "plan" || command[0] == "show" || command[0] == "explain" {
			command = append(append(command[:1:1], "croatia", "czech-republic", "denmark", "france", "spain"), command[2:]...)
		}
		noWiderThan(t, 80, command...)
	}
}

func noWiderThan(t *testing.T, width int, command ...string) {
	t.Helper()
	var out, errs bytes.Buffer
	if status := ipsplan(context.Background(), &out, &errs, command); status != 0 {
		t.Fatalf("%v: exit status %d: %s", command, status, errs.String())
	}
	if out.Len() == 0 {
		t.Errorf("%v: nothing is printed", command)
	}
	for i, line := range strings.Split(out.String(), "\n") {
		if wide := utf8.RuneCountInString(line); wide > width {
			t.Errorf("%v, line %d is %d wide:\n%s", command, i+1, wide, line)
		}
	}
}

// TestFilesKnowNoTerminal: a file is the same whatever the terminal is like from which it is written.
func TestFilesKnowNoTerminal(t *testing.T) {
	write := func(columns string) string {
		t.Setenv("COLUMNS", columns)
		path := filepath.Join(t.TempDir(), "plan.txt")
		var out, errs bytes.Buffer
		if status := ipsplan(context.Background(), &out, &errs, []string{"plan", "france", "-o", path}); status != 0 {
			t.Fatal(errs.String())
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if write("50") != write("") {
		t.Error("COLUMNS changes a file")
	}
}

// TestStyleOnTerminalsAlone: bold and dim letters are for terminals, and neither where NO_COLOR or TERM=dumb asks for plain text nor in files and pipes.
func TestStyleOnTerminalsAlone(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil || !isTerminal(terminal) {
		t.Skipf("no terminal can be had here: %v", err)
	}
	defer terminal.Close()
	for _, c := range []struct {
		noColor, term, output string
		out                   io.Writer
		want                  bool
	}{
		{"", "xterm", "", terminal, true},
		{"1", "xterm", "", terminal, false},
		{"", "dumb", "", terminal, false},
		{"", "xterm", "plan.txt", terminal, false},
		{"", "xterm", "", &bytes.Buffer{}, false},
	} {
		t.Setenv("NO_COLOR", c.noColor)
		t.Setenv("TERM", c.term)
		if got := (&common{output: c.output}).textOptions(c.out).Styled; got != c.want {
			t.Errorf("NO_COLOR=%s, TERM=%s, output %q into %T: styled is %v", c.noColor, c.term, c.output, c.out, got)
		}
	}
	t.Setenv("COLUMNS", "60")
	if got := (&common{}).textOptions(terminal).Width; got != 60 {
		t.Errorf("COLUMNS=60 gives a width of %d", got)
	}
	t.Setenv("COLUMNS", "500")
	if got := (&common{}).textOptions(terminal).Width; got != widestText {
		t.Errorf("COLUMNS=500 gives a width of %d", got)
	}
}
