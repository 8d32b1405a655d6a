package model

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"ipsplan/model/quantity"
)

// Every routine that takes eight or sixteen at once does what its plain counterpart does, for any numbers of people and weeks and not only for those that plans lead to, and writes nowhere but
// where it may: rows have as much room after their ends as their callers promise, and what stands after that is looked at too.

// inBoth runs a test on many random cases, of ever more people or weeks.
func inBoth(t *testing.T, cases int, test func(t *testing.T, random *rand.Rand, size int)) {
	t.Helper()
	if !inEights {
		t.Skip("this processor cannot take eight at once")
	}
	for i := range cases {
		random := rand.New(rand.NewPCG(uint64(i), 11))
		test(t, random, 1+random.IntN(2+i%300))
		if t.Failed() {
			t.Fatalf("in case %d", i)
		}
	}
}

// row is a slice with some room after its end, and something after that which nobody may change.
type row[T comparable] struct {
	all    []T // up to what nobody may change
	before []T // all of it
	n      int
}

// guarded is how much there is after the room.
const guarded = 80

func newRow[T comparable](n, room int, value func() T) row[T] {
	before := make([]T, n+room+guarded)
	for i := range before {
		before[i] = value()
	}
	return row[T]{slices.Clone(before)[:n+room], before, n}
}

// own is the row as it was, for one more routine to write to.
func (r *row[T]) own() row[T] { return row[T]{slices.Clone(r.before)[:len(r.all)], r.before, r.n} }

func (r *row[T]) in() []T { return r.all[:r.n] }

// keptAfter says whether nothing is changed from a place on.
func (r *row[T]) keptAfter(from int) bool {
	return slices.Equal(r.all[from:len(r.before)], r.before[from:])
}

func (r *row[T]) kept() bool { return r.keptAfter(len(r.all)) }

// randomTable has any numbers from a least one on: one, some, or so many that they share cells in [quantity.Halves].
func randomTable(random *rand.Rand, least, most int) quantity.Table {
	weights := make([]float64, 1+random.IntN(1+random.IntN(most-least+1)))
	for i := range weights {
		if weights[i] = random.Float64(); random.IntN(4) == 0 {
			weights[i] = 0
		}
	}
	weights[random.IntN(len(weights))] = 1
	table, err := quantity.NewTable(least, weights)
	if err != nil {
		panic(err)
	}
	return table
}

// randomChance is any chance, or the one by which someone with the given 32 random bits is the first to whom it does not happen.
func randomChance(random *rand.Rand, bits uint64) quantity.HalfChance {
	if random.IntN(4) == 0 {
		return quantity.HalfChance(uint32(bits))
	}
	return quantity.ChanceOf([]float64{0, 1, 0.5, random.Float64(), 1e-9, 1 - 1e-9}[random.IntN(6)]).OfHalf()
}

// rows are people's.
type rows struct {
	addresses row[quantity.Address]
	whens     row[when]
	aheads    row[ahead]
}

func newRows(random *rand.Rand, n, room int) rows {
	return rows{
		newRow(n, room, func() quantity.Address { return quantity.Address(random.Uint64()) }),
		newRow(n, room, func() when {
			referred := uint16(random.IntN(MaxYears * WeeksPerYear))
			engaged := referred + uint16(random.IntN(MaxYears*WeeksPerYear-int(referred)))
			return when{referred, []uint16{referred, engaged, notAsForeseen}[random.IntN(3)], random.Int32()}
		}),
		newRow(n, room, func() ahead {
			p := ahead{
				frees: uint16(random.IntN(6200)), search: uint16(1 + random.IntN(MaxDuration)),
				job: []uint16{0, uint16(1 + random.IntN(12)), uint16(13 + random.IntN(MaxDuration)), never}[random.IntN(4)], course: course(random.IntN(int(courses))),
			}
			if random.IntN(3) == 0 {
				p.frees = searchesOn
			}
			return p
		}),
	}
}

func (r *rows) own() rows { return rows{r.addresses.own(), r.whens.own(), r.aheads.own()} }

// in is a line of them, of whom nobody has been asked when they give up.
func (r *rows) in() people {
	return people{r.addresses.in(), r.whens.in(), r.aheads.in(), make([]uint16, r.addresses.n, r.addresses.n+eight)}
}

