package gateway

import (
	"errors"
	"io"
	"sync/atomic"

	"gatehouse/internal/http1"
	"gatehouse/internal/problem"
)

// body is a request's body on its way to the upstream. It counts, cuts what
// passes the limit, and remembers why reading ended, so that a fault of the
// partner's is never taken for one of the upstream's. A transport may read it
// from a goroutine of its own and beyond the end of the exchange.
type body struct {
	src    io.Reader
	limit  int64  // 0: none
	owner  string // the step whose limit it is
	stream *stream

	taken atomic.Int64
	reads atomic.Int32
	fault atomic.Pointer[bodyFault]
}

// bodyFault is why a body could not be read to its end.
type bodyFault struct {
	err  error
	step string
}

// lower makes limit the body's limit when it is tighter than the one so far.
func (b *bodyLimit) lower(limit int64, owner string) {
	if b.bytes == 0 || limit < b.bytes {
		b.bytes, b.owner = limit, owner
	}
}

// bodyLimit is the tightest limit met so far, and the step that set it.
type bodyLimit struct {
	bytes int64
	owner string
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	if f := b.fault.Load(); f != nil {
		return 0, f.err
	}
	if b.reads.Add(1) == 2 {
		b.stream.start() // it is a body that takes a while
	}
	n, err := b.src.Read(p)
	if total := b.taken.Add(int64(n)); b.limit > 0 && total > b.limit {
		return 0, b.fail(errBodyLarge, b.owner)
	}
	if err != nil && err != io.EOF {
		return n, b.fail(err, "")
	}
	return n, err
}

// Close makes a Read under way return, where the door can do that.
func (b *body) Close() error {
	if c, ok := b.src.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

func (b *body) fail(err error, step string) error {
	b.fault.Store(&bodyFault{err, step})
	return err
}

// untouched reports whether nothing was read, so that the call may go to
// another target.
func (b *body) untouched() bool { return b == nil || b.reads.Load() == 0 }

func (b *body) bytes() int64 {
	if b == nil {
		return 0
	}
	return b.taken.Load()
}

// problem tells what to answer when reading the body failed, and the step that
// refuses; nil when it did not fail. A *problem.Problem stays what it is, and a
// rule that an engine saw broken is named; any other error means that the body
// broke off.
func (b *body) problem() (*problem.Problem, string) {
	if b == nil {
		return nil, ""
	}
	f := b.fault.Load()
	if f == nil {
		return nil, ""
	}
	if p, ok := errors.AsType[*problem.Problem](f.err); ok {
		return p, f.step
	}
	if v, ok := errors.AsType[*http1.Violation](f.err); ok {
		p := violation(v)
		p.Cause = f.err
		return p, f.step
	}
	p := malformed("The body broke off or is not framed correctly.")
	p.Cause = f.err
	return p, f.step
}
