package docx

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"

	"ipsplan/output"
	"ipsplan/output/chart"
)

// figure is a chart as a picture as wide as the page, with the sentence that stands for it as its alternative text, and its caption below.
func (l *layout) figure(c output.Chart) error {
	var picture bytes.Buffer
	if err := chart.AlonePNG(&picture, c, l.options.Language); err != nil {
		return fmt.Errorf("chart %q: %w", c.Name, err)
	}
	size, err := png.DecodeConfig(bytes.NewReader(picture.Bytes()))
	if err != nil {
		return fmt.Errorf("chart %q: %w", c.Name, err)
	}
	l.pictures = append(l.pictures, picture.Bytes())
	l.figures++
	const perTwip = 635 // English metric units, of which an inch has 914,400
	width := textWidth(false) * perTwip
	l.add(paragraph("Figure", el("w:r", l.drawing(c, width, int(int64(width)*int64(size.Height)/int64(size.Width))))))
	caption := l.caption(output.Say("Figure"), l.figures, c.Title, c.Notes)
	properties(caption).add(el("w:spacing", at("w:before", "0"), at("w:after", "240"))) // it belongs to what is above, unlike that of a table
	l.add(caption)
	return nil
}

// drawing places the last picture in its line, so large in English metric units.
func (l *layout) drawing(c output.Chart, width, height int) *element {
	number, cx, cy := fmt.Sprint(len(l.pictures)), at("cx", fmt.Sprint(width)), at("cy", fmt.Sprint(height))
	about := func(name string) *element {
		return el(name, at("id", number), at("name", "Chart "+number), at("descr", oneLine(l.say(c.Alternative))))
	}
	return el("w:drawing", el("wp:inline", at("distT", "0"), at("distB", "0"), at("distL", "0"), at("distR", "0"),
		el("wp:extent", cx, cy),
		el("wp:effectExtent", at("l", "0"), at("t", "0"), at("r", "0"), at("b", "0")),
		about("wp:docPr"),
		el("wp:cNvGraphicFramePr", el("a:graphicFrameLocks", at("noChangeAspect", "1"))),
		el("a:graphic", el("a:graphicData", at("uri", pictureNamespace),
			el("pic:pic",
				el("pic:nvPicPr", about("pic:cNvPr"), el("pic:cNvPicPr")),
				el("pic:blipFill", el("a:blip", at("r:embed", pictureID(len(l.pictures)))), el("a:stretch", el("a:fillRect"))),
				el("pic:spPr",
					el("a:xfrm", el("a:off", at("x", "0"), at("y", "0")), el("a:ext", cx, cy)),
					el("a:prstGeom", at("prst", "rect"), el("a:avLst")))))),
	))
}

func oneLine(text string) string { return strings.Join(output.Lines(text), " ") }
