package chart

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ipsplan/output"
)

func quarters(n int) output.Axis {
	var a output.Axis
	for i := range n {
		a.Labels = append(a.Labels, output.Say("Q%d %d", i%4+1, 2023+i/4))
	}
	return a
}

func course(title string, positions, values output.Axis, series ...output.Series) output.Chart {
	return output.Chart{Name: strings.ToLower(title), Title: output.Verbatim(title), Alternative: output.Verbatim(title + " is shown."), Positions: positions, Values: values, Series: series}
}

// courses are a fan chart, stacked amounts under a line, two lines, a cash flow below and above zero, and a histogram.
func courses() *output.Document {
	d := &output.Document{Title: output.Verbatim("Kinds of charts")}
	people, euros := output.Axis{Title: output.Verbatim("People"), Unit: output.People, Step: 1}, output.Axis{Title: output.Verbatim("Euros a quarter"), Unit: "EUR", Step: 100}
	d.Chart(course("Job starts", quarters(8), people,
		output.Band{Name: output.Verbatim("P10 to P90"), Ranges: []output.Range{{Low: 0, High: 1}, {Low: 0, High: 3}, {Low: 1, High: 4}, {Low: 1, High: 5}, {Low: 2, High: 6}, {Low: 2, High: 7}, {Low: 3, High: 8}, {Low: 3, High: 9}}},
		output.Line{Name: output.Verbatim("P50"), Values: []float64{0, 1, 2, 3, 4, 4, 5, 6}},
		output.Line{Name: output.Verbatim("Plan"), Values: []float64{7.5, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5}}))
	d.Chart(course("Cost and funding", quarters(8), euros,
		output.Bars{Name: output.Verbatim("National government"), Values: []float64{3600, 3600, 3600, 3600, 500, 500, 500, 500}},
		output.Bars{Name: output.Verbatim("Region of the capital and its two neighbours"), Values: []float64{5000, 5000, 5000, 5000, 9000, 9000, 9000, 9000}},
		output.Bars{Name: output.Verbatim("Grant (private organisations or ESCF)"), Values: []float64{9000, 9000, 0, 0, 8000, 8000, 8000, 8000}},
		output.Line{Name: output.Verbatim("Cost"), Values: []float64{18500, 18500, 18500, 18500, 18000, 18000, 18000, 18000}}))
	d.Chart(course("Caseload and capacity", quarters(20), people,
		output.Line{Name: output.Verbatim("Places on caseloads"), Values: saw(20, 40, 3)}, output.Line{Name: output.Verbatim("People on caseloads"), Values: saw(20, 36, 2)}))
	d.Chart(course("Cash flow", quarters(8), euros,
		output.Band{Name: output.Verbatim("P10 to P90"), Ranges: []output.Range{{Low: -90000, High: -60000}, {Low: -70000, High: -40000}, {Low: -50000, High: -20000}, {Low: math.NaN(), High: math.NaN()}, {Low: -20000, High: 20000}, {Low: -10000, High: 40000}, {Low: 0, High: 60000}, {Low: 0, High: 70000}}},
		output.Line{Name: output.Verbatim("P50"), Values: []float64{-80000, -55000, -30000, math.NaN(), 0, 20000, 30000, 40000}}))
	d.Chart(course("How many job starts", output.Axis{Title: output.Verbatim("Job starts over 2 years"), Edges: []float64{0, 10, 20, 30, 40, 50, 60, 70}, Unit: output.People, Step: 1}, output.Axis{Title: output.Verbatim("Share of simulated futures"), Unit: output.Share},
		output.Bars{Name: output.Verbatim("Futures"), Values: []float64{0.01, 0.06, 0.2, 0.34, 0.25, 0.11, 0.03}}))
	return d
}

func saw(n int, top, step float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = math.Min(top, step*float64(i)) - float64(i%3)
	}
	values[0] = 0
	return values
}

func TestCoursesGolden(t *testing.T) {
	got := svg(t, Options{}, courses())
	file := filepath.Join("testdata", "courses.svg")
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
	var b strings.Builder
	if err := PNG(&b, []*output.Document{courses()}, Options{}); err != nil {
		t.Error(err)
	}
}

