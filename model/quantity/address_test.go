package quantity_test

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"

	"ipsplan/model/quantity"
)

func TestAddressesAreWhatTheyWere(t *testing.T) {
	// SplitMix64's step and the finaliser moremur, written out from their publications.
	child := func(a, k uint64) uint64 {
		x := a + (k+1)*0x9E3779B97F4A7C15
		x = (x ^ x>>27) * 0x3C79AC492BA7B653
		x = (x ^ x>>33) * 0x1C69B3F74AC4AE35
		return x ^ x>>27
	}
	for _, seed := range []uint64{0, 1, 12345, math.MaxUint64} {
		root := quantity.Root(seed)
		if want := child(seed, 0x1b5); root.Bits() != want {
			t.Errorf("root of %d: %x, not %x", seed, root.Bits(), want)
		}
		for _, k := range []uint64{0, 1, 2, 1 << 40, math.MaxUint64} {
			if got, want := root.At(k).Bits(), child(root.Bits(), k); got != want {
				t.Errorf("child %d of the root of %d: %x, not %x", k, seed, got, want)
			}
		}
		for _, name := range []string{"", "a", "foobar", "Île-de-France"} {
			h := fnv.New64a()
			h.Write([]byte(name))
			if got, want := root.Named(name), root.At(h.Sum64()); got != want {
				t.Errorf("child %q of the root of %d: %x, not %x", name, seed, got, want)
			}
		}
	}
}

func TestAddressesAreDistinct(t *testing.T) {
	seen := map[quantity.Address]string{}
	add := func(a quantity.Address, what string) {
		if before, ok := seen[a]; ok {
			t.Fatalf("%s and %s have one address", before, what)
		}
		seen[a] = what
	}
	for seed := range uint64(100) {
		add(quantity.Root(seed), fmt.Sprint("root ", seed))
	}
	stream := quantity.Root(1).Named("croatia")
	for draw := range uint64(40) {
		add(stream.At(draw), fmt.Sprint("draw ", draw))
		for person := range uint64(500) {
			for decision := range uint64(12) {
				add(stream.At(draw).At(person).At(decision), fmt.Sprint("decision ", draw, person, decision))
			}
		}
	}
	for i := range 2000 {
		add(stream.Named(fmt.Sprint("service ", i)), fmt.Sprint("name ", i))
	}
	add(stream.Named("ab").Named("c"), "ab, c")
	add(stream.Named("a").Named("bc"), "a, bc")
	add(stream.Named("bc").Named("a"), "bc, a")
}

// Whatever bit of the parent, of the child's number or of the seed changes, each bit of the address changes half of the time.
func TestAvalanche(t *testing.T) {
	const trials = 2000
	for name, address := range map[string]func(trial, flip uint64) quantity.Address{
		"parent": func(trial, flip uint64) quantity.Address {
			return (quantity.Root(trial) ^ quantity.Address(flip)).At(trial % 7)
		},
		"child": func(trial, flip uint64) quantity.Address { return quantity.Root(3).At(trial ^ flip) },
		"seed":  func(trial, flip uint64) quantity.Address { return quantity.Root(trial ^ flip).At(0) },
		"name":  func(trial, flip uint64) quantity.Address { return quantity.Root(3).Named(fmt.Sprint(trial, " ", flip)) },
	} {
		var changed [64][64]int
		ones := [64]int{}
		for trial := range uint64(trials) {
			base := address(trial, 0)
			for out := range 64 {
				ones[out] += int(base.Bits() >> out & 1)
			}
			for in := range 64 {
				difference := uint64(base ^ address(trial, 1<<in))
				for difference != 0 {
					changed[in][bits.TrailingZeros64(difference)]++
					difference &= difference - 1
				}
			}
		}
		// Standard deviation √(2000/4) = 22.4; the largest of 4,096 normals stays below six of them.
		for out := range 64 {
			if math.Abs(float64(ones[out])-trials/2) > 6*22.4 {
				t.Errorf("%s: bit %d is one in %d of %d", name, out, ones[out], trials)
			}
			for in := range 64 {
				if math.Abs(float64(changed[in][out])-trials/2) > 6*22.4 {
					t.Errorf("%s: changing bit %d changes bit %d in %d of %d", name, in, out, changed[in][out], trials)
				}
			}
		}
	}
}

