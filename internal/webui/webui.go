// Package webui renders the pages that work without JavaScript and serves
// their assets.
//
// A page is a template named for its file that defines "content"; the layout
// puts it between the same header and style everywhere, light or dark as the
// reader's system is. Every page carries a policy that lets it load its own
// stylesheet and nothing else, so that text from outside that ever reached a
// page could not run.
package webui

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

//go:embed pages
var embedded embed.FS

// policy lets a page use its stylesheet and post its own forms.
const policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'"

// Pages are the pages of one surface.
type Pages struct {
	surface   string // shown in the header: "Developer portal"
	base      string // path of the surface, with a slash at both ends; what links begin at
	templates map[string]*template.Template
}

// NewPages parses all "*.html" files of a folder as pages of a surface, which
// has a public URL or a path of one. Links of a page begin there, not at the
// page itself: "problems/route_not_found".
func NewPages(surface, public string, files fs.FS) (*Pages, error) {
	u, err := url.Parse(public)
	if err != nil {
		return nil, fmt.Errorf("reading the address of %s: %w", surface, err)
	}
	layout, err := template.ParseFS(embedded, "pages/layout.html")
	if err != nil {
		return nil, fmt.Errorf("parsing the page layout: %w", err)
	}
	names, err := fs.Glob(files, "*.html")
	if err != nil {
		return nil, fmt.Errorf("listing pages: %w", err)
	}
	p := &Pages{surface: surface, base: withSlashes(u.Path), templates: map[string]*template.Template{}}
	for _, name := range names {
		if name == "layout.html" {
			continue
		}
		base, err := layout.Clone()
		if err != nil {
			return nil, fmt.Errorf("copying the page layout: %w", err)
		}
		if p.templates[name], err = base.ParseFS(files, name); err != nil {
			return nil, fmt.Errorf("parsing page %s: %w", name, err)
		}
	}
	return p, nil
}

// withSlashes is a path with a slash at both ends.
func withSlashes(path string) string {
	if path = strings.Trim(path, "/"); path == "" {
		return "/"
	}
	return "/" + path + "/"
}

// Page is one answer.
type Page struct {
	Status  int
	Name    string // file name of the template: "problem.html"
	Title   string
	Content any // what the template shows
	// OwnForm is for a page whose form must be seen to come from here: the
	// browser says where a form came from only where it may name pages of the
	// same origin. Its address is passed on to nobody else either way.
	OwnForm bool
}

// Write answers with a page. Nothing of it is kept by browsers or proxies, and
// its address, which may hold a code, is passed on to nobody.
func (p *Pages) Write(w http.ResponseWriter, page Page) {
	var b bytes.Buffer
	err := p.templates[page.Name].ExecuteTemplate(&b, "layout.html", struct {
		Surface, Base, Title string
		Content              any
	}{p.surface, p.base, page.Title, page.Content})
	if err != nil { // a mistake in a template that no test rendered
		http.Error(w, "This page cannot be shown.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	if page.OwnForm {
		h.Set("Referrer-Policy", "same-origin")
	}
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(page.Status)
	_, _ = w.Write(b.Bytes()) // a reader that left needs no page
}

// Style serves the stylesheet that every page links to, at /assets/pages.css.
func Style(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeFileFS(w, r, embedded, "pages/pages.css")
}
