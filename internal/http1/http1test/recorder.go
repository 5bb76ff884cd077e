package http1test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
)

// Seen is one request as it reached the upstream.
type Seen struct {
	Method, Target string
	Header         http.Header
	Body           []byte
	Complete       bool   // its body came to its end
	Err            error  // why not, or why it could not be read at all
	Raw            []byte // every byte, up to the end of the body
}

// String is the form that Case.Upstream uses.
func (s Seen) String() string {
	if !s.Complete {
		return "cut"
	}
	text := s.Method + " " + s.Target
	if len(s.Body) > 0 {
		body := fmt.Sprintf("%q", s.Body)
		text += " " + body[1:len(body)-1]
	}
	return text
}

// Recorder is an upstream that notes what it is sent. It reads with net/http,
// not with the engine under test.
type Recorder struct {
	l      net.Listener
	mu     sync.Mutex
	seen   []Seen
	answer []byte
	open   int // requests being received
}

const usualAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

// NewRecorder listens on a loopback port.
func NewRecorder() (*Recorder, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &Recorder{l: l}
	go r.accept()
	return r, nil
}

// Addr is host:port.
func (r *Recorder) Addr() string { return r.l.Addr().String() }

// Close stops listening.
func (r *Recorder) Close() error { return r.l.Close() }

// Reset forgets what was seen and sets the answer to give; nil is the usual one.
func (r *Recorder) Reset(answer []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen, r.answer = nil, answer
}

// Seen returns what arrived since the last Reset, and whether something is still
// arriving.
func (r *Recorder) Seen() (seen []Seen, busy bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Seen(nil), r.seen...), r.open > 0
}

func (r *Recorder) accept() {
	for {
		c, err := r.l.Accept()
		if err != nil {
			return
		}
		go r.serve(c)
	}
}

func (r *Recorder) serve(c net.Conn) {
	defer c.Close()
	var raw bytes.Buffer
	in := bufio.NewReader(io.TeeReader(c, &raw))
	for {
		if _, err := in.Peek(1); err != nil {
			return
		}
		r.begin()
		s := receive(in)
		s.Raw = bytes.Clone(raw.Bytes()[:raw.Len()-in.Buffered()])
		raw.Next(len(s.Raw))
		answer, keep := r.end(s)
		if _, err := c.Write(answer); err != nil || !keep || !s.Complete {
			return
		}
	}
}

func receive(in *bufio.Reader) (s Seen) {
	q, err := http.ReadRequest(in)
	if err != nil {
		return Seen{Err: err}
	}
	s = Seen{Method: q.Method, Target: q.RequestURI, Header: q.Header}
	q.Header.Set("Host", q.Host)
	if s.Body, s.Err = io.ReadAll(q.Body); s.Err != nil {
		return s
	}
	for name, values := range q.Trailer {
		s.Header["Trailer "+name] = values
	}
	s.Complete = true
	return s
}

func (r *Recorder) begin() {
	r.mu.Lock()
	r.open++
	r.mu.Unlock()
}

// end notes a request and says how to answer it. After an answer of the case's
// own the connection ends.
func (r *Recorder) end(s Seen) (answer []byte, keep bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open--
	r.seen = append(r.seen, s)
	switch {
	case r.answer != nil:
		return r.answer, false
	case s.Method == "HEAD":
		return []byte(strings.TrimSuffix(usualAnswer, "ok")), true
	}
	return []byte(usualAnswer), true
}
