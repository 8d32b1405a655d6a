package quantity

import "math"

// Weeks is the law of a duration in one draw, from which weeks are drawn by half an address. Where many are drawn, the [Halves] of its table are
// quickest; where few are, weeks of the exponential family are found without a table, which would take longer to make than they do. Either way they are those that the
// table gives. The zero Weeks have no law yet.
type Weeks struct {
	table  Table
	halves *Halves // of the table; nil if it is not made

	// What the table would be made of.
	law  *Duration
	mean float64
	cut  cutExponential
}

// IsSet says whether they have been given a law.
func (w *Weeks) IsSet() bool { return w.halves != nil || w.law != nil }

// SetExpected makes them those of a duration whose parameters are at their means.
func (w *Weeks) SetExpected(d *Duration) {
	w.table = d.Expected()
	w.halves = w.table.Halves()
}

// SetDrawn makes them those of a duration in the draw whose address (of stream and draw) is given, of which few or many will be drawn. The duration must
// not be changed afterwards.
func (w *Weeks) SetDrawn(d *Duration, at Address, few bool) {
	if few && d.Family == ExponentialWeeks {
		w.law, w.mean, w.halves = d, d.Centre.Quantile(d.uniform(at)), nil
		if w.cut.set(d, w.mean) {
			return
		}
	}
	d.DrawInto(at, &w.table)
	w.halves = w.table.Halves()
}

// Table is that of the law, made now if it is not yet. It is valid until the law changes.
func (w *Weeks) Table() *Table {
	if w.halves == nil {
		w.makeTable()
	}
	return &w.table
}

func (w *Weeks) makeTable() {
	w.law.setExponential(&w.table, w.mean)
	w.halves = w.table.Halves()
}

// Halves are those of the table; if that is not made, some that never know the number.
func (w *Weeks) Halves() *Halves {
	if w.halves == nil {
		return &unknowing
	}
	return w.halves
}

var unknowing = func() (h Halves) {
	for i := range h {
		h[i] = newHalfCell(noNumber, math.MaxUint32)
	}
	return h
}()

// Draw is what [Table.Draw] gives.
func (w *Weeks) Draw(random uint64) int { return w.Table().Draw(random) }

// DrawHalf is what [Table.DrawHalf] gives.
func (w *Weeks) DrawHalf(random uint64) int {
	if w.halves == nil {
		return w.withoutTable(random)
	}
	return w.table.half(w.halves.Draw(random), random)
}

// withoutTable is DrawHalf without the table, unless the number comes out too near to where it changes, or where little is left.
func (w *Weeks) withoutTable(random uint64) int {
	left := 1 - float64(float64(int64(random>>32))*w.cut.ends)
	weeks := float64(roughLog(left) * w.cut.byLog)
	n := int(weeks)
	if above := weeks - float64(n); math.Abs(above-0.5) <= w.cut.sure && left >= leastLeft {
		return w.cut.first + n
	}
	w.makeTable()
	return w.DrawHalf(random)
}

// Max is the largest number of weeks that can be drawn.
func (w *Weeks) Max() int {
	if w.halves == nil {
		return w.cut.first + w.cut.count - 1
	}
	return w.table.Max()
}

// cutExponential is the law of [Duration.setExponential], without a table: with the chance q = e^(−1/mean) of going on after a week, the n-th number or one before it comes up with
// probability (1 − q^n) / (1 − q^count), whose inverse takes a logarithm.
type cutExponential struct {
	first, count int     // the smallest number, and how many there are
	ends         float64 // 1 − q^count, in units of 2^32
	byLog        float64 // 1/ln q
	sure         float64 // how near to the middle between two whole numbers a result is sure
}

// The law is found without its table only where rounding cannot lead the two apart. Of the table's cumulative chances each is a sum of up to count chances, and each of these a product of
// up to count factors: they and their ratio are off by less than 8 × count × 2^-53, and logarithms of what is left by that over the least that may be left, which is
// 2^-26 or a seventh of roughLogError, in which there is room for it.
const (
	mostWithoutTable = 1 << 10
	leastLeft        = 1.0 / (1 << 14)
)

// set makes it the law for a mean, and says whether it can be.
func (c *cutExponential) set(d *Duration, mean float64) bool {
	c.first = max(d.Min, 1)
	c.count = d.Max - c.first + 1
	if c.count < 1 || c.count > mostWithoutTable || mean < 1 || float64(c.count) > 700*mean { // a table would leave out the last, whose chances are no numbers above 0
		return false
	}
	c.ends, c.byLog = -math.Expm1(-float64(c.count)/mean)/(1<<32), -mean
	c.sure = 0.5 - float64(roughLogError*mean)
	return true
}
