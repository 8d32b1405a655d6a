package chart

import (
	"encoding/xml"
	"errors"
	"io"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ipsplan/output"
)

func inline(t *testing.T, c output.Chart, options InlineOptions) string {
	t.Helper()
	var b strings.Builder
	if err := Inline(&b, c, options); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestInlineIsNamed: the names of the elements begin as asked, a screen reader finds title and sentence by them, and the title is not drawn.
func TestInlineIsNamed(t *testing.T) {
	picture := inline(t, bridge().Charts()[0], InlineOptions{ID: "d1-c2", Width: 500})
	for _, want := range []string{
		`<svg role="img" aria-labelledby="d1-c2-title" aria-describedby="d1-c2-desc" width="500"`,
		`<title id="d1-c2-title">Job starts</title>`, `<desc id="d1-c2-desc">60 in the plan, 49 in the &lt;projection&gt;.</desc>`,
	} {
		if !strings.Contains(picture, want) {
			t.Errorf("the picture has no %s", want)
		}
	}
	if strings.Contains(picture, ">Job starts</text>") {
		t.Error("the title is drawn")
	}
	decoder := xml.NewDecoder(strings.NewReader(picture))
	for {
		if _, err := decoder.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestInlineColours: all colours are custom properties, each of them named by Colours.
func TestInlineColours(t *testing.T) {
	used := map[string]bool{}
	colour := regexp.MustCompile(`(?:fill|stroke)="([^"]*)"`)
	named := regexp.MustCompile(`^var\((--chart-[a-z-]+),#[0-9A-F]{6}\)$`)
	for _, c := range append(courses().Charts(), bridge().Charts()...) {
		for _, match := range colour.FindAllStringSubmatch(inline(t, c, InlineOptions{ID: "c", Width: 500}), -1) {
			name := named.FindStringSubmatch(match[1])
			if name == nil && match[1] != "none" {
				t.Errorf("%q is no custom property", match[1])
			}
			if name != nil && !slices.Contains(Colours(), name[1]) {
				t.Errorf("%s is not one of Colours", name[1])
			} else if name != nil {
				used[name[1]] = true
			}
		}
	}
	if len(used) < 9 {
		t.Errorf("%d colours only: %v", len(used), used)
	}
	for _, l := range slices.Concat(barLooks(), lineLooks(), bandLooks()) {
		if !strings.HasPrefix(variableOf(l.colour), "var(") {
			t.Errorf("%s is no custom property", l.colour)
		}
	}
}

// The lines of a hatched bar are one element; a dashed line, and a line of another colour or width, is another.
func TestStrokesAreJoined(t *testing.T) {
	line := func(colour string, width float64, dashes ...float64) shape {
		return shape{corners: []point{{1, 2}, {3, 4.5}}, colour: colour, width: width, dashes: dashes}
	}
	var got []string
	for _, i := range joined([]item{line(blue, 1), line(blue, 1), line(green, 1), line(green, 2), line(green, 2, 3, 1), words{text: "a"}, line(green, 2, 3, 1), shape{corners: []point{{0, 0}, {1, 0}, {1, 1}}, colour: blue}, line(blue, 1)}) {
		got = append(got, strings.TrimSpace(i.inline()))
	}
	want := []string{
		`<path d="M1,2L3,4.5M1,2L3,4.5" fill="none" stroke="var(--chart-blue,#0072B2)" stroke-width="1"/>`,
		`<path d="M1,2L3,4.5" fill="none" stroke="var(--chart-green,#009E73)" stroke-width="1"/>`,
		`<path d="M1,2L3,4.5" fill="none" stroke="var(--chart-green,#009E73)" stroke-width="2"/>`,
		`<path d="M1,2L3,4.5" fill="none" stroke="var(--chart-green,#009E73)" stroke-width="2" stroke-dasharray="3 1"/>`,
		`<text x="0" y="0" font-size="0" fill="">a</text>`,
		`<path d="M1,2L3,4.5" fill="none" stroke="var(--chart-green,#009E73)" stroke-width="2" stroke-dasharray="3 1"/>`,
		`<path d="M0,0L1,0L1,1Z" fill="var(--chart-blue,#0072B2)"/>`,
		`<path d="M1,2L3,4.5" fill="none" stroke="var(--chart-blue,#0072B2)" stroke-width="1"/>`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nnot\n%q", got, want)
	}
}

// TestNarrowPages lays random charts out as for a telephone: words stay on the page and apart, in a wider font too, and bars keep room.
func TestNarrowPages(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	fonts, err := newFonts()
	if err != nil {
		t.Fatal(err)
	}
	charts := courses().Charts()
	for range 200 {
		c := waterfall("bridge", randomSteps(random, 1e6*random.Float64()))
		c.Values.Unit = []output.Unit{output.People, "EUR", "CZK"}[random.IntN(3)]
		if random.IntN(4) == 0 {
			c.Positions.Labels = slices.Clone(c.Positions.Labels)
			c.Positions.Labels[0] = output.Verbatim(strings.Repeat("Longword", 1+random.IntN(5)))
		}
		charts = append(charts, c)
	}
	for _, c := range charts {
		p := &page{fonts: fonts, width: 250, margin: 4, bottom: 4}
		if err := p.body(c); err != nil {
			t.Fatal(err)
		}
		checkWords(t, p)
		for _, i := range p.items {
			if s, ok := i.(shape); ok {
				for _, corner := range s.corners {
					if corner.x < p.margin/2 || corner.x > p.width-p.margin/2 {
						t.Errorf("a shape leaves the page of width %v: %+v", p.width, s)
					}
				}
			}
		}
		if t.Failed() {
			t.Fatalf("%+v", c)
		}
	}
}

func TestInlineFaults(t *testing.T) {
	c := courses().Charts()[0]
	if err := Inline(full{}, c, InlineOptions{ID: "c", Width: 500}); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
	for range 5 {
		c.Series = append(c.Series, output.Line{Name: output.Verbatim("Line"), Values: make([]float64, 8)})
	}
	var b strings.Builder
	if err := Inline(&b, c, InlineOptions{ID: "c", Width: 500}); err == nil || !strings.Contains(err.Error(), `chart "job starts": it has more lines`) || b.Len() > 0 {
		t.Errorf("too many lines: %v", err)
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }
