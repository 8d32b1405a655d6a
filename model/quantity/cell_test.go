package quantity

import "testing"

// TestCellsThatAreOffDoNotAgree: the beta distribution of two people, one of whom had the outcome, has the quantile u at u. A cell that gives more, or less, by twice what is allowed is found out.
func TestCellsThatAreOffDoNotAgree(t *testing.T) {
	p := &Prepared{Law: Beta{Average: 0.5, People: 2}, scale: 0.75}
	uniform := func(place float64) float64 { return 0.25 + 0.0625*place }
	for _, off := range []float64{0, -1, 1} {
		var quantiles [points]float64
		for i, place := range places {
			quantiles[i] = uniform(place) + off*PreparedError*p.scale
		}
		if got := p.agrees(newCell(quantiles), uniform); got != (off == 0) {
			t.Errorf("a cell that is off by %g times the largest error: %v", off, got)
		}
	}
}
