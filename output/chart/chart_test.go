package chart

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"flag"
	"image/png"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/output"
)

var update = flag.Bool("update", false, "write the expected pictures anew")

// bridge is the document of a waterfall: of the plan's 60, one step too small to print, then -6, -15, -2.5, +12 and at last 48.5.
func bridge() *output.Document {
	d := &output.Document{Title: output.Verbatim("Croatia & neighbours: from plan to projection")}
	d.Paragraph(output.Verbatim("2 years from 2023-01-01; 10,000 simulated futures; seed 1."))
	d.Chart(waterfall("bridge_job_starts", output.Steps{{Value: 60, Whole: true}, {Value: 0.2}, {Value: -6.2}, {Value: -15}, {Value: -2.5}, {Value: 12}, {Value: 48.5, Whole: true}}))
	d.Note(output.Verbatim("Not on the chart."))
	c := d.Blocks[1].(output.Chart)
	c.Notes = []int{d.Note(output.Verbatim("Each step adds one cause."))}
	d.Blocks[1] = c
	return d
}

func waterfall(name string, steps output.Steps) output.Chart {
	labels := []output.Text{output.Verbatim("Plan"), output.Verbatim("Openings and recruitment"), output.Verbatim("Caseload limit and ramp-up"), output.Verbatim("Lag"), output.Verbatim("People who give up waiting before a specialist has a place for them"), output.Verbatim("Růst"), output.Verbatim("Projection")}
	return output.Chart{
		Name: name, Title: output.Verbatim("Job starts"), Alternative: output.Verbatim("60 in the plan, 49 in the <projection>."),
		Positions: output.Axis{Title: output.Verbatim("Cause"), Labels: labels[:len(steps)]},
		Values:    output.Axis{Title: output.Verbatim("Job starts over 2 years (people)"), Unit: output.People, Step: 1},
		Series:    []output.Series{steps},
	}
}

func svg(t *testing.T, options Options, documents ...*output.Document) string {
	t.Helper()
	var b strings.Builder
	if err := SVG(&b, documents, options); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	got := svg(t, Options{}, bridge())
	file := filepath.Join("testdata", "bridge.svg")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the picture is not as it was; if that is meant, look at it and run go test ./output/chart -update (-before +now):\n%s", diff)
	}
}

// TestBarsAreTrue measures the bars of the picture against each other: 60 people are as long as the axis, and each other bar is to it as its figure is to 60.
func TestBarsAreTrue(t *testing.T) {
	steps := output.Steps{{Value: 60, Whole: true}, {Value: -20}, {Value: 10}, {Value: 50, Whole: true}}
	d := &output.Document{Blocks: []output.Block{waterfall("bridge", steps)}}
	page, err := layOut([]*output.Document{d}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var spans []output.Span // of blue bars, green bars and orange outlines
	for _, i := range page.items {
		if s, ok := i.(shape); ok && (s.colour == blue || s.colour == green || s.colour == vermillion && len(s.corners) == 5) {
			spans = append(spans, output.Span{From: s.corners[0].x - s.width/2, To: s.corners[1].x + s.width/2})
		}
	}
	if len(spans) != 4 {
		t.Fatalf("%d bars, not 4", len(spans))
	}
	zero, unit := spans[0].From, (spans[0].To-spans[0].From)/60
	for i, want := range []output.Span{{From: 0, To: 60}, {From: 40, To: 60}, {From: 40, To: 50}, {From: 0, To: 50}} {
		if from, to := (spans[i].From-zero)/unit, (spans[i].To-zero)/unit; math.Abs(from-want.From)+math.Abs(to-want.To) > 1e-9 {
			t.Errorf("bar %d goes from %v to %v, not %v", i+1, from, to, want)
		}
	}
}

func TestSVGIsXMLWithWords(t *testing.T) {
	picture := svg(t, Options{}, bridge())
	decoder := xml.NewDecoder(strings.NewReader(picture))
	var open []string
	texts := map[string][]string{}
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			open = append(open, token.Name.Local)
			for _, a := range token.Attr {
				if a.Name.Local == "id" {
					t.Errorf("%s has an id, which may clash in a page that holds several pictures", token.Name.Local)
				}
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 && strings.TrimSpace(string(token)) != "" {
				texts[open[len(open)-1]] = append(texts[open[len(open)-1]], string(token))
			}
		}
	}
	want := map[string][]string{
		"title": {"Croatia & neighbours: from plan to projection"},
		"desc":  {"60 in the plan, 49 in the <projection>."},
		"text": {
			"Croatia & neighbours: from plan to projection", "2 years from 2023-01-01; 10,000 simulated futures; seed 1.", "Job starts",
			"Plan", "60", "Openings and recruitment", "0", "Caseload limit and ramp-up", "−6", "Lag", "−15",
			"People who give up waiting before a", "specialist has a place for them", "−3", "Růst", "+12", "Projection", "49",
			"0", "10", "20", "30", "40", "50", "60", "Job starts over 2 years (people)", "Each step adds one cause.",
		},
	}
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Error(diff)
	}
}

