package h2

// Workers. Each [Stream] has a goroutine of its own that outlives the request: the
// next one finds a stack that has grown already, which is a tenth of the cost of
// a request where each gets a new goroutine. They leave when the connection has
// had nothing to do for a moment.

import (
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"golang.org/x/net/http2"

	"gatehouse/internal/http1"
)

// takeIdle returns a stream whose worker waits, the one that waited least.
func (c *conn) takeIdle() *Stream {
	if n := len(c.idle) - 1; n >= 0 {
		s := c.idle[n]
		c.idle[n] = nil
		c.idle = c.idle[:n]
		return s
	}
	s := &Stream{c: c, start: make(chan struct{}, 1), Peer: c.peer, TLS: c.tls}
	s.readable, s.writable = sync.NewCond(&c.mu), sync.NewCond(&c.mu)
	s.interrupt = http1.Interrupt{Do: s.interrupted}
	s.body = requestBody{s: s}
	s.Canceler.Reset(&s.interrupt)
	c.workers++
	go s.work()
	return s
}

// dismiss lets the idle workers go.
func (c *conn) dismiss() {
	for i, s := range c.idle {
		close(s.start)
		c.idle[i] = nil
	}
	c.idle = c.idle[:0]
}

// begin makes the block that was just decoded the stream's request. Nobody else
// knows the stream yet.
func (s *Stream) begin(b *block) {
	s.number, s.recvEnd = b.number, b.end
	s.live.Store(b.number)
	s.Received = time.Now()
	s.ContentLength, s.expects = 0, false
	s.fault = b.head.finish(s, b.end)
	if s.fault != nil {
		s.ContentLength = 0
	}
	if s.Body = nil; s.ContentLength != 0 {
		s.Body = &s.body
	}
	s.input.begin(s.ContentLength, s.c.srv.Grace)
	s.output.begin(s.c.srv.WriteTimeout)
	s.gone, s.halted, s.code = false, false, http2.ErrCodeNo
}

// work serves one request after the other.
func (s *Stream) work() {
	for range s.start {
		if !s.serve() {
			break
		}
	}
	s.c.mu.Lock()
	s.c.workers--
	s.c.mu.Unlock()
	s.c.forgetIfOver()
}

// serve handles one request and reports whether the worker is to wait for another.
func (s *Stream) serve() bool {
	c := s.c
	if c.srv.ID != nil {
		s.ID = string(c.srv.ID(s.idSpace[:0], s.Received))
	}
	s.handle()
	s.life.Lock()
	s.live.Store(0)
	s.Canceler.Reset(&s.interrupt)
	s.life.Unlock()

	c.mu.Lock()
	s.finish()
	c.running-- // before the peer can know, since it may then begin another
	if s.gone {
		c.budget.earn(1, 0)
	} else {
		c.budget.earn(1, resetsARequest)
		c.close(s)
		c.endIfRetired()
	}
	if len(c.out) > 0 && !c.flushing {
		// Others may be about to answer. What they add leaves in the same write.
		c.mu.Unlock()
		runtime.Gosched()
		c.mu.Lock()
		c.flush()
	}
	s.clean()
	alive := c.dead == nil
	if alive {
		c.idle = append(c.idle, s)
	}
	c.mu.Unlock()
	return alive
}

// handle runs the handler, whose panic ends its stream alone.
func (s *Stream) handle() {
	defer func() {
		if p := recover(); p != nil {
			s.c.srv.Log.Error("h2: panic while serving a request", "panic", p, "stack", string(debug.Stack()))
			s.Abort()
		}
	}()
	if s.fault == nil {
		s.c.srv.Handle(s)
		return
	}
	if s.c.srv.Reject != nil {
		s.c.srv.Reject(s, s.fault)
		return
	}
	text := s.fault.Detail + "\n"
	_ = s.WriteHead(s.fault.Status, http1.Header{{Name: "Content-Type", Value: "text/plain; charset=utf-8"}}, int64(len(text)))
	_, _ = s.Write([]byte(text))
}

// finish sends what is left to be sent. c.mu is held.
func (s *Stream) finish() {
	c, o := s.c, &s.output
	if s.gone || c.dead != nil {
		return
	}
	if s.fault != nil && malformed(s.fault) {
		s.code = http2.ErrCodeProtocol
	}
	switch {
	case o.aborted || !o.headed || o.mode == counted && o.left > 0:
		if s.code == http2.ErrCodeNo {
			s.code = http2.ErrCodeInternal
		}
		c.sendReset(s.number, s.code)
		c.early.add(s.number)
		return
	case !o.ended:
		s.sendEnd()
	}
	switch {
	case s.code != http2.ErrCodeNo:
		c.sendReset(s.number, s.code)
		c.early.add(s.number)
	case !s.recvEnd:
		c.early.add(s.number)
		c.partings.add(s.number, c.srv.now.Load())
		if len(c.partings) > partingMost {
			c.part(c.srv.now.Load())
		}
	}
}

// clean lets go of what a waiting worker should not keep alive.
func (s *Stream) clean() {
	s.c.returnWindow(s.input.discard())
	clear(s.Header)
	s.trailer, s.fault = nil, nil
	s.trailing = nil
}

// cancelIf cancels the request that was known by this number, if it has not ended.
func (s *Stream) cancelIf(number uint32, cause error) {
	s.life.Lock()
	defer s.life.Unlock()
	if s.live.Load() == number {
		s.Cancel(cause)
	}
}
