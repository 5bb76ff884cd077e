// Package schema checks a request against what its endpoint documents: the
// parameters in every style of OpenAPI, and bodies of JSON and of forms.
//
// Everything that can be wrong with a documented schema is found by [Compile],
// before it is published; a request then meets a compiled schema that cannot
// fail. OpenAPI 3.1 schemas are JSON Schema 2020-12 as they are; those of 3.0
// are translated. What was sent is never repeated in an error: it may be a
// secret, and the sender has it.
package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"gatehouse"
)

// MaxBody is the largest body that is checked, in bytes.
const MaxBody = 1 << 20

// Schema is what one endpoint documents. It is safe for concurrent use.
type Schema struct {
	parameters []parameter
	body       *body
	unchecked  []gatehouse.Field
}

// Unchecked names what is documented but cannot be checked, and why, with
// pointers relative to the endpoint.
func (s *Schema) Unchecked() []gatehouse.Field { return s.unchecked }

func (s *Schema) note(pointer, why string) {
	if why != "" {
		s.unchecked = append(s.unchecked, gatehouse.Field{Pointer: pointer, Detail: why})
	}
}

// Compile reads an endpoint's parameters and request body. What cannot be used
// is named with pointers relative to the endpoint.
func Compile(e gatehouse.Endpoint) (*Schema, gatehouse.Fields) {
	var f gatehouse.Fields
	s := &Schema{}
	s.compileParameters(e, &f)
	s.compileBody(e.RequestBody, &f)
	return s, f
}

// rawSchema is a schema as it was written.
type rawSchema = json.RawMessage

func present(raw json.RawMessage) bool {
	return len(raw) > 0 && !bytes.Equal(bytes.TrimSpace(raw), []byte("null"))
}

var errNoReferences = errors.New("references out of the schema are not followed")

// noLoader keeps a schema from making us read files or fetch URLs.
type noLoader struct{}

func (noLoader) Load(string) (any, error) { return nil, errNoReferences }

// compileSchema compiles one schema; a missing one allows everything and is nil.
func compileSchema(raw rawSchema) (*jsonschema.Schema, error) {
	if !present(raw) {
		return nil, nil //nolint:nilnil // no schema, no rule
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("reading the schema: %w", err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	c.UseLoader(noLoader{})
	const url = "gatehouse:schema"
	if err := c.AddResource(url, translate(doc)); err != nil {
		return nil, fmt.Errorf("reading the schema: %w", err)
	}
	compiled, err := c.Compile(url)
	if err != nil {
		return nil, fmt.Errorf("compiling the schema: %w", err)
	}
	return compiled, nil
}

// addWrong notes a schema that cannot be used. The compiler's words name places
// in the schema, which is the author's own.
func addWrong(f *gatehouse.Fields, pointer string, err error) {
	if errors.Is(err, errNoReferences) {
		f.Add(pointer, "must not refer to anything outside of the schema")
		return
	}
	f.Add(pointer, "is not a schema that requests can be checked against; leave validate_requests off or correct it")
}

func parameterAt(i int) string { return "/parameters/" + strconv.Itoa(i) }
