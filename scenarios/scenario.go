package scenarios

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model"
)

// Scenario is one country's plan, ready for use.
type Scenario struct {
	// Name is the whole layered expression that the scenario was loaded by.
	Name   string
	File   *File
	Model  model.Plan
	Budget budgets.Plan
	// Contract is the outcomes contract; nil where there is none.
	Contract *contract.Terms
	// ContractSources are the two funders by whom the contract pays; nil where its payer is in no funding option.
	ContractSources *ContractSources
	// Bases are the budget on either cost basis, of which Budget is one; nil where no line has basis = "full", so that both are the same, and where there is a contract.
	Bases *Bases
	// Published are the printed yearly outcomes, and PlannedOutcomes the scenario's own arithmetic: referrals times rate times rate times rate.
	Published, Planned Outcomes
	// Inputs are all values with their provenance, in the order of the schema.
	Inputs []Input
	// Words are the values that are words, such as a funder's status, and numbers that are no inputs.
	Words []Word
	read  []string // paths of both, in the order of the schema
	// Claims are what the document says elsewhere.
	Claims []EvaluatedClaim
	// Warnings are what is doubtful about the scenario without being wrong.
	Warnings []Phrase
	// Varied says that something is laid over the base.
	Varied bool
	// Hash is the SHA-256 of the merged inputs, in hexadecimal.
	Hash string
}

// Bases are a plan's budget without what the published one leaves out, and with it. The same uncertain quantities have the same names in both.
type Bases struct{ Published, Full budgets.Plan }

// Basis is a budget on one of the bases.
type Basis struct {
	Key    string // as cost_basis has it
	Budget *budgets.Plan
}

// full is the basis that leaves nothing out.
const full = "full"

// All are both bases, the published one first.
func (b *Bases) All() []Basis { return []Basis{{"published", &b.Published}, {full, &b.Full}} }

// CostBasis is the basis in use.
func (s *Scenario) CostBasis() string {
	if s.File.CostBasis == full {
		return full
	}
	return "published"
}

// Outcomes are the four yearly outcomes of a plan. A series may be shorter than the horizon, or nil.
type Outcomes struct {
	Referrals, Engagements, JobStarts, Sustainments []float64
}

//go:embed *.toml templates/*.toml
var bundled embed.FS

const extension = ".toml"

// portfolioFile holds the claims about all countries together and the norms that plans are held against; it is no scenario.
const portfolioFile = "portfolio.toml"

// Bundled are the names of the scenarios that come with the program.
func Bundled() []string {
	entries, _ := fs.ReadDir(bundled, ".")
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), extension); ok && e.Name() != portfolioFile {
			names = append(names, name)
		}
	}
	return names
}

// templateFolder holds outcomes contracts to be laid over scenarios.
const templateFolder = "templates"

// Templates are the names of the outcomes contracts that come with the program, each to be laid over a scenario.
func Templates() []string {
	entries, _ := fs.ReadDir(bundled, templateFolder)
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), extension))
	}
	return names
}

// TemplateText is the text of a template.
func TemplateText(name string) ([]byte, bool) {
	text, err := bundled.ReadFile(templateFolder + "/" + name + extension)
	return text, err == nil
}

// TemplateTitle is what a template calls its contract.
func TemplateTitle(name string) (string, error) {
	text, _ := TemplateText(name)
	l, err := parse(name+extension, 0, text)
	if err != nil {
		return "", err
	}
	title := l.root.child("contract").child("name")
	if title == nil {
		return "", unreadable(name, "has no contract.name; add it")
	}
	return fmt.Sprint(title.value), nil
}

// BundledText is the text of a bundled scenario.
func BundledText(name string) ([]byte, bool) {
	text, err := bundled.ReadFile(name + extension)
	return text, err == nil
}

// UnknownError says that there is no scenario of a name.
type UnknownError struct{ Name string }

