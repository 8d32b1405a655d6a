package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"ipsplan/output"
)

// tree is an element as it is read back, with the customary prefixes of names.
type tree struct {
	name       string
	attributes map[string]string
	children   []*tree
	text       string
}

// all are the elements of a name in a tree, itself included, in order.
func (e *tree) all(name string) []*tree {
	var found []*tree
	if e.name == name {
		found = append(found, e)
	}
	for _, child := range e.children {
		found = append(found, child.all(name)...)
	}
	return found
}

// child is the first child of a name, or an empty element.
func (e *tree) child(name string) *tree {
	for _, child := range e.children {
		if child.name == name {
			return child
		}
	}
	return &tree{}
}

func (e *tree) val(name string) string { return e.child(name).attributes["w:val"] }

func (e *tree) names() []string {
	var names []string
	for _, child := range e.children {
		names = append(names, child.name)
	}
	return names
}

// words are the text as a reader sees it: a line break is a new line.
func (e *tree) words() string {
	if e.name == "w:br" {
		return "\n"
	}
	words := e.text
	for _, child := range e.children {
		words += child.words()
	}
	return words
}

// parsed reads a part with encoding/xml, which refuses what is not well formed, and checks that each prefix is declared.
func parsed(t *testing.T, name string, content []byte) *tree {
	t.Helper()
	root := &tree{}
	open := []*tree{root}
	d := xml.NewDecoder(bytes.NewReader(content))
	prefixes := map[string]bool{"xml": true}
	named := func(n xml.Name) string {
		if n.Space == "" {
			return n.Local
		}
		return n.Space + ":" + n.Local
	}
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &tree{name: named(token.Name), attributes: map[string]string{}}
			for _, a := range token.Attr {
				if a.Name.Space == "xmlns" {
					prefixes[a.Name.Local] = true
				}
				e.attributes[named(a.Name)] = a.Value
			}
			for _, n := range append([]xml.Name{token.Name}, names(token.Attr)...) {
				if n.Space != "" && n.Space != "xmlns" && !prefixes[n.Space] {
					t.Fatalf("%s: the prefix of %s is not declared", name, named(n))
				}
			}
			parent := open[len(open)-1]
			parent.children = append(parent.children, e)
			open = append(open, e)
		case xml.EndElement:
			if open[len(open)-1].name != named(token.Name) {
				t.Fatalf("%s: %s ends where %s is open", name, named(token.Name), open[len(open)-1].name)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if e := open[len(open)-1]; e.name == "w:t" || e.name == "dc:title" || e.name == "dc:language" {
				e.text += string(token)
			} else if strings.TrimSpace(string(token)) != "" {
				t.Fatalf("%s: text %q outside of w:t", name, token)
			}
		}
	}
	if len(open) != 1 || len(root.children) != 1 {
		t.Fatalf("%s: it has %d roots", name, len(root.children))
	}
	if err := xml.Unmarshal(content, new(struct{ XMLName xml.Name })); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return root.children[0]
}

func names(attributes []xml.Attr) []xml.Name {
	var names []xml.Name
	for _, a := range attributes {
		names = append(names, a.Name)
	}
	return names
}

// opened is a .docx file read back: its parts as they are, and those of XML as trees.
type opened struct {
	order []string
	files map[string][]byte
	trees map[string]*tree
}

func (o opened) body() *tree { return o.trees["word/document.xml"].child("w:body") }

func open(t *testing.T, options Options, documents ...*output.Document) opened {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, documents, options); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	o := opened{files: map[string][]byte{}, trees: map[string]*tree{}}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := o.files[f.Name]; twice {
			t.Errorf("%s is there twice", f.Name)
		}
		if f.Modified.Year() >= 1980 { // in which a zip file's time begins
			t.Errorf("%s says when it was made, which differs from run to run", f.Name)
		}
		o.order = append(o.order, f.Name)
		o.files[f.Name] = content
		if ext := path.Ext(f.Name); ext == ".xml" || ext == ".rels" {
			o.trees[f.Name] = parsed(t, f.Name, content)
		}
	}
	o.checkPackage(t)
	o.checkOrder(t)
	o.checkStyles(t)
	o.checkNotes(t)
	o.checkTables(t)
	return o
}