type box struct{ left, right, top, bottom float64 }

func (b box) overlaps(other box) bool {
	return b.left < other.right && other.left < b.right && b.top < other.bottom && other.top < b.bottom
}

// TestNothingIsCutOrCovered lays random waterfalls out: all words stand within the margins, no words on other words, and no bar on words; also in a wider font.
func TestNothingIsCutOrCovered(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	languages := []output.Language{output.English(), {Group: ".", Decimal: ",", Share: "#\u00a0%", Money: "#\u00a0¤"}}
	units := []output.Unit{output.People, output.Share, "EUR", "CZK", output.FTE}
	for range 400 {
		unit := units[random.IntN(len(units))]
		size := math.Pow(10, 6*random.Float64()-1)
		if unit == output.Share {
			size = 1
		}
		c := waterfall("bridge", randomSteps(random, size))
		c.Values.Unit, c.Values.Step = unit, []float64{0, 0.1, 1}[random.IntN(3)]
		d := &output.Document{Title: output.Verbatim(strings.Repeat("Word ", random.IntN(40))), Blocks: []output.Block{c}}
		page, err := layOut([]*output.Document{d, d}, Options{Language: languages[random.IntN(2)]})
		if err != nil {
			t.Fatal(err)
		}
		checkPage(t, page)
		if t.Failed() {
			t.Fatalf("%+v", c)
		}
	}
}

func randomSteps(random *rand.Rand, size float64) output.Steps {
	level := random.Float64() * size
	if random.IntN(10) == 0 {
		level = 0
	}
	steps := output.Steps{{Value: level, Whole: true}}
	for range random.IntN(6) {
		x := random.NormFloat64() * size * math.Pow(10, -4*random.Float64())
		level += x
		steps = append(steps, output.Step{Value: x})
	}
	if random.IntN(2) == 0 && len(steps) < 7 {
		steps = append(steps, output.Step{Value: level, Whole: true})
	}
	return steps
}

// checkWords says which words leave the page or stand on others, in a font a seventh wider, and where they all are.
func checkWords(t *testing.T, p *page) (boxes []box, texts []string) {
	t.Helper()
	const wider = 1.15
	for _, i := range p.items {
		w, ok := i.(words)
		if !ok {
			continue
		}
		width := wider * p.fonts.width(w.text, w.face)
		left := w.at.x - float64(w.anchor)*width
		b := box{left, left + width, w.at.y - 0.75*w.face.size, w.at.y + 0.2*w.face.size}
		if b.left < p.margin/2 || b.right > p.width-p.margin/2 || b.top < p.margin/2 || b.bottom > p.bottom-p.margin/2 {
			t.Errorf("%q is cut: %+v of a page %v high", w.text, b, p.bottom)
		}
		for j, other := range boxes {
			if b.overlaps(other) {
				t.Errorf("%q %+v stands on %q %+v", w.text, b, texts[j], other)
			}
		}
		boxes, texts = append(boxes, b), append(texts, w.text)
	}
	return boxes, texts
}

func checkPage(t *testing.T, p *page) {
	t.Helper()
	boxes, texts := checkWords(t, p)
	for _, i := range p.items {
		s, ok := i.(shape)
		if !ok || s.colour == white || s.width > 0 && s.width != 1 { // lines may pass behind words
			continue
		}
		bar := box{s.corners[0].x, s.corners[1].x, s.corners[0].y, s.corners[2].y}
		for j, other := range boxes {
			if bar.overlaps(other) {
				t.Errorf("a bar %+v covers %q %+v", bar, texts[j], other)
			}
		}
	}
}

func TestPNG(t *testing.T) {
	var first, second bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &second} {
		if err := PNG(b, []*output.Document{bridge()}, Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same document makes two pictures")
	}
	picture, err := png.Decode(bytes.NewReader(first.Bytes())) // checks the sums of all chunks
	if err != nil {
		t.Fatal(err)
	}
	// 640 points are 640/72 inches of 192 dots.
	if width := picture.Bounds().Dx(); width != 1707 {
		t.Errorf("%d dots wide, not 1707", width)
	}
	if r, g, b, a := picture.At(0, 0).RGBA(); r&g&b&a != 0xFFFF {
		t.Error("the ground is not white")
	}
	// 192 dots an inch are 192/0.0254 = 7559 a metre.
	at := bytes.Index(first.Bytes(), []byte("pHYs"))
	if at < 0 || binary.BigEndian.Uint32(first.Bytes()[at+4:]) != 7559 || binary.BigEndian.Uint32(first.Bytes()[at+8:]) != 7559 || first.Bytes()[at+12] != 1 {
		t.Error("the picture does not say how large it is")
	}
	blues := 0
	for x := range picture.Bounds().Dx() {
		if r, g, b, _ := picture.At(x, int(firstBar(t)*192/72)).RGBA(); r>>8 == 0 && g>>8 == 0x72 && b>>8 == 0xB2 {
			blues++
		}
	}
	if blues < 800 {
		t.Errorf("the bar of the plan is %d dots long", blues)
	}
}

