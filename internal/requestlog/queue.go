package requestlog

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"

	"gatehouse"
)

// queue takes records in. It is cut into shards, each a lock and a chunk of
// bytes that fills up; a request takes any shard whose lock is free, so that
// no lock is shared by all requests. A full chunk is sealed: it goes to the
// list of what waits to be written.
//
// Memory is bounded by the chunks handed out. When the bound is reached, a
// record that needs a new chunk is dropped and counted.
type queue struct {
	shards  []shard
	dropped atomic.Int64
	free    atomic.Int64 // bytes that may still be handed out as chunks; touched once a chunk
	closed  atomic.Bool
	wake    chan struct{} // a chunk was sealed and much waits: write before the next tick
	size    int           // bytes of a chunk's data; its dictionary has a third of that

	mu      sync.Mutex
	waiting []*chunk // sealed, not yet in a file; oldest first
	bytes   int      // of waiting
	readers int      // snapshots in use
	spare   []*chunk // that nobody reads any more
}

type shard struct {
	mu      sync.Mutex
	current *chunk
	_       [48]byte // Shards do not share a cache line.
}

const (
	wakeBytes = 4 << 20 // some ten thousand records
	maxSpare  = 8       // chunks

	// The bounds of a chunk's data: larger ones keep fewer texts twice, smaller
	// ones let many processors share a small memory.
	minChunk = 48 << 10
	maxChunk = 384 << 10
)

func newQueue(memory int64) *queue {
	n := 2
	for n < runtime.GOMAXPROCS(0) {
		n *= 2
	}
	q := &queue{shards: make([]shard, n), wake: make(chan struct{}, 1)}
	q.size = int(min(max(memory/int64(16*n), minChunk), maxChunk))
	q.free.Store(memory)
	return q
}

func (q *queue) add(r *gatehouse.RequestRecord) {
	s := q.lockShard()
	defer s.mu.Unlock()
	if q.closed.Load() {
		q.dropped.Add(1)
		return
	}
	need := sizeHint(r)
	if s.current == nil || !s.current.fits(need) {
		if s.current != nil {
			q.seal(s.current)
			s.current = nil
		}
		if s.current = q.newChunk(need); s.current == nil {
			q.dropped.Add(1)
			return
		}
	}
	s.current.add(r)
}

// lockShard starts at a random shard and takes the first one nobody holds.
func (q *queue) lockShard() *shard {
	mask := uint32(len(q.shards) - 1)
	at := rand.Uint32() //nolint:gosec // Spreads load; nothing depends on it being unforeseeable.
	for i := range uint32(len(q.shards)) {
		if s := &q.shards[(at+i)&mask]; s.mu.TryLock() {
			return s
		}
	}
	s := &q.shards[at&mask]
	s.mu.Lock()
	return s
}

// newChunk is nil when memory is full. A record larger than a chunk gets one
// of its own size.
func (q *queue) newChunk(need int) *chunk {
	data, texts := max(q.size, need), max(q.size/3, need)
	if q.free.Add(-int64(data+texts)) < 0 {
		q.free.Add(int64(data + texts))
		return nil
	}
	if data+texts == q.usual() {
		q.mu.Lock()
		defer q.mu.Unlock()
		if n := len(q.spare); n > 0 {
			c := q.spare[n-1]
			q.spare = q.spare[:n-1]
			return c
		}
	}
	return newChunk(data, texts)
}

// usual is the size of a chunk that can be used again.
func (q *queue) usual() int { return q.size + q.size/3 }

func (q *queue) seal(c *chunk) {
	q.mu.Lock()
	q.waiting = append(q.waiting, c)
	q.bytes += len(c.data)
	much := q.bytes >= wakeBytes
	q.mu.Unlock()
	if much {
		select {
		case q.wake <- struct{}{}:
		default:
		}
	}
}

// sealAll seals the chunk of every shard that holds a record.
func (q *queue) sealAll() {
	for i := range q.shards {
		s := &q.shards[i]
		s.mu.Lock()
		if s.current != nil {
			q.seal(s.current)
			s.current = nil
		}
		s.mu.Unlock()
	}
}

// next lists the oldest waiting chunks, up to about most bytes. They stay
// visible until done.
func (q *queue) next(most int) []*chunk {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, size := 0, 0
	for n < len(q.waiting) && (n == 0 || size+len(q.waiting[n].data) <= most) {
		size += len(q.waiting[n].data)
		n++
	}
	return q.waiting[:n:n]
}

// done forgets the n oldest waiting chunks and gives their memory back.
func (q *queue) done(n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, c := range q.waiting[:n] {
		q.bytes -= len(c.data)
		q.free.Add(int64(c.held))
		if q.readers == 0 && c.held == q.usual() && len(q.spare) < maxSpare {
			c.reset()
			q.spare = append(q.spare, c)
		}
	}
	// A fresh slice, because next's caller and snapshots still read the old one.
	q.waiting = append([]*chunk(nil), q.waiting[n:]...)
}

// snapshot lists what is not in a file yet, valid until release. Shards come
// first: a chunk sealed in between is then seen twice and skipped, where the
// other order would miss it.
func (q *queue) snapshot() []view {
	q.mu.Lock()
	q.readers++
	q.mu.Unlock()
	seen := make(map[*chunk]bool, len(q.shards))
	var out []view
	for i := range q.shards {
		s := &q.shards[i]
		s.mu.Lock()
		if c := s.current; c != nil {
			seen[c] = true
			out = append(out, c.view())
		}
		s.mu.Unlock()
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, c := range q.waiting {
		if !seen[c] {
			out = append(out, c.view())
		}
	}
	return out
}

// release ends the use of a snapshot.
func (q *queue) release() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.readers--
}
