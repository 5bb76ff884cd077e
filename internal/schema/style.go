package schema

import (
	"iter"
	"net/url"
	"slices"
	"strings"
)

// taken is what was sent for a parameter, taken apart by its style.
type taken struct {
	present bool
	wrong   string // what is wrong with its form
	text    string
	items   []string
	fields  []pair
}

// pair is a name with a value as it was sent.
type pair struct{ name, value string }

const sentOnce = "must be sent once"

// shape is what a parameter's value is made of.
type shape int

const (
	single shape = iota
	list
	object
)

// delimiters are what separates the items of a style that does not explode.
var delimiters = map[string]string{"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|", "matrix": ",", "label": ","}

// pairsOf takes a query, or a body of the same form, apart. Values stay escaped:
// a delimiter that is part of a value was escaped by who follows RFC 6570.
func pairsOf(query string) ([]pair, bool) {
	var out []pair
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name, err := url.QueryUnescape(name)
		if err != nil {
			return nil, false
		}
		if _, err := url.QueryUnescape(value); err != nil || strings.Contains(part, ";") {
			return nil, false
		}
		out = append(out, pair{name, value})
	}
	return out, true
}

// unescaped is a value as it was meant. One of pairsOf can be unescaped; one of
// a cookie need not be escaped at all.
func unescaped(value string) string {
	if text, err := url.QueryUnescape(value); err == nil {
		return text
	}
	return value
}

// split separates escaped items. Where the delimiter itself came escaped, as
// many programs send it, it separates too.
func split(value, delimiter string) []string {
	if value == "" {
		return nil
	}
	if !strings.Contains(value, delimiter) {
		return strings.Split(unescaped(value), delimiter)
	}
	items := strings.Split(value, delimiter)
	for i := range items {
		items[i] = unescaped(items[i])
	}
	return items
}

// ofPairs takes a parameter out of a query or form body.
func ofPairs(p *parameter, s shape, pairs []pair) taken {
	switch {
	case p.style == "deepObject":
		return deepObject(p.name, pairs)
	case s == object && p.explode:
		return exploded(p, pairs)
	}
	var values []string
	for _, one := range pairs {
		if one.name == p.name {
			values = append(values, one.value)
		}
	}
	if s == list && p.explode {
		out := taken{present: len(values) > 0}
		for _, v := range values {
			out.items = append(out.items, unescaped(v))
		}
		return out
	}
	if len(values) != 1 {
		return taken{present: len(values) > 0, wrong: sentOnce}
	}
	return apart(s, taken{present: true, text: unescaped(values[0]), items: split(values[0], delimiters[p.style])})
}

// deepObject reads name[property]=value.
func deepObject(name string, pairs []pair) (out taken) {
	for _, one := range pairs {
		key, ok := strings.CutPrefix(one.name, name+"[")
		key, closed := strings.CutSuffix(key, "]")
		if !ok {
			continue
		}
		out.present = true
		if !closed || strings.ContainsAny(key, "[]") || out.has(key) {
			out.wrong = "must be sent as " + name + "[property]=value, each property once"
			continue
		}
		out.fields = append(out.fields, pair{key, unescaped(one.value)})
	}
	return out
}

func (t *taken) has(name string) bool {
	return slices.ContainsFunc(t.fields, func(p pair) bool { return p.name == name })
}

// exploded reads property=value. Only the properties that are documented can be
// told from other parameters.
func exploded(p *parameter, pairs []pair) (out taken) {
	for _, one := range pairs {
		if p.properties[one.name] == nil {
			continue
		}
		if out.present = true; out.has(one.name) {
			out.wrong = "must hold each property once"
		}
		out.fields = append(out.fields, pair{one.name, unescaped(one.value)})
	}
	return out
}

// apart makes an object of a list of names and values.
func apart(s shape, t taken) taken {
	if s != object {
		return t
	}
	if len(t.items)%2 != 0 {
		t.wrong = "must be a list of names and values in turn"
		return t
	}
	for i := 0; i < len(t.items); i += 2 {
		t.fields = append(t.fields, pair{t.items[i], t.items[i+1]})
	}
	return t
}

// named makes an object of a list of name=value.
func named(items []string) (out taken) {
	out.present = true
	for _, item := range items {
		name, value, ok := strings.Cut(item, "=")
		if !ok || out.has(name) {
			out.wrong = "must be a list of name=value, each name once"
			continue
		}
		out.fields = append(out.fields, pair{name, value})
	}
	return out
}

// ofSegment takes a parameter out of its segment of the path, which is
// unescaped already.
func ofSegment(p *parameter, s shape, segment string) taken {
	switch p.style {
	case "label":
		return label(p, s, segment)
	case "matrix":
		return matrix(p, s, segment)
	default:
		return simple(p, s, segment)
	}
}

func simple(p *parameter, s shape, text string) taken {
	items := fieldsOf(text, ",")
	if s == object && p.explode {
		return named(items)
	}
	return apart(s, taken{present: true, text: text, items: items})
}

// fieldsOf is what a delimiter separates, without the space around it.
func fieldsOf(text, delimiter string) []string {
	if text == "" {
		return nil
	}
	items := strings.Split(text, delimiter)
	for i := range items {
		items[i] = strings.TrimSpace(items[i])
	}
	return items
}

// label reads .blue. What separates items that are not exploded was a dot up to
// OpenAPI 3.0.3 and is a comma since, as in RFC 6570; both are taken.
func label(p *parameter, s shape, segment string) taken {
	text, ok := strings.CutPrefix(segment, ".")
	if !ok {
		return taken{present: true, wrong: "must begin with a dot"}
	}
	delimiter := "."
	if !p.explode && strings.Contains(text, ",") {
		delimiter = ","
	}
	items := fieldsOf(text, delimiter)
	if s == object && p.explode {
		return named(items)
	}
	return apart(s, taken{present: true, text: text, items: items})
}

// matrix reads ;color=blue.
func matrix(p *parameter, s shape, segment string) taken {
	text, ok := strings.CutPrefix(segment, ";")
	parts := strings.Split(text, ";")
	switch {
	case !ok:
		return taken{present: true, wrong: "must begin with a semicolon"}
	case s == object && p.explode:
		return named(parts)
	}
	out := taken{present: true}
	for _, part := range parts {
		name, value, _ := strings.Cut(part, "=")
		if name != p.name {
			return taken{present: true, wrong: "must be sent as ;" + p.name + "=value"}
		}
		out.items = append(out.items, value)
	}
	if s == list && p.explode {
		return out
	}
	if len(out.items) > 1 {
		return taken{present: true, wrong: sentOnce}
	}
	return apart(s, taken{present: true, text: out.items[0], items: fieldsOf(out.items[0], ",")})
}

// ofHeader takes a parameter out of header fields of its name, which together
// are one list (RFC 9110, section 5.3).
func ofHeader(p *parameter, s shape, fields iter.Seq[string]) taken {
	values := slices.Collect(fields)
	switch {
	case len(values) == 0:
		return taken{}
	case len(values) > 1 && s == single:
		return taken{present: true, wrong: sentOnce}
	default:
		return simple(p, s, strings.Join(values, ","))
	}
}

// ofCookie takes a parameter out of the Cookie header (RFC 6265, section 4.2).
func ofCookie(p *parameter, s shape, fields iter.Seq[string]) taken {
	var pairs []pair
	for field := range fields {
		for part := range strings.SplitSeq(field, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
			value = strings.ReplaceAll(strings.Trim(value, `"`), "+", "%2B") // only a query means a space by it
			pairs = append(pairs, pair{name, value})
		}
	}
	return ofPairs(p, s, pairs)
}
