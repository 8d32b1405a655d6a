package contract_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"ipsplan/budgets/contract"
)

// issue is a flow of 40 quarters: four draws, then receipts that swell and fade.
func issue() []float64 {
	return []float64{
		-25000000, -12500000, -8000000, -4000000, 0, 0, 1200000, 1900000, 2600000, 3100000, 3300000, 3500000, 3650000, 3700000, 3700000, 3700000, 3650000, 3500000,
		3300000, 3100000, 2900000, 2600000, 2300000, 2000000, 1700000, 1400000, 1150000, 900000, 700000, 520000, 380000, 270000, 180000, 120000, 70000, 40000, 20000, 10000, 5000, 2500, 1200,
	}
}

// The rates are LibreOffice Calc 7.4's, with the flow in row 1 from A1 on (so that E1 is its fifth amount), or are seen at once; they are
// compared to what the spreadsheet's iteration leaves.
func TestRateOfReturnAsASpreadsheetHasIt(t *testing.T) {
	several := []float64{-100, 230, -132}                // 1.1 and 1.2 a quarter
	mirror := []float64{-110, 221, -110}                 // 10/11 and 11/10 a quarter
	three := []float64{-200000, 670000, -747000, 277200} // 1.05, 1.1 and 1.2 a quarter
	for _, c := range []struct {
		name  string
		flow  []float64
		rate  float64
		yield contract.Yield
	}{
		{"10 % in a quarter", []float64{-100, 110}, 0.4641, contract.OneRate},                                          // =(1+IRR(A1:B1))^4-1
		{"a profit", []float64{-5000, -3000, 0, 1200, 2500, 3100, 1900, 800}, 0.166741013226803, contract.OneRate},     // =(1+IRR(A1:H1))^4-1
		{"a loss", []float64{-5000, -3000, 0, 1200, 2500, 600}, -0.508124621401783, contract.OneRate},                  // =(1+IRR(A1:F1;-0.1))^4-1
		{"a heavy loss", []float64{-5000, -3000, 0, 1200}, -0.949966250900943, contract.OneRate},                       // =(1+IRR(A1:D1;-0.4))^4-1
		{"topped up late", []float64{-9000, 2000, 2000, -3000, 2000, 4000, 4500}, 0.248575494736896, contract.OneRate}, // =(1+IRR(A1:G1))^4-1
		{"money first", []float64{700, -400, -200, -150}, 0.181603963331342, contract.OneRate},                         // =(1+IRR(A1:D1))^4-1
		{"40 quarters", issue(), 0.0578999119377457, contract.OneRate},                                                 // =(1+IRR(A1:AO1))^4-1
		{"cents", []float64{-3, 0, 1, 1, 2}, 0.429734133780515, contract.OneRate},                                      // =(1+IRR(A1:E1))^4-1
		{"huge", []float64{-1e15, 2e14, 3e14, 0, 6.5e14}, 0.211023985843587, contract.OneRate},                         // =(1+IRR(A1:E1))^4-1
		{"years", []float64{-1000, 0, 0, 0, 300, 0, 0, 0, 420, 0, 0, 0, 680}, 0.163405600688989, contract.OneRate},     // =XIRR(A1:D1;A2:D2), the four amounts 365 days apart
		{"two rates above 0: the lower", several, 0.464099999999954, contract.SeveralRates},                            // =(1+IRR(A1:C1;0.05))^4-1, and 1.0736 =(1+IRR(A1:C1;0.25))^4-1
		{"two rates as far from 0: the lower", mirror, -0.31698654463493, contract.SeveralRates},                       // =(1+IRR(A1:C1;-0.2))^4-1, and 0.4641 =(1+IRR(A1:C1;0.2))^4-1
		{"three rates: the lowest", three, 0.215506249999543, contract.SeveralRates},                                   // =(1+IRR(A1:D1;0.02))^4-1, and 0.4641 and 1.0736 with 0.11 and 0.25
		{"two rates below 0: the higher", []float64{-132, 230, -100}, 1/1.1/1.1/1.1/1.1 - 1, contract.SeveralRates},    // the first of these backwards
		{"no rate", []float64{-100, 150, -100}, 0, contract.NoRate},                                                    // =IRR(A1:C1) is an error
		{"neither profit nor loss", []float64{-100, 0, 30, 70}, 0, contract.OneRate},                                   // 0 at once
		{"back at once", []float64{-100, 100}, 0, contract.OneRate},                                                    // drawn at the beginning of a quarter, back at its end
		{"back at once, twice", []float64{-100, 0, 100}, 0, contract.OneRate},                                          // the second draw and the first distribution are of one time
		{"all lost", []float64{-5, -3, 0}, -1, contract.TotalLoss},                                                     // no sign changes
		{"a cent lost", []float64{-1}, -1, contract.TotalLoss},
		{"all but a cent in a million lost", []float64{-1e6, 0, 1}, 1e-12 - 1, contract.OneRate},                                       // x² = 10⁻⁶, x⁴ = 10⁻¹²
		{"a cent that becomes a fortune", []float64{-1, 0, 0, 0, 1e15}, 1e15 - 1, contract.OneRate},                                    // x⁴ = 10¹⁵
		{"a fortune and a cent", []float64{-1e15, 0, 0, 0, 1e15 + 100}, 1e-13, contract.OneRate},                                       // x⁴ = 1 + 10⁻¹³
		{"a cent after 40 quarters", append(append([]float64{-1}, make([]float64, 39)...), 2), math.Pow(2, 0.1) - 1, contract.OneRate}, // x⁴⁰ = 2
		{"never drawn", []float64{0, 0, 0}, 0, contract.NeverDrawn},
		{"never drawn but paid", []float64{0, 5, 7}, 0, contract.NeverDrawn},
		{"nothing at all", nil, 0, contract.NeverDrawn},
	} {
		rate, yield := contract.RateOfReturn(c.flow)
		if yield != c.yield {
			t.Errorf("%s: kind %d, want %d (rate %g)", c.name, yield, c.yield, rate)
			continue
		}
		if yield != contract.NoRate && yield != contract.NeverDrawn && math.Abs(rate-c.rate) > 2e-12*max(1, math.Abs(c.rate)) {
			t.Errorf("%s: %.15g, want %.15g", c.name, rate, c.rate)
		}
	}
}

