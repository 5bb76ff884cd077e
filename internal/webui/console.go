package webui

import (
	"fmt"
	"io/fs"
	"net/http"
)

// Console serves the start page of the console listener: what is here and how
// to use it.
func Console(version string) (http.Handler, error) {
	files, err := fs.Sub(embedded, "pages")
	if err != nil {
		return nil, fmt.Errorf("opening pages: %w", err)
	}
	pages, err := NewPages("Gatehouse", files)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /assets/pages.css", Style)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		pages.Write(w, Page{http.StatusOK, "console.html", "Admin API", struct{ Version string }{version}})
	})
	return mux, nil
}
