package manage

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"gatehouse"
)

// A document is a resource as the audit log compares it: one entry for each
// field that the API shows, under a key that stays the same when the field
// moves, so that inserting an endpoint does not make every later one look
// changed. Values are snapshots: editing the resource afterwards does not
// change its document.
type document map[string]entry

type entry struct {
	path  string // JSON pointer as the API shows it
	value json.RawMessage
	parts map[string]json.RawMessage
	order []string // ids of a list whose members have entries of their own
}

// set notes a field under its own pointer.
func (d document) set(pointer string, value any) {
	d[pointer] = entry{path: pointer, value: encode(value)}
}

// setObject notes an object that is compared field by field when it is there
// before and after, and shown whole when it comes or goes.
func (d document) setObject(key, pointer string, fields map[string]any) {
	parts := make(map[string]json.RawMessage, len(fields))
	for name, v := range fields {
		if raw := encode(v); !empty(raw) {
			parts[name] = raw
		}
	}
	d[key] = entry{path: pointer, value: encode(parts), parts: parts}
}

// setOrder notes the order of a list whose members have entries of their own,
// so that moving one is a change and adding one is not a second change.
func (d document) setOrder(pointer string, ids []string) {
	d[pointer] = entry{path: pointer, order: ids}
}

// encode cannot fail on the strings, numbers, lists and raw JSON that
// documents are made of; raw JSON was checked when it came in.
func encode(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null")
	}
	return raw
}

func empty(raw json.RawMessage) bool {
	switch string(raw) {
	case "", "null", `""`, "[]", "{}", "false", "0":
		return true
	}
	return false
}

// diff lists what differs, sorted by path. A nil document stands for a
// resource that does not exist; fields that are empty on both sides are the
// same, however they are spelled.
func diff(before, after document) []gatehouse.Change {
	keys := slices.Collect(maps.Keys(before))
	for key := range after {
		if _, ok := before[key]; !ok {
			keys = append(keys, key)
		}
	}
	var out []gatehouse.Change
	for _, key := range keys {
		out = append(out, diffEntry(before[key], after[key])...)
	}
	slices.SortFunc(out, func(a, b gatehouse.Change) int { return strings.Compare(a.Path, b.Path) })
	return out
}

func diffEntry(before, after entry) []gatehouse.Change {
	if before.order != nil || after.order != nil {
		return diffOrder(after.path, common(before.order, after.order), common(after.order, before.order))
	}
	if before.parts != nil && after.parts != nil {
		return diffParts(after.path, before.parts, after.parts)
	}
	path := after.path
	if path == "" {
		path = before.path
	}
	return diffValue(path, before.value, after.value)
}

func diffOrder(path string, before, after []string) []gatehouse.Change {
	return diffValue(path, encode(before), encode(after))
}

// common is what of a list is in another one too.
func common(of, with []string) []string {
	in := make(map[string]bool, len(with))
	for _, id := range with {
		in[id] = true
	}
	return slices.DeleteFunc(slices.Clone(of), func(id string) bool { return !in[id] })
}

func diffParts(path string, before, after map[string]json.RawMessage) []gatehouse.Change {
	var out []gatehouse.Change
	for name, value := range before {
		out = append(out, diffValue(path+"/"+name, value, after[name])...)
	}
	for name, value := range after {
		if _, ok := before[name]; !ok {
			out = append(out, diffValue(path+"/"+name, nil, value)...)
		}
	}
	return out
}

func diffValue(path string, before, after json.RawMessage) []gatehouse.Change {
	if string(before) == string(after) || empty(before) && empty(after) {
		return nil
	}
	return []gatehouse.Change{{Path: path, Before: shown(before), After: shown(after)}}
}

// shown leaves out null, as an absent field is.
func shown(raw json.RawMessage) json.RawMessage {
	if string(raw) == "null" {
		return nil
	}
	return raw
}
