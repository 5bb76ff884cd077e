package gatehouse

import (
	"slices"
	"strconv"
	"strings"
)

// RoleRule gives a role to whoever a single sign-on says holds a value, such
// as being in a group.
type RoleRule struct {
	Value string // "gateway-admins"
	Role  Role
}

// ParseRoleRules reads rules such as "gateway-admins=admin". Errors point to
// the rule by its number, "/0".
func ParseRoleRules(rules []string) ([]RoleRule, error) {
	var f Fields
	out := make([]RoleRule, 0, len(rules))
	for i, text := range rules {
		// The last sign separates: names in a directory hold some.
		at := strings.LastIndexByte(text, '=')
		rule := RoleRule{}
		if at > 0 {
			rule = RoleRule{strings.TrimSpace(text[:at]), Role(strings.TrimSpace(text[at+1:]))}
		}
		if rule.Value == "" || !rule.Role.Valid() {
			f.Add("/"+strconv.Itoa(i), "must be a value, = and a role, such as gateway-admins=admin")
		}
		out = append(out, rule)
	}
	return out, f.Err()
}

// RoleFor is the role of the first rule whose value is held; empty where none
// applies.
func RoleFor(rules []RoleRule, held []string) Role {
	for _, r := range rules {
		if slices.Contains(held, r.Value) {
			return r.Role
		}
	}
	return ""
}
