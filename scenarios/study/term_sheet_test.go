package study_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"ipsplan/scenarios"
	"ipsplan/scenarios/study"
)

const wholeContract = "../testdata/small.toml+../testdata/contract.toml"

func sentences(t *testing.T, sheet []study.Term) map[string]study.Term {
	t.Helper()
	said := map[string]study.Term{}
	for _, term := range sheet {
		if _, twice := said[term.Key]; twice {
			t.Errorf("%s is there twice", term.Key)
		}
		said[term.Key] = term
	}
	return said
}

// A contract in which every term is said, the uncertain ones with their mean and 80 % range.
func TestTermsInWords(t *testing.T) {
	said := sentences(t, study.TermSheet(load(t, wholeContract)))
	for key, want := range map[string]string{
		"payer":    "Ministry pays for outcomes.",
		"services": "People count who engage at Town in weeks 4 to 99 of the plan. Their outcomes count until three years after the plan, where no clause says otherwise.",
		"prices.engagement": "500 EUR in year 1, 520 EUR in year 2 for each engagement, in weeks 8 to 89 of the plan, " +
			"for outcomes of a year at most 20,000 EUR in year 1, 25,000 EUR in year 2, at most 40,000 EUR in all, paid 13 weeks later.",
		"prices.job": "2,083 EUR (uncertain: 1,730 EUR to 2,467 EUR in eight of ten futures) for each first job start in a job from 16 hours a week, at most 39 weeks after engagement, " +
			"not for the first 5, up to number 60, nothing until number 10 is reached and then for those before it too, paid 20 weeks later.",
		"price_level":                           "All prices, and the amounts of ladders, are multiplied with 1.1.",
		"ladders.each_year":                     "Counts each person who reaches 52 weeks in a job, pays nothing below number 5, 1,000 EUR in all from number 5 on, in each year of the plan, paid 13 weeks after the last week that counts.",
		"blocks.basic":                          "10,000 EUR in year 1, 5,000 EUR in year 2, in four parts, whatever the outcome.",
		"blocks.share":                          "10\u00a0% of each quarter's cost, whatever the outcome.",
		"top_ups.city":                          "City adds 25\u00a0% to each payment for Job start from 16 hours, 26 weeks, at most 30,000 EUR in all.",
		"top_ups.fund":                          "Fund adds 5\u00a0% to each payment for outcomes.",
		"evidence.verification":                 "5\u00a0% of each payment for outcomes is kept back after verification.",
		"most.per_person":                       "At most 4,000 EUR for the outcomes of one person.",
		"most.in_all":                           "The outcome payer pays at most 300,000 EUR in all.",
		"covers":                                "The contract carries 90\u00a0% of the cost of Staff.",
		"provider.fixed_fee":                    "It is paid a fixed fee of 90,000 EUR in year 1, 95,000 EUR in year 2, whatever it spends.",
		"provider.risk_share":                   "It gives up 20\u00a0% of that for 20\u00a0% of all payments.",
		"fees.set_up":                           "15,000 EUR, once, in quarter 2.",
		"investor.commitment":                   "It puts in at most 120,000 EUR.",
		"investor.draws":                        "In the quarters from the first on, whatever is needed: 50,000 EUR, 30,000 EUR.",
		"investor.recycling":                    "Payments pay costs only when all capital has been put in.",
		"investor.return_first":                 "Return, up to its cap, is paid before capital is repaid.",
		"investor.return_cap":                   "It earns at most 6\u00a0% a year on its capital.",
		"investor.surplus":                      "What is left in the end is split: 25\u00a0% to the investor, 50\u00a0% to the outcome payer, 25\u00a0% to the provider.",
		"comparison.sustain_13w":                "Without the service 15\u00a0% of those who engage would count as a person who reaches 13 weeks in a job.",
		"comparison.risk_ratio":                 "A job is 1.81 (uncertain: 1.58 to 2.05 in eight of ten futures) times as likely with the service as without.",
		"evidence.deadweight_deducted":          "",
		"covers.run_off_per_person_and_quarter": "",
	} {
		term, ok := said["contract."+key]
		if !ok || term.LeftOut || want != "" && term.Sentence.String() != want {
			t.Errorf("%s: says %q (left out: %t), want %q", key, term.Sentence, term.LeftOut, want)
		}
	}
	for key, term := range said {
		if term.LeftOut {
			t.Errorf("%s: %q is left out of a contract that has everything", key, term.Sentence)
		}
	}
}

