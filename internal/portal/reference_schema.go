package portal

import (
	"strings"

	"gatehouse/internal/openapi"
)

// contentLines are bodies by media type: their fields as a list, and the first
// example.
func contentLines(content []openapi.ContentView) string {
	var b strings.Builder
	for _, c := range content {
		b.WriteString("- `" + c.MediaType + "`")
		if c.Schema != nil {
			b.WriteString(" " + schemaWords(c.Schema, false) + "\n" + indented(below(c.Schema)))
		} else {
			b.WriteString("\n")
		}
		if len(c.Examples) == 0 {
			continue
		}
		if text := asText(c.Examples[0].Value); text != nil {
			b.WriteString(indented("\n```\n" + *text + "\n```\n"))
		}
	}
	return b.String()
}

// fieldLines are properties, one a line, with what is in them below.
func fieldLines(properties []openapi.PropertyView) string {
	var b strings.Builder
	for _, p := range properties {
		schema := p.Schema
		if schema == nil {
			schema = &openapi.SchemaView{}
		}
		b.WriteString("- `" + p.Name + "` " + schemaWords(schema, p.Required) + "\n" + indented(below(schema)))
	}
	return b.String()
}

// below is what a schema holds.
func below(s *openapi.SchemaView) string {
	var b strings.Builder
	b.WriteString(fieldLines(s.Properties))
	list := func(name string, of ...*openapi.SchemaView) {
		for _, v := range of {
			if v != nil {
				b.WriteString("- " + name + ": " + schemaWords(v, false) + "\n" + indented(below(v)))
			}
		}
	}
	list("each item", s.Items)
	list("each other field", s.Additional)
	list("exactly one of", s.OneOf...)
	list("at least one of", s.AnyOf...)
	return b.String()
}

// schemaWords are a schema in a line: "string (date-time), required, at most 64
// characters: When it was placed."
func schemaWords(s *openapi.SchemaView, required bool) string {
	words := strings.Join(s.Types, " or ")
	if words == "" {
		words = "any"
	}
	if s.Format != "" {
		words += " (" + s.Format + ")"
	}
	facts := []string{words}
	if required {
		facts = append(facts, "required")
	}
	if s.Nullable {
		facts = append(facts, "may be null")
	}
	facts = append(append(facts, s.Limits...), remarks(s)...)
	if s.Recursive {
		facts = append(facts, "again a "+s.Name)
	}
	if len(s.Enum) > 0 {
		values := make([]string, len(s.Enum))
		for i, v := range s.Enum {
			values[i] = "`" + string(v) + "`"
		}
		facts = append(facts, "one of "+strings.Join(values, ", "))
	}
	out := strings.Join(facts, ", ")
	if s.Description != "" {
		out += ": " + inline(s.Description)
	}
	return out
}

// inline is a text in one line, where the format has no room for more.
func inline(text string) string { return strings.Join(strings.Fields(text), " ") }

// cell is a text in a table.
func cell(text string) string { return strings.ReplaceAll(inline(text), "|", `\|`) }

// indented stands below an item of a list.
func indented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			b.WriteString("  ")
		}
		b.WriteString(line)
	}
	return b.String()
}
