package html_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"ipsplan/output"
	"ipsplan/output/html"
	"ipsplan/output/report"
	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

// browser is one tab of a real browser, and what it has complained of and asked the network for.
type browser struct {
	ctx context.Context

	sync.Mutex
	complaints, requests []string
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		if os.Getenv("IPSPLAN_REQUIRE_TOOLS") != "" {
			t.Fatal("there is no chromium")
		}
		t.Skip("needs a browser (Debian: chromium)")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	if os.Geteuid() == 0 { // it refuses to run as root with its sandbox
		options = append(options, chromedp.NoSandbox)
	}
	const patience = 5 * time.Minute // of a busy machine; an idle one needs some seconds
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &browser{ctx: ctx}
	if err := chromedp.Listen(ctx, b.note); err != nil {
		t.Fatal(err)
	}
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	b.must(t, err)
	return b
}

func (b *browser) note(event any) {
	b.Lock()
	defer b.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		b.complaints = append(b.complaints, e.Entry.Text)
	case *runtime.EventConsoleAPICalled:
		b.complaints = append(b.complaints, fmt.Sprint(e.Type))
	case *runtime.EventExceptionThrown:
		b.complaints = append(b.complaints, e.ExceptionDetails.Text)
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "file:") || !strings.HasSuffix(e.Request.URL, ".html") {
			b.requests = append(b.requests, e.Request.URL)
		}
	}
}

func (b *browser) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// open shows a page on a screen so wide, light or dark.
func (b *browser) open(t *testing.T, page string, width int64, mode string) {
	t.Helper()
	const telephone = 500
	file := filepath.Join(t.TempDir(), "page.html")
	b.must(t, os.WriteFile(file, []byte(page), 0o644))
	b.Lock()
	b.complaints, b.requests = nil, nil
	b.Unlock()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: mode}}})
	b.must(t, err)
	var kind []chromedp.EmulateViewportOption
	if width < telephone {
		kind = append(kind, chromedp.EmulateMobile)
	}
	b.must(t, chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 800, kind...), chromedp.Navigate("file://"+file)))
}

func evaluate[T any](t *testing.T, b *browser, script string) T {
	t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script))
	b.must(t, err)
	return value
}

// paleWords are texts whose colour and whose ground are less than 4.5 to 1 apart, as the browser draws them.
const paleWords = `(() => {
	const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return m.length > 3 ? m : [...m, 1]; };
	const linear = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
	const pale = [];
	let seen = 0;
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const text = walker.currentNode.textContent.trim(), at = walker.currentNode.parentElement;
		if (!text || !at.checkVisibility() || at.closest("title, desc, style")) continue;
		seen++;
		const style = getComputedStyle(at);
		const colour = parse(at instanceof SVGElement ? style.fill : style.color);
		let ground = null;
		for (let e = at; e && !ground; e = e.parentElement) {
			const c = parse(getComputedStyle(e).backgroundColor);
			if (c[3] === 1) ground = c;
		}
		const a = luminance(colour), b = luminance(ground);
		const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
		if (!(ratio >= 4.5)) pale.push(ratio.toFixed(2) + ": " + text);
	}
	return seen ? pale : ["no text at all"];
})()`

// bareTables are tables without a caption, without headings of columns or with a row that has no heading of its own.
const bareTables = `[...document.querySelectorAll("table")].filter(t => !t.caption?.textContent.trim() || !t.querySelector("thead th[scope=col]") ||
	[...t.tBodies].some(b => [...b.rows].some(r => !r.querySelector("th[scope=row]")))).map(t => t.textContent.slice(0, 200))`

// tooWide is how many dots the page is wider than the screen.
const tooWide = `document.documentElement.scrollWidth - document.documentElement.clientWidth`

// small are texts smaller than 11 dots on the screen.
const small = `[...document.querySelectorAll("p, li, td, th, caption, figcaption, text")].filter(e => {
	const scale = e.ownerSVGElement ? e.ownerSVGElement.getBoundingClientRect().width / e.ownerSVGElement.viewBox.baseVal.width : 1;
	return e.checkVisibility() && e.textContent.trim() && parseFloat(getComputedStyle(e).fontSize) * scale < 11;
}).map(e => e.textContent)`

