package scenarios

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"ipsplan/budgets"
	"ipsplan/model"
)

// checkMoney reports what does not fit together in costs and funding. What is left out of the cost in use is checked too.
func (b *builder) checkMoney() {
	f := b.file
	for code := range f.Exchange.All() {
		b.checkExchange(code)
	}
	for key, line := range f.Cost.All() {
		b.checkLine(key, line)
	}
	b.circles("cost", f.Cost.Keys, "share_of", "is a share of itself, by way of %s; name lines that do not rest on it", b.basesOf)
	for key, funder := range f.Funding.All() {
		b.checkFunder(key, funder)
	}
	b.circles("funding", f.Funding.Keys, "given.funder", "depends on itself, by way of %s; give one of them a chance of its own", func(key string) []string {
		if given := f.Funding.ByKey[key].Given; given != nil {
			return []string{given.Funder}
		}
		return nil
	})
	for key, option := range f.Option.All() {
		b.keys("option."+key+".pay_order", option.PayOrder, "funding", f.Funding.Keys, "", "name each funder once, where its turn comes")
	}
	for key, funder := range f.Funding.All() {
		b.checkRest(key, funder)
		if funder.Matches != nil {
			b.checkMatches(key, funder.Matches)
		}
	}
}

// isCode says whether a text is a currency's code.
func isCode(code string) bool {
	isLetter := func(r rune) bool { return r >= 'A' && r <= 'Z' }
	return len(code) == 3 && strings.TrimFunc(code, isLetter) == ""
}

func (b *builder) checkExchange(code string) {
	path := "exchange." + code
	switch {
	case b.d.faulty(path, "currency"):
	case !isCode(code):
		b.d.faultAt(path, "%q is not a three-letter code in capitals, such as CZK", code)
	case code == b.file.Currency:
		b.d.faultAt(path, "is the plan's own currency, which needs no rate; leave it out")
	}
}

// checkCurrency wants a rate for what is not in the plan's currency.
func (b *builder) checkCurrency(path, code string) {
	switch _, known := b.file.Exchange.ByKey[code]; {
	case code == "" || b.d.faulty(path, "currency"):
	case !isCode(code):
		b.d.faultAt(path, "%q is not a three-letter code in capitals, such as CZK", code)
	case code != b.file.Currency && !known && !b.d.faulty("exchange"):
		b.d.faultAt(path, "%q has no rate; add [exchange.%s] with rate = … (how many %s one %s is worth)", code, code, code, b.file.Currency)
	}
}

// key reports one that is not there.
func (b *builder) key(path, key, table string, known []string) {
	if !slices.Contains(known, key) && !b.d.faulty(path) {
		b.d.faultAt(path, "%q is not in [%s]; %s", shortened(key), table, suggest(key, known))
	}
}

// keys reports those of a list that are not there, that are there twice, and the one that may not be among them.
func (b *builder) keys(path string, list []string, table string, known []string, not, once string) {
	for i, key := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		b.key(at, key, table, known)
		switch {
		case b.d.faulty(at):
		case key == not:
			b.d.faultAt(at, "%q is what this belongs to; name others", key)
		case slices.Contains(list[:i], key):
			b.d.faultAt(at, "%q is named twice; %s", key, once)
		}
	}
}

// circles reports each circle in which the entries of a table rest on each other, once, at the first of its entries in the file.
func (b *builder) circles(table string, keys []string, at, problem string, restsOn func(key string) []string) {
	const (
		underway = iota + 1
		done
	)
	state := map[string]int{}
	var way []string
	var follow func(key string)
	follow = func(key string) {
		if state[key] == underway {
			circle := append(slices.Clone(way[slices.Index(way, key):]), key)
			if path := table + "." + key + "." + at; !b.d.faulty(path) {
				b.d.faultAt(path, problem, strings.Join(circle[1:], ", "))
			}
		}
		if state[key] != 0 || !slices.Contains(keys, key) {
			return
		}
		state[key] = underway
		way = append(way, key)
		for _, other := range restsOn(key) {
			follow(other)
		}
		way = way[:len(way)-1]
		state[key] = done
	}
	for _, key := range keys {
		follow(key)
	}
}

// basesOf are the keys of the lines that a line is a share of, in the order of the file.
func (b *builder) basesOf(key string) []string {
	of := b.file.Cost.ByKey[key].ShareOf
	if of == nil {
		return nil
	}
	var bases []string
	for other, line := range b.file.Cost.All() {
		if slices.Contains(of.Lines, other) || of.Category != "" && line.Category == of.Category && other != key {
			bases = append(bases, other)
		}
	}
	return bases
}

