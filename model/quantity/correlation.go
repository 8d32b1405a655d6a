package quantity

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"
)

// RankCorrelation says how closely two named quantities move together.
type RankCorrelation struct {
	Between [2]string
	Rank    float64 // Spearman's ρ, between −1 and 1
	// Follows says which of the two come after the other quantities of their group, whose numbers then do not depend on them.
	Follows [2]bool
}

// Correlation gives correlated quantities their uniform numbers. Nil, or for a name that no correlation mentions, it gives the number found at
// the quantity's own address. It may be used by several goroutines.
//
// The law is a normal (Gaussian) copula: each quantity of a group has a standard normal number of its own, z = Φ⁻¹(u) of the uniform number at
// its own address, and stands at Φ(Σ L z), L being the Cholesky factor of the group's correlations. A rank correlation ρ asks for
// 2 sin(πρ/6) between the normal numbers (Pearson 1907, On further methods of determining correlation). Pairs of a group that are not
// stated are uncorrelated. The quantities of a group come in alphabetical order, whatever order they are given in, with those that follow after the
// others: the first keeps its numbers.
type Correlation struct {
	members map[string]member
}

// member is a quantity's row of L.
type member struct {
	own    float64
	others []tie
}

type tie struct {
	name   string
	weight float64
}

// Correlate makes the correlation of all pairs together; nil of none. It fails with an [ImpossibleError] where no quantities can be correlated so.
func Correlate(pairs []RankCorrelation) (*Correlation, error) {
	if len(pairs) == 0 {
		return nil, nil
	}
	stated, follows := map[[2]string]float64{}, map[string]bool{}
	for _, p := range pairs {
		a, b := p.Between[0], p.Between[1]
		if _, twice := stated[[2]string{a, b}]; twice || a == b {
			return nil, fmt.Errorf("the correlation of %s and %s is stated twice, or is one of a quantity with itself", a, b)
		}
		stated[[2]string{a, b}], stated[[2]string{b, a}] = p.Rank, p.Rank
		follows[a], follows[b] = follows[a] || p.Follows[0], follows[b] || p.Follows[1]
	}
	c := &Correlation{members: map[string]member{}}
	for _, group := range groups(pairs) {
		names := slices.DeleteFunc(slices.Clone(group), func(name string) bool { return follows[name] })
		names = append(names, slices.DeleteFunc(slices.Clone(group), func(name string) bool { return !follows[name] })...)
		rows, possible := factor(names, stated, 1)
		if !possible {
			return nil, &ImpossibleError{Names: group, Factor: largestFactor(names, stated)}
		}
		for i, name := range names {
			m := member{own: rows[i][i]}
			for j, weight := range rows[i][:i] {
				if weight != 0 {
					m.others = append(m.others, tie{names[j], weight})
				}
			}
			c.members[name] = m
		}
	}
	return c, nil
}

// Of is the correlation for the quantity of a name: nil where no correlation mentions it.
func (c *Correlation) Of(name string) *Correlation {
	if c == nil {
		return nil
	}
	if _, mentioned := c.members[name]; !mentioned {
		return nil
	}
	return c
}

// Uniform is the number, between 0 and 1, at which the quantity of a name stands in the draw whose address (of stream and draw) is given.
func (c *Correlation) Uniform(at Address, name string) float64 {
	return c.uniform(at, name, childOf(name))
}

// uniform is Uniform, for whoever knows the number of the child with the name.
func (c *Correlation) uniform(at Address, name string, child uint64) float64 {
	own := at.At(child).Uniform()
	if c == nil {
		return own
	}
	m := c.members[name]
	if len(m.others) == 0 {
		return own
	}
	z := float64(m.own * distuv.UnitNormal.Quantile(own))
	for _, t := range m.others {
		z += float64(t.weight * distuv.UnitNormal.Quantile(at.Named(t.name).Uniform()))
	}
	return min(max(distuv.UnitNormal.CDF(z), smallestUniform), 1-smallestUniform)
}

// ImpossibleError says that no quantities are correlated as was asked.
type ImpossibleError struct {
	Names []string // the group, in alphabetical order
	// Factor, a multiple of 0.01 below 1, is the largest by which all correlations of the group may be multiplied to become possible.
	Factor float64
}

func (e *ImpossibleError) Error() string {
	return fmt.Sprintf("%s cannot all be correlated so closely; multiplied by %.2f, their correlations are possible", strings.Join(e.Names, ", "), e.Factor)
}

// groups are the names that are tied to each other, directly or through others, each group in alphabetical order.
func groups(pairs []RankCorrelation) [][]string {
	groupOf := map[string][]string{}
	for _, p := range pairs {
		a, b := p.Between[0], p.Between[1]
		for _, name := range p.Between {
			if groupOf[name] == nil {
				groupOf[name] = []string{name}
			}
		}
		if slices.Contains(groupOf[a], b) {
			continue
		}
		joined := slices.Concat(groupOf[a], groupOf[b])
		slices.Sort(joined)
		for _, name := range joined {
			groupOf[name] = joined
		}
	}
	var all [][]string
	for name, group := range groupOf {
		if name == group[0] {
			all = append(all, group)
		}
	}
	slices.SortFunc(all, slices.Compare)
	return all
}

// leastPivot keeps away from correlations that are possible on paper alone, such as a rank of 1.
const leastPivot = 1e-9

// factor is the Cholesky factor of the normal numbers' correlations, when the stated ranks are multiplied by a number. It says no
// where they are not positive definite.
func factor(names []string, stated map[[2]string]float64, times float64) (rows [][]float64, possible bool) {
	rows = make([][]float64, len(names))
	for i := range names {
		rows[i] = make([]float64, i+1)
		for j := range rows[i] {
			x := 1.0
			if i != j {
				x = 2 * math.Sin(math.Pi/6*times*stated[[2]string{names[i], names[j]}])
			}
			for k := range j {
				x -= float64(rows[i][k] * rows[j][k])
			}
			switch {
			case i != j:
				rows[i][j] = x / rows[j][j]
			case !(x >= leastPivot):
				return nil, false
			default:
				rows[i][i] = math.Sqrt(x)
			}
		}
	}
	return rows, true
}

// largestFactor is the largest multiple of 0.01 below 1 by which the ranks can be multiplied to become possible.
func largestFactor(names []string, stated map[[2]string]float64) float64 {
	for percent := 99; percent > 0; percent-- {
		if _, possible := factor(names, stated, float64(percent)/100); possible {
			return float64(percent) / 100
		}
	}
	return 0
}
