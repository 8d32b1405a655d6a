package study

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"ipsplan/model/quantity"
)

// Expression names one number of a scenario's results: a statistic under the names that the CSV has, such as people.job_starts.total.mean, or the share of draws
// in which a measure stands in a relation to a number, such as chance(people.job_starts.total >= 60).
type Expression struct {
	text     string
	names    []name // section, measure, period and, but of a chance, statistic; a section or a measure may be of several names
	op       string
	than     float64 // of a chance
	isChance bool
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

// Met says whether a number is as the target wants it. What misses "at least" or "at most" by less than a hundred-millionth, a millionth of a per cent, meets it: a return that
// is paid in whole cents up to a cap of 5 % is 4.9999998 %.
func (t *Target) Met(x float64) bool {
	const noise = 1e-8
	switch t.Op {
	case ">=":
		x += noise
	case "<=":
		x -= noise
	}
	return stands(x, t.Op, t.Number)
}

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

// word takes letters, digits, - and _, which most names in the CSV are made of, or any other name in quotation marks, in which a quotation mark is written twice.
func (p *parser) word() name {
	p.skipSpaces()
	w := name{at: p.at + 1}
	begin := p.at
	if p.at < len(p.text) && p.text[p.at] == '"' {
		w.word = p.quotation()
		return w
	}
	for p.at < len(p.text) && (p.text[p.at] == '_' || p.text[p.at] == '-' || isAlphanumeric(p.text[p.at])) {
		p.at++
	}
	w.word = string(p.text[begin:p.at])
	return w
}

// quotation takes what stands in quotation marks, and nothing if they do not close.
func (p *parser) quotation() string {
	var inside []rune
	for at := p.at + 1; at < len(p.text); at++ {
		if p.text[at] == '"' {
			if at+1 == len(p.text) || p.text[at+1] != '"' {
				p.at = at + 1
				return string(inside)
			}
			at++
		}
		inside = append(inside, p.text[at])
	}
	return ""
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
	return Expression{names: names, text: joined(names)}, nil
}

// chance reads what stands in the brackets of chance(…).
func (p *parser) chance() (Expression, error) {
	e := Expression{isChance: true}
	names, err := p.path(p.word(), 3)
	if err != nil {
		return e, err
	}
	e.names = names
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

// path reads so many names or more with dots between them, the first of which has been read.
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
	if len(names) < n {
		what := "section.measure.period.statistic"
		if n == 3 {
			what = "section.measure.period"
		}
		return nil, &ExpressionError{first.at, fmt.Sprintf("has too few names, %d, and %s are %d or more; %s", len(names), what, n, forms)}
	}
	return names, nil
}

// joined writes a path.
func joined(names []name) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = quoted(n.word)
	}
	return strings.Join(words, ".")
}

// quoted puts a word into quotation marks where an expression needs them.
func quoted(word string) string {
	if word == "" || strings.ContainsFunc(word, func(r rune) bool { return r != '_' && r != '-' && !isAlphanumeric(r) }) {
		return `"` + strings.ReplaceAll(word, `"`, `""`) + `"`
	}
	return word
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
