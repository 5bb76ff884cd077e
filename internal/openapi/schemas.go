package openapi

import (
	"regexp"
	"strconv"
	"strings"
)

// Bounds of what schemas become when each stands for itself.
const (
	maxClosure  = 128 << 10 // bytes of definitions that one schema brings along
	maxClosures = 16 << 20  // bytes of all of them
)

// definition is a schema that others refer to, rewritten once.
type definition struct {
	name  string
	body  any      // nil until it is rewritten
	size  int      // of body, in bytes
	uses  []string // pointers of the definitions it refers to
	found findings
}

// schema makes a schema stand for itself: what it refers to, directly or
// through others, is under its $defs.
func (r *reader) schema(v any, at string) any {
	v, at = r.resolve(v, at)
	w := rewriter{reader: r}
	body := w.rewrite(v, at)
	root, ok := body.(*object)
	if !ok || len(w.uses) == 0 {
		return body
	}
	out := newObject()
	for _, name := range root.names {
		out.set(name, root.members[name])
	}
	out.set("$defs", r.closure(w.uses, at))
	return out
}

// closure is every definition that can be reached from some, the nearest
// first. Where that is too much, what is further away becomes a schema that
// allows everything.
func (r *reader) closure(queue []string, at string) *object {
	defs := newObject()
	size, cut := 0, false
	for i := 0; i < len(queue); i++ {
		d := r.rewritten(queue[i])
		if _, known := defs.members[d.name]; known {
			continue
		}
		if size+d.size > maxClosure || r.closures+d.size > maxClosures {
			cut = true
			defs.set(d.name, leftOut())
			continue
		}
		size += d.size
		r.closures += d.size
		defs.set(d.name, d.body)
		r.findings.again(d.found)
		queue = append(queue, d.uses...)
	}
	if cut {
		r.findings.add(Warning, at, "brings along more schemas than are kept; the furthest of them allow everything")
	}
	return defs
}

func leftOut() *object {
	o := newObject()
	o.set("description", "Left out: the schema is too large to be kept whole.")
	return o
}

// rewritten is the definition at a pointer.
func (r *reader) rewritten(pointer string) *definition {
	d := r.definition(pointer)
	if d.body != nil {
		return d
	}
	before := r.findings
	r.findings = findings{}
	w := rewriter{reader: r}
	v, _ := r.lookup(pointer) // its existence was checked where it is referred to
	d.body = w.rewrite(v, pointer)
	d.uses, d.found, r.findings = w.uses, r.findings, before
	if d.body == nil { // "schema": null
		d.body = true
	}
	d.size = len(encode(d.body))
	return d
}

var unsafeName = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// definition gives what a pointer leads to a name that no other has.
func (r *reader) definition(pointer string) *definition {
	if d := r.defs[pointer]; d != nil {
		return d
	}
	last := unescapes.Replace(pointer[strings.LastIndexByte(pointer, '/')+1:])
	base := strings.Trim(unsafeName.ReplaceAllString(shortened(last), "_"), "_")
	if base == "" {
		base = "schema"
	}
	r.names[base]++
	d := &definition{name: base}
	if n := r.names[base]; n > 1 {
		d.name = base + ":" + strconv.Itoa(n) // no base has a colon
	}
	r.defs[pointer] = d
	return d
}

// rewriter copies one schema.
type rewriter struct {
	*reader
	uses []string
}

// verbatim are the keywords that hold data and not schemas: a member called
// $ref in there is no reference.
var verbatim = map[string]bool{
	"example": true, "examples": true, "default": true, "enum": true, "const": true, "discriminator": true, "xml": true, "externalDocs": true,
}

// dropped are keywords that give a schema an address of its own, against which
// our references would be read, and definitions that are reached through their
// pointers.
var dropped = map[string]bool{
	"$id": true, "$schema": true, "$anchor": true, "$dynamicAnchor": true, "$dynamicRef": true, "$vocabulary": true, "$defs": true, "definitions": true,
}

func (w *rewriter) rewrite(v any, at string) any {
	switch v := v.(type) {
	case *object:
		if ref, ok := v.get("$ref").(string); ok {
			return w.reference(v, ref, at)
		}
		return w.keywords(v, at)
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = w.rewrite(item, at+"/"+strconv.Itoa(i))
		}
		return out
	default:
		return v
	}
}

func (w *rewriter) keywords(o *object, at string) *object {
	out := newObject()
	for _, name := range o.names {
		value := o.members[name]
		switch {
		case dropped[name]:
		case verbatim[name] || strings.HasPrefix(name, "x-"):
			out.set(name, value)
		case name == "properties" || name == "patternProperties" || name == "dependentSchemas":
			out.set(name, w.named(value, below(at, name)))
		default:
			out.set(name, w.rewrite(value, below(at, name)))
		}
	}
	return out
}

// named are schemas by name, where a name means nothing.
func (w *rewriter) named(v any, at string) any {
	o, ok := v.(*object)
	if !ok {
		return v
	}
	out := newObject()
	for _, name := range o.names {
		out.set(name, w.rewrite(o.members[name], below(at, name)))
	}
	return out
}

// reference points a reference at our own definitions. Beside it, OpenAPI 3.0
// knows no other keyword and 3.1 knows all.
func (w *rewriter) reference(o *object, ref, at string) any {
	target, ok := w.pointer(ref, below(at, "$ref"))
	if !ok {
		return true
	}
	v, ok := w.lookup(target)
	if !ok {
		w.findings.add(Error, below(at, "$ref"), "refers to something that is not in the document")
		return true
	}
	if resolved, _ := w.resolve(v, target); resolved == nil {
		return true
	}
	w.uses = append(w.uses, target)
	out := newObject()
	if !w.old {
		for _, name := range o.names {
			if name != "$ref" && !dropped[name] {
				out.set(name, w.rewrite(o.members[name], below(at, name)))
			}
		}
	}
	out.set("$ref", "#/$defs/"+w.definition(target).name)
	return out
}
