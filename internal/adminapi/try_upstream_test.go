package adminapi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	"gatehouse/internal/manage"
	"gatehouse/internal/probe"
)

func TestUpstreamIsTriedBeforeAndAfterItIsStored(t *testing.T) {
	r := newRig(t)
	r.control.Probe = &probe.Prober{Control: func(string, string, syscall.RawConn) error { return nil }}
	r.options.Control = manage.New(r.control)
	r.server.Config.Handler = New(r.options)
	upstream := httptest.NewServer(http.NotFoundHandler())
	defer upstream.Close()

	a := r.send("POST", "/collections/try-upstream", `{"targets":[{"url":"`+upstream.URL+`"},{"url":"http://127.0.0.1:1"}]}`).must(200)
	targets := a.value("targets").([]any)
	if len(targets) != 2 || at(targets[0], "status") != 404.0 || at(targets[0], "reachable") != true || at(targets[0], "problem") != nil ||
		at(targets[1], "reachable") != false || !strings.Contains(at(targets[1], "problem").(string), "refused") {
		t.Errorf("not stored: %s", a.body)
	}
	r.send("POST", "/collections", strings.Replace(aCollection, "http://shipments.internal:9000", upstream.URL, 1)).must(201)
	if a := r.send("POST", "/collections/shipments/try-upstream", "").must(200); at(a.value("targets").([]any)[0], "url") != upstream.URL {
		t.Errorf("stored: %s", a.body)
	}
	r.send("POST", "/collections/nothing/try-upstream", "").must(404)
	for body, pointer := range map[string]string{
		`{"targets":[]}`: "/targets", `{}`: "/targets", `{"targets":[{"url":"ftp://x"}]}`: "/targets/0/url",
		`{"targets":[{"url":"http://192.0.2.1"},{"url":"http://127.0.0.1:8081"}]}`: "/targets/1/url", // the console
	} {
		if a := r.send("POST", "/collections/try-upstream", body).must(422); !strings.Contains(a.body, `"`+pointer+`"`) {
			t.Errorf("%s: %s", body, a.body)
		}
	}
}
