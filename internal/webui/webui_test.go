package webui

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestTheConsoleSaysWhereTheAPIIs(t *testing.T) {
	h, err := start("v1.2.3<i>", "/")
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	body := w.Body.String()
	for _, want := range []string{`href="api/v1/openapi.json"`, "v1.2.3&lt;i&gt;", `href="assets/pages.css"`, `<base href="/">`, "gatehouse apikey create"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in the page", want)
		}
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/nothing", nil))
	if w.Code != 404 {
		t.Errorf("an unknown page: %d", w.Code)
	}
}
