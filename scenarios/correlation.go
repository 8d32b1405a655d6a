package scenarios

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// Correlation says that two uncertain inputs, of people, staff or money, move together.
type Correlation struct {
	Between []string `toml:"between" need:"yes" doc:"the two uncertain inputs, as show names them"`
	Rank    *Rank    `toml:"rank" need:"yes" fixed:"yes" min:"-1" max:"1" doc:"how closely they move together: Spearman's rank correlation, between -1 and 1"`
	Source  string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Rank is a rank correlation, with its provenance.
type Rank struct{ Number }

func (r *Rank) decodeNode(d *decoder, n *node, path string, f field) {
	r.Number.decodeNode(d, n, path, f)
}

// correlate ties the plan's uncertain quantities to each other as the file says.
func (b *builder) correlate(m *model.Plan) {
	money := b.uncertainMoney()
	uncertain := append(m.Uncertain(), money...)
	stated := map[[2]string]string{} // the key of each pair
	faults := len(b.d.faults)
	for key, c := range b.file.Correlation.All() {
		path := "correlation." + key
		if len(c.Between) != 2 {
			b.d.faultAt(path+".between", "has %s; write two, such as [\"pathway.engage.rate\", \"pathway.job_start.rate\"]", counted(len(c.Between), "name"))
			continue
		}
		for i, name := range c.Between {
			if !slices.Contains(uncertain, name) {
				b.d.faultAt(fmt.Sprintf("%s.between[%d]", path, i), "%s", b.notUncertain(name, uncertain))
			}
		}
		pair := [2]string{min(c.Between[0], c.Between[1]), max(c.Between[0], c.Between[1])}
		switch other := stated[pair]; {
		case pair[0] == pair[1]:
			b.d.faultAt(path+".between", "names the same input twice; name two")
		case other != "":
			b.d.faultAt(path+".between", "is the pair of correlation.%s too; keep one of the two", other)
		}
		stated[pair] = key
		// Money follows people, who are thus the same whatever their cost moves with.
		follows := [2]bool{slices.Contains(money, pair[0]), slices.Contains(money, pair[1])}
		m.Correlations = append(m.Correlations, quantity.RankCorrelation{Between: pair, Rank: c.Rank.Exact(), Follows: follows})
		b.d.describe(path+".rank", Say("%s between %s and %s", inFigures(c.Rank.Exact()), c.Between[0], c.Between[1]))
	}
	// The order of the file is of no consequence, and so is kept out of the plan.
	slices.SortFunc(m.Correlations, func(a, b quantity.RankCorrelation) int { return slices.Compare(a.Between[:], b.Between[:]) })
	if len(b.d.faults) == faults {
		b.checkPossible(m.Correlations)
	}
}

// uncertainMoney are the paths of the uncertain inputs of costs, funding and the contract, which are also the names that they are drawn by. Those of lines
// that the cost basis leaves out are among them, so that a correlation stands whatever the basis.
func (b *builder) uncertainMoney() []string {
	return slices.DeleteFunc(slices.Clone(b.d.uncertain), func(path string) bool {
		table, _, _ := strings.Cut(path, ".")
		return !slices.Contains([]string{"cost", "indexation", "exchange", "funding", "contract"}, table)
	})
}

// notUncertain says why a name is not that of an uncertain input.
func (b *builder) notUncertain(name string, uncertain []string) string {
	isInput := slices.ContainsFunc(b.d.inputs, func(i Input) bool { return i.Path == name })
	switch {
	case isInput && len(uncertain) > 0:
		return fmt.Sprintf("%s does not differ between draws, and so moves with nothing; say how uncertain it is, or name one of the uncertain inputs: %s", name, strings.Join(uncertain, ", "))
	case isInput:
		return fmt.Sprintf("%s does not differ between draws, and so moves with nothing; say how uncertain it is", name)
	case len(uncertain) > 0 && Nearest(name, uncertain) == "":
		return fmt.Sprintf("%q is not an uncertain input; uncertain are %s", shortened(name), strings.Join(uncertain, ", "))
	}
	return fmt.Sprintf("%q is not an uncertain input; %s", shortened(name), suggest(name, uncertain))
}

// checkPossible refuses correlations that no quantities can have together.
func (b *builder) checkPossible(pairs []quantity.RankCorrelation) {
	_, err := quantity.Correlate(pairs)
	var impossible *quantity.ImpossibleError
	if !errors.As(err, &impossible) {
		return
	}
	for key, c := range b.file.Correlation.All() {
		rank := c.Rank.Exact()
		if !slices.Contains(impossible.Names, c.Between[0]) {
			continue
		}
		path := "correlation." + key + ".rank"
		if len(impossible.Names) == 2 {
			nearest := math.Copysign(math.Floor(100*math.Abs(rank)*impossible.Factor)/100, rank)
			b.d.faultAt(path, "%s would make the two one; the nearest to it that is possible is %s", figure(rank), figure(nearest))
		} else {
			b.d.faultAt(path, "%s cannot all be correlated as stated; multiply the correlations among them by %.2f or less, or leave one out",
				inWords(impossible.Names), impossible.Factor)
		}
		return // one message for the group
	}
}

// inWords lists names with a comma between them and an and before the last.
func inWords(names []string) string {
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// describe puts words in the place of an input's value in the table of assumptions.
func (d *decoder) describe(path string, value Phrase) {
	for i := range d.inputs {
		if d.inputs[i].Path == path {
			d.inputs[i].Value = value
		}
	}
}
