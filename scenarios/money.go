package scenarios

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"ipsplan/budgets"
	"ipsplan/model/quantity"
)

// CostLine is one line of the budget.
type CostLine struct {
	Name            string     `toml:"name" need:"yes" doc:"the line's name, as tables print it"`
	Category        string     `toml:"category" need:"yes" oneof:"staff|non_staff|unsplit" doc:"staff, non_staff, or unsplit where the source gives only a total"`
	Amount          *Amounts   `toml:"amount" published:"yes" uncertain:"yes" min:"0" max:"1e12" unit:"money" doc:"the amount by year, or \"published\" for the budget table's line of this category; a line has this or share_of"`
	Per             string     `toml:"per" oneof:"year|once|specialist|specialist in post|team leader|service|hire|engagement|job start|sustainment|person and quarter" doc:"what the amount is for: a year (usual); once in the whole time; or one of what is named, where specialists, team leaders and services count by the year, and a sustainment is one of 13 weeks"`
	Quarter         *Whole     `toml:"quarter" min:"1" max:"40" unit:"quarter" doc:"the quarter of the plan in which an amount that comes once falls due, the first being 1"`
	Service         string     `toml:"service" doc:"the key of the one service that the line is for; without it, it is for all services together"`
	ShareOf         *ShareOf   `toml:"share_of" doc:"the cost lines that this one is a share of, instead of an amount, such as { category = \"staff\" } or { lines = [\"rent\"] }"`
	Share           *Number    `toml:"share" min:"0" max:"10" unit:"share" doc:"the share of them that it is, such as 0.15"`
	Currency        string     `toml:"currency" listed:"yes" doc:"the three-letter code of the amount's currency, if it is not the plan's; its rate stands in [exchange]"`
	Indexation      *Number    `toml:"indexation" min:"0" max:"0.5" unit:"growth per year" doc:"yearly growth of the amount, such as 0.03 for 3 in 100, instead of that of its category in [indexation]"`
	Basis           string     `toml:"basis" oneof:"published|full" doc:"full for a line that the published budget leaves out: it counts only with cost_basis = \"full\""`
	ScalesWith      *ScaleWith `toml:"scales_with" doc:"the size that the amount belongs to; with more specialists (of the line's service, if it names one) it grows in proportion"`
	SavedWhenVacant *Number    `toml:"saved_when_vacant" min:"0" max:"1" unit:"share" doc:"share of the line that is not spent while a post is vacant"`
	Source          string     `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// ScaleWith is the size that a published amount belongs to.
type ScaleWith struct {
	Specialists float64 `toml:"specialists" need:"yes" min:"0.001" max:"1e6" unit:"FTE" doc:"specialists for which the amount was published"`
}

// ShareOf are the cost lines that another one is a share of.
type ShareOf struct {
	Category string   `toml:"category" oneof:"staff|non_staff|unsplit" doc:"all lines of this category but the line itself"`
	Lines    []string `toml:"lines" doc:"the keys of the lines"`
}

// Indexation is the yearly growth of amounts, by category of cost.
type Indexation struct {
	Staff    *Number `toml:"staff" min:"0" max:"0.5" unit:"growth per year" doc:"yearly growth of the amounts of staff lines, such as 0.03 for 3 in 100, from price_year on if start is given too, else from year 1 on"`
	NonStaff *Number `toml:"non_staff" min:"0" max:"0.5" unit:"growth per year" doc:"yearly growth of the amounts of non-staff lines"`
	Unsplit  *Number `toml:"unsplit" min:"0" max:"0.5" unit:"growth per year" doc:"yearly growth of the amounts of lines that are not split"`
	Source   string  `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// of is the growth of a line's amounts.
func (i *Indexation) of(key string, line *CostLine) quantity.Quantity {
	if line.Indexation != nil {
		return line.Indexation.Quantity("cost." + key + ".indexation")
	}
	growth := map[string]*Number{"staff": i.Staff, "non_staff": i.NonStaff, "unsplit": i.Unsplit}[line.Category]
	return growth.Quantity("indexation." + line.Category)
}

// Exchange is what another currency is worth.
type Exchange struct {
	Rate   *Number `toml:"rate" need:"yes" min:"0.000001" max:"1e9" unit:"for 1 of the plan's currency" doc:"how many units of this currency one unit of the plan's is worth"`
	Date   *Date   `toml:"date" doc:"the day of the rate"`
	Source string  `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// inWords is the rate to its last decimal.
func (e *Exchange) inWords() Phrase {
	if certain, ok := e.Rate.Distribution.(quantity.Certain); ok {
		return Say("%s", Digits(figure(float64(certain))))
	}
	return describeNumber(e.Rate.Distribution)
}

// Funder is a funding source.
type Funder struct {
	Name        string   `toml:"name" need:"yes" doc:"the funder's name"`
	Kind        string   `toml:"kind" listed:"yes" need:"yes" oneof:"national government|regional government|municipal government|health insurance|employment budget|social budget|health budget|EU|foundation|outcome payer|own funds" doc:"what kind of funder it is"`
	InKind      bool     `toml:"in_kind" doc:"true for one that gives things or time and no money"`
	Covers      Covers   `toml:"covers" need:"yes" doc:"what it pays for"`
	Status      string   `toml:"status" listed:"yes" need:"yes" oneof:"secured|agreed|in talks|hoped" doc:"how firm it is: secured or agreed (committed), in talks (likely) or hoped"`
	Chance      *Number  `toml:"chance" min:"0" max:"1" unit:"probability" doc:"probability that the money comes; 1 for secured"`
	Given       *Given   `toml:"given" doc:"the probability that it comes, where that depends on another funder; instead of chance"`
	PerYear     *Amounts `toml:"per_year" min:"0" max:"1e12" unit:"money" doc:"the most it pays in each year"`
	Maximum     *Amount  `toml:"maximum" fixed:"yes" min:"0.01" max:"1e12" unit:"money" doc:"the most it pays in all"`
	Currency    string   `toml:"currency" listed:"yes" doc:"the three-letter code of the currency of per_year and maximum, if it is not the plan's; its rate stands in [exchange]"`
	AtMost      *Number  `toml:"at_most" min:"0" max:"1" unit:"share" doc:"the most it pays of a year's eligible cost, which is that of all lines it covers"`
	Matches     *Matches `toml:"matches" doc:"money for money: it pays so much for what others pay"`
	Arrives     *Arrives `toml:"arrives" doc:"when its money for a quarter's cost comes: \"year ahead\", \"quarter ahead\", \"with the quarter\" (at its end; usual), \"in arrears\" or \"year in arrears\"; or parts such as [{ share = 0.4, when = \"year ahead\" }, { share = 0.6, when = \"in arrears\", lag_quarters = 2 }]"`
	LagQuarters *Whole   `toml:"lag_quarters" min:"0" max:"40" unit:"quarters" doc:"how many quarters later money in arrears comes; of a year in arrears, how many after the year's end"`
	Source      string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Covers is what a funder pays for.
type Covers struct {
	Category string   `toml:"category" oneof:"staff|non_staff|unsplit" doc:"the category of cost lines; all lines without it"`
	Lines    []string `toml:"lines" doc:"the keys of the cost lines, in the order in which it pays for them; all lines without it"`
	RestOf   []string `toml:"rest_of" doc:"the keys of funders whose rest it covers: what their shares would leave of each line, and no more than that if they stay away or run out of money"`
	Share    *Number  `toml:"share" need:"yes" min:"0" max:"1" unit:"share" doc:"share of each covered line; with rest_of, of what those funders would leave of it"`
}

// Given is a chance that depends on another funder.
type Given struct {
	Funder  string  `toml:"funder" need:"yes" doc:"the key of the funder that it depends on; where that is not in the option, it counts as one that does not come"`
	IfComes *Number `toml:"if_comes" need:"yes" min:"0" max:"1" unit:"probability" doc:"probability that the money comes if that funder's does"`
	IfNot   *Number `toml:"if_not" need:"yes" min:"0" max:"1" unit:"probability" doc:"probability that the money comes if that funder's does not"`
	Source  string  `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Matches is money for money.
type Matches struct {
	Rate   *Number  `toml:"rate" need:"yes" min:"0" max:"100" unit:"factor" doc:"the most it pays in a year for each unit of money that the others pay in it"`
	Others []string `toml:"others" doc:"the keys of the funders whose money counts; all that pay before it without it"`
	Source string   `toml:"source" doc:"the key of the source of this table's plain numbers"`
}

// Arrives is when a funder's money comes: all at one time, or in parts.
type Arrives struct {
	When  string
	Parts []ArrivalPart // instead of When
}

// ArrivalPart is when a part of a funder's money comes.
type ArrivalPart struct {
	Share       *Number `toml:"share" need:"yes" fixed:"yes" min:"0" max:"1" unit:"share" doc:"the part's share of the money"`
	When        string  `toml:"when" need:"yes" oneof:"year ahead|quarter ahead|with the quarter|in arrears|year in arrears" doc:"when it comes"`
	LagQuarters *Whole  `toml:"lag_quarters" min:"0" max:"40" unit:"quarters" doc:"how many quarters later money in arrears comes; of a year in arrears, how many after the year's end"`
}

// times are the words for when money comes.
func times() []string {
	return fieldNamed[ArrivalPart]("When").words
}

func (a *Arrives) decodeNode(d *decoder, n *node, path string, f field) {
	const write = `write one of the words %s, or a list of parts such as [{ share = 0.4, when = "year ahead" }, { share = 0.6, when = "in arrears", lag_quarters = 2 }]`
	words := strings.Join(times(), ", ")
	if n.elements == nil {
		word, isText := n.value.(string)
		switch {
		case !isText:
			d.fault(n.position, path, "is %s; "+write, n.describe(), words)
		case !slices.Contains(times(), word):
			d.fault(n.position, path, "%q is not a word that is allowed here; allowed: %s", shortened(word), words)
		}
		a.When = word
		d.word(n, path, f, Verbatim(word))
		return
	}
	if len(n.elements) == 0 {
		d.fault(n.position, path, "is an empty list; "+write, words)
	}
	for i, element := range n.elements {
		var part ArrivalPart
		where := fmt.Sprintf("%s[%d]", path, i)
		if !element.table {
			d.fault(element.position, where, `is %s; a part is written { share = 0.4, when = "year ahead" }`, element.describe())
			continue
		}
		d.table(element, where, reflect.ValueOf(&part).Elem())
		a.Parts = append(a.Parts, part)
	}
}

// Amounts are sums of money by year: one for all years, one for each, or "published"; they may be uncertain.
type Amounts struct{ Yearly }

func (a *Amounts) decodeNode(d *decoder, n *node, path string, f field) {
	a.Yearly.decodeNode(d, n, path, f)
	if a.Laws != nil {
		return
	}
	if values := n.child("values"); values != nil {
		n, path = values, join(path, "values")
	}
	d.checkCents(n, path, a.Values)
}

// series are the amounts of the years, with the name for their random address.
func (a *Amounts) series(name string, amounts []float64) quantity.Series {
	s := quantity.Series{Name: name}
	for year, x := range amounts {
		if a.Laws != nil {
			s.Years = append(s.Years, a.Laws[min(year, len(a.Laws)-1)])
			continue
		}
		s.Years = append(s.Years, quantity.Certain(x))
	}
	return s
}

// IsFull says whether the line counts in the full cost only.
func (l *CostLine) IsFull() bool { return l.Basis == "full" }

// driver is what a line's amount is for.
func (l *CostLine) driver() budgets.Driver {
	switch {
	case l.ShareOf != nil:
		return budgets.ShareOfCost
	case l.Per == "":
		return budgets.PerYear
	}
	return budgets.Driver(l.Per)
}
