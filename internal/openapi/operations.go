package openapi

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"gatehouse"
)

// methods of a path item, in the order in which they are listed.
var methods = []string{"get", "post", "put", "patch", "delete", "head", "options", "trace"}

const (
	maxEndpoints = 5000    // as many as a collection may hold
	maxEndpoint  = 1 << 20 // bytes that one may take
	maxImported  = 6 << 20 // bytes that all may take
)

func (r *reader) operations() {
	paths := r.root.object("paths")
	if paths == nil {
		r.findings.add(Error, "/paths", "is missing: there is nothing to import")
		return
	}
	seen := uniqueness{ids: map[string]string{}, routes: map[string]string{}}
	for _, path := range paths.names {
		if !strings.HasPrefix(path, "/") {
			continue // an extension
		}
		at := below("/paths", path)
		item, at := r.resolve(paths.members[path], at)
		o, ok := item.(*object)
		if !ok {
			r.findings.add(Error, at, "must be a path item")
			continue
		}
		for _, method := range methods {
			if o.get(method) == nil {
				continue
			}
			if len(r.out.Operations) == maxEndpoints {
				r.findings.add(Error, below(at, method), "is beyond the %d operations that a collection may hold", maxEndpoints)
				return
			}
			r.operation(operationAt{path, method, at, o}, &seen)
		}
	}
	if len(r.out.Operations) == 0 {
		r.findings.add(Error, "/paths", "holds no operation: there is nothing to import")
	}
}

// operationAt is where an operation is.
type operationAt struct {
	path, method string
	at           string // pointer of the path item
	item         *object
}

// uniqueness remembers what was used by which operation.
type uniqueness struct{ ids, routes map[string]string }

func (r *reader) operation(where operationAt, seen *uniqueness) {
	at := below(where.at, where.method)
	op := Operation{Key: strings.ToUpper(where.method) + " " + where.path, Pointer: at}
	r.findings.operation = op.Key
	errors := r.findings.errors
	if o, ok := where.item.get(where.method).(*object); ok {
		op.ID, op.Deprecated = line(o.text("operationId")), o.get("deprecated") == true
		for _, tag := range o.list("tags") {
			text, _ := tag.(string)
			if text = line(text); text != "" && len(op.Tags) < 100 && !slices.Contains(op.Tags, text) {
				op.Tags = append(op.Tags, text)
			}
		}
		op.Endpoint = r.endpoint(where, o, at)
		op.Endpoint.OperationID, op.Endpoint.Tags, op.Endpoint.Deprecated = op.ID, op.Tags, op.Deprecated
		r.unique(op, seen)
	} else {
		r.findings.add(Error, at, "must be an operation")
	}
	op.Importable = r.findings.errors == errors
	r.findings.operation = ""
	r.out.Operations = append(r.out.Operations, op)
}

// line is a name out of a document as one line.
func line(text string) string { return cut(strings.Join(strings.Fields(text), " "), 256) }

func (r *reader) unique(op Operation, seen *uniqueness) {
	if op.ID != "" {
		if first := seen.ids[op.ID]; first != "" {
			r.findings.add(Warning, below(op.Pointer, "operationId"), "is used by %s too", first)
		} else {
			seen.ids[op.ID] = op.Key
		}
	}
	route := op.Endpoint.Method + " " + variable.ReplaceAllString(op.Endpoint.Path, "{}")
	if first := seen.routes[route]; first != "" {
		r.findings.add(Error, op.Pointer, "matches the same requests as %s", first)
		return
	}
	seen.routes[route] = op.Key
}

