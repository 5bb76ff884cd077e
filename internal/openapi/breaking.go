package openapi

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gatehouse"
)

// Breaking is a change that can make a caller's working request or its reading
// of the answer fail.
type Breaking struct {
	Operation string // "GET /track/{trackingNumber}", as it was
	Detail    string // in words
}

// mostBreaking bounds the list, in all and of one operation.
const (
	mostBreaking     = 1000
	mostBreakingEach = 50
)

// BreakingChanges compares the endpoints that are served with those that will
// be.
func BreakingChanges(before, after []gatehouse.Endpoint) []Breaking {
	next := map[string]gatehouse.Endpoint{}
	for _, e := range after {
		next[e.Method+" "+e.Path] = e
	}
	var out []Breaking
	for _, e := range before {
		key := e.Method + " " + e.Path
		now, there := next[key]
		c := comparison{}
		switch {
		case !there:
			c.say("is gone")
		case string(e.Parameters) != string(now.Parameters) || string(e.RequestBody) != string(now.RequestBody) || string(e.Responses) != string(now.Responses):
			c.views(Describe(e), Describe(now))
		}
		for _, detail := range c.found[:min(len(c.found), mostBreakingEach)] {
			if len(out) < mostBreaking {
				out = append(out, Breaking{key, detail})
			}
		}
	}
	return out
}

// comparison collects what breaks in one operation.
type comparison struct{ found []string }

func (c *comparison) say(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(c.found, text) {
		c.found = append(c.found, text)
	}
}

func (c *comparison) views(was, now View) {
	for _, p := range now.Parameters {
		i := slices.IndexFunc(was.Parameters, func(o ParameterView) bool { return o.In == p.In && o.Name == p.Name })
		name := "the " + p.In + " parameter " + p.Name
		if i < 0 {
			c.added(name, p.Required)
			continue
		}
		c.required(name, was.Parameters[i].Required, p.Required)
		c.accepted(name, was.Parameters[i].Schema, p.Schema, 0)
	}
	c.bodies(was.Body, now.Body)
	c.responses(was.Responses, now.Responses)
}

func (c *comparison) bodies(was, now *BodyView) {
	if now == nil {
		return
	}
	if now.Required && (was == nil || !was.Required) {
		c.say("a request body is required now")
	}
	if was == nil {
		return
	}
	for _, content := range was.Content {
		i := slices.IndexFunc(now.Content, func(o ContentView) bool { return strings.EqualFold(o.MediaType, content.MediaType) })
		if i < 0 {
			c.say("the request body is not taken as %s any more", content.MediaType)
			continue
		}
		c.accepted("the request body", content.Schema, now.Content[i].Schema, 0)
	}
}

func (c *comparison) responses(was, now []ResponseView) {
	for _, r := range was {
		if !strings.HasPrefix(r.Status, "2") {
			continue
		}
		i := slices.IndexFunc(now, func(o ResponseView) bool { return o.Status == r.Status })
		if i < 0 {
			c.say("the answer %s is gone", r.Status)
			continue
		}
		for _, content := range r.Content {
			j := slices.IndexFunc(now[i].Content, func(o ContentView) bool { return strings.EqualFold(o.MediaType, content.MediaType) })
			if j < 0 {
				c.say("the answer %s is not given as %s any more", r.Status, content.MediaType)
				continue
			}
			c.given("the answer "+r.Status, content.Schema, now[i].Content[j].Schema, 0)
		}
	}
}

// known reports whether two schemas can be compared from here on.
func known(was, now *SchemaView, depth int) bool {
	return was != nil && now != nil && depth < maxViewDepth && !was.Cut && !now.Cut && !was.Recursive && !now.Recursive
}

// added is breaking only where callers must send what they did not know of.
func (c *comparison) added(name string, required bool) {
	if required {
		c.say("%s is new and required", name)
	}
}

func (c *comparison) required(name string, was, now bool) {
	if now && !was {
		c.say("%s is required now", name)
	}
}

// typesInWords is empty for a schema that allows any.
func typesInWords(s *SchemaView) string { return strings.Join(s.Types, " or ") }

// accepted compares what is sent: whatever was taken must be taken.
func (c *comparison) accepted(name string, was, now *SchemaView, depth int) {
	if !known(was, now, depth) {
		return
	}
	if len(now.Types) > 0 && (len(was.Types) == 0 || slices.ContainsFunc(was.Types, func(t string) bool { return !takes(now.Types, t) })) {
		c.say("%s must be of type %s now", name, typesInWords(now))
		return
	}
	if was.Nullable && !now.Nullable && len(now.Types) > 0 {
		c.say("%s may not be null any more", name)
	}
	c.values(name, was, now)
	for _, limit := range now.Limits {
		if !slices.Contains(was.Limits, limit) {
			c.say("%s must be: %s", name, limit)
		}
	}
	for _, p := range now.Properties {
		i := slices.IndexFunc(was.Properties, func(o PropertyView) bool { return o.Name == p.Name })
		at := name + "/" + p.Name
		if i < 0 {
			c.added(at, p.Required)
			continue
		}
		c.required(at, was.Properties[i].Required, p.Required)
		c.accepted(at, was.Properties[i].Schema, p.Schema, depth+1)
	}
	c.accepted(name+" (items)", was.Items, now.Items, depth+1)
}

// takes allows an integer where a number is.
func takes(types []string, t string) bool {
	return slices.Contains(types, t) || t == "integer" && slices.Contains(types, "number")
}

// values names those of an enumeration that are not taken any more.
func (c *comparison) values(name string, was, now *SchemaView) {
	if len(now.Enum) == 0 {
		return
	}
	if len(was.Enum) == 0 {
		c.say("%s must be one of a list of values now", name)
		return
	}
	for _, v := range was.Enum {
		if !slices.ContainsFunc(now.Enum, func(o json.RawMessage) bool { return string(o) == string(v) }) {
			c.say("%s may not be %s any more", name, cut(string(v), 64))
		}
	}
}

// given compares what is answered: whatever was there must be there.
func (c *comparison) given(name string, was, now *SchemaView, depth int) {
	if !known(was, now, depth) {
		return
	}
	if len(was.Types) > 0 && (len(now.Types) == 0 || slices.ContainsFunc(now.Types, func(t string) bool { return !takes(was.Types, t) })) {
		c.say("%s was of type %s and may be another now", name, typesInWords(was))
		return
	}
	if now.Nullable && !was.Nullable {
		c.say("%s may be null now", name)
	}
	for _, p := range was.Properties {
		i := slices.IndexFunc(now.Properties, func(o PropertyView) bool { return o.Name == p.Name })
		at := name + "/" + p.Name
		switch {
		case i < 0:
			c.say("%s is gone", at)
		case p.Required && !now.Properties[i].Required:
			c.say("%s may be missing now", at)
			fallthrough
		default:
			c.given(at, p.Schema, now.Properties[i].Schema, depth+1)
		}
	}
	c.given(name+" (items)", was.Items, now.Items, depth+1)
}
