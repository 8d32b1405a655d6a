package report

import (
	"testing"

	"ipsplan/model/quantity"
	"ipsplan/scenarios/study"
)

// TestFigureStep: a figure is rounded to the smallest of 1, 10, 100, … that is no smaller than its error, but never away.
func TestFigureStep(t *testing.T) {
	for _, c := range []struct{ mean, mcse, least, want float64 }{
		{70, 0, 1, 1},
		{70, 0.9, 1, 1},
		{370, 1.2, 1, 10},
		{138_765, 410, 100, 1000},
		{12, 0.03, 0.1, 0.1},
		{45, 60, 1, 10}, // rounding to 100 would leave nothing of it
		{0.4, 3, 1, 1},
		{-45, 60, 1, 10},
	} {
		s := study.Stat{Estimate: quantity.Estimate{Mean: c.mean, MCSE: c.mcse}}
		if got := figureStep(s, c.least); got != c.want {
			t.Errorf("%v ± %v is rounded to %v, not %v", c.mean, c.mcse, got, c.want)
		}
	}
}

func TestSentence(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		"as for engagement":      "As for engagement.",
		"čekání na práci.":       "Čekání na práci.",
		"sibs.co, Colombia":      "sibs.co, Colombia.",
		"'some'; no amount":      "'some'; no amount.",
		"no figure found. Guess": "No figure found. Guess.",
	} {
		if got := sentence(in); got != want {
			t.Errorf("%q becomes %q, not %q", in, got, want)
		}
	}
}

func TestList(t *testing.T) {
	for want, words := range map[string][]string{"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}} {
		if got := list(words); got != want {
			t.Errorf("%q joins to %q, not %q", words, got, want)
		}
	}
}

func TestPeriods(t *testing.T) {
	if periods(1) != 1 || periods(2) != 3 || periods(5) != 6 {
		t.Error("each year has a row, and several years one for all")
	}
	if periodName(0, 2) != "Year 1" || periodName(2, 2) != "All 2 years" || periodName(0, 1) != "Year 1" {
		t.Error("periods are named wrongly")
	}
	if months("26") != "6\u00a0months" || months("39") != "9\u00a0months" || months("104") != "24\u00a0months" {
		t.Error("weeks are turned into months wrongly")
	}
}

func TestPoints(t *testing.T) {
	if points(0.3) != "less than 1 point" || points(3.6) != "4 points" {
		t.Errorf("%q, %q", points(0.3), points(3.6))
	}
}
