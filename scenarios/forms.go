package scenarios

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"ipsplan/model/quantity"
)

// form is one way of writing an uncertain number: the keys it needs, and what they make.
type form struct {
	keys   []string
	shapes []string                                                        // the words that form = "…" may have beside the keys
	usual  string                                                          // the shape where none is named; where there is none, it must be
	make   func(v map[string]float64, shape string) (quantity.Law, string) // or what is wrong
}

var numberForms = []form{
	{keys: []string{"value"}, make: func(v map[string]float64, _ string) (quantity.Law, string) {
		return quantity.Certain(v["value"]), ""
	}},
	{keys: []string{"low", "best", "high"}, shapes: []string{"pert", "triangular"}, usual: "pert", make: lowBestHigh},
	{keys: []string{"low", "high"}, shapes: []string{"uniform"}, make: func(v map[string]float64, _ string) (quantity.Law, string) {
		if v["low"] > v["high"] {
			return nil, fmt.Sprintf("low %s is above high %s; exchange them", figure(v["low"]), figure(v["high"]))
		}
		return quantity.Uniform{Low: v["low"], High: v["high"]}, ""
	}},
	{keys: []string{"mean", "people"}, make: func(v map[string]float64, _ string) (quantity.Law, string) {
		if v["people"] <= 0 || v["mean"] < 0 || v["mean"] > 1 {
			return nil, "is not a share known as from some people; its mean is 0 to 1, and people is above 0"
		}
		return quantity.Beta{Average: v["mean"], People: v["people"]}, ""
	}},
	{keys: []string{"events", "of"}, make: func(v map[string]float64, _ string) (quantity.Law, string) {
		if !(v["events"] >= 0 && v["events"] <= v["of"] && v["of"] > 0) {
			return nil, fmt.Sprintf("%s events of %s is not a share; events is 0 or more, and of is above 0 and not below events", figure(v["events"]), figure(v["of"]))
		}
		return quantity.Beta{Average: v["events"] / v["of"], People: v["of"]}, ""
	}},
	{keys: []string{"mean", "sd"}, shapes: []string{"gamma", "lognormal", "normal"}, usual: "gamma", make: meanAndSD},
	{keys: []string{"p10", "p90"}, shapes: []string{"gamma", "lognormal", "normal"}, make: p10AndP90},
	{keys: []string{"median", "sigma"}, make: func(v map[string]float64, _ string) (quantity.Law, string) {
		if v["median"] <= 0 || v["sigma"] < 0 || v["sigma"] > maxSigma {
			return nil, fmt.Sprintf("is not a lognormal number; its median is above 0 and its sigma 0 to %d", maxSigma)
		}
		return quantity.Lognormal{Median: v["median"], Sigma: v["sigma"]}, ""
	}},
	{keys: []string{"median", "p90"}, make: func(v map[string]float64, _ string) (quantity.Law, string) {
		if !(v["median"] > 0 && v["p90"] >= v["median"]) {
			return nil, "is not a lognormal number; its median is above 0 and its p90 not below the median"
		}
		return quantity.Lognormal{Median: v["median"], Sigma: quantity.SigmaFromP90(v["median"], v["p90"])}, ""
	}},
}

const numberFormsInWords = `{ low, best, high }, { low, high, form = "uniform" }, { mean, people }, { events, of }, { mean, sd }, { p10, p90, form = "normal" }, ` +
	`{ median, sigma }, { median, p90 }, { values = [ … ], weights = [ … ] }, { mixture = [ { weight, … }, … ] } or { value }`

func lowBestHigh(v map[string]float64, shape string) (quantity.Law, string) {
	low, best, high := v["low"], v["best"], v["high"]
	switch {
	case !(low <= best && best <= high):
		return nil, fmt.Sprintf("low %s, best %s and high %s are not in rising order; low is the smallest and high the largest", figure(low), figure(best), figure(high))
	case shape == "triangular":
		return quantity.Triangular{Low: low, Best: best, High: high}, ""
	}
	return quantity.PERT{Low: low, Best: best, High: high}, ""
}

