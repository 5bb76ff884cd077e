package config

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// readFile reads a flat YAML mapping of setting names to scalars or lists of
// scalars. Lists are joined as a flag would give them.
func readFile(path string, known []string) (map[string]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading settings: %w", err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("reading settings from %s: %w", path, err)
	}
	values := map[string]string{}
	if len(doc.Content) == 0 {
		return values, nil
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("%s:%d: settings must be lines such as \"gateway-addr: :8080\"", path, root.Line)
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, node := root.Content[i], root.Content[i+1]
		if err := checkKey(key.Value, known, values); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, key.Line, err)
		}
		if values[key.Value], err = scalar(node); err != nil {
			return nil, fmt.Errorf("%s:%d: %s: %w", path, node.Line, key.Value, err)
		}
	}
	return values, nil
}

func checkKey(key string, known []string, seen map[string]string) error {
	if _, twice := seen[key]; twice {
		return fmt.Errorf("%s is set twice", key)
	}
	if slices.Contains(known, key) {
		return nil
	}
	meant, off := nearest(key, known)
	if off > len(key)/2 {
		return fmt.Errorf("unknown setting %q", key)
	}
	return fmt.Errorf("unknown setting %q; did you mean %q?", key, meant)
}

func scalar(n *yaml.Node) (string, error) {
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag == "!!null" {
			return "", nil
		}
		return n.Value, nil
	case yaml.SequenceNode:
		items := make([]string, 0, len(n.Content))
		for _, item := range n.Content {
			if item.Kind != yaml.ScalarNode {
				return "", fmt.Errorf("must be a list of plain values")
			}
			items = append(items, item.Value)
		}
		return strings.Join(items, ","), nil
	default:
		return "", fmt.Errorf("must be a plain value or a list of them")
	}
}

// nearest returns the known name with the smallest edit distance to a name,
// and that distance. Case and the kind of separator do not count.
func nearest(name string, known []string) (best string, off int) {
	fold := strings.NewReplacer("_", "-", ".", "-", " ", "-")
	off = 1 << 30
	for _, k := range known {
		if d := distance(fold.Replace(strings.ToLower(name)), fold.Replace(strings.ToLower(k))); d < off {
			best, off = k, d
		}
	}
	return best, off
}

// distance is the Levenshtein distance of two strings.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
