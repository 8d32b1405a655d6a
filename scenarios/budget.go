package scenarios

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ipsplan/budgets"
	"ipsplan/model"
	"ipsplan/model/quantity"
)

// budgets makes the plan's costs and funding on the cost basis in use and, where there is a line that only the full cost has, on both.
func (b *builder) budgets() {
	if slices.ContainsFunc(b.file.Cost.Keys, func(key string) bool { return b.file.Cost.ByKey[key].IsFull() }) {
		b.s.Bases = &Bases{Published: b.budget(false), Full: b.budget(true)}
	}
	b.s.Budget = b.budget(b.file.CostBasis == full) // last, since a contract is made on the basis in use
}

// budget makes the plan's costs and funding on one basis out of the lines and funders that count.
func (b *builder) budget(inFull bool) budgets.Plan {
	b.inFull = inFull
	f, p := b.file, &budgets.Plan{}
	p.Currency, p.Years = f.Currency, b.years
	p.Correlations = b.s.Model.Correlations
	b.course(p)
	if f.PriceYear != nil && f.Start != nil {
		p.IndexedFrom = f.Start.Year() - wholeOf(f.PriceYear)
	}
	lines, funders := b.linesInUse(), b.fundersInUse()
	for _, key := range lines {
		p.Lines = append(p.Lines, b.line(key, lines))
	}
	for _, key := range funders {
		p.Sources = append(p.Sources, b.source(key, lines, funders))
	}
	for i, order := range b.payOrders() {
		option := budgets.Option{Order: positions(order, funders)}
		if len(f.Option.Keys) > 0 {
			option.Key = f.Option.Keys[i]
			option.Name = f.Option.ByKey[option.Key].Name
		}
		if len(funders) > 0 {
			p.Options = append(p.Options, option)
		}
	}
	return *p
}

// positions are those of keys among all; keys that are not among them are left out.
func positions(keys, all []string) []int {
	var found []int
	for _, key := range keys {
		if at := slices.Index(all, key); at >= 0 {
			found = append(found, at)
		}
	}
	return found
}

// course makes what budgets know of people and services.
func (b *builder) course(p *budgets.Plan) {
	m := &b.s.Model
	shares, all := b.shares(), 0.0
	for _, key := range b.file.Services.Keys {
		all += shares[key]
	}
	for i := range m.Services {
		s := &m.Services[i]
		of := b.file.Services.ByKey[s.Key]
		service := budgets.Service{
			Key: s.Key, Name: of.Name, Planned: b.plannedVolumes(s, wholeOf(of.OpensWeek)), ShareOfPeople: shares[s.Key] / all,
			Specialists: fullTime(s.Posts) * float64(s.Centres), Leaders: fullTime(s.TeamLeaders),
		}
		p.Services = append(p.Services, service)
	}
	for year := range b.years {
		stages := budgets.Stages{Engage: m.Pathway.Engage.Years[year].Mean(), JobStart: m.Pathway.JobStart.Years[year].Mean(), Sustain: m.Pathway.Sustain.Years[year].Mean()}
		for _, s := range m.Services {
			stages.Referrals += s.ReferralsPerYear[year]
		}
		p.Arithmetic = append(p.Arithmetic, stages)
	}
	p.Spread = spread(p.Services, b.years)
}

// fullTime is the working time of posts in FTE.
func fullTime(posts []model.Post) float64 {
	sum := 0
	for _, post := range posts {
		sum += int(post.FTE)
	}
	return float64(sum) / float64(model.FullTime)
}

// spread is the share of a year's events in each quarter: as the weeks in which services are open, or a fourth where none is.
func spread(services []budgets.Service, years int) []float64 {
	shares := make([]float64, years*model.QuartersPerYear)
	for year := range years {
		first, open := year*model.QuartersPerYear, 0.0
		for q := first; q < first+model.QuartersPerYear; q++ {
			for _, s := range services {
				shares[q] += s.Planned[q].Open
			}
			open += shares[q]
		}
		for q := first; q < first+model.QuartersPerYear; q++ {
			if open == 0 {
				shares[q] = 1.0 / model.QuartersPerYear
				continue
			}
			shares[q] /= open
		}
	}
	return shares
}

