package webui

import (
	"fmt"
	"io/fs"
	"net/http"
)

// Console serves the console listener's pages: the built Management UI, or,
// where only `go build` ran, a page that says what is here and how to build it.
// The base path is that of the public URL.
func Console(version, base string) (http.Handler, error) {
	app, err := NewApp(base)
	if err != nil {
		return nil, err
	}
	if app != nil {
		return app, nil
	}
	return start(version, base)
}

// start is the page of a console that was not built.
func start(version, base string) (http.Handler, error) {
	files, err := fs.Sub(embedded, "pages")
	if err != nil {
		return nil, fmt.Errorf("opening pages: %w", err)
	}
	pages, err := NewPages("Gatehouse", base, files)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /assets/pages.css", Style)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		pages.Write(w, Page{Status: http.StatusOK, Name: "console.html", Title: "Admin API", Content: struct{ Version string }{version}})
	})
	return mux, nil
}
