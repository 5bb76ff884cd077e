package http1

// Noticing that a client left while it waits for an answer (RFC 9112 §9.5). The
// connection's goroutine is busy with the upstream, so somebody else must read
// from the client. Most answers come within milliseconds and need no watching:
// only when the clock finds an exchange that waits longer does a goroutine
// start, which ends with the exchange.

import (
	"sync"
	"sync/atomic"
	"time"
)

// watchAhead is how much a client may pipeline before it is no longer watched.
const watchAhead = 2 * readSize

type watch struct {
	mu       sync.Mutex
	done     chan struct{} // closed when the watching goroutine ended; nil without one
	stopping atomic.Bool
}

// expireWait is called by the clock when the exchange has waited for a while.
// While a body is read there is nothing to do: reading it notices the end, and
// its end sets the deadline again.
func (c *conn) expireWait() {
	if !c.body.done.Load() {
		return
	}
	c.watch.mu.Lock()
	defer c.watch.mu.Unlock()
	// stopWatch takes the deadline away before it asks for the lock, so that one
	// still found here belongs to an exchange that has not ended.
	if c.timers.wait.at.Load() != fired || c.watch.done != nil {
		return
	}
	done := make(chan struct{})
	c.watch.done = done
	go c.watchClient(done)
}

// watchClient reads ahead until the client ends the connection or stopWatch.
func (c *conn) watchClient(done chan struct{}) {
	defer close(done)
	for len(c.in.buffered()) < watchAhead {
		if err := c.in.fill(); err != nil {
			if !c.watch.stopping.Load() {
				c.x.Cancel(ErrClientGone)
			}
			return
		}
	}
}

// stopWatch returns when nobody else reads from the client any more. Without a
// watch it is one atomic operation.
func (c *conn) stopWatch() {
	if !c.timers.wait.disarm() {
		return
	}
	c.watch.mu.Lock()
	done := c.watch.done
	c.watch.done = nil
	c.watch.mu.Unlock()
	if done == nil {
		return
	}
	c.watch.stopping.Store(true)
	_ = c.nc.SetReadDeadline(longAgo)
	<-done
	c.watch.stopping.Store(false)
	_ = c.nc.SetReadDeadline(time.Time{})
}
