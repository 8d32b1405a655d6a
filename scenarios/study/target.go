package study

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// Expression names one number of a scenario's results: a statistic under the names that the CSV has, such as people.job_starts.total.mean, or the share of draws
// in which a measure stands in a relation to a number, such as chance(people.job_starts.total >= 60).
type Expression struct {
	text                     string
	section, measure, period name
	statistic                name // of a statistic
	op                       string
	than                     float64 // of a chance
	isChance                 bool
}

// name is a word of an expression and where it stands, counted from 1 in characters.
type name struct {
	word string
	at   int
}

// Target is what an expression is to be at least or at most.
type Target struct {
	Expression
	text   string
	Op     string // <, <=, > or >=
	Number float64
}

// ExpressionError is what is wrong in an expression or a target, and where.
type ExpressionError struct {
	At      int // the character, counted from 1
	Problem string
}

func (e *ExpressionError) Error() string { return fmt.Sprintf("character %d: %s", e.At, e.Problem) }

// String is the expression as it was written, in one spacing.
func (e *Expression) String() string { return e.text }

// String is the target as it was written, in one spacing.
func (t *Target) String() string { return t.text }

// Met says whether a number is as the target wants it.
func (t *Target) Met(x float64) bool { return stands(x, t.Op, t.Number) }

func stands(x float64, op string, than float64) bool {
	switch op {
	case "<":
		return x < than
	case "<=":
		return x <= than
	case ">":
		return x > than
	case ">=":
		return x >= than
	}
	return x == than
}

// ParseExpression reads an expression.
func ParseExpression(text string) (*Expression, error) {
	p := parser{text: []rune(text)}
	e, err := p.expression()
	if err == nil && !p.atEnd() {
		err = p.fault("%q is more than an expression, which ends before it; leave it out", p.rest())
	}
	return &e, err
}

// ParseTarget reads EXPRESSION OP NUMBER.
func ParseTarget(text string) (*Target, error) {
	p := parser{text: []rune(text)}
	e, err := p.expression()
	if err != nil {
		return nil, err
	}
	t := &Target{Expression: e}
	at := p.at
	if t.Op, err = p.operator(); err != nil {
		return nil, err
	}
	if t.Op == "=" {
		p.at = at
		return nil, p.fault("a figure that is simulated is never met exactly; write at least (>=) or at most (<=)")
	}
	if t.Number, err = p.number(); err != nil {
		return nil, err
	}
	if !p.atEnd() {
		return nil, p.fault("%q is more than a target, which ends before it; leave it out", p.rest())
	}
	if t.isChance && (t.Number < 0 || t.Number > 1) {
		return nil, &ExpressionError{at + 1, fmt.Sprintf("a chance is between 0 and 1, not %v; write 0.8 or 80%%", t.Number)}
	}
	t.text = e.text + " " + t.Op + " " + written(t.Number)
	return t, nil
}