// plannedVolumes are a service's posts, hires, places and weeks open by quarter, with every post filled from the week in which it opens.
func (b *builder) plannedVolumes(s *model.Service, opens int) []budgets.Volumes {
	volumes := make([]budgets.Volumes, b.years*model.QuartersPerYear)
	for q := range volumes {
		v := &volumes[q]
		weeks, hires := b.postWeeks(s.Posts, q)
		v.Specialists, v.Hires = weeks*float64(s.Centres), float64(hires*s.Centres)
		v.Leaders, hires = b.postWeeks(s.TeamLeaders, q)
		v.Hires += float64(hires)
		v.InPost, v.LeadersInPost = v.Specialists, v.Leaders
		for t := q * model.WeeksPerQuarter; t < (q+1)*model.WeeksPerQuarter; t++ {
			v.Caseload += float64(b.places(s.Posts, t) * int64(s.Centres))
			if t >= opens {
				v.Open++
			}
		}
	}
	return volumes
}

// postWeeks are the FTE-weeks of posts that have opened in a quarter, and how many open in it and are recruited for.
func (b *builder) postWeeks(posts []model.Post, q int) (weeks float64, hires int) {
	begin := q * model.WeeksPerQuarter
	thousandths := int64(0)
	for _, post := range posts {
		thousandths += int64(post.FTE) * int64(min(max(begin+model.WeeksPerQuarter-post.Opens, 0), model.WeeksPerQuarter))
		if post.Experience == 0 && post.Opens >= begin && post.Opens < begin+model.WeeksPerQuarter {
			hires++
		}
	}
	return float64(thousandths) / float64(model.FullTime), hires
}

// places is how many people a centre's posts carry in a week, each filled since it opened.
func (b *builder) places(posts []model.Post, t int) int64 {
	c := &b.s.Model.Caseload
	carried := int64(0)
	for i := 0; i < len(posts); {
		same := i + 1 // posts are mostly alike
		for same < len(posts) && posts[same] == posts[i] {
			same++
		}
		if post := posts[i]; t >= post.Opens {
			carried += int64(same-i) * int64(post.FTE) * int64(c.Ramp.At(t-post.Opens+post.Experience))
		}
		i = same
	}
	return int64(c.LimitIn(t)) * carried / (int64(model.FullTime) * int64(c.Ramp.Denominator))
}

// counts says whether a line counts on the basis that the budget is made on: those of the full cost do so on no other.
func (b *builder) counts(line *CostLine) bool { return b.inFull || !line.IsFull() }

// linesInUse are the keys of the lines that count.
func (b *builder) linesInUse() []string {
	var keys []string
	for key, line := range b.file.Cost.All() {
		if b.counts(line) {
			keys = append(keys, key)
		}
	}
	return keys
}

// fundersInUse are the keys of the funders but for those that cover only lines which do not count.
func (b *builder) fundersInUse() []string {
	var keys []string
	for key, funder := range b.file.Funding.All() {
		covered := b.covered(funder)
		if len(covered) == 0 || slices.ContainsFunc(covered, func(line string) bool { return b.counts(b.file.Cost.ByKey[line]) }) {
			keys = append(keys, key)
		}
	}
	return keys
}

// covered are the keys of the lines that a funder pays for, in the order in which it does: those that it names, then those of its category; all
// where it names neither.
func (b *builder) covered(f *Funder) []string {
	keys := slices.Clone(f.Covers.Lines)
	for key, line := range b.file.Cost.All() {
		all := f.Covers.Category == "" && f.Covers.Lines == nil
		if !slices.Contains(keys, key) && (all || line.Category == f.Covers.Category) {
			keys = append(keys, key)
		}
	}
	return keys
}

// lines works out the yearly amounts, for what may be wrong with them.
func (b *builder) lines() {
	b.amountsOf = map[string][]float64{}
	b.step(b.noteRates, "exchange")
	for key, line := range b.file.Cost.All() {
		path := "cost." + key
		if line.Amount != nil {
			b.step(func() {
				b.amountsOf[path] = b.amounts(path+".amount", line.Amount, budgets.Category(line.Category), line.Currency)
			}, path+".amount", path+".category", "published", "beyond_published")
		}
	}
	for key, funder := range b.file.Funding.All() {
		path := "funding." + key
		if funder.PerYear != nil {
			b.step(func() { b.amountsOf[path] = b.amounts(path+".per_year", funder.PerYear, "", funder.Currency) }, path+".per_year")
		}
		if funder.Maximum != nil {
			b.inCurrency(path+".maximum", funder.Currency)
		}
		b.noteRest(path+".covers.share", funder.Covers.RestOf)
	}
}

