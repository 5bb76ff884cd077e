package http1

// Sending a request body while the response is awaited (RFC 9112 §9.5): the
// second goroutine that streaming bodies need, since an upstream may answer
// before it has read everything, and a client may fail before it has sent
// everything.

import (
	"errors"
	"io"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

type pump struct {
	done chan struct{} // closed when the goroutine ended

	mu       sync.Mutex
	failed   error       // reading the body failed
	answered bool        // the response's head has come
	read     atomic.Bool // the body was read to its end
	complete atomic.Bool // and sent
	sent     atomic.Bool // nothing more will be sent: the response is due
	patience time.Duration
	givenUp  bool
}

// startPump sends the body of out from a goroutine of its own. Until all is sent
// the response may take as long as it likes.
func (u *upConn) startPump(out *Outbound) {
	u.pump = &pump{done: make(chan struct{}), patience: out.HeaderTimeout}
	u.pause = 0
	go u.pump.run(u, out)
}

// stopPump ends the sending and waits for it.
func (u *upConn) stopPump(out *Outbound) {
	if u.pump == nil {
		return
	}
	var patience time.Duration
	if u.pump.read.Load() {
		patience = tick // the last write is being made and was answered already
	}
	select {
	case <-u.pump.done:
		return
	case <-time.After(patience):
	}
	u.pump.givenUp = true
	_ = out.Body.Close()
	_ = u.nc.SetWriteDeadline(longAgo)
	<-u.pump.done
}

// succeeded reports, after stopPump, whether the whole body was sent and the
// connection is as good as before.
func (p *pump) succeeded() bool { return p == nil || p.complete.Load() && !p.givenUp }

func (p *pump) run(u *upConn, out *Outbound) {
	defer close(p.done)
	store := bulkPool.Get().(*[bulkSize]byte)
	defer bulkPool.Put(store)
	err := p.copy(u, out, store)
	var read *bodyReadError
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case err == nil:
		p.complete.Store(true)
	case errors.As(err, &read):
		p.failed = read.err
		u.interrupt() // whoever waits for the response need not any more
		return
	}
	p.sent.Store(true)
	if !p.answered {
		u.timers.arm(&u.timers.read, out.HeaderTimeout)
	}
}

// bodyReadError tells a failure to read from a failure to write.
type bodyReadError struct{ err error }

func (e *bodyReadError) Error() string { return e.err.Error() }

func (p *pump) copy(u *upConn, out *Outbound, store *[bulkSize]byte) error {
	left := out.Length
	for {
		n, err := out.Body.Read(store[chunkFront : bulkSize-chunkBack])
		if n > 0 {
			if left >= 0 {
				if left -= int64(n); left < 0 {
					return &bodyReadError{ErrBodyLength}
				}
			}
			if left == 0 {
				p.read.Store(true)
			}
			if err := u.push(frameChunk(store, n, out.Length < 0), out); err != nil {
				return err
			}
		}
		if err == io.EOF {
			p.read.Store(true)
		}
		switch {
		case err == io.EOF && left > 0:
			return &bodyReadError{io.ErrUnexpectedEOF}
		case err == io.EOF && left < 0:
			return p.endChunks(u, out)
		case err == io.EOF || left == 0:
			return nil
		case err != nil:
			return &bodyReadError{err}
		}
	}
}

func (p *pump) endChunks(u *upConn, out *Outbound) error {
	end := []byte("0\r\n")
	var w headWriter
	w.begin(end)
	if out.Trailer != nil {
		w.fields(out.Trailer())
	}
	end, err := w.end()
	if err != nil {
		return &bodyReadError{err}
	}
	return u.push(end, out)
}

// push writes a piece of the body.
func (u *upConn) push(b []byte, out *Outbound) error {
	u.timers.arm(&u.timers.write, out.IdleTimeout)
	_, err := u.nc.Write(b)
	if u.timers.write.disarm() && err == nil {
		err = errPaused
	}
	return err
}

// frameChunk returns the n bytes that begin at chunkFront with, where asked for,
// the framing of a chunk around them.
func frameChunk(store *[bulkSize]byte, n int, framed bool) []byte {
	from, to := chunkFront, chunkFront+n
	if framed {
		var size [chunkFront]byte
		line := append(strconv.AppendInt(size[:0], int64(n), 16), '\r', '\n')
		from -= len(line)
		copy(store[from:], line)
		to += copy(store[to:], crlfcrlf[:2])
	}
	return store[from:to]
}

// bodyError returns why reading the body failed, if it did.
func (p *pump) bodyError() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed
}

// answer notes that the response's head has come and no deadline for it is needed.
func (p *pump) answer(u *upConn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answered = true
	u.timers.read.disarm()
}
