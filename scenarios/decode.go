package scenarios

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/agnivade/levenshtein"

	"ipsplan/budgets"
)

// decoder walks the merged tree along the schema, fills a File and collects faults and inputs.
type decoder struct {
	faults Faults
	inputs []Input
	// words are the values that are words, and numbers that are no inputs, in the order of the schema.
	words []Word
	// read are the paths of inputs and words in the order of the schema.
	read []string
	// uncertain are the paths of the inputs that differ between draws.
	uncertain []string
	// sources are the keys of [sources], for checking that what is named is there.
	sources Keyed[Source]
	// sourcesLost says that [sources] is no table, so that nothing can be said of a key.
	sourcesLost bool
	// tables are the enclosing tables of what is being decoded, outermost first.
	tables []*node
	// fields are those of the structs met so far.
	fields map[reflect.Type][]field
	// places remembers where each path stands, for faults that are found after decoding.
	places map[string]position
}

// field is what the schema says of one key.
type field struct {
	index           int // in its struct
	name, doc, unit string
	minimum         float64
	maximum         float64
	need            bool
	or              string // the key that may say it instead
	fixed           bool
	publishable     bool // may be "published"
	uncertain       bool // of a series: may differ between draws
	listed          bool // of words: always in the table of assumptions
	words           []string
}

// custom is a type that reads itself from a node.
type custom interface {
	decodeNode(d *decoder, n *node, path string, f field)
}

func fieldOf(t reflect.StructField) field {
	f := field{
		name: t.Tag.Get("toml"), doc: t.Tag.Get("doc"), unit: t.Tag.Get("unit"), need: t.Tag.Get("need") == "yes", or: t.Tag.Get("or"), fixed: t.Tag.Get("fixed") == "yes",
		publishable: t.Tag.Get("published") == "yes", uncertain: t.Tag.Get("uncertain") == "yes", listed: t.Tag.Get("listed") == "yes",
		minimum: math.Inf(-1), maximum: math.Inf(1),
	}
	if s, ok := t.Tag.Lookup("min"); ok {
		f.minimum, _ = strconv.ParseFloat(s, 64)
	}
	if s, ok := t.Tag.Lookup("max"); ok {
		f.maximum, _ = strconv.ParseFloat(s, 64)
	}
	if s, ok := t.Tag.Lookup("oneof"); ok {
		f.words = strings.Split(s, "|")
	}
	return f
}

func (d *decoder) fault(at position, path, format string, args ...any) {
	f := &Fault{Position: at.String(), Path: path, Problem: fmt.Sprintf(format, args...), line: at.line, column: at.column}
	if at.layer != nil {
		f.layer = at.layer.order
	}
	d.faults = append(d.faults, f)
}

// faultAt reports a fault found after decoding, at the place where the path stands or, where it is not written, at that of the nearest table around it.
func (d *decoder) faultAt(path, format string, args ...any) {
	for place := path; ; {
		if at, ok := d.places[place]; ok {
			d.fault(at, path, format, args...)
			return
		}
		cut := strings.LastIndexAny(place, ".[")
		if cut < 0 {
			d.fault(d.places[""], path, format, args...)
			return
		}
		place = place[:cut]
	}
}

// table decodes a table into a struct, key by key in the order of the schema.
func (d *decoder) table(n *node, path string, into reflect.Value) {
	d.places[path] = n.position
	d.tables = append(d.tables, n)
	defer func() { d.tables = d.tables[:len(d.tables)-1] }()
	var known []string
	for _, f := range d.fieldsOf(into.Type()) {
		known = append(known, f.name)
		child := n.child(f.name)
		if child == nil {
			if f.need {
				d.fault(n.position, join(path, f.name), "is missing; add it: %s", f.doc)
			}
			continue
		}
		d.value(child, join(path, f.name), into.Field(f.index), f)
	}
	for _, key := range n.keys {
		if !slices.Contains(known, key) {
			d.unknownKey(n, path, key, known)
		}
	}
}

// fieldsOf are the fields of a struct that are keys of its table, in the order of the schema.
func (d *decoder) fieldsOf(t reflect.Type) []field {
	if fields, ok := d.fields[t]; ok {
		return fields
	}
	var fields []field
	for i := range t.NumField() {
		if key := t.Field(i); key.IsExported() && key.Tag.Get("toml") != "" {
			f := fieldOf(key)
			f.index = i
			fields = append(fields, f)
		}
	}
	if d.fields == nil {
		d.fields = map[reflect.Type][]field{}
	}
	d.fields[t] = fields
	return fields
}

func (d *decoder) unknownKey(n *node, path, key string, known []string) {
	d.fault(n.children[key].keyAt, join(path, key), "is not a key that is known here; %s", suggest(key, known))
}

// faulty says whether a fault has been found in one of the paths, in what they hold or in what holds them; a check that rests on them then
// has nothing to go by.
func (d *decoder) faulty(paths ...string) bool {
	within := func(inner, outer string) bool {
		rest, ok := strings.CutPrefix(inner, outer)
		return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
	}
	return slices.ContainsFunc(d.faults, func(f *Fault) bool {
		return slices.ContainsFunc(paths, func(path string) bool { return within(f.Path, path) || within(path, f.Path) })
	})
}

