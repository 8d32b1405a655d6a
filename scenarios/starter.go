package scenarios

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"strings"
)

// Starter is the text of a new scenario file: a bundled one with every key explained where it first comes up.
func Starter(from string) ([]byte, error) {
	text, ok := BundledText(from)
	if !ok || from+extension == portfolioFile {
		return nil, &UnknownError{from}
	}
	l, err := parse(from+extension, 0, text)
	if err != nil {
		return nil, err
	}
	e := explainer{comments: map[int]string{}, told: map[string]bool{}}
	e.table(l.root, "", reflect.TypeFor[File]())
	var out bytes.Buffer
	fmt.Fprintf(&out, "# Begun from the bundled scenario %q: its figures stand here until you change them, and so do their sources.\n"+
		"# Without a published plan, leave out [published] and write numbers where it says \"published\".\n"+
		"# [claims] may be added, for what your document says elsewhere; ipsplan reconcile checks them.\n"+
		"# Lines that begin with ## say what a key is, in which unit, and what is allowed.\n\n", from)
	for i, line := range strings.SplitAfter(withoutClaims(string(text)), "\n") {
		if comment, ok := e.comments[i+1]; ok {
			out.WriteString("## " + comment + "\n")
		}
		out.WriteString(line)
	}
	fmt.Fprintf(&out, furtherKeys, l.root.child("services").keys[0])
	fmt.Fprintf(&out, moneyTables, l.root.child("cost").keys[0], l.root.child("funding").keys[0])
	if l.root.child("contract") == nil {
		out.WriteString(contractTables)
	}
	return out.Bytes(), nil
}

// furtherKeys shows keys that no bundled scenario needs, for a service of some key.
const furtherKeys = `
# ---------------------------------------------------------------- what else may be said
#
# Not needed here, and the figures are made up: to use a line, copy it to its table without the # and write your own.
#
# In [services.%s], specialists who are not all searched for at once (in place of specialists, or adding up to it), and team leaders:
#     hiring       = [{ week = 0, specialists = 1 }, { month = 7, specialists = 1 }]
#     team_leaders = 0.5
# In [staff], team leaders of all services that name none:
#     specialists_per_team_leader = 10
# In [caseload], a limit for each year:
#     limit = [20, 25]
# In [pathway.engage], [pathway.job_start] or [pathway.sustain_13w], how much services differ in the rate (more people: they differ less):
#     between_services = { people = 40, low = 20, high = 80, assumed = "why" }
# In [hours], how many hours a week jobs are:
#     from_16       = { value = 0.6, low = 0.4, high = 0.8, assumed = "why" }
#     mean_below_16 = { low = 6, best = 10, high = 14, assumed = "why" }
#     mean_from_16  = { low = 20, best = 25, high = 35, assumed = "why" }
`

// withoutClaims leaves out what a document says elsewhere, which stands at the end of every bundled file: it is another document's.
func withoutClaims(text string) string {
	before, _, found := strings.Cut(text, "\n[claims.")
	if !found {
		return text
	}
	if heading := strings.LastIndex(before, "\n# ----"); heading >= 0 {
		before = before[:heading]
	}
	return strings.TrimRight(before, "\n") + "\n"
}

// explainer collects, by line, what the schema says of the keys that stand there.
type explainer struct {
	comments map[int]string
	told     map[string]bool
}

func (e *explainer) table(n *node, path string, schema reflect.Type) {
	if n.whole {
		return // a value in braces stands in one line, which the key explains
	}
	for i := range schema.NumField() {
		t := schema.Field(i)
		f := fieldOf(t)
		child := n.child(f.name)
		if f.name == "" || child == nil {
			continue
		}
		where := join(path, f.name)
		kind := t.Type
		for kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		_, isValue := reflect.New(kind).Interface().(custom)
		switch entry, keyed := entryType(kind); {
		case keyed:
			for _, key := range child.keys {
				e.tell(child.children[key], where, f)
				e.table(child.children[key], where+".*", entry)
			}
		case kind.Kind() == reflect.Struct && !isValue:
			e.tell(child, where, f)
			e.table(child, where, kind)
		default:
			e.tell(child, where, f)
		}
	}
}

// entryType is the type of a keyed table's entries.
func entryType(t reflect.Type) (reflect.Type, bool) {
	if t.Kind() != reflect.Struct || !strings.HasPrefix(t.Name(), "Keyed[") {
		return nil, false
	}
	byKey, _ := t.FieldByName("ByKey")
	return byKey.Type.Elem().Elem(), true
}

// tell puts the explanation of a key above the line where it first comes up.
func (e *explainer) tell(n *node, path string, f field) {
	if e.told[path] || f.name == "source" {
		return
	}
	e.told[path] = true
	line := n.position.line
	if before, ok := e.comments[line]; ok {
		e.comments[line] = before + "; " + f.explain()
		return
	}
	e.comments[line] = f.explain()
}

// explain is what the schema says of a key, in one line.
func (f field) explain() string {
	s := f.name + ": " + f.doc
	var more []string
	if f.unit != "" && f.unit != "money" {
		more = append(more, f.unit)
	}
	switch {
	case f.words != nil:
		more = append(more, "one of: "+strings.Join(f.words, ", "))
	case !math.IsInf(f.minimum, -1) && !math.IsInf(f.maximum, 1):
		more = append(more, figure(f.minimum)+" to "+figure(f.maximum))
	}
	switch {
	case f.or != "":
		more = append(more, "may be left out where "+f.or+" says it")
	case !f.need:
		more = append(more, "may be left out")
	}
	if len(more) > 0 {
		s += " (" + strings.Join(more, "; ") + ")"
	}
	return s
}