func meanAndSD(v map[string]float64, shape string) (quantity.Law, string) {
	mean, sd := v["mean"], v["sd"]
	switch {
	case shape == "normal" && sd < 0:
		return nil, fmt.Sprintf("sd %s is below 0; it is 0 or more", figure(sd))
	case shape == "normal":
		return quantity.Normal{Average: mean, SD: sd}, ""
	case mean <= 0 || sd < 0 || sd > 10*mean:
		return nil, "is not a number by mean and sd; its mean is above 0, and its sd is 0 or more and at most ten times the mean"
	case shape == "lognormal":
		return quantity.LognormalOf(mean, sd), ""
	}
	return quantity.Gamma{Average: mean, SD: sd}, ""
}

// A lognormal or a gamma by its percentiles is at most so wide, and a gamma at least so wide, as its shape is lost in rounding otherwise.
const (
	widestRatio    = 1000
	narrowestRatio = 1.0001
)

func p10AndP90(v map[string]float64, shape string) (quantity.Law, string) {
	p10, p90 := v["p10"], v["p90"]
	switch {
	case p10 >= p90:
		return nil, fmt.Sprintf("p10 %s is not below p90 %s; one case in ten lies below p10, and one in ten above p90", figure(p10), figure(p90))
	case shape == "normal":
		return quantity.NormalBetween(p10, p90), ""
	case p10 <= 0 || p90 > widestRatio*p10:
		return nil, fmt.Sprintf("is not a %s number; its p10 is above 0 and its p90 at most %s times p10", shape, figure(widestRatio))
	case shape == "lognormal":
		return quantity.LognormalBetween(p10, p90), ""
	case p90 <= narrowestRatio*p10:
		return nil, `is too narrow for a gamma; write form = "normal", or a plain number`
	}
	return quantity.GammaBetween(p10, p90), ""
}

// maxSigma is the widest spread of a lognormal number: nine numbers in ten then lie within a factor of some 140 of the median. Far beyond it, means are
// no longer finite.
const maxSigma = 3

// distribution reads a number: plain, or in one of the forms.
func (d *decoder) distribution(n *node, path string, f field) quantity.Law {
	if !n.table {
		x, ok := d.number(n, path, f)
		if !ok {
			return nil
		}
		return quantity.Certain(x)
	}
	keys := n.keysBut("source", "assumed")
	switch {
	case sameWords(keys, []string{"values", "weights"}):
		return d.listed(n, path, f)
	case sameWords(keys, []string{"mixture"}):
		return d.mixture(n, path, f)
	case sameWords(keys, []string{"value", "low", "high"}):
		return d.formed(n, path, f, numberForms[0])
	}
	for _, form := range numberForms {
		if sameWords(n.keysBut("source", "assumed", "form"), form.keys) && (form.shapes != nil || n.child("form") == nil) {
			return d.formed(n, path, f, form)
		}
	}
	d.fault(n.position, path, "%s is not a way to write a number; ways are %s", inBraces(keys), numberFormsInWords)
	return nil
}

// formed reads a number in one of the forms.
func (d *decoder) formed(n *node, path string, f field, form form) quantity.Law {
	shape, ok := d.shape(n, path, form)
	given := map[string]float64{}
	keys := n.keysBut("source", "assumed", "form")
	for _, key := range keys {
		within := field{minimum: math.Inf(-1), maximum: math.Inf(1)}
		if slices.Contains([]string{"value", "low", "best", "high", "mean", "median", "p10"}, key) || key == "p90" && n.child("p10") != nil {
			within = f
		}
		if x, ok := d.number(n.children[key], join(path, key), within); ok {
			given[key] = x
		}
	}
	if !ok || len(given) < len(keys) || form.keys[0] == "value" && !d.statedRangeHolds(n, path) {
		return nil
	}
	made, problem := form.make(given, shape)
	if problem == "" {
		made, problem = f.hold(made)
	}
	if problem != "" {
		d.fault(n.position, path, "%s", problem)
		return nil
	}
	return made
}

// shape is what form = "…" says, or the form's usual shape.
func (d *decoder) shape(n *node, path string, form form) (string, bool) {
	word := n.child("form")
	switch {
	case word != nil:
		said, isText := word.value.(string)
		if !isText || !slices.Contains(form.shapes, said) {
			d.fault(word.position, join(path, "form"), "is %s; with %s it is %s", word.describe(), inBraces(form.keys), anyOf(form.shapes))
			return "", false
		}
		return said, true
	case form.usual == "" && form.shapes != nil:
		d.fault(n.position, path, "%s does not say its form; add form = %s%s", inBraces(form.keys), anyOf(form.shapes),
			map[bool]string{true: `, or best = … to write { low, best, high }`}[form.keys[0] == "low"])
		return "", false
	}
	return form.usual, true
}