// value decodes one value into a field of the schema.
func (d *decoder) value(n *node, path string, into reflect.Value, f field) {
	d.places[path] = n.position
	if c, ok := into.Addr().Interface().(custom); ok {
		c.decodeNode(d, n, path, f)
		return
	}
	switch into.Kind() {
	case reflect.Pointer:
		fresh := reflect.New(into.Type().Elem())
		d.value(n, path, fresh.Elem(), f)
		into.Set(fresh)
	case reflect.Struct:
		if !n.table {
			d.fault(n.position, path, "is %s; write it as a table [%s]: %s", n.describe(), path, f.doc)
			return
		}
		d.table(n, path, into)
	case reflect.String:
		d.text(n, path, into, f)
	case reflect.Bool:
		yes, ok := n.value.(bool)
		if !ok {
			d.fault(n.position, path, "is %s; it is true or false", n.describe())
			return
		}
		into.SetBool(yes)
		d.word(n, path, f, Verbatim(fmt.Sprint(yes)))
	case reflect.Int:
		if x, ok := d.number(n, path, f); ok {
			if x != math.Trunc(x) {
				d.fault(n.position, path, "%s is not a whole number (%s)", figure(x), f.doc)
				return
			}
			into.SetInt(int64(x))
			d.word(n, path, f, Say("%s", Digits(figure(x))))
		}
	case reflect.Float64:
		if x, ok := d.number(n, path, f); ok {
			into.SetFloat(x)
			d.printed(n, path, f, []float64{x})
			d.word(n, path, f, Say("%s", Digits(figure(x))))
		}
	case reflect.Slice:
		if n.elements == nil {
			example := "[1, 2]"
			switch into.Type().Elem() {
			case reflect.TypeFor[string]():
				example = `["one", "two"]`
			case reflect.TypeFor[Hiring]():
				example = "[{ week = 0, specialists = 2 }]"
			case reflect.TypeFor[Rung]():
				example = "[{ at = 60, pays = 200_000 }]"
			}
			d.fault(n.position, path, "is %s; it is a list in brackets, such as %s", n.describe(), example)
			return
		}
		list := reflect.MakeSlice(into.Type(), len(n.elements), len(n.elements))
		element := f
		element.unit = ""
		for i := range n.elements {
			d.value(n.elements[i], fmt.Sprintf("%s[%d]", path, i), list.Index(i), element)
		}
		into.Set(list)
		switch list := list.Interface().(type) {
		case []float64:
			d.printed(n, path, f, list)
		case []string:
			d.word(n, path, f, Verbatim(strings.Join(list, ", ")))
		}
	default:
		panic("scenarios: no rule for decoding " + into.Type().String())
	}
}

// printed records figures that are kept as a document prints them: those of [published].
func (d *decoder) printed(n *node, path string, f field, values []float64) {
	if f.unit == "" || !strings.HasPrefix(path, "published.") {
		return
	}
	if f.unit == "money" {
		d.checkCents(n, path, values)
	}
	d.input(path, f, d.provenance(n, path), joinNumbers(values), Phrase{})
}

// checkCents refuses amounts of money that are not whole cents.
func (d *decoder) checkCents(n *node, path string, amounts []float64) {
	for i, x := range amounts {
		at, where := n, path
		if i < len(n.elements) {
			at, where = n.elements[i], fmt.Sprintf("%s[%d]", path, i)
		}
		if !budgets.IsWholeCents(x) {
			d.fault(at.position, where, "%s has more than two decimals; an amount is written to the cent, as 59_750 or 59_750.25", figure(x))
		}
	}
}

func (d *decoder) text(n *node, path string, into reflect.Value, f field) {
	s, ok := n.value.(string)
	switch {
	case f.name == "source":
		into.SetString(d.named(n, path))
	case !ok:
		d.fault(n.position, path, "is %s; it is text in quotes", n.describe())
	case f.words != nil && !slices.Contains(f.words, s):
		d.fault(n.position, path, "%q is not a word that is allowed here; allowed: %s", shortened(s), strings.Join(f.words, ", "))
	case f.need && strings.TrimSpace(s) == "":
		d.fault(n.position, path, "is empty; it is %s", f.doc)
	case strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' }):
		d.fault(n.position, path, "holds a control character; write plain text")
	default:
		into.SetString(s)
		d.word(n, path, f, Verbatim(s))
	}
}

// number is a plain number within the range that the schema allows.
func (d *decoder) number(n *node, path string, f field) (float64, bool) {
	var x float64
	switch v := n.value.(type) {
	case int64:
		x = float64(v)
	case float64:
		x = v
	default:
		hint := ""
		if text, isText := n.value.(string); isText {
			if _, err := strconv.ParseFloat(text, 64); err == nil {
				hint = "; leave out the quotation marks"
			}
		}
		d.fault(n.position, path, "is %s; it is a number%s", n.describe(), hint)
		return 0, false
	}
	if problem := f.outOfRange(x); problem != "" {
		d.fault(n.position, path, "%s", problem)
		return 0, false
	}
	return x, true
}