// chiSquare is the sum over cells of (seen − expected)²/expected, less the degrees of freedom, in standard deviations.
func chiSquare(seen []int, expected func(i int) float64) float64 {
	sum := 0.0
	for i, n := range seen {
		sum += (float64(n) - expected(i)) * (float64(n) - expected(i)) / expected(i)
	}
	freedom := float64(len(seen) - 1)
	return (sum - freedom) / math.Sqrt(2*freedom)
}

func TestUniformsOfSequentialChildren(t *testing.T) {
	const n = 1 << 18
	for name, u := range map[string]func(k uint64) float64{
		"children":                 func(k uint64) float64 { return quantity.Root(1).At(k).Uniform() },
		"seeds":                    func(k uint64) float64 { return quantity.Root(k).Uniform() },
		"one decision, all people": func(k uint64) float64 { return quantity.Root(1).At(k).At(3).Uniform() },
		"low bits":                 func(k uint64) float64 { return float64(quantity.Root(1).At(k)&0xffff) / 0x10000 },
		"even children":            func(k uint64) float64 { return quantity.Root(1).At(2 * k).Uniform() },
		"weeks":                    func(k uint64) float64 { return quantity.Root(1).At(k / 256).At(k % 256).Uniform() },
	} {
		cells, pairs := make([]int, 1024), make([]int, 32*32)
		previous := 0
		for k := range uint64(n) {
			x := u(k)
			cells[int(x*1024)]++
			if cell := int(x * 32); k%2 == 0 {
				previous = cell
			} else {
				pairs[32*previous+cell]++
			}
		}
		if z := chiSquare(cells, func(int) float64 { return n / 1024.0 }); math.Abs(z) > 4 {
			t.Errorf("%s: χ² is %.1f standard deviations off", name, z)
		}
		if z := chiSquare(pairs, func(int) float64 { return n / 2 / 1024.0 }); math.Abs(z) > 4 {
			t.Errorf("%s: χ² of pairs is %.1f standard deviations off", name, z)
		}
	}
}

func TestDecisionsAreIndependent(t *testing.T) {
	const people = 40000
	week := quantity.Root(11).Named("denmark").At(0).At(17)
	u := func(person, decision uint64) float64 { return week.At(person).At(decision).Uniform() }
	for name, pair := range map[string]func(k uint64) (float64, float64){
		"two decisions of a person":                 func(k uint64) (float64, float64) { return u(k, 0), u(k, 1) },
		"one decision of two people":                func(k uint64) (float64, float64) { return u(k, 2), u(k+1, 2) },
		"a decision and the next person's next":     func(k uint64) (float64, float64) { return u(k, 2), u(k+1, 3) },
		"a decision and the next person's one back": func(k uint64) (float64, float64) { return u(k, 2), u(k+1, 1) },
		"a person and a decision below":             func(k uint64) (float64, float64) { return week.At(k).Uniform(), u(k, 0) },
		"a person and the next one's decision":      func(k uint64) (float64, float64) { return week.At(k + 1).Uniform(), u(k, 0) },
		"a decision and its occurrence": func(k uint64) (float64, float64) {
			return u(k, 1), week.At(k).At(1).At(1).Uniform()
		},
		"person k, decision d and person d, decision k": func(k uint64) (float64, float64) { return u(k, k+1), u(k+1, k) },
		"two seeds": func(k uint64) (float64, float64) {
			return quantity.Root(1).At(k).Uniform(), quantity.Root(2).At(k).Uniform()
		},
		"two draws": func(k uint64) (float64, float64) {
			return week.At(1).At(k).Uniform(), week.At(2).At(k).Uniform()
		},
		"a uniform and the low bits": func(k uint64) (float64, float64) {
			return week.At(k).Uniform(), float64(week.At(k) & 0xfff)
		},
	} {
		var x, y []float64
		cells := make([]int, 256)
		for k := range uint64(people) {
			a, b := pair(k)
			x, y = append(x, a), append(y, b)
			if b < 1 {
				cells[int(a*16)*16+int(b*16)]++
			}
		}
		if r := correlation(x, y); math.Abs(r) > 4.5/math.Sqrt(people) {
			t.Errorf("%s: correlation %g", name, r)
		}
		// Dependence that a correlation does not show.
		if z := chiSquare(cells, func(int) float64 { return people / 256.0 }); y[0] < 1 && math.Abs(z) > 4 {
			t.Errorf("%s: χ² is %.1f standard deviations off", name, z)
		}
	}
}

