package quantity

import "math"

// Address names one random number. It is a node of a tree: the root holds the seed, every step down adds one part (a
// draw, a service, a week, a decision), and the bits found at a node depend on its parts and on nothing else.
//
// A step is one output of the SplitMix64 generator (Steele, Lea & Flood 2014, OOPSLA, doi 10.1145/2660193.2660195) seeded at
// the node, with the stronger finaliser "moremur" (Evensen 2019); the k-th child is the k-th output.
type Address uint64

// Root is the address that a seed starts from.
func Root(seed uint64) Address { return Address(seed).At(0x1b5) }

// At is the k-th child of the address.
func (a Address) At(k uint64) Address { return a.Children(k).First() }

// Children are the children of an address from one of them on, for whoever goes through many.
type Children uint64

// nextChild is the step of the generator's state, from one child to the next.
const nextChild = 0x9e3779b97f4a7c15

// The factors of the finaliser.
const (
	firstMixer  = 0x3c79ac492ba7b653
	secondMixer = 0x1c69b3f74ac4ae35
)

// Children are those from the k-th on.
func (a Address) Children(k uint64) Children { return Children(uint64(a) + (k+1)*nextChild) }

// First is the first of them, and Others are the others.
func (c Children) First() Address {
	x := uint64(c)
	x ^= x >> 27
	x *= firstMixer
	x ^= x >> 33
	x *= secondMixer
	x ^= x >> 27
	return Address(x)
}
func (c Children) Others() Children { return c + nextChild }

// At is the k-th of them, 0 being the first.
func (c Children) At(k int) Address { return (c + Children(k)*nextChild).First() }

// Named is the child with a name: a stream, a service, a quantity.
func (a Address) Named(name string) Address { return a.At(childOf(name)) }

// childOf numbers the child with a name: by FNV-1a, 64 bits, as it only has to tell names apart and At does the mixing.
func childOf(name string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 0x100000001b3
	}
	return h
}

// Child is the number of an address's child with a name, once it is worked out; 0 before.
type Child uint64

// ChildNamed is the number of the child with a name ([Address.Named]), for whoever asks for it in many draws.
func ChildNamed(name string) Child { return Child(childOf(name)) }

func (c Child) of(name string) uint64 {
	if c == 0 {
		return childOf(name)
	}
	return uint64(c)
}

// Bits are the 64 random bits found at the address.
func (a Address) Bits() uint64 { return uint64(a) }

// Uniform is the random number in the open interval (0, 1) found at the address.
//
// It uses 52 bits: with one more the half would be lost in rounding, and 1 could come up.
func (a Address) Uniform() float64 { return (float64(int64(a>>12)) + 0.5) * (1.0 / (1 << 52)) }

// BitsFrom are the least bits of an address whose uniform number is x or more, x being at least 0 and less than 1.
func BitsFrom(x float64) uint64 { return uint64(math.Ceil(float64(x*(1<<52))-0.5)) << 12 }

// Chance is a probability in the form in which a decision is taken quickest.
type Chance uint64

const chanceScale = 1 << 53

// ChanceOf makes a Chance from a probability; what is below 0 or above 1 counts as 0 or 1.
func ChanceOf(p float64) Chance { return Chance(min(max(p, 0), 1) * chanceScale) }

// Decides says whether the event happens, given the random bits of its address.
func (c Chance) Decides(bits uint64) bool { return bits>>11 < uint64(c) }

// Count is 1 if the event happens and 0 if not. It takes no branch, so nothing is lost when the answer cannot be predicted.
func (c Chance) Count(bits uint64) int { return int((bits>>11 - uint64(c)) >> 63) } // both are below 2^63: a difference below 0 sets the first bit

// HalfChance is a probability to be decided by 32 random bits.
type HalfChance uint64

// OfHalf is the chance for whoever has the first half of an address's bits only, the second half counting as 0.
func (c Chance) OfHalf() HalfChance {
	const unit = 1 << (53 - 32)
	return HalfChance((c + unit - 1) / unit)
}

// Mask is -1, which has all bits, if the event happens and 0 if not, given random bits of which the lower 32 count. It takes no branch, as [Chance.Count].
func (c HalfChance) Mask(bits uint64) int { return int(int64(uint64(uint32(bits))-uint64(c)) >> 63) }
