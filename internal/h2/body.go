package h2

// The body of a request (RFC 9113 §6.1, §6.9): frames fill a buffer, bounded by
// the window that the peer was given, and the handler empties it. Only what was
// read is given back, so a slow upstream slows its client down and nobody else.

import (
	"errors"
	"io"
	"sync"
	"time"

	"golang.org/x/net/http2"

	"gatehouse/internal/http1"
)

var errBodyClosed = errors.New("h2: read on closed request body")

// keptBody is the largest body buffer that a worker keeps.
const keptBody = 16 << 10

// input is the receiving side of a stream.
type input struct {
	buf      []byte
	read     int // of buf
	window   int
	unacked  int   // read, and not yet given back
	declared int64 // of the declared length, what is to come; -1 without one
	recvEnd  bool
	closed   bool
	expects  bool  // the client waits for 100 Continue
	broken   error // what reading fails with
	trailer  http1.Header
	sending  patience
	readable *sync.Cond
}

func (in *input) begin(length int64, grace time.Duration) {
	in.buf, in.read, in.window, in.unacked = in.buf[:0], 0, streamWindow, 0
	in.declared, in.closed, in.broken, in.trailer = length, false, nil, nil
	in.sending.begin(grace)
}

// discard drops what was not read, and returns how much window that frees.
func (in *input) discard() int {
	n := len(in.buf) - in.read
	if in.buf, in.read = in.buf[:0], 0; cap(in.buf) > keptBody {
		in.buf = nil
	}
	return n
}

// receive takes a frame's data; size is with its padding.
func (s *Stream) receive(data []byte, size int) {
	in := &s.input
	in.window -= size
	in.sending.earn(len(data), s.c.srv.MinRate, s.c.srv.now.Load())
	if in.closed || s.fault != nil || s.halted || in.broken != nil {
		s.c.returnWindow(size)
		return
	}
	if in.declared >= 0 {
		if in.declared -= int64(len(data)); in.declared < 0 {
			s.c.returnWindow(size)
			s.spoil(vLengthMismatch)
			return
		}
	}
	s.giveBack(size - len(data))
	if in.read > 0 && len(in.buf)+len(data) > cap(in.buf) {
		in.buf = in.buf[:copy(in.buf, in.buf[in.read:])]
		in.read = 0
	}
	in.buf = append(in.buf, data...)
	in.readable.Signal()
}

// giveBack lets the peer send n more bytes.
func (s *Stream) giveBack(n int) {
	s.c.returnWindow(n)
	if s.unacked += n; s.unacked >= streamWindow/4 && !s.recvEnd && !s.gone {
		s.c.sendWindowUpdate(s.number, s.unacked)
		s.window += s.unacked
		s.unacked = 0
		s.c.kick()
	}
}

// endBody notes that nothing more will come.
func (s *Stream) endBody() {
	s.recvEnd = true
	s.sending.since = 0
	if s.declared > 0 {
		s.spoil(vLengthMismatch)
	}
	s.readable.Broadcast()
}

// spoil makes the body one that cannot be read: the request turned out to be
// malformed. There may still be an answer; then the stream is reset.
func (s *Stream) spoil(v *http1.Violation) {
	if s.broken == nil {
		s.broken = v
	}
	s.code = http2.ErrCodeProtocol
	s.readable.Broadcast()
}

// requestBody is the body as the handler reads it.
type requestBody struct{ s *Stream }

// Read implements io.Reader. Errors of the client's making are
// *[http1.Violation]; any other error means that the client is gone.
func (b *requestBody) Read(p []byte) (int, error) {
	s := b.s
	c := s.c
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		switch {
		case s.closed:
			return 0, errBodyClosed
		case s.gone:
			return 0, errClientGone
		case s.halted:
			return 0, errCanceled
		case s.broken != nil:
			return 0, s.broken
		case len(s.buf) > s.read:
			n := copy(p, s.buf[s.read:])
			if s.read += n; s.read == len(s.buf) {
				s.buf, s.read = s.buf[:0], 0
			}
			s.giveBack(n)
			return n, nil
		case s.recvEnd:
			return 0, io.EOF
		case s.expects:
			s.sendContinue()
			continue
		}
		s.sending.wait(c.srv.now.Load())
		s.readable.Wait()
	}
}

// Close makes a Read under way return. What still comes is dropped.
func (b *requestBody) Close() error {
	s := b.s
	s.c.mu.Lock()
	defer s.c.mu.Unlock()
	if !s.closed {
		s.closed = true
		s.c.returnWindow(s.discard())
	}
	s.sending.since = 0
	s.readable.Broadcast()
	return nil
}
