package output

import (
	"embed"
	"fmt"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/feature/plural"
)

//go:embed catalogue/*.toml
var catalogues embed.FS

// catalogue holds translations by the English message. A message without a count has one form, Other; one with a count has a form for each plural of the
// language.
type catalogue map[string]map[plural.Form]string

// pluralNames are the plurals as CLDR and the catalogues call them.
func pluralNames() map[string]plural.Form {
	return map[string]plural.Form{"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many, "other": plural.Other}
}

// readCatalogue reads the translations into a language: "message" = "translation" or, where there is a count, "message" = { one = "…", few = "…" }.
func readCatalogue(code string) (catalogue, error) {
	text, err := catalogues.ReadFile("catalogue/" + code + ".toml")
	if err != nil {
		return nil, err
	}
	return parseCatalogue(code+".toml", string(text))
}

func parseCatalogue(file, text string) (catalogue, error) {
	var entries map[string]any
	if _, err := toml.Decode(text, &entries); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	c := catalogue{}
	for message, entry := range entries {
		switch entry := entry.(type) {
		case string:
			c[message] = map[plural.Form]string{plural.Other: entry}
		case map[string]any:
			forms := map[plural.Form]string{}
			for name, translation := range entry {
				form, isForm := pluralNames()[name]
				words, isWords := translation.(string)
				if !isForm || !isWords {
					return nil, fmt.Errorf("%s: %q: %s is not a plural with its words; write zero, one, two, few, many or other", file, message, name)
				}
				forms[form] = words
			}
			c[message] = forms
		default:
			return nil, fmt.Errorf("%s: %q: is neither words nor plurals with words", file, message)
		}
	}
	return c, nil
}
