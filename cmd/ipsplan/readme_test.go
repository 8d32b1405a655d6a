package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadme runs every session that README.md shows and compares what it prints.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	sessions := 0
	for i, block := range strings.Split(string(text), "```") {
		_, body, _ := strings.Cut(block, "\n")
		if i%2 == 0 || !strings.HasPrefix(body, "$ ") {
			continue
		}
		sessions++
		command, want, _ := strings.Cut(strings.TrimPrefix(body, "$ "), "\n")
		args := typed(command)
		if args[0] != "ipsplan" {
			t.Errorf("%s: not a call of ipsplan", command)
			continue
		}
		var out, errs bytes.Buffer
		if status := ipsplan(context.Background(), &out, &errs, args[1:]); status != 0 {
			t.Errorf("%s: exit status %d: %s", command, status, errs.String())
		}
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("%s prints something else than README.md shows (-README +printed):\n%s", command, diff)
		}
	}
	if sessions < 3 {
		t.Errorf("README.md shows %d sessions; there should be at least 3", sessions)
	}
}

// typed splits a command as a shell does, where what stands in single quotation marks is one word.
func typed(command string) []string {
	var words []string
	for i, part := range strings.Split(command, "'") {
		if i%2 == 1 {
			words = append(words, part)
			continue
		}
		words = append(words, strings.Fields(part)...)
	}
	return words
}

// TestReadmeCommands loads README.md's examples of scenario files and runs the commands of its table of questions, on the overlay shown there.
func TestReadmeCommands(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for i, block := range strings.Split(string(text), "```") {
		example, isTOML := strings.CutPrefix(block, "toml\n")
		if i%2 == 0 || !isTOML {
			continue
		}
		name := "example.toml"
		if first, _, _ := strings.Cut(example, "\n"); strings.HasPrefix(first, "# ") {
			name = strings.TrimPrefix(first, "# ")
		}
		if err := os.WriteFile(name, []byte(example), 0o644); err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		if status := ipsplan(context.Background(), &out, &errs, []string{"check", "croatia+" + name}); status != 0 {
			t.Errorf("README.md's %s: exit status %d: %s", name, status, errs.String())
		}
	}
	commands := 0
	for _, line := range strings.Split(string(text), "\n") {
		_, rest, ok := strings.Cut(line, "| `ipsplan ")
		if !ok {
			continue
		}
		command, _, _ := strings.Cut(rest, "`")
		args := typed(command)
		if args[0] == "run" || args[0] == "compare" || args[0] == "explain" || args[0] == "funding" {
			args = append(args, "--reps", "100")
		}
		commands++
		var out, errs bytes.Buffer
		if status := ipsplan(context.Background(), &out, &errs, args); status != 0 {
			t.Errorf("ipsplan %s: exit status %d: %s", command, status, errs.String())
		}
	}
	if commands < 6 {
		t.Errorf("README.md's table has %d commands; there should be at least 6", commands)
	}
}

// TestHeadlineCommands: the two commands that README.md begins with are those that every change must pass, so that they are tried in a fresh clone.
func TestHeadlineCommands(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(filepath.Join("..", "..", ".ci", "run"))
	if err != nil {
		t.Fatal(err)
	}
	commands := 0
	for _, line := range strings.Split(string(text), "\n") {
		command, ok := strings.CutPrefix(line, "    go ")
		if !ok {
			continue
		}
		commands++
		if !strings.Contains(string(script), "\ngo "+command) {
			t.Errorf("README.md begins with go %s, which .ci/run does not run", command)
		}
	}
	if commands != 2 {
		t.Errorf("README.md begins with %d commands, not 2", commands)
	}
}
