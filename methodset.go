package gatehouse

import (
	"slices"
	"strings"
)

// MethodSet is a set of the request methods in [Methods], small enough to
// intersect on every request. A set that holds GET holds HEAD.
type MethodSet uint8

// AnyMethod is the set of all [Methods].
const AnyMethod MethodSet = 1<<7 - 1

// SetOfMethods makes a set of the named methods; names that are not in
// [Methods] are left out. GET brings HEAD with it, as RFC 9110 §9.3.2 wants
// the two to answer alike.
func SetOfMethods(names ...string) MethodSet {
	var s MethodSet
	for _, name := range names {
		s |= methodBit(name)
		if name == "GET" {
			s |= methodBit("HEAD")
		}
	}
	return s
}

// Has reports whether the set holds a method; false for one not in [Methods].
func (s MethodSet) Has(method string) bool { return s&methodBit(method) != 0 }

// Names lists the set in the order of [Methods].
func (s MethodSet) Names() []string {
	names := make([]string, 0, len(Methods))
	for i, m := range Methods {
		if s&(1<<i) != 0 {
			names = append(names, m)
		}
	}
	return names
}

// String lists the set as the Allow header wants it: "GET, HEAD".
func (s MethodSet) String() string { return strings.Join(s.Names(), ", ") }

// methodBit is the bit of a method, or 0 for one that is not in [Methods].
func methodBit(method string) MethodSet {
	i := slices.Index(Methods, method)
	if i < 0 {
		return 0
	}
	return 1 << i
}
