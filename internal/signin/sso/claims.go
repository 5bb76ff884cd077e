package sso

import "strings"

// claims are what an issuer says about somebody. Nothing about their shape is
// certain: they are read with care, and what cannot be read is not there.
type claims map[string]any

func (c claims) text(name string) string {
	s, _ := c[name].(string)
	return s
}

// holds reads a claim that is true or, as some issuers write it, "true".
func (c claims) holds(name string) bool { return c[name] == true || c[name] == "true" }

// values reads a claim that is a text or a list of texts. The name may itself
// hold dots, as namespaced claims do, or lead into objects by them:
// "realm_access.roles".
func (c claims) values(name string) []string {
	v, ok := c[name]
	if !ok {
		v = map[string]any(c)
		for part := range strings.SplitSeq(name, ".") {
			object, _ := v.(map[string]any)
			v = object[part]
		}
	}
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, item := range v {
			if s, ok := item.(string); ok {
				out = append(out, s)
			}
		}
		return out
	default:
		return nil
	}
}
