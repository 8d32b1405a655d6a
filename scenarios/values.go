package scenarios

import (
	"cmp"
	"fmt"
	"math"
	"strings"
	"time"

	"ipsplan/budgets"
	"ipsplan/model/quantity"
)

// Status says what stands behind a value.
type Status string

const (
	Published Status = "published" // printed in the plan
	Evidence  Status = "evidence"  // found by a study or another public source
	Assumed   Status = "assumed"   // neither: a stated guess with a range
	Derived   Status = "derived"   // worked out from published figures
	Changed   Status = "changed"   // set by an overlay or --set that names no source
)

// Provenance is where a value comes from.
type Provenance struct {
	Status Status
	Source string // key in [sources], if any
	Reason string // what is assumed and why, if anything
	By     string // the layer that changed it, with status Changed
}

// Input is one value of a scenario as the table of assumptions shows it.
type Input struct {
	Path  string
	What  string // what it is, from the schema
	Value string
	Unit  string
	// Low and High are the range that an uncertain value lies in (its 10th and 90th percentile) or that its author states.
	Range string
	Provenance
}

// provenance finds where a value comes from: from its own braces or else from the source of the nearest table around it.
func (d *decoder) provenance(n *node, path string) Provenance {
	if n.table {
		p := Provenance{Source: d.named(n.child("source"), join(path, "source")), Reason: d.reason(n.child("assumed"), join(path, "assumed"))}
		switch {
		case p.Reason != "":
			p.Status = Assumed
		case p.Source != "":
			p.Status = d.statusOf(p.Source)
		case n.position.layer.order > 0:
			p.Status, p.By = Changed, n.position.layer.name
		default:
			d.fault(n.position, path, "names neither a source nor what it assumes; add source = \"…\" (a key of [sources]) or assumed = \"why\"")
		}
		return p
	}
	for i := len(d.tables) - 1; i >= 0; i-- {
		source := d.tables[i].child("source")
		if source == nil {
			continue
		}
		if source.position.layer.order < n.position.layer.order {
			break // the layer that gave the value did not say where it comes from
		}
		key, _ := source.value.(string)
		return Provenance{Status: d.statusOf(key), Source: key}
	}
	if n.position.layer.order > 0 {
		return Provenance{Status: Changed, By: n.position.layer.name}
	}
	d.fault(n.position, path, "has no source; add source = \"…\" to its table, or write it as { value = …, low = …, high = …, assumed = \"why\" }")
	return Provenance{}
}

// named checks the key of a source.
func (d *decoder) named(n *node, path string) string {
	if n == nil {
		return ""
	}
	key, ok := n.value.(string)
	if !ok {
		d.fault(n.position, path, "is %s; it is a key of [sources] in quotes", n.describe())
		return ""
	}
	d.checkSource(n.position, path, key)
	return key
}

func (d *decoder) checkSource(at position, path, key string) {
	if _, ok := d.sources[key]; !ok {
		known := make([]string, 0, len(d.sources))
		for k := range d.sources {
			known = append(known, k)
		}
		d.fault(at, path, "%q is not in [sources]; %s", key, suggest(key, known))
	}
}

func (d *decoder) statusOf(key string) Status {
	if s := d.sources[key]; s != nil && s.Kind != "" {
		return Status(s.Kind)
	}
	return Evidence
}

func (d *decoder) reason(n *node, path string) string {
	if n == nil {
		return ""
	}
	s, _ := n.value.(string)
	if strings.TrimSpace(s) == "" {
		d.fault(n.position, path, "does not say why; write the reason in words")
	}
	return s
}

// Number is one number, certain or uncertain, with its provenance.
type Number struct {
	quantity.Distribution
	Provenance
}

// form is one way of writing an uncertain number: the keys it needs, and what they make.
type form struct {
	keys []string
	make func(v map[string]float64) (quantity.Distribution, string) // or what is wrong
}

