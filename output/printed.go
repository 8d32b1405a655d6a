package output

import "math"

// Printed is the value as it is printed, rounded to its step, and the number of decimals (of per cent points for a share), for a format that writes numbers
// of its own. A value that is not finite is left as it is.
func (n Number) Printed() (value float64, decimals int) {
	step := n.printedStep()
	decimals = decimalPlaces(step)
	if n.Unit.IsMoney() && decimals == 1 {
		decimals = 2
	}
	if !finite(n.Value) {
		return n.Value, decimals
	}
	scale := 1.0
	if n.Unit == Share {
		scale = 100
	}
	return math.Copysign(roundTo(math.Abs(n.Value)*scale, step), n.Value) / scale, decimals
}
