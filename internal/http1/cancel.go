package http1

// Giving up on an exchange from outside (RFC 9112 §9.5, §9.6): the client left,
// its access was revoked, the server stops. net/http would carry a context; arming one costs
// several allocations for each request, and nothing ever happens to most.

import (
	"errors"
	"sync"
)

// ErrClientGone is the cause when the client closed its connection while it
// waited for the answer.
var ErrClientGone = errors.New("http1: the client went away")

// interrupter is a connection whose blocked reads and writes can be made to
// fail.
type interrupter interface{ interrupt() }

// Interrupt is what a door of another protocol has done when its exchange is
// cancelled: Do makes the reads and writes that it waits for fail.
type Interrupt struct{ Do func() }

func (i *Interrupt) interrupt() { i.Do() }

// Canceler ends one exchange early. The zero value is ready. It is safe for
// concurrent use, but must not be used after the exchange's handler returned:
// the server reuses it for the next request.
type Canceler struct {
	mu   sync.Mutex
	err  error
	done chan struct{} // made when first asked for
	held [2]interrupter
}

// Cancel makes Pool.Do, and whatever else is in flight for this exchange, fail
// with cause. Only the first call counts.
func (c *Canceler) Cancel(cause error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return
	}
	c.err = cause
	if c.done != nil {
		close(c.done)
	}
	for _, h := range c.held {
		if h != nil {
			h.interrupt()
		}
	}
}

// Err returns the cause once canceled, else nil.
func (c *Canceler) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Done returns a channel that is closed when the exchange is canceled.
func (c *Canceler) Done() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done == nil {
		c.done = make(chan struct{})
		if c.err != nil {
			close(c.done)
		}
	}
	return c.done
}

// hold registers a connection to interrupt. It returns the cause when the
// exchange was canceled already.
func (c *Canceler) hold(h interrupter) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return c.err
	}
	if c.held[0] == nil {
		c.held[0] = h
	} else {
		c.held[1] = h
	}
	return nil
}

// release undoes hold and reports whether h may have been interrupted. After it
// returned, h is not interrupted any more.
func (c *Canceler) release(h interrupter) (canceled bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.held {
		if c.held[i] == h {
			c.held[i] = nil
		}
	}
	return c.err != nil
}

// reset makes the Canceler ready for the next exchange, in which h may be
// interrupted. It reports whether the last one was canceled.
func (c *Canceler) reset(h interrupter) (canceled bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	canceled = c.err != nil
	c.err, c.done, c.held = nil, nil, [2]interrupter{h, nil}
	return canceled
}

// Reset makes the Canceler ready for the next exchange of a door of another
// protocol, in which i is called when it is cancelled.
func (c *Canceler) Reset(i *Interrupt) { c.reset(i) }
