package h2

// What each frame does (RFC 9113 §6). The framer has checked its form; here is
// what depends on the connection and its streams. All of it runs on the reading
// goroutine, which never waits for the peer to read: what is to be said is
// gathered, and somebody else writes it.

import (
	"errors"

	"golang.org/x/net/http2"
)

var errCalm = http2.ConnectionError(http2.ErrCodeEnhanceYourCalm)

// process does what a frame asks for.
func (c *conn) process(f http2.Frame) error {
	switch f := f.(type) {
	case *http2.HeadersFrame:
		return c.onHeaders(f)
	case *http2.ContinuationFrame:
		return c.onPart(f.HeaderBlockFragment(), f.HeadersEnded())
	case *http2.PushPromiseFrame: // a client cannot push (RFC 9113 §8.4)
		return http2.ConnectionError(http2.ErrCodeProtocol)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch f := f.(type) {
	case *http2.DataFrame:
		return c.onData(f)
	case *http2.WindowUpdateFrame:
		return c.onWindowUpdate(f)
	case *http2.RSTStreamFrame:
		return c.onReset(f)
	case *http2.SettingsFrame:
		return c.onSettings(f)
	case *http2.PingFrame:
		return c.onPing(f)
	case *http2.PriorityFrame:
		if f.StreamDep == f.StreamID {
			return http2.ConnectionError(http2.ErrCodeProtocol)
		}
	}
	return c.charge() // priorities, which we leave to the peer's order, GOAWAY, and what is unknown
}

// charge takes one nuisance off the budget. c.mu is held.
func (c *conn) charge() error {
	if !c.budget.nuisance() || len(c.out) > maxGathered {
		return errCalm
	}
	return nil
}

// find returns an open stream, or nil.
func (c *conn) find(number uint32) *Stream {
	for _, s := range c.open {
		if s.number == number {
			return s
		}
	}
	return nil
}

// idleStream reports whether the peer has not opened the stream yet, so that no
// frame but HEADERS and PRIORITY may speak of it (RFC 9113 §5.1).
func (c *conn) idleStream(number uint32) bool { return number > c.lastID || number%2 == 0 }

func (c *conn) onData(f *http2.DataFrame) error {
	size := int(f.Length)
	if size > c.recvWindow {
		return http2.ConnectionError(http2.ErrCodeFlowControl)
	}
	c.recvWindow -= size
	s := c.find(f.StreamID)
	switch {
	case s == nil && c.idleStream(f.StreamID):
		return http2.ConnectionError(http2.ErrCodeProtocol)
	case s == nil && !c.early.has(f.StreamID):
		return http2.ConnectionError(http2.ErrCodeStreamClosed)
	case s == nil: // sent before the peer knew that we had ended the stream
		c.returnWindow(size)
		if f.StreamEnded() {
			c.partings.remove(f.StreamID)
		}
		if size < 1<<10 {
			return c.charge()
		}
		return nil
	case s.recvEnd:
		c.returnWindow(size)
		return http2.StreamError{StreamID: f.StreamID, Code: http2.ErrCodeStreamClosed}
	case size > s.window:
		c.returnWindow(size)
		return http2.StreamError{StreamID: f.StreamID, Code: http2.ErrCodeFlowControl}
	}
	s.receive(f.Data(), size)
	if f.StreamEnded() {
		s.endBody()
	} else if len(f.Data()) == 0 {
		return c.charge()
	}
	c.budget.earn(1, 0)
	return nil
}

func (c *conn) onWindowUpdate(f *http2.WindowUpdateFrame) error {
	if !c.budget.update() {
		return errCalm
	}
	if f.StreamID == 0 {
		if c.sendWindow += int64(f.Increment); c.sendWindow > maxWindow {
			return http2.ConnectionError(http2.ErrCodeFlowControl)
		}
		for _, s := range c.open {
			s.writable.Signal()
		}
		return nil
	}
	s := c.find(f.StreamID)
	if s == nil {
		if c.idleStream(f.StreamID) {
			return http2.ConnectionError(http2.ErrCodeProtocol)
		}
		return nil
	}
	if s.sendWindow += int64(f.Increment); s.sendWindow > maxWindow {
		return http2.StreamError{StreamID: f.StreamID, Code: http2.ErrCodeFlowControl}
	}
	s.writable.Signal()
	return nil
}

// onReset ends a stream that the peer gave up. Its request is cancelled; until
// that has happened it counts as running, so that resetting does not buy more
// than MaxStreams requests at a time.
func (c *conn) onReset(f *http2.RSTStreamFrame) error {
	s := c.find(f.StreamID)
	if s == nil {
		if c.idleStream(f.StreamID) {
			return http2.ConnectionError(http2.ErrCodeProtocol)
		}
		c.partings.remove(f.StreamID)
		return c.charge()
	}
	c.drop(s)
	if !c.budget.reset() {
		return errCalm
	}
	return nil
}

// resetStream ends a stream because of a fault of the peer's (RFC 9113 §5.4.2).
func (c *conn) resetStream(number uint32, code http2.ErrCode) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.idleStream(number) {
		return http2.ConnectionError(code)
	}
	c.sendReset(number, code)
	c.kick()
	if s := c.find(number); s != nil {
		c.drop(s)
		c.early.add(number)
	}
	if !c.budget.reset() {
		return errCalm
	}
	return nil
}

// drop takes a stream out of the connection and has its request cancelled. The
// canceler calls back into the connection, so that is done without the lock.
func (c *conn) drop(s *Stream) {
	c.close(s)
	s.gone = true
	s.wake()
	o := opened{s, s.number}
	c.mu.Unlock()
	o.cancel(errClientGone)
	c.mu.Lock()
	c.endIfRetired()
}

// close takes a stream out of those that are open.
func (c *conn) close(s *Stream) {
	for i := range c.open {
		if c.open[i] == s {
			last := len(c.open) - 1
			c.open[i], c.open[last] = c.open[last], nil
			c.open = c.open[:last]
			break
		}
	}
	if len(c.open) == 0 {
		c.since = c.srv.now.Load()
	}
}

// onSettings applies the peer's settings and confirms them (RFC 9113 §6.5). The
// size of its compression table does not matter: we use none.
func (c *conn) onSettings(f *http2.SettingsFrame) error {
	c.first = false
	if f.IsAck() {
		return c.charge()
	}
	if err := f.ForeachSetting(c.apply); err != nil {
		return err
	}
	c.greeted = true
	c.sendSettingsAck()
	c.kick()
	return c.charge()
}

func (c *conn) apply(s http2.Setting) error {
	if err := s.Valid(); err != nil {
		if _, ok := errors.AsType[http2.ConnectionError](err); ok {
			return err
		}
		return http2.ConnectionError(http2.ErrCodeProtocol)
	}
	switch s.ID {
	case http2.SettingInitialWindowSize:
		change := int64(s.Val) - c.peerWindow
		c.peerWindow = int64(s.Val)
		for _, stream := range c.open {
			if stream.sendWindow += change; stream.sendWindow > maxWindow {
				return http2.ConnectionError(http2.ErrCodeFlowControl)
			}
			stream.writable.Signal()
		}
	case http2.SettingMaxFrameSize:
		c.peerFrame = int(s.Val)
	default: // does not concern what we send
	}
	return nil
}

func (c *conn) onPing(f *http2.PingFrame) error {
	if !f.IsAck() {
		c.sendPingAck(f.Data)
		c.kick()
	}
	return c.charge()
}