func (r *reader) endpoint(where operationAt, o *object, at string) gatehouse.Endpoint {
	e := gatehouse.Endpoint{
		Method: strings.ToUpper(where.method), Path: where.path, Summary: cut(o.text("summary"), 4096), Description: cut(o.text("description"), 1<<18),
	}
	if e.Method == "TRACE" {
		r.findings.add(Error, at, "has a method that the gateway does not serve")
	}
	template, wrong := gatehouse.ParseTemplate(e.Path)
	if wrong != "" {
		r.findings.add(Error, where.at, "is a path that cannot be matched: it %s", wrong)
	}
	parameters := r.parameters(where, o, at)
	e.Parameters = r.listed(parameters, at)
	found, bodyAt := r.resolve(o.get("requestBody"), below(at, "requestBody"))
	body, ok := found.(*object)
	if ok {
		e.RequestBody = r.piece("requestBody", bodyAt, func() any { return r.requestBody(body, bodyAt) })
	}
	e.Responses = r.responses(o, at)
	r.bound(&e, at)
	r.undeclared(template, parameters, at)
	e.Example = r.example(parameters, body, bodyAt)
	return e
}

const tooLarge = "is too large to be kept and left out; import fewer operations at a time"

// fits reports whether there is room for that many bytes of an endpoint.
func (r *reader) fits(size int) bool { return size <= maxEndpoint && r.size+size <= maxImported }

// bound leaves out what does not fit, the least needed first.
func (r *reader) bound(e *gatehouse.Endpoint, at string) {
	size := func() int { return len(e.Parameters) + len(e.RequestBody) + len(e.Responses) }
	for _, part := range []struct {
		name string
		raw  *json.RawMessage
	}{{"responses", &e.Responses}, {"requestBody", &e.RequestBody}, {"parameters", &e.Parameters}} {
		if r.fits(size()) || len(*part.raw) == 0 {
			continue
		}
		*part.raw = nil
		r.findings.add(Warning, below(at, part.name), tooLarge)
	}
	r.size += size()
}

// parameterList are the parameters of an operation, resolved.
type parameterList []describedParameter

type describedParameter struct {
	value *object
	at    string
	text  json.RawMessage
}

// listed is the list as an endpoint keeps it.
func (r *reader) listed(l parameterList, at string) json.RawMessage {
	if len(l) == 0 {
		return nil
	}
	texts := make([][]byte, len(l))
	size := 0
	for i, p := range l {
		texts[i] = p.text
		size += len(p.text)
	}
	if !r.fits(size) {
		r.findings.add(Warning, below(at, "parameters"), tooLarge)
		return nil
	}
	return slicesOf('[', texts, ']')
}

func slicesOf(open byte, texts [][]byte, end byte) []byte {
	return append(append([]byte{open}, bytes.Join(texts, []byte{','})...), end)
}

// parameters are the operation's own and those of its path, which the
// operation's replace by name and place.
func (r *reader) parameters(where operationAt, o *object, at string) parameterList {
	var out parameterList
	index := map[string]int{}
	add := func(list []any, at string) {
		for i, v := range list {
			v, at := r.resolve(v, at+"/"+strconv.Itoa(i))
			p, ok := v.(*object)
			if !ok {
				continue // resolve has said why, or it is none
			}
			if p.text("name") == "" || p.text("in") == "" {
				r.findings.add(Error, at, "must have a name and where it is in")
				continue
			}
			raw := r.piece("parameter", at, func() any { return r.parameter(p, at) })
			key := p.text("in") + " " + p.text("name")
			if n, known := index[key]; known {
				out[n] = describedParameter{p, at, raw}
				continue
			}
			index[key] = len(out)
			out = append(out, describedParameter{p, at, raw})
		}
	}
	add(where.item.list("parameters"), below(where.at, "parameters"))
	add(o.list("parameters"), below(at, "parameters"))
	return out
}

// undeclared compares the path's parameters with those that are described.
func (r *reader) undeclared(template gatehouse.Template, list parameterList, at string) {
	described := map[string]bool{}
	for _, p := range list {
		if p.value.text("in") == "path" {
			described[p.value.text("name")] = true
		}
	}
	for _, s := range template.Segments {
		if s.Parameter != "" && !described[s.Parameter] {
			r.findings.add(Warning, at, "does not describe its path parameter {%s}", s.Parameter)
		}
		delete(described, s.Parameter)
	}
	for name := range described {
		r.findings.add(Warning, at, "describes a path parameter that the path does not have: %s", shortened(name))
	}
}
