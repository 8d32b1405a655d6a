package output

import (
	"testing"

	"golang.org/x/text/feature/plural"
)

// Marked is English in which whatever a catalogue translates ends in a mark.
func Marked(t *testing.T, mark string) Language {
	l := English()
	l.catalogue = catalogue{}
	for text, e := range collect(t) {
		switch {
		case !e.words:
		case isPlural(text):
			l.catalogue[text] = map[plural.Form]string{plural.One: singularOrPlural(text, true) + mark, plural.Other: singularOrPlural(text, false) + mark}
		default:
			l.catalogue[text] = map[plural.Form]string{plural.Other: text + mark}
		}
	}
	return l
}

// Untranslatable are what a document prints that no catalogue can have or that only looks like a user's words: messages that are not in the source, and words
// that are messages but are given as they are.
func Untranslatable(t *testing.T, documents []*Document) []string {
	messages := collect(t)
	var wrong []string
	var look func(Text)
	look = func(text Text) {
		if e, ok := messages[text.Message]; !ok && hasWords(text.Message) {
			wrong = append(wrong, "not in the source: "+text.Message)
		} else if e.words && text.Message == asGiven {
			wrong = append(wrong, "a message without words: "+text.Message)
		}
		for _, value := range text.Values {
			switch value := value.(type) {
			case Text:
				look(value)
			case listing:
				for _, item := range value.items {
					look(item)
				}
			case string:
				if messages[value].words {
					wrong = append(wrong, "given as it is: "+value)
				}
			}
		}
	}
	for _, d := range documents {
		for _, text := range d.texts() {
			look(text)
		}
	}
	return wrong
}