// Amounts of 3 and 4 stand on each other up to 7, and one of -2 hangs from zero: the axis goes from the lowest to the highest.
func TestStacks(t *testing.T) {
	var s stack
	for _, test := range []struct {
		value float64
		want  output.Span
	}{{3, output.Span{From: 0, To: 3}}, {-2, output.Span{From: 0, To: -2}}, {4, output.Span{From: 3, To: 7}}, {-1, output.Span{From: -2, To: -3}}} {
		if got := s.add(test.value); got != test.want {
			t.Errorf("%v stands at %v, not %v", test.value, got, test.want)
		}
	}
	bars := func(value float64) output.Bars { return output.Bars{Values: []float64{value}} }
	low, high := reach(output.Chart{Series: []output.Series{bars(3), bars(-2), bars(4), output.Line{Values: []float64{math.NaN(), 5}}, output.Band{Ranges: []output.Range{{Low: -2.5, High: 6}}}}})
	if low != -2.5 || high != 7 {
		t.Errorf("the values reach from %v to %v, not from -2.5 to 7", low, high)
	}
	if low, high := reach(output.Chart{Series: []output.Series{bars(0)}}); low != 0 || high != 1 {
		t.Errorf("nothing reaches from %v to %v", low, high)
	}
}

// TestCoursesStayInTheirFrame draws random bars, bands and lines: what is drawn of them stays in the frame, words stay on the page and apart.
func TestCoursesStayInTheirFrame(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		n, size := 1+random.IntN(30), math.Pow(10, 7*random.Float64()-1)
		value := func() float64 { return random.NormFloat64() * size }
		var series []output.Series
		for i := range 1 + random.IntN(3) {
			bars, line, band := output.Bars{Name: output.Say("Funder %d", i)}, output.Line{Name: output.Verbatim(strings.Repeat("long ", random.IntN(10)) + "name")}, output.Band{Name: output.Verbatim("Band")}
			for range n {
				low := value()
				bars.Values, line.Values, band.Ranges = append(bars.Values, value()), append(line.Values, value()), append(band.Ranges, output.Range{Low: low, High: low + math.Abs(value())})
			}
			line.Values[random.IntN(n)] = math.NaN()
			series = append(series, []output.Series{bars, line, band}[:1+random.IntN(2)]...)
			if i < 2 {
				series = append(series, band)
			}
		}
		c := course("Course", quarters(n), output.Axis{Title: output.Verbatim("Euros"), Unit: "EUR", Step: 1}, series...)
		d := &output.Document{Blocks: []output.Block{c}}
		p, err := layOut([]*output.Document{d}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkWords(t, p)
		up, _ := (&page{fonts: p.fonts}).upwards(c)
		low, high := reach(c)
		if up.low > low || up.high < high {
			t.Errorf("the axis from %v to %v does not hold %v to %v", up.low, up.high, low, high)
		}
		if ticks := up.ticks(c.Values, mostTicks); len(ticks) > 1 && (math.Abs(ticks[0].Value-up.low) > 1e-9*size || math.Abs(ticks[len(ticks)-1].Value-up.high) > 1e-9*size) {
			t.Errorf("the axis from %v to %v has its ends at no round value: %v", up.low, up.high, ticks)
		}
		for _, i := range p.items {
			if s, ok := i.(shape); ok {
				for _, corner := range s.corners {
					if corner.x < margin/2 || corner.x > pageWidth-margin/2 || corner.y < margin/2 || corner.y > p.bottom-margin/2 {
						t.Errorf("a shape leaves the page: %+v", s)
					}
				}
			}
		}
		if t.Failed() {
			t.Fatalf("%+v", c)
		}
	}
}

func TestStretches(t *testing.T) {
	got := stretches(6, func(i int) bool { return i == 0 || i == 3 })
	if diff := cmp.Diff([][]int{{1, 2}, {4, 5}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTooManySeries(t *testing.T) {
	var lines []output.Series
	for range 5 {
		lines = append(lines, output.Line{Name: output.Verbatim("Line"), Values: []float64{1}})
	}
	var b strings.Builder
	err := SVG(&b, []*output.Document{{Blocks: []output.Block{course("Many", quarters(1), output.Axis{Title: output.Verbatim("People")}, lines...)}}}, Options{})
	if err == nil || !strings.Contains(err.Error(), `chart "many": it has more lines than can be told apart`) || b.Len() > 0 {
		t.Errorf("five lines: %v", err)
	}
}

// The last name has room beside the first, but would leave the page at its right edge, and is left out.
func TestLongNamesStayOnThePage(t *testing.T) {
	long, longer := output.Verbatim(strings.Repeat("quarter ", 5)), output.Verbatim(strings.Repeat("quarter ", 10))
	for _, names := range [][]output.Text{{output.Verbatim("a"), longer}, {long, long, long, long}} {
		c := course("Names", output.Axis{Labels: names}, output.Axis{Title: output.Verbatim("People")}, output.Line{Name: output.Verbatim("Line"), Values: make([]float64, len(names))})
		p, err := layOut([]*output.Document{{Blocks: []output.Block{c}}}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkWords(t, p)
	}
}