// checkPackage: the package standard (ISO/IEC 29500-2) wants a content type for each part, and each relationship leads to one.
func (o opened) checkPackage(t *testing.T) {
	t.Helper()
	if o.order[0] != "[Content_Types].xml" {
		t.Errorf("the file begins with %s", o.order[0])
	}
	types := o.trees["[Content_Types].xml"]
	byExtension, byName := map[string]bool{}, map[string]bool{}
	for _, d := range types.all("Default") {
		byExtension["."+d.attributes["Extension"]] = true
	}
	for _, override := range types.all("Override") {
		name := strings.TrimPrefix(override.attributes["PartName"], "/")
		byName[name] = true
		if _, ok := o.files[name]; !ok {
			t.Errorf("there is a content type for %s, which is not there", name)
		}
	}
	led := map[string]bool{}
	for name, root := range o.trees {
		if path.Ext(name) != ".rels" {
			continue
		}
		source := path.Dir(path.Dir(name))
		ids := map[string]bool{}
		for _, r := range root.all("Relationship") {
			target := path.Join(source, r.attributes["Target"])
			led[target] = true
			if _, ok := o.files[target]; !ok || r.attributes["TargetMode"] == "External" {
				t.Errorf("%s: a relationship leads to %s, which is not there", name, target)
			}
			if id := r.attributes["Id"]; ids[id] || id == "" {
				t.Errorf("%s: the relationship %q is there twice or has no name", name, id)
			}
			ids[r.attributes["Id"]] = true
		}
		if name == "word/_rels/document.xml.rels" {
			for _, use := range append(o.body().all("w:footerReference"), o.body().all("a:blip")...) {
				if id := use.attributes["r:id"] + use.attributes["r:embed"]; !ids[id] {
					t.Errorf("%s leads nowhere: %q", use.name, id)
				}
			}
		}
	}
	for _, name := range o.order[1:] {
		if isXML := path.Ext(name) == ".xml"; !byName[name] && (isXML || !byExtension[path.Ext(name)]) {
			t.Errorf("%s has no content type", name)
		}
		if path.Ext(name) != ".rels" && !led[name] {
			t.Errorf("nothing leads to %s", name)
		}
	}
}

