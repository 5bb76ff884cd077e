package adminapi

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/seal"
	"gatehouse/internal/signin"
	"gatehouse/internal/store"
)

// rig is the API over a store of its own, with a key for each role.
type rig struct {
	t       *testing.T
	control manage.Options
	options Options
	server  *httptest.Server
	keys    map[gatehouse.Role]string
	log     bytes.Buffer
}

func newRig(t *testing.T) *rig {
	t.Helper()
	dir := t.TempDir()
	keys, err := seal.LoadKeys(dir, "")
	check(t, err)
	st, err := store.Open(t.Context(), store.Options{DataDir: dir, Keys: keys})
	check(t, err)
	log, err := requestlog.Open(requestlog.Options{Dir: dir + "/requests", Logger: slog.New(slog.DiscardHandler)})
	check(t, err)
	t.Cleanup(func() {
		_ = log.Close(context.WithoutCancel(t.Context()))
		_ = st.Close()
	})
	made := manage.Options{
		Store: st, Keys: keys, ConsoleURL: "https://console.test/gate", GatewayURL: "https://api.test", PortalURL: "https://portal.test", Listeners: []string{"127.0.0.1:8081"},
	}
	control := manage.New(made)
	r := &rig{t: t, control: made, keys: map[gatehouse.Role]string{}}
	r.options = Options{
		Control: control, Store: st, Log: log, ConsoleURL: "https://console.test/gate", PortalURL: "https://portal.test", Check: noCheck,
		Desk:   signin.New(signin.Options{Store: st, Keys: keys, Control: control}),
		Logger: slog.New(slog.NewTextHandler(&r.log, nil)),
	}
	for _, role := range roles {
		key, err := control.CreateAPIKey(t.Context(), operator, gatehouse.APIKey{Name: "key-" + string(role), Role: role})
		check(t, err)
		r.keys[role] = key.Secret.Reveal()
	}
	r.server = httptest.NewServer(New(r.options))
	t.Cleanup(r.server.Close)
	return r
}

var (
	roles    = []gatehouse.Role{gatehouse.Admin, gatehouse.Editor, gatehouse.Viewer, gatehouse.Auditor}
	operator = manage.Caller{Actor: gatehouse.Actor{Type: gatehouse.ActorCLI, Name: "test"}, Role: gatehouse.Admin}
)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// reply is what the API answered.
type reply struct {
	t      *testing.T
	status int
	header http.Header
	body   string
}

// send calls the API as admin. Header lines are "Name: value"; one that is
// given replaces the default.
func (r *rig) send(method, path, body string, header ...string) reply {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.server.URL+Prefix+path, strings.NewReader(body))
	check(r.t, err)
	req.Header.Set("Authorization", "Bearer "+r.keys[gatehouse.Admin])
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		req.Header.Del(name)
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	got := r.do(req)
	r.obeysContract(method, path, got)
	return got
}

func (r *rig) do(req *http.Request) reply {
	r.t.Helper()
	resp, err := r.server.Client().Do(req)
	check(r.t, err)
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	check(r.t, err)
	return reply{r.t, resp.StatusCode, resp.Header, string(raw)}
}

// must ends the test unless the status is the one expected.
func (a reply) must(status int) reply {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d, want %d: %s", a.status, status, a.body)
	}
	return a
}

// text returns a member of the answer by its path, "hand_over.token"; "" for
// null and what is not there.
func (a reply) text(path string) string {
	a.t.Helper()
	s, _ := a.value(path).(string)
	return s
}

func (a reply) value(path string) any {
	a.t.Helper()
	var v any
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		a.t.Fatalf("reading %q: %v", a.body, err)
	}
	for name := range strings.SplitSeq(path, ".") {
		members, _ := v.(map[string]any)
		v = members[name]
	}
	return v
}

// Bodies that tests begin with.
const (
	aClient     = `{"name":"partner-acme-corp","description":"Acme Corp logistics integration"}`
	aPolicy     = `{"name":"standard-partner-200rpm","rate":{"requests":200,"window":"1m"},"quota":{"requests":50000,"period":"day"}}`
	aCollection = `{"name":"shipments","base_path":"/shipments","upstream":{"targets":[{"url":"http://shipments.internal:9000"}]},
		"endpoints":[{"method":"GET","path":"/track/{trackingNumber}","example":{"path_parameters":{"trackingNumber":"12345"}}}]}`
)

func (r *rig) client() string {
	return r.send("POST", "/clients", aClient).must(201).text("id")
}

func (r *rig) profile(client string) string {
	return r.send("POST", "/profiles", profileBody(client)).must(201).text("id")
}

func profileBody(client string) string {
	return `{"name":"acme-corp-standard","client_id":"` + client + `","auth":{"type":"token"},"allowed_methods":["GET","POST"],"token":{"generate":true}}`
}
