package scenarios

import (
	"slices"
	"testing"
)

// TestWordsAreListed: how firm a funder is, of what kind, in which order funders pay and in which currency stand among the inputs where the schema has them; other words only
// where a layer changed them, and then with who did.
func TestWordsAreListed(t *testing.T) {
	listed := func(s *Scenario) (paths []string) {
		for _, i := range s.Listed() {
			paths = append(paths, i.Path)
		}
		return paths
	}
	plain := mustLoad(t, "croatia")
	for path, want := range map[string]string{
		"funding.grant.kind": "foundation", "funding.grant.status": "hoped", "option.pilot.pay_order": "government, grant",
	} {
		if got := plain.input(t, path); got.Value.String() != want || got.Status != "" {
			t.Errorf("%s is %q, %q, not %q without a status", path, got.Value, got.Status, want)
		}
	}
	paths := listed(plain)
	if kind := slices.Index(paths, "funding.grant.kind"); kind < 0 || paths[kind+1] != "funding.grant.covers.share" {
		t.Errorf("the kind of a funder does not stand before what it covers: %q", paths)
	}
	for _, path := range []string{"title", "cost.staff.category", "sources.t5_1.title", "published.source", "services.zagreb.name"} {
		if slices.Contains(paths, path) {
			t.Errorf("%s is listed, and nobody changed it", path)
		}
	}
	if got := plain.Value("cost.staff.category"); got.String() != "staff" {
		t.Errorf("cost.staff.category is %q", got)
	}
	for setting, want := range map[string][2]string{
		`title="Zagreb"`:                                              {"title", "Zagreb"},
		`funding.grant.status=agreed`:                                 {"funding.grant.status", "agreed"},
		`option.pilot.pay_order=["government"]`:                       {"option.pilot.pay_order", "government"},
		`cost.staff.currency=EUR`:                                     {"cost.staff.currency", "EUR"},
		`currency=USD`:                                                {"currency", "USD"},
		`funding.grant.in_kind=true`:                                  {"funding.grant.in_kind", "true"},
		`funding.grant.arrives="quarter ahead"`:                       {"funding.grant.arrives", "quarter ahead"},
		`cost.staff.scales_with.specialists=3`:                        {"cost.staff.scales_with.specialists", "3"},
		`services.zagreb.name=Zagreb-2`:                               {"services.zagreb.name", "Zagreb-2"},
		`funding.government.covers.category=staff`:                    {"funding.government.covers.category", "staff"},
		`funding.government.covers={ lines=["staff"], share=1 }`:      {"funding.government.covers.lines", "staff"},
		`funding.grant.matches={ rate = 1, others = ["government"] }`: {"funding.grant.matches.others", "government"},
	} {
		s := mustLoad(t, "croatia", setting)
		if got := s.input(t, want[0]); got.Value.String() != want[1] || got.Status != Changed || got.By != "--set "+setting {
			t.Errorf("%s: %+v", setting, got)
		}
	}
}
