package output

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/quick"
)

func TestNumber(t *testing.T) {
	for _, test := range []struct {
		about string
		value float64
		unit  Unit
		step  float64
		want  string
	}{
		{"thousands", 1276811, People, 1, "1,276,811"},
		{"below a thousand", 999, People, 1, "999"},
		{"a thousand by rounding", 999.5, People, 1, "1,000"},
		{"step of thousands", 57499, Plain, 1000, "57,000"},
		{"step of tens, half", 25, Plain, 10, "30"},
		{"step of 25", 62.5, Plain, 25, "75"},
		{"no step, no money", 12.5, Weeks, 0, "13"},
		{"nonsense step", 12.5, Weeks, math.NaN(), "13"},
		{"half away from zero", 2.5, People, 1, "3"},
		{"half away from zero below it", -2.5, People, 1, "−3"},
		{"tenths", 3, FTE, 0.1, "3.0"},
		{"0.1+0.2", 0.1 + 0.2, FTE, 0.1, "0.3"},
		{"0.7*1.5 is 1.0499999999999998", 0.7 * factor, FTE, 0.1, "1.1"},
		{"1.005 is stored as 1.00499999999999989", 1.005, Plain, 0.01, "1.01"},
		{"just below a half", 1.0049, Plain, 0.01, "1.00"},
		{"no negative zero", -0.4, People, 1, "0"},
		{"negative zero itself", math.Copysign(0, -1), People, 1, "0"},
		{"negative thousands", -12345.6, Months, 0.1, "−12,345.6"},
		{"whole numbers beyond any step", 9007199254740991, Plain, 1, "9,007,199,254,740,991"},

		{"share", 0.35, Share, 0, "35\u00a0%"},
		{"share, 28.5 is 28.499999999999996", 0.285, Share, 0, "29\u00a0%"},
		{"share in tenths", 0.1234, Share, 0.1, "12.3\u00a0%"},
		{"share in fives", 0.63, Share, 5, "65\u00a0%"},
		{"nothing", 0, Share, 0, "0\u00a0%"},
		{"everything", 1, Share, 0, "100\u00a0%"},
		{"ten times a tenth is 0.9999999999999999", tenTenths(), Share, 0, "100\u00a0%"},
		{"1-0.9999999999999999 is 1.1e-16", 1 - tenTenths(), Share, 0, "0\u00a0%"},
		{"almost nothing", 0.0001, Share, 0, "<1\u00a0%"},
		{"almost nothing in tenths", 0.0004, Share, 0.1, "<0.1\u00a0%"},
		{"half a per cent", 0.005, Share, 0, "1\u00a0%"},
		{"almost everything", 0.9999, Share, 0, ">99\u00a0%"},
		{"almost everything in tenths", 0.9996, Share, 0.1, ">99.9\u00a0%"},
		{"99.5 %", 0.995, Share, 0, ">99\u00a0%"},
		{"99.4 %", 0.994, Share, 0, "99\u00a0%"},
		{"above everything", 1.2, Share, 0, "120\u00a0%"},
		{"a share's difference", -0.124, Share, 0, "−12\u00a0%"},
		{"a small difference", -0.001, Share, 0, "0\u00a0%"},

		{"euros", 1276811, "EUR", 0, "€1,276,811"},
		{"cents", 838450.5, "EUR", 0, "€838,450.50"},
		{"cents that round to a euro", 838450.999, "EUR", 0, "€838,451"},
		{"cents where none are wanted", 838450.5, "EUR", 1, "€838,451"},
		{"cents where they are wanted", 500, "EUR", 0.01, "€500.00"},
		{"tens of cents", 2.5, "EUR", 0.1, "€2.50"},
		{"negative money", -500, "EUR", 0, "−€500"},
		{"negative code", -1234.5, "DKK", 1, "−DKK\u00a01,235"},
		{"koruna", 1000, "CZK", 0, "CZK\u00a01,000"},
		{"a full-time equivalent is no currency", 2, FTE, 0, "2"},

		{"not a number", math.NaN(), "EUR", 0, "–"},
		{"infinite", math.Inf(-1), Share, 1, "–"},
	} {
		if got := (Number{Value: test.value, Unit: test.unit, Step: test.step}).Format(); got != test.want {
			t.Errorf("%s: %v %s in steps of %v: %q; want %q", test.about, test.value, test.unit, test.step, got, test.want)
		}
	}
}

// factor is a variable so that the product is computed in floating point, as results are.
var factor = 1.5

func tenTenths() float64 {
	total := 0.0
	for range 10 {
		total += 0.1
	}
	return total
}

func TestWholeAmountsHaveNoCents(t *testing.T) {
	for euros := range 200000 {
		if text := (Number{Value: float64(euros), Unit: "EUR"}).Format(); strings.Contains(text, ".") {
			t.Fatalf("%d euros: %s", euros, text)
		}
	}
}