// sequences are the orders in which the schema wants children: ISO/IEC 29500-1:2016, annex A.1 (wml.xsd), the types named, as far as they can occur here;
// those of drawings: annexes A.4.4 (dml-wordprocessingDrawing.xsd) and A.4.3 (dml-picture.xsd). Word refuses a file in which some of them are out of order.
func sequences() map[string][]string {
	list := func(names string) []string { return strings.Fields(names) }
	borders := list("w:top w:start w:left w:bottom w:end w:right w:insideH w:insideV w:tl2br w:tr2bl")
	margins := list("w:top w:start w:left w:bottom w:end w:right")
	style := "w:name w:aliases w:basedOn w:next w:link w:autoRedefine w:hidden w:uiPriority w:semiHidden w:unhideWhenUsed w:qFormat w:locked " +
		"w:pPr w:rPr w:tblPr w:trPr w:tcPr w:tblStylePr"
	return map[string][]string{
		// CT_PPr
		"w:pPr": list("w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:framePr w:widowControl w:numPr w:suppressLineNumbers w:pBdr w:shd w:tabs " +
			"w:suppressAutoHyphens w:kinsoku w:wordWrap w:overflowPunct w:topLinePunct w:autoSpaceDE w:autoSpaceDN w:bidi w:adjustRightInd w:snapToGrid " +
			"w:spacing w:ind w:contextualSpacing w:mirrorIndents w:suppressOverlap w:jc w:textDirection w:textAlignment w:textboxTightWrap w:outlineLvl " +
			"w:divId w:cnfStyle w:rPr w:sectPr w:pPrChange"),
		// EG_RPrBase
		"w:rPr": list("w:rStyle w:rFonts w:b w:bCs w:i w:iCs w:caps w:smallCaps w:strike w:dstrike w:outline w:shadow w:emboss w:imprint w:noProof " +
			"w:snapToGrid w:vanish w:webHidden w:color w:spacing w:w w:kern w:position w:sz w:szCs w:highlight w:u w:effect w:bdr w:shd w:fitText " +
			"w:vertAlign w:rtl w:cs w:em w:lang w:eastAsianLayout w:specVanish w:oMath"),
		// CT_TblPr
		"w:tblPr": list("w:tblStyle w:tblpPr w:tblOverlap w:bidiVisual w:tblStyleRowBandSize w:tblStyleColBandSize w:tblW w:jc w:tblCellSpacing w:tblInd " +
			"w:tblBorders w:shd w:tblLayout w:tblCellMar w:tblLook w:tblCaption w:tblDescription w:tblPrChange"),
		"w:trPr": list("w:cantSplit w:tblHeader"), // CT_TrPr, any order
		// CT_TcPr
		"w:tcPr":        list("w:cnfStyle w:tcW w:gridSpan w:hMerge w:vMerge w:tcBorders w:shd w:noWrap w:tcMar w:textDirection w:tcFitText w:vAlign w:hideMark"),
		"w:tcBorders":   borders,
		"w:tblBorders":  borders,
		"w:tblCellMar":  margins,
		"w:tbl":         list("w:tblPr w:tblGrid w:tr*"),
		"w:tblGrid":     list("w:gridCol*"),
		"w:tr":          list("w:trPr w:tc*"),
		"w:tc":          list("w:tcPr w:p*"),
		"w:p":           nil, // checked below: properties first
		"w:r":           list("w:rPr w:t w:br w:drawing"),
		"w:numPr":       list("w:ilvl w:numId"),
		"w:sectPr":      list("w:headerReference w:footerReference w:footnotePr w:endnotePr w:type w:pgSz w:pgMar w:paperSrc w:pgBorders w:lnNumType w:pgNumType w:cols w:titlePg w:docGrid"),
		"w:styles":      list("w:docDefaults w:latentStyles w:style*"),
		"w:docDefaults": list("w:rPrDefault w:pPrDefault"),
		"w:style":       strings.Fields(strings.Replace(style, "w:tblStylePr", "w:tblStylePr*", 1)),
		"w:tblStylePr":  list("w:pPr w:rPr w:tblPr w:trPr w:tcPr"),
		"w:numbering":   list("w:abstractNum* w:num*"),
		"w:abstractNum": list("w:nsid w:multiLevelType w:tmpl w:name w:styleLink w:numStyleLink w:lvl*"),
		"w:lvl":         list("w:start w:numFmt w:lvlRestart w:pStyle w:isLgl w:suff w:lvlText w:lvlPicBulletId w:legacy w:lvlJc w:pPr w:rPr"),
		"w:num":         list("w:abstractNumId w:lvlOverride*"),
		"w:settings":    list("w:writeProtection w:view w:zoom w:defaultTabStop w:compat w:themeFontLang w:decimalSymbol w:listSeparator"),
		"wp:inline":     list("wp:extent wp:effectExtent wp:docPr wp:cNvGraphicFramePr a:graphic"),
		"pic:pic":       list("pic:nvPicPr pic:blipFill pic:spPr"),
		"pic:nvPicPr":   list("pic:cNvPr pic:cNvPicPr"),
		"pic:blipFill":  list("a:blip a:srcRect a:stretch"),
		"pic:spPr":      list("a:xfrm a:prstGeom"),
	}
}