func TestDrawInEights(t *testing.T) {
	inBoth(t, 3000, func(t *testing.T, random *rand.Rand, _ int) {
		var once, eights referred
		weeks := quantity.Children(random.Uint64())
		all, end := 0, []int{WeeksPerQuarter, WeeksPerYear}[random.IntN(2)]
		for first, last := 0, 0; first < end; first = last {
			last = first + 1 + random.IntN(end-first)
			law := quantity.Poisson([]float64{0, 0.01, 1, 10, 64, 100 * random.Float64(), 1000 * random.Float64()}[random.IntN(7)])
			if random.IntN(4) == 0 {
				law = randomTable(random, random.IntN(100), 200)
			}
			if at := weeks.First().Bits(); last == first+1 { // and its bits are the largest of their number
				if upTo, _ := law.UpTo(); law.Draw(at) < law.Max() {
					upTo[law.Draw(at)-law.Min()] = at
				}
			}
			marks := newRow(0, all+(last-first)*law.Max()+weeksMarked, func() uint8 { return uint8(random.Uint32()) })
			copy(marks.all, once.weekOf[:all])
			once.weekOf = slices.Clone(marks.all)
			eights.weekOf = marks.all
			want := once.drawSingly(first, last, weeks, all, &law)
			got := eights.draw(first, last, weeks, all, &law)
			if got != want || eights.before[last] != want || !marks.kept() {
				t.Errorf("weeks %d to %d: %d people instead of %d, or something else is written over", first, last, got, want)
			}
			all = want
		}
		if !slices.Equal(eights.people[:end], once.people[:end]) || !slices.Equal(eights.before[:end+1], once.before[:end+1]) ||
			!slices.Equal(eights.weekOf[:all], once.weekOf[:all]) {
			t.Error("other people")
		}
		if after := end + eight; slices.ContainsFunc(eights.people[after:], func(c quantity.Children) bool { return c != 0 }) ||
			slices.ContainsFunc(eights.before[min(after, weeksRoom):], func(n int) bool { return n != 0 }) {
			t.Error("weeks are written that nobody will write over")
		}
	})
}

func TestArriveInEights(t *testing.T) {
	inBoth(t, 3000, func(t *testing.T, random *rand.Rand, all int) {
		var r referred
		for i := range r.people {
			r.people[i] = quantity.Children(random.Uint64())
		}
		r.weekOf = make([]uint8, all+weeksMarked)
		far := 1 + random.IntN(3*WeeksPerYear)
		for i := range r.weekOf { // after the last person, anything
			r.weekOf[i] = uint8(random.IntN(256))
			if i < all {
				r.weekOf[i] = uint8(random.IntN(min(1+i*far/all, WeeksPerYear)))
			}
		}
		slices.Sort(r.weekOf[:all])
		someone := random.IntN(all)
		willing := randomChance(random, r.people[r.weekOf[someone]].At(someone).Bits()>>32)
		waited, from := random.IntN(20), random.IntN(MaxYears)*WeeksPerYear
		once := newRows(random, waited+all, eight)
		eights := once.own()
		ranks := newRow(all, weeksMarked-1, random.Int32)
		want := ranks.own()
		onceLine := people{once.addresses.all, once.whens.all, once.aheads.all, nil}
		line := people{eights.addresses.all, eights.whens.all, eights.aheads.all, nil}
		left := r.arriveSingly(&onceLine, waited, from, all, want.in(), willing)
		if got := r.arrive(&line, waited, from, all, ranks.in(), willing); got != left || !slices.Equal(ranks.in(), want.in()) {
			t.Errorf("%d in the line instead of %d", got, left)
		}
		if !slices.Equal(line.addresses[:left], onceLine.addresses[:left]) || !slices.Equal(line.whens[:left], onceLine.whens[:left]) {
			t.Error("other people are in the line")
		}
		if !eights.addresses.kept() || !eights.whens.kept() || !eights.aheads.keptAfter(0) || !ranks.kept() {
			t.Error("something else is written over")
		}
	})
}

// foreseen compares what is written of people, apart from those whom another has to look up.
func foreseen(t *testing.T, got, want rows, from int, unknown, wanted []int32, places *row[int32]) {
	t.Helper()
	if !slices.Equal(unknown, wanted) {
		t.Errorf("unknown are %v instead of %v", unknown, wanted)
	}
	for i, p := range want.aheads.in() {
		if !slices.Contains(wanted, int32(i-from)) && got.aheads.all[i] != p {
			t.Errorf("person %d: %+v instead of %+v", i, got.aheads.all[i], p)
		}
	}
	if !got.aheads.keptAfter(got.aheads.n) || !got.addresses.keptAfter(0) || !got.whens.keptAfter(0) || !places.kept() {
		t.Error("something else is written over")
	}
}

