package budgets

import "math"

// Expression is what a row's cells are worked out from, the same for all of them. It is one of the types below.
type Expression interface {
	// in works the expression out in a cell.
	in(c cell) float64
}

// Constant is a number.
type Constant float64

// Ref is another row's cell of the same period: a row by year seen from a quarter gives the cell of the quarter's year, a single cell is the same everywhere. A Shift
// of −n takes the period n earlier, and 0 where that lies before the first.
type Ref struct {
	Row   string
	Shift int
}

// Earlier is a cell of a row so many whole periods earlier as an expression says, 0 or more; 0 where that lies before the first. The row has the same periods as the one that asks.
type Earlier struct {
	Row string
	By  Expression
}

// Last is the last cell of a row.
type Last struct{ Row string }

// SumOfYear adds up the quarters of the cell's year: the whole year, from any of its quarters.
type SumOfYear struct{ Row string }

// Total adds up all cells of a row, Highest is the largest of them, FirstHighest the position of the first that is as large, from 0.
type (
	Total        struct{ Row string }
	Highest      struct{ Row string }
	FirstHighest struct{ Row string }
)

// Plus and Times add up and multiply any number of expressions, from the first on; Min and Max are the least and the largest of one or more.
type (
	Plus  []Expression
	Times []Expression
	Min   []Expression
	Max   []Expression
)

// Minus takes the right one from the left, Over divides by it.
type (
	Minus struct{ Left, Right Expression }
	Over  struct{ Left, Right Expression }
)

// Power is a number to a whole power, which may be negative.
type Power struct{ Base, Exponent Expression }

// Root is the root of a degree, such as 2, of a number not below 0.
type Root struct {
	Of     Expression
	Degree int
}

// RoundedDown is the whole cent, or number, that is not above a number of 0 or more; what lies within a millionth below one counts as it.
type RoundedDown struct{ Of Expression }

// Rounded is the nearest whole cent, by the rule of [Round].
type Rounded struct{ Of Expression }

// If is Then if Left stands to Right as Op says, and Else if not; the other one is not looked at.
type If struct {
	Left       Expression
	Op         Op
	Right      Expression
	Then, Else Expression
}

// Op compares two numbers.
type Op string

const (
	Less        Op = "<"
	LessOrEqual Op = "≤"
	Equal       Op = "="
)

func (e Constant) in(cell) float64 { return float64(e) }

func (e Ref) in(c cell) float64 { return c.values.at(e.Row, c, e.Shift) }

func (e Earlier) in(c cell) float64 { return c.values.at(e.Row, c, -int(e.By.in(c))) }

func (e Last) in(c cell) float64 {
	cells := c.values.all(e.Row)
	if len(cells) == 0 {
		return 0
	}
	return cells[len(cells)-1]
}

func (e SumOfYear) in(c cell) float64 { return sum(c.values.year(e.Row, c)) }

func (e Total) in(c cell) float64 { return sum(c.values.all(e.Row)) }

func (e Highest) in(c cell) float64 {
	_, highest := firstHighest(c.values.all(e.Row))
	return highest
}

func (e FirstHighest) in(c cell) float64 {
	first, _ := firstHighest(c.values.all(e.Row))
	return float64(first)
}

func sum(xs []float64) float64 {
	total := 0.0
	for _, x := range xs {
		total += x
	}
	return total
}

func firstHighest(xs []float64) (first int, highest float64) {
	for i, x := range xs {
		if i == 0 || x > highest {
			first, highest = i, x
		}
	}
	return first, highest
}

func (e Plus) in(c cell) float64 {
	total := 0.0
	for _, x := range e {
		total += x.in(c)
	}
	return total
}

func (e Times) in(c cell) float64 {
	product := 1.0
	for _, x := range e {
		product *= x.in(c)
	}
	return product
}

func (e Min) in(c cell) float64 {
	least := e[0].in(c)
	for _, x := range e[1:] {
		least = min(least, x.in(c))
	}
	return least
}

func (e Max) in(c cell) float64 {
	largest := e[0].in(c)
	for _, x := range e[1:] {
		largest = max(largest, x.in(c))
	}
	return largest
}

func (e Minus) in(c cell) float64 { return e.Left.in(c) - e.Right.in(c) }

func (e Over) in(c cell) float64 { return e.Left.in(c) / e.Right.in(c) }

func (e Power) in(c cell) float64 { return power(e.Base.in(c), int(e.Exponent.in(c))) }

func (e Root) in(c cell) float64 { return math.Pow(e.Of.in(c), 1/float64(e.Degree)) }

func (e RoundedDown) in(c cell) float64 {
	const noise = 1e-6
	return math.Floor(e.Of.in(c) + noise)
}

func (e Rounded) in(c cell) float64 { return float64(Round(e.Of.in(c))) }

func (e If) in(c cell) float64 {
	left, right := e.Left.in(c), e.Right.in(c)
	if e.Op == Less && left < right || e.Op == LessOrEqual && left <= right || e.Op == Equal && left == right {
		return e.Then.in(c)
	}
	return e.Else.in(c)
}
