package output

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/feature/plural"
)

var update = flag.Bool("update", false, "append missing messages to the catalogues, to be translated")

// incomplete are the languages that are still being translated, and so are not among Languages.
func incomplete() []string { return nil }

// TestCatalogues: every language that is offered has every message of the program, and each has no others, with the same values and the plurals it needs.
func TestCatalogues(t *testing.T) {
	messages := collect(t)
	for _, l := range known() {
		if l.Code == "en" {
			continue
		}
		c, err := readCatalogue(l.Code)
		if err != nil {
			t.Fatal(err)
		}
		missing := untranslated(c, messages, l)
		if *update {
			appendMissing(t, l, c, missing)
		}
		offered, awaited := slices.Contains(Languages(), l.Code), slices.Contains(incomplete(), l.Code)
		switch {
		case offered == awaited:
			t.Errorf("%s is either offered or incomplete; change Languages or incomplete()", l.Code)
		case offered && len(missing) > 0:
			t.Errorf("%s: %d messages of %d have no translation; go test ./output -update appends them to output/catalogue/%s.toml:\n%s",
				l.Code, len(missing), len(messages), l.Code, strings.Join(missing, "\n"))
		case awaited && len(missing) == 0:
			t.Errorf("%s is complete; add it to Languages and take it out of incomplete()", l.Code)
		}
		for message, forms := range c {
			for form, translation := range forms {
				if err := checkTranslation(l, messages, message, form, translation); err != nil {
					t.Errorf("%s: %q: %v", l.Code, message, err)
				}
			}
		}
	}
}

// TestChosenWords: the words of the scenario file's lists are among those that documents say in every language.
func TestChosenWords(t *testing.T) {
	chosen := 0
	for text, e := range collect(t) {
		if e.chosen {
			chosen++
		}
		if e.chosen && !e.said {
			t.Errorf("%s: %q is printed in English in every language; add it to words() in output/report", e.place, text)
		}
	}
	if chosen < 20 {
		t.Errorf("only %d words were found", chosen)
	}
}

// entry is a message of the program, and where it stands.
type entry struct {
	place string
	// words says that there is something to translate; said, that the program says it, and chosen, that it is one of a list of words in the scenario file.
	words, said, chosen bool
}

