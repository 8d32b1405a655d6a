package study

import (
	"context"
	"slices"

	"ipsplan/model/quantity"
	"ipsplan/scenarios"
)

// Comparison is what differs between a scenario and the first one it was compared with, draw by draw.
type Comparison struct {
	With string `json:"with"`
	// Paired says whether the two share their random stream, and so their people and their luck.
	Paired bool `json:"paired"`
	// Years is the time compared: what both scenarios have.
	Years       int            `json:"years"`
	Differences Differences    `json:"differences"`
	Inputs      []ChangedInput `json:"inputs"`
}

// Differences are this scenario's measures less the first one's.
type Differences struct {
	People Section[Gains] `json:"people"`
	Staff  Section[Gains] `json:"staff"`
	Money  Section[Gains] `json:"money,omitempty"`
}

// Gains are a measure's differences by year and over the time compared.
type Gains struct {
	ByYear []Gain `json:"by_year"`
	Total  Gain   `json:"total"`
}

// Gain is a difference between two scenarios over all draws.
type Gain struct {
	quantity.Estimate
	// Higher and Lower are the shares of draws in which this scenario has more, and less, than the first; what is left are the draws without a difference.
	Higher float64 `json:"higher"`
	Lower  float64 `json:"lower"`
}

// ChangedInput is an input that differs; a value is empty where a scenario does not have the input.
type ChangedInput struct {
	Path string `json:"path"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Compare projects scenarios and holds each but the first against the first, on the same draws.
func Compare(ctx context.Context, all []*scenarios.Scenario, asked Asked) (*Results, error) {
	results, samples, err := projectKeeping(ctx, all, asked)
	if err != nil {
		return nil, err
	}
	for i := 1; i < len(all); i++ {
		results.Scenarios[i].Compare = compare(all[0], all[i], samples[0], samples[i])
	}
	return results, nil
}

func compare(a, b *scenarios.Scenario, first, second *sample) *Comparison {
	years := min(first.years, second.years)
	c := &Comparison{With: a.Name, Paired: a.Model.Stream == b.Model.Stream, Years: years, Inputs: changedInputs(a, b)}
	c.Differences.People = differences(first.people, second.people, years)
	c.Differences.Staff = differences(first.staff, second.staff, years)
	if a.File.Currency == b.File.Currency {
		c.Differences.Money = differences(first.money, second.money, years)
	}
	return c
}

// differences pairs the measures that both have, over their first years.
func differences(first, second []kept, years int) Section[Gains] {
	var pairs [][2]kept
	for _, m := range second {
		if at := slices.IndexFunc(first, func(k kept) bool { return k.name == m.name }); at >= 0 {
			pairs = append(pairs, [2]kept{first[at], m})
		}
	}
	section := make(Section[Gains], len(pairs))
	work(len(pairs), func(i int) {
		a, b := pairs[i][0], pairs[i][1]
		gains := Gains{ByYear: make([]Gain, years)}
		for y := range years {
			gains.ByYear[y] = gain(a.period[y], b.period[y])
		}
		gains.Total = gain(overYears(a, years), overYears(b, years))
		section[i] = Measure[Gains]{a.name, gains}
	})
	return section
}

func gain(from, to []float64) Gain {
	g := Gain{}
	difference := make([]float64, len(from))
	for d := range difference {
		difference[d] = to[d] - from[d]
		switch {
		case difference[d] > 0:
			g.Higher++
		case difference[d] < 0:
			g.Lower++
		}
	}
	g.Higher /= float64(len(difference))
	g.Lower /= float64(len(difference))
	g.Estimate = quantity.EstimateOf(difference)
	return g
}

// changedInputs lists what differs between two scenarios' inputs, in the order of the schema.
func changedInputs(a, b *scenarios.Scenario) []ChangedInput {
	value := func(s *scenarios.Scenario, path string) string {
		for _, i := range s.Inputs {
			if i.Path == path {
				return i.Value
			}
		}
		return ""
	}
	changed := []ChangedInput{}
	for _, i := range b.Inputs {
		if from := value(a, i.Path); from != i.Value {
			changed = append(changed, ChangedInput{i.Path, from, i.Value})
		}
	}
	for _, i := range a.Inputs {
		if value(b, i.Path) == "" {
			changed = append(changed, ChangedInput{i.Path, i.Value, ""})
		}
	}
	return changed
}
