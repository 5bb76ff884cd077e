package webui

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"net/url"
	"slices"
	"strings"
)

// hint names what one page of the application needs beside the entry. Named
// in the page's head, it is fetched together with the entry; a browser would
// otherwise learn of it only by having run the entry.
type hint struct {
	segments []string // of the page's path; "$name" stands for any one
	links    []byte   // to files
	data     []byte   // links to what the page asks the API for when its address has no query
}

// readHints reads the list that the build leaves. A build without one, such as
// the portal's, works as well, a round trip later.
func readHints(files fs.FS) ([]hint, error) {
	data, err := fs.ReadFile(files, ".vite/hints.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the hints of the built pages: %w", err)
	}
	var pages []struct {
		Path  string   `json:"path"`
		Files []string `json:"files"`
		Asks  []string `json:"asks"`
	}
	if err := json.Unmarshal(data, &pages); err != nil {
		return nil, fmt.Errorf("reading the hints of the built pages: %w", err)
	}
	hints := make([]hint, len(pages))
	for i, page := range pages {
		hints[i] = hint{segments: segmentsOf(page.Path), links: links(page.Files), data: questions(page.Asks)}
	}
	return hints, nil
}

// links are the elements for files, whose names are the build's own.
func links(files []string) []byte {
	var b bytes.Buffer
	for _, file := range files {
		kind := "modulepreload"
		if strings.HasSuffix(file, ".css") {
			kind = "stylesheet"
		}
		fmt.Fprintf(&b, `<link rel=%q crossorigin href="./%s">`, kind, file)
	}
	return b.Bytes()
}

// questions are the elements for what a page will fetch from the API.
func questions(paths []string) []byte {
	var b bytes.Buffer
	for _, path := range paths {
		fmt.Fprintf(&b, `<link rel="preload" as="fetch" crossorigin href="./api/v1%s">`, html.EscapeString(path))
	}
	return b.Bytes()
}

// hintsFor are the links for an address, none for one that is no page.
func hintsFor(hints []hint, at *url.URL) []byte {
	asked := segmentsOf(at.Path)
	for _, h := range hints {
		if !h.matches(asked) {
			continue
		}
		if at.RawQuery != "" { // filters ask for something else
			return h.links
		}
		return slices.Concat(h.links, h.data)
	}
	return nil
}

func (h hint) matches(asked []string) bool {
	if len(asked) != len(h.segments) {
		return false
	}
	for i, want := range h.segments {
		if want != asked[i] && !strings.HasPrefix(want, "$") {
			return false
		}
	}
	return true
}

// segmentsOf is empty for the root.
func segmentsOf(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}
