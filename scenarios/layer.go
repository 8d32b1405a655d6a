package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
	"github.com/pelletier/go-toml/v2/unstable"
)

// maxFileSize is far above any scenario that a person writes, in bytes.
const maxFileSize = 1 << 20

// layer is one file, or one setting from the command line, out of which a scenario is put together.
type layer struct {
	name  string // as messages call it
	order int    // 0 for the base, higher for what lies over it
	// inline says that the layer is a setting from the command line, where lines and columns mean nothing.
	inline bool
	// isTemplate says that it is one of the outcomes contracts that come with the program.
	isTemplate bool
	root       *node
}

// position is a place in a layer; lines and columns count from 1.
type position struct {
	layer        *layer
	line, column int
}

func (p position) String() string {
	if p.layer.inline || p.line == 0 {
		return p.layer.name
	}
	return fmt.Sprintf("%s:%d:%d", p.layer.name, p.line, p.column)
}

// node is a value in a layer or in the merged tree: a table with children in the order of the file, or anything else.
type node struct {
	position position // of the value, or of the key of a table or list
	keyAt    position
	// whole marks tables in braces, which are one value and are replaced, not merged, by a later layer.
	whole    bool
	table    bool
	keys     []string // of a table, in the order of the file
	children map[string]*node
	elements []*node // of an array
	value    any     // of the rest: string, int64, float64, bool or time.Time
	// replaced is what a lower layer had in this place.
	replaced *node
}

func newTable(at position) *node {
	return &node{position: at, table: true, children: map[string]*node{}}
}

func (n *node) child(key string) *node {
	if n == nil || !n.table {
		return nil
	}
	return n.children[key]
}

func (n *node) put(key string, child *node) {
	if _, ok := n.children[key]; !ok {
		n.keys = append(n.keys, key)
	}
	n.children[key] = child
}

// readFile reads a scenario file as text, or says in one sentence why it cannot be one.
func readFile(name string, open func() (fs.File, error)) ([]byte, error) {
	// Asked before opening, since opening a pipe would wait for whoever writes to it.
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return nil, unreadable(name, "is a folder, not a scenario file; name a file in it")
	} else if err == nil && !info.Mode().IsRegular() {
		return nil, unreadable(name, "is not an ordinary file; save the scenario as a text file and name that")
	}
	file, err := open()
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, &UnknownError{name}
		}
		return nil, unreadable(name, "cannot be opened: %v; check its name and permissions", underlying(err))
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxFileSize+1))
	if err != nil {
		return nil, unreadable(name, "cannot be read: %v; check its name and permissions", underlying(err))
	}
	if len(text) > maxFileSize {
		return nil, unreadable(name, "is larger than 1 MiB, which no scenario file is; check that it is the right file")
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return nil, unreadable(name, "is not a text file; a scenario is plain text in TOML")
	}
	if at := invalidUTF8(text); at >= 0 {
		line, column := lineAndColumn(text, at)
		return nil, unreadable(fmt.Sprintf("%s:%d:%d", name, line, column), "a character is not UTF-8; save the file with the encoding UTF-8")
	}
	return bytes.TrimPrefix(text, []byte("\ufeff")), nil
}

func unreadable(where, format string, args ...any) Faults {
	return Faults{{Position: where, Problem: fmt.Sprintf(format, args...)}}
}

func underlying(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

func invalidUTF8(text []byte) int {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
	return -1
}

func lineAndColumn(text []byte, offset int) (line, column int) {
	before := text[:offset]
	line = bytes.Count(before, []byte("\n")) + 1
	start := bytes.LastIndexByte(before, '\n') + 1
	return line, utf8.RuneCount(before[start:]) + 1
}

// parse makes a layer from TOML text. A syntax error is the only fault it can find, and it ends the reading.
func parse(name string, order int, text []byte) (*layer, error) {
	l := &layer{name: name, order: order}
	if at := tooDeep(text); at >= 0 {
		line, column := lineAndColumn(text, at)
		return nil, unreadable(position{l, line, column}.String(), "is nested more than %d levels deep, which no scenario file is; check that it is the right file", maxDepth)
	}
	var values map[string]any
	if err := toml.Unmarshal(text, &values); err != nil {
		return nil, syntaxError(l, text, err)
	}
	l.root = newTable(position{l, 1, 1})
	index := indexer{layer: l, text: text}
	if err := index.run(); err != nil {
		return nil, index.syntaxError(err)
	}
	fillIn(l.root, values)
	return l, nil
}

// maxDepth is far above the nesting of any scenario; parsers take time and memory that grow faster than the depth.
const maxDepth = 32

// tooDeep gives the place where brackets or dotted keys are nested more than maxDepth deep, or -1. Text in quotes and comments does not count.
func tooDeep(text []byte) int {
	depth, dots := 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '#':
			for i+1 < len(text) && text[i+1] != '\n' {
				i++
			}
		case '"', '\'':
			i = endOfQuotes(text, i)
		case '[', '{':
			depth++
			dots = 0
		case ']', '}':
			depth = max(depth-1, 0)
		case '.':
			dots++
		case '\n', '=', ',':
			dots = 0
		}
		if depth > maxDepth || dots > maxDepth {
			return i
		}
	}
	return -1
}