var numberForms = []form{
	{[]string{"value"}, func(v map[string]float64) (quantity.Distribution, string) { return quantity.Certain(v["value"]), "" }},
	{[]string{"low", "best", "high"}, func(v map[string]float64) (quantity.Distribution, string) {
		if !(v["low"] <= v["best"] && v["best"] <= v["high"]) {
			return nil, fmt.Sprintf("low %v, best %v and high %v are not in rising order", v["low"], v["best"], v["high"])
		}
		return quantity.PERT{Low: v["low"], Best: v["best"], High: v["high"]}, ""
	}},
	{[]string{"mean", "people"}, func(v map[string]float64) (quantity.Distribution, string) {
		if v["people"] <= 0 || v["mean"] < 0 || v["mean"] > 1 {
			return nil, "a share known as from some people has a mean of 0 to 1 and people above 0"
		}
		return quantity.Beta{Average: v["mean"], People: v["people"]}, ""
	}},
	{[]string{"events", "of"}, func(v map[string]float64) (quantity.Distribution, string) {
		if !(v["events"] >= 0 && v["events"] <= v["of"] && v["of"] > 0) {
			return nil, fmt.Sprintf("%v events of %v is not a share", v["events"], v["of"])
		}
		return quantity.Beta{Average: v["events"] / v["of"], People: v["of"]}, ""
	}},
	{[]string{"mean", "sd"}, func(v map[string]float64) (quantity.Distribution, string) {
		if v["mean"] <= 0 || v["sd"] < 0 {
			return nil, "a number by mean and sd has a mean above 0 and an sd of 0 or more"
		}
		return quantity.Gamma{Average: v["mean"], SD: v["sd"]}, ""
	}},
	{[]string{"median", "sigma"}, func(v map[string]float64) (quantity.Distribution, string) {
		if v["median"] <= 0 || v["sigma"] < 0 {
			return nil, "a lognormal number has a median above 0 and a sigma of 0 or more"
		}
		return quantity.Lognormal{Median: v["median"], Sigma: v["sigma"]}, ""
	}},
	{[]string{"median", "p90"}, func(v map[string]float64) (quantity.Distribution, string) {
		if !(v["median"] > 0 && v["p90"] >= v["median"]) {
			return nil, "a lognormal number has a median above 0 and a p90 above its median"
		}
		return quantity.Lognormal{Median: v["median"], Sigma: quantity.SigmaFromP90(v["median"], v["p90"])}, ""
	}},
}

const numberFormsInWords = "{ low, best, high }, { mean, people }, { events, of }, { mean, sd }, { median, sigma }, { median, p90 } or { value }"

// distribution reads a number: plain, or in one of the forms.
func (d *decoder) distribution(n *node, path string, f field) quantity.Distribution {
	if !n.table {
		x, ok := d.number(n, path, f)
		if !ok {
			return nil
		}
		return quantity.Certain(x)
	}
	given := map[string]float64{}
	var keys []string
	for _, key := range n.keys {
		if key == "source" || key == "assumed" {
			continue
		}
		keys = append(keys, key)
		x, ok := d.number(n.children[key], join(path, key), field{minimum: math.Inf(-1), maximum: math.Inf(1)})
		if !ok {
			return nil
		}
		given[key] = x
	}
	for _, form := range numberForms {
		if !sameWords(keys, form.keys) && !(form.keys[0] == "value" && sameWords(keys, []string{"value", "low", "high"})) {
			continue
		}
		made, problem := form.make(given)
		if problem != "" {
			d.fault(n.position, path, "%s", problem)
			return nil
		}
		for _, key := range []string{"value", "low", "best", "high", "mean", "median"} {
			if x, ok := given[key]; ok {
				if problem := f.outOfRange(x); problem != "" {
					d.fault(n.children[key].position, join(path, key), "%s", problem)
					return nil
				}
			}
		}
		if _, isShare := made.(quantity.Beta); !isShare && f.maximum <= 1 && unbounded(made) {
			d.fault(n.position, path, "could lie above %v; write a share as { low, best, high }, { mean, people } or { events, of }", f.maximum)
			return nil
		}
		return made
	}
	d.fault(n.position, path, "{ %s } is not a way to write a number; ways are %s", strings.Join(keys, ", "), numberFormsInWords)
	return nil
}

func unbounded(d quantity.Distribution) bool {
	switch d.(type) {
	case quantity.Gamma, quantity.Lognormal:
		return true
	}
	return false
}

func sameWords(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		found := false
		for _, y := range b {
			found = found || x == y
		}
		if !found {
			return false
		}
	}
	return true
}

// checkRange refuses an assumption that does not say how wide it is.
func (d *decoder) checkRange(n *node, path string, q quantity.Distribution, p Provenance) {
	if _, certain := q.(quantity.Certain); certain && p.Status == Assumed && (n.child("low") == nil || n.child("high") == nil) {
		d.fault(n.position, path, "is assumed without a range; add low = … and high = …, or write { low = …, best = …, high = …, assumed = \"why\" }")
	}
}

