package xlsx

import (
	"fmt"
	"strings"
)

// readMe is the first sheet: what the workbook is and how to use it.
func readMe(book Book, scenarios []*sheets) *page {
	const settingColumn = 2
	p := newPage("Read me", headPaper)
	p.widths = map[int]float64{1: 30, settingColumn: 100}
	p.text(1, 1, book.Title, title)
	p.text(2, 1, "A plan for Individual Placement and Support (IPS), worked out by ipsplan", plain)
	block := func(text string) {
		at := p.next() + 1
		p.text(at, 1, text, section)
		p.text(at, settingColumn, "", section)
	}
	row := func(name, text string) {
		at := p.next()
		p.text(at, 1, name, verdict)
		p.text(at, settingColumn, text, wrapped)
		p.line(at).height = heightOf(text, 115)
	}
	block("Master check")
	for _, s := range scenarios {
		at := p.next()
		p.text(at, 1, s.Title, verdict)
		p.put(at, settingColumn, entry{value: allIsWell, formula: quoted(s.pageName(checksSheet)) + "!$B$3", style: style{look: verdict}})
	}
	p.conditions = append(p.conditions, well("B1:B"+fmt.Sprint(p.next()-1), "B1")...)
	block("Sheets")
	for _, s := range scenarios {
		for _, k := range []kind{inputsSheet, workingsSheet, outputsSheet, simulatedSheet, checksSheet, originalSheet} {
			if k == simulatedSheet && s.simulated == nil {
				continue
			}
			row(s.pageName(k), k.about)
		}
	}
	if len(book.Together) > 0 {
		row(togetherSheet.name, togetherSheet.about)
	}
	block("How to use it")
	row("Change a plan", "Type over blue figures on the inputs sheet, such as an amount, a share, or whether a source comes (1) or not (0). Changed cells turn orange; the sheet with the original figures keeps what they were.")
	row("Follow a figure", "Each row of the workings has one formula, the same in all of its periods. The same column is the same year or quarter on every sheet. Single cells have names, such as those in the column of names, which formulas use.")
	row("Know what is live", "Planned figures follow the inputs. Simulated figures (means, ranges, chances) are values: a spreadsheet cannot redo the simulation. Run ipsplan with the changed scenario for new ones.")
	row("Uncertain inputs", "Where an input is uncertain, the workbook has its mean, and its source says so. The plan at the means is not the mean of what may happen; the simulated figures show that.")
	row("Cents", "Amounts are in whole currency with cents. Costs and payments are rounded to the cent, halves away from zero, so that quarters add up to years. Sums of cents are rounded too, which only removes the noise of binary arithmetic.")
	block("Colours")
	for _, c := range []struct {
		text string
		look look
		name string
	}{
		{"input, to be changed", input, "123"},
		{"worked out by a formula", worked, "123"},
		{"value that follows nothing: simulated, or original", value, "123"},
		{"calendar, not to be changed", calendar, "123"},
	} {
		at := p.next()
		p.text(at, 1, c.name, c.look)
		p.text(at, settingColumn, c.text, plain)
	}
	if len(book.Settings) > 0 {
		block("Settings")
		for _, s := range book.Settings {
			row(s.Name, s.Value)
		}
	}
	return p
}

// heightOf is the height of wrapped text in a cell that has room for so many characters in a line.
func heightOf(text string, across int) float64 {
	const line = 13.5
	lines := 0
	for _, part := range strings.Split(text, "\n") {
		lines += 1 + len([]rune(part))/across
	}
	return line * float64(min(lines, 25))
}