func TestForeseeInEights(t *testing.T) {
	inBoth(t, 3000, func(t *testing.T, random *rand.Rand, n int) {
		exit, start := randomTable(random, 1, MaxDuration), randomTable(random, 1, MaxDuration)
		once, places := newRows(random, n, eight), newRow(n, eight, random.Int32)
		someone := once.addresses.in()[random.IntN(n)]
		job, kind := ofJob(someone, jobBranch, 0).Bits(), ofJob(someone, kindBranch, 0).Bits()
		law := firstJobLaw{
			starts: randomChance(random, someone.Bits()), exit: exit.Halves(), start: start.Halves(),
			lasts: randomChance(random, job>>32), searchesAgain: randomChance(random, job), from16: randomChance(random, kind),
		}
		if random.IntN(2) == 0 {
			law.frees, law.inWork = 2*random.IntN(MaxDuration)+inWork-unemployed, -1
		}
		eights, wanted, from := once.own(), places.own(), random.IntN(n)
		longs, wantedLongs := places.own(), places.own()
		line, onceLine := eights.in(), once.in()
		unknown, long := law.foresee(&line, from, n, places.all, longs.all)
		wantedUnknown, wantedLong := law.foreseeSingly(&onceLine, from, n, wanted.all, wantedLongs.all)
		foreseen(t, eights, once, from, places.all[:unknown], wanted.all[:wantedUnknown], &places)
		known := func(list []int32, unknown []int32) (known []int32) { // whether the others' jobs last is looked up
			for _, i := range list {
				if !slices.Contains(unknown, i) {
					known = append(known, i)
				}
			}
			return known
		}
		if !slices.Equal(known(longs.all[:long], places.all[:unknown]), known(wantedLongs.all[:wantedLong], wanted.all[:wantedUnknown])) || !longs.kept() {
			t.Error("the jobs of others last, or something else is written over")
		}
	})
}

func TestForeseeLongInEights(t *testing.T) {
	inBoth(t, 3000, func(t *testing.T, random *rand.Rand, n int) {
		tenure, support := randomTable(random, 0, MaxDuration), randomTable(random, SustainmentWeeks, MaxDuration)
		if random.IntN(4) == 0 {
			tenure, _ = quantity.NewTable(never-SustainmentWeeks, []float64{1})
		}
		once, places := newRows(random, n, eight), newRow(n, eight, random.Int32)
		kind := ofJob(once.addresses.in()[random.IntN(n)], kindBranch, 0).Bits()
		law := longJobLaw{tenure.Halves(), support.Halves(), randomChance(random, kind>>32)}
		for i := range once.aheads.before { // as the first jobs leave it
			p := &once.aheads.before[i]
			p.course &= from16Hours
			if p.job > 12 {
				p.job, p.course = never, p.course|lasts52
			}
		}
		once = once.own()
		eights, wanted, long, from := once.own(), places.own(), newRow(0, n+eight, random.Int32), random.IntN(n)
		longs := 0
		for i := from; i < n; i++ {
			if once.aheads.all[i].course&lasts52 != 0 {
				long.all[longs] = int32(i - from)
				longs++
			}
		}
		line, onceLine := eights.in(), once.in()
		unknown := law.foresee(&line, from, long.all[:longs], places.all)
		foreseen(t, eights, once, from, places.all[:unknown], wanted.all[:law.foreseeSingly(&onceLine, from, long.all[:longs], wanted.all)], &places)
		for _, i := range places.all[:unknown] {
			if eights.aheads.all[from+int(i)] != eights.aheads.before[from+int(i)] {
				t.Errorf("person %d is not as before", i)
			}
		}
	})
}

// randomCentre is one of any years, in whose weeks losses come and nobody is in post now and then.
func randomCentre(random *rand.Rand, c *Caseload) centre {
	centre := newCentre(&Plan{Years: 1 + random.IntN(MaxYears), Caseload: *c})
	now, often := staffed{calm: 1}, random.Float32()/4
	for t := range centre.weeks {
		if random.Float32() < often {
			now = staffed{now.losses + 1, now.calm * []float32{random.Float32(), 0.999999, 1}[random.IntN(3)]}
		}
		if centre.weeks[t] = now; random.IntN(40) == 0 {
			centre.weeks[t].calm = []float32{0, nobody}[random.IntN(2)]
		}
	}
	return centre
}