// outOfRange says why a number is not allowed, or nothing.
func (f field) outOfRange(x float64) string {
	about := ""
	if f.doc != "" {
		about = " (" + f.doc + ")"
	}
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return fmt.Sprintf("%v is not a number that can be used; write an ordinary number", x)
	case x >= f.minimum && x <= f.maximum:
		return ""
	case f.minimum == 0 && f.maximum == 1:
		return fmt.Sprintf("%s is not between 0 and 1; a share is written as 0.86", figure(x))
	case f.minimum == math.SmallestNonzeroFloat64 && x <= 0:
		return fmt.Sprintf("%s is not above 0%s", figure(x), about)
	case f.minimum == math.SmallestNonzeroFloat64:
		return fmt.Sprintf("%s is too large; the largest allowed is %s%s", figure(x), figure(f.maximum), about)
	default:
		return fmt.Sprintf("%s is not between %s and %s%s", figure(x), figure(f.minimum), figure(f.maximum), about)
	}
}

// figure writes a number as a scenario file would: 1_000_000 and not 1e+06.
func figure(x float64) string {
	s := strconv.FormatFloat(x, 'f', -1, 64)
	if math.Abs(x) >= 1e15 || len(s) > 20 {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	whole, decimals, _ := strings.Cut(s, ".")
	first := len(whole) - len(strings.TrimPrefix(whole, "-")) // the place of the first digit
	if len(whole)-first > 4 {
		for at := len(whole) - 3; at > first; at -= 3 {
			whole = whole[:at] + "_" + whole[at:]
		}
	}
	if decimals != "" {
		whole += "." + decimals
	}
	return whole
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// suggest names the nearest of the words that are known, or all of them.
func suggest(word string, known []string) string {
	if best := Nearest(word, known); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	if len(known) == 0 {
		return "none is defined yet"
	}
	return "known are " + strings.Join(known, ", ")
}

// Nearest is the word that is at most two letters away, or one in a short word, if there is one.
func Nearest(word string, known []string) string {
	best, distance := "", 3
	if len(word) < 5 {
		distance = 2
	}
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(k)); d < distance {
			best, distance = k, d
		}
	}
	return best
}

// describe names a value as a person would.
func (n *node) describe() string {
	switch v := n.value.(type) {
	case string:
		return fmt.Sprintf("the text %q", shortened(v))
	case int64:
		return "the number " + figure(float64(v))
	case float64:
		return "the number " + figure(v)
	case bool:
		return fmt.Sprintf("%v", v)
	case time.Time:
		return "a date"
	}
	switch {
	case n.elements != nil:
		return "a list"
	case n.table:
		return "a table"
	}
	return "something else"
}

// shortened keeps a text from filling the screen.
func shortened(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}

// Keyed is a table of tables, each with a key of the author's choice, in the order of the file.
type Keyed[T any] struct {
	Keys  []string
	ByKey map[string]*T
}

// All gives the entries in order.
func (k Keyed[T]) All() func(yield func(string, *T) bool) {
	return func(yield func(string, *T) bool) {
		for _, key := range k.Keys {
			if !yield(key, k.ByKey[key]) {
				return
			}
		}
	}
}

func (k *Keyed[T]) decodeNode(d *decoder, n *node, path string, f field) {
	if !n.table {
		d.fault(n.position, path, "is %s; it holds tables in single brackets, such as [%s.name]", n.describe(), path)
		return
	}
	k.ByKey = map[string]*T{}
	for _, key := range n.keys {
		child := n.children[key]
		if !isPlainKey(key) {
			d.fault(child.keyAt, join(path, strconv.Quote(key)), "is not a key; keys are letters a to z, digits, - and _ (a name may be anything)")
			continue
		}
		entry := new(T)
		if like := k.likely(n, key); like != "" {
			d.fault(child.keyAt, join(path, key), "is new here and says too little for a new entry; did you mean %q?", like)
			continue
		}
		d.value(child, join(path, key), reflect.ValueOf(entry).Elem(), f)
		k.Keys = append(k.Keys, key)
		k.ByKey[key] = entry
	}
}

// likely is the entry that an overlay probably meant by a key that no layer below has and that differs from one of theirs by a letter or two, where
// it does not even give the entry a name.
func (k *Keyed[T]) likely(n *node, key string) string {
	child := n.children[key]
	if child.keyAt.layer.order == 0 || !child.table || child.child("name") != nil {
		return ""
	}
	if _, named := reflect.TypeFor[T]().FieldByName("Name"); !named {
		return ""
	}
	var below []string
	for _, other := range n.keys {
		if n.children[other].keyAt.layer.order < child.keyAt.layer.order {
			below = append(below, other)
		}
	}
	return Nearest(key, below)
}

func isPlainKey(key string) bool {
	return key != "" && !strings.ContainsFunc(key, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_')
	})
}

// fieldNamed is what the schema says of a field of a struct.
func fieldNamed[T any](name string) field {
	t, _ := reflect.TypeFor[T]().FieldByName(name)
	return fieldOf(t)
}
