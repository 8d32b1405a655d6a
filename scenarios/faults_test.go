package scenarios

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
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

var place = regexp.MustCompile(`^[^:\n]+:\d+:\d+$`)

// checkMessage holds a fault in a file against the rules for messages: a place, no capital at the beginning, no full stop at the end, and nothing
// that Go or a library prints.
func checkMessage(t *testing.T, err error) {
	t.Helper()
	var faults Faults
	if !errors.As(err, &faults) {
		t.Errorf("is a %T and no Faults: %v", err, err)
		return
	}
	for _, fault := range faults {
		said := fault.Error()
		if !place.MatchString(fault.Position) {
			t.Errorf("no file:line:column: %s", said)
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
