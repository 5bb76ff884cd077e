package gateway

import (
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// farewell is how long an end of a tunnel has to take the last bytes.
const farewell = 500 * time.Millisecond

// tunnel passes the upstream's 101 on and then bytes both ways, until one side
// ends, the access is lost, or the gateway drains.
func (x *Exchange) tunnel() error {
	up := x.answer.Conn
	defer up.Close()
	x.status = x.answer.Status
	x.head = x.appendAnswerHead(x.head[:0])
	x.head.Add("Connection", "Upgrade")
	x.head.Add("Upgrade", x.call.Upgrade)
	x.headSent = true
	client, err := x.down.Upgrade(x.head)
	if err != nil {
		return x.gone(err)
	}
	defer client.Close()
	x.watch()
	x.g.metrics.tunnel(1)
	defer x.g.metrics.tunnel(-1)
	t := &tunnel{client: client, up: up, ended: make(chan struct{}, 2)}
	why := t.run(x.down.Canceler().Done(), x.g.drain)
	x.sent = t.toClient.Load()
	x.received = t.toUp.Load()
	if why == closePolicy {
		if lost := x.lost(); lost != nil {
			return lost
		}
	}
	return nil
}

// tunnel is an open WebSocket between a partner and an upstream.
type tunnel struct {
	client, up io.ReadWriteCloser
	ended      chan struct{} // one value when a direction ends

	toClient, toUp atomic.Int64

	writing sync.Mutex // held while the client is written to, so that our close frame stands alone
	frames  frames
	closed  bool
}

// run copies until the end and returns the close code sent, 0 for none.
func (t *tunnel) run(lost, drain <-chan struct{}) (code uint16) {
	var both sync.WaitGroup
	both.Go(func() { t.copy(t.up, t.client, &t.toUp) })
	both.Go(func() { t.copy(toClient{t}, t.up, &t.toClient) })
	select {
	case <-t.ended:
		t.wait()
	case <-lost:
		code = closePolicy
		t.bid(code)
	case <-drain:
		code = closeGoingAway
		t.bid(code)
	}
	_ = t.client.Close()
	_ = t.up.Close()
	both.Wait()
	return code
}

// wait gives the other direction a moment: the answer to a close frame is on
// its way.
func (t *tunnel) wait() {
	timer := time.NewTimer(farewell)
	defer timer.Stop()
	select {
	case <-t.ended:
	case <-timer.C:
	}
}

func (t *tunnel) copy(dst io.Writer, src io.Reader, n *atomic.Int64) {
	defer func() { t.ended <- struct{}{} }()
	buf := make([]byte, 16<<10)
	for {
		k, err := src.Read(buf)
		if k > 0 {
			n.Add(int64(k))
			if _, werr := dst.Write(buf[:k]); werr != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// bid sends a close frame, when it can stand between two frames. A client that
// does not read must not hold the end up, so it is not waited for.
func (t *tunnel) bid(code uint16) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		t.writing.Lock()
		defer t.writing.Unlock()
		t.closed = true
		if t.frames.between() {
			_, _ = t.client.Write(closeFrame(code))
		}
	}()
	timer := time.NewTimer(farewell)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
}

// toClient writes to the client and follows the frames.
type toClient struct{ t *tunnel }

var errClosedByUs = errors.New("the tunnel was closed by the gateway")

func (w toClient) Write(p []byte) (int, error) {
	t := w.t
	t.writing.Lock()
	defer t.writing.Unlock()
	if t.closed {
		return 0, errClosedByUs
	}
	t.frames.pass(p)
	return t.client.Write(p)
}
