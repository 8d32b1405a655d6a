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
	root   *node
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
	position position
	// whole marks tables in braces, which are one value and are replaced, not merged, by a later layer.
	whole    bool
	table    bool
	keys     []string // of a table, in the order of the file
	children map[string]*node
	elements []*node // of an array
	value    any     // of the rest: string, int64, float64, bool or time.Time
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
	file, err := open()
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, &UnknownError{name}
		}
		return nil, unreadable(name, "cannot be opened: %v; check its name and permissions", underlying(err))
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return nil, unreadable(name, "is a folder, not a scenario file; name a file in it")
	}
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
	var values map[string]any
	if err := toml.Unmarshal(text, &values); err != nil {
		return nil, syntaxError(l, text, err)
	}
	l.root = newTable(position{l, 1, 1})
	index := indexer{layer: l, text: text}
	if err := index.run(); err != nil {
		return nil, unreadable(name, "is not TOML: %v", err)
	}
	fillIn(l.root, values)
	return l, nil
}

// parseSetting makes a layer from "key=value"; the value is TOML, else a string.
func parseSetting(name string, order int, setting string) (*layer, error) {
	key, value, ok := strings.Cut(setting, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if !ok || key == "" || value == "" {
		return nil, unreadable(name, "a setting is written key=value, such as services.zagreb.specialists=3")
	}
	l, err := parse(name, order, []byte(key+" = "+value))
	if err != nil {
		l, err = parse(name, order, fmt.Appendf(nil, "%s = %q", key, value))
	}
	if err != nil {
		return nil, unreadable(name, "%q is not a key; keys are plain letters joined by dots, such as services.zagreb.specialists", key)
	}
	l.inline = true
	return l, nil
}

func syntaxError(l *layer, text []byte, err error) error {
	var parsing toml.ParseError
	if !errors.As(err, &parsing) {
		return unreadable(l.name, "is not TOML: %v", err)
	}
	line, column := lineAndColumn(text, min(parsing.Position.Start, len(text)))
	if parsing.Position.Line > 0 {
		line = parsing.Position.Line
	}
	what := strings.TrimSuffix(parsing.Message, ".")
	if key, ok := strings.CutSuffix(what, "' has already been defined"); ok {
		key = strings.Trim(key[strings.IndexByte(key, '\'')+1:], "'")
		return Faults{{Position: position{l, line, column}.String(), Path: key,
			Problem: "is defined twice; give one of the two another key, or remove it"}}
	}
	return unreadable(position{l, line, column}.String(), "is not TOML: %s", what)
}

// indexer builds the tree of a layer with the place of every key and value; the values themselves come from the decoder.
type indexer struct {
	layer  *layer
	text   []byte
	parser unstable.Parser
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

func (x *indexer) at(n *unstable.Node) position {
	line, column := lineAndColumn(x.text, int(n.Raw.Offset))
	return position{x.layer, line, column}
}

// descend goes to the table of a header, making what is not there yet.
func (x *indexer) descend(from *node, key unstable.Iterator, isArray bool) *node {
	for key.Next() {
		name := string(key.Node().Data)
		next := from.child(name)
		if next == nil {
			next = newTable(x.at(key.Node()))
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
			into.put(name, newTable(x.at(last)))
		}
		into = into.child(name)
	}
	into.put(string(last.Data), x.value(e.Value(), x.at(last)))
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

// merge lays one table over another. Neither is changed; what is not replaced is shared.
func merge(below, above *node) *node {
	if !below.table || !above.table || above.whole {
		return above
	}
	merged := newTable(below.position)
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
