package requestlog

import (
	"context"
	"sync"
	"time"

	"gatehouse"
)

// TailRecord is a record of a live tail.
type TailRecord struct {
	gatehouse.RequestRecord
	Gap int64 // matching records left out just before this one, because the reader was too slow
}

const (
	tailEvery  = 250 * time.Millisecond
	tailBuffer = 256 // records a slow reader may lag behind
)

// tails feeds the live tails from the memory where records wait for their
// file. It looks there a few times a second, and at what it has not seen of a
// chunk before that leaves memory; a request does nothing for it.
type tails struct {
	mu        sync.Mutex
	open      map[*tail]bool
	seen      map[*chunk]int // bytes of each chunk that were shown; nil while nothing is open
	following bool
	quit      chan struct{} // closed with the log
}

type tail struct {
	match matcher
	out   chan TailRecord
	gap   int64
}

// Tail delivers matching records within half a second of their Add, roughly in
// that order, until ctx ends or the log closes, which closes the channel. It
// never makes the log wait: what a reader is too slow for is left out and
// counted in the next record. The error is that of [Filter.Validate].
func (l *Log) Tail(ctx context.Context, f Filter) (<-chan TailRecord, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	t := &tail{match: f.compile(), out: make(chan TailRecord, tailBuffer)}
	ts := &l.tails
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if ts.ended() {
		close(t.out)
		return t.out, nil
	}
	ts.add(t, l.queue)
	context.AfterFunc(ctx, func() { ts.remove(t) })
	if !ts.following {
		ts.following = true
		l.done.Go(func() { ts.follow(l.queue) })
	}
	return t.out, nil
}

func (ts *tails) ended() bool {
	select {
	case <-ts.quit:
		return true
	default:
		return false
	}
}

// add opens a tail, which starts with what comes from now on.
func (ts *tails) add(t *tail, q *queue) {
	if len(ts.open) == 0 {
		ts.open, ts.seen = map[*tail]bool{}, map[*chunk]int{}
		for _, v := range q.snapshot() {
			ts.seen[v.chunk] = len(v.data)
		}
		q.release()
	} else {
		ts.poll(q) // What came before is for the others.
	}
	ts.open[t] = true
}

func (ts *tails) remove(t *tail) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if ts.open[t] {
		delete(ts.open, t)
		close(t.out)
	}
}

// end closes all tails for good.
func (ts *tails) end() {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if !ts.ended() {
		close(ts.quit)
	}
	for t := range ts.open {
		delete(ts.open, t)
		close(t.out)
	}
}

// follow runs while there are tails.
func (ts *tails) follow(q *queue) {
	tick := time.NewTicker(tailEvery)
	defer tick.Stop()
	for {
		select {
		case <-ts.quit:
			return
		case <-tick.C:
		}
		ts.mu.Lock()
		ts.following = len(ts.open) > 0
		if !ts.following {
			ts.seen = nil
			ts.mu.Unlock()
			return
		}
		ts.poll(q)
		ts.mu.Unlock()
	}
}

// poll shows what came since the last time.
func (ts *tails) poll(q *queue) {
	for _, v := range q.snapshot() {
		ts.show(v)
	}
	q.release()
}

// finish shows the rest of chunks that leave memory by leave, in one step, so
// that nothing is shown twice.
func (ts *tails) finish(chunks []*chunk, leave func()) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	for _, c := range chunks {
		if len(ts.open) > 0 {
			ts.show(c.view())
		}
		delete(ts.seen, c)
	}
	leave()
}

func (ts *tails) show(v view) {
	from := ts.seen[v.chunk]
	ts.seen[v.chunk] = len(v.data)
	var e entry
	for rest := v.data[from:]; len(rest) > 0; {
		rest = decode(rest, v.texts, &e)
		for t := range ts.open {
			if t.match.entry(&e) {
				t.send(&e)
			}
		}
	}
}

func (t *tail) send(e *entry) {
	if len(t.out) == cap(t.out) { // Only this side sends, so it cannot fill up meanwhile.
		t.gap++
		return
	}
	t.out <- TailRecord{RequestRecord: e.record(), Gap: t.gap}
	t.gap = 0
}
