package output

import "testing"

func TestSentence(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		"as for engagement":      "As for engagement.",
		"čekání na práci.":       "Čekání na práci.",
		"sibs.co, Colombia":      "sibs.co, Colombia.",
		"'some'; no amount":      "'some'; no amount.",
		"no figure found. Guess": "No figure found. Guess.",
	} {
		if got := Verbatim(in).Sentence().String(); got != want {
			t.Errorf("%q becomes %q, not %q", in, got, want)
		}
	}
}

func TestAnd(t *testing.T) {
	for want, words := range map[string][]Text{"": nil, "a": {Verbatim("a")}, "a and b": {Verbatim("a"), Verbatim("b")}, "a, b and c": {Verbatim("a"), Verbatim("b"), Verbatim("c")}} {
		if got := And(words...).String(); got != want {
			t.Errorf("%v join to %q, not %q", words, got, want)
		}
	}
}