// outOfOrder says which child of an element stands where the sequence does not allow it; a name with * may stand several times.
func outOfOrder(e *tree, sequence []string) string {
	next := 0
	for _, child := range e.children {
		isMany := false
		for ; next < len(sequence); next++ {
			var name string
			if name, isMany = strings.CutSuffix(sequence[next], "*"); name == child.name {
				break
			}
		}
		if next == len(sequence) {
			return child.name
		}
		if !isMany {
			next++
		}
	}
	return ""
}

func (o opened) checkOrder(t *testing.T) {
	t.Helper()
	for name, root := range o.trees {
		if !strings.HasPrefix(name, "word/") || path.Ext(name) == ".rels" {
			continue
		}
		for element, sequence := range sequences() {
			for _, e := range root.all(element) {
				if sequence == nil {
					continue
				}
				if wrong := outOfOrder(e, sequence); wrong != "" {
					t.Errorf("%s: %s is out of order in %s: %v", name, wrong, element, e.names())
				}
			}
		}
		for _, p := range root.all("w:p") {
			if i := slices.Index(p.names(), "w:pPr"); i > 0 {
				t.Errorf("%s: a paragraph's properties are not first: %v", name, p.names())
			}
		}
		for _, cell := range root.all("w:tc") {
			if cell.children[len(cell.children)-1].name != "w:p" {
				t.Errorf("%s: a cell does not end with a paragraph: %v", name, cell.names())
			}
		}
	}
	body := o.body().names()
	if n := len(body); n < 2 || body[n-1] != "w:sectPr" || body[n-2] != "w:p" {
		t.Errorf("the body ends with %v, not with a paragraph and the last section's properties", body[max(0, n-2):])
	}
	for i := 1; i < len(body); i++ {
		if body[i] == "w:tbl" && body[i-1] == "w:tbl" {
			t.Error("two tables stand against each other, which Word takes for one")
		}
	}
}

// TestOrderIsSeen: the check itself finds what is out of order.
func TestOrderIsSeen(t *testing.T) {
	e := func(names ...string) *tree {
		e := &tree{}
		for _, name := range names {
			e.children = append(e.children, &tree{name: name})
		}
		return e
	}
	for _, test := range []struct {
		of   *tree
		want string
	}{
		{e("a", "b", "b", "d"), ""},
		{e(), ""},
		{e("d"), ""},
		{e("b", "a"), "a"},
		{e("a", "a"), "a"},
		{e("a", "d", "b"), "b"},
		{e("d", "d"), "d"},
		{e("x"), "x"},
		{e("d", "x"), "x"},
	} {
		if got := outOfOrder(test.of, []string{"a", "b*", "c", "d"}); got != test.want {
			t.Errorf("%v: %q is out of order, not %q", test.of.names(), got, test.want)
		}
	}
}

// checkStyles: each style that is used or built upon is defined.
func (o opened) checkStyles(t *testing.T) {
	t.Helper()
	defined := map[string]bool{}
	for _, style := range o.trees["word/styles.xml"].all("w:style") {
		defined[style.attributes["w:type"]+" "+style.attributes["w:styleId"]] = true
	}
	for _, part := range []string{"word/document.xml", "word/footer.xml"} {
		for element, kind := range map[string]string{"w:pStyle": "paragraph ", "w:rStyle": "character ", "w:tblStyle": "table "} {
			for _, use := range o.trees[part].all(element) {
				if !defined[kind+use.attributes["w:val"]] {
					t.Errorf("%s: there is no %sstyle %q", part, kind, use.attributes["w:val"])
				}
			}
		}
	}
	for _, style := range o.trees["word/styles.xml"].all("w:style") {
		for _, other := range []string{"w:basedOn", "w:next"} {
			if on := style.val(other); on != "" && !defined[style.attributes["w:type"]+" "+on] {
				t.Errorf("style %s: %s is %q, which is not there", style.attributes["w:styleId"], other, on)
			}
		}
	}
	lists := map[string]bool{}
	for _, num := range o.trees["word/numbering.xml"].all("w:num") {
		lists[num.attributes["w:numId"]] = true
	}
	for _, part := range []string{"word/document.xml", "word/styles.xml"} {
		for _, use := range o.trees[part].all("w:numId") {
			if !lists[use.attributes["w:val"]] {
				t.Errorf("%s: there is no list %q", part, use.attributes["w:val"])
			}
		}
	}
}

