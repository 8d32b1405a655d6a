package output

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A plan of 60 loses 6 and then 15, wins 2, and ends at 60-6-15+2 = 41.
func bridge() Steps {
	return Steps{{Value: 60, Whole: true}, {Value: -6}, {Value: -15}, {Value: 2}, {Value: 41, Whole: true}}
}

func TestSpans(t *testing.T) {
	want := []Span{{0, 60}, {60, 54}, {54, 39}, {39, 41}, {0, 41}}
	if diff := cmp.Diff(want, bridge().Spans()); diff != "" {
		t.Error(diff)
	}
	low, high := Bounds([]Span{{0, 3}, {3, -2}, {-2, 1}})
	if low != -2 || high != 3 {
		t.Errorf("the axis goes from %v to %v, not from -2 to 3", low, high)
	}
	if low, high := Bounds([]Span{{4, 5}}); low != 0 || high != 5 {
		t.Errorf("the axis goes from %v to %v; zero is always on it", low, high)
	}
}

// TestSpansMeet: each bar begins where the one before it ended, and bars add up to where the last one ends.
func TestSpansMeet(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		sum := random.Float64() * 1000
		steps := Steps{{Value: sum, Whole: true}}
		for range random.IntN(10) {
			x := random.NormFloat64() * 100
			sum += x
			steps = append(steps, Step{Value: x})
		}
		steps = append(steps, Step{Value: sum, Whole: true})
		if err := steps.fault(); err != nil {
			t.Fatal(err)
		}
		spans := steps.Spans()
		for i := 1; i < len(spans)-1; i++ {
			if spans[i].From != spans[i-1].To {
				t.Fatalf("bar %d begins at %v, the one before it ended at %v", i, spans[i].From, spans[i-1].To)
			}
		}
		if last := spans[len(spans)-1]; last.From != 0 || last.To != sum {
			t.Fatalf("the last bar is %v, not from 0 to %v", last, sum)
		}
	}
}

