package xlsx

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// name is a defined name and what it stands for.
type name struct{ name, refersTo string }

// namer gives names that are used once; case does not tell them apart.
type namer map[string]bool

func newNamer() namer { return namer{} }

func (n namer) unique(wanted string) string {
	for i := 1; ; i++ {
		try := wanted
		if i > 1 {
			try = fmt.Sprintf("%s_%d", wanted, i)
		}
		if key := strings.ToLower(try); !n[key] {
			n[key] = true
			return try
		}
	}
}

// prefix is what the sheets of a scenario begin with, short enough for the 31 characters of a sheet's name.
func (n namer) prefix(scenario string) string {
	const most = 16
	var short strings.Builder
	for _, r := range scenario {
		if short.Len() == most {
			break
		}
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' {
			r = '_'
		}
		short.WriteRune(r)
	}
	if short.Len() == 0 {
		short.WriteString("scenario")
	}
	return n.unique(short.String())
}

// addressLike are words that a spreadsheet would take for a cell or a truth.
var addressLike = regexp.MustCompile(`(?i)^([a-z]{1,3}[0-9]+|r[0-9]*(c[0-9]*)?|c[0-9]*|true|false)$`)

// defined is a row's name as a defined name can be: letters, digits and underscores, no address.
func (n namer) defined(row string) string {
	const most = 240 // of 255, to leave room for a number
	clean := strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return '_'
		}
		return r
	}, row)
	clean = clean[:min(len(clean), most)]
	if clean == "" || unicode.IsDigit(rune(clean[0])) || addressLike.MatchString(clean) {
		clean = "_" + clean
	}
	return n.unique(clean)
}

// quoted is a sheet's name as formulas write it.
func quoted(page string) string {
	if plainName.MatchString(page) && !addressLike.MatchString(page) {
		return page
	}
	return "'" + strings.ReplaceAll(page, "'", "''") + "'"
}

var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// plainText is a text as a cell can hold it: without the characters that XML has no place for. It is stored as text, whatever it begins with.
func plainText(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || !unicode.IsControl(r) && r != 0xFFFE && r != 0xFFFF:
			return r
		case r == '\t':
			return ' '
		}
		return -1
	}, strings.ToValidUTF8(text, ""))
}