// firstBar is the height on the page at which the plan's bar is drawn.
func firstBar(t *testing.T) float64 {
	t.Helper()
	page, err := layOut([]*output.Document{bridge()}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range page.items {
		if s, ok := i.(shape); ok && s.colour == blue {
			return (s.corners[0].y + s.corners[2].y) / 2
		}
	}
	t.Fatal("no bar")
	return 0
}

func TestTicks(t *testing.T) {
	for _, test := range []struct {
		low, high float64
		axis      output.Axis
		want      string
	}{
		{0, 60, output.Axis{Unit: output.People, Step: 1}, "0 10 20 30 40 50 60"},
		{0, 81, output.Axis{Unit: output.People, Step: 1}, "0 20 40 60 80"},
		{0, 2, output.Axis{Unit: output.People, Step: 0.1}, "0 1 2"},
		{0, 0.4, output.Axis{Unit: output.People, Step: 0.1}, "0"},
		{0, 2, output.Axis{Unit: output.FTE, Step: 0.1}, "0.0 0.5 1.0 1.5 2.0"},
		{0, 0.85, output.Axis{Unit: output.Share}, "0\u00a0% 20\u00a0% 40\u00a0% 60\u00a0% 80\u00a0%"},
		{-15_000, 30_000, output.Axis{Unit: "EUR"}, "−€10,000 €0 €10,000 €20,000 €30,000"},
		{0, 0, output.Axis{}, "0"},
	} {
		var ticks []string
		for _, tick := range (scale{test.low, test.high, 0, 100}).ticks(test.axis, mostTicks) {
			ticks = append(ticks, tick.Format())
		}
		if got := strings.Join(ticks, " "); got != test.want {
			t.Errorf("from %v to %v: %s, not %s", test.low, test.high, got, test.want)
		}
	}
}

func TestOnly(t *testing.T) {
	d := &output.Document{Title: output.Verbatim("Croatia")}
	for _, name := range []string{"first", "second"} {
		c := waterfall(name, output.Steps{{Value: 1, Whole: true}})
		c.Title = output.Verbatim(strings.ToUpper(name))
		d.Chart(c)
	}
	if both := svg(t, Options{}, d); !strings.Contains(both, ">FIRST<") || !strings.Contains(both, ">SECOND<") {
		t.Error("not all charts are drawn")
	}
	if one := svg(t, Options{Only: "second"}, d); strings.Contains(one, ">FIRST<") || !strings.Contains(one, ">SECOND<") {
		t.Error("not only the second chart is drawn")
	}
	var b strings.Builder
	if err := SVG(&b, []*output.Document{d}, Options{Only: "third"}); err == nil || !strings.Contains(err.Error(), "third") || b.Len() > 0 {
		t.Errorf("a chart that is not there: %v", err)
	}
	if err := PNG(&b, []*output.Document{{}}, Options{}); err == nil || b.Len() > 0 {
		t.Errorf("no chart: %v", err)
	}
}

func TestFaultsAreRefused(t *testing.T) {
	d := bridge()
	c := d.Blocks[1].(output.Chart)
	c.Series = []output.Series{output.Steps{{Value: 60, Whole: true}}}
	d.Blocks[1] = c
	var b bytes.Buffer
	for _, write := range []func(io.Writer, []*output.Document, Options) error{SVG, PNG} {
		if err := write(&b, []*output.Document{d}, Options{}); err == nil || !strings.Contains(err.Error(), "values number 1") || b.Len() > 0 {
			t.Errorf("one value for seven positions: %v", err)
		}
	}
}

// TestNotesOfSeveralCharts: where charts of a picture have different notes, each note is marked as are the titles of the charts that it belongs to; charts that
// have the same need no marks.
func TestNotesOfSeveralCharts(t *testing.T) {
	d := bridge()
	if got := svg(t, Options{}, d); strings.Contains(got, "[1]") {
		t.Error("a single chart has marks")
	}
	again := d.Blocks[1].(output.Chart)
	again.Name, again.Title = "bridge_engagements", output.Verbatim("Engagements")
	same := *d
	same.Chart(again)
	if got := svg(t, Options{}, &same); strings.Contains(got, "[1]") {
		t.Error("charts with the same notes have marks")
	}
	again.Notes = append(slices.Clone(again.Notes), d.Note(output.Verbatim("Engagements alone.")))
	d.Chart(again)
	got := svg(t, Options{}, d)
	for _, want := range []string{">Job starts[1]<", ">Engagements[1][2]<", ">[1] Each step adds one cause.<", ">[2] Engagements alone.<"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if got := svg(t, Options{Only: "bridge_engagements"}, d); strings.Contains(got, "[1]") {
		t.Error("a chart that is drawn alone has marks")
	}
}
