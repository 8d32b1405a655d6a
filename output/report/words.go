package report

import (
	"math"
	"strings"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// word is one of the words that results and scenario files choose from a list, such as a status or a unit; any other is the user's own.
func word(of string) output.Text {
	for _, w := range words() {
		if w.Message == of {
			return w
		}
	}
	return output.Verbatim(of)
}

func words() []output.Text {
	return []output.Text{
		// How firm a funder is.
		output.Say("secured"), output.Say("agreed"), output.Say("in talks"), output.Say("hoped"),
		// Kinds of funders.
		output.Say("national government"), output.Say("regional government"), output.Say("municipal government"), output.Say("health insurance"),
		output.Say("employment budget"), output.Say("social budget"), output.Say("health budget"), output.Say("EU"), output.Say("foundation"),
		output.Say("outcome payer"), output.Say("own funds"), output.Say("investor"), output.Say("Lost capital"),
		// What stands behind an input.
		output.Say("published"), output.Say("derived"), output.Say("evidence"), output.Say("assumed"),
		// Units.
		output.Say("FTE"), output.Say("centres"), output.Say("growth per year"), output.Say("hours a week"), output.Say("leavers per post and year"),
		output.Say("month"), output.Say("months"), output.Say("people"), output.Say("people per year"), output.Say("quarter"), output.Say("quarters"),
		output.Say("share per week"), output.Say("week"), output.Say("weeks"), output.Say("years"),
	}
}

// funder is a cell with a funder's name, which is the user's own but for an investor's lost capital.
func funder(name, kind string) output.Cell {
	if kind == "investor" {
		return text(word(name))
	}
	return verbatim(name)
}

// said is a phrase of the study as a text.
func said(p study.Phrase) output.Text {
	values := make([]any, len(p.Values))
	for i, value := range p.Values {
		switch value := value.(type) {
		case study.Phrase:
			values[i] = said(value)
		case study.Digits:
			values[i] = output.Digits(value)
		case study.Amount:
			values[i] = output.Number{Value: float64(value), Step: amountDigits(float64(value))}
		case study.Fraction:
			values[i] = output.Number{Value: float64(value), Unit: output.Share, Step: exactStep(100 * float64(value))}
		case study.Day:
			values[i] = output.Date(value)
		case study.Quoted:
			values[i] = output.Quoted(value)
		default:
			values[i] = value
		}
	}
	return output.Text{Message: p.Message, Values: values}
}

// amountDigits is what an exact amount is printed to: whole units of the currency, or cents where it has any.
func amountDigits(x float64) float64 {
	if x == math.Trunc(x) {
		return 1
	}
	return 0.01
}

// described is what the schema says of an input.
func described(what string) output.Text { return output.Text{Message: what} }

// valueOf is an input's value, which may be one of the words that scenario files choose from.
func valueOf(p study.Phrase) output.Text {
	if len(p.Values) == 1 {
		if given, ok := p.Values[0].(string); ok && p.String() == given {
			return word(given)
		}
	}
	return said(p)
}

const changedBy = "changed by "

// statusOf says what stands behind an input.
func statusOf(i study.Input) output.Text {
	if by, changed := strings.CutPrefix(i.Status, changedBy); changed {
		return output.Say("changed by %s", by)
	}
	return word(i.Status)
}

// costOf is what one of the plan's implied costs is for.
func costOf(implied string) output.Text {
	switch implied {
	case "cost_per_engagement":
		return output.Say("Engagement")
	case "cost_per_job_start":
		return output.Say("Job start")
	}
	return output.Say("13-week sustainment")
}
