package probe

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"gatehouse"
)

func TestFetchGetsADocumentOrSaysWhyNot(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/doc":
			_, _ = w.Write([]byte("openapi: 3.1.0"))
		case "/there":
			http.Redirect(w, r, "/doc", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/file":
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		case "/large":
			_, _ = w.Write(make([]byte, 2000))
		case "/cut":
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("openapi"))
		case "/slow":
			<-r.Context().Done()
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	f := &Fetcher{Control: open, Private: true, Most: 1000, Timeout: 500 * time.Millisecond}
	for path, want := range map[string]string{
		"/doc": "", "/there": "", "/round": "without end", "/file": "no http", "/large": "larger than", "/cut": "cut in the middle", "/slow": "no answer in time", "/none": "answered 404",
	} {
		text, err := f.Fetch(t.Context(), server.URL+path)
		if want == "" {
			if err != nil || string(text) != "openapi: 3.1.0" {
				t.Errorf("%s: %q, %v", path, text, err)
			}
			continue
		}
		if got := whole(err); !strings.Contains(got, want) {
			t.Errorf("%s: %s", path, got)
		}
	}
	closed := &Fetcher{Control: open, Most: 1000}
	for address, want := range map[string]string{
		server.URL + "/doc": "private to this network", "http://10.0.0.1/": "private", "http://[::1]/": "private", "http://[fd00::1]/": "private", "http://100.64.0.1/": "private",
		"http://169.254.169.254/latest": "private", "http://0.0.0.0/": "private", "http://[::ffff:127.0.0.1]/": "private", "http://[64:ff9b::a00:1]/": "private",
		"ftp://example.com/": "absolute http", "/doc": "absolute http", "http://u:p@example.com/": "user name", "http://no..where/": "no such host", "http://%zz": "absolute http",
	} {
		if _, err := closed.Fetch(t.Context(), address); !strings.Contains(whole(err), want) {
			t.Errorf("%s: %s", address, whole(err))
		}
	}
	if _, err := (&Fetcher{Private: true, Most: 10}).Fetch(t.Context(), server.URL+"/doc"); err == nil {
		t.Error("fetched without a guard")
	}
}

// whole is everything that an error says.
func whole(err error) string {
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok {
		return "no error of ours"
	}
	out := e.Detail
	for _, f := range e.Fields {
		out += " " + f.Pointer + " " + f.Detail
	}
	return out
}
