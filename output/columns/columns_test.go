package columns

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// measured is the width of a line in a font, in ems.
func measured(t *testing.T, ttf []byte, line string) float64 {
	t.Helper()
	f, err := sfnt.Parse(ttf)
	if err != nil {
		t.Fatal(err)
	}
	var b sfnt.Buffer
	total := 0.0
	const em = 1000
	for _, r := range line {
		glyph, err := f.GlyphIndex(&b, r)
		if err != nil || glyph == 0 {
			t.Fatalf("%q is not in the font: %v", r, err)
		}
		advance, err := f.GlyphAdvance(&b, glyph, fixed.I(em), font.HintingNone)
		if err != nil {
			t.Fatal(err)
		}
		total += float64(advance) / 64 / em
	}
	return total
}

// TestWidthIsEnough: what columns hold is estimated no narrower than the letters are, and not much wider.
func TestWidthIsEnough(t *testing.T) {
	for _, line := range []string{
		"1,276,811", "€1,276,811.50", "1\u00a0234\u00a0567,89\u00a0€", "14 (9–20)", "−12,345.6", ">99\u00a0%", "0–140,000", "Specialists in post, mean FTE",
		"Grant (private organisations or ESCF)", "Chance of any gap", "Zaposlenje dulje od 13 tjedana", "Náklady na zaměstnance", "Bridging need, committed money", "Engagements", "Funding", "Cost", "Gap", "Sustainment", "Zaposlenje", "Referrals", "Overspend",
	} {
		bold, regular := measured(t, liberationsansbold.TTF, line), measured(t, liberationsansregular.TTF, line)
		if got := Width(line); got < bold || got < regular || got > 1.25*bold {
			t.Errorf("%q: estimated %.2f em; it is %.2f regular, %.2f bold", line, got, regular, bold)
		}
	}
}

// Widths in the examples are of m, 0.92 em each, and spaces, 0.29 em.
func TestWidths(t *testing.T) {
	m := func(n int) string { return strings.Repeat("m", n) }
	number := Column{Heading: m(10) + " " + m(10), Cells: []string{m(4), m(5)}}           // least 9.2, natural 18.69
	text := Column{Heading: "m", Cells: []string{strings.Repeat("mm ", 20)}, Wrap: true}  // least 8, natural 20*1.84+19*0.29+0.29 = 42.6
	phrase := Column{Heading: "m", Cells: []string{m(10) + " " + m(2)}}                   // a cell that does not wrap: 9.2+0.29+1.84 = 11.33
	joined := Column{Heading: "m", Cells: []string{m(10) + "\u00a0" + m(2)}, Wrap: true}  // nor one without ordinary spaces
	address := Column{Heading: "m", Cells: []string{strings.Repeat("m", 50)}, Wrap: true} // least 16, natural 46
	for _, test := range []struct {
		about   string
		columns []Column
		page    float64
		want    []float64
		fits    bool
	}{
		{"all fits", []Column{number, text}, 100, []float64{18.69, 42.6}, true},
		{"the narrowest grows first", []Column{number, text}, 20, []float64{10, 10}, true},
		{"least", []Column{number, text}, 17.3, []float64{9.2, 8}, true},
		{"too narrow", []Column{number, text}, 17, []float64{9.2, 8}, false},
		{"a phrase", []Column{phrase}, 1, []float64{11.33}, false},
		{"no-break space", []Column{joined}, 1, []float64{11.33}, false},
		{"a web address", []Column{address}, 20, []float64{20}, true},
	} {
		got, fits := widths(test.columns, test.page)
		if fits != test.fits {
			t.Errorf("%s: fits is %v", test.about, fits)
		}
		for i := range test.want {
			if math.Abs(got[i]-test.want[i]) > 0.2500001 { // a step
				t.Errorf("%s: widths %v; want %v", test.about, got, test.want)
				break
			}
		}
	}
}