// noteRest makes the table of assumptions say whose rest a share is of.
func (b *builder) noteRest(path string, of []string) {
	for i := range b.d.inputs {
		if input := &b.d.inputs[i]; input.Path == path && len(of) > 0 {
			others := strings.Join(of, ", ")
			input.What = "share of what " + others + " would leave of each covered line"
			input.Value = Say("%s of what %s would leave", input.Value, others)
		}
	}
}

// noteRates makes the table of assumptions say what the rates of exchange are of, and have them to their last decimal.
func (b *builder) noteRates() {
	for i := range b.d.inputs {
		input := &b.d.inputs[i]
		for code, e := range b.file.Exchange.All() {
			if input.Path == "exchange."+code+".rate" {
				input.Value, input.Unit = e.inWords(), code+" for 1 "+b.file.Currency
			}
		}
	}
}

// inCurrency makes the table of assumptions name the currency of an amount that is not in the plan's.
func (b *builder) inCurrency(path, code string) {
	for i := range b.d.inputs {
		if input := &b.d.inputs[i]; input.Path == path && code != "" && code != b.file.Currency {
			input.Unit = code
		}
	}
}

// amounts gives a yearly amount for each year; "published" is the budget table's row of the category.
func (b *builder) amounts(path string, a *Amounts, category budgets.Category, currency string) []float64 {
	b.inCurrency(path, currency)
	y := &a.Yearly
	values := make([]float64, b.years)
	var published []float64
	if y.Published {
		if b.file.Published != nil && b.file.Published.Budget != nil {
			t := b.file.Published.Budget
			published = map[budgets.Category][]float64{budgets.Staff: t.Staff, budgets.NonStaff: t.NonStaff, budgets.Unsplit: t.Total}[category]
		}
		if beyond := b.file.BeyondPublished; len(published) > 0 && beyond != nil && beyond.Cost == "other lines" {
			published = append(slices.Clone(published), make([]float64, b.years)...)
		}
		if len(published) < b.years {
			row := map[budgets.Category]string{budgets.Staff: "staff", budgets.NonStaff: "non_staff", budgets.Unsplit: "total"}[category]
			b.d.faultAt(path, "is \"published\", but [published.budget] has %d of %s of %s; write the amounts, or add [beyond_published] with cost = \"other lines\"",
				len(published), counted(b.years, "year"), row)
			return values
		}
	}
	for year := range values {
		switch {
		case y.Published:
			values[year] = published[year]
		case len(y.Values) == 1:
			values[year] = y.Values[0]
		default:
			values[year] = y.Values[year]
		}
	}
	b.resolve(path, y, values, Published)
	return values
}

func (b *builder) line(key string, inUse []string) budgets.Line {
	c, path := b.file.Cost.ByKey[key], "cost."+key
	line := budgets.Line{
		Key: key, Name: c.Name, Category: budgets.Category(c.Category), Driver: c.driver(), Service: budgets.AllServices,
		Scale: 1, Exchange: quantity.Exactly(1), Reference: b.reference(path+".amount", c.Source),
	}
	if c.ShareOf != nil {
		line.Share, line.Base = c.Share.Quantity(path+".share"), positions(b.basesOf(key), inUse)
		line.Reference = b.reference(path+".share", c.Source)
		return line
	}
	if c.Service != "" {
		line.Service = slices.Index(b.file.Services.Keys, c.Service)
	}
	line.Amount = c.Amount.series(path+".amount", b.amountsOf[path])
	line.Scale = b.scale(c)
	line.Exchange = b.exchange(c.Currency)
	line.Indexation = b.file.Indexation.of(key, c)
	line.SavedWhenVacant = c.SavedWhenVacant.Quantity(path + ".saved_when_vacant")
	line.Reference += b.rateInWords(c.Currency)
	if line.Driver == budgets.Once {
		line.Quarter = wholeOf(c.Quarter) - 1
	}
	if line.Scale == 0 || line.Quarter >= b.years*model.QuartersPerYear { // nobody to pay for, or due after the years that were asked for
		line.Scale, line.Quarter = 1, 0
		line.Amount.Years = slices.Repeat([]quantity.Distribution{quantity.Certain(0)}, b.years)
	}
	return line
}

// scale is the plan's size over the one that an amount belongs to.
func (b *builder) scale(c *CostLine) float64 {
	switch {
	case c.ScalesWith == nil:
		return 1
	case c.Service != "":
		return b.file.Services.ByKey[c.Service].Specialists.Exact() / c.ScalesWith.Specialists
	}
	return b.specialists() / c.ScalesWith.Specialists
}

