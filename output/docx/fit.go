package docx

import (
	"math"

	"ipsplan/output/columns"
)

// sidePadding is the space left and right of a cell's text, in twentieths of a point, as in the style "IPS Table".
const sidePadding = 70

// size is a size of type in tables, in points, and the ending of the styles of this size.
type size struct {
	points float64
	suffix string
}

// sizes are the usual one, that of wide tables and that of the widest.
func sizes() (usual, small, smallest size) {
	return size{9, ""}, size{8, "Small"}, size{7.5, "Smallest"}
}

// fit is how a table, or some columns of it, get onto the page.
type fit struct {
	size        size
	isLandscape bool
	// columns are the numbers of the columns, from 0, widths how wide they are, in twentieths of a point.
	columns, widths []int
}

// fitting is the most readable way in which a table fits the page: before its page is turned, text breaks that else would not. One too wide even so is divided.
func fitting(all []columns.Column) []fit {
	usual, small, smallest := sizes()
	fits := []fit{{size: usual}, {size: small}, {size: small}, {size: smallest}, {size: usual, isLandscape: true}, {size: small, isLandscape: true}, {size: smallest, isLandscape: true}}
	breaks := []bool{false, false, true, true, false, true, true}
	var ways []columns.Way
	for i, f := range fits {
		ways = append(ways, columns.Way{Page: float64(textWidth(f.isLandscape)) / f.em(), Gap: 2 * sidePadding / f.em(), Breaks: breaks[i]})
	}
	way, parts := columns.Fit(all, ways)
	var fitting []fit
	for _, part := range parts {
		fitting = append(fitting, fits[way].with(part, ways[way]))
	}
	return fitting
}

// em is the size of the type, in twentieths of a point.
func (f fit) em() float64 { return f.size.points * 20 }

// with gives columns the widths they need, or more: a table is widened to the whole width of the page, unless its cells would come to stand too far apart.
func (f fit) with(part columns.Part, way columns.Way) fit {
	const most, apart = 1.5, 1.15
	by := (way.Page - float64(float64(len(part.Widths))*way.Gap)) / columns.Sum(part.Widths)
	if by > most {
		by = apart
	}
	f.columns = part.Columns
	for _, width := range part.Widths {
		f.widths = append(f.widths, int(math.Floor(width*by*f.em()))+2*sidePadding)
	}
	return f
}
