package study

import (
	"fmt"

	"ipsplan/scenarios"
)

// Implied is a figure that follows from a plan without being stated in it.
type Implied struct {
	Name  string  `json:"name"`
	About string  `json:"about"`
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
	add := func(norm, period string, value float64, unit string) {
		i := Implied{Name: norm + period, Value: value, Unit: unit, Ordinary: true}
		if n := norms.ByKey[norm]; n != nil && n.Unit == unit {
			low, high := n.Low, n.High
			i.About, i.Low, i.High, i.Basis = n.About, &low, &high, n.Assumed
			i.Ordinary = value >= low && value <= high
		}
		all = append(all, i)
	}
	engaged, _ := planned.Get(engagements)
	specialists := s.Budget.Planned[0].Specialists
	limit := float64(s.Model.Caseload.Limit)
	for y, n := range engaged.ByYear {
		if specialists > 0 && n > 0 {
			period := fmt.Sprintf(".year_%d", y+1)
			add("engagements_per_specialist", period, n/specialists, "people")
			add("stay_months", period, 12*limit*specialists/n, "months")
		}
	}
	cost, ok := planned.Get(totalCost)
	if !ok {
		return all
	}
	for _, per := range []struct{ norm, of string }{{"cost_per_engagement", engagements}, {"cost_per_job_start", jobStarts}, {"cost_per_sustainment", sustainments}} {
		if n, _ := planned.Get(per.of); n.Total > 0 {
			add(per.norm, "", cost.Total/n.Total, s.File.Currency)
		}
	}
	return all
}

// outOfTheOrdinary says in sentences which implied figures lie outside their ordinary range.
func outOfTheOrdinary(all []Implied) []string {
	var warnings []string
	for _, i := range all {
		if !i.Ordinary {
			warnings = append(warnings, fmt.Sprintf("%s: %.4g %s, outside the ordinary %g to %g", i.About, i.Value, i.Unit, *i.Low, *i.High))
		}
	}
	return warnings
}

// Check gives the warnings about a scenario that is not wrong but implausible.
func Check(s *scenarios.Scenario) ([]string, error) {
	norms, err := scenarios.LoadNorms()
	if err != nil {
		return nil, err
	}
	return append(append([]string{}, s.Warnings...), outOfTheOrdinary(implied(s, planned(s), norms))...), nil
}

// Show gives every input of a scenario.
func Show(s *scenarios.Scenario) *Result {
	r := newResult(s)
	for _, i := range s.Inputs {
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
		r.Inputs = append(r.Inputs, Input{i.Path, i.What, i.Value, i.Unit, i.Range, status, source, i.Reason})
	}
	return r
}
