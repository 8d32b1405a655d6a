// Package scenarios reads scenario files: one TOML file per country's plan, with the source of every figure beside it.
//
// The types under [File] are the schema. Their struct tags drive decoding and checking, the table of assumptions that `show` prints, and the
// commented file that `init` writes:
//
//	toml       the key
//	doc        what it is, in the words of a project lead
//	unit       what its number counts
//	min        the smallest value allowed
//	max        the largest value allowed
//	fixed      "yes" where the number may have a range but not differ between draws
//	uncertain  "yes" where a series by year may differ between draws
//	published  "yes" where "published" may stand for the printed figures
//	need       "yes" where the key may not be left out
//	or         the key that may say it instead, where one of the two is needed
//	oneof      the words allowed, separated by |
//	listed     "yes" where a word stands in the table of assumptions even if nobody changed it
//
// A file may be laid over another: tables merge key by key, a value in braces or brackets is replaced whole, and so is a table below one that says replaces = true.
// The outcomes contracts in the folder templates are such files; beside its contract, a template adds only what the scenario below has not. Whatever is wrong is reported
// with file, line and column, everything at once.
package scenarios
