package contract

import (
	"math/rand/v2"
	"slices"
	"testing"

	"ipsplan/model"
	"ipsplan/model/quantity"
)

// randomPeople are any, whatever may come of them.
func randomPeople(random *rand.Rand, n int) []model.Milestones {
	people := make([]model.Milestones, n)
	for i := range people {
		p := &people[i]
		p.Service, p.Centre, p.Position, p.Referred, p.Left, p.From16 = random.Int32(), random.Int32(), int32(random.Uint32()), int16(random.Uint32()), int16(random.Uint32()), random.Uint32()
		for event := range p.Reached {
			if p.Reached[event] = int16(random.IntN(600)); random.IntN(3) == 0 {
				p.Reached[event] = model.NoWeek
			}
		}
	}
	return people
}

// randomOutcomes are of any of the people, with room for eight more of them, in which there is whatever an earlier draw left, and something after it.
func randomOutcomes(random *rand.Rand, n, people int) []outcome {
	all := make([]outcome, n+eight+80)
	for i := range all {
		all[i] = outcome{random.Int32(), int16(random.IntN(600)), uint8(random.IntN(2))}
	}
	for i := range n {
		all[i].person = int32(random.IntN(people))
	}
	all[0].person = int32(people - 1)
	return all
}

func unevidencedOf(outcomes []outcome) (n int) {
	for _, x := range outcomes {
		n += int(x.unevidenced)
	}
	return n
}

// Eight outcomes at once are taken as one after another, and nothing is written over where nothing may be.
func TestOutcomesInEights(t *testing.T) {
	if !inEights {
		t.Skip("this processor cannot take eight at once")
	}
	sifted, carried, decided := 0, 0, 0
	for i := range 3000 {
		random := rand.New(rand.NewPCG(uint64(i), 12))
		n := 1 + random.IntN(2+i%300)
		people := randomPeople(random, 1+random.IntN(2*n))
		if i%500 == 0 {
			people = randomPeople(random, 100_000)
		}
		before := randomOutcomes(random, n, len(people))
		end, event := random.IntN(600), JobStart+Event(random.IntN(Events-1))
		if week := people[before[0].person].Reached[event]; i%2 == 0 && week != model.NoWeek {
			end = int(week) + i/2%2 // of someone who is the last that reaches it in time, or the first that does not
		}
		now := randomOutcomes(random, n, len(people))
		once := slices.Clone(now)
		want := siftSingly(before[:n], once, people, event, end)
		got := sift(before[:n], now, people, event, end)
		if got != want || !slices.Equal(now[:got], once[:want]) || !slices.Equal(now[n+eight:], once[n+eight:]) {
			t.Fatalf("case %d: %v instead of %v, or something else is written over", i, now[:got], once[:want])
		}
		carried += unevidencedOf(now[:got])
		sifted += got

		now = randomOutcomes(random, n, len(people))
		once = slices.Clone(now)
		place, unevidenced := quantity.Address(random.Uint64()), quantity.BitsFrom(random.Float64())
		if p := &people[now[0].person]; i%2 == 0 { // someone with whom evidence ends, or just does not
			unevidenced = place.At(uint64(p.Referred)).At(uint64(p.Position)).At(uint64(event)).Bits() + uint64(i/2%2)
		}
		decideSingly(once[:n], people, place, event, unevidenced)
		decided -= unevidencedOf(now[:n])
		decide(now[:n], people, place, event, unevidenced)
		if !slices.Equal(now, once) {
			t.Fatalf("case %d: %v instead of %v, or something else is written over", i, now, once)
		}
		decided += unevidencedOf(now[:n])
	}
	if sifted < 1000 || carried < 1000 || decided < 1000 {
		t.Errorf("only %d outcomes, %d that carry something and %d that are decided", sifted, carried, decided)
	}
}