func (b *builder) checkLine(key string, line *CostLine) {
	path := "cost." + key
	if b.d.faulty(path+".share_of", path+".amount", path+".per") {
		return
	}
	switch {
	case line.ShareOf != nil:
		b.checkShareLine(key, line)
		return
	case line.Share != nil:
		b.d.faultAt(path+".share", "stands without share_of, which names the lines that it is a share of; add that, or leave share out")
	case line.Amount == nil:
		b.d.faultAt(path+".amount", "is missing; add it: %s", fieldNamed[CostLine]("Amount").doc)
	}
	b.checkCurrency(path+".currency", line.Currency)
	if line.Service != "" {
		b.key(path+".service", line.Service, "services", b.file.Services.Keys)
	}
	b.checkQuarter(path, line)
	switch line.driver() {
	case budgets.PerYear, budgets.PerSpecialist, budgets.PerLeader:
	default:
		if line.SavedWhenVacant != nil {
			b.d.faultAt(path+".saved_when_vacant", "does not go with an amount per %s; leave it out, or give the amount per year, per specialist or per team leader", line.Per)
		}
	}
}

// checkQuarter wants a quarter for what comes once, and for nothing else.
func (b *builder) checkQuarter(path string, line *CostLine) {
	once := line.driver() == budgets.Once
	switch {
	case b.d.faulty(path+".quarter", "years"):
	case once && line.Quarter == nil:
		b.d.faultAt(path+".quarter", "is missing; an amount that comes once falls due in a quarter of the plan, such as 1 for the first")
	case !once && line.Quarter != nil:
		b.d.faultAt(path+".quarter", `goes only with per = "once"; leave it out, or add that`)
	case once && wholeOf(line.Quarter) > b.file.Years*model.QuartersPerYear:
		b.d.faultAt(path+".quarter", "%d is after the end of the plan; its last quarter is %d", wholeOf(line.Quarter), b.file.Years*model.QuartersPerYear)
	}
}

// checkShareLine reports what does not go with a line that is a share of others.
func (b *builder) checkShareLine(key string, line *CostLine) {
	path := "cost." + key
	for _, other := range []struct {
		key   string
		given bool
	}{
		{"amount", line.Amount != nil},
		{"per", line.Per != ""},
		{"quarter", line.Quarter != nil},
		{"service", line.Service != ""},
		{"currency", line.Currency != ""},
		{"indexation", line.Indexation != nil},
		{"scales_with", line.ScalesWith != nil},
		{"saved_when_vacant", line.SavedWhenVacant != nil},
	} {
		if other.given {
			b.d.faultAt(path+"."+other.key, "does not go with share_of, which makes the line a share of others; leave one of the two out")
		}
	}
	if line.Share == nil {
		b.d.faultAt(path+".share", "is missing; add it: %s", fieldNamed[CostLine]("Share").doc)
	}
	of := line.ShareOf
	if (of.Category == "") == (of.Lines == nil) {
		b.d.faultAt(path+".share_of", "names a category or lines, and not both; write { category = \"staff\" } or { lines = [\"rent\"] }")
	}
	b.keys(path+".share_of.lines", of.Lines, "cost", b.file.Cost.Keys, key, "name each line once")
}

func (b *builder) checkFunder(key string, f *Funder) {
	path := "funding." + key
	switch {
	case b.d.faulty(path+".status", path+".chance", path+".given"):
	case f.Chance != nil && f.Given != nil:
		b.d.faultAt(path+".given", "stands beside chance; keep one of the two")
	case f.Status == string(budgets.Secured) && f.Given != nil:
		b.d.faultAt(path+".given", "goes with a funder that is secured, whose money comes whatever the others do; leave it out, or call the funder agreed")
	case f.Status == string(budgets.Secured) && f.Chance != nil && f.Chance.Quantile(1e-9) < 1:
		b.d.faultAt(path+".chance", "is not 1 for a funder that is secured, whose money comes for certain; leave it out, or call the funder agreed")
	case f.Chance == nil && f.Given == nil && f.Status != string(budgets.Secured):
		b.d.faultAt(path+".chance", "is missing; a funder that is %s needs the probability that the money comes, such as { low = 0.4, best = 0.7, high = 0.9, assumed = \"why\" }", f.Status)
	}
	b.keys(path+".covers.lines", f.Covers.Lines, "cost", b.file.Cost.Keys, "", "name each line once, in the order in which it is paid for")
	if f.Given != nil {
		b.key(path+".given.funder", f.Given.Funder, "funding", b.file.Funding.Keys)
		if f.Given.Funder == key {
			b.d.faultAt(path+".given.funder", "%q is this funder itself; name another one", key)
		}
	}
	b.checkCurrency(path+".currency", f.Currency)
	b.checkArrives(path, f)
}

