package chart

import (
	"strings"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"gonum.org/v1/plot/font"

	"ipsplan/output"
)

// fonts are Liberation Sans, which is as wide as Arial and Helvetica letter by letter, so that words measured here fit where a viewer has only those.
type fonts struct{ regular, bold *opentype.Font }

func newFonts() (fonts, error) {
	regular, err := opentype.Parse(liberationsansregular.TTF)
	if err != nil {
		return fonts{}, err
	}
	bold, err := opentype.Parse(liberationsansbold.TTF)
	return fonts{regular, bold}, err
}

func (f fonts) face(t typeface) font.Face {
	face := font.Face{Font: font.Font{Typeface: "Liberation", Variant: "Sans", Size: font.Points(t.size)}, Face: f.regular}
	if t.bold {
		face.Font.Weight, face.Face = xfont.WeightBold, f.bold
	}
	return face
}

// width is how wide a line of text is, in points.
func (f fonts) width(text string, t typeface) float64 {
	face := f.face(t)
	return face.Width(text).Points()
}

// room is what is kept free for a line of text: its width and, since a viewer may have none of the fonts that a vector picture names, what a wider one takes more.
func (f fonts) room(text string, t typeface) float64 {
	const wider = 1.16 // DejaVu Sans, the widest in common use, on the words of our charts
	return wider * f.width(text, t)
}

// wrap breaks a text into lines no wider than so many points, at ordinary spaces and line breaks; a word that is wider stays whole.
func (f fonts) wrap(text string, t typeface, width float64) []string {
	var lines []string
	for _, paragraph := range output.Lines(text) {
		line := ""
		for _, word := range strings.FieldsFunc(paragraph, func(r rune) bool { return r == ' ' }) {
			longer := strings.TrimPrefix(line+" "+word, " ")
			if line != "" && f.room(longer, t) > width {
				lines = append(lines, line)
				longer = word
			}
			line = longer
		}
		lines = append(lines, line)
	}
	return lines
}
