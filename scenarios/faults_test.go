package scenarios

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the expected messages anew; read the difference")

// TestFaults loads each bad file and compares what is said of it with the text beside it. The file's first line says what it is laid over.
func TestFaults(t *testing.T) {
	files, err := filepath.Glob("testdata/faults/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no bad files (%v)", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".toml"), func(t *testing.T) {
			_, err := Load(overWhat(t, file), Options{})
			if err == nil {
				t.Fatal("loads without a fault")
			}
			said := err.Error() + "\n"
			checkMessage(t, err)
			expected := strings.TrimSuffix(file, ".toml") + ".txt"
			if *update {
				if err := os.WriteFile(expected, []byte(said), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(expected)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), said); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// overWhat reads a bad file's first line: "# over croatia", or "# alone" for a whole file.
func overWhat(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	if first == "# alone" {
		return file
	}
	below, ok := strings.CutPrefix(first, "# over ")
	if !ok {
		t.Fatalf("%s: begins with %q instead of what it is laid over", file, first)
	}
	return below + "+" + file
}

var place = regexp.MustCompile(`^([^:\n]+):\d+:\d+$`)

// checkMessage holds a fault in a file against the rules for messages: a place, no capital at the beginning, no full stop at the end, and nothing
// that Go or a library prints.
func checkMessage(t *testing.T, err error) {
	t.Helper()
	var faults Faults
	if !errors.As(err, &faults) {
		t.Errorf("is a %T and no Faults: %v", err, err)
		return
	}
	for i, fault := range faults {
		said := fault.Error()
		if i > 0 && slices.ContainsFunc(faults[:i], func(f *Fault) bool { return f.Error() == said }) {
			t.Errorf("is said twice: %s", said)
		}
		if found := place.FindStringSubmatch(fault.Position); found == nil {
			t.Errorf("no file:line:column: %s", said)
		} else if fault.Path != "" && fault.line > 0 && !beginsSomething(t, found[1], fault.line, fault.column) {
			t.Errorf("at the place there is no key and no value: %s", said)
		}
		for _, bad := range []string{"%!", "<nil>", "toml: error", "map[", "interface", "e+", "\n"} {
			if strings.Contains(said, bad) {
				t.Errorf("holds %q: %s", bad, said)
			}
		}
		if strings.HasSuffix(said, ".") || fault.Problem == "" {
			t.Errorf("ends with a full stop or says nothing: %q", said)
		}
	}
}

// beginsSomething says whether a key or a value begins at a place.
func beginsSomething(t *testing.T, file string, line, column int) bool {
	t.Helper()
	text, ok := BundledText(strings.TrimSuffix(file, extension))
	if !ok {
		var err error
		if text, err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	lines := strings.Split(string(text), "\n")
	if line > len(lines) {
		return false
	}
	runes := []rune(lines[line-1])
	if column > len(runes) || strings.ContainsRune(" =,]}", runes[column-1]) {
		return false
	}
	return column == 1 || strings.ContainsRune(" [{,.=", runes[column-2])
}