// exchange is how many units of a currency one unit of the plan's is worth.
func (b *builder) exchange(code string) quantity.Quantity {
	if code == "" || code == b.file.Currency {
		return quantity.Exactly(1)
	}
	return b.file.Exchange.ByKey[code].Rate.Quantity("exchange." + code + ".rate")
}

// rateInWords says which rate an amount is worked out at; nothing for one in the plan's currency.
func (b *builder) rateInWords(code string) string {
	if code == "" || code == b.file.Currency {
		return ""
	}
	e := b.file.Exchange.ByKey[code]
	words := fmt.Sprintf("; %s %s for 1 %s", e.inWords(), code, b.file.Currency)
	if e.Date != nil {
		words += ", " + e.Date.Format(time.DateOnly)
	}
	if source := b.reference("exchange."+code+".rate", e.Source); source != "" {
		words += " (" + source + ")"
	}
	return words
}

// reference says in words where an input comes from, or the table around it.
func (b *builder) reference(path, source string) string {
	reason := ""
	for _, input := range b.d.inputs {
		if input.Path == path {
			source, reason = input.Source, input.Reason
			if input.By != "" {
				reason = "changed by " + input.By
			}
		}
	}
	var words []string
	if s := b.file.Sources.ByKey[source]; s != nil {
		words = append(words, s.Title)
	}
	if reason != "" {
		words = append(words, reason)
	}
	return strings.Join(words, "; ")
}

func (b *builder) source(key string, lines, funders []string) budgets.Source {
	f, path := b.file.Funding.ByKey[key], "funding."+key
	s := budgets.Source{
		Key: key, Name: f.Name, Kind: budgets.Kind(f.Kind), Status: budgets.Status(f.Status), InKind: f.InKind,
		Lines: positions(b.covered(f), lines), Share: f.Covers.Share.Quantity(path + ".covers.share"),
		Exchange: b.exchange(f.Currency), Chance: f.Chance.Quantity(path + ".chance"), Arrives: f.arrivals(),
		Reference: b.reference("", f.Source) + b.rateInWords(f.Currency), RestOf: positions(f.Covers.RestOf, funders),
	}
	if f.Chance == nil && s.Status == budgets.Secured {
		s.Chance = quantity.Exactly(1)
	}
	for _, amount := range b.amountsOf[path] {
		s.PerYear = append(s.PerYear, budgets.CentsOf(amount))
	}
	if f.Maximum != nil {
		most := budgets.CentsOf(f.Maximum.Exact())
		s.Maximum = &most
	}
	if f.AtMost != nil {
		share := f.AtMost.Quantity(path + ".at_most")
		s.AtMost = &share
	}
	if m := f.Matches; m != nil {
		others := m.Others
		if others == nil {
			others = b.before(key)
		}
		s.Matches = &budgets.Match{Rate: m.Rate.Quantity(path + ".matches.rate"), Others: positions(others, funders)}
	}
	if f.Given != nil {
		b.given(&s, path, f.Given, funders)
	}
	return s
}

// given makes the chance depend on another funder; one that is left out, with all that it covers, does not come.
func (b *builder) given(s *budgets.Source, path string, g *Given, funders []string) {
	ifComes, ifNot := g.IfComes.Quantity(path+".given.if_comes"), g.IfNot.Quantity(path+".given.if_not")
	on := slices.Index(funders, g.Funder)
	if on < 0 {
		s.Chance = ifNot
		return
	}
	s.Given = &budgets.Given{Source: on, IfComes: ifComes, IfNot: ifNot}
}

// arrivals are the parts in which the funder's money comes.
func (f *Funder) arrivals() []budgets.Arrival {
	switch {
	case f.InKind:
		return nil
	case f.Arrives == nil:
		return []budgets.Arrival{{Share: 1, When: budgets.WithTheQuarter}}
	case f.Arrives.Parts == nil:
		return []budgets.Arrival{{Share: 1, When: budgets.When(f.Arrives.When), Lag: wholeOf(f.LagQuarters)}}
	}
	var arrivals []budgets.Arrival
	for _, part := range f.Arrives.Parts {
		arrivals = append(arrivals, budgets.Arrival{Share: part.Share.Exact(), When: budgets.When(part.When), Lag: wholeOf(part.LagQuarters)})
	}
	return arrivals
}
