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

// PlannedBudget is the plan's budget by its own arithmetic.
func (p *Plan) PlannedBudget() Budget {
	b := Budget{Total: make([]Cents, p.Years)}
	for i := range p.Lines {
		line := BudgetLine{Name: p.Lines[i].Name, Category: p.Lines[i].Category, ByYear: make([]Cents, p.Years)}
		for y := range p.Years {
			line.ByYear[y] = p.Lines[i].Planned(y, p.Planned[y])
			b.Total[y] += line.ByYear[y]
		}
		b.Lines = append(b.Lines, line)
	}
	return b
}

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

// Sum adds up amounts.
func Sum(amounts []Cents) Cents {
	total := Cents(0)
	for _, x := range amounts {
		total += x
	}
	return total
}
