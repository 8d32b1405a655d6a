package study

import (
	"slices"

	"ipsplan/model"
	"ipsplan/scenarios"
)

// Implied is a figure that follows from a plan without being stated in it.
type Implied struct {
	Name  string `json:"name"`
	About Phrase `json:"about"`
	// Year counts from 1; 0 for the whole horizon.
	Year  int     `json:"year,omitempty"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	// Low and High are the ordinary range, where one is known.
	Low      *float64 `json:"low,omitempty"`
	High     *float64 `json:"high,omitempty"`
	Ordinary bool     `json:"ordinary"`
	// Basis is where the ordinary range comes from.
	Basis string `json:"basis,omitempty"`
}

// implied works out what a plan implies: the flow of people through a specialist's caseload, the stay that this leaves each of them,
// and what each outcome costs.
func implied(s *scenarios.Scenario, planned Section[Figures], norms scenarios.Keyed[scenarios.Norm]) []Implied {
	var all []Implied
	add := func(name string, about Phrase, year int, value float64, unit string) *Implied {
		i := Implied{Name: name, About: about, Year: year, Value: value, Unit: unit, Ordinary: true}
		if n := norms.ByKey[name]; n != nil && n.Unit == unit {
			low, high := n.Low, n.High
			i.Low, i.High, i.Basis = &low, &high, n.Assumed
			i.Ordinary = value >= low && value <= high
		}
		all = append(all, i)
		return &all[len(all)-1]
	}
	engaged, _ := planned.Get(engagements)
	for y, n := range engaged.ByYear {
		specialists := specialistsIn(s, y)
		if specialists <= 0 || n <= 0 {
			continue
		}
		limit := float64(s.Model.Caseload.LimitIn(y * model.WeeksPerYear))
		flow := add("engagements_per_specialist", scenarios.Say("engagements per specialist"), y+1, n/specialists, "people")
		flow.excuse(y == 0 && flow.below())
		stay := add("stay_months", scenarios.Say("months on the caseload that %g places per specialist allow each person", limit), y+1, 12*limit*specialists/n, "months")
		stay.excuse(y == 0 && stay.above())
	}
	cost, ok := planned.Get(totalCost)
	if !ok {
		return all
	}
	for _, per := range []struct {
		name  string
		about Phrase
		of    string
	}{
		{"cost_per_engagement", scenarios.Say("cost per engagement"), engagements},
		{"cost_per_job_start", scenarios.Say("cost per job start"), jobStarts},
		{"cost_per_sustainment", scenarios.Say("cost per 13-week sustainment"), sustainments},
	} {
		if n, _ := planned.Get(per.of); n.Total > 0 {
			add(per.name, per.about, 0, cost.Total/n.Total, s.File.Currency)
		}
	}
	return all
}

func (i *Implied) below() bool { return i.Low != nil && i.Value < *i.Low }
func (i *Implied) above() bool { return i.High != nil && i.Value > *i.High }

// excuse makes a figure ordinary for a reason that the norm does not know: in its first year a team that is still ramping up
// engages fewer people than its full caseloads would allow.
func (i *Implied) excuse(reason bool) { i.Ordinary = i.Ordinary || reason }

// outOfTheOrdinary says in sentences which implied figures lie outside their ordinary range.
func outOfTheOrdinary(all []Implied) []Phrase {
	var warnings []Phrase
	for _, i := range all {
		if i.Ordinary {
			continue
		}
		about := i.About
		if i.Year > 0 {
			about = scenarios.Say("%s, year %d", i.About, i.Year)
		}
		unit := Phrase{Message: i.Unit}
		warnings = append(warnings, scenarios.Say("%s: %.1f %s, where %g to %g is ordinary", about, i.Value, unit, *i.Low, *i.High))
	}
	return warnings
}

// Check gives the warnings about a scenario that is not wrong but implausible.
func Check(s *scenarios.Scenario) ([]Phrase, error) {
	norms, err := scenarios.LoadNorms()
	if err != nil {
		return nil, err
	}
	return check(s, norms), nil
}

func check(s *scenarios.Scenario, norms scenarios.Keyed[scenarios.Norm]) []Phrase {
	warnings := append([]Phrase{}, s.Warnings...)
	if specialists(s) == 0 {
		warnings = append(warnings, scenarios.Say("there is no specialist, so nobody can engage"))
	}
	if s.Model.Pathway.ServicesDiffer() && len(s.Model.Services) == 1 {
		warnings = append(warnings, scenarios.Say("rates differ between services (between_services), but there is only one service, whose rates are merely less certain by it"))
	}
	for _, service := range s.Model.Services {
		late := func(p model.Post) bool { return p.Opens >= s.Model.Years*model.WeeksPerYear }
		if slices.ContainsFunc(service.Posts, late) {
			warnings = append(warnings, scenarios.Say("services.%s: the search for some specialists begins only after the last year", service.Key))
		}
	}
	return append(warnings, outOfTheOrdinary(implied(s, planned(s), norms))...)
}

// Show gives every input of a scenario.
func Show(s *scenarios.Scenario) *Result {
	r := newResult(s)
	for _, i := range s.Listed() {
		r.Inputs = append(r.Inputs, inputOf(s, i))
	}
	return r
}

// inputOf is an input with its source's title in place of its key.
func inputOf(s *scenarios.Scenario, i scenarios.Input) Input {
	source := i.Source
	if named := s.File.Sources.ByKey[i.Source]; named != nil {
		source = named.Title
		if named.DOI != "" {
			source += ", doi " + named.DOI
		}
	}
	status := string(i.Status)
	if i.By != "" {
		status = "changed by " + i.By
	}
	return Input{i.Path, i.What, i.Value, i.Unit, i.Range, status, source, i.Reason}
}