// collect finds every message of the program's source: what Say is called with, and what the schema of the scenario file says of inputs, their units and the
// words that are chosen from a list.
func collect(t *testing.T) map[string]entry {
	t.Helper()
	const top = ".."
	messages := map[string]entry{}
	files := token.NewFileSet()
	err := filepath.WalkDir(top, func(path string, found fs.DirEntry, err error) error {
		if err != nil || found.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		add := func(at token.Pos, text string, said, chosen bool) {
			before := messages[text]
			messages[text] = entry{files.Position(at).String(), hasWords(text), said || before.said, chosen || before.chosen}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if text, ok := said(t, files, n); ok {
					add(n.Pos(), text, true, false)
				}
			case *ast.Field:
				what, chosen := inSchema(n)
				if what != "" {
					add(n.Pos(), what, false, false)
				}
				for _, word := range chosen {
					add(n.Pos(), word, false, true)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return messages
}

// said is the message of a call of Say, whose values must be as many as its verbs.
func said(t *testing.T, files *token.FileSet, call *ast.CallExpr) (text string, ok bool) {
	name := ""
	switch called := call.Fun.(type) {
	case *ast.Ident:
		name = called.Name
	case *ast.SelectorExpr:
		name = called.Sel.Name
	}
	if name != "Say" || len(call.Args) == 0 {
		return "", false
	}
	literal, isLiteral := call.Args[0].(*ast.BasicLit)
	if !isLiteral || literal.Kind != token.STRING {
		t.Errorf("%s: Say is called with something else than a literal, which no catalogue can have", files.Position(call.Pos()))
		return "", false
	}
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		t.Fatal(err)
	}
	highest := 0
	for verb := range verbs(text) {
		highest = max(highest, verb.value)
	}
	if values := len(call.Args) - 1; !call.Ellipsis.IsValid() && values != highest {
		t.Errorf("%s: %q has verbs for %d values and is given %d", files.Position(call.Pos()), text, highest, values)
	}
	return text, true
}

// inSchema gives what the tags of a field of the scenario file bring into documents: what a number is, and words that are chosen from a list, which are its
// unit and a funder's kinds and statuses.
func inSchema(field *ast.Field) (what string, chosen []string) {
	if field.Tag == nil {
		return "", nil
	}
	quoted, _ := strconv.Unquote(field.Tag.Value)
	tag := reflect.StructTag(quoted)
	if tag.Get("doc") == "" {
		return "", nil
	}
	unsaid := []string{"money", "share", "factor", "relative", "probability", "year", "as says", "for 1 of the plan's currency"} // instead, documents name the currency, or nothing
	if unit := tag.Get("unit"); unit != "" {
		what = tag.Get("doc")
		if !slices.Contains(unsaid, unit) && hasWords(unit) {
			chosen = append(chosen, unit)
		}
	}
	if name := tag.Get("toml"); name == "kind" || name == "status" {
		chosen = append(chosen, strings.Split(tag.Get("oneof"), "|")...)
	}
	return what, chosen
}

// hasWords says whether anything is left of a message without its verbs.
func hasWords(text string) bool {
	return strings.IndexFunc(verbPattern().ReplaceAllString(text, ""), unicode.IsLetter) >= 0
}

// verb is a value of a message and how it is printed.
type verb struct {
	value int // counted from 1
	how   string
}

// verbPattern finds verbs as fmt reads them: flags, width and precision, the number of the value in brackets, a letter.
func verbPattern() *regexp.Regexp {
	return regexp.MustCompile(`%([-+# 0]*[\d.]*)(\[\d+\])?([a-zA-Z%])`)
}

func verbs(text string) map[verb]bool {
	all := map[verb]bool{}
	value := 0
	for _, found := range verbPattern().FindAllStringSubmatch(text, -1) {
		if found[3] == "%" {
			continue
		}
		value++
		if found[2] != "" {
			value, _ = strconv.Atoi(strings.Trim(found[2], "[]"))
		}
		all[verb{value, found[1] + found[3]}] = true
	}
	return all
}

// forms are the plurals that whole and decimal numbers have in a language, or the one form of a message without a count.
func (l Language) forms(message string) []plural.Form {
	if !isPlural(message) {
		return []plural.Form{plural.Other}
	}
	forms := map[plural.Form]bool{}
	for n := range 1200 {
		forms[pluralOf(l.tag, n)] = true
		forms[pluralOf(l.tag, Number{Value: float64(n) / 10, Step: 0.1})] = true
	}
	return slices.Sorted(maps.Keys(forms))
}

// untranslated are the messages of which a catalogue lacks a form.
func untranslated(c catalogue, messages map[string]entry, l Language) []string {
	var missing []string
	for text, m := range messages {
		for _, form := range l.forms(text) {
			if m.words && c[text][form] == "" {
				missing = append(missing, text)
				break
			}
		}
	}
	slices.SortFunc(missing, func(a, b string) int { return strings.Compare(messages[a].place+a, messages[b].place+b) })
	return missing
}

func checkTranslation(l Language, messages map[string]entry, text string, form plural.Form, translation string) error {
	if _, ok := messages[text]; !ok {
		return fmt.Errorf("no such message is in the program any more; take it out")
	}
	if !slices.Contains(l.forms(text), form) {
		return fmt.Errorf("has a form that the language does not need")
	}
	if strings.ContainsAny(translation, "{}") {
		return fmt.Errorf("%q has braces; a translation has each plural written out", translation)
	}
	if want, got := verbs(text), verbs(translation); translation != "" && !maps.Equal(want, got) {
		return fmt.Errorf("%q has not the same verbs", translation)
	}
	if said := fmt.Sprintf(translation, anything(text)...); strings.Contains(said, "%!") {
		return fmt.Errorf("%q cannot be printed: %s", translation, said)
	}
	return nil
}

// anything gives a message as many values as its verbs need, which can be printed with any verb.
func anything(text string) []any {
	var values []any
	for verb := range verbs(text) {
		for len(values) < verb.value {
			values = append(values, whatever{})
		}
	}
	return values
}

type whatever struct{}

func (whatever) Format(state fmt.State, verb rune) {
	if !unicode.IsLetter(verb) {
		fmt.Fprint(state, "%!(", string(verb), ")")
	}
}

// appendMissing adds messages to a catalogue's file, each with an empty translation where there is none at all.
func appendMissing(t *testing.T, l Language, c catalogue, missing []string) {
	t.Helper()
	names := map[plural.Form]string{}
	for name, form := range pluralNames() {
		names[form] = name
	}
	var b strings.Builder
	for _, text := range missing {
		if _, ok := c[text]; ok {
			continue
		}
		if !isPlural(text) {
			fmt.Fprintf(&b, "%s = \"\"\n", strconv.Quote(text))
			continue
		}
		var forms []string
		for _, form := range append(l.forms(text)[1:], plural.Other) { // Other comes first in number, and last in custom
			forms = append(forms, names[form]+` = ""`)
		}
		fmt.Fprintf(&b, "%s = { %s }\n", strconv.Quote(text), strings.Join(forms, ", "))
	}
	file, err := os.OpenFile(filepath.Join("catalogue", l.Code+".toml"), os.O_APPEND|os.O_WRONLY, 0o644)
	if err == nil {
		_, err = file.WriteString(b.String())
	}
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}