// A rate does not depend on the unit of money, nor on when the first draw is made.
func TestRateOfReturnOfTheSameFlow(t *testing.T) {
	m := newMaker(1, 20)
	for range futures(t, 400) {
		flow := m.flow(1 + m.IntN(41))
		rate, yield := contract.RateOfReturn(flow)
		for _, unit := range []float64{0.01, 1.0 / 3, 3, 1e9} {
			scaled := slices.Clone(flow)
			for i := range scaled {
				scaled[i] *= unit
			}
			if r, y := contract.RateOfReturn(scaled); y != yield || !isNear(r, rate) {
				t.Errorf("%v: %g of kind %d, in another unit %g of kind %d", flow, rate, yield, r, y)
			}
		}
		if r, y := contract.RateOfReturn(append(make([]float64, 1+m.IntN(20)), flow...)); y != yield || !isNear(r, rate) {
			t.Errorf("%v: %g of kind %d, begun later %g of kind %d", flow, rate, yield, r, y)
		}
		if r, y := contract.RateOfReturn(append(slices.Clone(flow), 0, 0, 0)); y != yield || !isNear(r, rate) {
			t.Errorf("%v: %g of kind %d, with nothing more %g of kind %d", flow, rate, yield, r, y)
		}
	}
}

// isNear says whether two rates are the same but for rounding.
func isNear(a, b float64) bool { return math.Abs(a-b) <= 1e-9*(1+min(math.Abs(a), math.Abs(b))) }

// flow is a random one in whole cents, with draws early or anywhere.
func (m *maker) flow(times int) []float64 {
	var flow []float64
	early, size := m.in(2), pick(m, 3, 100, 100_000)
	for t := range times {
		x := m.IntN(size)
		if early && t < times/3+1 || !early && m.in(3) {
			x *= -3
		}
		if m.in(4) {
			x = 0
		}
		flow = append(flow, float64(x))
	}
	return flow
}

// Random flows against Sturm's theorem in exact fractions: how many rates there are, and which is nearest to 0.
func TestRateOfReturnAgreesWithSturm(t *testing.T) {
	m, kinds := newMaker(2, 20), map[contract.Yield]int{}
	for range futures(t, 300) {
		flow := m.flow(1 + m.IntN(11))
		rate, yield := contract.RateOfReturn(flow)
		kinds[yield]++
		out, back := slices.ContainsFunc(flow, func(x float64) bool { return x < 0 }), slices.ContainsFunc(flow, func(x float64) bool { return x > 0 })
		want := contract.OneRate
		switch {
		case !out:
			want = contract.NeverDrawn
		case !back:
			want = contract.TotalLoss
		default:
			// Discount factors of a quarter at which the flow is worth nothing; ln(1+r) is −4 times their logarithm.
			factors, touches := rootsAbove0(flow)
			if touches || areClose(factors) {
				continue // may be overlooked
			}
			switch len(factors) {
			case 0:
				want = contract.NoRate
			case 1:
			default:
				want = contract.SeveralRates
			}
			if len(factors) > 0 && yield == want {
				slices.SortFunc(factors, func(a, b float64) int { // the nearest first; of two as near, the lower rate
					if near := math.Abs(math.Log(a)) - math.Abs(math.Log(b)); math.Abs(near) > 1e-8 {
						return int(math.Copysign(1, near))
					}
					return int(math.Copysign(1, b-a))
				})
				if exact := math.Pow(factors[0], -4) - 1; math.Abs(rate-exact) > 1e-9*(1+math.Abs(exact)) {
					t.Errorf("%v: %.12g, want %.12g", flow, rate, exact)
				}
			}
		}
		if yield != want {
			t.Errorf("%v: kind %d, want %d", flow, yield, want)
		}
	}
	for kind := contract.OneRate; kind <= contract.NeverDrawn; kind++ {
		if kinds[kind] == 0 {
			t.Errorf("no flow of kind %d", kind)
		}
	}
}