// TestFit: a text of two words of 5 m with a space, 10*0.92+0.29 = 9.49 em; two numbers of 2 m, 1.84; each column takes 1 besides.
func TestFit(t *testing.T) {
	all := []Column{{Heading: "m", Cells: []string{"mmmmm mmmmm"}}, {Heading: "mm", Numeric: true}, {Heading: "mm", Numeric: true}}
	for _, test := range []struct {
		about string
		ways  []Way
		way   int
		want  string
	}{
		{"first", []Way{{17, 1, false}, {99, 1, false}}, 0, "[{[0 1 2] [9.49 1.84 1.84]}]"}, // 9.49+2*1.84+3 = 16.17
		{"second", []Way{{16, 1, false}, {17, 1, false}}, 1, "[{[0 1 2] [9.49 1.84 1.84]}]"},
		{"broken", []Way{{15, 1, true}}, 0, "[{[0 1 2] [8.25 1.84 1.84]}]"}, // 8+2*1.84+3 = 14.68 leaves one step of 0.25
		{"divided", []Way{{10, 1, false}, {12, 1, true}}, 1, "[{[0 1] [8 1.84]} {[0 2] [8 1.84]}]"},
		{"squeezed", []Way{{7.5, 1, false}}, 0, "[{[0 1 2] [3.24 0.63 0.63]}]"}, // 4.5 for 13.17
	} {
		way, parts := Fit(all, test.ways)
		for _, part := range parts {
			for i, width := range part.Widths {
				part.Widths[i] = math.Round(width*100) / 100
			}
		}
		if got := fmt.Sprint(parts); got != test.want || way != test.way {
			t.Errorf("%s: way %d, %s; want way %d, %s", test.about, way, got, test.way, test.want)
		}
	}
	if all[0].Wrap {
		t.Error("the columns that were given have changed")
	}
	if _, parts := Fit(nil, []Way{{10, 1, false}}); len(parts) != 1 || len(parts[0].Columns) != 0 {
		t.Errorf("no columns: %v", parts)
	}
}

// TestNumbersDoNotBreak, also where all text does, unless they did before.
func TestNumbersDoNotBreak(t *testing.T) {
	given := []Column{{}, {Numeric: true}, {Numeric: true, Wrap: true}}
	if got := (Way{Breaks: true}).of(given); !got[0].Wrap || got[1].Wrap || !got[2].Wrap {
		t.Errorf("%+v", got)
	}
	if got := (Way{}).of(given); got[0].Wrap || got[1].Wrap || !got[2].Wrap {
		t.Errorf("%+v", got)
	}
}

// TestSplit: the first column needs 0.92 em, the others 1.84, 1.84 and 2.76; each takes 1 besides.
func TestSplit(t *testing.T) {
	all := []Column{{Heading: "m"}, {Heading: "mm"}, {Heading: "mm"}, {Heading: "mmm"}}
	for _, test := range []struct {
		page float64
		want string
	}{
		{11.4, "[[0 1 2 3]]"},        // 0.92+1.84+1.84+2.76+4 = 11.36
		{11.3, "[[0 1 2] [0 3]]"},    // 7.6 and 5.68
		{7.5, "[[0 1] [0 2] [0 3]]"}, // 4.76, 4.76 and 5.68
		{5, "[[0 1] [0 2] [0 3]]"},   // the last is too wide, and nothing helps
		{4.7, "[[0 1 2 3]]"},
	} {
		if got := fmt.Sprint(split(all, Way{Page: test.page, Gap: 1})); got != test.want {
			t.Errorf("a page of %v: %s, not %s", test.page, got, test.want)
		}
	}
	if got := fmt.Sprint(split(all[:2], Way{Page: 1, Gap: 1})); got != "[[0 1]]" {
		t.Errorf("two columns are divided: %s", got)
	}
}

func TestSqueezed(t *testing.T) {
	number, text := Column{}, Column{Wrap: true}
	for _, test := range []struct {
		columns      []Column
		widths, want []float64
		page         float64
	}{
		{[]Column{number, text}, []float64{9, 8}, []float64{9, 4}, 13},               // the text gives way
		{[]Column{number, text}, []float64{9, 8}, []float64{4.5, 4}, 8.5},            // both do
		{[]Column{number, number}, []float64{30, 20}, []float64{24, 16}, 40},         // four fifths
		{[]Column{text, text, number}, []float64{8, 16, 6}, []float64{6, 12, 6}, 24}, // 18 for 24
	} {
		got := squeezed(test.columns, test.widths, test.page)
		for i := range test.want {
			if math.Abs(got[i]-test.want[i]) > 1e-9 {
				t.Errorf("%v on %v: %v; want %v", test.widths, test.page, got, test.want)
				break
			}
		}
	}
}

// TestMarksAndHiddenLettersTakeNoRoom: letters with combining accents are as wide as those with their own.
func TestMarksAndHiddenLettersTakeNoRoom(t *testing.T) {
	if got, want := Width("z\u030c\u200da"), Width("ža"); got != want {
		t.Errorf("%v, not %v", got, want)
	}
}
