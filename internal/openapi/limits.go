package openapi

import (
	"encoding/json"
)

// bounds are the keywords that bound a value, in words before the number and what is counted.
var bounds = []struct{ keyword, before, counted string }{
	{"minimum", "at least ", ""},
	{"exclusiveMinimum", "more than ", ""},
	{"maximum", "at most ", ""},
	{"exclusiveMaximum", "less than ", ""},
	{"multipleOf", "a multiple of ", ""},
	{"minLength", "at least ", "characters"},
	{"maxLength", "at most ", "characters"},
	{"minItems", "at least ", "items"},
	{"maxItems", "at most ", "items"},
	{"minProperties", "at least ", "properties"},
	{"maxProperties", "at most ", "properties"},
}

var singular = map[string]string{"characters": "character", "items": "item", "properties": "property"}

func counted(n json.Number, of string) string {
	switch {
	case of == "":
		return string(n)
	case n == "1":
		return "1 " + singular[of]
	}
	return string(n) + " " + of
}

// limitsOf says in words what values a schema allows. In OpenAPI 3.0 the
// exclusive bounds are flags beside the others.
func limitsOf(o *object) []string {
	var out []string
	for _, b := range bounds {
		n, ok := o.get(b.keyword).(json.Number)
		if !ok {
			continue
		}
		before := b.before
		switch {
		case b.keyword == "minimum" && o.get("exclusiveMinimum") == true:
			before = "more than "
		case b.keyword == "maximum" && o.get("exclusiveMaximum") == true:
			before = "less than "
		}
		out = append(out, before+counted(n, b.counted))
	}
	if pattern := o.text("pattern"); pattern != "" {
		out = append(out, "matches "+cut(pattern, 256))
	}
	if o.get("uniqueItems") == true {
		out = append(out, "no item twice")
	}
	return out
}
