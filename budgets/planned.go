package budgets

// Budget is a planned budget: cents by line and year, with their sums, which foot exactly.
type Budget struct {
	Lines []BudgetLine
	// Total is the sum of the lines, by year.
	Total []Cents
}

// BudgetLine is a line of a planned budget, by year.
type BudgetLine struct {
	Name     string
	Category Category
	ByYear   []Cents
}

// PlannedBudget is the plan's budget by its own arithmetic, as its sheet has it. The plan must be valid.
func (p *Plan) PlannedBudget() Budget {
	values := p.Sheet(CostsOnly).mustEvaluate()
	b := Budget{Total: values.cents("total.cost.year")}
	for i := range p.Lines {
		l := &p.Lines[i]
		b.Lines = append(b.Lines, BudgetLine{Name: l.Name, Category: l.Category, ByYear: values.cents("cost." + l.Key + ".year")})
	}
	return b
}

// CostsOnly stands for an option in [Plan.Sheet] where nobody is asked who pays.
const CostsOnly = -1

// Category sums the lines of a category, by year; nil when the budget has none.
func (b *Budget) Category(c Category) []Cents {
	var sum []Cents
	for _, line := range b.Lines {
		if line.Category != c {
			continue
		}
		if sum == nil {
			sum = make([]Cents, len(b.Total))
		}
		for y, x := range line.ByYear {
			sum[y] += x
		}
	}
	return sum
}

// PlannedFunding is who pays a planned budget under one option; with the gap it adds up to the budget's total in each year.
type PlannedFunding struct {
	Sources []PlannedSource // in the option's order
	Total   []Cents         // of the sources, by year
	Gap     []Cents         // by year
}

// PlannedSource is what a source pays of a planned budget, by year.
type PlannedSource struct {
	Source int // position in Plan.Sources
	Name   string
	// Comes says that it is counted on: see [Plan.Sheet].
	Comes  bool
	ByYear []Cents
}

// PlannedFunding is the planned funding under an option (a position in Options; 0 where there are none), as the plan's sheet has it. The plan must be valid.
func (p *Plan) PlannedFunding(option int) PlannedFunding {
	values := p.Sheet(option).mustEvaluate()
	f := PlannedFunding{Total: values.cents("total.funding.year"), Gap: values.cents("total.gap.year")}
	for _, i := range p.payOrder(option) {
		s := &p.Sources[i]
		row := "funding." + s.Key + "."
		f.Sources = append(f.Sources, PlannedSource{i, s.Name, values.Of(row + "comes")[0] == 1, values.cents(row + "year")})
	}
	return f
}

// mustEvaluate evaluates the sheet of a valid plan, which has no circles.
func (s *Sheet) mustEvaluate() *Values {
	values, err := s.Evaluate()
	if err != nil {
		panic("budgets: the plan is not valid: " + err.Error())
	}
	return values
}

// cents are the cells of a row in whole cents.
func (v *Values) cents(name string) []Cents {
	cells := v.Of(name)
	cents := make([]Cents, len(cells))
	for i, x := range cells {
		cents[i] = Round(x)
	}
	return cents
}