func (x *Number) decodeNode(d *decoder, n *node, path string, f field) {
	if x.Distribution = d.distribution(n, path, f); x.Distribution == nil {
		return
	}
	x.Provenance = d.provenance(n, path)
	d.checkRange(n, path, x.Distribution, x.Provenance)
	d.input(path, f, x.Provenance, describeNumber(x.Distribution), describeRange(n, x.Distribution))
}

// input records a value for the table of assumptions.
func (d *decoder) input(path string, f field, p Provenance, value, span string) {
	d.inputs = append(d.inputs, Input{Path: path, What: f.doc, Value: value, Unit: f.unit, Range: span, Provenance: p})
}

// Quantity is the number under a name for its random address; a nil Number is a certain zero.
func (x *Number) Quantity(name string) quantity.Quantity {
	if x == nil || x.Distribution == nil {
		return quantity.Exactly(0)
	}
	return quantity.Quantity{Name: name, Distribution: x.Distribution}
}

// Exact is the number as a plain value: what it is, or its mean.
func (x *Number) Exact() float64 {
	if x == nil || x.Distribution == nil {
		return 0
	}
	return x.Mean()
}

// Yearly is a series of plain numbers by year: one for all, one for each, or "published".
type Yearly struct {
	Provenance
	Published bool
	Values    []float64 // one for all years, or one each
}

func (y *Yearly) decodeNode(d *decoder, n *node, path string, f field) {
	outer := n
	if n.table { // { values = […], low = …, high = …, assumed = … }
		if n = outer.child("values"); n == nil {
			d.fault(outer.position, path, "has no values; write { values = [ … ], low = …, high = …, assumed = \"why\" }")
			return
		}
		for _, key := range outer.keys {
			if !sameWords([]string{key}, []string{"values"}) && key != "low" && key != "high" && key != "source" && key != "assumed" {
				d.fault(outer.children[key].position, join(path, key), "is not a key that is known here; %s", suggest(key, []string{"values", "low", "high", "source", "assumed"}))
			}
		}
	}
	switch {
	case n.value == "published":
		y.Published = true
	case n.elements != nil:
		for i, element := range n.elements {
			if x, ok := d.number(element, fmt.Sprintf("%s[%d]", path, i), f); ok {
				y.Values = append(y.Values, x)
			}
		}
		if len(n.elements) == 0 {
			d.fault(n.position, path, "is an empty list; write a number for each year")
		}
		if len(y.Values) < len(n.elements) {
			y.Values = nil
		}
	default:
		if _, isText := n.value.(string); isText {
			d.fault(n.position, path, "is %s; it is a number, a number for each year in brackets, or \"published\"", n.describe())
			return
		}
		if x, ok := d.number(n, path, f); ok {
			y.Values = []float64{x}
		}
	}
	if y.Published {
		d.input(path, f, Provenance{}, "", "") // what it stands for is filled in when the plan is built
		return
	}
	if y.Values == nil {
		return
	}
	y.Provenance = d.provenance(outer, path)
	if y.Status == Assumed && (outer.child("low") == nil || outer.child("high") == nil) {
		d.fault(outer.position, path, "is assumed without a range; add low = … and high = …")
	}
	d.input(path, f, y.Provenance, joinNumbers(y.Values), statedRange(outer))
}

// Weeks is a time that varies from event to event, with its provenance.
type Weeks struct {
	quantity.Duration
	Provenance
}

func (w *Weeks) decodeNode(d *decoder, n *node, path string, f field) {
	duration, ok := d.duration(n, path, f)
	if !ok {
		return
	}
	duration.Name = path
	w.Duration = duration
	w.Provenance = d.provenance(n, path)
	if n.table {
		_, fixed := n.children["value"]
		if fixed {
			d.checkRange(n, path, duration.Centre, w.Provenance)
		}
	}
	law := w.Expected()
	value := describeDuration(n, w.Duration)
	span := fmt.Sprintf("median %d, mean %.1f", law.Median(), law.Mean())
	if duration.Family == quantity.Fixed {
		span = statedRange(n)
	}
	d.input(path, f, w.Provenance, value, span)
}

