package gateway

import (
	"bufio"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"gatehouse"
	"gatehouse/internal/routing"
)

// The path that the gateway decided on is the path that the upstream is sent:
// read by another parser, the upstream's request target decodes to the same
// bytes below the base path, and has nothing in it that could be read as
// another path.
func FuzzPathDecidedOnIsThePathSent(f *testing.F) {
	for _, seed := range []string{
		"/shipments/files/a", "/shipments/files/a/b%20c?x=1&y=%2F", "/shipments/files/caf%C3%A9", "/shipments/files/%2e%2e/secret",
		"/shipments/files/a%2Fb", "/shipments/files/..;/x", "/shipments/files/a//b", "/shipments/files/%252e", "/shipments/files/a?", "/shipments/files/%7Ea;b=c",
	} {
		f.Add(seed)
	}
	up := newLastTarget(f)
	revision := shipments(up.url)
	revision.Endpoints = []gatehouse.Endpoint{{Method: "GET", Path: "/files/*"}}
	fixture := newFixture(f, func(f *fixture, _ *Options) { f.revisions = []gatehouse.Revision{revision} })
	f.Fuzz(func(t *testing.T, target string) {
		up.set("")
		fixture.TB = t
		fixture.log.clear()
		fixture.raw("%s", fixture.head("GET", oneLine(target), "Connection: close\n"))
		sent := up.get()
		if sent == "" {
			return
		}
		decided := fixture.log.nth(t, 1).Path
		path, query, _ := strings.Cut(sent, "?")
		_, wantQuery, _ := strings.Cut(oneLine(target), "?")
		read, err := routing.CanonicalPath(path)
		if err != nil || "/shipments"+read != decided || !strings.HasPrefix(read, "/files/") || query != wantQuery {
			t.Fatalf("decided on %q, sent %q: %v", decided, sent, err)
		}
	})
}

// oneLine keeps a fuzzed target from ending the request line.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, s)
}

// lastTarget is an upstream that keeps the request target as it was on the wire.
type lastTarget struct {
	url    string
	mu     sync.Mutex
	target string
}

func (u *lastTarget) set(target string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.target = target
}

func (u *lastTarget) get() string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.target
}

func newLastTarget(f *testing.F) *lastTarget {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { l.Close() })
	up := &lastTarget{url: "http://" + l.Addr().String()}
	go up.serve(l)
	return up
}

func (u *lastTarget) serve(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go u.answer(conn) // a connection may be opened and never used
	}
}

func (u *lastTarget) answer(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	line, _ := in.ReadString('\n')
	if fields := strings.Split(strings.TrimSpace(line), " "); len(fields) == 3 {
		u.set(fields[1])
	}
	for line != "\r\n" && line != "" {
		line, _ = in.ReadString('\n')
	}
	_, _ = io.WriteString(conn, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
}
