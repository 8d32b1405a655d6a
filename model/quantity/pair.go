package quantity

import "math"

// Pair keeps what two numbers of the same draws have in common. Draws are added in the order of their numbers. The zero Pair is empty and ready.
type Pair struct {
	n                int
	originX, originY float64 // the first draw, from which sums are taken
	x, y, xx, yy, xy float64 // sums of deviations from the origins and of their products
}

// Add takes more draws of both numbers.
func (p *Pair) Add(x, y []float64) {
	if p.n == 0 && len(x) > 0 {
		p.originX, p.originY = x[0], y[0]
	}
	p.n += len(x)
	sumX, sumY, sumXX, sumYY, sumXY := p.x, p.y, p.xx, p.yy, p.xy
	for i := range x {
		dx, dy := x[i]-p.originX, y[i]-p.originY
		sumX += dx
		sumY += dy
		sumXX += float64(dx * dx)
		sumYY += float64(dy * dy)
		sumXY += float64(dx * dy)
	}
	p.x, p.y, p.xx, p.yy, p.xy = sumX, sumY, sumXX, sumYY, sumXY
}

// Draws is the number of draws so far.
func (p *Pair) Draws() int { return p.n }

// central are the sums of squares and products of deviations from the means.
func (p *Pair) central() (xx, yy, xy float64) {
	n := float64(max(p.n, 1))
	return max(0, p.xx-float64(p.x*p.x)/n), max(0, p.yy-float64(p.y*p.y)/n), p.xy - float64(p.x*p.y)/n
}

// Correlation is that of the two numbers, −1 to 1; 0 if one does not vary.
func (p *Pair) Correlation() float64 {
	xx, yy, xy := p.central()
	if xx == 0 || yy == 0 {
		return 0
	}
	return xy / math.Sqrt(float64(xx*yy))
}

// Ratio is the expected x for each expected y, with the standard error of a ratio estimate (Cochran 1977, Sampling Techniques, section 6.4): that of the
// mean of x − ratio·y over the mean of y. It is 0 where y is expected to be 0.
func (p *Pair) Ratio() (ratio, mcse float64) {
	n := float64(p.n)
	meanX, meanY := p.originX+p.x/n, p.originY+p.y/n
	if p.n == 0 || meanY == 0 {
		return 0, 0
	}
	ratio = meanX / meanY
	if p.n > 1 {
		xx, yy, xy := p.central()
		residuals := xx - float64(2*ratio*xy) + float64(float64(ratio*ratio)*yy)
		mcse = math.Sqrt(max(0, residuals)/(n-1)/n) / meanY
	}
	return ratio, mcse
}
