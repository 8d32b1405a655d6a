package scenarios

import (
	"slices"
	"strings"
)

// Word is a value that is a word, a list of words, yes or no, or a number that describes and is not reckoned with by itself.
type Word struct {
	Input
	// Listed says that the table of assumptions shows it: always what decides who pays how, and whatever a layer over the scenario changed.
	Listed bool
}

// word records a value. In the scenario's own file, or in an entry that a layer adds, it needs no source and has no status.
func (d *decoder) word(n *node, path string, f field, value Phrase) {
	if strings.HasSuffix(path, "]") || isDescription(path) {
		return // part of a list, or no value of the plan
	}
	w := Word{Input: Input{Path: path, What: f.doc, Value: value, Unit: f.unit}, Listed: f.listed}
	if within := d.tables[min(1, len(d.tables)-1)]; within.position.layer.order < n.position.layer.order {
		w.Provenance, w.Listed = Provenance{Status: Changed, By: n.position.layer.name}, true
		for i := len(d.tables) - 1; i >= 0 && w.Source == ""; i-- {
			if key, ok := sourceFor(n, d.tables[i].child("source")); ok {
				w.Provenance = Provenance{Status: d.statusOf(key), Source: key}
			}
		}
	}
	d.read, d.words = append(d.read, path), append(d.words, w)
}

// isDescription says whether a path holds what is said about the plan and is no part of it.
func isDescription(path string) bool {
	first, _, _ := strings.Cut(path, ".")
	return slices.Contains([]string{"sources", "published", "claims", "remarks", "correlation"}, first)
}

// Listed are the inputs and the words that the table of assumptions shows, in the order of the schema.
func (s *Scenario) Listed() []Input {
	all := slices.Clone(s.Inputs)
	for _, w := range s.Words {
		if w.Listed {
			all = append(all, w.Input)
		}
	}
	place := make(map[string]int, len(s.read))
	for i, path := range s.read {
		place[path] = i
	}
	slices.SortStableFunc(all, func(a, b Input) int { return place[a.Path] - place[b.Path] })
	return all
}

// Value is what an input or a word is as the table of assumptions has it; empty where there is none.
func (s *Scenario) Value(path string) Phrase {
	for i := range s.Inputs {
		if s.Inputs[i].Path == path {
			return s.Inputs[i].Value
		}
	}
	for i := range s.Words {
		if s.Words[i].Path == path {
			return s.Words[i].Value
		}
	}
	return Phrase{}
}