var noRamp = Caseload{Limit: []int{1}, Ramp: Ramp{Denominator: 1}}

func TestDisturbedInEights(t *testing.T) {
	inBoth(t, 1000, func(t *testing.T, random *rand.Rand, n int) {
		c := randomCentre(random, &noRamp)
		rows, places := newRows(random, n, eight), newRow(n, eight, random.Int32)
		for i := range rows.whens.all {
			rows.whens.all[i].referred %= uint16(c.horizon)
			if random.IntN(2) == 0 {
				rows.aheads.all[i].search %= 50
			}
		}
		if p := random.IntN(n); random.IntN(4) == 0 { // someone who is the first, or the last, to stay
			from := int(rows.whens.all[p].referred)
			if due := from + int(rows.aheads.all[p].search); due < len(c.weeks) {
				c.weeks[due].calm = goesAt(uint32(ofJob(rows.addresses.all[p], searchBranch, 0))) * c.weeks[from].calm
			}
		}
		c.line = rows.in()
		from := random.IntN(n)
		wanted := places.own()
		want := wanted.all[:c.findDisturbedSingly(from, n, wanted.all)]
		if got := places.all[:c.findDisturbed(from, n, places.all)]; !slices.Equal(got, want) || !places.kept() {
			t.Errorf("disturbed are %v instead of %v, or something else is written over", got, want)
		}
	})
}

func TestCountInEights(t *testing.T) {
	inBoth(t, 1000, func(t *testing.T, random *rand.Rand, n int) {
		once, eights := randomCentre(random, &noRamp), centre{}
		rows, from := newRows(random, n, eight), random.IntN(n)
		for i := range rows.whens.all {
			w := &rows.whens.all[i]
			if w.engaged < never {
				w.engaged %= uint16(once.horizon)
			}
		}
		for i := range once.quarters {
			once.quarters[i].foreseen[random.IntN(int(courses))] = random.Int()
			once.quarters[i].inWork[random.IntN(2)] = level{random.Int(), random.Int()}
		}
		once.line = rows.in()
		eights = once
		once.some = make([]int32, n+eight)
		var wanted, got foreseenCohort
		once.countFirstJobsSingly(from, n, &wanted)
		eights.countFirstJobs(from, n, &got)
		after := once.runOffPlace() + 1 // where singly what comes after the time looked at is counted
		once.quarters[after] = eights.quarters[after]
		if got != wanted || eights.quarters != once.quarters {
			t.Errorf("other counts, or a cohort of %v instead of %v", got, wanted)
		}
	})
}

func TestMilestonesInEights(t *testing.T) {
	kept, courses := 0, map[[5]bool]int{}
	inBoth(t, 1000, func(t *testing.T, random *rand.Rand, n int) {
		c := randomCentre(random, &noRamp)
		rows := newRows(random, n, eight)
		c.line = rows.in()
		s := Simulator{centre: c, here: Episode{Service: random.IntN(math.MaxInt32), Centre: random.IntN(math.MaxInt32)}}
		if p := &c.line.aheads[random.IntN(n)]; random.IntN(2) == 0 { // someone whose support or job ends with the time looked at, or just before
			w := &c.line.whens[random.IntN(n)]
			w.engaged %= uint16(c.horizon)
			last := uint16(len(c.weeks)-random.IntN(2)) - w.engaged
			*p = ahead{frees: []uint16{2*last + uint16(random.IntN(2)), searchesOn}[random.IntN(2)], search: last - 20, job: 20, course: lasts13}
		}
		eights := newRow(n, eight, func() Milestones { return Milestones{Service: random.Int32()} })
		once := eights.own()
		want := once.all[:s.milestonesSingly(n, once.all)]
		if got := eights.all[:s.foreseen(n, eights.all)]; !slices.Equal(got, want) || !eights.kept() {
			t.Errorf("%v instead of %v, or something else is written over", got, want)
		}
		kept += len(want)
		for _, m := range want {
			courses[[...]bool{m.Reached[1] != NoWeek, m.Reached[2] != NoWeek, m.Reached[4] != NoWeek, m.Left != NoWeek, m.From16 != 0}]++
		}
	})
	if kept < 1000 || len(courses) < 16 {
		t.Errorf("only %d people and %d courses", kept, len(courses))
	}
}

