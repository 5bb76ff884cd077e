package rest

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gatehouse"
)

// bodyTimeout bounds how long a caller may take to send a body.
const bodyTimeout = 20 * time.Second

// receive is the second gate: the query and the body are what they claim to
// be, and no larger than they may. The body is in memory afterwards.
func (a *API) receive(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	err := checkURL(r.URL)
	if err == nil && hasBody(r.Method) {
		err = readBody(w, r, ctx.Operation())
	}
	if err != nil {
		Refuse(w, r, err)
		hearOut(w, r)
		return
	}
	next(ctx)
}

// What is read of a body after its refusal, at most.
const (
	hearOutBytes   = 64 << 20
	hearOutTimeout = 5 * time.Second
)

// hearOut reads the rest of a refused body, because a connection that is closed
// on a caller who still sends is reset, and the answer is lost with it. Who
// waits for 100 Continue sends nothing more.
func hearOut(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Expect") != "" {
		return
	}
	control := http.NewResponseController(w)
	_ = control.Flush()
	_ = control.SetReadDeadline(time.Now().Add(hearOutTimeout))
	_, _ = io.CopyN(io.Discard, r.Body, hearOutBytes)
}

// checkURL refuses what huma and net/url would repair: a pair that cannot be
// decoded is dropped by them, and of a repeated parameter one is taken.
func checkURL(u *url.URL) error {
	if !storable(u.Path) {
		return gatehouse.Errorf(gatehouse.NotFound, "There is no such resource.")
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return Malformed("The query string is not valid; encode special characters with %.")
	}
	var f gatehouse.Fields
	for name, values := range query {
		if len(values) > 1 {
			f.Add("?"+Token(name), "must be sent once")
		}
		if !storable(name) || !storable(values[0]) {
			f.Add("?"+Token(strings.ToValidUTF8(name, "")), "must be valid UTF-8 without the character U+0000")
		}
	}
	return Sorted(f)
}

// storable reports whether every database can hold a text.
func storable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

func readBody(w http.ResponseWriter, r *http.Request, op *huma.Operation) error {
	most := op.MaxBodyBytes
	if r.ContentLength > most {
		return tooLarge(most)
	}
	// The deadline covers the body alone: one that stayed would cancel a
	// handler that takes longer.
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(bodyTimeout)) // not every test's writer has deadlines
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	_ = control.SetReadDeadline(time.Time{})
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge(most)
	}
	if err != nil {
		return Malformed("The body ended too early or arrived too slowly.")
	}
	raw, err = expected(op, bytes.TrimSpace(raw))
	if err == nil && len(raw) > 0 {
		err = checkMediaType(r, op.RequestBody.Content)
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	return err
}

func hasBody(method string) bool {
	return method == http.MethodPost || method == http.MethodPut || method == http.MethodPatch
}

func tooLarge(most int64) error {
	return gatehouse.Errorf(gatehouse.TooLarge, "The body of this call may be at most %d bytes.", most)
}

// expected compares what was sent with whether the operation takes a body.
func expected(op *huma.Operation, raw []byte) ([]byte, error) {
	switch {
	case op.RequestBody == nil && len(raw) > 0 && string(raw) != "{}":
		var f gatehouse.Fields
		f.Add("", "this call takes no body")
		return nil, f.Err()
	case op.RequestBody == nil:
		return nil, nil
	case len(raw) > 0:
		return raw, nil
	case op.RequestBody.Required:
		return nil, Malformed("This call needs a JSON body.")
	default:
		return []byte("{}"), nil
	}
}

// checkMediaType holds what was sent against what the operation documents. A
// merge patch has a media type of its own (RFC 7396).
func checkMediaType(r *http.Request, documented map[string]*huma.MediaType) error {
	sent := r.Header.Get("Content-Type")
	if sent == "" {
		return nil
	}
	kind, _, err := mime.ParseMediaType(sent)
	if err != nil || documented[kind] == nil && (kind != "application/merge-patch+json" || r.Method != http.MethodPatch) {
		return Malformed("Send the body with Content-Type: application/json.")
	}
	return nil
}