func written(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// parser reads a text from left to right.
type parser struct {
	text []rune
	at   int
}

func (p *parser) fault(format string, args ...any) error {
	p.skipSpaces()
	return &ExpressionError{p.at + 1, fmt.Sprintf(format, args...)}
}

func (p *parser) skipSpaces() {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
}

func (p *parser) atEnd() bool {
	p.skipSpaces()
	return p.at == len(p.text)
}

func (p *parser) rest() string { return string(p.text[p.at:]) }

// take goes past one of some texts, the first that stands here; spaces before it do not count.
func (p *parser) take(texts ...string) string {
	p.skipSpaces()
	for _, text := range texts {
		if strings.HasPrefix(p.rest(), text) {
			p.at += len([]rune(text))
			return text
		}
	}
	return ""
}

// word takes letters, digits, - and _, which most names in the CSV are made of, or any other name in quotation marks.
func (p *parser) word() name {
	p.skipSpaces()
	w := name{at: p.at + 1}
	if quoted, ok := strings.CutPrefix(p.rest(), `"`); ok {
		if inside, _, closed := strings.Cut(quoted, `"`); closed {
			p.at += len([]rune(inside)) + 2
			w.word = inside
		}
		return w
	}
	begin := p.at
	for p.at < len(p.text) && (p.text[p.at] == '_' || p.text[p.at] == '-' || isAlphanumeric(p.text[p.at])) {
		p.at++
	}
	w.word = string(p.text[begin:p.at])
	return w
}

func isAlphanumeric(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

const forms = "write section.measure.period.statistic, such as people.job_starts.total.mean, or chance(section.measure.period >= number)"

func (p *parser) expression() (Expression, error) {
	var e Expression
	first := p.word()
	if first.word == "" {
		return e, p.fault("here an expression should begin; %s", forms)
	}
	if first.word == "chance" && p.take("(") != "" {
		return p.chance()
	}
	names, err := p.path(first, 4)
	if err != nil {
		return e, err
	}
	e = Expression{section: names[0], measure: names[1], period: names[2], statistic: names[3]}
	e.text = joined(names)
	return e, nil
}

// chance reads what stands in the brackets of chance(…).
func (p *parser) chance() (Expression, error) {
	e := Expression{isChance: true}
	names, err := p.path(p.word(), 3)
	if err != nil {
		return e, err
	}
	e.section, e.measure, e.period = names[0], names[1], names[2]
	if e.op, err = p.operator(); err != nil {
		return e, err
	}
	if e.than, err = p.number(); err != nil {
		return e, err
	}
	if p.take(")") == "" {
		return e, p.fault("here the bracket of chance( should close; write )")
	}
	e.text = fmt.Sprintf("chance(%s %s %s)", joined(names), e.op, written(e.than))
	return e, nil
}

// path reads so many names with dots between them, the first of which has been read.
func (p *parser) path(first name, n int) ([]name, error) {
	names := []name{first}
	for first.word != "" && p.take(".") != "" {
		names = append(names, p.word())
	}
	for _, part := range names {
		if part.word == "" {
			return nil, &ExpressionError{part.at, "here a name should stand; " + forms}
		}
	}
	if len(names) != n {
		what := "section.measure.period.statistic"
		if n == 3 {
			what = "section.measure.period"
		}
		return nil, &ExpressionError{first.at, fmt.Sprintf("has %d names, and %s are %d; %s", len(names), what, n, forms)}
	}
	return names, nil
}

// joined writes a path.
func joined(names []name) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = n.word
		if strings.ContainsFunc(n.word, func(r rune) bool { return r != '_' && r != '-' && !isAlphanumeric(r) }) {
			words[i] = `"` + n.word + `"`
		}
	}
	return strings.Join(words, ".")
}

func (p *parser) operator() (string, error) {
	switch op := p.take("<=", ">=", "≤", "≥", "==", "<", ">", "="); op {
	case "":
		return "", p.fault("here a comparison should stand; write >=, >, <= or <")
	case "≤":
		return "<=", nil
	case "≥":
		return ">=", nil
	case "==":
		return "=", nil
	default:
		return op, nil
	}
}

// number reads 60, 50_000, -1.5 or 80%.
func (p *parser) number() (float64, error) {
	p.skipSpaces()
	begin := p.at
	for p.at < len(p.text) && strings.ContainsRune("+-0123456789._", p.text[p.at]) {
		p.at++
	}
	digits := string(p.text[begin:p.at])
	x, err := strconv.ParseFloat(strings.ReplaceAll(digits, "_", ""), 64)
	if err != nil || digits[0] == '.' || math.IsInf(x, 0) {
		p.at = begin
		return 0, p.fault("here a number should stand, not %q; write it as 60, 50_000, 0.8 or 80%%", p.rest())
	}
	if p.take("%") != "" {
		x /= 100
	}
	return x, nil
}

// check says which name of the expression a scenario's results do not have, which are near it, or what there is instead. It takes results of no draws.
func (e *Expression) check(rows []Row) error {
	names := []name{e.section, e.measure, e.period, e.statistic}
	words := []string{"section", "measure", "period", "statistic"}
	if e.isChance {
		names = names[:3]
	}
	for i, n := range names {
		var known []string
		for _, row := range rows {
			has := []string{row.Section, row.Measure, row.Period, row.Statistic}
			if !slices.Contains(known, has[i]) {
				known = append(known, has[i])
			}
		}
		if !slices.Contains(known, n.word) {
			hint := ""
			if near := scenarios.Nearest(n.word, known); near != "" {
				hint = fmt.Sprintf("did you mean %s? ", near)
			}
			return &ExpressionError{n.at, fmt.Sprintf("%q is not a %s of these results; %sthere are %s", n.word, words[i], hint, strings.Join(known, ", "))}
		}
		rows = slices.DeleteFunc(slices.Clone(rows), func(row Row) bool {
			return []string{row.Section, row.Measure, row.Period, row.Statistic}[i] != n.word
		})
	}
	if e.isChance && e.section.word == "cohort" {
		return &ExpressionError{e.section.at, "a share of a cohort is a ratio of expected numbers, of which there is no chance; ask for its mean"}
	}
	if e.isChance && !slices.ContainsFunc(rows, func(r Row) bool { return r.Statistic == "p50" }) {
		return &ExpressionError{e.section.at, fmt.Sprintf("%s is one figure in all draws, and so has no chance; write its statistic, %s.%s, without chance( )",
			joined(names), joined(names), rows[0].Statistic)}
	}
	return nil
}

