package scenarios

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"ipsplan/model"
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
	Value Phrase
	Unit  string
	// Low and High are the range that an uncertain value lies in (its 10th and 90th percentile) or that its author states.
	Range Phrase
	Provenance
}

// provenance finds where a value comes from: from its own braces or else from the source of the nearest table around it.
func (d *decoder) provenance(n *node, path string) Provenance {
	if n.table {
		p := Provenance{Source: d.named(n.child("source"), join(path, "source")), Reason: d.reason(n.child("assumed"), join(path, "assumed"))}
		switch {
		case n.child("assumed") != nil:
			p.Status = Assumed
		case n.child("source") != nil:
			p.Status = d.statusOf(p.Source)
		case n.position.layer.order > 0:
			p.Status, p.By = Changed, n.position.layer.name
		default:
			d.fault(n.position, path, "names neither a source nor what it assumes; add source = \"…\" (a key of [sources]) or assumed = \"why\"")
		}
		return p
	}
	for i := len(d.tables) - 1; i >= 0; i-- {
		if key, ok := sourceFor(n, d.tables[i].child("source")); ok {
			return Provenance{Status: d.statusOf(key), Source: key}
		}
	}
	if n.position.layer.order > 0 {
		return Provenance{Status: Changed, By: n.position.layer.name}
	}
	form, table := `{ value = …, low = …, high = …, assumed = "why" }`, `add source = "…" to its table, or `
	if _, isDate := n.value.(time.Time); isDate {
		form = `{ date = 2023-01-01, assumed = "why" }`
	}
	if len(d.tables) < 2 {
		table = "" // what stands at the top of the file is in no table
	}
	d.fault(n.position, path, "has no source; %swrite it as %s", table, form)
	return Provenance{}
}

// sourceFor is the key of the source that a table gives a plain value: that of the lowest layer which is not below the value's own.
func sourceFor(value, source *node) (string, bool) {
	key, ok := "", false
	for ; source != nil && source.position.layer.order >= value.position.layer.order; source = source.replaced {
		key, _ = source.value.(string)
		ok = true
	}
	return key, ok
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
	if _, ok := d.sources.ByKey[key]; !ok && !d.sourcesLost {
		d.fault(n.position, path, "%q is not in [sources]; %s", shortened(key), suggest(key, d.sources.Keys))
	}
	return key
}

func (d *decoder) statusOf(key string) Status {
	if s := d.sources.ByKey[key]; s != nil && s.Kind != "" {
		return Status(s.Kind)
	}
	return Evidence
}

func (d *decoder) reason(n *node, path string) string {
	if n == nil {
		return ""
	}
	s, ok := n.value.(string)
	switch {
	case !ok:
		d.fault(n.position, path, "is %s; write the reason in words, in quotes", n.describe())
	case strings.TrimSpace(s) == "":
		d.fault(n.position, path, "does not say why; write the reason in words")
	}
	return s
}

// Number is one number, certain or uncertain, with its provenance.
type Number struct {
	quantity.Distribution
	Provenance
}

// statedRangeHolds checks the range that stands beside a fixed value: numbers in rising order, with the value, if it is one, among them.
func (d *decoder) statedRangeHolds(n *node, path string) bool {
	low, high := n.child("low"), n.child("high")
	if low == nil && high == nil {
		return true
	}
	if low == nil || high == nil {
		d.fault(n.position, path, "has only one end of a range; write both low = … and high = …")
		return false
	}
	anything := field{minimum: math.Inf(-1), maximum: math.Inf(1)}
	from, ok := d.number(low, join(path, "low"), anything)
	to, ok2 := d.number(high, join(path, "high"), anything)
	if !ok || !ok2 {
		return false
	}
	if from > to {
		d.fault(n.position, path, "low %s is above high %s; exchange them", figure(from), figure(to))
		return false
	}
	if value := n.child("value"); value != nil {
		if x, ok := d.number(value, join(path, "value"), anything); ok && (x < from || x > to) {
			d.fault(value.position, join(path, "value"), "%s is not between its low %s and its high %s", figure(x), figure(from), figure(to))
			return false
		}
	}
	return true
}

