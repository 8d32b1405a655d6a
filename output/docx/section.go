package docx

import "fmt"

// Lengths in twentieths of a point. Paper is A4, 210 by 297 mm.
const (
	shortSide = 11906
	longSide  = 16838
	margin    = 1134 // 20 mm
)

// textWidth is the width of the page between its margins.
func textWidth(isLandscape bool) int {
	if isLandscape {
		return longSide - 2*margin
	}
	return shortSide - 2*margin
}

// turn makes what follows stand on pages of the other orientation, if it does not yet.
func (l *layout) turn(isLandscape bool) {
	if l.isLandscape == isLandscape {
		return
	}
	if len(l.body) > 0 {
		if !isParagraph(l.last()) {
			l.add(spacer())
		}
		properties(l.last().(*element)).add(section(l.isLandscape))
	}
	l.isLandscape = isLandscape
}

// section says how the pages of a section look. It stands at the section's end.
func section(isLandscape bool) *element {
	width, height := shortSide, longSide
	size := el("w:pgSz")
	if isLandscape {
		width, height = height, width
	}
	size.attributes = []attribute{at("w:w", fmt.Sprint(width)), at("w:h", fmt.Sprint(height))}
	if isLandscape {
		size.attributes = append(size.attributes, at("w:orient", "landscape"))
	}
	edge, toFooter := fmt.Sprint(margin), fmt.Sprint(margin/2)
	return el("w:sectPr",
		el("w:footerReference", at("w:type", "default"), at("r:id", footerID)),
		setting("w:type", "nextPage"),
		size,
		el("w:pgMar", at("w:top", edge), at("w:right", edge), at("w:bottom", edge), at("w:left", edge), at("w:header", toFooter), at("w:footer", toFooter), at("w:gutter", "0")),
	)
}
