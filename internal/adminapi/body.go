package adminapi

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse"
)

// body is a request body that becomes a T. It keeps the bytes as they came and
// is decoded by the handler, because huma's own decoding takes unknown letter
// case, loses the type of an error and repeats what was sent.
type body[T any] struct{ raw []byte }

// Schema documents the body as a T.
func (body[T]) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[T](), true, "")
}

func (b *body[T]) keep(raw []byte) { b.raw = slices.Clone(raw) }

// value decodes the body strictly.
func (b *body[T]) value() (T, error) {
	var v T
	parsed, err := parse(b.raw)
	if err != nil {
		return v, err
	}
	return v, decode(parsed, &v)
}

// decode fills a T from a parsed body after checking its shape.
func decode[T any](parsed any, v *T) error {
	var s shape
	s.check(reflect.TypeFor[T](), parsed, "")
	if err := sorted(s.wrong); err != nil {
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

// sorted makes the error of the fields found while walking maps, whose order
// is random.
func sorted(f gatehouse.Fields) error {
	slices.SortStableFunc(f, func(a, b gatehouse.Field) int { return strings.Compare(a.Pointer, b.Pointer) })
	return f.Err()
}

// patch is a JSON merge patch (RFC 7396) of a T: null clears a field, which
// only the raw document can tell from a field left out.
type patch[T any] struct{ raw []byte }

// Schema documents the patch: T with every field optional.
func (patch[T]) Schema(r huma.Registry) *huma.Schema { return patchSchema[T](r) }

func (p *patch[T]) keep(raw []byte) { p.raw = slices.Clone(raw) }

// checked parses the patch and checks its shape, before anything is read from
// the store.
func (p *patch[T]) checked() (merge[T], error) {
	parsed, err := parse(p.raw)
	if err != nil {
		return merge[T]{}, err
	}
	s := shape{patch: true}
	s.check(reflect.TypeFor[T](), parsed, "")
	return merge[T]{parsed}, sorted(s.wrong)
}

// merge is a checked patch, to be applied to the resource as it is inside the
// transaction that changes it.
type merge[T any] struct{ patch any }

// onto returns the resource with the patch applied.
func (m merge[T]) onto(current T) (T, error) {
	var next T
	raw, err := json.Marshal(current)
	if err != nil {
		return next, fmt.Errorf("encoding the resource to patch: %w", err)
	}
	base, err := parse(raw)
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