func TestUniformIsInsideTheInterval(t *testing.T) {
	for _, bits := range []uint64{0, 1, 0xfff, 0x1000, 1<<63 - 1, 1 << 63, math.MaxUint64 - 0x1000, math.MaxUint64} {
		u := quantity.Address(bits).Uniform()
		if !(u > 0 && u < 1) {
			t.Errorf("%x gives %g", bits, u)
		}
		// The middle of the 2^-52 wide cell in which the bits lie.
		if cell := float64(bits>>12) / (1 << 52); u < cell || u-0x1p-53 != cell {
			t.Errorf("%x gives %.17g, not the middle of the cell from %.17g", bits, u, cell)
		}
	}
	if low, high := quantity.Address(0).Uniform(), quantity.Address(math.MaxUint64).Uniform(); low != 1-high {
		t.Errorf("the extremes %g and %g are not alike", low, 1-high)
	}
}

func TestChance(t *testing.T) {
	extremes := []uint64{0, 1, 1<<11 - 1, 1 << 11, 1 << 63, math.MaxUint64 - 1<<11, math.MaxUint64}
	for _, bits := range extremes {
		for _, p := range []float64{0, -0.5, math.Inf(-1)} {
			if quantity.ChanceOf(p).Decides(bits) {
				t.Errorf("a chance of %g came true at %x", p, bits)
			}
		}
		for _, p := range []float64{1, 1.5, math.Inf(1)} {
			if !quantity.ChanceOf(p).Decides(bits) {
				t.Errorf("a chance of %g did not come true at %x", p, bits)
			}
		}
	}
	// The threshold is exact: the share p of all bits, from below.
	for _, p := range []float64{0.5, 0.25, 0.375, 0x1p-53, 1 - 0x1p-53} {
		edge := uint64(p*(1<<53)) << 11
		if c := quantity.ChanceOf(p); !c.Decides(edge-1) || c.Decides(edge) {
			t.Errorf("a chance of %g does not end at %x", p, edge)
		}
	}
	const n = 100000
	came, rarer := 0, 0
	for k := range uint64(n) {
		bits := quantity.Root(8).At(k).Bits()
		if quantity.ChanceOf(0.37).Decides(bits) {
			came++
		} else if quantity.ChanceOf(0.2).Decides(bits) {
			rarer++
		}
	}
	if math.Abs(float64(came)-0.37*n) > 4*math.Sqrt(n*0.37*0.63) {
		t.Errorf("a chance of 0.37 came true in %d of %d", came, n)
	}
	if rarer > 0 {
		t.Errorf("in %d cases a smaller chance came true and a larger one did not", rarer)
	}
}

// Children one after the other are those of their numbers.
func TestChildrenInARow(t *testing.T) {
	parent := quantity.Root(3)
	children := parent.Children(5)
	for k := range uint64(20) {
		if got, want := children.First(), parent.At(5+k); got != want {
			t.Errorf("child %d: %x, not %x", 5+k, got.Bits(), want.Bits())
		}
		children = children.Others()
	}
}

// Half an address decides as the whole one with zeros in place of the other half.
func TestHalfChance(t *testing.T) {
	for _, p := range []float64{0, 1e-12, 1.0 / (1 << 32), 0.25, 1.0 / 3, 0.857, 1 - 1e-12, 1} {
		whole := quantity.ChanceOf(p)
		half := whole.OfHalf()
		edge := uint64(p * (1 << 32))
		for _, bits := range []uint64{0, 1, edge - 2, edge - 1, edge, edge + 1, edge + 2, 1<<31 - 1, 1 << 31, 1<<32 - 1} {
			bits &= 1<<32 - 1
			want := 0
			if whole.Decides(bits << 32) {
				want = -1
			}
			if got := half.Mask(bits); got != want {
				t.Errorf("chance %g, bits %x: %d, not %d", p, bits, got, want)
			}
			if got := half.Mask(bits | 0xabc<<32); got != want {
				t.Errorf("chance %g, bits %x below others: %d, not %d", p, bits, got, want)
			}
		}
	}
}

// BitsFrom parts the addresses whose uniform number is less than a number from the others.
func TestBitsFrom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const step = 1 << 12 // to the next number
	for i := range 10_000 {
		x := []float64{random.Float64(), 0, 0.5, 0x1p-53, 1 - 0x1p-53, quantity.Address(random.Uint64()).Uniform(), 0x1p-52 * float64(random.IntN(1000))}[i%7]
		from := quantity.BitsFrom(x)
		if least := quantity.Address(from); least.Uniform() < x || from > 0 && (least-step).Uniform() >= x || from%step != 0 {
			t.Errorf("from %v on: %x", x, from)
		}
	}
}
