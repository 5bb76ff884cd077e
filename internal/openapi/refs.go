package openapi

import (
	"net/url"
	"strconv"
	"strings"
)

const maxHops = 32 // references to references

// resolve follows references until there is a value that is none, and returns
// it with its own pointer. What it cannot follow is a finding and nil.
func (r *reader) resolve(v any, at string) (any, string) {
	origin := at
	for range maxHops {
		o, ok := v.(*object)
		if !ok {
			return v, at
		}
		ref, ok := o.get("$ref").(string)
		if !ok {
			return v, at
		}
		target, ok := r.pointer(ref, below(at, "$ref"))
		if !ok {
			return nil, at
		}
		if v, ok = r.lookup(target); !ok {
			r.findings.add(Error, below(at, "$ref"), "refers to something that is not in the document")
			return nil, at
		}
		at = target
	}
	r.findings.add(Error, origin, "refers to itself and to nothing else")
	return nil, at
}

// pointer is the JSON pointer of a reference into this document.
func (r *reader) pointer(ref, at string) (string, bool) {
	fragment, ok := strings.CutPrefix(ref, "#")
	if !ok {
		r.findings.add(Error, at, "refers to another file or address, which is not fetched; bundle everything into one document first")
		return "", false
	}
	pointer, err := url.PathUnescape(fragment)
	if err != nil || pointer != "" && pointer[0] != '/' {
		r.findings.add(Error, at, "must be a JSON pointer into the document, such as #/components/schemas/Shipment")
		return "", false
	}
	return pointer, true
}

var unescapes = strings.NewReplacer("~1", "/", "~0", "~")

// lookup finds the value at a JSON pointer.
func (r *reader) lookup(pointer string) (any, bool) {
	var v any = r.root
	if pointer == "" {
		return v, true
	}
	for token := range strings.SplitSeq(pointer[1:], "/") {
		token = unescapes.Replace(token)
		switch in := v.(type) {
		case *object:
			member, ok := in.members[token]
			if !ok {
				return nil, false
			}
			v = member
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(in) {
				return nil, false
			}
			v = in[i]
		default:
			return nil, false
		}
	}
	return v, true
}
