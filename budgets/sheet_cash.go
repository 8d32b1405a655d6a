package budgets

import (
	"fmt"

	"ipsplan/model"
)

// cash enters when money moves.
func (b *sheetBuilder) cash(order []int) {
	b.section = CashSection
	inKind, paid, advances, receipts := Plus{}, Plus{}, Plus{}, Plus{}
	for _, i := range order {
		s := &b.plan.Sources[i]
		all := Ref{Row: "funding." + s.Key + ".quarter"}
		if s.InKind {
			inKind = append(inKind, all)
			continue
		}
		paid = append(paid, Total{all.Row})
		if s.Told != nil {
			advances = append(advances, all)
		}
		for k, a := range s.Arrives {
			row, isAdvance := b.arrival(s, k, a, b.arriving(s, k, all))
			if isAdvance {
				advances = append(advances, row)
			} else {
				receipts = append(receipts, row)
			}
		}
	}
	costs := b.formula("cash.costs", "Costs to be paid in money", Money, ByQuarter, Minus{Ref{Row: "total.cost.quarter"}, inKind})
	advanced := b.formula("cash.advances", "Money at the quarter's beginning", Money, ByQuarter, advances)
	received := b.formula("cash.receipts", "Money at the quarter's end", Money, ByQuarter, receipts)
	b.formula("cash.after", "Money after the plan's last quarter", Money, Single, Minus{paid, Plus{Total{advanced.Row}, Total{received.Row}}})
	need := b.since("cash.need", "Cash need when the quarter's costs have been paid", Money, ByQuarter, Minus{Minus{costs, advanced}, Ref{received.Row, -1}})
	gap := b.since("cash.gap_so_far", "Gap so far", Money, ByQuarter, Ref{Row: "total.gap.quarter"})
	bridge := b.formula("cash.bridge", "Of it, funded by money that has not come yet", Money, ByQuarter, Minus{need, gap})
	b.peak("cash.peak_need", "Largest cash need", need)
	b.peak("cash.peak_bridge", "Largest bridge", bridge)
}

// arriving is the row, by the quarter whose cost it pays, of the k-th part of a source's money.
func (b *sheetBuilder) arriving(s *Source, k int, paid Ref) Ref {
	if len(s.Arrives) == 1 {
		return paid
	}
	row := func(k int, what string) string { return fmt.Sprintf("funding.%s.arrives.%d.%s", s.Key, k+1, what) }
	var reached Expression = paid // the last part is what is left
	if k < len(s.Arrives)-1 {
		b.input(row(k, "share"), fmt.Sprintf("%s: share of part %d of the money", s.Name, k+1), Share, Single, s.Reference, s.Arrives[k].Share)
		shares := Plus{}
		for j := range k + 1 {
			shares = append(shares, Ref{Row: row(j, "share")})
		}
		reached = Rounded{Times{paid, shares}}
	}
	soFar := b.formula(row(k, "reached"), fmt.Sprintf("%s: parts up to %d for the quarter's cost", s.Name, k+1), Money, ByQuarter, reached)
	if k == 0 {
		return soFar
	}
	return b.formula(row(k, "part"), fmt.Sprintf("%s: part %d for the quarter's cost", s.Name, k+1), Money, ByQuarter, Minus{soFar, Ref{Row: row(k-1, "reached")}})
}

// arrival is the row of when the k-th part comes, and whether that is at the beginning of quarters.
func (b *sheetBuilder) arrival(s *Source, k int, a Arrival, part Ref) (row Ref, isAdvance bool) {
	name := fmt.Sprintf("funding.%s.arrives.%d", s.Key, k+1)
	money := s.Name + ": money"
	if len(s.Arrives) > 1 {
		money = fmt.Sprintf("%s: part %d of the money", s.Name, k+1)
	}
	add := func(e Expression) Ref { return b.formula(name, money+" as it comes, "+a.when(), Money, ByQuarter, e) }
	switch a.When {
	case YearAhead:
		return add(If{firstQuarter, Equal, Constant(1), SumOfYear{part.Row}, Constant(0)}), true
	case QuarterAhead:
		return add(part), true
	case InArrears:
		return add(Ref{part.Row, -a.Lag}), false
	case YearInArrears:
		atEnd := b.formula(name+".year", money+" for the year, at its end", Money, ByQuarter,
			If{quarterOfYear, Equal, Constant(model.QuartersPerYear), SumOfYear{part.Row}, Constant(0)})
		return add(Ref{atEnd.Row, -a.Lag}), false
	}
	return add(part), false
}

func (a Arrival) when() string {
	switch a.When {
	case InArrears:
		return fmt.Sprintf("%d quarters later", a.Lag)
	case YearInArrears:
		return fmt.Sprintf("%d quarters after the year's end", a.Lag)
	}
	return string(a.When)
}

// peak enters the largest of a row, if above 0, and its quarter.
func (b *sheetBuilder) peak(name, label string, of Ref) {
	peak := b.formula(name, label, Money, Single, Max{Constant(0), Highest{of.Row}})
	b.formula(name+"_quarter", label+": its quarter, from 1; 0 for none", Number, Single, If{Constant(0), Less, peak, Plus{FirstHighest{of.Row}, Constant(1)}, Constant(0)})
}
