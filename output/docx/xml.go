package docx

import (
	"encoding/xml"
	"strings"
)

// node is a piece of XML.
type node interface{ write(b *strings.Builder) }

// element is an XML element. Names carry their customary prefix, such as w:p; the root of each part says what the prefixes stand for.
type element struct {
	name       string
	attributes []attribute
	children   []node
}

type attribute struct{ name, value string }

// characters is text between tags.
type characters string

// el makes an element of attributes and children.
func el(name string, parts ...any) *element {
	e := &element{name: name}
	for _, part := range parts {
		switch part := part.(type) {
		case attribute:
			e.attributes = append(e.attributes, part)
		case node:
			e.children = append(e.children, part)
		case []node:
			e.children = append(e.children, part...)
		}
	}
	return e
}

func at(name, value string) attribute { return attribute{name, value} }

// setting is an element that has nothing but a value, as most of WordprocessingML's properties.
func setting(name, value string) *element { return el(name, at("w:val", value)) }

func (e *element) add(children ...node) { e.children = append(e.children, children...) }

func (e *element) write(b *strings.Builder) {
	b.WriteString("<" + e.name)
	for _, a := range e.attributes {
		b.WriteString(" " + a.name + `="` + escaped(a.value) + `"`)
	}
	if len(e.children) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteString(">")
	for _, child := range e.children {
		child.write(b)
	}
	b.WriteString("</" + e.name + ">")
}

func (c characters) write(b *strings.Builder) { b.WriteString(escaped(string(c))) }

// escaped leaves nothing in a text that XML takes for a tag, and puts U+FFFD for what XML cannot hold.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
}

// part is a whole file of XML.
func part(root *element) []byte {
	var b strings.Builder
	b.WriteString(declaration)
	root.write(&b)
	return []byte(b.String())
}

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