// endOfQuotes is the place of the last quotation mark of the text in quotes that begins at start.
func endOfQuotes(text []byte, start int) int {
	mark := text[start : start+1]
	if triple := bytes.Repeat(mark, 3); bytes.HasPrefix(text[start:], triple) {
		mark = triple
	}
	for i := start + len(mark); i < len(text); i++ {
		switch {
		case text[i] == '\\' && mark[0] == '"':
			i++
		case bytes.HasPrefix(text[i:], mark):
			return i + len(mark) - 1
		case text[i] == '\n' && len(mark) == 1:
			return i
		}
	}
	return len(text)
}

// parseSetting makes a layer from "key=value"; the value is TOML, else a string.
func parseSetting(name string, order int, setting string) (*layer, error) {
	key, value, ok := strings.Cut(setting, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	switch {
	case !ok || key == "":
		return nil, unreadable(name, "is not a setting; a setting is written key=value, such as services.zagreb.specialists=3")
	case value == "":
		return nil, unreadable(name, "has no value; write it after the equals sign, as in services.zagreb.specialists=3")
	case len(setting) > maxFileSize:
		return nil, unreadable(name[:100]+"…", "is longer than 1 MiB; write it in a file and lay that over the scenario")
	case strings.ContainsFunc(setting, func(r rune) bool { return r < ' ' || r == utf8.RuneError }):
		return nil, unreadable(strings.ToValidUTF8(name, "?"), "holds a line break or another character that is not plain text; write one setting of one line at a time")
	}
	l, err := parse(name, order, []byte(key+" = "+value))
	if err != nil {
		l, err = parse(name, order, []byte(key+" = "+quoted(value)))
	}
	if err != nil {
		return nil, unreadable(name, "%q is not a key; keys are plain letters joined by dots, such as services.zagreb.specialists", key)
	}
	l.inline = true
	return l, nil
}

// quoted is text as TOML writes it.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

func syntaxError(l *layer, text []byte, err error) error {
	var parsing toml.ParseError
	if !errors.As(err, &parsing) {
		return unreadable(l.name, "is not TOML: %v", err)
	}
	line, column := lineAndColumn(text, max(0, min(parsing.Position.Start, len(text))))
	if parsing.Position.Line > 0 {
		line = parsing.Position.Line
	}
	what := strings.TrimSuffix(parsing.Message, ".")
	if key, ok := strings.CutSuffix(what, "' has already been defined"); ok {
		key = strings.Trim(key[strings.IndexByte(key, '\'')+1:], "'")
		return Faults{{
			Position: position{l, line, column}.String(), Path: key,
			Problem: "is defined twice; give one of the two another key, or remove it",
		}}
	}
	if !strings.HasPrefix(what, "TOML") {
		what = strings.ToLower(what[:1]) + what[1:]
	}
	if decimalComma(text, line) {
		return unreadable(position{l, line, column}.String(), "is not TOML: %s; write decimals with a point, as 0.10, and thousands as 59_750", what)
	}
	for _, hint := range hints {
		if strings.Contains(what, hint.when) {
			what += "; " + hint.say
			break
		}
	}
	return unreadable(position{l, line, column}.String(), "is not TOML: %s", what)
}

// decimalComma says whether a line has a comma between two digits, which is how many languages write decimals or thousands and TOML does not.
func decimalComma(text []byte, line int) bool {
	lines := bytes.SplitN(text, []byte("\n"), line+1)
	if line < 1 || line > len(lines) {
		return false
	}
	at := lines[line-1]
	for i := 1; i+1 < len(at); i++ {
		if at[i] == ',' && isDigit(at[i-1]) && isDigit(at[i+1]) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// hints say what to do about a syntax error, by what the parser says of it.
var hints = []struct{ when, say string }{
	{"expected value", `write a number as 0.86, and text in "quotation marks"`},
	{"expected '.' or '='", "a key is one word of the letters a to z, digits, - and _, and = stands after it"},
	{"top-level item to end", "write one key = value in each line, and decimals with a point"},
	{"cannot contain newlines", "close the text with a quotation mark in its own line"},
	{"datetime", "write a day that exists, as 2023-01-31"},
	{"control characters", "save the file as plain text, with ordinary line breaks"},
	{"out of range", "write a number with fewer digits"},
	{"terminator", "close the brackets, and put commas between values"},
	{"invalid integer", "write a number as 25 or 0.86"},
	{"invalid float", "write a number as 25 or 0.86"},
}

// indexer builds the tree of a layer with the place of every key and value; the values themselves come from the decoder.
type indexer struct {
	layer  *layer
	text   []byte
	parser unstable.Parser
	// seen is the place that was looked up last, at the offset seenAt: places come in the order of the file, so that a long file is walked once.
	seen   position
	seenAt int
}

func (x *indexer) run() error {
	x.parser.Reset(x.text)
	current := x.layer.root
	for x.parser.NextExpression() {
		switch e := x.parser.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			current = x.descend(x.layer.root, e.Key(), e.Kind == unstable.ArrayTable)
		case unstable.KeyValue:
			x.keyValue(current, e)
		}
	}
	return x.parser.Error()
}

// syntaxError is for the few texts that one of the two parsers takes and the other does not.
func (x *indexer) syntaxError(err error) error {
	var wrong *unstable.ParserError
	if !errors.As(err, &wrong) || len(wrong.Highlight) == 0 {
		return unreadable(x.layer.name, "is not TOML: %v", err)
	}
	line, column := lineAndColumn(x.text, int(x.parser.Range(wrong.Highlight).Offset))
	return unreadable(position{x.layer, line, column}.String(), "is not TOML: %s", wrong.Message)
}

func (x *indexer) at(n *unstable.Node) position {
	offset := int(n.Raw.Offset)
	if offset < x.seenAt || x.seen.line == 0 {
		x.seen, x.seenAt = position{x.layer, 1, 1}, 0
	}
	between := x.text[x.seenAt:offset]
	if breaks := bytes.Count(between, []byte("\n")); breaks > 0 {
		x.seen.line += breaks
		x.seen.column = 1
		between = between[bytes.LastIndexByte(between, '\n')+1:]
	}
	x.seen.column += utf8.RuneCount(between)
	x.seenAt = offset
	return x.seen
}

// descend goes to the table of a header, making what is not there yet.
func (x *indexer) descend(from *node, key unstable.Iterator, isArray bool) *node {
	for key.Next() {
		name := string(key.Node().Data)
		next := from.child(name)
		if next == nil {
			next = newTable(x.at(key.Node()))
			next.keyAt = next.position
			from.put(name, next)
		}
		if key.IsLast() && isArray {
			element := newTable(x.at(key.Node()))
			next.table = false
			next.elements = append(next.elements, element)
		}
		from = next
		if !from.table && len(from.elements) > 0 {
			from = from.elements[len(from.elements)-1]
		}
	}
	return from
}

func (x *indexer) keyValue(into *node, e *unstable.Node) {
	key := e.Key()
	var last *unstable.Node
	for key.Next() {
		last = key.Node()
		if key.IsLast() {
			break
		}
		name := string(last.Data)
		if into.child(name) == nil {
			table := newTable(x.at(last))
			table.keyAt = table.position
			into.put(name, table)
		}
		into = into.child(name)
	}
	keyAt := x.at(last)
	value := x.value(e.Value(), keyAt)
	value.keyAt = keyAt
	into.put(string(last.Data), value)
}

func (x *indexer) value(v *unstable.Node, key position) *node {
	at := key
	if v.Raw.Length > 0 {
		at = x.at(v)
	}
	switch v.Kind {
	case unstable.InlineTable:
		n := newTable(at)
		n.whole = true
		for children := v.Children(); children.Next(); {
			x.keyValue(n, children.Node())
		}
		return n
	case unstable.Array:
		n := &node{position: at, elements: []*node{}}
		for children := v.Children(); children.Next(); {
			n.elements = append(n.elements, x.value(children.Node(), key))
		}
		return n
	}
	return &node{position: at}
}

// fillIn puts the decoded values into the tree.
func fillIn(n *node, value any) {
	switch v := value.(type) {
	case map[string]any:
		for key, child := range v {
			if n.child(key) != nil {
				fillIn(n.children[key], child)
			}
		}
	case []any:
		for i := range min(len(v), len(n.elements)) {
			fillIn(n.elements[i], v[i])
		}
	case []map[string]any:
		for i := range min(len(v), len(n.elements)) {
			fillIn(n.elements[i], v[i])
		}
	default:
		n.value = value
	}
}

// over lays the layer over a tree. A template's contract stands in place of any below it; what else it says, such as a funder that pays for outcomes or the hours of jobs, counts
// only where the tree has nothing of that key.
func (l *layer) over(below *node) *node {
	if !l.isTemplate {
		return merge(below, l.root)
	}
	const entries = 2 // the depth of those of a keyed table
	onTop := newTable(l.root.position)
	onTop.put("contract", l.root.child("contract"))
	return merge(filled(below, l.root, entries), onTop)
}

// replaces says whether a table is to stand in place of what is below it.
func (n *node) replaces() bool {
	word := n.child("replaces")
	return word != nil && word.value == true
}

// merge lays one table over another. Neither is changed; what is not replaced is shared.
func merge(below, above *node) *node {
	if !below.table || !above.table || above.whole || above.replaces() {
		over := *above
		over.replaced = below
		return &over
	}
	merged := newTable(below.position)
	merged.keyAt = below.keyAt
	merged.whole = below.whole
	for _, key := range below.keys {
		merged.put(key, below.children[key])
	}
	for _, key := range above.keys {
		if have := merged.child(key); have != nil {
			merged.put(key, merge(have, above.children[key]))
		} else {
			merged.put(key, above.children[key])
		}
	}
	return merged
}

func openPath(path string) func() (fs.File, error) {
	return func() (fs.File, error) { return os.Open(path) }
}