func TestRange(t *testing.T) {
	for _, test := range []struct {
		unit      Unit
		step      float64
		low, high float64
		want      string
	}{
		{People, 1, 9, 20, "9–20"},
		{"EUR", 1000, 56800, 72100, "€57,000–€72,000"},
		{"CZK", 1000, 56800, 72100, "CZK\u00a057,000–CZK\u00a072,000"},
		{Share, 0, 0.12, 0.35, "12–35\u00a0%"},
		{Share, 0, 0.001, 0.999, "<1–>99\u00a0%"},
		{People, 1, -5, 3, "−5–3"},
		{"EUR", 100, -500, -200, "−€500\u00a0–\u00a0−€200"},
		{"EUR", 0, 1.5, 2, "€1.50–€2"},
		{People, 1, math.NaN(), 3, "–"},
		{People, 1, 3, math.Inf(1), "–"},
	} {
		if got := (Number{Unit: test.unit, Step: test.step}).FormatRange(Range{Low: test.low, High: test.high}); got != test.want {
			t.Errorf("%v to %v %s: %q; want %q", test.low, test.high, test.unit, got, test.want)
		}
	}
}

// TestRangeOfOwnSteps: an end that has a step of its own is rounded to it, the other to the number's.
func TestRangeOfOwnSteps(t *testing.T) {
	if got := (Number{Unit: People, Step: 1}).FormatRange(Range{Low: 173, High: 245, HighStep: 10}); got != "173–250" {
		t.Error(got)
	}
	if got := (Number{Unit: People, Step: 1}).FormatRange(Range{Low: 173, High: 245, LowStep: 100}); got != "200–245" {
		t.Error(got)
	}
}

func TestCell(t *testing.T) {
	jobs := &Number{Value: 14, Unit: People, Step: 1}
	for _, test := range []struct {
		cell Cell
		want string
	}{
		{Cell{}, ""},
		{Cell{Text: Verbatim("Job starts")}, "Job starts"},
		{Cell{Text: Verbatim("not printed"), Number: jobs}, "14"},
		{Cell{Number: jobs, Range: &Range{Low: 9, High: 20}, Notes: []int{1}}, "14 (9–20)"},
		{Cell{Number: &Number{Value: math.NaN()}, Range: &Range{Low: math.NaN(), High: 1}}, "–"},
		{Cell{Number: jobs, Range: &Range{Low: math.NaN(), High: 1}}, "14 (–)"},
	} {
		if got := test.cell.Format(); got != test.want {
			t.Errorf("%+v: %q; want %q", test.cell, got, test.want)
		}
	}
}

// A language is a value: French needs no code.
func TestLanguage(t *testing.T) {
	french := Language{Group: "\u202f", Decimal: ",", Share: "#\u00a0%", Money: "#\u00a0¤", Currencies: map[Unit]string{"EUR": "#\u00a0€"}}
	for _, test := range []struct {
		number Number
		want   string
	}{
		{Number{Value: -1276811.5, Unit: "EUR"}, "−1\u202f276\u202f811,50\u00a0€"},
		{Number{Value: 1000, Unit: "CZK"}, "1\u202f000\u00a0CZK"},
		{Number{Value: 0.1234, Unit: Share, Step: 0.1}, "12,3\u00a0%"},
	} {
		if got := french.Number(test.number); got != test.want {
			t.Errorf("%+v: %q; want %q", test.number, got, test.want)
		}
	}
	if got, want := french.Range(Number{Unit: "EUR", Step: 1}, Range{Low: 57000, High: 72000}), "57\u202f000–72\u202f000\u00a0€"; got != want {
		t.Errorf("French range: %q; want %q", got, want)
	}
	if got, want := (Language{}).Number(Number{Value: 1000.5, Unit: "EUR"}), "€1,000.50"; got != want {
		t.Errorf("the zero language: %q; want %q as in English", got, want)
	}
}

// What is printed differs from the value by half a step at most, whatever the value.
func TestPrintedNumberIsNear(t *testing.T) {
	steps := []float64{0.01, 0.1, 0.25, 1, 5, 10, 1000}
	near := func(thousandths int32, which uint8) bool {
		value, step := float64(thousandths)/1000, steps[int(which)%len(steps)]
		text := (Number{Value: value, Step: step}).Format()
		var printed float64
		if _, err := fmt.Sscan(strings.NewReplacer(",", "", minus, "-").Replace(text), &printed); err != nil {
			t.Log(text, err)
			return false
		}
		steps := printed / step
		return math.Abs(printed-value) <= step/2+1e-8 && math.Abs(steps-math.Round(steps)) < 1e-6
	}
	if err := quick.Check(near, &quick.Config{MaxCount: 20000}); err != nil {
		t.Error(err)
	}
}
