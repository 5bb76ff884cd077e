package directory

import (
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// Usage is how a token was used since the last drain.
type Usage struct {
	TokenID string
	Count   int64
	At      time.Time  // of the last use, whole seconds
	IP      netip.Addr // of the last use, exact to the second
}

// counter counts a token's uses. It outlives entries: a new entry of the same
// partner goes on with it.
type counter struct {
	token  string
	count  atomic.Int64 // since the last drain
	listed atomic.Bool  // in the directory's list of used counters
	next   *counter

	second atomic.Int64 // Unix time of the last use
	mu     sync.Mutex   // taken once a second, not once a request
	ip     netip.Addr
}

// Use counts one accepted use of a token from an address.
func (d *Directory) Use(t *Token, now time.Time, from netip.Addr) {
	c := t.usage.Load()
	if c == nil {
		c = &counter{token: t.id}
		if !t.usage.CompareAndSwap(nil, c) {
			c = t.usage.Load()
		}
	}
	c.count.Add(1)
	if second := now.Unix(); c.second.Load() < second {
		c.mu.Lock()
		if c.second.Load() < second {
			c.ip = from
			c.second.Store(second)
		}
		c.mu.Unlock()
	}
	if !c.listed.Load() && c.listed.CompareAndSwap(false, true) {
		d.list(c)
	}
}

func (d *Directory) list(c *counter) {
	for {
		c.next = d.used.Load()
		if d.used.CompareAndSwap(c.next, c) {
			return
		}
	}
}

// DrainUsage returns how every token was used since the last drain; nil when
// none was. What it returned is the caller's to store.
func (d *Directory) DrainUsage() []Usage {
	var out []Usage
	for c := d.used.Swap(nil); c != nil; {
		next := c.next
		// From here on a use lists the counter again; one that is counted
		// between the two lines is in this drain, and the next finds zero.
		c.listed.Store(false)
		if n := c.count.Swap(0); n > 0 {
			out = append(out, c.usage(n))
		}
		c = next
	}
	return out
}

func (c *counter) usage(n int64) Usage {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Usage{c.token, n, time.Unix(c.second.Load(), 0).UTC(), c.ip}
}
