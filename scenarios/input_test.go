package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// TestUnreadableFiles has what is no scenario file at all: one sentence each.
func TestUnreadableFiles(t *testing.T) {
	dir := t.TempDir()
	put := func(name string, text []byte) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	huge := put("huge.toml", bytes.Repeat([]byte("# nothing\n"), 200_000))
	binary := put("binary.toml", []byte("title = \"x\"\x00\x01\x02"))
	latin1 := put("latin1.toml", []byte("title = \"Zagreb\"\nname = \"\u0160 \xe9\"\n"))
	utf16 := put("utf16.toml", []byte("\xff\xfet\x00i\x00t\x00l\x00e\x00"))
	folder := filepath.Join(dir, "folder.toml")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	dangling := filepath.Join(dir, "dangling.toml")
	if err := os.Symlink(filepath.Join(dir, "nowhere.toml"), dangling); err != nil {
		t.Skip(err)
	}
	below := filepath.Join(huge, "below.toml")
	for path, want := range map[string]string{
		huge:     ": is larger than 1 MiB, which no scenario file is; check that it is the right file",
		binary:   ": is not a text file; a scenario is plain text in TOML",
		latin1:   ":2:11: a character is not UTF-8; save the file with the encoding UTF-8",
		utf16:    ": is not a text file; a scenario is plain text in TOML",
		folder:   ": is a folder, not a scenario file; name a file in it",
		dangling: ": there is no such file; check its name and folder",
		below:    ": cannot be opened: not a directory; check its name and permissions",
	} {
		for _, expression := range []string{path, "croatia+" + path} {
			if _, err := Load(expression, Options{}); err == nil || err.Error() != path+want {
				t.Errorf("got  %v\nwant %s%s", err, path, want)
			}
		}
	}
}

// brokenFile can be opened and not read.
type brokenFile struct{ fs.File }

func (brokenFile) Read([]byte) (int, error)   { return 0, errors.New("input/output error") }
func (brokenFile) Close() error               { return nil }
func (brokenFile) Stat() (fs.FileInfo, error) { return nil, errors.New("no information") }

func TestFilesThatCannotBeOpenedOrRead(t *testing.T) {
	denied := func() (fs.File, error) {
		return nil, &fs.PathError{Op: "open", Path: "secret.toml", Err: fs.ErrPermission}
	}
	_, err := readFile("secret.toml", denied)
	if want := "secret.toml: cannot be opened: permission denied; check its name and permissions"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	_, err = readFile("broken.toml", func() (fs.File, error) { return brokenFile{}, nil })
	if want := "broken.toml: cannot be read: input/output error; check its name and permissions"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if os.Getuid() == 0 {
		return // nothing is closed to the superuser
	}
	path := write(t, "secret.toml", "title = \"Secret\"\n")
	if err := os.Chmod(path, 0); err != nil {
		t.Skip(err)
	}
	if _, err := Load(path, Options{}); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("got %v", err)
	}
}

func TestEmptyFiles(t *testing.T) {
	for name, text := range map[string]string{"empty": "", "comments": "# only\n# comments\n", "blank": "\n\n \n", "mark": "\ufeff"} {
		path := write(t, name+".toml", text)
		_, err := Load(path, Options{})
		if err == nil || !strings.HasPrefix(err.Error(), path+":1:1: title: is missing; add it: ") || strings.Count(err.Error(), "is missing") != 9 {
			t.Errorf("%s: got %v", name, err)
		}
		// Laid over a scenario, it changes nothing.
		if s := mustLoad(t, "croatia+"+path); s.Hash != mustLoad(t, "croatia").Hash {
			t.Errorf("%s changes what it is laid over", name)
		}
	}
}

func TestFilesFromOtherEditors(t *testing.T) {
	text, _ := BundledText("croatia")
	want := mustLoad(t, "croatia").Hash
	crlf := strings.ReplaceAll(string(text), "\n", "\r\n")
	for name, text := range map[string]string{"crlf": crlf, "mark": "\ufeff" + string(text), "both": "\ufeff" + crlf, "no last line break": strings.TrimRight(string(text), "\n")} {
		if got := mustLoad(t, write(t, "croatia.toml", text)); got.Hash != want {
			t.Errorf("%s: is another scenario", name)
		}
	}
	// Places are the same with any line break, and the mark does not count as a column.
	for name, text := range map[string]string{"crlf": "years = 0\r\n[caseload]\r\nlimit = -1\r\n", "mark": "\ufeffyears = 0\n[caseload]\nlimit = -1\n"} {
		path := write(t, name+".toml", text)
		_, err := Load("croatia+"+path, Options{})
		for _, place := range []string{":1:9: years: ", ":3:9: caseload.limit: "} {
			if err == nil || !strings.Contains(err.Error(), path+place) {
				t.Errorf("%s: no fault at %s in %v", name, place, err)
			}
		}
	}
	// A column counts characters, not bytes.
	path := write(t, "accents.toml", "[services]\n\"zagreb\" = { name = \"Špansko i Črnomerec\", specialists = -1 }\n")
	if _, err := Load("croatia+"+path, Options{}); err == nil || !strings.HasPrefix(err.Error(), path+":2:58: ") {
		t.Errorf("got %v", err)
	}
}

func TestSymbolicLink(t *testing.T) {
	text, _ := BundledText("croatia")
	link := filepath.Join(t.TempDir(), "mine.toml")
	if err := os.Symlink(write(t, "croatia.toml", string(text)), link); err != nil {
		t.Skip(err)
	}
	if s := mustLoad(t, link); s.Model.Stream != "mine" {
		t.Errorf("stream is %q, want the name that was asked for", s.Model.Stream)
	}
}

