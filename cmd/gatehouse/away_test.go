package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"gatehouse/internal/gatetest/pgtest"
	"gatehouse/internal/ops"
)

// relay is the way to a database that can be cut.
type relay struct {
	t      *testing.T
	addr   string // where it listens
	socket string // of the database

	mu    sync.Mutex
	at    net.Listener
	conns []net.Conn
}

func (r *relay) open() {
	r.t.Helper()
	at, err := new(net.ListenConfig).Listen(context.Background(), "tcp", r.addr)
	if err != nil {
		r.t.Fatal(err)
	}
	r.mu.Lock()
	r.at, r.addr = at, at.Addr().String()
	r.mu.Unlock()
	go func() {
		for {
			from, err := at.Accept()
			if err != nil {
				return
			}
			r.join(from)
		}
	}()
}

func (r *relay) join(from net.Conn) {
	to, err := new(net.Dialer).DialContext(context.Background(), "unix", r.socket)
	if err != nil {
		_ = from.Close()
		return
	}
	r.mu.Lock()
	r.conns = append(r.conns, from, to)
	r.mu.Unlock()
	for _, pair := range [][2]net.Conn{{from, to}, {to, from}} {
		go func() { _, _ = io.Copy(pair[0], pair[1]); _ = pair[0].Close() }()
	}
}

func (r *relay) cut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	_ = r.at.Close()
	for _, c := range r.conns {
		_ = c.Close()
	}
	r.conns = nil
}

// through returns a URL of the same database over a relay.
func through(t *testing.T, databaseURL string) (string, *relay) {
	t.Helper()
	u, err := url.Parse(databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	r := &relay{t: t, addr: "127.0.0.1:0", socket: fmt.Sprintf("%s/.s.PGSQL.%s", q.Get("host"), portOf(u))}
	r.open()
	t.Cleanup(r.cut)
	for _, name := range []string{"host", "port"} {
		q.Del(name)
	}
	q.Set("sslmode", "disable")
	u.Host, u.RawQuery = r.addr, q.Encode()
	return u.String(), r
}

func portOf(u *url.URL) string {
	if p := u.Query().Get("port"); p != "" {
		return p
	}
	return "5432"
}

func TestPartnersAreServedWhileTheDatabaseIsAway(t *testing.T) {
	databaseURL, way := through(t, pgtest.URL(t))
	data := t.TempDir()
	first := start(t, data, databaseURL)
	headers := first.partner(hello)
	call := func(r *running) int { return get(t, r.gatewayAt.url+"/shipments/1", headers).status }

	way.cut() // while it runs
	eventually(t, func() bool { return first.ready().Status == ops.Degraded })
	if got := call(first); got != 200 {
		t.Errorf("while the database is away: %d", got)
	}
	if got := get(t, first.consoleAt.url+"/api/v1/clients", http.Header{"Authorization": {"Bearer x"}}).status; got != 503 && got != 401 {
		t.Errorf("the admin API answers %d", got)
	}
	way.open()
	eventually(t, func() bool { return first.ready().Status == ops.Ready })
	first.stop()

	way.cut() // before it starts
	second := start(t, data, databaseURL)
	if got := call(second); got != 200 {
		t.Errorf("started without the database: %d", got)
	}
	if report := second.ready(); report.Status != ops.Degraded {
		t.Errorf("readiness: %+v", report)
	}
	if a := get(t, second.consoleAt.url+"/api/v1/clients", nil); a.status != 503 || !strings.Contains(a.body, "unavailable") {
		t.Errorf("the admin API answers %d %s", a.status, a.body)
	}
	way.open()
	eventually(t, func() bool { return get(t, second.consoleAt.url+"/api/v1/clients", nil).status == 401 })
	eventually(t, func() bool { return second.ready().Status == ops.Ready })
}