// largestCut is the largest probability of what a law without ends may have outside an input's range. It is cut off.
const largestCut = 0.001

// leastEvents is the smallest number of cases, with and without the outcome, that a share may be known from; with fewer its quantiles take for
// ever to find.
const leastEvents = 0.001

// hold keeps a law within the input's range, or says why it cannot be.
func (f field) hold(law quantity.Law) (quantity.Law, string) {
	if b, isShare := law.(quantity.Beta); isShare && b.Average > 0 && b.Average < 1 && min(b.Average, 1-b.Average)*b.People < leastEvents {
		return nil, "rests on too few cases to be worked with; write { low, best, high }, or a share of 0 or 1"
	}
	if math.IsInf(law.Mean(), 0) || math.IsNaN(law.Mean()) || math.IsNaN(law.Quantile(0.5)) {
		return nil, "is too wide to be worked with; make its spread smaller"
	}
	open, canCut := law.(quantity.Cuttable)
	if !canCut {
		return law, "" // its ends were checked one by one
	}
	minimum := f.minimum
	if minimum == math.SmallestNonzeroFloat64 {
		minimum = 0
	}
	below, above := quantity.Outside(open, minimum, f.maximum)
	if below+above <= largestCut {
		return quantity.Truncate(open, minimum, f.maximum), ""
	}
	where := "below " + figure(minimum)
	if above > below {
		where = "above " + figure(f.maximum)
	}
	instead := "make its spread smaller, or write { low, best, high }"
	switch {
	case f.maximum == 1:
		instead = "write a share as { low, best, high }, { mean, people } or { events, of }"
	case f.maximum < 1:
		instead = "write it as { low, best, high } with a high of at most that"
	case below > above:
		instead = `write form = "gamma" or "lognormal", or { low, best, high }`
	}
	return nil, fmt.Sprintf("lies %s in %s of cases, and may in 0.1\u00a0%% at most; %s", where, roughly(max(below, above)), instead)
}

// listed reads one of several values.
func (d *decoder) listed(n *node, path string, f field) quantity.Law {
	values, ok := d.numbers(n.children["values"], join(path, "values"), f)
	weights, ok2 := d.numbers(n.children["weights"], join(path, "weights"), weightField)
	if !ok || !ok2 {
		return nil
	}
	if len(values) != len(weights) {
		d.fault(n.position, path, "has %s and %s; write one weight for each value", counted(len(values), "value"), counted(len(weights), "weight"))
		return nil
	}
	made, err := quantity.DiscreteOf(values, weights)
	if err != nil {
		d.fault(n.children["weights"].position, join(path, "weights"), "has no weight above 0; write how likely each value is")
		return nil
	}
	return made
}

// weightField is what a relative weight may be.
var weightField = field{minimum: 0, maximum: 1e9}

// numbers reads a list of plain numbers.
func (d *decoder) numbers(n *node, path string, f field) ([]float64, bool) {
	if n.elements == nil {
		d.fault(n.position, path, "is %s; it is a list in brackets, such as [1, 2]", n.describe())
		return nil, false
	}
	var all []float64
	for i, element := range n.elements {
		if x, ok := d.number(element, fmt.Sprintf("%s[%d]", path, i), f); ok {
			all = append(all, x)
		}
	}
	return all, len(all) == len(n.elements)
}

// mixture reads a number that follows one of several laws.
func (d *decoder) mixture(n *node, path string, f field) quantity.Law {
	list, where := n.children["mixture"], join(path, "mixture")
	if len(list.elements) == 0 {
		d.fault(list.position, where, "is %s without parts; write it as [ { weight = 2, … }, { weight = 1, … } ], each part in one of the ways to write a number", list.describe())
		return nil
	}
	var parts []quantity.Law
	var weights []float64
	for i, element := range list.elements {
		law, weight, ok := d.part(element, fmt.Sprintf("%s[%d]", where, i), f)
		if ok {
			parts, weights = append(parts, law), append(weights, weight)
		}
	}
	if len(parts) < len(list.elements) {
		return nil
	}
	if slices.Max(weights) == 0 {
		d.fault(list.position, where, "has no weight above 0; write how likely each part is")
		return nil
	}
	made, err := quantity.MixtureOf(parts, weights)
	if err != nil {
		d.fault(list.position, where, "has a part that is too wide to be worked with; make its spread smaller")
		return nil
	}
	return made
}

