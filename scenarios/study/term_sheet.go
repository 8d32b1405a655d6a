package study

import (
	"math"
	"reflect"
	"slices"

	"ipsplan/budgets"
	"ipsplan/budgets/contract"
	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// Term is one term of an outcomes contract in words.
type Term struct {
	// Key is where it stands, or would stand, in a scenario file.
	Key string `json:"key"`
	// Label is what it is about; Sentence is what it says.
	Label    Phrase `json:"label"`
	Sentence Phrase `json:"sentence"`
	// LeftOut says that the file does not have it, and the sentence is what that means.
	LeftOut bool `json:"left_out,omitempty"`
}

// TermSheet is a scenario's outcomes contract in words, in the order of a term sheet, with what is left out; nil where there is no contract.
func TermSheet(s *scenarios.Scenario) []Term {
	if s.Contract == nil {
		return nil
	}
	w := &termSheet{s: s, t: s.Contract}
	w.parties()
	w.rateCard()
	w.otherPayments()
	w.deductions()
	w.costs()
	w.investor()
	w.comparison()
	return w.terms
}

type termSheet struct {
	s     *scenarios.Scenario
	t     *contract.Terms
	terms []Term
}

func (w *termSheet) term(key string, label, sentence Phrase) {
	w.terms = append(w.terms, Term{Key: "contract." + key, Label: label, Sentence: sentence})
}

// leftOut is a term that the contract does not have.
func (w *termSheet) leftOut(key string, label, sentence Phrase) {
	w.terms = append(w.terms, Term{Key: "contract." + key, Label: label, Sentence: sentence, LeftOut: true})
}

// either is a term, or what it means that the contract does not have it.
func (w *termSheet) either(has bool, key string, label, with, without Phrase) {
	if has {
		w.term(key, label, with)
		return
	}
	w.leftOut(key, label, without)
}

func verbatim(words string) Phrase { return scenarios.Say("%s", words) }

// money is an amount with its currency.
func (w *termSheet) money(x float64) Phrase {
	return scenarios.Say("%s %s", Amount(x), w.s.Budget.Currency)
}

func (w *termSheet) cents(x budgets.Cents) Phrase { return w.money(x.Amount()) }

// uncertain is a quantity: as it is if it is certain, else its mean and 80 % range, rounded to so many steps in a unit.
func uncertain(q quantity.Distribution, steps float64, as func(float64) Phrase) Phrase {
	if certain, ok := q.(quantity.Certain); ok {
		return as(float64(certain))
	}
	rounded := func(x float64) Phrase { return as(math.Round(x*steps) / steps) }
	return scenarios.Say("%s (uncertain: %s to %s in eight of ten futures)", rounded(q.Mean()), rounded(q.Quantile(0.1)), rounded(q.Quantile(0.9)))
}

// uncertainMoney is rounded to whole units of the currency where it is uncertain.
func (w *termSheet) uncertainMoney(q quantity.Distribution) Phrase { return uncertain(q, 1, w.money) }

// uncertainShare is rounded to a thousandth where it is uncertain.
func uncertainShare(q quantity.Distribution) Phrase {
	return uncertain(q, 1000, func(x float64) Phrase { return scenarios.Say("%s", Fraction(x)) })
}

// byYear is what is the case in each year; where all are the same, it says so in one way.
func byYear[T any](years []T, same func(a, b T) bool, in func(T) Phrase, asOne func(Phrase) Phrase) Phrase {
	if !slices.ContainsFunc(years, func(x T) bool { return !same(x, years[0]) }) {
		return asOne(in(years[0]))
	}
	var all []Phrase
	for y, x := range years {
		all = append(all, scenarios.Say("%s in year %d", in(x), y+1))
	}
	return withCommas(all)
}

// perYear are amounts of the years.
func (w *termSheet) perYear(years []budgets.Cents) Phrase {
	same := func(a, b budgets.Cents) bool { return a == b }
	return byYear(years, same, w.cents, func(all Phrase) Phrase { return scenarios.Say("%s a year", all) })
}

func (w *termSheet) parties() {
	t := w.t
	w.term("payer", scenarios.Say("Outcome payer"), scenarios.Say("%s pays for outcomes.", t.Payer))
	where := scenarios.Say("all services")
	if t.Services != nil {
		var names []Phrase
		for _, i := range t.Services {
			names = append(names, verbatim(w.s.Budget.Services[i].Name))
		}
		where = withCommas(names)
	}
	who := scenarios.Say("People count who engage at %s in the plan's years.", where)
	switch {
	case t.EngagedTo > 0:
		who = scenarios.Say("People count who engage at %s in weeks %d to %d of the plan.", where, t.EngagedFrom, t.EngagedTo-1)
	case t.EngagedFrom > 0:
		who = scenarios.Say("People count who engage at %s from week %d of the plan on.", where, t.EngagedFrom)
	}
	who = scenarios.Say("%s Their outcomes count until three years after the plan, where no clause says otherwise.", who)
	w.either(t.Services != nil || t.EngagedFrom > 0 || t.EngagedTo > 0, "services", scenarios.Say("People"), who, who)
}

// eventOf is what is counted or paid for, once for each person.
func eventOf(e contract.Event, h contract.Hours) Phrase {
	return [contract.Events][3]Phrase{
		contract.Engagement: {scenarios.Say("engagement")},
		contract.JobStart:   {scenarios.Say("first job start"), scenarios.Say("first job start in a job below 16 hours a week"), scenarios.Say("first job start in a job from 16 hours a week")},
		contract.Sustained13: {
			scenarios.Say("person who reaches 13 weeks in a job"), scenarios.Say("person who reaches 13 weeks in a job below 16 hours a week"), scenarios.Say("person who reaches 13 weeks in a job from 16 hours a week"),
		},
		contract.Sustained26: {
			scenarios.Say("person who reaches 26 weeks in a job"), scenarios.Say("person who reaches 26 weeks in a job below 16 hours a week"), scenarios.Say("person who reaches 26 weeks in a job from 16 hours a week"),
		},
		contract.Sustained52: {
			scenarios.Say("person who reaches 52 weeks in a job"), scenarios.Say("person who reaches 52 weeks in a job below 16 hours a week"), scenarios.Say("person who reaches 52 weeks in a job from 16 hours a week"),
		},
	}[e][h]
}

// weeks says in which weeks of the plan outcomes are looked at; nothing where it is all of them.
func weeks(from, to int) Phrase {
	switch {
	case to > 0:
		return scenarios.Say("in weeks %d to %d of the plan", from, to-1)
	case from > 0:
		return scenarios.Say("from week %d of the plan on", from)
	}
	return Phrase{}
}

func paidAfter(lag int) Phrase {
	switch lag {
	case 0:
		return scenarios.Say("paid at once")
	case 1:
		return scenarios.Say("paid a week later")
	}
	return scenarios.Say("paid %d weeks later", lag)
}

// paidAfterPeriod is the same of what a period's outcomes are counted for.
func paidAfterPeriod(lag int) Phrase {
	if lag < 2 {
		return paidAfter(lag)
	}
	return scenarios.Say("paid %d weeks after the last week that counts", lag)
}

// withClauses puts clauses that are not empty behind what they are about, as a sentence.
func withClauses(about Phrase, clauses ...Phrase) Phrase {
	clauses = slices.DeleteFunc(clauses, Phrase.IsZero)
	return scenarios.Say("%s.", withCommas(append([]Phrase{about}, clauses...)))
}

// given is a clause of a number or limit that is given, or nothing.
func given[T int | budgets.Cents](limit T, clause Phrase) Phrase {
	if limit == 0 {
		return Phrase{}
	}
	return clause
}

func sameLaw(a, b quantity.Distribution) bool { return reflect.DeepEqual(a, b) }

func (w *termSheet) rateCard() {
	for i := range w.t.Rows {
		r := &w.t.Rows[i]
		price := byYear(r.Price.Years, sameLaw, w.uncertainMoney, func(all Phrase) Phrase { return all })
		mostPerYear := Phrase{}
		if r.MostPerYear != nil {
			mostPerYear = scenarios.Say("for outcomes of a year at most %s", w.perYear(r.MostPerYear))
		}
		w.term("prices."+r.Key, verbatim(r.Name), withClauses(
			scenarios.Say("%s for each %s", price, eventOf(r.Event, r.Hours)),
			weeks(r.From, r.To), given(r.Within, scenarios.Say("at most %d weeks after engagement", r.Within)), given(r.Above, scenarios.Say("not for the first %d", r.Above)), given(r.UpTo, scenarios.Say("up to number %d", r.UpTo)),
			given(r.Minimum, scenarios.Say("nothing until number %d is reached and then for those before it too", r.Minimum)), mostPerYear, given(r.Most, scenarios.Say("at most %s in all", w.cents(r.Most))), paidAfter(r.Lag),
		))
	}
	if len(w.t.Rows) == 0 {
		w.leftOut("prices", scenarios.Say("Rate card"), scenarios.Say("Single outcomes have no price."))
	}
	w.either(w.t.PriceLevel != 1, "price_level", scenarios.Say("Price level"),
		scenarios.Say("All prices, and the amounts of ladders, are multiplied with %s.", digitsOf(w.t.PriceLevel)), scenarios.Say("Prices and the amounts of ladders are paid as written."))
}

func (w *termSheet) otherPayments() {
	for i := range w.t.Ladders {
		l := &w.t.Ladders[i]
		rungs := []Phrase{scenarios.Say("Counts each %s", eventOf(l.Event, l.Hours)), scenarios.Say("pays nothing below number %d", l.Rungs[0].At)}
		for _, rung := range l.Rungs {
			rungs = append(rungs, scenarios.Say("%s in all from number %d on", w.cents(rung.Amount), rung.At))
		}
		period := weeks(l.From, l.To)
		if l.EachYear {
			period = scenarios.Say("in each year of the plan")
		}
		w.term("ladders."+l.Key, verbatim(l.Name), withClauses(withCommas(rungs), period, paidAfterPeriod(l.Lag)))
	}
	if len(w.t.Ladders) == 0 {
		w.leftOut("ladders", scenarios.Say("Numbers reached"), scenarios.Say("Nothing is paid for a number of outcomes reached: no threshold and no premium."))
	}
	for i := range w.t.Blocks {
		b := &w.t.Blocks[i]
		sentence := scenarios.Say("%s of each quarter's cost, whatever the outcome.", Fraction(b.CostShare))
		if b.PerYear != nil {
			sentence = scenarios.Say("%s, in four parts, whatever the outcome.", w.perYear(b.PerYear))
		}
		w.term("blocks."+b.Key, verbatim(b.Name), sentence)
	}
	if len(w.t.Blocks) == 0 {
		w.leftOut("blocks", scenarios.Say("Block payments"), scenarios.Say("Nothing is paid whatever the outcome."))
	}
	for i := range w.t.TopUps {
		u := &w.t.TopUps[i]
		of := scenarios.Say("payment for outcomes")
		if u.Rows != nil {
			var names []Phrase
			for r, is := range u.Rows {
				if is {
					names = append(names, verbatim(w.t.Rows[r].Name))
				}
			}
			of = scenarios.Say("payment for %s", withCommas(names))
		}
		w.term("top_ups."+u.Key, verbatim(u.Name), withClauses(scenarios.Say("%s adds %s to each %s", u.Name, Fraction(u.Share), of), given(u.Most, scenarios.Say("at most %s in all", w.cents(u.Most)))))
	}
	if len(w.t.TopUps) == 0 {
		w.leftOut("top_ups", scenarios.Say("Top-ups"), scenarios.Say("No other payer adds anything."))
	}
}

// isPaidFor says whether an event is in a row or a ladder.
func (w *termSheet) isPaidFor(e contract.Event) bool {
	return slices.ContainsFunc(w.t.Rows, func(r contract.Row) bool { return r.Event == e }) ||
		slices.ContainsFunc(w.t.Ladders, func(l contract.Ladder) bool { return l.Event == e })
}

func (w *termSheet) deductions() {
	t := w.t
	var evidence, deadweight []Phrase
	for e := range contract.Event(contract.Events) {
		if !w.isPaidFor(e) {
			continue
		}
		if q := t.Evidenced[e].Distribution; q != quantity.Certain(1) {
			evidence = append(evidence, scenarios.Say("%s for each %s", uncertainShare(q), eventOf(e, contract.AnyHours)))
		}
		if d := t.DeadweightDeducted[e]; d > 0 {
			deadweight = append(deadweight, scenarios.Say("%s for each %s", Fraction(d), eventOf(e, contract.AnyHours)))
		}
	}
	w.either(evidence != nil, "evidence", scenarios.Say("Outcomes evidenced"), scenarios.Say("The chance that an outcome is evidenced, and so paid for, is %s; a longer time in a job is evidenced only if the shorter one is.", withCommas(evidence)), scenarios.Say("Every outcome that is reached is evidenced and paid for."))
	w.either(deadweight != nil, "evidence.deadweight_deducted", scenarios.Say("Deadweight"),
		scenarios.Say("Deducted because it would have happened anyway: %s.", withCommas(deadweight)), scenarios.Say("Nothing is deducted for outcomes that would have happened anyway."))
	w.either(t.Verification > 0, "evidence.verification", scenarios.Say("Verification"), scenarios.Say("%s of each payment for outcomes is kept back after verification.", Fraction(t.Verification)), scenarios.Say("Nothing is kept back after verification."))
	w.either(t.MostPerPerson > 0, "most.per_person", scenarios.Say("Cap per person"), scenarios.Say("At most %s for the outcomes of one person.", w.cents(t.MostPerPerson)), scenarios.Say("No cap per person."))
	w.either(t.Most > 0, "most.in_all", scenarios.Say("Cap on the contract"), scenarios.Say("The outcome payer pays at most %s in all.", w.cents(t.Most)), scenarios.Say("No cap on the contract."))
}

func (w *termSheet) costs() {
	t := w.t
	all := t.CostShare.Distribution == quantity.Certain(1)
	if len(t.Lines) == len(w.s.Budget.Lines) {
		w.either(!all, "covers", scenarios.Say("Costs"), scenarios.Say("The contract carries %s of the cost of every line of the budget.", uncertainShare(t.CostShare.Distribution)), scenarios.Say("The contract carries the whole budget."))
	} else {
		var names []Phrase
		for _, i := range t.Lines {
			names = append(names, verbatim(w.s.Budget.Lines[i].Name))
		}
		w.term("covers", scenarios.Say("Costs"), scenarios.Say("The contract carries %s of the cost of %s.", uncertainShare(t.CostShare.Distribution), withCommas(names)))
	}
	w.either(t.RunOffCost.Distribution != quantity.Certain(0), "covers.run_off_per_person_and_quarter", scenarios.Say("Support after the plan's years"),
		scenarios.Say("It costs %s for each person and quarter.", w.uncertainMoney(t.RunOffCost.Distribution)), scenarios.Say("It is not charged."))
	provider := scenarios.Say("Provider")
	if name := w.s.File.Contract.Provider.Name; name != "" {
		provider = scenarios.Say("Provider (%s)", name)
	}
	if fee := t.Provider.Fee; fee != nil {
		w.term("provider.fixed_fee", provider, scenarios.Say("It is paid a fixed fee of %s, whatever it spends.", w.perYear(fee)))
	} else {
		w.leftOut("provider.fixed_fee", provider, scenarios.Say("It is paid its costs, as far as payments and capital reach; what is missing in the end is its loss."))
	}
	w.either(t.Provider.RiskShare > 0, "provider.risk_share", scenarios.Say("Provider's risk"),
		scenarios.Say("It gives up %s of that for %s of all payments.", Fraction(t.Provider.RiskShare), Fraction(t.Provider.RiskShare)), scenarios.Say("It gives up no part of what it is due for a part of the payments."))
	for i := range t.Fees {
		f := &t.Fees[i]
		sentence := scenarios.Say("%s, once, in quarter %d.", w.cents(f.Once), f.Quarter+1)
		if f.PerYear != nil {
			sentence = scenarios.Say("%s, in four parts.", w.perYear(f.PerYear))
		}
		w.term("fees."+f.Key, verbatim(f.Name), sentence)
	}
	if len(t.Fees) == 0 {
		w.leftOut("fees", scenarios.Say("Fees"), scenarios.Say("The contract itself costs nothing beside the budget's lines."))
	}
}

func (w *termSheet) investor() {
	i := &w.t.Investor
	if i.Commitment == 0 {
		w.leftOut("investor", scenarios.Say("Investor"), scenarios.Say("There is none: costs wait until payments come, and what is left in the end goes back to the outcome payer."))
		return
	}
	label := scenarios.Say("Investor")
	if i.Name != "" {
		label = scenarios.Say("Investor (%s)", i.Name)
	}
	w.term("investor.commitment", label, scenarios.Say("It puts in at most %s.", w.cents(i.Commitment)))
	var parts []Phrase
	for _, x := range i.Schedule {
		parts = append(parts, w.cents(x))
	}
	w.either(parts != nil, "investor.draws", scenarios.Say("Draws"), scenarios.Say("In the quarters from the first on, whatever is needed: %s.", withCommas(parts)), scenarios.Say("It puts in what is missing when costs fall due."))
	w.either(!i.Recycling, "investor.recycling", scenarios.Say("Recycling"), scenarios.Say("Payments pay costs only when all capital has been put in."), scenarios.Say("Payments pay costs first, so that less capital is needed."))
	w.either(i.ReturnFirst, "investor.return_first", scenarios.Say("Order"), scenarios.Say("Return, up to its cap, is paid before capital is repaid."), scenarios.Say("Capital is repaid before any return."))
	if i.ReturnCap == nil {
		w.leftOut("investor.return_cap", scenarios.Say("Return"), scenarios.Say("All that is left after its capital is its return."))
		return
	}
	w.term("investor.return_cap", scenarios.Say("Return"), scenarios.Say("It earns at most %s a year on its capital.", Fraction(*i.ReturnCap)))
	s := i.Surplus
	w.either(s.Payer < 1, "investor.surplus", scenarios.Say("Surplus"),
		scenarios.Say("What is left in the end is split: %s to the investor, %s to the outcome payer, %s to the provider.", Fraction(s.Investor), Fraction(s.Payer), Fraction(s.Provider)),
		scenarios.Say("What is left in the end goes back to the outcome payer."))
}

func (w *termSheet) comparison() {
	c := &w.t.Comparison
	for e, rate := range c.Rate {
		if rate != nil {
			key := [contract.Events]string{"", "job_start", "sustain_13w", "sustain_26w", "sustain_52w"}[e]
			w.term("comparison."+key, scenarios.Say("What would have happened anyway"), scenarios.Say("Without the service %s of those who engage would count as a %s.", uncertainShare(rate.Distribution), eventOf(contract.Event(e), contract.AnyHours)))
		}
	}
	if c.RiskRatio != nil {
		ratio := uncertain(c.RiskRatio.Distribution, 100, func(x float64) Phrase { return scenarios.Say("%s", digitsOf(x)) })
		w.term("comparison.risk_ratio", scenarios.Say("Risk ratio"), scenarios.Say("A job is %s times as likely with the service as without.", ratio))
	}
}