func (e *UnknownError) Error() string {
	name, isFile := strings.CutSuffix(filepath.Base(e.Name), extension)
	switch {
	case e.Name == "":
		return `"": names no scenario; name a bundled one (` + strings.Join(Bundled(), ", ") + ") or a file"
	case strings.Contains(e.Name, "="):
		return e.Name + ": is a setting, which has nothing to change; name a scenario before it, as in croatia+services.zagreb.specialists=3"
	case isFile && slices.Contains(Bundled(), name):
		return fmt.Sprintf("%s: there is no such file; the bundled scenario is named without the ending: %s", e.Name, name)
	case isFile && slices.Contains(Templates(), name):
		return fmt.Sprintf("%s: there is no such file; the template of a contract is named without the ending: %s", e.Name, name)
	}
	if strings.HasSuffix(e.Name, extension) || strings.ContainsRune(e.Name, filepath.Separator) {
		return e.Name + ": there is no such file; check its name and folder"
	}
	message := fmt.Sprintf("%s: is not a bundled scenario, a file or a setting; bundled are %s", e.Name, strings.Join(Bundled(), ", "))
	if near := Nearest(e.Name, append(Bundled(), Templates()...)); near != "" {
		message += fmt.Sprintf("; did you mean %q?", near)
	}
	return message
}

// TooManyYearsError says that more years were asked for than the scenario has.
type TooManyYearsError struct {
	Name       string
	Has, Asked int
}

func (e *TooManyYearsError) Error() string {
	return fmt.Sprintf("%s: has %d years, and %d were asked for; ask for fewer, or lengthen the scenario with an overlay", e.Name, e.Has, e.Asked)
}

// Options are what is laid over every scenario loaded.
type Options struct {
	Settings []string // key=value, as --set has them
	Years    int      // a shorter horizon than the file's; 0 for the file's own
	// Variant are settings laid over all else which, unlike Settings, become part of the scenario's name, as if it had been named with them.
	Variant []string
}

// Load reads a scenario: a bundled name, a file, or layers of these and of settings joined by "+", later ones over earlier ones. Its error is
// an *UnknownError for a name that is none of these, and Faults or another error for a scenario that is wrong.
func Load(expression string, options Options) (*Scenario, error) {
	layers, err := readLayers(expression, options.Settings)
	if err != nil {
		return nil, err
	}
	for _, setting := range options.Variant {
		l, err := parseSetting(setting, len(layers), setting)
		if err != nil {
			return nil, err
		}
		layers = append(layers, l)
	}
	s, err := assemble(expression, layers, options.Years)
	if err == nil {
		s.Name = strings.Join(append([]string{expression}, options.Variant...), "+")
	}
	return s, err
}

// assemble makes the scenario out of its layers.
func assemble(expression string, layers []*layer, years int) (*Scenario, error) {
	merged := layers[0].root
	for _, l := range layers[1:] {
		merged = l.over(merged)
	}
	merged, err := withReviews(merged)
	if err != nil {
		return nil, err
	}
	d := &decoder{places: map[string]position{"": {layers[0], 1, 1}}}
	if isOverlay(merged) {
		d.faultAt("", "has none of title, currency, years and services, which every scenario needs; if it is an overlay, name it with what it lies over, such as croatia+%s", expression)
		return nil, d.faults
	}
	file := d.file(merged)
	s := &Scenario{Name: expression, File: file, Hash: hash(merged), Varied: len(layers) > 1}
	b := builder{d: d, s: s, file: file, years: file.Years}
	b.build(baseName(expression), years)
	s.Inputs, s.Words, s.read = d.inputs, d.words, d.read
	if b.tooManyYears != nil && len(d.faults) == 0 {
		return nil, b.tooManyYears
	}
	if len(d.faults) > 0 {
		return nil, d.faults.sorted()
	}
	return s, nil
}

// isOverlay says whether a tree lacks everything that makes a scenario, though it is not empty.
func isOverlay(root *node) bool {
	for _, key := range []string{"title", "currency", "years"} {
		if root.child(key) != nil {
			return false
		}
	}
	return len(root.keys) > 0
}

