package rest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse"
)

// Body is a request body that becomes a T. It keeps the bytes as they came and
// is decoded by the handler, because huma's own decoding takes unknown letter
// case, loses the type of an error and repeats what was sent.
type Body[T any] struct{ raw []byte }

// Schema documents the body as a T.
func (Body[T]) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[T](), true, "")
}

// Keep takes the bytes as they came.
func (b *Body[T]) Keep(raw []byte) { b.raw = slices.Clone(raw) }

// Value decodes the body strictly.
func (b *Body[T]) Value() (T, error) {
	var v T
	parsed, err := Parse(b.raw)
	if err != nil {
		return v, err
	}
	return v, decode(parsed, &v)
}

// decode fills a T from a parsed body after checking its shape.
func decode[T any](parsed any, v *T) error {
	var f gatehouse.Fields
	CheckShape[T](parsed, "", &f)
	if err := Sorted(f); err != nil {
		return err
	}
	raw, err := json.Marshal(parsed)
	if err != nil {
		return fmt.Errorf("encoding a checked body: %w", err)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("decoding a checked body: %w", err)
	}
	return nil
}

// Sorted makes the error of the fields found while walking maps, whose order
// is random.
func Sorted(f gatehouse.Fields) error {
	slices.SortStableFunc(f, func(a, b gatehouse.Field) int { return strings.Compare(a.Pointer, b.Pointer) })
	return f.Err()
}

// Patch is a JSON merge patch (RFC 7396) of a T: null clears a field, which
// only the raw document can tell from a field left out.
type Patch[T any] struct{ raw []byte }

// Schema documents the patch: T with every field optional.
func (Patch[T]) Schema(r huma.Registry) *huma.Schema { return patchSchema[T](r) }

// Keep takes the bytes as they came.
func (p *Patch[T]) Keep(raw []byte) { p.raw = slices.Clone(raw) }

// Checked parses the patch and checks its shape, before anything is read from
// the store.
func (p *Patch[T]) Checked() (Merge[T], error) {
	parsed, err := Parse(p.raw)
	if err != nil {
		return Merge[T]{}, err
	}
	s := shape{patch: true}
	s.check(reflect.TypeFor[T](), parsed, "")
	return Merge[T]{parsed}, Sorted(s.wrong)
}

// Merge is a checked patch, to be applied to the resource as it is inside the
// transaction that changes it.
type Merge[T any] struct{ patch any }

// Onto returns the resource with the patch applied.
func (m Merge[T]) Onto(current T) (T, error) {
	var next T
	raw, err := json.Marshal(current)
	if err != nil {
		return next, fmt.Errorf("encoding the resource to patch: %w", err)
	}
	base, err := Parse(raw)
	if err != nil {
		return next, fmt.Errorf("reading the resource to patch: %w", err)
	}
	return next, decode(mergePatch(base, m.patch), &next)
}

// mergePatch is the algorithm of RFC 7396, section 2.
func mergePatch(target, patch any) any {
	members, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	result, ok := target.(map[string]any)
	if !ok {
		result = map[string]any{}
	}
	for name, value := range members {
		if value == nil {
			delete(result, name)
		} else {
			result[name] = mergePatch(result[name], value)
		}
	}
	return result
}

// format is JSON as the APIs speak it. Bodies are only kept here; see Body.
var format = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(raw []byte, v any) error {
		b, ok := v.(interface{ Keep([]byte) })
		if !ok {
			return fmt.Errorf("decoding into %T", v)
		}
		b.Keep(raw)
		return nil
	},
}
