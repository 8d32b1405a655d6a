package scenarios

import (
	"slices"
	"strings"
)

// Fault is one thing that is wrong in a scenario file. As a message it reads "where: what: what is wrong; what to do".
type Fault struct {
	// Position is file:line:column, or the setting on the command line.
	Position string
	// Path is the key, such as pathway.engage.rate[1]; empty where there is none.
	Path string
	// Problem is what is wrong, what is allowed and what to do.
	Problem string

	layer, line, column int // to sort by
}

func (f *Fault) Error() string {
	if f.Path == "" {
		return f.Position + ": " + f.Problem
	}
	return f.Position + ": " + f.Path + ": " + f.Problem
}

// Faults are all the faults of a scenario, in the order of its files.
type Faults []*Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "\n")
}

func (f Faults) sorted() Faults {
	slices.SortStableFunc(f, func(a, b *Fault) int {
		for _, d := range []int{a.layer - b.layer, a.line - b.line, a.column - b.column} {
			if d != 0 {
				return d
			}
		}
		return 0
	})
	return f
}
