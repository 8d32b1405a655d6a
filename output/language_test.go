package output

import (
	"math"
	"strings"
	"testing"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

func in(t *testing.T, code string) Language {
	t.Helper()
	l, err := LanguageOf(code)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestNumbersOfLanguages(t *testing.T) {
	amount := func(unit Unit) Number { return Number{Value: 1_234_567.89, Unit: unit} }
	for _, test := range []struct {
		code   string
		number Number
		want   string // with _ for no-break spaces
	}{
		{"en", amount("EUR"), "€1,234,567.89"},
		{"en", amount("DKK"), "DKK_1,234,567.89"},
		{"hr", amount("EUR"), "1.234.567,89_€"},
		{"hr", amount("CZK"), "1.234.567,89_CZK"},
		{"cs", amount("CZK"), "1_234_567,89_Kč"},
		{"cs", amount("EUR"), "1_234_567,89_€"},
		{"da", amount("DKK"), "1.234.567,89_kr."},
		{"da", amount("EUR"), "1.234.567,89_€"},
		{"fr", amount("EUR"), "1_234_567,89_€"},
		{"fr", amount("DKK"), "1_234_567,89_DKK"},
		{"es", amount("EUR"), "1.234.567,89_€"},
		{"es", Number{Value: 1234}, "1234"}, // CLDR groups Spanish numbers from five digits on
		{"es", Number{Value: 12345}, "12.345"},
		{"da", Number{Value: 1234}, "1.234"},
		{"hr", Number{Value: -0.125, Unit: Share, Step: 0.1}, "−12,5_%"},
		{"cs", Number{Value: 0.0001, Unit: Share}, "<1_%"},
		{"fr", Number{Value: 0.35, Unit: Share}, "35_%"},
		{"da", Number{Value: math.NaN(), Unit: "DKK"}, "–"},
	} {
		got := strings.NewReplacer("\u00a0", "_", "\u202f", "_").Replace(in(t, test.code).Number(test.number))
		if got != test.want {
			t.Errorf("%s: %+v is %q, not %q", test.code, test.number, got, test.want)
		}
	}
	if got := in(t, "da").Range(Number{Unit: "DKK"}, Range{Low: 1000, High: 2000}); got != "1.000–2.000\u00a0kr." {
		t.Errorf("a range of Danish amounts is %q", got)
	}
	if got := in(t, "cs").Signed(Number{Value: 1500}); got != "+1\u00a0500" {
		t.Errorf("a signed Czech number is %q", got)
	}
}

// TestAgainstCLDR: digits are grouped as by the tables of golang.org/x/text, but for the kind of space.
func TestAgainstCLDR(t *testing.T) {
	space := strings.NewReplacer("\u202f", "\u00a0")
	for _, l := range known() {
		for _, x := range []float64{0, 7, 999, 12_345.5, 123_456, 1_234_567.25, 1e9} {
			want := message.NewPrinter(l.tag).Sprint(number.Decimal(x, number.Scale(2)))
			if got := l.Number(Number{Value: x, Step: 0.01}); space.Replace(got) != space.Replace(want) {
				t.Errorf("%s: %v is %q, by CLDR %q", l.Code, x, got, want)
			}
		}
	}
}

func TestWordsOfLanguages(t *testing.T) {
	three := And(Verbatim("a"), Verbatim("b"), Verbatim("c"))
	text := Say("%s; %s; %s; %.1f; %s", Date("2026-03-01"), Quoted("x"), three, 2.5, Digits("0.25"))
	for code, want := range map[string]string{
		"en": "2026-03-01; \"x\"; a, b and c; 2.5; 0.25",
		"hr": "1. 3. 2026.; „x“; a, b i c; 2,5; 0,25",
		"cs": "1. 3. 2026; „x“; a, b a c; 2,5; 0,25",
		"da": "01.03.2026; “x”; a, b og c; 2,5; 0,25",
		"fr": "01/03/2026; «\u00a0x\u00a0»; a, b et c; 2,5; 0,25",
		"es": "1/3/2026; «x»; a, b y c; 2,5; 0,25",
	} {
		if got := in(t, code).Text(text); got != want {
			t.Errorf("%s: %q, not %q", code, got, want)
		}
	}
	if _, err := LanguageOf("de"); err == nil {
		t.Error("there is no German")
	}
}

func TestPlurals(t *testing.T) {
	count := func(x, step float64) Number { return Number{Value: x, Step: step} }
	budget := func(n Number) Text { return Say("Budget for %s {year|years}", n) }
	with := func(n Number) Text { return Say("with %s {specialist|specialists}", n) }
	for _, test := range []struct {
		code string
		text Text
		want string
	}{
		{"en", budget(count(1, 1)), "Budget for 1 year"},
		{"en", budget(count(0, 1)), "Budget for 0 years"},
		{"en", budget(count(1, 0.1)), "Budget for 1.0 years"},
		{"hr", budget(count(1, 1)), "Proračun za 1 godinu"},
		{"hr", budget(count(21, 1)), "Proračun za 21 godinu"},
		{"hr", budget(count(11, 1)), "Proračun za 11 godina"},
		{"hr", budget(count(2, 1)), "Proračun za 2 godine"},
		{"hr", budget(count(12, 1)), "Proračun za 12 godina"},
		{"hr", budget(count(1_000_022, 1)), "Proračun za 1.000.022 godine"},
		{"hr", with(count(1, 1)), "s 1 specijalistom"},
		{"hr", with(count(2.5, 0.1)), "s 2,5 specijalista"},
		{"hr", Say("%d\u00a0{month|months}", 24), "24\u00a0mjeseca"},
		{"hr", Say("%s {value|values} from %s to %s were tried.", count(2, 1), "1", "3"), "Isprobane su 2 vrijednosti od 1 do 3."},
		{"hr", Say("%s {value|values} from %s to %s were tried.", count(5, 1), "1", "5"), "Isprobano je 5 vrijednosti od 1 do 5."},
		{"cs", budget(count(1, 1)), "Rozpočet na 1 rok"},
		{"cs", budget(count(4, 1)), "Rozpočet na 4 roky"},
		{"cs", budget(count(21, 1)), "Rozpočet na 21 let"},
		{"cs", budget(count(1.5, 0.1)), "Rozpočet na 1,5 roku"},
		{"cs", with(count(3, 1)), "se 3 specialisty"},
	} {
		if got := in(t, test.code).Text(test.text); got != test.want {
			t.Errorf("%s: %q, not %q", test.code, got, test.want)
		}
	}
}

func TestForms(t *testing.T) {
	for code, want := range map[string]int{"en": 2, "hr": 3, "cs": 4, "da": 2, "fr": 2, "es": 2} {
		l := in(t, code)
		if got := l.forms("%s {year|years}"); len(got) != want {
			t.Errorf("%s has the plurals %v, not %d", code, got, want)
		}
		if got := l.forms("Year %d"); len(got) != 1 || got[0] != plural.Other {
			t.Errorf("%s: a message without a count has the forms %v", code, got)
		}
	}
}

// TestTranslations: a translation may put values in another order; what has none is in English, with the language's numbers.
func TestTranslations(t *testing.T) {
	l := in(t, "da")
	var err error
	if l.catalogue, err = parseCatalogue("da.toml", `"%s against %s" = "%[2]s, %[1]s"`+"\n"+`"gap" = "underskud"`); err != nil {
		t.Fatal(err)
	}
	million := Number{Value: 1e6}
	for want, text := range map[string]Text{
		"b, a":                  Say("%s against %s", "a", "b"),
		"Underskud":             Say("gap").Capital(),
		"Underskud.":            Say("gap").Sentence(),
		"over underskud":        Say("over %s", Say("gap")),
		"1.000.000 values":      Say("%s {value|values}", million),
		"100 % of 1.000.000":    Say("100 %% of %s", million),
		"80 % range":            Say("80 %% range"),
		"gap":                   Verbatim("gap"),
		"job starts, underskud": Join(", ", Say("Job starts").Lower(), Text{}, Say("gap")),
	} {
		if got := l.Text(text); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	for _, wrong := range []string{`"a" = 1`, `"a" = { some = "b" }`, `"a" = { one = 1 }`, `"a" = "b`} {
		if _, err := parseCatalogue("xx.toml", wrong); err == nil || !strings.HasPrefix(err.Error(), "xx.toml: ") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

// TestCatalogueFaults: what TestCatalogues finds wrong in a translation.
func TestCatalogueFaults(t *testing.T) {
	messages := map[string]entry{"%s against %.1f": {words: true}, "%s {year|years}": {words: true}, "%s (%s)": {}}
	l := in(t, "hr")
	for _, test := range []struct {
		text        string
		form        plural.Form
		translation string
		right       bool
	}{
		{"%s against %.1f", plural.Other, "%[2]s protiv %[1]s", false},
		{"%s against %.1f", plural.Other, "%.1[2]f protiv %[1]s, 100 %%", true},
		{"%s against %.1f", plural.Other, "%[2].1f protiv %[1]s", false},
		{"%s against %.1f", plural.Other, "%.1[2]f protiv %[1]s, %!", false},
		{"%s against %.1f", plural.Other, "%s protiv", false},
		{"%s against %.1f", plural.One, "%s protiv %.1f", false},
		{"%s {year|years}", plural.Few, "%s godine", true},
		{"%s {year|years}", plural.Few, "%s {godina|godine}", false},
		{"%s {year|years}", plural.Many, "%s godine", false},
		{"%s years", plural.Other, "%s godine", false},
	} {
		if err := checkTranslation(l, messages, test.text, test.form, test.translation); (err == nil) != test.right {
			t.Errorf("%q = %q: %v", test.text, test.translation, err)
		}
	}
	c := catalogue{"%s {year|years}": {plural.One: "%s godina", plural.Few: "%s godine"}}
	if got := strings.Join(untranslated(c, messages, l), "; "); got != "%s against %.1f; %s {year|years}" {
		t.Errorf("untranslated are %q", got)
	}
	c["%s {year|years}"][plural.Other] = "%s godina"
	if got := untranslated(c, messages, l); len(got) != 1 {
		t.Errorf("untranslated are %q", got)
	}
}
