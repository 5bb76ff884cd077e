package openapi

import (
	"encoding/json"
)

// copied is an object with some members replaced; those replaced by nothing
// are left out.
func copied(o *object, replace map[string]func(any) any) *object {
	out := newObject()
	for _, name := range o.names {
		v := o.members[name]
		if with, ok := replace[name]; ok {
			if v = with(v); v == nil {
				continue
			}
		}
		out.set(name, v)
	}
	return out
}

func nothing(any) any { return nil }

// parameter is a parameter or header object that stands for itself.
func (r *reader) parameter(o *object, at string) any {
	return copied(o, map[string]func(any) any{
		"schema":   func(v any) any { return r.schema(v, below(at, "schema")) },
		"content":  func(v any) any { return r.content(v, below(at, "content")) },
		"examples": func(v any) any { return r.examples(v, below(at, "examples")) },
	})
}

func (r *reader) requestBody(o *object, at string) any {
	return copied(o, map[string]func(any) any{"content": func(v any) any { return r.content(v, below(at, "content")) }})
}

// response leaves links out: they name operations of a document that is not
// there any more.
func (r *reader) response(o *object, at string) any {
	return copied(o, map[string]func(any) any{
		"content": func(v any) any { return r.content(v, below(at, "content")) },
		"headers": func(v any) any { return r.headers(v, below(at, "headers")) },
		"links":   nothing,
	})
}

func (r *reader) headers(v any, at string) any {
	return r.eachMember(v, at, func(o *object, at string) any { return r.parameter(o, at) })
}

func (r *reader) examples(v any, at string) any {
	if _, ok := v.(*object); !ok {
		return nil // a list belongs to a schema
	}
	return r.eachMember(v, at, func(o *object, _ string) any { return o })
}

func (r *reader) content(v any, at string) any {
	return r.eachMember(v, at, func(o *object, at string) any {
		return copied(o, map[string]func(any) any{
			"schema":   func(v any) any { return r.schema(v, below(at, "schema")) },
			"examples": func(v any) any { return r.examples(v, below(at, "examples")) },
			"encoding": func(v any) any {
				return r.eachMember(v, below(at, "encoding"), func(o *object, at string) any {
					return copied(o, map[string]func(any) any{"headers": func(v any) any { return r.headers(v, below(at, "headers")) }})
				})
			},
		})
	})
}

// eachMember resolves the members of a map of objects.
func (r *reader) eachMember(v any, at string, read func(*object, string) any) any {
	o, ok := v.(*object)
	if !ok {
		r.findings.add(Warning, at, "must be an object, and is left out")
		return nil
	}
	out := newObject()
	for _, name := range o.names {
		member, at := r.resolve(o.members[name], below(at, name))
		if m, ok := member.(*object); ok {
			out.set(name, read(m, at))
		}
	}
	return out
}

// responses are those of an operation, by status.
func (r *reader) responses(o *object, at string) json.RawMessage {
	list := o.object("responses")
	if list == nil || len(list.names) == 0 {
		return nil
	}
	at = below(at, "responses")
	var texts [][]byte
	size := 0
	for _, status := range list.names {
		v, at := r.resolve(list.members[status], below(at, status))
		response, ok := v.(*object)
		if !ok {
			continue
		}
		name, _ := json.Marshal(status) // a string
		raw := r.piece("response", at, func() any { return r.response(response, at) })
		if size += len(raw); !r.fits(size) {
			r.findings.add(Warning, at, tooLarge)
			return nil
		}
		texts = append(texts, append(append(name, ':'), raw...))
	}
	return slicesOf('{', texts, '}')
}
