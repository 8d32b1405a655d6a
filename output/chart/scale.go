package chart

import (
	"math"

	"ipsplan/output"
)

// scale maps the values of an axis to a stretch of the page.
type scale struct{ low, high, from, to float64 }

func (s scale) place(value float64) float64 {
	if s.high <= s.low {
		return s.from
	}
	return s.from + (value-s.low)/(s.high-s.low)*(s.to-s.from)
}

// mostTicks is how many stretches an axis is divided into at most.
const mostTicks = 8

// ticks are as many round values as their words have room for side by side.
func (p *page) ticks(s scale, a output.Axis) []output.Number {
	for most := mostTicks; most > 1; most-- {
		if ticks := s.ticks(a, most); p.fit(s, ticks) {
			return ticks
		}
	}
	return s.ticks(a, 1)
}

func (p *page) fit(s scale, ticks []output.Number) bool {
	const space = 6
	end := math.Inf(-1)
	for _, tick := range ticks {
		half := p.fonts.room(p.language.Number(tick), smallFace()) / 2
		if s.place(tick.Value)-half < end+space {
			return false
		}
		end = s.place(tick.Value) + half
	}
	return true
}

// ticks are round values on the scale that divide it into so many stretches at most, zero among them: multiples of 1, 2 or 5 times a power of ten.
func (s scale) ticks(a output.Axis, most int) []output.Number {
	perCent := 1.0
	if a.Unit == output.Share {
		perCent = 100
	}
	step := tickStep((s.high-s.low)*perCent/float64(most), finest(a))
	const noise = 1e-9
	var ticks []output.Number
	for i := math.Ceil(s.low*perCent/step - noise); i <= math.Floor(s.high*perCent/step+noise); i++ {
		ticks = append(ticks, output.Number{Value: i * step / perCent, Unit: a.Unit, Step: min(step, 1)})
	}
	return ticks
}

// finest is a power of ten that no axis is divided into smaller parts than: a whole person, or about what its numbers are rounded to.
func finest(a output.Axis) float64 {
	power := 1.0
	for a.Unit != output.People && a.Step > 0 && power > a.Step {
		power /= 10
	}
	return power
}

// tickStep is the smallest of 1, 2, 5, 10, 20, … times the finest part that is no less than so much.
func tickStep(least, finest float64) float64 {
	for power := finest; ; power *= 10 {
		for _, digit := range []float64{1, 2, 5} {
			if digit*power >= least {
				return digit * power
			}
		}
	}
}

// grid draws a pale line at each round value, from the top down to the axis.
func (p *page) grid(s scale, a output.Axis, top float64) {
	for _, tick := range p.ticks(s, a) {
		colour := pale
		if tick.Value == 0 {
			colour = grey
		}
		at := s.place(tick.Value)
		p.line(colour, 0.75, point{at, top}, point{at, p.bottom})
	}
}

// axis writes the round values and, below them, what they are.
func (p *page) axis(s scale, a output.Axis) {
	face := smallFace()
	p.line(grey, 0.75, point{s.from, p.bottom}, point{s.to, p.bottom})
	p.bottom += leading * face.size
	for _, tick := range p.ticks(s, a) {
		p.write(point{s.place(tick.Value), p.bottom}, p.language.Number(tick), face, grey, atMiddle)
	}
	for _, line := range p.fonts.wrap(p.language.Text(a.Title), face, s.to-s.from) {
		p.bottom += leading * face.size
		p.write(point{(s.from + s.to) / 2, p.bottom}, line, face, black, atMiddle)
	}
	p.bottom += face.size
}
