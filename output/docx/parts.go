package docx

import (
	_ "embed"
	"fmt"
	"strings"
)

// styles are the paragraph, character and table styles; LANGUAGE stands for the tag of the language.
//
//go:embed styles.xml
var styles string

const (
	relationships    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packaging        = "http://schemas.openxmlformats.org/package/2006/"
	wordNamespace    = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	drawingNamespace = "http://schemas.openxmlformats.org/drawingml/2006/main"
	pictureNamespace = "http://schemas.openxmlformats.org/drawingml/2006/picture"
	placeNamespace   = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
	wordType         = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	footerID         = "footer"
)

// pictureID and pictureName are the relationship and the file of the number-th picture.
func pictureID(number int) string   { return fmt.Sprintf("picture%d", number) }
func pictureName(number int) string { return fmt.Sprintf("media/chart%d.png", number) }

// related is a file of the package that the document refers to.
type related struct{ id, kind, name, contentType string }

func (l *layout) related() []related {
	return []related{
		{"styles", "styles", "styles.xml", wordType + "styles+xml"},
		{"settings", "settings", "settings.xml", wordType + "settings+xml"},
		{"numbering", "numbering", "numbering.xml", wordType + "numbering+xml"},
		{footerID, "footer", "footer.xml", wordType + "footer+xml"},
	}
}

// parts are all files of the package.
func (l *layout) parts() []file {
	files := []file{
		{"[Content_Types].xml", part(l.contentTypes())},
		{"_rels/.rels", part(packageRelationships())},
		{"docProps/core.xml", part(l.coreProperties())},
		{"word/document.xml", part(l.document())},
		{"word/_rels/document.xml.rels", part(l.documentRelationships())},
		{"word/styles.xml", []byte(strings.ReplaceAll(styles, "LANGUAGE", escaped(l.options.Language.Tag())))},
		{"word/settings.xml", part(l.settings())},
		{"word/numbering.xml", part(l.numbering())},
		{"word/footer.xml", part(l.foot())},
	}
	for i, picture := range l.pictures {
		files = append(files, file{"word/" + pictureName(i+1), picture})
	}
	return files
}

func (l *layout) contentTypes() *element {
	types := el("Types", at("xmlns", packaging+"content-types"),
		el("Default", at("Extension", "rels"), at("ContentType", "application/vnd.openxmlformats-package.relationships+xml")),
		el("Default", at("Extension", "xml"), at("ContentType", "application/xml")),
		el("Default", at("Extension", "png"), at("ContentType", "image/png")),
		override("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
		override("/word/document.xml", wordType+"document.main+xml"),
	)
	for _, r := range l.related() {
		types.add(override("/word/"+r.name, r.contentType))
	}
	return types
}

func override(name, contentType string) *element {
	return el("Override", at("PartName", name), at("ContentType", contentType))
}

func packageRelationships() *element {
	return el("Relationships", at("xmlns", packaging+"relationships"),
		relationship("document", relationships+"/officeDocument", "word/document.xml"),
		relationship("core", packaging+"relationships/metadata/core-properties", "docProps/core.xml"),
	)
}

func relationship(id, kind, target string) *element {
	return el("Relationship", at("Id", id), at("Type", kind), at("Target", target))
}

func (l *layout) documentRelationships() *element {
	all := el("Relationships", at("xmlns", packaging+"relationships"))
	for _, r := range l.related() {
		all.add(relationship(r.id, relationships+"/"+r.kind, r.name))
	}
	for i := range l.pictures {
		all.add(relationship(pictureID(i+1), relationships+"/image", pictureName(i+1)))
	}
	return all
}

func (l *layout) document() *element {
	body := el("w:body", l.body)
	body.add(section(false))
	return el("w:document", at("xmlns:w", wordNamespace), at("xmlns:r", relationships), at("xmlns:wp", placeNamespace), at("xmlns:a", drawingNamespace), at("xmlns:pic", pictureNamespace), body)
}

// coreProperties are the title and language; no author and no dates, which would differ from run to run.
func (l *layout) coreProperties() *element {
	return el("cp:coreProperties", at("xmlns:cp", packaging+"metadata/core-properties"), at("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
		el("dc:title", characters(l.name)),
		el("dc:language", characters(l.options.Language.Tag())),
	)
}

// settings keep newer versions of Word from working as an older one would.
func (l *layout) settings() *element {
	const word2013 = "15" // and later ones
	return el("w:settings", at("xmlns:w", wordNamespace),
		el("w:zoom", at("w:percent", "100")),
		setting("w:defaultTabStop", "567"),
		el("w:compat", el("w:compatSetting", at("w:name", "compatibilityMode"), at("w:uri", "http://schemas.microsoft.com/office/word"), at("w:val", word2013))),
	)
}

// foot has the title and the number of the page.
func (l *layout) foot() *element {
	p := paragraph("Footer")
	if l.footer != "" {
		p.add(run("", l.footer+"   "))
	}
	p.add(field("PAGE"), run("", " / "), field("NUMPAGES"))
	return el("w:ftr", at("xmlns:w", wordNamespace), p)
}

// field is a number that Word knows only once it has laid out the pages.
func field(name string) *element {
	return el("w:fldSimple", at("w:instr", " "+name+" "), run("", "1"))
}

// Numbers of lists: that of bullets, and from firstNotes those of the notes of each document.
const (
	bullets    = 1
	firstNotes = 2
)

func notesList(document int) int { return firstNotes + document - 1 }

// numbering defines the lists. The notes of each document begin with 1.
func (l *layout) numbering() *element {
	all := el("w:numbering", at("xmlns:w", wordNamespace),
		el("w:abstractNum", at("w:abstractNumId", "0"), setting("w:multiLevelType", "singleLevel"), level("bullet", "•", "284")),
		el("w:abstractNum", at("w:abstractNumId", "1"), setting("w:multiLevelType", "singleLevel"), level("decimal", "%1", "397")),
		el("w:num", at("w:numId", fmt.Sprint(bullets)), setting("w:abstractNumId", "0")),
	)
	for i := range l.number {
		all.add(el("w:num", at("w:numId", fmt.Sprint(notesList(i+1))), setting("w:abstractNumId", "1"),
			el("w:lvlOverride", at("w:ilvl", "0"), setting("w:startOverride", "1"))))
	}
	return all
}

// level is a list whose text is set in by so many twentieths of a point.
func level(format, text, indent string) *element {
	return el("w:lvl", at("w:ilvl", "0"), setting("w:start", "1"), setting("w:numFmt", format), setting("w:lvlText", text), setting("w:lvlJc", "left"),
		el("w:pPr", el("w:ind", at("w:left", indent), at("w:hanging", indent))))
}
