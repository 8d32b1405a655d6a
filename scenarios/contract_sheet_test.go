package scenarios

import (
	"slices"
	"testing"

	"ipsplan/budgets"
)

// With a contract, the sheet of each option is the budget's own with the contract's rows before the funding; they say the same of the payer as the loader does, and no two rows are called the same.
func TestSheetsWithContracts(t *testing.T) {
	with := 0
	for _, name := range []string{"croatia", "france", "croatia+four-metrics", "croatia+threshold-premium", "spain+colombia", "denmark+maximum-per-person", "france+grant"} {
		s := mustLoad(t, name)
		for option := budgets.CostsOnly; option < len(s.Budget.Options); option++ {
			whole, plain := s.BudgetSheet(option), s.Budget.Sheet(option)
			hasPayer := s.ContractSources != nil && option != budgets.CostsOnly && slices.Contains(s.Budget.Options[option].Order, s.ContractSources.Payer)
			names, rows := map[string]string{}, 0
			for _, r := range whole.Rows {
				if r.Label == "" || r.Unit == "" || (r.Formula == nil) != (len(r.Input) > 0) || r.Formula == nil && r.Source == "" {
					t.Errorf("%s, option %d: %+v", name, option, r)
				}
				if other := names[r.Label]; other != "" {
					t.Errorf("%s, option %d: %s and %s are both %q", name, option, other, r.Name, r.Label)
				}
				names[r.Label] = r.Name
				if r.Section == budgets.ContractSection {
					rows++
				}
			}
			if hasPayer != (rows > 0) {
				t.Errorf("%s, option %d: %d rows of a contract", name, option, rows)
			}
			got, err := whole.Evaluate()
			if err != nil {
				t.Fatalf("%s, option %d: %v", name, option, err)
			}
			want, _ := plain.Evaluate()
			for _, r := range plain.Rows {
				if !slices.Equal(got.Of(r.Name), want.Of(r.Name)) {
					t.Errorf("%s, option %d, %s: %v, without the contract %v", name, option, r.Name, got.Of(r.Name), want.Of(r.Name))
				}
			}
			if hasPayer {
				with++
				payer := &s.Budget.Sources[s.ContractSources.Payer]
				if told := got.Of("funding." + payer.Key + ".maximum")[0]; told == 0 || told != float64(*payer.Told) {
					t.Errorf("%s, option %d: the payer has to give %v, not %d", name, option, told, *payer.Told)
				}
			}
		}
	}
	if with < 5 {
		t.Errorf("only %d options with a contract", with)
	}
}