const weeksFormsInWords = "a number, { median, sigma, max }, { median, p90, max }, { mean, max }, { mean, sd, max }, { median, shape, max } or { weeks = [ … ], chances = [ … ] }"

// duration reads a time in weeks: plain, or as a distribution over events.
func (d *decoder) duration(n *node, path string, f field) (quantity.Duration, bool) {
	none := quantity.Duration{}
	whole := field{minimum: f.minimum, maximum: f.maximum}
	if !n.table {
		x, ok := d.number(n, path, whole)
		if ok && x != math.Trunc(x) {
			d.fault(n.position, path, "%v is not a whole number of weeks", x)
			ok = false
		}
		return quantity.ExactWeeks(int(x)), ok
	}
	var keys []string
	for _, key := range n.keys {
		if key != "source" && key != "assumed" && key != "min" {
			keys = append(keys, key)
		}
	}
	if sameWords(keys, []string{"value"}) || sameWords(keys, []string{"value", "low", "high"}) {
		x, ok := d.number(n.children["value"], join(path, "value"), whole)
		return quantity.ExactWeeks(int(math.Round(x))), ok
	}
	if sameWords(keys, []string{"weeks", "chances"}) {
		return d.listedWeeks(n, path, whole)
	}
	q := quantity.Duration{Min: int(max(f.minimum, 1))}
	positive := field{minimum: math.SmallestNonzeroFloat64, maximum: 5200}
	part := func(key string) quantity.Distribution {
		return d.distribution(n.children[key], join(path, key), positive)
	}
	switch {
	case sameWords(keys, []string{"median", "sigma", "max"}):
		q.Family, q.Centre, q.Spread = quantity.LognormalWeeks, part("median"), part("sigma")
	case sameWords(keys, []string{"median", "p90", "max"}):
		q.Family, q.Centre = quantity.LognormalWeeks, part("median")
		if p90 := part("p90"); p90 != nil && q.Centre != nil {
			if p90.Mean() < q.Centre.Mean() {
				d.fault(n.position, path, "p90 is below the median")
				return none, false
			}
			q.Spread = quantity.Certain(quantity.SigmaFromP90(q.Centre.Mean(), p90.Mean()))
		}
	case sameWords(keys, []string{"mean", "max"}):
		q.Family, q.Centre = quantity.ExponentialWeeks, part("mean")
	case sameWords(keys, []string{"mean", "sd", "max"}):
		q.Family, q.Centre, q.Spread = quantity.GammaWeeks, part("mean"), part("sd")
	case sameWords(keys, []string{"median", "shape", "max"}):
		q.Family, q.Centre, q.Spread = quantity.WeibullWeeks, part("median"), part("shape")
	default:
		d.fault(n.position, path, "{ %s } is not a way to write a time in weeks; ways are %s", strings.Join(keys, ", "), weeksFormsInWords)
		return none, false
	}
	if q.Centre == nil || q.Family != quantity.ExponentialWeeks && q.Spread == nil {
		return none, false
	}
	if low := n.child("min"); low != nil {
		x, ok := d.number(low, join(path, "min"), field{minimum: f.minimum, maximum: 1040})
		if !ok {
			return none, false
		}
		q.Min = int(x)
	}
	x, ok := d.number(n.children["max"], join(path, "max"), field{minimum: float64(q.Min), maximum: 1040})
	q.Max = int(x)
	return q, ok
}

func (d *decoder) listedWeeks(n *node, path string, whole field) (quantity.Duration, bool) {
	weeks, chances := n.children["weeks"].elements, n.children["chances"].elements
	if len(weeks) == 0 || len(weeks) != len(chances) {
		d.fault(n.position, path, "has %d weeks and %d chances; write one chance for each number of weeks", len(weeks), len(chances))
		return quantity.Duration{}, false
	}
	chanceOf := map[int]float64{}
	low, high := math.MaxInt, 0
	for i := range weeks {
		w, ok := d.number(weeks[i], fmt.Sprintf("%s.weeks[%d]", path, i), field{minimum: max(whole.minimum, 0), maximum: 1040})
		p, ok2 := d.number(chances[i], fmt.Sprintf("%s.chances[%d]", path, i), field{minimum: 0, maximum: math.MaxFloat64})
		if !ok || !ok2 {
			return quantity.Duration{}, false
		}
		chanceOf[int(w)] += p
		low, high = min(low, int(w)), max(high, int(w))
	}
	q := quantity.Duration{Family: quantity.Listed, Min: low, Max: high}
	total := 0.0
	for w := low; w <= high; w++ {
		q.Chances = append(q.Chances, chanceOf[w])
		total += chanceOf[w]
	}
	if total <= 0 {
		d.fault(n.position, path, "has no chance above 0")
		return quantity.Duration{}, false
	}
	return q, true
}

