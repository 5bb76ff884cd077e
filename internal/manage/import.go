package manage

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"gatehouse"
	"gatehouse/internal/openapi"
	"gatehouse/internal/store"
)

// Import is an OpenAPI document that is to become a collection. What is empty
// is taken out of the document.
type Import struct {
	Document    []byte // JSON or YAML
	URL         string // where to fetch the document from, instead
	Name        string
	Title       string
	BasePath    string
	UpstreamURL string
	Operations  []string // keys, "GET /shipments/{id}"; nil: all
}

// ImportPreview is what an import would take out of a document. Name and base
// path are ones that are free; empty: the document suggests none.
type ImportPreview struct {
	*openapi.Document
	Name        string
	BasePath    string
	UpstreamURL string
}

// PreviewImport reads an OpenAPI document and writes nothing.
func (c *Control) PreviewImport(ctx context.Context, by Caller, in Import) (out ImportPreview, err error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return out, err
	}
	if out.Document, err = c.document(ctx, in.Document, in.URL); err != nil {
		return out, err
	}
	out.UpstreamURL = cmp.Or(in.UpstreamURL, out.Upstream())
	err = c.store.View(ctx, func(tx *store.Tx) error {
		if out.Name, err = freeName(ctx, tx, cmp.Or(in.Name, out.Document.Name)); err != nil || out.Name == "" {
			return err
		}
		out.BasePath, err = freeBasePath(ctx, tx, cmp.Or(in.BasePath, "/"+out.Name))
		return err
	})
	return out, err
}

// document reads a document that was sent, or that is fetched.
func (c *Control) document(ctx context.Context, text []byte, url string) (*openapi.Document, error) {
	if url == "" {
		return c.readOpenAPI(ctx, text)
	}
	if c.fetch == nil {
		return nil, gatehouse.Errorf(gatehouse.Unavailable, "This process does not fetch documents; send the document itself.")
	}
	fetched, err := c.fetch.Fetch(ctx, url)
	if err != nil {
		return nil, err
	}
	return c.readOpenAPI(ctx, fetched)
}

// readOpenAPI reads one document at a time: a large one keeps a processor busy
// for a second, which the gateway needs too.
func (c *Control) readOpenAPI(ctx context.Context, text []byte) (*openapi.Document, error) {
	select {
	case c.reading <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-c.reading }()
	return openapi.Read(text)
}

// mostTries bounds how many names are tried: shipments, shipments-2, ….
const mostTries = 20

func freeName(ctx context.Context, tx *store.Tx, want string) (string, error) {
	return free(want, func(name string) (bool, error) {
		_, err := tx.Collection(ctx, name)
		return found(err)
	})
}

func freeBasePath(ctx context.Context, tx *store.Tx, want string) (string, error) {
	return free(want, func(path string) (bool, error) {
		n, err := tx.CountBasePath(ctx, path)
		return n > 0, err
	})
}

func free(want string, taken func(string) (bool, error)) (string, error) {
	name := want
	for n := 2; n <= mostTries && want != ""; n++ {
		is, err := taken(name)
		if err != nil || !is {
			return name, err
		}
		name = strings.TrimRight(want[:min(len(want), 60)], "-") + "-" + strconv.Itoa(n)
	}
	return want, nil
}

// found tells whether something is there by the error of reading it.
func found(err error) (bool, error) {
	if notFound(err) {
		return false, nil
	}
	return err == nil, err
}

