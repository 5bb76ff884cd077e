package http1

// Writing a response (RFC 9112 §4, §6, §7.1). Head and first bytes of the body
// are gathered so that a small response is one write; what does not fit goes
// out with writev and is not copied. Content the status or method forbids is
// dropped (RFC 9110 §6.4.1, §9.3.2).

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// outSize is the gathering buffer: one full TLS record.
const outSize = 16 << 10

// workspace is the memory that one request needs. Connections share a few of
// them, which therefore stay in the processor's caches, where what belongs to
// one connection alone does not.
type workspace struct {
	out  [outSize]byte
	head []byte // the request's head and its id
}

// headSize is how much of head is kept for later requests.
const headSize = 8 << 10

var workspaces = sync.Pool{New: func() any { return new(workspace) }}

// How the content being written is framed.
const (
	noContent = iota
	counted
	chunked
	untilClose
)

type output struct {
	c      *conn
	space  *workspace // while a request is handled
	buf    []byte     // gathered and not yet sent
	vec    [3][]byte
	vecs   net.Buffers
	head   headWriter
	status int
	mode   int
	left   int64 // of counted content
	total  int64
	done   bool
	begun  atomic.Bool // the final head was written
	mu     sync.Mutex  // between interim responses and the head

	continued bool // 100 Continue was sent
}

// take makes sure of a workspace.
func (o *output) take() *workspace {
	if o.space == nil {
		o.space = workspaces.Get().(*workspace)
	}
	return o.space
}

func (o *output) begin() {
	o.buf = o.take().out[:0]
	o.status, o.mode, o.left, o.total, o.done, o.continued = 0, noContent, 0, 0, false, false
	o.begun.Store(false)
}

// release gives the workspace to other requests. From then on the strings of
// this one's head are no longer its own.
func (o *output) release() {
	if o.space == nil {
		return
	}
	if cap(o.space.head) > headSize {
		o.space.head = nil
	}
	workspaces.Put(o.space)
	o.space, o.buf = nil, nil
}

// releaseEarly keeps the strings for a request that goes on for long.
func (o *output) releaseEarly() {
	o.space.head = nil
	o.release()
}

// statusLines holds the first line for each status, since only known ones have a
// reason phrase.
var statusLines = func() (t [600]string) {
	for i := 100; i < len(t); i++ {
		t[i] = "HTTP/1.1 " + strconv.Itoa(i) + " " + http.StatusText(i) + "\r\n"
	}
	return t
}()

// WriteHead writes the final response head: status 200 to 599, the end-to-end
// fields of h. Date is added unless h has one; hop-by-hop and
// framing fields in h are ignored. length is the content's size in bytes, or
// negative when unknown; to HEAD, and with 304, it says what GET would have sent.
// Nothing is sent before Flush, Finish, or more content than fits the buffer.
func (x *Exchange) WriteHead(status int, h Header, length int64) error {
	c, o := x.c, &x.c.out
	if o.begun.Load() {
		return ErrHeadWritten
	}
	if status < 200 || status > 599 {
		return fmt.Errorf("http1: status %d is not a final one", status)
	}
	if x.expects {
		o.mu.Lock()
		defer o.mu.Unlock()
	}
	o.status = status
	o.frame(x, length)
	if c.srv.draining.Load() || !c.body.cheapToDrain() || o.mode == untilClose {
		c.closing = true
	}
	err := o.writeHead(x, h, length)
	o.begun.Store(err == nil)
	return err
}

// frame decides how the content is delimited (RFC 9112 §6.3).
func (o *output) frame(x *Exchange, length int64) {
	switch {
	case hasNoBody(x.Method, o.status):
		o.mode = noContent
	case length >= 0:
		o.mode, o.left = counted, length
	case x.Minor >= 1:
		o.mode = chunked
	default:
		o.mode = untilClose
	}
}

func (o *output) writeHead(x *Exchange, h Header, length int64) (err error) {
	w := &o.head
	w.begin(o.buf)
	w.text(statusLines[o.status])
	w.lines++
	if !w.fields(h) {
		w.field("Date", *o.c.timers.clock.date.Load())
	}
	switch {
	case o.mode == counted, x.Method == "HEAD" && length >= 0 && o.status != 204, o.status == 304 && length > 0:
		w.contentLength(length)
	case o.mode == chunked:
		w.field("Transfer-Encoding", "chunked")
	}
	switch {
	case o.c.closing:
		w.field("Connection", "close")
	case x.Minor == 0:
		w.field("Connection", "keep-alive")
	}
	o.buf, err = w.end()
	w.b = nil
	return err
}

// WriteInterim sends a 1xx response with h at once. It does nothing for HTTP/1.0
// clients, which know none (RFC 9110 §15.2).
func (x *Exchange) WriteInterim(status int, h Header) error {
	o := &x.c.out
	if x.Minor == 0 {
		return nil
	}
	if status < 100 || status > 199 || status == 101 {
		return fmt.Errorf("http1: status %d is not an interim one", status)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.begun.Load() {
		return ErrHeadWritten
	}
	if status == 100 {
		if !x.expects || o.continued {
			return nil
		}
		o.continued = true
	}
	return o.sendInterim(status, h)
}

func (o *output) sendInterim(status int, h Header) (err error) {
	w := &o.head
	w.begin(o.buf[:0])
	w.text(statusLines[status])
	w.lines++
	w.fields(h)
	if o.buf, err = w.end(); err != nil {
		return err
	}
	return o.flush()
}

// sendContinue answers the client's expectation when the body is asked for.
func (o *output) sendContinue() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.continued && !o.begun.Load() {
		_ = o.sendInterim(100, nil)
	}
	o.continued = true
}

// writeUpgrade sends the head of a 101 response.
func (o *output) writeUpgrade(h Header) (err error) {
	if o.begun.Load() {
		return ErrHeadWritten
	}
	w := &o.head
	w.begin(o.buf[:0])
	w.text(statusLines[101])
	w.lines++
	w.field("Connection", "Upgrade")
	w.field("Upgrade", h.Get("Upgrade"))
	w.fields(h)
	if o.buf, err = w.end(); err != nil {
		return err
	}
	o.status, o.done = 101, true
	o.begun.Store(true)
	return o.flush()
}

// flush sends what was gathered.
func (o *output) flush() error {
	if len(o.buf) == 0 {
		return nil
	}
	err := o.send(o.buf, nil, nil)
	o.buf = o.space.out[:0]
	return err
}

// send writes the pieces with one system call where the connection allows it.
func (o *output) send(a, b, tail []byte) error {
	c := o.c
	size := len(a) + len(b) + len(tail)
	c.timers.arm(&c.timers.write, c.srv.Grace+time.Duration(size)*time.Second/time.Duration(c.srv.MinRate))
	var err error
	if len(b) == 0 {
		_, err = c.nc.Write(a)
	} else {
		o.vec = [3][]byte{a, b, tail}
		o.vecs = o.vec[:]
		_, err = o.vecs.WriteTo(c.nc)
		o.vec = [3][]byte{}
	}
	if c.timers.write.disarm() || err != nil {
		c.broken = true
	}
	if err != nil {
		return fmt.Errorf("%w: %v", ErrClientGone, err)
	}
	return nil
}