// weeksOfLine are how long a line is at the end of weeks, and places freed in them, for a caseload of at most so many in all.
func weeksOfLine(random *rand.Rand, weeks, most int) (joined, freed []int32, caseload int) {
	caseload = random.IntN(most/2 + 1)
	joined, freed = make([]int32, weeks+eight), make([]int32, 2*weeks+4*eight)
	waiting := random.IntN(caseload/2 + 1)
	line, left := waiting, caseload
	for i := range weeks {
		line = min(line+random.IntN((most-caseload)/weeks+1), math.MaxInt32)
		joined[i] = int32(line)
		for how := range 2 {
			n := min(random.IntN(left/(2*weeks)+1), math.MaxInt32)
			freed[2*i+how] = int32(n)
			left -= n
		}
	}
	for i := 2 * weeks; i < len(freed); i++ {
		freed[i] = random.Int32()
	}
	for i := weeks; i < len(joined); i++ {
		joined[i] = random.Int32()
	}
	return joined[:weeks], freed, caseload - waiting
}

func TestRoomInEights(t *testing.T) {
	inBoth(t, 20_000, func(t *testing.T, random *rand.Rand, _ int) {
		weeks, most := 1+random.IntN(WeeksPerYear), 1<<random.IntN(34)-1
		joined, freed, caseload := weeksOfLine(random, weeks, most)
		full, sum := random.IntN(2*weeks), caseload
		capacity := make([]int32, weeks+2*eight)
		for i := range capacity {
			if i < weeks {
				sum -= int(freed[2*i] + freed[2*i+1])
				if capacity[i] = int32(max(sum+int(joined[i]), 0)); i == full {
					capacity[i]--
				}
			}
		}
		c := new(centre)
		if got, want := c.room(joined, freed, capacity, caseload), c.roomSingly(joined, freed, capacity, caseload); got != want {
			t.Errorf("there is room for %d weeks instead of %d", got, want)
		}
	})
}

func TestPassInEights(t *testing.T) {
	inBoth(t, 20_000, func(t *testing.T, random *rand.Rand, _ int) {
		first := random.IntN(QuartersPerYear)
		last := first + 1 + random.IntN(QuartersPerYear-first)
		joined, freed, caseload := weeksOfLine(random, last*WeeksPerQuarter, 1<<random.IntN(32)-1)
		line := random.IntN(int(joined[0]) + 1)
		after := func(pass func(c *centre, from, first, last, line int)) *centre {
			c := newCentre(&Plan{Years: 1, Caseload: noRamp})
			copy(c.joined[:], joined)
			copy(c.freed, freed)
			c.caseload = caseload + line
			for q := range c.quarters {
				c.quarters[q].willing, c.quarters[q].leftUnemployed, c.quarters[q].peakCaseload = q%3, 7, 9
			}
			pass(&c, 0, first, last, line)
			return &c
		}
		got, want := after((*centre).passQuarters), after((*centre).passQuartersSingly)
		if got.caseload != want.caseload || got.quarters != want.quarters {
			t.Errorf("quarters %d to %d: caseload %d, %v instead of %d, %v", first, last, got.caseload, got.quarters[:4], want.caseload, want.quarters[:4])
		}
	})
}

// randomCaseload has any limits, and ramps of any denominator that a plan with one post may have.
func randomCaseload(random *rand.Rand) (c Caseload) {
	c.Ramp = LinearRamp(random.IntN(80))
	if random.IntN(2) == 0 {
		c.Ramp = Ramp{Denominator: 1 + random.IntN(1<<(1+random.IntN(21)))}
		for range random.IntN(70) {
			c.Ramp.Share = append(c.Ramp.Share, random.IntN(c.Ramp.Denominator+1))
		}
	}
	for range 1 + random.IntN(MaxYears) {
		c.Limit = append(c.Limit, []int{0, 1, random.IntN(50), random.IntN(maxLimit), maxLimit - 1, maxLimit}[random.IntN(6)])
	}
	return c
}