// checkNotes: each mark refers to a bookmark that is there once, on the paragraph that has the mark's number in its list.
func (o opened) checkNotes(t *testing.T) {
	t.Helper()
	numbers, ids, counted := map[string]int{}, map[string]bool{}, map[string]int{}
	for _, p := range o.body().all("w:p") {
		for _, start := range p.all("w:bookmarkStart") {
			list := p.child("w:pPr").child("w:numPr").val("w:numId")
			counted[list]++
			name, id := start.attributes["w:name"], start.attributes["w:id"]
			if numbers[name] > 0 || ids[id] || p.child("w:bookmarkEnd").attributes["w:id"] != id {
				t.Errorf("the bookmark %s, %s, is there twice or has no end", name, id)
			}
			numbers[name], ids[id] = counted[list], true
		}
	}
	for _, field := range o.body().all("w:fldSimple") {
		words := strings.Fields(field.attributes["w:instr"])
		if words[0] != "REF" {
			continue
		}
		if want := numbers[words[1]]; want == 0 || field.words() != itoa(want) {
			t.Errorf("the mark %q refers to %s, which is note %d", field.words(), words[1], want)
		}
	}
}

// checkTables: widths agree and are no more than the page's, each row has a cell for each column, headers repeat and rows stay whole.
func (o opened) checkTables(t *testing.T) {
	t.Helper()
	isLandscape := o.landscapes()
	for i, table := range o.body().children {
		if table.name != "w:tbl" {
			continue
		}
		total := 0
		for _, column := range table.child("w:tblGrid").children {
			total += atoi(t, column.attributes["w:w"])
		}
		if got := atoi(t, table.child("w:tblPr").child("w:tblW").attributes["w:w"]); got != total || total > textWidth(isLandscape[i]) {
			t.Errorf("a table is %d wide, its columns %d, the page %d", got, total, textWidth(isLandscape[i]))
		}
		rows := table.all("w:tr")
		for j, row := range rows {
			cells := row.all("w:tc")
			if len(cells) != len(table.child("w:tblGrid").children) {
				t.Errorf("a row has %d cells", len(cells))
			}
			for k, cell := range cells {
				if cell.child("w:tcPr").child("w:tcW").attributes["w:w"] != table.child("w:tblGrid").children[k].attributes["w:w"] {
					t.Error("a cell is not as wide as its column")
				}
			}
			properties := row.child("w:trPr")
			if isHeader := len(properties.all("w:tblHeader")) > 0; isHeader != (j == 0) || len(properties.all("w:cantSplit")) == 0 {
				t.Errorf("row %d: header is %v; properties are %v", j, isHeader, properties.names())
			}
		}
	}
}

// landscapes says of each child of the body whether it stands on pages that lie on their side.
func (o opened) landscapes() []bool {
	children := o.body().children
	sides := make([]bool, len(children))
	isLandscape := false
	for i := len(children) - 1; i >= 0; i-- {
		for _, section := range children[i].all("w:sectPr") {
			isLandscape = section.child("w:pgSz").attributes["w:orient"] == "landscape"
			if width, height := section.child("w:pgSz").attributes["w:w"], section.child("w:pgSz").attributes["w:h"]; (len(width) > 0 && width > height) != isLandscape {
				return nil
			}
		}
		sides[i] = isLandscape
	}
	return sides
}
