package gateway

import (
	"bufio"
	"io"
	"net"
	"strings"
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
		up.target = ""
		fixture.TB = t
		fixture.log.clear()
		fixture.raw("%s", fixture.head("GET", oneLine(target), "Connection: close\n"))
		if up.target == "" {
			return
		}
		decided := fixture.log.nth(t, 1).Path
		path, query := splitTarget(up.target)
		_, wantQuery := splitTarget(oneLine(target))
		read, err := routing.CanonicalPath(path)
		if err != nil || "/shipments"+read != decided || !strings.HasPrefix(read, "/files/") || query != wantQuery {
			t.Fatalf("decided on %q, sent %q: %v", decided, up.target, err)
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
type lastTarget struct{ url, target string }

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
		in := bufio.NewReader(conn)
		line, _ := in.ReadString('\n')
		fields := strings.Split(strings.TrimSpace(line), " ")
		if len(fields) == 3 {
			u.target = fields[1]
		}
		for line != "\r\n" && line != "" {
			line, _ = in.ReadString('\n')
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
		_ = conn.Close()
	}
}