// keysBut are a table's keys without those named.
func (n *node) keysBut(without ...string) []string {
	return slices.DeleteFunc(slices.Clone(n.keys), func(key string) bool { return slices.Contains(without, key) })
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
	x.Distribution = d.distribution(n, path, f)
	x.Provenance = d.provenance(n, path)
	if x.Distribution == nil {
		return
	}
	_, certain := x.Distribution.(quantity.Certain)
	if f.fixed && !certain {
		d.fault(n.position, path, "may not differ between draws; write { value = …, low = …, high = …, assumed = \"why\" }")
		return
	}
	d.checkRange(n, path, x.Distribution, x.Provenance)
	if !certain {
		d.uncertain = append(d.uncertain, path)
	}
	d.input(path, f, x.Provenance, describeNumber(x.Distribution), describeRange(n, x.Distribution))
}

// input records a value for the table of assumptions.
func (d *decoder) input(path string, f field, p Provenance, value, span Phrase) {
	d.read = append(d.read, path)
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

// Yearly is a series of numbers by year: one for all, one for each, or "published".
type Yearly struct {
	Provenance
	Published bool
	Values    []float64 // one for all years, or one each; the means of uncertain ones
	// Laws say how uncertain the values are; nil where all are plain numbers.
	Laws []quantity.Law
}

func (y *Yearly) decodeNode(d *decoder, n *node, path string, f field) {
	outer, where := n, path
	if n.table && f.uncertain && !isListInBraces(n) {
		y.decodeUncertain(d, n, path, f)
		return
	}
	if n.table {
		var ok bool
		if n, where, ok = y.inBraces(d, outer, path); !ok {
			return
		}
	}
	switch {
	case n.value == "published" && !f.publishable:
		d.fault(n.position, path, "cannot be \"published\", since no table prints it; write the numbers")
		return
	case n.value == "published":
		y.Published = true
		d.input(path, f, Provenance{}, Phrase{}, Phrase{}) // what it stands for is filled in when the plan is built
		return
	}
	if !y.readValues(d, n, where, f) {
		return
	}
	y.Provenance = d.provenance(outer, path)
	if y.Values == nil {
		return
	}
	if y.Status == Assumed && (outer.child("low") == nil || outer.child("high") == nil) && slices.ContainsFunc(y.laws(), isCertain) {
		d.fault(outer.position, path, "is assumed without a range; add low = … and high = …")
	}
	if y.Laws != nil {
		y.record(d, outer, path, f)
		return
	}
	d.input(path, f, y.Provenance, joinNumbers(y.Values), statedRange(outer))
}

// isListInBraces says whether braces hold plain numbers, one for each year or one for all, and not an uncertain number.
func isListInBraces(n *node) bool {
	return n.child("values") != nil && n.child("weights") == nil || n.child("value") != nil
}

// decodeUncertain reads one uncertain number for all years.
func (y *Yearly) decodeUncertain(d *decoder, n *node, path string, f field) {
	law := d.distribution(n, path, f)
	y.Provenance = d.provenance(n, path)
	if law == nil {
		return
	}
	y.Laws, y.Values = []quantity.Law{law}, []float64{law.Mean()}
	y.record(d, n, path, f)
}

// record puts an uncertain series into the table of assumptions.
func (y *Yearly) record(d *decoder, n *node, path string, f field) {
	if slices.ContainsFunc(y.Laws, func(law quantity.Law) bool { return !isCertain(law) }) {
		d.uncertain = append(d.uncertain, path)
	}
	values, ranges := make([]Phrase, len(y.Laws)), make([]Phrase, len(y.Laws))
	for i, law := range y.Laws {
		values[i], ranges[i] = describeNumber(law), between(law.Quantile(0.1), law.Quantile(0.9))
	}
	d.input(path, f, y.Provenance, chained(then, values), WithCommas(ranges))
}

func then(before, next Phrase) Phrase { return Say("%s; then %s", before, next) }

// laws are those of the values, plain numbers included.
func (y *Yearly) laws() []quantity.Law {
	if y.Laws != nil {
		return y.Laws
	}
	laws := make([]quantity.Law, len(y.Values))
	for i, x := range y.Values {
		laws[i] = quantity.Certain(x)
	}
	return laws
}

func isCertain(law quantity.Law) bool {
	_, certain := law.(quantity.Certain)
	return certain
}

// inBraces finds what stands for the numbers in { values = […], low = …, high = …, assumed = … }, or { value = … } for one number for all years.
func (y *Yearly) inBraces(d *decoder, outer *node, path string) (n *node, where string, ok bool) {
	key := "values"
	if outer.child("value") != nil && outer.child("values") == nil {
		key = "value"
	}
	if n = outer.child(key); n == nil {
		d.fault(outer.position, path, "has no values; write { values = [ … ], low = …, high = …, assumed = \"why\" }")
		return nil, "", false
	}
	where = join(path, key)
	known := []string{key, "low", "high", "source", "assumed"}
	for _, k := range outer.keys {
		if !slices.Contains(known, k) {
			d.unknownKey(outer, path, k, known)
			return nil, "", false
		}
	}
	if n.value == "published" {
		d.fault(n.position, where, "cannot be \"published\" in braces; write the key itself as \"published\", which has its source already")
		return nil, "", false
	}
	return n, where, d.statedRangeHolds(outer, path)
}

// readValues reads one number for all years or a list of them. It says no where there is nothing more to say of the value.
func (y *Yearly) readValues(d *decoder, n *node, where string, f field) bool {
	if n.elements == nil {
		if _, isText := n.value.(string); isText {
			or := ", or \"published\""
			if !f.publishable {
				or = ""
			}
			d.fault(n.position, where, "is %s; it is a number, or a list of numbers in brackets%s", n.describe(), or)
			return false
		}
		if x, ok := d.number(n, where, f); ok {
			y.Values = []float64{x}
		}
		return true
	}
	var laws []quantity.Law
	for i, element := range n.elements {
		if law := d.yearOf(element, fmt.Sprintf("%s[%d]", where, i), f); law != nil {
			y.Values, laws = append(y.Values, law.Mean()), append(laws, law)
		}
	}
	if slices.ContainsFunc(laws, func(law quantity.Law) bool { return !isCertain(law) }) {
		y.Laws = laws
	}
	if len(n.elements) == 0 {
		d.fault(n.position, where, "is an empty list; write a number for each year")
	}
	if len(y.Values) < len(n.elements) {
		y.Values, y.Laws = nil, nil
	}
	return true
}

// yearOf reads one year's value of a series.
func (d *decoder) yearOf(n *node, path string, f field) quantity.Law {
	if n.table && f.uncertain {
		if !d.hasNoSource(n, path) {
			return nil
		}
		return d.distribution(n, path, f)
	}
	x, ok := d.number(n, path, f)
	if !ok {
		return nil
	}
	return quantity.Certain(x)
}

// Weeks is a time that varies from event to event, with its provenance.
type Weeks struct {
	quantity.Duration
	Provenance
}

func (w *Weeks) decodeNode(d *decoder, n *node, path string, f field) {
	duration, ok := d.duration(n, path, f)
	w.Provenance = d.provenance(n, path)
	if !ok {
		return
	}
	duration.Name = path
	w.Duration = duration
	if n.table {
		_, fixed := n.children["value"]
		if fixed {
			d.checkRange(n, path, duration.Centre, w.Provenance)
		}
	}
	law := w.Expected()
	value := describeDuration(n, w.Duration)
	span := Say("median %d, mean %s", law.Median(), Digits(fmt.Sprintf("%.1f", law.Mean())))
	if duration.Family == quantity.Fixed {
		span = statedRange(n)
	}
	d.input(path, f, w.Provenance, value, span)
}

const weeksFormsInWords = "a number, { median, sigma, max }, { median, p90, max }, { mean, max }, { mean, sd, max }, { median, shape, max } or { weeks = [ … ], chances = [ … ] }"

// duration reads a time in weeks: plain, or as a distribution over events.
func (d *decoder) duration(n *node, path string, f field) (quantity.Duration, bool) {
	none := quantity.Duration{}
	if !n.table {
		weeks, ok := d.wholeWeeks(n, path, f)
		return quantity.ExactWeeks(weeks), ok
	}
	keys := n.keysBut("source", "assumed")
	switch {
	case sameWords(keys, []string{"value"}) || sameWords(keys, []string{"value", "low", "high"}):
		weeks, ok := d.wholeWeeks(n.children["value"], join(path, "value"), f)
		return quantity.ExactWeeks(weeks), ok && d.statedRangeHolds(n, path)
	case sameWords(keys, []string{"weeks", "chances"}):
		return d.listedWeeks(n, path, f)
	}
	for _, form := range weeksForms {
		if sameWords(n.keysBut("source", "assumed", "min"), form.keys) {
			return d.formedWeeks(n, path, f, form)
		}
	}
	d.fault(n.position, path, "%s is not a way to write a time in weeks; ways are %s", inBraces(keys), weeksFormsInWords)
	return none, false
}

// weeksForms are the ways to write a time as a distribution: its centre, its spread if it has one, and max.
var weeksForms = []struct {
	keys   []string
	family quantity.Family
}{
	{[]string{"median", "sigma", "max"}, quantity.LognormalWeeks},
	{[]string{"median", "p90", "max"}, quantity.LognormalWeeks},
	{[]string{"mean", "max"}, quantity.ExponentialWeeks},
	{[]string{"mean", "sd", "max"}, quantity.GammaWeeks},
	{[]string{"median", "shape", "max"}, quantity.WeibullWeeks},
}

func (d *decoder) formedWeeks(n *node, path string, f field, form struct {
	keys   []string
	family quantity.Family
},
) (quantity.Duration, bool) {
	q := quantity.Duration{Family: form.family, Min: int(max(f.minimum, 1)), Max: maxWeeks}
	ok := true
	if low := n.child("min"); low != nil {
		q.Min, ok = d.wholeWeeks(low, join(path, "min"), field{minimum: f.minimum, maximum: maxWeeks, doc: "the shortest time that is possible, in weeks"})
	}
	if ok {
		q.Max, ok = d.wholeWeeks(n.children["max"], join(path, "max"), field{minimum: float64(q.Min), maximum: maxWeeks, doc: "the longest time that is possible, in weeks"})
	}
	part := func(key string, limit float64) quantity.Law {
		within := field{minimum: math.SmallestNonzeroFloat64, maximum: limit, doc: "the " + key + " of the time"}
		made := d.distribution(n.children[key], join(path, key), within)
		ok = ok && made != nil
		return made
	}
	q.Centre = part(form.keys[0], 5200)
	switch key := form.keys[1]; key {
	case "max":
	case "p90":
		p90, certain := part(key, 52_000).(quantity.Certain)
		switch {
		case !ok:
		case !certain:
			d.fault(n.children[key].position, join(path, key), "may not be uncertain; write a number, and an uncertain median if need be")
			ok = false
		case float64(p90) < q.Centre.Mean():
			d.fault(n.children[key].position, join(path, key), "%s is below the median %s; the 90th percentile is above it", figure(float64(p90)), trim(q.Centre.Mean()))
			ok = false
		default:
			q.Spread = quantity.Certain(quantity.SigmaFromP90(q.Centre.Mean(), float64(p90)))
		}
	case "sigma":
		q.Spread = part(key, maxSigma)
	case "shape":
		q.Spread = part(key, 20)
	default:
		q.Spread = part(key, 5200)
	}
	if ok && q.Centre.Mean() > float64(q.Max) {
		d.fault(n.children["max"].position, join(path, "max"), "%d is below the %s %s; the longest time possible is above it", q.Max, form.keys[0], trim(q.Centre.Mean()))
		ok = false
	}
	return q, ok
}

// maxWeeks is the longest time that a distribution may reach.
const maxWeeks = model.MaxDuration

func (d *decoder) wholeWeeks(n *node, path string, within field) (int, bool) {
	x, ok := d.number(n, path, within)
	if ok && x != math.Trunc(x) {
		d.fault(n.position, path, "%s is not a whole number of weeks; round it", figure(x))
		return 0, false
	}
	return int(x), ok
}

func (d *decoder) listedWeeks(n *node, path string, f field) (quantity.Duration, bool) {
	none := quantity.Duration{}
	for _, key := range []string{"weeks", "chances"} {
		if list := n.children[key]; list.elements == nil {
			d.fault(list.position, join(path, key), "is %s; it is a list in brackets, such as [1, 2]", list.describe())
			return none, false
		}
	}
	weeks, chances := n.children["weeks"].elements, n.children["chances"].elements
	if len(weeks) == 0 || len(weeks) != len(chances) {
		d.fault(n.position, path, "has %d weeks and %d chances; write one chance for each number of weeks", len(weeks), len(chances))
		return none, false
	}
	chanceOf := map[int]float64{}
	low, high, total, ok := math.MaxInt, 0, 0.0, true
	for i := range weeks {
		w, isWeek := d.wholeWeeks(weeks[i], fmt.Sprintf("%s.weeks[%d]", path, i), field{minimum: f.minimum, maximum: maxWeeks})
		p, isChance := d.number(chances[i], fmt.Sprintf("%s.chances[%d]", path, i), field{minimum: 0, maximum: 1e9})
		ok = ok && isWeek && isChance
		chanceOf[w] += p
		total += p
		low, high = min(low, w), max(high, w)
	}
	if ok && total <= 0 {
		d.fault(n.children["chances"].position, join(path, "chances"), "has no chance above 0; write how likely each number of weeks is")
		ok = false
	}
	if !ok {
		return none, false
	}
	q := quantity.Duration{Family: quantity.Listed, Min: low, Max: high}
	for w := low; w <= high; w++ {
		q.Chances = append(q.Chances, chanceOf[w])
	}
	return q, true
}

// Date is a day, with its provenance.
type Date struct {
	time.Time
	Provenance
}

func (t *Date) decodeNode(d *decoder, n *node, path string, f field) {
	value, where := n, path
	if n.table {
		value, where = n.child("date"), join(path, "date")
		known := []string{"date", "source", "assumed"}
		for _, key := range n.keys {
			if !slices.Contains(known, key) {
				d.unknownKey(n, path, key, known)
			}
		}
	}
	if value == nil {
		d.fault(n.position, path, "has no date; write { date = 2023-01-01, assumed = \"why\" }")
		return
	}
	t.Provenance = d.provenance(n, path)
	day, ok := value.value.(time.Time)
	switch {
	case !ok:
		d.fault(value.position, where, "is %s; it is a date such as 2023-01-01, without quotes", value.describe())
		return
	case day.Location().String() != "date-local": // so the parser marks a day without a time
		d.fault(value.position, where, "is a time of day or a date with one; it is a date alone, such as 2023-01-01")
		return
	case day.Year() < 1990 || day.Year() > 2100:
		d.fault(value.position, where, "%s is not between 1990 and 2100", day.Format(time.DateOnly))
		return
	}
	t.Time = day
	d.input(path, f, t.Provenance, Say("%s", Day(day.Format(time.DateOnly))), Phrase{})
}

// describeRange gives the span between the 10th and 90th percentile, or the range that is stated.
func describeRange(n *node, q quantity.Distribution) Phrase {
	if _, certain := q.(quantity.Certain); certain {
		return statedRange(n)
	}
	return between(q.Quantile(0.1), q.Quantile(0.9))
}

func between(low, high float64) Phrase { return Say("%s–%s", Digits(trim(low)), Digits(trim(high))) }

func statedRange(n *node) Phrase {
	low, high := n.child("low"), n.child("high")
	if low == nil || high == nil {
		return Phrase{}
	}
	return Say("%s–%s", Digits(fmt.Sprint(low.value)), Digits(fmt.Sprint(high.value)))
}

func describeDuration(n *node, q quantity.Duration) Phrase {
	centre := func() Phrase { return describeParameter(q.Centre) }
	spread := func() Phrase { return describeParameter(q.Spread) }
	switch q.Family {
	case quantity.Fixed:
		return centre()
	case quantity.LognormalWeeks:
		return Say("lognormal, median %s, sigma %s, at most %d", centre(), spread(), q.Max)
	case quantity.ExponentialWeeks:
		return Say("exponential, mean %s, at most %d", centre(), q.Max)
	case quantity.GammaWeeks:
		return Say("gamma, mean %s, sd %s, at most %d", centre(), spread(), q.Max)
	case quantity.WeibullWeeks:
		return Say("Weibull, median %s, shape %s, at most %d", centre(), spread(), q.Max)
	}
	return Say("a list of %d to %d", q.Min, q.Max)
}

// describeParameter says a number as it follows the word for what it is.
func describeParameter(q quantity.Distribution) Phrase {
	if _, ok := q.(quantity.Lognormal); ok {
		return Say("of %s", describeNumber(q))
	}
	return describeNumber(q)
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

func joinNumbers(values []float64) Phrase {
	all := make([]Phrase, len(values))
	for i, x := range values {
		all[i] = inFigures(x)
	}
	return WithCommas(all)
}
