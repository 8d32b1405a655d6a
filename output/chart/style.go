package chart

import "ipsplan/output"

// Colours. Blue, vermillion and bluish green are of the palette by Okabe and Ito (2008), which people can tell apart whatever colours they see.
const (
	white      = "#FFFFFF"
	black      = "#1A1A1A"
	grey       = "#595959"
	pale       = "#DEDEDE"
	blue       = "#0072B2"
	vermillion = "#D55E00"
	green      = "#009E73"
	orange     = "#E69F00"
	purple     = "#CC79A7"
	sky        = "#56B4E9"
	paleSky    = "#CBE6F8"
	middleSky  = "#9FD0F2"
)

// look is how a series is told from the others: by colour, and besides by hatching or dashes.
type look struct {
	colour string
	hatch  bool
	dashes []float64
}

func barLooks() []look {
	return []look{{colour: blue}, {colour: orange, hatch: true}, {colour: green}, {colour: purple, hatch: true}, {colour: sky}, {colour: vermillion, hatch: true}}
}

func lineLooks() []look {
	return []look{{colour: black}, {colour: vermillion, dashes: []float64{7, 4}}, {colour: blue, dashes: []float64{2, 3}}, {colour: green, dashes: []float64{10, 3, 2, 3}}}
}

// bandLooks are told apart by lightness, so that a band within another shows without colours too.
func bandLooks() []look { return []look{{colour: paleSky}, {colour: middleSky}} }

// typeface is the size, in points, and the weight of some words.
type typeface struct {
	size float64
	bold bool
}

func titleFace() typeface { return typeface{15, true} }
func panelFace() typeface { return typeface{12, true} }
func bodyFace() typeface  { return typeface{size: 10} }
func smallFace() typeface { return typeface{size: 9} }

// stepFace is bold for whole figures.
func stepFace(s output.Step) typeface { return typeface{bodyFace().size, s.Whole} }