func TestCheckChart(t *testing.T) {
	right := func() Chart {
		return Chart{
			Name: "bridge", Title: Verbatim("Job starts"), Alternative: Verbatim("From 60 to 41."), Beside: "bridge",
			Positions: Axis{Labels: []Text{Verbatim("Plan"), Verbatim("Lag"), Verbatim("Giving up"), Verbatim("Rates"), Verbatim("Projection")}}, Values: Axis{Title: Verbatim("Job starts (people)")},
			Series: []Series{bridge()},
		}
	}
	rows := make([]Row, 5)
	document := func(change func(*Chart), rows []Row) *Document {
		c := right()
		change(&c)
		return &Document{Blocks: []Block{Table{Name: "bridge", Rows: rows}, c}}
	}
	for _, test := range []struct {
		about  string
		change func(*Chart)
		rows   []Row
		want   string
	}{
		{"right", func(*Chart) {}, rows, ""},
		{"no sentence", func(c *Chart) { c.Alternative = Verbatim("") }, rows, "every chart has all three"},
		{"no title", func(c *Chart) { c.Title = Verbatim("") }, rows, "every chart has all three"},
		{"no axis title", func(c *Chart) { c.Values.Title = Verbatim("") }, rows, "every chart has all three"},
		{"no series", func(c *Chart) { c.Series = nil }, rows, "no series or no positions"},
		{"too few values", func(c *Chart) { c.Series[0] = bridge()[:4] }, rows, "values number 4; the chart's positions number 5"},
		{"ends elsewhere", func(c *Chart) { c.Series[0].(Steps)[4].Value = 42 }, rows, "step 5: it stands at 42; the steps before it lead to 41"},
		{"ends a little elsewhere", func(c *Chart) { c.Series[0].(Steps)[4].Value = 41.0001 }, rows, "step 5: it stands at"},
		{"not a number", func(c *Chart) { c.Series[0].(Steps)[1].Value = math.NaN() }, rows, "step 2: it is NaN"},
		{"no positions", func(c *Chart) { c.Positions.Labels, c.Series, c.Beside = nil, []Series{Steps{}}, "" }, rows, "no series or no positions"},
		{"steps beside a line", func(c *Chart) { c.Series = append(c.Series, Line{Values: make([]float64, 5)}) }, rows, "series 1: steps stand alone"},
		{"steps over bins", func(c *Chart) { c.Positions = Axis{Edges: []float64{0, 1, 2, 3, 4, 5}} }, rows, "steps stand alone"},
		{"labels and edges", func(c *Chart) { c.Positions.Edges = []float64{0, 1, 2, 3, 4, 5} }, rows, "have labels and edges"},
		{"edges that fall", func(c *Chart) {
			c.Positions, c.Series = Axis{Edges: []float64{0, 1, 2, 2, 4, 5}}, []Series{Bars{Values: make([]float64, 5)}}
		}, rows, "edge 4 of its bins is 2"},
		{"bins", func(c *Chart) {
			c.Positions, c.Series = Axis{Edges: []float64{0, 1, 2, 3, 4, 5}}, []Series{Bars{Values: make([]float64, 5)}}
		}, rows, ""},
		{"bar without end", func(c *Chart) {
			c.Series = []Series{Bars{Name: Verbatim("Grant"), Values: []float64{1, 2, 3, 4, math.Inf(1)}}}
		}, rows, `series 1, "Grant", value 5: it is +Inf`},
		{"line without end", func(c *Chart) {
			c.Series = []Series{Line{Name: Verbatim("Cost"), Values: []float64{1, math.Inf(-1), 3, 4, 5}}}
		}, rows, `"Cost", value 2: it is -Inf`},
		{"line with a gap", func(c *Chart) { c.Series = []Series{Line{Values: []float64{1, math.NaN(), 3, 4, 5}}} }, rows, ""},
		{"band upside down", func(c *Chart) {
			c.Series = []Series{Band{Name: Verbatim("P10 to P90"), Ranges: []Range{{}, {}, {}, {}, {Low: 2, High: 1}}}}
		}, rows, `"P10 to P90", value 5: it goes from 2 to 1`},
		{"band without end", func(c *Chart) { c.Series = []Series{Band{Ranges: []Range{{}, {}, {}, {}, {High: math.Inf(1)}}}} }, rows, "it goes from 0 to +Inf"},
		{"no such note", func(c *Chart) { c.Notes = []int{1} }, rows, "there is no note 1"},
		{"other table", func(c *Chart) { c.Beside = "outcomes" }, rows, `no table "outcomes"`},
		{"table of other length", func(*Chart) {}, rows[:4], `no table "bridge" with one row for each position`},
		{"beside none", func(c *Chart) { c.Beside = "" }, rows[:4], ""},
	} {
		err := document(test.change, test.rows).Check()
		if (err != nil) != (test.want != "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: fault is %v; want %q", test.about, err, test.want)
		}
	}
	if err := (&Document{Blocks: []Block{right()}}).Check(); err == nil || !strings.Contains(err.Error(), `no table "bridge"`) {
		t.Errorf("beside a table in a document without one: %v", err)
	}
}

func TestSigned(t *testing.T) {
	for _, test := range []struct {
		number Number
		want   string
	}{
		{Number{Value: 3}, "+3"},
		{Number{Value: -3}, "−3"},
		{Number{Value: 0}, "0"},
		{Number{Value: 0.4}, "0"},
		{Number{Value: -0.4}, "0"},
		{Number{Value: 4, Step: 10}, "0"},
		{Number{Value: 1500.5, Unit: "EUR"}, "+€1,500.50"},
		{Number{Value: 0.12, Unit: Share}, "+12\u00a0%"},
		{Number{Value: math.Inf(1)}, "–"},
	} {
		if got := (Language{}).Signed(test.number); got != test.want {
			t.Errorf("%v: %q, not %q", test.number, got, test.want)
		}
	}
}