// TestLongFiles wants files just below the limit to be read in the time that a person waits for.
func TestLongFiles(t *testing.T) {
	var claims, remarks strings.Builder
	for i := range 9_000 {
		fmt.Fprintf(&claims, "[claims.c%d]\nwhere = \"page %d of a very long document\"\nabout = \"number %d\"\nsays = %d\n", i, i, i, i)
	}
	for i := range 30_000 {
		fmt.Fprintf(&remarks, "%s r%d = \"a remark, %d\"", map[bool]string{true: ",", false: ""}[i > 0], i, i)
	}
	for name, text := range map[string]string{
		"many lines":    claims.String(),
		"one long line": "remarks = {" + remarks.String() + " }\n",
		"long list":     "[pathway.job_start]\nweeks = { weeks = [" + strings.Repeat("19, ", 100_000) + "19], chances = [" + strings.Repeat("1, ", 100_000) + "1], source = \"rinaldi_2024\" }\n",
		"long text":     "title = \"" + strings.Repeat("long ", 180_000) + "\"\n",
		"comments":      strings.Repeat("# a comment\n", 75_000),
	} {
		if len(text) < 600_000 || len(text) > maxFileSize {
			t.Fatalf("%s has %d bytes", name, len(text))
		}
		began := time.Now()
		mustLoad(t, "croatia+"+write(t, "long.toml", text))
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s takes %v", name, took)
		}
	}
}

// TestDeepFiles: a parser that follows any depth runs out of memory.
func TestDeepFiles(t *testing.T) {
	for name, text := range map[string]string{
		"keys":       strings.Repeat("a.", 400_000) + "a = 1",
		"header":     "[" + strings.Repeat("a.", 400_000) + "a]",
		"brackets":   "x = " + strings.Repeat("[", 900_000),
		"braces":     "x = " + strings.Repeat("{a=", 300_000),
		"after text": "y = \"\"\"a ' \\\" b\"\"\"\nz = 'it\"s'\nx = " + strings.Repeat("[", 900_000),
		"quoted":     strings.Repeat("\"a\".", 200_000) + "a = 1",
	} {
		path := write(t, "deep.toml", text)
		_, err := Load("croatia+"+path, Options{})
		if err == nil || !strings.Contains(err.Error(), "is nested more than 32 levels deep") {
			t.Errorf("%s: got %.200v", name, err)
		}
	}
	// Brackets and dots in texts and comments do not count.
	over := "title = \"" + strings.Repeat("[.", 100) + "\"\nroute = '" + strings.Repeat("{.", 100) + "'\nbasis = \"\"\"\n" + strings.Repeat("\"[.\n", 100) +
		"\"\"\"\n# " + strings.Repeat("[.", 100) + "\n"
	mustLoad(t, "croatia+"+write(t, "texts.toml", over))
}

// FuzzLoad lays any bytes over croatia: there must be a scenario that can be simulated, or a message.
func FuzzLoad(f *testing.F) {
	seeds, _ := filepath.Glob("testdata/faults/*.toml")
	for _, seed := range append(seeds, "testdata/everything.toml", "testdata/small.toml", "testdata/contract.toml", "templates/four-metrics.toml", "templates/threshold-premium.toml") {
		if text, err := os.ReadFile(seed); err == nil {
			f.Add(text)
		}
	}
	f.Add([]byte("\x0f")) // the parser gives no place for it
	text, _ := BundledText("croatia")
	base, err := parse("croatia.toml", 0, text)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		files := fstest.MapFS{"over.toml": {Data: text}}
		text, err := readFile("over.toml", func() (fs.File, error) { return files.Open("over.toml") })
		if err != nil {
			checkSaid(t, err)
			return
		}
		over, err := parse("over.toml", 1, text)
		if err != nil {
			checkSaid(t, err)
			return
		}
		s, err := assemble("croatia+over.toml", []*layer{base, over}, 0)
		if err != nil {
			checkSaid(t, err)
			return
		}
		if len(s.Inputs) == 0 || s.Model.Validate() != nil || s.Budget.Validate() != nil {
			t.Errorf("loads and cannot be simulated or priced: %v, %v", s.Model.Validate(), s.Budget.Validate())
		}
		s.Budget.PlannedBudget()
	})
}

func checkSaid(t *testing.T, err error) {
	t.Helper()
	var faults Faults
	if !errors.As(err, &faults) || len(faults) == 0 {
		t.Fatalf("%T is no list of faults: %v", err, err)
	}
	said := map[string]bool{}
	for _, f := range faults {
		if said[f.Error()] {
			t.Errorf("is said twice: %s", f)
		}
		said[f.Error()] = true
		if f.Position == "" || f.Problem == "" || strings.Contains(f.Problem, "%!") || strings.Contains(f.Problem, "cannot be simulated") || strings.Contains(f.Problem, "cannot be priced") {
			t.Errorf("is no message that helps: %s", f)
		}
	}
}

// FuzzSetting gives any text to --set.
func FuzzSetting(f *testing.F) {
	for _, seed := range []string{"services.zagreb.specialists=3", "title=Zagreb", "a", "=", "a=", "x=[1", "staff.turnover={ low = 0.1 }", "years=\x01", "\x7f=0", "start=2023-01-01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, setting string) {
		if _, err := Load("croatia", Options{Settings: []string{setting}}); err != nil {
			checkSaid(t, err)
		}
	})
}
