package h2

// Answering (RFC 9113 §8.1). The head is encoded when it is written and held back
// until there is content, so that a short answer leaves whole: HEADERS and DATA
// in one piece, the last of them with END_STREAM.

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"gatehouse/internal/http1"
)

// How the content is delimited.
const (
	noContent = iota
	counted
	uncounted
)

// output is the sending side of a stream.
type output struct {
	block    []byte // the encoded head
	headed   bool   // WriteHead was called
	sent     bool   // the head is in the connection's buffer
	ended    bool   // so is END_STREAM
	aborted  bool
	mode     int
	left     int64 // of counted content
	trailing http1.Header
	taking   patience
}

func (o *output) begin(most time.Duration) {
	*o = output{block: o.block[:0]}
	o.taking.begin(most)
}

// WriteHead takes the final head: status 200 to 599 and the end-to-end fields of
// h. Date is added unless h has one. length is the content's size in bytes, or
// negative when unknown; to HEAD, and with 304, it says what GET would have sent.
// Nothing is sent before Flush, content, or the end of the handler.
func (s *Stream) WriteHead(status int, h http1.Header, length int64) error {
	o := &s.output
	if o.headed {
		return ErrHeadWritten
	}
	if status < 200 || status > 599 {
		return fmt.Errorf("h2: status %d is not a final one", status)
	}
	var w fieldWriter
	w.begin(o.block[:0], status)
	if !w.fields(h) {
		w.field("date", *s.c.srv.date.Load())
	}
	switch {
	case s.Method == "HEAD" || status == 204 || status == 304:
		o.mode = noContent
		if length > 0 && status != 204 || length == 0 && status != 204 && status != 304 {
			w.length(length)
		}
	case length >= 0:
		o.mode, o.left = counted, length
		w.length(length)
	default:
		o.mode = uncounted
	}
	o.block = w.b
	if w.unsafe {
		return http1.ErrUnsafeField
	}
	o.headed = true
	return nil
}

// WriteInterim sends a 1xx response at once.
func (s *Stream) WriteInterim(status int, h http1.Header) error {
	if status < 100 || status > 199 || status == 101 {
		return fmt.Errorf("h2: status %d is not an interim one", status)
	}
	var w fieldWriter
	w.begin(nil, status)
	w.fields(h)
	if w.unsafe {
		return http1.ErrUnsafeField
	}
	s.c.mu.Lock()
	defer s.c.mu.Unlock()
	if s.headed {
		return ErrHeadWritten
	}
	if err := s.sendable(); err != nil {
		return err
	}
	s.c.sendBlock(s.number, w.b, false)
	s.c.flush()
	return nil
}

// sendContinue answers the expectation when the body is asked for. c.mu is held.
func (s *Stream) sendContinue() {
	s.expects = false
	if s.sent || s.gone {
		return
	}
	var w fieldWriter
	w.begin(nil, 100)
	s.c.sendBlock(s.number, w.b, false)
	s.c.kick()
}

// Write adds content. It waits while the client takes no more.
func (s *Stream) Write(p []byte) (int, error) {
	o := &s.output
	switch {
	case !o.headed:
		return 0, ErrNoHead
	case o.ended, o.mode == counted && int64(len(p)) > o.left:
		return 0, ErrBodyLength
	case o.mode == noContent, len(p) == 0:
		return len(p), nil
	}
	c := s.c
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := s.sendable(); err != nil {
		return 0, err
	}
	s.sendHead(false)
	for n := 0; n < len(p); {
		size, err := s.admit(len(p) - n)
		if err != nil {
			return n, err
		}
		if o.mode == counted {
			o.left -= int64(size)
			o.ended = o.left == 0
		}
		s.sendWindow -= int64(size)
		c.sendWindow -= int64(size)
		c.sendData(s.number, p[n:n+size], o.ended)
		c.budget.sent(size)
		n += size
	}
	if len(p) >= bulkFrame {
		c.flush()
	}
	return len(p), nil
}

// sendable returns why nothing can be sent.
func (s *Stream) sendable() error {
	switch {
	case s.gone || s.c.dead != nil:
		return errClientGone
	case s.halted && s.sent:
		return errCanceled
	}
	return nil
}

// admit returns how much of want may be added now. It waits for the peer's windows
// (RFC 9113 §6.9) and for room in the buffer.
func (s *Stream) admit(want int) (int, error) {
	c := s.c
	for {
		if err := s.sendable(); err != nil {
			return 0, err
		}
		size := min(int64(want), s.sendWindow, c.sendWindow, int64(min(c.peerFrame, bulkFrame)))
		if size > 0 && len(c.out) < fullBuffer {
			s.taking.earn(int(size), c.srv.MinRate, c.srv.now.Load())
			return int(size), nil
		}
		if len(c.out) > 0 && !c.flushing {
			c.flush()
			continue
		}
		s.taking.wait(c.srv.now.Load())
		s.writable.Wait()
	}
}

// sendHead sends the head unless that was done. c.mu is held.
func (s *Stream) sendHead(end bool) {
	o := &s.output
	if o.sent {
		return
	}
	o.sent, o.ended = true, end
	s.c.sendBlock(s.number, o.block, end)
}

// sendEnd ends the answer. c.mu is held.
func (s *Stream) sendEnd() {
	o := &s.output
	trailers := o.mode == uncounted && len(o.trailing) > 0
	switch {
	case !o.sent && !trailers:
		s.sendHead(true)
		return
	case trailers:
		s.sendHead(false)
		var w fieldWriter
		w.b = o.block[:0]
		w.fields(o.trailing)
		if !w.unsafe && len(w.b) > 0 {
			s.c.sendBlock(s.number, w.b, true)
			break
		}
		fallthrough
	default:
		s.c.sendData(s.number, nil, true)
	}
	o.ended = true
}

// SetTrailer sets the trailer section of an answer of unknown length.
func (s *Stream) SetTrailer(h http1.Header) { s.trailing = h.Clone() }

// Flush sends what was written so far.
func (s *Stream) Flush() error {
	if !s.headed {
		return ErrNoHead
	}
	s.c.mu.Lock()
	defer s.c.mu.Unlock()
	if err := s.sendable(); err != nil {
		return err
	}
	s.sendHead(s.mode == noContent || s.mode == counted && s.left == 0)
	s.c.flush()
	return nil
}

// relaySize makes what is read at once four full frames.
const relaySize = 4 * bulkFrame

var relayPool = sync.Pool{New: func() any { return new([relaySize]byte) }}

// ReadFrom adds all of r to the answer. Whatever has come is sent before more is
// waited for.
func (s *Stream) ReadFrom(r io.Reader) (total int64, err error) {
	store := relayPool.Get().(*[relaySize]byte)
	defer relayPool.Put(store)
	res, _ := r.(*http1.Response)
	for {
		if res == nil || !res.Whole() {
			if err := s.Flush(); err != nil {
				return total, err
			}
		}
		n, err := r.Read(store[:])
		if n > 0 {
			m, err := s.Write(store[:n])
			total += int64(m)
			if err != nil {
				return total, err
			}
			if s.ended {
				return total, nil
			}
		}
		if errors.Is(err, io.EOF) {
			return total, nil
		}
		if err != nil {
			return total, err
		}
	}
}
