package http1

// Timeouts (RFC 9112 §9.5) without a timer per request. Moving a network
// deadline costs a lock and a heap operation, several times a request. Here a
// connection stores when it is due in an atomic, and one goroutine for the
// process looks at all of them every tick; only what is really late touches the
// network. A timeout is therefore never early and at most two ticks late.

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

const tick = 50 * time.Millisecond

// longAgo as a deadline makes blocked reads or writes return at once.
var longAgo = time.Unix(1, 0)

// timed is what happens to a connection whose deadline passed. The methods are
// called from the clock's goroutine and must not block.
type timed interface {
	expireRead()
	expireWrite()
	expireWait()
}

// deadline is a point in clock time; 0 is none, fired means it has passed.
type deadline struct{ at atomic.Int64 }

const fired = -1

// disarm removes the deadline and reports whether it had passed already.
func (d *deadline) disarm() (late bool) { return d.at.Swap(0) == fired }

func (d *deadline) passed(now int64) bool {
	at := d.at.Load()
	return at > 0 && at <= now && d.at.CompareAndSwap(at, fired)
}

// timers are the deadlines of one connection.
type timers struct {
	read, write deadline
	wait        deadline // when to begin watching whether the client is still there
	clock       *clock
	owner       timed
	slot        int
}

// arm sets d to go off no earlier than after.
func (t *timers) arm(d *deadline, after time.Duration) { d.at.Store(t.at(after)) }

// at is the clock time that is reached no earlier than after.
func (t *timers) at(after time.Duration) int64 { return t.clock.now.Load() + int64(after+tick) }

// clock goes round the connections registered with it. Its goroutine lives while
// there are any.
type clock struct {
	now  atomic.Int64           // nanoseconds, as of the last tick
	date atomic.Pointer[string] // the Date field of this second (RFC 9110 §6.6.1)

	mu      sync.Mutex
	all     []*timers
	running bool
	start   time.Time
}

// processClock serves all servers and pools; tests with fake time bring their own.
var processClock = &clock{}

func (c *clock) add(t *timers, owner timed) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t.clock, t.owner, t.slot = c, owner, len(c.all)
	c.all = append(c.all, t)
	if c.running {
		return
	}
	if c.start.IsZero() {
		c.start = time.Now()
	}
	c.running = true
	c.advance()
	go c.run()
}

func (c *clock) remove(t *timers) {
	c.mu.Lock()
	defer c.mu.Unlock()
	last := len(c.all) - 1
	c.all[t.slot] = c.all[last]
	c.all[t.slot].slot = t.slot
	c.all[last] = nil
	c.all = c.all[:last]
}

func (c *clock) run() {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for range ticker.C {
		if !c.round() {
			return
		}
	}
}

// round advances the time and fires what is due. It returns false when nothing
// is registered any more.
func (c *clock) round() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.all) == 0 {
		c.running = false
		return false
	}
	now := c.advance()
	for _, t := range c.all {
		if t.read.passed(now) {
			t.owner.expireRead()
		}
		if t.write.passed(now) {
			t.owner.expireWrite()
		}
		if t.wait.passed(now) {
			t.owner.expireWait()
		}
	}
	return true
}

// advance sets the time and, once a second, the date.
func (c *clock) advance() int64 {
	t := time.Now()
	before, now := c.now.Load(), int64(t.Sub(c.start))+1
	c.now.Store(now)
	if c.date.Load() == nil || before/int64(time.Second) != now/int64(time.Second) {
		date := t.UTC().Format(http.TimeFormat)
		c.date.Store(&date)
	}
	return now
}