// What is left out is said too: a contract with one price, and no more.
func TestTermsLeftOut(t *testing.T) {
	said := sentences(t, study.TermSheet(load(t, "croatia+grant", "contract.blocks.grant.share_of_cost=0.5")))
	for key, want := range map[string]string{
		"services":                              "People count who engage at all services in the plan's years. Their outcomes count until three years after the plan, where no clause says otherwise.",
		"prices":                                "Single outcomes have no price.",
		"price_level":                           "Prices and the amounts of ladders are paid as written.",
		"ladders":                               "Nothing is paid for a number of outcomes reached: no threshold and no premium.",
		"top_ups":                               "No other payer adds anything.",
		"evidence":                              "Every outcome that is reached is evidenced and paid for.",
		"evidence.deadweight_deducted":          "Nothing is deducted for outcomes that would have happened anyway.",
		"evidence.verification":                 "Nothing is kept back after verification.",
		"most.per_person":                       "No cap per person.",
		"most.in_all":                           "No cap on the contract.",
		"covers":                                "The contract carries the whole budget.",
		"covers.run_off_per_person_and_quarter": "It is not charged.",
		"provider.fixed_fee":                    "It is paid its costs, as far as payments and capital reach; what is missing in the end is its loss.",
		"provider.risk_share":                   "It gives up no part of what it is due for a part of the payments.",
		"fees":                                  "The contract itself costs nothing beside the budget's lines.",
		"investor":                              "There is none: costs wait until payments come, and what is left in the end goes back to the outcome payer.",
	} {
		if term := said["contract."+key]; !term.LeftOut || term.Sentence.String() != want {
			t.Errorf("%s: says %q (left out: %t), want %q", key, term.Sentence, term.LeftOut, want)
		}
	}
	said = sentences(t, study.TermSheet(load(t, "croatia+colombia")))
	for key, want := range map[string]string{
		"prices.six_months":     "800 EUR for each person who reaches 26 weeks in a job, paid 13 weeks later.",
		"blocks":                "Nothing is paid whatever the outcome.",
		"investor.draws":        "It puts in what is missing when costs fall due.",
		"investor.recycling":    "Payments pay costs first, so that less capital is needed.",
		"investor.return_first": "Capital is repaid before any return.",
		"investor.surplus":      "What is left in the end goes back to the outcome payer.",
	} {
		if got := said["contract."+key].Sentence.String(); got != want {
			t.Errorf("%s: says %q, want %q", key, got, want)
		}
	}
	said = sentences(t, study.TermSheet(load(t, "croatia+maximum-per-person")))
	if got, want := said["contract.investor.return_cap"].Sentence.String(), "All that is left after its capital is its return."; got != want {
		t.Errorf("without a cap the return says %q, want %q", got, want)
	}
	if sheet := study.TermSheet(load(t, "croatia")); sheet != nil {
		t.Errorf("no contract has the terms %v", sheet)
	}
}

// Every input of a contract has a term that says it, every term a label and one whole sentence, and every value is one that a language can write.
func TestTermSheetsAreWhole(t *testing.T) {
	sentence := regexp.MustCompile(`^[^%!]*(\x{00a0}%[^%!]*)*\.$`)
	expressions := []string{wholeContract, "france"}
	for _, template := range scenarios.Templates() {
		expressions = append(expressions, "spain+"+template)
	}
	for _, expression := range expressions {
		s := load(t, expression)
		sheet := study.TermSheet(s)
		for _, term := range sheet {
			if term.Label.IsZero() || !sentence.MatchString(term.Sentence.String()) {
				t.Errorf("%s: %s: %q says %q", expression, term.Key, term.Label, term.Sentence)
			}
			checkValues(t, term.Label)
			checkValues(t, term.Sentence)
		}
		for _, input := range s.Inputs {
			if strings.HasPrefix(input.Path, "contract.") && !isSaid(sheet, input.Path) {
				t.Errorf("%s: no term says %s", expression, input.Path)
			}
		}
	}
}

func isSaid(sheet []study.Term, path string) bool {
	switch path {
	case "contract.evidence.lag_weeks":
		return true // each row and ladder says when it is paid
	case "contract.price_level":
		return true // 1 is as written
	case "contract.engaged_from_week", "contract.engaged_before_week":
		path = "contract.services" // both are about who counts
	}
	return slices.ContainsFunc(sheet, func(term study.Term) bool { return !term.LeftOut && strings.HasPrefix(path, term.Key) })
}

func checkValues(t *testing.T, p study.Phrase) {
	t.Helper()
	for _, value := range p.Values {
		switch value := value.(type) {
		case study.Phrase:
			checkValues(t, value)
		case string, int, study.Amount, study.Fraction, study.Digits:
		default:
			t.Errorf("%q has a %T", p.Message, value)
		}
	}
}

// TestLagsOfLadders: no lag and one of a week are said without a number.
func TestLagsOfLadders(t *testing.T) {
	for lag, want := range map[string]string{"0": "paid at once.", "1": "paid a week later.", "2": "paid 2 weeks after the last week that counts."} {
		said := sentences(t, study.TermSheet(load(t, wholeContract, "contract.ladders.each_year.lag_weeks="+lag)))
		if got := said["contract.ladders.each_year"].Sentence.String(); !strings.HasSuffix(got, want) {
			t.Errorf("%s weeks: %q", lag, got)
		}
	}
}
