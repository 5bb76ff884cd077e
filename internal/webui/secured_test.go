package webui

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestOnlyAHostOfItsOwnIsHeldToHTTPS(t *testing.T) {
	for public, want := range map[string]string{
		"https://portal.example.com":      "max-age=31536000",
		"https://portal.example.com:443/": "max-age=31536000",
		"https://example.com:8082":        "",
		"http://portal.example.com":       "",
		"":                                "",
	} {
		w := httptest.NewRecorder()
		Secured(public, http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
		if got := w.Header().Get("Strict-Transport-Security"); got != want {
			t.Errorf("%q: %q, want %q", public, got, want)
		}
	}
}
