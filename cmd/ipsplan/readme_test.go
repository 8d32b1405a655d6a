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
		args := strings.Fields(command)
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

// TestReadmeCommands runs the commands of README.md's table of questions.
func TestReadmeCommands(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("three-specialists.toml", []byte("[services.zagreb]\nspecialists = 3\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	commands := 0
	for _, line := range strings.Split(string(text), "\n") {
		_, rest, ok := strings.Cut(line, "| `ipsplan ")
		if !ok {
			continue
		}
		command, _, _ := strings.Cut(rest, "`")
		args := strings.Fields(command)
		if args[0] == "run" || args[0] == "compare" || args[0] == "explain" {
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
