package report

import (
	"testing"

	"ipsplan/output"
	"ipsplan/scenarios/study"
)

// TestBandOfCost: the chart of cost against funding has a band for a cost that differs between futures, and none for one that is certain.
func TestBandOfCost(t *testing.T) {
	for sd, want := range map[float64]int{0: 0, 5: 1} {
		cost := study.Stat{}
		cost.Mean, cost.SD = 100, sd
		flow := study.Flow{ByYear: []study.Stat{cost}, ByQuarter: []study.Stat{cost, cost, cost, cost}, Total: cost}
		o := study.OptionFunding{Cost: flow, Funding: flow, Gap: flow, Committed: flow, Likely: flow, HopedFor: flow}
		r := &study.Result{Currency: "EUR", Years: 1, WhoPays: &study.WhoPays{Costs: &study.Costs{}, Options: []study.OptionFunding{o}}}
		d := &output.Document{}
		fundingChart(d, r, &o, nil)
		bands := 0
		for _, s := range d.Charts()[0].Series {
			if _, ok := s.(output.Band); ok {
				bands++
			}
		}
		if bands != want || len(d.Charts()[0].Series) != 4+want {
			t.Errorf("standard deviation %v: %d bands among %d series", sd, bands, len(d.Charts()[0].Series))
		}
	}
}
