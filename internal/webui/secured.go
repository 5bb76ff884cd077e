package webui

import (
	"net/http"
	"net/url"
)

// Secured tells browsers to keep to HTTPS for a year (RFC 6797), where the
// public URL is HTTPS on its standard port. A browser holds a whole host to
// that promise, on every port: a surface on a port of its own shares the host
// with programs that may have no HTTPS, so it promises nothing.
func Secured(public string, h http.Handler) http.Handler {
	u, err := url.Parse(public)
	if err != nil || u.Scheme != "https" || u.Port() != "" && u.Port() != "443" {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		h.ServeHTTP(w, r)
	})
}
