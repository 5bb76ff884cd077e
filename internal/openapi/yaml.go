package openapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"gopkg.in/yaml.v3"

	"gatehouse"
)

// parseYAML reads YAML as the JSON it stands for. Aliases are followed under a
// budget, so that ten lines that refer to each other do not become a billion.
func parseYAML(text []byte) (v any, err error) {
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return nil, unreadable("The document is neither valid JSON nor valid YAML: " + shortened(err.Error()) + ".")
	}
	if len(root.Content) != 1 {
		return nil, unreadable("The document is empty.")
	}
	y := yamlReader{left: maxValues}
	v, err = y.value(root.Content[0], 0)
	if e, ok := errors.AsType[*gatehouse.Error](err); ok {
		return nil, e
	}
	return v, err
}

type yamlReader struct{ left int } // values that may still be made

func (y *yamlReader) value(n *yaml.Node, depth int) (any, error) {
	if y.left--; y.left < 0 {
		return nil, unreadable("The document holds too many values, counting those that aliases repeat.")
	}
	if depth > maxDepth {
		return nil, errTooDeep // an alias inside of what it stands for ends here too
	}
	switch n.Kind {
	case yaml.AliasNode:
		return y.value(n.Alias, depth+1)
	case yaml.MappingNode:
		o := newObject()
		return o, y.mapping(o, n, depth)
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			var err error
			if list[i], err = y.value(item, depth+1); err != nil {
				return nil, err
			}
		}
		return list, nil
	default:
		return scalar(n)
	}
}

// mapping reads members; those that are merged in with << give way to the
// mapping's own.
func (y *yamlReader) mapping(o *object, n *yaml.Node, depth int) error {
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			return unreadable(fmt.Sprintf("The document has a key that is no text in line %d.", key.Line))
		}
		if key.Tag == "!!merge" {
			merged = append(merged, value)
			continue
		}
		v, err := y.value(value, depth+1)
		if err != nil {
			return err
		}
		if !o.set(key.Value, v) {
			return unreadable(fmt.Sprintf("The document has a member twice: %s in line %d.", shortened(key.Value), key.Line))
		}
	}
	for _, m := range merged {
		if err := y.merge(o, m, depth); err != nil {
			return err
		}
	}
	return nil
}

func (y *yamlReader) merge(o *object, n *yaml.Node, depth int) error {
	v, err := y.value(n, depth+1)
	if err != nil {
		return err
	}
	from, ok := v.(*object)
	if !ok {
		return unreadable(fmt.Sprintf("The document merges what is no mapping in line %d.", n.Line))
	}
	for _, name := range from.names {
		o.set(name, from.members[name])
	}
	return nil
}

// scalar reads what JSON has too; everything else, such as a date, is text.
func scalar(n *yaml.Node) (any, error) {
	switch n.Tag {
	case "!!null":
		return nil, nil
	case "!!bool":
		var b bool
		err := n.Decode(&b)
		return b, err
	case "!!int":
		var i int64
		if n.Decode(&i) == nil {
			return json.Number(strconv.FormatInt(i, 10)), nil
		}
		return number(n)
	case "!!float":
		return number(n)
	default:
		return n.Value, nil
	}
}

func number(n *yaml.Node) (any, error) {
	var f float64
	if err := n.Decode(&f); err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, unreadable(fmt.Sprintf("The document has a number in line %d that JSON cannot hold.", n.Line))
	}
	return json.Number(strconv.FormatFloat(f, 'g', -1, 64)), nil
}
