package study

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"

	"ipsplan/model/quantity"
)

// chunk is the number of draws that a worker makes at a time.
const chunk = 64

// number is one number of every draw.
type number struct {
	row  int     // where it stands in a block
	unit float64 // how many of what the row counts make one of the number: weeks, cents, thousandths
	kept *quantity.Kept
}

func (n number) estimate() Stat { return Stat{Estimate: n.kept.Estimate(n.unit)} }

// block holds the numbers of a chunk of draws: rows[row][i] is that of draw first + i.
type block struct {
	first, draws int
	rows         [][]float64
}

func newBlock(rows int) *block {
	b := &block{rows: make([][]float64, rows)}
	numbers := make([]float64, rows*chunk)
	for i := range b.rows {
		b.rows[i] = numbers[i*chunk : (i+1)*chunk]
	}
	return b
}

// hold makes the block one of so many draws.
func (b *block) hold(first, draws int) {
	b.first, b.draws = first, draws
	for i := range b.rows {
		b.rows[i] = b.rows[i][:draws]
	}
}

// together fills blocks with the draws of so many, each by a recorder of its own.
func together(n int, recorder func(i int) (func(*block), error)) (func(*block), error) {
	var fills []func(*block)
	for i := range n {
		fill, err := recorder(i)
		if err != nil {
			return nil, err
		}
		fills = append(fills, fill)
	}
	return func(b *block) {
		for _, fill := range fills {
			fill(b)
		}
	}, nil
}

// drawing makes draws. Each worker fills a block with the numbers of a chunk of draws, of all scenarios, so that draws of one number can be added, paired and
// compared; then the blocks are kept in the order of the draws. So memory does not grow with the draws beyond what is kept of each number, and no result depends
// on how many workers there are or on who made which draw.
type drawing struct {
	// newWorker prepares whatever one worker needs to fill blocks.
	newWorker func() (fill func(*block), err error)

	preparer quantity.Preparer // of what is uncertain in any of the scenarios

	rows    int
	derived []func(rows [][]float64) // fill rows from rows that stand before them
	keepers []keeper
	judge   []func()       // what the first judgedDraws draws are judged by, see drawAsked
	workers []func(*block) // prepared so far
	drawn   int            // draws made and kept so far
}

// keeper keeps a block, the blocks coming in their order.
type keeper struct {
	of   *quantity.Kept // what it keeps, if it is one number's draws
	keep func(first int, rows [][]float64)
}

// row makes room for one number more.
func (d *drawing) row() int {
	d.rows++
	return d.rows - 1
}

// keep makes room for a number whose distribution is kept.
func (d *drawing) keep(unit float64) number {
	n := number{d.row(), unit, new(quantity.Kept)}
	d.keepers = append(d.keepers, keeper{n.kept, func(_ int, rows [][]float64) { n.kept.Add(rows[n.row]) }})
	return n
}

// only stops keeping other numbers than some. What two numbers have in common is kept as before.
func (d *drawing) only(some []*quantity.Kept) {
	d.keepers = slices.DeleteFunc(d.keepers, func(k keeper) bool { return k.of != nil && !slices.Contains(some, k.of) })
}

// derive makes room for a number that is made of others of the same draw, and is kept.
func (d *drawing) derive(unit float64, from func(rows [][]float64, into []float64)) number {
	n := d.keep(unit)
	d.derived = append(d.derived, func(rows [][]float64) { from(rows, rows[n.row]) })
	return n
}

// pair keeps what the numbers of two rows have in common.
func (d *drawing) pair(x, y int) *quantity.Pair {
	p := new(quantity.Pair)
	d.keepers = append(d.keepers, keeper{keep: func(_ int, rows [][]float64) { p.Add(rows[x], rows[y]) }})
	return p
}

// draw goes on to make draws until there are so many. It stops early with the context's error; what is kept is then of no use.
func (d *drawing) draw(ctx context.Context, workers, until int, progress func(drawn int)) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, (until-d.drawn+chunk-1)/chunk)
	for len(d.workers) < workers {
		d.workers = append(d.workers, nil)
	}
	r := &round{drawing: d, next: d.drawn, until: until, progress: progress, done: map[int]*block{}, free: make(chan *block, 2*workers)}
	for range 2 * workers {
		r.free <- newBlock(d.rows)
	}
	for _, k := range d.keepers {
		if k.of != nil {
			k.of.Expect(until)
		}
	}
	var wait sync.WaitGroup
	errs := make([]error, workers)
	for w := range workers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			errs[w] = r.work(ctx, w)
		}()
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	return errors.Join(errs...)
}

// round is one call of drawing.draw.
type round struct {
	drawing  *drawing
	progress func(drawn int)
	until    int
	free     chan *block

	mutex sync.Mutex
	next  int            // the first draw that nobody has begun
	done  map[int]*block // by first draw: those that wait for an earlier one
}

func (r *round) work(ctx context.Context, worker int) error {
	d := r.drawing
	if d.workers[worker] == nil {
		var err error
		if d.workers[worker], err = d.newWorker(); err != nil {
			return err
		}
	}
	for b := r.take(ctx); b != nil; b = r.take(ctx) {
		d.workers[worker](b)
		for _, derive := range d.derived {
			derive(b.rows)
		}
		r.keep(b)
	}
	return nil
}

// take gives a block to fill, or nil if there is nothing more to do. Whoever has the earliest chunk that is not kept yet has a block for it, since chunks are
// given out in order and only with a block: so waiting for a block ends.
func (r *round) take(ctx context.Context) *block {
	b := <-r.free
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.next >= r.until || ctx.Err() != nil {
		r.free <- b
		return nil
	}
	b.hold(r.next, min(chunk, r.until-r.next))
	r.next += b.draws
	return b
}

// keep keeps a block, and those that waited for it, as soon as all earlier ones are kept.
func (r *round) keep(b *block) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	d := r.drawing
	r.done[b.first] = b
	for b := r.done[d.drawn]; b != nil; b = r.done[d.drawn] {
		delete(r.done, b.first)
		for _, k := range d.keepers {
			k.keep(b.first, b.rows)
		}
		d.drawn += b.draws
		r.free <- b
		r.progress(d.drawn)
	}
}