// Date is a day, with its provenance.
type Date struct {
	time.Time
	Provenance
}

func (t *Date) decodeNode(d *decoder, n *node, path string, f field) {
	value := n
	if n.table {
		value = n.child("date")
	}
	if value == nil {
		d.fault(n.position, path, "has no date; write { date = 2023-01-01, assumed = \"why\" }")
		return
	}
	day, ok := value.value.(time.Time)
	if !ok {
		d.fault(value.position, path, "is %s; it is a date such as 2023-01-01, without quotes", value.describe())
		return
	}
	t.Time = day
	t.Provenance = d.provenance(n, path)
	d.input(path, f, t.Provenance, day.Format(time.DateOnly), "")
}

// Amounts are sums of money by year: one for all years, one for each, or "published".
type Amounts struct {
	Yearly
}

func (a *Amounts) decodeNode(d *decoder, n *node, path string, f field) {
	a.Yearly.decodeNode(d, n, path, f)
	for i, x := range a.Values {
		if !budgets.IsWholeCents(x) {
			d.fault(n.position, path, "%v has more than two decimals; amounts are in euros and cents", a.Values[i])
			return
		}
	}
}

// describeNumber says a number as the table of assumptions prints it.
func describeNumber(q quantity.Distribution) string {
	switch q := q.(type) {
	case quantity.Certain:
		return trim(float64(q))
	case quantity.Beta:
		return fmt.Sprintf("%s, known as from %s people", trim(q.Average), trim(q.People))
	case quantity.PERT:
		return fmt.Sprintf("%s (lowest %s, highest %s)", trim(q.Best), trim(q.Low), trim(q.High))
	case quantity.Gamma:
		return fmt.Sprintf("%s ± %s (gamma)", trim(q.Average), trim(q.SD))
	case quantity.Lognormal:
		return fmt.Sprintf("median %s (lognormal, sigma %s)", trim(q.Median), trim(q.Sigma))
	}
	return fmt.Sprint(q)
}

// describeRange gives the span between the 10th and 90th percentile, or the range that is stated.
func describeRange(n *node, q quantity.Distribution) string {
	if _, certain := q.(quantity.Certain); certain {
		return statedRange(n)
	}
	return trim(q.Quantile(0.1)) + "–" + trim(q.Quantile(0.9))
}

func statedRange(n *node) string {
	low, high := n.child("low"), n.child("high")
	if low == nil || high == nil {
		return ""
	}
	return fmt.Sprintf("%v–%v", low.value, high.value)
}

func describeDuration(n *node, q quantity.Duration) string {
	centre := func() string { return describeNumber(q.Centre) }
	switch q.Family {
	case quantity.Fixed:
		return centre()
	case quantity.LognormalWeeks:
		return fmt.Sprintf("lognormal, median %s, sigma %s, at most %d", centre(), trim(q.Spread.Mean()), q.Max)
	case quantity.ExponentialWeeks:
		return fmt.Sprintf("exponential, mean %s, at most %d", centre(), q.Max)
	case quantity.GammaWeeks:
		return fmt.Sprintf("gamma, mean %s, sd %s, at most %d", centre(), trim(q.Spread.Mean()), q.Max)
	case quantity.WeibullWeeks:
		return fmt.Sprintf("Weibull, median %s, shape %s, at most %d", centre(), trim(q.Spread.Mean()), q.Max)
	}
	return fmt.Sprintf("a list of %d to %d", q.Min, q.Max)
}

// trim prints a number with at most three significant decimals and no trailing zeros.
func trim(x float64) string {
	decimals := 3
	if math.Abs(x) >= 1000 {
		decimals = 2
	}
	s := fmt.Sprintf("%.*f", decimals, x)
	return cmp.Or(strings.TrimRight(strings.TrimRight(s, "0"), "."), "0")
}

func joinNumbers(values []float64) string {
	words := make([]string, len(values))
	for i, x := range values {
		words[i] = trim(x)
	}
	return strings.Join(words, ", ")
}
