package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestVerificationNamesItsTests holds docs/verification.md to the tests that there are, and wants a test or a reason in each row of a checklist.
func TestVerificationNamesItsTests(t *testing.T) {
	const top = "../.."
	text, err := os.ReadFile(filepath.Join(top, "docs", "verification.md"))
	if err != nil {
		t.Fatal(err)
	}
	defined := map[string]bool{}
	definition := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Z]\w*)\(\w+ \*testing\.`)
	err = filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		code, err := os.ReadFile(path)
		for _, found := range definition.FindAllSubmatch(code, -1) {
			defined[string(found[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}

	named := regexp.MustCompile("`((?:Test|Fuzz)[A-Z]\\w*)`")
	reason := regexp.MustCompile(`\bDoes not apply: \w|\bOpen(?:: \w| for )`)
	section, rows := "", map[string]int{}
	for i, line := range strings.Split(string(text), "\n") {
		if title, ok := strings.CutPrefix(line, "## "); ok {
			section = title
		}
		tests := named.FindAllStringSubmatch(line, -1)
		for _, test := range tests {
			if !defined[test[1]] {
				t.Errorf("line %d names %s, which is no test; correct the name, or write the test", i+1, test[1])
			}
		}
		if !strings.HasPrefix(line, "| ") || strings.HasSuffix(line, "| test, or why none |") {
			continue
		}
		switch section {
		case "It is right when":
			rows[section]++
			if len(tests) == 0 && !strings.HasPrefix(line, "| it is right when |") {
				t.Errorf("line %d: a property without a test", i+1)
			}
		case "TECH-VER", "AdViSHE", "ISPOR-SMDM":
			rows[section]++
			if len(tests) == 0 && !reason.MatchString(line) {
				t.Errorf("line %d: neither a test nor a reason why there is none", i+1)
			}
		}
	}
	for section, atLeast := range map[string]int{"It is right when": 20, "TECH-VER": 80, "AdViSHE": 13, "ISPOR-SMDM": 7} {
		if rows[section] < atLeast {
			t.Errorf("%s: %d rows; there should be at least %d", section, rows[section], atLeast)
		}
	}
}