// named counts what a screen reader is told of tables and pictures: those with a name, pictures also with a description.
func (b *browser) named(t *testing.T) (tables, pictures, nameless int) {
	t.Helper()
	_, err := chromedp.Call(b.ctx, accessibility.Enable, cdp.Empty{})
	b.must(t, err)
	tree, err := chromedp.Call(b.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	b.must(t, err)
	for _, node := range tree.Nodes {
		if node.Ignored || node.Role == nil {
			continue
		}
		name, description := said(node.Name), said(node.Description)
		switch said(node.Role) {
		case "table":
			tables++
			if name == "" {
				nameless++
			}
		case "image", "img":
			pictures++
			if name == "" || description == "" {
				nameless++
			}
		}
	}
	return tables, pictures, nameless
}

func said(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	return strings.Trim(string(v.Value), `"`)
}

var (
	pdfPage = regexp.MustCompile(`/Type /Page\b[^s]`)
	pdfBox  = regexp.MustCompile(`/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]`)
)

// printed is how many pages the page makes on paper, and how many of them are A4, upright or on their side.
func (b *browser) printed(t *testing.T) (pages, a4 int) {
	t.Helper()
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	b.must(t, err)
	for _, box := range pdfBox.FindAllSubmatch(pdf, -1) {
		var width, height float64
		fmt.Sscan(string(box[1]), &width)
		fmt.Sscan(string(box[2]), &height)
		if math.Abs(min(width, height)-595) < 2 && math.Abs(max(width, height)-842) < 2 {
			a4++
		}
	}
	return len(pdfPage.FindAll(pdf, -1)), a4
}

// paper lays the page out as for printing on A4 paper, upright between its margins, on a screen that is dark.
func (b *browser) paper(t *testing.T, page string) {
	t.Helper()
	const upright = 178 * 960 / 254 // mm in dots, 96 to the inch
	b.open(t, page, upright, "dark")
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print", Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
	b.must(t, err)
}

// cut are tables and pictures that reach beyond the paper, but for those that go on paper on its side.
const cut = `[...document.querySelectorAll(".frame:not(.across), figure")].filter(f => f.checkVisibility() && f.scrollWidth > f.clientWidth + 1).map(f => f.textContent.slice(0, 200))`

// TestOnPaper prints pages of all bundled scenarios: all of it fits, and is as light as paper.
func TestOnPaper(t *testing.T) {
	b := newBrowser(t)
	for name, documents := range bundled(t) {
		var page bytes.Buffer
		b.must(t, html.Write(&page, documents, html.Options{}))
		b.paper(t, page.String())
		if faults := evaluate[[]string](t, b, cut); len(faults) > 0 {
			t.Errorf("%s: cut on paper: %q", name, faults)
		}
		if faults := evaluate[[]string](t, b, paleWords); len(faults) > 0 {
			t.Errorf("%s: pale on paper: %q", name, faults)
		}
		if ground := evaluate[string](t, b, `getComputedStyle(document.body).backgroundColor`); ground != "rgb(255, 255, 255)" {
			t.Errorf("%s: the ground is %s", name, ground)
		}
		if shown := evaluate[int](t, b, `[...document.querySelectorAll("nav, .skip, .back, .narrow")].filter(e => e.checkVisibility()).length`); shown > 0 {
			t.Errorf("%s: %d things that are for screens", name, shown)
		}
		if pages, a4 := b.printed(t); pages < 2 || a4 != pages {
			t.Errorf("%s: %d pages of paper, %d of them A4", name, pages, a4)
		}
	}
}

// TestInABrowser opens pages of all bundled scenarios on a desktop and on a telephone, light and dark.
func TestInABrowser(t *testing.T) {
	b := newBrowser(t)
	for name, documents := range bundled(t) {
		var page bytes.Buffer
		b.must(t, html.Write(&page, documents, html.Options{}))
		wantTables, wantPictures := 0, 0
		for _, d := range documents {
			wantPictures += len(d.Charts())
			for _, block := range d.Blocks {
				if _, ok := block.(output.Table); ok {
					wantTables++
				}
			}
		}
		for _, width := range []int64{360, 1280} {
			for _, mode := range []string{"light", "dark"} {
				t.Run(fmt.Sprint(name, " ", width, " ", mode), func(t *testing.T) {
					b.open(t, page.String(), width, mode)
					for what, script := range map[string]string{"pale words": paleWords, "bare tables": bareTables, "small words": small} {
						if faults := evaluate[[]string](t, b, script); len(faults) > 0 {
							t.Errorf("%s: %q", what, faults[:min(5, len(faults))])
						}
					}
					if excess := evaluate[int](t, b, tooWide); excess > 0 {
						t.Errorf("the page is %d dots wider than the screen", excess)
					}
					if isDark := evaluate[bool](t, b, `getComputedStyle(document.body).backgroundColor === "rgb(20, 25, 31)"`); isDark != (mode == "dark") {
						t.Errorf("dark is %v", isDark)
					}
					b.Lock()
					if len(b.complaints)+len(b.requests) > 0 {
						t.Errorf("the browser complains: %q; it asked for %q", b.complaints, b.requests)
					}
					b.Unlock()
					if mode == "dark" {
						return // a screen reader does not see it
					}
					if tables, pictures, nameless := b.named(t); tables != wantTables || pictures != wantPictures || nameless > 0 {
						t.Errorf("a screen reader finds %d tables and %d pictures, not %d and %d; %d have no name", tables, pictures, wantTables, wantPictures, nameless)
					}
				})
			}
		}
	}
}

// bundled are the documents of all bundled scenarios, in few futures: this is about how they look.
func bundled(t *testing.T) map[string][]*output.Document {
	t.Helper()
	var all []*scenarios.Scenario
	for _, name := range scenarios.Bundled() {
		s, err := scenarios.Load(name, scenarios.Options{})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	asked := study.Asked{Settings: study.Settings{Replications: 20, Seed: 1, Uncertainty: "all"}}
	documents := map[string][]*output.Document{}
	run, err := study.Project(t.Context(), all, asked)
	if err != nil {
		t.Fatal(err)
	}
	funding, err := study.Funding(t.Context(), all, asked, study.FundingAsked{ByQuarter: true})
	if err != nil {
		t.Fatal(err)
	}
	explain, err := study.Explain(t.Context(), all, asked, false)
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		documents["run"] = append(documents["run"], report.Run(run.Scenarios[i], run.Settings))
		documents["funding"] = append(documents["funding"], report.Funding(funding.Scenarios[i], funding.Settings, report.FundingLayout{ByQuarter: true, Details: true}))
		documents["explain"] = append(documents["explain"], report.Explain(explain.Scenarios[i], explain.Settings, false))
	}
	documents["show"] = []*output.Document{report.Show(study.Show(all[0]))}
	return documents
}

// TestBrowserSeesFaults shows the browser a page with everything wrong that the test above looks for: a check that finds nothing here finds nothing there.
func TestBrowserSeesFaults(t *testing.T) {
	b := newBrowser(t)
	b.open(t, `<!DOCTYPE html><html lang="en"><meta name="viewport" content="width=device-width"><body style="background: #fff">
<p style="color: #888">pale</p><p style="font-size: 8px">small</p><div style="width: 500px">wide</div><div class="frame" style="width: 100px"><div style="width: 110px">cut</div></div>
<table><tr><td>bare</td></tr></table><svg role="img" viewBox="0 0 100 100" width="50" height="50"><text y="20" font-size="10" fill="#999">unnamed</text></svg>
<img src="http://127.0.0.1:9/picture.png" alt="Picture"><script>console.log("talk"); nothing()</script></body></html>`, 360, "dark")
	got := map[string][]string{
		"pale": evaluate[[]string](t, b, paleWords), "small": evaluate[[]string](t, b, small), "bare": evaluate[[]string](t, b, bareTables), "cut": evaluate[[]string](t, b, cut),
	}
	want := map[string][]string{"pale": {"3.54: pale", "2.85: unnamed"}, "small": {"small", "unnamed"}, "bare": {"bare"}, "cut": {"cut"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if excess := evaluate[int](t, b, tooWide); excess < 100 {
		t.Errorf("the page is %d dots too wide", excess)
	}
	if _, pictures, nameless := b.named(t); pictures != 2 || nameless != 2 { // the second has a name but no description
		t.Errorf("%d pictures, %d nameless", pictures, nameless)
	}
	if pages, a4 := b.printed(t); pages != 1 || a4 != 0 {
		t.Errorf("%d pages, %d of them A4", pages, a4)
	}
	b.Lock()
	defer b.Unlock()
	if len(b.complaints) < 2 || len(b.requests) != 1 {
		t.Errorf("complaints %q, requests %q", b.complaints, b.requests)
	}
}

// TestNotesLeadThereAndBack goes by keyboard and link as a reader does: past the table of contents, to a note and back.
func TestNotesLeadThereAndBack(t *testing.T) {
	b := newBrowser(t)
	d := &output.Document{Title: output.Verbatim("Croatia")}
	d.Paragraph(output.Verbatim("2 years."), d.Note(output.Verbatim("Assumed.")))
	for i := range 8 {
		d.Table(output.Table{Caption: output.Verbatim(fmt.Sprint("Table ", i)), Columns: []output.Column{{Heading: output.Verbatim("A"), Notes: []int{1}}}, Rows: make([]output.Row, 0)})
	}
	var page bytes.Buffer
	b.must(t, html.Write(&page, []*output.Document{d}, html.Options{}))
	b.open(t, page.String(), 1280, "light")
	for _, step := range []struct{ link, hash string }{{".skip", "#content"}, {"#d1-t2 sup a", "#d1-n1"}, {"#d1-n1 .back:nth-of-type(3)", "#d1-n1-r3"}, {"nav li:nth-child(2) a", "#d1-t2"}} {
		got := evaluate[string](t, b, fmt.Sprintf(`(() => { document.querySelector(%q).click(); return location.hash; })()`, step.link))
		if got != step.hash {
			t.Errorf("%s leads to %q, not %s", step.link, got, step.hash)
		}
		if isThere := evaluate[bool](t, b, `!!document.querySelector(location.hash)`); !isThere {
			t.Errorf("%s leads nowhere", step.link)
		}
	}
	if in := evaluate[string](t, b, `document.querySelector("#d1-n1-r3").closest(".frame").id`); in != "d1-t2" {
		t.Errorf("the third way back leads into %s", in)
	}
	if frames := evaluate[int](t, b, `[...document.querySelectorAll(".frame")].filter(f => { f.focus(); return document.activeElement === f; }).length`); frames != 8 {
		t.Errorf("the keyboard reaches %d tables, not 8", frames)
	}
}