// part reads one part of a mixture: a weight beside one of the forms.
func (d *decoder) part(n *node, path string, f field) (law quantity.Law, weight float64, ok bool) {
	if !n.table || n.child("weight") == nil {
		d.fault(n.position, path, "is %s without a weight; write a part as { weight = 1, low = …, best = …, high = … } or in another of the ways to write a number", n.describe())
		return nil, 0, false
	}
	weight, ok = d.number(n.children["weight"], join(path, "weight"), weightField)
	bare := *n
	bare.keys = n.keysBut("weight")
	ok = d.hasNoSource(&bare, path) && ok
	law = d.distribution(&bare, path, f)
	return law, weight, ok && law != nil
}

// hasNoSource refuses a source within a list: the list as a whole has one.
func (d *decoder) hasNoSource(n *node, path string) bool {
	for _, key := range []string{"source", "assumed"} {
		if own := n.child(key); own != nil {
			d.fault(own.keyAt, join(path, key), "stands within a list; the number as a whole says where it comes from: write %s after the list", key)
			return false
		}
	}
	return true
}

func inBraces(keys []string) string {
	if len(keys) == 0 {
		return "{ }"
	}
	return "{ " + strings.Join(keys, ", ") + " }"
}

// anyOf lists words in quotes, of which one is to be chosen.
func anyOf(words []string) string {
	if len(words) == 1 {
		return `"` + words[0] + `"`
	}
	last := len(words) - 1
	return `"` + strings.Join(words[:last], `", "`) + `" or "` + words[last] + `"`
}

// describeNumber says a number as the table of assumptions prints it.
func describeNumber(q quantity.Distribution) Phrase {
	switch q := q.(type) {
	case quantity.Certain:
		return inFigures(float64(q))
	case quantity.Beta:
		return Say("%s, known as from %s people", inFigures(q.Average), inFigures(q.People))
	case quantity.PERT:
		return Say("%s (lowest %s, highest %s)", inFigures(q.Best), inFigures(q.Low), inFigures(q.High))
	case quantity.Triangular:
		return Say("%s (triangular, lowest %s, highest %s)", inFigures(q.Best), inFigures(q.Low), inFigures(q.High))
	case quantity.Uniform:
		return Say("%s to %s (uniform)", inFigures(q.Low), inFigures(q.High))
	case quantity.Normal:
		return Say("%s ± %s (normal)", inFigures(q.Average), inFigures(q.SD))
	case quantity.Gamma:
		return Say("%s ± %s (gamma)", inFigures(q.Average), inFigures(q.SD))
	case quantity.Lognormal:
		return Say("median %s (lognormal, sigma %s)", inFigures(q.Median), inFigures(q.Sigma))
	case quantity.Truncated:
		return describeCut(q)
	case *quantity.Discrete:
		choices := make([]Phrase, len(q.Values))
		for i, value := range q.Values {
			choices[i] = Say("%s (%s)", inFigures(value), percent(q.Chances[i]))
		}
		return chained(either, choices)
	case *quantity.Mixture:
		parts := make([]Phrase, len(q.Parts))
		for i, part := range q.Parts {
			parts[i] = Say("%s: %s", percent(q.Shares[i]), describeNumber(part))
		}
		return chained(withSemicolon, parts)
	}
	return Verbatim(fmt.Sprint(q))
}

func either(before, next Phrase) Phrase { return Say("%s or %s", before, next) }

// describeCut says a number that is cut off and, if anybody could notice, at which ends.
func describeCut(q quantity.Truncated) Phrase {
	const noticeable = 1e-6
	said := describeNumber(q.Of)
	below, above := quantity.Outside(q.Of, q.Low, q.High)
	if below > noticeable {
		said = Say("%s, cut off below %s", said, inFigures(q.Low))
	}
	if above > noticeable {
		said = Say("%s, cut off above %s", said, inFigures(q.High))
	}
	return said
}

// roughly is a share to about two digits.
func roughly(share float64) string {
	if share >= 0.1 {
		return fmt.Sprintf("%.0f\u00a0%%", 100*share)
	}
	return fmt.Sprintf("%.2g\u00a0%%", 100*share)
}

func percent(share float64) Phrase { return Say("%s\u00a0%%", inFigures(math.Round(1000*share)/10)) }