// work enters what changes as many specialists come and leave, so many at once as a plan may have posts at most: see [Plan.validateWork]. Or, with less sense, the
// work carried is any other every week, which comes nearest to where rounding could go wrong.
func (c *centre) work(random *rand.Rand) {
	fullTime := float64(c.ramp.fullTime())
	posts := max(1, int((1<<64)/fullTime/fullTime))
	some := random.IntN(6)
	for range some {
		filled := random.IntN(len(c.weeks))
		c.enter(filled, filled+1+random.IntN(2*len(c.weeks)), int(FullTime)*posts/(1+random.IntN(3))/some, max(0, random.IntN(160)-80))
	}
	before := int64(0)
	for t := 0; some == 0 && t < c.horizon; t++ {
		now := random.Int64N(int64(posts)*c.ramp.fullTime() + 1)
		c.change(t).carried, before = now-before, now
	}
}

func TestCarryInEights(t *testing.T) {
	inBoth(t, 1000, func(t *testing.T, random *rand.Rand, _ int) {
		caseload, seed := randomCaseload(random), random.Uint64()
		carried := func(carry func(*centre)) (centre, row[int32]) {
			random := rand.New(rand.NewPCG(seed, 0))
			c := randomCentre(random, &caseload)
			capacity := newRow(c.horizon, 16-WeeksPerQuarter, random.Int32)
			c.capacity = capacity.in()
			c.work(random)
			carry(&c)
			return c, capacity
		}
		once, wanted := carried((*centre).carrySingly)
		eights, capacity := carried((*centre).carry)
		if !slices.Equal(capacity.all[:once.horizon], wanted.all[:once.horizon]) || eights.quarters != once.quarters {
			t.Error("another capacity")
		}
		if !slices.Equal(eights.changes, once.changes) || !slices.Equal(eights.changed, once.changed) || !capacity.kept() {
			t.Error("a change is not forgotten, or something else is written over")
		}
	})
}

func TestHoldInEights(t *testing.T) {
	inBoth(t, 1000, func(t *testing.T, random *rand.Rand, n int) {
		value := func() staffed { return staffed{random.Int32(), random.Float32()} }
		held := newRow(n, heldAtOnce-1, value)
		wanted := held.own()
		once, eights := centre{weeks: wanted.in()}, centre{weeks: held.in()}
		for from, until := 0, 0; from < n; from = until {
			if until = from + 1 + random.IntN(1+random.IntN(n-from)); random.IntN(8) == 0 {
				until = n
			}
			now := value()
			once.holdSingly(from, until, now)
			eights.holdWeeks(from, until, now)
			if !slices.Equal(eights.weeks[:until], once.weeks[:until]) || !held.kept() {
				t.Errorf("weeks %d to %d: other staff, or something else is written over", from, until)
			}
		}
	})
}

func TestEndInEights(t *testing.T) {
	inBoth(t, 2000, func(t *testing.T, random *rand.Rand, _ int) {
		c := new(centre)
		freed := newRow(2*RunOffWeeks, 2*never, random.Int32)
		c.caseload = random.IntN(1 + []int{100, fewEnough}[random.IntN(2)])
		left, early := c.caseload, 1+random.IntN(2*RunOffWeeks)
		for i := range freed.in() {
			n := random.IntN(left/early + 1)
			freed.all[i] = int32(n)
			left -= n
		}
		got, longer := c.end(freed.in())
		if want, wantLonger := c.endSingly(freed.in()); got != want || longer != wantLonger {
			t.Errorf("%d leave, %d weeks, instead of %d and %d", got, longer, want, wantLonger)
		}
	})
}

// Those who would never give up within the time looked at may do so in any other week.
func TestAskInEights(t *testing.T) {
	inBoth(t, 3000, func(t *testing.T, random *rand.Rand, n int) {
		givesUp := quantity.TrialsOf([]float64{1, 0.5, 0.02, 0.999999, random.Float64(), 1e-6, 1e-7 * random.Float64(), 0}[random.IntN(8)])
		rows, gone := newRows(random, n, eight), newRow(n, eight, func() uint16 { return uint16(random.Uint32()) })
		once, eights := rows.in(), rows.in()
		eights.goneFrom = gone.in()
		scratch := newRow(n, eight, random.Int32)
		for place := 0; place < n; {
			until := eights.askFromOn(place, &givesUp, scratch.all)
			for ; place < until; place++ {
				once.ask(place, &givesUp)
				if got, want := gone.all[place], once.goneFrom[place]; got != want && min(got, want) < never {
					t.Errorf("person %d: gone from week %d on instead of %d", place, got, want)
				}
			}
			if !gone.keptAfter(until) || !scratch.kept() {
				t.Error("something else is written over")
			}
		}
	})
}