// ImportCollection makes a draft of an OpenAPI document. Operations that were
// asked for and cannot be served are Invalid at /operations/{i}, or, when all
// were asked for, below /document; the other pointers are the fields of
// [Import].
func (c *Control) ImportCollection(ctx context.Context, by Caller, in Import) (gatehouse.Collection, error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return gatehouse.Collection{}, err
	}
	d, err := c.document(ctx, in.Document, in.URL)
	if err != nil {
		return gatehouse.Collection{}, err
	}
	var f gatehouse.Fields
	chosen := chosenOperations(d, in.Operations, &f)
	co := gatehouse.Collection{Name: cmp.Or(in.Name, d.Name)}
	upstream := cmp.Or(in.UpstreamURL, d.Upstream())
	co.Definition = gatehouse.Definition{
		Title: cmp.Or(in.Title, d.Title, co.Name), Description: d.Description, APIVersion: d.APIVersion, BasePath: cmp.Or(in.BasePath, "/"+co.Name),
		Upstream: gatehouse.Upstream{Targets: []gatehouse.Target{{URL: upstream, Weight: 1}}},
	}
	for _, op := range chosen {
		co.Endpoints = append(co.Endpoints, op.Endpoint)
	}
	if co.Name == "" {
		f.Add("/name", "is required: the document has no title to make one of")
	}
	if upstream == "" {
		f.Add("/upstream_url", "is required: the document names no server with an absolute http or https URL")
	}
	if err := f.Err(); err != nil {
		return gatehouse.Collection{}, err
	}
	co, err = c.createCollection(ctx, by, co, remember(d))
	return co, fromImport(err, chosen)
}

// remember keeps what a document said, for the next one that is merged with it.
// Operations that were left out are among it: they are to stay out.
func remember(d *openapi.Document) alsoFunc {
	said := gatehouse.Definition{Title: d.Title, Description: d.Description, APIVersion: d.APIVersion}
	for _, op := range d.Operations {
		if op.Importable {
			said.Endpoints = append(said.Endpoints, op.Endpoint)
		}
	}
	return func(ctx context.Context, tx *store.Tx, co gatehouse.Collection) error {
		return tx.SaveImport(ctx, co.ID, said)
	}
}

// chosenOperations are the operations that were asked for, in the order of the
// document.
func chosenOperations(d *openapi.Document, keys []string, f *gatehouse.Fields) []openapi.Operation {
	if keys == nil {
		return allOperations(d, f)
	}
	if len(keys) == 0 {
		f.Add("/operations", "must name at least one operation; leave it out for all")
	}
	var out []openapi.Operation
	for i, key := range keys {
		at := "/operations/" + strconv.Itoa(i)
		n := slices.IndexFunc(d.Operations, func(op openapi.Operation) bool { return op.Key == key })
		switch {
		case n < 0:
			f.Add(at, "is not the key of an operation of the document")
		case slices.Index(keys, key) < i:
			f.Add(at, "is named twice")
		case !d.Operations[n].Importable:
			f.Add(at, "cannot be imported: it %s", reason(d, key))
		default:
			out = append(out, d.Operations[n])
		}
	}
	slices.SortFunc(out, func(a, b openapi.Operation) int {
		at := func(op openapi.Operation) int {
			return slices.IndexFunc(d.Operations, func(o openapi.Operation) bool { return o.Key == op.Key })
		}
		return at(a) - at(b)
	})
	return out
}

func allOperations(d *openapi.Document, f *gatehouse.Fields) []openapi.Operation {
	for _, finding := range d.Findings {
		if finding.Severity == openapi.Error {
			f.Add("/document"+finding.Pointer, "%s", finding.Detail)
		}
	}
	for _, op := range d.Operations { // also when the list of findings was full
		if !op.Importable && len(*f) == 0 {
			f.Add("/document"+op.Pointer, "cannot be imported")
		}
	}
	return d.Operations
}

func reason(d *openapi.Document, key string) string {
	for _, f := range d.Findings {
		if f.Operation == key && f.Severity == openapi.Error {
			return f.Detail + " (" + f.Pointer + ")"
		}
	}
	return "has too many faults"
}

// fromImport moves the pointers of an error about a collection to where the
// value came from.
func fromImport(err error, chosen []openapi.Operation) error {
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok || len(e.Fields) == 0 {
		return err
	}
	out := *e
	out.Fields = slices.Clone(e.Fields)
	for i := range out.Fields {
		p := &out.Fields[i].Pointer
		switch rest, isEndpoint := strings.CutPrefix(*p, "/endpoints/"); {
		case strings.HasPrefix(*p, "/upstream/targets/0"):
			*p = "/upstream_url"
		case *p == "/description":
			*p = "/document/info/description"
		case isEndpoint:
			number, _, _ := strings.Cut(rest, "/")
			if n, err := strconv.Atoi(number); err == nil && n < len(chosen) {
				*p = "/document" + chosen[n].Pointer
			}
		}
	}
	return &out
}
