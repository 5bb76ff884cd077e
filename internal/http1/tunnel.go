package http1

// Relaying an upgraded connection (RFC 9110 §7.8): bytes go both ways until both
// sides ended, one failed, nothing was said for too long, or somebody outside
// puts an end to it.

import (
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

var (
	// ErrTunnelIdle means that neither side sent anything for the idle time.
	ErrTunnelIdle = errors.New("http1: the upgraded connection was idle for too long")
	// ErrLeft means that the tunnel was ended by Leave.
	ErrLeft = errors.New("http1: the upgraded connection was closed from here")
)

// goodbyeTime is how long the peers have to answer a close frame.
const goodbyeTime = 500 * time.Millisecond

// Tunnel joins two upgraded connections.
type Tunnel struct {
	Client, Upstream *Duplex
	Cancel           *Canceler     // ends it at once; may be nil
	Idle             time.Duration // silence this long, or up to twice, ends it; 0 does not limit it

	// Leave takes the close code (RFC 6455 §7.4.1) with which a WebSocket is to
	// end, towards both sides and between two frames. Leave it nil for other
	// protocols, which then end when the server closes.
	Leave <-chan uint16

	active atomic.Bool // something was sent since the last look
	mu     sync.Mutex
	ended  bool
	cause  error
}

// Run relays until the end and closes both connections. It returns the bytes
// relayed from and to the client, and why it ended: nil when the sides closed in
// order.
func (t *Tunnel) Run() (in, out int64, err error) {
	up := &lane{t: t, from: t.Client, to: t.Upstream, masked: true}
	down := &lane{t: t, from: t.Upstream, to: t.Client}
	done, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		t.watch(done, up, down)
	}()
	var both sync.WaitGroup
	both.Go(up.run)
	down.run()
	both.Wait()
	close(done)
	<-watched
	t.Client.Close()
	t.Upstream.Close()
	return up.bytes, down.bytes, t.cause
}

// watch waits for what ends a tunnel from outside.
func (t *Tunnel) watch(done <-chan struct{}, lanes ...*lane) {
	var idle, goodbye <-chan time.Time
	if t.Idle > 0 {
		ticker := time.NewTicker(t.Idle)
		defer ticker.Stop()
		idle = ticker.C
	}
	var canceled <-chan struct{}
	if t.Cancel != nil {
		canceled = t.Cancel.Done()
	}
	leave := t.Leave
	for {
		select {
		case <-done:
			return
		case <-canceled:
			t.cut(t.Cancel.Err())
			canceled = nil
		case code := <-leave:
			t.goAway(lanes, code)
			leave, goodbye = nil, time.After(goodbyeTime)
		case <-goodbye:
			t.cut(ErrLeft)
		case <-idle:
			if !t.active.Swap(false) {
				t.cut(ErrTunnelIdle)
			}
		}
	}
}

// cut ends both lanes; the first cause is the one reported. A canceled exchange
// has its connections interrupted, which a lane may notice first.
func (t *Tunnel) cut(cause error) {
	if t.Cancel != nil && t.Cancel.Err() != nil {
		cause = t.Cancel.Err()
	}
	t.mu.Lock()
	if !t.ended {
		t.ended, t.cause = true, cause
	}
	t.mu.Unlock()
	t.Client.interrupt()
	t.Upstream.interrupt()
}

// goAway closes both directions before the first close frame leaves, so that an
// answer to one cannot overtake the other.
func (t *Tunnel) goAway(lanes []*lane, code uint16) {
	var now []*lane
	for _, l := range lanes {
		_ = l.to.SetWriteDeadline(time.Now().Add(goodbyeTime))
		if l.leave(code) {
			now = append(now, l)
		}
	}
	for _, l := range now {
		_, _ = l.to.Write(closeFrame(code, l.masked))
	}
}

// lane relays one direction.
type lane struct {
	t        *Tunnel
	from, to *Duplex
	masked   bool // its frames are masked: client to server
	bytes    int64

	mu      sync.Mutex // guards the sending side and what follows
	frames  frameTracker
	leaving uint16 // the code of the close frame to be sent at the next boundary; 0: none
	left    bool   // and was: nothing may follow it
}

// run relays until from ends. An orderly end is passed on as such.
func (l *lane) run() {
	store := bulkPool.Get().(*[bulkSize]byte)
	defer bulkPool.Put(store)
	for {
		n, err := l.from.Read(store[:])
		if n > 0 {
			l.t.active.Store(true)
			if werr := l.write(store[:n]); werr != nil {
				l.t.cut(werr)
				return
			}
		}
		switch {
		case err == io.EOF && l.to.CloseWrite() == nil:
			return
		case err == io.EOF: // a connection that cannot be closed by halves
			l.t.cut(nil)
			return
		case err != nil:
			l.t.cut(err)
			return
		}
	}
}

func (l *lane) write(p []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.left {
		return nil
	}
	if l.t.Leave != nil {
		p = l.track(p)
	}
	n, err := l.to.Write(p)
	l.bytes += int64(n)
	return err
}

// track follows the frames in p. When the lane is leaving and a frame ends in p,
// it returns what to send in its place: p up to there and a close frame.
func (l *lane) track(p []byte) []byte {
	if l.leaving != 0 {
		if n := l.frames.step(p); l.frames.atBoundary() {
			l.left = true
			return append(p[:n:n], closeFrame(l.leaving, l.masked)...)
		}
		return p
	}
	for rest := p; len(rest) > 0; {
		rest = rest[l.frames.step(rest):]
	}
	return p
}

// leave lets nothing more pass and reports whether a close frame can be sent
// now; else one follows the frame that is under way.
func (l *lane) leave(code uint16) (now bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.left = l.frames.atBoundary(); !l.left {
		l.leaving = code
	}
	return l.left
}
