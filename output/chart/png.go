package chart

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image/color"
	"io"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// dotsPerInch is sharp in print and on fine screens.
const dotsPerInch = 192

// writePNG draws the page with gonum's canvas, whose origin is the lower left corner.
func (p *page) writePNG(w io.Writer) error {
	canvas := vgimg.NewWith(vgimg.UseWH(vg.Points(p.width), vg.Points(p.bottom)), vgimg.UseDPI(dotsPerInch), vgimg.UseBackgroundColor(color.White))
	place := func(at point) vg.Point { return vg.Point{X: vg.Points(at.x), Y: vg.Points(p.bottom - at.y)} }
	for _, i := range p.items {
		switch i := i.(type) {
		case shape:
			var path vg.Path
			path.Move(place(i.corners[0]))
			for _, c := range i.corners[1:] {
				path.Line(place(c))
			}
			canvas.SetColor(rgb(i.colour))
			if i.width > 0 {
				dashes := make([]vg.Length, len(i.dashes))
				for j, d := range i.dashes {
					dashes[j] = vg.Points(d)
				}
				canvas.SetLineWidth(vg.Points(i.width))
				canvas.SetLineDash(dashes, 0)
				canvas.Stroke(path)
			} else {
				path.Close()
				canvas.Fill(path)
			}
		case words:
			at := i.at
			at.x -= float64(i.anchor) * p.fonts.width(i.text, i.face)
			canvas.SetColor(rgb(i.colour))
			canvas.FillString(p.fonts.face(i.face), place(at), i.text)
		}
	}
	var b bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: canvas}).WriteTo(&b); err != nil {
		return err
	}
	_, err := w.Write(withResolution(b.Bytes()))
	return err
}

// rgb reads a colour such as #0072B2.
func rgb(colour string) color.Color {
	c := color.RGBA{A: 255}
	fmt.Sscanf(colour, "#%02X%02X%02X", &c.R, &c.G, &c.B)
	return c
}

// withResolution says in a PNG how many dots make an inch, so that word processors give the picture its size: a pHYs chunk (PNG specification, 11.3.4.3),
// in dots per metre, after the header.
func withResolution(png []byte) []byte {
	const header = 8 + 4 + 4 + 13 + 4 // signature; length, name, content and check sum of the first chunk
	const perMetre = dotsPerInch * 10000 / 254
	chunk := []byte("pHYs")
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1) // the unit is the metre
	with := append([]byte{}, png[:header]...)
	with = binary.BigEndian.AppendUint32(with, uint32(len(chunk)-4))
	with = append(with, chunk...)
	with = binary.BigEndian.AppendUint32(with, crc32.ChecksumIEEE(chunk))
	return append(with, png[header:]...)
}
