//go:build unix

package http1

// Reading and writing TCP sockets (RFC 9293 §3.9.1) without the scheduler's
// bookkeeping. The runtime is told of each system call that net.TCPConn makes,
// since most could block, and its monitor thread takes the processor away from
// one that lasts: on a busy machine that thread then never sleeps for more than
// microseconds and costs a tenth of all CPU time. These sockets are non-blocking:
// a call copies what is there and returns, like any other code. Waiting,
// deadlines and closing stay with the runtime's poller.

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
)

// socket is a TCP connection with reads and writes of its own.
type socket struct {
	*net.TCPConn
	raw      syscall.RawConn
	in, out  transfer
	receive  func(fd uintptr) bool // made once: a closure is an allocation
	transmit func(fd uintptr) bool
	converse func(fd uintptr) bool
}

// transfer is one read or write under way.
type transfer struct {
	mu  sync.Mutex // calls queue, as net.Conn promises
	p   []byte
	n   int
	err error
}

// direct returns nc with cheaper system calls where it is a TCP connection.
func direct(nc net.Conn) net.Conn {
	tcp, ok := nc.(*net.TCPConn)
	if !ok {
		return nc
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return nc
	}
	s := &socket{TCPConn: tcp, raw: raw}
	s.receive, s.transmit, s.converse = s.in.read, s.out.write, s.sendOnce
	return s
}

// Read implements net.Conn.
func (s *socket) Read(p []byte) (int, error) {
	return s.in.run(p, s.raw.Read, s.receive)
}

// Write implements net.Conn.
func (s *socket) Write(p []byte) (int, error) {
	return s.out.run(p, s.raw.Write, s.transmit)
}

// ask sends question and waits for the first bytes of the answer, one system
// call less than Write and Read: the poller notes what arrives from before the
// question is sent, so there is no need to look before waiting. Bytes that were
// there already are found with the answer; an end that was there already shows
// as the reset that the question meets. When the kernel does not take the whole
// question, sent says how much it took, and nothing was waited for.
func (s *socket) ask(question, p []byte) (sent, n int, err error) {
	s.out.p, s.out.n, s.out.err = question, 0, nil
	n, err = s.in.run(p, s.raw.Read, s.converse)
	s.out.p = nil
	if s.out.err != nil {
		err = s.out.err
	}
	return s.out.n, n, err
}

// sendOnce is the first attempt of ask, and the later ones.
func (s *socket) sendOnce(fd uintptr) bool {
	if s.out.n == len(s.out.p) {
		return s.in.read(fd)
	}
	all := s.out.write(fd)
	return !all || s.out.err != nil
}

// run makes attempts until one is conclusive, waiting in between until the
// socket is ready.
func (t *transfer) run(p []byte, wait func(func(uintptr) bool) error, attempt func(uintptr) bool) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	t.mu.Lock()
	t.p, t.n, t.err = p, 0, nil
	err := wait(attempt)
	t.p = nil
	if err == nil {
		err = t.err
	}
	n := t.n
	t.mu.Unlock()
	return n, err
}

// read reports whether the socket had something to say.
func (t *transfer) read(fd uintptr) bool {
	for {
		n, errno := receive(fd, t.p)
		switch {
		case errno == syscall.EAGAIN:
			return false
		case errno == syscall.EINTR:
			continue
		case errno != 0:
			t.err = os.NewSyscallError("read", errno)
		case n == 0:
			t.err = io.EOF
		default:
			t.n = n
		}
		return true
	}
}

// write reports whether all was taken, or nothing more will be.
func (t *transfer) write(fd uintptr) bool {
	for t.n < len(t.p) {
		n, errno := transmit(fd, t.p[t.n:])
		switch {
		case errno == syscall.EAGAIN:
			return false
		case errno == syscall.EINTR:
			continue
		case errno != 0:
			t.err = os.NewSyscallError("write", errno)
			return true
		}
		t.n += n
	}
	return true
}
