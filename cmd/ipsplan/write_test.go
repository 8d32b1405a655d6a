package main

import (
	"os"
	"strings"
	"testing"
)

// TestNoDotsOnATerminal: a PNG is refused where it would be typed onto a terminal, before any work is done; an SVG, which is text, is not.
func TestNoDotsOnATerminal(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil || !isTerminal(terminal) {
		t.Skipf("no terminal can be had here: %v", err)
	}
	defer terminal.Close()
	charts := []string{"bridge"}
	err = (&common{format: "png", charts: charts}).chooseFormat(terminal)
	if err == nil || exitStatus(err) != exitUsage || !strings.Contains(err.Error(), "name a file, such as --output chart.png") {
		t.Errorf("png on a terminal: %v", err)
	}
	for about, c := range map[string]common{
		"png into a file":   {format: "png", output: "chart.png", charts: charts},
		"svg on a terminal": {format: "svg", charts: charts},
	} {
		if err := c.chooseFormat(terminal); err != nil {
			t.Errorf("%s: %v", about, err)
		}
	}
	if err := (&common{format: "png", output: "-", charts: charts}).chooseFormat(&strings.Builder{}); err != nil {
		t.Errorf("png into a pipe: %v", err)
	}
}