// Reading is what an expression comes to.
type Reading struct {
	Value float64 `json:"value"`
	// Error is the Monte Carlo standard error, 0 for what is exact; nil for a statistic whose error is not known.
	Error *float64 `json:"error,omitempty"`
}

// read works the expression out of a scenario's draws and the results made of them.
func (e *Expression) read(k *sample, rows []Row) (Reading, error) {
	if e.isChance {
		n, ok := k.number(e.section.word, e.measure.word, e.period.word)
		if !ok {
			return Reading{}, fmt.Errorf("%s: its draws are not kept; ask for the chance of another measure", e)
		}
		share, draws := e.share(n)
		return chanceReading(share, draws), nil
	}
	find := func(statistic string) (float64, bool) {
		at := slices.IndexFunc(rows, func(r Row) bool {
			return r.Section == e.section.word && r.Measure == e.measure.word && r.Period == e.period.word && r.Statistic == statistic
		})
		if at < 0 {
			return 0, false
		}
		x, ok := rows[at].Value.(float64)
		return x, ok
	}
	x, ok := find(e.statistic.word)
	if !ok || math.IsNaN(x) {
		return Reading{}, fmt.Errorf("%s: is no number in %s; ask for another one", e, k.scenario.Name)
	}
	switch e.statistic.word {
	case "value":
		return Reading{Value: x, Error: new(float64)}, nil
	case "mean":
		err, ok := find("mcse")
		return Reading{x, errorIf(err, ok)}, nil
	case "chance":
		return chanceReading(x, drawsOf(k.people[0].period[0])), nil
	}
	err, ok := find(e.statistic.word + "_error")
	return Reading{x, errorIf(err, ok)}, nil
}

func errorIf(err float64, ok bool) *float64 {
	if !ok {
		return nil
	}
	return &err
}

// chanceReading is a share of draws with its standard error. Where no draw or every draw counts, the error is that of two more draws on either side (Agresti and Coull 1998,
// The American Statistician 52(2)), since it is not known to be certain.
func chanceReading(share float64, draws int) Reading {
	p, n := share, float64(draws)
	if share == 0 || share == 1 {
		p, n = (float64(share*n)+2)/(n+4), n+4
	}
	err := math.Sqrt(p * (1 - p) / n)
	return Reading{share, &err}
}

// share is the share of draws in which a number stands as the expression says.
func (e *Expression) share(n number) (share float64, draws int) {
	than := float64(e.than * n.unit)
	if whole := math.Round(than); math.Abs(than-whole) < 1e-9*max(1, math.Abs(than)) {
		than = whole // 1.15 in cents is 115
	}
	below, at, above := n.kept.Against(than)
	draws = below + at + above
	count := map[string]int{"<": below, "<=": below + at, ">": above, ">=": at + above, "=": at}[e.op]
	return float64(count) / float64(draws), draws
}

func drawsOf(n number) int {
	below, at, above := n.kept.Against(0)
	return below + at + above
}

// number finds a number whose draws are kept, by its names in the CSV.
func (k *sample) number(section, measure, period string) (number, bool) {
	all := map[string][]kept{"people": k.people, "staff": k.staff, "money": k.money, "beyond_horizon": k.beyond}[section]
	if section == "funding" {
		for i, at := range payOrder(&k.scenario.Budget, inUse) {
			all = append(all, kept{k.scenario.Budget.Sources[at].Name, k.paid[i].period})
		}
	}
	for _, m := range all {
		if m.name != measure {
			continue
		}
		for i, n := range m.period {
			if i == m.years() && period == inAll || i < m.years() && period == yearName(i) {
				return n, true
			}
		}
	}
	return number{}, false
}

// surely is how sure Monte Carlo error lets one be that a reading stands to the target as it seems to, 0.5 to 1; nil where the error is not known. It is rounded to a
// millionth, so that it is the same on every machine.
func (t *Target) surely(r Reading) *float64 {
	if r.Error == nil {
		return nil
	}
	sure := 1.0
	if *r.Error > 0 {
		const almost = 0.999999 // draws never make certain
		sure = math.Round(1e6*quantity.Normal{SD: *r.Error}.CDF(math.Abs(r.Value-t.Number))) / 1e6
		sure = min(sure, almost)
	}
	return &sure
}
