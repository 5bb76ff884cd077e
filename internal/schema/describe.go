package schema

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"gatehouse"
)

// mostWrong bounds an answer: nobody reads the hundredth place.
const mostWrong = 50

// describe lists the places of a failed validation below a pointer.
func describe(err error, pointer string, wrong *gatehouse.Fields) {
	if e, ok := errors.AsType[*jsonschema.ValidationError](err); ok {
		listWrong(e, pointer, wrong)
	}
}

func listWrong(e *jsonschema.ValidationError, pointer string, wrong *gatehouse.Fields) {
	if len(*wrong) >= mostWrong {
		return
	}
	var place strings.Builder
	place.WriteString(pointer)
	for _, key := range e.InstanceLocation {
		place.WriteString("/" + gatehouse.EscapePointer(key))
	}
	at := place.String()
	if alternatives(e.ErrorKind) || len(e.Causes) == 0 {
		name(e.ErrorKind, at, wrong)
		return
	}
	for _, cause := range e.Causes {
		listWrong(cause, pointer, wrong)
	}
}

// alternatives reports whether the causes of a failure exclude each other, so
// that listing all of them would ask for the impossible.
func alternatives(k jsonschema.ErrorKind) bool {
	switch k.(type) {
	case *kind.AnyOf, *kind.OneOf, *kind.Not:
		return true
	}
	return false
}

// name says what would be right, in our words: the library's repeat the value.
func name(k jsonschema.ErrorKind, at string, wrong *gatehouse.Fields) {
	switch k := k.(type) {
	case *kind.Required:
		for _, missing := range k.Missing {
			wrong.Add(at+"/"+gatehouse.EscapePointer(missing), "is required")
		}
	case *kind.AdditionalProperties:
		wrong.Add(at, "must not have properties that are not documented")
	case *kind.Type:
		wrong.Add(at, "must be of type %s", strings.Join(k.Want, " or "))
	case *kind.Enum:
		wrong.Add(at, "must be one of %s", strings.Trim(asJSON(k.Want), "[]"))
	case *kind.Const:
		wrong.Add(at, "must be %s", asJSON(k.Want))
	case *kind.Format:
		wrong.Add(at, "must have the format %s", k.Want)
	case *kind.Pattern:
		wrong.Add(at, "must match the pattern %s", k.Want)
	case *kind.MinLength:
		wrong.Add(at, "must be at least %s long", counted(k.Want, "character"))
	case *kind.MaxLength:
		wrong.Add(at, "must be at most %s long", counted(k.Want, "character"))
	case *kind.MinItems:
		wrong.Add(at, "must have at least %s", counted(k.Want, "item"))
	case *kind.MaxItems:
		wrong.Add(at, "must have at most %s", counted(k.Want, "item"))
	case *kind.Minimum:
		wrong.Add(at, "must be at least %s", decimal(k.Want))
	case *kind.Maximum:
		wrong.Add(at, "must be at most %s", decimal(k.Want))
	case *kind.ExclusiveMinimum:
		wrong.Add(at, "must be more than %s", decimal(k.Want))
	case *kind.ExclusiveMaximum:
		wrong.Add(at, "must be less than %s", decimal(k.Want))
	case *kind.MultipleOf:
		wrong.Add(at, "must be a multiple of %s", decimal(k.Want))
	case *kind.UniqueItems:
		wrong.Add(at, "must not have the same item twice")
	case *kind.AnyOf, *kind.OneOf:
		wrong.Add(at, "must match %s", alternativesWanted(k))
	default:
		wrong.Add(at, "does not match the documentation")
	}
}

func alternativesWanted(k jsonschema.ErrorKind) string {
	if one, ok := k.(*kind.OneOf); ok && len(one.Subschemas) > 0 {
		return "exactly one of the documented alternatives and matches several"
	}
	return "one of the documented alternatives"
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

func asJSON(documented any) string {
	text, err := json.Marshal(documented)
	if err != nil { // it came from JSON
		return "the documented value"
	}
	return string(text)
}

func decimal(r *big.Rat) string {
	f, _ := r.Float64()
	return fmt.Sprint(f)
}