func (b *builder) checkArrives(path string, f *Funder) {
	at, lag := path+".arrives", path+".lag_quarters"
	switch {
	case b.d.faulty(at, lag, path+".in_kind"):
	case f.InKind && f.Arrives != nil:
		b.d.faultAt(at, "does not go with in_kind, since no money moves; leave it out")
	case f.LagQuarters != nil && (f.Arrives == nil || f.Arrives.Parts != nil):
		b.d.faultAt(lag, `stands without arrives = "in arrears" or "year in arrears"; add that, or write lag_quarters in the part that is late`)
	case f.Arrives == nil:
	case f.Arrives.Parts == nil:
		b.checkLag(at, lag, f.Arrives.When, f.LagQuarters)
	default:
		sum := 0.0
		for i, part := range f.Arrives.Parts {
			where := fmt.Sprintf("%s[%d]", at, i)
			b.checkLag(where, where+".lag_quarters", part.When, part.LagQuarters)
			sum += part.Share.Exact()
		}
		if math.Abs(sum-1) > 1e-9 {
			b.d.faultAt(at, "has parts that add up to %s; make their shares add up to 1", trim(sum))
		}
	}
}

// checkLag wants a lag for money in arrears, allows it for a year in arrears, and for nothing else.
func (b *builder) checkLag(at, lagAt, when string, lag *Whole) {
	switch budgets.When(when) {
	case budgets.InArrears:
		if wholeOf(lag) < 1 {
			b.d.faultAt(at, "is \"in arrears\" without saying how long; add lag_quarters = 1 or more")
		}
	case budgets.YearInArrears:
	default:
		if lag != nil {
			b.d.faultAt(lagAt, "does not go with %q; leave it out, or say that the money comes in arrears", when)
		}
	}
}

// checkRest reports funders that a funder's rest cannot be of.
func (b *builder) checkRest(key string, f *Funder) {
	path, of := "funding."+key+".covers.rest_of", f.Covers.RestOf
	if of != nil && len(of) == 0 {
		b.d.faultAt(path, "names nobody; name the funders whose rest it covers, or write covers without it")
	}
	b.keys(path, of, "funding", b.file.Funding.Keys, key, "name each funder once")
	if b.d.faulty("funding."+key+".covers", "option") {
		return
	}
	covered := b.covered(f)
	for i, other := range of {
		if !b.d.faulty("funding."+other) && !slices.ContainsFunc(b.covered(b.file.Funding.ByKey[other]), func(line string) bool { return slices.Contains(covered, line) }) {
			b.d.faultAt(fmt.Sprintf("%s[%d]", path, i), "%q covers none of the lines that this funder covers, of which it would leave a rest; name others, or write covers without rest_of", other)
		}
	}
	if other, option := b.paysAfter(key, of); other != "" {
		b.d.faultAt(path, "names %s, which pays after it in %s; a rest is left by those that pay before: change the order, or name others", other, option)
	}
}

// checkMatches reports others that do not pay before the funder which matches them.
func (b *builder) checkMatches(key string, m *Matches) {
	path := "funding." + key + ".matches"
	b.keys(path+".others", m.Others, "funding", b.file.Funding.Keys, key, "name each funder once")
	if b.d.faulty(path, "option") {
		return
	}
	others := m.Others
	if others == nil {
		others = b.before(key)
	}
	if other, option := b.paysAfter(key, others); other != "" {
		b.d.faultAt(path, "counts what %s pays, which pays after it in %s; only money that is paid before can be matched: change the order, or name others", other, option)
	}
}

// paysAfter finds one of the others that pays after a funder, and in which option; empty if none does.
func (b *builder) paysAfter(key string, others []string) (other, option string) {
	for i, order := range b.payOrders() {
		own := slices.Index(order, key)
		for _, other := range others {
			if at := slices.Index(order, other); own < 0 || at <= own {
				continue
			}
			if len(b.file.Option.Keys) == 0 {
				return other, "the order of [funding], which holds without options"
			}
			return other, "option." + b.file.Option.Keys[i]
		}
	}
	return "", ""
}

// before are the funders that pay before one in some option.
func (b *builder) before(key string) []string {
	var others []string
	for _, order := range b.payOrders() {
		for _, other := range order[:max(0, slices.Index(order, key))] {
			if !slices.Contains(others, other) {
				others = append(others, other)
			}
		}
	}
	return others
}

// payOrders are the keys of the funders of each option; of all of them, in the order of the file, where there is no option.
func (b *builder) payOrders() [][]string {
	if len(b.file.Option.Keys) == 0 {
		return [][]string{b.file.Funding.Keys}
	}
	var orders [][]string
	for _, option := range b.file.Option.All() {
		orders = append(orders, option.PayOrder)
	}
	return orders
}
