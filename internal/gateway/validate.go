package gateway

import (
	"bytes"
	"io"
	"strings"

	"gatehouse"
	"gatehouse/internal/problem"
	"gatehouse/internal/schema"
)

// validate is step 8: the collection's own size limit and, where the collection
// asks for it, what the endpoint documents.
func validate(x *Exchange) error {
	if err := x.checkBodySize(x.collection.MaxBodyBytes); err != nil {
		return err
	}
	if x.collection.Refuses() || x.endpoint.Schema == nil {
		return nil // rewrite refuses, and says why
	}
	wrong, err := x.checkDocumented(x.endpoint.Schema)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		p := problem.New("request_invalid")
		p.Errors = wrong
		return p
	}
	return nil
}

// checkDocumented reads a body that it checks whole, so that nothing of a request that is
// refused reaches the upstream.
func (x *Exchange) checkDocumented(s *schema.Schema) ([]gatehouse.Field, error) {
	wrong := s.Parameters(schema.Input{
		Path: x.rest, Query: strings.TrimPrefix(x.req.Query, "?"),
		Header: x.req.Header.Values,
	})
	contentType := x.req.Header.Get("Content-Type")
	ofBody, check := s.Content(contentType, x.req.ContentLength)
	wrong = append(wrong, ofBody...)
	if !check {
		return wrong, nil
	}
	text, err := x.readBody()
	if err != nil {
		return nil, err
	}
	return append(wrong, s.Body(contentType, text)...), nil
}

// readBody takes the body in, as far as it may be checked, and puts what was
// read in its place.
func (x *Exchange) readBody() ([]byte, error) {
	most := int64(schema.MaxBody)
	if x.limit.bytes > 0 {
		most = min(most, x.limit.bytes)
	}
	b := &body{src: x.req.Body, limit: most, owner: x.step, stream: x.newStream()}
	x.body, x.stream = b, b.stream
	if x.req.ContentLength > most {
		return nil, errUnchecked
	}
	text, err := io.ReadAll(b)
	if err != nil {
		return nil, x.explain(err)
	}
	x.source = bytes.NewReader(text)
	return text, nil
}

var errUnchecked = &problem.Problem{
	Entry:  entry("payload_too_large"),
	Detail: "Send a body of at most 1 MiB; larger ones cannot be checked against the documentation.",
}
