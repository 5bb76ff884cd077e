package h2

// Time (RFC 9113 §10.5): one clock looks at every connection a few times a second,
// so that no request sets a timer or moves a deadline.

import "golang.org/x/net/http2"

// quiet is how long a connection keeps workers and buffers without a request.
const quiet = 2e9

// look is the clock's round.
func (c *conn) look(now int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dead != nil {
		return
	}
	c.budget.refill()
	c.part(now)
	since := c.blockSince.Load()
	switch {
	case c.flushSince > 0 && now-c.flushSince > int64(c.srv.WriteTimeout),
		!c.greeted && now-c.since > int64(c.srv.PrefaceTimeout),
		since > 0 && now-since > int64(c.srv.PrefaceTimeout):
		c.dead = errClientGone
		_ = c.raw.Close() // the reader notices and cleans up
		return
	}
	if len(c.open) == 0 {
		c.lookIdle(now)
		return
	}
	c.lookStreams(now)
}

// lookIdle gives back what an idle connection does not need, and ends it when it
// has been idle for long enough.
func (c *conn) lookIdle(now int64) {
	if now-c.since < quiet || c.running > 0 {
		return
	}
	c.dismiss()
	if !c.flushing && len(c.out) == 0 {
		c.out, c.spare = nil, nil
	}
	if now-c.since > int64(c.srv.IdleTimeout) && !c.retiring {
		c.retiring = true
		c.sendGoAway(c.lastID, http2.ErrCodeNo)
		c.kick()
		c.endIfRetired()
	}
}

// lookStreams gives up on peers that keep a request waiting for too long.
func (c *conn) lookStreams(now int64) {
	for _, s := range c.open {
		if s.sending.over(now) {
			s.sending.since = 0
			if s.broken == nil {
				s.broken = vBodySlow
			}
			s.readable.Broadcast()
		}
		if s.taking.over(now) {
			s.halted, s.code = true, http2.ErrCodeCancel
			s.wake()
		}
	}
}