func areClose(roots []float64) bool {
	for i := range roots {
		for k := range i {
			if math.Abs(math.Log(roots[i]/roots[k])) < 0.02 {
				return true
			}
		}
	}
	return false
}

// Whatever the flow, it is worth nothing at the rate that is given.
func TestRateOfReturnPricesToZero(t *testing.T) {
	m, priced := newMaker(3, 20), 0
	for range futures(t, 2000) {
		flow := m.flow(1 + m.IntN(41))
		rate, yield := contract.RateOfReturn(flow)
		if yield != contract.OneRate && yield != contract.SeveralRates || rate < -1+1e-4 { // near −1 a rate keeps too few digits of 1+r
			continue
		}
		priced++
		value, size := 0.0, 0.0
		for time, x := range flow {
			now := x * math.Pow(1+rate, -float64(time)/4)
			value += now
			size += math.Abs(now) * float64(1+time) // a rate's last digit counts the more the later it is
		}
		if math.Abs(value) > 1e-10*size {
			t.Errorf("%v: worth %g at %g", flow, value, rate)
		}
	}
	if priced < 500 {
		t.Errorf("only %d flows have a rate", priced)
	}
}

// polynomial has the coefficient of the i-th power in place i, and no leading 0.
type polynomial []rat

func (p polynomial) trimmed() polynomial {
	for len(p) > 0 && p[len(p)-1].Sign() == 0 {
		p = p[:len(p)-1]
	}
	return p
}

func (p polynomial) at(x rat) rat {
	sum := new(big.Rat)
	for i := len(p) - 1; i >= 0; i-- {
		sum.Add(sum.Mul(sum, x), p[i])
	}
	return sum
}

// remainder is what division leaves.
func (p polynomial) remainder(by polynomial) polynomial {
	left := slices.Clone(p)
	for len(left) >= len(by) {
		factor := new(big.Rat).Quo(left[len(left)-1], by[len(by)-1])
		for i := range by {
			place := len(left) - len(by) + i
			left[place] = less(left[place], times(factor, by[i]))
		}
		left = left.trimmed()
	}
	return left
}

// rootsAbove0 are the different roots above 0 of the polynomial with the flow's amounts as coefficients, which has one of either sign; touches says whether it has
// a root of any kind where it is 0 without changing its sign, or more than once.
func rootsAbove0(flow []float64) (roots []float64, touches bool) {
	var p polynomial
	for _, x := range flow {
		if x != 0 || p != nil { // a factor of x has no root above 0
			p = append(p, exact(x))
		}
	}
	p = p.trimmed()
	var derivative polynomial
	for i := 1; i < len(p); i++ {
		derivative = append(derivative, times(whole(i), p[i]))
	}
	chain := []polynomial{p, derivative}
	for {
		next := chain[len(chain)-2].remainder(chain[len(chain)-1])
		if len(next) == 0 {
			break
		}
		for i := range next {
			next[i] = new(big.Rat).Neg(next[i])
		}
		chain = append(chain, next)
	}
	changes := func(x rat) (n int) {
		before := 0
		for _, q := range chain {
			if sign := q.at(x).Sign(); sign != 0 {
				if sign == -before {
					n++
				}
				before = sign
			}
		}
		return n
	}
	var look func(low, high rat)
	look = func(low, high rat) { // roots above low, up to high
		n := changes(low) - changes(high)
		if n == 0 {
			return
		}
		width := less(high, low)
		if n == 1 && width.Cmp(times(high, big.NewRat(1, 1<<36))) < 0 || width.Cmp(big.NewRat(1, 1<<60)) < 0 {
			x, _ := high.Float64()
			roots = append(roots, x)
			return
		}
		middle := times(new(big.Rat).Add(low, high), big.NewRat(1, 2))
		look(low, middle)
		look(middle, high)
	}
	bound := whole(1) // Cauchy's
	for _, c := range p {
		if x := new(big.Rat).Abs(new(big.Rat).Quo(c, p[len(p)-1])); x.Cmp(bound) > 0 {
			bound = x
		}
	}
	look(new(big.Rat), new(big.Rat).Add(bound, whole(1)))
	return roots, len(chain[len(chain)-1]) > 1 // what the polynomial and its derivative have in common
}