// file decodes the merged tree; the sources come first, since every value refers to them.
func (d *decoder) file(root *node) *File {
	file := new(File)
	d.readSources(root)
	d.checkPublished(root.child("published"), "published")
	d.table(root, "", reflect.ValueOf(file).Elem())
	return file
}

// readSources learns the keys of [sources]; what is wrong there is reported when the table's turn comes.
func (d *decoder) readSources(root *node) {
	var sources Keyed[Source]
	if n := root.child("sources"); n != nil {
		d.sourcesLost = !n.table
		early := decoder{places: map[string]position{}}
		early.value(n, "sources", reflect.ValueOf(&sources).Elem(), field{})
	}
	d.sources = sources
}

// checkPublished refuses a layer that changes what the plan's documents print; it may add what the layers below leave out.
func (d *decoder) checkPublished(n *node, path string) {
	if n == nil {
		return
	}
	if n.replaced != nil {
		d.fault(n.position, path, "is what the plan prints, which a layer over it may not change; change what is planned instead, such as referrals.per_year, a rate or an amount of a cost line")
		return
	}
	for _, key := range n.keys {
		d.checkPublished(n.children[key], join(path, key))
	}
}

func readLayers(expression string, settings []string) ([]*layer, error) {
	parts := strings.Split(expression, "+")
	if _, err := os.Stat(expression); err == nil {
		parts = []string{expression} // a file whose name has a plus sign
	}
	var layers []*layer
	for i, part := range parts {
		l, err := readLayer(part, i)
		if err != nil {
			return nil, err
		}
		layers = append(layers, l)
	}
	for _, setting := range settings {
		l, err := parseSetting("--set "+setting, len(layers), setting)
		if err != nil {
			return nil, err
		}
		layers = append(layers, l)
	}
	return layers, nil
}

func readLayer(part string, order int) (*layer, error) {
	text, ok := BundledText(part)
	template, isTemplate := TemplateText(part)
	switch {
	case isTemplate && !ok:
		l, err := parse(part+extension, order, template)
		if err != nil {
			return nil, err
		}
		l.isTemplate = true
		return l, nil
	case ok && part+extension != portfolioFile:
		return parse(part+extension, order, text)
	case strings.Contains(part, "=") && order > 0 && !exists(part):
		return parseSetting(part, order, part) // its value may be a name with a slash, or end in .toml
	case exists(part) || strings.HasSuffix(part, extension) || strings.ContainsRune(part, filepath.Separator):
		text, err := readFile(part, openPath(part))
		if err != nil {
			return nil, err
		}
		return parse(part, order, text)
	}
	return nil, &UnknownError{part}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// baseName is the name of the first layer without folder and extension: the default random stream.
func baseName(expression string) string {
	first, _, _ := strings.Cut(expression, "+")
	return strings.TrimSuffix(filepath.Base(first), extension)
}

// hash is independent of layout, comments and the order of keys.
func hash(n *node) string {
	sum := sha256.Sum256(canonical(nil, n))
	return hex.EncodeToString(sum[:])
}

// canonical appends the one text that stands for all ways to write a value.
func canonical(text []byte, n *node) []byte {
	switch {
	case n.table:
		text = append(text, '{')
		for i, key := range slices.Sorted(slices.Values(n.keys)) {
			if i > 0 {
				text = append(text, ',')
			}
			text = append(strconv.AppendQuote(text, key), ':')
			text = canonical(text, n.children[key])
		}
		return append(text, '}')
	case n.elements != nil:
		text = append(text, '[')
		for i, e := range n.elements {
			if i > 0 {
				text = append(text, ',')
			}
			text = canonical(text, e)
		}
		return append(text, ']')
	}
	switch v := n.value.(type) {
	case int64: // 60 and 60.0 are one value
		return append(text, figure(float64(v))...)
	case float64:
		return append(text, figure(v)...)
	case string:
		return strconv.AppendQuote(text, v)
	}
	return fmt.Appendf(text, "%T %v", n.value, n.value)
}
